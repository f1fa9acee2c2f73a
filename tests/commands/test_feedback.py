"""Feedback pages: what a student reads first, what a grader changed by hand, and nothing that a student could hide in it."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from autograder.cli.quiet import quiet_libraries
from autograder.common.errors import AutograderError
from autograder.exercise.verdict import Verdict
from autograder.feedback import write
from autograder.feedback.markup import coloured, formatted
from autograder.feedback.sheets import Heading, Sheet
from autograder.feedback.student_page import render
from autograder.gradebook.read import CellGrade, Comment, GradedSubmission, Student
from autograder.gradebook.release import Release
from autograder.notebooks import autograded
from autograder.notebooks.graded import verdict_output
from autograder.notebooks.restore import placeholder
from tests.support.course import ASSIGNMENT, Make, Scratch

SUMMED = {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}
STUDENTS = ("ada", "ben", "cem")


@pytest.fixture(scope="module")
def graded_class(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """Three students, graded once: one with a mistake, one who is right, one whose file is no notebook."""
    course = released_course.copied(tmp_path_factory.mktemp("graded") / "course")
    course.submit("ada", make(SUMMED))
    course.submit("ben", make({}, small=False))
    course.submit_file("cem", b"{")
    (course.root / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt").write_text("2027-02-01 10:00:00 UTC")
    assert "graded: 2, not graded: 1" in course.run("grade", ASSIGNMENT).stdout
    return course


@pytest.fixture
def graded(graded_class: Scratch, tmp_path: Path) -> Scratch:
    return graded_class.copied(tmp_path / "course")


def written(course: Scratch, *, force: bool = False) -> set[str]:
    """Write feedback, and give the students whose page was written."""
    with quiet_libraries():
        pages = write.write(course.root, course.entry, force=force).pages
    return {path.parent.parent.name for path in pages}


def page_of(course: Scratch, student: str) -> Path:
    return course.root / "feedback" / student / ASSIGNMENT / "no-loops.html"


def read(course: Scratch, student: str) -> str:
    """Give the words of a page, as a person reads them."""
    text = page_of(course, student).read_text()
    text = re.sub(r"<(style|title)>.*?</\1>", "", text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def change(course: Scratch, student: str, by_hand: Callable[[Any], None]) -> None:
    """Change a submission in the gradebook, as a grader does in the Formgrader."""
    from nbgrader.api import Gradebook

    with Gradebook(course.course.gradebook_url(course.root), course.course.id) as gradebook:
        by_hand(gradebook.find_submission_notebook("no-loops", ASSIGNMENT, student))
        gradebook.db.commit()


def override(submitted: Any) -> None:
    for grade in submitted.grades:
        if grade.name == "check_mse":
            grade.manual_score, grade.extra_credit = 1.75, 0.5
    for comment in submitted.comments:
        if comment.name == "mse":
            comment.manual_comment = "Nearly: *divide*. <b>Well tried</b>"


@pytest.mark.parametrize(
    "source", ["x = 1", "10 % 3", "%time f()", "!ls", "f?", 's = """a\n?"""', "%%bash\nls"]
)
def test_code_is_coloured_as_ipython_does(source: str) -> None:
    assert coloured(source) == highlight(source, get_lexer_by_name("ipython3"), HtmlFormatter(nowrap=True))


def test_a_page_opens_with_the_points_each_function_and_the_mistake_in_words(graded: Scratch) -> None:
    written(graded)
    before, _, after = read(graded, "ada").partition("Your notebook")
    assert before.startswith("Linear regression from scratch No loops 9 of 10 points")
    assert "✓ predict 2/2 Right. ◐ mse 1/2 Your numbers grow with the number of points" in before
    assert "◐ mse: 1/2 points" in after


def test_what_a_grader_gave_and_wrote_by_hand_is_shown(graded: Scratch) -> None:
    change(graded, "ada", override)
    written(graded)
    summary = read(graded, "ada").partition("Your notebook")[0]
    assert "10.25 of 10 points" in summary
    assert "mse 2.25/2" in summary
    assert "Graded by hand; the automatic check gave 1. With 0.5 of extra credit." in summary
    assert "Nearly: divide . <b>Well tried</b>" in summary


def test_a_late_penalty_is_taken_off_and_said(graded: Scratch) -> None:
    def penalize(submitted: Any) -> None:
        submitted.late_submission_penalty = 2.0

    change(graded, "ada", penalize)
    written(graded)
    summary = read(graded, "ada").partition("Your notebook")[0]
    assert "7 of 10 points Handed in 2 days late: 9 points, less 2." in summary


def test_what_waits_for_a_person_is_no_zero(graded: Scratch) -> None:
    written(graded)
    summary, _, cells = read(graded, "cem").partition("Your notebook")
    assert summary.startswith("Linear regression from scratch No loops Not graded yet cem")
    assert "? mse ?/2 The submission could not be read: the file is not JSON" in summary
    assert "Not graded yet: a person will look at it." in summary
    assert "This submission was not graded" in cells


def test_points_that_others_may_join_are_points_so_far(graded: Scratch) -> None:
    def take_back(submitted: Any) -> None:
        next(grade for grade in submitted.grades if grade.name == "check_train").auto_score = None

    change(graded, "ben", take_back)
    written(graded)
    assert "7 of 10 points so far" in read(graded, "ben")


def test_only_pages_whose_grades_or_notebook_changed_are_written_again(graded: Scratch) -> None:
    assert written(graded) == set(STUDENTS)
    assert written(graded) == set()
    change(graded, "ada", override)
    assert written(graded) == {"ada"}
    path = graded.root / "autograded" / "ben" / ASSIGNMENT / "no-loops.ipynb"
    path.chmod(0o644)
    path.write_text(path.read_text().replace('"cells": [', '"cells":  [', 1))
    assert written(graded) == {"ben"}
    page_of(graded, "cem").unlink()
    assert written(graded) == {"cem"}
    assert written(graded, force=True) == set(STUDENTS)


def test_the_command_says_how_many_pages_it_wrote(graded: Scratch) -> None:
    assert "feedback pages: 3 written, 0 unchanged" in graded.run("feedback", ASSIGNMENT).stdout


def test_nbgraders_own_command_writes_the_same_pages(graded: Scratch) -> None:
    written(graded)
    ours = {student: page_of(graded, student).read_bytes() for student in STUDENTS}
    done = graded.program("nbgrader", "generate_feedback", ASSIGNMENT, "--force")
    assert done.returncode == 0, done.stderr
    assert ours == {student: page_of(graded, student).read_bytes() for student in STUDENTS}


def test_feedback_folders_hold_no_solution(graded: Scratch) -> None:
    written(graded)
    names = {path.name for path in (*graded.root.glob("feedback/**/*"), *graded.root.glob("autograded/**/*"))}
    assert not names & {"checks.py", "no-loops.py"}


class Live(HTMLParser):
    """Finds what could run, load or lead somewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            address = name in {"src", "href", "action", "data", "srcset", "formaction"}
            harmless = re.match(r"#|data:image/(png|jpeg);base64,", value or "")
            if name.startswith("on") or (address and not harmless):
                self.found.append(f"{tag} {name}={value}")
        if tag in {"script", "iframe", "object", "embed", "base", "form", "link"}:
            self.found.append(tag)


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>"><svg onload=alert(1)>'


