"""A loss, looped, without loops and as half a sum: one model, and what beginners get wrong in it."""

# fmt: off
from __future__ import annotations

import numpy as np
from forms import TEXTS, rounded

from autograder.authoring import ANYTHING


def measure(
    y,
    y_pred,
    *,
    difference=lambda y, p: y - p,
    power=lambda r: r**2,
    gather=np.sum,
    over=lambda n: n,
    after=lambda value: value,
):
    """Give a power of the differences, gathered and divided, and something done to it afterwards."""
    y, p = (np.ravel(each).astype(float) for each in (y, y_pred))
    gathered, divisor = gather(power(difference(y, p))), over(len(y))
    return ANYTHING if gathered is ANYTHING or divisor is ANYTHING else after(gathered / divisor)


def half_sum(y, y_hat, **knobs):
    return measure(y, y_hat, **{"over": lambda n: 2, **knobs})


def divided_in_each_round(by):
    def gather(squares):
        total = 0.0
        for each in squares:
            total = (total + each) / (by or len(squares))
        return total

    return gather


def squared_in_each_round(differences):
    total = 0.0
    for each in differences:
        total = (total + each) ** 2
    return total


def add_loss_faults(model, kept):
    """Add what goes wrong in either loss; `kept` is how one number a point comes back."""
    fault = model.fault
    fault("not-squared", 0.25, power=lambda r: r).says(
        "the differences are not squared: errors above and below cancel each other. What takes the sign away?", "the differences are not squared")
    fault("not-squared-the-other-way", 0.25, power=lambda r: -r).says(
        "nothing is squared: errors above and below cancel each other, with the sign of prediction minus y. What takes the sign away?", "nothing is squared, with the sign of prediction minus y")
    fault("absolute", 0.25, power=np.abs).says(
        "the differences lose their signs, but are not squared: these are absolute ones. Which power is asked for?", "the absolute differences are taken, not their squares")
    fault("cubed", 0.25, power=lambda r: r**3).says(
        "the third power is taken of the differences. Which one makes a square?")
    fault("squared-twice", 0.25, power=lambda r: r**4).says(
        "the differences are squared twice: this is a fourth power. Which one makes a square?", "the fourth power is taken of the differences")
    fault("doubled-not-squared", 0.25, power=lambda r: 2 * r).says(
        "the differences are doubled, not squared. How is a power written in Python?", "the differences are doubled, not squared")
    fault("doubled-not-squared-the-other-way", 0.25, power=lambda r: -2 * r).says(
        "prediction minus y is doubled, not squared. How is a power written in Python?")
    fault("mean-taken-away", power=lambda r: (r - r.mean()) ** 2).says(
        "the mean of the differences is taken away before they are squared, as for a variance: a line off by the same everywhere would look perfect. What should be squared?", "the mean of the differences is taken away first, as for a variance")
    fault("predictions-ignored", difference=lambda y, p: y - y.mean()).says(
        "y is compared with its own mean, as for a variance, and the predictions play no part. What should each y be compared with?", "y is compared with its own mean, not with the predictions")
    fault("sum-squared", 0.25, power=lambda r: r, gather=lambda a: a.sum() ** 2).says(
        "the sum of the differences is squared, not each of them: errors above and below have cancelled each other by then. Which comes first?", "the sum of the differences is squared, not each of them")
    fault("sum-without-sign", power=lambda r: r, gather=lambda a: abs(a.sum())).says(
        "the sign is taken away from the sum, when errors above and below have cancelled each other, and nothing is squared. What should happen to each difference?", "the sign is taken from the sum, and nothing is squared")
    fault("absolute-sum-squared", 0.25, power=np.abs, gather=lambda a: a.sum() ** 2).says(
        "the sum of the absolute differences is squared, not each of them. What should be squared?")
    fault("y-and-prediction-added", 0.25, difference=lambda y, p: y + p).says(
        "y and its prediction are added, not subtracted. What is the error of a point?")
    fault("multiplied", difference=lambda y, p: y * p, power=lambda r: r).says(
        "y is multiplied by its prediction. What is the error of a point?")
    fault("squared-too-early", difference=lambda y, p: y**2 - p**2, power=lambda r: r).says(
        "the squares are subtracted from each other. Which comes first: the difference, or the square?", "the squares are subtracted from each other")
    fault("squared-too-early-the-other-way", difference=lambda y, p: p**2 - y**2, power=lambda r: r).says(
        "the squares are subtracted from each other, y's from the prediction's. Which comes first: the difference, or the square?")
    fault("only-the-prediction-squared", 0.25, difference=lambda y, p: y - p**2, power=lambda r: r).says(
        "only the prediction is squared, not the difference. What does `**` reach without brackets?")
    fault("only-y-squared", 0.25, difference=lambda y, p: p - y**2, power=lambda r: r).says(
        "only the y is squared, not the difference. What does `**` reach without brackets?")
    fault("only-y-squared-the-other-way", 0.25, difference=lambda y, p: y**2 - p, power=lambda r: r).says(
        "the y is squared, and the prediction taken from it: the difference is not squared. What does `**` reach without brackets?")
    fault("predictions-left-out", difference=lambda y, p: y).says(
        "the predictions play no part: these are y's own squares. What is the error of a point?", "the predictions play no part")
    fault("y-left-out", difference=lambda y, p: p).says(
        "y plays no part: these are the predictions' own squares. What is the error of a point?", "y plays no part")
    fault("both-sorted", 0.25, difference=lambda y, p: np.sort(y) - np.sort(p)).says(
        "y and the predictions are sorted before they are compared. Which prediction belongs to which y?")
    fault("one-place-off", 0.25, difference=lambda y, p: y - np.roll(p, 1)).says(
        "each y is compared with the prediction of the point before it. Which prediction belongs to which y?")
    fault("whole-numbers-compared", difference=lambda y, p: np.trunc(y) - np.trunc(p)).says(
        "every number has lost its decimals before the difference is taken. Is there an `int` too early?")
    fault("differences-truncated", 0.25, difference=lambda y, p: np.trunc(y - p)).says(
        "the differences have lost their decimals before they are squared. Is there an `int` in the loop?")
    fault("only-too-low", 0.25, difference=lambda y, p: np.maximum(y - p, 0)).says(
        "only predictions that are too low count. What does the square do with a negative difference?")
    fault("only-too-high", 0.25, difference=lambda y, p: np.minimum(y - p, 0)).says(
        "only predictions that are too high count. What does the square do with a negative difference?")
    fault("every-pair", 0.25, difference=lambda y, p: np.subtract.outer(y, p)).says(
        "every y is compared with every prediction, n times n differences. Which prediction belongs to which y: is one loop inside the other, or did shapes (n,) and (n, 1) meet?", "every y is compared with every prediction")
    fault("last-square-over-n", 0.25, gather=lambda a: a[-1]).says(
        "only the last point counts. Is the total set anew in each round?")
    fault("first-square-over-n", 0.25, gather=lambda a: a[0]).says(
        "only the first point counts. Does your `return` stand inside the loop?")
    fault("last-left-out", 0.5, gather=lambda a: a[:-1].sum()).says(
        "the last point is missing from the sum. At which number does your loop end?")
    fault("first-left-out", 0.5, gather=lambda a: a[1:].sum()).says(
        "the first point is missing from the sum. At which number does your loop begin?")
    fault("total-starts-at-one", 0.5, gather=lambda a: 1 + a.sum()).says(
        "the total starts at 1, not at 0. What is there before the first point is counted?")
    fault("total-starts-with-the-first", 0.5, gather=lambda a: a[0] + a.sum()).says(
        "the first point counts twice. What is in the total before the loop?")
    fault("divided-in-each-round", 0.25, gather=divided_in_each_round(None), over=lambda n: 1).says(
        "what has been added up is divided again in each round, so that the first points hardly count. When should the division happen?")
    fault("halved-in-each-round", gather=divided_in_each_round(2), over=lambda n: 1).says(
        "the sum is halved anew with every point, so that the first ones hardly count. Where does a half belong: inside the loop, or behind it?")
    fault("total-squared-in-each-round", 0.25, power=lambda r: r, gather=squared_in_each_round).says(
        "the square takes in what has been added up so far, from round to round. What should be squared in each of them?")
    for name, gather, rest in (
        ("largest", np.max, "What should happen to all of them?"),
        ("smallest", np.min, "What should happen to all of them?"),
        ("median", np.median, "Is the one in the middle asked for?"),
    ):
        fault(f"{name}-square", 0.25 if name == "median" else 0.0, gather=gather, over=lambda n: 1).says(
            f"this is the {name} of the squares. {rest}")
    fault("largest-difference", power=np.abs, gather=np.max, over=lambda n: 1).says(
        "this is the largest of the absolute differences. What should happen to all of them?")
    fault("squares-multiplied", gather=np.prod).says(
        "the squares are multiplied with each other. What does a sum do with them?")
    fault("squares-kept", 0.25, gather=kept, over=lambda n: 1).says(
        "this is one square for every point. What makes one number of them?", "one square comes back for every point")
    fault("terms-kept", 0.25, gather=kept).says(
        "one number comes back for every point: its square, already divided as only the sum should be. What makes one number of them?")
    fault("differences-kept", power=lambda r: r, gather=kept, over=lambda n: 1).says(
        "this is the difference at each point. Which steps are still to come?")
    fault("absolute-differences-kept", power=np.abs, gather=kept, over=lambda n: 1).says(
        "this is the absolute difference at each point. What should happen to each, and to all of them?")
    fault("running-totals", gather=np.cumsum, over=lambda n: 1).says(
        "this is what has been added up so far, one number for each point. Which one number is asked for?")
    fault("rooted", 0.5, after=np.sqrt).says("a root is taken in the end. Is one asked for?")
    fault("negative", 0.5, after=lambda value: -value).says(
        "the sign is wrong, for a square is never negative. What stands in front?", "the sign is the wrong way round")
    fault("always-zero", after=lambda value: 0.0 * value).says(
        "the result is 0, whatever comes in. Does the total grow, or is something subtracted from itself?")
    fault("rounded-to-whole", 0.5, after=lambda value: np.round(value)).says(
        "the result is rounded to a whole number. Rounding is for showing numbers: what rounds it?", "the result is rounded to a whole number")
    fault("truncated", 0.5, after=lambda value: np.trunc(value)).says(
        "the result has lost its decimals. Is there an `int`, or a division by `//`?", "the result has lost its decimals")
    for name, digits in {"two": 2, "three": 3, "four": 4}.items():
        fault(f"rounded-to-{name}", 0.5, form=rounded(digits)).says(
            f"the result is rounded to {name} decimals. Rounding is for showing numbers: is a `round` in the way?", f"the result is rounded to {name} decimals")
    fault("wrapped", 0.5, form=lambda v: [v]).says(
        "the number is wrapped in a list. Are there square brackets too many?", "the number is wrapped in a list")
    fault("as-a-text", 0.5, form=TEXTS).says(
        'the number comes back as a text. Is there an `f"..."` or a `str` where a number belongs?', "the number comes back as a text")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")


