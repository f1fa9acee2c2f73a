"""Figures of submitted notebooks: drawn once, trimmed as the notebook would have trimmed them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from autograder.execution import pictures


def plotted(size: tuple[float, float] = (5.0, 3.0), label: str = "x") -> Figure:
    figure = Figure(figsize=size)
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set_xlabel(label)
    return figure


def opened(data: bytes | None) -> Image.Image:
    assert data is not None
    return Image.open(io.BytesIO(data))


def by_the_notebook(figure: Figure) -> Image.Image:
    file = io.BytesIO()
    figure.savefig(file, format="png", bbox_inches="tight")
    return Image.open(file)


@pytest.mark.parametrize("label", ["x", "two\nlines\nthat stick out\nbelow"], ids=["short", "long"])
def test_a_figure_is_as_large_as_in_the_notebook(label: str) -> None:
    ours, notebooks = opened(pictures.to_png(plotted(label=label))), by_the_notebook(plotted(label=label))

    assert np.abs(np.subtract(ours.size, notebooks.size)).max() <= 12


def test_what_was_drawn_is_all_there() -> None:
    ours = np.asarray(opened(pictures.to_png(plotted())).convert("L"))
    notebooks = np.asarray(by_the_notebook(plotted()).convert("L"))

    assert np.count_nonzero(ours < 128) == pytest.approx(np.count_nonzero(notebooks < 128), rel=0.05)


def test_an_empty_figure_is_no_picture() -> None:
    figure = Figure()
    FigureCanvasAgg(figure)

    assert pictures.to_png(figure) is None


def test_a_figure_of_odd_size_is_drawn_all_the_same() -> None:
    assert opened(pictures.to_png(plotted(size=(3.333, 2.1234)))).size[0] > 200
