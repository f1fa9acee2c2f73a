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
# # One number for how wrong a line is
#
# You have drawn lines through points, and judged them by eye. A computer has no eye. In this notebook you give it a number
# instead: large for a bad line, small for a good one. With that, it can find the best of many lines on its own.
#
# As before: read a little, replace the `raise NotImplementedError` of an exercise, run its cell, run the check below it.

# %% cellView="form" jupyter={"source_hidden": true}
# @title Google Colab only: run this cell first, and choose the assignment's zip file when it asks
import sys

if "google.colab" in sys.modules:  # anywhere else, this cell does nothing
    from pathlib import Path
    from zipfile import ZipFile, is_zipfile

    from google.colab import files

    folder = Path("2-mean-squared-error")
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
from sklearn.datasets import make_regression

from autograder import check, hint, progress

import figures  # the pictures of this course: a folder beside this notebook

# %% [markdown]
# ## What you have already
#
# The same 100 points, and your two functions from last time.

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
x, y = make_regression(n_samples=100, n_features=1, bias=5, noise=5, random_state=762)
x = x.ravel()  # a flat array of 100 numbers

print(len(x), "points, the first is", (round(float(x[0]), 2), round(float(y[0]), 2)))


# %% nbgrader={"grade": false, "grade_id": "given", "locked": true, "schema_version": 3, "solution": false, "task": false}
def predict_loop(x: np.ndarray, slope: float, bias: float) -> list[float]:
    """Predict y for every point: slope * x_i + bias.

    x has shape (n,); slope and bias are numbers. The result is a list of n numbers.

    >>> predict_loop(np.array([0.0, 1.0, 2.0]), 2.0, 1.0)
    [1.0, 3.0, 5.0]
    """
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i + bias)
    return predictions


def nudge_line(slope_step: float, bias_step: float, epochs: int) -> list[tuple[float, float]]:
    """List one line for each epoch: the first has slope 0 and bias 0, and each later one goes one step further.

    The result is a list of as many pairs (slope, bias) as there are epochs; the first is (0, 0).

    >>> nudge_line(1.0, 0.5, 3)
    [(0.0, 0.0), (1.0, 0.5), (2.0, 1.0)]
    """
    lines = []
    slope, bias = 0.0, 0.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope = slope + slope_step
        bias = bias + bias_step
    return lines


# %% [markdown]
# ## Two lines
#
# Two lines of the same slope. One has a bias of 4, the other of -15.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "Which of the two lines will fit the points better?",
    {
        "the one with bias 4": "Yes: it runs right through the points.",
        "the one with bias -15": "Have a look: a bias of -15 pushes the whole line down, away from the points.",
        "both equally well: they are equally steep": "Equally steep, but one of them lies far below the points. See for yourself.",
    },
)

# %%
figures.lines(
    x,
    y,
    predict_loop,
    {"slope 14, bias 4": (14, 4), "slope 14, bias -15": (14, -15)},
    "Which one would you take?",
)

# %% [markdown]
# The one with a bias of 4 fits better. But why, exactly? Imagine that you have to explain it to a friend on the phone, who sees neither the lines nor
# the points. You might say: *the points are closer to it*. Closer, for each single point, means the distance straight up or
# down between the point and the line. Here it is for a few points, and the better line:

# %%
figures.errors_of(x, y, predict_loop, 14, 4)

# %% [markdown]
# ## 1. The mean squared error
#
# Each of these is a difference: what was measured minus what the line predicts, $y_i - \hat y_i$. It is positive for a point above the line,
# and negative for one below. To make one number of a hundred differences, three steps:
#
# 1. **Square** each difference. Otherwise points above the line and points below it would cancel, and a line through
#    the middle of nowhere could look perfect. Squaring also makes one miss of 10 count more than ten misses of 1.
# 2. **Add** up all the squares.
# 3. **Divide** by how many there are, so that 1,000 points do not look worse than 100.
#
# This is the *mean squared error*, MSE for short. With $n$ points:
#
# $$
# \mathrm{MSE} = \frac{1}{n} \sum_i (y_i - \hat y_i)^2
# $$
#
# ($\sum_i$ just means: add this up for every point $i$.) **A question first:** what is the MSE of a line that goes through every
# point?
#
# Write it with a loop: start a total at 0, go through `y` and `y_pred` side by side (`zip` is good at that), and add one square at
# a time.


