"""An assignment's `checks.py`: what it declares, held against the source notebook beside it.

It may import Python files from the folder of all assignments: what the checks of several share.
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import sys
import traceback
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.authoring.declarations import AlsoRight, Declaration, Equivalent
from autograder.authoring.models import Mistake, Model
from autograder.common.errors import CourseError, NotFound
from autograder.common.parsing import parse
from autograder.course.layout import CHECKS
from autograder.course.source import Source


@dataclass(frozen=True, kw_only=True)
class Checks:
    """What the instructor wrote about the functions of one assignment.

    Attributes:
        path: The file.
        declarations: How each function is probed, by name.
        mistakes: The known mistakes, in their order.
        models: Right implementations, of which most mistakes are changes.
        also_right: Other right ways, which give other results somewhere.
        equivalents: Changes to a reference that change nothing.
        references: What the source notebook's reference code defines.
    """

    path: Path
    declarations: Mapping[str, Declaration]
    mistakes: tuple[Mistake, ...]
    models: tuple[Model, ...]
    also_right: tuple[AlsoRight, ...]
    equivalents: tuple[Equivalent, ...]
    references: Mapping[str, Any]

    def sentence(self, exercise: str, mistake: str) -> str:
        """Say what is told of a mistake by its id, whether its faults are combined by the author or not; empty where it is unknown."""
        known = {each.id: each.message for each in self.mistakes if each.exercise == exercise}
        if mistake in known:
            return known[mistake]
        for model in self.models:
            if model.exercise == exercise and (found := model.named(mistake)) is not None:
                return found.message
        return ""


def read(source: Source) -> Checks:
    """Run `checks.py` and the references, both of which are the instructor's own code.

    Raises:
        NotFound, CourseError: Something is missing, does not run or does not fit together.
    """
    path = source.path.with_name(CHECKS)
    found = _run(path)
    _refuse_exercises_that_stand_twice(path, found)
    checks = Checks(
        path=path,
        declarations={value.name: value for value in found if isinstance(value, Declaration)},
        mistakes=tuple(_mistakes(found)),
        models=tuple(value for value in found if isinstance(value, Model)),
        also_right=tuple(value for value in found if isinstance(value, AlsoRight)),
        equivalents=tuple(value for value in found if isinstance(value, Equivalent)),
        references=source.references(),
    )
    _check_names(source, checks)
    return checks


def _mistakes(found: list[Any]) -> Iterator[Mistake]:
    """Give each fault by itself first: what several give together may be what one gives."""
    every: list[Mistake] = []
    for value in found:
        every += (
            [value] if isinstance(value, Mistake) else value.mistakes() if isinstance(value, Model) else []
        )
    yield from (each for each in every if not each.parts)
    yield from (each for each in every if each.parts)


@contextlib.contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """Let the files of a folder be imported, and forget them again: another course has others of the same names."""
    known = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - known:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).parent == folder:
                del sys.modules[name]


def _run(path: Path) -> list[Any]:
    """Give every value that the file defines; lists are looked into."""
    if not path.is_file():
        raise NotFound(f"{path}: is missing; it says how the functions of the notebook beside it are probed")
    spec = importlib.util.spec_from_file_location(f"checks_{zlib.crc32(str(path).encode())}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    _refuse_what_would_be_lost(path)
    try:
        with _neighbours(path.parent.parent):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise CourseError(
            f"{path}: does not run: {type(error).__name__}: {error}{_line(path, error)}; correct it"
        ) from error
    found: list[Any] = []
    for value in vars(module).values():
        found += value if isinstance(value, list) else [value]
    return found


def _refuse_exercises_that_stand_twice(path: Path, found: list[Any]) -> None:
    exercises = {id(value): value.name for value in found if isinstance(value, Declaration)}
    for name, count in Counter(exercises.values()).items():
        if count > 1:
            raise CourseError(f"{path}: two exercises are called `{name}`; rename or remove one")


def _line(path: Path, error: BaseException) -> str:
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return f" (line {lines[-1]})" if lines else ""


def _refuse_what_would_be_lost(path: Path) -> None:
    """Raise where two things share a name, of which the second would silently replace the first, or one has none."""
    try:
        tree = parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CourseError(f"{path}: is not Python: {error}; correct it") from None
    names = Counter(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    for name, count in names.items():
        if count > 1:
            raise CourseError(f"{path}: two functions are called `{name}`; rename one, or the first is lost")
    declared: Counter[str] = Counter()
    for node in tree.body:
        if not isinstance(node, (ast.Assign, ast.Expr)) or not _declares(node.value):
            continue
        if isinstance(node, ast.Expr):
            raise CourseError(
                f"{path}: line {node.lineno}: `{ast.unparse(node)[:40]}...` is lost without a name; write `NAME = ` before it"
            )
        declared.update(target.id for target in node.targets if isinstance(target, ast.Name))
    for name, count in declared.items():
        if count > 1:
            raise CourseError(f"{path}: `{name} = ` stands twice; rename one, or the first is lost")


def _declares(value: ast.expr) -> bool:
    """Tell whether an expression makes what is found by its name alone: an exercise, a model, an `equivalent`."""
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    if isinstance(called, ast.Attribute):
        return called.attr in ("model", "also_right")
    return isinstance(called, ast.Name) and called.id in ("exercise", "equivalent")


def _check_names(source: Source, checks: Checks) -> None:
    path, declarations, references = checks.path, checks.declarations, checks.references
    for name in source.points:
        if name not in declarations:
            raise CourseError(
                f"{path}: no exercise `{name}`, but {source.path.name} has a test cell for it; declare it"
            )
        if not callable(references.get(name)):
            raise CourseError(f"{source.path}: the cell `{name}` defines no function `{name}`; name it so")
    for name, declaration in declarations.items():
        if name not in source.points:
            raise CourseError(
                f"{path}: exercise `{name}` has no test cell `check_{name}` in {source.path.name}; add one with its points"
            )
        for used in declaration.uses:
            if not callable(references.get(used)):
                raise CourseError(
                    f"{path}: exercise `{name}` uses `{used}`, which {source.path.name} does not define; define it there, or correct `uses`"
                )
    for mistake in checks.mistakes:
        if mistake.exercise not in declarations:
            raise CourseError(
                f"{path}: mistake `{mistake.id}` is about `{mistake.exercise}`, which is no exercise here; correct the name"
            )
    for other in checks.also_right:
        if other.exercise not in declarations:
            raise CourseError(
                f"{path}: `also_right` is about `{other.exercise}`, which is no exercise here; correct the name"
            )
        if declarations[other.exercise].drawn:
            raise CourseError(
                f"{path}: `{other.exercise}` is told by its distribution, so nothing can be `also_right`; remove it"
            )
    for each in checks.equivalents:
        if each.exercise not in declarations:
            raise CourseError(
                f"{path}: `equivalent` names `{each.exercise}`, which is no exercise here; correct the name"
            )
