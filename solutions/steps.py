"""Faults of a step: what a line becomes by its derivatives and a learning rate; for `update` and every descent."""

# fmt: off
from __future__ import annotations

import numpy as np
from forms import TEXTS, TRUNCATED, rounded

from autograder.authoring import ANYTHING


def down(old, rate, derivative):
    """Take the step as it should be."""
    return old - rate * derivative


def divide(old, rate, derivative):
    return ANYTHING if rate == 0 else old - derivative / rate


def raised(old, rate, derivative):
    return ANYTHING if rate == 0 else old - rate**derivative


def still(old, _rate, _derivative):
    return old


def without_rate(old, _rate, derivative):
    return old - derivative


def up(old, rate, derivative):
    return old + rate * derivative


def always(value):
    return lambda _given: value


def take(
    m, b, d_m, d_b, given, *, sign=-1, rate=lambda given: given, move=down, move_m=None, move_b=None,
    both=lambda d: d, old=lambda m, b: (m, b), stepped=lambda m, b, old: (m, b),
):  # fmt: skip
    """Give the line after a step.

    The knobs: `sign` (-1 goes down), `rate` (what becomes of the given one), `both` (of the derivatives), `old` (of the line
    that is stepped from), `move` (the step of each, or `move_m` and `move_b`), and `stepped` (what becomes of the new line).
    """
    d_m, d_b = both((-sign * d_m, -sign * d_b))
    old_m, old_b = old(m, b)
    new_m = (move_m or move)(old_m, rate(given), d_m)
    new_b = (move_b or move)(old_b, rate(given), d_b)
    return ANYTHING if new_m is ANYTHING or new_b is ANYTHING else stepped(new_m, new_b, (m, b))


RATES = {"a-tenth": 0.1, "eight-hundredths": 0.08, "five-hundredths": 0.05, "a-hundredth": 0.01, "a-thousandth": 0.001}


