"""A question whose points are set to 0 is withdrawn: it counts for nobody, and everything says so without a complaint."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest

from autograder.gradebook.read import read_grades
from tests.support.classroom import SUMMED, rows, verdict, withdraw
from tests.support.course import ASSIGNMENT, Make, Scratch, once


@pytest.fixture(scope="module")
def term(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A class that was graded, then `mse` was withdrawn, released again and graded again."""

    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        course.submit("ada", make(SUMMED))
        course.submit("ben", make({"predict": "def predict(x, slope, bias):\n    return 0"}))
        course.submit_file("cem", b"{")
        course.run("grade", ASSIGNMENT)
        shutil.copy(folder / "gradebook.db", folder / "before.db")
        withdraw(course, "mse")
        for name, command in (
            ("generated", ("generate", ASSIGNMENT)),
            ("graded", ("grade", ASSIGNMENT)),
            ("pages", ("feedback", ASSIGNMENT)),
            ("reported", ("report", ASSIGNMENT)),
            ("shown", ("report", ASSIGNMENT, "--anonymous")),
            ("exported", ("export", ASSIGNMENT, "-o", "-")),
        ):
            done = course.run(*command)
            (folder / f"{name}.txt").write_text(done.stdout + done.stderr)

    return Scratch(once(tmp_path_factory, "withdrawn", build))


def told(course: Scratch, what: str) -> str:
    return (course.root / f"{what}.txt").read_text()


def words(path: Path) -> str:
    text = re.sub(r"<(style|title)>.*?</\1>", "", path.read_text(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_it_counts_for_nobody_and_keeps_nobody_waiting(term: Scratch) -> None:
    assert "changed: ada: 9 -> 8 points: mse 1 -> 0 (check)" in told(term, "graded")
    assert (verdict(term, "ada", "mse")["outcome"], rows(term)["ada", "check_mse"]) == (
        "passed",
        (0, None, False, 0),
    )
    assert verdict(term, "ben", "train")["score"] == 3  # others are graded as before
    assert rows(term)["cem", "check_train"] == (None, None, True, 3)


def test_the_students_page_says_so_and_names_no_mistake_in_it(term: Scratch) -> None:
    page = words(term.root / "feedback" / "ada" / ASSIGNMENT / "no-loops.html")
    assert "8 of 8 points" in page
    assert "⊘ mse no points It counts for nobody. ✓ gradients" in page
    assert "⊘ mse: no points counts for nobody It gives no points: it counts for nobody." in page
    assert "squares are added up" not in page


def test_the_report_says_so_and_counts_no_mistake_in_it(term: Scratch) -> None:
    page = words(term.root / "reports" / f"{ASSIGNMENT}.html")
    assert "⊘ no points: 2" in page
    assert "squares are added up" not in page
    shown = next((term.root / "reports").glob("*anonymous*.html"))
    assert "mse" not in words(shown) or "no points" in words(shown)


def test_the_export_has_grades_out_of_what_is_left(term: Scratch) -> None:
    assert re.search(r"^4-no-loops,.*,ada,,,,8,0,8,8,graded", told(term, "exported"), flags=re.MULTILINE)
    assert "points over there" not in told(term, "exported")


def test_a_gradebook_of_before_is_told_of_it_when_it_is_restored(term: Scratch, tmp_path: Path) -> None:
    shutil.copytree(term.root, tmp_path / "course")
    course = Scratch(tmp_path / "course")
    (course.root / "before.db").replace(course.root / "gradebook.db")
    assert read_grades(course.root, course.course, course.entry).total == 10
    assert "recorded again" in course.run("grade", ASSIGNMENT, "--student", "ada").stdout
    assert read_grades(course.root, course.course, course.entry).total == 8


def test_explain_still_tells_what_it_would_have_been(term: Scratch) -> None:
    said = term.run("explain", "ada", ASSIGNMENT, "mse").stdout
    assert "⊘ mse: no points\n  told: It gives no points: it counts for nobody." in said
    assert re.search(r"✗ values: 3 of \d+ right", said)


def test_the_author_is_told_of_forgotten_points_not_of_withdrawn_ones(term: Scratch) -> None:
    from autograder.author.lint import look_over
    from autograder.course import bank

    found = bank.load(term.root, term.course, term.entry)
    assert not [each for each in look_over(term.root, term.course, term.entry, found) if "no points" in each]
    (term.root / "solutions" / ASSIGNMENT / "releases.json").unlink(missing_ok=True)
    assert "mse: gives no points" in "".join(look_over(term.root, term.course, term.entry, found))


def test_in_the_exam_it_is_still_told_right_from_wrong(term: Scratch) -> None:
    from autograder.course import bank

    found = bank.load(term.root, term.course, term.entry)
    assert [each.hidden.points for each in found.questions] == [2, 0, 3, 3]
    assert [each.hidden.points for each in found.all_counting().questions] == [2, 1, 3, 3]


def test_a_students_own_check_says_so_and_leads_to_other_questions(term: Scratch) -> None:
    notebook = term.root / "exercises" / ASSIGNMENT / "no-loops.ipynb"
    said = term.run("check", str(notebook)).stdout
    assert "⊘ mse: no points\n  Not written yet" in said
    assert "0 of 8 points on the examples" in said
