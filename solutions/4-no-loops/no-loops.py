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
    from pathlib import Path
    from zipfile import ZipFile, is_zipfile

    from google.colab import files

    folder = Path("4-no-loops")
    if Path.cwd().name != folder.name:  # a second time, all is there already
        if not [*folder.glob("*.whl")]:
            for name in filter(is_zipfile, files.upload()):
                ZipFile(name).extractall()
        if [*folder.glob("*.whl")]:
            get_ipython().run_line_magic("cd", str(folder))
            get_ipython().run_line_magic("pip", "install --quiet *.whl")
        else:
            print(
                f"No zip of {folder} with the course's package in it: run this cell again, and choose the one from your instructor"
            )

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import time

import numpy as np
from sklearn.datasets import load_iris, make_regression
from sklearn.linear_model import LinearRegression

from autograder import check, hint, progress

import figures  # the pictures of this course: a folder beside this notebook

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

figures.points(x, y, "100 points that nearly lie on a line")

# %% [markdown]
# ## 1. Predictions, all at once
#
# With a loop, you computed `slope * x_i + bias` for one point after the other. NumPy does arithmetic on a whole column:
# `3 * x` multiplies every number in it, and `x + 4` adds 4 to every one.
#
# **A question first:** what shape will your result have, if `x` has shape `(100, 1)`?


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
# (The shape of `x`: every number of the column has become one prediction.) Here is your line, drawn over the points with a slope of 13 and a
# bias of 4.

# %%
figures.lines(x, y, predict, {"slope 13, bias 4": (13, 4)})

# %% [markdown]
# ## A trap: `(n,)` against `(n, 1)`
#
# Two things can both hold 100 numbers and still be shaped differently: a flat array of shape `(100,)`, and a column of
# shape `(100, 1)`. What happens if you subtract one from the other? Try it small first, with three numbers in each.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "A flat array of 3 numbers, minus a column of 3 numbers: how many numbers come out?",
    {
        "3": "That is what most people expect. See what NumPy makes of it.",
        "9": "Yes: every number of the one is taken against every number of the other.",
        "none: it is an error": "An error would be kinder. NumPy finds a meaning for it, without a word.",
    },
)

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

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "Twice as many points: how much longer will the loop take?",
    {
        "as long as before": "Every point is one more round for the loop, and every round takes its time.",
        "twice as long": "Yes: every point is one more round.",
        "four times as long": "Each point is looked at only once, so twice the points are twice the rounds.",
    },
)


# %%
def mse_with_a_loop(y, y_pred):
    total = 0.0
    for i in range(len(y)):
        total += (y[i, 0] - y_pred[i, 0]) ** 2
    return total / len(y)


def seconds(function, *arguments):
    took = []
    for _ in range(5):
        start = time.perf_counter()
        function(*arguments)
        took.append(time.perf_counter() - start)
    return min(took)  # the computer may have been busy with something else in the others


sizes = [100, 1_000, 2_500, 5_000, 10_000]
rng = np.random.default_rng(0)
columns = [rng.normal(size=(n, 1)) for n in sizes]
assert np.isclose(mse(columns[0], columns[0] + 1), 1), "First make mse right: its check, above, tells you how"
with_a_loop = [seconds(mse_with_a_loop, column, column + 1) for column in columns]
with_numpy = [seconds(mse, column, column + 1) for column in columns]

figures.race(sizes, {"with a loop": with_a_loop, "with NumPy": with_numpy})

# %% [markdown]
# **Why** is NumPy so much faster? It does the same additions and multiplications. What it does not do is everything around them:
#
# ```
# a list of numbers in Python
#
# [ • , • , • , ... ]
#   │   │   └──▶ (a float: 0.7)
#   │   └──────▶ (a float: 1.2)
#   └──────────▶ (a float: 0.3)
#
#
# an array in NumPy
#
# | 0.3 | 1.2 | 0.7 | ...
#
# bare numbers, side by side,
# all of the same kind
# ```
#
# - **No object for each number.** A number in Python is an object, somewhere in memory. For every single step the loop has to fetch one, look up what
#   kind of thing it is, find out what `-` or `**` means for that kind, and make a new object for the result. NumPy looks up the kind once, for
#   the whole array.
# - **One instruction for many numbers.** The numbers of an array lie side by side, and today's processors can add or multiply four or
#   eight such neighbours with a single instruction.
# - **It can run in parallel.** In your loop, every round needs the total of the round before. Where the whole column is given at once, it does not matter
#   who does which part: the work can be shared out among many processors, or among the thousands of small ones on a graphics card. That is how large
#   neural networks are trained.
#
# ## 3. Which way is down?
#
# The two derivatives say how the MSE changes when the slope, or the bias, grows a little ($\hat y_i$ is the prediction for
# point $i$, and $\frac{1}{n}\sum$ is nothing but a mean):
#
# $$
# \frac{\partial\,\mathrm{MSE}}{\partial\,\mathrm{slope}} = -\frac{2}{n} \sum_i x_i\,(y_i - \hat y_i)
# $$
#
# $$
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
# (They share the differences, $y_i - \hat y_i$.)
#
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
# Watch your line arrive: on the left the line, on the right its loss.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "50 epochs at a learning rate of 0.05. When will most of the way be covered?",
    {
        "in the first ten epochs": "Yes: where it is steep, the steps are long.",
        "in the last forty epochs": "There are more of them, but their steps are short: near the bottom it is hardly steep any more.",
        "evenly, all the way": "The steps get shorter and shorter, as it gets less and less steep.",
    },
)

