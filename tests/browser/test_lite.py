"""The site that needs no installation, as far as it goes without the internet.

Python for the browser comes from its makers' servers, which no test reaches: the students' half is tested in a Python like it
(`tests/student/test_browserlike.py`). Here the pages, the notebooks, their files and the package are opened in a browser, up
to the moment where the kernel asks for that Python.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from autograder.course import settings
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, Scratch, once
from tests.support.seats import Camera
from tests.support.servers import browser, window
from tests.support.website import served, wheel_built_once

PYTHON = "/pyodide/v0.29."  # with Python 3.13, the newest that the package is for


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wheel = wheel_built_once(tmp_path_factory)

    def make(folder: Path) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "autograder", "site", "--wheel", wheel, "--to", folder / "site"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, f"{folder / 'site'}\n"), done.stderr

    return once(tmp_path_factory, "lite", make) / "site"


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with served(built) as at:
        yield at


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


def first_page(chromium: Browser, address: str, width: int = 1280) -> Page:
    page = window(chromium, width)
    page.goto(f"{address}/index.html")
    return page


def test_the_first_page_leads_to_every_notebook_and_says_how_to_keep_ones_work(
    chromium: Browser, address: str
) -> None:
    page = first_page(chromium, address)
    links = page.get_by_role("listitem").get_by_role("link")
    titles = [entry.title for entry in settings.load(ROOT).assignments]
    assert links.all_inner_texts() == titles
    expect(page.get_by_text("stays in this browser alone")).to_be_visible()
    camera = Camera("lite")
    camera.take(page, "first-page")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 860})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    camera.take(page, "first-page-on-a-phone-in-the-dark")


def test_a_notebook_opens_and_its_kernel_asks_for_python(chromium: Browser, address: str) -> None:
    page = first_page(chromium, address)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.get_by_role("link", name="A line by hand").click()
    expect(page.get_by_role("heading", name="A line by hand")).to_be_visible()
    cells = page.locator(".jp-CodeCell")
    expect(cells.first).to_contain_text("In the browser: run this cell first")
    cells.first.click()
    page.keyboard.press("Shift+Enter")
    give_up = time.monotonic() + 120
    while not any(PYTHON in url for url in asked):
        assert time.monotonic() < give_up, asked
        page.wait_for_timeout(200)
    assert page.locator(".jp-Dialog").count() == 0  # no kernel has to be chosen
    Camera("lite-notebook").take(page, "opened")
    elsewhere = [url for url in asked if not url.startswith((address, "data:", "blob:"))]
    assert [url for url in elsewhere if PYTHON not in url] == []


def test_the_package_and_what_each_notebook_needs_lie_in_the_site(built: Path) -> None:
    index = json.loads((built / "pypi" / "all.json").read_text())
    (versions,) = index["linear-regression-course"]["releases"].values()
    wheel = (built / "pypi" / versions[0]["filename"]).read_bytes()
    with zipfile.ZipFile(io.BytesIO(wheel)) as content:
        assert "autograder/student/tools.py" in content.namelist()
    for assignment in ASSIGNMENTS:
        for name in ("examples.json", "figures/lines.py"):
            beside = Path(assignment) / name
            assert (built / "files" / beside).read_bytes() == (ROOT / "exercises" / beside).read_bytes()
    together = b"".join(path.read_bytes() for path in (built / "files").rglob("*") if path.is_file())
    assert b"BEGIN SOLUTION" not in together
    assert b"google.colab" not in together


def test_what_is_done_on_the_site_is_graded_like_any_other(built: Path, scratch: Scratch) -> None:
    notebook = nbformat.read(built / "files" / ASSIGNMENT / "no-loops.ipynb", as_version=4)
    answers = {"predict": "def predict(x, slope, bias):\n    return slope * x + bias"}
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    scratch.submit("from-the-site", notebook)
    assert scratch.run("grade", ASSIGNMENT).returncode == 0
    assert scratch.grades()["from-the-site"]["predict"] == 2.0
    shown = scratch.autograded("from-the-site")
    first = next(cell for cell in shown.cells if cell.id == "in-the-browser")
    assert first.outputs == []


def test_a_folder_that_is_no_such_site_is_left_alone(scratch: Scratch, built: Path) -> None:
    (scratch.root / "site").mkdir()
    (scratch.root / "site" / "mine.txt").touch()
    wheel = next((built / "pypi").glob("*.whl"))
    done = scratch.run("site", ASSIGNMENT, "--wheel", str(wheel))
    assert done.returncode == 1
    assert "is there already and no such site" in done.stderr
    assert (scratch.root / "site" / "mine.txt").exists()
