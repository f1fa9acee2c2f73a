"""The verdict on one exercise: what the judge says, and all that notebooks, gradebook and reports receive."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

NOT_ITS_FAULT = "This could not be graded, through no fault of its own"
VerdictOutcome = Literal["passed", "failed", "ungraded"]


@dataclass(frozen=True, kw_only=True)
class CaseResult:
    """One case, as text for people to read.

    Attributes:
        label: What the case is about.
        input: The arguments.
        expected: What the reference gives.
        got: What the student's function gave, or how it ended.
        passed: Whether that counts as right.
    """

    label: str
    input: str
    expected: str
    got: str
    passed: bool


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found about one exercise of one submission.

    Attributes:
        exercise: The name of the function; of an ordinary assignment, that of the test cell.
        outcome: `passed`, `failed` (partly or wholly), or `ungraded`: an error of the grader's or an
            unreadable submission, to be graded again or by hand.
        score: Points given.
        points: Points that can be had.
        mistake: The id of the mistake that was recognised, if any.
        message: What the student is told, as plain text.
        cases_passed: How many cases were right.
        cases_total: How many cases there were.
        cases: The cases that may be shown.
        facts: What else was looked at: form, arguments left alone, and what the course's own facts say. Each with its finding.
        asserted: Whether a test cell of an ordinary assignment gave it, in the student's own process, which can fool it.
    """

    exercise: str
    outcome: VerdictOutcome
    score: float
    points: float
    mistake: str | None = None
    message: str = ""
    cases_passed: int = 0
    cases_total: int = 0
    cases: tuple[CaseResult, ...] = ()
    facts: tuple[tuple[str, bool, str], ...] = field(default=())
    asserted: bool = False

    @property
    def withdrawn(self) -> bool:
        """Whether it counts for nobody: nbgrader can take no question back once there are submissions, but its points. It may never have had any."""
        return self.points == 0

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def withdrawn(exercise: str) -> Verdict:
    """Give the verdict on a question that has been withdrawn, whatever was answered."""
    return Verdict(
        exercise=exercise,
        outcome="passed",
        score=0.0,
        points=0.0,
        message="It gives no points: it counts for nobody.",
    )


def ungraded(exercise: str, points: float, message: str) -> Verdict:
    return Verdict(exercise=exercise, outcome="ungraded", score=0.0, points=points, message=message)


def disturbed(exercise: str, points: float, reason: str) -> Verdict:
    """Say that something of ours was late or lost."""
    again = "Grade again, with fewer `--workers`, or when the machine has less to do."
    return ungraded(exercise, points, f"{NOT_ITS_FAULT}: {reason}. {again}")