def evil_notebook() -> Any:
    release = Release(notebook="n", kernelspec={}, cells=())
    notebook = placeholder(release, EVIL)
    texts = [
        EVIL,
        f"[link](javascript:alert(1)) ![p](javascript:alert(1)) $\\href{{javascript:alert(1)}}{{x}}$ ${EVIL}$",
        f"```html\n{EVIL}\n```\n\n<a href='x'>{EVIL}</a>",
        "![p](attachment:p.png)",
    ]
    notebook.cells += [new_markdown_cell(text) for text in texts]
    notebook.cells[-1].attachments = {"p.png": {'image/png" onerror="alert(1)': 'AA" onerror="alert(1)'}}
    code = new_code_cell(EVIL)
    code.outputs = [
        new_output("stream", name="stdout", text=EVIL),
        new_output("display_data", data={"text/html": EVIL, "text/plain": EVIL}),
        new_output("display_data", data={"image/png": f'AA" onerror="alert(1)" x="{EVIL}'}),
        new_output("error", ename=EVIL, evalue=EVIL, traceback=[EVIL, f"\x1b[31m{EVIL}\x1b[0m"]),
    ]
    raw = new_markdown_cell(EVIL)
    raw.cell_type = "raw"
    test = new_code_cell("check(f)", metadata={"nbgrader": {"grade": True, "grade_id": "check_f"}})
    verdict = Verdict(exercise=EVIL, outcome="failed", score=0.0, points=1.0, mistake=EVIL, message=EVIL)
    test.outputs = [verdict_output(verdict)]
    notebook.cells += [code, raw, test]
    return notebook


