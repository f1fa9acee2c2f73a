"""The command `grade`. It prints, like the rest of the command line."""

from __future__ import annotations

import difflib
import functools
import sys
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from autograder.common import locks
from autograder.common.errors import NotFound
from autograder.common.text import printable
from autograder.course.settings import AssignmentEntry, Course
from autograder.grading.pending import Waiting, waiting
from autograder.notebooks import autograded
from autograder.notebooks.submitted import find, odd_folders

UNGRADED = 1


def grade(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    *,
    force: bool,
    workers: int,
    students: Collection[str] | None = None,
) -> int:
    """Grade what waits, say what came of it, and give the exit status.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        force: Whether to grade again what is graded already.
        workers: How many sandboxes work side by side.
        students: Whose submissions; None for everybody's.

    Raises:
        NotFound: One of these students has handed in nothing.
        AutograderError: As `autograder.grading.batch.run`.
    """
    _require_submissions(root, entry, students or ())
    with locks.alone(root, course.grading_lock(entry.name), wait_for_another):
        return _grade_alone(root, course, entry, force=force, workers=workers, students=students)


def _require_submissions(root: Path, entry: AssignmentEntry, students: Collection[str]) -> None:
    there = [each.student for each in find(root, entry.name, entry.notebook)] if students else []
    for student in students:
        if student not in there:
            close = difflib.get_close_matches(student, there, n=1, cutoff=0.6)
            hint = (
                f"did you mean `{printable(close[0])}`?" if close else "a student's id is the folder's name"
            )
            raise NotFound(
                f"{root / 'submitted'}: `{printable(student)}` has handed in no `{entry.name}`\nhint: {hint}"
            )


def wait_for_another() -> None:
    _say_once("another grading is at work in this course: waiting for its end")
    time.sleep(0.2)


@functools.cache
def _say_once(words: str) -> None:
    print(words, file=sys.stderr)


def _grade_alone(
    root: Path,
    course: Course,
    entry: AssignmentEntry,
    *,
    force: bool,
    workers: int,
    students: Collection[str] | None,
) -> int:
    autograded.sweep(root, entry.name)
    found = waiting(root, course, entry, force=force, students=students)
    odd = students is None and _name_odd_folders(root, entry)
    problems = _grade_all(root, course, entry, found, workers) if found.submissions else {}
    # Only now: nbgrader takes seconds to import.
    from autograder.cli.quiet import quiet_libraries
    from autograder.grading.reconcile import reconcile

    with quiet_libraries():
        done = reconcile(root, course, entry, found.graded)
    if done.recorded:
        print(f"recorded again: {len(done.recorded)}; the gradebook did not hold what is graded")
    if done.penalties:
        print(f"late penalties: {len(done.penalties)} changed, by an extension, the due date or the policy")
    if not (found.submissions or done.recorded or done.penalties):
        _say_nothing_to_grade(root, entry, len(found.graded))
    return UNGRADED if odd or problems else 0


def _grade_all(
    root: Path, course: Course, entry: AssignmentEntry, found: Waiting, workers: int
) -> Mapping[str, str]:
    """Grade what waits, say what came of it, and give what could not be graded."""
    if found.outdated:
        verb = "has" if len(found.changed) == 1 else "have"
        print(
            f"{' and '.join(found.changed)} {verb} changed: {found.outdated} graded before are graded again"
        )
    from autograder.cli import tables
    from autograder.cli.quiet import quiet_libraries
    from autograder.grading import batch
    from autograder.sandbox.bubblewrap import describe

    print(describe(course.sandbox), file=sys.stderr)
    graded, problems, warnings = 0, {}, {}
    with quiet_libraries(), tables.progress(f"grading {entry.name}", len(found.submissions)) as advance:
        for result in batch.run(
            root, course, entry, found.submissions, workers=min(workers, len(found.submissions))
        ):
            graded += result.problem is None
            if result.problem:
                problems[result.student] = result.problem
            if result.warning:
                warnings[result.student] = result.warning
            advance()
    print(f"graded: {graded}, not graded: {len(problems)}, unchanged: {len(found.graded)}")
    for title, lines in (("not graded", problems), ("warning", warnings)):
        for student, words in sorted(lines.items()):
            print(f"{title}: {printable(student)}: {printable(words)}")
    return problems


def _name_odd_folders(root: Path, entry: AssignmentEntry) -> bool:
    odd = odd_folders(root, entry.name)
    for folder, reason in odd:
        print(f"not graded: {printable(folder.name)}: {reason}", file=sys.stderr)
    return bool(odd)


def _say_nothing_to_grade(root: Path, entry: AssignmentEntry, unchanged: int) -> None:
    if unchanged:
        print(f"{entry.name}: nothing new; {unchanged} graded already (`--force` grades them again)")
    else:
        print(f"{entry.name}: no submissions in {root / 'submitted'}/*/{entry.name}")
