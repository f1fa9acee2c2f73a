"""The time of cells and functions: whoever uses up their own takes none of another's."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from conftest import ASSIGNMENT

from autograder.grading import Grader
from autograder.sandbox.frames import encoded
from autograder.sandbox.notebook import CouldNotRun
from autograder.sandbox.outputs import Display, Failure, Stream, size_of
from autograder.sandbox.questions import Answer
from autograder.sandbox.results import Missing
from autograder.sandbox.session import Arguments, Session
from autograder.values import pack

NAP = "class Nap:\n    import time\n    time.sleep(0.8)"
SLOW = "import time\n\ndef g(x):\n    time.sleep(0.4)\n    return x\n\ndef f(x):\n    return g(x)"


def session(grader: Grader, sources: list[str], **limits: float) -> Session:
    return Session(grader.sandbox, msgspec.structs.replace(grader.course.limits, **limits), sources, {})


def test_an_output_takes_room_by_all_that_it_holds_however_little() -> None:
    assert size_of(Display(data={"x" * 1000: ""})) > 1000
    assert size_of(Stream(name="stdout", text="")) > 0
    assert size_of(Failure(ename="", evalue="", traceback=["x" * 1000])) > 1000


def test_definitions_that_take_all_the_time_end_with_it(grader_of: Callable[[str], Grader]) -> None:
    with (
        session(grader_of(ASSIGNMENT), [NAP] * 20, cell_seconds=1, notebook_seconds=2) as napping,
        pytest.raises(CouldNotRun, match="its cells take more than 2 s"),
    ):
        napping.run()


def test_a_function_has_time_with_right_ones_when_its_own_have_used_up_theirs(
    grader_of: Callable[[str], Grader],
) -> None:
    with session(grader_of(ASSIGNMENT), [SLOW], call_seconds=0.5) as slow:
        slow.run()
        cases: list[Arguments] = [([pack(float(number))], {}) for number in range(10)]
        own = slow.call("f", cases)
        assert not isinstance(own, Missing)
        assert own[-1].stopped is not None
        assert own[-1].stopped.reason == "time"
        ours = slow.call("f", cases, stubs=["g"], oracle=lambda _: encoded(Answer(value=pack(1.0))))
        assert not isinstance(ours, Missing)
        assert [reply.value for reply in ours] == [1.0] * 10


def test_a_function_that_ends_the_notebook_leaves_later_ones_its_variables(
    grader_of: Callable[[str], Grader],
) -> None:
    cells = [
        "import os, signal\n\nfactor = 3.0",
        "def f(x):\n    return factor * x",
        "def g(x):\n    os.kill(os.getppid(), signal.SIGKILL)\n    return x",
    ]
    with session(grader_of(ASSIGNMENT), cells) as killed:
        killed.run()
        case: list[Arguments] = [([pack(2.0)], {})]
        for _ in range(3):
            killed.call("g", case)
        found = killed.call("f", case)
        assert not isinstance(found, Missing)
        assert found[0].value == 6.0
