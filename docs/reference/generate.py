"""Writes the reference pages from the code: every setting of course.toml, every command with its options, the words of checks.py.

`make docs` runs it. The pages are committed, so that they can be read without building the site; a test keeps them in step.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect as types

from autograder import authoring
from autograder.authoring import models
from autograder.authoring.declarations import Declaration
from autograder.authoring.models import Fault, Model
from autograder.cli.main import make_parser
from autograder.common import errors
from autograder.course.settings import Course

MADE = "<!-- Made from the code by `make docs`: change what the code says. -->\n"
EXIT_STATUSES = """\
0 where all is done; 1 where something was named that a person has to look at (not graded, not right yet, a grade that is missing);
130 after Ctrl-C; 141 where whoever reads what is printed, such as `head`, has gone. Where a command ends with an error:
"""
SETTINGS = """\
Everything that an instructor sets stands in this one file; `nbgrader_config.py` hands it on to nbgrader. A key that is not here, or a
value of another kind, is refused in one line that names the file, the key and the remedy.
"""


CHECKS = """\
What `checks.py` is written with; it imports from `autograder.authoring` alone. [Mistakes and exercises](../author.md) shows it at work.
"""
OF = {"exercise": "an exercise", "model": "a model", "fault": "a fault"}
# In the order in which an author meets them; what else there is in `autograder.authoring` follows.
FIRST = ("exercise", "case", "cases_from", "Hints")
GIVEN = {
    "exercise": (Declaration.mistake, Declaration.model, Declaration.also_right),
    "model": (Model.fault, Fault.says, Model.combine, Model.convention, Model.leave_out),
}


def pages() -> dict[str, str]:
    """Give each page by its name."""
    return {"checks-py.md": checks(), "commands.md": commands(), "course-toml.md": settings()}


def commands() -> str:
    """Describe every command from the parser of the command line."""
    choices = next(each for each in make_parser()._actions if isinstance(each, argparse._SubParsersAction))
    help_of = {action.dest: action.help or "" for action in choices._choices_actions}
    parts = [
        MADE,
        "# Commands\n",
        "Run them in the course's folder, or below it. `autograder COMMAND --help` says the same as this page.\n",
        *(text for name, parser in choices.choices.items() for text in _command(name, help_of[name], parser)),
        "## Exit statuses\n",
        EXIT_STATUSES,
        "```text",
        *re.findall(r"^ {4}(.*)", errors.__doc__ or "", flags=re.MULTILINE),
        "```\n",
    ]
    return "\n".join(parts)


def _command(name: str, said: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    actions = [action for action in parser._actions if not isinstance(action, argparse._HelpAction)]
    shown = [_shown(action) for action in actions]
    yield f"## autograder {name}\n"
    yield f"{_sentence(parser.description or said)}\n"
    yield f"```text\n{' '.join(['autograder', name, *shown])}\n```\n"
    rows = [f"| `{_name(action)}` | {_cell(action.help)} |" for action in actions if action.help]
    if rows:
        yield "\n".join(["| argument | what it does |\n|---|---|", *rows, ""])
    if parser.epilog:
        yield f"{parser.epilog}\n"


def _shown(action: argparse.Action) -> str:
    name = _name(action)
    if action.option_strings:
        return f"[{name}]"
    return {"*": f"[{name} ...]", "?": f"[{name}]"}.get(str(action.nargs), name)


def _name(action: argparse.Action) -> str:
    value = action.metavar or (f"{{{','.join(map(str, action.choices))}}}" if action.choices else "")
    options = ", ".join(action.option_strings)
    value = f"{value} ..." if options and action.nargs == "+" else value
    return " ".join(filter(None, (options, str(value) if action.nargs != 0 else "")))


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + ("" if text[-1] in ".?" else ".")


def settings() -> str:
    """Describe every setting from the types that course.toml is read into."""
    parts = [
        MADE,
        "# course.toml\n",
        SETTINGS,
        *(text for title, table in _tables("", Course) for text in _table(title, table)),
    ]
    return "\n".join(parts)


def _tables(title: str, table: type[msgspec.Struct]) -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Give a table and those in it, each with its heading."""
    yield title, table
    for field in _fields(table):
        many, kind = _unwrapped(field.type)
        if isinstance(kind, types.StructType):
            name = f"{title.strip('[]')}.{field.encode_name}".strip(".")
            yield from _tables(f"[[{name}]]" if many else f"[{name}]", kind.cls)


