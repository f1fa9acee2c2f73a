"""Right answers in many styles; each must get full points."""


# %% make_line: as the text says it
def make_line(n, slope, rng):
    x = rng.uniform(0, 1, n)
    y = slope * x + rng.normal(0, 0.1, n)
    return x, y


# %% make_line: random() and standard_normal()
def make_line(n, slope, rng):
    x = rng.random(n)
    return x, slope * x + 0.1 * rng.standard_normal(n)


# %% make_line: the intercepts are drawn first
def make_line(n, slope, rng):
    intercepts = rng.normal(scale=0.1, size=(n,))
    x = rng.uniform(size=(n,))
    return x, x * slope + intercepts


# %% make_line: a list comes back, of names of their own
def make_line(count, steepness, generator):
    xs = generator.uniform(low=0.0, high=1.0, size=count)
    ys = np.add(np.multiply(xs, steepness), generator.normal(loc=0.0, scale=0.1, size=count))
    return [xs, ys]


# %% make_line: a helper for the noise, in the same cell
def noise(n, rng, width=0.1):
    return width * rng.normal(size=n)


def make_line(n, slope, rng):
    x = rng.random(size=n)
    y = x * slope
    y += noise(n, rng)
    return x, y


# %% make_line: the means of normal() are the line itself
def make_line(n, slope, rng):
    x = rng.uniform(0, 1, size=n)
    return x, rng.normal(slope * x, 0.1)


# %% make_line: arrays filled in place
def make_line(n, slope, rng):
    x = np.empty(n)
    rng.random(out=x)
    y = np.zeros(n)
    y += rng.standard_normal(n) / 10
    y += slope * x
    print("made", n, "points")
    return x, y


# %% make_line: both in one array of two rows, then unpacked
def make_line(n, slope, rng):
    points = np.zeros((2, n))
    points[0] = rng.uniform(0.0, 1.0, n)
    points[1] = slope * points[0] + rng.normal(0.0, 0.1, n)
    x, y = points
    return x, y


# %% make_line: columns that are flattened at the end
def make_line(n, slope, rng):
    x = rng.uniform(0, 1, size=(n, 1))
    y = slope * x + rng.normal(0, 0.1, size=(n, 1))
    return x.ravel(), y.ravel()


# %% make_line: the generator spawns one for each
def make_line(n, slope, rng):
    for_x, for_intercepts = rng.spawn(2)
    x = for_x.random(n)
    return x, slope * x + for_intercepts.normal(0, 0.1, n)


# %% make_line: from 1 downwards, and a variance
def make_line(n, slope, rng):
    variance = 0.1**2
    intercepts = rng.normal(0, np.sqrt(variance), n)
    x = 1 - rng.random(n)
    return x, slope * x + intercepts


# %% make_line: a lambda
make_line = lambda n, slope, rng: (x := rng.random(n), slope * x + rng.normal(0, 0.1, n))


# %% make_line: a second definition counts
def make_line(n, slope, rng):
    x = np.random.rand(n)
    return x, slope * x


def make_line(n, slope, rng):
    x = rng.uniform(size=n)
    return x, slope * x + rng.normal(size=n) * 0.1


# %% make_line: the cell raises after its def
def make_line(n, slope, rng):
    x = rng.uniform(size=n)
    return x, slope * x + rng.normal(0, 0.1, size=n)


x, y = make_line(10, 2)


# %% linear: as it is
def linear(z):
    return z


# %% linear: a copy
def linear(z):
    return z.copy()


# %% linear: a lambda
linear = lambda z: z


# %% linear: times one
def linear(z, slope=1.0):
    a = slope * z
    return a


# %% linear: a class with __call__
class Linear:
    def __call__(self, z):
        return np.asarray(z)


linear = Linear()


# %% linear: plus nothing, as a list
def linear(inputs):
    return (inputs + 0).tolist()


# %% linear: a slice
def linear(z):
    """Linear activation."""
    return z[:]


# %% linear: np.array and a print
def linear(z):
    result = np.array(z)
    print(result.shape)
    return result


# %% sse: np.sum
def sse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / 2


# %% sse: a half in front
def sse(y, y_hat):
    return 0.5 * ((y_hat - y) ** 2).sum()


# %% sse: a dot product
def sse(y, y_hat):
    d = y - y_hat
    return np.dot(d, d) / 2


