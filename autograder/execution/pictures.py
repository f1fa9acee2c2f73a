"""Inside the walls: figures as the notebook shows them, drawn once each, or not at all."""

from __future__ import annotations

import contextlib
import functools
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell
    from matplotlib.figure import Figure

BACKEND = "module://matplotlib_inline.backend_inline"
# What may stick out of a figure, and what stays of it around all that was drawn, in inches.
AROUND, MARGIN = 0.4, 0.1
COMPRESSION = 3


def set_up(shell: InteractiveShell, *, draw: bool) -> None:
    """Have the shell show figures, or leave them undrawn for good."""
    import matplotlib as mpl

    mpl.use(BACKEND)
    from IPython.core import pylabtools
    from matplotlib.figure import Figure
    from matplotlib_inline.backend_inline import configure_inline_support

    pylabtools.select_figure_formats = _nothing  # of all formats, a page shows this one
    configure_inline_support(shell, BACKEND)
    shell.display_formatter.formatters["image/png"].for_type(Figure, to_png if draw else _nothing)
    if not draw:
        _leave_undrawn()
    _stay_inline()


@functools.cache
def _stay_inline() -> None:
    """Keep the backend, whichever is asked for: one that opens windows does not work where there are none."""
    import matplotlib.pyplot as plt

    switch = plt.switch_backend
    plt.switch_backend = lambda *_, **__: switch(BACKEND)


def to_png(figure: Figure) -> bytes | None:
    """Draw a figure with some space around it, and cut off what stayed empty.

    The notebook's own way, `bbox_inches="tight"`, draws everything twice to find out how large it is.
    """
    if not figure.axes and not figure.lines:
        return None
    from matplotlib.transforms import Bbox

    width, height = (float(size) + 2 * AROUND for size in figure.get_size_inches())
    save = functools.partial(
        figure.canvas.print_figure,
        dpi=figure.dpi,
        facecolor=figure.get_facecolor(),
        edgecolor=figure.get_edgecolor(),
    )
    pixels = io.BytesIO()
    save(pixels, format="rgba", bbox_inches=Bbox.from_bounds(-AROUND, -AROUND, width, height))
    columns, rows = int(width * figure.dpi), int(height * figure.dpi)
    trimmed = None
    if len(pixels.getbuffer()) == 4 * columns * rows:
        trimmed = _trimmed(pixels.getvalue(), columns, rows, margin=round(MARGIN * figure.dpi))
    if trimmed is None:
        whole = io.BytesIO()
        save(whole, format="png", bbox_inches="tight")
        trimmed = whole.getvalue()
    return trimmed


def _trimmed(pixels: bytes, columns: int, rows: int, *, margin: int) -> bytes | None:
    """Cut off what stayed empty; None where something reaches the edge, and may go on beyond it."""
    import numpy as np
    from PIL import Image

    image = np.frombuffer(pixels, dtype=np.uint32).reshape(rows, columns)
    drawn = image != image[0, 0]
    down, across = np.flatnonzero(drawn.any(axis=1)), np.flatnonzero(drawn.any(axis=0))
    if len(down):
        top, bottom, left, right = down[0], down[-1], across[0], across[-1]
        if top == 0 or left == 0 or bottom == rows - 1 or right == columns - 1:
            return None
        image = image[max(top - margin, 0) : bottom + margin + 1, max(left - margin, 0) : right + margin + 1]
    file = io.BytesIO()
    bands = np.ascontiguousarray(image).view(np.uint8).reshape(*image.shape, 4)
    Image.fromarray(bands, "RGBA").save(file, "png", compress_level=COMPRESSION)
    return file.getvalue()


def _nothing(*_: object, **__: object) -> None:
    return None


def _leave_undrawn() -> None:
    """Make drawing do nothing: figures and axes stay what they are for the code that works on them."""
    from matplotlib.backend_bases import FigureCanvasBase
    from matplotlib.figure import Figure

    def nothing(*_: object, **__: object) -> None:
        pass

    def empty_file(_canvas: object, filename: Any, *_: object, **__: object) -> None:
        with contextlib.suppress(TypeError):  # a stream stays as it is
            Path(filename).touch()

    for place, name, instead in (
        (FigureCanvasBase, "print_figure", empty_file),
        (Figure, "tight_layout", nothing),
        (Figure, "draw_without_rendering", nothing),
    ):
        setattr(place, name, instead)
