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
# # Yes or no?
#
# Forty students practised for an exam, some more and some less, and then passed or failed. A line cannot tell who passes: an answer is yes
# or no, and what can be predicted is how *probable* a yes is. Here you build that, with loops.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import numpy as np
import pictures

from autograder import check, hint, progress

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(24)
x = np.sort(rng.uniform(0, 10, size=40))
y = (rng.uniform(size=40) < 1 / (1 + np.exp(-(1.2 * x - 6)))).astype(float)

pictures.answers(x, y, "Who passed?")

# %% [markdown]
# ## 1. A number between 0 and 1
#
# The *sigmoid* turns any number into one between 0 and 1:
#
# $$
# \sigma(z) = \frac{1}{1 + e^{-z}}
# $$


# %% nbgrader={"grade": false, "grade_id": "sigmoid", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid(z: float) -> float:
    """Turn any number into one between 0 and 1.

    >>> sigmoid(0.0)
    0.5
    """
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return 1 / (1 + math.exp(-z))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_sigmoid", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(sigmoid)

# %% [markdown]
# ## 2. A probability for everybody
#
# With slope 1 and bias -2, a student who practised for 2 hours has height 0 on the line, and so the probability $\sigma(0) = 0.5$. List the
# probability of each student, with a loop.


# %% nbgrader={"grade": false, "grade_id": "predict_loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict_loop(x: np.ndarray, slope: float, bias: float) -> list[float]:
    """Predict the probability of a yes for every student: the sigmoid of slope * x_i + bias.

    x has shape (n,). The result is a list of n numbers.

    >>> predict_loop(np.array([2.0]), 1.0, -2.0)
    [0.5]
    """
    # TODO: about 4 lines, with a loop over the students
    ### BEGIN SOLUTION
    probabilities = []
    for x_i in x:
        probabilities.append(sigmoid(slope * x_i + bias))
    return probabilities
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_predict_loop", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(predict_loop)

# %%
pictures.probabilities(x, y, predict_loop, slope=1.2, bias=-6)

# %% [markdown]
# ## 3. What a wrong guess costs
#
# Who said yes costs $-\log p$, and who said no costs $-\log(1 - p)$, where $p$ is the probability that you predicted for a yes. The mean of
# all costs is the *cross-entropy*.


# %% nbgrader={"grade": false, "grade_id": "cross_entropy_loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy_loop(y: np.ndarray, p: np.ndarray) -> float:
    """Give the mean cost of the predicted probabilities p for the answers y, which are 0 or 1.

    y and p have shape (n,). The result is one number.

    >>> cross_entropy_loop(np.array([1.0]), np.array([1.0]))
    0.0
    """
    # TODO: about 7 lines, with a loop over the students
    ### BEGIN SOLUTION
    total = 0.0
    for y_i, p_i in zip(y, p):
        if y_i == 1:
            total = total - math.log(p_i)
        else:
            total = total - math.log(1 - p_i)
    return total / len(y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_cross_entropy_loop", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(cross_entropy_loop)

# %% [markdown]
# ## 4. Which way is down?
#
# The derivatives of the cross-entropy are as simple as they could be. With $p_i$ the predicted probability,
#
# $$
# \frac{\partial}{\partial\,\mathrm{slope}} = \frac1n \sum_i (p_i - y_i)\, x_i \qquad \frac{\partial}{\partial\,\mathrm{bias}} = \frac1n \sum_i (p_i - y_i)
# $$


# %% nbgrader={"grade": false, "grade_id": "gradients_loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradients_loop(x: np.ndarray, y: np.ndarray, slope: float, bias: float) -> tuple[float, float]:
    """Give the derivatives of the cross-entropy by slope and by bias.

    x and y have shape (n,). The result is a pair of numbers: (by slope, by bias).

    >>> gradients_loop(np.array([2.0]), np.array([1.0]), 0.0, 0.0)
    (-1.0, -0.5)
    """
    # TODO: about 7 lines, with a loop over the students
    ### BEGIN SOLUTION
    by_slope, by_bias = 0.0, 0.0
    for x_i, y_i, p_i in zip(x, y, predict_loop(x, slope, bias)):
        error = p_i - y_i
        by_slope = by_slope + error * x_i
        by_bias = by_bias + error
    return by_slope / len(x), by_bias / len(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_gradients_loop", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(gradients_loop)

# %% [markdown]
# Next time, NumPy does the loops, and the curve finds its place by itself. Is everything there?

# %%
progress()
