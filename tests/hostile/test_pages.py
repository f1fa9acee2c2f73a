"""What students wrote runs no script in feedback pages or in the Formgrader, stalls neither, and steers no terminal."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from autograder.feedback.markup import formatted
from tests.support.attacks.room import Room
from tests.support.course import ASSIGNMENT, Scratch, once

# Whose pages are looked at: everything that is odd in text, outputs, verdicts or files.
SHOWN = (
    "puts_scripts_into_its_text_and_outputs", "puts_scripts_into_its_verdicts", "writes_to_the_terminal_in_an_exception",
    "holds_text_that_no_file_can_hold", "returns_text_that_no_message_can_hold", "has_a_picture_pasted_into_its_text",
    "writes_what_takes_long_to_format", "shows_more_text_than_a_page_can_hold", "prints_fifty_megabytes_in_one_line",
    "displays_forged_verdicts", "gives_cells_ids_that_collide", "forges_outputs_of_impossible_form",
    "raises_with_a_huge_message", "has_two_hundred_cells", "draws_a_picture_of_a_gigapixel",
    "names_one_picture_four_hundred_times", "names_pictures_that_are_not_there", "draws_a_diagram_of_scripts",
    "writes_what_becomes_a_million_elements", "odd-folder-named-like-its-page",
    "000-honest", "odd-pages", "odd-not-json", "odd-renamed", "odd-links-and-pipes", "mutilated-001", "mutilated-002",
)  # fmt: skip
LARGEST = 25_000_000  # bytes of one page
SECONDS = 120.0  # for all pages together, on a slow machine; each of the slow texts alone took longer
TOKEN = "secret"


class Live(HTMLParser):
    """Collects what a browser would run of `alert(1)`: scripts, handlers, and addresses that are code."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        if tag in ("iframe", "object", "embed", "base", "svg"):
            self.found.append(tag)
        for name, value in attrs:
            address = "".join((value or "").split()).lower()
            code = address.startswith(("javascript:", "vbscript:", "data:text", "data:image/svg"))
            if code or (name.startswith("on") and "alert" in address):
                self.found.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and "alert(1)" in data:
            self.found.append(f"script: {data[:80]}")


def live(page: str) -> list[str]:
    parser = Live()
    parser.feed(page)
    return parser.found


@contextlib.contextmanager
def formgrader(root: Path) -> Iterator[str]:
    """Serve a course's Formgrader, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyter", "server", "--allow-root", "--no-browser", f"--port={port}"),
            *(f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"),
            "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
        ],
        cwd=root,
        env={**os.environ, "HOME": str(root), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(OSError):
                fetch(f"{address}/api")
                break
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def fetch(address: str) -> str:
    separator = "&" if "?" in address else "?"
    with urllib.request.urlopen(f"{address}{separator}token={TOKEN}", timeout=60) as answer:
        return str(answer.read().decode())


@pytest.fixture(scope="module")
def pages(room: Room, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Feedback pages, and the Formgrader's views, of those who are `SHOWN`; and how long they took."""
    from nbgrader.api import Gradebook

    def build(folder: Path) -> None:
        root = folder / "course"
        ignored = shutil.ignore_patterns("submitted", "autograded", "feedback", "home")
        shutil.copytree(room.root, root, ignore=ignored)
        students = [student for student in sorted(room.grades) if student.endswith(SHOWN)]
        for student in students:
            shutil.copytree(room.root / "autograded" / student, root / "autograded" / student)
        scratch = Scratch(root)
        started = time.monotonic()
        done = scratch.run("feedback", ASSIGNMENT, timeout=600)
        assert done.returncode == 0, done.stderr[-2000:]
        assert f"feedback pages: {len(students)} " in done.stdout
        (folder / "formgrader").mkdir()
        with Gradebook(scratch.course.gradebook_url(root), scratch.course.id) as gradebook:
            ids = {
                student: gradebook.find_submission_notebook("no-loops", ASSIGNMENT, student).id
                for student in students
            }
        with formgrader(root) as address:
            for student, number in ids.items():
                page = fetch(f"{address}/formgrader/submissions/{number}/?index=0")
                (folder / "formgrader" / f"{student}.html").write_text(page)
            (folder / "seconds.txt").write_text(str(time.monotonic() - started))
            for name in (
                "page.html",
                "PAGE.HTM",
                "picture.svg",
                "feed.xml",
                "code.js",
                "inner/page.xhtml",
                "data.csv",
            ):
                with contextlib.suppress(urllib.error.HTTPError):
                    served = fetch(f"{address}/formgrader/submissions/{ids['odd-pages']}/{name}")
                    (folder / "formgrader" / f"served-{Path(name).name}").write_text(served)

    return once(tmp_path_factory, "pages", build)


