"""What every notebook begins with is run once for all, and each finds what it would have found by running it itself."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence

import pytest

from autograder.figures import stage
from autograder.sandbox.host import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol.cells import whole_cells
from autograder.sandbox.results import CellResult
from autograder.sandbox.session import Session
from tests.support import warm

BEGINNING = (
    "import random\nimport matplotlib.pyplot as plt\nimport numpy as np\nprint('begun')\n3",
    "numbers = [1, 2]\nplt.plot(numbers)\nrandom.random(), np.random.rand()",
)
LOOK = """
print(random.random(), np.random.rand(), numbers)
numbers.append(3)
print(sorted(globals()), In, Out, _, __, _i)
plt.plot(numbers, numbers)
1 / 0
"""
NAMES = "print([name for name in globals() if name in ('numbers', 'plt')], len(In), random.random())"
FILES = {"beside.txt": b"released"}
LIMITS = Limits(cell_seconds=20)

# Each is run twice, as where a sandbox starts. The folder stands for those that can be written to, the process for the namespace.
TRY = """
import os, sys, json
from pathlib import Path
from autograder.execution import cells
from autograder.sandbox.inside import beginning, folders
from autograder.sandbox.protocol.cells import Cell
from autograder.sandbox.protocol.messages import WarmUp

beginning.WRITABLE = (Path.cwd(),)
beginning.usage.processes = lambda: set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
cells.set_up(draw=False)
for number, source in enumerate(json.load(sys.stdin)):
    pid = os.fork()
    if not pid:
        os.mkdir(str(number)), os.chdir(str(number))
        beginning.WRITABLE = (Path.cwd(),)
        files = {"beside.py": b""} if "beside" in source else {}
        released = WarmUp(cells=[Cell(name="<cell 0>", source=source)], files=files, figures="skip", output_bytes=10_000)
        beginning.seed()
        first = beginning.run(released)
        cells.warm_up()
        folders.empty(Path.cwd())
        beginning.seed()
        beginning.keep(released, first)
        os._exit(beginning.is_kept())
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
"""
KEPT = {
    "numbers": "import numpy as np\nx, n = np.arange(3) / 2, 1",
    "functions": "def f(a, b=(2, 3)):\n    return [a for a in b]",
    "generators": "import numpy as np\nrng = np.random.default_rng(1)",
    "random numbers": "import numpy as np, random\nx = np.random.rand(3), random.random()",
    "what it prints": "print('begun')",
    "an exception": "1 / 0",
}
NOT_KEPT = {
    "random numbers without a seed": "import numpy as np\nx = np.random.default_rng().random()",
    "a seed that nobody knows": "import os, numpy as np\nnp.random.seed(os.getrandom(1)[0] + os.getppid())\nx = os.getrandom(4)",
    "a time": "from time import perf_counter\nstarted = perf_counter()",
    "a day": "import datetime\nday = datetime.date.today()",
    "a day by another name": "from time import strftime\nprint(strftime('%d'))",
    "an address": "print(object())",
    "a file": "open('left', 'a').close()",
    "a file that is changed": "open('left', 'a').write('more')",
    "an open file": "kept = open('/dev/null')",
    "another folder": "import os\nos.makedirs('in', exist_ok=True)\nos.chdir('in')",
    "an environment": "import os\nos.environ['N'] = os.environ.get('N', '') + '1'",
    "a thread": "import threading\nwait = threading.Event()\nthreading.Thread(target=wait.wait, daemon=True).start()",
    "a process": "import os\nif not os.fork():\n    os.execv('/bin/sleep', ['sleep', '9'])",
    "a class": "class Point:\n    pass",
    "a closure": "def make(n):\n    return lambda: n\ntwo = make(2)",
    "what fails where modules lie beside it": "import missing_beside",
    "shared memory": "import mmap\npage = mmap.mmap(-1, 4096)",
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """Try all of them, each in a fork."""
    sources = {**KEPT, **NOT_KEPT}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TRY],
        input=json.dumps([*sources.values()]),
        cwd=tmp_path_factory.mktemp("beginning"),
        timeout=120,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(sources, (line == "1" for line in done.stdout.split()), strict=True))


@pytest.mark.parametrize("what", KEPT)
def test_what_is_the_same_each_time_is_run_once(what: str, kept: dict[str, bool]) -> None:
    assert kept[what]


@pytest.mark.parametrize("what", NOT_KEPT)
def test_what_may_differ_or_is_not_inherited_is_run_by_each(what: str, kept: dict[str, bool]) -> None:
    assert not kept[what]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[warm.Lent | Sandbox]:
    with warm.sandbox("bubblewrap", LIMITS, cells=BEGINNING, files=FILES) as started:
        yield started


def results(
    sandbox: Sandbox, cells: Sequence[str], files: dict[str, bytes] | None = None
) -> Sequence[CellResult]:
    sandbox.prepare()
    with Session(sandbox, LIMITS, cells, FILES if files is None else files) as session:
        session.run()
        return session.results


def test_a_notebook_finds_what_it_would_have_found_by_running_it(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    once = results(sandbox, [*BEGINNING, LOOK])
    again = results(sandbox, [*BEGINNING, LOOK])  # what another did to it is not there
    monkeypatch.setattr(Sandbox, "begun", lambda *_: 0)
    assert once == again == results(sandbox, [*BEGINNING, LOOK])
    assert "image/png" in str(once[1].outputs)


def test_figures_are_made_ahead_for_who_draws_with_ours() -> None:
    cells = "from autograder.figures import stage", "import random"
    with warm.sandbox("bubblewrap", LIMITS, cells=cells, files={}) as started:
        found = results(started, [*cells, "print({n: len(each) for n, each in stage._ahead.items()})"], {})  # type: ignore[arg-type]
    assert str(stage.AHEAD) in str(found[-1].outputs)


def test_of_what_is_run_for_all_nothing_is_there_for_who_begins_otherwise(sandbox: Sandbox) -> None:
    found = results(sandbox, ["import random", NAMES])
    with warm.sandbox("bubblewrap", LIMITS, cells=(), files=FILES) as other:
        assert found == results(other, ["import random", NAMES])  # type: ignore[arg-type]


def test_it_is_run_anew_where_something_else_lies_beside_the_notebook(sandbox: Sandbox) -> None:
    cells = whole_cells([*BEGINNING, "print(1)"])
    assert sandbox.begun(cells, FILES) == len(BEGINNING)
    assert not sandbox.begun(cells, {**FILES, "random.py": b""})
    assert not sandbox.begun(cells[1:], FILES)
