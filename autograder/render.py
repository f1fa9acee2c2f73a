"""A verdict as a person reads it: plain text for terminals, HTML for notebooks and feedback pages."""

from __future__ import annotations

import textwrap
from html import escape

from autograder.verdict import CaseResult, Verdict

WIDTH = 96
MARKS = {"passed": "✓", "partly": "◐", "failed": "✗", "skipped": "–", "ungraded": "?"}
# Readable on light and on dark pages alike: colour only frames what the words and marks already say.
COLOURS = {
    "passed": "#2e9d52",
    "partly": "#c98a00",
    "failed": "#d1453b",
    "skipped": "#808080",
    "ungraded": "#7a5fd0",
}
CELL = "padding:3px 12px 3px 0;text-align:left;vertical-align:top;font-family:monospace;white-space:pre-wrap"


def grade_of(verdict: Verdict) -> str:
    """Give the word for how it went: `partly` is a failed verdict that kept some of its points."""
    return "partly" if verdict.outcome == "failed" and verdict.score > 0 else verdict.outcome


def points_text(verdict: Verdict) -> str:
    """Write `score/points`; of an ungraded exercise, `?/points`."""
    score = "?" if verdict.outcome == "ungraded" else f"{verdict.score:g}"
    return f"{score}/{verdict.points:g}"


def headline(verdict: Verdict) -> str:
    counted = ""
    if verdict.cases_total and verdict.mistake not in ("missing", "not-written"):
        counted = f", {verdict.cases_passed} of {verdict.cases_total} cases right"
    noun = "point" if verdict.points == 1 else "points"
    return f"{MARKS[grade_of(verdict)]} {verdict.exercise}: {points_text(verdict)} {noun}{counted}"


def to_text(verdict: Verdict) -> str:
    """Write the verdict as plain text, a few lines long."""
    lines = [
        headline(verdict),
        *textwrap.wrap(verdict.message, WIDTH, initial_indent="  ", subsequent_indent="  "),
    ]
    lines += _table(verdict.cases)
    lines += [f"  {'✓' if held else '✗'} {title}" for title, held, _ in verdict.facts]
    return "\n".join(lines)


def _table(cases: tuple[CaseResult, ...]) -> list[str]:
    lines = []
    for case in cases:
        lines.append(f"  {'✓' if case.passed else '✗'} {case.label}")
        for name, text in (("input:", case.input), ("expected:", case.expected), ("yours:", case.got)):
            lines.append(f"      {name:9} {text}".replace("\n", "\n" + 16 * " "))
    return lines


def to_html(verdict: Verdict) -> str:
    """Write the verdict as a fragment of HTML; everything in it that came from a student is escaped."""
    colour = COLOURS[grade_of(verdict)]
    parts = [
        f'<div class="autograder-verdict" style="border-left:4px solid {colour};padding:4px 0 4px 12px;margin:6px 0">',
        f'<div style="font-weight:600">{escape(headline(verdict))}</div>',
        f'<div style="margin:4px 0;max-width:46em">{_prose(verdict.message)}</div>',
    ]
    if verdict.cases:
        head = "".join(
            f'<th style="{CELL};font-weight:600">{name}</th>' for name in ("", "input", "expected", "yours")
        )
        rows = "".join(_row(case) for case in verdict.cases)
        parts.append(
            f'<table style="border-collapse:collapse;margin:4px 0"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
    if verdict.facts:
        items = "".join(
            f"<li>{'✓' if held else '✗'} {escape(title)}</li>" for title, held, _ in verdict.facts
        )
        parts.append(f'<ul style="list-style:none;padding:0;margin:4px 0">{items}</ul>')
    return "".join([*parts, "</div>"])


def _row(case: CaseResult) -> str:
    mark = "✓" if case.passed else "✗"
    cells = [f"{mark} {case.label}", case.input, case.expected, case.got]
    return "<tr>" + "".join(f'<td style="{CELL}">{escape(text)}</td>' for text in cells) + "</tr>"


def _prose(text: str) -> str:
    """Escape a message, and set what stands between backticks as code."""
    pieces = text.split("`")
    return "".join(
        f"<code>{escape(piece)}</code>" if i % 2 and i < len(pieces) - 1 else escape(piece)
        for i, piece in enumerate(pieces)
    )
