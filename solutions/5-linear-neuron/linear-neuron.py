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
# # The smallest neural network
#
# Big libraries train neural networks with millions of numbers in two lines of code, and hide how. So let us build the smallest network
# that there is, with two numbers, and hide nothing. You know it already, under another name: it is your line.
#
# ```
# x ─ w1 ─┐
#         ├─ z ─ unit ─ ŷ
# 1 ─ w0 ─┘
#
# z = w1 · x + w0 · 1
# ```
#
# A **neuron** takes its inputs, multiplies each by a **weight**, and adds up. The first input is $x$, and its weight $w_1$ is what
# you called the slope. The second input is always 1, and its weight $w_0$ is the bias. Then the sum $z$ goes through a unit, which in
# larger networks bends it (one that is much used, called *ReLU*, cuts off everything below zero). Ours is *linear*: it leaves it as it is.
#
# All arrays in this notebook are flat again, of shape `(n,)`: n numbers in a row. And no function loops over the points.

# %% cellView="form" jupyter={"source_hidden": true}
# @title Google Colab only: run this cell first, and choose the assignment's zip file when it asks
import sys

if "google.colab" in sys.modules:  # anywhere else, this cell does nothing
    from pathlib import Path
    from zipfile import ZipFile, is_zipfile

    from google.colab import files

    folder = Path("5-linear-neuron")
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
import numpy as np

from autograder import check, hint, progress

import figures  # the pictures of this course: a folder beside this notebook

# %% [markdown]
# ## 1. Points of your own
#
# This time you make the points, and shake them yourself. Each point lies on a line of the given slope, but that line's height at $x = 0$ is
# another for every point: a little above or below zero. This height, which we called the bias, is also called the **intercept**. The shaking is called
# *noise*.
#
# Random numbers come from a *generator*, here called `rng`. It draws whole arrays:
#
# - `rng.uniform(2, 5, size=3)` gives three numbers from 2 up to 5, every place as likely as any other. (The 2 itself may come, the 5 may not: that is
#   written $[2, 5)$.)
# - `rng.normal(10, 2, size=3)` gives three numbers around 10, their *mean*, and most of them lie within 2 of it, their *standard deviation*. This is
#   called a normal distribution.
#
# A generator starts from a number, its *seed*, and the same seed gives the same numbers each time. So always draw from the generator that the
# function is given, never from one of your own.
#
# **A question first:** if all points shared one single intercept, how would they lie?


