"""`check(function)`, as a student meets it: in a plain interpreter and in a real kernel."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import types
from pathlib import Path

import nbformat
import pytest

from autograder.common.errors import NotRightYet
from autograder.student.tools import check
from tests.support.course import ASSIGNMENT, ROOT, Make, run_in_kernel

FOLDER = ROOT / "exercises" / ASSIGNMENT

RIGHT = "import numpy as np\nfrom autograder import check\ndef predict(x, slope, bias):\n    return slope * x + bias\n"

STOPPED = "The call was still running after 1 s (for three points). Does its loop ever end?"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(FOLDER, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def python(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_right_function_is_praised_and_counted(folder: Path) -> None:
    done = python(folder, RIGHT + "check(predict)")
    assert done.returncode == 0, done.stderr
    assert re.search(r"✓ predict: 2/2 points, (\d+) of \1 cases right", done.stdout)
    assert "expected: array of shape (3, 1) [[1.0], [3.0], [5.0]]" in done.stdout
    assert "On the examples, so far: 2 of 10 points" in done.stdout


def test_a_wrong_function_is_told_its_probable_mistake_and_ends_in_a_short_exception(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def mse(y, y_pred):  # type: ignore[no-untyped-def]
        return ((y - y_pred) ** 2).sum()

    with pytest.raises(NotRightYet, match=r"mse: 1/2 points, 1 of 6 cases right"):
        check(mse)
    said = capsys.readouterr().out
    assert "What makes a mean out of a sum?" in " ".join(said.split())
    assert said.count("expected:") == 6  # as many as are counted


def test_what_an_earlier_call_left_is_told_as_such(folder: Path) -> None:
    code = "from autograder import check\ndef mse(y, p, kept=[]):\n    kept.append(((y - p) ** 2).mean())\n    return sum(kept)\ncheck(mse)"
    assert "Something of the earlier calls is left over" in " ".join(python(folder, code).stdout.split())


def test_to_nbgraders_validate_the_exception_says_the_mistake(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mse(y, y_pred):  # type: ignore[no-untyped-def]
        return ((y - y_pred) ** 2).sum()

    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    with pytest.raises(NotRightYet) as error:
        check(mse)
    lines = str(error.value).splitlines()
    assert lines[0].startswith("◐ mse: 1/2 points")
    assert " ".join(" ".join(lines).split()).endswith("What makes a mean out of a sum?")
    assert max(map(len, lines)) <= 88  # as much as its window is wide


def test_a_loop_is_pointed_at(folder: Path) -> None:
    code = RIGHT.replace("return slope * x + bias", "return np.array([slope * v + bias for v in x])")
    (folder / "mine.py").write_text(code + "check(predict)")
    done = subprocess.run(
        [sys.executable, "mine.py"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert "at line 4: `return np.array([slope * v + bias for v in x])`" in " ".join(done.stdout.split())


@pytest.mark.parametrize("thing", [3, None, "mse", [1.0, 2.0]])
def test_a_result_in_place_of_the_function_is_explained(thing: object, folder: Path) -> None:
    with pytest.raises(NotRightYet, match="give it the function itself, without brackets behind it"):
        check(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize("function", [print, lambda x: x])
def test_another_function_is_answered_with_the_names_of_the_exercises(function: object, folder: Path) -> None:
    with pytest.raises(NotRightYet, match=r"is no exercise here\. They are: predict, mse, gradients, train"):
        check(function)  # type: ignore[arg-type]


def test_a_lambda_is_known_by_its_name_in_the_notebook(folder: Path) -> None:
    done = python(
        folder,
        "from autograder import check\npredict = lambda x, slope, bias: slope * x + bias\ncheck(predict)",
    )
    assert "✓ predict: 2/2 points" in done.stdout


def test_what_a_function_prints_is_shown(folder: Path) -> None:
    code = RIGHT.replace("    return", "    print('shape', x.shape)\n    return")
    assert "It printed: shape (3, 1)" in python(folder, code + "check(predict)").stdout


def test_a_function_that_never_ends_is_stopped(folder: Path) -> None:
    code = RIGHT.replace("    return", "    while True: pass\n    return")
    done = python(folder, f"import autograder.student.trial as t\nt.SECONDS = 1\n{code}check(predict)")
    assert STOPPED in done.stdout


def test_a_function_that_never_ends_is_stopped_in_the_background_and_in_a_thread(folder: Path) -> None:
    sleeps = RIGHT.replace("    return", "    import time\n    time.sleep(1000)\n    return")
    loops = RIGHT.replace("    return", "    while True: pass\n    return")
    for name, code in (
        ("sleeps.py", sleeps + "check(predict)"),
        ("thread.py", loops + "import threading\nthreading.Thread(target=check, args=[predict]).start()"),
    ):
        (folder / name).write_text(f"import autograder.student.trial as t\nt.SECONDS = 1\n{code}")
        started = f"trap '' INT; exec '{sys.executable}' {name}"  # as by `nohup` and `&`
        done = subprocess.run(
            ["sh", "-c", started], cwd=folder, capture_output=True, text=True, timeout=60, check=False
        )
        assert STOPPED in done.stdout, done.stderr


def test_where_there_are_no_threads_a_function_is_checked_without_a_limit(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def start(_: object) -> None:
        raise RuntimeError("can't start new thread")

    def predict(x, slope, bias):  # type: ignore[no-untyped-def]
        return slope * x + bias

    monkeypatch.setattr(threading.Thread, "start", start)
    check(predict)
    assert "✓ predict: 2/2 points" in capsys.readouterr().out


def test_a_function_is_not_blamed_for_those_that_it_uses(folder: Path, solved: dict[str, str]) -> None:
    code = "\n".join(solved.values()) + "\ndef mse(y, y_pred):\n    return ((y - y_pred) ** 2).sum()\n"
    done = python(folder, f"from autograder import check\n{code}\ncheck(train)")
    assert "Look elsewhere first: `mse`, used here, is not right yet." in done.stdout


@pytest.mark.parametrize(
    ("content", "words"), [(None, "is missing"), ("{", "is damaged"), ('{"a": 1}', "is damaged")]
)
def test_a_missing_or_damaged_examples_file_says_what_to_do(
    content: str | None, words: str, folder: Path
) -> None:
    (folder / "examples.json").unlink()
    if content is not None:
        (folder / "examples.json").write_text(content)
    with pytest.raises(NotRightYet, match=f"{words}.*fetch the assignment again"):
        check(print)


@pytest.mark.parametrize(
    ("colab", "platform", "words"),
    [
        (True, "linux", "run the first code cell of this notebook once more"),
        (False, "emscripten", "open the notebook from the course's page"),
        (False, "darwin", "unpack its zip again"),
    ],
)
def test_what_to_do_about_a_missing_file_fits_the_place(
    colab: bool, platform: str, words: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "examples.json").unlink()
    if colab:
        monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(NotRightYet, match=words):
        check(print)


def test_in_the_source_folder_the_released_examples_are_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "exercises").mkdir()
    shutil.copytree(FOLDER, tmp_path / "exercises" / ASSIGNMENT)
    source = tmp_path / "solutions" / ASSIGNMENT
    source.mkdir(parents=True)
    monkeypatch.chdir(source)
    with pytest.raises(NotRightYet, match="`print` is no exercise here"):
        check(print)


def test_in_a_kernel_the_verdict_is_html_and_the_exception_one_line(folder: Path, make: Make) -> None:
    notebook = make({"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"})
    run_in_kernel(notebook, folder, allow_errors=True)
    outputs = next(cell for cell in notebook.cells if cell.source == "check(mse)").outputs
    shown = [output.data["text/html"] for output in outputs if output.output_type == "display_data"]
    errors = ["\n".join(output.traceback) for output in outputs if output.output_type == "error"]
    assert "what makes a mean out of a sum?" in shown[0].lower()
    assert len(errors) == 1
    assert len(re.sub(r"\x1b\[[0-9;]*m", "", errors[0]).splitlines()) == 1


def test_the_whole_notebook_runs_with_right_answers(folder: Path, make: Make) -> None:
    notebook = make({}, small=False)
    run_in_kernel(notebook, folder)
    results = [
        cell.outputs[0].data["text/plain"] for cell in notebook.cells if cell.source.startswith("check(")
    ]
    assert [text.split("\n")[0][:1] for text in results] == ["✓"] * 4
    assert nbformat.validate(notebook) is None
