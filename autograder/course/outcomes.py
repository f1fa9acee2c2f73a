"""What the known mistakes give, case by case: the instructor's own code, run when somebody asks."""

from __future__ import annotations

import functools
import inspect
import re
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.authoring.declarations import Declaration, Probe
from autograder.authoring.models import ANYTHING, Altered, Mistake
from autograder.authoring.pairs import Pairs
from autograder.common.errors import CourseError
from autograder.common.lazy import Lazy
from autograder.course.checks import Checks
from autograder.course.references import call_probe, goes_through_points
from autograder.exercise.exercise import Exercise, Outcome
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Raised, Reply, as_data
from autograder.exercise.values import pack, unpack
from autograder.judge.compare import matches
from autograder.judge.distributions import seen

CALLED_WRONGLY = r"^(?P<name>\S+)\(\) (takes|missing|got an unexpected|got multiple|got some)|^'(?P<kind>\w+)' object is not callable"

ALIKE = Tolerance(rtol=1e-12, atol=0.0)
SizedProbe = tuple[Probe, int | None]


class Outcomes(Lazy[Outcome]):
    """What a mistake gives on each case, worked out when it is asked for.

    Most mistakes differ from an answer on the first case already; and many a class never makes them.
    """

    _lock = threading.RLock()

    def __init__(
        self,
        declaration: Declaration,
        function: Callable[..., Any],
        probes: Sequence[SizedProbe],
        left_open: Collection[int] = (),
    ) -> None:
        self._declaration, self._function, self._probes = declaration, function, probes
        self._left_open = left_open  # the places at which nobody asks what it gives
        self._known: dict[int, Outcome] = {}

    def __len__(self) -> int:
        return len(self._probes)

    def at(self, place: int) -> Outcome:
        if place in self._left_open:
            return Outcome(anything=True)
        with self._lock:
            if place not in self._known:
                # What is drawn at random is described beside the calls before it; before the first there is none.
                together = range(len(self)) if self._declaration.drawn and place else [place]
                probes = [self._probes[i] for i in together]
                outcomes = _outcomes(self._declaration, self._function, probes)
                self._known.update(zip(together, outcomes, strict=True))
            return self._known[place]


def _outcomes(
    declaration: Declaration, function: Callable[..., Any], probes: Sequence[SizedProbe]
) -> tuple[Outcome, ...]:
    replies: Sequence[Reply] = [call_probe(function, each) for each, _ in probes]
    open_ended = [reply.value is ANYTHING for reply in replies]
    replies = seen(
        declaration.drawn,
        [each.args for each, _ in probes],
        [replace(reply, value=unpack(pack(reply.value)), args=()) for reply in replies],
    )
    return tuple(
        Outcome(anything=True)
        if anything
        else Outcome(value=reply.value)
        if reply.raised is None
        else Outcome(raised=Raised(type=reply.raised.type, message=""))
        for reply, anything in zip(replies, open_ended, strict=True)
    )


def with_pairs(exercise: Exercise, authored: Checks) -> Exercise:
    """Let an exercise find the pairs of faults of its models; what is drawn at random is told by all calls together, and has none."""
    sized = [(each.args, each.keywords, each.points) for each in exercise.cases if each.points is not None]
    found = [
        Pairs(
            model=model,
            cases=exercise.cases,
            grows=lambda function: functools.cache(functools.partial(goes_through_points, function, sized)),
        )
        for model in authored.models
        if model.exercise == exercise.name and not exercise.drawn
    ]
    return replace(exercise, pairs=tuple(found))


def others_right(authored: Checks, name: str, each: Probe, reply: Reply) -> tuple[Any, ...]:
    """Give what is right in a case besides what the reference gives.

    Raises:
        CourseError: Another right way does not run there.
    """
    found: list[Any] = []
    for other in authored.also_right:
        if other.exercise != name:
            continue
        called = call_probe(with_references(other.function, authored.references), each)
        if called.raised is not None:
            raise CourseError(
                f"{authored.path}: what is `also_right` for `{name}` raises {called.raised.type} for the case “{each.label}”: "
                f"{called.raised.message}; correct it"
            )
        value = as_data(called).value
        if not any(matches(known, value, ALIKE) for known in (reply.value, *found)):
            found.append(value)
    return tuple(found)


def _misfits(function: Callable[..., Any], raised: Raised) -> bool:
    """Tell whether a mistake raised because a part of it cannot be called so, and not what a student's function raises."""
    found = re.search(CALLED_WRONGLY, raised.message)
    if raised.type != "TypeError" or found is None:
        return False
    parts = (
        (function.model, function.given, function.form, *function.knobs.values())
        if isinstance(function, Altered)
        else (function,)
    )
    if found["kind"]:
        return any(type(each).__name__ == found["kind"] for each in parts)
    return any(getattr(each, "__qualname__", "") == found["name"] for each in parts)


def require_fit(authored: Checks, mistake: Mistake, exercise: Exercise) -> None:
    """Refuse a mistake that ends in an error of its author's: a student's own would be named after it."""
    first = exercise.cases[0]
    function = with_references(mistake.function, authored.references)
    raised = call_probe(function, Probe(label="", args=first.args, keywords=first.keywords)).raised
    if raised is not None and _misfits(mistake.function, raised):
        raise CourseError(
            f"{authored.path}: mistake `{mistake.id}` of `{exercise.name}` cannot be called as it is: {raised.message}; "
            "give its functions the parameters that they are called with"
        )


def with_references(function: Callable[..., Any], references: Mapping[str, Any]) -> Callable[..., Any]:
    """Give a mistake the references that its keyword-only parameters name; one that is made of faults has none."""
    if isinstance(function, Altered):
        return function
    wanted = {
        name: references[name]
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name in references
    }
    return functools.partial(function, **wanted)
