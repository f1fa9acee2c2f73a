"""Calling one function on one case, wherever it runs: what it returned, raised, changed and executed."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import FunctionType, TracebackType
from typing import Any

import numpy as np

from autograder.common.text import shorten
from autograder.exercise.reply import Raised, Reply, Trace
from autograder.exercise.values import Plain, Rng, pack, unpack
from autograder.loops import isolated
from autograder.loops.counter import counted
from autograder.loops.libraries import file_of, is_library

# What the interpreter itself knows of an exception, whatever its class says.
_name: Callable[[type], str] = vars(type)["__name__"].__get__
_traceback: Callable[[BaseException], TracebackType | None] = vars(BaseException)["__traceback__"].__get__
_import_path: Callable[[BaseException], object] = vars(ImportError)["path"].__get__
VARIABLES = (int, float, complex, str, bytes, list, tuple, dict, set, frozenset, np.ndarray, np.generic)


def call(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    keywords: Mapping[str, Any] | None = None,
    *,
    traced: bool = False,
) -> Reply:
    """Call `function` on copies of its arguments; nothing that it raises gets out.

    What is traced gives plain data: a result may work only when it is looked at, and that work counts.
    """

    def packing(*args: Any, **keywords: Any) -> Plain:
        return pack(function(*args, **keywords))

    left = tuple(_copied(arg) for arg in args)
    # Drawing from a generator changes it, as it should: what is reported is its seed.
    own = tuple(_drawable(arg) for arg in left)
    value: Any = None
    raised = None
    run, counts = counted(packing) if traced else (function, None)
    try:
        value = run(*own, **dict(keywords or {}))
        value = unpack(value) if traced else value
    except BaseException as error:  # sys.exit() and KeyboardInterrupt are a student's result, too
        raised = _described(error, function)
    return Reply(value=value, raised=raised, args=left, trace=None if counts is None else Trace.of(counts()))


def _copied(arg: Any) -> Any:
    """Copy as `copy.deepcopy` does, what is given most in a tenth of its time."""
    if type(arg) is list and all(type(item) is float for item in arg):
        return arg.copy()
    return copy.deepcopy(arg)


def _drawable(arg: Any) -> Any:
    return arg.make() if type(arg) is Rng else arg


# With globals of its own: frames lead from the function's to this one.
_SETTLE = """
def settle(function, packed, named, out, pack, pack_argument):
    args = [unpack(each) for each in packed]
    keywords = {name: unpack(each) for name, each in named.items()}
    try:
        out["value"] = pack(function(*[drawable(each) for each in args], **keywords))
    finally:
        out["args"] = [pack_argument(each) for each in args]
"""
_space: dict[str, Any] = {"unpack": unpack, "drawable": _drawable}
exec(compile(_SETTLE, __file__, "exec"), _space)  # noqa: S102 - our own, above
_settle = _space.pop("settle")


@dataclass(frozen=True, kw_only=True)
class Packed:
    """What came of one call, as it travels: the value, the arguments, and what else a `Reply` has."""

    value: Plain
    args: list[Plain]
    raised: Raised | None
    trace: Trace | None


def call_packed(
    function: Callable[..., Any],
    packed: list[Plain],
    named: Mapping[str, Plain],
    *,
    traced: bool,
    silent: bool = False,
) -> Packed:
    """Call a function as `call` does, where no frame leads back here; whatever is done with its values counts, too.

    With `silent`, nothing is told that takes time: a number may take its own to become one.
    """
    reply = _call_packed(function, packed, named, traced=traced, silent=silent)
    if reply.raised is not None and "thread" in reply.raised.message:
        # A database, a signal or an event loop of the notebook's, which is bound to the notebook's own thread.
        reply = _call_packed(function, packed, named, traced=traced, silent=silent, at_home=True)
    return reply


def call_ours(function: Callable[..., Any], packed: list[Plain]) -> Packed:
    """Call a function of our own, with nothing between it and us, and tell what it gives alone."""
    value, raised = pack(None), None
    try:
        value = pack(function(*[_drawable(unpack(each)) for each in packed]))
    except BaseException as error:  # as above
        raised = _described(error, function)
    return Packed(value=value, args=[], raised=raised, trace=None)


def _call_packed(
    function: Callable[..., Any],
    packed: list[Plain],
    named: Mapping[str, Plain],
    *,
    traced: bool,
    silent: bool,
    at_home: bool = False,
) -> Packed:
    out: dict[str, Any] = {"value": pack(None), "args": packed}
    run, counts = counted(_settle) if traced else (partial(isolated.call, _settle), None)
    error: BaseException | None = None
    isolated.stay_at_home(at_home)
    try:
        run(function, packed, named, out, *((_pack_number, _pack_nothing) if silent else (pack, pack)))
    except BaseException as ended:  # as above
        error = ended
    isolated.stay_at_home(False)
    return Packed(
        value=out["value"],
        args=out["args"],
        raised=None if error is None else _described(error, function),
        trace=None if counts is None else Trace.of(counts()),
    )


def _pack_number(value: object) -> Plain:
    return pack(None if issubclass(type(value), list | tuple) else value)


def _pack_nothing(_: object) -> Plain:
    return pack(None)


def _described(error: BaseException, function: object) -> Raised:
    own = function.__code__.co_filename if type(function) is FunctionType else None
    return describe_exception(error, own)


def without_variables(function: Callable[..., Any]) -> Callable[..., Any]:
    """Copy a function so that it sees the notebook's functions and modules, but none of its variables."""
    if type(function) is not FunctionType:
        return function
    space = {
        name: value for name, value in function.__globals__.items() if not issubclass(type(value), VARIABLES)
    }
    copied = FunctionType(
        function.__code__, space, function.__name__, function.__defaults__, function.__closure__
    )
    copied.__kwdefaults__ = function.__kwdefaults__
    return copied


def describe_exception(error: BaseException, own: str | None = None) -> Raised:
    """Name an exception, its message, and the last line of the student's own code that it passed.

    Its class may be the student's, and what it says of itself code of the student's: no frame leads from there to here.

    Args:
        error: What was raised.
        own: The file of the function that was called, whose lines are preferred.
    """
    kind = type(error)
    try:
        message = shorten(str.__str__(isolated.call(str, error)))
        path = _import_path(error) if issubclass(kind, ImportError) else None
        if type(path) is str and path:
            message = message.replace(f" ({path})", "")  # where Python lies in the sandbox
    except BaseException:
        message = "(its message cannot be read)"
    file = line = None
    inside = ""
    place = _traceback(error)
    while place is not None:
        code, number, place = place.tb_frame.f_code, place.tb_lineno, place.tb_next
        passed, name = file_of(code), str.__str__(code.co_name)
        if is_library(passed):
            continue
        if file is not None and file == own != passed:
            inside = name
            continue
        file, line, inside = passed, number, ""
    return Raised(
        type=shorten(str.__str__(_name(kind)), 80),
        message=message,
        file=file,
        line=line,
        inside=shorten(inside, 80),
    )
