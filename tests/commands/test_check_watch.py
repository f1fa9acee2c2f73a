"""`autograder check --watch NOTEBOOK`: saved, checked, what is next."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from tests.support.course import ASSIGNMENT, ROOT, Make

PATIENCE = 120
SUMMED = {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}


class Watching:
    """The command at work, and what it has said so far."""

    def __init__(self, notebook: Path, *options: str) -> None:
        self.log = notebook.with_suffix(".log")
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "autograder", "check", "--watch", *options, str(notebook)],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def lines(self) -> list[str]:
        text = self.log.read_text(encoding="utf-8")
        return text[: text.rfind("\n") + 1].splitlines()

    def until(self, words: str, times: int = 1) -> list[str]:
        """Wait until it has said something so many times, and give all that it has said."""
        give_up = time.monotonic() + PATIENCE
        while sum(words in line for line in self.lines) < times:
            assert time.monotonic() < give_up, self.lines
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)
        return self.lines

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    released = ROOT / "exercises" / ASSIGNMENT
    shutil.copy(released / "examples.json", tmp_path)
    shutil.copytree(released / "figures", tmp_path / "figures")
    return tmp_path / "no-loops.ipynb"


@pytest.fixture
def watching(notebook: Path, request: pytest.FixtureRequest, make: Make) -> Iterator[Watching]:
    nbformat.write(make(SUMMED, rest="stubs"), notebook)
    started = Watching(notebook, *getattr(request, "param", ()))
    yield started
    started.process.kill()
    started.process.wait()


def test_what_is_saved_is_checked_and_what_is_next_is_said(
    watching: Watching, notebook: Path, make: Make
) -> None:
    first = watching.until("Watching no-loops.ipynb")
    assert first[0] == f"{ASSIGNMENT}: 1 of 10 points on the examples"
    assert "Next: `predict`. Write it in the notebook, and save: then it is checked again." in first
    nbformat.write(make(SUMMED), notebook)
    second = watching.until("Watching no-loops.ipynb", times=2)[len(first) :]
    assert second[0] == f"{ASSIGNMENT}: 7.5 of 10 points on the examples"
    assert "◐ mse: 1/2 points, 1 of 6 cases right" in second
    assert "Next: `mse`. Change it in the notebook, and save: then it is checked again." in second
    nbformat.write(make(), notebook)
    third = watching.until("All is right on the examples")
    assert f"{ASSIGNMENT}: 10 of 10 points on the examples" in third
    assert watching.stop() == 0


def test_what_changes_no_code_is_not_checked_again_and_a_broken_file_is_waited_for(
    watching: Watching, notebook: Path, make: Make
) -> None:
    watching.until("Watching")
    same: Any = make(SUMMED, rest="stubs")
    same.cells[0].outputs = [nbformat.v4.new_output("stream", text="shown")]
    nbformat.write(same, notebook)
    notebook.write_text("{")
    watching.until("error: ")
    assert sum(line.startswith("Watching") for line in watching.lines) == 1
    nbformat.write(make(SUMMED), notebook)
    watching.until("Watching", times=2)
    assert watching.stop() == 1


@pytest.mark.parametrize("watching", [("--json",)], indirect=True)
def test_programs_get_a_line_each_time(watching: Watching, notebook: Path, make: Make) -> None:
    watching.until("}")
    nbformat.write(make(), notebook)
    lines = watching.until("}", times=2)
    assert [json.loads(line)["right"] for line in lines] == [False, True]


def test_what_is_no_notebook_is_not_watched(notebook: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "check", "--watch", str(notebook)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 2
    assert "No such file" in done.stderr or "no such file" in done.stderr
