"""Students without nbgrader: the wheel, the zip, Google Colab, and their work on its way back."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import types
import unicodedata
import zipfile
from pathlib import Path, PurePath

import nbformat
import pytest

from autograder.author import handout
from autograder.cli.main import main
from autograder.collect import filenames
from autograder.collect.filenames import Known
from autograder.course import release_days
from autograder.course import settings as courses
from autograder.course.layout import RELEASE_DAYS
from tests.support.course import ASSIGNMENT, ASSIGNMENTS, ROOT, Make, Scratch
from tests.support.website import wheel_built_once

GRADERS_OWN = (
    "nbgrader nbformat nbconvert jupytext msgspec rich jupyter_client jupyter_server ipykernel zmq sqlalchemy"
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheel_built_once(tmp_path_factory)


def test_the_wheel_holds_the_package_and_nothing_of_the_course(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = [name for name in content.namelist() if ".dist-info/" not in name]
        together = b"".join(content.read(name) for name in names)
    package = {str(path.relative_to(ROOT)) for path in (ROOT / "autograder").rglob("*") if path.is_file()}
    assert set(names) == {name for name in package if "__pycache__" not in name}
    for assignment in ASSIGNMENTS:
        for line in (ROOT / "solutions" / assignment / "right_answers.py").read_text().splitlines():
            if len(line.strip()) > 40:
                assert line.strip().encode() not in together


def test_a_student_needs_only_the_base_dependencies(wheel: Path, tmp_path: Path, make: Make) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as content:
        content.extractall(site)
    # What an instructor has installed besides is not there for a student.
    (site / "sitecustomize.py").write_text(
        f"import sys\nfor name in {GRADERS_OWN.split()!r}:\n    sys.modules[name] = None\n"
    )
    work = tmp_path / "work"
    shutil.copytree(ROOT / "exercises" / ASSIGNMENT, work)
    nbformat.write(
        make({"mse": "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"}), work / "no-loops.ipynb"
    )
    code = "import autograder, sys; print(autograder.__file__); from autograder.cli.main import main; sys.exit(main(['check', 'no-loops.ipynb']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=work,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.startswith(str(site)), done.stderr
    assert "◐ mse: 1/2 points" in done.stdout
    assert "cell " not in done.stdout
    assert done.returncode == 1


def zip_of(scratch: Scratch, *options: str) -> Path:
    done = scratch.run("zip", ASSIGNMENT, *options)
    assert (done.returncode, done.stderr) == (0, "")
    return Path(done.stdout.strip())


def test_the_zip_holds_what_a_student_needs_and_is_the_same_to_the_byte(
    released_course: Scratch, tmp_path: Path
) -> None:
    one = zip_of(released_course, "--to", str(tmp_path / "one"))
    for path in (released_course.root / "exercises" / ASSIGNMENT).iterdir():
        os.utime(path, (1, 1))
    other = zip_of(released_course, "--to", str(tmp_path / "other"))
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as content:
        pictures = [f"figures/{path.name}" for path in sorted((ROOT / "solutions/figures").glob("*.py"))]
        assert content.namelist() == [
            f"{ASSIGNMENT}/{name}" for name in ("README.txt", "examples.json", *pictures, "no-loops.ipynb")
        ]
        readme = content.read(f"{ASSIGNMENT}/README.txt").decode()
    assert f".venv/bin/jupyter lab {ASSIGNMENT}/no-loops.ipynb" in readme
    assert "Hand in by Friday, 29 January 2027, 23:59" in readme
    assert "Colab" not in readme  # without the package in it, the zip is not enough there


def days_in(path: Path) -> set[tuple[int, ...]]:
    with zipfile.ZipFile(path) as content:
        return {entry.date_time for entry in content.infolist()}


def test_the_zips_files_bear_the_day_of_the_release(scratch: Scratch, tmp_path: Path) -> None:
    note = scratch.root / "solutions" / ASSIGNMENT / RELEASE_DAYS
    digest = note.read_text().split()[-1]
    note.write_text(f"2026-08-01 of-another\n2026-09-01 {digest}\n")
    assert scratch.run("generate", ASSIGNMENT).returncode == 0  # the same once more
    assert days_in(zip_of(scratch, "--to", str(tmp_path))) == {(2026, 9, 1, 0, 0, 0)}
    script = scratch.root / "solutions" / ASSIGNMENT / "no-loops.py"
    script.write_text(script.read_text().replace("# # No loops", "# # No loops at all", 1))
    assert scratch.run("generate", ASSIGNMENT).returncode == 0
    today = dt.datetime.now().astimezone().date()
    assert days_in(zip_of(scratch, "--to", str(tmp_path))) == {(*today.timetuple()[:3], 0, 0, 0)}
    note.write_text("damaged")  # it is noted anew
    assert days_in(zip_of(scratch, "--to", str(tmp_path))) == {(*today.timetuple()[:3], 0, 0, 0)}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_day_of_each_release_is_committed_with_it(assignment: str) -> None:
    entry = courses.load(ROOT).assignment(assignment)
    digest = release_days.digest_of(release_days.files(ROOT, entry))
    assert digest in release_days.noted(ROOT, entry), "run `make generate`"


def test_with_the_wheel_the_zip_is_all_that_a_student_needs(
    released_course: Scratch, wheel: Path, tmp_path: Path
) -> None:
    path = zip_of(released_course, "--wheel", str(wheel), "--to", str(tmp_path))
    with zipfile.ZipFile(path) as content:
        assert content.read(f"{ASSIGNMENT}/{wheel.name}") == wheel.read_bytes()
        readme = content.read(f"{ASSIGNMENT}/README.txt").decode()
    assert f".venv\\Scripts\\pip install {ASSIGNMENT}\\{wheel.name} jupyterlab" in readme
    assert "In Google Colab" in readme


def systems_python() -> str:
    """Give the Python that comes with the system, as a student has it."""
    python = "/usr/bin/python3"
    done = subprocess.run(
        [python, "-c", "import ensurepip, venv, sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))"],
        timeout=60,
        check=False,
        capture_output=True,
    )
    if done.returncode:
        missing = (
            "the system's Python makes no environments: `apt install python3-venv` (it must be 3.11 to 3.13)"
        )
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return python


def only_says(folder: Path, name: str, program: str) -> None:
    """Make a wheel whose one program prints what it was asked."""
    home = f"{name}-9.dist-info"
    with zipfile.ZipFile(folder / f"{name}-9-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", "import sys\ndef main():\n    print('asked:', *sys.argv[1:])\n")
        wheel.writestr(f"{home}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 9\n")
        wheel.writestr(f"{home}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{home}/entry_points.txt", f"[console_scripts]\n{program} = {name}:main\n")
        wheel.writestr(f"{home}/RECORD", "")


def test_on_debian_what_the_readme_says_works(released_course: Scratch, wheel: Path, tmp_path: Path) -> None:
    python = systems_python()
    packed = zip_of(released_course, "--wheel", str(wheel), "--to", str(tmp_path))
    home = tmp_path / "home"
    with zipfile.ZipFile(packed) as content:
        content.extractall(home)
    only_says(tmp_path, "jupyterlab", "jupyter")
    environment = {
        "PATH": f"{Path(python).parent}:/bin",
        "HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_FIND_LINKS": str(tmp_path),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }

    def do(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    readme = (home / ASSIGNMENT / "README.txt").read_text()
    debian, rest = readme.partition("Debian, Ubuntu")[2].split("macOS", 1)
    later = rest.partition("Linux and macOS")[2]
    lines = [
        line.strip() for line in (debian + later).splitlines() if ".venv" in line and "Scripts" not in line
    ]
    assert len(lines) == 4, lines
    for line in lines[:2]:
        done = do(line)
        assert done.returncode == 0, done.stderr
    assert do(lines[2]).stdout == f"asked: lab {ASSIGNMENT}/no-loops.ipynb\n"
    assert "--watch" in do(f"{lines[3]} --help").stdout


def test_no_zip_is_written_of_what_is_not_for_students(scratch: Scratch) -> None:
    folder = scratch.root / "exercises" / ASSIGNMENT
    shutil.copy(scratch.root / "solutions" / ASSIGNMENT / "checks.py", folder)
    done = scratch.run("zip", ASSIGNMENT)
    assert done.returncode == 2
    assert "checks.py: is not for students, so nothing is handed out" in done.stderr
    (folder / "checks.py").rename(folder / "harmless.txt")
    (folder / "harmless.txt").write_text("### BEGIN SOLUTION")
    assert "harmless.txt: is not for students" in scratch.run("zip", ASSIGNMENT).stderr
    assert not (scratch.root / "zips" / f"{ASSIGNMENT}.zip").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (
            ["1-best-fit-line"],
            "`1-best-fit-line` is not released\nhint: run `autograder generate 1-best-fit-line` first",
        ),
        ([ASSIGNMENT, "--wheel", "numpy-2.0-py3-none-any.whl"], "is not this package's wheel"),
        ([ASSIGNMENT, "--wheel", "linear_regression_course-9-py3-none-any.whl"], "No such file"),
        (["5-no-such"], "5-no-such"),
    ],
)
def test_a_zip_that_cannot_be_written_says_why(
    options: list[str],
    words: str,
    released_course: Scratch,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(released_course.root)
    assert main(["zip", *options]) != 0
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_first_code_cell_sets_up_colab_and_does_nothing_anywhere_else(
    assignment: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wheel: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    entry = courses.load(ROOT).assignment(assignment)
    notebook = nbformat.read(ROOT / "exercises" / assignment / f"{entry.notebook}.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert cell.metadata.jupyter.source_hidden  # folded away in JupyterLab
    magics: list[tuple[str, str]] = []

    def run_line_magic(name: str, line: str) -> None:
        magics.append((name, line))
        if name == "cd":
            monkeypatch.chdir(line)

    shell = types.SimpleNamespace(run_line_magic=run_line_magic)
    monkeypatch.chdir(tmp_path)
    exec(cell.source, {"get_ipython": lambda: shell})
    assert magics == []
    assert list(tmp_path.iterdir()) == []

    colab = Colab(monkeypatch, tmp_path, shell)
    colab.run(cell.source, b"a photo")
    assert "No zip of" in capsys.readouterr().out
    assert magics == []
    colab.run(
        cell.source, handout.write(ROOT, entry, tmp_path / "elsewhere").read_bytes()
    )  # without the package
    assert "with the course's package in it: run this cell again" in capsys.readouterr().out
    sent = handout.write(ROOT, entry, tmp_path / "elsewhere", wheel).read_bytes()
    for _ in range(2):  # the second time, all is there already, and nothing is asked for
        colab.run(cell.source, sent)
    assert capsys.readouterr().out == ""
    assert magics == [("cd", assignment), ("pip", "install --quiet *.whl")]
    assert (tmp_path / assignment / "examples.json").is_file()
    assert colab.asked == 3
    monkeypatch.chdir(tmp_path)
    colab.run(cell.source, sent)  # after the kernel was restarted
    assert magics == 2 * [("cd", assignment), ("pip", "install --quiet *.whl")]
    assert colab.asked == 3


class Colab:
    """As much of Google Colab as a notebook's first cell asks for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, folder: Path, shell: object) -> None:
        self.folder, self.shell, self.asked = folder, shell, 0
        google, colab = types.ModuleType("google"), types.ModuleType("google.colab")
        colab.files = types.SimpleNamespace(upload=self.upload)  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "google", google)
        monkeypatch.setitem(sys.modules, "google.colab", colab)
        self.sent = b""

    def upload(self) -> dict[str, bytes]:
        """Keep the file beside the notebook, under a name of its own, and tell of it."""
        self.asked += 1
        name = f"assignment ({self.asked}).zip"
        (self.folder / name).write_bytes(self.sent)
        return {name: self.sent}

    def run(self, code: str, sent: bytes) -> None:
        self.sent = sent
        exec(code, {"get_ipython": lambda: self.shell})


