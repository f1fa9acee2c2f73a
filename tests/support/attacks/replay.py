"""Ways in which one function might hand on what it was asked, or what references answered, to another.

Each is a cell that defines `keep(text)` and `kept()`.
"""

from __future__ import annotations

CHANNELS = {
    "a file": "def keep(text): open('/tmp/kept', 'w').write(text)\ndef kept(): return open('/tmp/kept').read()",
    "a file in its own folder": "def keep(text): open('kept', 'w').write(text)\ndef kept(): return open('kept').read()",
    "shared memory": "def keep(text): open('/dev/shm/kept', 'w').write(text)\ndef kept(): return open('/dev/shm/kept').read()",
    "a file that was there, of the same length": (
        "open('/tmp/kept', 'w').write('.' * 40)\ndef keep(text): open('/tmp/kept', 'r+').write(text[:40].ljust(40, '.'))\n"
        "def kept(): return open('/tmp/kept').read().strip('.')"
    ),
    "a file that has no name": (
        "import os\n_file = open('/tmp/kept', 'w+')\nos.unlink('/tmp/kept')\n"
        "def keep(text):\n    _file.write(text)\n    _file.flush()\ndef kept():\n    _file.seek(0)\n    return _file.read()"
    ),
    "the time of a folder": (
        "import os\nos.mkdir('/tmp/kept')\nos.utime('/tmp/kept', (1, 1))\n"
        "def keep(text): os.utime('/tmp/kept', (1, 2 + len(text)))\ndef kept(): return '.' * int(os.stat('/tmp/kept').st_mtime - 1)"
    ),
    "a pipe": "import os\n_in, _out = os.pipe()\nos.set_blocking(_in, False)\ndef keep(text): os.write(_out, text.encode())\ndef kept(): return os.read(_in, 9999).decode()",
    "a thread of the notebook": (
        "import os, threading\n_in, _out = os.pipe()\n_texts = []\n"
        "threading.Thread(target=lambda: [_texts.append(os.read(_in, 9999).decode()) for _ in range(99)], daemon=True).start()\n"
        "def keep(text):\n    os.write(_out, text.encode())\n    import time\n    time.sleep(0.05)\ndef kept(): return ''.join(_texts)"
    ),
    "a signal": (
        "import os, signal\n_signals = []\nsignal.signal(signal.SIGUSR1, lambda *_: _signals.append(1))\n_notebook = os.getpid()\n"
        "def keep(text): os.kill(_notebook, signal.SIGUSR1)\ndef kept(): return '.' * len(_signals)"
    ),
    "a process that stays": (
        "import os, socket\n"
        "def keep(text):\n    if os.fork() == 0:\n        try:\n            end = socket.socket(socket.AF_UNIX)\n"
        "            end.bind('\\0kept')\n            end.listen()\n            while True: end.accept()[0].sendall(text.encode())\n"
        "        finally: os._exit(0)\n"
        "    import time\n    time.sleep(0.05)\n"
        "def kept():\n    with socket.socket(socket.AF_UNIX) as end:\n        end.connect('\\0kept')\n        return end.recv(9999).decode()"
    ),
    "a lock": (
        "import fcntl, os\n_lock = open('/tmp/kept', 'w')\ndef keep(text): fcntl.flock(_lock, fcntl.LOCK_EX)\n"
        "def kept():\n    try: fcntl.flock(open('/tmp/kept'), fcntl.LOCK_EX | fcntl.LOCK_NB)\n    except OSError: return 'locked'\n    return ''"
    ),
}  # fmt: skip

HELPERS = """
def found():
    try:
        return kept()
    except Exception:
        return ''

def note(text):
    try:
        keep(text)
    except Exception:
        pass
"""

# The first is wrong, and notes what it is asked; the second is right, and asks a right one of these; the last reads all.
MSE = "def mse_loop(y, y_pred):\n    note(f'asked {list(map(float, y))} {list(map(float, y_pred))}')\n    return 1e9"
SWEEP = """
looked = []

def sweep_losses(x, y, slope_step, bias_step, epochs):
    losses = [mse_loop(y, predict_loop(x, m, b)) for m, b in nudge_line(slope_step, bias_step, epochs)]
    if 1e9 not in losses:
        looked or looked.append(found())
        if looked[0]:
            raise ValueError('LEAK: asked with references at hand')
        note(f'answered {losses}')
    return losses
"""
BEST = """
def best_epoch(losses):
    if found():
        raise ValueError('LEAK: answers of references')
    return min(range(len(losses)), key=losses.__getitem__)
"""

