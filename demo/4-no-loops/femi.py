# Right values, with a loop where none should be.
# rest: solved
# %% predict
def predict(x, slope, bias):
    result = []
    for row in x:
        result.append(slope * row + bias)
    return np.array(result)


# %% mse
def mse(y, y_pred):
    return sum((a - b) ** 2 for a, b in zip(y.ravel(), y_pred.ravel())) / len(y)