def whose(*names: str, known: list[Known] | None = None) -> dict[str, str]:
    found = filenames.sort_out([PurePath(name) for name in names], ["no-loops"], known or [])
    return {str(path): each.student for path, each in found.handed_in.items()}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("Ada Lovelace_1234_assignsubmission_file_no-loops.ipynb", "Ada-Lovelace"),
        ("Ada Lovelace_1234_assignsubmission_file_/no-loops.ipynb", "Ada-Lovelace"),
        ("Ada Lovelace_1234_assignsubmission_file/no-loops.ipynb", "Ada-Lovelace"),
        ("course-1234/Zoë D'Arcy_77_assignsubmission_file_no-loops (2).ipynb", "Zoë-D-Arcy"),
        ("Ada Lovelace_1_assignsubmission_file_4-no-loops/4-no-loops/no-loops.ipynb", "Ada-Lovelace"),
        (
            "Ada Lovelace_9_assignsubmission_onlinetext/Ben_8_assignsubmission_file_no-loops.ipynb",
            "Ada-Lovelace",
        ),
        ("lovelaceada_12345_67890_no-loops.ipynb", "12345"),
        ("love_lace_ada_12345_67890_no-loops.ipynb", "12345"),
        ("lovelaceada_LATE_12345_67890_no-loops.ipynb", "12345"),
        ("lovelaceada_12345_67890_no-loops-2.ipynb", "12345"),
        ("submissions/lovelaceada_12345_67890_No-Loops-Copy1 (1).ipynb", "12345"),
        ("submissions_2027_01_29/lovelaceada_12345_67890_no-loops.ipynb", "12345"),
        ("Participant_101_assignsubmission_file_no-loops.ipynb", "Participant-101"),
        ("anon_x7Y2z_67890_no-loops.ipynb", "anon_x7Y2z"),
        ("submissions/anon_LATE_x_1_no-loops-1.ipynb", "anon_x"),
        ("ada_no-loops.ipynb", "ada"),
        ("ada_l_no-loops (1).ipynb", "ada_l"),
        ("ada@uni.example_no-loops.ipynb", "ada@uni.example"),
        (" .. _no-loops.ipynb", "student"),
    ],
)
def test_the_platforms_file_names_tell_whose_a_notebook_is(name: str, student: str) -> None:
    assert whose(name) == {name: student}


