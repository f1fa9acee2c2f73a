"""A line that is nudged by fixed steps, and the losses on the way: one model each, and what beginners get wrong in them."""

# fmt: off
from __future__ import annotations

import numpy as np
from forms import LIST, add_list_faults

from autograder.authoring import ANYTHING


def nudge(
    slope_step,
    bias_step,
    epochs,
    *,
    steps=lambda a, b: (a, b),
    rounds=range,
    m=lambda k, step: k * step,
    b=lambda k, step: k * step,
    start=(0.0, 0.0),
    pair=lambda m, b: (m, b),
):
    """Give the lines: in each round, how far slope and bias have come from the start."""
    slope_step, bias_step = steps(slope_step, bias_step)
    return [pair(start[0] + m(k, slope_step), start[1] + b(k, bias_step)) for k in rounds(epochs)]


def mean_square(r):
    return np.mean(r**2)


def sweep(
    x,
    y,
    slope_step,
    bias_step,
    epochs,
    *,
    predict=lambda x, y, m, b: m * x + b,
    compare=lambda x, y: y,
    loss=mean_square,
    after=lambda losses, lines, x: losses,
    **knobs,
):
    """Give the loss of each line."""
    lines = nudge(slope_step, bias_step, epochs, **knobs)
    losses = [loss(compare(x, y) - predict(x, y, *line)) for line in lines]
    return after([each if isinstance(each, list) else float(each) for each in losses], lines, x)


def grown(k, step):
    return step * k * (k + 1) / 2


def doubled(k, step):
    return step and step * float(np.exp2(k) - 1)


def doubling(k, step):
    return step and (k > 0) * step * float(np.exp2(k - 1))


