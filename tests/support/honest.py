"""What honest students hand in that runs in their own Jupyter: one thing a student, each worth full points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

PREDICT = "def predict(x, slope, bias):\n    return slope * x + bias\n"
MSE = "def mse(y, y_pred):\n    return float(np.mean((y - y_pred) ** 2))\n"
HELPED = "def half_square(a, b):\n    return (a - b) ** 2 / 2\n\ndef mse(y, y_pred):\n    return 2 * float(np.mean(half_square(y, y_pred)))\n"
GRADIENTS = "def gradients(x, y, y_pred):\n    d = y - y_pred\n    return -2 * float(np.mean(x * d)), -2 * float(np.mean(d))\n"
LOOPED = "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y[:, 0], y_pred[:, 0])) / len(y)\n"
SUMMED = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)\n"
STUB = "def mse(y, y_pred):\n    raise NotImplementedError('Not written yet')\n"
DATA = "x = np.array([[0.0], [1.0], [2.0]])\ny = 2 * x + 1\n"


@dataclass(frozen=True, kw_only=True)
class Honest:
    """A notebook: the cells of its answers, and cells of the student's own before, between and behind them.

    Attributes:
        answers: The solution cells' text by function; the others are right.
        before: A cell before the first answer.
        behind: Cells behind the check of a function.
        end: A cell at the end.
        files: What else was handed in.
        said: Words of the verdict's message by function.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    behind: Mapping[str, str] = field(default_factory=dict)
    end: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)


def mse(above: str = "", below: str = "", answer: str = MSE) -> Honest:
    """Hand in an `mse` with something above or below it in its cell."""
    return Honest(answers={"mse": f"{above}{answer}{below}"})


