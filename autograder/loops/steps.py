"""What a step is: whether a function loops over the points is decided by how many it takes.

A step is a call, a jump back, or an instruction that works on values (an operator, an index, a call, the next of a
loop). Instructions that only move values about differ between versions of Python and are no steps, so that all
versions count nearly alike.
"""

from __future__ import annotations

import dis
import opcode
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from types import CodeType, FrameType
from typing import Any

from autograder.exercise.reply import MAX_ENTERED, MAX_LINES, Counts
from autograder.loops import escapes
from autograder.loops.libraries import (
    belongs_to_library,
    compiled_name,
    file_of,
    is_library,
    is_remembered,
    is_standard,
    module_of,
)

Run = Callable[..., Any]

# Python 3.11 calls in two instructions, of which it may leave out the second.
_CALLS = ("PRECALL", "CALL_FUNCTION_EX") if "PRECALL" in opcode.opmap else ("CALL",)
_WORKING = (
    "BINARY_",
    *_CALLS,
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
_DOES = ("BINARY_", *_CALLS, "UNARY_NEGATIVE")
_WORK = frozenset(code for name, code in opcode.opmap.items() if name.startswith(_WORKING))
_JUMPS_BACK = frozenset(code for name, code in opcode.opmap.items() if "JUMP_BACKWARD" in name)
_DOING = frozenset(code for name, code in opcode.opmap.items() if name.startswith(_DOES))
_FOR = opcode.opmap["FOR_ITER"]
_TOLD_AT_PREFIX = sys.version_info < (3, 12)  # where an instruction has a long argument


Places = dict[int, tuple[int, int]]
# Code of libraries with other such code that calls it, by identity: what is between them is looked at once.
_among_libraries: set[tuple[int, int]] = set()
# By the identity of code that is kept with them.
_places: dict[int, tuple[CodeType, Places]] = {}


def steps_of(code: CodeType) -> Places:
    """Tell which instructions are steps: their offsets, each with its line, or 0, and what it does beyond going round.

    To go round a `while` takes two instructions that work, such as `i += 1`; to go through a `for` whose variable
    nobody reads, one would be too few.
    """
    if id(code) in _places:
        return _places[id(code)][1]
    instructions = code.co_code
    found: Places = {}
    prefix = -1
    looks = False
    for start, end, line in code.co_lines():
        for offset in range(start, end, 2):
            what = instructions[offset]
            if what == opcode.EXTENDED_ARG:
                prefix = offset if prefix < 0 else prefix
                continue
            told = prefix if prefix >= 0 and _TOLD_AT_PREFIX else offset
            prefix = -1
            if what in _WORK:
                found[told] = line or 0, int(what in _DOING)
                looks = looks or what == _FOR
            elif what in _JUMPS_BACK:
                found[told] = 0, 0
                looks = True
    if looks:
        for offset, cost in _costs_of_loops(code):
            if offset in found:
                found[offset] = found[offset][0], -cost
    if len(_places) > MAX_ENTERED:
        _places.clear()
    _places[id(code)] = code, found
    return found


def _costs_of_loops(code: CodeType) -> Iterator[tuple[int, int]]:
    """Tell what going round costs: at the jump back of a `while`, and at a `for` whose variables nobody reads."""
    all_of_it = list(dis.get_instructions(code))
    at = {each.offset: each for each in all_of_it}
    read = {name for each in all_of_it for name in _names(each, "LOAD")}
    prefix = -1
    for place, each in enumerate(all_of_it):
        if each.opname == "EXTENDED_ARG":
            prefix = each.offset if prefix < 0 else prefix
            continue
        told = prefix if prefix >= 0 and _TOLD_AT_PREFIX else each.offset
        prefix = -1
        if each.opcode in _JUMPS_BACK:
            target = at.get(each.argval)
            while target is not None and target.opname == "EXTENDED_ARG":
                target = at.get(target.offset + 2)
            if target is None or not target.opname.startswith(("FOR_ITER", "SEND")):
                yield told, 2
        elif each.opcode == _FOR:
            following = [
                one for one in all_of_it[place + 1 : place + 8] if one.opname not in ("EXTENDED_ARG", "CACHE")
            ]
            stored: set[str] = set()
            for one in following:
                if not one.opname.startswith(("STORE_FAST", "STORE_NAME", "UNPACK_SEQUENCE")):
                    break
                stored |= _names(one, "STORE")
            if stored and not stored & read:
                yield told, 1


def _names(instruction: dis.Instruction, kind: str) -> set[str]:
    """Name what an instruction loads, or stores; from 3.13 on, one may do both."""
    parts = re.findall(r"(LOAD|STORE)_(?:FAST|NAME|DEREF|GLOBAL|CLOSURE)", instruction.opname)
    values = instruction.argval if isinstance(instruction.argval, tuple) else (instruction.argval,)
    return {str(value) for part, value in zip(parts, values, strict=False) if part == kind}


def _is_called_by_student(code: CodeType, caller: CodeType | None) -> bool:
    """Tell whether a library function is called by student code, or for it by another library's, such as `functools`."""
    if caller is None or not belongs_to_library(caller):
        return caller is not None
    file, callers = file_of(code), file_of(caller)
    if is_standard(file) or code.co_name == "<module>":
        return False
    through_numpy = module_of(callers).startswith("numpy") and not module_of(file).startswith("numpy")
    return through_numpy or (is_standard(callers) and not callers.startswith("<frozen "))


def enters(code: CodeType, frame: Callable[[], FrameType | None], entered: set[str]) -> bool:
    """Note a library function that student code calls; tell whether this is code whose steps are counted."""
    own = belongs_to_library(code)
    if (own or is_library(file_of(code))) and len(entered) <= MAX_ENTERED:
        calling = frame()
        caller = None if calling is None else calling.f_code
        pair = id(code), id(caller)
        if pair in _among_libraries:
            return False
        if _is_called_by_student(code, caller):
            entered.add(f"{module_of(file_of(code))}.{str.__str__(code.co_name)}"[:200])
        elif caller is not None and is_remembered(code) and is_remembered(caller):
            _among_libraries.add(pair)
    if not own:
        escapes.note_names(code.co_names)
    return not own


def note_call(identities: Iterable[int], entered: set[str]) -> None:
    """Note a package's compiled function that student code calls, or hands to what it calls."""
    for name in map(compiled_name, identities):
        if name is not None and len(entered) <= MAX_ENTERED:
            entered.add(name)


def told(  # noqa: PLR0917
    steps: int,
    work: int,
    lines: dict[tuple[int, int], int],
    codes: dict[int, CodeType],
    entered: set[str],
    kept: bool,
) -> Counts:
    by_line: dict[tuple[str, int], int] = {}
    for (known, line), count in lines.items():
        place = file_of(codes[known]), line
        by_line[place] = by_line.get(place, 0) + count
    most = sorted(by_line.items(), key=lambda each: -each[1])[:MAX_LINES]
    return (
        steps,
        work,
        [(file, line, count) for (file, line), count in most],
        sorted(entered),
        kept and len(entered) <= MAX_ENTERED,
    )
