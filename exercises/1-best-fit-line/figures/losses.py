"""Losses, drawn by epoch, beside the line, and with a tangent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import marks, stage
from autograder.figures.film import Film, Knob, Part, Title
from autograder.figures.given import Array, numbers
from autograder.figures.palette import FAINT, LINE, POINT, for_words, style
from autograder.figures.roll import roll

from .given import Given, Line, Predict, lines_from
from .lines import in_words, mover

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 60
MARKS = 8


def line_and_loss(
    x: Any,
    y: Any,
    predict: Predict,
    steps: Sequence[Line],
    losses: Sequence[float],
    *,
    epochs: Sequence[int] | None = None,
    loss: str = "MSE",
    names: tuple[str, str] = ("slope", "bias"),
) -> None:
    """Draw a line over the points and, beside it, its loss, both moving as the epochs pass.

    Args:
        x: The points' x.
        y: The points' y.
        predict: The student's function of x, slope and bias.
        steps: A pair (slope, bias) for each frame.
        losses: The loss of every epoch.
        epochs: The epoch of each frame; 0, 1, 2, ... when left out.
        loss: The name of the loss.
        names: What the two numbers of a line are called.
    """
    steps, heights = lines_from(steps), numbers(losses, "the losses")
    at = list(range(len(steps))) if epochs is None else [int(epoch) for epoch in epochs][: len(steps)]
    steps = steps[: len(at)]
    reached = [min(epoch, len(heights) - 1) for epoch in at]
    given = Given(x=x, y=y, predict=predict)
    given.drawn(steps[0])
    text = (
        f"{marks.cloud(x, y)}; a line that moves from {in_words(steps[0], names)} to {in_words(steps[-1], names)}, "
        f"and beside it its loss: {_curve(loss, heights)}."
    )
    if stage.told(text):
        return
    scene = stage.scene(2)
    moving = mover(scene.panels[0], given, steps)
    right = scene.panels[1]
    right.plot(heights, color=FAINT, linewidth=1)
    right.set_xlabel("epoch")
    right.set_ylabel(loss)

    def so_far(_take: int, step: int) -> Array:
        begin = reached[step - 1] + 1 if step else 0
        epochs = np.arange(begin, reached[step] + 1)
        return np.stack([epochs, heights[epochs]], axis=1)

    moving.append(Part(panel=1, kind="path", at=so_far))
    moving.append(Part(panel=1, kind="dot", at=lambda _, step: so_far(0, step)[-1:], width=9))
    roll(
        scene,
        Film(
            parts=moving,
            titles=[
                Title(panel=0, words="epoch {1}: {v}", value=lambda _, step: in_words(steps[step], names)),
                Title(panel=1, words=f"{loss} {{v}}", value=lambda _, step: f"{heights[reached[step]]:.4g}"),
            ],
            knobs=[Knob(name="epoch", values=at, start=len(at) - 1)],
        ),
        text,
    )


def losses(
    named: Mapping[str, Sequence[float]],
    title: str = "",
    *,
    loss: str = "MSE",
    mark: int | None = None,
    highest: float | None = None,
    apart: bool = False,
) -> None:
    """Draw losses by epoch.

    Args:
        named: The losses of each curve, by the name at its end.
        title: What stands above.
        loss: The name of the loss.
        mark: An epoch to point at.
        highest: Where the picture ends at the top; curves may leave it there.
        apart: Whether each curve has a panel and axes of its own.
    """
    found = {name: numbers(values, "the losses") for name, values in named.items()}
    curves = "; ".join(_curve(name, each) for name, each in found.items())
    text = f"Side by side: {curves}." if apart else f"{title}: {curves}.".removeprefix(": ")
    if stage.told(text):
        return
    if apart:
        _side_by_side(found, loss, text)
        return
    several = len(found) > 1
    scene = stage.scene(right=marks.room_for([*found]) if several else stage.RIGHT)
    (axes,) = scene.panels
    for number, heights in enumerate(found.values()):
        look = style(number)
        every = max(1, len(heights) // MARKS)
        axes.plot(
            heights, color=look.colour, linestyle=look.linestyle, linewidth=1.6, marker=look.marker if several else ".",
            markersize=5, markevery=(number % every, every) if several or len(heights) > FEW else 1,
        )  # fmt: skip
        if mark is not None and 0 <= mark < len(heights):
            axes.plot([mark], [heights[mark]], "o", color=look.colour, markersize=9)
            axes.annotate(
                f"epoch {mark}", (mark, heights[mark]), (0, 14), textcoords="offset points", ha="center"
            )
    if highest is not None:
        axes.set_ylim(0, highest)
    axes.set_xlabel("epoch")
    axes.set_ylabel(loss)
    axes.set_title(title)
    if several:
        _name_curves(axes, found, highest)
    stage.show(scene, text)


def _side_by_side(found: Mapping[str, Array], loss: str, text: str) -> None:
    scene = stage.scene(len(found))
    for number, (axes, (name, heights)) in enumerate(zip(scene.panels, found.items(), strict=True)):
        axes.plot(heights, style(number).marker, color=style(number).colour, linestyle="-", markersize=4)
        axes.set_title(name)
        axes.set_xlabel("epoch")
        axes.set_ylabel(loss)
        axes.set_ylim(bottom=0)
    stage.show(scene, text)


def _name_curves(axes: Axes, found: Mapping[str, Array], highest: float | None) -> None:
    """Name each curve at its end, or where it leaves the picture."""
    at_ends = []
    for number, (name, heights) in enumerate(found.items()):
        out = np.flatnonzero(~(heights <= highest)) if highest is not None else np.zeros(0, int)
        if highest is not None and len(out):
            axes.annotate(
                f"↑ {name}", (max(0, int(out[0]) - 1), highest), (4, -8), textcoords="offset points", fontsize=9.5,
                color=for_words(style(number).colour), va="top",
            )  # fmt: skip
        else:
            at_ends.append((len(heights) - 1.0, float(heights[-1]), name, style(number).colour))
    marks.name_ends(axes, at_ends)


def _curve(name: str, heights: Array) -> str:
    """Say what a curve does."""
    lowest = int(np.argmin(heights))
    words = f"{name} from {heights[0]:.4g} at epoch 0 to {heights[-1]:.4g} at epoch {len(heights) - 1}"
    return (
        words
        if lowest in (0, len(heights) - 1)
        else f"{words}, lowest at epoch {lowest}: {heights[lowest]:.4g}"
    )


def tangent(
    slopes: Sequence[float], heights: Sequence[float], at: float, height: float, derivative: float
) -> None:
    """Draw a loss over the slope, with the straight line that touches it at one slope.

    Args:
        slopes: Slopes to draw the loss at.
        heights: The loss of each.
        at: The slope at which the tangent touches.
        height: The loss there.
        derivative: How steep the tangent is.
    """
    curve = numbers(heights, "the losses")
    title = f"At slope {at:g} the loss goes {'down' if derivative < 0 else 'up'} to the right"
    text = (
        f"The loss over the slope, a valley with its bottom near {slopes[int(np.argmin(curve))]:g}. {title}: its tangent there has "
        f"the slope {derivative:.4g}."
    )
    if stage.told(text):
        return
    scene = stage.scene()
    (axes,) = scene.panels
    axes.plot(slopes, curve, color=POINT, linewidth=2)
    reach = np.array([-1.0, 1.0]) * (max(slopes) - min(slopes)) / 5
    axes.plot(at + reach, height + derivative * reach, color=LINE, linewidth=2, dashes=(6, 2))
    axes.plot([at], [height], "o", color=LINE)
    axes.annotate(
        f"derivative {derivative:.4g}",
        (at, height),
        (10, 4 if derivative >= 0 else 10),
        textcoords="offset points",
        color=for_words(LINE),
    )
    axes.set_xlabel("slope")
    axes.set_ylabel("loss")
    axes.set_title(title)
    stage.show(scene, text)
