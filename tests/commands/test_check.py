"""`autograder check NOTEBOOK`: the notebook's own verdicts, without opening it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.cli.main import main
from autograder.exercise.verdict import Verdict
from autograder.student import notebook_check
from tests.support.course import ASSIGNMENT, ROOT, Make, run_in_kernel

SUMMED = {"mse": "def mse(y, y_pred):\n    print('here')\n    return np.sum((y - y_pred) ** 2)"}


def folder_with(notebook: nbformat.NotebookNode | list[str], folder: Path) -> Path:
    """Lay a notebook, or one of these cells, beside what is released with it."""
    if isinstance(notebook, list):
        notebook = new_notebook(cells=[new_code_cell(source) for source in notebook])
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, folder, dirs_exist_ok=True)
    nbformat.write(notebook, folder / "no-loops.ipynb")
    return folder / "no-loops.ipynb"


@pytest.fixture(scope="module")
def report(make: Make, tmp_path_factory: pytest.TempPathFactory) -> notebook_check.Report:
    """Of a notebook with a wrong function, in cells and out of them much that goes wrong."""
    notebook = make(SUMMED)
    setup = next(cell for cell in notebook.cells if cell.id == "setup")
    setup.source = "import numpy as np\nfrom autograder import check"  # quick, on a machine however busy
    notebook.cells[-2:-2] = [
        new_code_cell(source)
        for source in (
            "x = undefined",
            "while True: pass",
            "import math; import os; os._exit(3)",
            "math.pi",  # what a cell that ended Python has imported is there all the same
            "input()",
            "def mse_of_ones(n):\n    return mse(np.ones((n, 1)), np.zeros((n, 1)))\n%time mse_of_ones(3)",
        )
    ]
    return notebook_check.rehearse(folder_with(notebook, tmp_path_factory.mktemp("bad")), seconds=4)


def verdicts(report: notebook_check.Report) -> dict[str, Verdict]:
    return {each.verdict.exercise: each.verdict for each in report.functions}


def test_every_function_gets_the_verdict_of_its_check(report: notebook_check.Report) -> None:
    found = verdicts(report)
    assert list(found) == ["predict", "mse", "gradients", "train"]
    assert {name: verdict.score for name, verdict in found.items()} == {
        "predict": 2.0,
        "mse": 1.0,
        "gradients": 3.0,
        "train": 1.5,
    }
    assert found["mse"].mistake == "summed"
    assert (report.score, report.points, report.right) == (7.5, 10.0, False)


def test_what_the_notebook_says_besides_is_said_here_too(report: notebook_check.Report) -> None:
    notes = {each.verdict.exercise: each.notes for each in report.functions}
    assert notes["mse"] == ("It printed: here", "Stuck? `hint(mse)` helps, one step at a time.")
    assert notes["train"][0] == "Look elsewhere first: `mse`, used here, is not right yet."


def test_a_cell_that_fails_hangs_or_ends_python_is_named_and_stops_no_other(
    report: notebook_check.Report,
) -> None:
    problems = {each.line: each.problem for each in report.cells}
    assert problems == {
        "x = undefined": "NameError: name 'undefined' is not defined",
        "while True: pass": "was still running after 4 s and was stopped",
        "import math; import os; os._exit(3)": "ended the Python process",
        "input()": "EOFError: EOF when reading a line",
    }


def test_text_and_json_say_the_same(report: notebook_check.Report) -> None:
    text, content = notebook_check.as_text(report), notebook_check.to_json(report)
    for each in content["functions"]:
        assert f"{each['exercise']}: {each['score']:g}/{each['points']:g}" in text
    for each in content["cells"]:
        assert f"cell {each['cell']} (`{each['line']}`): {each['problem']}" in text
    assert "✓ predict: 2/2 points, 6 of 6 cases right" in text
    assert "what makes a mean out of a sum?" in " ".join(text.lower().split())
    assert "cell 3 (" not in text
    assert "): NameError: name 'undefined' is not defined" in text
    assert text.endswith("4-no-loops: 7.5 of 10 points on the examples")


def test_the_json_has_the_documented_form(report: notebook_check.Report) -> None:
    content = notebook_check.to_json(report)
    documented = re.findall(r"^    (\w+(?:, \w+)*)  ", notebook_check.__doc__ or "", flags=re.MULTILINE)
    assert {name for names in documented for name in names.split(", ")} == set(content)
    assert content["version"] == 1
    assert {key for each in content["functions"] for key in each} == {
        *Verdict.__dataclass_fields__,
        "notes",
    }
    assert {key for each in content["cells"] for key in each} == {"cell", "line", "problem"}


def test_the_verdicts_are_those_that_a_kernel_shows(make: Make, tmp_path: Path) -> None:
    notebook = make({"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"})
    path = folder_with(notebook, tmp_path / "work")
    run_in_kernel(notebook, path.parent, allow_errors=True)
    shown = [
        cell.outputs[0].data["text/plain"].splitlines()[0]
        for cell in notebook.cells
        if cell.source.startswith("check(")
    ]
    told = notebook_check.as_text(notebook_check.rehearse(path)).splitlines()
    assert [line for line in told if line[0] in "✓◐✗"] == shown


def test_a_function_whose_check_was_deleted_is_checked_all_the_same(tmp_path: Path) -> None:
    path = folder_with(
        ["def predict(x, slope, bias):\n    return slope * x + bias", "train = 3"], tmp_path / "work"
    )
    found = verdicts(notebook_check.rehearse(path))
    assert found["predict"].outcome == "passed"
    assert found["mse"].message == "After all cells have run, there is no function `mse`."
    assert found["train"].mistake == "missing"


def test_what_cannot_be_interrupted_is_ended_and_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook_check, "GRACE", 1.0)
    monkeypatch.setattr(notebook_check, "FUNCTION_SECONDS", 4.0)
    stubborn = "import time\n{0}while True:\n{0}    try:\n{0}        time.sleep(9)\n{0}    except BaseException: pass"
    path = folder_with(
        [
            "def predict(x, slope, bias):\n    return slope * x + bias",
            stubborn.format(""),
            "def mse(y, y_pred):\n    " + stubborn.format("    "),
            "def gradients(x, y, y_pred):\n    import os\n    os.abort()",
        ],
        tmp_path / "work",
    )
    report = notebook_check.rehearse(path, seconds=1)
    found = verdicts(report)
    assert [each.problem for each in report.cells] == [
        "was still running after 1 s and could not be interrupted"
    ]
    assert {name: verdict.mistake for name, verdict in found.items()} == {
        "predict": None,
        "mse": "time",
        "gradients": "crash",
        "train": "missing",
    }


def test_the_exit_status_says_how_it_went(
    make: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = folder_with(make({}), tmp_path / "right")
    assert main(["check", str(right), "--json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["right"], content["score"], content["cells"]) == (True, 10.0, [])
    assert main(["check", str(folder_with(["1"], tmp_path / "wrong"))]) == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.ipynb", None, "no such file or directory"),
        ("", None, "is a folder"),
        ("text.ipynb", "hello", "is not a notebook"),
        ("list.ipynb", "[1]", "is not a notebook"),
        ("deep.ipynb", "[" * 100_000, "is not a notebook"),
        ("cell.ipynb", '{"nbformat": 4, "cells": [{"cell_type": "code"}]}', "is not a notebook"),
        ("binary.ipynb", "\udcff", "is not a notebook"),
        ("old.ipynb", '{"nbformat": 3, "worksheets": []}', "is a notebook of an old form"),
        ("alone.ipynb", '{"nbformat": 4, "cells": []}', "examples.json is missing"),
    ],
)
def test_what_cannot_be_run_is_named_with_what_to_do(
    name: str, content: str | None, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, errors="surrogateescape")
    assert main(["check", str(tmp_path / name)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("error: ")
    assert words in told[0]
    assert told[1].startswith("hint: ")
    assert len(told) == 2


def test_damaged_examples_end_the_command_with_advice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder_with(["1"], tmp_path / "work")
    examples = path.with_name("examples.json")
    examples.write_text(examples.read_text().replace('"form"', '"shape"'))
    assert main(["check", str(path)]) == 2
    assert "fetch the assignment again" in capsys.readouterr().err


def test_where_a_check_mark_cannot_be_written_the_rest_is(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "check", folder_with(["1"], tmp_path / "work")],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "? mse: 0/2 points" in done.stdout


def test_it_leaves_the_notebook_as_it_is(tmp_path: Path) -> None:
    path = folder_with(["1 + 1"], tmp_path / "work")
    before, beside = path.read_bytes(), sorted(path.parent.iterdir())
    subprocess.run(
        [sys.executable, "-m", "autograder", "check", path.name], cwd=path.parent, check=False, timeout=120
    )
    assert path.read_bytes() == before
    assert sorted(path.parent.iterdir()) == beside
