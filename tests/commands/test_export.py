"""`autograder export`: the gradebook's points, in the forms that Canvas, Moodle and spreadsheets take."""

from __future__ import annotations

import csv
import io
import re
from datetime import datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from autograder.export.roster import match, read
from autograder.gradebook.read import Student
from tests.support.classroom import classroom, unreadable, wrong
from tests.support.course import ASSIGNMENT, Scratch

FORMULA = "=cmd|' /C calc'!A0"
UTF8_MARK = "\ufeff"


@pytest.fixture(scope="module")
def graded(released_course: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A class: ada has 10 points, ben 9 with extra credit, chloe 8 by hand, dmitri is late, elif waits, femi is away."""
    scratch = released_course.copied(tmp_path_factory.mktemp("export") / "course")
    with classroom(scratch) as room:
        room.introduce(
            "ada", first_name="Ada", last_name="Okafor", email="ada@uni.example", lms_user_id="9001"
        )
        room.enter("ada")
        room.enter("ben", wrong("mse", "summed", "Your numbers grow.", 0.5))
        room.correct("ben", "mse", extra_credit=0.5)
        room.enter("chloe", wrong("train", "wrong-values", "It gives other values."))
        room.correct("chloe", "train", manual_score=1.0)
        room.enter("dmitri", handed_in=datetime(2027, 2, 1, 1, 0))
        room.penalize("dmitri", 2.25)
        room.enter("elif", *unreadable("The submission could not be read."))
        room.introduce("femi", first_name="+Femi", last_name="=SUM(1,2)")
    (scratch.root / "submitted" / "new" / ASSIGNMENT).mkdir(parents=True)
    return scratch


POINTS = {"ada": "10", "ben": "9", "chloe": "8", "dmitri": "7.75", "elif": "", "new": "", "femi": ""}


def export(scratch: Scratch, *arguments: str) -> tuple[list[list[str]], CompletedProcess[str]]:
    """Export to the terminal; give the table and how the command ended."""
    done = scratch.run("export", *arguments, "--output", "-")
    return list(csv.reader(io.StringIO(done.stdout))), done


def roster(tmp_path: Path, text: str, name: str = "roster.csv") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def canvas_reads(table: list[list[str]]) -> dict[str, dict[str, str]]:
    """Read a table as Canvas's `gradebook_importer.rb` does: grades by assignment's title, by login."""
    header = table[0]
    assert "Student" in header[0]
    assert "ID" in header[1]
    columns = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        login, columns = 2, columns + 1
    else:
        assert re.search(r"SIS\s+User\s+ID", header[2])
        assert re.search(r"SIS\s+Login\s+ID", header[3])
        login, columns = 3, columns + 2
        columns += bool(re.search(r"Integration\s+ID", header[4]))
    assert "Section" in header[columns - 1]
    found = {}
    for row in table[1:]:
        assert len(row) == len(header)
        if "Points Possible" not in row[0]:
            found[row[login]] = dict(zip(header[columns:], row[columns:], strict=True))
    return found


def moodle_reads(table: list[list[str]], by: str, item: str) -> dict[str, float | None]:
    """Read a table as Moodle's `load_data.php` does, into a new grade item: only `-` means no grade."""
    who, grade = table[0].index(by), table[0].index(item)
    return {row[who]: None if row[grade].strip() == "-" else float(row[grade]) for row in table[1:]}


CANVAS = f"""{UTF8_MARK}Student,ID,SIS User ID,SIS Login ID,Section,Notes,No loops (512),Essay (513),Final Score
,,,,,,Manual Posting,,
    Points Possible,,,,,,10.00,5.00,(read only)
"Okafor, Ada",9001,S-1,ADA,Lab A,late twice,,4.00,80
"Berg, Ben",9002,S-2,ben,Lab A,,3.00,2.00,40
"Chen, Chloe",9003,S-3,chloe@uni.example,Lab B,,EX,5.00,100
"Petrov, Dmitri",9004,S-4,dmitri,Lab B,,,1.00,20
"Yilmaz, Elif",9005,S-5,elif,Lab B,,,,
"Away, Femi",9006,S-6,femi,Lab B,,7.00,,
"Nobody, Known",9007,S-7,nobody,Lab B,,,,
"""


def test_nbgraders_own_export_works_and_has_the_same_points(graded: Scratch) -> None:
    done = graded.program("nbgrader", "export", "--to", "theirs.csv")
    assert done.returncode == 0, done.stderr
    theirs = {
        row["student_id"]: row
        for row in csv.DictReader((graded.root / "theirs.csv").read_text().splitlines())
    }
    table, _ = export(graded)
    ours = {row["student_id"]: row for row in (dict(zip(table[0], row, strict=True)) for row in table[1:])}
    for student in ("ada", "ben", "chloe", "dmitri"):
        for name in ("raw_score", "late_submission_penalty", "score", "max_score"):
            assert float(ours[student][name]) == float(theirs[student][name])
        for name in ("assignment", "duedate", "timestamp", "last_name", "first_name", "email"):
            assert ours[student][name] == theirs[student][name]
    assert set(table[0]) == {*next(iter(theirs.values())), "status"}


def test_a_plain_table_says_how_each_student_stands(graded: Scratch) -> None:
    table, done = export(graded, ASSIGNMENT)
    score, status = table[0].index("score"), table[0].index("status")
    assert {row[3]: (row[score], row[status]) for row in table[1:]} == {
        "ada": ("10", "graded"),
        "ben": ("9", "graded"),
        "chloe": ("8", "graded"),
        "dmitri": ("7.75", "graded"),
        "elif": ("", "waiting for a human"),
        "femi": ("", "not handed in"),
        "new": ("", "not graded"),
    }
    assert f"{ASSIGNMENT}: waiting for a human, no grade written: elif" in done.stderr
    assert f"{ASSIGNMENT}: handed in, not graded yet: new" in done.stderr
    assert f"{ASSIGNMENT}: not handed in: femi" in done.stderr
    assert done.returncode == 1


def test_who_handed_in_nothing_gets_a_zero_only_when_asked_for(graded: Scratch) -> None:
    table, _ = export(graded, "--missing-as-zero")
    score = table[0].index("score")
    assert {row[3]: row[score] for row in table[1:]} == {**POINTS, "femi": "0"}


@pytest.mark.parametrize(
    ("form", "key", "none"), [("canvas", "SIS Login ID", ""), ("moodle", "Username", "-")]
)
def test_without_a_roster_the_gradebooks_students_are_written(
    graded: Scratch, form: str, key: str, none: str
) -> None:
    table, _ = export(graded, "--format", form)
    rows = [row for row in table[1:] if "Points Possible" not in row[0]]
    assert {row[table[0].index(key)]: row[-1] for row in rows} == {
        student: points or none for student, points in POINTS.items()
    }
    ada = next(row for row in rows if row[table[0].index(key)] == "ada")
    assert "9001" in ada  # nbgrader's `lms_user_id`


def test_without_a_roster_a_column_is_named_by_hand_as_well(graded: Scratch) -> None:
    table, _ = export(graded, ASSIGNMENT, "--format", "canvas", "--column", f"{ASSIGNMENT}=Homework 4 (512)")
    assert table[0][-1] == "Homework 4 (512)"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", f"{ASSIGNMENT}=Lab 4"], "a column is for a system"),
        (["--id-column", "Login"], "a column of ids is for a system"),
        (["--format", "canvas", "--id-column", "Login"], "a column of ids is looked for in a roster"),
    ],
)
def test_an_option_that_could_do_nothing_is_refused(graded: Scratch, arguments: list[str], said: str) -> None:
    _, done = export(graded, *arguments)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_column_that_is_not_taken_need_not_tell_students_apart(graded: Scratch, tmp_path: Path) -> None:
    text = (
        "Username,First name,Last name,Email address,Course total\n"
        "ada,Ada,A,ada@cs.uni.example,1\nzoe,Zoe,Z,ada@math.uni.example,2\nben,Ben,B,ben@uni.example,3\n"
    )
    table, done = export(graded, "--format", "moodle", "--roster", roster(tmp_path, text))
    assert "are both" not in done.stderr
    assert [row[-1] for row in table[1:4]] == ["10", "-", "9"]


