"""Linear regression from scratch: an auto-graded course. Students need `check`; instructors the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.student import check

__all__ = ["check"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Import `check` when it is first asked for: the command line starts without NumPy."""
    if name == "check":
        from autograder.student import check

        return check
    raise AttributeError(f"module `autograder` has no attribute `{name}`")
