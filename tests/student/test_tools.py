"""`progress()`, `hint(f)` and pictures, as a student meets them in the notebook."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.author.lint import _given_away
from autograder.common.errors import NotRightYet
from autograder.exercise import examples
from autograder.exercise.exercise import Exercise, Hints
from autograder.student import panels, plots, tools
from autograder.student.session import found
from autograder.student.trial import put_to_trial
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, references

START = "import numpy as np\nfrom autograder import check, hint, progress\n"
SUMMED = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)\n"

Run = Callable[[str], str]


@pytest.fixture
def notebook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Run cells one after the other, as a kernel does, and give what each shows."""
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work")
    space: dict[str, Any] = {"__name__": "__main__"}
    exec(START, space)

    def run(cell: str) -> str:
        capsys.readouterr()
        try:
            exec(cell, space)
        except NotRightYet as error:
            print(error)
        return capsys.readouterr().out

    yield run
    found.clear()
    tools._hinted.clear()


@pytest.fixture
def solved_cells() -> str:
    return "\n".join(references().values()) + "\n"


def exercise_of(name: str, assignment: str = ASSIGNMENT) -> tuple[Exercise, examples.Examples]:
    known = examples.load(ROOT / "exercises" / assignment / examples.FILE)
    return known.exercise(name), known


def test_progress_shows_every_function_with_its_points_and_what_is_next(
    notebook: Run, solved_cells: str
) -> None:
    notebook(solved_cells)
    notebook(SUMMED)
    shown = notebook("progress()").splitlines()
    assert shown[0] == "4-no-loops: 7.5 of 10 points on the examples"
    assert shown[1] == "  ✓ predict    ██████████    2/2  right"
    assert shown[2] == "  ◐ mse        █████░░░░░    1/2  partly right"
    assert shown[3] == "  ✓ gradients  ██████████    3/3  right"
    assert shown[4] == "  ◐ train      █████░░░░░  1.5/3  partly right; it uses `mse`, which comes first"
    assert shown[5].startswith("Next: `mse`.")
    assert "`check(mse)`" in shown[5]
    assert "`hint(mse)`" in shown[5]


def test_progress_is_true_of_the_functions_as_they_are_now(notebook: Run, solved_cells: str) -> None:
    notebook(solved_cells + SUMMED)
    notebook("check(mse)")
    notebook(solved_cells)  # put right, and not checked since
    shown = notebook("progress()")
    assert "10 of 10 points" in shown
    assert "All is right on the examples. Save the notebook and hand it in" in shown


def test_progress_tells_a_stub_from_a_function_whose_cell_was_not_run(notebook: Run) -> None:
    notebook("def predict(x, slope, bias):\n    raise NotImplementedError")
    shown = notebook("progress()")
    assert "– predict    ░░░░░░░░░░  0/2  not written yet" in shown
    assert "– mse        ░░░░░░░░░░  0/2  not defined: its cell has not been run" in shown


def test_progress_tells_a_name_that_is_used_for_something_else(notebook: Run, solved_cells: str) -> None:
    shown = notebook(solved_cells + "mse = mse(np.ones((2, 1)), np.zeros((2, 1)))\nprogress()")
    assert "no function, but a value of type float: its name is used for something else" in shown
    assert "Use another name for the value" in shown