# %% nbgrader={"grade": false, "grade_id": "make_line", "locked": false, "schema_version": 3, "solution": true, "task": false}
def make_line(n: int, slope: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Make n points near a line: x uniform on [0, 1), y = slope * x + an intercept of its own for every point.

    The intercepts are drawn from a normal distribution with mean 0 and standard deviation 0.1.
    All random numbers come from rng. The result is (x, y), each of shape (n,).

    >>> [part.shape for part in make_line(3, 2.0, np.random.default_rng(0))]
    [(3,), (3,)]
    """
    # TODO: about 3 lines, and no loop
    ### BEGIN SOLUTION
    x = rng.uniform(0, 1, size=n)
    intercepts = rng.normal(0, 0.1, size=n)
    return x, slope * x + intercepts
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_make_line", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(make_line)

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
rng = np.random.default_rng(2)
x, y = make_line(200, 2.0, rng)

figures.points(x, y, "200 points of slope 2")

# %% [markdown]
# (With one single intercept for all they would lie on one line again, only a little higher or lower.)
#
# ## 2. The linear unit
#
# The shortest function of this course. It seems to do nothing, and here that is right; in a larger network, other units stand in
# its place.


# %% nbgrader={"grade": false, "grade_id": "linear", "locked": false, "schema_version": 3, "solution": true, "task": false}
def linear(z: np.ndarray) -> np.ndarray:
    """Give z as it is: a linear unit changes nothing.

    z has shape (n,), and so has the result.

    >>> linear(np.array([0.5, -2.0]))
    array([ 0.5, -2. ])
    """
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return z
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_linear", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check(linear)

# %% [markdown]
# Now a neuron can predict. Its two weights start at random, and so its first line is nearly always bad. (This seed was picked for
# a really terrible one.)

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "The points rise from 0 to 2. The random weights are w1 = -3.70 and w0 = 4.78. Where will the line be at the left edge, at x = 0?",
    {
        "at about 0, with the points": "At x = 0, w1 · x is 0 as well, and w0 is all that remains: 4.78.",
        "at about -3.7": "At x = 0, w1 · x is 0: the slope has no say there. What remains is w0: 4.78.",
        "at about 4.8": "Yes: at x = 0 only w0 remains.",
    },
)


# %%
def neuron(x, w1, w0):
    return linear(w1 * x + w0)


w1, w0 = np.random.default_rng(1469).uniform(-5, 5, size=2)

figures.lines(x, y, neuron, {f"w1 = {w1:.2f}, w0 = {w0:.2f}": (w1, w0)}, "The first guess of the neuron")

# %% [markdown]
# ## 3. How wrong is it?
#
# Here the loss is the *sum of squared errors* with a half in front, SSE for short:
#
# $$
# E = \frac{1}{2} \sum_i (y_i - \hat y_i)^2
# $$
#
# Compare it with the MSE: the sum is not divided by $n$, but by 2. The half is there for a reason that you will see in section 4.


# %% nbgrader={"grade": false, "grade_id": "sse", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sse(y: np.ndarray, y_hat: np.ndarray) -> float:
    """Give half the sum of the squared differences.

    y and y_hat have shape (n,). The result is one number.

    >>> sse(np.array([1.0, 2.0]), np.array([1.0, 4.0]))
    2.0
    """
    # TODO: about 1 line, and no loop
    ### BEGIN SOLUTION
    return float(np.sum((y - y_hat) ** 2) / 2)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_sse", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(sse)

# %% [markdown]
# ## 4. Three small derivatives
#
# How does the error $E$ change when a weight changes? Not in one go: the weight changes $z$, $z$ changes $\hat y$, and $\hat y$ changes
# $E$. So work out three small derivatives, each for every point, and chain them afterwards.
#
# **The error and the prediction.** For one point, $E = \frac{1}{2}(y - \hat y)^2$. Its derivative with respect to $\hat y$ is
# $\hat y - y$. The 2 of the square meets the half, and nothing is left of the two: that is what the half is for. And because $\hat y$ stands
# behind a minus, the difference turns round.


# %% nbgrader={"grade": false, "grade_id": "d_error_d_y_hat", "locked": false, "schema_version": 3, "solution": true, "task": false}
def d_error_d_y_hat(y: np.ndarray, y_hat: np.ndarray) -> np.ndarray:
    """Give, for every point, how fast the error grows with its prediction y_hat.

    y and y_hat have shape (n,), and so has the result.

    >>> d_error_d_y_hat(np.array([1.0, 2.0]), np.array([1.5, 0.0]))
    array([ 0.5, -2. ])
    """
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return y_hat - y
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_d_error_d_y_hat", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check(d_error_d_y_hat)

# %% [markdown]
# **The prediction and z.** The unit leaves $z$ as it is: $\hat y = z$. If $z$ grows by a little, by how much does $\hat y$ grow? Give
# that number for every point, as an array of the shape of `z`.


# %% nbgrader={"grade": false, "grade_id": "d_y_hat_d_z", "locked": false, "schema_version": 3, "solution": true, "task": false}
def d_y_hat_d_z(z: np.ndarray) -> np.ndarray:
    """Give, for every point, how fast the prediction y_hat grows with z.

    z has shape (n,), and so has the result.

    >>> d_y_hat_d_z(np.array([0.5, -2.0, 8.0]))
    array([1., 1., 1.])
    """
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return np.ones_like(z)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_d_y_hat_d_z", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check(d_y_hat_d_z)

# %% [markdown]
# **z and the weights.** $z = w_1 \cdot x + w_0 \cdot 1$. If $w_1$ grows by a little, $z$ grows by that, times what stands beside $w_1$. The
# same for $w_0$. **A question first:** what stands beside $w_0$? (It is in the formula.)


# %% nbgrader={"grade": false, "grade_id": "d_z_d_w", "locked": false, "schema_version": 3, "solution": true, "task": false}
def d_z_d_w(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give, for every point, how fast z grows with w1 and with w0, in this order.

    x has shape (n,), and so have the two results.

    >>> d_z_d_w(np.array([0.5, -2.0]))
    (array([ 0.5, -2. ]), array([1., 1.]))
    """
    # TODO: about 1 line
    ### BEGIN SOLUTION
    return x, np.ones_like(x)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_d_z_d_w", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
check(d_z_d_w)

# %% [markdown]
# ## The graph
#
# Everything that you have fitted so far can be drawn as a *computation graph*, with four circles only: the two inputs $X$ (all your $x$ together) and 1, the line, and the
# MSE. Values flow forward, from left to right. Derivatives flow back, from right to left.

# %%
figures.line_as_graph()

# %% [markdown]
# Now take a magnifying glass. Here is the neuron, for the first of your points, with every multiplication in a circle of its own and the SSE at the end. Each dashed arrow hands back what came from
# its right, times its own small derivative: this is the **chain rule**, and going back like this is called *back propagation*. All numbers are worked out
# by your functions, and rounded to three digits. **Follow the dashed arrows from E to w1, and do the multiplications on the way yourself.**

# %%
figures.computation_graph(
    x[0],
    y[0],
    w1,
    w0,
    linear=linear,
    sse=sse,
    d_error_d_y_hat=d_error_d_y_hat,
    d_y_hat_d_z=d_y_hat_d_z,
    d_z_d_w=d_z_d_w,
)

# %% [markdown]
# Find the 1 on the left. Going forward, it lets $w_0$ into the sum just as it is. Going back, it is what the derivative for $w_0$ is multiplied
# by, as the derivative for $w_1$ is multiplied by $x$. This is where the 1 in the formulas comes from, and why the derivative for the bias has no $x$ in it: its
# input is always 1.
#
# ## 5. The chain
#
# For every point, multiply: $\frac{\partial E}{\partial w} = \frac{\partial E}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial z} \cdot \frac{\partial z}{\partial w}$,
# once for $w_1$ and once for $w_0$. (`d_y_hat_d_z` wants a `z`, and you are not given one: for a linear unit, $\hat y$ is $z$.) Then add up over all points, because $E$ is a sum over all points. (Looking at all points before each step is called
# *batch learning*.)


# %% nbgrader={"grade": false, "grade_id": "neuron_gradients", "locked": false, "schema_version": 3, "solution": true, "task": false}
def neuron_gradients(x: np.ndarray, y: np.ndarray, y_hat: np.ndarray) -> tuple[float, float]:
    """Give the derivatives of the error with respect to w1 and to w0, in this order, by the chain rule.

    x, y and y_hat have shape (n,). The result is two numbers: each is summed over the points.

    >>> neuron_gradients(np.array([1.0, 2.0]), np.array([3.0, 5.0]), np.array([1.0, 2.0]))
    (-8.0, -5.0)
    """
    # TODO: about 3 lines, and no loop; use your three derivatives
    ### BEGIN SOLUTION
    upstream = d_error_d_y_hat(y, y_hat) * d_y_hat_d_z(y_hat)
    d_z_d_w1, d_z_d_w0 = d_z_d_w(x)
    return float(np.sum(upstream * d_z_d_w1)), float(np.sum(upstream * d_z_d_w0))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_neuron_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
check(neuron_gradients)

# %% [markdown]
# Does the chain agree with a tiny step of each weight? **Run it and compare.**


# %%
def error_at(w1, w0):
    return sse(y, neuron(x, w1, w0))


tiny = 0.0001
d_w1, d_w0 = neuron_gradients(x, y, neuron(x, w1, w0))
nearly_d_w1 = (error_at(w1 + tiny, w0) - error_at(w1 - tiny, w0)) / (2 * tiny)
nearly_d_w0 = (error_at(w1, w0 + tiny) - error_at(w1, w0 - tiny)) / (2 * tiny)

print(f"for w1: chain {d_w1:.4f}, tiny step {nearly_d_w1:.4f}")
print(f"for w0: chain {d_w0:.4f}, tiny step {nearly_d_w0:.4f}")

# %% [markdown]
# Look at what you have added up: for every point $(\hat y - y) \cdot x$, and $\hat y - y$. Those are the *plain sums* of the shorthand in “Downhill”, with the sign
# turned round. The half in the SSE has met the 2, and there is no $\frac{1}{n}$: so what looked like a shorthand there is the true derivative of the SSE.
#
# It also explains the learning rates. There, with 100 points, a rate of 0.05 on the MSE took the same steps as $2 \cdot 0.05 / 100 = 0.001$ on the plain sums. Here you
# train with 0.001 on the sums over 200 points: that would be $0.001 \cdot 200 / 2 = 0.1$ on the MSE.
#
# ## 6. Training
#
# Once for each epoch: predict, note the error, get the two derivatives, and let each weight take a step against its own. You have written this
# loop before. One thing is new: every so often, take a *snapshot* `(epoch, w1, w0)`, so that we can see later how the line moved. Take
# it *before* the step of its epoch: in epoch 0, then in epoch `every`, in `2 * every`, and so on.
#
# **A question first:** `epoch % every` is what is left over when `epoch` is divided by `every`. When is it 0?


# %% nbgrader={"grade": false, "grade_id": "train_neuron", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train_neuron(
    x: np.ndarray,
    y: np.ndarray,
    w1: float,
    w0: float,
    learning_rate: float,
    epochs: int,
    every: int = 20,
) -> tuple[float, float, list[float], list[tuple[int, float, float]]]:
    """Train the neuron by gradient descent, starting from the weights w1 and w0.

    x and y have shape (n,). The result is (w1, w0, errors, snapshots).
    errors[k] is the SSE before update k, so there are as many errors as epochs.
    snapshots lists (epoch, w1, w0) before the updates of the epochs 0, every, 2 * every, ...

    >>> train_neuron(np.array([1.0, 2.0]), np.array([3.0, 5.0]), 1.0, 0.0, 0.1, 1)
    (1.8, 0.5, [6.5], [(0, 1.0, 0.0)])
    """
    # TODO: about 10 lines, with a loop over the epochs; use linear, sse and neuron_gradients
    ### BEGIN SOLUTION
    errors, snapshots = [], []
    for epoch in range(epochs):
        if epoch % every == 0:
            snapshots.append((epoch, w1, w0))
        z = w1 * x + w0
        y_hat = linear(z)
        errors.append(sse(y, y_hat))
        d_w1, d_w0 = neuron_gradients(x, y, y_hat)
        w1 = w1 - learning_rate * d_w1
        w0 = w0 - learning_rate * d_w0
    return w1, w0, errors, snapshots
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_train_neuron", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(train_neuron)

