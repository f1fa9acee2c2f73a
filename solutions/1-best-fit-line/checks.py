"""How to probe the functions of `best-fit-line`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import numpy as np

from autograder.authoring import Hints, case, exercise, heights, mistake


def numbers(*values):
    return np.array(values, dtype=float)


# predict_loop --------------------------------------------------------------------------------------------------------


def hidden_lines(rng):
    yield case("whole numbers", numbers(4, -3, 7, 1, -8), 3.0, -2.0)
    yield case("a single point", numbers(-1.75), 4.0, 0.5)
    yield case("two points", numbers(3.5, -0.25), 1.5, -2.5)
    yield case("a slope of zero", rng.normal(size=5), 0.0, 2.25)
    yield case("a bias of zero", rng.normal(size=6), -3.5, 0.0)
    yield case("slope and bias both zero", rng.normal(size=4), 0.0, 0.0)
    yield case("x that is zero everywhere", numbers(0, 0, 0), 2.5, -0.75)
    yield case("points with the same x", numbers(2.5, 2.5, -1.5, 2.5), 1.75, 0.5)
    yield case("a falling line", rng.normal(size=7), -12.5, 31.0)
    yield case("points far from zero", 1e4 + rng.normal(size=8), 0.003, -17.0)
    yield case("points close together", 1e-3 * rng.normal(size=6), 250.0, 0.125)
    yield case("large numbers", 1e6 * rng.normal(size=5), -7.5, 4e5)
    yield case("1,200 points", rng.normal(size=1200), 1.5, 2.5)


predict_loop = exercise(
    "predict_loop",
    form="looped",
    examples=[
        case("three points", numbers(0, 1, 2), 2.0, 1.0),
        case("a falling line", numbers(-1, 0.5, 3), -2.0, 4.5),
        case("one point", numbers(2.5), 3.0, -1.0),
        case("a flat line", numbers(4, -2, 4), 0.0, 1.5),
    ],
    hidden=hidden_lines,
    sized=lambda rng, n: (rng.normal(size=n), 1.25, -0.75),
    pictures=[heights()],
    hints=Hints(
        idea="A line is a rule that turns any x into a height. Apply the same rule to one x after the other, and keep every height that comes out.",
        question="If x were only the number 4, how would you work out its height by hand? And where do you put that height, so that it is still there when the loop has gone on to the next x?",
        read="Section 1 does it by hand for one number, and asks for two more. How a list starts empty and grows is in the [Python tutorial, chapter 5.1, “More on Lists”](https://docs.python.org/3/tutorial/datastructures.html#more-on-lists).",
    ),
)


@mistake(
    "predict_loop",
    "Your line goes through the origin, whatever the bias is. What should the bias do to each prediction?",
    credit=0.25,
)
def bias_left_out(x, slope, bias):
    return [slope * x_i for x_i in x]


@mistake(
    "predict_loop", "The slope plays no part: your line is as steep for any slope. What does it multiply?"
)
def slope_left_out(x, slope, bias):
    return [x_i + bias for x_i in x]


@mistake("predict_loop", "Slope and bias have changed places: which of the two belongs to x?", credit=0.25)
def slope_and_bias_swapped(x, slope, bias):
    return [bias * x_i + slope for x_i in x]


@mistake(
    "predict_loop",
    "The line is tilted rightly, but shifted to the wrong side. Does the bias go up or down?",
    credit=0.25,
)
def bias_subtracted(x, slope, bias):
    return [slope * x_i - bias for x_i in x]


@mistake(
    "predict_loop",
    "The line is tilted the wrong way round: look at the sign in front of the slope.",
    credit=0.25,
)
def slope_negated(x, slope, bias):
    return [-slope * x_i + bias for x_i in x]


@mistake("predict_loop", "Every sign is the wrong way round. Is there a minus too many?", credit=0.25)
def slope_and_bias_negated(x, slope, bias):
    return [-(slope * x_i + bias) for x_i in x]


@mistake(
    "predict_loop",
    "The line goes through the origin, and is tilted the wrong way round: two things to look at.",
)
def slope_negated_and_bias_left_out(x, slope, bias):
    return [-slope * x_i for x_i in x]


@mistake(
    "predict_loop",
    "The bias is multiplied by the slope, too: it joins x too early. What comes first, in which order?",
    credit=0.25,
)
def bias_added_first(x, slope, bias):
    return [slope * (x_i + bias) for x_i in x]


@mistake("predict_loop", "Slope and x are added here. What does a slope do with x?")
def slope_added(x, slope, bias):
    return [slope + x_i + bias for x_i in x]


@mistake("predict_loop", "All three are multiplied with each other. Which of them is only added?")
def all_multiplied(x, slope, bias):
    return [slope * x_i * bias for x_i in x]


@mistake("predict_loop", "What you add at the end is the slope once more. Which of the two should it be?")
def slope_in_place_of_bias(x, slope, bias):
    return [slope * x_i + slope for x_i in x]


@mistake("predict_loop", "What you multiply by is the bias once more. Which of the two should it be?")
def bias_in_place_of_slope(x, slope, bias):
    return [bias * x_i + bias for x_i in x]


@mistake(
    "predict_loop",
    "The x is squared, and a straight line becomes a curve. Which power of x does a line have?",
)
def x_squared(x, slope, bias):
    return [slope * x_i**2 + bias for x_i in x]


@mistake(
    "predict_loop",
    "Points left of zero are treated as if they lay on the right. What becomes of a negative x?",
)
def x_made_positive(x, slope, bias):
    return [slope * abs(x_i) + bias for x_i in x]


@mistake(
    "predict_loop",
    "This is the line at the places 0, 1, 2 and so on, not at the values in `x`. What does your loop count?",
    credit=0.25,
)
def place_instead_of_x(x, slope, bias):
    return [slope * i + bias for i in range(len(x))]


@mistake(
    "predict_loop",
    "The slope is another one at each point: it is multiplied by every x before. Which name does your loop overwrite?",
    credit=0.25,
)
def slope_overwritten(x, slope, bias):
    predictions = []
    for x_i in x:
        slope = slope * x_i
        predictions.append(slope + bias)
    return predictions


@mistake(
    "predict_loop",
    "Each prediction has all earlier ones added to it. Should a point know of the points before it?",
    credit=0.25,
)
def running_total(x, slope, bias):
    predictions, total = [], 0.0
    for x_i in x:
        total += slope * x_i + bias
        predictions.append(total)
    return predictions


@mistake(
    "predict_loop",
    "The first prediction is right, and then each one goes on from the one before. From where does each point start?",
    credit=0.25,
)
def running_total_from_the_bias(x, slope, bias):
    predictions = []
    for x_i in x:
        bias = bias + slope * x_i
        predictions.append(bias)
    return predictions


@mistake(
    "predict_loop",
    "Your predictions are those of slope 13 and bias 4, whatever comes in. Which names hold the line?",
)
def line_of_the_chapter(x, slope, bias):
    return [13 * x_i + 4 for x_i in x]


@mistake("predict_loop", "These are the x themselves, unchanged. What is put into your list?")
def x_returned(x, slope, bias):
    return [x_i for x_i in x]


@mistake(
    "predict_loop",
    "The list holds the first prediction, and no other. Does your `return` stand inside the loop?",
)
def list_of_the_first(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i + bias)
        return predictions


@mistake(
    "predict_loop",
    "One number comes back, the first point's prediction. Where do all of them go, and when is the loop left?",
)
def first_number_only(x, slope, bias):
    return slope * x[0] + bias


@mistake(
    "predict_loop",
    "The list holds the last prediction, and no other. Is the list made anew in each round, or filled only after the loop?",
    credit=0.5,
)
def list_of_the_last(x, slope, bias):
    for x_i in x:
        predictions = [slope * x_i + bias]
    return predictions


@mistake(
    "predict_loop",
    "One number comes back, the last point's prediction. Where could all of them be kept?",
    credit=0.25,
)
def last_number_only(x, slope, bias):
    for x_i in x:
        prediction = slope * x_i + bias
    return prediction


@mistake(
    "predict_loop",
    "One number comes back: all predictions added up. Where could each of them be kept by itself?",
)
def predictions_summed(x, slope, bias):
    total = 0.0
    for x_i in x:
        total += slope * x_i + bias
    return total


@mistake(
    "predict_loop", "The first point has no prediction. At which number does your loop begin?", credit=0.5
)
def first_point_left_out(x, slope, bias):
    return [slope * x[i] + bias for i in range(1, len(x))]


@mistake("predict_loop", "The last point has no prediction. At which number does your loop end?", credit=0.5)
def last_point_left_out(x, slope, bias):
    return [slope * x[i] + bias for i in range(len(x) - 1)]


@mistake(
    "predict_loop",
    "The predictions are there, but with a 0 in front of them. With what does your list begin?",
    credit=0.5,
)
def list_begins_with_zero(x, slope, bias):
    predictions = [0.0]
    for x_i in x:
        predictions.append(slope * x_i + bias)
    return predictions


@mistake("predict_loop", "The list comes back empty. What is added to it in each round?")
def empty_list(x, slope, bias):
    return []


@mistake(
    "predict_loop",
    "The function returns None, which is nothing. Is there a `return` at its end, and what stands behind it?",
)
def nothing_returned(x, slope, bias):
    for x_i in x:
        slope * x_i + bias


@mistake(
    "predict_loop",
    "The predictions are right, but in the reverse order. At which end is each one added?",
    credit=0.5,
)
def reversed_order(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.insert(0, slope * x_i + bias)
    return predictions


@mistake(
    "predict_loop",
    "The predictions belong to x in ascending order. Which one should be first: the smallest x's, or the first x's?",
    credit=0.5,
)
def points_sorted(x, slope, bias):
    return [slope * x_i + bias for x_i in sorted(x)]


@mistake(
    "predict_loop",
    "The numbers are right, but each is wrapped in a list of its own. Are there square brackets too many?",
    credit=0.5,
)
def each_in_a_list(x, slope, bias):
    return [[slope * x_i + bias] for x_i in x]


@mistake(
    "predict_loop",
    "The list of predictions lies in another list. Are there square brackets too many?",
    credit=0.5,
)
def list_in_a_list(x, slope, bias):
    return [[slope * x_i + bias for x_i in x]]


@mistake(
    "predict_loop",
    "Every place of the list holds the predictions of all points. Which point is it the turn of: `x`, or one of its numbers?",
    credit=0.25,
)
def all_points_each_time(x, slope, bias):
    return [slope * x + bias for _ in x]


@mistake(
    "predict_loop",
    "Each prediction comes together with its x. Which of the two is asked for?",
    credit=0.5,
)
def pairs_with_x(x, slope, bias):
    return [(x_i, slope * x_i + bias) for x_i in x]


@mistake(
    "predict_loop", "Every prediction is there twice. How often is each one added to the list?", credit=0.25
)
def each_twice(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i + bias)
        predictions.append(slope * x_i + bias)
    return predictions


@mistake(
    "predict_loop",
    "The predictions are rounded to whole numbers. A line has values in between, too: what rounds them?",
    credit=0.25,
)
def rounded(x, slope, bias):
    return [round(slope * x_i + bias) for x_i in x]


@mistake("predict_loop", "The predictions are rounded to two decimals. Who asked for that?", credit=0.5)
def rounded_to_two_decimals(x, slope, bias):
    return [round(slope * x_i + bias, 2) for x_i in x]


@mistake(
    "predict_loop",
    "The predictions have lost their decimals. Is there an `int` somewhere?",
    credit=0.25,
)
def truncated(x, slope, bias):
    return [int(slope * x_i + bias) for x_i in x]


@mistake(
    "predict_loop",
    "Each x has lost its decimals before the slope multiplies it. What becomes of 0.5 on the way?",
    credit=0.25,
)
def x_truncated(x, slope, bias):
    return [slope * int(x_i) + bias for x_i in x]


@mistake(
    "predict_loop",
    "Your line is flat: every prediction is the bias. Which part of the line makes it rise or fall with x?",
)
def flat_at_the_bias(x, slope, bias):
    return [bias for _ in x]


@mistake("predict_loop", "The bias is added twice. In which two lines does it come in?", credit=0.5)
def bias_added_twice(x, slope, bias):
    return [slope * x_i + bias + bias for x_i in x]


@mistake(
    "predict_loop",
    "The first prediction is right, and then the bias gets larger from point to point. Which line changes it?",
    credit=0.25,
)
def bias_that_grows(x, slope, bias):
    predictions, shift = [], 0.0
    for x_i in x:
        shift += bias
        predictions.append(slope * x_i + shift)
    return predictions


@mistake(
    "predict_loop",
    "Only the last prediction has a bias. Is it added behind the loop?",
    credit=0.25,
)
def bias_for_the_last_point(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i)
    predictions[-1] += bias
    return predictions


@mistake(
    "predict_loop",
    "The bias stands in the list by itself, behind each product. How do the two become one number?",
    credit=0.25,
)
def bias_as_an_item(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i)
        predictions.append(bias)
    return predictions


@mistake(
    "predict_loop",
    "The bias stands at the end of the list, as if it were a point. How should it reach every prediction?",
    credit=0.25,
)
def bias_at_the_end(x, slope, bias):
    return [slope * x_i for x_i in x] + [bias]


@mistake(
    "predict_loop",
    "This is the line at the places 1, 2, 3 and so on, not at the values in `x`. What does your loop count?",
    credit=0.25,
)
def place_from_one_instead_of_x(x, slope, bias):
    return [slope * i + bias for i in range(1, len(x) + 1)]


@mistake("predict_loop", "Every prediction is the first point's. Which x does each round take?", credit=0.25)
def first_point_everywhere(x, slope, bias):
    return [slope * x[0] + bias for _ in x]


@mistake(
    "predict_loop", "Every prediction is the last point's. When is each one put into the list?", credit=0.25
)
def last_point_everywhere(x, slope, bias):
    return [slope * x[-1] + bias for _ in x]


@mistake(
    "predict_loop", "Every prediction is there n times in a row. Is one loop inside the other?", credit=0.25
)
def each_n_times(x, slope, bias):
    return [slope * x_i + bias for x_i in x for _ in x]


@mistake(
    "predict_loop",
    "The whole list of predictions is there n times. Is one loop inside the other?",
    credit=0.25,
)
def all_n_times(x, slope, bias):
    return [slope * x_i + bias for _ in x for x_i in x]


@mistake(
    "predict_loop",
    "Points with the same x are merged into one, and the others are sorted. How many predictions should there be, and in whose order?",
    credit=0.25,
)
def equal_points_merged(x, slope, bias):
    return [slope * x_i + bias for x_i in sorted(set(x))]


@mistake(
    "predict_loop",
    "Two things come back: x, and the predictions behind it. Which of them is asked for?",
    credit=0.5,
)
def x_comes_along(x, slope, bias):
    return x, [slope * x_i + bias for x_i in x]


@mistake(
    "predict_loop",
    "For a single point it returns None, and for more it raises an AttributeError: the list got lost on the way. What does `append` give back, and where do you keep it?",
    credit=0.25,
)
def append_assigned(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions = predictions.append(slope * x_i + bias)
    return predictions


@mistake(
    "predict_loop", "Your line has the slope 13, whatever comes in. Which name holds the slope?", credit=0.25
)
def slope_of_the_chapter(x, slope, bias):
    return [13 * x_i + bias for x_i in x]


@mistake(
    "predict_loop", "Your line has the bias 4, whatever comes in. Which name holds the bias?", credit=0.25
)
def bias_of_the_chapter(x, slope, bias):
    return [slope * x_i + 4 for x_i in x]


@mistake(
    "predict_loop",
    "Each prediction is text here: it reads like the right number. What turns it into a string?",
    credit=0.5,
)
def numbers_as_text(x, slope, bias):
    return [str(slope * x_i + bias) for x_i in x]


@mistake(
    "predict_loop",
    "Each prediction is text with two decimals. What is asked for: something to print, or numbers?",
    credit=0.25,
)
def two_decimals_as_text(x, slope, bias):
    return [f"{slope * x_i + bias:.2f}" for x_i in x]


@mistake(
    "predict_loop", "Every second point has no prediction. In which steps does your loop go?", credit=0.25
)
def every_second_point(x, slope, bias):
    return [slope * x[i] + bias for i in range(0, len(x), 2)]


@mistake("predict_loop", "Predictions below zero come out as 0. May a line not go below?", credit=0.25)
def nothing_below_zero(x, slope, bias):
    return [max(0.0, slope * x_i + bias) for x_i in x]


@mistake(
    "predict_loop", "Slope and bias are added before x comes in. Which of them does x multiply?", credit=0.25
)
def slope_and_bias_added_first(x, slope, bias):
    return [(slope + bias) * x_i for x_i in x]


@mistake(
    "predict_loop",
    "The first and the last point have no prediction. At which numbers does your loop begin and end?",
    credit=0.25,
)
def both_ends_left_out(x, slope, bias):
    return [slope * x[i] + bias for i in range(1, len(x) - 1)]


@mistake("predict_loop", "The predictions are sorted by size. In whose order should they be?", credit=0.5)
def predictions_sorted(x, slope, bias):
    return sorted(slope * x_i + bias for x_i in x)


# nudge_line ----------------------------------------------------------------------------------------------------------


def hidden_steps(rng):
    yield case("four epochs", 0.75, -1.5, 4)
    yield case("a single epoch", 2.5, -1.25, 1)
    yield case("two epochs", 0.75, 4.0, 2)
    yield case("the books' steps", 1.0, 0.3, 15)
    yield case("steps downwards", -2.0, -0.75, 9)
    yield case(
        "a slope that rises while the bias falls", float(rng.uniform(1, 3)), float(rng.uniform(-3, -1)), 7
    )
    yield case("a slope that stays at zero", 0.0, 1.5, 6)
    yield case("a bias that stays at zero", -0.25, 0.0, 5)
    yield case("steps of zero", 0.0, 0.0, 4)
    yield case("two equal steps", 0.6, 0.6, 5)
    yield case("large steps", 1e5, -3e4, 8)
    yield case("tiny steps", 1e-4, 2e-5, 10)
    yield case("1,200 epochs", float(rng.normal()), float(rng.normal()), 1200)


nudge_line = exercise(
    "nudge_line",
    examples=[
        case("three epochs", 1.0, 0.5, 3),
        case("steps of 1 and 0.3", 1.0, 0.3, 4),
        case("a slope that falls", -2.0, 0.125, 3),
        case("one epoch", 1.5, -1.0, 1),
        case("a slope that stays", 0.0, 0.75, 3),
    ],
    hidden=hidden_steps,
    hints=Hints(
        idea="A line is only two numbers here. Every epoch writes down where both of them stand, and then moves each a little.",
        question="The first pair is (0, 0): which comes first in each round, then, writing the pair down or moving on?",
        read="The question just before the exercise walks through the first epochs. Loops that only count are in the [Python tutorial, chapter 4.3, “The range() Function”](https://docs.python.org/3/tutorial/controlflow.html#the-range-function).",
    ),
)


@mistake(
    "nudge_line",
    "Your first line has taken a step already. Which line should be the first, and when is it put on the list?",
    credit=0.5,
)
def first_line_left_out(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(1, epochs + 1)]


@mistake(
    "nudge_line",
    "There is one line too many at the end. How many are asked for, and how often does your loop run?",
    credit=0.5,
)
def one_line_too_many(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(epochs + 1)]


@mistake(
    "nudge_line",
    "The last line is missing. How many are asked for, and how often does your loop run?",
    credit=0.5,
)
def one_line_short(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(epochs - 1)]


@mistake(
    "nudge_line",
    "The line at (0, 0) is missing, and the others are right. Where does the list begin?",
    credit=0.5,
)
def only_the_first_line_missing(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(1, epochs)]


@mistake("nudge_line", "Slope and bias have changed places in each pair. Which one comes first?", credit=0.5)
def slope_and_bias_swapped_in_pairs(slope_step, bias_step, epochs):
    return [(k * bias_step, k * slope_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "Slope and bias have changed places, and the first line has taken a step already: two things to look at.",
    credit=0.25,
)
def swapped_and_first_line_left_out(slope_step, bias_step, epochs):
    return [(k * bias_step, k * slope_step) for k in range(1, epochs + 1)]


@mistake("nudge_line", "Your bias grows by the slope's step. Which step belongs to it?", credit=0.5)
def slope_step_for_both(slope_step, bias_step, epochs):
    return [(k * slope_step, k * slope_step) for k in range(epochs)]


@mistake("nudge_line", "Your slope grows by the bias's step. Which step belongs to it?", credit=0.5)
def bias_step_for_both(slope_step, bias_step, epochs):
    return [(k * bias_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The line never moves: every pair is (0, 0). Do slope and bias get a new value in each round?",
)
def never_moves(slope_step, bias_step, epochs):
    return [(0.0, 0.0) for _ in range(epochs)]


@mistake("nudge_line", "The bias stays at 0. Which of the two gets a step in your loop?", credit=0.25)
def bias_never_moves(slope_step, bias_step, epochs):
    return [(k * slope_step, 0.0) for k in range(epochs)]


@mistake("nudge_line", "The slope stays at 0. Which of the two gets a step in your loop?", credit=0.25)
def slope_never_moves(slope_step, bias_step, epochs):
    return [(0.0, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "After the first step the line stands still. From where does each step go on: from the line before, or from 0?",
    credit=0.25,
)
def only_one_step(slope_step, bias_step, epochs):
    return [(0.0, 0.0)] + [(slope_step, bias_step)] * (epochs - 1)


@mistake(
    "nudge_line",
    "Every pair is the two steps themselves. Where does the line begin, and how do steps add up?",
)
def steps_instead_of_lines(slope_step, bias_step, epochs):
    return [(slope_step, bias_step)] * epochs


@mistake(
    "nudge_line",
    "The slope is right, but the bias is that of one step in every line. How does the slope do it?",
    credit=0.25,
)
def bias_not_added_up(slope_step, bias_step, epochs):
    return [(k * slope_step, bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The steps get longer and longer. By how much should slope and bias grow in each epoch?",
    credit=0.25,
)
def steps_that_grow(slope_step, bias_step, epochs):
    lines, slope, bias = [], 0.0, 0.0
    for epoch in range(epochs):
        lines.append((slope, bias))
        slope += slope_step * (epoch + 1)
        bias += bias_step * (epoch + 1)
    return lines


@mistake(
    "nudge_line",
    "The second line still stands at (0, 0), and then the steps get longer and longer. By how much should slope and bias grow in each epoch?",
    credit=0.25,
)
def steps_that_grow_after_a_rest(slope_step, bias_step, epochs):
    lines, slope, bias = [], 0.0, 0.0
    for epoch in range(epochs):
        lines.append((slope, bias))
        slope += slope_step * epoch
        bias += bias_step * epoch
    return lines


@mistake(
    "nudge_line", "The line goes two steps at a time. How often is each step added in one round?", credit=0.5
)
def two_steps_at_a_time(slope_step, bias_step, epochs):
    return [(2 * k * slope_step, 2 * k * bias_step) for k in range(epochs)]


@mistake("nudge_line", "Both go the wrong way: the steps are taken away. What should a step do?", credit=0.5)
def steps_subtracted(slope_step, bias_step, epochs):
    return [(-k * slope_step, -k * bias_step) for k in range(epochs)]


@mistake("nudge_line", "Only the bias goes the wrong way. Compare your two lines.", credit=0.5)
def bias_step_subtracted(slope_step, bias_step, epochs):
    return [(k * slope_step, -k * bias_step) for k in range(epochs)]


@mistake("nudge_line", "Only the slope goes the wrong way. Compare your two lines.", credit=0.5)
def slope_step_subtracted(slope_step, bias_step, epochs):
    return [(-k * slope_step, k * bias_step) for k in range(epochs)]


@mistake("nudge_line", "One pair comes back, the last line. Where do all of them go?", credit=0.25)
def last_pair_only(slope_step, bias_step, epochs):
    return ((epochs - 1) * slope_step, (epochs - 1) * bias_step)


@mistake(
    "nudge_line",
    "One pair comes back: where the line arrives after all steps. Where do the lines on the way go?",
    credit=0.25,
)
def arrival_only(slope_step, bias_step, epochs):
    return (epochs * slope_step, epochs * bias_step)


@mistake(
    "nudge_line",
    "The list holds the last line, and no other. Is the list made anew in each round?",
    credit=0.5,
)
def list_of_the_last_pair(slope_step, bias_step, epochs):
    return [((epochs - 1) * slope_step, (epochs - 1) * bias_step)]


@mistake(
    "nudge_line",
    "The list holds one line: where all steps end. Is the list made anew in each round, or filled only after the loop?",
    credit=0.25,
)
def list_of_the_arrival(slope_step, bias_step, epochs):
    return [(epochs * slope_step, epochs * bias_step)]


@mistake(
    "nudge_line",
    "The list holds the first line, and no other. Does your `return` stand inside the loop?",
    credit=0.5,
)
def list_of_the_first_pair(slope_step, bias_step, epochs):
    return [(0.0, 0.0)]


@mistake(
    "nudge_line",
    "The list holds one line, a step from the start. Does your `return` stand inside the loop, and which line comes first?",
    credit=0.25,
)
def list_of_the_first_step(slope_step, bias_step, epochs):
    return [(slope_step, bias_step)]


@mistake(
    "nudge_line",
    "Every pair is the line after the last step. Is it one and the same list that is added each time, and then changed?",
    credit=0.25,
)
def same_list_each_time(slope_step, bias_step, epochs):
    lines, line = [], [0.0, 0.0]
    for _ in range(epochs):
        lines.append(line)
        line[0] += slope_step
        line[1] += bias_step
    return lines


@mistake(
    "nudge_line", "All slopes come in one list, all biases in another. What should lie together?", credit=0.5
)
def two_lists(slope_step, bias_step, epochs):
    return [k * slope_step for k in range(epochs)], [k * bias_step for k in range(epochs)]


@mistake(
    "nudge_line",
    "Slopes and biases stand in one long list. Which brackets would keep two together?",
    credit=0.5,
)
def flat_list(slope_step, bias_step, epochs):
    return [number for k in range(epochs) for number in (k * slope_step, k * bias_step)]


@mistake(
    "nudge_line",
    "The slopes are right, but the biases are missing: each line needs both. What is put on the list?",
    credit=0.25,
)
def slopes_only(slope_step, bias_step, epochs):
    return [k * slope_step for k in range(epochs)]


@mistake(
    "nudge_line",
    "Each line comes with its epoch in front. What is asked for: three numbers, or two?",
    credit=0.5,
)
def epoch_in_each(slope_step, bias_step, epochs):
    return [(k, k * slope_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "Every slope meets every bias: far too many lines. Is one loop inside the other?",
    credit=0.25,
)
def every_slope_with_every_bias(slope_step, bias_step, epochs):
    return [(i * slope_step, j * bias_step) for i in range(epochs) for j in range(epochs)]


@mistake(
    "nudge_line", "There are 15 lines, whatever `epochs` says. What does your loop count up to?", credit=0.5
)
def always_15_epochs(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(15)]


@mistake("nudge_line", "The steps are 1 and 0.3, whatever comes in. Which names hold the steps?", credit=0.25)
def steps_of_the_chapter(slope_step, bias_step, epochs):
    return [(k * 1.0, k * 0.3) for k in range(epochs)]


@mistake("nudge_line", "There are always 15 lines, with steps of 1 and 0.3. Which names hold what comes in?")
def run_of_the_chapter(slope_step, bias_step, epochs):
    return [(k * 1.0, k * 0.3) for k in range(15)]


@mistake("nudge_line", "Your first line is (1, 1). Where should it start?", credit=0.5)
def starts_at_one(slope_step, bias_step, epochs):
    return [(1.0 + k * slope_step, 1.0 + k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line", "The bias starts a step ahead of the slope. Where should both of them start?", credit=0.5
)
def bias_starts_a_step_ahead(slope_step, bias_step, epochs):
    return [(k * slope_step, (k + 1) * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line", "The slope starts a step ahead of the bias. Where should both of them start?", credit=0.5
)
def slope_starts_a_step_ahead(slope_step, bias_step, epochs):
    return [((k + 1) * slope_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The steps are too short: all of them together make up a single one. How far does the line go in each epoch?",
    credit=0.25,
)
def one_step_shared_out(slope_step, bias_step, epochs):
    return [
        (float(a), float(b))
        for a, b in zip(np.linspace(0, slope_step, epochs), np.linspace(0, bias_step, epochs))
    ]


@mistake(
    "nudge_line",
    "The steps are a little too long: the last line stands a whole step too far. How many steps lie between the first line and the last?",
    credit=0.25,
)
def one_step_too_far(slope_step, bias_step, epochs):
    slopes, biases = np.linspace(0, epochs * slope_step, epochs), np.linspace(0, epochs * bias_step, epochs)
    return [(float(a), float(b)) for a, b in zip(slopes, biases)]


@mistake(
    "nudge_line", "The bias grows from the slope, not from itself. What is each step added to?", credit=0.25
)
def bias_from_the_slope(slope_step, bias_step, epochs):
    lines, slope, bias = [], 0.0, 0.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope, bias = slope + slope_step, slope + bias_step
    return lines


@mistake("nudge_line", "The bias takes the slope's new value along. What is each step added to?", credit=0.25)
def bias_from_the_new_slope(slope_step, bias_step, epochs):
    lines, slope, bias = [], 0.0, 0.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope = slope + slope_step
        bias = slope + bias_step
    return lines


@mistake(
    "nudge_line", "The lines are right, but the last comes first. At which end is each one added?", credit=0.5
)
def last_line_first(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in reversed(range(epochs))]


@mistake(
    "nudge_line",
    "Slope and bias have lost their decimals. Is there an `int` somewhere?",
    credit=0.25,
)
def decimals_lost(slope_step, bias_step, epochs):
    return [(int(k * slope_step), int(k * bias_step)) for k in range(epochs)]


@mistake("nudge_line", "Slope and bias are rounded to one decimal. Who asked for that?", credit=0.5)
def rounded_to_one_decimal(slope_step, bias_step, epochs):
    return [(round(k * slope_step, 1), round(k * bias_step, 1)) for k in range(epochs)]


@mistake("nudge_line", "Slope and bias are rounded to two decimals. Who asked for that?", credit=0.5)
def pairs_rounded_to_two_decimals(slope_step, bias_step, epochs):
    return [(round(k * slope_step, 2), round(k * bias_step, 2)) for k in range(epochs)]


@mistake("nudge_line", "The list comes back empty. What is added to it in each round?")
def no_lines(slope_step, bias_step, epochs):
    return []


@mistake(
    "nudge_line",
    "The function returns None, which is nothing. Is there a `return` at its end, and what stands behind it?",
)
def no_list_returned(slope_step, bias_step, epochs):
    [(k * slope_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "For one epoch it returns None, and for more it raises an AttributeError: the list got lost on the way. What does `append` give back, and where do you keep it?",
    credit=0.25,
)
def list_lost_in_append(slope_step, bias_step, epochs):
    lines = []
    for k in range(epochs):
        lines = lines.append((k * slope_step, k * bias_step))
    return lines


@mistake(
    "nudge_line",
    "The steps are too short: each is divided by the number of epochs. How far does the line go in each epoch?",
    credit=0.25,
)
def steps_divided_by_the_epochs(slope_step, bias_step, epochs):
    return [(k * slope_step / epochs, k * bias_step / epochs) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The biases are right, but the slopes are missing: each line needs both. What is put on the list?",
    credit=0.25,
)
def biases_only(slope_step, bias_step, epochs):
    return [k * bias_step for k in range(epochs)]


@mistake(
    "nudge_line",
    "Every step is twice as long as the one before. Which line changes the steps themselves?",
    credit=0.25,
)
def steps_that_double(slope_step, bias_step, epochs):
    lines, slope, bias = [], 0.0, 0.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope, bias = slope + slope_step, bias + bias_step
        slope_step, bias_step = 2 * slope_step, 2 * bias_step
    return lines


@mistake(
    "nudge_line",
    "After the first step, slope and bias double in each epoch. What is added to them: a step, or they themselves?",
    credit=0.25,
)
def line_that_doubles(slope_step, bias_step, epochs):
    lines = [(0.0, 0.0)]
    for _ in range(epochs - 1):
        lines.append((slope_step, bias_step))
        slope_step, bias_step = slope_step + slope_step, bias_step + bias_step
    return lines


@mistake(
    "nudge_line",
    "Your first line has taken a step already, and then the bias stays where it is. Where do slope and bias get their first values?",
    credit=0.25,
)
def first_line_left_out_and_bias_not_added_up(slope_step, bias_step, epochs):
    return [((k + 1) * slope_step, bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The line at (0, 0) is there twice, and the last one is missing. Is it put on the list before the loop, and in it?",
    credit=0.5,
)
def first_line_twice(slope_step, bias_step, epochs):
    return [(0.0, 0.0)] + [(k * slope_step, k * bias_step) for k in range(epochs - 1)]


@mistake(
    "nudge_line",
    "The line at (0, 0) is there twice, so that there is one too many. Is it put on the list before the loop, and in it?",
    credit=0.5,
)
def first_line_once_more(slope_step, bias_step, epochs):
    return [(0.0, 0.0)] + [(k * slope_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line", "The bias goes in steps of 0.3, whatever comes in. Which name holds its step?", credit=0.5
)
def bias_step_of_the_chapter(slope_step, bias_step, epochs):
    return [(k * slope_step, k * 0.3) for k in range(epochs)]


@mistake(
    "nudge_line", "The slope goes in steps of 1, whatever comes in. Which name holds its step?", credit=0.5
)
def slope_step_of_the_chapter(slope_step, bias_step, epochs):
    return [(k * 1.0, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "Your first line is that of slope 1 and bias 0.3, the books' step. Where should it start?",
    credit=0.25,
)
def starts_at_the_step_of_the_chapter(slope_step, bias_step, epochs):
    return [(1.0 + k * slope_step, 0.3 + k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "Every bias meets every slope: far too many lines. Is one loop inside the other?",
    credit=0.25,
)
def every_bias_with_every_slope(slope_step, bias_step, epochs):
    return [(i * slope_step, j * bias_step) for j in range(epochs) for i in range(epochs)]


@mistake(
    "nudge_line",
    "Slope and bias have changed places, and the last line is missing: two things to look at.",
    credit=0.25,
)
def swapped_and_one_short(slope_step, bias_step, epochs):
    return [(k * bias_step, k * slope_step) for k in range(epochs - 1)]


@mistake(
    "nudge_line",
    "Slope and bias have changed places, and there is one line too many: two things to look at.",
    credit=0.25,
)
def swapped_and_one_too_many(slope_step, bias_step, epochs):
    return [(k * bias_step, k * slope_step) for k in range(epochs + 1)]


@mistake(
    "nudge_line",
    "Each line comes with its epoch behind. What is asked for: three numbers, or two?",
    credit=0.5,
)
def epoch_behind_each(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step, k) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The pairs are right, but each is wrapped in a list of its own. Are there square brackets too many?",
    credit=0.5,
)
def each_pair_in_a_list(slope_step, bias_step, epochs):
    return [[(k * slope_step, k * bias_step)] for k in range(epochs)]


@mistake(
    "nudge_line", "The list of pairs lies in another list. Are there square brackets too many?", credit=0.5
)
def pairs_in_a_list(slope_step, bias_step, epochs):
    return [[(k * slope_step, k * bias_step) for k in range(epochs)]]


@mistake("nudge_line", "Each line is a dictionary here. Which brackets make a pair?")
def lines_as_dictionaries(slope_step, bias_step, epochs):
    return [{"slope": k * slope_step, "bias": k * bias_step} for k in range(epochs)]


@mistake(
    "nudge_line",
    "Each line is a set here: it has no order, and two equal numbers become one. Which brackets make a pair?",
)
def lines_as_sets(slope_step, bias_step, epochs):
    return [{k * slope_step, k * bias_step} for k in range(epochs)]


@mistake(
    "nudge_line",
    "Slope and bias start at 1 and are multiplied by their steps. Where should they start, and what does a step do?",
)
def steps_multiplied(slope_step, bias_step, epochs):
    lines, slope, bias = [], 1.0, 1.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope, bias = slope * slope_step, bias * bias_step
    return lines


@mistake(
    "nudge_line",
    "Slope and bias start at their steps and then grow by 1. What should be counted: the steps taken, or ones?",
)
def steps_plus_epoch(slope_step, bias_step, epochs):
    return [(slope_step + k, bias_step + k) for k in range(epochs)]


@mistake(
    "nudge_line",
    "The bias is right, but the slope is that of one step in every line. How does the bias do it?",
    credit=0.25,
)
def slope_not_added_up(slope_step, bias_step, epochs):
    return [(slope_step, k * bias_step) for k in range(epochs)]


@mistake(
    "nudge_line",
    "Your first line has taken a step already, and there is one line too many: where does your loop begin, and where does it end?",
    credit=0.25,
)
def first_line_left_out_and_one_too_many(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(1, epochs + 2)]


@mistake(
    "nudge_line",
    "All slopes come first, and all biases behind them, in one list. What should lie together?",
    credit=0.25,
)
def slopes_then_biases(slope_step, bias_step, epochs):
    return [k * slope_step for k in range(epochs)] + [k * bias_step for k in range(epochs)]


@mistake(
    "nudge_line",
    "All is right, but for a single epoch: then there are two lines. Which lines are on the list before the loop?",
    credit=0.5,
)
def two_lines_for_one_epoch(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(max(epochs, 2))]
