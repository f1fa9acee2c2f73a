"""Trying a student's function on the examples, in the student's own process and within a time."""

from __future__ import annotations

import contextlib
import io
import linecache
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from autograder.common.errors import NotRightYet
from autograder.execution.call import call, without_variables
from autograder.execution.time_limit import time_limit
from autograder.exercise.exercise import Case, Exercise
from autograder.exercise.judging import Judging
from autograder.exercise.reply import Raised, Reply, Stopped, as_data
from autograder.exercise.verdict import Verdict
from autograder.judge import notebook_variables, repeated
from autograder.judge.form import line_of_loop
from autograder.judge.given_away import Names
from autograder.judge.judge import judge
from autograder.loops.counter import can_count
from autograder.loops.libraries import remember_compiled

SECONDS = 10
MAX_PRINTED = 600
NOT_COUNTED = "Whether it loops cannot be told with this version of Python; the grade will tell."


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of a function.

    Attributes:
        verdict: What was found, with every case.
        replies: What it gave, case by case; fewer than there are cases when one did not come back.
        printed: What it printed on the first case.
    """

    verdict: Verdict
    replies: tuple[Reply, ...]
    printed: str


def put_to_trial(function: Callable[..., Any], exercise: Exercise, judging: Judging) -> Trial:
    """Call a function on every example and judge what it gives.

    Raises:
        NotRightYet: Somebody pressed Stop.
    """
    try:
        return _in_time(function, exercise, judging)
    except KeyboardInterrupt:  # it may arrive at any moment
        raise NotRightYet("Stopped. Does a loop in your function never end?") from None


def _in_time(function: Callable[..., Any], exercise: Exercise, judging: Judging) -> Trial:
    remember_compiled()
    told = can_count()
    if not told:
        exercise = replace(exercise, form="any")
    replies: list[Reply] = []
    printed = ""
    with time_limit(SECONDS) as timed_out:
        for number, case in enumerate(exercise.cases):
            traced = number in exercise.sized or number == 0
            with _collected() as text:
                reply = as_data(call(function, case.args, case.keywords, traced=traced))
            printed = printed or (text.getvalue().strip() if number == 0 else "")
            if reply.raised is not None and reply.raised.type == "KeyboardInterrupt":
                if not timed_out.is_set():
                    raise KeyboardInterrupt
                reply = Reply(stopped=Stopped(reason="time", detail=f"{SECONDS} s"))
            replies.append(reply)
            if reply.stopped is not None:
                break
    file, cell = _file_of(function), _cell_of(function)

    def loop_line(lines: Sequence[tuple[str, int]]) -> tuple[int, str] | None:
        own = [line for name, line in lines if name == file]
        return line_of_loop(cell, own, {*exercise.uses} - {exercise.name})

    def name_away(raised: Raised) -> str:
        cells, numbers = run_so_far(getattr(function, "__globals__", {}))
        text = "".join(linecache.getlines(raised.file or "")).strip()
        place = next((i for i in reversed(range(len(cells))) if text and cells[i].strip() == text), None)
        if place is None or raised.line is None:
            return ""
        return Names(cells, numbers).behind(raised, place, raised.line)

    verdict = judge(
        exercise, replies, judging, source_line=_source_line, loop_line=loop_line, name_away=name_away
    )
    cells, _ = run_so_far(getattr(function, "__globals__", {}))
    verdict = repeated.explain(verdict, cell, cells, lambda: None)
    verdict = notebook_variables.explain(
        verdict, exercise, lambda i: _call_without_variables(function, exercise.cases[i]), cell
    )
    if not told:
        verdict = replace(verdict, message=f"{verdict.message} {NOT_COUNTED}")
    return Trial(verdict=verdict, replies=tuple(replies), printed=printed)


def _call_without_variables(function: Callable[..., Any], case: Case) -> Reply:
    with time_limit(SECONDS), _collected():
        return as_data(call(without_variables(function), case.args, case.keywords))


def no_function(value: object, exercises: Sequence[str], notebook: Mapping[str, Any]) -> str:
    """Say what to do where a check is given a value in place of a function."""
    for name in exercises:
        if value is not None and notebook.get(name) is value:
            where = Names(*run_so_far(notebook)).where(name)
            said = f"`{name}` is no function any more, but a value of type {type(value).__name__}"
            return f"{said}{where and f': {where}'}. Use another name for that, then run the function's cell again."
    return f"give it the function itself, without brackets behind it: `check({exercises[0]})`"


def run_so_far(notebook: Mapping[str, Any]) -> tuple[list[str], Sequence[int]]:
    """Give the text of the cells that a notebook has run, and their numbers."""
    inputs = notebook.get("In")
    cells = [cell if isinstance(cell, str) else "" for cell in inputs] if isinstance(inputs, list) else []
    return cells, range(len(cells))


def _file_of(function: Callable[..., Any]) -> str:
    code = getattr(function, "__code__", None)
    return code.co_filename if code is not None else ""


def _cell_of(function: Callable[..., Any]) -> str:
    return "".join(linecache.getlines(_file_of(function)))


def _source_line(file: str, line: int) -> str | None:
    return linecache.getline(file, line) or None


@contextlib.contextmanager
def _collected() -> Iterator[io.StringIO]:
    text = io.StringIO()
    with contextlib.redirect_stdout(text), contextlib.redirect_stderr(io.StringIO()):
        yield text
