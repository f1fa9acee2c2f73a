"""What crosses the wall between a student's process and the grader: values as plain, bounded data.

`pack` turns any object into nested lists of plain scalars and bytes; it trusts nothing that the object's
class defines. `unpack` turns those back into floats, ints, lists, tuples and NumPy arrays, and believes
nothing that it reads. Whatever is neither travels as the name of its type and a bounded `repr`.
"""

from __future__ import annotations

import decimal
import math
import numbers
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.common.text import MAX_TEXT, safe_repr, shorten

MAX_DEPTH = 12
MAX_ITEMS = 100_000
MAX_BYTES = 1_000_000
MAX_DIMENSIONS = 8
NUMERIC_KINDS = "biuf"
# Longer lists of nothing but floats travel as bytes.
FEW = 8

_name: Callable[[type], str] = vars(type)["__name__"].__get__  # whatever a class says that it is called
Array = np.ndarray[Any, Any]
Plain = list[Any]


class BrokenValue(ValueError):
    """What arrived is not a value that `pack` makes."""


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """A value that does not travel: only its type's name and a shortened `repr` arrive."""

    type: str
    repr: str


@dataclass(frozen=True, kw_only=True)
class Rng:
    """A generator of random numbers, told by its seed: it is made anew for each call."""

    seed: int

    def make(self) -> np.random.Generator:
        return np.random.default_rng(self.seed)


@dataclass(frozen=True, kw_only=True)
class Impression:
    """What can be said of a value that is drawn at random, where its numbers say nothing."""

    sentences: tuple[str, ...]


class _TooLarge(Exception):
    pass


class _Budget:
    def __init__(self) -> None:
        self.items = MAX_ITEMS
        self.bytes = MAX_BYTES

    def spend(self, *, items: int = 0, size: int = 0) -> None:
        self.items -= items
        self.bytes -= size
        if self.items < 0 or self.bytes < 0:
            raise _TooLarge


def pack(value: object) -> Plain:
    """Turn any object into plain data; one that is too large, too deep or unknown becomes its `repr`."""
    try:
        return _pack(value, _Budget(), 0)
    except _TooLarge:
        return ["other", _type_name(value), "(too large to show)"]


def _pack(value: object, budget: _Budget, depth: int) -> Plain:
    # type() and issubclass() look at what an object is; isinstance() would ask the object itself.
    kind = type(value)
    budget.spend(items=1)
    if value is None:
        return ["none"]
    if kind is bool:
        return ["bool", value]
    if issubclass(kind, int):
        number = int.__int__(value)  # type: ignore[arg-type]
        if number.bit_length() < 64:
            return ["int", number]
        return ["other", "int", f"an integer of {number.bit_length()} bits"]
    if issubclass(kind, np.generic):
        return _pack_scalar(value, budget)
    if issubclass(kind, float):
        return ["float", float.__float__(value)]  # type: ignore[arg-type]
    if issubclass(kind, str):
        text = str.__str__(value)
        return ["str", shorten(text)]
    if issubclass(kind, np.ndarray):
        return _pack_array(np.ndarray.view(value, np.ndarray), budget, depth)  # type: ignore[call-overload]
    if issubclass(kind, (list, tuple)):
        if depth >= MAX_DEPTH:
            raise _TooLarge
        base: Any = list if issubclass(kind, list) else tuple
        if base.__len__(value) > budget.items:
            raise _TooLarge
        items = list(base.__iter__(value))
        if len(items) > FEW and all(type(item) is float or type(item) is np.float64 for item in items):
            budget.spend(items=len(items), size=8 * len(items))
            return ["numbers", base.__name__, np.array(items, dtype=np.float64).tobytes()]
        return [base.__name__, [_pack(item, budget, depth + 1) for item in items]]
    if kind is Rng:
        return ["rng", value.seed]  # type: ignore[attr-defined]
    if kind is Unknown:
        return ["other", value.type, value.repr]  # type: ignore[attr-defined]
    if issubclass(kind, (numbers.Real, decimal.Decimal)):
        return _pack_real(value)
    return ["other", _type_name(value), safe_repr(value)]


def _pack_scalar(value: Any, budget: _Budget) -> Plain:
    array = np.ndarray.view(np.asarray(value), np.ndarray)
    if array.dtype.kind not in NUMERIC_KINDS or array.ndim:
        return ["other", _type_name(value), safe_repr(value)]
    if array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    budget.spend(size=array.nbytes)
    return ["scalar", array.dtype.str, array.tobytes()]


