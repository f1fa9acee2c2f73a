"""A connection to the gradebook's tables, without nbgrader, whose import takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


@contextmanager
def connected(url: str) -> Iterator[Connection | None]:
    """Open the gradebook; give None where there is none, instead of making one as SQLite would.

    Raises:
        AutograderError: It cannot be read.
    """
    from sqlalchemy import create_engine, inspect
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    engine = None
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            yield None
            return
        engine = create_engine(address)
        with engine.connect() as connection:
            yield connection if inspect(connection).has_table("submitted_assignment") else None
    except (SQLAlchemyError, ImportError) as error:
        from autograder.gradebook.release import unusable

        raise unusable(url, error) from error
    finally:
        if engine is not None:
            engine.dispose()
