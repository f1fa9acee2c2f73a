"""Right answers in many styles; each must get full points."""


# %% predict: operators
def predict(x, slope, bias):
    return slope * x + bias


# %% predict: other names
def predict(a, b, c):
    return c + a * b


# %% predict: ufuncs
def predict(x, slope, bias):
    return np.add(np.multiply(x, slope), bias)


# %% predict: in steps, on a copy
def predict(x, slope, bias):
    y = x.copy()
    y *= slope
    y += bias
    return y


# %% predict: a design matrix
def predict(x, slope, bias):
    return np.hstack([x, np.ones(x.shape)]) @ np.array([[slope], [bias]])


# %% predict: a matrix of one column
def predict(x, slope, bias):
    return x @ np.array([[slope]]) + bias


# %% predict: np.dot with a number
def predict(x, slope, bias):
    return np.dot(x, slope) + bias


# %% predict: einsum
def predict(x, slope, bias):
    return np.einsum("ij,j->ij", x, np.array([slope])) + bias


# %% predict: a column of biases
def predict(x, slope, bias):
    return slope * x + np.full_like(x, bias)


# %% predict: a column of biases and one of slopes
def predict(x, slope, bias):
    n = len(x)
    slopes = np.repeat(slope, n).reshape(n, 1)
    return slopes * x + bias * np.ones((n, 1))


# %% predict: flat inside, a column again at the end
def predict(x, slope, bias):
    flat = x.ravel()
    return (slope * flat + bias)[:, np.newaxis]


# %% predict: a nested list
def predict(x, slope, bias):
    return (slope * x + bias).tolist()


# %% predict: a tuple of arrays
def predict(x, slope, bias):
    return tuple(slope * x + bias)


# %% predict: np.polyval
def predict(x, slope, bias):
    return np.polyval([slope, bias], x)


# %% predict: a polynomial object
def predict(x, slope, bias):
    return np.poly1d([slope, bias])(x)


# %% predict: lambda
predict = lambda x, slope, bias: slope * x + bias


# %% predict: default arguments
def predict(x, slope=1.0, bias=0.0, *, debug=False):
    if debug:
        print(x.shape)
    return slope * x + bias


# %% predict: star arguments
def predict(*arguments):
    x, slope, bias = arguments
    return slope * x + bias


# %% predict: a loop over the two parameters
def predict(x, slope, bias):
    total = 0 * x
    for p, column in ((slope, x), (bias, 1)):
        total = total + p * column
    return total


# %% predict: a loop after return
def predict(x, slope, bias):
    return slope * x + bias
    for i in range(len(x)):
        pass


# %% predict: the second of two definitions
def predict(x, slope, bias):
    return 0


def predict(x, slope, bias):
    return slope * x + bias


# %% predict: a helper of its own
def line(m, x, b):
    return m * x + b


def predict(x, slope, bias):
    return line(slope, x, bias)


# %% predict: a class with a call
class Line:
    def __call__(self, x, slope, bias):
        return slope * x + bias


predict = Line()


# %% predict: a closure
def make(times, plus):
    def predict(x, slope, bias):
        return plus(times(slope, x), bias)

    return predict


predict = make(np.multiply, np.add)


# %% predict: a line object made in the function
def predict(x, slope, bias):
    class Line:
        def __init__(self, slope, bias):
            self.slope, self.bias = slope, bias

        def at(self, x):
            return self.slope * x + self.bias

    return Line(slope, bias).at(x)


# %% predict: types and a docstring
def predict(x: np.ndarray, slope: float, bias: float) -> np.ndarray:
    """The height of the line at every x."""
    assert x.ndim == 2
    y_pred: np.ndarray = slope * x
    return y_pred + bias


# %% predict: prints, warns and plots
import warnings

import matplotlib.pyplot as plt


def predict(x, slope, bias):
    print(x)
    warnings.warn("hm")
    plt.plot(x)
    return slope * x + bias


# %% predict: the cell raises afterwards
def predict(x, slope, bias):
    return slope * x + bias


1 / 0


# %% predict: np.matrix
def predict(x, slope, bias):
    return np.asarray(np.asmatrix(x) * slope + bias)


# %% mse: mean
def mse(y, y_pred):
    return np.mean((y - y_pred) ** 2)


# %% mse: method, prediction first
def mse(y, y_pred):
    return ((y_pred - y) ** 2).mean()


# %% mse: sum over n
def mse(y, y_pred):
    return np.sum(np.square(y - y_pred)) / len(y)


