"""The project's own JupyterLab, started by `autograder lab` as anybody does, and a browser to look at it with."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.support.course import NO_BROWSER

TOKEN = "browser-test"
START_SECONDS = 90
PATIENCE = 60_000  # milliseconds, on a busy machine
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Nothing that a browser does for its own sake: no updates, no sync, no look at the network.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The Formgrader's page for grading by hand loads MathJax from the network and waits for it: here it has nothing to do.
MATHJAX = 'window.MathJax = {Hub: {Config() {}, Queue() {}, Startup: {signal: {Interest(f) { f("End"); }}}}};'


class Server:
    """A JupyterLab of this course, started by `autograder lab`; it may be stopped and started again."""

    def __init__(self, course: Path, *arguments: str, home: Path) -> None:
        port = _free_port()
        self.url = f"http://localhost:{port}"
        self.log = home / f"lab-{port}.log"
        self._course = course
        self._home = home
        self._command = [
            *(sys.executable, "-m", "autograder", "lab", *arguments, "--", "--no-browser"),
            *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting for it."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._course,
                env={**kept, "HOME": str(self._home)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it answers."""
        assert self._process is not None
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            if self._process.poll() is not None:
                pytest.fail(f"JupyterLab did not start:\n{self.said()}")
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{self.url}/api/status?token={TOKEN}", timeout=5).close()
                return
            time.sleep(0.1)
        pytest.fail(f"JupyterLab does not answer after {START_SECONDS} s:\n{self.said()}")

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=20)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(timeout=60)
        self._process = None

    def said(self) -> str:
        return self.log.read_text(errors="replace")


@contextlib.contextmanager
def lab(course: Path, *arguments: str, home: Path) -> Iterator[Server]:
    """Have a JupyterLab while the block runs; it is still starting when the block begins."""
    server = Server(course, *arguments, home=home)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def watching(course: Path, log: Path) -> Iterator[None]:
    """Have `autograder watch` at work while the block runs."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder", "watch", "--workers", "1"],
            cwd=course,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(log, " watching ")
        yield
    finally:
        process.terminate()
        assert process.wait(timeout=30) == 0


def wait_for(log: Path, words: str) -> None:
    """Wait until a log says something."""
    give_up = time.monotonic() + START_SECONDS
    while words not in log.read_text():
        assert time.monotonic() < give_up, log.read_text()
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; where there is none, skip, but not in CI."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield started
        started.close()


def window(browser: Browser, width: int = 1280, height: int = 860) -> Page:
    """Open a window of its own, with its own cookies, that reaches nothing but this machine."""
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    context.route("**/*", _only_here)
    return context.new_page()


def _only_here(route: Route) -> None:
    url = route.request.url
    if url.startswith(("http://localhost:", "data:", "blob:")):
        route.continue_()
    elif "/mathjax/" in url:
        route.fulfill(content_type="text/javascript", body=MATHJAX)
    else:
        route.abort()