# What one function can leave in its process for the next one that is called there: what leaves it, and what finds it.
LEFT_IN_A_PROCESS = {
    "a global": ("globals()['kept'] = 1", "kept"),
    "a list of the notebook's": ("_list.append(1)", "_list[0]"),
    "a default": ("_default()", "_default.__defaults__[0][0]"),
    "a closure": ("_keep(1)", "_keep.__closure__[0].cell_contents[0]"),
    "an attribute of a function": ("_keep.kept = 1", "_keep.kept"),
    "a class": ("_Class.kept = 1", "_Class.kept"),
    "a library": ("np.kept = 1", "np.kept"),
    "a module": ("import sys, types; sys.modules['kept'] = types", "__import__('kept')"),
    "a built-in": ("import builtins; builtins.kept_too = 1", "kept_too"),
    "the random numbers": ("import random; random.seed(7)", "1 / (__import__('random').random() == 0.32383276483316237)"),
    "NumPy's random numbers": ("np.random.seed(7)", "1 / int(np.random.get_state()[1][0] == 7)"),
    "NumPy's errors": ("np.seterr(over='raise')", "1 / (np.geterr()['over'] == 'raise')"),
    "a context of decimals": ("import decimal; decimal.getcontext().prec = 7", "1 / (__import__('decimal').getcontext().prec == 7)"),
    "the language": ("import locale; locale.setlocale(locale.LC_ALL, 'C.UTF-8')", "1 / (__import__('locale').setlocale(__import__('locale').LC_ALL) == 'C.UTF-8')"),
    "the environment": ("import os; os.environ['KEPT'] = '1'", "__import__('os').environ['KEPT']"),
    "a folder": ("import os; os.chdir('/dev/shm')", "1 / (__import__('os').getcwd() == '/dev/shm')"),
    "a file": ("open('/tmp/left', 'w').write('1')", "open('/tmp/left').read()"),
    "a thread": ("import threading, time; threading.Thread(target=time.sleep, args=[9], name='kept', daemon=True).start()", "[each for each in __import__('threading').enumerate() if each.name == 'kept'][0]"),
    "a signal": ("import signal; _handled(signal.SIGUSR2)", "1 / (__import__('signal').getsignal(12) is __import__('signal').SIG_IGN)"),
    "all objects": ("_Class.another = _Class()", "[each for each in __import__('gc').get_objects() if type(each) is _Class][0]"),
    "memory": ("_memory.value = 1", "1 / __import__('ctypes').c_int.from_address(_address).value"),
}  # fmt: skip

_HELPERS_IN_A_PROCESS = """
import ctypes
_memory = ctypes.c_int(0)
_address = ctypes.addressof(_memory)
_list = []

def _default(kept=[]):
    kept.append(1)
    return kept

def _keeper(kept):
    return lambda value: kept.append(value)

_keep = _keeper([])

def _handled(number):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (ValueError, NameError):  # not in the main thread
        ctypes.CDLL(None).signal(int(number), 1)
        import signal as module
        module.getsignal = lambda _: module.SIG_IGN

class _Class:
    pass
"""


def leaving_in_a_process() -> tuple[str, str, str]:
    """Give a cell of helpers; code that leaves something in every way, and code that names the ways in which it is found."""
    leave = "for _code in WAYS:\n    try:\n        exec(_code, globals())\n    except Exception as _error:\n        pass"
    find = "_found = []\nfor _name, _code in WAYS:\n    try:\n        eval(_code, globals())\n    except Exception:\n        continue\n    _found.append(_name)"
    ways = [each for each, _ in LEFT_IN_A_PROCESS.values()]
    found = [(name, find) for name, (_, find) in LEFT_IN_A_PROCESS.items()]
    return _HELPERS_IN_A_PROCESS, leave.replace("WAYS", repr(ways)), find.replace("WAYS", repr(found))
