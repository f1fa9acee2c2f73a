"""Points, lines and losses, drawn with the student's own functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import stage
from autograder.trial import NotRightYet

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]
Predict = Callable[[Any, float, float], Any]
Line = tuple[float, float]

POINT, LINE, COLOURS = "#3b6ea5", "#d1453b", ("#d1453b", "#2e8b57", "#8a5fbf", "#c98a00", "#444444")

FEW = 60


def points(x: Any, y: Any, title: str = "") -> None:
    """Draw the points."""
    figure, axes = stage.new()
    _scatter(axes, x, y)
    axes.set_title(title)
    stage.show(figure)


def lines(x: Any, y: Any, predict: Predict, named: Mapping[str, Line], title: str = "") -> None:
    """Draw one or more lines over the points.

    Args:
        x: The points' x, of shape (n,) or (n, 1).
        y: The points' y, of the same shape.
        predict: The student's function of x, slope and bias.
        named: A pair (slope, bias) for each name in the legend.
        title: What stands above.
    """
    figure, axes = stage.new()
    _scatter(axes, x, y)
    ends = _ends(x)
    for (name, (slope, bias)), colour in zip(named.items(), COLOURS, strict=False):
        axes.plot(np.ravel(ends), _heights(predict, ends, slope, bias), color=colour, linewidth=2, label=name)
    axes.set_title(title)
    if any(named):
        axes.legend()
    stage.show(figure)


def line_by_hand(x: Any, y: Any, predict: Predict, slope: float, bias: float) -> None:
    """Draw a line over the points with a slider for its slope and one for its bias."""
    figure, axes = stage.new()
    _scatter(axes, x, y)
    ends = _ends(x)
    (drawn,) = axes.plot(np.ravel(ends), _heights(predict, ends, slope, bias), color=LINE, linewidth=2)
    height = float(np.abs(y).max()) * 1.15
    axes.set_ylim(-height, height)

    def draw(slope: float, bias: float) -> None:
        drawn.set_ydata(_heights(predict, ends, slope, bias))
        axes.set_title(f"slope {slope:g}, bias {bias:g}")

    stage.sliders(figure, draw, slope=(-30, 30, slope), bias=(-30, 30, bias))


def moving_line(x: Any, y: Any, predict: Predict, steps: Sequence[Line]) -> None:
    """Draw a line over the points that moves from one pair (slope, bias) to the next."""
    steps = _lines_from(steps)
    figure, axes = stage.new()
    _scatter(axes, x, y)
    move = _line_mover(axes, x, y, predict, steps)

    def draw(epoch: int) -> None:
        move(epoch)
        slope, bias = steps[epoch]
        axes.set_title(f"epoch {epoch}: slope {slope:.3g}, bias {bias:.3g}")

    stage.moving(figure, draw, len(steps))


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
    steps, heights = _lines_from(steps), _numbers(losses, "the losses")
    at = list(range(len(steps))) if epochs is None else [int(epoch) for epoch in epochs]
    figure, (left, right) = stage.new(stage.WIDE, 2)
    _scatter(left, x, y)
    move = _line_mover(left, x, y, predict, steps)
    right.plot(heights, color="#bbbbbb", linewidth=1)
    (done,) = right.plot([], [], color=LINE, linewidth=2)
    (now,) = right.plot([], [], "o", color=LINE)
    right.set_xlabel("epoch")
    right.set_ylabel(loss)

    def draw(frame: int) -> None:
        move(frame)
        slope, bias = steps[frame]
        epoch = min(at[frame], len(heights) - 1)
        left.set_title(f"epoch {at[frame]}: {names[0]} {slope:.3g}, {names[1]} {bias:.3g}")
        done.set_data(range(epoch + 1), heights[: epoch + 1])
        now.set_data([epoch], [heights[epoch]])
        right.set_title(f"{loss} {heights[epoch]:.4g}")

    stage.moving(figure, draw, len(steps))


def losses(
    named: Mapping[str, Sequence[float]],
    title: str = "",
    *,
    loss: str = "MSE",
    mark: int | None = None,
    highest: float | None = None,
) -> None:
    """Draw losses by epoch.

    Args:
        named: The losses of each curve, by the name in the legend.
        title: What stands above.
        loss: The name of the loss.
        mark: An epoch to point at.
        highest: Where the picture ends at the top; curves may leave it there.
    """
    figure, axes = stage.new()
    for (name, values), colour in zip(named.items(), COLOURS, strict=False):
        heights = _numbers(values, "the losses")
        style = ".-" if len(heights) <= FEW else "-"
        axes.plot(heights, style, color=colour, linewidth=1.5, label=name)
        if mark is not None and 0 <= mark < len(heights):
            axes.plot([mark], [heights[mark]], "o", color=colour, markersize=9)
            axes.annotate(
                f"epoch {mark}", (mark, heights[mark]), (0, 14), textcoords="offset points", ha="center"
            )
    if highest is not None:
        axes.set_ylim(0, highest)
    axes.set_xlabel("epoch")
    axes.set_ylabel(loss)
    axes.set_title(title)
    if len(named) > 1:
        axes.legend()
    stage.show(figure)


def errors_of(x: Any, y: Any, predict: Predict, slope: float, bias: float) -> None:
    """Draw for a few points how far each lies from the line: these distances are squared and averaged."""
    figure, axes = stage.new()
    flat, heights = np.ravel(x), np.ravel(y)
    few = np.argsort(flat)[:: max(1, len(flat) // 12)]
    ends = _ends(x)
    axes.plot(np.ravel(ends), _heights(predict, ends, slope, bias), color=LINE, linewidth=2)
    feet = _heights(predict, np.asarray(x)[few], slope, bias)
    axes.vlines(flat[few], feet, heights[few], color="#c98a00", linewidth=2, label="difference")
    axes.scatter(flat[few], heights[few], color=POINT, zorder=3)
    _name_axes(axes)
    axes.legend()
    axes.set_title(f"slope {slope:g}, bias {bias:g}")
    stage.show(figure)


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
    figure, axes = stage.new()
    axes.plot(slopes, _numbers(heights, "the losses"), color=POINT, linewidth=2, label="loss")
    reach = np.array([-1.0, 1.0]) * (max(slopes) - min(slopes)) / 5
    axes.plot(
        at + reach, height + derivative * reach, color=LINE, linewidth=2, label=f"tangent: {derivative:.4g}"
    )
    axes.plot([at], [height], "o", color=LINE)
    axes.set_xlabel("slope")
    axes.set_ylabel("loss")
    axes.legend()
    axes.set_title(f"At slope {at:g} the loss goes {'down' if derivative < 0 else 'up'} to the right")
    stage.show(figure)


def _name_axes(axes: Axes) -> None:
    axes.set_xlabel("x")
    axes.set_ylabel("y")


def _scatter(axes: Axes, x: Any, y: Any) -> None:
    axes.scatter(np.ravel(x), np.ravel(y), s=16, alpha=0.6, color=POINT)
    _name_axes(axes)


def _ends(x: Any) -> Array:
    """Give the smallest and the largest x, in x's own shape."""
    array = np.asarray(x, dtype=float)
    return np.array([array.min(), array.max()]).reshape((2, 1) if array.ndim == 2 else (2,))


