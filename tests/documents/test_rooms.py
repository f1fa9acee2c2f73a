"""The package is a house of rooms: small, named for what they are for, and entered through what they say is for others.

That imports point downward is held by `lint-imports` (see `pyproject.toml`).
"""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from pathlib import Path

import pytest

import autograder.sandbox.bubblewrap
from tests.support.course import ROOT

PACKAGE = ROOT / "autograder"
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path
    for path in PACKAGE.rglob("*.py")
    if path.parent != PACKAGE
}
ROOMS = sorted({path.parent for path in MODULES.values()})


def room_of(module: str) -> Path:
    return MODULES[module].parent


@functools.cache
def used_from_other_rooms() -> dict[Path, dict[str, set[str]]]:
    """Give what other rooms import of each room: names by module."""
    used: dict[Path, dict[str, set[str]]] = {room: {} for room in ROOMS}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("autograder."):
                continue
            base = str(node.module).removeprefix("autograder.")
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                module, names = (whole, set()) if whole in MODULES else (base, {alias.name})
                if module in MODULES and room_of(module) != path.parent:
                    used[room_of(module)].setdefault(module.rpartition(".")[2], set()).update(names)
    return used


def said_to_be_used(room: Path) -> dict[str, set[str]]:
    """Read the list in a room's docstring."""
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    lines = re.findall(r"^- `(\w+)`(?:: ((?:[^-]|-(?!\s`))*))?", text, re.MULTILINE)
    return {module: set(re.findall(r"`(\w+)`", names)) for module, names in lines}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_a_room_says_what_it_is_for_and_what_of_it_others_use(room: Path) -> None:
    first = (room / "__init__.py").read_text(encoding="utf-8").splitlines()[0]
    assert re.match(r'"""[^\s].*[.:]', first)
    if room.name not in ("figures", "student", "authoring"):  # these export what students write
        assert said_to_be_used(room) == used_from_other_rooms()[room]


def test_no_room_reaches_into_the_private_names_of_another() -> None:
    private = [
        (room.name, module, name)
        for room, modules in used_from_other_rooms().items()
        for module, names in modules.items()
        for name in (module, *names)
        if name.startswith("_")
    ]
    assert private == []


@pytest.mark.parametrize("room", [PACKAGE, *ROOMS], ids=lambda room: room.name)
def test_a_room_holds_at_most_twelve_modules(room: Path) -> None:
    assert len([path for path in room.glob("*.py") if not path.name.startswith("__")]) <= 12


def test_the_architecture_names_every_room() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `([\w/]+)/?`", text, re.MULTILINE))
    assert named == {str(room.relative_to(PACKAGE)) for room in ROOMS}


def test_the_sandbox_binds_what_runs_in_it_and_nothing_else() -> None:
    code = (
        "import sys; from autograder.sandbox.inside import zygote; import autograder.figures; "
        "print(*(m for m in sys.modules if m.startswith('autograder.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    needed = {
        MODULES[name.removeprefix("autograder.")]
        for name in done.stdout.split()
        if name.removeprefix("autograder.") in MODULES
    }
    bound = [PACKAGE / name for name in autograder.sandbox.bubblewrap.BOUND]
    assert [
        path for path in needed if not any(path == place or place in path.parents for place in bound)
    ] == []
    assert {path.parent for path in needed} >= {place for place in bound if place.is_dir()}


def loaded_by(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_a_students_check_loads_nothing_but_numpy() -> None:
    heavy = {
        "nbgrader",
        "nbformat",
        "sklearn",
        "matplotlib",
        "IPython",
        "msgspec",
        "jupytext",
        "rich",
        "scipy",
    }
    assert loaded_by("from autograder import check") & heavy == set()


def test_the_command_line_starts_without_numpy_or_nbgrader() -> None:
    heavy = {"numpy", "nbgrader", "nbformat", "rich", "msgspec"}
    assert loaded_by("import autograder.cli.main") & heavy == set()


def test_grades_are_read_from_a_file_without_nbgrader_sqlalchemy_or_numpy() -> None:
    heavy = {"nbgrader", "nbformat", "sqlalchemy", "numpy"}
    for room in ("report.build", "export.build", "feedback.made_of", "cli.grade", "grading.reconcile"):
        assert loaded_by(f"import autograder.{room}") & heavy == set(), room


def test_a_module_has_at_most_300_lines() -> None:
    assert [path.name for path in PACKAGE.rglob("*.py") if len(path.read_text().splitlines()) > 300] == []
