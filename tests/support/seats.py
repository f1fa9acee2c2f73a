"""What people do in JupyterLab, a function each: the instructor's seat, the student's, and the camera."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.support.course import ROOT
from tests.support.servers import TOKEN, Server


@dataclass
class Camera:
    """Keeps a picture of every step, numbered, for whoever wants to see what the tests saw.

    With AUTOGRADER_PICTURES set, those that the documents show are renewed as well: `make pictures`.
    """

    series: str
    folder: Path = field(
        default_factory=lambda: Path(os.environ.get("AUTOGRADER_ARTIFACTS", ROOT / ".artifacts")) / "browser"
    )
    taken: int = 0

    def __post_init__(self) -> None:
        for old in self.folder.glob(f"{self.series}-*.png"):
            old.unlink()

    def take(self, seen: Page | Locator, name: str, *, readme: str | None = None) -> None:
        self.taken += 1
        path = self.folder / f"{self.series}-{self.taken:02d}-{name}.png"
        seen.screenshot(path=path, animations="disabled", caret="hide")
        if readme is not None and os.environ.get("AUTOGRADER_PICTURES"):
            _shrink(path, ROOT / "docs" / f"{readme}.png")


def _shrink(picture: Path, target: Path) -> None:
    """Keep few colours: pages have few, and a picture a third of the size."""
    from PIL import Image

    with Image.open(picture) as image:
        image.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


# Either seat


def sit_down(page: Page, server: Server, path: str = "") -> None:
    """Open JupyterLab at the address that `autograder lab` prints, or one of its files."""
    server.wait()
    page.goto(f"{server.url}/lab{f'/tree/{path}' if path else ''}?token={TOKEN}")
    _settled(page)


def reload(page: Page) -> None:
    page.reload()
    _settled(page)


def _settled(page: Page) -> None:
    expect(page.locator("#jp-main-dock-panel")).to_be_visible()
    expect(page.locator("#jupyterlab-splash")).to_have_count(0)


def choose(page: Page, menu: str, entry: str) -> None:
    """Choose from the menu bar."""
    page.get_by_role("menuitem", name=menu, exact=True).click()
    page.locator(".lm-Menu").get_by_role("menuitem", name=re.compile(f"^{re.escape(entry)}")).click()


def bring_to_front(page: Page, tab: str) -> None:
    page.locator("#jp-main-dock-panel").get_by_role("tab", name=tab).click()


def files(page: Page) -> Locator:
    """Give the entries of the file browser."""
    return page.locator(".jp-DirListing-item")


def hide_files(page: Page) -> None:
    page.locator(".lm-TabBar-tab[data-id=filebrowser]").click()
    expect(files(page).first).to_be_hidden()


# The instructor's seat


def formgrader(page: Page) -> FrameLocator:
    return page.frame_locator("#formgrader iframe")


def assignment_row(page: Page, assignment: str) -> Locator:
    frame = formgrader(page)
    return frame.locator("tr", has=frame.get_by_role("link", name=assignment, exact=True))


def submission_row(page: Page, student: str) -> Locator:
    frame = formgrader(page)
    return frame.locator("tr", has=frame.locator("td.student-id", has_text=re.compile(f"^{student}$")))


def press(page: Page, row: Locator, button: str) -> str:
    """Press a button in a row of the Formgrader, wait for its answer, and give what that says."""
    row.locator(f"td.{button} a").click()
    dialog = formgrader(page).locator(".modal.in")
    expect(dialog).to_be_visible()
    return dialog.inner_text()


def dismiss(page: Page) -> None:
    """Close the Formgrader's answer."""
    dialog = formgrader(page).locator(".modal.in")
    dialog.get_by_role("button", name="OK").click()
    expect(formgrader(page).locator(".modal")).to_have_count(0)


def open_submissions(page: Page, assignment: str) -> None:
    assignment_row(page, assignment).locator("td.num-submissions a").click()
    expect(formgrader(page).get_by_role("heading", name="Manage Submissions")).to_be_visible()


