"""Right answers in many styles; each must get full points."""


# %% predict_loop: a comprehension
def predict_loop(x, slope, bias):
    return [slope * x_i + bias for x_i in x]


# %% predict_loop: places
def predict_loop(x, slope, bias):
    predictions = []
    for i in range(len(x)):
        y_i = x[i] * slope + bias
        predictions.append(y_i)
    return predictions


# %% predict_loop: other names, and type hints
def predict_loop(points: np.ndarray, m: float, b: float) -> list:
    out: list = []
    for p in points:
        out += [b + m * p]
    return out


# %% predict_loop: while
def predict_loop(x, slope, bias):
    predictions = []
    i = 0
    while i < len(x):
        predictions.append(slope * x[i] + bias)
        i += 1
    return predictions


# %% predict_loop: an endless loop with a break
def predict_loop(x, slope, bias):
    predictions = []
    while True:
        if len(predictions) == len(x):
            break
        predictions.append(slope * x[len(predictions)] + bias)
    return predictions


# %% predict_loop: enumerate into a list of zeros
def predict_loop(x, slope, bias):
    predictions = [0] * len(x)
    for i, value in enumerate(x):
        predictions[i] = slope * value + bias
    return predictions


# %% predict_loop: enumerate into an array
def predict_loop(x, slope, bias):
    predictions = np.zeros(x.shape)
    for i, value in enumerate(x):
        predictions[i] = slope * value + bias
    return predictions


# %% predict_loop: an array like x, changed in place
def predict_loop(x, slope, bias):
    predictions = x.copy()
    for i in range(x.size):
        predictions[i] *= slope
        predictions[i] += bias
    return predictions


# %% predict_loop: a helper of its own
def at(x_i, slope, bias):
    return slope * x_i + bias


def predict_loop(x, slope, bias):
    return [at(x_i, slope, bias) for x_i in x]


# %% predict_loop: a function inside
def predict_loop(x, slope, bias):
    def line(x_i):
        return slope * x_i + bias

    predictions = []
    for x_i in x:
        predictions.append(line(x_i))
    return predictions


# %% predict_loop: map with a lambda
def predict_loop(x, slope, bias):
    return list(map(lambda x_i: slope * x_i + bias, x))


# %% predict_loop: a lambda
predict_loop = lambda x, slope, bias: [slope * x_i + bias for x_i in x]


# %% predict_loop: a generator of its own
def line(x, slope, bias):
    for x_i in x:
        yield slope * x_i + bias


def predict_loop(x, slope, bias):
    return list(line(x, slope, bias))


# %% predict_loop: a tuple
def predict_loop(x, slope, bias):
    return tuple(slope * x_i + bias for x_i in x)


# %% predict_loop: a class that can be called
class Line:
    def __call__(self, x, slope, bias):
        predictions = []
        for x_i in x:
            predictions.append(slope * x_i + bias)
        return predictions


predict_loop = Line()


# %% predict_loop: recursion by halves
def predict_loop(x, slope, bias):
    if len(x) == 1:
        return [slope * x[0] + bias]
    middle = len(x) // 2
    return predict_loop(x[:middle], slope, bias) + predict_loop(x[middle:], slope, bias)


# %% predict_loop: from the end
def predict_loop(x, slope, bias):
    predictions = []
    for i in range(len(x) - 1, -1, -1):
        predictions.insert(0, slope * x[i] + bias)
    return predictions


# %% predict_loop: backwards, then reversed
def predict_loop(x, slope, bias):
    predictions = [slope * x_i + bias for x_i in reversed(x)]
    predictions.reverse()
    return predictions


# %% predict_loop: plain floats
def predict_loop(x, slope, bias):
    predictions = []
    for x_i in x.tolist():
        predictions.append(float(slope) * x_i + float(bias))
    return predictions


# %% predict_loop: NumPy scalars
def predict_loop(x, slope, bias):
    return [np.float64(np.add(np.multiply(slope, x_i), bias)) for x_i in x]


# %% predict_loop: arrays of one element
def predict_loop(x, slope, bias):
    return [np.array([x_i, 1.0]) @ np.array([[slope], [bias]]) for x_i in x]


# %% predict_loop: np.append
def predict_loop(x, slope, bias):
    predictions = np.array([])
    for x_i in x:
        predictions = np.append(predictions, slope * x_i + bias)
    return predictions


# %% predict_loop: the bias in a loop of its own
def predict_loop(x, slope, bias):
    products = []
    for x_i in x:
        products.append(slope * x_i)
    predictions = []
    for product in products:
        predictions.append(product + bias)
    return predictions


# %% predict_loop: np.nditer
def predict_loop(x, slope, bias):
    predictions = []
    for x_i in np.nditer(x):
        predictions.append(float(slope * x_i + bias))
    return predictions


# %% predict_loop: a dictionary by place
def predict_loop(x, slope, bias):
    by_place = {}
    for i, x_i in enumerate(x, start=1):
        by_place[i] = slope * x_i + bias
    return list(by_place.values())


