"""Run a notebook's cells in a Python like a browser's: `python browserlike.py NOTEBOOK [alone]`, and print what each showed.

Threads, processes, signals and sockets raise what they raise in Pyodide 0.29, and what it leaves out is left out here.
Somebody watches, unless `alone` is given: pictures move, and sliders are there.
"""

from __future__ import annotations

import _thread
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

LEFT_OUT = ("fcntl", "resource", "sqlite3", "_sqlite3", "ssl", "_ssl", "lzma", "_lzma", "termios")


def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in (
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.system",
        "subprocess.Popen",
        "signal.pthread_kill",
    ):
        raise OSError(52, "Function not implemented")
    if event.startswith("socket."):
        raise OSError(138, "Not supported")


def be_like_a_browser() -> None:
    for name in LEFT_OUT:
        sys.modules[name] = None  # type: ignore[assignment]
    for name in (
        "alarm",
        "setitimer",
        "pthread_kill",
        "raise_signal",
        "set_wakeup_fd",
        "signal",
        "siginterrupt",
    ):
        vars(signal)[name] = _no_signals
    for module in (_thread, threading):
        for name in ("start_new_thread", "start_new", "start_joinable_thread"):
            for each in (name, f"_{name}"):
                if hasattr(module, each):
                    setattr(module, each, _no_threads)
    sys.addaudithook(refuse)


def _no_threads(*_: object, **__: object) -> None:
    raise RuntimeError("can't start new thread")


def _no_signals(*_: object) -> None:
    raise OSError(52, "Function not implemented")


class Kernel:
    """As much of a kernel as is asked whether somebody watches."""

    def __init__(self, *, watched: bool) -> None:
        self.watched = watched

    def get_parent(self) -> dict[str, Any]:
        return {"content": {"allow_stdin": self.watched}}


def shell(*, watched: bool) -> tuple[Any, list[dict[str, Any]]]:
    """Make a shell as `pyodide_kernel` makes it, and a list that takes what it displays."""
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    shown: list[dict[str, Any]] = []

    class Publisher(DisplayPublisher):  # type: ignore[misc]
        def publish(self, data: dict[str, Any], **_: Any) -> None:
            shown.append(data)

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    made = InteractiveShell.instance(config=config, display_pub_class=Publisher)
    made.kernel = Kernel(watched=watched)
    return made, shown


def main() -> None:
    notebook, *alone = sys.argv[1:]
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    be_like_a_browser()
    os.chdir(Path(notebook).parent)
    sys.path.insert(0, "")  # as IPython does where it is more than a shell
    made, shown = shell(watched=not alone)
    report = []
    out, sys.stdout = sys.stdout, sys.stderr
    for cell in json.loads(Path(notebook).read_bytes())["cells"]:
        if cell["cell_type"] != "code":
            continue
        shown.clear()
        result = made.run_cell("".join(cell["source"]), store_history=True)
        error = result.error_before_exec or result.error_in_exec
        report.append(
            {
                "cell": cell["id"],
                "error": error and f"{type(error).__name__}: {error}",
                "text": "\n".join(data["text/plain"] for data in shown if "text/plain" in data),
                "kinds": [sorted(data) for data in shown],
            }
        )
    json.dump(report, out)


if __name__ == "__main__":
    main()
