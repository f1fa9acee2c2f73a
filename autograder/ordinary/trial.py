"""One notebook of an ordinary assignment in a sandbox: its cells, then each test cell in a process forked from what they left.

A test's whole text reaches that process alone, and when all cells have run: none of the student's code runs beside it that the test
does not call, but for what was left behind to do so. What it says can be forged there, as with nbgrader. Among the cells runs at most
what students have of it: where an answer may rest on that, as it may in their own kernel, they are run once more with it.
"""

from __future__ import annotations

import ast
import time
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Self

from nbformat import NotebookNode

from autograder.common.bindings import events_in, tree_of, used_by
from autograder.common.text import encodable
from autograder.execution.cell_outputs import MAX_FIGURE_FACTOR
from autograder.notebooks.restore import code_cells, is_test
from autograder.sandbox.budget import Budget
from autograder.sandbox.host import Sandbox
from autograder.sandbox.limits import Limits
from autograder.sandbox.notebook import MAX_PICTURE_BYTES, MAX_TEXT_BYTES, CouldNotRun, Notebook, Why, why
from autograder.sandbox.patience import Patience
from autograder.sandbox.protocol.cells import Cell
from autograder.sandbox.protocol.messages import CellDone, RunCells
from autograder.sandbox.protocol.outputs import LEFT_OUT, Failure, Output, Result, is_picture, size_of
from autograder.sandbox.protocol.trouble import TROUBLE, BrokenFrame
from autograder.sandbox.results import CellResult, explained

TOLD = 300  # characters of what it said, where it showed more than fits
GONE = Why(reason="crash", detail="", words="the notebook no longer answers")


@dataclass(frozen=True, kw_only=True)
class Test:
    """A test cell.

    Attributes:
        name: Its `grade_id`.
        points: What it is worth.
        source: Its text.
        number: Its number among the cells of code.
        place: How many cells are run before it.
        earlier: The text of the tests above it.
    """

    name: str
    points: float
    source: str
    number: int
    place: int
    earlier: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Tested:
    """What came of a test cell: its outputs and the exception that it ended in, if any; or why it did not come back."""

    outputs: Sequence[Output] = ()
    error: str | None = None
    stopped: Why | None = None


def tests_in(notebook: NotebookNode) -> list[Test]:
    """List the test cells of a restored notebook, in its order."""
    found: list[Test] = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for i, cell in enumerate(code):
        if is_test(cell):
            found.append(
                Test(
                    name=str(cell.metadata["nbgrader"]["grade_id"]),
                    points=float(cell.metadata["nbgrader"]["points"]),
                    source=encodable(str(cell.source)),
                    number=i + 1,
                    place=i - len(found),
                    earlier=tuple(each.source for each in found),
                )
            )
    return found


