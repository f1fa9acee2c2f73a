"""The computation graph of a neuron with one input: values flow forward, derivatives flow back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from autograder.figures import stage
from autograder.trial import NotRightYet

FORWARD, BACK, INK = "#3b6ea5", "#d1453b", "#333333"
PLACES = {
    "x": (0.0, 1.0),
    "1": (0.0, -1.0),
    "w1 · x": (2.0, 1.0),
    "w0 · 1": (2.0, -1.0),
    "z": (4.0, 0.0),
    "ŷ": (6.0, 0.0),
    "E": (8.0, 0.0),
}
RADIUS = 0.5


def computation_graph(
    x: float,
    y: float,
    w1: float,
    w0: float,
    *,
    linear: Callable[..., Any],
    sse: Callable[..., Any],
    d_error_d_y_hat: Callable[..., Any],
    d_y_hat_d_z: Callable[..., Any],
    d_z_d_w: Callable[..., Any],
) -> None:
    """Draw the graph for one point, with the numbers that the student's functions give.

    x and y are the point's, w1 is the weight of x, w0 that of the input that is always 1. The rest are the
    student's functions, each called on arrays of one number.
    """
    z = w1 * x + w0
    y_hat = _number(linear, np.array([z]))
    error = _number(sse, np.array([y]), np.array([y_hat]))
    d_y_hat = _number(d_error_d_y_hat, np.array([y]), np.array([y_hat]))
    d_z = d_y_hat * _number(d_y_hat_d_z, np.array([z]))
    by_w1, by_w0 = (d_z * part for part in _numbers(d_z_d_w, 2, np.array([x])))

    figure, axes = stage.new((9.6, 4.2))
    for name, place in PLACES.items():
        axes.add_patch(_circle(place))
        axes.text(*place, name, ha="center", va="center", fontsize=11, color=INK)
    _edge(axes, "x", "w1 · x", f"{x:.3g}", f"∂E/∂w1 = {by_w1:.3g}", note=f"w1 = {w1:.3g}")
    _edge(axes, "1", "w0 · 1", "1", f"∂E/∂w0 = {by_w0:.3g}", note=f"w0 = {w0:.3g}")
    _edge(axes, "w1 · x", "z", f"{w1 * x:.3g}", f"{d_z:.3g}")
    _edge(axes, "w0 · 1", "z", f"{w0:.3g}", f"{d_z:.3g}")
    _edge(axes, "z", "ŷ", f"{z:.3g}", f"∂E/∂z = {d_z:.3g}")
    _edge(axes, "ŷ", "E", f"{y_hat:.3g}", f"∂E/∂ŷ = {d_y_hat:.3g}")
    axes.text(
        8.0, -0.75, f"E = {error:.3g}\n(y = {y:.3g})", ha="center", va="top", fontsize=10, color=FORWARD
    )
    axes.text(-0.5, 1.95, "forward, left to right: values", color=FORWARD, fontsize=10)
    axes.text(8.5, 1.95, "back, right to left: derivatives", color=BACK, fontsize=10, ha="right")
    axes.set_xlim(-0.7, 8.8)
    axes.set_ylim(-1.9, 2.2)
    axes.set_aspect("equal")
    axes.axis("off")
    stage.show(figure)


def _circle(place: tuple[float, float]) -> Any:
    from matplotlib.patches import Circle

    return Circle(place, RADIUS, facecolor="white", edgecolor=INK, linewidth=1.4)


def _edge(axes: Axes, start: str, end: str, value: str, derivative: str, *, note: str = "") -> None:
    """Draw an edge there, with a value above, and back, with a derivative below."""
    one, other = np.array(PLACES[start]), np.array(PLACES[end])
    along = (other - one) / np.linalg.norm(other - one)
    across = np.array([-along[1], along[0]])
    one, other = one + along * RADIUS, other - along * RADIUS
    for (tail, head), side, colour, style in (
        ((one, other), 0.09, FORWARD, "-"),
        ((other, one), -0.09, BACK, "--"),
    ):
        axes.annotate(
            "",
            head + across * side,
            tail + across * side,
            arrowprops={"arrowstyle": "->", "color": colour, "linestyle": style, "linewidth": 1.3},
        )
    middle = (one + other) / 2
    turn = float(np.degrees(np.arctan2(along[1], along[0])))
    above = f"{value}\n{note}" if note else value
    for text, side, colour, anchor in ((above, 0.16, FORWARD, "bottom"), (derivative, -0.16, BACK, "top")):
        axes.text(
            float(middle[0] + across[0] * side),
            float(middle[1] + across[1] * side),
            text,
            color=colour,
            fontsize=9.5,
            ha="center",
            va=anchor,
            rotation=turn,
            rotation_mode="anchor",
        )


def _number(function: Callable[..., Any], *args: Any) -> float:
    return _numbers(function, 1, *args)[0]


def _numbers(function: Callable[..., Any], count: int, *args: Any) -> list[float]:
    name = getattr(function, "__name__", "a function")
    try:
        found = [float(number) for number in np.ravel(np.asarray(function(*args), dtype=float))]
    except NotImplementedError:
        raise NotRightYet(f"This picture needs `{name}`, which is not written yet.") from None
    except (TypeError, ValueError):
        found = []
    if len(found) != count:
        raise NotRightYet(f"This picture needs `{name}` to give numbers: run its check first.")
    return found
