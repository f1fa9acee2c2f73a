"""What the report's page shows, as plain text and numbers, and the page itself. Pure: no files, no clock.

The template receives a `Page` and nothing else, so that whatever is not in it cannot come out.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE = "page.html.jinja"


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a page is about, and when it was made."""

    course: str
    title: str
    assignment: str
    moment: str


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number that is read first, with its name."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar of the distribution: where it begins, whom it counts, and how high it is (0 to 1)."""

    label: str
    count: str
    height: float


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A piece of a function's bar, with its share of the whole (0 to 1)."""

    kind: str
    mark: str
    count: str
    share: float


@dataclass(frozen=True, kw_only=True)
class FunctionRow:
    """How one function went; `asserted` says so where asserts in the students' own processes decided."""

    name: str
    points: str
    segments: tuple[Segment, ...]
    mean: str
    asserted: str = ""


@dataclass(frozen=True, kw_only=True)
class MistakeRow:
    """One mistake: in what words, how often, at what cost, by whom.

    Attributes:
        function: Where it was made.
        kind: What kind of mistake it is, where students were told different things, or nothing is to be quoted.
        words: What they were told.
        example: Whether that is what one of them was told, and others read something like it.
        students: How many made it.
        share: The same, as the length of a bar (0 to 1).
        lost: The points that it cost.
        who: Who made it.
    """

    function: str
    kind: str
    words: str
    example: bool
    students: str
    share: float
    lost: str
    who: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A function to teach again: what was lost, and why."""

    function: str
    lost: str
    share: float
    reasons: tuple[MistakeRow, ...]
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Somebody to look after, and why."""

    who: str
    what: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One student in the table of everybody."""

    who: str
    score: str
    late: str
    marks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """All that the page shows; empty parts are left out."""

    head: Head
    anonymous: bool
    notice: str = ""
    tiles: tuple[Tile, ...] = ()
    spread: str = ""
    bars: tuple[Bar, ...] = ()
    functions: tuple[FunctionRow, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    mistakes: tuple[MistakeRow, ...] = ()
    pooled: str = ""
    waiting: tuple[Note, ...] = ()
    ungraded: tuple[str, ...] = ()
    late: tuple[Note, ...] = ()
    absent: tuple[str, ...] = ()
    damaged: tuple[Note, ...] = ()
    signs: tuple[Note, ...] = ()
    modules: tuple[str, ...] = ()
    everybody: tuple[Row, ...] = ()
    columns: tuple[str, ...] = ()


def to_html(page: Page) -> str:
    """Write the page as one HTML document that needs nothing else."""
    return _template().render(page=page).lstrip()


@functools.cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(files("autograder.report").joinpath(TEMPLATE).read_text(encoding="utf-8"))
