"""The known mistakes of an exercise as JSON: a sentence for each fault, and a column of fingerprints for each example."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, overload

import numpy as np

from autograder.exercise.exercise import Exercise, KnownMistake
from autograder.exercise.fingerprints import NEAR, Fingerprint, of_value
from autograder.exercise.values import Array

STEP = 5e-7  # in which numbers are written: finer than what counts as near
COUNTED = {2: "Two", 3: "Three", 4: "Four"}
CODES, NUMBERS = "<u2", "<i4"


@dataclass(frozen=True)
class _Row(Sequence[Fingerprint]):
    """What one mistake gives, read from the columns when it is asked for."""

    columns: Sequence[tuple[Array, Array]]
    forms: Sequence[str]
    place: int

    def __len__(self) -> int:
        return len(self.columns)

    @overload
    def __getitem__(self, place: int) -> Fingerprint: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Fingerprint]: ...

    def __getitem__(self, place: int | slice) -> Fingerprint | Sequence[Fingerprint]:
        if isinstance(place, slice):
            return [self[i] for i in range(len(self))[place]]
        codes, numbers = self.columns[place]
        return Fingerprint(self.forms[codes[self.place]], float(numbers[self.place]) * STEP)


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
    columns = []
    for case in range(len(exercise.cases)):
        prints = [each.prints[case] for each in (*singles, *joint)]
        codes = [forms.setdefault(each.form, len(forms)) for each in prints]
        numbers = [round(each.number / STEP) for each in prints]
        columns.append([_packed(codes, CODES), _packed(numbers, NUMBERS)])
    growing = {each.id for each in (*singles, *hidden) if _grows(exercise, each)}
    return {
        "faults": [
            [each.id, each.credit, each.message, *([each.clause, each.question] if each.id in within else [])]
            for each in (*singles, *hidden)
        ],
        "alone": len(singles),
        "together": [
            [each.credit, *(places[part] for part in each.parts), *_own(each, exercise)] for each in joint
        ],
        "growing": [places[id_] for id_ in sorted(growing)],
        "forms": list(forms),
        "columns": columns,
    }


def from_json(content: dict[str, Any]) -> tuple[KnownMistake, ...]:
    """Read what `to_json` wrote."""
    columns = [
        (_unpacked(codes, CODES), _unpacked(numbers, NUMBERS)) for codes, numbers in content["columns"]
    ]
    faults, alone, growing = content["faults"], content["alone"], {*content["growing"]}
    mistakes = [
        KnownMistake(
            id=id_,
            message=message,
            credit=credit,
            prints=_Row(columns, content["forms"], place),
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
                message=own or join_sentences([(faults[part][3], faults[part][4]) for part in parts]),
                credit=credit,
                prints=_Row(columns, content["forms"], place),
                parts=tuple(faults[part][0] for part in parts),
                grows=partial(bool, growing.intersection(parts)),
            )
        )
    return tuple(mistakes)


def _told_apart(exercise: Exercise) -> Iterator[KnownMistake]:
    """Leave out what the examples cannot show: what is right on all of them, or told as another mistake."""
    right = tuple(of_value(case.expected) for case in exercise.cases)
    seen = {_key(right)}
    for mistake in exercise.mistakes:
        prints = tuple(mistake.prints)
        key = _key(prints)
        if key not in seen:
            seen.add(key)
            if not all(one.is_like([other]) for one, other in zip(prints, right, strict=True)):
                yield mistake


def _key(prints: Sequence[Fingerprint]) -> tuple[tuple[str, int], ...]:
    return tuple((each.form, round(each.number / NEAR)) for each in prints)


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
    """Tell of several faults, each with its clause and its question, in one breath."""
    clauses = [clause for clause, _ in parts]
    questions = dict.fromkeys(question for _, question in parts if question)
    listed = ", ".join(clauses[:-1])
    return " ".join([f"{COUNTED[len(parts)]} things here: {listed}, and {clauses[-1]}.", *questions])
