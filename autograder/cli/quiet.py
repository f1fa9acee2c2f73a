"""Keeping other libraries' chatter off the instructor's terminal, and quiet where nobody reads."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

PIPE_CLOSED = 141  # what a shell says of a program that went on writing then


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


def end_soon() -> None:
    """Have Python end without looking for garbage among all that was imported: that takes a quarter of a second."""
    atexit.register(gc.freeze)


def flushed(status: int | None) -> int:
    """Write out what was printed, as long as somebody can be told that it cannot be; give the exit status."""
    sys.stdout.flush()
    return status or 0


def nobody_reads() -> int:
    """End without a word: whoever reads what is printed, such as `head`, has seen enough."""
    # Python writes out what is left once more when it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
