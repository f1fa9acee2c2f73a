"""How to probe the functions of `gradient-descent`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import ANYTHING, Fact, Hints, case, curve, equivalent, exercise, fit, mistake


def row(*numbers):
    return np.array(numbers, dtype=float)


def points(rng, n, *, slope=2.0, bias=-1.0, noise=1.0, offset=0.0, scale=1.0):
    """n noisy points of a line, as two arrays of shape (n,)."""
    x = offset + scale * rng.normal(size=n)
    return x, slope * x + bias + noise * rng.normal(size=n)


def safe_rate(x):
    """A learning rate below 1 / L, where L is the largest curvature of the MSE: every epoch goes down."""
    design = np.column_stack([x, np.ones_like(x)])
    return float(0.9 / np.linalg.eigvalsh(2 * design.T @ design / len(x))[-1])


# gradients_loop ------------------------------------------------------------------------------------------------------


def hidden_residuals(rng):
    def some(n, **settings):
        x, y = points(rng, n, **settings)
        return x, y, (rng.normal() * x + rng.normal()).tolist()

    yield case("three points", *some(3))
    yield case("a single point", row(2.5), row(-1.0), [0.75])
    yield case("two points", row(-1.5, 4.0), row(2.0, -3.0), [0.5, 1.0])
    x, y = points(rng, 6)
    yield case("a line without an error", x, y, y.tolist())
    yield case("predictions in an array", x, y, 0.5 * x - 2.0)
    yield case("x that is zero everywhere", row(0, 0, 0, 0), row(1, 2, 3, 5), [0.0, 1.0, 1.0, 1.0])
    yield case("points with the same x", row(3, 3, 3, 3, 3), row(2, -1, 4, 4, 7.5), [1.0] * 5)
    yield case("errors that cancel each other", row(-1, 1, 2, -4), row(2, -2, 3, -3), [0.0] * 4)
    yield case("a first line of zeros", *points(rng, 7), [0.0] * 7)
    yield case("points far from zero", *some(12, offset=50.0))
    yield case("points close together", *some(9, scale=0.01))
    yield case("large numbers", *some(8, scale=30.0, slope=-2e3, noise=5e3))
    yield case("predictions that are too high", *(lambda a, b: (a, b, b + 3.0))(*points(rng, 7)))
    x, y, y_pred = some(1200)
    yield case("1,200 points", x, y, np.array(y_pred))


def agrees_with_a_finite_difference(answers, _convergence):
    """Nudging the line a little changes the MSE as the derivative says (a central difference)."""
    worst = 0.0
    for answer in answers:
        x, y, y_pred = (np.asarray(each) for each in answer.args)
        step = 1e-4 / max(1.0, float(np.abs(x).max()))
        for nudge, derivative in ((x, answer.value[0]), (np.ones_like(x), answer.value[1])):
            up = np.mean((y - (y_pred + step * nudge)) ** 2)
            down = np.mean((y - (y_pred - step * nudge)) ** 2)
            slope = (up - down) / (2 * step)
            scale = 1.0 + abs(slope) + float(np.mean((y - y_pred) ** 2))
            worst = max(worst, abs(slope - derivative) / scale)
    return Fact(
        title="agrees with a finite difference of the MSE",
        held=worst < 1e-5,
        detail=""
        if worst < 1e-5
        else "Nudge slope and bias by a tiny step: the MSE does not change as your derivatives say.",
    )


gradients_loop = exercise(
    "gradients_loop",
    form="looped",
    examples=[
        case("two points", row(1, 2), row(3, 5), [1.0, 2.0]),
        case("errors above and below", row(-1, 0.5, 3, 2), row(2, 0, 7, 1), row(1, 1, 4, 3)),
        case("one point", row(1.5), row(2), [4.0]),
        case("a line without an error", row(1, 2, 3), row(3, 5, 7), [3.0, 5.0, 7.0]),
    ],
    hidden=hidden_residuals,
    sized=lambda rng, n: (*points(rng, n), rng.normal(size=n).tolist()),
    facts=[agrees_with_a_finite_difference],
    hints=Hints(
        idea="Both formulas add up the same differences; in one of them each difference counts as much as its x. Two sums can grow in the same loop.",
        question="What stands in front of both sums, and is it needed in every round, or only once when the loop is done?",
        read="Section 1 reads the formulas slowly. `mse_loop`, at the top of this notebook, is built the same way: a sum that grows, and a factor at the end.",
    ),
)


@mistake(
    "gradients_loop",
    "Both derivatives point the other way: following them would go uphill. Look at the sign in front, or at the order of the difference.",
    credit=0.5,
)
def uphill(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_slope, -d_bias


@mistake(
    "gradients_loop",
    "Your derivatives grow with the number of points: sign and 2 are there, but these are sums. What turns a sum into a mean?",
    credit=0.5,
)
def derivatives_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) * d_slope, len(x) * d_bias


@mistake(
    "gradients_loop",
    "These are the plain sums of the shorthand of some books: what stands in front of them in the formula, sign and factor, is missing. What is it?",
    credit=0.25,
)
def shorthand(x, y, y_pred):
    residuals = [y_i - y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    return sum(x_i * residual for x_i, residual in zip(x, residuals)), sum(residuals)


@mistake(
    "gradients_loop",
    "These are the sums with their sign turned, but without the factor 2/n. What else does the formula put in front?",
    credit=0.25,
)
def negated_sums(x, y, y_pred):
    residuals = [y_i - y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    return -sum(x_i * residual for x_i, residual in zip(x, residuals)), -sum(residuals)


@mistake(
    "gradients_loop",
    "Two things in front of the sums to look at: the sign is the wrong way round, and the numbers grow with the number of points. Does anything divide them?",
    credit=0.25,
)
def uphill_and_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -len(x) * d_slope, -len(x) * d_bias


@mistake(
    "gradients_loop",
    "Both are half of what they should be. Where does the 2 of the square go when you take the derivative?",
    credit=0.5,
)
def factor_two_left_out(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope / 2, d_bias / 2


@mistake(
    "gradients_loop",
    "These are the plain means: the sign is the wrong way round, and they are half as large as they should be. Two things in front of the sums to look at.",
    credit=0.25,
)
def uphill_and_no_factor_two(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_slope / 2, -d_bias / 2


@mistake(
    "gradients_loop",
    "The two results have changed places. Which of them is asked for first?",
    credit=0.5,
)
def results_swapped(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_bias, d_slope


@mistake(
    "gradients_loop",
    "The two results have changed places, and both signs are the wrong way round. Look at the order of what you return, then at the sign in front.",
    credit=0.25,
)
def results_swapped_and_uphill(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_bias, -d_slope


@mistake(
    "gradients_loop",
    "Both derivatives are the same, and only the bias's is right. What multiplies each difference in the slope's?",
    credit=0.25,
)
def x_left_out(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    return d_bias, d_bias


@mistake(
    "gradients_loop",
    "Both derivatives are the same, and only the slope's is right: the bias's carries an x, too. Does its formula have one?",
    credit=0.25,
)
def x_in_both(x, y, y_pred, *, gradients_loop):
    d_slope, _ = gradients_loop(x, y, y_pred)
    return d_slope, d_slope


@mistake(
    "gradients_loop",
    "The differences are squared, as in the MSE itself. Which power is left of a square when you take its derivative?",
)
def still_squared(x, y, y_pred):
    squares = [(y_i - y_pred_i) ** 2 for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 / n * sum(x_i * square for x_i, square in zip(x, squares)), -2 / n * sum(squares)


@mistake(
    "gradients_loop",
    "The bias's derivative is right; the slope's has the wrong sign. Compare your two lines.",
    credit=0.5,
)
def slope_uphill(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_slope, d_bias


@mistake(
    "gradients_loop",
    "The slope's derivative is right; the bias's has the wrong sign. Compare your two lines.",
    credit=0.5,
)
def bias_uphill(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope, -d_bias


@mistake(
    "gradients_loop",
    "The bias's derivative is right, the slope's is half of what it should be. What stands in front of each sum?",
    credit=0.5,
)
def slope_without_factor_two(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope / 2, d_bias


@mistake(
    "gradients_loop",
    "The slope's derivative is right, the bias's is half of what it should be. What stands in front of each sum?",
    credit=0.5,
)
def bias_without_factor_two(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope, d_bias / 2


@mistake(
    "gradients_loop",
    "The bias's derivative is right, the slope's is summed but not averaged. Compare your two lines.",
    credit=0.5,
)
def slope_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) * d_slope, d_bias


@mistake(
    "gradients_loop",
    "The slope's derivative is right, the bias's is summed but not averaged. Compare your two lines.",
    credit=0.5,
)
def bias_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope, len(x) * d_bias


@mistake(
    "gradients_loop",
    "Only the last point counts. Is each product added to what the sum already holds, and where is the sum set to zero?",
    credit=0.25,
)
def last_point_only(x, y, y_pred):
    n = len(x)
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual = y_i - y_pred_i
    return -2 / n * x_i * residual, -2 / n * residual


@mistake(
    "gradients_loop",
    "Only the last point counts, and nothing divides by the number of points. Is each product added to what the sum already holds?",
)
def last_point_only_and_not_divided(x, y, y_pred):
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual = y_i - y_pred_i
    return -2 * x_i * residual, -2 * residual


@mistake(
    "gradients_loop",
    "Only the first point counts. Is the `return` inside the loop?",
    credit=0.25,
)
def returns_at_the_first_point(x, y, y_pred):
    n = len(x)
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual = y_i - y_pred_i
        return -2 / n * x_i * residual, -2 / n * residual


@mistake(
    "gradients_loop",
    "The last point is missing from both sums. Where does your loop end?",
    credit=0.25,
)
def last_point_left_out(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for i in range(len(x) - 1):
        sum_slope += x[i] * (y[i] - y_pred[i])
        sum_bias += y[i] - y_pred[i]
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


@mistake(
    "gradients_loop",
    "The first point is missing from both sums. With which number does Python start to count?",
    credit=0.25,
)
def first_point_left_out(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for i in range(1, len(x)):
        sum_slope += x[i] * (y[i] - y_pred[i])
        sum_bias += y[i] - y_pred[i]
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


@mistake(
    "gradients_loop",
    "Each of your two sums is 1 too large. What do they hold before the loop?",
    credit=0.25,
)
def sums_start_at_one(x, y, y_pred):
    sum_slope, sum_bias = 1.0, 1.0
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        sum_slope += x_i * (y_i - y_pred_i)
        sum_bias += y_i - y_pred_i
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


@mistake(
    "gradients_loop",
    "The sums are divided by one less than the number of points, which fails for a single point. How many points are there?",
    credit=0.25,
)
def divided_by_one_less(x, y, y_pred, *, gradients_loop):
    n = len(x)
    if n == 1:
        return ANYTHING  # an exception, an infinity or a nan
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope * n / (n - 1), d_bias * n / (n - 1)


@mistake(
    "gradients_loop",
    "The sums are always divided by 100, as if there were always 100 points. How many are there in `x`?",
    credit=0.25,
)
def always_a_hundred_points(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope * len(x) / 100, d_bias * len(x) / 100


@mistake(
    "gradients_loop",
    "The numbers are too small by as many times as there are points. Do you divide by n twice, perhaps in the loop and behind it?",
    credit=0.5,
)
def divided_by_n_twice(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope / len(x), d_bias / len(x)


@mistake(
    "gradients_loop",
    "Both are twice what they should be. Does the 2 come in twice?",
    credit=0.5,
)
def doubled(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return 2 * d_slope, 2 * d_bias


@mistake(
    "gradients_loop",
    "Both are a quarter of what they should be. Is the 2 above or below the line of the fraction?",
    credit=0.5,
)
def two_below_the_line(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope / 4, d_bias / 4


@mistake(
    "gradients_loop",
    "The sums are multiplied by n where the formula divides by it. Look at the fraction in front of them.",
    credit=0.25,
)
def multiplied_by_n(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) ** 2 * d_slope, len(x) ** 2 * d_bias


@mistake(
    "gradients_loop",
    "The fraction in front of the sums stands on its head. What is above its line, and what below?",
    credit=0.25,
)
def fraction_upside_down(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) ** 2 / 4 * d_slope, len(x) ** 2 / 4 * d_bias


@mistake(
    "gradients_loop",
    "For one or two points the values are right; for more, the factor in front is -1 whatever n is. Does the division keep its decimals, or is there a `//`?",
    credit=0.5,
)
def floor_division(x, y, y_pred):
    residuals = [y_i - y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 // n * sum(x_i * residual for x_i, residual in zip(x, residuals)), -2 // n * sum(residuals)


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, x multiplies y alone and not the whole difference. What do brackets change there?",
    credit=0.5,
)
def brackets_left_out(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    total = sum(x_i * y_i - y_pred_i for x_i, y_i, y_pred_i in zip(x, y, y_pred))
    return -2 / len(x) * total, d_bias


@mistake(
    "gradients_loop",
    "The predictions do not count: this looks at y alone. What is the difference that both formulas share?",
)
def predictions_left_out(x, y, y_pred):
    n = len(x)
    return -2 / n * sum(x_i * y_i for x_i, y_i in zip(x, y)), -2 / n * sum(y)


@mistake(
    "gradients_loop",
    "The prediction is added to y, not taken from it. What is the error of a point?",
)
def predictions_added(x, y, y_pred):
    sums = [y_i + y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 / n * sum(x_i * each for x_i, each in zip(x, sums)), -2 / n * sum(sums)


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, each difference is multiplied by its y. By what does the formula multiply it?",
    credit=0.5,
)
def y_in_place_of_x(x, y, y_pred, *, gradients_loop):
    return gradients_loop(y, y, y_pred)


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, each difference is multiplied by its prediction. By what does the formula multiply it?",
    credit=0.5,
)
def prediction_in_place_of_x(x, y, y_pred, *, gradients_loop):
    return gradients_loop(y_pred, y, y_pred)


@mistake(
    "gradients_loop",
    "x and y have changed places in both derivatives. Is the difference that of y and its prediction?",
    credit=0.25,
)
def x_and_y_swapped(x, y, y_pred, *, gradients_loop):
    return gradients_loop(y, x, y_pred)


@mistake(
    "gradients_loop",
    "The slope's derivative carries the square of x. How often does x stand in its formula?",
    credit=0.5,
)
def x_squared(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    total = sum(x_i**2 * (y_i - y_pred_i) for x_i, y_i, y_pred_i in zip(x, y, y_pred))
    return -2 / len(x) * total, d_bias


@mistake(
    "gradients_loop",
    "In the slope's derivative, the sum of all x multiplies the sum of all differences. Which x belongs to which difference?",
    credit=0.25,
)
def sum_of_x_times_sum(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    return sum(x) * d_bias, d_bias


@mistake(
    "gradients_loop",
    "In the slope's derivative, the mean of x multiplies the mean of the differences. Which x belongs to which difference, and which comes first: multiplying or summing?",
    credit=0.25,
)
def mean_of_x_times_mean(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    return sum(x) / len(x) * d_bias, d_bias


@mistake(
    "gradients_loop",
    "In the slope's derivative, the last x multiplies the whole sum. Should each difference not meet its own x, inside the loop?",
    credit=0.25,
)
def multiplied_behind_the_loop(x, y, y_pred, *, gradients_loop):
    _, d_bias = gradients_loop(x, y, y_pred)
    return x[-1] * d_bias, d_bias


@mistake(
    "gradients_loop",
    "The differences have lost their signs. A derivative tells too high from too low: what makes them all positive?",
)
def absolute_differences(x, y, y_pred):
    sizes = [abs(y_i - y_pred_i) for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 / n * sum(x_i * size for x_i, size in zip(x, sizes)), -2 / n * sum(sizes)


@mistake(
    "gradients_loop",
    "Each difference has those of all points before it in it. Does your loop give it a new value, or add to the old one?",
    credit=0.25,
)
def differences_pile_up(x, y, y_pred):
    residual, sum_slope, sum_bias = 0.0, 0.0, 0.0
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual += y_i - y_pred_i
        sum_slope += x_i * residual
        sum_bias += residual
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


@mistake(
    "gradients_loop",
    "Both sums have run together into one: the two numbers are the same. Does each derivative have a sum of its own?",
    credit=0.25,
)
def one_sum_for_both(x, y, y_pred, *, gradients_loop):
    both = sum(gradients_loop(x, y, y_pred))
    return both, both


@mistake(
    "gradients_loop",
    "One number for each point comes back, not one for each derivative. What becomes of them over the loop?",
)
def not_summed(x, y, y_pred):
    residuals = [y_i - y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return [-2 / n * x_i * residual for x_i, residual in zip(x, residuals)], [
        -2 / n * residual for residual in residuals
    ]


@mistake(
    "gradients_loop",
    "Only the slope's derivative comes back. Which second number is asked for?",
    credit=0.25,
)
def slope_only(x, y, y_pred, *, gradients_loop):
    return gradients_loop(x, y, y_pred)[0]


@mistake(
    "gradients_loop",
    "The two derivatives have been added up to one number. Each tells its own way to go: which two are asked for?",
)
def derivatives_added(x, y, y_pred, *, gradients_loop):
    return sum(gradients_loop(x, y, y_pred))


@mistake(
    "gradients_loop",
    "The derivatives are rounded to two decimals. Rounding is for showing numbers: is a `round` in the way?",
    credit=0.5,
)
def rounded(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return round(d_slope, 2), round(d_bias, 2)


@mistake("gradients_loop", "The derivatives have lost their decimals. Is there an `int` somewhere?")
def truncated(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return int(d_slope), int(d_bias)


@mistake("gradients_loop", "The function returns None: it computes something, but where is the `return`?")
def nothing_returned(x, y, y_pred):
    return None


@mistake(
    "gradients_loop",
    "Only the first point counts, as if there were no other. Is the `return` inside the loop?",
)
def first_point_only_and_not_divided(x, y, y_pred):
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual = y_i - y_pred_i
        return -2 * x_i * residual, -2 * residual


@mistake(
    "gradients_loop",
    "Only the last point counts, and nothing stands in front. Is each product added to what the sum already holds?",
)
def last_point_as_it_is(x, y, y_pred):
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        residual = y_i - y_pred_i
    return x_i * residual, residual


@mistake(
    "gradients_loop",
    "The bias's derivative is right; in the slope's, only the last point counts. Is each product added to what the sum already holds, and is the sum set to zero inside the loop?",
    credit=0.5,
)
def last_point_only_in_the_slope(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -2 / len(x) * x[-1] * (y[-1] - y_pred[-1]), d_bias


@mistake(
    "gradients_loop",
    "The slope's derivative is right; in the bias's, only the last point counts. Is each difference added to what the sum already holds, and is the sum set to zero inside the loop?",
    credit=0.5,
)
def last_point_only_in_the_bias(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_slope, -2 / len(x) * (y[-1] - y_pred[-1])


@mistake(
    "gradients_loop",
    "What has been summed so far is divided by n at every point, so that early points hardly count. Does the division belong inside the loop, or behind it?",
    credit=0.25,
)
def divided_inside_the_loop(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        sum_slope = (sum_slope + x_i * (y_i - y_pred_i)) / len(x)
        sum_bias = (sum_bias + y_i - y_pred_i) / len(x)
    return -2 * sum_slope, -2 * sum_bias


@mistake(
    "gradients_loop",
    "The sums are divided by one more than the number of points. How many points are there, and where does your counting start?",
    credit=0.25,
)
def divided_by_one_more(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    n = len(x)
    return d_slope * n / (n + 1), d_bias * n / (n + 1)


@mistake(
    "gradients_loop",
    "The factor -2/n comes in twice, so that even the sign is lost. Does it stand inside the loop and behind it?",
    credit=0.5,
)
def factor_twice(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -2 / len(x) * d_slope, -2 / len(x) * d_bias


@mistake(
    "gradients_loop", "Only the bias's derivative comes back. Which other number is asked for?", credit=0.25
)
def bias_only(x, y, y_pred, *, gradients_loop):
    return gradients_loop(x, y, y_pred)[1]


@mistake(
    "gradients_loop",
    "This is the MSE itself, one number. How does it change when the slope, or the bias, gets a little larger?",
)
def the_loss_itself(x, y, y_pred):
    return sum((y_i - y_pred_i) ** 2 for y_i, y_pred_i in zip(y, y_pred)) / len(x)


@mistake(
    "gradients_loop",
    "The products are squared, and the differences, too. Which power is left of a square when you take its derivative?",
)
def products_squared(x, y, y_pred):
    residuals = [y_i - y_pred_i for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 / n * sum((x_i * r) ** 2 for x_i, r in zip(x, residuals)), -2 / n * sum(r**2 for r in residuals)


@mistake(
    "gradients_loop",
    "The second number is the MSE itself, the first the same with an x in it: no derivative has been taken. What becomes of the square, and of the sign?",
)
def means_of_squares(x, y, y_pred):
    squares = [(y_i - y_pred_i) ** 2 for y_i, y_pred_i in zip(y, y_pred)]
    return sum(x_i * square for x_i, square in zip(x, squares)) / len(x), sum(squares) / len(x)


@mistake(
    "gradients_loop",
    "Every x meets every difference, n times n of them. Is there a loop inside a loop?",
    credit=0.25,
)
def every_x_with_every_difference(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return sum(x) * d_bias, len(x) * d_bias


@mistake(
    "gradients_loop",
    "The two results have changed places, and they grow with the number of points. Look at the order of what you return, then at what divides the sums.",
    credit=0.25,
)
def results_swapped_and_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) * d_bias, len(x) * d_slope


@mistake(
    "gradients_loop",
    "These are plain means, without the factor in front of them, and they have changed places. Look at the order of what you return, then at the formula.",
)
def results_swapped_and_plain_means(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_bias / 2, -d_slope / 2


@mistake(
    "gradients_loop",
    "The two results have changed places, and they are half as large as they should be. Look at the order of what you return, then at the factor in front.",
    credit=0.25,
)
def results_swapped_and_halved(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return d_bias / 2, d_slope / 2


@mistake(
    "gradients_loop",
    "Both derivatives are the same, and their sign is the wrong way round. What multiplies each difference in the slope's, and what stands in front of the sums?",
)
def x_left_out_and_uphill(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -d_bias, -d_bias


@mistake(
    "gradients_loop",
    "Both derivatives are the same, and they grow with the number of points. What multiplies each difference in the slope's, and what divides the sums?",
)
def x_left_out_and_summed(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return len(x) * d_bias, len(x) * d_bias


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, each x is added to its difference. What should the two do with each other?",
    credit=0.5,
)
def x_added(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return -2 / len(x) * sum(x) + d_bias, d_bias


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, each difference is divided by its x. What should the two do with each other?",
    credit=0.5,
)
def divided_by_x(x, y, y_pred, *, gradients_loop):
    if 0 in x:
        return ANYTHING  # an exception, an infinity or a nan
    d_slope, d_bias = gradients_loop([1 / x_i for x_i in x], y, y_pred)
    return d_slope, d_bias


@mistake(
    "gradients_loop",
    "The factor -2 multiplies y alone: the predictions are subtracted without it, and without an x. What do brackets change there?",
    credit=0.25,
)
def brackets_left_out_twice(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        sum_slope += -2 * x_i * y_i - y_pred_i
        sum_bias += -2 * y_i - y_pred_i
    return sum_slope / len(x), sum_bias / len(x)


@mistake(
    "gradients_loop",
    "The factor -2/n multiplies y alone: the predictions are subtracted as they are. What do brackets change there?",
    credit=0.25,
)
def brackets_left_out_around_the_difference(x, y, y_pred):
    sum_slope, sum_bias, n = 0.0, 0.0, len(x)
    for x_i, y_i, y_pred_i in zip(x, y, y_pred):
        sum_slope += -2 / n * x_i * y_i - y_pred_i
        sum_bias += -2 / n * y_i - y_pred_i
    return sum_slope, sum_bias


@mistake(
    "gradients_loop",
    "The differences have lost their decimals before they are summed. Is there an `int` in the loop?",
    credit=0.25,
)
def differences_truncated(x, y, y_pred):
    residuals = [int(y_i - y_pred_i) for y_i, y_pred_i in zip(y, y_pred)]
    n = len(x)
    return -2 / n * sum(x_i * r for x_i, r in zip(x, residuals)), -2 / n * sum(residuals)


@mistake(
    "gradients_loop",
    "The difference is that of y and x: the predictions do not count. What is y compared with?",
)
def differences_from_x(x, y, y_pred, *, gradients_loop):
    return gradients_loop(x, y, x)


@mistake(
    "gradients_loop",
    "Both numbers are right, but each sits in a list of its own. Are there brackets too many?",
    credit=0.5,
)
def each_in_a_list(x, y, y_pred, *, gradients_loop):
    d_slope, d_bias = gradients_loop(x, y, y_pred)
    return [d_slope], [d_bias]


@mistake(
    "gradients_loop",
    "The bias's derivative is right. In the slope's, each difference is multiplied by the number of its place, 0, 1, 2 and so on. By what does the formula multiply it?",
    credit=0.5,
)
def index_in_place_of_x(x, y, y_pred, *, gradients_loop):
    return gradients_loop(range(len(x)), y, y_pred)


@mistake(
    "gradients_loop",
    "The first and the last point are missing from both sums. Where does your loop begin and end?",
)
def both_ends_left_out(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for i in range(1, len(x) - 1):
        sum_slope += x[i] * (y[i] - y_pred[i])
        sum_bias += y[i] - y_pred[i]
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


@mistake(
    "gradients_loop",
    "The last point is missing from both sums, and nothing divides them by the number of points. Where does your loop end, and what makes a mean of a sum?",
)
def last_point_left_out_and_summed(x, y, y_pred):
    sum_slope, sum_bias = 0.0, 0.0
    for i in range(len(x) - 1):
        sum_slope += x[i] * (y[i] - y_pred[i])
        sum_bias += y[i] - y_pred[i]
    return -2 * sum_slope, -2 * sum_bias


# update --------------------------------------------------------------------------------------------------------------


def hidden_steps(rng):
    yield case("the first step from zero", 0.0, 0.0, -24.5, -9.75, 0.05)
    yield case("both derivatives positive", 3.5, 1.25, 7.0, 2.5, 0.03)
    yield case("both derivatives negative", 3.5, -1.25, -6.5, -0.4, 0.2)
    yield case("derivatives of zero", 12.4, 4.9, 0.0, 0.0, 0.05)
    yield case("a large learning rate", -0.75, 2.5, 1.5, -4.5, 3.0)
    yield case("a tiny learning rate", -8.0, 0.3, 11.0, 5.5, 1e-4)
    yield case("large numbers", 4.2e5, -3.1e4, 8.8e5, -9.7e5, 0.7)
    yield case("a learning rate of zero", 1.5, -2.5, 3.25, 4.75, 0.0)
    for _ in range(3):
        yield case(
            "numbers drawn at random", *rng.normal(scale=5.0, size=4).tolist(), float(rng.uniform(0.1, 0.9))
        )


update = exercise(
    "update",
    examples=[
        case("one step", 1.0, 2.0, 4.0, -2.0, 0.5),
        case("from zero", 0.0, 0.0, -6.5, 10.0, 0.05),
        case("at the bottom of the valley", 3.0, -1.0, 0.0, 0.0, 0.25),
        case("a long step", 5.0, 4.0, 1.0, 3.0, 2.0),
    ],
    hidden=hidden_steps,
    hints=Hints(
        idea="A derivative points uphill, and you want to go down. The learning rate says how much of it to go.",
        question="In the question before the exercise the slope goes from 3 to 4: by which small calculation do -10 and 0.1 turn the one into the other?",
        read="Section 2, “One step”. Then try your formula by hand on the example in the docstring, once for each of the two numbers.",
    ),
)


@mistake(
    "update",
    "Both steps go uphill. A derivative tells where the loss grows: do you want to go there?",
    credit=0.5,
)
def step_uphill(slope, bias, d_slope, d_bias, learning_rate):
    return slope + learning_rate * d_slope, bias + learning_rate * d_bias


@mistake(
    "update",
    "The steps are as long as the derivatives themselves, whatever the learning rate is. What should it do to them?",
    credit=0.5,
)
def step_without_rate(slope, bias, d_slope, d_bias, learning_rate):
    return slope - d_slope, bias - d_bias


@mistake(
    "update",
    "The steps go uphill, and they do not depend on the learning rate. Look at the sign, then at the length of a step.",
)
def step_uphill_without_rate(slope, bias, d_slope, d_bias, learning_rate):
    return slope + d_slope, bias + d_bias


@mistake(
    "update",
    "The derivatives have changed places: slope takes the bias's step, and bias the slope's. Which belongs to which?",
    credit=0.5,
)
def step_derivatives_swapped(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_bias, bias - learning_rate * d_slope


@mistake("update", "The two results have changed places. Which of them is asked for first?", credit=0.5)
def step_results_swapped(slope, bias, d_slope, d_bias, learning_rate):
    return bias - learning_rate * d_bias, slope - learning_rate * d_slope


@mistake(
    "update",
    "Only the steps come back, without the line that they start from. What do you get when you take a step from `slope`?",
    credit=0.25,
)
def step_only(slope, bias, d_slope, d_bias, learning_rate):
    return -learning_rate * d_slope, -learning_rate * d_bias


@mistake(
    "update",
    "These are the learning rate times the derivatives, and the line that the steps start from does not count. What becomes of `slope` and `bias`?",
)
def products_only(slope, bias, d_slope, d_bias, learning_rate):
    return learning_rate * d_slope, learning_rate * d_bias


@mistake(
    "update",
    "Slope takes its step, but bias stays where it was. Which of the two names do you return?",
    credit=0.25,
)
def bias_unchanged(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias


@mistake(
    "update",
    "Bias takes its step, but slope stays where it was. Which of the two names do you return?",
    credit=0.25,
)
def slope_unchanged(slope, bias, d_slope, d_bias, learning_rate):
    return slope, bias - learning_rate * d_bias


@mistake(
    "update",
    "Slope and bias come back as they went in. Where do the new values go, and which ones do you return?",
)
def line_unchanged(slope, bias, d_slope, d_bias, learning_rate):
    return slope, bias


@mistake("update", "Slope steps uphill, bias downhill. Compare your two lines.", credit=0.5)
def slope_steps_uphill(slope, bias, d_slope, d_bias, learning_rate):
    return slope + learning_rate * d_slope, bias - learning_rate * d_bias


@mistake("update", "Bias steps uphill, slope downhill. Compare your two lines.", credit=0.5)
def bias_steps_uphill(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias + learning_rate * d_bias


@mistake(
    "update",
    "The slope's step is right; the bias's does not depend on the learning rate. Compare your two lines.",
    credit=0.5,
)
def bias_step_without_rate(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias - d_bias


@mistake(
    "update",
    "The bias's step is right; the slope's does not depend on the learning rate. Compare your two lines.",
    credit=0.5,
)
def slope_step_without_rate(slope, bias, d_slope, d_bias, learning_rate):
    return slope - d_slope, bias - learning_rate * d_bias


@mistake(
    "update",
    "The slope's step is right, but the bias takes the very same step. Which derivative is its own?",
    credit=0.5,
)
def slope_step_for_both(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias - learning_rate * d_slope


@mistake(
    "update",
    "The bias's step is right, but the slope takes the very same step. Which derivative is its own?",
    credit=0.5,
)
def bias_step_for_both(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_bias, bias - learning_rate * d_bias


@mistake(
    "update",
    "The second number starts from the slope, not from the bias. From where does the bias take its step?",
    credit=0.5,
)
def bias_steps_from_the_slope(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, slope - learning_rate * d_bias


@mistake(
    "update",
    "The second number starts from the new slope, not from the bias. From where does the bias take its step?",
    credit=0.5,
)
def bias_steps_from_the_new_slope(slope, bias, d_slope, d_bias, learning_rate):
    slope = slope - learning_rate * d_slope
    return slope, slope - learning_rate * d_bias


@mistake(
    "update",
    "The learning rate is taken from the line first, and the derivative multiplies the rest. Which comes first: times or minus? Do brackets say otherwise?",
    credit=0.25,
)
def rate_subtracted_first(slope, bias, d_slope, d_bias, learning_rate):
    return (slope - learning_rate) * d_slope, (bias - learning_rate) * d_bias


@mistake(
    "update",
    "The learning rate multiplies the whole new line, not only the step. Where do the brackets belong?",
    credit=0.25,
)
def rate_times_everything(slope, bias, d_slope, d_bias, learning_rate):
    return learning_rate * (slope - d_slope), learning_rate * (bias - d_bias)


@mistake(
    "update",
    "A smaller learning rate makes longer steps here: you divide by it. What should a small rate do to a step?",
    credit=0.25,
)
def divided_by_the_rate(slope, bias, d_slope, d_bias, learning_rate):
    if learning_rate == 0:
        return ANYTHING  # an exception, an infinity or a nan
    return slope - d_slope / learning_rate, bias - d_bias / learning_rate


@mistake(
    "update",
    "Learning rate and derivative are both subtracted. How do the two make one step?",
    credit=0.25,
)
def rate_subtracted_too(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate - d_slope, bias - learning_rate - d_bias


@mistake(
    "update",
    "Each step is multiplied by the old value, too: from 0, the line never moves. What makes up the length of a step?",
)
def step_times_old_value(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope * slope, bias - learning_rate * d_bias * bias


@mistake(
    "update",
    "The old line is multiplied by its step. How do you take a step from where you are?",
)
def line_times_step(slope, bias, d_slope, d_bias, learning_rate):
    return slope * learning_rate * d_slope, bias * learning_rate * d_bias


@mistake(
    "update",
    "Both numbers have the wrong sign: the line is taken from the step. What is taken from what?",
    credit=0.5,
)
def taken_the_other_way_round(slope, bias, d_slope, d_bias, learning_rate):
    return learning_rate * d_slope - slope, learning_rate * d_bias - bias


@mistake(
    "update",
    "The steps are twice as long as they should be. The 2 is in the derivative already: is it here once more?",
    credit=0.5,
)
def step_doubled(slope, bias, d_slope, d_bias, learning_rate):
    return slope - 2 * learning_rate * d_slope, bias - 2 * learning_rate * d_bias


@mistake(
    "update",
    "Slope and bias always get smaller: the sign of a derivative does not count. What should happen when it is negative?",
)
def sign_lost(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * abs(d_slope), bias - learning_rate * abs(d_bias)


@mistake(
    "update",
    "Every step is as long as the learning rate, and only its sign comes from the derivative. Should a steeper valley not give a longer step?",
)
def sign_only(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * np.sign(d_slope), bias - learning_rate * np.sign(d_bias)


@mistake(
    "update",
    "The new line is rounded to two decimals. Small steps get lost so: is a `round` in the way?",
    credit=0.5,
)
def step_rounded(slope, bias, d_slope, d_bias, learning_rate):
    return round(slope - learning_rate * d_slope, 2), round(bias - learning_rate * d_bias, 2)


@mistake("update", "Only the new slope comes back. Which second number is asked for?", credit=0.25)
def new_slope_only(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope


@mistake("update", "The function returns None: it computes something, but where is the `return`?")
def no_line_returned(slope, bias, d_slope, d_bias, learning_rate):
    return None


@mistake(
    "update",
    "The steps are those of a learning rate of 0.1, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def rate_always_a_tenth(slope, bias, d_slope, d_bias, learning_rate):
    return slope - 0.1 * d_slope, bias - 0.1 * d_bias


@mistake(
    "update",
    "The steps are those of a learning rate of 0.05, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def rate_always_five_hundredths(slope, bias, d_slope, d_bias, learning_rate):
    return slope - 0.05 * d_slope, bias - 0.05 * d_bias


@mistake(
    "update",
    "The steps are those of a learning rate of 0.01, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def rate_always_a_hundredth(slope, bias, d_slope, d_bias, learning_rate):
    return slope - 0.01 * d_slope, bias - 0.01 * d_bias


@mistake(
    "update",
    "The steps are those of a learning rate of 0.001, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def rate_always_a_thousandth(slope, bias, d_slope, d_bias, learning_rate):
    return slope - 0.001 * d_slope, bias - 0.001 * d_bias


@mistake("update", "Only the new bias comes back. Which other number is asked for?", credit=0.25)
def new_bias_only(slope, bias, d_slope, d_bias, learning_rate):
    return bias - learning_rate * d_bias


@mistake(
    "update",
    "Both steps go uphill, and the two results have changed places. Look at the sign, then at the order of what you return.",
    credit=0.25,
)
def results_swapped_and_step_uphill(slope, bias, d_slope, d_bias, learning_rate):
    return bias + learning_rate * d_bias, slope + learning_rate * d_slope


@mistake(
    "update",
    "Both steps go uphill, and each takes the derivative of the other. Look at the sign, then at which belongs to which.",
    credit=0.25,
)
def derivatives_swapped_and_step_uphill(slope, bias, d_slope, d_bias, learning_rate):
    return slope + learning_rate * d_bias, bias + learning_rate * d_slope


@mistake(
    "update",
    "The line has changed places with its derivatives: these are stepped from, by rate times the line. What is the start here, and what the step?",
    credit=0.25,
)
def line_and_derivatives_swapped(slope, bias, d_slope, d_bias, learning_rate):
    return d_slope - learning_rate * slope, d_bias - learning_rate * bias


@mistake(
    "update",
    "The learning rate multiplies the old line, and the derivative is subtracted in full. Which of the two should be made smaller?",
    credit=0.25,
)
def rate_on_the_line(slope, bias, d_slope, d_bias, learning_rate):
    return learning_rate * slope - d_slope, learning_rate * bias - d_bias


@mistake(
    "update",
    "The steps are half as long as they should be. What, besides the learning rate, makes them shorter?",
    credit=0.5,
)
def step_halved(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope / 2, bias - learning_rate * d_bias / 2


@mistake(
    "update",
    "The steps are a hundred times too short. The derivatives are means already: does something divide by the number of points again?",
    credit=0.25,
)
def divided_by_a_hundred(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope / 100, bias - learning_rate * d_bias / 100


@mistake(
    "update",
    "Right where a derivative is positive; where it is negative, no step is taken. Does the formula need an `if`?",
    credit=0.25,
)
def only_positive_derivatives(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * max(d_slope, 0.0), bias - learning_rate * max(d_bias, 0.0)


@mistake(
    "update",
    "It takes its second argument for the derivative of the slope, and its third for the bias. In which order do the arguments come?",
    credit=0.5,
)
def arguments_in_pairs(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * bias, d_slope - learning_rate * d_bias


@mistake(
    "update",
    "It takes its first argument for the learning rate. In which order do the arguments come?",
    credit=0.5,
)
def rate_comes_first(slope, bias, d_slope, d_bias, learning_rate):
    return bias - slope * d_bias, d_slope - slope * learning_rate


@mistake(
    "update",
    "The learning rate is raised to the power of the derivative. Are there two stars where one is meant?",
    credit=0.25,
)
def rate_to_a_power(slope, bias, d_slope, d_bias, learning_rate):
    if learning_rate == 0:
        return ANYTHING  # an exception, where the derivative is negative
    return slope - learning_rate**d_slope, bias - learning_rate**d_bias


@mistake("update", "The derivatives are squared, and lose their signs so. Is there a power too many?")
def derivatives_squared(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope**2, bias - learning_rate * d_bias**2


@mistake(
    "update",
    "Both numbers are right, but each sits in a list of its own. Are there brackets too many?",
    credit=0.5,
)
def each_in_a_list_of_its_own(slope, bias, d_slope, d_bias, learning_rate):
    return [slope - learning_rate * d_slope], [bias - learning_rate * d_bias]


@mistake(
    "update",
    "The slope's step is taken from the bias, and the bias's from the slope. From where does each start?",
    credit=0.5,
)
def starts_swapped(slope, bias, d_slope, d_bias, learning_rate):
    return bias - learning_rate * d_slope, slope - learning_rate * d_bias


@mistake(
    "update",
    "The slope's step is right; the bias's is made of the bias, not of its derivative. Compare your two lines.",
    credit=0.5,
)
def bias_times_itself(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias - learning_rate * bias


# train_loop ----------------------------------------------------------------------------------------------------------


def hidden_runs(rng):
    yield case("a single epoch", *points(rng, 5), 0.1, 1)
    yield case("two epochs", *points(rng, 4), 0.07, 2)
    yield case("a single point", row(1.5), row(-2.0), 0.1, 12)
    yield case("a small learning rate", *points(rng, 10), 0.003, 15)
    yield case("a learning rate that diverges", *points(rng, 9), 1.4, 16)
    yield case("points with the same x", row(2, 2, 2, 2), row(1, 3, 4, 4), 0.05, 10)
    yield case("x that is zero everywhere", row(0, 0, 0), row(-1, 2, 8), 0.15, 8)
    yield case("y that is zero everywhere", row(-1, 2, 3), row(0, 0, 0), 0.1, 5)
    yield case("points without noise", *points(rng, 8, noise=0.0, slope=-3.0, bias=0.5), 0.06, 10)
    x, y = points(rng, 8, offset=30.0)
    yield case("points far from zero", x, y, safe_rate(x), 10)
    yield case("60 points", *points(rng, 60), 0.2, 2)
    for label, settings, epochs in (
        ("convergence on a rising line", {"slope": 12.0, "bias": 5.0, "noise": 3.0}, 15),
        ("convergence on a falling line", {"slope": -4.0, "bias": 30.0}, 30),
        ("convergence on shifted points", {"offset": 1.0, "noise": 2.0}, 60),
        ("convergence on scaled points", {"scale": 2.5, "slope": 0.3, "noise": 4.0}, 30),
    ):
        x, y = points(rng, 10, **settings)
        yield case(label, x, y, safe_rate(x), epochs)


def reaches_least_squares(answers, convergence):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        slope, bias, losses = run.value
        design = np.column_stack([x, np.ones_like(x)])
        best = np.mean((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2)
        loss = np.mean((y - (slope * x + bias)) ** 2)
        descends = all(after <= before * (1 + convergence.rise) for before, after in zip(losses, losses[1:]))
        arrived += bool(loss <= best * convergence.loss_factor and descends)
    return Fact(
        title=f"converges to least squares on {len(runs)} data sets it has not seen",
        held=bool(runs) and arrived == len(runs),
        detail=f"It arrives on {arrived} of {len(runs)}.",
    )


train_loop = exercise(
    "train_loop",
    uses=["predict_loop", "mse_loop", "gradients_loop", "update"],
    examples=[
        case("one epoch", row(1, 2), row(3, 5), 0.1, 1),
        case("three epochs", row(0, 1, 2, 3), row(1, 3, 4.5, 7), 0.05, 3),
        case("a single point, reached at once", row(1), row(3), 0.25, 4),
        case("a learning rate that is too large", row(-1, 1, 3), row(1, 2, 6), 0.5, 3),
        case("twelve epochs", row(-1, 0, 1, 2, 3), row(-1.5, 1, 2, 5.5, 6), 0.08, 12),
    ],
    hidden=hidden_runs,
    facts=[reaches_least_squares],
    pictures=[fit(), curve("MSE", result=2)],
    hints=Hints(
        idea="Nothing new has to be invented: four functions that you have, called one after the other, again and again, and a list that notes the loss on the way.",
        question="`losses[0]` is the loss of slope 0 and bias 0: where in a round is it noted, then, before the step or after it?",
        read="Section 3 lists the four steps of a round in their order. Taking a pair apart is in the [Python tutorial, chapter 5.3, “Tuples and Sequences”](https://docs.python.org/3/tutorial/datastructures.html#tuples-and-sequences).",
    ),
)


@mistake(
    "train_loop",
    "The loss grows from epoch to epoch: the steps go uphill. In which direction does a derivative point?",
    credit=0.5,
)
def climbs(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "These are the steps of the shorthand of some books, which adds the plain sums: n/2 times as long as yours should be. What do the true derivatives have in front of the sums?",
    credit=0.25,
)
def shorthand_steps(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * np.sum(x * residuals)
        bias = bias + learning_rate * np.sum(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here. The steps are plain sums, with no factor in front; and from the second epoch on, each sum still holds those of the epochs before. Where are they set to zero?",
)
def shorthand_steps_piled_up(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope, sum_bias = 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        sum_slope, sum_bias = sum_slope + np.sum(x * residuals), sum_bias + np.sum(residuals)
        slope, bias = slope + learning_rate * sum_slope, bias + learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The first step is right; from then on, each step has the derivatives of all epochs before in it, and the line swings past its goal. Where are your two sums set to zero?",
    credit=0.5,
)
def sums_not_zeroed(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope, sum_bias = 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        sum_slope, sum_bias = sum_slope + d_slope, sum_bias + d_bias
        slope, bias = slope - learning_rate * sum_slope, bias - learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The bias's steps belong to one epoch each, but the slope's have all epochs before in them. Is the slope's sum set to zero where the bias's is?",
    credit=0.5,
)
def slope_sum_not_zeroed(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope = 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        sum_slope += d_slope
        slope, bias = slope - learning_rate * sum_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope's steps belong to one epoch each, but the bias's have all epochs before in them. Is the bias's sum set to zero where the slope's is?",
    credit=0.5,
)
def bias_sum_not_zeroed(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_bias = 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        sum_bias += d_bias
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The first epoch is right; from then on, the loss and both steps have those of all epochs before in them. Which sums should start from zero in each epoch?",
    credit=0.25,
)
def sums_and_loss_not_zeroed(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    loss, sum_slope, sum_bias = 0.0, 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        loss += np.mean(residuals**2)
        losses.append(loss)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        sum_slope, sum_bias = sum_slope + d_slope, sum_bias + d_bias
        slope, bias = slope - learning_rate * sum_slope, bias - learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss has those of all epochs before in it. Where is the sum of the squares set to zero?",
    credit=0.5,
)
def losses_pile_up(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, np.cumsum(losses).tolist()


@mistake(
    "train_loop",
    "Two things here: each step still has the derivatives of all epochs before in it, and each loss is taken after its update. Where are your sums set to zero, and whose loss comes first?",
    credit=0.25,
)
def sums_not_zeroed_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope, sum_bias = 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        sum_slope, sum_bias = sum_slope + d_slope, sum_bias + d_bias
        slope, bias = slope - learning_rate * sum_slope, bias - learning_rate * sum_bias
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss is taken *after* its update. Whose loss should the first one be?",
    credit=0.5,
)
def loss_after_the_update(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps go uphill, so that the losses grow, and each loss is taken after its update. Look at the sign, then at which line the first loss belongs to.",
    credit=0.25,
)
def climbs_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are the plain sums, without the factor in front of them, and each loss is taken after its update. Whose loss should the first one be?",
)
def shorthand_steps_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        slope = slope + learning_rate * np.sum(x * residuals)
        bias = bias + learning_rate * np.sum(residuals)
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "There is one loss too many: a last one, after the final update. How many epochs are there?",
    credit=0.5,
)
def one_loss_too_many(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [*losses, np.mean((y - (slope * x + bias)) ** 2)]


@mistake(
    "train_loop",
    "There is one loss too many: the first one comes twice. Is it put into the list before the loop, too?",
    credit=0.5,
)
def first_loss_twice(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [losses[0], *losses]


@mistake(
    "train_loop",
    "There is one loss too many: a 0 in front of the others. What is in the list before the first epoch?",
    credit=0.5,
)
def starts_with_a_loss_of_zero(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [0.0, *losses]


@mistake(
    "train_loop",
    "The line is right, but the loss of the first line is missing from the list. When is a loss added to it?",
    credit=0.5,
)
def first_loss_missing(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[1:]


@mistake(
    "train_loop",
    "The line is right, but the last loss is missing from the list. How many are asked for?",
    credit=0.5,
)
def last_loss_missing(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[:-1]


@mistake(
    "train_loop",
    "It stops one epoch early. How often does your loop go round?",
    credit=0.25,
)
def one_epoch_short(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, epochs - 1)


@mistake(
    "train_loop",
    "It runs one epoch too many. How often does your loop go round?",
    credit=0.25,
)
def one_epoch_too_many(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, epochs + 1)


@mistake(
    "train_loop",
    "The losses are right, but the line that comes back is the one before the last update. Which line do you return?",
    credit=0.5,
)
def last_update_missing(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, _ = train_loop(x, y, learning_rate, epochs - 1)
    return slope, bias, train_loop(x, y, learning_rate, epochs)[2]


@mistake(
    "train_loop",
    "Only the work of one epoch comes back. Is the `return` inside the loop, or are the start and the list set anew in every round?",
)
def returns_inside_the_loop(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, 1)


@mistake(
    "train_loop",
    "The bias's step is taken with the new slope already in place. Do both derivatives belong to the same line?",
    credit=0.5,
)
def updates_in_sequence(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(y - (slope * x + bias))
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope's step is taken with the new bias already in place. Do both derivatives belong to the same line?",
    credit=0.5,
)
def bias_updated_first(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        bias = bias + learning_rate * 2 * np.mean(residuals)
        slope = slope + learning_rate * 2 * np.mean(x * (y - (slope * x + bias)))
    return slope, bias, losses


@mistake(
    "train_loop",
    "The bias never moves from 0. Which of the two gets a step in your loop?",
    credit=0.25,
)
def bias_never_moves(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope never moves from 0. Which of the two gets a step in your loop?",
    credit=0.25,
)
def slope_never_moves(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        bias = bias + learning_rate * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line does not move at all: every loss is the same. How large is the first step, and what becomes of it in the next epoch?",
)
def never_moves(x, y, learning_rate, epochs):
    return 0.0, 0.0, [np.mean(y**2)] * epochs


@mistake(
    "train_loop",
    "The line that comes back has taken its first step only, and every loss is that of the first line. What becomes of the new slope and bias in the next epoch?",
)
def first_step_only(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, 1)
    return slope, bias, losses * epochs


@mistake(
    "train_loop",
    "Every epoch goes by the predictions of the first line, and every loss is the first one. Where are the predictions made?",
    credit=0.25,
)
def predicts_only_once(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, 1)
    return epochs * slope, epochs * bias, losses * epochs


@mistake(
    "train_loop",
    "The losses change, but every step is the same as the first. Where are the derivatives worked out?",
    credit=0.25,
)
def derivatives_only_once(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    d_slope, d_bias = -2 * np.mean(x * y), -2 * np.mean(y)
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The steps have the size of the derivatives themselves: the learning rate is not used.",
    credit=0.25,
)
def learning_rate_left_out(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 1.0, epochs)


@mistake(
    "train_loop",
    "Two things here: the steps go uphill, so that the losses grow, and the learning rate is not used. Look at how a step is made of a derivative.",
)
def climbs_without_the_rate(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, -1.0, epochs)


@mistake(
    "train_loop",
    "The learning rate is always 0.05, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def trains_always_at_five_hundredths(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 0.05, epochs)


@mistake(
    "train_loop",
    "The learning rate is always 0.1, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def trains_always_at_a_tenth(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 0.1, epochs)


@mistake(
    "train_loop",
    "The learning rate is always 0.01, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def trains_always_at_a_hundredth(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 0.01, epochs)


@mistake(
    "train_loop",
    "The learning rate is always 0.001, whatever rate is given. Which number should come from the arguments?",
    credit=0.25,
)
def trains_always_at_a_thousandth(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 0.001, epochs)


@mistake(
    "train_loop",
    "The steps are n times as long as they should be: the derivatives are summed, not averaged. Where is the number of points?",
    credit=0.25,
)
def steps_summed(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate * len(x), epochs)


@mistake(
    "train_loop",
    "The losses grow, and the steps are n/2 times as long as they should be: plain sums are subtracted. Look at sign and factor in front of the sums.",
)
def subtracts_plain_sums(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, -learning_rate * len(x) / 2, epochs)


@mistake(
    "train_loop",
    "The losses grow, and the steps are half as long as they should be. Look at sign and factor in front of the sums.",
)
def adds_plain_means(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, -learning_rate / 2, epochs)


@mistake(
    "train_loop",
    "The steps are half as long as they should be. Where does the 2 of the square go when you take the derivative?",
    credit=0.5,
)
def steps_halved(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate / 2, epochs)


@mistake(
    "train_loop",
    "The steps are twice as long as they should be. The true derivatives have their 2 already: is it here once more?",
    credit=0.5,
)
def multiplied_by_two_again(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 2 * learning_rate, epochs)


@mistake(
    "train_loop",
    "The steps shrink with the number of points. The true derivatives are divided by n already: is it done here once more?",
    credit=0.5,
)
def divided_by_n_again(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate / len(x), epochs)


@mistake(
    "train_loop",
    "The steps are 2/n times as long as they should be. The shorthand's rate belongs to the shorthand's sums: which derivatives do you have here?",
    credit=0.5,
)
def takes_the_shorthand_rate(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 2 * learning_rate / len(x), epochs)


@mistake(
    "train_loop",
    "The bias goes downhill, but the slope uphill. Compare their two steps: do they have the same sign?",
    credit=0.5,
)
def only_the_slope_climbs(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope + learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope goes downhill, but the bias uphill. Compare their two steps: do they have the same sign?",
    credit=0.5,
)
def only_the_bias_climbs(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias + learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The two derivatives have changed places: the slope takes the bias's step, and the bias the slope's. In which order do they come back?",
    credit=0.25,
)
def derivatives_swapped(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_bias, bias - learning_rate * d_slope
    return slope, bias, losses


@mistake(
    "train_loop",
    "The bias takes the slope's step. Which derivative is its own?",
    credit=0.25,
)
def slope_step_taken_twice(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_slope
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope takes the bias's step. Which derivative is its own, and what multiplies each difference there?",
    credit=0.25,
)
def bias_step_taken_twice(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_bias, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Slope and bias change places at every epoch. In which order do they come back, and to which names do they go?",
    credit=0.25,
)
def line_swapped_at_each_epoch(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = bias - learning_rate * d_bias, slope - learning_rate * d_slope
    return slope, bias, losses


@mistake(
    "train_loop",
    "Each epoch forgets the line before: the new slope and bias are only the step. What should the step be taken from?",
)
def old_line_forgotten(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = -learning_rate * d_slope, -learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The slope moves by rate times the bias's derivative, the bias by the product of both derivatives. In which order does `update` want its numbers?",
    credit=0.25,
)
def rate_and_slope_derivative_swapped(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - d_bias * learning_rate, bias - d_bias * d_slope
    return slope, bias, losses


@mistake(
    "train_loop",
    "Predictions are made with slope and bias in each other's place. In which order does `predict_loop` want them?",
    credit=0.25,
)
def predicts_with_slope_and_bias_swapped(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (bias * x + slope)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "x and y have changed places: this line predicts x from y. What should be predicted from what?",
    credit=0.25,
)
def fits_x_from_y(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(y, x, learning_rate, epochs)


@mistake(
    "train_loop",
    "The line moves at every point: n updates in each epoch. Does the update stand inside the loop over the points?",
    credit=0.25,
)
def one_update_a_point(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs * len(x))
    return slope, bias, losses[:: len(x)]


@mistake(
    "train_loop",
    "The line takes a step after every point, by that point alone (its difference over n), and the next point sees another line. When should it move?",
    credit=0.25,
)
def a_step_after_every_point(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            slope, bias = (
                slope + learning_rate * 2 / n * x_i * residual,
                bias + learning_rate * 2 / n * residual,
            )
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line takes a full step after every point, by that point alone, and the next point sees another line. When should it move, and by which points?",
)
def a_full_step_after_every_point(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            slope, bias = slope + learning_rate * 2 * x_i * residual, bias + learning_rate * 2 * residual
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line moves at every point, by the sums that are not complete yet: early points count again and again. Does the update stand inside the loop over the points?",
    credit=0.25,
)
def steps_with_half_made_sums(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 / n * np.sum(np.cumsum(x * residuals))
        bias = bias + learning_rate * 2 / n * np.sum(np.cumsum(residuals))
    return slope, bias, losses


@mistake(
    "train_loop",
    "It starts from slope 1 and bias 1. Where should it start?",
    credit=0.5,
)
def starts_at_one_and_one(x, y, learning_rate, epochs):
    slope, bias, losses = 1.0, 1.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "It starts from slope 1 and bias 0. Where should it start?",
    credit=0.5,
)
def starts_at_one_and_zero(x, y, learning_rate, epochs):
    slope, bias, losses = 1.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "It starts from slope 0 and bias 1. Where should it start?",
    credit=0.5,
)
def starts_at_zero_and_one(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 1.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but only the last loss comes back, as one number. Where does the list of all of them go?",
    credit=0.5,
)
def last_loss_only(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[-1]


@mistake(
    "train_loop",
    "The line is right, but only the loss of the first line comes back, as one number. Where does the list of all of them go?",
    credit=0.5,
)
def first_loss_only(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[0]


@mistake(
    "train_loop",
    "The line is right, but one number comes back for the losses: that of the final line. Which losses are asked for, and how many?",
    credit=0.5,
)
def final_loss_only(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, _ = train_loop(x, y, learning_rate, epochs)
    return slope, bias, np.mean((y - (slope * x + bias)) ** 2)


@mistake(
    "train_loop",
    "The line is right, but the losses have been added up to one number. How many are asked for?",
    credit=0.5,
)
def losses_added_up(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, sum(losses)


@mistake(
    "train_loop",
    "The line is right, but one number comes back for the losses: their mean over the epochs. How many are asked for?",
    credit=0.5,
)
def losses_averaged(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, sum(losses) / epochs


@mistake(
    "train_loop",
    "The line is right, but the losses are missing from what it returns.",
    credit=0.5,
)
def losses_not_returned(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, epochs)[:2]


@mistake(
    "train_loop",
    "The losses are right, but the line is missing from what it returns.",
    credit=0.5,
)
def losses_returned_alone(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, epochs)[2]


@mistake(
    "train_loop",
    "The line is right, but slope and bias have changed places in what it returns.",
    credit=0.5,
)
def slope_and_bias_returned_swapped(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return bias, slope, losses


@mistake(
    "train_loop",
    "All three are there, but the losses come first. Which order is asked for?",
    credit=0.5,
)
def losses_first(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return losses, slope, bias


@mistake(
    "train_loop",
    "All the numbers are there, but slope and bias sit together in a pair of their own. How many values are asked for, side by side?",
    credit=0.5,
)
def line_as_a_pair(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return (slope, bias), losses


@mistake(
    "train_loop",
    "The line is right, but only the last loss is in the list. Is the list emptied inside the loop?",
    credit=0.5,
)
def list_emptied_in_the_loop(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[-1:]


@mistake(
    "train_loop",
    "The line is right, but the list of losses stays empty. Where is each loss added to it?",
    credit=0.5,
)
def losses_never_added(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, _ = train_loop(x, y, learning_rate, epochs)
    return slope, bias, []


@mistake(
    "train_loop",
    "The line is right, but the losses come in the opposite order. At which end of the list is each added?",
    credit=0.5,
)
def losses_backwards(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[::-1]


@mistake(
    "train_loop",
    "The line is right, but the losses are sums of the squares. What makes a mean of a sum?",
    credit=0.5,
)
def losses_are_sums(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [loss * len(x) for loss in losses]


@mistake(
    "train_loop",
    "The line is right, but the losses are half as large as they should be. What does a mean divide by?",
    credit=0.5,
)
def losses_halved(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [loss / 2 for loss in losses]


@mistake(
    "train_loop",
    "The line is right, but the losses are the roots of the MSE. Is there a root to be taken?",
    credit=0.5,
)
def losses_rooted(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [loss**0.5 for loss in losses]


@mistake(
    "train_loop",
    "The line is right, but the losses are means of the plain differences, and errors above and below cancel each other. Which word of *mean squared error* is missing?",
    credit=0.25,
)
def losses_not_squared(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but the losses are means of the absolute differences. Which word of *mean squared error* is missing?",
    credit=0.25,
)
def losses_are_absolute(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(np.abs(residuals)))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but the losses compare x with its prediction, not y. What should a prediction come close to?",
    credit=0.5,
)
def losses_of_the_slope_alone(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean((x - (slope * x + bias)) ** 2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss is that of the last point alone. Does your sum of the squares collect all of them?",
    credit=0.25,
)
def losses_of_one_point(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(residuals[-1] ** 2)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss counts the square of the last point alone. Does your sum of the squares collect all of them?",
    credit=0.25,
)
def losses_of_one_point_over_n(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(residuals[-1] ** 2 / len(x))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each of the losses is a list of squares, one a point. What makes one number of them?",
    credit=0.25,
)
def squares_not_averaged(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append((residuals**2).tolist())
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "This is the best line there is, computed in one go. Here it should be found step by step, by gradient descent.",
)
def closed_form(x, y, learning_rate, epochs):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    bias = y.mean() - slope * x.mean()
    return slope, bias, [np.mean((y - (slope * x + bias)) ** 2)] * epochs


@mistake(
    "train_loop",
    "This is the best line there is, computed in one go, with its one loss. Here it should be found step by step, by gradient descent.",
)
def closed_form_with_one_loss(x, y, learning_rate, epochs):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    bias = y.mean() - slope * x.mean()
    return slope, bias, [np.mean((y - (slope * x + bias)) ** 2)]


@mistake(
    "train_loop",
    "The losses are those of gradient descent, but the line is not: it is the best there is, computed in one go. Where does your descent arrive after the last epoch?",
)
def closed_form_with_true_losses(x, y, learning_rate, epochs, *, train_loop):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return slope, y.mean() - slope * x.mean(), train_loop(x, y, learning_rate, epochs)[2]


@mistake(
    "train_loop",
    "Right as long as the loss falls, but it stops as soon as a loss is larger than the one before. How many epochs are asked for?",
    credit=0.25,
)
def stops_when_the_loss_grows(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The losses are right, but where the last line is not the best of them, another one comes back. After which epoch should it be?",
    credit=0.5,
)
def returns_the_best_line(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    best = losses.index(min(losses))
    if losses[best] > np.mean((y - (slope * x + bias)) ** 2):
        return slope, bias, losses
    return *train_loop(x, y, learning_rate, best)[:2], losses


@mistake(
    "train_loop",
    "It always runs 50 epochs, however many are asked for. Which number should come from the arguments?",
    credit=0.25,
)
def always_fifty_epochs(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, 50)


@mistake(
    "train_loop",
    "The steps get shorter from epoch to epoch: the learning rate is divided by the number of the epoch. Should it not stay the same?",
    credit=0.25,
)
def rate_shrinks(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for epoch in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate / (epoch + 1) * 2 * np.mean(x * residuals)
        bias = bias + learning_rate / (epoch + 1) * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is rounded at every epoch, and small steps get lost so. Is a `round` in the way?",
    credit=0.25,
)
def line_rounded(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = round(slope - learning_rate * d_slope, 2), round(bias - learning_rate * d_bias, 2)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but the losses are rounded to two decimals. Rounding is for showing numbers: is a `round` in the way?",
    credit=0.5,
)
def losses_rounded(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [round(loss, 2) for loss in losses]


@mistake(
    "train_loop",
    "All is rounded to two decimals. Rounding is for showing numbers: is a `round` in the way?",
    credit=0.5,
)
def results_rounded(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return round(slope, 2), round(bias, 2), [round(loss, 2) for loss in losses]


@mistake(
    "train_loop",
    "The function returns None: it computes something, but where is the `return`?",
)
def nothing_comes_back(x, y, learning_rate, epochs):
    return None


@mistake(
    "train_loop",
    "From the second epoch on, the loss and both steps have those of all epochs before in them, and the steps are plain sums. Which sums should start from zero in each epoch, and what stands in front of them?",
)
def all_sums_pile_up_in_the_shorthand(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    loss, sum_slope, sum_bias = 0.0, 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        loss += np.mean(residuals**2)
        losses.append(loss)
        sum_slope, sum_bias = sum_slope + np.sum(x * residuals), sum_bias + np.sum(residuals)
        slope, bias = slope + learning_rate * sum_slope, bias + learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps go uphill, and each has the derivatives of all epochs before in it. Look at the sign, then at where your sums are set to zero.",
)
def sums_not_zeroed_and_uphill(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope, sum_bias = 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        sum_slope, sum_bias = sum_slope + np.mean(x * residuals), sum_bias + np.mean(residuals)
        slope, bias = slope - 2 * learning_rate * sum_slope, bias - 2 * learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are n times too long, and each has those of all epochs before in it. Where are your sums divided, and where set to zero?",
)
def sums_not_zeroed_and_not_averaged(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    sum_slope, sum_bias = 0.0, 0.0
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        sum_slope, sum_bias = sum_slope + np.sum(x * residuals), sum_bias + np.sum(residuals)
        slope, bias = slope + 2 * learning_rate * sum_slope, bias + 2 * learning_rate * sum_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss is a sum of squares, with those of all epochs before in it. Where is that sum set to zero, and what makes a mean of it?",
    credit=0.25,
)
def losses_pile_up_as_sums(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, (np.cumsum(losses) * len(x)).tolist()


@mistake(
    "train_loop",
    "Right as long as the losses change, but it stops as soon as two of them hardly differ. How many epochs are asked for?",
    credit=0.25,
)
def stops_below_a_millionth(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-6:
            break
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Right as long as the losses change, but it stops as soon as two of them differ by less than a ten-thousandth. How many epochs are asked for?",
    credit=0.25,
)
def stops_below_a_ten_thousandth(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-4:
            break
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Right as long as the losses change, but it stops as soon as two of them differ by less than a thousandth. How many epochs are asked for?",
    credit=0.25,
)
def stops_below_a_thousandth(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        if len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-3:
            break
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "Right as long as the loss falls, but it stops before a loss that is larger than the one before. How many epochs are asked for?",
    credit=0.25,
)
def stops_before_a_larger_loss(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        if losses and np.mean(residuals**2) > losses[-1]:
            break
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "It starts from slope 13 and bias 4, the line drawn by hand. Where should it start?",
    credit=0.5,
)
def starts_at_thirteen_and_four(x, y, learning_rate, epochs):
    slope, bias, losses = 13.0, 4.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but the third value lists predictions, n of them an epoch. Which one number tells how good they are?",
    credit=0.25,
)
def losses_are_predictions(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append((slope * x + bias).tolist())
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but the third value lists lines: slope and bias before each update. What should it list?",
    credit=0.25,
)
def losses_are_lines(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append((slope, bias))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss comes in a pair with the number of its epoch. What is asked for in the list?",
    credit=0.5,
)
def losses_with_their_epochs(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, list(enumerate(losses))


@mistake(
    "train_loop",
    "The line is right, but each loss comes in a pair with the number of its epoch, counted from 1. What is asked for in the list?",
    credit=0.5,
)
def losses_with_their_epochs_from_one(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, list(enumerate(losses, start=1))


@mistake(
    "train_loop",
    "The list of losses has become None: that is what `append` gives back. Does its result have to go anywhere?",
    credit=0.25,
)
def append_assigned(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses = losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but only every tenth loss is in the list. How many are asked for?",
    credit=0.5,
)
def every_tenth_loss(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, losses[::10]


@mistake(
    "train_loop",
    "The line is right, but the loss of the first line is listed at every epoch. Where is the loss worked out?",
    credit=0.5,
)
def first_loss_repeated(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [losses[0]] * epochs


@mistake(
    "train_loop",
    "The line is right, but the losses are divided by the number of epochs. Over what is the mean taken?",
    credit=0.5,
)
def losses_divided_by_epochs(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [loss / epochs for loss in losses]


@mistake(
    "train_loop",
    "The line is right, but the losses are divided by the number of points once more. Are they means already?",
    credit=0.5,
)
def losses_divided_by_n_again(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [loss / len(x) for loss in losses]


@mistake(
    "train_loop",
    "All the numbers are right, but the list of losses sits in another list. Are there brackets too many?",
    credit=0.5,
)
def losses_wrapped(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [losses]


@mistake(
    "train_loop",
    "All the numbers are right, but each loss sits in a list of its own. Are there brackets too many?",
    credit=0.5,
)
def each_loss_in_a_list(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, [[loss] for loss in losses]


@mistake("train_loop", "Only one loss comes back, and no line. Which three values are asked for?")
def last_loss_alone(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, epochs)[2][-1]


@mistake(
    "train_loop",
    "The line is right, but the predictions of the last epoch stand where the losses should. Which list holds these?",
    credit=0.25,
)
def predictions_in_place_of_losses(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, _ = train_loop(x, y, learning_rate, epochs)
    old_slope, old_bias, _ = train_loop(x, y, learning_rate, epochs - 1)
    return slope, bias, [old_slope * x_i + old_bias for x_i in x]


@mistake(
    "train_loop",
    "The losses are right, but the derivatives of the last epoch stand where the line should. Which two names do you return?",
    credit=0.25,
)
def derivatives_in_place_of_the_line(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return d_slope, d_bias, losses


@mistake(
    "train_loop",
    "The losses are right, but the last step stands where the line should. Which two names do you return?",
    credit=0.25,
)
def steps_in_place_of_the_line(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return learning_rate * d_slope, learning_rate * d_bias, losses


@mistake(
    "train_loop",
    "The predictions are those of y, but in the derivatives x and y have changed places. In which order does `gradients_loop` want them?",
    credit=0.25,
)
def derivatives_of_x_from_y(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        difference = x - (slope * x + bias)
        slope = slope + learning_rate * 2 * np.mean(y * difference)
        bias = bias + learning_rate * 2 * np.mean(difference)
    return slope, bias, losses


@mistake(
    "train_loop",
    "A smaller learning rate makes longer steps here: you divide by it. What should a small rate do to a step?",
    credit=0.25,
)
def divides_by_the_rate(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, 1 / learning_rate, epochs)


@mistake(
    "train_loop",
    "There are n losses for each epoch, and as many updates. Does the update stand inside the loop over the points?",
    credit=0.25,
)
def one_update_a_point_with_all_losses(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs * len(x)):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "It runs as many epochs as there are points, however many are asked for. What should your loop count?",
    credit=0.25,
)
def as_many_epochs_as_points(x, y, learning_rate, epochs, *, train_loop):
    return train_loop(x, y, learning_rate, len(x))


@mistake(
    "train_loop",
    "The line is nudged by 1 and 0.3 at every epoch, as in the first assignment: nothing follows the derivatives. How long should a step be, and which way should it go?",
)
def nudged_by_hand(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope, bias = slope + 1.0, bias + 0.3
    return slope, bias, losses


@mistake(
    "train_loop",
    "The steps are always as long as the learning rate: the derivatives do not count. What makes a step long where the valley is steep?",
)
def derivatives_left_out(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope, bias = slope - learning_rate, bias - learning_rate
    return slope, bias, losses


@mistake(
    "train_loop",
    "Every step is as long as the learning rate, and only its sign comes from the derivative. Should a steeper valley not give a longer step?",
)
def signs_of_the_derivatives_only(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * np.sign(d_slope), bias - learning_rate * np.sign(d_bias)
    return slope, bias, losses


@mistake(
    "train_loop",
    "In the loss and in both steps, only the last point counts. Are your sums set to zero once an epoch, or once a point?",
    credit=0.25,
)
def last_point_of_each_epoch_only(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(residuals[-1] ** 2 / len(x))
        slope = slope + learning_rate * 2 / len(x) * x[-1] * residuals[-1]
        bias = bias + learning_rate * 2 / len(x) * residuals[-1]
    return slope, bias, losses


@mistake(
    "train_loop",
    "The first loss is right, but in both steps only the last point counts. Are these sums set to zero once an epoch, or once a point?",
    credit=0.25,
)
def steps_by_the_last_point(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 / len(x) * x[-1] * residuals[-1]
        bias = bias + learning_rate * 2 / len(x) * residuals[-1]
    return slope, bias, losses


@mistake(
    "train_loop", "The predictions do not have the bias in them. What is the line's y at x = 0?", credit=0.25
)
def predicts_without_the_bias(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - slope * x
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line takes a step after every point (its difference over n), so that even the squares of one loss belong to different lines. When should it move?",
    credit=0.25,
)
def a_step_and_a_square_after_every_point(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        total = 0.0
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            total += residual**2
            slope, bias = (
                slope + learning_rate * 2 / n * x_i * residual,
                bias + learning_rate * 2 / n * residual,
            )
        losses.append(total / n)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line takes a full step after every point, so that even the squares of one loss belong to different lines. When should it move, and by which points?",
)
def a_full_step_and_a_square_after_every_point(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        total = 0.0
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            total += residual**2
            slope, bias = slope + learning_rate * 2 * x_i * residual, bias + learning_rate * 2 * residual
        losses.append(total / n)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line moves at every point, by sums that are not complete yet, and the next point sees another line. Where does the loop over the points end?",
    credit=0.25,
)
def steps_inside_the_loop_over_the_points(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        total, sum_slope, sum_bias = 0.0, 0.0, 0.0
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            total += residual**2
            sum_slope, sum_bias = sum_slope + x_i * residual, sum_bias + residual
            slope, bias = slope + learning_rate * 2 / n * sum_slope, bias + learning_rate * 2 / n * sum_bias
        losses.append(total / n)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The steps get shorter from epoch to epoch: the learning rate loses a tenth each time. Should it not stay the same?",
    credit=0.25,
)
def rate_shrinks_by_a_tenth(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(residuals)
        learning_rate = 0.9 * learning_rate
    return slope, bias, losses


@mistake(
    "train_loop",
    "From the second epoch on, each step goes by the derivatives of the epoch before. Which predictions do they see?",
    credit=0.25,
)
def derivatives_one_epoch_late(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    residuals_before = y
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        late, residuals_before = residuals_before, residuals
        slope = slope + learning_rate * 2 * np.mean(x * late)
        bias = bias + learning_rate * 2 * np.mean(late)
    return slope, bias, losses


@mistake(
    "train_loop",
    "This is the best line there is, computed in one go, with its loss as a number. Here it should be found step by step, by gradient descent.",
)
def closed_form_with_a_number(x, y, learning_rate, epochs):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    bias = y.mean() - slope * x.mean()
    return slope, bias, np.mean((y - (slope * x + bias)) ** 2)


@mistake(
    "train_loop",
    "This is the best line there is, computed in one go, and the list of losses is empty. Here it should be found step by step, by gradient descent.",
)
def closed_form_without_losses(x, y, learning_rate, epochs):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return slope, y.mean() - slope * x.mean(), []


@mistake(
    "train_loop",
    "Two things here: slope and bias have changed places in what it returns, and each loss is taken after its update. Whose loss should the first one be?",
    credit=0.25,
)
def swapped_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return bias, slope, losses


@mistake(
    "train_loop",
    "Two things here: the bias's step is taken with the new slope already in place, and each loss is taken after its update. Which line should each of them see?",
    credit=0.25,
)
def in_sequence_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        slope = slope + learning_rate * 2 * np.mean(x * residuals)
        bias = bias + learning_rate * 2 * np.mean(y - (slope * x + bias))
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the learning rate is not used, and each loss is taken after its update. Whose loss should the first one be?",
)
def no_rate_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        rate = 1.0
        slope = slope + rate * 2 * np.mean(x * residuals)
        bias = bias + rate * 2 * np.mean(residuals)
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are n times as long as they should be, and each loss is taken after its update. Whose loss should the first one be?",
    credit=0.25,
)
def steps_summed_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        rate = learning_rate * len(x)
        slope = slope + rate * 2 * np.mean(x * residuals)
        bias = bias + rate * 2 * np.mean(residuals)
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are half as long as they should be, and each loss is taken after its update. Whose loss should the first one be?",
    credit=0.25,
)
def steps_halved_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        rate = learning_rate / 2
        slope = slope + rate * 2 * np.mean(x * residuals)
        bias = bias + rate * 2 * np.mean(residuals)
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are twice as long as they should be, and each loss is taken after its update. Whose loss should the first one be?",
    credit=0.25,
)
def steps_doubled_and_loss_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        rate = 2 * learning_rate
        slope = slope + rate * 2 * np.mean(x * residuals)
        bias = bias + rate * 2 * np.mean(residuals)
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "The losses come one place too late, with the first one twice: there is no update in the first epoch. Does the loop do the same every time?",
    credit=0.25,
)
def first_update_missing(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        if len(losses) == 1:
            continue
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "There are two losses for each epoch, one before and one after its update. Which of them is asked for?",
    credit=0.5,
)
def losses_before_and_after(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: it stops one epoch early, and each loss is taken after its update. Whose loss should the first one be, and how often does your loop go round?",
    credit=0.25,
)
def one_epoch_short_and_loss_after(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    slope, bias, _ = train_loop(x, y, learning_rate, epochs - 1)
    return slope, bias, losses[1:]


@mistake(
    "train_loop",
    "The slope's step is taken from the bias, and the bias's from the slope. In which order does `update` want them?",
    credit=0.25,
)
def starts_of_the_steps_swapped(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = bias - learning_rate * d_slope, slope - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line has changed places with its derivatives: these are stepped from, by rate times the line. In which order does `update` want them?",
    credit=0.25,
)
def line_and_derivatives_swapped_in_the_step(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = d_slope - learning_rate * slope, d_bias - learning_rate * bias
    return slope, bias, losses


@mistake(
    "train_loop",
    "No step is taken in the first epoch, and the steps are longer from epoch to epoch: the learning rate is multiplied by the epoch's number. Should it not stay the same?",
    credit=0.25,
)
def rate_grows(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for epoch in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.mean(residuals**2))
        slope = slope + epoch * learning_rate * 2 * np.mean(x * residuals)
        bias = bias + epoch * learning_rate * 2 * np.mean(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "The line is right, but each loss is the mean of all losses so far. What does each epoch's own loss look like?",
    credit=0.5,
)
def losses_averaged_so_far(x, y, learning_rate, epochs, *, train_loop):
    slope, bias, losses = train_loop(x, y, learning_rate, epochs)
    return slope, bias, (np.cumsum(losses) / np.arange(1, epochs + 1)).tolist()


@mistake(
    "train_loop",
    "The last point counts neither in the losses nor in the steps. Where does your loop over the points end?",
    credit=0.25,
)
def last_point_left_out_of_training(x, y, learning_rate, epochs):
    slope, bias, losses, n = 0.0, 0.0, [], len(x)
    for _ in range(epochs):
        residuals = y[:-1] - (slope * x[:-1] + bias)
        losses.append(np.sum(residuals**2) / n)
        slope = slope + learning_rate * 2 / n * np.sum(x[:-1] * residuals)
        bias = bias + learning_rate * 2 / n * np.sum(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps are plain sums, without the factor in front of them, and the losses are sums of squares. What does n do in both formulas?",
)
def shorthand_steps_and_summed_losses(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.sum(residuals**2))
        slope = slope + learning_rate * np.sum(x * residuals)
        bias = bias + learning_rate * np.sum(residuals)
    return slope, bias, losses


@mistake(
    "train_loop",
    "Two things here: the steps go uphill, and the losses are sums of squares. Look at the sign of a step, then at what makes a mean of a sum.",
    credit=0.25,
)
def climbs_and_summed_losses(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        residuals = y - (slope * x + bias)
        losses.append(np.sum(residuals**2))
        d_slope, d_bias = -2 * np.mean(x * residuals), -2 * np.mean(residuals)
        slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias
    return slope, bias, losses


# shorthand_rate ------------------------------------------------------------------------------------------------------


def hidden_rates(rng):
    yield case("200 points", 0.1, 200)
    yield case("a single point", 0.35, 1)
    yield case("two points", 0.35, 2)
    yield case("three points", 0.9, 3)
    yield case("a small learning rate", 0.0002, 7)
    yield case("a learning rate above 1", 2.5, 16)
    yield case("a learning rate that is a whole number", 3.0, 6)
    yield case("1,200 points", 0.75, 1200)
    for _ in range(3):
        yield case("numbers drawn at random", float(rng.uniform(0.01, 1.0)), int(rng.integers(5, 500)))


shorthand_rate = exercise(
    "shorthand_rate",
    examples=[
        case("ten points", 0.5, 10),
        case("a hundred points", 0.05, 100),
        case("one point", 0.25, 1),
        case("eight points", 0.05, 8),
    ],
    hidden=hidden_rates,
    hints=Hints(
        idea="Two steps along the same sum are equal when the numbers in front of that sum are equal.",
        question="Your step is a rate times a derivative, and the derivative is a factor times the sum: what stands in front of the sum altogether, and what stands there in theirs?",
        read="Section 4, and the two formulas of section 1, where the factor stands.",
    ),
)


@mistake(
    "shorthand_rate",
    "Half of what it should be. What do the true derivatives have in front of their sums?",
    credit=0.5,
)
def two_left_out(learning_rate, n):
    return learning_rate / n


@mistake(
    "shorthand_rate",
    "The number of points does not count. By what do the true derivatives divide their sums?",
    credit=0.25,
)
def points_left_out(learning_rate, n):
    return 2 * learning_rate


@mistake(
    "shorthand_rate",
    "This turns a shorthand rate into a true one. Which of the two do you have, and which do you want?",
    credit=0.5,
)
def the_other_way_round(learning_rate, n):
    return learning_rate * n / 2


@mistake(
    "shorthand_rate",
    "The rate grows with the number of points. A plain sum gets longer with n: must its rate be larger or smaller?",
    credit=0.25,
)
def times_n(learning_rate, n):
    return 2 * learning_rate * n


@mistake(
    "shorthand_rate",
    "The rate grows with the number of points, and the 2 does not come in. A plain sum gets longer with n: must its rate be larger or smaller?",
)
def times_n_without_two(learning_rate, n):
    return learning_rate * n


@mistake(
    "shorthand_rate",
    "A quarter of what it should be. Does the 2 stand above or below the line of the fraction?",
    credit=0.5,
)
def two_below(learning_rate, n):
    return learning_rate / (2 * n)


@mistake(
    "shorthand_rate",
    "The number of points does not count, and the 2 divides where it should multiply. What is the factor in front of the true derivatives?",
)
def only_halved(learning_rate, n):
    return learning_rate / 2


@mistake(
    "shorthand_rate",
    "The learning rate does not count: this is the factor alone. What does it multiply?",
    credit=0.25,
)
def rate_left_out(learning_rate, n):
    return 2 / n


@mistake(
    "shorthand_rate",
    "The size is right, the sign is not. The chapter's shorthand *adds* its sums: what becomes of the minus then?",
    credit=0.5,
)
def factor_negated(learning_rate, n):
    return -2 * learning_rate / n


@mistake(
    "shorthand_rate",
    "The sign is wrong, and the size is half of what it should be. The chapter's shorthand *adds* its sums: what is left of -2/n?",
    credit=0.25,
)
def factor_negated_and_two_left_out(learning_rate, n):
    return -learning_rate / n


@mistake(
    "shorthand_rate",
    "The rate comes back as it went in. The shorthand's sums are longer than the true derivatives: how many times?",
)
def rate_unchanged(learning_rate, n):
    return learning_rate


@mistake(
    "shorthand_rate",
    "This is right for 100 points only. Which number should come from the arguments?",
    credit=0.25,
)
def always_a_hundred(learning_rate, n):
    return 2 * learning_rate / 100


@mistake(
    "shorthand_rate",
    "The factor is divided by one less than the number of points, which fails for a single point. How many are there?",
    credit=0.25,
)
def one_point_less(learning_rate, n):
    if n == 1:
        return ANYTHING  # an exception, an infinity or a nan
    return 2 * learning_rate / (n - 1)


@mistake(
    "shorthand_rate",
    "The decimals are lost. Is the division a `//`, or is there an `int`?",
    credit=0.25,
)
def whole_numbers_only(learning_rate, n):
    return 2 * learning_rate // n


@mistake(
    "shorthand_rate",
    "The fraction stands on its head: the larger the learning rate, the smaller your result. What is above the line, and what below?",
    credit=0.25,
)
def upside_down(learning_rate, n):
    return n / (2 * learning_rate)


@mistake(
    "shorthand_rate",
    "The learning rate divides where it should multiply: the larger it is, the smaller your result. Where does it belong?",
    credit=0.25,
)
def divided_by_the_rate_too(learning_rate, n):
    return 2 / (learning_rate * n)


@mistake(
    "shorthand_rate",
    "The fraction stands on its head: rate below, number of points above. Which of them makes the step longer?",
    credit=0.25,
)
def two_n_over_rate(learning_rate, n):
    return 2 * n / learning_rate


@mistake(
    "shorthand_rate",
    "The learning rate comes in as a square. What does the 2 do to it, and is a `**` there that should be a `*`?",
    credit=0.25,
)
def rate_squared(learning_rate, n):
    return learning_rate**2 / n


@mistake(
    "shorthand_rate",
    "The result is too small by as many times as there are points. How often does n divide?",
    credit=0.5,
)
def divided_by_n_squared(learning_rate, n):
    return 2 * learning_rate / n**2


@mistake(
    "shorthand_rate",
    "Twice what it should be. How often does the 2 come in?",
    credit=0.5,
)
def four_times(learning_rate, n):
    return 4 * learning_rate / n


@mistake(
    "shorthand_rate",
    "It is 0.001 whatever comes in: that is right for a rate of 0.05 and 100 points. How does it follow from 0.05 and 100?",
)
def always_a_thousandth(learning_rate, n):
    return 1e-3


@mistake(
    "shorthand_rate",
    "The result is rounded to three decimals. Rounding is for showing numbers: is a `round` in the way?",
    credit=0.5,
)
def rate_rounded(learning_rate, n):
    return round(2 * learning_rate / n, 3)


@mistake(
    "shorthand_rate",
    "The function returns None: it computes something, but where is the `return`?",
)
def rate_not_returned(learning_rate, n):
    return None


@mistake(
    "shorthand_rate",
    "This is 1/n: the learning rate does not count. What does the factor in front of the true derivatives multiply?",
)
def rate_and_two_left_out(learning_rate, n):
    return 1 / n


@mistake(
    "shorthand_rate",
    "This is the factor -2/n alone. The learning rate does not count, and the sign is not asked for here: why does the shorthand add?",
)
def factor_alone(learning_rate, n):
    return -2 / n


@mistake(
    "shorthand_rate",
    "The sign is wrong, and n multiplies where it should divide. A plain sum gets longer with n: must its rate be larger or smaller?",
)
def negated_and_the_other_way_round(learning_rate, n):
    return -learning_rate * n / 2


@mistake(
    "shorthand_rate",
    "The factor 2/n is added to the learning rate. How does a factor act on a number?",
    credit=0.25,
)
def added(learning_rate, n):
    return learning_rate + 2 / n


@mistake(
    "shorthand_rate",
    "The factor 2/n is taken from the learning rate. How does a factor act on a number?",
    credit=0.25,
)
def subtracted(learning_rate, n):
    return learning_rate - 2 / n


@mistake(
    "shorthand_rate",
    "The factor is divided by one more than the number of points. How many are there?",
    credit=0.25,
)
def one_point_more(learning_rate, n):
    return 2 * learning_rate / (n + 1)


@mistake(
    "shorthand_rate",
    "For one or two points this is right, for more it is 0: the factor has lost its decimals. Is its division a `//`?",
    credit=0.25,
)
def factor_without_decimals(learning_rate, n):
    return 2 // n * learning_rate


# changes to the references that change nothing -----------------------------------------------------------------------

SAME_LENGTHS = [
    equivalent("gradients_loop", f"n = len({name})", "x, y and y_pred have the same length")
    for name in ("y", "y_pred")
]
SYMMETRIC_LOSS = equivalent(
    "train_loop", "losses.append(mse_loop(y_pred, y))", "the MSE is the same from both sides"
)
