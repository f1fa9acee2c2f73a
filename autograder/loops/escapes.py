"""What would hide work from the counting of steps is noted: tracing that is changed, threads, processes, a look at all there is.

Only what is given to a student's own code counts, not what a library does on its behalf.
"""

from __future__ import annotations

import _thread
import contextlib
import functools
import importlib.util
import sys
from collections import Counter
from collections.abc import Callable
from types import BuiltinFunctionType
from typing import Any

from autograder.loops import isolated
from autograder.loops.libraries import belongs_to_library, file_of, module_of

_LEAVING = {"os.fork", "os.forkpty", "os.posix_spawn", "subprocess.Popen"}
# What lasts: done in any cell, it hides what a function does later.
_LASTING = {"sys.addaudithook", "cpython.PyInterpreterState_New"}
_LOOKING = {
    "gc.get_objects",
    "gc.get_referrers",
    "gc.get_referents",
    "sys._current_frames",
    "sys._current_exceptions",
}
# They start other interpreters, in which nothing is counted. Those that are there are watched, so that who loads one loads it
# anew; that an interpreter begins is told of before Python 3.13 only.
_INTERPRETERS = {"_interpreters", "_xxsubinterpreters", "_testcapi", "_testinternalcapi"}
# From the notebook's own thread, frames lead to the worker.
_ATTRIBUTE = "object.__getattr__"
_FRAME, _GIVING_FRAMES = "sys._getframe", {"inspect", "logging", "traceback"}
_TRACING = {"sys.settrace", "sys.setprofile", "sys.monitoring.register_callback", "f_trace"}
# What starts a thread or a process without being told of, by the names that it had in one version of Python or another.
_STARTS = {
    "_thread": ("start_new_thread", "start_new", "start_joinable_thread"),
    "threading": ("_start_new_thread", "_start_joinable_thread"),
    "_posixsubprocess": ("fork_exec",),
    "subprocess": ("_fork_exec",),
    "_interpreters": ("run_string", "run_func", "exec", "call"),
    "_xxsubinterpreters": ("run_string",),
}

_get_frame, _threads_alive = sys._getframe, _thread._count

_noted: Counter[str] = Counter()
_lasting: Counter[str] = Counter()
# Threads that were there when a function's own process began; nobody counts them elsewhere, where Jupyter has its own.
_threads_before: int | None = None
_imported = False


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
        global _imported  # noqa: PLW0603
        if event == _ATTRIBUTE and not str.endswith(arguments[1], "_frame"):
            return  # such as the code of a frame: the counting itself asks for it all the time
        if event in _LEAVING:
            _noted[event] += 1
        elif event == "import":
            _imported = True
            if arguments[0] in _INTERPRETERS:
                _lasting[event] += 1
        elif not busy and event in _ASKED:
            busy = True
            with contextlib.suppress(ValueError):  # where there is no frame, it is the counting itself
                if not belongs_to_library(_get_frame(1).f_code) and _ASKED[event](*arguments):
                    (_lasting if event in _LASTING else _noted)[event] += 1
            busy = False
        elif event == _FRAME and not busy and isolated.is_at_home():
            busy = True
            if _hands_out_frame():
                _noted[event] += 1
            busy = False

    for place, names in _STARTS.items():
        if importlib.util.find_spec(place) is None:
            continue
        module = importlib.import_module(place)
        for name in names:
            if hasattr(module, name):
                setattr(module, name, noting(getattr(module, name), name))
    sys.addaudithook(note)


def noting(
    original: Callable[..., Any], what: str, which: Callable[..., bool] = lambda *_, **__: True
) -> Callable[..., Any]:
    """Note the calls of a function, or those with arguments that `which` tells."""

    def call(*arguments: Any, **settings: Any) -> Any:
        if which(*arguments, **settings):
            _noted[what] += 1
        return original(*arguments, **settings)

    return opaque(call)


def note_names(names: tuple[str, ...]) -> None:
    """Note code that changes the tracer of a frame."""
    if "f_trace" in names:
        _noted["f_trace"] += 1


def forget() -> None:
    """Start anew, in a process of its own for one function."""
    global _threads_before  # noqa: PLW0603
    _noted.clear()
    _threads_before = _threads_alive()


def imported() -> bool:
    """Tell, once, whether anything was imported since this was asked last, or since it is watched."""
    global _imported
    was, _imported = _imported, False
    return was


def forget_tracing() -> None:
    """Take what was noted of tracing for the counting's own."""
    for event in _TRACING:
        _noted.pop(event, None)


def noted() -> bool:
    """Tell whether anything was done where it cannot be counted."""
    return bool(_noted or _lasting) or (_threads_before is not None and _threads_alive() > _threads_before)


def _profiles(*_: object) -> bool:
    """Tell the profiling with a function from the one of `cProfile`, in which no Python runs."""
    return not {"enable", "disable"} & {*_get_frame(2).f_code.co_names}


def _is_written_in_python(callback: object = None, *_: object) -> bool:
    return callback is not None and type(callback) is not BuiltinFunctionType


def _changes_library(function: Any, name: str, *_: object) -> bool:
    return name == "__code__" and belongs_to_library(function.__code__)


def _leads_to_worker(owner: Any, name: str) -> bool:
    """Tell whether a frame is the worker's, or leads there."""
    if isolated.is_at_home() and name.endswith("_frame"):
        return True
    return name == "tb_frame" and module_of(file_of(owner.tb_frame.f_code)).startswith("autograder.")


def _hands_out_frame() -> bool:
    """Tell whether a frame is asked for by student code, or by what gives it to student code; many libraries look at their own."""
    with contextlib.suppress(ValueError):
        asking = _get_frame(2)
        caller = asking.f_back
        if not belongs_to_library(asking.f_code):
            return True
        gives = module_of(file_of(asking.f_code)) in _GIVING_FRAMES
        return gives and caller is not None and not belongs_to_library(caller.f_code)
    return False


def _always(*_: object) -> bool:
    return True


_ASKED: dict[str, Callable[..., bool]] = {
    **dict.fromkeys(_LOOKING | _LASTING | {"sys.settrace"}, _always),
    "sys.setprofile": _profiles,
    "sys.monitoring.register_callback": _is_written_in_python,
    "object.__setattr__": _changes_library,
    _ATTRIBUTE: _leads_to_worker,
}
