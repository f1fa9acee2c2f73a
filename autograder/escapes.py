"""What would hide work from the counting of steps is noted: tracing that is changed, threads, processes, reaching for frames."""

from __future__ import annotations

import _thread
import functools
import sys
import threading
from collections import Counter
from collections.abc import Callable
from types import FrameType
from typing import Any

from autograder.libraries import belongs_to_library, file_of, module_of

_FRAMES = {"tb_frame", "gi_frame", "cr_frame", "ag_frame"}
_REACHING = {
    "sys._getframe",
    "sys._current_frames",
    "gc.get_objects",
    "gc.get_referrers",
    "gc.get_referents",
    "object.__getattr__",
    "object.__setattr__",
}
_LEAVING = {"os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"}
_TRACING = {"sys.settrace", "sys.monitoring.register_callback"}
_GIVE_FRAMES_AWAY = {"inspect", "traceback", "logging"}
# What starts a thread, by the names that it had in one version of Python or another.
_STARTS = (
    "start_new_thread",
    "start_new",
    "start_joinable_thread",
    "_start_new_thread",
    "_start_joinable_thread",
)

_get_frame, _threads_alive = sys._getframe, _thread._count

_noted: Counter[str] = Counter()
# Threads that were there when a function's own process began; nobody counts them elsewhere, where Jupyter has its own.
_threads_before: int | None = None


def opaque(function: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a function so that nothing leads from the wrapper to it."""
    wrapped = functools.lru_cache(maxsize=0)(function)
    vars(wrapped).clear()
    return wrapped


def watch() -> None:
    """Note from now on, for good, what would hide work from the counting."""
    busy = False

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal busy
        if event in _LEAVING or event in _TRACING:
            _noted[event] += 1
        elif event in _REACHING and not busy:
            busy = True
            if _reaches(event, arguments):
                _noted[event] += 1
            busy = False

    sys.addaudithook(note)
    for module in (_thread, threading):
        for name in _STARTS:
            if hasattr(module, name):
                setattr(module, name, noting(getattr(module, name), "thread"))


def noting(
    original: Callable[..., Any], what: str, which: Callable[..., bool] = lambda *_, **__: True
) -> Callable[..., Any]:
    """Note the calls of a function, or those with arguments that `which` tells."""

    def call(*arguments: Any, **settings: Any) -> Any:
        if which(*arguments, **settings):
            _noted[what] += 1
        return original(*arguments, **settings)

    return opaque(call)


def forget() -> None:
    """Start anew, in a process of its own for one function."""
    global _threads_before  # noqa: PLW0603
    _noted.clear()
    _threads_before = _threads_alive()


def forget_tracing() -> None:
    """Take what was noted of tracing for the counting's own."""
    for event in _TRACING:
        _noted.pop(event, None)


def noted() -> bool:
    """Tell whether anything was done where it cannot be counted."""
    return bool(_noted) or (_threads_before is not None and _threads_alive() > _threads_before)


def _reaches(event: str, arguments: tuple[Any, ...]) -> bool:
    """Tell whether it is student code that looks at a frame, or at everything there is."""
    if event == "object.__getattr__" and arguments[1] not in _FRAMES:
        return False
    if event == "object.__setattr__" and arguments[1] != "__code__":
        return False
    frame: FrameType | None = _get_frame(2)
    while (
        frame is not None
        and belongs_to_library(frame.f_code)
        and module_of(file_of(frame.f_code)).partition(".")[0] in _GIVE_FRAMES_AWAY
    ):
        frame = frame.f_back
    return frame is not None and not belongs_to_library(frame.f_code)
