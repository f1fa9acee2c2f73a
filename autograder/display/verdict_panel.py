"""A verdict as a person reads it: plain text for terminals, HTML for notebooks and feedback pages.

The HTML carries its own style, brings no script, and takes its colours from JupyterLab's theme where there is one.
What matters is always said in words, too: no mark and no colour stands alone.
"""

from __future__ import annotations

import textwrap
from html import escape

from autograder.display.html import CELL, COLOURS, badge, html_bar, html_table, panel, paragraph
from autograder.display.words import count_of
from autograder.exercise.verdict import CaseResult, Verdict

WIDTH = 96
MARKS = {"passed": "✓", "partly": "◐", "failed": "✗", "not-written": "–", "ungraded": "?", "withdrawn": "⊘"}
WORDS = {
    "passed": "right",
    "partly": "partly right",
    "failed": "not right yet",
    "not-written": "not written yet",
    "ungraded": "not graded",
    "withdrawn": "counts for nobody",
}
FEW = 3
ASSERTED = "Asserted inside the student's process: can be fooled."
NO_BAR = ("ungraded", "withdrawn")
UNCOUNTED = ("missing", "not-written")


def grade_of(verdict: Verdict) -> str:
    """Give the word for how it went: `partly` is a failed verdict that kept some of its points, and who has not begun has not failed."""
    if verdict.withdrawn and verdict.outcome != "ungraded":
        return "withdrawn"
    if verdict.mistake == "not-written":
        return "not-written"
    return "partly" if verdict.outcome == "failed" and verdict.score > 0 else verdict.outcome


def in_words(verdict: Verdict) -> str:
    """Say in two or three words how it went."""
    return WORDS[grade_of(verdict)]


def points_text(verdict: Verdict) -> str:
    """Write `score/points`; of an ungraded exercise, `?/points`, and a dash for one that is withdrawn."""
    if grade_of(verdict) == "withdrawn":
        return "–"
    score = "?" if verdict.outcome == "ungraded" else f"{verdict.score:g}"
    return f"{score}/{verdict.points:g}"


def headline(verdict: Verdict) -> str:
    if grade_of(verdict) == "withdrawn":
        return f"{MARKS['withdrawn']} {verdict.exercise}: no points"
    counted = ""
    if verdict.cases_total and verdict.mistake not in UNCOUNTED:
        counted = f", {verdict.cases_passed} of {count_of(verdict.cases_total, 'case')} right"
    noun = "point" if verdict.points == 1 else "points"
    return f"{MARKS[grade_of(verdict)]} {verdict.exercise}: {points_text(verdict)} {noun}{counted}"


def to_text(verdict: Verdict) -> str:
    """Write the verdict as plain text, a few lines long."""
    lines = [
        headline(verdict),
        *textwrap.wrap(verdict.message, WIDTH, initial_indent="  ", subsequent_indent="  "),
    ]
    lines += [f"  {which}" for which in [_which(verdict)] if which]
    lines += _table(verdict.cases)
    lines += [f"  {'✓' if held else '✗'} {title}" for title, held, _ in verdict.facts]
    return "\n".join(lines)


def _which(verdict: Verdict) -> str:
    """Say which case is shown, where the others stay hidden."""
    wrong = verdict.cases_total - verdict.cases_passed
    if (
        verdict.mistake in UNCOUNTED
        or len(verdict.cases) != 1
        or verdict.cases_total == 1
        or verdict.cases[0].passed
    ):
        return ""
    return "The one that is not right:" if wrong == 1 else f"The first of the {wrong} that are not right:"


def _table(cases: tuple[CaseResult, ...]) -> list[str]:
    lines = []
    for case in cases:
        lines.append(f"  {'✓' if case.passed else '✗'} {case.label}")
        for name, text in (("input:", case.input), ("expected:", case.expected), ("yours:", case.got)):
            lines.append(f"      {name:9} {text}".replace("\n", "\n" + 16 * " "))
    return lines


def to_html(verdict: Verdict, between: str = "") -> str:
    """Write the verdict as a fragment of HTML; everything in it that came from a student is escaped.

    Args:
        verdict: What was found.
        between: HTML to stand between the message and the cases, such as a picture.
    """
    colour = COLOURS[grade_of(verdict)]
    share = verdict.score / verdict.points if verdict.points else 0.0
    head = (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:.2em .8em">'
        f'<span style="font-weight:600">{escape(headline(verdict))}</span>'
        f"{badge(in_words(verdict), colour)}{html_bar(share, colour) if grade_of(verdict) not in NO_BAR else ''}</div>"
    )
    return panel(
        "autograder-verdict",
        f"{headline(verdict)}: {in_words(verdict)}",
        colour,
        head,
        paragraph(verdict.message) if verdict.message else "",
        paragraph(ASSERTED, quiet=True) if verdict.asserted else "",
        between,
        _cases(verdict),
        _facts(verdict),
    )


def _cases(verdict: Verdict) -> str:
    """Show the cases that tell most; the others can be unfolded."""
    first = () if verdict.outcome == "passed" else _telling(verdict.cases)
    more = tuple(case for case in verdict.cases if case not in first)
    shown = (
        html_table(("case", "input", "expected", "yours"), [_row(case) for case in first]) if first else ""
    )
    which = paragraph(_which(verdict), quiet=True) if first and _which(verdict) else ""
    if not more:
        return which + shown
    table = html_table(("case", "input", "expected", "yours"), [_row(case) for case in more])
    title = f"{len(more)} more case{'s' if len(more) > 1 else ''}" if first else "What was tried"
    return f'{which}{shown}<details><summary style="cursor:pointer">{title}</summary>{table}</details>'


def _telling(cases: tuple[CaseResult, ...]) -> tuple[CaseResult, ...]:
    """Choose the first cases that are wrong, and one that is right to compare with; few are shown whole."""
    if len(cases) <= FEW:
        return cases
    wrong = [case for case in cases if not case.passed]
    right = [case for case in cases if case.passed]
    chosen = [*wrong[: FEW - 1], *right[:1]]
    return tuple(case for case in cases if case in chosen)


def _row(case: CaseResult) -> str:
    label = _mark(case.passed, "right:", "wrong:") + escape(case.label)
    strong = "" if case.passed else ";font-weight:700"
    cells = [(escape(case.input), ""), (escape(case.expected), ""), (escape(case.got), strong)]
    return (
        f'<tr><th scope="row" style="{CELL};font-weight:400">{label}</th>'
        + "".join(f'<td style="{CELL}{style}">{text}</td>' for text, style in cells)
        + "</tr>"
    )


def _mark(good: bool, yes: str, no: str) -> str:
    """Write a mark that a screen reader reads as words."""
    colour, mark, words = (COLOURS["passed"], "✓", yes) if good else (COLOURS["failed"], "✗", no)
    return f'<span role="img" aria-label="{words}" style="color:{colour};font-weight:700">{mark}</span> '


def _facts(verdict: Verdict) -> str:
    if not verdict.facts:
        return ""
    items = "".join(
        f"<li>{_mark(held, 'holds:', 'does not hold:')}{escape(title)}</li>"
        for title, held, _ in verdict.facts
    )
    return f'<ul style="list-style:none;padding:0;margin:4px 0">{items}</ul>'
