"""Showing a picture that moves: every frame is worked out with the student's functions first, then the page plays them.

The page needs no kernel for it: sliders answer at once, nothing waits for a picture, and a notebook that is opened the next day
still plays. Where nobody watches, only one frame is worked out and drawn.
"""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.figures import stage
from autograder.figures.film import Film, Knob, Part
from autograder.figures.given import Array
from autograder.figures.stage import Scene, figure_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SECONDS_A_FRAME = 0.15
FAR, FARTHEST = 9e3, 1e200  # in pixels: beyond any edge, and what can still be counted with


def roll(scene: Scene, film: Film, text: str) -> None:
    """Show a film.

    Args:
        scene: What stands still in it.
        film: What moves.
        text: What it shows, for whoever does not see it.
    """
    if scene.live:
        stage.show_html(_page(scene, film, text), text)
        return
    frame = film.start
    for part in film.parts:
        _draw(scene.panels[part.panel], part, *frame)
    for title in film.titles:
        scene.panels[title.panel].set_title(film.above(title, *frame))
    if film.score:
        first = scene.panels[0]
        first.set_title(f"{first.get_title()}: {film.score.name} {film.score.value(*frame):.4g}")
    stage.show(scene, text)


def _draw(axes: Axes, part: Part, take: int, step: int) -> None:
    """Draw one frame of a part with matplotlib."""
    if part.kind == "trail":
        from matplotlib.collections import LineCollection

        before = [part.at(take, each) for each in range(step)]
        axes.add_collection(
            LineCollection(before, color=part.colour, alpha=part.opacity, linewidth=part.width), autolim=False
        )
        return
    now = part.at(take, step)
    if part.kind in ("path", "dots"):
        now = np.concatenate([part.at(take, each) for each in range(step + 1)])
    look: dict[str, Any] = {"color": part.colour, "alpha": part.opacity, "scalex": False, "scaley": False}
    if part.kind == "squares" and part.fixed is not None:
        from matplotlib.collections import PolyCollection

        corners = axes.transData.inverted().transform(_squares(axes, part.fixed, now).reshape(-1, 2))
        fill = PolyCollection(list(corners.reshape(-1, 4, 2)), color=part.colour, alpha=0.3)
        axes.add_collection(fill, autolim=False)
    elif part.kind in ("dots", "dot"):
        axes.plot(*now.T, "o", markersize=part.width * 0.8, **look)
    else:
        axes.plot(*now.T, linewidth=part.width * 0.8, **look)


def _squares(axes: Axes, points: Array, line: Array) -> Array:
    """Give the corners of each point's square in pixels: one side is the way from the point to the line."""
    at, (one, other) = axes.transData.transform(points), axes.transData.transform(line)
    x, y = at.T
    foot = one[1] + (other[1] - one[1]) * (x - one[0]) / (other[0] - one[0])
    side = np.abs(y - foot)
    corners = [(x, y), (x, foot), (x + side, foot), (x + side, y)]
    return np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)


def _page(scene: Scene, film: Film, text: str) -> str:
    name = f"film-{uuid.uuid4().hex[:12]}"
    moving, titles = [""] * len(scene.panels), [""] * len(scene.panels)
    for number, part in enumerate(film.parts):
        moving[part.panel] += _layer(part, number)
    for number, title in enumerate(film.titles):
        titles[title.panel] += _title(scene.panels[title.panel], number)
    pictures = "".join(
        stage.image(
            figure_of(axes),
            "" if number else text,
            over=_over(axes, f"{name}-{number}", moving[number], titles[number]),
        )
        for number, axes in enumerate(scene.panels)
    )
    score = (
        f'<div class="ag-score" data-words="{escape(film.score.words)}" role="status"></div>'
        if film.score
        else ""
    )
    knobs = "".join(_slider(knob) for knob in film.knobs)
    play = '<button type="button">▶ play</button>' if film.plays else ""
    return (
        f'<div id="{name}"><div class="ag-panels">{pictures}</div>{score}{knobs}{play}</div>'
        f"<script>({stage.asset('film.js')})(document.querySelectorAll('[id=\"{name}\"]'), {_frames(scene, film)})</script>"
    )


