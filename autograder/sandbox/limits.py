"""What one submission may take."""

from __future__ import annotations

from typing import Annotated

import msgspec

Positive = Annotated[float, msgspec.Meta(gt=0)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Limits(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one submission may take. Each limit that is passed costs only the cell or function that passed it.

    Attributes:
        cell_seconds: For one cell of the notebook.
        submission_seconds: For all of one submission: half of it for the cells; a function past it gets no points.
        notebook_seconds: For all cells together; past it, or half of `submission_seconds`, only definitions of the rest are run.
        call_seconds: For one call of one function; all calls of it together may take six times as long.
        memory_mb: For one process, on top of what Python and the libraries need; all together may take a quarter more.
        processes: How many may run at a time.
        file_mb: For the largest file, and for all that `/tmp` holds.
        output_kb: Text that one cell may print or display, in KB; its pictures may take ten times as much besides.
    """

    cell_seconds: Positive = 6
    notebook_seconds: Positive = 60
    call_seconds: Positive = 3
    submission_seconds: Positive = 60
    memory_mb: Count = 1024
    processes: Count = 16
    file_mb: Count = 16
    output_kb: Count = 512
