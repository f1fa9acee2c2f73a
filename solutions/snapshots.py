"""A neuron's training: the descent by half the sum of squares, with snapshots of the weights on the way."""

# fmt: off
from __future__ import annotations

import descent
import steps
import training


def neuron(x, y, w1, w0, given, epochs, every=20, **knobs):
    """Train from given weights, by sums."""
    knobs = {"factor": lambda n: 1.0, "own_loss": descent.half_sum, **knobs}
    return descent.descend(x, y, w1, w0, given, epochs, every, **knobs)


def shots(due, weights=lambda s, k: s.lines[k], number=lambda k: k):
    """Take a snapshot at each epoch k that is due."""
    return lambda s: [(number(k), *weights(s, k)) for k in range(len(s.lines) - 1) if due(k, s)]


def on_time(k, s):
    return k % s.every == 0


def after(s, k):
    return s.lines[k + 1]


def taken(change):
    """Change the right snapshots."""
    return lambda s: change(shots(on_time)(s))


def only_when_due(s):
    return descent.at_once(s) if on_time(s.k, s) else s.line


def by_the_error(s):
    step = s.given_rate * s.losses[-1]
    return s.line[0] - step, s.line[1] - step


def by_old_predictions(s):
    """Predict anew only where a snapshot is due."""
    s.kept["at"] = s.line if on_time(s.k, s) else s.kept["at"]
    s.losses[-1] = s.measure(s.kept["at"])
    return s.step(s.line, s.derivatives(s.kept["at"]))


def faults_of(exercise):
    """Give the model of a neuron's training, with all that goes wrong in it."""
    model = exercise.model(
        neuron, descent.descend, steps.take, m="`w1`", b="`w0`", line="the weights are", loss="error", losses="errors", gradients="neuron_gradients",
        factors="averaged mse-steps halved", measures="losses-doubled losses-averaged losses-halved losses-halved-and-averaged",
    )  # fmt: skip
    training.add_descent_faults(model)
    model.leave_out("closed-form last-point-left-out")
    model.leave_out(
        " ".join(f"stops-{when}below-1e-{power}" for when in ("", "before-", "after-") for power in (10, 12))
    )
    add_sum_faults(model)
    add_snapshot_faults(model)
    training.combine(model)
    model.combine(
        "snapshots-after snapshots-from-one snapshots-from-one-after snapshots-swapped snapshots-missing-the-first",
        "climbs {factors} loss-after {measures} swapped derivatives-swapped losses-made-anew losses-rooted",
    )
    model.combine("losses-made-anew", "snapshot-last-only")
    model.combine("returns-inside-the-loop", "snapshots-after")
    model.convention(
        "snapshots-swapped swapped",
        0.5,
        "`w1` and `w0` have changed places in what it returns, and in the snapshots. Which one comes first?",
    )
    return model


