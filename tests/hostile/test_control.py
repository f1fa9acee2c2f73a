"""The attacks are real: handed in to stock nbgrader, whose tests run in the student's own process, they gain points.

Each runs in a scratch course with nbgrader's own `Execute`, and with tests as its manual teaches to write them.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from tests.support.attacks.attacks import ATTACKS
from tests.support.course import ASSIGNMENT, Make, Scratch, once

CONFIG = """
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.source_directory = "source"
c.CourseDirectory.release_directory = "release"
c.Execute.timeout = 120
c.Execute.startup_timeout = 300
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
# What takes the grading of its submission down. The last one takes nbgrader with it, and so is handed in by the last student.
CRASHES = {
    "writes_grade_false_into_the_tests": "crash-1",
    "exits_in_a_cell": "crash-2",
    "kills_its_parent": "zz-last",
}
# What nbgrader itself mends: it restores the tests' text and points, and counts a test that is gone as 0.
HOLDS = ("writes_a_hundred_points_into_the_tests", "deletes_the_tests", "moves_the_tests_to_the_top")
# One notebook does all that reaches out of its kernel, and says what came of it.
REACHES = {
    "reads the gradebook's folder and other students' work": "print('READ', [p for p in glob.glob('../../../*') + glob.glob('../../../submitted/*')])",
    "reads the solutions": "print('SOLUTION', any('BEGIN SOLUTION' in open(p).read() for p in glob.glob('../../../source/*/*.ipynb')))",
    "sees where it is graded": "print('PATH', os.getcwd())",
    "connects to this machine": "socket.create_connection(('127.0.0.1', PORT), timeout=2)\nprint('CONNECTED')",
    "writes to the gradebook": (
        "db = sqlite3.connect('../../../gradebook.db', timeout=20)\ndb.execute('update grade set extra_credit = 5')\n"
        "db.commit()\nprint('WRITTEN')"
    ),
    "leaves a process behind": (
        "if os.fork() == 0:\n    os.setsid()\n    os.closerange(0, 256)\n    for _ in range(3000):\n        open('ALIVE.new', 'w').write(f'{os.getpid()} {time.time()}')\n"
        "        os.replace('ALIVE.new', 'ALIVE')\n"
        "        time.sleep(0.1)\n    os._exit(0)"
    ),
}
WRONG = {
    "predict": "def predict(x, slope, bias):\n    return 0 * x",
    "mse": "def mse(y, y_pred):\n    return 0.0",
    "gradients": "def gradients(x, y, y_pred):\n    return 0.0, 0.0",
    "train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, []",
}


