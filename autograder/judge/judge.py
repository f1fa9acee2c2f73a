"""The judge: from what a function did on every case to a verdict. Pure: no files, no clock, no student code."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from autograder.exercise.exercise import Case, Exercise, Fact, KnownMistake
from autograder.exercise.fingerprints import readings
from autograder.exercise.format import show_reply, stopped_words
from autograder.exercise.judging import Judging, Tolerance
from autograder.exercise.known import SOMETHING
from autograder.exercise.reply import Raised, Reply, without_words
from autograder.exercise.verdict import CaseResult, Verdict
from autograder.judge import given_away
from autograder.judge.compare import accepts, matches, same_kind
from autograder.judge.describe import describe
from autograder.judge.distributions import seen
from autograder.judge.exceptions import hint_for
from autograder.judge.form import LoopLine, look_at_form, no_line

SourceLine = Callable[[str, int], str | None]
GivenAway = Callable[[Raised], str]
Finding = tuple[str, bool, str]

FROM_SCRATCH, ARGUMENTS_KEPT = "written from scratch", "leaves its arguments alone"


def judge(
    exercise: Exercise,
    replies: Sequence[Reply],
    judging: Judging,
    *,
    facts: Sequence[Fact] = (),
    source_line: SourceLine = lambda _file, _line: None,
    loop_line: LoopLine = no_line,
    name_away: GivenAway = lambda _raised: "",
    reveal: bool = True,
    every_case: bool = True,
) -> Verdict:
    """Judge one function by its replies.

    Args:
        exercise: What was asked, with the expected results.
        replies: One a case, in order; shorter when a call did not come back, which is then the last.
        judging: The course's tolerances and shares.
        facts: Properties of the returned values that were looked at besides.
        source_line: Gives the text of a line of the student's code, to point at it.
        name_away: Says which name that a line of the student's needs was given away, if that is why it raised.
        loop_line: Tells which of the function's own lines to point at for its loop, if any.
        reveal: Whether the message may quote the cases' numbers.
        every_case: Whether to list the cases of a function that is right, too.

    Returns:
        A verdict with its cases; what of them may be shown is the caller's to decide.
    """
    if not reveal:
        replies = [without_words(reply) for reply in replies]
    replies = seen(exercise.drawn, [case.args for case in exercise.cases], replies)
    tolerance = exercise.tolerance or judging.tolerance
    right = [is_right(case, reply, tolerance) for case, reply in zip(exercise.cases, replies, strict=False)]
    raised = next((reply.raised for reply in replies if reply.raised is not None), None)
    away = name_away(raised) if raised is not None else ""
    named = None if all(right) or away else name_mistake(exercise, replies)
    share, mistake, message = _values(
        exercise, replies, right, tolerance, source_line, named=named, away=away, reveal=reveal
    )
    scratch = _from_scratch(replies, judging)
    form = look_at_form(exercise, replies, loop_line, right=mistake is None) if share > 0 else []
    # A loop that ends too early, or that goes through the points by mistake, is told as the mistake.
    if form and mistake is not None and (exercise.form == "looped" or (named and named.grows())):
        form = []
    kept = _arguments_kept(exercise, replies) if share > 0 else []
    if share == 0 and (changed := changed_argument(exercise, replies)):
        message = f"{message} {changed}"
    faults = [
        (id_, worth, detail)
        for id_, worth, found in (
            ("wrong-form", judging.wrong_form, form),
            ("not-from-scratch", judging.wrong_form, scratch),
            ("changes-arguments", judging.changed_arguments, kept),
        )
        for _, held, detail in found
        if not held
    ]
    if faults:
        message = message or "The values are right."
        share *= min(worth for _, worth, _ in faults)
        mistake = mistake or faults[0][0]
        message = " ".join([message, *(detail for _, _, detail in faults)])
    findings = [*form, *scratch, *kept, *((fact.title, fact.held, fact.detail) for fact in facts)]
    passed = share == 1.0
    return Verdict(
        exercise=exercise.name,
        outcome="passed" if passed else "failed",
        score=float(round(exercise.points * share, 2)),
        points=float(exercise.points),
        mistake=mistake,
        message="All is right." if passed else message,
        cases_passed=sum(right),
        cases_total=len(exercise.cases),
        cases=_results(exercise, replies, right) if every_case or not passed else (),
        facts=tuple(findings),
    )


def missing(exercise: Exercise, message: str) -> Verdict:
    """Give the verdict on a function that is not there."""
    return Verdict(
        exercise=exercise.name,
        outcome="failed",
        score=0.0,
        points=float(exercise.points),
        mistake="missing",
        message=message,
        cases_total=len(exercise.cases),
    )


def is_right(case: Case, reply: Reply, tolerance: Tolerance) -> bool:
    return reply.returned and accepts(case, reply.value, tolerance)


def all_right(exercise: Exercise, replies: Sequence[Reply], judging: Judging) -> bool:
    """Tell whether a function's values are right; how it came to them is not looked at."""
    tolerance = exercise.tolerance or judging.tolerance
    given = seen(exercise.drawn, [case.args for case in exercise.cases], replies)
    return len(given) == len(exercise.cases) and all(
        is_right(case, reply, tolerance) for case, reply in zip(exercise.cases, given, strict=True)
    )


