"""How long two ways of doing the same take, as the number of points grows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.figures import marks, stage
from autograder.figures.given import numbers
from autograder.figures.palette import style


def race(sizes: Sequence[int], named: Mapping[str, Sequence[float]]) -> None:
    """Draw the seconds that each way takes, over the number of points.

    Args:
        sizes: Numbers of points.
        named: The seconds for each of them, by the name of the way; the last is set against the first.
    """
    found = {name: 1000 * numbers(seconds, "the seconds") for name, seconds in named.items()}
    slow, *_, fast = found.values()
    title = f"{sizes[-1]:,} points: {slow[-1] / fast[-1]:.0f} times as fast"
    words = "; ".join(
        f"{name} {took[0]:.3g} ms at {sizes[0]:,}, {took[-1]:.3g} ms at {sizes[-1]:,}"
        for name, took in found.items()
    )
    text = f"Milliseconds over the number of points: {words}. {title}."
    if stage.told(text):
        return
    scene = stage.scene(right=marks.room_for([*found]))
    (axes,) = scene.panels
    at_ends = []
    for number, (name, took) in enumerate(found.items()):
        look = style(number)
        axes.plot(sizes, took, color=look.colour, linestyle=look.linestyle, marker=look.marker, linewidth=2)
        at_ends.append((float(sizes[-1]), float(took[-1]), name, look.colour))
    axes.set_ylim(bottom=0)
    marks.name_ends(axes, at_ends)
    axes.set_xlabel("number of points")
    axes.set_ylabel("milliseconds")
    axes.set_title(title)
    stage.show(scene, text)
