"""A second course, `examples/logistic-regression`: verified and graded by a package that knows nothing of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest

from autograder.course.source import beginning
from autograder.exercise import examples
from autograder.exercise.reply import Reply
from autograder.gradebook.config import load_config
from autograder.gradebook.release import opened, release_of
from autograder.grading.elsewhere.kit import pack_kit, unpack_kit
from autograder.judge.judge import judge
from autograder.notebooks.autograded import place
from autograder.notebooks.graded import read_verdicts
from autograder.sandbox.host import Sandbox
from autograder.sandbox.protocol.outputs import Stream
from autograder.sandbox.session import Session
from tests.support.course import ROOT, Scratch, once

COURSE = ROOT / "examples" / "logistic-regression"
FIRST, SECOND = "1-yes-or-no", "2-no-loops"
CLIPPED = "    p = np.clip(p, 1e-12, 1 - 1e-12)\n    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"
SUMMED = "    error = predict(x, slope, bias) - y\n    return np.sum(error * x), np.sum(error)"
LOOP = "    return np.array([sigmoid(slope * each + bias) for each in x])"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The course, with a class that was graded in its second assignment."""

    def build(folder: Path) -> None:
        shutil.copytree(
            COURSE,
            folder,
            dirs_exist_ok=True,
            ignore=shutil.ignore_patterns("*.ipynb", "*.db", "__pycache__"),
        )
        course = Scratch(folder)
        assert course.run("generate").returncode == 0
        for student, changed in {
            "solved": {},
            "clipped": {"cross_entropy": CLIPPED},
            "summed": {"gradients": SUMMED},
            "looped": {"predict": LOOP},
        }.items():
            hand_in(course, student, changed)
        (folder / "submitted" / "clipped" / SECOND / "pictures.py").write_text(
            "def losses(values):\n    raise SystemExit\n"
        )
        done = course.run("grade", SECOND)
        (folder / "said.txt").write_text(done.stdout + done.stderr)
        assert done.returncode == 0, done.stdout + done.stderr

    return Scratch(once(tmp_path_factory, "second-course", build))


def hand_in(course: Scratch, student: str, changed: dict[str, str]) -> None:
    """Hand in the solved notebook, with other bodies for some functions."""
    notebook = nbformat.read(course.root / "solutions" / SECOND / "no-loops.ipynb", as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in changed:
            cell.source = cell.source[: cell.source.index("    ### BEGIN")] + changed[name]
    folder = course.root / "submitted" / student / SECOND
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "no-loops.ipynb")


def test_other_processes_are_given_the_cases_that_are_read_from_a_file(graded: Scratch) -> None:
    course, entry = graded.course, graded.course.assignment(SECOND)
    with opened(course.gradebook_url(graded.root), course.id, load_config(graded.root)) as (gradebook, _):
        release = release_of(gradebook, entry.name, entry.notebook)
    kit = unpack_kit(pack_kit(graded.root, course, entry, release, {}))
    assert f"solutions/{SECOND}/cases.json" in kit.files


def scores(course: Scratch, student: str) -> dict[str, float]:
    found = read_verdicts(place(course.root, SECOND, student) / "no-loops.ipynb")
    return {name: verdict.score for name, verdict in found.items()}


FULL = {"predict": 2, "cross_entropy": 3, "gradients": 3, "train": 4, "accuracy": 2}


def test_its_grader_passes_the_exam(graded: Scratch) -> None:
    done = graded.program("autograder", "verify")  # which forks, as this process better does not
    assert done.returncode == 0, done.stderr
    assert "verified: 2 assignments, problems: 0" in done.stdout


def test_what_is_committed_is_what_its_sources_release(graded: Scratch) -> None:
    for path in (COURSE / "exercises").rglob("*.*"):
        assert path.read_bytes() == (graded.root / path.relative_to(COURSE)).read_bytes(), path.name


def drawn_by(course: Scratch, student: str) -> int:
    notebook = nbformat.read(place(course.root, SECOND, student) / "no-loops.ipynb", as_version=4)
    return sum("image/png" in json.dumps(cell.get("outputs", [])) for cell in notebook.cells)


