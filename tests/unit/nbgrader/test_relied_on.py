"""What is relied on of nbgrader, beyond what it promises: methods that are overridden, and tables that are written directly.

When a new nbgrader turns one of these red: read what it changed, see whether what the package builds on it still holds,
then write down what it is now.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import importlib.metadata
import inspect
import re
import shlex
import textwrap
import tomllib

import pytest
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Base
from nbgrader.apps import NbGraderApp
from nbgrader.exchange.default import Exchange
from traitlets.config import Config

from autograder.author import generate
from autograder.collect import exchange, zip_collect
from autograder.feedback import write
from autograder.nbgrader import preprocessors
from autograder.nbgrader.config import configure
from tests.support.course import ROOT

TEXT = "\n".join(
    path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)

# nbgrader's own text of each method that is overridden or called although it is private: the beginning of its SHA-256.
METHODS = {
    "nbgrader.apps.api.NbGraderAPI.get_source_assignments": "1636e37a08da",
    "nbgrader.apps.zipcollectapp.ZipCollectApp._format_collect_path": "703900d7b26a",
    "nbgrader.converters.autograde.Autograde.convert_single_notebook": "e5f0fad7cb7e",
    "nbgrader.converters.base.BaseConverter.convert_single_notebook": "08515e9b28b7",
    "nbgrader.converters.base.BaseConverter.init_assignment": "77428dabf317",
    "nbgrader.converters.base.BaseConverter.init_destination": "c36489ebadb0",
    "nbgrader.converters.base.BaseConverter.init_notebooks": "340b3864fb06",
    "nbgrader.converters.base.BaseConverter.set_permissions": "990061caf99c",
    "nbgrader.converters.base.BaseConverter.start": "13a625747083",
    "nbgrader.converters.generate_feedback.GenerateFeedback.__init__": "8c153fb07bf6",
    "nbgrader.coursedir.CourseDirectory.format_path": "f1f4cda71981",
    "nbgrader.coursedir.CourseDirectory.get_existing_timestamp": "f62859cdb0b4",
    "nbgrader.exchange.default.collect.ExchangeCollect._path_to_record": "278011ccbf59",
    "nbgrader.exchange.default.collect.ExchangeCollect._sort_by_timestamp": "02e3a72a76ce",
    "nbgrader.exchange.default.collect.ExchangeCollect.copy_files": "21fb22c91e39",
    "nbgrader.exchange.default.collect.ExchangeCollect.init_src": "43e261852b74",
    "nbgrader.exchange.default.exchange.Exchange.do_copy": "cfaed2c68628",
    "nbgrader.exchange.default.exchange.Exchange.start": "6051ce81a8b1",
    "nbgrader.exchange.default.release_feedback.ExchangeReleaseFeedback.copy_files": "03a88ef648cd",
    "nbgrader.plugins.zipcollect.ExtractorPlugin.extract": "f7466ce508fb",
    "nbgrader.plugins.zipcollect.FileNameCollectorPlugin.collect": "2dc6422c7779",
    "nbgrader.preprocessors.clearsolutions.ClearSolutions.preprocess": "927f832049b5",
    "nbgrader.preprocessors.latesubmissions.AssignLatePenalties._check_late_penalty": "742ddea162f6",
    "nbgrader.preprocessors.latesubmissions.AssignLatePenalties.init_plugin": "2a94ec33ee44",
    "nbgrader.preprocessors.saveautogrades.SaveAutoGrades._add_score": "4837248ddfe7",
    "nbgrader.preprocessors.saveautogrades.SaveAutoGrades.preprocess": "9348e91d3bbf",
}

# Each column: its type, and `?` where it may be empty or fills itself.
TABLES = {
    "assignment": "id VARCHAR(32)?, name VARCHAR(128), duedate DATETIME?, course_id VARCHAR(128)",
    "base_cell": "id VARCHAR(32)?, name VARCHAR(128), notebook_id VARCHAR(32), type VARCHAR(50)?",
    "comment": "id VARCHAR(32)?, notebook_id VARCHAR(32)?, cell_id VARCHAR(32)?, auto_comment TEXT?, manual_comment TEXT?",
    "course": "id VARCHAR(128)",
    "grade": "id VARCHAR(32)?, notebook_id VARCHAR(32)?, cell_id VARCHAR(32)?, auto_score FLOAT?, manual_score FLOAT?, "
    "extra_credit FLOAT?, needs_manual_grade BOOLEAN?",
    "grade_cells": "id VARCHAR(32), max_score FLOAT, cell_type VARCHAR(8)",
    "notebook": "id VARCHAR(32)?, name VARCHAR(128), assignment_id VARCHAR(32)?, kernelspec VARCHAR(1024)?",
    "solution_cells": "id VARCHAR(32)",
    "source_cell": "id VARCHAR(32)?, name VARCHAR(128), cell_type VARCHAR(8), locked BOOLEAN?, source TEXT?, "
    "checksum VARCHAR(128)?, notebook_id VARCHAR(32)?",
    "student": "id VARCHAR(128), first_name VARCHAR(128)?, last_name VARCHAR(128)?, email VARCHAR(128)?, lms_user_id VARCHAR(128)?",
    "submitted_assignment": "id VARCHAR(32)?, assignment_id VARCHAR(32)?, student_id VARCHAR(128)?, timestamp DATETIME?, "
    "extension DATETIME?",
    "submitted_notebook": "id VARCHAR(32)?, assignment_id VARCHAR(32)?, notebook_id VARCHAR(32)?, flagged BOOLEAN?, "
    "late_submission_penalty FLOAT?",
    "task_cells": "id VARCHAR(32), max_score FLOAT, cell_type VARCHAR(8)",
}


def overridden() -> set[str]:
    """Give the names of nbgrader's methods that a class of the package overrides."""
    ours = {
        each
        for module in (exchange, write, preprocessors, generate, zip_collect)
        for _, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == module.__name__
    }
    found = set()
    for own, name in [(each, name) for each in ours for name in vars(each)]:
        nearest = next((base for base in own.__mro__[1:] if inspect.isfunction(vars(base).get(name))), object)
        if nearest.__module__.startswith("nbgrader."):
            found.add(f"{nearest.__module__}.{nearest.__qualname__}.{name}")
    return found


