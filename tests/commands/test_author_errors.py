"""What an author gets wrong is refused in a line that names file, cell and remedy, by the command that reads it first."""

from __future__ import annotations

import pytest

from tests.support.course import Scratch
from tests.support.tiny import SIXTH, change

NOTEBOOK, CHECKS, ANSWERS = "mean-absolute-error.py", "checks.py", "right_answers.py"
SOLUTION = "    ### BEGIN SOLUTION\n    return float(np.mean(np.abs(y - y_pred)))\n    ### END SOLUTION\n"
METADATA = '# %% nbgrader={"grade": false, "grade_id": "mae", "locked": false, "schema_version": 3, "solution": true, "task": false}'
SIZED = "sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n)),"


def refused(tiny: Scratch, command: str, name: str, words: str) -> None:
    done = tiny.run(command)
    lines = [line for line in done.stderr.splitlines() if not line.startswith("sandbox:")]
    assert done.returncode in (1, 2), done.stderr
    assert "Traceback" not in done.stderr
    assert any(name in line and words in line for line in lines), done.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"grade_id": "setup"', '"grade_id": "mae"', "cell `mae`: its `grade_id` stands 2 times, in lines 4, 10; rename all but one"),
        ('"grade_id": "mae", ', "", "the second cell of nbgrader's: needs a name"),
        ('"points": 2, ', "", 'cell `check_mae`: has no points; add `"points": 1`'),
        ('"points": 2', '"points": "one"', "cell `check_mae`: `points` is 'one'; write a number"),
        ('"points": 2', '"points": -2', "cell `check_mae`: `points` is -2; write a number from 0 on"),
        ('"schema_version": 3, "solution": true', '"solution": true', 'cell `mae`: `schema_version` is missing; write `"schema_version": 3`'),
        ('"grade": true', '"grade": "true"', "cell `check_mae`: `grade` is 'true'; write"),
        ('"locked": true, "points"', '"points"', 'cell `check_mae`: `locked` is missing; write `"locked": true`'),
        ('"grade": false, "grade_id": "mae"', '"grade": false "grade_id": "mae"', "line 10: the cell's metadata are no JSON"),
        (METADATA, "# %%", "holds a `### BEGIN SOLUTION`, but nbgrader does not know the cell"),
        ("    ### BEGIN SOLUTION\n", "", "cell `mae`: `### END SOLUTION` without a `### BEGIN SOLUTION` above it"),
        ("    ### END SOLUTION\n", "", "cell `mae`: `### BEGIN SOLUTION` without a `### END SOLUTION` below it"),
        ("    ### END SOLUTION\n", "    ### BEGIN SOLUTION\n", "cell `mae`: a second `### BEGIN SOLUTION` before"),
        (SOLUTION, "    return float(np.mean(np.abs(y - y_pred)))\n", "cell `mae`: no `### BEGIN SOLUTION`, so students would get an empty cell"),
        ('"solution": true', '"solution": false', "cell `mae`: holds a solution, but is no solution cell"),
        ('"check_mae"', '"check_mse"', "cell `check_mse`: there is no solution cell `mse` for it"),
        ("check(mae)", "check(mse)", "cell `check_mae`: must hold `check(mae)` and nothing else"),
        ("check(mae)", "check(mae)\nassert mae(0, 0) == 0", "cell `check_mae`: must hold `check(mae)` and nothing else"),
        ("from autograder import check\n", "from autograder import hint\n", "no cell imports `check`; write"),
        ("return float(", "return float(((", "cell `mae` is not Python"),
        ("def mae(", "X = undefined\ndef mae(", "cell `mae` does not run: NameError"),
    ],
)  # fmt: skip
def test_a_slip_in_a_cell_is_named_with_the_cell(old: str, new: str, words: str, tiny: Scratch) -> None:
    change(tiny, NOTEBOOK, old, new)
    refused(tiny, "generate", NOTEBOOK, words)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('form="vectorized"', 'forms="vectorized"', "exercise `mae`: there is no `forms`; it takes: examples, hidden, form, uses, sized,"),
        ("digits=None):", "digits=None, mse):", "model of `mae`: `mse` has no default; each keyword parameter of a model is a knob"),
        ('form="vectorized"', 'form="vectorised"', "form = 'vectorised'; write one of: looped, vectorized, any (line 12)"),
        (SIZED, "sized=lambda n: (np.ones(n), np.ones(n)),", "`sized` of `mae` gives no arguments: TypeError"),
        (SIZED, "sized=lambda rng, n: np.ones(n),", "`sized` of `mae` must give a tuple"),
        (SIZED, "sized=7,", "`sized` must be a function, not int"),
        (SIZED, "", "a form needs `sized`"),
        ("hidden=hidden_errors", "hidden=hidden_errors(1)", "`hidden` must be a list of `case(...)`, or a function that gives them"),
        ('yield case("a single point", ', 'yield ("a single point", ', "must be `case(...)` each"),
        ('        case("two points", ', '        ("two points", ', "`examples` must be a list of `case(...)`"),
        ('case("two points", ', "case(", "case: begins with a few words that say what it is about"),
        ("hints=Hints(", "hints=dict(", "`hints` must be written with `Hints(...)`"),
        ('form="vectorized",', 'form="vectorized", uses="mae",', "`uses` must be a list of names of functions"),
        ('form="vectorized",', 'form="vectorized", pictures=["heights"],', "`pictures` must be a list of `heights()`"),
        ('form="vectorized",', 'form="vectorized", facts=[lambda a, c: "yes"],', "a fact of `mae` does not run"),
        ("size=np.positive", "size=lambda: 3", "mistake `signs-kept` of `mae` cannot be called as it is: <lambda>() takes 0 positional"),
        ("gather=np.sum)", "gather=7)", "mistake `summed` of `mae` cannot be called as it is: 'int' object is not callable"),
        ("def mean_absolute(y, y_pred, *,", "def mean_absolute(y, *,", "mistake `summed` of `mae` cannot be called as it is: mean_absolute() takes 1"),
        ("def largest(y, y_pred)", "def largest(y)", "mistake `largest` of `mae` cannot be called as it is: largest() takes 1"),
        ("@mae.mistake()", "@mae.mistake", "write `@mae.mistake()`, with brackets"),
        ('"summed", 0.5', '"summed", "half"', "fault `summed` of `mae`: credit must be at least 0 and below 1, not 'half'"),
        ("nothing divides", "nothing {divides}", "the model has no word for {divides}"),
        ("symmetric = equivalent", "equivalent", "is lost without a name; write `NAME = ` before it"),
        ("model = mae.model(mean_absolute)", "model = mae.model(mean_absolute)\nmodel = mae.model(mean_absolute)", "`model = ` stands twice"),
        ("symmetric = equivalent", 'other = exercise("mae", examples=[case("one", 1)], hidden=hidden_errors)\nsymmetric = equivalent', "two exercises are called `mae`"),
        ("symmetric = equivalent", "also = mae.also_right(lambda y: 0)\nsymmetric = equivalent", "what is `also_right` for `mae` raises TypeError for the case “a single point”"),
        ('form="vectorized",', 'form="vectorized", rtol="small",', "`rtol` must be a number from 0 on, not 'small'"),
        ("hidden=hidden_errors", 'hidden=__import__("autograder.authoring").authoring.cases_from(__file__, "mae")', "cases.json is missing; write it beside checks.py"),
        ("import numpy as np", "import numpy as np\nraise SystemExit(0)", "does not run: SystemExit: 0 (line 2)"),
        ("mae = exercise(", "mae = = exercise(", "is not Python"),
    ],
)  # fmt: skip
def test_a_slip_in_the_checks_is_named_with_its_place(old: str, new: str, words: str, tiny: Scratch) -> None:
    change(tiny, CHECKS, old, new)
    refused(tiny, "generate", CHECKS, words)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (CHECKS, "result = gather(size(y - y_pred))", "result = gather(size(y - y_pred)) + 1", "mae: the model is wrong before any fault changes it"),
        (CHECKS, "symmetric = equivalent", "also = mae.also_right(lambda y, y_pred: np.mean(np.abs(y - y_pred)))\nsymmetric = equivalent", "mae: what is `also_right` gives what the reference gives, on every case"),
        (NOTEBOOK, "from autograder import check\n", "from autograder import check\n\nDATA = open('data.csv')\n", "the solved notebook: the cell `setup` ends in FileNotFoundError"),
        (ANSWERS, "return np.abs(y_pred - y).mean()", "return np.abs((y_pred", "the block `# %% mae: the other way round` is not Python"),
        (ANSWERS, "# %% mae: the other", "#%% mae: the other", "a function stands above the first block"),
    ],
)  # fmt: skip
def test_a_slip_that_only_the_exam_meets_is_named_there(
    name: str, old: str, new: str, words: str, tiny: Scratch
) -> None:
    change(tiny, name, old, new)
    refused(tiny, "verify", "", words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "cases.json is no JSON"),
        ('{"mea": []}', "`mae` must be a list of"),
        ('{"mae": [{"args": [1]}]}', "`mae` must be a list of"),
    ],
)
def test_a_slip_in_a_file_of_cases_is_named(content: str, words: str, tiny: Scratch) -> None:
    (tiny.root / "solutions" / SIXTH / "cases.json").write_text(content)
    change(tiny, CHECKS, "import Hints, case,", "import Hints, case, cases_from,")
    change(tiny, CHECKS, "hidden=hidden_errors", 'hidden=cases_from(__file__, "mae")')
    refused(tiny, "generate", CHECKS, words)


