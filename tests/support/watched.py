"""A course that is watched by `autograder watch` in a thread of the tests' own."""

from __future__ import annotations

import contextlib
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

from autograder.cli.quiet import quiet_libraries
from autograder.gradebook.config import load_config
from autograder.nbgrader import lab
from autograder.nbgrader.watch import watch
from tests.support.course import ASSIGNMENT, Scratch, kept_warm

PATIENCE = 60.0


@dataclass
class Watched:
    """A course with an exchange, and the watcher that a test starts in it."""

    scratch: Scratch
    said: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)
    cluster: str | None = None  # where it is graded, if not here

    @property
    def root(self) -> Path:
        return self.scratch.root

    @property
    def inbound(self) -> Path:
        return self.root / "exchange" / self.scratch.course.id / "inbound"

    def settings(self, **changes: str) -> None:
        """Change settings of course.toml; `on_submission` and `due` are the assignment's."""
        path = self.root / "course.toml"
        text = path.read_text()
        for key, value in changes.items():
            if key in ("on_submission", "due"):
                before, start, entry = text.partition(f'name = "{ASSIGNMENT}"\n')
                head, blank, rest = entry.partition("\n\n")
                head = re.sub(rf"^{key} = .*\n?", "", head, flags=re.MULTILINE).rstrip("\n")
                text = f"{before}{start}{head}\n{key} = {value}{blank}{rest}"
            else:
                text = re.sub(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        path.write_text(text)

    def hand_in(self, student: str, notebook: NotebookNode | str, moment: str) -> Path:
        """Put a submission into the exchange, in the order in which nbgrader's `submit` does."""
        folder = (
            self.inbound / f"{student}+{ASSIGNMENT}+2026-11-22 {moment}.000000 UTC+{moment[-2:]}abcdefghij"
        )
        folder.mkdir()
        text = notebook if isinstance(notebook, str) else json.dumps(notebook)
        (folder / "no-loops.ipynb").write_text(text)
        (folder / "timestamp.txt").write_text(f"2026-11-22 {moment}.000000 UTC")
        (folder / "submission_secret.txt").write_text(f"secret of {student} at {moment}")
        folder.chmod(0o777)
        return folder

    def wait_for(self, *words: str, times: int = 1) -> str:
        """Give the line that holds all the words, as soon as so many do."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = [line for line in self.said if all(word in line for word in words)]
            if len(found) >= times:
                return found[-1]
            time.sleep(0.02)
        raise AssertionError(f"{words} was not said {times} times, but: {self.said}")

    def page(self, student: str) -> str:
        """Give the feedback that the student can fetch by now."""
        from nbgrader.utils import notebook_hash

        secret = (self.root / "submitted" / student / ASSIGNMENT / "submission_secret.txt").read_text()
        name = notebook_hash(secret=secret, notebook_id="no-loops")
        return (self.inbound.parent / "feedback" / f"{name}.html").read_text()

    def points(self, student: str) -> float:
        return sum(score or 0.0 for score in self.scratch.grades()[student].values())

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Let it watch while the block runs."""
        self.stop.clear()
        failed: list[BaseException] = []

        def run() -> None:
            try:
                watch(self.root, workers=1, cluster=self.cluster, say=self.said.append, stop=self.stop)
            except BaseException as error:
                failed.append(error)

        with quiet_libraries(), kept_warm():
            thread = threading.Thread(target=run)
            thread.start()
            try:
                until = time.monotonic() + PATIENCE
                while thread.is_alive() and time.monotonic() < until:
                    if any(line.startswith("watching ") for line in self.said):
                        break
                    time.sleep(0.02)
                if failed:
                    raise failed[0]
                assert any(line.startswith("watching ") for line in self.said), self.said
                yield
            finally:
                self.stop.set()
                thread.join(PATIENCE)
        assert not thread.is_alive()
        assert self.said.pop() == "stopped"
        self.said[:] = [line for line in self.said if not line.startswith("watching ")]


def prepare(course: Scratch) -> Watched:
    lab.prepare_exchange(course.root, course.course)
    config = load_config(course.root)
    folder = CourseDirectory(config=config)
    folder.assignment_id = ASSIGNMENT
    with quiet_libraries():
        ExchangeFactory(config=config).ReleaseAssignment(coursedir=folder, config=config).start()
    watched = Watched(course)
    watched.settings(figures='"skip"', on_submission="{}")
    return watched