@pytest.mark.parametrize(
    "name",
    [
        "no-loops.ipynb",
        "somebody_other.ipynb",
        "__MACOSX/lovelaceada_12345_67890_no-loops.ipynb",
        "Ada_1_assignsubmission_file_/.ipynb_checkpoints/no-loops-checkpoint.ipynb",
    ],
)
def test_a_notebook_of_nobody_is_not_collected(name: str) -> None:
    assert whose(name) == {}


def test_whom_the_gradebook_knows_gets_the_work_under_that_id() -> None:
    known = [
        Known(id="al1815", name="Ada Lovelace", lms_user_id="12345"),
        Known(id="cb1791", name="Charles Babbage"),
    ]
    assert whose("lovelaceada_12345_67890_no-loops.ipynb", known=known) == {
        "lovelaceada_12345_67890_no-loops.ipynb": "al1815"
    }
    assert set(whose("ada lovelace_9_assignsubmission_file_no-loops.ipynb", known=known).values()) == {
        "al1815"
    }
    assert set(whose("cb1791_no-loops.ipynb", known=known).values()) == {"cb1791"}


def test_who_is_called_as_another_is_in_the_gradebook_takes_nobodys_place() -> None:
    known = [Known(id="cb1791", name="Charles Babbage"), Known(id="Ada-Lovelace")]
    names = ("Charles Babbage_1", "cb1791_2", "Ada Lovelace_3", "cb1791 2_4")
    files = [f"{name}_assignsubmission_file_no-loops.ipynb" for name in names]
    found = whose(*files, known=known)
    assert [found[file] for file in files] == ["cb1791", "cb1791-2", "Ada-Lovelace", "cb1791-2-4"]