def test_canvas_gets_its_own_columns_back_and_only_this_assignment(graded: Scratch, tmp_path: Path) -> None:
    table, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, CANVAS))
    assert table[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "No loops (512)"]
    assert table[1] == ["    Points Possible", "", "", "", "", "10.00"]
    assert table[2] == ["Okafor, Ada", "9001", "S-1", "ADA", "Lab A", "10"]
    assert canvas_reads(table)["dmitri"] == {"No loops (512)": "7.75"}
    assert "the course's student ids were found in the column `SIS Login ID`" in done.stderr


def test_a_cell_for_which_there_is_no_grade_stays_as_canvas_has_it(graded: Scratch, tmp_path: Path) -> None:
    table, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, CANVAS))
    grades = {login: cells["No loops (512)"] for login, cells in canvas_reads(table).items()}
    assert (grades["elif"], grades["femi"], grades["nobody"]) == ("", "7.00", "")
    assert grades["chloe@uni.example"] == "EX"
    assert "excused, and left so: Chen, Chloe" in done.stderr
    assert f"{ASSIGNMENT}: not handed in: Away, Femi, Nobody, Known" in done.stderr


def test_who_handed_in_but_is_not_in_the_roster_is_named(graded: Scratch, tmp_path: Path) -> None:
    table, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, CANVAS))
    assert "new" not in canvas_reads(table)
    assert "handed in, but not in the roster: new" in done.stderr
    assert done.returncode == 1


