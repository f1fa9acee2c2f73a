"""The messages between grader and sandbox: length-prefixed MessagePack, of fixed types, never pickled."""

from __future__ import annotations

import _socket
import select
import socket
import struct
import time
from typing import Annotated, Any, Literal, cast

import msgspec

from autograder.sandbox.protocol.cells import Cell
from autograder.sandbox.protocol.garbage import none_looked_for
from autograder.sandbox.protocol.outputs import MAX_OUTPUTS, Output
from autograder.sandbox.protocol.questions import Answer, Ask, decoded_answer
from autograder.sandbox.protocol.trouble import BrokenFrame, Closed, TimedOut

SMALL_FRAME, VALUE_FRAME = 10_000, 4_000_000
CHUNK = 1 << 18
_HEADER = struct.Struct(">I")

Figures = Literal["draw", "skip"]


class Fork(msgspec.Struct, tag=True):
    """Fork a process that listens on the socket sent along. Answered by `Forked`."""


class Wait(msgspec.Struct, tag=True):
    """Say how a forked process ended, killing it first. Answered by `Ended`."""

    pid: int


class Clean(msgspec.Struct, tag=True):
    """Kill every other process and empty the writable folders. Answered by `Ready`."""


class Spare(msgspec.Struct, tag=True):
    """Kill every other process but this one, and say whether files have changed since a notebook's first. Answered by `Ready`."""

    pid: int


class Noticed(msgspec.Struct, tag=True):
    """Say whether the submission was ended for its memory, and whether it tried to change this process. Answered by `Ready`."""


class Look(msgspec.Struct, tag=True):
    """Say what the submission's processes but for this one have used. Answered by `Used`."""

    besides: int


class WarmUp(msgspec.Struct, tag=True):
    """Get ready for notebooks that begin with these cells. Answered by `Ready`.

    Attributes:
        cells: Code that every notebook of the assignment has been given.
        files: What was released beside it.
        figures: Whether figures are drawn from now on; None where nobody shows any.
        output_bytes: How much of what each cell shows is kept.
        brief: Whether one notebook comes, and no more: then nothing is done ahead that pays for the next ones.
    """

    cells: list[Cell]
    files: dict[str, bytes]
    figures: Figures | None
    output_bytes: int
    brief: bool = False


class RunCells(msgspec.Struct, tag=True):
    """Run a notebook, perhaps without its figures; or, in a fork of its process, more cells. Answered by one `CellDone` a cell."""

    cells: list[Cell]
    files: dict[str, bytes]
    output_bytes: int
    undrawn: bool = False
    first: int = 0  # how many cells are counted before these
    begun: bool = False  # whether they begin with those that have been run for all


class Calls(msgspec.Struct, tag=True):
    """Call a function of the notebook on every case. Answered by one `CallDone` a case.

    Attributes:
        function: Its name.
        cases: Packed arguments, by position and by name.
        traced: The cases to trace.
        stubs: Functions to ask the host for, instead of the student's own.
        bare: Call it where the notebook's variables are missing.
        told: What is sent of it: all; of a function that is ours, what it returns; or no more of that than a number.
    """

    function: str
    cases: list[tuple[list[Any], dict[str, Any]]]
    traced: list[int]
    stubs: list[str] = []
    bare: bool = False
    told: Literal["all", "value", "number"] = "all"


class Ready(msgspec.Struct, tag=True):
    memory_passed: bool = False
    tried: bool = False
    cpu: float = 0.0
    changed: bool = False
    can_count: bool = True
    begun: bool = False  # whether what every notebook begins with has been run for all


class Used(msgspec.Struct, tag=True):
    """What processes have had of the CPU, and how long they waited for their turn, in seconds."""

    cpu: float
    waited: float


class Forked(msgspec.Struct, tag=True):
    pid: int


class Ended(msgspec.Struct, tag=True):
    """How a process ended: its wait status, where that is known, and the CPU time that it took in seconds."""

    status: int | None
    cpu: float = 0.0


class CellDone(msgspec.Struct, tag=True):
    """A cell that came back, with its outputs, named as in nbformat, and the exception that it ended in."""

    outputs: Annotated[list[Output], msgspec.Meta(max_length=MAX_OUTPUTS)]
    error: str | None


class CallDone(msgspec.Struct, tag=True):
    """How a call ended; `value` and `args` are packed values."""

    value: list[Any]
    args: list[list[Any]]
    raised: tuple[str, str, str | None, int | None, str] | None = None
    steps: int | None = None
    work: int = 0
    lines: list[tuple[str, int, int]] = []
    entered: list[str] = []
    tracer_kept: bool = True


class NoFunction(msgspec.Struct, tag=True):
    """There is no such function in the notebook; `found` says what the name stands for, if anything."""

    found: str


