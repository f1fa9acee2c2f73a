"""What a picture that moves is made of: parts, titles, sliders, and what each is in every frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from autograder.figures.given import Array
from autograder.figures.palette import LINE

Kind = Literal["line", "trail", "path", "dots", "dot", "squares"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that moves.

    Attributes:
        panel: The number of its panel.
        kind: What is drawn of it in a frame: its points joined (`line`), those of all frames before (`trail`), one point
            a frame joined up to this one (`path`) or not joined (`dots`), its point (`dot`), or the squares between fixed points
            and the line before it among the parts (`squares`).
        at: Its points in a frame, given both sliders' places: an array of shape (k, 2).
        fixed: The points of `squares`.
        width: Of its line or of its dot, in pixels.
    """

    panel: int
    kind: Kind
    at: Callable[[int, int], Array]
    fixed: Array | None = None
    colour: str = LINE
    width: float = 2.5
    opacity: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Knob:
    """A slider.

    Attributes:
        name: What it is called.
        values: What it can be set to.
        start: The place of its first value among them.
    """

    name: str
    values: Sequence[float]
    start: int


@dataclass(frozen=True, kw_only=True)
class Title:
    """What stands above a panel: `{0}` and `{1}` are the sliders' values, `{v}` is the frame's own."""

    panel: int
    words: str
    value: Callable[[int, int], str] | None = None


@dataclass(frozen=True, kw_only=True)
class Score:
    """A number below the picture that is to become small.

    Attributes:
        name: What it is.
        value: What it is in a frame.
        below: Where it is small enough.
        words: What is said then.
    """

    name: str
    value: Callable[[int, int], float]
    below: float
    words: str


@dataclass(frozen=True, kw_only=True)
class Film:
    """A picture that moves with one slider or two.

    Attributes:
        knobs: The sliders; of two, the second is the one that plays.
        plays: Whether it moves by itself.
    """

    parts: Sequence[Part]
    titles: Sequence[Title]
    knobs: Sequence[Knob]
    score: Score | None = None
    plays: bool = True

    @property
    def takes(self) -> int:
        return len(self.knobs[0].values) if len(self.knobs) == 2 else 1

    @property
    def steps(self) -> int:
        return len(self.knobs[-1].values)

    @property
    def start(self) -> tuple[int, int]:
        return (self.knobs[0].start if len(self.knobs) == 2 else 0), self.knobs[-1].start

    def above(self, title: Title, take: int, step: int) -> str:
        """Write a title of one frame."""
        places = (take, step) if len(self.knobs) == 2 else (step,)
        values = [knob.values[place] for knob, place in zip(self.knobs, places, strict=True)]
        words = title.words.replace("{0}", f"{values[0]:g}").replace("{1}", f"{values[-1]:g}")
        return words if title.value is None else words.replace("{v}", title.value(take, step))
