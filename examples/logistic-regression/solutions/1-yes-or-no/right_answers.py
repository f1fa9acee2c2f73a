"""Right answers in other styles than the reference: each must get full points."""


# %% sigmoid: that never overflows
def sigmoid(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


# %% sigmoid: with NumPy
def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


# %% predict_loop: a comprehension
def predict_loop(x, slope, bias):
    return [sigmoid(slope * each + bias) for each in x]


# %% predict_loop: places, into an array
def predict_loop(x, slope, bias):
    p = np.zeros(len(x))
    for i in range(len(x)):
        p[i] = 1 / (1 + np.exp(-(slope * x[i] + bias)))
    return p


# %% cross_entropy_loop: in one formula
def cross_entropy_loop(y, p):
    total = 0.0
    for i in range(len(y)):
        total += y[i] * math.log(p[i]) + (1 - y[i]) * math.log(1 - p[i])
    return -total / len(y)


# %% gradients_loop: two lists
def gradients_loop(x, y, slope, bias):
    errors = [p - truth for p, truth in zip(predict_loop(x, slope, bias), y)]
    return (sum(e * each for e, each in zip(errors, x)) / len(x), sum(errors) / len(x))
