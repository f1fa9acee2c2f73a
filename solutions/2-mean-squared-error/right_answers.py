"""Right answers in many styles; each must get full points."""


# %% mse_loop: places
def mse_loop(y, y_pred):
    total = 0
    for i in range(len(y)):
        total = total + (y[i] - y_pred[i]) ** 2
    return total / len(y)


# %% mse_loop: prediction minus y, other names
def mse_loop(truth, guess):
    n = len(truth)
    s = 0.0
    for t, g in zip(truth, guess):
        error = g - t
        s += error * error
    return s / n


# %% mse_loop: a list of squares
def mse_loop(y, y_pred):
    squares = []
    for i in range(len(y)):
        squares.append((y[i] - y_pred[i]) ** 2)
    return sum(squares) / len(squares)


# %% mse_loop: a generator in sum
def mse_loop(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y)


# %% mse_loop: math.fsum and math.pow
import math


def mse_loop(y, y_pred):
    return math.fsum(math.pow(a - b, 2) for a, b in zip(y, y_pred)) / len(y)


# %% mse_loop: while
def mse_loop(y, y_pred):
    i, total = 0, 0.0
    while i < len(y_pred):
        total += abs(y[i] - y_pred[i]) ** 2
        i += 1
    return total / i


# %% mse_loop: enumerate
def mse_loop(y, y_pred):
    total = 0.0
    for i, y_i in enumerate(y):
        total += np.square(y_i - y_pred[i])
    return total / (i + 1)


# %% mse_loop: divided in each round
def mse_loop(y, y_pred):
    mean = 0.0
    for y_i, y_pred_i in zip(y, y_pred):
        mean += (y_i - y_pred_i) ** 2 / len(y)
    return mean


# %% mse_loop: the mean as it goes
def mse_loop(y, y_pred):
    mean = 0.0
    for n, (a, b) in enumerate(zip(y, y_pred), start=1):
        mean += ((a - b) ** 2 - mean) / n
    return mean


# %% mse_loop: np.mean of a comprehension
def mse_loop(y, y_pred):
    return np.mean([(a - b) ** 2 for a, b in zip(y, y_pred)])


# %% mse_loop: differences by NumPy, their squares in a loop
def mse_loop(y, y_pred):
    total = 0.0
    for difference in y - np.array(y_pred):
        total += difference**2
    return total / y.size


# %% mse_loop: reduce
from functools import reduce


def mse_loop(y, y_pred):
    return reduce(lambda total, pair: total + (pair[0] - pair[1]) ** 2, zip(y, y_pred), 0.0) / len(y)


# %% mse_loop: map with a lambda
def mse_loop(y, y_pred):
    squares = list(map(lambda a, b: (a - b) ** 2, y, y_pred))
    return sum(squares) / len(squares)


# %% mse_loop: a helper of its own
def squared_error(y_i, y_pred_i):
    return (y_i - y_pred_i) ** 2


def mse_loop(y, y_pred):
    total = 0.0
    for pair in zip(y, y_pred):
        total += squared_error(*pair)
    return float(total / len(y))


# %% mse_loop: recursion by halves
def total(y, y_pred):
    if len(y) == 1:
        return (y[0] - y_pred[0]) ** 2
    middle = len(y) // 2
    return total(y[:middle], y_pred[:middle]) + total(y[middle:], y_pred[middle:])


def mse_loop(y, y_pred):
    return total(y, y_pred) / len(y)


# %% mse_loop: a class that can be called
class MeanSquaredError:
    def __call__(self, y, y_pred):
        self.total = 0.0
        for a, b in zip(y, y_pred):
            self.total += (a - b) ** 2
        return self.total / len(y)


mse_loop = MeanSquaredError()


# %% mse_loop: a lambda
mse_loop = lambda y, y_pred: sum([(y[i] - y_pred[i]) ** 2 for i in range(len(y))]) / len(y)


# %% mse_loop: an array of one element
def mse_loop(y, y_pred):
    total = np.zeros(1)
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
    return total / len(y)