def test_a_shared_file_that_is_not_there_is_named(tiny: Scratch) -> None:
    settings = tiny.root / "course.toml"
    settings.write_text('shared = ["nowhere.py"]\n' + settings.read_text())
    refused(tiny, "generate", "course.toml", "no file or folder 'nowhere.py' is in solutions/")


def test_nbgraders_own_command_releases_nothing_of_a_notebook_that_is_refused(tiny: Scratch) -> None:
    released = next((tiny.root / "exercises" / SIXTH).glob("*.ipynb"))
    before = released.read_bytes()
    change(tiny, NOTEBOOK, "    ### BEGIN SOLUTION\n", "")
    done = tiny.program("nbgrader", "generate_assignment", SIXTH, "--force")
    assert done.returncode != 0
    assert "cell `mae`: `### END SOLUTION` without a `### BEGIN SOLUTION` above it" in done.stderr
    assert not released.exists() or released.read_bytes() == before


def test_a_reference_that_uses_a_variable_of_a_cell_is_told_what_it_may_use(tiny: Scratch) -> None:
    change(tiny, NOTEBOOK, "from autograder import check\n", "from autograder import check\n\nONE = 1\n")
    change(tiny, NOTEBOOK, "return float(", "return ONE * float(")
    refused(tiny, "generate", CHECKS, "name 'ONE' is not defined; it may use imports and other functions")