# %% mse: named steps
def mse(y, y_pred):
    n = y.shape[0]
    errors = y - y_pred
    squares = errors**2
    return 1 / n * squares.sum()


# %% mse: a product with itself
def mse(y, y_pred):
    r = np.subtract(y, y_pred)
    return np.mean(r * r)


# %% mse: inner product
def mse(y, y_pred):
    r = (y - y_pred).ravel()
    return r @ r / r.size


# %% mse: one-element array
def mse(y, y_pred):
    r = y - y_pred
    return r.T @ r / len(r)


# %% mse: np.dot and item
def mse(y, y_pred):
    r = y - y_pred
    return np.dot(r.T, r).item() / len(r)


# %% mse: np.vdot
def mse(y, y_pred):
    return np.vdot(y - y_pred, y - y_pred) / y.size


# %% mse: einsum
def mse(y, y_pred):
    return np.einsum("ij,ij->", y - y_pred, y - y_pred) / len(y)


# %% mse: mean over the axis
def mse(y, y_pred):
    return np.mean((y - y_pred) ** 2, axis=0)


# %% mse: the norm, squared
def mse(y, y_pred):
    return np.linalg.norm(y - y_pred) ** 2 / y.shape[0]


# %% mse: absolute before squaring
def mse(y, y_pred):
    return np.mean(np.abs(y - y_pred) ** 2)


# %% mse: average
def mse(y, y_pred):
    return float(np.average(np.power(y - y_pred, 2)))


# %% mse: the root of the mean, squared
def mse(y, y_pred):
    rmse = np.sqrt(np.mean((y - y_pred) ** 2))
    return rmse**2


# %% mse: variance and mean
def mse(y, y_pred):
    r = y - y_pred
    return r.var() + r.mean() ** 2


# %% mse: the builtin sum
def mse(y, y_pred):
    return sum((y - y_pred).ravel() ** 2) / len(y)


# %% mse: the builtin sum of a column
def mse(y, y_pred):
    return sum((y - y_pred) ** 2) / len(y)


# %% mse: math.fsum
import math


def mse(y, y_pred):
    return math.fsum(((y - y_pred) ** 2).ravel()) / len(y)


# %% mse: the last of the running sums
def mse(y, y_pred):
    return np.cumsum((y - y_pred) ** 2)[-1] / len(y)


# %% mse: flattened both
def mse(y, y_pred):
    y, y_pred = y.flatten(), y_pred.flatten()
    return np.mean((y - y_pred) ** 2)


# %% mse: mean in double precision
def mse(y, y_pred):
    return np.mean((y - y_pred) ** 2, dtype=np.float64)


# %% mse: a fraction
from fractions import Fraction


def mse(y, y_pred):
    return Fraction(float(np.mean((y - y_pred) ** 2)))


# %% mse: a decimal
from decimal import Decimal


def mse(y, y_pred):
    return Decimal(float(np.mean((y - y_pred) ** 2)))


# %% mse: an array without dimensions
def mse(y, y_pred):
    return np.asarray(np.mean((y - y_pred) ** 2))


# %% mse: an array of one number
def mse(y, y_pred):
    return np.array([[np.mean((y - y_pred) ** 2)]])


# %% mse: lambda
mse = lambda y, y_pred: ((y - y_pred) ** 2).mean()


# %% mse: walrus
def mse(y, y_pred):
    return np.sum((r := y - y_pred) * r) / len(r)


# %% mse: helpers
def error(y, y_pred):
    return y - y_pred


def mean(values):
    return np.sum(values) / values.size


def mse(truth, guess):
    return mean(error(truth, guess) ** 2)


# %% mse: in place, on a copy
def mse(y, y_pred):
    r = y.copy()
    r -= y_pred
    r **= 2
    return r.mean()


# %% mse: composed functions
from functools import reduce


def mse(y, y_pred):
    return reduce(lambda value, function: function(value), (np.square, np.mean, float), y - y_pred)


# %% mse: prints
def mse(y, y_pred):
    result = np.mean((y - y_pred) ** 2)
    print(f"the loss is {result:.2f}")
    return result


# %% mse: the second definition counts
def mse(y, y_pred):
    total = 0
    for i in range(len(y)):
        total += (y[i, 0] - y_pred[i, 0]) ** 2
    return total / len(y)


def mse(y, y_pred):
    return np.mean((y - y_pred) ** 2)


# %% gradients: mean
def gradients(x, y, y_pred):
    r = y - y_pred
    return -2 * np.mean(x * r), -2 * np.mean(r)


# %% gradients: the difference the other way
def gradients(x, y, y_pred):
    e = y_pred - y
    return 2 * (x * e).mean(), 2 * e.mean()