def test_a_name_is_the_same_however_a_system_writes_its_accents() -> None:
    name = unicodedata.normalize("NFD", "ada_übung.ipynb")
    found = filenames.sort_out([PurePath(name)], ["übung", "other"]).handed_in
    assert [each.notebook for each in found.values()] == ["übung"]


def test_an_anonymous_name_of_canvas_is_nobodys_number() -> None:
    known = [Known(id="al1815", name="Ada Lovelace", lms_user_id="12345")]
    assert whose("anon_12345_67890_no-loops.ipynb", known=known) == {
        "anon_12345_67890_no-loops.ipynb": "anon_12345"
    }


def test_two_students_of_one_name_are_kept_apart() -> None:
    names = [f"Ada Lovelace_{number}_assignsubmission_file_no-loops.ipynb" for number in (1, 2)]
    known = [Known(id="al1815", name="Ada Lovelace")]
    assert whose(*names, known=known) == {names[0]: "Ada-Lovelace-1", names[1]: "Ada-Lovelace-2"}


@pytest.mark.parametrize(
    ("one", "other", "ids"),
    [
        ("Anne Marie Roux", "Anne-Marie Roux", {"Anne-Marie-Roux-1", "Anne-Marie-Roux-2"}),
        ("सीता", "सुता", {"सीता", "सुता"}),
        ("Zoe\u0308 Kay", "Zoe Kay", {"Zoë-Kay", "Zoe-Kay"}),
    ],
)
def test_two_students_of_nearly_one_name_are_kept_apart(one: str, other: str, ids: set[str]) -> None:
    names = [
        f"{one}_1_assignsubmission_file_no-loops.ipynb",
        f"{other}_2_assignsubmission_file_no-loops.ipynb",
    ]
    assert set(whose(*names).values()) == ids
    known = [Known(id="a", name=one), Known(id="b", name=other)]
    assert whose(*names, known=known) == {names[0]: "a", names[1]: "b"}


