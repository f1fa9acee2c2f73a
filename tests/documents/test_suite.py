"""The tests themselves."""

from __future__ import annotations

import ast
from pathlib import Path

WAITING = ("subprocess.run", "subprocess.check_output", ".communicate")


def test_every_process_that_a_test_waits_for_has_a_time_limit() -> None:
    without = [
        f"{path.name}:{node.lineno}"
        for path in Path(__file__).parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(WAITING)
        and "timeout" not in {keyword.arg for keyword in node.keywords}
    ]
    assert without == []
