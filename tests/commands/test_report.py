"""`autograder report`: the class at a glance, in one page that needs nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.read import CellGrade, GradedSubmission, Grades, Student
from autograder.notebooks.graded import Damaged, read_verdicts
from autograder.report import wording
from autograder.report.anonymous import SMALL, anonymous_page, crowd
from autograder.report.instructor import full_page, histogram
from autograder.report.page import Head, to_html
from autograder.report.summary import overview
from tests.support.classroom import NOTEBOOK, classroom, not_written, unreadable, wrong
from tests.support.course import ASSIGNMENT, ROOT, Scratch

SUMMED = (
    "Your numbers grow with the number of points: the squares are added up. What makes a mean out of a sum?"
)
HOSTILE = "<img src=x onerror=alert(1)>"
ATTACK = "</style></svg><script>alert('mistake')</script> `<b>`"
OWN_EXCEPTION = "raises-AdaLovelaceWasHere"
LATE = datetime(2027, 2, 1, 1, 0)
SECRET = "return my_own_secret_line(x)"
STUDENTS = ("ada", "ben", "chloe", "dmitri", "elif", "femi", "gita", "hugo", "ines", "jonas", "kim", "lena")


class Reader(HTMLParser):
    """What a browser sees: elements, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.text += " " if tag in ("td", "th", "li", "div", "p", "strong", "tr") else ""
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if self.tags[-1:] != ["style"]:
            self.text += data

    def section(self, title: str) -> str:
        """Give the text from one heading to the next."""
        titles = [
            "What to teach again",
            "How each function went",
            "Mistakes Which",
            "Who needs a look",
            "Everybody ",
        ]
        start = self.text.index(title)
        ends = [self.text.find(other, start + 1) for other in titles]
        return self.text[start : min((end for end in ends if end > 0), default=len(self.text))]


@dataclass(frozen=True)
class Shown:
    """What the command left: its output, and both pages."""

    scratch: Scratch
    stdout: str
    html: str
    anonymous_stdout: str
    anonymous_html: str
    page: Reader = field(init=False)
    anonymous: Reader = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "page", Reader(self.html))
        object.__setattr__(self, "anonymous", Reader(self.anonymous_html))


@pytest.fixture(scope="module")
def shown(released_course: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    scratch = released_course.copied(tmp_path_factory.mktemp("report") / "course")
    with classroom(scratch) as room:
        room.introduce("ada", first_name="Ada", last_name="Okafor")
        room.enter("ada")
        for student in ("ben", "chloe", "dmitri", "elif"):
            room.enter(student, wrong("mse", "summed", SUMMED, 1.0))
        room.enter(
            "femi", not_written("train"), wrong("predict", OWN_EXCEPTION, f"It raises, at `{SECRET}`.")
        )
        room.enter(
            "gita",
            not_written("train"),
            wrong("mse", "wrong-factor", "Every number is 2 times the right one."),
        )
        room.enter(
            "hugo",
            not_written("train"),
            wrong("mse", "wrong-factor", "Every number is 3 times the right one."),
        )
        room.enter("ines", wrong("mse", "wrong-factor", "Every number is 3 times the right one."))
        room.enter(
            "jonas", wrong("gradients", "missing", "There is no function `gradients`."), handed_in=LATE
        )
        room.extend("jonas", days=7)
        room.enter("kim", wrong("mse", "summed", SUMMED, 1.0))
        room.correct("kim", "mse", manual_score=2.0)
        room.enter("lena", *unreadable("The submission could not be read: the file is not JSON."))
        room.enter("late", handed_in=LATE)
        room.penalize("late", 1.5)
        room.introduce(HOSTILE, first_name="<script>alert('name')</script>", last_name="\u202egnol")
        room.enter(HOSTILE, wrong("gradients", "wrong-values", ATTACK))
        room.introduce("absent", first_name="Never", last_name="Came")
        room.enter("damaged", wrong("predict", "wrong-sign", "Every sign is the wrong way round."))
    place = scratch.root / "autograded" / "damaged" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:-100])
    (scratch.root / "submitted" / "new" / ASSIGNMENT).mkdir(parents=True)
    full = scratch.run("report", ASSIGNMENT)
    bare = scratch.run("report", ASSIGNMENT, "--anonymous")
    assert (full.returncode, full.stderr) == (0, "")
    assert (bare.returncode, bare.stderr) == (0, "")
    return Shown(
        scratch=scratch,
        stdout=full.stdout,
        html=(scratch.root / "reports" / f"{ASSIGNMENT}.html").read_text(encoding="utf-8"),
        anonymous_stdout=bare.stdout,
        anonymous_html=(scratch.root / "reports" / f"{ASSIGNMENT}-anonymous.html").read_text(
            encoding="utf-8"
        ),
    )


