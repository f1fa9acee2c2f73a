"""Inside the walls: what every notebook begins with, run once for all that begin with it as it was released.

They find what it defined, and what it showed, as if they had run it themselves. Where it might have come out otherwise in a
process of their own, it is run there.
"""

from __future__ import annotations

import os
import pickle
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any, cast

import numpy as np

from autograder.execution import cells
from autograder.execution.cell_outputs import TRUNCATED
from autograder.sandbox.inside import usage
from autograder.sandbox.inside.folders import WRITABLE, Folders
from autograder.sandbox.protocol.cells import Cell
from autograder.sandbox.protocol.messages import CellDone, WarmUp
from autograder.sandbox.protocol.outputs import MAX_OUTPUTS, Output

LONGEST = 5.0  # seconds: a sandbox that takes longer to start is waited for by everybody
# What is not the same in another process, or a minute later, also where two runs of it do not tell.
_CHANGING = re.compile(
    r"\b(?:time\.|date\b|datetime|timeit|now\b|today\b|strftime|localtime|gmtime|ctime|getpid|urandom|uuid|secrets|Timestamp"
    r"|threading|signal|atexit)"
)
_DAY = re.compile(
    rb"\b(?:now|today)\(|strftime|localtime"
)  # in a module beside: its times show where two runs differ


@dataclass(frozen=True, kw_only=True)
class Ran:
    """What came of running it: of each cell, of the notebook's variables, of the random numbers to come."""

    done: list[CellDone]
    variables: dict[str, Any]
    randomness: object
    seconds: float


@dataclass(kw_only=True)
class _Kept:
    done: list[CellDone] = field(default_factory=list)
    randomness: tuple[Any, ...] = ()  # a fork has another


_kept = _Kept()


def seed() -> None:
    """Have numbers that cells draw without a seed be the same wherever and whenever a notebook is graded.

    A function's own are others of `random` in each fork: so it is told from what remembers (`judge/repeated`).
    """
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002


def run(request: WarmUp) -> Ran:
    """Run the cells that a notebook begins with."""
    started = time.monotonic()
    done = [run_cell(number, cell, request.output_bytes) for number, cell in enumerate(request.cells)]
    variables = {**cells.shell().user_ns}
    return Ran(done=done, variables=variables, randomness=_randomness(), seconds=time.monotonic() - started)


def run_cell(number: int, cell: Cell, output_bytes: int) -> CellDone:
    """Run one cell, and tell what came of it."""
    outputs, error = cells.run(
        number, cell.name, cell.source, output_bytes, definitions_only=cell.definitions_only
    )
    if len(outputs) > MAX_OUTPUTS:
        cut = {"output_type": "stream", "name": "stderr", "text": TRUNCATED}
        rest = [each for each in outputs[MAX_OUTPUTS - 2 :] if each["output_type"] == "execute_result"]
        outputs = [*outputs[: MAX_OUTPUTS - 2], cut, *rest[-1:]]
    return CellDone(outputs=cast("list[Output]", outputs), error=error)


def keep(request: WarmUp, first: Ran) -> None:
    """Run it once more, for all who begin with it, and keep that if it may stand for a run of their own.

    Args:
        request: The cells, and what lies beside them.
        first: What came of it the first time, after the same seed.
    """
    modules = [data for name, data in request.files.items() if name.endswith(".py")]
    changing = any(_CHANGING.search(cell.source) for cell in request.cells) or any(map(_DAY.search, modules))
    if changing or first.seconds > LONGEST:
        return
    folders = Folders(WRITABLE)
    folders.changed()
    before = _surroundings()
    ran = run(request)
    # A module beside a notebook of its own keeps what it defines where it fails (see `modules_beside`), and here it does not.
    failed = bool(modules) and any(each.error is not None for each in ran.done)
    same = (
        not failed
        and before == _surroundings()
        and not folders.changed()
        and ran.done == first.done
        and _alike(ran.randomness, first.randomness)
        and ran.variables.keys() == first.variables.keys()
        and all(_alike(ran.variables[name], first.variables[name]) for name in _own(ran.variables))
    )
    _kept.done, _kept.randomness = ran.done, random.getstate()
    if not same:
        forget()


def take_up() -> list[CellDone]:
    """Go on behind it, and give what came of its cells."""
    random.setstate(_kept.randomness)
    return _kept.done


def forget() -> None:
    """Go back to where nothing of it has been run, if anything has."""
    if not _kept.done:
        return
    _kept.done = []
    cells.start_anew()


def is_kept() -> bool:
    """Tell whether it was run for all."""
    return bool(_kept.done)


def _surroundings() -> tuple[object, ...]:
    """Give what a run could leave behind that no fork inherits, or that forks would share."""
    mapped = [line.split(maxsplit=5) for line in Path("/proc/self/maps").read_text().splitlines()]
    return (
        usage.processes(),
        len([*Path("/proc/self/task").iterdir()]),
        {
            entry.name: str(entry.readlink())
            for entry in Path("/proc/self/fd").iterdir()
            if entry.is_symlink()
        },
        [fields[0] for fields in mapped if fields[1].endswith("s")],
        Path.cwd(),
        dict(os.environ),
    )


def _own(variables: dict[str, Any]) -> list[str]:
    """Name the variables that cells gave, and not the shell."""
    return [name for name in variables if name not in cells.shell().user_ns_hidden]


def _randomness() -> object:
    return random.getstate(), np.random.get_state()  # noqa: NPY002


def _alike(one: object, other: object) -> bool:
    """Tell whether two values are the same for whatever code comes; where that cannot be told, they are not."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if type(one) is FunctionType and type(other) is FunctionType:
        parts: tuple[Callable[[FunctionType], object], ...] = (
            lambda each: each.__defaults__,
            lambda each: each.__kwdefaults__,
            lambda each: each.__dict__,
        )
        bare = one.__closure__ is None and one.__code__ == other.__code__
        return bare and all(_alike(part(one), part(other)) for part in parts)
    try:
        return pickle.dumps(one, 5) == pickle.dumps(other, 5)
    except Exception:  # it may be of any kind
        return False
