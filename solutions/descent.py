"""The descent, looped, without loops and as a neuron: one model, and what its faults put in the place of a knob."""

from __future__ import annotations

import numpy as np

import steps


class Descent:
    """A descent under way: where it is, and what it has seen."""

    def __init__(self, x, y, start, rate, epochs, every):
        self.x, self.y, self.n = x, y, len(x)
        self.given_rate, self.epochs, self.every, self.k = rate, epochs, every, 0
        self.lines, self.losses, self.kept, self.d, self.unclear = [start], [], {}, (0.0, 0.0), False
        self.each, self.predicted = [], (None, None)

    @property
    def line(self):
        return self.lines[-1]


def at_once(s):
    return s.step(s.line, s.derivatives(s.line))


def m_first(s):
    m, _ = s.step(s.line, s.derivatives(s.line))
    return m, s.step(s.line, s.derivatives((m, s.line[1])))[1]


def b_first(s):
    _, b = s.step(s.line, s.derivatives(s.line))
    return s.step(s.line, s.derivatives((s.line[0], b)))[0], b


def sums(s, residuals):
    return s.x @ residuals, residuals.sum()


def mean_square(s, residuals, line):
    return residuals @ residuals / s.n


def half_sum(s, residuals, line):
    return residuals @ residuals / 2


def descend(
    x, y, m, b, given, epochs, every=20, *, prepare=lambda x, y: (x, y, None), start=lambda m, b: (m, b), rounds=lambda s: s.epochs,
    resume=lambda s: s.line, predict=lambda s, m, b: m * s.x + b, compare=lambda s, p: s.y - p, total=sums, own_loss=mean_square, factor=lambda n: 2 / n,
    carry=lambda s, d: d, pace=lambda rate, k: rate, epoch=at_once, loss=None, target=lambda s: s.y, stop=lambda s: False, line=lambda s: s.line,
    listed=lambda s: s.losses[:-1], snapshots=lambda s: [(k, *s.lines[k]) for k in range(0, len(s.lines) - 1, s.every)], **step,
):  # fmt: skip
    """Give the line, the losses and the snapshots of a descent; see `steps.take` for the knobs of its steps.

    A loss is noted before each step, and one more of the last line: `listed` chooses among them. `stop` is asked between the two.
    """
    prepared = prepare(np.ravel(x).astype(float), np.ravel(y).astype(float))
    if prepared is steps.ANYTHING:
        return prepared
    x, y, undo = prepared
    s = Descent(x, y, start(m, b), given, epochs, every)

    def predictions(at):
        if s.predicted[0] is not at:  # the loss and the derivatives are of the same line
            s.predicted = at, predict(s, *at)
        return s.predicted[1]

    def derivatives(at, points=None, n=None):
        residuals = compare(s, predictions(at))
        if points is not None:
            all_residuals, residuals = residuals, np.zeros(s.n)
            residuals[points] = all_residuals[points]
        front = -factor(n or s.n)
        d_m, d_b = total(s, residuals)
        return front * d_m, front * d_b

    def taken(at, d):
        s.d = carry(s, d)
        return steps.take(*at, *s.d, pace(given, s.k), **step)

    def measure(at, residuals=None):
        return (loss or own_loss)(s, target(s) - predictions(at) if residuals is None else residuals, at)

    s.derivatives, s.step, s.measure, s.own_loss = derivatives, taken, measure, own_loss
    for s.k in range(rounds(s)):
        s.lines[-1] = resume(s)
        s.losses.append(measure(s.line))
        if stop(s):
            break
        s.lines.append(epoch(s))
        if s.line is steps.ANYTHING:
            return steps.ANYTHING
    s.losses.append(measure(s.line))
    found = line(s)
    # Where numbers overflow, or swallow each other, each way of writing it down does so in its own way.
    if found is steps.ANYTHING or s.unclear or not np.abs(s.lines).max() < 1e10 * (1 + np.abs(s.y).max()):
        return steps.ANYTHING
    return (*(undo(*found) if undo else found), listed(s), snapshots(s))


def from_zero(x, y, given, epochs, **knobs):
    """Begin at slope 0 and bias 0, and give no snapshots."""
    found = descend(x, y, 0.0, 0.0, given, epochs, **knobs)
    return found if found is steps.ANYTHING else found[:3]


# What a fault does in the place of a knob -----------------------------------------------------------------------------


