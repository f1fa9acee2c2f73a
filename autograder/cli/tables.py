"""What an instructor sees in the terminal: progress, tables, and the gist of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.common.text import printable
from autograder.display.verdict_panel import ASSERTED, points_text

if TYPE_CHECKING:
    from autograder.author.verify import ExamRow
    from autograder.grading.batch import Result
    from autograder.report.page import MistakeRow, Page

MISTAKES = 5
NAMED = 10


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on stderr while the block runs; the value is to be called once a step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=False) as bar:
        task = bar.add_task(title, total=total)
        yield lambda: bar.advance(task)


def class_table(results: Sequence[Result]) -> Table:
    """Lay out a class: a row a student, points an exercise, and the mistakes in words."""
    exercises = [verdict.exercise for verdict in results[0].verdicts] if results else []
    table = Table(show_lines=True)
    table.add_column("student", no_wrap=True)
    for name in exercises:
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True)
    table.add_column("what was found", ratio=1, min_width=20)
    for result in sorted(results, key=lambda result: result.student):
        score = sum(verdict.score for verdict in result.verdicts)
        points = sum(verdict.points for verdict in result.verdicts)
        table.add_row(
            Text(printable(result.student)),
            *(points_text(verdict) for verdict in result.verdicts),
            f"?/{points:g}" if result.problem else f"{score:g}/{points:g}",
            Text(_words(result)),
        )
    return table


def exam_table(assignment: str, rows: Sequence[ExamRow]) -> Table | Text:
    """Lay out how the grader's own exam went: a row a function, what went well of what there is."""
    if not rows:
        return Text(f"{assignment}: asserts decide, and only its solved notebooks are examined")
    table = Table(title=assignment, title_justify="left")
    table.add_column("function", no_wrap=True)
    for name in (
        "reference",
        "stub",
        "mistakes caught",
        "named",
        "dropped",
        "right answers",
        "mutants killed",
        "equivalent",
    ):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.exercise,
            "✓" if row.reference else "✗",
            "✓" if row.stub else "✗",
            f"{row.caught}/{row.mistakes}",
            f"{row.named}/{row.mistakes}",
            str(len(row.dropped)),
            f"{row.accepted}/{row.right}",
            f"{row.killed}/{row.mutants - row.equivalent}",
            str(row.equivalent),
        )
    return table


def credit_table(rows: Sequence[ExamRow]) -> Table:
    """Lay out what each fault still deserves: a row a fault, a column a function."""
    table = Table(title="credit", title_justify="left")
    table.add_column("fault", no_wrap=True)
    for row in rows:
        table.add_column(row.exercise, justify="right")
    for fault in dict.fromkeys(fault for row in rows for fault in row.credits):
        shares = [row.credits.get(fault) for row in rows]
        table.add_row(fault, *("" if share is None else f"{share:g}" for share in shares))
    return table


def gist(page: Page) -> Iterator[Table | Text]:
    """Give the report in a few lines: numbers, what to teach again, and the most frequent mistakes."""
    yield Text(f"{page.head.title} ({page.head.assignment})", style="bold")
    if page.notice:
        yield Text(page.notice)
    if page.tiles:
        yield Text(" · ".join(f"{tile.label}: {tile.value} {tile.note}".rstrip() for tile in page.tiles))
    if page.lessons:
        table = Table(title="what to teach again", title_justify="left")
        table.add_column("function", no_wrap=True)
        table.add_column("lost", justify="right", no_wrap=True)
        table.add_column("why", ratio=1, min_width=20)
        for lesson in page.lessons:
            why = "\n".join(f"{each.students}: {_told(each)}" for each in lesson.reasons)
            table.add_row(lesson.function, lesson.lost, Text(why or lesson.more))
        yield table
    if page.mistakes:
        table = Table(title="most frequent mistakes", title_justify="left")
        table.add_column("students", no_wrap=True)
        table.add_column("function", no_wrap=True)
        table.add_column("what they were told", ratio=1, min_width=20)
        for row in page.mistakes[:MISTAKES]:
            table.add_row(row.students, row.function, Text(_told(row)))
        yield table
    if asserted := [row.name for row in page.functions if row.asserted]:
        yield Text(f"{ASSERTED.rstrip('.')}: {', '.join(asserted)}")
    yield from map(Text, page.modules)
    for title, notes in (("not graded", page.waiting), ("not read", page.damaged), ("warning", page.signs)):
        for note in notes[:NAMED]:
            yield Text(f"{title}: {note.who}: {note.what}")
        if len(notes) > NAMED:
            yield Text(f"{title}: {len(notes) - NAMED} more, see the page")


def _told(row: MistakeRow) -> str:
    return f"{row.kind}; one was told: {row.words}" if row.example and row.kind else row.words or row.kind


def _words(result: Result) -> str:
    if result.problem:
        return printable(result.problem)
    found: dict[str, list[str]] = {}
    for verdict in result.verdicts:
        if verdict.outcome != "passed":
            found.setdefault(verdict.message, []).append(verdict.exercise)
    return (
        "\n".join(f"{', '.join(names)}: {printable(message)}" for message, names in found.items())
        or "all is right"
    )
