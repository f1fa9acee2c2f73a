"""Notebooks that are mutilated at random are restored, or refused with a reason; `test_odd.py` has a class of them graded."""

from __future__ import annotations

import json
import random

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.gradebook.release import Release, release_of
from autograder.notebooks.restore import notebook_text, parse_notebook, restore
from autograder.notebooks.submitted import Unreadable
from tests.support.attacks.mutilation import mutilate
from tests.support.course import ASSIGNMENT, Make, Scratch


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
            notebook = restore(parse_notebook(mutilate(whole, random.Random(seed))), released)
        except Unreadable:
            return
        nbformat.validate(nbformat.from_dict(json.loads(notebook_text(notebook))))
        found = {
            cell.metadata.nbgrader.grade_id: dict(cell.metadata.nbgrader)
            for cell in notebook.cells
            if "nbgrader" in cell.metadata
        }
        assert fixed.items() <= found.items()

    check()
