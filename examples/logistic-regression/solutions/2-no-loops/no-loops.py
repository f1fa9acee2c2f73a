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
# The same as last time, for whole arrays at once; and then the curve learns. `sigmoid` is given: it works on arrays, too.

# %% nbgrader={"grade": false, "grade_id": "setup", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
import pictures

from autograder import check, hint, progress


# %% nbgrader={"grade": false, "grade_id": "given", "locked": true, "schema_version": 3, "solution": false, "task": false}
def sigmoid(z: np.ndarray) -> np.ndarray:
    """Turn each number into one between 0 and 1."""
    return 1 / (1 + np.exp(-z))


# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(24)
x = np.sort(rng.uniform(0, 10, size=40))
y = (rng.uniform(size=40) < 1 / (1 + np.exp(-(1.2 * x - 6)))).astype(float)

# %% [markdown]
# ## 1. Probabilities


# %% nbgrader={"grade": false, "grade_id": "predict", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict(x: np.ndarray, slope: float, bias: float) -> np.ndarray:
    """Predict the probability of a yes for every student.

    x has shape (n,), and so has the result.

    >>> predict(np.array([2.0]), 1.0, -2.0)
    array([0.5])
    """
    # TODO: about 1 line, and no loop
    ### BEGIN SOLUTION
    return sigmoid(slope * x + bias)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_predict", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(predict)

# %% [markdown]
# ## 2. Cross-entropy
#
# Who said yes costs $-\log p$, who said no $-\log(1 - p)$. (Being sure and wrong, with $p = 0$ for a yes, costs infinitely much; some keep
# $p$ away from 0 and 1 to be spared that. Both are right here.)


# %% nbgrader={"grade": false, "grade_id": "cross_entropy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy(y: np.ndarray, p: np.ndarray) -> float:
    """Give the mean cost of the predicted probabilities p for the answers y, which are 0 or 1.

    y and p have shape (n,). The result is one number.

    >>> cross_entropy(np.array([1.0, 0.0]), np.array([0.5, 0.5]))
    0.6931471805599453
    """
    # TODO: about 2 lines, and no loop
    ### BEGIN SOLUTION
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_cross_entropy", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(cross_entropy)

# %% [markdown]
# ## 3. Gradients


# %% nbgrader={"grade": false, "grade_id": "gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gradients(x: np.ndarray, y: np.ndarray, slope: float, bias: float) -> tuple[float, float]:
    """Give the derivatives of the cross-entropy by slope and by bias.

    x and y have shape (n,). The result is a pair of numbers: (by slope, by bias).

    >>> gradients(np.array([2.0]), np.array([1.0]), 0.0, 0.0)
    (-1.0, -0.5)
    """
    # TODO: about 2 lines, and no loop
    ### BEGIN SOLUTION
    error = predict(x, slope, bias) - y
    return np.mean(error * x), np.mean(error)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(gradients)

# %% [markdown]
# ## 4. The curve learns
#
# Start with slope 0 and bias 0. In each epoch, note the loss, and then go a step downhill with both numbers at once.


# %% nbgrader={"grade": false, "grade_id": "train", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(
    x: np.ndarray, y: np.ndarray, learning_rate: float, epochs: int
) -> tuple[float, float, list[float]]:
    """Descend from slope 0 and bias 0, and give the last slope, the last bias and the loss at the beginning of each epoch.

    x and y have shape (n,). The result holds slope, bias, and a list of as many losses as epochs.

    >>> train(np.array([2.0]), np.array([1.0]), 1.0, 1)
    (1.0, 0.5, [0.6931471805599453])
    """
    # TODO: about 8 lines, with a loop over the epochs
    ### BEGIN SOLUTION
    slope, bias = 0.0, 0.0
    losses = []
    for _ in range(epochs):
        losses.append(cross_entropy(y, predict(x, slope, bias)))
        by_slope, by_bias = gradients(x, y, slope, bias)
        slope = slope - learning_rate * by_slope
        bias = bias - learning_rate * by_bias
    return slope, bias, losses
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_train", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(train)

# %%
slope, bias, losses = train(x, y, 0.1, 3000)
pictures.losses(losses)
pictures.probabilities(x, y, predict, slope, bias)

# %% [markdown]
# ## 5. How many are right?
#
# A probability of 0.5 or more counts as a yes.


# %% nbgrader={"grade": false, "grade_id": "accuracy", "locked": false, "schema_version": 3, "solution": true, "task": false}
def accuracy(y: np.ndarray, p: np.ndarray) -> float:
    """Give the share of students whose answer is predicted: a probability of 0.5 or more counts as a yes.

    y and p have shape (n,). The result is one number from 0 to 1.

    >>> accuracy(np.array([1.0, 0.0]), np.array([0.75, 0.5]))
    0.5
    """
    # TODO: about 1 line, and no loop
    ### BEGIN SOLUTION
    return np.mean((p >= 0.5) == (y == 1))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_accuracy", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(accuracy)

# %%
print("predicted rightly:", accuracy(y, predict(x, slope, bias)))
progress()
