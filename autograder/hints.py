"""What Python's and NumPy's own error messages mean, for somebody who reads them for the first time."""

from __future__ import annotations

import re

_HINTS = (
    ("TypeError", r"bitwise_xor|for \^", "In Python a power is written `**`, not `^`."),
    (
        "TypeError",
        r"takes .* positional arguments? but|missing .* required positional",
        "Keep the `def` line as it was released: the arguments come by position.",
    ),
    (
        "TypeError",
        r"'int' object is not iterable",
        "To count up to a number, loop over `range(...)` of it.",
    ),
    (
        "TypeError",
        r"'(numpy\.)?float(64)?' object is not iterable|'(numpy\.)?float(64)?' object is not subscriptable",
        "A single number stands where several are meant: which of the names holds all of them?",
    ),
    (
        "IndexError",
        r"only integers|invalid index to scalar",
        "An index is a whole number that says which one. Does your loop go through the numbers themselves, or their places?",
    ),
    (
        "TypeError",
        r"list indices must be integers",
        "An index is a whole number that says which one. Does your loop go through the numbers themselves, or their places?",
    ),
    (
        "AttributeError",
        r"'list' object has no attribute",
        "A list is no array: `np.array(...)` makes one of it.",
    ),
    (
        "AttributeError",
        r"'NoneType' object",
        "Something is None here: `append` changes a list and gives nothing back, and a function without `return` gives None.",
    ),
    (
        "TypeError",
        r"can't multiply sequence|unsupported operand type\(s\) for .*'(list|tuple|NoneType)'",
        "A list, a tuple or None stands where a number is meant. Does a function return several values there, or none?",
    ),
    (
        "TypeError",
        r"'NoneType' object",
        "Something is None here: does a function that it calls forget its `return`?",
    ),
    ("IndexError", r"list assignment index", "A list has no such place yet: `append` adds one."),
    (
        "IndexError",
        r"out of bounds|out of range",
        "It reaches past the end: how many are there, and from where do you count?",
    ),
    ("UnboundLocalError", r"", "Give the name a value before the loop that changes it."),
    ("NameError", r"", "Is the name spelt as where it was made, and has the cell that makes it been run?"),
    ("AttributeError", r"module 'numpy'", "NumPy has no function of this name: is it misspelt?"),
    (
        "ValueError",
        r"could not be broadcast|matmul|not aligned|dimension mismatch",
        "The shapes do not fit together: print them just before this line.",
    ),
    ("ValueError", r"truth value of an array", "A whole array stands where one yes or no is needed."),
    ("RecursionError", r"", "The function calls itself without an end."),
    ("EOFError", r"", "Nobody is there to type while it is checked: use the arguments instead of `input()`."),
)


def hint_for(kind: str, message: str) -> str:
    """Give a hint for an exception by its type's name and its message; empty where there is none."""
    for known, pattern, hint in _HINTS:
        if kind == known and re.search(pattern, message):
            return hint
    return ""