def test_a_notebook_of_another_name_is_named(tiny: Scratch) -> None:
    folder = tiny.root / "solutions" / SIXTH
    (folder / NOTEBOOK).rename(folder / "mae.py")
    done = tiny.run("generate")
    assert done.returncode == 4
    assert f"{NOTEBOOK}: is missing; mae.py stands there instead: give it this name" in done.stderr


def test_right_answers_in_another_encoding_are_named(tiny: Scratch) -> None:
    (tiny.root / "solutions" / SIXTH / ANSWERS).write_bytes(b"\xff\xfe")
    refused(tiny, "verify", ANSWERS, "is not UTF-8")


def test_all_slips_of_a_notebook_are_named_at_once(tiny: Scratch) -> None:
    change(tiny, NOTEBOOK, '"points": 2, ', "")
    change(tiny, NOTEBOOK, "    ### BEGIN SOLUTION\n", "")
    said = tiny.run("generate").stderr
    assert len(said.splitlines()) == 2
    assert all(NOTEBOOK in line for line in said.splitlines())


def test_a_cell_that_comes_after_submissions_is_named_with_what_to_do(tiny: Scratch) -> None:
    released = next((tiny.root / "exercises" / SIXTH).glob("*.ipynb"))
    folder = tiny.root / "submitted" / "ada" / SIXTH
    folder.mkdir(parents=True)
    (folder / released.name).write_bytes(released.read_bytes())
    assert tiny.run("grade", SIXTH).returncode == 0
    change(tiny, NOTEBOOK, '"grade_id": "setup"', '"grade_id": "beginning"')
    refused(
        tiny,
        "generate",
        NOTEBOOK,
        "it adds `beginning` and it removes `setup`, but 1 submissions are in the gradebook",
    )