Request = WarmUp | Fork | Wait | Clean | Spare | Noticed | Look | RunCells | Calls | Answer
Response = Ready | Used | Forked | Ended | CellDone | CallDone | NoFunction | Ask

# In C, and taken before a student's code runs: what is received is nobody's to see.
_recv, _recvmsg, _sendall = _socket.socket.recv, _socket.socket.recvmsg, _socket.socket.sendall
_DESCRIPTOR = struct.Struct("i")
_RIGHTS, _ROOM = (socket.SOL_SOCKET, socket.SCM_RIGHTS), socket.CMSG_SPACE(4)
_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_responses = msgspec.msgpack.Decoder(Response)


def encoded(message: Request | Response) -> bytes:
    """Give a message as it travels."""
    body = _encoder.encode(message)
    return _HEADER.pack(len(body)) + body


class Line:
    """One end of a socket that carries messages, and now and then a file descriptor."""

    def __init__(self, connection: _socket.socket) -> None:
        self._socket = connection
        self._arrived = bytearray()

    def send(self, message: Request | Response, *, pass_on: socket.socket | None = None) -> None:
        """Send one message.

        Raises:
            Closed: The other side is gone, or does not read.
        """
        if pass_on is None:
            self.pass_on(encoded(message))
            return
        try:
            self._socket.sendmsg([encoded(message)], [(*_RIGHTS, _DESCRIPTOR.pack(pass_on.fileno()))])
        except OSError as error:
            raise Closed(str(error)) from error

    def pass_on(self, frame: bytes) -> None:
        """Send a message that `encoded` made, perhaps not for the first time.

        Raises:
            Closed: The other side is gone, or does not read.
        """
        try:
            _sendall(self._socket, frame)
        except OSError as error:
            raise Closed(str(error)) from error

    def fileno(self) -> int:
        return self._socket.fileno()

    def receive_request(self) -> tuple[Request, int | None]:
        """Wait for a message from the grader, with the file descriptor that came along, if any.

        Raises:
            Closed: The grader is gone.
        """
        # Not one byte more than this message: a descriptor may come along with the next.
        header, besides, *_ = _recvmsg(self._socket, _HEADER.size, _ROOM)
        descriptors = [
            _DESCRIPTOR.unpack_from(data)[0] for level, kind, data in besides if (level, kind) == _RIGHTS
        ]
        while len(header) < _HEADER.size:
            header += self._some(_HEADER.size - len(header))
        size = _HEADER.unpack(header)[0]
        parts = []
        while size:
            parts.append(self._some(size, socket.MSG_WAITALL))  # in one piece: to copy much takes long
            size -= len(parts[-1])
        return _requests.decode(b"".join(parts)), descriptors[0] if descriptors else None

    def receive_answer(self) -> Answer:
        """Wait for the grader's answer to an `Ask`, with which no descriptor comes along.

        Raises:
            Closed: The grader is gone.
        """
        data = self._some(CHUNK)
        while len(data) < _HEADER.size or len(data) < _HEADER.size + _HEADER.unpack_from(data)[0]:
            data += self._some(CHUNK)
        return decoded_answer(memoryview(data)[_HEADER.size :])

    def receive(self, seconds: float, limit: int = SMALL_FRAME) -> Response:
        """Wait for a message of at most `limit` bytes from the sandbox, and believe only its type.

        Raises:
            TimedOut: It did not arrive within `seconds`; it may still be waited for.
            Closed: The process is gone.
            BrokenFrame: It is no message, or too large.
        """
        deadline = time.monotonic() + seconds
        self._wait_for(_HEADER.size, deadline)
        size = _HEADER.unpack_from(self._arrived)[0]
        if size > limit:
            raise BrokenFrame(f"a message of {size} bytes")
        self._wait_for(_HEADER.size + size, deadline)
        body = bytes(self._arrived[_HEADER.size : _HEADER.size + size])
        del self._arrived[: _HEADER.size + size]
        try:
            with none_looked_for():
                return cast("Response", _responses.decode(body))
        except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
            raise BrokenFrame(str(error)) from None

    def close(self) -> None:
        self._socket.close()

    @property
    def closed(self) -> bool:
        """Tell whether it was closed at this end: nothing at the other end can do that."""
        return self._socket.fileno() < 0

    def _wait_for(self, size: int, deadline: float) -> None:
        """Wait until so much has arrived. Many small messages come with one call of the system."""
        while len(self._arrived) < size:
            # Looked for in any case: what is there in time may find the grader busy.
            left = max(0.0, deadline - time.monotonic())
            if not select.select([self._socket], [], [], left)[0]:
                raise TimedOut
            self._arrived += self._some(CHUNK)

    def _some(self, size: int, flags: int = 0) -> bytes:
        try:
            part = _recv(self._socket, size, flags)
        except OSError as error:
            raise Closed(str(error)) from error
        if not part:
            raise Closed("the other side closed")
        return part
