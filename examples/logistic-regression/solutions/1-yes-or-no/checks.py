"""How to probe the functions of `yes-or-no`."""

import math

import numpy as np
import slips

from autograder.authoring import Hints, case, equivalent, exercise


def answers(rng, n):
    """Draw who said yes: n zeros and ones, of each one at least."""
    return np.concatenate([[0.0, 1.0], rng.integers(0, 2, size=n - 2).astype(float)])[:n]


# sigmoid: graded on the same cases that students see -----------------------------------------------------------------

sigmoid = exercise(
    "sigmoid",
    examples=[
        case("in the middle", 0.0),
        case("a little above", 1.0),
        case("far below", -6.0),
        case("between", 0.25),
    ],
    hints=Hints(
        idea="A large number becomes nearly 1, a very negative one nearly 0, and 0 lands in the middle.",
        question="What happens to the fraction when the exponential becomes very large, and when it vanishes?",
        read="Section 1 has the formula. `math.exp` is in Python's reference, under “math”.",
    ),
)


def squashed(z, *, sign=-1, one=1.0):
    return 1 / (one + math.exp(sign * z))


squashing = sigmoid.model(squashed)
squashing.fault("mirrored", 0.5, sign=1).says(
    "it falls where it should rise. Which sign stands in the exponent?"
)
squashing.fault("no-one", one=0.0).says("it grows above 1. What else stands below the fraction line?")


# predict_loop --------------------------------------------------------------------------------------------------------


def hidden_probabilities(rng):
    yield case("a single student", np.array([1.5]), 2.0, -1.0)
    yield case("a slope of zero", rng.normal(size=4), 0.0, 0.75)
    yield case("a falling curve", rng.normal(size=6), -3.0, 1.25)
    yield case("many students", rng.normal(size=200), 1.5, -0.5)


predict_loop = exercise(
    "predict_loop",
    form="looped",
    uses=["sigmoid"],
    examples=[
        case("three students", np.array([0.0, 1.0, 4.0]), 1.0, -2.0),
        case("without a slope", np.array([1.0, 2.0]), 0.0, 1.0),
    ],
    hidden=hidden_probabilities,
    sized=lambda rng, n: (rng.normal(size=n), 1.5, -0.5),
    hints=Hints(
        idea="First the height of a line, as in linear regression; then squeeze that height into a probability.",
        question="You have a function for the second step already. What do you hand to it, one student at a time?",
        read="Section 2 does it by hand for one student.",
    ),
)

probability_faults = slips.of_probability(predict_loop)


# cross_entropy_loop --------------------------------------------------------------------------------------------------


def hidden_losses(rng):
    yield case("one who said yes", np.array([1.0]), np.array([0.75]))
    yield case("one who said no", np.array([0.0]), np.array([0.75]))
    yield case("sure and wrong", np.array([1.0, 0.0]), np.array([1e-6, 0.5]))
    yield case("many", answers(rng, 150), rng.uniform(0.01, 0.99, size=150))


cross_entropy_loop = exercise(
    "cross_entropy_loop",
    form="looped",
    examples=[
        case("two of each", np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.75, 0.25, 0.5, 0.125])),
        case("one who said no", np.array([0.0]), np.array([0.25])),
    ],
    hidden=hidden_losses,
    sized=lambda rng, n: (answers(rng, n), rng.uniform(0.01, 0.99, size=n)),
    hints=Hints(
        idea="Each student costs something: nothing if you were sure and right, very much if you were sure and wrong.",
        question="Which probability did your prediction give to the answer that really came?",
        read="Section 3 has both costs. `math.log` is in Python's reference, under “math”.",
    ),
)

loss_faults = slips.of_cross_entropy(cross_entropy_loop)


# gradients_loop ------------------------------------------------------------------------------------------------------


def hidden_gradients(rng):
    yield case("a single student", np.array([2.0]), np.array([1.0]), 0.5, -0.25)
    yield case("x that is zero", np.array([0.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0]), 1.0, 0.5)
    yield case("many", rng.normal(size=150), answers(rng, 150), -0.75, 0.5)


gradients_loop = exercise(
    "gradients_loop",
    form="looped",
    uses=["predict_loop"],
    examples=[
        case("three students", np.array([0.0, 1.0, 4.0]), np.array([0.0, 1.0, 1.0]), 0.5, -1.0),
        case("two students", np.array([-2.0, 3.0]), np.array([1.0, 0.0]), 0.25, 0.0),
    ],
    hidden=hidden_gradients,
    sized=lambda rng, n: (rng.normal(size=n), answers(rng, n), 0.5, -0.25),
    hints=Hints(
        idea="Every student pulls at the curve, by as much as the prediction was wrong.",
        question="The pull on the bias is that error itself. What makes it larger for the slope?",
        read="Section 4 writes both sums down.",
    ),
)

gradient_faults = slips.of_gradients(gradients_loop)


# Changes that change nothing -----------------------------------------------------------------------------------------

alike = [
    equivalent("cross_entropy_loop", "if y_i >= 1:", "an answer is 0 or 1"),
    equivalent("cross_entropy_loop", "return total / len(p)", "there are as many probabilities as answers"),
    equivalent("gradients_loop", "return (by_slope / len(y), by_bias / len(x))", "x and y are as long"),
    equivalent("gradients_loop", "return (by_slope / len(x), by_bias / len(y))", "x and y are as long"),
]
