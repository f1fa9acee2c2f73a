"""The pictures: pages that move without the kernel where somebody watches, one frame where nobody does."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_client.manager import start_new_kernel

from autograder.common.errors import NotRightYet
from autograder.figures import marks, palette, roll, stage
from solutions import figures
from tests.support.gallery import PICTURES, graph, mse, predict
from tests.support.tiny import AUTHORS, BLOCK

X = np.array([0.0, 1.0, 2.0, 3.0])
Y = 2 * X + 1
NOTHING: Any = None
NO_PAIRS: Any = [1.0, 2.0]
SET_UP = (
    "import numpy as np; from solutions import figures; x = np.arange(4.0); y = 2 * x + 1\n"
    "def predict(x, slope, bias): return slope * x + bias\n"
)
MOVING = "figures.moving_line(x, y, predict, [(k, 0.5) for k in range(6)])"

Run = Callable[..., list[dict[str, Any]]]


def unwritten(x: Any, slope: float, bias: float) -> Any:
    raise NotImplementedError


STEPS = [(k / 2, 0.25 * k) for k in range(7)]
LOSSES = [mse(Y, predict(X, *line)) for line in STEPS]


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


Show = Callable[[Callable[[], None]], dict[str, Any]]


@pytest.fixture
def page_of(monkeypatch: pytest.MonkeyPatch) -> Show:
    """Draw a picture as for somebody who watches, and give what is shown."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(stage, "watched", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))

    def draw(picture: Callable[[], None]) -> dict[str, Any]:
        shown.clear()
        picture()
        (bundle,) = shown
        return bundle

    return draw


def bundles(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message["content"]["data"] for message in messages if "display" in message["msg_type"]]


def frames_in(page: str) -> dict[str, Any]:
    found = re.search(r"""'\]'\), (\{.*\})\)</script>""", page.replace("\"]'", "']'"))
    assert found is not None
    frames: dict[str, Any] = json.loads(found[1])
    return frames


def test_a_moving_picture_is_one_page_that_holds_every_frame(run: Run) -> None:
    (shown,) = bundles(run(MOVING, watched=True))
    frames = frames_in(shown["text/html"])
    assert frames["labels"] == [["0", "1", "2", "3", "4", "5"]]
    assert [title["values"][-1] for title in frames["titles"]] == ["slope 5, bias 0.5"]


def test_where_nobody_watches_the_last_frame_is_shown_as_a_picture(run: Run) -> None:
    (shown,) = bundles(run(MOVING, watched=False))
    assert set(shown) == {"image/png", "text/plain"}
    assert "from slope 0, bias 0.5 to slope 5, bias 0.5" in shown["text/plain"]


def test_sliders_need_no_widgets(run: Run) -> None:
    code = "import sys; sys.modules['ipywidgets'] = None\nfigures.line_by_hand(x, y, predict, 1, 0)"
    (shown,) = bundles(run(code, watched=True))
    assert shown["text/html"].count('<input id="knob-') == 2
    assert "application/vnd.jupyter.widget-view+json" not in shown