def test_every_method_that_is_overridden_is_looked_after() -> None:
    assert overridden() - METHODS.keys() == set()


@pytest.mark.parametrize("name", METHODS)
def test_a_method_is_as_it_was_when_the_package_was_built_on_it(name: str) -> None:
    path, owner, method = name.rsplit(".", 2)
    # From the file: in a process that has configured nbgrader, some are replaced.
    lines = inspect.getsource(importlib.import_module(path)).splitlines(keepends=True)
    classes = [node for node in ast.parse("".join(lines)).body if isinstance(node, ast.ClassDef)]
    found = next(
        node
        for each in classes
        if each.name == owner
        for node in each.body
        if isinstance(node, ast.FunctionDef) and node.name == method
    )
    first = min([found.lineno, *(each.lineno for each in found.decorator_list)])
    text = textwrap.dedent("".join(lines[first - 1 : found.end_lineno]))
    assert hashlib.sha256(text.encode()).hexdigest()[:12] == METHODS[name]


def test_the_gradebooks_tables_are_those_that_are_read_and_written() -> None:
    found = {
        name: ", ".join(
            f"{column.name} {column.type}{'?' if column.nullable or column.default is not None else ''}"
            for column in table.columns
        )
        for name, table in Base.metadata.tables.items()
    }
    assert found == TABLES


def traits() -> set[tuple[str, str]]:
    """Give everything that nbgrader can be configured with, by class and name."""
    known = {base for each in NbGraderApp().all_configurable_classes() for base in each.__mro__}
    known |= {
        Exchange,
        HTMLExporter,
        preprocessors.Restore,
        preprocessors.Judge,
        preprocessors.Clear,
        write.PageExporter,
    }
    return {(each.__name__, trait) for each in known for trait in dir(each)}


def test_everything_that_is_configured_can_be() -> None:
    config = Config()
    configure(config, str(ROOT))
    configured = {(name, trait) for name, values in config.items() for trait in values}
    assert configured - traits() == set()


def test_everything_that_the_documents_say_to_configure_can_be() -> None:
    told = set(re.findall(r"\bc\.(\w+)\.(\w+)", TEXT))
    assert len(told) > 4
    assert told - traits() == set()


COMMANDS = re.findall(r"^ *nbgrader ([a-z][^#\n]*)|`nbgrader ([a-z][^`\n]*)`", TEXT, re.MULTILINE)


@pytest.mark.parametrize("line", sorted({(typed or inline).strip() for typed, inline in COMMANDS}))
def test_every_command_of_nbgraders_in_the_documents_exists_with_its_options(line: str) -> None:
    words = shlex.split(line)
    app = NbGraderApp()
    while words and words[0] in app.subcommands:
        app = app.subcommands[words.pop(0)][0]()
    assert type(app) is not NbGraderApp
    options = {word.removeprefix("--") for word in words if word.startswith("--")}
    assert options - {*app.flags, *app.aliases} == set()


def test_the_version_that_was_looked_at_is_within_what_may_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert "nbgrader>=0.9.5,<0.10" in extras["grader"]
    assert all("jsonschema<4.25" in extras[name] for name in ("grader", "lab"))
    assert importlib.metadata.version("nbgrader").startswith("0.9.")
