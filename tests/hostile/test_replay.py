"""References answer nobody who may know what is asked elsewhere, and nothing that they say is handed on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from tests.support.attacks.replay import (
    BEST,
    CHANNELS,
    HELPERS,
    LEFT_IN_A_PROCESS,
    MSE,
    SWEEP,
    leaving_in_a_process,
)
from tests.support.course import Judged

ASSIGNMENT = "2-mean-squared-error"


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_a_function_was_asked_is_gone_before_references_answer(channel: str, judged: Judged) -> None:
    cell = CHANNELS[channel] + HELPERS
    answers = {"+": cell, "mse_loop": MSE, "sweep_losses": SWEEP, "best_epoch": BEST}
    verdicts = judged(answers, assignment=ASSIGNMENT)
    assert verdicts["mse_loop"].score == 0
    assert "a right `mse_loop` in place of yours" in verdicts["sweep_losses"].message
    assert verdicts["best_epoch"].outcome == "passed", verdicts["best_epoch"].message


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_of_these_ways_is_open_between_processes_of_one_notebook(channel: str, tmp_path: Path) -> None:
    own = str(tmp_path / "kept")
    cell = (
        CHANNELS[channel].replace("/dev/shm/kept", own).replace("/tmp/kept", own).replace("0kept", f"0{own}")
    )
    handed_on = "import os\nif os.fork() == 0:\n    note('asked')\n    os._exit(0)\nos.wait()\nprint(found())"
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"{cell}\n{HELPERS}\n{handed_on}\nimport signal\nos.killpg(0, signal.SIGKILL)",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        start_new_session=True,
    )
    assert done.stdout.strip()


LEFT = "import os\n\ndef mse(y, y_pred):\n    open('/tmp/seen', 'w').write('x')\n    return np.mean((y - y_pred) ** 2)"
LOOKS = "def gradients(x, y, y_pred):\n    assert not os.path.exists('/tmp/seen')\n    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred)"


def test_what_a_call_leaves_on_the_disk_is_gone_before_the_next_function_is_called(judged: Judged) -> None:
    verdicts = judged({"mse": LEFT, "gradients": LOOKS})
    assert [verdicts[name].outcome for name in ("mse", "gradients", "train")] == ["passed"] * 3


def test_what_the_cells_left_on_the_disk_is_there_in_every_call(judged: Judged) -> None:
    cell = "open('/tmp/data', 'w').write('2'); open('/dev/shm/more', 'w').write('1')"
    reads = "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** int(open('/tmp/data').read()))"
    scaled = (
        "def predict(x, slope, bias):\n    open('/tmp/data', 'w').write('3')\n    return slope * x + bias"
    )
    verdicts = judged({"+": cell, "predict": f"{cell}\n\n{scaled}", "mse": reads})
    assert [verdicts[name].outcome for name in ("predict", "mse")] == ["passed"] * 2


@pytest.mark.parametrize(
    ("mse", "most"),
    [
        ("raise ValueError('7.25 ' * 200)", 45),
        ("raise type('E' + '7' * 500, (Exception,), {})()", 45),
        ("return type('E' + '7' * 5000, (), {'__repr__': lambda self: '7.25 ' * 1000})()", 330),
    ],
)
def test_what_is_quoted_of_an_exception_or_a_value_is_short(mse: str, most: int, judged: Judged) -> None:
    verdict = judged({"mse": f"def mse(y, y_pred):\n    {mse}"})["mse"]
    assert len(verdict.message) < 500
    assert verdict.message.count("7.25") < most
    assert all(len(case.got) <= 300 for case in verdict.cases)


def test_less_is_quoted_where_references_have_answered(judged: Judged) -> None:
    tells = "raise ValueError(' '.join(str(float(mse(y, v * y))) for v in range(99)))"
    answers = {
        "mse": "def mse(y, y_pred):\n    return 0.0",
        "train": f"def train(x, y, learning_rate, epochs):\n    {tells}",
    }
    verdict = judged(answers)["train"]
    assert verdict.mistake == "raises-ValueError"
    assert len(verdict.message) < 400
    assert all(len(case.got) < 140 for case in verdict.cases)


def test_what_a_call_leaves_in_its_process_in_whatever_way_is_gone_before_the_next_function_is_called(
    judged: Judged,
) -> None:
    """Right only because another function ran before it in the same process is not right."""
    helpers, leave, find = leaving_in_a_process()
    predict = f"def predict(x, slope, bias):\n{indent(leave, '    ')}\n    return slope * x + bias"
    told = "raise ValueError(', '.join(_found))"
    mse = f"def mse(y, y_pred):\n{indent(find, '    ')}\n    {told}"
    verdicts = judged({"predict": f"{helpers}\n{predict}", "mse": mse})
    assert "The values are right" in verdicts["predict"].message  # though nobody can count beside threads
    assert verdicts["mse"].mistake == "raises-ValueError"
    assert [name for name in LEFT_IN_A_PROCESS if name in verdicts["mse"].message] == []


def test_each_of_these_ways_is_open_within_one_process() -> None:
    helpers, leave, find = leaving_in_a_process()
    code = f"import numpy as np\n{helpers}\n{find}\nprint(_found)\n{leave}\n{find}\nprint(_found)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    before, after = done.stdout.splitlines()
    Path("/tmp/left").unlink()
    assert (before, after) == ("[]", str([*LEFT_IN_A_PROCESS]))
