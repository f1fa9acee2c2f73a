"""How to probe the functions of `linear-neuron`: what they are called on, and what beginners get wrong."""

# fmt: off
from __future__ import annotations

import derivatives
import loss
import drawing
import numpy as np
import units
import snapshots

from autograder.authoring import Drawn, Fact, Hints, Rng, case, curve, equivalent, exercise, fit, heights


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
    yield case("many points of a steep line", 20_000, -4000.0, others[2])
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

drawn_points = drawing.faults_of(make_line)


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
    yield case("very small numbers", 6e-8 * rng.normal(size=6))
    yield case("very large numbers", 3e7 * rng.normal(size=6))
    yield case("digits beyond the seventh", 1 + 1e-5 * rng.normal(size=6))


linear = exercise(
    "linear",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
        case("very small numbers", numbers(4.4e-8, -7.1e-8)),
        case("very large numbers", numbers(-25000000.3, 60000000.1)),
        case("3,200 points", np.arange(3200) % 5 - 1.5),
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

activating = units.linear_of(linear)


# sse -----------------------------------------------------------------------------------------------------------------


def hidden_errors(rng):
    yield case("a single point", numbers(3.25), numbers(-1.5))
    yield case("predictions without an error", *(2 * [rng.normal(size=6)]))
    yield case("the same error everywhere", numbers(1, 2, 3, 4), numbers(1.5, 2.5, 3.5, 4.5))
    yield case("errors that cancel each other", numbers(0, 0, 0, 0), numbers(2, -2, 3, -3))
    yield case("one point far off", numbers(0, 0, 0, 0, 50), numbers(0, 0, 0, 0, 1))
    yield case("predictions of zero", rng.normal(size=5), np.zeros(5))
    yield case("large numbers", 1e5 + rng.normal(size=9), 1e5 + rng.normal(size=9))
    yield case("very small numbers", *(9e-5 * rng.normal(size=(2, 7))))
    yield case("very large numbers", *(4e4 * rng.normal(size=(2, 6))))
    yield case("an odd number of whole steps", numbers(1, 4, 6, -2), numbers(2, 3, 4, -5))
    yield case("1,200 points", rng.normal(size=1200), rng.normal(size=1200))


sse = exercise(
    "sse",
    form="vectorized",
    examples=[
        case("two points", numbers(1, 2), numbers(1, 4)),
        case("errors above and below", numbers(3, -1, 2.5), numbers(2, 1, 2)),
        case("one point", numbers(5), numbers(3.5)),
        case("large numbers with small errors", numbers(100000.1, 100000.4), numbers(100000.2, 100000.1)),
        case("very small numbers", numbers(3.1e-5, -7.3e-5), numbers(5e-5, 2.2e-5)),
        case("3,200 points", np.arange(3200) % 5 - 1.5, np.arange(3200) % 4 + 0.5),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n)),
    hints=Hints(
        idea="It is nearly the loss that you know: differences, squares, a sum. Only the end is another.",
        question="By what is the sum divided here, and does that depend on how many points there are?",
        read="Section 3 sets it beside the MSE. Your `mse` of “No loops” is a good model.",
    ),
)

measuring = loss.faults_of(sse, np.copy, mean=False)


# d_error_d_y_hat -----------------------------------------------------------------------------------------------------


def hidden_differences(rng):
    yield case("a single point", numbers(2.5), numbers(-0.75))
    yield case("predictions without an error", *(2 * [rng.normal(size=5)]))
    yield case("predictions that are too high", *(lambda y: (y, y + 3.0))(rng.normal(size=6)))
    yield case("predictions that are too low", *(lambda y: (y, y - 0.4))(rng.normal(size=6)))
    yield case("some too high, some too low", numbers(0, 0, 1.5, -4), numbers(2.25, -2, 0.5, -3))
    yield case("large numbers", 1e4 + rng.normal(size=7), 1e4 + rng.normal(size=7))
    yield case("very large numbers", *(3e6 * rng.normal(size=(2, 6))))
    yield case("1,200 points", rng.normal(size=1200), rng.normal(size=1200))
    yield case("predictions that are nearly right", *(lambda y, e: (y, y + 1e-6 * e))(*rng.normal(size=(2, 5))))


d_error_d_y_hat = exercise(
    "d_error_d_y_hat",
    form="vectorized",
    examples=[
        case("one prediction too high, one too low", numbers(1, 2), numbers(1.5, 0)),
        case("three points, one of them predicted exactly", numbers(3, -1, 2.5), numbers(5, -1, 2)),
        case("one point", numbers(5), numbers(2)),
        case("large numbers with small errors", numbers(2000000.1, 2000000.4), numbers(2000000.2, 2000000.1)),
        case("predictions that are nearly right", numbers(0.5, -2), numbers(0.500003, -2.000002)),
        case("3,200 points", np.arange(3200) % 5 - 1.5, np.arange(3200) % 4 + 0.5),
    ],
    hidden=hidden_differences,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n)),
    hints=Hints(
        idea="For a single point, the text has worked it out already; NumPy does it for all points at once.",
        question="If a prediction is too high, does the error grow or shrink when the prediction goes up still further? Which sign says so?",
        read="Section 4, “The error and the prediction”, and the example in the docstring.",
    ),
)

