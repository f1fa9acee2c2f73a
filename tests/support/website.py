"""The documentation site, built as `make docs` builds it, in a folder of a test's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
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
