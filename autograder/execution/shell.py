"""Inside the walls: the IPython shell that notebooks run in, with what they may ask of a Jupyter kernel's."""

from __future__ import annotations

import ast
import contextlib
import json
import shutil
from importlib.util import decode_source
from pathlib import Path
from typing import Any

from IPython.core import page
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Any as AnyTrait
from traitlets.config import Config

from autograder.common.newer_syntax import type_parameters
from autograder.common.parsing import parse, readable
from autograder.execution import cell_outputs, pictures
from autograder.execution.definitions import Definitions, statements

# What a kernel answers through the page that shows the notebook, and what needs programs that are not here.
FOR_A_PAGE = [
    "edit",
    "clear",
    "cls",
    "less",
    "more",
    "man",
    "connect_info",
    "qtconsole",
    "autosave",
    "subshell",
]
INSTALLERS = ["conda", "mamba", "micromamba"]
# Nobody can be asked for input, and nobody watches pictures that move (see `autograder.figures.stage`).
REQUEST = {"header": {"msg_id": "", "session": ""}, "metadata": {}, "content": {"allow_stdin": False}}


class Kernel:
    """What stands at `get_ipython().kernel`: it answers, and does nothing."""

    def __init__(self, shell: Any) -> None:
        self.shell = shell

    def get_parent(self, *_: object) -> dict[str, Any]:
        return REQUEST

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _nothing


class Publisher(DisplayPublisher):  # type: ignore[misc]
    """Takes what a cell shows besides its last value."""

    def publish(
        self,
        data: dict[str, Any],
        *_: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **__: Any,
    ) -> None:
        if cell_outputs.current is not None:
            cell_outputs.current.display(data, name=(transient or {}).get("display_id"), update=update)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
        if cell_outputs.current is not None:
            cell_outputs.current.clear()


