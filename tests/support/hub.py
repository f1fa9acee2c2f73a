"""A JupyterHub of three accounts on a machine of its own, and what people do with it."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.course import ROOT

PYTHON = "/opt/course/bin/python"
COURSE = "/home/prof/course"
START_SECONDS = 240  # on a busy machine


@dataclass(frozen=True)
class Hub:
    """A hub that is running."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def as_account(self, account: str, *command: str, folder: str = "/") -> subprocess.CompletedProcess[str]:
        """Run a command on that machine, as somebody who has an account there."""
        return subprocess.run(
            [*self.entering(account, folder), *command],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def entering(self, account: str, folder: str) -> list[str]:
        inside = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, timeout=10, check=True
        ).stdout.split()[0]
        enter = [
            "nsenter",
            "--target",
            inside,
            "--mount",
            "--pid",
            "env",
            "-i",
            "PATH=/opt/course/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        ]
        become = ["runuser", "-u", account, "--", "env", f"HOME=/home/{account}"]
        return [*enter, *become, "sh", "-c", f'cd {folder} && exec "$@"', "-"]


@dataclass
class Person:
    """Somebody who is logged in, with a JupyterLab of their own."""

    hub: Hub
    name: str
    session: requests.Session = field(default_factory=requests.Session)

    def log_in(self) -> None:
        """Give name and password, and have their JupyterLab started."""
        self.session.get(f"{self.hub.url}/hub/login", timeout=30)
        answer = self.session.post(
            f"{self.hub.url}/hub/login",
            data={
                "username": self.name,
                "password": f"password of {self.name}",
                "_xsrf": self._token("/hub/"),
            },
            timeout=30,
        )
        assert answer.ok, self.hub.log.read_text()
        self.session.get(f"{self.hub.url}/hub/spawn", timeout=60)

    def sit_down(self) -> None:
        """Wait until their JupyterLab is there."""
        give_up = time.monotonic() + START_SECONDS
        while not self.session.get(f"{self.hub.url}/hub/spawn", timeout=60).url.endswith("/lab"):
            assert time.monotonic() < give_up, self.hub.log.read_text()
            time.sleep(0.5)

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Send a request to their server, as its pages do."""
        headers = {"X-XSRFToken": self._token(f"/user/{self.name}/")}
        address = f"{self.hub.url}/user/{self.name}/{path}"
        return self.session.request(method, address, headers=headers, timeout=120, **more)

    def press(self, button: str, assignment: str, course: str) -> Any:
        """Press a button of the Assignment List."""
        data = {"course_id": course, "assignment_id": assignment}
        answer = self.ask("POST", f"assignments/{button}", data=data)
        assert answer.ok, answer.text
        said = answer.json()
        assert said["success"], said
        return said["value"]

    def _token(self, path: str) -> str:
        (found,) = (each.value for each in self.session.cookies if each.name == "_xsrf" and each.path == path)
        return str(found)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Hub]:
    """Have a hub while the block runs."""
    ports = _free_ports(2)
    url = f"http://127.0.0.1:{ports[0]}"
    log = folder / "hub.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"),
                *(str(ROOT / "tests/support/server.sh"), str(ROOT), sys.prefix, sys.base_prefix),
                *(f"--JupyterHub.bind_url={url}", f"--JupyterHub.hub_port={ports[1]}"),
                *(f"--Spawner.{name}_timeout={START_SECONDS}" for name in ("start", "http")),
                "--JupyterHub.proxy_class=tests.support.hub_proxy.InProcess",
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "PYTHONPATH": str(ROOT)},
        )
    try:
        give_up = time.monotonic() + START_SECONDS
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"JupyterHub did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield Hub(url, process, log)
    finally:
        process.kill()  # and with it all that it started
        process.wait(timeout=30)


def _answers(url: str) -> bool:
    try:
        return bool(requests.get(f"{url}/hub/api/", timeout=5).ok)
    except requests.ConnectionError:
        return False


def _free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _ in range(number)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [int(listener.getsockname()[1]) for listener in listeners]