# %% predict_loop: an iterator and walrus
def predict_loop(x, slope, bias):
    rest, predictions = iter(x), []
    while (x_i := next(rest, None)) is not None:
        predictions.append(slope * x_i + bias)
    return predictions


# %% predict_loop: reduce
from functools import reduce


def predict_loop(x, slope, bias):
    return reduce(lambda done, x_i: done + [slope * x_i + bias], x, [])


# %% predict_loop: fractions
from fractions import Fraction


def predict_loop(x, slope, bias):
    return [Fraction(float(slope)) * Fraction(float(x_i)) + Fraction(float(bias)) for x_i in x]


# %% predict_loop: default arguments
def predict_loop(x, slope=13.0, bias=4.0, verbose=False):
    predictions = []
    for x_i in x:
        if verbose:
            print(x_i)
        predictions.append(slope * x_i + bias)
    return predictions


# %% predict_loop: any arguments
def predict_loop(*args):
    x, slope, bias = args
    return [slope * x_i + bias for x_i in x]


# %% predict_loop: prints and plots besides
import matplotlib.pyplot as plt


def predict_loop(x, slope, bias):
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i + bias)
    print("predictions:", predictions[:3])
    plt.plot(x, predictions, color="red")
    plt.close()
    return predictions


# %% predict_loop: the second of two definitions
def predict_loop(x, slope, bias):
    return slope


def predict_loop(x, slope, bias):
    return [slope * x_i + bias for x_i in x]


# %% predict_loop: the cell raises afterwards
def predict_loop(x, slope, bias):
    return [slope * x_i + bias for x_i in x]


predict_loop(np.array([1.0]), 2.0)


# %% predict_loop: a closure made by another function
def make():
    def predict(x, slope, bias):
        return [slope * x_i + bias for x_i in x]

    return predict


predict_loop = make()


# %% predict_loop: a loop that also works on the array as a whole
def predict_loop(x, slope, bias):
    tilted = slope * x
    return [t + bias for t in tilted]


# %% predict_loop: its own name for the list changed in place
def predict_loop(x, slope, bias):
    x = list(x)
    for i in range(len(x)):
        x[i] = slope * x[i] + bias
    return x


# %% nudge_line: multiples
def nudge_line(slope_step, bias_step, epochs):
    lines = []
    for epoch in range(epochs):
        lines.append((epoch * slope_step, epoch * bias_step))
    return lines


# %% nudge_line: a comprehension
def nudge_line(slope_step, bias_step, epochs):
    return [(k * slope_step, k * bias_step) for k in range(epochs)]


# %% nudge_line: the first line before the loop
def nudge_line(slope_step, bias_step, epochs):
    slope = bias = 0
    lines = [(slope, bias)]
    for _ in range(epochs - 1):
        slope += slope_step
        bias += bias_step
        lines.append((slope, bias))
    return lines


# %% nudge_line: from the line before
def nudge_line(slope_step, bias_step, epochs):
    lines = [(0, 0)]
    while len(lines) < epochs:
        slope, bias = lines[-1]
        lines.append((slope + slope_step, bias + bias_step))
    return lines


# %% nudge_line: by place from the line before
def nudge_line(slope_step, bias_step, epochs):
    lines = [(0.0, 0.0)]
    for i in range(1, epochs):
        lines.append((lines[i - 1][0] + slope_step, lines[i - 1][1] + bias_step))
    return lines


# %% nudge_line: while that counts down
def nudge_line(slope_step, bias_step, epochs):
    slope, bias, lines = 0.0, 0.0, []
    while epochs > 0:
        lines.append((slope, bias))
        slope, bias = slope + slope_step, bias + bias_step
        epochs -= 1
    return lines


# %% nudge_line: two lists, zipped
def nudge_line(slope_step, bias_step, epochs):
    slopes = [epoch * slope_step for epoch in range(epochs)]
    biases = [epoch * bias_step for epoch in range(epochs)]
    return list(zip(slopes, biases))


# %% nudge_line: lists of two
def nudge_line(slope_step, bias_step, epochs):
    lines = []
    for epoch in range(epochs):
        lines.append([slope_step * epoch, bias_step * epoch])
    return lines


# %% nudge_line: one line that moves, copied each time
def nudge_line(slope_step, bias_step, epochs):
    line, lines = [0.0, 0.0], []
    for _ in range(epochs):
        lines.append(line.copy())
        line[0] += slope_step
        line[1] += bias_step
    return lines


# %% nudge_line: an array that is filled
def nudge_line(slope_step, bias_step, epochs):
    lines = np.zeros((epochs, 2))
    for epoch in range(1, epochs):
        lines[epoch] = lines[epoch - 1] + np.array([slope_step, bias_step])
    return lines


# %% nudge_line: np.outer
def nudge_line(slope_step, bias_step, epochs):
    return np.outer(np.arange(epochs), [slope_step, bias_step])


# %% nudge_line: np.linspace
def nudge_line(slope_step, bias_step, epochs):
    slopes = np.linspace(0, (epochs - 1) * slope_step, epochs)
    biases = np.linspace(0, (epochs - 1) * bias_step, epochs)
    return np.column_stack([slopes, biases])


