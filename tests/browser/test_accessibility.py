"""What axe-core, which knows the rules, finds in all that students and instructors look at: nothing serious, light or dark."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from autograder.common.errors import NotRightYet
from autograder.figures import guess, stage
from autograder.student import tools
from autograder.student.session import found
from tests.support.classroom import classroom, not_written, unreadable, wrong
from tests.support.course import ASSIGNMENT, ROOT, Make, Scratch
from tests.support.gallery import PICTURES
from tests.support.seats import Camera
from tests.support.servers import browser, window

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
THEMES = Path(sys.prefix) / "share/jupyter/lab/themes/@jupyterlab"
LAB = "body{background:var(--jp-layout-color0);color:var(--jp-content-font-color1);font-family:sans-serif}"
PLAIN = {
    "light": "body{background:#fff;color:#222;font-family:sans-serif}",
    "dark": "body{background:#1e1e1e;color:#ddd;font-family:sans-serif}",
}
SUMMED = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"
# Right, wrong with a picture, nearly right, without a result, and not begun.
CELLS = (
    "def predict(x, slope, bias):\n    return slope * x - bias",
    "check(predict)",
    "def predict(x, slope, bias):\n    return slope * x + bias",
    "check(predict)",
    SUMMED,
    "check(mse)",
    "def gradients(x, y, y_pred):\n    raise NotImplementedError",
    "check(gradients)",
    "def train(x, y, learning_rate, epochs):\n    return slope, bias, []",
    "check(train)",
    "progress()",
    "hint(train)",
    "hint(train)",
    "hint(train)",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as chromium:
        opened = window(chromium, 1000, 900)
        opened.context.unroute_all()  # the pages are files
        yield opened


def serious_faults(page: Page) -> list[str]:
    """Give what axe-core calls serious or critical, a line each."""
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary']}"
        for violation in violations
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.fixture(scope="module")
def written(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with feedback pages, a report, and the page to show in class."""
    course = released_course.copied(tmp_path_factory.mktemp("written") / "course")
    course.submit("ada", make({"mse": SUMMED, "gradients": "def gradients("}, small=False))
    assert course.run("grade", ASSIGNMENT).returncode == 0
    with classroom(course) as room:
        for student in ("ben", "chloe", "dmitri", "elif"):
            room.enter(
                student, wrong("mse", "summed", "The squares are added up.", 1.0), not_written("train")
            )
        for student in ("femi", "gita", "hugo"):
            room.enter(student)
        room.enter("ines", wrong("gradients", "missing", "There is no function `gradients`."))
        room.enter("jonas", *unreadable("The submission could not be read: the file is not JSON."))
    for command in (("feedback",), ("report",), ("report", "--anonymous")):
        done = course.run(command[0], ASSIGNMENT, *command[1:])
        assert done.returncode == 0, done.stderr
    return course.root


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    "name",
    [
        f"feedback/ada/{ASSIGNMENT}/no-loops.html",
        f"feedback/jonas/{ASSIGNMENT}/no-loops.html",
        f"reports/{ASSIGNMENT}.html",
        f"reports/{ASSIGNMENT}-anonymous.html",
    ],
)
def test_a_page_has_no_serious_fault(name: str, scheme: Scheme, written: Path, page: Page) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto((written / name).as_uri())
    assert serious_faults(page) == []


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The HTML of what a student's cells show: checks, progress, hints, questions, and every picture."""
    shown: list[str] = []
    work = tmp_path_factory.mktemp("work") / ASSIGNMENT
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, work)
    space: dict[str, Any] = {"__name__": "__main__"}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(work)
        patch.setattr(stage, "watched", lambda: True)
        patch.setattr("IPython.display.display", lambda bundle, **_: shown.append(bundle["text/html"]))
        patch.setattr(tools, "_display", lambda each: shown.append(each._repr_html_()))
        for cell in ("import numpy as np\nfrom autograder import check, hint, progress", *CELLS):
            with contextlib.suppress(NotRightYet):
                exec(cell, space)
        guess("Will they lie on a line?", {"yes": "Not quite.", "nearly": "Right."})
        for picture in PICTURES.values():
            picture()
    found.clear()
    tools._hinted.clear()
    return "".join(
        f'<div class="jp-Cell"><div class="jp-Cell-outputWrapper">{each}</div></div>' for each in shown
    )


def lab_style(scheme: Scheme) -> str:
    return (THEMES / f"theme-{scheme}-extension" / "index.css").read_text() + LAB


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("style", [lab_style, PLAIN.__getitem__], ids=["lab", "elsewhere"])
def test_what_a_notebook_shows_has_no_serious_fault(
    style: Callable[[Scheme], str], scheme: Scheme, outputs: str, page: Page, tmp_path: Path
) -> None:
    place = tmp_path / "page.html"
    place.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Outputs</title><style>{style(scheme)}</style>'
        f'<body data-jp-theme-light="{str(scheme == "light").lower()}"><main>{outputs}</main>',
        encoding="utf-8",
    )
    page.goto(place.as_uri())
    page.get_by_role("radio").first.check()
    for summary in page.locator("summary").all():
        summary.click()
    found = serious_faults(page)
    page.set_viewport_size({"width": 1000, "height": page.evaluate("document.body.scrollHeight") + 16})
    Camera(f"outputs-{scheme}-{'lab' if style is lab_style else 'elsewhere'}").take(page, "all")
    page.set_viewport_size({"width": 1000, "height": 900})
    assert found == []