# %% sse: the matrix product
def sse(targets, outputs):
    errors = targets - outputs
    return float(0.5 * errors @ errors)


# %% sse: half of every square, then the sum
def sse(y, y_hat):
    return (np.square(y - y_hat) / 2).sum()


# %% sse: the builtin sum
def sse(y, y_hat):
    return sum((y - y_hat) ** 2) / 2


# %% sse: the mean times n
def sse(y, y_hat):
    n = len(y)
    return np.mean((y - y_hat) ** 2) * n / 2


# %% sse: einsum
def sse(y, y_hat):
    d = y - y_hat
    return np.einsum("i,i->", d, d) * 0.5


# %% sse: a helper
def squares(numbers):
    return np.power(numbers, 2)


def sse(y, y_hat):
    total = np.add.reduce(squares(y - y_hat))
    return total / 2.0


# %% sse: an array of one
def sse(y, y_hat):
    return np.array([np.sum((y - y_hat) ** 2) / 2])


# %% sse: kept dimensions
def sse(y, y_hat):
    return np.sum((y - y_hat) ** 2, axis=0, keepdims=True) / 2


# %% sse: math.fsum
import math


def sse(y, y_hat):
    return math.fsum((y - y_hat) ** 2) / 2


# %% sse: the squared norm
def sse(y, y_hat):
    return np.linalg.norm(y - y_hat) ** 2 / 2


# %% sse: columns inside
def sse(y, y_hat):
    d = y.reshape(-1, 1) - y_hat.reshape(-1, 1)
    return (d.T @ d).item() / 2


# %% sse: absolute values squared
def sse(y, y_hat):
    return np.sum(np.abs(y - y_hat) ** 2) / 2


# %% sse: a loop over the rows of a matrix of one
def sse(y, y_hat):
    result = 0
    for row in [y - y_hat]:
        result += 0.5 * np.sum(row * row)
    return result


# %% d_error_d_y_hat: the difference
def d_error_d_y_hat(y, y_hat):
    return y_hat - y


# %% d_error_d_y_hat: minus the other difference
def d_error_d_y_hat(y, y_hat):
    return -(y - y_hat)


# %% d_error_d_y_hat: np.subtract
def d_error_d_y_hat(y, y_hat):
    return np.subtract(y_hat, y)


# %% d_error_d_y_hat: the chain rule written out
def d_error_d_y_hat(y, y_hat):
    outer = 2 * (y - y_hat)
    inner = -1
    return 0.5 * outer * inner


# %% d_error_d_y_hat: a list
def d_error_d_y_hat(y, y_hat):
    return list(y_hat - y)


# %% d_error_d_y_hat: a lambda
d_error_d_y_hat = lambda y, y_hat: y_hat - y


# %% d_error_d_y_hat: a copy changed in place
def d_error_d_y_hat(y, y_hat):
    result = y_hat.copy()
    result -= y
    return result


# %% d_error_d_y_hat: a central difference, all points at once
def d_error_d_y_hat(y, y_hat):
    h = 0.5
    up, down = (y - (y_hat + h)) ** 2 / 2, (y - (y_hat - h)) ** 2 / 2
    return (up - down) / (2 * h)


# %% d_y_hat_d_z: ones like z
def d_y_hat_d_z(z):
    return np.ones_like(z)


# %% d_y_hat_d_z: ones of z's shape
def d_y_hat_d_z(z):
    return np.ones(z.shape)


# %% d_y_hat_d_z: ones, counted
def d_y_hat_d_z(z):
    return np.ones(len(z))


# %% d_y_hat_d_z: whole numbers
def d_y_hat_d_z(z):
    return np.ones(z.size, dtype=int)


# %% d_y_hat_d_z: a list of ones
def d_y_hat_d_z(z):
    return [1] * len(z)


# %% d_y_hat_d_z: zeros and one
def d_y_hat_d_z(z):
    return 0 * z + 1


# %% d_y_hat_d_z: np.full
def d_y_hat_d_z(z):
    return np.full(z.shape, 1.0)


# %% d_y_hat_d_z: repeated
def d_y_hat_d_z(z):
    return np.repeat(1.0, len(z))


# %% d_y_hat_d_z: to the power of zero
def d_y_hat_d_z(z):
    return z**0


# %% d_y_hat_d_z: true everywhere
def d_y_hat_d_z(z):
    return z == z


