"""Inside the walls: what a cell shows, in nbformat's form and bounded, and the streams that it prints to."""

from __future__ import annotations

import base64
import io
from typing import Any

from autograder.common.text import encodable

MAX_FIGURE_FACTOR = 10
IMAGES = ("image/png", "image/jpeg")
KEPT_TYPES = ("text/plain", *IMAGES)
RESULT = 100  # characters of a result that are kept, however much was shown before: it may be points
TRUNCATED = "\n… (cut: this cell showed more than fits)\n"


class Outputs:
    """The outputs of one cell, bounded in bytes: text, and pictures besides."""

    def __init__(self, limit: int, *, pictures: bool = True) -> None:
        self.items: list[dict[str, Any]] = []
        self.error: str | None = None
        self._text = limit
        self._pictures = limit * MAX_FIGURE_FACTOR if pictures else 0
        self._cut = False
        self._named: dict[str, dict[str, Any]] = {}

    def stream(self, name: str, text: str) -> None:
        text = self._fit(text)
        if not text:
            return
        last = self.items[-1] if self.items else None
        if last and last["output_type"] == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.items.append({"output_type": "stream", "name": name, "text": text})

    def display(
        self,
        data: dict[str, Any],
        *,
        result: int | None = None,
        name: str | None = None,
        update: bool = False,
    ) -> None:
        """Show something; what was shown under the same name before is replaced where it is an update."""
        before = self._named.get(name) if name is not None else None
        if update and before is None:
            return  # what it would replace stands below another cell
        kept = {kind: self._keep(kind, data[kind]) for kind in KEPT_TYPES if kind in data}
        if result is not None and len(text := str(data.get("text/plain", ""))) <= RESULT:
            kept["text/plain"] = encodable(text)
        kept = {kind: value for kind, value in kept.items() if value}
        if update and before is not None:
            before["data"] = kept or before["data"]
            return
        if not kept:
            return
        item: dict[str, Any] = {"output_type": "display_data", "data": kept, "metadata": {}}
        if result is not None:
            item |= {"output_type": "execute_result", "execution_count": result}
        self.items.append(item)
        if name is not None:
            self._named[name] = item

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
        self._named.clear()

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


current: Outputs | None = None
"""Of the cell that runs now."""


class Stream(io.TextIOBase):
    """What a notebook's `sys.stdout` is: it keeps text, and offers what a kernel's does and a terminal's would."""

    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name: str, descriptor: int) -> None:
        self.name = name
        self.buffer = _Bytes(self)
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def reconfigure(self, **_: object) -> None:
        pass

    def write(self, text: str, /) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if current is not None:
            current.stream(self.name, text)
        return len(text)


class _Bytes(io.RawIOBase):
    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._stream.write(bytes(data).decode(errors="replace"))
        return len(data)