def test_the_solved_notebook_gets_all_points_with_pictures_of_the_courses_own(graded: Scratch) -> None:
    assert scores(graded, "solved") == FULL
    assert drawn_by(graded, "solved") == 1


def test_what_a_student_makes_of_a_shared_file_changes_nothing(graded: Scratch) -> None:
    handed_in = graded.root / "submitted" / "clipped" / SECOND / "pictures.py"
    assert handed_in.read_text().endswith("raise SystemExit\n")
    assert scores(graded, "clipped") == FULL
    assert drawn_by(graded, "clipped") == 1


def test_a_sandbox_imports_what_is_shared_once_for_all(graded: Scratch) -> None:
    begin = beginning(graded.root, graded.course, graded.course.assignment(SECOND))
    assert [*begin.files] == ["pictures.py"]
    counted = b"import os; there = os.getpid()\n" + begin.files["pictures.py"]
    look = "import os, pictures\nprint(pictures.there != os.getpid())"
    with (
        Sandbox(
            graded.course.sandbox, graded.course.limits, cells=begin.cells, files={"pictures.py": counted}
        ) as warm,
        Session(warm, graded.course.limits, [look], {}) as session,
    ):
        session.run()
        assert [*session.results[0].outputs] == [Stream(name="stdout", text="True\n")]


def test_several_results_are_right(graded: Scratch) -> None:
    assert scores(graded, "clipped") == FULL


def test_a_fault_that_two_assignments_share_is_named_in_both(graded: Scratch) -> None:
    assert scores(graded, "summed") == {**FULL, "gradients": 1.5}
    found = read_verdicts(place(graded.root, SECOND, "summed") / "no-loops.ipynb")
    assert found["gradients"].mistake == "summed"
    for assignment in (FIRST, SECOND):
        assert '"summed"' in (graded.root / "exercises" / assignment / "examples.json").read_text()


def test_a_loop_where_none_is_asked_for_keeps_half(graded: Scratch) -> None:
    assert scores(graded, "looped") == {**FULL, "predict": 1}


def test_tolerances_of_one_exercise_go_to_students_with_the_examples(graded: Scratch) -> None:
    read = examples.load(graded.root / "exercises" / SECOND / examples.FILE)
    train, accuracy = read.exercise("train"), read.exercise("accuracy")
    assert accuracy.tolerance is None
    assert train.tolerance is not None
    assert (train.tolerance.rtol, train.tolerance.atol) == (1e-4, 1e-9)
    for off, outcome in ((1e-5, "passed"), (1e-3, "failed")):
        replies = [
            Reply(value=(a * (1 + off), b, losses), args=case.args)
            for case in train.cases
            for a, b, losses in [case.expected]
        ]
        assert judge(train, replies, read.judging).outcome == outcome


def test_cases_in_a_file_are_graded_with_and_kept_from_students(graded: Scratch) -> None:
    assert "cases.json" in {path.name for path in (graded.root / "solutions" / SECOND).iterdir()}
    assert "cases.json" not in {path.name for path in (graded.root / "exercises" / SECOND).iterdir()}
    said = (graded.root / "exercises" / SECOND / "examples.json").read_text()
    assert "sure of both" not in said
    verdict = read_verdicts(place(graded.root, SECOND, "solved") / "no-loops.ipynb")["predict"]
    assert verdict.cases_total == 4 + 1 + 3  # those of the file, the first once more, and three sizes


def test_without_hidden_cases_the_examples_are_graded(graded: Scratch) -> None:
    verdict = read_verdicts(place(graded.root, SECOND, "solved") / "no-loops.ipynb")["accuracy"]
    assert verdict.cases_total == 3 + 1 + 3


def test_no_module_of_the_package_knows_it() -> None:
    words = re.compile("logistic|sigmoid|cross.?entropy", re.IGNORECASE)
    found = [path for path in (ROOT / "autograder").rglob("*.py") if words.search(path.read_text())]
    assert [str(path.relative_to(ROOT)) for path in found] == []
