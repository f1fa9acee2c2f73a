"""What the sandbox lacks is found before anybody is graded, and students are told what they may import."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.classroom import verdict
from tests.support.course import ASSIGNMENT, Make, Scratch, once
from tests.support.tiny import SIXTH, change

SETUP = "import time\n\nimport numpy as np\n"


def change_source(course: Scratch, old: str, new: str) -> None:
    path = course.root / "solutions" / ASSIGNMENT / "no-loops.py"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def allow(course: Scratch, packages: str) -> None:
    path = course.root / "course.toml"
    path.write_text(f"packages = {packages}\n" + path.read_text())


@pytest.fixture(scope="module")
def rich(
    released_course: Scratch, released_tiny: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory
) -> Scratch:
    """A course with a locked cell that imports what students' sandboxes lack, and what commands say of it.

    The exam, which looks at everything else first, is that of a small course.
    """

    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        change_source(course, SETUP, f"import rich\n{SETUP}")
        course.submit("ada", make({}))
        small = released_tiny.copied(folder / "small")
        change(small, "mean-absolute-error.py", "import numpy as np\n", "import numpy as np\nimport rich\n")
        for name, graded, command in (
            ("grade", course, ("autograder", "grade", ASSIGNMENT)),
            ("nbgrader", course, ("nbgrader", "autograde", ASSIGNMENT)),
            ("verify", small, ("autograder", "verify", SIXTH)),
        ):
            done = graded.program(*command)
            (folder / f"{name}.txt").write_text(f"{done.stdout}{done.stderr}\nstatus {done.returncode}\n")

    return Scratch(once(tmp_path_factory, "rich", build))


@pytest.mark.parametrize("command", ["grade", "nbgrader", "verify"])
def test_a_module_that_the_sandbox_lacks_is_refused_by_cell_and_name(rich: Scratch, command: str) -> None:
    said = (rich.root / f"{command}.txt").read_text()
    assert "the cell `setup` ends in ModuleNotFoundError: No module named 'rich'" in said
    assert "status 0" not in said
    assert "Traceback" not in said
    assert rich.grades() == {} or set(rich.grades()["ada"].values()) == {None}
    assert not list(rich.root.glob("autograded/*/*/*.ipynb"))


def test_what_course_toml_allows_can_be_imported_with_what_it_needs(
    rich: Scratch, make: Make, tmp_path: Path
) -> None:
    shutil.copytree(rich.root, tmp_path / "course")
    course = Scratch(tmp_path / "course")
    allow(course, '["rich"]')
    course.submit(
        "ada",
        make(
            {
                "mse": "import rich.console\nimport pygments\n\ndef mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)"
            }
        ),
    )
    course.submit(
        "ben",
        make(
            {
                "mse": "import pandas as pd\n\ndef mse(y, y_pred):\n    return pd.Series((y - y_pred)[:, 0] ** 2).mean()"
            }
        ),
    )
    course.submit("cyd", make({"mse": "def mse(y, y_pred):\n    import pandas as pd\n    return 1.0"}))
    done = course.run("grade", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert course.grades()["ada"]["mse"] == 2
    there = "No module named 'pandas'. When it is graded, a notebook can import IPython, ipywidgets, matplotlib, numpy, rich, sklearn, all"
    outputs = [output for cell in course.autograded("ben").cells for output in cell.get("outputs", [])]
    assert any(there in output.get("evalue", "") for output in outputs)
    assert there in verdict(course, "ben", "mse")["message"]
    assert there in verdict(course, "cyd", "mse")["message"]


def test_a_package_that_is_not_installed_is_named(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make({}))
    allow(scratch, '["no-such-package-here"]')
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 2
    assert (
        "`packages` names `no-such-package-here`, which is not installed here; install it with pip"
        in done.stderr
    )


def test_a_solution_that_is_wrong_in_the_sandbox_alone_is_refused(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make({}))
    change_source(scratch, SETUP, f"{SETUP}import os\n")
    change_source(
        scratch,
        "    return float(np.mean((y - y_pred) ** 2))",
        "    return float(np.mean((y - y_pred) ** 2)) if 'LANG' not in os.environ or os.environ['HOME'] != '/tmp' else 1.0",
    )
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 2
    assert "nobody could get full points: `mse` gets 0 of 2" in done.stderr
