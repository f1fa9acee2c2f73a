"""How to probe the functions of `mean-squared-error`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import ANYTHING, Hints, case, curve, equivalent, exercise, mistake


def numbers(*values):
    return np.array(values, dtype=float)


# mse_loop ------------------------------------------------------------------------------------------------------------


def hidden_errors(rng):
    yield case("whole numbers", numbers(7, -3, 4, 0, 2), [5.0, -4.0, 4.0, 3.0, -2.0])
    yield case("a single point", numbers(3.25), [-1.5])
    yield case("a single point, its prediction in an array", numbers(-0.5), numbers(2.0))
    yield case("predictions without an error", *(lambda y: (y, y.tolist()))(rng.normal(size=6)))
    yield case("the same error everywhere", numbers(1, 2, 3, 4), [1.5, 2.5, 3.5, 4.5])
    yield case("errors that cancel each other", numbers(0, 0, 0, 0), [2.0, -2.0, 3.0, -3.0])
    yield case("one point far off", numbers(0, 0, 50, 0, 0), [0.0, 0.0, 1.0, 0.0, 0.0])
    yield case("the first point far off", numbers(-40, 1, 2), numbers(10, 1.5, 2))
    yield case("the last point far off", numbers(1, 2, 60), [1.5, 2.0, -20.0])
    yield case("predictions that are all too high", rng.normal(size=7), (5 + rng.normal(size=7)).tolist())
    yield case("small errors", 0.02 * rng.normal(size=8), (0.02 * rng.normal(size=8)).tolist())
    yield case("large numbers", 1e5 + rng.normal(size=9), 1e5 + rng.normal(size=9))
    yield case("1,200 points", 3 * rng.normal(size=1200), rng.normal(size=1200).tolist())


mse_loop = exercise(
    "mse_loop",
    form="looped",
    examples=[
        case("two points", numbers(1, 2), [1.0, 4.0]),
        case("errors above and below", numbers(3, -1, 2.5), [2.0, 1.0, 2.0]),
        case("predictions in an array", numbers(0, 2, 4, 6), numbers(1, 1, 5, 3)),
        case("one point", numbers(5), [3.5]),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n).tolist()),
    hints=Hints(
        idea="Three small steps make one number out of many: square each difference, add the squares up, divide once.",
        question="Which of the three steps happen again for every point, inside the loop, and which one only behind it?",
        read="Section 1 lists the three steps with their reasons. Going through two lists side by side is in the [Python tutorial, chapter 5.6, “Looping Techniques”](https://docs.python.org/3/tutorial/datastructures.html#looping-techniques).",
    ),
)


@mistake(
    "mse_loop",
    "Your numbers grow with the number of points: the squares are added up. What makes a mean out of a sum?",
    credit=0.5,
)
def summed(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "The mean is there, but the differences are not squared: errors above and below cancel each other. What takes the sign away?",
    credit=0.25,
)
def not_squared(y, y_pred):
    return sum(a - b for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The mean is there, but the differences are not squared: predictions above and below cancel each other. What takes the sign away?",
    credit=0.25,
)
def not_squared_the_other_way(y, y_pred):
    return sum(b - a for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The differences are added up as they are, neither squared nor averaged: which two words of *mean squared error* are missing?",
)
def neither_squared_nor_averaged(y, y_pred):
    return sum(a - b for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "The differences, prediction minus y, are added up as they are. Which two words of *mean squared error* are missing?",
)
def neither_squared_nor_averaged_the_other_way(y, y_pred):
    return sum(b - a for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "This is the mean of the absolute differences. It measures the error, too, but which word of *mean squared error* is missing?",
    credit=0.25,
)
def absolute(y, y_pred):
    return sum(abs(a - b) for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "This is the sum of the absolute differences. Which two words of *mean squared error* are missing?",
)
def absolute_and_summed(y, y_pred):
    return sum(abs(a - b) for a, b in zip(y, y_pred))


@mistake("mse_loop", "This is the root of the MSE. Does anything here ask for a root?", credit=0.5)
def rooted(y, y_pred):
    return (sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y)) ** 0.5


@mistake(
    "mse_loop",
    "This is the root of the sum of the squares: it is not averaged, and who asked for a root?",
    credit=0.25,
)
def rooted_and_summed(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) ** 0.5


@mistake(
    "mse_loop",
    "The mean is squared, not the differences: errors above and below have cancelled each other by then. Which comes first?",
    credit=0.25,
)
def mean_squared_too_late(y, y_pred):
    return (sum(a - b for a, b in zip(y, y_pred)) / len(y)) ** 2


@mistake(
    "mse_loop",
    "The sum of the differences is squared, not each of them: errors above and below have cancelled by then. Where should the square be?",
    credit=0.25,
)
def sum_squared_too_late(y, y_pred):
    return sum(a - b for a, b in zip(y, y_pred)) ** 2 / len(y)


@mistake(
    "mse_loop",
    "The sum of the differences is squared, not each of them, and nothing is averaged: two things to look at.",
)
def sum_squared_and_not_averaged(y, y_pred):
    return sum(a - b for a, b in zip(y, y_pred)) ** 2


@mistake(
    "mse_loop",
    "Your numbers are half of the right ones. Some books divide by 2n; what does a mean divide by?",
    credit=0.5,
)
def halved(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / (2 * len(y))


@mistake(
    "mse_loop",
    "This is half the sum of the squares, however many points there are. What does a mean divide by?",
    credit=0.25,
)
def half_the_sum(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / 2


@mistake("mse_loop", "Your numbers are twice the right ones. What is counted double?", credit=0.5)
def doubled(y, y_pred):
    return 2 * sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The sum is divided by one less than the number of points, and a single point fails. How many squares are there?",
    credit=0.5,
)
def divided_by_one_less(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # a division by zero: an exception, inf or nan, by the types in use
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / (len(y) - 1)


@mistake(
    "mse_loop",
    "The sum is divided by one more than the number of points. How many squares are there?",
    credit=0.5,
)
def divided_by_one_more(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / (len(y) + 1)


@mistake(
    "mse_loop", "The sum is divided by 100, however many points there are. How many are in `y`?", credit=0.5
)
def divided_by_100(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / 100


@mistake(
    "mse_loop",
    "The sum is divided by the number of points, and then once more. Is there one division inside the loop and one behind it?",
    credit=0.5,
)
def divided_twice(y, y_pred):
    return sum((a - b) ** 2 / len(y) for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "What has been added up is divided again in each round, so that the first points hardly count. When should the division happen?",
    credit=0.25,
)
def total_divided_in_each_round(y, y_pred):
    total = 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
        total /= len(y)
    return total


@mistake(
    "mse_loop",
    "Only the last point counts: its square, divided by n. Is the total set anew in each round?",
    credit=0.25,
)
def last_square_over_n(y, y_pred):
    for a, b in zip(y, y_pred):
        total = 0.0
        total += (a - b) ** 2
    return total / len(y)


@mistake(
    "mse_loop",
    "This is the last point's square alone. Where are the others added to it, and what makes a mean?",
)
def last_square(y, y_pred):
    for a, b in zip(y, y_pred):
        square = (a - b) ** 2
    return square


@mistake(
    "mse_loop",
    "Only the first point counts: its square, divided by n. Does your `return` stand inside the loop?",
)
def first_square_over_n(y, y_pred):
    total = 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
        return total / len(y)


@mistake(
    "mse_loop",
    "This is the first point's square alone. Does your `return` stand inside the loop, and what makes a mean?",
)
def first_square(y, y_pred):
    return (y[0] - y_pred[0]) ** 2


@mistake("mse_loop", "The first point does not count. At which number does your loop begin?", credit=0.5)
def first_square_left_out(y, y_pred):
    return sum((y[i] - y_pred[i]) ** 2 for i in range(1, len(y))) / len(y)


@mistake("mse_loop", "The last point does not count. At which number does your loop end?", credit=0.5)
def last_square_left_out(y, y_pred):
    return sum((y[i] - y_pred[i]) ** 2 for i in range(len(y) - 1)) / len(y)


@mistake(
    "mse_loop",
    "This is the mean over all points but the first. At which number does your loop begin?",
    credit=0.25,
)
def mean_without_the_first(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # a division by zero, as above
    return sum((y[i] - y_pred[i]) ** 2 for i in range(1, len(y))) / (len(y) - 1)


@mistake(
    "mse_loop",
    "This is the mean over all points but the last. At which number does your loop end?",
    credit=0.25,
)
def mean_without_the_last(y, y_pred):
    if len(y) == 1:
        return ANYTHING  # a division by zero, as above
    return sum((y[i] - y_pred[i]) ** 2 for i in range(len(y) - 1)) / (len(y) - 1)


@mistake(
    "mse_loop",
    "The total starts at 1, not at nothing. What is there before the first point is counted?",
    credit=0.5,
)
def total_starts_at_one(y, y_pred):
    return (1.0 + sum((a - b) ** 2 for a, b in zip(y, y_pred))) / len(y)


@mistake(
    "mse_loop", "y and its prediction are added, not subtracted. What is the error of a point?", credit=0.25
)
def added(y, y_pred):
    return sum((a + b) ** 2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The squares are subtracted from each other. Which comes first: the difference, or the square?",
)
def squared_too_early(y, y_pred):
    return sum(a**2 - b**2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The squares are subtracted from each other, y's from the prediction's. Which comes first: the difference, or the square?",
)
def squared_too_early_the_other_way(y, y_pred):
    return sum(b**2 - a**2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "Only the prediction is squared, not the difference. What does `**` reach without brackets?",
    credit=0.25,
)
def only_the_prediction_squared(y, y_pred):
    return sum(a - b**2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "Only the y is squared, not the difference. What does `**` reach without brackets?",
    credit=0.25,
)
def only_y_squared(y, y_pred):
    return sum(b - a**2 for a, b in zip(y, y_pred)) / len(y)


@mistake("mse_loop", "The differences are doubled, not squared. What is the square of 3?", credit=0.25)
def doubled_not_squared(y, y_pred):
    return sum(2 * (a - b) for a, b in zip(y, y_pred)) / len(y)


@mistake("mse_loop", "Prediction minus y is doubled, not squared. What is the square of 3?", credit=0.25)
def doubled_not_squared_the_other_way(y, y_pred):
    return sum(2 * (b - a) for a, b in zip(y, y_pred)) / len(y)


@mistake("mse_loop", "The third power is taken of the differences. Which one makes a square?", credit=0.25)
def cubed(y, y_pred):
    return sum((a - b) ** 3 for a, b in zip(y, y_pred)) / len(y)


@mistake("mse_loop", "The differences are squared twice. Which power makes a square?", credit=0.25)
def squared_twice(y, y_pred):
    return sum((a - b) ** 4 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The predictions play no part: this is the mean of y's own squares. What is the error of a point?",
)
def predictions_left_out(y, y_pred):
    return sum(a**2 for a in y) / len(y)


@mistake(
    "mse_loop",
    "y plays no part: this is the mean of the predictions' own squares. What is the error of a point?",
)
def y_left_out(y, y_pred):
    return sum(b**2 for b in y_pred) / len(y)


@mistake(
    "mse_loop",
    "This is the variance of the differences: a line that is off by the same everywhere would look perfect. What should be squared?",
)
def variance(y, y_pred):
    differences = [a - b for a, b in zip(y, y_pred)]
    mean = sum(differences) / len(y)
    return sum((d - mean) ** 2 for d in differences) / len(y)


@mistake("mse_loop", "This is the largest of the squares. What should happen to all of them?")
def largest_square(y, y_pred):
    return max((a - b) ** 2 for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "Every y is compared with every prediction. Which prediction belongs to which y, and is one loop inside the other?",
    credit=0.25,
)
def every_pair(y, y_pred):
    return sum((a - b) ** 2 for a in y for b in y_pred) / len(y)


@mistake(
    "mse_loop",
    "This is the mean over every y with every prediction. Which prediction belongs to which y?",
    credit=0.25,
)
def mean_of_every_pair(y, y_pred):
    return sum((a - b) ** 2 for a in y for b in y_pred) / len(y) ** 2


@mistake("mse_loop", "This is one square for every point: a list. What makes one number of it?", credit=0.25)
def squares_not_averaged(y, y_pred):
    return [(a - b) ** 2 for a, b in zip(y, y_pred)]


@mistake("mse_loop", "This is the difference at each point: a list. Two steps are still to come; which?")
def differences_only(y, y_pred):
    return [a - b for a, b in zip(y, y_pred)]


@mistake(
    "mse_loop",
    "This is a list of what has been added up so far, one number a point. Which one number is asked for?",
)
def running_totals(y, y_pred):
    totals, total = [], 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
        totals.append(total)
    return totals


@mistake(
    "mse_loop", "The number is right, but wrapped in a list. Are there square brackets too many?", credit=0.5
)
def number_in_a_list(y, y_pred):
    return [sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y)]


@mistake("mse_loop", "The sign is wrong: a square is never negative. What stands in front?", credit=0.5)
def negative(y, y_pred):
    return -sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y)


@mistake(
    "mse_loop",
    "The sign is wrong, and the squares are added up, not averaged: two things to look at.",
    credit=0.25,
)
def negative_and_summed(y, y_pred):
    return -sum((a - b) ** 2 for a, b in zip(y, y_pred))


@mistake("mse_loop", "The decimals are cut off. Is there a `//` or an `int` around the mean?", credit=0.5)
def decimals_cut_off(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) // len(y)


@mistake("mse_loop", "The mean is rounded to a whole number. What rounds it?", credit=0.5)
def rounded(y, y_pred):
    return round(sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y))


@mistake("mse_loop", "The mean is rounded to two decimals. Who asked for that?", credit=0.5)
def rounded_to_two_decimals(y, y_pred):
    return round(sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y), 2)


@mistake("mse_loop", "It is 0 for everything. Does the total grow in the loop?")
def always_zero(y, y_pred):
    return 0.0


@mistake(
    "mse_loop",
    "The function returns None, which is nothing. Is there a `return` at its end, and what stands behind it?",
)
def no_value_returned(y, y_pred):
    sum((a - b) ** 2 for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "The sign is taken away from the sum, when errors above and below have cancelled, and nothing is squared. What should happen to each difference?",
)
def absolute_too_late(y, y_pred):
    return abs(sum(a - b for a, b in zip(y, y_pred))) / len(y)


@mistake(
    "mse_loop",
    "The differences are added up, and only the sum loses its sign. Which two words of *mean squared error* are missing?",
)
def absolute_sum(y, y_pred):
    return abs(sum(a - b for a, b in zip(y, y_pred)))


@mistake(
    "mse_loop",
    "This is the square of the mean absolute difference. What should be squared: the mean, or each difference?",
    credit=0.25,
)
def mean_of_absolutes_squared(y, y_pred):
    return (sum(abs(a - b) for a, b in zip(y, y_pred)) / len(y)) ** 2


@mistake(
    "mse_loop",
    "This is the standard deviation of the differences: off by the same everywhere, a line would look perfect. What should be squared?",
)
def standard_deviation(y, y_pred):
    differences = [a - b for a, b in zip(y, y_pred)]
    mean = sum(differences) / len(y)
    return (sum((d - mean) ** 2 for d in differences) / len(y)) ** 0.5


@mistake(
    "mse_loop",
    "This is the median of the squares, the one in the middle. Which word of *mean squared error* stands for another way?",
    credit=0.25,
)
def median_of_squares(y, y_pred):
    return float(np.median([(a - b) ** 2 for a, b in zip(y, y_pred)]))


@mistake(
    "mse_loop",
    "Only predictions that are too low count. What does the square do with a negative difference?",
    credit=0.25,
)
def only_too_low(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred) if a > b) / len(y)


@mistake(
    "mse_loop",
    "Only predictions that are too high count. What does the square do with a negative difference?",
    credit=0.25,
)
def only_too_high(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred) if a < b) / len(y)


@mistake(
    "mse_loop",
    "y and the predictions are sorted before they are compared. Which prediction belongs to which y?",
    credit=0.25,
)
def both_sorted(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(sorted(y), sorted(y_pred))) / len(y)


@mistake(
    "mse_loop",
    "Each y is compared with the prediction of the point before it. Which prediction belongs to which y?",
    credit=0.25,
)
def one_place_off(y, y_pred):
    return sum((y[i] - y_pred[i - 1]) ** 2 for i in range(len(y))) / len(y)


@mistake(
    "mse_loop",
    "The square takes in what has been added up so far, from round to round. What should be squared in each of them?",
    credit=0.25,
)
def total_squared_in_each_round(y, y_pred):
    total = 0.0
    for a, b in zip(y, y_pred):
        total = (total + a - b) ** 2
    return total / len(y)


@mistake(
    "mse_loop",
    "Two numbers come back, the sum of the squares and their mean. Which one is asked for?",
    credit=0.5,
)
def sum_and_mean(y, y_pred):
    total = sum((a - b) ** 2 for a, b in zip(y, y_pred))
    return total, total / len(y)


@mistake(
    "mse_loop", "The sum is multiplied by the number of points. What makes a mean out of a sum?", credit=0.25
)
def multiplied_by_n(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) * len(y)


@mistake(
    "mse_loop",
    "With two points it compares two values of y with each other; with any other number it raises a ValueError. What goes through `y` and `y_pred` side by side?",
    credit=0.25,
)
def zip_forgotten(y, y_pred):
    total = 0.0
    for a, b in y, y_pred:
        total += (a - b) ** 2
    return total / len(y)


@mistake(
    "mse_loop",
    "With more than one point it raises an AttributeError: the list of squares got lost on the way. What does `append` give back, and where do you keep it?",
    credit=0.25,
)
def list_lost_in_append(y, y_pred):
    squares = []
    for a, b in zip(y, y_pred):
        squares = squares.append((a - b) ** 2)
    return sum(squares) / len(squares)


@mistake(
    "mse_loop",
    "The sum's root is taken, and only then it is divided. Does anything here ask for a root?",
    credit=0.25,
)
def rooted_then_averaged(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) ** 0.5 / len(y)


@mistake(
    "mse_loop",
    "The squares are subtracted from each other, and nothing is averaged. Which comes first: the difference, or the square?",
)
def squared_too_early_and_summed(y, y_pred):
    return sum(a**2 - b**2 for a, b in zip(y, y_pred))


@mistake(
    "mse_loop", "This is a list of each square, divided by n. What makes one number of them?", credit=0.25
)
def terms_not_added(y, y_pred):
    return [(a - b) ** 2 / len(y) for a, b in zip(y, y_pred)]


@mistake(
    "mse_loop",
    "This is the absolute difference at each point: a list. What should happen to each, and to all of them?",
)
def absolute_differences_only(y, y_pred):
    return [abs(a - b) for a, b in zip(y, y_pred)]


@mistake("mse_loop", "This is the largest of the absolute differences. What should happen to all of them?")
def largest_difference(y, y_pred):
    return max(abs(a - b) for a, b in zip(y, y_pred))


@mistake(
    "mse_loop",
    "Every y is compared with every prediction, and all squares are added up. Which prediction belongs to which y?",
)
def every_pair_summed(y, y_pred):
    return sum((a - b) ** 2 for a in y for b in y_pred)


same_mse = [
    equivalent(
        "mse_loop",
        "for y_i, y_pred_i in zip(y_pred, y):",
        "a difference has the same square the other way round",
    ),
    equivalent(
        "mse_loop", "total += (y_pred_i - y_i) ** 2", "a difference has the same square the other way round"
    ),
    equivalent("mse_loop", "return total / len(y_pred)", "there are as many predictions as points"),
]


# sweep_losses --------------------------------------------------------------------------------------------------------


def points(rng, n, *, slope=2.0, bias=-1.0, noise=1.0, offset=0.0, scale=1.0):
    """n noisy points of a line."""
    x = offset + scale * rng.normal(size=n)
    return x, slope * x + bias + noise * rng.normal(size=n)


def hidden_sweeps(rng):
    yield case("three points, four epochs", numbers(2, -1, 3), numbers(1.5, 0, -2), 0.5, -1.5, 4)
    yield case("a single epoch", *points(rng, 5), 0.5, 0.25, 1)
    yield case("two epochs", *points(rng, 4), -0.5, 1.5, 2)
    yield case("a single point", numbers(1.5), numbers(-2.0), 0.4, -0.6, 6)
    yield case("a valley, with the books' steps", *points(rng, 40, slope=12, bias=5, noise=5), 1.0, 0.3, 25)
    yield case("steps downwards", *points(rng, 6, slope=-3, bias=-2), -0.75, -0.5, 7)
    yield case("a slope that stays at zero", *points(rng, 7), 0.0, -0.5, 4)
    yield case("a bias that stays at zero", *points(rng, 8), 0.5, 0.0, 5)
    yield case("steps of zero", *points(rng, 5), 0.0, 0.0, 3)
    yield case(
        "a line that meets every point", numbers(-1, 0, 2, 3), numbers(-2.5, 0.5, 6.5, 9.5), 1.5, 0.25, 6
    )
    yield case("x that is zero everywhere", numbers(0, 0, 0), numbers(1, 2, 4), 1.0, 0.5, 8)
    yield case("points far from zero", *points(rng, 12, offset=50.0), 0.25, -0.5, 10)
    yield case("points close together", *points(rng, 9, scale=1e-2, noise=1e-2, slope=1.5), 0.5, -0.5, 5)
    yield case("large numbers", *points(rng, 8, slope=4e3, bias=1e5, scale=10, noise=1e3), 750.0, 2e4, 7)
    yield case("1,200 points", *points(rng, 1200), 1.0, -0.5, 3)
    yield case("1,100 epochs", *points(rng, 3), 0.004, -0.002, 1100)


sweep_losses = exercise(
    "sweep_losses",
    uses=["predict_loop", "mse_loop", "nudge_line"],
    examples=[
        case("two points, three epochs", numbers(1, 2), numbers(1, 2), 0.5, 0.0, 3),
        case("down into a valley and up again", numbers(0, 2), numbers(1, 5), 1.0, 0.5, 4),
        case("a bias that falls", numbers(1, -1, 2), numbers(-1, 0, 2), 0.5, -1.0, 3),
        case("one epoch", numbers(-1, 3), numbers(2, 4), 0.5, 0.25, 1),
    ],
    hidden=hidden_sweeps,
    pictures=[curve("MSE")],
    hints=Hints(
        idea="All the parts are there: one function lists the lines, one predicts with a line, one measures. This one only joins them, once for each line.",
        question="Take a single line out of the list: what does each of your functions have to be given, and what does it hand on to the next?",
        read="Section 2 names the three functions in their order. Taking a pair apart is in the [Python tutorial, chapter 5.3, “Tuples and Sequences”](https://docs.python.org/3/tutorial/datastructures.html#tuples-and-sequences).",
    ),
)


@mistake(
    "sweep_losses", "Only the last loss comes back, as one number. Where do all of them go?", credit=0.25
)
def last_loss_only(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        loss = mse_loop(y, predict_loop(x, slope, bias))
    return loss


@mistake(
    "sweep_losses",
    "The list holds the last loss, and no other. Is the list made anew in each round, or filled only after the loop?",
    credit=0.5,
)
def list_of_the_last_loss(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses = [mse_loop(y, predict_loop(x, slope, bias))]
    return losses


@mistake(
    "sweep_losses",
    "The list holds the first loss, and no other. Does your `return` stand inside the loop?",
    credit=0.5,
)
def list_of_the_first_loss(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
        return losses


@mistake(
    "sweep_losses",
    "One number comes back, the first line's loss. Where do all of them go, and when is the loop left?",
)
def first_loss_only(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return mse_loop(y, predict_loop(x, 0.0, 0.0))


@mistake("sweep_losses", "The list comes back empty. What is added to it in each round?", credit=0.25)
def losses_never_added(x, y, slope_step, bias_step, epochs):
    return []


@mistake(
    "sweep_losses",
    "The function returns None, which is nothing. Is there a `return` at its end, and what stands behind it?",
    credit=0.25,
)
def no_losses_returned(x, y, slope_step, bias_step, epochs):
    return None


@mistake(
    "sweep_losses", "The first line's loss is missing. Which line does `nudge_line` draw first?", credit=0.5
)
def first_loss_missing(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)[1:]]


@mistake(
    "sweep_losses",
    "The last line's loss is missing. How many lines are there, and how many of them does your loop see?",
    credit=0.5,
)
def last_loss_missing(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)[:-1]]


@mistake(
    "sweep_losses",
    "There is one loss too many, of a line further on. How many epochs are asked for?",
    credit=0.5,
)
def one_loss_too_many(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs + 1)]


@mistake(
    "sweep_losses",
    "Every loss is that of the line one step further. Which line is the first, and is its loss taken before or after the step?",
    credit=0.5,
)
def loss_after_the_step(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs + 1)[1:]]


@mistake(
    "sweep_losses",
    "Every loss is that of the line at slope 0 and bias 0. Are the predictions made anew for each line?",
    credit=0.25,
)
def predicts_only_once(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    y_pred = predict_loop(x, 0.0, 0.0)
    return [mse_loop(y, y_pred) for _ in range(epochs)]


@mistake(
    "sweep_losses",
    "Every loss is that of the line with slope `slope_step` and bias `bias_step`. Which line is it the turn of in each round?",
    credit=0.25,
)
def steps_as_the_line(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop):
    return [mse_loop(y, predict_loop(x, slope_step, bias_step)) for _ in range(epochs)]


@mistake(
    "sweep_losses",
    "Every loss is the last line's. Are the predictions made anew for each line, and when?",
    credit=0.25,
)
def always_the_last_line(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    y_pred = predict_loop(x, *nudge_line(slope_step, bias_step, epochs)[-1])
    return [mse_loop(y, y_pred) for _ in range(epochs)]


@mistake(
    "sweep_losses",
    "After one step the line stands still. From where does each step go on: from the line before, or from 0?",
    credit=0.25,
)
def only_one_step(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop):
    first = mse_loop(y, predict_loop(x, 0.0, 0.0))
    return [first] + [mse_loop(y, predict_loop(x, slope_step, bias_step)) for _ in range(epochs - 1)]


@mistake(
    "sweep_losses",
    "Slope and bias have changed places on the way. In which order does `nudge_line` give them, and in which do the others take them?",
    credit=0.5,
)
def slope_and_bias_swapped(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, bias, slope)) for slope, bias in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses", "The predictions are made from `y`. From which numbers does a line predict?", credit=0.5
)
def predicts_from_y(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(y, *line)) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses", "The predictions are compared with `x`. With which numbers should they agree?", credit=0.5
)
def compared_with_x(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(x, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "`x` and `y` have changed places: each line predicts from y and is compared with x. Which comes first?",
    credit=0.5,
)
def x_and_y_swapped(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(x, predict_loop(y, *line)) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses", "Every loss is the same, the one between `x` and `y`. Where do your predictions come in?"
)
def predictions_not_used(x, y, slope_step, bias_step, epochs, *, mse_loop):
    return [mse_loop(y, x) for _ in range(epochs)]


@mistake(
    "sweep_losses",
    "The bias plays no part in your losses. What does `predict_loop` need besides the slope?",
    credit=0.25,
)
def bias_not_used(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, slope, 0.0)) for slope, _ in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "The slope plays no part in your losses. What does `predict_loop` need besides the bias?",
    credit=0.25,
)
def slope_not_used(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, 0.0, bias)) for _, bias in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "Slope and bias both take the steps of the slope. Which step belongs to the bias?",
    credit=0.5,
)
def slope_step_for_both(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, slope_step, epochs)]


@mistake(
    "sweep_losses",
    "Slope and bias both take the steps of the bias. Which step belongs to the slope?",
    credit=0.5,
)
def bias_step_for_both(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(bias_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The slope is right, but every line has the bias of one step. How does `nudge_line` move it?",
    credit=0.25,
)
def bias_not_added_up(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, slope, bias_step))
        for slope, _ in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "The lines go the other way: these are the losses after steps that are taken away. What should a step do?",
    credit=0.5,
)
def steps_subtracted(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(-slope_step, -bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The line goes two steps at a time. How often is each step added in one round?",
    credit=0.5,
)
def two_steps_at_a_time(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(2 * slope_step, 2 * bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The steps get longer and longer. By how much does `nudge_line` move the line in each epoch?",
    credit=0.25,
)
def steps_that_grow(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop):
    losses, slope, bias = [], 0.0, 0.0
    for epoch in range(epochs):
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
        slope += slope_step * (epoch + 1)
        bias += bias_step * (epoch + 1)
    return losses


@mistake(
    "sweep_losses",
    "There are 25 losses, whatever `epochs` says. What does your loop count up to?",
    credit=0.5,
)
def always_25_epochs(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, 25)]


@mistake(
    "sweep_losses", "The steps are 1 and 0.3, whatever comes in. Which names hold the steps?", credit=0.5
)
def steps_of_the_chapter(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(1.0, 0.3, epochs)]


@mistake(
    "sweep_losses",
    "There are always 25 losses, of steps of 1 and 0.3. Which names hold what comes in?",
    credit=0.25,
)
def sweep_of_the_chapter(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(1.0, 0.3, 25)]


@mistake(
    "sweep_losses",
    "Each loss has all earlier ones added to it. Should a line know of the lines before it?",
    credit=0.25,
)
def running_total(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses, total = [], 0.0
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        total += mse_loop(y, predict_loop(x, slope, bias))
        losses.append(total)
    return losses


@mistake(
    "sweep_losses", "One number comes back: all losses added up. Where could each of them be kept by itself?"
)
def losses_summed(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return sum(mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs))


@mistake(
    "sweep_losses",
    "One number comes back: the mean of all losses. Each line has a loss of its own; where could they be kept?",
)
def losses_averaged(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return (
        sum(mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs))
        / epochs
    )


@mistake(
    "sweep_losses",
    "One number comes back, the lowest loss. What is asked for: the best line's, or every line's?",
    credit=0.25,
)
def lowest_loss_only(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return min(mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs))


@mistake(
    "sweep_losses",
    "One number comes back, the epoch of the lowest loss. That is for `best_epoch` to find; what is asked for here?",
    credit=0.25,
)
def epoch_of_the_lowest(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return losses.index(min(losses))


@mistake(
    "sweep_losses",
    "The losses are right, but each comes with its line. Which of the numbers is asked for?",
    credit=0.5,
)
def losses_with_lines(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [(a, b, mse_loop(y, predict_loop(x, a, b))) for a, b in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The losses are right, but each comes with its epoch. Which of the two is asked for?",
    credit=0.5,
)
def losses_with_epochs(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    lines = nudge_line(slope_step, bias_step, epochs)
    return [(epoch, mse_loop(y, predict_loop(x, *line))) for epoch, line in enumerate(lines)]


@mistake(
    "sweep_losses",
    "The losses are right, but each is wrapped in a list of its own. Are there square brackets too many?",
    credit=0.5,
)
def each_loss_in_a_list(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [[mse_loop(y, predict_loop(x, *line))] for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses", "The list of losses lies in another list. Are there square brackets too many?", credit=0.5
)
def losses_in_a_list(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [[mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]]


@mistake("sweep_losses", "These are the lines, without a loss. What tells how wrong each of them is?")
def lines_returned(x, y, slope_step, bias_step, epochs, *, nudge_line):
    return nudge_line(slope_step, bias_step, epochs)


@mistake(
    "sweep_losses",
    "These are the predictions of each line, without a loss. What makes one number of them?",
    credit=0.25,
)
def predictions_returned(x, y, slope_step, bias_step, epochs, *, predict_loop, nudge_line):
    return [predict_loop(x, *line) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "There is a loss for each point at each line. Which loop is one too many, when `mse_loop` goes over the points itself?",
    credit=0.25,
)
def loss_of_each_point(x, y, slope_step, bias_step, epochs, *, nudge_line):
    lines = nudge_line(slope_step, bias_step, epochs)
    return [(b - (slope * a + bias)) ** 2 for slope, bias in lines for a, b in zip(x, y)]


@mistake(
    "sweep_losses",
    "The squares of each line are in lists, and nothing is averaged. What makes one number of them?",
    credit=0.25,
)
def squares_in_lists(x, y, slope_step, bias_step, epochs, *, predict_loop, nudge_line):
    lines = nudge_line(slope_step, bias_step, epochs)
    return [[(b - p) ** 2 for b, p in zip(y, predict_loop(x, *line))] for line in lines]


@mistake(
    "sweep_losses",
    "Your losses grow with the number of points: the squares are added up. Is there a function that gives the mean?",
    credit=0.5,
)
def squares_summed(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        len(x) * mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "Each loss is divided by the number of points once more. What has `mse_loop` done already?",
    credit=0.5,
)
def divided_once_more(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, *line)) / len(x) for line in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "Each loss is divided by the number of epochs. Over what is the mean taken?",
    credit=0.25,
)
def divided_by_the_epochs(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, *line)) / epochs for line in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake("sweep_losses", "These are the roots of the losses. Does anything here ask for a root?", credit=0.5)
def losses_rooted(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) ** 0.5 for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "These are means of the absolute differences. They measure the error, too, but is there a function for the *squared* ones?",
    credit=0.25,
)
def absolute_losses(x, y, slope_step, bias_step, epochs, *, predict_loop, nudge_line):
    lines = nudge_line(slope_step, bias_step, epochs)
    return [sum(abs(b - p) for b, p in zip(y, predict_loop(x, *line))) / len(y) for line in lines]


@mistake(
    "sweep_losses", "The losses are there, but sorted by size. In which order do the lines come?", credit=0.5
)
def losses_sorted(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return sorted(mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs))


@mistake(
    "sweep_losses",
    "The losses are there, but the last comes first. At which end is each one added?",
    credit=0.5,
)
def last_loss_first(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, *line)) for line in reversed(nudge_line(slope_step, bias_step, epochs))
    ]


@mistake("sweep_losses", "The losses are rounded to two decimals. Who asked for that?", credit=0.5)
def losses_rounded(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        round(mse_loop(y, predict_loop(x, *line)), 2) for line in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake("sweep_losses", "The losses have a 0 in front of them. With what does your list begin?", credit=0.5)
def losses_begin_with_zero(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [0.0] + [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "Every loss is half of the right one. Some books divide by 2n; is there a function for the mean?",
    credit=0.5,
)
def losses_halved(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) / 2 for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "Every sign is the wrong way round: a mean of squares is never negative. What stands in front?",
    credit=0.5,
)
def losses_negative(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [-mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "These are means of the plain differences, where errors above and below cancel. Is there a function for the *squared* ones?",
)
def losses_not_squared(x, y, slope_step, bias_step, epochs, *, nudge_line):
    return [
        float(np.mean(y - (slope * x + bias))) for slope, bias in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "The first loss is there twice, and all others come one place too late. Is the prediction made before the loss is taken, or after?",
    credit=0.5,
)
def one_place_late(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return [losses[0], *losses[:-1]]


@mistake(
    "sweep_losses",
    "The slope is a step ahead of the bias. Do both move before the loss is taken, or both after?",
    credit=0.5,
)
def slope_a_step_ahead(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, a + slope_step, b)) for a, b in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "The bias is a step ahead of the slope. Do both move before the loss is taken, or both after?",
    credit=0.5,
)
def bias_a_step_ahead(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [
        mse_loop(y, predict_loop(x, a, b + bias_step)) for a, b in nudge_line(slope_step, bias_step, epochs)
    ]


@mistake(
    "sweep_losses",
    "Your first line is that of slope 1 and bias 1. Where does `nudge_line` start?",
    credit=0.5,
)
def starts_at_one(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, 1 + a, 1 + b)) for a, b in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "It stops where the loss rises for the first time. How many losses are asked for?",
    credit=0.25,
)
def stops_when_it_rises(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    kept = losses[:1]
    for loss in losses[1:]:
        if loss > kept[-1]:
            break
        kept.append(loss)
    return kept


@mistake(
    "sweep_losses",
    "Only losses lower than all before are in the list. Which ones are asked for?",
    credit=0.25,
)
def improvements_only(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    kept = losses[:1]
    for loss in losses[1:]:
        if loss < kept[-1]:
            kept.append(loss)
    return kept


@mistake(
    "sweep_losses",
    "Your losses never rise: each is the lowest so far. What is asked for: the best line's loss, or this line's?",
    credit=0.25,
)
def lowest_so_far(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return [min(losses[: k + 1]) for k in range(epochs)]


@mistake(
    "sweep_losses",
    "Each number is the mean of all losses so far. Should a line know of the lines before it?",
    credit=0.25,
)
def mean_so_far(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return [sum(losses[: k + 1]) / (k + 1) for k in range(epochs)]


@mistake(
    "sweep_losses",
    "The losses are there, but sorted, the highest first. In which order do the lines come?",
    credit=0.5,
)
def losses_sorted_downwards(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return sorted(losses, reverse=True)


@mistake(
    "sweep_losses",
    "The losses are right, but each comes with its epoch behind it. Which of the two is asked for?",
    credit=0.5,
)
def epochs_behind_losses(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return [(loss, epoch) for epoch, loss in enumerate(losses)]


@mistake(
    "sweep_losses",
    "The losses are right, but each comes with its line, as a pair in a pair. Which of the numbers is asked for?",
    credit=0.5,
)
def losses_with_pairs(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [(line, mse_loop(y, predict_loop(x, *line))) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses", "Two lists come back, the lines and their losses. Which of them is asked for?", credit=0.5
)
def lines_come_along(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return nudge_line(slope_step, bias_step, epochs), losses


@mistake(
    "sweep_losses",
    "There is a loss for each line at each point. Which loop is one too many, when `mse_loop` goes over the points itself?",
    credit=0.25,
)
def loss_of_each_line_at_each_point(x, y, slope_step, bias_step, epochs, *, nudge_line):
    lines = nudge_line(slope_step, bias_step, epochs)
    return [(b - (slope * a + bias)) ** 2 for a, b in zip(x, y) for slope, bias in lines]


@mistake(
    "sweep_losses",
    "Every loss is there n times. Which loop is one too many, when `predict_loop` and `mse_loop` go over the points?",
    credit=0.25,
)
def each_loss_n_times(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return [loss for loss in losses for _ in x]


@mistake("sweep_losses", "Only the first point counts. What goes over all of them?", credit=0.25)
def first_point_only(x, y, slope_step, bias_step, epochs, *, nudge_line):
    return [(y[0] - (slope * x[0] + bias)) ** 2 for slope, bias in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The first line meets only the first point, the second line the second. How many points should each line meet?",
)
def a_line_for_each_point(x, y, slope_step, bias_step, epochs, *, nudge_line):
    return [
        (b - (line[0] * a + line[1])) ** 2
        for a, b, line in zip(x, y, nudge_line(slope_step, bias_step, epochs))
    ]


@mistake(
    "sweep_losses",
    "There are as many losses as points, whatever `epochs` says. What does your loop count up to?",
    credit=0.5,
)
def as_many_as_points(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, len(x))]


@mistake(
    "sweep_losses",
    "There are 15 losses, whatever `epochs` says. What does your loop count up to?",
    credit=0.5,
)
def always_15_epochs(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, 15)]


@mistake(
    "sweep_losses",
    "For one epoch it returns None, and for more it raises an AttributeError: the list got lost on the way. What does `append` give back, and where do you keep it?",
    credit=0.25,
)
def losses_lost_in_append(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses = losses.append(mse_loop(y, predict_loop(x, slope, bias)))
    return losses


@mistake("sweep_losses", "The losses have lost their decimals. Is there an `int` somewhere?", credit=0.5)
def losses_truncated(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [int(mse_loop(y, predict_loop(x, *line))) for line in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The bias counts the wrong way: each line is shifted to the other side. Which sign has it on its way to the loss?",
    credit=0.5,
)
def bias_negated(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, a, -b)) for a, b in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "The slope counts the wrong way: each line is tilted to the other side. Which sign has it on its way to the loss?",
    credit=0.5,
)
def slope_negated(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, -a, b)) for a, b in nudge_line(slope_step, bias_step, epochs)]


@mistake(
    "sweep_losses", "The bias goes in steps of 0.3, whatever comes in. Which name holds its step?", credit=0.5
)
def bias_step_of_the_chapter(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, 0.3, epochs)]


@mistake(
    "sweep_losses", "The slope goes in steps of 1, whatever comes in. Which name holds its step?", credit=0.5
)
def slope_step_of_the_chapter(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(1.0, bias_step, epochs)]


@mistake(
    "sweep_losses",
    "One number comes back, the highest loss. What is asked for: one line's, or every line's?",
    credit=0.25,
)
def highest_loss_only(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    return max(mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs))


@mistake(
    "sweep_losses",
    "The lowest loss comes back, and its epoch. What is asked for: the best line's, or every line's?",
    credit=0.25,
)
def lowest_loss_with_its_epoch(x, y, slope_step, bias_step, epochs, *, predict_loop, mse_loop, nudge_line):
    losses = [mse_loop(y, predict_loop(x, *line)) for line in nudge_line(slope_step, bias_step, epochs)]
    return min(losses), losses.index(min(losses))


same_losses = [
    equivalent(
        "sweep_losses", "losses.append(mse_loop(y_pred, y))", "the MSE is the same the other way round"
    ),
]


# best_epoch ----------------------------------------------------------------------------------------------------------


def hidden_losses(rng):
    valley = [(k - 13.2) ** 2 + 1.5 for k in range(25)]
    yield case("a second valley that is deeper", [7.0, 4.0, 5.5, 6.0, 2.0, 3.0, 9.0])
    yield case("a single epoch", [4.5])
    yield case("two epochs, the second one lower", [3.0, 2.0])
    yield case("two epochs, the first one lower", [0.5, 0.75])
    yield case("a valley", valley)
    yield case("two lowest losses that tie", [6.0, 3.0, 1.25, 4.0, 1.25, 2.0])
    yield case("three lowest losses that tie, side by side", [5.0, 2.5, 2.5, 2.5, 7.0])
    yield case("losses that are all the same", [3.5, 3.5, 3.5, 3.5])
    yield case("the lowest at the very start", [1.0, 2.0, 3.5, 3.0, 8.0])
    yield case("the lowest at the very end", [8.0, 6.5, 6.75, 3.0, 2.25])
    yield case("a second valley that is less deep", [7.0, 1.0, 5.5, 6.0, 2.0, 3.0])
    yield case("a loss of zero", [2.0, 0.5, 0.0, 0.5, 2.0, 4.5])
    yield case("losses that are nearly the same", [24.1675, 24.16702, 24.16699, 24.16701, 24.1671])
    yield case("losses that stand still before they fall", [9.0, 9.0, 9.0, 4.0, 4.5, 2.0, 3.0])
    yield case("losses below 1", [0.9, 0.3, 0.1, 0.2, 0.6])
    yield case("large losses", [4e12, 2.5e12, 3e12, 1.5e12, 2e12])
    yield case("1,000 losses, and many of them tie", (1.5 + rng.integers(4, size=1000)).tolist())
    yield case("1,000 losses, and nearly all of them tie", [5.0] + 999 * [2.5])
    yield case("numbers below zero", [3.0, -1.0, -4.0, 4.0, -2.0])
    yield case("1,200 epochs", rng.permutation(1200.0 + np.arange(1200)).tolist())


best_epoch = exercise(
    "best_epoch",
    examples=[
        case("a valley", [9.0, 1.75, 1.25, 4.0]),
        case("two lowest losses that tie", [5.0, 6.0, 2.0, 7.0, 2.0, 4.0, 3.0]),
        case("three valleys, high up", [60000.0, 30000.0, 50000.0, 40000.0, 20000.0, 45000.0, 15000.0]),
        case("nothing better than the start", [3.0, 8.0, 6.0]),
    ],
    hidden=hidden_losses,
    hints=Hints(
        idea="Walk along the losses and remember where the best one so far stood: its place, not its height.",
        question="When a loss is exactly as low as the best one so far, should the place that you remember change?",
        read="Section 3 says what an index is. Walking along a list with its places is in the [Python tutorial, chapter 5.6, “Looping Techniques”](https://docs.python.org/3/tutorial/datastructures.html#looping-techniques).",
    ),
)


@mistake("best_epoch", "This is the lowest loss itself. What is asked for: how low, or when?", credit=0.5)
def lowest_loss(losses):
    return min(losses)


@mistake("best_epoch", "This is where the loss is highest. Which way does your comparison look?", credit=0.5)
def highest_loss_epoch(losses):
    return losses.index(max(losses))


@mistake(
    "best_epoch", "This is the highest loss itself. What is asked for: how high, or when, and is high good?"
)
def highest_loss(losses):
    return max(losses)


@mistake(
    "best_epoch",
    "Where several losses are equally low, this gives the last of them. What does your comparison do with two equal ones?",
    credit=0.5,
)
def last_of_ties(losses):
    return max(i for i, loss in enumerate(losses) if loss == min(losses))


@mistake("best_epoch", "Your epochs are one too high. What number has the first one?", credit=0.5)
def counted_from_one(losses):
    return losses.index(min(losses)) + 1


@mistake("best_epoch", "Your epochs are one too low. What number has the first one?", credit=0.5)
def one_too_low(losses):
    return losses.index(min(losses)) - 1


@mistake(
    "best_epoch",
    "It stops at the first valley, where the loss rises for the first time. Could it fall further later on?",
    credit=0.25,
)
def first_valley(losses):
    best = 0
    while best + 1 < len(losses) and losses[best + 1] < losses[best]:
        best += 1
    return best


@mistake(
    "best_epoch",
    "This is the last epoch with a lower loss than the one just before it. With which loss should each be compared?",
    credit=0.25,
)
def compared_with_the_one_before(losses):
    best = 0
    for i in range(1, len(losses)):
        if losses[i] < losses[i - 1]:
            best = i
    return best


@mistake(
    "best_epoch",
    "This is the last epoch with a lower loss than the first. Does the loss to compare with change when a lower one is found?",
    credit=0.25,
)
def compared_with_the_first_only(losses):
    best = 0
    for i in range(1, len(losses)):
        if losses[i] < losses[0]:
            best = i
    return best


@mistake(
    "best_epoch",
    "This is the first epoch with a lower loss than at the start. Could there be a lower one later on?",
    credit=0.25,
)
def first_drop(losses):
    for i, loss in enumerate(losses):
        if loss < losses[0]:
            return i
    return 0


@mistake(
    "best_epoch",
    "This counts how often a new lowest loss turned up, not where. How do you note the epoch itself?",
    credit=0.25,
)
def drops_counted(losses):
    count, lowest = 0, losses[0]
    for loss in losses:
        if loss < lowest:
            count, lowest = count + 1, loss
    return count


@mistake(
    "best_epoch",
    "The very first loss is never the best one here. At which number does your search begin?",
    credit=0.5,
)
def first_epoch_skipped(losses):
    if len(losses) == 1 or losses[0] == min(losses[1:]):
        return ANYTHING  # nothing is left to search in, or the search may meet the first by its value
    return losses.index(min(losses[1:]), 1)


@mistake(
    "best_epoch",
    "The first loss is left out, and the counting starts behind it. Which losses are there, and what number has the first?",
    credit=0.25,
)
def first_epoch_cut_off(losses):
    if len(losses) == 1:
        return ANYTHING  # nothing is left to search in
    return losses[1:].index(min(losses[1:]))


@mistake(
    "best_epoch",
    "The very last loss is never the best one here. At which number does your search end?",
    credit=0.5,
)
def last_epoch_skipped(losses):
    if len(losses) == 1:
        return ANYTHING  # nothing is left to search in
    return losses.index(min(losses[:-1]))


@mistake(
    "best_epoch", "It is always epoch 0. Does your loop run to its end, and does any loss count as better?"
)
def first_epoch(losses):
    return 0


@mistake(
    "best_epoch",
    "The search finds nothing lower than 0, where it seems to begin. Which loss could the first one be compared with?",
    credit=0.25,
)
def lowest_begins_at_zero(losses):
    best, lowest = 0, 0.0
    for i, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = i, loss
    return best


@mistake(
    "best_epoch",
    "It works for small losses, but not where all are large. With which number does the search begin: one of yours, or one of the losses?",
    credit=0.5,
)
def lowest_begins_too_low(losses):
    best, lowest = 0, 10000.0
    for i, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = i, loss
    return best


@mistake(
    "best_epoch",
    "It works for small losses, but for losses in the thousands nothing counts as low. With which number does the search begin: one of yours, or one of the losses?",
    credit=0.5,
)
def lowest_begins_far_too_low(losses):
    best, lowest = 0, 1000.0
    for i, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = i, loss
    return best


@mistake("best_epoch", "It is always the last epoch. Where are the losses compared?")
def last_epoch(losses):
    return len(losses) - 1


@mistake("best_epoch", "This is the number of losses, whatever they are. Where are they compared?")
def number_of_losses(losses):
    return len(losses)


@mistake("best_epoch", "It is always epoch 13, the books'. Which epoch is it for the losses that come in?")
def epoch_of_the_chapter(losses):
    return 13


@mistake(
    "best_epoch",
    "The epochs are counted from the end. Which one is number 0?",
    credit=0.5,
)
def counted_from_the_end(losses):
    return len(losses) - 1 - losses.index(min(losses))


@mistake(
    "best_epoch", "The epoch is right, but its loss comes with it. Which of the two is asked for?", credit=0.5
)
def epoch_with_its_loss(losses):
    return losses.index(min(losses)), min(losses)


@mistake(
    "best_epoch",
    "The lowest loss and its epoch come back together. Which of the two is asked for?",
    credit=0.5,
)
def loss_with_its_epoch(losses):
    return min(losses), losses.index(min(losses))


@mistake(
    "best_epoch", "The epoch is right, but wrapped in a list. Are there square brackets too many?", credit=0.5
)
def epoch_in_a_list(losses):
    return [losses.index(min(losses))]


@mistake(
    "best_epoch",
    "All epochs with the lowest loss come back, in a list. Which one of them is asked for?",
    credit=0.5,
)
def all_of_the_ties(losses):
    return [i for i, loss in enumerate(losses) if loss == min(losses)]


@mistake(
    "best_epoch",
    "Losses that differ only in their decimals count as equal here. Is there an `int` or a `round` on the way?",
    credit=0.5,
)
def decimals_ignored(losses):
    whole = [int(loss) for loss in losses]
    return whole.index(min(whole))


@mistake(
    "best_epoch",
    "The function returns None, which is nothing. Is there a `return` at its end, and what stands behind it?",
)
def no_epoch_returned(losses):
    losses.index(min(losses))


@mistake(
    "best_epoch",
    "This is the last place where the loss is highest. Which way does your comparison look?",
    credit=0.25,
)
def last_highest_loss_epoch(losses):
    return max(i for i, loss in enumerate(losses) if loss == max(losses))


@mistake(
    "best_epoch",
    "It gives the first valley, and None where the loss never rises. What if it falls further later on, and what if it never rises?",
)
def first_valley_or_none(losses):
    for i in range(len(losses) - 1):
        if losses[i] < losses[i + 1]:
            return i


@mistake(
    "best_epoch",
    "It gives the first epoch with a lower loss than at the start, and None where there is none. Does your `return` stand inside the loop?",
)
def first_drop_or_none(losses):
    for i, loss in enumerate(losses):
        if loss < losses[0]:
            return i


@mistake(
    "best_epoch",
    "Only the first two losses are compared. Does your `return` stand inside the loop?",
    credit=0.25,
)
def only_the_first_two(losses):
    if len(losses) == 1:
        return ANYTHING  # the loop may not run at all
    return 1 if losses[1] < losses[0] else 0


@mistake(
    "best_epoch",
    "A loss counts as better here when it is smaller than an epoch's number. With what should each loss be compared?",
    credit=0.25,
)
def loss_compared_with_an_epoch(losses):
    best = 0
    for i in range(len(losses)):
        if losses[i] < best:
            best = i
    return best


@mistake(
    "best_epoch",
    "This is where the loss falls the most in one step, not where it is lowest. What should be compared?",
    credit=0.25,
)
def steepest_fall(losses):
    falls = [before - after for before, after in zip(losses, losses[1:])]
    if not falls or max(falls) <= 0:
        return ANYTHING  # no step goes down
    return falls.index(max(falls)) + 1


@mistake(
    "best_epoch",
    "One name holds a loss at first, and an epoch later on: the two are compared with each other. Which two things need to be remembered?",
    credit=0.25,
)
def loss_and_epoch_mixed(losses):
    best = losses[0]
    for i in range(len(losses)):
        if losses[i] < best:
            best = i
    return best


same_epoch = [
    equivalent(
        "best_epoch", "for epoch in range(1, len(losses)):", "the first loss is never lower than itself"
    ),
]