def test_progress_waits_only_once_for_a_function_that_never_ends(
    notebook: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.student.trial.SECONDS", 0.5)
    notebook("def predict(x, slope, bias):\n    while True: pass")
    assert "does not come back: does a loop never end?" in notebook("progress()")
    monkeypatch.setattr("autograder.student.session.put_to_trial", None)  # not to be called
    assert "does not come back" in notebook("progress()")


def test_the_page_says_in_words_what_the_bars_and_colours_show(
    notebook: Run, solved_cells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(tools, "_display", lambda shown: pages.append(shown._repr_html_()))
    notebook(solved_cells + SUMMED)
    notebook("progress()")
    words = re.sub(r"<[^>]+>", " ", re.sub(r'<span aria-hidden="true".*?</span>', "", pages[0]))
    assert re.search(r"mse\s+next\s+1/2\s+partly right", words)
    assert 'aria-label="4-no-loops: 7.5 of 10 points on the examples"' in pages[0]


def test_hints_come_one_step_at_a_time_and_stay(notebook: Run) -> None:
    notebook(SUMMED)
    first, second, third, fourth = (notebook("hint(mse)") for _ in range(4))
    assert ["the idea:" in first, "a question:" in first, "where to read:" in first] == [True, False, False]
    assert ["the idea:" in second, "a question:" in second, "where to read:" in second] == [True, True, False]
    assert ["the idea:" in third, "a question:" in third, "where to read:" in third] == [True, True, True]
    assert fourth == third


def test_a_hint_can_be_asked_for_by_name(notebook: Run) -> None:
    assert "Hint 1 of 3 for train" in notebook('hint("train")')


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("hint()", "hint: say for which function, such as `hint(predict)`. There are: predict, mse"),
        ('hint("mze")', "hint: `mze` is no exercise here. They are: predict, mse, gradients, train"),
        ("hint(print)", "hint: `print` is no exercise here."),
        ("hint(3)", "hint: `3` is no exercise here."),
    ],
)
def test_a_hint_for_nothing_says_what_there_is(cell: str, words: str, notebook: Run) -> None:
    assert notebook(cell).startswith(words)


def test_a_hint_leads_to_where_there_is_more_to_read() -> None:
    hints = Hints(idea="i", question="q", read="Section 1 & [the tutorial](https://docs.python.org/3/#top).")
    html, text = panels.hints_html("f", hints, 3), panels.hints_text("f", hints, 3)
    assert 'Section 1 &amp; <a href="https://docs.python.org/3/#top"' in html
    assert ">the tutorial</a>." in html
    assert "Section 1 & the tutorial (https://docs.python.org/3/#top)." in text


