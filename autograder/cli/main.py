"""The command line: the one place that prints and exits."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.cli import check, classroom, doctor, individual, new, quiet
from autograder.cli.check import positive
from autograder.common.errors import AutograderError

if TYPE_CHECKING:
    from autograder.course.settings import Course

SLIPPED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a file on Windows cannot hold a check mark
            stream.reconfigure(errors="replace")
    quiet.end_soon()
    options = make_parser().parse_args(arguments)
    try:
        return quiet.flushed(options.run(options))
    except AutograderError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        return quiet.nobody_reads()
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        print(f"error: {what}{error.strerror or error}", file=sys.stderr)
        return AutograderError.exit_code
    except ModuleNotFoundError as error:
        print(
            f"error: `{error.name}` is not installed\n"
            'hint: instructors need the extra `grader`: run `make venv`, or `pip install ".[grader,lab]"`, in the course\'s folder',
            file=sys.stderr,
        )
        return AutograderError.exit_code
    except KeyboardInterrupt:
        print("\ninterrupted; run the same command again to go on where it stopped", file=sys.stderr)
        return 130


def make_parser() -> argparse.ArgumentParser:
    """Make what reads the command line; the reference of all commands is written from it as well."""
    parser = argparse.ArgumentParser(
        prog="autograder", description="Release, grade and return this course's assignments."
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    generate = commands.add_parser(
        "generate",
        help="build the released notebooks from solutions/",
        description="Build the released notebooks from solutions/, and tell nbgrader's gradebook of them. Running it again changes no byte.",
    )
    generate.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all of course.toml")
    generate.set_defaults(run=_generate)

    grade = commands.add_parser(
        "grade",
        help="grade what was submitted",
        description="Grade what was submitted and is new or changed, what could not be graded before, and whatever a change "
        "of checks.py or course.toml concerns. Whose points have changed is named. It can be interrupted, and run again at any time.",
    )
    grade.add_argument("assignment", metavar="ASSIGNMENT")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    grade.add_argument(
        "--student", nargs="+", action="extend", metavar="ID", help="only these students (default: everybody)"
    )
    grade.add_argument(
        "--dry-run", action="store_true", help="say whose points would change, and write nothing"
    )
    grade.add_argument(
        "--every-change", action="store_true", help="name each change of points, also where there are many"
    )
    grade.add_argument(
        "--workers",
        type=positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="sandboxes side by side (default: one a core)",
    )
    classroom.add_cluster(grade)
    grade.set_defaults(run=_grade)

    feedback = commands.add_parser(
        "feedback",
        help="write the students' feedback pages",
        description="Write the students' feedback pages to feedback/, for those that something has changed for.",
    )
    feedback.add_argument("assignment", metavar="ASSIGNMENT")
    feedback.add_argument("--force", action="store_true", help="write again what nothing has changed for")
    feedback.set_defaults(run=_feedback)

    individual.add_commands(commands)
    classroom.add_commands(commands)

    verify = commands.add_parser(
        "verify",
        help="examine the grader: does it know right from wrong?",
        description="Examine the grader: references, stubs, known mistakes, right answers, and small changes of the references.",
    )
    verify.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all of course.toml")
    verify.add_argument(
        "--faults",
        action="store_true",
        help="also list what each fault still deserves, and which faults give together what is known already",
    )
    verify.set_defaults(run=_verify)

    check.add_command(commands)
    doctor.add_command(commands)
    new.add_command(commands)

    packed = commands.add_parser("zip", help="pack released assignments for students without nbgrader")
    packed.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all of course.toml")
    packed.add_argument(
        "--wheel", type=Path, metavar="FILE", help="put the package in, so that the zip is all they need"
    )
    packed.add_argument("--to", type=Path, metavar="FOLDER", help="where the zips go (default: zips)")
    packed.set_defaults(run=_zip)

    site = commands.add_parser(
        "site",
        help="build a site on which the notebooks run in the browser",
        description="Build a site of released assignments whose notebooks run in the student's browser, without installation: "
        "files for any web server. `make site` builds the package and then this.",
    )
    site.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="default: all of course.toml")
    site.add_argument(
        "--wheel",
        type=Path,
        required=True,
        metavar="FILE",
        help="the package: `pip wheel --no-deps .` makes it",
    )
    site.add_argument("--to", type=Path, metavar="FOLDER", help="where the site goes (default: site)")
    site.set_defaults(run=_site)

    lab = commands.add_parser(
        "lab",
        help="open the course in JupyterLab",
        description="Open the course in JupyterLab: the Formgrader, and the Assignment List that students see.",
        epilog="What stands behind `--` goes to JupyterLab: `autograder lab -- --no-browser --port 9000`.",
    )
    lab.add_argument(
        "--student",
        metavar="NAME",
        help="sit down as this student, in a folder of their own that sees only the exchange",
    )
    lab.add_argument("options", nargs="*", metavar="-- OPTION", help="more options for JupyterLab")
    lab.set_defaults(run=_lab)

    demo = commands.add_parser(
        "demo",
        help="grade a small class in a scratch course",
        description="Copy the course to a scratch folder, hand in for the class in demo/, grade it, and say what came out.",
    )
    demo.add_argument(
        "folder", nargs="?", default="demo-course", type=Path, metavar="FOLDER", help="default: demo-course"
    )
    demo.set_defaults(run=_demo)
    return parser


def _here() -> tuple[Path, Course]:
    from autograder.course import settings as course

    root = course.find_root(Path.cwd())
    return root, course.load(root)


def _generate(options: argparse.Namespace) -> None:
    from autograder.author import generate as release
    from autograder.cli.quiet import quiet_libraries

    root, course = _here()
    entries = [course.assignment(name) for name in options.assignments] or course.assignments
    with quiet_libraries():
        for entry in entries:
            folder = release.generate(root, course, entry)
            print(f"{entry.name}: {folder}")


def _grade(options: argparse.Namespace) -> int:
    from autograder.sandbox.bubblewrap import require_system

    root, course = _here()
    entry = course.assignment(options.assignment)
    require_system(course.sandbox)
    from autograder.cli import grade as cli_grade  # only where it can be: it locks files as Unix does

    order = cli_grade.Order(
        force=options.force,
        workers=options.workers,
        cluster=course.cluster if options.cluster is None else options.cluster,
        students=options.student,
        dry=options.dry_run,
        every_change=options.every_change,
    )
    return cli_grade.grade(root, course, entry, order)


def _feedback(options: argparse.Namespace) -> int:
    from autograder.cli.quiet import quiet_libraries
    from autograder.feedback.made_of import write_changed

    root, course = _here()
    with quiet_libraries():
        written, unchanged = write_changed(root, course.assignment(options.assignment), force=options.force)
    print(f"feedback pages: {written} written, {unchanged} unchanged, in {root / 'feedback'}")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from rich.console import Console

    from autograder.author import verify as exam
    from autograder.cli import tables
    from autograder.sandbox.bubblewrap import describe

    root, course = _here()
    print(describe(course.sandbox), file=sys.stderr)
    console = Console(width=None if sys.stdout.isatty() else 150)
    entries = [course.assignment(name) for name in options.assignments] or course.assignments
    problems: list[str] = []
    rows: list[exam.ExamRow] = []
    for one in exam.examine_all(root, course, entries):
        console.print(tables.exam_table(one.assignment, one.rows))
        rows += one.rows
        problems += [f"{one.assignment}: {problem}" for problem in one.problems]
    if options.faults:
        console.print(tables.credit_table(rows))
        print(*(f"{row.exercise}: {each}" for row in rows for each in row.dropped), sep="\n")
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"verified: {len(entries)} assignments, problems: {len(problems)}")
    return SLIPPED if problems else 0


def _zip(options: argparse.Namespace) -> None:
    from autograder.author import handout

    root, course = _here()
    for entry in [course.assignment(name) for name in options.assignments] or course.assignments:
        print(handout.write(root, entry, options.to or root / handout.FOLDER, options.wheel))


def _site(options: argparse.Namespace) -> None:
    from autograder.author import site

    root, course = _here()
    entries = [course.assignment(name) for name in options.assignments] or list(course.assignments)
    print(site.build(root, course, entries, options.wheel, options.to or root / site.FOLDER))


def _lab(options: argparse.Namespace) -> None:
    from autograder.nbgrader import lab

    root, course = _here()
    start = lab.prepare(root, course, options.student, options.options)
    problem = lab.prepare_exchange(root, course)
    if problem:
        print(f"warning: {problem}", file=sys.stderr)
    if os.geteuid() == 0:
        print(
            "running as root, and so do the notebooks: fit for a container, not for a shared machine",
            file=sys.stderr,
        )
    sys.stderr.flush()
    start.run()


def _demo(options: argparse.Namespace) -> int:
    from rich.console import Console

    from autograder.cli import demo, tables
    from autograder.cli.quiet import quiet_libraries
    from autograder.sandbox.bubblewrap import describe

    root, course = _here()
    print(describe(course.sandbox), file=sys.stderr)
    console = Console(width=None if sys.stdout.isatty() else 150)
    with quiet_libraries():
        for shown in demo.run(root, options.folder, tables.progress):
            console.print(tables.class_table(shown.results))
            console.print(f"gradebook:      {shown.gradebook}", soft_wrap=True)
            console.print(f"feedback pages: {shown.feedback} ({shown.pages})", soft_wrap=True)
            console.print(f"report:         {shown.report}", soft_wrap=True)
    return 0
