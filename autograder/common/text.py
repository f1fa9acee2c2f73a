"""Text that may be a student's: printable, encodable, short."""

from __future__ import annotations

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
        text = repr(value)
        return shorten(str.__str__(text))
    except BaseException:  # the object's own code runs here, and may raise anything
        return "(its repr fails)"
