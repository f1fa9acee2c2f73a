"""Each function on its own merit: what others got wrong is not its fault, and what they got right is not its merit."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from autograder.course.bank import Bank, Question, look_at_facts
from autograder.course.settings import Course
from autograder.exercise.exercise import Exercise
from autograder.exercise.reply import Raised, Reply
from autograder.exercise.verdict import Verdict
from autograder.judge import given_away, notebook_variables, repeated
from autograder.judge.compare import same_make
from autograder.judge.form import line_of_loop
from autograder.judge.given_away import Names
from autograder.judge.judge import all_right, judge, missing
from autograder.sandbox.oracle import Oracle
from autograder.sandbox.protocol.cells import cell_number
from autograder.sandbox.protocol.trouble import Disturbed
from autograder.sandbox.results import CellResult, Missing
from autograder.sandbox.session import Session


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found about a function.

    Attributes:
        verdict: The verdict on it.
        stubs: The functions in whose place right ones stood.
        alike: Whether what it gives has the types and shapes of what the reference gives.
        broke: Whether a call did not come back, or ended in an exception: what another function gives may have led to it.
        disturbed: Whether something of ours was late or lost, so that the verdict says nothing of the function.
    """

    verdict: Verdict
    stubs: Sequence[str] = ()
    alike: bool = True
    broke: bool = False
    disturbed: bool = False

    @property
    def right_by_itself(self) -> bool:
        return self.verdict.outcome == "passed" and not self.stubs


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one function did on every case; what is wrong with it is worked out where somebody asks.

    Attributes:
        merit: The function.
        stubs: The functions in whose place right ones stood.
        came: What came of the calls.
    """

    merit: Merit
    stubs: tuple[str, ...]
    came: Sequence[Reply] | Missing

    @property
    def replies(self) -> Sequence[Reply]:
        return () if isinstance(self.came, Missing) else self.came

    @property
    def passed(self) -> bool:
        """Whether it is right in all respects."""
        exercise, judging = self.merit.exercise, self.merit.course.judging.rules()
        return all_right(exercise, self.replies, judging) and self.finding.verdict.outcome == "passed"

    @property
    def may_gain(self) -> bool:
        """Whether there may be more to it than is seen."""
        return not isinstance(self.came, Missing) and not self.passed

    @functools.cached_property
    def finding(self) -> Finding:
        return self.merit.judged(self)


def grade_function(merit: Merit, earlier: Mapping[str, Finding]) -> Finding:
    """Grade one function with the student's own others; where it fails, again with right ones for all that are not."""
    below = merit.bank.below(merit.exercise.name)
    wrong = _not_right(merit.bank, below, earlier)
    own = merit.run((), once=bool(wrong))
    best = merit.run(wrong).finding if wrong and own.may_gain else own.finding
    if best.stubs and _may_gain(best):
        best = _better(own.finding, best)
    # Functions that are right may still not fit together, such as where one gives a list for an array.
    right = [earlier[name] for name in below if name not in wrong]
    if right and _may_gain(best) and (best.broke or not all(finding.alike for finding in right)):
        best = _better(best, merit.run(below).finding)
    verdict = merit.explained(best)
    passed = verdict.outcome == "passed"
    replaced = _replaced(merit, best.stubs if passed else wrong, wrong, earlier) if best.stubs else ()
    if replaced and verdict.mistake != "not-written":
        how = f"was run with {_right_ones(replaced)} in place of yours."
        told = f"All is right here; it {how}" if passed else f"{verdict.message} (It {how})"
        verdict = replace(verdict, message=told)
    return replace(best, verdict=_allowed(verdict, merit.course))


def _not_right(bank: Bank, below: Sequence[str], earlier: Mapping[str, Finding]) -> list[str]:
    """Name those that are not right by themselves, and those that are built on them.

    A function that the notebook gives has no verdict: the student may have defined it anew.
    """
    wrong = {name for name in below if name not in earlier or not earlier[name].right_by_itself}
    built = {name for name in below if name in earlier and wrong & {*bank.below(name)}}
    return [name for name in below if name in wrong | built]


def _may_gain(finding: Finding) -> bool:
    return finding.verdict.outcome != "passed" and finding.verdict.mistake != "missing"


def _better(own: Finding, with_right_ones: Finding) -> Finding:
    """Prefer the run in which all others are right: what goes wrong there is the function's own fault."""
    return with_right_ones if with_right_ones.verdict.score >= own.verdict.score else own


def _replaced(
    merit: Merit, stubs: Sequence[str], wrong: Sequence[str], earlier: Mapping[str, Finding]
) -> Sequence[str]:
    """Name the functions of the student's whose place was taken because of what they do; what the notebook gives is not theirs."""
    own = [name for name in stubs if name in earlier or merit.defines(name)]
    blamed = [name for name in own if name not in earlier or earlier[name].verdict.outcome != "passed"]
    return (blamed if len(stubs) == len(wrong) else []) or own


def _right_ones(names: Sequence[str]) -> str:
    *most, last = [f"`{name}`" for name in names]
    return f"right {', '.join(most)} and {last}" if most else f"a right {last}"


