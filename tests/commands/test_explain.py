"""`autograder explain`: why a verdict is what it is, for the instructor alone; nothing of a student's is run outside the walls."""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.cli.quiet import quiet_libraries
from autograder.explain.walls import BehindWalls, NoValue
from autograder.feedback.trimming import FOR_YOU, Trim
from tests.support.classroom import SUMMED
from tests.support.course import ASSIGNMENT, Make, Scratch, once, run_in_kernel, state

HALF = {"mse": "def mse(y, y_pred):\n    return float(np.sum((y - y_pred) ** 2)) if len(y) > 4 else -1.0"}
NOISY = {
    "mse": "open('/tmp/was-here', 'w').write('x')\ndef mse(y, y_pred):\n    raise ValueError('\\x1b[2J```\\n# escaped')"
}


@pytest.fixture(scope="module")
def term(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A graded class, which explaining does not change."""

    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        for student, answers in (("ada", SUMMED), ("ben", HALF), ("eve", NOISY)):
            course.submit(student, make(answers))
        assert course.run("grade", ASSIGNMENT).returncode == 0

    return Scratch(once(tmp_path_factory, "explained", build))


def explain(course: Scratch, *arguments: str) -> str:
    done = course.run("explain", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_case_is_shown_with_input_expected_and_given(term: Scratch) -> None:
    said = explain(term, "ada", ASSIGNMENT, "mse")
    assert "◐ mse: 1/2 points, 3 of 19 cases right" in said
    assert said.count("        expected ") == said.count("        given ") == 19
    assert "✗ case 3: the same error everywhere\n        input    y = array of shape (4, 1)" in said
    assert "        expected 0.25\n        given    1.0\n" in said


def test_what_each_rule_gave_is_shown_with_its_counts(term: Scratch) -> None:
    said = " ".join(explain(term, "ada", ASSIGNMENT, "mse").split())
    assert "✗ values: 3 of 19 right, within 1e-09 + 1e-06 * |right|" in said
    assert "✓ form: no loop over the points is allowed; 16 points: 5 steps; 96 points: 5 steps;" in said
    assert "✓ from scratch: it called numpy" in said
    assert "✓ arguments: none is changed" in said


def test_the_nearest_faults_are_named_and_where_they_differ(term: Scratch) -> None:
    said = explain(term, "ben", ASSIGNMENT, "mse")
    assert "summed: the same on 14 of 19 cases; keeps 0.5 of the points" in said
    assert "differs first at “a single point”: it gives 22.5625, and the function -1.0" in said


def test_a_function_is_shown_with_the_students_own_and_with_right_ones_beneath(term: Scratch) -> None:
    said = explain(term, "ada", ASSIGNMENT, "train")
    own, _, right = said.partition("with right `mse` in place of the student's: 3 of 3 points")
    assert "with the student's own functions:" in own
    assert "✓ values: 22 of 22 right" in right


def test_what_stands_in_for_a_right_function_beneath_is_no_library_that_was_called(term: Scratch) -> None:
    said = explain(term, "ada", ASSIGNMENT, "train")
    assert "in place of the student's" in said
    assert "autograder." not in said


def test_without_a_function_those_that_are_right_take_a_line(term: Scratch) -> None:
    said = explain(term, "ada", ASSIGNMENT)
    assert "✓ predict: 2/2 points, 18 of 18 cases right\n  told: All is right.\n\n◐ mse" in said


def test_explaining_records_nothing(term: Scratch) -> None:
    before = state(term.root)
    explain(term, "ada", ASSIGNMENT)
    assert state(term.root) == before


def test_no_word_of_a_students_steers_the_terminal(term: Scratch) -> None:
    said = explain(term, "eve", ASSIGNMENT, "mse")
    assert "ValueError: " in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("adda", ASSIGNMENT), "`adda` has handed in no `4-no-loops`\nhint: did you mean `ada`?"),
        (("ada", ASSIGNMENT, "msee"), "has no function `msee`\nhint: it has: predict, mse, gradients, train"),
    ],
)
def test_who_or_what_is_not_there_is_said_in_a_line(
    term: Scratch, arguments: tuple[str, ...], words: str
) -> None:
    done = term.run("explain", *arguments)
    assert (done.returncode, done.stdout) == (4, "")
    assert words in done.stderr


def test_the_notebook_runs_as_it_is_and_the_students_code_only_behind_walls(
    term: Scratch, tmp_path: Path
) -> None:
    shutil.copytree(term.root, tmp_path / "course")
    course = Scratch(tmp_path / "course")
    Path("/tmp/was-here").unlink(missing_ok=True)
    for student in ("ada", "eve"):
        assert "notebook: " in explain(course, student, ASSIGNMENT, "--notebook")
    written = {
        student: nbformat.read(
            course.root / "reports" / f"explain-{ASSIGNMENT}-{student}.ipynb", as_version=4
        )
        for student in ("ada", "eve")
    }
    for notebook in written.values():
        nbformat.validate(notebook)
    run_in_kernel(written["ada"], course.root / "reports")
    shown = "".join(output.text for cell in written["ada"].cells for output in cell.get("outputs", []))
    assert "given:    1.0\nright:    0.25" in shown
    code = [cell.source for cell in written["eve"].cells if cell.cell_type == "code"]
    assert "was-here" not in "".join(code)
    assert any("was-here" in cell.source for cell in written["eve"].cells)  # as text
    run_in_kernel(written["eve"], course.root / "reports", allow_errors=True)
    assert not Path("/tmp/was-here").exists()


def test_a_students_function_can_be_called_with_anything_and_with_right_ones_beneath(term: Scratch) -> None:
    with quiet_libraries(), BehindWalls(term.root, term.course, term.entry, "ada") as ada:
        y = np.array([[1.0], [2.0]])
        assert ada("mse", y, y + 1) == 2.0
        assert ada.right("mse", y, y + 1) == 1.0
        assert ada.case("mse", 3).expected == 0.25
        own, right = (ada("train", y, y, 0.1, 3, right=names)[2] for names in ((), ("mse",)))
        np.testing.assert_allclose(own, 2 * np.array(right))
        with pytest.raises(NoValue, match="there is no function `zoe`"):
            ada("zoe")


def test_the_formgrader_names_the_command_and_the_students_page_does_not(
    term: Scratch, tmp_path: Path
) -> None:
    shutil.copytree(term.root, tmp_path / "course")
    course = Scratch(tmp_path / "course")
    notebook, _ = Trim().preprocess(course.autograded("ada"), {"student": "ada", "assignment_id": ASSIGNMENT})
    shown = [
        str(output.data) for cell in notebook.cells for output in cell.get("outputs", []) if "data" in output
    ]
    assert [f"autograder explain ada {ASSIGNMENT} mse" in each for each in shown if FOR_YOU in each] == [True]
    assert course.run("feedback", ASSIGNMENT).returncode == 0
    page = course.root / "feedback" / "ada" / ASSIGNMENT / "no-loops.html"
    assert FOR_YOU not in page.read_text()
    assert "autograder explain" not in page.read_text()
