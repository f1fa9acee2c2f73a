"""Programs of this environment, found by name when it is not activated."""

from __future__ import annotations

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
