# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # No loops
#
# You have fitted a line with plain Python loops: one point at a time, one sum at a time. It worked, and it was slow.
# In this notebook you write the same four functions again, and they shrink to a few lines each, because NumPy
# works on a whole column of numbers at once.
#
# How it goes: read a little, replace one `raise NotImplementedError`, run the cell, run the check below it.
# The check tells you at once what is right, and what probably went wrong. Try as often as you like. Run the cells from
# top to bottom: where Python says that a name is not defined, a cell further up has not been run yet.
#
# Stuck? `hint(predict)`, in a cell of its own, gives you the idea; run it again for a question, and once more for where to read.
# It never gives the answer.

# %% cellView="form" jupyter={"source_hidden": true}
# @title Google Colab only: run this cell first, and choose the assignment's zip file when it asks
import sys

if "google.colab" in sys.modules:  # anywhere else, this cell does nothing
    from zipfile import ZipFile

    from google.colab import files

    for name in files.upload():
        ZipFile(name).extractall()
    get_ipython().run_line_magic("cd", "4-no-loops")
    get_ipython().run_line_magic("pip", "install --quiet *.whl")

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import make_regression

from autograder import check, hint, progress

# %% [markdown]
# ## The points
#
# The same 100 points as before, with one difference: `x` and `y` are now **columns**. A column of shape `(100, 1)` has 100
# rows with 1 number in each: `[[0.3], [1.2], ...]`. That is how scikit-learn, and most libraries after it, like their `x`;
# `y` gets the same shape here, so that the two fit together.

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
x, y = make_regression(n_samples=100, n_features=1, bias=5, noise=5, random_state=762)
y = y.reshape(-1, 1)

print("x has shape", x.shape)
print("y has shape", y.shape)

plt.figure(figsize=(6, 3.6))
plt.scatter(x, y, s=18, alpha=0.7)
plt.xlabel("x")
plt.ylabel("y")
plt.title("100 points that nearly lie on a line")
plt.show()

# %% [markdown]
# ## 1. Predictions, all at once
#
# With a loop, you computed `slope * x_i + bias` for one point after the other. NumPy does arithmetic on a whole column:
# `3 * x` multiplies every number in it, and `x + 4` adds 4 to every one.
#
# **Before you write it:** what shape will your result have, if `x` has shape `(100, 1)`?


# %% nbgrader={"grade": false, "grade_id": "predict", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict(x: np.ndarray, slope: float, bias: float) -> np.ndarray:
    """Predict y for every point.

    x has shape (n, 1); slope and bias are numbers. The result has x's shape.

    >>> predict(np.array([[0.0], [1.0], [2.0]]), 2.0, 1.0)
    array([[1.],
           [3.],
           [5.]])
    """
    # TODO: about 1 line, and no loop
    ### BEGIN SOLUTION
    return slope * x + bias
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_predict", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(predict)

# %% [markdown]
# Here is your line, drawn over the points with a slope of 13 and a bias of 4. Change the two numbers and run it again:
# which of them tilts the line, and which one lifts it?

# %%
plt.figure(figsize=(6, 3.6))
plt.scatter(x, y, s=18, alpha=0.7)
plt.plot(x, predict(x, 13, 4), color="tab:red", linewidth=2)
plt.xlabel("x")
plt.ylabel("y")
plt.title("slope 13, bias 4")
plt.show()

# %% [markdown]
# ## A trap: `(n,)` against `(n, 1)`
#
# Two things can both hold 100 numbers and still be shaped differently: a flat array of shape `(100,)`, and a column of
# shape `(100, 1)`. What happens if you subtract one from the other? Try it small first, with three numbers in each.
# **Guess how many numbers come out, then run the cell.**

# %%
flat = np.array([10, 20, 30])  # shape (3,)
column = np.array([[1], [2], [3]])  # shape (3, 1)

print("flat - column:")
print(flat - column)
print("With your 100 points, the shape would be", (y.ravel() - x).shape)

# %% [markdown]
# NumPy did not complain. It laid the flat array out as a row, and took *every* number of it against *every* number of the
# column: 9 differences instead of 3, or 10,000 instead of 100. This is called *broadcasting*. It is what makes `3 * x` work,
# and it is also the most common silent mistake with NumPy. When a result looks strange, print the shapes.
#
# ## 2. One number for how wrong a line is
#
# The mean squared error, again: take the difference between each `y` and its prediction, square it, and take the mean of all
# the squares. `y` and `y_pred` are columns. Where the loop had a sum that grew point by point, NumPy has a function for the
# whole column: look at `np.mean` and `np.sum`.


# %% nbgrader={"grade": false, "grade_id": "mse", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mse(y: np.ndarray, y_pred: np.ndarray) -> float:
    """Give the mean of the squared differences.

    y and y_pred have shape (n, 1). The result is one number.

    >>> mse(np.array([[1.0], [2.0]]), np.array([[1.0], [4.0]]))
    2.0
    """
    # TODO: about 1 line, and no loop
    ### BEGIN SOLUTION
    return float(np.mean((y - y_pred) ** 2))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_mse", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(mse)

# %% [markdown]
# ### Was it worth it?
#
# Below is the MSE with a loop, as you know it. Both are timed on 100 points, then on 1,000, and so on up to 10,000.
# **Before you run it:** twice the points, how much more time will the loop take? And NumPy?


# %%
def mse_with_a_loop(y, y_pred):
    total = 0.0
    for i in range(len(y)):
        total += (y[i, 0] - y_pred[i, 0]) ** 2
    return total / len(y)


