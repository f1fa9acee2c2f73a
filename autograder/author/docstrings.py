"""Examples in the references' docstrings, held to what the references give: students believe them."""

from __future__ import annotations

import doctest
import inspect
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.course.bank import Bank

SPELLING = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def untrue(bank: Bank) -> list[str]:
    """Say in a line each which example of a docstring its reference does not bear out."""
    space = {"np": np, **bank.authored.references}
    return [
        problem
        for question in bank.questions
        for problem in _untrue(question.hidden.name, space[question.hidden.name], space)
    ]


def _untrue(name: str, function: Callable[..., Any], space: dict[str, Any]) -> Iterator[str]:
    text = inspect.getdoc(function) or ""
    try:
        test = doctest.DocTestParser().get_doctest(text, dict(space), name, None, None)
    except ValueError as error:
        yield f"{name}: an example in its docstring cannot be read: {error}; correct it"
        return
    runner = _Runner(_Close(), verbose=False, optionflags=SPELLING)
    with np.errstate(all="ignore"):
        runner.run(test, out=lambda _: None)
    for example, given in runner.failed:
        yield (
            f"{name}: its docstring says that `{example.source.strip()}` gives {_line(example.want)}, "
            f"but the reference gives {given}; correct one of the two"
        )


def _line(text: str) -> str:
    return " ".join(text.split()) or "nothing"


class _Runner(doctest.DocTestRunner):
    """Keeps what fails, in place of printing it."""

    def __init__(self, checker: doctest.OutputChecker, *, verbose: bool, optionflags: int) -> None:
        super().__init__(checker, verbose=verbose, optionflags=optionflags)
        self.failed: list[tuple[doctest.Example, str]] = []

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:  # noqa: ARG002
        self.failed.append((example, _line(got)))

    def report_unexpected_exception(
        self,
        out: Any,  # noqa: ARG002
        test: Any,  # noqa: ARG002
        example: doctest.Example,
        exc_info: Any,
    ) -> None:
        self.failed.append((example, f"{exc_info[0].__name__}: {exc_info[1]}"))


class _Close(doctest.OutputChecker):
    """Compares values before their spelling: NumPy's scalars print differently from version to version."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        return super().check_output(want, got, optionflags) or _close(want, got)


def _close(want: str, got: str) -> bool:
    space = {"np": np, "array": np.array, "nan": np.nan, "inf": np.inf}
    try:
        wanted, came = (eval(text, dict(space)) for text in (want, got))  # noqa: S307  # the author's own words
        return _alike(wanted, came)
    except Exception:
        return False  # no values, so that their spelling decides


def _alike(wanted: Any, came: Any) -> bool:
    if isinstance(wanted, (list, tuple)) and isinstance(came, (list, tuple)):
        return len(wanted) == len(came) and all(map(_alike, wanted, came))
    return np.shape(wanted) == np.shape(came) and bool(np.allclose(wanted, came, equal_nan=True))