def add_means(model):
    """Add what goes wrong where the squares are averaged."""
    fault = model.fault
    for id_, credit, over, says, together in (
        ("summed", 0.5, lambda n: 1,
         "your numbers grow with the number of points: the squares are added up. What makes a mean out of a sum?", "nothing divides by the number of points"),
        ("halved", 0.5, lambda n: 2 * n,
         "your numbers are half of the right ones. Some formulas divide by 2n; what does a mean divide by?", "a 2 too many divides"),
        ("summed-and-halved", 0.25, lambda n: 2,
         "this is half of the summed squares. What does a mean divide by?", "it is halved, and not divided by the number of points"),
        ("doubled", 0.5, lambda n: n / 2,
         "your numbers are twice the right ones. What is counted double?", "a 2 too many multiplies"),
        ("over-one-less", 0.5, lambda n: n - 1 if n > 1 else ANYTHING,
         "the sum is divided by one less than the number of points. How many squares are there?", "it is divided by n - 1"),
        ("over-two-less", 0.5, lambda n: n - 2 if n != 2 else ANYTHING,
         "the sum is divided by two less than the number of points, as statisticians sometimes do. How many squares are there?", "it is divided by n - 2"),
        ("over-one-more", 0.5, lambda n: n + 1,
         "the sum is divided by one more than the number of points. How many squares are there?", "it is divided by n + 1"),
        ("over-a-hundred", 0.5, lambda n: 100,
         "the sum is always divided by 100. How many points are in this call's `y`?", "it is always divided by 100"),
        ("divided-by-n-again", 0.5, lambda n: n**2,
         "the sum is divided by the number of points, and then once more. Is it a mean already, or is there one division inside the loop and one behind it?", "it is divided by n twice"),
        ("multiplied-by-n", 0.25, lambda n: 1 / n,
         "the sum is multiplied by the number of points. What makes a mean out of a sum?", "it is multiplied by n"),
    ):
        fault(id_, credit, over=over).says(says, together)
    fault("last-square", gather=lambda a: a[-1], over=lambda n: 1).says(
        "this is the last point's square alone. Where are the others added to it, and what makes a mean?")
    fault("first-square", gather=lambda a: a[0], over=lambda n: 1).says(
        "this is the first point's square alone. Does your `return` stand inside the loop, and what makes a mean?")
    for end, part in (("first", slice(1, None)), ("last", slice(None, -1))):
        fault(f"{end}-left-out-of-the-mean", 0.25, gather=lambda a, part=part: a[part].sum(), over=lambda n: n - 1 if n > 1 else ANYTHING).says(
            f"this is the mean over all points but the {end}. At which number does your loop {'begin' if end == 'first' else 'end'}?")
    fault("mean-squared", 0.25, power=lambda r: r, gather=lambda a: a.sum() ** 2 / len(a)).says(
        "the mean is squared, not the differences: errors above and below have cancelled each other by then. Which comes first?", "the mean is squared, not the differences")
    fault("mean-of-absolutes-squared", 0.25, power=np.abs, gather=lambda a: a.sum() ** 2 / len(a)).says(
        "this is the square of the mean absolute difference. What should be squared: the mean, or each difference?")
    fault("mean-of-every-pair", 0.25, difference=lambda y, p: np.subtract.outer(y, p), over=lambda n: n**2).says(
        "this is the mean over every y with every prediction, n times n differences: a flat (n,) array met a column (n, 1), or one loop is inside the other. Which prediction belongs to which y?", "every y is compared with every prediction"
    )
    fault("half-of-every-pair", difference=lambda y, p: np.subtract.outer(y, p), over=lambda n: 2 * n**2).says(
        "every y is compared with every prediction, and the result is halved. Which prediction belongs to which y, and what does a mean divide by?")
    fault("sum-of-every-pair", difference=lambda y, p: np.subtract.outer(y, p), over=lambda n: 1).says(
        "every y is compared with every prediction, and all squares are added up. Which prediction belongs to which y?")
    fault("root-then-divided", 0.25, gather=lambda a: np.sqrt(a.sum())).says(
        "this is the root of the sum of the squares, divided by the number of points. Does anything here ask for a root?", "the root of the sum is taken before it is divided")


