"""The hostile class: attackers, careless students, mutilated notebooks and honest students, graded together once."""

from __future__ import annotations

import functools
import json
import random
import socket
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.attacks.attacks import ATTACKS, Attack
from tests.support.attacks.mutilation import mutilate
from tests.support.attacks.odd import ODD
from tests.support.course import ASSIGNMENT, Make, Scratch, once

# Answers of honest students, right and wrong, to be found as they are whoever sits beside them.
HONEST: tuple[dict[str, str], ...] = (
    {
        "mse": "import inspect, logging, traceback\n\ndef mse(y, y_pred):\n    # no ctypes, no sys.settrace\n"
        "    logging.warning(inspect.currentframe().f_code.co_name)\n    traceback.format_exc()\n    return np.mean((y - y_pred) ** 2)"
    },
    {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"},
    {"predict": "def predict(x, slope, bias):\n    return np.array([[slope * v + bias] for v in x.ravel()])"},
    {
        "gradients": "def gradients(x, y, y_pred):\n    return 2 * np.mean(x * (y - y_pred)), 2 * np.mean(y - y_pred)"
    },
    {"train": "def train(x, y, learning_rate, epochs):\n    return 0.0, 0.0, [mse(y, 0 * y)] * epochs"},
)
HONEST_STUDENTS = 20
MUTILATED = 30
# Shorter and smaller than the course's own: what never ends, or takes everything, is given up sooner.
LIMITS = {
    "cell_seconds = 6 ": "cell_seconds = 1.5 ",
    "notebook_seconds = 60 ": "notebook_seconds = 8 ",
    "call_seconds = 3 ": "call_seconds = 1 ",
    "memory_mb = 1024 ": "memory_mb = 128 ",
}
SECRET = "INSTRUCTORS_SECRET"


@dataclass(frozen=True)
class Room:
    """The class after the real command has graded it."""

    scratch: Scratch

    @property
    def root(self) -> Path:
        return self.scratch.root

    @functools.cached_property
    def grades(self) -> dict[str, dict[str, float | None]]:
        return self.scratch.grades()

    def told(self, what: str) -> str:
        """Read what the command `said`, or `complained` of; what it told when run `again`; how many `seconds` it took."""
        return (self.root / f"{what}.txt").read_text()

    @functools.cached_property
    def not_graded(self) -> dict[str, str]:
        """The reasons why submissions were not graded, by student."""
        lines = f"{self.told('said')}\n{self.told('complained')}".splitlines()
        found = [line.removeprefix("not graded: ") for line in lines if line.startswith("not graded: ")]
        return {name: reason for name, _, reason in (line.partition(": ") for line in found)}

    def points(self, student: str) -> tuple[float | None, ...]:
        return tuple(self.grades[student][name] for name in ("predict", "mse", "gradients", "train"))


def name_of(each: Attack) -> str:
    return f"{ATTACKS.index(each):03d}-{each.name}"


def shorten_limits(root: Path) -> None:
    settings = (root / "course.toml").read_text()
    for old, new in LIMITS.items():
        assert old in settings
        settings = settings.replace(old, new)
    (root / "course.toml").write_text(settings)


def hand_in_attacks(scratch: Scratch, make: Make, attacks: Sequence[Attack], port: int) -> None:
    for each in attacks:
        notebook = make({}, rest=each.rest)
        each.change(notebook)
        path = scratch.submit(name_of(each), notebook)
        path.write_text(path.read_text().replace("SURROGATE", "\\ud800").replace("PORT", str(port)))


def hand_in_odd_things(scratch: Scratch, make: Make) -> None:
    whole = json.dumps(make({})).encode()
    for name, odd in ODD.items():
        folder = scratch.root / "submitted" / f"odd-{name}" / ASSIGNMENT
        folder.mkdir(parents=True)
        odd.make(folder, whole)
    for seed in range(MUTILATED):
        scratch.submit_file(f"mutilated-{seed:03d}", mutilate(json.loads(whole), random.Random(seed)))
    other = scratch.root / "submitted" / "odd-linked-folder"
    other.mkdir()
    (other / ASSIGNMENT).symlink_to(scratch.root / "submitted" / "000-honest" / ASSIGNMENT)
    (scratch.root / "submitted" / "odd-linked").symlink_to(scratch.root / "submitted" / "000-honest")


def name_of_honest(number: int) -> str:
    """Seat the honest among the attackers, whom their names sort: every tenth is one of them."""
    return f"{10 * number:03d}-honest"


def hand_in_honest(scratch: Scratch, make: Make, count: int) -> None:
    for number in range(count):
        scratch.submit(name_of_honest(number), make(HONEST[number % len(HONEST)]))


def graded(released_course: Scratch, make: Make, factory: pytest.TempPathFactory) -> Room:
    """Grade the hostile class; every process of the test run looks at the same one."""

    def build(folder: Path) -> None:
        scratch = released_course.copied(folder / "course")
        shorten_limits(scratch.root)
        (scratch.root / "home").mkdir()
        (scratch.root / "home" / SECRET).write_text(SECRET)
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=_accept, args=(server,), daemon=True).start()
            hand_in_honest(scratch, make, HONEST_STUDENTS)
            hand_in_attacks(scratch, make, ATTACKS, server.getsockname()[1])
            hand_in_odd_things(scratch, make)
            started = time.monotonic()
            done = scratch.run(
                "grade",
                ASSIGNMENT,
                "--workers",
                "2",
                timeout=900,
                environment={SECRET: SECRET, "HOME": str(scratch.root / "home")},
            )
            seconds = time.monotonic() - started
            again = scratch.run("grade", ASSIGNMENT)
        for name, text in (
            ("said", done.stdout),
            ("complained", done.stderr),
            ("again", again.stdout + again.stderr),
            ("seconds", str(seconds)),
        ):
            (scratch.root / f"{name}.txt").write_text(text)
        assert (done.returncode, again.returncode) == (1, 1), done.stderr  # some could not be read
        # No folder that pytest's own cleaning would drown in.
        subprocess.run(
            ["rm", "-rf", scratch.root / "submitted" / "odd-without-a-bottom"], check=True, timeout=60
        )

    return Room(Scratch(once(factory, "hostile", build) / "course"))


def _accept(server: socket.socket) -> None:
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return
