"""Linear regression from scratch: an auto-graded course. Students need `check`, `progress` and `hint`; instructors the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.student import check, hint, progress

__all__ = ["check", "hint", "progress"]
__version__ = "0.2.0"
DISTRIBUTION = "linear-regression-course"  # as pip knows it


def __getattr__(name: str) -> Any:
    """Import what students call when it is first asked for: the command line starts without NumPy."""
    if name in __all__:
        from autograder.student import tools

        return getattr(tools, name)
    raise AttributeError(f"module `autograder` has no attribute `{name}`")
