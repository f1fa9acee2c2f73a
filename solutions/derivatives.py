"""The two derivatives of a loss, looped, without loops and by the chain rule: one model, and what beginners get wrong in it."""

# fmt: off
from __future__ import annotations

import numpy as np
from forms import TEXTS, TRUNCATED, rounded

from autograder.authoring import ANYTHING


def mean_front(n):
    """Stand in front of the sums for the MSE."""
    return -2 / n


def sum_front(n):
    """Stand in front of the sums for half the sum of squares."""
    return -1.0


def derive(
    x,
    y,
    y_pred,
    *,
    sign=1,
    front=mean_front,
    front_m=None,
    front_b=None,
    difference=lambda y, p: y - p,
    m=lambda x, y, p, r: (x * r.T).T,
    b=lambda x, y, p, r: r,
    gather=np.sum,
    gather_m=None,
    gather_b=None,
):
    """Give both derivatives: what stands in front, times the products of the points, gathered (all, or each for itself)."""
    x, y, p = (np.ravel(each).astype(float) for each in (x, y, y_pred))
    r = difference(y, p)
    fronts = [own(len(x)) for own in (front_m or front, front_b or front)]
    if any(each is ANYTHING for each in fronts):
        return ANYTHING
    products = m(x, y, p, r), b(x, y, p, r)
    if any(each is ANYTHING for each in products):
        return ANYTHING
    return tuple(
        sign * f * (own or gather)(each) for f, own, each in zip(fronts, (gather_m, gather_b), products)
    )


def summed_and_divided(products):
    total = 0.0
    for each in products:
        total = (total + each) / len(products)
    return total


def every_pair(y, p):
    return y[np.newaxis, :] - p[:, np.newaxis]


def every_other_pair(y, p):
    return y[:, np.newaxis] - p[np.newaxis, :]


def over_n(products):
    return products.sum() / len(products)


