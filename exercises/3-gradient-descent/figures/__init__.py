"""The pictures of this course, which students draw with their own functions. What is changed here changes nothing in grading."""

from autograder.figures import guess

from .graph import computation_graph, line_as_graph
from .lines import errors_of, line_by_hand, lines, moving_line, points
from .losses import line_and_loss, losses, tangent
from .speed import race
from .valley import valley, valley_by_rate

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
