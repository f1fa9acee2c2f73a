"""What the grader says to answers: every right style is accepted, every named mistake is caught and named."""

from __future__ import annotations

import ast
import inspect
import textwrap
from pathlib import Path

import pytest
from conftest import ASSIGNMENT, ROOT, Judged

from autograder import bank, course
from autograder.authoring import Mistake

RIGHT = {
    "predict": {
        "operators": "def predict(x, slope, bias):\n    return slope * x + bias",
        "other names": "def predict(a, b, c):\n    return c + a * b",
        "ufuncs": "def predict(x, slope, bias):\n    return np.add(np.multiply(x, slope), bias)",
        "in steps": "def predict(x, slope, bias):\n    y = x.copy()\n    y *= slope\n    y += bias\n    return y",
        "matrix": "def predict(x, slope, bias):\n    return np.hstack([x, np.ones(x.shape)]) @ np.array([[slope], [bias]])",
        "einsum": "def predict(x, slope, bias):\n    return np.einsum('ij,j->ij', x, np.array([slope])) + bias",
        "nested list": "def predict(x, slope, bias):\n    return (slope * x + bias).tolist()",
        "tuple of arrays": "def predict(x, slope, bias):\n    return tuple(slope * x + bias)",
        "np.polyval": "def predict(x, slope, bias):\n    return np.polyval([slope, bias], x)",
        "lambda": "predict = lambda x, slope, bias: slope * x + bias",
        "default arguments": "def predict(x, slope=1.0, bias=0.0, *, debug=False):\n    return slope * x + bias",
        "a loop over the two parameters": (
            "def predict(x, slope, bias):\n    total = 0 * x\n    for p, column in ((slope, x), (bias, 1)):\n"
            "        total = total + p * column\n    return total"
        ),
        "a loop after return": (
            "def predict(x, slope, bias):\n    return slope * x + bias\n    for i in range(len(x)):\n        pass"
        ),
        "the second of two definitions": (
            "def predict(x, slope, bias):\n    return 0\n\ndef predict(x, slope, bias):\n    return slope * x + bias"
        ),
        "a helper of its own": "def line(m, x, b):\n    return m * x + b\n\ndef predict(x, slope, bias):\n    return line(slope, x, bias)",
        "a class": "class Line:\n    def __call__(self, x, slope, bias):\n        return slope * x + bias\n\npredict = Line()",
        "prints and warns": (
            "import warnings\n\ndef predict(x, slope, bias):\n    print(x)\n    warnings.warn('hm')\n"
            "    plt.plot(x)\n    return slope * x + bias"
        ),
        "the cell raises afterwards": "def predict(x, slope, bias):\n    return slope * x + bias\n\n1 / 0",
    },
    "mse": {
        "mean": "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)",
        "method": "def mse(y, y_pred):\n    return ((y_pred - y) ** 2).mean()",
        "sum over n": "def mse(y, y_pred):\n    return np.sum(np.square(y - y_pred)) / len(y)",
        "inner product": "def mse(y, y_pred):\n    r = (y - y_pred).ravel()\n    return r @ r / r.size",
        "one-element array": "def mse(y, y_pred):\n    r = y - y_pred\n    return r.T @ r / len(r)",
        "mean over the axis": "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2, axis=0)",
        "norm": "def mse(y, y_pred):\n    return np.linalg.norm(y - y_pred) ** 2 / y.shape[0]",
        "average": "def mse(y, y_pred):\n    return float(np.average(np.power(y - y_pred, 2)))",
        "variance and mean": "def mse(y, y_pred):\n    r = y - y_pred\n    return r.var() + r.mean() ** 2",
        "the builtin sum": "def mse(y, y_pred):\n    return sum((y - y_pred).ravel() ** 2) / len(y)",
        "np.float32 arguments widened": "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2, dtype=np.float64)",
        "a fraction": (
            "from fractions import Fraction\n\ndef mse(y, y_pred):\n    return Fraction(float(np.mean((y - y_pred) ** 2)))"
        ),
        "0-d array": "def mse(y, y_pred):\n    return np.asarray(np.mean((y - y_pred) ** 2))",
    },
    "gradients": {
        "mean": "def gradients(x, y, y_pred):\n    r = y - y_pred\n    return -2 * np.mean(x * r), -2 * np.mean(r)",
        "error the other way": "def gradients(x, y, y_pred):\n    e = y_pred - y\n    return 2 * (x * e).mean(), 2 * e.mean()",
        "list": "def gradients(x, y, y_pred):\n    n = len(x)\n    r = y - y_pred\n    return [-2 / n * np.sum(x * r), -2 / n * np.sum(r)]",
        "array": "def gradients(x, y, y_pred):\n    r = y - y_pred\n    return -2 * np.array([np.mean(x * r), np.mean(r)])",
        "matrix products": (
            "def gradients(x, y, y_pred):\n    r = y - y_pred\n    n = x.shape[0]\n"
            "    return -2 / n * (x.T @ r), -2 / n * (np.ones((1, n)) @ r)"
        ),
        "design matrix": (
            "def gradients(x, y, y_pred):\n    X = np.c_[x, np.ones(len(x))]\n"
            "    return tuple((-2 / len(x) * X.T @ (y - y_pred)).ravel())"
        ),
        "flat dot": "def gradients(x, y, y_pred):\n    r = (y - y_pred).ravel()\n    return -2 * np.dot(x.ravel(), r) / r.size, -2 * r.sum() / r.size",
    },
    "train": {
        "parallel assignment": (
            "def train(x, y, learning_rate, epochs):\n    a = b = 0.0\n    losses = []\n    for _ in range(epochs):\n"
            "        p = predict(x, a, b)\n        losses.append(mse(y, p))\n        da, db = gradients(x, y, p)\n"
            "        a, b = a - learning_rate * da, b - learning_rate * db\n    return a, b, losses"
        ),
        "while": (
            "def train(x, y, lr, epochs):\n    slope, bias, losses = 0, 0, []\n    while len(losses) < epochs:\n"
            "        p = predict(x, slope, bias)\n        losses += [mse(y, p)]\n        d = gradients(x, y, p)\n"
            "        slope -= lr * d[0]\n        bias -= lr * d[1]\n    return slope, bias, losses"
        ),
        "without the others": (
            "def train(x, y, lr, epochs):\n    w = np.zeros((2, 1))\n    X = np.hstack([x, np.ones_like(x)])\n"
            "    losses = np.zeros(epochs)\n    for k in range(epochs):\n        r = y - X @ w\n"
            "        losses[k] = (r ** 2).mean()\n        w += lr * 2 / len(x) * X.T @ r\n    return w[0], w[1], losses"
        ),
        "keywords to its own functions": (
            "def train(x, y, lr, epochs):\n    m = b = 0.0\n    losses = []\n    for _ in range(epochs):\n"
            "        p = predict(x=x, slope=m, bias=b)\n        losses.append(mse(y=y, y_pred=p))\n"
            "        dm, db = gradients(x=x, y=y, y_pred=p)\n        m -= lr * dm\n        b -= lr * db\n    return [m, b, losses]"
        ),
        "a vector of parameters": (
            "def train(x, y, lr, epochs):\n    w = np.zeros(2)\n    losses = []\n    for _ in range(epochs):\n"
            "        p = predict(x, *w)\n        losses.append(mse(y, p))\n        w = w - lr * np.array(gradients(x, y, p))\n"
            "    return (*w, tuple(losses))"
        ),
        "recursion over the epochs": (
            "def train(x, y, lr, epochs, slope=0.0, bias=0.0, losses=()):\n    if epochs == 0:\n"
            "        return slope, bias, list(losses)\n    p = predict(x, slope, bias)\n    d = gradients(x, y, p)\n"
            "    return train(x, y, lr, epochs - 1, slope - lr * d[0], bias - lr * d[1], (*losses, mse(y, p)))"
        ),
    },
}


