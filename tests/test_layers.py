"""Imports point one way: the map in ARCHITECTURE.md is true."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "autograder"

# From the ground up: a module may import from its own line and from those above it.
LAYERS = [
    {
        "errors",
        "values",
        "newer",
        "parsing",
        "verdict",
        "hints",
        "trimming",
        "lms",
        "locks",
        "turns",
        "timestamps",
    },
    {"libraries", "deadline", "time_limit", "escapes", "steps", "apart", "monitoring", "tracing", "counting"},
    {"output", "sandbox.packages", "roster", "safe_html", "unpacking"},
    {"compare", "probe"},
    {"draws", "showing", "bindings", "given_away"},
    {"fingerprints", "models"},
    {"exercises"},
    {"course", "relations", "form"},
    {"kinds"},
    {
        "authoring",
        "differences",
        "known",
        "render",
        "panels",
        "sketches",
        "examples",
        "answers",
        "mutants",
        "fuse",
    },
    {
        "judge",
        "source",
        "submissions",
        "sandbox.outputs",
        "sandbox.pictures",
        "sandbox.screen",
        "sandbox.definitions",
        "sandbox.trouble",
        "sandbox.budget",
    },
    {"sandbox.questions"},
    {"sandbox.frames", "sandbox.shell"},
    {"releases", "borrowed", "autograded", "tries", "inbound", "sandbox.cells", "sandbox.beside"},
    {"sandbox.forks", "sandbox.results", "sandbox.usage", "sandbox.wheel", "sandbox.folders"},
    {"checks"},
    {"waiting", "trial", "rehearsal"},
    {"notebooks", "serving"},
    {
        "tampering",
        "validation",
        "student",
        "runner",
        "references",
        "outcomes",
        "bank",
        "gradebook",
        "recording",
    },
    {"sandbox.child", "sandbox.walls", "sandbox.seccomp"},
    {"grades", "sandbox.guard"},
    {"overview", "wording", "layouts", "page"},
    {"glance", "sheets", "feedback_page"},
    {"anonymous"},
    {"report", "export"},
    {"sandbox.zygote", "sandbox.host", "figures.palette", "figures.given", "figures.stage"},
    {"figures.film", "figures.marks", "figures.guess", "figures.graph"},
    {"figures.roll", "figures.speed"},
    {"figures.lines"},
    {"figures.losses", "figures.valley"},
    {"sandbox.patience", "sandbox.clock"},
    {"sandbox.notebook", "oracle", "release"},
    {"sandbox.session"},
    {"merit"},
    {"pace"},
    {"grading", "feedback", "exchange", "lab", "quiet", "lint", "handout"},
    {"exam", "proof", "work"},
    {"batch", "reconcile", "nbgrader_plugin", "zip_collect"},
    {"desk"},
    {"watch"},
    {"terminal", "demo"},
    {"cli_class", "cli_grade"},
    {"cli"},
    {"__main__"},
]
LEVEL = {module: level for level, modules in enumerate(LAYERS) for module in modules}


def modules() -> list[str]:
    paths = (path.relative_to(PACKAGE).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return sorted(".".join(path.parts) for path in paths if path.name != "__init__")


def imports(module: str) -> set[str]:
    """Name the project's modules that a module imports, at its top or later."""
    tree = ast.parse((PACKAGE / Path(*module.split("."))).with_suffix(".py").read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("autograder"):
            base = node.module.removeprefix("autograder").removeprefix(".")
            for alias in node.names:
                inner = f"{base}.{alias.name}".removeprefix(".")
                found.add(inner if inner in LEVEL else base)
    return found - {""}


def test_every_module_stands_on_the_map() -> None:
    assert modules() == sorted(LEVEL)


def test_every_module_is_explained_in_the_architecture() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    assert [module for module in LEVEL if f"`{module.rpartition('.')[2]}`" not in text] == []


def test_the_architecture_lists_modules_from_the_ground_up() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text.partition("## The package")[2].partition("\n## ")[0]
    lines = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    row = {name: i for i, line in enumerate(lines) for name in re.findall(r"`([a-z_]+)", line)}
    above = [
        (module, other)
        for module in modules()
        for other in imports(module)
        if row[other.partition(".")[0]] > row[module.partition(".")[0]]
    ]
    assert above == []


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_layers_below(module: str) -> None:
    assert [other for other in imports(module) if LEVEL[other] > LEVEL[module]] == []


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_a_students_check_loads_nothing_but_numpy() -> None:
    heavy = {
        "nbgrader",
        "nbformat",
        "sklearn",
        "matplotlib",
        "IPython",
        "msgspec",
        "jupytext",
        "rich",
        "scipy",
    }
    assert loaded_by("from autograder import check") & heavy == set()


def test_the_command_line_starts_without_numpy_or_nbgrader() -> None:
    assert loaded_by("import autograder.cli") & {"numpy", "nbgrader", "nbformat", "rich", "msgspec"} == set()


def test_a_module_has_at_most_300_lines() -> None:
    assert [path.name for path in PACKAGE.rglob("*.py") if len(path.read_text().splitlines()) > 300] == []
