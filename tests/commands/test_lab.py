"""`autograder lab`: a seat for the instructor, a seat for a student, and an exchange between them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from traitlets.config.loader import PyFileConfigLoader

from autograder.common.errors import AutograderError
from autograder.gradebook.config import load_config
from autograder.nbgrader import lab
from tests.support.course import Scratch


def set_exchange(scratch: Scratch, folder: str) -> None:
    path = scratch.root / "course.toml"
    text = path.read_text()
    assert '\nexchange = "exchange"\n' in text
    path.write_text(text.replace('\nexchange = "exchange"\n', f'\nexchange = "{folder}"\n'))


def seat_settings(start: lab.Start) -> Any:
    return PyFileConfigLoader("nbgrader_config.py", path=str(start.home / ".jupyter")).load_config()


def open_tabs(start: lab.Start) -> list[str]:
    workspace = next((start.home / ".jupyter" / "workspaces").iterdir())
    tabs: list[str] = json.loads(workspace.read_text())["data"]["layout-restorer:data"]["main"]["dock"][
        "widgets"
    ]
    return [tab.partition(":")[0] for tab in tabs]


def test_the_instructor_sees_the_course_the_formgrader_and_what_students_see(scratch: Scratch) -> None:
    start = lab.prepare(scratch.root, scratch.course, None)
    assert start.home == scratch.root
    assert f"--ServerApp.root_dir={scratch.root}" in start.arguments
    assert open_tabs(start) == ["nbgrader-formgrader", "nbgrader-assignment-list"]
    assert (scratch.root / "solutions" / "5-linear-neuron" / "linear-neuron.ipynb").is_file()


def test_no_kernel_of_the_instructors_finds_its_own_modules_in_a_students_folder(
    scratch: Scratch, tmp_path: Path
) -> None:
    (tmp_path / "importlib.py").write_text("open('was-run', 'w')")
    (tmp_path / "helper.py").write_text("word = 'found beside'")
    start = lab.prepare(scratch.root, scratch.course, None)
    (spec,) = (Path(start.environment["JUPYTER_PATH"].split(os.pathsep)[0]) / "kernels").glob("*/kernel.json")
    program, safe, *_, last = json.loads(spec.read_text())["argv"]
    done = subprocess.run(
        [
            program,
            safe,
            "-m",
            "IPython",
            last.replace("IPKernelApp", "TerminalIPythonApp"),
            "-c",
            "import helper; print(helper.word)",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "found beside" in done.stdout
    assert not (tmp_path / "was-run").exists()


def test_a_student_sees_a_folder_of_their_own_and_nothing_of_the_instructors(scratch: Scratch) -> None:
    start = lab.prepare(scratch.root, scratch.course, "ada")
    assert start.home == scratch.root / "seats" / "ada"
    assert {path.name for path in start.home.iterdir()} == {".jupyter"}
    assert open_tabs(start) == ["nbgrader-assignment-list"]
    settings = seat_settings(start)
    assert settings.CourseDirectory.course_id == scratch.course.id
    assert settings.CourseDirectory.student_id == "ada"
    assert settings.Exchange.root == str(scratch.root / "exchange")
    page = json.loads((start.home / ".jupyter" / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyter/nbgrader:formgrader"] is True


def test_what_is_open_is_left_as_people_left_it(scratch: Scratch) -> None:
    start = lab.prepare(scratch.root, scratch.course, "ada")
    workspace = next((start.home / ".jupyter" / "workspaces").iterdir())
    workspace.write_text(workspace.read_text().replace("nbgrader-assignment-list:", "their-own:"))
    assert open_tabs(lab.prepare(scratch.root, scratch.course, "ada")) == ["their-own"]


def test_what_stands_behind_the_dashes_goes_to_jupyterlab(scratch: Scratch) -> None:
    start = lab.prepare(scratch.root, scratch.course, None, ["--port", "9000"])
    assert start.arguments[-2:] == ("--port", "9000")


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_root_may_sit_down_too(
    user: int, allowed: bool, scratch: Scratch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("--allow-root" in lab.prepare(scratch.root, scratch.course, None).arguments) is allowed


@pytest.mark.parametrize("name", ["../ada", "", "a b", "*", ".hidden", "ada+1", "-rf"])
def test_a_name_that_cannot_be_a_students_is_refused(name: str, scratch: Scratch) -> None:
    with pytest.raises(AutograderError, match="cannot be a student's name"):
        lab.prepare(scratch.root, scratch.course, name)


def test_the_commands_slip_is_answered_in_a_line(scratch: Scratch) -> None:
    done = scratch.run("lab", "--student", "../ada")
    assert done.returncode == 1
    assert (
        done.stderr
        == "error: '../ada' cannot be a student's name; use letters, digits, `_`, `-`, `.` and `@`\n"
    )


def test_the_exchange_is_made_where_it_lies_in_the_course(scratch: Scratch) -> None:
    assert lab.prepare_exchange(scratch.root, scratch.course) is None
    assert (scratch.root / "exchange").stat().st_mode & 0o1777 == 0o1777


def test_the_exchange_of_a_class_may_lie_anywhere(scratch: Scratch, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    set_exchange(scratch, str(tmp_path / "shared"))
    assert lab.prepare_exchange(scratch.root, scratch.course) is None
    settings = load_config(scratch.root)
    assert settings.Exchange.root == str(tmp_path / "shared")
    assert settings.ExchangeCollect.check_owner is True


def test_an_exchange_that_is_not_there_says_how_to_make_it(scratch: Scratch, tmp_path: Path) -> None:
    set_exchange(scratch, str(tmp_path / "nowhere"))
    said = lab.prepare_exchange(scratch.root, scratch.course)
    assert said is not None
    assert f"{tmp_path / 'nowhere'}: the exchange folder does not exist" in said
    assert f"`sudo mkdir -p {tmp_path / 'nowhere'}` and `sudo chmod 1777" in said
    assert not (tmp_path / "nowhere").exists()


def test_an_exchange_that_cannot_be_written_says_so(
    scratch: Scratch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shared").mkdir()
    set_exchange(scratch, str(tmp_path / "shared"))
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    assert "cannot be written; nothing can be released" in (
        lab.prepare_exchange(scratch.root, scratch.course) or ""
    )


def test_a_file_in_place_of_the_exchange_is_said(scratch: Scratch) -> None:
    (scratch.root / "exchange").write_text("")
    assert "cannot be made the exchange folder: File exists" in (
        lab.prepare_exchange(scratch.root, scratch.course) or ""
    )
