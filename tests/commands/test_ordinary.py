"""nbgrader's ordinary assignments, whose test cells hold asserts, beside ours: released, handed in, graded and returned."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import nbgrader.docs
import pytest
from nbgrader.api import Gradebook

from autograder.gradebook.config import load_config
from autograder.grading.batch import run
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import waiting
from autograder.nbgrader import lab
from autograder.nbgrader.log import words_of
from autograder.notebooks.submitted import find
from tests.support.course import Scratch
from tests.support.exchange import exchange

QUICKSTART = Path(nbgrader.docs.__path__[0]) / "source/user_guide/source"
PS1 = QUICKSTART / "ps1"
TABLE = '\n[[assignments]]\nname = "ps1"\ntitle = "Problem set 1"\nnotebooks = ["problem1", "problem2"]\n'
RIGHT = {
    "squares": "def squares(n):\n    if n < 1:\n        raise ValueError('too small')\n    return [i**2 for i in range(1, n + 1)]",
    "sum_of_squares": "def sum_of_squares(n):\n    return sum(squares(n))",
    "sum_of_squares_equation": r"$\sum_{i=1}^n i^2$",
    "sum_of_squares_application": "sum_of_squares(3)",
    "part-a": "Fibonacci's numbers.",
    "part-b": "For negative ones, it never ends.",
}
NO_CHECK = {**RIGHT, "squares": "def squares(n):\n    return [i**2 for i in range(1, n + 1)]"}
BESIDE = {"problem1.csv": "1", "data/more.csv": "2"}
Row = tuple[float | None, float | None, bool]


def with_ps1(course: Scratch, table: str = TABLE) -> Scratch:
    """Lay down what `nbgrader quickstart` does."""
    shutil.copytree(PS1, course.root / "solutions" / "ps1")
    settings = course.root / "course.toml"
    settings.write_text(settings.read_text() + table)
    return course


def hand_in(root: Path, student: str, answers: Mapping[str, str], *more: str) -> Path:
    """Hand in the release with these answers, by cell, and with more cells at the end of the first notebook."""
    folder = root / "submitted" / student / "ps1"
    shutil.copytree(root / "exercises" / "ps1", folder, dirs_exist_ok=True)
    for path in folder.glob("*.ipynb"):
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            cell["source"] = answers.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        if path.stem == "problem1":
            notebook["cells"] += [
                {"cell_type": "code", "id": f"more-{i}", "metadata": {}, "source": source, "outputs": []}
                | {"execution_count": None}
                for i, source in enumerate(more)
            ]
        path.write_text(json.dumps(notebook))
    return folder


def rows(url: str) -> dict[str, dict[str, Row]]:
    """Read what the gradebook holds of each student: score, manual score, and whether somebody has to look."""
    with Gradebook(url, "") as gradebook:
        return {
            submission.student.id: {
                f"{notebook.name}/{grade.name}": (
                    grade.auto_score,
                    grade.manual_score,
                    bool(grade.needs_manual_grade),
                )
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            for submission in gradebook.find_assignment("ps1").submissions
        }


def scores(course: Scratch, student: str) -> list[float | None]:
    """Give the points of the four test cells, in the notebook's order."""
    found = rows(course.course.gradebook_url(course.root))[student]
    names = (
        "correct_squares",
        "squares_invalid_input",
        "correct_sum_of_squares",
        "sum_of_squares_uses_squares",
    )
    return [found[f"problem1/{name}"][0] for name in names]


