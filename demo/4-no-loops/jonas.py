# An endless loop in one function.
# rest: solved
# %% mse
def mse(y, y_pred):
    total = 0.0
    i = 0
    while i < len(y):
        total += (y[i, 0] - y_pred[i, 0]) ** 2
    return total / len(y)