def test_full_marks_have_a_picture_of_their_own(
    notebook: Run, solved_cells: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(tools, "_display", lambda shown: pages.append(shown._repr_html_()))
    notebook(solved_cells)
    notebook("progress()")
    notebook(SUMMED)
    notebook("progress()")
    assert ["<svg" in page for page in pages] == [True, False]


def test_a_wrong_function_is_told_that_there_are_hints_and_a_right_one_is_not(
    notebook: Run, solved_cells: str
) -> None:
    notebook(solved_cells)
    assert "hint(" not in notebook("check(mse)")
    notebook(SUMMED)
    assert "Stuck? `hint(mse)` helps, one step at a time." in notebook("check(mse)")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_function_has_hints_that_do_not_give_it_away(assignment: str) -> None:
    known = examples.load(ROOT / "exercises" / assignment / examples.FILE)
    for name in known.points:
        hints = known.exercise(name).hints
        assert isinstance(hints, Hints)
        for text in (hints.idea, hints.question, hints.read):
            assert _given_away(text, references(assignment)[name]) == []


WRONG_TRAIN: dict[str, Callable[..., Any]] = {
    "uphill": lambda x, y, rate, epochs: (-1.0, -2.0, [17.0 * 2**k for k in range(epochs)]),
    "not a number": lambda x, y, rate, epochs: (np.nan, 1.0, [np.nan, 2.0, 3.0]),
    "infinite": lambda x, y, rate, epochs: (np.inf, -np.inf, [np.inf] * epochs),
    "huge": lambda x, y, rate, epochs: (1e300, -1e300, [1e305] * epochs),
    "too short": lambda x, y, rate, epochs: (1.0, 1.0, [1.0]),
    "no list": lambda x, y, rate, epochs: (1.0, 1.0, 3.0),
    "words": lambda x, y, rate, epochs: ("a", "b", ["c"] * epochs),
    "nothing": lambda x, y, rate, epochs: None,
    "too flat": lambda x, y, rate, epochs: 4.0,
    "arrays": lambda x, y, rate, epochs: (np.ones((2, 2)), np.ones(3), np.ones((epochs, 3))),
    "complex": lambda x, y, rate, epochs: (1j, 2j, [3j] * epochs),
    "very long": lambda x, y, rate, epochs: (1.0, 1.0, [1.0] * 90_000),
}
DRAWN = {"uphill", "not a number", "huge", "too short", "no list", "very long"}  # a line, a loss, or both


@pytest.mark.parametrize("kind", WRONG_TRAIN)
def test_whatever_a_function_gives_a_picture_is_drawn_or_left_out_but_never_hurts(kind: str) -> None:
    exercise, known = exercise_of("train")
    trial = put_to_trial(WRONG_TRAIN[kind], exercise, known.judging)
    plan = plots.plan(exercise, trial.verdict, trial.replies)
    assert (plan is not None) == (kind in DRAWN)
    if plan is not None:
        assert plots.draw(plan).startswith(b"\x89PNG")


def test_the_picture_of_a_training_shows_line_and_loss_beside_the_expected_ones() -> None:
    exercise, known = exercise_of("train")
    trial = put_to_trial(WRONG_TRAIN["uphill"], exercise, known.judging)
    plan = plots.plan(exercise, trial.verdict, trial.replies)
    assert plan is not None
    assert plan.label == "down to the bottom of the valley"  # of the wrong cases, the one with most to show
    assert [panel.picture.kind for panel in plan.panels] == ["fit", "curve"]
    line, loss = plan.panels
    assert line.yours[1] == pytest.approx(-1.0 * line.yours[0] - 2.0)
    assert loss.expected[1][0] == pytest.approx(2.5)
    assert list(loss.yours[1][:2]) == [17.0, 34.0]
    html = plots.to_html(plan)
    assert re.search(
        r'alt="Picture of “down to the bottom of the valley”\. .*MSE: expected 2\.5 at 0, .* at 17; yours 17 at 0,',
        html,
    )
    data = re.search(r"base64,([A-Za-z0-9+/=]+)", html)
    assert data is not None
    assert base64.b64decode(data[1]).startswith(b"\x89PNG")


def test_a_line_is_drawn_point_by_point_in_the_order_of_x() -> None:
    exercise, known = exercise_of("predict")
    trial = put_to_trial(lambda x, slope, bias: slope * x, exercise, known.judging)
    plan = plots.plan(exercise, trial.verdict, trial.replies)
    assert plan is not None
    (panel,) = plan.panels
    assert list(panel.expected[0]) == sorted(panel.expected[0])
    assert list(panel.expected[1] - panel.yours[1]) == pytest.approx([1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    "right",
    [
        lambda x, slope, bias: slope * x + bias,  # right
        lambda x, slope, bias: 1.0001 * (slope * x + bias),  # nobody would see the difference
        lambda x, slope, bias: 1 / 0,  # an exception says it all
    ],
)
def test_no_picture_is_drawn_where_it_would_not_help(right: Callable[..., Any]) -> None:
    exercise, known = exercise_of("predict")
    trial = put_to_trial(right, exercise, known.judging)
    assert plots.plan(exercise, trial.verdict, trial.replies) is None


def test_a_picture_leaves_the_notebooks_own_styles_alone() -> None:
    import matplotlib as mpl

    exercise, known = exercise_of("predict")
    trial = put_to_trial(lambda x, slope, bias: slope * x, exercise, known.judging)
    plan = plots.plan(exercise, trial.verdict, trial.replies)
    assert plan is not None
    with mpl.rc_context({"axes.facecolor": "black", "font.size": 20}):
        styled = plots.draw(plan)
        assert mpl.rcParams["axes.facecolor"] == "black"
    assert styled == plots.draw(plan)


def test_matplotlib_is_loaded_only_when_a_picture_is_shown(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, tmp_path / "work")
    code = (
        START
        + "def predict(x, slope, bias):\n    return slope * x\ntry:\n    check(predict)\nexcept Exception: pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}import sys\nassert 'matplotlib' not in sys.modules"],
        cwd=tmp_path / "work",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
