"""`autograder verify`: the grader's own exam is passed by this course, and failed where something slips through."""

from __future__ import annotations

import re
import shutil

import pytest

from autograder.course import bank as banks
from autograder.course import settings as course
from autograder.grading.pending import rules
from tests.support.course import ASSIGNMENTS, ROOT, Scratch
from tests.support.tiny import AUTHORS, BLOCK, SIXTH, change

# Pairs whose other sentence was read, and is true of them.
TOLD_AS_ANOTHER = (ROOT / "tests" / "course" / "told_as_another.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_course_passes_the_exam(assignment: str) -> None:
    done = Scratch(ROOT).run("verify", assignment, "--faults")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1), done.stderr  # which walls it has
    assert "verified: 1 assignments, problems: 0" in done.stdout
    # A pair that gives what another mistake does is told as that one. Read both sentences: is it true of the pair, too?
    assert told_as_another(done.stdout) - {*TOLD_AS_ANOTHER} == set()


def told_as_another(listed: str) -> set[str]:
    """Find which faults together are told by words that are not theirs."""
    found = re.findall(r"^\w+: (\S+\+\S+) = (\S+)$", listed, re.MULTILINE)
    return {
        f"{pair} = {told}"
        for pair, told in found
        if told != "right" and not {*told.split("+")} <= {*pair.split("+")}
    }


@pytest.mark.parametrize(
    ("result", "said"),
    [
        ('{"loss": 1.0}', "a value of type `dict`: {'loss': 1.0}"),
        ("{1.0, 2.0}", "a value of type `set`"),
        ("(1.0, [{}])", "a value of type `dict`"),
        ("(each for each in y)", "a value of type `generator`"),
        ("object()", "a value of type `object`"),
        ("1j", "a value of type `complex`"),
        ("y + 1j", "a value of type `array of complex128`"),
        ("b'x'", "a value of type `bytes`"),
        ("2**80", "a value of type `int`: an integer of 81 bits"),
        ("np.array(['a'])", "a value of type `array of str32`"),
        ("np.array([1.0, {}], dtype=object)", "a value of type `dict`"),
        ("np.ma.masked_array([1.0, 2.0], [True, False])", "a masked array"),
        ("[np.ma.masked_array([1.0], [True])]", "a masked array"),
        ("np.zeros(200_000)", "a value of type `ndarray`: (too large to show)"),
        ("'a' * 301", "a text of 301 characters"),
        ("None", "None for every case"),
    ],
)
def test_a_reference_whose_results_are_not_compared_is_refused(tiny: Scratch, result: str, said: str) -> None:
    change(tiny, "mean-absolute-error.py", "return float(np.mean(np.abs(y - y_pred)))", f"return {result}")
    done = tiny.run("verify")
    assert done.returncode == 2
    assert f"the reference `mae` gives {said}" in done.stderr
    assert "give numbers, text of at most 300 characters, None, and lists, tuples and arrays" in done.stderr


def test_an_argument_that_would_not_reach_a_student_is_refused(tiny: Scratch) -> None:
    change(tiny, "checks.py", "np.array([2.0]), np.array([-1.5])", "np.array([2.0]), {'y': 1}")
    change(
        tiny,
        "mean-absolute-error.py",
        "return float(np.mean",
        "return 1.0 if isinstance(y_pred, dict) else float(np.mean",
    )
    assert (
        "`mae` is given a value of type `dict`: {'y': 1}, for the case “a single point”"
        in tiny.run("verify").stderr
    )


def test_the_example_for_authors_passes_the_exam(tiny: Scratch) -> None:
    done = tiny.run("verify")
    assert (done.returncode, len(done.stderr.splitlines())) == (0, 1), done.stderr  # which walls it has
    assert re.search(r"mae +│ +✓ │ +✓ │ +7/7 │ +7/7 │ +0 │ +2/2 │", done.stdout), done.stdout


def test_the_example_for_authors_is_short() -> None:
    checks = next(body for path, body in BLOCK.findall(AUTHORS) if path.endswith("checks.py"))
    assert len(checks.strip().splitlines()) <= 60


