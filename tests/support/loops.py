"""One function with a loop over the points, in every form that Python has for it."""

from __future__ import annotations

LOOPS = {
    "for": "def mse(y, y_pred):\n    t = 0\n    for i in range(len(y)):\n        t += (y[i, 0] - y_pred[i, 0]) ** 2\n    return t / len(y)",
    "while": "def mse(y, y_pred):\n    t = i = 0\n    while i < len(y):\n        t += (y[i, 0] - y_pred[i, 0]) ** 2; i += 1\n    return t / i",
    "list comprehension": "def mse(y, y_pred):\n    return np.mean([(a - b) ** 2 for a, b in zip(y, y_pred)])",
    "generator": "def mse(y, y_pred):\n    return sum((a - b) ** 2 for a, b in zip(y.ravel(), y_pred.ravel())) / len(y)",
    "map": "def mse(y, y_pred):\n    return sum(map(lambda a, b: (a - b) ** 2, y.ravel(), y_pred.ravel())) / len(y)",
    "np.vectorize": "def mse(y, y_pred):\n    return np.vectorize(lambda a, b: (a - b) ** 2)(y, y_pred).mean()",
    "np.fromiter": "def mse(y, y_pred):\n    return np.fromiter(((a - b) ** 2 for a, b in zip(y.flat, y_pred.flat)), float).mean()",
    "recursion": (
        "def total(d):\n    if len(d) == 1:\n        return d[0] ** 2\n    m = len(d) // 2\n    return total(d[:m]) + total(d[m:])\n\n"
        "def mse(y, y_pred):\n    return total((y - y_pred).ravel()) / len(y)"
    ),
    "reduce": (
        "from functools import reduce\n\ndef mse(y, y_pred):\n"
        "    return reduce(lambda t, d: t + d * d, (y - y_pred).ravel(), 0.0) / len(y)"
    ),
    "in exec": (
        "def mse(y, y_pred):\n    space = {'d': (y - y_pred).ravel(), 't': 0.0}\n"
        "    exec('for v in d:\\n    t += v * v', space)\n    return space['t'] / len(y)"
    ),
    "behind more steps than are counted": (
        "def mse(y, y_pred):\n    for i in range(60_000): pass\n    return sum(v * v for v in (y - y_pred).ravel()) / len(y)"
    ),
    "in a thread": (
        "import threading\n\ndef mse(y, y_pred):\n    out = [0.0]\n    def work():\n        for d in (y - y_pred).ravel():\n"
        "            out[0] += d * d\n    t = threading.Thread(target=work); t.start(); t.join()\n    return out[0] / len(y)"
    ),
    "with the tracer switched off": (
        "import sys\n\ndef mse(y, y_pred):\n    sys.settrace(None)\n    return sum(v * v for v in (y - y_pred).ravel()) / len(y)"
    ),
    "with its own frame's tracer switched off": (
        "import sys\n\ndef mse(y, y_pred):\n    sys._getframe().f_trace = None\n    total = 0.0\n"
        "    for v in (y - y_pred).ravel():\n        total += v * v\n    return total / len(y)"
    ),
    "with the tracer switched off and on again": (
        "import sys\n\ndef mse(y, y_pred):\n    tracer = sys.gettrace(); sys.settrace(None)\n"
        "    total = 0.0\n    for v in (y - y_pred).ravel():\n        total += v * v\n"
        "    sys.settrace(tracer)\n    return total / len(y)"
    ),
}
