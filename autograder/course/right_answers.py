"""Answers written down in percent format: blocks of code, each under `# %% title`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.common.errors import CourseError


@dataclass(frozen=True, kw_only=True)
class RightAnswer:
    """A way to solve an exercise that must get full points."""

    exercise: str
    style: str
    code: str


def blocks(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a file into what stands before the first block, and the blocks with their titles."""
    head, *rest = re.split(r"^# %% *", text, flags=re.MULTILINE)
    found = []
    for block in rest:
        title, _, body = block.partition("\n")
        found.append((title.strip(), body.strip("\n")))
    return head, found


def read_right_answers(path: Path) -> list[RightAnswer]:
    """Read a bank of right answers: blocks titled `function: style`.

    Raises:
        CourseError: A title is not of this form. A missing file holds no answers.
    """
    if not path.is_file():
        return []
    found = []
    for title, code in blocks(path.read_text(encoding="utf-8"))[1]:
        exercise, colon, style = title.partition(":")
        if not colon:
            raise CourseError(f"{path}: the block `# %% {title}` needs a title `function: style`; add one")
        found.append(RightAnswer(exercise=exercise.strip(), style=style.strip(), code=code))
    return found