# %% mse_loop: an array without a dimension
def mse_loop(y, y_pred):
    return np.array(sum((a - b) ** 2 for a, b in zip(y, y_pred)) / len(y))


# %% mse_loop: fractions
from fractions import Fraction


def mse_loop(y, y_pred):
    total = Fraction(0)
    for a, b in zip(y, y_pred):
        total += (Fraction(float(a)) - Fraction(float(b))) ** 2
    return total / len(y)


# %% mse_loop: copies changed in place
def mse_loop(y, y_pred):
    errors = y.copy()
    for i in range(len(errors)):
        errors[i] -= y_pred[i]
        errors[i] *= errors[i]
    return errors.mean()


# %% mse_loop: the square multiplied out
def mse_loop(y, y_pred):
    total = 0.0
    for a, b in zip(y.tolist(), list(y_pred)):
        total += float(a - b) * float(a) - float(a - b) * float(b)
    return total / len(y)


# %% mse_loop: from the end
def mse_loop(y, y_pred):
    total = 0.0
    for i in range(1, len(y) + 1):
        total += (y[-i] - y_pred[-i]) ** 2
    return total * (1 / len(y))


# %% mse_loop: a count of its own
def mse_loop(y, y_pred):
    total, n = 0.0, 0
    for a, b in zip(y, y_pred):
        if a > b:
            total += (a - b) ** 2
        else:
            total += (b - a) ** 2
        n += 1
    return total / n


# %% mse_loop: prints besides
def mse_loop(y, y_pred):
    total = 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
    print("MSE:", total / len(y))
    return total / len(y)


# %% mse_loop: default arguments and an early way out
def mse_loop(y, y_pred, power=2):
    if len(y) == 0:
        return 0.0
    total = 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** power
    return total / len(y)


# %% mse_loop: iterators and walrus
def mse_loop(y, y_pred):
    left, right, total = iter(y), iter(y_pred), 0.0
    while (a := next(left, None)) is not None:
        total += (a - next(right)) ** 2
    return total / len(y)


# %% mse_loop: the second of two definitions, then the cell raises
def mse_loop(y, y_pred):
    return 0


def mse_loop(y, y_pred):
    total = 0.0
    for a, b in zip(y, y_pred):
        total += (a - b) ** 2
    return total / len(y)


mse_loop([1.0], 2.0)


# %% sweep_losses: a comprehension
def sweep_losses(x, y, slope_step, bias_step, epochs):
    return [mse_loop(y, predict_loop(x, a, b)) for a, b in nudge_line(slope_step, bias_step, epochs)]


# %% sweep_losses: pairs by place
def sweep_losses(x, y, slope_step, bias_step, epochs):
    lines = nudge_line(slope_step, bias_step, epochs)
    losses = []
    for i in range(len(lines)):
        losses.append(mse_loop(y, predict_loop(x, lines[i][0], lines[i][1])))
    return losses


# %% sweep_losses: a star for the pair
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for line in nudge_line(slope_step, bias_step, epochs):
        losses += [mse_loop(y, predict_loop(x, *line))]
    return losses


# %% sweep_losses: without nudge_line
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    slope = bias = 0.0
    for _ in range(epochs):
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
        slope += slope_step
        bias += bias_step
    return losses


# %% sweep_losses: without any of the others
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for i in range(len(x)):
            total += (y[i] - (epoch * slope_step * x[i] + epoch * bias_step)) ** 2
        losses.append(total / len(x))
    return losses


# %% sweep_losses: NumPy for all lines at once
def sweep_losses(x, y, slope_step, bias_step, epochs):
    k = np.arange(epochs)[:, None]
    return np.mean((y - k * (slope_step * x + bias_step)) ** 2, axis=1)


# %% sweep_losses: NumPy for each line
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses.append(np.mean((y - (slope * x + bias)) ** 2))
    return losses