def add_sum_faults(model):
    """Add what goes wrong where the loss is half a sum, in its factor and in that of its derivatives."""
    fault, right = model.fault, "{line} right, but "
    fault("averaged", 0.5, factor=lambda n: 1 / n).says(
        "the steps are divided by the number of points, and so they are too short. Are the derivatives summed here, or averaged?", "the steps are divided by the number of points")
    fault("mse-steps", 0.5, factor=lambda n: 2 / n).says(
        "the steps are those of the MSE, with its factor 2/n. Which error does this neuron have?")
    fault("halved", 0.5, factor=lambda n: 0.5).says(
        "the steps are half as long as they should be. Is there a half too many?", "the steps are halved")
    fault("doubled-and-averaged-twice", 0.25, factor=lambda n: 2 / n**2).says(
        "the steps are divided by the number of points twice, and doubled. Which error does this neuron have?")
    for id_, credit, loss, told in (
        ("losses-doubled", 0.5, lambda s, r, _: r @ r,
         "the {losses} are twice as large as they should be. Which function gives them their half?"),
        ("losses-averaged", 0.5, lambda s, r, _: r @ r / s.n,
         "the {losses} are means of squares, as in the MSE. Which function gives the error here?"),
        ("losses-halved-and-averaged", 0.5, lambda s, r, _: r @ r / 2 / s.n,
         "the {losses} are divided by the number of points. Which function gives the error here?"),
        ("losses-halved", 0.5, lambda s, r, _: r @ r / 4,
         "the {losses} are half of what they should be. Does `sse` not halve them already?"),
    ):
        fault(id_, credit, loss=loss).says(right + told, told.partition(". ")[0])
    fault("one-step-a-point", 0.25, epoch=descent.after_each_point()).says(
        "a step is taken after every point, by that point alone, and the next point sees another line. When should it move?")
    fault("one-step-and-square-a-point", 0.25, epoch=descent.after_each_point(None, note=True)).says(
        "a step is taken after every point, so that even the squares of one {loss} belong to different lines. When should it move?")
    fault("starts-at-zero", 0.5, start=lambda m, b: (0.0, 0.0)).says(
        "it starts from 0 and 0, whatever weights it is given. What are the arguments {m} and {b} for?")
    fault("weights-swapped-throughout", 0.25, start=lambda m, b: (b, m), form=lambda v: (v[1], v[0], v[2], [(k, b, m) for k, m, b in v[3]])).says(
        "the two weights have changed places: {b} multiplies x, and {m} is added. Which one belongs to x?")
    fault("closed-form", line=descent.best_line, listed=lambda s: [s.measure(descent.best_line(s))] * s.epochs, snapshots=shots(on_time, lambda s, k: descent.best_line(s))).says(
        "this is the best line there is, computed in one go. Here it should be found step by step, by gradient descent.")
    fault("steps-by-the-error", epoch=by_the_error).says(
        "the error itself is used as the step of both weights. Which function tells how the error changes with each of them?")
    fault("learns-at-snapshots-only", 0.25, epoch=only_when_due).says(
        "the weights move only where a snapshot is due. What belongs inside the `if`, and what behind it?")
    fault("predicts-at-snapshots-only", 0.25, epoch=by_old_predictions).says(
        "the predictions are made anew only where a snapshot is due: between, the steps go by old ones. What belongs inside the `if`, and what behind it?")


