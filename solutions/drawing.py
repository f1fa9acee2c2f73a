"""Points drawn at random along a line: one model, and what beginners get wrong in it."""

# fmt: off
from __future__ import annotations

import numpy as np

from autograder.authoring import ANYTHING


def elsewhere(rng):
    """Draw from another generator than the given one, as `np.random` does."""
    return np.random.default_rng()


def fixed(rng):
    return np.random.default_rng(0)


def draw(
    n,
    slope,
    rng,
    *,
    x_from=lambda rng: rng,
    noise_from=lambda rng: rng,
    x=lambda rng, n: rng.uniform(0, 1, n),
    count=lambda n: n,
    noise=lambda rng, n: rng.normal(0, 0.1, n),
    height=lambda slope, x, noise: slope * x + noise,
    both=lambda x, y: (x, y),
):
    """Draw x, then an intercept a point, and put the line through them."""
    xs = x(x_from(rng), count(n))
    ys = height(slope, xs, noise(noise_from(rng), count(n)))
    return ANYTHING if ys is ANYTHING else both(xs, ys)


def faults_of(exercise):
    """Give the model of the drawing, with all that goes wrong in it."""
    model = exercise.model(draw)
    fault = model.fault

    def rows(knob, faults):
        for id_, credit, function, says, *together in faults:
            fault(id_, credit, **{knob: function}).says(says, *together)

    rows(
        "noise",
        (
            ("one-intercept-for-all", 0.25, lambda r, n: r.normal(0, 0.1),
             "all points have the same intercept, so they lie exactly on one line. How many intercepts does your code draw, and how many points are there?", "all points have the same intercept"),
            ("intercepts-left-out", 0.25, lambda r, n: np.zeros(n),
             "every point lies exactly on the line through zero: `y` is nothing but `slope * x`. What else belongs to a point's `y`?", "every point lies exactly on the line through zero"),
            ("intercepts-too-wide", 0.5, lambda r, n: r.normal(0, 1, n),
             "the intercepts are spread ten times too widely: their standard deviation is 1. Where does the 0.1 come in?", "the intercepts are spread ten times too widely"),
            ("variance-for-standard-deviation", 0.5, lambda r, n: r.normal(0, np.sqrt(0.1), n),
             "the standard deviation of the intercepts is about 0.3, so their variance, which is its square, is 0.1. Which of the two does the text ask for, and which does `normal` take?", "the variance of the intercepts is 0.1, not their standard deviation"),
            ("intercepts-too-narrow", 0.5, lambda r, n: r.normal(0, 0.01, n),
             "the standard deviation of the intercepts is 0.01, ten times too small. Is the 0.1 squared, or used twice?", "the intercepts are ten times too narrow"),
            ("intercepts-uniform", 0.25, lambda r, n: r.uniform(-0.1, 0.1, n),
             "the intercepts are spread evenly between -0.1 and 0.1, with two hard ends. Which distribution does the text name for them?", "the intercepts are spread evenly"),
            ("intercepts-uniform-and-positive", 0.25, lambda r, n: r.uniform(0, 0.1, n),
             "the intercepts are spread evenly between 0 and 0.1, so none is negative. Which distribution does the text name for them, and around which mean?", "the intercepts are spread evenly and never negative"),
            ("intercepts-like-x", 0.0, lambda r, n: r.uniform(0, 1, n),
             "the intercepts are spread evenly between 0 and 1. Which distribution does the text name for them, and with which mean and standard deviation?"),
            ("intercepts-without-sign", 0.25, lambda r, n: np.abs(r.normal(0, 0.1, n)),
             "the intercepts are never negative: half of the bell is folded over. Is there an absolute value too many?"),
            ("deviation-as-mean", 0.25, lambda r, n: r.normal(0.1, 1, n),
             "the intercepts lie around 0.1, and their standard deviation is 1. In which order does `normal` take the mean and the standard deviation?"),
            ("shifted-by-one", 0.5, lambda r, n: r.normal(1, 0.1, n),
             "the intercepts lie around 1 instead of 0. Is something else added to every `y`, or is the mean another one?", "the intercepts lie around 1"),
            ("around-their-width", 0.5, lambda r, n: r.normal(0.1, 0.1, n),
             "the intercepts lie around 0.1 instead of 0. Which mean does the text give them?", "the intercepts lie around 0.1"),
            ("intercepts-as-a-column", 0.25, lambda r, n: r.normal(0, 0.1, (n, 1)) if n <= 300 else ANYTHING,
             "`x` is flat, (n,), but `y` has become n times n numbers: something else in it is a column (n, 1). What shape should the intercepts have?"),
        ),
    )
    rows(
        "x",
        (
            ("x-normal", 0.25, lambda r, n: r.normal(size=n),
             "the values of `x` are bell-shaped around 0, so half of them are negative. Which distribution is `x` drawn from?"),
            ("x-like-an-intercept", 0.25, lambda r, n: r.normal(0, 0.1, n),
             "the values of `x` are bell-shaped and as narrow as the intercepts, while the intercepts are right. Which distribution is `x` drawn from?"),
            ("x-from-minus-one", 0.5, lambda r, n: r.uniform(-1, 1, n),
             "the values of `x` are spread evenly, but from -1 to 1. Where should they begin?", "x is drawn from -1 to 1"),
            ("x-from-zero-to-ten", 0.5, lambda r, n: r.uniform(0, 10, n),
             "the values of `x` are spread evenly, but from 0 to 10. Between which two numbers should they lie?", "x is drawn from 0 to 10"),
            ("x-sorted", 0.5, lambda r, n: np.sort(r.uniform(0, 1, n)),
             "the values of `x` are in order, from the smallest to the largest: they are drawn, and then sorted. In which order do they come out of `rng`?", "x is sorted"),
            ("x-laid-out", 0.25, lambda r, n: np.arange(n) / n,
             "the values of `x` stand at equal distances from 0 to 1, the same for every seed. Are they drawn, or laid out like a ruler?", "x stands at equal distances"),
            ("x-counted", 0.25, lambda r, n: np.arange(n),
             "the values of `x` just count up, 0, 1, 2 and so on, the same for every seed. Between which two numbers should they be drawn?", "x just counts up"),
            ("one-x-for-all", 0.0, lambda r, n: np.full(n, r.uniform(0, 1)),
             "every `x` is the same number. How many of them does your code draw?"),
            ("a-single-number-for-x", 0.0, lambda r, n: r.uniform(0, 1),
             "`x` is a single number, drawn once for all points. How many should there be?"),
            ("x-without-decimals", 0.0, lambda r, n: np.floor(r.uniform(0, 1, n)),
             "every `x` is 0. Does `integers` or an `int` cut off what comes behind the point?"),
            ("x-as-a-column", 0.25, lambda r, n: r.uniform(0, 1, (n, 1)) if n <= 300 else ANYTHING,
             "`x` is a column (n, 1), and with flat intercepts `y` has become n times n numbers. What shape should `x` have?"),
        ),
    )
    rows(
        "height",
        (
            ("slope-left-out", 0.25, lambda s, x, e: x + e,
             "`y` does not grow with the slope: it is `x` with an intercept added. What is missing in front of `x`?"),
            ("line-left-out", 0.25, lambda s, x, e: e,
             "`y` does not rise with `x`: the line is not in it, only the intercepts are. What is an intercept added to?"),
            ("x-left-out", 0.25, lambda s, x, e: s + e,
             "the slope stands alone: every `y` is the slope plus an intercept, wherever its `x` lies. What does a slope multiply?"),
            ("slope-added", 0.25, lambda s, x, e: s + x + e,
             "the slope and `x` are added up. What does the slope do to `x` in the formula of a line?"),
            ("slope-times-all", 0.5, lambda s, x, e: s * (x + e),
             "the larger the slope, the wider the intercepts are spread: they are multiplied by it, too. Look at your brackets: what does the slope multiply?"),
            ("slope-times-intercepts", 0.25, lambda s, x, e: x + s * e,
             "the slope multiplies the intercepts and not `x`. Which of the two does it belong to?"),
            ("intercepts-times-x", 0.25, lambda s, x, e: s * x + x * e,
             "the larger `x`, the wider the intercepts are spread: they are multiplied by it. An intercept shifts a point; what does it do in your formula?"),
            ("slope-negated", 0.5, lambda s, x, e: -s * x + e,
             "the slope has the wrong sign: the line falls where it should rise. What stands in front of it?"),
            ("slope-of-two", 0.25, lambda s, x, e: 2 * x + e,
             "the slope is 2, whatever it is asked to be. Which of the function's arguments is it?"),
        ),
    )
    rows(
        "both",
        (
            ("swapped", 0.5, lambda x, y: (y, x),
             "`x` and `y` have changed places. Which comes first?", "x and y have changed places"),
            ("x-as-a-column-alone", 0.5, lambda x, y: (x.reshape(-1, 1), y),
             "all is drawn rightly, but `x` comes back as a column of shape (n, 1). What shape is it asked to have?"),
            ("columns", 0.5, lambda x, y: (x.reshape(-1, 1), y.reshape(-1, 1)),
             "the numbers are drawn rightly, but as columns of shape (n, 1). What shape are `x` and `y` asked to have?"),
            ("one-array-of-pairs", 0.5, lambda x, y: np.column_stack([x, y]),
             "`x` and `y` are put together into one array of shape (n, 2). Can they come back apart, each of shape (n,)?"),
            ("y-alone", 0.5, lambda x, y: y, "only one array comes back. Which two are asked for?"),
            ("intercepts-returned", 0.5, lambda x, y: (x, y, y - x),
             "three things come back, where `x` and `y` are asked for. Which one is too many?"),
            ("nothing-returned", 0.0, lambda x, y: None,
             "the function returns None: it may draw something, but where is the `return`?"),
        ),
    )
    fault("a-single-point", x=lambda r, n: r.uniform(0, 1), noise=lambda r, n: r.normal(0, 0.1)).says(
        "two single numbers come back, one point. How many points are asked for?")
    fault("distributions-swapped", x=lambda r, n: r.normal(0, 0.1, n), noise=lambda r, n: r.uniform(0, 1, n)).says(
        "the two distributions have changed places: `x` is bell-shaped, and the intercepts are spread evenly. Which is which?")
    fault("x-drawn-twice", 0.25, x=lambda r, n: r.uniform(0, 1, (2, n)), height=lambda s, x, e: s * x[1] + e, both=lambda x, y: (x[0], y)).says(
        "`y` has nothing to do with the `x` that comes back. Is `x` drawn a second time for it?")
    fault("intercepts-added-to-x", 0.25, height=lambda s, x, e: (x + e, s * x), both=lambda x, y: y).says(
        "the intercepts are added to `x`, and `y` is taken from the clean `x`. Which of the two should they move?")
    fault("intercepts-added-to-x-first", 0.25, height=lambda s, x, e: (x + e, s * (x + e)), both=lambda x, y: y).says(
        "the values of `x` reach below 0 and above 1, and `y` has no intercepts of its own. Are the intercepts added to `x` instead?")
    fault("rng-not-used", 0.5, x_from=elsewhere, noise_from=elsewhere).says(
        "the same `rng` gives other data at each call, so the numbers come from somewhere else, such as `np.random`. Where does your code use `rng`?", "the numbers come from somewhere else than the given `rng`")
    fault("intercepts-not-from-rng", 0.5, noise_from=elsewhere).says(
        "`x` comes from `rng`, but not the intercepts: the same seed gives other ones at each call. Where are they drawn from?", "the intercepts do not come from `rng`")
    fault("x-not-from-rng", 0.5, x_from=elsewhere).says(
        "the intercepts come from `rng`, but not `x`: the same seed gives another `x` at each call. Where is it drawn from?", "x does not come from `rng`")
    fault("seed-of-its-own", 0.5, x_from=fixed, noise_from=lambda rng: np.random.default_rng(1)).says(
        "every seed gives the same data: the function has a fixed seed of its own. Which generator does it receive?", "every seed gives the same data")
    fault("intercepts-with-a-seed-of-their-own", 0.5, noise_from=fixed).says(
        "every seed gives the same intercepts: only `x` comes from the `rng` that the function receives. Where do the intercepts come from?")
    fault("x-with-a-seed-of-its-own", 0.5, x_from=fixed).says(
        "every seed gives the same `x`: only the intercepts come from the `rng` that the function receives. Where does `x` come from?")
    for count in (100, 200):
        fault(f"always-{count}-points", 0.25, count=lambda n, count=count: count).says(
            f"it always makes {count} points. Which argument says how many there should be?")
    wide = "one-intercept-for-all intercepts-left-out intercepts-too-wide variance-for-standard-deviation intercepts-too-narrow intercepts-uniform"
    model.combine("rng-not-used", f"{wide} x-laid-out x-from-minus-one swapped")
    model.combine(wide, "x-laid-out x-from-minus-one x-from-zero-to-ten x-sorted swapped")
    model.convention("rng-not-used x-laid-out intercepts-left-out", 0.0)
    return model