def open_assignments(page: Page) -> None:
    """Go back from grading by hand to the list of assignments."""
    formgrader(page).get_by_role("link", name="Manual Grading").click()
    formgrader(page).get_by_role("link", name="Manage Assignments").click()
    expect(formgrader(page).get_by_role("heading", name="Manage Assignments")).to_be_visible()


def open_for_grading(page: Page, assignment: str, notebook: str, student: str) -> None:
    """Go to the page where a submission is graded by hand."""
    frame = formgrader(page)
    frame.get_by_role("link", name="Manual Grading").click()
    frame.get_by_role("link", name=assignment, exact=True).click()
    frame.get_by_role("link", name=notebook, exact=True).click()
    row = frame.locator("tr", has=frame.locator("a.name-shown", has_text=re.compile(f"^{student}$")))
    row.locator("a.name-hidden").click()
    expect(frame.locator("#statusmessage")).to_have_count(1)


def score_box(page: Page, test: str) -> Locator:
    return formgrader(page).locator(f"input.score#{test}")


def override(page: Page, test: str, points: str, answer: str, comment: str) -> None:
    """Grade one function by hand, and say why below the student's answer."""
    frame = formgrader(page)
    with page.expect_response(re.compile("/formgrader/api/grade/")):
        score_box(page, test).fill(points)
        score_box(page, test).press("Escape")
    with page.expect_response(re.compile("/formgrader/api/comment/")):
        frame.locator(f"textarea#{answer}-comment").fill(comment)
        frame.locator(f"textarea#{answer}-comment").press("Escape")


# The student's seat


def assignment_list(page: Page) -> Locator:
    return page.locator("#nbgrader-assignment-list")


def listed(page: Page, which: str) -> Locator:
    """Give a part of the Assignment List: `released`, `fetched` or `submitted`."""
    return assignment_list(page).locator(f"#{which}_assignments_list")


def refresh(page: Page) -> None:
    """Look what is new in the Assignment List."""
    assignment_list(page).locator("#refresh_assignments_list").click()


def fetch(page: Page, assignment: str) -> None:
    refresh(page)
    listed(page, "released").locator(".list_item", has_text=assignment).get_by_role(
        "button", name="Fetch"
    ).click()
    expect(listed(page, "fetched").get_by_text(assignment)).to_be_visible()


def open_fetched(page: Page, assignment: str, notebook: str) -> None:
    listed(page, "fetched").get_by_text(assignment).click()
    listed(page, "fetched").get_by_role("link", name=notebook, exact=True).click()
    wait_for_kernel(page)


def wait_for_kernel(page: Page) -> None:
    expect(notebook(page)).to_be_visible()
    expect(page.locator("#jp-main-statusbar").get_by_text(re.compile(r"Idle$"))).to_be_visible()


def notebook(page: Page) -> Locator:
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook")


def code_cell(page: Page, text: str) -> Locator:
    return notebook(page).locator(".jp-CodeCell", has=page.locator(".cm-content", has_text=text))


def write(page: Page, function: str, code: str) -> None:
    """Write a function over what stands in its cell, and run the cell."""
    cell = code_cell(page, f"def {function}(")
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(code)
    run(page, cell)


def check(page: Page, function: str) -> Locator:
    """Run a function's check, and give what it shows."""
    cell = code_cell(page, f"check({function})")
    run(page, cell)
    return cell.locator(".jp-OutputArea").first


def ask(page: Page, below: Locator, code: str) -> Locator:
    """Write code into a new cell below another, run it, and give what it shows."""
    below.locator(".jp-InputPrompt").click()
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    page.keyboard.press("Enter")
    page.keyboard.insert_text(code)
    cell = code_cell(page, code)
    run(page, cell)
    return cell.locator(".jp-OutputArea").first


