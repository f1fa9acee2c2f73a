"""The known mistakes of an exercise as JSON: a sentence for each fault, and a column of fingerprints for each example."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.common.lazy import Lazy
from autograder.exercise.exercise import Exercise, KnownMistake
from autograder.exercise.fingerprints import ANY, NEAR, Fingerprint, of_value
from autograder.exercise.values import Array

STEP = 5e-7  # in which numbers are written: finer than what counts as near
COUNTED = {2: "Two", 3: "Three", 4: "Four"}
ONE_BY_ONE = ("First", "Second", "Third", "Fourth")
NUMBERS = "<i4"
SOMETHING = "something-else"  # the second part of a mistake where it is open what comes with the first


@dataclass(frozen=True)
class _Row(Lazy[Fingerprint]):
    """What one mistake gives, read from the columns when it is asked for."""

    forms: Sequence[str]
    columns: Sequence[Array]
    place: int

    def __len__(self) -> int:
        return len(self.columns)

    def at(self, place: int) -> Fingerprint:
        return Fingerprint(self.forms[place], float(self.columns[place][self.place]) * STEP)


def to_json(exercise: Exercise) -> dict[str, Any]:
    """Write the mistakes that the examples show, each only where none before it gives the same on all of them."""
    told = list(_told_apart(exercise))
    singles = [each for each in told if not each.parts]
    joint = [each for each in told if each.parts]
    within = {id_ for each in joint for id_ in each.parts}
    # A fault that the examples do not show by itself may still be a part of what they show.
    hidden = [each for each in exercise.mistakes if each.id in within and each not in singles]
    places = {each.id: place for place, each in enumerate([*singles, *hidden])}
    forms: dict[str, int] = {}
    kinds: dict[tuple[int, ...], int] = {}
    codes: list[int] = []
    for each in (*singles, *joint):
        kind = tuple(forms.setdefault(one.form, len(forms)) for one in each.prints)
        codes.append(kinds.setdefault(kind, len(kinds)))
    columns: list[str | int] = []
    for case in range(len(exercise.cases)):
        column = _packed([round(each.prints[case].number / STEP) for each in (*singles, *joint)], NUMBERS)
        # The first case is called again: where a column has stood already, its place says it all.
        columns.append(columns.index(column) if column in columns else column)
    growing = {each.id for each in (*singles, *hidden) if _grows(exercise, each)}
    return {
        "faults": [
            [each.id, each.credit, each.message, *_clause(each, each.id in within)]
            for each in (*singles, *hidden)
        ],
        "alone": len(singles),
        "together": [
            [each.credit, *(places[part] for part in each.parts), *_own(each, exercise)] for each in joint
        ],
        "growing": [places[id_] for id_ in sorted(growing)],
        "forms": list(forms),
        "kinds": list(kinds),
        "codes": _packed(codes, _codes(kinds)),
        "columns": columns,
    }


def from_json(content: dict[str, Any]) -> tuple[KnownMistake, ...]:
    """Read what `to_json` wrote."""
    columns: list[Array] = []
    for column in content["columns"]:
        columns.append(columns[column] if isinstance(column, int) else _unpacked(column, NUMBERS))
    kinds = [[content["forms"][form] for form in kind] for kind in content["kinds"]]
    rows = [
        _Row(kinds[code], columns, place)
        for place, code in enumerate(_unpacked(content["codes"], _codes(kinds)))
    ]
    faults, alone, growing = content["faults"], content["alone"], {*content["growing"]}
    mistakes = [
        KnownMistake(
            id=id_,
            message=message,
            credit=credit,
            prints=rows[place],
            grows=partial(bool, place in growing),
        )
        for place, (id_, credit, message, *_) in enumerate(faults[:alone])
    ]
    for place, (credit, *rest) in enumerate(content["together"], start=alone):
        parts = [part for part in rest if isinstance(part, int)]
        own = next((word for word in rest if isinstance(word, str)), "")
        mistakes.append(
            KnownMistake(
                id="+".join(faults[part][0] for part in parts),
                message=own or join_sentences([_told(*faults[part][2:]) for part in parts]),
                credit=credit,
                prints=rows[place],
                parts=tuple(faults[part][0] for part in parts),
                grows=partial(bool, growing.intersection(parts)),
            )
        )
    return tuple(mistakes)


def _told_apart(exercise: Exercise) -> Iterator[KnownMistake]:
    """Leave out what the examples cannot show: what is right on all of them, told as another mistake, or only raises."""
    right = tuple(of_value(case.expected) for case in exercise.cases)
    seen = {_key(right)}
    for mistake in exercise.mistakes:
        prints = tuple(mistake.prints)
        key = _key(prints)
        if key not in seen:
            seen.add(key)
            raises = all(one.form == ANY or one.raises for one in prints)
            if not raises and not all(one.is_like([other]) for one, other in zip(prints, right, strict=True)):
                yield mistake


def _key(prints: Sequence[Fingerprint]) -> tuple[tuple[str, int], ...]:
    return tuple((each.form, round(each.number / NEAR)) for each in prints)


def _told(message: str, clause: str = "") -> tuple[str, str]:
    """Take a sentence apart into its clause, where it has no other in company, and its question."""
    whole, _, question = message.partition(". ")
    return clause or whole[:1].lower() + whole[1:].rstrip("."), question


def _clause(mistake: KnownMistake, within: bool) -> list[str]:
    """Give a clause that does not follow from the sentence."""
    derived = _told(mistake.message) == (mistake.clause, mistake.question)
    return [mistake.clause] if within and not derived else []


def _codes(kinds: Collection[object]) -> str:
    return "<u1" if len(kinds) <= 256 else "<u2"


def _grows(exercise: Exercise, mistake: KnownMistake) -> bool:
    return exercise.form == "vectorized" and mistake.credit > 0 and mistake.grows()


def _own(mistake: KnownMistake, exercise: Exercise) -> list[str]:
    """Give the sentence of several faults where it is not joined from theirs."""
    by_id = {each.id: each for each in exercise.mistakes}
    parts = [(by_id[part].clause, by_id[part].question) for part in mistake.parts]
    return [] if mistake.message == join_sentences(parts) else [mistake.message]


def _packed(values: Sequence[int], type_: str) -> str:
    return base64.b64encode(np.array(values, dtype=type_).tobytes()).decode("ascii")


def _unpacked(text: str, type_: str) -> Array:
    return np.frombuffer(base64.b64decode(text), dtype=type_)


def join_sentences(parts: Sequence[tuple[str, str]]) -> str:
    """Tell of several faults, one after the other, each with its question: what two share is asked behind the later one."""
    told = [f"{COUNTED[len(parts)]} things here."]
    for place, (clause, question) in enumerate(parts):
        told.append(f"{ONE_BY_ONE[place]}, {clause}.")
        if question and all(question != other for _, other in parts[place + 1 :]):
            told.append(question)
    return " ".join(told)
