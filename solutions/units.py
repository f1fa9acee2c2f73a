"""The neuron's small functions: a linear unit, and the links of the chain, with what beginners get wrong in each."""

# fmt: off
from __future__ import annotations

import numpy as np

from autograder.authoring import ANYTHING

SHAPES = {
    "as-a-column": (
        0.5,
        lambda v: np.reshape(v, (-1, 1)),
        "the numbers come in an array of shape (n, 1), a column. Which shape came in?",
        "the result is a column of shape (n, 1)",
    ),
    "as-a-row": (
        0.5,
        lambda v: np.reshape(v, (1, -1)),
        "the numbers come in an array of shape (1, n), a row. Is there a bracket too many?",
        "the result is a row of shape (1, n)",
    ),
    "added-up": (
        0.25,
        np.sum,
        "the numbers are added up to a single one. Should there not be one for every point?",
        "the numbers are added up to one",
    ),
    "averaged": (
        0.25,
        np.mean,
        "the mean of all points comes back, one number. Should there not be one for every point?",
        "their mean comes back, one number",
    ),
    "first-only": (
        0.0,
        lambda v: v[0],
        "only the first point comes back. What becomes of the others?",
        "only the first point comes back",
    ),
    "last-only": (
        0.0,
        lambda v: v[-1],
        "only the last point comes back. What becomes of the others?",
        "only the last point comes back",
    ),
    "rounded": (
        0.25,
        np.round,
        "the numbers are rounded. Is there a `round` too many?",
        "the numbers are rounded",
    ),
    "rounded-to-two": (
        0.5,
        lambda v: np.round(v, 2),
        "the numbers are rounded to two decimals. Is there a `round` too many?",
        "the numbers are rounded to two decimals",
    ),
    "rounded-to-four": (
        0.5,
        lambda v: np.round(v, 4),
        "the numbers are rounded to four decimals. Is there a `round` too many?",
        "the numbers are rounded to four decimals",
    ),
    "truncated": (
        0.25,
        np.trunc,
        "the numbers have lost their decimals. Is there an `int` somewhere?",
        "the numbers have lost their decimals",
    ),
    "sorted": (
        0.0,
        np.sort,
        "the numbers come out in another order, sorted. Does a point know the others?",
        "",
    ),
    "reversed": (
        0.25,
        lambda v: v[::-1],
        "the numbers come out in the opposite order. Which belongs to the first point?",
        "",
    ),
    "running-sum": (
        0.0,
        np.cumsum,
        "the numbers are added up along the way, each on top of those before. Does a point know the others?",
        "",
    ),
}


def add_shapes(model, names):
    for name in names.split():
        credit, form, sentence, together = SHAPES[name]
        model.fault(name, credit, form=form).says(sentence, together)
    model.fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")


def add_rows(model, knob, rows):
    for id_, credit, function, says, *together in rows:
        model.fault(id_, credit, **{knob: function}).says(says, *together)


def unit(z, *, change=lambda z: z):
    return change(z)


def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -700, 700)))