def add_step_faults(model):
    """Add what goes wrong in a step to a model that has the knobs of `take`, and words for `m`, `b` and `line` (both, with a verb)."""
    fault = model.fault
    fault("climbs", 0.5, sign=+1).says("the steps go uphill. In which direction does a derivative point?")
    fault("only-slope-climbs", 0.5, move_m=up).says(
        "{m} steps uphill, {b} downhill. Compare the two lines of code that take the steps: do they have the same sign?")
    fault("only-bias-climbs", 0.5, move_b=up).says(
        "{b} steps uphill, {m} downhill. Compare the two lines of code that take the steps: do they have the same sign?")
    fault("no-rate", 0.5, rate=always(1.0)).says(
        "the learning rate is not used: the steps are as long as the derivatives themselves. What should the rate do to each derivative?", "the learning rate is not used")
    fault("no-rate-for-slope", 0.5, move_m=without_rate).says(
        "the steps of {b} use the learning rate, those of {m} do not. Compare the two lines of code that take the steps.")
    fault("no-rate-for-bias", 0.5, move_b=without_rate).says(
        "the steps of {m} use the learning rate, those of {b} do not. Compare the two lines of code that take the steps.")
    for name, rate in RATES.items():
        fault(f"rate-always-{name}", 0.25, rate=always(rate)).says(
            f"the steps are as long as a learning rate of {rate} makes them, whatever rate is given. Which number should come from the arguments?", f"the steps are those of a rate of {rate}")
    fault("doubled", 0.5, rate=lambda rate: 2 * rate).says(
        "the steps are twice as long as they should be. The 2 is in the derivatives where it belongs: does it come in here once more?", "there is a 2 too many in the steps")
    fault("rate-squared", 0.5, rate=lambda rate: rate**2).says(
        "the learning rate is multiplied in twice. How often should it shorten a step?")
    fault("divided-by-a-hundred", 0.5, rate=lambda rate: rate / 100).says(
        "the steps are a hundred times too short. Does something divide by 100, as if there were always 100 points?", "something divides the steps by 100")
    fault("divided-by-the-rate", 0.25, move=divide).says(
        "a smaller learning rate makes longer steps here, for you divide by it. What should a small rate do to a step?")
    fault("rate-to-a-power", 0.25, move=raised).says(
        "the learning rate is raised to the power of the derivative. Are there two stars where one is meant?")
    fault("rate-times-everything", 0.25, move=lambda old, rate, d: rate * (old - d)).says(
        "the learning rate multiplies all of the new value, not only the step. Where do the brackets belong?")
    fault("rate-on-the-old", 0.25, move=lambda old, rate, d: rate * old - d).says(
        "the learning rate multiplies the old value, and the derivative is subtracted in full. Which of the two should be made smaller?")
    fault("rate-subtracted-first", 0.25, move=lambda old, rate, d: (old - rate) * d).says(
        "the learning rate is taken from the old value first, and the derivative multiplies the rest. Which comes first, times or minus, and what do your brackets say?")
    fault("rate-subtracted-too", 0.25, move=lambda old, rate, d: old - rate - d).says(
        "learning rate and derivative are both subtracted. How do the two make one step?")
    fault("rate-times-old", 0.25, move=lambda old, rate, d: old - rate * old).says(
        "the step is the learning rate times the old value, and no derivative comes in. What says how steep the valley is?")
    fault("line-swapped", 0.25, stepped=lambda m, b, old: (b, m)).says(
        "{m} and {b} change places at every step. In which order do they come back, and to which names do they go?")
    fault("line-and-derivatives-swapped", 0.25, move=lambda old, rate, d: d - rate * old).says(
        "the line has changed places with its derivatives: you start from the derivatives, and step by the rate times the line. Which is the start, and which makes the step?")
    fault("step-times-old", move=lambda old, rate, d: old - rate * d * old).says(
        "each step is multiplied by the old value, too, so that nothing moves from 0. What makes up the length of a step?")
    fault("old-times-step", move=lambda old, rate, d: old * rate * d).says(
        "the old value is multiplied by its step. How do you take a step from where you are?")
    fault("taken-the-other-way-round", 0.5, move=lambda old, rate, d: rate * d - old).says(
        "the old value is taken from the step, not the step from the old value. What is taken from what?")
    fault("step-only", 0.25, move=lambda old, rate, d: -rate * d).says(
        "only the step comes out, and the old value is forgotten. What should the step be taken from?")
    fault("product-only", move=lambda old, rate, d: rate * d).says(
        "only the learning rate times the derivative is left, and the old value is forgotten. What should a step be taken from?")
    fault("derivative-only", move=lambda old, rate, d: d).says(
        "the new values are the derivatives themselves. What does a derivative say: where the line is, or which way to go?")
    fault("sign-lost", move=lambda old, rate, d: old - rate * abs(d)).says(
        "both always get smaller, for the sign of a derivative does not count. What should happen when it is negative?")
    fault("sign-only", 0.25, move=lambda old, rate, d: old - rate * np.sign(d)).says(
        "every step is as long as the learning rate, and only its sign comes from the derivative. Should a steeper valley not give a longer step?")
    fault("rate-only", move=lambda old, rate, d: old - rate).says(
        "the steps are always as long as the learning rate, for the derivatives do not count. What makes a step long where the valley is steep?")
    fault("derivatives-squared", move=lambda old, rate, d: old - rate * d**2).says(
        "the derivatives are squared, and so lose their signs. Is there a power too many?")
    fault("only-positive-derivatives", 0.25, move=lambda old, rate, d: old - rate * max(d, 0.0)).says(
        "this is right where a derivative is positive, but where it is negative no step is taken. Does the formula need an `if`?", "where a derivative is negative no step is taken")
    fault("nothing-moves", move=still).says(
        "nothing moves: {line} as at the start. Where do the new values go, and which ones do you use?", "nothing moves")
    fault("bias-never-moves", 0.25, move_b=still).says("{b} never moves. Which of the two gets a step?")
    fault("slope-never-moves", 0.25, move_m=still).says("{m} never moves. Which of the two gets a step?")
    fault("bias-times-itself", 0.5, move_b=lambda old, rate, d: old - rate * old).says(
        "the step of {b} is made of {b} itself, not of its derivative. Compare the two lines of code that take the steps.")
    fault("slope-times-itself", 0.5, move_m=lambda old, rate, d: old - rate * old).says(
        "the step of {m} is made of {m} itself, not of its derivative. Compare the two lines of code that take the steps.")
    fault("derivatives-swapped", 0.5, both=lambda d: d[::-1]).says(
        "the derivatives have changed places: {m} takes the step of {b}, and {b} that of {m}. Which belongs to which?", "the derivatives have changed places")
    fault("step-of-slope-for-both", 0.5, both=lambda d: (d[0], d[0])).says(
        "{b} takes the same step as {m}. Which derivative is its own?")
    fault("step-of-bias-for-both", 0.5, both=lambda d: (d[1], d[1])).says(
        "{m} takes the same step as {b}. Which derivative is its own?")
    fault("both-steps-for-slope", 0.25, both=lambda d: (d[0] + d[1], 0.0)).says(
        "{b} never moves, and {m} takes both steps. Whose name stands in front of each `=`?")
    fault("bias-from-the-new-slope", 0.5, stepped=lambda m, b, old: (m, b - old[1] + m)).says(
        "the step of {b} is taken from what {m} has just become, not from {b}. Which name stands behind each `=`?")
    fault("slope-from-the-new-bias", 0.5, stepped=lambda m, b, old: (m - old[0] + b, b)).says(
        "the step of {m} is taken from what {b} has just become, not from {m}. Which name stands behind each `=`?")
    fault("starts-swapped", 0.5, old=lambda m, b: (b, m)).says(
        "the first number is {b} after the step of {m}, the second {m} after the step of {b}. Which of them belong together, and which comes first?", "{b} takes the step of {m}")
    fault("bias-from-slope", 0.5, old=lambda m, b: (m, m)).says(
        "the step of {b} is taken from {m}, not from {b}. Which name stands behind each `=`?")
    fault("slope-from-bias", 0.5, old=lambda m, b: (b, b)).says(
        "the step of {m} is taken from {b}, not from {m}. Which name stands behind each `=`?")
    fault("line-rounded-on-the-way", 0.5, stepped=lambda m, b, old: (round(m, 2), round(b, 2))).says(
        "the new values are rounded to two decimals, and so small steps get lost. Rounding is for showing numbers: is a `round` in the way?")
    fault("clipped-to-one", 0.25, both=lambda d: tuple(np.clip(d, -1.0, 1.0))).says(
        "a derivative beyond 1 counts as 1 only. Is it clipped, or divided by its length?")


