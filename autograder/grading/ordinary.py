"""A submission of an ordinary assignment: each of its notebooks, and the solved ones before anybody's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath

from autograder.common.timestamps import Clock
from autograder.common.turns import Turns
from autograder.course.releases import released_files
from autograder.course.settings import AssignmentEntry, Course
from autograder.gradebook.release import Release
from autograder.grading.submission import Parcel, Work, grade_parcel, take
from autograder.notebooks.submitted import Submission
from autograder.ordinary.grade import OrdinaryGrader
from autograder.ordinary.source import released_tests
from autograder.sandbox.host import Sandbox


def open_ordinary(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    sandbox: Sandbox,
    *,
    clock: Clock | None = None,
    turns: Turns | None = None,
) -> OrdinaryGrader:
    """Make a grader for an ordinary assignment, which lets its sandbox go when it is closed.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        sandbox: What notebooks run in.
        clock: How times are written, where that is not nbgrader's way.
        turns: Shared by graders that work side by side.
    """
    return OrdinaryGrader(
        course=course,
        sandbox=sandbox,
        released=released_files(root, course, entry),
        tests=released_tests(root, entry),
        clock=clock or Clock(),
        turns=turns or Turns(),
    )


def grade_notebooks(
    grader: OrdinaryGrader, released: Mapping[str, Release], rules: Mapping[str, str], submission: Submission
) -> Work:
    """Grade each notebook of a submission; the arguments are those of `autograder.grading.submission.grade_submission`.

    Raises:
        SandboxUnavailable: There is no sandbox; nothing was graded.
    """
    parcels = dict(_parcels(grader, released, submission))
    first = parcels[submission.notebook]
    return Work(
        submission=submission,
        graded={name: grade_parcel(grader, released[name], rules, each) for name, each in parcels.items()},
        files=first.files,
        timestamp=first.handed_in,
    )


def _parcels(
    grader: OrdinaryGrader, released: Mapping[str, Release], submission: Submission
) -> Iterator[tuple[str, Parcel]]:
    """Read a submission once for each notebook; no other notebook of the assignment can stand in for one that is missing."""
    names = {f"{name}.ipynb" for name in released}
    for name in released:
        parcel = take(replace(submission, notebook=name), grader.course.limits, grader.clock)
        others = names - {f"{name}.ipynb"}
        stand_ins = {
            path: data for path, data in parcel.stand_ins.items() if PurePath(path).name not in others
        }
        # What is wrong with its time is said once.
        doubt = parcel.doubt if name == submission.notebook else None
        yield name, replace(parcel, stand_ins=stand_ins, doubt=doubt)
