"""The pictures: they move in one place where somebody watches, and show one frame where nobody does."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from jupyter_client.manager import start_new_kernel

from autograder import figures
from autograder.figures import stage
from autograder.trial import NotRightYet

X = np.array([0.0, 1.0, 2.0, 3.0])
NOTHING: Any = None
NO_PAIRS: Any = [1.0, 2.0]
Y = 2 * X + 1
SET_UP = (
    "import numpy as np; from autograder import figures; x = np.arange(4.0); y = 2 * x + 1\n"
    "def predict(x, slope, bias): return slope * x + bias\n"
)
MOVING = "figures.moving_line(x, y, predict, [(k, 0.5) for k in range(6)])"

Run = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Run code in a real kernel, with or without somebody to ask, and give the messages that it shows."""
    manager, client = start_new_kernel(startup_timeout=300)

    def execute(code: str, *, watched: bool) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = []
        reply = client.execute_interactive(
            code, allow_stdin=watched, stdin_hook=lambda _: None, output_hook=shown.append, timeout=300
        )
        assert reply["content"]["status"] == "ok", reply["content"]
        return shown

    execute(SET_UP, watched=False)
    yield execute
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def kinds(messages: list[dict[str, Any]]) -> Counter[str]:
    return Counter(message["msg_type"] for message in messages if "display" in message["msg_type"])


def test_a_moving_picture_changes_in_one_place(run: Run) -> None:
    messages = run(MOVING, watched=True)
    assert kinds(messages) == {"display_data": 1, "update_display_data": 5}
    places = {m["content"]["transient"]["display_id"] for m in messages if "display" in m["msg_type"]}
    assert len(places) == 1


def test_where_nobody_watches_only_the_last_frame_is_shown(run: Run) -> None:
    assert kinds(run(MOVING, watched=False)) == {"display_data": 1}


def test_the_stop_button_leaves_the_frame_that_was_reached(run: Run) -> None:
    code = (
        "import threading, _thread; threading.Timer(2.5, _thread.interrupt_main).start()\n"
        "figures.moving_line(x, y, predict, [(k, 0.5) for k in range(60)])\nprint('goes on')"
    )
    messages = run(code, watched=True)
    assert kinds(messages)["update_display_data"] < 58
    assert "goes on" in "".join(m["content"].get("text", "") for m in messages if m["msg_type"] == "stream")


def test_sliders_are_widgets_with_a_picture_for_where_there_are_none(run: Run) -> None:
    (shown,) = (
        m["content"]["data"]
        for m in run("figures.line_by_hand(x, y, predict, 1, 0)", watched=True)
        if m["msg_type"] == "display_data"
    )
    assert {"application/vnd.jupyter.widget-view+json", "image/png"} <= set(shown)


def test_a_slider_draws_the_line_anew(run: Run) -> None:
    code = (
        "from ipywidgets import FloatSlider, Image\n"
        "figures.line_by_hand(x, y, predict, 1, 0)\nimport ipywidgets.widgets.widget as w\n"
        "widgets = w._instances.values()\n"
        "picture = [each for each in widgets if isinstance(each, Image)][-1]\n"
        "knob = [each for each in widgets if isinstance(each, FloatSlider) and each.description == 'slope'][-1]\n"
        "before = picture.value\nknob.value = 3.0\nassert picture.value != before"
    )
    run(code, watched=True)


def test_a_slider_on_its_way_is_drawn_at_its_start_and_where_it_comes_to_rest() -> None:
    sent: list[int] = []
    drawn = []
    follow = stage.unhurried(lambda: drawn.append(sent[-1]))

    async def move() -> None:
        for value in range(1, 20):
            sent.append(value)
            follow()
        await asyncio.sleep(3 * stage.SECONDS_TO_SETTLE)

    asyncio.run(move())
    assert drawn == [1, 19]


def test_without_widgets_or_watchers_there_is_a_static_picture(run: Run) -> None:
    shown = run("figures.line_by_hand(x, y, predict, 1, 0)", watched=False)
    assert [set(m["content"]["data"]) for m in shown if m["msg_type"] == "display_data"] == [
        {"image/png", "text/plain"}
    ]


def test_nobody_watches_a_plain_interpreter() -> None:
    assert not stage.watched()


def predict(x: Any, slope: float, bias: float) -> Any:
    return [slope * value + bias for value in x]


def unwritten(x: Any, slope: float, bias: float) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: figures.lines(X, Y, unwritten, {"": (1, 0)}), "needs `unwritten`, which is not written yet"),
        (lambda: figures.lines(X, Y, lambda *_: None, {"": (1, 0)}), "needs numbers|to give one number"),
        (lambda: figures.lines(X, Y, lambda *_: [1.0], {"": (1, 0)}), "to give one number a point"),
        (lambda: figures.moving_line(X, Y, predict, NOTHING), "needs a list of pairs"),
        (lambda: figures.moving_line(X, Y, predict, NO_PAIRS), "needs a list of pairs"),
        (lambda: figures.line_and_loss(X, Y, predict, [(1, 0)], NOTHING), "the losses are none"),
        (lambda: figures.losses({"MSE": NOTHING}), "the losses are none"),
        (lambda: graph(linear=unwritten), "needs `unwritten`"),
        (lambda: graph(d_z_d_w=lambda x: x), "to give numbers"),
    ],
)  # fmt: skip
def test_a_picture_of_an_unfinished_function_says_which_in_a_line(
    draw: Callable[[], None], words: str
) -> None:
    with pytest.raises(NotRightYet, match=words):
        draw()


def graph(**changed: Any) -> None:
    right = {
        "linear": lambda z: z,
        "sse": lambda y, y_hat: np.sum((y - y_hat) ** 2) / 2,
        "d_error_d_y_hat": lambda y, y_hat: y_hat - y,
        "d_y_hat_d_z": np.ones_like,
        "d_z_d_w": lambda x: (x, np.ones_like(x)),
    }
    figures.computation_graph(0.5, 1.0, 2.0, -1.0, **{**right, **changed})


def test_columns_and_flat_arrays_can_be_drawn_without_a_kernel() -> None:
    figures.lines(X.reshape(-1, 1), Y.reshape(-1, 1), lambda x, slope, bias: slope * x + bias, {"": (1, 0)})
    figures.errors_of(X, Y, predict, 1.0, 0.0)
    graph()
