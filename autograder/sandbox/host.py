"""Outside the walls: a warm sandbox, and what is run in it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

from autograder.common.errors import CannotCount, SandboxUnavailable
from autograder.sandbox import bubblewrap
from autograder.sandbox.limits import Limits
from autograder.sandbox.protocol.cells import Cell, whole_cells
from autograder.sandbox.protocol.messages import (
    Clean,
    Ended,
    Figures,
    Fork,
    Forked,
    Line,
    Look,
    Noticed,
    Ready,
    Request,
    Response,
    Spare,
    Used,
    Wait,
    WarmUp,
)
from autograder.sandbox.protocol.trouble import TROUBLE, BrokenFrame, Closed

T = TypeVar("T")
START_SECONDS = 60.0
ZYGOTE_SECONDS = 20.0
ANSWER_SECONDS = 5.0  # a student's own process may well not answer


@dataclass(kw_only=True)
class Process:
    """A forked process in the sandbox, and the line to it."""

    line: Line
    pid: int
    parent: Line = field(repr=False)

    def end(self) -> Ended:
        """Kill it, unless it is dead already, and tell how it ended, as far as that is known."""
        self.line.close()
        try:
            self.parent.send(Wait(pid=self.pid))
            answer = self.parent.receive(ANSWER_SECONDS)
        except TROUBLE:
            return Ended(status=None)
        return answer if isinstance(answer, Ended) else Ended(status=None)


def fork(parent: Line, receive: Callable[[Line, float], Response] = Line.receive) -> Process:
    """Have a process in the sandbox fork another, which gets a line of its own.

    Args:
        parent: The line to the process.
        receive: Waits for its answer.

    Raises:
        BrokenFrame, Closed, TimedOut: The parent did not.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with theirs:
            parent.send(Fork(), pass_on=theirs)
            answer = receive(parent, ANSWER_SECONDS)
        if not isinstance(answer, Forked):
            raise BrokenFrame("not a process id")
    except BaseException:
        ours.close()
        raise
    ours.settimeout(ZYGOTE_SECONDS)
    return Process(line=Line(ours), pid=answer.pid, parent=parent)