def linear_of(exercise):
    """Give the model of the linear unit."""
    model = exercise.model(unit)
    asks = "Should anything change on the way through?"
    add_rows(
        model,
        "change",
        (
            ("sigmoid", 0.0, sigmoid,
             "every number is squeezed between 0 and 1, as by a sigmoid unit. What does a linear unit change?"),
            ("rectified", 0.25, lambda z: np.maximum(z, 0),
             "negative numbers have become 0, as in a rectified unit (ReLU). What does a linear unit change?"),
            ("tanh", 0.0, np.tanh, "every number is squeezed between -1 and 1. What does a linear unit change?"),
            ("step", 0.0, lambda z: np.where(z >= 0, 1.0, 0.0),
             "only zeros and ones come out, as from a unit with a threshold. What does a linear unit change?"),
            ("step-above-zero", 0.0, lambda z: np.where(z > 0, 1.0, 0.0),
             "only zeros and ones come out, as from a unit with a threshold just above 0. What does a linear unit change?"),
            ("its-derivative", 0.0, np.ones_like,
             "only ones come out, which is how fast the output grows, not the output. What comes in as `z`?"),
            ("negated", 0.25, lambda z: -z, f"every sign is turned round. {asks}"),
            ("absolute", 0.0, np.abs, f"the minus signs are lost. {asks}"),
            ("squared", 0.0, lambda z: z**2, f"every number is squared. {asks}"),
            ("doubled", 0.25, lambda z: 2 * z, f"every number is doubled. {asks}"),
            ("halved", 0.25, lambda z: z / 2, f"every number is halved. {asks}"),
            ("one-added", 0.25, lambda z: z + 1, f"every number is one too large. {asks}"),
            ("zeros", 0.0, np.zeros_like, "zeros come out, whatever goes in. Where does `z` get lost?"),
            ("softmax", 0.0, lambda z: np.exp(z - z.max()) / np.exp(z - z.max()).sum(),
             "the numbers become shares that add up to 1 (softmax). Which unit changes nothing, not even that?"),
            ("softplus", 0.0, lambda z: np.log(1 + np.exp(z)),
             "this is `log(1 + exp(z))`, a softplus unit. What does a linear unit change?"),
            ("exponential", 0.0, np.exp, f"every number has become a power of e (`exp`). {asks}"),
            ("cut-off", 0.25, lambda z: np.clip(z, -1, 1),
             "numbers beyond -1 and 1 are cut off there. Does a linear unit have ends?"),
            ("cut-off-below-zero", 0.0, lambda z: np.clip(z, 0, 1),
             "numbers below 0 and above 1 are cut off there. Does a linear unit have ends?"),
            ("sign", 0.0, np.sign, f"only the sign of each number is left. {asks}"),
            ("leaky", 0.0, lambda z: np.where(z > 0, z, 0.01 * z),
             "negative numbers are shrunk to a hundredth, as in a leaky ReLU. What does a linear unit change?"),
            ("standardised", 0.0, lambda z: (z - z.mean()) / (z.std() or 1.0),
             f"the numbers are shifted and scaled, to mean 0. {asks}"),
            ("wrapped", 0.5, lambda z: [z],
             "`z` comes back inside a list or array of its own, one bracket too many. What is asked for?"),
        ),
    )
    add_shapes(
        model, "added-up averaged first-only rounded rounded-to-two truncated sorted as-a-column running-sum"
    )
    model.combine("rectified negated doubled halved one-added", "as-a-column added-up rounded")
    return model


def link(y, y_hat, *, factor=1.0, sign=1, change=lambda y, p: p - y):
    found = change(y, y_hat)
    return found if found is ANYTHING or isinstance(found, tuple) else sign * factor * found


def over_n(y, p):
    return (p - y) / len(y)


