"""The folder that students hand in to: what is new is seen, by whatever way, and what was there costs nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.collect import inbox
from autograder.collect.inbox import POLL_SECONDS, SETTLED_SECONDS, Inbox


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += POLL_SECONDS
        return self.now


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each time that all names are listed."""
    found: list[str] = []
    real = os.listdir

    def note(path: Path) -> list[str]:
        found.append(str(path))
        return real(path)

    monkeypatch.setattr(inbox.os, "listdir", note)  # type: ignore[attr-defined]
    return found


def opened(folder: Path) -> Iterator[Inbox]:
    folder.mkdir(exist_ok=True)
    box = Inbox(folder, Clock())
    yield box
    box.close()


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Inbox]:
    yield from opened(tmp_path / "inbound")


def date_back(folder: Path) -> None:
    """Let the folder's date be older than what makes it doubtful."""
    then = time.time() - 10 * SETTLED_SECONDS
    os.utime(folder, (then, then))


def seen(box: Inbox, *names: str) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        assert box.look()
        if set(names) <= set(box.since(0)[0]):
            return True
        time.sleep(0.01)
    return False


def test_what_lies_there_and_what_comes_is_seen_once_each(tmp_path: Path, box: Inbox) -> None:
    folder = tmp_path / "inbound"
    (folder / "a").mkdir()
    assert seen(box, "a")
    (folder / "b").mkdir()
    assert seen(box, "b")
    for _ in range(5):
        box.look()
    names, place = box.since(0)
    assert list(names) == ["a", "b"]
    (folder / "c").mkdir()
    assert seen(box, "c")
    assert list(box.since(place)[0]) == ["c"]


def test_what_the_system_tells_is_not_looked_for_among_all_that_there_is(
    tmp_path: Path, box: Inbox, listed: list[str]
) -> None:
    folder = tmp_path / "inbound"
    date_back(folder)
    box.look()
    assert len(listed) == 1
    for _ in range(20):
        box.look()
    assert len(listed) == 1  # nothing has changed
    for number in range(50):
        (folder / str(number)).mkdir()
        assert seen(box, str(number))
    assert len(listed) < 50


def test_what_another_machine_puts_there_is_seen_though_the_system_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: list[str]
) -> None:
    monkeypatch.setattr(Inbox, "_told", lambda _: [])
    for box in opened(tmp_path / "inbound"):
        for number in range(10):
            (tmp_path / "inbound" / str(number)).mkdir()
            assert seen(box, str(number))


def test_a_folder_that_goes_and_comes_again_is_looked_at_anew(tmp_path: Path, box: Inbox) -> None:
    (tmp_path / "inbound" / "a").mkdir()
    assert seen(box, "a")
    (tmp_path / "inbound").rename(tmp_path / "away")
    assert not box.look()
    (tmp_path / "inbound").mkdir()
    (tmp_path / "inbound" / "b").mkdir()
    assert seen(box, "b")


def test_that_something_comes_is_told_once_before_it_is_looked_at(tmp_path: Path, box: Inbox) -> None:
    date_back(tmp_path / "inbound")
    box.look()
    assert not box.stirs()
    (tmp_path / "inbound" / "a").mkdir()
    assert box.stirs()
    assert not box.stirs()
