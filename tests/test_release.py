"""From source to release: nbgrader's own, the same to the byte every time, and with nothing secret in it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from conftest import ASSIGNMENT, ROOT, Scratch

from autograder import bank, course, examples
from autograder.compare import matches

EXERCISES = ROOT / "exercises"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_what_is_committed_in_exercises_is_what_the_source_generates(released_course: Scratch) -> None:
    assert contents(EXERCISES) == contents(released_course.root / "exercises"), (
        "run `make generate` and commit exercises/"
    )


def test_generating_again_changes_no_byte(scratch: Scratch) -> None:
    before = contents(scratch.root / "exercises")
    assert scratch.run("generate").returncode == 0
    assert contents(scratch.root / "exercises") == before


def test_nbgraders_own_generate_assignment_gives_the_same_bytes(scratch: Scratch) -> None:
    before = contents(scratch.root / "exercises")
    done = scratch.program("nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert done.returncode == 0, done.stderr
    assert contents(scratch.root / "exercises") == before


def test_the_gradebook_knows_points_and_due_date(released_course: Scratch) -> None:
    from nbgrader.api import Gradebook

    loaded = released_course.course
    with Gradebook(loaded.gradebook_url(released_course.root), loaded.id) as gradebook:
        assignment = gradebook.find_assignment(ASSIGNMENT)
        assert assignment.max_score == 10
        assert assignment.duedate.isoformat() == "2027-01-29T22:59:00"


def released() -> nbformat.NotebookNode:
    return nbformat.read(EXERCISES / ASSIGNMENT / "no-loops.ipynb", as_version=4)


def test_every_function_is_a_stub_with_a_signature_a_docstring_and_a_todo() -> None:
    stubs = [cell.source for cell in released().cells if cell.metadata.get("nbgrader", {}).get("solution")]
    assert len(stubs) == 4
    for stub in stubs:
        assert stub.startswith("def ")
        assert '"""' in stub
        assert "# TODO: about" in stub
        assert stub.rstrip().endswith('run this cell and the check below it")')


def test_nothing_secret_is_released(solved: dict[str, str]) -> None:
    text = b"".join(contents(EXERCISES).values()).decode()
    assert "SOLUTION" not in text
    for name in ("checks.py", "no-loops.py"):
        assert not list(EXERCISES.rglob(name))
    for code in solved.values():
        for line in code.splitlines():
            if line.startswith("    return") or "np.mean" in line:
                assert json.dumps(line.strip())[1:-1] not in text


def test_no_hidden_case_is_among_the_examples() -> None:
    loaded = course.load(ROOT)
    tolerance = loaded.judging.rules().tolerance
    for question in bank.load(ROOT, loaded, loaded.assignment(ASSIGNMENT)).questions:
        for hidden in question.hidden.cases:
            for visible in question.visible.cases:
                same = [matches(a, b, tolerance) for a, b in zip(hidden.args, visible.args, strict=True)]
                assert not all(same), (question.hidden.name, hidden.label, visible.label)


def test_examples_are_read_back_as_they_were_written() -> None:
    path = EXERCISES / ASSIGNMENT / examples.FILE
    assert examples.dump(examples.load(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "checks.py",
            'exercise(\n    "mse"',
            'exercise(\n    "mze"',
            "no exercise `mse`, but no-loops.py has a test cell for it",
        ),
        (
            "checks.py",
            "import numpy as np",
            "import numpyy as np",
            "checks.py: does not run: ModuleNotFoundError",
        ),
        ("checks.py", 'mistake("mse"', 'mistake("mze"', "which is no exercise here"),
        (
            "checks.py",
            "return -np.mean((y - y_pred) ** 2)",
            "return np.mean((y - y_pred) ** 2)",
            "is right on every hidden case",
        ),
        (
            "no-loops.py",
            "return slope * x + bias",
            "return slope * z + bias",
            "the reference `predict` raises NameError",
        ),
        ("no-loops.py", "def predict(", "def predictt(", "the cell `predict` defines no function `predict`"),
    ],
)
def test_a_mistake_of_the_author_is_named_with_its_file(
    name: str, old: str, new: str, words: str, scratch: Scratch
) -> None:
    path = scratch.root / "solutions" / ASSIGNMENT / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    done = scratch.run("generate", ASSIGNMENT)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_thresholds_that_the_reference_itself_misses_are_refused(scratch: Scratch) -> None:
    path = scratch.root / "course.toml"
    path.write_text(path.read_text().replace("loss_factor = 1.001", "loss_factor = 1.0"))
    done = scratch.run("generate", ASSIGNMENT)
    assert done.returncode == 2
    assert "fails its own fact" in done.stderr
