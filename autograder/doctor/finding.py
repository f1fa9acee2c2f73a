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