# %% nbgrader={"grade": false, "grade_id": "mse_loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mse_loop(y: np.ndarray, y_pred: list[float]) -> float:
    """Give the mean of the squared differences.

    y and y_pred hold n numbers each; y_pred may be a list or an array. The result is one number.

    >>> mse_loop(np.array([1.0, 2.0]), [1.0, 4.0])
    2.0
    """
    # TODO: about 4 lines, with a loop over the points
    ### BEGIN SOLUTION
    total = 0.0
    for y_i, y_pred_i in zip(y, y_pred):
        total += (y_i - y_pred_i) ** 2
    return total / len(y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_mse_loop", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(mse_loop)

# %% [markdown]
# (A line through every point would have an MSE of 0: nothing is left to square.) Now your friend on the phone can compare the two
# lines, without seeing either:

# %%
for slope, bias in [(14, 4), (14, -15)]:
    loss = mse_loop(y, predict_loop(x, slope, bias))
    print(f"slope {slope}, bias {bias}: MSE {loss:.1f}")

# %% [markdown]
# A number that says how wrong something is, is also called a **loss**. The lower, the better.
#
# Here is your line by hand once more, and now it has a score: the MSE, from your own function. At a few points the squared difference is drawn as what it
# is, a square: one side is the way from the point to the line. The MSE is the mean area of all hundred squares. **Can you get it
# below 25?** (Where there are no sliders, change the two numbers in the cell and run it again.)

# %%
figures.line_by_hand(x, y, predict_loop, slope=5, bias=0, loss=mse_loop, below=25)

# %% [markdown]
# Not so easy by hand: close to the best line, every little step counts. See how the large squares rule the score: one difference of 10 weighs as much
# as a hundred differences of 1.
#
# ## 2. The loss of a moving line
#
# Remember the line that moved by itself, and did not know when to stop? Work out the loss of every line that it draws:
# for each pair that `nudge_line` gives, predict with `predict_loop`, then measure with your `mse_loop`.


# %% nbgrader={"grade": false, "grade_id": "sweep_losses", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sweep_losses(
    x: np.ndarray, y: np.ndarray, slope_step: float, bias_step: float, epochs: int
) -> list[float]:
    """List the MSE of each line that nudge_line draws, in its order.

    x and y have shape (n,). The result is a list of as many numbers as there are epochs.

    >>> sweep_losses(np.array([1.0, 2.0]), np.array([1.0, 2.0]), 0.5, 0.0, 3)
    [2.5, 0.625, 0.0]
    """
    # TODO: about 5 lines; use nudge_line, predict_loop and mse_loop
    ### BEGIN SOLUTION
    losses = []
    for slope, bias in nudge_line(slope_step, bias_step, epochs):
        y_pred = predict_loop(x, slope, bias)
        losses.append(mse_loop(y, y_pred))
    return losses
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_sweep_losses", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false}
check(sweep_losses)

# %% [markdown]
# See both together: on the left the line, on the right its loss.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "The line moves towards the points, through them, and away on the other side. What will its loss do?",
    {
        "fall all the way": "It falls as long as the line comes closer. But after the points, the line moves away from them.",
        "fall, and then rise again": "Yes: closer to the points is a smaller loss, farther away is a larger one.",
        "rise all the way": "At first the line comes closer to the points, so its loss falls. See what happens then.",
    },
)

# %%
lines = nudge_line(1, 0.3, 25)
losses = sweep_losses(x, y, 1, 0.3, 25)

figures.line_and_loss(x, y, predict_loop, lines, losses)

# %% [markdown]
# A valley! On the way down the line gets better, at the bottom it is as good as it gets, and then it gets worse again. The computer
# only has to find the bottom.
#
# The same walk can be drawn on a **map**. Every line is one place on it: its slope says how far to the right, its bias how far up. The numbers
# on the rings are the MSE there, worked out by your function; like the lines on a hiking map, each ring joins places of equal height. The smallest
# ring is the 25 that you were looking for. **Does the walk pass through it?**

# %%
figures.valley(x, y, predict_loop, mse_loop, lines, ring=25)

# %% [markdown]
# It passes close by, and goes straight on, up the other side. A walk with fixed steps can only ever go straight.
#
# ## 3. The bottom of the valley
#
# Find the lowest loss in the list, and give its *index*: 0 for the first epoch, 1 for the second. The index tells which line it was:
# `lines[index]`. Where several are equally low, give the first of them. With a loop or without, as you like.
#
# **A question first:** what would go wrong if you gave back the lowest loss itself, and not its index?


# %% nbgrader={"grade": false, "grade_id": "best_epoch", "locked": false, "schema_version": 3, "solution": true, "task": false}
def best_epoch(losses: list[float]) -> int:
    """Give the index of the lowest loss: the first of them, where several are equally low.

    >>> best_epoch([9.0, 4.0, 1.0, 4.0])
    2
    """
    # TODO: about 1 to 5 lines
    ### BEGIN SOLUTION
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
    return best
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_best_epoch", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
check(best_epoch)

# %%
best = best_epoch(losses)
slope, bias = lines[best]

print(f"lowest at epoch {best}: slope {slope:g}, bias {bias:.3g}")
figures.losses({"MSE": losses}, "The loss of the moving line", mark=best)
figures.lines(x, y, predict_loop, {f"epoch {best}": (slope, bias)})

# %% [markdown]
# (With the lowest loss alone you would know how good the best line is, but not which one it was. The index tells.)
#
# Without anybody looking, the computer has found a good line.
#
# There is a catch. The steps, 1 for the slope and 0.3 for the bias, were picked by hand so that the line would pass by these
# points. Other points lie elsewhere. Here they fall instead of rising, and the line takes the same steps as before.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "The points fall from left to right, and the line turns upwards, step by step. What will its loss look like?",
    {
        "the same valley": "The valley came from a line that passes by the points. This one never does: see where it goes.",
        "it rises from the first step on": "Yes: every step takes the line farther away from these points.",
        "it falls from the first step on": "These points lie the other way. Every step takes the line farther away from them.",
    },
)

# %%
falling = -y
its_losses = sweep_losses(x, falling, 1, 0.3, 25)

figures.losses({"rising points": losses, "falling points": its_losses}, apart=True)
print("lowest loss of the falling points: epoch", best_epoch(its_losses))

# %% [markdown]
# No valley on the right: from the first step on, the line goes the wrong way, and the best it can do is to stay where it started. The line would
# have to know by itself *in which direction* to move, and *how far*. It can: the valley's own steepness tells. That is the
# next notebook.
#
# Is everything there? `progress()` looks at all functions of this notebook once more, and says what is next.

# %%
progress()

# %% [markdown]
# Save this notebook, and submit it: hand it in the way that your instructor has told you.
