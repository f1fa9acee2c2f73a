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


class _Watch:
    """Samples a process and all its descendants.

    A sandbox is killed at the end, so that the CPU time which it took never reaches the process that started it.
    """

    def __init__(self, root: int) -> None:
        self._root = root
        self._cpu: dict[int, float] = {}
        self.megabytes = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values())

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            family = family_of(self._root)
            self.megabytes = max(self.megabytes, sum(memory for _, memory in family.values()) / 1e6)
            # What a process's ended children took is counted with it: the last look at each process holds its all.
            for pid, (cpu, _) in family.items():
                self._cpu[pid] = cpu


def family_of(root: int) -> dict[int, tuple[float, float]]:
    """Give the CPU seconds (own, and of ended children) and bytes of a process and its descendants."""
    parents: dict[int, int] = {}
    costs: dict[int, tuple[float, float]] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        costs[pid] = (sum(int(field) for field in fields[11:15]) / TICK, int(fields[21]) * PAGE)
    family = {root} & set(costs)
    while more := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= more
    return {pid: costs[pid] for pid in family}
