"""Handing in and giving back through nbgrader's exchange: students own what lies there."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.collect import inbound as inbound_files
from autograder.course.files import PROOF, extra_files
from autograder.gradebook.config import load_config
from autograder.nbgrader import lab
from tests.support.course import ASSIGNMENT, Scratch
from tests.support.exchange import exchange

NOW = "2026-11-22 10:00:00.000000 UTC"


def settings(folder: Path) -> Config:
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


@pytest.fixture
def released(scratch: Scratch) -> Scratch:
    lab.prepare_exchange(scratch.root, scratch.course)
    exchange(load_config(scratch.root), "ReleaseAssignment").start()
    return scratch


def inbound(course: Scratch) -> Path:
    return course.root / "exchange" / course.course.id / "inbound"


def hand_in(course: Scratch, student: str, moment: str = NOW, *, timestamp: str | None = None) -> Path:
    """Put a submission into the exchange, as nbgrader's `submit` does."""
    folder = inbound(course) / f"{student}+{ASSIGNMENT}+{moment}+secret"
    folder.mkdir()
    (folder / "no-loops.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text(timestamp or moment)
    (folder / "submission_secret.txt").write_text("c0ffee")
    folder.chmod(0o777)
    return folder


@pytest.fixture
def collect(released: Scratch, caplog: pytest.LogCaptureFixture) -> Callable[..., tuple[set[str], str]]:
    """Collect what was handed in, and give what lies in `submitted/` and what was said."""

    def run(*, update: bool = False) -> tuple[set[str], str]:
        step = exchange(load_config(released.root), "Collect")
        step.update = update
        step.start()
        return {
            path.parent.name for path in (released.root / "submitted").glob(f"*/{ASSIGNMENT}")
        }, caplog.text

    return run


def test_an_exchange_with_times_of_its_own_is_read_to_the_minute(released: Scratch, collect: Any) -> None:
    with (released.root / "nbgrader_config.py").open("a") as file:
        file.write(
            '\nc = get_config()\nc.Exchange.timezone = "Europe/Berlin"\nc.Exchange.timestamp_format = "%d.%m.%Y %H:%M %Z"\n'
        )
    hand_in(released, "ada", "05.02.2027 23:30 CET")
    hand_in(released, "ben", "10.07.2027 09:00 CEST")
    hand_in(released, "ben", "02.10.2027 09:00 CEST")  # later, though not by the alphabet
    hand_in(released, "cyd", "2027-02-05 23:30:00 +0100")
    hand_in(released, "dan", "five to twelve")
    students, said = collect()
    assert students == {"ada", "ben", "cyd"}
    assert {
        student: (released.root / "submitted" / student / ASSIGNMENT / "timestamp.txt").read_text()
        for student in students
    } == {
        "ada": "2027-02-05 22:30:00 UTC",
        "ben": "2027-10-02 07:00:00 UTC",
        "cyd": "2027-02-05 22:30:00 UTC",
    }
    assert "its name holds no time: 'five to twelve+secret'" in said


def test_what_was_handed_in_is_collected(released: Scratch, collect: Any) -> None:
    hand_in(released, "ada")
    hand_in(released, "ben")
    assert collect()[0] == {"ada", "ben"}
    assert (released.root / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt").read_text() == (
        "2026-11-22 10:00:00 UTC"
    )


@pytest.mark.parametrize(
    ("student", "moment"),
    [
        ("mallory", "yesterday"),
        ("-rf", NOW),
        ("*", NOW),
        ("ada,ben", NOW),
        ("ada ", NOW),
        ("mal\nlory", NOW),
        ("\x1b[2Jmallory", NOW),
    ],
)
def test_a_forged_name_in_the_exchange_is_named_and_stops_nobody(
    student: str, moment: str, released: Scratch, collect: Any
) -> None:
    hand_in(released, "ada")
    hand_in(released, student, moment)
    students, said = collect()
    assert students == {"ada"}
    assert "Not collected" in said
    assert "\x1b" not in said
    assert not (released.root / ASSIGNMENT).exists()


def test_what_somebody_else_hands_in_for_a_student_is_named_and_not_collected(
    released: Scratch, collect: Any
) -> None:
    """Where students have accounts of their own: here everything belongs to the account that runs the tests."""
    own = pwd.getpwuid(os.getuid()).pw_name
    (released.root / "nbgrader_config.py").write_text(
        (released.root / "nbgrader_config.py").read_text() + "\nc.ExchangeCollect.check_owner = True\n"
    )
    hand_in(released, own)
    hand_in(released, "ada")
    students, said = collect()
    assert students == {own}
    assert f"it belongs to the account {own}" in said


def test_a_submission_that_cannot_be_copied_leaves_the_one_before_where_it_is(
    released: Scratch, collect: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(released, "ada")
    collect()
    newer = hand_in(released, "ada", NOW.replace("10:00", "11:00"))

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("autograder.collect.inbound.copy_plain", fail)
    said = collect(update=True)[1]
    assert f"Not collected: {newer.name}: [Errno 28] No space left on device" in said
    there = released.root / "submitted" / "ada" / ASSIGNMENT / "timestamp.txt"
    assert there.read_text() == "2026-11-22 10:00:00 UTC"


def test_a_student_named_after_the_folder_above_writes_nothing_there(released: Scratch, collect: Any) -> None:
    hand_in(released, "..")
    assert collect()[0] == set()
    assert not (released.root / ASSIGNMENT).exists()


def test_a_link_in_a_submission_brings_nothing_of_the_instructors(released: Scratch, collect: Any) -> None:
    folder = hand_in(released, "mallory")
    solutions = released.root / "solutions"
    (folder / "notes.txt").symlink_to(solutions / ASSIGNMENT / "checks.py")
    (folder / "more").symlink_to(solutions, target_is_directory=True)
    os.mkfifo(folder / "pipe")
    said = collect()[1]
    kept = {path.name for path in (released.root / "submitted" / "mallory" / ASSIGNMENT).iterdir()}
    assert kept == {"no-loops.ipynb", "timestamp.txt", "submission_secret.txt"}
    assert "left out: notes.txt, pipe, more (no file)" in said


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file to another account")
@pytest.mark.parametrize("accounts", [True, False], ids=["with-accounts", "without"])
def test_a_file_of_somebody_elses_in_a_submission_is_named_and_not_collected(
    accounts: bool, released: Scratch, collect: Any
) -> None:
    """Whoever can name a file can link to it, whoever owns it, and the instructor's account reads them all."""
    settings = released.root / "nbgrader_config.py"
    settings.write_text(f"{settings.read_text()}\nc.ExchangeCollect.check_owner = {accounts}\n")
    student = pwd.getpwuid(os.getuid()).pw_name
    folder = hand_in(released, student)
    linked, given = released.root / "of-another.txt", folder / "given.txt"
    for path in (linked, given):
        path.write_text("secret")
        os.chown(path, 65534, 65534)
    (folder / "linked.txt").hardlink_to(linked)
    (folder / "own.txt").hardlink_to(folder / "no-loops.ipynb")
    said = collect()[1]
    kept = {path.name for path in (released.root / "submitted" / student / ASSIGNMENT).glob("*.txt")}
    assert ("linked.txt" in kept, "given.txt" in kept, "own.txt" in kept) == (False, not accounts, True)
    assert "linked.txt (belongs to another account)" in said


def test_a_folder_that_is_itself_a_link_is_not_collected(released: Scratch, collect: Any) -> None:
    (inbound(released) / f"mallory+{ASSIGNMENT}+{NOW}+x").symlink_to(released.root / "solutions")
    students, said = collect()
    assert students == set()
    assert "it is no folder" in said


@pytest.mark.parametrize("time", ["yesterday, I swear", "2000-01-01 00:00:00 UTC", f"{NOW}{' ' * 1000}junk"])
def test_the_exchanges_time_counts_whatever_the_submission_says(
    time: str, released: Scratch, collect: Any
) -> None:
    hand_in(released, "mallory", timestamp=time)
    collect()
    noted = (released.root / "submitted" / "mallory" / ASSIGNMENT / "timestamp.txt").read_text()
    assert noted == "2026-11-22 10:00:00 UTC"


def test_of_too_many_files_the_notebook_and_the_proof_are_collected(released: Scratch, collect: Any) -> None:
    folder = hand_in(released, "ada")
    for number in range(inbound_files.MAX_FILES):
        (folder / f"frame-{number:04}.png").touch()
    students, said = collect()
    assert students == {"ada"}
    assert "left out: all but 1000 of its files" in said
    there = released.root / "submitted" / "ada" / ASSIGNMENT
    assert (there / "no-loops.ipynb").is_file()
    assert PROOF in extra_files(there, "no-loops", released.course.limits)


def test_a_submission_that_is_too_large_stops_nobody(released: Scratch, collect: Any) -> None:
    folder = hand_in(released, "mallory")
    with (folder / "data.bin").open("wb") as file:
        file.truncate(200_000_000)
    hand_in(released, "ben")
    assert collect()[0] == {"ben", "mallory"}
    assert not (released.root / "submitted" / "mallory" / ASSIGNMENT / "data.bin").exists()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # nbgrader leaves a file open
def test_a_page_that_nobody_could_fetch_is_named_and_keeps_nobody_elses(
    released: Scratch, caplog: pytest.LogCaptureFixture
) -> None:
    for student, secret in (
        ("ada", b"c0ffee"),
        ("ben", b"\xff\xfe"),
        ("cem", None),
        ("Doe, Jane", None),
        ("Doe", b"c0ffee2"),
        ("dan", b"c" * 10_000 + b"\xff"),
    ):
        folder = released.root / "feedback" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        (folder / "no-loops.html").write_text(student)
        (folder / "timestamp.txt").write_text(NOW)
        if secret is not None:
            (folder / "submission_secret.txt").write_bytes(secret)
    exchange(load_config(released.root), "ReleaseFeedback").start()
    pages = list((released.root / "exchange" / released.course.id / "feedback").glob("*.html"))
    assert {page.read_text() for page in pages} == {"ada", "Doe"}
    for student in ("ben", "cem", "Doe, Jane", "dan"):
        assert f"Not released: {student} did not hand in through the exchange" in caplog.text