def add_half_sums(model):
    """Add what goes wrong where half the sum is asked for."""
    fault = model.fault
    for id_, credit, over, says, together in (
        ("half-left-out", 0.5, lambda n: 1,
         "your numbers are twice as large as they should be: this is the whole sum. How much of the sum is asked for?", "the half is left out"),
        ("averaged", 0.5, lambda n: n,
         "this is a mean, as in the MSE of the earlier assignments. Which word does the first S in SSE stand for, and what stands in front of the sum?", "it is divided by the number of points"),
        ("halved-and-averaged", 0.5, lambda n: 2 * n,
         "the half is there, but the squares are averaged. Does this error divide by the number of points?", "it is divided by the number of points, too"),
        ("halved-again", 0.5, lambda n: 4,
         "your numbers are half of the right ones: something is halved once too often. Where does the half belong?", "it is halved twice"),
        ("doubled", 0.5, lambda n: 0.5, "the sum is doubled, not halved. What does a half do to it?", "it is doubled, not halved"),
        ("over-one-less", 0.25, lambda n: n - 1 if n > 1 else ANYTHING,
         "this is divided by n - 1, as for a variance. Does half a sum depend on n?", "it is divided by n - 1"),
    ):
        fault(id_, credit, over=over).says(says, together)
    fault("first-square", gather=lambda a: a[0], over=lambda n: 1).says(
        "only the first point counts, and its square is not halved. Is the `return` inside a loop?")
    fault("last-square", gather=lambda a: a[-1], over=lambda n: 1).says(
        "only the last point counts, and its square is not halved. What becomes of the others?")
    fault("a-half-added", over=lambda n: 1, after=lambda value: value + 0.5).says(
        "half of one is added to the whole sum. What does half the sum mean?")
    fault("half-squared-too-late", power=lambda r: r, gather=lambda a: a.sum() ** 2, over=lambda n: 4).says(
        "this is the square of half the sum: errors above and below have cancelled each other by then. Which comes first?")
    fault("mean-squared", power=lambda r: r, gather=lambda a: a.sum() ** 2 / len(a), over=len_of_mean).says(
        "the mean of the differences is squared: errors above and below have cancelled each other by then. Which comes first, and is a mean asked for?")
    fault("half-the-distance", 0.25, gather=lambda a: np.sqrt(a.sum())).says(
        "this is half the root of the sum. Is a root asked for?")
    fault("largest-halved", gather=np.max).says("only the largest square counts. What becomes of the others?")


