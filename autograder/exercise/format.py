"""Values as short text that a beginner can read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.common.text import shorten
from autograder.exercise.reply import Raised, Reply, Stopped
from autograder.exercise.values import Impression, Rng, Unknown

MAX_SHOWN = 6


def show(value: Any) -> str:
    """Write a value on one line: numbers to six digits, long sequences shortened, shapes named."""
    if isinstance(value, Impression):
        return "\n".join(value.sentences)
    return shorten(_show(value), 200)


def _show(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return _show_array(value)
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (float, np.floating)):
        return f"{float(value):.6g}" if value != int_or_none(value) else f"{float(value):.1f}"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (list, tuple)):
        opening, closing = "[]" if isinstance(value, list) else "()"
        items = [_show(item) for item in value[:MAX_SHOWN]]
        more = f", … {len(value)} in all" if len(value) > MAX_SHOWN else ""
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return f"{opening}{', '.join(items)}{more}{comma}{closing}"
    if isinstance(value, Rng):
        return f"np.random.default_rng({value.seed})"
    if isinstance(value, Unknown):
        return value.repr if value.type in value.repr else f"{value.type} {value.repr}"
    return repr(value)


def int_or_none(value: Any) -> int | None:
    number = float(value)
    return int(number) if abs(number) < 1e6 and number == int(number) else None


def _show_array(array: np.ndarray[Any, Any]) -> str:
    if array.ndim == 0:
        return f"array({_show(array[()])})"
    if array.size == 0:
        return f"an empty array of shape {array.shape}"
    if array.ndim == 1:
        return f"array {_show(array.tolist())}"
    rows = ", ".join(_show(row.tolist()) for row in array[:MAX_SHOWN])
    more = ", …" if len(array) > MAX_SHOWN else ""
    return f"array of shape {array.shape} [{rows}{more}]"


def show_args(parameters: Sequence[str], args: tuple[Any, ...], keywords: Mapping[str, Any]) -> str:
    """Write arguments by name, a line each."""
    if len(args) > len(parameters):
        return "\n".join(show(arg) for arg in args)
    named = {**dict(zip(parameters, args, strict=False)), **keywords}
    return "\n".join(f"{name} = {show(arg)}" for name, arg in named.items())


def show_reply(reply: Reply) -> str:
    """Write how a call ended."""
    if reply.stopped is not None:
        return stopped_words(reply.stopped)
    if reply.raised is not None:
        return raised_words(reply.raised)
    return show(reply.value)


def raised_words(raised: Raised) -> str:
    return f"{raised.type}: {raised.message}" if raised.message else raised.type


def stopped_words(stopped: Stopped) -> str:
    match stopped.reason:
        case "time":
            return f"still running after {stopped.detail}"
        case "crash":
            return (
                f"ended the Python process ({stopped.detail})"
                if stopped.detail
                else "ended the Python process"
            )
        case _:
            return stopped.detail or "no usable answer"