@pytest.mark.parametrize("name", ["page", "anonymous"])
def test_a_page_needs_nothing_else_and_runs_nothing(shown: Shown, name: str) -> None:
    page: Reader = getattr(shown, name)
    assert (
        set(page.tags) & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "b"} == set()
    )
    assert [each for each in page.attributes if each[0].startswith("on") or each[0] in ("href", "src")] == []
    assert "url(" not in shown.html


def test_what_students_wrote_is_shown_as_the_text_that_it_is(shown: Shown) -> None:
    assert HOSTILE in shown.page.text
    assert "<script>alert('name')</script>" in shown.page.text
    assert "</style></svg><script>alert('mistake')</script>" in shown.page.text


def test_text_that_would_turn_the_line_around_reaches_neither_page_nor_terminal(shown: Shown) -> None:
    assert "\u202e" not in shown.html + shown.stdout
    assert "\x1b" not in shown.stdout


def test_the_numbers_come_first(shown: Shown) -> None:
    numbers = "16 handed in of 17 1 late 1 not handed in 2 not graded 8.25 median of 10 points"
    assert numbers in shown.page.text
    assert (
        "handed in: 16 of 17 · late: 1 · not handed in: 1 · not graded: 2 · median: 8.25 of 10 points"
        in shown.stdout
    )


def test_each_function_says_how_many_stand_how(shown: Shown) -> None:
    functions = shown.page.section("How each function went")
    assert "✓ passed: 7 · ◐ partly: 4 · ✗ failed: 3 · ? ungraded: 1" in functions  # mse
    assert "✓ passed: 11 · – not written: 3 · ? ungraded: 1" in functions  # train
    assert "✓ passed: 12 · ✗ failed: 1 · ∅ missing: 1 · ? ungraded: 1" in functions  # gradients
    assert re.findall(r"\b(predict|mse|gradients|train)\b", functions) == [
        "predict",
        "mse",
        "gradients",
        "train",
    ]


def test_a_mistake_says_who_made_it_what_they_were_told_and_what_it_cost(shown: Shown) -> None:
    mistakes = shown.page.section("Mistakes Which")
    assert f"4 students mse {SUMMED} ben · chloe · dmitri · elif 4 points" in mistakes


def test_a_mistake_told_in_different_words_is_one_group_with_an_example(shown: Shown) -> None:
    mistakes = shown.page.section("Mistakes Which")
    told = "Every number is off by the same factor. One was told, for example: Every number is 3 times the right one."
    assert f"3 students mse {told} gita · hugo · ines 6 points" in mistakes


def test_a_grade_by_hand_overrules_the_verdict(shown: Shown) -> None:
    assert "kim" not in shown.page.section("Mistakes Which")
    assert "kim 10 ✓ 2 ✓ 2 ✓ 3 ✓ 3" in shown.page.section("Everybody ")


def test_what_cost_the_class_most_is_to_be_taught_first(shown: Shown) -> None:
    lessons = shown.page.section("What to teach again")
    assert re.findall(r"(\w+) ([\d.]+) of (\d+) points lost", lessons) == [
        ("mse", "10", "28"),
        ("train", "9", "42"),
        ("gradients", "6", "42"),
        ("predict", "4", "28"),
    ]
    assert "train 9 of 42 points lost 3 students, 9 points: Not written yet" in lessons


def test_who_waits_for_a_human_is_named_with_the_reason(shown: Shown) -> None:
    reason = "The submission could not be read: the file is not JSON."
    assert f"Waiting for a human 1 lena {reason}" in shown.page.text
    assert f"not graded: lena: {reason}" in " ".join(shown.stdout.split())


def test_who_is_late_absent_or_not_graded_yet_is_named(shown: Shown) -> None:
    people = shown.page.section("Who needs a look")
    assert "Handed in, not graded yet 1 new" in people
    assert "Late 1 late 2 days late, 1.5 points taken off" in people
    assert "Not handed in 1 Never Came (absent)" in people


def test_an_extension_is_no_lateness(shown: Shown) -> None:
    assert "jonas" not in shown.page.section("Who needs a look")


def test_a_damaged_file_is_named_and_its_points_still_count(shown: Shown) -> None:
    place = f"autograded/damaged/{ASSIGNMENT}/{NOTEBOOK}.ipynb is damaged"
    assert place in shown.page.text
    assert "damaged 8 ✗ 0 ✓ 2 ✓ 3 ✓ 3" in shown.page.section("Everybody ")
    assert f"not read: damaged: `autograded/damaged/{ASSIGNMENT}/{NOTEBOOK}.ipynb` is damaged" in " ".join(
        shown.stdout.split()
    )