# %%
rate = 0.05

slope, bias, losses = train(x, y, rate, 50)
epochs = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 49]
lines = [(0.0, 0.0)] + [train(x, y, rate, epoch)[:2] for epoch in epochs[1:]]

figures.line_and_loss(x, y, predict, lines, losses, epochs=epochs)

# %% [markdown]
# That is all of linear regression, in about a dozen lines, and it would work for a million points as it does for a hundred.
#
# ## The secret line
#
# In the first notebook, `make_regression` took a line and shook the points. Which line was it? You have asked the points with everything you have, by eye and
# downhill. Now ask `make_regression` itself: with `coef=True` it gives away the slope. The bias was there to be seen all the time: `bias=5`.
#
# Beside it stands how everybody else fits a line: scikit-learn's `LinearRegression`, in one line. You know now what such a line of code hides.

# %%
_, _, secret = make_regression(n_samples=100, n_features=1, bias=5, noise=5, random_state=762, coef=True)

# np.ravel makes each result flat, whatever shape yours has: slope[0] is then the number itself
slope, bias, losses = (np.ravel(result) for result in train(x, y, 0.3, 100))
theirs = LinearRegression().fit(x, y)

print(f"the secret line   slope {float(secret):.6f}   bias 5")
print(f"your line         slope {slope[0]:.6f}   bias {bias[0]:.6f}")
print(f"scikit-learn's    slope {theirs.coef_[0, 0]:.6f}   bias {theirs.intercept_[0]:.6f}")

# %% [markdown]
# Your line and scikit-learn's agree in every digit that is shown. Both found the bottom of the valley, you step by step, scikit-learn by solving two equations.
#
# But neither is the secret line: 12.41 is not 12.29, and 4.88 is not 5. **Why not?** Because of the shaking. The points that you have happen to lie
# a little steeper than the line that they come from. The bottom of the valley is the best line for *these* points; nobody can read the secret line off
# points that were shaken. With more points the two come closer: the shakes cancel better and better.
#
# ## Real flowers
#
# Until now the points were made up. These were not: in the 1930s the botanist Edgar Anderson measured the petals of
# 150 irises, in centimetres, and scikit-learn brings his numbers along.
# Longer petals are wider petals, it seems. **How much wider?** Your `train` answers, unchanged; only the learning rate and
# the number of epochs are others, because this is another valley.

# %%
petals = load_iris().data[:, 2:]
length, width = petals[:, :1], petals[:, 1:]  # two columns of shape (150, 1)

slope, bias, losses = (np.ravel(result) for result in train(length, width, 0.05, 500))

print(f"width = {slope[0]:.3f} * length {bias[0]:+.3f} cm")
figures.lines(
    length,
    width,
    predict,
    {"your line": (slope[0], bias[0])},
    "150 irises",
    names=("petal length in cm", "petal width in cm"),
)

# %% [markdown]
# The slope means something now: where a petal is 1 cm longer, it is about 0.4 cm wider. And the bias? It says that a petal of length 0 is
# about -0.36 cm wide. There is no such petal. A line is a good description *where there are points*; beyond them it knows nothing, however
# surely it goes on. Keep that in mind whenever somebody draws a line on into the future.
#
# Look at the points once more: there are two clouds with a gap between them. (In fact there are three kinds of iris in it.) A single
# line does not see that. You did, because you looked.
#
# Is everything there? `progress()` looks at all functions of this notebook once more, and says what is next.

# %%
progress()

# %% [markdown]
# Save this notebook, and submit it: hand it in the way that your instructor has told you. If you like to go on playing: in the cell that begins with `rate = 0.05`, make it 0.5.
# What happens to the loss? And with 1.0? (You have seen both in the last notebook.)
