"""What beginners get wrong in a descent, wherever they train a line: in its steps, its losses, its epochs and its results."""

# fmt: off
from __future__ import annotations

import descent
import numpy as np
import steps
from forms import LIST, TRUNCATED, add_list_faults, rounded

ROUND = {"two": 2, "four": 4}


def add_losses(model):
    """Add what goes wrong with the losses alone: which are noted, when, and how they come back."""
    fault, right = model.fault, "{line} right, but "

    def losses(id_, credit, sentence, together="", **knobs):
        fault(id_, credit, **knobs).says(right + sentence, together or sentence.partition(". ")[0])

    losses("loss-after", 0.5,
        "each {loss} is taken after its update. Whose {loss} should the first one be?", listed=lambda s: s.losses[1:])
    losses("one-loss-too-many", 0.5,
        "there is one {loss} too many: a last one, after the final update. How many epochs are there?", listed=lambda s: s.losses)
    losses("losses-before-and-after", 0.5,
        "there are two {losses} for each epoch, one before and one after its update. Which of them is asked for?", listed=lambda s: [each for pair in zip(s.losses, s.losses[1:]) for each in pair])
    losses("loss-between-the-steps", 0.5,
        "each {loss} is taken between the two steps, with {m} new and {b} old. When is it asked for?", listed=lambda s: [s.measure((new[0], old[1])) for old, new in zip(s.lines, s.lines[1:])])
    losses("final-loss-only", 0.5,
        "one number comes back for the {losses}: that of the final line. Which are asked for, and how many?", listed=lambda s: s.losses[-1])
    losses("list-of-the-final-loss", 0.5,
        "the list holds a single {loss}, that of the final line. Is it noted inside the loop, or after it?", listed=lambda s: s.losses[-1:])
    losses("losses-divided-by-epochs", 0.5,
        "the {losses} are divided by the number of epochs. What is each divided by?", listed=lambda s: [each / s.epochs for each in s.losses[:-1]])
    losses("losses-over-a-hundred", 0.5,
        "the {losses} are sums that are always divided by 100. How many points are in this call's `x`?", loss=lambda s, r, _: r @ r / 100)
    losses("losses-rooted", 0.5,
        "the {losses} are the roots of the mean of the squares (RMSE). Is there a root to be taken?", loss=lambda s, r, _: np.sqrt(r @ r / s.n))
    losses("losses-as-norms", 0.5,
        "each {loss} is the root of the sum of the squares, as a norm gives it. Is there a root to be taken?", loss=lambda s, r, _: np.sqrt(r @ r))
    losses("losses-absolute", 0.5,
        "the {losses} are means of the absolute differences. What is done to each difference before the mean is taken?", loss=lambda s, r, _: np.abs(r).mean())
    losses("losses-summed-absolute", 0.25,
        "the {losses} are sums of the absolute differences. What is done to each difference before the sum is taken?", loss=lambda s, r, _: np.abs(r).sum())
    losses("losses-not-squared", 0.25,
        "the {losses} are means of the plain differences, and errors above and below cancel each other. What is done to each difference before the mean is taken?", loss=lambda s, r, _: r.mean())
    losses("losses-summed-unsquared", 0.25,
        "the {losses} are sums of the plain differences, and errors above and below cancel each other. What is done to each difference before the sum is taken?", loss=lambda s, r, _: r.sum())
    losses("losses-against-x", 0.5,
        "the {losses} compare the predictions with x, not with y. What should a prediction come close to?", target=lambda s: s.x)
    losses("losses-of-the-last-point", 0.25,
        "each {loss} is that of the last point alone. Does your sum of the squares collect all of them?", loss=lambda s, r, _: r[-1] ** 2)
    losses("losses-of-the-last-point-over-n", 0.25,
        "each {loss} counts the square of the last point alone, over n. Does your sum of the squares collect all of them?", loss=lambda s, r, _: r[-1] ** 2 / s.n)
    losses("squares-kept-apart", 0.25,
        "each of the {losses} is a list of squares, one for each point. What makes one number of them?", loss=lambda s, r, _: (r**2).tolist())
    losses("differences-kept", 0.25,
        "each of the {losses} is a list of differences, one for each point. What makes one number of them?", loss=lambda s, r, _: r.tolist())
    losses("differences-the-other-way-kept", 0.25,
        "each of the {losses} is a list of differences (prediction minus y), one for each point. What makes one number of them?", loss=lambda s, r, _: (-r).tolist())
    losses("losses-are-predictions", 0.25,
        "what is listed are predictions, n for each epoch. Which one number tells how good they are?", loss=lambda s, r, line: (line[0] * s.x + line[1]).tolist())
    losses("losses-are-lines", 0.25,
        "what is listed are lines: {m} and {b} before each update. What should the list hold?", loss=lambda s, r, line: line)
    losses("losses-are-slopes", 0.25,
        "what is listed is {m}, epoch by epoch, before each update. What should the list hold?", loss=lambda s, r, line: line[0])
    losses("losses-are-slopes-after", 0.25,
        "what is listed is {m} after each update. What should the list hold?", listed=lambda s: [each[0] for each in s.lines[1:]])
    losses("losses-are-lines-after", 0.25,
        "what is listed are lines: {m} and {b} after each update. What should the list hold?", listed=lambda s: s.lines[1:])
    losses("losses-with-their-lines", 0.25,
        "each {loss} comes with {m} and {b} in front. What should the list hold?", listed=lambda s: [(*line, loss) for line, loss in zip(s.lines, s.losses[:-1])])
    losses("losses-pile-up-as-sums", 0.25,
        "each {loss} is a sum of squares, with those of all epochs before in it. Where is that sum set to zero?", listed=lambda s: (np.cumsum([np.sum((s.y - m * s.x - b) ** 2) for m, b in s.lines[:-1]])).tolist())
    losses("predictions-in-place-of-losses", 0.25,
        "the predictions of the last epoch stand where the {losses} should. Which list holds these?", listed=lambda s: (s.lines[-2][0] * s.x + s.lines[-2][1]).tolist() if len(s.lines) > 1 else steps.ANYTHING)
    add_list_faults(
        model, "losses", " ".join(each for each in LIST if each != "every-hundredth"), knob="listed", inside=lambda function: lambda s: function(s.losses[:-1]), before=right,
        items=model.words["losses"], item=model.words["loss"],
    )  # fmt: skip


