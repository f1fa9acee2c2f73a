"""The commands about one student: `extend`. They print, like the rest of the command line."""

from __future__ import annotations

import argparse
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


def _extend(options: argparse.Namespace) -> None:
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
    late = timedelta(seconds=round(after.seconds_late))
    print(
        f"{printable(options.student)}: {entry.name} is due {done.due.isoformat(sep=' ')}"
        + (f", {_in_days(more)} after the others" if more else ", as for everybody")
        + (f"; handed in {late} after that" if late else "")
    )
    changed = before.penalty != after.penalty or before.score != after.score
    print(
        f"late penalty: {before.penalty:g} -> {after.penalty:g}, points: {_points(before.score)} -> {_points(after.score)}"
        if changed
        else f"late penalty: {after.penalty:g}, as before"
    )


def _in_days(more: timedelta) -> str:
    days = more / timedelta(days=1)
    return f"{days:.4g} day{'' if days == 1 else 's'}"


def _points(score: float | None) -> str:
    return "?" if score is None else f"{score:g}"
