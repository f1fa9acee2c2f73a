"""What careless and unlucky students hand in: one odd thing a student, and what has to be said of it.

Where nothing is to be said, the submission is graded like any other.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NAME = "no-loops.ipynb"


@dataclass(frozen=True)
class Odd:
    """An odd submission: `make` lays it into its folder, given the bytes of a right notebook."""

    make: Callable[[Path, bytes], None]
    said: str = ""


def file(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path, bytes], None]:
    def make(folder: Path, whole: bytes) -> None:
        (folder / name).write_bytes(change(whole))

    return make


def notebook(change: Callable[[bytes], bytes]) -> Callable[[Path, bytes], None]:
    return file(NAME, change)


def beside(name: str, data: bytes) -> Callable[[Path, bytes], None]:
    """Hand in a right notebook with another file beside it."""

    def make(folder: Path, whole: bytes) -> None:
        (folder / NAME).write_bytes(whole)
        (folder / name).write_bytes(data)

    return make


def without_a_bottom(folder: Path, whole: bytes) -> None:
    (folder / NAME).write_bytes(whole)
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    os.fchdir(here)
    os.close(here)


def links_and_pipes(folder: Path, whole: bytes) -> None:
    """Beside a right notebook: links to the gradebook and the checks, a pipe, odd names, and one plain file."""
    root = folder.parents[2]
    (folder / NAME).write_bytes(whole)
    (folder / "data.db").symlink_to(root / "gradebook.db")
    (folder / "solutions").symlink_to(root / "solutions")
    os.mkfifo(folder / "pipe")
    (folder / "nested.ipynb").mkdir()
    (folder / "nested.ipynb" / "x.txt").write_text("x")
    (folder / os.fsdecode(b"m\xfcller.csv")).write_text("1,2")
    (folder / "data.csv").write_text("1,2")


def pages(folder: Path, whole: bytes) -> None:
    """Beside a right notebook: what a browser or a kernel would run, and what they would not."""
    (folder / NAME).write_bytes(whole)
    for name in (
        "page.html",
        "PAGE.HTM",
        "picture.svg",
        "feed.xml",
        "code.js",
        "data:,x.html",
        "data.csv",
        "importlib.py",
        "types.SO",
    ):
        (folder / name).write_text("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    (folder / "inner").mkdir()
    (folder / "inner" / "page.xhtml").write_text("<script>alert(1)</script>")
    (folder / "inner" / "__init__.py").touch()


def a_folder_named_like_its_page(folder: Path, whole: bytes) -> None:
    (folder / NAME).write_bytes(whole)
    (folder / "no-loops.html").mkdir()
    (folder / "no-loops.html" / "x.txt").write_text("x")


ODD = {
    "not-json": Odd(notebook(lambda _: b"{'cells': []}"), "is not JSON"),
    "truncated": Odd(notebook(lambda whole: whole[:-500]), "is not JSON"),
    "empty": Odd(notebook(lambda _: b""), "the file is empty"),
    "a-list": Odd(notebook(lambda _: b"[]"), "not a notebook"),
    "from-the-future": Odd(
        notebook(lambda whole: whole.replace(b'"nbformat": 4', b'"nbformat": 9')),
        "nbformat 9, newer than this grader can read",
    ),
    "objects": Odd(
        notebook(lambda _: b'{"nbformat": 4, "cells": [' + b"{}," * 600_000 + b"{}]}"),
        "holds far more than a notebook does",
    ),
    "nested": Odd(notebook(lambda _: b"[" * 200_000), "nested too deeply"),
    "utf-16": Odd(notebook(lambda whole: whole.decode().encode("utf-16")), "not UTF-8"),
    "renamed": Odd(file("no-loops (1).ipynb", lambda whole: whole)),
    "renamed-and-broken": Odd(
        file("no-loops (1).ipynb", lambda _: b"{}"), "is missing; found: `no-loops (1).ipynb`"
    ),
    "no-notebook": Odd(file("data.csv", lambda _: b"1,2"), "there is no notebook at all"),
    "too-large": Odd(notebook(lambda _: b" " * 100_000_000), "50 MB is the most that is read"),
    "too-long": Odd(
        notebook(lambda whole: whole.replace(b'"source": "', b'"source": "' + b"# x\\n" * 700_000, 1)),
        "million characters; 2 million is the most",
    ),
    "a-folder": Odd(lambda folder, _: (folder / NAME).mkdir(), "is not a readable file"),
    "a-pipe": Odd(lambda folder, _: os.mkfifo(folder / NAME), "is not a readable file"),
    "a-link": Odd(
        lambda folder, _: (folder / NAME).symlink_to(folder.parents[2] / "course.toml"),
        "is not a readable file",
    ),
    "with-a-bom": Odd(notebook(lambda whole: b"\xef\xbb\xbf" + whole)),
    "with-another-notebook": Odd(beside("notes.ipynb", b"{}")),
    "of-another-kernel": Odd(notebook(lambda whole: whole.replace(b'"python3"', b'"ir"'))),
    "without-a-time": Odd(beside("timestamp.txt", b"yesterday at noon")),
    "ahead-of-time": Odd(beside("timestamp.txt", b"2090-01-01 00:00:00 UTC")),
    "without-a-bottom": Odd(without_a_bottom),
    "links-and-pipes": Odd(links_and_pipes),
    "pages": Odd(pages),
    "folder-named-like-its-page": Odd(a_folder_named_like_its_page),
}
