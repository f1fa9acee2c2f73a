"""The loss as a landscape over slope and bias, seen from above, with the student's own way through it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import marks, stage
from autograder.figures.film import Film, Knob, Part, Title
from autograder.figures.given import Array, name_of
from autograder.figures.palette import FAINT, INK, LINE
from autograder.figures.roll import roll
from autograder.figures.stage import Scene

from .given import Given, Line, Loss, Predict, lines_from
from .lines import in_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Descend = Callable[[float], Sequence[Line]]
Span = tuple[float, float]

SLOPES, BIASES = (-4.0, 29.0), (-12.0, 22.0)
FINE, COARSE = 34, 12
NEAR = 4.0
LEVELS = (50, 100, 200, 300, 400, 500)
# From white at the bottom to grey-blue on the heights: the same for every kind of sight.
SHADES = ("#ffffff", "#e2eaf0", "#d0dde7", "#bccfdd", "#a8c0d2", "#93b0c6", "#7f9fb9")


def valley(
    x: Any,
    y: Any,
    predict: Predict,
    loss: Loss,
    steps: Sequence[Line],
    *,
    ring: float | None = None,
    slopes: Span = SLOPES,
    biases: Span = BIASES,
) -> None:
    """Draw the loss of every line as a map, with a way across it, and beside it the line of each step.

    Args:
        x: The points' x.
        y: The points' y.
        predict: The student's function of x, slope and bias.
        loss: The student's function of y and predictions.
        steps: The way: a pair (slope, bias) for each epoch.
        ring: A loss to draw one more ring at, near the bottom.
        slopes: The map's edges on the left and on the right.
        biases: Those at the bottom and at the top.
    """
    given = Given(x=x, y=y, predict=predict, loss=loss)
    way = lines_from(steps)
    knobs = [Knob(name="epoch", values=range(len(way)), start=len(way) - 1)]
    text = _words(given, f"A way of {len(way)} epochs leads from {in_words(way[0])} to {in_words(way[-1])}")
    if stage.told(text):
        return
    scene = _map(given, slopes, biases)
    if ring is not None and scene.live:
        _ring(scene.panels[0], given, ring, way)
    _show(
        scene,
        given,
        lambda _take, step: way[step],
        knobs,
        text,
        of_rate="",
    )


def valley_by_rate(
    x: Any,
    y: Any,
    predict: Predict,
    loss: Loss,
    descend: Descend,
    *,
    rates: Sequence[float],
    rate: float,
    slopes: Span = SLOPES,
    biases: Span = BIASES,
) -> None:
    """Draw the same map with the way that a descent takes, and a slider for its learning rate.

    Args:
        x: The points' x.
        y: The points' y.
        predict: The student's function of x, slope and bias.
        loss: The student's function of y and predictions.
        descend: Gives a pair (slope, bias) for each epoch, at a learning rate.
        rates: The learning rates that can be set.
        rate: The one to start with.
        slopes: The map's edges on the left and on the right.
        biases: Those at the bottom and at the top.
    """
    given = Given(x=x, y=y, predict=predict, loss=loss)
    rates = sorted({*rates, rate})

    @functools.cache
    def way(take: int) -> list[Line]:
        return lines_from(descend(rates[take]))

    first = rates.index(rate)
    epochs = len(way(first))
    knobs = [
        Knob(name="learning rate", values=rates, start=first),
        Knob(name="epoch", values=range(epochs), start=epochs - 1),
    ]
    text = _words(
        given,
        f"At a learning rate of {rate:g} the way leads in {epochs - 1} epochs from {in_words(way(first)[0])} to "
        f"{in_words(way(first)[-1])}",
    )
    if stage.told(text):
        return
    _show(
        _map(given, slopes, biases),
        given,
        lambda take, step: way(take)[min(step, len(way(take)) - 1)],
        knobs,
        text,
        of_rate="rate {0}, ",
    )


def _words(given: Given, way: str) -> str:
    loss = name_of(given.loss or given.measured)
    return (
        f"A map of the loss that `{loss}` gives, over slope and bias: a round valley. {way}. Beside it, the points and the line of "
        "the epoch."
    )


def _map(given: Given, slopes: Span, biases: Span) -> Scene:
    """Draw what stands still: the map on the left, the points on the right."""
    scene = stage.scene(2)
    left, right = scene.panels
    count = FINE if scene.live else COARSE
    across, up = np.linspace(*slopes, count), np.linspace(*biases, count)
    losses = given.landscape(across, up)
    levels = [min(float(losses.min()), 0.0) - 1.0, *LEVELS, max(float(losses.max()), LEVELS[-1]) + 1.0]
    left.contourf(across, up, losses, levels=levels, colors=SHADES)
    if (
        scene.live and losses.max() > LEVELS[0]
    ):  # where nobody watches, shades will do: rings take as long again
        rings = left.contour(across, up, losses, levels=LEVELS, colors=FAINT, linewidths=0.8)
        left.clabel(rings, fontsize=8, colors=INK)
    left.set_xlabel("slope")
    left.set_ylabel("bias")
    marks.scatter(right, given.x, given.y, faint=True)
    marks.give_room(right, given.y)
    return scene


def _ring(axes: Axes, given: Given, level: float, way: Sequence[Line]) -> None:
    """Draw the ring of one loss about the best line near the way, from a closer look than the rest of the map."""
    best = min(way, key=given.measured)
    across, up = (np.linspace(middle - NEAR, middle + NEAR, COARSE * 2) for middle in best)
    losses = given.landscape(across, up)
    if losses.min() < level < losses.max():
        axes.contour(across, up, losses, levels=[level], colors=INK, linewidths=1.4)
        axes.annotate(f"{level:g}", best, (10, 14), textcoords="offset points", fontsize=9, color=INK)


def _show(
    scene: Scene,
    given: Given,
    at: Callable[[int, int], Line],
    knobs: Sequence[Knob],
    text: str,
    *,
    of_rate: str,
) -> None:
    def place(take: int, step: int) -> Array:
        return np.array([at(take, step)])

    @functools.cache
    def measured(line: Line) -> str:
        return f"MSE {given.measured(line):.4g}"

    roll(
        scene,
        Film(
            parts=[
                Part(panel=0, kind="path", at=place, width=1.5, opacity=0.8),
                Part(panel=0, kind="dots", at=place, width=5),
                Part(panel=0, kind="dot", at=place, width=11),
                Part(panel=1, kind="line", at=lambda *frame: given.drawn(at(*frame)), colour=LINE),
            ],
            titles=[
                Title(
                    panel=0, words=f"{of_rate}epoch {{1}}: {{v}}", value=lambda *frame: measured(at(*frame))
                ),
                Title(panel=1, words="{v}", value=lambda *frame: in_words(at(*frame))),
            ],
            knobs=knobs,
        ),
        text,
    )
