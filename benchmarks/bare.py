"""The bound: a process that has imported all that is needed forks for each notebook and executes its cells.

No walls, no verdicts, no notebook to read or write: what nothing that runs the cells can undercut by much.
Run as `python -m benchmarks.bare COURSE COUNT draw|skip`; prints the CPU seconds a submission.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import os
import resource
import sys
from pathlib import Path
from types import SimpleNamespace

from autograder.course.layout import RELEASED
from benchmarks.classroom import ASSIGNMENT


def cells_of(path: Path) -> list[str]:
    """Give a notebook's code cells, without its tests."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [
        "".join(cell["source"])
        for cell in cells
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("grade")
    ]


def execute(cells: list[str], *, draw: bool) -> None:
    """Execute cells as a script, and draw the figures that each leaves open."""
    import matplotlib.pyplot as plt

    plt.show = lambda *_, **__: None
    space = {"__name__": "__main__", "display": lambda *_: None}
    for number, cell in enumerate(cells):
        with contextlib.suppress(Exception):  # as a notebook goes on after an error
            exec(compile(cell, f"<cell {number}>", "exec"), space)  # noqa: S102
        for figure in plt.get_fignums() if draw else ():
            plt.figure(figure).savefig(io.BytesIO(), format="png")
        plt.close("all")


def main(course: Path, count: int, *, draw: bool) -> float:
    """Fork for each submission, and give the CPU seconds that one takes."""
    import matplotlib as mpl
    from IPython.core import getipython

    mpl.use("agg")
    # The course's pictures ask the grader's shell whether they are drawn.
    getipython.get_ipython = lambda: SimpleNamespace(draws=draw, kernel=None)
    paths = sorted(course.resolve().glob("submitted/*/*/*.ipynb"))[:count]
    notebooks = [cells_of(path) for path in paths]
    os.chdir(course / RELEASED / ASSIGNMENT)  # where the course's pictures lie
    sys.path.insert(0, "")
    sys.stdout = io.StringIO()
    execute(notebooks[0], draw=draw)
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for cells in notebooks:
        pid = os.fork()
        if pid == 0:
            execute(cells, draw=draw)
            os._exit(0)
        os.waitpid(pid, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout = sys.__stdout__
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / len(notebooks)


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2]), draw=sys.argv[3] == "draw"))
