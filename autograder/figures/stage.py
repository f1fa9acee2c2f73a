"""Showing a picture: in a page that fits it to light and dark, or as a plain picture where nobody watches.

Where somebody watches, each panel is a drawing of its own, so that two stand side by side where there is room, and one below
the other where there is not. In grading, which only needs something to look at, all panels are one small picture; where it
leaves figures undrawn, a picture is its words.
"""

from __future__ import annotations

import base64
import functools
import io
import sys
from dataclasses import dataclass
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NARROW = 'class="ag-panels"'
WIDE = 'class="ag-wide" role="group" aria-label="a wide picture" tabindex="0"'  # for who moves it by key
SINGLE, PAIR = (6.0, 3.7), (3.85, 3.4)
DOTS_PER_INCH = 90
# Around the axes, in inches: what matplotlib would work out takes as long as the drawing.
LEFT, RIGHT, TOP, BOTTOM = 0.75, 0.2, 0.4, 0.55
# How many figures are made ahead, by their panels, and ticks for each axis: more than one that matplotlib places itself has.
AHEAD, TICKS = {1: 4, 2: 2}, 12

_ahead: dict[int, list[Figure]] = {}
_settings: dict[str, Any] = {}  # matplotlib's, when these were made


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A picture while it is drawn.

    Attributes:
        panels: Its axes, from left to right.
        live: Whether somebody watches: then each of the panels is a figure of its own.
    """

    panels: tuple[Axes, ...]
    live: bool

    @property
    def figures(self) -> list[Figure]:
        return list(dict.fromkeys(figure_of(panel) for panel in self.panels))


def scene(panels: int = 1, size: tuple[float, float] | None = None, *, right: float = RIGHT) -> Scene:
    """Begin a picture.

    Args:
        panels: How many stand side by side.
        size: Width and height of each, in inches.
        right: The inches to the right of the axes: more where labels stand there.
    """
    width, height = size or (SINGLE if panels == 1 else PAIR)
    live = watched()
    figures = [_blank(1) for _ in range(panels)] if live else [_taken_or_made(panels)]
    for figure in figures:
        count = len(figure.axes)
        figure.set_size_inches(width * count, height)
        for place, axes in enumerate(figure.axes):
            axes.set_position(
                (
                    (place * width + LEFT) / (width * count),
                    BOTTOM / height,
                    (width - LEFT - right) / (width * count),
                    (height - TOP - BOTTOM) / height,
                )
            )
            axes.set_in_layout(True)  # who cuts a figure to what is in it needs them
    return Scene(panels=tuple(axes for figure in figures for axes in figure.axes), live=live)


def make_ahead() -> None:
    """Make figures that are taken where nobody watches: who forks processes that draw spares each a quarter of its work."""
    _settings.update(mpl.rcParams.items())
    for panels, count in AHEAD.items():
        _ahead[panels] = [_blank(panels) for _ in range(count)]
        for axes in (axes for figure in _ahead[panels] for axes in figure.axes):
            axes.xaxis.get_major_ticks(TICKS)
            axes.yaxis.get_major_ticks(TICKS)


def _taken_or_made(panels: int) -> Figure:
    """Take a figure that was made ahead, unless there is none that looks as one made now."""
    if _ahead.get(panels) and _settings == dict(mpl.rcParams):
        return _ahead[panels].pop()
    return _blank(panels)


def _blank(panels: int) -> Figure:
    """Make a figure, and axes that have still to get their places."""
    figure = Figure(dpi=DOTS_PER_INCH)
    for _ in range(panels):
        figure.add_axes((0, 0, 1, 1)).spines[["top", "right"]].set_visible(False)
    return figure


def told(text: str) -> bool:
    """Say what a picture shows where none is drawn, and tell whether that is so: then it is not worth working out."""
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if getattr(get_ipython(), "draws", None) is not False:  # the grader's shell says
        return False
    display({"text/plain": text}, raw=True)
    return True


def figure_of(axes: Axes) -> Figure:
    figure = axes.figure  # `get_figure(root=True)` is of matplotlib 3.10; a browser's Python has 3.8
    assert isinstance(figure, Figure)
    return figure


def show(drawn: Scene, text: str, *, wide: bool = False) -> None:
    """Show a finished picture.

    Args:
        drawn: The picture.
        text: What it shows, for whoever does not see it.
        wide: Whether it is moved to and fro where there is little room, and not made small.
    """
    if drawn.live:
        pictures = "".join(image(figure, "" if place else text) for place, figure in enumerate(drawn.figures))
        show_html(f"<div {WIDE if wide else NARROW}>{pictures}</div>", text)
    else:
        show_png(drawn.figures[0], text)


def image(figure: Figure, text: str, *, over: str = "") -> str:
    """Write a drawing as HTML, with something to lie over it; without a text it is passed over when read aloud."""
    width, height = (round(float(inches) * DOTS_PER_INCH) for inches in figure.get_size_inches())
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    source = base64.b64encode(file.getvalue()).decode()
    return (
        f'<div class="ag-panel" style="width:{width}px">'
        f'<img width="{width}" height="{height}" alt="{escape(text)}" src="data:image/svg+xml;base64,{source}">{over}</div>'
    )


def show_html(inside: str, text: str) -> None:
    """Show HTML of our own."""
    from IPython.display import display

    page = f'<div class="ag-figure"><style>{asset("figures.css")}</style>{inside}<script>{asset("keys.js")}</script></div>'
    display({"text/html": page, "text/plain": text}, raw=True)


def show_png(figure: Figure, text: str) -> None:
    """Show a drawing where nobody watches, or where nothing shows HTML."""
    from IPython.display import display

    data = base64.b64encode(png(figure)).decode()
    display({"image/png": data, "text/plain": text}, metadata={"image/png": {"alt": text}}, raw=True)


def png(figure: Figure) -> bytes:
    """Draw a figure as a small picture."""
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=DOTS_PER_INCH, pil_kwargs={"compress_level": 3})
    return file.getvalue()


@functools.cache
def asset(name: str) -> str:
    """Read a file of this package."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def watched() -> bool:
    """Tell whether somebody sits in front of the notebook: a front end that can be asked for input."""
    if sys.platform == "emscripten":  # Python in a browser
        return True
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return False
    kernel: Any = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return bool(kernel.get_parent().get("content", {}).get("allow_stdin", True))
