"""Inside the walls: Python files that lie beside the notebook. They keep what they define where a module is not there."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType

from autograder.sandbox.definitions import Definitions
from autograder.sandbox.shell import ZMQInteractiveShell


class Loader(SourceFileLoader):
    """Runs such a file as a module."""

    def __init__(self, name: str, path: str, shell: ZMQInteractiveShell) -> None:
        super().__init__(name, path)
        self._shell = shell

    def exec_module(self, module: ModuleType) -> None:
        try:
            super().exec_module(module)
        except ImportError as error:
            definitions = Definitions(self._shell, self.path, calls=True, space=module.__dict__)
            definitions.keep_from(ast.parse(self.get_data(self.path)).body, error.__traceback__)


class Finder:
    """Finds such a file before any other module of its name, as the notebook's folder comes first."""

    def __init__(self, shell: ZMQInteractiveShell) -> None:
        self._shell = shell

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        file = Path(f"{name}.py").resolve()
        if path is not None or not file.is_file():
            return None
        loader = Loader(name, str(file), self._shell)
        return importlib.util.spec_from_file_location(name, file, loader=loader)


def find_modules_beside(shell: ZMQInteractiveShell) -> None:
    """Have the files beside the notebook found from now on."""
    place = sys.meta_path.index(PathFinder) if PathFinder in sys.meta_path else 0
    sys.meta_path.insert(place, Finder(shell))
