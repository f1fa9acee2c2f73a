"""What the doctor says of one thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What it is about, in a word or two.
        said: What was found.
        remedy: What to do, where something is wrong; None where all is well.
    """

    subject: str
    said: str
    remedy: str | None = None


def trouble(subject: str, error: Exception, otherwise: str = "correct what it names") -> Finding:
    """Take an error's words apart: what it is, and what to do."""
    said, _, hint = str(error).partition("\nhint: ")
    return Finding(subject=subject, said="; ".join(said.splitlines()), remedy=hint or otherwise)
