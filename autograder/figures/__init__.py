"""The pictures of this course, which students draw with their own functions and play with."""

from autograder.figures.graph import computation_graph, line_as_graph
from autograder.figures.guess import guess
from autograder.figures.lines import errors_of, line_by_hand, lines, moving_line, points
from autograder.figures.losses import line_and_loss, losses, tangent
from autograder.figures.speed import race
from autograder.figures.valley import valley, valley_by_rate

__all__ = [
    "computation_graph",
    "errors_of",
    "guess",
    "line_and_loss",
    "line_as_graph",
    "line_by_hand",
    "lines",
    "losses",
    "moving_line",
    "points",
    "race",
    "tangent",
    "valley",
    "valley_by_rate",
]