def test_faults_that_give_together_what_is_known_are_listed_with_what_each_deserves(tiny: Scratch) -> None:
    change(tiny, "checks.py", "digits=0)", "size=lambda r: 0 * r)")
    change(
        tiny,
        "checks.py",
        'model.combine("summed", "signs-kept", "rounded")',
        'model.combine("summed", "rounded")',
    )
    done = tiny.run("verify", "--faults")
    assert "mae: summed+rounded = rounded" in done.stdout
    assert re.search(r"summed +│ +0.5 ", done.stdout), done.stdout


def test_a_fault_that_only_raises_is_listed_as_never_said(tiny: Scratch) -> None:
    change(tiny, "checks.py", "size=np.positive", "size=lambda r: [].pop()")
    done = tiny.run("verify", "--faults")
    assert "mae: signs-kept = an exception on every case" in done.stdout
    assert done.returncode == 0, done.stderr


def test_what_checks_share_is_imported_from_the_folder_above(tiny: Scratch) -> None:
    shared = tiny.root / "solutions" / "gathering.py"
    shared.write_text("import numpy as np\n\nTOTAL = np.sum\n")
    change(tiny, "checks.py", "import numpy as np\n", "import gathering\nimport numpy as np\n")
    change(tiny, "checks.py", "gather=np.sum", "gather=gathering.TOTAL")
    loaded = course.load(tiny.root)
    entry = loaded.assignments[0]
    assert len(banks.load(tiny.root, loaded, entry).authored.mistakes) == 7
    before = rules(tiny.root, loaded, entry)
    shared.write_text("import numpy as np\n\nTOTAL = np.mean\n")
    after = rules(tiny.root, loaded, entry)
    assert [name for name in before if before[name] != after[name]] == ["checks.py"]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("checks.py", "gather=np.sum", "size=np.positive", "the mistake `signs-kept` is taken for `summed`"),
        ("checks.py", "size=np.positive", "size=lambda r: np.abs(r) + (r.size == 1)", "the mistake `signs-kept` is right on every example; add one that shows it"),
        ("checks.py", "np.max(np.abs(y - y_pred))", "np.sum(np.abs(y - y_pred)) + (np.abs(y) > 8).any()", "on the examples, the mistake `largest` looks like `summed`, which is not true of it"),
        ("checks.py", "What became of the signs?", "What does the chapter say?", "the mistake `signs-kept` says “chapter”; speak of what is in the notebook"),
        ("checks.py", "What became of the signs?", "Who asked for that?", "the mistake `signs-kept` says “Who asked”"),
        ("checks.py", "What became of the signs?", "What became of *the* signs?", "the mistake `signs-kept` shows asterisks: *the*"),
        ("right_answers.py", "np.abs(y_pred - y).mean()", "(y_pred - y).mean()", "the right answer “the other way round” does not get full points"),
        ("right_answers.py", "def mae(y, y_pred)", "def mea(y, y_pred)", "the right answer “the other way round” defines no function `mae`"),
        ("right_answers.py", "# %% mae: the other", "# %% mea: the other", "`mea` is no exercise here"),
        ("right_answers.py", "# %% mae: the other", "# %% the other", "needs a title `function: style`"),
        ("checks.py", 'symmetric = equivalent(\n    "mae", "return float(np.mean(np.abs(y_pred - y)))"', 'symmetric = equivalent(\n    "mae", "return 7"',
         "nobody notices the reference with `return float(np.mean(np.abs(y_pred - y)))`"),
        ("checks.py", 'symmetric = equivalent(\n    "mae", "return float(np.mean(np.abs(y_pred - y)))"', 'symmetric = equivalent(\n    "mae", "return 7"',
         "`equivalent` names a change that is noticed, or is never made: `return 7`"),
        ("checks.py", "np.array([2.0]), np.array([-1.5])", "np.array([1.0, 2.0]), np.array([1.0, 4.0])", "is also the example “two points”"),
        ("checks.py", "errors above and below cancel each other. What became of the signs?", "wrong", "needs a whole sentence for the student"),
        ("checks.py", "def largest", "def mean_absolute", "two functions are called `mean_absolute`"),
        ("checks.py", "Which two of these differences", "Why not take np.mean( np.abs(y-y_pred) ), or which two", "the hint `question` gives away `np.abs(y - y_pred)`"),
        ("checks.py", "How far off is each prediction", "What does `np.mean(np.abs(a - b))` say, and how far off is each", "the hint `idea` gives away `np.abs(a - b)`"),
        ("checks.py", "The docstring works one through. NumPy's reference has more under “Mathematical functions”.", "above", "the hint `read` needs a whole sentence"),
        ("checks.py", "if you added them up as they are?", "if you added them up as they are.", "the hint `question` asks nothing"),
        ("checks.py", "    hints=Hints(", "    hints=(lambda **_: None)(", "mae: has no hints; add `hints=Hints(...)` to checks.py"),
        ("mean-absolute-error.py", "    ### BEGIN SOLUTION\n    return", "    difference = np.abs(y - y_pred)\n    ### BEGIN SOLUTION\n    return",
         "the stub gives away `difference = np.abs(y - y_pred)`"),
        ("mean-absolute-error.py", "    # TODO: about 1 line, and no loop\n", "", "the stub needs a docstring, and a `# TODO`"),
    ],
)  # fmt: skip
def test_whatever_slips_through_is_named_and_ends_in_failure(
    name: str, old: str, new: str, words: str, tiny: Scratch
) -> None:
    change(tiny, name, old, new)
    if name == "mean-absolute-error.py":
        tiny.run("generate")
    done = tiny.run("verify", SIXTH)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_assignment_that_is_not_released_yet_is_named(tiny: Scratch) -> None:
    shutil.rmtree(tiny.root / "exercises")
    done = tiny.run("verify")
    assert done.returncode == 1
    assert "is not released; run `autograder generate 6-mean-absolute-error`" in done.stderr


