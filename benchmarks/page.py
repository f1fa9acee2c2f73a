"""The measurements as a page and a picture."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

LARGE = 0.005  # seconds that a stage takes to have a colour of its own
WAYS = {
    "draw": "all cells, figures drawn",
    "skip": "all cells, figures skipped",
    "answers": "the cells that answers need",
}
SHORT = {"draw": "drawn", "skip": "skipped", "answers": "answers alone"}
# What is compared with the last time.
COMPARED = {"times_stock": "times as fast as stock", "times_bare": "CPU, ours / bare"}
ONCE = "Pages that several processes share count once (`Pss` in `smaps_rollup`)."
FOR_EACH = (
    "Pages that several processes share count once for each, and a fork that is there for a moment once more."
)
COLOURS = ("#4c78a8", "#f58518", "#54a24b", "#e45756", "#72b7b2", "#b279a2", "#eeca3b", "#9d755d", "#bab0ac")


def write(folder: Path) -> None:
    """Write `benchmarks.md` and `benchmarks.png` of the measurements in a folder: `benchmarks.json`, and `steady.json` if it is there."""
    found = json.loads((folder / "benchmarks.json").read_text(encoding="utf-8"))
    steady = folder / "steady.json"
    large = _steady(json.loads(steady.read_text(encoding="utf-8"))) if steady.exists() else []
    (folder / "benchmarks.md").write_text("\n".join([*_page(found), *large]), encoding="utf-8")
    _picture(found, folder / "benchmarks.png")


def _page(found: dict[str, Any]) -> list[str]:
    machine, stock = found["machine"], found["stock"]
    students = found["students"]
    return [
        "# Benchmarks",
        "",
        (
            f"Made by `make bench` on {found['date']}: {machine['cores']} cores ({machine['cpu']}), Python {machine['python']}, "
            f"load {machine['load']:.1f} at the start. All numbers of one row come from the same run, of the same notebooks "
            "(`4-no-loops`, with its pictures and experiments), with bytecode compiled on both sides."
        ),
        "",
        "![A submission's time, and where it goes](benchmarks.png)",
        "",
        f"## A class of {students}, against stock nbgrader and against the bare bound",
        "",
        (
            "Stock is nbgrader's own `autograde` without its start-up; ours is `autograder grade` with everything, start-up included. "
            "Bare is a process that has all imports, forks for each notebook and executes its cells, with no walls and no verdicts; it "
            "executes all of them, also where ours runs those alone that count."
        ),
        "",
        *_table(
            (
                "what is run",
                "stock, s",
                "ours, s",
                "times as fast",
                "CPU stock, s",
                "CPU ours, s",
                "times as little",
                "CPU bare, s",
                "ours / bare",
            ),
            (
                (
                    WAYS[way],
                    f"{stock['wall']:.2f}",
                    f"{found[way]['wall']:.3f}",
                    f"**{found[way]['times_stock']:.0f}**",
                    f"{stock['cpu']:.2f}",
                    f"{found[way]['times_bare'] * found[way]['bare']:.3f}",
                    f"**{stock['cpu'] / (found[way]['times_bare'] * found[way]['bare']):.0f}**",
                    f"{found[way]['bare']:.3f}",
                    f"{found[way]['times_bare']:.1f}",
                )
                for way in _ways(found)
            ),
        ),
        "",
        (
            "Seconds a submission: in wall time with a worker a core, start-up included; in CPU time with one worker and without start-up, "
            "which other users of the machine disturb less. It is what the kernel has counted, in all three, for a program and all that "
            "it started, each of which was waited for."
        ),
        "",
        *_since(found),
        "## Where one worker's time goes",
        "",
        *_table(
            ("stage", *(f"{WAYS[way]}, ms" for way in _ways(found))),
            (
                (stage, *(f"{1000 * found[way]['stages'].get(stage, 0):.1f}" for way in _ways(found)))
                for stage in found["draw"]["stages"]
            ),
        ),
        "",
        *_growth(found["growth"]),
        "## What a person waits for",
        "",
        *_table(("", "seconds"), _waits(found)),
        "",
    ]


def _ways(found: dict[str, Any]) -> list[str]:
    """Name the ways that were measured, in their order."""
    return [way for way in WAYS if way in found]


def in_short(found: dict[str, Any]) -> dict[str, Any]:
    """Give of measurements what the next are compared with."""
    ways = {way: {name: found[way].get(name) for name in COMPARED} for way in WAYS if way in found}
    return {"date": found["date"], "ways": ways}


def _since(found: dict[str, Any]) -> list[str]:
    """Say what has changed since the measurements before, in ratios of one run each."""
    before = found.get("before")
    if not before:
        return []
    rows = []
    for way, then in before["ways"].items():
        pairs = [(then.get(name), found[way][name]) for name in COMPARED]
        rows.append(
            (WAYS[way], *(f"{'?' if old is None else f'{old:.1f}'} → {new:.1f}" for old, new in pairs))
        )
    new = [WAYS[way] for way in _ways(found) if way not in before["ways"]]
    return [
        f"## Since {before['date']}",
        "",
        *_table(("what is run", *COMPARED.values()), rows),
        "",
        *([f"New: {', '.join(new)}.", ""] if new else []),
    ]


def _growth(rows: Sequence[dict[str, Any]]) -> list[str]:
    if not rows:
        return []
    return [
        "## How it grows (all cells, figures skipped)",
        "",
        *_table(
            (
                "submissions",
                "workers",
                "seconds",
                "ms each",
                "memory, MB",
                "of it shared, MB",
                "gradebook, MB",
            ),
            (
                (
                    f"{row['students']:,}",
                    row["workers"],
                    f"{row['wall']:.1f}",
                    f"{1000 * row['wall'] / row['students']:.0f}",
                    f"{row['megabytes']:.0f}",
                    f"{row['shared']:.0f}",
                    f"{row['gradebook']:.1f}",
                )
                for row in rows
            ),
        ),
        "",
        (
            f"Memory is the most that the grader and all sandboxes held together, as looked at each second. {ONCE} A sandbox "
            "shares what it holds with the processes that it forks; with other sandboxes it shares no more than the files of "
            "libraries, as each has imported them by itself. Of a large class, one answer or another makes a table of all points against "
            "all, and holds for a moment what `memory_mb` allows it."
        ),
        "",
    ]


def _waits(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "`autograder grade` with nothing new", f"{found['nothing_new']:.2f}"
    yield "one new submission, from a cold start", f"{found['one_cold']:.2f}"
    for way in _ways(found):
        yield f"one more in a running grader: {WAYS[way]}", f"{found[way]['stages']['all']:.2f}"
    if "returned" in found:
        said = "from handing in to feedback in the student's folder, with `autograder watch`, figures drawn"
        yield f"{said}: the median of {len(found['returned'])}", f"{statistics.median(found['returned']):.2f}"
        yield "the slowest of them", f"{max(found['returned']):.2f}"
    if "student" in found:
        yield "`check(f)` in a kernel, the first", f"{found['student']['first_check']:.3f}"
        yield "`check(f)` in a kernel, the slowest of nine more", f"{found['student']['check']:.3f}"
        yield "`from autograder import check`, on top of NumPy", f"{found['student']['import']:.3f}"
        yield "`autograder --help`", f"{found['student']['help']:.2f}"


def _steady(found: dict[str, Any]) -> list[str]:
    machine, killed, resumed = found["machine"], found["killed"], found["resumed"]
    rows = [
        *((row, "") for row in killed[:-1]),
        *((row, "killed after this") for row in killed[-1:]),
        *((row, "") for row in resumed),
    ]
    return [
        f"## {found['students']:,} submissions, killed on the way and gone on with",
        "",
        (
            f"Made by `python -m benchmarks.steady` on {found['date']}: {machine['cores']} cores ({machine['cpu']}), a worker each. The "
            "notebooks hold the cells that have a part in grading, without the experiments around them, and figures are skipped. "
            f"With kill -9 at a third, and started once more, {found['graded']:,} of {found['students']:,} were graded; "
            f"the same command with nothing new takes {found['nothing_new']:.1f} s, and the gradebook {found['gradebook']:.0f} MB. "
            f"{ONCE if found['shared_once'] else FOR_EACH} Other users of the machine take a share of it that varies."
        ),
        "",
        *_table(
            ("graded", "seconds since the start", "memory, MB", ""),
            (
                (f"{row['graded']:,}", f"{row['seconds']:.0f}", f"{row['megabytes']:.0f}", what)
                for row, what in rows
            ),
        ),
        "",
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    return [
        f"| {' | '.join(head)} |",
        f"|{'---|' * len(head)}",
        *(f"| {' | '.join(str(cell) for cell in row)} |" for row in rows),
    ]


def _picture(found: dict[str, Any], path: Path) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.5, 3.6), dpi=110, layout="constrained")
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.5))
    bars = {
        "stock nbgrader": found["stock"]["wall"],
        **{SHORT[way]: found[way]["wall"] for way in _ways(found)},
    }
    left.barh(list(bars), list(bars.values()), color=["#9a9a9a", *COLOURS[:3]])
    for place, seconds in enumerate(bars.values()):
        left.annotate(f"{seconds:.2g} s", (seconds, place), xytext=(4, -4), textcoords="offset points")
    left.set_xlim(right=found["stock"]["wall"] * 1.25)
    left.invert_yaxis()
    left.set_title(f"Seconds a submission, class of {found['students']}", fontsize=10)
    large = [stage for stage, took in found["draw"]["stages"].items() if stage != "all" and took > LARGE]
    for place, way in enumerate(_ways(found)):
        took_by = found[way]["stages"]
        rest = took_by["all"] - sum(took_by[stage] for stage in large)
        start = 0.0
        for (stage, seconds), colour in zip(
            [*((stage, took_by[stage]) for stage in large), ("all else", rest)], COLOURS, strict=False
        ):
            took = 1000 * seconds
            right.barh(place, took, left=start, color=colour, label=stage if place == 0 else None)
            start += took
    right.set_yticks(range(len(_ways(found))), [SHORT[way] for way in _ways(found)])
    right.invert_yaxis()
    right.set_xlabel("milliseconds of one worker")
    right.set_title("Where the time goes", fontsize=10)
    right.legend(fontsize=7, loc="lower right")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path)