def test_the_anonymous_page_holds_no_name_no_id_and_no_word_of_a_student(shown: Shown) -> None:
    both = shown.anonymous_html + shown.anonymous_stdout.replace(str(shown.scratch.root), "")
    words = {
        *STUDENTS,
        "late<",
        "absent",
        "damaged",
        "Okafor",
        "Never",
        "onerror",
        "alert",
        "my_own_secret_line",
    }
    assert [word for word in words if re.search(rf"\b{re.escape(word)}\b", both)] == []
    assert "AdaLovelaceWasHere" not in both


def test_the_anonymous_page_takes_its_sentences_from_the_author(shown: Shown) -> None:
    mistakes = shown.anonymous.section("Mistakes Which")
    assert f"4 students mse {SUMMED}" in mistakes
    assert "3 students mse Every number is off by the same factor 6 points" in mistakes
    assert "times the right one" not in mistakes


def test_the_anonymous_page_shows_no_group_of_one_or_two(shown: Shown) -> None:
    text = shown.anonymous.text
    assert re.findall(r"\b[12] students?\b", text) == []
    assert "nearly everybody handed in fewer than 3 late" in text
    assert "✓ passed: nearly everybody · – not yet: fewer than 3" in text  # gradients
    assert "2 mistakes more, each made by one or two students." in text
    assert "4 students mse" in shown.anonymous.section("Mistakes Which")


def test_a_course_without_any_submission_has_a_page_that_says_so(scratch: Scratch) -> None:
    gradebook = (scratch.root / "gradebook.db").read_bytes()
    done = scratch.run("report", ASSIGNMENT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Nobody has handed in yet." in done.stdout
    assert "Nobody has handed in yet." in (scratch.root / "reports" / f"{ASSIGNMENT}.html").read_text()
    assert (scratch.root / "gradebook.db").read_bytes() == gradebook


def test_a_report_makes_no_gradebook(scratch: Scratch) -> None:
    (scratch.root / "gradebook.db").unlink()
    scratch.submit_file("ada", b"{}")
    done = scratch.run("report", ASSIGNMENT)
    assert done.returncode == 0
    assert "handed in: 1 of 1 · late: 0 · not handed in: 0 · not graded: 1" in done.stdout
    assert not (scratch.root / "gradebook.db").exists()


def test_a_class_of_one_has_a_page_but_none_to_show_in_class(scratch: Scratch) -> None:
    with classroom(scratch) as room:
        room.enter("ada", wrong("mse", "summed", SUMMED, 1.0))
    full = scratch.run("report", ASSIGNMENT, "--output", "one.html")
    bare = scratch.run("report", ASSIGNMENT, "--anonymous", "--output", "none.html")
    assert full.returncode == bare.returncode == 0
    assert SUMMED in Reader((scratch.root / "one.html").read_text()).text
    assert "too few to show without telling whose they are" in bare.stdout
    assert "mse" not in Reader((scratch.root / "none.html").read_text()).text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["4-no-lops"], "did you mean `4-no-loops`?"),
        (
            [ASSIGNMENT, "--output", "course.toml/report.html"],
            "hint: name another place with `--output FILE`",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_or_two(
    released_course: Scratch, arguments: list[str], said: str
) -> None:
    done = released_course.run("report", *arguments)
    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 2


def test_every_kind_of_mistake_that_the_judge_names_has_plain_words() -> None:
    found = set()
    for path in (ROOT / "autograder" / "judge").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'(?:\bid=|MISTAKE = |mistake=|else |\()"([a-z]+(?:-[a-z]+)*)"', text))
    found -= {"a", "the", "function", "raises", "exception", "not"}
    assert {"wrong-factor", "missing", "wrong-values", "one-value-wrong", "wrong-form"} <= found
    assert sorted(each for each in found if "-" in each and wording.kind_of(each) is None) == []


@pytest.mark.parametrize(
    ("mistake", "kind"),
    [
        ("raises-ValueError", "raises ValueError"),
        ("raises-MyError", "raises an exception"),
        ("raises-print", "raises an exception"),
        ("summed", None),
    ],
)
def test_an_exception_is_named_only_if_it_is_pythons(mistake: str, kind: str | None) -> None:
    assert wording.kind_of(mistake) == kind


