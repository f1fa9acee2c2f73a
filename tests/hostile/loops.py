"""Loops over the points that hide from the counting of steps: cells put before the answers, and an `mse` that loops."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

LOOP = """\
t = 0.0
for d in (y - y_pred).ravel():
    t += d * d
return t / len(y)
"""


@dataclass(frozen=True)
class Loop:
    """A hidden loop: code in a cell of its own, the answer, and how many of its two points it keeps."""

    cell: str = ""
    mse: str = "def mse(y, y_pred):\n" + textwrap.indent(LOOP, "    ")
    points: float = 1.0


def calling(body: str, before: str = "") -> str:
    """Write an `mse` that uses `_loop`, which loops."""
    parts = (before, "def _loop(y, y_pred):", textwrap.indent(LOOP, "    "), "def mse(y, y_pred):", body)
    return "\n".join(part for part in parts if part)


LOOPS = {
    "takes_the_tracing_away_before_it_is_asked": Loop(
        cell="import sys\nkept = [None]\nsys.settrace = lambda tracer: kept.__setitem__(0, tracer)\nsys.gettrace = lambda: kept[0]"
    ),
    "sets_its_own_count_back_through_frames": Loop(
        mse=calling(
            "    value = _loop(y, y_pred)\n    frame = sys._getframe()\n    while frame:\n"
            "        for name in ('work', 'steps', 'lines', 'entered'):\n            if name in frame.f_locals: frame.f_locals[name] = 3\n"
            "        frame = frame.f_back\n    return value",
            "import sys",
        )
    ),
    "finds_its_counter_through_an_exception": Loop(
        mse=calling(
            "    try: 1 / 0\n    except ZeroDivisionError as error: frame = error.__traceback__.tb_frame\n"
            "    while frame: frame.f_trace, frame = None, frame.f_back\n    return _loop(y, y_pred)"
        )
    ),
    "asks_for_its_tracer_and_empties_it": Loop(
        mse=calling(
            "    value, tracer = _loop(y, y_pred), sys.gettrace()\n"
            "    for name in ('__self__', '__wrapped__', '__closure__', 'func'):\n"
            "        found = getattr(tracer, name, None)\n        if found is not None: raise SystemExit\n    return value",
            "import sys",
        )
    ),
    "patches_the_messages_of_the_worker": Loop(
        cell="from autograder.sandbox.frames import CallDone, Line\nhonest = Line.send\n\ndef send(self, message, **more):\n"
        "    if isinstance(message, CallDone) and message.steps: message.steps = 10\n    return honest(self, message, **more)\n\n"
        "Line.send = send"
    ),
    "patches_the_counting": Loop(
        cell="import autograder.counting as counting\ncounting.counted = lambda f: (f, lambda: (3, [], [], True))\n"
        "import autograder.probe as probe\nprobe.counted = counting.counted"
    ),
    "patches_every_module_that_it_finds": Loop(
        cell="import sys\nfor name, module in list(sys.modules.items()):\n    for key in ('counted', 'trace', '_trace', 'call'):\n"
        "        if name.startswith('autograder') and hasattr(module, key):\n            setattr(module, key, lambda *a, **k: None)"
    ),
    "gives_its_loop_the_name_of_a_library": Loop(
        mse="_space = {}\nexec(compile('def work(y, y_pred):\\n"
        + textwrap.indent(LOOP, "    ").replace("\n", "\\n")
        + "', '<frozen os>', 'exec'), _space)\n\ndef mse(y, y_pred):\n    return _space['work'](y, y_pred)"
    ),
    "gives_the_whole_notebook_the_name_of_a_library": Loop(
        cell="get_ipython().compile.get_code_name = lambda *_: '<frozen os>'\n__name__ = 'os'"
    ),
    "gives_a_librarys_code_globals_of_its_own": Loop(
        mse=calling(
            "    _todo[:] = [y, y_pred]\n    try: _bait('a/b')\n    except Exception: pass\n"
            "    return _done.pop() if _done else _loop(y, y_pred)",
            "import os, types\n_todo, _done = [], []\n\nclass Globals(dict):\n    def get(self, *_):\n        _done.append(_loop(*_todo))\n"
            "        return 'os'\n\n_bait = types.FunctionType(os.path.basename.__code__, Globals(vars(os.path)))",
        )
    ),
    "lets_a_thread_of_an_earlier_call_loop": Loop(
        mse=calling(
            "    if not _started:\n        _started.append(1)\n        threading.Thread(target=_work, daemon=True).start()\n"
            "    _asked.put((y, y_pred))\n    return _answers.get()",
            "import queue, threading\n_asked, _answers, _started = queue.SimpleQueue(), queue.SimpleQueue(), []\n\n"
            "def _work():\n    while True: _answers.put(_loop(*_asked.get()))\n",
        )
    ),
    "lets_a_process_of_an_earlier_call_loop": Loop(
        mse=calling(
            "    if not _ends: _start()\n    pickle.dump((y, y_pred), _ends[0])\n    _ends[0].flush()\n    return pickle.load(_ends[1])",
            "import os, pickle\n_ends = []\n\ndef _start():\n    (a, b), (c, d) = os.pipe(), os.pipe()\n    if os.fork() == 0:\n"
            "        asked, answers = os.fdopen(a, 'rb'), os.fdopen(d, 'wb')\n        for _ in range(100):\n"
            "            pickle.dump(_loop(*pickle.load(asked)), answers)\n            answers.flush()\n"
            "    _ends.extend((os.fdopen(b, 'wb'), os.fdopen(c, 'rb')))\n",
        )
    ),
    "stops_the_tracing_of_threads": Loop(
        mse=calling(
            "    out = []\n    threading.settrace(None)\n    worker = threading.Thread(target=lambda: out.append(_loop(y, y_pred)))\n"
            "    worker.start()\n    worker.join()\n    return out[0]",
            "import threading",
        )
    ),
    "works_out_the_answers_to_all_questions_when_first_asked": Loop(
        mse=calling(
            "    if not _known:\n        frame = sys._getframe()\n        while frame:\n            for value in list(frame.f_locals.values()):\n"
            "                for packed, _ in getattr(value, 'cases', ()):\n"
            "                    a, b = (np.frombuffer(part[3]).reshape(part[2]) for part in packed)\n"
            "                    _known[a.tobytes(), b.tobytes()] = _loop(a, b)\n            frame = frame.f_back\n"
            "    return _known[y.tobytes(), y_pred.tobytes()]",
            "import sys\n_known = {}\n",
        )
    ),
    "lets_functools_call_the_library": Loop(
        mse="import functools\nfrom sklearn.metrics import mean_squared_error\n_call = functools.singledispatch(mean_squared_error)\n\n"
        "def mse(y, y_pred):\n    return _call(y, y_pred)"
    ),
    "lets_a_pool_of_threads_call_the_library": Loop(
        mse="from concurrent.futures import ThreadPoolExecutor\nfrom sklearn.metrics import mean_squared_error\n\n"
        "def mse(y, y_pred):\n    with ThreadPoolExecutor(1) as pool:\n        return pool.submit(mean_squared_error, y, y_pred).result()"
    ),
    "calls_so_many_functions_that_one_is_not_noticed": Loop(
        mse="import ast, inspect, json, shutil, string, textwrap\nfrom sklearn.metrics import mean_squared_error\n\n"
        "def mse(y, y_pred):\n    for module in (ast, inspect, json, shutil, string, textwrap):\n"
        "        for value in list(vars(module).values()):\n            if inspect.isfunction(value):\n"
        "                try: value()\n                except BaseException: pass\n    return mean_squared_error(y, y_pred)"
    ),
    # A hole that is known, and told in SECURITY.md: the classes of the worker can be found, and changed, from Python.
    "changes_a_class_of_the_worker": Loop(
        cell="for found in object.__subclasses__():\n    if found.__name__ == 'Line' and hasattr(found, 'receive_request'):\n"
        "        def send(self, message, honest=found.send, **more):\n"
        "            if getattr(message, 'steps', None): message.steps = 10\n            return honest(self, message, **more)\n"
        "        found.send = send",
        points=2.0,
    ),
}
