"""Answers written down in percent format: blocks of code, each under `# %% title`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.common.errors import CourseError
from autograder.common.parsing import parse


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
    try:
        head, rest = blocks(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CourseError(f"{path}: is not UTF-8: {error}; save it so") from None
    if "def " in head:
        raise CourseError(
            f"{path}: a function stands above the first block; put `# %% function: style` above it"
        )
    for title, code in rest:
        exercise, colon, style = title.partition(":")
        if not colon:
            raise CourseError(f"{path}: the block `# %% {title}` needs a title `function: style`; add one")
        try:
            parse(code)
        except SyntaxError as error:
            raise CourseError(
                f"{path}: the block `# %% {title}` is not Python: {error.msg}; correct it"
            ) from None
        found.append(RightAnswer(exercise=exercise.strip(), style=style.strip(), code=code))
    return found
