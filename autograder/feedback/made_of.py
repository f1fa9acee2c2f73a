"""What a feedback page is made of, noted in it: one that is made of the same need not be written again."""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

from autograder.common.files import read_regular
from autograder.display import verdict_panel
from autograder.feedback import cells, markup, student_page, trimming
from autograder.feedback.student_page import Heading, Sheet
from autograder.notebooks.graded import shown_in

NOTED = re.compile(rb'<meta name="autograder-inputs" content="([0-9a-f]{64})">')
HEAD = 2_000  # bytes of a page, in which it stands


def inputs(graded: Path, sheet: Sheet, heading: Heading) -> str:
    """Tell one state of everything that makes a page from another."""
    digest = hashlib.sha256(_made_by())
    for part in (shown_in(graded), repr(sheet).encode(), repr(heading).encode()):
        digest.update(f"{len(part)} ".encode())
        digest.update(part)
    return digest.hexdigest()


@functools.cache
def _made_by() -> bytes:
    """Tell one state of the code that writes pages from another."""
    sources = [
        Path(str(module.__file__)) for module in (student_page, cells, markup, trimming, verdict_panel)
    ]
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*sources, student_page.TEMPLATE))).digest()


def noted_in(path: Path) -> str | None:
    """Read from a page what it was made of; None where there is no page, or another one."""
    found = NOTED.search(read_regular(path, HEAD) or b"")
    return found[1].decode() if found else None
