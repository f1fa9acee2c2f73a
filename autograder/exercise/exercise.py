"""What the judge knows of an exercise, as plain values: cases, expected results, known mistakes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from autograder.common.lazy import Lazy
from autograder.exercise import fingerprints
from autograder.exercise.fingerprints import ANY, NEAR, Fingerprint
from autograder.exercise.format import show, show_args
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Raised, Reply
from autograder.exercise.values import Array, Plain, pack

Form = Literal["looped", "vectorized", "any"]


LONG = 1000  # Python's limit on calls within calls


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a call ends for a known mistake: in a value, or in an exception of some type.

    Attributes:
        value: What is returned, when nothing is raised.
        raised: What is raised, if anything.
        anything: Whether this mistake ends differently from student to student here, so that all match.
    """

    value: Any = None
    raised: Raised | None = None
    anything: bool = False

    @property
    def fingerprint(self) -> Fingerprint:
        if self.anything:
            return Fingerprint(ANY)
        if self.raised is not None:
            return fingerprints.of_exception(self.raised.type)
        return fingerprints.of_value(self.value)


class Prints(Lazy[Fingerprint]):
    """The fingerprints of outcomes, each taken when it is asked for."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._outcomes = outcomes
        self._known: dict[int, Fingerprint] = {}

    def __len__(self) -> int:
        return len(self._outcomes)

    def at(self, place: int) -> Fingerprint:
        if place not in self._known:
            self._known[place] = self._outcomes[place].fingerprint
        return self._known[place]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One set of arguments with the result that the reference gives for it.

    Attributes:
        args: Positional arguments.
        keywords: Arguments given by name.
        expected: What the reference returns.
        label: What the case is about, in a few words, for whoever reads the feedback.
        points: How many points (n) it has, where its work is compared with that of another size.
        others: What is right besides.
    """

    args: tuple[Any, ...]
    expected: Any
    keywords: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""
    points: int | None = None
    others: tuple[Any, ...] = ()


def is_long(arguments: Sequence[Any]) -> bool:
    """Tell whether there are so many items, or rounds asked for, that a function that calls itself for each gets no further."""
    return any(
        value.size >= LONG
        if isinstance(value, np.ndarray)
        else len(value) >= LONG
        if isinstance(value, (list, tuple))
        else isinstance(value, int) and value >= LONG
        for value in arguments
    )


