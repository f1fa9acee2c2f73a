"""The student's overview and hints, as plain text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from autograder.display.html import (
    CELL,
    COLOURS,
    badge,
    html_bar,
    html_table,
    panel,
    paragraph,
    prose,
    text_bar,
)
from autograder.display.verdict_panel import MARKS, grade_of, in_words, points_text
from autograder.exercise.exercise import Hints
from autograder.exercise.verdict import Verdict

STEPS = (("the idea", "idea"), ("a question", "question"), ("where to read", "read"))
NEUTRAL = COLOURS["not-written"]
LINK = re.compile(r"\[([^\]]+)\]\((https://[^)\s]+)\)")
WRITTEN_OUT = r"\1 (\2)"


@dataclass(frozen=True, kw_only=True)
class ProgressRow:
    """One function in the overview.

    Attributes:
        name: Its name.
        points: What it is worth.
        verdict: How it does on the examples; None where the notebook has no such function yet.
        first: Functions that it uses and that are not right themselves.
        instead: The type of a value that bears its name in its place, if one does.
    """

    name: str
    points: float
    verdict: Verdict | None
    first: tuple[str, ...] = ()
    instead: str = ""

    @property
    def right(self) -> bool:
        return self.verdict is not None and self.verdict.outcome == "passed"

    @property
    def untouched(self) -> bool:
        return self.verdict is None or self.verdict.mistake == "not-written"

    @property
    def score(self) -> float:
        return self.verdict.score if self.verdict else 0.0

    @property
    def share(self) -> float:
        return self.score / self.points if self.points else 0.0

    @property
    def mark(self) -> str:
        return MARKS[grade_of(self.verdict) if self.verdict else "not-written"]

    @property
    def colour(self) -> str:
        return COLOURS[grade_of(self.verdict) if self.verdict else "not-written"]

    @property
    def points_text(self) -> str:
        return points_text(self.verdict) if self.verdict else f"0/{self.points:g}"

    @property
    def words(self) -> str:
        if self.instead:
            return f"no function, but a value of type {self.instead}: its name is used for something else"
        if self.verdict is None:
            return "not defined: its cell has not been run"
        if self.verdict.mistake == "time":
            return "does not come back: does a loop never end?"
        words = in_words(self.verdict)
        if self.first and not self.untouched:
            words += f"; it uses {_listed(self.first)}, which comes first"
        return words


def _listed(names: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in names)


def _next_step(rows: Sequence[ProgressRow]) -> str:
    """Say what to do next."""
    row = next((row for row in rows if not row.right and row.points), None)
    if row is None:
        return (
            "All is right on the examples. Save the notebook and hand it in: "
            "for the grade, each function is called on more than these."
        )
    if row.instead:
        return f"Next: `{row.name}`. Use another name for the value, run the function's cell, then `progress()` again."
    if row.verdict is None:
        return f"Next: `{row.name}`. Run the cell that defines it, then `progress()` again."
    do = "Write it, run its cell," if row.untouched else "Run its cell after each change,"
    return f"Next: `{row.name}`. {do} then `check({row.name})`. Stuck? `hint({row.name})` helps, one step at a time."


def _headline(assignment: str, rows: Sequence[ProgressRow]) -> str:
    score, points = sum(row.score for row in rows), sum(row.points for row in rows)
    return f"{assignment}: {score:g} of {points:g} points on the examples"


def progress_text(assignment: str, rows: Sequence[ProgressRow]) -> str:
    """Write the overview as a few lines."""
    return f"{overview_text(assignment, rows)}\n{_next_step(rows)}"


def overview_text(assignment: str, rows: Sequence[ProgressRow]) -> str:
    """Write the points and a line for each function, without what is next."""
    names, points = (
        max((len(text) for text in column), default=0)
        for column in ([row.name for row in rows], [row.points_text for row in rows])
    )
    return "\n".join(
        [
            _headline(assignment, rows),
            *(
                f"  {row.mark} {row.name:{names}}  {text_bar(row.share)}  {row.points_text:>{points}}  {row.words}"
                for row in rows
            ),
        ]
    )


def progress_html(assignment: str, rows: Sequence[ProgressRow]) -> str:
    """Write the overview as a table."""
    following = next((row for row in rows if not row.right and row.points), None)
    score, points = sum(row.score for row in rows), sum(row.points for row in rows)
    colour = COLOURS["passed"] if following is None else COLOURS["partly"] if score else NEUTRAL
    head = (
        '<div style="display:flex;flex-wrap:wrap;align-items:center;gap:.2em .8em">'
        f'<span style="font-weight:600">{escape(_headline(assignment, rows))}</span>'
        f"{html_bar(score / points if points else 0.0, COLOURS['passed'], '12em')}</div>"
    )
    table = html_table(
        ("function", "points", "how it goes"), [_html_row(row, row is following) for row in rows]
    )
    return panel(
        "autograder-progress",
        _headline(assignment, rows),
        colour,
        head,
        table,
        _settled() if rows and following is None else "",
        paragraph(_next_step(rows), quiet=True),
    )


def _settled() -> str:
    """Draw points that come to rest on a line: for whoever has got everything right."""
    dots = "".join(
        f'<circle cx="{20 + 25 * place}" cy="{64 - 5 * place}" r="4" fill="{COLOURS["passed"]}" '
        f'style="--from:{height}px;animation-delay:{place * 60}ms"/>'
        for place, height in enumerate((-30, 22, -18, 34, -36, 12, 30, -24, 38, -14, 26))
    )
    return (
        "<style>@keyframes autograder-settle{from{transform:translateY(var(--from))}}"
        "@media(prefers-reduced-motion:no-preference){.autograder-settled circle"
        "{animation:autograder-settle 1.1s cubic-bezier(.3,1.6,.6,1) backwards}}</style>"
        '<svg class="autograder-settled" viewBox="0 0 290 80" width="290" height="80" aria-hidden="true" '
        'style="display:block;margin:6px 0;max-width:100%"><path d="M8 66.4L282 11.6" stroke="#D55E00" stroke-width="2.5" '
        f'stroke-linecap="round"/>{dots}</svg>'
    )


def _html_row(row: ProgressRow, following: bool) -> str:
    weight = ";font-weight:700" if following else ";font-weight:400"
    tag = f" {badge('next', NEUTRAL)}" if following else ""
    return (
        f'<tr><th scope="row" style="{CELL}{weight}"><span aria-hidden="true" style="color:{row.colour}">{row.mark}</span> '
        f"{escape(row.name)}{tag}</th>"
        f'<td style="{CELL}">{html_bar(row.share, row.colour)} {escape(row.points_text)}</td>'
        f'<td style="{CELL};font-family:inherit">{prose(row.words)}</td></tr>'
    )


def hints_text(name: str, hints: Hints, step: int) -> str:
    """Write the first hints of a function, up to a step."""
    lines = [f"Hint {step} of {len(STEPS)} for {name}"]
    lines += [f"  {title}: {LINK.sub(WRITTEN_OUT, getattr(hints, part))}" for title, part in STEPS[:step]]
    return "\n".join([*lines, f"  {_after(name, step)}"])


def hints_html(name: str, hints: Hints, step: int) -> str:
    """Write the first hints of a function, up to a step; the newest stands out."""
    items = "".join(
        f'<li style="margin:3px 0;opacity:{1 if number == step else 0.75}"><strong>{title}:</strong> '
        f"{_with_links(getattr(hints, part))}</li>"
        for number, (title, part) in enumerate(STEPS[:step], start=1)
    )
    head = f'<div style="font-weight:600">{prose(f"Hint {step} of {len(STEPS)} for `{name}`")}</div>'
    return panel(
        "autograder-hint",
        f"Hint {step} of {len(STEPS)} for {name}",
        "var(--jp-info-color1,#3b6ea5)",
        head,
        f'<ul style="list-style:none;padding:0;margin:4px 0;max-width:46em">{items}</ul>',
        paragraph(_after(name, step), quiet=True),
    )


def _with_links(text: str) -> str:
    """Escape an author's words, and let `[these](https://...)` lead somewhere."""
    words, *linked = LINK.split(text)
    return prose(words) + "".join(
        f'<a href="{escape(address)}" target="_blank" rel="noopener">{prose(shown)}</a>{prose(after)}'
        for shown, address, after in zip(linked[::3], linked[1::3], linked[2::3], strict=True)
    )


def _after(name: str, step: int) -> str:
    if step < len(STEPS):
        return f"Still stuck? Run `hint({name})` again for the next one: {STEPS[step][0]}."
    return f"That is all. Write a first try, however rough: `check({name})` says what it does."
