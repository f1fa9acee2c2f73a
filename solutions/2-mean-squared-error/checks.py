"""How to probe the functions of `mean-squared-error`: what they are called on, and what beginners get wrong."""

# fmt: off
from __future__ import annotations

import loss
import nudging
import numpy as np

from autograder.authoring import ANYTHING, Hints, case, curve, equivalent, exercise


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
    yield case("very small numbers", 9e-5 * rng.normal(size=7), (9e-5 * rng.normal(size=7)).tolist())
    yield case("very large numbers", 4e4 * rng.normal(size=6), (-3e4 * rng.normal(size=6)).tolist())
    yield case("small errors of large numbers", 1e4 + 0.3 * rng.normal(size=6), 1e4 + 0.3 * rng.normal(size=6))


mse_loop = exercise(
    "mse_loop",
    form="looped",
    examples=[
        case("two points", numbers(1, 2), [1.0, 4.0]),
        case("errors above and below", numbers(3, -1, 2.5), [2.0, 1.0, 2.0]),
        case("predictions in an array", numbers(0, 2, 4, 6), numbers(1, 1, 5, 3)),
        case("one point", numbers(5), [3.5]),
        case("large numbers with small errors", numbers(100000.1, 100000.4), numbers(100000.2, 100000.1)),
        case("very small numbers", numbers(3.1e-5, -7.3e-5), [5e-5, 2.2e-5]),
        case("3,200 points", np.arange(3200) % 5 - 1.5, [1.0, 0.5, 2.0, 1.0] * 800),
    ],
    hidden=hidden_errors,
    sized=lambda rng, n: (rng.normal(size=n), rng.normal(size=n).tolist()),
    hints=Hints(
        idea="Three small steps make one number out of many: square each difference, add the squares up, divide once.",
        question="Which of the three steps happen again for every point, inside the loop, and which one only behind it?",
        read="Section 1 lists the three steps with their reasons. Going through two lists side by side is in the [Python tutorial, chapter 5.6, “Looping Techniques”](https://docs.python.org/3/tutorial/datastructures.html#looping-techniques).",
    ),
)

measuring = loss.faults_of(mse_loop, np.copy)


@mse_loop.mistake(credit=0.5)
def sum_and_mean(y, y_pred):
    """Two numbers come back, the sum of the squares and their mean. Which one is asked for?"""
    total = np.sum((y - np.array(y_pred)) ** 2)
    return total, total / len(y)


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
    yield case("a valley, with steps of 1 and 0.3", *points(rng, 40, slope=12, bias=5, noise=5), 1.0, 0.3, 25)
    yield case("steps downwards", *points(rng, 6, slope=-3, bias=-2), -0.75, -0.5, 7)
    yield case("a slope that stays at zero", *points(rng, 7), 0.0, -0.5, 4)
    yield case("a bias that stays at zero", *points(rng, 8), 0.5, 0.0, 5)
    yield case("steps of zero", *points(rng, 5), 0.0, 0.0, 3)
    yield case("a line that meets every point", numbers(-1, 0, 2, 3), numbers(-2.5, 0.5, 6.5, 9.5), 1.5, 0.25, 6)
    yield case("x that is zero everywhere", numbers(0, 0, 0), numbers(1, 2, 4), 1.0, 0.5, 8)
    yield case("points far from zero", *points(rng, 12, offset=50.0), 0.25, -0.5, 10)
    yield case("points close together", *points(rng, 9, scale=1e-2, noise=1e-2, slope=1.5), 0.5, -0.5, 5)
    yield case("large numbers", *points(rng, 8, slope=4e3, bias=1e5, scale=10, noise=1e3), 750.0, 2e4, 7)
    yield case("1,200 points", *points(rng, 1200), 1.0, -0.5, 3)
    yield case("1,100 epochs", *points(rng, 3), 0.004, -0.002, 1100)
    yield case("very small numbers", *points(rng, 6, scale=9e-5, slope=0.3, bias=4e-5, noise=6e-5), 0.4, 5e-5, 5)


