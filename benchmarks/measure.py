"""Seconds of wall and CPU, and megabytes, of programs that are run to be measured."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
TICK = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 0.2


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What running a program took.

    Attributes:
        wall: Seconds from start to end.
        cpu: Seconds of CPU, of the program and of all that it started.
        megabytes: The most memory that all of them held at a time, where shared pages count once a process.
    """

    wall: float
    cpu: float
    megabytes: float


def run(arguments: Sequence[str], folder: Path) -> Cost:
    """Run a Python module to its end.

    Raises:
        SystemExit: It fails.
    """
    started = time.perf_counter()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    watch = _Watch(process.pid)
    _, said = process.communicate()
    wall = time.perf_counter() - started
    watch.stop()
    if process.returncode:
        sys.exit(f"error: {' '.join(arguments)} ended with {process.returncode}:\n{said[-2000:]}")
    return Cost(wall=wall, cpu=watch.cpu, megabytes=watch.megabytes)


@dataclass(frozen=True, kw_only=True)
class _Process:
    """One process at one look: its parent, the CPU seconds of its own and of its ended children, and its bytes."""

    parent: int
    own: float
    ended: float
    memory: int


class _Watch:
    """Samples a process and all its descendants.

    The CPU time of a process that has ended is found with its parent, if that waited for it. It did not where both
    were killed, such as a sandbox at its end: then what was seen of them last is kept.
    """

    def __init__(self, root: int) -> None:
        self._root = root
        self._family: dict[int, _Process] = {}
        self._lost = 0.0
        self.megabytes = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        return self._lost + sum(each.own + each.ended for each in self._family.values())

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            family = family_of(self._root)
            if self._root not in family:
                return
            self.megabytes = max(self.megabytes, sum(each.memory for each in family.values()) / 1e6)
            self._lost += _lost(self._family, family)
            self._family = family


def _lost(before: dict[int, _Process], now: dict[int, _Process]) -> float:
    """Give the CPU seconds of the processes that are gone, as far as no ancestor of theirs has them counted."""
    gone: dict[int, float] = {}
    for pid in before.keys() - now.keys():
        heir = pid
        while heir not in now:
            heir = before[heir].parent
        gone[heir] = gone.get(heir, 0.0) + before[pid].own + before[pid].ended
    return sum(max(0.0, seconds - (now[heir].ended - _ended(before, heir))) for heir, seconds in gone.items())


def _ended(family: dict[int, _Process], pid: int) -> float:
    return family[pid].ended if pid in family else 0.0


def family_of(root: int) -> dict[int, _Process]:
    """Look at a process and its descendants."""
    found: dict[int, _Process] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(entry.name)] = _Process(
            parent=int(fields[1]),
            own=(int(fields[11]) + int(fields[12])) / TICK,
            ended=(int(fields[13]) + int(fields[14])) / TICK,
            memory=int(fields[21]) * PAGE,
        )
    family = {root} & set(found)
    while more := {pid for pid, each in found.items() if each.parent in family} - family:
        family |= more
    return {pid: found[pid] for pid in family}
