"""Pairs of faults that nobody has combined: looked for when an answer matches nothing that is known."""

from __future__ import annotations

import functools
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.authoring.models import ANYTHING, Altered, Mistake, Model, besides
from autograder.exercise.exercise import Case, KnownMistake
from autograder.exercise.fingerprints import ANY, Fingerprint, of_exception, of_value, readings
from autograder.exercise.reply import Reply
from autograder.exercise.values import Array, pack, unpack

TRIED = 20_000  # pairs that may explain one case, at most; what each gives there is kept for the next answer
LIKELY = 400  # pairs that give the same there, and are called on the other cases
FIRST = 8  # cases among which the one that comes first is chosen
APART = 0.8  # it tells this share of the faults apart that any of them does

Values = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class _Alone:
    """What one case shows of each fault by itself.

    Attributes:
        place: The case's place.
        faults: The faults.
        prints: The fingerprints of each one's results, and of the whole in the last place; fewer where it gives fewer results.
        touched: Which of these are not as they should be; a row a fault.
        around: Which of these may be those of another place, or of other arguments, by what is done before or afterwards.
    """

    place: int
    faults: Sequence[Mistake]
    prints: Sequence[Sequence[Fingerprint]]
    touched: Array
    around: Array


@dataclass(kw_only=True)
class Pairs:
    """Finds the pair of faults that gives what an answer gave, on every case.

    It is said only where it is the only one; of several pairs, what they have in common. Where two faults change different
    results, each must give the answer's by itself on the first case, so that few pairs have to be tried.
    """

    model: Model
    cases: Sequence[Case]
    grows: Callable[[Values], Callable[[], bool]]
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _tried: dict[int, Fingerprint] = field(default_factory=dict)

    def __call__(self, replies: Sequence[Reply]) -> KnownMistake | None:
        """Find the pair."""
        with self._lock:
            given = readings(replies[self._alone.place])
            likely = self._possible(replies[self._alone.place])
            if (
                len(likely) > TRIED
            ):  # known ones, too: what is found must not depend on which answers came before
                return None
            # What has many faces there is left out: it would be taken for whatever comes.
            likely = [
                place for place in likely if (own := self._first(place)).form != ANY and own.is_like(given)
            ]
            if len(likely) > LIKELY:
                return None
        readings_of = functools.cache(lambda i: readings(replies[i]))
        fitting = [pair for pair in map(self._pair, likely) if self._fits(pair, readings_of)]
        if not fitting:
            threes = self._threes(replies[self._alone.place])
            fitting = [three for three in threes if self._fits(three, readings_of)]
        return self._told(fitting)

    @functools.cached_property
    def _ids(self) -> list[tuple[str, str]]:
        return self.model.uncombined()

    @functools.cached_property
    def _places(self) -> Array:
        """The places of both faults of each pair."""
        places = {each.id: place for place, each in enumerate(self._alone.faults)}
        return np.array([[places[id_] for id_ in ids] for ids in self._ids], dtype=int).reshape(-1, 2)

    @functools.cached_property
    def _alone(self) -> _Alone:
        faults = self.model.alone()
        values = [[_value(each.function, case) for each in faults] for case in self.cases[:FIRST]]
        apart = [len({*map(_print, row)}) - 2 * sum(each is ANYTHING for each in row) for row in values]
        telling = [i for i, count in enumerate(apart) if count >= APART * max(apart)]
        place = min(telling, key=lambda i: _size(self.cases[i].expected))
        right = _prints(self.cases[place].expected, self.cases[place])
        prints = [_prints(value, self.cases[place]) for value in values[place]]
        around = [[_is_around(fault)] * (len(right) - 1) + [False] for fault in faults]
        touched = [
            [one.form == ANY or not one.is_like([other]) for one, other in zip(own, right, strict=True)]
            for own in prints
        ]
        return _Alone(
            place=place,
            faults=faults,
            prints=prints,
            touched=np.array(touched),
            around=np.array(around),
        )

    def _possible(self, reply: Reply) -> list[int]:
        """List the pairs whose faults explain an answer's results on the first case, each those that it changes alone."""
        alone, case = self._alone, self.cases[self._alone.place]
        given = _readings(reply, case)
        explains = np.array([_alike(own, given) for own in alone.prints])
        right = _alike(_prints(case.expected, case), given)
        one, other = self._places.T
        by_one, by_other = alone.touched[one], alone.touched[other]
        explained = np.where(by_one, explains[one], np.where(by_other, explains[other], right))
        free = (by_one & by_other) | alone.around[one] | alone.around[other]
        found = np.flatnonzero((explained | free).all(axis=1))
        return [int(place) for place in found]

    def _threes(self, reply: Reply) -> Iterator[Mistake]:
        """Give three faults of which one alone explains some of several results, and the others what is left, on the first case."""
        alone, case = self._alone, self.cases[self._alone.place]
        given = _readings(reply, case)
        count, left = _count(case), TRIED // 4
        right = _alike(_prints(case.expected, case), given)
        if not count or None in given:
            return
        for place, fault in enumerate(alone.faults):
            touched = alone.touched[place]
            known = {i for i in range(count) if touched[i] and alone.prints[place][i].is_like(given[i] or [])}
            rest = {i for i in range(count) if not right[i]} - known
            if (
                alone.around[place].any()
                or not known
                or not rest
                or any(touched[i] and right[i] for i in range(count))
            ):
                continue
            others = [
                each.id
                for each, own in zip(alone.faults, alone.touched[:, :count], strict=True)
                if own.any() and {*np.flatnonzero(own).tolist()} <= rest
            ]
            for pair in itertools.combinations(others, 2):
                ids = sorted((fault.id, *pair), key=[each.id for each in alone.faults].index)
                if left and self.model.compatible(ids):
                    left -= 1
                    three = self.model.together(tuple(ids))
                    if _print(_value(three.function, case)).is_like(readings(reply)):
                        yield three

    def _pair(self, place: int) -> Mistake:
        return self.model.together(self._ids[place])

    def _first(self, place: int) -> Fingerprint:
        if place not in self._tried:
            self._tried[place] = _print(_value(self._pair(place).function, self.cases[self._alone.place]))
        return self._tried[place]

    def _fits(self, pair: Mistake, given: Callable[[int], Sequence[Fingerprint]]) -> bool:
        open_ended = 0
        for i, case in enumerate(self.cases):
            found = _print(_value(pair.function, case))
            open_ended += found.form == ANY
            if found.raises or not found.is_like(given(i)):
                return False
        return 2 * open_ended < len(self.cases)

    def _told(self, fitting: Sequence[Mistake]) -> KnownMistake | None:
        if not fitting:
            return None
        mistake = fitting[0]
        if len(fitting) > 1:
            common = set.intersection(*({*each.parts} for each in fitting))
            fault = next((each for each in self._alone.faults if each.id in common), None)
            if fault is None:
                return None
            mistake = besides(fault, min(each.credit for each in fitting))
        return KnownMistake(
            id=mistake.id,
            message=mistake.message,
            credit=mistake.credit,
            prints=(),
            parts=mistake.parts,
            grows=self.grows(mistake.function),
        )


