"""The page to show in class: no names, no student's words, and no group of fewer than three. Pure.

It takes its sentences from those of the course's author alone: what students were told may quote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from statistics import fmean

from autograder.display.words import count_of, number_of, points_of
from autograder.report.instructor import full_bar, function_row, histogram, lost_of, mistake_row
from autograder.report.page import Bar, FunctionRow, Head, Lesson, MistakeRow, Page, Segment, Tile
from autograder.report.summary import Function, MistakeGroup, Overview
from autograder.report.wording import kind_of

# A group is shown from this size on, and a class.
SMALL = 3
CLASS = 5
REASONS = 3

Sentences = Mapping[tuple[str, str], str]


def anonymous_page(seen: Overview, sentences: Sentences, head: Head) -> Page:
    """Make the page to show in class.

    Args:
        seen: The class.
        sentences: What the author says of each known mistake, by function and the mistake's id.
        head: What it is about.
    """
    bare = Page(head=head, anonymous=True)
    if len(seen.scores) < CLASS:
        return replace(
            bare,
            notice=f"Fewer than {CLASS} submissions are graded: too few to show without telling whose they are.",
        )
    known = [each for each in seen.mistakes if len(each.students) >= SMALL]
    rare = len(seen.mistakes) - len(known)
    return replace(
        bare,
        tiles=_tiles(seen),
        spread=f"Of {number_of(seen.total)} points, the mean is {number_of(fmean(seen.scores))}.",
        bars=_bars(seen),
        functions=tuple(_function(each) for each in seen.functions if each.graded >= CLASS),
        lessons=tuple(
            _lesson(each, sentences)
            for each in seen.to_teach
            if each.graded >= CLASS and each.losers >= SMALL
        ),
        mistakes=tuple(_mistake(each, full_bar(known, len(seen.works)), sentences) for each in known),
        pooled=f"{count_of(rare, 'mistake')} more, each made by one or two students." if rare else "",
    )


def crowd(number: int, everybody: int) -> str:
    """Count a group in words that point at nobody."""
    if number == 0:
        return "nobody"
    if number == everybody:
        return "everybody"
    if number < SMALL:
        return f"fewer than {SMALL}"
    if everybody - number < SMALL:
        return "nearly everybody"
    return f"{number} of {everybody}"


def _tiles(seen: Overview) -> tuple[Tile, ...]:
    handed_in = crowd(seen.handed_in, seen.handed_in + len(seen.absent))
    return (
        Tile(label="handed in", value=str(seen.handed_in) if handed_in == "everybody" else handed_in),
        Tile(label="late", value=crowd(len(seen.late), seen.handed_in)),
        Tile(label="mean", value=number_of(fmean(seen.scores)), note=f"of {points_of(seen.total)}"),
    )


def _bars(seen: Overview) -> tuple[Bar, ...]:
    """Draw together neighbouring steps until no bar stands for one or two students."""
    groups: list[tuple[str, int]] = []
    first, count = "", 0
    for label, number, _ in histogram(seen.scores, seen.total):
        if (
            number >= SMALL and groups
        ):  # large enough to stand alone: the few before it go to those below them
            start, below = groups.pop()
            groups += [(start, below + count), (label, number)]
            first, count = "", 0
            continue
        first = first or label
        count += number
        if count >= SMALL:
            groups.append((first, count))
            first, count = "", 0
    if count:
        start, below = groups.pop()  # a class has at least `CLASS` students, so there is one
        groups.append((start, below + count))
    highest = max((count for _, count in groups), default=1)
    return tuple(Bar(label=start, count=str(count), height=count / highest) for start, count in groups)


def _function(function: Function) -> FunctionRow:
    if not function.points:
        return replace(
            function_row(function),
            segments=(Segment(kind="no points", mark="⊘", count="everybody", share=1.0),),
        )
    right = function.standings["passed"]
    drawn = right if right in (0, function.graded) else min(max(right, SMALL), function.graded - SMALL)
    pieces = (
        ("passed", "✓", right, drawn),
        ("not yet", "–", function.graded - right, function.graded - drawn),
    )
    segments = tuple(
        Segment(kind=kind, mark=mark, count=crowd(number, function.graded), share=shown / function.graded)
        for kind, mark, number, shown in pieces
    )
    return replace(function_row(function), segments=segments)


def _lesson(function: Function, sentences: Sentences) -> Lesson:
    large = [each for each in function.mistakes if each.lost > 0 and len(each.students) >= SMALL]
    return Lesson(
        function=function.name,
        lost=lost_of(function),
        share=function.lost / (function.points * function.graded),
        reasons=tuple(_mistake(each, function.students, sentences) for each in large[:REASONS]),
        more="" if large else "Many different reasons, none of them common.",
    )


def _mistake(mistake: MistakeGroup, full: float, sentences: Sentences) -> MistakeRow:
    words = sentences.get((mistake.function, mistake.id), "")
    kind = "" if words else kind_of(mistake.id) or "a mistake that has a name"
    return replace(mistake_row(mistake, full), kind=kind, words=words, example=False, who=())
