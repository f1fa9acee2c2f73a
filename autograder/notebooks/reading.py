"""What one cell gives and uses, read off its text; nothing is run. Whatever is not sure is taken for the worse."""

from __future__ import annotations

import ast
import functools
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from autograder.common.parsing import parse
from autograder.notebooks.allowed import is_literal
from autograder.notebooks.pure import LASTING, PURE, REACHING


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a cell gives a name to stand for.

    Attributes:
        kind: A function that keeps nothing from one call to the next; a module; what is as good as a number or a text; anything else.
        uses: The names of the notebook that the function uses.
        looked_into: Those of them of which it uses a part, each with the part's name.
        whole: Those of them that it uses in any other way.
        module: The module's name.
    """

    kind: Literal["function", "module", "constant", "other"]
    uses: frozenset[str] = frozenset()
    looked_into: frozenset[tuple[str, str]] = frozenset()
    whole: frozenset[str] = frozenset()
    module: str = ""


# How parts begin that lead to the names of a frame or a function.
OF_FRAMES = ("_", "ag_", "cr_", "f_", "func_", "gi_", "tb_")
_is_literal = functools.partial(is_literal, texts=True)
OTHER = Meaning(kind="other")
CONSTANT = Meaning(kind="constant")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a cell says.

    Attributes:
        gives: What the names stand for that it gives a meaning, or takes one from.
        uses: The names that its own lines use when they are run.
        inside: The names that its functions use, whenever they are called.
        reaches: Whether it may use or change names that do not stand in it.
        lasts: Whether it may change what is no name of the notebook's, such as a module.
    """

    gives: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    uses: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    reaches: bool = True
    lasts: bool = True

    @property
    def mentions(self) -> frozenset[str]:
        """All names of the notebook that stand in it."""
        return self.uses | self.inside | self.gives.keys()


@functools.lru_cache(maxsize=2048)
def read(source: str) -> Reading:
    """Read a cell. One that is not Python throughout may hold magics, or be run in part: it reaches everywhere."""
    try:
        tree = parse(source)
        # Of the tree: of the text, newer versions of Python warn of an odd `"\d"`, whoever grades it.
        return _read(tree, symtable.symtable(ast.unparse(tree), "<cell>", "exec"))
    except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
        return Reading()


def _read(tree: ast.Module, table: symtable.SymbolTable) -> Reading:
    symbols = table.get_symbols()
    given = {
        each.get_name() for each in symbols if each.is_assigned() or each.is_imported() or each.is_namespace()
    }
    gives: dict[str, list[Meaning]] = {name: [] for name in given}
    for name, meaning in _meanings(tree, table):
        gives.setdefault(name, []).append(meaning)
    uses = {each.get_name() for each in symbols if each.is_referenced()}
    functions = {name for name, found in gives.items() if any(each.kind == "function" for each in found)}
    inside: set[str] = set()
    for child in table.get_children():
        inside |= _globals_of(child)
        if child.get_name() not in functions:
            uses |= _globals_of(child)
    nodes = [*ast.walk(tree)]
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return Reading(
        gives={name: tuple(found) or (OTHER,) for name, found in gives.items()},
        uses=frozenset(uses),
        inside=frozenset(inside),
        reaches=bool((uses | inside | attributes) & REACHING)
        or any(name.startswith("_") for name in uses | inside)
        or any(isinstance(node, ast.Global) or _is_star(node) for node in nodes),
        lasts=bool((uses | inside | given | attributes) & LASTING)
        or any(_changes(node, given) for node in nodes),
    )


def _globals_of(table: symtable.SymbolTable) -> set[str]:
    """Name the names of the notebook that stand in a scope, and in those inside of it."""
    found = {each.get_name() for each in table.get_symbols() if each.is_global()}
    return found.union(*map(_globals_of, table.get_children()))


def _is_star(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"


def _changes(node: ast.AST, given: set[str]) -> bool:
    """Tell whether a part of something is changed that the cell has not made itself."""
    if not isinstance(node, ast.Attribute | ast.Subscript) or isinstance(node.ctx, ast.Load):
        return False
    inner: ast.expr = node
    while isinstance(inner, ast.Attribute | ast.Subscript):
        inner = inner.value
    return not (isinstance(inner, ast.Name) and inner.id in given)


def _meanings(tree: ast.Module, table: symtable.SymbolTable) -> Iterator[tuple[str, Meaning]]:
    """Tell what each name stands for, at each place at which it is given a meaning."""
    waiting: list[ast.AST] = [*tree.body]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.FunctionDef(name=name):
                yield name, _function(node, table, name)
                continue  # its inside gives the notebook nothing
            case ast.AsyncFunctionDef(name=name):
                yield name, OTHER
                continue
            case ast.ClassDef(name=name):
                yield name, _meaning(node, table, name) if _is_plain_class(node) else OTHER
                continue
            case ast.Import(names=aliases):
                for alias in aliases:
                    whole = alias.asname is not None or "." not in alias.name
                    yield (
                        alias.asname or alias.name.partition(".")[0],
                        Meaning(kind="module", module=alias.name) if whole else OTHER,
                    )
            case ast.ImportFrom(module=module, names=aliases):
                for alias in aliases:
                    yield alias.asname or alias.name, _imported(str(module), alias.name)
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                yield name, _function(value, table, "lambda")
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_literal(value) or _is_record(
                value
            ):
                yield name, CONSTANT
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id=kind), args=[])):
                made = [each for each in tree.body if isinstance(each, ast.ClassDef) and each.name == kind]
                yield name, _object(made, table, kind)
                continue
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, OTHER
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                yield name, OTHER
            case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
                inner = [each.target for each in ast.walk(node) if isinstance(each, ast.NamedExpr)]
                yield from ((each.id, OTHER) for each in inner)
                continue
        waiting += ast.iter_child_nodes(node)


