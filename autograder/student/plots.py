"""A wrong result drawn beside the expected one, where a picture says more than a table.

`plan` decides what is worth a picture, and needs no more than NumPy; `draw` needs matplotlib, and is called only
where there is a page to show it on. Whatever a result holds, the worst that comes of it is no picture.
"""

from __future__ import annotations

import base64
import contextlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.exercise.exercise import Case, Exercise, Picture
from autograder.exercise.reply import Reply
from autograder.exercise.verdict import Verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = np.ndarray[Any, Any]

MAX_NUMBERS = 5000
LEAST = 3  # numbers that make a curve
CLEAR = 200  # numbers of which each can still be seen
VISIBLE = 0.02  # a smaller difference, as a share of the picture's height, cannot be seen
ROOM = 2.0  # how much further than the expected values, in their own heights, a picture reaches for yours
STEEP = 50.0  # losses that differ by more than this factor are drawn on a logarithmic axis
POINT, EXPECTED, YOURS = "#0072B2", "#009E73", "#D55E00"  # told apart by everybody (Okabe and Ito)
DOTS_PER_INCH = 110
PANEL = (4.3, 3.0)
NO_PICTURE_OF = ("time", "crash", "broken", "not-written", "uses-what-is-not-written")


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One drawing: numbers of the same place in both curves are of the same x.

    Attributes:
        picture: What is drawn.
        expected: The expected curve, as its x and its y.
        yours: What came back, likewise.
        points: The points of a fit, as their x and their y.
    """

    picture: Picture
    expected: tuple[Array, Array]
    yours: tuple[Array, Array]
    points: tuple[Array, Array] | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A picture that is worth drawing: its panels, side by side, and the case that they show."""

    label: str
    panels: tuple[Panel, ...]

    @property
    def size(self) -> int:
        return sum(len(panel.expected[0]) for panel in self.panels)

    @property
    def description(self) -> str:
        """Say in words what the picture shows, for whoever does not see it."""
        return f"Picture of “{self.label}”. " + " ".join(_description(panel) for panel in self.panels)


def plan(exercise: Exercise, verdict: Verdict, replies: Sequence[Reply]) -> Plan | None:
    """Choose the wrong case that a picture shows best; None where none would help."""
    if verdict.outcome == "passed" or not exercise.pictures or verdict.mistake in NO_PICTURE_OF:
        return None
    found = [
        (case.points is None and plan.size <= CLEAR, plan)
        for case, result, reply in zip(exercise.cases, verdict.cases, replies, strict=False)
        if not result.passed and reply.returned and (plan := _plan_of(exercise, case, reply.value))
    ]
    # An example, which stands in the table, before a larger case; then whatever has most to show.
    return max(found, key=lambda each: (each[0], each[1].size), default=(False, None))[1]


def _plan_of(exercise: Exercise, case: Case, value: object) -> Plan | None:
    panels = []
    for picture in exercise.pictures:
        with contextlib.suppress(Exception), np.errstate(all="ignore"):
            panels.append(_PANELS[picture.kind](picture, case, value))
    kept = tuple(
        panel
        for panel in panels
        if panel and len(_finite(panel.yours[1])) and len(_finite(panel.expected[1]))
    )
    return Plan(label=case.label, panels=kept) if any(_differ(panel) for panel in kept) else None


def _heights(picture: Picture, case: Case, value: object) -> Panel | None:
    x, expected, yours = (
        _numbers(each) for each in (case.args[0], _part(case.expected, picture), _part(value, picture))
    )
    if x is None or expected is None or yours is None or not len(x) == len(expected) == len(yours):
        return None
    order = np.argsort(x)
    if len(x) < 2 or x[order[0]] == x[order[-1]]:
        return None
    return Panel(picture=picture, expected=(x[order], expected[order]), yours=(x[order], yours[order]))


def _fit(picture: Picture, case: Case, value: Any) -> Panel | None:
    x, y = _numbers(case.args[0]), _numbers(case.args[1])
    lines = [_numbers(list(each[:2])) for each in (case.expected, value)]
    if x is None or y is None or len(x) != len(y) or len(x) < 2 or any(line is None for line in lines):
        return None
    low, high = float(x.min()), float(x.max())
    if low == high:
        return None
    ends = np.array([low, high])
    expected, yours = (slope * ends + bias for slope, bias in lines)  # type: ignore[misc]
    return Panel(picture=picture, expected=(ends, expected), yours=(ends, yours), points=(x, y))


def _curve(picture: Picture, case: Case, value: object) -> Panel | None:
    expected, yours = _numbers(_part(case.expected, picture)), _numbers(_part(value, picture))
    if expected is None or yours is None or len(expected) < LEAST or not len(yours):
        return None
    return Panel(
        picture=picture,
        expected=(np.arange(len(expected)), expected),
        yours=(np.arange(len(yours)), yours),
    )


