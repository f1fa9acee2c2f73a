"""The question bank of an assignment: each exercise with its cases, expected results and known mistakes.

Everything is computed once, in the grader's own process, from the source notebook's references and from
`checks.py`; both are the instructor's own code.
"""

from __future__ import annotations

import functools
import inspect
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring.declarations import Answer, Declaration, FactFunction, Probe
from autograder.common.errors import CourseError
from autograder.course import checks
from autograder.course.checks import Checks
from autograder.course.outcomes import (
    Outcomes,
    SizedProbe,
    others_right,
    require_fit,
    with_pairs,
    with_references,
)
from autograder.course.references import goes_through_points, reply_of, require_results
from autograder.course.releases import released_files
from autograder.course.settings import AssignmentEntry, Course
from autograder.course.source import Source, read
from autograder.execution.call import call
from autograder.exercise.exercise import Case, Exercise, Fact, KnownMistake, Prints, is_long
from autograder.exercise.reply import Reply, as_data
from autograder.judge.compare import accepts, conform
from autograder.judge.distributions import seen

# Steps are compared between neighbours: of three, one pair shows a loop that begins or ends at some size.
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
    authored: Checks
    thresholds: Mapping[str, float]
    released: Mapping[str, bytes]

    def below(self, name: str) -> list[str]:
        """Name all functions that one uses, and those that they use, in their order."""
        uses = {question.hidden.name: question.hidden.uses for question in self.questions}
        found: dict[str, None] = {}
        waiting = [*uses[name]]
        while waiting:
            used = waiting.pop(0)
            if used not in found and used != name:
                found[used] = None
                waiting += uses.get(used, ())
        return list(found)

    def all_counting(self) -> Bank:
        """Give a point to each question that is withdrawn, for the grader's exam: nothing is told apart by none."""
        questions = tuple(
            replace(
                each,
                hidden=replace(each.hidden, points=each.hidden.points or 1.0),
                visible=replace(each.visible, points=each.visible.points or 1.0),
            )
            for each in self.questions
        )
        return replace(self, questions=questions)


def load(root: Path, course: Course, entry: AssignmentEntry) -> Bank:
    """Read an assignment's source notebook and `checks.py`, and work out every expected result.

    Raises:
        NotFound, CourseError: Something is missing, does not run or does not fit together.
    """
    source = read(root, entry)
    authored = checks.read(source)
    questions = []
    for name, points in source.points.items():
        stream = f"{entry.name}/{name}"
        declaration = authored.declarations[name]
        path, seed = authored.path, course.judging.seed
        drawn = _draw(path, declaration, _generator(seed, f"{stream}/hidden"))
        shown = [(each, None) for each in _with_a_repeated_call(declaration.examples)]
        # Which mistake an answer makes is told by the other examples, in a hundredth of the time.
        long = [i for i, (each, _) in enumerate(shown) if is_long(each.args) and not declaration.drawn]
        build = functools.partial(_build, course, authored, name, points)
        sized = functools.partial(_sized, path, declaration)
        more = sized(HIDDEN_SIZES, _generator(seed, f"{stream}/sizes"))
        hidden = build(probes=[*drawn, *more], left_open=())
        more = sized(VISIBLE_SIZES, _generator(seed, f"{stream}/visible sizes"))
        visible = build(probes=[*shown, *more], left_open=long)
        question = Question(hidden=with_pairs(hidden, authored), visible=visible, facts=declaration.facts)
        _check_question(authored, question, course)
        questions.append(question)
    return Bank(
        assignment=entry.name,
        questions=tuple(questions),
        source=source,
        authored=authored,
        thresholds=course.thresholds,
        released=released_files(root, course, entry),
    )


def look_at_facts(
    question: Question, exercise: Exercise, replies: Sequence[Reply], thresholds: Mapping[str, float]
) -> list[Fact]:
    """Evaluate an exercise's facts on those replies that have the form of the reference's results."""
    answers = []
    for case, reply in zip(exercise.cases, replies, strict=False):
        value = conform(case.expected, reply.value) if reply.returned else None
        if value is not None:
            answers.append(Answer(args=case.args, keywords=case.keywords, value=value, label=case.label))
    if not answers:
        return []
    with np.errstate(all="ignore"):
        found = [fact(answers, thresholds) for fact in question.facts]
    # What `checks.py` compares with NumPy comes as NumPy's own bool, which is no JSON.
    return [replace(fact, held=bool(fact.held)) for fact in found]


def _generator(seed: int, stream: str) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(stream.encode())])


def _draw(path: Path, declaration: Declaration, rng: np.random.Generator) -> list[SizedProbe]:
    if declaration.hidden is None:
        return [(each, None) for each in _with_a_repeated_call(declaration.examples)]
    try:
        probes = list(declaration.hidden(rng))
    except Exception as error:
        raise CourseError(
            f"{path}: the hidden cases of `{declaration.name}` cannot be drawn: "
            f"{type(error).__name__}: {error}; correct them"
        ) from error
    if not probes:
        raise CourseError(f"{path}: `{declaration.name}` has no hidden cases; add some")
    if not all(isinstance(each, Probe) for each in probes):
        raise CourseError(
            f"{path}: the hidden cases of `{declaration.name}` must be `case(...)` each; write them so"
        )
    return [(each, None) for each in _with_a_repeated_call(probes)]


