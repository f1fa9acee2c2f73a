"""What one account can read of another's: the course, homes, and nbgrader's caches in them.

nbgrader keeps a copy of all that a student hands in, and the secret of it, in the student's home, readable to all. Whoever
reads that has the solution, and the name of the feedback page, which nbgrader protects by its name alone.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.doctor.finding import Finding
from autograder.doctor.rights import account, open_to_others

if TYPE_CHECKING:
    from autograder.course.settings import Course

CACHE = Path(".local/share/jupyter/nbgrader_cache")
PEOPLE = range(1000, 60000)  # the numbers that Debian gives to accounts of people
NAMED = 3


def examine(root: Path, course: Course) -> Iterator[Finding]:
    """Look for what is open; where the exchange lies in the course, there is one account, and nobody to hide anything from."""
    if course.exchange_folder(root).is_relative_to(root):
        yield Finding(
            subject="homes", said="not looked at: the exchange is in the course's folder, for one account"
        )
        return
    yield _course(root)
    yield _homes()
    yield _own_cache()


def examine_account(root: Path, course: Course) -> Iterator[Finding]:
    """Say whose course it is, where it is not this account's: all else that is said holds for this account."""
    owner, here = root.stat().st_uid, os.geteuid()
    if owner != here and not course.exchange_folder(root).is_relative_to(root):
        yield Finding(
            subject="account",
            said=f"the course belongs to {account(owner)}, and this is {account(here)}: what is said here holds for {account(here)} alone",
            remedy=f"`sudo -u {account(owner)} -H autograder doctor`, in the course's folder",
        )


def examine_own() -> Iterator[Finding]:
    """Look at this account's home, and at the cache in it."""
    home = Path.home()
    if open_to_others(home):
        yield Finding(
            subject="home",
            said=f"{home} can be read or entered by other accounts",
            remedy=f"`chmod 700 {home}`",
        )
    else:
        yield Finding(subject="home", said=f"{home} is closed to others")
    yield _own_cache()


def _course(root: Path) -> Finding:
    if open_to_others(root):
        return Finding(
            subject="course",
            said=f"{root} can be read by other accounts, with solutions/ and all grades",
            remedy=f"`chmod 700 {root}`",
        )
    return Finding(subject="course", said=f"{root} is closed to others")


def _homes() -> Finding:
    homes = sorted(_all_homes())
    unlocked = [home for home in homes if open_to_others(home)]
    if not unlocked:
        return Finding(subject="homes", said=f"{len(homes)} looked at, all closed to others")
    cached = sum(open_to_others(home / CACHE) for home in unlocked)
    names = ", ".join(map(str, unlocked[:NAMED]))
    more = f" and {len(unlocked) - NAMED} more" if len(unlocked) > NAMED else ""
    return Finding(
        subject="homes",
        said=f"{len(unlocked)} of {len(homes)} can be read or entered by other accounts: {names}{more}; "
        f"{cached} of them with a readable nbgrader_cache, which gives away submissions and feedback",
        remedy=f"`sudo chmod 700 {' '.join(map(str, unlocked[:NAMED]))}{' ...' if more else ''}`, and for accounts to come "
        "`DIR_MODE=0700` in /etc/adduser.conf and `HOME_MODE 0700` in /etc/login.defs",
    )


def _all_homes() -> Iterator[Path]:
    """Give the homes of people: this account's, those that the system lists, and those beside this one, which a directory service may not list."""
    own = Path.home()
    listed = {own, *(Path(each.pw_dir) for each in pwd.getpwall() if each.pw_uid in PEOPLE)}
    try:
        beside = {path for path in own.parent.iterdir() if path.is_dir() and path.lstat().st_uid in PEOPLE}
    except OSError:
        beside = set()
    yield from (home for home in listed | beside if home.is_dir() and home != Path("/"))


def _own_cache() -> Finding:
    from jupyter_core.paths import jupyter_data_dir

    cache = Path(jupyter_data_dir()) / "nbgrader_cache"
    if open_to_others(cache):
        return Finding(
            subject="cache",
            said=f"{cache} can be read by other accounts: what you handed in, and the way to its feedback",
            remedy=f"`chmod 700 {cache}`",
        )
    there = "is closed to others" if os.path.lexists(cache) else "is not there yet"
    return Finding(subject="cache", said=f"{cache} {there}")
