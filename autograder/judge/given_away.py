"""Names that a notebook gives away: used for something else where a function still needs what they stood for.

Read off the text of the cells, in their order; nothing is run.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from autograder.common.bindings import Event, events_in, tree_of, used_by
from autograder.common.text import shorten
from autograder.exercise.reply import Raised
from autograder.exercise.verdict import Verdict
from autograder.judge.exceptions import NO_SUCH_NAME

MISTAKE = "name-given-away"
MAX_CODE = 200_000  # characters; a notebook with more than that is not read so closely


class Names:
    """Which cells of a notebook give which names a meaning.

    Args:
        cells: The text of its code cells, in their order.
        numbers: The numbers that these bear for whoever reads about them.
    """

    def __init__(self, cells: Sequence[str], numbers: Sequence[int]) -> None:
        self._cells = cells
        self._numbers = numbers

    @functools.cached_property
    def _events(self) -> list[Event]:
        if sum(map(len, self._cells)) > MAX_CODE:
            return []
        try:
            return [event for number, source in enumerate(self._cells) for event in events_in(number, source)]
        except RecursionError:  # thousands of blocks, one in the other
            return []

    def before(self, cell: int) -> Names:
        """Give the names of the cells before one of them."""
        return Names(self._cells[:cell], self._numbers)

    def where(self, name: str) -> str:
        """Say what became of a name; nothing, where no cell says anything of it."""
        events = [event for event in self._events if event.name in (name, "")]
        return self._say(events[-1]) if events else ""

    def changed_behind(
        self, name: str, cell: int, *, lost: bool = False, missing: bool = False
    ) -> str | None:
        """Say where, from this cell on, something that a function needs is used for something else; None if nowhere.

        Args:
            name: The function.
            cell: The place of the first cell that is looked at.
            lost: Whether only names are meant that stand for no function and no module any more.
            missing: Whether there is no such function in the end, be it that no cell says what became of it.
        """
        before: defaultdict[str, list[Event]] = defaultdict(list)
        known: defaultdict[str, set[str]] = defaultdict(set)
        for event in self._events:
            if event.cell < cell:
                before[event.name].append(event)
                known[event.name].add(event.source)
        needed = {name}
        waiting = [name]
        while waiting:
            new = {used for event in before[waiting.pop()] for used in used_by(event.node)} - needed
            needed |= new
            waiting += new
        for event in self._events:
            if event.cell < cell or (event.name and event.name not in needed):
                continue
            if event.source in known[event.name]:
                continue
            if lost and (event.kind not in ("value", "del", "forgets") or self._is_given_again(event)):
                continue
            return self._say(event)
        if missing and before[name] and cell < len(self._cells):
            return f"the notebook uses the name `{name}` for something else, or deletes it"
        return None

    def _is_given_again(self, event: Event) -> bool:
        later = self._events[self._events.index(event) + 1 :]
        return any(each.name == event.name and each.kind in ("def", "import") for each in later)

    def behind(self, raised: Raised, cell: int, line: int) -> str:
        """Say which name that a line needs was given away, if that is why it raised an exception; else nothing."""
        own = _own_of_function(self._cells[cell], line)
        for name in _used_in_line(self._cells[cell], line, raised):
            if name in own:
                if hasattr(builtins, name):
                    number, text = own[name]
                    return f"The function itself gives the name `{name}` to something else (line {number}: `{text}`): use another name there."
                continue
            *before, last = [None, *(event for event in self._events if event.name in (name, ""))]
            if last is None or last.kind in ("def", "import", "changes") or _is_callable(last.node):
                continue
            said = self._say(last)
            if last.kind != "value":
                if raised.type == "NameError":
                    return f"T{said[1:]}: leave that out, then restart the kernel and run all cells."
            elif hasattr(builtins, name) or any(
                event and event.kind in ("def", "import") for event in before
            ):
                return f"T{said[1:]}: use another name there, then restart the kernel and run all cells."
            elif "not callable" in raised.message:
                return (
                    f"`{name}` is a value of the notebook ({said.partition(' (')[2]}: round brackets behind it call it "
                    "like a function. Is a `*` missing, or another name meant?"
                )
        return ""

    def _say(self, event: Event) -> str:
        where = f"cell {self._numbers[event.cell]}, line {event.line}: `{event.text}`"
        match event.kind:
            case "forgets":
                return f"the notebook forgets its names ({where})"
            case "changes" if event.name:
                return f"the notebook may give the name `{event.name}` to something else ({where})"
            case "changes":
                return f"the notebook may give names to something else ({where})"
            case "del":
                return f"the notebook deletes the name `{event.name}` ({where})"
            case "value":
                return f"the notebook gives the name `{event.name}` to something else ({where})"
        return f"the notebook defines `{event.name}` anew ({where})"


def explain(verdict: Verdict, cells: Sequence[str], errors: Sequence[str | None]) -> Verdict:
    """Say of a name that is not there that it was to be imported, where that failed.

    Args:
        verdict: What was found so far.
        cells: The sources of all cells.
        errors: The exceptions that they ended in.
    """
    name = re.search(r"NameError: name '(\w+)' is not defined", verdict.message)
    if name is None or verdict.mistake != "raises-NameError" or NO_SUCH_NAME not in verdict.message:
        return verdict
    for cell, error in zip(cells, errors, strict=False):
        if not (error and error.startswith("ModuleNotFoundError")) or len(cell) > MAX_CODE:
            continue
        if any(event.name == name[1] and event.kind == "import" for event in events_in(0, cell)):
            why = f"It was to be imported, which failed here: {error.rstrip('.')}."
            return replace(verdict, message=verdict.message.replace(NO_SUCH_NAME, why))
    return verdict


def _is_callable(node: ast.AST) -> bool:
    return isinstance(getattr(node, "value", None), (ast.Lambda, ast.Attribute))


def _used_in_line(source: str, line: int, raised: Raised) -> list[str]:
    """Name what a line calls, looks into or uses, as far as the exception may be about it."""
    if raised.type == "NameError":
        return re.findall(r"name '(\w+)' is not defined", raised.message)
    called, looked_into = [], []
    for node in ast.walk(tree_of(source)):
        match node:
            case ast.Call(func=ast.Name(id=name, lineno=number), args=args) if number == line:
                called.append(name)
                if name in ("isinstance", "issubclass"):
                    called += [arg.id for arg in args if isinstance(arg, ast.Name)]
            case ast.Attribute(value=ast.Name(id=name, lineno=number), attr=attr) if number == line:
                if raised.type != "AttributeError" or f"attribute '{attr}'" in raised.message:
                    looked_into.append(name)
    return looked_into if raised.type == "AttributeError" else [*called, *looked_into]


def _own_of_function(source: str, line: int) -> dict[str, tuple[int, str]]:
    """Give the names that the function around a line gives a value, each with where it does so first."""
    lines = source.split("\n")
    found: dict[str, tuple[int, str]] = {}
    for function in ast.walk(tree_of(source)):
        if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if not function.lineno <= line <= (function.end_lineno or 0):
            continue
        places = [(arg.arg, arg.lineno) for arg in ast.walk(function.args) if isinstance(arg, ast.arg)]
        places += [
            (node.id, node.lineno)
            for node in ast.walk(function)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        ]
        for name, number in places:
            text = shorten(lines[number - 1].strip(), 60) if number <= len(lines) else ""
            if name not in found or number < found[name][0]:
                found[name] = (number, text)
    return found