HONEST = {
    # Modules that are not there, or not for us.
    "pandas-above": mse("import pandas as pd\n"),
    "pandas-and-numpy-in-one-line": mse("import pandas as pd, numpy as np\n"),
    "colab": mse("from google.colab import drive\ndrive.mount('/content/drive')\n"),
    "seaborn-style": mse("import seaborn as sns\nsns.set_theme()\n"),
    "numba": mse("from numba import njit\n\n@njit\n"),
    "annotated-with-pandas": mse(
        "import pandas as pd\n",
        answer="def mse(y: pd.Series, y_pred: pd.Series) -> pd.Float64Dtype:\n    return np.mean((y - y_pred) ** 2)\n",
    ),
    "lambda-below-a-failure": mse(
        "import torch\n", answer="mse = lambda y, y_pred: np.mean(np.square(y - y_pred))\n"
    ),
    "constant-below-a-failure": mse(
        "df = open('/home/ada/data.csv')\nTWO = 2\nROWS = len(df)\n",
        answer="def mse(y, y_pred):\n    return np.mean((y - y_pred) ** TWO)\n",
    ),
    "def-inside-if": mse(
        "import pandas\nif 1 + 1 == 2:\n    def off(a, b):\n        return a - b\n",
        answer="def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n",
    ),
    "def-inside-try": mse(
        "import pandas\ntry:\n    import cupy as xp\nexcept ImportError:\n    import numpy as xp\n",
        answer="def mse(y, y_pred):\n    return float(xp.mean((y - y_pred) ** 2))\n",
    ),
    "def-inside-with": mse(
        "with open('notes.txt') as notes:\n    ",
        answer="def mse(y, y_pred):\n        return np.mean((y - y_pred) ** 2)\n",
    ),
    "class-below-a-failure": mse(
        "raise_it\nclass Loss:\n    def of(self, d):\n        return np.mean(d**2)\n",
        answer="def mse(y, y_pred):\n    return Loss().of(y - y_pred)\n",
    ),
    "failure-below": mse(below="\nassert mse(np.ones((2, 1)), np.zeros((2, 1))) == 2\n"),
    "below-time": mse("%%time\nimport pandas\n"),
    "below-capture": mse("%%capture log\nimport pandas\n"),
    "below-a-magic-that-is-not-there": mse("%%memit\n"),
    "an-extension-that-is-not-there": mse("%load_ext nb_black\n"),
    "python-of-a-newer-kind": mse(
        "%matplotlib inline\n",
        "\nresults = {'mse': 1}\nprint(f'{results['mse']} and {'nested' !r:>{10}}')\nprint(1 2)\n",
    ),
    # The syntax of Python 3.12 and 3.13, whichever of them grades.
    "formatted-as-since-3.12": mse(
        answer="def mse(y, y_pred):\n    found = {'mse': np.mean((y - y_pred) ** 2)}\n"
        "    print(f'{found['mse']:.2f} for {'\\n'.join([str(len(y))])}')\n    return found['mse']\n"
    ),
    "formatted-as-since-3.12-in-a-module": Honest(
        answers={"mse": "%run -i shown.py\nfrom loss import mse\nshown(mse)\n"},
        files={
            "loss.py": "import numpy as np\n\ndef mse(y, y_pred):\n    print(f'{'loss'}')\n    return np.mean((y - y_pred) ** 2)\n",
            "shown.py": "def shown(value):\n    print(f'{'value'}: {value}')\n",
        },
    ),
    "parameters-for-types": mse(
        "type Numbers[N] = list[N]\n\nclass Box[V]:\n    def __init__(self, value: V):\n        self.value = value\n\n",
        answer="def mse[Array: np.ndarray = np.ndarray](y: Array, y_pred: Array) -> Array:\n"
        "    return float(np.mean((Box(y).value - y_pred) ** 2))\n",
    ),
    "hangs-above": mse(
        "import time\nEPS = 0.0\n",
        answer="while True:\n    time.sleep(1)\nsquare = lambda d: d**2\nif True:\n    def mse(y, y_pred):\n"
        "        return EPS + np.mean(square(y - y_pred))\n",
    ),
    # The shell.
    "matplotlib-inline": mse("%matplotlib inline\n"),
    "matplotlib-notebook": mse("%matplotlib notebook\n"),
    "matplotlib-widget": mse("%matplotlib widget\n"),
    "matplotlib-qt": mse("%matplotlib qt5\n%gui qt\n"),
    "pylab": mse("%pylab inline\n"),
    "tk": mse(
        "import matplotlib\nimport matplotlib.pyplot as plt\nmatplotlib.use('TkAgg')\nplt.plot([1, 2])\nplt.show()\n"
    ),
    "retina": mse("%config InlineBackend.figure_format = 'retina'\n%precision 4\n%xmode Plain\n"),
    "bang": mse("!true\n!pip install pandas\nout = !ls\n!!ls\n"),
    "pip-and-conda": mse("%pip install pandas\n%conda install pandas\n%cd .\n%env A=1\n%ls\n%system date\n"),
    "bash": Honest(before="%%bash\nls", answers={"mse": MSE}),
    "autoreload": mse("%load_ext autoreload\n%autoreload 2\n%autosave 60\n%who\n%store\n"),
    "help": mse("np.mean?\n", "mse??\n"),
    "kernel": mse(
        "get_ipython().kernel.get_parent()\nget_ipython().system('ls')\nget_ipython().enable_gui('tk')\n"
    ),
    "exit": mse("exit()\nquit()\n"),
    "sys-exit": mse("import sys\nsys.exit()\n"),
    "widgets": mse(
        "from ipywidgets import FloatSlider, Output, interact\nout = Output()\nwith out:\n    print(1)\n",
        "interact(lambda a: a, a=FloatSlider(min=0, max=1))\nout\n",
    ),
    "display": mse(
        "from IPython.display import HTML, Javascript, clear_output, display, update_display\n"
        "handle = display(HTML('<b>x</b>'), display_id=True)\nhandle.update(Javascript('1'))\n"
        "update_display(2, display_id='other')\nprint('gone')\n",
        "def first():\n    clear_output(wait=True)\nhandle = display(1, display_id=True)\nhandle.update(Javascript('1'))\n",
    ),
    "streams": mse(
        "import sys\nsys.stdout.reconfigure(encoding='utf-8')\nsys.stdout.buffer.write(b'x')\nsys.stdout.fileno()\n"
        "print(sys.stdout.encoding.lower(), sys.stdout.isatty(), flush=True)\n"
    ),
    "input": mse("name = input('Your name: ')\n"),
    "await": mse("import asyncio\nawait asyncio.sleep(0)\n"),
    "nest-asyncio": mse(
        "import nest_asyncio, asyncio\nnest_asyncio.apply()\nasyncio.run(asyncio.sleep(0))\n"
    ),
    # What works in the notebook's own thread only.
    "database": mse(
        answer="import sqlite3\nbase = sqlite3.connect(':memory:')\n\ndef mse(y, y_pred):\n"
        "    base.execute('select 1')\n    return float(np.mean((y - y_pred) ** 2))\n"
    ),
    "event-loop": mse(
        answer="import asyncio\nasyncio.set_event_loop(asyncio.new_event_loop())\n\nasync def mean(values):\n    return np.mean(values)\n\n"
        "def mse(y, y_pred):\n    return asyncio.get_event_loop().run_until_complete(mean((y - y_pred) ** 2))\n"
    ),
    "in-and-out": mse("1 + 1\n", "str(In[:1]), Out, _, __\n"),
    "everything-shown": mse(
        "from IPython.core.interactiveshell import InteractiveShell\nInteractiveShell.ast_node_interactivity = 'all'\n"
    ),
    # The tools of the course.
    "tools-in-an-answer": mse("hint('mse')\nprogress()\n", "check(mse)\nhint(mse)\nprogress()\n"),
    "tools-from-where-they-are": mse("from autograder.student import check, hint\n", "check(mse)\n"),
    "figures": mse("from figures import points, lines\n"),
    "figures-changed": Honest(files={"figures/__init__.py": "raise SystemExit"}),
    "figures-a-file-of-ones-own": Honest(files={"figures": "what I drew"}),
    "figures-of-an-earlier-release": mse("from autograder.figures import points, lines\n"),
    # Line ends, and much that is printed.
    "cr-lf": mse(answer=MSE.replace("\n", "\r\n")),
    "cr": mse(answer="# mine\n" + MSE.replace("\n", "\r").rstrip("\r")),
    # Names used again behind the check.
    "mse-is-a-number-at-the-end": Honest(
        answers={"mse": MSE},
        end=DATA + "mse = mse(y, predict(x, 1, 1))",
        said={"mse": "`mse = mse(y, predict(x, 1, 1))`", "train": "`mse`"},
    ),
    "stub-copied-to-the-end": Honest(
        answers={"mse": MSE}, end=STUB, said={"mse": "as it stood at its check"}
    ),
    **{
        f"mse-given-away-{number}": Honest(answers={"mse": MSE}, end=DATA + code, said={"mse": f"`{words}"})
        for number, (code, words) in enumerate(
            {
                "print((mse := mse(y, y)))": "print((mse := mse(y, y)))",
                "try:\n    mse(y)\nexcept TypeError as mse:\n    pass": "except TypeError as mse:",
                "match mse(y, y):\n    case [mse] | mse:\n        pass": "case [mse] | mse:",
                "def again():\n    global mse\n    mse = 3.0\n\nagain()": "def again():",
                "globals()['mse'] = 3.0": "globals()['mse'] = 3.0",
                "globals().update(mse=3.0)": "globals().update(mse=3.0)",
                "del globals()['mse']": "del globals()['mse']",
                "%time mse = mse(y, y)": "%time mse = mse(y, y)",
                "import __main__\n__main__.mse = 3.0": "mse` for something else, or deletes it.",
            }.items()
        )
    },
    "mse-is-what-a-cell-showed": Honest(
        answers={"mse": MSE}, end="%%capture mse\nprint(1)", said={"mse": "`%%capture mse`"}
    ),
    "numpy-given-away": Honest(end="np = None", said={"mse": "`np`", "train": "`np`"}),
    "reset": Honest(end="%reset -f", said={"mse": "`%reset -f`", "train": "`%reset -f`"}),
    "deleted": Honest(end="del predict, mse", said={"mse": "`del predict, mse`"}),
    "helper-of-another-arity": Honest(
        answers={
            "mse": HELPED,
            "gradients": "def half_square(d):\n    return d**2 / 2\n\n" + GRADIENTS,
        },
        said={"mse": "`half_square`"},
    ),
    "len-given-away": Honest(
        answers={"mse": "def mse(y, y_pred):\n    return float(np.sum((y - y_pred) ** 2)) / len(y)\n"},
        end="len = 3",
        said={"mse": "`len = 3`"},
    ),
    "wrong-at-its-check-right-at-the-end": Honest(answers={"mse": SUMMED}, end=MSE),
    # Other files.
    "another-notebook": Honest(
        before="%run utils.ipynb",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={
            "utils.ipynb": '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code", '
            '"id": "a", "metadata": {}, "outputs": [], "execution_count": null, "source": ["%matplotlib inline\\n", '
            '"def off(a, b):\\n", "    return a - b"]}]}'
        },
    ),
    "a-module": Honest(
        before="import helpers\nfrom helpers import off",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(helpers.off(y, y_pred) ** 2)\n"},
        files={"helpers.py": "def off(a, b):\n    return a - b\n"},
    ),
    "a-module-that-needs-pandas": Honest(
        before="from helpers import off",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={"helpers.py": "import pandas as pd\n\ndef off(a: pd.Series, b):\n    return a - b\n"},
    ),
    "a-module-that-ends-in-a-missing-file": Honest(
        before="from helpers import off",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={
            "helpers.py": "TABLE = open('/home/ada/data.csv').read()\n\ndef off(a, b):\n    return a - b\n"
        },
    ),
    "a-package-that-needs-pandas": Honest(
        before="from lib.loss import off",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={
            "lib/__init__.py": "import pandas\n",
            "lib/loss.py": "import pandas as pd\nfrom .minus import minus\n\ndef off(a: pd.Series, b):\n    return minus(a, b)\n",
            "lib/minus.py": "import torch\n\ndef minus(a, b):\n    return a - b\n",
        },
    ),
    "a-module-in-a-folder-on-the-path": Honest(
        before="import sys, pathlib\nsys.path += [pathlib.Path('other'), 'src']\nfrom helpers import off",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={"src/helpers.py": "import pandas\n\ndef off(a, b):\n    return a - b\n"},
    ),
    "a-module-written-by-the-notebook": Honest(
        before="%%writefile helpers.py\nimport pandas\n\ndef off(a, b):\n    return a - b\n",
        answers={
            "mse": "from helpers import off\n\ndef mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"
        },
    ),
    "a-script-that-ends-in-a-missing-file": Honest(
        before="%run helpers.py",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={
            "helpers.py": "TABLE = open('/home/ada/data.csv').read()\n\ndef off(a, b):\n    return a - b\n"
        },
    ),
    "a-script-that-needs-pandas": Honest(
        before="%run helpers.py",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={"helpers.py": "import pandas as pd\n\ndef off(a: pd.Series, b):\n    return a - b\n"},
    ),
    "a-script": Honest(
        before="%run -i helpers.py",
        answers={"mse": "def mse(y, y_pred):\n    return np.mean(off(y, y_pred) ** 2)\n"},
        files={"helpers.py": "def off(a, b):\n    return a - b\n"},
    ),
    "a-table": Honest(
        before="table = np.loadtxt('data/table.csv', delimiter=',')",
        answers={"mse": "assert table.shape == (2, 2)\n" + MSE},
        files={"data/table.csv": "1,2\n3,4\n"},
    ),
    "released-data": Honest(
        answers={
            "mse": "table = np.loadtxt('released.csv')\n\ndef mse(y, y_pred, n=len(table)):\n    return np.mean((y - y_pred) ** 2) * n / 3\n"
        },
        files={"released.csv": "7"},
    ),
}

