"""A released assignment as a zip, for students who work without nbgrader: on a laptop or in Google Colab."""

from __future__ import annotations

import zipfile
from pathlib import Path

from autograder import DISTRIBUTION
from autograder.answers import RIGHT_ANSWERS
from autograder.checks import FILE as CHECKS
from autograder.course import AssignmentEntry
from autograder.errors import CourseError, NotFound
from autograder.releases import DIRECTORY

FOLDER = "zips"
README = "README.txt"
PACKAGE = f"{DISTRIBUTION.replace('-', '_')}-"
IGNORED = (".ipynb_checkpoints", "__pycache__", "feedback")
SECRETS = (b"BEGIN SOLUTION", b"BEGIN HIDDEN TESTS")


def write(root: Path, entry: AssignmentEntry, folder: Path, wheel: Path | None = None) -> Path:
    """Write `<assignment>.zip`: the released folder, a README, and the package's wheel where one is given.

    The same content gives the same bytes, on any machine.

    Raises:
        NotFound: The assignment is not released, or there is no such wheel.
        CourseError: The release holds what is not for students.
    """
    files = _released(root, entry)
    if wheel is not None:
        files[wheel.name] = _wheel(wheel)
    files[README] = readme(entry, wheel.name if wheel else None).encode()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{entry.name}.zip"
    fresh = path.with_suffix(".zip.new")
    with zipfile.ZipFile(fresh, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(f"{entry.name}/{name}")  # of 1980; whenever it is written
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)  # not compressed: compressors differ from machine to machine
    fresh.replace(path)
    return path


def _released(root: Path, entry: AssignmentEntry) -> dict[str, bytes]:
    folder = root / DIRECTORY / entry.name
    if not (folder / f"{entry.notebook}.ipynb").is_file():
        raise NotFound(f"`{entry.name}` is not released\nhint: run `autograder generate {entry.name}` first")
    files = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file() or any(part in IGNORED for part in name.parts):
            continue
        data = path.read_bytes()
        if path.name in (CHECKS, RIGHT_ANSWERS, f"{entry.notebook}.py") or any(
            word in data for word in SECRETS
        ):
            raise CourseError(
                f"{path}: is not for students, so no zip is written\n"
                f"hint: remove it, and run `autograder generate {entry.name}` again"
            )
        files[name.as_posix()] = data
    return files


def _wheel(path: Path) -> bytes:
    if not path.name.startswith(PACKAGE) or path.suffix != ".whl":
        raise NotFound(
            f"{path}: is not this package's wheel\nhint: `pip wheel --no-deps .` in the course's folder makes it"
        )
    return path.read_bytes()


def readme(entry: AssignmentEntry, wheel: str | None) -> str:
    """Tell a student how to start and how to hand in."""
    notebook = f"{entry.notebook}.ipynb"
    due = f"Hand in by {entry.due:%A, %d %B %Y, %H:%M (UTC%z)}.\n" if entry.due else ""
    title = f"{entry.title} ({entry.name})"
    install = (
        f"pip install {wheel} jupyterlab"
        if wheel
        else "Install JupyterLab, and the course's package as your instructor says:\n       pip install jupyterlab"
    )
    colab = f"""
In Google Colab
  1. Upload {notebook}: in the menu, File, then Upload notebook.
  2. Run its first code cell. It asks for a file: choose the zip that this text came in.
  3. When you are done: in the menu, File, Download, Download .ipynb.
"""
    return f"""{title}
{"=" * len(title)}
{due}
On your own computer, with Python 3.11 or later
  1. Unpack the zip, and open a terminal in the folder {entry.name}.
  2. {install}
  3. jupyter lab {notebook}

  Keep examples.json beside the notebook: the checks need it.
{colab if wheel else ""}
In the notebook
  check(...)     below each function says what is right, and what probably went wrong
  hint(...)      gives an idea, then a question, then where to read; never the answer
  progress()     shows all functions, their points, and what is next
  In a terminal, `autograder check {notebook}` says the same as the checks do.

Handing in
  Save the notebook, and hand in {notebook}: nothing else is needed.
"""
