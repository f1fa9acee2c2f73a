"""Sandboxes that stay warm for a whole test process: starting one takes longer than most of what is tested in it."""

from __future__ import annotations

import atexit
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from autograder.sandbox.bubblewrap import Kind
from autograder.sandbox.host import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol.messages import Figures

KEPT = 2  # of each kind, for the next who asks

_free: defaultdict[object, list[Sandbox]] = defaultdict(list)
_as_started: dict[Sandbox, object] = {}
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
    figures: Figures | None = "draw",
    packages: tuple[str, ...] = (),
) -> Lent | Sandbox:
    """Give a warm sandbox, in place of `autograder.sandbox.host.Sandbox`."""
    if kind == "none":
        return Sandbox(kind, limits, cells=cells, figures=figures, packages=packages)
    key = kind, limits, tuple(cells), figures, packages
    while _free[key]:
        found = _free[key].pop()
        if _is_as_started(found):
            return Lent(found, key)
        found.close()

    def start() -> Sandbox:
        started = Sandbox(kind, limits, cells=cells, figures=figures, packages=packages)
        _as_started[started] = started.state
        return started

    return Lent(_starter.submit(start).result(), key)


def _is_as_started(sandbox: Sandbox) -> bool:
    return sandbox.state == _as_started[sandbox]


@atexit.register
def _close_all() -> None:
    for kept in _as_started:
        kept.close()
