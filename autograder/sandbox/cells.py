"""Inside the walls: running cells as IPython would, and keeping a bounded part of what they show."""

from __future__ import annotations

import ast
import base64
import functools
import io
import sys
from collections.abc import Sequence
from typing import Any

from autograder.sandbox import pictures
from autograder.values import encodable

MAX_FIGURE_FACTOR = 10
IMAGES = ("image/png", "image/jpeg")
KEPT_TYPES = ("text/plain", *IMAGES)
FAILING = "def f():\n    raise NotImplementedError\n\nf()"  # a traceback takes many imports, the first time
TRUNCATED = "\n… (cut: this cell showed more than fits)\n"


class Outputs:
    """The outputs of one cell in nbformat's form, bounded in bytes: text, and pictures besides."""

    def __init__(self, limit: int, *, pictures: bool = True) -> None:
        self.items: list[dict[str, Any]] = []
        self.error: str | None = None
        self._text = limit
        self._pictures = limit * MAX_FIGURE_FACTOR if pictures else 0
        self._cut = False

    def stream(self, name: str, text: str) -> None:
        text = self._fit(text)
        if not text:
            return
        last = self.items[-1] if self.items else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.items.append({"output_type": "stream", "name": name, "text": text})

    def display(self, data: dict[str, Any], *, result: int | None = None) -> None:
        kept = {kind: self._keep(kind, data[kind]) for kind in KEPT_TYPES if kind in data}
        kept = {kind: value for kind, value in kept.items() if value}
        if not kept:
            return
        if result is None:
            self.items.append({"output_type": "display_data", "data": kept, "metadata": {}})
        else:
            self.items.append(
                {"output_type": "execute_result", "data": kept, "metadata": {}, "execution_count": result}
            )

    def failed(self, name: str, message: str, traceback: list[str]) -> None:
        self.error = encodable(f"{name}: {message}"[:500])
        self.items.append(
            {
                "output_type": "error",
                "ename": encodable(name[:100]),
                "evalue": self._fit(message)[:2000],
                "traceback": [self._fit(line) for line in traceback[:100]],
            }
        )

    def clear(self) -> None:
        self.items.clear()

    def _keep(self, kind: str, value: Any) -> str:
        if kind not in IMAGES:
            return self._fit(str(value))
        text = base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
        if len(text) > self._pictures:
            return ""
        self._pictures -= len(text)
        return text

    def _fit(self, text: str) -> str:
        text = encodable(text[: self._text + 1])
        if len(text) <= self._text:
            self._text -= len(text)
            return text
        text, self._text = text[: self._text], 0
        if self._cut:
            return text
        self._cut = True
        return text + TRUNCATED


class _Stream(io.TextIOBase):
    """What a student's `sys.stdout` is: it keeps text, and has no file descriptor."""

    def __init__(self, name: str) -> None:
        self._name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if _current is not None:
            _current.stream(self._name, text)
        return len(text)


_current: Outputs | None = None
_cell_name = ""
_pictures = False


@functools.cache
def shell() -> Any:
    """Make the one IPython shell that every notebook of this process runs in."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publisher(DisplayPublisher):  # type: ignore[misc]
        def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
            if _current is not None:
                _current.display(data)

        def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002
            if _current is not None:
                _current.clear()

    class Hook(DisplayHook):  # type: ignore[misc]
        def write_output_prompt(self) -> None:
            pass

        def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:  # noqa: ARG002
            if _current is not None:
                _current.display(format_dict, result=self.shell.execution_count)

        def finish_displayhook(self) -> None:
            pass

    class Shell(InteractiveShell):  # type: ignore[misc]
        def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
            if _current is not None:
                _current.failed(etype.__name__, str(evalue), list(stb))

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"  # with more context, an exception takes as long as a figure
    config.InteractiveShell.display_pub_class = Publisher
    config.InteractiveShell.displayhook_class = Hook
    made = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Hook)
    made.compile.get_code_name = lambda *_: _cell_name
    return made


def warm_up(sources: Sequence[str], *, draw: bool) -> None:
    """Run cells that every notebook has, so that all they import and build up once is at hand in every fork."""
    global _pictures  # noqa: PLW0603
    pictures.set_up(shell(), draw=draw)
    _pictures = draw
    for number, source in enumerate((*sources, FAILING)):
        run(number, f"<warm-up {number}>", source, 1000)
    shell().reset(new_session=True)


def run(number: int, name: str, source: str, limit: int) -> tuple[list[dict[str, Any]], str | None]:
    """Run one cell and give its outputs, and the exception it ended in, if any."""
    global _current, _cell_name  # noqa: PLW0603
    outputs = Outputs(limit, pictures=_pictures)
    _current, _cell_name = outputs, name
    made = shell()
    made.execution_count = number + 1
    previous = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), _Stream("stdout"), _Stream("stderr")
    try:
        made.run_cell(source, store_history=False)
    except BaseException as error:  # what IPython lets through, such as KeyboardInterrupt at an odd moment
        outputs.failed(type(error).__name__, str(error), [])
    finally:
        sys.stdin, sys.stdout, sys.stderr = previous
        _current = None
    return outputs.items, outputs.error


def definitions(source: str) -> str:
    """Keep a cell's imports and definitions only, on their own lines."""
    source = shell().transform_cell(source)  # magics are no Python yet
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    lines = source.splitlines()
    found = [""] * len(lines)
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            # Other statements may stand on the same line, such as the one that never ended.
            first, *rest = (ast.get_source_segment(source, node) or "").split("\n")
            place = node.lineno - 1
            found[place : place + 1 + len(rest)] = [f"{found[place]}; {first}".removeprefix("; "), *rest]
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
            found[start : node.end_lineno] = lines[start : node.end_lineno]
    return "\n".join(found)