# %% d_z_d_w: x and ones
def d_z_d_w(x):
    return x, np.ones_like(x)


# %% d_z_d_w: a list of two
def d_z_d_w(x):
    return [x.copy(), np.ones(x.shape)]


# %% d_z_d_w: lists for arrays
def d_z_d_w(x):
    return x.tolist(), [1.0] * len(x)


# %% d_z_d_w: with names
def d_z_d_w(x):
    d_z_d_w1 = x
    d_z_d_w0 = np.ones(len(x))
    return d_z_d_w1, d_z_d_w0


# %% d_z_d_w: a helper and a default
def ones(n, value=1):
    return np.full(n, value, dtype=float)


def d_z_d_w(x):
    return (x, ones(x.size))


# %% d_z_d_w: a lambda
d_z_d_w = lambda x: (x, x * 0 + 1)


# %% d_z_d_w: a named tuple
from collections import namedtuple

Derivatives = namedtuple("Derivatives", ["w1", "w0"])


def d_z_d_w(x):
    return Derivatives(w1=x, w0=np.ones_like(x))


# %% d_z_d_w: differences of the line itself
def d_z_d_w(x):
    def z(w1, w0):
        return w1 * x + w0

    return z(1, 0) - z(0, 0), z(0, 1) - z(0, 0)


# %% neuron_gradients: the chain, link by link
def neuron_gradients(x, y, y_hat):
    d_e = d_error_d_y_hat(y, y_hat)
    d_y = d_y_hat_d_z(y_hat)
    d_w1, d_w0 = d_z_d_w(x)
    return np.sum(d_e * d_y * d_w1), np.sum(d_e * d_y * d_w0)


# %% neuron_gradients: without the functions
def neuron_gradients(x, y, y_hat):
    return ((y_hat - y) * x).sum(), (y_hat - y).sum()


# %% neuron_gradients: dot products
def neuron_gradients(x, y, y_hat):
    d = y_hat - y
    return float(d @ x), float(d @ np.ones(len(x)))


# %% neuron_gradients: a matrix with a column of ones
def neuron_gradients(x, y, y_hat):
    design = np.column_stack([x, np.ones_like(x)])
    return design.T @ (y_hat - y)


# %% neuron_gradients: tuple unpacking of a matrix product
def neuron_gradients(x, y, y_hat):
    d_w1, d_w0 = np.vstack(d_z_d_w(x)) @ (d_error_d_y_hat(y, y_hat) * d_y_hat_d_z(y))
    return d_w1, d_w0


# %% neuron_gradients: a list of two
def neuron_gradients(x, y, y_hat):
    upstream = d_error_d_y_hat(y, y_hat) * d_y_hat_d_z(y_hat)
    return [float(np.dot(upstream, each)) for each in d_z_d_w(x)]


# %% neuron_gradients: the builtin sum
def neuron_gradients(x, y, y_hat):
    upstream = d_error_d_y_hat(y, y_hat)
    return sum(upstream * x), sum(upstream)


# %% neuron_gradients: minus in front
def neuron_gradients(inputs, targets, outputs):
    differences = targets - outputs
    return -np.sum(inputs * differences), -np.sum(differences)


# %% neuron_gradients: arrays of one
def neuron_gradients(x, y, y_hat):
    error = y_hat - y
    return np.sum(error * x, keepdims=True), np.sum(error, keepdims=True)


# %% neuron_gradients: means times n
def neuron_gradients(x, y, y_hat):
    n = x.size
    e = d_error_d_y_hat(y, y_hat)
    return n * np.mean(e * x), n * np.mean(e)


# %% neuron_gradients: a helper, and prints
def chain(*links):
    product = 1.0
    for link in links:
        product = product * link
    return product.sum()


def neuron_gradients(x, y, y_hat):
    first, second = d_error_d_y_hat(y, y_hat), d_y_hat_d_z(y_hat)
    w1, w0 = d_z_d_w(x)
    print("gradients", chain(first, second, w1), chain(first, second, w0))
    return chain(first, second, w1), chain(first, second, w0)


# %% neuron_gradients: einsum
def neuron_gradients(x, y, y_hat):
    d_w1 = np.einsum("i,i->", d_error_d_y_hat(y, y_hat), x)
    d_w0 = np.einsum("i->", d_error_d_y_hat(y, y_hat))
    return d_w1, d_w0


