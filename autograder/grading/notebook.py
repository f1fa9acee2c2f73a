"""Grading one submission: run it behind walls, judge what came back, write the verdicts into its test cells."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from autograder.common.errors import SandboxUnavailable
from autograder.common.timestamps import Clock
from autograder.common.turns import Turns
from autograder.course.bank import Bank, Question
from autograder.course.cells import TEST_PREFIX
from autograder.course.settings import Course
from autograder.exercise.verdict import Verdict, disturbed, ungraded, withdrawn
from autograder.grading.own_merit import Finding, Merit, Run, grade_function, grade_id
from autograder.grading.second_opinion import SecondOpinion
from autograder.judge.given_away import MISTAKE, Names
from autograder.notebooks import tampering
from autograder.notebooks.graded import UNREADABLE, unreadable_reason, verdict_output, write_scores
from autograder.notebooks.needed import not_needed
from autograder.notebooks.outputs import numbers_of, show
from autograder.notebooks.restore import code_cells, is_test
from autograder.notebooks.self_contained import is_self_contained
from autograder.sandbox.host import Sandbox
from autograder.sandbox.notebook import CouldNotRun, TookDown
from autograder.sandbox.oracle import Oracle, Remembered
from autograder.sandbox.protocol.cells import whole_cells
from autograder.sandbox.protocol.trouble import Disturbed
from autograder.sandbox.session import Session

ATTEMPTS = 3
SANDBOX_ENDED = f"the sandbox was ended from outside {ATTEMPTS} times, perhaps for want of memory"


@dataclass(frozen=True, kw_only=True)
class Graded:
    """A graded notebook and its verdicts, in the order of the exercises; and the signs of cheating that its run gave."""

    notebook: NotebookNode
    verdicts: tuple[Verdict, ...]
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grader:
    """What grading needs, made once and used for one submission after another."""

    course: Course
    bank: Bank
    sandbox: Sandbox
    oracle: Oracle
    clock: Clock = field(default_factory=Clock)
    turns: Turns = field(default_factory=Turns)
    watch: Callable[[Run], None] | None = None  # is told each run of a function

    @functools.cached_property
    def second_opinion(self) -> SecondOpinion:
        return SecondOpinion(course=self.course, bank=self.bank, oracle=self.oracle, sandbox=self.sandbox)

    def close(self) -> None:
        """Let its sandboxes go."""
        self.sandbox.close()
        self.oracle.close()


def open_grader(
    course: Course,
    bank: Bank,
    sandbox: Sandbox,
    clock: Clock | None = None,
    turns: Turns | None = None,
    *,
    remembered: Remembered | None = None,
) -> Grader:
    """Make a grader for one assignment, which lets its sandboxes go when it is closed.

    Args:
        course: The course's settings.
        bank: The assignment's questions.
        sandbox: What notebooks run in. The references get walls of their own.
        clock: How times are written, where that is not nbgrader's way.
        turns: Shared by graders that work side by side.
        remembered: What the references have answered; shared as well.
    """
    sources = bank.source.code.values()
    oracle = Oracle(course.sandbox, course.limits, sources, course.packages, remembered)
    return Grader(
        course=course,
        bank=bank,
        sandbox=sandbox,
        oracle=oracle,
        clock=clock or Clock(),
        turns=turns or Turns(),
    )


def grade(grader: Grader, notebook: NotebookNode, files: Mapping[str, bytes]) -> Graded:
    """Grade a restored notebook; its cells receive their outputs, its test cells their verdicts.

    Args:
        grader: The course, the question bank and the sandboxes.
        notebook: The submission, after `autograder.notebooks.restore.restore`.
        files: What else lies in the submission's folder, by relative path.

    Raises:
        SandboxUnavailable: There is no sandbox; nothing was graded.
    """
    signs: AbstractSet[str] = frozenset()
    reason = unreadable_reason(notebook)
    if reason is not None:
        verdicts = _all_ungraded(grader.bank, f"{UNREADABLE} {reason}.")
    else:
        released = grader.bank.released  # first, so that nothing else stands where they are to lie
        verdicts, signs = _run_undisturbed(grader, notebook, {**released, **files, **released})
        if any(each.outcome != "ungraded" for each in verdicts if not each.withdrawn):
            verdicts = tuple(withdrawn(each.exercise) if each.withdrawn else each for each in verdicts)
    by_test = {TEST_PREFIX + verdict.exercise: verdict for verdict in verdicts}
    for cell in notebook.cells:
        if is_test(cell) and grade_id(cell) in by_test:
            cell.outputs = [verdict_output(by_test[str(grade_id(cell))])]
    scores = {each.exercise: None if each.outcome == "ungraded" else each.score for each in verdicts}
    write_scores(notebook, scores)
    return Graded(notebook=notebook, verdicts=verdicts, signs=tuple(sorted(signs)))


def _all_ungraded(bank: Bank, message: str) -> tuple[Verdict, ...]:
    return tuple(
        ungraded(question.hidden.name, question.hidden.points, message) for question in bank.questions
    )


def _run_undisturbed(
    grader: Grader, notebook: NotebookNode, files: Mapping[str, bytes]
) -> tuple[tuple[Verdict, ...], AbstractSet[str]]:
    """Run and judge, and again alone where something of ours was late or lost: no student is to pay for it.

    Returns:
        The verdicts, and the signs of cheating.
    """
    signs: set[str] = set()
    kept: dict[str, Verdict] = {}
    for attempt in range(ATTEMPTS):
        with grader.turns.alone() if attempt else grader.turns.beside_others():
            grader.sandbox.prepare()
            before = grader.sandbox.state
            findings, now = _run_and_judge(grader, notebook, files)
            signs |= now
            if grader.sandbox.state != before:
                continue  # the sandbox ended: nothing inside can end it
        found = {finding.verdict.exercise: finding.verdict for finding in findings if not finding.disturbed}
        kept = {**found, **kept}
        if attempt or len(kept) == len(findings):
            return tuple(kept.get(each.verdict.exercise, each.verdict) for each in findings), signs
    lost = [_disturbed(question, SANDBOX_ENDED).verdict for question in grader.bank.questions]
    return tuple(kept.get(verdict.exercise, verdict) for verdict in lost), signs


def _run_and_judge(
    grader: Grader, notebook: NotebookNode, files: Mapping[str, bytes]
) -> tuple[list[Finding], AbstractSet[str]]:
    signs: set[str] = set()
    cells = code_cells(notebook)
    functions = [each.hidden.name for each in grader.bank.questions]
    left_out = _left_out(grader, cells)
    sources = [str(cell.source) for cell in cells]
    begun = grader.sandbox.begun(whole_cells(sources), files)  # what has been run need not be left out
    sources[begun:] = ["" if place in left_out else sources[place] for place in range(begun, len(cells))]
    keeps_nothing = files.keys() <= grader.bank.released.keys() and is_self_contained(
        cells, grader.bank.source.given, functions
    )
    with Session(
        grader.sandbox, grader.course.limits, sources, files, functions, keeps_nothing=keeps_nothing
    ) as session:
        try:
            session.run()
            show(notebook, session.results, left_out)
            findings = _judge_all(grader, session, notebook, cells, signs)
        except CouldNotRun as error:
            reason = f"The notebook could not be run: {error}."
            findings = [Finding(verdict=verdict) for verdict in _all_ungraded(grader.bank, reason)]
            if isinstance(error, TookDown) and not grader.sandbox.is_new:
                grader.sandbox.close()  # perhaps it was the sandbox that did not last: once more, in a new one
        except Disturbed as error:
            findings = [_disturbed(question, str(error)) for question in grader.bank.questions]
        if grader.sandbox.tried():
            signs.add(tampering.REACHED_OUT)
        return findings, signs


def _disturbed(question: Question, reason: str) -> Finding:
    return Finding(verdict=disturbed(question.hidden.name, question.hidden.points, reason), disturbed=True)


def _left_out(grader: Grader, cells: Sequence[NotebookNode]) -> AbstractSet[int]:
    """Name the cells that need not be run, where the course leaves them out."""
    if grader.course.cells == "all":
        return frozenset()
    asked = [each.hidden for each in grader.bank.questions]
    functions = {each.name for each in asked}.union(*(each.uses for each in asked))
    return not_needed(cells, grader.bank.source.given, functions)


def _judge_all(
    grader: Grader,
    session: Session,
    notebook: NotebookNode,
    cells: Sequence[NotebookNode],
    signs: set[str],
) -> list[Finding]:
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    names = Names([str(cell.source) for cell in cells], numbers_of(code))
    findings: dict[str, Finding] = {}

    def graded(question: Question, count: int) -> Finding:
        merit = Merit(
            course=grader.course,
            bank=grader.bank,
            oracle=grader.oracle,
            session=session,
            question=question,
            cells=cells[:count],
            names=names.before(count),
            watch=grader.watch,
        )
        return _ungraded_where_we_fail(question, lambda: grade_function(merit, findings))

    for question in grader.bank.questions:
        findings[question.hidden.name] = graded(question, len(cells))
    signs.update(grader.second_opinion.signs(session, findings, cells))
    for question in grader.bank.questions:
        name = question.hidden.name
        if findings[name].right_by_itself or findings[name].verdict.outcome == "ungraded":
            continue
        stood = _place_of_check(code, name)
        away = names.changed_behind(name, stood, missing=findings[name].verdict.mistake == "missing")
        if away is None:
            continue
        try:
            session.run_before(stood)
            there = graded(question, stood)
        except CouldNotRun as error:
            message = f"What stood at its check could not be run again: {error}."
            there = Finding(verdict=ungraded(name, question.hidden.points, message))
        except Disturbed as error:
            there = _disturbed(question, str(error))
        if _counts(there, findings[name]):
            message = f"{there.verdict.message} It was graded as it stood at its check: later {away}."
            findings[name] = replace(there, verdict=replace(there.verdict, message=message))
    return list(findings.values())


def _counts(there: Finding, last: Finding) -> bool:
    """Tell whether what stood at its check counts rather than what stood at the end."""
    if there.verdict.outcome == "ungraded" or there.verdict.mistake == "missing":
        return there.verdict.outcome == "ungraded"
    better = there.verdict.score > last.verdict.score
    same = there.verdict.score == last.verdict.score
    return better or (same and (there.right_by_itself or last.verdict.mistake in ("missing", MISTAKE)))


def _place_of_check(code: Sequence[NotebookNode], name: str) -> int:
    """Count the cells that are run before the check of a function."""
    tests = [i for i, cell in enumerate(code) if is_test(cell) and grade_id(cell) == TEST_PREFIX + name]
    return sum(not is_test(cell) for cell in code[: tests[-1]]) if tests else len(code)


def _ungraded_where_we_fail(question: Question, grade: Callable[[], Finding]) -> Finding:
    try:
        return grade()
    except SandboxUnavailable:
        raise
    except Disturbed as error:
        return _disturbed(question, str(error))
    except Exception as error:  # ours, not the student's: it must never become a silent 0
        message = f"The grader failed at this exercise ({type(error).__name__}: {error}); it needs a human."
        return Finding(verdict=ungraded(question.hidden.name, question.hidden.points, message))