# %% gradients: the formula, word by word
def gradients(x, y, y_pred):
    n = len(x)
    d_slope = -(2 / n) * np.sum(x * (y - y_pred))
    d_bias = -(2 / n) * np.sum(y - y_pred)
    return d_slope, d_bias


# %% gradients: the minus inside
def gradients(x, y, y_pred):
    n = x.shape[0]
    return 2 / n * np.sum(-x * (y - y_pred)), 2 / n * np.sum(-(y - y_pred))


# %% gradients: each derivative of a square
def gradients(x, y, y_pred):
    inner = y - y_pred
    outer = 2 * inner
    return np.mean(outer * -x), np.mean(outer * -1)


# %% gradients: list
def gradients(x, y, y_pred):
    n = len(x)
    r = y - y_pred
    return [-2 / n * np.sum(x * r), -2 / n * np.sum(r)]


# %% gradients: array
def gradients(x, y, y_pred):
    r = y - y_pred
    return -2 * np.array([np.mean(x * r), np.mean(r)])


# %% gradients: plain floats
def gradients(x, y, y_pred):
    r = (y - y_pred) / len(y)
    return float(-2 * np.sum(x * r)), float(-2 * np.sum(r))


# %% gradients: means over the axis
def gradients(x, y, y_pred):
    r = y - y_pred
    return -2 * (x * r).mean(axis=0), -2 * r.mean(axis=0)


# %% gradients: both columns beside each other
def gradients(x, y, y_pred):
    r = y - y_pred
    return -2 * np.mean(np.hstack([x * r, r]), axis=0)


# %% gradients: matrix products
def gradients(x, y, y_pred):
    r = y - y_pred
    n = x.shape[0]
    return -2 / n * (x.T @ r), -2 / n * (np.ones((1, n)) @ r)


# %% gradients: a design matrix
def gradients(x, y, y_pred):
    X = np.c_[x, np.ones(len(x))]
    return tuple((-2 / len(x) * X.T @ (y - y_pred)).ravel())


# %% gradients: a design matrix, unpacked
def gradients(x, y, y_pred):
    X = np.concatenate([x, np.ones_like(x)], axis=1)
    (d_slope,), (d_bias,) = 2 / len(x) * (X.T @ (y_pred - y))
    return d_slope, d_bias


# %% gradients: flat dot
def gradients(x, y, y_pred):
    r = (y - y_pred).ravel()
    return -2 * np.dot(x.ravel(), r) / r.size, -2 * r.sum() / r.size


# %% gradients: all three flattened
def gradients(x, y, y_pred):
    x, y, y_pred = x.flatten(), y.flatten(), y_pred.flatten()
    return -2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred)


# %% gradients: multiplied out
def gradients(x, y, y_pred):
    d_slope = -2 * (np.mean(x * y) - np.mean(x * y_pred))
    d_bias = -2 * (np.mean(y) - np.mean(y_pred))
    return d_slope, d_bias


# %% gradients: a function for both
def gradients(x, y, y_pred):
    def derivative(factor):
        return -2 * np.mean(factor * (y - y_pred))

    return derivative(x), derivative(1)


# %% gradients: a comprehension over the two
def gradients(x, y, y_pred):
    return tuple(-2 * np.mean(factor * (y - y_pred)) for factor in (x, np.ones_like(x)))


# %% gradients: einsum
def gradients(x, y, y_pred):
    r = y - y_pred
    n = len(r)
    return -2 / n * np.einsum("ij,ij->", x, r), -2 / n * np.einsum("ij->", r)


# %% gradients: the builtin sum
def gradients(x, y, y_pred):
    r = y - y_pred
    return -2 * sum(x * r) / len(x), -2 * sum(r) / len(x)


# %% gradients: np.average with weights
def gradients(x, y, y_pred):
    r = y - y_pred
    weights = np.full(r.shape, 1 / len(r))
    return -2 * np.average(x * r, weights=weights), -2 * np.average(r, weights=weights)


# %% gradients: a central difference, which is exact for a parabola
def gradients(x, y, y_pred):
    def loss(shift):
        return np.mean((y - y_pred - shift) ** 2)

    scale = 1 + np.abs(x).max()
    d_slope = (loss(x / scale) - loss(-x / scale)) / 2 * scale
    d_bias = (loss(0.5) - loss(-0.5)) / 1.0
    return d_slope, d_bias


# %% gradients: a named tuple
from collections import namedtuple

Gradients = namedtuple("Gradients", "d_slope d_bias")


