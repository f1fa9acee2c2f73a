"""`examples.json`, released beside a notebook: what the student's own `check` needs, and no solution.

It holds the inputs that students may see with the expected results, and for each known mistake the fingerprints of
the results that it gives on those inputs (see `known`); and the hints that a student may ask for.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple
from pathlib import Path
from typing import Any

import numpy as np

from autograder.common.place import fetch_again
from autograder.exercise import known
from autograder.exercise.exercise import Case, Drawn, Exercise, Hints, Picture
from autograder.exercise.files import EXAMPLES
from autograder.exercise.judging import Judging, Tolerance
from autograder.exercise.values import Impression, Rng, Unknown

FILE, VERSION = EXAMPLES, 5
REPEATS = 200  # items of which a list is looked at for what comes again in it


class ExamplesError(Exception):
    """The file is missing or damaged; the message says what to do."""


class Examples:
    """An assignment as a student may see it.

    Attributes:
        assignment: Its name.
        judging: How answers are judged.
        points: What each exercise is worth, by its name and in their order.
    """

    def __init__(self, content: dict[str, Any]) -> None:
        self.assignment: str = content["assignment"]
        self.judging = Judging(
            tolerance=Tolerance(rtol=content["rtol"], atol=content["atol"]),
            wrong_form=content["wrong_form"],
            changed_arguments=content["changed_arguments"],
            not_from_scratch=tuple(content["not_from_scratch"]),
        )
        self._contents = {each["name"]: each for each in content["exercises"]}
        self.points: dict[str, float] = {name: each["points"] for name, each in self._contents.items()}
        self._exercises: dict[str, Exercise] = {}

    def exercise(self, name: str) -> Exercise:
        """Give one exercise; only those that are asked for are worked through."""
        if name not in self._exercises:
            self._exercises[name] = _exercise_from_json(self._contents[name])
        return self._exercises[name]


def dump(assignment: str, judging: Judging, exercises: Sequence[Exercise]) -> str:
    """Write as JSON, the same bytes for the same content."""
    head = {
        "version": VERSION,
        "assignment": assignment,
        "rtol": judging.tolerance.rtol,
        "atol": judging.tolerance.atol,
        "wrong_form": judging.wrong_form,
        "changed_arguments": judging.changed_arguments,
        "not_from_scratch": list(judging.not_from_scratch),
    }
    # Compact, because students wait for it to be read; a line an exercise, because authors read its changes.
    lines = ",\n".join(_compact(_exercise_to_json(exercise)) for exercise in exercises)
    return f'{_compact(head)[:-1]},"exercises":[\n{lines}\n]}}\n'


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def load(path: Path) -> Examples:
    """Read the file, or remember what was read of it when it has not changed since.

    Raises:
        ExamplesError: It is missing or damaged.
    """
    try:
        state = path.stat()
    except OSError:
        return _load(path, 0, 0)
    return _load(path, state.st_mtime_ns, state.st_size)


@functools.lru_cache(maxsize=8)
def _load(path: Path, _changed: int, _size: int) -> Examples:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["version"] != VERSION:
            raise ExamplesError(f"{path.name} is of another version than this `autograder`; update both")
        return Examples(content)
    except FileNotFoundError:
        raise ExamplesError(
            f"{path.name} is missing: it belongs in the folder of this notebook ({path.parent}); {fetch_again()}"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ExamplesError(f"{path.name} is damaged; {fetch_again()}") from error


def _exercise_to_json(exercise: Exercise) -> dict[str, Any]:
    return {
        "name": exercise.name,
        "points": exercise.points,
        "form": exercise.form,
        "parameters": list(exercise.parameters),
        "uses": list(exercise.uses),
        **({"drawn": [asdict(each) for each in exercise.drawn]} if exercise.drawn else {}),
        **({"tolerance": asdict(exercise.tolerance)} if exercise.tolerance else {}),
        **({"hints": list(astuple(exercise.hints))} if exercise.hints else {}),
        **({"pictures": [asdict(each) for each in exercise.pictures]} if exercise.pictures else {}),
        "cases": [
            {
                "label": case.label,
                "points": case.points,
                "args": [_to_json(arg) for arg in case.args],
                **({"keywords": _keywords_to_json(case.keywords)} if case.keywords else {}),
                "expected": _to_json(case.expected),
                **({"others": [_to_json(each) for each in case.others]} if case.others else {}),
            }
            for case in exercise.cases
        ],
        "mistakes": known.to_json(exercise),
    }


def _keywords_to_json(keywords: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _to_json(arg) for name, arg in keywords.items()}


def _exercise_from_json(content: dict[str, Any]) -> Exercise:
    return Exercise(
        name=content["name"],
        points=content["points"],
        form=content["form"],
        parameters=tuple(content["parameters"]),
        uses=tuple(content["uses"]),
        drawn=tuple(Drawn(**each) for each in content.get("drawn", [])),
        hints=_hints_from_json(content.get("hints")),
        tolerance=Tolerance(**content["tolerance"]) if "tolerance" in content else None,
        pictures=tuple(Picture(**each) for each in content.get("pictures", [])),
        cases=tuple(
            Case(
                args=tuple(_from_json(arg) for arg in case["args"]),
                keywords={name: _from_json(arg) for name, arg in case.get("keywords", {}).items()},
                expected=_from_json(case["expected"]),
                label=case["label"],
                points=case["points"],
                others=tuple(_from_json(each) for each in case.get("others", [])),
            )
            for case in content["cases"]
        ),
        mistakes=known.from_json(content["mistakes"]),
    )


def _hints_from_json(content: list[str] | None) -> Hints | None:
    if content is None:
        return None
    idea, question, read = content
    return Hints(idea=idea, question=question, read=read)


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
        period = _period(value)
        items = [_to_json(item) for item in value[:period]]
        return items if period == len(value) else {"again": items, "length": len(value)}
    if isinstance(value, Unknown):
        return {"other": value.type}
    if isinstance(value, Rng):
        return {"rng": value.seed}
    if isinstance(value, Impression):
        return {"impression": list(value.sentences)}
    return value


def _period(items: list[Any]) -> int:
    """Count the first items of a long list that come again and again to its end; all of them, where they do not."""
    for period in range(1, len(items) // 2) if len(items) >= REPEATS else ():
        if items[period:] == items[:-period]:
            return period
    return len(items)


def _from_json(content: Any) -> Any:
    match content:
        case {"again": list(items), "length": int(length)}:
            return [_from_json(items[i % len(items)]) for i in range(length)]
        case {"array": items, "dtype": str(dtype), "shape": list(shape)}:
            return np.array(_from_json(items), dtype=dtype).reshape(shape)
        case {"float": str(text)}:
            return float(text)
        case {"tuple": list(items)}:
            return tuple(_from_json(item) for item in items)
        case {"rng": int(seed)}:
            return Rng(seed=seed)
        case {"impression": list(sentences)}:
            return Impression(sentences=tuple(sentences))
        case {"other": str(name)}:
            return Unknown(type=name, repr="")
        case list():
            return [_from_json(item) for item in content]
    return content
