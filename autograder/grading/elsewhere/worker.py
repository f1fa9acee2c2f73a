"""What a worker does: it makes a grader of a kit, keeps it warm, and grades one parcel after another.

It runs in a process of its own, here or on another machine, and raises nothing: exceptions would have to be pickled.
"""

from __future__ import annotations

import contextlib
import hashlib
import platform
import tempfile
import threading
from dataclasses import dataclass, field
from multiprocessing import util
from pathlib import Path

from autograder.common.errors import AutograderError, CourseError, NotFound, SandboxUnavailable
from autograder.common.turns import Turns
from autograder.course import bank as banks
from autograder.course import source
from autograder.grading import solved_notebook
from autograder.grading.elsewhere.kit import (
    COURSE,
    Kit,
    Reply,
    difference,
    pack_reply,
    unpack_kit,
    unpack_parcel,
    versions,
)
from autograder.grading.notebook import Grader, open_grader
from autograder.grading.submission import grade_parcel
from autograder.grading.threads import open_sandbox


@dataclass
class _Warm:
    """A kit's grader, which lives as long as the thread that started its sandbox."""

    digest: bytes
    kit: Kit
    root: Path
    grader: Grader
    open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)


_here = threading.local()
_turns = Turns()  # of the threads of this process


def grade(kit: bytes, parcel: bytes) -> bytes:
    """Grade a parcel, and give a reply."""
    try:
        warm = _warm(kit)
        graded = grade_parcel(warm.grader, warm.kit.release, warm.kit.rules, unpack_parcel(parcel))
        return pack_reply(Reply(graded=graded))
    except AutograderError as error:
        return pack_reply(_refusal(error))
    except Exception as error:
        return pack_reply(Reply(failed=f"{type(error).__name__}: {error}"))


def meet(kit: bytes) -> bytes:
    """Make the grader of a kit, and reply whether that could be done."""
    try:
        _warm(kit)
        return pack_reply(Reply())
    except Exception as error:
        return pack_reply(_refusal(error))


def prove(kit: bytes) -> bytes:
    """Grade the solved notebook, and reply with its problems."""
    try:
        warm = _warm(kit)
        found = solved_notebook.problems(warm.grader, warm.root, warm.kit.entry)
        return pack_reply(Reply(problems=tuple(found)))
    except Exception as error:
        return pack_reply(_refusal(error))


def _refusal(error: Exception) -> Reply:
    """Say why nobody can be graded; the folder that a kit is unpacked in says nothing to anybody."""
    words = str(error) if isinstance(error, AutograderError) else f"{type(error).__name__}: {error}"
    words = words.replace(getattr(_here, "root", COURSE), COURSE)
    if isinstance(error, CourseError | NotFound):
        return Reply(mistake=words, missing=isinstance(error, NotFound))
    return Reply(refused=words)


def _warm(data: bytes) -> _Warm:
    digest = hashlib.sha256(data).digest()
    warm: _Warm | None = getattr(_here, "warm", None)
    if warm is not None and warm.digest == digest:
        return warm
    if warm is not None:
        _here.warm = None
        warm.open.close()
    kit = unpack_kit(data)
    if found := difference(kit.versions, versions(kit.course.packages)):
        raise SandboxUnavailable(
            f"a worker on {platform.node()} has {found}\n"
            "hint: verdicts may depend on it: give all machines the same environment, as by `uv sync --frozen`"
        )
    with contextlib.ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="autograder-kit-")))
        _here.root = str(root)
        kit.unpack(root)
        sandbox = open_sandbox(kit.course, source.beginning(root, kit.course, kit.entry))
        stack.callback(sandbox.close)
        grader = open_grader(kit.course, _bank(digest, root, kit), sandbox, turns=_turns)
        stack.callback(grader.close)
        opened = stack.pop_all()
        # A process of a pool ends without leaving any block: the solutions are not to stay in its folder.
        end = util.Finalize(None, opened.close, exitpriority=0)
        opened.callback(end.cancel)
        warm = _here.warm = _Warm(digest, kit, root, grader, opened)
    return warm


_making = threading.Lock()
_banks: dict[bytes, banks.Bank] = {}


def _bank(digest: bytes, root: Path, kit: Kit) -> banks.Bank:
    """Work out the expected results once for all threads of this process."""
    with _making:
        if digest not in _banks:
            _banks.clear()
            _banks[digest] = banks.load(root, kit.course, kit.entry)
        return _banks[digest]
