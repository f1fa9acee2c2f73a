"""What Python's and NumPy's own error messages mean, for somebody who reads them for the first time."""

from __future__ import annotations

import builtins
import re
from collections.abc import Sequence

NO_SUCH_NAME = "Is it spelt as it was where you made it, and has that cell been run? Or do you mean one of the function's arguments?"
_HINTS = (
    ("TypeError", r"bitwise_xor|for \^", "In Python a power is written `**`, not `^`."),
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
        "A list cannot do this: lists grow by `append` and have `len(...)`; what arrays can do, `np.array(...)` of it can.",
    ),
    (
        "AttributeError",
        r"'NoneType' object",
        "Something is None here: `append` changes a list and gives nothing back, and a function without `return` gives None.",
    ),
    (
        "TypeError",
        r"can't multiply sequence|unsupported operand type\(s\) for .*'(list|tuple|NoneType)'",
        "A list, a tuple or None stands where a single number is meant.",
    ),
    (
        "TypeError",
        r"'NoneType' object",
        "Something is None here: `append` changes a list and gives nothing back, and a function without `return` gives None.",
    ),
    ("IndexError", r"list assignment index", "A list has no such place yet: `append` adds one."),
    (
        "IndexError",
        r"out of bounds|out of range",
        "There is no such place: how many are there by then, and from where do you count?",
    ),
    ("NameError", r"", NO_SUCH_NAME),
    (
        "TypeError",
        r"'builtin_function_or_method' object|'function' object is not (iterable|subscriptable)|'function' and",
        "A function stands there itself: call it, with round brackets behind its name.",
    ),
    (
        "TypeError",
        r"'(list|numpy\.ndarray)' object is not callable",
        "Round brackets call a function. For one item of a list write `[...]`, for a product write `*`.",
    ),
    (
        "TypeError",
        r"'(float|int|numpy\.float64)' object is not callable",
        "Round brackets right behind a number call it like a function: is a `*` missing, or has a function's name, such as `sum`, been given to a number?",
    ),
    (
        "TypeError",
        r"append\(\) takes exactly one argument",
        "`append` adds one thing: to add a pair, put round brackets around it.",
    ),
    (
        "AttributeError",
        r"'numpy.ndarray' object has no attribute 'append'",
        "An array does not grow: start with an empty list, `[]`.",
    ),
    (
        "AttributeError",
        r"Generator' object has no attribute",
        "A generator's methods have names of their own: `uniform`, `normal`, `integers`, `random`; `rand`, `randn` and others belong to `np.random`.",
    ),
    (
        "TypeError",
        r"'(numpy\.)?float(64)?' object does not support item assignment",
        "A single number has no places to write to: how many brackets does it take to reach one number of this array?",
    ),
    (
        "IndexError",
        r"too many indices",
        "The array has fewer dimensions than brackets ask for: print its shape.",
    ),
    (
        "ValueError",
        r"cannot reshape array",
        "This shape fits one number of points only: how many are there in this call? In `reshape`, -1 lets NumPy count.",
    ),
    (
        "ValueError",
        r"can only convert an array of size 1",
        "Several numbers stand where `item()` wants one: what should make one number of them?",
    ),
    (
        "TypeError",
        r"only (length-1|0-dimensional|size-1) arrays can be converted",
        "Several numbers stand where one is wanted: what should make one number of them, or which one is meant?",
    ),
    (
        "ZeroDivisionError",
        r"modulo",
        "`a % b` is what is left over when b divides a, so b must not be 0. Is yours, such as in the first round, or for few epochs?",
    ),
    (
        "ZeroDivisionError",
        r"",
        "Something is divided by zero: how large is it for a single point, or before the first epoch?",
    ),
    ("AttributeError", r"module 'numpy'", "NumPy has no function of this name: is it misspelt?"),
    (
        "ValueError",
        r"could not be broadcast|matmul|not aligned|dimension mismatch",
        "The shapes do not fit together: print them just before this line.",
    ),
    (
        "ValueError",
        r"too many values to unpack|not enough values to unpack",
        "Count what stands on the left, and what comes from the right: is it a list to loop over, or are two to be gone through side by side, with `zip`?",
    ),
    ("ValueError", r"truth value of an array", "A whole array stands where one yes or no is needed."),
    ("EOFError", r"", "Nobody is there to type while it is checked: use the arguments instead of `input()`."),
)


def hint_for(
    kind: str, message: str, *, function: str = "", uses: Sequence[str] = (), works_for_some: bool = False
) -> str:
    """Give a hint for an exception; empty where there is none.

    Args:
        kind: The name of its type.
        message: Its message.
        function: The function that was called.
        uses: The functions that it may call.
        works_for_some: Whether other calls of it came out right.
    """
    if kind == "TypeError" and (found := _ARGUMENTS.search(message)):
        if found[1] == function:
            return "Keep the `def` line as it was released: the arguments come by position."
        return f"Look at how `{found[1]}` is called: does it get all that it takes, one by one? A pair counts as one."
    if kind == "UnboundLocalError" and (found := re.search(r"'(\w+)'", message)):
        if found[1] in uses or hasattr(builtins, found[1]):
            return f"`{found[1]}` is also the name of a function that you call: choose another name for your variable."
        return "It is used before it has a value: give it one first, before any loop."
    if kind == "RecursionError":
        if works_for_some:
            return "It calls itself once for each step, and Python allows about 1,000 such calls. A loop has no such limit."
        return "The function calls itself without an end."
    for known, pattern, hint in _HINTS:
        if kind == known and re.search(pattern, message):
            return hint
    return ""


_ARGUMENTS = re.compile(
    r"(\w+)\(\) (?:takes .* positional arguments? but|missing .* required positional|got an unexpected keyword)"
)
