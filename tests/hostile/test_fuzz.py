"""Submissions that are mutilated at random: each is graded, or named as ungraded with a reason; nothing else happens."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from typing import Any

import nbformat
from conftest import ASSIGNMENT, Make, Scratch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import notebooks
from autograder.gradebook import release_of
from autograder.notebooks import Release
from autograder.submissions import Unreadable

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


def release(scratch: Scratch) -> Release:
    from nbgrader.api import Gradebook

    with Gradebook(scratch.course.gradebook_url(scratch.root), scratch.course.id) as gradebook:
        return release_of(gradebook, ASSIGNMENT, "no-loops")


def test_three_thousand_mutilated_notebooks_are_restored_or_refused(
    released_course: Scratch, make: Make
) -> None:
    released = release(released_course)
    whole = json.loads(json.dumps(make({})))
    fixed = {cell.grade_id: cell.metadata() for cell in released.cells if cell.grade or cell.locked}

    @settings(
        max_examples=3000,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32))
    def check(seed: int) -> None:
        try:
            notebook = notebooks.restore(notebooks.read(mutilate(whole, random.Random(seed))), released)
        except Unreadable:
            return
        nbformat.validate(nbformat.from_dict(json.loads(notebooks.write(notebook))))
        found = {
            cell.metadata.nbgrader.grade_id: dict(cell.metadata.nbgrader)
            for cell in notebook.cells
            if "nbgrader" in cell.metadata
        }
        assert fixed.items() <= found.items()

    check()


def test_a_class_of_mutilated_submissions_is_graded_or_named(scratch: Scratch, make: Make) -> None:
    whole = json.loads(json.dumps(make({})))
    count = 60
    for seed in range(count):
        scratch.submit_file(f"student-{seed:03d}", mutilate(whole, random.Random(seed)))
    scratch.submit("zoe", make({}))
    done = scratch.run("grade", ASSIGNMENT, timeout=600)
    assert done.returncode in (0, 1), done.stderr
    grades = scratch.grades()
    assert len(grades) == count + 1
    assert grades["zoe"] == {"predict": 2, "mse": 2, "gradients": 3, "train": 3}
    for student, scores in grades.items():
        if None in scores.values():
            assert f"not graded: {student}: " in done.stdout
        else:
            assert f"not graded: {student}: " not in done.stdout
    assert len(list(scratch.root.glob("autograded/*/*/no-loops.ipynb"))) == count + 1
