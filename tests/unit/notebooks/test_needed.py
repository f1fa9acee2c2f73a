"""Which cells are left out where only answers count: in doubt, none."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.notebooks.needed import not_needed

SETUP = "import numpy as np\n\nimport figures"
DATA = "x = np.arange(3.0)"
EXPERIMENT = "rate = 0.1\nlosses = [train(x, rate) for _ in range(3)]"
PICTURE = "figures.points(x, losses)"
GIVEN = [SETUP, DATA, EXPERIMENT, PICTURE]
ANSWER = "def train(x: np.ndarray, rate):\n    return np.sum(x * rate)"


def solution(text: str) -> NotebookNode:
    return new_code_cell(text, metadata={"nbgrader": {"solution": True}})


def left_out(
    *, answer: str = ANSWER, own: str = "", data: str = DATA, experiment: str = EXPERIMENT
) -> set[str]:
    cells = [
        new_code_cell(SETUP),
        new_code_cell(data),
        solution(answer),
        new_code_cell(own),
        new_code_cell(experiment),
        new_code_cell(PICTURE),
    ]
    names = ["setup", "data", "answer", "own", "experiment", "picture"]
    return {names[place] for place in not_needed(cells, {*GIVEN, experiment}, {"train"})}


def test_what_no_answer_uses_is_left_out() -> None:
    assert left_out() == {"data", "experiment", "picture"}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("train = lambda x, rate=1: sum(x) * rate", id="a lambda"),
        pytest.param(
            "class Train:\n    def __call__(self, x, rate):\n        return sum(x)\ntrain = Train()",
            id="an object",
        ),
        pytest.param(
            "class Sum:\n    def __init__(self):\n        self.total = 0\n\n    def add(self, x):\n        self.total += x\n\n"
            "def train(x, rate):\n    found = Sum()\n    for each in x:\n        found.add(each)\n    return found.total",
            id="a class for each call",
        ),
        pytest.param(
            "from collections import namedtuple\nPair = namedtuple('Pair', 'a b')\ndef train(x, rate):\n    return Pair(x, rate)",
            id="a named tuple",
        ),
        pytest.param(
            "def train(x, rate):\n    total = 0\n    def add(each):\n        nonlocal total\n        total += each\n"
            "    for each in x:\n        add(each)\n    return total",
            id="a closure of one call",
        ),
    ],
)
def test_an_answer_in_another_style_is_graded_without_the_rest_all_the_same(answer: str) -> None:
    assert left_out(answer=answer) >= {"data", "experiment", "picture"}


def test_what_only_a_helper_of_an_answer_uses_is_run() -> None:
    helper = "def total(x):\n    return np.sum(x)\n\ndef train(x, rate):\n    return total(x) * rate"
    assert left_out(answer=helper) == {"data", "experiment", "picture"}
    assert "setup" in left_out(answer="def train(x, rate):\n    return sum(x) * rate")


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("def train(xs, r):\n    return np.sum(x * r)", id="uses a variable of the notebook"),
        pytest.param("def train(x, r):\n    return np.sum(x * rate)", id="leans on an experiment's name"),
        pytest.param("def train(x, rate, seen=[]):\n    seen.append(x)", id="keeps a list as a default"),
        pytest.param("def train(x, rate):\n    global last\n    last = x", id="declares a global"),
        pytest.param("def train(x, rate):\n    train.calls = 1", id="keeps an attribute"),
        pytest.param("def train(x, rate):\n    return np.random.rand()", id="draws from NumPy's generator"),
        pytest.param("import random\ndef train(x, rate):\n    return random.random()", id="draws at random"),
        pytest.param("import functools\n@functools.cache\ndef train(x, rate):\n    return x", id="is cached"),
        pytest.param("seen = []\ndef train(x, rate):\n    seen.append(x)", id="fills a list of the notebook"),
        pytest.param(
            "class Train:\n    def __call__(self, x, rate):\n        self.calls = 1\ntrain = Train()",
            id="is an object that remembers",
        ),
        pytest.param(
            "class Train:\n    seen = []\ndef train(x, rate):\n    return Train()",
            id="has a class with a list",
        ),
        pytest.param(
            "class Train:\n    def add(self):\n        self = train\n        self.calls = 1\ndef train(x, rate):\n    return Train()",
            id="has a method that changes another object",
        ),
        pytest.param(
            "def train(x, rate):\n    import math\n    return math.pi", id="imports when it is called"
        ),
        pytest.param("def train(x, rate):\n    return open('x').read()", id="reads a file"),
        pytest.param("def train(x, rate):\n    return known(x)", id="calls what nobody defines"),
        pytest.param("def train(x, rate):\n    return getattr(np, 'random').rand()", id="looks names up"),
        pytest.param("def train(x, rate):\n    lib = np\n    return lib.sum(x)", id="passes a module on"),
        pytest.param("def train(x, rate):\n    return (i for i in x).gi_frame.f_globals", id="asks a frame"),
        pytest.param("train = np.sum", id="is another function"),
        pytest.param("def other(x, rate): ...", id="is not there"),
        pytest.param("%time train = 1", id="holds a magic"),
        pytest.param("def train(x, rate)\n    return x", id="is no Python"),
    ],
)
def test_where_an_answer_may_tell_the_difference_every_cell_is_run(answer: str) -> None:
    assert left_out(answer=answer) == set()


@pytest.mark.parametrize(
    "own",
    [
        "exec('train = 1')",
        "globals()['train'] = 1",
        "print(_)",
        "from math import *",
        "%reset -f",
        "train = print",
    ],
)
def test_where_a_cell_of_the_students_own_may_reach_any_name_every_cell_is_run(own: str) -> None:
    assert left_out(own=own) == set()


def test_a_cell_that_the_student_changed_is_run_with_what_it_uses() -> None:
    assert left_out(own="print(train(x, 1))") == {"experiment", "picture"}
    assert left_out(data="x = np.arange(4.0)\nx[0] = 7") == {"experiment", "picture"}


def test_a_cell_that_gives_a_function_of_the_students_another_meaning_is_run() -> None:
    helper = "def losses(x):\n    return x\n\ndef train(x, rate):\n    return losses(x)"
    assert left_out(answer=helper) == set()


def test_what_a_function_of_the_students_own_uses_is_run_whenever_it_is_called() -> None:
    assert "data" not in left_out(own="def show():\n    print(x)")
    assert left_out(own="def show():\n    print(losses)") == set()


@pytest.mark.parametrize(
    "experiment",
    [
        "np.seterr(all='raise')",
        "import os\nos.chdir('/')",
        "np.sum.shown = 1",
        "%matplotlib inline",
        "exec('x = 1')",
    ],
)
def test_a_given_cell_whose_effects_last_is_run(experiment: str) -> None:
    assert "experiment" not in left_out(experiment=experiment)


def test_a_solution_that_is_as_it_was_given_is_run() -> None:
    stub = "def train(x, rate):\n    raise NotImplementedError"
    assert not_needed([solution(stub)], {stub}, {"train"}) == frozenset()


@pytest.mark.filterwarnings("error")
def test_what_newer_versions_of_python_warn_of_is_read_without_a_word() -> None:
    odd = ANSWER.replace("\n", '\n    "the \\d of each point"\n', 1)
    assert left_out(answer=odd) == {"data", "experiment", "picture"}
