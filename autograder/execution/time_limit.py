"""Ending a block of code after a while, as the Stop button would: on any system, in the background, in any thread."""

from __future__ import annotations

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Iterator

from autograder.execution.deadline import deadline


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[threading.Event]:
    """Raise KeyboardInterrupt in the block after so many seconds, and set the event."""
    timed_out = threading.Event()
    over, lock = False, threading.Lock()
    thread = threading.get_ident()

    def interrupt() -> None:
        with lock:
            if not over:
                timed_out.set()
                _interrupt(thread)

    timer = threading.Timer(seconds, interrupt)
    timer.daemon = True
    if not _started(timer):
        with deadline(seconds, timed_out):
            yield timed_out
        return
    with _listening():
        try:
            yield timed_out
        finally:
            timer.cancel()
            try:
                with lock:
                    over = True
                if timed_out.is_set():
                    time.sleep(0.01)  # what is on its way arrives
            except KeyboardInterrupt:
                if not timed_out.is_set():
                    raise


def _started(timer: threading.Timer) -> bool:
    try:
        timer.start()
    except RuntimeError:  # a browser's Python, for one, has no threads
        return False
    return True


@contextlib.contextmanager
def _listening() -> Iterator[None]:
    """Have interrupts raise KeyboardInterrupt, also in a program that was started in the background and ignores them."""
    before = signal.getsignal(signal.SIGINT)
    deaf = before in (signal.SIG_IGN, signal.SIG_DFL)
    if not deaf or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _interrupt(thread: int) -> None:
    main = thread == threading.main_thread().ident
    if not main or signal.getsignal(signal.SIGINT) in (signal.SIG_IGN, signal.SIG_DFL):
        import ctypes

        raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
        raise_in(ctypes.c_ulong(thread), ctypes.py_object(KeyboardInterrupt))
    elif hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, signal.SIGINT)  # this one wakes up what sleeps, too
    else:
        _thread.interrupt_main()
