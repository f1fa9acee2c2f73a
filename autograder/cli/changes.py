"""What has changed by grading again, in lines: a line a student, or a line a kind of change where there are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from autograder.common.text import printable
from autograder.grading.changes import Change, Changed

MANY = 20
NAMED = 3


def lines(changed: Sequence[Changed], *, dry: bool, every: bool) -> Iterator[str]:
    """Say whose points have changed.

    Args:
        changed: Who, and how.
        dry: Whether they would change only.
        every: Whether to name each, also where there are many.
    """
    title = "would change" if dry else "changed"
    if len(changed) <= MANY or every:
        for each in changed:
            what = ", ".join(_said(change) for change in each.changes)
            yield f"{title}: {printable(each.student)}: {points(each.before)} -> {points(each.after)} points: {what}"
    else:
        up = sum((each.after or 0) > (each.before or 0) for each in changed)
        down = sum((each.after or 0) < (each.before or 0) for each in changed)
        yield f"{title}: {len(changed)} students, {up} up, {down} down; `--every-change` names each"
        kinds: defaultdict[str, list[str]] = defaultdict(list)
        for each in changed:
            for change in each.changes:
                kinds[_said(change)].append(printable(each.student))
        for kind, students in sorted(kinds.items(), key=lambda found: (-len(found[1]), found[0])):
            more = f" and {len(students) - NAMED} more" if len(students) > NAMED else ""
            yield f"{title}: {kind}: {len(students)}: {', '.join(students[:NAMED])}{more}"
    if dry and not changed:
        yield "would change: nobody's points"


def _said(change: Change) -> str:
    return f"{change.what} {points(change.before)} -> {points(change.after)} ({' and '.join(change.reasons)})"


def points(score: float | None) -> str:
    """Write points; those that a human has still to give are `?`."""
    return "?" if score is None else f"{score:g}"