def _with_a_repeated_call(probes: Sequence[Probe]) -> list[Probe]:
    """Call the first again at the end: a function gives the same for the same arguments, however often."""
    return [*probes, *(replace(each, label=f"{each.label}, called again") for each in probes[:1])]


def _sized(
    path: Path, declaration: Declaration, sizes: Sequence[int], rng: np.random.Generator
) -> list[SizedProbe]:
    if declaration.sized is None:
        return []
    try:
        drawn = [(declaration.sized(rng, n), n) for n in sizes]
    except Exception as error:
        raise CourseError(
            f"{path}: `sized` of `{declaration.name}` gives no arguments: {type(error).__name__}: {error}; "
            "write it as a function of a generator and a number of points"
        ) from error
    if not all(isinstance(args, tuple) for args, _ in drawn):
        raise CourseError(
            f"{path}: `sized` of `{declaration.name}` must give a tuple, an item for each argument; write it so"
        )
    return [(Probe(label=f"an example with {n} points", args=args), n) for args, n in drawn]


def _build(
    course: Course,
    authored: Checks,
    name: str,
    points: float,
    *,
    probes: Sequence[SizedProbe],
    left_open: Collection[int],
) -> Exercise:
    declaration, references = authored.declarations[name], authored.references
    arguments = [each.args for each, _ in probes]
    replies = [reply_of(authored.path, name, references, each) for each, _ in probes]
    require_results(authored.path, name, replies)
    sized = [(each.args, each.keywords, size) for each, size in probes if size is not None]
    return Exercise(
        name=name,
        parameters=tuple(inspect.signature(references[name]).parameters),
        points=points,
        form=declaration.form,
        uses=declaration.uses,
        drawn=declaration.drawn,
        hints=declaration.hints,
        pictures=declaration.pictures,
        tolerance=declaration.tolerance(course.judging.rules().tolerance),
        steps=_steps(references[name], sized),
        cases=tuple(
            Case(
                args=as_data(Reply(args=each.args)).args,
                keywords=each.keywords,
                expected=reply.value,
                label=each.label,
                points=size,
                others=others_right(authored, name, each, reply),
            )
            for (each, size), reply in zip(probes, seen(declaration.drawn, arguments, replies), strict=True)
        ),
        mistakes=tuple(
            KnownMistake(
                id=mistake.id,
                message=mistake.message,
                credit=mistake.credit,
                outcomes=outcomes,
                prints=Prints(outcomes),
                parts=mistake.parts,
                clause=mistake.clause,
                question=mistake.question,
                grows=functools.cache(functools.partial(goes_through_points, function, sized)),
            )
            for mistake in authored.mistakes
            if mistake.exercise == name
            for function in [with_references(mistake.function, references)]
            for outcomes in [Outcomes(declaration, function, probes, left_open)]
        ),
    )


def _steps(reference: Callable[..., Any], sized: Sequence[tuple[Any, Any, int]]) -> int:
    """Count the steps of a reference for most points."""
    for args, keywords, _ in sized[-1:]:
        with np.errstate(all="ignore"):
            trace = call(reference, args, keywords, traced=True).trace
        return trace.steps if trace is not None else 0
    return 0


def _check_question(authored: Checks, question: Question, course: Course) -> None:
    """Refuse an exercise that would misjudge: its facts must hold for the reference, no mistake may equal it."""
    path = authored.path
    first = {each.id: each.outcomes[0].raised for each in question.hidden.mistakes if not each.parts}
    for authored_mistake in authored.mistakes:
        if authored_mistake.exercise == question.hidden.name and first.get(authored_mistake.id) is not None:
            require_fit(authored, authored_mistake, question.hidden)
    tolerance = question.hidden.tolerance or course.judging.rules().tolerance
    for exercise in (question.hidden, question.visible):
        for mistake in exercise.mistakes:
            # What is made of several faults may well be right, or one of them: it is never said then.
            if mistake.parts or exercise is question.visible:
                continue
            if all(
                outcome.anything or (outcome.raised is None and accepts(case, outcome.value, tolerance))
                for case, outcome in zip(exercise.cases, mistake.outcomes, strict=True)
            ):
                raise CourseError(
                    f"{path}: mistake `{mistake.id}` of `{exercise.name}` is right on every hidden case; "
                    "add a case that tells it apart"
                )
    replies = [Reply(value=case.expected) for case in question.hidden.cases]
    try:
        facts = look_at_facts(question, question.hidden, replies, course.thresholds)
    except Exception as error:
        raise CourseError(
            f"{path}: a fact of `{question.hidden.name}` does not run: {type(error).__name__}: {error}; "
            "write it as a function of the answers and the thresholds that gives `Fact(...)`"
        ) from error
    for fact in facts:
        if not fact.held:
            raise CourseError(
                f"{path}: the reference `{question.hidden.name}` fails its own fact “{fact.title}”: {fact.detail} "
                "Correct the fact, its cases or `[thresholds]` in course.toml"
            )
