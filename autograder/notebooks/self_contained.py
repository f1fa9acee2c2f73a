"""Whether a notebook's functions keep nothing from one call to the next, read off its text; nothing is run.

Such functions can be called one after the other in one process: each gives what it gives in a process of its own. So this is
held to what hostile code could do. What is allowed is listed: arithmetic on what a function is given, by way of functions that
are held to the same, of NumPy and of `math`. Nothing on the lists writes to anything but what the call itself has made or was
given, shows what lay in memory before, where something lies in it, or what time it is.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.common.bindings import events_in, surely_used_by
from autograder.common.parsing import parse
from autograder.notebooks.allowed import (
    BUILTINS,
    KEYWORDS,
    MODULES,
    NOT_PARAMETERS,
    OF_LINALG,
    PARTS,
    TAKING,
    TEXTS_TO,
    is_literal,
    is_part,
    is_type,
    module_of,
)

MAX_CODE = 100_000  # characters; more than that is not read so closely

# What IPython may take for something else than Python does: a comment ends for it at signs that end no line for Python.
_ODD = re.compile(
    r"\A\s|^[^\S\n]*(?:[%!?,]|In\b|\.\.\.)|^>>>|^[^#\n]*\?[^\S\n]*$|[\v\f\r\x1c-\x1e\x85\u2028\u2029]",
    re.MULTILINE,
)

# fmt: off
_PLAIN = (
    ast.Assign, ast.AugAssign, ast.For, ast.While, ast.If, ast.Return, ast.Expr, ast.Pass, ast.Break, ast.Continue,
    ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Subscript, ast.Slice, ast.Starred,
    ast.List, ast.Tuple, ast.ListComp, ast.GeneratorExp, ast.Name, ast.NamedExpr,
    ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context,
)
# fmt: on
_Function = ast.FunctionDef | ast.Lambda


def is_self_contained(
    cells: Sequence[NotebookNode], given: Collection[str], functions: Collection[str]
) -> bool:
    """Tell whether nothing that a call of a notebook's functions does can make a difference to another call.

    Args:
        cells: The code cells, as they are run.
        given: The texts of the cells that were handed out to be run, not to be written: they are the instructor's.
        functions: The functions that are called.
    """
    sources = [str(cell.source) for cell in cells]
    own = [
        source
        for cell, source in zip(cells, sources, strict=True)
        if source not in given or cell.metadata.get("nbgrader", {}).get("solution")
    ]
    if sum(map(len, own)) > MAX_CODE or any(map(_ODD.search, own)):
        return False
    try:
        notebook = _Notebook()
        for number, source in enumerate(sources):
            for event in events_in(number, source):
                notebook.learn(event.name, event.node)
        return (
            not notebook.meanings[""]  # what may change any name
            and all(notebook.is_function(name) for name in functions)
            and all(notebook.is_plain_statement(node) for source in own for node in parse(source).body)
        )
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


@dataclass(frozen=True)
class _Notebook:
    """What its names stand for, wherever they are given a meaning, and what is known of its functions."""

    meanings: defaultdict[str, list[ast.AST]] = field(default_factory=lambda: defaultdict(list))
    parameters: set[str] = field(default_factory=set)
    known: dict[_Function, bool] = field(default_factory=dict)

    def learn(self, name: str, node: ast.AST) -> None:
        """Note a meaning of a name."""
        self.meanings[name].append(node)
        function = _function(node, name)
        if function is not None:
            self.parameters.update({each.arg for each in _arguments(function)} - NOT_PARAMETERS)

    def is_function(self, name: str) -> bool:
        """Tell whether a name stands for nothing but plain functions, if for anything."""
        found = [_function(each, name) for each in self.meanings.get(name, ())]
        return all(each is not None and self.is_plain_function(each) for each in found)

    def is_plain_function(self, function: _Function) -> bool:
        if function not in self.known:
            self.known[function] = True  # where it calls itself, for as long as it is looked at
            self.known[function] = self._is_plain_function(function) and all(
                self._is_steady(name) for name in surely_used_by(function)
            )
        return self.known[function]

    def is_plain_statement(self, node: ast.stmt) -> bool:
        """Tell whether a statement of a cell gives names only what was looked at, and changes nothing else."""
        if isinstance(node, ast.FunctionDef):
            return self.is_plain_function(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            return all(
                module_of(node, alias.asname or alias.name) or is_part(node, alias.asname or alias.name)
                for alias in node.names
            )
        inner = [*ast.walk(node)]
        if any(isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store) for each in inner):
            return False
        called = {
            each.func.id for each in inner if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)
        }
        return self._is_plain(node) and all(
            self._is_steady(name) or (name not in called and self._is_value(name))
            for name in surely_used_by(node)
        )

    def _is_plain_function(self, function: _Function) -> bool:
        notes: list[ast.AST] = [
            each.annotation for each in _arguments(function) if each.annotation is not None
        ]
        body: list[ast.AST] = []
        if isinstance(function, ast.FunctionDef):
            if function.decorator_list or getattr(function, "type_params", []):
                return False
            notes += [] if function.returns is None else [function.returns]
            body += function.body
        else:
            body.append(function.body)
        defaults = [
            *function.args.defaults,
            *(each for each in function.args.kw_defaults if each is not None),
        ]
        return (
            not any(each.arg in NOT_PARAMETERS for each in _arguments(function))
            and all(map(is_type, notes))
            and all(map(is_literal, defaults))
            and all(map(self._is_plain, body))
        )

    def _is_steady(self, name: str) -> bool:
        """Tell whether what a function finds by a name is always the same, and cannot be changed through it."""
        found = self.meanings.get(name, ())
        if not found:
            return name in BUILTINS
        return all(
            module_of(each, name)
            or is_part(each, name)
            or (isinstance(each, ast.Assign) and is_literal(each.value))
            or ((function := _function(each, name)) is not None and self.is_plain_function(function))
            for each in found
        )

    def _is_value(self, name: str) -> bool:
        found = self.meanings.get(name, ())
        imported = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        return bool(found) and not any(isinstance(each, imported) for each in found)

    def _modules(self, name: str) -> set[str]:
        return {module for each in self.meanings.get(name, ()) if (module := module_of(each, name))}

    def _is_plain(self, node: ast.AST) -> bool:
        match node:
            case ast.Expr(value=ast.Constant()):
                return True
            case ast.Constant(value=value):
                return not isinstance(value, str | bytes)
            case ast.Raise(exc=None | ast.Name(), cause=None):
                return True
            case ast.Raise(exc=ast.Call() as call, cause=None):
                return self._is_plain(call)
            case ast.Assert(test=test, msg=message):
                return self._is_plain(test) and (message is None or self._is_text(message))
            case ast.AnnAssign(target=ast.Name(), annotation=note, value=value):
                return is_type(note) and (value is None or self._is_plain(value))
            case ast.FunctionDef(name=name):  # inside of another one
                return name not in TAKING and not self._modules(name) and self._is_plain_function(node)
            case ast.Lambda():
                return self._is_plain_function(node)
            case ast.Call():
                return self._is_plain_call(node)
            case ast.comprehension(is_async=0):
                return self._are_plain(node)
            case ast.Attribute(ctx=ast.Load()):
                return self._is_plain_part(node)
            case ast.Name(id=name):
                return not self._modules(name) and not (isinstance(node.ctx, ast.Store) and name in TAKING)
        return isinstance(node, _PLAIN) and self._are_plain(node)

    def _are_plain(self, node: ast.AST) -> bool:
        return all(map(self._is_plain, ast.iter_child_nodes(node)))

    def _is_plain_call(self, call: ast.Call) -> bool:
        arguments = call.args
        match call.func:
            case ast.Name(id="isinstance") if "isinstance" not in self.meanings:
                arguments = arguments[:1]
                fine = len(call.args) == 2 and is_type(call.args[1])
            case ast.Name(id=name) if name in TEXTS_TO and name not in self.meanings:
                arguments = [each for each in arguments if not self._is_text(each)]
                fine = True
            case ast.Attribute(value=ast.Name(id=name), attr="einsum") if self._modules(name):
                arguments = arguments[1:]
                fine = self._is_plain_part(call.func) and all(map(_is_text_alone, call.args[:1]))
            case _:
                fine = self._is_plain(call.func)
        named = all(
            each.arg in KEYWORDS | self.parameters and self._is_plain(each.value) for each in call.keywords
        )
        return fine and named and all(map(self._is_plain, arguments))

    def _is_plain_part(self, node: ast.Attribute) -> bool:
        match node.value:
            case ast.Name(id=name) if modules := self._modules(name):
                return all(node.attr in MODULES[module] for module in modules) and node.attr != "linalg"
            case ast.Attribute(value=ast.Name(id=name), attr="linalg") if modules := self._modules(name):
                return modules == {"numpy"} and node.attr in OF_LINALG
        return node.attr in PARTS and self._is_plain(node.value)

    def _is_text(self, node: ast.expr) -> bool:
        if isinstance(node, ast.JoinedStr):
            return all(self._is_text(each) for each in node.values)
        if isinstance(node, ast.FormattedValue):
            return self._is_plain(node.value) and (
                node.format_spec is None or _is_text_alone(node.format_spec)
            )
        return _is_text_alone(node)


def _is_text_alone(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr):
        return all(map(_is_text_alone, node.values))
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _arguments(function: _Function) -> list[ast.arg]:
    every = function.args
    more = [each for each in (every.vararg, every.kwarg) if each is not None]
    return [*every.posonlyargs, *every.args, *every.kwonlyargs, *more]


def _function(node: ast.AST, name: str) -> _Function | None:
    match node:
        case ast.FunctionDef(name=defined) if defined == name:
            return node
        case ast.Assign(targets=[ast.Name(id=given)], value=ast.Lambda() as function) if given == name:
            return function
    return None