def test_canvas_in_a_country_with_semicolons_is_read_as_well(graded: Scratch, tmp_path: Path) -> None:
    text = (
        "LastName;FirstName;ID;SIS Login ID;Section;No loops (512)\n"
        "    Points Possible;;;;;10,00\nOkafor;Ada;9001;ada;Lab A;\n"
    )
    table, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, text))
    assert table[1:] == [
        ["    Points Possible", "", "", "", "", "10,00"],
        ["Okafor", "Ada", "9001", "ada", "Lab A", "10"],
    ]
    assert "points over there" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "heading", "note"),
    [
        ([], "No loops", "the roster has no column for `No loops`: it comes as a new one"),
        (
            ["--column", f"{ASSIGNMENT}=Essay (513)"],
            "Essay (513)",
            f"{ASSIGNMENT}: 5.00 points over there, 10 in the gradebook",
        ),
        (["--column", f"{ASSIGNMENT}=Lab 4"], "Lab 4", "the roster has no column for `Lab 4`"),
    ],
)
def test_a_column_is_named_by_hand_or_comes_as_a_new_one(
    graded: Scratch, tmp_path: Path, arguments: list[str], heading: str, note: str
) -> None:
    text = CANVAS.replace("No loops (512)", "Homework (512)")
    table, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, text), *arguments)
    assert table[0][-1] == heading
    assert canvas_reads(table)["ben"] == {heading: "9"}
    assert note in done.stderr


def test_moodles_gradebook_is_filled_and_a_dash_means_no_grade(graded: Scratch, tmp_path: Path) -> None:
    text = (
        "First name,Last name,ID number,Institution,Email address,Assignment: No loops (Real),Last downloaded from this course\n"
        "Ada,Okafor,77,,ada@uni.example,-,1800000000\n"
        "Elif,Yilmaz,78,,elif@uni.example,-,1800000000\n"
        "Femi,Away,79,,femi@uni.example,3.50,1800000000\n"
    )
    table, done = export(graded, "--format", "moodle", "--roster", roster(tmp_path, text))
    item = "Assignment: No loops (Real)"
    assert table[0] == ["First name", "Last name", "ID number", "Email address", item]
    assert moodle_reads(table, "Email address", item) == {
        "ada@uni.example": 10,
        "elif@uni.example": None,
        "femi@uni.example": 3.5,
    }
    assert "waiting for a human, no grade written: elif" in done.stderr


WORKSHEET = """Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments
Participant 101,Ada Okafor,ada@uni.example,Submitted,,10.00,Yes,"Friday, 1 January 2027, 10:00 AM",-,well done
Participant 102,Elif Yilmaz,elif@uni.example,Submitted,,10.00,Yes,"Friday, 1 January 2027, 10:00 AM",-,
"""


def test_moodles_grading_worksheet_comes_back_with_grades_and_without_comments(
    graded: Scratch, tmp_path: Path
) -> None:
    table, _ = export(graded, ASSIGNMENT, "--format", "moodle", "--roster", roster(tmp_path, WORKSHEET))
    rows = [dict(zip(table[0], row, strict=True)) for row in table[1:]]
    assert {"Identifier", "Grade", "Last modified (grade)"} <= set(table[0])
    assert [(row["Identifier"], row["Grade"], row["Last modified (grade)"]) for row in rows] == [
        ("Participant 101", "10", "-"),
        ("Participant 102", "", "-"),
    ]
    assert "Feedback comments" not in table[0]


def test_a_worksheet_with_another_maximum_is_noted(graded: Scratch, tmp_path: Path) -> None:
    text = WORKSHEET.replace("10.00", "100.00")
    _, done = export(graded, ASSIGNMENT, "--format", "moodle", "--roster", roster(tmp_path, text))
    assert f"{ASSIGNMENT}: 100.00 points over there, 10 in the gradebook" in done.stderr


