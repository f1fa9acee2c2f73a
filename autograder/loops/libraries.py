"""Telling a library's code from a student's."""

from __future__ import annotations

import functools
import gc
import os
import sys
import sysconfig
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

_STANDARD = tuple(
    {
        str(Path(root)) + os.sep
        for root in (
            sysconfig.get_path("stdlib"),
            sysconfig.get_path("platstdlib"),
            Path(functools.__file__).parent,  # a browser's Python keeps most of it in a zip
        )
    }
    | {"<frozen "}
)
_OWN = str(Path(__file__).parents[1]) + os.sep
_PACKAGES = (
    *{
        str(Path(root)) + os.sep
        for root in (
            sysconfig.get_path("purelib"),
            sysconfig.get_path("platlib"),
            Path(np.__file__).parent.parent,
        )
    },
    _OWN,
)
# What is called without a frame, by identity too: the compiled functions of packages, with their names.
_compiled: dict[int, tuple[object, str]] = {}
_looked_at: dict[int, ModuleType] = {}
_COMPILED = {
    "ufunc",
    "builtin_function_or_method",
    "cython_function_or_method",
    "fortran",
    "_ArrayFunctionDispatcher",
}
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


def remember_compiled() -> None:
    """Name the compiled functions of packages that came since; NumPy's first, as others lend them."""
    new = []
    for module in [*sys.modules.values()]:
        if type(module) is ModuleType and id(module) not in _looked_at:
            _looked_at[id(module)] = module
            name = _name_of(module)
            if name:
                new.append((not name.startswith("numpy."), name, module))
    for _, name, module in sorted(new, key=lambda each: each[0]):
        for key, value in [*vars(module).items()]:
            if type(value).__name__ in _COMPILED and id(value) not in _compiled and _is_its_own(value):
                _compiled[id(value)] = value, f"{name}.{key}"[:200]


def compiled_name(identity: int) -> str | None:
    """Name the compiled function with this identity, if it is a package's."""
    found = _compiled.get(identity)
    return found[1] if found is not None else None


def _is_its_own(function: Any) -> bool:
    """Tell a package's function from one of Python's own that it imports, such as `math.sqrt`."""
    if type(function) is not BuiltinFunctionType:
        return True
    owner = function.__self__
    return bool(_name_of(owner)) if type(owner) is ModuleType else type(owner).__name__ == "PyCapsule"


def _name_of(module: ModuleType) -> str:
    """Name a package's module by its file, as a name can be changed; the standard library's and others have none here."""
    file = vars(module).get("__file__")
    if type(file) is not str:
        return ""
    for root in _PACKAGES[:-1]:
        if file.startswith(root):
            return file[len(root) :].partition(".")[0].replace(os.sep, ".").removesuffix(".__init__")
    return ""


def is_library(filename: str) -> bool:
    return filename.startswith(_STANDARD + _PACKAGES)


def is_standard(filename: str) -> bool:
    return filename.startswith(_STANDARD) and not filename.startswith(_PACKAGES)


def belongs_to_library(code: CodeType) -> bool:
    """Tell a library's code from a student's, whatever name it bears."""
    return id(code) in _known if _known else is_library(file_of(code))


def is_remembered(code: CodeType) -> bool:
    """Tell whether code is a library's that was there before the student's, and so keeps its identity for good."""
    return id(code) in _known


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
            inside = "autograder." if root == _OWN else ""
            return inside + ".".join(parts[:-1] if parts[-1:] == ("__init__",) else parts)
    return ""
