"""Who is graded after an attacker finds the sandbox as it was, or a new one."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell

from autograder.grading.notebook import Grader, grade
from autograder.sandbox.host import Sandbox
from autograder.sandbox.inside.folders import forget_times
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol.outputs import Stream
from autograder.sandbox.session import Session
from tests.support.attacks.attacks import HARMLESS, INHERITED, LEFT_BEHIND, reaching_out
from tests.support.course import ASSIGNMENT, Make, Scratch

# What a neighbour finds: all that it has inherited, and whether it can keep a file.
LOOK = """
import os, resource
print([resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith('RLIMIT')])
print(os.getpriority(os.PRIO_PROCESS, 0), os.sched_getscheduler(0), os.sched_getaffinity(0))
print(open('/proc/self/oom_score_adj').read(), open('/proc/self/timerslack_ns').read())
open('note', 'w').write('mine')
print(open('note').read(), os.getcwd(), os.listdir('/tmp'), os.listxattr('/tmp'), oct(os.stat('/dev/shm').st_mode))
"""


# What the cells that every notebook begins with may leave open, as drawing does with fonts.
OPENS = "import sys\nsys.left_open = open(sys.executable, 'rb', buffering=0)"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox("bubblewrap", Limits(cell_seconds=20), cells=[OPENS]) as sandbox:
        yield sandbox


def shown(sandbox: Sandbox, code: str) -> tuple[str, bool]:
    """Run a submission of one cell, and give what it prints, and whether it tried to change the sandbox."""
    sandbox.prepare()
    with Session(sandbox, Limits(cell_seconds=20), [code], {}) as session:
        session.run()
        outputs = session.results[0].outputs
        return "".join(each.text for each in outputs if isinstance(each, Stream)), sandbox.tried()


@pytest.fixture(scope="module")
def untouched(sandbox: Sandbox) -> str:
    return shown(sandbox, LOOK)[0]


def test_two_folders_can_be_written_to(sandbox: Sandbox) -> None:
    code = (
        "import os\n"
        "mounted = {line.split()[1] for line in open('/proc/mounts')}\n"
        "print(*sorted(each for each in mounted if os.path.isdir(each) and os.access(each, os.W_OK)))"
    )
    assert shown(sandbox, code)[0] == "/dev/shm /tmp\n"


def test_a_picture_is_kept_in_a_file_of_any_kind(sandbox: Sandbox) -> None:
    """Without the fonts that only printers have, which are not read at each start."""
    code = (
        "import os\nimport matplotlib.pyplot as plt\n_, axes = plt.subplots()\naxes.set_title('à $\\\\alpha$')\n"
        "for kind in ('pdf', 'ps', 'svg', 'png'):\n    plt.savefig('kept.' + kind)\n"
        "    print(kind, os.path.getsize('kept.' + kind) > 5000)\nplt.close()"
    )
    assert shown(sandbox, code)[0] == "pdf True\nps True\nsvg True\npng True\n"


@pytest.mark.parametrize("attack", INHERITED)
def test_what_all_inherit_cannot_be_changed(attack: str, sandbox: Sandbox, untouched: str) -> None:
    """Nor does it take the next one the time of a new sandbox."""
    starts, _ = sandbox.state
    assert shown(sandbox, reaching_out(INHERITED[attack]))[1]
    assert shown(sandbox, LOOK) == (untouched, False)
    assert sandbox.state == (starts, True)


def test_what_is_ones_own_may_be_changed(sandbox: Sandbox, untouched: str) -> None:
    assert shown(sandbox, reaching_out(HARMLESS) + "\nprint('done')") == ("done\n", False)
    assert shown(sandbox, LOOK) == (untouched, False)


@pytest.mark.parametrize("attack", LEFT_BEHIND)
def test_nothing_waits_for_the_next_one_in_the_folders(attack: str, sandbox: Sandbox) -> None:
    shown(sandbox, reaching_out(LEFT_BEHIND[attack]))
    assert shown(sandbox, LOOK)[0].endswith("mine /tmp/work ['work'] [] 0o41777\n")


def test_the_place_in_a_file_that_is_open_from_the_start_is_each_ones_own(sandbox: Sandbox) -> None:
    assert shown(sandbox, "import sys\nprint(sys.left_open.seek(7))")[0] == "7\n"
    assert shown(sandbox, "import sys\nprint(sys.left_open.tell())")[0] == "0\n"


def test_the_times_of_a_folder_keep_nothing_for_the_next_one(tmp_path: Path) -> None:
    """Whoever owns it could write numbers there, which emptying it leaves."""
    os.utime(tmp_path, ns=(1 << 60, 1 << 60))
    forget_times(tmp_path)
    assert (tmp_path.stat().st_atime_ns, tmp_path.stat().st_mtime_ns) == (0, 0)


CHANGES: dict[str, Callable[[int], object]] = {
    "its limits": lambda pid: resource.prlimit(pid, resource.RLIMIT_NOFILE, (100, 100)),
    "its priority": lambda pid: os.setpriority(os.PRIO_PROCESS, pid, 19),
    "its scheduler": lambda pid: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_sandbox_that_was_changed_all_the_same_ends_before_the_next_one(
    what: str, sandbox: Sandbox
) -> None:
    """From outside, as where the kernel's calls are not known and none is refused."""
    assert shown(sandbox, "print(1)") == ("1\n", False)
    starts, _ = sandbox.state
    CHANGES[what](warm_parent(sandbox))
    assert shown(sandbox, "print(1)") == ("1\n", False)
    assert sandbox.state == (starts + 1, True)


