"""Steps are counted alike on every version of Python, or nothing is graded."""

from __future__ import annotations

import gc
import shutil
from pathlib import Path
from typing import Any

import pytest

from autograder.loops.counter import can_count, counted
from tests.support.course import ROOT, Scratch
from tests.support.tiny import SIXTH, hand_in


def count(code: str, *arguments: Any) -> tuple[int, tuple[str, int] | None]:
    """Count the steps of `f`, as nobody has run it before, and give the line that takes most."""
    space: dict[str, Any] = {}
    exec(compile(f"import numpy as np\n{code}", "<cell 0>", "exec"), space)
    run, counts = counted(space["f"])
    gc.disable()  # what other tests have left may end in steps of its own
    run(*arguments)
    gc.enable()
    steps, _, lines, _, kept = counts()
    assert kept
    return steps, lines[0][:2] if lines else None


def test_known_code_takes_its_known_steps() -> None:
    assert can_count()


LOOPS = {
    "for": "def f(n):\n    for i in range(n):\n        pass",
    "while": "def f(n):\n    while n:\n        n -= 1",
    "while, on one line": "def f(n):\n    while n: n -= 1",
    "comprehension": "def f(n):\n    return [i for i in range(n)]",
    "set comprehension": "def f(n):\n    return {i for i in range(n)}",
    "dict comprehension": "def f(n):\n    return {i: i for i in range(n)}",
    "generator": "def f(n):\n    return list(i for i in range(n))",
    "generator made before": "def g():\n    while True: yield 1\nones = g()\ndef f(n):\n    return [next(ones) for _ in range(n)]",
    "yield from": "def g(n):\n    yield from range(n)\ndef f(n):\n    return sum(g(n))",
    "recursion": "def f(n):\n    return n and f(n - 1)",
    "map": "def f(n):\n    return list(map(lambda i: i, range(n)))",
    "sorted": "def f(n):\n    return sorted(range(n), key=lambda i: 0)",
    "np.vectorize": "def f(n):\n    return np.vectorize(lambda i: 0)(np.arange(n))",
    "np.apply_along_axis": "def f(n):\n    return np.apply_along_axis(lambda i: 0, 1, np.ones((n, 1)))",
    "a method": "class A:\n    def __add__(self, other): return self\n    __radd__ = __add__\ndef f(n):\n    return sum([A()] * n)",
    "exec": "def f(n):\n    exec('for i in range(n): pass', {'n': n})",
    "written out": "def f(n):\n    exec('1 + n;' * n, {'n': n})",
    "exceptions": "def f(n):\n    for i in range(n):\n        try: raise ValueError\n        except ValueError: pass",
    "a long body": "class A: pass\na = A()\nfor i in range(300): setattr(a, f'a{i}', i)\ndef f(n):\n    for i in range(n):\n"
    + "".join(f"        a.a{i}\n" for i in range(300)),
    "a thread": "import threading\ndef f(n):\n    t = threading.Thread(target=lambda: [i for i in range(n)])\n    t.start(); t.join()",
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_takes_at_least_a_step_for_each_point(kind: str) -> None:
    few, more = (count(LOOPS[kind], n)[0] for n in (16, 96))
    assert more - few >= 80


@pytest.mark.parametrize(
    "code",
    [
        "def f(n):\n    return np.arange(n) ** 2",
        "def f(n):\n    return np.mean(np.arange(n) * 2.0)",
        "def f(n):\n    return sum(range(n))",
        "def f(n):\n    return np.polyfit(np.arange(n), np.arange(n), 1)",
    ],
)
def test_what_a_library_does_takes_no_steps(code: str) -> None:
    assert count(code, 16)[0] == count(code, 96)[0] < 12


def test_the_line_that_takes_most_is_the_one_that_works_most() -> None:
    code = "def f(n):\n    t = 0\n    for i in range(n):\n        j = i\n        t += i * j + t\n    return t"
    assert count(code, 16)[1] == ("<cell 0>", 6)


def test_counting_leaves_no_trace_behind() -> None:
    space: dict[str, Any] = {}
    exec(compile(LOOPS["for"], "<cell 0>", "exec"), space)
    for _ in range(3):
        run, counts = counted(space["f"])
        run(10)
        space["f"](100)
        assert counts()[0] == 23


def test_a_grader_that_cannot_count_refuses_to_grade_and_to_be_examined(
    tiny: Scratch, tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "autograder", tmp_path / "broken" / "autograder")
    steps = tmp_path / "broken" / "autograder" / "loops" / "steps.py"
    text = steps.read_text()
    assert '"FOR_",' in text
    steps.write_text(text.replace('"FOR_",', ""))
    hand_in(tiny, "ada", "def mae(y, y_pred):\n    return float(np.mean(np.abs(y - y_pred)))")
    for command in ("grade", "verify"):
        done = tiny.run(command, SIXTH, environment={"PYTHONPATH": str(tmp_path / "broken")}, timeout=120)
        assert done.returncode == 3
        assert "so it cannot tell loops, and nothing is graded" in done.stderr
        assert "Traceback" not in done.stderr
        assert "graded:" not in done.stdout