_PANELS = {"heights": _heights, "fit": _fit, "curve": _curve}


def _part(value: Any, picture: Picture) -> Any:
    return value if picture.result is None else value[picture.result]


def _numbers(value: object) -> Array | None:
    """Read real numbers, at most so many that a picture can hold them; None where there are others."""
    if not isinstance(value, (list, tuple, np.ndarray)) or not 0 < len(value) <= MAX_NUMBERS:
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "iuf" or array.size != len(value):
        return None
    return array.ravel().astype(float)


def _differ(panel: Panel) -> bool:
    """Tell whether the two curves can be told apart by looking."""
    (_, expected), (_, yours) = panel.expected, panel.yours
    if len(expected) != len(yours) or len(_finite(yours)) < len(yours):
        return True
    shown = np.concatenate([expected, yours, *([panel.points[1]] if panel.points else [])])
    return bool(np.abs(expected - yours).max() > VISIBLE * float(np.ptp(shown)))


def _description(panel: Panel) -> str:
    what = {"fit": "The line", "heights": "The result", "curve": panel.picture.up}[panel.picture.kind]
    return f"{what}: expected {_course(panel.expected)}; yours {_course(panel.yours)}."


def _course(curve: tuple[Array, Array]) -> str:
    x, y = curve
    if len(y) == 1:
        return f"a single number, {y[0]:.4g}"
    return f"{y[0]:.4g} at {x[0]:.4g}, {y[-1]:.4g} at {x[-1]:.4g}"


def to_html(drawing: Plan) -> str:
    """Draw a plan as an image with its description; empty where that fails."""
    try:
        data = base64.b64encode(draw(drawing)).decode()
    except Exception:
        return ""
    width = round(72 * PANEL[0] * len(drawing.panels))
    return (
        f'<img alt="{escape(drawing.description)}" src="data:image/png;base64,{data}" '
        f'style="display:block;width:{width}px;max-width:100%;margin:6px 0;border-radius:4px;background:#fff">'
    )


def draw(drawing: Plan) -> bytes:
    """Draw a plan as a PNG, whatever styles the notebook has set."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(), np.errstate(all="ignore"):
        mpl.rcdefaults()
        count = len(drawing.panels)
        figure = Figure(figsize=(PANEL[0] * count, PANEL[1]), dpi=DOTS_PER_INCH, layout="tight")
        for panel, axes in zip(drawing.panels, np.ravel(figure.subplots(1, count)), strict=True):
            _draw(panel, axes)
        figure.suptitle(drawing.label, fontsize=10)
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png")
        return buffer.getvalue()


def _draw(panel: Panel, axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    dots = {"expected": "o", "yours": "x"} if panel.picture.kind != "fit" else {}
    if panel.points is not None:
        axes.plot(*panel.points, "o", color=POINT, markersize=4, alpha=0.6, label="points")
    axes.plot(
        *panel.expected, "--", marker=dots.get("expected"), color=EXPECTED, linewidth=2, label="expected"
    )
    axes.plot(*panel.yours, "-", marker=dots.get("yours"), color=YOURS, linewidth=1.6, label="yours")
    logarithmic = panel.picture.kind == "curve" and _is_steep(panel)
    if logarithmic:
        axes.set_yscale("log")
    low, high = _limits(panel, logarithmic=logarithmic)
    axes.set_ylim(low, high)
    yours = _finite(panel.yours[1])
    if yours.min() > high or yours.max() < low:
        axes.set_title("yours lies outside of this picture", fontsize=9, color=YOURS)
    axes.set_xlabel(panel.picture.across)
    axes.set_ylabel(panel.picture.up)
    axes.grid(alpha=0.25)
    if panel.picture.kind == "curve":
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(fontsize=8)


def _is_steep(panel: Panel) -> bool:
    values = _finite(panel.expected[1], panel.yours[1])
    return bool(values.min() > 0 and values.max() > STEEP * values.min())


def _limits(panel: Panel, *, logarithmic: bool) -> tuple[float, float]:
    """Show all that is expected, and as much of the student's as leaves the expected readable."""
    expected = _finite(panel.expected[1], *([panel.points[1]] if panel.points else []))
    yours = _finite(panel.yours[1])
    if logarithmic:
        expected, yours = np.log10(expected), np.log10(yours)
        room = 8.0  # powers of ten
    else:
        room = ROOM * (float(np.ptp(expected)) or float(np.abs(expected).max()) or 1.0)
    low = max(min(expected.min(), yours.min()), expected.min() - room)
    high = min(max(expected.max(), yours.max()), expected.max() + room)
    margin = 0.06 * (high - low) or 1.0
    low, high = low - margin, high + margin
    return (10**low, 10**high) if logarithmic else (low, high)


def _finite(*arrays: Array) -> Array:
    together: Array = np.concatenate(arrays)
    return np.asarray(together[np.isfinite(together)])
