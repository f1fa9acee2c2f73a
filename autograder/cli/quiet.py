"""Keeping other libraries' chatter off the instructor's terminal."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Hide nbgrader's log lines below errors, tracebacks, and libraries' warnings, while the block runs."""
    from traitlets import log

    logger = log.get_logger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    loggers = (logger, logging.getLogger("tornado.application"))
    for each in loggers:
        each.addFilter(_without_traceback)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            logger.setLevel(level)
            for each in loggers:
                each.removeFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Keep a message to its first line: what went wrong is told by the error that ends the command."""
    record.exc_info = record.exc_text = None
    record.msg, record.args = record.getMessage().split("\n")[0], ()
    return True
