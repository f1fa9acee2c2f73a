# An endless loop in one function.
# rest: solved
# %% train
def train(x, y, learning_rate, epochs):
    slope, bias, losses = 0.0, 0.0, []
    epoch = 0
    while epoch < epochs:
        y_pred = predict(x, slope, bias)
        losses = [mse(y, y_pred)]
        d_slope, d_bias = gradients(x, y, y_pred)
        slope = slope - learning_rate * d_slope
        bias = bias - learning_rate * d_bias
    return slope, bias, losses
