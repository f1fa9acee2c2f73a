"""The documentation site as it is read: light, dark, on a phone, searched, and with nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Page, Request, expect

from tests.support.seats import Camera
from tests.support.servers import browser, window
from tests.support.website import built_once, served


@dataclass
class Reader:
    """Somebody with the site open, and all that their browser has asked for."""

    address: str
    page: Page
    asked_for: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        self.asked_for.append(request.url)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    site = built_once(tmp_path_factory)
    with browser() as chromium, served(site) as address:
        found = Reader(address, window(chromium))
        found.page.on("request", found.note)
        yield found


# One of each kind: pictures, lists, code, wide tables, numbers, made from the code.
PAGES = ("index", "student", "author", "security", "benchmarks", "reference/course-toml")
VIEWS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 1280), ("light", 390)]


def test_a_page_can_be_read_on_a_phone_and_loads_nothing_from_elsewhere(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 860})
    for name in PAGES:
        reader.page.goto(f"{reader.address}/{name}.html")
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
        assert reader.page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")
    elsewhere = [url for url in reader.asked_for if not url.startswith((reader.address, "data:", "blob:"))]
    assert elsewhere == []


def test_it_follows_the_system_in_being_light_or_dark(reader: Reader) -> None:
    camera = Camera("site")
    grounds = set()
    for scheme, width in VIEWS:
        reader.page.emulate_media(color_scheme=scheme)
        reader.page.set_viewport_size({"width": width, "height": 860})
        reader.page.goto(f"{reader.address}/reference/course-toml.html")
        camera.take(reader.page, f"{scheme}-{width}")
        grounds.add((scheme, reader.page.evaluate("getComputedStyle(document.body).backgroundColor")))
    assert len(grounds) == 2


def test_it_can_be_searched(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 860})
    reader.page.goto(f"{reader.address}/index.html", wait_until="networkidle")
    reader.page.keyboard.press("Control+k")
    reader.page.get_by_placeholder("Search").fill("missing-as-zero")
    expect(reader.page.get_by_role("option", name="autograder export")).to_be_visible()
