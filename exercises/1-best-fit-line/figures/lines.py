"""Points and lines, drawn with the student's own functions."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import marks, stage
from autograder.figures.film import Film, Knob, Part, Score, Title
from autograder.figures.given import Array
from autograder.figures.palette import FAINT, LINE, ORANGE, POINT, style
from autograder.figures.roll import roll

from .given import Given, Line, Loss, Predict, line_words, lines_from, named_lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW = 12
SLOPES = [k / 2 for k in range(-20, 61)]
BIASES = [float(k) for k in range(-30, 31)]


def points(x: Any, y: Any, title: str = "", *, names: tuple[str, str] = ("x", "y")) -> None:
    """Draw the points."""
    text = f"{title}: {marks.cloud(x, y)}.".removeprefix(": ")
    if stage.told(text):
        return
    scene = stage.scene()
    (axes,) = scene.panels
    marks.scatter(axes, x, y, names=names)
    axes.set_title(title)
    stage.show(scene, text)


def lines(
    x: Any,
    y: Any,
    predict: Predict,
    named: Mapping[str, Line],
    title: str = "",
    *,
    names: tuple[str, str] = ("x", "y"),
) -> None:
    """Draw one or more lines over the points.

    Args:
        x: The points' x, of shape (n,) or (n, 1).
        y: The points' y, of the same shape.
        predict: The student's function of x, slope and bias.
        named: A pair (slope, bias) for the name at the end of each line.
        title: What stands above.
        names: What x and y are.
    """
    given = Given(x=x, y=y, predict=predict)
    found = [given.heights(line) for line in named.values()]
    text = f"{marks.cloud(x, y)}; {named_lines(named, given.ends, found)}."
    if stage.told(text):
        return
    scene = stage.scene(right=marks.room_for([*named]))
    (axes,) = scene.panels
    marks.scatter(axes, x, y, names=names)
    at_ends = []
    for number, (name, each) in enumerate(zip(named, found, strict=True)):
        look = style(number)
        axes.plot(given.ends, each, color=look.colour, linestyle=look.linestyle, linewidth=2)
        at_ends.append((float(given.ends[-1]), float(each[-1]), name, look.colour))
    marks.name_ends(axes, at_ends)
    axes.set_title(title)
    stage.show(scene, text)


def line_by_hand(
    x: Any,
    y: Any,
    predict: Predict,
    slope: float,
    bias: float,
    *,
    loss: Loss | None = None,
    below: float = 0.0,
) -> None:
    """Draw a line over the points with a slider for its slope and one for its bias.

    Args:
        x: The points' x.
        y: The points' y.
        predict: The student's function of x, slope and bias.
        slope: The slope to start with.
        bias: The bias to start with.
        loss: The student's loss, which is to become small: then squares are drawn at a few points.
        below: Where it is small enough.
    """
    knobs = _knob("slope", slope, SLOPES), _knob("bias", bias, BIASES)
    given = Given(x=x, y=y, predict=predict, loss=loss)

    def line(take: int, step: int) -> Line:
        return knobs[0].values[take], knobs[1].values[step]

    def at(take: int, step: int) -> Array:
        return given.drawn(line(take, step))

    parts = [Part(panel=0, kind="line", at=at)]
    score = None
    if loss is not None:
        few = np.argsort(np.ravel(x))[:: max(1, len(np.ravel(x)) // FEW)]
        chosen = np.stack([np.ravel(x)[few], np.ravel(y)[few]], axis=1)
        parts.append(Part(panel=0, kind="squares", at=at, fixed=chosen, colour=ORANGE, width=1))
        score = Score(
            name="MSE",
            value=lambda *frame: given.measured(line(*frame)),
            below=below,
            words=f"below {below:g}. You found it by hand!",
        )
    at(knobs[0].start, knobs[1].start)
    text = f"{marks.cloud(x, y)}; a line with a slider for its slope and one for its bias."
    if stage.told(text):
        return
    scene = stage.scene()
    (axes,) = scene.panels
    marks.scatter(axes, x, y)
    height = float(np.abs(y).max()) * 1.15
    axes.set_ylim(-height, height)
    roll(
        scene,
        Film(
            parts=parts,
            titles=[Title(panel=0, words="slope {0}, bias {1}")],
            knobs=knobs,
            score=score,
            plays=False,
        ),
        text,
    )


def _knob(name: str, start: float, values: Sequence[float]) -> Knob:
    places = sorted({*values, float(start)})
    return Knob(name=name, values=places, start=places.index(float(start)))


def moving_line(x: Any, y: Any, predict: Predict, steps: Sequence[Line]) -> None:
    """Draw a line over the points that moves from one pair (slope, bias) to the next."""
    steps, given = lines_from(steps), Given(x=x, y=y, predict=predict)
    given.drawn(steps[0])
    text = f"{marks.cloud(x, y)}; a line that moves in {len(steps)} epochs, from {in_words(steps[0])} to {in_words(steps[-1])}."
    if stage.told(text):
        return
    scene = stage.scene()
    moving = mover(scene.panels[0], given, steps)
    roll(
        scene,
        Film(
            parts=moving,
            titles=[Title(panel=0, words="epoch {1}: {v}", value=lambda _, step: in_words(steps[step]))],
            knobs=[Knob(name="epoch", values=range(len(steps)), start=len(steps) - 1)],
        ),
        text,
    )


def in_words(line: Line, names: tuple[str, str] = ("slope", "bias")) -> str:
    """Write a line's two numbers."""
    return f"{names[0]} {line[0]:.3g}, {names[1]} {line[1]:.3g}"


