"""A verdict as HTML: safe, readable without colour, and short where all is well."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from autograder.display.verdict_panel import to_html, to_text
from autograder.exercise.verdict import CaseResult, Verdict

EVIL = '<script>alert("1")</script>&`<b>`'


def case(number: int, *, passed: bool = False) -> CaseResult:
    return CaseResult(label=f"case {number}", input="x = 1", expected="2", got="3", passed=passed)


WRONG = Verdict(
    exercise="mse",
    outcome="failed",
    score=0.0,
    points=2.0,
    message="What makes a `mean` out of a sum?",
    cases_total=5,
    cases=tuple(case(number) for number in range(5)),
    facts=(("works without a loop over the points", False, ""),),
)


def words(html: str) -> str:
    """Give what a screen reader says: the labels of marks, and all text that is not hidden from it."""
    html = re.sub(r'<span aria-hidden="true".*?</span></span>', "", html)
    html = re.sub(r'<span role="img" aria-label="([^"]*)"[^>]*>[^<]*</span>', r"\1", html)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_everything_that_a_student_or_an_author_wrote_is_escaped() -> None:
    evil = CaseResult(label=EVIL, input=EVIL, expected=EVIL, got=EVIL, passed=False)
    html = to_html(
        replace(
            WRONG, exercise=EVIL, message=EVIL, cases=(evil,) * 5, facts=((EVIL, False, EVIL),), mistake=EVIL
        )
    )
    assert "<script" not in html
    assert "<b>" not in html
    assert 'alert("' not in html
    assert not re.search(r"\son\w+=|javascript:|<style|<link|<img|url\(", html)


@pytest.mark.parametrize(
    ("outcome", "score", "said"),
    [
        ("passed", 2.0, "right"),
        ("failed", 1.0, "partly right"),
        ("failed", 0.0, "not right yet"),
        ("ungraded", 0.0, "not graded"),
    ],
)
def test_how_it_went_is_said_in_words(outcome: str, score: float, said: str) -> None:
    html = to_html(replace(WRONG, outcome=outcome, score=score))  # type: ignore[arg-type]
    assert re.search(rf">{said}</span>", html)
    assert re.search(rf'aria-label="[^"]*: {said}"', html)


def test_marks_are_read_as_words() -> None:
    said = words(to_html(replace(WRONG, cases=(case(1), case(2, passed=True)))))
    assert "wrong: case 1" in said
    assert "right: case 2" in said
    assert "does not hold: works without a loop over the points" in said


def test_of_many_cases_the_telling_ones_are_seen_first_and_the_others_unfold() -> None:
    cases = (case(0, passed=True), case(1, passed=True), *(case(number) for number in range(2, 6)))
    seen, folded = to_html(replace(WRONG, cases=cases)).split("<details>")
    assert re.findall(r"case \d", seen) == ["case 0", "case 2", "case 3"]
    assert "3 more cases" in folded
    assert re.findall(r"</span> (case \d)", folded) == ["case 1", "case 4", "case 5"]


def test_a_right_function_takes_few_lines_and_its_cases_unfold() -> None:
    html = to_html(
        replace(WRONG, outcome="passed", score=2.0, cases=(case(0, passed=True),), message="All is right.")
    )
    assert "case 0" not in html.split("<details>")[0]
    assert "What was tried" in html


def test_every_colour_of_the_theme_has_one_to_fall_back_on() -> None:
    html = to_html(replace(WRONG, score=1.0, message="a `mean`"))
    assert re.findall(r"var\(--jp[\w-]*\)", html) == []
    assert "var(--jp-warn-color1,#" in html


def test_the_text_says_the_same_without_any_markup() -> None:
    text = to_text(WRONG)
    assert text.startswith("✗ mse: 0/2 points, 0 of 5 cases right\n  What makes a `mean` out of a sum?\n")
    assert text.count("expected: 2") == 5


def test_where_one_case_stands_for_all_that_failed_it_is_said() -> None:
    hidden = replace(WRONG, cases_passed=2, cases=(case(3),))
    assert "0/2 points, 2 of 5 cases right" in to_text(hidden)
    assert "\n  The first of the 3 that are not right:\n" in to_text(hidden)
    assert "The first of the 3 that are not right:" in words(to_html(hidden))
    assert "The one that is not right:" in words(to_html(replace(hidden, cases_passed=4)))
    assert "that are not right" not in to_text(WRONG)  # all are shown


def test_who_has_not_begun_has_not_failed() -> None:
    begun = replace(WRONG, mistake="not-written", cases=(case(0),))
    assert to_text(begun).startswith("– mse: 0/2 points\n")
    assert "#808080" in to_html(begun)
    assert "not written yet" in words(to_html(begun))


def test_one_case_is_counted_as_one() -> None:
    assert "0 of 1 case right" in to_text(replace(WRONG, cases_total=1, cases=(case(0),)))