@dataclass(frozen=True, kw_only=True)
class Merit:
    """One function of a submission, to be called and judged with one set of right functions or another."""

    course: Course
    bank: Bank
    oracle: Oracle
    session: Session
    question: Question
    cells: Sequence[NotebookNode]
    names: Names
    watch: Callable[[Run], None] | None = None

    @property
    def exercise(self) -> Exercise:
        return self.question.hidden

    def run(self, stubs: Sequence[str], *, once: bool = False) -> Run:
        """Call the function on every case, with right functions in place of `stubs`; who watches is told.

        One that is not right among others is called once more in a process of its own; with `once`, only if we were at fault.
        """
        try:
            run = self._run(stubs)
            again = self.session.together and not once and not run.passed
        except Disturbed:
            if not self.session.together:
                raise
            again = True
        if again:
            run = self._run(stubs, alone=True)
        if self.watch is not None:
            self.watch(run)
        return run

    def _run(self, stubs: Sequence[str], *, alone: bool = False) -> Run:
        exercise = self.exercise
        came = self.session.call(
            exercise.name,
            exercise.packed,
            traced=exercise.sized or (0,),
            stubs=stubs,
            oracle=self.oracle,
            alone=alone,
        )
        return Run(merit=self, stubs=tuple(stubs), came=came)

    def judged(self, run: Run) -> Finding:
        """Judge what came of the calls."""
        exercise, replies, stubs = self.exercise, run.came, run.stubs
        if isinstance(replies, Missing):
            why = _why_missing(exercise.name, replies, self.cells, self.session.results, self.names)
            return Finding(verdict=missing(exercise, why), stubs=stubs)
        shown = self.course.feedback.hidden_cases
        verdict = judge(
            exercise,
            replies,
            self.course.judging.rules(),
            facts=look_at_facts(self.question, exercise, replies, self.bank.thresholds),
            source_line=self._source_line,
            loop_line=self._loop_line,
            name_away=self._name_away,
            reveal=shown != "none",
            every_case=shown == "all",
        )
        alike = all(
            same_make(case.expected, reply.value)
            for case, reply in zip(exercise.cases, replies, strict=False)
        )
        broke = verdict.mistake == given_away.MISTAKE or any(
            reply.stopped or (reply.raised and verdict.mistake != "not-written") for reply in replies
        )
        return Finding(verdict=verdict, stubs=stubs, alike=alike, broke=broke)

    def explained(self, finding: Finding) -> Verdict:
        """Add to the verdict why it is another one each time, and which variable of the notebook the function uses."""
        exercise = self.exercise

        def again(number: int, *, bare: bool) -> Reply | None:
            found = self.session.call(
                exercise.name,
                [exercise.packed[number]],
                stubs=finding.stubs,
                oracle=self.oracle,
                bare=bare,
                alone=True,
            )
            return None if isinstance(found, Missing) else found[0]

        own = next((str(cell.source) for cell in self.cells if grade_id(cell) == exercise.name), "")
        written = [str(cell.source) for cell in self.cells]
        verdict = repeated.explain(finding.verdict, own, written, lambda: again(0, bare=False))
        verdict = given_away.explain(verdict, written, [result.error for result in self.session.results])
        return notebook_variables.explain(
            verdict, exercise, lambda number: again(number, bare=True), own, "\n".join(written)
        )

    def defines(self, name: str) -> bool:
        """Tell whether the student's own cells give this name a meaning."""
        given = re.compile(rf"\bdef\s+{name}\b|\b{name}\s*=(?!=)")
        return any(
            given.search(str(cell.source))
            for cell in self.cells
            if not cell.metadata.get("nbgrader", {}).get("locked")
        )

    def _source_line(self, file: str, line: int) -> str | None:
        lines = self._source(file).split("\n")
        return lines[line - 1] if 0 < line <= len(lines) else None

    def _name_away(self, raised: Raised) -> str:
        number = cell_number(raised.file or "")
        if raised.line is None or number is None or number >= len(self.cells):
            return ""
        return self.names.behind(raised, number, raised.line)

    def _loop_line(self, lines: Sequence[tuple[str, int]]) -> tuple[int, str] | None:
        """Point at the loop only where it stands in a cell that defines this function, and in no other function."""
        defined = re.compile(rf"\bdef\s+{self.exercise.name}\b|\b{self.exercise.name}\s*=(?!=)")
        found = next((self._source(file) for file, _ in lines if defined.search(self._source(file))), None)
        if found is None:
            return None
        own = [line for file, line in lines if self._source(file) == found]
        return line_of_loop(found, own, {*self.bank.authored.references} - {self.exercise.name})

    def _source(self, file: str) -> str:
        number = cell_number(file)
        return str(self.cells[number].source) if number is not None and number < len(self.cells) else ""


def _allowed(verdict: Verdict, course: Course) -> Verdict:
    """Leave of the hidden cases what course.toml allows feedback to show."""
    if course.feedback.hidden_cases == "all":
        return verdict
    failing = [case for case in verdict.cases if not case.passed]
    shown = failing[:1] if course.feedback.hidden_cases == "first-failing" else []
    return replace(verdict, cases=tuple(shown))


def _why_missing(
    name: str, found: Missing, cells: Sequence[NotebookNode], results: Sequence[CellResult], names: Names
) -> str:
    if found.found:
        where = names.where(name)
        why = f"{where}." if where else "is the name used for something else?"
        return f"`{name}` is no function here, but a value of type {found.found}: {why}"
    for cell, result in zip(cells, results, strict=True):
        if grade_id(cell) == name:
            if result.abandoned:
                return f"There is no function `{name}`: its cell was given up, because {result.abandoned}."
            if result.error:
                return f"There is no function `{name}`: its cell ends in {result.error}"
            return f"There is no function `{name}`: its cell defines something else."
    return f"There is no function `{name}`: its cell is missing from the notebook."


def grade_id(cell: NotebookNode) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")  # type: ignore[no-any-return]