def add_nudge_faults(model):
    """Add what goes wrong on the way from line to line."""
    fault = model.fault
    fault("a-step-ahead", 0.5, rounds=lambda n: range(1, n + 1)).says(
        "the first line has taken a step already. Which line should come first, and does it move before or after it is noted?", "the first line has taken a step already")
    fault("one-too-many", 0.5, rounds=lambda n: range(n + 1)).says(
        "there is one {item} too many at the end. How many are asked for, and how often does your loop run?", "there is one {item} too many at the end")
    fault("one-short", 0.5, rounds=lambda n: range(n - 1)).says(
        "the last {item} is missing. How many are asked for, and how often does your loop run?", "the last {item} is missing")
    fault("first-missing", 0.5, rounds=lambda n: range(1, n)).says(
        "the {item} of (0, 0) is missing, and the others are there. Where does the list begin?", "the {item} of (0, 0) is missing")
    fault("a-step-ahead-and-one-too-many", 0.25, rounds=lambda n: range(1, n + 2)).says(
        "the first line has taken a step already, and there is one {item} too many. Where does your loop begin, and where does it end?")
    fault("first-twice", 0.5, rounds=lambda n: [0, *range(n - 1)]).says(
        "the first {item} is there twice, and the last one is missing. Is it put on the list before the loop, and in it?", "the first {item} is there twice, and the last one is missing")
    fault("first-once-more", 0.5, rounds=lambda n: [0, *range(n)]).says(
        "the first {item} is there twice, so that there is one too many. Is it put on the list before the loop, and in it?")
    fault("two-for-one-epoch", 0.5, rounds=lambda n: range(max(n, 2))).says(
        "a single epoch gives two lines. What is on the list before the loop?")
    for epochs in (15, 25):
        fault(f"always-{epochs}", 0.5, rounds=lambda n, epochs=epochs: range(epochs)).says(
            f"there are always {epochs} of them, whatever `epochs` says. What does your loop count up to?")
        fault(f"run-of-the-chapter-of-{epochs}", 0.25, rounds=lambda n, epochs=epochs: range(epochs), steps=lambda a, b: (1.0, 0.3)).says(
            f"there are always {epochs} of them, with steps of 1 and 0.3. Which names hold what comes in?")
    fault("backwards", 0.5, rounds=lambda n: reversed(range(n))).says(
        "the last {item} comes first. At which end is each one added?")
    fault("swapped", 0.5, pair=lambda m, b: (b, m)).says(
        "slope and bias have changed places in each line. Which one comes first?", "slope and bias have changed places")
    fault("slope-step-for-both", 0.5, steps=lambda a, b: (a, a)).says(
        "the bias grows by the slope's step. Which step belongs to it?")
    fault("bias-step-for-both", 0.5, steps=lambda a, b: (b, b)).says(
        "the slope grows by the bias's step. Which step belongs to it?")
    fault("steps-swapped", 0.5, steps=lambda a, b: (b, a)).says(
        "the slope takes the bias's steps, and the bias the slope's. Which step belongs to which?")
    fault("two-steps-at-a-time", 0.5, steps=lambda a, b: (2 * a, 2 * b)).says(
        "the line goes two steps at a time. How often is each step added in one round?")
    fault("steps-subtracted", 0.5, steps=lambda a, b: (-a, -b)).says(
        "both go the wrong way, for the steps are taken away. What should a step do?", "the steps are taken away")
    fault("bias-step-subtracted", 0.5, steps=lambda a, b: (a, -b)).says(
        "only the bias goes the wrong way. Compare your two lines of code.")
    fault("slope-step-subtracted", 0.5, steps=lambda a, b: (-a, b)).says(
        "only the slope goes the wrong way. Compare your two lines of code.")
    fault("steps-of-the-chapter", 0.5, steps=lambda a, b: (1.0, 0.3)).says(
        "the steps are 1 and 0.3, whatever comes in. Which names hold the steps?")
    fault("bias-step-of-the-chapter", 0.5, steps=lambda a, b: (a, 0.3)).says(
        "the bias goes in steps of 0.3, whatever comes in. Which name holds its step?")
    fault("slope-step-of-the-chapter", 0.5, steps=lambda a, b: (1.0, b)).says(
        "the slope goes in steps of 1, whatever comes in. Which name holds its step?")
    fault("never-moves", m=lambda k, s: 0.0, b=lambda k, s: 0.0).says(
        "the line never moves from (0, 0). Do slope and bias get a new value in each round?")
    fault("bias-never-moves", 0.25, b=lambda k, s: 0.0).says(
        "the bias stays at 0. Which of the two gets a step in your loop?")
    fault("slope-never-moves", 0.25, m=lambda k, s: 0.0).says(
        "the slope stays at 0. Which of the two gets a step in your loop?")
    fault("only-one-step", 0.25, m=lambda k, s: s * (k > 0), b=lambda k, s: s * (k > 0)).says(
        "after the first step the line stands still. From where does each step go on: from the line before, or from 0?")
    fault("steps-as-lines", m=lambda k, s: s, b=lambda k, s: s).says(
        "every line is made of the two steps themselves. Where does the line begin, and how do steps add up?")
    fault("bias-not-added-up", 0.25, b=lambda k, s: s).says(
        "the bias is that of one step in every line. How does the slope do it?")
    fault("slope-not-added-up", 0.25, m=lambda k, s: s).says(
        "the slope is that of one step in every line. How does the bias do it?")
    fault("bias-not-added-up-and-ahead", 0.25, m=lambda k, s: (k + 1) * s, b=lambda k, s: s).says(
        "the first line has taken a step already, and then the bias stays where it is. Where do slope and bias get their first values?")
    fault("steps-that-grow", 0.25, m=grown, b=grown).says(
        "the steps get longer and longer. By how much should slope and bias grow in each epoch?")
    fault("steps-that-grow-after-a-rest", 0.25, m=lambda k, s: grown(k - 1, s), b=lambda k, s: grown(k - 1, s)).says(
        "the second line still stands at (0, 0), and then the steps get longer and longer. By how much should slope and bias grow in each epoch?")
    fault("steps-that-double", 0.25, m=doubled, b=doubled).says(
        "every step is twice as long as the one before. Which line of your code changes the steps themselves?")
    fault("line-that-doubles", 0.25, m=doubling, b=doubling).says(
        "after the first step, slope and bias double in each epoch. What is added to them: a step, or they themselves?")
    fault("slope-a-step-ahead", 0.5, m=lambda k, s: (k + 1) * s).says(
        "the slope is a step ahead of the bias. Where should both of them start?")
    fault("bias-a-step-ahead", 0.5, b=lambda k, s: (k + 1) * s).says(
        "the bias is a step ahead of the slope. Where should both of them start?")
    fault("starts-at-one", 0.5, start=(1.0, 1.0)).says(
        "the first line is that of slope 1 and bias 1. Where should it start?")
    fault("starts-at-one-and-zero", 0.5, start=(1.0, 0.0)).says(
        "the first line is that of slope 1 and bias 0. Where should it start?")
    fault("starts-at-the-step-of-the-chapter", 0.25, start=(1.0, 0.3)).says(
        "the first line is that of slope 1 and bias 0.3, which is a step. Where should it start?")
    fault("steps-multiplied", m=lambda k, s: s**k, b=lambda k, s: s**k).says(
        "slope and bias start at 1 and are multiplied by their steps. Where should they start, and what does a step do?")
    fault("slope-step-multiplied", 0.25, m=lambda k, s: s**k).says(
        "the slope starts at 1 and is multiplied by its step, the bias is right. What does a step do?", "the slope starts at 1 and is multiplied by its step")
    fault("steps-plus-epoch", m=lambda k, s: s + k, b=lambda k, s: s + k).says(
        "slope and bias start at their steps and then grow by 1. What should be counted: the steps taken, or ones?")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
    rounds = "a-step-ahead one-too-many one-short first-missing first-twice"
    model.combine(
        rounds,
        "swapped slope-step-for-both bias-step-for-both steps-swapped steps-subtracted bias-step-subtracted two-steps-at-a-time bias-never-moves slope-never-moves bias-not-added-up start",
    )
    model.combine(
        "swapped",
        "bias-step-subtracted slope-step-subtracted steps-subtracted bias-never-moves slope-a-step-ahead bias-a-step-ahead",
    )


