"""Calling what a student wrote in a thread where no frame leads back to those who call it.

What stands in that thread besides are C functions and one small frame with globals of its own. So frames, which honest
code looks at too (`inspect.currentframe()`, `traceback.format_exc()`, `logging`), may be looked at by everybody.
"""

from __future__ import annotations

import _queue
import _thread
import operator
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import Any

_start, _lock, _call, _context, _partial = (
    _thread.start_new_thread,
    _thread.allocate_lock,
    operator.call,
    copy_context,
    partial,
)
_GUARD = """
def guard(function, arguments, keywords, out):
    try:
        out["value"] = function(*arguments, **keywords)
    except BaseException as error:
        out["error"] = error
"""
_space: dict[str, Any] = {"__builtins__": {"BaseException": BaseException}}
exec(compile(_GUARD, __file__, "exec"), _space)  # noqa: S102 - our own, above
_guard = _space.pop("guard")
_results: deque[Any] = deque()
_waiting: _queue.SimpleQueue[Callable[[], Any]] | None = None
_answered = False
_at_home = False


def start() -> None:
    """Start the thread, for good; before that, everything is called where it is."""
    global _waiting  # noqa: PLW0603
    _waiting = _queue.SimpleQueue()
    _start(_results.extend, (map(_call, iter(_waiting.get, None)),))
    ask()  # it is one of the threads that there are from now on


def ask(*functions: Callable[[], Any]) -> list[Any]:
    """Call C functions, one after the other, where a student's are called."""
    global _answered  # noqa: PLW0603
    if _waiting is None or _at_home:
        return [function() for function in functions]
    done = _lock()
    done.acquire()
    for each in (*functions, done.release):
        _waiting.put(each)
    done.acquire()
    if _answered:
        _results.popleft()  # what the release of the time before gave
    _answered = True
    return [_results.popleft() for _ in functions]


def stay_at_home(home: bool) -> None:
    """Call everything where it is, or no longer: some things work in the thread only that they were made in."""
    global _at_home  # noqa: PLW0603
    _at_home = home


def is_at_home() -> bool:
    """Tell whether frames lead from what is called to those who call it."""
    return _at_home


def call(function: Callable[..., Any], *arguments: Any, **keywords: Any) -> Any:
    """Call a function; what it raises, `SystemExit` too, is raised here."""
    if _waiting is None or _at_home:
        return function(*arguments, **keywords)
    out: dict[str, Any] = {}
    ask(_partial(_context().run, _guard, function, arguments, keywords, out))
    if "error" in out:
        raise out["error"]
    return out["value"]
