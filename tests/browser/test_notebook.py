"""A student's notebook in a real browser: pictures that move, sliders that draw, and work that is not lost."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, Make

sys.path.insert(0, str(Path(__file__).parent))

import seats
from playwright.sync_api import Page, expect
from servers import Server, browser, fresh_course, lab, window

FIRST, NOTEBOOK = "1-best-fit-line", "best-fit-line"


@dataclass(frozen=True)
class Desk:
    """A student in front of the first notebook, solved, with nothing of it run."""

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
        seats.wait_for_kernel(page)
        for text in ("from autograder import", "make_regression(n_samples", "def predict_loop("):
            seats.run(page, seats.code_cell(page, text))
        yield Desk(course, server, page)


def test_a_slider_draws_the_line_anew_and_a_moving_picture_stays_one(desk: Desk) -> None:
    page, camera = desk.page, seats.Camera("figures")
    cell = seats.code_cell(page, "figures.line_by_hand(")
    seats.run(page, cell)
    picture = cell.locator(".jp-OutputArea img")
    before = picture.get_attribute("src")
    handle = cell.locator(".noUi-handle").first
    handle.focus()
    for _ in range(12):
        handle.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", before or "")
    expect(picture).to_have_count(1)
    seats.come_to_rest(picture)
    camera.take(page, "slider")

    seats.run(page, seats.code_cell(page, "def nudge_line("))
    cell = seats.code_cell(page, "figures.moving_line(")
    pictures = seats.watch_pictures(cell, lambda: seats.run(page, cell))
    assert len(pictures) >= 8
    expect(cell.locator(".jp-OutputArea img")).to_have_count(1)
    seats.come_to_rest(cell.locator(".jp-OutputArea img"))
    camera.take(page, "moving-picture")


def test_a_restarted_jupyterlab_finds_the_work_and_a_lost_exchange_says_whom_to_ask(desk: Desk) -> None:
    page, camera = desk.page, seats.Camera("restart")
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
