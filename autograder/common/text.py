"""Text that may be a student's: printable, encodable, short."""

from __future__ import annotations

import re

MAX_TEXT = 300


def encodable(text: str) -> str:
    """Replace lone surrogates, which no file and no message can hold."""
    return text.encode("utf-8", "replace").decode()


def printable(text: str) -> str:
    """Replace what is no printable character: a student's text must not steer the instructor's terminal."""
    return "".join(char if char.isprintable() else "�" for char in text)


def shorten(text: str, limit: int = MAX_TEXT) -> str:
    text = encodable(text[: limit + 1])
    return text if len(text) <= limit else text[: limit - 1] + "…"


def safe_repr(value: object) -> str:
    """Give a short `repr`, whatever the object's own does."""
    try:
        # Where in memory it lies is another place each time, and says nothing to anybody.
        return shorten(re.sub(r" at 0x[0-9A-Fa-f]+", "", str.__str__(repr(value))))
    except BaseException:  # the object's own code runs here, and may raise anything
        return "(its repr fails)"