def add_snapshot_faults(model):
    """Add what goes wrong with the snapshots alone: when they are taken, what they hold, and how they come back."""
    fault = model.fault

    def shot(id_, credit, snapshots, sentence, together=""):
        fault(f"snapshot{id_}", credit, snapshots=snapshots).says(sentence, together)

    shot("s-after", 0.5, shots(on_time, after),
        "the snapshots show the weights after each update. Where in the loop do they still belong to the epoch's own line?")
    shot("s-missing-the-first", 0.5, taken(lambda v: v[1:]),
        "the snapshot of epoch 0 is missing. Does 0 count as a multiple of `every`?")
    shot("s-every-epoch", 0.5, shots(lambda k, s: True),
        "there is a snapshot at every epoch, however far apart they should be. When is one due?")
    shot("s-numbered-from-one", 0.5, shots(on_time, number=lambda k: k + 1),
        "the epochs in the snapshots are one too high. From which number are epochs counted here?")
    shot("s-from-one", 0.5, shots(lambda k, s: (k + 1) % s.every == 0, number=lambda k: k + 1),
        "the snapshots come one epoch too early, and the one of the start is missing: epochs are counted from 1. From which number are they counted here?")
    shot("s-from-one-after", 0.5, shots(lambda k, s: (k + 1) % s.every == 0, after, lambda k: k + 1),
        "the snapshot of the start is missing: your epochs are counted from 1, and the weights are those after the update. When is the first snapshot due?")
    shot("s-at-the-end-of-each-stretch", 0.5, shots(lambda k, s: (k + 1) % s.every == 0),
        "the snapshots come one epoch before they are due, and the one of the start is missing. Is there a `+ 1` in your condition?")
    shot("s-at-the-end-of-each-stretch-after", 0.25, shots(lambda k, s: (k + 1) % s.every == 0, after),
        "the first snapshot is missing, and the others have the number of the epoch before and weights from after its update. Is there a `+ 1` in your condition?")
    shot("s-without-epoch", 0.5, taken(lambda v: [each[1:] for each in v]),
        "each snapshot lacks its epoch. What are the three things in a snapshot?")
    shot("s-of-epochs-only", 0.25, taken(lambda v: [each[0] for each in v]),
        "the snapshots only say which epochs they belong to. What else is in a snapshot?")
    shot("s-of-w1-only", 0.25, taken(lambda v: [each[:2] for each in v]),
        "each snapshot holds its epoch and `w1`. What is the third thing in it?")
    shot("s-with-the-error", 0.5, lambda s: [(*each, s.losses[each[0]]) for each in shots(on_time)(s)],
        "each snapshot holds the error besides. Which three things are in a snapshot?")
    shot("s-of-errors", 0.25, lambda s: [(each[0], s.losses[each[0]]) for each in shots(on_time)(s)],
        "each snapshot holds its epoch and the error. Which weights belonged to it?")
    shot("s-with-epoch-last", 0.5, taken(lambda v: [(*each[1:], each[0]) for each in v]),
        "the epoch comes last in each snapshot. What comes first in each?")
    shot("s-swapped", 0.5, taken(lambda v: [(k, b, m) for k, m, b in v]),
        "the two weights have changed places in the snapshots. Which of them comes first?")
    shot("s-with-a-pair", 0.5, taken(lambda v: [(k, (m, b)) for k, m, b in v]),
        "the weights are in a pair of their own inside each snapshot, `(epoch, (w1, w0))`. What form is asked for?")
    shot("s-always-20-apart", 0.5, shots(lambda k, s: k % 20 == 0),
        "the snapshots are always 20 epochs apart. What is the argument `every` for?")
    shot("s-always-10-apart", 0.5, shots(lambda k, s: k % 10 == 0),
        "the snapshots are always 10 epochs apart. What is the argument `every` for?")
    shot("s-with-the-last-weights", 0.5, lambda s: [*shots(on_time)(s), (len(s.lines) - 1, *s.line)],
        "there is one snapshot too many at the end, the weights after the last update. Which epochs have a snapshot?")
    shot("s-with-the-last-weights-when-due", 0.5, lambda s: [(k, *s.lines[k]) for k in range(0, len(s.lines), s.every)],
        "there may be a snapshot too many at the end, one of the epoch that comes after the last. How far do the epochs go?")
    shot("s-with-the-last-epoch", 0.5, shots(lambda k, s: k % s.every == 0 or k == len(s.lines) - 2),
        "the last epoch has a snapshot, even when it is not due. Is there an `or` in your condition?")
    shot("s-with-the-last-under-the-last-epoch", 0.25, lambda s: [*shots(on_time)(s), (len(s.lines) - 2, *s.line)],
        "there is one snapshot too many, the final weights under the number of the last epoch. Which epochs have a snapshot, and before or after their update?")
    shot("-first-only", 0.5, taken(lambda v: v[:1]),
        "only the first snapshot comes back. Is the condition ever true again, later on?")
    shot("-last-only", 0.5, taken(lambda v: v[-1:]),
        "only the last snapshot is in the list. Is the list made anew inside the loop?")
    shot("-last-alone", 0.5, taken(lambda v: v[-1]),
        "one snapshot comes back, the last. Where does the list of all of them go?")
    shot("s-never-taken", 0.5, lambda s: [],
        "the list of snapshots stays empty. When is one due, and what adds it to the list?")
    shot("s-of-the-end", 0.5, shots(on_time, lambda s, k: s.line),
        "all snapshots show the final weights. Are the weights kept in something that still changes after it was put into the list?")
    shot("s-of-the-start", 0.5, shots(on_time, lambda s, k: s.lines[0]),
        "all snapshots show the weights it starts from. Which weights belong to each epoch?")
    shot("s-counted-through", 0.5, taken(lambda v: [(i, m, b) for i, (_, m, b) in enumerate(v)]),
        "the snapshots are numbered 0, 1, 2 and so on, through the list. Which number does an epoch have?")
    shot("s-in-a-block", 0.5, shots(lambda k, s: k // s.every == 0),
        "the first epochs all have a snapshot, then there are none. What does `//` give, and what does `%` give?")
    shot("s-when-not-due", 0.5, shots(lambda k, s: k % s.every != 0),
        "there are snapshots at all epochs but those where one is due. What is `epoch % every` when it divides evenly?")
    shot("-of-one-epoch", 0.5, shots(lambda k, s: k == s.every),
        "only the epoch `every` has a snapshot. What do all the epochs have in common that should have one?")
    shot("-of-two-epochs", 0.5, shots(lambda k, s: k in (0, s.every)),
        "only the epochs 0 and `every` have snapshots. What do all the epochs have in common that should have one?")
    shot("s-as-many-as-every", 0.25, shots(lambda k, s: k % max(1, (len(s.lines) - 1) // s.every) == 0),
        "the number of snapshots is `every`, or near it. Does `every` say how many there are, or how far apart they lie?")
    shot("s-one-epoch-too-far-apart", 0.25, shots(lambda k, s: k % (s.every + 1) == 0),
        "from one snapshot to the next there is one epoch too many. How many epochs are they apart?")
    shot("s-in-a-dictionary", 0.5, taken(lambda v: {k: (m, b) for k, m, b in v}),
        "the snapshots come back in a dictionary. What is asked for is a list of triples.")
    shot("s-are-dictionaries", 0.5, taken(lambda v: [{"epoch": k, "w1": m, "w0": b} for k, m, b in v]),
        "each snapshot is a dictionary. What is asked for is a list of triples.")
    shot("s-rounded", 0.5, taken(lambda v: [(k, round(float(m), 2), round(float(b), 2)) for k, m, b in v]),
        "the weights in the snapshots are rounded. Rounding is for showing numbers: where does it happen in your loop?")
    shot("s-as-three-lists", 0.5, taken(lambda v: tuple(list(each) for each in zip(*v))),
        "the snapshots come as three lists: all epochs, then all `w1`, then all `w0`. Which three things should stand together?")
    shot("s-in-one-flat-list", 0.5, taken(lambda v: [number for each in v for number in each]),
        "the snapshots are all in one flat list of numbers. What keeps the three of an epoch together: `append` or `extend`, and which brackets?")
    shot("s-between-the-updates", 0.5, shots(on_time, lambda s, k: (s.lines[k + 1][0], s.lines[k][1])),
        "in the snapshots `w1` is already updated, and `w0` is not yet. Where in the loop do both belong to the epoch's own line?")
    fault("snapshots-first", 0.5, form=lambda v: (*v[:2], v[3], v[2])).says(
        "all is there, but the errors come behind the snapshots. Which order is asked for?", "the errors come behind the snapshots")
    fault("lists-first", 0.5, form=lambda v: (*v[2:], *v[:2])).says(
        "all is there, but both lists come first. Which order is asked for?", "both lists come first")
    fault("snapshots-missing", 0.5, form=lambda v: v[:3]).says(
        "the snapshots are missing from what it returns. How many values are asked for?")
    fault("line-alone", 0.25, form=lambda v: v[:2]).says("only the weights come back. Which four things are asked for?")
    fault("errors-alone", 0.25, form=lambda v: v[2]).says(
        "only the list of errors comes back. Which four things are asked for?")
    fault("jumps-from-snapshot-to-snapshot", 0.25, rounds=lambda s: -(-s.epochs // s.every), snapshots=lambda s: [(k * s.every, *line) for k, line in enumerate(s.lines[:-1])]).says(
        "only the epochs with a snapshot are run, and those between are jumped over. Which epochs take a step?")
    fault("errors-at-snapshots-only", 0.5, listed=lambda s: s.losses[:-1][:: s.every]).says(
        "errors are kept for the epochs with a snapshot only, and the others are lost. What belongs inside the `if`, and what behind it?")
    fault("first-epoch-left-out", 0.25, rounds=lambda s: s.epochs - 1, snapshots=shots(lambda k, s: (k + 1) % s.every == 0, number=lambda k: k + 1)).says(
        "one epoch is missing, and with it the first snapshot. From which number does `range` count, and how far?")
    fault("both-lists-made-anew", 0.5, listed=lambda s: s.losses[-2:-1], snapshots=lambda s: [each for each in shots(on_time)(s) if each[0] == len(s.lines) - 2]).says(
        "only the last epoch is left in both lists. Are they made anew inside the loop?")