@pytest.mark.parametrize(
    ("function", "style"), [(function, style) for function, styles in RIGHT.items() for style in styles]
)
def test_a_right_answer_in_any_style_gets_full_points(function: str, style: str, judged: Judged) -> None:
    verdict = judged({function: RIGHT[function][style]})[function]
    assert ("passed", verdict.points) == (verdict.outcome, verdict.score), verdict.message


def mistakes() -> list[Mistake]:
    _, found = bank._read_checks(ROOT / "solutions" / ASSIGNMENT / "checks.py")
    return found


def as_an_answer(mistake: Mistake) -> str:
    """Write a mistake of checks.py as a student would: a function of the exercise's name, and no references."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(mistake.function)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    function.name, function.decorator_list = mistake.exercise, []
    references = [argument.arg for argument in function.args.kwonlyargs]
    function.args.kwonlyargs, function.args.kw_defaults = [], []
    body = ast.unparse(function)
    head = "ANYTHING = None\n"
    if mistake.exercise in references:  # it changes what the right function gives
        head += f"right_{mistake.exercise} = {mistake.exercise}\n"
        body = body.replace(f"{mistake.exercise}(x, y, l", f"right_{mistake.exercise}(x, y, l", 2)
        body = body.replace(f"def right_{mistake.exercise}", f"def {mistake.exercise}")
        body = body.replace(f"= {mistake.exercise}(", f"= right_{mistake.exercise}(").replace(
            f"return {mistake.exercise}(", f"return right_{mistake.exercise}("
        )
    return head + body


@pytest.mark.parametrize("mistake", mistakes(), ids=lambda mistake: f"{mistake.exercise}-{mistake.id}")
def test_every_mistake_is_caught_and_named_as_itself(
    mistake: Mistake, judged: Judged, solved: dict[str, str]
) -> None:
    code = as_an_answer(mistake)
    if f"right_{mistake.exercise}" in code:
        code = f"{solved[mistake.exercise]}\n{code}"
    verdict = judged({mistake.exercise: code})[mistake.exercise]
    assert verdict.mistake == mistake.id, verdict.message
    assert verdict.score == pytest.approx(verdict.points * mistake.credit)
    assert verdict.message.startswith(mistake.message)


@pytest.mark.parametrize("function", ["predict", "mse", "gradients", "train"])
def test_an_untouched_stub_gets_nothing_and_is_told_so(function: str, judged: Judged) -> None:
    verdict = judged({}, rest="stub")[function]
    assert (verdict.score, verdict.mistake) == (0.0, "not-written")
    assert "Not written yet" in verdict.message


def test_a_right_train_on_top_of_a_wrong_mse_gets_its_full_points(judged: Judged) -> None:
    verdicts = judged({"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"})
    assert verdicts["mse"].mistake == "summed"
    assert verdicts["train"].outcome == "passed"


def test_a_right_train_on_top_of_nothing_else_gets_its_full_points(
    judged: Judged, solved: dict[str, str]
) -> None:
    verdicts = judged({"train": solved["train"]}, rest="stub")
    assert [verdicts[name].score for name in ("predict", "mse", "gradients", "train")] == [0, 0, 0, 3]


def test_a_train_that_calls_a_wrong_function_by_keyword_is_graded_on_its_own_merit(judged: Judged) -> None:
    answers = {
        "mse": "def mse(truth, guess):\n    return np.sum((truth - guess) ** 2)",
        "train": RIGHT["train"]["keywords to its own functions"].replace(
            "y=y, y_pred=p)", "truth=y, guess=p)", 1
        ),
    }
    assert judged(answers)["train"].outcome == "passed"


LOOPS = {
    "for": "def mse(y, y_pred):\n    t = 0\n    for i in range(len(y)):\n        t += (y[i, 0] - y_pred[i, 0]) ** 2\n    return t / len(y)",
    "while": "def mse(y, y_pred):\n    t = i = 0\n    while i < len(y):\n        t += (y[i, 0] - y_pred[i, 0]) ** 2; i += 1\n    return t / i",
    "list comprehension": "def mse(y, y_pred):\n    return np.mean([(a - b) ** 2 for a, b in zip(y, y_pred)])",
    "generator": "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y.ravel(), y_pred.ravel())) / len(y)",
    "map": "def mse(y, y_pred):\n    return sum(map(lambda a, b: (a - b) ** 2, y.ravel(), y_pred.ravel())) / len(y)",
    "np.vectorize": "def mse(y, y_pred):\n    return np.vectorize(lambda a, b: (a - b) ** 2)(y, y_pred).mean()",
    "np.fromiter": "def mse(y, y_pred):\n    return np.fromiter(((a - b) ** 2 for a, b in zip(y.flat, y_pred.flat)), float).mean()",
    "recursion": (
        "def total(d):\n    if len(d) == 1:\n        return d[0] ** 2\n    m = len(d) // 2\n    return total(d[:m]) + total(d[m:])\n\n"
        "def mse(y, y_pred):\n    return total((y - y_pred).ravel()) / len(y)"
    ),
    "reduce": (
        "from functools import reduce\n\ndef mse(y, y_pred):\n"
        "    return reduce(lambda t, d: t + d * d, (y - y_pred).ravel(), 0.0) / len(y)"
    ),
    "in exec": (
        "def mse(y, y_pred):\n    space = {'d': (y - y_pred).ravel(), 't': 0.0}\n"
        "    exec('for v in d:\\n    t += v * v', space)\n    return space['t'] / len(y)"
    ),
    "in a thread": (
        "import threading\n\ndef mse(y, y_pred):\n    out = [0.0]\n    def work():\n        for d in (y - y_pred).ravel():\n"
        "            out[0] += d * d\n    t = threading.Thread(target=work); t.start(); t.join()\n    return out[0] / len(y)"
    ),
    "with the tracer switched off": (
        "import sys\n\ndef mse(y, y_pred):\n    sys.settrace(None)\n    return sum(v * v for v in (y - y_pred).ravel()) / len(y)"
    ),
    "with its own frame's tracer switched off": (
        "import sys\n\ndef mse(y, y_pred):\n    sys._getframe().f_trace = None\n    total = 0.0\n"
        "    for v in (y - y_pred).ravel():\n        total += v * v\n    return total / len(y)"
    ),
    "with the tracer switched off and on again": (
        "import sys\n\ndef mse(y, y_pred):\n    tracer = sys.gettrace(); sys.settrace(None)\n"
        "    total = 0.0\n    for v in (y - y_pred).ravel():\n        total += v * v\n"
        "    sys.settrace(tracer)\n    return total / len(y)"
    ),
}


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_in_a_vectorized_function_costs_half_of_its_points(kind: str, judged: Judged) -> None:
    verdict = judged({"mse": LOOPS[kind]})["mse"]
    assert (verdict.score, verdict.mistake) == (1.0, "wrong-form"), verdict.message


def test_a_loop_is_pointed_at_by_its_line(judged: Judged) -> None:
    verdict = judged({"mse": LOOPS["for"]})["mse"]
    assert "at line 4: `t += (y[i, 0] - y_pred[i, 0]) ** 2`" in verdict.message


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (
            "mse",
            "from sklearn.metrics import mean_squared_error as m\n\ndef mse(y, y_pred):\n    return m(y, y_pred)",
        ),
        (
            "mse",
            "import sklearn.metrics as s\n\ndef mse(y, y_pred):\n    return getattr(s, 'mean_' + 'squared_error')(y, y_pred)",
        ),
    ],
)
def test_letting_a_library_do_the_exercise_costs_half_of_its_points(
    function: str, code: str, judged: Judged
) -> None:
    verdict = judged({function: code})[function]
    assert (verdict.score, verdict.mistake) == (verdict.points / 2, "not-from-scratch")


def test_changing_an_argument_in_place_costs_half_of_the_points_and_names_the_argument(
    judged: Judged,
) -> None:
    verdict = judged({"mse": "def mse(y, y_pred):\n    y -= y_pred\n    return np.mean(y ** 2)"})["mse"]
    assert (verdict.score, verdict.mistake) == (1.0, "changes-arguments")
    assert "It changes `y` itself" in verdict.message


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def mse(y, y_pred):\n    return 3 * np.mean((y - y_pred) ** 2)", "3.0 times the right one"),
        ("def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + 2", "off by the same 2.0"),
        ("def mse(y, y_pred):\n    return str(np.mean((y - y_pred) ** 2))", "a number is asked for"),
        ("def mse(y, y_pred):\n    return (v for v in [1.0])", "a generator, where a number is asked for"),
        ("def mse(y, y_pred):\n    return float('nan')", "not a number"),
        ("def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + 0j", "complex"),
        (
            "def mse(y, y_pred):\n    return np.mean((y - z) ** 2)",
            "NameError: name 'z' is not defined, at line 2",
        ),
        ("def mse(y):\n    return 1.0", "TypeError: mse() takes 1 positional argument but 2 were given"),
        ("def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2", "its cell ends in SyntaxError"),
        ("mse = 3", "a value of type int"),
        ("def mze(y, y_pred):\n    return 0", "There is no function `mse`"),
        ("import sys\n\ndef mse(y, y_pred):\n    sys.exit(0)", "SystemExit"),
        ("def mse(y, y_pred):\n    raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def mse(y, y_pred):\n    return input('?')", "EOFError"),
        ("def mse(y, y_pred):\n    return mse(y, y_pred)", "RecursionError"),
        ("def mse(y, y_pred):\n    return np.ones((10**9, 10**3))", "MemoryError"),
        (
            "counter = [0]\n\ndef mse(y, y_pred):\n    counter[0] += 1\n    return np.mean((y - y_pred) ** 2) * (counter[0] < 8)",
            "called again",
        ),
    ],
)
def test_a_wrong_answer_without_a_name_is_described(code: str, words: str, judged: Judged) -> None:
    verdict = judged({"mse": code})["mse"]
    assert verdict.score == 0
    assert words in verdict.message


def test_a_wrong_function_never_sinks_the_next(judged: Judged) -> None:
    verdicts = judged(
        {
            "predict": "def predict(x, slope, bias):\n    global np\n    np = None\n    del globals()['mse']\n    return 0"
        }
    )
    assert verdicts["predict"].score == 0
    assert [verdicts[name].outcome for name in ("mse", "gradients", "train")] == ["passed"] * 3


SUM_IN_A_LOOP = {"mse": "def mse(y, y_pred):\n    return sum([(a - b) ** 2 for a, b in zip(y, y_pred)])"}


def test_the_same_submission_gets_the_same_verdicts_every_time(judged: Judged) -> None:
    answers = {"gradients": "def gradients(x, y, y_pred):\n    return np.random.normal(), 0.0"}
    assert judged(SUM_IN_A_LOOP) == judged(SUM_IN_A_LOOP)
    assert judged(answers)["gradients"].score == 0


def test_points_come_from_the_test_cells_of_the_source_notebook() -> None:
    loaded = course.load(ROOT)
    questions = bank.load(ROOT, loaded, loaded.assignment(ASSIGNMENT)).questions
    assert {question.hidden.name: question.hidden.points for question in questions} == {
        "predict": 2,
        "mse": 2,
        "gradients": 3,
        "train": 3,
    }
    assert Path(ROOT / "solutions" / ASSIGNMENT / "no-loops.py").read_text().count('"points": ') == 4
