"""Inside the walls: one submission. It runs the notebook's cells, then forks once for each function called, or for each cell of asserts."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import inspect
import os
import shutil
import signal
import sys
import tempfile
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

import msgspec
import numpy as np

from autograder.execution import cells
from autograder.execution.call import Packed, call_ours, call_packed, without_variables
from autograder.execution.modules_beside import find_modules_beside
from autograder.exercise.values import pack, unpack
from autograder.loops import counter, escapes
from autograder.loops.libraries import remember_compiled, remember_libraries
from autograder.sandbox.inside import beginning
from autograder.sandbox.inside.folders import WRITABLE, empty
from autograder.sandbox.inside.forks import end, fork
from autograder.sandbox.protocol.messages import (
    CallDone,
    Calls,
    CellDone,
    Fork,
    Forked,
    Line,
    NoFunction,
    RunCells,
    Wait,
    WarmUp,
)
from autograder.sandbox.protocol.questions import Ask

WALLED_WORK = Path("/tmp/work")  # noqa: S108
STUDENTS_TOOLS = ("autograder.student", "autograder.student.tools")
STAGE = "autograder.figures.stage"  # students' own copy, where what every notebook begins with draws with it
_BUILTINS = vars(builtins)
_OURS = {**_BUILTINS}


def warm_up(request: WarmUp) -> bool:
    """Do once, before any fork, what every notebook needs; tell whether steps are counted rightly here."""
    _still_tools()
    first = None
    if request.figures is not None:
        beginning.seed()
        with _beside(request.files):
            cells.set_up(draw=request.figures == "draw")
            first = beginning.run(request)
            cells.warm_up()
        remember_libraries()
        remember_compiled()
    escapes.watch()
    counter.reserve()
    beginning.seed()
    can_count = counter.can_count()
    # What stands between a question and a student's code is looked at here, and in no process again.
    call_packed(lambda *given: [*given, {0: 0.0}], [pack(np.ones((2, 1))), pack(1.0)], {}, traced=True)
    if first is not None and os.getpid() == 1:  # without walls, no two notebooks stand in the same folder
        for folder in WRITABLE:
            empty(folder)
        if not request.brief:
            with _beside(request.files):
                beginning.keep(request, first)
            if request.figures == "draw" and (stage := sys.modules.get(STAGE)) is not None:
                stage.make_ahead()
        if escapes.imported():
            remember_compiled()
    return can_count


@contextlib.contextmanager
def _beside(files: Mapping[str, bytes]) -> Iterator[None]:
    """Have released files lie beside what is run, under the path that they have for every notebook."""
    before, writes = Path.cwd(), sys.dont_write_bytecode
    work = WALLED_WORK if os.getpid() == 1 else Path(tempfile.mkdtemp(prefix="autograder-"))
    sys.dont_write_bytecode = True
    _lay_out(files, work)
    try:
        yield
    finally:
        sys.path.remove("")
        sys.dont_write_bytecode = writes
        os.chdir(before)
        shutil.rmtree(work, ignore_errors=True)
        sys.path_importer_cache.pop(str(work), None)


def _lay_out(files: Mapping[str, bytes], work: Path) -> None:
    """Write what lies beside a notebook, and stand there; what cannot be written costs itself alone."""
    with contextlib.suppress(OSError):
        work.mkdir(exist_ok=True)
        os.chdir(work)
    for name, data in files.items():
        with contextlib.suppress(OSError):
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    sys.path.insert(0, "")


def _still_tools() -> None:
    """Have `check`, `hint` and `progress` do nothing: a notebook that is handed in need not bring its examples along.

    Nothing depends on what a notebook makes of them: what is graded are the functions.
    """

    def still(name: str) -> Callable[..., None]:
        def tool(*_: object, **__: object) -> None:
            print(f"{name}() is not run while your notebook is graded: the points stand below each check.")

        return tool

    students = importlib.import_module("autograder")  # a copy of their own: the grader's is hidden
    tools = {name: still(name) for name in students.__all__}
    students.__dict__.update(tools)
    for name in STUDENTS_TOOLS:
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__dict__.update(tools)


def serve(line: Line) -> None:
    """Run the notebook that arrives, then serve calls until the grader closes the line."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _silence()
    while True:
        request, descriptor = line.receive_request()
        match request:
            case RunCells():
                _lay_out_notebook(request)
                _run(line, request, _begin(line, request))
                if escapes.imported():  # seldom: to look at all that there is takes milliseconds
                    remember_compiled()
            case Fork() if descriptor is not None:
                _reap()
                line.send(Forked(pid=fork(line, descriptor, _serve_calls)))
            case Wait(pid=pid):
                line.send(end(pid))


