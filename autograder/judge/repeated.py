"""Functions that give another result for the same arguments: left over from earlier calls, or drawn at random."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.common.parsing import parse
from autograder.exercise.exercise import Tolerance
from autograder.exercise.reply import Reply
from autograder.exercise.verdict import Verdict
from autograder.judge.compare import matches, same_kind
from autograder.judge.describe import DEPENDS_ON_MORE, GIVES_ANOTHER_RESULT

LEFT_OVER = "remembers-earlier-calls"
AT_RANDOM = "draws-at-random"
_SAID = {
    LEFT_OVER: "Something of the earlier calls is left over: is a list or a sum made outside of the function, or a default argument changed?",
    AT_RANDOM: "It draws at random. Is anything to be drawn here?",
}
_DRAWS = re.compile(
    r"random|rng|shuffle|permut|normal\(|uniform\(|integers\(|choice\(|sample|[Gg]enerator|seed|secrets|uuid"
)
_UNCLEAR = re.compile(r"\bempty(_like)?\(|\btime|\bid\(|\bhash\(|\bset\(")


def explain(verdict: Verdict, own: str, cells: Sequence[str], afresh: Callable[[], Reply | None]) -> Verdict:
    """Say which of the two it is, where that is certain.

    Args:
        verdict: What was found so far.
        own: The source of the function's own cell.
        cells: The sources of all cells.
        afresh: Calls the function on its first case, as if it had never been called; None where that cannot be had.
    """
    if verdict.mistake != GIVES_ANOTHER_RESULT or DEPENDS_ON_MORE not in verdict.message:
        return verdict
    source = _concerned(own, cells)
    if _UNCLEAR.search(source):
        return verdict
    first, second = afresh(), afresh()
    same = first is None or second is None or _is_same(first, second)
    draws = bool(_DRAWS.search(source))
    if draws is same:  # a generator may begin alike in every process
        return verdict
    why = AT_RANDOM if draws else LEFT_OVER
    return replace(verdict, mistake=why, message=verdict.message.replace(DEPENDS_ON_MORE, _SAID[why]))


def _is_same(one: Reply, other: Reply) -> bool:
    exact = Tolerance(rtol=0.0, atol=0.0)
    return matches(one.value, other.value, exact) or same_kind(one.value, other.value)


def _concerned(own: str, cells: Sequence[str]) -> str:
    """Give the function's own cell with all that define what it uses."""
    found, waiting = [own], [own]
    while waiting:
        used = _names(waiting.pop(), ast.Load)
        more = [cell for cell in cells if cell not in found and used & _names(cell, ast.Store)]
        found += more
        waiting += more
    return "\n".join(found)


def _names(cell: str, context: type[ast.Load | ast.Store]) -> set[str]:
    """List the names that a cell defines for others, or that it takes from others."""
    try:
        tree = parse(cell)
    except SyntaxError:
        return set()
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    functions = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    if context is ast.Store:
        top = (node for each in tree.body if not isinstance(each, ast.FunctionDef) for node in ast.walk(each))
        named = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
        return named | {
            each.id for each in top if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
    parameters = {arg.arg for each in functions for arg in ast.walk(each.args) if isinstance(arg, ast.arg)}
    own = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    return {node.id for node in nodes if isinstance(node.ctx, ast.Load)} - parameters - own
