"""nbgrader with our sandbox and our judge, through nbgrader's own configuration points.

`configure` is called by the course's `nbgrader_config.py`, so that the command line, the Formgrader and
`autograder` itself all work alike.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from traitlets import Unicode
from traitlets.config import Config
from traitlets.log import get_logger

from autograder import autograded, bank, checks, notebooks, proof, release, releases, tampering
from autograder import course as courses
from autograder.answers import RIGHT_ANSWERS
from autograder.errors import AutograderError
from autograder.gradebook import release_of
from autograder.grading import Grader, grade, open_grader
from autograder.quiet import make_printable
from autograder.safe_html import FILTERS
from autograder.sandbox.walls import describe
from autograder.submissions import (
    MAX_BYTES,
    Unreadable,
    extra_files,
    read_regular,
    remove_links,
    timestamp,
)
from autograder.values import printable
from autograder.verdict import verdict_in
from autograder.waiting import note_of, rules, state_of

Resources = dict[str, Any]
STUB = 'raise NotImplementedError("Not written yet: replace this line, then run this cell and the check below it")'
UNREADABLE = "autograder_unreadable"


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
    hidden = [
        checks.FILE,
        RIGHT_ANSWERS,
        releases.FILE,
        releases.NEWEST_FILE,
        *(f"{entry.notebook}.py" for entry in course.assignments),
        *(
            f"{entry.notebook}.html" for entry in course.assignments
        ),  # in the page's way, where a student has it
    ]
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = course.id
    config.CourseDirectory.source_directory = "solutions"
    config.CourseDirectory.release_directory = releases.DIRECTORY
    config.CourseDirectory.db_url = course.gradebook_url(root)
    config.Exchange.root = str(course.exchange_folder(root))
    config.ExchangeFactory.collect = "autograder.exchange.Collect"
    config.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
    # One account hands in and collects through a folder of the course: who owns what says nothing there.
    config.ExchangeCollect.check_owner = not course.exchange_folder(root).is_relative_to(root)
    config.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", *hidden]
    config.ClearSolutions.code_stub = {"python": STUB}
    config.GenerateAssignment.pre_convert_hook = "autograder.release.before_nbgrader_generates"
    config.GenerateAssignment.post_convert_hook = "autograder.release.after_nbgrader_generated"
    _append_tidy(config)
    CourseDirectory.get_existing_timestamp = _get_existing_timestamp
    NbGraderAPI.get_submitted_timestamp = _get_submitted_timestamp
    get_logger().addFilter(make_printable)
    config.Restore.course_root = config.Judge.course_root = str(root)
    config.HTMLExporter.preprocessors = ["autograder.trimming.Trim"]
    config.HTMLExporter.filters = FILTERS
    config.ZipCollectApp.extractor_plugin = "autograder.zip_collect.LmsExtractor"
    config.ZipCollectApp.collector_plugin = "autograder.zip_collect.LmsCollector"
    config.GenerateFeedback.exporter_class = "autograder.feedback.PageExporter"
    config.GenerateFeedback.preprocessors = []
    config.PageExporter.course_root = str(root)
    config.Autograde.pre_convert_hook = "autograder.nbgrader_plugin.before_nbgrader_copies"
    config.Autograde.exporter_class = SubmissionExporter
    config.Autograde.sanitize_preprocessors = [Restore, CheckCellMetadata]
    config.Autograde.autograde_preprocessors = [Judge, SaveVerdicts, AssignLatePenalties, CheckCellMetadata]


def _get_existing_timestamp(coursedir: CourseDirectory, folder: str) -> datetime | None:
    """Read when a submission was handed in, in place of nbgrader, which takes `+0100` for seconds and stops at what is no time."""
    try:
        return timestamp(Path(folder), release.clock_of(coursedir.config))
    except Unreadable:
        return None  # said when it is graded


def _get_submitted_timestamp(api: NbGraderAPI, assignment: str, student: str) -> datetime | None:
    folder = api.coursedir.format_path(api.coursedir.submitted_directory, student, assignment)
    return _get_existing_timestamp(api.coursedir, folder)


def _append_tidy(config: Config) -> None:
    from nbgrader.converters import GenerateAssignment

    config.GenerateAssignment.preprocessors = [*GenerateAssignment.preprocessors.default_args[0], Tidy]


class Tidy(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes a released notebook the same to the byte, whoever generates it."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        release.tidy_cells(nb)
        nb.metadata.pop("jupytext", None)
        return nb, resources


class SubmissionExporter(NotebookExporter):  # type: ignore[misc]
    """Reads whatever was handed in; what is no notebook becomes an empty one that says why."""

    def from_filename(
        self, filename: str, resources: Resources | None = None, **settings: Any
    ) -> tuple[str, Resources]:
        resources = resources if resources is not None else {}
        path = Path(filename)
        if not getattr(self.parent, "_sanitizing", True):  # what was restored a moment ago
            notebook = nbformat.read(path, as_version=4)
        else:
            notebook = self._submitted(path, resources)
        output, resources = self.from_notebook_node(notebook, resources=resources, **settings)
        return output.rstrip("\n") + "\n", resources

    @staticmethod
    def _submitted(path: Path, resources: Resources) -> NotebookNode:
        try:
            data = read_regular(path, MAX_BYTES + 1)
            if data is None:
                raise Unreadable(f"`{path.name}` is not a readable file")
            return notebooks.read(data)
        except Unreadable as error:
            resources[UNREADABLE] = str(error)
            return new_notebook()


def before_nbgrader_copies(assignment: str, student: str, notebooks: list[str]) -> None:  # noqa: ARG001
    """See that grading can be right, and take links out of a submission's folder before nbgrader copies what they point to (its `pre_convert_hook`).

    nbgrader goes on after an exception in a hook, but not after the end of the program.
    """
    try:
        # Above `submitted/<student>/<assignment>/`: what lies deeper is a student's, who may have a course.toml as well.
        _grader(courses.find_root(Path(notebooks[0]).absolute().parents[3]), assignment)
    except AutograderError as error:
        sys.exit(f"error: {error}")
    for folder in {Path(notebook).parent for notebook in notebooks}:
        try:
            remove_links(folder)
        except OSError as error:
            sys.exit(
                f"error: {folder}: holds links that cannot be removed: {error.strerror}; remove them by hand"
            )


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives back to a submission what the release fixed."""

    course_root = Unicode("", help="The course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        names = resources["nbgrader"]
        root = Path(self.course_root)
        course = courses.load(root)
        entry = course.assignment(names["assignment"])
        with Gradebook(names["db_url"]) as gradebook:
            known = releases.read(root, entry)
            released = release_of(gradebook, names["assignment"], names["notebook"], known)
            folder = root / "submitted" / names["student"] / names["assignment"]
            try:
                moment = timestamp(folder, release.clock_of(self.config))
            except Unreadable as error:
                self.log.warning("%s: %s", names["student"], printable(str(error)))
                moment = None
            # nbgrader would keep the time of an earlier one where this has none.
            gradebook.find_submission(names["assignment"], names["student"]).timestamp = moment
            gradebook.db.commit()
        files = extra_files(folder, names["notebook"], course.limits)
        note = note_of(folder, names["notebook"], files, rules(root, course, entry), moment)
        reason = resources.pop(UNREADABLE, None)
        if reason is not None:
            self.log.warning("%s: %s", names["student"], reason)
            return notebooks.placeholder(released, reason, note), resources
        for sign in tampering.in_notebook(nb, released):
            self.log.warning("%s: %s", names["student"], printable(sign))
        return notebooks.restore(nb, released, note), resources


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs a notebook behind walls and writes the verdicts into its test cells, in place of `Execute`."""

    course_root = Unicode("", help="The course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        names = resources["nbgrader"]
        root = Path(self.course_root)
        grader = _grader(root, names["assignment"])
        folder = root / "submitted" / names["student"] / names["assignment"]
        autograded.remove_pages(autograded.place(root, names["assignment"], names["student"]))
        graded = grade(grader, nb, extra_files(folder, names["notebook"], grader.course.limits))
        tampering.note(graded.notebook, graded.signs)
        for sign in (*graded.signs, *tampering.in_verdicts(graded.verdicts)):
            self.log.warning("%s: %s", names["student"], printable(sign))
        return graded.notebook, resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """Saves scores as nbgrader does; what could not be graded gets none and waits for a human."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._unreadable = notebooks.unreadable_reason(nb) is not None
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        verdict = verdict_in(cell)
        if not self._unreadable and (verdict is None or verdict.get("outcome") != "ungraded"):
            super()._add_score(cell, resources)
            return
        with contextlib.suppress(MissingEntry):
            grade_id = cell.metadata["nbgrader"]["grade_id"]
            entry = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
            entry.auto_score = None
            entry.needs_manual_grade = True
            self.gradebook.db.commit()


_graders: dict[tuple[Path, str], tuple[object, Grader]] = {}


def _grader(root: Path, assignment: str) -> Grader:
    """Keep one warm grader an assignment, made anew when its course.toml, source or checks have changed."""
    course = courses.load(root)
    entry = course.assignment(assignment)
    state = state_of(root, assignment)
    known = _graders.get((root, assignment))
    if known is not None:
        if known[0] == state:
            return known[1]
        known[1].close()
    made = open_grader(root, course, entry, bank.load(root, course, entry))
    try:
        proof.require(made, root, entry, rules(root, course, entry))
    except AutograderError:
        made.close()
        raise
    get_logger().log(logging.WARNING if course.sandbox == "none" else logging.INFO, describe(course.sandbox))
    _graders[root, assignment] = state, made
    return made


@atexit.register
def _close_all() -> None:
    for _, grader in _graders.values():
        grader.close()
