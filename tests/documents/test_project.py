"""The project around the code: what is built and published, how it is checked elsewhere, how it is cited and reported to."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest
import yaml

import autograder
from tests.support.course import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def supported() -> list[str]:
    return re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder


def test_the_wheel_says_what_it_is(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        (metadata,) = (name for name in content.namelist() if name.endswith(".dist-info/METADATA"))
        said = Parser().parsestr(content.read(metadata).decode())
        assert "autograder/py.typed" in content.namelist()
    assert (said["Name"], said["Version"]) == (autograder.DISTRIBUTION, autograder.__version__)


def test_the_sdist_holds_the_package_and_what_builds_it(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as content:
        names = {name.partition("/")[2] for name in content.getnames()}
    beside = {
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "pyproject.toml",
        ".gitignore",
    }
    files = (path for path in (ROOT / "autograder").rglob("*") if path.is_file())
    package = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    assert names == package | beside


def test_the_changelog_tells_of_this_version() -> None:
    assert f"\n## [{autograder.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_supported_python_is_checked() -> None:
    checks = read(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]["checks"]
    assert checks["strategy"]["matrix"]["python"] == supported()
    after = int(supported()[-1].removeprefix("3.")) + 1
    assert PROJECT["requires-python"] == f">={supported()[0]},<3.{after}"
    assert ".ci/run" in [step.get("run") for step in checks["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_keeps_no_secret_may_little_and_pins_what_it_uses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = read(path)
    assert "secrets." not in text
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job.get("permissions", {}) in ({}, {"id-token": "write"})
        assert job["timeout-minutes"]
        for step in job["steps"]:
            assert re.search(r"@[0-9a-f]{40}$", step.get("uses", "@" + 40 * "0"))


@pytest.mark.parametrize(
    "path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda path: path.name
)
def test_an_issue_template_asks_for_something(path: Path) -> None:
    template = read(path)
    assert template["name"]
    assert template["description"]
    ids = [each["id"] for each in template["body"]]
    assert len(set(ids)) == len(ids) > 1
    assert any(each.get("validations", {}).get("required") for each in template["body"])


def test_it_can_be_cited() -> None:
    citation = read(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert citation["license"] == PROJECT["license"]


def test_pre_commit_runs_what_the_lint_runs() -> None:
    hooks = read(ROOT / ".pre-commit-config.yaml")["repos"][0]["hooks"]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    programs = [hook["entry"].split()[0].removeprefix(".venv/bin/") for hook in hooks]
    assert sorted(set(programs)) == ["mypy", "ruff"]
    assert all(f"@$(BIN)/{program}" in makefile for program in programs)
