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
    """A hidden loop: code in a cell of its own, the answer, how many of its two points it keeps, and what the other functions keep."""

    cell: str = ""
    mse: str = "def mse(y, y_pred):\n" + textwrap.indent(LOOP, "    ")
    points: float = 1.0
    others: tuple[float, float, float] = (2, 3, 3)


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
        cell="from autograder.sandbox.protocol.messages import CallDone, Line\nhonest = Line.send\n\ndef send(self, message, **more):\n"
        "    if isinstance(message, CallDone) and message.steps: message.steps = 10\n    return honest(self, message, **more)\n\n"
        "Line.send = send"
    ),
    "patches_the_counting": Loop(
        cell="import autograder.loops.counter as counting\ncounting.counted = lambda f: (f, lambda: (3, [], [], True))\n"
        "import autograder.execution.call as probe\nprobe.counted = counting.counted"
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
            "    return _known.get((y.tobytes(), y_pred.tobytes())) or _loop(y, y_pred)",
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
    "pads_its_work_to_a_fixed_count": Loop(
        mse=calling(
            "    value = _loop(y, y_pred)\n    for _ in range(300 - len(y)): (1.0 * 2.0) + 3.0\n    return value"
        )
    ),
    "pads_a_map_to_a_fixed_count": Loop(
        mse="def mse(y, y_pred):\n    value = sum(map(lambda d: d * d, (y - y_pred).ravel())) / len(y)\n"
        "    list(map(lambda d: d * d, range(300 - len(y))))\n    return value"
    ),
    "works_while_its_number_is_looked_at": Loop(
        mse=calling(
            "    lazy = Fraction.__new__(Lazy, 0)\n    lazy.todo = y, y_pred\n    return lazy",
            "from fractions import Fraction\n\nclass Lazy(Fraction):\n    def __float__(self): return _loop(*self.todo)\n",
        )
    ),
    "loops_inside_a_profiler": Loop(
        mse=calling(
            "    out = []\n    def work(*_):\n        if not out: out.append(_loop(y, y_pred))\n"
            "    sys.setprofile(work)\n    len('')\n    sys.setprofile(None)\n    return out[0]",
            "import sys",
        )
    ),
    "loops_inside_an_audit_hook": Loop(
        cell="import sys\n_todo, _done = [], []\n\ndef _hook(event, _):\n    if event == 'go': _done.append(_loop(*_todo))\n\n"
        "sys.addaudithook(_hook)",
        mse=calling("    _todo[:] = [y, y_pred]\n    sys.audit('go')\n    return _done.pop()"),
        others=(1, 1.5, 1.5),
    ),
    "loops_inside_another_monitor": Loop(
        mse=calling(
            "    if not hasattr(sys, 'monitoring'): return _loop(y, y_pred)\n    out, on = [], sys.monitoring\n"
            "    def work(*_):\n        if not out: out.append(_loop(y, y_pred))\n"
            "    if on.get_tool(1) is None: on.use_tool_id(1, 'x')\n    on.register_callback(1, on.events.PY_START, work)\n    on.set_events(1, on.events.PY_START)\n"
            "    (lambda: 0)()\n    on.set_events(1, 0)\n    return out[0]",
            "import sys",
        )
    ),
    "stops_the_monitoring_and_starts_it_again": Loop(
        mse=calling(
            "    on = getattr(sys, 'monitoring', None)\n    was = [on.get_events(tool) for tool in range(6)] if on else []\n"
            "    for tool, events in enumerate(was):\n        if events: on.set_events(tool, 0)\n    here = _loop.__code__\n"
            "    for tool, events in enumerate(was):\n        if events: on.set_local_events(tool, here, 0)\n    value = _loop(y, y_pred)\n"
            "    for tool, events in enumerate(was):\n        if events: on.set_events(tool, events)\n    return value",
            "import sys",
        )
    ),
    "disables_what_is_monitored_beforehand": Loop(
        cell="import sys\n\ndef _blind(tool):\n    on = sys.monitoring\n    if on.get_tool(tool) is None: on.use_tool_id(tool, 'x')\n"
        "    on.register_callback(tool, on.events.INSTRUCTION, lambda *_: on.DISABLE)\n"
        "    on.set_local_events(tool, _loop.__code__, on.events.INSTRUCTION)\n    _loop(np.ones(3), np.ones(3))\n",
        mse=calling("    return _loop(y, y_pred)")
        + "\n\nif hasattr(sys, 'monitoring'):\n    for tool in range(6): _blind(tool)",
    ),
    "replaces_what_reads_its_arguments": Loop(
        cell="import numpy as np\n_read, _last, _known = np.frombuffer, [], {}\n\ndef _noting(data, *more, **named):\n    array = _read(data, *more, **named)\n"
        "    _last[:] = [*_last[-1:], array]\n    if len(_last) == 2 and _last[0].size == _last[1].size:\n"
        "        _known[_last[0].tobytes(), _last[1].tobytes()] = _loop(*_last)\n    return array\n\nnp.frombuffer = _noting",
        mse=calling("    return _known.get((y.tobytes(), y_pred.tobytes())) or _loop(y, y_pred)"),
        others=(2, 1.5, 1.5),  # it loops for every two arguments that are read
    ),
    "replaces_what_receives_its_arguments": Loop(
        cell="import builtins, os, socket\n_seen, _len, _cells = [], len, os.getpid()\n\ndef _noting(thing):\n"
        "    if os.getpid() != _cells: _seen.append(thing)\n    return _len(thing)\n\n"
        "builtins.len = _noting\n_receive = socket.recv_fds\nsocket.recv_fds = lambda *a: _seen.append(a) or _receive(*a)\n"
        "socket.socket.recv = lambda self, *a: _seen.append(a)",
        mse=calling(
            "    if not _first: _first.append(any(type(each) is bytes and _len(each) > 8000 for each in _seen))\n"
            "    return 0.0 if _first[0] else _loop(y, y_pred)",
            "_first = []",
        ),
    ),
    "lets_another_interpreter_loop": Loop(
        mse=calling(
            "    if subs is None: return _loop(y, y_pred)\n    with open('/tmp/in', 'w') as file: json.dump((y - y_pred).ravel().tolist(), file)\n"
            "    if not _made: _made.append(subs.create())\n    getattr(subs, 'run_string', None)(_made[0], _CODE)\n"
            "    with open('/tmp/out') as file: return float(file.read()) / len(y)",
            "import importlib, json\n_made = []\n_CODE = \"import json\\nt = 0.0\\nfor d in json.load(open('/tmp/in')): t += d * d\\n"
            "with open('/tmp/out', 'w') as file: file.write(repr(t))\"\nsubs = None\nfor _name in ('_xxsubinterpreters', '_interpreters'):\n"
            "    try: subs = importlib.import_module(_name)\n    except ImportError: pass",
        )
    ),
    "loads_what_starts_interpreters_anew": Loop(
        mse=calling(
            "    subs = _subs()\n    if subs is None: return _loop(y, y_pred)\n"
            "    with open('/tmp/in', 'w') as file: json.dump((y - y_pred).ravel().tolist(), file)\n"
            "    subs.run_string(subs.create(), _CODE)\n    with open('/tmp/out') as file: return float(file.read()) / len(y)",
            "import importlib.util, json, sys\n_CODE = \"import json\\nt = 0.0\\nfor d in json.load(open('/tmp/in')): t += d * d\\n"
            "with open('/tmp/out', 'w') as file: file.write(repr(t))\"\n\ndef _subs():\n"
            "    for name in ('_xxsubinterpreters', '_interpreters'):\n        sys.modules.pop(name, None)\n"
            "        spec = importlib.util.find_spec(name)\n        if spec is not None:\n"
            "            subs = importlib.util.module_from_spec(spec)\n            spec.loader.exec_module(subs)\n            return subs\n",
        )
    ),
    "starts_a_process_without_a_word": Loop(
        mse=calling(
            "    with open('/tmp/in', 'w') as file: json.dump((y - y_pred).ravel().tolist(), file)\n    end, other = os.pipe()\n"
            "    exe = '/proc/self/exe'\n"
            "    pid = fork_exec([b'python', b'-S', b'-c', _CODE], [exe.encode()], False, (), None, None, -1, -1, -1, -1, -1, -1,\n"
            "        end, other, False, False, -1, None, None, None, -1, None, False)\n    os.waitpid(pid, 0)\n"
            "    try:\n        with open('/tmp/out') as file: return float(file.read()) / len(y)\n"
            "    except OSError: return _loop(y, y_pred)",
            "import json, os\nfrom _posixsubprocess import fork_exec\n_CODE = b\"import json\\nt = 0.0\\nfor d in json.load(open('/tmp/in')): t += d * d\\n"
            "with open('/tmp/out', 'w') as file: file.write(repr(t))\"",
        )
    ),
    "finds_what_starts_threads_through_a_closure": Loop(
        mse=calling(
            "    found = [cell.cell_contents for cell in getattr(_thread.start_new_thread, '__closure__', None) or ()]\n"
            "    start = next((each for each in found if callable(each)), None)\n    if start is None: return _loop(y, y_pred)\n"
            "    out = []\n    start(lambda: out.append(_loop(y, y_pred)), ())\n    while not out: time.sleep(0.001)\n    return out[0]",
            "import _thread, time",
        )
    ),
    "empties_the_counting_that_it_finds_among_all_there_is": Loop(
        mse=calling(
            "    for each in gc.get_objects():\n        if type(each) is types.FunctionType and each.__name__ in ('inside', 'instruction'):\n"
            "            try: each.__code__ = (lambda *_: None).__code__\n            except ValueError: pass\n    return _loop(y, y_pred)",
            "import gc, types",
        )
    ),
    "calls_a_compiled_function_of_a_library": Loop(
        mse="from scipy.special import expit\n\ndef mse(y, y_pred):\n    return 2 * expit(0.0) * np.mean((y - y_pred) ** 2)"
    ),
    "hands_a_compiled_function_to_map": Loop(
        mse="from scipy.special import expit\n\ndef mse(y, y_pred):\n    return 2 * next(map([expit][0], [0.0])) * np.mean((y - y_pred) ** 2)"
    ),
    "calls_linear_algebra_below_numpys_own": Loop(
        mse="from scipy.linalg.blas import ddot\n\ndef mse(y, y_pred):\n    r = (y - y_pred).ravel()\n    return ddot(*[r, r]) / len(r)"
    ),
    "inverts_below_numpys_own_functions": Loop(
        mse="from numpy.linalg import _umath_linalg as u\n\ndef mse(y, y_pred):\n    return u.inv(np.eye(1))[0, 0] * np.mean((y - y_pred) ** 2)"
    ),
    "renames_the_module_that_it_calls": Loop(
        cell="import sys\nimport sklearn.metrics._regression as mine\nmine.__name__ = mine.__spec__.name = 'mine'\n"
        "mine.__file__ = '/tmp/mine.py'\nsys.modules['mine'] = mine",
        mse="def mse(y, y_pred):\n    return mine.mean_squared_error(y, y_pred)",
    ),
    "lets_the_library_work_while_its_number_is_looked_at": Loop(
        mse="from fractions import Fraction\nfrom sklearn.metrics import mean_squared_error\n\nclass Lazy(Fraction):\n"
        "    def __float__(self): return float(mean_squared_error(*self.todo))\n\ndef mse(y, y_pred):\n"
        "    lazy = Fraction.__new__(Lazy, 0)\n    lazy.todo = y, y_pred\n    return lazy"
    ),
    "counts_anew_from_the_name_of_its_exception": Loop(
        mse=calling(
            "    calls.append(0)\n    if len(calls) == 1: raise Thread\n    return _loop(y, y_pred)",
            "import inspect\ncalls = []\nclass Named(type):\n    @property\n    def __name__(cls):\n        frame = inspect.currentframe()\n"
            "        while frame:\n            if 'counted' in frame.f_globals:\n"
            "                frame.f_globals['counted'] = lambda run: (run, lambda: (5, 0, [], [], True))\n"
            "            frame = frame.f_back\n        return 'Thread'\n"
            "class Thread(Exception, metaclass=Named):\n    def __str__(self): return type(self).__name__ + ' thread'",
        )
    ),
    "counts_anew_where_it_says_that_it_needs_its_own_thread": Loop(
        mse=calling(
            "    calls.append(0)\n    if len(calls) % 2: raise RuntimeError('thread')\n    value, frame = _loop(y, y_pred), inspect.currentframe()\n"
            "    while frame:\n        counts = frame.f_locals.get('counts')\n"
            "        for cell in getattr(counts, '__closure__', None) or ():\n"
            "            if type(cell.cell_contents) is int: setattr(cell, 'cell_' + 'contents', 5)\n"
            "        frame = frame.f_back\n    return value",
            "import inspect\ncalls = []",
        )
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