def gradients(x, y, y_pred):
    r = y - y_pred
    return Gradients(-2 * np.mean(x * r), -2 * np.mean(r))


# %% gradients: lambda
gradients = lambda x, y, y_pred: (-2 * np.mean(x * (y - y_pred)), -2 * np.mean(y - y_pred))


# %% gradients: through the mean and the spread
def gradients(x, y, y_pred):
    r = y - y_pred
    middle = r.mean()
    together = ((x - x.mean()) * (r - middle)).mean()
    return -2 * (together + x.mean() * middle), -2 * middle


# %% train: parallel assignment
def train(x, y, learning_rate, epochs):
    a = b = 0.0
    losses = []
    for _ in range(epochs):
        p = predict(x, a, b)
        losses.append(mse(y, p))
        da, db = gradients(x, y, p)
        a, b = a - learning_rate * da, b - learning_rate * db
    return a, b, losses


# %% train: while
def train(x, y, lr, epochs):
    slope, bias, losses = 0, 0, []
    while len(losses) < epochs:
        p = predict(x, slope, bias)
        losses += [mse(y, p)]
        d = gradients(x, y, p)
        slope -= lr * d[0]
        bias -= lr * d[1]
    return slope, bias, losses


# %% train: while, counting down
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    while epochs > 0:
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
        epochs -= 1
    return slope, bias, losses


# %% train: without the others
def train(x, y, lr, epochs):
    w = np.zeros((2, 1))
    X = np.hstack([x, np.ones_like(x)])
    losses = np.zeros(epochs)
    for k in range(epochs):
        r = y - X @ w
        losses[k] = (r**2).mean()
        w += lr * 2 / len(x) * X.T @ r
    return w[0], w[1], losses


# %% train: formulas written out
def train(x, y, learning_rate, epochs):
    n = len(x)
    slope, bias = 0.0, 0.0
    losses = []
    for epoch in range(1, epochs + 1):
        difference = y - (slope * x + bias)
        losses.append(np.sum(difference**2) / n)
        slope += learning_rate * 2 / n * np.sum(x * difference)
        bias += learning_rate * 2 / n * np.sum(difference)
    return slope, bias, losses


# %% train: the shorthand at its own rate
def train(x, y, learning_rate, epochs):
    rate = 2 * learning_rate / len(x)
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        slope += rate * np.sum(x * (y - y_pred))
        bias += rate * np.sum(y - y_pred)
    return slope, bias, losses


# %% train: keywords to the other functions
def train(x, y, lr, epochs):
    m = b = 0.0
    losses = []
    for _ in range(epochs):
        p = predict(x=x, slope=m, bias=b)
        losses.append(mse(y=y, y_pred=p))
        dm, db = gradients(x=x, y=y, y_pred=p)
        m -= lr * dm
        b -= lr * db
    return [m, b, losses]


# %% train: a vector of parameters
def train(x, y, lr, epochs):
    w = np.zeros(2)
    losses = []
    for _ in range(epochs):
        p = predict(x, *w)
        losses.append(mse(y, p))
        w = w - lr * np.array(gradients(x, y, p))
    return (*w, tuple(losses))


# %% train: parameters as arrays of one element
def train(x, y, learning_rate, epochs):
    slope, bias = np.zeros((1, 1)), np.zeros(1)
    losses = []
    for _ in range(epochs):
        y_pred = x @ slope + bias
        losses.append(np.mean((y - y_pred) ** 2))
        slope = slope + learning_rate * 2 / len(x) * x.T @ (y - y_pred)
        bias = bias + learning_rate * 2 * np.mean(y - y_pred)
    return slope, bias, losses


# %% train: recursion over the epochs
def train(x, y, lr, epochs, slope=0.0, bias=0.0, losses=()):
    if epochs == 0:
        return slope, bias, list(losses)
    p = predict(x, slope, bias)
    d = gradients(x, y, p)
    return train(x, y, lr, epochs - 1, slope - lr * d[0], bias - lr * d[1], (*losses, mse(y, p)))


# %% train: a step as a function of its own
def step(x, y, line, learning_rate):
    y_pred = predict(x, *line)
    d_slope, d_bias = gradients(x, y, y_pred)
    return (line[0] - learning_rate * d_slope, line[1] - learning_rate * d_bias), mse(y, y_pred)


def train(x, y, learning_rate, epochs):
    line, losses = (0.0, 0.0), []
    for _ in range(epochs):
        line, loss = step(x, y, line, learning_rate)
        losses.append(loss)
    return *line, losses


