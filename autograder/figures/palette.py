"""Colours that everybody can tell apart (Okabe and Ito's), each with a dash and a marker of its own besides."""

from __future__ import annotations

from dataclasses import dataclass

INK, FAINT = "#333333", "#8c8c8c"
BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY = (
    "#0072B2",
    "#D55E00",
    "#009E73",
    "#E69F00",
    "#CC79A7",
    "#56B4E9",
)
POINT, LINE = BLUE, VERMILION


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one of several lines is drawn.

    Attributes:
        colour: Its colour.
        dash: Lengths of its strokes and gaps, in points; a line without gaps has none.
        marker: What marks its points.
    """

    colour: str
    dash: tuple[float, ...] = ()
    marker: str = "o"

    @property
    def linestyle(self) -> str | tuple[float, tuple[float, ...]]:
        return (0, self.dash) if self.dash else "-"


DARKER = 0.72


def for_words(colour: str) -> str:
    """Give a colour dark enough to be read as words on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(part * DARKER):02x}" for part in parts)


STYLES = (
    Style(colour=VERMILION, marker="o"),
    Style(colour=BLUE, dash=(6, 2), marker="s"),
    Style(colour=GREEN, dash=(2, 1.5), marker="^"),
    Style(colour=PURPLE, dash=(7, 2, 1.5, 2), marker="D"),
    Style(colour=INK, dash=(1, 1), marker="v"),
)


def style(number: int) -> Style:
    """Give the style of one of several lines, counted from 0."""
    return STYLES[number % len(STYLES)]
