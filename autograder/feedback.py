"""The students' feedback pages, through nbgrader's own `generate_feedback`."""

from __future__ import annotations

from pathlib import Path

from autograder.course import AssignmentEntry
from autograder.errors import AutograderError, NotFound
from autograder.release import load_config


def write(root: Path, entry: AssignmentEntry) -> list[Path]:
    """Write a page for each graded submission, and give their paths.

    Raises:
        NotFound: Nothing of this assignment is graded yet.
        AutograderError: nbgrader could not write some of them.
    """
    from nbgrader.converters import GenerateFeedback, NbGraderException
    from nbgrader.coursedir import CourseDirectory

    if not list(root.glob(f"autograded/*/{entry.name}/*.ipynb")):
        raise NotFound(
            f"nothing of `{entry.name}` is graded yet\nhint: run `autograder grade {entry.name}` first"
        )
    config = load_config(root)
    folder = CourseDirectory(config=config)
    folder.assignment_id = entry.name
    try:
        GenerateFeedback(coursedir=folder, config=config, force=True).start()
    except (NbGraderException, SystemExit) as error:
        raise AutograderError(
            f"nbgrader could not write all feedback pages of `{entry.name}`: see the lines above"
        ) from error
    return sorted(root.glob(f"feedback/*/{entry.name}/{entry.notebook}.html"))
