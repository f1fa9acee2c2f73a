"""nbgrader with our sandbox and our judge, through nbgrader's own configuration points.

`configure` is called by the course's `nbgrader_config.py`, so that the command line, the Formgrader and
`autograder` itself all work alike.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import (
    ClearSolutions,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from traitlets import Unicode
from traitlets.log import get_logger

from autograder.common.errors import AutograderError
from autograder.common.text import printable
from autograder.course import bank, releases
from autograder.course import settings as courses
from autograder.course.source import beginning, tidy_cells
from autograder.gradebook.config import clock_of
from autograder.gradebook.promised import promised
from autograder.gradebook.release import release_of
from autograder.grading import solved_notebook
from autograder.grading.notebook import Grader, grade, open_grader
from autograder.grading.ordinary import open_ordinary
from autograder.grading.pending import rules, state_of
from autograder.grading.threads import open_sandbox
from autograder.notebooks import autograded, tampering
from autograder.notebooks.graded import Note, unreadable_reason, verdict_in, write_signs
from autograder.notebooks.restore import parse_notebook, placeholder, restore
from autograder.notebooks.submitted import HandedIn, Submission, Unreadable, load, remove_links
from autograder.ordinary import grade as ordinary
from autograder.ordinary.grade import OrdinaryGrader
from autograder.ordinary.source import require_releasable
from autograder.sandbox.bubblewrap import describe

Resources = dict[str, Any]
STUB = {
    "python": 'raise NotImplementedError("Not written yet: replace this line, then run this cell and the check below it")'
}
UNREADABLE, HANDED_IN = "autograder_unreadable", "autograder_handed_in"


class Tidy(NbGraderPreprocessor):  # type: ignore[misc]
    """Makes a released notebook the same to the byte, whoever generates it."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        tidy_cells(nb)
        nb.metadata.pop("jupytext", None)
        return nb, resources


class Clear(ClearSolutions):  # type: ignore[misc]
    """Puts a stub in the place of solutions: in ordinary assignments, the one that nbgrader's users know."""

    code_stub: dict[str, str]
    course_root = Unicode("", help="The course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        entry = courses.load(Path(self.course_root)).assignment(resources["nbgrader"]["assignment"])
        if entry.is_ordinary and self.code_stub == STUB:  # and not an instructor's own
            self.code_stub = ClearSolutions().code_stub
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]


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

    def _submitted(self, path: Path, resources: Resources) -> NotebookNode:
        limits = courses.load(Path(self.parent.coursedir.root)).limits
        names = resources["nbgrader"]
        submission = Submission(student=names["student"], folder=path.parent, notebook=path.stem)
        handed_in = resources[HANDED_IN] = load(submission, limits)
        try:
            if handed_in.notebook is None:
                raise Unreadable(handed_in.why_not)
            return parse_notebook(handed_in.notebook)
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


# What was handed in besides the notebook that was restored a moment ago, for `Judge`, which comes right after it.
_files: dict[str, Mapping[str, bytes]] = {}


class Restore(NbGraderPreprocessor):  # type: ignore[misc]
    """Gives back to a submission what the release fixed."""

    course_root = Unicode("", help="The course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        names = resources["nbgrader"]
        root = Path(self.course_root)
        course = courses.load(root)
        entry = course.assignment(names["assignment"])
        with Gradebook(names["db_url"]) as gradebook:
            known = {} if entry.is_ordinary else releases.read(root, entry)
            released = release_of(gradebook, names["assignment"], names["notebook"], known)
            handed_in: HandedIn = resources.pop(HANDED_IN)
            try:
                moment = handed_in.moment(clock_of(self.config))
            except Unreadable as error:
                self.log.warning("%s: %s", names["student"], printable(str(error)))
                moment = None
            # nbgrader would keep the time of an earlier one where this has none.
            submission = gradebook.find_submission(names["assignment"], names["student"])
            submission.timestamp = moment
            submission.extension = submission.extension or promised(root, entry.name).get(names["student"])
            gradebook.db.commit()
        _files.clear()
        _files[handed_in.submission.student] = handed_in.files
        note = Note(fingerprint=handed_in.fingerprint, rules=rules(root, course, entry), handed_in=moment)
        reason = resources.pop(UNREADABLE, None)
        if reason is not None:
            self.log.warning("%s: %s", names["student"], reason)
            return placeholder(released, reason, note), resources
        for sign in () if entry.is_ordinary else tampering.in_notebook(nb, released):
            self.log.warning("%s: %s", names["student"], printable(sign))
        return restore(nb, released, note), resources


class Judge(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs a notebook behind walls and writes the verdicts into its test cells, in place of `Execute`."""

    course_root = Unicode("", help="The course's folder").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        names = resources["nbgrader"]
        root = Path(self.course_root)
        grader = _grader(root, names["assignment"])
        autograded.remove_what_runs(autograded.place(root, names["assignment"], names["student"]))
        files = _files.pop(names["student"])
        if isinstance(grader, OrdinaryGrader):
            ordinary.grade(grader, names["notebook"], nb, files)
            return nb, resources
        graded = grade(grader, nb, files)
        write_signs(graded.notebook, graded.signs)
        for sign in (*graded.signs, *tampering.in_verdicts(graded.verdicts)):
            self.log.warning("%s: %s", names["student"], printable(sign))
        return graded.notebook, resources


class SaveVerdicts(SaveAutoGrades):  # type: ignore[misc]
    """Saves scores as nbgrader does; what could not be graded gets none and waits for a human."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        self._unreadable = unreadable_reason(nb) is not None
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        verdict = verdict_in(cell)
        graded = not self._unreadable and (verdict is None or verdict.outcome != "ungraded")
        if graded and (verdict is None or not verdict.asserted):
            super()._add_score(cell, resources)
            return
        with contextlib.suppress(MissingEntry):
            grade_id = cell.metadata["nbgrader"]["grade_id"]
            entry = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
            # nbgrader would take what an asserting cell printed for its verdict.
            entry.auto_score = verdict.score if graded and verdict is not None else None
            entry.needs_manual_grade = entry.auto_score is None or entry.manual_score is not None
            self.gradebook.db.commit()


_graders: dict[tuple[Path, str], tuple[object, Grader | OrdinaryGrader]] = {}


def _grader(root: Path, assignment: str) -> Grader | OrdinaryGrader:
    """Keep one warm grader an assignment, made anew when its course.toml, source or checks have changed."""
    course = courses.load(root)
    entry = course.assignment(assignment)
    state = state_of(root, assignment)
    known = _graders.get((root, assignment))
    if known is not None:
        if known[0] == state:
            return known[1]
        known[1].close()
    made: Grader | OrdinaryGrader
    if entry.is_ordinary:
        require_releasable(root, entry)
        made = open_ordinary(root, course, entry, open_sandbox(course, beginning(root, course, entry)))
    else:
        questions = bank.load(root, course, entry)
        made = open_grader(course, questions, open_sandbox(course, beginning(root, course, entry)))
    try:
        solved_notebook.require(made, root, entry, rules(root, course, entry))
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
