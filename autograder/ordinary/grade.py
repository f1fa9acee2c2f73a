"""Grading one notebook of an ordinary assignment: run it behind walls, and write what its asserts say into its test cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from nbformat import NotebookNode

from autograder.common.timestamps import Clock
from autograder.common.turns import Turns
from autograder.course.settings import Course
from autograder.exercise.verdict import Verdict, disturbed, ungraded
from autograder.notebooks.graded import UNREADABLE, unreadable_reason, verdict_output, write_scores
from autograder.notebooks.outputs import clean, show
from autograder.notebooks.restore import is_test
from autograder.ordinary.points import verdict_of
from autograder.ordinary.trial import Test, Tested, Trial, tests_in
from autograder.sandbox import packages
from autograder.sandbox.host import Sandbox
from autograder.sandbox.notebook import CouldNotRun, TookDown
from autograder.sandbox.protocol.trouble import Disturbed

ATTEMPTS = 3
SANDBOX_ENDED = f"the sandbox was ended from outside {ATTEMPTS} times, perhaps for want of memory"


@dataclass(frozen=True, kw_only=True)
class OrdinaryGrader:
    """What grading needs, made once and used for one notebook after another.

    Attributes:
        course: The course's settings.
        sandbox: What notebooks run in.
        released: What was released beside them, by relative path.
        tests: The test cells as students got them, without hidden tests, by notebook and `grade_id`.
        clock: How times are written.
        turns: Shared by graders that work side by side.
    """

    course: Course
    sandbox: Sandbox
    released: Mapping[str, bytes] = field(default_factory=dict)
    tests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    turns: Turns = field(default_factory=Turns)

    def close(self) -> None:
        """Let its sandbox go."""
        self.sandbox.close()


@dataclass(frozen=True, kw_only=True)
class _Found:
    """What was found about a test cell, and what came of it."""

    verdict: Verdict
    tested: Tested = field(default_factory=Tested)
    is_disturbed: bool = False


def grade(
    grader: OrdinaryGrader, name: str, notebook: NotebookNode, files: Mapping[str, bytes]
) -> tuple[Verdict, ...]:
    """Grade a restored notebook; its cells receive their outputs, its test cells their verdicts.

    Args:
        grader: The course and the sandbox.
        name: The notebook's name.
        notebook: The submission, after `autograder.notebooks.restore.restore`.
        files: What else lies in the submission's folder, by relative path.

    Raises:
        SandboxUnavailable: There is no sandbox; nothing was graded.
    """
    reason = unreadable_reason(notebook)
    if reason is not None:
        found = [_ungraded(test, f"{UNREADABLE} {reason}.") for test in tests_in(notebook)]
    elif any(cell.cell_type == "code" for cell in notebook.cells):
        released = grader.released  # first, so that nothing else stands where they are to lie
        shown = grader.tests.get(name, {})
        found = _run_undisturbed(grader, notebook, shown, {**released, **files, **released})
    else:
        found = []
    tests = [cell for cell in notebook.cells if is_test(cell)]
    for test, cell, each in zip(tests_in(notebook), tests, found, strict=True):
        cell.outputs = [
            *map(_as_shown, clean(each.tested.outputs, test.number)),
            verdict_output(each.verdict),
        ]
        cell.execution_count = test.number
    verdicts = tuple(each.verdict for each in found)
    write_scores(
        notebook,
        {each.exercise: None if each.outcome == "ungraded" else each.score for each in verdicts},
    )
    return verdicts


def _as_shown(output: NotebookNode) -> NotebookNode:
    """Let the verdict be the only result: nbgrader reads the first."""
    if output.output_type == "execute_result":
        output.output_type = "display_data"
        del output["execution_count"]
    return output


def _run_undisturbed(
    grader: OrdinaryGrader, notebook: NotebookNode, shown: Mapping[str, str], files: Mapping[str, bytes]
) -> list[_Found]:
    """Run it, and again alone where something of ours was late or lost: no student is to pay for it."""
    for attempt in range(ATTEMPTS):
        with grader.turns.alone() if attempt else grader.turns.beside_others():
            grader.sandbox.prepare()
            before = grader.sandbox.state
            found = _run(grader, notebook, shown, files)
            if grader.sandbox.state != before:
                continue  # the sandbox ended: nothing inside can end it
        if attempt or not any(each.is_disturbed for each in found):
            return found
    return [_disturbed(test, SANDBOX_ENDED) for test in tests_in(notebook)]


def _run(
    grader: OrdinaryGrader, notebook: NotebookNode, shown: Mapping[str, str], files: Mapping[str, bytes]
) -> list[_Found]:
    with Trial(grader.sandbox, grader.course.limits, notebook, shown, files) as trial:
        try:
            results = trial.run()
        except CouldNotRun as error:
            if isinstance(error, TookDown) and not grader.sandbox.is_new:
                grader.sandbox.close()  # perhaps it was the sandbox that did not last: once more, in a new one
            return [_ungraded(test, f"The notebook could not be run: {error}.") for test in trial.tests]
        except Disturbed as error:
            return [_disturbed(test, str(error)) for test in trial.tests]
        show(notebook, results, frozenset())
        found = [_try(trial.test, test) for test in trial.tests]
        found = [
            _better_in_its_place(trial, test, each) for test, each in zip(trial.tests, found, strict=True)
        ]
        absent = next((each.error for each in results if each.error and packages.wanted(each.error)), None)
        return [_with_what_was_absent(each, absent) if absent else each for each in found]


def _try(run: Callable[[Test], Tested], test: Test) -> _Found:
    try:
        tested = run(test)
    except Disturbed as error:
        return _disturbed(test, str(error))
    return _Found(verdict=verdict_of(test, tested), tested=tested)


def _better_in_its_place(trial: Trial, test: Test, found: _Found) -> _Found:
    """Where a test fails when all has run, let it count how things stood at its place."""
    if found.is_disturbed or found.verdict.outcome != "failed":
        return found
    try:
        tested = trial.test_in_its_place(test, found.tested)
    except (CouldNotRun, Disturbed):  # what was found at the end is true as well
        return found
    there = None if tested is None else verdict_of(test, tested)
    if tested is None or there is None or there.score <= found.verdict.score:
        return found
    return _Found(verdict=there, tested=tested)


def _with_what_was_absent(found: _Found, error: str) -> _Found:
    """Say of a test that fails that something could not be imported above it, of which its own error says nothing."""
    verdict = found.verdict
    if verdict.outcome != "failed" or packages.wanted(verdict.message):
        return found
    return replace(
        found, verdict=replace(verdict, message=f"{verdict.message} A cell of this notebook failed: {error}.")
    )


def _ungraded(test: Test, message: str) -> _Found:
    return _Found(verdict=replace(ungraded(test.name, test.points, message), asserted=True))


def _disturbed(test: Test, reason: str) -> _Found:
    return _Found(
        verdict=replace(disturbed(test.name, test.points, reason), asserted=True), is_disturbed=True
    )
