# Right, with NumPy's functions in place of operators.
# rest: solved
# %% predict
def predict(x, slope, bias):
    return np.add(np.multiply(x, slope), bias)


# %% mse
def mse(y, y_pred):
    return np.square(np.subtract(y, y_pred)).mean()


# %% gradients
def gradients(x, y, y_pred):
    n = x.shape[0]
    error = y_pred - y
    return 2 / n * np.sum(x * error), 2 / n * np.sum(error)
