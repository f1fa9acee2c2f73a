"""Computation graphs: values flow forward, from left to right, and derivatives flow back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import stage
from autograder.figures.given import fixed_number_of
from autograder.figures.palette import BLUE, INK, VERMILION, for_words
from autograder.figures.stage import Scene

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORWARD, BACK = BLUE, VERMILION
RADIUS = 0.5
DIGITS = ".3g"
GRAPH, SMALL_GRAPH = (9.4, 4.73), (7.6, 3.3)
Place = tuple[float, float]


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
    (y_hat,) = fixed_number_of(linear, 1, np.array([z]))
    (error,) = fixed_number_of(sse, 1, np.array([y]), np.array([y_hat]))
    (to_y_hat,) = fixed_number_of(d_error_d_y_hat, 1, np.array([y]), np.array([y_hat]))
    (of_unit,) = fixed_number_of(d_y_hat_d_z, 1, np.array([z]))
    of_w1, of_w0 = fixed_number_of(d_z_d_w, 2, np.array([x]))
    to_z = to_y_hat * of_unit

    text = (
        f"The neuron for one point as a graph. Forward: x = {_short(x)} times w1 = {_short(w1)} and 1 times w0 = {_short(w0)} are added to "
        f"z = {_short(z)}; the unit gives ŷ = {_short(y_hat)}; with y = {_short(y)} the error is {_short(error)}. Back: ŷ minus y is "
        f"{_short(to_y_hat)}; to z flows {_product(to_y_hat, of_unit)}; to w1 {_product(to_z, of_w1)}; to w0 {_product(to_z, of_w0)}."
    )
    if stage.told(text):
        return
    scene, axes = _canvas((-0.7, 14.8), (-3.6, 4.2), GRAPH)
    places = {
        "x": (0.0, 3.0),
        "w1": (0.0, 0.9),
        "w0": (0.0, -0.9),
        "1": (0.0, -3.0),
        "w1·x": (4.2, 1.75),
        "w0·1": (4.2, -1.75),
        "z": (6.6, 0.0),
        "ŷ": (10.2, 0.0),
        "E": (13.9, 0.0),
        "y": (13.9, 2.3),
    }
    for name, place in places.items():
        _node(axes, place, name, learns=name in ("w1", "w0"))
    for start, end, value in (
        ("x", "w1·x", x),
        ("w1", "w1·x", w1),
        ("w0", "w0·1", w0),
        ("1", "w0·1", 1.0),
        ("w1·x", "z", w1 * x),
        ("w0·1", "z", w0),
        ("z", "ŷ", z),
        ("ŷ", "E", y_hat),
        ("y", "E", y),
    ):
        _edge(axes, places[start], places[end], _short(value), FORWARD)
    for start, end, words in (
        ("E", "ŷ", f"∂E/∂ŷ = ŷ − y = {_short(to_y_hat)}"),
        ("ŷ", "z", f"∂E/∂z = {_product(to_y_hat, of_unit)}"),
        ("z", "w1·x", _product(to_z, 1.0)),
        ("z", "w0·1", _product(to_z, 1.0)),
        ("w1·x", "w1", f"∂E/∂w1 = {_product(to_z, of_w1)}"),
        ("w0·1", "w0", f"∂E/∂w0 = {_product(to_z, of_w0)}"),
    ):
        _edge(axes, places[start], places[end], words, BACK)
    for name, words in (("z", f"z = {_short(z)}"), ("ŷ", "linear unit"), ("E", f"E = {_short(error)}")):
        axes.text(places[name][0] + 0.15, -0.75, words, color=INK, fontsize=9, ha="center", va="top")
    _legend(axes, 3.95)
    stage.show(scene, text, wide=True)


def line_as_graph() -> None:
    """Draw the line and its loss as a graph of four nodes: two inputs, the line, the MSE."""
    text = (
        "The line as a graph of four nodes. X and 1 lead to the line, X by the slope and 1 by the bias; the line leads to the MSE. Back from "
        "the MSE flow the derivatives with respect to the prediction, to the slope and to the bias."
    )
    if stage.told(text):
        return
    scene, axes = _canvas((-0.8, 9.6), (-1.9, 2.5), SMALL_GRAPH)
    places = {"X": (0.0, 1.1), "1": (0.0, -1.1), "line": (4.2, 0.0), "MSE": (8.4, 0.0)}
    for name, place in places.items():
        _node(axes, place, name)
    for start, end, there, back in (
        ("X", "line", "slope", "∂MSE/∂slope"), ("1", "line", "bias", "∂MSE/∂bias"), ("line", "MSE", "ŷ = slope · X + bias · 1", "∂MSE/∂ŷ"),
    ):  # fmt: skip
        _edge(axes, places[start], places[end], there, FORWARD)
        _edge(axes, places[end], places[start], back, BACK)
    _legend(axes, 2.25)
    stage.show(scene, text, wide=True)


def _canvas(across: Place, up: Place, size: tuple[float, float]) -> tuple[Scene, Axes]:
    scene = stage.scene(size=size)
    (axes,) = scene.panels
    axes.set_position((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(*across)
    axes.set_ylim(*up)
    axes.set_aspect("equal")
    axes.axis("off")
    return scene, axes


def _legend(axes: Axes, height: float) -> None:
    left, right = axes.get_xlim()
    axes.text(left + 0.3, height, "—▶ forward: values", color=for_words(FORWARD), fontsize=10, va="center")
    axes.text(
        right - 0.3,
        height,
        "back: derivatives ◀- -",
        color=for_words(BACK),
        fontsize=10,
        ha="right",
        va="center",
    )


def _node(axes: Axes, place: Place, name: str, *, learns: bool = False) -> None:
    from matplotlib.patches import Circle

    fill = "#fff1cc" if learns else "white"
    axes.add_patch(Circle(place, RADIUS, facecolor=fill, edgecolor=INK, linewidth=1.4, zorder=2))
    size = 11 if len(name) < 4 else 9
    axes.text(*place, name, ha="center", va="center", fontsize=size, color=INK, zorder=3)


def _edge(axes: Axes, start: Place, end: Place, words: str, colour: str) -> None:
    """Draw an arrow from one node to another, with words beside it: forward above, back below."""
    one, other = np.array(start), np.array(end)
    along = (other - one) / np.linalg.norm(other - one)
    rightward = along if along[0] >= 0 else -along
    across = np.array([-rightward[1], rightward[0]]) * (1 if colour == FORWARD else -1)
    one, other = one + along * RADIUS, other - along * RADIUS
    axes.annotate(
        "",
        other + across * 0.09,
        one + across * 0.09,
        arrowprops={
            "arrowstyle": "->",
            "color": colour,
            "linestyle": "-" if colour == FORWARD else (0, (4, 2)),
            "linewidth": 1.3,
            "shrinkA": 0,
            "shrinkB": 0,
        },
    )
    upright = bool(along[0] == 0)
    middle = (one + other) / 2 + across * (0.2 if upright else 0.17)
    axes.text(
        float(middle[0]),
        float(middle[1]),
        words,
        color=for_words(colour),
        fontsize=8.5,
        ha="left" if upright else "center",
        va="center" if upright else "bottom" if colour == FORWARD else "top",
        rotation=0 if upright else float(np.degrees(np.arctan2(rightward[1], rightward[0]))),
        rotation_mode="anchor",
    )


def _product(left: float, right: float) -> str:
    """Write a product of two numbers as they are shown, so that whoever multiplies them gets the same."""
    left, right = (float(f"{number:{DIGITS}}") for number in (left, right))
    return f"{_short(left)} × {_short(right)} = {_short(left * right)}"


def _short(number: float) -> str:
    return f"{number:{DIGITS}}".replace("-", "−")