@pytest.fixture(scope="module")
def stock(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A stock course in which attacks were handed in on top of wrong answers, and graded by nbgrader's own command."""

    def build(root: Path) -> None:
        (root / "nbgrader_config.py").write_text(CONFIG)
        (root / "source" / ASSIGNMENT).mkdir(parents=True)
        nbformat.write(_source(make), root / "source" / ASSIGNMENT / "no-loops.ipynb")
        scratch = Scratch(root)
        done = scratch.program("nbgrader", "generate_assignment", ASSIGNMENT, "--IncludeHeaderFooter.header=")
        assert done.returncode == 0, done.stderr
        released = nbformat.read(root / "release" / ASSIGNMENT / "no-loops.ipynb", as_version=4)
        for each in ATTACKS:
            if each.name in {*GAINS, *HOLDS, *CRASHES}:
                notebook = _answered(released)
                each.change(notebook)
                # Where it helps against tests in the same process: before them.
                notebook.cells.sort(key=lambda cell: not str(cell.get("id", "")).startswith("attack-"))
                scratch.submit(CRASHES.get(each.name, each.name), notebook)
        kills = _answered(released)
        kills.cells.append(
            new_code_cell("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)", id="kills")
        )
        scratch.submit(CRASHES["kills_its_parent"], kills)
        scratch.submit("aa-first", _answered(released))
        with socket.create_server(("127.0.0.1", 0)) as server:
            reaches = _answered(released)
            code = "import glob, os, socket, sqlite3, time\n" + "\n".join(REACHES.values())
            code = code.replace("PORT", str(server.getsockname()[1])).replace(
                "ALIVE", str(root / "alive.txt")
            )
            reaches.cells.append(new_code_cell(code, id="reaches"))
            scratch.submit("reaches", reaches)
            done = scratch.program("nbgrader", "autograde", ASSIGNMENT, timeout=600)
        (root / "status.txt").write_text(str(done.returncode))
        ended = time.time()
        (root / "ended.txt").write_text(str(ended))
        while _alive(root)[1] < ended and time.time() < ended + 30:
            time.sleep(0.1)
        os.kill(_alive(root)[0], signal.SIGKILL)

    return Scratch(once(tmp_path_factory, "stock", build))


def _alive(root: Path) -> tuple[int, float]:
    """Give the process that was left behind, and when it last wrote that it lives."""
    pid, when = (root / "alive.txt").read_text().split()
    return int(pid), float(when)


def _source(make: Make) -> nbformat.NotebookNode:
    """Write the exercises as nbgrader's manual teaches it, with tests that assert in the student's own process."""
    source = make({}, assignment=ASSIGNMENT)
    for cell in source.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name.startswith("check_"):
            cell.source = TESTS[name.removeprefix("check_")]
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = f"### BEGIN SOLUTION\n{cell.source}\n### END SOLUTION"
        if name == "setup":
            cell.source = "import numpy as np"
    return source


def _answered(released: nbformat.NotebookNode) -> nbformat.NotebookNode:
    notebook = nbformat.from_dict(json.loads(json.dumps(released)))
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = WRONG.get(name, cell.source)
    return notebook


def points(stock: Scratch, student: str) -> float:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{stock.root}/gradebook.db", "stock") as gradebook:
        found = gradebook.find_submission_notebook("no-loops", ASSIGNMENT, student)
        return float(sum(grade.auto_score or 0 for grade in found.grades))


def test_wrong_answers_alone_gain_nothing(stock: Scratch) -> None:
    assert points(stock, "aa-first") == 0


@pytest.mark.parametrize("attack", GAINS)
def test_without_a_judge_outside_the_attack_gains_points(attack: str, stock: Scratch) -> None:
    assert points(stock, attack) >= GAINS[attack]


@pytest.mark.parametrize("attack", HOLDS)
def test_what_nbgrader_restores_gains_nothing_there_either(attack: str, stock: Scratch) -> None:
    assert points(stock, attack) == 0


@pytest.mark.parametrize("student", CRASHES.values(), ids=CRASHES)
def test_without_a_process_of_its_own_for_each_cell_the_attack_takes_its_grading_down(
    student: str, stock: Scratch
) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{stock.root}/gradebook.db", "stock") as gradebook:
        found = gradebook.find_submission_notebook("no-loops", ASSIGNMENT, student)
        assert {grade.auto_score for grade in found.grades} == {None}


def test_without_a_process_namespace_the_attack_kills_the_grader(stock: Scratch) -> None:
    assert (stock.root / "status.txt").read_text() == str(-signal.SIGKILL)


@pytest.mark.parametrize(
    "words", ["gradebook.db", "aa-first", "SOLUTION True", "PATH", "CONNECTED", "WRITTEN"]
)
def test_without_walls_the_attack_reaches_out(words: str, stock: Scratch) -> None:
    notebook = nbformat.read(
        stock.root / "autograded" / "reaches" / ASSIGNMENT / "no-loops.ipynb", as_version=4
    )
    shown = "".join(output.get("text", "") for cell in notebook.cells for output in cell.get("outputs", []))
    assert words in shown


def test_without_walls_the_attack_changes_another_students_grade(stock: Scratch) -> None:
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{stock.root}/gradebook.db", "stock") as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "aa-first").score > 0


def test_without_a_process_namespace_the_attack_lives_on(stock: Scratch) -> None:
    assert _alive(stock.root)[1] > float((stock.root / "ended.txt").read_text())
