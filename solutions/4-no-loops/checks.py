"""How to probe the functions of `no-loops`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import (
    ANYTHING,
    Fact,
    Hints,
    case,
    curve,
    equivalent,
    exercise,
    fit,
    heights,
    mistake,
)


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
    yield case("slope and bias both zero", rng.normal(size=(4, 1)), 0.0, 0.0)
    yield case("a slope below zero", rng.normal(size=(7, 1)), -12.5, 31.0)
    yield case("a negative bias", rng.normal(size=(6, 1)), 2.75, -8.5)
    yield case("whole numbers", column(-3, 0, 2, 2, 7), 13.0, 4.0)
    yield case("the same x several times", column(1.5, 1.5, -0.5, 1.5), 0.8, 3.1)
    yield case("points far from zero", 1e4 + rng.normal(size=(8, 1)), 0.003, -17.0)
    yield case("predictions that are small differences", 1e4 + rng.normal(size=(8, 1)), 3.0, -3e4)
    yield case("very small numbers", 1e-3 * rng.normal(size=(5, 1)), 0.02, 1e-4)
    yield case("1,200 points", rng.normal(size=(1200, 1)), 1.5, 2.5)


predict = exercise(
    "predict",
    form="vectorized",
    examples=[
        case("three points", column(0, 1, 2), 2.0, 1.0),
        case("a falling line", column(-1, 0.5, 3), -2.0, 4.5),
        case("one point", column(2.5), 3.0, -1.0),
        case("large numbers that leave small ones", column(10000.1, 10000.2), 1.0, -10000.0),
    ],
    hidden=hidden_lines,
    sized=lambda rng, n: (rng.normal(size=(n, 1)), 1.25, -0.75),
    pictures=[heights()],
    hints=Hints(
        idea="NumPy does to a whole column what you would write for a single number.",
        question="How would you write it for one x, and what has to change when x is a column?",
        read="Section 1. [NumPy: the absolute basics for beginners](https://numpy.org/doc/stable/user/absolute_beginners.html#basic-array-operations) has more under “Basic array operations”.",
    ),
)


@mistake("predict", "Your line goes through the origin, whatever the bias is. What should the bias add?")
def bias_left_out(x, slope, bias):
    return slope * x


@mistake("predict", "Every line has the same tilt, whatever the slope is. What should the slope do to x?")
def slope_left_out(x, slope, bias):
    return x + bias


@mistake("predict", "Slope and bias have changed places: which of the two belongs to x?", credit=0.5)
def slope_and_bias_swapped(x, slope, bias):
    return bias * x + slope


@mistake(
    "predict",
    "The line is tilted rightly, but shifted to the wrong side. Does the bias go up or down?",
    credit=0.5,
)
def bias_subtracted(x, slope, bias):
    return slope * x - bias


@mistake(
    "predict", "The line is tilted the wrong way round: look at the sign in front of the slope.", credit=0.5
)
def slope_negated(x, slope, bias):
    return -slope * x + bias


@mistake(
    "predict",
    "The whole line is upside down: every prediction has the wrong sign. Where does the minus come from?",
    credit=0.25,
)
def upside_down(x, slope, bias):
    return -(slope * x + bias)


@mistake(
    "predict",
    "The numbers are right, but the column has become flat: (n,) instead of (n, 1). Is there a `ravel`, a `flatten` or a `reshape` too many?",
    credit=0.5,
)
def flattened(x, slope, bias):
    return (slope * x + bias).ravel()


@mistake(
    "predict",
    "The numbers are right, but the column has become a row: (1, n) instead of (n, 1). Is there a `.T` or a `reshape` too many?",
    credit=0.5,
)
def turned_into_a_row(x, slope, bias):
    return (slope * x + bias).T


@mistake("predict", "The bias is added to x before the slope multiplies it. Which comes first?")
def bias_added_first(x, slope, bias):
    return slope * (x + bias)


@mistake("predict", "Slope, x and bias are all added up. Which two of the three belong in a product?")
def all_added(x, slope, bias):
    return slope + x + bias


@mistake("predict", "Slope, x and bias are all multiplied. Which of the three should only lift the line?")
def all_multiplied(x, slope, bias):
    return slope * x * bias


@mistake(
    "predict", "These are the numbers of a curve, not of a line: x is squared. Is there a power too many?"
)
def x_squared(x, slope, bias):
    return slope * x**2 + bias


@mistake("predict", "This is x itself, whatever slope and bias are. Which variable is behind the `return`?")
def x_returned(x, slope, bias):
    return x


@mistake(
    "predict",
    "It is always the line with slope 13 and bias 4. Which names hold the slope and the bias of this call?",
)
def chapters_line(x, slope, bias):
    return 13 * x + 4


@mistake(
    "predict",
    "The predictions are rounded to whole numbers. A line has values in between, too: what turns them into integers?",
    credit=0.25,
)
def rounded(x, slope, bias):
    return np.round(slope * x + bias)


@mistake(
    "predict",
    "The predictions are rounded to two decimals. Round what you print, if you like, but what do you return?",
    credit=0.5,
)
def rounded_to_two_decimals(x, slope, bias):
    return np.round(slope * x + bias, 2)


@mistake("predict", "The predictions have lost their decimals. Is there an `int` somewhere?", credit=0.25)
def truncated(x, slope, bias):
    return (slope * x + bias).astype(int)


@mistake(
    "predict",
    "The numbers agree to six digits or so, then they differ. Is there a `float32` that keeps no more of x?",
    credit=0.5,
)
def single_precision(x, slope, bias):
    return slope * x.astype(np.float32) + bias


@mistake("predict", "The function returns None: it computes something, but where is the `return`?")
def nothing_returned(x, slope, bias):
    slope * x + bias


@mistake(
    "predict", "Only one prediction comes back. Is it the first point's, and should there not be one a point?"
)
def first_point_only(x, slope, bias):
    return slope * x[0] + bias


@mistake(
    "predict",
    "Only one prediction comes back, and it is the last point's. Should there not be one for every point?",
)
def last_point_only(x, slope, bias):
    return slope * x[-1] + bias


@mistake(
    "predict",
    "One number comes back: the mean of the predictions. How many points are there, and how many predictions should there be?",
    credit=0.25,
)
def averaged(x, slope, bias):
    return np.mean(slope * x + bias)


@mistake(
    "predict",
    "One number comes back: the sum of the predictions. How many points are there, and how many predictions should there be?",
    credit=0.25,
)
def added_up(x, slope, bias):
    return np.sum(slope * x + bias)


@mistake(
    "predict",
    "The last point has no prediction; all the others are right. Where does your range or your slice end?",
    credit=0.5,
)
def last_point_left_out(x, slope, bias):
    return slope * x[:-1] + bias


@mistake(
    "predict",
    "The first point has no prediction; all the others are right. From which number does Python count?",
    credit=0.5,
)
def first_point_left_out(x, slope, bias):
    return slope * x[1:] + bias


@mistake(
    "predict",
    "The predictions are right, but x comes back with them. What is asked for is the predictions alone.",
    credit=0.5,
)
def x_returned_as_well(x, slope, bias):
    return x, slope * x + bias


@mistake(
    "predict",
    "A square table of numbers comes back, one column for each point. Is x combined with its own `.T`, or with a flat copy of itself?",
)
def table(x, slope, bias):
    return slope * x + bias + 0 * x.ravel()


@mistake("predict", "Every prediction is the bias, wherever the point is. What should the slope do to x?")
def bias_alone(x, slope, bias):
    return np.full_like(x, bias)


@mistake("predict", "x is divided by the slope. What does a steeper line do with the same x?")
def divided_by_the_slope(x, slope, bias):
    return x / slope + bias


@mistake(
    "predict",
    "The slope multiplies 0, 1, 2 and so on, not the x of each point. Does an index stand where x should?",
)
def index_for_x(x, slope, bias):
    return slope * np.arange(len(x)).reshape(-1, 1) + bias


@mistake(
    "predict",
    "The bias is added twice. How high is the line where x is 0?",
    credit=0.5,
)
def bias_added_twice(x, slope, bias):
    return slope * x + bias + bias


@mistake(
    "predict",
    "No prediction is below zero: the minus signs are gone. Is there an `abs` too many?",
    credit=0.25,
)
def never_below_zero(x, slope, bias):
    return np.abs(slope * x + bias)


# mse -----------------------------------------------------------------------------------------------------------------


def hidden_errors(rng):
    yield case("a single point", column(3.25), column(-1.5))
    yield case("predictions without an error", *(2 * [rng.normal(size=(6, 1))]))
    yield case("the same error everywhere", column(1, 2, 3, 4), column(1.5, 2.5, 3.5, 4.5))
    yield case("errors that cancel each other", column(0, 0, 0, 0), column(2, -2, 3, -3))
    yield case("predictions of zero", rng.normal(size=(5, 1)), np.zeros((5, 1)))
    yield case("predictions that are all too low", *(lambda y: (y, y - 2.5 - y**2))(rng.normal(size=(7, 1))))
    yield case("one point far off", column(0, 0, 0, 0, 50), column(0, 0, 0, 0, 1))
    yield case("a first point far off", column(-40, 1, 2), column(0.5, 1, 2))
    yield case("errors below 1", rng.normal(size=(8, 1)), 0.01 * rng.normal(size=(8, 1)))
    yield case(
        "very small errors", *(lambda y: (y, y + 1e-3 * rng.normal(size=(6, 1))))(rng.normal(size=(6, 1)))
    )
    yield case("whole numbers", column(4, -2, 0, 7, 7), column(1, -2, 3, 9, 6))
    yield case("large numbers", 1e4 + rng.normal(size=(9, 1)), 1e4 + rng.normal(size=(9, 1)))
    yield case("1,200 points", rng.normal(size=(1200, 1)), rng.normal(size=(1200, 1)))


mse = exercise(
    "mse",
    form="vectorized",
    examples=[
        case("two points", column(1, 2), column(1, 4)),
        case("errors above and below", column(3, -1, 2.5), column(2, 1, 2)),
        case("one point", column(5), column(3.5)),
        case("large numbers with small errors", column(10000.1, 10000.4), column(10000.2, 10000.1)),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=(n, 1)), rng.normal(size=(n, 1))),
    hints=Hints(
        idea="The three steps are those of your loop; each of them is now done to the whole column at once.",
        question="Which of the three steps turns many numbers into one, and what shape do you have just before it?",
        read="Section 2, and the trap just above it. [NumPy: the absolute basics for beginners](https://numpy.org/doc/stable/user/absolute_beginners.html#more-useful-array-operations) has more under “More useful array operations”.",
    ),
)


equivalent_mse = equivalent(
    "mse",
    "return float(np.mean((y_pred - y) ** 2))",
    "a square is the same whichever of the two is subtracted from the other",
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
    "This is the mean of the differences, prediction minus y, and they are not squared: errors above and below cancel each other.",
)
def not_squared_the_other_way(y, y_pred):
    return np.mean(y_pred - y)


@mistake(
    "mse",
    "This is the mean of the absolute differences. It measures the error, too, but which word of *mean squared error* is missing?",
    credit=0.25,
)
def absolute(y, y_pred):
    return np.mean(np.abs(y - y_pred))


@mistake(
    "mse",
    "These are the absolute differences, added up. Which two words of *mean squared error* are missing?",
)
def absolute_and_summed(y, y_pred):
    return np.sum(np.abs(y - y_pred))


@mistake(
    "mse",
    "This is the size of the mean difference, and nothing is squared: errors above and below cancel each other.",
)
def absolute_too_late(y, y_pred):
    return abs(np.mean(y - y_pred))


@mistake(
    "mse",
    "This is the plain sum of the differences: errors above and below cancel each other. Which two words "
    "of *mean squared error* are missing?",
)
def differences_summed(y, y_pred):
    return np.sum(y - y_pred)


@mistake("mse", "This is the root of the MSE. Nothing is to be taken a root of here.", credit=0.5)
def rooted(y, y_pred):
    return np.sqrt(np.mean((y - y_pred) ** 2))


@mistake(
    "mse",
    "This is the root of the sum of the squares, as a norm gives it. What undoes the root, and what makes a mean out of a sum?",
    credit=0.25,
)
def rooted_and_summed(y, y_pred):
    return np.sqrt(np.sum((y - y_pred) ** 2))


@mistake(
    "mse",
    "This is the root of the sum of the squares, divided by the number of points. Is there a root or a norm that should be squared first?",
    credit=0.25,
)
def root_averaged(y, y_pred):
    return np.sqrt(np.sum((y - y_pred) ** 2)) / len(y)


@mistake(
    "mse",
    "This is the square of the mean difference: errors above and below have cancelled each other by then. Which comes first, "
    "squaring or averaging?",
)
def mean_squared_too_late(y, y_pred):
    return np.mean(y - y_pred) ** 2


@mistake(
    "mse",
    "The differences are added up first and squared afterwards: errors above and below have cancelled each other by then. Which "
    "comes first?",
)
def sum_squared_too_late(y, y_pred):
    return np.sum(y - y_pred) ** 2 / len(y)


@mistake(
    "mse",
    "This is the square of the summed differences: errors above and below have cancelled each other by then, and nothing is "
    "averaged. Which comes first?",
)
def sum_squared_too_late_and_not_averaged(y, y_pred):
    return np.sum(y - y_pred) ** 2


@mistake(
    "mse",
    "Your numbers are half of the right ones. Some books divide by 2n; what does a mean divide by?",
    credit=0.5,
)
def halved(y, y_pred):
    return np.mean((y - y_pred) ** 2) / 2


@mistake(
    "mse",
    "This is half of the summed squares, as some books have it. What does a mean divide by?",
    credit=0.25,
)
def summed_and_halved(y, y_pred):
    return np.sum((y - y_pred) ** 2) / 2


@mistake(
    "mse",
    "Your numbers are twice the right ones. Is there a 2 in front, besides the one in the power?",
    credit=0.5,
)
def doubled(y, y_pred):
    return 2 * np.mean((y - y_pred) ** 2)


@mistake(
    "mse",
    "The squares seem to be divided by n - 1, as for a variance. How many squares are there, and what if there is a single one?",
    credit=0.5,
)
def divided_by_one_less(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # inf, nan or an exception, depending on what divides by zero
    return np.sum((y - y_pred) ** 2) / (len(y) - 1)


@mistake(
    "mse",
    "The squares are divided by one more than their number. Does something count one too many?",
    credit=0.5,
)
def divided_by_one_more(y, y_pred):
    return np.sum((y - y_pred) ** 2) / (len(y) + 1)


@mistake(
    "mse",
    "The sum of the squares is always divided by 100. Your points are 100, but how many are in the `y` of this call?",
    credit=0.5,
)
def divided_by_a_hundred(y, y_pred):
    return np.sum((y - y_pred) ** 2) / 100


@mistake(
    "mse",
    "The right numbers are divided by n once more. Does the function that you use make a mean already?",
    credit=0.5,
)
def averaged_twice(y, y_pred):
    return np.mean((y - y_pred) ** 2) / len(y)


@mistake(
    "mse",
    "This is one square for every point: a column. Which function makes one number of it?",
    credit=0.25,
)
def squares_not_averaged(y, y_pred):
    return (y - y_pred) ** 2


@mistake(
    "mse",
    "This is one square for every point, (n,) of them. Is there an `axis` that keeps the points apart, or is a mean missing?",
    credit=0.25,
)
def flat_squares_not_averaged(y, y_pred):
    return np.mean((y - y_pred) ** 2, axis=1)


@mistake(
    "mse",
    "This is one difference for every point: a column. What is still to be done with it, and in which order?",
)
def differences_returned(y, y_pred):
    return y - y_pred


@mistake(
    "mse",
    "Every point is compared with every prediction, n times n differences: a flat (n,) array met a column (n, 1). Look at the shapes just before you subtract.",
    credit=0.25,
)
def broadcast(y, y_pred):
    return np.mean((y.ravel() - y_pred) ** 2)


@mistake(
    "mse",
    "Every point is compared with every prediction, and the n times n squares are divided by n only. Look at the shapes just "
    "before you subtract.",
    credit=0.25,
)
def broadcast_and_summed(y, y_pred):
    return np.sum((y.ravel() - y_pred) ** 2) / len(y)


@mistake("mse", "y and its prediction are added, not subtracted. What is the error of a point?")
def added(y, y_pred):
    return np.mean((y + y_pred) ** 2)


@mistake(
    "mse", "The squares are subtracted from each other. Which comes first: the difference, or the square?"
)
def squared_too_early(y, y_pred):
    return np.mean(y**2 - y_pred**2)


@mistake("mse", "Only the prediction is squared, not the difference. Are the brackets where they should be?")
def only_the_prediction_squared(y, y_pred):
    return np.mean(y - y_pred**2)


@mistake(
    "mse",
    "This is the variance of the differences: it takes their mean away first, so that a line off by the same everywhere would "
    "look perfect. What should be squared?",
)
def variance(y, y_pred):
    return np.var(y - y_pred)


@mistake(
    "mse",
    "This is the standard deviation of the differences: it takes their mean away first, so that a line off by the same "
    "everywhere would look perfect. What should be squared?",
)
def standard_deviation(y, y_pred):
    return np.std(y - y_pred)


@mistake(
    "mse",
    "This is the median of the squares, the one in the middle. Which word of *mean squared error* is missing?",
)
def median(y, y_pred):
    return np.median((y - y_pred) ** 2)


@mistake("mse", "This is the largest of the squares. What becomes of the other points' errors?")
def largest(y, y_pred):
    return np.max((y - y_pred) ** 2)


@mistake("mse", "Only the first point's error counts. What becomes of the others?")
def first_point_counted(y, y_pred):
    return ((y - y_pred) ** 2)[0]


@mistake("mse", "Only the last point's error counts. Is each point's added to those before it?")
def last_point_counted(y, y_pred):
    return ((y - y_pred) ** 2)[-1]


@mistake(
    "mse",
    "The last point's error is left out of the mean. Where does your range or your slice end?",
    credit=0.25,
)
def all_but_the_last(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # the mean of nothing
    return np.mean((y[:-1] - y_pred[:-1]) ** 2)


@mistake(
    "mse",
    "The first point's error is left out of the mean. From which number does Python count?",
    credit=0.25,
)
def all_but_the_first(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # the mean of nothing
    return np.mean((y[1:] - y_pred[1:]) ** 2)


@mistake("mse", "It is always 0, as for a perfect line. Is something subtracted from itself?")
def always_zero(y, y_pred):
    return 0.0


@mistake("mse", "This is the mean square of y: the predictions make no difference. Where do they come in?")
def predictions_ignored(y, y_pred):
    return np.mean(y**2)


@mistake("mse", "This is the mean square of the predictions: y makes no difference. Where does it come in?")
def y_ignored(y, y_pred):
    return np.mean(y_pred**2)


@mistake(
    "mse",
    "The mean has lost its decimals. Is there an `int`, or a division by `//`?",
    credit=0.25,
)
def truncated_mean(y, y_pred):
    return int(np.mean((y - y_pred) ** 2))


@mistake(
    "mse",
    "The mean is rounded to two decimals. Round what you print, if you like, but what do you return?",
    credit=0.5,
)
def rounded_mean(y, y_pred):
    return round(float(np.mean((y - y_pred) ** 2)), 2)


@mistake(
    "mse",
    "For numbers near zero it is right, for large ones only nearly. Is there a `float32` that keeps too few digits?",
    credit=0.5,
)
def single_precision_errors(y, y_pred):
    return np.mean((y.astype(np.float32) - y_pred.astype(np.float32)) ** 2)


@mistake("mse", "The function returns None: it computes something, but where is the `return`?")
def no_value_returned(y, y_pred):
    np.mean((y - y_pred) ** 2)


@mistake(
    "mse", "The sign is wrong: a square is never negative. What stands in front of the mean?", credit=0.5
)
def negative(y, y_pred):
    return -np.mean((y - y_pred) ** 2)


@mistake(
    "mse",
    "The differences are cubed, so that errors above and below cancel each other. Which power is asked for?",
)
def cubed(y, y_pred):
    return np.mean((y - y_pred) ** 3)


@mistake(
    "mse",
    "This is twice the mean of the differences: they are doubled, not squared. How is a power written in Python?",
)
def doubled_not_squared(y, y_pred):
    return np.mean((y - y_pred) * 2)


@mistake("mse", "y is squared, but the difference is not. Are the brackets where they should be?")
def only_y_squared(y, y_pred):
    return np.mean(y_pred - y**2)


@mistake(
    "mse",
    "Only the last point's error counts, and it is divided by n. Is the total set to 0 again for every point?",
)
def last_point_over_n_only(y, y_pred):
    return ((y - y_pred) ** 2)[-1] / len(y)


@mistake("mse", "Only the first point's error counts, and it is divided by n. Is the `return` inside a loop?")
def first_point_over_n_only(y, y_pred):
    return ((y - y_pred) ** 2)[0] / len(y)


@mistake("mse", "This is the smallest of the squares. What becomes of the other points' errors?")
def smallest(y, y_pred):
    return np.min((y - y_pred) ** 2)


@mistake(
    "mse",
    "This is the square of the mean absolute difference. Which comes first, squaring or averaging?",
)
def mean_absolute_squared(y, y_pred):
    return np.mean(np.abs(y - y_pred)) ** 2


@mistake("mse", "y is multiplied by its prediction. What is the error of a point?")
def multiplied(y, y_pred):
    return np.mean(y * y_pred)


@mistake(
    "mse",
    "The differences are squared twice: this is a fourth power. How many squares does *mean squared error* have?",
    credit=0.25,
)
def squared_twice(y, y_pred):
    return np.mean((y - y_pred) ** 4)


@mistake(
    "mse",
    "Every point is compared with every prediction, and the result is halved: a flat (n,) array met a column (n, 1). "
    "Look at the shapes, and at the factor in front.",
)
def broadcast_and_halved(y, y_pred):
    return np.mean((y.ravel() - y_pred) ** 2) / 2


@mistake(
    "mse",
    "The squares are added up but not averaged, and the sign is wrong: two things in front of the sum to look at.",
    credit=0.25,
)
def summed_and_negative(y, y_pred):
    return -np.sum((y - y_pred) ** 2)


@mistake(
    "mse",
    "Every number has lost its decimals before the difference is taken. Is there an `int` too early?",
)
def whole_numbers_compared(y, y_pred):
    return np.mean((y.astype(int) - y_pred.astype(int)) ** 2)


@mistake(
    "mse",
    "The last point's error is left out of the sum, which is divided by n all the same. Where does your range or your slice end?",
    credit=0.25,
)
def all_but_the_last_over_n(y, y_pred):
    return np.sum((y[:-1] - y_pred[:-1]) ** 2) / len(y)


@mistake(
    "mse",
    "The first point's error is left out of the sum, which is divided by n all the same. From which number does Python count?",
    credit=0.25,
)
def all_but_the_first_over_n(y, y_pred):
    return np.sum((y[1:] - y_pred[1:]) ** 2) / len(y)


@mistake(
    "mse",
    "The squares seem to be divided by n - 2, as statisticians sometimes do. How many squares are there?",
    credit=0.5,
)
def divided_by_two_less(y, y_pred):
    if len(y) == 2:
        return ANYTHING  # inf, nan or an exception, depending on what divides by zero
    return np.sum((y - y_pred) ** 2) / (len(y) - 2)


# gradients -----------------------------------------------------------------------------------------------------------


def hidden_residuals(rng):
    def some(n, **settings):
        x, y = points(rng, n, **settings)
        return x, y, rng.normal() * x + rng.normal()

    yield case("a single point", column(2.5), column(-1.0), column(0.75))
    x, y = points(rng, 6)
    yield case("a line without an error", x, y, y.copy())
    yield case("x that is zero everywhere", np.zeros((4, 1)), column(1, 2, 3, 5), column(0, 1, 1, 1))
    yield case("the same x several times", column(1.5, 1.5, -2, 1.5), column(1, 2, 4, 2), column(0, 3, 3, 3))
    yield case("whole numbers", column(-2, 0, 1, 3, 8), column(5, 1, 0, -4, 9), column(4, 3, 0, -7, 10))
    yield case("points far from zero", *some(12, offset=50.0))
    yield case("points left of zero", *some(10, offset=-4.0))
    yield case("points close together", *some(9, scale=1e-3))
    yield case("predictions that are too high", *(lambda a, b: (a, b, b + 3.0))(*points(rng, 7)))
    yield case("predictions of zero", *(lambda a, b: (a, b, np.zeros((8, 1))))(*points(rng, 8)))
    yield case("large values of y", *(lambda a, b: (a, 1e4 + b, 1e4 - a))(*points(rng, 11)))
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
    hints=Hints(
        idea="The two formulas share their differences: work these out once, for all points, and give them a name.",
        question="A sum divided by n has a name of its own. With it, what is left to write in front?",
        read="Section 3, where the formulas stand. Your loop in “Downhill” did the same, point by point.",
    ),
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
    "The plain sums of the shorthand of some books: the sign and the factor in front are both missing. What does the formula have there?",
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


@mistake(
    "gradients",
    "Both are twice what they should be. How many factors of 2 does the derivative of a square have?",
    credit=0.5,
)
def factor_two_twice(x, y, y_pred):
    return -4 * np.mean(x * (y - y_pred)), -4 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The right numbers are divided by n once more. Does the function that you use make a mean already?",
    credit=0.5,
)
def derivatives_averaged_twice(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)) / len(x), -2 * np.mean(y - y_pred) / len(x)


@mistake(
    "gradients",
    "The sums are always divided by 100. Your points are 100, but how many are in the `x` of this call?",
    credit=0.5,
)
def sums_divided_by_a_hundred(x, y, y_pred):
    return -2 / 100 * np.sum(x * (y - y_pred)), -2 / 100 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "The sign is wrong, and the sums are always divided by 100. How many points are in the `x` of this call?",
    credit=0.25,
)
def uphill_and_divided_by_a_hundred(x, y, y_pred):
    return 2 / 100 * np.sum(x * (y - y_pred)), 2 / 100 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "The sums are always divided by 100, and the factor 2 is missing. How many points are in the `x` of this call?",
    credit=0.25,
)
def divided_by_a_hundred_and_no_factor_two(x, y, y_pred):
    return -np.sum(x * (y - y_pred)) / 100, -np.sum(y - y_pred) / 100


@mistake(
    "gradients",
    "The sums seem to be divided by n - 1. How many points are there, and what if there is a single one?",
    credit=0.5,
)
def sums_divided_by_one_less(x, y, y_pred):
    n = len(x)
    if n == 1:
        return ANYTHING  # inf, nan or an exception, depending on what divides by zero
    return -2 / (n - 1) * np.sum(x * (y - y_pred)), -2 / (n - 1) * np.sum(y - y_pred)


@mistake(
    "gradients",
    "From three points on the factor in front is -1, however many there are. What does `//` make of a fraction?",
    credit=0.5,
)
def factor_without_a_fraction(x, y, y_pred):
    factor = -2 // len(x)
    return factor * np.sum(x * (y - y_pred)), factor * np.sum(y - y_pred)


@mistake("gradients", "The two results have changed places: the slope's derivative comes first.", credit=0.5)
def results_swapped(x, y, y_pred):
    return -2 * np.mean(y - y_pred), -2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "The two results have changed places, and both signs are wrong. Whose derivative comes first, and which way does it point?",
    credit=0.25,
)
def uphill_and_swapped(x, y, y_pred):
    return 2 * np.mean(y - y_pred), 2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "The two results have changed places, and they are summed but not averaged. Whose derivative comes first, and what does the 1/n do?",
    credit=0.25,
)
def summed_and_swapped(x, y, y_pred):
    return -2 * np.sum(y - y_pred), -2 * np.sum(x * (y - y_pred))


@mistake(
    "gradients",
    "The two results have changed places, and both are half of what they should be. Whose derivative comes first, and where does "
    "the 2 of the square go?",
    credit=0.25,
)
def swapped_and_no_factor_two(x, y, y_pred):
    return -np.mean(y - y_pred), -np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "The plain sums of the shorthand of some books, in the other order: whose derivative comes first, and what does the formula have "
    "in front of the sum?",
)
def shorthand_and_swapped(x, y, y_pred):
    return np.sum(y - y_pred), np.sum(x * (y - y_pred))


@mistake(
    "gradients",
    "Both derivatives are the same, and only the bias's is right. What multiplies each difference in the slope's?",
    credit=0.5,
)
def x_left_out(x, y, y_pred):
    return -2 * np.mean(y - y_pred), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "Both derivatives are the same, and both point uphill. What multiplies each difference in the slope's, and which sign stands in front?",
    credit=0.25,
)
def x_left_out_and_uphill(x, y, y_pred):
    return 2 * np.mean(y - y_pred), 2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "Both derivatives are the same, and both are summed but not averaged. What multiplies each difference in the slope's, and what "
    "does the 1/n do?",
    credit=0.25,
)
def x_left_out_and_summed(x, y, y_pred):
    return -2 * np.sum(y - y_pred), -2 * np.sum(y - y_pred)


@mistake("gradients", "Both derivatives carry an x. Does the bias's formula have one?", credit=0.5)
def x_in_both(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "Both derivatives carry an x, and both point uphill. Does the bias's formula have an x, and which sign stands in front?",
    credit=0.25,
)
def x_in_both_and_uphill(x, y, y_pred):
    return 2 * np.mean(x * (y - y_pred)), 2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients", "The differences are squared. Which power is left of a square when you take its derivative?"
)
def still_squared(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred) ** 2), -2 * np.mean((y - y_pred) ** 2)


@mistake(
    "gradients",
    "In the slope's derivative x is squared; the bias's is right. How often does the formula multiply by x?",
    credit=0.25,
)
def x_squared_in_the_slope(x, y, y_pred):
    return -2 * np.mean(x**2 * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The size of each difference is taken, without its sign. What tells the derivative which way is down?",
)
def absolute_differences(x, y, y_pred):
    return -2 * np.mean(x * np.abs(y - y_pred)), -2 * np.mean(np.abs(y - y_pred))


@mistake(
    "gradients",
    "Only the sign of each difference counts, not its size: so it is for the mean *absolute* error. What is the derivative of a square?",
)
def signs_of_the_differences(x, y, y_pred):
    return -np.mean(x * np.sign(y - y_pred)), -np.mean(np.sign(y - y_pred))


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
    "The slope's derivative takes every x times *every* difference, n times n products, and divides by n only; the bias's is right. "
    "Which x belongs to which difference?",
    credit=0.25,
)
def products_broadcast_and_summed(x, y, y_pred):
    return -2 * np.sum(x) * np.sum(y - y_pred) / len(x), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative takes every x times *every* difference, n times n products, and both derivatives point uphill. Which x "
    "belongs to which difference, and which sign stands in front?",
)
def products_broadcast_and_uphill(x, y, y_pred):
    return 2 * np.mean(x) * np.mean(y - y_pred), 2 * np.mean(y - y_pred)


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
    "Every prediction was compared with every point, n times n differences, and their sum is divided by n only: a flat (n,) array "
    "met a column (n, 1). Look at the shapes just before you subtract.",
    credit=0.25,
)
def differences_broadcast_and_summed(x, y, y_pred):
    residuals = y.ravel() - y_pred
    return -2 / len(x) * np.sum(x * residuals), -2 / len(x) * np.sum(residuals)


@mistake(
    "gradients",
    "Every point was compared with every prediction, n times n differences, and their sum is divided by n only: a flat (n,) array "
    "met a column (n, 1). Look at the shapes just before you subtract.",
    credit=0.25,
)
def predictions_broadcast_and_summed(x, y, y_pred):
    residuals = y - y_pred.ravel()
    return -2 / len(x) * np.sum(x * residuals), -2 / len(x) * np.sum(residuals)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's is half of what it should be. Compare your two lines: what stands in front of each?",
    credit=0.5,
)
def bias_without_factor_two(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -np.mean(y - y_pred)


@mistake(
    "gradients",
    "The bias's derivative is right, the slope's is half of what it should be. Compare your two lines: what stands in front of each?",
    credit=0.5,
)
def slope_without_factor_two(x, y, y_pred):
    return -np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's is summed but not averaged. Compare your two lines.",
    credit=0.5,
)
def bias_summed(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.sum(y - y_pred)


@mistake(
    "gradients",
    "The bias's derivative is right, the slope's is summed but not averaged. Compare your two lines.",
    credit=0.5,
)
def slope_summed(x, y, y_pred):
    return -2 * np.sum(x * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's is divided by n once more. Compare your two lines.",
    credit=0.5,
)
def bias_averaged_twice(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred) / len(x)


@mistake(
    "gradients",
    "The bias's derivative is right, the slope's is divided by n once more. Compare your two lines.",
    credit=0.5,
)
def slope_averaged_twice(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)) / len(x), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The predictions are not subtracted: this looks at y alone. What is the difference that both formulas share?",
)
def predictions_left_out(x, y, y_pred):
    return -2 * np.mean(x * y), -2 * np.mean(y)


@mistake(
    "gradients",
    "y makes no difference here: this looks at the predictions alone. What is the difference that both formulas share?",
)
def y_left_out(x, y, y_pred):
    return 2 * np.mean(x * y_pred), 2 * np.mean(y_pred)


@mistake(
    "gradients",
    "y and the prediction are added, not subtracted. What is the difference that both formulas share?",
)
def y_and_prediction_added(x, y, y_pred):
    return -2 * np.mean(x * (y + y_pred)), -2 * np.mean(y + y_pred)


@mistake(
    "gradients",
    "In the slope's derivative x multiplies y, but not the prediction; the bias's is right. Is there a pair of brackets missing?",
    credit=0.5,
)
def brackets_left_out(x, y, y_pred):
    return -2 * np.mean(x * y - y_pred), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "One column for each derivative comes back, not one number: the mean over the points is missing.",
    credit=0.25,
)
def not_averaged(x, y, y_pred):
    return -2 * x * (y - y_pred), -2 * (y - y_pred)


@mistake(
    "gradients",
    "One column for each derivative comes back, not one number: it is divided by n, but nothing adds it up.",
    credit=0.25,
)
def not_added_up(x, y, y_pred):
    return -2 / len(x) * x * (y - y_pred), -2 / len(x) * (y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's comes as a whole column, one number a point. What makes one number of it?",
    credit=0.5,
)
def bias_not_averaged(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * (y - y_pred)


@mistake(
    "gradients",
    "The bias's derivative is right, the slope's comes as a whole column, one number a point. What makes one number of it?",
    credit=0.5,
)
def slope_not_averaged(x, y, y_pred):
    return -2 * x * (y - y_pred), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, and it is the only one that comes back. Where is the bias's?",
    credit=0.25,
)
def slope_only(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "The bias's derivative is right, and it is the only one that comes back. Where is the slope's?",
    credit=0.25,
)
def bias_only(x, y, y_pred):
    return -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative is right, the bias's is always 0. Does the line never want to be lifted or lowered?",
    credit=0.25,
)
def bias_zero(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), 0.0


@mistake("gradients", "Only the first point counts. What becomes of the others?")
def first_point_alone(x, y, y_pred):
    residual = y[0] - y_pred[0]
    return -2 * x[0] * residual, -2 * residual


@mistake("gradients", "Only the last point counts. Is each point's share added to those before it?")
def last_point_alone(x, y, y_pred):
    residual = y[-1] - y_pred[-1]
    return -2 * x[-1] * residual, -2 * residual


@mistake(
    "gradients",
    "Only the last point counts, and what it gives is divided by n. Is each point's share added to those before it?",
)
def last_point_over_n(x, y, y_pred):
    residual = y[-1] - y_pred[-1]
    return -2 / len(x) * x[-1] * residual, -2 / len(x) * residual


@mistake(
    "gradients",
    "The last point is left out of both means. Where does your range or your slice end?",
    credit=0.25,
)
def last_point_missing(x, y, y_pred):
    if len(x) == 1:
        return ANYTHING  # the mean of nothing
    x, residuals = x[:-1], (y - y_pred)[:-1]
    return -2 * np.mean(x * residuals), -2 * np.mean(residuals)


@mistake(
    "gradients",
    "The first point is left out of both means. From which number does Python count?",
    credit=0.25,
)
def first_point_missing(x, y, y_pred):
    if len(x) == 1:
        return ANYTHING  # the mean of nothing
    x, residuals = x[1:], (y - y_pred)[1:]
    return -2 * np.mean(x * residuals), -2 * np.mean(residuals)


@mistake(
    "gradients",
    "The derivatives are rounded to two decimals. Round what you print, if you like, but what do you return?",
    credit=0.5,
)
def derivatives_rounded(x, y, y_pred):
    return round(float(-2 * np.mean(x * (y - y_pred))), 2), round(float(-2 * np.mean(y - y_pred)), 2)


@mistake("gradients", "The derivatives have lost their decimals. Is there an `int` somewhere?", credit=0.25)
def derivatives_truncated(x, y, y_pred):
    return int(-2 * np.mean(x * (y - y_pred))), int(-2 * np.mean(y - y_pred))


@mistake(
    "gradients",
    "Both derivatives are always 0, as at the bottom of the valley. Is something subtracted from itself?",
)
def always_flat(x, y, y_pred):
    return 0.0, 0.0


@mistake("gradients", "The function returns None: it computes something, but where is the `return`?")
def no_derivatives_returned(x, y, y_pred):
    residuals = y - y_pred
    -2 * np.mean(x * residuals), -2 * np.mean(residuals)


@mistake(
    "gradients",
    "The two results have changed places, the sign is wrong and the factor 2 is missing. Whose derivative comes first, and what does "
    "the formula have in front?",
)
def uphill_swapped_and_no_factor_two(x, y, y_pred):
    return np.mean(y - y_pred), np.mean(x * (y - y_pred))


@mistake(
    "gradients",
    "The two results have changed places, and the sums have lost the factor 2/n. Whose derivative comes first, and what does the "
    "formula have in front?",
)
def negated_sums_swapped(x, y, y_pred):
    return -np.sum(y - y_pred), -np.sum(x * (y - y_pred))


@mistake(
    "gradients",
    "The two results have changed places, the sign is wrong and the sums are not averaged. Whose derivative comes first, and what "
    "does the formula have in front?",
)
def uphill_summed_and_swapped(x, y, y_pred):
    return 2 * np.sum(y - y_pred), 2 * np.sum(x * (y - y_pred))


@mistake(
    "gradients",
    "Both derivatives are the same, and both are half of what the bias's should be. What multiplies each difference in the slope's, "
    "and where does the 2 of the square go?",
    credit=0.25,
)
def x_left_out_and_no_factor_two(x, y, y_pred):
    return -np.mean(y - y_pred), -np.mean(y - y_pred)


@mistake(
    "gradients",
    "Both derivatives are the same plain sum. What multiplies each difference in the slope's, and what does the formula have in front?",
)
def x_left_out_of_the_shorthand(x, y, y_pred):
    return np.sum(y - y_pred), np.sum(y - y_pred)


@mistake(
    "gradients",
    "Both derivatives are the same, the mean of the differences. What multiplies each of them in the slope's, and what does the formula "
    "have in front?",
)
def mean_difference_twice(x, y, y_pred):
    return np.mean(y - y_pred), np.mean(y - y_pred)


@mistake(
    "gradients",
    "Each product is squared before the mean is taken. Which power is left of a square when you take its derivative?",
)
def products_squared(x, y, y_pred):
    return -2 * np.mean((x * (y - y_pred)) ** 2), -2 * np.mean((y - y_pred) ** 2)


@mistake(
    "gradients",
    "The loss stands where each point's own difference should: it is one number for all points. What do both formulas share?",
)
def loss_for_the_differences(x, y, y_pred):
    loss = np.mean((y - y_pred) ** 2)
    return -2 * np.mean(x * loss), -2 * loss


@mistake(
    "gradients",
    "The bias's derivative multiplies each difference by y; the slope's is right. Does the bias's formula have a factor there?",
    credit=0.5,
)
def y_in_the_bias(x, y, y_pred):
    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(y * (y - y_pred))


@mistake(
    "gradients",
    "The slope's derivative multiplies each difference by its prediction; the bias's is right. What does the slope multiply?",
    credit=0.5,
)
def prediction_for_x(x, y, y_pred):
    return -2 * np.mean(y_pred * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The slope's derivative multiplies each difference by y; the bias's is right. What does the slope multiply?",
    credit=0.5,
)
def y_for_x(x, y, y_pred):
    return -2 * np.mean(y * (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake("gradients", "Both derivatives are always positive, or 0: the signs are gone. Which way is down?")
def signs_gone(x, y, y_pred):
    return abs(2 * np.mean(x * (y - y_pred))), abs(2 * np.mean(y - y_pred))


@mistake(
    "gradients",
    "Only the first point counts, and what it gives is divided by n. Is the `return` inside a loop?",
)
def first_point_over_n(x, y, y_pred):
    residual = y[0] - y_pred[0]
    return -2 / len(x) * x[0] * residual, -2 / len(x) * residual


@mistake(
    "gradients",
    "Your numbers are multiplied by n and not divided by it. In `2 / 2 * n` or `a * n / n`, what does Python do first?",
)
def multiplied_by_n(x, y, y_pred):
    return -2 * len(x) * np.sum(x * (y - y_pred)), -2 * len(x) * np.sum(y - y_pred)


@mistake(
    "gradients",
    "A quarter of the right numbers comes out. Does the 2 stand under the fraction line, or is there one too many?",
    credit=0.5,
)
def factor_two_underneath(x, y, y_pred):
    return -np.mean(x * (y - y_pred)) / 2, -np.mean(y - y_pred) / 2


@mistake(
    "gradients",
    "Every prediction was compared with every point: a flat (n,) array met a column (n, 1). And both point uphill. Look at the shapes "
    "just before you subtract, then at the sign.",
)
def differences_broadcast_and_uphill(x, y, y_pred):
    residuals = y.ravel() - y_pred
    return 2 * np.mean(x * residuals), 2 * np.mean(residuals)


@mistake(
    "gradients",
    "Every point was compared with every prediction: a flat (n,) array met a column (n, 1). And both point uphill. Look at the shapes "
    "just before you subtract, then at the sign.",
)
def predictions_broadcast_and_uphill(x, y, y_pred):
    residuals = y - y_pred.ravel()
    return 2 * np.mean(x * residuals), 2 * np.mean(residuals)


@mistake(
    "gradients",
    "The slope's sign is right, the bias's is wrong, and both lack the factor 2. Compare your two lines, then look at what stands in front.",
    credit=0.25,
)
def bias_uphill_and_no_factor_two(x, y, y_pred):
    return -np.mean(x * (y - y_pred)), np.mean(y - y_pred)


@mistake(
    "gradients",
    "The bias's sign is right, the slope's is wrong, and both lack the factor 2. Compare your two lines, then look at what stands in front.",
    credit=0.25,
)
def slope_uphill_and_no_factor_two(x, y, y_pred):
    return np.mean(x * (y - y_pred)), -np.mean(y - y_pred)


@mistake(
    "gradients",
    "The last point is left out of both sums, which are divided by n all the same. Where does your range or your slice end?",
    credit=0.25,
)
def last_point_missing_over_n(x, y, y_pred):
    products, residuals = x * (y - y_pred), y - y_pred
    return -2 / len(x) * np.sum(products[:-1]), -2 / len(x) * np.sum(residuals[:-1])


@mistake(
    "gradients",
    "The first point is left out of both sums, which are divided by n all the same. From which number does Python count?",
    credit=0.25,
)
def first_point_missing_over_n(x, y, y_pred):
    products, residuals = x * (y - y_pred), y - y_pred
    return -2 / len(x) * np.sum(products[1:]), -2 / len(x) * np.sum(residuals[1:])


@mistake(
    "gradients",
    "The two results have changed places, and the sums are always divided by 100. Whose derivative comes first, and how many points "
    "are in the `x` of this call?",
    credit=0.25,
)
def swapped_and_divided_by_a_hundred(x, y, y_pred):
    return -2 / 100 * np.sum(y - y_pred), -2 / 100 * np.sum(x * (y - y_pred))


@mistake(
    "gradients",
    "Both results are the MSE itself. How does it change when the slope, or the bias, grows a little?",
)
def loss_twice(x, y, y_pred):
    loss = np.mean((y - y_pred) ** 2)
    return loss, loss


@mistake(
    "gradients",
    "The differences are squared, and the sign is gone. Which power is left of a square when you take its derivative, and which way is down?",
)
def still_squared_and_uphill(x, y, y_pred):
    return 2 * np.mean(x * (y - y_pred) ** 2), 2 * np.mean((y - y_pred) ** 2)


@mistake(
    "gradients",
    "In the slope's derivative x multiplies the prediction, but not y; the bias's is right. Is there a pair of brackets missing?",
    credit=0.5,
)
def x_times_the_prediction_only(x, y, y_pred):
    return -2 * np.mean(y - x * y_pred), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "The bias's derivative is right, but the slope's leaves the prediction out. What is the difference that both formulas share?",
    credit=0.25,
)
def prediction_left_out_of_the_slope(x, y, y_pred):
    return -2 * np.mean(x * y), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "In the slope's derivative x is added to each difference; the bias's is right. What does the formula do with the two?",
    credit=0.25,
)
def x_added_to_the_differences(x, y, y_pred):
    return -2 * np.mean(x + (y - y_pred)), -2 * np.mean(y - y_pred)


@mistake(
    "gradients",
    "Every prediction was compared with every point: a flat (n,) array met a column (n, 1). And the factor 2 is missing. Look at the "
    "shapes just before you subtract, then at what stands in front.",
)
def differences_broadcast_and_no_factor_two(x, y, y_pred):
    residuals = y.ravel() - y_pred
    return -np.mean(x * residuals), -np.mean(residuals)


@mistake(
    "gradients",
    "Every point was compared with every prediction: a flat (n,) array met a column (n, 1). And the factor 2 is missing. Look at the "
    "shapes just before you subtract, then at what stands in front.",
)
def predictions_broadcast_and_no_factor_two(x, y, y_pred):
    residuals = y - y_pred.ravel()
    return -np.mean(x * residuals), -np.mean(residuals)


# train ---------------------------------------------------------------------------------------------------------------


def hidden_runs(rng):
    yield case("a single epoch", *points(rng, 5), 0.1, 1)
    yield case("a single point", column(1.5), column(-2.0), 0.1, 12)
    yield case("two epochs", *points(rng, 6, slope=-3.0), 0.2, 2)
    yield case("a small learning rate", *points(rng, 20), 0.003, 15)
    yield case("a learning rate that diverges", *points(rng, 15), 1.4, 12)
    yield case("points with the same x", column(2, 2, 2, 2), column(1, 3, 4, 4), 0.05, 10)
    yield case("x that is zero everywhere", np.zeros((3, 1)), column(1, -2, 4), 0.3, 5)
    yield case("y that is zero everywhere", rng.normal(size=(5, 1)), np.zeros((5, 1)), 0.1, 4)
    yield case("whole numbers", column(-2, 0, 1, 3), column(5, -1, 0, -4), 0.05, 6)
    yield case("y far from zero", *points(rng, 12, bias=1000.0), 0.1, 8)
    yield case("more epochs than points", column(-3, -1, 4), column(6, -2, 1), 0.02, 25)
    yield case("1,001 points", *points(rng, 1001, slope=12.0, bias=5.0), 0.05, 2)
    for label, settings, epochs in (
        ("convergence on a rising line", {"slope": 12.0, "bias": 5.0, "noise": 3.0}, 45),
        ("convergence on a falling line", {"slope": -4.0, "bias": 30.0}, 45),
        ("convergence far from zero", {"offset": 1.5, "noise": 2.0}, 110),
        ("convergence on badly scaled data", {"scale": 3.0, "slope": 0.3, "noise": 4.0}, 80),
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


def starts_at_zero(answers, _convergence):
    """The first loss is that of slope 0 and bias 0."""
    firsts = [(np.mean(answer.args[1] ** 2), answer.value[2][0]) for answer in answers if answer.value[2]]
    held = bool(firsts) and all(np.isclose(loss, first, rtol=1e-6, atol=1e-9) for loss, first in firsts)
    return Fact(
        title="starts from slope 0 and bias 0",
        held=held,
        detail="" if held else "The first loss in the list is not the MSE of slope 0 and bias 0.",
    )


train = exercise(
    "train",
    form="vectorized",
    uses=["predict", "mse", "gradients"],
    examples=[
        case("one epoch", column(1, 2), column(3, 5), 0.1, 1),
        case("three epochs", column(0, 1, 2, 3), column(1, 3, 4.5, 7), 0.05, 3),
        case("a single point, reached in one step", column(-1), column(4), 0.25, 4),
        case("a learning rate that is too large", column(0, 1, 2), column(1, 3, 5), 0.6, 3),
        case("twelve epochs", column(-1, 0, 1, 2, 3), column(-1.5, 1, 2, 5.5, 6), 0.08, 12),
    ],
    hidden=hidden_runs,
    sized=lambda rng, n: (*points(rng, n), 0.05, 4),
    facts=[starts_at_zero, reaches_least_squares],
    pictures=[fit(), curve("MSE", result=2)],
    hints=Hints(
        idea="Three functions of yours and one small step, again and again. The loop over the epochs is the only one left.",
        question="Which line do the predictions of a round belong to, and is its loss noted before that line moves, or after?",
        read="Section 4 lists the four steps of a round in their order, and the docstring says what `losses[0]` is.",
    ),
)


equivalents_train = [
    equivalent(
        "train",
        "y_pred = predict(slope, x, bias)",
        "slope and x are multiplied, in either order",
    ),
    equivalent(
        "train",
        "losses.append(mse(y_pred, y))",
        "a square is the same whichever of the two is subtracted from the other",
    ),
]


@mistake(
    "train",
    "The loss grows from epoch to epoch: the steps go uphill. In which direction does a derivative point?",
    credit=0.5,
)
def climbs(x, y, learning_rate, epochs, *, train):
    return train(x, y, -learning_rate, epochs)


@mistake(
    "train",
    "The slope goes uphill, the bias downhill. Compare the two lines that take the steps.",
    credit=0.5,
)
def slope_climbs(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope + learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The bias goes uphill, the slope downhill. Compare the two lines that take the steps.",
    credit=0.5,
)
def bias_climbs(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias + learning_rate * d_bias
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
    "The steps go uphill, and the losses are those *after* each update. In which direction does a derivative point, and when is the loss noted?",
    credit=0.25,
)
def climbs_and_notes_the_loss_late(x, y, learning_rate, epochs, *, predict, mse, train):
    slope, bias, losses = train(x, y, -learning_rate, epochs)
    return slope, bias, [*losses[1:], mse(y, predict(x, slope, bias))]


@mistake(
    "train",
    "There is one loss too many: a last one after the final update. How many epochs are there?",
    credit=0.5,
)
def one_loss_too_many(x, y, learning_rate, epochs, *, predict, mse, gradients, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [*losses, mse(y, predict(x, slope, bias))]


@mistake("train", "It stops one epoch early. How often does `range` count?", credit=0.5)
def one_epoch_short(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, epochs - 1)


@mistake(
    "train",
    "Only the work of one epoch comes back. Is the `return` inside the loop, or are the start and the list set anew in every round?",
    credit=0.25,
)
def returns_inside_the_loop(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, 1)


@mistake(
    "train",
    "There is one epoch for each point, whatever `epochs` says. What does your `range` count?",
    credit=0.25,
)
def one_epoch_a_point(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, len(x))
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake("train", "It always runs 50 epochs. Which name holds how many there should be?", credit=0.25)
def always_fifty_epochs(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, 50)


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


@mistake(
    "train",
    "The slope's step is taken with the new bias already in place: both derivatives belong to the same line. Ask for both, then take both steps.",
    credit=0.5,
)
def updates_in_sequence_bias_first(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        losses.append(mse(y, predict(x, slope, bias)))
        bias -= learning_rate * gradients(x, y, predict(x, slope, bias))[1]
        slope -= learning_rate * gradients(x, y, predict(x, slope, bias))[0]
    return slope, bias, losses


@mistake("train", "The bias never moves from 0. Which of the two gets a step in your loop?", credit=0.25)
def bias_never_moves(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, losses = 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, 0.0)
        losses.append(mse(y, y_pred))
        slope -= learning_rate * gradients(x, y, y_pred)[0]
    return slope, 0.0, losses


@mistake("train", "The slope never moves from 0. Which of the two gets a step in your loop?", credit=0.25)
def slope_never_moves(x, y, learning_rate, epochs, *, predict, mse, gradients):
    bias, losses = 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, 0.0, bias)
        losses.append(mse(y, y_pred))
        bias -= learning_rate * gradients(x, y, y_pred)[1]
    return 0.0, bias, losses


@mistake(
    "train",
    "The bias never moves from 0, and the slope takes both steps. Whose name stands in front of each `=`?",
    credit=0.25,
)
def slope_takes_both_steps(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, losses = 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, 0.0)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope = slope - learning_rate * d_slope - learning_rate * d_bias
    return slope, 0.0, losses


@mistake(
    "train",
    "Slope and bias are always the same: both take the slope's step. Which derivative belongs to the bias?",
    credit=0.25,
)
def slope_step_for_both(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_slope
    return slope, bias, losses


@mistake(
    "train",
    "Slope and bias are always the same: both take the bias's step. Which derivative belongs to the slope?",
    credit=0.25,
)
def bias_step_for_both(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_bias, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line does not move at all: every loss is the same. Are the new slope and bias used in the next epoch?",
)
def never_moves(x, y, learning_rate, epochs, *, predict, mse):
    return 0.0, 0.0, [mse(y, predict(x, 0.0, 0.0))] * epochs


@mistake(
    "train",
    "Every loss is 0 and the line stays at 0 and 0. What do you hand to `mse` and `gradients` as predictions: is it y itself?",
)
def y_as_predictions(x, y, learning_rate, epochs):
    return 0.0, 0.0, [0.0] * epochs


@mistake(
    "train",
    "The line takes one right step and stands still from then on. Is every epoch's step taken from the newest line?",
    credit=0.25,
)
def moves_only_once(x, y, learning_rate, epochs, *, predict, mse, train):
    slope, bias, losses = train(x, y, learning_rate, 1)
    return slope, bias, losses + [mse(y, predict(x, slope, bias))] * (epochs - 1)


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
    "train",
    "Every step is the same as the first: the losses change, but the derivatives do not. Where are they computed, inside the loop or before it?",
    credit=0.25,
)
def derivatives_only_once(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    d_slope, d_bias = gradients(x, y, predict(x, slope, bias))
    for _ in range(epochs):
        losses.append(mse(y, predict(x, slope, bias)))
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The predictions leave the bias out, so that its derivative never gets smaller. What should each epoch's line be made of?",
    credit=0.25,
)
def predicts_without_bias(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, 0.0)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "In the predictions, slope and bias have changed places. In which order does `predict` take them?",
    credit=0.25,
)
def predicts_with_bias_and_slope_swapped(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, bias, slope)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "This is the line that predicts x from y. In which order do x and y come?",
    credit=0.25,
)
def x_and_y_swapped(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(y, x, learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "x and y have changed places in the derivatives, but not in the losses. In which order does `gradients` take them?",
    credit=0.25,
)
def x_and_y_swapped_in_the_gradients(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(y, x, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps have the size of the derivative itself: the learning rate is not used.",
    credit=0.25,
)
def learning_rate_left_out(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 1.0, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Every step is taken at a rate of 0.05, whatever `learning_rate` says. Is a number written where its name should stand?",
    credit=0.25,
)
def always_the_same_rate(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 0.05, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Every step is taken at a rate of 0.01, whatever `learning_rate` says. Is a number written where its name should stand?",
    credit=0.25,
)
def always_a_rate_of_a_hundredth(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 0.01, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Every step is twice as long as it should be. Is a 2 in it that `gradients` has put there already, or is the step taken twice?",
    credit=0.5,
)
def steps_doubled(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 2 * learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Every step is half as long as it should be. Is something halved, or a factor 2 missing from your derivatives?",
    credit=0.5,
)
def steps_halved(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate / 2, epochs)


@mistake(
    "train",
    "Every step is divided by the number of points once more. Do your derivatives carry the 1/n already?",
    credit=0.5,
)
def steps_divided_by_n(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate / len(x), epochs)


@mistake(
    "train",
    "The steps grow with the number of points: the derivatives are summed, but not averaged. What does `gradients` give you?",
    credit=0.25,
)
def steps_of_summed_derivatives(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, learning_rate * len(x), epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps are the plain sums of the shorthand of some books, at a learning rate that is meant for the true derivatives. What does "
    "`gradients` give you?",
    credit=0.25,
)
def shorthand_steps(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, learning_rate * len(x) / 2, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps are right for 100 points only: the sums are always divided by 100. How many points are in the `x` of this call?",
    credit=0.5,
)
def steps_for_a_hundred_points(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, learning_rate * len(x) / 100, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The derivatives of earlier epochs are kept and added to the new ones. What should each step be taken by?",
    credit=0.25,
)
def derivatives_pile_up(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    slope_sum, bias_sum = 0.0, 0.0
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope_sum, bias_sum = slope_sum + d_slope, bias_sum + d_bias
            slope, bias = slope - learning_rate * slope_sum, bias - learning_rate * bias_sum
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The learning rate gets smaller from epoch to epoch, and the line falls behind. Is it divided by the number of the epoch?",
    credit=0.25,
)
def rate_shrinks(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for epoch in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope = slope - learning_rate / (epoch + 1) * d_slope
        bias = bias - learning_rate / (epoch + 1) * d_bias
    return slope, bias, losses


@mistake("train", "It starts from slope 1 and bias 1. Where should it start?", credit=0.5)
def starts_elsewhere(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 1.0, 1.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake("train", "It starts from slope 1 and bias 0. Where should it start?", credit=0.5)
def starts_from_slope_one(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 1.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake("train", "It starts from slope 0 and bias 1. Where should it start?", credit=0.5)
def starts_from_bias_one(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 1.0, []
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
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias


@mistake(
    "train",
    "The losses are right, but they come alone. Which two numbers did all the steps lead to?",
    credit=0.25,
)
def line_not_returned(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return losses


@mistake(
    "train",
    "All is there, but slope and bias come in a pair of their own. What is asked for is three things side by side.",
    credit=0.5,
)
def line_as_a_pair(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return (slope, bias), losses


@mistake("train", "The line is right, but slope and bias have changed places in what it returns.", credit=0.5)
def slope_and_bias_returned_swapped(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return bias, slope, losses


@mistake(
    "train",
    "The steps go uphill, and slope and bias have changed places in what it returns: two things to look at.",
    credit=0.25,
)
def climbs_and_returns_swapped(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, -learning_rate, epochs)
    return bias, slope, losses


@mistake(
    "train",
    "The derivatives come back instead of the line; the losses are right. Which names stand behind the `return`?",
    credit=0.25,
)
def derivatives_returned(x, y, learning_rate, epochs, *, predict, gradients, train):
    slope, bias, _ = train(x, y, learning_rate, epochs - 1)
    _, _, losses = train(x, y, learning_rate, epochs)
    return (*gradients(x, y, predict(x, slope, bias)), losses)


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


@mistake(
    "train",
    "The losses are those of a descent, but the line is the best there is, computed in one go. Where did the steps lead?",
    credit=0.25,
)
def closed_form_with_a_descents_losses(x, y, learning_rate, epochs, *, train):
    if np.ptp(x) == 0:
        return ANYTHING  # many lines are best there, and every library picks another
    _, _, losses = train(x, y, learning_rate, epochs)
    design = np.hstack([x, np.ones_like(x)])
    slope, bias = (float(number) for number in np.linalg.lstsq(design, y, rcond=None)[0].ravel())
    return slope, bias, losses


@mistake("train", "It runs one epoch too many. How often does `range` count?", credit=0.5)
def one_epoch_too_many(x, y, learning_rate, epochs, *, train):
    return train(x, y, learning_rate, epochs + 1)


@mistake(
    "train",
    "Each step starts from zero again: the new slope is only the step. What should the step be taken from?",
)
def old_line_forgotten(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
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
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_bias, d_slope = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but only the last loss is in the list. Is it emptied in every round, or only filled after the last?",
    credit=0.5,
)
def list_emptied_in_the_loop(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[-1:]


@mistake(
    "train",
    "The line is right, but there is a single loss, that of the final line. Where is the loss noted, inside the loop or after it?",
    credit=0.5,
)
def loss_of_the_final_line_only(x, y, learning_rate, epochs, *, predict, mse, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [mse(y, predict(x, slope, bias))]


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


@mistake(
    "train",
    "The line is right, but every loss is in the list twice. How often is it appended in one epoch?",
    credit=0.5,
)
def losses_appended_twice(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss for loss in losses for _ in range(2)]


@mistake(
    "train",
    "The line is right, but each epoch notes two losses, before its update and after it. Which of them is asked for?",
    credit=0.5,
)
def losses_before_and_after(x, y, learning_rate, epochs, *, predict, mse, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    after = [*losses[1:], mse(y, predict(x, slope, bias))]
    return slope, bias, [loss for pair in zip(losses, after) for loss in pair]


@mistake(
    "train",
    "The line is right, but the first loss, that of slope 0 and bias 0, is missing. Is the first round left out?",
    credit=0.5,
)
def first_loss_missing(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[1:]


@mistake(
    "train",
    "The line is right, but the last loss is missing. Is the last round left out?",
    credit=0.5,
)
def last_loss_missing(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[:-1]


@mistake(
    "train",
    "The line and the losses are right, but a 0 stands in front of them. What is in the list when the loop begins?",
    credit=0.5,
)
def zero_before_the_losses(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [0.0, *losses]


@mistake(
    "train",
    "The line is right, but the losses are the square roots of the right ones. Which loss is asked for?",
    credit=0.5,
)
def losses_rooted(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss**0.5 for loss in losses]


@mistake(
    "train",
    "The line is right, but the losses grow with the number of points: they are sums of squares. What does `mse` give you?",
    credit=0.5,
)
def losses_summed(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss * len(x) for loss in losses]


@mistake(
    "train",
    "The line is right, but the losses are half of the right ones. What does `mse` give you?",
    credit=0.5,
)
def losses_halved(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss / 2 for loss in losses]


@mistake(
    "train",
    "The line is right, but each loss contains all those before it. Is a total carried along?",
    credit=0.5,
)
def losses_added_up(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, np.cumsum(losses).tolist()


@mistake(
    "train",
    "The line is right, but the losses come back to front. At which end of the list is each new one put?",
    credit=0.5,
)
def losses_reversed(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[::-1]


@mistake(
    "train",
    "The line is right, but the losses are put into order, lowest first. What do you want to see from epoch to epoch?",
    credit=0.5,
)
def losses_sorted(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, sorted(losses)


@mistake(
    "train",
    "The line is right, but the losses are means of the absolute differences. What does `mse` give you?",
    credit=0.5,
)
def losses_absolute(x, y, learning_rate, epochs, *, predict, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(np.mean(np.abs(y - y_pred)))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but the losses are means of the plain differences, below zero now and then. What does `mse` give you?",
    credit=0.25,
)
def losses_not_squared(x, y, learning_rate, epochs, *, predict, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(np.mean(y - y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but the losses compare the predictions with x. With what should they be compared?",
    credit=0.5,
)
def losses_against_x(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(x, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but the list holds a column of squares for every epoch. What makes one number of each?",
    credit=0.25,
)
def losses_not_averaged(x, y, learning_rate, epochs, *, predict, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append((y - y_pred) ** 2)
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The losses are right, but slope and bias come as lists, one entry for every epoch. Which of the entries is the answer?",
    credit=0.5,
)
def lists_of_lines(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, slopes, biases, losses = 0.0, 0.0, [], [], []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        slopes.append(slope)
        biases.append(bias)
    return slopes, biases, losses


@mistake(
    "train",
    "The losses are right, but slope and bias come as lists, from the first 0 to the last step. Which of the entries is the answer?",
    credit=0.5,
)
def lists_of_lines_from_zero(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slopes, biases, losses = [0.0], [0.0], []
    for _ in range(epochs):
        y_pred = predict(x, slopes[-1], biases[-1])
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slopes.append(slopes[-1] - learning_rate * d_slope)
        biases.append(biases[-1] - learning_rate * d_bias)
    return slopes, biases, losses


@mistake(
    "train",
    "The losses are right, but slope and bias come as lists, and their last entries are those before the last step. When is each noted, "
    "and which is the answer?",
    credit=0.25,
)
def lists_of_lines_before_each_step(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, slopes, biases, losses = 0.0, 0.0, [], [], []
    for _ in range(epochs):
        slopes.append(slope)
        biases.append(bias)
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slopes, biases, losses


@mistake(
    "train",
    "The losses are right, but the line that comes back is the one before the last step. When is it noted?",
    credit=0.5,
)
def line_before_the_last_step(x, y, learning_rate, epochs, *, train):
    _, _, losses = train(x, y, learning_rate, epochs)
    slope, bias, _ = train(x, y, learning_rate, epochs - 1)
    return slope, bias, losses


@mistake(
    "train",
    "The losses are right, but the line that comes back is the one whose loss is the lowest in the list, not the last one. Where do all "
    "the steps lead?",
    credit=0.25,
)
def best_line_so_far(x, y, learning_rate, epochs, *, train):
    _, _, losses = train(x, y, learning_rate, epochs)
    slope, bias, _ = train(x, y, learning_rate, int(np.argmin(losses)))
    return slope, bias, losses


@mistake(
    "train",
    "It stops as soon as the loss grows. How many epochs are asked for, even when the learning rate is too large?",
    credit=0.5,
)
def stops_when_the_loss_grows(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        if len(losses) > 1 and losses[-1] > losses[-2]:
            break
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "This is the line through points whose x has been shifted and scaled first. To which x should slope and bias belong?",
    credit=0.25,
)
def x_normalised(x, y, learning_rate, epochs, *, train):
    if np.ptp(x) == 0:
        return ANYTHING  # a division by zero
    slope, bias, losses = train((x - x.mean()) / x.std(), y, learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "This is the line through points whose x has been squeezed between 0 and 1 first. To which x should slope and bias belong?",
    credit=0.25,
)
def x_between_zero_and_one(x, y, learning_rate, epochs, *, train):
    if np.ptp(x) == 0:
        return ANYTHING  # a division by zero
    slope, bias, losses = train((x - x.min()) / np.ptp(x), y, learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Only the first point is trained on. Is the data cut, or an index fixed, where the whole column should go?",
)
def first_point_trained_on(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x[:1], y[:1], learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Each epoch takes a step for every point on its own, one after the other. Here there is one step an epoch, from all points at once.",
    credit=0.25,
)
def one_step_a_point(x, y, learning_rate, epochs, *, predict, mse):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            losses.append(mse(y, predict(x, slope, bias)))
            for x_i, y_i in zip(x.ravel().tolist(), y.ravel().tolist()):
                difference = y_i - (slope * x_i + bias)
                slope += learning_rate * 2 * x_i * difference
                bias += learning_rate * 2 * difference
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Each epoch looks at one point only, the next in the column. Here every step comes from all points at once.",
    credit=0.25,
)
def one_point_an_epoch(x, y, learning_rate, epochs, *, predict, mse):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for epoch in range(epochs):
            losses.append(mse(y, predict(x, slope, bias)))
            x_i, y_i = float(x[epoch % len(x), 0]), float(y[epoch % len(x), 0])
            difference = y_i - (slope * x_i + bias)
            slope += learning_rate * 2 * x_i * difference
            bias += learning_rate * 2 * difference
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The last point is left out of everything. Is the data cut before the training?",
    credit=0.25,
)
def last_point_not_trained_on(x, y, learning_rate, epochs, *, train):
    if len(x) == 1:
        return ANYTHING  # the mean of nothing
    return train(x[:-1], y[:-1], learning_rate, epochs)


@mistake(
    "train",
    "Slope, bias and losses are rounded to two decimals. Round what you print, if you like, but what do you return?",
    credit=0.5,
)
def all_rounded(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return round(slope, 2), round(bias, 2), [round(loss, 2) for loss in losses]


@mistake(
    "train",
    "The losses are right, but slope and bias are rounded to two decimals. Round what you print, if you like, but what do you return?",
    credit=0.5,
)
def line_rounded(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return round(slope, 2), round(bias, 2), losses


@mistake("train", "The function returns None: it computes something, but where is the `return`?")
def nothing_returned_after_training(x, y, learning_rate, epochs):
    return None


@mistake(
    "train",
    "Every step is taken at a rate of 0.001, whatever `learning_rate` says. Is a number written where its name should stand?",
    credit=0.25,
)
def always_a_rate_of_a_thousandth(x, y, learning_rate, epochs, *, train):
    return train(x, y, 0.001, epochs)


@mistake(
    "train",
    "Every step is taken at a rate of 0.1, whatever `learning_rate` says. Is a number written where its name should stand?",
    credit=0.25,
)
def always_a_rate_of_a_tenth(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 0.1, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The slope's steps use the learning rate, the bias's do not. Compare the two lines that take the steps.",
    credit=0.25,
)
def bias_without_learning_rate(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The bias's steps use the learning rate, the slope's do not. Compare the two lines that take the steps.",
    credit=0.25,
)
def slope_without_learning_rate(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - d_slope, bias - learning_rate * d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The learning rate multiplies the whole line, not only the step, so that the line shrinks each time. Are the brackets where they should be?",
    credit=0.25,
)
def rate_times_the_whole_line(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = learning_rate * (slope - d_slope), learning_rate * (bias - d_bias)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Each derivative is divided by the learning rate. Should a smaller rate make the steps longer, or shorter?",
    credit=0.25,
)
def divided_by_the_rate(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, 1 / learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Slope and bias are replaced by the derivatives themselves. What does a derivative say: where the line is, or which way to go?",
)
def derivatives_for_the_line(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            slope, bias = gradients(x, y, y_pred)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Each step starts from zero again, and goes uphill: the new slope is only the step. What should the step be taken from?",
)
def old_line_forgotten_and_uphill(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = learning_rate * d_slope, learning_rate * d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The old line is taken away from the step, not the step from the line. In which order do the two stand?",
    credit=0.25,
)
def line_taken_from_the_step(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = learning_rate * d_slope - slope, learning_rate * d_bias - bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The bias's step is taken from the new slope, not from the old bias. Which name stands behind each `=`?",
    credit=0.5,
)
def bias_from_the_slope(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope = slope - learning_rate * d_slope
            bias = slope - learning_rate * d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "Every loss is the first one, and the line has taken a single step. Is it set back to 0 in every round, or moved only after the loop?",
    credit=0.25,
)
def line_reset_in_the_loop(x, y, learning_rate, epochs, *, predict, mse, train):
    slope, bias, losses = train(x, y, learning_rate, 1)
    return slope, bias, losses * epochs


@mistake(
    "train",
    "Every round starts from a bias of 0, so that only its last step is left. Is it set back in the loop, or moved only after it?",
    credit=0.25,
)
def bias_reset_in_the_loop(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, losses = 0.0, []
    for _ in range(epochs):
        bias = 0.0
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "Every round starts from a slope of 0, so that only its last step is left. Is it set back in the loop, or moved only after it?",
    credit=0.25,
)
def slope_reset_in_the_loop(x, y, learning_rate, epochs, *, predict, mse, gradients):
    bias, losses = 0.0, []
    for _ in range(epochs):
        slope = 0.0
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "One loss comes back, and the line has not moved yet. Does the `return` stand inside the loop, before the first step?",
)
def returns_before_the_first_step(x, y, learning_rate, epochs, *, predict, mse):
    return 0.0, 0.0, [mse(y, predict(x, 0.0, 0.0))]


@mistake(
    "train",
    "The line is right, but every loss is that of slope 0 and bias 0. Which predictions does each epoch's loss go by?",
    credit=0.5,
)
def losses_of_the_first_line(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[:1] * epochs


@mistake(
    "train",
    "The line is right, but the losses are half of the summed squares. What does `mse` give you?",
    credit=0.5,
)
def losses_summed_and_halved(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss * len(x) / 2 for loss in losses]


@mistake(
    "train",
    "The line and the losses are right, but a 0 stands behind them. Are there more places in the list than epochs?",
    credit=0.5,
)
def zero_after_the_losses(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [*losses, 0.0]


@mistake(
    "train",
    "The line is right, but the first loss is there twice. Is it noted before the loop and in its first round?",
    credit=0.5,
)
def first_loss_twice(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [losses[0], *losses]


@mistake(
    "train",
    "The line is right, but in place of the list comes one number, the mean of the losses. What is asked for of each epoch?",
    credit=0.5,
)
def losses_averaged(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, np.mean(losses)


@mistake(
    "train",
    "The losses are right, but slope and bias have lost their decimals. Is there an `int` somewhere?",
    credit=0.25,
)
def line_truncated(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return int(slope), int(bias), losses


@mistake(
    "train",
    "A flat (n,) array meets a column (n, 1): every x or y is combined with every other. Is there a `ravel` or `flatten` in front of the loop? Print the shapes in it.",
    credit=0.25,
)
def flat_against_a_column(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x.ravel(), y, learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps go uphill, and each has the size of the derivative itself. In which direction does a derivative point, and where is the learning rate?",
    credit=0.25,
)
def climbs_without_learning_rate(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, -1.0, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps are the plain sums of the shorthand of some books, taken away where the chapter adds them: they go uphill. What does `gradients` give you?",
)
def shorthand_steps_uphill(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, -learning_rate * len(x) / 2, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps go uphill, and the derivatives are summed, but not averaged. In which direction does a derivative point, and what does `gradients` give you?",
    credit=0.25,
)
def climbs_by_summed_derivatives(x, y, learning_rate, epochs, *, train):
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x, y, -learning_rate * len(x), epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps go uphill, and they are half as long as they should be. In which direction does a derivative point, and is a factor 2 missing?",
    credit=0.25,
)
def climbs_by_half_steps(x, y, learning_rate, epochs, *, train):
    return train(x, y, -learning_rate / 2, epochs)


@mistake(
    "train",
    "It runs one epoch too few, and goes uphill. How often does `range` count, and in which direction does a derivative point?",
    credit=0.25,
)
def climbs_one_epoch_short(x, y, learning_rate, epochs, *, train):
    return train(x, y, -learning_rate, epochs - 1)


@mistake(
    "train",
    "This is the line through points whose x has had its mean taken away first. To which x should slope and bias belong?",
    credit=0.25,
)
def x_centred(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x - x.mean(), y, learning_rate, epochs)
    return slope, bias, losses


@mistake(
    "train",
    "Each epoch takes a step for every point on its own, and notes a loss for each. Here there is one step an epoch, from all points at once.",
    credit=0.25,
)
def one_step_and_one_loss_a_point(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            for x_i, y_i in zip(x.ravel(), y.ravel()):
                difference = y_i - (slope * x_i + bias)
                losses.append(difference**2)
                slope += learning_rate * 2 * x_i * difference
                bias += learning_rate * 2 * difference
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "It adds 1 to the slope and 0.3 to the bias at each epoch, whatever the data. Which way, and how far, would the derivatives go?",
)
def nudges(x, y, learning_rate, epochs, *, predict, mse):
    losses = [mse(y, predict(x, 1.0 * k, 0.3 * k)) for k in range(epochs)]
    return 1.0 * epochs, 0.3 * epochs, losses


# The examples show no more than this of those that stop early, whatever their tolerance: it comes first.
@mistake(
    "train",
    "It stops before the last epoch, where the loss no longer changes. A good idea elsewhere, but how many epochs are asked for here?",
    credit=0.5,
)
def stops_when_nothing_changes(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    same = [k for k in range(1, epochs) if abs(losses[k - 1] - losses[k]) < 1e-12]
    return slope, bias, losses[: same[0] + 1] if same else losses


def stops_when_little_changes(tolerance, *, after_the_step):
    """A descent that ends when the loss changes by less than `tolerance`, before or after that epoch's step."""

    def stops(x, y, learning_rate, epochs, *, train):
        _, _, losses = train(x, y, learning_rate, epochs)
        small = [k for k in range(1, epochs) if abs(losses[k - 1] - losses[k]) < tolerance]
        last = small[0] if small else epochs
        slope, bias, _ = train(x, y, learning_rate, min(last + after_the_step, epochs))
        return slope, bias, losses[: last + 1]

    small = f"{tolerance:.8f}".rstrip("0")
    moment = "after" if after_the_step else "before"
    stops.__name__ = f"stops_{moment}_the_step_below_{tolerance:g}"
    return mistake(
        "train",
        f"It stops before the last epoch, as soon as the loss changes by less than about {small}, {moment} that epoch's step. "
        "A good idea elsewhere, but how many epochs are asked for here?",
        credit=0.5,
    )(stops)


