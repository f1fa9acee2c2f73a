"""Kernels: whether another account can listen to what is run in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.doctor.finding import Finding

if TYPE_CHECKING:
    from autograder.course.settings import Course

SUBJECT = "kernels"


def examine(root: Path, course: Course) -> Iterator[Finding]:
    """Look at what Jupyter's own files say of it; where the exchange lies in the course, there is nobody else."""
    if course.exchange_folder(root).is_relative_to(root):
        return
    if _are_private():
        yield Finding(subject=SUBJECT, said="what is run in them is sent encrypted")
    else:
        yield Finding(
            subject=SUBJECT,
            said="whatever is run in a notebook, and what comes of it, can be read by every account of this machine, at the kernel's ports",
            remedy='`c.KernelManager.transport_encryption = "required"` in /etc/jupyter/jupyter_config.py, then start every JupyterLab anew',
        )


def _are_private() -> bool:
    from jupyter_core.application import JupyterApp

    application = JupyterApp(config_file_name="jupyter_server_config")  # it reads `jupyter_config` first
    application.load_config_file()
    settings = application.config.KernelManager
    return bool(settings.get("transport_encryption") == "required" or settings.get("transport") == "ipc")
