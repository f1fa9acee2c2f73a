"""The attacks are real: handed in to stock nbgrader, whose tests run in the student's own process, they gain points.

Each runs in a scratch course with nbgrader's own `Execute`, and with tests as its manual teaches to write them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ASSIGNMENT, ROOT, Make, Scratch

sys.path.insert(0, str(Path(__file__).parent))

from attacks import ATTACKS

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.Execute.timeout = 20
"""
TESTS = {
    "predict": "np.testing.assert_allclose(predict(np.ones((2, 1)), 2.0, 1.0), [[3.0], [3.0]])",
    "mse": "np.testing.assert_allclose(mse(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]])), 2.0)",
    "gradients": "d = gradients(np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]]), np.array([[1.0], [2.0]]))\n"
    "np.testing.assert_allclose(d, (-8.0, -5.0))",
    "train": "assert abs(train(np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]]), 0.1, 1)[0] - 1.3) < 1e-6",
}
# What each attack that wants points gains for functions that are all wrong (of 10 points).
GAINS = {
    "replaces_numpys_comparisons": 7.0,
    "strips_asserts_with_an_ast_transformer": 3.0,
    "marks_the_tests_as_skipped": 10.0,
}
# What others do that must not be possible either: shown in an output of the autograded notebook.
LEAKS = {
    "looks_for_solutions_and_other_students": "gradebook",
    "behaves_otherwise_where_it_believes_to_be_graded": "submitted",
}
CRASHES = "exits_in_a_cell"
OUTLIVES = "leaves_a_process_behind"  # writes the time to a file of its own for a minute
WRONG = {
    "predict": "def predict(x, slope, bias):\n    return 0 * x",
    "mse": "def mse(y, y_pred):\n    return 0.0",
    "gradients": "def gradients(x, y, y_pred):\n    return 0.0, 0.0",
    "train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, []",
}
READS_THE_COURSE = (
    "import glob, os\nfound = [p for up in range(6) for p in glob.glob('../' * up + '*')]\n"
    "print([os.path.abspath(p) for p in found if 'gradebook' in p or 'submitted' in p])"
)


@pytest.fixture(scope="module")
def stock(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A stock course in which every attack was handed in on top of wrong answers, and graded."""
    root = tmp_path_factory.mktemp("stock")
    (root / "nbgrader_config.py").write_text(CONFIG)
    source = make({}, assignment=ASSIGNMENT)
    for cell in source.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("check_"):
            cell.source = TESTS[name.removeprefix("check_")]
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = f"### BEGIN SOLUTION\n{cell.source}\n### END SOLUTION"
        if name == "setup":
            cell.source = "import numpy as np"
    (root / "source" / ASSIGNMENT).mkdir(parents=True)
    nbformat.write(source, root / "source" / ASSIGNMENT / "no-loops.ipynb")
    scratch = Scratch(root)
    done = scratch.program("nbgrader", "generate_assignment", ASSIGNMENT, "--IncludeHeaderFooter.header=")
    assert done.returncode == 0, done.stderr
    released = nbformat.read(root / "release" / ASSIGNMENT / "no-loops.ipynb", as_version=4)
    for each in ATTACKS:
        if each.name in {*GAINS, *LEAKS, CRASHES, OUTLIVES}:
            notebook = _answered(released)
            each.change(notebook)
            # Where it helps against tests in the same process: before them.
            notebook.cells.sort(key=lambda cell: not str(cell.get("id", "")).startswith("attack-"))
            if each.name in LEAKS:
                notebook.cells.append(nbformat.v4.new_code_cell(READS_THE_COURSE, id="reads"))
            scratch.submit(each.name, notebook)
    scratch.submit("nothing", _answered(released))
    done = scratch.program("nbgrader", "autograde", ASSIGNMENT, timeout=300)
    assert done.returncode != 0  # one of them took its kernel down
    return scratch


def _answered(released: nbformat.NotebookNode) -> nbformat.NotebookNode:
    notebook = nbformat.from_dict(json.loads(json.dumps(released)))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = WRONG.get(name, cell.source)
    return notebook


def points(stock: Scratch, student: str) -> float:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{stock.root}/gradebook.db", "stock") as gradebook:
        return float(gradebook.find_submission(ASSIGNMENT, student).score)


def test_wrong_answers_alone_gain_nothing(stock: Scratch) -> None:
    assert points(stock, "nothing") == 0


@pytest.mark.parametrize("attack", GAINS)
def test_without_a_judge_outside_the_attack_gains_points(attack: str, stock: Scratch) -> None:
    assert points(stock, attack) >= GAINS[attack]


@pytest.mark.parametrize("attack", LEAKS)
def test_without_walls_the_attack_reaches_the_course(attack: str, stock: Scratch) -> None:
    notebook = nbformat.read(stock.root / "autograded" / attack / ASSIGNMENT / "no-loops.ipynb", as_version=4)
    shown = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    assert LEAKS[attack] in shown
    assert str(ROOT) != str(stock.root)


def test_without_a_process_of_its_own_for_each_cell_the_attack_takes_its_grading_down(stock: Scratch) -> None:
    assert not (stock.root / "autograded" / CRASHES / ASSIGNMENT / "no-loops.ipynb").exists()


def test_without_a_process_namespace_the_attack_lives_on(stock: Scratch) -> None:
    alive = Path("/tmp/alive")
    graded = (stock.root / "autograded" / OUTLIVES / ASSIGNMENT / "no-loops.ipynb").stat().st_mtime
    assert float(alive.read_text()) > graded + 1
    alive.unlink()
