"""The command `grade`. It prints, like the rest of the command line."""

from __future__ import annotations

import contextlib
import difflib
import functools
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.cli.changes import lines
from autograder.common import locks
from autograder.common.errors import NotFound
from autograder.common.text import printable
from autograder.course.settings import AssignmentEntry, Course
from autograder.grading.changes import between, read_standing
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import Waiting, waiting
from autograder.grading.threads import Threads, begin
from autograder.notebooks import autograded
from autograder.notebooks.submitted import find, odd_folders
from autograder.sandbox.bubblewrap import describe

UNGRADED = 1


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is to be graded, and how.

    Attributes:
        force: Whether to grade again what is graded already.
        workers: How many sandboxes work side by side.
        cluster: The address of a cluster that grades; empty for this machine.
        students: Whose submissions; None for everybody's.
        dry: Whether to say what would come of it, and to write nothing.
        every_change: Whether to name each change, also where there are many.
    """

    force: bool
    workers: int
    cluster: str = ""
    students: Collection[str] | None = None
    dry: bool = False
    every_change: bool = False


@dataclass(frozen=True, kw_only=True)
class _Begun:
    """Where is graded, and the sandboxes that start there, if they are this process's own."""

    place: Place
    threads: Threads | None


def grade(root: Path, course: Course, entry: AssignmentEntry, order: Order) -> int:
    """Grade what waits, say what came of it, and give the exit status.

    Raises:
        NotFound: One of the students who are named has handed in nothing.
        AutograderError: As `autograder.grading.batch.run`.
    """
    _require_submissions(root, entry, order.students or ())
    with locks.alone(root, course.grading_lock(entry.name), wait_for_another):
        if not order.dry:
            autograded.sweep(root, entry.name)
            return _grade_alone(root, course, entry, order)
        from autograder.cli.quiet import quiet_libraries
        from autograder.grading.rehearsal import rehearsal

        with quiet_libraries(), rehearsal(root, course, entry.name) as (place, copied):
            status = _grade_alone(place, copied, entry, order)
        print("dry run: nothing was written")
        return status


def _require_submissions(root: Path, entry: AssignmentEntry, students: Collection[str]) -> None:
    there = [each.student for each in find(root, entry.name, entry.notebook)] if students else []
    for student in students:
        if student not in there:
            close = difflib.get_close_matches(student, there, n=1, cutoff=0.6)
            hint = (
                f"did you mean `{printable(close[0])}`?" if close else "a student's id is the folder's name"
            )
            raise NotFound(
                f"submitted/: `{printable(student)}` has handed in no `{entry.name}`\nhint: {hint}"
            )


def wait_for_another() -> None:
    _say_once("another grading is at work in this course: waiting for its end")
    time.sleep(0.2)


@functools.cache
def _say_once(words: str) -> None:
    print(words, file=sys.stderr)


def _grade_alone(root: Path, course: Course, entry: AssignmentEntry, order: Order) -> int:
    found = waiting(root, course, entry, force=order.force, students=order.students)
    odd = order.students is None and _name_odd_folders(root, entry)
    with _begun(root, course, entry, found, order) as begun:
        before = read_standing(root, course, entry, found.submissions)
        problems = _grade_all(root, course, entry, found, begun) if found.submissions else {}
    # Only now: nbgrader takes seconds to import.
    from autograder.cli.quiet import quiet_libraries
    from autograder.grading.reconcile import reconcile

    with quiet_libraries():
        done = reconcile(root, course, entry, found.graded)
    if done.recorded:
        print(f"recorded again: {len(done.recorded)}; the gradebook did not hold what is graded")
    if done.penalties:
        print(f"late penalties: {len(done.penalties)} changed, by an extension, the due date or the policy")
    if found.submissions or done.recorded or done.penalties:
        changed = between(before, read_standing(root, course, entry, found.submissions))
        for line in lines(changed, dry=order.dry, every=order.every_change):
            print(line)
    else:
        _say_nothing_to_grade(entry, len(found.graded))
    return UNGRADED if odd or problems else 0


@contextlib.contextmanager
def _begun(
    root: Path, course: Course, entry: AssignmentEntry, found: Waiting, order: Order
) -> Iterator[_Begun]:
    """Start sandboxes where something waits, before all else: they take as long as what is imported and read meanwhile."""
    count = len(found.submissions)
    place = Place.of(max(min(order.workers, count), 1), order.cluster, brief=count <= order.workers)
    if not found.submissions:
        yield _Begun(place=place, threads=None)
        return
    if found.outdated:
        verb = "has" if len(found.changed) == 1 else "have"
        print(
            f"{' and '.join(found.changed)} {verb} changed: {found.outdated} graded before are graded again"
        )
    print(describe(course.sandbox), file=sys.stderr)
    threads = begin(root, course, entry, place)
    with threads or contextlib.nullcontext():
        yield _Begun(place=place, threads=threads)


def _grade_all(
    root: Path, course: Course, entry: AssignmentEntry, found: Waiting, begun: _Begun
) -> Mapping[str, str]:
    """Grade what waits, say what came of it, and give what could not be graded."""
    from autograder.cli import tables
    from autograder.cli.quiet import quiet_libraries
    from autograder.grading import batch
    from autograder.report.modules import wanted

    graded, problems, warnings, told = 0, {}, {}, []
    results = batch.run(root, course, entry, found.submissions, place=begun.place, begun=begun.threads)
    with quiet_libraries(), tables.progress(f"grading {entry.name}", len(found.submissions)) as advance:
        for result in results:
            graded += result.problem is None
            told.append([each.message for each in result.verdicts if each.score < each.points])
            if result.problem:
                problems[result.student] = result.problem
            if result.warning:
                warnings[result.student] = result.warning
            advance()
    print(f"graded: {graded}, not graded: {len(problems)}, unchanged: {len(found.graded)}")
    for title, named in (("not graded", problems), ("warning", warnings)):
        for student, words in sorted(named.items()):
            print(f"{title}: {printable(student)}: {printable(words)}")
    for words in wanted(told):
        print(f"warning: {printable(words)}")
    return problems


def _name_odd_folders(root: Path, entry: AssignmentEntry) -> bool:
    odd = odd_folders(root, entry.name)
    for folder, reason in odd:
        print(f"not graded: {printable(folder.name)}: {reason}", file=sys.stderr)
    return bool(odd)


def _say_nothing_to_grade(entry: AssignmentEntry, unchanged: int) -> None:
    if unchanged:
        print(f"{entry.name}: nothing new; {unchanged} graded already (`--force` grades them again)")
    else:
        print(f"{entry.name}: no submissions in submitted/*/{entry.name}")
