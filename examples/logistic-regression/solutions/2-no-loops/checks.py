"""How to probe the functions of `no-loops`."""

import functools

import numpy as np
import slips

from autograder.authoring import Hints, case, cases_from, equivalent, exercise


def answers(rng, n):
    """Draw who said yes: n zeros and ones, of each one at least."""
    return np.concatenate([[0.0, 1.0], rng.integers(0, 2, size=n - 2).astype(float)])[:n]


# predict: its hidden cases stand in cases.json -----------------------------------------------------------------------

predict = exercise(
    "predict",
    form="vectorized",
    examples=[
        case("three students", np.array([0.0, 1.0, 4.0]), 1.0, -2.0),
        case("without a slope", np.array([1.0, 2.0]), 0.0, 1.0),
    ],
    hidden=cases_from(__file__, "predict"),
    sized=lambda rng, n: (rng.normal(size=n), 1.5, -0.5),
    hints=Hints(
        idea="What worked for one student works for an array: NumPy does it for every number in it.",
        question="Which two steps did you take for each student last time, and which of them takes an array already?",
        read="The notebook's first section, and the docstring.",
    ),
)

probability_faults = slips.of_probability(predict)


# cross_entropy: several results are right ----------------------------------------------------------------------------


def hidden_losses(rng):
    yield case("one who said no", np.array([0.0]), np.array([0.75]))
    yield case("impossible, and so it was", np.array([1.0, 0.0]), np.array([0.0, 0.25]))
    yield case("many", answers(rng, 150), rng.uniform(0.01, 0.99, size=150))


cross_entropy = exercise(
    "cross_entropy",
    form="vectorized",
    examples=[
        case("two of each", np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.75, 0.25, 0.5, 0.125])),
        case("one who said no", np.array([0.0]), np.array([0.25])),
    ],
    hidden=hidden_losses,
    sized=lambda rng, n: (answers(rng, n), rng.uniform(0.01, 0.99, size=n)),
    hints=Hints(
        idea="Each student costs something: nothing if you were sure and right, very much if you were sure and wrong.",
        question="How can an array choose between two values, place by place?",
        read="NumPy's reference has `where` under “Sorting, searching, and counting”.",
    ),
)


def kept_away(y, p, *, least):
    """Keep p away from 0 and 1, as many do: at p = 0 the loss is large then, and not infinite."""
    p = np.clip(p, least, 1 - least)
    return -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))


