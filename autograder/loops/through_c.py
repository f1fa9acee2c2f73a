"""What goes through an array in C, one by one: no loop of Python's, but as slow. Told from the text of a function."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Mapping, Sequence

from autograder.common.bindings import tree_of

# fmt: off
_ITERATING = {
    *("all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min", "next"),
    *("reversed", "set", "sorted", "sum", "tuple", "zip", "accumulate", "dist", "fmean", "fsum", "hypot"),
    *("prod", "reduce", "starmap", "sumprod"),
}
# fmt: on
_ITERATING_METHODS = {"tolist", "fromiter", "sort", "argsort", "lexsort", "unique", "median", "searchsorted"}
_ITERATING_MODULES = {"functools", "itertools", "math", "operator", "statistics"}


def definitions_in(sources: Iterable[str]) -> dict[str, list[ast.AST]]:
    """Find what gives a name a meaning that a function may call."""
    defined: dict[str, list[ast.AST]] = {}
    for source in sources:
        for node in ast.walk(tree_of(source)):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                defined.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    defined.setdefault(alias.asname or alias.name.partition(".")[0], []).append(node)
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Name):
                        defined.setdefault(target.id, []).append(node.value)
    return defined


def goes_through_in_c(name: str, defined: Mapping[str, Sequence[ast.AST]]) -> bool:
    """Tell whether a function, or one that it calls by name, goes through something one by one in C, as `sum` or a plot does."""
    waiting, seen = [name], {name}
    while waiting:
        for node in defined.get(waiting.pop(), ()):
            for each in ast.walk(node):
                if _iterates(each):
                    return True
                if isinstance(each, ast.Name) and each.id in defined and each.id not in seen:
                    seen.add(each.id)
                    waiting.append(each.id)
    return False


def _iterates(node: ast.AST) -> bool:
    loops = (ast.GeneratorExp, ast.ListComp)
    match node:
        case ast.Starred() | ast.Name(id="object") | ast.BinOp(left=ast.List()) | ast.BinOp(right=ast.List()):
            return True
        case ast.Import(names=[alias, *_]):
            return _is_a_package(alias.name)
        case ast.ImportFrom(module=module):
            return module is not None and _is_a_package(module)
        case ast.Call(args=[*args]) if args and all(isinstance(each, loops) for each in args):
            return False  # that is a loop of Python's
        case ast.Call(func=ast.Name(id=name)):
            return name in _ITERATING
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)):
            return name in _ITERATING_METHODS or module in _ITERATING_MODULES
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _ITERATING_METHODS
    return False


def _is_a_package(module: str) -> bool:
    """Tell what draws, for one, from NumPy and from the standard library, in which nothing takes long without being told to."""
    root = module.partition(".")[0]
    return root != "numpy" and root not in sys.stdlib_module_names
