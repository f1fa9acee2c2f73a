"""Showing a picture: as it is, moving in one place, or under sliders.

Where nobody watches, as in grading, a picture that moves shows its last frame only, and one with sliders its first.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import io
import math
import signal
import time
from collections.abc import Callable, Iterator
from typing import Any

from matplotlib.figure import Figure

SIZE, WIDE = (6.0, 3.7), (9.0, 3.7)
DOTS_PER_INCH = 90
SECONDS_A_FRAME = 0.15
SECONDS_TO_SETTLE = 0.05


def new(size: tuple[float, float] = SIZE, columns: int = 1) -> tuple[Figure, Any]:
    """Make a picture that is shown only when it is asked to be, with its axes."""
    figure = Figure(figsize=size, dpi=DOTS_PER_INCH, layout="constrained")
    return figure, figure.subplots(1, columns)


def show(figure: Figure) -> None:
    """Show a finished picture."""
    from IPython.display import Image, display

    display(Image(data=png(figure), format="png"))


def png(figure: Figure) -> bytes:
    """Draw a picture."""
    buffer = io.BytesIO()
    with _interrupted_later():
        figure.savefig(buffer, format="png", dpi=DOTS_PER_INCH)
    return buffer.getvalue()


@contextlib.contextmanager
def _interrupted_later() -> Iterator[None]:
    """Let the Stop button wait for the end of the block: matplotlib, interrupted in C++, raises errors of another kind."""
    came = False

    def note(*_: object) -> None:
        nonlocal came
        came = True

    before = None
    with contextlib.suppress(
        ValueError, OSError
    ):  # no other thread is interrupted, nor a Python without signals
        before = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
    if came:
        raise KeyboardInterrupt


def moving(figure: Figure, draw: Callable[[int], None], count: int) -> None:
    """Draw frames 0 to count - 1 of a picture in one place. The Stop button ends it where it is."""
    if not watched():
        draw(count - 1)
        show(figure)
        return
    from IPython.display import Image, display

    handle = None
    try:
        draw(0)
        with _interrupted_later():
            figure.draw_without_rendering()
        figure.set_layout_engine("none")  # nothing but the line is to move
        for frame in range(count):
            started = time.monotonic()
            draw(frame)
            image = Image(data=png(figure), format="png")
            if handle is None:
                handle = display(image, display_id=True)
            else:
                handle.update(image)
            time.sleep(max(0.0, SECONDS_A_FRAME - (time.monotonic() - started)))
    except KeyboardInterrupt:
        pass  # stopped: the last frame stays


def sliders(figure: Figure, draw: Callable[..., None], **ranges: tuple[float, float, float]) -> None:
    """Draw a picture anew whenever a slider moves; a static one where there are no widgets.

    Args:
        figure: The picture.
        draw: Changes it; it is given a number for each range, by name.
        ranges: The smallest, the largest and the first value of each slider.
    """
    draw(**{name: start for name, (_, _, start) in ranges.items()})
    first = png(figure)
    if not watched():
        show(figure)
        return
    from IPython.display import Image, display

    try:
        import ipywidgets as widgets
    except ImportError:
        display(Image(data=first, format="png"))
        return
    width = f"{figure.get_figwidth() * DOTS_PER_INCH:.0f}px"  # as wide as any other picture, and as sharp
    picture = widgets.Image(value=first, format="png", layout={"width": width, "max_width": "100%"})
    knobs = {
        name: widgets.FloatSlider(value=start, min=low, max=high, step=(high - low) / 120, description=name)
        for name, (low, high, start) in ranges.items()
    }

    def redraw() -> None:
        draw(**{name: knob.value for name, knob in knobs.items()})
        picture.value = png(figure)

    follow = unhurried(redraw)
    for knob in knobs.values():
        knob.observe(lambda _: follow(), names="value")
    box = widgets.VBox([*knobs.values(), picture])
    # Where no widget can be shown, as on a page made from the notebook, the picture is.
    bundle = {**box._repr_mimebundle_(), "image/png": base64.b64encode(first).decode()}
    display(bundle, raw=True)


def unhurried(action: Callable[[], None]) -> Callable[[], None]:
    """Make an action that is done at once, and once more for all that is asked for shortly after.

    A slider on its way sends more values than can be drawn: without this the picture would trail behind.
    """
    done = -math.inf
    waiting = False

    def act() -> None:
        nonlocal done, waiting
        waiting = False
        action()
        done = time.monotonic()

    def ask() -> None:
        nonlocal waiting
        if waiting:
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # nothing that could come back to it
            act()
            return
        if time.monotonic() - done > SECONDS_TO_SETTLE:
            act()
        else:
            waiting = True
            loop.call_later(SECONDS_TO_SETTLE, act)

    return ask


def watched() -> bool:
    """Tell whether somebody sits in front of the notebook: a front end that can be asked for input."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return False
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return bool(kernel.get_parent().get("content", {}).get("allow_stdin", True))
