"""A notebook's cells, run in a process of their own on the student's machine, as Run All Cells would run them.

`rehearsal` starts this module, sends one line of JSON, and receives one for each step: what begins, what came of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from autograder.execution import cells
from autograder.execution.time_limit import time_limit
from autograder.exercise import examples
from autograder.exercise.reply import Reply, Stopped
from autograder.judge.given_away import Names
from autograder.judge.judge import judge, missing
from autograder.student import session
from autograder.student.session import Found, findings

OUTPUT_BYTES = 100_000

Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Serve the one request that arrives."""
    request = json.loads(sys.stdin.readline())
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as line:
        # What the notebook prints, or its libraries do, is nobody's to read here.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)

        def say(message: dict[str, Any]) -> None:
            print(json.dumps(message), file=line, flush=True)

        sys.path.insert(0, "")
        # Nobody looks: no page and no picture is made of what a cell shows.
        cells.shell().display_formatter.active_types = ["text/plain"]
        say({"ready": True})
        _look_at_functions(request, _run_cells(request, say), say)
        say({"done": True})


def _run_cells(request: dict[str, Any], say: Say) -> dict[str, Found]:
    """Run the cells, and give what was found of each function at its check."""
    seconds = request["seconds"]
    checks = {number: name for name, number in request["checks"].items()}
    stood: dict[str, Found] = {}
    for number, source in enumerate(request["cells"], start=1):
        if number in request["dropped"]:
            continue
        say({"cell": number})
        if number in request["left_out"]:  # it was late or ended the last try: only what it defines is kept
            cells.run(number - 1, f"cell {number}", source, OUTPUT_BYTES, definitions_only=True)
            continue
        problem = None
        try:
            with time_limit(seconds) as timed_out:
                _, problem = cells.run(number - 1, f"cell {number}", source, OUTPUT_BYTES)
        except KeyboardInterrupt:
            pass
        if timed_out.is_set():
            say({"cell": number, "late": f"was still running after {seconds:g} s and was stopped"})
        elif problem is not None and not problem.startswith("NotRightYet:"):
            say({"cell": number, "problem": problem})
        stood |= {name: found for (_, name), found in session.found.items() if checks.get(number) == name}
    return stood


def _look_at_functions(request: dict[str, Any], stood: Mapping[str, Found], say: Say) -> None:
    """Report on every exercise: what is found now, or what its check found, where that is better."""
    assignment = examples.load(Path.cwd() / examples.FILE)
    notebook = cells.shell().user_ns
    names = Names(request["cells"], range(1, len(request["cells"]) + 1))
    for name in assignment.points:
        say({"function": name})
        exercise = assignment.exercise(name)
        stopped = request["stopped"].get(name)
        gone = not callable(notebook.get(name))
        away = names.changed_behind(name, request["checks"][name], missing=gone) if name in stood else None
        if away is not None:
            session.found.pop((assignment.assignment, name))  # what was right may be so no longer
        known = None if stopped else findings(assignment, name, notebook)
        if known is not None:
            verdict = known.verdict
        elif stopped:
            reply = Reply(stopped=Stopped(reason=stopped["reason"], detail=stopped["detail"]))
            verdict = judge(exercise, [reply], assignment.judging)
        else:
            verdict = missing(exercise, f"After all cells have run, there is no function `{name}`.")
        notes = known.notes if known is not None else ()
        if away is not None and stood[name].verdict.score > verdict.score:
            verdict = stood[name].verdict
            notes = (f"It is graded as it stood at its check: later {away}. Better use another name there.",)
        say({"function": name, "verdict": verdict.to_json(), "notes": list(notes)})


if __name__ == "__main__":
    main()
