"""Which functions may be called one after the other in one process."""

from __future__ import annotations

import json
import time

import pytest
from nbformat.v4 import new_code_cell

from autograder.course.right_answers import read_right_answers
from autograder.notebooks.self_contained import is_self_contained
from tests.support.course import ROOT

GIVEN = "import time\n\nimport numpy as np\nfrom sklearn.linear_model import LinearRegression\n\nx = np.zeros(3)\n\n\ndef given(a):\n    return a + 1"
PLAIN = "def f(a, b=2.0):\n    return a * b"
# What leaves something behind, or finds something, or might: the second function may be right only because the first ran before.
KINDS = {
    "a global": "def f(a):\n    global kept\n    kept = a\n    return a\n\ndef g(a):\n    return kept",
    "a list of the notebook's": "kept = []\n\ndef f(a):\n    kept.append(a)\n    return a\n\ndef g(a):\n    return kept[0]",
    "an array of the given cells'": "def f(a):\n    x[0] = a\n    return a\n\ndef g(a):\n    return x[0]",
    "a default": "def f(a, kept=[]):\n    kept.append(a)\n    return kept",
    "a default of a lambda's": "f = lambda a, kept=[]: kept.append(a)",
    "an attribute of a function": "def f(a):\n    f.kept = a\n    return a\n\ndef g(a):\n    return f.kept",
    "a closure": "def make():\n    kept = []\n    def f(a):\n        kept.append(a)\n        return kept\n    return f\n\nf = make()",
    "a cache": "import functools\n\n@functools.cache\ndef f(a):\n    return a",
    "a class": "class Kept:\n    pass\n\ndef f(a):\n    Kept.a = a\n    return a",
    "a library that is changed": "def f(a):\n    np.pi = a\n    return a\n\ndef g(a):\n    return np.pi",
    "a part of a library's that is changed": "def f(a):\n    np.typecodes['kept'] = a\n    return a",
    "an object of a class that keeps": "f = np.vectorize(lambda a: a)",
    "a generator of the notebook's": "kept = (a for a in range(9))\n\ndef f(a):\n    return next(kept)",
    "a frame": "def f(a):\n    (b for b in [1]).gi_frame.f_globals['kept'] = a\n    return a",
    "a state of NumPy's random numbers": "def f(a):\n    np.random.seed(int(a))\n    return np.random.rand()",
    "what errors are in NumPy": "def f(a):\n    np.seterr(all='raise')\n    return a",
    "a state of the random numbers": "import random\n\ndef f(a):\n    random.seed(a)\n    return random.random()",
    "a context of decimals": "import decimal\n\ndef f(a):\n    decimal.getcontext().prec = int(a)\n    return a",
    "a file": "def f(a):\n    open('kept', 'w').write('a')\n    return a",
    "a file of NumPy's": "def f(a):\n    np.save('kept', a)\n    return a",
    "the environment": "import os\n\ndef f(a):\n    os.environ['kept'] = '1'\n    return a",
    "a module of one's own": "import kept\n\ndef f(a):\n    kept.a = a\n    return a",
    "a thread": "import threading\n\ndef f(a):\n    threading.Thread(target=f).start()\n    return a",
    "what is done at the end": "import atexit\n\ndef f(a):\n    atexit.register(f)\n    return a",
    "all objects": "import gc\n\ndef f(a):\n    return len(gc.get_objects())",
    "memory that was not set": "def f(a):\n    return np.empty(3)",
    "parts of a result that are not set": "def f(a):\n    return np.add(a, a, where=a > 9)",
    "the same, through a parameter of that name": "def g(where):\n    return where\n\ndef f(a):\n    return np.add(a, a, where=a > 9)",
    "memory under another name": "m = np\n\ndef f(a):\n    return m.empty(3)",
    "memory by its type": "def f(a):\n    make = np.ndarray\n    return make(3)",
    "memory through a false isinstance": "def f(a, isinstance=None):\n    return isinstance(3, np.empty)",
    "where something lies": "def f(a):\n    return id(a)",
    "where something lies, as a text": "def f(a):\n    return int('%s' % f)",
    "where something lies, in an f-string": "def f(a):\n    return len(f'{f}')",
    "where something lies, by a false float": "def g(float):\n    return float('%s')\n\ndef f(a):\n    return g(list)[0] % f",
    "an order that tells where things lie": "def f(a):\n    return list({f, a})",
    "the time": "def f(a):\n    return time.time()",
    "an estimator of the given cells'": "def f(a):\n    return LinearRegression().fit(a, a).coef_",
    "what an exception leads to": "def f(a):\n    try:\n        return a\n    except Exception as error:\n        return error",
    "code in a text": "def f(a):\n    return eval('a')",
    "a name given by a text": "globals()['f'] = len\n\ndef f(a):\n    return a",
    "a name given by another way": "if x.size:\n    f = np.vectorize(len)\n\ndef f(a):\n    return a",
    "a prompt, which is taken away before it is run": "def f(a):\n    return a\n\nz = x[\n   ...: 5]",
    "code behind a comment that ends for IPython only": "def f(a):\n    return a\n\n# a\u2028%pwd\u2028f = np.vectorize(len)",
    "a line that some IPython quotes from its comma on": "y = x[float(f')'):\n,f\n]\n\ndef f(a):\n    return a",
    "a magic": "%config x\n\ndef f(a):\n    return a",
    "an attribute with a name of Python's": "def f(a):\n    return a.__class__",
    "a decorator": "def g(a):\n    return a\n\n@g\ndef f(a):\n    return a",
    "code in an annotation": "def f(a: open('kept')):\n    return a",
    "a built-in of another meaning": "sum = np.vectorize(len)\n\ndef f(a):\n    return sum(a)",
    "a built-in of another meaning, with a question": "kept = [0]\nsum = kept  # why?\n\ndef f(a):\n    sum.append(a)\n    return a",
    "NumPy of another meaning": "np = x\n\ndef f(a):\n    return np.sum(a)",
}
FINE = {
    "arithmetic": PLAIN,
    "a lambda": "f = lambda a: np.mean(a) ** 2",
    "functions that call each other by name": "def g(n):\n    return f(a=n) if n else 0\n\ndef f(a):\n    return g(a - 1)",
    "one that was given": "def f(a):\n    return given(a)",
    "a number of the notebook's": "RATE = -0.5\n\ndef f(a):\n    return RATE * a",
    "a list of its own": "def f(a):\n    kept = []\n    for each in a:\n        kept.append(each)\n        kept[0] += 1\n    return kept",
    "a function inside": "def f(a):\n    def g(b):\n        return a + b\n    return g(1)",
    "words to whoever calls it wrongly": "def f(a):\n    if a.ndim != 2:\n        raise ValueError(f'{a.shape} is no column')\n    print('fine:', a)\n    return a",
    "types": "def f(a: np.ndarray, n: int) -> tuple[float, list[float]]:\n    '''What it does.\n\n    >>> f(2)\n    4\n    '''\n    return a",
    "a call of it": "def f(a):\n    return a\n\nprint(f(x[:2]))",
    "imports": "import numpy as np\nimport math\nfrom math import sqrt\n\ndef f(a):\n    return sqrt(a) + math.pi",
}  # fmt: skip


