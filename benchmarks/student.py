"""What a student waits for: `check()` in a kernel, and the imports."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.classroom import ASSIGNMENT

CHECKS = """
import json, time
from autograder import check
from autograder.student.tools import NotRightYet

def predict(x, slope, bias):
    return slope * x + bias

def mse(y, y_pred):
    return float(np.sum((y - y_pred) ** 2))

def once(function):
    started = time.perf_counter()
    try:
        check(function)
    except NotRightYet:
        pass
    return time.perf_counter() - started

import numpy as np
print("TOOK", json.dumps([once(predict), *(once(mse) for _ in range(9))]))
"""
REPEATS = 5


def check_seconds(released: Path) -> tuple[float, float]:
    """Time `check` in a real kernel, beside a released notebook: its first call, and the slowest of nine more."""
    from jupyter_client.manager import start_new_kernel

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / ASSIGNMENT
        shutil.copytree(released / ASSIGNMENT, work)
        manager, client = start_new_kernel(kernel_name="python3", cwd=str(work))
        said: list[str] = []
        try:
            client.execute_interactive(
                CHECKS,
                timeout=60,
                output_hook=lambda message: said.append(message["content"].get("text", "")),
            )
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    took = json.loads("".join(said).partition("TOOK ")[2])
    return took[0], max(took[1:])


def best_seconds(*arguments: str) -> float:
    """Time a Python program: the best of a few runs."""
    found = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        found.append(time.perf_counter() - started)
    return min(found)


def import_seconds() -> float:
    """Time `import autograder` with what a notebook imports of it, on top of NumPy."""
    return best_seconds("-c", "import numpy; from autograder import check") - best_seconds(
        "-c", "import numpy"
    )
