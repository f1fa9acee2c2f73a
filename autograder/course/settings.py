"""course.toml, read once into frozen values."""

from __future__ import annotations

import re
import time
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from autograder.common import locks
from autograder.common.errors import CourseError, NotFound
from autograder.common.files import file_state
from autograder.exercise.judging import Judging, Tolerance
from autograder.sandbox.limits import Count, Limits

FILE = "course.toml"
RESERVED = ("checks", "right_answers")  # files that stand beside each notebook
SETTLED_NS = 2_000_000_000

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]


class OnSubmission(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How `autograder watch` grades an assignment.

    Attributes:
        tries: How many submissions of a student count; the last of them is graded. None: all do.
        before_due: What students are shown before the due date: the points alone, or what went wrong as well. With
            `"points"` everybody's page is written and returned once more when the due date has passed.
    """

    tries: Count | None = None
    before_due: Literal["points", "messages"] = "messages"


class AssignmentEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One assignment; they are given in their order. Points stand in the notebooks, beside each test cell.

    Attributes:
        name: The name of its folder, in `solutions/` and everywhere else; its notebook's name is this one without its number.
        title: What students read.
        due: When it is due, with a time zone, as in `2027-01-08T23:59:00+01:00`; without it nobody is late.
        on_submission: Has `autograder watch` grade whatever is handed in at once; `{}` for all that it does by itself.
        notebooks: Only for nbgrader's ordinary assignments, whose test cells hold asserts: their names, as in `["problem1", "problem2"]`.
    """

    name: str
    title: str
    due: datetime | None = None
    on_submission: OnSubmission | None = None
    notebooks: tuple[str, ...] = ()

    @property
    def tries(self) -> int | None:
        """How many tries count; None for all."""
        return self.on_submission.tries if self.on_submission else None

    @property
    def is_ordinary(self) -> bool:
        return bool(self.notebooks)

    @property
    def notebook(self) -> str:
        """The first notebook's name without its ending: where none is named, the assignment's name without its number."""
        return self.notebooks[0] if self.notebooks else re.sub(r"^\d+-", "", self.name)

    @property
    def notebook_names(self) -> tuple[str, ...]:
        """The names of all its notebooks."""
        return self.notebooks or (self.notebook,)


class JudgingTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What counts as right, and what is taken off where only part of it is.

    Attributes:
        rtol: A number is right within `atol + rtol * |reference|`.
        atol: The same, for numbers near zero.
        wrong_form: Share of the points for right values in the wrong form, or not from scratch.
        changed_arguments: Share of the points for right values that changed an argument.
        seed: The hidden cases are drawn from it.
        not_from_scratch: Modules and functions that would do the exercise for the student.
    """

    rtol: Annotated[float, msgspec.Meta(ge=0)] = 1e-6
    atol: Annotated[float, msgspec.Meta(ge=0)] = 1e-9
    wrong_form: Share = 0.5
    changed_arguments: Share = 0.5
    seed: Annotated[int, msgspec.Meta(ge=0)] = 0
    not_from_scratch: tuple[str, ...] = ()

    def rules(self) -> Judging:
        return Judging(
            tolerance=Tolerance(rtol=self.rtol, atol=self.atol),
            wrong_form=self.wrong_form,
            changed_arguments=self.changed_arguments,
            not_from_scratch=self.not_from_scratch,
        )


class Feedback(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What students are shown of what was found.

    Attributes:
        hidden_cases: Which of the hidden cases that went wrong: none of them, each function's first, or all.
    """

    hidden_cases: Literal["none", "first-failing", "all"] = "first-failing"


class Course(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The course, above all tables.

    Attributes:
        id: nbgrader's name for the course: its folder in the exchange.
        title: What people read.
        assignments: The assignments, a table each.
        gradebook: Where nbgrader keeps the grades: a path relative to the course's folder, or a PostgreSQL server, as in
            `"postgresql://NAME:PASSWORD@HOST/DATABASE"`, which takes the extra `postgres`.
        exchange: The folder through which assignments, submissions and feedback go: relative to the course's folder, or absolute.
        cluster: The address of a Dask scheduler whose workers grade, as in `"tls://cluster.example.org:8786"`, which takes the extra
            `cluster`; without it this machine does.
        sandbox: `"bubblewrap"` runs student code behind walls, which takes Linux; `"system-bubblewrap"` takes no bubblewrap but the
            system's, however it was installed otherwise; `"none"` runs it with your own rights: only for code that you trust.
        figures: Whether the figures of submitted notebooks are drawn, which is most of grading's time. With `"skip"` grading
            takes about half of it, and the feedback pages show none.
        cells: Which cells of a submitted notebook are run. With `"answers"`, a cell that is as it was handed out is left out where no
            answer has to do with it, such as an experiment or a picture; the feedback pages say so there. Points and what is said of
            an answer stay the same, and grading takes a fraction of the time. Ordinary assignments of nbgrader's are run whole.
        packages: What notebooks may import when they are graded, besides Python's own, NumPy, matplotlib, scikit-learn, IPython and
            ipywidgets: names as pip has them, installed here. What these need is there as well.
        thresholds: Numbers that the facts in this course's `checks.py` ask for, by names of the course's own.
        shared: Files and folders in `solutions/` that students get beside every notebook, to be graded with: the course's pictures.
    """

    id: str
    title: str
    assignments: tuple[AssignmentEntry, ...]
    gradebook: str = "sqlite:///gradebook.db"
    exchange: str = "exchange"
    cluster: str = ""
    sandbox: Literal["bubblewrap", "system-bubblewrap", "none"] = "bubblewrap"
    figures: Literal["draw", "skip"] = "draw"
    cells: Literal["all", "answers"] = "all"
    packages: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    judging: JudgingTable = JudgingTable()
    thresholds: dict[str, float] = msgspec.field(default_factory=dict)
    limits: Limits = Limits()
    feedback: Feedback = Feedback()

    def assignment(self, name: str) -> AssignmentEntry:
        """Find an assignment by its name.

        Raises:
            NotFound: There is none; the closest name is suggested.
        """
        for entry in self.assignments:
            if entry.name == name:
                return entry
        import difflib

        names = [entry.name for entry in self.assignments]
        close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
        hint = f"did you mean `{close[0]}`?" if close else f"{FILE} has: {', '.join(names)}"
        raise NotFound(f"there is no assignment `{name}`\nhint: {hint}")

    def gradebook_url(self, root: Path) -> str:
        """Give the database's URL: a relative SQLite path made absolute, PostgreSQL with the driver that the extra `postgres` brings."""
        scheme, _, rest = self.gradebook.partition("://")
        if scheme == "sqlite" and rest.startswith("/"):
            return f"sqlite:///{(root / rest.removeprefix('/')).resolve()}"
        return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else self.gradebook

    def grading_lock(self, assignment: str) -> str:
        """Name the lock of who grades an assignment: the whole course's where the gradebook is a file, which takes one writer."""
        return locks.GRADING if self.gradebook.startswith("sqlite:") else f".grading-{assignment}.lock"

    def exchange_folder(self, root: Path) -> Path:
        """Give the folder through which assignments, submissions and feedback go, as an absolute path.

        Raises:
            CourseError: It is in the home of somebody who has none.
        """
        try:
            return (root / Path(self.exchange).expanduser()).resolve()
        except RuntimeError as error:
            raise CourseError(
                f"{root / FILE}: exchange = {self.exchange!r}: {error}; name a folder that exists"
            ) from error


def find_root(start: Path) -> Path:
    """Find the course's folder: `start`, or the first folder above it that holds course.toml.

    Raises:
        NotFound: There is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise NotFound(f"{start}: no {FILE} here or above\nhint: run the command in the course's folder")


def load(root: Path) -> Course:
    """Read `course.toml`.

    Raises:
        CourseError: It is missing, is not TOML, or has an unknown key or a wrong type; the message is one
            line that names the file, the key and the remedy.
    """
    path = root / FILE
    state = file_state(path)
    known = _loaded.get(path)
    if known is None or known[0] != state:
        known = state, _read(path)
        # A file's date is coarse: what was written a moment ago may be written once more under the same date.
        if state is not None and time.time_ns() - state[2] > SETTLED_NS:
            _loaded[path] = known
    _check(path, known[1])  # each time: whether a shared file is there may have changed
    return known[1]


_loaded: dict[Path, tuple[tuple[int, int, int] | None, Course]] = {}


def _read(path: Path) -> Course:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"{path}: is missing; copy the one from the course's repository") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: is not TOML: {error}; correct that line") from None
    except OSError as error:
        raise CourseError(f"{path}: cannot be read: {error.strerror}; check its permissions") from None
    try:
        return msgspec.convert(table, Course)
    except msgspec.ValidationError as error:
        raise CourseError(_explain(path, str(error))) from None


def _explain(path: Path, error: str) -> str:
    """Turn msgspec's words into: file, key, what is wrong, what to do."""
    what, _, place = error.partition(" - at ")
    where = place.strip("`").removeprefix("$").removeprefix(".")
    if match := re.match(r"Object contains unknown field `(.*)`", what):
        key = ".".join(part for part in (where, match[1]) if part)
        return f"{path}: `{key}` is not a setting; remove it or correct its spelling"
    if match := re.match(r"Object missing required field `(.*)`", what):
        key = ".".join(part for part in (where, match[1]) if part)
        return f"{path}: `{key}` is missing; add it"
    wanted = what[0].lower() + what[1:]
    return f"{path}: `{where}` is wrong: {wanted}; change its value"


def _check(path: Path, course: Course) -> None:
    if not re.match(r"[a-z][a-z0-9+]*://.", course.gradebook):
        raise CourseError(
            f"{path}: `gradebook` is wrong: {course.gradebook!r} is no address; write it as `sqlite:///gradebook.db`"
        )
    for name in course.packages:
        if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", name):
            raise CourseError(
                f"{path}: `packages` is wrong: {name!r} is no package's name; write it as pip does, without a version"
            )
    for name in course.shared:
        own = {"", ".", "..", *(entry.name for entry in course.assignments)}  # with solutions in it
        if "/" in name or name in own or not (path.parent / "solutions" / name).exists():
            raise CourseError(
                f"{path}: `shared` is wrong: no file or folder {name!r} is in solutions/ beside the assignments; write its name alone, or remove it"
            )
    seen = set()
    for i, entry in enumerate(course.assignments):
        where = f"{path}: `assignments[{i}]"
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", entry.name):
            raise CourseError(
                f"{where}.name` is wrong: {entry.name!r} is no folder name; "
                "use letters, digits, `-`, `_` and `.`"
            )
        if entry.notebook in RESERVED and not entry.is_ordinary:
            raise CourseError(
                f"{where}.name` is wrong: the notebook of {entry.name!r} would be {entry.notebook}.py, which has "
                "another purpose; choose another name"
            )
        if entry.name in seen:
            raise CourseError(f"{where}.name` is wrong: {entry.name!r} stands twice; remove one")
        if entry.due is not None and entry.due.tzinfo is None:
            raise CourseError(f"{where}.due` has no time zone; write it as {entry.due.isoformat()}+01:00")
        if entry.due is None and entry.on_submission and entry.on_submission.before_due == "points":
            raise CourseError(f"{where}.due` is missing; without it, messages would never be shown: add it")
        seen.add(entry.name)
    limits = course.limits
    if limits.submission_seconds < max(limits.notebook_seconds, limits.cell_seconds, limits.call_seconds):
        raise CourseError(
            f"{path}: `limits.submission_seconds` is less than a part of a submission may take; raise it above the others"
        )