def test_nothing_of_a_students_runs_loads_or_leads_anywhere() -> None:
    submission = GradedSubmission(
        student=Student(id=EVIL),
        handed_in=datetime(2027, 1, 1),
        seconds_late=0.0,
        penalty=0.0,
        cells={"f": CellGrade(auto=0.0, manual=None, extra=0.0)},
    )
    sheet = Sheet(submission=submission, points={"f": 1.0}, comments={"f": Comment(text=EVIL, by_hand=True)})
    text = render(evil_notebook(), sheet, Heading(course=EVIL, assignment=EVIL), "0" * 64)
    assert text.count("alert(1)") > 10
    assert Live(text).found == []
    assert "default-src 'none'" in text


@pytest.mark.parametrize(
    "text", ["\\begin{a}" * 100_000, "\\\\(" * 100_000, "$a$ " * 200_000, "[a](" * 100_000, "# a\n" * 100_000]
)
def test_a_text_made_to_take_for_ever_is_shown_as_it_stands(text: str) -> None:
    assert formatted(text).startswith("<pre>")


def test_code_of_any_language_stays_text() -> None:
    for language in ("mermaid", "html", "python", "", "perl {.x}"):
        assert "<script>" not in formatted(f"```{language}\n<script>alert(1)</script>\n```")


def test_a_pasted_picture_is_shown_by_whatever_name_it_has() -> None:
    attachments = {"my plot.png": {"image/png": "AA\nAA"}, "a%20b": {"image/gif": "AA=="}}
    shown = formatted("![my <b>](<attachment:my plot.png>) ![](attachment:a%20b)", attachments)
    assert '<img src="data:image/png;base64,AAAA" alt="my &lt;b&gt;">' in shown
    assert "data:image/gif;base64,AA==" in shown


def test_formulas_need_no_script_and_no_network() -> None:
    shown = formatted(r"The mean $\frac{1}{n}\sum_i x_i$, and a slip: $\frac{$.")
    assert "<mfrac>" in shown
    assert "∑" in shown
    assert r"<code>$\frac{$</code>" in shown


def test_a_graded_folder_without_grades_is_said_and_stops_nobody(graded: Scratch) -> None:
    shutil.copytree(
        autograded.place(graded.root, ASSIGNMENT, "ada"), autograded.place(graded.root, ASSIGNMENT, "zoe")
    )
    done = graded.run("feedback", ASSIGNMENT)
    assert done.returncode == 1
    assert "1 of the feedback pages of `4-no-loops` could not be written; the others are there" in done.stderr
    assert "zoe: the gradebook holds no grades for it" in done.stderr
    assert "Traceback" not in done.stderr
    assert page_of(graded, "ada").is_file()


def test_a_folder_in_a_pages_place_makes_room_for_it(graded: Scratch) -> None:
    place = page_of(graded, "ada")
    (place / "inner").mkdir(parents=True)
    assert written(graded) == set(STUDENTS)
    assert place.is_file()


def test_a_page_that_fails_keeps_the_one_before_and_stops_nobody(
    graded: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(graded)
    before = page_of(graded, "ada").read_text()

    def fail_for_ada(notebook: Any, sheet: Sheet, heading: Heading, inputs: str) -> str:
        if sheet.submission.student.id == "ada":
            raise RecursionError("too deep")
        return render(notebook, sheet, heading, inputs)

    monkeypatch.setattr("autograder.feedback.student_page.render", fail_for_ada)
    with pytest.raises(
        AutograderError, match=r"^1 of the feedback pages .*\nada: RecursionError: too deep\n"
    ):
        written(graded, force=True)
    assert page_of(graded, "ada").read_text() == before


def test_a_page_that_cannot_be_put_anywhere_is_named_with_its_reason(graded: Scratch) -> None:
    place = page_of(graded, "ada").parent.parent
    place.parent.mkdir(exist_ok=True)
    place.write_text("in the way")
    done = graded.run("feedback", ASSIGNMENT)
    assert done.returncode == 1
    assert "1 of the feedback pages of `4-no-loops` could not be written" in done.stderr
    assert re.search(r"ada: .*(Not a directory|File exists)", done.stderr)
    assert page_of(graded, "ben").is_file()
