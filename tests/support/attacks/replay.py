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
