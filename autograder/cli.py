"""The command line: the one place that prints and exits."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError

if TYPE_CHECKING:
    from autograder.batch import Result
    from autograder.course import AssignmentEntry, Course

UNGRADED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options) or 0)
    except AutograderError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except ModuleNotFoundError as error:
        print(
            f"error: `{error.name}` is not installed\n"
            'hint: instructors need `pip install "linear-regression-from-scratch[grader]"`, or `make venv` in the course',
            file=sys.stderr,
        )
        return AutograderError.exit_code
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again to go on where it stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder", description="Release, grade and return this course's assignments."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    generate = commands.add_parser("generate", help="build the released notebooks from solutions/")
    generate.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all of course.toml")
    generate.set_defaults(run=_generate)

    grade = commands.add_parser("grade", help="grade what was submitted")
    grade.add_argument("assignment", metavar="ASSIGNMENT")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    grade.add_argument(
        "--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="sandboxes side by side"
    )
    grade.set_defaults(run=_grade)

    feedback = commands.add_parser("feedback", help="write the students' feedback pages")
    feedback.add_argument("assignment", metavar="ASSIGNMENT")
    feedback.set_defaults(run=_feedback)

    demo = commands.add_parser("demo", help="grade a small class in a scratch course")
    demo.add_argument(
        "folder", nargs="?", default="demo-course", type=Path, metavar="FOLDER", help="default: demo-course"
    )
    demo.set_defaults(run=_demo)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of at least 1")
    return int(text)


def _here() -> tuple[Path, Course]:
    from autograder import course

    root = course.find_root(Path.cwd())
    loaded = course.load(root)
    if loaded.sandbox == "none":
        print(
            'WARNING: sandbox = "none" in course.toml: student code runs with your rights and can read, change and '
            "send whatever you can",
            file=sys.stderr,
        )
    return root, loaded


def _generate(options: argparse.Namespace) -> None:
    from autograder import release

    root, course = _here()
    entries = [course.assignment(name) for name in options.assignments] or course.assignments
    with quiet_libraries():
        for entry in entries:
            folder = release.generate(root, course, entry)
            print(f"{entry.name}: {folder}")


def _grade(options: argparse.Namespace) -> int:
    root, course = _here()
    return grade(
        root, course, course.assignment(options.assignment), force=options.force, workers=options.workers
    )


def grade(root: Path, course: Course, entry: AssignmentEntry, *, force: bool, workers: int) -> int:
    """Grade an assignment with a progress bar, and print what came of it."""
    from autograder import batch, report

    submissions, unchanged = batch.pending(root, course, entry, force=force)
    if not submissions:
        _say_nothing_to_grade(root, entry, unchanged)
        return 0
    results = []
    with quiet_libraries(), report.progress(f"grading {entry.name}", len(submissions)) as advance:
        for result in batch.run(root, course, entry, submissions, workers=min(workers, len(submissions))):
            results.append(result)
            advance()
    _summarize(results, unchanged)
    return UNGRADED if any(result.problem for result in results) else 0


def _say_nothing_to_grade(root: Path, entry: AssignmentEntry, unchanged: int) -> None:
    if unchanged:
        print(f"{entry.name}: nothing new; {unchanged} graded already (`--force` grades them again)")
    else:
        print(f"{entry.name}: no submissions in {root / 'submitted'}/*/{entry.name}")


def _summarize(results: Sequence[Result], unchanged: int) -> None:
    from autograder.values import printable

    waiting = sorted((result for result in results if result.problem), key=lambda result: result.student)
    done = len(results) - len(waiting)
    print(f"graded: {done}, not graded: {len(waiting)}, unchanged: {unchanged}")
    for result in waiting:
        print(f"not graded: {printable(result.student)}: {printable(result.problem or '')}")


def _feedback(options: argparse.Namespace) -> int:
    from autograder import feedback

    root, course = _here()
    with quiet_libraries():
        written = feedback.write(root, course.assignment(options.assignment))
    print(f"feedback pages: {len(written)} in {root / 'feedback'}")
    return 0


def _demo(options: argparse.Namespace) -> int:
    from autograder import demo

    root, _ = _here()
    return demo.run(root, options.folder)


class quiet_libraries:  # noqa: N801 - reads as a verb where it is used
    """Keep nbgrader's log lines below errors from the terminal, and Python's warnings about libraries."""

    def __enter__(self) -> None:
        import logging
        import warnings

        from traitlets import log

        self._logger = log.get_logger()
        self._level = self._logger.level
        self._logger.setLevel(logging.ERROR)
        self._warnings = warnings.catch_warnings()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")

    def __exit__(self, *details: object) -> None:
        self._logger.setLevel(self._level)
        self._warnings.__exit__(None, None, None)


if __name__ == "__main__":
    sys.exit(main())