def best_line(s):
    if np.ptp(s.x) == 0:
        return steps.ANYTHING
    x, y = s.x - s.x.mean(), s.y - s.y.mean()
    slope = x @ y / (x @ x)
    return slope, s.y.mean() - slope * s.x.mean()


def piled_up(which):
    def carry(s, d):
        kept = s.kept["sums"] = tuple(a + e for a, e in zip(s.kept.get("sums", (0.0, 0.0)), d))
        return tuple(kept[i] if i in which else d[i] for i in (0, 1))

    return carry


def one_epoch_late(s, d):
    late = s.kept.get("late", d)
    s.kept["late"] = d
    return late


def momentum(keep, add):
    def carry(s, d):
        kept = s.kept["speed"] = tuple(keep * a + add * e for a, e in zip(s.kept.get("speed", (0.0, 0.0)), d))
        return kept

    return carry


def adagrad(s, d):
    seen = s.kept["seen"] = tuple(a + e**2 for a, e in zip(s.kept.get("seen", (0.0, 0.0)), d))
    return tuple(e / (np.sqrt(a) + 1e-8) for a, e in zip(seen, d))


def adam(s, d):
    first = s.kept["first"] = tuple(0.9 * a + 0.1 * e for a, e in zip(s.kept.get("first", (0.0, 0.0)), d))
    second = s.kept["second"] = tuple(
        0.999 * a + 0.001 * e**2 for a, e in zip(s.kept.get("second", (0.0, 0.0)), d)
    )
    t = s.kept["t"] = s.kept.get("t", 0) + 1
    return tuple(a / (1 - 0.9**t) / (np.sqrt(c / (1 - 0.999**t)) + 1e-8) for a, c in zip(first, second))


def shrunk(amount):
    return lambda s, d: (d[0] + amount(s) * s.line[0], d[1])


def after_each_point(n=None, note=False):
    """Step by one point after the other; n is what each is divided by, and `note` lets the loss see each line, too."""

    def epoch(s):
        line, residuals = s.line, np.zeros(s.n)
        for i in range(s.n):
            residuals[i] = s.y[i] - line[0] * s.x[i] - line[1]
            line = s.step(line, s.derivatives(line, [i], n))
        s.each += (residuals**2).tolist()
        if note:
            s.losses[-1] = s.measure(s.line, residuals)
        return line

    return epoch


def n_steps(s):
    for _ in range(s.n - 1):
        s.lines[-1] = at_once(s)
    return at_once(s)


def one_point(s):
    return s.step(s.line, s.derivatives(s.line, [s.k % s.n], 1))


def half_made_sums_one_by_one(s):
    """Sum and step point by point; the loss adds up what each point sees."""
    line, residuals, so_far = s.line, np.zeros(s.n), np.zeros(2)
    for i in range(s.n):
        residuals[i] = s.y[i] - line[0] * s.x[i] - line[1]
        so_far += s.derivatives(line, [i])
        line = s.step(line, tuple(so_far))
    s.losses[-1] = s.measure(s.line, residuals)
    return line


def half_made_sums(s):
    line = s.line
    for i in range(s.n):
        d = s.derivatives(s.line, slice(i + 1))
        line = s.step(line, d)
    return line


def when(limit, less=True):
    """Stop where the loss changes by less than a limit, or more. What only rounding decides has many faces."""

    def stop(s):
        if len(s.losses) < 2:
            return False
        change = s.losses[-1] - s.losses[-2]
        change = abs(change) if less else change
        s.unclear |= abs(change - limit) < 1e-13 * (1 + abs(s.losses[-1])) and change != 0
        return (change < limit) if less else (change > limit)

    return stop


def before(condition):
    """Stop without the loss at which it is noticed."""

    def stop(s):
        return condition(s) and s.losses.pop() is not None

    return stop


def one_step_later(condition):
    """Stop with a last step after the loss at which it is noticed."""

    def stop(s):
        if condition(s):
            s.lines.append(at_once(s))
            return True
        return False

    return stop


def standardised(axis, undone=False, deviation=lambda v: v.std(), middle=lambda v: v.mean()):
    def prepare(x, y):
        def scale(v):
            size = deviation(v)
            return (v - middle(v)) / (size if size else 1.0), middle(v), size if size else 1.0

        (x, x_middle, x_size) = scale(x)
        (y, y_middle, y_size) = scale(y) if axis == "xy" else (y, 0.0, 1.0)

        def undo(m, b):
            return m * y_size / x_size, b * y_size + y_middle - m * y_size / x_size * x_middle

        return x, y, undo if undone else None

    return prepare
