"""The commands about a class: `watch`, `report` and `export`. They print, like the rest of the command line."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

INCOMPLETE = 1


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of them."""
    watch = commands.add_parser(
        "watch",
        help="grade what is handed in at once, and give it back",
        description="Collect, grade and give back whatever is handed in through the exchange, until stopped: for the "
        "assignments that have `on_submission` in course.toml.",
    )
    watch.add_argument(
        "--workers",
        type=int,
        choices=range(1, 65),
        default=min(os.cpu_count() or 1, 2),
        metavar="N",
        help="sandboxes side by side, for each assignment (default: 2, or 1 on a single core)",
    )
    add_cluster(watch)
    watch.set_defaults(run=_watch)

    report = commands.add_parser("report", help="write the class at a glance as one HTML page")
    report.add_argument("assignment", metavar="ASSIGNMENT")
    report.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: reports/ASSIGNMENT.html in the course"
    )
    report.add_argument(
        "--anonymous", action="store_true", help="a page to show in class: no names, no small groups"
    )
    report.set_defaults(run=_report)

    export = commands.add_parser(
        "export", help="write the grades as CSV, for a spreadsheet, Canvas or Moodle"
    )
    export.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help="default: all that the gradebook knows"
    )
    export.add_argument("--format", choices=("csv", "canvas", "moodle"), default="csv", help="default: csv")
    export.add_argument(
        "--roster",
        type=Path,
        metavar="FILE",
        help="the gradebook or worksheet that Canvas or Moodle exported, or nbgrader's students.csv",
    )
    export.add_argument("--id-column", metavar="NAME", help="where the roster has the course's student ids")
    export.add_argument(
        "--column",
        action="append",
        default=[],
        type=_pair,
        metavar="ASSIGNMENT=NAME",
        help="what the assignment's column is called over there",
    )
    export.add_argument(
        "--missing-as-zero", action="store_true", help="0 for who handed in nothing; default: no grade"
    )
    export.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="default: reports/grades-FORMAT.csv in the course; `-` for stdout",
    )
    export.set_defaults(run=_export)


def add_cluster(command: argparse.ArgumentParser) -> None:
    """Let a command that grades do it on a cluster."""
    command.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="grade on the workers of a Dask scheduler, as in tls://cluster.example.org:8786 (default: what course.toml says, or this machine)",
    )


def _pair(text: str) -> tuple[str, str]:
    name, _, heading = text.partition("=")
    if not (name and heading):
        raise argparse.ArgumentTypeError(f"{text!r} is not ASSIGNMENT=NAME")
    return name, heading


def _watch(options: argparse.Namespace) -> None:
    import signal
    from datetime import datetime

    from autograder.course import settings as courses
    from autograder.sandbox.bubblewrap import describe

    root = courses.find_root(Path.cwd())
    print(describe(courses.load(root).sandbox), file=sys.stderr)
    from autograder.cli.quiet import quiet_libraries
    from autograder.nbgrader.watch import watch

    stop = threading.Event()

    def ask_to_stop(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)  # the second time, at once

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask_to_stop)
    with quiet_libraries():
        watch(
            root,
            workers=options.workers,
            cluster=options.cluster,
            say=lambda words: print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {words}", flush=True),
            stop=stop,
        )


def _report(options: argparse.Namespace) -> None:
    from rich.console import Console

    from autograder.cli import tables
    from autograder.common.files import save
    from autograder.course import settings as courses
    from autograder.report import build as report
    from autograder.report.page import to_html

    root = courses.find_root(Path.cwd())
    course = courses.load(root)
    entry = course.assignment(options.assignment)
    seen = report.look(root, course, entry)
    page = report.make_page(root, course, entry, seen, anonymous=options.anonymous)
    place = options.output or report.default_place(root, entry, anonymous=options.anonymous)
    save(place, to_html(page))
    console = Console(width=None if sys.stdout.isatty() else 120)
    for part in tables.gist(page):
        console.print(part)
    print(f"report: {place}")


def _export(options: argparse.Namespace) -> int:
    from autograder.common.files import save
    from autograder.course import settings as courses
    from autograder.export import build as export
    from autograder.report.build import DIRECTORY

    headings: Mapping[str, str] = dict(options.column)
    root = courses.find_root(Path.cwd())
    exported = export.export(
        root,
        courses.load(root),
        options.assignments,
        form=options.format,
        class_list=options.roster,
        id_column=options.id_column,
        headings=headings,
        missing_as_zero=options.missing_as_zero,
    )
    for line in (*exported.notes, *exported.problems):
        print(line, file=sys.stderr)
    if options.output == "-":
        sys.stdout.write(exported.text)
    else:
        place = Path(options.output or root / DIRECTORY / f"grades-{options.format}.csv")
        save(place, exported.text)
        print(f"grades: {exported.grades} in {place}")
    return INCOMPLETE if exported.problems else 0
