"""Functions that use a variable of the notebook where they should use their own arguments.

Such a function may look right on the notebook's own data. It is called once more without the notebook's
variables: if it then misses one, that is the mistake.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import replace

from autograder.common.parsing import parse
from autograder.exercise.exercise import Exercise
from autograder.exercise.reply import Reply
from autograder.exercise.verdict import Verdict
from autograder.judge import given_away
from autograder.judge.describe import GIVES_ANOTHER_RESULT
from autograder.judge.judge import is_named
from autograder.judge.repeated import LEFT_OVER

MISTAKE = "uses-a-variable-of-the-notebook"


def explain(
    verdict: Verdict,
    exercise: Exercise,
    call_without_variables: Callable[[int], Reply | None],
    cell: str,
    notebook: str | None = None,
) -> Verdict:
    """Add to the verdict on a wrong function which variable of the notebook it uses, if it does.

    Args:
        verdict: What was found so far.
        exercise: What was asked.
        call_without_variables: Calls the function on the case of this number, where the notebook's variables
            are missing.
        cell: The source of the function's own cell: what it defines is the function's to use.
        notebook: The source of all cells, where what was called with is not to be seen: a name that stands nowhere in
            it may be made of that.
    """
    if verdict.outcome != "failed" or verdict.score or is_named(exercise, verdict.mistake):
        return verdict
    if verdict.mistake in (
        "missing",
        "not-written",
        "time",
        "submission-time",
        "memory",
        "crash",
        "broken",
        "raises-NameError",
        given_away.MISTAKE,
    ):
        return verdict
    failing = next((i for i, case in enumerate(verdict.cases) if not case.passed), None)
    reply = call_without_variables(failing) if failing is not None else None
    if reply is None or reply.raised is None or reply.raised.type != "NameError":
        return verdict
    found = re.search(r"name '(\w{1,40})' is not defined", reply.raised.message)
    if found is None or found[1] in _assigned(cell):
        return verdict
    if notebook is not None and found[1] not in re.findall(r"\w+", notebook):
        return verdict
    arguments = ", ".join(f"`{name}`" for name in exercise.parameters)
    changes = verdict.mistake in (GIVES_ANOTHER_RESULT, LEFT_OVER)  # perhaps this very variable
    constant = "" if changes else ", which stays the same whatever the function is called with"
    return replace(
        verdict,
        mistake=MISTAKE,
        message=f"It uses `{found[1]}`, a variable of the notebook{constant}. "
        f"Is one of its arguments meant ({arguments}, or what you call them)? {verdict.message}",
    )


def _assigned(cell: str) -> set[str]:
    try:
        tree = parse(cell)
    except SyntaxError:
        return set()
    return {
        node.id
        for statement in tree.body
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef))
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
