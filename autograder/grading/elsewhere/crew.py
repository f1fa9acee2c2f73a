"""Submissions graded elsewhere: sent as parcels, and what comes back is put together with whose it is.

One writer stays here: gradebook, folders and names never leave. What is lost on the way is graded once more, in a process
of this machine that does nothing else; what is lost there as well waits for a human.
"""

from __future__ import annotations

import contextlib
import functools
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from autograder.common.errors import AutograderError, CourseError, NotFound, SandboxUnavailable
from autograder.common.timestamps import Clock
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.verdict import NOT_ITS_FAULT
from autograder.gradebook.release import Release
from autograder.grading import solved_notebook
from autograder.grading.elsewhere import worker
from autograder.grading.elsewhere.executors import Crew, Place, opened, processes
from autograder.grading.elsewhere.kit import COURSE, Reply, pack_kit, pack_parcel, unpack_reply
from autograder.grading.submission import GradedParcel, Parcel, Work, take
from autograder.notebooks.submitted import Submission

LAST = 2
LOST = "it was lost twice with the process that graded it"


class Elsewhere:
    """The crew of one assignment in other processes.

    Args:
        root: The course's folder.
        course: Its settings.
        entry: The assignment.
        clock: How times are written.
        place: Where it grades.
    """

    def __init__(
        self, root: Path, course: Course, entry: AssignmentEntry, clock: Clock, place: Place
    ) -> None:
        self._root, self._course, self._entry, self._clock = root, course, entry, clock
        self._place = place
        self._kit = b""
        self._there = _Reopened(lambda: opened(place))
        self._alone = _Reopened(lambda: processes(1))
        self._sent: dict[Future[bytes], _Sent] = {}
        self._lost: deque[tuple[_Sent, Future[bytes]]] = deque()
        self._is_busy = False  # with what was lost

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._there.close()
        self._alone.close()

    def get_to_know(self, release: Release, rules: dict[str, str]) -> None:
        """Pack the kit, and have somebody grade the solved notebook with it.

        Raises:
            CourseError: The solved notebook does not get full points.
            SandboxUnavailable: Nobody there can grade.
        """
        self._kit = pack_kit(self._root, self._course, self._entry, release, rules)
        self._meet()
        solved_notebook.require_found(self._course, self._root, self._entry, rules, self._prove)

    def _meet(self) -> None:
        """Have each of a cluster's workers make a grader, before anything is sent: what differs there is an error."""
        for each in self._there.crew.ask_all(worker.meet, self._kit):
            try:
                reply = unpack_reply(each.result())
            except (Exception, CancelledError) as error:
                raise SandboxUnavailable(
                    f"{self._place.cluster}: a worker cannot run this package ({type(error).__name__}: {error})\n"
                    "hint: give all machines the same environment, as by `uv sync --frozen`"
                ) from error
            self._checked(reply)

    def _prove(self) -> Sequence[str]:
        try:
            reply = unpack_reply(self._there.crew.executor.submit(worker.prove, self._kit).result())
        except (Exception, CancelledError) as error:
            raise SandboxUnavailable(
                f"the processes that are to grade end before they do ({type(error).__name__}: {error})\n"
                "hint: `--workers 1` grades in this process, and says more"
            ) from error
        return self._checked(reply).problems

    def _checked(self, reply: Reply) -> Reply:
        """Say as this process would what a worker found wrong with the course's files, or why it grades nobody."""
        if reply.mistake is not None:
            kind = NotFound if reply.missing else CourseError
            raise kind(reply.mistake.replace(COURSE, str(self._root)))
        if reply.refused is not None:
            raise SandboxUnavailable(reply.refused)
        return reply

    @property
    def workers(self) -> int:
        """How many parcels are graded at a time, just now."""
        return self._there.crew.workers()

    def begin(self, submission: Submission) -> Future[bytes]:
        """Send a submission there."""
        parcel = take(submission, self._course.limits, self._clock)
        try:
            packed = pack_parcel(parcel)
        except ValueError as error:  # a name that is no text, say
            parcel = Parcel(failure=f"it cannot be sent ({error})")
            packed = pack_parcel(parcel)
        return self._send(_Sent(submission=submission, parcel=parcel, packed=packed))

    def finish(self, future: Future[bytes]) -> Work | Future[bytes]:
        """Give what came of it; or what it is waited for by now, where it was lost on the way.

        Raises:
            AutograderError: Nobody there can grade, or nobody is there any more.
        """
        sent = self._sent.pop(future)
        if sent.step > 0:
            self._is_busy = False
            self._send_alone()
        why = ""
        try:
            reply = self._checked(unpack_reply(future.result()))
            graded, why = reply.graded, reply.failed or ""
        except AutograderError:
            raise
        except (Exception, CancelledError):
            graded = None
            if sent.step == 0 and self._there.is_gone:
                raise AutograderError(
                    f"{self._place.cluster}: the cluster's scheduler is gone; what was recorded before stays\n"
                    "hint: have it started again, then run the command again: it goes on where it stopped"
                ) from None
        if graded is not None and not (sent.step == 0 and _is_disturbed(graded)):
            return graded.work(sent.submission, sent.parcel)
        if sent.step == LAST:
            why = why or "its processes end before they do"
            raise SandboxUnavailable(f"nothing can be graded on this machine: {why}")
        return self._send(sent.once_more(why))

    def _send(self, sent: _Sent) -> Future[bytes]:
        if sent.step > 0:
            future: Future[bytes] = Future()
            self._lost.append((sent, future))
            self._send_alone()
        else:
            future = self._there.grade(self._kit, sent.packed)
        self._sent[future] = sent
        return future

    def _send_alone(self) -> None:
        """Send what was lost to a process of this machine, one after another: what kills that one takes nothing with it."""
        if self._is_busy or not self._lost:
            return
        self._is_busy = True
        sent, future = self._lost.popleft()
        inner = self._alone.grade(self._kit, sent.packed)
        inner.add_done_callback(functools.partial(_hand_on, future))


