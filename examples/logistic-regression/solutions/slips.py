"""What beginners get wrong in logistic regression, said once for both notebooks.

Each function begins a model of an exercise and gives it its faults; the looped and the vectorized exercise share them.
"""

import numpy as np


def squashed(z, *, sign=-1, one=1.0):
    return 1 / (one + np.exp(sign * z))


def of_probability(exercise):
    """Faults of a predicted probability: `predict_loop`, `predict`."""

    def probabilities(x, slope, bias, *, shift=lambda b: b, squash=squashed, digits=None):
        p = squash(slope * x + shift(bias))
        return p if digits is None else np.round(p, digits)

    model = exercise.model(probabilities)
    model.fault("not-squashed", 0.25, squash=lambda z: z).says(
        "these are heights of a line, not probabilities. What turns any number into one between 0 and 1?"
    )
    model.fault("mirrored", 0.25, squash=lambda z: squashed(z, sign=1)).says(
        "what should be probable is improbable. Which sign stands in the exponent?"
    )
    model.fault("no-bias", shift=lambda b: 0.0 * b).says(
        "the bias is left out. What does it do to the curve?"
    )
    model.fault("yes-or-no", digits=0).says(
        "the probabilities are rounded to yes or no. Is that asked for here already?"
    )
    model.combine("mirrored", "no-bias")
    return model


def of_cross_entropy(exercise):
    """Faults of the cross-entropy: `cross_entropy_loop`, `cross_entropy`."""

    def loss(y, p, *, gather=np.mean, sign=-1, no=lambda p: np.log(1 - p), log=np.log):
        return sign * gather(np.where(y == 1, log(p), no(p)))

    model = exercise.model(loss)
    model.fault("summed", 0.5, gather=np.sum).says(
        "nothing divides by how many there are. What makes a mean out of a sum?"
    )
    model.fault("negative", 0.5, sign=1).says("the sign is the other one. Can a loss be below zero?")
    model.fault("only-yes", 0.25, no=lambda p: 0 * p).says(
        "only those who said yes count. What does it cost to promise a yes to somebody who says no?"
    )
    model.fault("same-for-both", no=np.log).says(
        "everybody is treated like those who said yes. Which probability had a no?"
    )
    model.combine("summed", "negative", "only-yes")
    return model


def of_gradients(exercise):
    """Faults of the gradients: `gradients_loop`, `gradients`."""

    def derivatives(x, y, slope, bias, *, gather=np.mean, factor=1, weight=lambda x: x):
        error = factor * (squashed(slope * x + bias) - y)
        return gather(error * weight(x)), gather(error)

    model = exercise.model(derivatives)
    model.fault("summed", 0.5, gather=np.sum).says(
        "nothing divides by how many there are. What makes a mean out of a sum?"
    )
    model.fault("uphill", 0.5, factor=-1).says(
        "both derivatives have the other sign. Which is taken from which, the answer from the probability?"
    )
    model.fault("doubled", 0.5, factor=2).says(
        "both are twice as large. Does a 2 belong to this loss, or to the squares of another one?"
    )
    model.fault("x-forgotten", 0.25, weight=lambda x: 1).says(
        "both derivatives are the same. By what does the slope multiply?"
    )
    model.combine("summed", "uphill")
    return model
