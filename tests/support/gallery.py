"""One picture of each kind, as the course's notebooks draw them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from solutions import figures

RNG = np.random.default_rng(762)
X = RNG.normal(size=60)
Y = 12 * X + 5 + RNG.normal(scale=5, size=60)
STEPS = [(float(k), 0.3 * k) for k in range(25)]


def predict(x: Any, slope: float, bias: float) -> Any:
    return [slope * value + bias for value in x]


def mse(y: Any, y_pred: Any) -> float:
    return float(np.mean((np.asarray(y) - np.asarray(y_pred)) ** 2))


def descend(rate: float) -> list[tuple[float, float]]:
    lines = [(0.0, 0.0)]
    for _ in range(30):
        slope, bias = lines[-1]
        residuals = Y - np.asarray(predict(X, slope, bias))
        lines.append(
            (slope + 2 * rate * float(np.mean(X * residuals)), bias + 2 * rate * float(residuals.mean()))
        )
    return lines


def losses_of(lines: list[tuple[float, float]], y: Any = Y) -> list[float]:
    return [mse(y, predict(X, *line)) for line in lines]


def graph(**changed: Any) -> None:
    right = {
        "linear": lambda z: z,
        "sse": lambda y, y_hat: np.sum((y - y_hat) ** 2) / 2,
        "d_error_d_y_hat": lambda y, y_hat: y_hat - y,
        "d_y_hat_d_z": np.ones_like,
        "d_z_d_w": lambda x: (x, np.ones_like(x)),
    }
    figures.computation_graph(0.262, 0.544, -3.7, 4.78, **{**right, **changed})


PICTURES: dict[str, Callable[[], None]] = {
    "points": lambda: figures.points(X, Y, "60 points that nearly lie on a line"),
    "lines": lambda: figures.lines(
        X, Y, predict, {"slope 14, bias 4": (14, 4), "slope 14, bias -15": (14, -15)}
    ),
    "line_by_hand": lambda: figures.line_by_hand(X, Y, predict, 0, 0),
    "line_by_hand-score": lambda: figures.line_by_hand(X, Y, predict, 5, 0, loss=mse, below=25),
    "moving_line": lambda: figures.moving_line(X, Y, predict, STEPS[:15]),
    "errors_of": lambda: figures.errors_of(X, Y, predict, 14, 4),
    "line_and_loss": lambda: figures.line_and_loss(X, Y, predict, STEPS, losses_of(STEPS)),
    "losses": lambda: figures.losses(
        {f"rate {rate}": losses_of(descend(rate)) for rate in (0.005, 0.05, 0.5, 1.0)},
        "Four learning rates",
        highest=400,
    ),
    "losses-apart": lambda: figures.losses(
        {"rising points": losses_of(STEPS), "falling points": losses_of(STEPS, -Y)}, apart=True
    ),
    "tangent": lambda: figures.tangent([k / 2 for k in range(60)], losses_of([(k / 2, 5) for k in range(60)]), 4, 90, -20),
    "valley": lambda: figures.valley(X, Y, predict, mse, STEPS, ring=25),
    "valley_by_rate": lambda: figures.valley_by_rate(
        X, Y, predict, mse, descend, rates=[0.005, 0.05, 0.3, 0.7, 1.0, 1.02], rate=0.05
    ),
    "race": lambda: figures.race(
        [100, 5_000, 10_000], {"with a loop": [1e-4, 5e-3, 1e-2], "with NumPy": [1e-5, 2e-5, 3e-5]}
    ),
    "computation_graph": graph,
    "line_as_graph": figures.line_as_graph,
}  # fmt: skip
