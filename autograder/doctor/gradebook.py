"""The gradebook: whether it can be reached and written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.common.errors import AutograderError
from autograder.doctor.exchange import can_write
from autograder.doctor.finding import Finding, trouble
from autograder.gradebook.release import require_writable

if TYPE_CHECKING:
    from autograder.course.settings import Course

SUBJECT = "gradebook"


def examine(root: Path, course: Course) -> Iterator[Finding]:
    """Open it as grading does; one that is not there yet is not made."""
    from sqlalchemy.engine import make_url

    url = course.gradebook_url(root)
    try:
        if url.startswith("sqlite:"):
            path = Path(make_url(url).database or "")
            # SQLite writes its journal beside the file.
            if not can_write(path.parent):
                yield Finding(
                    subject=SUBJECT,
                    said=f"{path}: nothing can be written into its folder",
                    remedy="give this account the right to, or change `gradebook` in course.toml",
                )
                return
            if not path.exists():
                yield Finding(
                    subject=SUBJECT, said=f"{path} is not there yet; `autograder generate` makes it"
                )
                return
        require_writable(url)
    except AutograderError as error:
        yield trouble(SUBJECT, error, "correct `gradebook` in course.toml")
        return
    except Exception as error:  # a driver has words of its own for an address that it does not take
        yield Finding(
            subject=SUBJECT, said=f"cannot be used: {error}", remedy="correct `gradebook` in course.toml"
        )
        return
    yield Finding(
        subject=SUBJECT, said=f"{make_url(url).render_as_string(hide_password=True)} can be written"
    )
