"""Notebooks mutilated at random: places in their JSON, then perhaps their bytes."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

ODD: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, "", "x" * 10_000, "\x00\x1b[2J", "\ud800", [], {}, [[]], {"nbgrader": 3}, ["a", 1],
    {"grade_id": "check_mse", "grade": True, "solution": True, "points": "many", "locked": None, "schema_version": -1},
)  # fmt: skip
TEXTS: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: data[: len(data) // 2],
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.decode().encode("utf-16"),
    lambda data: data.replace(b'"', b"'", 7),
    lambda data: data + data,
    lambda data: data.replace(b"mse", b"\xff\xfe", 1),
    lambda data: b"[" * 100_000,
    lambda data: data.replace(b'"nbformat": 4', b'"nbformat": 3'),
    lambda data: data.replace(b'"nbformat": 4', b'"nbformat": 99'),
    lambda data: b"",
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """List every place in a JSON value as its container and key."""
    found: list[tuple[Any, Any]] = []
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        found += [(value, key), *places(item)]
    return found


def mutilate(notebook: dict[str, Any], rng: random.Random) -> bytes:
    """Change a few places of a notebook, then perhaps its bytes."""
    changed = copy.deepcopy(notebook)
    for _ in range(rng.choice((1, 1, 2, 4, 9))):
        container, key = rng.choice(places(changed) or [({"": 0}, "")])
        what = rng.random()
        if what < 0.3:
            del container[key]
        elif what < 0.7:
            container[key] = copy.deepcopy(rng.choice(ODD))
        elif what < 0.85 and isinstance(container, list):
            container.insert(rng.randrange(len(container) + 1), copy.deepcopy(container[key]))
        elif isinstance(container[key], str):
            text = container[key]
            container[key] = text[rng.randrange(len(text) + 1) :] + text[: rng.randrange(len(text) + 1)]
    data = json.dumps(changed).encode()
    return rng.choice(TEXTS)(data) if rng.random() < 0.1 else data
