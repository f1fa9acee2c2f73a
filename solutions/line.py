"""A line's heights, looped and without loops: one model, and what beginners get wrong in it."""

# fmt: off
from __future__ import annotations

import numpy as np
from forms import add_list_faults

from autograder.authoring import ANYTHING


def heights(
    x, m, b, *, height=lambda x, m, b: m * x + b, places=lambda x: x, slopes=lambda m: m, biases=lambda b: b
):
    """Give the height of a line at each place, in the shape of the places."""
    return height(places(np.asarray(x, dtype=float)), slopes(m), biases(b))


def add_line_faults(model):
    """Add what goes wrong in the line itself, whatever the form of the result."""
    fault = model.fault
    for id_, credit, height, says in (
        ("bias-left-out", 0.25, lambda x, m, b: m * x,
         "your line goes through the origin, whatever the bias is. What should the bias do to each prediction?"),
        ("slope-left-out", 0.0, lambda x, m, b: x + b,
         "the slope plays no part: your line is as steep for any slope. What does it multiply?"),
        ("swapped", 0.5, lambda x, m, b: b * x + m, "slope and bias have changed places. Which of the two belongs to x?"),
        ("bias-added-first", 0.25, lambda x, m, b: m * (x + b),
         "the bias joins x before the slope multiplies it. What comes first, in which order?"),
        ("slope-and-bias-added-first", 0.25, lambda x, m, b: (m + b) * x,
         "slope and bias are added before x comes in. Which of them does x multiply?"),
        ("slope-added", 0.0, lambda x, m, b: m + x + b, "slope, x and bias are all added up. What does a slope do with x?"),
        ("all-multiplied", 0.0, lambda x, m, b: m * x * b,
         "all three are multiplied with each other. Which of them should only lift the line?"),
        ("slope-for-bias", 0.25, lambda x, m, b: m * x + m,
         "what you add at the end is the slope once more. Which of the two should it be?"),
        ("bias-for-slope", 0.25, lambda x, m, b: b * x + b,
         "what you multiply by is the bias once more. Which of the two should it be?"),
        ("upside-down", 0.25, lambda x, m, b: -(m * x + b), "every sign is the wrong way round. Where does the minus come from?"),
        ("divided-by-slope", 0.25, lambda x, m, b: ANYTHING if m == 0 else x / m + b,
         "x is divided by the slope. What does a steeper line do with the same x?"),
        ("to-the-power", 0.0, lambda x, m, b: ANYTHING if m == 0 or (x <= 0).any() else x**m + b,
         "x is raised to the power of the slope. Are there two stars where one is meant?"),
        ("chapters-line", 0.0, lambda x, m, b: 13 * x + 4,
         "these are the predictions of slope 13 and bias 4, whatever comes in. Which names hold the line?"),
        ("x-returned", 0.0, lambda x, m, b: x, "these are the x themselves, unchanged. What should come out for each of them?"),
        ("flat", 0.0, lambda x, m, b: 0 * x + b,
         "your line is flat: every prediction is the bias. What should the slope do to x?"),
        ("negative-lost", 0.25, lambda x, m, b: np.abs(m * x + b),
         "no prediction is below zero: the minus signs are gone. Is there an `abs` too many?"),
        ("rectified", 0.25, lambda x, m, b: np.maximum(m * x + b, 0),
         "predictions below zero have become 0. Where is zero a limit for a line?"),
        ("sigmoid", 0.0, lambda x, m, b: 1 / (1 + np.exp(-(m * x + b))),
         "every prediction lies between 0 and 1: a sigmoid squeezes it. Does anything in the formula of a line squeeze?"),
        ("threshold", 0.0, lambda x, m, b: ANYTHING if (m * x + b == 0).any() else np.where(m * x + b > 0, 1.0, 0.0),
         "only zeros and ones come out, as from a unit with a threshold. Does the formula of a line have one?"),
    ):
        fault(id_, credit, height=height).says(says)
    fault("bias-subtracted", 0.5, biases=lambda b: -b).says(
        "the bias is subtracted, and shifts the line to the wrong side. Does it go up or down?", "the bias is subtracted")
    fault("slope-negated", 0.5, slopes=lambda m: -m).says(
        "the line is tilted the wrong way round. Which sign stands in front of the slope?")
    fault("bias-twice", 0.5, biases=lambda b: 2 * b).says("the bias is added twice. How high is the line where x is 0?")
    fault("slope-absolute", 0.25, slopes=abs).says("the slope has lost its sign. What does a falling line look like?")
    fault("x-squared", 0.25, places=lambda x: x**2).says(
        "x is squared, and a straight line becomes a curve. Which power of x does a line have?")
    fault("x-made-positive", 0.25, places=np.abs).says(
        "points left of zero are treated as if they lay on the right. What becomes of a negative x?")
    fault("slope-of-the-chapter", 0.25, slopes=lambda m: 13.0).says(
        "your line has the slope 13, whatever comes in. Which name holds the slope?")
    fault("bias-of-the-chapter", 0.25, biases=lambda b: 4.0).says(
        "your line has the bias 4, whatever comes in. Which name holds the bias?")
    fault("x-as-well", 0.5, height=lambda x, m, b: (x, m * x + b)).says(
        "two things come back, x and the predictions behind it. Which of them is asked for?")
    fault("x-truncated", 0.25, places=np.trunc).says(
        "each x has lost its decimals before the slope multiplies it. What becomes of 0.5 on the way?")
    fault("index-for-x", 0.25, places=lambda x: np.arange(len(x)).reshape(x.shape)).says(
        "this is the line at the places 0, 1, 2 and so on, not at the values in `x`. What does your loop or your index count?")
    fault("index-from-one-for-x", 0.25, places=lambda x: np.arange(1, len(x) + 1).reshape(x.shape)).says(
        "this is the line at the places 1, 2, 3 and so on, not at the values in `x`. What does your loop or your index count?")
    fault("first-x-everywhere", 0.25, places=lambda x: np.full_like(x, x.flat[0])).says(
        "every prediction is the first point's. Which x does each round take?")
    fault("last-x-everywhere", 0.25, places=lambda x: np.full_like(x, x.flat[-1])).says(
        "every prediction is the last point's. When is each one put into the list?")
    fault("x-sorted", 0.5, places=lambda x: np.sort(x, axis=0)).says(
        "the predictions belong to x in ascending order. Which should come first: that of the smallest x, or that of the first x?")
    fault("x-standardised", 0.25, places=lambda x: (x - x.mean()) / (x.std() or 1.0)).says(
        "x has been shifted and scaled before the slope multiplies it. At which x is the line asked for?")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
    fault("only-the-first", 0.25, form=lambda v: np.ravel(v)[0]).says(
        "one number comes back, the first point's prediction. Where could all of them be kept, and when does the loop end?", "only the first point's comes back")
    fault("only-the-last", 0.25, form=lambda v: np.ravel(v)[-1]).says(
        "one number comes back, the last point's prediction. Where could all of them be kept?", "only the last point's comes back")
    fault("added-up", 0.25, form=np.sum).says(
        "one number comes back, all predictions added up. Where could each of them be kept by itself?")
    fault("averaged", 0.25, form=np.mean).says(
        "one number comes back, the mean of the predictions. How many points are there, and how many predictions should there be?")