# %% sweep_losses: names for the arguments
def sweep_losses(x, y, slope_step, bias_step, epochs):
    lines = nudge_line(slope_step=slope_step, bias_step=bias_step, epochs=epochs)
    return [predict_and_compare(x, y, slope, bias) for slope, bias in lines]


def predict_and_compare(x, y, slope, bias):
    return mse_loop(y, predict_loop(x=x, slope=slope, bias=bias))


# %% sweep_losses: while
def sweep_losses(x, y, slope_step, bias_step, epochs):
    lines = list(nudge_line(slope_step, bias_step, epochs))
    losses = []
    while lines:
        slope, bias = lines.pop(0)
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
    return losses


# %% sweep_losses: an array that is filled
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = np.empty(epochs)
    for i, (slope, bias) in enumerate(nudge_line(slope_step, bias_step, epochs)):
        losses[i] = mse_loop(y, predict_loop(x, slope, bias))
    return losses


# %% sweep_losses: the predictions first, then the losses
def sweep_losses(x, y, slope_step, bias_step, epochs):
    predictions = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        predictions.append(predict_loop(x, slope, bias))
    losses = []
    for y_pred in predictions:
        losses.append(mse_loop(y, y_pred))
    return losses


# %% sweep_losses: the arguments of mse_loop the other way round
def sweep_losses(x, y, slope_step, bias_step, epochs):
    return tuple(
        mse_loop(predict_loop(x, slope, bias), y) for slope, bias in nudge_line(slope_step, bias_step, epochs)
    )


# %% sweep_losses: map
def sweep_losses(x, y, slope_step, bias_step, epochs):
    def loss(line):
        return mse_loop(y, predict_loop(x, line[0], line[1]))

    return list(map(loss, nudge_line(slope_step, bias_step, epochs)))


# %% sweep_losses: a generator of its own
def each_loss(x, y, lines):
    for slope, bias in lines:
        yield mse_loop(y, predict_loop(x, slope, bias))


def sweep_losses(x, y, slope_step, bias_step, epochs):
    return [*each_loss(x, y, nudge_line(slope_step, bias_step, epochs))]


# %% sweep_losses: slopes and biases apart
def sweep_losses(x, y, slope_step, bias_step, epochs):
    slopes, biases = zip(*nudge_line(slope_step, bias_step, epochs))
    return [mse_loop(y, predict_loop(x, slope, bias)) for slope, bias in zip(slopes, biases)]


# %% sweep_losses: one line more, and its loss thrown away
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs + 1):
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
    losses.pop()
    return losses


# %% sweep_losses: arrays of one element
def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses.append(np.array([mse_loop(y, predict_loop(x, slope, bias))]))
    return losses


# %% sweep_losses: a dictionary by epoch
def sweep_losses(x, y, slope_step, bias_step, epochs):
    by_epoch = {}
    for epoch, (slope, bias) in enumerate(nudge_line(slope_step, bias_step, epochs)):
        by_epoch[epoch] = mse_loop(y, predict_loop(x, slope, bias))
    return [by_epoch[epoch] for epoch in range(epochs)]


# %% sweep_losses: walrus
def sweep_losses(x, y, slope_step, bias_step, epochs):
    lines = iter(nudge_line(slope_step, bias_step, epochs))
    losses = []
    while line := next(lines, None):
        losses.append(mse_loop(y, predict_loop(x, *line)))
    return losses


# %% sweep_losses: prints and plots besides
import matplotlib.pyplot as plt


def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = []
    for epoch, (slope, bias) in enumerate(nudge_line(slope_step, bias_step, epochs)):
        y_pred = predict_loop(x, slope, bias)
        loss = mse_loop(y, y_pred)
        if epoch % 100 == 0:
            print(f"epoch {epoch}: {loss:.2f}")
        losses.append(loss)
    plt.plot(losses)
    plt.close()
    return losses


# %% sweep_losses: defaults of the chapter
def sweep_losses(x, y, slope_step=1.0, bias_step=0.3, epochs=25):
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        losses.append(float(mse_loop(y, predict_loop(x, slope, bias))))
    return losses


