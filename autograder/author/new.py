"""A course or an assignment that works at once, laid down from templates: what to change in each file, a comment there says."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

from autograder.author.generate import generate
from autograder.common.errors import AutograderError, CourseError
from autograder.common.files import save
from autograder.course import settings
from autograder.course.layout import files_of
from autograder.course.settings import FILE, AssignmentEntry, Course

TEMPLATES = "templates"
FIRST = "1-first-steps"
COURSE = {
    FILE: FILE,
    "nbgrader_config.py": "nbgrader_config.txt",
    "jupytext.toml": "jupytext.toml",
    ".gitignore": "gitignore.txt",
}


def new_course(folder: Path) -> Path:
    """Lay down a course with one assignment, released, and give the source of its notebook.

    Raises:
        AutograderError: The folder holds something already, or there is no name in its own.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AutograderError(f"{folder}: is there already\nhint: name a folder that is new or empty")
    identifier = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")
    if not identifier:
        raise AutograderError(
            f"{folder}: a course is named after its folder\nhint: name one with letters or digits"
        )
    words = {
        "id": identifier,
        "title": identifier.replace("-", " ").capitalize(),
        "name": FIRST,
        "assignment": _title(FIRST),
    }
    for name, template in COURSE.items():
        save(folder / name, _filled(template, words))
    return _lay_down(folder, settings.load(folder), FIRST)


def new_assignment(root: Path, course: Course, name: str) -> Path:
    """Lay down an assignment at the end of a course, released, and give the source of its notebook.

    Raises:
        AutograderError: There is one of this name, the name is none, or `course.toml` cannot take it.
    """
    if any(entry.name == name for entry in course.assignments):
        raise CourseError(f"{root / FILE}: there is an assignment `{name}` already; choose another name")
    entry = AssignmentEntry(name=name, title=_title(name))
    folder = files_of(root, entry).source
    if folder.exists():
        raise CourseError(f"{folder}: is there already; choose another name, or name it in {FILE}")
    place = root / FILE
    before = place.read_text(encoding="utf-8")
    save(
        place, _with_assignment(before, _filled("assignment.toml", {"name": name, "assignment": entry.title}))
    )
    try:
        extended = settings.load(root)
        if extended.assignments != (*course.assignments, entry):
            raise CourseError(f"{place}: its assignments cannot be added to; write them as `[[assignments]]`")
        return _lay_down(root, extended, name)
    except CourseError:
        if not folder.exists():
            save(place, before)
        raise


def _with_assignment(text: str, added: str) -> str:
    """Put a table behind the last of its kind; at the end of the file, where something belongs to that one."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.strip() == "[[assignments]]"]
    if not starts or "[assignments." in text:
        return f"{text.rstrip()}\n\n{added}"
    end = next((number for number in range(starts[-1], len(lines)) if not lines[number].strip()), len(lines))
    return f"{''.join(lines[:end]).rstrip()}\n\n{added}{''.join(lines[end:])}"


def _lay_down(root: Path, course: Course, name: str) -> Path:
    entry = course.assignment(name)
    files = files_of(root, entry)
    for path, template in (
        (files.script, "notebook.txt"),
        (files.checks, "checks.txt"),
        (files.right_answers, "right_answers.txt"),
    ):
        save(path, _filled(f"assignment/{template}", {"assignment": entry.title}))
    generate(root, course, entry)
    return files.script


def _title(name: str) -> str:
    return re.sub(r"^\d+-", "", name).replace("-", " ").replace("_", " ").capitalize()


def _filled(template: str, words: dict[str, str]) -> str:
    text = (resources.files("autograder.author") / TEMPLATES / template).read_text(encoding="utf-8")
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    return text