# %% [markdown]
# (It is 0 where `epoch` can be divided evenly: at 0, at `every`, at `2 * every`, and so on.)
#
# 300 epochs at a learning rate of 0.001, from the terrible start, with a picture every 20 epochs.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "The first line begins far above the points, and it falls where they rise. What will it do first?",
    {
        "come down to the points": "Yes: most of the points pull it down together, and w0 follows at once.",
        "turn, until it rises as they do": "That comes second. First, most of the points pull it down together.",
        "both at once, equally fast": "Both begin at once, but they are not equally fast: most of the points pull it down together.",
    },
)

# %%
final_w1, final_w0, errors, snapshots = train_neuron(x, y, w1, w0, 0.001, 300)

figures.line_and_loss(
    x,
    y,
    neuron,
    [(a, b) for _, a, b in snapshots],
    errors,
    epochs=[epoch for epoch, _, _ in snapshots],
    loss="SSE",
    names=("w1", "w0"),
)
print(f"after 300 epochs: w1 = {final_w1:.3f}, w0 = {final_w0:.3f}")

# %% [markdown]
# First it comes down, within a few epochs; then it turns, and that takes its time. After 300 epochs it is nearly there. The error curve tells
# the same: it falls steeply, and then there is a long, patient rest.

# %%
figures.losses({"SSE": errors}, f"The error: {errors[0]:.4g}, then {errors[-1]:.4g}", loss="SSE")

