# Uphill, and a loss too many.
# rest: solved
# %% gradients
def gradients(x, y, y_pred):
    r = y - y_pred
    return 2 * np.mean(x * r), 2 * np.mean(r)


# %% train
def train(x, y, learning_rate, epochs):
    slope, bias = 0.0, 0.0
    losses = [mse(y, predict(x, slope, bias))]
    for _ in range(epochs):
        d_slope, d_bias = gradients(x, y, predict(x, slope, bias))
        slope -= learning_rate * d_slope
        bias -= learning_rate * d_bias
        losses.append(mse(y, predict(x, slope, bias)))
    return slope, bias, losses
