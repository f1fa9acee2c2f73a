"""Right answers in many styles; each must get full points."""


# %% gradients_loop: zip and two sums
def gradients_loop(x, y, y_pred):
    sum_slope = 0
    sum_bias = 0
    for x_i, y_i, p_i in zip(x, y, y_pred):
        sum_slope += x_i * (y_i - p_i)
        sum_bias += y_i - p_i
    return -2 / len(x) * sum_slope, -2 / len(x) * sum_bias


# %% gradients_loop: indices
def gradients_loop(x, y, y_pred):
    n = len(y_pred)
    d_slope, d_bias = 0.0, 0.0
    for i in range(n):
        d_slope += -2 / n * x[i] * (y[i] - y_pred[i])
        d_bias += -2 / n * (y[i] - y_pred[i])
    return d_slope, d_bias


# %% gradients_loop: while
def gradients_loop(x, y, y_pred):
    i, sum_slope, sum_bias = 0, 0.0, 0.0
    while i < len(x):
        error = y_pred[i] - y[i]
        sum_slope = sum_slope + x[i] * error
        sum_bias = sum_bias + error
        i = i + 1
    return 2 * sum_slope / len(x), 2 * sum_bias / len(x)


# %% gradients_loop: backwards from the end
def gradients_loop(x, y, y_pred):
    i = len(x) - 1
    a = b = 0
    while i >= 0:
        a -= 2 * x[i] * (y[i] - y_pred[i])
        b -= 2 * (y[i] - y_pred[i])
        i -= 1
    return a / len(x), b / len(x)


# %% gradients_loop: enumerate, and a list
def gradients_loop(x, y, y_pred):
    sums = [0.0, 0.0]
    for i, x_i in enumerate(x):
        residual = y[i] - y_pred[i]
        sums[0] += x_i * residual
        sums[1] += residual
    return [-2 / len(x) * each for each in sums]


# %% gradients_loop: generators in sum
def gradients_loop(x, y, y_pred):
    n = len(x)
    return (
        -2 / n * sum(x_i * (y_i - p_i) for x_i, y_i, p_i in zip(x, y, y_pred)),
        -2 / n * sum(y_i - p_i for y_i, p_i in zip(y, y_pred)),
    )


# %% gradients_loop: a list of residuals
def gradients_loop(x, y, y_pred):
    residuals = [y_i - p_i for y_i, p_i in zip(y, y_pred)]
    products = [x_i * r_i for x_i, r_i in zip(x, residuals)]
    return -2 * sum(products) / len(products), -2 * sum(residuals) / len(residuals)


# %% gradients_loop: lists, then np.mean
def gradients_loop(x, y, y_pred):
    products, residuals = [], []
    for i in range(len(x)):
        residuals.append(y[i] - y_pred[i])
        products.append(x[i] * residuals[-1])
    return -2 * np.mean(products), -2 * np.mean(residuals)


# %% gradients_loop: an array for the result
def gradients_loop(x, y, y_pred):
    result = np.zeros(2)
    for x_i, y_i, p_i in zip(x, y, y_pred):
        result += np.array([x_i, 1.0]) * (p_i - y_i)
    return result * 2 / len(x)


# %% gradients_loop: residuals by NumPy, the sums by a loop
def gradients_loop(x, y, y_pred):
    residuals = y - np.array(y_pred)
    d_slope = d_bias = 0.0
    for x_i, r_i in zip(x, residuals):
        d_slope -= 2 * x_i * r_i
        d_bias -= 2 * r_i
    return d_slope / x.shape[0], d_bias / x.size


# %% gradients_loop: math.fsum
from math import fsum


def gradients_loop(x, y, y_pred):
    triples = list(zip(x, y, y_pred))
    d_slope = -2 / len(triples) * fsum(a * (b - c) for a, b, c in triples)
    return d_slope, -2 / len(triples) * fsum(b - c for _, b, c in triples)


# %% gradients_loop: reduce
import functools


def gradients_loop(x, y, y_pred):
    def add(sums, point):
        x_i, y_i, p_i = point
        return sums[0] + x_i * (y_i - p_i), sums[1] + (y_i - p_i)

    total = functools.reduce(add, zip(x, y, y_pred), (0.0, 0.0))
    return tuple(-2 / len(x) * each for each in total)


