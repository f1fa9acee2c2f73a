"""The second opinion on loops: what costs like one is named to the instructor, and nobody who is honest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.grading.notebook import Grader, grade
from tests.support.course import ASSIGNMENT, Make

LOOP = "    t = 0.0\n    for d in (y - y_pred).ravel(): t += d * d\n    return t / len(y)"
# What hides a loop from the counting, or would if the counting did not see it by now.
HIDDEN = {
    "in a database": (
        "import sqlite3\n_base = sqlite3.connect(':memory:')\n_base.execute('create table t (d real)')\n\n"
        "def mse(y, y_pred):\n    _base.execute('delete from t')\n    _base.executemany('insert into t values (?)', (y - y_pred).reshape(-1, 1))\n"
        "    return _base.execute('select avg(d * d) from t').fetchone()[0]"
    ),
    "behind work of a fixed size": f"def mse(y, y_pred):\n    for i in range(400 - len(y)): i * i; i + 1\n{LOOP}",
    "in a number that is worked out when it is sent": (
        "from fractions import Fraction\n\nclass Late(Fraction):\n    __slots__ = ('d',)\n    def __new__(cls, y, y_pred):\n"
        "        self = super().__new__(cls, 0)\n        self.d = (y - y_pred).ravel()\n        return self\n    def __float__(self):\n"
        "        t = 0.0\n        for d in self.d: t += d * d\n        return t / len(self.d)\n\ndef mse(y, y_pred):\n    return Late(y, y_pred)"
    ),
}
# Without a loop, though some are as slow as one.
HONEST = {
    "a picture of the points": (
        "def mse(y, y_pred):\n    import matplotlib.pyplot as plt\n    plt.plot(y, y_pred)\n    plt.plot(y_pred, y)\n    plt.close('all')\n"
        "    return np.mean((y - y_pred) ** 2)"
    ),
    "the reference": "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)",
    "the builtin sum": "def mse(y, y_pred):\n    return sum((y - y_pred) ** 2) / len(y)",
    "lists": "def mse(y, y_pred):\n    return np.mean(np.array([*((y - y_pred) ** 2).ravel().tolist()]))",
    "a table of all against all": "def mse(y, y_pred):\n    d = y - y_pred\n    return np.mean(np.diag(d @ d.T))",
    "a little slower in each epoch": (
        "def gradients(x, y, y_pred):\n    r = y - y_pred\n    d = np.hstack([x * r, r])\n"
        "    return -np.mean(d, axis=0) - np.sum(d, axis=0) / len(x)"
    ),
    "much work that does not grow": "def mse(y, y_pred):\n    np.linalg.svd(np.ones((200, 200)))\n    return np.mean((y - y_pred) ** 2)",
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_loop_is_counted_or_named(where: str, grader_of: Callable[[str], Grader], make: Make) -> None:
    graded = grade(grader_of(ASSIGNMENT), make({"mse": HIDDEN[where]}), {})
    scores = {verdict.exercise: (verdict.score, verdict.points) for verdict in graded.verdicts}
    named = [sign for sign in graded.signs if sign.startswith("`mse` takes as long for each point as a loop")]
    assert named or scores["mse"] == (1, 2)
    assert where != "in a database" or named
    assert scores["train"] == (3, 3)
    assert not [sign for sign in graded.signs if "`train`" in sign]


@pytest.mark.parametrize("how", HONEST)
def test_nobody_honest_is_named(how: str, grader_of: Callable[[str], Grader], make: Make) -> None:
    graded = grade(grader_of(ASSIGNMENT), make({HONEST[how].split("(")[0].split()[1]: HONEST[how]}), {})
    assert {verdict.outcome for verdict in graded.verdicts} == {"passed"}
    assert graded.signs == ()
