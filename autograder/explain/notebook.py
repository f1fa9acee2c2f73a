"""An explanation as a notebook to play with. It shows the student's code and never runs it: only the sandbox does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.explain.explanation import Explained, Explanation
from autograder.explain.text import function_lines

OPENING = """\
# {student}, {assignment}

For your eyes only: it holds hidden cases. The student's functions run behind walls, in the sandbox that grades them;
what stands here of the student's code is text, and stays it. Leave this notebook in the course's folder.
"""
WALLS = (
    "from autograder.explain.walls import behind_walls\n\nstudent = behind_walls({student!r}, {assignment!r})"
)
CALL = """\
case = student.case({function!r}, {number})
print("given:   ", student({function!r}, *case.args, **case.keywords))
print("right:   ", student.right({function!r}, *case.args, **case.keywords))"""


def to_notebook(explanation: Explanation, *, every: bool) -> str:
    """Write an explanation as a notebook, for whoever does not only want to read.

    Args:
        explanation: What is to be told.
        every: Whether to tell at length of functions that are right, too.
    """
    words = {"student": explanation.student, "assignment": explanation.assignment}
    cells = [
        new_markdown_cell(OPENING.format(**{name: _plain(text) for name, text in words.items()})),
        new_code_cell(WALLS.format(**words)),
    ]
    for each in explanation.functions:
        if every or each.verdict.outcome != "passed":
            cells += _about(each, explanation.code.get(each.verdict.exercise, ""))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return str(nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel})))


def _about(explained: Explained, code: str) -> Iterator[NotebookNode]:
    name = explained.verdict.exercise
    yield new_markdown_cell(f"## {name}\n\n{_fenced(code, 'python')}")
    yield new_markdown_cell(_fenced("\n".join(function_lines(explained, every=True)), "text"))
    cases = [case for look in explained.looks[-1:] for case in look.cases]
    number = next((i for i, case in enumerate(cases, start=1) if not case.passed), 1)
    yield new_code_cell(CALL.format(function=name, number=number))


def _fenced(text: str, language: str) -> str:
    """Quote text, whatever it holds: no row of backticks in it is as long as the fence."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>()#+!|&$~-])", r"\\\1", text)
