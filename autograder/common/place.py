"""Where a notebook is open, and what to do there when its files are not."""

from __future__ import annotations

import sys


def fetch_again() -> str:
    """Say how an assignment's files are fetched again, in words that end a sentence."""
    if "google.colab" in sys.modules:
        return "run the first code cell of this notebook once more, and choose the assignment's zip"
    if sys.platform == "emscripten":
        return "open the notebook from the course's page, where it lies beside it; a private window may keep it away"
    return "fetch the assignment again, or unpack its zip again"
