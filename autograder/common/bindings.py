"""Where the cells of a notebook give names a meaning, read off their text; nothing is run."""

from __future__ import annotations

import ast
import contextlib
import functools
import re
import symtable
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from autograder.common.parsing import parse
from autograder.common.text import shorten

# Whatever forgets or changes names without saying which.
MAX_LINE = 1000
FORGETS = ("reset", "reset_selective")
CHANGES = ("run", "pylab", "load", "xdel", "store")
_MAGIC = re.compile(r"^(\s*)(?:([\w, ]+=)\s*)?(%%?|!!?)(\w*)")
_OTHER = re.compile(r"^\s*%%(?!(?:time|capture|prun|debug)\b)\w+")
_CAPTURED = re.compile(r"^\s*%%capture\s+(?!-)(\w+)")
_TIMED = re.compile(r"^(\s*)%time\s+(?!-)(.+)")


@dataclass(frozen=True, kw_only=True)
class Event:
    """A place at which a name gets a meaning, or loses it.

    Attributes:
        name: The name; empty for all names.
        kind: "def", "import", "value", "del", "forgets" or "changes".
        cell: The cell's place in the list of cells.
        line: The line in the cell.
        text: What stands there, in short.
        source: The whole statement.
        node: The statement as a tree.
    """

    name: str
    kind: str
    cell: int
    line: int
    text: str
    source: str
    node: ast.AST


@functools.lru_cache(maxsize=512)
def tree_of(source: str) -> ast.Module:
    with contextlib.suppress(SyntaxError):
        return parse(source)
    with contextlib.suppress(SyntaxError):
        return parse("\n".join(_python(source)))
    return ast.Module([], [])


def _python(source: str) -> Iterator[str]:
    """Give the lines of a cell with its magics in a form that is Python, each where it was."""
    lines = source.split("\n")
    first = next((line for line in lines if line.strip()), "")
    if _OTHER.match(first):
        return
    for line in lines:
        if line.lstrip().startswith("%%"):
            captured = _CAPTURED.match(line)
            yield f"{captured[1]} = run_line_magic('capture')" if captured else ""
        elif len(line) <= MAX_LINE and (found := _TIMED.match(line)):
            yield f"{found[1]}{found[2]}"
        elif len(line) <= MAX_LINE and (found := _MAGIC.match(line)):
            yield f"{found[1]}{found[2] or ''}run_line_magic({found[4]!r})"
        elif ("#" not in line and line.rstrip().endswith("?")) or line.lstrip().startswith("?"):
            yield f"{line[: len(line) - len(line.lstrip())]}pass"
        else:
            yield line


def events_in(cell: int, source: str) -> Iterator[Event]:
    return (replace(event, cell=cell) for event in _events_in(source))


@functools.lru_cache(maxsize=512)
def _events_in(source: str) -> tuple[Event, ...]:
    return tuple(_events(source))


def _events(source: str) -> Iterator[Event]:
    lines = source.split("\n")

    def event(name: str, kind: str, node: ast.stmt, line: int | None = None) -> Event:
        whole = "\n".join(lines[node.lineno - 1 : node.end_lineno])
        line = line or node.lineno
        text = shorten(lines[line - 1].strip(), 60)
        return Event(name=name, kind=kind, cell=0, line=line, text=text, source=whole, node=node)

    for node in _statements(tree_of(source).body):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield event(node.name, "def", node)
                for name in _global_in(node):  # once it is called
                    yield event(name, "changes", node)
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
        for name, line in _named_inside(node):
            yield event(name, "value", node, line)


def _statements(nodes: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """Go through the statements of a cell, and of the blocks in it, but not into functions."""
    for node in nodes:
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            for part in ("body", "orelse", "finalbody"):
                yield from _statements(getattr(node, part, []))
            for part in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
                yield from _statements(part.body)


def _named_inside(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Name what a statement gives a meaning in passing, each with its line: by `:=`, `except ... as` and `case`."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.stmt, ast.Lambda)):
            continue
        match child:
            case (
                ast.NamedExpr(target=ast.Name(id=name))
                | ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                yield name, child.lineno
        yield from _named_inside(child)


def _global_in(function: ast.AST) -> set[str]:
    """Name what a function gives a meaning in the whole notebook."""
    return {name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names}


def _kinds_of_call(function: ast.expr, args: Sequence[ast.expr]) -> Iterator[str]:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    first = args[0].value if args and isinstance(args[0], ast.Constant) else None
    if name == "reset" or (name == "run_line_magic" and first in FORGETS):
        yield "forgets"
    elif name == "exec" or (name == "run_line_magic" and first in CHANGES) or _updates_globals(function):
        yield "changes"


def _updates_globals(function: ast.expr) -> bool:
    match function:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="globals")), attr="update"):
            return True
    return False


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
            case ast.Subscript(
                value=ast.Call(func=ast.Name(id="globals")), slice=ast.Constant(value=str(name))
            ):
                found.add(name)
            case ast.Starred(value=value) | ast.Attribute(value=value) | ast.Subscript(value=value):
                waiting.append(value)
    return found


def used_by(node: ast.AST) -> frozenset[str]:
    """Name the names of the notebook that a statement, or a function that it defines, uses; none where that cannot be told."""
    try:
        return surely_used_by(node)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()


@functools.lru_cache(maxsize=2048)
def surely_used_by(node: ast.AST) -> frozenset[str]:
    """Name the names of the notebook that a statement, or a function that it defines, uses.

    Raises:
        SyntaxError, ValueError, RecursionError: It cannot be told.
    """
    waiting = [symtable.symtable(ast.unparse(node), "", "exec")]
    found = set()
    while waiting:
        table = waiting.pop()
        outermost = table.get_type() == "module"
        found |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_referenced() and (outermost or symbol.is_global())
        }
        waiting += table.get_children()
    return frozenset(found)
