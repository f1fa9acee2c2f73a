"""The instructor's page: the whole class, with names. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from statistics import fmean, median

from autograder.display.verdict_panel import ASSERTED
from autograder.display.words import count_of, duration, number_of, points_of
from autograder.notebooks.graded import SENT_UNREADABLE
from autograder.report import modules
from autograder.report.page import Bar, FunctionRow, Head, Lesson, MistakeRow, Note, Page, Row, Segment, Tile
from autograder.report.summary import STANDINGS, Function, MistakeGroup, Overview, Standing, StudentMarks
from autograder.report.wording import clean, kind_of, name_of

BARS = 10
REASONS = 3
MARKS: dict[Standing, str] = {
    "passed": "✓",
    "partly": "◐",
    "failed": "✗",
    "not written": "–",
    "missing": "∅",
    "ungraded": "?",
    "no points": "⊘",
}


def full_page(seen: Overview, head: Head) -> Page:
    """Make the instructor's page: everything, with names."""
    return Page(
        head=head,
        anonymous=False,
        notice="" if seen.handed_in else "Nobody has handed in yet.",
        tiles=_tiles(seen),
        spread=spread(seen),
        bars=tuple(
            Bar(label=label, count=str(count) if count else "", height=height)
            for label, count, height in histogram(seen.scores, seen.total)
        ),
        functions=tuple(function_row(function) for function in seen.functions if function.students),
        lessons=tuple(_lesson(function) for function in seen.to_teach),
        mistakes=tuple(mistake_row(each, full_bar(seen.mistakes, len(seen.works))) for each in seen.mistakes),
        waiting=tuple(
            Note(who=name_of(work.student), what=clean(work.problem or "")) for work in seen.waiting
        ),
        ungraded=tuple(
            clean(student) + (f" ({SENT_UNREADABLE})" if student in seen.unreadable else "")
            for student in seen.ungraded
        ),
        late=tuple(Note(who=name_of(work.student), what=lateness(work)) for work in seen.late),
        absent=tuple(name_of(student) for student in seen.absent),
        damaged=tuple(
            Note(who=name_of(work.student), what=clean(work.damage or "")) for work in seen.damaged
        ),
        signs=tuple(
            Note(who=name_of(work.student), what=clean("; ".join(work.signs)))
            for work in seen.works
            if work.signs
        ),
        modules=tuple(
            modules.wanted([mark.message for mark in work.marks.values() if mark.lost] for work in seen.works)
        ),
        everybody=tuple(_row(work, [function.name for function in seen.functions]) for work in seen.works),
        columns=tuple(function.name for function in seen.functions),
    )


def spread(seen: Overview) -> str:
    """Say where the middle of the class is."""
    scores = seen.scores
    if not scores:
        return ""
    return (
        f"Of {number_of(seen.total)} points, the mean is {number_of(fmean(scores))} and the median "
        f"{number_of(median(scores))}; late penalties are taken off."
    )


def histogram(scores: Sequence[float], total: float) -> list[tuple[str, int, float]]:
    """Count scores in about ten steps of a round width; full marks stand alone, at the end."""
    if not scores or total <= 0:
        return []
    width = _round_step(total / BARS)
    steps = math.ceil(total / width - 1e-9)
    counts = [0] * (steps + 1)
    for score in scores:
        counts[steps if score >= total else max(0, min(steps - 1, int(score / width)))] += 1
    labels = [number_of(i * width) for i in range(steps)] + [number_of(total)]
    return [(label, count, count / max(counts)) for label, count in zip(labels, counts, strict=True)]


def _round_step(wanted: float) -> float:
    """Give the smallest of 0.1, 0.2, 0.25, 0.5, 1, 2, 2.5, 5, 10, … that is at least as large."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= wanted * (1 - 1e-9))


def _tiles(seen: Overview) -> tuple[Tile, ...]:
    known = seen.handed_in + len(seen.absent)
    scores = seen.scores
    waiting = len(seen.waiting) + len(seen.ungraded)
    return (
        Tile(label="handed in", value=str(seen.handed_in), note=f"of {known}"),
        Tile(label="late", value=str(len(seen.late))),
        Tile(label="not handed in", value=str(len(seen.absent))),
        Tile(label="not graded", value=str(waiting)),
        Tile(
            label="median",
            value=number_of(median(scores)) if scores else "–",
            note=f"of {points_of(seen.total)}",
        ),
    )


def function_row(function: Function) -> FunctionRow:
    everybody = function.students
    return FunctionRow(
        name=function.name,
        points=points_of(function.points) if function.points else "no points",
        segments=tuple(
            Segment(kind=standing, mark=MARKS[standing], count=str(count), share=count / everybody)
            for standing in STANDINGS
            if (count := function.standings[standing])
        ),
        mean=number_of(function.given / function.graded) if function.graded and function.points else "–",
        asserted=ASSERTED if function.asserted else "",
    )


def full_bar(mistakes: Sequence[MistakeGroup], everybody: int) -> float:
    """Give the number of students whose bar is full: the most frequent mistake, but a quarter of the class at least."""
    return max([everybody / 4, *(len(each.students) for each in mistakes)])


def mistake_row(mistake: MistakeGroup, full: float) -> MistakeRow:
    told = mistake.id != "not-written"  # there, the sentence says no more than the kind
    return MistakeRow(
        function=mistake.function,
        kind=(kind_of(mistake.id) or "") if mistake.varies or not told else "",
        words=clean(mistake.message) if told else "",
        example=mistake.varies and told,
        students=count_of(len(mistake.students)),
        share=len(mistake.students) / full,
        lost=points_of(mistake.lost),
        who=tuple(name_of(student) for student in mistake.students),
    )


def _lesson(function: Function) -> Lesson:
    costly = [each for each in function.mistakes if each.lost > 0]
    rest = costly[REASONS:]
    return Lesson(
        function=function.name,
        lost=lost_of(function),
        share=function.lost / (function.points * function.graded),
        reasons=tuple(mistake_row(each, function.students) for each in costly[:REASONS]),
        more=f"and {count_of(len(rest), 'other mistake')}, {points_of(math.fsum(each.lost for each in rest))} together"
        if rest
        else "",
    )


def lost_of(function: Function) -> str:
    return f"{number_of(function.lost)} of {points_of(function.points * function.graded)}"


def lateness(work: StudentMarks) -> str:
    """Say how late, and what it cost."""
    penalty = work.submission.penalty
    cost = f", {points_of(penalty)} taken off" if penalty else ""
    return f"{duration(work.submission.seconds_late)} late{cost}"


def _row(work: StudentMarks, names: Iterable[str]) -> Row:
    score = work.submission.score
    marks = []
    for name in names:
        mark = work.marks.get(name)
        counts = mark is not None and mark.standing != "no points"
        points = number_of(mark.score) if mark is not None and counts and mark.score is not None else ""
        marks.append((mark.standing, MARKS[mark.standing], points) if mark else ("", "", ""))
    return Row(
        who=name_of(work.student),
        score="?" if score is None else number_of(score),
        late=lateness(work) if work.submission.seconds_late else "",
        marks=tuple(marks),
    )