# %% nudge_line: np.cumsum
def nudge_line(slope_step, bias_step, epochs):
    steps = np.full((epochs, 2), (slope_step, bias_step))
    return np.cumsum(steps, axis=0) - steps


# %% nudge_line: a tuple of tuples
def nudge_line(slope_step, bias_step, epochs):
    return tuple((k * slope_step, k * bias_step) for k in range(epochs))


# %% nudge_line: a list of arrays
def nudge_line(slope_step, bias_step, epochs):
    step = np.array([slope_step, bias_step])
    return [k * step for k in range(epochs)]


# %% nudge_line: NumPy scalars
def nudge_line(slope_step, bias_step, epochs):
    slope, bias, lines = np.float64(0), np.float64(0), []
    for _ in range(epochs):
        lines.append((slope, bias))
        slope += slope_step
        bias += bias_step
    return lines


# %% nudge_line: arrays of one element
def nudge_line(slope_step, bias_step, epochs):
    slope, bias, lines = np.zeros(1), np.zeros(1), []
    for _ in range(epochs):
        lines.append((slope, bias))
        slope = slope + slope_step
        bias = bias + bias_step
    return lines


# %% nudge_line: itertools.accumulate
from itertools import accumulate


def nudge_line(slope_step, bias_step, epochs):
    slopes = accumulate([slope_step] * (epochs - 1), initial=0.0)
    biases = accumulate([bias_step] * (epochs - 1), initial=0.0)
    return list(zip(slopes, biases))


# %% nudge_line: a generator of its own
def walk(slope_step, bias_step):
    slope = bias = 0.0
    while True:
        yield slope, bias
        slope, bias = slope + slope_step, bias + bias_step


def nudge_line(slope_step, bias_step, epochs):
    lines = walk(slope_step, bias_step)
    return [next(lines) for _ in range(epochs)]


# %% nudge_line: recursion by halves
def nudge_line(slope_step, bias_step, epochs):
    if epochs == 1:
        return [(0.0, 0.0)]
    half = epochs // 2
    start = nudge_line(slope_step, bias_step, half)
    rest = nudge_line(slope_step, bias_step, epochs - half)
    return start + [(slope + half * slope_step, bias + half * bias_step) for slope, bias in rest]


# %% nudge_line: steps first, then taken back
def nudge_line(slope_step, bias_step, epochs):
    slope, bias, lines = -slope_step, -bias_step, []
    for _ in range(epochs):
        slope += slope_step
        bias += bias_step
        lines.append((slope, bias))
    return lines


# %% nudge_line: one line too many, cut off
def nudge_line(slope_step, bias_step, epochs):
    slope, bias, lines = 0.0, 0.0, [(0.0, 0.0)]
    for _ in range(epochs):
        slope += slope_step
        bias += bias_step
        lines.append((slope, bias))
    return lines[:-1]


# %% nudge_line: named pairs
from collections import namedtuple

Line = namedtuple("Line", "slope bias")


def nudge_line(slope_step, bias_step, epochs):
    return [Line(slope=k * slope_step, bias=k * bias_step) for k in range(epochs)]


# %% nudge_line: a class with a state
class Walker:
    def __init__(self, slope_step, bias_step):
        self.slope, self.bias = 0.0, 0.0
        self.steps = slope_step, bias_step

    def step(self):
        line = (self.slope, self.bias)
        self.slope += self.steps[0]
        self.bias += self.steps[1]
        return line


def nudge_line(slope_step, bias_step, epochs):
    walker = Walker(slope_step, bias_step)
    return [walker.step() for _ in range(epochs)]


# %% nudge_line: defaults of the chapter
def nudge_line(slope_step=1.0, bias_step=0.3, epochs=15):
    slope, bias = 0, 0
    lines = []
    for epoch in range(epochs):
        lines += [(slope, bias)]
        slope, bias = slope + slope_step, bias + bias_step
    return lines


# %% nudge_line: prints and plots besides
import matplotlib.pyplot as plt


def nudge_line(slope_step, bias_step, epochs):
    lines = []
    slope, bias = 0.0, 0.0
    for epoch in range(1, epochs + 1):
        if epoch % 100 == 0:
            print(f"epoch {epoch}: slope {slope:.1f}, bias {bias:.1f}")
        lines.append((slope, bias))
        slope += slope_step
        bias += bias_step
    plt.plot(lines)
    plt.close()
    return lines


# %% nudge_line: fractions
from fractions import Fraction


def nudge_line(slope_step, bias_step, epochs):
    slope_step, bias_step = Fraction(slope_step), Fraction(bias_step)
    return [(k * slope_step, k * bias_step) for k in range(epochs)]


# %% nudge_line: the second of two definitions, then the cell raises
def nudge_line(slope_step, bias_step, epochs):
    pass


def nudge_line(slope_step, bias_step, epochs):
    return [(slope_step * i, bias_step * i) for i in range(0, epochs, 1)]


assert nudge_line(1, 1, 1) == []


# %% nudge_line: a lambda
nudge_line = lambda a, b, n: [(i * a, i * b) for i in range(n)]
