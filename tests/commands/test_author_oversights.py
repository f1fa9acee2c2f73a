"""What an author overlooks in a course that works is named by `autograder verify`, with what to do."""

from __future__ import annotations

import pytest

from tests.support.course import Scratch
from tests.support.tiny import SIXTH, change

NOTEBOOK, CHECKS = "mean-absolute-error.py", "checks.py"
SECOND = """

# %% nbgrader={"grade": false, "grade_id": "doubled", "locked": false, "schema_version": 3, "solution": true, "task": false}
def doubled(y: np.ndarray, y_pred: np.ndarray) -> float:
    \"\"\"Give twice the mean of the absolute differences.\"\"\"
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return 2 * mae(y, y_pred)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_doubled", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check(doubled)
"""
DECLARED = """

doubled = exercise(
    "doubled", examples=[case("two points", np.array([1.0, 2.0]), np.array([1.0, 4.0]))], hidden=hidden_errors
)
"""
UNSAID = 'doubled: calls `mae`, and a wrong `mae` would cost it points; say so with `uses=["mae"]`'


@pytest.fixture
def two(tiny: Scratch) -> Scratch:
    """The tiny course with a second function, which calls the first."""
    for name, more in ((NOTEBOOK, SECOND), (CHECKS, DECLARED)):
        path = tiny.root / "solutions" / SIXTH / name
        path.write_text(path.read_text() + more)
    return tiny


def verified(tiny: Scratch) -> str:
    done = tiny.run("verify")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_function_that_calls_another_without_saying_so_is_named(two: Scratch) -> None:
    assert UNSAID in verified(two)


def test_a_function_that_says_what_it_calls_is_not_named(two: Scratch) -> None:
    change(two, CHECKS, '"doubled", examples', '"doubled", uses=["mae"], examples')
    assert "uses=" not in verified(two)


def test_a_variable_that_has_the_name_of_another_function_is_no_call_of_it(two: Scratch) -> None:
    change(
        two,
        NOTEBOOK,
        "return 2 * mae(y, y_pred)",
        "mae = float(np.mean(np.abs(y - y_pred)))\n    return 2 * mae",
    )
    assert "uses=" not in verified(two)


def test_two_hidden_cases_of_one_label_are_named(tiny: Scratch) -> None:
    change(tiny, CHECKS, '"points far apart"', '"a single point"')
    said = verified(tiny)
    assert "mae: 2 hidden cases are called “a single point”; give each a label of its own" in said


def test_two_examples_of_one_label_are_named(tiny: Scratch) -> None:
    change(tiny, CHECKS, '"errors above and below"', '"two points"')
    assert "mae: 2 examples are called “two points”; give each a label of its own" in verified(tiny)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    1.0\n", "    1.5\n", "gives 1.5, but the reference gives 1.0; correct one of the two"),
        (">>> mae(", ">>> mea(", "but the reference gives NameError: name 'mea' is not defined"),
        (">>> mae(", ">>>mae(", "an example in its docstring cannot be read"),
    ],
)
def test_an_example_in_a_docstring_that_is_not_true_is_named(
    old: str, new: str, words: str, tiny: Scratch
) -> None:
    change(tiny, NOTEBOOK, old, new)
    assert words in verified(tiny)


def test_an_example_in_a_docstring_may_spell_its_number_in_another_way(tiny: Scratch) -> None:
    change(tiny, NOTEBOOK, "    1.0\n", "    np.float64(1)\n")
    assert "docstring" not in verified(tiny)
