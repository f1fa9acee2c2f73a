"""A whole assignment in a real browser, through both seats."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support import seats
from tests.support.course import ASSIGNMENT, fresh_course
from tests.support.seats import Camera
from tests.support.servers import browser, lab, wait_for, watching, window

NOTEBOOK = "no-loops"
STUDENT = "ada"
BROADCAST = "def mse(y, y_pred):\n    return np.mean((y.flatten() - y_pred) ** 2)"
SUMMED = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"
ANSWERS = {
    "predict": "def predict(x, slope, bias):\n    return slope * x + bias",
    "mse": "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)",
    "gradients": """\
def gradients(x, y, y_pred):
    d = y - y_pred
    return -2 * np.mean(x * d), -2 * np.mean(d)""",
    "train": """\
def train(x, y, learning_rate, epochs):
    slope = bias = 0.0
    losses = []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
    return slope, bias, losses""",
}


def test_an_assignment_goes_from_the_instructor_to_a_student_and_back(tmp_path: Path) -> None:
    course, home = fresh_course(tmp_path / "course"), tmp_path / "home"
    camera = Camera("walk")
    with (
        browser() as chromium,
        lab(course, home=home) as office,
        lab(course, "--student", STUDENT, home=home) as desk,
    ):
        instructor, student = window(chromium), window(chromium)
        seats.sit_down(instructor, office)
        release(instructor, camera)
        try_it_as_a_student(instructor, camera)
        assert (course / "seats" / "me" / ASSIGNMENT / f"{NOTEBOOK}.ipynb").is_file()
        seats.sit_down(student, desk)
        expect(seats.listed(student, "released")).to_contain_text(ASSIGNMENT)
        camera.take(student, "student-opens")
        begin_with_a_mistake(student, camera)
        come_back_and_finish(student, camera)
        hand_in(student, camera)
        grade(instructor, camera)
        overrule_and_return(instructor, camera)
        read_feedback(student, camera)
        grade_on_submission(course)
        with watching(course, tmp_path / "watch.log"):
            hand_in_again(student, camera)
            wait_for(tmp_path / "watch.log", f"{STUDENT}: 9 of 10 points, returned")
            read_feedback_again(student, camera)
        look_at_points_again(instructor, camera)


def release(page: Page, camera: Camera) -> None:
    row = seats.assignment_row(page, ASSIGNMENT)
    expect(row.locator("td.status")).to_have_text("draft")
    camera.take(page, "instructor-opens")
    assert "Successfully created the student version" in seats.press(page, row, "assign")
    camera.take(page, "instructor-generates")
    seats.dismiss(page)
    assert "Successfully released" in seats.press(page, row, "release")
    seats.dismiss(page)
    expect(row.locator("td.status")).to_have_text("released")
    expect(row.locator("td.duedate")).to_contain_text("2027-01-29")
    camera.take(page, "instructor-released", readme="formgrader")
    row.locator("td.preview a").click()
    expect(seats.files(page)).to_contain_text(["examples.json", f"{NOTEBOOK}.ipynb"])
    camera.take(page, "instructor-previews")
    seats.hide_files(page)


def try_it_as_a_student(page: Page, camera: Camera) -> None:
    seats.bring_to_front(page, "Assignments")
    seats.fetch(page, ASSIGNMENT)
    camera.take(page, "instructor-tries-it")
    seats.bring_to_front(page, "Formgrader")


def begin_with_a_mistake(page: Page, camera: Camera) -> None:
    seats.fetch(page, ASSIGNMENT)
    seats.open_fetched(page, ASSIGNMENT, NOTEBOOK)
    camera.take(page, "student-notebook")
    seats.run(page, seats.code_cell(page, "from autograder import check"))
    seats.write(page, "predict", ANSWERS["predict"])
    expect(seats.check(page, "predict")).to_contain_text("✓ predict: 2/2 points")
    camera.take(page, "student-predict")
    seats.write(page, "mse", BROADCAST)
    expect(seats.check(page, "mse")).to_contain_text("a flat (n,) array met a column (n, 1)")
    camera.take(seats.code_cell(page, "check(mse)"), "student-mse-broadcast", readme="verdict")
    seats.write(page, "mse", SUMMED)
    expect(seats.check(page, "mse")).to_contain_text("What makes a mean out of a sum?")
    camera.take(page, "student-mse-wrong", readme="check")
    hint = seats.ask(page, seats.code_cell(page, "check(mse)"), "hint(mse)")
    expect(hint).to_contain_text("Hint 1 of 3 for mse")
    hint.scroll_into_view_if_needed()
    camera.take(page, "student-hint")
    said = seats.validate(page)
    assert "mse: 1/2 points" in said
    assert "What makes a mean out of a sum?" in " ".join(said.split())
    assert "check(predict)" not in said
    camera.take(page, "student-validate-wrong")
    seats.accept(page)


def come_back_and_finish(page: Page, camera: Camera) -> None:
    seats.reload(page)
    seats.wait_for_kernel(page)
    expect(seats.code_cell(page, "def mse(")).to_contain_text("np.sum((y - y_pred) ** 2)")
    camera.take(page, "student-after-reload")
    for function in ("mse", "gradients", "train"):
        seats.write(page, function, ANSWERS[function])
        expect(seats.check(page, function)).to_contain_text(f"✓ {function}")
    expect(seats.code_cell(page, "check(train)")).to_contain_text("so far: 10 of 10 points")
    camera.take(page, "student-all-right")


def hand_in(page: Page, camera: Camera) -> None:
    seats.run_all(page)
    overview = seats.code_cell(page, "progress()")
    expect(overview).to_contain_text("10 of 10 points on the examples")
    overview.scroll_into_view_if_needed()
    camera.take(page, "student-run-all")
    assert "Success! Your notebook passes all the tests" in seats.validate(page)
    camera.take(page, "student-validate-right")
    seats.accept(page)
    seats.bring_to_front(page, "Assignments")
    seats.submit(page, ASSIGNMENT)
    camera.take(page, "student-submitted", readme="assignments")


def grade(page: Page, camera: Camera) -> None:
    assert "Successfully collected" in seats.press(page, seats.assignment_row(page, ASSIGNMENT), "collect")
    seats.dismiss(page)
    seats.open_submissions(page, ASSIGNMENT)
    row = seats.submission_row(page, STUDENT)
    expect(row.locator("td.status")).to_have_text("needs autograding")
    camera.take(page, "instructor-collected")
    assert "Successfully autograded" in seats.press(page, row, "autograde")
    seats.dismiss(page)
    expect(row.locator("td.score")).to_have_text("10 / 10")
    camera.take(page, "instructor-graded")


def overrule_and_return(page: Page, camera: Camera) -> None:
    seats.open_for_grading(page, ASSIGNMENT, NOTEBOOK, STUDENT)
    expect(seats.score_box(page, "check_gradients")).to_have_attribute("placeholder", "3")
    camera.take(page, "instructor-grading")
    comment = "It works. What does `d` stand for? A good name says it."
    seats.override(page, "check_gradients", "2.5", "gradients", comment)
    camera.take(page, "instructor-override", readme="grading")
    seats.open_assignments(page)
    row = seats.assignment_row(page, ASSIGNMENT)
    assert "Successfully generated feedback" in seats.press(page, row, "generate-feedback")
    seats.dismiss(page)
    assert "Successfully released feedback" in seats.press(page, row, "release-feedback")
    seats.dismiss(page)
    camera.take(page, "instructor-returned")


def read_feedback(page: Page, camera: Camera) -> None:
    seats.fetch_feedback(page, ASSIGNMENT)
    camera.take(page, "student-feedback-fetched")
    feedback = seats.open_feedback(page, NOTEBOOK)
    expect(feedback.get_by_text("9.5 of 10 points")).to_be_visible()
    expect(feedback.get_by_role("row", name="gradients")).to_contain_text("Graded by hand")
    camera.take(page, "student-feedback", readme="feedback")
    feedback.get_by_role("link", name="gradients").click()
    expect(feedback.locator("#check_gradients")).to_be_in_viewport()
    camera.take(page, "student-feedback-below")


def grade_on_submission(course: Path) -> None:
    path = course / "course.toml"
    name = f'name = "{ASSIGNMENT}"\n'
    assert name in path.read_text()
    path.write_text(path.read_text().replace(name, f"{name}on_submission = {{}}\n"))


def hand_in_again(page: Page, camera: Camera) -> None:
    seats.bring_to_front(page, f"{NOTEBOOK}.ipynb")
    seats.wait_for_kernel(page)
    seats.write(page, "mse", SUMMED)
    seats.save(page)
    seats.bring_to_front(page, "Assignments")
    seats.submit(page, ASSIGNMENT, time=2)
    camera.take(page, "student-submitted-again")


def read_feedback_again(page: Page, camera: Camera) -> None:
    seats.fetch_feedback(page, ASSIGNMENT, time=2)
    feedback = seats.open_feedback(page, NOTEBOOK, time=2)
    expect(feedback.get_by_text("8.5 of 10 points")).to_be_visible()
    expect(feedback.get_by_role("row", name="mse")).to_contain_text("grow with the number of points")
    camera.take(page, "student-feedback-again")


def look_at_points_again(page: Page, camera: Camera) -> None:
    seats.open_submissions(page, ASSIGNMENT)
    expect(seats.submission_row(page, STUDENT).locator("td.score")).to_have_text("8.5 / 10")
    camera.take(page, "instructor-points-again")
