"""A student's notebook in a real browser: pictures that move, sliders that draw, and work that is not lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

from tests.support import seats
from tests.support.course import ROOT, Make, fresh_course
from tests.support.servers import Server, browser, lab, window

FIRST, NOTEBOOK = "1-best-fit-line", "best-fit-line"


@dataclass(frozen=True)
class Desk:
    """A student in front of the first notebook, solved."""

    course: Path
    server: Server
    page: Page


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, make: Make) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    course, home = fresh_course(folder / "course"), folder / "home"
    folder = course / "seats" / "eva" / FIRST
    shutil.copytree(ROOT / "exercises" / FIRST, folder)
    nbformat.write(make({}, small=False, assignment=FIRST), folder / f"{NOTEBOOK}.ipynb")
    with browser() as chromium, lab(course, "--student", "eva", home=home) as server:
        page = window(chromium)
        seats.sit_down(page, server, f"{FIRST}/{NOTEBOOK}.ipynb")
        yield Desk(course, server, page)


@pytest.fixture
def page(desk: Desk) -> Page:
    """The notebook with its beginning run, whatever was done to it before."""
    seats.bring_to_front(desk.page, f"{NOTEBOOK}.ipynb")
    seats.wait_for_kernel(desk.page)
    for text in (
        "from autograder import",
        "make_regression(n_samples",
        "def predict_loop(",
        "def nudge_line(",
    ):
        seats.run(desk.page, seats.code_cell(desk.page, text))
    return desk.page


def test_what_a_question_asks_for_appears_once_it_is_answered(page: Page) -> None:
    camera = seats.Camera("question")
    points = seats.code_cell(page, "make_regression(n_samples").locator(".jp-OutputArea img")
    expect(points).to_be_visible()
    seats.code_cell(page, "from autograder import").locator(".jp-InputPrompt").click()
    for _ in range(4):  # the imports, the text, the question, the points
        page.keyboard.press("Shift+Enter")
    question = page.locator(".jp-CodeCell", has=page.get_by_role("radio"))
    expect(question.get_by_role("radio")).to_have_count(3)
    expect(points).to_be_hidden()
    camera.take(page, "asked")
    question.get_by_role("radio").nth(1).check()
    expect(points).to_be_visible()
    camera.take(page, "answered")


def test_a_slider_draws_the_line_anew_by_mouse_and_by_key(page: Page) -> None:
    camera = seats.Camera("figures")
    cell = seats.code_cell(page, "figures.line_by_hand(")
    seats.run(page, cell)
    slider, line = cell.get_by_label("slope"), cell.locator("path[data-part='0']")
    before = line.get_attribute("d")
    slider.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    expect(line).not_to_have_attribute("d", before or "")
    expect(slider).to_have_attribute("aria-valuetext", "6, slope 6, bias 0")
    expect(cell).to_have_class(re.compile("jp-mod-selected"))
    camera.take(page, "slider")


def test_a_moving_picture_plays_and_can_be_scrubbed(page: Page) -> None:
    camera = seats.Camera("moving")
    cell = seats.code_cell(page, "figures.moving_line(")
    seats.run(page, cell)
    slider, title = cell.get_by_label("epoch"), cell.locator("[data-title='0']")
    expect(title).to_have_text("epoch 14: slope 14, bias 4.2")
    slider.fill("3")
    expect(title).to_have_text("epoch 3: slope 3, bias 0.9")
    camera.take(page, "scrubbed")
    cell.get_by_role("button", name="play").click()
    expect(title).to_have_text("epoch 14: slope 14, bias 4.2")
    expect(cell.get_by_role("button", name="play")).to_be_visible()


def test_a_restarted_jupyterlab_finds_the_work_and_a_lost_exchange_says_whom_to_ask(
    desk: Desk, page: Page
) -> None:
    camera = seats.Camera("restart")
    seats.write(
        page, "predict_loop", "def predict_loop(x, slope, bias):\n    return [slope * v + bias for v in x]"
    )
    expect(seats.check(page, "predict_loop")).to_contain_text("✓ predict_loop")
    seats.save(page)
    desk.server.stop()
    expect(page.locator(".jp-Dialog", has_text="Server Connection Error")).to_be_visible()
    camera.take(page, "server-gone")

    shutil.rmtree(desk.course / "exchange")
    (desk.course / "exchange").write_text("a file where the folder should be")
    desk.server.start()
    desk.server.wait()
    assert "cannot be made the exchange folder" in desk.server.said()
    seats.reload(page)
    seats.wait_for_kernel(page)
    expect(seats.code_cell(page, "def predict_loop(")).to_contain_text("[slope * v + bias for v in x]")
    expect(seats.code_cell(page, "check(predict_loop)")).to_contain_text("✓ predict_loop")
    camera.take(page, "server-back")

    seats.choose(page, "Nbgrader", "Assignment List")
    expect(seats.listed(page, "released")).to_contain_text("The exchange directory does not exist")
    camera.take(page, "exchange-lost")


def test_a_notebook_opened_the_next_day_shows_its_pictures_and_still_plays(page: Page) -> None:
    camera = seats.Camera("next-day")
    cell = seats.code_cell(page, "figures.moving_line(")
    seats.run(page, cell)
    seats.save(page)
    seats.choose(page, "Kernel", "Shut Down Kernel")
    seats.reload(page)
    expect(cell.locator(".jp-OutputArea img")).to_be_visible()
    expect(seats.notebook(page)).not_to_contain_text("Error displaying widget")
    cell.get_by_label("epoch").fill("5")
    expect(cell.locator("[data-title='0']")).to_have_text("epoch 5: slope 5, bias 1.5")
    camera.take(page, "opened-again")