# %% gradients_loop: a helper for one point
def of_one_point(x_i, y_i, p_i):
    return -2 * x_i * (y_i - p_i), -2 * (y_i - p_i)


def gradients_loop(x, y, y_pred):
    slopes, biases = zip(*[of_one_point(*point) for point in zip(x, y, y_pred)])
    return sum(slopes) / len(slopes), sum(biases) / len(biases)


# %% gradients_loop: a helper, used twice
def mean_product(a, y, y_pred):
    total = 0
    for a_i, y_i, p_i in zip(a, y, y_pred):
        total += a_i * (y_i - p_i)
    return total / len(y)


def gradients_loop(x, y, y_pred):
    return -2 * mean_product(x, y, y_pred), -2 * mean_product([1] * len(x), y, y_pred)


# %% gradients_loop: one loop for each sum, other names
def gradients_loop(xs, ys, guesses):
    first = 0.0
    for k in range(0, len(xs), 1):
        first = first + (ys[k] - guesses[k]) * xs[k]
    second = 0.0
    for k in range(0, len(xs), 1):
        second = second + (ys[k] - guesses[k])
    return ((-2.0) * first / float(len(xs)), (-2.0) * second / float(len(xs)))


# %% gradients_loop: map and lambda
def gradients_loop(x, y, y_pred):
    d_slope = sum(map(lambda a, b, c: -2 * a * (b - c), x, y, y_pred)) / len(x)
    d_bias = sum(map(lambda b, c: -2 * (b - c), y, y_pred)) / len(x)
    return d_slope, d_bias


# %% gradients_loop: a lambda
gradients_loop = lambda x, y, p: (
    sum(-2 / len(x) * a * (b - c) for a, b, c in zip(x, y, p)),
    sum(-2 / len(x) * (b - c) for b, c in zip(y, p)),
)


# %% gradients_loop: one-element arrays
def gradients_loop(x, y, y_pred):
    a, b = np.zeros(1), np.zeros((1, 1))
    for x_i, y_i, p_i in zip(x, y, y_pred):
        a += x_i * (y_i - p_i)
        b += y_i - p_i
    return -2 / len(x) * a, -2 / len(x) * b


# %% gradients_loop: exact fractions
from fractions import Fraction


def gradients_loop(x, y, y_pred):
    a = b = Fraction(0)
    for x_i, y_i, p_i in zip(x, y, y_pred):
        r = Fraction(float(y_i)) - Fraction(float(p_i))
        a += Fraction(float(x_i)) * r
        b += r
    return Fraction(-2, len(x)) * a, Fraction(-2, len(x)) * b


# %% gradients_loop: a class
class Gradients:
    def __call__(self, x, y, y_pred):
        self.slope, self.bias = 0.0, 0.0
        for point in zip(x, y, y_pred):
            self.add(*point)
        return -2 / len(x) * self.slope, -2 / len(x) * self.bias

    def add(self, x_i, y_i, p_i):
        self.slope += x_i * (y_i - p_i)
        self.bias += y_i - p_i


gradients_loop = Gradients()


# %% gradients_loop: walrus, and a running mean
def gradients_loop(x, y, y_pred):
    a, b = 0.0, 0.0
    for k, x_i in enumerate(x, start=1):
        a += (x_i * (r := -2 * (y[k - 1] - y_pred[k - 1])) - a) / k
        b += (r - b) / k
    return a, b


# %% gradients_loop: a copy that is changed, popped from
def gradients_loop(x, y, y_pred):
    left = list(zip(list(x), list(y), list(y_pred)))
    n, a, b = len(left), 0.0, 0.0
    while left:
        x_i, y_i, p_i = left.pop()
        a += x_i * (y_i - p_i)
        b += y_i - p_i
    return -2 / n * a, -2 / n * b


