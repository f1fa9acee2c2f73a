"""nbgrader's gradebook: whether it can be used, and what it remembers of a release."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.common.errors import AutograderError
from autograder.course.releases import SCHEMA_VERSION, Releases

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from traitlets.config import Config

# The tables that generating and grading write to.
# fmt: off
WRITTEN = (
    "assignment", "notebook", "base_cell", "grade_cells", "solution_cells", "task_cells", "source_cell",
    "student", "submitted_assignment", "submitted_notebook", "grade", "comment",
)
# fmt: on


def release_of(
    gradebook: Gradebook, assignment: str, notebook: str, known: Releases | None = None
) -> Release:
    """Read what the gradebook remembers of a released notebook.

    Args:
        gradebook: An open gradebook.
        assignment: The assignment's name.
        notebook: The notebook's.
        known: What is known of earlier releases (see `autograder.course.releases`).

    Raises:
        nbgrader.api.MissingEntry: It remembers nothing.
    """
    entry = gradebook.find_notebook(notebook, assignment)
    graded = {cell.name: cell for cell in (*entry.grade_cells, *entry.task_cells)}
    solutions = {cell.name for cell in entry.solution_cells}
    tasks = {cell.name for cell in entry.task_cells}
    return Release(
        notebook=notebook,
        kernelspec=json.loads(entry.kernelspec or "{}"),
        cells=tuple(
            ReleasedCell(
                grade_id=cell.name,
                cell_type=cell.cell_type,
                source=cell.source,
                checksum=cell.checksum,
                locked=bool(cell.locked),
                grade=cell.name in graded and cell.name not in tasks,
                solution=cell.name in solutions,
                task=cell.name in tasks,
                points=float(graded[cell.name].max_score) if cell.name in graded else 0.0,
            )
            for cell in entry.source_cells
        ),
        known=known or {},
    )


def unusable(url: str, reason: object) -> AutograderError:
    """Make the error for a gradebook that cannot be used."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import SQLAlchemyError

    try:
        shown = make_url(url).render_as_string(hide_password=True)
    except (SQLAlchemyError, ValueError):  # where a password stands in it cannot be told
        return AutograderError(
            "course.toml: `gradebook` is no address of a database; write it as in `sqlite:///gradebook.db`"
        )
    words = str(getattr(reason, "orig", None) or reason).splitlines()[0]
    if isinstance(reason, ImportError):
        how = 'the extra `postgres`: run `make venv`, or `pip install ".[grader,postgres]"`, in the course\'s folder'
        wanted = (
            f"package `{reason.name}`" if isinstance(reason, ModuleNotFoundError) else f"driver ({words})"
        )
        if not shown.startswith("postgresql"):
            how = "it with pip"
        return AutograderError(f"{shown}: the gradebook needs the {wanted}\nhint: install {how}")
    return AutograderError(
        f"{shown}: the gradebook cannot be used: {words}; what was recorded before stays\n"
        "hint: close other programs that use it, check its permissions and the disk, then run the command again"
    )


@contextlib.contextmanager
def opened(url: str, course_id: str, config: Config) -> Iterator[tuple[Gradebook, Any]]:
    """Open the gradebook, and nbgrader's `AssignLatePenalties` with the plugin that its configuration names.

    Raises:
        AutograderError: It cannot be used.
    """
    from nbgrader.api import Gradebook
    from nbgrader.preprocessors import AssignLatePenalties

    late = AssignLatePenalties(config=config)
    late.init_plugin()
    with translated(url), Gradebook(url, course_id) as gradebook:
        yield gradebook, late


@contextlib.contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn errors of the database into ours."""
    from nbgrader.api import InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, InvalidEntry) as error:
        raise unusable(url, error) from error


def require_writable(url: str) -> None:
    """Find out before anything else whether the gradebook can be written.

    Raises:
        AutograderError: It cannot.
    """
    from sqlalchemy import create_engine, inspect, text
    from sqlalchemy.exc import SQLAlchemyError

    engine = None
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.connection.rollback()
                connection.connection.driver_connection.isolation_level = None  # type: ignore[union-attr]
                connection.execute(text("BEGIN IMMEDIATE"))
                # A lock alone is to be had on a file that may only be read.
                version = connection.execute(text("PRAGMA user_version")).scalar()
                connection.execute(text(f"PRAGMA user_version = {int(version or 0)}"))
                connection.execute(text("ROLLBACK"))
            else:
                # Nothing is written, and yet whoever may not write is told so, for whatever reason.
                there = {*inspect(connection).get_table_names()}
                for table in [table for table in WRITTEN if table in there]:
                    adding = f"INSERT INTO {table} SELECT * FROM {table} WHERE 1 = 0"  # noqa: S608 - our own names
                    for statement in (adding, f"UPDATE {table} SET id = id WHERE 1 = 0"):  # noqa: S608
                        connection.execute(text(statement))
                connection.rollback()
    except (SQLAlchemyError, ImportError, ValueError) as error:
        raise unusable(url, error) from error
    finally:
        if engine is not None:
            engine.dispose()


@dataclass(frozen=True, kw_only=True)
class ReleasedCell:
    """A cell that the release fixed: a stub, a test, or text that students may not change."""

    grade_id: str
    cell_type: str
    source: str
    checksum: str | None
    locked: bool
    grade: bool
    solution: bool
    task: bool
    points: float

    def metadata(self) -> dict[str, Any]:
        """Give nbgrader's metadata for it."""
        data: dict[str, Any] = {
            "cell_type": self.cell_type,
            "checksum": self.checksum,
            "grade": self.grade,
            "grade_id": self.grade_id,
            "locked": self.locked,
            "schema_version": SCHEMA_VERSION,
            "solution": self.solution,
            "task": self.task,
        }
        if self.grade or self.task:
            data["points"] = self.points
        return data


@dataclass(frozen=True, kw_only=True)
class Release:
    """A released notebook, as the gradebook remembers it.

    Attributes:
        notebook: Its name.
        kernelspec: The kernel that it runs in.
        cells: What nbgrader knows of it.
        known: What this and earlier releases fixed.
    """

    notebook: str
    kernelspec: dict[str, Any]
    cells: tuple[ReleasedCell, ...]
    known: Releases = field(default_factory=dict)
