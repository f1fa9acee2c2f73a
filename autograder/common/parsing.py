"""Python source as a syntax tree, whatever the source, the thread, and the version of Python that it was written for."""

from __future__ import annotations

import ast
import contextlib
import warnings

from autograder.common.newer_syntax import written_for_older

ATTEMPTS = 20


def parse(code: str) -> ast.Module:
    """Parse source code, a student's too.

    Raises:
        SyntaxError: It is no Python, or is nested deeper than Python can follow.
    """
    try:
        return _parse(code)
    except SyntaxError:
        written = written_for_older(code)
        if written == code:
            raise
        with contextlib.suppress(SyntaxError):
            return _parse(written)
        raise


def readable(code: str) -> str:
    """Give code as this Python can read it; as it is, where it can, and where nothing helps."""
    try:
        _parse(code)
    except SyntaxError:
        written = written_for_older(code)
        with contextlib.suppress(SyntaxError):
            _parse(written)
            return written
    return code


def _parse(code: str) -> ast.Module:
    for _ in range(ATTEMPTS):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # about odd code: newer versions tell the reader, who did not write it
                return ast.parse(code)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from None
        except SystemError:
            # CPython until 3.11.7 counts its depth across threads: one that parses meanwhile makes this one fail.
            continue
    raise SyntaxError("Python could not parse it")
