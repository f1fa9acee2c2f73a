"""`autograder watch`: what is handed in is graded and given back at once, once each, whatever happens in between."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory

from autograder.cli.quiet import quiet_libraries
from autograder.collect import inbound
from autograder.collect.exchange import Collect
from autograder.common import locks
from autograder.common.errors import AutograderError
from autograder.common.files import read_regular
from autograder.feedback import write as feedback
from autograder.nbgrader import lab
from autograder.nbgrader.serving import Queue
from autograder.nbgrader.watch import watch
from autograder.notebooks import attempts
from autograder.notebooks.submitted import Submission
from tests.support.course import ASSIGNMENT, Make, Scratch
from tests.support.watched import PATIENCE, Watched, prepare

# nbgrader leaves files open, for the garbage collector to close.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

SUMMED = {"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}


@pytest.fixture
def course(scratch: Scratch) -> Watched:
    return prepare(scratch)


@pytest.fixture(scope="module")
def shared(released_course: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A course that is watched while the tests of this file run; each test has students of its own."""
    root = tmp_path_factory.mktemp("watched") / "course"
    shutil.copytree(released_course.root, root)
    watched = prepare(Scratch(root))
    watched.settings(on_submission="{ tries = 2 }")
    with watched.watching():
        yield watched


def test_what_is_handed_in_is_graded_and_given_back(shared: Watched, make: Make) -> None:
    shared.hand_in("ada", make(SUMMED), "10:00:00")
    line = shared.wait_for("ada: ")
    assert re.fullmatch(rf"{ASSIGNMENT}: ada: 9 of 10 points, returned after [\d.]+ s", line)
    assert shared.points("ada") == 9
    assert "Your numbers grow with the number of points" in shared.page("ada")
    assert "try 1 of 2" in shared.page("ada")


def test_a_second_try_takes_the_place_of_the_first(shared: Watched, make: Make) -> None:
    shared.hand_in("ben", make(SUMMED), "10:00:01")
    shared.wait_for("ben: 9 of 10")
    shared.hand_in("ben", make({}), "10:00:02")
    shared.wait_for("ben: 10 of 10 points, returned")
    assert shared.points("ben") == 10
    assert "try 2 of 2, the last that counts" in shared.page("ben")


def test_a_try_too_many_is_named_and_changes_nothing(shared: Watched, make: Make) -> None:
    for number, answers in enumerate((SUMMED, SUMMED, {})):
        shared.hand_in("cem", make(answers), f"10:01:0{number}")
        shared.wait_for("cem: ", times=number + 1)
    shared.wait_for("cem: not graded: this is try 3, and 2 count")
    assert shared.points("cem") == 9


def test_a_try_that_is_given_back_makes_the_refused_one_count_at_once(shared: Watched, make: Make) -> None:
    for number, answers in enumerate((SUMMED, SUMMED, {})):
        shared.hand_in("tia", make(answers), f"10:05:0{number}")
        shared.wait_for("tia: ", times=number + 1)
    place = attempts.place(shared.root, ASSIGNMENT)
    lines = place.read_text().splitlines(keepends=True)
    first = next(number for number, line in enumerate(lines) if line.startswith("tia+"))
    lines[first] = f"#{lines[first]}"
    place.with_suffix(".new").write_text("".join(lines))
    place.with_suffix(".new").replace(place)
    shared.wait_for("tia: 10 of 10 points")


def test_a_try_that_is_taken_back_or_dated_back_is_still_a_try(shared: Watched, make: Make) -> None:
    for number in range(2):
        folder = shared.hand_in("dee", make(SUMMED), f"10:02:0{number}")
        shared.wait_for("dee: 9 of 10 points", times=number + 1)
        shutil.rmtree(folder)
    shared.hand_in("dee", make({}), "09:00:00")
    shared.wait_for("dee: not graded: this is try 3, and 2 count")
    assert shared.points("dee") == 9


