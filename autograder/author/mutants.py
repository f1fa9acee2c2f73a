"""Mutants of a function: the same code with one small thing changed, as slips of the pen would."""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_OPERATORS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div, ast.Add),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Div,),
    ast.Mod: (ast.FloorDiv,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq,),
}
_TWINS = {
    "sum": "mean",
    "mean": "sum",
    "min": "max",
    "max": "min",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
}

Change = Callable[[ast.AST], None]


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A changed function.

    Attributes:
        code: All of it.
        line: What the changed lines say now, to tell it from the others.
    """

    code: str
    line: str


def mutants(code: str, name: str) -> list[Mutant]:
    """Make every mutant of the function `name` that the code defines; its helpers stay as they are."""
    tree = ast.parse(code)
    function = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:] or [ast.Pass()]
    original = ast.unparse(tree)
    found: dict[str, Mutant] = {}
    for place, node in enumerate(_nodes(function)):
        for change in _changes(node, _names(function)):
            changed = ast.parse(original)
            twin = next(n for n in changed.body if isinstance(n, ast.FunctionDef) and n.name == name)
            change(_nodes(twin)[place])
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != original:
                found.setdefault(text, Mutant(code=text, line=_changed_lines(original, text)))
    return list(found.values())


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """List the function and all that its body is made of, in a fixed order; annotations do nothing."""
    return [function, *(node for statement in function.body for node in ast.walk(statement))]


def _names(function: ast.FunctionDef) -> list[str]:
    """List the function's parameters and variables."""
    names = {argument.arg: None for argument in function.args.args}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names[node.id] = None
    return list(names)


def _changed_lines(before: str, after: str) -> str:
    lines = [
        line[2:].strip()
        for line in difflib.ndiff(before.splitlines(), after.splitlines())
        if line.startswith("+ ")
    ]
    return " / ".join(lines) or "(a line less)"


def _changes(node: ast.AST, names: list[str]) -> Iterator[Change]:
    """Give every change of one node, each as a function that makes it in a copy of the node."""
    if isinstance(node, ast.BinOp):
        for other in _OPERATORS.get(type(node.op), ()):
            yield _set(op=other())
        if not isinstance(node.op, (ast.Add, ast.Mult)):
            yield _swap("left", "right")
    elif isinstance(node, ast.AugAssign):
        for other in _OPERATORS.get(type(node.op), ()):
            yield _set(op=other())
    elif isinstance(node, ast.Compare):
        for comparison in _COMPARISONS.get(type(node.ops[0]), ()):
            yield _set(ops=[comparison()])
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield _set(op=ast.UAdd())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield _set(value=node.value + 1)  # type: ignore[operator]
        yield _set(value=node.value - 1)  # type: ignore[operator]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        for other_name in names:
            yield _set(id=other_name)
    elif isinstance(node, ast.Attribute) and node.attr in _TWINS:
        yield _set(attr=_TWINS[node.attr])
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        for i in range(len(node.elts) - 1):
            yield _swap_items("elts", i)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        # Where the value is a tuple, too, its own items are swapped.
        if not isinstance(node.value, ast.Tuple):
            for i in range(len(node.targets[0].elts) - 1):
                yield _swap_targets(i)
    elif isinstance(node, ast.Call):
        yield from _changes_of_call(node)
    for field in ("body", "orelse"):
        statements = getattr(node, field, None)
        if isinstance(statements, list):
            yield from _changes_of_block(field, statements)


def _changes_of_call(node: ast.Call) -> Iterator[Change]:
    for i in range(len(node.args) - 1):
        yield _swap_items("args", i)
    if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 1:
        end = node.args[0]
        yield _set(args=[ast.BinOp(left=end, op=ast.Sub(), right=ast.Constant(value=1))])
        yield _set(args=[ast.BinOp(left=end, op=ast.Add(), right=ast.Constant(value=1))])
        yield _set(args=[ast.Constant(value=1), end])


def _changes_of_block(field: str, statements: list[ast.stmt]) -> Iterator[Change]:
    for i, statement in enumerate(statements):
        if not isinstance(statement, ast.Pass):
            yield _replace(field, i, [ast.Pass()])
        if isinstance(statement, ast.Return) and i and isinstance(statements[i - 1], (ast.For, ast.While)):
            yield _move_into_loop(field, i)
    for i in range(len(statements) - 1):
        if not _independent(statements[i], statements[i + 1]):
            yield _swap_items(field, i)


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    """Tell whether two statements give the same in either order: neither writes what the other reads."""
    if isinstance(one, ast.Return) or isinstance(other, ast.Return):
        return False
    return not (_written(one) & _used(other) or _written(other) & _used(one))


def _written(statement: ast.stmt) -> set[str]:
    """Name what a statement assigns, or may change through a method."""
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return found - {"np"}


def _used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _set(**values: object) -> Change:
    def change(node: ast.AST) -> None:
        for name, value in values.items():
            setattr(node, name, copy.deepcopy(value))

    return change


def _swap(one: str, other: str) -> Change:
    def change(node: ast.AST) -> None:
        left, right = getattr(node, one), getattr(node, other)
        setattr(node, one, right)
        setattr(node, other, left)

    return change


def _swap_items(field: str, i: int) -> Change:
    def change(node: ast.AST) -> None:
        items = getattr(node, field)
        items[i], items[i + 1] = items[i + 1], items[i]

    return change


def _swap_targets(i: int) -> Change:
    def change(node: ast.AST) -> None:
        items = node.targets[0].elts  # type: ignore[attr-defined]
        items[i], items[i + 1] = items[i + 1], items[i]

    return change


def _replace(field: str, i: int, by: list[ast.stmt]) -> Change:
    def change(node: ast.AST) -> None:
        getattr(node, field)[i : i + 1] = by

    return change


def _move_into_loop(field: str, i: int) -> Change:
    def change(node: ast.AST) -> None:
        statements = getattr(node, field)
        statements[i - 1].body.append(statements.pop(i))

    return change
