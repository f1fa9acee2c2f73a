"""A connection to the gradebook's tables, to read them: without nbgrader, whose import takes seconds, and where it is a file without SQLAlchemy."""

from __future__ import annotations

import functools
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

FILE = "sqlite:///"
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - from which SQLAlchemy writes how long something takes into a file
Times = Mapping[str, Literal["moment", "span"]]
_here = threading.local()  # what is open, by address


class Reader(Protocol):
    """What answers questions, for as long as it is open."""

    def rows(
        self, question: str, named: Mapping[str, object] | None = None, times: Times | None = None
    ) -> Sequence[Sequence[Any]]:
        """Give the rows that answer a question.

        Args:
            question: In words that all databases understand, with `:name` for what is `named`.
            named: What differs each time.
            times: Which columns hold times, and of which kind.
        """


@contextmanager
def connected(url: str) -> Iterator[Reader | None]:
    """Open the gradebook; give None where there is none, instead of making one as SQLite would.

    Within such a block of the same thread, it is the connection that is open.

    Raises:
        AutograderError: It cannot be read.
    """
    if url in _here.__dict__:
        yield _here.__dict__[url]
        return
    is_file = url.startswith(FILE) and "?" not in url
    try:
        with (
            _of_file(Path(url.removeprefix(FILE))) if is_file else _of_database(url) as reader,
            nullcontext() if reader is None else _open(url, reader),
        ):
            yield reader
    except sqlite3.Error as error:
        from autograder.gradebook.release import unusable

        raise unusable(url, error) from error


@contextmanager
def connected_through_sqlalchemy(url: str) -> Iterator[Connection | None]:
    """Open the gradebook as `connected` does, in whatever database it is, for statements of SQLAlchemy.

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


@contextmanager
def lent(url: str, connection: Connection) -> Iterator[None]:
    """Have what reads the gradebook in this block use a connection that is open already."""
    with _open(url, _Database(connection)):
        yield


@contextmanager
def _open(url: str, reader: Reader) -> Iterator[None]:
    _here.__dict__[url] = reader
    try:
        yield
    finally:
        del _here.__dict__[url]


@contextmanager
def _of_file(path: Path) -> Iterator[Reader | None]:
    if not path.is_file():
        yield None
        return
    with closing(sqlite3.connect(path)) as connection:
        reader = _File(connection)
        there = reader.rows("SELECT 1 FROM sqlite_master WHERE name = 'submitted_assignment'")
        yield reader if there else None


@contextmanager
def _of_database(url: str) -> Iterator[Reader | None]:
    with connected_through_sqlalchemy(url) as connection:
        yield None if connection is None else _Database(connection)


class _File:
    """Reads a file, without SQLAlchemy."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(
        self, question: str, named: Mapping[str, object] | None = None, times: Times | None = None
    ) -> Sequence[Sequence[Any]]:
        found = self._connection.execute(question, named or {})
        if not times:
            return found.fetchall()
        kinds = [times.get(column[0]) for column in found.description]
        return [[_read(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in found]


def _read(value: Any, kind: Literal["moment", "span"] | None) -> Any:
    """Read a value as SQLAlchemy has written it."""
    if kind is None or value is None:
        return value
    moment = datetime.fromisoformat(value)
    return moment if kind == "moment" else moment - EPOCH


class _Database:
    """Reads any database that SQLAlchemy knows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(
        self, question: str, named: Mapping[str, object] | None = None, times: Times | None = None
    ) -> Sequence[Sequence[Any]]:
        statement = _statement(question, tuple((times or {}).items()))
        return self._connection.execute(statement, dict(named or {})).all()


@functools.cache
def _statement(question: str, times: tuple[tuple[str, str], ...]) -> Any:
    """Make each statement once, which takes longer than to execute it."""
    from sqlalchemy import DateTime, Interval, text

    kinds = {name: DateTime if kind == "moment" else Interval for name, kind in times}
    return text(question).columns(**kinds) if kinds else text(question)


@functools.lru_cache(maxsize=4)
def _engine(url: str) -> Engine:
    """Keep what SQLAlchemy has compiled, and no connection: a file may be replaced, and a server started again."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    return create_engine(url, poolclass=NullPool)
