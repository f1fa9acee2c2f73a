"""Archives that students send, unpacked as plain files of ours: nothing of an archive is kept but names and bytes.

No permissions, owners, links or devices; each name once; and no more than an allowance, which is the same for everything
that one student sent, however it is packed.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import os
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath
from typing import IO, Any

from autograder.common.text import encodable

# What one student hands in stays far below: a notebook of more than 50 MB is not read.
MAX_BYTES = 100_000_000
MAX_ENTRIES = 1000
MAX_DEPTH = 12
# A list of more is not even read: it stands in memory before it can be counted.
MAX_LISTED, MAX_LISTED_BYTES = 50_000, 5_000_000
LONGEST_NAME = 240  # bytes, of a file or folder; the ending of a longer one stays
LONGEST_PATH = (
    3500  # bytes, from the root of the file system; of one that is as long as can be, nothing could be made
)
TO_READ = 4 * MAX_BYTES  # of tars, which are read through twice to be unpacked

LINK = "no file, but a link, a device or the like"
ELSEWHERE = "the name leads out of the archive, or cannot be written"
TOO_DEEP = "in too many folders"
TOO_MUCH = "more than is taken from one student"
TAKEN = "something of that name is there already"
ENCRYPTED = "encrypted"
DAMAGED = "damaged, or compressed in a way that is not read here"


@dataclass
class Allowance:
    """How many bytes and files are still taken from somebody, and how much is read to see what there is."""

    bytes: int = MAX_BYTES
    entries: int = MAX_ENTRIES
    to_read: int = TO_READ

    def spend(self, size: int) -> bool:
        """Take one more file, where there is room for it."""
        if not 0 <= size <= min(self.bytes, MAX_BYTES) or not self.entries:
            return False
        self.bytes -= size
        self.entries -= 1
        return True


@dataclass(frozen=True, kw_only=True)
class Unpacked:
    """What came of an archive: the files written, and what was left out, each with the reason."""

    files: Sequence[Path]
    left_out: Sequence[tuple[PurePosixPath, str]]


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What an archive says of one thing in it; `refused` says why it is not taken, if it is not."""

    place: int
    name: str
    size: int
    refused: str = ""


def unpack(
    archive: Path, folder: Path, allowance_of: Callable[[PurePosixPath], Allowance], own: Allowance
) -> Unpacked:
    """Unpack a zip, or a tar as it is or compressed by gzip or bzip2; notebooks come first where not all is taken.

    Args:
        archive: The file.
        folder: Where to; it is made.
        allowance_of: Gives the allowance that an entry spends, by its path in the archive.
        own: The allowance that reading the archive itself spends, where it is a tar.

    Raises:
        ValueError, OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error: It cannot be read.
    """
    with archive.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    entries = _zip_entries(archive) if is_zip else _tar_entries(archive, own)
    if not entries:
        raise ValueError("there is no file in it")
    chosen, left_out = _choose(entries, allowance_of)
    contents = _read_zip(archive, chosen) if is_zip else _read_tar(archive, chosen, own)
    files = []
    folder.mkdir(parents=True, exist_ok=True)
    for place, data in contents:
        path = chosen[place]
        reason = DAMAGED if data is None else _write(folder / path, data)
        if reason:
            left_out.append((path, reason))
        else:
            files.append(folder / path)
    return Unpacked(files=files, left_out=left_out)


def _choose(
    entries: Sequence[_Entry], allowance_of: Callable[[PurePosixPath], Allowance]
) -> tuple[dict[int, PurePosixPath], list[tuple[PurePosixPath, str]]]:
    """Decide what is taken, by its place in the archive: of one name the last, notebooks first."""
    last = {_path(entry.name): entry for entry in entries}
    chosen, left_out = {}, []
    for path in sorted(last, key=lambda path: (path.suffix.lower() != ".ipynb", len(path.parts))):
        entry = last[path]
        if is_hidden(path):
            continue
        reason = entry.refused or _refused(path)
        if not reason and not allowance_of(path).spend(entry.size):
            reason = TOO_MUCH
        if reason:
            left_out.append((path, reason))
        else:
            chosen[entry.place] = path
    return chosen, left_out


def is_hidden(path: PurePath) -> bool:
    """Tell whether it is what systems and tools leave behind, which nobody hands in."""
    return any(part == "__MACOSX" or (part.startswith(".") and part != "..") for part in path.parts)


