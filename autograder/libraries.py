"""Telling a library's code from a student's."""

from __future__ import annotations

import functools
import gc
import os
import sysconfig
from pathlib import Path
from types import CodeType, FunctionType

import numpy as np

_STANDARD = tuple(
    {str(Path(sysconfig.get_path(name))) + os.sep for name in ("stdlib", "platstdlib")} | {"<frozen "}
)
_PACKAGES = tuple(
    {
        str(Path(root)) + os.sep
        for root in (
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
            Path(np.__file__).parent.parent,
            Path(__file__).parent,
        )
    }
)
# The code of the libraries that were there before the student's: by identity, since any code may bear any file's name.
_known: dict[int, CodeType] = {}


def remember_libraries() -> None:
    """Take the code of every library function that there is by now for library code, and nothing that comes later."""
    waiting = [thing.__code__ for thing in gc.get_objects() if type(thing) is FunctionType]
    while waiting:
        code = waiting.pop()
        if id(code) not in _known and is_library(code.co_filename):
            _known[id(code)] = code
            waiting += [const for const in code.co_consts if type(const) is CodeType]


def is_library(filename: str) -> bool:
    return filename.startswith(_STANDARD + _PACKAGES)


def is_standard(filename: str) -> bool:
    return filename.startswith(_STANDARD) and not filename.startswith(_PACKAGES)


def belongs_to_library(code: CodeType) -> bool:
    """Tell a library's code from a student's, whatever name it bears."""
    return id(code) in _known if _known else is_library(file_of(code))


def file_of(code: CodeType) -> str:
    return str.__str__(code.co_filename)  # exactly a `str`: a subclass may be a student's


@functools.lru_cache(maxsize=1000)
def module_of(filename: str) -> str:
    """Name the module that a library's file holds: by its place, as a name can be changed."""
    if filename.startswith("<frozen "):
        return filename.removeprefix("<frozen ").removesuffix(">")
    for root in (*_PACKAGES, *_STANDARD):
        if filename.startswith(root):
            parts = Path(filename[len(root) :]).with_suffix("").parts
            return ".".join(parts[:-1] if parts[-1:] == ("__init__",) else parts)
    return ""