def _pack_array(array: np.ndarray[Any, Any], budget: _Budget, depth: int) -> Plain:
    if array.dtype.kind == "O":
        return _pack(array.tolist(), budget, depth + 1)
    if array.dtype.kind not in NUMERIC_KINDS or array.ndim > MAX_DIMENSIONS:
        return [
            "other",
            f"array of {array.dtype.name}"[:MAX_TEXT],
            safe_repr(array[:5] if array.ndim else array),
        ]
    budget.spend(size=8 * array.size)  # as floats, which is what they are compared as
    if array.dtype.itemsize > 8:
        array = array.astype(np.float64)
    return ["array", array.dtype.str, list(array.shape), array.tobytes()]


def _pack_real(value: Any) -> Plain:
    try:
        return ["real", _type_name(value), float(value)]
    except Exception:
        return ["other", _type_name(value), safe_repr(value)]


def unpack(plain: object) -> Any:
    """Turn plain data back into a value.

    Raises:
        BrokenValue: The data is not what `pack` makes, or an array's shape and bytes disagree.
    """
    budget = _Budget()
    try:
        return _unpack(plain, budget, 0)
    except _TooLarge:
        raise BrokenValue("larger than anything that is packed") from None


def _unpack(plain: object, budget: _Budget, depth: int) -> Any:
    budget.spend(items=1)
    if type(plain) is not list or not plain or depth > MAX_DEPTH + 2:
        raise BrokenValue("not a packed value")
    read = _READERS.get(plain[0]) if type(plain[0]) is str else None
    if read is None or len(plain) != len(read[0]) + 1:
        raise BrokenValue("not a packed value")
    types, make = read
    for part, kind in zip(plain[1:], types, strict=True):
        if type(part) is not kind:
            raise BrokenValue("not a packed value")
    return make(plain, budget, depth)


def _unpack_numbers(plain: Plain, budget: _Budget, _depth: int) -> list[float] | tuple[float, ...]:
    _, kind, data = plain
    if kind not in ("list", "tuple") or len(data) % 8:
        raise BrokenValue("not a packed value")
    budget.spend(items=len(data) // 8, size=len(data))
    floats: list[float] = np.frombuffer(data, dtype=np.float64).tolist()
    return tuple(floats) if kind == "tuple" else floats


def _unpack_array(plain: Plain, budget: _Budget, _depth: int) -> np.ndarray[Any, Any]:
    array = _array(*plain[1:])
    budget.spend(size=8 * array.size)
    return array


def _unpack_rng(plain: Plain, _budget: _Budget, _depth: int) -> Rng:
    if not 0 <= plain[1] < 1 << 32:
        raise BrokenValue("not a packed value")
    return Rng(seed=plain[1])


def _itself(plain: Plain, _budget: _Budget, _depth: int) -> Any:
    return plain[1]


# What each kind of packed value is made of, and what makes the value of it.
_READERS: dict[str, tuple[tuple[type, ...], Callable[[Plain, _Budget, int], Any]]] = {
    "none": ((), lambda *_: None),
    "bool": ((bool,), _itself),
    "int": ((int,), _itself),
    "float": ((float,), _itself),
    "real": ((str, float), lambda plain, *_: plain[2]),
    "str": ((str,), lambda plain, *_: plain[1][: MAX_TEXT + 1]),
    "scalar": ((str, bytes), lambda plain, *_: _array(plain[1], [], plain[2])[()]),
    "array": ((str, list, bytes), _unpack_array),
    "numbers": ((str, bytes), _unpack_numbers),
    "list": ((list,), lambda plain, budget, depth: [_unpack(item, budget, depth + 1) for item in plain[1]]),
    "tuple": (
        (list,),
        lambda plain, budget, depth: tuple(_unpack(item, budget, depth + 1) for item in plain[1]),
    ),
    "rng": ((int,), _unpack_rng),
    "other": ((str, str), lambda plain, *_: Unknown(type=plain[1][:MAX_TEXT], repr=plain[2][: MAX_TEXT + 1])),
}


def _array(dtype: str, shape: list[Any], data: bytes) -> np.ndarray[Any, Any]:
    if len(dtype) != 3 or dtype[1] not in NUMERIC_KINDS or dtype[2] not in "1248":
        raise BrokenValue("an array of an unknown type")
    if len(shape) > MAX_DIMENSIONS or any(type(size) is not int or size < 0 for size in shape):
        raise BrokenValue("an array of an impossible shape")
    try:
        kind = np.dtype(dtype)
    except TypeError as error:
        raise BrokenValue("an array of an unknown type") from error
    if math.prod(shape) * kind.itemsize != len(data):
        raise BrokenValue("an array whose shape and size disagree")
    try:
        return np.frombuffer(data, dtype=kind).reshape(shape).copy()
    except ValueError as error:
        raise BrokenValue("an array of an impossible shape") from error


def _type_name(value: object) -> str:
    return shorten(str.__str__(_name(type(value))), 80)