def test_every_slider_has_a_name(page_of: Show) -> None:
    page = page_of(lambda: figures.line_by_hand(X, Y, predict, 1, 0))["text/html"]
    named = dict(re.findall(r'<label for="(knob-\w+)">(\w+)</label>', page))
    assert [named[each] for each in re.findall(r'<input id="(knob-\w+)"', page)] == ["slope", "bias"]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_says_what_it_shows_to_whoever_does_not_see_it(
    picture: Callable[[], None], page_of: Show
) -> None:
    bundle = page_of(picture)
    words = bundle["text/plain"]
    assert set(bundle) == {"text/html", "text/plain"}
    assert len(words) > 40
    alternatives = re.findall(r'<img [^>]*alt="([^"]*)"', bundle["text/html"])
    assert len(alternatives[0]) > 40
    assert set(alternatives[1:]) <= {""}


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_drawn_without_a_kernel(
    picture: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    picture()
    assert [set(bundle) for bundle in shown] == [{"image/png", "text/plain"}]


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_where_figures_are_skipped_a_picture_is_its_words_and_is_not_worked_out(
    picture: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: SimpleNamespace(draws=False))
    monkeypatch.setattr(stage, "scene", None)  # not to be called
    picture()
    assert [set(bundle) for bundle in shown] == [{"text/plain"}]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Collect what is shown where nobody watches; no figure that was made ahead is left behind."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: found.append(bundle))
    yield found
    stage._ahead.clear()


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
def test_a_picture_is_the_same_in_a_figure_that_was_made_ahead(
    picture: Callable[[], None], shown: list[dict[str, Any]]
) -> None:
    picture()
    stage.make_ahead()
    picture()
    assert shown[0] == shown[1]


@pytest.mark.parametrize("settings", [{"font.size": 18}, {"axes.grid": True}, {"xtick.direction": "in"}])
def test_settings_count_that_come_after_a_figure_was_made_ahead(
    settings: Any, shown: list[dict[str, Any]]
) -> None:
    with mpl.rc_context(settings):
        PICTURES["points"]()
    stage.make_ahead()
    with mpl.rc_context(settings):
        PICTURES["points"]()
    PICTURES["points"]()
    assert shown[0] == shown[1] != shown[2]


def test_a_figure_that_was_made_ahead_is_taken_once() -> None:
    stage.make_ahead()
    taken = [
        stage.scene(panels).figures[0] for panels, count in stage.AHEAD.items() for _ in range(2 * count)
    ]
    assert not any(stage._ahead.values())
    assert len({id(figure) for figure in taken}) == len(taken)


def test_a_page_of_a_hundred_lines_stays_small(page_of: Show) -> None:
    page = page_of(lambda: figures.moving_line(X, Y, predict, [(k, 0.5) for k in range(100)]))["text/html"]
    assert len(page) < 60_000


def test_the_squares_of_the_errors_are_square() -> None:
    axes = stage.scene().panels[0]
    axes.set_xlim(-3, 3)
    axes.set_ylim(-40, 90)
    points, line = np.array([[1.0, 50.0], [-2.0, -10.0]]), np.array([[-3.0, -20.0], [3.0, 30.0]])
    for corners in roll._squares(axes, points, line):
        sides = [float(np.hypot(*(one - other))) for one, other in itertools.pairwise(corners)]
        assert sides == pytest.approx([sides[0]] * 3)


def test_a_line_that_is_good_enough_wins(page_of: Show) -> None:
    frames = frames_in(
        page_of(lambda: figures.line_by_hand(X, Y, predict, 0, 0, loss=mse, below=1))["text/html"]
    )
    best = int(np.argmin(frames["score"]["values"]))
    slope, bias = divmod(best, frames["steps"])
    assert (frames["labels"][0][slope], frames["labels"][1][bias]) == ("2", "1")
    assert frames["score"]["values"][best] == 0
    assert frames["score"]["below"] == 1


def test_a_descent_that_leaves_for_infinity_is_drawn(page_of: Show) -> None:
    def leave(rate: float) -> list[tuple[float, float]]:
        return [(0.0, 0.0), (1e300, -1e300), (float("inf"), float("-inf"))]

    page = page_of(lambda: figures.valley_by_rate(X, Y, predict, mse, leave, rates=[1.0], rate=1.0))[
        "text/html"
    ]
    assert all(
        abs(number) < 1e4 for part in frames_in(page)["parts"] for at in part.get("at", []) for number in at
    )


def test_the_picture_that_the_authors_page_shows_is_drawn(page_of: Show) -> None:
    (source,) = [body for path, body in BLOCK.findall(AUTHORS) if path == "solutions/pictures.py"]
    space: dict[str, Any] = {}
    exec(source, space)
    said = page_of(lambda: space["points"](X, Y, "Four points"))["text/plain"]
    assert said.startswith("Four points: 4 points, with x from 0 to 3")


def test_no_two_lines_share_colour_dash_or_marker() -> None:
    for aspect in ("colour", "dash", "marker"):
        found = [getattr(each, aspect) for each in palette.STYLES]
        assert len(set(found)) == len(found)


@given(st.lists(st.floats(0, 300), max_size=8).map(sorted))
def test_names_at_the_ends_of_lines_keep_their_order_and_their_distance(places: list[float]) -> None:
    found = marks.spread(places, 15.0)
    assert len(found) == len(places)
    assert all(after - before >= 15.0 - 1e-6 for before, after in itertools.pairwise(found))


def test_a_question_keeps_its_answers_to_itself_until_one_is_chosen(page_of: Show) -> None:
    page = page_of(lambda: figures.guess("Up or down?", {"up": "No: down.", "down": "Yes."}))["text/html"]
    assert page.count('type="radio"') == 2
    assert page.count("hidden>") == 2


def test_where_nothing_can_be_held_back_a_question_promises_nothing(page_of: Show) -> None:
    page = page_of(lambda: figures.guess("Up or down?", {"up": "No: down.", "down": "Yes."}))["text/html"]
    assert ">Choose one before you run the next cell.<" in page


def test_where_nothing_can_be_chosen_a_question_is_put_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    figures.guess("Up or down?", {"up": "No: down.", "down": "Yes."})
    assert capsys.readouterr().out == "Up or down?\n  - up: No: down.\n  - down: Yes.\n"


def test_nobody_watches_a_plain_interpreter() -> None:
    assert not stage.watched()


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: figures.lines(X, Y, unwritten, {"": (1, 0)}), "needs `unwritten`, which is not written yet"),
        (lambda: figures.lines(X, Y, lambda *_: None, {"": (1, 0)}), "needs numbers|to give one number"),
        (lambda: figures.lines(X, Y, lambda *_: [1.0], {"": (1, 0)}), "to give one number a point"),
        (lambda: figures.line_by_hand(X, Y, unwritten, 0, 0), "needs `unwritten`"),
        (lambda: figures.moving_line(X, Y, predict, NOTHING), "needs a list of pairs"),
        (lambda: figures.moving_line(X, Y, predict, NO_PAIRS), "needs a list of pairs"),
        (lambda: figures.line_and_loss(X, Y, predict, [(1, 0)], NOTHING), "the losses are none"),
        (lambda: figures.losses({"MSE": NOTHING}), "the losses are none"),
        (lambda: figures.valley(X, Y, predict, lambda *_: None, STEPS), "the numbers|needs numbers"),
        (lambda: figures.valley(X, Y, unwritten, mse, STEPS), "needs `unwritten`"),
        (lambda: figures.valley(X, Y, predict, mse, NOTHING), "needs a list of pairs"),
        (lambda: figures.race([1, 2], {"loop": NOTHING, "NumPy": [1, 2]}), "needs numbers"),
        (lambda: graph(linear=unwritten), "needs `unwritten`"),
        (lambda: graph(d_z_d_w=lambda x: x), "to give numbers"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("live", [True, False], ids=["watched", "unwatched"])
def test_a_picture_of_an_unfinished_function_says_which_in_a_line(
    draw: Callable[[], None], words: str, live: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stage, "watched", lambda: live)
    with pytest.raises(NotRightYet, match=words):
        draw()


def test_columns_can_be_drawn_as_flat_arrays_can(page_of: Show) -> None:
    def column(x: Any, slope: float, bias: float) -> Any:
        return slope * x + bias

    x, y = X.reshape(-1, 1), Y.reshape(-1, 1)
    page_of(lambda: figures.lines(x, y, column, {"": (1, 0)}))
    page_of(lambda: figures.line_and_loss(x, y, column, STEPS, LOSSES))
    page_of(lambda: figures.valley(x, y, column, mse, STEPS))