# %% train: a generator of lines
def descend(x, y, learning_rate):
    slope = bias = 0.0
    while True:
        y_pred = predict(x, slope, bias)
        yield slope, bias, mse(y, y_pred)
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias


def train(x, y, learning_rate, epochs):
    lines = descend(x, y, learning_rate)
    losses = [next(lines)[2] for _ in range(epochs)]
    slope, bias, _ = next(lines)
    return slope, bias, losses


# %% train: a class
class Descent:
    def __init__(self, x, y, learning_rate):
        self.x, self.y, self.learning_rate = x, y, learning_rate
        self.slope = self.bias = 0.0
        self.losses = []

    def epoch(self):
        y_pred = predict(self.x, self.slope, self.bias)
        self.losses.append(mse(self.y, y_pred))
        d_slope, d_bias = gradients(self.x, self.y, y_pred)
        self.slope -= self.learning_rate * d_slope
        self.bias -= self.learning_rate * d_bias


def train(x, y, learning_rate, epochs):
    descent = Descent(x, y, learning_rate)
    for _ in range(epochs):
        descent.epoch()
    return descent.slope, descent.bias, descent.losses


# %% train: histories, and the last of each
def train(x, y, learning_rate, epochs):
    slopes, biases, losses = [0.0], [0.0], []
    for k in range(epochs):
        y_pred = predict(x, slopes[k], biases[k])
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slopes.append(slopes[k] - learning_rate * d_slope)
        biases.append(biases[k] - learning_rate * d_bias)
    return slopes[-1], biases[-1], losses


# %% train: losses noted after the step, from the old line's predictions
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        d_slope, d_bias = gradients(x, y, y_pred)
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
        losses.append(mse(y, y_pred))
    return slope, bias, losses


# %% train: one loss too many, cut off at the end
def train(x, y, learning_rate, epochs):
    slope = bias = 0.0
    y_pred = predict(x, slope, bias)
    losses = [mse(y, y_pred)]
    for _ in range(epochs):
        d_slope, d_bias = gradients(x, y, y_pred)
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
    return slope, bias, losses[:-1]


# %% train: a list made beforehand
def train(x, y, learning_rate, epochs):
    losses = [None] * epochs
    slope = bias = 0
    for epoch, _ in enumerate(losses):
        y_pred = predict(x, slope, bias)
        losses[epoch] = mse(y, y_pred)
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


# %% train: a step uphill with a negative rate
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope += -learning_rate * d_slope
        bias += -learning_rate * d_bias
    return slope, bias, losses


# %% train: flat inside
def train(x, y, learning_rate, epochs):
    x, y = x.ravel(), y.ravel()
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = slope * x + bias
        losses.append(((y - y_pred) ** 2).mean())
        d_slope, d_bias = -2 * (x * (y - y_pred)).mean(), -2 * (y - y_pred).mean()
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
    return slope, bias, losses


# %% train: functools.reduce over the epochs
from functools import reduce


def train(x, y, learning_rate, epochs):
    losses = []

    def step(line, _):
        y_pred = predict(x, *line)
        losses.append(mse(y, y_pred))
        return [now - learning_rate * d for now, d in zip(line, gradients(x, y, y_pred))]

    slope, bias = reduce(step, range(epochs), [0.0, 0.0])
    return slope, bias, losses


# %% train: a dictionary of parameters
def train(x, y, learning_rate, epochs):
    line = {"slope": 0.0, "bias": 0.0}
    losses = []
    for _ in range(epochs):
        y_pred = predict(x, **line)
        losses.append(mse(y, y_pred))
        for name, derivative in zip(line, gradients(x, y, y_pred)):
            line[name] -= learning_rate * derivative
    return line["slope"], line["bias"], losses


# %% train: prints and plots now and then
import matplotlib.pyplot as plt


def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for epoch in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        if epoch % 10 == 0:
            print(f"epoch {epoch}: {losses[-1]:.3f}")
            plt.plot(x, y_pred)
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    plt.close("all")
    return slope, bias, losses


# %% train: numpy numbers and an array of losses
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return np.float64(slope), np.array([bias]), np.array(losses)


# %% train: the cell calls it, and raises afterwards
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope, bias = slope - learning_rate * d_slope, bias - learning_rate * d_bias
    return slope, bias, losses


slope, bias, losses = train(np.ones((3, 1)), np.ones((3, 1)), 0.1, 5)
assert losses[-1] == 0


# %% gradients: a column of two from a matrix product
def gradients(x, y, y_pred):
    design = np.hstack([x, np.ones_like(x)])
    return 2 / len(x) * design.T @ (y_pred - y)