def _line_mover(axes: Axes, x: Any, y: Any, predict: Predict, steps: Sequence[Line]) -> Callable[[int], None]:
    """Put a line on the axes, and give the function that moves it to a step; the path stays visible, faintly."""
    ends = _ends(x)
    flat = np.ravel(ends)
    heights = [_heights(predict, ends, slope, bias) for slope, bias in steps]
    shown = np.concatenate([np.ravel(y), heights[0]])
    low, high = float(shown.min()), float(shown.max())
    room = 0.15 * (high - low) + 1e-9
    axes.set_ylim(low - room, high + room)
    trails = [
        axes.plot(flat, height, color=LINE, alpha=0.12, linewidth=1, visible=False)[0] for height in heights
    ]
    (drawn,) = axes.plot(flat, heights[0], color=LINE, linewidth=2.5)

    def move(step: int) -> None:
        drawn.set_ydata(heights[step])
        for number, trail in enumerate(trails):
            trail.set_visible(number < step)

    return move


def _heights(predict: Predict, x: Array, slope: float, bias: float) -> Array:
    name = getattr(predict, "__name__", "the function")
    try:
        found = predict(x, slope, bias)
    except NotImplementedError:
        raise NotRightYet(f"This picture needs `{name}`, which is not written yet.") from None
    heights = _numbers(found, f"what `{name}` gives")
    if len(heights) != len(x):
        raise NotRightYet(f"This picture needs `{name}` to give one number a point: run its check first.")
    return heights


def _lines_from(steps: Sequence[Line]) -> list[Line]:
    try:
        found = [(float(np.ravel(slope)[0]), float(np.ravel(bias)[0])) for slope, bias in steps]
    except (TypeError, ValueError, IndexError):
        found = []
    if not found:
        raise NotRightYet(
            "This picture needs a list of pairs (slope, bias): run the check of what makes it first."
        )
    return found


def _numbers(values: Any, what: str) -> Array:
    try:
        found = np.ravel(np.asarray(values, dtype=float))
    except (TypeError, ValueError):
        found = np.zeros(0)
    if not len(found) or values is None:  # NumPy reads None as nan
        raise NotRightYet(
            f"This picture needs numbers, and {what} are none: run the check of what makes them first."
        )
    return found
