"""Who may do what with a file or folder, by its mode; finer rights (ACLs) are not looked at."""

from __future__ import annotations

import functools
import grp
import pwd
import stat
from pathlib import Path

READ_OR_ENTER = stat.S_IROTH | stat.S_IXOTH


def open_to_others(path: Path) -> bool:
    """Tell whether another account can read or enter it, by way of all folders above.

    A folder that can be entered gives away whatever has a name that can be guessed, as nbgrader's cache has.
    """
    try:
        path = path.resolve()
        if not _allowed(path, READ_OR_ENTER):
            return False
        return all(_allowed(folder, stat.S_IXOTH) for folder in path.parents)
    except OSError:  # what this account cannot even look at is closed to others like it
        return False


def _allowed(path: Path, bits: int) -> bool:
    """Tell whether others have one of these rights, or the members of a group that is not the owner's alone."""
    found = path.stat()
    return bool(
        found.st_mode & bits or (found.st_mode & bits << 3 and _is_shared(found.st_gid, found.st_uid))
    )


@functools.cache
def _is_shared(group: int, owner: int) -> bool:
    try:
        members = set(grp.getgrgid(group).gr_mem)
    except KeyError:
        members = set()
    accounts = {each.pw_name: each.pw_uid for each in pwd.getpwall()}
    others = {each.pw_uid for each in pwd.getpwall() if each.pw_gid == group}
    others |= {accounts[name] for name in members if name in accounts}
    return bool(others - {owner, 0})


def account(number: int) -> str:
    """Give the name of an account, or its number where it has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