# %% neuron_gradients: columns inside
def neuron_gradients(x, y, y_hat):
    x, y, y_hat = (each.reshape(-1, 1) for each in (x, y, y_hat))
    gradients = np.hstack([x, np.ones_like(x)]).T @ (y_hat - y)
    return gradients[0, 0], gradients[1, 0]


# %% neuron_gradients: a central difference of the error, which is exact for a parabola
def neuron_gradients(x, y, y_hat):
    h = 0.5

    def error(d_w1, d_w0):
        return np.sum((y - (y_hat + d_w1 * x + d_w0)) ** 2) / 2

    return (error(h, 0) - error(-h, 0)) / (2 * h), (error(0, h) - error(0, -h)) / (2 * h)


# %% neuron_gradients: an array of both
def neuron_gradients(x, y, y_hat):
    upstream = y_hat - y
    return np.array([np.sum(upstream * x), np.sum(upstream)])


# %% neuron_gradients: functools.reduce over the three links
from functools import reduce


def neuron_gradients(x, y, y_hat):
    d_w1, d_w0 = d_z_d_w(x)
    links = [d_error_d_y_hat(y, y_hat), d_y_hat_d_z(y_hat)]
    return (
        np.sum(reduce(np.multiply, [*links, d_w1])),
        np.sum(reduce(np.multiply, [*links, d_w0])),
    )


# %% train_neuron: as the text says it
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors = []
    snapshots = []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 -= learning_rate * d_w1
        w0 -= learning_rate * d_w0
    return w1, w0, errors, snapshots


# %% train_neuron: without the functions
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots = [], []
    for k in range(epochs):
        residual = y - (w1 * x + w0)
        errors.append(0.5 * np.sum(residual**2))
        if k % every == 0:
            snapshots.append([k, w1, w0])
        w1, w0 = w1 + learning_rate * np.sum(residual * x), w0 + learning_rate * np.sum(residual)
    return w1, w0, errors, snapshots


# %% train_neuron: a while loop
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots, epoch = [], [], 0
    while epoch < epochs:
        y_hat = linear(w1 * x + w0)
        errors += [sse(y, y_hat)]
        if not epoch % every:
            snapshots += [(epoch, w1, w0)]
        g1, g0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * g1, w0 - learning_rate * g0
        epoch += 1
    return w1, w0, errors, snapshots


# %% train_neuron: arrays filled in place
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors = np.zeros(epochs)
    path = np.zeros((epochs, 3))
    for epoch in range(epochs):
        path[epoch] = epoch, w1, w0
        y_hat = linear(w1 * x + w0)
        errors[epoch] = sse(y, y_hat)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, path[::every]


# %% train_neuron: the snapshots are picked at the end
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, path = [], []
    for epoch in range(epochs):
        path.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
        w0 = w0 - learning_rate * d_w0
    return w1, w0, errors, [path[k] for k in range(0, epochs, every)]


# %% train_neuron: a countdown to the next snapshot
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots, due = [], [], 0
    for epoch in range(epochs):
        if due == 0:
            snapshots.append((epoch, w1, w0))
            due = every
        due -= 1
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


# %% train_neuron: one vector of weights
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    weights = np.array([w1, w0])
    design = np.column_stack([x, np.ones(len(x))])
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, *weights))
        y_hat = design @ weights
        errors.append(sse(y, y_hat))
        weights = weights - learning_rate * design.T @ (y_hat - y)
    return weights[0], weights[1], errors, snapshots


# %% train_neuron: a class with a method for a step
class Neuron:
    def __init__(self, w1, w0):
        self.w1, self.w0 = w1, w0

    def __call__(self, x):
        return linear(self.w1 * x + self.w0)

    def step(self, x, y, learning_rate):
        y_hat = self(x)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        self.w1 -= learning_rate * d_w1
        self.w0 -= learning_rate * d_w0
        return sse(y, y_hat)


def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    neuron = Neuron(w1, w0)
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, neuron.w1, neuron.w0))
        errors.append(neuron.step(x, y, learning_rate))
    return neuron.w1, neuron.w0, errors, snapshots


