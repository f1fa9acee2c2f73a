"""A JupyterHub as deploy/server/install makes it, with the accounts of an instructor and two students: from release to feedback."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash

from tests.support import hub as hubs
from tests.support.course import ROOT, Make
from tests.support.hub import COURSE, Hub, Person

if os.geteuid() != 0:
    pytest.skip(
        "A machine of its own takes root: `sudo .venv/bin/pytest -n 0 tests/hub`", allow_module_level=True
    )

ID = "linear-regression-from-scratch"
ASSIGNMENT, NAME = "1-best-fit-line", "best-fit-line"  # the one that is generated and graded soonest
NOTEBOOK = f"{ASSIGNMENT}/{NAME}.ipynb"
EXCHANGE = f"/srv/nbgrader/exchange/{ID}"
PATIENCE = 240
SECRET = "the idea that is ada's alone"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with hubs.running(tmp_path_factory.mktemp("hub")) as running:
        yield running


@pytest.fixture(scope="module")
def people(hub: Hub) -> dict[str, Person]:
    """Give the instructor and two students, each in front of their JupyterLab."""
    found = {name: Person(hub, name) for name in ("prof", "ada", "ben")}
    for person in found.values():
        person.log_in()
    for person in found.values():
        person.sit_down()
    return found


@contextlib.contextmanager
def watching(hub: Hub, log: Path) -> Iterator[None]:
    """Have `autograder watch` at work, as the unit file starts it."""
    unit = (ROOT / "deploy/server/autograder-watch.service").read_text()
    assert "\nExecStart=@ENVIRONMENT@/bin/autograder watch\n" in unit
    command = [hubs.PYTHON, "-m", "autograder", "watch", "--workers", "1"]
    with log.open("wb") as output:
        process = subprocess.Popen([*hub.entering("prof", COURSE), *command], stdout=output, stderr=output)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        process.kill()
        process.wait(timeout=10)


def wait_for(log: Path, words: str) -> None:
    give_up = time.monotonic() + PATIENCE
    while not re.search(words, log.read_text()):
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.2)


@pytest.fixture(scope="module")
def returned(
    hub: Hub, people: dict[str, Person], make: Make, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Go from release to feedback, each with the buttons of their own JupyterLab, and give the page that ada is shown."""
    prof, ada, ben = people.values()
    settings = prof.ask("GET", "api/contents/course/course.toml").json()
    settings["content"] = settings["content"].replace(
        f'name = "{ASSIGNMENT}"\n', f'name = "{ASSIGNMENT}"\non_submission = {{}}\n'
    )
    assert prof.ask("PUT", "api/contents/course/course.toml", json=settings).ok
    made = hub.as_account("prof", hubs.PYTHON, "-m", "autograder", "generate", ASSIGNMENT, folder=COURSE)
    assert made.returncode == 0, made.stderr
    answer = prof.ask("POST", f"formgrader/api/assignment/{ASSIGNMENT}/release").json()
    assert answer["success"], answer
    log = tmp_path_factory.mktemp("watch") / "watch.log"
    with watching(hub, log):
        for student, notebook in (
            (ada, make(assignment=ASSIGNMENT)),
            (ben, make(rest="stubs", assignment=ASSIGNMENT)),
        ):
            student.press("fetch", ASSIGNMENT, ID)
            notebook.cells.append(
                {"cell_type": "markdown", "metadata": {}, "source": SECRET, "id": "an-idea"}
            )
            content = {"type": "notebook", "format": "json", "content": json.loads(json.dumps(notebook))}
            assert student.ask("PUT", f"api/contents/{NOTEBOOK}", json=content).ok
            student.press("submit", ASSIGNMENT, ID)
        wait_for(log, "ada: .* points, returned")
        wait_for(log, "ben: .* points, returned")
    ada.press("fetch_feedback", ASSIGNMENT, ID)
    (moment,) = ada.ask("GET", f"api/contents/{ASSIGNMENT}/feedback").json()["content"]
    page = ada.ask("GET", f"api/contents/{moment['path']}/{NAME}.html").json()
    return str(page["content"])


def test_the_formgrader_is_the_instructors_alone(people: dict[str, Person]) -> None:
    found = {
        name: person.ask("GET", "formgrader/api/assignments").status_code for name, person in people.items()
    }
    assert found == {"prof": 200, "ada": 404, "ben": 404}
    listed = people["prof"].ask("GET", "formgrader/api/assignments").json()
    assert ASSIGNMENT in [each["name"] for each in listed]


def test_the_formgrader_is_opened_from_the_menu_and_leads_to_the_courses_folders(
    people: dict[str, Person],
) -> None:
    """JupyterHub lets it be shown in no other page, and it knows nothing of the hub in the addresses that it gives."""
    prof = people["prof"]
    settings = prof.ask("GET", "lab/api/settings/@jupyterlab/mainmenu-extension:plugin").json()
    (menu,) = settings["schema"]["properties"]["menus"]["default"]
    address = menu["items"][0]["args"]["url"]
    opened = prof.session.get(f"{prof.hub.url}{address}", timeout=60)
    assert (opened.status_code, "Manage Assignments" in opened.text) == (200, True)
    assert "frame-ancestors 'none'" in opened.headers["Content-Security-Policy"]
    folder = f"tree/course/solutions/{ASSIGNMENT}"
    led = prof.session.get(f"{prof.hub.url}/{folder}", timeout=60)
    assert (led.status_code, led.url) == (200, f"{prof.hub.url}/user/prof/{folder}")
    assert '"disabledExtensions": ["@jupyter/nbgrader:formgrader"]' in prof.ask("GET", "lab").text


