"""What the gradebook holds after a submission is graded once more."""

from __future__ import annotations

from datetime import datetime

import pytest

from autograder.gradebook.write import Record, Recorder
from tests.support.classroom import NOTEBOOK, POINTS, Classroom, classroom
from tests.support.course import ASSIGNMENT, Scratch

LATE = datetime(2027, 2, 1, 1, 0)


def record(
    room: Classroom, *, moment: datetime | None = None, answered: bool = True, run: bool = True
) -> None:
    """Record a submission of ada's: right functions, and an answer in words that a human grades."""
    entry = Record(
        student="ada",
        timestamp=moment,
        scores={f"check_{name}": points if run else None for name, points in POINTS.items()},
        unanswered=frozenset() if answered else frozenset({"explain"}),
    )
    Recorder(room.gradebook, ASSIGNMENT, NOTEBOOK, room.late).record([entry])


def explain(room: Classroom) -> tuple[float | None, float | None, bool]:
    grade = room.gradebook.find_grade("explain", NOTEBOOK, ASSIGNMENT, "ada")
    return grade.auto_score, grade.manual_score, grade.needs_manual_grade


def add_a_question(room: Classroom) -> None:
    room.gradebook.update_or_create_grade_cell(
        "explain", NOTEBOOK, ASSIGNMENT, max_score=2, cell_type="markdown"
    )
    room.gradebook.update_or_create_solution_cell("explain", NOTEBOOK, ASSIGNMENT)


def test_a_time_that_is_taken_back_counts_no_more(scratch: Scratch) -> None:
    with classroom(scratch) as room:
        record(room, moment=LATE)
        assert room.gradebook.find_submission(ASSIGNMENT, "ada").total_seconds_late > 0
        record(room)
        assert room.gradebook.find_submission(ASSIGNMENT, "ada").timestamp is None


@pytest.mark.parametrize(
    ("answered", "run", "points"), [(True, True, None), (False, True, 0.0), (False, False, None)]
)
def test_an_answer_in_words_waits_for_a_human_unless_there_is_none(
    answered: bool, run: bool, points: float | None, scratch: Scratch
) -> None:
    with classroom(scratch) as room:
        add_a_question(room)
        record(room, answered=answered, run=run)
        assert explain(room) == (points, None, points is None)


def test_a_new_answer_to_what_was_graded_by_hand_waits_for_another_look(scratch: Scratch) -> None:
    with classroom(scratch) as room:
        add_a_question(room)
        record(room)
        grade = room.gradebook.find_grade("explain", NOTEBOOK, ASSIGNMENT, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        room.gradebook.db.commit()
        record(room)
        assert explain(room) == (None, 1.5, True)
