"""Inside the walls: whether the processes of a submission together hold more memory than they may."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.sandbox.inside import usage

FILE_BYTES = 1024  # of kernel memory for a file in a tmpfs, about
SOCKET_BYTES = 2 * 212_992  # that may wait in a socket, also in one that is on its way through another


def watch(most: int, folders: Sequence[Path]) -> Callable[[], bool]:
    """Tell, whenever asked, whether all other processes together hold more memory than they may.

    Each counts with what it holds beyond what it was forked with; memory that two share counts twice. Files that
    are mapped do not count: a fork has at first none of those that its parent has. Files that are written have a
    limit of their own; here they count by their number, and so do sockets.

    Args:
        most: How many bytes that is.
        folders: Where files can be written.
    """
    own = _held(Path("/proc/self"))

    def takes_too_much() -> bool:
        others = [Path(f"/proc/{pid}") for pid in usage.processes() - {1}]
        return (
            sum(max(0, _held(path) - own) for path in others) + _held_by_files(folders) + _held_by_sockets()
            > most
        )

    return takes_too_much


def _held_by_files(folders: Sequence[Path]) -> int:
    """Give the bytes that the kernel needs for the files themselves, however empty they are."""
    found = [os.statvfs(folder) for folder in folders]
    return sum(each.f_files - each.f_ffree for each in found) * FILE_BYTES


def _held_by_sockets() -> int:
    """Give the bytes that may wait in the sandbox's sockets."""
    told = re.search(rb"used (\d+)", Path("/proc/self/net/sockstat").read_bytes())
    return int(told[1]) * SOCKET_BYTES if told else 0


def _held(process: Path) -> int:
    """Give the bytes that a process holds in memory of its own, and in shared memory."""
    try:
        lines = (process / "status").read_text().splitlines()
    except OSError:  # it has just ended
        return 0
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
