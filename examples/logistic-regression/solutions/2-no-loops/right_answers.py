"""Right answers in other styles than the reference: each must get full points."""


# %% predict: written out
def predict(x, slope, bias):
    return 1 / (1 + np.exp(-(slope * x + bias)))


# %% cross_entropy: in one formula, kept away from 0
def cross_entropy(y, p):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# %% cross_entropy: in one formula, not kept away
def cross_entropy(y, p):
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p)))


# %% gradients: a dot product
def gradients(x, y, slope, bias):
    error = sigmoid(slope * x + bias) - y
    return error @ x / len(x), error.sum() / len(x)


# %% train: a pair at once
def train(x, y, learning_rate, epochs):
    slope = bias = 0.0
    losses = []
    for epoch in range(epochs):
        losses += [cross_entropy(y, predict(x, slope, bias))]
        step = gradients(x, y, slope, bias)
        slope, bias = slope - learning_rate * step[0], bias - learning_rate * step[1]
    return slope, bias, losses


# %% accuracy: by rounding away from one half
def accuracy(y, p):
    return 1 - np.mean(np.abs(np.where(p < 0.5, 0, 1) - y))
