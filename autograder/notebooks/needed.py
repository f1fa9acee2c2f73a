"""Which cells of a notebook have a part in its answers: the others need not be run to grade it.

A cell may be left out only where it is as it was handed out, and where nothing that is graded can tell: no answer uses a name
that it gives, no answer keeps anything from one call to the next, and no cell that is run finds another value. Where any
of this is in doubt, cells are run.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from nbformat import NotebookNode

from autograder.notebooks.pure import PURE, PURE_BUILTINS
from autograder.notebooks.reading import OTHER, Meaning, Reading, read

MAX_CODE = 200_000  # characters; a notebook with more than that is not read so closely


def not_needed(
    cells: Sequence[NotebookNode], given: Collection[str], functions: Collection[str]
) -> frozenset[int]:
    """Name the cells that no answer needs, by their places.

    Args:
        cells: The code cells of a submission, as they would be run.
        given: The texts of the cells that were handed out for students to run, not to write.
        functions: The functions that are graded, and those that stand in for what they use.
    """
    sources = [str(cell.source) for cell in cells]
    if sum(map(len, sources)) > MAX_CODE:
        return frozenset()
    readings = [read(source) for source in sources]
    own = [
        number
        for number, (cell, source) in enumerate(zip(cells, sources, strict=True))
        if source not in given or cell.metadata.get("nbgrader", {}).get("solution")
    ]
    if any(readings[number].reaches for number in own):
        return frozenset()
    free = {
        number
        for number, reading in enumerate(readings)
        if number not in {*own} and not reading.reaches and not reading.lasts
    }
    running = {*range(len(cells))} - free
    while True:
        meanings = _meanings(readings, running)
        reached = _reached(functions, meanings)
        more = {
            number
            for number in range(len(cells))
            if number not in running and _is_needed(number, readings, running, reached)
        }
        if not more:
            return frozenset(free - running) if _are_alike(functions, reached, meanings) else frozenset()
        running |= more


def _meanings(readings: Sequence[Reading], running: AbstractSet[int]) -> Mapping[str, Sequence[Meaning]]:
    """Gather what the names stand for in the cells that are run."""
    found: defaultdict[str, list[Meaning]] = defaultdict(list)
    for number in running:
        for name, meanings in readings[number].gives.items():
            found[name] += meanings
    return found


def _reached(functions: Collection[str], meanings: Mapping[str, Sequence[Meaning]]) -> AbstractSet[str]:
    """Name all that the functions use, directly or not, and themselves."""
    reached = {*functions}
    waiting = [*functions]
    while waiting:
        new = {used for each in meanings.get(waiting.pop(), ()) for used in each.uses} - reached
        reached |= new
        waiting += new
    return reached


def _are_alike(
    functions: Collection[str], reached: AbstractSet[str], meanings: Mapping[str, Sequence[Meaning]]
) -> bool:
    """Tell whether the functions do the same whatever was called and changed before."""
    if not all(each.kind == "function" for name in functions for each in meanings.get(name, (OTHER,))):
        return False
    return all(
        _is_pure(name, function, meanings.get(name, ()))
        for by in reached
        for function in meanings.get(by, ())
        for name in function.uses
    )


def _is_pure(name: str, function: Meaning, stands_for: Sequence[Meaning]) -> bool:
    """Tell whether what a function uses by a name depends on nothing that other cells may have done."""
    parts = {part for base, part in function.looked_into if base == name}
    if not stands_for:
        return name in PURE_BUILTINS
    for each in stands_for:
        match each.kind:
            case "function":
                fine = not parts
            case "module":
                allowed = PURE.get(each.module, frozenset())
                fine = name not in function.whole and (allowed is None or parts <= allowed)
            case "constant":
                fine = True
            case _:
                fine = False
        if not fine:
            return False
    return True


def _is_needed(
    number: int, readings: Sequence[Reading], running: AbstractSet[int], reached: AbstractSet[str]
) -> bool:
    """Tell whether a cell gives what an answer uses, or has a part in what other cells find that are run."""
    cell = readings[number]
    found = {name for other in running for name in readings[other].inside}
    found |= {name for other in running if other > number for name in readings[other].uses}
    if (found | reached) & cell.gives.keys():
        return True
    return any(not _never_changes(name, readings) for name in found & cell.mentions)


def _never_changes(name: str, readings: Sequence[Reading]) -> bool:
    """Tell whether a name stands for what using it does not change: a function, a module, a number, a text."""
    found = itertools.chain.from_iterable(reading.gives.get(name, ()) for reading in readings)
    return all(each.kind != "other" for each in found)
