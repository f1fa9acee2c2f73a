"""The commands about one student: `extend` and `explain`. They print, like the rest of the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of them."""
    extend = commands.add_parser(
        "extend",
        help="give one student more time",
        description="Give one student more time than the others. What is late follows at once, and nothing of the student's is run. "
        "An extension takes the place of any that was given before.",
    )
    extend.add_argument("student", metavar="STUDENT", help="the student's id")
    extend.add_argument("assignment", metavar="ASSIGNMENT")
    how = extend.add_mutually_exclusive_group(required=True)
    how.add_argument("--days", metavar="N", help="this many days more; 0 takes an extension back")
    how.add_argument(
        "--until", metavar="TIME", help="until then, with its time zone: 2027-02-05T23:59:00+01:00"
    )
    extend.set_defaults(run=_extend)

    explain = commands.add_parser(
        "explain",
        help="explain a verdict, for your eyes only",
        description="Run a submission once more behind walls, and show what led to its verdicts: every case with input, expected "
        "and given values, with the student's own and with right functions beneath, what each rule gave, and the faults that come nearest. "
        "It holds what students must not see, and records nothing.",
    )
    explain.add_argument("student", metavar="STUDENT", help="the student's id")
    explain.add_argument("assignment", metavar="ASSIGNMENT")
    explain.add_argument(
        "function",
        nargs="?",
        metavar="FUNCTION",
        help="default: all, those that are right in a line",
    )
    explain.add_argument(
        "--notebook",
        action="store_true",
        help="write it as a notebook to play with; the student's functions are called behind walls there, too",
    )
    explain.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where the notebook goes (default: reports/explain-ASSIGNMENT-STUDENT.ipynb in the course)",
    )
    explain.set_defaults(run=_explain)


def _extend(options: argparse.Namespace) -> None:
    from autograder.cli.changes import points
    from autograder.cli.grade import wait_for_another
    from autograder.cli.quiet import quiet_libraries
    from autograder.common import locks
    from autograder.common.text import printable
    from autograder.course import settings as courses
    from autograder.gradebook import extensions

    root = courses.find_root(Path.cwd())
    course = courses.load(root)
    entry = course.assignment(options.assignment)
    more = (
        extensions.until(options.until, entry) if options.days is None else extensions.by_days(options.days)
    )
    with locks.alone(root, course.grading_lock(entry.name), wait_for_another), quiet_libraries():
        done = extensions.extend(root, course, entry, options.student, more)
    before, after = done.before, done.after
    due = f"{printable(options.student)}: {entry.name} is due {done.due.isoformat(sep=' ')}" + (
        f", {_in_days(more)} after the others" if more else ", as for everybody"
    )
    if before is None or after is None:
        print(f"{due}; nothing of it is graded yet")
        return
    late = timedelta(seconds=round(after.seconds_late))
    print(due + (f"; handed in {late} after that" if late else ""))
    changed = before.penalty != after.penalty or before.score != after.score
    print(
        f"late penalty: {before.penalty:g} -> {after.penalty:g}, points: {points(before.score)} -> {points(after.score)}"
        if changed
        else f"late penalty: {after.penalty:g}, as before"
    )


def _explain(options: argparse.Namespace) -> None:
    from autograder.course import settings as courses
    from autograder.sandbox.bubblewrap import describe, require_system

    root = courses.find_root(Path.cwd())
    course = courses.load(root)
    entry = course.assignment(options.assignment)
    require_system(course.sandbox)
    print(describe(course.sandbox), file=sys.stderr)
    from autograder.cli.quiet import quiet_libraries
    from autograder.explain.explanation import explain
    from autograder.explain.text import to_text

    with quiet_libraries():
        found = explain(root, course, entry, options.student, options.function)
    every = options.function is not None
    if not (options.notebook or options.output):
        print(to_text(found, every=every))
        return
    from autograder.common.files import save
    from autograder.explain.notebook import to_notebook
    from autograder.report.build import DIRECTORY

    place = options.output or root / DIRECTORY / f"explain-{entry.name}-{options.student}.ipynb"
    save(place, to_notebook(found, every=every))
    print(f"notebook: {place}")


def _in_days(more: timedelta) -> str:
    days = more / timedelta(days=1)
    return f"{days:.4g} day{'' if days == 1 else 's'}"