def error_link_of(exercise):
    """Give the model of how the error changes with each prediction."""
    model = exercise.model(link)
    fault = model.fault
    fault("wrong-way-round", 0.5, sign=-1).says(
        "every sign is the wrong way round. When a prediction is too high, does raising it make the error grow or shrink?", "the sign is the wrong way round")
    fault("doubled", 0.5, factor=2.0).says(
        "every number is twice as large as it should be. What becomes of the half in front of the sum when the 2 of the square comes down?", "a 2 is left over")
    fault("halved", 0.5, factor=0.5).says(
        "every number is half of what it should be. Where does the 2 of the square go when you take the derivative?", "a half is left over")
    add_rows(
        model,
        "change",
        (
            ("divided-by-n", 0.5, over_n,
             "the differences are divided by the number of points. Does the error of this notebook divide by it?", "the differences are divided by n"),
            ("of-the-mean", 0.5, lambda y, p: 2 * over_n(y, p),
             "these are divided by the number of points and doubled, as for the MSE of the earlier assignments. Which error is it here?", "the 2/n of the MSE stands in front"),
            ("sign-lost", 0.25, lambda y, p: np.abs(p - y),
             "the minus signs are lost. When a prediction is too low, does raising it make the error grow or shrink?", "the minus signs are lost"),
            ("sign-only", 0.25, lambda y, p: np.sign(p - y),
             "only the sign of each difference is left, -1, 0 or 1. How does the size of an error count?", "only the signs of the differences are left"),
            ("still-squared", 0.0, lambda y, p: (p - y) ** 2,
             "the differences are squared. Which power is left of a square when you take its derivative?", "the differences are squared"),
            ("error-of-each-point", 0.0, lambda y, p: (p - y) ** 2 / 2,
             "this is the error of each point itself, half its square. How fast does that grow with the prediction?"),
            ("the-error-itself", 0.0, lambda y, p: np.sum((p - y) ** 2) / 2,
             "this is one number, the error itself. How fast does it grow with each single prediction?"),
            ("sum-of-both", 0.0, lambda y, p: y + p, "y and its prediction are added. What is inside the square of the error?"),
            ("product-of-both", 0.0, lambda y, p: y * p,
             "y is multiplied by its prediction. What is inside the square of the error?"),
            ("y-left-out", 0.0, lambda y, p: p, "this is the prediction itself. Where does y come in?"),
            ("prediction-left-out", 0.0, lambda y, p: -y, "this is y with a minus sign. Where does the prediction come in?"),
            ("y-itself", 0.0, lambda y, p: y, "this is y itself. Where does the prediction come in?"),
            ("times-the-prediction", 0.0, lambda y, p: (p - y) * p,
             "the differences are multiplied by the prediction. Does the derivative have a factor in front of its difference?"),
            ("times-y", 0.0, lambda y, p: (p - y) * y, "the differences are multiplied by y. Does the derivative have a factor in front of its difference?"),
            ("every-pair", 0.0, lambda y, p: p.reshape(-1, 1) - y if len(y) <= 300 else ANYTHING,
             "every prediction is compared with every point, n times n differences. Look at the shapes just before you subtract: which are they?"),
            ("ones", 0.0, lambda y, p: np.ones_like(y), "only ones come back. Which difference is left when the 2 of the square has come down?"),
            ("minus-ones", 0.0, lambda y, p: -np.ones_like(y),
             "only minus ones come back: that is what the minus in front of `y_hat` gives. What does it multiply?"),
            ("cross-entropy", 0.0, lambda y, p: (p - y) / (p * (1 - p)),
             "this is the derivative of the cross-entropy, for predictions between 0 and 1. Which error is it here?"),
            ("relative", 0.0, lambda y, p: (p - y) / y,
             "the differences are divided by y, as shares of it. Does the error compare them with y?"),
            ("both-ways-round", 0.0, lambda y, p: (p - y, y - p),
             "both the difference and its negative come back. Which of the two is the derivative?"),
        ),
    )
    add_shapes(
        model,
        "added-up averaged first-only last-only rounded rounded-to-two rounded-to-four as-a-column as-a-row reversed",
    )
    model.combine(
        "wrong-way-round",
        "factor divided-by-n of-the-mean added-up averaged as-a-column rounded-to-two first-only last-only",
    )
    model.combine("doubled halved divided-by-n of-the-mean", "added-up averaged as-a-column rounded-to-two")
    model.convention("wrong-way-round doubled added-up", 0.0)
    model.convention("wrong-way-round doubled averaged", 0.0)
    return model