# %% train_neuron: recursion over the epochs
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20, epoch=0):
    if epoch == epochs:
        return w1, w0, [], []
    y_hat = linear(w1 * x + w0)
    d_w1, d_w0 = neuron_gradients(x, y, y_hat)
    end1, end0, errors, snapshots = train_neuron(
        x, y, w1 - learning_rate * d_w1, w0 - learning_rate * d_w0, learning_rate, epochs, every, epoch + 1
    )
    now = [(epoch, w1, w0)] if epoch % every == 0 else []
    return end1, end0, [sse(y, y_hat), *errors], [*now, *snapshots]


# %% train_neuron: a generator of epochs
def descend(x, y, w1, w0, rate):
    while True:
        y_hat = linear(w1 * x + w0)
        yield w1, w0, sse(y, y_hat)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - rate * d_w1, w0 - rate * d_w0


def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    walk = descend(x, y, w1, w0, learning_rate)
    path = [next(walk) for _ in range(epochs + 1)]
    errors = [error for _, _, error in path[:-1]]
    snapshots = [(k, path[k][0], path[k][1]) for k in range(0, epochs, every)]
    return path[-1][0], path[-1][1], errors, snapshots


# %% train_neuron: one-element arrays for the weights
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    w1, w0 = np.array([w1]), np.array([w0])
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1.copy(), w0.copy()))
        y_hat = linear(w1 * x + w0)
        errors.append(np.array([sse(y, y_hat)]))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 -= learning_rate * d_w1
        w0 -= learning_rate * d_w0
    return w1, w0, errors, snapshots


# %% train_neuron: tuples for lists, and floats for epochs
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots = (), ()
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots += ((float(epoch), w1, w0),)
        y_hat = linear(w1 * x + w0)
        errors += (sse(y, y_hat),)
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1, w0 = w1 - learning_rate * d_w1, w0 - learning_rate * d_w0
    return [w1, w0, errors, snapshots]


# %% train_neuron: other names, a set of due epochs, prints
def train_neuron(inputs, targets, slope, bias, rate, rounds, every=20):
    due = set(range(0, rounds, every))
    history, pictures = [], []
    for r in range(rounds):
        if r in due:
            pictures.append((r, slope, bias))
            print(f"epoch {r}: {slope:.2f} {bias:.2f}")
        outputs = linear(inputs * slope + bias)
        history.append(float(sse(targets, outputs)))
        step_slope, step_bias = neuron_gradients(inputs, targets, outputs)
        slope, bias = slope - rate * step_slope, bias - rate * step_bias
    return slope, bias, history, pictures


# %% train_neuron: a figure besides
import matplotlib.pyplot as plt


def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, float(w1), float(w0)))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
        w0 = w0 - learning_rate * d_w0
    if epochs == 1:
        plt.plot(errors)
        plt.close()
    return w1, w0, errors, snapshots


# %% train_neuron: the sums are taken out of the loop
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    n, sx, sy, sxx, sxy, syy = len(x), x.sum(), y.sum(), x @ x, x @ y, y @ y
    errors, snapshots = [], []
    for k in range(epochs):
        errors.append((syy + w1 * w1 * sxx + n * w0 * w0 + 2 * w1 * w0 * sx - 2 * w1 * sxy - 2 * w0 * sy) / 2)
        snapshots.append((k, w1, w0))
        w1, w0 = (
            w1 - learning_rate * (w1 * sxx + w0 * sx - sxy),
            w0 - learning_rate * (w1 * sx + n * w0 - sy),
        )
    return w1, w0, errors, snapshots[::every]


# %% train_neuron: the cell trains a neuron of its own, and then fails
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        y_hat = linear(w1 * x + w0)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
        w0 = w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots


print(train_neuron(points_x, points_y, 0, 0, 0.001, 300))


# %% train_neuron: a second definition counts
def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    raise NotImplementedError


def train_neuron(x, y, w1, w0, learning_rate, epochs, every=20):
    errors, snapshots = [], []
    for epoch in range(epochs):
        take = epoch // every * every == epoch
        if take:
            snapshots.append((np.int64(epoch), np.float64(w1), np.float64(w0)))
        z = w1 * x + w0
        errors.append(np.float32(sse(y, linear(z))).astype(np.float64) * 0 + sse(y, linear(z)))
        gradient = np.array(neuron_gradients(x, y, linear(z)))
        w1, w0 = np.array([w1, w0]) - learning_rate * gradient
    return w1, w0, errors, snapshots
