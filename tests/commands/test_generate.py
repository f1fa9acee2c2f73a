"""From source to release: nbgrader's own, the same to the byte every time, and with nothing secret in it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from autograder.author import generate
from autograder.author.lint import released_stubs
from autograder.cli.quiet import quiet_libraries
from autograder.course import bank as banks
from autograder.course import settings
from autograder.course.source import write_paired_notebook
from autograder.exercise import examples
from autograder.gradebook import sync, told
from autograder.gradebook.config import load_config
from autograder.gradebook.read import read_grades
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, Scratch, bank_of, kept_warm
from tests.support.tiny import SIXTH

EXERCISES = ROOT / "exercises"


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_is_committed_in_exercises_is_what_the_source_generates(
    assignment: str, scratch: Scratch
) -> None:
    for _ in range(1 + (assignment == ASSIGNMENT)):  # generating again changes no byte
        (scratch.root / told.FILE).unlink(missing_ok=True)
        assert scratch.run("generate", assignment).returncode == 0
        assert contents(EXERCISES / assignment) == contents(scratch.root / "exercises" / assignment), (
            "run `make generate` and commit exercises/"
        )


def test_nbgraders_own_generate_assignment_gives_the_same_bytes(tiny: Scratch) -> None:
    before = contents(tiny.root / "exercises")
    paired = tiny.root / "solutions" / SIXTH / "mean-absolute-error.ipynb"
    shutil.copy(paired, paired.with_name("mean-absolute-error-Copy1.ipynb"))
    written = paired.read_text()
    paired.write_text(written.replace("# Another loss", "# Of yesterday"))
    assert paired.read_text() != written
    done = tiny.program("nbgrader", "generate_assignment", SIXTH, "--force")
    assert done.returncode == 0, done.stderr
    assert contents(tiny.root / "exercises") == before


def test_the_formgraders_button_works_in_a_fresh_checkout(tiny: Scratch) -> None:
    from nbgrader.apps.api import NbGraderAPI

    before = contents(tiny.root / "exercises")
    (tiny.root / "solutions" / SIXTH / "mean-absolute-error.ipynb").unlink()
    (tiny.root / "solutions" / "__pycache__").mkdir(exist_ok=True)  # of what several checks share
    api = NbGraderAPI(config=load_config(tiny.root))
    assert api.get_source_assignments() == {SIXTH}
    with kept_warm():
        done = api.generate_assignment(SIXTH, force=True)
    assert done["success"], done
    assert contents(tiny.root / "exercises") == before


def test_what_was_changed_in_the_notebook_alone_is_kept_and_told(
    scratch: Scratch, caplog: pytest.LogCaptureFixture
) -> None:
    script = scratch.root / "solutions" / ASSIGNMENT / "no-loops.py"
    paired, kept = script.with_suffix(".ipynb"), script.parent / ".ipynb_checkpoints/no-loops-edited.ipynb"
    written = paired.read_text()
    script.write_text(script.read_text().replace("# # No loops", "# # Loops are gone"))
    write_paired_notebook(scratch.root, scratch.entry)  # the script alone was changed
    assert (written != paired.read_text(), kept.exists()) == (True, False)
    written = paired.read_text()
    paired.write_text(written.replace("Loops are gone", "None is left"))
    script.touch()
    write_paired_notebook(scratch.root, scratch.entry)
    assert paired.read_text() == written
    assert "None is left" in kept.read_text()
    assert [each.message for each in caplog.records if each.name == "autograder"] == [
        f"{paired}: held what no-loops.py does not, and was made anew of that; it is kept as {kept}"
    ]


def test_a_copy_beside_the_source_is_no_part_of_the_assignment(tiny: Scratch) -> None:
    before = contents(tiny.root / "exercises")
    folder = tiny.root / "solutions" / SIXTH
    shutil.copy(folder / "mean-absolute-error.ipynb", folder / "mean-absolute-error-Copy1.ipynb")
    assert tiny.run("generate", SIXTH).returncode == 0
    assert contents(tiny.root / "exercises") == before


def test_a_release_that_fails_leaves_the_one_before(
    scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(scratch.root / "exercises")

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(generate, "write_beside", fails)
    (scratch.root / told.FILE).unlink()
    with pytest.raises(OSError, match="full"), quiet_libraries():
        generate.generate(scratch.root, scratch.course, scratch.entry)
    assert contents(scratch.root / "exercises") == before


def test_a_release_is_built_anew_only_where_something_has_changed(
    tiny: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is built from, or the gradebook was told, or somebody has done to it: each is seen."""
    built: list[str] = []

    def build(root: Path, entry: settings.AssignmentEntry, directory: str) -> None:
        built.append(entry.name)
        really_build(root, entry, directory)

    really_build = sync.generate_assignment
    monkeypatch.setattr(generate, "generate_assignment", build)
    (entry,) = tiny.course.assignments
    gradebook = tiny.root / "gradebook.db"
    released = tiny.root / "exercises" / entry.name / f"{entry.notebook}.ipynb"
    before, points = released.read_bytes(), read_grades(tiny.root, tiny.course, entry).points

    def times_built() -> int:
        built.clear()
        with quiet_libraries():
            generate.generate(tiny.root, tiny.course, entry)
        return len(built)

    def update(words: str) -> None:
        with contextlib.closing(sqlite3.connect(gradebook)) as connection, connection:
            connection.execute(f"UPDATE {words}")

    def change(path: Path) -> None:
        path.write_text(path.read_text() + "\n# a comment\n")

    change(tiny.root / "nbgrader_config.py")
    assert (times_built(), times_built()) == (1, 0)
    for happens in (
        lambda: change(tiny.root / "solutions" / entry.name / "checks.py"),
        lambda: released.write_bytes(b"{}"),
        lambda: (released.parent / "examples.json").unlink(),
        lambda: (released.parent / "another.txt").touch(),
        lambda: (tiny.root / "solutions" / entry.name / f"{entry.notebook}.ipynb").unlink(),
        lambda: update("source_cell SET source = 'another'"),
        lambda: update("grade_cells SET max_score = 7"),
        lambda: update("assignment SET duedate = '2027-01-01 00:00:00.000000'"),
        gradebook.unlink,
        lambda: (tiny.root / told.FILE).write_text("[]"),
    ):
        happens()
        assert (times_built(), times_built()) == (1, 0)
        assert released.read_bytes() == before
        assert read_grades(tiny.root, tiny.course, entry).points == points


