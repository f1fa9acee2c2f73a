"""Inside the walls: running cells as a Jupyter kernel would, and keeping a bounded part of what they show."""

from __future__ import annotations

import functools
import gc
import io
import sys
from typing import Any

from autograder.execution import cell_outputs, pictures
from autograder.execution.shell import ZMQInteractiveShell, make, told

FAILING = "def f():\n    raise NotImplementedError\n\nf()"  # a traceback takes many imports, the first time


@functools.cache
def shell() -> ZMQInteractiveShell:
    """Make the one IPython shell that every notebook of this process runs in."""
    return make()


def set_up(*, draw: bool) -> None:
    """Get ready for cells, whose figures are drawn or not."""
    pictures.set_up(shell(), draw=draw)
    shell().draws = draw
    start_anew()


def warm_up() -> None:
    """Run what every notebook may come to, so that what that builds up once is at hand in every fork."""
    run(0, "<failing>", FAILING, 1000)
    start_anew()


def start_anew() -> None:
    """Forget what cells have defined; what they have imported and built up once stays at hand."""
    made = shell()
    anything_frozen = gc.get_freeze_count() > 0
    gc.freeze()  # here, IPython looks for garbage among all that was ever imported
    made.reset(new_session=True)
    if not anything_frozen:
        gc.unfreeze()
    made.user_ns.update(dict.fromkeys(("_", "__", "___"), ""))


def leave_undrawn() -> None:
    """Draw no figure of this notebook: nobody will look at any."""
    made = shell()
    if made.draws:
        pictures.set_up(made, draw=False)
        made.draws = False


def run(
    number: int, name: str, source: str, limit: int, *, definitions_only: bool = False
) -> tuple[list[dict[str, Any]], str | None]:
    """Run one cell, or what it defines, and give its outputs, and the exception it ended in, if any."""
    made = shell()
    outputs = cell_outputs.Outputs(limit, pictures=bool(made.draws))
    cell_outputs.current, made.cell_name = outputs, name
    made.execution_count = number + 1
    inputs = made.history_manager.input_hist_parsed  # `In`, from which a check reads what became of a name
    inputs[number + 1 :] = []
    inputs += [""] * (number + 1 - len(inputs))
    previous = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.StringIO()
    sys.stdout, sys.stderr = cell_outputs.Stream("stdout", 1), cell_outputs.Stream("stderr", 2)
    try:
        if definitions_only:
            made.keep_definitions(source)
            inputs.append(source)
        else:
            result = made.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
            if error is not None and outputs.error is None:  # IPython could not show it
                outputs.failed(*told(error), [])
    except BaseException as error:  # what IPython lets through, such as KeyboardInterrupt at an odd moment
        outputs.failed(*told(error), [])
    finally:
        sys.stdin, sys.stdout, sys.stderr = previous
        cell_outputs.current = None
    return outputs.items, outputs.error
