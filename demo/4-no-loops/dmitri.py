# Right, noisy: it prints, warns and plots while it works.
# rest: solved
# %% mse
import warnings


def mse(y, y_pred):
    print("shapes", y.shape, y_pred.shape)
    warnings.warn("still debugging")
    return np.mean(np.power(y - y_pred, 2))


# %% train
import matplotlib.pyplot as plt


def train(x, y, learning_rate, epochs):
    slope = bias = 0
    losses = []
    while len(losses) < epochs:
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        step = gradients(x, y, y_pred)
        slope -= learning_rate * step[0]
        bias -= learning_rate * step[1]
    plt.plot(losses)
    plt.close()
    return slope, bias, losses
