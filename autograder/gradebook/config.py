"""nbgrader's configuration of a course, as `nbgrader_config.py` gives it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.common.errors import CourseError
from autograder.common.timestamps import Clock

if TYPE_CHECKING:
    from traitlets.config import Config


def load_config(root: Path) -> Config:
    """Load the course's `nbgrader_config.py`, as nbgrader does."""
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

    try:
        return PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    except SystemExit as error:  # it says what is wrong with course.toml
        raise CourseError(str(error.code).removeprefix("error: ")) from error
    except ConfigFileNotFound:
        raise CourseError(
            f"{root / 'nbgrader_config.py'}: is missing; copy the one from the course's repository"
        ) from None
    except Exception as error:  # it is a program, which instructors change
        raise CourseError(f"{root / 'nbgrader_config.py'}: {type(error).__name__}: {error}") from error


def clock_of(config: Config) -> Clock:
    """Tell how the exchange of a course writes times, by nbgrader's configuration."""
    from dateutil.tz import gettz
    from nbgrader.exchange.default import Exchange

    exchange = Exchange(config=config)
    try:
        zone = ZoneInfo(exchange.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = gettz(exchange.timezone)  # nbgrader takes more than names
    if zone is None:
        raise CourseError(
            f"nbgrader_config.py: `Exchange.timezone` is no time zone: {exchange.timezone!r}; correct it"
        )
    return Clock(form=exchange.timestamp_format, zone=zone)
