"""What is read in one piece, with no garbage looked for meanwhile."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def none_looked_for() -> Iterator[None]:
    """Look for no garbage: among thousands of lists that have just arrived there is none, and it would take ten times as long."""
    was_looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looked_for:
            gc.enable()