def _table(title: str, table: type[msgspec.Struct]) -> Iterator[str]:
    about, said = documentation(table)
    if title:
        yield f"## {title}\n"
    yield f"{about}\n"
    yield "| key | value | what it says |\n|---|---|---|"
    for field in _fields(table):
        if text := said.get(field.encode_name):
            yield f"| `{field.encode_name}` | {_kind(field.type)}; {_default(field)} | {_cell(text)} |"
    yield ""


def documentation(table: type[Any]) -> tuple[str, dict[str, str]]:
    """Take a docstring apart: what the table is, and what each of its settings is; a table in it speaks for itself.

    Raises:
        ValueError: A setting has no description.
    """
    about, _, listed = inspect.cleandoc(table.__doc__ or "").partition("\n\nAttributes:\n")
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, flags=re.MULTILINE)
    said = {name: " ".join(text.split()) for name, text in found}
    for field in _fields(table):
        if field.name not in said and not isinstance(_unwrapped(field.type)[1], types.StructType):
            raise ValueError(f"{table.__name__}: `{field.name}` is not described")
    return about, said


def _fields(table: type[Any]) -> tuple[types.Field, ...]:
    info = types.type_info(table)
    assert isinstance(info, types.StructType)
    return info.fields


def _unwrapped(kind: types.Type) -> tuple[bool, types.Type]:
    """Give what may stand in a list, or be left out."""
    if isinstance(kind, types.UnionType):
        kind = next(each for each in kind.types if not isinstance(each, types.NoneType))
    return (True, kind.item_type) if isinstance(kind, types.VarTupleType) else (False, kind)


def _kind(kind: types.Type) -> str:
    many, one = _unwrapped(kind)
    match one:
        case types.IntType() | types.FloatType():
            words = "a whole number" if isinstance(one, types.IntType) else "a number"
            for sign, bound in (("≥", one.ge), (">", one.gt), ("≤", one.le)):
                words += f", {sign} {bound:g}" if bound is not None else ""
        case types.LiteralType():
            return " or ".join(f'`"{value}"`' for value in one.values)
        case types.StrType():
            words = "texts" if many else "a text"
        case types.DateTimeType():
            words = "a date and time"
        case types.DictType():
            return "a table of numbers"
        case types.StructType():
            words = "tables" if many else "a table"
        case _:
            raise TypeError(f"no words for {one!r}")
    return f"a list of {words}" if many else words


def _default(field: types.Field) -> str:
    if field.required:
        return "must be there"
    return (
        "may be left out"
        if field.default in (None, msgspec.NODEFAULT)
        else f"`{msgspec.json.encode(field.default).decode()}` without it"
    )


def checks() -> str:
    """Describe all that checks.py may import, and what can be asked of what it gives."""
    rest = [name for name in authoring.__all__ if name not in FIRST]
    parts = [MADE, "# checks.py\n", CHECKS]
    for name in (*FIRST, *sorted(rest, key=str.lower)):
        thing = getattr(authoring, name)
        about = _of_constant(name) if not callable(thing) else (inspect.getdoc(thing) or "")
        parts += [f"## `{name}`\n", *_described(name if callable(thing) else "", thing, about)]
        for method in GIVEN.get(name, ()):
            parts += _methods(name, method)
    return "\n".join(parts)


def _methods(of: str, method: Any) -> Iterator[str]:
    """Describe what can be asked of an exercise, and of the model that it gives."""
    yield f"### `{method.__name__}`, of {OF[of]}\n"
    yield from _described(f"{of}.{method.__name__}", method, inspect.getdoc(method) or "")
    for below in GIVEN.get(method.__name__, ()):
        yield from _methods("fault" if below is Fault.says else method.__name__, below)


def _of_constant(name: str) -> str:
    """Take the text below a constant from its module."""
    found = re.search(rf'^{name} = .*\n"""(.*?)"""', inspect.getsource(models), re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _described(call: str, thing: Any, text: str) -> Iterator[str]:
    """Write how something is called, what it does, and what each of its arguments is."""
    about, _, listed = re.split(r"\n\n(Args|Attributes):\n", text + "\n\nArgs:\n", maxsplit=1)
    if call:
        signature = inspect.signature(thing)
        kept = [
            each.replace(annotation=each.empty)
            for each in signature.parameters.values()
            if each.name != "self"
        ]
        yield f"```text\n{call}{signature.replace(parameters=kept, return_annotation=signature.empty)}\n```\n"
    yield f"{about}\n"
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", listed, flags=re.MULTILINE)
    if found:
        rows = [f"| `{name}` | {_cell(' '.join(said.split()))} |" for name, said in found]
        yield "\n".join(["| argument | what it is |\n|---|---|", *rows, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the pages, where one is not yet as it is to be."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, text in pages().items():
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text:
            (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