@pytest.fixture(scope="module")
def graded_file(shown: Shown) -> bytes:
    return (shown.scratch.root / "autograded" / "ben" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").read_bytes()


@given(data=st.data())
def test_a_file_that_was_tampered_with_is_read_or_named_and_breaks_nothing(
    graded_file: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(graded_file)))
    end = data.draw(st.integers(start, min(start + 40, len(graded_file))))
    junk = data.draw(st.binary(max_size=20) | st.sampled_from([b'"\\ud800"', b"[" * 5000, b"1e999", b"null"]))
    path = tmp_path_factory.getbasetemp() / "tampered.ipynb"
    path.write_bytes(graded_file[:start] + junk + graded_file[end:])
    try:
        verdicts = read_verdicts(path)
    except Damaged:
        verdicts = {}
    page = full_page(overview(class_with({"ben": 9.0}), {"ben": verdicts}, {}, []), HEAD)
    to_html(page).encode()


def test_only_a_verdict_in_its_own_test_cell_counts(graded_file: bytes, tmp_path: Path) -> None:
    path = tmp_path / "moved.ipynb"
    path.write_bytes(graded_file.replace(b'"check_mse"', b'"check_train"'))
    assert "mse" not in read_verdicts(path)


HEAD = Head(course="course", title="title", assignment="assignment", moment="now")


def class_with(scores: Mapping[str, float], worth: float = 10.0) -> Grades:
    points = {"one": worth}
    students = {name: Student(id=name) for name in scores}
    return Grades(
        points=points,
        students=students,
        submissions={
            name: GradedSubmission(
                student=students[name],
                handed_in=None,
                seconds_late=0.0,
                penalty=0.0,
                cells={"one": CellGrade(auto=score, manual=None, extra=0.0)},
            )
            for name, score in scores.items()
        },
    )


classes = st.lists(st.floats(0, 12).map(lambda score: round(score, 1)), min_size=1, max_size=60).map(
    lambda scores: class_with({f"s{i}": score for i, score in enumerate(scores)})
)


@given(classes)
def test_every_student_stands_in_one_bar(grades: Grades) -> None:
    page = full_page(overview(grades, {}, {}, []), HEAD)
    assert sum(int(bar.count or 0) for bar in page.bars) == len(grades.submissions)
    assert max(bar.height for bar in page.bars) == 1.0


@given(classes)
def test_no_bar_of_the_anonymous_page_stands_for_one_or_two_students(grades: Grades) -> None:
    page = anonymous_page(overview(grades, {}, {}, []), {}, HEAD)
    counts = [int(bar.count) for bar in page.bars]
    assert all(count >= SMALL for count in counts)
    assert sum(counts) in (0, len(grades.submissions))
    assert [
        row for row in page.functions if any(re.match(r"[12]\b", each.count) for each in row.segments)
    ] == []


def test_an_assignment_worth_nothing_has_pages_without_bars() -> None:
    seen = overview(class_with({f"s{i}": 0.0 for i in range(6)}, worth=0.0), {}, {}, [])
    for page in (full_page(seen, HEAD), anonymous_page(seen, {}, HEAD)):
        assert page.bars == ()
        assert "<svg" not in to_html(page)


@given(st.integers(0, 100), st.integers(1, 100))
def test_a_crowd_in_words_never_counts_one_or_two(number: int, everybody: int) -> None:
    words = crowd(min(number, everybody), everybody)
    left = everybody - min(number, everybody)
    assert not re.match(r"[12] of", words)
    assert left not in (1, 2) or words in ("nearly everybody", f"fewer than {SMALL}", "nobody")


@pytest.mark.parametrize(
    ("scores", "total", "labels"),
    [
        ([0, 10], 10, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]),
        ([3], 3, ["0", "0.5", "1", "1.5", "2", "2.5", "3"]),
        ([50], 100, ["0", "10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]),
        ([], 10, []),
        ([0], 0, []),
    ],
)
def test_bars_have_round_steps(scores: list[float], total: float, labels: list[str]) -> None:
    assert [label for label, _, _ in histogram(scores, total)] == labels


def test_points_above_full_marks_count_as_full_marks() -> None:
    assert Counter({label: count for label, count, _ in histogram([10, 11.5], 10)})["10"] == 2


def test_what_is_printed_for_somebody_who_has_gone_ends_without_a_word() -> None:
    code = (
        "import sys, types; from autograder.cli import main\n"
        "options = types.SimpleNamespace(run=lambda _: print('line\\n' * 100_000))\n"
        "main.make_parser = lambda: types.SimpleNamespace(parse_args=lambda _: options)\n"
        "sys.exit(main.main([]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (141, b"")