linking = units.error_link_of(d_error_d_y_hat)


# d_y_hat_d_z ---------------------------------------------------------------------------------------------------------

d_y_hat_d_z = exercise(
    "d_y_hat_d_z",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
        case("very small numbers", numbers(4.4e-8, -7.1e-8)),
        case("very large numbers", numbers(-25000000.3, 60000000.1)),
        case("3,200 points", np.arange(3200) % 5 - 1.5),
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

linking_units = units.unit_link_of(d_y_hat_d_z)


# d_z_d_w -------------------------------------------------------------------------------------------------------------

d_z_d_w = exercise(
    "d_z_d_w",
    form="vectorized",
    examples=[
        case("three points", numbers(0.5, 1, 2)),
        case("numbers below zero", numbers(-3, 0, 1.25)),
        case("one point", numbers(4)),
        case("very small numbers", numbers(4.4e-8, -7.1e-8)),
        case("very large numbers", numbers(-25000000.3, 60000000.1)),
        case("3,200 points", np.arange(3200) % 5 - 1.5),
    ],
    hidden=hidden_z,
    sized=lambda rng, n: (rng.normal(size=n),),
    hints=Hints(
        idea="Each weight stands beside one thing in the sum, and that thing is how fast the sum grows with it.",
        question="What stands beside w1, what stands beside w0, and what shape must both have?",
        read="Section 4, “z and the weights”, and the drawing of the neuron at the top of the notebook.",
    ),
)

linking_weights = units.weights_link_of(d_z_d_w)


# neuron_gradients ----------------------------------------------------------------------------------------------------


def hidden_residuals(rng):
    def some(n, **settings):
        x, y = points(rng, n, **settings)
        return x, y, rng.normal() * x + rng.normal()

    yield case("a single point", numbers(2.5), numbers(-1.0), numbers(0.75))
    x, y = points(rng, 6)
    yield case("a line without an error", x, y, y.copy())
    yield case("x that is zero everywhere", np.zeros(4), numbers(1, 2, 3, 5), numbers(0, 1, 1, 1))
    yield case("errors that cancel each other", numbers(1, 2, 3, 5), numbers(0, 0, 0, 0), numbers(2, -2, -3, 3))
    yield case("points far from zero", *some(12, offset=50.0))
    yield case("points close together", *some(9, scale=1e-3))
    yield case("predictions that are too high", *(lambda a, b: (a, b, b + 3.0))(*points(rng, 7)))
    yield case("predictions of zero", *points(rng, 5), np.zeros(5))
    yield case("1,200 points", *some(1200))
    yield case("very small numbers", *(9e-5 * rng.normal(size=(3, 8))))
    yield case("very large numbers", *(4e4 * rng.normal(size=(3, 6))))
    yield case("small errors of large numbers", *(lambda a, b: (a, b, b + 0.02 * a))(*points(rng, 6, bias=9e3)))


def agrees_with_a_finite_difference(answers, _thresholds):
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
        title="agrees with how the SSE changes by a tiny step",
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
        case("a line without an error", numbers(1, 2, 3), numbers(3, 5, 7), numbers(3, 5, 7)),
        case("very large numbers", numbers(4e4, -2e4), numbers(6e4, 2e4), numbers(-6e4, 7e4)),
        case("small errors of large numbers", numbers(1.5, -0.25), numbers(9000.1, 9000.2), numbers(9000.3, 9000.1)),
        case("very small numbers", numbers(7e-5, -3e-5), numbers(2e-5, 8e-5), numbers(5e-5, -6e-5)),
        case("3,200 points", np.arange(3200) % 5 - 1.5, np.arange(3200) % 4 + 0.5, np.arange(3200) % 2 * 1.5),
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

deriving = derivatives.faults_of(neuron_gradients, kept=np.copy, mean=False, m="`w1`", b="`w0`")


# train_neuron --------------------------------------------------------------------------------------------------------


def hidden_runs(rng):
    yield case("a single epoch", *points(rng, 5), 0.5, -1.0, 0.02, 1)
    yield case("a snapshot every 5 epochs", *points(rng, 8), 1.0, 2.0, 0.01, 23, every=5)
    yield case("snapshots every 20 epochs without being told", *points(rng, 12), -1.5, 0.75, 0.01, 47)
    yield case("a snapshot at every epoch", *points(rng, 6), -2.0, 0.0, 0.02, 7, every=1)
    yield case("fewer epochs than from one snapshot to the next", *points(rng, 7), 0.0, 0.0, 0.01, 6, every=50)
    yield case("a last epoch with a snapshot", *points(rng, 9), 3.0, -2.5, 0.01, 13, every=4)
    yield case("as many epochs as two snapshots are apart", *points(rng, 9), 1.5, -0.5, 0.01, 8, every=4)
    yield case("a single point", numbers(1.5), numbers(-2.0), 1.0, 1.0, 0.1, 12, every=3)
    yield case("a small learning rate", *points(rng, 20), -0.3, 0.1, 1e-4, 15, every=6)
    yield case("a learning rate that diverges", *points(rng, 15), 0.2, 0.4, 0.2, 12, every=7)
    yield case("points with the same x", numbers(2, 2, 2, 2), numbers(1, 3, 4, 4), 1.0, -1.0, 0.02, 10, every=4)
    yield case("weights that are right from the start", numbers(0, 1, 2), numbers(1, 3, 5), 2.0, 1.0, 0.1, 6, every=2)
    x = rng.random(200)
    yield case("200 points between 0 and 1", x, 2 * x + 0.1 * rng.normal(size=200), -0.5, 0.8, 0.001, 321)
    yield case("1,200 points", *points(rng, 1200, slope=12.0, bias=5.0), 0.5, 0.25, 5e-5, 3, every=2)
    yield case("very small numbers", *points(rng, 7, slope=2e-4, bias=1e-4, noise=1e-5), 3e-5, -2e-5, 0.05, 24, every=9)
    yield case("very large numbers", *points(rng, 6, slope=-3e6, bias=4e7, noise=1e5), 2e5, 1e6, 0.03, 6, every=4)
    for label, settings, epochs in (
        ("convergence on a rising line", {"slope": 12.0, "bias": 5.0, "noise": 3.0}, 45),
        ("convergence on a falling line", {"slope": -4.0, "bias": 30.0}, 45),
        ("convergence far from zero", {"offset": 1.0, "noise": 2.0}, 80),
        ("convergence on badly scaled data", {"scale": 4.0, "slope": 0.3, "noise": 4.0}, 90),
    ):
        x, y = points(rng, 60, **settings)
        w1, w0 = (float(weight) for weight in rng.normal(size=2))
        yield case(label, x, y, w1, w0, safe_rate(x), epochs)


def reaches_least_squares(answers, thresholds):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        w1, w0, errors, _ = run.value
        design = np.column_stack([x, np.ones_like(x)])
        best = np.sum((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2) / 2
        error = np.sum((y - (w1 * x + w0)) ** 2) / 2
        descends = all(
            after <= before * (1 + thresholds["rise"]) for before, after in zip(errors, errors[1:])
        )
        arrived += bool(error <= best * thresholds["loss_factor"] and descends)
    return Fact(
        title=f"finds the best line for {len(runs)} sets of points that it has not seen",
        held=bool(runs) and arrived == len(runs),
        detail=f"It arrives on {arrived} of {len(runs)}.",
    )


train_neuron = exercise(
    "train_neuron",
    form="vectorized",
    uses=["linear", "sse", "neuron_gradients"],
    examples=[
        case("one epoch", numbers(1, 2), numbers(3, 5), 1.0, 0.0, 0.1, 1),
        case("a rate that is too large, and a snapshot every epoch", numbers(1, 2), numbers(1, 3), 0.5, 0.0, 0.5, 5, every=1),
        case("a snapshot every second epoch", numbers(0, 1, 2, 3), numbers(1, 3, 4.5, 7), -1.0, 4.0, 0.05, 4, every=2),
        case("snapshots every 20 epochs without being told", numbers(-1, 0, 2), numbers(1, 1, 4), 0.5, -0.5, 0.1, 41),
        case("a single point", numbers(2), numbers(3), 0.5, 0.25, 0.02, 4, every=3),
        case("120 points", numbers(*range(120)) / 40 - 1, 3 - numbers(*range(120)) % 7, 0.5, 0.5, 0.001, 5, every=3),
        case("3,200 points", np.arange(3200) % 120 / 40 - 1, 3.0 - np.arange(3200) % 120 % 7, 0.5, 0.5, 1e-4, 5, every=3),
        case("very large numbers", numbers(-1, 0.5, 2), numbers(4.3e7, 3.9e7, 3.4e7), 2e5, 1e6, 0.03, 3, every=2),
        case("very small numbers", numbers(-1, 0.5, 2), numbers(3e-4, -2e-4, 5e-4), 3e-5, -2e-5, 0.05, 3, every=2),
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

training = snapshots.faults_of(train_neuron)
training.leave_out("stops-after-below-1e-08 stops-after-below-1e-09")


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
