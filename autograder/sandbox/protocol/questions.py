"""What stubs ask the grader, and what it answers for its references."""

from __future__ import annotations

from typing import Any

import msgspec

from autograder.sandbox.protocol.trouble import BrokenFrame

UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)


class Ask(msgspec.Struct, tag=True):
    """A stubbed function was called with these packed arguments, themselves encoded. Answered by `Answer`."""

    function: str
    args: msgspec.Raw


class Answer(msgspec.Struct, tag=True):
    """What a stubbed function returns; None where the host refuses to say."""

    value: list[Any] | None


_answers = msgspec.msgpack.Decoder(Answer)
_arguments = msgspec.msgpack.Decoder(list[Any])


def decoded_answer(body: bytes | memoryview) -> Answer:
    return _answers.decode(body)


def is_answer(frame: bytes) -> bool:
    """Tell whether a whole message is an `Answer`."""
    try:
        decoded_answer(memoryview(frame)[4:])
    except UNREADABLE:
        return False
    return int.from_bytes(frame[:4], "big") == len(frame) - 4


def packed_arguments(ask: Ask) -> list[Any]:
    """Decode what a stubbed function was called with.

    Raises:
        BrokenFrame: It is no list.
    """
    try:
        return _arguments.decode(ask.args)
    except UNREADABLE as error:
        raise BrokenFrame(str(error)) from None
