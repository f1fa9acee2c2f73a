"""The command `new`: a course or an assignment to begin with. It prints, like the rest of the command line."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the command line of it."""
    new = commands.add_parser(
        "new",
        help="lay down a course, or another assignment, that works at once",
        description="Lay down a course in a new folder, or another assignment in the course that this folder belongs to: one function, "
        "one example, one mistake, one right answer. `autograder verify` is content with it at once, and a comment in each file says "
        "what to change.",
    )
    new.add_argument("kind", choices=("course", "assignment"), help="what to lay down")
    new.add_argument(
        "name",
        metavar="NAME",
        help="the course's folder, or the assignment's name, which begins with its number",
    )
    new.set_defaults(run=_new)


def _new(options: argparse.Namespace) -> None:
    from autograder.author import new
    from autograder.cli.quiet import quiet_libraries
    from autograder.course import settings

    with quiet_libraries():
        if options.kind == "course":
            folder = Path(options.name)
            source = new.new_course(folder)
            print(f"{folder.resolve()}: a course with one assignment, {source.parent.name}")
        else:
            root = settings.find_root(Path.cwd())
            source = new.new_assignment(root, settings.load(root), options.name)
            print(f"{root / settings.FILE}: has another assignment, {options.name}")
    print(
        f"next: `autograder verify` in the course's folder, then change what {source} and the files beside it say"
    )
