"""The course itself: its notebooks run, their promises are true, and the tutorials' results come out."""

from __future__ import annotations

from typing import Any

import nbformat
import numpy as np
import pytest
from sklearn.datasets import make_regression

from autograder.author import docstrings
from tests.support.course import ASSIGNMENTS, ROOT, Make, Scratch, bank_of, run_in_kernel

Columns = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]


def functions(assignment: str) -> dict[str, Any]:
    return bank_of(assignment).source.references()


@pytest.fixture(scope="module")
def points() -> Columns:
    """The chapter's 100 points, flat."""
    x, y = make_regression(n_samples=100, n_features=1, bias=5, noise=5, random_state=762)
    return x.ravel(), y


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solved_notebook_runs_from_top_to_bottom_in_a_kernel(
    assignment: str, make: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    notebook = make({}, small=False, assignment=assignment)
    folder = ROOT / "exercises" / assignment
    run_in_kernel(notebook, folder)
    tests = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    shown = [
        "".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs) for cell in tests
    ]
    assert all(text.startswith("✓") for text in shown), shown
    kinds = {
        kind
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        for kind in output.get("data", {})
    }
    assert kinds == {"image/png", "text/html", "text/plain"}  # what every front end shows, without widgets


@pytest.mark.parametrize("assignment", [ASSIGNMENTS[0], ASSIGNMENTS[-1]])
def test_an_untouched_notebook_says_in_a_line_what_is_missing(assignment: str, make: Make) -> None:
    notebook = make({}, rest="stub", small=False, assignment=assignment)
    folder = ROOT / "exercises" / assignment
    run_in_kernel(notebook, folder, allow_errors=True)
    errors = [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert {error.ename for error in errors} <= {"NotImplementedError", "NotRightYet", "NameError"}
    assert [e.traceback for e in errors if e.ename == "NotRightYet" and len(e.traceback) > 1] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_example_in_a_docstring_is_true(assignment: str) -> None:
    bank = bank_of(assignment)
    assert docstrings.untrue(bank) == []
    assert sum(code.count(">>> ") for code in bank.source.code.values()) >= 2


def test_the_chapters_run_gives_the_chapters_line(points: Columns) -> None:
    slope, bias, losses = functions("3-gradient-descent")["train_loop"](*points, 0.05, 50)
    assert (slope, bias, losses[-1]) == pytest.approx((12.405610994, 4.875571323, 24.167125886), abs=1e-9)
    assert len(losses) == 50


def test_the_run_without_loops_gives_the_same_line(points: Columns) -> None:
    x, y = (each.reshape(-1, 1) for each in points)
    slope, bias, losses = functions("4-no-loops")["train"](x, y, 0.05, 50)
    assert (slope, bias, losses[-1]) == pytest.approx((12.405610994, 4.875571323, 24.167125886), abs=1e-9)


def test_adding_plain_sums_at_the_chapters_rate_takes_the_same_steps(points: Columns) -> None:
    x, y = points
    given = functions("3-gradient-descent")
    rate = given["shorthand_rate"](0.05, 100)
    assert rate == pytest.approx(1e-3)
    slope = bias = 0.0
    for epoch in range(1, 51):
        residuals = y - (slope * x + bias)
        slope, bias = slope + rate * np.sum(x * residuals), bias + rate * np.sum(residuals)
        assert given["train_loop"](x, y, 0.05, epoch)[:2] == pytest.approx((slope, bias), rel=1e-12)


def test_the_sweep_is_lowest_at_epoch_13(points: Columns) -> None:
    given = functions("2-mean-squared-error")
    losses = given["sweep_losses"](*points, 1, 0.3, 25)
    assert given["best_epoch"](losses) == 13


def test_a_true_rate_of_one_diverges_a_half_arrives_at_once_and_a_two_hundredth_does_not_arrive(
    points: Columns,
) -> None:
    train = functions("3-gradient-descent")["train_loop"]
    least = 24.166989415
    assert train(*points, 1.0, 50)[2][-1] > 1e20
    assert train(*points, 0.5, 12)[2][-1] == pytest.approx(least, rel=1e-6)
    assert train(*points, 0.005, 50)[2][-1] > 3 * least


def test_long_training_reaches_least_squares(points: Columns) -> None:
    slope, bias, losses = functions("3-gradient-descent")["train_loop"](*points, 0.2, 200)
    assert (slope, bias, losses[-1]) == pytest.approx((12.412057868, 4.881656506, 24.166989415), abs=1e-8)


def test_the_neuron_learns_its_line_in_300_epochs() -> None:
    given = functions("5-linear-neuron")
    x, y = given["make_line"](200, 2.0, np.random.default_rng(2))
    w1, w0, errors, snapshots = given["train_neuron"](x, y, -4.96, 3.72, 0.001, 300)
    assert (w1, w0) == pytest.approx((2.0, 0.0), abs=0.2)
    assert errors[-1] < errors[0] / 100
    assert [epoch for epoch, _, _ in snapshots] == list(range(0, 300, 20))


def test_the_neurons_rate_is_the_mse_rate_times_half_the_points() -> None:
    given = functions("5-linear-neuron")
    x, y = given["make_line"](200, 2.0, np.random.default_rng(2))
    w1, w0, _, _ = given["train_neuron"](x, y, 0.0, 0.0, 0.001, 40)
    slope, bias, _ = functions("4-no-loops")["train"](x.reshape(-1, 1), y.reshape(-1, 1), 0.1, 40)
    assert (w1, w0) == pytest.approx((slope, bias))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_solved_notebook_is_graded_with_full_points(assignment: str, tmp_path: Any, make: Make) -> None:
    import shutil

    from autograder.cli import demo

    for name in demo.COPIED:
        path = ROOT / name
        copy: Any = shutil.copytree if path.is_dir() else shutil.copy
        copy(path, tmp_path / name)
    scratch = Scratch(tmp_path)
    notebook = make({}, small=False, assignment=assignment)
    folder = tmp_path / "submitted" / "ada" / assignment
    shutil.copytree(ROOT / "exercises" / assignment, folder)
    place = next(folder.glob("*.ipynb"))
    nbformat.write(notebook, place)
    done = scratch.run("grade", assignment)
    assert done.returncode == 0, done.stdout + done.stderr
    graded = nbformat.read(tmp_path / "autograded" / "ada" / assignment / place.name, as_version=4)
    failed = [
        output.evalue
        for cell in graded.cells
        for output in cell.get("outputs", [])
        if output.output_type == "error"
    ]
    assert failed == []
    scores = [
        float(output.data["text/plain"]) - cell.metadata.nbgrader.points
        for cell in graded.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.outputs
    ]
    assert scores
    assert set(scores) == {0.0}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_answers_to_a_question_are_folded_away_above_the_cell_that_shows_them(
    assignment: str, make: Make
) -> None:
    cells = make({}, small=False, assignment=assignment).cells
    asking = [place for place, cell in enumerate(cells) if cell.source.startswith("# @title A question")]
    assert asking
    for place in asking:
        assert "figures.guess(" in cells[place].source
        assert cells[place].metadata["jupyter"] == {"source_hidden": True}
        assert cells[place + 1].cell_type == "code"
        assert "figures." in cells[place + 1].source or "print(" in cells[place + 1].source
