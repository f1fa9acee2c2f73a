"""This course's own pictures, which students get beside their notebooks."""

import matplotlib.pyplot as plt
import numpy as np

NO, YES, LINE = "#c2410c", "#1d4ed8", "#334155"


def answers(x, y, title):
    """Draw who said yes and who said no."""
    _points(x, y)
    plt.title(title)
    plt.show()


def probabilities(x, y, predict, slope, bias):
    """Draw the probabilities that a student's function predicts, over the answers."""
    _points(x, y)
    across = np.linspace(np.min(x) - 1, np.max(x) + 1, 200)
    plt.plot(across, predict(across, slope, bias), color=LINE, linewidth=2, label="predicted probability")
    plt.axhline(0.5, color=LINE, linewidth=0.8, linestyle=":")
    plt.legend(frameon=False)
    plt.show()


def losses(values):
    """Draw how the loss falls, epoch by epoch."""
    plt.figure(figsize=(6, 3), layout="constrained")
    plt.plot(values, color=LINE, linewidth=2)
    plt.xlabel("epoch")
    plt.ylabel("cross-entropy")
    plt.show()


def _points(x, y):
    plt.figure(figsize=(6, 3), layout="constrained")
    for value, color, marker, label in ((0, NO, "x", "no"), (1, YES, "o", "yes")):
        chosen = np.asarray(y) == value
        plt.scatter(
            np.asarray(x)[chosen], np.asarray(y)[chosen], c=color, marker=marker, label=label, alpha=0.8
        )
    plt.xlabel("hours of practice")
    plt.yticks([0, 0.5, 1])
    plt.legend(frameon=False)