# %% gradients_loop: a dictionary, and prints
def gradients_loop(x, y, y_pred):
    d = {"slope": 0.0, "bias": 0.0}
    for i in range(len(x)):
        d["bias"] += y_pred[i] - y[i]
        d["slope"] += x[i] * (y_pred[i] - y[i])
    print("sums:", d)
    return 2 / len(x) * d["slope"], 2 / len(x) * d["bias"]


# %% gradients_loop: a column, gone through
def gradients_loop(x, y, y_pred):
    x, y, y_pred = (np.reshape(each, (-1, 1)) for each in (x, y, y_pred))
    a = b = 0
    for i in range(len(x)):
        a += x[i] * (y[i] - y_pred[i])
        b += y[i] - y_pred[i]
    return -2 / len(x) * a, -2 / len(x) * b


# %% gradients_loop: type conversions, default arguments, np.float64
def gradients_loop(x: list, y: list, y_pred: list, factor: float = -2.0):
    a, b = np.float64(0), np.float64(0)
    for x_i, y_i, p_i in zip(x.tolist(), y.tolist(), list(y_pred)):
        a = np.add(a, float(x_i) * (float(y_i) - float(p_i)))
        b = np.add(b, float(y_i) - float(p_i))
    return np.float64(factor * a / len(x)), float(factor * b / len(x))


# %% gradients_loop: the second definition counts, and the cell raises afterwards
def gradients_loop(x, y, y_pred):
    return 0, 0


def gradients_loop(x, y, y_pred):
    a = b = 0.0
    for x_i, y_i, p_i in zip(x, y, y_pred):
        a, b = a + x_i * (y_i - p_i), b + (y_i - p_i)
    return -2 / len(x) * a, -2 / len(x) * b


print(gradients_loop([1, 2], [3, 5]))


# %% gradients_loop: a closure over the sums
def gradients_loop(x, y, y_pred):
    slope_sum = bias_sum = 0.0

    def visit(i):
        nonlocal slope_sum, bias_sum
        residual = y[i] - y_pred[i]
        slope_sum += x[i] * residual
        bias_sum += residual

    for i in range(len(x)):
        visit(i)
    return -2 / len(x) * slope_sum, -2 / len(x) * bias_sum


# %% gradients_loop: counting the points
def gradients_loop(x, y, y_pred):
    n = 0
    a = b = 0.0
    for x_i, y_i, p_i in zip(x, y, y_pred):
        n += 1
        a += x_i * y_i - x_i * p_i
        b += y_i - p_i
    return -(2 / n) * a, -(2 / n) * b


# %% update: one line
def update(slope, bias, d_slope, d_bias, learning_rate):
    return slope - learning_rate * d_slope, bias - learning_rate * d_bias


# %% update: in place
def update(slope, bias, d_slope, d_bias, learning_rate):
    slope -= learning_rate * d_slope
    bias -= learning_rate * d_bias
    return slope, bias


# %% update: adding the negative
def update(m, b, dm, db, lr):
    step_m = -lr * dm
    step_b = -lr * db
    return (m + step_m, b + step_b)


# %% update: an array
def update(slope, bias, d_slope, d_bias, learning_rate):
    return np.array([slope, bias]) - learning_rate * np.array([d_slope, d_bias])


# %% update: a list from a loop over the two
def update(slope, bias, d_slope, d_bias, learning_rate):
    return [old - learning_rate * d for old, d in ((slope, d_slope), (bias, d_bias))]


# %% update: a helper
def step(value, derivative, rate):
    return value - rate * derivative


def update(slope, bias, d_slope, d_bias, learning_rate):
    return step(slope, d_slope, learning_rate), step(bias, d_bias, learning_rate)


# %% update: a lambda
update = lambda slope, bias, d_slope, d_bias, rate: (slope - rate * d_slope, bias - rate * d_bias)


# %% update: one-element arrays
def update(slope, bias, d_slope, d_bias, learning_rate):
    new = np.array([[slope], [bias]])
    new -= learning_rate * np.array([[d_slope], [d_bias]])
    return new[0], new[1]


# %% update: a class, numpy scalars
class Update:
    def __call__(self, slope, bias, d_slope, d_bias, learning_rate):
        return np.float64(slope - learning_rate * d_slope), np.float64(bias - learning_rate * d_bias)