class Hook(DisplayHook):  # type: ignore[misc]
    """Takes the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:  # noqa: ARG002
        if cell_outputs.current is not None:
            cell_outputs.current.display(format_dict, result=self.shell.execution_count)

    def finish_displayhook(self) -> None:
        pass


class ZMQInteractiveShell(InteractiveShell):  # type: ignore[misc]
    """The shell. It bears the name of a kernel's, by which libraries know a notebook from a terminal.

    Nothing that a kernel's would take makes a cell fail; and a cell that fails keeps what it defines.
    """

    kernel = AnyTrait()
    draws: bool | None = None  # whether figures are drawn: those of the course ask
    cell_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._passed, self._began = 0, False
        super().__init__(*args, **kwargs)
        self.kernel = Kernel(self)
        self.compile.get_code_name = lambda *_: self.cell_name
        for name in FOR_A_PAGE + ([] if _has_programs() else INSTALLERS):
            self.register_magic_function(_nothing, "line", name)

    def init_hooks(self) -> None:
        super().init_hooks()
        self.set_hook("show_in_pager", page.as_hook(_nothing), 0)

    def init_virtualenv(self) -> None:
        pass

    def run_cell(self, raw_cell: str, *args: Any, **kwargs: Any) -> Any:
        self._began = False
        result = super().run_cell(raw_cell, *args, **kwargs)
        if isinstance(result.error_before_exec, SyntaxError) and not self._began:
            Definitions(self, self.cell_name, calls=True).keep(statements(raw_cell, self))
        return result

    async def run_ast_nodes(
        self, nodelist: list[ast.stmt], cell_name: str, *args: Any, result: Any = None, **kwargs: Any
    ) -> Any:
        self._began = True
        before, self._passed = self._passed, 0
        nodes = [*nodelist]
        try:
            failed = await super().run_ast_nodes(nodelist, cell_name, *args, result=result, **kwargs)
            if failed and self._passed < len(nodes):
                error = result and (result.error_in_exec or result.error_before_exec)
                trace = error.__traceback__ if error else None
                definitions = Definitions(self, cell_name, calls=True)
                definitions.keep_after(nodes[self._passed], nodes[self._passed + 1 :], trace)
            return failed
        finally:
            self._passed = before

    async def run_code(self, code_obj: Any, result: Any = None, *, async_: bool = False) -> bool:
        failed: bool = await super().run_code(code_obj, result, async_=async_)
        self._passed += not failed
        return failed

    def transform_cell(self, raw_cell: str) -> str:
        """Give a cell as Python: magics are none yet, and it may be written for a newer one than this."""
        cell = str(super().transform_cell(raw_cell))
        written = readable(cell)
        if written != cell:
            self.user_ns.update(dict.fromkeys(type_parameters(cell) - {*self.user_ns}, object))
        return written

    def keep_definitions(self, source: str) -> None:
        """Run only what a cell defines: the whole of it never came back."""
        name = self.compile.cache(self.transform_cell(source), self.execution_count, raw_code=source)
        Definitions(self, name, calls=False).keep(statements(source, self))

    def safe_execfile(
        self, fname: Any, *where: dict[str, Any], raise_exceptions: bool = False, **kwargs: Any
    ) -> None:
        """Run a script; where something is not there, it keeps what it defines."""
        try:
            super().safe_execfile(fname, *where, raise_exceptions=True, **kwargs)
        except Exception as error:
            if raise_exceptions:
                raise
            self.showtraceback()
            path = Path(fname).expanduser().resolve()
            definitions = Definitions(self, str(path), calls=True, space=where[0])
            with contextlib.suppress(SyntaxError):
                definitions.keep_from(parse(decode_source(path.read_bytes())).body, error.__traceback__)

    def safe_execfile_ipy(self, fname: Any, *args: Any, **kwargs: Any) -> None:
        """Run another notebook; IPython's own way needs nbformat, which students need not have."""
        path = Path(fname).expanduser()
        if path.suffix != ".ipynb":
            super().safe_execfile_ipy(fname, *args, **kwargs)
            return
        for cell in json.loads(path.read_bytes())["cells"]:
            source = cell["source"]
            if cell["cell_type"] == "code":
                self.run_cell(source if isinstance(source, str) else "".join(source), silent=True)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:  # noqa: ARG002
        if cell_outputs.current is not None:
            cell_outputs.current.failed(*told(evalue), list(stb))

    def show_usage_error(self, exc: BaseException) -> None:
        if cell_outputs.current is not None:
            cell_outputs.current.failed("UsageError", str(exc), [f"UsageError: {exc}"])

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> tuple[Any, str]:
        pictures.set_up(self, draw=self.draws is not False)
        return gui, pictures.BACKEND

    def ask_exit(self) -> None:
        pass

    def get_parent(self) -> dict[str, Any]:
        return REQUEST

    @property
    def parent_header(self) -> dict[str, Any]:
        return REQUEST

    def system(self, cmd: str) -> None:
        if _has_programs():
            super().system_piped(cmd)
        else:
            self._say_without_programs(cmd)
            self.user_ns["_exit_code"] = 127

    system_piped = system_raw = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        if _has_programs():
            return super().getoutput(cmd, split=split, depth=depth + 1)
        self._say_without_programs(cmd)
        return SList() if split else ""

    def _say_without_programs(self, cmd: str) -> None:
        print(f"There is no shell here, so this was not run: {cmd.strip()[:200]}")


def told(error: BaseException) -> tuple[str, str]:
    """Give an exception's name and message, whatever its own code does, which runs here."""
    try:
        return _public_name(type(error)), _message(error)
    except BaseException:
        return "Exception", "(its message cannot be told)"


def _public_name(error: type) -> str:
    """Name an exception as every version of Python does: some have private kinds of `SyntaxError`."""
    private = error.__module__ == "builtins" and error.__name__.startswith("_")
    return error.__mro__[1].__name__ if private else error.__name__


def _message(error: BaseException) -> str:
    """Give an exception's message; a cell's name means nothing to a student, and differs between versions of Python."""
    if isinstance(error, SyntaxError) and not Path(error.filename or "").is_file():
        return f"{error.msg} (line {error.lineno})"
    return str(error)


def make() -> ZMQInteractiveShell:
    """Make the one shell of this process."""
    config = Config()
    config.HistoryManager.enabled = False
    config.IPKernelApp.name = ""  # where libraries look to know that this is a notebook
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"  # with more context, an exception takes as long as a figure
    shell: ZMQInteractiveShell = ZMQInteractiveShell.instance(
        config=config, display_pub_class=Publisher, displayhook_class=Hook
    )
    shell.extension_manager.load_extension("storemagic")
    return shell


def _has_programs() -> bool:
    return shutil.which("sh") is not None or shutil.which("cmd") is not None


def _nothing(*_: object, **__: object) -> None:
    pass
