"""course.toml: an error names the file, the key and the remedy, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.common.errors import CourseError, NotFound
from autograder.course import settings
from autograder.gradebook.config import load_config
from tests.support.course import ROOT

RIGHT = 'id = "c"\ntitle = "C"\n[[assignments]]\nname = "1-a"\ntitle = "A"\n'


def load(folder: Path, text: str) -> settings.Course:
    (folder / "course.toml").write_text(text)
    return settings.load(folder)


def test_the_repositorys_own_course_file_is_right() -> None:
    loaded = settings.load(ROOT)
    assert loaded.assignment("4-no-loops").notebook == "no-loops"


def test_the_systems_bubblewrap_can_be_demanded(tmp_path: Path) -> None:
    assert load(tmp_path, f'sandbox = "system-bubblewrap"\n{RIGHT}').sandbox == "system-bubblewrap"


def test_everything_but_the_assignments_has_a_default(tmp_path: Path) -> None:
    assert load(tmp_path, RIGHT).sandbox == "bubblewrap"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            RIGHT + "[limits]\ncell_second = 3\n",
            "`limits.cell_second` is not a setting; remove it or correct its spelling",
        ),
        ("colour = 1\n" + RIGHT, "`colour` is not a setting"),
        (
            RIGHT + "[limits]\ncell_seconds = 'long'\n",
            "`limits.cell_seconds` is wrong: expected `float`, got `str`",
        ),
        (RIGHT + "[limits]\ncell_seconds = -1\n", "`limits.cell_seconds` is wrong"),
        (RIGHT + "[limits]\nsubmission_seconds = 0\n", "`limits.submission_seconds` is wrong"),
        (RIGHT + "[limits]\nnotebook_seconds = 90\n", "`limits.submission_seconds` is less than a part of"),
        (RIGHT + "[judging]\nwrong_form = 2.0\n", "`judging.wrong_form` is wrong"),
        (RIGHT + "[feedback]\nhidden_cases = 'some'\n", "`feedback.hidden_cases` is wrong"),
        ('sandbox = "docker"\n' + RIGHT, "`sandbox` is wrong"),
        ('title = "C"\nassignments = []\n', "`id` is missing; add it"),
        (
            RIGHT + "due = 2027-01-29T23:59:00\n",
            "`assignments[0].due` has no time zone; write it as 2027-01-29T23:59:00+01:00",
        ),
        (RIGHT + '[[assignments]]\nname = "1-a"\ntitle = "B"\n', "'1-a' stands twice; remove one"),
        (RIGHT.replace("1-a", "../up"), "is no folder name"),
        ('shared = ["1-a"]\n' + RIGHT, "no file or folder '1-a' is in solutions/ beside the assignments"),
        ('gradebook = "gradebook.db"\n' + RIGHT, "`gradebook` is wrong: 'gradebook.db' is no address"),
        ("title = \n", "is not TOML"),
    ],
)
def test_a_mistake_is_named_with_file_key_and_remedy(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(CourseError) as error:
        load(tmp_path, text)
    assert str(tmp_path / "course.toml") in str(error.value)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is missing; copy the one"):
        settings.load(tmp_path)


def test_a_mistake_in_nbgraders_own_settings_is_named_too(tmp_path: Path) -> None:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.Exchange.root = srv\n")
    with pytest.raises(CourseError, match=r"nbgrader_config.py: NameError: name 'srv' is not defined"):
        load_config(tmp_path)


def test_an_exchange_in_nobodys_home_is_named(tmp_path: Path) -> None:
    found = load(tmp_path, 'exchange = "~nobody-here/x"\n' + RIGHT)
    with pytest.raises(CourseError, match="exchange = '~nobody-here/x'"):
        found.exchange_folder(tmp_path)


def test_an_unknown_assignment_is_answered_with_the_closest(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="did you mean `1-a`"):
        load(tmp_path, RIGHT).assignment("1-b")
