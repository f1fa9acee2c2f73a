"""The pictures as they are seen: light, dark, on a phone, by whoever sees other colours, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from autograder.figures import stage
from solutions import figures
from tests.support.gallery import PICTURES, X, Y, predict
from tests.support.seats import Camera
from tests.support.servers import browser, window

PAPER = "<!doctype html><meta charset=utf-8><title>A picture</title><style>body{margin:8px;font-family:sans-serif}"
NIGHT = "body[data-jp-theme-light=false]{background:#111;color:#eee}</style><body>"
PHONE = 460


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as chromium:
        yield window(chromium, 900, 640)


Lay = Callable[..., None]


@pytest.fixture
def lay(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Lay the outputs of some cells on a page, one below the other, as JupyterLab does."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(stage, "watched", lambda: True)
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle))

    def draw(*cells: Callable[[], None]) -> None:
        for cell in cells:
            cell()
        outputs = "".join(
            f'<div class="jp-Cell"><div class="jp-Cell-outputWrapper">{bundle["text/html"]}</div></div>'
            for bundle in shown
        )
        (tmp_path / "page.html").write_text(PAPER + NIGHT + outputs, encoding="utf-8")
        page.set_viewport_size({"width": 900, "height": 640})
        page.context.unroute_all()  # it is a file
        page.goto((tmp_path / "page.html").as_uri())

    return draw


def see_as(page: Page, sight: str) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_fits_light_dark_a_phone_and_other_sights(name: str, page: Page, lay: Lay) -> None:
    lay(PICTURES[name])
    camera = Camera(f"picture-{name}")
    height = page.evaluate("document.body.scrollHeight") + 16
    page.set_viewport_size({"width": 740, "height": height})
    camera.take(page, "light", readme="valley" if name == "valley_by_rate" else None)
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    for sight in ("deuteranopia", "protanopia", "tritanopia"):
        see_as(page, sight)
        camera.take(page, sight)
    see_as(page, "none")
    page.evaluate("document.body.dataset.jpThemeLight = 'false'")
    camera.take(page, "dark")
    assert "invert" in page.locator("img").first.evaluate("image => getComputedStyle(image).filter")
    page.evaluate("document.body.dataset.jpThemeLight = 'true'")
    page.set_viewport_size({"width": PHONE, "height": 860})
    camera.take(page, "phone")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_a_slider_moves_the_line_and_says_where_it_is(page: Page, lay: Lay) -> None:
    lay(PICTURES["line_by_hand-score"])
    slider, line = page.get_by_role("slider", name="slope"), page.locator("[data-part='0']")
    before = line.get_attribute("d")
    slider.press("ArrowRight")
    expect(line).not_to_have_attribute("d", before or "")
    expect(slider).to_have_attribute("aria-valuetext", r := slider.get_attribute("aria-valuetext") or "")
    assert r.startswith("5.5, slope 5.5, bias 0, MSE ")


def test_a_good_line_is_told_so(page: Page, lay: Lay) -> None:
    lay(lambda: figures.line_by_hand(X, Y, predict, 0, 0, loss=lambda y, y_pred: y_pred[0] ** 2, below=1))
    expect(page.get_by_role("status")).to_have_class("ag-score ag-won")
    page.get_by_role("slider", name="bias").press("End")
    expect(page.get_by_role("status")).to_have_class("ag-score")


def test_another_learning_rate_draws_the_path_at_once(page: Page, lay: Lay) -> None:
    lay(PICTURES["valley_by_rate"])
    title = page.locator("[data-title='0']")
    expect(title).to_contain_text("rate 0.05, epoch 30: MSE")
    page.get_by_role("slider", name="learning rate").press("End")
    expect(title).to_contain_text("rate 1.02, epoch 30: MSE")
    page.get_by_role("slider", name="epoch").press("Home")
    expect(title).to_contain_text("rate 1.02, epoch 0: MSE")


def test_a_picture_that_plays_ends_at_its_last_frame(page: Page, lay: Lay) -> None:
    lay(PICTURES["moving_line"])
    page.get_by_role("slider", name="epoch").press("Home")
    page.get_by_role("button", name="play").click()
    expect(page.get_by_role("button", name="stop")).to_be_visible()
    expect(page.locator("[data-title='0']")).to_have_text("epoch 14: slope 14, bias 4.2")
    expect(page.get_by_role("button", name="play")).to_be_visible()


def test_what_the_next_cell_shows_waits_for_a_guess_which_is_remembered(page: Page, lay: Lay) -> None:
    def ask() -> None:
        figures.guess("Will they lie on a line?", {"yes": "Not quite.", "nearly": "Right."})

    lay(ask, PICTURES["points"])
    camera = Camera("guess")
    expect(page.locator("img")).to_be_hidden()
    expect(page.get_by_text("Choose first: what the next cell shows appears then.")).to_be_visible()
    camera.take(page, "asked")
    page.get_by_role("radio", name="nearly").press("Space")
    expect(page.locator("img")).to_be_visible()
    expect(page.get_by_text("Right.")).to_be_visible()
    expect(page.get_by_text("Not quite.")).to_be_hidden()
    camera.take(page, "chosen")
    page.reload()
    expect(page.get_by_role("radio", name="nearly")).to_be_checked()
    expect(page.locator("img")).to_be_visible()
