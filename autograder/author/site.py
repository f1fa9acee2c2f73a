"""The course as a site that needs no installation: the notebooks run in the student's browser (JupyterLite).

The site is files alone: any web server can give it out. Python itself, NumPy, matplotlib and scikit-learn come from Pyodide's
own servers when a student opens a notebook; the course's package lies in the site.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from html import escape
from importlib import resources
from pathlib import Path
from string import Template
from typing import Any

from autograder import DISTRIBUTION
from autograder.author import handout
from autograder.common.errors import AutograderError
from autograder.common.files import replace_folder
from autograder.course.settings import AssignmentEntry, Course

FOLDER = "site"
MARKER = "jupyter-lite.json"  # what every such site has
APPS = ("notebooks", "tree", "lab")
KERNEL = "@jupyterlite/pyodide-kernel-extension"
KERNELSPEC = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
PACKAGES = ("numpy", "matplotlib", "scikit-learn")
BUILD_SECONDS = 600
FIRST_CELL = f"""\
# @title In the browser: run this cell first (Shift and Enter); the first time it takes a minute
import sys

if sys.platform == "emscripten":  # anywhere else, this cell does nothing
    import piplite

    await piplite.install("{DISTRIBUTION}", deps=False)
"""


def build(root: Path, course: Course, entries: Sequence[AssignmentEntry], wheel: Path, folder: Path) -> Path:
    """Build the site of released assignments, in place of one that was built there before.

    Raises:
        NotFound: An assignment is not released, or there is no such wheel.
        CourseError: A release holds what is not for students.
        AutograderError: JupyterLite is not installed, or could not build it.
    """
    if importlib.util.find_spec("jupyterlite_core") is None:
        raise AutograderError(
            "JupyterLite is not installed\n"
            "hint: run `make site`, or `pip install '.[grader,site]'`, in the course's folder"
        )
    if folder.exists() and not (folder / MARKER).is_file():
        raise AutograderError(f"{folder}: is there already and no such site; name another with `--to FOLDER`")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as scratch:
        home = Path(scratch) / "lite"
        _write_contents(home / "contents", root, entries)
        (home / "pypi").mkdir()
        (home / "pypi" / wheel.name).write_bytes(handout.read_wheel(wheel))
        (home / MARKER).write_text(json.dumps(_settings(course)), encoding="utf-8")
        _run_jupyterlite(home, Path(scratch) / folder.name)
        (Path(scratch) / folder.name / "index.html").write_text(
            _first_page(course, entries), encoding="utf-8"
        )
        replace_folder(folder, Path(scratch))
    return folder


def _write_contents(folder: Path, root: Path, entries: Sequence[AssignmentEntry]) -> None:
    for entry in entries:
        for name, data in handout.released(root, entry).items():
            path = folder / entry.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            is_notebook = name in {f"{each}.ipynb" for each in entry.notebook_names}
            path.write_bytes(_for_browser(data, needs_package=not entry.is_ordinary) if is_notebook else data)


def _for_browser(notebook: bytes, *, needs_package: bool) -> bytes:
    """Name the kernel of browsers, and put the cell that fetches the package in place of the one that is for Google Colab, or before all others."""
    content = json.loads(notebook)
    cells: list[dict[str, Any]] = content["cells"]
    first: dict[str, Any] = {
        "cell_type": "code",
        "id": "in-the-browser",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": FIRST_CELL.rstrip("\n"),
    }
    place = next((i for i, cell in enumerate(cells) if "google.colab" in "".join(cell["source"])), None)
    content["metadata"]["kernelspec"] = KERNELSPEC
    if needs_package:
        content["cells"] = [first, *cells] if place is None else [*cells[:place], first, *cells[place + 1 :]]
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _settings(course: Course) -> dict[str, Any]:
    kernel = {"loadPyodideOptions": {"packages": list(PACKAGES)}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": course.title,
            "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        },
    }


def _run_jupyterlite(home: Path, output: Path) -> None:
    extension = Path(sys.prefix) / "share" / "jupyter" / "labextensions" / KERNEL
    options = {
        "lite_dir": home,
        "contents": home / "contents",
        "output_dir": output,
        "federated_extensions": extension,
        "ignore_sys_prefix": "True",  # JupyterLab's own extensions, such as nbgrader's, are for servers
        "no_sourcemaps": "True",
        "no_unused_shared_packages": "True",
    }
    done = subprocess.run(
        [
            *(sys.executable, "-m", "jupyterlite_core", "build"),
            *(f"--apps={app}" for app in APPS),
            *(f"--LiteBuildConfig.{name}={value}" for name, value in options.items()),
        ],
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=BUILD_SECONDS,
        check=False,
    )
    if done.returncode or not (output / MARKER).is_file():
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise AutograderError(f"JupyterLite could not build the site: {said}")


def _first_page(course: Course, entries: Sequence[AssignmentEntry]) -> str:
    template = resources.files("autograder.author").joinpath("site.html").read_text(encoding="utf-8")
    items = "\n".join(
        f'    <li><a href="notebooks/index.html?path={escape(entry.name)}/{escape(name)}.ipynb">'
        f"{escape(entry.title)}{f': {escape(name)}' if entry.is_ordinary else ''}</a>{_due(entry)}</li>"
        for entry in entries
        for name in entry.notebook_names
    )
    return Template(template).substitute(title=escape(course.title), items=items)


def _due(entry: AssignmentEntry) -> str:
    return f" <small>hand in by {entry.due:%A, %d %B %Y, %H:%M}</small>" if entry.due else ""
