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
# # A line by hand
#
# Somebody measures two things a hundred times, and draws a point for each pair. The points do not lie just anywhere: they
# nearly form a line. If you knew that line, you could predict the second number from the first. Finding it is called *linear
# regression*, and in this course you will build it from scratch, down to the last sum.
#
# Today a computer only draws. You choose the line.
#
# How it goes: read a little, replace the `raise NotImplementedError` of an exercise, run its cell (Shift and Enter), and run the check below it. The
# check tells you at once what is right, and what probably went wrong. Try as often as you like; nothing is counted until you
# submit. Run the cells from top to bottom: where Python says that a name is not defined, a cell further up has not been run yet.
#
# Stuck? `hint(predict_loop)`, in a cell of its own (the + above the notebook makes one), gives you the idea; run it again for a question, and once more for where to read.
# It never gives the answer.
#
# The cell that begins with `import numpy` fetches what the notebook needs: *NumPy*, which is Python's library for arithmetic on many numbers; from *scikit-learn*, a library for
# learning from data, a function that makes up points; and what belongs to this course: its
# pictures, from `figures`, and its checks and hints, from `autograder`.

# %% cellView="form" jupyter={"source_hidden": true}
# @title Google Colab only: run this cell first, and choose the assignment's zip file when it asks
import sys

if "google.colab" in sys.modules:  # anywhere else, this cell does nothing
    from pathlib import Path
    from zipfile import ZipFile, is_zipfile

    from google.colab import files

    folder = Path("1-best-fit-line")
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
# ## The points
#
# We make the points up, so that we know what to expect: scikit-learn's `make_regression` takes a line, picks 100 points on it, and
# shakes each of them a little, up or down. (Which line that was stays a secret until the fourth notebook.) You need not understand the
# two lines that make the points; what comes out is what counts.
#
# `x` and `y` are NumPy **arrays**. For now, think of an array as a list of numbers: `x[i]` is one of them, `len(x)` says how many
# there are, and a `for` loop goes through them one by one. `x[i]` belongs to `y[i]`: together they are one point.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "If nothing had been shaken, all points would lie exactly on one line. They were shaken a little, up or down. What will you see?",
    {
        "points all over the place": "Have a look: they were shaken only a little, so you can still see which way their line runs.",
        "points along a line, but not quite on it": "Yes, that is what a little shaking does: the line still shows through.",
        "two lines": "Have a look: every point was shaken by a different amount, so they lie scattered about one line.",
    },
)

# %% nbgrader={"grade": false, "grade_id": "data", "locked": true, "schema_version": 3, "solution": false, "task": false}
x, y = make_regression(n_samples=100, n_features=1, bias=5, noise=5, random_state=762)
x = x.ravel()  # a flat array of 100 numbers

for i in range(3):
    print(f"point {i}: x = {x[i]:.2f}, y = {y[i]:.2f}")

figures.points(x, y, "100 points that nearly lie on a line")

# %% [markdown]
# ## 1. What does a line say?
#
# A line needs two numbers. The **slope** says how steep it is: go one step to the right, and the line rises by the slope. The **bias**
# says where it starts: its height at $x = 0$. For any $x$, the height of the line is
#
# $$
# \hat y = \mathrm{slope} \cdot x + \mathrm{bias}
# $$
#
# The hat on $\hat y$ means: this is not what was measured, but what the line *predicts*.
#
# For example, with a slope of 3 and a bias of -1, the line predicts $3 \cdot 4 + (-1) = 11$ at $x = 4$. **A question first:** what does it
# predict at $x = 0$, and at $x = 1$?
#
# Now let Python do it for all points: go through `x` with a `for` loop, one number at a time, and collect the predictions in a
# list.
#
# The first line of the exercise is longer than you may be used to. `x: np.ndarray`, `slope: float` and `-> list[float]` are *type
# hints*: a note for the reader of what goes in and what comes out. Python itself does not look at them. In the text below it, *x has shape (n,)* says
# that `x` is an array of n numbers in a row, and `>>>` begins an example: what you could type, and what should come back.


