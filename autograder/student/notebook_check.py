"""`autograder check NOTEBOOK`: what the checks in a notebook say, without opening it.

The notebook's cells are run in a process of their own, in its folder and with the rights of whoever asks: it is for
one's own notebook. It needs neither nbgrader nor a kernel, and works on any operating system.

The report as JSON (`to_json`) is an object with

    version         1
    assignment      the name of the assignment
    notebook        the file's name
    right           whether every function is right
    score, points   points on the examples, and how many there are
    functions       for each exercise, in order: a verdict (`autograder.exercise.verdict.Verdict`), as `check` shows it, with
                    `notes`: what else a student is told, a list of sentences
    cells           cells that failed, each with `cell` (code cells are counted from 1), `line` (the first line of its
                    code) and `problem`
"""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.common.errors import CannotRun
from autograder.common.text import printable, shorten
from autograder.display.verdict_panel import headline, to_text
from autograder.exercise import examples
from autograder.exercise.verdict import CaseResult, Verdict

VERSION = 1
SECONDS = 30.0
GRACE = 5.0  # until a cell that cannot be interrupted is ended with its process
START = 120.0
FUNCTION_SECONDS = 40.0  # a function and those that it uses; each ends by itself before that if it can


@dataclass(frozen=True, kw_only=True)
class Function:
    """What was found of one function."""

    verdict: Verdict
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FailedCell:
    """A cell that did not run to its end; see the module's docstring."""

    cell: int
    line: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """What the checks in a notebook say."""

    assignment: str
    notebook: str
    functions: tuple[Function, ...]
    cells: tuple[FailedCell, ...]

    @property
    def right(self) -> bool:
        return all(each.verdict.outcome == "passed" for each in self.functions)

    @property
    def score(self) -> float:
        return sum(each.verdict.score for each in self.functions)

    @property
    def points(self) -> float:
        return sum(each.verdict.points for each in self.functions)


def rehearse(notebook: Path, seconds: float = SECONDS) -> Report:
    """Run a notebook's cells, each for at most so many seconds, and report what its checks find.

    Raises:
        CannotRun: There is no such notebook, or no examples beside it.
    """
    code = code_cells(notebook)
    sources = [source for source, _ in code]
    folder = notebook.resolve().parent
    try:
        assignment = examples.load(folder / examples.FILE)
    except examples.ExamplesError as error:
        raise CannotRun(
            f"{notebook}: {error}\nhint: keep the notebook in the folder that it came in, with {examples.FILE} beside it"
        ) from None
    checks = {name: number for number, (_, name) in enumerate(code, start=1) if name in assignment.points}
    attempt = _Attempt(sources=sources, checks=checks, seconds=seconds)
    while not _completed(attempt, folder):
        pass  # what broke the process is known now, and is left out of the next try
    return Report(
        assignment=assignment.assignment,
        notebook=notebook.name,
        functions=tuple(attempt.functions[name] for name in assignment.points),
        cells=tuple(
            FailedCell(cell=number, line=_first_line(sources[number - 1]), problem=problem)
            for number, problem in sorted({**attempt.problems, **attempt.left_out}.items())
        ),
    )


@dataclass(kw_only=True)
class _Attempt:
    """What is known so far. A step that ended the process is not tried again."""

    sources: list[str]
    checks: dict[str, int]
    seconds: float
    left_out: dict[int, str] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    stopped: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    functions: dict[str, Function] = field(default_factory=dict)


def _completed(attempt: _Attempt, folder: Path) -> bool:
    """Run the notebook once; False where a cell or a function brought the process down."""
    attempt.problems.clear()
    attempt.functions.clear()
    request = {
        "cells": attempt.sources,
        "checks": attempt.checks,
        "seconds": attempt.seconds,
        "left_out": list(attempt.left_out),
        "dropped": attempt.dropped,
        "stopped": attempt.stopped,
    }
    begun: Mapping[str, Any] = {}
    with _runner(request, folder) as messages:
        while True:
            try:
                message = messages.get(timeout=_patience(attempt, begun))
            except queue.Empty:
                return _note_what_broke(attempt, begun, "time")
            match message:
                case None:
                    return _note_what_broke(attempt, begun, "crash")
                case {"done": True}:
                    return True
                case {"cell": int(number), "problem": str(problem)}:
                    attempt.problems[number] = problem
                case {"cell": int(number), "late": str(problem)}:
                    attempt.left_out[number] = problem  # another try would only be late again
                case {"function": str(name), "verdict": dict(verdict), "notes": list(notes)}:
                    attempt.functions[name] = Function(verdict=_verdict(verdict), notes=tuple(notes))
                case _:
                    begun = message