def running(step):
    """Let a loop carry something from point to point; `step` gives the next prediction and what is carried on."""

    def height(x, m, b):
        predictions, carried = [], None
        for x_i in x:
            prediction, carried = step(x_i, m, b, carried)
            predictions.append(prediction)
        return np.array(predictions)

    return height


def looped_faults_of(exercise):
    """Give the model of the looped function, whose result is a list."""
    model = exercise.model(heights)
    add_line_faults(model)
    fault = model.fault
    for id_, credit, step, says in (
        ("slope-overwritten", 0.25, lambda x, m, b, s: ((m if s is None else s) * x + b, (m if s is None else s) * x),
         "the slope is another one at each point: it is multiplied by every x before. Which name does your loop overwrite?"),
        ("running-total", 0.25, lambda x, m, b, s: ((s or 0) + m * x + b,) * 2,
         "each prediction has all earlier ones added to it. Should a point know of the points before it?"),
        ("running-total-from-the-bias", 0.25, lambda x, m, b, s: ((b if s is None else s) + m * x,) * 2,
         "each prediction goes on from the one before it, the first from the bias. From where does each point start?"),
        ("bias-grows", 0.25, lambda x, m, b, s: (m * x + b + (s or 0), b + (s or 0)),
         "the bias gets larger from point to point. Which line of your code changes it?"),
        ("slope-becomes-the-prediction", 0.25, lambda x, m, b, s: ((m if s is None else s) * x + b,) * 2,
         "each prediction serves as the slope for the next point. Which name does your loop overwrite?"),
    ):
        fault(id_, credit, height=running(step)).says(says)
    fault("bias-for-the-last-point", 0.25, height=lambda x, m, b: m * x + b * (np.arange(len(x)) == len(x) - 1)).says(
        "only the last prediction has a bias. Is it added behind the loop?")
    fault("bias-for-the-first-point", 0.25, height=lambda x, m, b: m * x + b * (np.arange(len(x)) == 0)).says(
        "only the first prediction has a bias. Is it added before the loop?")
    fault("bias-as-an-item", 0.25, height=lambda x, m, b: np.ravel([(m * each, b) for each in x])).says(
        "the bias stands in the list by itself, behind each product. How do the two become one number?")
    fault("bias-at-the-end", 0.25, height=lambda x, m, b: np.append(m * x, b)).says(
        "the bias stands at the end of the list, as if it were a point. How should it reach every prediction?")
    fault("bias-in-front", 0.25, height=lambda x, m, b: np.append(b, m * x)).says(
        "the bias stands in front of the list, as if it were a point. How should it reach every prediction?")
    fault("all-points-each-time", 0.25, height=lambda x, m, b: np.tile(m * x + b, (len(x), 1)) if len(x) < 300 else ANYTHING).says(
        "every place of the list holds the predictions of all points. What should each round work with: all of `x`, or one of its numbers?")
    fault("bias-beside-each", 0.25, height=lambda x, m, b: np.stack([m * x, b + 0 * x], axis=1)).says(
        "each place of the list holds two numbers: slope times x, and the bias. How do the two become one?")
    fault("pairs-with-x", 0.5, height=lambda x, m, b: np.stack([x, m * x + b], axis=1)).says(
        "each prediction comes together with its x. Which of the two is asked for?")
    fault("pairs-with-x-behind", 0.5, height=lambda x, m, b: np.stack([m * x + b, x], axis=1)).says(
        "each prediction comes together with its x behind it. Which of the two is asked for?")
    fault("each-n-times", 0.25, height=lambda x, m, b: np.repeat(m * x + b, len(x)) if len(x) < 300 else ANYTHING).says(
        "every prediction is there n times in a row. Is one loop inside the other?")
    fault("every-second-point", 0.25, form=lambda v: v[::2]).says(
        "every second point has no prediction. In which steps does your loop go?")
    fault("both-ends-left-out", 0.25, form=lambda v: v[1:-1]).says(
        "the first and the last point have no prediction. At which numbers does your loop begin and end?")
    fault("all-n-times", 0.25, height=lambda x, m, b: np.tile(m * x + b, len(x)) if len(x) < 300 else ANYTHING).says(
        "the whole list of predictions is there n times. Is one loop inside the other?")
    fault("equal-points-merged", 0.25, height=lambda x, m, b: m * np.unique(x) + b).says(
        "points with the same x are merged into one, and the others are sorted. How many predictions should there be, and in whose order?")
    add_list_faults(
        model,
        "predictions",
        "made-anew first-alone first-missing last-missing zero-in-front zero-behind zero-for-the-first zero-for-the-last never-added reversed sorted wrapped each-wrapped each-twice first-twice last-twice rounded-to-whole rounded-to-one-decimal rounded-to-two rounded-to-three rounded-to-four truncated lost-to-append numbered numbered-from-one in-a-dictionary as-a-text as-texts as-texts-of-two-decimals",
        inside=lambda function: lambda v: function(np.asarray(v).tolist()),
        item="prediction",
        items="predictions",
        credits={"each-twice": 0.25},
    )
    model.combine(
        "bias-left-out swapped bias-subtracted slope-negated bias-added-first bias-twice upside-down index-for-x",
        "predictions-made-anew predictions-first-alone predictions-first-missing predictions-last-missing predictions-zero-in-front only-the-first only-the-last added-up predictions-rounded-to-two predictions-rounded-to-four predictions-each-wrapped predictions-wrapped predictions-reversed",
    )
    combine(model)
    return model


