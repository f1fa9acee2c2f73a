"""What a student calls in the notebook, and `autograder check`: on the released examples, in the student's own process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.student.tools import check, hint, progress

__all__ = ["check", "hint", "progress"]


def __getattr__(name: str) -> Any:
    """Import what students call when it is first asked for: the command line starts without NumPy."""
    if name in __all__:
        from autograder.student import tools

        return getattr(tools, name)
    raise AttributeError(f"module `autograder.student` has no attribute `{name}`")
