"""What a step is: whether a function loops over the points is decided by how many it takes.

A step is a call, a jump back, or an instruction that works on values (an operator, an index, a call, the next of a
loop). Instructions that only move values about differ between versions of Python and are no steps, so that all
versions count nearly alike.
"""

from __future__ import annotations

import opcode
import sys
from collections.abc import Callable
from types import CodeType, FrameType
from typing import Any

from autograder.libraries import belongs_to_library, file_of, is_library, is_standard, module_of

MAX_ENTERED = 500
MAX_LINES = 5
# Past these, steps are no longer counted: counting makes a function some fifty times slower. A function that takes so many counts as looping.
MAX_STEPS = 100_000

# Steps, how many of them a line took, the library functions that student code called, and whether nothing was done
# where it cannot be counted.
Counts = tuple[int, list[tuple[str, int, int]], list[str], bool]
Run = Callable[..., Any]

_WORKING = (
    "BINARY_",
    "CALL",
    "COMPARE_",
    "CONTAINS_",
    "DELETE_",
    "FOR_",
    "IMPORT_",
    "LIST_",
    "LOAD_ATTR",
    "LOAD_METHOD",
    "MAP_",
    "MATCH_",
    "SET_",
    "STORE_ATTR",
    "STORE_SUBSCR",
    "UNARY_",
    "UNPACK_",
)
_WORK = frozenset(code for name, code in opcode.opmap.items() if name.startswith(_WORKING))
_JUMPS_BACK = frozenset(code for name, code in opcode.opmap.items() if "JUMP_BACKWARD" in name)
_TOLD_AT_PREFIX = sys.version_info < (3, 12)  # where an instruction has a long argument


def steps_of(code: CodeType) -> dict[int, int]:
    """Tell which instructions are steps: their offsets, each with the line whose work it is, or 0."""
    instructions = code.co_code
    found = {}
    prefix = -1
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            if instructions[offset] == opcode.EXTENDED_ARG:
                prefix = offset if prefix < 0 else prefix
                continue
            told = prefix if prefix >= 0 and _TOLD_AT_PREFIX else offset
            prefix = -1
            if instructions[offset] in _WORK:
                found[told] = line or 0
            elif instructions[offset] in _JUMPS_BACK:
                found[told] = 0
    return found


def _is_called_by_student(code: CodeType, caller: FrameType | None) -> bool:
    """Tell whether a library function is called by student code, or for it by another library's, such as `functools`."""
    if caller is None or not belongs_to_library(caller.f_code):
        return caller is not None
    file, callers = file_of(code), file_of(caller.f_code)
    if is_standard(file) or code.co_name == "<module>":
        return False
    through_numpy = module_of(callers).startswith("numpy") and not module_of(file).startswith("numpy")
    return through_numpy or (is_standard(callers) and not callers.startswith("<frozen "))


def enters(code: CodeType, frame: Callable[[], FrameType | None], entered: set[str]) -> bool:
    """Note a library function that student code calls; tell whether this is code whose steps are counted."""
    own = belongs_to_library(code)
    if (
        (own or is_library(file_of(code)))
        and len(entered) <= MAX_ENTERED
        and _is_called_by_student(code, frame())
    ):
        entered.add(f"{module_of(file_of(code))}.{str.__str__(code.co_name)}"[:200])
    return not own


def told(
    steps: int, lines: dict[tuple[int, int], int], codes: dict[int, CodeType], entered: set[str], kept: bool
) -> Counts:
    by_line: dict[tuple[str, int], int] = {}
    for (known, line), count in lines.items():
        place = file_of(codes[known]), line
        by_line[place] = by_line.get(place, 0) + count
    most = sorted(by_line.items(), key=lambda each: -each[1])[:MAX_LINES]
    return (
        steps,
        [(file, line, count) for (file, line), count in most],
        sorted(entered),
        kept and len(entered) <= MAX_ENTERED,
    )
