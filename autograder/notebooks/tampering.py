"""Signs that somebody tried to cheat, for the instructor to read. They change no grade: what they aim at has no effect."""

from __future__ import annotations

import io
import re
import tokenize
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import structs
from nbformat import NotebookNode

from autograder.course.layout import RELEASES
from autograder.course.releases import Fixed
from autograder.exercise.verdict import Verdict
from autograder.gradebook.release import Release, ReleasedCell
from autograder.judge.form import UNCOUNTED

MAX_SIGNS = 5
_BETWEEN = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
REACHED_OUT = "its code tried to change the limits, the priority or the processors of the process that all submissions start from"
# What no exercise needs, and what leads to the counting of steps, the memory and the messages of its process.
_REACHING = re.compile(
    r"\b(?:_getframe|_current_frames|settrace|setprofile|sys\.monitoring|addaudithook|register_at_fork|__subclasses__"
    r"|__globals__|cell_contents|ctypes|gc\.get_(?:objects|referrers|referents)|msgspec|_posixsubprocess|fork_exec"
    r"|_xxsubinterpreters|_interpreters|autograder\.(?:sandbox|loops|counting|monitoring|tracing|steps|escapes|isolated|probe|values)"
    r"|socket\.socket|_thread|start_new_thread)\b|/proc/(?:self|\d)"
)


def in_notebook(notebook: NotebookNode, release: Release) -> list[str]:
    """Name what a submission changed of that which the release had fixed, before it is restored."""
    released = {cell.grade_id: cell for cell in release.cells}
    found, elsewhere = [], []
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader")
        if not isinstance(data, dict) or not isinstance(data.get("grade_id"), str):
            continue
        known = released.get(data["grade_id"])
        if known is None:
            continue
        signs = _changed(known, release.known.get(known.grade_id, ()), cell.source, data)
        if signs and _agrees_with_itself(known, cell.source, data):
            elsewhere.append(known.grade_id)
        elif signs:
            found += signs
        elif known.grade and not known.solution and known.grade_id in seen:
            continue  # a copy that changes nothing
        seen[known.grade_id] += 1
    found += [
        f"the test cell `{name}` stands {count} times"
        for name, count in seen.items()
        if count > 1 and released[name].grade
    ]
    if elsewhere:
        names = ", ".join(f"`{name}`" for name in elsewhere[:MAX_SIGNS])
        found.append(
            f"{names}: of no release that is known here, or changed together with its checksum; releases made elsewhere are known by "
            f"`{RELEASES}` beside the source"
        )
    return [*dict.fromkeys([*_reaching(notebook, released), *found])][:MAX_SIGNS]


def _reaching(notebook: NotebookNode, released: Mapping[str, ReleasedCell]) -> list[str]:
    """Name what a submission's own code uses to reach into the process that it runs in."""
    given = {cell.source.strip() for cell in released.values()}
    words = {
        word
        for cell in notebook.cells
        # To take the prose away costs far more than looking, and there is hardly ever a word to look for.
        if cell.cell_type == "code" and _REACHING.search(cell.source) and cell.source.strip() not in given
        for word in _REACHING.findall(_without_prose(cell.source))
    }
    if not words:
        return []
    names = ", ".join(f"`{word}`" for word in sorted(words))
    return [f"its code uses {names}, which no exercise needs: look whether it hides a loop"]


def _without_prose(source: str) -> str:
    """Take comments and docstrings from code; a text inside an expression may be a name that is looked up."""
    lines = source.split("\n")  # as Python does, and not at every sign that separates lines somewhere
    begins = True
    try:
        for token in [*tokenize.generate_tokens(io.StringIO(source).readline)]:
            prose = token.type == tokenize.COMMENT or (token.type == tokenize.STRING and begins)
            # What stands behind another sign that separates lines is code for IPython, if it begins as a magic does.
            if prose and token.string.splitlines() == token.string.split("\n"):
                (first, start), (last, end) = token.start, token.end
                kept = lines[first - 1][:start], lines[last - 1][end:]
                # As long as it was: the places of what follows stay the same.
                lines[first - 1 : last] = [
                    kept[0] + " " * (end - start if first == last else 0),
                    *[""] * (last - first),
                ]
                lines[last - 1] += " " * end + kept[1] if first != last else kept[1]
            begins = token.type in _BETWEEN or (begins and token.type in (tokenize.COMMENT, tokenize.NL))
    except (tokenize.TokenError, SyntaxError):  # a magic, perhaps: then every word counts
        return source
    return "\n".join(lines)


def _changed(
    known: ReleasedCell, earlier: Sequence[Fixed], source: str, data: Mapping[str, Any]
) -> list[str]:
    """Say what a submitted cell has that no release had: whoever fetched an earlier one has done nothing."""
    newest = Fixed(
        checksum=known.checksum or "",
        grade=known.grade,
        locked=known.locked,
        solution=known.solution,
        points=known.points,
    )
    versions = [newest, *earlier]

    def has_text_of(version: Fixed) -> bool:
        if not version.locked or (version is newest and source.strip() == known.source.strip()):
            return True
        return version.checksum in _checksums(known, source, structs.asdict(version))

    fitting = [version for version in versions if not _other_settings(version, data)]
    if any(has_text_of(version) for version in fitting):
        return []
    found = [] if fitting else _other_settings(newest, data)
    if known.locked and not any(has_text_of(version) for version in versions):
        found.append("the text of the locked cell")
    return [f"{what} `{known.grade_id}` was changed" for what in found]


def _other_settings(version: Fixed, data: Mapping[str, Any]) -> list[str]:
    keys = ("grade", "solution", "locked", *(("points",) if version.grade else ()))
    return [f"`{key}` of the cell" for key in keys if key in data and data[key] != getattr(version, key)]


def _agrees_with_itself(known: ReleasedCell, source: str, data: Mapping[str, Any]) -> bool:
    """Tell whether a cell is as some release may have had it, wherever that was made."""
    checksum = data.get("checksum")
    return known.locked and isinstance(checksum, str) and checksum in _checksums(known, source, data)


def _checksums(known: ReleasedCell, source: str, data: Mapping[str, Any]) -> set[str]:
    """Give nbgrader's checksum of a cell with these settings, whatever an editor did to the ends of its lines."""
    from nbgrader.utils import compute_checksum

    settings = NotebookNode({**known.metadata(), **data, "grade_id": known.grade_id})
    lines = "\n".join(source.splitlines())
    try:
        return {
            compute_checksum(
                NotebookNode(source=text, cell_type=known.cell_type, metadata=NotebookNode(nbgrader=settings))
            )
            for text in (source, lines, lines.strip())
        }
    except (TypeError, ValueError, LookupError, ArithmeticError):  # points that are no number
        return set()


def in_verdicts(verdicts: Sequence[Verdict]) -> list[str]:
    """Name the functions that disturbed their own grading."""
    found = []
    for verdict in verdicts:
        if any(detail.startswith(UNCOUNTED) for _, held, detail in verdict.facts if not held):
            found.append(f"`{verdict.exercise}` switched off the counting of its steps")
        if verdict.mistake == "broken":
            found.append(f"`{verdict.exercise}` sent a result that no honest function sends")
    return found[:MAX_SIGNS]