sweep_losses = exercise(
    "sweep_losses",
    uses=["predict_loop", "mse_loop", "nudge_line"],
    examples=[
        case("two points, three epochs", numbers(1, 2), numbers(1, 2), 0.5, 0.0, 3),
        case("down into a valley and up again", numbers(0, 2), numbers(1, 5), 1.0, 0.5, 4),
        case("a bias that falls", numbers(1, -1, 2), numbers(-1, 0, 2), 0.5, -1.0, 3),
        case("one epoch", numbers(-1, 3), numbers(2, 4), 0.5, 0.25, 1),
        case("twelve epochs on the spot", numbers(-1, 1), numbers(2, 3), 0.0, 0.0, 12),
        case("very large numbers", numbers(20, -10), numbers(1.5e5, 2e5), 750.0, 2e4, 3),
        case("very small numbers", numbers(7e-5, -3e-5), numbers(2e-5, 8e-5), 0.04, 5e-5, 3),
        case("3,200 points", np.arange(3200) % 5 - 1.5, np.arange(3200) % 4 + 0.5, 0.5, -0.5, 3),
        case("3,200 epochs on the spot", numbers(-1, 1), numbers(2, 3), 0.0, 0.0, 3200),
    ],
    hidden=hidden_sweeps,
    pictures=[curve("MSE")],
    hints=Hints(
        idea="All the parts are there: one function lists the lines, one predicts with a line, one measures. This one only joins them, once for each line.",
        question="Take a single line out of the list: what does each of your functions have to be given, and what does it hand on to the next?",
        read="Section 2 names the three functions in their order. Taking a pair apart is in the [Python tutorial, chapter 5.3, “Tuples and Sequences”](https://docs.python.org/3/tutorial/datastructures.html#tuples-and-sequences).",
    ),
)

swept = nudging.sweep_of(sweep_losses)


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
    yield case("large losses that hardly differ", [4e9 + each for each in (8, 5, 3, 1, 6, 2)])
    yield case("very small losses", [3e-7, 5e-7, 1e-7, 9e-8, 2e-7])
    yield case("1,300 losses that fall", [2600.0 - each for each in range(1300)])
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
        case("losses that hardly differ", [0.5, 0.46, 0.7]),
        case("two highest losses that tie", [4.0, 6000.0, 5000.0, 6000.0, 4500.0]),
        case("a number below zero", [5500.0, -3.0, 0.5, 2500.0]),
        case("losses in the thousands", [7000.0, 5000.0, 3000.0]),
        case("losses beyond a trillion", [7e12, 3e12, 5e12]),
        case("very small losses", [3e-7, 1e-7, 9.5e-8]),
        case("3,200 losses, and many of them tie", [5.0, 2.5, 3.0, 2.5] * 800),
    ],
    hidden=hidden_losses,
    hints=Hints(
        idea="Walk along the losses and remember where the best one so far stood: its place, not its height.",
        question="When a loss is exactly as low as the best one so far, should the place that you remember change?",
        read="Section 3 says what an index is. Walking along a list with its places is in the [Python tutorial, chapter 5.6, “Looping Techniques”](https://docs.python.org/3/tutorial/datastructures.html#looping-techniques).",
    ),
)


def lowest(losses, *, find=lambda v: v.index(min(v)), seen=lambda v: v, number=lambda i, v: i):
    """Give the index of the first lowest loss."""
    losses = [float(each) for each in losses]
    found = find(seen(losses))
    return found if found is ANYTHING or found is None else number(found, losses)


def search(better, start=0, lowest=None):
    """Go through the losses in order; `better` compares one with what is known: the best so far, the one before, the first."""

    def find(v):
        best, known = start, v[0] if lowest is None else lowest
        for i in range(len(v)):
            if better(v, i, known):
                best, known = i, v[i]
        return best

    return find


def first(condition, otherwise=None):
    return lambda v: next((i for i in range(len(v)) if condition(v, i)), otherwise)


def steepest(v):
    falls = [before - after for before, after in zip(v, v[1:])]
    return falls.index(max(falls)) + 1 if falls and max(falls) > 0 else ANYTHING


