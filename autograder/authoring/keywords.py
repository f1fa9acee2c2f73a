"""What a function of the author's vocabulary takes, said where something else is given."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def lists_its_keywords(function: Callable[P, R]) -> Callable[P, R]:
    """Have a function whose first argument is a name refuse keywords that it does not know with a list of those it does."""
    parameters = inspect.signature(function).parameters
    known = [name for name, parameter in parameters.items() if parameter.kind is parameter.KEYWORD_ONLY]

    @functools.wraps(function)
    def checked(*args: P.args, **keywords: P.kwargs) -> R:
        unknown = [name for name in keywords if name not in parameters]
        if unknown:
            name = args[0] if args else keywords.get("name", "")
            raise ValueError(
                f"{function.__name__} `{name}`: there is no `{'`, `'.join(unknown)}`; it takes: {', '.join(known)}"
            )
        return function(*args, **keywords)

    return checked