def unit_link_of(exercise):
    """Give the model of how a linear unit's output changes with its input."""
    model = exercise.model(unit_link)
    add_rows(
        model,
        "change",
        (
            ("the-unit-itself", 0.0, lambda z: z,
             "this is `z` itself, which is what the unit gives. How fast does that grow when `z` does?"),
            ("zeros", 0.0, np.zeros_like,
             "zeros come back: they say that `y_hat` does not change when `z` does. Is that so in a linear unit?"),
            ("a-single-one", 0.5, lambda z: 1.0,
             "a single 1 comes back. It is the right number, but there should be one for every point: which shape does `z` have?"),
            ("a-single-zero", 0.0, lambda z: 0.0, "one number comes back, a 0. Does `y_hat` not change at all when `z` does?"),
            ("a-single-minus-one", 0.0, lambda z: -1.0,
             "a single -1 comes back. Does `y_hat` fall when `z` grows, and for how many points is it asked?"),
            ("ones-counted", 0.0, lambda z: float(len(z)),
             "one number comes back, the number of points. Are the ones summed already, where one for every point is asked for?"),
            ("twos", 0.0, lambda z: np.full_like(z, 2), "twos come back. When `z` grows by 1, by how much does `y_hat` grow?"),
            ("halves", 0.0, lambda z: np.full_like(z, 0.5),
             "halves come back. When `z` grows by 1, by how much does `y_hat` grow?"),
            ("minus-ones", 0.25, lambda z: -np.ones_like(z), "the ones have a minus sign. Does `y_hat` fall when `z` grows?"),
            ("divided-by-itself", 0.5, lambda z: z / z,
             "where `z` is 0 the result is nan, not a number. Is something divided by `z`?"),
            ("of-a-rectifier", 0.0, lambda z: np.where(z > 0, 1.0, 0.0),
             "1 comes back for positive numbers and 0 for the others: that is how a rectified unit (ReLU) grows. Which unit is this neuron's?"),
            ("of-a-sigmoid", 0.0, lambda z: sigmoid(z) * (1 - sigmoid(z)),
             "numbers up to 0.25 come back: that is how a sigmoid unit grows. Which unit is this neuron's?"),
            ("of-a-sigmoid-from-its-output", 0.0, lambda z: z * (1 - z),
             "this is `z * (1 - z)`, the derivative of a sigmoid unit in terms of what it gives. Which unit is this neuron's?"),
            ("of-a-tanh", 0.0, lambda z: 1 - np.tanh(z) ** 2, "this is how a tanh unit grows. Which unit is this neuron's?"),
            ("of-a-tanh-from-its-output", 0.0, lambda z: 1 - z**2,
             "this is `1 - z**2`, the derivative of a tanh unit in terms of what it gives. Which unit is this neuron's?"),
            ("integral", 0.0, lambda z: z**2 / 2,
             "this is half the square of `z`, as if going back from a derivative. How fast does `z` itself grow with `z`?"),
            ("divided-by-n", 0.25, lambda z: np.ones_like(z) / len(z),
             "the ones are divided by the number of points. Is a mean asked for at each point?"),
            ("one-taken-away", 0.0, lambda z: z - 1, "one is taken from every `z`. How fast does `y_hat` grow with `z`?"),
            ("sign-of-z", 0.0, np.sign,
             "this is the sign of each `z`, so -1 for negative numbers and 0 for 0. Does a linear unit treat those differently?"),
            ("200-ones", 0.25, lambda z: np.ones(200), "it always gives 200 ones. How many points does `z` hold?"),
            ("100-ones", 0.25, lambda z: np.ones(100), "it always gives 100 ones. How many points does `z` hold?"),
            ("identity", 0.25, lambda z: ANYTHING if len(z) > 300 else np.eye(len(z)),
             "n times n numbers come back. Which shape does `z` have?"),
            ("differences-of-neighbours", 0.0, np.diff,
             "this is the difference between neighbours in `z`. How fast does `y_hat` grow with `z` at each point by itself?"),
            ("as-texts", 0.0, lambda z: "1", "a text comes back. Is there an `f\"...\"` or a `str` where a number belongs?"),
        ),
    )
    add_shapes(model, "as-a-column as-a-row")
    model.combine("minus-ones divided-by-n", "as-a-column")
    return model


def unit_link(z, *, change=np.ones_like):
    return change(z)


def weights_link(x, *, first=lambda x: x, second=np.ones_like):
    one, two = first(x), second(x)
    return one, two


