"""What is built for others to read or install: the documentation site, the package's wheel; each in a folder of a test's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.course import ROOT, once

AT_THE_TOP = sorted(ROOT.glob("*.md"))
PAGES = sorted((ROOT / "docs").rglob("*.md"))


def copy_sources(folder: Path) -> None:
    for path in (*AT_THE_TOP, ROOT / "zensical.toml"):
        shutil.copy(path, folder)
    shutil.copytree(ROOT / "docs", folder / "docs")


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).parent / "zensical", "build", "--clean", "--strict"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def built_once(factory: pytest.TempPathFactory) -> Path:
    """Give the folder of the site, which the first test to ask for it has built."""

    def make(folder: Path) -> None:
        copy_sources(folder)
        done = build(folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return once(factory, "site", make) / ".site"


def wheel_built_once(factory: pytest.TempPathFactory) -> Path:
    """Give the package's wheel, built as `pip wheel` builds it by the first test to ask for it."""

    def make(folder: Path) -> None:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=120,
        )

    (built,) = once(factory, "wheel", make).glob("*.whl")
    return built


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give out a folder's files as any web server does, at the address that is given."""
    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