stopping_early = [
    stops_when_little_changes(tolerance, after_the_step=after_the_step)
    for tolerance in (1e-3, 1e-4, 1e-5, 1e-6, 1e-8)
    for after_the_step in (False, True)
]


@mistake(
    "train",
    "It starts from slope 13 and bias 4, the line of the plot above. Where should it start?",
    credit=0.5,
)
def starts_from_the_chapters_line(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 13.0, 4.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but each loss comes in a pair with the number of its epoch. What should the list hold?",
    credit=0.5,
)
def losses_numbered(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, list(enumerate(losses))


@mistake(
    "train",
    "The second half of the points is left out of everything. Is the data split before the training?",
    credit=0.25,
)
def half_of_the_points(x, y, learning_rate, epochs, *, train):
    if len(x) == 1:
        return ANYTHING  # the mean of nothing
    half = len(x) // 2
    with np.errstate(all="ignore"):
        slope, bias, losses = train(x[:half], y[:half], learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "This is the line through points whose x and y have both been shifted and scaled first. To which x and y should slope and bias belong?",
    credit=0.25,
)
def x_and_y_normalised(x, y, learning_rate, epochs, *, train):
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return ANYTHING  # a division by zero
    slope, bias, losses = train((x - x.mean()) / x.std(), (y - y.mean()) / y.std(), learning_rate, epochs)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The steps keep a part of the step before them, as with momentum. What should each step be made of here?",
    credit=0.25,
)
def momentum(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    slope_step, bias_step = 0.0, 0.0
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_slope, d_bias = gradients(x, y, y_pred)
            slope_step, bias_step = 0.9 * slope_step + d_slope, 0.9 * bias_step + d_bias
            slope, bias = slope - learning_rate * slope_step, bias - learning_rate * bias_step
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The list of losses turns into None. What does `append` return, and is it given the list's name?",
    credit=0.25,
)
def list_lost_to_append(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses = losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "All numbers are right, but the list of losses is inside another list. Are there brackets too many?",
    credit=0.5,
)
def losses_wrapped(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [losses]


@mistake(
    "train",
    "All numbers are right, but the losses are a column: each is in brackets of its own. How do they become a plain list of numbers?",
    credit=0.5,
)
def losses_as_a_column(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, np.array(losses).reshape(-1, 1)


@mistake(
    "train",
    "The line is right, but each loss is the root of the sum of the squares, as a norm gives it. What does `mse` give you?",
    credit=0.5,
)
def losses_as_norms(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [(loss * len(x)) ** 0.5 for loss in losses]


@mistake(
    "train",
    "The line is right, but each loss is a sum that is always divided by 100. How many points are in the `x` of this call?",
    credit=0.5,
)
def losses_over_a_hundred(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, [loss * len(x) / 100 for loss in losses]


@mistake(
    "train",
    "The steps go uphill, and the bias's is taken with the new slope already in place. In which direction does a derivative point, and "
    "to which line do both belong?",
    credit=0.25,
)
def climbs_in_sequence(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            losses.append(mse(y, predict(x, slope, bias)))
            slope += learning_rate * gradients(x, y, predict(x, slope, bias))[0]
            bias += learning_rate * gradients(x, y, predict(x, slope, bias))[1]
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "The two derivatives have changed places, and the steps go uphill. In which order does `gradients` give them, and in which direction "
    "do they point?",
)
def derivatives_swapped_and_uphill(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    with np.errstate(all="ignore"):
        for _ in range(epochs):
            y_pred = predict(x, slope, bias)
            losses.append(mse(y, y_pred))
            d_bias, d_slope = gradients(x, y, y_pred)
            slope, bias = slope + learning_rate * d_slope, bias + learning_rate * d_bias
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING


@mistake(
    "train",
    "It stops one epoch early, and the losses are those *after* each update. How often does `range` count, and when is the loss noted?",
    credit=0.25,
)
def one_epoch_short_and_loss_late(x, y, learning_rate, epochs, *, train):
    slope, bias, _ = train(x, y, learning_rate, epochs - 1)
    _, _, losses = train(x, y, learning_rate, epochs)
    return slope, bias, losses[1:]


@mistake(
    "train",
    "In place of the list comes one number, the sum of all losses. What is asked for of each epoch?",
    credit=0.5,
)
def losses_in_one_total(x, y, learning_rate, epochs, *, train):
    slope, bias, losses = train(x, y, learning_rate, epochs)
    return slope, bias, sum(losses)


@mistake("train", "It starts from slope 0.5 and bias 0.5. Where should it start?", credit=0.5)
def starts_from_a_half(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.5, 0.5, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "The line is right, but each loss is taken between the two steps, with the new slope and the old bias. When is it asked for?",
    credit=0.5,
)
def loss_between_the_steps(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        d_slope, d_bias = gradients(x, y, predict(x, slope, bias))
        slope = slope - learning_rate * d_slope
        losses.append(mse(y, predict(x, slope, bias)))
        bias = bias - learning_rate * d_bias
    return slope, bias, losses


@mistake(
    "train",
    "Only the sign of each derivative is used, so that all steps are equally long. What makes them shorter near the bottom of the valley?",
    credit=0.25,
)
def steps_by_sign(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * np.sign(d_slope), bias - learning_rate * np.sign(d_bias)
    return slope, bias, losses


@mistake(
    "train",
    "The learning rate is halved after every epoch, and the line falls behind. Is it changed inside the loop?",
    credit=0.25,
)
def rate_halved_each_epoch(x, y, learning_rate, epochs, *, predict, mse, gradients):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
        learning_rate = learning_rate / 2
    return slope, bias, losses
