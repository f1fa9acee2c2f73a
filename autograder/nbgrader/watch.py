"""Graded on submission: what students hand in through the exchange is collected, graded and given back at once.

Nothing is remembered between runs but what nbgrader's own folders hold: a start does whatever they show to be undone,
and so does every new attempt after something went wrong.
"""

from __future__ import annotations

import contextlib
import functools
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

from autograder.collect.inbox import Inbox
from autograder.common import locks
from autograder.common.errors import AutograderError
from autograder.course import settings as courses
from autograder.nbgrader.desk import POLL_SECONDS, Desk
from autograder.nbgrader.log import Say

GLANCE_SECONDS = 0.03  # how often it is asked whether anything is handed in, while there is nothing to do
NOTHING = f"watching {courses.FILE}: no assignment is graded on submission; add `on_submission = {{}}` to those that are to be"


def watch(root: Path, *, workers: int, say: Say, stop: Event, cluster: str | None = None) -> None:
    """Grade whatever is handed in, until told to stop; what is under way is finished.

    Args:
        root: The course's folder.
        workers: How many sandboxes each assignment has.
        cluster: The address of a cluster that grades; None for what course.toml says.
        say: Called with each line of the log.
        stop: Set by whoever wants it to end.

    Raises:
        AutograderError: another one is at work in this course, there is no sandbox, or what every assignment needs is not
            there when it starts. What goes wrong later, or with some of them, is said, and tried again.
    """
    names = _watched(root)
    desks: dict[str, Desk] = {}
    inboxes = contextlib.ExitStack()
    folders: list[Inbox] = []

    @functools.cache
    def inbox_of(folder: Path) -> Inbox:
        folders.append(inboxes.enter_context(contextlib.closing(Inbox(folder))))  # one look serves all desks
        return folders[-1]

    def new_desk(name: str) -> Desk:
        return Desk(root, name, workers=workers, cluster=cluster, say=say, stop=stop, inbox_of=inbox_of)

    with inboxes, locks.alone(root, locks.WATCHING, functools.partial(_refuse, root)):
        try:
            desks |= {name: new_desk(name) for name in names}
            _open(desks)
            told: list[str] | None = None
            while not stop.is_set():
                for desk in list(desks.values()):
                    desk.look()
                if not any(desk.is_busy for desk in desks.values()):
                    if names != told:  # what was undone at the start is done
                        say(f"watching {', '.join(names)}" if names else NOTHING)
                        told = names
                    _rest(stop, folders)
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


def _rest(stop: Event, folders: Sequence[Inbox]) -> None:
    """Wait for a while, or until something is handed in, and a moment more: it takes as long until it is whole."""
    until = time.monotonic() + POLL_SECONDS
    while time.monotonic() < until and not stop.wait(GLANCE_SECONDS):
        if any(folder.stirs() for folder in folders):
            stop.wait(GLANCE_SECONDS)
            return


def _open(desks: Mapping[str, Desk]) -> None:
    """Open all; where some cannot be, the others are served, and these say why when they are looked at."""
    errors: list[Exception] = []
    for desk in desks.values():
        try:
            desk.open()
        except Exception as error:  # whatever it is, as later
            desk.close()
            errors.append(error)
    if errors and len(errors) == len(desks):
        raise errors[0]


def _watched(root: Path) -> list[str]:
    return [entry.name for entry in courses.load(root).assignments if entry.on_submission is not None]


def _refuse(root: Path) -> None:
    raise AutograderError(
        f"{root}: another `autograder watch` is at work in this course\nhint: stop that one first"
    )
