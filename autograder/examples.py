"""`examples.json`, released beside a notebook: what the student's own `check` needs, and no solution.

It holds the inputs that students may see with the expected results, and for each known mistake the results
that it gives on those inputs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autograder.compare import Tolerance
from autograder.exercises import Case, Exercise, Judging, KnownMistake, Outcome
from autograder.probe import Raised
from autograder.values import Unknown

FILE = "examples.json"
VERSION = 1


class ExamplesError(Exception):
    """The file is missing or damaged; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Examples:
    """An assignment as a student may see it."""

    assignment: str
    judging: Judging
    exercises: tuple[Exercise, ...]


def dump(examples: Examples) -> str:
    """Write as JSON, the same bytes for the same content."""
    judging = examples.judging
    content = {
        "version": VERSION,
        "assignment": examples.assignment,
        "rtol": judging.tolerance.rtol,
        "atol": judging.tolerance.atol,
        "wrong_form": judging.wrong_form,
        "changed_arguments": judging.changed_arguments,
        "not_from_scratch": list(judging.not_from_scratch),
        "exercises": [_exercise_to_json(exercise) for exercise in examples.exercises],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def load(path: Path) -> Examples:
    """Read the file.

    Raises:
        ExamplesError: It is missing or damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ExamplesError(f"{path.name} is of another version than this `autograder`; update both")
        return Examples(
            assignment=content["assignment"],
            judging=Judging(
                tolerance=Tolerance(rtol=content["rtol"], atol=content["atol"]),
                wrong_form=content["wrong_form"],
                changed_arguments=content["changed_arguments"],
                not_from_scratch=tuple(content["not_from_scratch"]),
            ),
            exercises=tuple(_exercise_from_json(each) for each in content["exercises"]),
        )
    except FileNotFoundError:
        raise ExamplesError(
            f"{path.name} is missing: it belongs in the folder of this notebook ({path.parent}); fetch the assignment again"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExamplesError(f"{path.name} is damaged; fetch the assignment again") from error


def _exercise_to_json(exercise: Exercise) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "points": exercise.points,
        "form": exercise.form,
        "parameters": list(exercise.parameters),
        "uses": list(exercise.uses),
        "cases": [
            {
                "label": case.label,
                "points": case.points,
                "args": [_to_json(arg) for arg in case.args],
                "expected": _to_json(case.expected),
            }
            for case in exercise.cases
        ],
        "mistakes": [
            {
                "id": mistake.id,
                "message": mistake.message,
                "credit": mistake.credit,
                "outcomes": _outcomes_to_json(mistake.outcomes),
            }
            for mistake in exercise.mistakes
        ],
    }


def _outcomes_to_json(outcomes: Sequence[Outcome]) -> list[Any]:
    return [_outcome_to_json(outcome) for outcome in outcomes]


def _outcome_to_json(outcome: Outcome) -> dict[str, Any]:
    if outcome.anything:
        return {"anything": True}
    return (
        {"raised": outcome.raised.type} if outcome.raised is not None else {"value": _to_json(outcome.value)}
    )


def _exercise_from_json(content: dict[str, Any]) -> Exercise:
    return Exercise(
        name=content["name"],
        points=content["points"],
        form=content["form"],
        parameters=tuple(content["parameters"]),
        uses=tuple(content["uses"]),
        cases=tuple(
            Case(
                args=tuple(_from_json(arg) for arg in case["args"]),
                expected=_from_json(case["expected"]),
                label=case["label"],
                points=case["points"],
            )
            for case in content["cases"]
        ),
        mistakes=tuple(
            KnownMistake(
                id=mistake["id"],
                message=mistake["message"],
                credit=mistake["credit"],
                outcomes=tuple(_outcome_from_json(outcome) for outcome in mistake["outcomes"]),
            )
            for mistake in content["mistakes"]
        ),
    )


def _outcome_from_json(content: dict[str, Any]) -> Outcome:
    if "anything" in content:
        return Outcome(anything=True)
    if "raised" in content:
        return Outcome(raised=Raised(type=content["raised"], message=""))
    return Outcome(value=_from_json(content["value"]))


def _to_json(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return {"array": _to_json(value.tolist()), "dtype": value.dtype.str, "shape": list(value.shape)}
    if isinstance(value, np.generic):
        return _to_json(value.item())
    if isinstance(value, float) and not np.isfinite(value):
        return {"float": repr(value)}
    if isinstance(value, tuple):
        return {"tuple": [_to_json(item) for item in value]}
    if isinstance(value, list):
        return [_to_json(item) for item in value]
    if isinstance(value, Unknown):
        return {"other": value.type}
    return value


def _from_json(content: Any) -> Any:
    match content:
        case {"array": items, "dtype": str(dtype), "shape": list(shape)}:
            return np.array(_from_json(items), dtype=dtype).reshape(shape)
        case {"float": str(text)}:
            return float(text)
        case {"tuple": list(items)}:
            return tuple(_from_json(item) for item in items)
        case {"other": str(name)}:
            return Unknown(type=name, repr="")
        case list():
            return [_from_json(item) for item in content]
    return content