def mixed(v, best):
    for i in range(len(v)):
        if v[i] < best:
            best = i
    return best


def ahead(v, i):
    return i + 1 < len(v) and v[i + 1] < v[i]


finding = best_epoch.model(lowest)
fault = finding.fault
fault("last-of-ties", 0.5, find=lambda v: len(v) - 1 - v[::-1].index(min(v))).says(
    "where several losses are equally low, this gives the last of them. What does your comparison do with two equal ones?", "of equal losses the last one counts")
fault("highest-loss-epoch", 0.5, find=lambda v: v.index(max(v))).says(
    "this is where the loss is highest. Which way does your comparison look?", "this is where the loss is highest")
fault("last-highest-loss-epoch", 0.25, find=lambda v: len(v) - 1 - v[::-1].index(max(v))).says(
    "this is the last place where the loss is highest. Which way does your comparison look?")
fault("counted-from-one", 0.5, number=lambda i, v: i + 1).says(
    "your epochs are one too high. What number has the first one?", "the epochs are counted from 1")
fault("one-too-low", 0.5, number=lambda i, v: i - 1).says(
    "your epochs are one too low. What number has the first one?", "the epoch is one too low")
fault("counted-from-the-end", 0.5, number=lambda i, v: len(v) - 1 - i).says(
    "the epochs are counted from the end. Which one is number 0?", "the epochs are counted from the end")
fault("lowest-loss", 0.5, number=lambda i, v: v[i]).says(
    "this is the lowest loss itself. What is asked for: how low, or when?", "the loss itself comes back")
fault("with-its-loss", 0.5, number=lambda i, v: (i, v[i])).says(
    "the loss comes back with its epoch. Which of the two is asked for?", "the loss comes back behind the epoch")
fault("loss-with-its-epoch", 0.5, number=lambda i, v: (v[i], i)).says(
    "the loss and its epoch come back together. Which of the two is asked for?", "the loss comes back in front of the epoch")
fault("in-a-list", 0.5, number=lambda i, v: [i]).says(
    "the epoch is wrapped in a list. Are there square brackets too many?", "the epoch is wrapped in a list")
fault("as-a-text", 0.5, number=lambda i, v: str(i)).says(
    "the epoch comes back as a text. Is there an `f\"...\"` or a `str` where a number belongs?", "the epoch comes back as a text")
fault("as-a-sentence", 0.25, number=lambda i, v: f"epoch {i}").says(
    "the epoch comes back in a text. What is `print` for, and what is `return` for?")
fault("all-of-the-ties", 0.5, find=lambda v: [i for i, loss in enumerate(v) if loss == min(v)]).says(
    "all epochs with the lowest loss come back, in a list. Which one of them is asked for?")
fault("losses-sorted", find=lambda v: sorted(range(len(v)), key=v.__getitem__)).says(
    "all epochs come back, ordered by their losses. Which one of them is asked for?")
fault("first-valley", 0.25, find=first(lambda v, i: not ahead(v, i))).says(
    "it stops at the first valley, where the loss does not fall any further. Could it fall again later on?")
fault("first-valley-or-none", find=first(lambda v, i: i + 1 < len(v) and v[i] < v[i + 1])).says(
    "it gives the first valley, and None where the loss never rises. What if it falls further later on, and what if it never rises?")
fault("compared-with-the-one-before", 0.25, find=search(lambda v, i, known: i > 0 and v[i] < v[i - 1])).says(
    "this is the last epoch with a lower loss than the one just before it. With which loss should each be compared?")
fault("compared-with-the-first-only", 0.25, find=search(lambda v, i, known: v[i] < v[0])).says(
    "this is the last epoch with a lower loss than the first. Does the loss to compare with change when a lower one is found?")
fault("first-drop", 0.25, find=first(lambda v, i: v[i] < v[0], 0)).says(
    "this is the first epoch with a lower loss than at the start. Could there be a lower one later on?")
fault("first-drop-or-none", find=first(lambda v, i: v[i] < v[0])).says(
    "it gives the first epoch with a lower loss than at the start, and None where there is none. Does your `return` stand inside the loop?")