def test_who_hands_in_again_waits_behind_all_who_had_less(shared: Watched, make: Make) -> None:
    """They come while the first is being graded, and are seen meanwhile."""
    slow = make({})
    slow.cells.append(new_code_cell("import time\ntime.sleep(4)", id="slow"))
    shared.hand_in("hog", slow, "10:08:00")
    until = time.monotonic() + PATIENCE
    while not (shared.root / "submitted" / "hog" / ASSIGNMENT).exists():
        assert time.monotonic() < until
        time.sleep(0.02)
    shared.hand_in("hog", make(SUMMED), "10:08:01")
    for number, student in enumerate(("moe", "nia", "oda")):
        shared.hand_in(student, make({}), f"10:08:1{number}")
    shared.wait_for("hog: 9 of 10")
    order = [
        student
        for line in shared.said
        if (student := line.removeprefix(f"{ASSIGNMENT}: ").partition(":")[0]) in ("hog", "moe", "nia", "oda")
    ]
    assert order == ["hog", "moe", "nia", "oda", "hog"]


def test_the_turn_is_of_who_had_least_and_then_of_who_waits_longest() -> None:
    now = [0.0]
    queue = Queue(clock=lambda: now[0])

    def hand_in(*students: str) -> None:
        for student in students:
            now[0] += 1
            queue.add([Submission(student=student, folder=Path(student), notebook="n")])

    def serve(seconds: float) -> str:
        submission = queue.take()
        assert submission is not None
        now[0] += seconds
        queue.done(submission.student)
        return submission.student

    hand_in("hog", "ada", "ben")
    assert serve(60) == "hog"
    hand_in("hog", "ada", "cem")  # again, before her turn: she keeps her place
    assert [serve(2), serve(1), serve(1)] == ["ada", "ben", "cem"]
    hand_in("ada", "ben")
    assert [serve(1), serve(1), serve(60), queue.take()] == ["ben", "ada", "hog", None]


def test_of_one_student_one_submission_is_graded_at_a_time() -> None:
    queue = Queue()
    submission = Submission(student="ada", folder=Path("ada"), notebook="n")
    queue.add([submission])
    assert queue.take() == submission
    queue.add([submission])
    assert queue.take() is None
    queue.done("ada")
    assert queue.take() == submission


def test_a_folder_named_like_a_comment_gives_no_try_back(shared: Watched, make: Make) -> None:
    for number in range(2):
        first = shared.hand_in("pia", make(SUMMED), f"10:07:0{number}")
        shared.wait_for("pia: 9 of 10 points", times=number + 1)
    shutil.copytree(first, first.with_name(f"#{first.name}"))
    shared.wait_for("#pia: 9 of 10 points")
    shared.hand_in("pia", make({}), "10:07:03")
    shared.wait_for("pia: not graded: this is try 3, and 2 count")


def test_what_is_still_being_copied_is_left_alone_until_it_is_whole(shared: Watched, make: Make) -> None:
    folder = shared.hand_in("eve", "", "10:03:00")
    folder.chmod(0o755)
    shared.hand_in("fay", make({}), "10:03:01")
    shared.wait_for("fay: 10 of 10")
    assert not [line for line in shared.said if "eve" in line]
    (folder / "no-loops.ipynb").write_text(json.dumps(make({})))
    folder.chmod(0o777)
    shared.wait_for("eve: 10 of 10 points, returned")


def test_what_cannot_be_read_is_named_and_stops_nobody(shared: Watched, make: Make) -> None:
    shared.hand_in("gus", "{", "10:04:00")
    shared.hand_in("hal", make({}), "10:04:01")
    shared.wait_for("gus: not graded, and waits for you", "the file is not JSON", ", returned")
    shared.wait_for("hal: 10 of 10 points")
    assert "Not graded yet" in shared.page("gus")


