"""More time that was given before anything was handed in: nbgrader keeps it beside a submission, of which there is none yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec

from autograder.common.errors import AutograderError
from autograder.common.files import save

FOLDER = "extensions"

_decoder = msgspec.json.Decoder(dict[str, float])


def promised(root: Path, assignment: str) -> Mapping[str, timedelta]:
    """Give how much more time each student gets, by id.

    Raises:
        AutograderError: The file was damaged.
    """
    place = _place(root, assignment)
    try:
        found = _decoder.decode(place.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.DecodeError) as error:
        raise AutograderError(
            f"{place}: cannot be read ({error}); put it right, or remove it and give its extensions again"
        ) from None
    return {student: timedelta(seconds=seconds) for student, seconds in found.items()}


def promise(root: Path, assignment: str, student: str, more: timedelta) -> None:
    """Remember it until something is recorded; no time takes it back.

    Raises:
        AutograderError: It cannot be written.
    """
    before = promised(root, assignment)
    after = {name: time for name, time in before.items() if name != student} | (
        {student: more} if more else {}
    )
    if after != before:
        seconds = {name: time.total_seconds() for name, time in after.items()}
        text = msgspec.json.format(msgspec.json.encode(seconds, order="sorted"), indent=1).decode()
        save(_place(root, assignment), f"{text}\n")


def _place(root: Path, assignment: str) -> Path:
    return root / FOLDER / f"{assignment}.json"
