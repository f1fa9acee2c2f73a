"""What crosses to another process: the instructor's files in a kit, a submission in a parcel, what came of it in a reply.

All are plain values in msgpack. A kit holds no address of a gradebook, a parcel nobody's name.
"""

from __future__ import annotations

import contextlib
import functools
import platform
import zlib
from importlib import metadata
from pathlib import Path

import msgspec

from autograder.common.programs import program_state
from autograder.course.layout import SOURCES, files_of
from autograder.course.releases import released_files
from autograder.course.settings import AssignmentEntry, Course
from autograder.gradebook.release import Release
from autograder.grading.submission import GradedParcel, Parcel

COURSE = "<course>"
LIBRARIES = ("numpy", "matplotlib", "ipython", "scikit-learn")


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """All that a grader is made of, and what its verdicts depend on.

    Attributes:
        course: The settings, without the addresses of gradebook and exchange.
        assignment: The assignment's name.
        files: The instructor's files, by path in the course's folder.
        release: What was released.
        rules: What the verdicts depend on (see `autograder.grading.pending.rules`).
        versions: What must be the same wherever it is graded.
    """

    course: Course
    assignment: str
    files: dict[str, bytes]
    release: Release
    rules: dict[str, str]
    versions: dict[str, str]

    @property
    def entry(self) -> AssignmentEntry:
        return self.course.assignment(self.assignment)

    def unpack(self, folder: Path) -> None:
        """Write the instructor's files to a folder, as they stand in the course's."""
        for name, data in self.files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker answers: what was graded, or the problems of the solved notebook, or why not: it refuses to grade anybody, or failed at this one.

    Attributes:
        graded: What was graded.
        problems: What is wrong with the solved notebook.
        mistake: What is wrong with the instructor's files; the course's folder is `COURSE` there.
        missing: Whether it is that one of them is not there.
        refused: Why nobody is graded there.
        failed: Why this submission is not.
    """

    graded: GradedParcel | None = None
    problems: tuple[str, ...] = ()
    mistake: str | None = None
    missing: bool = False
    refused: str | None = None
    failed: str | None = None


_kits = msgspec.msgpack.Decoder(Kit)
_parcels = msgspec.msgpack.Decoder(Parcel)
_replies = msgspec.msgpack.Decoder(Reply)


def pack_kit(
    root: Path, course: Course, entry: AssignmentEntry, release: Release, rules: dict[str, str]
) -> bytes:
    """Read what makes an assignment's grader; it is sent with each parcel, so it is made small."""
    files = files_of(root, entry)
    paths = [*files.source.glob("*.py"), files.cases, *(root / SOURCES).glob("*.py"), files.released_notebook]
    kept = {path: path.read_bytes() for path in paths if path.is_file() and path != files.right_answers}
    beside = {files.release / name: data for name, data in released_files(root, course, entry).items()}
    kit = Kit(
        course=msgspec.structs.replace(
            course, gradebook="sqlite:///gradebook.db", exchange="exchange", cluster=""
        ),
        assignment=entry.name,
        files={str(path.relative_to(root)): data for path, data in (kept | beside).items()},
        release=release,
        rules=rules,
        versions=versions(course.packages),
    )
    return zlib.compress(msgspec.msgpack.encode(kit))


def unpack_kit(data: bytes) -> Kit:
    return _kits.decode(zlib.decompress(data))


def pack_parcel(parcel: Parcel) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(parcel), 1)


def unpack_parcel(data: bytes) -> Parcel:
    return _parcels.decode(zlib.decompress(data))


def pack_reply(reply: Reply) -> bytes:
    return msgspec.msgpack.encode(reply)


def unpack_reply(data: bytes) -> Reply:
    """Read a reply.

    Raises:
        msgspec.MsgspecError: It is none.
    """
    return _replies.decode(data)


@functools.cache
def versions(packages: tuple[str, ...] = ()) -> dict[str, str]:
    """Give the versions of all that a verdict may depend on, the course's own `packages` too; this package's is of its very bytes."""
    found = {"Python": platform.python_version(), "autograder": program_state()}
    for name in (*LIBRARIES, *packages):
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def difference(here: dict[str, str], there: dict[str, str]) -> str:
    """Say how two sides' versions differ; nothing where they do not."""
    return ", ".join(
        f"{name} {there.get(name, 'is missing')} instead of {version}"
        for name, version in here.items()
        if there.get(name) != version
    )