# %% sweep_losses: the second of two definitions, then the cell raises
def sweep_losses(x, y):
    return []


def sweep_losses(x, y, slope_step, bias_step, epochs):
    return [mse_loop(y, predict_loop(x, m, b)) for (m, b) in nudge_line(slope_step, bias_step, epochs)]


plt.plot(sweep_losses())


# %% best_epoch: index of min
def best_epoch(losses):
    return losses.index(min(losses))


# %% best_epoch: enumerate
def best_epoch(losses):
    best, lowest = 0, losses[0]
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            best, lowest = epoch, loss
    return best


# %% best_epoch: np.argmin
def best_epoch(losses):
    return np.argmin(losses)


# %% best_epoch: min by a key
def best_epoch(losses):
    return min(range(len(losses)), key=lambda epoch: losses[epoch])


# %% best_epoch: min of pairs
def best_epoch(losses):
    return min(zip(losses, range(len(losses))))[1]


# %% best_epoch: starting from infinity
def best_epoch(losses):
    lowest = float("inf")
    best = None
    for i in range(len(losses)):
        if losses[i] < lowest:
            lowest = losses[i]
            best = i
    return best


# %% best_epoch: while
def best_epoch(losses):
    best = i = 0
    while i < len(losses):
        if losses[best] > losses[i]:
            best = i
        i += 1
    return best


# %% best_epoch: from the end
def best_epoch(losses):
    best = len(losses) - 1
    for i in reversed(range(len(losses))):
        if losses[i] <= losses[best]:
            best = i
    return best


# %% best_epoch: sorted
def best_epoch(losses):
    return sorted(range(len(losses)), key=losses.__getitem__)[0]


# %% best_epoch: a search for the lowest in a second loop
def best_epoch(losses):
    lowest = min(losses)
    for i, loss in enumerate(losses):
        if loss == lowest:
            return i


# %% best_epoch: a comprehension
def best_epoch(losses):
    return [i for i, loss in enumerate(losses) if loss == min(losses)][0]


# %% best_epoch: a count of its own
def best_epoch(losses):
    best = 0
    lowest = losses[0]
    epoch = 0
    for loss in losses:
        if loss < lowest:
            lowest = loss
            best = epoch
        epoch = epoch + 1
    return best


# %% best_epoch: all losses against all others
def best_epoch(losses):
    for i, loss in enumerate(losses):
        if all(loss <= other for other in losses):
            return i


# %% best_epoch: np.where
def best_epoch(losses):
    array = np.array(losses)
    return int(np.where(array == array.min())[0][0])


# %% best_epoch: an array of one element
def best_epoch(losses):
    return np.array([np.argmin(np.array(losses))])


# %% best_epoch: a float
def best_epoch(losses):
    return float(losses.index(min(losses)))


# %% best_epoch: a copy that is sorted
def best_epoch(losses):
    in_order = losses.copy()
    in_order.sort()
    return losses.index(in_order[0])


# %% best_epoch: recursion by halves
def best_epoch(losses):
    if len(losses) == 1:
        return 0
    middle = len(losses) // 2
    left, right = best_epoch(losses[:middle]), middle + best_epoch(losses[middle:])
    return left if losses[left] <= losses[right] else right


# %% best_epoch: a lambda
best_epoch = lambda losses: losses.index(sorted(losses)[0])


# %% best_epoch: reduce
from functools import reduce


def best_epoch(losses):
    return reduce(lambda a, b: b if losses[b] < losses[a] else a, range(len(losses)))


# %% best_epoch: prints and plots besides
import matplotlib.pyplot as plt


def best_epoch(losses):
    best = losses.index(min(losses))
    print(f"lowest at epoch {best}")
    plt.axvline(best)
    plt.close()
    return best


# %% best_epoch: the second of two definitions, then the cell raises
def best_epoch(losses):
    return min(losses)


def best_epoch(losses):
    return int(np.argmin(losses))


best_epoch([])
