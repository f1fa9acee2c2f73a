"""The pictures of this course, which students draw with their own functions and play with."""

from autograder.figures.graph import computation_graph
from autograder.figures.lines import (
    errors_of,
    line_and_loss,
    line_by_hand,
    lines,
    losses,
    moving_line,
    points,
    tangent,
)

__all__ = [
    "computation_graph",
    "errors_of",
    "line_and_loss",
    "line_by_hand",
    "lines",
    "losses",
    "moving_line",
    "points",
    "tangent",
]