def test_a_notebook_that_a_broken_sandbox_takes_down_is_run_again_in_a_new_one(
    grader_of: Callable[[str], Grader], make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    grader = grader_of(ASSIGNMENT)
    grader.sandbox.prepare()
    starts, _ = grader.sandbox.state
    prepare = grader.sandbox.prepare

    def prepare_and_break() -> None:
        prepare()
        if grader.sandbox.state[0] == starts:
            CHANGES["its limits"](warm_parent(grader.sandbox))

    monkeypatch.setattr(grader.sandbox, "prepare", prepare_and_break)
    graded = grade(grader, make(), {})
    assert {verdict.outcome for verdict in graded.verdicts} == {"passed"}
    assert grader.sandbox.state == (starts + 1, True)


def test_who_tried_is_named_in_the_report_and_the_formgrader_but_on_no_page_of_a_student(
    scratch: Scratch, make: Make
) -> None:
    """The Formgrader shows the graded notebook."""
    notebook = make()
    notebook.cells[-1:-1] = [new_code_cell(reaching_out(INHERITED["lowers_the_priority_of_the_warm_parent"]))]
    scratch.submit("eve", notebook)
    scratch.submit("ada", make())
    words = "its code tried to change the limits"
    assert f"warning: eve: {words}" in scratch.run("grade", ASSIGNMENT).stdout
    assert scratch.grades()["eve"] == scratch.grades()["ada"]
    assert words in str(scratch.autograded("eve").cells)
    assert words not in str(scratch.autograded("ada").cells)
    assert f"{words}" in " ".join(scratch.run("report", ASSIGNMENT).stdout.split())
    assert words in (scratch.root / "reports" / f"{ASSIGNMENT}.html").read_text()
    assert scratch.run("feedback", ASSIGNMENT).returncode == 0
    assert words not in (scratch.root / "feedback" / "eve" / ASSIGNMENT / "no-loops.html").read_text()


def warm_parent(sandbox: Sandbox) -> int:
    """Find the one process that bubblewrap has started."""
    assert sandbox._process is not None
    pid = sandbox._process.pid
    return int(Path(f"/proc/{pid}/task/{pid}/children").read_text())