@pytest.mark.parametrize(
    ("form", "columns"),
    [
        ("canvas", ["Okafor, Ada", "9001", "", "ada", ""]),
        ("moodle", ["ada", "Ada", "Okafor", "9001", "a@x.example"]),
    ],
)
def test_nbgraders_list_of_students_maps_ids_to_the_systems(
    graded: Scratch, tmp_path: Path, form: str, columns: list[str]
) -> None:
    text = "id,first_name,last_name,email,lms_user_id\nada,Ada,Okafor,a@x.example,9001\n"
    table, _ = export(graded, "--format", form, "--roster", roster(tmp_path, text, "students.csv"))
    assert table[-1] == [*columns, "10"]


def test_a_name_that_looks_like_a_formula_gets_an_apostrophe(graded: Scratch) -> None:
    table, _ = export(graded)
    femi = next(row for row in table if row[3] == "femi")
    assert (femi[4], femi[5]) == ("'=SUM(1,2)", "'+Femi")
    table, _ = export(graded, "--format", "moodle")
    femi = next(row for row in table if row[0] == "femi")
    assert femi[1:3] == ["'+Femi", "'=SUM(1,2)"]


@pytest.mark.parametrize("form", ["canvas", "moodle"])
def test_an_id_that_looks_like_a_formula_is_left_out_and_named(
    graded: Scratch, tmp_path: Path, form: str
) -> None:
    text = f'id,first_name,last_name,email,lms_user_id\nada,A,O,,1\n"{FORMULA}",E,V,,2\n+46701,P,N,,3\n'
    table, done = export(graded, "--format", form, "--roster", roster(tmp_path, text))
    assert "cmd" not in done.stdout
    assert f"left out, because the id looks like a formula: {FORMULA}" in done.stderr
    assert any("+46701" in row for row in table)  # a sign and digits call nothing, and must be found again


def test_no_cell_of_any_form_is_a_formula(graded: Scratch, tmp_path: Path) -> None:
    text = CANVAS.replace('"Berg, Ben"', '"\t=HYPERLINK(""http://evil.example"")"').replace("Lab A", "@Lab")
    for arguments in ([], ["--format", "moodle"], ["--format", "canvas", "--roster", roster(tmp_path, text)]):
        table, _ = export(graded, *arguments)
        cells = {cell for row in table for cell in row if cell.strip().startswith(tuple("=+-@"))}
        assert cells <= {"-"}


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        ("", [], "is empty; export it again"),
        ("Name,Mark\nAda,3\n", [], "is no gradebook from Canvas"),
        ("Student,ID,Section\nAda,1,A\n", [], "no column holds the course's student ids (looked in: ID)"),
        ("Student,ID,Section\nAda,1,A\n", ["--id-column", "Login"], "has no column `Login`"),
        (
            "Student,ID,Mail,Section\nAda,,ada@a.example,A\nAda,,ada@b.example,A\n",
            ["--id-column", "Mail"],
            "students number 1 and 2 are both `ada`",
        ),
        (CANVAS + '"Two, Ada",9,S-9,Ada,Lab,,,,\n', [], "students number 1 and 8 are both `ada`"),
        (CANVAS.replace("Essay (513)", "No loops (513)"), [], "could both be `4-no-loops`"),
    ],
)
def test_a_roster_that_does_not_fit_is_refused_in_a_line_or_two(
    graded: Scratch, tmp_path: Path, text: str, arguments: list[str], said: str
) -> None:
    _, done = export(graded, "--format", "canvas", "--roster", roster(tmp_path, text), *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) <= 2
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("encoding", "separator", "said"),
    [
        ("utf-8-sig", ";", False),
        ("utf-16", "\t", False),
        ("cp1252", ";", True),
    ],
)
def test_a_roster_is_read_as_excel_writes_it(
    graded: Scratch, tmp_path: Path, encoding: str, separator: str, *, said: bool
) -> None:
    lines = [
        ["Student", " ID ", "SIS User ID", "SIS Login ID", "Section", ""],
        ["Åsa Öberg", "9001", "S-1", " ada ", "Lab A", ""],
        ["", "", "", "", "", ""],
        ["Ben", "9002", "S-2", "ben\u00a0", "Lab A", ""],
    ]
    path = tmp_path / "roster.csv"
    path.write_bytes(
        ("sep=;\r\n" * (separator == ";") + "\r\n".join(map(separator.join, lines))).encode(encoding)
    )
    table, done = export(graded, ASSIGNMENT, "--format", "canvas", "--roster", str(path))
    assert [(row[0], row[-1]) for row in table[2:]] == [("Åsa Öberg", "10"), ("Ben", "9")]
    assert ("was read as Windows-1252: look at the names" in done.stderr) == said


