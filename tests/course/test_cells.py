"""`cells = "answers"` leaves out what decides nothing: every verdict, every row stays what it is where all cells are run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from nbformat import NotebookNode

from autograder.cli import demo
from autograder.course import settings
from autograder.course.source import beginning
from autograder.grading.notebook import grade, open_grader
from autograder.notebooks.graded import MIME_TYPE
from autograder.notebooks.outputs import LEFT_OUT
from autograder.notebooks.restore import is_test
from tests.course.test_answers import notebooks, wrong_answers
from tests.support import warm
from tests.support.classroom import rows
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, Make, Scratch, bank_of

# Answers that can tell whether experiments were run, by what these leave behind.
LEANING = {
    "1-best-fit-line": {
        "predict_loop": "def predict_loop(x_values, slope, bias):\n    return [slope * each + bias for each in x]"
    },
    "2-mean-squared-error": {
        "mse_loop": "calls = []\ndef mse_loop(y, y_pred):\n    calls.append(1)\n"
        "    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y) * (len(calls) < 9)"
    },
    "3-gradient-descent": {
        "gradients_loop": "def gradients_loop(x, y, y_pred, calls=[]):\n    calls.append(1)\n"
        "    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred) * (len(calls) > 30)"
    },
    "4-no-loops": {
        "mse": "def mse(y, y_pred):\n    return float(np.mean((y - y_pred) ** 2)) * rate / 0.05",
        "+": "rate = rate * (x.mean() > -1)\nx += 1\nprint(rate)",
    },
    "5-linear-neuron": {
        "sse": "def sse(y, y_hat):\n    return 0.5 * float(np.sum((y - y_hat) ** 2)) * (1 + np.random.rand())"
    },
}
Both = Callable[[Mapping[str, str], str], tuple[NotebookNode, NotebookNode]]


@pytest.fixture(scope="module")
def both(make: Make) -> Iterator[Both]:
    """Grade a notebook with all its cells, and with those alone that count."""
    every = msgspec.structs.replace(settings.load(ROOT), figures="skip")
    answers = msgspec.structs.replace(every, cells="answers")
    with ExitStack() as stack:
        begin = beginning(ROOT, every, every.assignment(ASSIGNMENT))
        sandbox = stack.enter_context(
            warm.sandbox(every.sandbox, every.limits, cells=begin.cells, files=begin.files, figures="skip")
        )
        graders = {
            name: stack.enter_context(closing(open_grader(every, bank_of(name), sandbox)))  # type: ignore[arg-type]
            for name in ASSIGNMENTS
        }

        def run(written: Mapping[str, str], assignment: str) -> tuple[NotebookNode, NotebookNode]:
            found = []
            for course in (every, answers):
                notebook = make(written, small=False, assignment=assignment)
                grade(replace(graders[assignment], course=course), notebook, {})
                found.append(notebook)
            return found[0], found[1]

        yield run


def decided(notebook: NotebookNode) -> list[NotebookNode]:
    """Give all that a grade and its words are read from."""
    found = [notebook.metadata, *(cell for cell in notebook.cells if is_test(cell))]
    assert len(found) > 2
    return found


def left_out(notebook: NotebookNode) -> list[str]:
    return [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and any(output.get("text") == LEFT_OUT for output in cell.outputs)
    ]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_answers_get_the_same_verdicts_without_the_experiments(assignment: str, both: Both) -> None:
    wrong = {
        name: [
            each["code"] for each in found if "while" not in each["code"]
        ]  # nobody waits for what never ends
        for name, found in wrong_answers(assignment).items()
    }
    every, answers = both(notebooks(wrong)[1], assignment)
    assert decided(answers) == decided(every)
    assert not left_out(every)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_experiments_are_run_for_answers_that_lean_on_them(assignment: str, both: Both) -> None:
    every, answers = both(LEANING[assignment], assignment)
    assert answers == every


def test_experiments_are_left_out_and_the_notebook_says_so_in_their_place(both: Both) -> None:
    _, answers = both({}, ASSIGNMENT)
    assert any("figures.race" in source for source in left_out(answers))
    assert not any("def " in source and "raise" in source for source in left_out(answers))


def verdicts(scratch: Scratch, students: Collection[str]) -> dict[tuple[str, str], object]:
    return {
        (student, cell.metadata.nbgrader.grade_id): output.data[MIME_TYPE]
        for student in students
        for cell in scratch.autograded(student).cells
        for output in cell.get("outputs", [])
        if MIME_TYPE in output.get("data", {})
    }


def test_the_demo_class_gets_the_same_rows_and_words_either_way(
    demo_course: Scratch, released_course: Scratch, tmp_path: Path
) -> None:
    """The demo itself ran all cells."""
    patient = tmp_path / "class"
    patient.mkdir()
    for written in (ROOT / demo.CLASS / ASSIGNMENT).glob("*.py"):
        if "while" not in written.read_text():  # as above
            shutil.copy(written, patient)
    students = {path.stem for path in patient.iterdir()}
    scratch = released_course.copied(tmp_path / "answers")
    path = scratch.root / settings.FILE
    text = path.read_text()
    assert 'cells = "all"' in (demo_course.root / settings.FILE).read_text()
    path.write_text(text.replace('cells = "all"', 'cells = "answers"'))
    assert path.read_text() != text
    demo.hand_in(scratch.root, scratch.entry, patient)
    assert scratch.run("grade", ASSIGNMENT).returncode == 0
    every = {place: row for place, row in rows(demo_course).items() if place[0] in students}
    assert len(verdicts(scratch, students)) > 20
    assert rows(scratch) == every
    assert verdicts(scratch, students) == verdicts(demo_course, students)