def weights_link_of(exercise):
    """Give the model of how z changes with each weight."""
    model = exercise.model(weights_link)
    asks = "What is `w1` multiplied with in `z = w1 * x + w0`?"
    add_rows(
        model,
        "second",
        (
            ("a-single-one-for-w0", 0.5, lambda x: 1.0,
             "the second result is a single 1. It is the right number, but there should be one for every point: which shape does `x` have?", "for `w0`, a single 1 comes back"),
            ("x-for-w0", 0.25, lambda x: x,
             "both results are `x`. What is `w0` multiplied with in `z = w1 * x + w0`?", "for `w0`, x comes back"),
            ("zeros-for-w0", 0.25, np.zeros_like,
             "the second result is zeros: they say that `z` does not change when `w0` does. Is that so in `z = w1 * x + w0`?", "for `w0`, zeros come back"),
            ("a-single-zero-for-w0", 0.0, lambda x: 0.0,
             "the second result is a single 0: it says that `z` does not change when `w0` does. Is that so in `z = w1 * x + w0`?"),
            ("column-for-w0", 0.5, lambda x: np.ones((len(x), 1)),
             "the ones are a column of shape (n, 1), unlike `x`. Which shape does `x` have?"),
            ("row-for-w0", 0.5, lambda x: np.ones((1, len(x))),
             "the ones are a row of shape (1, n), unlike `x`. Is there a bracket too many?"),
            ("200-ones-for-w0", 0.25, lambda x: np.ones(200), "it always gives 200 ones for `w0`. How many points does `x` hold?"),
            ("100-ones-for-w0", 0.25, lambda x: np.ones(100), "it always gives 100 ones for `w0`. How many points does `x` hold?"),
            ("count-for-w0", 0.0, lambda x: float(len(x)),
             "the second result is the number of points. What does `z` grow by at each point when `w0` grows by 1?"),
            ("minus-ones-for-w0", 0.25, lambda x: -np.ones_like(x),
             "the ones for `w0` have a minus sign. Does `z` fall when `w0` grows?", "the ones for `w0` have a minus sign"),
            ("one-over-x-for-w0", 0.0, lambda x: 1 / x,
             "the second result is 1 divided by `x`. What is `w0` multiplied with in `z = w1 * x + w0`?"),
        ),
    )
    add_rows(
        model,
        "first",
        (
            ("ones-for-w1", 0.25, np.ones_like, f"both results are ones. {asks}", "for `w1`, ones come back"),
            ("a-single-one-for-w1", 0.0, lambda x: 1.0,
             f"the first result is a single 1. {asks}", "for `w1`, a single 1 comes back"),
            ("zeros-for-w1", 0.0, np.zeros_like,
             "the first result is zeros, so `z` would not change with `w1`. What is `w1` multiplied with?"),
            ("x-negated", 0.25, lambda x: -x,
             "`x` has got a minus sign. Does `z` fall when `w1` grows, where `x` is positive?", "x has got a minus sign"),
            ("x-squared", 0.0, lambda x: x**2, f"the first result is `x` squared. {asks}"),
            ("x-doubled", 0.25, lambda x: 2 * x, f"the first result is twice `x`. {asks}"),
            ("x-summed", 0.25, np.sum,
             "the first result is a single number, the sum of `x`. Is the sum taken here already, or later?", "x is summed"),
            ("mean-of-x", 0.0, np.mean,
             "the first result is a single number, the mean of `x`. Should there not be a number for every point?", "the mean of x is taken"),
            ("first-x", 0.0, lambda x: x[0],
             "the first result is the first point's alone. What becomes of the others?", "only the first x comes back"),
            ("half-of-x-squared", 0.0, lambda x: x**2 / 2,
             f"the first result is half the square of `x`, as if going back from a derivative. {asks}", "for `w1`, half the square of x comes back"),
        ),
    )
    add_rows(
        model,
        "form",
        (
            ("swapped", 0.5, lambda v: v[::-1],
             "the two results have changed places. Which of the two weights is asked for first?", "the two have changed places"),
            ("only-w1", 0.25, lambda v: v[0],
             "only what belongs to `w1` comes back. What about the other weight?", "only what belongs to `w1` comes back"),
            ("only-w0", 0.0, lambda v: v[1], "only the ones come back. What about the other weight?"),
            ("beside-each-other", 0.5, np.column_stack,
             "the two are put together into one array of shape (n, 2). Can they come back apart, each of the shape of `x`?", "they are put together into one array"),
            ("end-to-end", 0.5, np.concatenate,
             "the two are joined end to end into one long array. Can they come back apart, each of the shape of `x`?"),
            ("both-as-columns", 0.5, lambda v: (v[0].reshape(-1, 1), v[1].reshape(-1, 1)),
             "the numbers are right, but in columns of shape (n, 1). Which shape does `x` have?", "they come as columns"),
            ("both-added", 0.25, lambda v: v[0] + v[1], "the two are added into one array. Which two are asked for, apart?"),
            ("x-again", 0.5, lambda v: (*v, v[0]),
             "three arrays come back, with `x` once more at the end. Which two are asked for?"),
            ("both-negated", 0.25, lambda v: (-v[0], -v[1]), "both have a minus sign. Does `z` fall when a weight grows?"),
            ("both-summed", 0.25, lambda v: (v[0].sum(), v[1].sum()),
             "two numbers come back, the sum of `x` and how many points there are. Is the sum taken here already, or later?"),
            ("in-a-dictionary", 0.25, lambda v: {"w1": v[0], "w0": v[1]},
             "a dictionary comes back. What is asked for are two arrays, in their order."),
            ("nothing-returned", 0.0, lambda v: None,
             "the function returns None: it may compute something, but where is the `return`?"),
        ),
    )
    model.combine(
        "a-single-one-for-w0 zeros-for-w0 x-for-w0 minus-ones-for-w0",
        "swapped",
        "ones-for-w1 a-single-one-for-w1 x-negated x-summed mean-of-x first-x half-of-x-squared",
    )
    model.combine("x-negated x-doubled", "swapped only-w1")
    return model