def in_sequence(pairs):
    """Build the lines from what each round carries on."""

    def form(lines):
        (a, b), n = (lines[1] if len(lines) > 1 else (0.0, 0.0)), len(lines)
        found = [(0.0, 0.0)]
        for _ in range(n - 1):
            found.append(pairs(*found[-1], a, b))
        return found

    return form


def shared_out(value, n):
    return [float(each) for each in np.linspace(0, value, n)]


def lines_of(exercise):
    """Give the model of the lines alone, with what goes wrong in how they come back."""
    model = exercise.model(nudge, item="line")
    add_nudge_faults(model)
    model.leave_out("steps-swapped")
    fault = model.fault
    fault("last-alone", 0.25, form=lambda v: v[-1]).says("one pair comes back, the last line. Where do all of them go?")
    fault("arrival-alone", 0.25, rounds=lambda n: range(n + 1), form=lambda v: v[-1]).says(
        "one pair comes back, where the line arrives after all steps. Where do the lines on the way go?")
    fault("list-of-the-arrival", 0.25, rounds=lambda n: [n]).says(
        "the list holds one line, where all steps end. Is the list made anew in each round, or filled only after the loop?")
    fault("list-of-the-first-step", 0.25, rounds=lambda n: [1]).says(
        "the list holds one line, a step from the start. Does your `return` stand inside the loop, and which line comes first?")
    fault("same-list-each-time", 0.25, rounds=lambda n: [n] * n).says(
        "every pair is the line after the last step. Is it one and the same list that is added each time, and then changed?")
    fault("two-lists", 0.5, form=lambda v: ([m for m, _ in v], [b for _, b in v])).says(
        "all slopes come in one list, all biases in another. What should lie together?")
    fault("flat-list", 0.5, form=lambda v: [each for pair in v for each in pair]).says(
        "slopes and biases stand in one long list. Which brackets would keep two together?")
    fault("slopes-then-biases", 0.25, form=lambda v: [m for m, _ in v] + [b for _, b in v]).says(
        "all slopes come first, and all biases behind them, in one list. What should lie together?")
    fault("slopes-only", 0.25, pair=lambda m, b: m).says(
        "the biases are missing, and each line needs both. What is put on the list?")
    fault("biases-only", 0.25, pair=lambda m, b: b).says(
        "the slopes are missing, and each line needs both. What is put on the list?")
    fault("epoch-in-each", 0.5, form=lambda v: [(k, *pair) for k, pair in enumerate(v)]).says(
        "each line comes with its epoch in front. What is asked for: three numbers, or two?")
    fault("epoch-behind-each", 0.5, form=lambda v: [(*pair, k) for k, pair in enumerate(v)]).says(
        "each line comes with its epoch behind. What is asked for: three numbers, or two?")
    fault("every-slope-with-every-bias", 0.25, form=lambda v: [(m, b) for m, _ in v for _, b in v]).says(
        "every slope meets every bias, far too many lines. Is one loop inside the other?")
    fault("every-bias-with-every-slope", 0.25, form=lambda v: [(m, b) for _, b in v for m, _ in v]).says(
        "every bias meets every slope, far too many lines. Is one loop inside the other?")
    fault("one-step-shared-out", 0.25, rounds=lambda n: [each / max(n - 1, 1) for each in range(n)]).says(
        "all steps together make up a single one. How far does the line go in each epoch?")
    fault("one-step-too-far", 0.25, rounds=lambda n: [each * n / max(n - 1, 1) for each in range(n)]).says(
        "the last line stands a whole step too far, for the steps are a little too long. How many steps lie between the first line and the last?")
    fault("steps-divided-by-the-epochs", 0.25, rounds=lambda n: [each / n for each in range(n)]).says(
        "each step is divided by the number of epochs. How far does the line go in each epoch?")
    fault("bias-from-the-slope", 0.25, form=in_sequence(lambda m, b, a, c: (m + a, m + c))).says(
        "the bias grows from the slope, not from itself. What is each step added to?")
    fault("bias-from-the-new-slope", 0.25, form=in_sequence(lambda m, b, a, c: (m + a, m + a + c))).says(
        "the bias takes the slope's new value along. What is each step added to?")
    fault("lines-as-dictionaries", form=lambda v: [{"slope": m, "bias": b} for m, b in v]).says(
        "each line is a dictionary here. Which brackets make a pair?")
    fault("lines-as-sets", form=lambda v: [{m, b} for m, b in v]).says(
        "each line is a set here: it has no order, and two equal numbers become one. Which brackets make a pair?")
    add_list_faults(
        model,
        "lines",
        "made-anew first-alone never-added wrapped each-wrapped each-twice rounded-to-whole rounded-to-one-decimal rounded-to-two truncated lost-to-append zero-in-front as-texts",
        item="line",
        items="lines",
        credits={"truncated": 0.25},
    )
    model.combine(
        "swapped a-step-ahead steps-subtracted slope-step-for-both bias-step-for-both",
        "flat-list two-lists epoch-in-each last-alone lines-made-anew lines-rounded-to-one-decimal lines-rounded-to-two",
    )
    model.combine("one-too-many one-short", "flat-list two-lists epoch-in-each")
    return model