update = Update()


# %% update: new names, prints, a default
def update(slope, bias, d_slope, d_bias, learning_rate=0.05):
    new_slope = slope - d_slope * learning_rate
    new_bias = bias - d_bias * learning_rate
    print("slope", slope, "->", new_slope)
    return new_slope, new_bias


# %% update: the bias first
def update(slope, bias, d_slope, d_bias, learning_rate):
    bias = bias - learning_rate * d_bias
    slope = slope - learning_rate * d_slope
    result = slope, bias
    return result


# %% train_loop: with the four functions
def train_loop(x, y, learning_rate, epochs):
    slope = 0
    bias = 0
    losses = []
    for epoch in range(epochs):
        y_pred = predict_loop(x, slope, bias)
        losses.append(mse_loop(y, y_pred))
        d_slope, d_bias = gradients_loop(x, y, y_pred)
        slope, bias = update(slope, bias, d_slope, d_bias, learning_rate)
    return slope, bias, losses


# %% train_loop: all in loops of its own
def train_loop(x, y, learning_rate, epochs):
    n = len(x)
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        total, sum_slope, sum_bias = 0.0, 0.0, 0.0
        for x_i, y_i in zip(x, y):
            residual = y_i - (slope * x_i + bias)
            total += residual**2
            sum_slope += x_i * residual
            sum_bias += residual
        losses.append(total / n)
        slope += learning_rate * 2 / n * sum_slope
        bias += learning_rate * 2 / n * sum_bias
    return slope, bias, losses


# %% train_loop: while, a list of results
def train_loop(x, y, learning_rate, epochs):
    result = [0.0, 0.0, []]
    while len(result[2]) < epochs:
        y_pred = predict_loop(x, result[0], result[1])
        result[2] += [mse_loop(y, y_pred)]
        result[0], result[1] = update(result[0], result[1], *gradients_loop(x, y, y_pred), learning_rate)
    return result


# %% train_loop: sums zeroed behind the step
def train_loop(x, y, learning_rate, epochs):
    slope = bias = 0.0
    losses = []
    sum_slope = sum_bias = loss = 0.0
    for _ in range(epochs):
        for i in range(len(x)):
            error = slope * x[i] + bias - y[i]
            loss += error * error / len(x)
            sum_slope += 2 * error * x[i]
            sum_bias += 2 * error
        slope = slope - learning_rate * sum_slope / len(x)
        bias = bias - learning_rate * sum_bias / len(x)
        losses.append(loss)
        sum_slope = sum_bias = loss = 0.0
    return slope, bias, losses


# %% train_loop: the shorthand, with its own rate
def train_loop(x, y, learning_rate, epochs):
    rate = 2 * learning_rate / len(x)
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict_loop(x, slope, bias)
        losses.append(mse_loop(y, y_pred))
        sum_slope, sum_bias = 0.0, 0.0
        for i in range(len(x)):
            sum_slope += x[i] * (y[i] - y_pred[i])
            sum_bias += y[i] - y_pred[i]
        slope += rate * sum_slope
        bias += rate * sum_bias
    return slope, bias, losses


# %% train_loop: NumPy, no loop over the points
def train_loop(x, y, lr, epochs):
    m, b, losses = 0.0, 0.0, np.zeros(epochs)
    for k in range(epochs):
        r = y - (m * x + b)
        losses[k] = np.mean(r**2)
        m, b = m + lr * 2 * np.mean(x * r), b + lr * 2 * np.mean(r)
    return m, b, losses


# %% train_loop: matrices, one-element arrays
def train_loop(x, y, lr, epochs):
    X = np.column_stack([x, np.ones(len(x))])
    w, losses = np.zeros((2, 1)), []
    for _ in range(epochs):
        r = y.reshape(-1, 1) - X @ w
        losses.append((r.T @ r).item() / len(x))
        w = w + lr * 2 / len(x) * X.T @ r
    return w[0], w[1], losses


