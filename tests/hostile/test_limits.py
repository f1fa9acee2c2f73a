"""The time of cells and functions: whoever uses up their own takes none of another's."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from autograder.exercise.values import pack
from autograder.grading.notebook import Grader
from autograder.sandbox.budget import AGAIN, FIRST, Budget
from autograder.sandbox.notebook import CouldNotRun
from autograder.sandbox.protocol.messages import encoded
from autograder.sandbox.protocol.outputs import Display, Failure, Stream, size_of
from autograder.sandbox.protocol.questions import Answer
from autograder.sandbox.results import Missing
from autograder.sandbox.session import Arguments, Session
from tests.support.course import ASSIGNMENT

NAP = "class Nap:\n    import time\n    time.sleep(0.8)"
SLOW = "import time\n\ndef g(x):\n    time.sleep(0.4)\n    return x\n\ndef f(x):\n    return g(x)"


def session(grader: Grader, sources: list[str], functions: int = 1, **limits: float) -> Session:
    chosen = msgspec.structs.replace(grader.course.limits, **limits)
    return Session(grader.sandbox, chosen, sources, {}, [""] * functions)


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


def test_a_function_that_takes_all_the_time_leaves_a_right_one_its_share(
    grader_of: Callable[[str], Grader],
) -> None:
    cells = [
        "import time\ndef slow(x):\n    time.sleep(0.4)\n    return x",
        "def right(x):\n    return 2 * x",
    ]
    cases: list[Arguments] = [([pack(1.0)], {})] * 20
    with session(grader_of(ASSIGNMENT), cells, functions=2, submission_seconds=4, call_seconds=1) as hog:
        hog.run()
        hog.call("slow", cases)
        found = hog.call("slow", cases, stubs=("g",))  # once more with right ones, as where it uses others
        assert not isinstance(found, Missing)
        last = found[-1].stopped
        assert last is not None
        assert last.reason == "submission-time"
        assert last.detail == "came after the 4 s that all of one submission may take"
        right = hog.call("right", cases)
        assert not isinstance(right, Missing)
        assert [reply.value for reply in right] == [2.0] * 20


def test_cells_that_take_all_the_time_leave_functions_half_of_it(
    grader_of: Callable[[str], Grader],
) -> None:
    cells = [*["import time\ntime.sleep(0.8)"] * 9, "def right(x):\n    return 2 * x"]
    with session(grader_of(ASSIGNMENT), cells, submission_seconds=4, cell_seconds=1) as sleepy:
        sleepy.run()
        assert sleepy.results[-1].abandoned == "the time for the whole notebook was used up"
        found = sleepy.call("right", [([pack(1.0)], {})])
        assert not isinstance(found, Missing)
        assert [reply.value for reply in found] == [2.0]


def test_who_asks_for_more_than_there_is_leaves_the_rest_to_others() -> None:
    budget = Budget(60, functions=3)
    assert (budget.for_cells(FIRST), budget.for_cells(AGAIN)) == (30, 45)
    assert budget.for_function("f") == 50  # two others have five seconds each
    budget.spend(50)
    assert budget.for_function("f") == 0
    assert (budget.for_function("g"), budget.for_function("h")) == (5, 10)