# %% nbgrader={"grade": false, "grade_id": "predict_loop", "locked": false, "schema_version": 3, "solution": true, "task": false}
def predict_loop(x: np.ndarray, slope: float, bias: float) -> list[float]:
    """Predict y for every point: slope * x_i + bias.

    x has shape (n,); slope and bias are numbers. The result is a list of n numbers.

    >>> predict_loop(np.array([0.0, 1.0, 2.0]), 2.0, 1.0)
    [1.0, 3.0, 5.0]
    """
    # TODO: about 4 lines, with a loop over the points
    ### BEGIN SOLUTION
    predictions = []
    for x_i in x:
        predictions.append(slope * x_i + bias)
    return predictions
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_predict_loop", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(predict_loop)

# %% [markdown]
# (At $x = 0$ it predicts -1, which is just the bias, and at $x = 1$ it predicts 2.)
#
# Here is a line, drawn with your function: slope 13, bias 4.

# %%
figures.lines(x, y, predict_loop, {"slope 13, bias 4": (13, 4)})

# %% [markdown]
# Not bad! Now do it by hand. Move one slider at a time: **which of them tilts the line, and which one lifts it?** Then look for the
# line that fits the points best, to your eye, and remember its two numbers: you will meet them again. (The arrow keys move a
# slider, too. Where there are no sliders, change the two numbers in the cell and run it again.)

# %%
figures.line_by_hand(x, y, predict_loop, slope=0, bias=0)

# %% [markdown]
# (The slope tilts the line, and the bias lifts it.)
#
# ## 2. A line that moves by itself
#
# Moving sliders is slow work. A computer could try one line after the other. Let it start with slope 0 and bias 0, a flat line, and
# nudge it a little further each time: add one number to the slope and another to the bias. Each round is called an **epoch**,
# and epochs are counted from 0, as Python counts the places in a list.
#
# With steps of 1 for the slope and 0.3 for the bias, the flat line is drawn in epoch 0, and in epoch 1 the one with slope 1 and bias 0.3.
# **A question first:** which line is drawn in epoch 2?
#
# Write `nudge_line`, which lists all these lines, each as a pair in round brackets: `(slope, bias)`. The first is `(0, 0)`, and there are
# as many lines as epochs.


# %% nbgrader={"grade": false, "grade_id": "nudge_line", "locked": false, "schema_version": 3, "solution": true, "task": false}
def nudge_line(slope_step: float, bias_step: float, epochs: int) -> list[tuple[float, float]]:
    """List one line for each epoch: the first has slope 0 and bias 0, and each later one goes one step further.

    The result is a list of as many pairs (slope, bias) as there are epochs; the first is (0, 0).

    >>> nudge_line(1.0, 0.5, 3)
    [(0.0, 0.0), (1.0, 0.5), (2.0, 1.0)]
    """
    # TODO: about 6 lines
    ### BEGIN SOLUTION
    lines = []
    slope, bias = 0.0, 0.0
    for _ in range(epochs):
        lines.append((slope, bias))
        slope = slope + slope_step
        bias = bias + bias_step
    return lines
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "check_nudge_line", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false}
check(nudge_line)

# %% [markdown]
# (In epoch 2 it is the line with slope 2 and bias 0.6.) Now watch it move. The slider below the picture takes you to any epoch, and ▶ plays
# it once more.

# %% cellView="form" jupyter={"source_hidden": true}
# @title A question before you go on: run this cell, and choose
figures.guess(
    "The line is flat in epoch 0. In each epoch after that, its slope grows by 1 and its bias by 0.3. Will it reach the points in 15 epochs?",
    {
        "no, 15 epochs are too few": "It does reach them: its slope is 13 in epoch 13. Then it moves on.",
        "yes, and it stays there": "It does reach them, but nothing tells it to stay: in the last epoch it has gone a little too far.",
        "yes, and it moves on, a little too far": "Yes. It fits well in about epoch 13, and nothing tells it to stop there.",
    },
)

# %%
epochs = 15

figures.moving_line(x, y, predict_loop, nudge_line(1, 0.3, epochs))

# %% [markdown]
# Now play: change `epochs` to 5, then to 40, and run the cell again. Too few, and the line does not get there; too
# many, and it turns ever steeper, past the points, and never back.
#
# So when should it stop? You can see it, but the computer cannot: nobody has told it yet what a good line *is*. It needs one
# number that says how wrong a line is. That is the next notebook.
#
# Is everything there? `progress()` looks at all functions of this notebook once more, and says what is next.

# %%
progress()

# %% [markdown]
# Save this notebook, and submit it: hand it in the way that your instructor has told you.
