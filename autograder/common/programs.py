"""What runs here: programs of this environment, found by name when it is not activated, and in which state this package and others are."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from pathlib import Path


def put_own_programs_on_path() -> None:
    """Let nbgrader find `alembic`, which it starts by name, when the environment is not activated."""
    os.environ["PATH"] = with_own_programs(os.environ.get("PATH", ""))


def with_own_programs(path: str) -> str:
    """Give a PATH on which this environment's programs are found."""
    own = str(Path(sys.executable).parent)
    return path if own in path.split(os.pathsep) else own + os.pathsep + path


@functools.cache
def program_state() -> str:
    """Tell one state of this package from another: its version alone would not tell two of a checkout apart."""
    package = Path(__file__).parents[1]
    found = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        found.update(f"{path.relative_to(package)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def installed() -> list[str]:
    """Name what is installed, with its version: each package has a folder that is named so."""
    return sorted({path.name for place in sys.path for path in Path(place).glob("*.*-info")})
