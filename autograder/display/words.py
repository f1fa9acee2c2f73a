"""Numbers, counts and times in words."""

from __future__ import annotations


def count_of(number: int, noun: str = "student") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def points_of(number: float) -> str:
    number = round(number, 2)
    return f"{number:g} point" if number == 1 else f"{number:.10g} points"


def number_of(number: float) -> str:
    return f"{round(number, 2):.10g}"


def duration(seconds: float) -> str:
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= size:
            return count_of(int(seconds // size), unit)
    return "less than a minute"
