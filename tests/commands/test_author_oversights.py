"""What an author overlooks in a course that works is named by `autograder verify`, with what to do."""

from __future__ import annotations

import re

import pytest

from tests.support.course import Scratch
from tests.support.tiny import AUTHORS, SIXTH, change

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


MEAN = """

mean = exercise(
    "mean",
    examples=[case("two numbers", np.array([1.0, 4.0]))],
    hidden=lambda rng: [case("drawn numbers", rng.normal(size=5))],
)
means = mean.model(lambda x, *, gather=np.mean: gather(x))
means.fault("added", gather=np.sum).says("the numbers are added up. What makes a mean out of a sum?")
"""
CELLS = SECOND.replace("doubled", "mean").replace(
    "y: np.ndarray, y_pred: np.ndarray", "x: np.ndarray"
).replace("2 * mae(y, y_pred)", "float(np.mean(x))") + SECOND.replace("doubled", "centred").replace(
    "y: np.ndarray, y_pred: np.ndarray) -> float", "x: np.ndarray) -> tuple[np.ndarray, float]"
).replace("2 * mae(y, y_pred)", "x - mean(x), mean(x)")


def test_the_pages_example_of_a_function_that_uses_another_and_gives_two_results_holds(tiny: Scratch) -> None:
    page = next(
        block for block in re.findall(r"```python\n(.*?)```", AUTHORS, re.DOTALL) if "centred.model" in block
    )
    for name, more in ((NOTEBOOK, CELLS), (CHECKS, MEAN + page)):
        path = tiny.root / "solutions" / SIXTH / name
        path.write_text(path.read_text() + more)
    assert tiny.run("generate").returncode == 0
    unfinished = ("no mistake is known", "has no hints", "no right answer in another style")
    said = [line for line in verified(tiny).splitlines() if not any(each in line for each in unfinished)]
    assert [line for line in said if "centred" in line] == []


LONG = 'yield case("a long case", np.ones(1200), np.zeros(1200))'
LARGE = 'yield case("a large case", np.array([4e6]), np.array([1.0]))'
SMALL = 'yield case("a small case", np.array([2.0]), np.array([3e-6]))'


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (LONG, "“a long case” gives `y` a thousand items or rounds, more than any example"),
        (LARGE, "“a large case” gives `y` far larger numbers than any example"),
        (SMALL, "“a small case” gives `y_pred` far smaller numbers than any example"),
    ],
    ids=["long", "large", "small"],
)
def test_a_hidden_case_of_a_kind_that_no_example_is_of_is_named_until_there_is_one(
    hidden: str, words: str, tiny: Scratch
) -> None:
    change(tiny, CHECKS, "    yield case(", f"    {hidden}\n    yield case(")
    assert f"mae: the hidden case {words}; add one like it" in verified(tiny)
    example = hidden.removeprefix("yield ").replace("[4e6]", "[3e6]").replace("[3e-6]", "[2e-6]")
    example = example.replace("1200", "1100").replace("case(", "case(", 1)
    change(tiny, CHECKS, "    examples=[\n", f"    examples=[\n        {example},\n")
    assert "than any example" not in verified(tiny)
