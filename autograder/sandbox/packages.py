"""The packages that notebooks may import when they are graded: those of this package, those that course.toml names, and what they need."""

from __future__ import annotations

import functools
import importlib.metadata
import re
import sys
from pathlib import Path

from autograder import DISTRIBUTION
from autograder.common.errors import CourseError

OURS = "msgspec"  # what the sandbox itself speaks with
# What notebooks often hold that no exercise needs: no cell is to fail for it.
OFTEN = ("ipywidgets",)
NEEDS = "Requires-Dist: "
_MISSING = re.compile(r"No module named '(\w+)[\w.]*'$")
_GRADED = "When it is graded, a notebook can import "
_WANTED = re.compile(rf"No module named '(\w+)[\w.]*'\. {_GRADED}")


@functools.cache
def paths(more: tuple[str, ...]) -> tuple[Path, ...]:
    """Give the files and folders of all packages that can be imported.

    Args:
        more: The packages that course.toml names.

    Raises:
        CourseError: One of these is not installed.
    """
    from packaging.requirements import Requirement

    waiting = [*_direct(more), OURS]
    seen: set[str] = set()
    found: set[Path] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        if requirement.name in seen or (
            requirement.marker and not requirement.marker.evaluate({"extra": ""})
        ):
            continue
        seen.add(requirement.name)
        try:
            distribution = importlib.metadata.distribution(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            if requirement.name in more:
                raise CourseError(
                    f"course.toml: `packages` names `{requirement.name}`, which is not installed here; install it with pip, or remove it there"
                ) from None
            continue
        waiting += _needed(distribution)
        found.update(_files(distribution))
    return tuple(sorted(found))


@functools.cache
def modules(more: tuple[str, ...]) -> tuple[str, ...]:
    """Name what students may import, as they write it."""
    from packaging.requirements import Requirement

    names: set[str] = set()
    for each in _direct(more):
        name = Requirement(each).name
        try:
            files = _files(importlib.metadata.distribution(name))
        except importlib.metadata.PackageNotFoundError:
            continue
        found = {path.name.removesuffix(".py") for path in files if path.is_dir() or path.suffix == ".py"}
        found = {module for module in found if module.isidentifier() and not module.startswith("_")}
        own = {module for module in found if module.lower() == name.lower().replace("-", "_")}
        names |= own or found
    return tuple(sorted(names, key=str.lower))


def explained(said: str, more: tuple[str, ...]) -> str:
    """Add to an error what can be imported, where it is about a package that is not there."""
    said = said.rstrip()
    found = _MISSING.search(said)
    if found is None or found[1] in modules(more) or found[1] in sys.stdlib_module_names:
        return said
    return (
        f"{said}. {_GRADED}{', '.join(modules(more))}, all that comes with Python, and files that were "
        "handed in beside it"
    )


def wanted(told: str) -> str | None:
    """Name the module that what a student was told says (see `explained`) a notebook cannot import."""
    found = _WANTED.search(told)
    return found[1] if found else None


def _direct(more: tuple[str, ...]) -> list[str]:
    return [*_needed(importlib.metadata.distribution(DISTRIBUTION)), *OFTEN, *more]


def _needed(distribution: importlib.metadata.Distribution) -> list[str]:
    """Name what a distribution needs without any extra; the library's own way reads the whole of its description as a letter."""
    text = distribution.read_text("METADATA")
    if text is None:
        needed = distribution.requires or []
    else:
        header = text.partition("\n\n")[0].splitlines()
        needed = [line.removeprefix(NEEDS) for line in header if line.startswith(NEEDS)]
    return [each for each in needed if "extra ==" not in each]


def _files(distribution: importlib.metadata.Distribution) -> set[Path]:
    tops = _tops(distribution)
    found = (
        Path(str(distribution.locate_file(top)))
        for top in tops
        if top not in ("..", "__pycache__") and not top.endswith(".pth")
    )
    return {path for path in found if path.exists()}


def _tops(distribution: importlib.metadata.Distribution) -> set[str]:
    """Name what lies at the top of a distribution: `files` would make a path of each of thousands of lines for it."""
    listed = distribution.read_text("RECORD")
    if listed is None:
        return {file.parts[0] for file in distribution.files or []}
    return {line.partition("/")[0].partition(",")[0] for line in listed.splitlines()}
