"""Names that a notebook gives away: used for something else where a function still needs what they stood for.

Read off the text of the cells, in their order; nothing is run.
"""

from __future__ import annotations

import ast
import builtins
import functools
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from autograder.parsing import parse
from autograder.probe import Raised
from autograder.values import shorten

MISTAKE = "name-given-away"
# Whatever forgets or changes names without saying which.
FORGETS = ("reset", "reset_selective")
CHANGES = ("run", "pylab", "load", "xdel", "store")
_MAGIC = re.compile(r"^(\s*)(?:([\w, ]+=)\s*)?(%%?|!!?)(\w*)")
_OTHER = re.compile(r"^\s*%%(?!time|capture|prun)\w+")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A place at which a name gets a meaning, or loses it.

    Attributes:
        name: The name; empty for all names.
        kind: "def", "import", "value", "del", "forgets" or "changes".
        cell: The cell's place in the list of cells.
        line: The line in the cell.
        text: What stands there.
        node: The statement.
    """

    name: str
    kind: str
    cell: int
    line: int
    text: str
    node: ast.AST


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
        return [event for number, source in enumerate(self._cells) for event in _events(number, source)]

    def before(self, cell: int) -> Names:
        """Give the names of the cells before one of them."""
        return Names(self._cells[:cell], self._numbers)

    def changed_behind(self, name: str, cell: int) -> str | None:
        """Say where, from this cell on, something that a function needs is used for something else; None if nowhere."""
        before = [event for event in self._events if event.cell < cell]
        needed = {name}
        waiting = [name]
        while waiting:
            current = waiting.pop()
            new = {
                used for event in before if event.name == current for used in _used_by(event.node)
            } - needed
            needed |= new
            waiting += new
        for event in self._events:
            if event.cell < cell or (event.name and event.name not in needed):
                continue
            if any(event.name == old.name and _same(event, old) for old in before):
                continue
            return self._say(event)
        return None

    def behind(self, raised: Raised, cell: int, line: int) -> str:
        """Say which name that a line needs was given away, if that is why it raised an exception; else nothing."""
        own = _own_of_function(self._cells[cell], line)
        for name in _used_in_line(self._cells[cell], line, raised):
            if name in own:
                if hasattr(builtins, name):
                    number, text = own[name]
                    return f"The function itself gives the name `{name}` away (line {number}: `{text}`): use another name there."
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
            case "changes":
                return f"the notebook may give names away ({where})"
            case "del":
                return f"the notebook deletes the name `{event.name}` ({where})"
            case "value":
                return f"the notebook gives the name `{event.name}` away ({where})"
        return f"the notebook defines `{event.name}` anew ({where})"


@functools.lru_cache(maxsize=512)
def _tree(source: str) -> ast.Module:
    try:
        return parse("\n".join(_python(source)))
    except SyntaxError:
        return ast.Module([], [])


def _python(source: str) -> Iterator[str]:
    """Give the lines of a cell with its magics in a form that is Python, each where it was."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if _OTHER.match(first):
        return
    for line in lines:
        if line.lstrip().startswith("%%"):
            yield ""
        elif found := _MAGIC.match(line):
            yield f"{found[1]}{found[2] or ''}run_line_magic({found[4]!r})"
        elif line.rstrip().endswith("?") or line.lstrip().startswith("?"):
            yield f"{line[: len(line) - len(line.lstrip())]}pass"
        else:
            yield line


def _events(cell: int, source: str) -> Iterator[Event]:
    lines = source.split("\n")

    def event(name: str, kind: str, node: ast.stmt) -> Event:
        text = shorten(lines[node.lineno - 1].strip(), 60) if node.lineno <= len(lines) else ""
        return Event(name=name, kind=kind, cell=cell, line=node.lineno, text=text, node=node)

    for node in _statements(_tree(source).body):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield event(node.name, "def", node)
            case ast.Import() | ast.ImportFrom():
                for alias in node.names:
                    star = alias.name == "*"
                    name = "" if star else alias.asname or alias.name.partition(".")[0]
                    yield event(name, "changes" if star else "import", node)
            case ast.Delete():
                for name in _roots(node.targets):
                    yield event(name, "del", node)
            case ast.Expr(value=ast.Call(func=function, args=args)):
                yield from (event("", kind, node) for kind in _kinds_of_call(function, args))
            case _:
                for name in _stored(node):
                    yield event(name, "value", node)


def _statements(nodes: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Go through the statements of a cell, and of the blocks in it, but not into functions."""
    for node in nodes:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for handler in getattr(node, "handlers", []):
                yield from _statements(handler.body)


def _kinds_of_call(function: ast.expr, args: Sequence[ast.expr]) -> Iterator[str]:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    first = args[0].value if args and isinstance(args[0], ast.Constant) else None
    if name == "reset" or (name == "run_line_magic" and first in FORGETS):
        yield "forgets"
    elif name == "exec" or (name == "run_line_magic" and first in CHANGES):
        yield "changes"


def _stored(node: ast.stmt) -> set[str]:
    """Name what a statement itself gives a value, at the level of the notebook."""
    targets: list[ast.AST] = []
    match node:
        case ast.Assign():
            targets = [*node.targets]
        case ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.AsyncFor():
            targets = [node.target]
        case ast.With() | ast.AsyncWith():
            targets = [item.optional_vars for item in node.items if item.optional_vars is not None]
    return _roots(targets)


def _roots(targets: Iterable[ast.AST]) -> set[str]:
    found = set()
    waiting = [*targets]
    while waiting:
        target = waiting.pop()
        match target:
            case ast.Name(id=name):
                found.add(name)
            case ast.Tuple(elts=inner) | ast.List(elts=inner):
                waiting += inner
            case ast.Starred(value=value) | ast.Attribute(value=value) | ast.Subscript(value=value):
                waiting.append(value)
    return found


@functools.lru_cache(maxsize=2048)
def _used_by(node: ast.AST) -> frozenset[str]:
    """Name the names of the notebook that a statement, or a function that it defines, uses."""
    try:
        waiting = [symtable.symtable(ast.unparse(node), "", "exec")]
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    found = set()
    while waiting:
        table = waiting.pop()
        found |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and symbol.is_global()
        }
        if table.get_type() == "module":
            found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced()}
        waiting += table.get_children()
    return frozenset(found)


def _same(event: Event, other: Event) -> bool:
    return ast.dump(event.node) == ast.dump(other.node)


def _is_callable(node: ast.AST) -> bool:
    return isinstance(getattr(node, "value", None), (ast.Lambda, ast.Attribute))


def _used_in_line(source: str, line: int, raised: Raised) -> list[str]:
    """Name what a line calls, looks into or uses, as far as the exception may be about it."""
    if raised.type == "NameError":
        return re.findall(r"name '(\w+)' is not defined", raised.message)
    called, looked_into = [], []
    for node in ast.walk(_tree(source)):
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
    for function in ast.walk(_tree(source)):
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