# %% train_loop: recursion over the epochs
def train_loop(x, y, learning_rate, epochs, slope=0.0, bias=0.0):
    if epochs == 0:
        return slope, bias, []
    y_pred = predict_loop(x, slope, bias)
    loss = mse_loop(y, y_pred)
    slope, bias = update(slope, bias, *gradients_loop(x, y, y_pred), learning_rate)
    slope, bias, losses = train_loop(x, y, learning_rate, epochs - 1, slope, bias)
    return slope, bias, [loss, *losses]


# %% train_loop: a class
class Line:
    def __init__(self):
        self.slope, self.bias = 0.0, 0.0

    def step(self, x, y, rate):
        y_pred = predict_loop(x, self.slope, self.bias)
        loss = mse_loop(y, y_pred)
        d = gradients_loop(x, y, y_pred)
        self.slope, self.bias = update(self.slope, self.bias, d[0], d[1], rate)
        return loss


def train_loop(x, y, learning_rate, epochs):
    line = Line()
    losses = [line.step(x, y, learning_rate) for _ in range(epochs)]
    return line.slope, line.bias, losses


# %% train_loop: a generator
def steps(x, y, rate):
    slope, bias = 0.0, 0.0
    while True:
        y_pred = predict_loop(x, slope, bias)
        d_slope, d_bias = gradients_loop(x, y, y_pred)
        slope, bias = update(slope, bias, d_slope, d_bias, rate)
        yield slope, bias, mse_loop(y, y_pred)


def train_loop(x, y, learning_rate, epochs):
    losses = []
    for _, (slope, bias, loss) in zip(range(epochs), steps(x, y, learning_rate)):
        losses.append(loss)
    return slope, bias, losses


# %% train_loop: all lines first, their losses afterwards
def train_loop(x, y, learning_rate, epochs):
    lines = [(0.0, 0.0)]
    for k in range(epochs):
        slope, bias = lines[k]
        d_slope, d_bias = gradients_loop(x, y, predict_loop(x, slope, bias))
        lines.append(update(slope, bias, d_slope, d_bias, learning_rate))
    losses = [mse_loop(y, predict_loop(x, *line)) for line in lines[:-1]]
    return (*lines[-1], losses)


# %% train_loop: loss before the loop, and in it for the next
def train_loop(x, y, learning_rate, epochs):
    slope, bias = 0.0, 0.0
    y_pred = predict_loop(x, slope, bias)
    losses = [mse_loop(y, y_pred)]
    for _ in range(1, epochs + 1):
        d_slope, d_bias = gradients_loop(x, y, y_pred)
        slope, bias = update(slope, bias, d_slope, d_bias, learning_rate)
        y_pred = predict_loop(x, slope, bias)
        losses.append(mse_loop(y, y_pred))
    return slope, bias, losses[:-1]


# %% train_loop: an array filled in, a tuple for the losses
def train_loop(x, y, learning_rate, epochs):
    history = np.empty((epochs, 3))
    w = np.array([0.0, 0.0])
    for k in range(epochs):
        y_pred = predict_loop(x, w[0], w[1])
        history[k] = w[0], w[1], mse_loop(y, y_pred)
        w = w - learning_rate * np.array(gradients_loop(x, y, y_pred))
    return w[0], w[1], tuple(history[:, 2])


# %% train_loop: prints, plots, other names, keywords
import matplotlib.pyplot as plt


def train_loop(xs, ys, rate=0.05, rounds=50, verbose=True):
    m, b, errors = 0.0, 0.0, []
    for r in range(rounds):
        guess = predict_loop(x=xs, slope=m, bias=b)
        errors.append(mse_loop(y=ys, y_pred=guess))
        dm, db = gradients_loop(x=xs, y=ys, y_pred=guess)
        m, b = update(slope=m, bias=b, d_slope=dm, d_bias=db, learning_rate=rate)
        if verbose and r % 10 == 0:
            print(f"epoch {r}: {errors[-1]:.3f}")
    plt.plot(errors)
    plt.close()
    return m, b, errors


# %% train_loop: deferred steps, old line kept
def train_loop(x, y, learning_rate, epochs):
    old_slope, old_bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        y_pred = predict_loop(x, old_slope, old_bias)
        losses.append(mse_loop(y, y_pred))
        d_slope, d_bias = gradients_loop(x, y, y_pred)
        new_slope = old_slope - learning_rate * d_slope
        new_bias = old_bias - learning_rate * d_bias
        old_slope = new_slope
        old_bias = new_bias
    return new_slope, new_bias, losses