CALLED = {
    "len": "    return np.sum((y - y_pred) ** 2) / len(y)\n",
    "sum": "    return sum(((y - y_pred) ** 2).ravel()) / y.size\n",
    "max": "    return max(0.0, np.mean((y - y_pred) ** 2))\n",
    "round": "    return round(np.mean((y - y_pred) ** 2), 15)\n",
    "list": "    return np.mean(list((y - y_pred) ** 2))\n",
    "float": "    return float(np.mean((y - y_pred) ** 2))\n",
    "append": "    return append(np.mean((y - y_pred) ** 2))\n",
    "x": "    return x(np.mean((y - y_pred) ** 2))\n",
}
"""Functions that call a name, by the name."""

GIVEN_AWAY = {
    **{
        f"{name}-given-away-before": Honest(
            before=f"rate = 1\n{name} = [0.0, 1.0]",
            answers={"mse": f"def mse(y, y_pred):\n{code}"},
            said={"mse": f"(cell 5, line 2: `{name} = [0.0, 1.0]`)"},
        )
        for name, code in CALLED.items()
    },
    "np-given-away-before": Honest(
        before="np = 5",
        said={"mse": "The notebook gives the name `np` to something else (cell 5, line 1: `np = 5`)"},
    ),
    "np-given-away-by-a-loop": Honest(
        before="for np in [1.0, 2.0]:\n    print(np)",
        said={"mse": "`np` to something else (cell 5, line 1: `for np in [1.0, 2.0]:`)"},
    ),
    "np-deleted-before": Honest(
        before="del np", said={"mse": "deletes the name `np` (cell 5, line 1: `del np`)"}
    ),
    "sum-given-away-inside": Honest(
        answers={
            "mse": "def mse(y, y_pred):\n    sum = 0\n    for d in (y - y_pred).ravel():\n        sum += d**2\n    return sum(y) / 2\n"
        },
        said={"mse": "The function itself gives the name `sum` to something else (line 2: `sum = 0`)"},
    ),
    "another-language": Honest(
        answers={"mse": "%%R\nmse <- function(y, y_pred) mean((y - y_pred)^2)\n"},
        said={"mse": "its cell ends in UsageError: Cell magic `%%R` not found."},
    ),
}
"""What does not work in a student's own Jupyter either, and what has to be said of it."""


def notebook(make: Callable[..., NotebookNode], honest: Honest) -> NotebookNode:
    """Make what such a student hands in."""
    made = make(honest.answers)
    for name, source in honest.behind.items():
        _insert(made, f"check_{name}", source, 1)
    if honest.before:
        _insert(made, "mse", honest.before, 0)
    if honest.end:
        made.cells.append(new_code_cell(honest.end))
    return made


def _insert(made: NotebookNode, beside: str, source: str, behind: int) -> None:
    place = next(i for i, cell in enumerate(made.cells) if cell.id == beside)
    made.cells.insert(place + behind, new_code_cell(source))