def combine(model):
    model.combine("slopes", "biases places bias-left-out bias-added-first swapped")
    model.combine("biases", "places swapped bias-added-first")
    model.combine("places", "swapped bias-left-out bias-added-first")


def vectorized_faults_of(exercise):
    """Give the model of the function without loops, whose result is a column."""
    model = exercise.model(heights)
    add_line_faults(model)
    fault = model.fault
    for name, digits in {"whole": 0, "two": 2, "three": 3, "four": 4}.items():
        fault(f"rounded-to-{name}", 0.5 if digits else 0.25, form=lambda v, d=digits: np.round(v, d)).says(
            f"the predictions are rounded to {name} {'decimals' if digits else 'numbers'}. Rounding is for showing numbers: is a `round` in the way?")
    fault("single-precision", 0.5, height=lambda x, m, b: m * x.astype(np.float32) + b).says(
        "the numbers agree to six digits or so, then they differ. Is there a `float32` that keeps no more of x?")
    fault("truncated", 0.25, form=np.trunc).says(
        "the predictions have lost their decimals. Is there an `int` somewhere?")
    fault("flattened", 0.5, form=np.ravel).says(
        "the numbers are right, but the column has become flat, (n,) instead of (n, 1). Is there a `ravel`, a `flatten` or a `reshape` too many?", "the column has become flat, (n,)")
    fault("turned-into-a-row", 0.5, form=np.transpose).says(
        "the numbers are right, but the column has become a row, (1, n) instead of (n, 1). Is there a `.T` or a `reshape` too many?", "the column has become a row, (1, n)")
    fault("last-missing", 0.5, form=lambda v: v[:-1]).says(
        "the last point has no prediction. Where does your range or your slice end?")
    fault("first-missing", 0.5, form=lambda v: v[1:]).says(
        "the first point has no prediction. From which number does Python count?")
    fault("table", height=lambda x, m, b: m * x + b + 0 * x.ravel() if len(x) < 300 else ANYTHING).says(
        "a square table of numbers comes back, one column for each point. Is x combined with its own `.T`, or with a flat copy of itself?")
    fault("zeros-after-the-first", 0.25, form=lambda v: v * (np.arange(len(v)) == 0).reshape(v.shape)).says(
        "only the first prediction is there, and zeros stand in the place of all others. When is the loop left?", "zeros stand in the place of all predictions but the first")
    fault("zero-for-the-last", 0.5, form=lambda v: v * (np.arange(len(v)) < len(v) - 1).reshape(v.shape)).says(
        "a zero stands in the place of the last prediction. Where does your range or your slice end?", "a zero stands in the place of the last prediction")
    fault("reversed", 0.5, form=lambda v: v[::-1]).says(
        "the predictions come in the opposite order. Which one belongs to the first point?")
    fault("wrapped", 0.5, form=lambda v: [v]).says(
        "the column of predictions sits in a list. Are there brackets too many?")
    model.combine(
        "bias-left-out swapped bias-subtracted slope-negated bias-added-first bias-twice upside-down",
        "flattened turned-into-a-row rounded-to-two rounded-to-four only-the-first averaged zeros-after-the-first zero-for-the-last",
    )
    combine(model)
    return model
