"""A released assignment as a zip, for students who work without nbgrader: on a laptop or in Google Colab."""

from __future__ import annotations

import zipfile
from importlib import resources
from pathlib import Path, PurePosixPath
from string import Template

from autograder import DISTRIBUTION
from autograder.common.errors import CourseError, NotFound
from autograder.course import release_days
from autograder.course.layout import files_of
from autograder.course.settings import AssignmentEntry

FOLDER = "zips"
README = "README.txt"
PACKAGE = f"{DISTRIBUTION.replace('-', '_')}-"
TEMPLATE, ORDINARY = "handout.txt", "handout-ordinary.txt"
WITHOUT_WHEEL = """
  Then the course's package, as your instructor says: with .venv/bin/pip (on Windows: .venv\\Scripts\\pip) in place of pip.
"""
COLAB = """
In Google Colab
  1. Upload {notebook}: in the menu, File, then Upload notebook.
  2. Run its first code cell. It asks for a file: choose the zip that this text came in.
  3. When you are done: in the menu, File, Download, Download .ipynb.
"""
SECRETS = (b"BEGIN SOLUTION", b"BEGIN HIDDEN TESTS", b"BEGIN MARK SCHEME")


def write(root: Path, entry: AssignmentEntry, folder: Path, wheel: Path | None = None) -> Path:
    """Write `<assignment>.zip`: the released folder, a README, and the package's wheel where one is given.

    The same release gives the same bytes, on any machine and whenever it is written; its entries bear the release's day.

    Raises:
        NotFound: The assignment is not released, or there is no such wheel.
        CourseError: The release holds what is not for students.
    """
    files = released(root, entry)
    day = release_days.note(root, entry)
    if wheel is not None and not entry.is_ordinary:
        files[wheel.name] = read_wheel(wheel)
    files[README] = readme(entry, wheel.name if wheel else None).encode()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{entry.name}.zip"
    fresh = path.with_suffix(".zip.new")
    with zipfile.ZipFile(fresh, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(f"{entry.name}/{name}", (day.year, day.month, day.day, 0, 0, 0))
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, data)  # not compressed: compressors differ from machine to machine
    fresh.replace(path)
    return path


def released(root: Path, entry: AssignmentEntry) -> dict[str, bytes]:
    """Read what was released, by its name.

    Raises:
        NotFound: Nothing was.
        CourseError: It holds what is not for students.
    """
    if not files_of(root, entry).released_notebook.is_file():
        raise NotFound(f"`{entry.name}` is not released\nhint: run `autograder generate {entry.name}` first")
    files = release_days.files(root, entry)
    for name, data in files.items():
        hidden = PurePosixPath(name).name in files_of(root, entry).not_for_students
        if hidden or any(word in data for word in SECRETS):
            raise CourseError(
                f"{files_of(root, entry).release / name}: is not for students, so nothing is handed out\n"
                f"hint: remove it, and run `autograder generate {entry.name}` again"
            )
    return files


def read_wheel(path: Path) -> bytes:
    """Read the package's wheel.

    Raises:
        NotFound: It is not this package's.
    """
    if not path.name.startswith(PACKAGE) or path.suffix != ".whl":
        raise NotFound(
            f"{path}: is not this package's wheel\nhint: `pip wheel --no-deps .` in the course's folder makes it"
        )
    return path.read_bytes()


def readme(entry: AssignmentEntry, wheel: str | None) -> str:
    """Tell a student how to start and how to hand in."""
    template = ORDINARY if entry.is_ordinary else TEMPLATE
    text = resources.files("autograder.author").joinpath(template).read_text(encoding="utf-8")
    title = f"{entry.title} ({entry.name})"
    package = f"{entry.name}/{wheel} jupyterlab" if wheel else "jupyterlab"
    return Template(text).substitute(
        title=title,
        rule="=" * len(title),
        due=f"\nHand in by {entry.due:%A, %d %B %Y, %H:%M (UTC%z)}.\n" if entry.due else "",
        folder=entry.name,
        notebook=f"{entry.notebook}.ipynb",
        notebooks=" and ".join(f"{name}.ipynb" for name in entry.notebook_names),
        package=package,
        package_on_windows=package.replace("/", "\\"),
        without="" if wheel else WITHOUT_WHEEL,
        colab=COLAB.format(notebook=f"{entry.notebook}.ipynb") if wheel else "",
    )
