"""Mistakes made of faults: a model of a function, of which each fault changes one part.

A model is a right implementation in plain Python whose parts are keyword parameters, its knobs. A fault turns one
of them (or several), and says so in a clause and a question. Faults of different knobs combine: what is said of two
of them, and what they deserve together, follows from what each says and deserves.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from inspect import Parameter, signature
from typing import Any, Self

from autograder.exercise.known import SOMETHING, join_sentences

QUARTER = 0.25
VARIABLES = ("x ", "y ")  # no capital for these


class _Anything:
    """See `ANYTHING`."""


ANYTHING = _Anything()
"""What a mistake returns for arguments on which it has many faces, such as a fit of a single point."""


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """A wrong implementation.

    Attributes:
        id: What it is called in verdicts.
        exercise: The function that is got wrong.
        message: What a student who made it is told.
        credit: The share of the points that it still deserves.
        function: What gives the same as the student's function.
        parts: The ids of the faults that it is made of, where it is made of several.
        clause: What is wrong, as a part of a sentence about several faults.
        question: What is asked there.
    """

    id: str
    exercise: str
    message: str
    credit: float
    function: Callable[..., Any]
    parts: tuple[str, ...] = ()
    clause: str = ""
    question: str = ""


@dataclass(frozen=True, kw_only=True)
class Altered:
    """A model with some of its knobs turned, to be called as the function itself.

    Attributes:
        model: The right implementation.
        knobs: What is given for its keyword parameters.
        given: What becomes of the arguments before.
        form: What becomes of the result.
    """

    model: Callable[..., Any]
    knobs: Mapping[str, Any]
    given: Callable[..., Any] | None = None
    form: Callable[[Any], Any] | None = None

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        if self.given is not None:
            args = self.given(*args)
            if isinstance(args, _Anything):
                return args
        value = self.model(*args, **keywords, **self.knobs)
        return value if self.form is None or isinstance(value, _Anything) else self.form(value)


def require_credit(what: str, credit: object) -> None:
    """Refuse what is no share of the points."""
    if isinstance(credit, bool) or not isinstance(credit, (int, float)) or not 0 <= credit < 1:
        raise ValueError(f"{what}: credit must be at least 0 and below 1, not {credit!r}")


def joint_credit(shares: Sequence[float]) -> float:
    """Give what several faults at once deserve: half of what the worst deserves for each more, in whole quarters."""
    quarters = math.floor(min(shares) / float(2 ** (len(shares) - 1)) / QUARTER)
    return quarters * QUARTER


def capitalized(text: str) -> str:
    """Begin a sentence; a variable at its beginning stays as it is."""
    return text if text[:2] in VARIABLES else text[:1].upper() + text[1:]


def besides(fault: Mistake, credit: float) -> Mistake:
    """Tell of a fault that does not come alone, where it is open what comes with it."""
    return replace(
        fault,
        id=f"{fault.id}+{SOMETHING}",
        message=f"{capitalized(fault.clause)}, and something else is wrong besides. {fault.question}".strip(),
        credit=credit,
        parts=(fault.id, SOMETHING),
    )


class Fault:
    """A change of a model, under way: `says` gives it its words."""

    def __init__(self, model: Model, id_: str, credit: float, knobs: Mapping[str, Any]) -> None:
        self.id, self.credit, self.knobs = id_, credit, dict(knobs)
        self._model = model
        self.message = self.clause = self.question = ""

    def says(self, sentence: str, /, together: str = "") -> Self:
        """Say what is wrong, then ask a question.

        Args:
            sentence: A clause, ended by a full stop, and a question; words of the model stand in braces.
            together: The clause in the company of other faults, where the sentence is about numbers
                that are others then.
        """
        words = self._model.words
        try:
            text = sentence.format(**words)
        except LookupError as error:
            raise ValueError(
                f"fault `{self.id}` of `{self._model.exercise}`: the model has no word for {{{error.args[0]}}}; "
                "give it to `model(...)`, or double the braces"
            ) from None
        clause, _, self.question = text.partition(". ")
        self.clause = together.format(**words) or clause.rstrip(".")
        self.message = capitalized(text)
        return self


def _exclude(one: Fault, other: Fault) -> bool:
    """Tell whether two faults turn one knob; `front_m` is a part of `front`, which it takes the place of."""
    return any(
        a == b or a.startswith(f"{b}_") or b.startswith(f"{a}_") for a in one.knobs for b in other.knobs
    )


class Model:
    """The faults of one function, and which of them go together.

    Built by `Declaration.model`.
    """

    def __init__(
        self,
        exercise: str,
        function: Callable[..., Any],
        words: Mapping[str, str],
        inner: Sequence[Callable[..., Any]] = (),
    ) -> None:
        for name, parameter in signature(function).parameters.items():
            if parameter.kind is Parameter.KEYWORD_ONLY and parameter.default is Parameter.empty:
                raise ValueError(
                    f"model of `{exercise}`: `{name}` has no default; each keyword parameter of a model is a knob, and its default is what "
                    f"is right. References go to functions below `@{exercise}.mistake()` only: write the model without them"
                )
        self.exercise, self.words = exercise, dict(words)
        self._function = function
        self._knobs = {
            name
            for each in (function, *inner)
            for name, parameter in signature(each).parameters.items()
            if parameter.kind is Parameter.KEYWORD_ONLY
        }
        self._faults: dict[str, Fault] = {}
        self._together: dict[tuple[str, ...], tuple[float, str] | None] = {}

    def fault(self, id_: str, credit: float = 0.0, /, **knobs: Any) -> Fault:
        """Declare a fault: its id, the share of the points that it still deserves, and the knobs that it turns.

        Besides the model's own keyword parameters there are `given`, a function from the arguments to
        those that the model gets, and `form`, one from its result to what is returned.
        """
        unknown = knobs.keys() - self._knobs - {"given", "form"}
        if "credit" in unknown:
            raise ValueError(
                f"fault `{id_}` of `{self.exercise}`: what it deserves comes second, without a name: `fault({id_!r}, {knobs['credit']}, ...)`"
            )
        if unknown or not knobs:
            raise ValueError(
                f"fault `{id_}` of `{self.exercise}`: its model has no knob {', '.join(sorted(unknown)) or 'turned'}; "
                f"turn one of: {', '.join(sorted(self._knobs | {'given', 'form'}))}"
            )
        if id_ in self._faults:
            raise ValueError(f"fault `{id_}` of `{self.exercise}`: stands twice; rename one")
        require_credit(f"fault `{id_}` of `{self.exercise}`", credit)
        fault = self._faults[id_] = Fault(self, id_, credit, knobs)
        return fault

    def leave_out(self, faults: str) -> None:
        """Take back faults of a family that give here what others give, by their ids."""
        for id_ in faults.split():
            del self._faults[id_]
            self._together = {ids: own for ids, own in self._together.items() if id_ not in ids}

    def combine(self, *groups: str) -> None:
        """Let each fault of one group go together with each of another one.

        Args:
            groups: Ids of faults or names of knobs, for all faults that turn no other; parted by spaces.
        """
        for one, other in itertools.combinations([self._members(group) for group in groups], 2):
            for pair in itertools.product(one, other):
                if not pair[0].knobs.keys() & pair[1].knobs.keys():
                    self._together.setdefault(tuple(each.id for each in pair))

    def convention(self, faults: str, credit: float, says: str = "") -> None:
        """Name three faults or more that go together because others teach it so.

        Args:
            faults: Their ids, parted by spaces.
            credit: What they deserve together.
            says: A sentence of its own; else it is joined from theirs.
        """
        self._together[tuple(faults.format(**self.words).split())] = (credit, says.format(**self.words))

    def alone(self) -> list[Mistake]:
        """Give each fault by itself."""
        return [
            Mistake(
                id=fault.id,
                exercise=self.exercise,
                message=fault.message,
                credit=fault.credit,
                function=self._altered(fault.knobs),
                clause=fault.clause,
                question=fault.question,
            )
            for fault in self._faults.values()
        ]

    def uncombined(self) -> list[tuple[str, str]]:
        """List the pairs of faults that nobody has combined, and that do not exclude each other, by their ids."""
        known = {frozenset(ids) for ids in self._together}
        return [
            (one.id, other.id)
            for one, other in itertools.combinations(self._faults.values(), 2)
            if frozenset((one.id, other.id)) not in known and not _exclude(one, other)
        ]

    def compatible(self, ids: Sequence[str]) -> bool:
        """Tell whether none of these faults excludes another one."""
        return not any(
            _exclude(*map(self._faults.__getitem__, pair)) for pair in itertools.combinations(ids, 2)
        )

    def _members(self, group: str) -> list[Fault]:
        found: list[Fault] = []
        for name in group.format(**self.words).split():
            members = (
                [self._faults[name]]
                if name in self._faults
                else [each for each in self._faults.values() if each.knobs.keys() == {name}]
            )
            if not members:
                raise ValueError(f"`{self.exercise}`: no fault, and no knob of one, is called `{name}`")
            found += members
        return found

    def mistakes(self) -> Iterator[Mistake]:
        """Give each fault by itself, then those that go together."""
        yield from self.alone()
        yield from map(self.together, self._together)

    def named(self, id_: str) -> Mistake | None:
        """Give two faults by the id that `together` or `besides` gave them."""
        ids = tuple(id_.split("+"))
        if ids[1:] == (SOMETHING,):
            return next((besides(each, 0.0) for each in self.alone() if each.id == ids[0]), None)
        return self.together(ids) if len(ids) > 1 and self._faults.keys() >= {*ids} else None

    def together(self, ids: tuple[str, ...]) -> Mistake:
        """Give several faults at once, combined by the author or not."""
        faults = [self._faults[each] for each in ids]
        own = self._together.get(ids)
        message = join_sentences([(each.clause, each.question) for each in faults])
        return Mistake(
            id="+".join(ids),
            exercise=self.exercise,
            message=(own and own[1]) or message,
            credit=own[0] if own else joint_credit([each.credit for each in faults]),
            function=self._altered({name: knob for each in faults for name, knob in each.knobs.items()}),
            parts=ids,
        )

    def untouched(self) -> Altered:
        """Give the model itself, with no knob turned."""
        return self._altered({})

    def _altered(self, knobs: Mapping[str, Any]) -> Altered:
        own = {name: knob for name, knob in knobs.items() if name in self._knobs}
        return Altered(model=self._function, knobs=own, given=knobs.get("given"), form=knobs.get("form"))
