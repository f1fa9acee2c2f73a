"""A connection to the gradebook's tables, without nbgrader, whose import takes seconds."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


_here = threading.local()  # what is open, by address


@contextmanager
def connected(url: str) -> Iterator[Connection | None]:
    """Open the gradebook; give None where there is none, instead of making one as SQLite would.

    Within such a block of the same thread, it is the connection that is open.

    Raises:
        AutograderError: It cannot be read.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        if url in _here.__dict__:
            yield _here.__dict__[url]
            return
        address = make_url(url)
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            yield None
            return
        with _engine(url).connect() as connection:
            if not _is_gradebook(connection):
                yield None
                return
            with lent(url, connection):
                yield connection
    except (SQLAlchemyError, ImportError) as error:
        from autograder.gradebook.release import unusable

        raise unusable(url, error) from error


@contextmanager
def lent(url: str, connection: Connection) -> Iterator[None]:
    """Have what reads the gradebook in this block use a connection that is open already."""
    _here.__dict__[url] = connection
    try:
        yield
    finally:
        del _here.__dict__[url]


def _is_gradebook(connection: Connection) -> bool:
    """Tell whether nbgrader has made its tables."""
    if connection.dialect.name != "sqlite":
        from sqlalchemy import inspect

        return inspect(connection).has_table("submitted_assignment")
    # What SQLAlchemy would find out in ten times as long.
    found = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'submitted_assignment'")
    return found.first() is not None


@functools.lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    """Keep what SQLAlchemy has compiled, and no connection: a file may be replaced, and a server started again."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(url, poolclass=NullPool)
