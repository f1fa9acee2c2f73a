"""course.toml, handed on to nbgrader."""

from __future__ import annotations

import contextlib
import logging
import sys
from datetime import datetime
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, ClearSolutions
from traitlets.config import Config
from traitlets.log import get_logger

from autograder.common.errors import AutograderError, NotFound
from autograder.common.text import printable
from autograder.course import settings as courses
from autograder.course.layout import RELEASED, SOURCES, files_of
from autograder.course.source import write_paired_notebook
from autograder.feedback.markup import FILTERS
from autograder.gradebook.config import clock_of
from autograder.nbgrader.preprocessors import (
    STUB,
    Clear,
    Judge,
    Restore,
    SaveVerdicts,
    SubmissionExporter,
    Tidy,
)
from autograder.notebooks.submitted import Unreadable, timestamp

_folders_in_source = NbGraderAPI.get_source_assignments


def configure(config: Config, folder: str) -> None:
    """Hand course.toml on to nbgrader.

    Args:
        config: nbgrader's configuration, from `get_config()`.
        folder: The course's folder.

    An unusable course.toml ends the program: nbgrader would otherwise go on with its own defaults, which run
    student code with the instructor's rights.
    """
    root = Path(folder).resolve()
    try:
        course = courses.load(root)
    except AutograderError as error:
        sys.exit(f"error: {error}")
    hidden = {
        name
        for entry in course.assignments
        # A page is in the way of another, where a student has one.
        for name in (
            *files_of(root, entry).not_for_students,
            *(f"{each}.html" for each in entry.notebook_names),
        )
    }
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = course.id
    config.CourseDirectory.source_directory = SOURCES
    config.CourseDirectory.release_directory = RELEASED
    config.CourseDirectory.db_url = course.gradebook_url(root)
    config.Exchange.root = str(course.exchange_folder(root))
    config.ExchangeFactory.collect = "autograder.collect.exchange.Collect"
    config.ExchangeFactory.release_feedback = "autograder.collect.exchange.ReleaseFeedback"
    # One account hands in and collects through a folder of the course: who owns what says nothing there.
    config.ExchangeCollect.check_owner = not course.exchange_folder(root).is_relative_to(root)
    config.CourseDirectory.ignore = [
        ".ipynb_checkpoints",
        "*.pyc",
        "__pycache__",
        "feedback",
        *sorted(hidden),
    ]
    config.ClearSolutions.code_stub = STUB
    config.GenerateAssignment.pre_convert_hook = "autograder.author.generate.before_nbgrader_generates"
    config.GenerateAssignment.post_convert_hook = "autograder.author.generate.after_nbgrader_generated"
    _append_tidy(config)
    CourseDirectory.get_existing_timestamp = _get_existing_timestamp
    NbGraderAPI.get_submitted_timestamp = _get_submitted_timestamp
    NbGraderAPI.get_source_assignments = _get_source_assignments
    GenerateAssignment.init_notebooks = _init_notebooks
    get_logger().addFilter(make_printable)
    config.Restore.course_root = config.Judge.course_root = config.Clear.course_root = str(root)
    config.HTMLExporter.preprocessors = ["autograder.feedback.trimming.Trim"]
    config.HTMLExporter.filters = FILTERS
    config.ZipCollectApp.extractor_plugin = "autograder.collect.zip_collect.LmsExtractor"
    config.ZipCollectApp.collector_plugin = "autograder.collect.zip_collect.LmsCollector"
    config.GenerateFeedback.exporter_class = "autograder.feedback.write.PageExporter"
    config.GenerateFeedback.preprocessors = []
    config.PageExporter.course_root = str(root)
    config.Autograde.pre_convert_hook = "autograder.nbgrader.preprocessors.before_nbgrader_copies"
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [Restore, CheckCellMetadata]
    config.Autograde.autograde_preprocessors = [Judge, SaveVerdicts, AssignLatePenalties, CheckCellMetadata]


def _get_existing_timestamp(coursedir: CourseDirectory, folder: str) -> datetime | None:
    """Read when a submission was handed in, in place of nbgrader, which takes `+0100` for seconds and stops at what is no time."""
    try:
        return timestamp(Path(folder), clock_of(coursedir.config))
    except Unreadable:
        return None  # said when it is graded


def _get_submitted_timestamp(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
    folder = api.coursedir.format_path(api.coursedir.submitted_directory, student, assignment)
    return _get_existing_timestamp(api.coursedir, folder)


def _get_source_assignments(api: NbGraderAPI) -> set[str]:
    """List the assignments as nbgrader does, but no folder that all of them share, and none of Python's own."""
    found: set[str] = _folders_in_source(api) - {"__pycache__"}
    with contextlib.suppress(AutograderError):
        found -= {*courses.load(Path(api.coursedir.root)).shared}
    return found


def _init_notebooks(converter: GenerateAssignment) -> None:
    """Have the paired notebook there before nbgrader looks for it, which it does before any hook."""
    root = Path(converter.coursedir.root)
    try:
        with contextlib.suppress(NotFound):  # nbgrader says what there is
            entry = courses.load(root).assignment(converter.coursedir.assignment_id)
            if not entry.is_ordinary and not files_of(root, entry).script.with_suffix(".ipynb").is_file():
                write_paired_notebook(root, entry)
    except AutograderError as error:
        sys.exit(f"error: {error}")
    BaseConverter.init_notebooks(converter)


def _append_tidy(config: Config) -> None:
    steps = GenerateAssignment.preprocessors.default_args[0]
    config.GenerateAssignment.preprocessors = [
        *(Clear if each is ClearSolutions else each for each in steps),
        Tidy,
    ]


def make_printable(record: logging.LogRecord) -> bool:
    """Let no control sequence in a log message reach the terminal: students choose the names of files."""
    lines = record.getMessage().expandtabs(4).split("\n")
    record.msg, record.args = "\n".join(printable(line) for line in lines), ()
    return True
