"""Where a notebook is open, and what to do there when its files are not."""

from __future__ import annotations

import sys


def fetch_again() -> str:
    """Say how an assignment's files are fetched again, in words that end a sentence."""
    if "google.colab" in sys.modules:
        return "run the first code cell of this notebook once more, and choose the assignment's zip"
    if sys.platform == "emscripten":
        return "open the notebook in its folder on the course's page, where the file lies beside it"
    return "fetch the assignment again, or unpack its zip again"
