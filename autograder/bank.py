"""The question bank of an assignment: each exercise with its cases, expected results and known mistakes.

Everything is computed once, in the grader's own process, from the source notebook's references and from
`checks.py`; both are the instructor's own code.
"""

from __future__ import annotations

import importlib.util
import inspect
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder import probe
from autograder.authoring import ANYTHING, Answer, Declaration, FactFunction, Mistake, Probe
from autograder.compare import conform, matches
from autograder.course import AssignmentEntry, Convergence, Course
from autograder.errors import CourseError, NotFound
from autograder.exercises import Case, Exercise, Fact, KnownMistake, Outcome
from autograder.probe import Raised, Reply
from autograder.source import Source, read

SizedProbe = tuple[Probe, int | None]
HIDDEN_SIZES = (16, 96, 272)
VISIBLE_SIZES = (6, 38)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One function to grade.

    Attributes:
        hidden: The exercise on the hidden cases, for grading.
        visible: The same on the examples, for the student's own `check`.
        facts: What its values must satisfy beyond equality.
    """

    hidden: Exercise
    visible: Exercise
    facts: tuple[FactFunction, ...]


@dataclass(frozen=True, kw_only=True)
class Bank:
    """All that the grader knows of one assignment."""

    assignment: str
    questions: tuple[Question, ...]
    source: Source
    convergence: Convergence


@dataclass(frozen=True, kw_only=True)
class _Authored:
    """What the instructor wrote for one assignment."""

    path: Path
    declarations: dict[str, Declaration]
    mistakes: tuple[Mistake, ...]
    references: dict[str, Any]


def load(root: Path, course: Course, entry: AssignmentEntry) -> Bank:
    """Read an assignment's source notebook and `checks.py`, and work out every expected result.

    Raises:
        NotFound, CourseError: Something is missing, does not run or does not fit together.
    """
    source = read(root, entry)
    path = source.path.with_name("checks.py")
    declarations, mistakes = _read_checks(path)
    references = source.references()
    _check_names(path, source, declarations, mistakes, references)

    authored = _Authored(
        path=path, declarations=declarations, mistakes=tuple(mistakes), references=references
    )
    questions = []
    for name, points in source.points.items():
        stream = f"{entry.name}/{name}"
        declaration = declarations[name]
        drawn = _draw(path, declaration, _generator(course.judging.seed, f"{stream}/hidden"))
        question = Question(
            hidden=_build(
                authored,
                name,
                points,
                probes=[
                    *drawn,
                    *_sized(declaration, HIDDEN_SIZES, _generator(course.judging.seed, f"{stream}/sizes")),
                ],
            ),
            visible=_build(
                authored,
                name,
                points,
                probes=[
                    *((probe, None) for probe in declaration.examples),
                    *_sized(
                        declaration, VISIBLE_SIZES, _generator(course.judging.seed, f"{stream}/visible sizes")
                    ),
                ],
            ),
            facts=declaration.facts,
        )
        _check_question(path, question, course)
        questions.append(question)
    return Bank(
        assignment=entry.name,
        questions=tuple(questions),
        source=source,
        convergence=course.convergence,
    )


def look_at_facts(
    question: Question, exercise: Exercise, replies: Sequence[Reply], convergence: Convergence
) -> list[Fact]:
    """Evaluate an exercise's facts on those replies that have the form of the reference's results."""
    answers = []
    for case, reply in zip(exercise.cases, replies, strict=False):
        value = conform(case.expected, reply.value) if reply.returned else None
        if value is not None:
            answers.append(Answer(args=case.args, value=value, label=case.label))
    if not answers:
        return []
    with np.errstate(all="ignore"):
        found = [fact(answers, convergence) for fact in question.facts]
    # What `checks.py` compares with NumPy comes as NumPy's own bool, which is no JSON.
    return [replace(fact, held=bool(fact.held)) for fact in found]


def _generator(seed: int, stream: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(stream.encode())])


def _read_checks(path: Path) -> tuple[dict[str, Declaration], list[Mistake]]:
    if not path.is_file():
        raise NotFound(f"{path}: is missing; it says how the functions of the notebook beside it are probed")
    spec = importlib.util.spec_from_file_location(f"checks_{zlib.crc32(str(path).encode())}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise CourseError(f"{path}: does not run: {type(error).__name__}: {error}; correct it") from error
    found = list(vars(module).values())
    return (
        {value.name: value for value in found if isinstance(value, Declaration)},
        [value for value in found if isinstance(value, Mistake)],
    )


def _check_names(
    path: Path,
    source: Source,
    declarations: dict[str, Declaration],
    mistakes: Sequence[Mistake],
    references: dict[str, Any],
) -> None:
    for name in source.points:
        if name not in declarations:
            raise CourseError(
                f"{path}: no exercise `{name}`, but {source.path.name} has a test cell for it; declare it"
            )
        if not callable(references.get(name)):
            raise CourseError(f"{source.path}: the cell `{name}` defines no function `{name}`; name it so")
    for name, declaration in declarations.items():
        if name not in source.points:
            raise CourseError(
                f"{path}: exercise `{name}` has no test cell `check_{name}` in {source.path.name}; add one with its points"
            )
        for used in declaration.uses:
            if not callable(references.get(used)):
                raise CourseError(
                    f"{path}: exercise `{name}` uses `{used}`, which {source.path.name} does not define"
                )
    for mistake in mistakes:
        if mistake.exercise not in declarations:
            raise CourseError(
                f"{path}: mistake `{mistake.id}` is about `{mistake.exercise}`, which is no exercise here"
            )


def _draw(path: Path, declaration: Declaration, rng: np.random.Generator) -> list[SizedProbe]:
    try:
        probes = list(declaration.hidden(rng))
    except Exception as error:
        raise CourseError(
            f"{path}: the hidden cases of `{declaration.name}` cannot be drawn: "
            f"{type(error).__name__}: {error}; correct them"
        ) from error
    if not probes:
        raise CourseError(f"{path}: `{declaration.name}` has no hidden cases; add some")
    # A function must give the same for the same arguments, however often it is called.
    again = Probe(label=f"{probes[0].label}, called again", args=probes[0].args)
    return [(each, None) for each in (*probes, again)]


def _sized(declaration: Declaration, sizes: Sequence[int], rng: np.random.Generator) -> list[SizedProbe]:
    if declaration.sized is None:
        return []
    return [(Probe(label=f"{n} points", args=declaration.sized(rng, n)), n) for n in sizes]


def _build(authored: _Authored, name: str, points: float, *, probes: Sequence[SizedProbe]) -> Exercise:
    declaration, references = authored.declarations[name], authored.references
    cases = [_case(authored.path, name, references, each, size) for each, size in probes]
    return Exercise(
        name=name,
        parameters=tuple(inspect.signature(references[name]).parameters),
        points=points,
        form=declaration.form,
        uses=declaration.uses,
        cases=tuple(cases),
        mistakes=tuple(
            KnownMistake(
                id=mistake.id,
                message=mistake.message,
                credit=mistake.credit,
                outcomes=tuple(
                    _outcome(_with_references(mistake.function, references), case.args) for case in cases
                ),
            )
            for mistake in authored.mistakes
            if mistake.exercise == name
        ),
    )


def _case(path: Path, name: str, references: dict[str, Any], each: Probe, points: int | None) -> Case:
    reply = probe.as_data(_call(references[name], each.args))
    if reply.raised is not None:
        raise CourseError(
            f"{path}: the reference `{name}` raises {reply.raised.type} for the case “{each.label}”: "
            f"{reply.raised.message}; correct one of the two"
        )
    return Case(
        args=probe.as_data(Reply(args=each.args)).args, expected=reply.value, label=each.label, points=points
    )


def _call(function: Callable[..., Any], args: tuple[Any, ...]) -> Reply:
    with np.errstate(all="ignore"):
        return probe.call(function, args)


def _outcome(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    reply = _call(function, args)
    if reply.value is ANYTHING:
        return Outcome(anything=True)
    reply = probe.as_data(reply)
    if reply.raised is not None:
        return Outcome(raised=Raised(type=reply.raised.type, message=""))
    return Outcome(value=reply.value)


def _with_references(function: Callable[..., Any], references: dict[str, Any]) -> Callable[..., Any]:
    """Give a mistake the references that its keyword-only parameters name."""
    wanted = {
        name: references[name]
        for name, parameter in inspect.signature(function).parameters.items()
        if parameter.kind is parameter.KEYWORD_ONLY and name in references
    }
    return lambda *args: function(*args, **wanted)


def _check_question(path: Path, question: Question, course: Course) -> None:
    """Refuse an exercise that would misjudge: its facts must hold for the reference, no mistake may equal it."""
    tolerance = course.judging.rules().tolerance
    for exercise in (question.hidden, question.visible):
        for mistake in exercise.mistakes:
            if exercise is question.hidden and all(
                outcome.anything
                or (outcome.raised is None and matches(case.expected, outcome.value, tolerance))
                for case, outcome in zip(exercise.cases, mistake.outcomes, strict=True)
            ):
                raise CourseError(
                    f"{path}: mistake `{mistake.id}` of `{exercise.name}` is right on every hidden case; "
                    "add a case that tells it apart"
                )
    replies = [Reply(value=case.expected) for case in question.hidden.cases]
    for fact in look_at_facts(question, question.hidden, replies, course.convergence):
        if not fact.held:
            raise CourseError(
                f"{path}: the reference `{question.hidden.name}` fails its own fact “{fact.title}”: {fact.detail} "
                "Correct the fact, its cases or `[convergence]` in course.toml"
            )