def test_a_student_in_two_sections_gets_the_grade_in_both(graded: Scratch, tmp_path: Path) -> None:
    text = CANVAS + '"Berg, Ben",9002,S-2,ben,Lab B,,3.00,2.00,40\n'
    table, done = export(graded, ASSIGNMENT, "--format", "canvas", "--roster", roster(tmp_path, text))
    sections = table[0].index("Section")
    assert [(row[sections], row[-1]) for row in table if row[0] == "Berg, Ben"] == [
        ("Lab A", "9"),
        ("Lab B", "9"),
    ]
    assert done.returncode == 1  # elif waits, and `new` is in no roster


def test_who_has_another_id_over_there_is_found_by_address_or_number(graded: Scratch, tmp_path: Path) -> None:
    with_another = CANVAS.replace("S-1,ADA", "S-1,okafor7")
    table, done = export(graded, ASSIGNMENT, "--format", "canvas", "--roster", roster(tmp_path, with_another))
    assert canvas_reads(table)["okafor7"] == {"No loops (512)": "10"}
    assert "found by the address or `lms_user_id` in the gradebook: ada" in done.stderr
    text = "First name,Surname,Username,Email address\nAda,Okafor,okafor7,ADA@uni.example\n"
    table, done = export(graded, ASSIGNMENT, "--format", "moodle", "--roster", roster(tmp_path, text))
    assert table[1][-1] == "10"


def test_a_number_and_an_address_that_name_two_people_name_nobody(tmp_path: Path) -> None:
    text = "Student,ID,SIS Login ID,Section\nOne,9,one,A\nOther,7,x@uni.example,A\nThird,8,s3,A\n"
    found = match(
        read(Path(roster(tmp_path, text))),
        [Student(id="s1", email="x@uni.example", lms_id="9"), Student(id="s2", lms_id="7"), Student(id="s3")],
        None,
    )
    assert (found.column, found.rows, found.otherwise) == ("SIS Login ID", {"s3": [2], "s2": [1]}, ("s2",))


def test_moodles_anonymous_names_are_the_same_in_files_and_worksheet(
    released_course: Scratch, tmp_path: Path
) -> None:
    scratch = released_course.copied(tmp_path / "course")
    with classroom(scratch) as room:
        for student in ("Participant-101", "Participant_102"):
            room.enter(student)
    text = "\n".join(re.sub(r",[^,]+,[^,@]+@uni.example", "", line) for line in WORKSHEET.splitlines())
    text = text.replace("Full name,Email address,", "")
    table, done = export(scratch, ASSIGNMENT, "--format", "moodle", "--roster", roster(tmp_path, text))
    grade = table[0].index("Grade")
    assert [(row[0], row[grade]) for row in table[1:]] == [
        ("Participant 101", "10"),
        ("Participant 102", "10"),
    ]
    assert done.returncode == 0


def test_a_roster_that_is_not_text_is_refused(graded: Scratch, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xe5,ID\n")
    _, done = export(graded, "--format", "canvas", "--roster", str(path))
    assert "is not UTF-8 text" in done.stderr
    _, done = export(graded, "--format", "canvas", "--roster", str(tmp_path / "none.csv"))
    assert "none.csv: No such file or directory" in done.stderr


def test_the_file_stands_in_reports_unless_another_place_is_named(graded: Scratch, tmp_path: Path) -> None:
    done = graded.run("export", "--format", "canvas")
    place = graded.root / "reports" / "grades-canvas.csv"
    assert done.stdout == f"grades: 4 in {place}\n"
    assert canvas_reads(list(csv.reader(place.read_text().splitlines())))["ada"] == {"No loops": "10"}
    graded.run("export", "--output", str(tmp_path / "mine.csv"))
    assert (tmp_path / "mine.csv").read_text().startswith("assignment,duedate,")


def test_a_folder_is_no_place_for_the_file(graded: Scratch) -> None:
    done = graded.run("export", "--output", ".")
    assert done.returncode == 1
    assert "is a folder\nhint: name a file in it" in done.stderr


def test_an_assignment_without_grades_is_said_to_have_none(graded: Scratch) -> None:
    done = graded.run("export", "1-best-fit-line")
    assert done.returncode == 4
    assert (
        "nothing of `1-best-fit-line` is graded yet\nhint: run `autograder grade 1-best-fit-line` first"
        in done.stderr
    )
