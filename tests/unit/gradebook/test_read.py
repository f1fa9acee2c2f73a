"""Reading grades: one student's are those that are read with everybody's, and found without reading these."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from nbgrader.api import Gradebook
from sqlalchemy import Engine, create_engine, event

from autograder.course.settings import AssignmentEntry
from autograder.gradebook.class_list import ClassList
from autograder.gradebook.connection import lent
from autograder.gradebook.read import Comment, read_comments, read_grades
from autograder.gradebook.write import Record, Recorder
from tests.support.classroom import classroom, not_written, wrong
from tests.support.course import ASSIGNMENT, Scratch

TABLES = ("grade", "comment", "submitted_assignment", "submitted_notebook", "student")


def test_one_students_grades_are_those_that_are_read_with_everybodys(scratch: Scratch) -> None:
    with classroom(scratch) as course:
        for number, student in enumerate(("ada", "ben", "chloe")):
            course.enter(student, not_written("mse"), handed_in=datetime(2027, 2, 1 + number))
        course.correct("ben", "train", manual_score=1.5, extra_credit=0.5)
        course.penalize("ben", 2.0)
        course.introduce("ben", first_name="Ben", email="ben@example.org")
    arguments = scratch.root, scratch.course, scratch.entry
    every, one = read_grades(*arguments), read_grades(*arguments, "ben")
    assert one.submissions == {"ben": every.submissions["ben"]}
    assert one.students == {"ben": every.students["ben"]}
    assert (one.due, one.points) == (every.due, every.points)
    assert read_comments(*arguments, "ben") == {
        whose: said for whose, said in read_comments(*arguments).items() if whose == "ben"
    }


def test_a_comment_is_of_its_own_notebook_where_another_has_a_cell_of_that_name(scratch: Scratch) -> None:
    entry = AssignmentEntry(name="two", title="Two", notebooks=("A", "B"))
    with Gradebook(scratch.course.gradebook_url(scratch.root), scratch.course.id) as gradebook:
        gradebook.add_assignment("two")
        for name in entry.notebooks:
            gradebook.add_notebook(name, "two")
            gradebook.add_solution_cell("half", name, "two")
        unanswered = Record(student="ada", timestamp=None, scores={}, unanswered=frozenset({"half"}))
        Recorder(gradebook, "two", "B", None).record([unanswered])
    said = {
        name: read_comments(scratch.root, scratch.course, entry, "ada", notebook=name)
        for name in entry.notebooks
    }
    assert said == {"A": {}, "B": {"ada": {"half": Comment(text="No response.", by_hand=False)}}}


def test_one_students_grades_are_found_and_written_without_reading_everybodys(scratch: Scratch) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    url = scratch.course.gradebook_url(scratch.root)
    engine = create_engine(url)
    with classroom(scratch) as course:
        course.enter("ada", wrong("mse", "summed", "Summed."))
        event.listen(Engine, "before_cursor_execute", note)
        try:
            course.enter("ben")
            with engine.connect() as connection, lent(url, connection):
                read_grades(scratch.root, scratch.course, scratch.entry, "ada")
                read_comments(scratch.root, scratch.course, scratch.entry, "ada")
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    selects = [each for each in asked if "SELECT" in each[0]]
    assert len(selects) >= 7
    with engine.connect() as connection:
        for statement, parameters in selects:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scanned = [row[3] for row in plan if re.match(rf"SCAN ({'|'.join(TABLES)})\b", row[3])]
            assert scanned == [], statement
    engine.dispose()


def test_a_file_is_read_like_any_database(scratch: Scratch) -> None:
    """Without SQLAlchemy, whose import takes longer than the rest of a report."""
    with classroom(scratch) as course:
        course.enter("ada", not_written("mse"), handed_in=datetime(2027, 3, 1, 10, 30, 0, 250_000))
        course.enter("ben")
        submission = course.gradebook.find_submission(ASSIGNMENT, "ada")
        submission.extension = timedelta(days=2, seconds=5)
        course.gradebook.db.commit()
    arguments = scratch.root, scratch.course, scratch.entry
    url = scratch.course.gradebook_url(scratch.root)
    engine = create_engine(url)
    with engine.connect() as connection, lent(url, connection):
        through_sqlalchemy = read_grades(*arguments), read_comments(*arguments)
    engine.dispose()
    grades, comments = read_grades(*arguments), read_comments(*arguments)
    assert (grades, comments) == through_sqlalchemy
    assert grades.submissions["ada"].handed_in == datetime(2027, 3, 1, 10, 30, 0, 250_000)
    assert grades.submissions["ada"].seconds_late > 0


def test_a_class_list_is_one_of_whom_somebody_but_grading_has_told(scratch: Scratch) -> None:
    now = [0.0]
    students = ClassList(scratch.root, scratch.course, lambda: now[0])
    assert not students.is_there()
    with classroom(scratch) as course:
        course.enter("ada")
        now[0] = 3600.0
        assert not students.is_there()
        course.introduce("ben")
        now[0] = 7200.0
        assert students.is_there()