def test_examples_are_made_anew_only_where_something_has_changed(
    tiny: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever they are made of, or somebody has done to them: each is seen."""
    made: list[str] = []

    def load(root: Path, course: settings.Course, entry: settings.AssignmentEntry) -> banks.Bank:
        made.append(entry.name)
        return banks_load(root, course, entry)

    banks_load = banks.load
    monkeypatch.setattr(banks, "load", load)
    (entry,) = tiny.course.assignments
    released = tiny.root / "exercises" / entry.name / examples.FILE
    before = released.read_bytes()

    def times_made() -> int:
        made.clear()
        with quiet_libraries():
            generate.generate(tiny.root, tiny.course, entry)
        return len(made)

    assert (times_made(), released.read_bytes()) == (0, before)
    checks = tiny.root / "solutions" / entry.name / "checks.py"
    for changed in (checks, tiny.root / "course.toml", tiny.root / "solutions" / "shared_by_all.py"):
        changed.write_text((changed.read_text() if changed.exists() else "") + "\n# a comment\n")
        assert (changed.name, times_made(), times_made()) == (changed.name, 1, 0)
    (tiny.root / "installed-1.1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tiny.root)])
    assert (times_made(), times_made()) == (1, 0)
    released.write_bytes(before.replace(b"0", b"1"))
    assert (times_made(), released.read_bytes()) == (1, before)
    released.unlink()
    assert (times_made(), released.read_bytes()) == (1, before)


def test_the_gradebook_knows_points_and_due_date(released_course: Scratch) -> None:
    from nbgrader.api import Gradebook

    loaded = released_course.course
    with Gradebook(loaded.gradebook_url(released_course.root), loaded.id) as gradebook:
        assignment = gradebook.find_assignment(ASSIGNMENT)
        assert assignment.max_score == 10
        assert assignment.duedate.isoformat() == "2027-01-29T22:59:00"


FUNCTIONS = {
    "1-best-fit-line": "predict_loop nudge_line",
    "2-mean-squared-error": "mse_loop sweep_losses best_epoch",
    "3-gradient-descent": "gradients_loop update train_loop shorthand_rate",
    "4-no-loops": "predict mse gradients train",
    "5-linear-neuron": "make_line linear sse d_error_d_y_hat d_y_hat_d_z d_z_d_w neuron_gradients train_neuron",
}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_function_is_a_stub_with_a_signature_a_docstring_and_a_todo(assignment: str) -> None:
    loaded = settings.load(ROOT)
    stubs = released_stubs(ROOT, loaded.assignment(assignment))
    assert list(stubs) == FUNCTIONS[assignment].split()
    for stub in stubs.values():
        assert stub.startswith("def ")
        assert '"""' in stub
        assert "# TODO: about" in stub
        assert stub.rstrip().endswith('run this cell and the check below it")')


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_released_examples_know_the_mistakes_as_the_bank_does(assignment: str) -> None:
    read = examples.load(EXERCISES / assignment / examples.FILE)
    for question in bank_of(assignment).questions:
        known = {each.id: each for each in question.visible.mistakes}
        exercise = read.exercise(question.visible.name)
        assert [case.label for case in exercise.cases] == [case.label for case in question.visible.cases]
        assert [each.id for each in exercise.mistakes if known[each.id].message != each.message] == []
        assert [each.id for each in exercise.mistakes if known[each.id].credit != each.credit] == []
        assert [
            each.id
            for each in exercise.mistakes
            if not all(map(lambda one, other: other.is_like([one]), each.prints, known[each.id].prints))
        ] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_released_examples_stay_small(assignment: str) -> None:
    assert (EXERCISES / assignment / examples.FILE).stat().st_size < 300_000


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
        (
            "checks.py",
            "@train.mistake(credit=0.25)",
            'from autograder.authoring import mistake\n\n\n@mistake("mze", "wrong")',
            "which is no exercise here",
        ),
        (
            "checks.py",
            "gather=np.copy, over=lambda n: 1",
            "gather=np.sum",
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
