"""What the documents say exists, and what exists is said."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from conftest import ROOT

import autograder

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def commands() -> set[str]:
    shown = subprocess.run(
        [sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    return set(re.findall(r"^    ([a-z]+) ", shown, flags=re.MULTILINE))


def test_every_command_is_in_the_readme_or_the_makefile() -> None:
    assert commands() <= set(re.findall(r"autograder\)? ([a-z]+)", README + MAKEFILE))


def test_every_command_in_the_readme_exists() -> None:
    assert set(re.findall(r"^autograder ([a-z]+)", README, flags=re.MULTILINE)) <= commands()


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, flags=re.MULTILINE))
    text = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^make ([a-z]+)", text, flags=re.MULTILINE)) <= targets


def test_every_picture_and_file_in_the_readme_exists() -> None:
    for path in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / path).is_file(), path


def test_pictures_are_small_enough_to_be_fetched_with_the_code() -> None:
    assert [path.name for path in (ROOT / "docs").glob("*.png") if path.stat().st_size > 150_000] == []


@pytest.mark.parametrize(
    "name", re.findall(r"`([a-z_.]+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))
)
def test_every_module_in_the_architecture_exists(name: str) -> None:
    package = ROOT / "autograder"
    known = {path.stem for path in package.rglob("*.py")} | {"autograder", "figures"}
    mentioned_otherwise = {
        "course.toml",
        "checks.py",
        "right_answers.py",
        "submitted",
        ".ipynb",
    }
    assert (
        name.removeprefix("sandbox.").removeprefix("figures.").partition(".")[0] in known
        or any(word in name for word in mentioned_otherwise)
        or (ROOT / name).exists()
        or name in {"credit", "examples.json"}
    )


def test_the_package_and_the_project_have_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert autograder.__version__ == project["version"]