def _reap() -> None:
    """Wait for dead children of the notebook: until then they count against the limit on processes."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _silence() -> None:
    """Give the student no descriptor but the null device; what is printed is collected by the shell."""
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)


def _lay_out_notebook(request: RunCells) -> None:
    """Make the folder that a notebook stands in."""
    # Without walls, submissions share the machine's own /tmp.
    _lay_out(
        request.files, WALLED_WORK if os.getppid() == 1 else Path(tempfile.mkdtemp(prefix="autograder-"))
    )
    find_modules_beside(cells.shell())
    if request.undrawn:
        cells.leave_undrawn()


def _begin(line: Line, request: RunCells) -> int:
    """Say what came of the cells that have been run for all, if this notebook begins with them, and count them."""
    if not request.begun:
        beginning.forget()
        beginning.seed()
        return 0
    done = beginning.take_up()
    for each in done:
        line.send(each)
    return len(done)


def _run(line: Line, request: RunCells, begun: int = 0) -> None:
    for number, cell in enumerate(request.cells[begun:], request.first + begun):
        # Most are empty where only answers count.
        done = (
            beginning.run_cell(number, cell, request.output_bytes)
            if cell.source
            else CellDone(outputs=[], error=None)
        )
        line.send(done)


def _serve_calls(line: Line) -> None:
    counter.start_anew()
    space = cells.shell().user_ns
    while type(space) is dict:
        theirs = {**_BUILTINS}
        _BUILTINS.update(_OURS)  # what is asked passes through our own hands only
        request, _ = line.receive_request()
        _BUILTINS.update(theirs)
        if isinstance(request, Calls):
            _call(line, request, space)
        elif isinstance(request, RunCells):  # tests that are cells of their own
            _run(line, request)


def _call(line: Line, request: Calls, space: dict[str, Any]) -> None:
    function = space.get(request.function)
    if not callable(function):
        line.send(NoFunction(found=type(function).__name__ if request.function in space else ""))
        return
    for name in request.stubs:
        _replace(space, function, name, _stub(line, name, space.get(name)))
    if request.bare:
        function = without_variables(function)
    traced = {*request.traced}
    for number, (packed, named) in enumerate(request.cases):
        if request.told == "value":
            reply = call_ours(function, packed)
        else:
            reply = call_packed(
                function, packed, named, traced=number in traced, silent=request.told == "number"
            )
        line.send(_done(reply))


def _done(reply: Packed) -> CallDone:
    raised, trace = reply.raised, reply.trace
    return CallDone(
        value=reply.value,
        args=reply.args,
        raised=None
        if raised is None
        else (raised.type, raised.message, raised.file, raised.line, raised.inside),
        steps=None if trace is None else trace.steps,
        work=0 if trace is None else trace.work,
        lines=[] if trace is None else list(trace.lines),
        entered=[] if trace is None else list(trace.entered),
        tracer_kept=True if trace is None else trace.tracer_kept,
    )


def _replace(space: dict[str, Any], user: Callable[..., Any], name: str, stub: Callable[..., Any]) -> None:
    """Put a stub in the place of a function, whatever other names it was given, also as the default of an argument."""
    own = space.get(name)
    names = [each for each, value in space.items() if value is own] if own is not None else []
    space.update(dict.fromkeys((*names, name), stub))
    if own is not None and type(user) is FunctionType:
        user.__defaults__ = tuple(stub if each is own else each for each in user.__defaults__ or ()) or None


def _stub(line: Line, name: str, own: object) -> Callable[..., Any]:
    """Stand in for a function that the student got wrong: the grader answers for it.

    Parameter names are the student's own, so keywords are resolved with the student's signature.
    """
    signature = inspect.signature(own) if isinstance(own, FunctionType) else None

    def stub(*args: Any, **keywords: Any) -> Any:
        if keywords and signature is not None:
            args = signature.bind(*args, **keywords).args
        packed = msgspec.msgpack.encode([pack(arg) for arg in args])
        line.send(Ask(function=name, args=msgspec.Raw(packed)))
        answer = line.receive_answer()
        if answer.value is None:
            raise TypeError(f"{name}() cannot be called with these arguments")
        return unpack(answer.value)

    made = escapes.opaque(stub)
    made.__name__ = made.__qualname__ = name
    return made