class _Reopened:
    """A crew that is opened when it is wanted, and anew where somebody in it has died, who takes all with them that was under way."""

    def __init__(self, how: Callable[[], contextlib.AbstractContextManager[Crew]]) -> None:
        self._how = how
        self._crew: Crew | None = None
        self._open = contextlib.ExitStack()

    @property
    def crew(self) -> Crew:
        if self._crew is None:
            self._crew = self._open.enter_context(self._how())
        return self._crew

    @property
    def is_gone(self) -> bool:
        return self._crew is not None and not self._crew.is_there()

    def grade(self, kit: bytes, parcel: bytes) -> Future[bytes]:
        try:
            return self.crew.executor.submit(worker.grade, kit, parcel)
        except BrokenExecutor:
            self.close()
            return self.crew.executor.submit(worker.grade, kit, parcel)

    def close(self) -> None:
        self._crew = None
        self._open.close()


@dataclass(frozen=True, kw_only=True)
class _Sent:
    """A parcel on its way: first elsewhere, then alone on this machine, at last as one that nobody can grade."""

    submission: Submission
    parcel: Parcel
    packed: bytes
    step: int = 0

    def once_more(self, why: str) -> _Sent:
        if self.step == 0:
            return replace(self, step=1)
        failure = f"the grader failed at it ({why[:200]})" if why else LOST
        given_up = replace(self.parcel, failure=failure)
        return replace(self, step=LAST, parcel=given_up, packed=pack_parcel(Parcel(failure=failure)))


def _hand_on(future: Future[bytes], inner: Future[bytes]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(inner.result())
    except (Exception, CancelledError) as error:
        future.set_exception(error)


def _is_disturbed(graded: GradedParcel) -> bool:
    """Tell whether something of the worker's was late or lost, which is tried once more before anybody waits for a human."""
    return any(
        each.outcome == "ungraded" and each.message.startswith(NOT_ITS_FAULT) for each in graded.verdicts
    )