def _values(
    exercise: Exercise,
    replies: Sequence[Reply],
    right: Sequence[bool],
    tolerance: Tolerance,
    source_line: SourceLine,
    *,
    named: KnownMistake | None,
    away: str,
    reveal: bool,
) -> tuple[float, str | None, str]:
    """Decide by the values alone: the share of the points, the mistake, and what to say."""
    if len(right) == len(exercise.cases) and all(right):
        return 1.0, None, ""
    last = replies[-1] if replies else None
    if last is not None and last.stopped is not None:
        about = exercise.cases[len(replies) - 1].label
        where = f" (for {about})" if about else ""
        hint = ""
        if last.stopped.reason == "time":
            hint = (
                " Does its loop ever end?"
                if len(replies) == 1
                else " Does its loop ever end, and is there a loop inside a loop?"
            )
        return 0.0, last.stopped.reason, f"The call was {_stopped(last)}{where}.{hint}"
    unwritten = {
        reply.raised.inside
        for reply in replies
        if reply.raised is not None and reply.raised.type == "NotImplementedError"
    }
    if len(unwritten) == 1 and all(reply.raised is not None for reply in replies):
        inside = unwritten.pop()
        if inside in exercise.uses:
            return (
                0.0,
                "uses-what-is-not-written",
                f"`{inside}`, which it uses, is not written yet: write that one first.",
            )
        return (
            0.0,
            "not-written",
            "Not written yet: the function still raises NotImplementedError. Put your code in place of that line.",
        )
    if named is not None:
        return named.credit, named.id, named.message
    description = describe(
        exercise.cases,
        replies,
        tolerance,
        reveal=reveal,
        known=[each for each in exercise.mistakes if each.outcomes and each.clause and not each.parts],
        parameters=exercise.parameters,
    )
    about = _about(description.raised, exercise, source_line, right, away)
    text = description.text.rstrip(".") if about.startswith(".") else description.text
    return 0.0, given_away.MISTAKE if away else description.id, text + about


def _stopped(reply: Reply) -> str:
    assert reply.stopped is not None
    words = stopped_words(reply.stopped)
    return words if reply.stopped.reason == "time" else f"cut short: it {words}"


def _about(
    raised: Raised | None, exercise: Exercise, source_line: SourceLine, right: Sequence[bool], away: str
) -> str:
    """Point at the student's own line that raised, and say what such an exception usually means."""
    if raised is None:
        return ""
    hint = away or hint_for(
        raised.type, raised.message, function=exercise.name, uses=exercise.uses, works_for_some=any(right)
    )
    text = (
        source_line(raised.file, raised.line) if raised.file is not None and raised.line is not None else None
    )
    where = f", at line {raised.line}: `{text.strip()}`" if text else ""
    if where and raised.inside:
        where = f", inside `{raised.inside}`, called{where.removeprefix(',')}"
    return f"{where}. {hint}" if hint else where


def is_named(exercise: Exercise, mistake: str | None) -> bool:
    """Tell whether a verdict's mistake is one that the author of the exercise knows."""
    known = {each.id for each in exercise.mistakes}
    return mistake is not None and (mistake in known or {*mistake.split("+")} <= {*known, SOMETHING})


def name_mistake(exercise: Exercise, replies: Sequence[Reply]) -> KnownMistake | None:
    """Find the first known mistake that gives, on every case, what the student's function gave.

    Whatever raises everywhere has the type of an exception in common, and no more: Python's own words say why.
    """
    if len(replies) != len(exercise.cases) or not exercise.mistakes:
        return None
    if not any(reply.returned for reply in replies):
        return None
    seen_as = functools.cache(lambda i: readings(replies[i]))
    if (mistake := next(exercise.alike(seen_as), None)) is not None:
        return mistake
    if not all(reply.returned for reply in replies):
        return None
    return next((found for each in exercise.pairs if (found := each(replies)) is not None), None)


def _from_scratch(replies: Sequence[Reply], judging: Judging) -> list[Finding]:
    entered = sorted({name for reply in replies if reply.trace for name in reply.trace.entered})
    for banned in judging.not_from_scratch:
        for name in entered:
            module, _, function = name.rpartition(".")
            top = module.partition(".")[0]
            if banned in (top, f"{top}.{function}"):
                return [
                    (
                        FROM_SCRATCH,
                        False,
                        f"It lets `{banned}` do the work: here you write it yourself.",
                    )
                ]
    return []


def _arguments_kept(exercise: Exercise, replies: Sequence[Reply]) -> list[Finding]:
    reported = [
        (case, reply) for case, reply in zip(exercise.cases, replies, strict=False) if not reply.stopped
    ]
    if any(len(reply.args) != len(case.args) for case, reply in reported):
        return [(ARGUMENTS_KEPT, False, "Whether it changes its arguments could not be seen.")]
    changed = changed_argument(exercise, replies)
    return [(ARGUMENTS_KEPT, False, changed)] if changed else []


def changed_argument(exercise: Exercise, replies: Sequence[Reply]) -> str:
    """Say which argument a function changes; empty where it changes none."""
    exact = Tolerance(rtol=0.0, atol=0.0)
    for case, reply in zip(exercise.cases, replies, strict=False):
        for position, (before, after) in enumerate(zip(case.args, reply.args, strict=False)):
            if before is not after and not (matches(before, after, exact) or same_kind(before, after)):
                named = position < len(exercise.parameters)
                name = (
                    f"`{exercise.parameters[position]}`" if named else f"its argument number {position + 1}"
                )
                return f"It changes {name} itself, which it was given: can it work on a copy, or make a new value?"
    return ""


def _results(exercise: Exercise, replies: Sequence[Reply], right: Sequence[bool]) -> tuple[CaseResult, ...]:
    return tuple(
        CaseResult(
            label=case.label,
            input=arguments,
            expected=expected,
            got=show_reply(reply),
            passed=passed,
        )
        for case, (arguments, expected), reply, passed in zip(
            exercise.cases, exercise.texts, replies, right, strict=False
        )
    )
