"""What students pack into archives costs nobody else's collection, fills no disk, and is named where it is left out."""

from __future__ import annotations

import gzip
import io
import json
import os
import stat
import struct
import subprocess
import tarfile
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.collect import unpacking
from autograder.collect.unpacking import Allowance, unpack
from tests.support.course import ASSIGNMENT, Make, Scratch, once

SENT = "assignsubmission_file"
ZEROS = b"\0" * 40_000_000
Build = Callable[[bytes], bytes]


def zipped(*entries: tuple[str, bytes] | tuple[str, bytes, int], system: int = 3) -> bytes:
    """Make a zip of names, bytes and, where given, permissions; a name may stand in it more than once."""
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(action="ignore", category=UserWarning),  # of names that stand twice
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as content,
    ):
        for name, data, *mode in entries:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.compress_type = system, zipfile.ZIP_DEFLATED
            entry.external_attr = (mode[0] if mode else stat.S_IFREG | 0o644) << 16
            content.writestr(entry, data)
    return buffer.getvalue()


def tarred(*entries: tuple[str, bytes, bytes]) -> bytes:
    """Make a tar.gz of names, bytes and types."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as content:
        for name, data, kind in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname, entry.mode = kind, "/etc/passwd", 0o6777
            entry.size = len(data) if kind == tarfile.REGTYPE else 0
            content.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def six_bombs(notebook: bytes) -> bytes:
    inner = zipped(*((f"zeros-{i}", ZEROS) for i in range(3)))
    return zipped(("work/no-loops.ipynb", notebook), *((f"{i}.zip", inner) for i in range(6)))


def encrypted(notebook: bytes) -> bytes:
    data = bytearray(zipped(("no-loops.ipynb", notebook), ("secret.txt", b"x")))
    entry = data.rfind(b"PK\1\2")
    data[entry + 8] |= 1
    return bytes(data)


def lying(notebook: bytes) -> bytes:
    """Say in the list that a file of 40 MB has a single byte."""
    data = bytearray(zipped(("no-loops.ipynb", notebook), ("zeros", ZEROS)))
    entry = data.rfind(b"PK\1\2")
    data[entry + 24 : entry + 28] = struct.pack("<I", 1)
    return bytes(data)


def corrupt(notebook: bytes) -> bytes:
    data = bytearray(zipped(("no-loops.ipynb", notebook), ("noise", os.urandom(10_000))))
    place = data.find(b"noise") + 5_000
    data[place : place + 100] = bytes(100)
    return bytes(data)


# What each student sends, made of a right notebook; and what has to be said of it.
ARCHIVES: dict[str, tuple[str, Build, str]] = {
    "Unreadable": ("zip", lambda nb: zipped(("no-loops.ipynb", nb, stat.S_IFREG)), ""),
    "Locked": ("zip", lambda nb: zipped(("a/", b"", stat.S_IFDIR | 0o444), ("a/no-loops.ipynb", nb)), ""),
    "Closed": ("zip", lambda nb: zipped(("a/", b"", stat.S_IFDIR | 0o500), ("a/no-loops.ipynb", nb)), ""),
    "Setuid": ("zip", lambda nb: zipped(("no-loops.ipynb", nb, stat.S_IFREG | 0o6777)), ""),
    "Bombs": ("zip", six_bombs, "left out: zeros-2: more than is taken from one student"),
    "Repeated": ("zip", lambda nb: zipped(*[("a.bin", ZEROS)] * 4, ("no-loops.ipynb", nb)), ""),
    "Many": ("zip", lambda nb: zipped(*((f"{i}", b"") for i in range(30_000)), ("z/no-loops.ipynb", nb)),
             " more: more than is taken from one student"),
    "Outside": ("zip", lambda nb: zipped(("../../../out.txt", b""), ("/tmp/out.txt", b""), ("a\nb", b""), ("no-loops.ipynb", nb)),
                "left out: a\ufffdb, ../../../out.txt: the name leads out of the archive"),
    "Links": ("zip", lambda nb: zipped(("link", b"/etc/passwd", stat.S_IFLNK | 0o777), ("no-loops.ipynb", nb)), "left out: link: no file"),
    "Case": ("zip", lambda nb: zipped(("A/x", b""), ("a/X", b""), ("a", b""), ("No-Loops.ipynb", nb), ("a/X/y", b"")),
             "something of that name is there already"),
    "Long": ("zip", lambda nb: zipped((f"{'é' * 300}/{'n' * 300}.ipynb", nb)), ".ipynb: is collected as no-loops.ipynb of Long"),
    "Windows": ("zip", lambda nb: zipped(("4-no-loops\\no-loops.ipynb", nb), system=0), ""),
    "Encrypted": ("zip", encrypted, "left out: secret.txt: encrypted"),
    "Lying": ("zip", lying, "left out: zeros: damaged"),
    "Corrupt": ("zip", corrupt, "left out: noise: damaged"),
    "Deep": ("zip", lambda nb: zipped((f"{'d/' * 500}x", b""), ("no-loops.ipynb", nb)), "in too many folders"),
    "Hidden": ("zip", lambda nb: zipped(*((f".git/{i}", b"") for i in range(3000)), ("no-loops.ipynb", nb)), ""),
    "Online": ("zip", lambda nb: zipped((f"Honest_99_{SENT}_no-loops (9).ipynb", nb)), ""),
    "Limit": ("zip", lambda nb: zipped((f"{'d' * 200}/" * 11 + "a.zip", zipped(*((f"{'e' * 200}/" * 7 + f"{'n' * i}.txt", nb) for i in range(1, 200)))), ("no-loops.ipynb", nb)),
              " and 196 more: in too many folders"),
    "Nested": ("zip", lambda nb: zipped(("a.zip", zipped(("b.zip", zipped(("x", b""))), ("no-loops.ipynb", nb)))),
               "a.zip/b.zip: is the 4th archive inside one another, and stays packed"),
    "Tarred": ("tar.gz", lambda nb: tarred(("no-loops.ipynb", nb, tarfile.REGTYPE)), ""),
    "Devices": ("tar.gz", lambda nb: tarred(("x", b"", tarfile.CHRTYPE), ("l", b"", tarfile.LNKTYPE), ("no-loops.ipynb", nb, tarfile.REGTYPE)),
                "left out: x, l: no file, but a link"),
}  # fmt: skip
# These cannot be unpacked at all.
BROKEN: dict[str, tuple[str, Build]] = {
    "Nothing": ("zip", lambda _: b""),
    "Broken": ("zip", lambda _: b"PK\3\4 no zip at all"),
    "Cut": ("tar.gz", lambda nb: tarred(("no-loops.ipynb", nb * 9, tarfile.REGTYPE))[:400]),
    "Stream": ("tar.gz", lambda _: gzip.compress(ZEROS * 8)),
    "Listed": ("zip", lambda _: zipped(*((f"{'n' * 150}{i}", b"") for i in range(26_000)))),
}


def collect(scratch: Scratch, *arguments: str) -> subprocess.CompletedProcess[str]:
    return scratch.program("nbgrader", "zip_collect", ASSIGNMENT, *arguments)


@pytest.fixture(scope="module")
def collected(released_course: Scratch, make: Make, tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    """A class whose archives came in one of Moodle's, collected twice by the real command."""

    def build(folder: Path) -> None:
        scratch = released_course.copied(folder / "course")
        notebook = json.dumps(make({})).encode()
        place = scratch.root / "downloaded" / ASSIGNMENT / "archive"
        place.mkdir(parents=True)
        with zipfile.ZipFile(place / "moodle.zip", "w") as moodle:
            sent = {**{name: (kind, make) for name, (kind, make, _) in ARCHIVES.items()}, **BROKEN}
            for number, (name, (kind, pack)) in enumerate(sent.items(), start=1):
                moodle.writestr(f"{name}_{number}_{SENT}_work.{kind}", pack(notebook))
            moodle.writestr(f"Honest_99_{SENT}_/no-loops.ipynb", notebook)
        first = collect(scratch)
        again = collect(scratch, "--force")
        for said, done in (("first", first), ("again", again)):
            assert done.returncode == 0, done.stderr[-3000:]
            (folder / said).write_text(done.stderr)

    return Scratch(once(tmp_path_factory, "archives", build) / "course")


