"""Faults of a result's form, whatever it is the result of: a list that lacks one, comes backwards, is rounded, ..."""

from __future__ import annotations

import numpy as np


def apply(function):
    """Make a function of a number work on numbers in lists, tuples and arrays."""

    def inside(value):
        if isinstance(value, tuple):
            return tuple(inside(each) for each in value)
        if isinstance(value, list):
            return [inside(each) for each in value]
        if isinstance(value, np.ndarray):
            return np.array([inside(each) for each in value]).reshape(value.shape)
        return function(float(value)) if np.isfinite(value) else value

    return inside


def rounded(digits):
    return apply(lambda number: round(number, digits))


TRUNCATED = apply(lambda number: float(int(number)))
TEXTS = apply(str)

LIST = {
    "first-missing": (0.5, lambda v: v[1:], "the first {item} is missing from the list. When is one added to it?"),
    "last-missing": (0.5, lambda v: v[:-1], "the last {item} is missing from the list. How many are asked for?"),
    "reversed": (0.5, lambda v: v[::-1], "the {items} come in the opposite order. At which end of the list is each added?"),
    "sorted": (0.5, lambda v: sorted(v), "the {items} are put into order, lowest first. Whose turn is it in each round?"),
    "never-added": (0.5, lambda v: [], "the list of {items} comes back empty. Where is each one added to it?"),
    "made-anew": (0.5, lambda v: v[-1:], "only the last {item} is in the list. Is the list made anew inside the loop, or filled only after it?"),
    "first-alone": (0.5, lambda v: v[:1], "the list holds the first {item} and no other. Does something end the loop in its first round?"),
    "last-number": (0.5, lambda v: v[-1], "only the last {item} comes back, without a list. Where could all of them be kept?"),
    "first-number": (0.5, lambda v: v[0], "only the first {item} comes back, without a list. Where could all of them be kept?"),
    "in-one-total": (0.5, lambda v: sum(v), "the {items} come as one number: all of them added up. How many are asked for?"),
    "in-one-mean": (0.5, lambda v: sum(v) / len(v), "the {items} come as one number: the mean of them all. How many are asked for?"),
    "zero-in-front": (0.5, lambda v: [0.0, *v], "a 0 stands in front of the {items}. What is in the list when the loop begins?"),
    "zero-behind": (0.5, lambda v: [*v, 0.0], "a 0 stands behind the {items}. How many places does the list have?"),
    "zero-for-the-first": (0.5, lambda v: [0.0, *v[1:]], "a 0 stands where the first {item} belongs. With which number does your loop begin?"),
    "zero-for-the-last": (0.5, lambda v: [*v[:-1], 0.0], "a 0 stands where the last {item} belongs. At which number does your loop end?"),
    "first-twice": (0.5, lambda v: [*v[:1], *v], "the first {item} is there twice. Is it added before the loop, and in its first round?"),
    "last-twice": (0.5, lambda v: [*v, *v[-1:]], "the last {item} is there twice. Is it added in the loop, and once more behind it?"),
    "each-twice": (0.5, lambda v: [each for each in v for _ in "12"], "every {item} is in the list twice. How often is it added in one round?"),
    "first-everywhere": (0.5, lambda v: v[:1] * len(v), "the first {item} is listed every time. Where is each one worked out?"),
    "last-everywhere": (0.25, lambda v: v[-1:] * len(v), "the last {item} is listed every time. When is each one put into the list?"),
    "numbered": (0.5, lambda v: list(enumerate(v)), "each {item} comes in a pair with its number. What is asked for in the list?"),
    "numbered-from-one": (0.5, lambda v: list(enumerate(v, 1)), "each {item} comes in a pair with its number, counted from 1. What is asked for in the list?"),
    "in-a-dictionary": (0.25, lambda v: {"values": v}, "the {items} come back in a dictionary. What is asked for is a list."),
    "as-a-text": (0.5, lambda v: str(v), "the {items} come back as one long text. What turns numbers into text?"),
    "as-texts": (0.5, TEXTS, "each {item} is a text. Is there an `f\"...\"` or a `str` where a number belongs?"),
    "as-texts-of-two-decimals": (0.25, apply("{:.2f}".format), "each {item} is a text with two decimals. Formatting is for showing numbers: what should the list keep?"),
    "as-texts-of-four-decimals": (0.25, apply("{:.4f}".format), "each {item} is a text with four decimals. Formatting is for showing numbers: what should the list keep?"),
    "wrapped": (0.5, lambda v: [v], "the list of {items} sits in another list. Are there brackets too many?"),
    "each-wrapped": (0.5, lambda v: [[each] for each in v], "each {item} sits in a list of its own. Are there brackets too many?"),
    "rounded-to-whole": (0.25, apply(lambda number: float(round(number))), "the {items} are rounded to whole numbers. Rounding is for showing numbers: is a `round` in the way?"),
    "rounded-to-one-decimal": (0.5, rounded(1), "the {items} are rounded to one decimal. Rounding is for showing numbers: is a `round` in the way?"),
    "rounded-to-two": (0.5, rounded(2), "the {items} are rounded to two decimals. Rounding is for showing numbers: is a `round` in the way?"),
    "rounded-to-three": (0.5, rounded(3), "the {items} are rounded to three decimals. Rounding is for showing numbers: is a `round` in the way?"),
    "rounded-to-four": (0.5, rounded(4), "the {items} are rounded to four decimals. Rounding is for showing numbers: is a `round` in the way?"),
    "truncated": (0.5, TRUNCATED, "the {items} have lost their decimals. Is there an `int` somewhere?"),
    "lost-to-append": (0.25, lambda v: None if len(v) < 2 else None.append(v), "the list has become None: that is what `append` gives back. Does `append` need a name and an `=` in front of it?"),
    "piled-up": (0.5, lambda v: np.cumsum(v).tolist(), "each {item} has all those before in it. Where is the sum set to zero?"),
    "averaged-so-far": (0.5, lambda v: (np.cumsum(v) / np.arange(1, len(v) + 1)).tolist(), "each {item} is the mean of all so far. What is the {item} of this round alone?"),
    "every-tenth": (0.5, lambda v: v[::10], "only every tenth {item} is in the list. How many are asked for?"),
    "every-tenth-and-the-last": (0.5, lambda v: v[::10] if (len(v) - 1) % 10 == 0 else [*v[::10], v[-1]], "only every tenth {item} and the last are in the list. How many are asked for?"),
    "every-hundredth": (0.5, lambda v: v[::100], "only every hundredth {item} is in the list. How many are asked for?"),
}  # fmt: skip


def add_list_faults(
    model, prefix, names, *, knob="form", inside=lambda function: function, before="", credits={}, **words
):
    """Let a model's list come back in these forms (of `LIST`).

    `inside` makes of a function of the list what the knob takes; `before` leads each sentence in; `credits` names
    those that deserve something else here; `words` are `item` and `items`.
    """
    for name in names.split():
        credit, function, sentence = LIST[name]
        told = sentence.format(**words)
        fault = model.fault(f"{prefix}-{name}", credits.get(name, credit), **{knob: inside(function)})
        fault.says(before + told, told.partition(". ")[0])