def run(page: Page, cell: Locator) -> None:
    """Run a cell, and wait until it is done."""
    prompt = cell.locator(".jp-InputPrompt")
    before = prompt.inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("ControlOrMeta+Enter")
    expect(prompt).not_to_have_text(before)
    expect(prompt).to_have_text(re.compile(r"\[\d+\]"))


def watch_pictures(cell: Locator, action: Callable[[], None]) -> list[str]:
    """Give the pictures that a cell shows while something is done, one after the other."""
    cell.evaluate("""cell => {
        cell.seen = [];
        const look = () => {
            const pictures = cell.querySelectorAll(".jp-OutputArea img");
            const now = pictures.length === 1 ? pictures[0].src : "";
            if (now && now !== cell.seen.at(-1)) cell.seen.push(now);
        };
        new MutationObserver(look).observe(cell, {subtree: true, childList: true, attributes: true});
    }""")
    action()
    seen: list[str] = cell.evaluate("cell => cell.seen")
    return seen


def come_to_rest(picture: Locator) -> None:
    """Wait until a picture has not changed for a moment, and show it whole."""
    expect(picture).to_be_visible()
    picture.page.wait_for_function(
        """picture => {
            if (picture.src !== picture.before) [picture.before, picture.since] = [picture.src, Date.now()];
            return Date.now() - picture.since > 500;
        }""",
        arg=picture.element_handle(),
        polling=100,
    )
    picture.scroll_into_view_if_needed()


def run_all(page: Page) -> None:
    """Restart the kernel and run every cell."""
    choose(page, "Kernel", "Restart Kernel and Run All Cells")
    page.locator(".jp-Dialog").get_by_role("button", name="Confirm Kernel Restart").click()
    last = notebook(page).locator(".jp-CodeCell").last.locator(".jp-InputPrompt")
    expect(last).to_have_text(re.compile(r"\[\d+\]"))
    wait_for_kernel(page)


def save(page: Page) -> None:
    page.keyboard.press("ControlOrMeta+s")
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-current.jp-mod-dirty")).to_have_count(0)


def validate(page: Page) -> str:
    """Press Validate above the notebook, and give what it says."""
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Toolbar").get_by_text("Validate").click()
    results = page.locator(".jp-Dialog #validation-message")
    expect(results).to_be_visible()
    return results.inner_text()


def accept(page: Page) -> None:
    """Close JupyterLab's dialog."""
    page.locator(".jp-Dialog").get_by_role("button", name=re.compile("ok", re.IGNORECASE)).click()
    expect(page.locator(".jp-Dialog")).to_have_count(0)


def submit(page: Page, assignment: str, *, time: int = 1) -> None:
    listed(page, "fetched").locator(".list_item", has_text=assignment).get_by_role(
        "button", name="Submit"
    ).click()
    dated = (
        listed(page, "submitted")
        .locator(".item_name, .item_status")
        .get_by_text(re.compile(r"^\d{4}-\d\d-\d\d "))
    )
    expect(dated).to_have_count(time)


def fetch_feedback(page: Page, assignment: str, *, time: int = 1) -> None:
    refresh(page)
    row = listed(page, "submitted").locator(".list_item", has_text=assignment).first
    row.get_by_role("button", name="Fetch Feedback").click()
    expect(listed(page, "submitted").get_by_text("(view feedback)")).to_have_count(time)


def open_feedback(page: Page, notebook: str, *, time: int = 1) -> FrameLocator:
    """Open the page of the newest submission, from the folder that the Assignment List leads to."""
    feedback = files(page).filter(has_text=f"{notebook}.html")
    earlier = feedback.get_attribute("title") if feedback.count() else None
    listed(page, "submitted").get_by_text("(view feedback)").nth(time - 1).click()
    if earlier is not None:  # until then, the double click would open the earlier page once more
        expect(feedback).not_to_have_attribute("title", earlier)
    feedback.dblclick()
    return page.frame_locator(".jp-HTMLViewer iframe").last