def _imported(module: str, name: str) -> Meaning:
    if f"{module}.{name}" in PURE:
        return Meaning(kind="module", module=f"{module}.{name}")
    allowed = PURE.get(module, frozenset())
    return CONSTANT if allowed is None or name in allowed else OTHER


def _is_record(node: ast.expr) -> bool:
    """Tell whether a value is a kind of named tuple."""
    match node:
        case ast.Call(
            func=ast.Name(id="namedtuple") | ast.Attribute(attr="namedtuple"), args=args, keywords=[]
        ):
            return all(isinstance(each, ast.List) or _is_literal(each) for each in args)
    return False


def _function(node: ast.FunctionDef | ast.Lambda, table: symtable.SymbolTable, name: str) -> Meaning:
    """Read a function: one that may keep something from one call to the next is anything else."""
    return _meaning(node, table, name) if _keeps_nothing(node) else OTHER


def _object(made: Sequence[ast.ClassDef], table: symtable.SymbolTable, kind: str) -> Meaning:
    """Read an object of a class that keeps nothing in its objects: it is as good as a function."""
    if len(made) != 1 or not _is_plain_class(made[0]):
        return OTHER
    if any(
        isinstance(each, ast.Attribute) and not isinstance(each.ctx, ast.Load) for each in ast.walk(made[0])
    ):
        return OTHER
    return _meaning(made[0], table, kind)


def _keeps_nothing(node: ast.FunctionDef | ast.Lambda, own: str = "") -> bool:
    """Tell whether a function keeps nothing from one call to the next, but in the object `own`."""
    decorated = isinstance(node, ast.FunctionDef) and bool(node.decorator_list)
    defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
    if decorated or not all(map(_is_literal, defaults)):
        return False
    waiting: list[ast.AST] = [*ast.iter_child_nodes(node)]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, ast.ClassDef):
            if not _is_plain_class(inner):
                return False
            continue
        if _may_keep(inner, own):
            return False
        waiting += ast.iter_child_nodes(inner)
    return True


def _is_plain_class(node: ast.ClassDef) -> bool:
    """Tell whether all that a class keeps is in objects of its own: it has methods, and what is written out."""
    if node.bases or node.keywords or node.decorator_list:
        return False
    for each in node.body:
        match each:
            case ast.FunctionDef(args=ast.arguments(args=[ast.arg(arg=own), *_])):
                if not _keeps_nothing(each, own):
                    return False
            case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.AnnAssign(value=None):
                pass
            case ast.Assign(targets=[ast.Name()], value=value) if _is_literal(value):
                pass
            case _:
                return False
    return True


def _meaning(
    node: ast.FunctionDef | ast.Lambda | ast.ClassDef, table: symtable.SymbolTable, name: str
) -> Meaning:
    """Tell what a function, or what stands for one, uses."""
    inner = [*ast.walk(node)]
    used = {each for child in table.get_children() if child.get_name() == name for each in _globals_of(child)}
    bases = {id(each.value) for each in inner if isinstance(each, ast.Attribute)}
    return Meaning(
        kind="function",
        uses=frozenset(used),
        looked_into=frozenset(
            (each.value.id, each.attr)
            for each in inner
            if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name) and each.value.id in used
        ),
        whole=frozenset(each.id for each in _body_names(node) if each.id in used and id(each) not in bases),
    )


def _body_names(node: ast.FunctionDef | ast.Lambda | ast.ClassDef) -> Iterable[ast.Name]:
    parts: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
    return (each for part in parts for each in ast.walk(part) if isinstance(each, ast.Name))


def _may_keep(node: ast.AST, own: str) -> bool:
    match node:
        case ast.Global() | ast.AsyncFunctionDef() | ast.Await() | ast.Import() | ast.ImportFrom():
            return True
        case ast.Attribute(value=ast.Name(id=name), attr=attr, ctx=ast.Store() | ast.Del()):
            return name != own or attr.startswith("_")
        case ast.Attribute(attr=attr, ctx=context):
            return (attr.startswith(OF_FRAMES) and attr != "__getitem__") or not isinstance(context, ast.Load)
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            return name == own  # what is kept in it would be kept in something else
        case ast.FunctionDef(decorator_list=[_, *_]):
            return True
    return False
