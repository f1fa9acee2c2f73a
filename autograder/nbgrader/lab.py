"""JupyterLab on a course: the instructor's seat with a student's beside it, or a student's alone."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.common.errors import AutograderError
from autograder.common.programs import with_own_programs
from autograder.course.layout import SOURCES
from autograder.course.settings import Course
from autograder.course.source import write_paired_notebook

SEATS = "seats"
OWN = "me"
STATE = ".jupyter"
FORMGRADER = "nbgrader-formgrader:nbgrader-formgrader"
ASSIGNMENTS = "nbgrader-assignment-list:nbgrader-assignment-list"
SETTINGS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
# What nbgrader advises to switch off for students.
NOT_FOR_STUDENTS = ("formgrader", "course-list", "create-assignment")
# The kernel of the site that needs no server (see `autograder.author.site`), where that can be built.
NOT_FOR_SERVERS = {"@jupyterlite/pyodide-kernel-extension": True}
NOT_SERVED_TO_STUDENTS = ("formgrader", "course_list")


@dataclass(frozen=True, kw_only=True)
class Start:
    """How JupyterLab is started for a seat that is ready.

    Attributes:
        home: The folder it shows.
        arguments: The whole command.
        environment: What it needs beside the environment that there is.
    """

    home: Path
    arguments: tuple[str, ...]
    environment: dict[str, str]

    def run(self) -> None:
        """Become JupyterLab: this call does not return."""
        os.chdir(self.home)
        os.execve(self.arguments[0], self.arguments, {**os.environ, **self.environment})  # noqa: S606


def prepare(root: Path, course: Course, student: str | None, options: Sequence[str] = ()) -> Start:
    """Make a seat ready.

    Args:
        root: The course's folder.
        course: The course.
        student: Whose seat it is; None for the instructor's, with one for trying things out as a student.
        options: More options for JupyterLab.

    Raises:
        AutograderError: JupyterLab is missing, or the name cannot be a student's.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        raise AutograderError(
            "JupyterLab is not installed\n"
            "hint: run `make venv`, or `pip install '.[grader,lab]'`, in the course's folder"
        )
    seat = _make_seat(root, OWN if student is None else student)
    if student is None:
        for entry in course.assignments:
            write_paired_notebook(root, entry)
        home = root
        _open_tabs(home, FORMGRADER, ASSIGNMENTS, sidebar=False)
        _configure(home, {"Exchange.assignment_dir": str(seat), **_exchange(root, course, seat)})
    else:
        home = seat
        _open_tabs(home, ASSIGNMENTS, sidebar=True)
        _configure(home, {"CourseDirectory.student_id": student, **_exchange(root, course, seat)})
        _switch_off(home)
    return Start(
        home=home,
        arguments=(
            *(sys.executable, "-m", "jupyterlab"),
            f"--ServerApp.root_dir={home}",
            "--LanguageServerManager.autodetect=False",
            *(["--allow-root"] if os.geteuid() == 0 else []),
            *options,
        ),
        environment={
            "PATH": with_own_programs(os.environ.get("PATH", "")),
            **_modules_beside(root, course, student),
            **(_own_kernel(home) if student is None else {}),
            "JUPYTER_CONFIG_PATH": os.pathsep.join(
                filter(None, (str(home / STATE), os.environ.get("JUPYTER_CONFIG_PATH")))
            ),
            "JUPYTERLAB_WORKSPACES_DIR": str(home / STATE / "workspaces"),
        },
    )


def _modules_beside(root: Path, course: Course, student: str | None) -> dict[str, str]:
    """Let an author's notebooks find the modules that students get beside theirs."""
    if student is not None or not course.shared:
        return {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, (str(root / SOURCES), os.environ.get("PYTHONPATH"))))}


