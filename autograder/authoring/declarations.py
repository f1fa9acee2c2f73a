"""What `checks.py` is written with: exercises, cases, facts and mistakes.

A `checks.py` stands beside its source notebook and says how to probe each function. It holds no reference:
that one is read from the notebook. Everything here only records what it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

import numpy as np

from autograder.authoring.models import Mistake, Model, require_credit
from autograder.exercise.exercise import Convergence, Drawn, Fact, Form, Hints, Picture

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


FactFunction = Callable[[Sequence[Answer], Convergence], Fact]


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """An exercise as `checks.py` declares it (see `exercise`)."""

    name: str
    form: Form
    uses: tuple[str, ...]
    examples: tuple[Probe, ...]
    hidden: Callable[[np.random.Generator], Iterable[Probe]]
    sized: Callable[[np.random.Generator, int], Args] | None
    facts: tuple[FactFunction, ...]
    drawn: tuple[Drawn, ...]
    hints: Hints | None
    pictures: tuple[Picture, ...]

    def model(self, function: Callable[..., Any], /, *inner: Callable[..., Any], **words: str) -> Model:
        """Begin a model of this function, whose faults are mistakes.

        Args:
            function: A right implementation; its keyword-only parameters are the model's knobs.
            inner: Functions to which it hands on further keywords; their keyword-only parameters are knobs, too.
            words: What its faults call things in their sentences, which hold such words in braces.
        """
        return Model(self.name, function, words, inner)

    def mistake(self, credit: float = 0.0) -> Callable[[Callable[..., Any]], Mistake]:
        """Declare a wrong implementation that is no change of a model; its docstring is what a student is told."""
        if callable(credit):
            raise TypeError(f"mistake in `{self.name}`: write `@{self.name}.mistake()`, with brackets")

        def declare(function: Callable[..., Any]) -> Mistake:
            return mistake(self.name, " ".join((function.__doc__ or "").split()), credit=credit)(function)

        return declare


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


def exercise(
    name: str,
    *,
    examples: Sequence[Probe],
    hidden: Callable[[np.random.Generator], Iterable[Probe]],
    form: Form = "any",
    uses: Sequence[str] = (),
    sized: Callable[[np.random.Generator, int], Args] | None = None,
    facts: Sequence[FactFunction] = (),
    drawn: Sequence[Drawn] = (),
    hints: Hints | None = None,
    pictures: Sequence[Picture] = (),
) -> Declaration:
    """Declare how to probe the function `name`.

    Args:
        name: The function, which is the `grade_id` of its solution cell.
        examples: Cases that students see.
        hidden: Gives the cases that they do not see, drawn from a seeded generator.
        form: `looped`: it must go through the points in Python; `vectorized`: it must not; or `any`.
        uses: Functions of other exercises that it may call.
        sized: Gives arguments with n points, to see whether the work grows with n; needed for a form.
        drawn: What it draws from a generator among its arguments (an `Rng`), to be told by its distribution.
        facts: Sentences about the values that are shown with the verdict; each is given all answers of the right form.
        hints: What a student may ask for, one step at a time.
        pictures: What of a wrong result is drawn beside the expected one, in the student's own notebook.
    """
    if form not in get_args(Form):
        raise ValueError(f"exercise `{name}`: form = {form!r}; write one of: {', '.join(get_args(Form))}")
    if form != "any" and sized is None:
        raise ValueError(f"exercise `{name}`: a form needs `sized`, which gives arguments with n points")
    if hints is not None and not isinstance(hints, Hints):
        raise ValueError(f"exercise `{name}`: `hints` must be written with `Hints(...)`")
    for key, function in (("hidden", hidden), ("sized", sized)):
        if function is not None and not callable(function):
            raise ValueError(f"exercise `{name}`: `{key}` must be a function, not {type(function).__name__}")
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
