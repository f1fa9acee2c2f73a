"""A submission, run once more behind walls, and each of its functions looked at closely. Nothing is recorded."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.common.errors import AutograderError, NotFound
from autograder.common.text import printable
from autograder.course import bank as banks
from autograder.course import releases, source
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import Verdict
from autograder.explain.look import Look, look_at
from autograder.gradebook.config import clock_of, load_config
from autograder.gradebook.read import CellGrade, read_grades
from autograder.gradebook.release import Release, opened, release_of
from autograder.grading.notebook import Grader, open_grader
from autograder.grading.own_merit import Run, grade_id
from autograder.grading.submission import grade_submission
from autograder.grading.threads import open_sandbox
from autograder.notebooks import autograded
from autograder.notebooks.graded import read_note
from autograder.notebooks.restore import parse_notebook
from autograder.notebooks.submitted import Submission, find, load


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One function.

    Attributes:
        verdict: What comes out when it is graded now.
        looks: The runs that led to it, in their order.
        grade: What the gradebook holds of it; None where it holds nothing.
    """

    verdict: Verdict
    looks: tuple[Look, ...]
    grade: CellGrade | None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """A submission.

    Attributes:
        student: Whose it is.
        assignment: The assignment's name.
        functions: Those that are explained, in the notebook's order.
        code: What the student wrote in the cell of each function.
        notes: What else is to be known, in sentences.
    """

    student: str
    assignment: str
    functions: tuple[Explained, ...]
    code: Mapping[str, str]
    notes: tuple[str, ...]


def explain(
    root: Path, course: Course, entry: AssignmentEntry, student: str, function: str | None = None
) -> Explanation:
    """Run a submission once more, and look closely at what comes out; nothing is recorded.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        student: Whose submission.
        function: Which of its functions; None for all.

    Raises:
        NotFound: There is no such submission, or no such function.
        AutograderError: There is no sandbox, the course's files do not fit together, or asserts decide.
    """
    if entry.is_ordinary:
        raise AutograderError(
            f"`{entry.name}` is an ordinary assignment: its asserts decided, in the student's own process, and what came of each stands "
            "below its test cell, in the Formgrader and on the feedback page"
        )
    submission = submission_of(root, entry, student)
    with grader_for(root, course, entry) as (grader, released):
        names = [question.hidden.name for question in grader.bank.questions]
        if function is not None and function not in names:
            raise NotFound(
                f"`{entry.name}` has no function `{printable(function)}`\nhint: it has: {', '.join(names)}"
            )
        runs: dict[tuple[str, tuple[str, ...], int], Run] = {}

        def watch(run: Run) -> None:
            runs[run.merit.exercise.name, run.stubs, len(run.merit.cells)] = (
                run  # what was disturbed is run again
            )

        watched = dataclasses.replace(grader, watch=watch)
        work = grade_submission(watched, released, {}, submission)
        rules = course.judging.rules()
        held = read_grades(root, course, entry, student).submissions.get(student)
        functions = tuple(
            Explained(
                verdict=verdict,
                looks=tuple(
                    look_at(run, rules) for (name, _, _), run in runs.items() if name == verdict.exercise
                ),
                grade=held.cells.get(verdict.exercise) if held else None,
            )
            for verdict in work.verdicts
            if function in (None, verdict.exercise)
        )
    notes = [*filter(None, (work.problem, work.warning)), *_since(root, course, entry, submission)]
    graded = parse_notebook(work.graded[entry.notebook].text.encode())
    return Explanation(
        student=student,
        assignment=entry.name,
        functions=functions,
        code={name: str(cell.source) for cell in graded.cells if (name := grade_id(cell)) in names},
        notes=tuple(dict.fromkeys(notes)),
    )


def submission_of(root: Path, entry: AssignmentEntry, student: str) -> Submission:
    """Find a student's submission.

    Raises:
        NotFound: There is none; the closest name is suggested.
    """
    found = {each.student: each for each in find(root, entry.name, entry.notebook)}
    if student not in found:
        close = difflib.get_close_matches(student, found, n=1, cutoff=0.6)
        hint = f"did you mean `{printable(close[0])}`?" if close else "a student's id is the folder's name"
        raise NotFound(f"submitted/: `{printable(student)}` has handed in no `{entry.name}`\nhint: {hint}")
    return found[student]


@contextlib.contextmanager
def grader_for(root: Path, course: Course, entry: AssignmentEntry) -> Iterator[tuple[Grader, Release]]:
    """Open what a submission is run with once more, and give what was released.

    Raises:
        AutograderError: There is no sandbox, the course's files do not fit together, or nothing is graded yet.
    """
    from nbgrader.api import MissingEntry

    config = load_config(root)
    with opened(course.gradebook_url(root), course.id, config) as (gradebook, _):
        try:
            released = release_of(gradebook, entry.name, entry.notebook, releases.read(root, entry))
        except MissingEntry:
            raise AutograderError(
                f"the gradebook does not know `{entry.name}`\nhint: run `autograder grade {entry.name}` first"
            ) from None
    bank = banks.load(root, course, entry)
    sandbox = open_sandbox(course, source.beginning(root, course, entry))
    with contextlib.closing(open_grader(course, bank, sandbox, clock_of(config))) as grader:
        yield grader, released


def _since(root: Path, course: Course, entry: AssignmentEntry, submission: Submission) -> Iterator[str]:
    note = read_note(autograded.place(root, entry.name, submission.student) / submission.path.name)
    if note is None:
        yield "It is not graded yet."
    elif note.fingerprint != load(submission, course.limits).fingerprint:
        yield "Something else was handed in since it was graded: this is about what lies in submitted/ now."