def _value(function: Values, case: Case) -> Any:
    """Call a model of ours, which changes no argument."""
    try:
        with np.errstate(all="ignore"):
            value = function(*case.args, **case.keywords)
    except Exception as error:
        return of_exception(type(error).__name__)
    return value if value is ANYTHING else unpack(pack(value))


def _print(value: Any) -> Fingerprint:
    if isinstance(value, Fingerprint):
        return value
    return Fingerprint(ANY) if value is ANYTHING else of_value(value)


def _count(case: Case) -> int:
    return len(case.expected) if isinstance(case.expected, tuple) else 0


def _prints(value: Any, case: Case) -> list[Fingerprint]:
    """Take the fingerprints of a result's parts, where several are asked for, and of its form."""
    whole, count = _print(value), _count(case)
    several = isinstance(value, (tuple, list)) and len(value) == count
    parts = [_print(each) for each in value] if several else [Fingerprint(ANY)] * count
    return [*parts, Fingerprint(whole.form)]


def _readings(reply: Reply, case: Case) -> list[list[Fingerprint] | None]:
    """Take those that an answer's result may pass for; a part that is not there passes for all."""
    value, count = reply.value, _count(case)
    several = isinstance(value, (tuple, list)) and len(value) == count
    parts = [readings(Reply(value=each)) for each in value] if several else [None] * count
    return [*parts, [Fingerprint(each.form) for each in readings(reply)]]


def _alike(known: Sequence[Fingerprint], given: Sequence[list[Fingerprint] | None]) -> list[bool]:
    return [other is None or one.is_like(other) for one, other in zip(known, given, strict=True)]


def _is_around(fault: Mistake) -> bool:
    """Tell whether a fault changes what goes in or comes out as a whole, so that others show in other places."""
    function = fault.function
    return isinstance(function, Altered) and (function.given is not None or function.form is not None)


def _size(value: Any) -> int:
    """Count the numbers of a result: it takes the longer to work out, the more there are."""
    if isinstance(value, (list, tuple)):
        return sum(_size(each) for each in value)
    return int(np.size(value))
