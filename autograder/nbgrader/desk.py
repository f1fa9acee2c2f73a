"""One assignment that is graded on submission: what is new in the exchange, a warm grader, and whose turn it is."""

from __future__ import annotations

import contextlib
import functools
import itertools
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from os.path import lexists
from pathlib import Path
from threading import Event

from autograder.collect import exchange, inbound
from autograder.collect.inbox import Inbox
from autograder.common import locks
from autograder.common.errors import AutograderError
from autograder.common.text import printable
from autograder.course import settings as courses
from autograder.course.settings import AssignmentEntry
from autograder.feedback import write
from autograder.feedback.made_of import up_to_date
from autograder.feedback.sheets import heading_of
from autograder.grading.batch import WarmGrader
from autograder.grading.elsewhere.executors import Place
from autograder.grading.pending import rules, state_of, waiting
from autograder.grading.reconcile import reconcile
from autograder.nbgrader.log import Handler, Say, said_by, words_of
from autograder.nbgrader.serving import Queue
from autograder.notebooks import attempts
from autograder.notebooks.attempts import student_of
from autograder.notebooks.submitted import DIRECTORY, Submission

# How long it waits after something went wrong, before it tries again; twice as long each time.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 60.0
POLL_SECONDS = 0.25
TURN_SECONDS = 60.0  # after which another grading of the course may have its turn
RARELY = 3600.0  # what could not be returned again and again is tried no more often


class _Taken(Exception):
    """Another grading of this course is under way."""