# %% train_loop: copies of the data that are changed
def train_loop(x, y, learning_rate, epochs):
    residuals = y.copy()
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        losses.append(sum(residuals**2) / len(y))
        step_slope = 2 * learning_rate * sum(x * residuals) / len(x)
        step_bias = 2 * learning_rate * sum(residuals) / len(x)
        slope, bias = slope + step_slope, bias + step_bias
        for i in range(len(x)):
            residuals[i] -= step_slope * x[i] + step_bias
    return slope, bias, losses


# %% train_loop: lists in place of arrays, counting down
def train_loop(x, y, learning_rate, epochs):
    x, y = list(x), [float(y_i) for y_i in y]
    slope, bias, losses = np.float64(0), np.float64(0), []
    left = epochs
    while left > 0:
        left -= 1
        y_pred = [slope * x_i + bias for x_i in x]
        losses = losses + [mse_loop(y, y_pred)]
        d_slope, d_bias = gradients_loop(x, y, y_pred)
        (slope, bias) = update(slope, bias, d_slope, d_bias, learning_rate)
    return (slope, bias, losses)


# %% train_loop: the second definition counts, and the cell raises afterwards
def train_loop(x, y, learning_rate, epochs):
    pass


def train_loop(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    for _ in range(epochs):
        losses.append(mse_loop(y, predict_loop(x, slope, bias)))
        d = gradients_loop(x, y, predict_loop(x, slope, bias))
        slope -= learning_rate * d[0]
        bias -= learning_rate * d[1]
    return slope, bias, losses


train_loop([1, 2], [3])


# %% train_loop: reduce over the epochs
import functools


def train_loop(x, y, learning_rate, epochs):
    def epoch(state, _):
        slope, bias, losses = state
        y_pred = predict_loop(x, slope, bias)
        line = update(slope, bias, *gradients_loop(x, y, y_pred), learning_rate)
        return (*line, [*losses, mse_loop(y, y_pred)])

    return functools.reduce(epoch, range(epochs), (0.0, 0.0, []))


# %% train_loop: a loop that is left by break
def train_loop(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    while True:
        if len(losses) == epochs:
            break
        losses.append(mse_loop(y, y_pred := predict_loop(x, slope, bias)))
        slope, bias = update(slope, bias, *gradients_loop(x, y, y_pred), learning_rate)
    return slope, bias, losses


# %% shorthand_rate: one line
def shorthand_rate(learning_rate, n):
    return 2 * learning_rate / n


# %% shorthand_rate: the factor first
def shorthand_rate(learning_rate, n):
    factor = 2 / n
    return factor * learning_rate


# %% shorthand_rate: divided by half of n
def shorthand_rate(rate, points):
    return rate / (points / 2)


# %% shorthand_rate: signs that cancel
def shorthand_rate(learning_rate, n):
    return -(-2 / n) * learning_rate


# %% shorthand_rate: a lambda
shorthand_rate = lambda learning_rate, n: learning_rate * 2 / n


# %% shorthand_rate: a numpy scalar
def shorthand_rate(learning_rate, n):
    return np.divide(np.multiply(2.0, learning_rate), np.float64(n))


# %% shorthand_rate: an array of one element
def shorthand_rate(learning_rate, n):
    return np.array([learning_rate]) * 2 / n


# %% shorthand_rate: a fraction
from fractions import Fraction


def shorthand_rate(learning_rate, n):
    return Fraction(2, n) * Fraction(learning_rate)


# %% shorthand_rate: found by comparing two steps
def shorthand_rate(learning_rate, n):
    residual = 3.0  # the same at every point
    true_step = learning_rate * 2 / n * sum([residual] * n)
    plain_sum = n * residual
    return true_step / plain_sum


# %% shorthand_rate: prints, a default argument
def shorthand_rate(learning_rate, n=100):
    rate = learning_rate
    rate *= 2
    rate /= n
    print("rate", rate)
    return rate
