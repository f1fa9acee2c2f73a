"""What an author of exercises forgets: looked for in an assignment's source, `checks.py` and release."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.author import docstrings, sentences
from autograder.course import releases
from autograder.course.bank import Bank
from autograder.course.layout import RIGHT_ANSWERS, files_of
from autograder.course.releases import Releases
from autograder.course.right_answers import read_right_answers
from autograder.course.settings import AssignmentEntry, Course
from autograder.exercise.exercise import Case
from autograder.judge.compare import matches

if TYPE_CHECKING:
    from nbformat import NotebookNode

ASTERISKS = re.compile(r"(?<![*`\w])\*\w[^*`]*\*(?!\*)")
ELSEWHERE = re.compile(r"\b(chapters?|books?|lectures?|who asked|obviously|of course)\b", re.IGNORECASE)
WORK = (ast.BinOp, ast.Call, ast.Compare)


def look_over(root: Path, course: Course, entry: AssignmentEntry, bank: Bank) -> list[str]:
    """Say in a line each what is amiss with an assignment, and what to do."""
    return [
        *_questions(course, bank, releases.read(root, entry)),
        *_uses(bank),
        *_labels(bank),
        *(problem for question in bank.questions for problem in sentences.without_example(question)),
        *docstrings.untrue(bank),
        *_hints(bank),
        *_right_answers(bank),
        *_released(root, entry, bank),
    ]


def released_stubs(root: Path, entry: AssignmentEntry) -> dict[str, str]:
    """Read the solution cells of the released notebook by `grade_id`, but for what people grade; none, where it is not released."""
    notebook = _released_notebook(root, entry)
    if notebook is None:
        return {}
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("solution") and not cell.metadata.nbgrader.get("grade")
    }


def _released_notebook(root: Path, entry: AssignmentEntry) -> NotebookNode | None:
    import nbformat

    path = files_of(root, entry).released_notebook
    return nbformat.read(path, as_version=4) if path.is_file() else None


def _questions(course: Course, bank: Bank, known: Releases) -> list[str]:
    authored = bank.authored
    found = []
    for question in bank.questions:
        name = question.hidden.name
        mistakes = [each for each in authored.mistakes if each.exercise == name]
        if not mistakes:
            found.append(f"{name}: no mistake is known; add some to {authored.path.name}")
        once = max((each.points for each in known.get(f"check_{name}", ())), default=0)
        if question.hidden.points <= 0 and not once:  # or else it is withdrawn
            found.append(f"{name}: gives no points; set them in the metadata of `check_{name}`")
        found += [
            f"{name}: the mistake `{mistake.id}` needs a whole sentence for the student"
            for mistake in mistakes
            if len(mistake.message) < 20 or mistake.message.rstrip()[-1] not in ".?!"
        ]
        found += [
            f"{name}: the mistake `{mistake.id}` shows asterisks: {match[0]}; say it without"
            for mistake in mistakes
            if (match := ASTERISKS.search(mistake.message))
        ]
        found += [
            f"{name}: the mistake `{mistake.id}` says “{match[0]}”; speak of what is in the notebook, in a plain tone"
            for mistake in mistakes
            if (match := ELSEWHERE.search(mistake.message))
        ]
        for kind, values in (
            ("id", [mistake.id for mistake in mistakes]),
            ("sentence", [mistake.message for mistake in mistakes]),
        ):
            found += [
                f"{name}: two mistakes have the same {kind}: {value}; tell them apart"
                for value, count in Counter(values).items()
                if count > 1
            ]
        found += [
            f"{name}: the hidden case “{hidden.label}” is also the example “{visible.label}”; change one"
            for hidden in question.hidden.cases
            for visible in question.visible.cases
            if authored.declarations[name].hidden is not None and _same_arguments(hidden, visible, course)
        ]
        if any(each.exercise == name for each in authored.also_right) and not any(
            case.others for case in question.hidden.cases
        ):
            found.append(
                f"{name}: what is `also_right` gives what the reference gives, on every case; add a case where it does not, or remove it"
            )
    return found


def _uses(bank: Bank) -> list[str]:
    """Hold `uses` to what the references call: whoever got one of those wrong would lose points here as well."""
    exercises = {question.hidden.name for question in bank.questions}
    found = []
    for question in bank.questions:
        name, uses = question.hidden.name, question.hidden.uses
        for other in sorted(_names_from_outside(bank.source.code.get(name, "")) & exercises - {name, *uses}):
            listed = ", ".join(f'"{each}"' for each in (*uses, other))
            found.append(
                f"{name}: calls `{other}`, and a wrong `{other}` would cost it points; say so with `uses=[{listed}]`"
            )
    return found


def _labels(bank: Bank) -> list[str]:
    """Refuse one label for two cases of a list: who reads it in the feedback could not tell which is meant."""
    found = []
    for question in bank.questions:
        name = question.hidden.name
        lists = {"examples": question.visible.cases}
        if bank.authored.declarations[name].hidden is not None:
            lists["hidden cases"] = question.hidden.cases
        for what, cases in lists.items():
            found += [
                f"{name}: {count} {what} are called “{label}”; give each a label of its own, as students read them"
                for label, count in Counter(case.label for case in cases).items()
                if count > 1
            ]
    return found


def _names_from_outside(code: str) -> set[str]:
    """List the names that a cell reads and never binds: a variable may be called as a function of another cell."""
    nodes = list(ast.walk(ast.parse(code)))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return {node.id for node in names} - bound


def _hints(bank: Bank) -> list[str]:
    found = []
    for question in bank.questions:
        name, hints = question.visible.name, question.visible.hints
        if hints is None:
            found.append(f"{name}: has no hints; add `hints=Hints(...)` to {bank.authored.path.name}")
            continue
        for step, text in asdict(hints).items():
            if len(text) < 20 or text.rstrip()[-1] not in ".?!":
                found.append(f"{name}: the hint `{step}` needs a whole sentence for the student")
            found += [
                f"{name}: the hint `{step}` gives away `{code}`; say what it is for instead"
                for code in _given_away(text, bank.source.code.get(name, ""))
            ]
        if "?" not in hints.question:
            found.append(f"{name}: the hint `question` asks nothing; end it in a question")
    return found


def _given_away(text: str, reference: str) -> list[str]:
    """List what a hint takes from the reference: word for word, or in backticks with other names."""
    working = [node for node in ast.walk(ast.parse(reference)) if isinstance(node, WORK)]
    literal = {ast.unparse(node) for node in working if _squeezed(ast.unparse(node)) in _squeezed(text)}
    shapes = {_shape(node) for node in working if _operations(node) > 1}
    renamed = {
        ast.unparse(node)
        for span in text.split("`")[1::2]
        for node in _parsed(span)
        if _operations(node) > 1 and _shape(node) in shapes
    }
    return sorted(literal | renamed)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _parsed(span: str) -> list[ast.expr]:
    try:
        return [node for node in ast.walk(ast.parse(span)) if isinstance(node, WORK)]
    except SyntaxError:
        return []


def _operations(node: ast.AST) -> int:
    return sum(isinstance(each, WORK) for each in ast.walk(node))


def _shape(node: ast.expr) -> str:
    """Write an expression with its variables numbered in the order in which they stand there."""
    names: dict[str, str] = {}
    copied = ast.parse(ast.unparse(node), mode="eval")
    for each in ast.walk(copied):
        if isinstance(each, ast.Name):
            each.id = names.setdefault(each.id, f"_{len(names)}")
    return ast.dump(copied)


def _same_arguments(one: Case, other: Case, course: Course) -> bool:
    tolerance = course.judging.rules().tolerance
    return (
        len(one.args) == len(other.args)
        and dict(one.keywords) == dict(other.keywords)
        and all(matches(a, b, tolerance) for a, b in zip(one.args, other.args, strict=True))
    )


def _right_answers(bank: Bank) -> list[str]:
    answers = read_right_answers(bank.source.path.with_name(RIGHT_ANSWERS))
    names = [question.hidden.name for question in bank.questions]
    found = [
        f"{name}: no right answer in another style is known; add some to {RIGHT_ANSWERS}"
        for name in names
        if name not in {each.exercise for each in answers}
    ]
    return found + [
        f"{RIGHT_ANSWERS}: `{each.exercise}` is no exercise here; correct the block's title"
        for each in answers
        if each.exercise not in names
    ]


def _released(root: Path, entry: AssignmentEntry, bank: Bank) -> list[str]:
    files = files_of(root, entry)
    folder = files.release
    notebook = _released_notebook(root, entry)
    if notebook is None:
        return [f"{folder}: is not released; run `autograder generate {entry.name}`"]
    found = [
        f"{path}: is not for students; remove it"
        for path in sorted(folder.rglob("*"))
        if path.name in files.not_for_students
    ]
    if any("BEGIN SOLUTION" in cell.source for cell in notebook.cells):
        found.append(f"{folder}: a solution is released; run `autograder generate {entry.name}`")
    for name, stub in released_stubs(root, entry).items():
        if "# TODO" not in stub or '"""' not in stub:
            found.append(f"{name}: the stub needs a docstring, and a `# TODO` where students write")
        if name in bank.source.code:
            leaked = _statements(bank.source.code[name]) & _statements(stub)
            found += [
                f"{name}: the stub gives away `{line}`; put it inside the solution" for line in sorted(leaked)
            ]
    return found


def _statements(code: str) -> set[str]:
    """List what a cell's functions do, statement by statement, without their docstrings."""
    return {
        ast.unparse(node)
        for function in ast.walk(ast.parse(code))
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, (ast.Return, ast.Assign, ast.AugAssign, ast.For, ast.While))
    }