def test_what_could_not_be_collected_is_named_and_tried_again(
    shared: Watched, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_plain = inbound.copy_plain
    failed: list[Path] = []

    def copy_the_second_time(source: Path, target: Path, limit: int, *, own: bool) -> list[str]:
        if source.name.startswith("kim+") and not failed:
            failed.append(source)
            raise OSError(errno.ENOSPC, "No space left on device")
        return copy_plain(source, target, limit, own=own)

    monkeypatch.setattr(inbound, "copy_plain", copy_the_second_time)
    monkeypatch.setattr("autograder.nbgrader.desk.LONGEST_PAUSE", 0.5)
    shared.hand_in("kim", make({}), "10:04:30")
    shared.wait_for("kim: not collected, to be tried again")
    shared.wait_for("kim: 10 of 10 points, returned")


def test_a_page_that_cannot_be_returned_is_named_once_and_tried_again(
    shared: Watched, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = feedback.Writer.write
    tried: list[str] = []

    def fail_for_pat(writer: feedback.Writer, *, student: str) -> feedback.Written:
        if student == "pat" and len(tried) < 4:
            tried.append(student)
            raise AutograderError("no page today")
        return write(writer, student=student)

    monkeypatch.setattr(feedback.Writer, "write", fail_for_pat)
    monkeypatch.setattr("autograder.nbgrader.desk.LONGEST_PAUSE", 0.1)
    shared.hand_in("pat", make({}), "10:09:00")
    shared.wait_for("pat: graded before, returned")
    assert len(tried) == 4
    assert [line for line in shared.said if "no page today" in line] == [
        shared.wait_for("pat: 10 of 10 points")
    ]


def test_a_name_that_is_no_students_is_named_and_stops_nobody(shared: Watched, make: Make) -> None:
    shared.hand_in("..", make({}), "10:05:00")
    shared.hand_in("[a-z]*", make({}), "10:05:01")
    shared.hand_in("\x1b[2Jivy", make({}), "10:05:02")
    shared.hand_in("jim", make({}), "10:05:03")
    shared.wait_for("jim: 10 of 10 points")
    for name in ("[a-z]*", "\ufffd[2Jivy"):
        shared.wait_for("warning: Not collected: ", f"/{name}+{ASSIGNMENT}+")
    assert not [line for line in shared.said if "\x1b" in line]
    assert not (shared.root / ASSIGNMENT).exists()


def test_a_folder_that_is_refused_is_named_and_looked_at_once(
    shared: Watched, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever lays thousands there keeps nobody waiting at each that comes."""
    looked: list[str] = []
    look_at = Collect._look_at

    def noted(step: Collect, path: str) -> tuple[dict[str, Any], str]:
        looked.append(path)
        return look_at(step, path)

    monkeypatch.setattr(Collect, "_look_at", noted)
    refused = shared.inbound / f"zoe+{ASSIGNMENT}+yesterday+abc"
    refused.mkdir()
    (refused / "submission_secret.txt").write_text("secret")
    refused.chmod(0o777)
    shared.wait_for("its name holds no time", "yesterday")
    shared.wait_for("zoe: not collected, as said above")
    before = len([path for path in looked if "yesterday" in path])
    shared.hand_in("zoe", make({}), "10:00:00")
    shared.wait_for("zoe: 10 of 10")
    shared.hand_in("zoe", make(SUMMED), "10:00:01")
    shared.wait_for("zoe: 9 of 10")
    assert len([line for line in shared.said if "yesterday" in line]) == 1
    assert len([path for path in looked if "yesterday" in path]) == before


def test_what_is_collected_by_hand_meanwhile_is_graded_as_well(shared: Watched, make: Make) -> None:
    folder = shared.hand_in("lea", make(SUMMED), "10:06:00")
    place = shared.root / "submitted" / "lea" / ASSIGNMENT
    shutil.copytree(folder, place)
    shared.wait_for("lea: 9 of 10 points, returned")


def test_only_one_watches_a_course(shared: Watched) -> None:
    with pytest.raises(AutograderError, match="another `autograder watch` is at work"):
        watch(shared.root, workers=1, say=print, stop=threading.Event())


def test_what_came_while_nobody_watched_is_graded_at_the_start_and_only_once(
    course: Watched, make: Make
) -> None:
    course.hand_in("ada", make(SUMMED), "10:00:00")
    with course.watching():
        pass
    assert [re.sub(r" after .*", "", line) for line in course.said] == [
        f"{ASSIGNMENT}: ada: 9 of 10 points, returned"
    ]
    course.said.clear()
    with course.watching():
        pass
    assert course.said == []


def test_it_starts_while_others_grade_and_is_brought_in_step_when_they_have_done(
    course: Watched, make: Make
) -> None:
    """They may be another desk of the same thread, for which nobody could wait; no page says what the gradebook does not hold."""
    shutil.copy(course.root / "gradebook.db", course.root / "yesterday.db")
    course.hand_in("ada", make(SUMMED), "10:00:00")
    with course.watching():
        pass
    shutil.copy(course.root / "yesterday.db", course.root / "gradebook.db")
    before = [*course.said]
    with contextlib.ExitStack() as others:
        lock = course.scratch.course.grading_lock(ASSIGNMENT)
        others.enter_context(locks.alone(course.root, lock, lambda: None))
        with course.watching():
            assert course.said[len(before) :] == [f"watching {ASSIGNMENT}"]
            others.close()
            course.wait_for("ada: brought in step in the gradebook")
    assert course.said[len(before) :] == [f"{ASSIGNMENT}: ada: brought in step in the gradebook"]


def test_what_was_graded_but_not_given_back_is_given_back_at_the_start(course: Watched, make: Make) -> None:
    course.hand_in("ada", make(SUMMED), "10:00:00")
    with course.watching():
        pass
    for folder in (course.root / "feedback", course.inbound.parent / "feedback"):
        shutil.rmtree(folder)
    course.said.clear()
    with course.watching():
        pass
    assert course.said == [f"{ASSIGNMENT}: ada: graded before, returned"]
    assert "9</strong> of 10 points" in course.page("ada")


def test_before_the_due_date_points_alone_are_shown_where_the_course_says_so(
    course: Watched, make: Make
) -> None:
    due = datetime.now(UTC) + timedelta(days=1)
    course.settings(on_submission='{ before_due = "points" }', due=due.isoformat(timespec="seconds"))
    course.hand_in("ada", make(SUMMED), "10:00:00")
    with course.watching():
        before = course.page("ada")
        assert "9</strong> of 10 points" in before
        assert f"told after the due date: {due:%-d %B %Y}" in before
        assert "grow with the number of points" not in before
        course.settings(due=(datetime.now(UTC) + timedelta(seconds=6)).isoformat())
        until = time.monotonic() + PATIENCE
        while "grow with the number of points" not in course.page("ada"):
            assert time.monotonic() < until, course.said
            time.sleep(0.1)


def test_a_changed_assignment_is_read_again_and_what_it_concerns_is_graded_again(
    course: Watched, make: Make
) -> None:
    course.hand_in("ada", make(SUMMED), "10:00:00")
    with course.watching():
        checks = course.root / "solutions" / ASSIGNMENT / "checks.py"
        text = checks.read_text()
        checks.write_text(text + "import nothing_of_this_name\n")
        course.wait_for("problem: ", "nothing_of_this_name", "trying again in 2 s")
        checks.write_text(text + "\n")
        course.wait_for("ada: 9 of 10 points, returned", times=2)


def test_a_mistake_in_course_toml_is_survived_and_what_it_says_then_is_done(
    course: Watched, make: Make
) -> None:
    path = course.root / "course.toml"
    with course.watching():
        right = path.read_text()
        path.write_text(right + "\n[limits]\n")
        course.wait_for("problem: ", "is not TOML")
        path.write_text(right.replace("on_submission = {}", ""))
        course.wait_for("is not graded on submission any more")
        course.hand_in("ada", make({}), "10:00:00")
        path.write_text(right)
        course.wait_for("ada: 10 of 10 points, returned")


def test_an_exchange_that_goes_away_for_a_while_is_survived(course: Watched, make: Make) -> None:
    with course.watching():
        away = course.inbound.with_name("away")
        course.inbound.rename(away)
        course.wait_for("problem: ", "inbound: does not exist", "hint: ")
        away.rename(course.inbound)
        course.hand_in("ada", make({}), "10:00:00")
        course.wait_for("ada: 10 of 10 points")


def test_where_nothing_is_graded_on_submission_yet_it_says_what_to_write_and_waits_for_it(
    course: Watched,
) -> None:
    path = course.root / "course.toml"
    right = path.read_text()
    path.write_text(right.replace("on_submission = {}", ""))
    with course.watching():
        course.wait_for("no assignment is graded on submission; add `on_submission = {}`")
        path.write_text(right)
        course.wait_for(f"watching {ASSIGNMENT}")


def test_an_assignment_that_cannot_be_read_keeps_no_other_from_being_watched(course: Watched) -> None:
    other = course.scratch.course.assignments[0].name
    path = course.root / "course.toml"
    path.write_text(
        path.read_text().replace(f'name = "{other}"\n', f'name = "{other}"\non_submission = {{}}\n')
    )
    (course.root / "solutions" / other / "checks.py").write_text("import nothing_of_this_name\n")
    with course.watching():
        course.wait_for(f"{other}: problem: ", "nothing_of_this_name", "trying again in 2 s")
        course.wait_for("watching ", ASSIGNMENT)


def test_points_alone_need_a_due_date(course: Watched) -> None:
    text = (course.root / "course.toml").read_text()
    course.settings(on_submission='{ before_due = "points" }')
    path = course.root / "course.toml"
    path.write_text(
        "\n".join(line for line in path.read_text().splitlines() if not line.startswith("due = "))
    )
    done = course.scratch.run("watch")
    assert done.returncode == 2
    assert "`assignments[3].due` is missing" in done.stderr
    path.write_text(text)


def test_the_list_of_tries_forgets_nothing_and_can_be_changed_by_hand(tmp_path: Path) -> None:
    names = [f"ada+ps+2026-11-22 10:00:0{second}.000000 UTC+x" for second in range(3)]
    attempts.note(tmp_path, "ps", names[:1])
    assert attempts.note(tmp_path, "ps", names[1:]) == {"ada": names}
    place = attempts.place(tmp_path, "ps")
    place.write_text("#" + place.read_text())
    assert attempts.note(tmp_path, "ps", names) == {"ada": names[1:]}
    assert attempts.given_back(tmp_path, "ps") == {names[0]}


def test_the_list_of_tries_is_read_again_only_where_somebody_else_has_changed_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"ada+ps+2026-11-22 10:00:0{number} UTC+x" for number in range(4)]
    attempts.note(tmp_path, "ps", names[:1])
    read: list[Path] = []

    def note(path: Path, limit: int) -> bytes | None:
        read.append(path)
        return read_regular(path, limit)

    monkeypatch.setattr(attempts, "read_regular", note)
    attempts.note(tmp_path, "ps", names[1:3])
    assert attempts.read(tmp_path, "ps") == {"ada": names[:3]}
    assert read == []
    path = attempts.place(tmp_path, "ps")
    path.write_text(path.read_text().replace(names[0], f"#{names[0]}"))
    assert attempts.note(tmp_path, "ps", names[3:]) == {"ada": names[1:]}
    assert attempts.given_back(tmp_path, "ps") == {names[0]}
    assert len(read) == 1


def test_a_name_that_reads_like_a_comment_or_a_line_of_its_own_gives_no_try_back(tmp_path: Path) -> None:
    when = "+ps+2026-11-22 10:00:00.000000 UTC+x"
    first = f"ada{when}"
    odd = [
        f"#{first}",
        f"# {first}",
        f"ben\n#{first}",
        f"ben\u2028#{first}",
        f"{first} ",
        f"100%23{when}",
        f"\udce9{when}",
    ]
    attempts.note(tmp_path, "ps", [first])
    attempts.note(tmp_path, "ps", odd)
    attempts.note(tmp_path, "ps", odd)
    assert attempts.given_back(tmp_path, "ps") == set()
    assert attempts.known(tmp_path, "ps") == {first, *odd}
    lines = attempts.place(tmp_path, "ps").read_text().splitlines()
    assert len(lines) == 1 + len(odd)
    assert not [line for line in lines if line.startswith("#")]


def nbgrader_step(config: Any, step: str) -> None:
    folder = CourseDirectory(config=config)
    folder.assignment_id = ASSIGNMENT
    everybody = Authenticator(config=config)
    getattr(ExchangeFactory(config=config), step)(
        coursedir=folder, authenticator=everybody, config=config
    ).start()


def test_a_student_hands_in_and_fetches_with_nbgrader_and_a_signal_ends_it(
    course: Watched, make: Make, tmp_path: Path
) -> None:
    start = lab.prepare(course.root, course.scratch.course, "kim")
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=str(start.home / ".jupyter")).load_config()
    config.Exchange.assignment_dir = str(start.home)
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "watch", "--workers", "1"],
            cwd=course.root,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        with quiet_libraries(), contextlib.chdir(start.home):
            nbgrader_step(config, "FetchAssignment")
            (start.home / ASSIGNMENT / "no-loops.ipynb").write_text(json.dumps(make(SUMMED)))
            nbgrader_step(config, "Submit")
            until = time.monotonic() + PATIENCE
            while "kim: 9 of 10 points, returned" not in (tmp_path / "log").read_text():
                assert time.monotonic() < until, (tmp_path / "log").read_text()
                time.sleep(0.05)
            nbgrader_step(config, "FetchFeedback")
        page = next((start.home / ASSIGNMENT / "feedback").rglob("no-loops.html"))
        assert "Your numbers grow with the number of points" in page.read_text()
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert (tmp_path / "log").read_text().endswith(" stopped\n")
