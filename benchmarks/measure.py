"""Seconds of wall and CPU, and megabytes, of programs that are run to be measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

COUNTED = Path(__file__).with_name("counted.py")
LOOK_SECONDS = 1.0  # a look takes some hundredths of a second itself
PRIVATE = ("Private_Clean", "Private_Dirty")


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a program and all that it has started hold at a moment, where pages that several share count once.

    Attributes:
        megabytes: All of it.
        shared: What of it several share.
    """

    megabytes: float = 0.0
    shared: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What running a program took.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of CPU, of the program and of all that it started.
        memory: The most that all of them held at a time, where that was looked at.
    """

    wall: float
    cpu: float
    memory: Memory


def run(arguments: Sequence[str], folder: Path, *, look: bool = False) -> Cost:
    """Run a Python module to its end.

    Args:
        arguments: Its name, and its arguments.
        folder: Where it runs.
        look: Whether its memory is looked at, which takes some of its time.

    Raises:
        SystemExit: It fails.
    """
    process = subprocess.Popen(
        [sys.executable, str(COUNTED), sys.executable, "-m", *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    most = Memory()
    while True:
        try:
            told, said = process.communicate(timeout=LOOK_SECONDS)
            break
        except subprocess.TimeoutExpired:
            if look:
                most = max(most, memory_of(process.pid), key=lambda each: each.megabytes)
    if process.returncode:
        sys.exit(f"error: {' '.join(arguments)} ended with {process.returncode}:\n{said[-2000:]}")
    return Cost(**json.loads(told), memory=most)


def environment() -> dict[str, str]:
    """Give an environment in which this Python's programs are found."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}


def memory_of(root: int) -> Memory:
    """Look at what a process and all its descendants hold; whoever started sandboxes may look at theirs."""
    kilobytes = shared = 0
    for pid in _family_of(root):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        held = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
        kilobytes += held["Pss"]
        shared += held["Pss"] - sum(held[name] for name in PRIVATE)
    return Memory(megabytes=kilobytes * 1024 / 1e6, shared=shared * 1024 / 1e6)


def _family_of(root: int) -> set[int]:
    """Name a process and its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(fields[1])
    family = {root}
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return family
