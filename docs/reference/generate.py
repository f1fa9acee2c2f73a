"""Writes the reference pages from the code: every setting of course.toml, every command with its options.

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

from autograder.cli.main import make_parser
from autograder.common import errors
from autograder.course.settings import Course

MADE = "<!-- Made from the code by `make docs`: change what the code says. -->\n"
EXIT_STATUSES = """\
0 where all is done; 1 where something was named that a person has to look at (not graded, not right yet, a grade that is missing);
130 after Ctrl-C. Where a command ends with an error:
"""
SETTINGS = """\
Everything that an instructor sets stands in this one file; `nbgrader_config.py` hands it on to nbgrader. A key that is not here, or a
value of another kind, is refused in one line that names the file, the key and the remedy.
"""


def pages() -> dict[str, str]:
    """Give each page by its name."""
    return {"commands.md": commands(), "course-toml.md": settings()}


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
