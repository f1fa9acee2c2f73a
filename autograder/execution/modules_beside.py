"""Inside the walls: Python files that lie beside the notebook. They keep what they define where something is not there."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from importlib.util import decode_source
from pathlib import Path
from types import CodeType, ModuleType

from autograder.common.parsing import parse, readable
from autograder.execution.definitions import Definitions
from autograder.execution.shell import ZMQInteractiveShell


class Loader(SourceFileLoader):
    """Runs such a file as a module: what is not there costs it no more than a cell of the notebook."""

    def __init__(self, name: str, path: str, shell: ZMQInteractiveShell) -> None:
        super().__init__(name, path)
        self._shell = shell

    def get_code(self, fullname: str) -> CodeType | None:
        try:
            return super().get_code(fullname)
        except SyntaxError:  # perhaps it is written for a newer Python
            return self.source_to_code(readable(decode_source(self.get_data(self.path))), self.path)

    def exec_module(self, module: ModuleType) -> None:
        try:
            super().exec_module(module)
        except SyntaxError:
            raise
        except Exception as error:
            self._shell.showtraceback()
            definitions = Definitions(self._shell, self.path, calls=True, space=module.__dict__)
            definitions.keep_from(parse(decode_source(self.get_data(self.path))).body, error.__traceback__)


class Finder:
    """Finds modules and packages as Python does, and has those that the notebook brought along run by our loader."""

    def __init__(self, shell: ZMQInteractiveShell, folder: Path) -> None:
        self._shell = shell
        self._folder = folder

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        for place in sys.path if path is None else path:
            if type(place) is str and self._is_beside(place):  # it may have been written this moment
                finder = sys.path_importer_cache.get(place or str(Path.cwd()))
                getattr(finder, "invalidate_caches", bool)()
        found = PathFinder.find_spec(name, path, target)
        file = found.origin if found is not None and type(found.loader) is SourceFileLoader else None
        if found is None or file is None or not self._is_beside(file):
            return None
        return importlib.util.spec_from_file_location(
            name,
            file,
            loader=Loader(name, file, self._shell),
            submodule_search_locations=found.submodule_search_locations,
        )

    def _is_beside(self, place: str) -> bool:
        return Path(place).resolve().is_relative_to(self._folder)


def find_modules_beside(shell: ZMQInteractiveShell) -> None:
    """Have the files beside the notebook found from now on."""
    place = sys.meta_path.index(PathFinder) if PathFinder in sys.meta_path else 0
    sys.meta_path.insert(place, Finder(shell, Path.cwd().resolve()))