clipped = [
    cross_entropy.also_right(functools.partial(kept_away, least=least))
    for least in (1e-16, np.finfo(float).eps, 1e-15, 1e-14, 1e-13, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
]

loss_faults = slips.of_cross_entropy(cross_entropy)


# gradients -----------------------------------------------------------------------------------------------------------


def hidden_gradients(rng):
    yield case("a single student", np.array([2.0]), np.array([1.0]), 0.5, -0.25)
    yield case("x that is zero", np.array([0.0, 0.0, 0.0]), np.array([1.0, 0.0, 0.0]), 1.0, 0.5)
    yield case("many", rng.normal(size=150), answers(rng, 150), -0.75, 0.5)


gradients = exercise(
    "gradients",
    form="vectorized",
    uses=["predict"],
    examples=[
        case("three students", np.array([0.0, 1.0, 4.0]), np.array([0.0, 1.0, 1.0]), 0.5, -1.0),
        case("two students", np.array([-2.0, 3.0]), np.array([1.0, 0.0]), 0.25, 0.0),
    ],
    hidden=hidden_gradients,
    sized=lambda rng, n: (rng.normal(size=n), answers(rng, n), 0.5, -0.25),
    hints=Hints(
        idea="Every student pulls at the curve, by as much as the prediction was wrong.",
        question="The pull on the bias is that error itself. What makes it larger for the slope?",
        read="The formulas stand in section 4 of the first notebook.",
    ),
)

gradient_faults = slips.of_gradients(gradients)


# train: a descent adds up small differences, so its numbers need not be as close --------------------------------------


def hidden_descents(rng):
    yield case("a single epoch", np.array([1.0, -2.0, 0.5]), np.array([1.0, 0.0, 0.0]), 0.5, 1)
    yield case("twenty epochs", rng.normal(size=12), answers(rng, 12), 0.25, 20)
    yield case("two hundred epochs", 2 * rng.normal(size=30), answers(rng, 30), 0.1, 200)


train = exercise(
    "train",
    uses=["predict", "cross_entropy", "gradients"],
    rtol=1e-4,
    examples=[
        case("two epochs", np.array([0.0, 1.0, 4.0]), np.array([0.0, 1.0, 1.0]), 0.5, 2),
        case("five epochs", np.array([-2.0, 3.0, 1.0]), np.array([1.0, 0.0, 1.0]), 0.25, 5),
    ],
    hidden=hidden_descents,
    hints=Hints(
        idea="One epoch: see how wrong the curve is, ask which way is down, and go a little that way.",
        question="Which numbers must both derivatives be taken at, the old ones or the new ones?",
        read="Section 4 says what one epoch does, and in which order.",
    ),
)


def descend(x, y, learning_rate, epochs, *, direction=-1, at_once=True, noted="before"):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        if noted == "before":
            losses.append(loss(x, y, slope, bias))
        error = slips.squashed(slope * x + bias) - y
        slope = slope + direction * learning_rate * np.mean(error * x)
        if not at_once:
            error = slips.squashed(slope * x + bias) - y
        bias = bias + direction * learning_rate * np.mean(error)
        if noted == "after":
            losses.append(loss(x, y, slope, bias))
    return slope, bias, losses


def loss(x, y, slope, bias):
    p = slips.squashed(slope * x + bias)
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


descent = train.model(descend)
descent.fault("uphill", direction=1).says("the steps go uphill. Which sign leads down?")
descent.fault("one-after-the-other", 0.5, at_once=False).says(
    "the bias moves by a derivative at the new slope. Were both to step from the same place?"
)
descent.fault("noted-after-the-step", 0.5, noted="after").says(
    "the losses are those after each step. When is the loss to be noted?"
)
descent.combine("uphill", "noted-after-the-step")


# accuracy: graded on the cases that students see ----------------------------------------------------------------------

accuracy = exercise(
    "accuracy",
    form="vectorized",
    examples=[
        case("three of four", np.array([1.0, 0.0, 1.0, 0.0]), np.array([0.75, 0.25, 0.25, 0.125])),
        case("just at the border", np.array([1.0, 1.0, 0.0]), np.array([0.5, 0.5, 0.9])),
        case("all wrong", np.array([1.0, 0.0]), np.array([0.25, 0.75])),
    ],
    sized=lambda rng, n: (answers(rng, n), rng.uniform(size=n)),
    hints=Hints(
        idea="Turn each probability into a yes or a no, and see how often it is what really happened.",
        question="What is the mean of an array of truth values?",
        read="Section 5 says what counts as a yes.",
    ),
)


def share_right(y, p, *, yes=lambda p: p >= 0.5, gather=np.mean, right=np.equal):
    return gather(right(yes(p), y == 1))


shares = accuracy.model(share_right)
shares.fault("counted", 0.5, gather=np.sum).says("this is how many are right. What makes a share of it?")
shares.fault("wrong-ones", 0.5, right=np.not_equal).says(
    "this is the share of the wrong ones. Which are asked for?"
)
shares.fault("border-is-no", 0.5, yes=lambda p: p > 0.5).says(
    "0.5 itself counts as a no. What does the docstring say about it?"
)
shares.combine("counted", "wrong-ones", "border-is-no")


# Changes that change nothing -----------------------------------------------------------------------------------------

alike = [
    equivalent("cross_entropy", "return -np.mean(np.log(np.where(y >= 1, p, 1 - p)))", "an answer is 0 or 1"),
    equivalent("accuracy", "return np.mean((p >= 0.5) == (y >= 1))", "an answer is 0 or 1"),
    equivalent("gradients", "error = predict(slope, x, bias) - y", "the two are multiplied"),
    equivalent("train", "losses.append(cross_entropy(y, predict(slope, x, bias)))", "the two are multiplied"),
]