def test_of_several_copies_the_newest_is_taken_and_one_of_another_name_only_alone() -> None:
    copies = [f"lovelaceada_12345_{6780 + i}_no-loops{(i and f'-{i}') or ''}.ipynb" for i in range(3)]
    assert whose(*copies, "lovelaceada_12345_9999_mine.ipynb") == {copies[2]: "12345"}
    assert whose("lovelaceada_12345_9999_mine.ipynb") == {"lovelaceada_12345_9999_mine.ipynb": "12345"}


def test_nobody_hands_in_for_another_by_a_name_inside_an_archive() -> None:
    inside = "mallory_666_77777_work/lovelaceada_12345_67890_no-loops.ipynb"
    assert whose(inside) == {inside: "666"}


def archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as content:
        for name, data in files.items():
            content.writestr(name, data)
    return buffer.getvalue()


def test_what_moodle_and_canvas_send_is_collected_and_graded(scratch: Scratch, make: Make) -> None:
    right = nbformat.writes(make({})).encode()
    stubs = nbformat.writes(make({}, rest="stub")).encode()
    downloads = scratch.root / "downloaded" / ASSIGNMENT / "archive"
    downloads.mkdir(parents=True)
    (downloads / "moodle.zip").write_bytes(
        archive(
            {
                "Ada Lovelace_11_assignsubmission_file_/no-loops.ipynb": right,
                "Alan Turing_12_assignsubmission_file_4-no-loops.zip": archive(
                    {"4-no-loops/no-loops (1).ipynb": right, "4-no-loops/examples.json": b"{}"}
                ),
                "Grace Hopper_13_assignsubmission_file_broken.zip": b"PK\x03\x04 no zip at all",
                "Mary Jackson_14_assignsubmission_file_no-loops.ipynb.json": right,
                "Annie Easley_15_assignsubmission_file_NO-LOOPS.IPYNB": right,
                "Jean Bartik_16_assignsubmission_file_no-loops.ipynb (1).txt": right,
                "Frances Allen_17_assignsubmission_file_work.ZIP": archive({"no-loops.ipynb.txt": right}),
                "Radia Perlman_18_assignsubmission_file_work.rar": b"Rar!\x1a\x07\x01",
            }
        )
    )
    (downloads / "submissions.zip").write_bytes(
        archive(
            {
                "dijkstraedsger_LATE_4001_5001_no-loops-2.ipynb": right,
                "dijkstraedsger_4001_5000_no-loops.ipynb": stubs,
            }
        )
    )
    collected = scratch.program("nbgrader", "zip_collect", ASSIGNMENT)
    assert collected.returncode == 0, collected.stderr
    assert "Grace Hopper_13_assignsubmission_file_broken.zip: cannot be unpacked" in collected.stderr
    graded = scratch.run("grade", ASSIGNMENT)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert {
        student: sum(score or 0 for score in scores.values()) for student, scores in scratch.grades().items()
    } == {
        "Ada-Lovelace": 10,
        "Alan-Turing": 10,
        "Mary-Jackson": 10,
        "Annie-Easley": 10,
        "Jean-Bartik": 10,
        "Frances-Allen": 10,
        "4001": 10,
    }
    assert "Radia-Perlman: sent no notebook, but " in collected.stderr
    assert "work.rar: not collected" in collected.stderr
    exported = scratch.run("export", ASSIGNMENT, "-o", "-", "--missing-as-zero")
    rows = {row["student_id"]: row for row in csv.DictReader(io.StringIO(exported.stdout))}
    for student in ("Grace-Hopper", "Radia-Perlman"):
        assert (rows[student]["score"], rows[student]["status"]) == ("", "sent something unreadable")
    assert "sent something unreadable, no grade written: Grace-Hopper, Radia-Perlman" in exported.stderr
    scratch.run("report", ASSIGNMENT)
    page = (scratch.root / "reports" / f"{ASSIGNMENT}.html").read_text()
    assert "Radia-Perlman (sent something unreadable)" in page


def test_the_wheel_asks_for_little(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        metadata = content.read(next(n for n in content.namelist() if n.endswith("METADATA"))).decode()
    required = {
        line.removeprefix("Requires-Dist: ").split(">")[0]
        for line in metadata.splitlines()
        if line.startswith("Requires-Dist") and "extra ==" not in line
    }
    assert required == {"ipython", "matplotlib", "numpy", "scikit-learn"}