@pytest.fixture(scope="module")
def played(released_tiny: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A class that has handed in, and was graded and given its pages; not to be changed by a test."""
    course = with_ps1(released_tiny.copied(tmp_path_factory.mktemp("played") / "course"))
    assert course.run("generate", "ps1").returncode == 0
    hand_in(course.root, "ada", RIGHT)
    hand_in(course.root, "ben", {})
    hand_in(course.root, "cleo", NO_CHECK)
    done = course.run("grade", "ps1")
    assert done.returncode == 0, done.stderr
    assert "graded: 3, not graded: 0" in done.stdout
    done = course.run("feedback", "ps1")
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture
def course(played: Scratch, tmp_path: Path) -> Scratch:
    """The same class, to be changed by a test."""
    return played.copied(tmp_path / "course")


def test_a_release_has_nbgraders_stubs_and_no_solution(played: Scratch) -> None:
    released = played.root / "exercises" / "ps1"
    text = (released / "problem1.ipynb").read_text()
    assert "# YOUR CODE HERE" in text
    assert "YOUR ANSWER HERE" in text
    assert "i ** 2" not in text
    assert sorted(path.name for path in released.iterdir()) == [
        "jupyter.png",
        "problem1.ipynb",
        "problem2.ipynb",
    ]
    before = {path: path.read_bytes() for path in released.iterdir()}
    assert played.run("generate", "ps1").returncode == 0
    assert {path: path.read_bytes() for path in released.iterdir()} == before


def test_the_rows_are_those_of_stock_nbgrader(played: Scratch, tmp_path: Path) -> None:
    stock = tmp_path / "stock"
    shutil.copytree(QUICKSTART / "ps1", stock / "source" / "ps1")
    for student in ("ben", "cleo"):
        shutil.copytree(played.root / "submitted" / student, stock / "submitted" / student)
    (stock / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'stock'\n")
    for command in ("generate_assignment", "autograde"):
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, "ps1"],
            cwd=stock,
            env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    ours = rows(played.course.gradebook_url(played.root))
    assert {student: ours[student] for student in ("ben", "cleo")} == rows(f"sqlite:///{stock}/gradebook.db")


def test_what_is_missing_costs_nothing_but_itself(played: Scratch) -> None:
    assert scores(played, "ada") == [1, 1, 0.5, 0.5]
    assert scores(played, "cleo") == [1, 0, 0.5, 0.5]


def test_pages_say_that_asserts_can_be_fooled(played: Scratch) -> None:
    folder = played.root / "feedback" / "cleo" / "ps1"
    assert sorted(path.name for path in folder.iterdir()) == ["problem1.html", "problem2.html"]
    page = (folder / "problem1.html").read_text()
    assert "AssertionError: did not raise" in page
    assert page.count("Asserted inside the student&#x27;s process: can be fooled.") == 4
    assert "of 10 points so far" in page
    assert "Problem set 1: problem2" in (folder / "problem2.html").read_text()
    assert "of 3 points" in (played.root / "feedback/ben/ps1/problem2.html").read_text()
    again = played.run("feedback", "ps1")
    assert "0 written, 6 unchanged" in again.stdout


def test_what_was_released_lies_beside_it_whatever_is_handed_in_under_its_name(course: Scratch) -> None:
    released = course.root / "exercises" / "ps1"
    (released / "problem1.csv").write_text("1")
    (released / "data").mkdir()
    (released / "data" / "more.csv").write_text("2")
    reads = "\n".join(f"assert open({name!r}).read() == {text!r}" for name, text in BESIDE.items())
    handed_in = hand_in(course.root, "dan", {**RIGHT, "squares": f"{reads}\n{RIGHT['squares']}"})
    (handed_in / "problem1.csv").write_text("of his own")
    shutil.rmtree(handed_in / "data")
    (handed_in / "data").write_text("of his own")
    assert course.run("grade", "ps1", "--student", "dan").returncode == 0
    assert scores(course, "dan") == [1, 1, 0.5, 0.5]
    assert '"output_type": "error"' not in (course.root / "autograded/dan/ps1/problem1.ipynb").read_text()


def test_report_export_and_explain_know_them(course: Scratch) -> None:
    done = course.run("report", "ps1")
    assert done.returncode == 0, done.stderr
    assert "Asserted inside the student's process: can be fooled: correct_squares" in done.stdout
    page = (course.root / "reports" / "ps1.html").read_text()
    assert "<code>correct_squares</code> †" in page
    assert "<code>part-a</code> †" not in page
    assert course.run("report", "ps1", "--anonymous").returncode == 0
    done = course.run("export", "ps1", "-o", "-")
    assert "ps1: waiting for a human, no grade written: ada, ben, cleo" in done.stderr
    done = course.run("explain", "cleo", "ps1")
    assert done.returncode == 1
    assert "`ps1` is an ordinary assignment" in done.stderr


def test_what_is_graded_is_not_graded_again(course: Scratch) -> None:
    assert "nothing new; 3 graded already" in course.run("grade", "ps1").stdout
    hand_in(course.root, "cleo", {**NO_CHECK, "part-a": "Another answer."})
    before = scores(course, "cleo")
    done = course.run("grade", "ps1", "--dry-run")
    assert "graded: 1, not graded: 0, unchanged: 2" in done.stdout
    hand_in(course.root, "cleo", RIGHT)
    assert "cleo" in course.run("grade", "ps1", "--dry-run").stdout
    assert scores(course, "cleo") == before
    course.run("grade", "ps1")
    assert scores(course, "cleo") == [1, 1, 0.5, 0.5]


def test_a_change_in_a_later_notebook_is_seen_however_large_it_is(course: Scratch) -> None:
    settings = course.root / "course.toml"
    settings.write_text(settings.read_text() + "\n[limits]\nfile_mb = 1\n")
    large = "x" * 700_000
    hand_in(course.root, "dan", {**RIGHT, "part-a": large})
    assert course.run("grade", "ps1", "--student", "dan").returncode == 0
    entry = course.course.assignment("ps1")
    assert not waiting(course.root, course.course, entry, force=False, students={"dan"}).submissions
    hand_in(course.root, "dan", {**RIGHT, "part-a": large + "y"})
    assert waiting(course.root, course.course, entry, force=False, students={"dan"}).submissions


def test_a_lost_gradebook_is_written_anew(course: Scratch) -> None:
    before = rows(course.course.gradebook_url(course.root))
    (course.root / "gradebook.db").unlink()
    done = course.run("grade", "ps1")
    assert "recorded again: 3" in done.stdout, done.stderr
    assert rows(course.course.gradebook_url(course.root)) == before


def test_nbgraders_own_autograde_gives_the_same_rows(course: Scratch) -> None:
    before = rows(course.course.gradebook_url(course.root))
    done = course.program("nbgrader", "autograde", "ps1", "--force")
    assert done.returncode == 0, done.stderr
    assert rows(course.course.gradebook_url(course.root)) == before
    verdicts = (course.root / "autograded" / "cleo" / "ps1" / "problem1.ipynb").read_text()
    assert '"asserted": true' in verdicts


def test_whoever_watches_is_told_what_waits_for_a_person(course: Scratch) -> None:
    graded = run(
        course.root,
        course.course,
        course.course.assignment("ps1"),
        find(course.root, "ps1", "problem1", ["ben", "cleo"]),
        place=Place(workers=1),
    )
    assert (
        {each.student: words_of(each) for each in graded}
        == {
            "ben": "0 of 3 points, and up to 4 more from you",  # what is not answered is worth nothing; a task is looked at
            "cleo": "2 of 3 points, and up to 10 more from you",
        }
    )


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # nbgrader leaves a file open
def test_it_goes_through_the_exchange_and_comes_as_a_zip(course: Scratch) -> None:
    root = course.root
    done = course.run("zip", "ps1")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(root / "zips" / "ps1.zip") as packed:
        names = sorted(packed.namelist())
        assert names == [
            f"ps1/{name}" for name in ("README.txt", "jupyter.png", "problem1.ipynb", "problem2.ipynb")
        ]
        assert "hand in problem1.ipynb and problem2.ipynb" in packed.read("ps1/README.txt").decode()
    lab.prepare(root, course.course, None, [])
    lab.prepare_exchange(root, course.course)
    config = load_config(root)
    exchange(config, "ReleaseAssignment", "ps1").start()
    outbound = root / "exchange" / course.course.id / "outbound" / "ps1"
    assert {path.name for path in outbound.iterdir()} >= {"jupyter.png", "problem1.ipynb", "problem2.ipynb"}
    handed_in = (
        root / "exchange" / course.course.id / "inbound" / "dan+ps1+2026-11-22 10:00:00.000000 UTC+secret"
    )
    shutil.move(hand_in(root, "dan", RIGHT), handed_in)
    (handed_in / "timestamp.txt").write_text("2026-11-22 10:00:00.000000 UTC")
    (handed_in / "submission_secret.txt").write_text("c0ffee")
    handed_in.chmod(0o777)  # nbgrader's sign that all is there
    exchange(config, "Collect", "ps1").start()
    assert course.run("grade", "ps1").returncode == 0
    assert scores(course, "dan") == [1, 1, 0.5, 0.5]
    assert course.run("feedback", "ps1").returncode == 0
    exchange(config, "ReleaseFeedback", "ps1").start()
    returned = root / "exchange" / course.course.id / "feedback"
    assert len(list(returned.iterdir())) == 2


def test_whatever_a_submission_does_costs_itself_alone(course: Scratch) -> None:
    settings = course.root / "course.toml"
    settings.write_text(settings.read_text() + "\n[limits]\ncell_seconds = 1\n")
    beyond = RIGHT["squares"].replace("    if", "    {}\n    if", 1)
    hand_in(course.root, "dan", {**RIGHT, "squares": beyond.format("while n == 11: pass")})
    hand_in(course.root, "eve", {**RIGHT, "squares": beyond.format("import os; n == 11 and os._exit(3)")})
    hand_in(course.root, "finn", {**RIGHT, "squares": beyond.format("print('x' * 3_000_000)")})
    hand_in(course.root, "gus", {**RIGHT, "squares": beyond.format("import warnings; warnings.warn('mind')")})
    silent = "class E(Exception):\n    def __str__(self): raise SystemExit\n    __repr__ = __str__\ndef squares(n): raise E"
    hand_in(course.root, "jan", {**RIGHT, "squares": silent})
    (hand_in(course.root, "hal", RIGHT) / "problem2.ipynb").unlink()
    (hand_in(course.root, "ida", RIGHT) / "problem1.ipynb").write_text("no notebook")
    done = course.run("grade", "ps1")
    assert done.returncode == 1
    assert (
        "not graded: hal: problem2: The submission could not be read: the notebook `problem2.ipynb` is missing"
        in done.stdout
    )
    assert "not graded: ida: problem1: The submission could not be read: the file is not JSON" in done.stdout
    assert scores(course, "dan") == scores(course, "eve") == [0, 1, 0, 0.5]
    assert scores(course, "finn") == scores(course, "gus") == scores(course, "hal") == [1, 1, 0.5, 0.5]
    assert scores(course, "jan") == [0, 0, 0, 0.5]
    assert scores(course, "ida") == [None, None, None, None]
    held = rows(course.course.gradebook_url(course.root))
    assert (
        held["hal"]["problem2/part-a"]
        == held["ida"]["problem1/sum_of_squares_equation"]
        == (None, None, True)
    )


def test_a_name_that_is_used_again_below_a_test_costs_nothing(course: Scratch) -> None:
    hand_in(course.root, "dan", RIGHT, "squares = None")
    assert course.run("grade", "ps1").returncode == 0
    assert scores(course, "dan") == [1, 1, 0.5, 0.5]


def cells_of(*cells: tuple[str, str, float | None]) -> dict[str, object]:
    """Make a source notebook of cells: name, code, and points where it is a test."""
    made: list[dict[str, object]] = []
    for name, source, points in cells:
        data = {"grade": points is not None, "grade_id": name, "locked": points is not None}
        data |= {"schema_version": 3, "solution": points is None, "task": False}
        data |= {} if points is None else {"points": points}
        made.append(
            {"cell_type": "code", "execution_count": None, "metadata": {"nbgrader": data}, "outputs": []}
            | {"id": f"{name}-{len(made)}", "source": source}
        )
    return {"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


HALF = "### BEGIN SOLUTION\ndef half(x):\n    return x / 2\n### END SOLUTION"
HELPER = "from math import isclose\n### BEGIN HIDDEN TESTS\nSECRET = 4.0\nassert half(8) == SECRET\n### END HIDDEN TESTS"
PARTS = "first = 2\nsum(isclose(half(x), x / 2) for x in (first, 3))"
OWN = '\n[[assignments]]\nname = "own"\ntitle = "Names of its own"\nnotebooks = ["A sheet"]\n'


def test_partial_credit_helpers_and_hidden_tests(tiny: Scratch) -> None:
    folder = tiny.root / "solutions" / "own"
    folder.mkdir()
    source = cells_of(("half", HALF, None), ("check_first", HELPER, 1), ("parts", PARTS, 2))
    for name in ("A sheet", "B"):  # cells of the same names
        (folder / f"{name}.ipynb").write_text(json.dumps(source))
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text() + OWN.replace('"A sheet"', '"A sheet", "B"'))
    assert tiny.run("verify", "own").stdout.endswith("verified: 1 assignments, problems: 0\n")
    assert tiny.run("generate", "own").returncode == 0
    released = (tiny.root / "exercises" / "own" / "A sheet.ipynb").read_text()
    assert "SECRET" not in released
    looks = (
        "def half(x):\n    return 1.0 if x == 2 else 4.0 if x == 8 else 0.0\n"
        "print('seen:', any('SEC' + 'RET' in each for each in In))"
    )
    much = looks.replace("    return", "    print('x' * 2_000_000)\n    return")
    many = "def half(x):\n    [display(i) for i in range(1500)]\n    return x"
    wrong = "def half(x):\n    return x"
    answers = {"ada": HALF, "ben": looks, "cleo": wrong, "dan": much, "eve": many}
    for student, answer in answers.items():
        notebook = json.loads(released)
        notebook["cells"][0]["source"] = answer
        place = tiny.root / "submitted" / student / "own"
        place.mkdir(parents=True)
        (place / "A sheet.ipynb").write_text(json.dumps(notebook))
        (place / "B (1).ipynb").write_text(
            released.replace("raise NotImplementedError()", "half = lambda x: 4")
        )
    done = tiny.run("grade", "own")
    assert done.returncode == 0, done.stderr
    assert "warning: ada: B: `B.ipynb` is missing; `B (1).ipynb` was graded in its place" in done.stdout
    with Gradebook(tiny.course.gradebook_url(tiny.root), "") as gradebook:
        found = {
            each.student.id: {
                notebook.name: [grade.auto_score for grade in notebook.grades] for notebook in each.notebooks
            }
            for each in gradebook.find_assignment("own").submissions
        }
    assert {student: each["A sheet"] for student, each in found.items()} == {
        "ada": [1, 2],
        "ben": [1, 1],
        "cleo": [0, 0],
        "dan": [1, 1],
        "eve": [0, 0],
    }
    assert all(each["B"] == [1, 0] for each in found.values())
    assert "seen: False" in (tiny.root / "autograded/ben/own/A sheet.ipynb").read_text()
    assert "nothing new; 5 graded already" in tiny.run("grade", "own").stdout
    assert tiny.run("feedback", "own").returncode == 0
    page = tiny.root / "feedback/ben/own/A sheet.html"
    assert "Its test gave 1 of 2 points" in page.read_text()
    assert "SECRET" in page.read_text()
    rules = 'due = 2099-01-01T00:00:00+00:00\non_submission = { before_due = "points" }\n'
    settings.write_text(settings.read_text().replace('name = "own"\n', f'name = "own"\n{rules}'))
    assert tiny.run("feedback", "own").returncode == 0
    assert "more is shown after the due date" in page.read_text()
    assert "SECRET" not in page.read_text()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (cells_of(("half", HALF, None), ("half", "assert half(2) == 1", 1)), "cell `half`: its `grade_id` stands 2 times"),
        (cells_of(("half", HALF.replace("### END SOLUTION", ""), None)), "cell `half`: `### BEGIN SOLUTION` without a `### END SOLUTION` below it"),
        (cells_of(("half", HALF, None)) | {"metadata": {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}}, "its kernel speaks R"),
        (cells_of(("half", HALF, None), ("fails", "assert half(2) == 2", 1)), "`fails` gets 0 of 1: This does not hold: assert half(2) == 2"),
    ],
    ids=["twice", "no end", "another language", "nobody can"],
)  # fmt: skip
def test_an_authors_error_is_one_line(source: dict[str, object], words: str, tiny: Scratch) -> None:
    folder = tiny.root / "solutions" / "own"
    folder.mkdir()
    (folder / "A sheet.ipynb").write_text(json.dumps(source))
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text() + OWN)
    done = tiny.run("verify", "own")
    assert done.returncode != 0
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 2


def test_without_its_names_in_the_settings_the_line_to_add_is_named(tiny: Scratch) -> None:
    with_ps1(tiny, TABLE.replace('notebooks = ["problem1", "problem2"]\n', ""))
    done = tiny.run("generate", "ps1")
    assert done.returncode != 0
    assert 'add `notebooks = ["problem1", "problem2"]` to its table in course.toml' in done.stderr


def test_functions_and_asserts_cannot_stand_in_one_assignment(tiny: Scratch) -> None:
    with_ps1(tiny)
    (tiny.root / "solutions" / "ps1" / "checks.py").write_text("")
    done = tiny.run("generate", "ps1")
    assert done.returncode == 2
    assert "cannot stand in one assignment: make two of them" in done.stderr
    folder = next(path for path in (tiny.root / "solutions").iterdir() if path.name != "ps1")
    shutil.copy(PS1 / "problem1.ipynb", folder)
    done = tiny.run("generate", folder.name)
    assert done.returncode == 2
    assert "problem1.ipynb: cell `correct_squares`: is graded, but not part of" in done.stderr


def test_a_test_cell_with_asserts_beside_checks_is_refused(tiny: Scratch) -> None:
    script = next((tiny.root / "solutions").glob("*/mean-absolute-error.py"))
    script.write_text(script.read_text().replace("check(mae)", "assert mae([1], [1]) == 0"))
    done = tiny.run("generate")
    assert done.returncode == 2
    assert "must hold `check(mae)` and nothing else" in done.stderr


def hand_in_own(course: Scratch, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Hand in the release of `own`, for each student with these answers, by cell."""
    released = (course.root / "exercises" / "own" / "A sheet.ipynb").read_text()
    for student, own in answers.items():
        notebook = json.loads(released)
        for cell in notebook["cells"]:
            cell["source"] = own.get(cell["metadata"]["nbgrader"]["grade_id"], cell["source"])
        place = course.root / "submitted" / student / "own"
        place.mkdir(parents=True)
        (place / "A sheet.ipynb").write_text(json.dumps(notebook))


IMPORTS = (
    "import math\nmath_was_here = True\ncalls = []\nassert twice(1) == 2\n"
    "### BEGIN HIDDEN TESTS\nSECRET = 'not to be seen'\n### END HIDDEN TESTS"
)
TWICE = "### BEGIN SOLUTION\ndef twice(x):\n    return 2 * x\n### END SOLUTION"
CIRCLE = "### BEGIN SOLUTION\ndef circle(radius):\n    from math import pi\n    return pi * radius**2\n### END SOLUTION"
RESTS_ON_A_TEST = {
    "ada": "PI = math.pi\nprint('area', PI)\ndef circle(radius):\n    return PI * radius**2",
    "ben": "def circle(radius):\n    try:\n        return math.pi * radius**2\n    except NameError:\n        return 0.0",
    "cleo": "calls.append(1)\ndef circle(radius):\n    return math.pi * radius**2",
    "dan": "def circle(radius):\n    return (3.14159265358979 if 'SECRET' not in globals() and not any('to be se' + 'en' in each for each in In) else 0) * radius**2",
}


def test_an_answer_may_rest_on_what_a_test_above_it_does_as_in_a_students_kernel(tiny: Scratch) -> None:
    folder = tiny.root / "solutions" / "own"
    folder.mkdir()
    area = "assert abs(circle(1) - 3.141592653589793) < 1e-9"
    source = cells_of(
        ("twice", TWICE, None), ("check_twice", IMPORTS, 1), ("circle", CIRCLE, None), ("area", area, 2)
    )
    (folder / "A sheet.ipynb").write_text(json.dumps(source))
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text() + OWN)
    assert tiny.run("generate", "own").returncode == 0
    wrong = {"twice": "def twice(x):\n    return x"}
    right = {"twice": TWICE}
    hand_in_own(
        tiny,
        {name: right | {"circle": answer} for name, answer in RESTS_ON_A_TEST.items()}
        | {"eve": wrong | {"circle": RESTS_ON_A_TEST["ada"]}},
    )
    done = tiny.run("grade", "own")
    assert done.returncode == 0, done.stderr
    with Gradebook(tiny.course.gradebook_url(tiny.root), "") as gradebook:
        found = {
            each.student.id: {grade.name: grade.auto_score for grade in each.notebooks[0].grades}
            for each in gradebook.find_assignment("own").submissions
        }
    assert found == {
        **{student: {"check_twice": 1, "area": 2} for student in RESTS_ON_A_TEST},
        "eve": {"check_twice": 0, "area": 2},  # a test that fails ends nothing but itself
    }
    shown = json.loads((tiny.root / "autograded/ada/own/A sheet.ipynb").read_text())["cells"]
    assert "".join(shown[2]["outputs"][0]["text"]).startswith("area 3.14")