fault("drops-counted", 0.25, find=lambda v: sum(i > 0 and v[i] < min(v[:i]) for i in range(len(v)))).says(
    "this counts how often a new lowest loss turned up, not where. How do you note the epoch itself?")
fault("first-skipped", 0.5, find=lambda v: ANYTHING if len(v) == 1 or v[0] == min(v[1:]) else v.index(min(v[1:]), 1)).says(
    "the very first loss is never the best one here. At which number does your search begin?")
fault("first-cut-off", 0.25, find=lambda v: v[1:].index(min(v[1:])) if len(v) > 1 else ANYTHING).says(
    "the first loss is left out, and the counting starts behind it. Which losses are there, and what number has the first?")
fault("last-skipped", 0.5, find=lambda v: v.index(min(v[:-1])) if len(v) > 1 else ANYTHING).says(
    "the very last loss is never the best one here. At which number does your search end?")
fault("only-the-first-two", 0.25, find=lambda v: ANYTHING if len(v) == 1 else int(v[1] < v[0])).says(
    "only the first two losses are compared. Does your `return` stand inside the loop?")
fault("first-epoch", find=lambda v: 0).says(
    "it is always epoch 0. Does any loss count as better, and when does your function give its answer?")
fault("last-epoch", find=lambda v: len(v) - 1).says("it is always the last epoch. Where are the losses compared?")
fault("number-of-losses", find=len).says("this is the number of losses, whatever they are. Where are they compared?")
fault("epoch-of-the-chapter", find=lambda v: 13).says(
    "it is always epoch 13, which is right for one sweep. Which epoch is it for the losses that come in?")
for limit, credit, about in (
    (0.0, 0.25, "only a loss below 0 is ever found, for the search seems to begin there"),
    (1.0, 0.25, "only a loss below 1 is ever found, for the search seems to begin there"),
    # With which large number it begins, no case tells for certain.
    (1000.0, 0.5, "a loss in the thousands is never found, for the search seems to begin with a smaller number"),
    (10000.0, 0.5, "a very large loss is never found, for the search seems to begin with a smaller number"),
):
    fault(f"begins-at-{limit:g}", credit, find=search(lambda v, i, known: v[i] < known, lowest=limit)).says(
        f"{about}. Which loss could the first one be compared with?")
fault("compared-with-an-epoch", 0.25, find=lambda v: mixed(v, 0)).says(
    "a loss counts as better here when it is smaller than an epoch's number. With what should each loss be compared?")
fault("loss-and-epoch-mixed", 0.25, find=lambda v: mixed(v, v[0])).says(
    "one name holds a loss at first, and an epoch later on, so that a loss is compared with an epoch. Which two things need to be remembered?")
fault("steepest-fall", 0.25, find=steepest).says(
    "this is where the loss falls the most in one step, not where it is lowest. What should be compared?")
fault("smallest-change", 0.25, find=lambda v: int(np.argmin(np.abs(np.diff(v)))) if len(v) > 1 else ANYTHING).says(
    "this is where the loss changes the least from one epoch to the next. What should be compared?")
fault("small-improvements-ignored", 0.5, find=search(lambda v, i, known: v[i] < known - 0.05)).says(
    "a loss that is only a little lower does not count as better. How small may an improvement be?")
fault("decimals-ignored", 0.5, seen=lambda v: [float(int(each)) for each in v]).says(
    "losses that differ only in their decimals count as equal here. Is there an `int` or a `round` on the way?", "decimals of the losses do not count")
fault("nothing-returned", form=lambda v: None).says(
    "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
finding.combine(
    "last-of-ties highest-loss-epoch last-highest-loss-epoch first-skipped last-skipped first-valley decimals-ignored",
    "counted-from-one one-too-low counted-from-the-end lowest-loss with-its-loss loss-with-its-epoch in-a-list as-a-text",
)


same_epoch = [
    equivalent(
        "best_epoch", "for epoch in range(1, len(losses)):", "the first loss is never lower than itself"
    ),
]
