"""Inside the walls: what a cell defines, kept where the cell itself fails or never ends.

Each statement is run on its own, so that one that fails costs nothing but itself.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

# Cell magics whose body is no Python of the notebook's; below any other it is, whether the shell knows it or not.
OTHER_LANGUAGES = re.compile(
    "!|bash|cython|file|html|javascript|js|latex|markdown|perl|pypy|python[23]?|R|ruby|script|sh|sql|svg|sx|system|writefile"
)
TIMED = "<timed exec>"  # what the body below `%%time` is called in tracebacks
# What a constant may be made with where calls are not run, as one of them never came back.
MAKERS = re.compile(
    "array|attrgetter|bool|complex|dict|float(32|64)?|frozenset|int|itemgetter|list|namedtuple|partial|set|slice|str|tuple|vectorize"
)
# A line that begins no statement, and how many of those that may are taken together, at most.
NO_START = re.compile(r"[#)\]}]|(else|elif|except|finally)\b")
MAX_PARTS = 30
DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
BLOCKS = (ast.If, ast.Try, ast.With, ast.AsyncWith, *LOOPS)
MAX_POWER = 100


class Definitions:
    """Runs what statements define in a notebook's namespace.

    Args:
        shell: Where they are run.
        name: What their code is called in tracebacks.
        calls: Whether assignments and conditions may call something.
        space: The namespace, where it is not the notebook's.
    """

    def __init__(
        self, shell: InteractiveShell, name: str, *, calls: bool, space: dict[str, Any] | None = None
    ) -> None:
        self._space = shell.user_ns if space is None else space
        self._shell = shell
        self._name = name
        self._calls = calls

    def keep(self, nodes: Iterable[ast.stmt]) -> None:
        """Run what these statements define."""
        for node in nodes:
            self._keep(node)

    def keep_after(self, failed: ast.stmt, rest: Iterable[ast.stmt], trace: TracebackType | None) -> None:
        """Run what is defined behind the place at which a statement failed, in the statement itself and in the rest."""
        below = _below_a_magic(failed, self._shell)
        if below:
            self._keep_from(below, failed.lineno + _line_in(TIMED, trace))
        else:
            self._keep_from([failed], _line_in(self._name, trace))
        self.keep(rest)

    def keep_from(self, nodes: Iterable[ast.stmt], trace: TracebackType | None) -> None:
        """Run what is defined from the place on at which one of the statements failed."""
        self._keep_from(nodes, _line_in(self._name, trace))

    def _keep_from(self, nodes: Iterable[ast.stmt], line: int) -> None:
        for node in nodes:
            if node.lineno > line:
                self._keep(node)
            elif (node.end_lineno or node.lineno) < line:
                continue
            elif isinstance(node, BLOCKS):
                self._keep_from(_inner(node), line)
            elif not isinstance(node, ASSIGNMENTS):
                self._keep(node)

    def _keep(self, node: ast.stmt) -> None:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            for alias in node.names:
                one = copy.copy(node)
                one.names = [alias]
                self._runs(one)
        elif isinstance(node, DEFS):
            # What a module that is not there was needed for may be no more than a decorator or an annotation.
            if not self._runs(node):
                self._runs(_plain(node))
        elif isinstance(node, ast.ClassDef):
            self._runs(node)
        elif isinstance(node, ASSIGNMENTS):
            if self._calls or (node.value is not None and _is_constant(node.value)):
                self._runs(node)
        elif isinstance(node, BLOCKS):
            whole = self._whole(node)
            if whole is None or not self._runs(whole):
                self.keep(_inner(node))
        elif isinstance(node, ast.Expr):
            self.keep(_below_a_magic(node, self._shell))

    def _whole(self, node: ast.stmt) -> ast.stmt | None:
        """Give a block with its definitions only, where nothing but them needs to be run to know which."""
        if isinstance(node, ast.If):
            return self._pruned(node) if self._calls or _is_constant(node.test) else None
        if isinstance(node, (ast.With, ast.AsyncWith)):
            return self._pruned(node) if self._calls else None
        return self._pruned(node) if isinstance(node, ast.Try) else None

    def _pruned(self, node: ast.stmt) -> ast.stmt:
        pruned = copy.copy(node)
        for part in ("body", "orelse", "finalbody"):
            if getattr(pruned, part, None):
                setattr(pruned, part, self._definitions(getattr(pruned, part)))
        if isinstance(pruned, ast.Try):
            handlers = []
            for handler in pruned.handlers:
                handlers.append(copy.copy(handler))
                handlers[-1].body = self._definitions(handler.body)
            pruned.handlers = handlers
        return pruned

    def _definitions(self, nodes: list[ast.stmt]) -> list[ast.stmt]:
        kept: list[ast.stmt] = []
        for node in nodes:
            if isinstance(node, (ast.Import, ast.ImportFrom, ast.ClassDef, *DEFS)):
                kept.append(node)
            elif isinstance(node, ASSIGNMENTS):
                if self._calls or (node.value is not None and _is_constant(node.value)):
                    kept.append(node)
            elif (whole := self._whole(node)) is not None:
                kept.append(whole)
        return kept or [ast.copy_location(ast.Pass(), nodes[0])]

    def _runs(self, node: ast.stmt) -> bool:
        try:
            module = ast.fix_missing_locations(ast.Module([node], []))
            code = self._shell.compile(module, self._name, "exec")
            exec(code, self._space)  # noqa: S102
        except KeyboardInterrupt:
            raise
        except BaseException:
            return False
        return True


def _magic_of(node: ast.stmt) -> tuple[str, str] | None:
    """Give the cell magic that a statement stands for, and its body, if it is one."""
    match node:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(attr="run_cell_magic"),
                args=[ast.Constant(value=str(name)), ast.Constant(), ast.Constant(value=str(body))],
            )
        ):
            return name, body
    return None


def statements(source: str, shell: InteractiveShell) -> list[ast.stmt]:
    """Give the statements of a cell; where it is no Python as a whole, those parts of it that are."""
    try:
        return _parsed(source, shell).body
    except SyntaxError:
        pass
    lines = source.split("\n")
    starts = [i for i, line in enumerate(lines) if line[:1].strip() and not NO_START.match(line)]
    found: list[ast.stmt] = []
    start = 0
    while start < len(starts):
        for end in range(start + 1, min(start + MAX_PARTS, len(starts)) + 1):
            part = lines[starts[start] : starts[end] if end < len(starts) else len(lines)]
            try:
                tree = _parsed("\n".join(part), shell)
            except SyntaxError:
                continue
            found += ast.increment_lineno(tree, starts[start]).body
            start = end
            break
        else:
            start += 1
    return found


def _parsed(source: str, shell: InteractiveShell) -> ast.Module:
    return ast.parse(str(shell.transform_cell(source)))


def _below_a_magic(node: ast.stmt, shell: InteractiveShell) -> list[ast.stmt]:
    """Give the statements below a cell magic, on their lines of the cell."""
    found = _magic_of(node)
    if found is None or OTHER_LANGUAGES.fullmatch(found[0]):
        return []
    tree = ast.Module(statements(found[1], shell), [])
    return ast.increment_lineno(tree, node.lineno).body


def _line_in(name: str, trace: TracebackType | None) -> int:
    """Give the line of a file at which an exception passed first; 0 where it did not."""
    return next((line for frame, line in walk_tb(trace) if frame.f_code.co_filename == name), 0)


def _inner(node: ast.stmt) -> list[ast.stmt]:
    """Give the statements of a block; of two branches, the first is to win. What a loop works out is no definition."""
    if isinstance(node, ast.Try):
        return [*node.body, *node.orelse, *node.finalbody]
    inner = [*getattr(node, "orelse", []), *getattr(node, "body", [])]
    if isinstance(node, LOOPS):
        inner = [each for each in inner if not isinstance(each, ASSIGNMENTS)]
    return inner


def _plain(node: ast.stmt) -> ast.stmt:
    """Copy a function's definition without its decorators and annotations."""
    plain = copy.deepcopy(node)
    assert isinstance(plain, DEFS)
    plain.decorator_list, plain.returns = [], None
    for arg in ast.walk(plain.args):
        if isinstance(arg, ast.arg):
            arg.annotation = None
    return plain


def _may_be_large(node: ast.AST) -> bool:
    if not isinstance(node, ast.BinOp):
        return False
    if isinstance(node.op, ast.Mult):
        both = (node.left, node.right)
        texts = any(isinstance(each, ast.Constant) and isinstance(each.value, (str, bytes)) for each in both)
        return texts or any(isinstance(each, (ast.List, ast.Tuple)) for each in both)
    if isinstance(node.op, ast.Pow):
        power = node.right.operand if isinstance(node.right, ast.UnaryOp) else node.right
        number = power.value if isinstance(power, ast.Constant) else None
        return not isinstance(number, (int, float)) or number > MAX_POWER
    return isinstance(node.op, ast.LShift)


def _is_constant(value: ast.expr) -> bool:
    """Tell whether a value is made without running anything that may take its time, or much memory."""
    waiting: list[ast.AST] = [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Lambda):
            waiting += [*node.args.defaults, *(each for each in node.args.kw_defaults if each)]
            continue
        if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom)) or _may_be_large(node):
            return False
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if not MAKERS.fullmatch(name):
                return False
        waiting += ast.iter_child_nodes(node)
    return True