def mover(axes: Axes, given: Given, steps: Sequence[Line]) -> list[Part]:
    """Put the points on the first panel, and give a line that moves over them; its path stays visible, faintly."""

    @functools.cache
    def at(_take: int, step: int) -> Array:
        return given.drawn(steps[step])

    marks.scatter(axes, given.x, given.y)
    marks.give_room(axes, given.y, at(0, 0)[:, 1])
    return [
        Part(panel=0, kind="trail", at=at, width=1, opacity=0.2),
        Part(panel=0, kind="line", at=at),
    ]


def errors_of(x: Any, y: Any, predict: Predict, slope: float, bias: float) -> None:
    """Draw for a few points how far each lies from the line: these distances are squared and averaged."""
    flat, above = np.ravel(x), np.ravel(y)
    few = np.argsort(flat)[:: max(1, len(flat) // FEW)]
    given = Given(x=x, y=y, predict=predict)
    line = given.heights((slope, bias))
    feet = given.heights((slope, bias), np.asarray(x)[few])
    text = (
        f"{len(few)} of the points and the line {line_words(given.ends, line)}; an upright stroke joins each point to the line. "
        f"The longest is {np.abs(feet - above[few]).max():.3g}."
    )
    if stage.told(text):
        return
    scene = stage.scene(right=marks.room_for(["difference"]))
    (axes,) = scene.panels
    marks.scatter(axes, flat[few], above[few])
    axes.plot(given.ends, line, color=LINE, linewidth=2)
    axes.vlines(flat[few], feet, above[few], color=ORANGE, linewidth=2)
    axes.plot(flat[few], above[few], "o", color=POINT, zorder=3)
    widest = int(np.argmax(np.abs(feet - above[few])[len(few) // 2 :])) + len(few) // 2
    axes.annotate(
        "a difference", (flat[few][widest], (feet + above[few])[widest] / 2), (26, -42), textcoords="offset points",
        fontsize=9.5, annotation_clip=False, arrowprops={"arrowstyle": "->", "color": FAINT, "shrinkB": 3},
    )  # fmt: skip
    axes.set_title(f"slope {slope:g}, bias {bias:g}")
    stage.show(scene, text)
