"""How to probe the functions of `best-fit-line`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import line
import nudging
import numpy as np

from autograder.authoring import Hints, case, exercise, heights


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
    yield case("very small numbers", 9e-5 * rng.normal(size=6), -0.002, 3e-7)


predict_loop = exercise(
    "predict_loop",
    form="looped",
    examples=[
        case("three points", numbers(0, 1, 2), 2.0, 1.0),
        case("a falling line", numbers(-1, 0.5, 3), -2.0, 4.5),
        case("one point", numbers(2.5), 3.0, -1.0),
        case("a flat line", numbers(4, -2, 4), 0.0, 1.5),
        case("large numbers that leave small ones", numbers(200000.17, 200000.31), 30.0, -6000000.0),
        case("very small numbers", numbers(3.17e-5, -7.2e-5), -0.00213, 3e-7),
        case("3,200 points", np.arange(3200) % 5 - 1.5, 2.0, 0.5),
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

heights_of = line.looped_faults_of(predict_loop)


# nudge_line ----------------------------------------------------------------------------------------------------------


def hidden_steps(rng):
    yield case("four epochs", 0.75, -1.5, 4)
    yield case("a single epoch", 2.5, -1.25, 1)
    yield case("two epochs", 0.75, 4.0, 2)
    yield case("steps of 1 and 0.3, 15 epochs", 1.0, 0.3, 15)
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
    yield case("very small steps", 7e-7, -2e-7, 6)
    yield case("very large steps", 4e6, -7e5, 5)


nudge_line = exercise(
    "nudge_line",
    examples=[
        case("three epochs", 1.0, 0.5, 3),
        case("steps of 1 and 0.3", 1.0, 0.3, 4),
        case("a slope that falls", -2.25, 0.125, 3),
        case("one epoch", 1.5, -1.0, 1),
        case("a slope that stays", 0.0, 0.75, 3),
        case("very small steps", 3.17e-7, -2.3e-7, 4),
        case("very large steps", 4e6, -3e5, 3),
        case("3,200 epochs on the spot", 0.0, 0.0, 3200),
    ],
    hidden=hidden_steps,
    hints=Hints(
        idea="A line is only two numbers here. Every epoch writes down where both of them stand, and then moves each a little.",
        question="The first pair is (0, 0): which comes first in each round, then, writing the pair down or moving on?",
        read="The question just before the exercise walks through the first epochs. Loops that only count are in the [Python tutorial, chapter 4.3, “The range() Function”](https://docs.python.org/3/tutorial/controlflow.html#the-range-function).",
    ),
)

nudged = nudging.lines_of(nudge_line)