class Sandbox:
    """A warm sandbox, good for one submission after another.

    Args:
        kind: With walls, or with none.
        limits: What each submission may take.
        cells: Code that every notebook begins with; run once, so that each finds it warm.
        files: What lies beside every notebook meanwhile, by relative path.
        figures: Whether figures are drawn; None where there is no notebook to show any.
        packages: What can be imported besides what this package itself brings.
        brief: Whether one submission comes, and no more: then it is ready sooner.

    Raises:
        SandboxUnavailable: It cannot be started; nothing may be graded then.
    """

    def __init__(
        self,
        kind: bubblewrap.Kind,
        limits: Limits,
        *,
        cells: Sequence[str] = (),
        files: Mapping[str, bytes] | None = None,
        figures: Figures | None = "draw",
        packages: tuple[str, ...] = (),
        brief: bool = False,
    ) -> None:
        self.packages = packages
        self._kind = kind
        self._warm_up = WarmUp(
            cells=whole_cells(cells),
            files=dict(files or {}),
            figures=figures,
            output_bytes=limits.output_kb << 10,
            brief=brief,
        )
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Line | None = None
        self._starts = self._prepared = 0
        self._resting = self._clean = self._tried = self._begun = False
        self._folders: tempfile.TemporaryDirectory[str] | None = None  # where there are no walls
        self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def prepare(self) -> None:
        """Get ready for another submission: everything that earlier ones left behind is gone, or the sandbox is a new one."""
        self._retrying(self._clean_line)
        self._prepared += 1

    def open(self) -> Process:
        """Fork a process for a submission; everything that earlier ones left behind is gone before that."""
        process = self._retrying(lambda: fork(self._clean_line()))
        self._clean = False
        return process

    def _retrying(self, do: Callable[[], T]) -> T:
        for _ in range(3):
            try:
                return do()
            except TROUBLE:
                self.close()
        raise SandboxUnavailable("the sandbox keeps dying as soon as it is started")

    def begun(self, cells: Sequence[Cell], files: Mapping[str, bytes]) -> int:
        """Count the first of these cells that it has run for all, where the same lies beside them."""
        begun, count = self._warm_up, len(self._warm_up.cells)
        return count if self._begun and cells[:count] == begun.cells and files == begun.files else 0

    @property
    def is_new(self) -> bool:
        """Tell whether no submission came before the one that it was prepared for last."""
        return self._prepared == 1

    @property
    def state(self) -> tuple[int, bool]:
        """Tell one life of the sandbox from another: which start it is from, and whether it still runs."""
        return self._starts, self._process is not None and self._process.poll() is None

    def spare(self, process: Process) -> bool:
        """Kill every process in the sandbox but this one, and tell whether files are as they were the first time.

        Raises:
            Closed: The sandbox is gone.
        """
        answer = self._ask(Spare(pid=process.pid))
        return isinstance(answer, Ready) and not answer.changed

    def look(self, besides: int = 0) -> Used:
        """Tell what the submission's processes have used, but for one that it leaves out.

        Raises:
            Closed: The sandbox is gone.
        """
        answer = self._ask(Look(besides=besides))
        return answer if isinstance(answer, Used) else Used(cpu=0.0, waited=0.0)

    def _ask(self, request: Request) -> Response:
        """Ask the zygote. One that does not answer is ended: a late answer would be taken for the next."""
        if self._line is None:
            raise Closed("the sandbox is gone")
        try:
            self._line.send(request)
            return self._line.receive(ZYGOTE_SECONDS)
        except TROUBLE:
            self.close()
            raise Closed("the sandbox is gone") from None

    def tried(self) -> bool:
        """Tell, once, whether the submission tried to change the process from which all others are forked."""
        self.noticed()
        tried, self._tried = self._tried, False
        return tried

    def noticed(self) -> Ready:
        """Say what its parent has seen of the submission."""
        if self._line is not None and not self._resting:
            with contextlib.suppress(Closed):
                answer = self._ask(Noticed())
                if isinstance(answer, Ready):
                    self._tried |= answer.tried
                    return answer
        return Ready()

    def rest(self) -> None:
        """Have everything ended that a submission left running, without waiting for it."""
        if self._line is not None and not self._resting:
            try:
                self._line.send(Clean())
                self._resting, self._clean = True, False
            except Closed:
                self.close()

    def close(self) -> None:
        """Kill the sandbox with everything in it."""
        self._resting = self._clean = False
        self._prepared = 0
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
        if self._folders is not None:
            self._folders.cleanup()
            self._folders = None

    def _clean_line(self) -> Line:
        if self._line is None:
            self._start()
        assert self._line is not None
        if self._clean:
            return self._line
        if not self._resting:
            self._line.send(Clean())
        self._resting = False
        if not isinstance(self._line.receive(ZYGOTE_SECONDS), Ready):
            raise BrokenFrame("not ready")
        self._clean = True
        return self._line

    def _start(self) -> None:
        self._starts += 1
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._line = Line(ours)
        limits = self._limits
        arguments = [str(n) for n in (theirs.fileno(), limits.memory_mb, limits.processes, limits.file_mb)]
        with tempfile.TemporaryFile() as complaints, theirs, contextlib.ExitStack() as stack:
            keep = [theirs.fileno()]
            environment = None
            which = bubblewrap.describe(self._kind)  # what is missing most often is named first
            if self._kind == "none":
                command = bubblewrap.open_command(arguments)
                self._folders = tempfile.TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True)
                environment = {**os.environ, "TMPDIR": self._folders.name}
            else:
                command, inherited = bubblewrap.walled(
                    arguments, stack, file_mb=limits.file_mb, more=self.packages
                )
                keep += inherited
            self._process = subprocess.Popen(
                command,
                pass_fds=keep,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=complaints,
                env=environment,
                cwd="/",  # it has no business in the course's folder, and may outlast it
                start_new_session=True,
            )
            theirs.close()
            try:
                self._line.send(self._warm_up)
                answer = self._line.receive(START_SECONDS)
            except TROUBLE:
                self.close()
                complaints.seek(0)
                said = complaints.read(20_000).decode(errors="replace").strip().splitlines()
                reason = said[-1] if said else "it ended without a word"
                raise SandboxUnavailable(
                    f"the sandbox does not start, so nothing is graded: {reason[:300]}\n{which}\n{bubblewrap.HELP}"
                ) from None
            if not (isinstance(answer, Ready) and answer.can_count):
                self.close()
                raise CannotCount
            self._begun = answer.begun