def _path(name: str) -> PurePosixPath:
    """Read a name as a path; on Windows, some programs write backslashes."""
    path = PurePosixPath(name.replace("\\", "/"))
    return PurePosixPath(*(_shortened(part) for part in path.parts))


def _shortened(part: str) -> str:
    if len(part.encode(errors="replace")) <= LONGEST_NAME:
        return part
    ending = PurePosixPath(part).suffix[-20:]
    stem = part.encode(errors="replace")[: LONGEST_NAME - len(ending.encode(errors="replace"))]
    return stem.decode(errors="ignore") + ending


def _refused(path: PurePosixPath) -> str:
    name = str(path)
    if path.is_absolute() or ".." in path.parts or not name.isprintable() or encodable(name) != name:
        return ELSEWHERE
    return TOO_DEEP if len(path.parts) > MAX_DEPTH else ""


def _write(place: Path, data: bytes) -> str:
    """Write a file where nothing is yet, and say what is in its way, if anything is."""
    if len(os.fsencode(place)) > LONGEST_PATH:
        return TOO_DEEP
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            file.write(data)
    except (FileExistsError, NotADirectoryError):
        return TAKEN
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    return ""


def _zip_entries(archive: Path) -> list[_Entry]:
    with _Sparing(io.FileIO(archive)) as file, zipfile.ZipFile(file) as content:
        return [
            _Entry(place=place, name=each.filename, size=each.file_size, refused=_why_not(each))
            for place, each in enumerate(content.infolist())
            if not each.filename.endswith(("/", "\\"))
        ]


class _Sparing(io.BufferedReader):
    """A zip of which no more is read at once than a list may take: wherever it says how long that is, it can say something else."""

    def read(self, size: int | None = -1) -> bytes:
        most = MAX_LISTED_BYTES + 1
        data = super().read(most if size is None or size < 0 else min(size, most))
        if len(data) == most:
            raise ValueError("it lists far more files than anybody hands in")
        return data


def _why_not(entry: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(entry.external_attr >> 16) if entry.create_system == 3 else 0
    if kind not in (0, stat.S_IFREG):
        return LINK
    if entry.flag_bits & 1:
        return ENCRYPTED
    return "" if entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else DAMAGED


def _read_zip(archive: Path, chosen: dict[int, PurePosixPath]) -> Iterator[tuple[int, bytes | None]]:
    with zipfile.ZipFile(archive) as content:
        listed = content.infolist()
        for place in chosen:
            try:
                yield place, content.read(listed[place])
            except Exception:  # whatever is wrong with one entry, the others may be sound
                yield place, None


class _Bounded(io.RawIOBase):
    """A stream that gives no more than somebody is read of, however little it is packed in."""

    def __init__(self, stream: IO[bytes], own: Allowance) -> None:
        self._stream, self._own = stream, own

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        most = self._own.to_read + 1
        data = self._stream.read(min(size, most) if size >= 0 else most)
        if len(data) == most:
            raise ValueError("it unpacks to far more than its own size, or than is read of one student")
        self._own.to_read -= len(data)
        return data


@contextlib.contextmanager
def _tar(archive: Path, own: Allowance) -> Iterator[Iterator[tuple[int, tarfile.TarInfo, tarfile.TarFile]]]:
    """Read through a tar once, from its beginning."""
    with archive.open("rb") as file:
        start = file.read(3)
    opened: Any = gzip.open if start[:2] == b"\x1f\x8b" else bz2.open if start == b"BZh" else open
    with opened(archive, "rb") as stream, tarfile.open(fileobj=_Bounded(stream, own), mode="r|") as content:
        yield ((place, each, content) for place, each in enumerate(content))


def _tar_entries(archive: Path, own: Allowance) -> list[_Entry]:
    entries: list[_Entry] = []
    with _tar(archive, own) as content:
        for place, each, _ in content:
            if place >= MAX_LISTED:
                raise ValueError("it lists far more files than anybody hands in")
            refused = "" if each.isreg() and not each.issparse() else LINK
            if each.size < 0:
                refused = DAMAGED
            if not each.isdir():
                entries.append(_Entry(place=place, name=each.name, size=each.size, refused=refused))
    return entries


def _read_tar(
    archive: Path, chosen: dict[int, PurePosixPath], own: Allowance
) -> Iterator[tuple[int, bytes | None]]:
    with _tar(archive, own) as content:
        for place, each, whole in content:
            if place in chosen and (file := whole.extractfile(each)) is not None:
                data = file.read()
                yield place, data if len(data) == each.size else None
