"""Sandboxes and question banks that are kept for a whole test process: to make them takes longer than most of what is tested."""

from __future__ import annotations

import atexit
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from msgspec import structs

from autograder.course import bank
from autograder.course.layout import CHECKS, files_of
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.exercise import Exercise
from autograder.grading.pending import rules
from autograder.sandbox.bubblewrap import Kind
from autograder.sandbox.host import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol.messages import Figures

KEPT = 2  # of each kind, for the next who asks

_taking = threading.Lock()  # a course that is watched takes its own beside the test
_free: defaultdict[object, list[Sandbox]] = defaultdict(list)
_as_started: dict[Sandbox, object] = {}
_banks: dict[object, bank.Bank] = {}
_alike: dict[object, bank.Bank] = {}
_load = bank.load
# A sandbox lives as long as the thread that starts it.
_starter = ThreadPoolExecutor(1, thread_name_prefix="sandboxes")


class Lent:
    """A sandbox that is given back when it is closed, unless something happened to it."""

    def __init__(self, sandbox: Sandbox, key: object) -> None:
        self._sandbox, self._key = sandbox, key

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sandbox, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        free = _free[self._key]
        if self._sandbox in free:
            return
        self._sandbox.rest()
        if _is_as_started(self._sandbox) and len(free) < KEPT:
            free.append(self._sandbox)
        else:
            self._sandbox.close()


def sandbox(
    kind: Kind,
    limits: Limits,
    *,
    cells: Sequence[str] = (),
    files: Mapping[str, bytes] | None = None,
    figures: Figures | None = "draw",
    packages: tuple[str, ...] = (),
    brief: bool = False,  # whoever asks next finds it warm anyway
) -> Lent | Sandbox:
    """Give a warm sandbox, in place of `autograder.sandbox.host.Sandbox`."""
    if kind == "none":
        return Sandbox(kind, limits, cells=cells, files=files, figures=figures, packages=packages)
    key = kind, limits, tuple(cells), tuple(sorted((files or {}).items())), figures, packages
    with _taking:
        while _free[key]:
            found = _free[key].pop()
            if _is_as_started(found):
                return Lent(found, key)
            found.close()

    def start() -> Sandbox:
        started = Sandbox(kind, limits, cells=cells, files=files, figures=figures, packages=packages)
        _as_started[started] = started.state
        return started

    return Lent(_starter.submit(start).result(), key)


class Banks:
    """Banks as `autograder.course.bank` makes them, each once for all that it depends on.

    What mistakes give depends on less, and is kept beyond: nothing of course.toml or of a notebook's text changes it.
    """

    @staticmethod
    def load(root: Path, course: Course, entry: AssignmentEntry) -> bank.Bank:
        files = files_of(root, entry)
        others = sorted(path.name for path in files.script.parent.glob("*.ipynb"))
        settings = structs.replace(course, figures="draw", cells="all")  # which no bank depends on
        key = (
            entry,
            files.right_answers.read_bytes()
            if files.right_answers.is_file()
            else b"",  # no grade depends on them
            *(name for name in others if name != f"{entry.notebook}.ipynb"),
            *rules(root, settings, entry).items(),
        )
        if key not in _banks:
            made = _load(root, course, entry)
            code = tuple(made.source.code.items())
            alike = entry.name, course.judging.seed, rules(root, settings, entry)[CHECKS], code
            _banks[key] = _with_mistakes(made, _alike.setdefault(alike, made))
        return _banks[key]


def _with_mistakes(made: bank.Bank, earlier: bank.Bank) -> bank.Bank:
    """Give a bank the mistakes of an earlier one, with all that these have been asked already."""

    def kept(new: Exercise, old: Exercise) -> Exercise:
        return replace(new, mistakes=old.mistakes, pairs=old.pairs)

    questions = tuple(
        replace(new, hidden=kept(new.hidden, old.hidden), visible=kept(new.visible, old.visible))
        for new, old in zip(made.questions, earlier.questions, strict=True)
    )
    return replace(made, questions=questions)


def _is_as_started(sandbox: Sandbox) -> bool:
    return sandbox.state == _as_started[sandbox]


@atexit.register
def _close_all() -> None:
    for kept in _as_started:
        kept.close()