@dataclass(frozen=True, kw_only=True)
class KnownMistake:
    """A wrong implementation, known by what it gives on every case.

    Attributes:
        id: What it is called in verdicts.
        message: What a student who made it is told.
        credit: The share of the points that it keeps.
        prints: What it gives in short, case by case.
        outcomes: The same at length, where it is known.
        parts: The ids of the faults that it is made of, where it is made of several.
        clause: What is wrong, as a part of a sentence about several faults.
        question: What is asked there.
        grows: Tells whether it goes through the points by itself, where that is not asked for.
    """

    id: str
    message: str
    credit: float
    prints: Sequence[Fingerprint]
    outcomes: Sequence[Outcome] = ()
    parts: tuple[str, ...] = ()
    clause: str = ""
    question: str = ""
    grows: Callable[[], bool] = lambda: False


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that an answer's values must satisfy beyond equality, such as having converged.

    Attributes:
        title: What holds, as a sentence of a few words.
        held: Whether it holds for the values that came back.
        detail: The numbers behind it.
    """

    title: str
    held: bool
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What a student may ask for, one step at a time; never the answer.

    Attributes:
        idea: What the function is about, in other words than the notebook's.
        question: A question whose answer is the next step.
        read: Where it is explained.
    """

    idea: str
    question: str
    read: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What of a result a picture shows better than a table; drawn for the student alone, never judged.

    Attributes:
        kind: `heights`: a height for each number of the first argument; `fit`: a line, which the result begins
            with as slope and bias, through the points of the first two arguments; `curve`: numbers in their order.
        result: The place of what is drawn, in a result of several; None where it is the result itself.
        across: What the horizontal axis is called.
        up: What the vertical axis is called.
    """

    kind: Literal["heights", "fit", "curve"]
    result: int | None = None
    across: str = "x"
    up: str = "y"


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One graded function.

    Attributes:
        name: The function's name, which is the `grade_id` of its solution cell.
        parameters: The names of its parameters in the reference, to show arguments by.
        points: What it is worth.
        form: Whether it must loop over the points in Python, must not, or may do either.
        uses: The names of the exercises whose functions it may call.
        drawn: What it draws at random; told by these distributions, not by its numbers.
        cases: What it is called on, in order; those that carry `points` tell the form, by how their steps grow.
        mistakes: The known mistakes, the first match names it.
        hints: What a student may ask for.
        pictures: What is drawn of a wrong result, side by side.
        tolerance: How close to the reference a number must be, where it is not as in the rest of the course.
        steps: How many the reference takes for most points; 0 where nobody counted.
        pairs: Find two faults that nobody has combined, and that give together what an answer gave.
    """

    name: str
    points: float
    form: Form
    parameters: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    cases: tuple[Case, ...] = ()
    mistakes: tuple[KnownMistake, ...] = field(default=())
    hints: Hints | None = None
    pictures: tuple[Picture, ...] = ()
    tolerance: Tolerance | None = None
    steps: int = 0
    pairs: tuple[Callable[[Sequence[Reply]], KnownMistake | None], ...] = ()

    @property
    def sized(self) -> tuple[int, ...]:
        """The places of the cases whose work is compared, smaller first."""
        places = [i for i, case in enumerate(self.cases) if case.points is not None]
        return tuple(sorted(places, key=lambda i: self.cases[i].points or 0))

    def alike(
        self, seen_as: Callable[[int], Sequence[Fingerprint]], before: int | None = None
    ) -> Iterator[KnownMistake]:
        """Give the mistakes that give on every case what was given, in their order.

        Args:
            seen_as: Gives what the result of a case may pass for; asked of no more cases than tell the mistakes from it.
            before: How many of the mistakes to look at; all where nothing is given.
        """
        forms, codes, numbers = self.on_the_first_case  # most are told from all others by it
        likely = codes == forms.get(ANY, -1)
        for each in seen_as(0):
            likely |= (codes == forms.get(each.form, -1)) & (np.abs(numbers - each.number) <= NEAR)
        for place in np.flatnonzero(likely[:before]):
            if all(each.is_like(seen_as(case)) for case, each in enumerate(self.mistakes[place].prints)):
                yield self.mistakes[place]

    @cached_property
    def on_the_first_case(self) -> tuple[dict[str, int], Array, Array]:
        """What all mistakes give on the first case: the forms that there are, and each one's form and number."""
        prints = [mistake.prints[0] for mistake in self.mistakes]
        forms: dict[str, int] = {}
        codes = [forms.setdefault(each.form, len(forms)) for each in prints]
        return forms, np.array(codes, dtype=int), np.array([each.number for each in prints])

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """The arguments and the expected result of each case as text: the same for a whole class."""
        return tuple(
            (show_args(self.parameters, case.args, case.keywords), show(case.expected)) for case in self.cases
        )

    @cached_property
    def packed(self) -> list[tuple[list[Plain], dict[str, Plain]]]:
        """The arguments of each case, by position and by name, as they are sent to a sandbox."""
        return [
            ([pack(arg) for arg in case.args], {name: pack(arg) for name, arg in case.keywords.items()})
            for case in self.cases
        ]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """How one quantity among a function's results is distributed.

    Attributes:
        name: What it is called.
        result: Its place among the results.
        distribution: `uniform` from a to b, or `normal` with mean a and standard deviation b.
        a: See `distribution`.
        b: See `distribution`.
        argument: With `times`: the argument of this place, times the result of that place, is taken away first.
        times: See `argument`.
    """

    name: str
    result: int
    distribution: Literal["uniform", "normal"]
    a: float
    b: float
    argument: int | None = None
    times: int | None = None
