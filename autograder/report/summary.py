"""What a class got right and wrong: counts, mistakes, and what to teach again. Pure: no files, no clock."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from autograder.exercise.verdict import Verdict
from autograder.gradebook.read import CellGrade, GradedSubmission, Grades, Student
from autograder.notebooks.graded import SENT_UNREADABLE, UNREADABLE

Standing = Literal["passed", "partly", "failed", "not written", "missing", "ungraded", "no points"]
STANDINGS: tuple[Standing, ...] = (
    "passed",
    "partly",
    "failed",
    "not written",
    "missing",
    "ungraded",
    "no points",
)
UNWRITTEN: Mapping[str | None, Standing] = {"not-written": "not written", "missing": "missing"}


@dataclass(frozen=True, kw_only=True)
class Mark:
    """How one function of one student stands.

    Attributes:
        standing: How it went; a grade by hand overrules the verdict.
        score: Its points without extra credit; None where a human has to give them.
        lost: How many of its points were lost.
        mistake: What was wrong; None where nothing was, or nothing is known.
        message: What the student was told.
    """

    standing: Standing
    score: float | None
    lost: float
    mistake: str | None = None
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class StudentMarks:
    """One student's graded submission.

    Attributes:
        submission: What the gradebook says.
        marks: How each function stands.
        problem: Why something in it waits for a human; None where nothing does.
        damage: Why its verdicts could not be read; None where they could.
        signs: What its run showed of cheating; it took no points.
    """

    submission: GradedSubmission
    marks: Mapping[str, Mark]
    problem: str | None = None
    damage: str | None = None
    signs: tuple[str, ...] = ()

    @property
    def student(self) -> Student:
        return self.submission.student


@dataclass(frozen=True, kw_only=True)
class MistakeGroup:
    """One mistake in one function, and everybody who made it.

    Attributes:
        function: The function.
        id: The mistake's id, as verdicts have it.
        message: What most of these students were told.
        varies: Whether some were told something else.
        students: Who made it.
        lost: How many points it cost the class.
    """

    function: str
    id: str
    message: str
    varies: bool
    students: tuple[Student, ...]
    lost: float

    @property
    def unwritten(self) -> bool:
        """Whether the function is simply not there."""
        return self.id in UNWRITTEN


@dataclass(frozen=True, kw_only=True)
class Function:
    """One function, over the whole class.

    Attributes:
        name: Its name.
        points: What it is worth.
        standings: How many students stand how.
        given: The points that the class got.
        lost: The points that the class lost.
        losers: How many students lost some.
        mistakes: What was wrong with it, what cost most first.
        asserted: Whether asserts in the students' own processes decided.
    """

    name: str
    points: float
    standings: Mapping[Standing, int]
    given: float
    lost: float
    losers: int
    mistakes: tuple[MistakeGroup, ...]
    asserted: bool = False

    @property
    def students(self) -> int:
        return sum(self.standings.values())

    @property
    def graded(self) -> int:
        return self.students - self.standings["ungraded"]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The class at a glance.

    Attributes:
        total: The points that can be had.
        works: Every graded submission, by the student's id.
        ungraded: Ids of students who handed in and whose work nobody graded yet.
        absent: Who handed in nothing.
        functions: The functions, in the notebook's order.
        unreadable: Who among the ungraded sent nothing that could be collected.
    """

    total: float
    works: tuple[StudentMarks, ...]
    ungraded: tuple[str, ...]
    absent: tuple[Student, ...]
    functions: tuple[Function, ...]
    unreadable: frozenset[str] = frozenset()

    @property
    def scores(self) -> list[float]:
        """The points of all who are graded in full, with late penalties, lowest first."""
        return sorted(work.submission.score for work in self.works if work.submission.score is not None)

    @property
    def late(self) -> list[StudentMarks]:
        return [work for work in self.works if work.submission.seconds_late > 0]

    @property
    def waiting(self) -> list[StudentMarks]:
        return [work for work in self.works if work.problem]

    @property
    def damaged(self) -> list[StudentMarks]:
        return [work for work in self.works if work.damage]

    @property
    def handed_in(self) -> int:
        return len(self.works) + len(self.ungraded)

    @property
    def mistakes(self) -> list[MistakeGroup]:
        """All mistakes, the most frequent first; functions that are not there are none."""
        every = [each for function in self.functions for each in function.mistakes if not each.unwritten]
        return sorted(every, key=lambda each: (-len(each.students), -each.lost))

    @property
    def to_teach(self) -> list[Function]:
        """The functions that lost points, what lost most first."""
        return sorted((each for each in self.functions if each.lost > 0), key=lambda each: -each.lost)