def held(own: str, *functions: str) -> bool:
    return is_self_contained([new_code_cell(GIVEN), new_code_cell(own)], {GIVEN}, functions or ("f",))


@pytest.mark.parametrize("kind", KINDS)
def test_what_may_leave_something_for_the_next_call_is_not_self_contained(kind: str) -> None:
    assert not held(KINDS[kind])


@pytest.mark.parametrize("kind", FINE)
def test_arithmetic_on_what_it_is_given_is_self_contained(kind: str) -> None:
    assert held(FINE[kind])


def test_no_cell_takes_long_to_read() -> None:
    before = time.process_time()
    assert held(PLAIN + "\n\t" * 10_000)
    assert time.process_time() - before < 1


def test_a_given_cell_counts_as_given_only_as_it_was_handed_out() -> None:
    cells = [new_code_cell(GIVEN + "\nx[0] = time.time()"), new_code_cell(PLAIN)]
    assert not is_self_contained(cells, {GIVEN}, ["f"])


def test_what_a_given_function_keeps_is_told_from_the_functions_that_call_it() -> None:
    keeps = "kept = []\n\ndef keep(a):\n    kept.append(a)\n    return kept"
    cells = [new_code_cell(keeps), new_code_cell("def f(a):\n    return keep(a)")]
    assert not is_self_contained(cells, {keeps}, ["f"])
    assert is_self_contained([*cells[:1], new_code_cell(PLAIN)], {keeps}, ["f"])


def test_a_given_function_makes_no_dangerous_word_of_numpy_a_parameter() -> None:
    given = "import numpy as np\n\ndef draw(where):\n    print(where, file=open('kept'))"
    cells = [new_code_cell(given), new_code_cell("def f(a):\n    return np.add(a, a, where=a > 9)")]
    assert not is_self_contained(cells, {given}, ["f"])


def test_most_right_answers_are_self_contained() -> None:
    for folder, most in (("1-best-fit-line", 0.75), ("4-no-loops", 0.85)):
        answers = read_right_answers(ROOT / "solutions" / folder / "right_answers.py")
        cells = json.loads(next((ROOT / "exercises" / folder).glob("*.ipynb")).read_text())["cells"]
        given = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        found = [
            is_self_contained(
                [*map(new_code_cell, given), new_code_cell(each.code)], {*given}, [each.exercise]
            )
            for each in answers
        ]
        assert sum(found) >= most * len(found)