def add_order_faults(model):
    """Add what goes wrong around a single step: the order of what comes in, and what comes back."""
    fault = model.fault
    fault("halved", 0.5, rate=lambda rate: rate / 2).says(
        "the steps are half as long as they should be. What, besides the learning rate, makes them shorter?", "the steps are halved")
    fault("arguments-in-pairs", 0.5, given=lambda m, d_m, b, d_b, rate: (m, b, d_m, d_b, rate)).says(
        "the second argument is taken for the derivative of {m}, and the third for {b}. In which order do the arguments come?")
    fault("rate-comes-first", 0.5, given=lambda rate, m, b, d_m, d_b: (m, b, d_m, d_b, rate)).says(
        "the first argument is taken for the learning rate. In which order do the arguments come?")
    fault("rate-before-the-derivatives", 0.5, given=lambda m, b, rate, d_m, d_b: (m, b, d_m, d_b, rate)).says(
        "the third argument is taken for the learning rate. In which order do the arguments come?")
    fault("slope-only", 0.25, form=lambda v: v[0]).says("only {m} comes back. Which second number is asked for?")
    fault("bias-only", 0.25, form=lambda v: v[1]).says("only {b} comes back. Which other number is asked for?")
    fault("swapped", 0.5, form=lambda v: v[::-1]).says(
        "the two results have changed places. Which result is asked for first?")
    fault("each-wrapped", 0.5, form=lambda v: ([v[0]], [v[1]])).says(
        "each number sits in a list of its own. Are there brackets too many?")
    fault("wrapped", 0.5, form=lambda v: [v]).says("the pair sits in another list. Are there brackets too many?")
    fault("in-a-dictionary", 0.25, form=lambda v: {"slope": v[0], "bias": v[1]}).says(
        "a dictionary comes back. Which brackets make a pair?")
    fault("as-texts", 0.5, form=TEXTS).says(
        'both numbers are texts. Is there an `f"..."` or a `str` where a number belongs?')
    fault("truncated", 0.25, form=TRUNCATED).says(
        "the new values have lost their decimals. Is there an `int` somewhere?")
    fault("rounded-to-four", 0.5, form=rounded(4)).says(
        "the new values are rounded to four decimals. Rounding is for showing numbers: is a `round` in the way?")
    fault("rounded-to-three", 0.5, form=rounded(3)).says(
        "the new values are rounded to three decimals. Rounding is for showing numbers: is a `round` in the way?")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
    for name, limit in (("a-thousandth", 1e-3), ("a-ten-thousandth", 1e-4), ("a-millionth", 1e-6)):
        fault(f"waits-below-{name}", 0.5, both=lambda d, limit=limit: d if max(map(abs, d)) >= limit else (0.0, 0.0)).says(
            f"no step is taken where both derivatives are below {limit:g}. Who says when it is close enough: this function, or whoever calls it?")
    model.leave_out("line-swapped")
    model.combine(
        "climbs no-rate doubled halved derivatives-swapped old only-slope-climbs only-bias-climbs divided-by-the-rate",
        "swapped slope-only each-wrapped rounded-to-four",
    )
    model.combine("climbs", "rate move both old bias-from-the-new-slope")
    model.combine("no-rate doubled halved", "derivatives-swapped old bias-from-the-new-slope")
    model.combine("climbs no-rate doubled halved", "given")
