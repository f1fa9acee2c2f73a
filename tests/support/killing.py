"""A worker that some parcels kill, in place of the real one."""

from __future__ import annotations

import os
import signal

from autograder.grading.elsewhere import worker
from autograder.grading.elsewhere.kit import unpack_parcel

_real = worker.grade
MARK = b"kills whoever grades it"


def grade(kit: bytes, parcel: bytes) -> bytes:
    """Grade a parcel as the real worker does, unless it holds the mark."""
    if MARK in (unpack_parcel(parcel).notebook or b""):
        os.kill(os.getpid(), signal.SIGKILL)
    return _real(kit, parcel)