def _patience(attempt: _Attempt, begun: Mapping[str, Any]) -> float:
    if "cell" in begun:
        return attempt.seconds + GRACE
    return FUNCTION_SECONDS if "function" in begun else START


def _note_what_broke(attempt: _Attempt, begun: Mapping[str, Any], reason: str) -> bool:
    """Note which step ended the process, so that the next try goes without it."""
    match begun:
        case {"cell": int(number)} if number in attempt.left_out and number not in attempt.dropped:
            attempt.dropped.append(number)  # not even its definitions can be run
        case {"cell": int(number)} if number not in attempt.left_out:
            attempt.left_out[number] = (
                f"was still running after {attempt.seconds:g} s and could not be interrupted"
                if reason == "time"
                else "ended the Python process"
            )
        case {"function": str(name)} if name not in attempt.stopped:
            detail = f"{FUNCTION_SECONDS:g} s" if reason == "time" else ""
            attempt.stopped[name] = {"reason": reason, "detail": detail}
        case _:
            raise CannotRun(
                f"the notebook could not be run with {sys.executable}\n"
                f"hint: fetch the assignment again, in case {examples.FILE} is damaged; or run the notebook in JupyterLab"
            )
    return False


@contextmanager
def _runner(request: dict[str, Any], folder: Path) -> Iterator[queue.Queue[dict[str, Any] | None]]:
    """Start a process that runs the notebook; its messages arrive in a queue, and None when it has ended."""
    messages: queue.Queue[dict[str, Any] | None] = queue.Queue()
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.student.notebook_check_worker"],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    output = process.stdout

    def listen() -> None:
        for line in output:
            messages.put(json.loads(line))
        messages.put(None)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.close()
        yield messages
    finally:
        process.kill()
        process.wait()
        listener.join(timeout=1)
        output.close()


def code_cells(notebook: Path) -> list[tuple[str, str]]:
    """Read the code of a notebook's cells, each with the name of the function whose check it is, if it is one."""
    try:
        content = json.loads(notebook.read_bytes().decode("utf-8-sig"))
        if content["nbformat"] < 4:
            raise CannotRun(
                f"{notebook}: is a notebook of an old form\nhint: open it in JupyterLab and save it, then try again"
            )
        return [
            ("".join(cell["source"]).replace("\r\n", "\n").replace("\r", "\n"), _checked_by(cell))
            for cell in content["cells"]
            if cell["cell_type"] == "code"
        ]
    except OSError as error:
        what = "is a folder" if notebook.is_dir() else (error.strerror or "cannot be read").lower()
        raise CannotRun(
            f"{notebook}: {what}\nhint: name the notebook, such as `autograder check 4-no-loops/no-loops.ipynb`"
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise CannotRun(
            f"{notebook}: is not a notebook\nhint: a notebook's name ends in .ipynb; if this one is damaged, fetch it again"
        ) from None


def _checked_by(cell: dict[str, Any]) -> str:
    match cell.get("metadata"):
        case {"nbgrader": {"grade": True, "grade_id": str(name)}}:
            return name.removeprefix("check_")
    return ""


def _verdict(content: dict[str, Any]) -> Verdict:
    return Verdict(
        **{
            **content,
            "cases": tuple(CaseResult(**case) for case in content["cases"]),
            "facts": tuple((title, held, detail) for title, held, detail in content["facts"]),
        }
    )


def _first_line(source: str) -> str:
    return shorten(next((line.strip() for line in source.splitlines() if line.strip()), ""), 60)


def to_json(report: Report) -> dict[str, Any]:
    """Give the report as the module's docstring describes it."""
    return {
        "version": VERSION,
        "assignment": report.assignment,
        "notebook": report.notebook,
        "right": report.right,
        "score": report.score,
        "points": report.points,
        "functions": [{**each.verdict.to_json(), "notes": list(each.notes)} for each in report.functions],
        "cells": [{"cell": each.cell, "line": each.line, "problem": each.problem} for each in report.cells],
    }


def as_text(report: Report) -> str:
    """Write the report for a terminal: right functions in a line, wrong ones as in the notebook."""
    parts = [
        "\n".join(
            [
                headline(each.verdict) if each.verdict.outcome == "passed" else to_text(each.verdict),
                *(f"  {note}" for note in each.notes),
            ]
        )
        for each in report.functions
    ]
    parts += [f"cell {each.cell} (`{each.line}`): {each.problem}" for each in report.cells]
    parts.append(f"{report.assignment}: {report.score:g} of {report.points:g} points on the examples")
    return "\n".join(printable(line) for part in parts for line in part.splitlines())