def _slider(knob: Knob) -> str:
    name = f"knob-{uuid.uuid4().hex[:12]}"
    return (
        f'<div class="ag-knob"><label for="{name}">{escape(knob.name)}</label>'
        f'<input id="{name}" type="range" min="0" max="{len(knob.values) - 1}" step="1" value="{knob.start}">'
        f'<span aria-hidden="true">{knob.values[knob.start]:g}</span></div>'
    )


def _over(axes: Axes, name: str, moving: str, titles: str) -> str:
    """Write the layer that moves, which ends where the axes end."""
    width, height = _size(axes)
    left, bottom, right, top = axes.get_window_extent().extents
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" aria-hidden="true"><clipPath id="{name}"><rect x="{left:.1f}" '
        f'y="{height - top:.1f}" width="{right - left:.1f}" height="{top - bottom:.1f}"/></clipPath>'
        f'<g clip-path="url(#{name})">{moving}</g>{titles}</svg>'
    )


def _layer(part: Part, number: int) -> str:
    fill = part.colour if part.kind == "squares" else "none"
    return (
        f'<path data-part="{number}" fill="{fill}" fill-opacity=".3" stroke="{part.colour}" stroke-width="{part.width:g}" '
        f'stroke-opacity="{part.opacity:g}" stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _title(axes: Axes, number: int) -> str:
    left, _, right, top = axes.get_window_extent().extents
    return (
        f'<text data-title="{number}" x="{(left + right) / 2:.1f}" y="{_size(axes)[1] - top - 10:.1f}" text-anchor="middle" '
        'font-family="DejaVu Sans, Verdana, sans-serif" font-size="14"></text>'
    )


def _size(axes: Axes) -> tuple[float, float]:
    width, height = (float(inches) * stage.DOTS_PER_INCH for inches in figure_of(axes).get_size_inches())
    return width, height


def _frames(scene: Scene, film: Film) -> str:
    """Write down every frame, as the script wants it."""
    frames = [(take, step) for take in range(film.takes) for step in range(film.steps)]
    parts = [_moves(scene.panels[part.panel], part, frames) for part in film.parts]
    titles = [
        {"words": title.words, "values": title.value and [title.value(*frame) for frame in frames]}
        for title in film.titles
    ]
    score = film.score and {
        "name": film.score.name,
        "below": film.score.below,
        "values": [round(film.score.value(*frame), 2) for frame in frames],
    }
    return json.dumps(
        {
            "parts": parts,
            "titles": titles,
            "score": score,
            "labels": [[f"{value:g}" for value in knob.values] for knob in film.knobs],
            "steps": film.steps,
            "pace": 1000 * SECONDS_A_FRAME,
            "made": round(1000 * time.time()) if film.plays else 0,
        },
        separators=(",", ":"),
    ).replace("</", "<\\/")


def _moves(axes: Axes, part: Part, frames: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Write down where a part is in every frame; where only heights change, x is written once."""
    if part.kind == "squares" and part.fixed is not None:
        return {"kind": part.kind, "fixed": _pixels(axes, part.fixed)}
    at = [_pixels(axes, part.at(*frame)) for frame in frames]
    across = {tuple(each[::2]) for each in at}
    if len(across) == 1:
        return {"kind": part.kind, "x": across.pop(), "y": [each[1::2] for each in at]}
    return {"kind": part.kind, "at": at}


def _pixels(axes: Axes, points: Array) -> list[float]:
    """Give points as the page counts them: x, y, x, y, ..., down from the top; those far outside are brought nearer."""
    width, height = _size(axes)
    with np.errstate(all="ignore"):
        found = axes.transData.transform(np.nan_to_num(np.asarray(points, dtype=float)))
        found[:, 1] = height - found[:, 1]
        away = np.clip(np.nan_to_num(found - (width / 2, height / 2)), -FARTHEST, FARTHEST)
        nearer = np.minimum(1.0, FAR / np.maximum(np.abs(away).max(axis=1, keepdims=True), 1.0))
    return [round(float(number), 1) for number in (away * nearer + (width / 2, height / 2)).ravel()]
