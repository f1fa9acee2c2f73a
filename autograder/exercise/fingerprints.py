"""Results in short: a form and one number, so that thousands of known mistakes are looked through at once.

Two results that count as the same have the same fingerprint, and hardly any others do: on all cases
together, none.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.exercise.reply import Reply
from autograder.exercise.values import Array, Impression, Rng, Unknown

ANY = "*"
RAISED = "!"
NUMBER = "."
# Numbers are compared on a scale on which a relative error of large ones and an absolute one of tiny ones are alike.
SMALL = 1e-3
NEAR = 4e-7
INFINITE, UNDEFINED = 800.0, 900.0
# A number in a text: its last digits are not the same on every machine, and NumPy may write its type around it.
WRITTEN = re.compile(r"-?(?:\d+\.?\d*(?:e[-+]?\d+)?|\binf\b|\bnan\b)")
TYPED = re.compile(r"np\.\w+\(([^()]*)\)")
CUT, WHOLE = "…", 8  # so many numbers of a text that was cut are there to their last digit
# Two or three results that come as a column are as many arrays of one element.
FEW = (2, 3)


@dataclass(frozen=True)
class Fingerprint:
    """A result in short.

    Attributes:
        form: Its shape, or what else it is where it is no number.
        number: A weighted mean of its numbers; 0 where there are none.
    """

    form: str
    number: float = 0.0

    @property
    def raises(self) -> bool:
        """Whether it is an exception."""
        return self.form.startswith(RAISED)

    def is_like(self, others: Sequence[Fingerprint]) -> bool:
        """Tell whether a known result is one of those that a result may pass for (see `readings`)."""
        return self.form == ANY or any(
            self.form == other.form and abs(self.number - other.number) <= NEAR for other in others
        )


def of_value(value: Any) -> Fingerprint:
    """Take the fingerprint of a known result."""
    return _fingerprint(value, loose=False)


def readings(reply: Reply) -> list[Fingerprint]:
    """Take the fingerprints that a student's result may pass for: an array of one element is a number, too."""
    if reply.raised is not None:
        return [of_exception(reply.raised.type)]
    if not reply.returned:
        return []
    value = reply.value
    found = {_fingerprint(value, loose=False), _fingerprint(value, loose=True)}
    if isinstance(value, np.ndarray) and value.ndim > 1 and value.size == value.shape[0] in FEW:
        found.add(_fingerprint(value.ravel(), loose=False))
    return list(found)


def of_exception(type_: str) -> Fingerprint:
    return Fingerprint(f"{RAISED}{type_}")


def _fingerprint(value: Any, *, loose: bool) -> Fingerprint:
    numbers: list[Array] = []
    form = _form(value, numbers, loose=loose)
    return Fingerprint(form, _blend(np.concatenate(numbers)) if numbers else 0.0)


def _form(value: Any, numbers: list[Array], *, loose: bool) -> str:
    """Describe a value's form, and collect its numbers."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        numbers.append(np.asarray(value, dtype=np.float64).ravel())
        if loose and value.size == 1:
            return NUMBER
        form = NUMBER
        for size in reversed(value.shape):
            form = f"[{size}{form}]" if size else "[0]"
        return form
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
        numbers.append(np.array([float(value)]))
        return NUMBER
    if isinstance(value, (list, tuple)):
        if all(type(item) is float for item in value):
            numbers.append(np.array(value, dtype=np.float64))
            forms = [NUMBER] * len(value)
        else:
            forms = [_form(item, numbers, loose=loose) for item in value]
        counted = [f"{len([*alike])}{form}" for form, alike in itertools.groupby(forms)]
        return f"[{','.join(counted) or 0}]"
    if isinstance(value, Unknown):
        return f"?{value.type}"
    if isinstance(value, Impression):
        return f"~{' '.join(value.sentences)}"
    if isinstance(value, str):
        return repr(_without_numbers(value, numbers))
    if isinstance(value, Rng):
        return repr(value)
    return type(value).__name__


def _without_numbers(text: str, numbers: list[Array]) -> str:
    """Collect the numbers that a text holds, and leave out what they are."""
    text = TYPED.sub(r"\1", text)
    found = list(WRITTEN.finditer(text))
    if text.endswith(CUT) and found:
        found = found[:WHOLE]
        text = text[: found[-1].end()]
    numbers.append(np.array([float(each[0]) for each in found]))
    return WRITTEN.sub(NUMBER, text)


def _blend(numbers: Array) -> float:
    if not numbers.size:
        return 0.0
    with np.errstate(all="ignore"):
        scaled = np.arcsinh(numbers / SMALL)
    if not np.isfinite(scaled).all():
        scaled = np.nan_to_num(scaled, nan=UNDEFINED, posinf=INFINITE, neginf=-INFINITE)
    return float((_weights(numbers.size) * scaled).mean())


@functools.lru_cache(maxsize=64)
def _weights(size: int) -> Array:
    return 0.5 + (0.618034 * np.arange(size)) % 1
