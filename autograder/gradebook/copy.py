"""A gradebook, copied into a SQLite file, from whatever database it is in."""

from __future__ import annotations

from autograder.common.programs import put_own_programs_on_path
from autograder.gradebook.connection import connected_through_sqlalchemy

MANY = 5_000  # rows at a time


def copy_gradebook(url: str, course_id: str, to: str) -> None:
    """Copy a gradebook into a new one; where there is none, nothing is made.

    Args:
        url: Where it is.
        course_id: The course's id.
        to: Where the copy goes: the address of a SQLite file that is not there yet.

    Raises:
        AutograderError: It cannot be read.
    """
    from sqlalchemy import delete, insert, select

    with connected_through_sqlalchemy(url) as source:
        if source is None:
            return
        from nbgrader.api import Base, Gradebook

        put_own_programs_on_path()
        with Gradebook(to, course_id) as copy, copy.engine.begin() as target:
            tables = Base.metadata.sorted_tables
            for table in reversed(tables):
                target.execute(delete(table))  # a new gradebook knows its course
            for table in tables:
                for rows in source.execute(select(table)).mappings().partitions(MANY):
                    target.execute(insert(table), [dict(row) for row in rows])
