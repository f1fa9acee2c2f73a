"""nbgrader's exchange, step by step."""

from __future__ import annotations

import logging
from typing import Any

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from traitlets.config import Config

from tests.support.course import ASSIGNMENT


def exchange(config: Config, step: str, assignment: str = ASSIGNMENT) -> Any:
    """Make one of nbgrader's steps, as its commands and the Formgrader do."""
    folder = CourseDirectory(config=config)
    folder.assignment_id = assignment
    made = getattr(ExchangeFactory(config=config), step)(coursedir=folder, config=config)
    made.log = logging.getLogger("traitlets")
    return made