def kept(change):
    return lambda losses, lines, x: change(losses)


def until_it_rises(losses):
    place = next((k for k in range(1, len(losses)) if losses[k] > losses[k - 1]), len(losses))
    return losses[:place]


def improvements(losses):
    return [each for k, each in enumerate(losses) if k == 0 or each < min(losses[:k])]


def sweep_of(exercise):
    """Give the model of the losses of all lines, with what goes wrong in them."""
    model = exercise.model(sweep, nudge, item="loss")
    add_nudge_faults(model)
    model.leave_out(
        "steps-swapped never-moves steps-as-lines slope-step-subtracted bias-step-subtracted a-step-ahead-and-one-too-many first-once-more backwards steps-multiplied steps-plus-epoch line-that-doubles steps-that-double bias-not-added-up-and-ahead"
    )
    fault = model.fault
    for id_, credit, predict, says in (
        ("predicts-only-once", 0.25, lambda x, y, m, b: 0 * x,
         "every loss is that of the line at slope 0 and bias 0. Are the predictions made anew for each line?"),
        ("predicts-from-y", 0.5, lambda x, y, m, b: m * y + b,
         "the predictions are made from y. From which numbers does a line predict?"),
        ("predictions-not-used", 0.0, lambda x, y, m, b: x,
         "every loss is the same, the MSE between x and y. Where do your predictions come in?"),
        ("bias-negated", 0.5, lambda x, y, m, b: m * x - b,
         "the bias counts the wrong way: each line is shifted to the other side. Which sign does the bias have where you predict?"),
        ("slope-negated", 0.5, lambda x, y, m, b: -m * x + b,
         "the slope counts the wrong way: each line is tilted to the other side. Which sign does the slope have where you predict?"),
        ("bias-added-first", 0.25, lambda x, y, m, b: m * (x + b),
         "the bias joins x before the slope multiplies it. What comes first, in which order?"),
    ):
        fault(id_, credit, predict=predict).says(says)
    fault("compared-with-x", 0.5, compare=lambda x, y: x).says(
        "the predictions are compared with x. With which numbers should they agree?")
    fault("x-and-y-swapped", 0.5, compare=lambda x, y: x, predict=lambda x, y, m, b: m * y + b).says(
        "x and y have changed places: each line predicts from y and is compared with x. Which comes first?")
    fault("steps-as-the-line", 0.25, rounds=lambda n: [1] * n).says(
        "every loss is that of the line with slope `slope_step` and bias `bias_step`. Which line should each round take?")
    fault("always-the-last-line", 0.25, rounds=lambda n: [n - 1] * n).says(
        "every loss is the last line's. Are the predictions made anew for each line, and when?")
    fault("as-many-as-points", 0.5, given=lambda x, y, a, b, n: (x, y, a, b, len(x))).says(
        "there are as many losses as points, whatever `epochs` says. What does your loop count up to?")
    for id_, credit, loss, says in (
        ("squares-summed", 0.5, lambda r: np.sum(r**2),
         "your losses grow with the number of points: the squares are added up. What makes a mean of a sum?"),
        ("losses-halved", 0.5, lambda r: np.mean(r**2) / 2,
         "every loss is halved. Some formulas divide by 2n; what does a mean divide by?"),
        ("losses-summed-and-halved", 0.5, lambda r: np.sum(r**2) / 2,
         "every loss is half of the sum of the squares. What makes a mean of a sum?"),
        ("losses-negative", 0.5, lambda r: -np.mean(r**2),
         "every sign is the wrong way round, for a mean of squares is never negative. What stands in front?"),
        ("losses-rooted", 0.5, lambda r: np.sqrt(np.mean(r**2)), "a root is taken of each loss. Is one asked for?"),
        ("losses-absolute", 0.25, lambda r: np.mean(np.abs(r)),
         "these are means of the absolute differences. What is done to each difference before the mean is taken?"),
        ("losses-not-squared", 0.25, lambda r: np.mean(r),
         "these are means of the plain differences, where errors above and below cancel. What is done to each difference before the mean is taken?"),
        ("losses-not-squared-the-other-way", 0.25, lambda r: -np.mean(r),
         "these are means of prediction minus y, where errors above and below cancel. What is done to each difference before the mean is taken?"),
        ("divided-once-more", 0.5, lambda r: np.mean(r**2) / len(r),
         "each loss is divided by the number of points once more. What has `mse_loop` done already?"),
        ("squares-in-lists", 0.25, lambda r: (r**2).tolist(),
         "the squares of each line are in lists, and nothing is averaged. What makes one number of them?"),
        ("first-point-only", 0.25, lambda r: r[0] ** 2, "only the first point counts. What goes over all of them?"),
        ("last-point-only", 0.25, lambda r: r[-1] ** 2, "only the last point counts. What goes over all of them?"),
    ):
        fault(id_, credit, loss=loss).says(says)
    for id_, credit, after, says in (
        ("divided-by-the-epochs", 0.25, lambda v, lines, x: [each / len(v) for each in v],
         "each loss is divided by the number of epochs. Over what is the mean taken?"),
        ("lowest-only", 0.25, kept(min),
         "one number comes back, the lowest loss. What is asked for: the best line's, or every line's?"),
        ("highest-only", 0.25, kept(max),
         "one number comes back, the highest loss. What is asked for: one line's, or every line's?"),
        ("epoch-of-the-lowest", 0.25, kept(lambda v: v.index(min(v))),
         "one number comes back, the epoch of the lowest loss. That is for `best_epoch` to find; what is asked for here?"),
        ("lowest-with-its-epoch", 0.25, kept(lambda v: (min(v), v.index(min(v)))),
         "the lowest loss comes back, and its epoch. What is asked for: the best line's, or every line's?"),
        ("losses-with-lines", 0.5, lambda v, lines, x: [(*line, each) for line, each in zip(lines, v)],
         "each loss comes with its line. Which of the numbers is asked for?"),
        ("losses-with-pairs", 0.5, lambda v, lines, x: list(zip(lines, v)),
         "each loss comes with its line, as a pair in a pair. Which of the numbers is asked for?"),
        ("lines-come-along", 0.5, lambda v, lines, x: (lines, v),
         "two lists come back, the lines and their losses. Which of them is asked for?"),
        ("lines-returned", 0.0, lambda v, lines, x: lines,
         "these are the lines, without a loss. What tells how wrong each of them is?"),
        ("predictions-returned", 0.25, lambda v, lines, x: [(m * x + b).tolist() for m, b in lines],
         "these are the predictions of each line, without a loss. What makes one number of them?"),
        ("each-n-times", 0.25, lambda v, lines, x: [each for each in v for _ in x],
         "every loss is there n times. Which loop is one too many, when `predict_loop` and `mse_loop` go over the points?"),
        ("epochs-behind", 0.5, kept(lambda v: [(each, k) for k, each in enumerate(v)]),
         "each loss comes with its epoch behind it. Which of the two is asked for?"),
        ("sorted-downwards", 0.5, kept(lambda v: sorted(v, reverse=True)),
         "the losses are sorted, the highest first. In which order do the lines come?"),
        ("stops-when-it-rises", 0.25, kept(until_it_rises),
         "it stops where the loss rises for the first time. How many losses are asked for?"),
        ("improvements-only", 0.25, kept(improvements),
         "only losses lower than all before are in the list. Which ones are asked for?"),
        ("lowest-so-far", 0.25, kept(lambda v: [min(v[: k + 1]) for k in range(len(v))]),
         "your losses never rise: each is the lowest so far. What is asked for: the best line's loss, or this line's?"),
    ):
        fault(id_, credit, after=after).says(says)
    fault("loss-of-each-point", 0.25, loss=lambda r: (r**2).tolist(), after=kept(lambda v: [each for row in v for each in row])).says(
        "there is a loss for each point at each line. Which loop is one too many, when `mse_loop` goes over the points itself?")
    fault("loss-of-each-line-at-each-point", 0.25, loss=lambda r: (r**2).tolist(), after=kept(lambda v: [each for row in zip(*v) for each in row])).says(
        "there is a loss for each line at each point. Which loop is one too many, when `mse_loop` goes over the points itself?")
    fault("a-line-for-each-point", loss=lambda r: (r**2).tolist(), after=kept(lambda v: [row[k] for k, row in enumerate(v) if k < len(row)])).says(
        "the first line meets only the first point, the second line the second. How many points should each line meet?")
    names = [
        each
        for each in LIST
        if each
        not in (
            "first-missing",
            "last-missing",
            "first-twice",
            "zero-for-the-first",
            "first-everywhere",
            "last-everywhere",
            "every-hundredth",
            "every-tenth-and-the-last",
        )
    ]
    add_list_faults(model, "losses", " ".join(names), item="loss", items="losses")
    losses = "squares-summed losses-halved losses-summed-and-halved losses-negative losses-rooted losses-absolute losses-not-squared divided-once-more"
    model.combine(
        losses,
        "a-step-ahead one-too-many one-short first-missing swapped losses-made-anew losses-last-number losses-with-lines losses-rounded-to-two losses-numbered x-and-y-swapped compared-with-x steps-of-the-chapter losses-piled-up",
    )
    model.combine(
        "a-step-ahead one-too-many one-short first-missing swapped",
        "losses-made-anew losses-last-number losses-with-lines losses-rounded-to-two losses-numbered lowest-only losses-piled-up",
    )
    for place, how in (("losses-made-anew", ", in a list"), ("losses-last-number", "")):
        model.convention(f"a-step-ahead {place}", 0.25, f"Only one loss comes back{how}: that of the line a step behind the last one. How often does your loop run, and when does the line move?")
    return model
