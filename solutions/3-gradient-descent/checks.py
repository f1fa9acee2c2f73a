"""How to probe the functions of `gradient-descent`: what they are called on, and what beginners get wrong."""

# fmt: off
from __future__ import annotations

import derivatives
import numpy as np
import training
import steps

from autograder.authoring import ANYTHING, Fact, Hints, case, curve, equivalent, exercise, fit


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


def some_small(rng):
    x, y = points(rng, 8, scale=9e-5, noise=3e-5, bias=2e-5)
    return x, y, (y - 5e-5).tolist()


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
    yield case("very small numbers", *some_small(rng))
    yield case("small errors of large numbers", *(lambda a, b: (a, b, (b + 0.02 * a).tolist()))(*points(rng, 6, bias=9e3)))


def agrees_with_a_finite_difference(answers, _thresholds):
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
        title="agrees with how the MSE changes by a tiny step",
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
        case("very large numbers", row(40, -20), row(6e4, 2e4), row(-6e4, 7e4)),
        case("small errors of large numbers", row(1.5, -0.25), row(9000.1, 9000.2), row(9000.3, 9000.1)),
        case("very small numbers", row(7e-5, -3e-5), row(2e-5, 8e-5), [5e-5, -6e-5]),
        case("3,200 points", np.arange(3200) % 5 - 1.5, np.arange(3200) % 4 + 0.5, [1.0, 2.0] * 1600),
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

deriving = derivatives.faults_of(gradients_loop, kept=np.copy)


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
    yield case("small derivatives", 0.4, -0.2, 7e-4, -8e-4, 0.35)
    yield case("very small derivatives", 1e-4, 3e-4, -6e-5, 9e-5, 0.7)
    yield case("very small numbers", 1e-6, -4e-6, 8e-7, -3e-7, 0.9)
    yield case("very large numbers", -3.3e9, 7.1e8, 6.5e10, 4.4e9, 0.02)
    yield case("small differences of large numbers", 1300.4, -2600.1, 2600.2, -5199.6, 0.5)
    for draw in range(1, 4):
        yield case(f"numbers drawn at random ({draw})", *rng.normal(scale=5.0, size=4).tolist(), float(rng.uniform(0.1, 0.9)))


update = exercise(
    "update",
    examples=[
        case("one step", 1.0, 2.0, 4.0, -2.0, 0.5),
        case("from zero", 0.0, 0.0, -6.5, 10.0, 0.05),
        case("at the bottom of the valley", 3.0, -1.0, 0.0, 0.0, 0.25),
        case("a long step", 5.0, 4.0, 1.0, 3.0, 2.0),
        case("small derivatives", 0.1, -0.2, 5e-4, -3e-4, 0.3),
        case("tiny derivatives", 3e-5, 2e-5, -2e-6, 5e-6, 0.5),
        case("derivatives below a millionth", 3e-6, 2e-6, -2e-7, 5e-7, 0.5),
        case("very large numbers, a tiny learning rate", -3e9, 7e8, 6.5e10, 4e9, 0.0005),
    ],
    hidden=hidden_steps,
    hints=Hints(
        idea="A derivative points uphill, and you want to go down. The learning rate says how much of it to go.",
        question="In the question before the exercise the slope goes from 3 to 4: by which small calculation do -10 and 0.1 turn the one into the other?",
        read="Section 2, “One step”. Then try your formula by hand on the example in the docstring, once for each of the two numbers.",
    ),
)

step = update.model(steps.take, m="the slope", b="the bias", line="the line is")
steps.add_step_faults(step)
steps.add_order_faults(step)


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
    yield case("1,200 points", *points(rng, 1200, slope=12.0, bias=5.0), 0.05, 3)
    yield case("very small numbers", *points(rng, 7, slope=2e-4, bias=1e-4, noise=1e-5), 0.1, 24)
    yield case("very large numbers", *points(rng, 6, slope=-3e6, bias=4e7, noise=1e5), 0.15, 6)