def feedback(pages: Path) -> list[Path]:
    return sorted((pages / "course" / "feedback").glob("*/*/no-loops.html"))


def views(pages: Path) -> list[Path]:
    return sorted((pages / "formgrader").glob("[0-9mo]*.html"))


def test_the_pages_of_a_hostile_class_are_ready_in_a_bounded_time(pages: Path) -> None:
    assert float((pages / "seconds.txt").read_text()) < SECONDS


@pytest.mark.parametrize("where", [feedback, views])
def test_no_page_is_larger_than_a_browser_can_open(where: type, pages: Path) -> None:
    assert {path: size for path in where(pages) if (size := path.stat().st_size) > LARGEST} == {}


@pytest.mark.parametrize("where", [feedback, views])
def test_a_picture_that_is_not_shown_is_named_in_its_place(where: type, pages: Path) -> None:
    missing, many = (
        next(path for path in where(pages) if name in str(path)).read_text()
        for name in ("names_pictures_that_are_not_there", "names_one_picture_four_hundred_times")
    )
    assert missing.count("“image.png”: not in the notebook that was handed in") == 1
    assert [missing.count(f"“{name}”: it is empty, damaged, or") for name in ("empty", "odd", "svg")] == [
        1,
        1,
        1,
    ]
    assert many.count("data:image/png") == 7
    assert many.count("“a”: shown above") == 799
    assert many.count("left out, as it takes 2.0 MB, and all pictures of a page may take 16 MB") == 4


@pytest.mark.parametrize("where", [feedback, views])
def test_no_script_of_a_students_runs_in_a_page(where: type, pages: Path) -> None:
    shown = where(pages)
    assert len(shown) == len(SHOWN)
    assert {path: found for path in shown if (found := live(path.read_text()))} == {}


@pytest.mark.parametrize("where", [feedback, views])
@pytest.mark.parametrize("attack", ["text_and_outputs", "verdicts"])
def test_what_the_script_says_is_shown_as_the_text_that_it_is(attack: str, where: type, pages: Path) -> None:
    page = next(path for path in where(pages) if f"puts_scripts_into_its_{attack}" in str(path)).read_text()
    assert page.count("alert(1)") > 4


@pytest.mark.parametrize(
    "address",
    ["http://a.b/seen.png", "//a.b/seen.png", "/hub/logout", "../../hub/logout", "x/%2e%2e/%2e%2e/hub/logout", "x?y=1"],
)  # fmt: skip
def test_no_picture_is_fetched_from_elsewhere_by_whoever_opens_a_page(address: str) -> None:
    """Nor is anything asked of the server that shows it, in the name of whoever looks at it."""
    shown = formatted(f"![a picture]({address})")
    assert "src=" not in shown
    assert "(a picture from elsewhere: " in shown


def test_a_picture_that_lies_beside_the_notebook_is_shown() -> None:
    assert 'src="figures/my%20plot.png"' in formatted("![a picture](figures/my%20plot.png)")


def test_without_our_filters_the_scripts_do_run(room: Room) -> None:
    from nbconvert.exporters import HTMLExporter

    student = next(student for student in room.grades if "puts_scripts_into_its_text" in student)
    page, _ = HTMLExporter().from_notebook_node(room.scratch.autograded(student))
    assert live(page)


def test_the_formgrader_serves_no_page_that_was_handed_in(pages: Path) -> None:
    assert [path.name for path in (pages / "formgrader").glob("served-*")] == ["served-data.csv"]


def test_a_verdict_is_readable_in_the_formgrader(pages: Path) -> None:
    page = next(path for path in views(pages) if "000-honest" in path.name).read_text()
    assert "✓ mse: 2/2 points" in page


def test_no_control_sequence_reaches_the_terminal(room: Room) -> None:
    for text in (room.told("said"), room.told("complained"), room.told("again")):
        assert {char for char in text if not char.isprintable()} <= {"\n", "\r"}
