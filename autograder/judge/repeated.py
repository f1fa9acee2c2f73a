"""Functions that give another result for the same arguments: left over from earlier calls, or drawn at random."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from autograder.common.bindings import events_in, tree_of, used_by
from autograder.exercise.judging import Tolerance
from autograder.exercise.reply import Reply
from autograder.exercise.verdict import Verdict
from autograder.judge.compare import matches, same_kind
from autograder.judge.describe import DEPENDS_ON_MORE, GIVES_ANOTHER_RESULT
from autograder.judge.given_away import MAX_CODE

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
    if source is None or _UNCLEAR.search(source):
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


def _concerned(own: str, cells: Sequence[str]) -> str | None:
    """Give the function's own cell with all that define what it uses; of an import, the line alone. None where that is too much to read."""
    if sum(map(len, cells)) > MAX_CODE:
        return None
    defines: dict[str, set[str]] = {}
    try:
        for cell in cells:
            for event in events_in(0, cell):
                text = event.source if event.kind == "import" else cell
                defines.setdefault(text, set()).add(event.name)
    except RecursionError:  # as in `given_away`
        return None
    found, waiting = [own], [own]
    while waiting:
        used = used_by(tree_of(waiting.pop(0)))
        more = [text for text, names in defines.items() if text not in found and used & names]
        found += more
        waiting += more
    return "\n".join(found)
