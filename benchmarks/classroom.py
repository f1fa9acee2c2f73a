"""A class to measure with: the course in a scratch folder, and a number of submissions, the same on every machine."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import nbformat

from autograder.author.generate import generate
from autograder.cli import demo
from autograder.course import settings as courses
from autograder.course import source
from autograder.course.layout import RELEASED, RIGHT_ANSWERS, SOURCES
from autograder.course.right_answers import read_right_answers
from autograder.course.settings import Course

ASSIGNMENT = "4-no-loops"
NOTEBOOK = "no-loops"
SHARE_WRONG = 0.15
# What a class gets wrong: signs, factors, loops, stubs. None of it runs away: that would measure the limits.
WRONG = {
    "predict": (
        "def predict(x, slope, bias):\n    return slope * x - bias",
        "def predict(x, slope, bias):\n    return np.array([[slope * row[0] + bias] for row in x])",
    ),
    "mse": (
        "def mse(y, y_pred):\n    return float(np.sum((y - y_pred) ** 2))",
        "def mse(y, y_pred):\n    return float(np.mean(np.abs(y - y_pred)))",
        "def mse(y, y_pred):\n    raise NotImplementedError",
    ),
    "gradients": (
        "def gradients(x, y, y_pred):\n    r = y - y_pred\n    return float(2 * (r * x).mean()), float(2 * r.mean())",
        "def gradients(x, y, y_pred):\n    r = y - y_pred\n    return float(-(r * x).mean()), float(-r.mean())",
    ),
    "train": (
        (
            "def train(x, y, learning_rate, epochs):\n"
            "    slope, bias, losses = 0.0, 0.0, []\n"
            "    for epoch in range(epochs):\n"
            "        losses.append(mse(y, predict(x, slope, bias)))\n"
            "        d_slope, d_bias = gradients(x, y, predict(x, slope, bias))\n"
            "        slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias\n"
            "    return slope, bias, losses"
        ),
        "def train(x, y, learning_rate, epochs):\n    raise NotImplementedError",
    ),
}


def build(repository: Path, folder: Path, count: int) -> Course:
    """Copy the course, release the assignment, and hand in `count` submissions."""
    folder.mkdir(parents=True)
    for name in demo.COPIED:
        path = repository / name
        if path.is_dir():
            shutil.copytree(path, folder / name, ignore=shutil.ignore_patterns("*.ipynb", "__pycache__"))
        else:
            shutil.copy(path, folder / name)
    course = courses.load(folder)
    generate(folder, course, course.assignment(ASSIGNMENT))
    hand_in(folder, course, count)
    return course


def hand_in(folder: Path, course: Course, count: int) -> None:
    """Hand in `count` submissions; those that are there already stay as they are."""
    entry = course.assignment(ASSIGNMENT)
    released = folder / RELEASED / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    text = released.read_text(encoding="utf-8")
    solved = source.read(folder, entry).code
    right: dict[str, list[str]] = {name: [] for name in WRONG}
    for answer in read_right_answers(folder / SOURCES / ASSIGNMENT / RIGHT_ANSWERS):
        # Nobody's homework prints or plots at each step: such answers are there to be accepted.
        if "print(" not in answer.code and "plt" not in answer.code:
            right[answer.exercise].append(answer.code)
    for number in range(count):
        place = folder / "submitted" / f"student{number:05}" / ASSIGNMENT
        if place.exists():
            continue
        rng = random.Random(number)  # noqa: S311
        answers = {
            name: rng.choice(WRONG[name]) if rng.random() < SHARE_WRONG else rng.choice(right[name])
            for name in WRONG
        }
        notebook = nbformat.from_dict(json.loads(text))
        blocks = "\n".join(f"# %% {name}\n{code}\n" for name, code in answers.items())
        demo.fill_in(notebook, f"# rest: solved\n{blocks}", solved)
        place.mkdir(parents=True)
        (place / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
