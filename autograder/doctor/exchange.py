"""The exchange: whether it can be used, and whether it keeps what it must from whom it must."""

from __future__ import annotations

import itertools
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.common.text import shorten
from autograder.doctor.finding import Finding
from autograder.doctor.rights import account

if TYPE_CHECKING:
    from autograder.course.settings import Course

SUBJECT = "exchange"
LOOKED_AT = 100  # submissions, of which there may be very many


def examine(root: Path, course: Course) -> Iterator[Finding]:
    """Look at the folder, and at what the first release makes in it."""
    folder = course.exchange_folder(root)
    private = folder.is_relative_to(root)
    make = f"`sudo mkdir -p {folder} && sudo chmod 1777 {folder}`"
    try:
        mode = folder.stat().st_mode
        if not stat.S_ISDIR(mode):
            raise NotADirectoryError
    except FileNotFoundError:
        if private:
            yield Finding(subject=SUBJECT, said=f"{folder} is not there yet; the first release makes it")
        else:
            yield Finding(subject=SUBJECT, said=f"{folder} does not exist", remedy=make)
        return
    except OSError:
        change = "name a folder that this account can reach as `exchange` in course.toml"
        yield Finding(subject=SUBJECT, said=f"{folder} is no folder, or cannot be reached", remedy=change)
        return
    if not can_write(folder):
        yield Finding(subject=SUBJECT, said=f"{folder} cannot be written by this account", remedy=make)
    elif not private and mode & 0o1777 != 0o1777:
        yield Finding(
            subject=SUBJECT,
            said=f"{folder} has the mode {mode & 0o7777:o}, but must be writable to all, and none may remove what is another's",
            remedy=f"`sudo chmod 1777 {folder}`",
        )
    else:
        yield Finding(subject=SUBJECT, said=f"{folder} can be written")
    if not private:
        yield from _released(folder / course.id, root.stat().st_uid)
        yield from _one_account(folder / course.id / "inbound")


def can_write(folder: Path) -> bool:
    """Tell whether a file can be made in a folder, by making one that has no name and is gone at once."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _released(folder: Path, owner: int) -> Iterator[Finding]:
    """Compare what is in the exchange with the rights that nbgrader gives it, and who it belongs to with whose the course is."""
    wanted = {
        folder: (0o005, 0o002, "755"),
        folder / "outbound": (0o005, 0o002, "755"),
        folder / "inbound": (0o003, 0o004, "2733"),
        folder / "feedback": (0o001, 0o006, "711"),
    }
    why = {
        "inbound": "students must be able to hand in, and not to list what others did",
        "feedback": "students must be able to open their pages, and not to list those of others",
    }
    for path, (needed, forbidden, right) in wanted.items():
        try:
            found = path.stat()
        except OSError:
            continue  # the first release makes it
        if found.st_uid != owner:
            other = account(found.st_uid)
            yield Finding(
                subject=SUBJECT,
                said=f"{path} belongs to {other}, and nbgrader lets nobody else release, collect or return",
                remedy=f"work as {other}, or `sudo chown {account(owner)} {path}`",
            )
        mode = found.st_mode & 0o7777
        if mode & needed != needed or mode & forbidden:
            reason = why.get(path.name, "students must be able to read it, and not to change it")
            yield Finding(
                subject=SUBJECT,
                said=f"{path} has the mode {mode:o}: {reason}",
                remedy=f"`chmod {right} {path}`",
            )


def _one_account(inbound: Path) -> Iterator[Finding]:
    """Tell where students have no accounts of their own, so that no mode keeps one from what is another's."""
    here = os.geteuid()
    try:
        with os.scandir(inbound) as entries:
            looked_at = list(itertools.islice(entries, LOOKED_AT))
        own = [each.name for each in looked_at if each.stat(follow_symlinks=False).st_uid == here]
    except OSError:
        return
    students = {name.partition("+")[0] for name in own if "+" in name} - {account(here)}
    if students:
        yield Finding(
            subject=SUBJECT,
            said=f"{inbound}: what {shorten(', '.join(sorted(students)), 60)} handed in belongs to this account: where all work under one, "
            "everybody can read and replace what others hand in",
            remedy="give each student an account, or hand in without the exchange: see docs/instructor/kubernetes.md",
        )
