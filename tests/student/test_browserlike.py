"""The students' half in a browser's Python: no threads, no processes, no signals, no sockets."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course import settings as courses
from autograder.execution.deadline import AGAIN, deadline
from tests.support.course import ASSIGNMENTS, ROOT, Make, once

needs_monitoring = pytest.mark.skipif(
    sys.version_info < (3, 12), reason="no browser has such an old Python: loops are not ended there"
)
WIDGET = "application/vnd.jupyter.widget-view+json"


Ran = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def ran(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Give what the cells of a solved notebook showed while somebody watched; each is run once."""

    def cells(assignment: str) -> list[dict[str, Any]]:
        def build(folder: Path) -> None:
            (folder / "shown.json").write_text(json.dumps(run(folder, make, assignment)))

        folder = once(tmp_path_factory, f"browserlike-{assignment}", build)
        shown: list[dict[str, Any]] = json.loads((folder / "shown.json").read_text())
        return shown

    return cells


def run(
    folder: Path, make: Make, assignment: str, *options: str, small: bool = False, **answers: str
) -> list[dict[str, Any]]:
    """Run a student's notebook, and give what its code cells showed."""
    shutil.copytree(ROOT / "exercises" / assignment, folder / assignment)
    path = folder / assignment / f"{courses.load(ROOT).assignment(assignment).notebook}.ipynb"
    nbformat.write(make(answers, assignment=assignment, small=small), path)
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error::RuntimeWarning",
            ROOT / "tests" / "support" / "browserlike.py",
            path,
            *options,
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown: list[dict[str, Any]] = json.loads(done.stdout)
    return shown


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_notebook_runs_from_top_to_bottom_while_somebody_watches(assignment: str, ran: Ran) -> None:
    cells = ran(assignment)
    assert [cell for cell in cells if cell["error"]] == []
    assert not any(WIDGET in kind for cell in cells for kind in cell["kinds"])  # VS Code may have no manager
    checks = [cell["text"] for cell in cells if cell["cell"].startswith("check_")]
    assert [text.splitlines()[0] for text in checks if not text.startswith("✓")] == []
    assert "All is right on the examples" in cells[-1]["text"]
    assert len(checks) == cells[-1]["text"].count("✓")


def test_pictures_are_pages_that_move_by_themselves(ran: Ran) -> None:
    kinds = [kind for cell in ran("1-best-fit-line") for kind in cell["kinds"]]
    assert sum("text/html" in kind for kind in kinds) >= 4


def test_a_loop_is_counted_and_a_wrong_result_has_its_name(make: Make, tmp_path: Path) -> None:
    loop = "def predict(x, slope, bias):\n    return np.array([slope * v + bias for v in x])"
    summed = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"
    cells = run(tmp_path, make, "4-no-loops", "alone", small=True, predict=loop, mse=summed)
    said = {cell["cell"]: " ".join(cell["text"].split()) for cell in cells}
    assert "Python goes through the points one by one, at line 2" in said["check_predict"]
    assert "What makes a mean out of a sum?" in said["check_mse"]


@needs_monitoring
def test_a_loop_without_end_is_ended(make: Make, tmp_path: Path) -> None:
    endless = "def best_epoch(losses):\n    while True:\n        pass"
    cells = run(tmp_path, make, "2-mean-squared-error", "alone", small=True, best_epoch=endless)
    (check,) = [cell for cell in cells if cell["cell"] == "check_best_epoch"]
    assert "still running after 10 s" in " ".join(check["text"].split())
    assert check["error"].startswith("NotRightYet: ✗ best_epoch: 0/2 points")


def go_round() -> None:
    while True:
        pass


@needs_monitoring
def test_who_catches_the_interrupt_is_interrupted_again() -> None:
    passed = threading.Event()
    started = time.monotonic()
    with deadline(0.1, passed):
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                go_round()
    assert passed.is_set()
    assert time.monotonic() - started > AGAIN


@needs_monitoring
def test_what_ends_in_time_is_left_alone_and_nothing_stays_behind() -> None:
    tools = [sys.monitoring.get_tool(tool) for tool in range(6)]  # type: ignore[attr-defined,unused-ignore]
    passed = threading.Event()
    with deadline(60, passed):
        assert sum(range(1000)) == 499_500
    assert not passed.is_set()
    assert [sys.monitoring.get_tool(tool) for tool in range(6)] == tools  # type: ignore[attr-defined,unused-ignore]
