"""What `checks.py` is written with: exercises, cases, facts and mistakes.

A `checks.py` stands beside its source notebook and says how to probe each function. It holds no reference:
that one is read from the notebook. Everything here only records what it is given.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import numpy as np

from autograder.authoring.keywords import lists_its_keywords
from autograder.authoring.models import Mistake, Model, require_credit
from autograder.exercise.exercise import Drawn, Fact, Form, Hints, Picture
from autograder.exercise.files import CASES
from autograder.exercise.judging import Tolerance

Args = tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Arguments to call a function with, and in a few words what they are about."""

    label: str
    args: Args
    keywords: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One call's arguments with what came back, in the form that the reference's result has."""

    args: Args
    keywords: Mapping[str, Any]
    value: Any
    label: str


Hidden = Callable[[np.random.Generator], Iterable[Probe]]
FactFunction = Callable[[Sequence[Answer], Mapping[str, float]], Fact]


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """An exercise as `checks.py` declares it (see `exercise`)."""

    name: str
    form: Form
    uses: tuple[str, ...]
    examples: tuple[Probe, ...]
    hidden: Hidden | None
    sized: Callable[[np.random.Generator, int], Args] | None
    rtol: float | None
    atol: float | None
    facts: tuple[FactFunction, ...]
    drawn: tuple[Drawn, ...]
    hints: Hints | None
    pictures: tuple[Picture, ...]

    def tolerance(self, usual: Tolerance) -> Tolerance | None:
        """Give how close a number must be, where this exercise says so in place of the course."""
        if self.rtol is None and self.atol is None:
            return None
        rtol = usual.rtol if self.rtol is None else self.rtol
        return Tolerance(rtol=rtol, atol=usual.atol if self.atol is None else self.atol)

    def model(self, function: Callable[..., Any], /, *inner: Callable[..., Any], **words: str) -> Model:
        """Begin a model of this function, whose faults are mistakes.

        Args:
            function: A right implementation; its keyword-only parameters are the model's knobs.
            inner: Functions to which it hands on further keywords; their keyword-only parameters are knobs, too.
            words: What its faults call things in their sentences, which hold such words in braces.
        """
        return Model(self.name, function, words, inner)

    def also_right(self, function: Callable[..., Any]) -> AlsoRight:
        """Declare another right way, which gives other results than the reference somewhere; each case accepts either."""
        return AlsoRight(exercise=self.name, function=function)

    def mistake(self, credit: float = 0.0) -> Callable[[Callable[..., Any] | list[Mistake]], list[Mistake]]:
        """Declare a wrong implementation that is no change of a model; its docstring is what a student is told.

        A second one above the first declares it for another exercise, too.
        """
        if callable(credit):
            raise TypeError(f"mistake in `{self.name}`: write `@{self.name}.mistake()`, with brackets")

        def declare(function: Callable[..., Any] | list[Mistake]) -> list[Mistake]:
            others = function if isinstance(function, list) else []
            wrong = others[0].function if isinstance(function, list) else function
            message = " ".join((wrong.__doc__ or "").split())
            return [*others, mistake(self.name, message, credit=credit)(wrong)]

        return declare


@dataclass(frozen=True, kw_only=True)
class AlsoRight:
    """Another right way to do an exercise (see `Declaration.also_right`)."""

    exercise: str
    function: Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Equivalent:
    """A change to a reference that changes nothing, with the reason (see `equivalent`)."""

    exercise: str
    line: str
    reason: str


def case(label: str, /, *args: Any, **keywords: Any) -> Probe:
    """Name the arguments of one call, by position and by name."""
    if not isinstance(label, str) or not label.strip():
        raise ValueError("case: begins with a few words that say what it is about, before the arguments")
    return Probe(label=label, args=args, keywords=keywords)


def cases_from(checks: str, name: str) -> list[Probe]:
    """Read the cases of one exercise from `cases.json` beside `checks.py`, which students do not get.

    The file holds an object: for each exercise a list of objects with `label`, `args` and, where there are any,
    `keywords`. A list of numbers, or of such lists of one length, becomes an array.

    Args:
        checks: The path of `checks.py`: `__file__`.
        name: The exercise.
    """
    path = Path(checks).with_name(CASES)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return [
            Probe(
                label=str(each["label"]),
                args=tuple(_as_array(arg) for arg in each["args"]),
                keywords={key: _as_array(arg) for key, arg in each.get("keywords", {}).items()},
            )
            for each in content[name]
        ]
    except FileNotFoundError:
        raise ValueError(f"{CASES} is missing; write it beside checks.py") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{CASES} is no JSON: {error}") from None
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError(
            f'{CASES}: `{name}` must be a list of {{"label": "...", "args": [...]}} ({type(error).__name__}: {error})'
        ) from None


def _as_array(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    try:
        array = np.array(value)
    except ValueError:
        return value  # lists of several lengths
    return array if array.dtype.kind in "bif" else value


@lists_its_keywords
def exercise(
    name: str,
    *,
    examples: Sequence[Probe],
    hidden: Hidden | Sequence[Probe] | None = None,
    form: Form = "any",
    uses: Sequence[str] = (),
    sized: Callable[[np.random.Generator, int], Args] | None = None,
    facts: Sequence[FactFunction] = (),
    drawn: Sequence[Drawn] = (),
    hints: Hints | None = None,
    pictures: Sequence[Picture] = (),
    rtol: float | None = None,
    atol: float | None = None,
) -> Declaration:
    """Declare how to probe the function `name`.

    Args:
        name: The function, which is the `grade_id` of its solution cell.
        examples: Cases that students see.
        hidden: Gives the cases that they do not see, drawn from a seeded generator; or a list of them. Without it the examples
            are all that is graded.
        form: `looped`: it must go through the points in Python; `vectorized`: it must not; or `any`.
        uses: Functions of other exercises that it may call.
        sized: Gives arguments with n points, to see whether the work grows with n; needed for a form.
        drawn: What it draws from a generator among its arguments (an `Rng`), to be told by its distribution.
        facts: Sentences about the values that are shown with the verdict; each is given all answers of the right form, and
            `[thresholds]` of course.toml.
        hints: What a student may ask for, one step at a time.
        pictures: What of a wrong result is drawn beside the expected one, in the student's own notebook.
        rtol: In place of the course's: a number is right within `atol + rtol * |reference|`.
        atol: The same, for numbers near zero.
    """
    if form not in get_args(Form):
        raise ValueError(f"exercise `{name}`: form = {form!r}; write one of: {', '.join(get_args(Form))}")
    if form != "any" and sized is None:
        raise ValueError(f"exercise `{name}`: a form needs `sized`, which gives arguments with n points")
    if hints is not None and not isinstance(hints, Hints):
        raise ValueError(f"exercise `{name}`: `hints` must be written with `Hints(...)`")
    if sized is not None and not callable(sized):
        raise ValueError(f"exercise `{name}`: `sized` must be a function, not {type(sized).__name__}")
    if hidden is not None and not callable(hidden):
        _require_items(name, "hidden", hidden, Probe, "`case(...)`, or a function that gives them")
        listed = tuple(hidden)
        hidden = lambda _rng: listed  # noqa: E731
    for key, bound in (("rtol", rtol), ("atol", atol)):
        if bound is not None and not (isinstance(bound, (int, float)) and 0 <= bound < math.inf):
            raise ValueError(f"exercise `{name}`: `{key}` must be a number from 0 on, not {bound!r}")
    _require_items(name, "examples", examples, Probe, "`case(...)`")
    _require_items(name, "uses", uses, str, "names of functions")
    _require_items(name, "drawn", drawn, Drawn, "`Drawn(...)`")
    _require_items(name, "pictures", pictures, Picture, "`heights()`, `fit()` or `curve(...)`")
    if not examples:
        raise ValueError(f"exercise `{name}`: has no examples; students need one at least")
    return Declaration(
        name=name,
        form=form,
        uses=tuple(uses),
        examples=tuple(examples),
        hidden=hidden,
        sized=sized,
        facts=tuple(facts),
        drawn=tuple(drawn),
        hints=hints,
        pictures=tuple(pictures),
        rtol=rtol,
        atol=atol,
    )


def _require_items(name: str, key: str, items: object, kind: type, said: str) -> None:
    if not isinstance(items, (list, tuple)) or not all(isinstance(each, kind) for each in items):
        raise ValueError(f"exercise `{name}`: `{key}` must be a list of {said}")


def heights(across: str = "x", up: str = "y") -> Picture:
    """Draw the result, a height for each number of the first argument, beside the expected heights."""
    return Picture(kind="heights", across=across, up=up)


def fit(across: str = "x", up: str = "y") -> Picture:
    """Draw the line of which the result begins with slope and bias, over the points of the first two arguments."""
    return Picture(kind="fit", across=across, up=up)


def curve(up: str, *, result: int | None = None, across: str = "epoch") -> Picture:
    """Draw numbers in their order, such as losses; `result` is their place in a result of several."""
    return Picture(kind="curve", result=result, across=across, up=up)


def mistake(exercise: str, message: str, *, credit: float = 0.0) -> Callable[[Callable[..., Any]], Mistake]:
    """Declare a wrong implementation; its function's name is the mistake's id.

    Keyword-only parameters named after other functions of the notebook receive their references.

    Args:
        exercise: The function that is got wrong.
        message: What a good teaching assistant would say: what the numbers show, then a question.
        credit: The share of the points that it still deserves, from 0 to 1.
    """
    require_credit(f"mistake in `{exercise}`", credit)

    def declare(function: Callable[..., Any]) -> Mistake:
        return Mistake(
            id=function.__name__.replace("_", "-"),
            exercise=exercise,
            message=message,
            credit=credit,
            function=function,
        )

    return declare


def equivalent(exercise: str, line: str, reason: str) -> Equivalent:
    """Declare that a reference with one line changed like this still does the same, and why.

    `autograder verify` changes the references in small ways and demands that each change is noticed.
    """
    return Equivalent(exercise=exercise, line=line, reason=reason)
