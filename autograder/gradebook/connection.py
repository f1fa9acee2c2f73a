"""A connection to the gradebook's tables, without nbgrader, whose import takes seconds."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@contextmanager
def connected(url: str) -> Iterator[Connection | None]:
    """Open the gradebook; give None where there is none, instead of making one as SQLite would.

    Raises:
        AutograderError: It cannot be read.
    """
    from sqlalchemy import inspect
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            yield None
            return
        with _engine(url).connect() as connection:
            yield connection if inspect(connection).has_table("submitted_assignment") else None
    except (SQLAlchemyError, ImportError) as error:
        from autograder.gradebook.release import unusable

        raise unusable(url, error) from error


@functools.lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    """Keep what SQLAlchemy has compiled, and no connection: a file may be replaced, and a server started again."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(url, poolclass=NullPool)
