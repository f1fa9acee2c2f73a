"""Code in the syntax of newer Pythons means the same to an older one, on the same lines."""

from __future__ import annotations

import ast

import pytest

from autograder.common.newer_syntax import written_for_older
from autograder.common.parsing import parse, readable

WRITTEN = {
    "quotes-of-its-own": ("d = {'a': 1.5}\nr = f'{d['a']:.2f} mm'\n", "1.50 mm"),
    "one-in-the-other": ("r = f'{f'{f'{1}'}'}'\n", "1"),
    "named-by-itself": ("x = 3\nr = f'{x=} {x = !s:>5} {x=:>4}'\n", "x=3 x =     3 x=   3"),
    "a-backslash": ("r = f'{'\\n'.join(['a', 'b'])}'\n", "a\nb"),
    "lines-and-a-comment": ("r = f'{ # one\n    1\n    + 2}'\n", "3"),
    "a-width": ("w = 5\nr = f'{'a'!r:>{w}}|{'b':{'<'}{w}}|{w:=^7}'\n", "  'a'|b    |===5==="),
    "beside-plain-strings": (
        r"""r = ('a{b}' f'{'x'}' "c{{" rf'\d{'y'}' '\N{EM DASH}{' f'\N{EM DASH}')""",
        r"a{b}xc{{\dy—{—",
    ),
    "before-another-line": ("r = f'{'a'}' 'b'\n'c'\n", "ab"),
    "braces": ("r = f'{{{'a'}}}' + f'{ {'k': 1}['k'] }'\n", "{a}1"),
    "comparisons-and-functions": (
        "r = f'{'a' != 'b'} {(lambda v: v * 2)('c')} {'a' == 'b'}'\n",
        "True cc False",
    ),
    "three-quotes": ('r = f"""{\n\'\'\'a\'\'\' f"{"b"}"\n}"""\n', "ab"),
    "a-word-before-it": ("r = 'no' if'a'in f'{'a'}'else 'yes'\n", "no"),
    "parameters-for-types": ("def f[\n    T,\n    *U,\n](x):\n    return x\n\nr = f('a')\n", "a"),
    "a-generic-class": ("class A[T: (int, str) = int]:\n    x = 'a'\n\nr = A.x\n", "a"),
    "a-name-for-a-type": ("type N[T] = list[T]\nr = 'a'\n", "a"),
    "what-is-only-called-type": ("type = 'a'\ntype[0]\nr = type\nf'{'a'}'\n", "a"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_an_older_python_gets_the_same_from_it_on_the_same_lines(name: str) -> None:
    code, expected = WRITTEN[name]
    written = written_for_older(code)
    space: dict[str, object] = {"T": object}
    exec(written, space)
    assert space["r"] == expected
    assert written.count("\n") == code.count("\n")


@pytest.mark.parametrize("name", WRITTEN)
def test_every_version_reads_it(name: str) -> None:
    code, expected = WRITTEN[name]
    assert parse(code).body
    space: dict[str, object] = {"T": object}
    exec(readable(code), space)
    assert space["r"] == expected


@pytest.mark.parametrize(
    "code",
    [
        "print(1 2)\n",
        "f'{",
        "f'{1!x}'",
        "'abc",
        "def f[",
        "def f[](x): pass",
        "def f[1](x): pass",
        "f'{}'",
        "f'{ # a\n}'",
        "f'{" + "#" * 5000,
        "f'{'a'",
        "f'{1:",
        "f'" + "{f'" * 500,
        "f'{'\n'}'",
        "x =",
    ],
)
def test_what_is_no_python_stays_as_it_is(code: str) -> None:
    assert readable(code) == code
    with pytest.raises(SyntaxError):
        parse(code)


def test_what_this_python_reads_stays_as_it_is() -> None:
    code = "r = f'{1:>5}' 'a{b}'\n"
    assert readable(code) == code
    assert ast.dump(parse(code)) == ast.dump(ast.parse(code))
