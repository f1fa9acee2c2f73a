"""What the grader says to answers: every right style is accepted, published wrong ones are named in the sandbox, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytest

from autograder.course.layout import RIGHT_ANSWERS
from autograder.course.right_answers import RightAnswer, read_right_answers
from autograder.grading.notebook import Grader, grade
from tests.course.test_real_answers import ANSWERS, judge_one
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, Judged, Make, bank_of, references
from tests.support.loops import LOOPS

T = TypeVar("T")


def right_answers(assignment: str) -> dict[str, list[RightAnswer]]:
    found: dict[str, list[RightAnswer]] = {}
    for each in read_right_answers(ROOT / "solutions" / assignment / RIGHT_ANSWERS):
        found.setdefault(each.exercise, []).append(each)
    return found


def notebooks(answers: Mapping[str, Sequence[T]]) -> list[dict[str, T]]:
    """Deal out the answers: the first notebook holds the first answer to each function, and so on."""
    count = max(len(each) for each in answers.values())
    return [
        {function: each[number] for function, each in answers.items() if number < len(each)}
        for number in range(count)
    ]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_right_answer_in_any_style_gets_full_points_and_is_not_suspected(
    assignment: str, grader_of: Callable[[str], Grader], make: Make
) -> None:
    refused = []
    suspected = []
    for hand_in in notebooks(right_answers(assignment)):
        answers = {name: each.code for name, each in hand_in.items()}
        graded = grade(grader_of(assignment), make(answers, assignment=assignment), {})
        verdicts = {verdict.exercise: verdict for verdict in graded.verdicts}
        refused += [
            (name, each.style, verdicts[name].message)
            for name, each in hand_in.items()
            if (verdicts[name].outcome, verdicts[name].score) != ("passed", verdicts[name].points)
        ]
        suspected += [(sign, [each.style for each in hand_in.values()]) for sign in graded.signs]
    assert refused == []
    assert suspected == []


def wrong_answers(assignment: str) -> dict[str, list[dict[str, str]]]:
    """Give every second wrong answer of those that people have published, but for the one that takes all of its time."""
    found: dict[str, list[dict[str, str]]] = {}
    for each in ANSWERS:
        if (each["assignment"], each["verdict"]) == (assignment, "wrong") and each["id"] != "grid":
            found.setdefault(each["function"], []).append(each)
    return {name: every[::2] for name, every in found.items()}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_wrong_answer_is_named_in_the_sandbox_as_outside_of_it(assignment: str, judged: Judged) -> None:
    misjudged = []
    for hand_in in notebooks(wrong_answers(assignment)):
        verdicts = judged({name: each["code"] for name, each in hand_in.items()}, assignment=assignment)
        for name, each in hand_in.items():
            outside = judge_one(each).verdict
            if (verdicts[name].mistake, verdicts[name].score) != (outside.mistake, outside.score):
                misjudged.append((name, each["id"], verdicts[name].mistake, outside.mistake))
    assert misjudged == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return np.mean((y.reshape(3, 7) - y_pred) ** 2)", "This shape fits one number of points only"),
        ("return sum((a - b) ** 2 for a, b in (y, y_pred, y)) / len(y)", "side by side, with `zip`"),
        ("return int('many')", "ValueError: invalid literal for int()"),
        ("return y.mse(y_pred)", "AttributeError: 'numpy.ndarray' object has no attribute 'mse'"),
        ("return sum(y.sort()) / len(y)", "a function without `return` gives None"),
    ],
)
def test_what_only_raises_is_told_its_own_error_and_no_known_mistake(
    body: str, words: str, judged: Judged
) -> None:
    verdict = judged({"mse": f"def mse(y, y_pred):\n    {body}"})["mse"]
    assert (verdict.score, (verdict.mistake or "")[:7]) == (0.0, "raises-"), verdict.message
    assert words in verdict.message


LEFT_OVER, AT_RANDOM = "Something of the earlier calls is left over", "It draws at random"
EITHER = "is something drawn at random, or left over from earlier calls"
ANOTHER_EACH_TIME = {
    "a default argument": ("def mse(y, y_pred, kept=[]):\n    kept.append(np.mean((y - y_pred) ** 2))\n    return sum(kept)", LEFT_OVER),
    "a global total": ("total = 0\n\ndef mse(y, y_pred):\n    global total\n    total += np.mean((y - y_pred) ** 2)\n    return total", LEFT_OVER),
    "a fresh generator": ("def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + np.random.default_rng().normal()", AT_RANDOM),
    "a fresh generator of a helper": (
        "def noise():\n    return np.random.default_rng().normal()\n\ndef mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + noise()", AT_RANDOM,
    ),
    "NumPy's own generator, which begins alike everywhere": (
        "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + np.random.rand()", EITHER
    ),
    "a generator that is left over": (
        "draws = np.random.default_rng(1)\n\ndef mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + draws.normal()", EITHER
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", ANOTHER_EACH_TIME)
def test_another_result_each_time_is_left_over_or_drawn_at_random_and_never_told_as_the_other(
    kind: str, judged: Judged
) -> None:
    code, words = ANOTHER_EACH_TIME[kind]
    message = judged({"mse": code})["mse"].message
    assert "Called again with the same arguments, it gives another result" in message
    assert [each for each in (LEFT_OVER, AT_RANDOM, EITHER) if each in message] == [words], message


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
        "train": (
            "def train(x, y, lr, epochs):\n    m = b = 0.0\n    losses = []\n    for _ in range(epochs):\n"
            "        p = predict(x=x, slope=m, bias=b)\n        losses.append(mse(truth=y, guess=p))\n"
            "        dm, db = gradients(x=x, y=y, y_pred=p)\n        m -= lr * dm\n        b -= lr * db\n    return [m, b, losses]"
        ),
    }
    assert judged(answers)["train"].outcome == "passed"


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_in_a_vectorized_function_costs_half_of_its_points(kind: str, judged: Judged) -> None:
    verdict = judged({"mse": LOOPS[kind]})["mse"]
    assert (verdict.score, verdict.mistake) == (1.0, "wrong-form"), verdict.message


HONEST_TOOLS = {
    "logging": "import logging\n\ndef mse(y, y_pred):\n    logging.warning('shapes %s', y.shape)\n    return np.mean((y - y_pred) ** 2)",
    "a traceback": "import traceback\n\ndef mse(y, y_pred):\n    try: y @ y_pred\n    except ValueError: traceback.format_exc()\n"
    "    traceback.extract_stack()\n    return np.mean((y - y_pred) ** 2)",
    "a decorator that looks at frames": "import functools, inspect\n\ndef told(function):\n    @functools.wraps(function)\n"
    "    def wrapper(*args):\n        here = inspect.currentframe()\n        print(here.f_code.co_name, here.f_back.f_lineno, len(inspect.stack()))\n"
    "        return function(*args)\n    return wrapper\n\n@told\ndef mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)",
    "a profile": "import cProfile\n\ndef mse(y, y_pred):\n    profile = cProfile.Profile()\n    profile.enable()\n"
    "    value = np.mean((y - y_pred) ** 2)\n    profile.disable()\n    return value",
    "NumPy's settings of another cell": "np.seterr(all='raise')\n\ndef mse(y, y_pred):\n    assert np.geterr()['under'] == 'raise'\n"
    "    return np.mean((y - y_pred) ** 2)",
    "libraries that are merely there": "import scipy.special\nfrom sklearn.metrics import mean_squared_error\nfrom math import sqrt\n\n"
    "def mse(y, y_pred):\n    return sqrt(np.mean((y - y_pred) ** 2)) ** 2",
}


@pytest.mark.parametrize("kind", HONEST_TOOLS)
def test_what_looks_at_the_program_itself_is_no_loop_and_hides_none(kind: str, judged: Judged) -> None:
    assert judged({"mse": HONEST_TOOLS[kind]})["mse"].message == "All is right."


@pytest.mark.parametrize(
    ("body", "loops"),
    [
        ("for _ in x: pass", False),
        ("for i in range(len(x)): pass", False),
        ("n = 0\n    for _ in x: n += 1", False),
        ("i = 0\n    while i < len(x): i += 1", False),
        ("[0 for _ in x]", False),
        ("list(map(lambda v: v, x))", False),
        ("total = 0\n    for v in x: total += v", True),
    ],
)
def test_a_loop_that_does_nothing_with_the_points_is_none(body: str, loops: bool, judged: Judged) -> None:
    code = f"def predict_loop(x, slope, bias):\n    {body}\n    return slope * x + bias"
    verdict = judged({"predict_loop": code}, assignment="1-best-fit-line")["predict_loop"]
    assert (verdict.score == verdict.points) is loops, verdict.message


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


def test_a_library_is_noticed_behind_more_steps_than_are_counted(judged: Judged) -> None:
    code = "import sklearn.metrics as s\n\ndef mse(y, y_pred):\n    for i in range(60_000): pass\n    return s.mean_squared_error(y, y_pred)"
    assert "It lets `sklearn` do the work" in judged({"mse": code})["mse"].message


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
        ("def mse(y, y_pred):\n    return f'loss {np.mean((y - y_pred) ** 2)}'", "a number is asked for"),
        ("def mse(y, y_pred):\n    return (v for v in [1.0])", "a generator, where a number is asked for"),
        ("def mse(y, y_pred):\n    return float('nan')", "not a number"),
        ("def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2) + 0j", "complex"),
        (
            "def mse(y, y_pred):\n    return np.mean((y - z) ** 2)",
            "NameError: name 'z' is not defined, at line 2",
        ),
        ("def mse(y):\n    return 1.0", "TypeError: mse() takes 1 positional argument but 2 were given"),
        (
            "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2",
            "its cell ends in SyntaxError: incomplete input (line 2)",
        ),
        (
            "def mse(y, y_pred):\n    if 1:\n\treturn 2",
            "its cell ends in TabError: inconsistent use of tabs and spaces in indentation (line 3)",
        ),
        ("def mse(y, y_pred):\n    return f'{}'", "its cell ends in SyntaxError"),
        (
            "def mse(y, y_pred):\n    from math import srqt",
            "ImportError: cannot import name 'srqt' from 'math', at line 2",
        ),
        ("mse = 3", "a value of type int"),
        ("def mze(y, y_pred):\n    return 0", "There is no function `mse`"),
        ("import sys\n\ndef mse(y, y_pred):\n    sys.exit(0)", "SystemExit"),
        ("def mse(y, y_pred):\n    raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def mse(y, y_pred):\n    return input('?')", "EOFError"),
        ("def mse(y, y_pred):\n    return mse(y, y_pred)", "RecursionError"),
        ("def mse(y, y_pred):\n    return np.ones((10**9, 10**3))", "MemoryError"),
        (
            (
                "seen = set()\n\ndef mse(y, y_pred):\n    old = y.tobytes() in seen\n    seen.add(y.tobytes())\n"
                "    return np.mean((y - y_pred) ** 2) + old"
            ),
            "Called again",
        ),
    ],
)
def test_a_wrong_answer_without_a_name_is_described(code: str, words: str, judged: Judged) -> None:
    verdict = judged({"mse": code})["mse"]
    assert verdict.score == 0
    assert words in verdict.message


def test_who_never_had_a_function_is_not_told_that_it_was_lost(judged: Judged) -> None:
    verdict = judged({"mse": "def mse(y, y):\n    return 0"})["mse"]
    assert verdict.message.endswith("SyntaxError: duplicate argument 'y' in function definition (line 1)")


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
    questions = bank_of(ASSIGNMENT).questions
    assert {question.hidden.name: question.hidden.points for question in questions} == {
        "predict": 2,
        "mse": 2,
        "gradients": 3,
        "train": 3,
    }
    assert Path(ROOT / "solutions" / ASSIGNMENT / "no-loops.py").read_text().count('"points": ') == 4


NOTEBOOKS_DATA = "x = np.array([1.0, 2.0, 4.0])\ny = 2 * x"


@pytest.mark.parametrize(
    ("assignment", "function", "code", "name"),
    [
        ("1-best-fit-line", "predict_loop", "def predict_loop(z, slope, bias):\n    return [slope * v + bias for v in x]", "x"),
        ("2-mean-squared-error", "mse_loop", "def mse_loop(a, b):\n    return sum((p - q) ** 2 for p, q in zip(y, b)) / len(y)", "y"),
        ("4-no-loops", "mse", "def mse(a, y_pred):\n    return np.mean((y - y_pred) ** 2)", "y"),
    ],
)  # fmt: skip
def test_a_function_that_uses_a_variable_of_the_notebook_is_told_which(
    assignment: str, function: str, code: str, name: str, judged: Judged
) -> None:
    verdict = judged({function: code, "+": NOTEBOOKS_DATA}, assignment=assignment)[function]
    assert (verdict.score, verdict.mistake) == (0, "uses-a-variable-of-the-notebook")
    assert f"It uses `{name}`, a variable of the notebook" in verdict.message


def test_a_variable_that_the_function_changes_is_not_said_to_stay_the_same(judged: Judged) -> None:
    code = (
        "def train(x, y, learning_rate, epochs):\n    global w, b\n    for _ in range(epochs):\n        y_pred = predict(x, w, b)\n"
        "        history.append(mse(y, y_pred))\n        d_w, d_b = gradients(x, y, y_pred)\n"
        "        w, b = w - learning_rate * d_w, b - learning_rate * d_b\n    return w, b, history"
    )
    message = judged({"train": code, "+": "w, b, history = 0.0, 0.0, []"})["train"].message
    assert "a variable of the notebook." in message
    assert "Something of the earlier calls is left over" in message


def test_a_constant_beside_the_function_is_no_variable_of_the_notebook(judged: Judged) -> None:
    code = "FACTOR = 3\n\ndef mse(y, y_pred):\n    return FACTOR * np.mean((y - y_pred) ** 2)"
    verdict = judged({"mse": code})["mse"]
    assert "3.0 times the right one" in verdict.message


@pytest.mark.parametrize(
    ("function", "code", "words"),
    [
        ("mse", "return 5 * np.mean((y - y_pred) ** 2) * len(y) ** 2", "5.0 · n² times the right one"),
        ("mse", "return -3 * np.sum((y - y_pred) ** 2)", "-3.0 · n times the right one, where n is the number of points. So a sign is wrong"),
        ("gradients", "r = y - y_pred\n    return -8 * np.mean(x * r), -2 * np.mean(r)", "The first value: The number is always 4.0 times the right one. The other one is right."),
        ("gradients", "r = y - y_pred\n    return 10 * np.mean(r), 10 * np.mean(x * r)", "The two values have changed places, and besides: Every number is -5.0 times"),
        ("gradients", "r = y - y_pred\n    return [-2 * np.mean(x * r)], print(r.shape)", "The second value: It is None"),
    ],
)  # fmt: skip
def test_two_mistakes_at_once_are_both_told(function: str, code: str, words: str, judged: Judged) -> None:
    head = {"mse": "def mse(y, y_pred):", "gradients": "def gradients(x, y, y_pred):"}[function]
    verdict = judged({function: f"{head}\n    {code}"})[function]
    assert verdict.score == 0
    assert words in verdict.message


def test_an_argument_given_by_name_reaches_the_function(judged: Judged) -> None:
    code = references("5-linear-neuron")["train_neuron"].replace("every", "each")
    verdict = judged({"train_neuron": code}, assignment="5-linear-neuron")["train_neuron"]
    assert verdict.score == 0
    assert "unexpected keyword argument 'every'" in verdict.message


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("b = rng.standard_normal(n) * 0.1\n    x = rng.random(n)\n    return x, slope * x + b", True),
        ("x = rng.random(n)\n    return x, slope * x + np.random.normal(0, 0.1, n)", False),
        ("rng = np.random.default_rng(1)\n    x = rng.random(n)\n    return x, slope * x + rng.normal(0, 0.1, n)", False),
        ("x = rng.random(n)\n    return x, slope * x + rng.normal(0, 0.1)", False),
        ("x = rng.random(n)\n    return x, slope * x + rng.uniform(-0.17, 0.17, n)", False),
        ("x = rng.random(n)\n    return x, slope * x + rng.normal(0, 0.13, n)", False),
    ],
)  # fmt: skip
def test_random_points_are_judged_by_their_distribution(code: str, right: bool, judged: Judged) -> None:
    answer = f"def make_line(n, slope, rng):\n    {code}"
    verdict = judged({"make_line": answer}, assignment="5-linear-neuron")["make_line"]
    assert (verdict.score == verdict.points) is right, verdict.message


def test_a_given_function_that_a_student_broke_does_not_sink_the_function_that_uses_it(
    judged: Judged,
) -> None:
    broken = "def predict_loop(x, slope, bias):\n    return [0.0 for _ in x]"
    verdicts = judged({"+": broken}, assignment="3-gradient-descent")
    assert verdicts["train_loop"].outcome == "passed"