def test_what_is_not_for_students_is_found_in_the_release(tiny: Scratch) -> None:
    shutil.copy(tiny.root / "solutions" / SIXTH / "checks.py", tiny.root / "exercises" / SIXTH)
    done = tiny.run("verify")
    assert done.returncode == 1
    assert "checks.py: is not for students; remove it" in done.stderr


def test_a_mistake_may_be_one_of_two_exercises(tiny: Scratch) -> None:
    change(
        tiny,
        "checks.py",
        "@mae.mistake()\n",
        'mea = exercise("mea", examples=[case("two", np.array([1.0, 2.0]), np.array([3.0, 7.0]))])\n\n\n@mea.mistake(credit=0.25)\n@mae.mistake()\n',
    )
    text = (tiny.root / "solutions" / SIXTH / "mean-absolute-error.py").read_text()
    exercise = text[text.rindex("# %% nbgrader", 0, text.rindex("# %% nbgrader")) :]
    change(tiny, "mean-absolute-error.py", exercise, exercise + "\n\n" + exercise.replace("mae", "mea"))
    loaded = course.load(tiny.root)
    bank = banks.load(tiny.root, loaded, loaded.assignments[0])
    credits_of = {
        question.hidden.name: {each.id: each.credit for each in question.hidden.mistakes}
        for question in bank.questions
    }
    assert credits_of["mea"] == {"largest": 0.25}
    assert credits_of["mae"]["largest"] == 0


def test_what_people_grade_needs_no_stub(tiny: Scratch) -> None:
    path = tiny.root / "solutions" / SIXTH / "mean-absolute-error.py"
    flags = '"locked": false, "points": 3, "schema_version": 3'
    path.write_text(
        path.read_text()
        + f"""
# %% [markdown] nbgrader={{"grade": true, "grade_id": "why", {flags}, "solution": true, "task": false}}
# Because they cancel.

# %% [markdown] nbgrader={{"grade": false, "grade_id": "draw", {flags}, "solution": false, "task": true}}
# Draw it by hand.
"""
    )
    assert tiny.run("generate").returncode == 0
    done = tiny.run("verify")
    assert done.returncode == 0, done.stderr
    released = (tiny.root / "exercises" / SIXTH / "mean-absolute-error.ipynb").read_text()
    assert "YOUR ANSWER HERE" in released
    assert "Because they cancel" not in released


def test_a_mutant_that_never_ends_is_noticed_by_counting(tiny: Scratch) -> None:
    change(
        tiny,
        "mean-absolute-error.py",
        "    return float(np.mean(np.abs(y - y_pred)))\n",
        "    rounds = 0\n    while rounds < 1:\n        rounds = rounds + 1\n    return float(np.mean(np.abs(y - y_pred)))\n",
    )
    tiny.run("generate")
    done = tiny.run("verify", timeout=120)
    assert done.returncode == 1
    assert "`while rounds <= 1:`" in done.stderr
    assert "rounds = rounds - 1" not in done.stderr