def test_a_module_that_is_not_there_is_named_to_the_student_and_once_to_the_instructor(
    course: Scratch,
) -> None:
    for student in ("dan", "eve"):
        absent = RIGHT["squares"].replace("[i**2", "[h.PHASES and i**2")
        hand_in(course.root, student, {**RIGHT, "squares": f"import hypothesis as h\n{absent}"})
    done = course.run("grade", "ps1")
    assert done.stdout.count("2 students lost points where an answer imports `hypothesis`") == 1
    verdicts = (course.root / "autograded/dan/ps1/problem1.ipynb").read_text()
    assert "A cell of this notebook failed: ModuleNotFoundError: No module named 'hypothesis'" in verdicts


def test_a_test_that_never_gave_points_is_not_called_withdrawn(tiny: Scratch) -> None:
    folder = tiny.root / "solutions" / "own"
    folder.mkdir()
    tests = ("practice", "assert half(2) == 1", 0), ("graded", "assert half(3) == 1.5", 2)
    (folder / "A sheet.ipynb").write_text(json.dumps(cells_of(("half", HALF, None), *tests)))
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text() + OWN)
    assert tiny.run("generate", "own").returncode == 0
    hand_in_own(tiny, {"ada": {"half": HALF}})
    assert tiny.run("grade", "own").returncode == 0
    assert tiny.run("feedback", "own").returncode == 0
    tiny.run("report", "own")
    for page in (tiny.root / "feedback/ada/own/A sheet.html", tiny.root / "reports/own.html"):
        words = re.sub(r"<(style|title)>.*?</\1>|<[^>]+>", " ", page.read_text(), flags=re.DOTALL)
        assert "no points" in words
        assert "withdrawn" not in words.lower()
