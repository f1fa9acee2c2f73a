"""Code in the syntax of Python 3.12 and 3.13, written so that an older one reads it: on the same lines, for the same results.

A student's own Python may be newer than the one that grades. Written anew are quotes, backslashes and comments in the
fields of formatted strings, parameters for types, and `type`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MAX_CODE = 100_000  # characters
MAX_DEPTH = 20
_PREFIX = r"(?P<prefix>(?i:fr?|rf?|br?|rb|u))"
_PIECE = re.compile(
    r"(?P<comment>\#[^\n]*)"
    r"|(?P<generic>\b(?:def|class)[ \t]+[^\W\d]\w*[ \t]*(?=\[))"
    r"|(?P<alias>^[ \t]*type[ \t]+(?=[^\W\d]\w*[ \t]*[\[=](?!=)))"
    rf"|(?:\b{_PREFIX})?(?P<quote>\"\"\"|'''|\"|')"
    r"|(?P<name>[^\W\d]\w*|\d\w*)"
    r"|(?P<other>.)",
    re.DOTALL | re.MULTILINE,
)
# Between two strings that are one.
_GAP = re.compile(r"(?:[ \t]|\\\n|\#[^\n]*(?=\n))*")
_GAP_IN_BRACKETS = re.compile(r"(?:\s|\\\n|\#[^\n]*\n)*")
_NEXT = re.compile(rf"{_PREFIX}?(?P<quote>\"\"\"|'''|\"|')")
_SPECIAL = re.compile(r"\\N\{[^}]*\}|\\[^{}]|\\|\{\{|\}\}|[{}]", re.DOTALL)
_NOTHING = re.compile(r"(?:\s|\#[^\n]*(?:\n|\Z))*")
_SELF_NAMING = re.compile(r"=\s*(?=[!:}])")
_PARAMETERS = re.compile(r"\b(?:def|class|type)[ \t]+\w+[ \t]*\[([^\]]*)\]")
_PARAMETER = re.compile(r"[\s*]*([^\W\d]\w*)")
_CONVERSION = re.compile(r"!([rsa])\s*")


def written_for_older(code: str) -> str:
    """Write code without what older versions of Python cannot read; give it as it is where it is none of any version."""
    if len(code) > MAX_CODE:
        return code
    try:
        written, at = _code(code, 0)
    except (_NotPython, RecursionError):
        return code
    return written if at == len(code) else code


def type_parameters(code: str) -> set[str]:
    """Name what functions, classes and `type` have as parameters for types: annotations use them."""
    parts = [part for found in _PARAMETERS.finditer(code) for part in found[1].split(",")]
    return {found[1] for part in parts if (found := _PARAMETER.match(part))}


class _NotPython(Exception):
    """It is no Python of any version that is known here."""


def _code(text: str, at: int, depth: int = 0, ends: str = "") -> tuple[str, int]:
    """Write code up to its end, or up to one of the characters that end the field of a string."""
    if depth > MAX_DEPTH:
        raise _NotPython
    out: list[str] = []
    brackets = 0
    while at < len(text) and (found := _PIECE.match(text, at)):
        piece, at = found[0], found.end()
        if found["quote"]:
            written, at = _strings(text, found.start(), depth, within=bool(brackets or ends))
            out.append(written)
            continue
        if not brackets and ends and _ends(text, found.start(), ends):
            return "".join(out), found.start()
        if found["alias"]:
            piece = piece[: len(piece) - len(piece.lstrip())]
        brackets += (piece in "([{") - (piece in ")]}") if found["other"] else 0
        out.append(piece)
        if found["generic"] or (found["alias"] and (found := _PIECE.match(text, at))):
            if found["name"]:  # of what `type` names
                out.append(found[0])
                at = found.end()
            out.append(_lines_of(text, at, at := _behind_brackets(text, at, depth)))
    return "".join(out), at


def _ends(text: str, at: int, ends: str) -> bool:
    if text[at] not in ends or text.startswith("!=", at):
        return False
    return text[at] != "=" or _SELF_NAMING.match(text, at) is not None


def _behind_brackets(text: str, at: int, depth: int) -> int:
    """Find the place behind square brackets, if there are some here."""
    if text[at : at + 1] != "[":
        return at
    if not _PARAMETER.match(text, at + 1):
        raise _NotPython
    _, end = _code(text, at + 1, depth + 1, ends="]")
    return end + 1


def _lines_of(text: str, start: int, end: int) -> str:
    """Give as many ends of lines as stand in brackets that are left out."""
    return "\\\n" * text.count("\n", start, end)


def _strings(text: str, at: int, depth: int, *, within: bool) -> tuple[str, int]:
    """Write one string, or several that follow each other: formatted ones as one call of `format`."""
    found = list(_run(text, at, within=within, depth=depth))
    end = found[-1][3]
    if not any("f" in prefix.lower() for _, prefix, _, _, _ in found):
        return text[at:end], end
    out: list[str] = []
    values: list[str] = []
    for gap, prefix, body, _, inner in found:
        out += [gap, prefix.replace("f", "").replace("F", ""), body]
        values += inner
    return f"({''.join(out)}.format({', '.join(values)}))", end


def _run(text: str, at: int, *, within: bool, depth: int) -> Iterator[tuple[str, str, str, int, list[str]]]:
    """Give the strings of a run: what stands before each, its prefix, what is written for it, its end, its values."""
    gap = ""
    while found := _NEXT.match(text, at):
        prefix, quote = found["prefix"] or "", found["quote"]
        values: list[str] = []
        body, end = _body(text, found.end(), quote, prefix.lower(), depth=depth, values=values)
        yield gap, prefix, f"{quote}{body}{quote}", end, values
        between = (_GAP_IN_BRACKETS if within else _GAP).match(text, end)
        assert between is not None
        gap, at = between[0], between.end()


def _body(text: str, at: int, quote: str, prefix: str, *, depth: int, values: list[str]) -> tuple[str, int]:
    """Write what stands between the quotes, with the fields' values apart; the place is behind the closing ones."""
    out: list[str] = []
    while not text.startswith(quote, at):
        found = _SPECIAL.match(text, at)
        if at >= len(text) or (text[at] == "\n" and len(quote) == 1):
            raise _NotPython
        if found is None:
            out.append(text[at])
            at += 1
        elif found[0] == "{" and "f" in prefix:
            field, at = _field(text, at + 1, depth + 1, values)
            out.append(field)
        else:
            piece = found[0]
            if piece.startswith("\\N{") and "r" in prefix:
                piece = "\\"
            at += len(piece)
            doubled = "f" not in prefix and not piece.startswith("\\")
            out.append(piece.replace("{", "{{").replace("}", "}}") if doubled else piece)
    return "".join(out), at + len(quote)


def _field(text: str, at: int, depth: int, values: list[str]) -> tuple[str, int]:
    """Write a field of a formatted string, and note its value."""
    value, end = _code(text, at, depth, ends="!:=}")
    if _NOTHING.fullmatch(value):
        raise _NotPython
    field, conversion = "{", ""
    if named := _SELF_NAMING.match(text, end):
        values.append(repr(text[at : named.end()]))
        field, end = "{}{", named.end()
        conversion = "!r" if text[end] == "}" else ""
    values.append(f"({value})")
    if found := _CONVERSION.match(text, end):
        conversion, end = f"!{found[1]}", found.end()
    field += conversion
    if text[end : end + 1] == ":":
        field, end = f"{field}:", end + 1
        while text[end : end + 1] not in ("}", ""):
            if text[end] == "{":
                inner, end = _field(text, end + 1, depth + 1, values)
                field += inner
            else:
                field, end = field + text[end], end + 1
    if text[end : end + 1] != "}":
        raise _NotPython
    return field + "}", end + 1
