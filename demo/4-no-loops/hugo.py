# The (n,) against (n, 1) trap, and an argument changed in place.
# rest: solved
# %% mse
def mse(y, y_pred):
    return np.mean((y.flatten() - y_pred) ** 2)


# %% gradients
def gradients(x, y, y_pred):
    y -= y_pred
    return -2 * np.mean(x * y), -2 * np.mean(y)