def len_of_mean(n):
    return n


def faults_of(exercise, kept, mean=True):
    """Give the model of a loss, with all that goes wrong in it."""
    model = exercise.model(measure if mean else half_sum, measure)
    add_loss_faults(model, kept)
    add_means(model) if mean else add_half_sums(model)
    overs = (
        "summed halved summed-and-halved doubled over-one-less over-a-hundred divided-by-n-again"
        if mean
        else "half-left-out averaged halved-and-averaged halved-again"
    )
    model.combine(
        overs,
        "power difference last-left-out first-left-out total-starts-at-one last-square-over-n first-square-over-n sum-squared sum-without-sign squared-too-early squared-too-early-the-other-way only-the-prediction-squared only-y-squared absolute-sum-squared",
        "rooted negative rounded-to-two rounded-to-four wrapped",
    )
    model.combine("rooted", "power difference sum-squared rounded-to-two rounded-to-four wrapped")
    model.combine("last-left-out first-left-out", "power")
    if not mean:
        model.leave_out("doubled-not-squared doubled-not-squared-the-other-way")  # with the half, these are plain sums
        for way in ("not-squared", "not-squared-the-other-way"):
            model.convention(f"half-left-out {way}", 0.0, "Nothing is squared: " + ("this is the plain sum of the differences." if way == "not-squared" else "this is the plain sum of the differences, prediction minus y.") + " What takes their signs away?")
    for over in overs.split():
        model.convention(f"{over} absolute rooted", 0.0)
        model.convention(f"{over} mean-taken-away rooted", 0.0)
    return model