def test_what_a_student_hands_in_is_graded_and_comes_back(returned: str) -> None:
    assert "10 of 10 points" in returned
    assert SECRET in returned


def test_nothing_is_wrong_on_the_server(hub: Hub, returned: str) -> None:
    del returned
    done = hub.as_account("prof", hubs.PYTHON, "-m", "autograder", "doctor", folder=COURSE)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "nothing is wrong"), (
        done.stdout + done.stderr
    )


@pytest.mark.parametrize(
    "place",
    [
        "/home/ada",
        f"/home/ada/{NOTEBOOK}",
        f"/home/ada/.local/share/jupyter/nbgrader_cache/{ID}",
        f"{EXCHANGE}/inbound",
        f"{EXCHANGE}/feedback",
        f"{COURSE}/solutions/{ASSIGNMENT}",
        f"{COURSE}/submitted/ada/{ASSIGNMENT}",
        f"{COURSE}/gradebook.db",
    ],
)
def test_a_student_cannot_look_into(hub: Hub, returned: str, place: str) -> None:
    del returned
    assert hub.as_account("root", "ls", place).returncode == 0, "it is not there at all"
    seen = hub.as_account("ben", "sh", "-c", f"cat {place} || ls {place}")
    assert (seen.returncode, seen.stdout) != (0, "")
    assert "Permission denied" in seen.stderr
    assert seen.stdout == ""


def test_no_file_that_a_student_can_find_holds_anything_of_anothers(hub: Hub, returned: str) -> None:
    del returned
    look = "find /home /srv /tmp /var/tmp -xdev -type f -user ada -readable 2>/dev/null; true"
    assert hub.as_account("ada", "sh", "-c", look).stdout != ""
    assert hub.as_account("ben", "sh", "-c", look).stdout == ""


def mechanism(port: int) -> bytes:
    """Greet a kernel's port as ZeroMQ does, and give how it wants to be spoken to: NULL is in the clear."""
    give_up = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 10) as connection:
            connection.sendall(
                b"\xff" + bytes(8) + b"\x7f\x03\x00"
            )  # the rest waits until it has said its own
            return connection.makefile("rb").read(32)[12:].rstrip(b"\0")
        assert time.monotonic() < give_up, f"nothing answers on port {port}"
        time.sleep(0.1)


def test_no_account_can_listen_to_what_another_runs_in_a_notebook(
    hub: Hub, people: dict[str, Person]
) -> None:
    kernel = people["ada"].ask("POST", "api/kernels").json()["id"]
    path = f"/home/ada/.local/share/jupyter/runtime/kernel-{kernel}.json"
    connection = json.loads(hub.as_account("ada", "cat", path).stdout)
    channels = ("shell", "iopub", "stdin", "control", "hb")
    assert [mechanism(connection[f"{channel}_port"]) for channel in channels] == [b"CURVE"] * 5
    assert hub.as_account("ben", "cat", path).stdout == ""
    people["ada"].ask("DELETE", f"api/kernels/{kernel}")


def test_a_student_cannot_take_away_or_stand_in_for_the_course_in_the_exchange(
    hub: Hub, returned: str
) -> None:
    del returned
    for attempt in (
        f"mv {EXCHANGE} {EXCHANGE}-mine",
        f"touch {EXCHANGE}/outbound/mine",
        f"touch {EXCHANGE}/feedback/mine",
    ):
        assert hub.as_account("ben", "sh", "-c", attempt).returncode != 0


@pytest.fixture
def opened(hub: Hub, returned: str) -> Iterator[None]:
    """Have ada's home as Debian makes it."""
    del returned
    hub.as_account("ada", "chmod", "755", "/home/ada")
    yield
    hub.as_account("ada", "chmod", "700", "/home/ada")


def test_a_home_that_is_open_gives_away_the_feedback(hub: Hub, opened: None) -> None:
    """What the script prevents is real."""
    del opened
    cache = f"/home/ada/.local/share/jupyter/nbgrader_cache/{ID}"
    secret = hub.as_account("ben", "sh", "-c", f"cat {cache}/*/submission_secret.txt").stdout
    assert secret
    name = notebook_hash(secret=secret, notebook_id=NAME)
    assert SECRET in hub.as_account("ben", "cat", f"{EXCHANGE}/feedback/{name}.html").stdout


def test_a_home_that_is_open_is_named(hub: Hub, opened: None) -> None:
    del opened
    done = hub.as_account("prof", hubs.PYTHON, "-m", "autograder", "doctor", folder=COURSE)
    assert done.returncode == 1
    assert re.search(
        r"✗ homes: 1 of 3 .* /home/ada; 1 of them with a readable nbgrader_cache", done.stdout
    ), done.stdout
