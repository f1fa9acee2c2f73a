"""What many pictures share: points, names at the ends of lines, and words for whoever does not see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures.palette import POINT, for_words
from autograder.figures.stage import figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES_A_LETTER, GAP = 0.082, 15.0
SIMILAR = 0.5
AROUND = 0.15


def scatter(axes: Axes, x: Any, y: Any, *, faint: bool = False, names: tuple[str, str] = ("x", "y")) -> None:
    """Draw the points, and name the axes."""
    axes.plot(
        np.ravel(x),
        np.ravel(y),
        "o",
        markersize=4,
        alpha=0.35 if faint else 0.6,
        color=POINT,
        markeredgewidth=0,
    )
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])


def room_for(names: Sequence[str]) -> float:
    """Give the inches to the right of the axes that names at the ends of lines need."""
    return 0.25 + INCHES_A_LETTER * max((len(name) for name in names), default=0)


def name_ends(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Write names beside the ends of lines, far enough from each other: each is an end's x and y, its name and its colour."""
    low, high = (float(edge) for edge in axes.get_ylim())
    ends = [(x, min(max(y, low), high), name, colour) for x, y, name, colour in ends if np.isfinite(y)]
    ends.sort(key=lambda end: end[1])
    at = [float(axes.transData.transform((x, y))[1]) for x, y, _, _ in ends]
    places = spread(at, GAP)
    dots = figure_of(axes).dpi / 72
    for (x, y, name, colour), was, place in zip(ends, at, places, strict=True):
        axes.annotate(
            name, (x, y), (8, (place - was) / dots), textcoords="offset points", color=for_words(colour), fontsize=9.5, va="center",
            annotation_clip=False,
        )  # fmt: skip


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move ordered places apart until no two are closer than the gap, about their middle."""
    groups: list[list[float]] = []
    for place in places:
        groups.append([place])
        while len(groups) > 1 and _first(groups[-1], gap) - _last(groups[-2], gap) < gap:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_first(group, gap) + gap * number for group in groups for number in range(len(group))]


def _first(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _last(group: Sequence[float], gap: float) -> float:
    return _first(group, gap) + gap * (len(group) - 1)


def give_room(axes: Axes, *heights: Any) -> None:
    """Let the axes hold all these heights, with some room above and below."""
    shown = np.concatenate([np.ravel(each) for each in heights])
    low, high = float(shown.min()), float(shown.max())
    room = AROUND * (high - low) + 1e-9
    axes.set_ylim(low - room, high + room)


def cloud(x: Any, y: Any) -> str:
    """Say what points look like."""
    flat, heights = (np.ravel(np.asarray(each, dtype=float)) for each in (x, y))
    words = f"{len(flat)} points, with x from {flat.min():.3g} to {flat.max():.3g} and y from {heights.min():.3g} to {heights.max():.3g}"
    if len(flat) > 2 and flat.std() and heights.std():
        together = float(np.corrcoef(flat, heights)[0, 1])
        words += (
            ", that rise from left to right" if together > SIMILAR
            else ", that fall from left to right" if together < -SIMILAR
            else ""
        )  # fmt: skip
    return words
