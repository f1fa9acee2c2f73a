"""How to probe the functions of `no-loops`: what they are called on, and what beginners get wrong."""

from __future__ import annotations

import derivatives
import loss
import line
import numpy as np
import training

from autograder.authoring import ANYTHING, Fact, Hints, case, curve, equivalent, exercise, fit, heights


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
    yield case("tiny numbers", 9e-5 * rng.normal(size=(5, 1)), -0.002, 3e-7)
    yield case("very large numbers", 4e6 * rng.normal(size=(6, 1)), -2.5, 7e5)


predict = exercise(
    "predict",
    form="vectorized",
    examples=[
        case("three points", column(0, 1, 2), 2.0, 1.0),
        case("a falling line", column(-1, 0.5, 3), -2.0, 4.5),
        case("one point", column(2.5), 3.0, -1.0),
        case("large numbers that leave small ones", column(2000000.1, 2000000.2), 2.0, -4000000.0),
        case("very small numbers", column(3.17e-5, -7.2e-5), -0.00213, 3e-7),
        case("3,200 points", column(*range(3200)) % 5 - 1.5, 2.0, 0.5),
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

heights_of = line.vectorized_faults_of(predict)


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
    yield case("very small numbers", *(9e-5 * rng.normal(size=(2, 7, 1))))
    yield case("very large numbers", *(4e4 * rng.normal(size=(2, 6, 1))))


mse = exercise(
    "mse",
    form="vectorized",
    examples=[
        case("two points", column(1, 2), column(1, 4)),
        case("errors above and below", column(3, -1, 2.5), column(2, 1, 2)),
        case("one point", column(5), column(3.5)),
        case("large numbers with small errors", column(10000.1, 10000.4), column(10000.2, 10000.1)),
        case("very small numbers", column(3.1e-5, -7.3e-5), column(5e-5, 2.2e-5)),
        case("3,200 points", column(*range(3200)) % 5 - 1.5, column(*range(3200)) % 4 + 0.5),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=(n, 1)), rng.normal(size=(n, 1))),
    hints=Hints(
        idea="The three steps are those of your loop; each of them is now done to the whole column at once.",
        question="Which of the three steps turns many numbers into one, and what shape do you have just before it?",
        read="Section 2, and the trap just above it. [NumPy: the absolute basics for beginners](https://numpy.org/doc/stable/user/absolute_beginners.html#more-useful-array-operations) has more under “More useful array operations”.",
    ),
)

measuring = loss.faults_of(mse, lambda a: a.reshape(-1, 1))
measuring.fault(
    "every-product",
    0.25,
    power=lambda r: np.outer(r, r) if len(r) <= 300 else ANYTHING,
    gather=lambda a: a,
    over=lambda n: n if n <= 300 else ANYTHING,
).says(
    "this is a table of n times n numbers, every difference times every other. In which order do a row and a column give one number?"
)
measuring.fault("flat-squares-kept", 0.25, gather=np.copy, over=lambda n: 1).says(
    "this is one square for every point, (n,) of them. Is there an `axis` that keeps the points apart, or is a mean missing?"
)
measuring.fault(
    "single-precision",
    0.5,
    difference=lambda y, p: np.float32(y) - np.float32(p),
    gather=np.mean,
    over=lambda n: 1,
).says("large numbers have lost their last digits. Is there a `float32` that keeps too few digits?")


equivalent_mse = equivalent(
    "mse",
    "return float(np.mean((y_pred - y) ** 2))",
    "a square is the same whichever of the two is subtracted from the other",
)


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
    yield case("very small numbers", *(9e-5 * rng.normal(size=(3, 8, 1))))
    yield case("very large numbers", *(4e4 * rng.normal(size=(3, 6, 1))))


def agrees_with_a_finite_difference(answers, _thresholds):
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
        title="agrees with how the MSE changes by a tiny step",
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
        case("a line without an error", column(1, 2, 3), column(3, 5, 7), column(3, 5, 7)),
        case("very large numbers", column(4e4, -2e4), column(6e4, 2e4), column(-6e4, 7e4)),
        case(
            "small errors of large numbers",
            column(1.5, -0.25),
            column(9000.1, 9000.2),
            column(9000.3, 9000.1),
        ),
        case("very small numbers", column(7e-5, -3e-5), column(2e-5, 8e-5), column(5e-5, -6e-5)),
        case(
            "3,200 points", column(*range(3200)) % 5 - 1.5, column(*range(3200)) % 4, column(*range(3200)) % 2
        ),
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

deriving = derivatives.faults_of(gradients, kept=lambda a: a.reshape(-1, 1))


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
    yield case("very small numbers", *points(rng, 7, slope=2e-4, bias=1e-4, noise=1e-5), 0.1, 24)
    yield case("very large numbers", *points(rng, 6, slope=-3e6, bias=4e7, noise=1e5), 0.15, 6)


def reaches_least_squares(answers, thresholds):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        slope, bias, losses = run.value
        design = np.hstack([x, np.ones_like(x)])
        best = np.mean((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2)
        loss = np.mean((y - (slope * x + bias)) ** 2)
        descends = all(
            after <= before * (1 + thresholds["rise"]) for before, after in zip(losses, losses[1:])
        )
        arrived += bool(loss <= best * thresholds["loss_factor"] and descends)
    return Fact(
        title=f"finds the best line for {len(runs)} sets of points that it has not seen",
        held=bool(runs) and arrived == len(runs),
        detail=f"It arrives on {arrived} of {len(runs)}.",
    )


def starts_at_zero(answers, _thresholds):
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
        case("down to the bottom of the valley", column(-1, 1), column(-1, 2), 0.3, 18),
        case("small numbers, down to the bottom", column(-1, 1), column(-3e-4, 5e-4), 0.3, 10),
        case("120 points", column(*range(120)) / 40 - 1, 3 - column(*range(120)) % 7, 0.1, 4),
        case("3,200 points", column(*range(3200)) % 120 / 40 - 1, 3 - column(*range(3200)) % 120 % 7, 0.1, 4),
        case(
            "very large numbers, a small learning rate",
            column(28, 30.5, 31),
            column(4.3e7, 3.9e7, 3.4e7),
            0.0004,
            3,
        ),
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


descending = training.faults_of(train, gradients="gradients")
descending.fault("squares-kept-in-columns", 0.25, loss=lambda s, r, _: (r**2).reshape(-1, 1)).says(
    "the list holds a column of squares for every epoch. What makes one number of each?"
)


def until_nothing_changes(s):
    small = (k for k in range(1, s.epochs) if abs(s.losses[k - 1] - s.losses[k]) < 1e-12)
    return s.losses[: next(small, s.epochs - 1) + 1]


descending.fault("losses-end-when-nothing-changes", 0.5, listed=until_nothing_changes).says(
    "the list of losses ends where they no longer change. How many epochs are asked for here?"
)


@train.mistake(credit=0.25)
def flat_against_a_column(x, y, learning_rate, epochs):
    """A flat (n,) array meets a column (n, 1): every x or y is combined with every other. Is there a `ravel` or `flatten` in
    front of the loop? Print the shapes in it."""
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        difference = y - (slope * x.ravel() + bias)
        losses.append(np.mean(difference**2))
        slope += learning_rate * 2 * np.mean(x.ravel() * difference)
        bias += learning_rate * 2 * np.mean(difference)
    return (slope, bias, losses) if np.isfinite(losses).all() else ANYTHING