def seconds(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


sizes = [100, 1_000, 2_500, 5_000, 10_000]
rng = np.random.default_rng(0)
columns = [rng.normal(size=(n, 1)) for n in sizes]
assert np.isclose(mse(columns[0], columns[0] + 1), 1), "First make mse right: its check, above, tells you how"
with_a_loop = [seconds(mse_with_a_loop, column, column + 1) for column in columns]
with_numpy = [min(seconds(mse, column, column + 1) for _ in range(3)) for column in columns]

plt.figure(figsize=(6, 3.6))
plt.plot(sizes, with_a_loop, "o-", label="with a loop")
plt.plot(sizes, with_numpy, "s-", label="with NumPy")
plt.xlabel("number of points")
plt.ylabel("seconds")
plt.title(f"At 10,000 points NumPy is {with_a_loop[-1] / with_numpy[-1]:.0f} times as fast")
plt.legend()
plt.show()

# %% [markdown]
# ## 3. Which way is down?
#
# The two derivatives say how the MSE changes when the slope, or the bias, grows a little ($\hat y_i$ is the prediction for
# point $i$, and $\frac{1}{n}\sum$ is nothing but a mean):
#
# $$
# \frac{\partial\,\mathrm{MSE}}{\partial\,\mathrm{slope}} = -\frac{2}{n} \sum_i x_i\,(y_i - \hat y_i)
# \qquad
# \frac{\partial\,\mathrm{MSE}}{\partial\,\mathrm{bias}} = -\frac{2}{n} \sum_i (y_i - \hat y_i)
# $$
#
# With loops, both sums had to be set to zero before each round. Here no sum is left over that you could forget to reset: NumPy
# adds up the whole column in one go. **One question before you start:** what do the two formulas share?
# Compute that once, and give it a name.


# %% nbgrader={"grade": false, "grade_id": "gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradients(x: np.ndarray, y: np.ndarray, y_pred: np.ndarray) -> tuple[float, float]:
    """Give the derivatives of the MSE with respect to the slope and to the bias, in this order.

    x, y and y_pred have shape (n, 1). The result is two numbers.

    >>> gradients(np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]]), np.array([[1.0], [2.0]]))
    (-8.0, -5.0)
    """
    # TODO: about 3 lines, and no loop
    ### BEGIN SOLUTION
    residuals = y - y_pred
    d_slope = -2 * np.mean(x * residuals)
    d_bias = -2 * np.mean(residuals)
    return float(d_slope), float(d_bias)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(gradients)

# %% [markdown]
# ## 4. Down into the valley
#
# Now put your three functions together. Start with slope 0 and bias 0. Then, once for each epoch:
#
# 1. predict,
# 2. note the MSE of these predictions in a list,
# 3. get the two derivatives,
# 4. take one step *against* each of them: `learning_rate` times the derivative.
#
# There is still one loop here, and it has to stay: each epoch needs the line that the one before it left.
# It is the loop over the *points* that is gone.


# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(
    x: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int
) -> tuple[float, float, list[float]]:
    """Fit a line by gradient descent, starting from slope 0 and bias 0.

    x and y have shape (n, 1). The result is (slope, bias, losses).
    losses[k] is the MSE before update k: losses[0] is that of slope 0 and bias 0,
    and there are as many losses as epochs.

    >>> train(np.array([[1.0], [2.0]]), np.array([[3.0], [5.0]]), 0.1, 1)
    (1.3, 0.8, [17.0])
    """
    # TODO: about 8 lines; use predict, mse and gradients
    ### BEGIN SOLUTION
    slope, bias = 0.0, 0.0
    losses = []
    for _ in range(epochs):
        y_pred = predict(x, slope, bias)
        losses.append(mse(y, y_pred))
        d_slope, d_bias = gradients(x, y, y_pred)
        slope = slope - learning_rate * d_slope
        bias = bias - learning_rate * d_bias
    return slope, bias, losses
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_train", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(train)

# %% [markdown]
# Watch your line arrive: on the left where it stood after a few epochs, on the right its loss.
# **Before you run it:** will most of the way be covered in the first ten epochs, or in the last forty?

# %%
rate = 0.05

slope, bias, losses = (np.ravel(result) for result in train(x, y, rate, 50))
ends = np.array([[x.min()], [x.max()]])

figure, (left, right) = plt.subplots(1, 2, figsize=(8.8, 3.6), gridspec_kw={"wspace": 0.2})
left.scatter(x, y, s=14, alpha=0.4)
for epochs in (1, 3, 8, 50):
    a, b, _ = train(x, y, rate, epochs)
    line = np.ravel(predict(ends, a, b))
    left.plot(np.ravel(ends), line, color="tab:red", alpha=0.25 + 0.75 * epochs / 50)
    left.annotate(
        f"after {epochs}", (x.max(), line[1]), xytext=(4, -3), textcoords="offset points", fontsize=8
    )
left.set_xlim(right=x.max() + 1.3)
left.set_xlabel("x")
left.set_ylabel("y")
left.set_title(f"slope {slope[0]:.2f}, bias {bias[0]:.2f}")
right.plot(losses, "o-", markersize=3)
right.set_xlabel("epoch")
right.set_ylabel("MSE")
right.set_title(f"loss {losses[0]:.3g}, then {losses[-1]:.3g}")
right.grid(alpha=0.3)
plt.show()

# %% [markdown]
# That is all of linear regression, in about a dozen lines, and it would work for a million points as it does for a hundred.
#
# Is everything there? `progress()` looks at all functions of this notebook once more, and says what is next.

# %%
progress()

# %% [markdown]
# Save the notebook and submit it. If you like to go on playing: in the cell that begins with `rate = 0.05`, make it 0.5.
# What happens to the loss? And with 1.0? (You have seen both in the last notebook.)