def overview(
    grades: Grades,
    verdicts: Mapping[str, Mapping[str, Verdict]],
    damaged: Mapping[str, str],
    submitted: Iterable[str],
    unreadable: Iterable[str] = (),
    *,
    signs: Mapping[str, Iterable[str]] | None = None,
) -> Overview:
    """Sum up a class.

    Args:
        grades: What the gradebook says.
        verdicts: The verdicts of each student, as far as they could be read.
        damaged: Why those of other students could not be read.
        submitted: Ids of the students whose work lies in `submitted/`.
        unreadable: Ids of those among them who sent nothing that could be collected.
        signs: The signs of cheating in the work of each student.
    """
    order = list(dict.fromkeys(name for found in verdicts.values() for name in found))
    names = sorted(grades.points, key=lambda name: order.index(name) if name in order else len(order))
    works = []
    for student, submission in grades.submissions.items():
        found = verdicts.get(student, {})
        marks = {
            name: _mark(submission.cells[name], grades.points[name], found.get(name))
            for name in names
            if name in submission.cells
        }
        works.append(
            StudentMarks(
                submission=submission,
                marks=marks,
                problem=_problem(submission, found) if submission.waiting else None,
                damage=damaged.get(student),
                signs=tuple((signs or {}).get(student, ())),
            )
        )
    everybody = set(submitted)
    said = {name for found in verdicts.values() for name, each in found.items() if each.asserted}
    return Overview(
        total=grades.total,
        works=tuple(works),
        ungraded=tuple(sorted(everybody - set(grades.submissions))),
        unreadable=frozenset(unreadable),
        absent=tuple(
            student
            for id_, student in grades.students.items()
            if id_ not in grades.submissions and id_ not in everybody
        ),
        functions=tuple(_function(name, grades.points[name], works, name in said) for name in names),
    )


def _mark(grade: CellGrade, points: float, verdict: Verdict | None) -> Mark:
    score = grade.score
    if score is None:
        return Mark(standing="ungraded", score=None, lost=0.0)
    if points == 0 and score == 0:
        return Mark(standing="no points", score=score, lost=0.0)
    lost = max(0.0, points - score)
    standing: Standing = "passed" if lost == 0 else "partly" if score > 0 else "failed"
    if verdict is None or verdict.outcome in ("ungraded", "passed") or lost == 0:
        return Mark(standing=standing, score=score, lost=lost)
    if standing == "failed":
        standing = UNWRITTEN.get(verdict.mistake, "failed")
    return Mark(
        standing=standing,
        score=score,
        lost=lost,
        mistake=verdict.mistake or "wrong-values",
        message=verdict.message,
    )


def _problem(submission: GradedSubmission, verdicts: Mapping[str, Verdict]) -> str:
    """Say why something waits for a human, and what, where it is not everything."""
    waiting = submission.waiting
    reasons = dict.fromkeys(
        verdicts[name].message
        for name in waiting
        if name in verdicts and verdicts[name].outcome == "ungraded" and verdicts[name].message
    )
    words = " ".join(reasons) or "It is to be graded by hand."
    if words.startswith(UNREADABLE):
        words += f" ({SENT_UNREADABLE})"
    return words if len(waiting) == len(submission.cells) else f"{', '.join(waiting)}: {words}"


def _function(name: str, points: float, works: Iterable[StudentMarks], asserted: bool) -> Function:
    marks = [(work.student, work.marks[name]) for work in works if name in work.marks]
    groups: dict[str, list[tuple[Student, Mark]]] = defaultdict(list)
    for student, mark in marks:
        if mark.mistake is not None:
            groups[mark.mistake].append((student, mark))
    mistakes = [_mistake(name, id_, group) for id_, group in groups.items()]
    counts = Counter(mark.standing for _, mark in marks)
    return Function(
        name=name,
        points=points,
        standings={standing: counts[standing] for standing in STANDINGS},
        given=math.fsum(mark.score or 0.0 for _, mark in marks),
        lost=math.fsum(mark.lost for _, mark in marks),
        losers=sum(mark.lost > 0 for _, mark in marks),
        mistakes=tuple(sorted(mistakes, key=lambda each: (-each.lost, -len(each.students)))),
        asserted=asserted,
    )


def _mistake(function: str, id_: str, group: list[tuple[Student, Mark]]) -> MistakeGroup:
    messages = Counter(mark.message for _, mark in group)
    return MistakeGroup(
        function=function,
        id=id_,
        message=messages.most_common(1)[0][0],
        varies=len(messages) > 1,
        students=tuple(student for student, _ in group),
        lost=math.fsum(mark.lost for _, mark in group),
    )