class Trial:
    """A submitted notebook in a sandbox, and its test cells.

    Args:
        sandbox: Where it runs.
        limits: What it may take.
        notebook: The notebook, restored.
        shown: Its test cells as students got them, by `grade_id`.
        files: What lies beside it.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        limits: Limits,
        notebook: NotebookNode,
        shown: Mapping[str, str],
        files: Mapping[str, bytes],
    ) -> None:
        self._sandbox, self._limits = sandbox, limits
        self._sources = [str(cell.source) for cell in code_cells(notebook)]
        self.tests = tests_in(notebook)
        self._budget = Budget(limits.submission_seconds, len(self.tests))
        self._notebook = Notebook(sandbox, limits, self._sources, files, self._budget)
        self._shown, self._files = shown, files
        self._first = next((test for test in self.tests if shown.get(test.name, "").strip()), None)
        self._in_order: Notebook | None = None
        self._room = {True: MAX_PICTURE_BYTES, False: MAX_TEXT_BYTES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._notebook.drop()
        self._sandbox.rest()

    def run(self) -> Sequence[CellResult]:
        """Run the cells in order, and give what came of each: as a student saw it, where one fails below a test.

        Raises:
            CouldNotRun: Too much of it does not come back.
            Disturbed: It was our fault.
        """
        if self._sources or self.tests:
            self._notebook.run()
        results = self._notebook.results
        if self._first is None or not any(_failed(result.error) for result in results[self._first.place :]):
            return results
        self._notebook.drop()
        try:
            as_seen = self._run_in_order()
        except CouldNotRun:  # what came of them without the tests is true as well
            return results
        return results if any(result.abandoned for result in as_seen) else as_seen

    def _run_in_order(self) -> Sequence[CellResult]:
        """Run the cells with the tests between them, as far as students have these; what came of the tests is left out."""
        whole = self._whole_in_order()
        if not whole.results:
            whole.run()
            whole.drop()
        tests = {test.number - 1 for test in self.tests}
        return [result for i, result in enumerate(whole.results) if i not in tests]

    def _whole_in_order(self) -> Notebook:
        if self._in_order is None:  # made when it is needed: it has the time that is left then
            sources = [*self._sources]
            for test in self.tests:
                sources.insert(test.number - 1, self._shown.get(test.name, ""))
            self._in_order = Notebook(self._sandbox, self._limits, sources, self._files, self._budget)
        return self._in_order

    def test(self, test: Test) -> Tested:
        """Run a test cell when the whole notebook has run; where it asks for a name that an earlier test defines, beside that.

        Raises:
            Disturbed: It was our fault that it did not come back.
        """
        tested = self._run(test, [])
        return self._beside_earlier(test) or tested if _asks_for_a_name(tested) else tested

    def test_in_its_place(self, test: Test, tested: Tested) -> Tested | None:
        """Run a test cell when all that stands above it has run, as a kernel does; None where that cannot have changed it.

        Args:
            test: The test.
            tested: What came of it when the whole notebook had run.

        Raises:
            CouldNotRun, Disturbed: As `run`.
        """
        if not (self._may_rest_on_tests(test, tested) or self._is_changed_below(test)):
            return None
        self._notebook.drop()
        self._run_in_order()  # what does not come back is found out once
        self._notebook = self._whole_in_order().before(test.number - 1)
        self._notebook.run()
        return self.test(test)

    def _may_rest_on_tests(self, test: Test, tested: Tested) -> bool:
        """Tell whether a test may have failed because what a test above it does was missing."""
        return self._first is not None and self._first.number < test.number and _failed(tested.error)

    def _beside_earlier(self, test: Test) -> Tested | None:
        """Run a test cell behind the definitions of those above it, or behind all of them; None where both leave it without a name."""
        for definitions_only in (True, False):
            cells = [
                Cell(name=f"<test {i}>", source=source, definitions_only=definitions_only)
                for i, source in enumerate(test.earlier)
            ]
            tested = self._run(test, cells) if cells else None
            if tested is not None and not _asks_for_a_name(tested):
                return tested
        return None

    def _is_changed_below(self, test: Test) -> bool:
        """Tell whether a cell below the test gives another meaning to a name that stands in it or above it."""
        above = [*self._sources[: test.place], *test.earlier, test.source]
        used = {name for source in above for node in tree_of(source).body for name in used_by(node)}
        return any(
            any(not event.name or event.name in used for event in events_in(0, source))
            or any(_is_called_on(node, used) for node in tree_of(source).body)
            for source in self._sources[test.place :]
        )

    def _run(self, test: Test, earlier: Sequence[Cell]) -> Tested:
        tested, doubtful = self._run_once(test, earlier)
        if doubtful:
            tested, _ = self._run_once(test, earlier)
        return tested

    def _run_once(self, test: Test, earlier: Sequence[Cell]) -> tuple[Tested, bool]:
        """Run it in a fork, and tell whether it may have been our fault if it did not come back."""
        seconds = min(self._limits.cell_seconds, self._budget.for_function(test.name))
        if seconds <= 0:
            used_up = f"all the {self._budget.seconds:g} s that one submission may take were used up"
            return Tested(stopped=Why(reason="submission-time", detail="", words=used_up)), False
        try:
            process = self._notebook.fork(None, answered=False)
        except TROUBLE:
            return Tested(stopped=GONE), False
        patience = Patience(self._sandbox, besides=self._notebook.pid)
        started = time.monotonic()
        cells = [*earlier, Cell(name=f"<{test.name}>", source=test.source)]
        size = self._limits.output_kb << 10
        came = CellDone(outputs=[], error=None)
        try:
            process.line.send(
                RunCells(cells=cells, files={}, output_bytes=size, first=test.number - len(cells))
            )
            for _ in cells:
                left = seconds - (time.monotonic() - started - patience.granted)
                done = patience.receive(process.line, left, size * (MAX_FIGURE_FACTOR + 2))
                if not isinstance(done, CellDone):
                    raise BrokenFrame("not a cell's outputs")
                came = done
            process.line.close()  # it ends by itself; what is left of it goes before the next is forked
        except TROUBLE as trouble:
            found = why(trouble, process, seconds, self._sandbox, kills=self._notebook.kills)
            return Tested(stopped=found), found.doubtful
        finally:
            self._budget.spend(time.monotonic() - started - patience.granted)
        return Tested(outputs=self._fitting(came.outputs), error=came.error), False

    def _fitting(self, outputs: Sequence[Output]) -> Sequence[Output]:
        """Leave out what a page has no room for, but never that it failed, or what it gave."""
        outputs = explained(outputs, self._sandbox.packages)
        for output in outputs:
            self._room[is_picture(output)] -= size_of(output)
        if min(self._room.values()) > 0:
            return outputs
        told = [short for output in outputs if (short := _shortened(output)) is not None]
        return [LEFT_OUT, *told]


def _failed(error: str | None) -> bool:
    """Tell whether something ended in an exception, and not for want of an answer."""
    return error is not None and not error.startswith("NotImplementedError")


def _asks_for_a_name(tested: Tested) -> bool:
    return (tested.error or "").startswith("NameError")


def _shortened(output: Output) -> Failure | Result | None:
    match output:
        case Failure():
            return Failure(ename=output.ename[:80], evalue=output.evalue[:TOLD], traceback=[])
        case Result():
            return Result(data={"text/plain": output.data.get("text/plain", "")[:TOLD]})
    return None


def _is_called_on(node: ast.stmt, names: AbstractSet[str]) -> bool:
    """Tell whether a statement calls a method of something, which may change it."""
    match node:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            return name in names
    return False