def _own_kernel(home: Path) -> dict[str, str]:
    """Let the instructor's kernels look for their modules in a notebook's folder last: it may be a student's."""
    kernels = home / STATE / "share"
    beside = "--IPKernelApp.ignore_cwd=True"  # IPython before 9.7 would have it before what is installed, whatever `-P` says
    last = "--IPKernelApp.exec_lines=__import__('sys').path.append('')"
    start = [sys.executable, "-P", "-m", "ipykernel_launcher", "-f", "{connection_file}", beside, last]
    spec = {"argv": start, "display_name": "Python 3", "language": "python", "metadata": {"debugger": True}}
    _write_json(kernels / "kernels" / "python3" / "kernel.json", spec)
    return {"JUPYTER_PATH": os.pathsep.join(filter(None, (str(kernels), os.environ.get("JUPYTER_PATH"))))}


def prepare_exchange(root: Path, course: Course) -> str | None:
    """Make the exchange folder ready where it lies in the course, and say what is wrong with it, if anything is."""
    folder = course.exchange_folder(root)
    if folder.is_relative_to(root):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # nbgrader uses none that not everybody can write; with 1, nobody can take away another's folder in it.
            folder.chmod(0o1777)
        except OSError as error:
            return f"{folder}: cannot be made the exchange folder: {error.strerror}; nothing can be released or handed in"
    if os.access(folder, os.W_OK | os.X_OK) and folder.is_dir():
        return None
    what = "cannot be written" if folder.exists() else "does not exist"
    return (
        f"{folder}: the exchange folder {what}; nothing can be released or handed in\n"
        f"hint: `sudo mkdir -p {folder}` and `sudo chmod 1777 {folder}`, or change `exchange` in course.toml"
    )


def _make_seat(root: Path, name: str) -> Path:
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@-]*", name):
        raise AutograderError(
            f"{name!r} cannot be a student's name; use letters, digits, `_`, `-`, `.` and `@`"
        )
    seat = root / SEATS / name
    seat.mkdir(parents=True, exist_ok=True)
    return seat


def _exchange(root: Path, course: Course, seat: Path) -> dict[str, str]:
    return {
        "CourseDirectory.course_id": course.id,
        "Exchange.root": str(course.exchange_folder(root)),
        "Exchange.cache": str(seat / STATE / "nbgrader_cache"),
    }


def _configure(home: Path, nbgrader: dict[str, str]) -> None:
    lines = ["# Written by `autograder lab`; what course.toml says comes first.", "c = get_config()"]
    lines += [f"c.{name} = {value!r}" for name, value in nbgrader.items()]
    _write(home / STATE / "nbgrader_config.py", "\n".join([*lines, ""]))
    _write_json(home / STATE / "labconfig" / "default_setting_overrides.json", SETTINGS)
    _write_json(home / STATE / "labconfig" / "page_config.json", {"disabledExtensions": NOT_FOR_SERVERS})


def _switch_off(home: Path) -> None:
    hidden = {f"@jupyter/nbgrader:{name}": True for name in NOT_FOR_STUDENTS} | NOT_FOR_SERVERS
    unserved = {f"nbgrader.server_extensions.{name}": False for name in NOT_SERVED_TO_STUDENTS}
    _write_json(home / STATE / "labconfig" / "page_config.json", {"disabledExtensions": hidden})
    _write_json(home / STATE / "jupyter_server_config.json", {"ServerApp": {"jpserver_extensions": unserved}})


def _open_tabs(home: Path, *tabs: str, sidebar: bool) -> None:
    """Say what is open when JupyterLab first starts; from then on it remembers by itself."""
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    workspaces = WorkspacesManager(str(home / STATE / "workspaces"))
    if workspaces.load("default")["data"]:
        return
    dock = {"type": "tab-area", "currentIndex": 0, "widgets": list(tabs)}
    layout = {
        "main": {"dock": dock, "current": tabs[0]},
        "left": {
            "collapsed": not sidebar,
            "visible": True,
            "widgets": ["filebrowser"],
            **({"current": "filebrowser"} if sidebar else {}),
        },
        "right": {"collapsed": True, "visible": True},
        "relativeSizes": [0.2, 0.8, 0] if sidebar else [0, 1, 0],
    }
    data = {"layout-restorer:data": layout, **{tab: {"data": {}} for tab in tabs}}
    workspaces.save("default", json.dumps({"data": data, "metadata": {"id": "default"}}))


def _write_json(path: Path, value: Any) -> None:
    _write(path, json.dumps(value, indent=2) + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