def reaches_least_squares(answers, thresholds):
    """On data sets never seen, the line ends as good as least squares makes it, and never climbs on the way."""
    runs = [answer for answer in answers if answer.label.startswith("convergence")]
    arrived = 0
    for run in runs:
        x, y = run.args[:2]
        slope, bias, losses = run.value
        design = np.column_stack([x, np.ones_like(x)])
        best = np.mean((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2)
        loss = np.mean((y - (slope * x + bias)) ** 2)
        descends = all(after <= before * (1 + thresholds["rise"]) for before, after in zip(losses, losses[1:]))
        arrived += bool(loss <= best * thresholds["loss_factor"] and descends)
    return Fact(
        title=f"finds the best line for {len(runs)} sets of points that it has not seen",
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
        case("down to the bottom of the valley", row(-1, 1), row(-1, 2), 0.3, 18),
        case("small numbers, down to the bottom", row(-1, 1), row(-3e-4, 5e-4), 0.3, 10),
        case("120 points", row(*range(120)) / 40 - 1, 3 - row(*range(120)) % 7, 0.1, 4),
        case("3,200 points", np.arange(3200) % 120 / 40 - 1, 3.0 - np.arange(3200) % 120 % 7, 0.1, 4),
        case("very large numbers, a small learning rate", row(28, 30.5, 31), row(4.3e7, 3.9e7, 3.4e7), 0.0004, 3),
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

def taken_by_turns(s):
    """Hand `update` each number with its own derivative behind it."""
    (m, b), (d_m, d_b) = s.line, s.derivatives(s.line)
    return m - s.given_rate * b, d_m - s.given_rate * d_b


descending = training.faults_of(train_loop, gradients="gradients_loop")
descending.fault("update-by-turns", 0.5, epoch=taken_by_turns).says(
    "the slope steps by the bias, and the bias becomes the derivative of the slope. In which order does `update` take its arguments?"
)
descending.leave_out("stops-after-below-1e-12")


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
    yield case("a very small learning rate", 8e-6, 40)
    yield case("a very large learning rate", 4e7, 9)
    for draw in range(1, 4):
        yield case(f"numbers drawn at random ({draw})", float(rng.uniform(0.01, 1.0)), int(rng.integers(5, 500)))


shorthand_rate = exercise(
    "shorthand_rate",
    examples=[
        case("ten points", 0.5, 10),
        case("a hundred points", 0.05, 100),
        case("one point", 0.25, 1),
        case("eight points", 0.05, 8),
        case("a small rate", 0.0123, 7),
        case("a very small rate", 8.3e-6, 40),
        case("a very large rate", 3.1e7, 9),
        case("3,200 points", 0.75, 3200),
    ],
    hidden=hidden_rates,
    hints=Hints(
        idea="Two steps along the same sum are equal when the numbers in front of that sum are equal.",
        question="Your step is a rate times a derivative, and the derivative is a factor times the sum: what stands in front of the sum altogether, and what stands there in theirs?",
        read="Section 4, and the two formulas of section 1, where the factor stands.",
    ),
)


def rate_of(
    learning_rate,
    n,
    *,
    two=2,
    points=lambda n: n,
    rate=lambda r: r,
    whole=lambda two, r, n: two * r / n,
    sign=1,
):
    """Give the shorthand's rate: 2 * learning_rate / n."""
    r, n = rate(learning_rate), points(n)
    found = ANYTHING if n is ANYTHING else whole(two, r, n)
    return found if found is ANYTHING else sign * found


converting = shorthand_rate.model(rate_of)
fault = converting.fault
fault("two-left-out", 0.5, two=1).says(
    "this is half of what it should be. What do the true derivatives have in front of their sums?", "the 2 is left out")
fault("four-times", 0.5, two=4).says(
    "this is twice what it should be. How often does the 2 come in?", "the 2 comes in twice")
fault("two-below", 0.5, two=0.5).says(
    "this is a quarter of what it should be. Does the 2 stand above or below the line of the fraction?", "the 2 stands below the line of the fraction")
fault("points-left-out", 0.25, points=lambda n: 1).says(
    "the number of points does not count. By what do the true derivatives divide their sums?", "the number of points does not count")
fault("times-n", 0.25, points=lambda n: 1 / n).says(
    "the rate grows with the number of points. A plain sum gets longer with n: must its rate be larger or smaller?", "n multiplies where it should divide")
fault("always-a-hundred", 0.25, points=lambda n: 100).says(
    "this is right for 100 points only. Which number should come from the arguments?", "it always divides by 100")
fault("over-one-less", 0.25, points=lambda n: n - 1 if n > 1 else ANYTHING).says(
    "it is divided by one less than the number of points. How many are there?", "it is divided by n - 1")
fault("over-one-more", 0.25, points=lambda n: n + 1).says(
    "it is divided by one more than the number of points. How many are there?", "it is divided by n + 1")
fault("divided-by-n-squared", 0.5, points=lambda n: n**2).says(
    "the result is n times too small. How often should n divide?", "n divides twice")
fault("rooted-n", 0.25, points=np.sqrt).says("it is divided by the root of the number of points. Is one asked for?")
fault("rate-left-out", 0.25, rate=lambda r: 1).says(
    "the learning rate does not count: this is the factor alone. What does it multiply?", "the learning rate does not count")
fault("rate-squared", 0.25, rate=lambda r: r**2).says(
    "the learning rate is multiplied in twice. How often does it count?")
fault("two-as-a-power", 0.25, whole=lambda two, r, n: r**2 / n).says(
    "the learning rate comes in as a square. What does the 2 do to it, and is a `**` there that should be a `*`?")
fault("rate-below", 0.25, rate=lambda r: 1 / r).says(
    "the learning rate divides where it should multiply: the larger it is, the smaller your result. Where does it belong?", "the learning rate divides where it should multiply")
for name, r in (("five-hundredths", 0.05), ("a-thousandth", 0.001), ("a-tenth", 0.1)):
    fault(f"rate-always-{name}", 0.25, rate=lambda _r, r=r: r).says(
        f"the learning rate counts as {r}, whatever comes in. Which number should come from the arguments?")
fault("negative", 0.5, sign=-1).says(
    "the size is right, the sign is not. The shorthand adds its sums: what becomes of the minus then?", "the sign is the wrong way round")
fault("the-other-way-round", 0.5, whole=lambda two, r, n: r * n / two).says(
    "this turns a shorthand rate into a true one. Which of the two do you have, and which do you want?", "it turns a shorthand rate into a true one")
fault("upside-down", 0.25, whole=lambda two, r, n: n / (two * r)).says(
    "the fraction stands on its head: the larger the learning rate, the smaller your result. What is above the line, and what below?")
fault("two-n-over-rate", 0.25, whole=lambda two, r, n: two * n / r).says(
    "the fraction stands on its head: rate below, number of points above. Which of them makes the step longer?")
fault("only-halved", whole=lambda two, r, n: r / 2).says(
    "the number of points does not count, and the 2 divides where it should multiply. What is the factor in front of the true derivatives?")
fault("rate-unchanged", whole=lambda two, r, n: r).says(
    "the rate comes back as it went in. The shorthand's sums are longer than the true derivatives: how many times?")
fault("whole-numbers-only", 0.25, whole=lambda two, r, n: two * r // n).says(
    "the decimals are lost. Is the division a `//`, or is there an `int`?")
fault("factor-without-decimals", 0.25, whole=lambda two, r, n: two // n * r).says(
    "for one or two points this is right, for more it is 0: the factor has lost its decimals. Is its division a `//`?", "the factor has lost its decimals")
fault("added", 0.25, whole=lambda two, r, n: r + two / n).says(
    "the factor 2/n is added to the learning rate. How does a factor act on a number?")
fault("subtracted", 0.25, whole=lambda two, r, n: r - two / n).says(
    "the factor 2/n is taken from the learning rate. How does a factor act on a number?")
fault("always-a-thousandth", whole=lambda two, r, n: 0.001).says(
    "it is 0.001 whatever comes in: that is right for a rate of 0.05 and 100 points. How does it follow from 0.05 and 100?", "it is 0.001 whatever comes in")
for name, digits in (("three", 3), ("four", 4)):
    fault(f"rounded-to-{name}", 0.5, form=lambda v, d=digits: round(v, d)).says(
        f"the result is rounded to {name} decimals. Rounding is for showing numbers: is a `round` in the way?", f"it is rounded to {name} decimals")
fault("as-a-text", 0.5, form=str).says(
    "the result comes back as a text. Is there an `f\"...\"` or a `str` where a number belongs?", "it comes back as a text")
fault("wrapped", 0.5, form=lambda v: [v]).says(
    "the number is wrapped in a list. Are there square brackets too many?", "it is wrapped in a list")
fault("nothing-returned", form=lambda v: None).says(
    "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
converting.combine("two", "points rate-left-out rate-below", "negative rounded-to-three wrapped")
converting.combine("negative", "the-other-way-round")
converting.combine("rate-left-out", "points-left-out")
converting.convention("two-left-out times-n negative", 0.0)


# changes to the references that change nothing -----------------------------------------------------------------------

SAME_LENGTHS = [
    equivalent("gradients_loop", f"n = len({name})", "x, y and y_pred have the same length")
    for name in ("y", "y_pred")
]
SYMMETRIC_LOSS = equivalent(
    "train_loop", "losses.append(mse_loop(y_pred, y))", "the MSE is the same from both sides"
)
