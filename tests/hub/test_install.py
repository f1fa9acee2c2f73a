"""deploy/server: what of it can be told without a machine of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.nbgrader.lab import NOT_FOR_STUDENTS, NOT_SERVED_TO_STUDENTS
from tests.support.course import ROOT

DEPLOY = ROOT / "deploy" / "server"
SCRIPT = DEPLOY / "install"
FILLED = ("ID", "INSTRUCTOR", "COURSE", "EXCHANGE", "ENVIRONMENT", "PROXY")


def test_the_script_is_bash_and_says_how_it_is_used() -> None:
    subprocess.run(["bash", "-n", str(SCRIPT)], check=True, timeout=10)
    said = subprocess.run([str(SCRIPT)], capture_output=True, text=True, timeout=10, check=False)
    assert said.returncode == 2
    assert "deploy/server/install INSTRUCTOR" in said.stderr


def test_every_step_is_there_and_described() -> None:
    text = SCRIPT.read_text()
    (steps,) = re.findall(r"^STEPS=\((.*)\)$", text, flags=re.MULTILINE)
    page = (ROOT / "docs" / "instructor" / "server.md").read_text()
    assert re.findall(r"^\| `(\w+)` \|", page, flags=re.MULTILINE) == steps.split()
    for step in steps.split():
        assert f"\n{step}() {{\n" in text


def test_it_installs_with_the_uv_that_the_lock_file_was_written_with() -> None:
    pinned = re.findall(
        r"^UV(?:_VERSION)? ?:?= ?(\S+)$", (ROOT / "Makefile").read_text() + SCRIPT.read_text(), re.MULTILINE
    )
    assert len(pinned) == 2
    assert len(set(pinned)) == 1


def test_students_are_not_shown_what_their_seat_in_the_lab_does_not_show() -> None:
    served = json.loads((DEPLOY / "student" / "jupyter_server_config.json").read_text())
    assert served["ServerApp"]["jpserver_extensions"] == {
        f"nbgrader.server_extensions.{name}": False for name in NOT_SERVED_TO_STUDENTS
    }
    shown = json.loads((DEPLOY / "student" / "labconfig" / "page_config.json").read_text())
    assert shown["disabledExtensions"] == {f"@jupyter/nbgrader:{name}": True for name in NOT_FOR_STUDENTS}


@pytest.mark.parametrize("path", sorted(DEPLOY.rglob("*.*")), ids=lambda path: path.name)
def test_what_is_to_be_filled_in_is(path: Path) -> None:
    assert {*re.findall(r"@([A-Z]+)@", path.read_text())} <= {*FILLED}
    if path.suffix == ".py":
        compile(path.read_text(), path.name, "exec")


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_starts_what_is_installed(path: Path) -> None:
    (command,) = re.findall(r"^ExecStart=(.*)$", path.read_text(), flags=re.MULTILINE)
    assert command.startswith("@ENVIRONMENT@/bin/")
    assert "WantedBy=multi-user.target" in path.read_text()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    filled = {"ENVIRONMENT": sys.prefix, "COURSE": str(tmp_path), "INSTRUCTOR": "root"}
    units = []
    for path in DEPLOY.glob("*.service"):
        text = re.sub(r"@([A-Z]+)@", lambda match: filled[match[1]], path.read_text())
        units.append(tmp_path / path.name)
        units[-1].write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