def add_descent_faults(model):
    """Add what goes wrong in a descent, whatever its loss: its steps, its start, its epochs, and what it returns."""
    fault = model.fault
    steps.add_step_faults(model)
    add_losses(model)
    fault("sums-not-zeroed", 0.5, carry=descent.piled_up((0, 1))).says(
        "the first step is right, and from then on each has the derivatives of all epochs before in it. Where are your two sums set to zero?", "each step has the derivatives of all epochs before in it")
    fault("sum-of-slope-not-zeroed", 0.5, carry=descent.piled_up((0,))).says(
        "the steps of {b} belong to one epoch each, but those of {m} have all epochs before in them. Is the sum of {m} set to zero where that of {b} is?")
    fault("sum-of-bias-not-zeroed", 0.5, carry=descent.piled_up((1,))).says(
        "the steps of {m} belong to one epoch each, but those of {b} have all epochs before in them. Is the sum of {b} set to zero where that of {m} is?")
    fault("derivatives-late", 0.25, carry=descent.one_epoch_late).says(
        "from the second epoch on, each step goes by the derivatives of the epoch before. Which predictions are they made from?")
    fault("derivatives-only-once", 0.25, carry=lambda s, d: s.kept.setdefault("first", d)).says(
        "the {losses} change, but every step is the same as the first. Where are the derivatives worked out, inside the loop or before it?", "every step is the same as the first")
    fault("momentum", 0.25, carry=descent.momentum(0.9, 1.0)).says(
        "each step keeps nine tenths of the step before it, which is called momentum. What should a step be made of here?")
    fault("averaged-momentum", 0.25, carry=descent.momentum(0.9, 0.1)).says(
        "each step is mixed with those before it, nine parts to one, which is called momentum. What should a step be made of here?")
    fault("half-momentum", 0.25, carry=descent.momentum(0.5, 1.0)).says(
        "each step keeps half of the step before it, which is called momentum. What should a step be made of here?")
    fault("adagrad", 0.25, carry=descent.adagrad).says(
        "each derivative is divided by the root of the sum of its squares so far, which is called Adagrad. What should a step be made of here?")
    fault("adam", 0.25, carry=descent.adam).says(
        "these are the steps of Adam, which scales each derivative by its own history. What should a step be made of here?")
    for name, amount in {"a-tenth": 0.1, "a-hundredth": 0.01, "one": 1.0}.items():
        fault(f"regularised-by-{name}", 0.25, carry=descent.shrunk(lambda s, a=amount: a)).says(
            "besides its derivative, the step of {m} holds a part of {m} itself (" + f"{amount} times" + "), as L2 regularisation does. Which loss has this derivative?")
        fault(f"regularised-by-twice-{name}", 0.25, carry=descent.shrunk(lambda s, a=amount: 2 * a)).says(
            "besides its derivative, the step of {m} holds a part of {m} itself (" + f"2 times {amount}" + "), as L2 regularisation does. Which loss has this derivative?")
        fault(f"regularised-by-{name}-over-n", 0.25, carry=descent.shrunk(lambda s, a=amount: a / s.n)).says(
            "besides its derivative, the step of {m} holds a part of {m} itself (" + f"{amount} times, over n" + "), as L2 regularisation does. Which loss has this derivative?")
    fault("rate-shrinks", 0.25, pace=lambda rate, k: rate / (k + 1)).says(
        "the learning rate is divided by the number of the epoch, so that the steps get shorter. Should it not stay the same?", "the learning rate shrinks from epoch to epoch")
    fault("rate-shrinks-by-a-tenth", 0.25, pace=lambda rate, k: rate * 0.9**k).says(
        "the learning rate loses a tenth in each epoch, so that the steps get shorter. Should it not stay the same?", "the learning rate shrinks from epoch to epoch")
    fault("rate-shrinks-by-a-hundredth", 0.25, pace=lambda rate, k: rate * 0.99**k).says(
        "the learning rate loses a hundredth in each epoch, so that the steps get shorter. Should it not stay the same?", "the learning rate shrinks from epoch to epoch")
    fault("rate-shrinks-slowly", 0.25, pace=lambda rate, k: rate / (1 + 0.01 * k)).says(
        "the learning rate gets a little smaller in each epoch, so that the steps get shorter. Should it not stay the same?", "the learning rate shrinks from epoch to epoch")
    fault("rate-shrinks-by-the-root", 0.25, pace=lambda rate, k: rate / np.sqrt(k + 1)).says(
        "the learning rate is divided by the root of the number of the epoch, so that the steps get shorter. Should it not stay the same?", "the learning rate shrinks from epoch to epoch")
    fault("rate-halved-each-epoch", 0.25, pace=lambda rate, k: rate * 0.5**k).says(
        "the learning rate is halved after every epoch, so that the steps get shorter. Is it changed inside the loop?", "the learning rate is halved after every epoch")
    fault("rate-grows", 0.25, pace=lambda rate, k: k * rate).says(
        "no step is taken in the first epoch, and then they get longer: the learning rate is multiplied by the epoch's number. Should it not stay the same?", "the learning rate is multiplied by the epoch's number")
    fault("in-sequence", 0.5, epoch=descent.m_first).says(
        "the step of {b} is taken where {m} has moved already. Do both derivatives belong to the same line?")
    fault("in-sequence-bias-first", 0.5, epoch=descent.b_first).says(
        "the step of {m} is taken where {b} has moved already. Do both derivatives belong to the same line?")
    fault("one-update-a-point", 0.25, epoch=descent.n_steps).says(
        "there are n updates in each epoch, one for each point. Does the update stand inside the loop over the points?")
    fault("first-update-missing", 0.25, epoch=lambda s: descent.at_once(s) if s.k else s.line).says(
        "there is no update in the first epoch. Does the loop do the same every time?")
    fault("moves-only-once", 0.25, epoch=lambda s: s.line if s.k else descent.at_once(s)).says(
        "one right step is taken, and then nothing moves any more. Is every epoch's step taken from the newest line?", "only the first step is taken")
    fault("line-reset", 0.25, resume=lambda s: s.lines[0]).says(
        "every {loss} is the first one, and a single step has been taken. Is the start set anew in every round, or are the new values kept under names that the next epoch does not look at?", "every epoch begins at the start again")
    fault("bias-reset", 0.25, resume=lambda s: (s.line[0], s.kept.setdefault("start", s.lines[0])[1])).says(
        "in every round {b} starts anew, so that only its last step is left. Is it set back in the loop, or moved only after it?")
    fault("slope-reset", 0.25, resume=lambda s: (s.kept.setdefault("start", s.lines[0])[0], s.line[1])).says(
        "in every round {m} starts anew, so that only its last step is left. Is it set back in the loop, or moved only after it?")
    fault("one-point-an-epoch", 0.25, epoch=descent.one_point).says(
        "each epoch looks at one point only, the next in turn. Which points should a step come from?")
    fault("rate-and-derivative-swapped", 0.25, epoch=lambda s: (s.line[0] - s.derivatives(s.line)[1] * s.given_rate, s.line[1] - s.derivatives(s.line)[1] * s.derivatives(s.line)[0])).says(
        "{m} moves by rate times the derivative of {b}, and {b} by the product of both derivatives. Which number is the learning rate, and which are the derivatives?"
    )
    fault("nudges", epoch=lambda s: (s.line[0] + 1.0, s.line[1] + 0.3)).says(
        "each epoch adds 1 to {m} and 0.3 to {b}, whatever the data. Which way, and how far, would the derivatives go?")
    fault("one-epoch-short", 0.5, rounds=lambda s: s.epochs - 1).says(
        "it stops one epoch early. How often does your loop go round?")
    fault("one-epoch-too-many", 0.5, rounds=lambda s: s.epochs + 1).says(
        "it runs one epoch too many. How often does your loop go round?")
    fault("as-many-epochs-as-points", 0.25, rounds=lambda s: s.n).says(
        "it runs as many epochs as there are points, however many are asked for. What should your loop count?")
    for epochs in (10, 20, 50, 100, 300, 1000):
        fault(f"always-{epochs}-epochs", 0.25, rounds=steps.always(epochs)).says(
            f"it always runs {epochs} epochs, however many are asked for. Which number should come from the arguments?")
    fault("returns-inside-the-loop", 0.25, rounds=lambda s: 1).says(
        "only the work of one epoch comes back. Is the `return` inside the loop, or are the start and the list set anew in every round?", "only the work of one epoch comes back")
    fault("returns-before-the-first-step", rounds=lambda s: 1, epoch=lambda s: s.line).says(
        "one {loss} comes back, and nothing has moved yet. Does the `return` stand inside the loop, before the first step?")
    fault("last-update-missing", 0.5, line=lambda s: s.lines[-2] if len(s.lines) > 1 else s.line).says(
        "the {losses} are right, but what comes back for {m} and {b} is from before the last update. Which do you return?", "{m} and {b} are from before the last update")
    fault("start-returned", 0.5, line=lambda s: s.lines[0]).says(
        "the {losses} are right, but what comes back for {m} and {b} is where they started. Which do you return?", "{m} and {b} come back as they started")
    fault("best-line", 0.5, line=lambda s: s.lines[int(np.nanargmin(s.losses))]).says(
        "the {losses} are right, but the line that comes back is the best one, where that is not the last. Which of the two is asked for?", "where the last line is not the best of them, another one comes back")
    fault("best-line-of-the-listed", 0.25, line=lambda s: s.lines[int(np.nanargmin(s.losses[:-1]))]).says(
        "the {losses} are right, but the line that comes back is the one with the lowest of them, not the last. Where do all the steps lead?", "the line that comes back is the one with the lowest of the {losses}, not the last")
    fault("averaged-line", 0.25, line=lambda s: tuple(np.mean(s.lines[1:], axis=0))).says(
        "the {losses} are right, but {m} and {b} are the means of all epochs'. Which line do the steps lead to?", "{m} and {b} are the means of all epochs'")
    fault("derivatives-returned", 0.25, line=lambda s: s.d).says(
        "the {losses} are right, but the derivatives of the last epoch stand where {m} and {b} should. Which two names do you return?", "the derivatives of the last epoch stand where {m} and {b} should")
    fault("steps-returned", 0.25, line=lambda s: tuple(s.given_rate * each for each in s.d)).says(
        "the {losses} are right, but the last step stands where {m} and {b} should. Which two names do you return?", "the last step stands where {m} and {b} should")
    fault("lists-of-lines", 0.5, line=lambda s: ([m for m, _ in s.lines[1:]], [b for _, b in s.lines[1:]])).says(
        "{m} and {b} come as lists, one entry for every epoch. Which of the entries is the answer?")
    fault("lists-of-lines-from-the-start", 0.5, line=lambda s: ([m for m, _ in s.lines], [b for _, b in s.lines])).says(
        "{m} and {b} come as lists, from the start to the last step. Which of the entries is the answer?")
    fault("lists-of-lines-before-each-step", 0.25, line=lambda s: ([m for m, _ in s.lines[:-1]], [b for _, b in s.lines[:-1]])).says(
        "{m} and {b} come as lists, and their last entries are those before the last step. When is each noted, and which is the answer?")
    for name, digits in ROUND.items():
        fault(f"line-rounded-to-{name}", 0.5, line=lambda s, d=digits: rounded(d)(s.line)).says(
            f"{{m}} and {{b}} are rounded to {name} decimals. Rounding is for showing numbers: is a `round` in the way?")
        fault(f"all-rounded-to-{name}", 0.5, form=rounded(digits)).says(
            f"all is rounded to {name} decimals. Rounding is for showing numbers: is a `round` in the way?")
    fault("line-truncated", 0.25, line=lambda s: TRUNCATED(s.line)).says(
        "{m} and {b} have lost their decimals. Is there an `int` somewhere?")
    fault("swapped", 0.5, form=lambda v: (v[1], v[0], *v[2:])).says(
        "{m} and {b} have changed places in what it returns. Which comes first?")
    fault("losses-missing", 0.5, form=lambda v: (*v[:2], *v[3:])).says(
        "the {losses} are missing from what it returns. How many values are asked for?")
    fault("line-missing", 0.5, form=lambda v: v[2] if len(v) == 3 else v[2:]).says(
        "{m} and {b} are missing from what it returns. How many values are asked for?")
    fault("line-alone", 0.25, form=lambda v: v[:2]).says(
        "only {m} and {b} come back. How many values are asked for?"
    ) if "snapshots" in model.words else None
    fault("losses-first", 0.5, form=lambda v: (v[2], *v[:2], *v[3:])).says(
        "all is there, but the {losses} come first. Which order is asked for?", "the {losses} come first")
    fault("line-as-a-pair", 0.5, form=lambda v: (v[:2], *v[2:])).says(
        "all the numbers are there, but {m} and {b} sit together in a pair of their own. How many values are asked for, side by side?", "{m} and {b} sit together in a pair of their own")
    fault("line-as-a-column", 0.5, form=lambda v: (np.array([v[1], v[0]]).reshape(2, 1), *v[2:])).says(
        "{b} and {m} come as a column, one above the other, in place of two numbers side by side. How many values are asked for?")
    fault("line-as-an-array", 0.5, form=lambda v: (np.array([v[1], v[0]]), *v[2:])).says(
        "{b} and {m} come together, in place of two numbers side by side. How many values are asked for, and in which order?")
    fault("in-a-dictionary", 0.25, form=lambda v: {"slope": v[0]}).says(
        "a dictionary comes back. How many values are asked for, side by side?")
    fault("last-loss-alone", form=lambda v: v[2][-1]).says(
        "only one {loss} comes back, and neither {m} nor {b}. Which values are asked for?")
    fault("nothing-returned", form=lambda v: None).says(
        "the function returns None: it may compute something, but where is the `return`?", "nothing is returned")
    fault("starts-at-one-and-one", 0.5, start=lambda m, b: (1.0, 1.0)).says(
        "it starts with {m} at 1 and {b} at 1. Where should it start?")
    fault("starts-at-one-and-zero", 0.5, start=lambda m, b: (1.0, 0.0)).says(
        "it starts with {m} at 1 and {b} at 0. Where should it start?")
    fault("starts-at-zero-and-one", 0.5, start=lambda m, b: (0.0, 1.0)).says(
        "it starts with {m} at 0 and {b} at 1. Where should it start?")
    fault("starts-at-a-half", 0.5, start=lambda m, b: (0.5, 0.5)).says(
        "it starts with {m} at 0.5 and {b} at 0.5. Where should it start?")
    fault("starts-at-thirteen-and-four", 0.5, start=lambda m, b: (13.0, 4.0)).says(
        "it starts with {m} at 13 and {b} at 4, the line drawn by hand. Where should it start?")
    fault("predicts-without-bias", 0.25, predict=lambda s, m, b: m * s.x).says(
        "the predictions leave {b} out. What is the line's y at x = 0?")
    fault("predicts-with-both-swapped", 0.25, predict=lambda s, m, b: b * s.x + m).says(
        "what comes back for {m} is added in the predictions, and what comes back for {b} multiplies x. Which one belongs to x?")
    fault("predicts-only-once", 0.25, predict=lambda s, m, b: s.lines[0][0] * s.x + s.lines[0][1]).says(
        "every epoch goes by the predictions of the first line. Where are the predictions made?")
    fault("predicts-y", predict=lambda s, m, b: s.y).says(
        "every {loss} is 0 and nothing moves, for y is compared with itself. What do you hand on as predictions?", "y is compared with itself")
    fault("predicts-bias-first", 0.25, predict=lambda s, m, b: m * (s.x + b)).says(
        "in the predictions, {b} joins x before {m} multiplies. What comes first, in which order?")
    fault("x-for-y-in-the-derivatives", 0.25, compare=lambda s, p: s.x - p, total=lambda s, r: (s.y @ r, r.sum())).says(
        "x and y have changed places in the derivatives, but not in the {losses}. In which order does `{gradients}` want them?")
    fault("still-squared", total=lambda s, r: (s.x @ r**2, (r**2).sum())).says(
        "the differences are still squared in the derivatives. Which power is left of a square when you take its derivative?")
    fault("derivatives-absolute", total=lambda s, r: (s.x @ np.abs(r), np.abs(r).sum())).says(
        "the differences have lost their signs in the derivatives. Which sign does a point above the line have?")
    fault("steps-by-the-last-point", 0.25, total=lambda s, r: (s.x[-1] * r[-1], r[-1])).says(
        "in both steps only the last point counts. Are these sums set to zero once for each epoch, or once for each point?")
    fault("both-sums-in-one", 0.25, total=lambda s, r: (s.x @ r + r.sum(),) * 2).says(
        "both sums are added into one name. How many are needed?")
    fault("x-and-y-swapped", 0.25, prepare=lambda x, y: (y, x, None)).says(
        "x and y have changed places: this line predicts x from y. What should be predicted from what?", "x and y have changed places")
    fault("last-point-cut", 0.25, prepare=lambda x, y: (x[:-1], y[:-1], None) if len(x) > 1 else steps.ANYTHING).says(
        "the last point is left out of everything. Is the data cut before the training?")
    fault("last-point-left-out", 0.25, total=lambda s, r: (s.x[:-1] @ r[:-1], r[:-1].sum()), loss=lambda s, r, line: s.own_loss(s, np.append(r[:-1], 0.0), line)).says(
        "the last point counts neither in the {losses} nor in the steps. Where does your loop over the points end?")
    fault("first-point-left-out", 0.25, total=lambda s, r: (s.x[1:] @ r[1:], r[1:].sum()), loss=lambda s, r, line: s.own_loss(s, np.append(r[1:], 0.0), line)).says(
        "the first point counts neither in the {losses} nor in the steps. Where does your loop over the points begin?")
    fault("last-point-left-out-of-the-steps", 0.25, total=lambda s, r: (s.x[:-1] @ r[:-1], r[:-1].sum())).says(
        "the last point does not count in the steps. Where does your loop over the points end?")
    fault("first-point-left-out-of-the-steps", 0.25, total=lambda s, r: (s.x[1:] @ r[1:], r[1:].sum())).says(
        "the first point does not count in the steps. Where does your loop over the points begin?")
    fault("last-point-in-everything", 0.25, total=lambda s, r: (s.x[-1] * r[-1], r[-1]), loss=lambda s, r, line: s.own_loss(s, r[-1:], line)).says(
        "in the {loss} and in both steps only the last point counts. Are your sums set to zero once for each epoch, or once for each point?")
    fault("first-80-points", 0.25, prepare=lambda x, y: (x[:80], y[:80], None)).says(
        "only the first 80 points are trained on. Which points are asked for?")
    fault("first-100-points", 0.25, prepare=lambda x, y: (x[:100], y[:100], None)).says(
        "only the first 100 points are trained on. Which points are asked for?")
    fault("four-fifths-of-the-points", 0.25, prepare=lambda x, y: (x[: max(1, int(0.8 * len(x)))], y[: max(1, int(0.8 * len(x)))], None)).says(
        "only the first 80 % of the points are trained on. Is the data split before the training?")
    fault("half-of-the-points", 0.25, prepare=lambda x, y: (x[: max(1, len(x) // 2)], y[: max(1, len(x) // 2)], None)).says(
        "the second half of the points is left out of everything. Is the data split before the training?")
    fault("first-point-only", prepare=lambda x, y: (x[:1], y[:1], None)).says(
        "only the first point is trained on. Is the data cut, or an index fixed, where all points should go?")
    for axis, name in (("x", "x"), ("xy", "x and y")):
        for done, end in (
            (False, f"To which {name} should {{m}} and {{b}} belong?"),
            (True, "What do the first {losses} look like without it?"),
        ):
            state, back = (
                ("undone-" if done else ""),
                (", and the line scaled back in the end" if done else ""),
            )
            fault(f"standardised-{axis}{'-and-undone' if done else ''}", 0.25, prepare=descent.standardised(axis, done)).says(
                f"{name} {'are' if axis == 'xy' else 'is'} shifted and scaled first, to mean 0 and standard deviation 1{back}. {end}")
    fault("x-centred", 0.25, prepare=descent.standardised("x", deviation=lambda v: 1.0)).says(
        "x has had its mean taken away first. To which x should {m} and {b} belong?")
    fault("x-between-zero-and-one", 0.25, prepare=descent.standardised("x", middle=np.min, deviation=np.ptp)).says(
        "x has been squeezed between 0 and 1 first. To which x should {m} and {b} belong?")
    fault("x-over-its-maximum", 0.25, prepare=lambda x, y: (x / (x.max() or 1.0), y, None)).says(
        "x is divided by its largest number first. To which x should {m} and {b} belong?")
    for name, condition in (
        ("when-the-loss-grows", descent.when(0.0, less=False)),
        *((f"below-1e-{power:02}", descent.when(10.0**-power)) for power in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12)),
    ):
        about = (
            "the {loss} grows"
            if name.startswith("when")
            else f"the {{loss}} changes by less than {10.0 ** -int(name[-2:]):.12f}".rstrip("0")
        )
        if name.endswith("12"):  # other conditions come to the same, where all is at rest: no number is certain
            for when, stop, rest in (
                ("", condition, "does not get any lower"),
                ("before-", descent.before(condition), "is as low as it gets"),
                ("after-", descent.one_step_later(condition), "has not got any lower"),
            ):
                fault(f"stops-{when}{name}", 0.5, stop=stop).says(
                    f"it stops before its last epoch, where the {{loss}} {rest}. A good idea elsewhere, but how many epochs are asked for here?")
            continue
        fault(f"stops-{name}", 0.5, stop=condition).says(
            f"it stops as soon as {about}, before that epoch's step. A good idea elsewhere, but how many epochs are asked for here?", f"it stops as soon as {about}")
        fault(f"stops-before-{name}", 0.5, stop=descent.before(condition)).says(
            f"it stops as soon as {about}, without that {{loss}} in the list. A good idea elsewhere, but how many epochs are asked for here?", f"it stops as soon as {about}")
        fault(f"stops-after-{name}", 0.5, stop=descent.one_step_later(condition)).says(
            f"it stops as soon as {about}, after that epoch's step. A good idea elsewhere, but how many epochs are asked for here?", f"it stops as soon as {about}")
    for name, told, listed in (
        ("", "", lambda s: [s.measure(descent.best_line(s))] * s.epochs),
        ("-with-one-loss", ", with its one {loss}", lambda s: [s.measure(descent.best_line(s))]),
        ("-with-a-number", ", with its {loss} as a number", lambda s: s.measure(descent.best_line(s))),
        ("-without-losses", ", and the list of {losses} is empty", lambda s: []),
        ("-with-true-losses", ", while the {losses} are those of a descent", lambda s: s.losses[:-1]),
    ):
        fault(f"closed-form{name}", 0.25 if "true" in name else 0.0, line=descent.best_line, listed=listed).says(
            f"this is the best line there is, computed in one go{told}. Here it should be found step by step, by gradient descent.")


def add_mean_faults(model):
    """Add what goes wrong where the loss is a mean (the MSE), in what stands in front of its sums."""
    fault, right = model.fault, "{line} right, but "
    fault("summed", 0.5, factor=lambda n: 2.0).says(
        "the steps are n times as long as they should be, for the derivatives are summed, not averaged. Where is the number of points?", "the derivatives are summed, not averaged")
    fault("shorthand", 0.25, factor=lambda n: 1.0).says(
        "these steps add the plain sums, and are n/2 times as long as they should be. What do the true derivatives have in front of their sums?", "the steps are the plain sums")
    fault("halved", 0.5, factor=lambda n: 1 / n).says(
        "the steps are half as long as they should be. Where does the 2 of the square go when you take the derivative?", "the factor 2 is missing from the derivatives")
    fault("divided-by-n-again", 0.5, factor=lambda n: 2 / n**2).says(
        "the steps are divided by the number of points once more. The true derivatives are divided by n already: is it done here again?", "the derivatives are divided by n twice")
    fault("rate-of-the-shorthand", 0.5, factor=lambda n: 4 / n**2).says(
        "the steps are 2/n times as long as they should be. The shorthand's rate belongs to the shorthand's sums: which derivatives do you have here?", "the factor 2/n of the shorthand's rate comes in")
    fault("halved-and-divided-by-n-again", 0.25, factor=lambda n: 1 / n**2).says(
        "the steps are divided by n twice, and the factor 2 is missing. What stands in front of the sums in the formula?")
    fault("over-a-hundred", 0.5, factor=lambda n: 2 / 100).says(
        "the sums in the derivatives are always divided by 100. How many points are in this call's `x`?")
    fault("half-made-sums-one-by-one", 0.25, epoch=descent.half_made_sums_one_by_one).says(
        "the line moves at every point, by sums that are not complete yet, and the next point sees another line. Where does the loop over the points end?")
    for id_, credit, loss, told in (
        ("losses-summed", 0.5, lambda s, r, _: r @ r, "the {losses} are sums of the squares. What makes a mean of a sum?"),
        ("losses-halved", 0.5, lambda s, r, _: r @ r / s.n / 2,
         "the {losses} are half as large as they should be, as of a formula with 2n below its line. What does a mean divide by?"),
        ("losses-summed-and-halved", 0.5, lambda s, r, _: r @ r / 2,
         "the {losses} are half of the sums of the squares. What makes a mean of a sum?"),
        ("losses-divided-by-n-again", 0.5, lambda s, r, _: r @ r / s.n**2,
         "the {losses} are divided by the number of points once more. Are they means already?"),
        ("losses-doubled", 0.5, lambda s, r, _: 2 * r @ r / s.n,
         "the {losses} are twice as large as they should be. Where does a 2 come in?"),
    ):
        fault(id_, credit, loss=loss).says(right + told, told.partition(". ")[0])
    fault("one-step-a-point", 0.25, epoch=descent.after_each_point()).says(
        "a step is taken after every point, by that point alone (its difference over n), and the next point sees another line. When should it move?")
    fault("one-full-step-a-point", 0.25, epoch=descent.after_each_point(1)).says(
        "a full step is taken after every point, by that point alone, and the next point sees another line. When should it move, and by which points?")
    fault("one-step-and-square-a-point", 0.25, epoch=descent.after_each_point(None, note=True)).says(
        "a step is taken after every point (its difference over n), so that even the squares of one {loss} belong to different lines. When should it move?")
    fault("one-full-step-and-square-a-point", epoch=descent.after_each_point(1, note=True)).says(
        "a full step is taken after every point, so that even the squares of one {loss} belong to different lines. When should it move, and by which points?")
    fault("one-full-step-and-loss-a-point", 0.25, epoch=descent.after_each_point(1), listed=lambda s: s.each).says(
        "a step is taken after every point on its own, and a {loss} noted for each. When should the line move, and how many {losses} are there?")
    fault("one-update-a-point-with-all-losses", 0.25, rounds=lambda s: s.epochs * s.n).says(
        "there are n {losses} for each epoch, and as many updates. Does the update stand inside the loop over the points?")
    fault("half-made-sums", 0.25, epoch=descent.half_made_sums).says(
        "the line moves at every point, by sums that are not complete yet: early points count again and again. Does the update stand inside the loop over the points?")


STEPS = "climbs {factors} no-rate doubled sums-not-zeroed in-sequence in-sequence-bias-first derivatives-swapped one-epoch-short one-epoch-too-many"
NOTES = "losses-piled-up loss-after one-loss-too-many losses-last-missing losses-first-missing losses-made-anew losses-last-number losses-every-tenth losses-rooted losses-absolute {measures} swapped losses-missing line-missing line-as-a-pair"


def combine(model):
    """Let what goes wrong with the steps go together with what goes wrong with the losses, and some of each among themselves."""
    always = " ".join(f"always-{epochs}-epochs" for epochs in (10, 20, 50, 100, 300, 1000))
    model.combine(always, " ".join(f"rate-always-{name}" for name in steps.RATES))
    model.combine(STEPS, NOTES)
    model.combine(
        "climbs",
        "{factors} no-rate doubled sums-not-zeroed in-sequence in-sequence-bias-first derivatives-swapped one-epoch-short one-epoch-too-many start rate",
    )
    model.combine(
        "{factors}",
        "losses-piled-up sums-not-zeroed in-sequence no-rate derivatives-swapped only-slope-climbs only-bias-climbs one-epoch-short start momentum",
    )
    model.combine("start", "loss-after {measures} swapped one-epoch-short sums-not-zeroed in-sequence")
    model.combine(
        "loss-after one-loss-too-many losses-made-anew losses-last-number losses-every-tenth losses-rounded-to-two losses-rounded-to-four",
        "losses-rooted losses-absolute {measures} swapped line-as-a-pair line-rounded-to-two line-rounded-to-four",
        "x-and-y-swapped",
    )
    model.combine(
        "loss-after {factors} {measures} climbs",
        "standardised-x standardised-xy standardised-x-and-undone x-and-y-swapped adam adagrad momentum rate",
    )


def faults_of(exercise, **words):
    """Give the model of a descent by the MSE from slope 0 and bias 0, with all that goes wrong in it."""
    model = exercise.model(
        descent.from_zero, descent.descend, steps.take, m="the slope", b="the bias", line="the line is", loss="loss", losses="losses",
        factors="summed shorthand halved divided-by-n-again", measures="losses-summed losses-halved losses-summed-and-halved", **words,
    )  # fmt: skip
    add_descent_faults(model)
    model.leave_out(
        "rate-times-old step-times-old old-times-step slope-times-itself bias-times-itself"
    )  # from 0, nothing moves by these
    add_mean_faults(model)
    combine(model)
    model.convention("shorthand sums-not-zeroed losses-piled-up", 0.0)
    return model
