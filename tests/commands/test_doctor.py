"""`autograder doctor`: in broken surroundings, each thing that is wrong is named with its remedy, and nothing else is."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.cli import demo
from autograder.common.errors import CannotCount
from autograder.doctor import walls
from tests.support.course import ROOT, Scratch

ID = "linear-regression-from-scratch"
# Without walls none are tried: most of what a run takes.
UNTRIED = {"sandbox": "none"}


@pytest.fixture
def surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that every account can enter, with a home in it that is in order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "home").mkdir(mode=0o700)
        monkeypatch.setenv("HOME", str(folder / "home"))
        for variable in ("JUPYTER_DATA_DIR", "XDG_DATA_HOME"):
            monkeypatch.delenv(variable, raising=False)
        yield folder


@pytest.fixture
def exchange(surroundings: Path) -> Path:
    """An exchange as the documents say, with what a release and the first feedback make in it."""
    folder = surroundings / "exchange"
    for path, mode in (
        (folder, 0o1777),
        (folder / ID, 0o755),
        (folder / ID / "outbound", 0o755),
        (folder / ID / "inbound", 0o2733),
        (folder / ID / "feedback", 0o711),
    ):
        path.mkdir()
        path.chmod(mode)
    return folder


def course(surroundings: Path, **changes: str) -> Scratch:
    """Make a course with some settings changed, in a folder that nobody else can enter."""
    root = surroundings / "course"
    root.mkdir(mode=0o700)
    for name in demo.COPIED:
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "solutions" / "figures", root / "solutions" / "figures")
    text = (root / "course.toml").read_text()
    for key, value in changes.items():
        text = re.sub(rf"^{key} = .*$", f'{key} = "{value}"', text, flags=re.MULTILINE)
    (root / "course.toml").write_text(text)
    return Scratch(root)


def wrong(done: subprocess.CompletedProcess[str], subject: str) -> str:
    """Give what is said to be wrong with a subject, each with its remedy."""
    assert done.stderr == ""
    found = re.findall(rf"^✗ {subject}: .*\n  remedy: .*$", done.stdout, flags=re.MULTILINE)
    assert found, done.stdout
    assert done.returncode == 1
    assert re.search(r"^wrong: [1-9]", done.stdout, flags=re.MULTILINE)
    return "\n".join(found)


def right(done: subprocess.CompletedProcess[str], subject: str) -> str:
    """Give what is said of a subject with which nothing is wrong."""
    assert f"✗ {subject}" not in done.stdout
    (found,) = re.findall(rf"^✓ {subject}: .*$", done.stdout, flags=re.MULTILINE)
    return str(found)


def test_where_nothing_is_wrong_it_says_so_and_changes_nothing(surroundings: Path) -> None:
    scratch = course(surroundings)
    before = sorted(scratch.root.rglob("*"))
    done = scratch.program("autograder", "doctor")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing is wrong"), (
        done.stdout + done.stderr
    )
    assert right(done, "Python") == f"✓ Python: {platform.python_version()}"
    assert re.search(r"numpy \d.*, nbgrader 0\.9", right(done, "environment"))
    assert "bubblewrap" in right(done, "walls")
    assert right(done, "counting")
    assert "first release makes it" in right(done, "exchange")
    assert "`autograder generate` makes it" in right(done, "gradebook")
    assert sorted(scratch.root.rglob("*")) == before


def test_an_exchange_as_the_documents_have_it_is_in_order(surroundings: Path, exchange: Path) -> None:
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    assert "can be written" in right(done, "exchange")
    assert right(done, "course")
    assert right(done, "cache")


@pytest.mark.parametrize("mode", [0o755, 0o711], ids=oct)
def test_a_home_that_others_can_enter_is_named_with_what_it_gives_away(
    surroundings: Path, exchange: Path, mode: int
) -> None:
    home = surroundings / "home"
    home.chmod(mode)
    (home / ".local/share/jupyter/nbgrader_cache" / ID).mkdir(parents=True)
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    said = wrong(done, "homes")
    assert str(home) in said
    assert "1 of them with a readable nbgrader_cache" in said
    assert "chmod 700" in said
    assert "chmod 700" in wrong(done, "cache")


def test_a_closed_home_is_not_named(surroundings: Path, exchange: Path) -> None:
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    assert str(surroundings / "home") not in "\n".join(re.findall("^. homes.*", done.stdout, re.MULTILINE))


def test_a_cache_elsewhere_that_others_can_read_is_named(
    surroundings: Path, exchange: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(surroundings / "data"))
    (surroundings / "data" / "nbgrader_cache").mkdir(parents=True)
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    assert f"`chmod 700 {surroundings}/data/nbgrader_cache`" in wrong(done, "cache")


def test_without_a_course_a_student_is_told_whether_others_can_read_their_home(
    surroundings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(surroundings)
    done = Scratch(surroundings).run("doctor")
    assert (done.returncode, "no course.toml here" in done.stderr) == (4, True)
    assert f"{surroundings}/home is closed to others" in right(done, "home")
    (surroundings / "home").chmod(0o755)
    assert f"✗ home: {surroundings}/home can be read" in Scratch(surroundings).run("doctor").stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can give a folder away")
def test_whoever_looks_at_the_course_of_another_is_told_once(surroundings: Path, exchange: Path) -> None:
    scratch = course(surroundings, exchange=str(exchange), **UNTRIED)
    for path in (scratch.root, *exchange.rglob("*")):
        os.chown(path, 65534, -1)
    done = scratch.run("doctor")
    said = wrong(done, "account")
    assert "the course belongs to nobody, and this is root" in said
    assert "`sudo -u nobody -H autograder doctor`" in said
    assert "✗ exchange" not in done.stdout


@pytest.mark.parametrize(
    ("settings", "file"),
    [
        ('transport_encryption = "required"', "jupyter_config.py"),
        ('transport = "ipc"', "jupyter_server_config.py"),
        (None, ""),
    ],
)
def test_kernels_that_every_account_can_listen_to_are_named(
    surroundings: Path, exchange: Path, monkeypatch: pytest.MonkeyPatch, settings: str | None, file: str
) -> None:
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(surroundings))
    if settings:
        (surroundings / file).write_text(f"get_config().KernelManager.{settings}\n")
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    if settings:
        assert right(done, "kernels")
    else:
        assert 'transport_encryption = "required"' in wrong(done, "kernels")


def test_a_course_that_students_can_read_is_named(surroundings: Path, exchange: Path) -> None:
    scratch = course(surroundings, exchange=str(exchange), **UNTRIED)
    scratch.root.chmod(0o755)
    assert f"`chmod 700 {scratch.root}`" in wrong(scratch.run("doctor"), "course")


def test_a_missing_exchange_is_named_with_how_to_make_it(surroundings: Path) -> None:
    done = course(surroundings, exchange=str(surroundings / "none"), **UNTRIED).run("doctor")
    assert f"does not exist\n  remedy: `sudo mkdir -p {surroundings}/none && sudo chmod 1777" in wrong(
        done, "exchange"
    )


def test_an_exchange_that_cannot_be_written_is_named(surroundings: Path) -> None:
    done = course(surroundings, exchange="/proc", **UNTRIED).run("doctor")
    assert "/proc cannot be written by this account" in wrong(done, "exchange")


def test_a_file_in_place_of_the_exchange_is_named(surroundings: Path) -> None:
    (surroundings / "file").touch()
    done = course(surroundings, exchange=str(surroundings / "file"), **UNTRIED).run("doctor")
    assert "is no folder" in wrong(done, "exchange")


@pytest.mark.parametrize(
    ("place", "mode", "remedy"),
    [
        (".", 0o777, "chmod 1777"),
        (ID, 0o777, "chmod 755"),
        (f"{ID}/inbound", 0o2777, "chmod 2733"),
        (f"{ID}/inbound", 0o755, "chmod 2733"),
        (f"{ID}/feedback", 0o755, "chmod 711"),
        (f"{ID}/feedback", 0o700, "chmod 711"),
        (f"{ID}/outbound", 0o700, "chmod 755"),
    ],
)
def test_a_folder_of_the_exchange_with_other_rights_is_named(
    surroundings: Path, exchange: Path, place: str, mode: int, remedy: str
) -> None:
    (exchange / place).chmod(mode)
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    said = wrong(done, "exchange")
    assert f"{mode:o}" in said
    assert f"{remedy} {(exchange / place).resolve()}`" in said


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can give a folder away")
def test_an_exchange_that_belongs_to_another_account_is_named(surroundings: Path, exchange: Path) -> None:
    os.chown(exchange / ID, 65534, -1)
    said = wrong(course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor"), "exchange")
    assert re.search(r"belongs to nobody.*\n  remedy: work as nobody", said)


def test_students_without_accounts_of_their_own_are_named(surroundings: Path, exchange: Path) -> None:
    (exchange / ID / "inbound" / "ada+4-no-loops+2026-11-22 10:00:00.000000 UTC+abc").mkdir()
    done = course(surroundings, exchange=str(exchange), **UNTRIED).run("doctor")
    assert "what ada handed in belongs to this account" in wrong(done, "exchange")


def test_a_missing_bubblewrap_is_named(surroundings: Path) -> None:
    only_python = str(Path(sys.executable).parent)
    done = course(surroundings, sandbox="system-bubblewrap").program(
        "autograder", "doctor", environment={"PATH": only_python}
    )
    assert "apt install bubblewrap" in wrong(done, "walls")


def test_a_bubblewrap_that_does_not_work_is_named_with_what_it_says(surroundings: Path) -> None:
    program = surroundings / "bwrap"
    program.write_text(
        '#!/bin/sh\ntest "$1" = --version && echo bubblewrap 0.9.0 && exit\necho no permission for namespaces >&2\nexit 1\n'
    )
    program.chmod(0o755)
    done = course(surroundings).program(
        "autograder", "doctor", environment={"PATH": f"{surroundings}:{os.environ['PATH']}"}
    )
    said = wrong(done, "walls")
    assert "no permission for namespaces" in said
    assert "allow unprivileged user namespaces" in said


def test_walls_without_counting_are_told_apart(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start(_: object) -> None:
        raise CannotCount

    monkeypatch.setattr(walls, "_start", start)
    done = course(surroundings).run("doctor")
    assert right(done, "walls")
    assert "use a version of Python that the README names" in wrong(done, "counting")


def test_no_walls_are_wrong(surroundings: Path) -> None:
    assert 'write sandbox = "bubblewrap"' in wrong(course(surroundings, **UNTRIED).run("doctor"), "walls")


def test_a_version_out_of_bounds_is_named(surroundings: Path) -> None:
    metadata = surroundings / "packages" / "nbgrader-0.8.4.dist-info" / "METADATA"
    metadata.parent.mkdir(parents=True)
    metadata.write_text("Metadata-Version: 2.1\nName: nbgrader\nVersion: 0.8.4\n")
    done = course(surroundings, **UNTRIED).program(
        "autograder", "doctor", environment={"PYTHONPATH": str(metadata.parents[1])}
    )
    said = wrong(done, "environment")
    assert re.search(r"nbgrader 0\.8\.4 is not .*>=0\.9\.5", said)
    assert "make venv" in said


def test_another_python_is_named(surroundings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "python_version", lambda: "3.14.0")
    assert "3.14.0 is not" in wrong(course(surroundings, **UNTRIED).run("doctor"), "Python")


def test_a_gradebook_in_a_place_that_cannot_be_written_is_named(surroundings: Path) -> None:
    done = course(surroundings, gradebook="sqlite:////proc/gradebook.db", **UNTRIED).run("doctor")
    assert "/proc/gradebook.db: nothing can be written" in wrong(done, "gradebook")


def test_a_gradebook_that_is_none_is_named(surroundings: Path) -> None:
    scratch = course(surroundings, **UNTRIED)
    (scratch.root / "gradebook.db").write_text(
        "This is no database, and long enough for one to be looked for. " * 20
    )
    assert "not a database" in wrong(scratch.run("doctor"), "gradebook")


def test_a_server_that_does_not_answer_is_named_without_its_password(surroundings: Path) -> None:
    done = course(surroundings, gradebook="postgresql://me:hush@127.0.0.1:1/grades", **UNTRIED).run("doctor")
    assert "127.0.0.1:1/grades" in wrong(done, "gradebook")
    assert "hush" not in done.stdout


def test_a_course_file_that_cannot_be_read_is_an_error_after_what_needs_none(surroundings: Path) -> None:
    scratch = course(surroundings)
    (scratch.root / "course.toml").write_text("title = ")
    done = scratch.run("doctor")
    assert done.returncode == 2
    assert right(done, "environment")
    assert done.stderr.startswith("error: ")