def add_derivative_faults(model, kept):
    """Add what goes wrong in the derivatives of either loss; `kept` is how one number a point comes back."""
    fault = model.fault
    fault("climbs", 0.5, sign=-1).says(
        "both derivatives point the other way: following them would go uphill. Which sign stands in front, and what is subtracted from what?", "the sign is the wrong way round")
    fault("only-slope-climbs", 0.5, m=lambda x, y, p, r: -x * r).says(
        "the derivative for {m} has the wrong sign, that for {b} is right. Compare your two lines of code.", "the derivative for {m} has another sign than that for {b}")
    fault("only-bias-climbs", 0.5, b=lambda x, y, p, r: -r).says(
        "the derivative for {b} has the wrong sign, that for {m} is right. Compare your two lines of code.", "the derivative for {b} has another sign than that for {m}")
    fault("x-left-out", 0.5, m=lambda x, y, p, r: r).says(
        "both derivatives are the same, and only that for {b} is right. What multiplies each difference in the formula for {m}?", "no x multiplies the differences for {m}")
    fault("x-in-both", 0.5, b=lambda x, y, p, r: x * r).says(
        "both derivatives are the same, and only that for {m} is right: the other carries an x, too. Does its formula have one?", "an x multiplies the differences for {b}, too")
    fault("still-squared", difference=lambda y, p: (y - p) ** 2).says(
        "the differences are squared, as in the loss itself. Which power is left of a square when you take its derivative?")
    fault("products-squared", m=lambda x, y, p, r: (x * r) ** 2, b=lambda x, y, p, r: r**2).says(
        "each product is squared before the sum is taken. Which power is left of a square when you take its derivative?")
    fault("absolute-differences", difference=lambda y, p: np.abs(y - p)).says(
        "the differences have lost their signs. A derivative tells too high from too low: what makes them all positive?")
    fault("absolute-differences-the-other-way", difference=lambda y, p: -np.abs(y - p)).says(
        "the differences have lost their signs, and count with a minus. A derivative tells too high from too low: what makes them all alike?")
    fault("signs-of-the-differences", difference=lambda y, p: np.sign(y - p)).says(
        "only the sign of each difference counts, not its size. What is the derivative of a square?")
    fault("differences-truncated", 0.25, difference=lambda y, p: np.trunc(y - p)).says(
        "the differences have lost their decimals before they are summed. Is there an `int` in the loop?")
    fault("sigmoid-left-in", 0.25, difference=lambda y, p: (y - p) * p * (1 - p)).says(
        "each difference is multiplied by its prediction and by 1 minus it: these belong to a sigmoid, and a line has none. What do the formulas multiply?")
    fault("clipped-to-one", 0.25, form=lambda v: tuple(float(np.clip(each, -1, 1)) for each in v)).says(
        "a derivative beyond 1 or -1 is cut off there. Should a steep valley not give a long step?", "derivatives beyond 1 are cut off there")
    fault("differences-pile-up", 0.25, difference=lambda y, p: np.cumsum(y - p)).says(
        "each difference has those of all points before it in it. Does your loop give it a new value, or add to the old one?")
    fault("predictions-left-out", difference=lambda y, p: y).says(
        "the predictions are not subtracted: this looks at y alone. What is the difference that both formulas share?")
    fault("y-left-out", difference=lambda y, p: -p).says(
        "y makes no difference here: this looks at the predictions alone. What is the difference that both formulas share?")
    fault("y-and-prediction-added", difference=lambda y, p: y + p).says(
        "y and the prediction are added, not subtracted. What is the difference that both formulas share?")
    fault("prediction-and-y-added", difference=lambda y, p: -(y + p)).says(
        "y and the prediction are added, not subtracted. Which difference do both formulas share?")
    fault("loss-for-the-differences", difference=lambda y, p: np.full(len(y), np.mean((y - p) ** 2))).says(
        "the loss stands where each point's own difference should: it is one number for all points. What do both formulas share?")
    fault("x-and-y-swapped", 0.25, given=lambda x, y, p: (y, x, p)).says(
        "x and y have changed places in both derivatives. Is the difference that of y and its prediction?", "x and y have changed places")
    fault("y-and-prediction-last", 0.25, given=lambda y, p, x: (x, y, p)).says(
        "the first two arguments are taken for y and its prediction, and the third for x. In which order do they come?", "the arguments are taken in another order")
    fault("differences-from-x", given=lambda x, y, p: (x, y, x)).says(
        "the difference is that of y and x: the predictions do not count. What is y compared with?")
    fault("x-squared", 0.5, m=lambda x, y, p, r: x**2 * r).says(
        "the derivative for {m} carries the square of x. How often does x stand in its formula?")
    fault("one-x-too-many-in-both", 0.25, m=lambda x, y, p, r: x**2 * r, b=lambda x, y, p, r: x * r).says(
        "each derivative carries one x too many: x squared for {m}, and x for {b}. How often does x stand in each formula?")
    fault("sum-of-x-times-sum", 0.25, m=lambda x, y, p, r: x.sum() * r).says(
        "in the derivative for {m}, the sum of all x multiplies the sum of all differences. Which x belongs to which difference, and which comes first: multiplying or summing?")
    fault("mean-of-x-times-mean", 0.25, m=lambda x, y, p, r: x.mean() * r).says(
        "in the derivative for {m}, the mean of x multiplies every difference, as if each x met all of them. Did shapes (n,) and (n, 1) meet, or were means taken before multiplying?")
    fault("every-x-with-every-difference", 0.25, m=lambda x, y, p, r: x.sum() * r, b=lambda x, y, p, r: len(x) * r).says(
        "all x multiply all differences in the derivative for {m}, as if each met each, and that for {b} is n times too large. Which comes first: the product, or the sum?")
    fault("every-link-summed-first", 0.25, m=lambda x, y, p, r: len(x) * x.sum() * r, b=lambda x, y, p, r: len(x) ** 2 * r).says(
        "each factor is summed before the factors are multiplied, so that everything grows with the number of points. Which comes first: the product, or the sum?")
    fault("multiplied-behind-the-loop", 0.25, m=lambda x, y, p, r: x[-1] * r).says(
        "in the derivative for {m}, the last x multiplies the whole sum. Should each difference not meet its own x?")
    fault("y-for-x", 0.5, m=lambda x, y, p, r: y * r).says(
        "the derivative for {m} multiplies each difference by y, that for {b} is right. What does the formula multiply it by?", "the differences for {m} are multiplied by y")
    fault("prediction-for-x", 0.5, m=lambda x, y, p, r: p * r).says(
        "the derivative for {m} multiplies each difference by its prediction, that for {b} is right. What does the formula multiply it by?", "the differences for {m} are multiplied by the predictions")
    fault("index-for-x", 0.5, m=lambda x, y, p, r: np.arange(len(x)) * r).says(
        "in the derivative for {m}, each difference is multiplied by the number of its place, 0, 1, 2 and so on. By what does the formula multiply it?")
    fault("y-in-the-bias", 0.5, b=lambda x, y, p, r: y * r).says(
        "the derivative for {b} multiplies each difference by y, that for {m} is right. Does its formula have a factor there?", "the derivative for {b} multiplies each difference by y")
    fault("prediction-in-both", 0.25, m=lambda x, y, p, r: p * x * r, b=lambda x, y, p, r: p * r).says(
        "both carry the prediction as a factor. Where do the formulas have one: is it the line that is asked for, or how fast it grows?")
    fault("x-added", 0.5, m=lambda x, y, p, r: x + r).says(
        "in the derivative for {m}, each x is added to its difference. What should the two do with each other?")
    fault("divided-by-x", 0.5, m=lambda x, y, p, r: ANYTHING if 0 in x else r / x).says(
        "in the derivative for {m}, each difference is divided by its x. What should the two do with each other?")
    fault("brackets-left-out", 0.5, m=lambda x, y, p, r: x * y - p).says(
        "in the derivative for {m}, x multiplies y, but not the prediction. Is there a pair of brackets missing?")
    fault("brackets-left-out-around-y", 0.5, m=lambda x, y, p, r: y - x * p).says(
        "in the derivative for {m}, x multiplies the prediction, but not y. Is there a pair of brackets missing?")
    fault("prediction-left-out-for-slope", 0.25, m=lambda x, y, p, r: x * y).says(
        "the derivative for {m} leaves the prediction out. What is the difference that both formulas share?")
    fault("sum-of-x-alone", m=lambda x, y, p, r: -x, b=lambda x, y, p, r: -np.ones_like(r)).says(
        "the differences are not in it: what is summed is x, and ones. What else do both formulas multiply?")
    fault("error-itself-multiplied", m=lambda x, y, p, r: -x * (r @ r) / 2, b=lambda x, y, p, r: np.full(len(x), -r @ r / 2)).says(
        "the whole error multiplies each x. How does the error of a single point change?")
    fault("last-point-over-n", 0.25, gather=lambda a: a[-1]).says(
        "only the last point counts. Is each product added to what the sum already holds, and where is the sum set to zero?")
    fault("first-point-over-n", 0.25, gather=lambda a: a[0]).says(
        "only the first point counts. Is the `return` inside the loop?")
    fault("last-point-only-for-slope", 0.5, gather_m=lambda a: a[-1]).says(
        "in the derivative for {m}, only the last point counts. Is each product added to what the sum already holds, and is the sum set to zero inside the loop?")
    fault("last-point-only-for-bias", 0.5, gather_b=lambda a: a[-1]).says(
        "in the derivative for {b}, only the last point counts. Is each difference added to what the sum already holds, and is the sum set to zero inside the loop?")
    fault("last-point-left-out", 0.25, gather=lambda a: a[:-1].sum()).says(
        "the last point is missing from both sums. Where does your loop end?")
    fault("first-point-left-out", 0.25, gather=lambda a: a[1:].sum()).says(
        "the first point is missing from both sums. With which number does Python start to count?")
    fault("both-ends-left-out", gather=lambda a: a[1:-1].sum()).says(
        "the first and the last point are missing from both sums. Where does your loop begin and end?")
    fault("sums-start-at-one", 0.25, gather=lambda a: 1 + a.sum()).says(
        "each of the two sums is 1 too large. What do they hold before the loop?")
    fault("one-sum-for-both", 0.25, m=lambda x, y, p, r: x * r + r, b=lambda x, y, p, r: x * r + r).says(
        "both sums have run together into one: the two numbers are the same. Does each derivative have a sum of its own?", "both sums have run together into one")
    fault("second-sum-in-the-first", 0.25, m=lambda x, y, p, r: x * r + r).says(
        "the sum for {m} has both in it, its products and the differences. Does each derivative have a sum of its own?")
    fault("not-gathered", 0.25, gather=kept).says(
        "one number for each point comes back, not one for each derivative. What makes a single number of them?", "one number for each point comes back")
    fault("slope-not-gathered", 0.5, gather_m=kept).says(
        "the derivative for {m} comes with one number for each point, that for {b} is right. What makes one number of it?", "the derivative for {m} comes with one number for each point")
    fault("bias-not-gathered", 0.5, gather_b=kept).says(
        "the derivative for {b} comes with one number for each point, that for {m} is right. What makes one number of it?", "the derivative for {b} comes with one number for each point")
    fault("every-pair", 0.25, difference=every_pair, gather=over_n).says(
        "every prediction is compared with every point, n times n differences. Is one loop inside the other, or did shapes (n,) and (n, 1) meet?", "every prediction is compared with every point")
    fault("every-other-pair", 0.25, difference=every_other_pair, gather=over_n).says(
        "every point is compared with every prediction, n times n differences. Is one loop inside the other, or did shapes (n,) and (n, 1) meet?", "every point is compared with every prediction")
    fault("every-pair-summed", 0.25, difference=every_pair).says(
        "every prediction is compared with every point, n times n differences, and all are summed. Is one loop inside the other, or did shapes (n,) and (n, 1) meet?", "every prediction is compared with every point, n times n differences")
    fault("every-other-pair-summed", 0.25, difference=every_other_pair).says(
        "every point is compared with every prediction, n times n differences, and all are summed. Is one loop inside the other, or did shapes (n,) and (n, 1) meet?", "every point is compared with every prediction, n times n differences")
    fault("bias-always-zero", 0.25, b=lambda x, y, p, r: 0 * r).says(
        "the derivative for {b} is always 0. Does the line never want to be lifted or lowered?")
    fault("always-zero", gather=lambda a: 0.0).says(
        "both derivatives are always 0, as at the bottom of the valley. Is something subtracted from itself?")
    fault("swapped", 0.5, form=lambda v: v[::-1]).says(
        "the two results have changed places. Which result is asked for first?")
    fault("slope-only", 0.25, form=lambda v: v[0]).says(
        "only the derivative for {m} comes back. Which second number is asked for?")
    fault("bias-only", 0.25, form=lambda v: v[1]).says(
        "only the derivative for {b} comes back. Which other number is asked for?")
    fault("derivatives-added", form=sum).says(
        "the two derivatives have been added up to one number. Each tells its own way to go: which two are asked for?")
    fault("signs-gone", form=lambda v: tuple(abs(each) for each in v)).says(
        "both derivatives are never negative: the signs are gone. Which way is down?")
    fault("each-wrapped", 0.5, form=lambda v: ([v[0]], [v[1]])).says(
        "each number sits in a list of its own. Are there brackets too many?")
    fault("as-texts", 0.5, form=TEXTS).says(
        'both numbers are texts. Is there an `f"..."` or a `str` where a number belongs?')
    fault("in-a-dictionary", 0.25, form=lambda v: {"slope": v[0]}).says(
        "a dictionary comes back. Which brackets make a pair?")
    for name, digits in {"two": 2, "three": 3, "four": 4}.items():
        fault(f"rounded-to-{name}", 0.5, form=rounded(digits)).says(
            f"the derivatives are rounded to {name} decimals. Rounding is for showing numbers: is a `round` in the way?")
    fault("truncated", 0.25, form=TRUNCATED).says(
        "the derivatives have lost their decimals. Is there an `int` somewhere?")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")


