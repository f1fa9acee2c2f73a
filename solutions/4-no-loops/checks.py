"""How to probe the functions of `no-loops`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import ANYTHING, case, exercise, mistake
from autograder.exercises import Fact


def column(*numbers):
    return np.array(numbers, dtype=float).reshape(-1, 1)


def points(rng, n, *, slope=2.0, bias=-1.0, noise=1.0, offset=0.0, scale=1.0):
    """n noisy points of a line, as two columns."""
    x = offset + scale * rng.normal(size=(n, 1))
    return x, slope * x + bias + noise * rng.normal(size=(n, 1))


def safe_rate(x):
    """A learning rate below 1 / L, where L is the largest curvature of the MSE: every epoch goes down."""
    design = np.hstack([x, np.ones_like(x)])
    return float(0.9 / np.linalg.eigvalsh(2 * design.T @ design / len(x))[-1])


# predict -------------------------------------------------------------------------------------------------------------


def hidden_lines(rng):
    yield case("a single point", column(-1.75), 4.0, 0.5)
    yield case("a slope of zero", rng.normal(size=(5, 1)), 0.0, 2.25)
    yield case("a bias of zero", rng.normal(size=(6, 1)), -3.5, 0.0)
    yield case("a falling line", rng.normal(size=(7, 1)), -12.5, 31.0)
    yield case("points far from zero", 1e4 + rng.normal(size=(8, 1)), 0.003, -17.0)
    yield case("1,200 points", rng.normal(size=(1200, 1)), 1.5, 2.5)


predict = exercise(
    "predict",
    form="vectorized",
    examples=[
        case("three points", column(0, 1, 2), 2.0, 1.0),
        case("a falling line", column(-1, 0.5, 3), -2.0, 4.5),
        case("one point", column(2.5), 3.0, -1.0),
    ],
    hidden=hidden_lines,
    sized=lambda rng, n: (rng.normal(size=(n, 1)), 1.25, -0.75),
)


@mistake("predict", "Your line goes through the origin, whatever the bias is. What should the bias add?")
def bias_left_out(x, slope, bias):
    return slope * x


@mistake("predict", "Slope and bias have changed places: which of the two belongs to x?")
def slope_and_bias_swapped(x, slope, bias):
    return bias * x + slope


@mistake("predict", "The line is tilted rightly, but shifted to the wrong side. Does the bias go up or down?")
def bias_subtracted(x, slope, bias):
    return slope * x - bias


@mistake("predict", "The line is tilted the wrong way round: look at the sign in front of the slope.")
def slope_negated(x, slope, bias):
    return -slope * x + bias


@mistake(
    "predict",
    "The numbers are right, but the column has become flat: (n,) instead of (n, 1). Is there a `ravel`, a `flatten` or a `reshape` too many?",
    credit=0.5,
)
def flattened(x, slope, bias):
    return (slope * x + bias).ravel()


@mistake("predict", "The bias is added to x before the slope multiplies it. Which comes first?")
def bias_added_first(x, slope, bias):
    return slope * (x + bias)


@mistake(
    "predict",
    "The predictions are rounded to whole numbers. A line has values in between, too: what turns them into integers?",
)
def rounded(x, slope, bias):
    return np.round(slope * x + bias)


@mistake("predict", "The predictions have lost their decimals. Is there an `int` somewhere?")
def truncated(x, slope, bias):
    return (slope * x + bias).astype(int)


@mistake("predict", "The function returns None: it computes something, but where is the `return`?")
def nothing_returned(x, slope, bias):
    slope * x + bias


@mistake(
    "predict", "Only one prediction comes back. Is it the first point's, and should there not be one a point?"
)
def first_point_only(x, slope, bias):
    return slope * x[0] + bias


# mse -----------------------------------------------------------------------------------------------------------------


def hidden_errors(rng):
    yield case("a single point", column(3.25), column(-1.5))
    yield case("predictions without an error", *(2 * [rng.normal(size=(6, 1))]))
    yield case("the same error everywhere", column(1, 2, 3, 4), column(1.5, 2.5, 3.5, 4.5))
    yield case("errors that cancel each other", column(0, 0, 0, 0), column(2, -2, 3, -3))
    yield case("one point far off", column(0, 0, 0, 0, 50), column(0, 0, 0, 0, 1))
    yield case("large numbers", 1e5 + rng.normal(size=(9, 1)), 1e5 + rng.normal(size=(9, 1)))
    yield case("1,200 points", rng.normal(size=(1200, 1)), rng.normal(size=(1200, 1)))


mse = exercise(
    "mse",
    form="vectorized",
    examples=[
        case("two points", column(1, 2), column(1, 4)),
        case("errors above and below", column(3, -1, 2.5), column(2, 1, 2)),
        case("one point", column(5), column(3.5)),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=(n, 1)), rng.normal(size=(n, 1))),
)


@mistake(
    "mse",
    "Your numbers grow with the number of points: the squares are added up. What makes a mean out of a sum?",
    credit=0.5,
)
def summed(y, y_pred):
    return np.sum((y - y_pred) ** 2)


@mistake(
    "mse", "The mean is there, but the differences are not squared: errors above and below cancel each other."
)
def not_squared(y, y_pred):
    return np.mean(y - y_pred)


@mistake(
    "mse",
    "This is the mean of the absolute differences. It measures the error, too, but which word of *mean squared error* is missing?",
)
def absolute(y, y_pred):
    return np.mean(np.abs(y - y_pred))


@mistake("mse", "This is the root of the MSE. Nothing is to be taken a root of here.", credit=0.5)
def rooted(y, y_pred):
    return np.sqrt(np.mean((y - y_pred) ** 2))


@mistake(
    "mse",
    "The mean is squared, not the differences: errors above and below have cancelled each other by then. Which comes first?",
)
def mean_squared_too_late(y, y_pred):
    return np.mean(y - y_pred) ** 2


@mistake(
    "mse",
    "Your numbers are half of the right ones. Some books divide by 2n; what does a mean divide by?",
    credit=0.5,
)
def halved(y, y_pred):
    return np.mean((y - y_pred) ** 2) / 2


@mistake(
    "mse",
    "Divided by n - 1, as for a variance, this fails for a single point. How many squares are there?",
    credit=0.25,
)
def divided_by_one_less(y, y_pred):
    with np.errstate(all="ignore"):
        return np.sum((y - y_pred) ** 2) / (len(y) - 1)


@mistake("mse", "This is one square for every point: a column. Which function makes one number of it?")
def squares_not_averaged(y, y_pred):
    return (y - y_pred) ** 2


@mistake(
    "mse",
    "Every point is compared with every prediction, n times n differences: a flat (n,) array met a column (n, 1). Look at the shapes just before you subtract.",
    credit=0.25,
)
def broadcast(y, y_pred):
    return np.mean((y.ravel() - y_pred) ** 2)


@mistake("mse", "y and its prediction are added, not subtracted. What is the error of a point?")
def added(y, y_pred):
    return np.mean((y + y_pred) ** 2)


@mistake(
    "mse", "The squares are subtracted from each other. Which comes first: the difference, or the square?"
)
def squared_too_early(y, y_pred):
    return np.mean(y**2 - y_pred**2)


@mistake(
    "mse",
    "This is the variance of the differences: it takes their mean away first, so that a line off by the same everywhere would "
    "look perfect. What should be squared?",
)
def variance(y, y_pred):
    return np.var(y - y_pred)


@mistake("mse", "The function returns None: it computes something, but where is the `return`?")
def no_value_returned(y, y_pred):
    np.mean((y - y_pred) ** 2)


@mistake("mse", "The sign is wrong: a square is never negative. What stands in front of the mean?")
def negative(y, y_pred):
    return -np.mean((y - y_pred) ** 2)


# gradients -----------------------------------------------------------------------------------------------------------


def hidden_residuals(rng):
    def some(n, **settings):
        x, y = points(rng, n, **settings)
        return x, y, rng.normal() * x + rng.normal()

    yield case("a single point", column(2.5), column(-1.0), column(0.75))
    x, y = points(rng, 6)
    yield case("a line without an error", x, y, y.copy())
    yield case("x that is zero everywhere", np.zeros((4, 1)), column(1, 2, 3, 5), column(0, 1, 1, 1))
    yield case("points far from zero", *some(12, offset=50.0))
    yield case("points close together", *some(9, scale=1e-3))
    yield case("predictions that are too high", *(lambda a, b: (a, b, b + 3.0))(*points(rng, 7)))
    yield case("1,200 points", *some(1200))


def agrees_with_a_finite_difference(answers, _convergence):
    """Nudging the line a little changes the MSE as the derivative says (a central difference)."""
    worst = 0.0
    for answer in answers:
        x, y, y_pred = answer.args
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


gradients = exercise(
    "gradients",
    form="vectorized",
    examples=[
        case("two points", column(1, 2), column(3, 5), column(1, 2)),
        case("errors above and below", column(-1, 0.5, 3), column(2, 0, 7), column(1, 1, 4.5)),
        case("one point", column(1.5), column(2), column(4)),
    ],
    hidden=hidden_residuals,
    sized=lambda rng, n: (*points(rng, n), rng.normal(size=(n, 1))),
    facts=[agrees_with_a_finite_difference],
)


@mistake(
    "gradients",
    "Both derivatives point the other way: following them would go uphill. Look at the sign, or at the order of the difference.",
    credit=0.5,
)
def uphill(x, y, y_pred):
    return 2 * np.mean(x * (y - y_pred)), 2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "Your derivatives grow with the number of points: they are summed. What does the 1/n in front of the sum do?",
    credit=0.5,
)
def derivatives_summed(x, y, y_pred):
    return -2 * np.sum(x * (y - y_pred)), -2 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "The plain sums of the chapter's shorthand: the sign and the factor in front are both missing. What does the formula have there?",
    credit=0.25,
)
def shorthand(x, y, y_pred):
    return np.sum(x * (y - y_pred)), np.sum(y - y_pred)


@mistake(
    "gradients",
    "The sums have lost the factor 2/n, and only the sign is there. What does the formula put in front?",
    credit=0.25,
)
def negated_sums(x, y, y_pred):
    return -np.sum(x * (y - y_pred)), -np.sum(y - y_pred)


@mistake(
    "gradients",
    "The sign is wrong and the sums are not averaged: two things in front of the sum to look at.",
    credit=0.25,
)
def uphill_and_summed(x, y, y_pred):
    return 2 * np.sum(x * (y - y_pred)), 2 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "Both are half of what they should be. Where does the 2 of the square go when you take the derivative?",
    credit=0.5,
)
def factor_two_left_out(x, y, y_pred):
    return -np.mean(x * (y - y_pred)), -np.mean(y - y_pred)


@mistake(
    "gradients",
    "The sign is wrong and the factor 2 is missing: two things in front of the sum to look at.",
    credit=0.25,
)
def uphill_and_no_factor_two(x, y, y_pred):
    return np.mean(x * (y - y_pred)), np.mean(y - y_pred)


@mistake("gradients", "The two results have changed places: the slope's derivative comes first.", credit=0.5)
def results_swapped(x, y, y_pred):
    return -2 * np.mean(y - y_pred), -2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "Both derivatives are the same, and only the bias's is right. What multiplies each difference in the slope's?",
    credit=0.25,
)
def x_left_out(x, y, y_pred):
    return -2 * np.mean(y - y_pred), -2 * np.mean(y - y_pred)


@mistake("gradients", "Both derivatives carry an x. Does the bias's formula have one?", credit=0.25)
def x_in_both(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients", "The differences are squared. Which power is left of a square when you take its derivative?"
)
def still_squared(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred) ** 2), -2 * np.mean((y - y_pred) ** 2)


@mistake("gradients", "Only the slope's sign is wrong: compare your two lines.", credit=0.5)
def slope_uphill(x, y, y_pred):
    return 2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake("gradients", "Only the bias's sign is wrong: compare your two lines.", credit=0.5)
def bias_uphill(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), 2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The mean of all products of an x with *any* difference comes out, not only with its own. Either a flat (n,) array or a row "
    "met a column (n, 1), or the means were taken before multiplying. Which x belongs to which difference?",
    credit=0.25,
)
def products_broadcast(x, y, y_pred):
    return -2 * np.mean(x.ravel() * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "A flat (n,) array met a column (n, 1) in the difference, and every prediction was compared with every point. Look at the "
    "shapes just before you subtract.",
    credit=0.25,
)
def differences_broadcast(x, y, y_pred):
    residuals = y.ravel() - y_pred
    return -2 * np.mean(x * residuals), -2 * np.mean(residuals)


@mistake(
    "gradients",
    "A flat (n,) array met a column (n, 1) in the difference, and every point was compared with every prediction. Look at the "
    "shapes just before you subtract.",
    credit=0.25,
)
def predictions_broadcast(x, y, y_pred):
    residuals = y - y_pred.ravel()
    return -2 * np.mean(x * residuals), -2 * np.mean(residuals)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's lacks a factor. Compare your two lines: what stands in front of each?",
    credit=0.5,
)
def bias_without_factor_two(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's is summed but not averaged. Compare your two lines.",
    credit=0.5,
)
def bias_summed(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "The predictions are not subtracted: this looks at y alone. What is the difference that both formulas share?",
)
def predictions_left_out(x, y, y_pred):
    return -2 * np.mean(x * y), -2 * np.mean(y)


@mistake(
    "gradients",
    "One column for each derivative comes back, not one number: the mean over the points is missing.",
)
def not_averaged(x, y, y_pred):
    return -2 * x * (y - y_pred), -2 * (y - y_pred)


# train ---------------------------------------------------------------------------------------------------------------


def hidden_runs(rng):
    yield case("a single epoch", *points(rng, 5), 0.1, 1)
    yield case("a single point", column(1.5), column(-2.0), 0.1, 12)
    yield case("a small learning rate", *points(rng, 20), 0.003, 15)
    yield case("a learning rate that diverges", *points(rng, 15), 1.4, 12)
    yield case("points with the same x", column(2, 2, 2, 2), column(1, 3, 4, 4), 0.05, 10)
    for label, settings, epochs in (
        ("convergence on a rising line", {"slope": 12.0, "bias": 5.0, "noise": 3.0}, 60),
        ("convergence on a falling line", {"slope": -4.0, "bias": 30.0}, 60),
        ("convergence far from zero", {"offset": 2.0, "noise": 2.0}, 300),
        ("convergence on badly scaled data", {"scale": 4.0, "slope": 0.3, "noise": 4.0}, 150),
    ):
        x, y = points(rng, 60, **settings)
        yield case(label, x, y, safe_rate(x), epochs)


def reaches_least_squares(answers, convergence):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        slope, bias, losses = run.value
        design = np.hstack([x, np.ones_like(x)])
        best = np.mean((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2)
        loss = np.mean((y - (slope * x + bias)) ** 2)
        descends = all(after <= before * (1 + convergence.rise) for before, after in zip(losses, losses[1:]))
        arrived += bool(loss <= best * convergence.loss_factor and descends)
    return Fact(
        title=f"converges to least squares on {len(runs)} data sets it has not seen",
        held=bool(runs) and arrived == len(runs),
        detail=f"It arrives on {arrived} of {len(runs)}.",
    )


train = exercise(
    "train",
    form="vectorized",
    uses=["predict", "mse", "gradients"],
    examples=[
        case("one epoch", column(1, 2), column(3, 5), 0.1, 1),
        case("three epochs", column(0, 1, 2, 3), column(1, 3, 4.5, 7), 0.05, 3),
        case("a single point", column(2), column(3), 0.02, 4),
    ],
    hidden=hidden_runs,
    sized=lambda rng, n: (*points(rng, n), 0.05, 4),
    facts=[reaches_least_squares],
)


@mistake(
    "train",
    "The loss grows from epoch to epoch: the steps go uphill. In which direction does a derivative point?",
    credit=0.5,
)
def climbs(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but the losses are those *after* each update: the first one should be that of slope 0 and bias 0.",
    credit=0.5,
)
def loss_after_the_update(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        d_slope, d_bias = gradients(x, y, predict(x, slope, bias))
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        losses.append(mse(y, predict(x, slope, bias)))
    return slope, bias, losses


@mistake(
    "train",
    "There is one loss too many: a last one after the final update. How many epochs are there?",
    credit=0.5,
)
def one_loss_too_many(x, y, learning_rate, epochs, *, predict, mse, gradients, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [*losses, mse(y, predict(x, slope, bias))]


@mistake("train", "It stops one epoch early. How often does `range` count?", credit=0.25)
def one_epoch_short(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, epochs - 1)


@mistake("train", "Only the first epoch is run. Is the `return` inside the loop?")
def returns_inside_the_loop(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, 1)


@mistake(
    "train",
    "The bias's step is taken with the new slope already in place: both derivatives belong to the same line. Ask for both, then take both steps.",
    credit=0.5,
)
def updates_in_sequence(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        losses.append(mse(y, predict(x, slope, bias)))
        slope -= learning_rate * gradients(x, y, predict(x, slope, bias))[0]
        bias -= learning_rate * gradients(x, y, predict(x, slope, bias))[1]
    return slope, bias, losses


@mistake("train", "The bias never moves from 0. Which of the two gets a step in your loop?", credit=0.25)
def bias_never_moves(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, losses = 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, 0.0)
        losses.append(mse(y, y_pred))
        slope -= learning_rate * gradients(x, y, y_pred)[0]
    return slope, 0.0, losses


@mistake(
    "train",
    "The line does not move at all: every loss is the same. Are the new slope and bias used in the next epoch?",
)
def never_moves(x, y, learning_rate, epochs, *, predict, mse):
    return 0.0, 0.0, [mse(y, predict(x, 0.0, 0.0))] * epochs


@mistake(
    "train",
    "The predictions are made once, before the loop: every epoch goes by those of the first line.",
    credit=0.25,
)
def predicts_only_once(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    y_pred = predict(x, slope, bias)
    for _ in range(epochs):
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train", "The steps have the size of the derivative itself: the learning rate is not used.", credit=0.25
)
def learning_rate_left_out(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        return train(x, y, 1.0, epochs)


@mistake("train", "It starts from slope 1 and bias 1. Where should it start?", credit=0.5)
def starts_elsewhere(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 1.0, 1.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but only the last loss comes back. Where does the list of all of them go?",
    credit=0.5,
)
def last_loss_only(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[-1]


@mistake("train", "The line is right, but the losses are missing from what it returns.", credit=0.5)
def losses_not_returned(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, epochs)[:2]


@mistake("train", "The line is right, but slope and bias have changed places in what it returns.", credit=0.5)
def slope_and_bias_returned_swapped(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return bias, slope, losses


@mistake(
    "train",
    "This is the best line there is, computed in one go. Here it should be found step by step, by gradient descent.",
)
def closed_form(x, y, learning_rate, epochs, *, predict, mse):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    design = np.hstack([x, np.ones_like(x)])
    slope, bias = (float(number) for number in np.linalg.lstsq(design, y, rcond=None)[0].ravel())
    return slope, bias, [mse(y, predict(x, slope, bias))] * epochs


@mistake("train", "It runs one epoch too many. How often does `range` count?", credit=0.25)
def one_epoch_too_many(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, epochs + 1)


@mistake(
    "train",
    "Each step starts from zero again: the new slope is only the step. What should the step be taken from?",
)
def old_line_forgotten(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = -learning_rate * d_slope, -learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The two derivatives have changed places: in which order does `gradients` give them?",
    credit=0.25,
)
def derivatives_swapped(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_bias, d_slope = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but only the last loss is in the list. Is the list emptied inside the loop?",
    credit=0.5,
)
def list_emptied_in_the_loop(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[-1:]


@mistake(
    "train",
    "The line is right, but the list of losses stays empty. Where is each loss added to it?",
    credit=0.5,
)
def losses_never_added(x, y, learning_rate, epochs, *, train):
    slope, bias, _ = train(x, y, learning_rate, epochs)
    return slope, bias, []


@mistake(
    "train",
    "All three are there, but in another order: slope, bias, losses is what is asked for.",
    credit=0.5,
)
def losses_first(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return losses, slope, bias
