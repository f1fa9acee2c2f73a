"""What a cell shows, named as in nbformat: in types that hold no more than a page can show.

A hostile process sends messages of its own: what is not of these types, or more than these numbers, is not taken.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

MAX_OUTPUTS = 1000
MAX_TYPES = 8
MAX_TRACEBACK = 100
OUTPUT_BYTES = 40  # of an output, however little it holds
COLOUR_BYTES = 40  # each change of colour in a text becomes an element on a page


class Stream(msgspec.Struct, tag_field="output_type", tag="stream"):
    """What a cell printed."""

    name: Literal["stdout", "stderr"]
    text: str


class Display(msgspec.Struct, tag_field="output_type", tag="display_data"):
    """What a cell showed, by media type; pictures in base64."""

    data: Annotated[dict[str, str], msgspec.Meta(max_length=MAX_TYPES)]


class Result(msgspec.Struct, tag_field="output_type", tag="execute_result"):
    """The value of a cell's last line, as `Display`."""

    data: Annotated[dict[str, str], msgspec.Meta(max_length=MAX_TYPES)]


class Failure(msgspec.Struct, tag_field="output_type", tag="error"):
    """The exception that a cell ended in, or showed."""

    ename: str
    evalue: str
    traceback: Annotated[list[str], msgspec.Meta(max_length=MAX_TRACEBACK)]


Output = Stream | Display | Result | Failure
LEFT_OUT = Stream(name="stderr", text="(left out: this notebook showed more than fits)\n")


def size_of(output: Output) -> int:
    """Measure about how many bytes an output takes on a page."""
    match output:
        case Stream():
            texts = [output.text]
        case Display() | Result():
            texts = [*output.data, *output.data.values()]
        case _:
            texts = [output.ename, output.evalue, *output.traceback]
    return OUTPUT_BYTES + sum(len(text) + text.count("\x1b") * COLOUR_BYTES for text in texts)


def is_picture(output: Output) -> bool:
    """Tell whether an output is shown as a picture, so that its bytes need no formatting."""
    return isinstance(output, (Display, Result)) and any(kind.startswith("image/") for kind in output.data)