def add_fronts(model, *fronts):
    """Add faults of what stands in front of the sums, of both and of each by itself."""
    for id_, credit, front, both, one in fronts:
        model.fault(id_, credit, front=front).says(both, one)
        if one and not id_.startswith(("shorthand", "negated")):
            model.fault(f"{id_}-for-slope", 0.5, front_m=front).says(
                f"only for {{m}}, {one}; the derivative for {{b}} is right. Compare your two lines of code: what stands in front of each?", f"for {{m}}, {one}")
            model.fault(f"{id_}-for-bias", 0.5, front_b=front).says(
                f"only for {{b}}, {one}; the derivative for {{m}} is right. Compare your two lines of code: what stands in front of each?", f"for {{b}}, {one}")


def add_mean_fronts(model, kept):
    """Add what goes wrong in front of the sums where the loss is a mean (the MSE)."""
    add_fronts(
        model,
        ("summed", 0.5, lambda n: -2.0,
         "the derivatives grow with the number of points: sign and 2 are there, but these are sums. What turns a sum into a mean?", "the sum is not divided by the number of points"),
        ("shorthand", 0.25, lambda n: 1.0,
         "these are the plain sums. Which sign, and which factor, does the formula put in front of them?", "the plain sums are taken"),
        ("negated-sums", 0.25, lambda n: -1.0,
         "these are the sums with their sign turned, but without the factor 2/n. What else does the formula put in front?", "the factor 2/n is missing"),
        ("halved", 0.5, lambda n: -1 / n,
         "both are half of what they should be. Where does the 2 of the square go when you take the derivative?", "the factor 2 is missing"),
        ("doubled", 0.5, lambda n: -4 / n,
         "both are twice what they should be. How often does a 2 stand in your code?", "the 2 comes in twice"),
        ("quartered", 0.5, lambda n: -0.5 / n,
         "both are a quarter of what they should be. Is the 2 above or below the line of the fraction?", "the 2 stands below the line of the fraction"),
        ("divided-by-n-again", 0.5, lambda n: -2 / n**2,
         "the numbers are divided by n once more. Does a division stand in the loop, and another one behind it?", "it is divided by n twice"),
        ("over-a-hundred", 0.5, lambda n: -0.02,
         "the sums are always divided by 100, as if there were always 100 points. How many are in this call's `x`?", "the sum is always divided by 100"),
        ("over-a-hundred-and-halved", 0.25, lambda n: -0.01,
         "the sums are always divided by 100, and the factor 2 is missing. How many points are in this call's `x`?", ""),
        ("over-one-less", 0.5, lambda n: -2 / (n - 1) if n > 1 else ANYTHING,
         "the sums are divided by one less than the number of points. How many points are there?", "it is divided by one less than n"),
        ("over-one-more", 0.25, lambda n: -2 / (n + 1),
         "the sums are divided by one more than the number of points. How many points are there, and where does your counting start?", "it is divided by one more than n"),
        ("multiplied-by-n", 0.25, lambda n: -2.0 * n,
         "the sums are multiplied by n where the formula divides by it. In `2 / 2 * n` or `a * n / n`, what does Python do first?", "it is multiplied by n"),
        ("upside-down", 0.25, lambda n: -n / 2,
         "the fraction in front of the sums stands on its head. What is above its line, and what below?", "the fraction stands on its head"),
        ("factor-twice", 0.5, lambda n: 4 / n**2,
         "the factor -2/n comes in twice, so that even the sign is lost. Does it stand inside the loop and behind it?", "the factor -2/n comes in twice"),
        ("floored", 0.5, lambda n: float(-2 // n),
         "from two points on, the factor in front is -1, however many there are. What does `//` make of a fraction?", "`//` makes -1 of the fraction"),
    )
    fault = model.fault
    fault("divided-inside-the-loop", 0.25, gather=summed_and_divided, front=lambda n: -2.0).says(
        "what has been summed so far is divided by n at every point, so that early points hardly count. Does the division belong inside the loop, or behind it?")
    fault("derivatives-of-the-absolute-error", front=lambda n: -1 / n, difference=lambda y, p: np.sign(y - p)).says(
        "only the sign of each difference counts, not its size: that belongs to the mean absolute error. What is the derivative of a square?")
    fault("mean-left-out", 0.25, gather=kept, front=lambda n: -2.0).says(
        "one number for each point comes back, not one for each derivative: the mean over the points is missing. What makes a single number of them?")
    fault("slope-mean-left-out", 0.5, gather_m=kept, front_m=lambda n: -2.0).says(
        "the derivative for {m} comes with one number for each point, for its mean is missing; that for {b} is right. What makes one number of it?", "the derivative for {m} comes with one number for each point, for its mean is missing")
    fault("bias-mean-left-out", 0.5, gather_b=kept, front_b=lambda n: -2.0).says(
        "the derivative for {b} comes with one number for each point, for its mean is missing; that for {m} is right. What makes one number of it?", "the derivative for {b} comes with one number for each point, for its mean is missing")
    fault("half-loss-times-x", gather=lambda a: a[-1], front=lambda n: 1.0, difference=lambda y, p: np.full(len(y), np.mean((y - p) ** 2) / 2)).says(
        "half of the MSE itself stands for {b}, and the same times the last x for {m}: no derivative has been taken. How does the square of one difference change with {m}?")
    fault("mean-difference-times-x", 0.25, m=lambda x, y, p, r: x * r.mean(), gather_m=kept, front_m=lambda n: -2.0).says(
        "the mean of the differences multiplies each x, and one number for each point comes back for {m}. Which comes first: multiplying, or taking the mean?")
    fault("last-point-alone", 0.25, gather=lambda a: a[-1], front=lambda n: -2.0).says(
        "only the last point counts, as if there were no other. Is each product added to what the sum already holds?")
    fault("first-point-alone", gather=lambda a: a[0], front=lambda n: -2.0).says(
        "only the first point counts, as if there were no other. Is the `return` inside the loop?")
    fault("last-point-as-it-is", gather=lambda a: a[-1], front=lambda n: 1.0).says(
        "only the last point counts, and nothing stands in front. Is each product added to what the sum already holds?")
    for end, name in (("last", slice(None, -1)), ("first", slice(1, None))):
        fault(f"{end}-point-left-out-of-the-mean", 0.25, gather=lambda a, part=name: a[part].sum(), front=lambda n: -2 / (n - 1) if n > 1 else ANYTHING).says(
            f"the {end} point is left out of both means. Where does your range or your slice {'end' if end == 'last' else 'begin'}?")
    fault("factor-on-y-alone", 0.25, m=lambda x, y, p, r: x * y + p / 2, b=lambda x, y, p, r: y + p / 2).says(
        "the factor -2 multiplies y alone: the predictions are subtracted without it, and without an x. What do brackets change there?")
    fault("fraction-on-y-alone", 0.25, m=lambda x, y, p, r: x * y + len(x) * p / 2, b=lambda x, y, p, r: y + len(x) * p / 2).says(
        "the factor -2/n multiplies y alone: the predictions are subtracted as they are. What do brackets change there?")
    fault("fraction-on-y-alone-for-bias", 0.5, b=lambda x, y, p, r: y + len(x) * p / 2).says(
        "in the derivative for {b}, the factor -2/n multiplies y alone, and the prediction is subtracted as it is. Is there a pair of brackets missing?")
    fault("means-of-squares", front=lambda n: 1 / n, difference=lambda y, p: (y - p) ** 2).says(
        "for {b} this is the MSE itself, and for {m} the same with an x in it: no derivative has been taken. What becomes of the square, and of the sign?")
    fault("loss-twice", front=lambda n: 1 / n, difference=lambda y, p: (y - p) ** 2, m=lambda x, y, p, r: r).says(
        "both results are the MSE itself. How does it change when {m}, or {b}, grows a little?")
    fault("loss-alone", front=lambda n: 1 / n, difference=lambda y, p: (y - p) ** 2, form=lambda v: v[1]).says(
        "this is the MSE itself, one number. How does it change when {m}, or {b}, gets a little larger?")


def add_sum_fronts(model):
    """Add what goes wrong in front of the sums where the loss is half a sum."""
    add_fronts(
        model,
        ("averaged", 0.5, lambda n: -1 / n,
         "the derivatives are averaged over the points. Does this notebook's error have a mean or a sum in it?", "it is averaged, not summed"),
        ("doubled", 0.5, lambda n: -2.0,
         "both are twice as large as they should be. What becomes of the half in front of the error when the 2 of the square comes down?", "a 2 is left over"),
        ("of-the-mse", 0.5, lambda n: -2 / n,
         "these are the derivatives of the MSE, with its 2/n. Which error does this neuron have?", "the 2/n of the MSE stands in front"),
        ("halved", 0.5, lambda n: -0.5,
         "both are half of what they should be. Is there still a half that the derivative of the square has used up?", "a half is left over"),
        ("over-one-less", 0.5, lambda n: -1 / (n - 1) if n > 1 else ANYTHING,
         "both are divided by n - 1. Does this notebook's error divide by anything that grows with n?", "it is divided by n - 1"),
    )
    fault = model.fault
    fault("halves-of-squares", front=lambda n: 0.5, difference=lambda y, p: (y - p) ** 2).says(
        "both are squared and halved, as in the error itself. Which power is left of a square when you take its derivative?")
    fault("squares-of-the-error", front=lambda n: 1.0, difference=lambda y, p: (y - p) ** 2).says(
        "the differences are squared, and the sign is gone. Which power is left of a square when you take its derivative?")
    fault("links-added", 0.25, m=lambda x, y, p, r: r - 1 - x, b=lambda x, y, p, r: r - 2).says(
        "the links of the chain are added. What does the chain rule do with them?")
    fault("first-links-added", 0.25, m=lambda x, y, p, r: x * (r - 1), b=lambda x, y, p, r: r - 1).says(
        "the first two links of the chain are added. What does the chain rule do with them?")
    for name, value in (("one", lambda a: -1.0), ("the-count", lambda a: -float(len(a)))):
        fault(f"bias-is-{name}", 0.25, gather_b=value).says(
            f"the derivative for {{m}} is right, but that for {{b}} is always {'1' if name == 'one' else 'how many points there are'}. Do the first links of the chain belong to {{b}}, too?", f"the derivative for {{b}} is always {'1' if name == 'one' else 'how many points there are'}")
    fault("bias-is-the-sum-of-x", 0.25, b=lambda x, y, p, r: -x).says(
        "the derivative for {b} carries an x alone. Which links belong to {b}?")
    fault("in-one-array", m=lambda x, y, p, r: ANYTHING if len(x) == 2 else x * r + r, gather_m=lambda a: a, form=lambda v: v[0]).says(
        "one array comes back, with a number for every point: the two derivatives are added, and not summed over the points. Which two numbers are asked for?")


def combine(model, fronts):
    """Let signs, fronts, sums and the order of the results go together."""
    model.combine(
        "climbs",
        f"{fronts} m b difference given not-gathered every-pair every-other-pair every-pair-summed every-other-pair-summed last-point-left-out first-point-left-out swapped slope-only bias-only rounded-to-two rounded-to-four each-wrapped",
    )
    model.combine(
        fronts,
        "x-left-out x-in-both only-slope-climbs only-bias-climbs still-squared absolute-differences y-for-x prediction-for-x x-squared mean-of-x-times-mean x-and-y-swapped predictions-left-out not-gathered every-pair every-other-pair last-point-left-out first-point-left-out",
        "swapped each-wrapped rounded-to-two rounded-to-four",
    )
    for front in fronts.split():
        model.convention(f"climbs {front} swapped", 0.0)
        model.convention(f"climbs {front} x-left-out", 0.0)


def faults_of(exercise, *, kept, mean=True, **words):
    """Give the model of two derivatives, with all that goes wrong in them."""
    words = {"m": "the slope", "b": "the bias", **words}
    model = exercise.model(derive if mean else by_the_chain_rule, derive, **words)
    add_derivative_faults(model, kept)
    if mean:
        add_mean_fronts(model, kept)
        combine(
            model,
            "summed shorthand negated-sums halved doubled divided-by-n-again over-a-hundred over-one-less",
        )
    else:
        add_sum_fronts(model)
        combine(model, "averaged doubled of-the-mse halved")
    return model


def by_the_chain_rule(x, y, y_hat, **knobs):
    """Give the derivatives of half the sum of squares."""
    return derive(x, y, y_hat, **{"front": sum_front, **knobs})