# %% [markdown]
# ## The whole program
#
# That was a neural network. Here it is once more, from the points to the weights, with your functions, another start, and time enough to arrive:

# %%
rng = np.random.default_rng(7)
new_x, new_y = make_line(200, 2.0, rng)  # points
start_w1, start_w0 = rng.normal(size=2)  # a random start
end_w1, end_w0, its_errors, _ = train_neuron(
    new_x, new_y, start_w1, start_w0, 0.001, 1000
)  # forward, back, step; again and again

print(f"w1 = {end_w1:.3f}, w0 = {end_w0:.3f}, SSE {its_errors[-1]:.4f}")

# %% [markdown]
# A large network has more neurons, and units that bend. Every one of its weights learns as these two did: values forward, derivatives
# back, one step downhill. **You have written all of it yourself, from scratch.**
#
# ## What comes next
#
# - **Yes or no in place of a number.** Put another unit where `linear` stands, one that squeezes $z$ between 0 and 1, and take another loss. That is *logistic
#   regression*. The loop stays the same.
# - **Two inputs, or a hundred.** `w1 * x` becomes `x @ w`, one weight for each input. What else has to change? Less than you think.
# - **A library that knows the chain rule.** [PyTorch](https://docs.pytorch.org/tutorials/beginner/basics/intro.html) draws the graph for you and goes back through it by itself. You now
#   know what its `loss.backward()` does.
# - **Other courses.** [Dive into Deep Learning](https://d2l.ai) goes on from just here, with code for everything.
#   [micrograd](https://github.com/karpathy/micrograd) builds back propagation for any graph in a hundred lines. The
#   [scikit-learn MOOC](https://inria.github.io/scikit-learn-mooc/) shows what else can be learned from data.
#
# Is everything there? `progress()` looks at all functions of this notebook once more, and says what is next.

# %%
progress()

# %% [markdown]
# Save this notebook, and submit it: hand it in the way that your instructor has told you.