@pytest.mark.parametrize("said", ["first", "again"])
def test_everybody_whose_archive_can_be_read_is_collected(said: str, collected: Scratch) -> None:
    there = {path.parents[1].name for path in (collected.root / "submitted").rglob("no-loops.ipynb")}
    assert there == {*ARCHIVES, "Honest"}
    assert "Traceback" not in (collected.root.parent / said).read_text()


def test_what_is_left_out_is_named_by_student(collected: Scratch) -> None:
    said = (collected.root.parent / "first").read_text()
    for name, (_, _, words) in ARCHIVES.items():
        lines = "\n".join(line for line in said.splitlines() if f"/{name}_" in line)
        assert words in lines if words else "left out" not in lines, name
    for name in BROKEN:
        assert (
            len([line for line in said.splitlines() if f"/{name}_" in line and "cannot be unpacked" in line])
            == 1
        )


def test_nothing_arrives_but_plain_files_that_the_instructor_can_read(collected: Scratch) -> None:
    found = [*(collected.root / "downloaded").rglob("*"), *(collected.root / "submitted").rglob("*")]
    modes = {path: path.lstat().st_mode for path in found}
    odd = {
        path: oct(mode)
        for path, mode in modes.items()
        if mode & 0o7000 or (mode & 0o600) != 0o600 or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
    }
    assert odd == {}
    assert not [path for path in (Path("/tmp/out.txt"), collected.root / "out.txt") if path.exists()]


