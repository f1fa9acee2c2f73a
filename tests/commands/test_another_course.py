"""From nothing to a graded notebook: what the page *Another course* tells, followed to the letter."""

from __future__ import annotations

import csv
import re
import shlex
import subprocess
from pathlib import Path

import nbformat
import pytest

from tests.support.course import ROOT, Scratch

PAGE = (ROOT / "docs" / "another-course.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
NEXT = "2-next-steps"


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """The course that somebody has who followed the page."""
    here = Scratch(tmp_path_factory.mktemp("somewhere"))
    for language, body in FENCE.findall(PAGE):
        if not language:
            for line in body.splitlines():
                here = typed(here, line)
        elif body.startswith("# solutions/"):
            name, _, code = body.removeprefix("# ").partition("\n")
            path = here.root / name
            path.write_text(path.read_text() + "\n\n" + code)
        else:
            write_in_place_of_the_first_stub(here.root / "submitted/bo/1-first-steps/first-steps.ipynb", body)
    return here


def typed(here: Scratch, line: str) -> Scratch:
    program, *rest = shlex.split(line)
    if program == "cd":
        return Scratch(here.root / rest[0])
    if program == "autograder":
        done = here.run(*rest)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
        if rest[0] == "verify":
            assert "problems: 0" in done.stdout
        return here
    subprocess.run([program, *rest], cwd=here.root, check=True, timeout=60)
    return here


def write_in_place_of_the_first_stub(path: Path, line: str) -> None:
    notebook = nbformat.read(path, as_version=4)
    cell = next(each for each in notebook.cells if "raise" in each.source)
    cell.source = re.sub(r" *raise .*", line.rstrip(), cell.source, count=1)
    nbformat.write(notebook, path)


def test_the_points_are_those_that_the_page_tells(followed: Scratch) -> None:
    rows = list(csv.DictReader((followed.root / "reports" / "grades-csv.csv").read_text().splitlines()))
    points = {row["student_id"]: float(row["score"]) for row in rows if row["assignment"] == "1-first-steps"}
    assert points == {"ada": 5, "bo": 0.5}


def test_who_made_the_mistake_reads_what_the_author_wrote(followed: Scratch) -> None:
    page = (followed.root / "feedback/bo/1-first-steps/first-steps.html").read_text()
    assert "The numbers are added up, but not shared. What makes a mean out of a sum?" in page
    assert (followed.root / "reports/1-first-steps.html").is_file()


def test_every_file_that_is_written_by_hand_says_what_to_change(followed: Scratch) -> None:
    written = [
        followed.root / name for name in ("course.toml", "nbgrader_config.py", "jupytext.toml", ".gitignore")
    ]
    written += sorted((followed.root / "solutions" / NEXT).glob("*.py"))
    assert len(written) == 7
    assert [path.name for path in written if "To change: " not in path.read_text()] == []


def test_nothing_that_tells_authors_what_to_change_is_released(followed: Scratch) -> None:
    assert "To change" not in (followed.root / "exercises" / NEXT / "next-steps.ipynb").read_text()


def test_an_assignment_is_added_behind_the_last(followed: Scratch) -> None:
    assert [entry.name for entry in followed.course.assignments] == ["1-first-steps", NEXT]
    assert followed.course.judging.rtol == 1e-6


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (NEXT, "there is an assignment `2-next-steps` already"),
        ("3 steps", "is no folder name"),
        ("3-checks", "would be checks.py, which has another purpose"),
    ],
)
def test_an_assignment_that_cannot_be_is_refused_and_changes_nothing(
    name: str, words: str, followed: Scratch
) -> None:
    before = (followed.root / "course.toml").read_bytes()
    done = followed.run("new", "assignment", name)
    assert done.returncode == 2
    assert words in done.stderr
    assert (followed.root / "course.toml").read_bytes() == before
    assert not (followed.root / "solutions" / name).exists() or name == NEXT


def test_a_course_is_never_laid_over_what_is_there(followed: Scratch) -> None:
    done = followed.run("new", "course", str(followed.root))
    assert done.returncode == 1
    assert "is there already\nhint: name a folder that is new or empty" in done.stderr
