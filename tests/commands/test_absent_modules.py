"""Where answers import what is not there when they are graded, the instructor is told of each module once, and what to do."""

from __future__ import annotations

from tests.support.course import Scratch
from tests.support.tiny import SIXTH, hand_in, scores

MEAN = "def mae(y, y_pred):\n    return float({}(abs(y - y_pred)))"
AT_THE_TOP = "import hypothesis as h\ndef mae(y, y_pred):\n    assert h.given\n    return float(abs(y - y_pred).mean())"
INSIDE = "def mae(y, y_pred):\n    from hypothesis import given\n    return float(given and abs(y - y_pred).mean())"
ANSWERS = {
    "ada": AT_THE_TOP,
    "ben": INSIDE,
    "cleo": "from helpers import mean\n" + MEAN.format("mean"),
    "dan": "import hypothesis, numpy as np\n" + MEAN.format("np.mean"),
}
TOLD = "2 students lost points where an answer imports `hypothesis`, which is not there when it is graded"
FILE = "1 student lost points where an answer imports `helpers`"


def test_an_absent_module_is_named_once_with_its_students_and_the_remedy_works(tiny: Scratch) -> None:
    for student, answer in ANSWERS.items():
        hand_in(tiny, student, answer)
    done = tiny.run("grade", SIXTH)
    assert scores(tiny) == {"ada": 0, "ben": 0, "cleo": 0, "dan": 2}
    assert done.stdout.count(f"warning: {TOLD}") == 1
    assert f"warning: {FILE}" in done.stdout
    assert "name it in course.toml (`packages = [...]`) and grade again" in done.stdout
    said = tiny.run("report", SIXTH).stdout
    assert TOLD in " ".join(said.split())
    page = (tiny.root / "reports" / f"{SIXTH}.html").read_text()
    assert "imports <code>hypothesis</code>" in page
    assert "imports <code>helpers</code>" in page
    assert tiny.run("report", SIXTH, "--anonymous").returncode == 0
    assert "helpers" not in (tiny.root / "reports" / f"{SIXTH}-anonymous.html").read_text()
    settings = tiny.root / "course.toml"
    settings.write_text(settings.read_text().replace("\n", '\npackages = ["hypothesis"]\n', 1))
    done = tiny.run("grade", SIXTH)
    assert scores(tiny) == {"ada": 2, "ben": 2, "cleo": 0, "dan": 2}
    assert "imports `hypothesis`" not in done.stdout
    assert f"warning: {FILE}" in done.stdout
