"""`autograder grade` on a class: nbgrader's own rows and notebooks come out, whatever goes in."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.common import locks
from autograder.grading.pending import waiting
from tests.support.classroom import SUMMED, classroom, graded_folders, rows, verdict
from tests.support.course import ASSIGNMENT, Make, Scratch, once
from tests.support.tiny import SIXTH, hand_in


def hand_in_a_class(scratch: Scratch, make: Make) -> None:
    scratch.submit("right", make({}))
    scratch.submit("summed", make(SUMMED))
    scratch.submit("untouched", make({}, rest="stub"))
    late = scratch.submit("late", make({}))
    (late.parent / "timestamp.txt").write_text("2027-03-01 10:00:00 UTC")
    early = scratch.submit("early", make({}))
    (early.parent / "timestamp.txt").write_text("2027-01-29 23:30:00 +0100")  # it is due at 23:59
    scratch.submit_file("broken", b"{")
    (scratch.submit("timeless", make({})).parent / "timestamp.txt").write_text("yesterday, I swear")
    with (scratch.root / "nbgrader_config.py").open("a") as file:
        file.write('\nget_config().LateSubmissionPlugin.penalty_method = "zero"\n')


@dataclass(frozen=True)
class Graded:
    """A class of all kinds, after the command has graded it, and once more."""

    course: Scratch

    def told(self, what: str) -> str:
        return (self.course.root / f"{what}.txt").read_text()


@pytest.fixture(scope="module")
def graded(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Graded:
    def build(folder: Path) -> None:
        course = released_course.copied(folder)
        hand_in_a_class(course, make)
        course.submit_file("renamed", b"{}", "no-loops (1).ipynb")
        right = json.dumps(make({})).encode()
        course.submit_file("mailed", right, "no-loops.ipynb.txt")
        course.submit_file("mailed", b"Dear Sir or Madam", "message.txt")
        course.submit_file("untouched", right, "no-loops-Copy1.ipynb")
        (folder / "submitted" / "boxed" / ASSIGNMENT / "work").mkdir(parents=True)
        course.submit_file("boxed", right, "work/no-loops.ipynb")
        for name in ("no-loops (1).ipynb", "no-loops (2).ipynb"):
            course.submit_file("undecided", right, name)
        course.submit("l" * 129, make({}))
        course.submit("two\nlines", make({}))
        with classroom(course) as room:
            for student in (
                "right",
                "late",
                "early",
                "timeless",
                "untouched",
                "mailed",
                "boxed",
                "broken",
                "renamed",
            ):
                room.introduce(student, last_name=student.title())
        (folder / "submitted" / os.fsdecode(b"m\xfcller") / ASSIGNMENT).mkdir(parents=True)
        for name in ("first", "again"):
            done = course.run("grade", ASSIGNMENT)
            (folder / f"{name}.txt").write_text(f"{done.stdout}{done.stderr}status {done.returncode}\n")

    return Graded(Scratch(once(tmp_path_factory, "all-kinds", build)))


def test_what_could_not_be_read_is_named_ungraded_and_open_to_grading_by_hand(graded: Graded) -> None:
    said = graded.told("first")
    assert "graded: 8, not graded: 3, unchanged: 0" in said
    assert "not graded: broken: The submission could not be read: the file is not JSON" in said
    assert "the notebook `no-loops.ipynb` is missing; found: `no-loops (1).ipynb`" in said
    assert "Traceback" not in said
    assert "status 1" in said
    assert rows(graded.course)["broken", "check_mse"] == (None, None, True, 2.0)
    assert verdict(graded.course, "broken", "mse")["outcome"] == "ungraded"


def test_what_is_not_graded_is_tried_and_named_again(graded: Graded) -> None:
    said = graded.told("again")
    assert "graded: 0, not graded: 3, unchanged: 8" in said
    assert "not graded: broken" in said
    assert "status 1" in said


def test_a_verdict_holds_what_reports_need(graded: Graded) -> None:
    found = verdict(graded.course, "summed", "mse")
    assert {key: found[key] for key in ("exercise", "outcome", "score", "points", "mistake")} == {
        "exercise": "mse",
        "outcome": "failed",
        "score": 1.0,
        "points": 2.0,
        "mistake": "summed",
    }
    assert found["message"].startswith("Your numbers grow with the number of points")
    assert len(found["cases"]) == 1  # the first failing one, as course.toml has it


def test_what_is_right_but_for_a_function_beneath_it_gets_its_points_and_is_told_so(graded: Graded) -> None:
    found = verdict(graded.course, "summed", "train")
    assert (found["outcome"], found["score"]) == ("passed", 3.0)
    assert found["message"] == "All is right here; it was run with a right `mse` in place of yours."


def test_a_timestamp_that_is_no_time_is_warned_about(graded: Graded) -> None:
    said = graded.told("first")
    assert "warning: timeless: `timestamp.txt` holds no time: 'yesterday, I swear'; graded as if" in said
    assert rows(graded.course)["timeless", "late"] is None


def test_a_time_with_an_offset_is_read_to_the_minute(graded: Graded) -> None:
    found = rows(graded.course)
    assert found["early", "timestamp"] == datetime(2027, 1, 29, 22, 30)
    assert (found["early", "late"], found["late", "late"]) == (None, 10)


def test_the_one_notebook_of_this_assignment_is_graded_whatever_it_is_called(graded: Graded) -> None:
    said = graded.told("first")
    assert (
        "warning: mailed: `no-loops.ipynb` is missing; `no-loops.ipynb.txt` was graded in its place" in said
    )
    assert graded.course.grades()["mailed"] == {"predict": 2, "mse": 2, "gradients": 3, "train": 3}
    assert (
        "warning: boxed: `no-loops.ipynb` is missing; `work/no-loops.ipynb` was graded in its place" in said
    )
    assert graded.course.grades()["boxed"] == graded.course.grades()["mailed"]
    assert (
        "not graded: undecided: The submission could not be read: the notebook `no-loops.ipynb` is missing"
        in said
    )


def test_answers_in_a_copy_beside_a_notebook_without_any_are_named(graded: Graded) -> None:
    words = "`no-loops.ipynb` holds no answers, but `no-loops-Copy1.ipynb` beside it does: look which one was meant"
    assert f"warning: untouched: {words}" in graded.told("first")


def test_a_folder_of_nobody_in_the_class_list_joins_it_with_a_word(graded: Graded) -> None:
    said = graded.told("first")
    assert re.findall(r"warning: (\S+): .*is in no class list", said) == ["summed", "undecided"]
    assert "class list" not in graded.told("again")


def test_a_list_of_bare_names_is_one_also_where_all_of_it_hands_in_with_a_stranger(tiny: Scratch) -> None:
    with classroom(tiny) as course:
        course.introduce("ben")
    for student in ("ben", "eve"):
        hand_in(tiny, student, "def mae(y, y_pred):\n    raise NotImplementedError")
    assert re.findall(r"warning: (\S+): .*is in no class list", tiny.run("grade", SIXTH).stdout) == ["eve"]


def test_a_name_too_long_for_a_gradebook_is_named_and_stops_nobody(graded: Graded) -> None:
    assert (
        "holds a `*` or an end of a line, with which nbgrader finds nobody's folder; rename it"
        in graded.told("first")
    )
    assert "has 129 characters, and a gradebook has room for 128; rename it" in graded.told("first")


def test_a_folder_whose_name_is_no_text_is_named_and_stops_nobody(graded: Graded) -> None:
    assert "the folder's name is not UTF-8 text; rename it" in graded.told("first")
    assert graded.course.grades()["right"]["mse"] == 2


def set_hidden_cases(course: Scratch, policy: str) -> None:
    path = course.root / "course.toml"
    path.write_text(path.read_text().replace('"first-failing"   #', f'"{policy}"   #'))


def test_all_hidden_cases_are_shown_where_course_toml_says_so(scratch: Scratch, make: Make) -> None:
    set_hidden_cases(scratch, "all")
    scratch.submit("ada", make({"mse": "def mse(y, y_pred):\n    raise ValueError(f'{y[0]} {y_pred[0]}')"}))
    scratch.run("grade", ASSIGNMENT)
    found = verdict(scratch, "ada", "mse")
    assert len(found["cases"]) == found["cases_total"]
    assert "[3.25]" in json.dumps(found)


def test_where_hidden_cases_stay_hidden_no_name_or_message_carries_them_out(
    scratch: Scratch, make: Make
) -> None:
    set_hidden_cases(scratch, "none")
    told = "name = f'asked_{float(y[0, 0])}'\n    "
    for student, code in (
        ("by-type", "raise type(name, (Exception,), {})()"),
        ("by-message", "raise NameError(f\"name '{name}' is not defined\", name=name)"),
        ("by-value", "return type(name, (), {'__repr__': lambda self: name})()"),
        ("by-value-inside", "return [type(name, (), {})()], 1.0"),
        ("by-text", "return name"),
    ):
        scratch.submit(student, make({"mse": f"def mse(y, y_pred):\n    {told}{code}"}))
    asks = (
        "def mse(y, y_pred):\n    try:\n        flag\n    except NameError:\n        name = f'asked_{float(y[0, 0])}'.replace('.', '_')\n"
        "        raise NameError(f\"name '{name}' is not defined\")\n    return 7.25"
    )
    flag = "flag = 1\n\ndef predict(x, slope, bias):\n    return slope * x + bias"
    scratch.submit("by-variable", make({"predict": flag, "mse": asks}))
    scratch.run("grade", ASSIGNMENT)
    assert verdict(scratch, "by-text", "mse")["cases"] == []
    paths = list(scratch.root.glob("autograded/*/*/*.ipynb"))
    assert len(paths) == 6
    for path in paths:
        assert re.search(r"asked_3[._]25", path.read_text()) is None, path


def test_a_fresh_clone_is_graded_at_once(scratch: Scratch, make: Make) -> None:
    for name in ("gradebook.db", "exercises"):
        path = scratch.root / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    scratch.submit("ada", make({}))
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert scratch.grades()["ada"] == {"predict": 2, "mse": 2, "gradients": 3, "train": 3}


def test_both_ways_in_leave_the_same_rows_and_notebooks(scratch: Scratch, make: Make, tmp_path: Path) -> None:
    hand_in_a_class(scratch, make)
    other = scratch.copied(tmp_path / "other")
    ours = scratch.run("grade", ASSIGNMENT)
    nbgraders = other.program("nbgrader", "autograde", ASSIGNMENT)
    assert nbgraders.returncode == 0, nbgraders.stderr
    assert ours.returncode == 1  # one of them could not be read
    assert rows(scratch) == rows(other)
    assert rows(other)["early", "late"] is None
    assert "timeless: `timestamp.txt` holds no time: 'yesterday, I swear'" in nbgraders.stderr
    for path in sorted((scratch.root / "autograded").rglob("*.*")):
        twin = other.root / path.relative_to(scratch.root)
        if path.name != "timestamp.txt":
            assert path.read_bytes() == twin.read_bytes(), path
        assert path.stat().st_mode == twin.stat().st_mode


def test_who_is_graded_alone_gets_what_a_class_gets(scratch: Scratch, make: Make, tmp_path: Path) -> None:
    """For one submission, a sandbox does nothing ahead: the first cells are run, and figures made, when it comes."""
    settings = scratch.root / "course.toml"
    settings.write_text(settings.read_text().replace('figures = "skip"', 'figures = "draw"'))
    alone = scratch.copied(tmp_path / "alone")
    students = {"ada": make({}, small=False), "ben": make(SUMMED, small=False)}
    for student, notebook in students.items():
        notebook.cells = [cell for cell in notebook.cells if not re.search("perf_counter|took", cell.source)]
        drawn = "import random\nprint(random.random(), np.random.rand())\nnp.zeros(2) @ np.ones(3)"
        notebook.cells.append(new_code_cell(drawn))
        scratch.submit(student, notebook)
        alone.submit(student, notebook)
        done = alone.program("autograder", "grade", ASSIGNMENT)
        assert done.returncode == 0, done.stderr
    scratch.run("grade", ASSIGNMENT)
    assert rows(alone) == rows(scratch)
    assert graded_folders(alone) == graded_folders(scratch)
    assert "image/png" in json.dumps(alone.autograded("ada"))


def test_nothing_new_is_not_graded_again_and_a_new_submission_is(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make(SUMMED))
    scratch.submit("ben", make({}))
    scratch.run("grade", ASSIGNMENT)
    assert "nothing new; 2 graded already" in scratch.run("grade", ASSIGNMENT).stdout
    path = scratch.submit("ada", make({}))
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime + 5))
    done = scratch.run("grade", ASSIGNMENT)
    assert "graded: 1, not graded: 0, unchanged: 1" in done.stdout
    assert scratch.grades()["ada"]["mse"] == 2


def test_other_rules_regrade_what_they_concern_and_say_so(scratch: Scratch, make: Make) -> None:
    loop = "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y[:, 0], y_pred[:, 0])) / len(y)"
    scratch.submit("ada", make({"mse": loop}))
    scratch.run("grade", ASSIGNMENT)
    settings = scratch.root / "course.toml"
    settings.write_text("# Only words have changed.\n" + settings.read_text())
    assert "nothing new; 1 graded already" in scratch.run("grade", ASSIGNMENT).stdout
    settings.write_text(settings.read_text().replace("wrong_form = 0.5", "wrong_form = 0.25"))
    done = scratch.run("grade", ASSIGNMENT)
    assert "course.toml has changed: 1 graded before are graded again" in done.stdout
    assert scratch.grades()["ada"]["mse"] == 0.5
    settings.write_text(
        re.sub(r"^due = \S+", "due = 2030-01-01T00:00:00Z", settings.read_text(), flags=re.MULTILINE)
    )
    again = waiting(scratch.root, scratch.course, scratch.entry, force=False)
    assert (again.outdated, again.changed) == (0, ())  # a due date is no matter of verdicts
    path = next(scratch.root.glob("autograded/*/*/*.ipynb"))
    program = re.compile(r'"autograder": "\w+"')
    path.chmod(0o644)
    path.write_text(program.sub('"autograder": "of-another-version"', path.read_text()))
    again = waiting(scratch.root, scratch.course, scratch.entry, force=False)
    assert (again.outdated, again.changed) == (1, ("autograder",))


def test_two_gradings_of_a_course_take_turns(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make({}))
    seen: list[str] = []

    def see() -> None:
        seen.append("waits")
        raise KeyboardInterrupt

    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "autograder", "grade", ASSIGNMENT]
    with locks.alone(scratch.root, locks.GRADING, see):
        with pytest.raises(KeyboardInterrupt), locks.alone(scratch.root, locks.GRADING, see):
            pass
        second = subprocess.Popen(
            command, cwd=scratch.root, env={**os.environ, "PATH": path}, text=True, stdout=-1, stderr=-1
        )
        assert second.stderr is not None
        assert "waiting for its end" in second.stderr.readline()
        assert scratch.grades() == {}
    assert "graded: 1" in second.communicate(timeout=120)[0]


def test_figures_that_are_skipped_change_no_grade(scratch: Scratch, make: Make) -> None:
    scratch.submit("ada", make(SUMMED, small=False))
    scratch.run("grade", ASSIGNMENT)
    skipped, scores = scratch.autograded("ada"), scratch.grades()
    settings = scratch.root / "course.toml"
    settings.write_text(settings.read_text().replace('figures = "skip"', 'figures = "draw"'))
    scratch.run("grade", ASSIGNMENT)
    drawn = scratch.autograded("ada")
    assert scratch.grades() == scores
    assert "image/png" in json.dumps(drawn)
    assert "image/png" not in json.dumps(skipped)
    assert [
        output.ename for cell in skipped.cells for output in cell.get("outputs", []) if "ename" in output
    ] == [output.ename for cell in drawn.cells for output in cell.get("outputs", []) if "ename" in output]


def test_an_error_in_our_own_code_makes_the_exercise_ungraded_never_zero(
    scratch: Scratch, make: Make
) -> None:
    path = scratch.root / "solutions" / ASSIGNMENT / "checks.py"
    text = path.read_text()
    broken = text.replace("    runs = [answer", "    assert answers[0].value[0] != 7\n    runs = [answer")
    assert broken != text
    path.write_text(broken)
    scratch.submit(
        "ada", make({"train": "def train(x, y, learning_rate, epochs):\n    return 7, 0, [1] * epochs"})
    )
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 1
    assert "The grader failed at this exercise (AssertionError" in done.stdout
    assert scratch.grades()["ada"] == {"predict": 2, "mse": 2, "gradients": 3, "train": None}


def test_the_instructors_word_opens_the_walls_and_is_answered_loudly(scratch: Scratch, make: Make) -> None:
    path = scratch.root / "course.toml"
    path.write_text(path.read_text().replace('sandbox = "bubblewrap"', 'sandbox = "none"'))
    scratch.submit("ada", make({}))
    done = scratch.run("grade", ASSIGNMENT)
    assert done.returncode == 0, done.stderr
    assert 'WARNING: sandbox = "none"' in done.stderr
    assert sum(points or 0 for points in scratch.grades()["ada"].values()) == 10


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("grade", "4-no-lops"), 4, "there is no assignment `4-no-lops`\nhint: did you mean `4-no-loops`?"),
        (("grade", ASSIGNMENT), 0, "no submissions in"),
        (("feedback", ASSIGNMENT), 4, "nothing of `4-no-loops` is graded yet"),
        (("grade", ASSIGNMENT, "--workers", "0"), 2, "'0' is not a number of at least 1"),
    ],
)
def test_a_slip_of_the_instructor_is_answered_in_a_line_or_two(
    arguments: tuple[str, ...], status: int, words: str, scratch: Scratch
) -> None:
    done = scratch.run(*arguments)
    assert done.returncode == status
    assert words in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_outside_a_course_the_command_says_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "grade", ASSIGNMENT],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert "no course.toml here or above" in done.stderr


def test_a_broken_course_file_stops_nbgrader_too(scratch: Scratch) -> None:
    (scratch.root / "course.toml").write_text("colour = 1\n")
    done = scratch.program("nbgrader", "autograde", ASSIGNMENT)
    assert done.returncode != 0
    assert "course.toml: `colour` is not a setting" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_demo_grades_its_class(demo_course: Scratch) -> None:
    said = (demo_course.root / "said.txt").read_text(encoding="utf-8")
    points = {
        words[1]: [word for word in words if "/" in word][:5]
        for words in (line.replace("│", " | ").split() for line in said.splitlines())
        if len(words) > 2 and words[1].isalpha() and "/10" in "".join(words)
    }
    points = {name: cells for name, cells in points.items() if len(cells) == 5}
    assert {name: cells[4] for name, cells in points.items()} == {
        "ada": "10/10",
        "ben": "10/10",
        "chloe": "10/10",
        "dmitri": "10/10",
        "elif": "9/10",
        "femi": "8/10",
        "gita": "7/10",
        "hugo": "7/10",
        "ines": "0/10",
        "jonas": "7/10",
        "kim": "7/10",
        "lena": "?/10",
        "marek": "8/10",
        "nadia": "0/10",
        "otto": "6/10",
    }
    assert len(list((demo_course.root / "feedback").rglob("*.html"))) == 15
    report = demo_course.root / "reports" / f"{ASSIGNMENT}.html"
    assert f"report:         {report}" in said
    assert "n times n differences" in report.read_text(encoding="utf-8")
