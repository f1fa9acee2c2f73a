"""What `dask scheduler` and `dask worker` do, in a process forked from one that has imported it: to import it takes most of the time."""

from __future__ import annotations

import os
from pathlib import Path

# Whoever loses a worker would else try the same parcel on three more.
SETTINGS = {"distributed.scheduler.allowed-failures": 1}


def serve(kind: str, arguments: list[str], folder: Path) -> None:
    """Run the command until the process ends."""
    import dask
    from distributed.cli import dask_scheduler, dask_worker

    with (folder / f"{kind}.log").open("ab") as log:
        for stream in (1, 2):
            os.dup2(log.fileno(), stream)
    os.chdir(folder)
    command = {"scheduler": dask_scheduler, "worker": dask_worker}[kind].main
    with dask.config.set(SETTINGS):
        command.main(args=arguments, standalone_mode=False)
