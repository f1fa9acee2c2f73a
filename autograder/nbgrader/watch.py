"""Graded on submission: what students hand in through the exchange is collected, graded and given back at once.

Nothing is remembered between runs but what nbgrader's own folders hold: a start does whatever they show to be undone,
and so does every new attempt after something went wrong.
"""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from threading import Event

from autograder.collect.inbox import Inbox
from autograder.common import locks
from autograder.common.errors import AutograderError
from autograder.course import settings as courses
from autograder.nbgrader.desk import POLL_SECONDS, Desk
from autograder.nbgrader.log import Say


def watch(root: Path, *, workers: int, say: Say, stop: Event, cluster: str | None = None) -> None:
    """Grade whatever is handed in, until told to stop; what is under way is finished.

    Args:
        root: The course's folder.
        workers: How many sandboxes each assignment has.
        cluster: The address of a cluster that grades; None for what course.toml says.
        say: Called with each line of the log.
        stop: Set by whoever wants it to end.

    Raises:
        AutograderError: course.toml names no assignment for it, another one is at work in this course, there is no
            sandbox, or what it needs is not there when it starts. What goes wrong later is said, and tried again.
    """
    names = _watched(root)
    if not names:
        raise AutograderError(
            f"{root / courses.FILE}: no assignment is graded on submission\n"
            "hint: add `on_submission = {}` to those that are to be"
        )
    desks: dict[str, Desk] = {}
    inboxes = contextlib.ExitStack()

    @functools.cache
    def inbox_of(folder: Path) -> Inbox:
        return inboxes.enter_context(contextlib.closing(Inbox(folder)))  # one look serves all desks

    def new_desk(name: str) -> Desk:
        return Desk(root, name, workers=workers, cluster=cluster, say=say, stop=stop, inbox_of=inbox_of)

    with inboxes, locks.alone(root, locks.WATCHING, functools.partial(_refuse, root)):
        try:
            for name in names:
                desks[name] = new_desk(name)
                desks[name].open()
            told = False
            while not stop.is_set():
                for desk in list(desks.values()):
                    desk.look()
                if not any(desk.is_busy for desk in desks.values()):
                    if not told:  # what was undone at the start is done
                        say(f"watching {', '.join(names)}")
                        told = True
                    stop.wait(POLL_SECONDS)
                with contextlib.suppress(AutograderError):  # a desk says what is wrong with course.toml
                    names = _watched(root)
                for name in [name for name in desks if name not in names]:
                    desks.pop(name).close()
                    say(f"{name}: is not graded on submission any more")
                for name in [name for name in names if name not in desks]:
                    desks[name] = new_desk(name)
            for desk in desks.values():
                desk.finish()
        finally:
            for desk in desks.values():
                desk.close()
    say("stopped")


def _watched(root: Path) -> list[str]:
    return [entry.name for entry in courses.load(root).assignments if entry.on_submission is not None]


def _refuse(root: Path) -> None:
    raise AutograderError(
        f"{root}: another `autograder watch` is at work in this course\nhint: stop that one first"
    )
