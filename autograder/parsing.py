"""Python source as a syntax tree, whatever the source and the thread."""

from __future__ import annotations

import ast
import warnings

ATTEMPTS = 20


def parse(code: str) -> ast.Module:
    """Parse source code, a student's too.

    Raises:
        SyntaxError: It is no Python, or is nested deeper than Python can follow.
    """
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
