"""Linear regression from scratch: an auto-graded course. Students need `check`; instructors the command line."""

from autograder.check import check

__all__ = ["check"]
__version__ = "0.1.0"