class Desk:
    """One assignment: a warm grader, and what was seen in the exchange."""

    def __init__(
        self,
        root: Path,
        name: str,
        *,
        workers: int,
        say: Say,
        stop: Event,
        inbox_of: Callable[[Path], Inbox],
        cluster: str | None = None,
    ) -> None:
        self._root, self._name, self._workers, self._stop = root, name, workers, stop
        self._inbox_of, self._cluster = inbox_of, cluster
        self._say: Say = lambda words: say(f"{name}: {words}")
        self._open, self._is_open = contextlib.ExitStack(), False
        self._since: float | None = None  # when it began to keep others from grading
        self._pause, self._not_before, self._attempts = FIRST_PAUSE, 0.0, 0  # to return what could not be
        self._return_again: float | None = None
        self._unreturned: dict[str, str] = {}  # why, by student
        self._collect_again: float | None = None
        self._failed: set[str] = set()
        self._state: tuple[object, ...] = ()
        self._log = logging.Logger(name, logging.WARNING)  # noqa: LOG001 - nobody else is to hear it
        self._log.addHandler(Handler(self._say))

    def open(self) -> None:
        """Read the course, warm up, and do what is undone since the last time.

        Raises:
            AutograderError: See `watch`.
        """
        self._folders: defaultdict[str, list[str]] = defaultdict(list)  # by student
        self._new: set[str] = set()  # seen, and not collected yet
        self._given_back: set[str] = set()
        self._queue = Queue()
        self._undone: Sequence[Submission] | None = None  # what the gradebook may not know yet
        self._state = state_of(self._root, self._name)  # of what is read from here on
        self._course = course = courses.load(self._root)
        self._entry: AssignmentEntry = course.assignment(self._name)
        if self._entry.on_submission is None:
            raise AutograderError(f"{self._name}: is not graded on submission any more")
        self._inbound = course.exchange_folder(self._root) / course.id / "inbound"
        self._inbox, self._place = self._inbox_of(self._inbound), 0
        self._rules = rules(self._root, course, self._entry)
        self._exchange = exchange.Exchange(self._root, self._entry, self._log)
        self._pages = write.Writer(self._root, self._entry)
        anything = self._see()
        with contextlib.ExitStack() as stack:
            place = Place.of(self._workers, course.cluster if self._cluster is None else self._cluster)
            self._grader = stack.enter_context(WarmGrader(self._root, course, self._entry, place=place))
            self._results = self._grader.stream(self._supply(), patience=POLL_SECONDS)
            stack.callback(self._results.close)
            self._turn = stack.enter_context(contextlib.ExitStack())
            self._is_silent = self._silent()
            self._open = stack.pop_all()
        self._is_open = True
        if anything:
            self._collect(None)
        found = waiting(self._root, course, self._entry, force=False)
        self._queue.add(found.submissions)
        self._undone, self._is_in_step = found.graded, False
        self._bring_in_step()

    def _bring_in_step(self) -> None:
        """Bring the gradebook in step, then every page; not while others grade, whose grades are of other notebooks for a moment."""
        if self._is_in_step:
            return
        with contextlib.suppress(_Taken), self._alone(_raise_taken):
            if self._undone is not None:
                done = reconcile(self._root, self._course, self._entry, self._undone)
                for student in sorted({*done.recorded, *done.penalties}):
                    self._say(f"{printable(student)}: brought in step in the gradebook")
            self._undone, self._is_in_step = None, True
            self._give_back_all()

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits, or is being graded."""
        return self._is_open and bool(self._queue)

    def finish(self) -> None:
        """Record and return what is under way; nothing more is begun once it was told to stop."""
        while self._is_open and self._queue.running:
            self._trying(self._grade)

    def close(self) -> None:
        """Let the sandboxes go."""
        self._is_open, self._since = False, None
        self._open.close()

    def look(self) -> None:
        """Do what there is to do now; what goes wrong is said, and tried again later."""
        changed = state_of(self._root, self._name) != self._state
        if time.monotonic() < self._not_before and not changed:
            return
        self._trying(functools.partial(self._look, changed=changed))

    def _look(self, *, changed: bool) -> None:
        if self._is_open and changed:
            self._say("the assignment has changed, and is read again")
            self.close()
        if not self._is_open:
            self.open()
        if self._collect_again is not None and time.monotonic() > self._collect_again:
            self._new, self._failed, self._collect_again = self._new | self._failed, set(), None
        self._serve(self._see())
        if self._return_again is not None and time.monotonic() > self._return_again:
            self._return_again, self._is_in_step = None, False
        if self._silent() != self._is_silent:
            self._is_silent, self._is_in_step = not self._is_silent, False
            self._say("it is past the due date: messages are shown from now on")
        self._bring_in_step()
        self._grade()

    def _trying(self, do: Callable[[], None]) -> None:
        try:
            do()
            self._pause = FIRST_PAUSE
        except Exception as error:  # whatever it is, those who hand in tomorrow are to be graded
            self.close()
            self._say(f"problem: {said_by(error)}; trying again in {self._pause:.0f} s")
            self._not_before = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, LONGEST_PAUSE)

    def _alone(self, when_taken: Callable[[], None]) -> contextlib.AbstractContextManager[None]:
        return locks.alone(self._root, self._course.grading_lock(self._name), when_taken)

    def _silent(self) -> bool:
        return heading_of(self._course, self._entry).silent_until is not None

    def _see(self) -> list[str]:
        """Give what is new in the exchange, and whole; and what an instructor has since taken from the tries.

        Of those who are being graded, it waits: their folders are being read.
        """
        if not self._inbox.look():
            raise AutograderError(
                f"{self._inbound}: does not exist, so nothing can be handed in\n"
                f"hint: release `{self._name}` first, with the Formgrader or `nbgrader release_assignment {self._name}`"
            )
        running = self._queue.running
        names, self._place = self._inbox.since(self._place)
        for name in names:
            if student := student_of(name, self._name):
                self._folders[student].append(name)
                self._new.add(name)
        looked = [name for name in sorted(self._new) if student_of(name, self._name) not in running]
        new = [name for name in looked if inbound.is_complete(self._inbound / name)]
        self._new -= {*new, *(name for name in looked if not lexists(self._inbound / name))}
        now = attempts.given_back(self._root, self._name)
        given = {name for name in now - self._given_back if student_of(name, self._name) not in running}
        self._given_back = (self._given_back & now) | given
        return [*new, *given]

    def _serve(self, new: Sequence[str]) -> None:
        if not new:
            return
        whose = functools.partial(student_of, assignment=self._name)
        known = [student for student in dict.fromkeys(map(whose, new)) if exchange.STUDENT.fullmatch(student)]
        # What lay there before was collected, or does not count until a try is given back: thousands of it delay nobody.
        for student, names in itertools.groupby(sorted(new, key=whose), whose):
            own = [*names]
            self._collect(own if self._given_back.isdisjoint(own) else self._folders[student])
        # Somebody may have collected by hand meanwhile: what counts is what waits now.
        found = waiting(
            self._root, self._course, self._entry, force=False, students=known, now=self._rules
        ).submissions
        for student in known:
            if student not in {submission.student for submission in found} or self._refusal(student):
                self._say(f"{printable(student)}: {self._why_not_graded(student)}")
        self._queue.add(found)

    def _collect(self, names: Sequence[str] | None) -> None:
        if failed := self._exchange.collect(names):
            self._failed.update(failed)
            self._collect_again = time.monotonic() + LONGEST_PAUSE

    def _why_not_graded(self, student: str) -> str:
        if student in {student_of(name, self._name) for name in self._failed}:
            return f"not collected, to be tried again in {LONGEST_PAUSE:.0f} s"
        there = (self._root / DIRECTORY / student / self._name).is_dir()
        why = "nothing to grade: what counts was graded before" if there else "not collected, as said above"
        return self._refusal(student) or why

    def _refusal(self, student: str) -> str:
        allowed = self._entry.tries
        number = len(attempts.read(self._root, self._name).get(student, ()))
        too_many = allowed is not None and number > allowed
        return f"not graded: this is try {number}, and {allowed} count" if too_many else ""

    def _grade(self) -> None:
        """Return what is graded, and hand over whose turn it is; it waits for a moment at most."""
        if not self._queue:
            return
        try:
            # Other gradings of this course wait until nobody does, or they have waited long enough.
            if self._since is None:
                self._turn.enter_context(self._alone(_raise_taken))
                self._since = time.monotonic()
        except _Taken:
            self._stop.wait(POLL_SECONDS)
            return
        for result in self._results:
            if result is None:
                break
            with self._grader.reading():
                returned = self._give_back(result.student)
            seconds = self._queue.done(result.student)
            self._say(f"{printable(result.student)}: {words_of(result)}{returned} after {seconds:.1f} s")
        if not self._queue.running and (not self._queue or self._is_overdue):
            self._turn.close()
            self._since = None
            self._stop.wait(POLL_SECONDS if self._queue else 0)

    @property
    def _is_overdue(self) -> bool:
        return self._since is not None and time.monotonic() - self._since > TURN_SECONDS

    def _supply(self) -> Iterator[Submission | None]:
        while not self._stop.is_set():
            yield None if self._is_overdue else self._queue.take()

    def _give_back(self, student: str) -> str:
        """Write a student's page, put it where it is fetched, and say how that went."""
        try:
            self._pages.write(student=student)
            returned = self._exchange.release_feedback(student)
        except (AutograderError, OSError) as error:
            self._unreturned[student] = said_by(error)
            self._return_again = time.monotonic() + min(LONGEST_PAUSE * 2**self._attempts, RARELY)
            return f"; not returned, to be tried again: {self._unreturned[student]};"
        self._unreturned.pop(student, None)
        return ", returned" if student in returned else "; not returned, but graded"

    def _give_back_all(self) -> None:
        """Write and return every page that is not as it should be; what fails for the same reason again is not said again."""
        told = up_to_date(self._root, self._entry) | self._queue.waiting | self._queue.running
        graded = (self._root / "autograded").glob(f"*/{self._name}/{self._entry.notebook}.ipynb")
        self._attempts = min(self._attempts + 1, 10) if self._unreturned else 0
        for student in sorted({path.parent.parent.name for path in graded} - told):
            if self._stop.is_set():
                return
            before = self._unreturned.get(student)
            words = self._give_back(student)
            if before is None or self._unreturned.get(student) != before:
                self._say(f"{printable(student)}: graded before{words}")
        self._exchange.release_feedback(None)


def _raise_taken() -> None:
    raise _Taken