def test_all_that_one_student_sent_has_one_budget(collected: Scratch) -> None:
    extracted = collected.root / "downloaded" / ASSIGNMENT / "extracted"
    taken: dict[str, int] = {}
    entries: dict[str, int] = {}
    for path in extracted.rglob("*"):
        name = (
            path.relative_to(extracted / "moodle").parts[0].partition("_")[0]
            if path.parent != extracted
            else ""
        )
        if path.is_file():
            taken[name] = taken.get(name, 0) + path.stat().st_size
            entries[name] = entries.get(name, 0) + 1
    assert max(taken.values()) <= unpacking.MAX_BYTES
    assert max(entries.values()) <= unpacking.MAX_ENTRIES


def test_the_last_of_one_name_counts_and_only_once(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(("x", b"1"), ("x", b"2")))
    left = Allowance(bytes=10, entries=10)
    unpacked = unpack(tmp_path / "a.zip", tmp_path / "a", lambda _: left, left)
    assert [path.read_bytes() for path in unpacked.files] == [b"2"]
    assert left == Allowance(bytes=9, entries=9)


@pytest.mark.parametrize("counted", [(1, 1), struct.unpack("<2H", b"PK\5\6")])
def test_a_list_is_not_read_however_its_length_is_hidden(counted: tuple[int, int], tmp_path: Path) -> None:
    entries = 46 * bytes(200_000)
    list64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entries), 0)
    where64 = struct.pack("<4sLQL", b"PK\6\7", 0, len(entries), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, *counted, 46, 0, 0)
    (tmp_path / "a.zip").write_bytes(b"PK" + entries + list64 + where64 + end)
    with pytest.raises(ValueError, match="lists far more files"):
        unpack(tmp_path / "a.zip", tmp_path / "a", lambda _: Allowance(), Allowance())


def test_a_size_below_nothing_gives_nobody_more_room(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("x")
    entry.size = -512
    (tmp_path / "a.tar").write_bytes(entry.tobuf(tarfile.GNU_FORMAT) + bytes(10_240))
    left = Allowance(bytes=10, entries=10)
    unpacked = unpack(tmp_path / "a.tar", tmp_path / "a", lambda _: left, Allowance())
    assert (unpacked.files, left) == ([], Allowance(bytes=10, entries=10))


def test_many_small_tars_of_one_student_are_not_all_read_through(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(tarred(("x", bytes(5_000_000), tarfile.REGTYPE)))
    own = Allowance(to_read=25_000_000)
    for _ in range(2):
        unpack(tmp_path / "a.tar.gz", tmp_path / "a", lambda _: own, own)
    with pytest.raises(ValueError, match="than is read of one student"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "a", lambda _: own, own)


def test_a_tar_is_read_no_further_than_it_may_be(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("x" * 90)
    entry.type, entry.size = tarfile.XHDTYPE, 50_000_000  # a header, which is read into memory
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(entry.tobuf() + bytes(entry.size)))
    with pytest.raises(ValueError, match="unpacks to far more"):
        unpack(tmp_path / "a.tar.gz", tmp_path / "a", lambda _: Allowance(), Allowance(to_read=1_000_000))
