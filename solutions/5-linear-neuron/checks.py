"""How to probe the functions of `linear-neuron`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import (
    ANYTHING,
    Drawn,
    Fact,
    Hints,
    Rng,
    case,
    curve,
    equivalent,
    exercise,
    fit,
    heights,
    mistake,
)


def numbers(*values):
    return np.array(values, dtype=float)


def points(rng, n, *, slope=2.0, bias=-1.0, noise=1.0, offset=0.0, scale=1.0):
    """n noisy points of a line, x and y."""
    x = offset + scale * rng.normal(size=n)
    return x, slope * x + bias + noise * rng.normal(size=n)


def safe_rate(x):
    """A learning rate below 1 / L, where L is the largest curvature of the SSE: every epoch goes down."""
    design = np.column_stack([x, np.ones_like(x)])
    return float(0.9 / np.linalg.eigvalsh(design.T @ design)[-1])


# make_line -----------------------------------------------------------------------------------------------------------


def hidden_seeds(rng):
    one, two, *others = (Rng(seed=int(seed)) for seed in 1000 + rng.choice(9000, size=7, replace=False))
    yield case("many points", 20_000, 2.0, one)
    yield case("many points and another seed", 20_000, 2.0, two)
    yield case("a single point", 1, 3.0, others[0])
    yield case("many points and a slope of zero", 20_000, 0.0, others[1])
    yield case("many points of a falling line", 20_000, -1.5, others[2])
    yield case("seven points", 7, -2.0, others[3])
    yield case("200 points", 200, 0.5, others[4])


make_line = exercise(
    "make_line",
    form="vectorized",
    examples=[
        case("three points", 3, 2.0, Rng(seed=1)),
        case("three points, the same seed again", 3, 2.0, Rng(seed=1)),
        case("three points, another seed", 3, 2.0, Rng(seed=2)),
        case("enough points to see how they are spread", 20_000, 3.0, Rng(seed=3)),
    ],
    hidden=hidden_seeds,
    sized=lambda rng, n: (n, 1.5, Rng(seed=5)),
    drawn=[
        Drawn(name="x", result=0, distribution="uniform", a=0.0, b=1.0),
        Drawn(name="y - slope * x", result=1, distribution="normal", a=0.0, b=0.1, argument=1, times=0),
    ],
    hints=Hints(
        idea="First the places, then the heights: draw all x at once, then one small intercept for every point.",
        question="How many intercepts do you need, and how does the generator learn how many to draw?",
        read="Section 1 shows both kinds of drawing. NumPy's reference has more under [Random Generator](https://numpy.org/doc/stable/reference/random/generator.html).",
    ),
)


@mistake(
    "make_line",
    "All points have the same intercept, so they lie exactly on one line. How many intercepts does your code draw, and how many points are there?",
    credit=0.25,
)
def one_intercept_for_all(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1)


@mistake(
    "make_line",
    "Every point lies exactly on the line through zero: `y` is nothing but `slope * x`. What else belongs to a point's `y`?",
    credit=0.25,
)
def intercepts_left_out(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x


@mistake(
    "make_line",
    "The intercepts are ten times too wide: their standard deviation is 1. Where does the 0.1 come in?",
    credit=0.5,
)
def intercepts_ten_times_too_wide(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 1, size=n)


@mistake(
    "make_line",
    "The standard deviation of the intercepts is about 0.3, so their variance is 0.1. Which of the two does the text ask for, and which does `normal` take?",
    credit=0.5,
)
def variance_for_standard_deviation(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, np.sqrt(0.1), size=n)


@mistake(
    "make_line",
    "The standard deviation of the intercepts is 0.01, ten times too small. Is the 0.1 squared, or used twice?",
    credit=0.5,
)
def intercepts_ten_times_too_narrow(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.01, size=n)


@mistake(
    "make_line",
    "The intercepts are spread evenly between -0.1 and 0.1, with two hard ends. Which distribution does the text name for them?",
    credit=0.25,
)
def intercepts_uniform(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.uniform(-0.1, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts are spread evenly between 0 and 0.1, so none is negative. Which distribution does the text name for them, and around which mean?",
    credit=0.25,
)
def intercepts_uniform_and_positive(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.uniform(0, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts are spread evenly between 0 and 1. Which distribution does the text name for them, and how wide is it?",
)
def intercepts_uniform_like_x(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.uniform(0, 1, size=n)


@mistake(
    "make_line",
    "The intercepts are never negative: half of the bell is folded over. Is there an absolute value too many?",
    credit=0.25,
)
def intercepts_without_their_sign(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + np.abs(rng.normal(0, 0.1, size=n))


@mistake(
    "make_line",
    "The intercepts lie around 0.1 and are as wide as 1. In which order does `normal` take the mean and the standard deviation?",
    credit=0.25,
)
def standard_deviation_given_as_the_mean(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0.1, size=n)


@mistake(
    "make_line",
    "The intercepts lie around 1 instead of 0. Is something else added to every `y`, or is the mean another one?",
    credit=0.5,
)
def shifted_by_one(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + 1 + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The values of `x` are bell-shaped around 0, so half of them are negative. Which distribution is `x` drawn from?",
    credit=0.25,
)
def x_normal(n, slope, rng):
    x = rng.normal(size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The values of `x` are bell-shaped and as narrow as the intercepts, while the intercepts are right. Which distribution is `x` drawn from?",
    credit=0.25,
)
def x_like_an_intercept(n, slope, rng):
    x = rng.normal(0, 0.1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The two distributions have changed places: `x` is bell-shaped, and the intercepts are spread evenly. Which is which?",
)
def distributions_swapped(n, slope, rng):
    x = rng.normal(0, 0.1, size=n)
    return x, slope * x + rng.uniform(0, 1, size=n)


@mistake(
    "make_line",
    "The values of `x` are spread evenly, but from -1 to 1. Where should they begin?",
    credit=0.5,
)
def x_from_minus_one(n, slope, rng):
    x = rng.uniform(-1, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The values of `x` stand at equal distances from 0 to 1, the same for every seed. Are they drawn, or laid out like a ruler?",
    credit=0.25,
)
def x_laid_out(n, slope, rng):
    x = np.arange(n) / n
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The values of `x` just count up, 0, 1, 2 and so on, the same for every seed. Between which two numbers should they be drawn?",
    credit=0.25,
)
def x_counted(n, slope, rng):
    x = np.arange(n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake("make_line", "Every `x` is the same number. How many of them does your code draw?")
def one_x_for_all(n, slope, rng):
    x = np.full(n, rng.uniform(0, 1))
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "`y` does not grow with the slope: it is `x` with an intercept added. What is missing in front of `x`?",
    credit=0.25,
)
def slope_left_out(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "`y` does not rise with `x`: the line is not in it, only the intercepts are. What is an intercept added to?",
    credit=0.25,
)
def line_left_out(n, slope, rng):
    return rng.uniform(0, 1, size=n), rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "`y` has nothing to do with the `x` that comes back. Is `x` drawn a second time for it?",
    credit=0.25,
)
def x_drawn_twice(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * rng.uniform(0, 1, size=n) + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The slope stands alone: every `y` is the slope plus an intercept, wherever its `x` lies. What does a slope multiply?",
    credit=0.25,
)
def x_left_out(n, slope, rng):
    return rng.uniform(0, 1, size=n), slope + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The slope and `x` are added up. What does the slope do to `x` in the formula of a line?",
    credit=0.25,
)
def slope_added(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope + x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts get wider with the slope: they are multiplied by it, too. Look at your brackets: what does the slope multiply?",
    credit=0.5,
)
def slope_times_the_intercepts_too(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * (x + rng.normal(0, 0.1, size=n))


@mistake(
    "make_line",
    "The slope multiplies the intercepts and not `x`. Which of the two does it belong to?",
    credit=0.25,
)
def slope_times_the_intercepts_only(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, x + slope * rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts get wider with `x`: they are multiplied by it. An intercept shifts a point; what does it do in your formula?",
    credit=0.25,
)
def intercepts_times_x(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + x * rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The slope has the wrong sign: the line falls where it should rise. What stands in front of it?",
    credit=0.5,
)
def slope_negated(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, -slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The slope is 2, whatever it is asked to be. Which of the function's arguments is it?",
    credit=0.25,
)
def slope_of_two(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, 2 * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts are added to `x`, and `y` is taken from the clean `x`. Which of the two should they move?",
    credit=0.25,
)
def intercepts_added_to_x(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x + rng.normal(0, 0.1, size=n), slope * x


@mistake(
    "make_line",
    "The values of `x` reach below 0 and above 1, and `y` has no intercepts of its own. Are the intercepts added to `x` instead?",
    credit=0.25,
)
def intercepts_added_to_x_first(n, slope, rng):
    x = rng.uniform(0, 1, size=n) + rng.normal(0, 0.1, size=n)
    return x, slope * x


@mistake("make_line", "`x` and `y` have changed places: `x` comes first.", credit=0.5)
def results_swapped(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return slope * x + rng.normal(0, 0.1, size=n), x


@mistake(
    "make_line",
    "The same `rng` gives other data at each call, so the numbers come from somewhere else, such as `np.random`. Where does your code use `rng`?",
    credit=0.5,
)
def rng_not_used(n, slope, rng):
    x = np.random.uniform(0, 1, size=n)
    return x, slope * x + np.random.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "`x` comes from `rng`, but not the intercepts: the same seed gives other ones at each call. Where are they drawn from?",
    credit=0.5,
)
def intercepts_not_from_rng(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + np.random.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The intercepts come from `rng`, but not `x`: the same seed gives another `x` at each call. Where is it drawn from?",
    credit=0.5,
)
def x_not_from_rng(n, slope, rng):
    x = np.random.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Every seed gives the same data: the function has a fixed seed of its own. Which generator does it receive?",
    credit=0.5,
)
def seed_of_its_own(n, slope, rng):
    rng = np.random.default_rng(0)
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Every seed gives the same intercepts: only `x` comes from the `rng` that the function receives. Where do the intercepts come from?",
    credit=0.5,
)
def intercepts_with_a_seed_of_their_own(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + np.random.default_rng(0).normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Every seed gives the same `x`: only the intercepts come from the `rng` that the function receives. Where does `x` come from?",
    credit=0.5,
)
def x_with_a_seed_of_its_own(n, slope, rng):
    x = np.random.default_rng(0).uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The numbers come from somewhere else than the given `rng`, and the intercepts are ten times too wide: their standard deviation is 1. Two things to look at.",
    credit=0.25,
)
def rng_not_used_and_intercepts_too_wide(n, slope, rng):
    x = np.random.uniform(0, 1, size=n)
    return x, slope * x + np.random.normal(0, 1, size=n)


@mistake(
    "make_line",
    "The numbers come from somewhere else than the given `rng`, and every point lies exactly on the line through zero. What else belongs to a point's `y`?",
)
def rng_not_used_and_no_intercepts(n, slope, rng):
    x = np.random.uniform(0, 1, size=n)
    return x, slope * x


@mistake(
    "make_line",
    "The numbers come from somewhere else than the given `rng`, and all points have the same intercept. How many intercepts does your code draw?",
)
def rng_not_used_and_one_intercept(n, slope, rng):
    x = np.random.uniform(0, 1, size=n)
    return x, slope * x + np.random.normal(0, 0.1)


@mistake(
    "make_line",
    "Nothing is drawn from `rng`: the values of `x` stand at equal distances, and the intercepts come from somewhere else. Which two things should `rng` draw?",
)
def rng_not_used_and_x_laid_out(n, slope, rng):
    x = np.linspace(0, 1, n)
    return x, slope * x + np.random.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Nothing is drawn at all: the values of `x` stand at equal distances, and every point lies exactly on the line. Which two things should `rng` draw?",
)
def nothing_drawn(n, slope, rng):
    x = np.linspace(0, 1, n)
    return x, slope * x


@mistake(
    "make_line",
    "The values of `x` stand at equal distances, and the intercepts are ten times too wide: their standard deviation is 1. Two things to look at.",
)
def x_laid_out_and_intercepts_too_wide(n, slope, rng):
    x = np.linspace(0, 1, n)
    return x, slope * x + rng.normal(0, 1, size=n)


@mistake(
    "make_line",
    "All is drawn rightly, but `x` comes back as a column of shape (n, 1). What shape is it asked to have?",
    credit=0.5,
)
def only_x_as_a_column(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x.reshape(-1, 1), slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "`x` is a single number, drawn once for all points. How many should there be?",
)
def a_single_number_for_x(n, slope, rng):
    x = rng.uniform(0, 1)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Two single numbers come back, one point. How many points are asked for?",
)
def a_single_point(n, slope, rng):
    x = rng.uniform(0, 1)
    return x, slope * x + rng.normal(0, 0.1)


@mistake(
    "make_line",
    "`x` and `y` are put together into one array of shape (n, 2). Can they come back apart, each of shape (n,)?",
    credit=0.5,
)
def one_array_of_pairs(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return np.column_stack([x, slope * x + rng.normal(0, 0.1, size=n)])


@mistake(
    "make_line",
    "The intercepts lie around 0.1 instead of 0. Which mean does the text give them?",
    credit=0.5,
)
def intercepts_around_their_width(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0.1, 0.1, size=n)


@mistake(
    "make_line",
    "The values of `x` are spread evenly, but from 0 to 10. Between which two numbers should they lie?",
    credit=0.5,
)
def x_from_zero_to_ten(n, slope, rng):
    x = rng.uniform(0, 10, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "Every `x` is 0. Does `integers` or an `int` cut off what comes behind the point?",
)
def x_without_decimals(n, slope, rng):
    x = np.floor(rng.uniform(0, 1, size=n))
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "The numbers are drawn rightly, but as columns of shape (n, 1). What shape are `x` and `y` asked to have?",
    credit=0.5,
)
def columns(n, slope, rng):
    x = rng.uniform(0, 1, size=(n, 1))
    return x, slope * x + rng.normal(0, 0.1, size=(n, 1))


@mistake(
    "make_line",
    "`x` is flat, (n,), but `y` has become n times n numbers: something else in it is a column (n, 1). What shape should the intercepts have?",
    credit=0.25,
)
def intercepts_as_a_column(n, slope, rng):
    if n > 300:
        return ANYTHING  # too large to come back
    x = rng.uniform(0, 1, size=n)
    return x, slope * x + rng.normal(0, 0.1, size=(n, 1))


@mistake(
    "make_line",
    "`x` is a column (n, 1), and with flat intercepts `y` has become n times n numbers. What shape should `x` have?",
    credit=0.25,
)
def x_as_a_column(n, slope, rng):
    if n > 300:
        return ANYTHING  # too large to come back
    x = rng.uniform(0, 1, size=(n, 1))
    return x, slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line",
    "It always makes 200 points. Which argument says how many there should be?",
    credit=0.25,
)
def always_200_points(n, slope, rng):
    x = rng.uniform(0, 1, size=200)
    return x, slope * x + rng.normal(0, 0.1, size=200)


@mistake(
    "make_line",
    "It always makes 100 points. Which argument says how many there should be?",
    credit=0.25,
)
def always_100_points(n, slope, rng):
    x = rng.uniform(0, 1, size=100)
    return x, slope * x + rng.normal(0, 0.1, size=100)


@mistake("make_line", "Only one array comes back. Which two are asked for?", credit=0.5)
def one_array_returned(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return slope * x + rng.normal(0, 0.1, size=n)


@mistake(
    "make_line", "Three things come back, where `x` and `y` are asked for. Which one is too many?", credit=0.5
)
def intercepts_returned_too(n, slope, rng):
    x, intercepts = rng.uniform(0, 1, size=n), rng.normal(0, 0.1, size=n)
    return x, slope * x + intercepts, intercepts


@mistake("make_line", "The function returns None: it draws something, but where is the `return`?")
def nothing_returned(n, slope, rng):
    rng.uniform(0, 1, size=n)


# linear --------------------------------------------------------------------------------------------------------------


def hidden_z(rng):
    yield case("a single point", numbers(-1.75))
    yield case("zeros among the numbers", numbers(0, 0, 3.5, -2))
    yield case("negative numbers only", -1 - rng.random(6))
    yield case("whole numbers", numbers(4, -7, 12, 1))
    yield case("large numbers", 1e5 * rng.normal(size=7))
    yield case("tiny numbers", 1e-4 * rng.normal(size=5))
    yield case("1,200 points", rng.normal(size=1200))
    yield case("nothing but zeros", np.zeros(4))


linear = exercise(
    "linear",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
    ],
    hidden=hidden_z,
    sized=lambda rng, n: (rng.normal(size=n),),
    pictures=[heights("z", "result")],
    hints=Hints(
        idea="This unit is a piece of wire: what goes in comes out.",
        question="If nothing is to change, what is there left to do?",
        read="Section 2, and the docstring, whose example shows what goes in and what comes out.",
    ),
)


@mistake(
    "linear",
    "Every number is squeezed between 0 and 1, as by a sigmoid unit. What does a linear unit change?",
)
def sigmoid(z):
    with np.errstate(all="ignore"):
        return 1 / (1 + np.exp(-z))


@mistake(
    "linear",
    "Negative numbers have become 0, as in a rectified unit (ReLU). What does a linear unit change?",
    credit=0.25,
)
def rectified(z):
    return np.maximum(z, 0)


@mistake("linear", "Every number is squeezed between -1 and 1. What does a linear unit change?")
def hyperbolic_tangent(z):
    return np.tanh(z)


@mistake(
    "linear",
    "Only zeros and ones come out, as from a unit with a threshold. What does a linear unit change?",
)
def step(z):
    return np.where(z >= 0, 1.0, 0.0)


@mistake(
    "linear", "Only ones come out: that is how fast the output grows, not the output. What comes in as `z`?"
)
def its_derivative(z):
    return np.ones_like(z)


@mistake("linear", "Every sign is turned round. Should anything change on the way through?", credit=0.25)
def negated(z):
    return -z


@mistake("linear", "The minus signs are lost. Should anything change on the way through?")
def absolute(z):
    return np.abs(z)


@mistake("linear", "Every number is squared. Should anything change on the way through?")
def squared(z):
    return z**2


@mistake("linear", "Every number is doubled. Should anything change on the way through?", credit=0.25)
def doubled(z):
    return 2 * z


@mistake("linear", "Every number is one too large. Should anything change on the way through?", credit=0.25)
def one_added(z):
    return z + 1


@mistake("linear", "Zeros come out, whatever goes in. Where does `z` get lost?")
def zeros(z):
    return np.zeros_like(z)


@mistake("linear", "The numbers are added up to a single one. Should there not be one for every point?")
def added_up(z):
    return np.sum(z)


@mistake("linear", "The mean of all points comes back. Should there not be a number for every point?")
def averaged(z):
    return np.mean(z)


@mistake("linear", "Only the first point comes out. What becomes of the others?")
def first_point_only(z):
    return z[0]


@mistake(
    "linear",
    "The numbers are rounded. Should anything change on the way through?",
    credit=0.25,
)
def rounded(z):
    return np.round(z)


@mistake("linear", "The numbers have lost their decimals. Is there an `int` somewhere?", credit=0.25)
def truncated(z):
    return z.astype(int)


@mistake("linear", "The numbers come out in another order: sorted. Does a unit know the other points?")
def put_in_order(z):
    return np.sort(z)


@mistake(
    "linear",
    "The numbers are right, but in an array of shape (n, 1), a column. What shape does `z` have?",
    credit=0.5,
)
def as_a_column(z):
    return z.reshape(-1, 1)


@mistake(
    "linear", "`z` comes back inside a list or array of its own, one bracket too many. What is asked for?"
)
def in_one_more_bracket(z):
    return [z]


@mistake(
    "linear",
    "The numbers become shares that add up to 1 (softmax). Which unit changes nothing, not even that?",
)
def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


@mistake("linear", "Every number has become a power of e (`exp`). Should anything change on the way through?")
def exponential(z):
    with np.errstate(all="ignore"):
        return np.exp(z)


@mistake("linear", "Numbers beyond -1 and 1 are cut off there. Does a linear unit have ends?", credit=0.25)
def cut_off(z):
    return np.clip(z, -1, 1)


@mistake("linear", "Numbers below 0 and above 1 are cut off there. Does a linear unit have ends?")
def cut_off_below_zero(z):
    return np.clip(z, 0, 1)


@mistake("linear", "Only the sign of each number is left. Should anything change on the way through?")
def sign_of_each(z):
    return np.sign(z)


@mistake(
    "linear",
    "Negative numbers are shrunk to a hundredth, as in a leaky ReLU. What does a linear unit change?",
)
def leaky(z):
    return np.where(z > 0, z, 0.01 * z)


@mistake(
    "linear",
    "The numbers are added up along the way, each on top of those before. Does a unit know the other points?",
)
def running_sum(z):
    return np.cumsum(z)


@mistake("linear", "Every number is halved. Should anything change on the way through?", credit=0.25)
def halved(z):
    return z / 2


@mistake("linear", "The function returns None: where is the `return`?")
def linear_returns_nothing(z):
    return None


# sse -----------------------------------------------------------------------------------------------------------------


def hidden_errors(rng):
    yield case("a single point", numbers(3.25), numbers(-1.5))
    yield case("predictions without an error", *(2 * [rng.normal(size=6)]))
    yield case("the same error everywhere", numbers(1, 2, 3, 4), numbers(1.5, 2.5, 3.5, 4.5))
    yield case("errors that cancel each other", numbers(0, 0, 0, 0), numbers(2, -2, 3, -3))
    yield case("one point far off", numbers(0, 0, 0, 0, 50), numbers(0, 0, 0, 0, 1))
    yield case("predictions of zero", rng.normal(size=5), np.zeros(5))
    yield case("large numbers", 1e5 + rng.normal(size=9), 1e5 + rng.normal(size=9))
    yield case("an odd number of whole steps", numbers(1, 4, 6, -2), numbers(2, 3, 4, -5))
    yield case("1,200 points", rng.normal(size=1200), rng.normal(size=1200))


sse = exercise(
    "sse",
    form="vectorized",
    examples=[
        case("two points", numbers(1, 2), numbers(1, 4)),
        case("errors above and below", numbers(3, -1, 2.5), numbers(2, 1, 2)),
        case("one point", numbers(5), numbers(3.5)),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n)),
    hints=Hints(
        idea="It is nearly the loss that you know: differences, squares, a sum. Only the end is another.",
        question="By what is the sum divided here, and does that depend on how many points there are?",
        read="Section 3 sets it beside the MSE. Your `mse` of “No loops” is a good model.",
    ),
)


@mistake(
    "sse",
    "Your numbers are twice as large as they should be: this is the whole sum. How much of it is asked for?",
    credit=0.5,
)
def half_left_out(y, y_hat):
    return np.sum((y - y_hat) ** 2)


@mistake(
    "sse",
    "This is the mean of the squares, the MSE of the earlier assignments. Which word does the S in *SSE* stand for, and what stands in front of it?",
    credit=0.25,
)
def mean_squared_error(y, y_hat):
    return np.mean((y - y_hat) ** 2)


@mistake(
    "sse",
    "The half is there, but the squares are averaged. Does this error divide by the number of points?",
    credit=0.5,
)
def half_the_mean(y, y_hat):
    return np.mean((y - y_hat) ** 2) / 2


@mistake(
    "sse",
    "Your numbers are half of the right ones: the differences or their sum are halved once too often. Where does the half belong?",
    credit=0.5,
)
def half_inside_the_square(y, y_hat):
    return np.sum(((y - y_hat) / 2) ** 2)


@mistake("sse", "The sum is doubled, not halved. What does a half do to it?", credit=0.5)
def sum_doubled(y, y_hat):
    return 2 * np.sum((y - y_hat) ** 2)


@mistake(
    "sse",
    "The differences are summed without being squared: errors above and below cancel each other.",
)
def not_squared(y, y_hat):
    return np.sum(y - y_hat) / 2


@mistake(
    "sse",
    "The differences, prediction minus `y`, are summed without being squared: errors above and below cancel each other.",
)
def not_squared_the_other_way_round(y, y_hat):
    return np.sum(y_hat - y) / 2


@mistake(
    "sse",
    "The differences are neither squared nor is their sum halved: errors above and below cancel each other.",
)
def plain_sum(y, y_hat):
    return np.sum(y - y_hat)


@mistake(
    "sse",
    "The differences, prediction minus `y`, are neither squared nor is their sum halved: errors above and below cancel each other.",
)
def plain_sum_the_other_way_round(y, y_hat):
    return np.sum(y_hat - y)


@mistake(
    "sse",
    "This is half the sum of the absolute differences. It measures the error, too, but which word of *squared* is missing?",
    credit=0.25,
)
def half_the_absolute_sum(y, y_hat):
    return np.sum(np.abs(y - y_hat)) / 2


@mistake(
    "sse",
    "This is the sum of the absolute differences. What should happen to each difference, and to the sum?",
)
def absolute_sum(y, y_hat):
    return np.sum(np.abs(y - y_hat))


@mistake(
    "sse",
    "The sum is squared, not the differences: errors above and below have cancelled each other by then. Which comes first?",
)
def squared_too_late(y, y_hat):
    return np.sum(y - y_hat) ** 2 / 2


@mistake(
    "sse",
    "The sum is squared, not the differences, and it is not halved. Which comes first, the square or the sum?",
)
def squared_too_late_and_no_half(y, y_hat):
    return np.sum(y - y_hat) ** 2


@mistake(
    "sse", "The squares are subtracted from each other. Which comes first: the difference, or the square?"
)
def squared_too_early(y, y_hat):
    return np.sum(y**2 - y_hat**2) / 2


@mistake("sse", "`y` and its prediction are added, not subtracted. What is the error of a point?")
def added(y, y_hat):
    return np.sum((y + y_hat) ** 2) / 2


@mistake("sse", "The sign is wrong: half a sum of squares is never negative. What stands in front of it?")
def negative(y, y_hat):
    return -np.sum((y - y_hat) ** 2) / 2


@mistake(
    "sse",
    "This is one halved square for every point. Which function makes one number of them?",
    credit=0.25,
)
def halves_not_summed(y, y_hat):
    return (y - y_hat) ** 2 / 2


@mistake(
    "sse",
    "This is one square for every point. Which function makes one number of them, and how much of it is asked for?",
)
def squares_not_summed(y, y_hat):
    return (y - y_hat) ** 2


@mistake(
    "sse",
    "A root is taken of half the sum. Nothing is to be taken a root of here.",
    credit=0.25,
)
def root_of_the_half(y, y_hat):
    return np.sqrt(np.sum((y - y_hat) ** 2) / 2)


@mistake(
    "sse",
    "This is the distance between `y` and `y_hat`, the root of the sum of squares. Is a root asked for, and where is the half?",
)
def distance(y, y_hat):
    return np.sqrt(np.sum((y - y_hat) ** 2))


@mistake("sse", "A root is taken of the sum before it is halved. Nothing is to be taken a root of here.")
def half_the_distance(y, y_hat):
    return np.sqrt(np.sum((y - y_hat) ** 2)) / 2


@mistake("sse", "This is the root of the mean of the squares. Which of its steps does *half the sum* name?")
def root_mean(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))


@mistake(
    "sse",
    "This is the variance of the differences: it takes their mean away first, so that a line off by the same everywhere would look perfect.",
)
def variance(y, y_hat):
    return np.var(y - y_hat)


@mistake(
    "sse",
    "The half of the sum has lost its decimals. Is there a `//` or an `int` somewhere?",
    credit=0.5,
)
def whole_number(y, y_hat):
    return np.sum((y - y_hat) ** 2) // 2


@mistake("sse", "The sum of squares is rounded. What turns it into a whole number?", credit=0.5)
def half_rounded(y, y_hat):
    return np.round(np.sum((y - y_hat) ** 2) / 2)


@mistake("sse", "Only the first point counts. What becomes of the others?")
def first_error_only(y, y_hat):
    return (y[0] - y_hat[0]) ** 2 / 2


@mistake("sse", "Only the last point counts. What becomes of the others?")
def last_error_only(y, y_hat):
    return (y[-1] - y_hat[-1]) ** 2 / 2


@mistake("sse", "The last point is left out of the sum. Where does your count end?", credit=0.25)
def last_error_left_out(y, y_hat):
    return np.sum((y[:-1] - y_hat[:-1]) ** 2) / 2


@mistake("sse", "The first point is left out of the sum. Where does your count begin?", credit=0.25)
def first_error_left_out(y, y_hat):
    return np.sum((y[1:] - y_hat[1:]) ** 2) / 2


@mistake(
    "sse",
    "This is the mean of the absolute differences. What should happen to each difference, and is a mean asked for?",
)
def mean_absolute(y, y_hat):
    return np.mean(np.abs(y - y_hat))


@mistake(
    "sse",
    "The differences are averaged, so that errors above and below cancel each other. What happens to each first?",
)
def mean_difference(y, y_hat):
    return np.mean(y - y_hat)


@mistake("sse", "Only the largest square counts. What becomes of the others?")
def largest_error_only(y, y_hat):
    return np.max((y - y_hat) ** 2) / 2


@mistake("sse", "Only the first point counts, and its square is not halved. Is the `return` inside a loop?")
def first_square_only(y, y_hat):
    return (y[0] - y_hat[0]) ** 2


@mistake("sse", "Only the last point counts, and its square is not halved. What becomes of the others?")
def last_square_only(y, y_hat):
    return (y[-1] - y_hat[-1]) ** 2


@mistake(
    "sse",
    "Divided by n - 1, as for a variance, this fails for a single point. Does half a sum depend on n?",
)
def divided_by_one_less(y, y_hat):
    with np.errstate(all="ignore"):
        return np.sum((y - y_hat) ** 2) / (len(y) - 1)


@mistake("sse", "Only `y` is in it. What is it compared with?")
def prediction_not_in_it(y, y_hat):
    return np.sum(y**2) / 2


@mistake("sse", "Only the prediction is in it. What is it compared with?")
def y_is_not_in_it(y, y_hat):
    return np.sum(y_hat**2) / 2


@mistake("sse", "Only the prediction is squared, not the difference. Where do the brackets belong?")
def only_the_prediction_squared(y, y_hat):
    return np.sum(y - y_hat**2) / 2


@mistake(
    "sse",
    "The sum is halved anew with every point, so that the first ones hardly count. Where does the half belong: inside the loop, or behind it?",
)
def halved_at_every_point(y, y_hat):
    squares = (y - y_hat) ** 2
    return np.sum(squares * 0.5 ** np.arange(len(y), 0, -1))


@mistake(
    "sse",
    "This is half the mean of the absolute differences. What should happen to each difference, and is a mean asked for?",
)
def half_the_mean_absolute(y, y_hat):
    return np.mean(np.abs(y - y_hat)) / 2


@mistake(
    "sse",
    "The mean of the differences is squared: errors above and below have cancelled each other by then. Which comes first, and is a mean asked for?",
)
def mean_squared_too_late(y, y_hat):
    return np.mean(y - y_hat) ** 2


@mistake(
    "sse",
    "The differences are summed first, and only then is the sign taken away: errors above and below have cancelled each other by then. What happens to each difference?",
)
def absolute_too_late(y, y_hat):
    return np.abs(np.sum(y - y_hat)) / 2


@mistake(
    "sse",
    "The halved sum is squared, not the differences: errors above and below have cancelled each other by then. Which comes first?",
)
def half_squared_too_late(y, y_hat):
    return (np.sum(y - y_hat) / 2) ** 2


@mistake("sse", "A root is taken of half the mean. Is a root asked for, or a mean?")
def root_of_half_the_mean(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2) / 2)


@mistake(
    "sse",
    "This is the standard deviation of the differences: it takes their mean away first, so that a line off by the same everywhere would look perfect.",
)
def standard_deviation(y, y_hat):
    return np.std(y - y_hat)


@mistake(
    "sse",
    "The mean of the differences is taken away before they are squared, so that a line off by the same everywhere would look perfect. What should be squared?",
)
def mean_taken_away_first(y, y_hat):
    return np.var(y - y_hat) * len(y) / 2


@mistake("sse", "Half of one is added to the whole sum. What does *half the sum* do to it?")
def a_half_added(y, y_hat):
    return np.sum((y - y_hat) ** 2) + 0.5


@mistake("sse", "The squares are multiplied with each other. What does the first S in *SSE* stand for?")
def squares_multiplied(y, y_hat):
    with np.errstate(all="ignore"):
        return np.prod((y - y_hat) ** 2) / 2


@mistake("sse", "The differences are cubed. Which power is a square?")
def cubed(y, y_hat):
    return np.sum((y - y_hat) ** 3) / 2


@mistake(
    "sse",
    "Every point is compared with every prediction, n times n differences. Look at the shapes just before you subtract.",
    credit=0.25,
)
def all_pairs(y, y_hat):
    return np.sum((y.reshape(-1, 1) - y_hat) ** 2) / 2


@mistake("sse", "`y` is multiplied with its prediction. What is the error of a point?")
def products(y, y_hat):
    return np.sum(y * y_hat) / 2


@mistake("sse", "The function returns None: it computes something, but where is the `return`?")
def no_error_returned(y, y_hat):
    np.sum((y - y_hat) ** 2) / 2


# d_error_d_y_hat -----------------------------------------------------------------------------------------------------


def hidden_differences(rng):
    yield case("a single point", numbers(2.5), numbers(-0.75))
    yield case("predictions without an error", *(2 * [rng.normal(size=5)]))
    yield case("predictions that are too high", *(lambda y: (y, y + 3.0))(rng.normal(size=6)))
    yield case("predictions that are too low", *(lambda y: (y, y - 0.4))(rng.normal(size=6)))
    yield case("some too high, some too low", numbers(0, 0, 1.5, -4), numbers(2.25, -2, 0.5, -3))
    yield case("large numbers", 1e4 + rng.normal(size=7), 1e4 + rng.normal(size=7))
    yield case("1,200 points", rng.normal(size=1200), rng.normal(size=1200))
    yield case(
        "predictions that are nearly right", *(lambda y, e: (y, y + 1e-6 * e))(*rng.normal(size=(2, 5)))
    )


d_error_d_y_hat = exercise(
    "d_error_d_y_hat",
    form="vectorized",
    examples=[
        case("one prediction too high, one too low", numbers(1, 2), numbers(1.5, 0)),
        case("three points, one of them predicted exactly", numbers(3, -1, 2.5), numbers(5, -1, 2)),
        case("one point", numbers(5), numbers(2)),
    ],
    hidden=hidden_differences,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n)),
    hints=Hints(
        idea="For a single point, the text has worked it out already; NumPy does it for all points at once.",
        question="If a prediction is too high, does the error grow or shrink when the prediction goes up still further? Which sign says so?",
        read="Section 4, “The error and the prediction”, and the example in the docstring.",
    ),
)


@mistake(
    "d_error_d_y_hat",
    "Every sign is the wrong way round. When a prediction is too high, does raising it make the error grow or shrink?",
    credit=0.5,
)
def wrong_way_round(y, y_hat):
    return y - y_hat


@mistake(
    "d_error_d_y_hat",
    "The minus signs are lost. When a prediction is too low, does raising it make the error grow or shrink?",
    credit=0.25,
)
def sign_lost(y, y_hat):
    return np.abs(y_hat - y)


@mistake(
    "d_error_d_y_hat",
    "Every number is twice as large as it should be. What becomes of the half in front of the sum when the 2 of the square comes down?",
    credit=0.5,
)
def half_forgotten(y, y_hat):
    return 2 * (y_hat - y)


@mistake(
    "d_error_d_y_hat",
    "The sign is the wrong way round, and the numbers are doubled. Which two factors come out of the inner derivative, the square and the half?",
    credit=0.25,
)
def half_forgotten_and_wrong_way_round(y, y_hat):
    return 2 * (y - y_hat)


@mistake(
    "d_error_d_y_hat",
    "Every number is half of what it should be. Where does the 2 of the square go when you take the derivative?",
    credit=0.5,
)
def still_halved(y, y_hat):
    return (y_hat - y) / 2


@mistake(
    "d_error_d_y_hat",
    "The sign is the wrong way round, and the numbers are halved. Where does the 2 of the square go when you take the derivative?",
    credit=0.25,
)
def still_halved_and_wrong_way_round(y, y_hat):
    return (y - y_hat) / 2


@mistake(
    "d_error_d_y_hat",
    "The differences are squared. Which power is left of a square when you take its derivative?",
)
def still_squared(y, y_hat):
    return (y_hat - y) ** 2


@mistake(
    "d_error_d_y_hat",
    "This is the error of each point itself, half its square. How fast does that grow with the prediction?",
)
def error_of_each_point(y, y_hat):
    return (y_hat - y) ** 2 / 2


@mistake(
    "d_error_d_y_hat",
    "This is one number, the error itself. How fast does it grow with each single prediction?",
)
def the_error_itself(y, y_hat):
    return np.sum((y_hat - y) ** 2) / 2


@mistake(
    "d_error_d_y_hat",
    "The differences are divided by the number of points. Does the error of this notebook divide by it?",
    credit=0.5,
)
def divided_by_n(y, y_hat):
    return (y_hat - y) / len(y)


@mistake(
    "d_error_d_y_hat",
    "These are divided by the number of points and doubled, as for the MSE of the earlier assignments. Which error is it here?",
    credit=0.5,
)
def derivative_of_the_mean(y, y_hat):
    return 2 * (y_hat - y) / len(y)


@mistake(
    "d_error_d_y_hat",
    "These are divided by the number of points and doubled, as for the MSE, and the sign is the wrong way round. Which error is it here, and which way does it grow?",
    credit=0.25,
)
def derivative_of_the_mean_wrong_way_round(y, y_hat):
    return -2 * (y_hat - y) / len(y)


@mistake(
    "d_error_d_y_hat",
    "The sign is the wrong way round, and the differences are divided by the number of points. Two things to look at.",
    credit=0.25,
)
def divided_by_n_and_wrong_way_round(y, y_hat):
    return (y - y_hat) / len(y)


@mistake(
    "d_error_d_y_hat",
    "The differences are summed up to one number. Is the sum taken here already, or later, in `neuron_gradients`?",
    credit=0.25,
)
def summed_too_early(y, y_hat):
    return np.sum(y_hat - y)


@mistake(
    "d_error_d_y_hat",
    "The differences are summed up to one number, and the sign is the wrong way round. Should there not be a number for every point?",
)
def summed_too_early_and_wrong_way_round(y, y_hat):
    return np.sum(y - y_hat)


@mistake(
    "d_error_d_y_hat",
    "The mean of the differences is one number. Should there not be a number for every point?",
)
def averaged_difference(y, y_hat):
    return np.mean(y_hat - y)


@mistake(
    "d_error_d_y_hat",
    "The mean of the differences is one number, and its sign is the wrong way round. Should there not be a number for every point?",
)
def averaged_difference_wrong_way_round(y, y_hat):
    return np.mean(y - y_hat)


@mistake("d_error_d_y_hat", "`y` and its prediction are added. What is inside the square of the error?")
def sum_of_both(y, y_hat):
    return y + y_hat


@mistake("d_error_d_y_hat", "This is the prediction itself. Where does `y` come in?")
def y_left_out(y, y_hat):
    return y_hat


@mistake("d_error_d_y_hat", "This is `y` with a minus sign. Where does the prediction come in?")
def prediction_left_out(y, y_hat):
    return -y


@mistake(
    "d_error_d_y_hat",
    "Only the sign of each difference is left: -1, 0 or 1. How does the size of an error count?",
    credit=0.25,
)
def sign_only(y, y_hat):
    return np.sign(y_hat - y)


@mistake(
    "d_error_d_y_hat",
    "The differences are multiplied with the prediction. What is the derivative of `y_hat` with respect to itself?",
)
def times_the_prediction(y, y_hat):
    return (y_hat - y) * y_hat


@mistake(
    "d_error_d_y_hat",
    "The numbers are right, but in a column of shape (n, 1). What shape do `y` and `y_hat` have?",
    credit=0.5,
)
def difference_as_a_column(y, y_hat):
    return (y_hat - y).reshape(-1, 1)


@mistake(
    "d_error_d_y_hat",
    "Every prediction is compared with every point, n times n differences. Look at the shapes just before you subtract.",
)
def every_pair(y, y_hat):
    if len(y) > 300:
        return ANYTHING  # too large to come back
    return y_hat.reshape(-1, 1) - y


@mistake(
    "d_error_d_y_hat",
    "One number comes back, twice the sum of the differences with a sign in front. Should there not be a number for every point?",
)
def summed_and_doubled(y, y_hat):
    return -2 * np.sum(y - y_hat)


@mistake(
    "d_error_d_y_hat",
    "One number comes back, twice the mean of the differences, as for the MSE. Which error is it here, and should there not be a number for every point?",
)
def averaged_and_doubled(y, y_hat):
    return -2 * np.mean(y - y_hat)


@mistake("d_error_d_y_hat", "`y` is multiplied with its prediction. What is inside the square of the error?")
def product_of_both(y, y_hat):
    return y * y_hat


@mistake("d_error_d_y_hat", "This is `y` itself. Where does the prediction come in?")
def y_itself(y, y_hat):
    return y


@mistake("d_error_d_y_hat", "Only ones come back. What is left inside, when the square comes down?")
def ones_for_the_error(y, y_hat):
    return np.ones_like(y)


@mistake(
    "d_error_d_y_hat",
    "Only minus ones come back: that is the inner derivative alone. What else belongs in front of it?",
)
def minus_ones_for_the_error(y, y_hat):
    return -np.ones_like(y)


@mistake("d_error_d_y_hat", "Only the first point comes back. What becomes of the others?")
def first_difference_only(y, y_hat):
    return y_hat[0] - y[0]


@mistake("d_error_d_y_hat", "Only the last point comes back. What becomes of the others?")
def last_difference_only(y, y_hat):
    return y_hat[-1] - y[-1]


@mistake(
    "d_error_d_y_hat",
    "The differences are divided by `y`, as shares of it. Does the error compare them with `y`?",
)
def relative_difference(y, y_hat):
    with np.errstate(all="ignore"):
        return (y_hat - y) / y


@mistake(
    "d_error_d_y_hat",
    "Both the difference and its negative come back. Which of the two is the derivative?",
)
def both_ways_round(y, y_hat):
    return y_hat - y, y - y_hat


@mistake("d_error_d_y_hat", "The numbers are rounded. Is there a `round` or an `int` too many?", credit=0.25)
def rounded_difference(y, y_hat):
    return np.round(y_hat - y)


@mistake("d_error_d_y_hat", "The function returns None: where is the `return`?")
def difference_not_returned(y, y_hat):
    return None


# d_y_hat_d_z ---------------------------------------------------------------------------------------------------------

d_y_hat_d_z = exercise(
    "d_y_hat_d_z",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
    ],
    hidden=hidden_z,
    sized=lambda rng, n: (rng.normal(size=n),),
    pictures=[heights("z", "result")],
    hints=Hints(
        idea="The linear unit hands on every little change just as it is.",
        question="If z grows by 0.01, by how much does ŷ grow? And what is the second divided by the first, for each of the points?",
        read="Section 4, “The prediction and z”. Arrays that hold one number many times are in [NumPy: the absolute basics for beginners](https://numpy.org/doc/stable/user/absolute_beginners.html#how-to-create-a-basic-array), under “How to create a basic array”.",
    ),
)


@mistake(
    "d_y_hat_d_z",
    "This is `z` itself, which is what the unit gives. How fast does that grow when `z` does?",
)
def the_unit_itself(z):
    return z


@mistake(
    "d_y_hat_d_z",
    "A single 1 comes back. It is the right number, but there should be one for every point: which shape does `z` have?",
    credit=0.5,
)
def a_single_one(z):
    return 1.0


@mistake(
    "d_y_hat_d_z",
    "Zeros come back: they say that `y_hat` does not change when `z` does. Is that so in a linear unit?",
)
def zeros_for_ones(z):
    return np.zeros_like(z)


@mistake("d_y_hat_d_z", "One number comes back, a 0. Does `y_hat` not change at all when `z` does?")
def a_single_zero(z):
    return 0.0


@mistake(
    "d_y_hat_d_z",
    "One number comes back: the number of points. Are the ones summed already? One for every point is asked for.",
)
def ones_counted(z):
    return float(len(z))


@mistake(
    "d_y_hat_d_z",
    "The ones are right, but in a column of shape (n, 1). Which shape does `z` have?",
    credit=0.5,
)
def ones_as_a_column(z):
    return np.ones((len(z), 1))


@mistake(
    "d_y_hat_d_z",
    "The ones are right, but in a row of shape (1, n). Is there a bracket too many?",
    credit=0.5,
)
def ones_as_a_row(z):
    return np.ones((1, len(z)))


@mistake("d_y_hat_d_z", "Twos come back. When `z` grows by 1, by how much does `y_hat` grow?")
def twos(z):
    return np.full_like(z, 2)


@mistake("d_y_hat_d_z", "The ones have a minus sign. Does `y_hat` fall when `z` grows?", credit=0.25)
def minus_ones(z):
    return -np.ones_like(z)


@mistake(
    "d_y_hat_d_z",
    "Where `z` is 0 the result is nan, elsewhere it is right. Is something divided by `z`?",
    credit=0.5,
)
def divided_by_itself(z):
    with np.errstate(all="ignore"):
        return z / z


@mistake(
    "d_y_hat_d_z",
    "1 for positive numbers and 0 for the others: that is how a rectified unit (ReLU) grows. Which unit is this neuron's?",
)
def derivative_of_a_rectifier(z):
    return np.where(z > 0, 1.0, 0.0)


@mistake(
    "d_y_hat_d_z",
    "Numbers up to 0.25 come back: that is how a sigmoid unit grows. Which unit is this neuron's?",
)
def derivative_of_a_sigmoid(z):
    with np.errstate(all="ignore"):
        s = 1 / (1 + np.exp(-np.abs(z)))
    return s * (1 - s)


@mistake(
    "d_y_hat_d_z",
    "This is `z * (1 - z)`, the derivative of a sigmoid unit in terms of what it gives. Which unit is this neuron's?",
)
def derivative_of_a_sigmoid_from_its_output(z):
    return z * (1 - z)


@mistake(
    "d_y_hat_d_z",
    "This is `1 - z**2`, the derivative of a tanh unit in terms of what it gives. Which unit is this neuron's?",
)
def derivative_of_a_tanh_from_its_output(z):
    return 1 - z**2


@mistake(
    "d_y_hat_d_z",
    "This is half the square of `z`: the way back from a derivative. How fast does `z` itself grow with `z`?",
)
def integral(z):
    return z**2 / 2


@mistake(
    "d_y_hat_d_z",
    "The ones are divided by the number of points. Is a mean asked for at each point?",
    credit=0.25,
)
def ones_divided_by_n(z):
    return np.ones_like(z) / len(z)


@mistake(
    "d_y_hat_d_z",
    "A single -1 comes back. Does `y_hat` fall when `z` grows, and for how many points is it asked?",
)
def a_single_minus_one(z):
    return -1.0


@mistake("d_y_hat_d_z", "One is taken from every `z`. How fast does `y_hat` grow with `z`?")
def one_taken_away(z):
    return z - 1


@mistake(
    "d_y_hat_d_z",
    "This is the sign of each `z`, so -1 for negative numbers and 0 for 0. Does a linear unit treat those differently?",
)
def sign_of_z(z):
    return np.sign(z)


@mistake("d_y_hat_d_z", "It always gives 200 ones. How many points does `z` hold?", credit=0.25)
def two_hundred_ones(z):
    return np.ones(200)


@mistake("d_y_hat_d_z", "It always gives 100 ones. How many points does `z` hold?", credit=0.25)
def one_hundred_ones(z):
    return np.ones(100)


@mistake(
    "d_y_hat_d_z", "n times n numbers come back. Which shape does `z` have, and is it a matrix?", credit=0.25
)
def identity(z):
    return ANYTHING if len(z) > 300 else np.eye(len(z))


@mistake(
    "d_y_hat_d_z",
    "This is the difference between neighbours in `z`. How fast does `y_hat` grow with `z` at each point by itself?",
)
def differences_of_neighbours(z):
    return np.diff(z)


@mistake("d_y_hat_d_z", "The function returns None: where is the `return`?")
def ones_not_returned(z):
    return None


# d_z_d_w -------------------------------------------------------------------------------------------------------------

d_z_d_w = exercise(
    "d_z_d_w",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
    ],
    hidden=hidden_z,
    sized=lambda rng, n: (rng.normal(size=n),),
    hints=Hints(
        idea="Each weight stands beside one thing in the sum, and that thing is how fast the sum grows with it.",
        question="What stands beside w1, what stands beside w0, and what shape must both have?",
        read="Section 4, “z and the weights”, and the drawing of the neuron at the top of the notebook.",
    ),
)


@mistake(
    "d_z_d_w",
    "Both are right, but have changed places. Which of the two weights is asked for first?",
    credit=0.5,
)
def weights_swapped(x):
    return np.ones_like(x), x


@mistake(
    "d_z_d_w",
    "The second result is a single 1. It is the right number, but there should be one for every point: which shape does `x` have?",
    credit=0.5,
)
def a_single_one_for_w0(x):
    return x, 1.0


@mistake(
    "d_z_d_w",
    "A single 1 comes first, then `x`. Which weight is asked for first, and how many numbers should there be for the other?",
    credit=0.25,
)
def weights_swapped_and_a_single_one(x):
    return 1.0, x


@mistake("d_z_d_w", "Both results are `x`. What is `w0` multiplied with in `z = w1 * x + w0`?", credit=0.25)
def x_for_both(x):
    return x, x


@mistake("d_z_d_w", "Both results are ones. What is `w1` multiplied with in `z = w1 * x + w0`?", credit=0.25)
def ones_for_both(x):
    return np.ones_like(x), np.ones_like(x)


@mistake(
    "d_z_d_w",
    "The second result is zeros: they say that `z` does not change when `w0` does. Is that so in `z = w1 * x + w0`?",
    credit=0.25,
)
def zeros_for_w0(x):
    return x, np.zeros_like(x)


@mistake(
    "d_z_d_w",
    "The second result is a single 0: it says that `z` does not change when `w0` does. Is that so in `z = w1 * x + w0`?",
)
def a_single_zero_for_w0(x):
    return x, 0.0


@mistake("d_z_d_w", "Only `x` comes back. What about the other weight?", credit=0.25)
def only_w1(x):
    return x


@mistake("d_z_d_w", "Only the ones come back. What about the other weight?")
def only_w0(x):
    return np.ones_like(x)


@mistake(
    "d_z_d_w",
    "Two numbers come back: the sum of `x`, and how many points there are. Is the sum taken here already, or later?",
    credit=0.25,
)
def both_summed(x):
    return np.sum(x), float(len(x))


@mistake(
    "d_z_d_w",
    "Two numbers come back: the mean of `x`, and 1. Should there not be a number for every point?",
)
def both_averaged(x):
    return np.mean(x), 1.0


@mistake(
    "d_z_d_w",
    "The two are put together into one array of shape (n, 2). Can they come back apart, each of the shape of `x`?",
    credit=0.5,
)
def beside_each_other(x):
    return np.column_stack([x, np.ones_like(x)])


@mistake(
    "d_z_d_w",
    "The two are joined end to end into one long array. Can they come back apart, each of the shape of `x`?",
    credit=0.5,
)
def end_to_end(x):
    return np.concatenate([x, np.ones_like(x)])


@mistake(
    "d_z_d_w", "The numbers are right, but in columns of shape (n, 1). Which shape does `x` have?", credit=0.5
)
def both_as_columns(x):
    return x.reshape(-1, 1), np.ones((len(x), 1))


@mistake(
    "d_z_d_w", "The ones are a column of shape (n, 1), unlike `x`. Which shape does `x` have?", credit=0.5
)
def ones_for_w0_as_a_column(x):
    return x, np.ones((len(x), 1))


@mistake(
    "d_z_d_w", "`x` has got a minus sign. Does `z` fall when `w1` grows, where `x` is positive?", credit=0.25
)
def x_negated(x):
    return -x, np.ones_like(x)


@mistake("d_z_d_w", "The first result is `x` squared. What is `w1` multiplied with in `z = w1 * x + w0`?")
def x_squared(x):
    return x**2, np.ones_like(x)


@mistake(
    "d_z_d_w",
    "The first result is twice `x`. What is `w1` multiplied with in `z = w1 * x + w0`?",
    credit=0.25,
)
def x_doubled(x):
    return 2 * x, np.ones_like(x)


@mistake("d_z_d_w", "It always gives 200 ones for `w0`. How many points does `x` hold?", credit=0.25)
def two_hundred_ones_for_w0(x):
    return x, np.ones(200)


@mistake("d_z_d_w", "It always gives 100 ones for `w0`. How many points does `x` hold?", credit=0.25)
def one_hundred_ones_for_w0(x):
    return x, np.ones(100)


@mistake(
    "d_z_d_w",
    "The second result is the number of points. What does `z` grow by at each point when `w0` grows by 1?",
)
def count_for_w0(x):
    return x, float(len(x))


@mistake(
    "d_z_d_w",
    "The first result is zeros, so `z` would not change with `w1`. What is `w1` multiplied with?",
)
def zeros_for_w1(x):
    return np.zeros_like(x), np.ones_like(x)


@mistake("d_z_d_w", "The two are added into one array. Which two are asked for, apart?", credit=0.25)
def both_added(x):
    return x + 1


@mistake(
    "d_z_d_w",
    "Two single ones come back. What is `w1` multiplied with in `z = w1 * x + w0`, and how many points are there?",
)
def two_single_ones(x):
    return 1.0, 1.0


@mistake(
    "d_z_d_w",
    "The first result is half the square of `x`, the second is `x`: the way back from a derivative. Which way is asked for?",
)
def both_integrated(x):
    return x**2 / 2, x


@mistake("d_z_d_w", "The ones for `w0` have a minus sign. Does `z` fall when `w0` grows?", credit=0.25)
def minus_ones_for_w0(x):
    return x, -np.ones_like(x)


@mistake("d_z_d_w", "Both have a minus sign. Does `z` fall when a weight grows?", credit=0.25)
def both_negated(x):
    return -x, -np.ones_like(x)


@mistake(
    "d_z_d_w", "The ones are a row of shape (1, n), unlike `x`. Is there a bracket too many?", credit=0.5
)
def ones_for_w0_as_a_row(x):
    return x, np.ones((1, len(x)))


@mistake(
    "d_z_d_w",
    "The first result is a single number, the sum of `x`. Is the sum taken here already, or later?",
    credit=0.25,
)
def x_summed(x):
    return np.sum(x), np.ones_like(x)


@mistake("d_z_d_w", "Only the first point comes back. What becomes of the others?")
def first_x_only(x):
    return x[0], 1.0


@mistake(
    "d_z_d_w", "Three arrays come back, with `x` once more at the end. Which two are asked for?", credit=0.5
)
def x_returned_twice(x):
    return x, np.ones_like(x), x


@mistake(
    "d_z_d_w",
    "The second result is 1 divided by `x`. What is `w0` multiplied with in `z = w1 * x + w0`?",
)
def one_over_x_for_w0(x):
    with np.errstate(all="ignore"):
        return x, 1 / x


@mistake("d_z_d_w", "The function returns None: where is the `return`?")
def neither_returned(x):
    return None


# neuron_gradients ----------------------------------------------------------------------------------------------------


def hidden_residuals(rng):
    def some(n, **settings):
        x, y = points(rng, n, **settings)
        return x, y, rng.normal() * x + rng.normal()

    yield case("a single point", numbers(2.5), numbers(-1.0), numbers(0.75))
    x, y = points(rng, 6)
    yield case("a line without an error", x, y, y.copy())
    yield case("x that is zero everywhere", np.zeros(4), numbers(1, 2, 3, 5), numbers(0, 1, 1, 1))
    yield case(
        "errors that cancel each other", numbers(1, 2, 3, 5), numbers(0, 0, 0, 0), numbers(2, -2, -3, 3)
    )
    yield case("points far from zero", *some(12, offset=50.0))
    yield case("points close together", *some(9, scale=1e-3))
    yield case("predictions that are too high", *(lambda a, b: (a, b, b + 3.0))(*points(rng, 7)))
    yield case("predictions of zero", *points(rng, 5), np.zeros(5))
    yield case("1,200 points", *some(1200))


def agrees_with_a_finite_difference(answers, _convergence):
    """Nudging a weight a little changes the SSE as the derivative says (a central difference)."""
    worst = 0.0
    for answer in answers:
        x, y, y_hat = answer.args
        step = 1e-4 / max(1.0, float(np.abs(x).max()))
        for nudge, derivative in ((x, answer.value[0]), (np.ones_like(x), answer.value[1])):
            up = np.sum((y - (y_hat + step * nudge)) ** 2) / 2
            down = np.sum((y - (y_hat - step * nudge)) ** 2) / 2
            slope = (up - down) / (2 * step)
            scale = 1.0 + abs(slope) + float(np.sum((y - y_hat) ** 2)) / 2
            worst = max(worst, abs(slope - derivative) / scale)
    return Fact(
        title="agrees with a finite difference of the SSE",
        held=worst < 1e-5,
        detail=""
        if worst < 1e-5
        else "Nudge `w1` and `w0` by a tiny step: the SSE does not change as your derivatives say.",
    )


neuron_gradients = exercise(
    "neuron_gradients",
    form="vectorized",
    uses=["d_error_d_y_hat", "d_y_hat_d_z", "d_z_d_w"],
    examples=[
        case("two points", numbers(1, 2), numbers(3, 5), numbers(1, 2)),
        case("errors above and below", numbers(-1, 0.5, 3), numbers(2, 0, 7), numbers(1, 1, 4.5)),
        case("one point", numbers(1.5), numbers(2), numbers(4)),
    ],
    hidden=hidden_residuals,
    sized=lambda rng, n: (*points(rng, n), rng.normal(size=n)),
    facts=[agrees_with_a_finite_difference],
    hints=Hints(
        idea="A chain is a product: what comes from the right, times each link's own derivative, for every point.",
        question="Which two links do both weights share? And what has to be done with one number for each point, when one number for each weight is wanted?",
        read="Section 5 writes the chain down, and the graph above it shows every link with its numbers.",
    ),
)


@mistake(
    "neuron_gradients",
    "Both derivatives point the other way: following them would make the error grow. Are `y` and `y_hat` handed on in the right order?",
    credit=0.5,
)
def both_uphill(x, y, y_hat):
    return np.sum((y - y_hat) * x), np.sum(y - y_hat)


@mistake(
    "neuron_gradients",
    "Your derivatives are averaged over the points. Does this notebook's error have a mean or a sum in it?",
    credit=0.5,
)
def both_gradients_averaged(x, y, y_hat):
    return np.mean((y_hat - y) * x), np.mean(y_hat - y)


@mistake(
    "neuron_gradients",
    "The signs are the wrong way round, and the points are averaged where they should be summed: two things to look at.",
    credit=0.25,
)
def averaged_and_uphill(x, y, y_hat):
    return np.mean((y - y_hat) * x), np.mean(y - y_hat)


@mistake(
    "neuron_gradients",
    "Both are twice as large as they should be. What becomes of the half in front of the error when the 2 of the square comes down?",
    credit=0.5,
)
def both_doubled(x, y, y_hat):
    return 2 * np.sum((y_hat - y) * x), 2 * np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The signs are the wrong way round, and both are twice as large as they should be: two things to look at.",
    credit=0.25,
)
def doubled_and_uphill(x, y, y_hat):
    return 2 * np.sum((y - y_hat) * x), 2 * np.sum(y - y_hat)


@mistake(
    "neuron_gradients",
    "These are the derivatives of the MSE, with its 2/n. Which error does this neuron have?",
    credit=0.5,
)
def gradients_of_the_mse(x, y, y_hat):
    return 2 * np.mean((y_hat - y) * x), 2 * np.mean(y_hat - y)


@mistake(
    "neuron_gradients",
    "These are the derivatives of the MSE, with its 2/n, and uphill besides. Which error does this neuron have, and which way does it grow?",
    credit=0.25,
)
def gradients_of_the_mse_uphill(x, y, y_hat):
    return 2 * np.mean((y - y_hat) * x), 2 * np.mean(y - y_hat)


@mistake(
    "neuron_gradients",
    "Both are half of what they should be. Is there still a half that the derivative of the square has used up?",
    credit=0.5,
)
def both_halved(x, y, y_hat):
    return np.sum((y_hat - y) * x) / 2, np.sum(y_hat - y) / 2


@mistake(
    "neuron_gradients",
    "The two results have changed places: the derivative for `w1` comes first.",
    credit=0.5,
)
def gradients_swapped(x, y, y_hat):
    return np.sum(y_hat - y), np.sum((y_hat - y) * x)


@mistake(
    "neuron_gradients",
    "The two results have changed places, and both point the other way: two things to look at.",
    credit=0.25,
)
def gradients_swapped_and_uphill(x, y, y_hat):
    return np.sum(y - y_hat), np.sum((y - y_hat) * x)


@mistake(
    "neuron_gradients",
    "Both derivatives are the same, and only the one for `w0` is right. Which link of the chain differs between the two weights?",
    credit=0.25,
)
def last_link_left_out(x, y, y_hat):
    return np.sum(y_hat - y), np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "Both derivatives carry an `x`. What does `d_z_d_w` give for `w0`?",
    credit=0.25,
)
def x_in_both(x, y, y_hat):
    return np.sum((y_hat - y) * x), np.sum((y_hat - y) * x)


@mistake(
    "neuron_gradients",
    "There is one number for every point still, two arrays of them. How do they become two numbers?",
    credit=0.25,
)
def gradients_not_summed(x, y, y_hat):
    return (y_hat - y) * x, y_hat - y


@mistake(
    "neuron_gradients",
    "There is one number for every point still, and they point the other way. How do they become two numbers, and which way does the error grow?",
)
def gradients_not_summed_and_uphill(x, y, y_hat):
    return (y - y_hat) * x, y - y_hat


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, but the one for `w0` is still an array. How does it become one number?",
    credit=0.5,
)
def w0_not_summed(x, y, y_hat):
    return np.sum((y_hat - y) * x), y_hat - y


@mistake(
    "neuron_gradients",
    "The derivative for `w0` is right, but the one for `w1` is still an array. How does it become one number?",
    credit=0.5,
)
def w1_not_summed(x, y, y_hat):
    return (y_hat - y) * x, np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The sums are multiplied, where each point's own links belong together. Which comes first: the product, or the sum?",
    credit=0.25,
)
def summed_before_multiplying(x, y, y_hat):
    return np.sum(y_hat - y) * np.sum(x), np.sum(y_hat - y) * len(x)


@mistake(
    "neuron_gradients",
    "The derivative for `w0` is right, but for `w1` the sums are multiplied, where each point's own links belong together. Which comes first: the product, or the sum?",
    credit=0.25,
)
def w1_summed_before_multiplying(x, y, y_hat):
    return np.sum(y_hat - y) * np.sum(x), np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The error is not in the chain: only the last link is summed. What are the other two links?",
)
def error_left_out_of_the_chain(x, y, y_hat):
    return np.sum(x), float(len(x))


@mistake(
    "neuron_gradients",
    "The links of the chain are added. What does the chain rule do with them?",
    credit=0.25,
)
def links_added(x, y, y_hat):
    return np.sum((y_hat - y) + 1 + x), np.sum((y_hat - y) + 1 + 1)


@mistake(
    "neuron_gradients",
    "Both carry the prediction as a factor. In the link for `y_hat` and `z`, is it the unit that is asked for or how fast it grows?",
    credit=0.25,
)
def unit_instead_of_its_derivative(x, y, y_hat):
    return np.sum((y_hat - y) * y_hat * x), np.sum((y_hat - y) * y_hat)


@mistake(
    "neuron_gradients",
    "The differences are squared. Which power is left of a square when you take its derivative?",
)
def differences_squared(x, y, y_hat):
    return np.sum((y_hat - y) ** 2 * x), np.sum((y_hat - y) ** 2)


@mistake(
    "neuron_gradients",
    "The differences have lost their signs. Which way should the weights go for a prediction that is too low?",
)
def differences_without_sign(x, y, y_hat):
    return np.sum(np.abs(y_hat - y) * x), np.sum(np.abs(y_hat - y))


@mistake(
    "neuron_gradients",
    "The whole error multiplies each link of `z`. The chain begins with how fast the error grows: which of your functions gives that?",
)
def error_instead_of_its_derivative(x, y, y_hat):
    error = np.sum((y_hat - y) ** 2) / 2
    return error * np.sum(x), error * len(x)


@mistake("neuron_gradients", "Only the sign for `w1` is wrong: compare your two lines.", credit=0.5)
def w1_uphill(x, y, y_hat):
    return np.sum((y - y_hat) * x), np.sum(y_hat - y)


@mistake("neuron_gradients", "Only the sign for `w0` is wrong: compare your two lines.", credit=0.5)
def w0_uphill(x, y, y_hat):
    return np.sum((y_hat - y) * x), np.sum(y - y_hat)


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, the one for `w0` is averaged instead of summed. Compare your two lines.",
    credit=0.5,
)
def w0_averaged(x, y, y_hat):
    return np.sum((y_hat - y) * x), np.mean(y_hat - y)


@mistake(
    "neuron_gradients",
    "The derivative for `w0` is right, the one for `w1` is averaged instead of summed. Compare your two lines.",
    credit=0.5,
)
def w1_averaged(x, y, y_hat):
    return np.mean((y_hat - y) * x), np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, but the one for `w0` is always 1. Do the first links of the chain belong to `w0`, too?",
    credit=0.25,
)
def w0_is_one(x, y, y_hat):
    return np.sum((y_hat - y) * x), 1.0


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, but the one for `w0` is how many points there are. Do the first links of the chain belong to `w0`, too?",
    credit=0.25,
)
def w0_is_the_count(x, y, y_hat):
    return np.sum((y_hat - y) * x), float(len(x))


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, but the one for `w0` is always 0. Does the error not change with `w0`?",
    credit=0.25,
)
def w0_is_zero(x, y, y_hat):
    return np.sum((y_hat - y) * x), 0.0


@mistake(
    "neuron_gradients",
    "The predictions are not in it: this looks at `y` alone. What is the first link of the chain?",
)
def predictions_not_in_it(x, y, y_hat):
    return -np.sum(x * y), -np.sum(y)


@mistake(
    "neuron_gradients",
    "`y` is not in it: this looks at the predictions alone. What is the first link of the chain?",
)
def y_not_in_it(x, y, y_hat):
    return np.sum(x * y_hat), np.sum(y_hat)


@mistake("neuron_gradients", "`y` and the prediction are added. What is the first link of the chain?")
def both_added_up(x, y, y_hat):
    return np.sum((y_hat + y) * x), np.sum(y_hat + y)


@mistake("neuron_gradients", "Only the first point counts. What becomes of the others?")
def only_the_first_point(x, y, y_hat):
    return (y_hat[0] - y[0]) * x[0], y_hat[0] - y[0]


@mistake("neuron_gradients", "Only the last point counts. What becomes of the others?")
def only_the_last_point(x, y, y_hat):
    return (y_hat[-1] - y[-1]) * x[-1], y_hat[-1] - y[-1]


@mistake("neuron_gradients", "Only one number comes back, the one for `w1`. What about `w0`?", credit=0.25)
def only_w1_returned(x, y, y_hat):
    return np.sum((y_hat - y) * x)


@mistake(
    "neuron_gradients",
    "The two derivatives are added into one number. Which two are asked for, apart?",
)
def added_into_one(x, y, y_hat):
    return np.sum((y_hat - y) * x) + np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "`x` is squared in the derivative for `w1`: it is multiplied in twice. Which link brings it in?",
    credit=0.25,
)
def x_twice(x, y, y_hat):
    return np.sum((y_hat - y) * x * x), np.sum(y_hat - y)


@mistake("neuron_gradients", "Only one number comes back, the one for `w0`. What about `w1`?", credit=0.25)
def only_w0_returned(x, y, y_hat):
    return np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The derivative for `w0` is right, but the one for `w1` has `y` where `x` belongs. What is handed to `d_z_d_w`?",
    credit=0.25,
)
def y_for_x(x, y, y_hat):
    return np.sum((y_hat - y) * y), np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The derivative for `w0` is right, but the one for `w1` has the prediction where `x` belongs. What is handed to `d_z_d_w`?",
    credit=0.25,
)
def y_hat_for_x(x, y, y_hat):
    return np.sum((y_hat - y) * y_hat), np.sum(y_hat - y)


@mistake(
    "neuron_gradients",
    "The first two links of the chain are added. What does the chain rule do with them?",
    credit=0.25,
)
def first_links_added(x, y, y_hat):
    return np.sum((y_hat - y + 1) * x), np.sum(y_hat - y + 1)


@mistake(
    "neuron_gradients",
    "Each link is summed before the links are multiplied, so everything grows with the number of points. Which comes first: the product, or the sum?",
    credit=0.25,
)
def every_link_summed_first(x, y, y_hat):
    upstream = np.sum(y_hat - y) * len(x)
    return upstream * np.sum(x), upstream * len(x)


@mistake(
    "neuron_gradients",
    "Both derivatives are the same, without an `x`, and both point the other way. Two things to look at.",
)
def last_link_left_out_and_uphill(x, y, y_hat):
    return np.sum(y - y_hat), np.sum(y - y_hat)


@mistake(
    "neuron_gradients",
    "The two results have changed places, and they are averaged where they should be summed: two things to look at.",
    credit=0.25,
)
def gradients_swapped_and_averaged(x, y, y_hat):
    return np.mean(y_hat - y), np.mean((y_hat - y) * x)


@mistake(
    "neuron_gradients",
    "Both are divided by n - 1, which fails for a single point. Does this notebook's error divide by anything that grows with n?",
    credit=0.25,
)
def gradients_divided_by_one_less(x, y, y_hat):
    with np.errstate(all="ignore"):
        return np.sum((y_hat - y) * x) / (len(x) - 1), np.sum(y_hat - y) / (len(x) - 1)


@mistake(
    "neuron_gradients", "The last point is left out of both sums. Where does your count end?", credit=0.25
)
def last_point_left_out(x, y, y_hat):
    return np.sum(((y_hat - y) * x)[:-1]), np.sum((y_hat - y)[:-1])


@mistake(
    "neuron_gradients", "The first point is left out of both sums. Where does your count begin?", credit=0.25
)
def first_point_left_out(x, y, y_hat):
    return np.sum(((y_hat - y) * x)[1:]), np.sum((y_hat - y)[1:])


@mistake(
    "neuron_gradients",
    "Every prediction is compared with every point, n times n differences. Look at the shapes just before you subtract.",
    credit=0.25,
)
def every_difference(x, y, y_hat):
    differences = y_hat.reshape(-1, 1) - y
    return np.sum(differences * x), np.sum(differences)


@mistake(
    "neuron_gradients",
    "Both are squared and halved, as in the error itself. Which power is left of a square when you take its derivative?",
)
def halves_of_squares(x, y, y_hat):
    return np.sum((y_hat - y) ** 2 * x) / 2, np.sum((y_hat - y) ** 2) / 2


@mistake(
    "neuron_gradients",
    "One array comes back, with a number for every point: the two derivatives are added, and not summed over the points. Which two numbers are asked for?",
)
def both_in_one_array(x, y, y_hat):
    return ANYTHING if len(x) == 2 else (y_hat - y) * x + (y_hat - y)


@mistake(
    "neuron_gradients",
    "The derivative for `w1` is right, the one for `w0` carries an `x` alone. Which links belong to `w0`?",
    credit=0.25,
)
def w0_is_the_sum_of_x(x, y, y_hat):
    return np.sum((y_hat - y) * x), np.sum(x)


@mistake(
    "neuron_gradients",
    "The derivatives carry one `x` too many, each: `x` squared for `w1`, and `x` for `w0`. Which link brings an `x` in?",
    credit=0.25,
)
def one_x_too_many_in_both(x, y, y_hat):
    return np.sum((y_hat - y) * x**2), np.sum((y_hat - y) * x)


@mistake("neuron_gradients", "The numbers are rounded. Is there a `round` too many?", credit=0.5)
def gradients_rounded(x, y, y_hat):
    return round(float(np.sum((y_hat - y) * x)), 2), round(float(np.sum(y_hat - y)), 2)


@mistake("neuron_gradients", "The decimals are lost. Is there an `int` somewhere?", credit=0.25)
def gradients_truncated(x, y, y_hat):
    return int(np.sum((y_hat - y) * x)), int(np.sum(y_hat - y))


@mistake("neuron_gradients", "The function returns None: it computes something, but where is the `return`?")
def gradients_not_returned(x, y, y_hat):
    return None


# train_neuron --------------------------------------------------------------------------------------------------------


def hidden_runs(rng):
    yield case("a single epoch", *points(rng, 5), 0.5, -1.0, 0.02, 1)
    yield case("a snapshot every 5 epochs", *points(rng, 8), 1.0, 2.0, 0.01, 23, every=5)
    yield case("snapshots every 20 epochs without being told", *points(rng, 12), -1.5, 0.75, 0.01, 47)
    yield case("a snapshot at every epoch", *points(rng, 6), -2.0, 0.0, 0.02, 7, every=1)
    yield case(
        "fewer epochs than from one snapshot to the next", *points(rng, 7), 0.0, 0.0, 0.01, 6, every=50
    )
    yield case("a last epoch with a snapshot", *points(rng, 9), 3.0, -2.5, 0.01, 13, every=4)
    yield case("as many epochs as two snapshots are apart", *points(rng, 9), 1.5, -0.5, 0.01, 8, every=4)
    yield case("a single point", numbers(1.5), numbers(-2.0), 1.0, 1.0, 0.1, 12, every=3)
    yield case("a small learning rate", *points(rng, 20), -0.3, 0.1, 1e-4, 15, every=6)
    yield case("a learning rate that diverges", *points(rng, 15), 0.2, 0.4, 0.2, 12, every=7)
    yield case(
        "points with the same x", numbers(2, 2, 2, 2), numbers(1, 3, 4, 4), 1.0, -1.0, 0.02, 10, every=4
    )
    yield case(
        "weights that are right from the start", numbers(0, 1, 2), numbers(1, 3, 5), 2.0, 1.0, 0.1, 6, every=2
    )
    x = rng.random(200)
    yield case("200 points between 0 and 1", x, 2 * x + 0.1 * rng.normal(size=200), -0.5, 0.8, 0.001, 321)
    for label, settings, epochs in (
        ("convergence on a rising line", {"slope": 12.0, "bias": 5.0, "noise": 3.0}, 45),
        ("convergence on a falling line", {"slope": -4.0, "bias": 30.0}, 45),
        ("convergence far from zero", {"offset": 1.0, "noise": 2.0}, 80),
        ("convergence on badly scaled data", {"scale": 4.0, "slope": 0.3, "noise": 4.0}, 90),
    ):
        x, y = points(rng, 60, **settings)
        w1, w0 = (float(weight) for weight in rng.normal(size=2))
        yield case(label, x, y, w1, w0, safe_rate(x), epochs)


def reaches_least_squares(answers, convergence):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        w1, w0, errors, _ = run.value
        design = np.column_stack([x, np.ones_like(x)])
        best = np.sum((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2) / 2
        error = np.sum((y - (w1 * x + w0)) ** 2) / 2
        descends = all(after <= before * (1 + convergence.rise) for before, after in zip(errors, errors[1:]))
        arrived += bool(error <= best * convergence.loss_factor and descends)
    return Fact(
        title=f"converges to least squares on {len(runs)} data sets it has not seen",
        held=bool(runs) and arrived == len(runs),
        detail=f"It arrives on {arrived} of {len(runs)}.",
    )


train_neuron = exercise(
    "train_neuron",
    form="vectorized",
    uses=["linear", "sse", "neuron_gradients"],
    examples=[
        case("one epoch", numbers(1, 2), numbers(3, 5), 1.0, 0.0, 0.1, 1),
        case(
            "a rate that is too large, and a snapshot every epoch",
            numbers(1, 2),
            numbers(1, 3),
            0.5,
            0.0,
            0.5,
            5,
            every=1,
        ),
        case(
            "a snapshot every second epoch",
            numbers(0, 1, 2, 3),
            numbers(1, 3, 4.5, 7),
            -1.0,
            4.0,
            0.05,
            4,
            every=2,
        ),
        case(
            "snapshots every 20 epochs without being told",
            numbers(-1, 0, 2),
            numbers(1, 1, 4),
            0.5,
            -0.5,
            0.1,
            41,
        ),
        case("a single point", numbers(2), numbers(3), 0.5, 0.25, 0.02, 4, every=3),
    ],
    hidden=hidden_runs,
    sized=lambda rng, n: (*points(rng, n), 1.0, -0.5, 0.3 / n, 5),
    facts=[reaches_least_squares],
    pictures=[fit(), curve("SSE", result=2)],
    hints=Hints(
        idea="It is the loop that you know: forward, note the error, back, step. Only the snapshots are new.",
        question="A snapshot shows the weights before they move: at which place in a round does it belong, and in which rounds?",
        read="Section 6, and its question about what is left over. Remainders are in the [Python tutorial, chapter 3.1.1, “Numbers”](https://docs.python.org/3/tutorial/introduction.html#numbers).",
    ),
)


@mistake(
    "train_neuron",
    "The error grows from epoch to epoch: the steps go uphill. In which direction does a derivative point?",
    credit=0.5,
)
def climbs(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 + learning_rate * d_w1, w0 + learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps of `w1` go uphill, those of `w0` downhill. Compare the two lines that take them.",
    credit=0.5,
)
def w1_climbs(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 + learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps of `w0` go uphill, those of `w1` downhill. Compare the two lines that take them.",
    credit=0.5,
)
def w0_climbs(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - learning_rate * d_w1, w0 + learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The step of `w0` is taken with the new `w1` already in place: both derivatives belong to the same line. Ask for both, then take both steps.",
    credit=0.5,
)
def updates_in_sequence(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        errors.append(sse(y, linear(w1 * x + w0)))
        w1 = w1 - learning_rate * neuron_gradients(x, y, linear(w1 * x + w0))[0]
        w0 = w0 - learning_rate * neuron_gradients(x, y, linear(w1 * x + w0))[1]
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The step of `w1` is taken with the new `w0` already in place: both derivatives belong to the same line. Ask for both, then take both steps.",
    credit=0.5,
)
def updates_in_sequence_w0_first(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        errors.append(sse(y, linear(w1 * x + w0)))
        w0 = w0 - learning_rate * neuron_gradients(x, y, linear(w1 * x + w0))[1]
        w1 = w1 - learning_rate * neuron_gradients(x, y, linear(w1 * x + w0))[0]
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "`w0` never moves from where it starts. Which of the two weights gets a step in your loop?",
    credit=0.25,
)
def w0_never_moves(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "`w1` never moves from where it starts. Which of the two weights gets a step in your loop?",
    credit=0.25,
)
def w1_never_moves(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w0 = w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights do not move at all, and every error is the same. Are the new weights used in the next epoch?",
)
def weights_never_move(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Every epoch takes the same step: it goes by the predictions of the first line. Where are they made?",
    credit=0.25,
)
def predicts_only_once(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    y_hat = linear(w1 * x + w0)
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Every epoch takes the same step: it goes by the derivatives of the first line. Where are they worked out?",
    credit=0.25,
)
def steps_by_the_first_gradients(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    d_w1, d_w0 = neuron_gradients(x, y, linear(w1 * x + w0))
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps have the size of the derivative itself: the learning rate is not used.",
    credit=0.25,
)
def learning_rate_left_out(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    with np.errstate(all="ignore"):
        return train_neuron(x, y, w1, w0, 1.0, epochs, every)


@mistake(
    "train_neuron",
    "The two derivatives have changed places: in which order does `neuron_gradients` give them?",
    credit=0.25,
)
def derivatives_swapped(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w0, d_w1 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Both weights take the step of `w1`. Is there a line that was copied and only half changed?",
    credit=0.25,
)
def same_derivative_for_both(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w1
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Both weights take the step of `w0`. Is there a line that was copied and only half changed?",
    credit=0.25,
)
def derivative_of_w0_for_both(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - learning_rate * d_w0, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Each step starts from zero again: the new weight is only the step. What should the step be taken from?",
)
def old_weights_forgotten(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = -learning_rate * d_w1, -learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "It starts from 0 and 0, whatever weights it is given. What are the arguments `w1` and `w0` for?",
    credit=0.5,
)
def starts_from_zero(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, 0.0, 0.0, learning_rate, epochs, every)


@mistake(
    "train_neuron",
    "It starts from 1 and 1, whatever weights it is given. What are the arguments `w1` and `w0` for?",
    credit=0.5,
)
def starts_from_one(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, 1.0, 1.0, learning_rate, epochs, every)


@mistake(
    "train_neuron",
    "The two weights have changed places: `w0` multiplies `x`, and `w1` is added. Which one belongs to `x`?",
    credit=0.25,
)
def weights_swapped_at_the_start(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w0, w1, errors, swapped = train_neuron(x, y, w0, w1, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, b, a) for epoch, a, b in swapped]


@mistake(
    "train_neuron",
    "`w0` is not in the line: the errors are those of `w1 * x` alone. What else is in `z`?",
    credit=0.25,
)
def w0_left_out_of_the_line(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps are too short: they are divided by the number of points. Are the derivatives summed here, or averaged?",
    credit=0.5,
)
def steps_too_short_by_n(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate / len(x), epochs, every)


@mistake(
    "train_neuron",
    "The steps are twice as long as they should be. Is there a factor 2 left over from the MSE?",
    credit=0.5,
)
def steps_doubled(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    with np.errstate(all="ignore"):
        return train_neuron(x, y, w1, w0, 2 * learning_rate, epochs, every)


@mistake(
    "train_neuron", "The steps are half as long as they should be. Is there a half too many?", credit=0.5
)
def steps_halved(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate / 2, epochs, every)


@mistake(
    "train_neuron",
    "The steps are those of the MSE, with its factor 2/n. Which error does this neuron have?",
    credit=0.5,
)
def steps_of_the_mse(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    with np.errstate(all="ignore"):
        return train_neuron(x, y, w1, w0, 2 * learning_rate / len(x), epochs, every)


@mistake(
    "train_neuron",
    "Every step has the same length, only its direction changes. Does a steep slope not call for a larger step?",
    credit=0.25,
)
def steps_by_the_sign(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * np.sign(d_w1), w0 - learning_rate * np.sign(d_w0)
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The error itself is used as the step of both weights. Which function tells how the error changes with each of them?",
)
def steps_by_the_error(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            step = learning_rate * errors[-1]
            w1, w0 = w1 - step, w0 - step
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps get shorter from epoch to epoch, by more than the derivatives do. Is the learning rate changed on the way?",
    credit=0.25,
)
def learning_rate_shrinks(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate / (epoch + 1) * d_w1, w0 - learning_rate / (epoch + 1) * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron", "The steps are too short by the learning rate: it is multiplied in twice.", credit=0.25
)
def learning_rate_squared(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate**2 * d_w1, w0 - learning_rate**2 * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The derivatives are divided by the learning rate. Should a smaller rate make a longer step, or a shorter one?",
    credit=0.25,
)
def divided_by_the_learning_rate(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - d_w1 / learning_rate, w0 - d_w0 / learning_rate
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "This is the best line there is, computed in one go. Here it should be found step by step, by gradient descent.",
)
def closed_form(x, y, w1, w0, learning_rate, epochs, every=20, *, sse):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    design = np.column_stack([x, np.ones_like(x)])
    w1, w0 = (float(weight) for weight in np.linalg.lstsq(design, y, rcond=None)[0])
    snapshots = [(epoch, w1, w0) for epoch in range(0, epochs, every)]
    return w1, w0, [sse(y, w1 * x + w0)] * epochs, snapshots


@mistake(
    "train_neuron",
    "The weights that come back are those it started from, although the errors go down. Which weights has the last epoch left?",
    credit=0.5,
)
def given_weights_returned(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return w1, w0, *train_neuron(x, y, w1, w0, learning_rate, epochs, every)[2:]


@mistake(
    "train_neuron",
    "The errors are right, but the weights that come back lack the last step. Which ones does your `return` name?",
    credit=0.5,
)
def returns_weights_before_the_last_step(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)[2:]
    w1, w0 = train_neuron(x, y, w1, w0, learning_rate, epochs - 1, every)[:2]
    return w1, w0, errors, snapshots


@mistake("train_neuron", "It stops one epoch early. How often does `range` count?", credit=0.25)
def one_epoch_short(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate, epochs - 1, every)


@mistake("train_neuron", "It runs one epoch too many. How often does `range` count?", credit=0.25)
def one_epoch_too_many(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate, epochs + 1, every)


@mistake(
    "train_neuron",
    "Only the work of one epoch comes back. Is the `return` inside the loop, or are the start and the list set anew in every round?",
)
def returns_inside_the_loop(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate, 1, every)


@mistake(
    "train_neuron", "It always runs 300 epochs. Which argument says how many there should be?", credit=0.25
)
def always_300_epochs(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    with np.errstate(all="ignore"):
        return train_neuron(x, y, w1, w0, learning_rate, 300, every)


@mistake(
    "train_neuron",
    "Only the epochs with a snapshot are run: the ones between are jumped over. Which epochs take a step?",
    credit=0.25,
)
def jumps_from_snapshot_to_snapshot(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(0, epochs, every):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Errors are kept for the epochs with a snapshot only, and the others are lost. What belongs inside the `if`, and what behind it?",
    credit=0.5,
)
def works_only_at_snapshots(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
            errors.append(sse(y, linear(w1 * x + w0)))
        y_hat = linear(w1 * x + w0)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are those *after* each update: the first one should be that of the weights it starts from.",
    credit=0.5,
)
def error_after_the_update(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
        errors.append(sse(y, linear(w1 * x + w0)))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "There is one error too many: a last one after the final update. How many epochs are there?",
    credit=0.5,
)
def one_error_too_many(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [*errors, sse(y, linear(w1 * x + w0))], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are twice as large as they should be. Which function gives them their half?",
    credit=0.5,
)
def errors_not_halved(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [2 * error for error in errors], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are means of squares, as in the MSE. Which function gives the error here?",
    credit=0.5,
)
def errors_averaged(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [2 * error / len(x) for error in errors], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are divided by the number of points. Which function gives the error here?",
    credit=0.5,
)
def errors_halved_and_averaged(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [error / len(x) for error in errors], snapshots


@mistake(
    "train_neuron",
    "The errors add up from epoch to epoch. Should each one not be that of its own line?",
    credit=0.5,
)
def errors_added_up(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [float(total) for total in np.cumsum(errors)], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but only the last error comes back. Where does the list of all of them go?",
    credit=0.5,
)
def last_error_without_a_list(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors[-1], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but only the last error is in the list. Is the list emptied inside the loop?",
    credit=0.5,
)
def errors_emptied_in_the_loop(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors[-1:], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the list of errors stays empty. Where is each error added to it?",
    credit=0.5,
)
def errors_never_added(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the error of the first line is listed every time. Which predictions does it compare?",
    credit=0.5,
)
def first_error_every_time(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [errors[0]] * epochs, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are plain sums of differences, in which too high and too low cancel each other. Which function gives the error?",
    credit=0.25,
)
def signed_sums_for_errors(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(np.sum(y - y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but each error is a whole array of differences. Which function makes one number of them?",
    credit=0.25,
)
def differences_for_errors(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(y_hat - y)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The snapshots show the weights *after* each update. Where in the loop do they still belong to the epoch's own line?",
    credit=0.5,
)
def snapshots_after_the_update(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron", "The snapshot of epoch 0 is missing. Does 0 count as a multiple of `every`?", credit=0.5
)
def no_snapshot_at_the_start(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, snapshots[1:]


@mistake(
    "train_neuron",
    "There is a snapshot at every epoch, however far apart they should be. When is one due?",
    credit=0.5,
)
def a_snapshot_every_epoch(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    *_, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, 1)
    return *train_neuron(x, y, w1, w0, learning_rate, epochs, every)[:3], snapshots


@mistake(
    "train_neuron",
    "The weights of the snapshots are right, but their epochs are one too high. From which number are epochs counted here?",
    credit=0.5,
)
def snapshots_numbered_from_one(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch + 1, *weights) for epoch, *weights in snapshots]


@mistake(
    "train_neuron",
    "The snapshots come one epoch too early, and the one of the start is missing: epochs are counted from 1. From which number are they counted here?",
    credit=0.5,
)
def epochs_counted_from_one(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(1, epochs + 1):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The snapshot of the start is missing: your epochs are counted from 1, and the weights are those after the update. When is the first snapshot due?",
    credit=0.5,
)
def epochs_counted_from_one_after_the_update(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(1, epochs + 1):
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The snapshots come one epoch before they are due, and the one of the start is missing. Is there a `+ 1` in your condition?",
    credit=0.5,
)
def snapshots_at_the_end_of_each_stretch(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if (epoch + 1) % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The first snapshot is missing, and the others have the number of the epoch before and weights from after its update. Is there a `+ 1` in your condition?",
    credit=0.25,
)
def snapshots_at_the_end_of_each_stretch_after_the_update(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
        if (epoch + 1) % every == 0:
            snapshots.append((epoch, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights of the snapshots are right, but each one lacks its epoch: what are the three things in a snapshot?",
    credit=0.5,
)
def snapshots_without_the_epoch(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [tuple(weights) for _, *weights in snapshots]


@mistake(
    "train_neuron",
    "The snapshots only say which epochs they belong to. What else is in a snapshot?",
    credit=0.25,
)
def snapshots_of_epochs_only(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [epoch for epoch, *_ in snapshots]


@mistake(
    "train_neuron", "Each snapshot holds its epoch and `w1`. What is the third thing in it?", credit=0.25
)
def snapshots_of_w1_only(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, w) for epoch, w, _ in snapshots]


@mistake(
    "train_neuron", "Each snapshot holds the error besides. Which three things are in a snapshot?", credit=0.5
)
def snapshots_with_the_error(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, a, b, errors[epoch]) for epoch, a, b in snapshots]


@mistake(
    "train_neuron", "Each snapshot holds its epoch and the error. Which weights belonged to it?", credit=0.25
)
def snapshots_of_errors(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, errors[epoch]) for epoch, *_ in snapshots]


@mistake("train_neuron", "The snapshots are right but for their order: the epoch comes first.", credit=0.5)
def snapshots_with_epoch_last(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(a, b, epoch) for epoch, a, b in snapshots]


@mistake(
    "train_neuron",
    "The two weights have changed places in the snapshots: which of them comes first?",
    credit=0.5,
)
def snapshots_with_weights_swapped(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, b, a) for epoch, a, b in snapshots]


@mistake(
    "train_neuron",
    "The weights are in a pair of their own inside each snapshot: `(epoch, (w1, w0))`. What form is asked for?",
    credit=0.5,
)
def snapshots_with_weights_in_a_pair(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, (a, b)) for epoch, a, b in snapshots]


@mistake(
    "train_neuron", "The snapshots are always 20 epochs apart. What is the argument `every` for?", credit=0.5
)
def every_ignored(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, learning_rate, epochs, 20)


@mistake(
    "train_neuron",
    "There is one snapshot too many at the end: the weights after the last update. Which epochs have a snapshot?",
    credit=0.5,
)
def last_weights_besides(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [*snapshots, (epochs, w1, w0)]


@mistake(
    "train_neuron",
    "There may be a snapshot too many at the end: one of the epoch that comes after the last. How far do the epochs go?",
    credit=0.5,
)
def last_weights_besides_when_due(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    if epochs % every == 0:
        snapshots.append((epochs, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The last epoch has a snapshot, even when it is not due. Is there an `or` in your condition?",
    credit=0.5,
)
def last_epoch_besides(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0 or epoch == epochs - 1:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "There is one snapshot too many: the final weights under the number of the last epoch. Which epochs have a snapshot, and before or after their update?",
    credit=0.25,
)
def last_weights_under_the_last_epoch(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [*snapshots, (epochs - 1, w1, w0)]


@mistake(
    "train_neuron",
    "Only the first snapshot comes back. Is the condition ever true again, later on?",
    credit=0.5,
)
def first_snapshot_only(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, snapshots[:1]


@mistake(
    "train_neuron",
    "Only the last snapshot is in the list. Is the list made anew inside the loop?",
    credit=0.5,
)
def last_snapshot_only(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, snapshots[-1:]


@mistake(
    "train_neuron", "One snapshot comes back, the last. Where does the list of all of them go?", credit=0.5
)
def last_snapshot_without_a_list(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, snapshots[-1]


@mistake(
    "train_neuron",
    "The list of snapshots stays empty. When is one due, and what adds it to the list?",
    credit=0.5,
)
def snapshots_never_taken(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, []


@mistake(
    "train_neuron",
    "All snapshots show the final weights. Are the weights kept in something that still changes after it was put into the list?",
    credit=0.5,
)
def snapshots_all_of_the_end(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, w1, w0) for epoch, *_ in snapshots]


@mistake(
    "train_neuron",
    "All snapshots show the weights it starts from. Which weights belong to each epoch?",
    credit=0.5,
)
def snapshots_all_of_the_start(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    *result, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return *result, [(epoch, w1, w0) for epoch, *_ in snapshots]


@mistake(
    "train_neuron",
    "The snapshots are numbered 0, 1, 2 and so on, through the list. Which number does an epoch have?",
    credit=0.5,
)
def snapshots_counted_through(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(k, a, b) for k, (_, a, b) in enumerate(snapshots)]


@mistake(
    "train_neuron",
    "The first epochs all have a snapshot, then there are none. What does `//` give, and what does `%` give?",
    credit=0.5,
)
def snapshots_in_a_block(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch // every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "There are snapshots at all epochs but those where one is due. What is `epoch % every` when it divides evenly?",
    credit=0.5,
)
def snapshots_when_not_due(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Only the epoch `every` has a snapshot. What do all the epochs have in common that should have one?",
    credit=0.5,
)
def snapshot_of_one_epoch(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch == every:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Only the epochs 0 and `every` have snapshots. What do all the epochs have in common that should have one?",
    credit=0.5,
)
def snapshot_of_two_epochs(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch in (0, every):
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The number of snapshots is `every`, or near it. Does `every` say how many there are, or how far apart they lie?",
    credit=0.25,
)
def every_snapshots_in_all(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % max(1, epochs // every) == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "From one snapshot to the next there is one epoch too many. How many epochs are they apart?",
    credit=0.25,
)
def gap_one_too_long(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % (every + 1) == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The snapshots come back in a dictionary. What is asked for is a list of triples.",
    credit=0.5,
)
def snapshots_by_epoch_in_a_dictionary(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, {epoch: (a, b) for epoch, a, b in snapshots}


@mistake(
    "train_neuron",
    "The weights in the snapshots are rounded. Rounding is for titles and prints: where does it happen in your loop?",
    credit=0.5,
)
def snapshots_rounded(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [(epoch, round(float(a), 2), round(float(b), 2)) for epoch, a, b in snapshots]


@mistake(
    "train_neuron",
    "The snapshots come as three lists: all epochs, then all `w1`, then all `w0`. Which three things should stand together?",
    credit=0.5,
)
def lists_of_each(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, tuple([list(each) for each in zip(*snapshots, strict=True)])


@mistake(
    "train_neuron", "All is right, but `w1` and `w0` have changed places in what it returns.", credit=0.5
)
def weights_returned_swapped(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w0, w1, errors, snapshots


@mistake(
    "train_neuron",
    "`w1` and `w0` have changed places in what it returns, and in the snapshots. Which one comes first?",
    credit=0.5,
)
def weights_swapped_everywhere(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w0, w1, errors, [(epoch, b, a) for epoch, a, b in snapshots]


@mistake(
    "train_neuron", "All is there, but in another order: the errors come before the snapshots.", credit=0.5
)
def snapshots_before_errors(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, snapshots, errors


@mistake(
    "train_neuron",
    "All is there, but in another order: `w1`, `w0`, errors, snapshots is what is asked for.",
    credit=0.5,
)
def lists_before_weights(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return errors, snapshots, w1, w0


@mistake(
    "train_neuron",
    "The weights and errors are right, but the snapshots are missing from what it returns.",
    credit=0.5,
)
def snapshots_not_returned(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors


@mistake(
    "train_neuron",
    "The weights and snapshots are right, but the errors are missing from what it returns.",
    credit=0.5,
)
def errors_not_returned(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but errors and snapshots are missing from what it returns.",
    credit=0.25,
)
def only_weights_returned(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0


@mistake(
    "train_neuron",
    "The weights are in a pair of their own: `((w1, w0), errors, snapshots)`. How many values should come back?",
    credit=0.5,
)
def weights_in_a_pair(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return (w1, w0), errors, snapshots


@mistake(
    "train_neuron", "The weights that come back are rounded. Rounding is for titles and prints.", credit=0.5
)
def final_weights_rounded(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return round(float(w1), 2), round(float(w0), 2), errors, snapshots


@mistake(
    "train_neuron",
    "The first predictions and errors are right, but the steps are not: the derivative for `w1` has `y` where `x` belongs, and the other way round. In which order does `neuron_gradients` take them?",
    credit=0.25,
)
def x_and_y_swapped_for_the_gradients(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(y, x, y_hat)
            w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron", "It fits `x` to `y`, where `y` should be fitted to `x`. Which of the two is predicted?"
)
def x_and_y_swapped(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    with np.errstate(all="ignore"):
        return train_neuron(y, x, w1, w0, learning_rate, epochs, every)


@mistake(
    "train_neuron",
    "In the line, `w0` multiplies `x` and `w1` is added, while their steps are those of the other. Which one belongs to `x`?",
    credit=0.25,
)
def weights_swapped_in_the_line(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w0 * x + w1)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are roots of a mean (RMSE). Which function gives the error here?",
    credit=0.25,
)
def errors_rooted(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [float(np.sqrt(2 * error / len(x))) for error in errors], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but the errors are half of what they should be. Does `sse` not halve them already?",
    credit=0.5,
)
def errors_halved_twice(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, [error / 2 for error in errors], snapshots


@mistake(
    "train_neuron",
    "The weights are right, but each error stands in a pair with its epoch. Only the numbers are asked for.",
    credit=0.5,
)
def errors_with_their_epochs(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, list(enumerate(errors)), snapshots


@mistake(
    "train_neuron",
    "The snapshots are all in one flat list of numbers. What keeps the three of an epoch together: `append` or `extend`, and which brackets?",
    credit=0.5,
)
def snapshots_in_one_flat_list(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return w1, w0, errors, [number for snapshot in snapshots for number in snapshot]


@mistake(
    "train_neuron",
    "In the snapshots `w1` is already updated, and `w0` is not yet. Where in the loop do both belong to the epoch's own line?",
    credit=0.5,
)
def snapshots_between_the_updates(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        w0 = w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "Every error is that of the first line, and the weights have taken a single step. Are the new weights kept under names that the next epoch does not look at?",
)
def new_weights_only_returned(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        new_w1, new_w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return new_w1, new_w0, errors, snapshots


@mistake(
    "train_neuron",
    "The predictions are made anew only where a snapshot is due: between, the steps go by old ones. What belongs inside the `if`, and what behind it?",
    credit=0.25,
)
def predicts_at_snapshots_only(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights move only where a snapshot is due. What belongs inside the `if`, and what behind it?",
    credit=0.25,
)
def learns_at_snapshots_only(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
            w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The derivatives add up from epoch to epoch, so the steps get longer and overshoot. Should an old line's derivatives still count?",
    credit=0.25,
)
def sums_not_zeroed(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    total_w1, total_w0 = 0.0, 0.0
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            total_w1, total_w0 = total_w1 + d_w1, total_w0 + d_w0
            w1, w0 = w1 - learning_rate * total_w1, w0 - learning_rate * total_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights move after every single point. Here all points are summed first, then one step is taken: how many steps has an epoch?",
    credit=0.25,
)
def a_step_at_every_point(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            for x_i, y_i in zip(x.tolist(), y.tolist(), strict=True):
                residual = w1 * x_i + w0 - y_i
                w1, w0 = w1 - learning_rate * residual * x_i, w0 - learning_rate * residual
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The steps go uphill, and they are divided by the number of points: two things to look at.",
    credit=0.25,
)
def climbs_and_steps_too_short_by_n(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    return train_neuron(x, y, w1, w0, -learning_rate / len(x), epochs, every)


@mistake(
    "train_neuron",
    "The steps go uphill, and the snapshots show the weights *after* each update: two things to look at.",
    credit=0.25,
)
def climbs_and_shows_it_after_the_update(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            y_hat = linear(w1 * x + w0)
            errors.append(sse(y, y_hat))
            d_w1, d_w0 = neuron_gradients(x, y, y_hat)
            w1, w0 = w1 + learning_rate * d_w1, w0 + learning_rate * d_w0
            if epoch % every == 0:
                snapshots.append((epoch, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but errors and snapshots are both taken *after* each update. Where in the loop do they still belong to the epoch's own line?",
    credit=0.25,
)
def all_after_the_update(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(epochs):
        y_hat = linear(w1 * x + w0)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
        errors.append(sse(y, linear(w1 * x + w0)))
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "One epoch is missing, and with it the first snapshot. From which number does `range` count, and how far?",
    credit=0.25,
)
def first_epoch_left_out(x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients):
    errors, snapshots = [], []
    for epoch in range(1, epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake(
    "train_neuron",
    "The weights are right, but only the last epoch is left in the lists. Are they made anew inside the loop?",
    credit=0.5,
)
def both_lists_emptied_in_the_loop(
    x, y, w1, w0, learning_rate, epochs, every=20, *, linear, sse, neuron_gradients
):
    errors, snapshots = [], []
    for epoch in range(epochs):
        errors, snapshots = [], []
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


@mistake("train_neuron", "Only the list of errors comes back. Which four things are asked for?", credit=0.25)
def only_errors_returned(x, y, w1, w0, learning_rate, epochs, every=20, *, train_neuron):
    w1, w0, errors, snapshots = train_neuron(x, y, w1, w0, learning_rate, epochs, every)
    return errors


@mistake("train_neuron", "The function returns None: it may train, but where is the `return`?")
def nothing_returned_from_training(x, y, w1, w0, learning_rate, epochs, every=20):
    return None


# What changes nothing on any legal input ------------------------------------------------------------------------------

any_order = equivalent("make_line", "intercepts = rng.normal(0, 0.1, size=n)", "the order of drawing is free")
mirrored = equivalent(
    "make_line", "return (x, slope * x - intercepts)", "the normal distribution is the same upside down"
)
squares_alike = equivalent(
    "sse", "return float(np.sum((y_hat - y) ** 2) / 2)", "a square is the same for either sign"
)
neuron_gradients_equivalents = [
    equivalent("neuron_gradients", line, reason)
    for line, reason in (
        ("upstream = d_error_d_y_hat(y, y_hat) / d_y_hat_d_z(y_hat)", "a linear unit's derivative is 1"),
        ("upstream = d_error_d_y_hat(y, y_hat) * d_y_hat_d_z(x)", "it is 1 wherever it is taken"),
        ("upstream = d_error_d_y_hat(y, y_hat) * d_y_hat_d_z(y)", "it is 1 wherever it is taken"),
        (
            "return (float(np.sum(upstream * d_z_d_w1)), float(np.sum(upstream / d_z_d_w0)))",
            "the derivative for w0 is 1",
        ),
        (
            "return (float(np.sum(upstream * x)), float(np.sum(upstream * d_z_d_w0)))",
            "the derivative for w1 is x",
        ),
    )
]
train_neuron_equivalents = [
    equivalent("train_neuron", line, reason)
    for line, reason in (
        ("if epoch % every <= 0:", "no remainder is below zero"),
        ("errors.append(sse(y_hat, y))", "a square is the same for either sign"),
        ("d_w1, d_w0 = neuron_gradients(x, y, z)", "a linear unit gives z as it is"),
        ("errors.append(sse(y, z))", "a linear unit gives z as it is"),
    )
]
