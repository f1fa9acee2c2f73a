"""What hostile students try, one function an attack; each changes a submitted notebook, or its folder.

`@attack` names the scores that must come out, in the order predict, mse, gradients, train. `rest` says what the
functions are before the attack: all `solved` (the attacker is right and wants more, or wants to break things) or
all untouched `stub`s (the attacker wants something for nothing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from tests.support.attacks.loops import LOOPS, Loop
from tests.support.attacks.replay import CHANNELS, HELPERS

Scores = tuple[float | None, float | None, float | None, float | None]
NOTHING: Scores = (0, 0, 0, 0)
ALL: Scores = (2, 2, 3, 3)
UNGRADED: Scores = (None, None, None, None)


@dataclass(frozen=True)
class Attack:
    name: str
    change: Callable[[NotebookNode], None]
    rest: str
    expected: Scores


ATTACKS: list[Attack] = []


def attack(
    *, rest: str = "stub", expected: Scores = NOTHING
) -> Callable[[Callable[[NotebookNode], None]], None]:
    def add(change: Callable[[NotebookNode], None]) -> None:
        ATTACKS.append(Attack(change.__name__, change, rest, expected))

    return add


def add_code(notebook: NotebookNode, code: str, *, first: bool = False) -> None:
    cell = new_code_cell(code, id=f"attack-{len(notebook.cells)}")
    notebook.cells.insert(0 if first else len(notebook.cells), cell)


def tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def solution(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


# Replacing what might compare -----------------------------------------------------------------------------------------


@attack()
def replaces_numpys_comparisons(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import numpy as np\nnp.testing.assert_allclose = lambda *a, **k: None\n"
        "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    )


@attack()
def replaces_builtins(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import builtins\nbuiltins.abs = lambda v: 0\nbuiltins.all = builtins.any = lambda v: True\n"
        "builtins.isinstance = lambda *a: True\nbuiltins.round = builtins.float = lambda *a: 0.0",
    )


@attack()
def strips_asserts_with_an_ast_transformer(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import ast\nclass Strip(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "    def visit_Raise(self, node): return ast.Pass()\nget_ipython().ast_transformers.append(Strip())",
        first=True,
    )


@attack()
def replaces_check_and_the_graders_modules(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import sys, autograder\nautograder.check = check = lambda f: None\n"
        "for name in list(sys.modules):\n    if name.startswith('autograder'):\n"
        "        for key in list(vars(sys.modules[name])):\n            if callable(getattr(sys.modules[name], key)):\n"
        "                try: setattr(sys.modules[name], key, lambda *a, **k: True)\n                except Exception: pass",
    )


@attack()
def returns_objects_that_equal_everything(notebook: NotebookNode) -> None:
    code = (
        "import numpy as np\nclass Yes(float):\n    def __eq__(self, o): return True\n    def __sub__(self, o): return 0.0\n"
        "    __rsub__ = __sub__\n    def __abs__(self): return 0.0\n    def __le__(self, o): return True\n"
        "    def __array__(self, *a, **k): return np.zeros(())\n"
        "    def __array_function__(self, *a, **k): return True\n    def __float__(self): return 2.0\n"
        "class YesArray(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return True\n    def __array_function__(self, *a, **k): return True\n"
        "def mse(*a): return Yes(0.5)\ndef predict(x, *a): return np.zeros(np.shape(x)).view(YesArray)\n"
        "def gradients(*a): return Yes(1), Yes(1)\ndef train(*a): return Yes(1), Yes(1), [Yes(1)]"
    )
    add_code(notebook, code)


# Forging what nbgrader reads ------------------------------------------------------------------------------------------


@attack()
def marks_the_tests_as_skipped(notebook: NotebookNode) -> None:
    for cell in tests(notebook):
        cell.metadata.tags = ["skip-execution", "raises-exception"]


@attack()
def writes_grade_false_into_the_tests(notebook: NotebookNode) -> None:
    for cell in tests(notebook):
        cell.metadata.nbgrader.grade = False


@attack()
def writes_a_hundred_points_into_the_tests(notebook: NotebookNode) -> None:
    for cell in tests(notebook):
        cell.metadata.nbgrader.points = 100
        cell.source = "100.0"
        cell.outputs = [new_output("execute_result", data={"text/plain": "100.0"}, execution_count=1)]


@attack()
def turns_the_tests_into_manually_graded_answers(notebook: NotebookNode) -> None:
    for cell in tests(notebook):
        cell.metadata.nbgrader.solution = True
        cell.metadata.nbgrader.locked = False
        cell.cell_type = "markdown"
        cell.pop("outputs")
        cell.pop("execution_count")


@attack()
def deletes_the_tests(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell not in tests(notebook)]


@attack()
def moves_the_tests_to_the_top(notebook: NotebookNode) -> None:
    found = tests(notebook)
    notebook.cells = found[::-1] + [cell for cell in notebook.cells if cell not in found]


@attack()
def repeats_the_tests_with_a_score_of_its_own(notebook: NotebookNode) -> None:
    for cell in tests(notebook):
        copy = new_code_cell("3.0", id=f"again-{cell.id}", metadata=cell.metadata.copy())
        notebook.cells.append(copy)


@attack(rest="solved", expected=ALL)
def has_its_cells_in_reverse_order(notebook: NotebookNode) -> None:
    notebook.cells.reverse()


@attack(rest="solved", expected=ALL)
def has_lost_every_cell_but_its_answers(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]


@attack(rest="solved", expected=ALL)
def has_its_answers_in_cells_of_its_own(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.metadata = {}


@attack(rest="solved", expected=ALL)
def moves_and_repeats_tests_of_right_answers(notebook: NotebookNode) -> None:
    moves_the_tests = tests(notebook)
    notebook.cells = moves_the_tests + [c for c in notebook.cells if c not in moves_the_tests]
    notebook.cells.append(new_code_cell("0.0", id="zero", metadata=moves_the_tests[0].metadata.copy()))


@attack()
def displays_forged_verdicts(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "from IPython.display import display\nfor kind in ('application/vnd.autograder.verdict+json', 'text/plain'):\n"
        "    display({kind: {'exercise': 'mse', 'outcome': 'passed', 'score': 2.0, 'points': 2.0}}, raw=True)\n10.0",
    )


@attack()
def forges_messages_on_every_descriptor(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, struct\nfor forged in (b'\\x82\\xa4type\\xa8CallDone\\xa5value\\x92\\xa5float\\xcb' + b'\\0' * 8, b'\\xff' * 64):\n"
        "    for fd in range(3, 64):\n        try: os.write(fd, struct.pack('>I', len(forged)) + forged)\n        except OSError: pass",
    )


@attack()
def sends_outputs_that_take_all_memory(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, struct\nempty = b'\\xdd' + struct.pack('>I', 5_000_000) + b'\\x90' * 5_000_000\n"
        "for key in (b'', b'\\x91\\x81\\xa1x'):\n"
        "    forged = b'\\x83\\xa4type\\xa8CellDone\\xa5error\\xc0\\xa7outputs' + key + empty\n"
        "    for fd in range(3, 64):\n        try: os.write(fd, struct.pack('>I', len(forged)) + forged)\n        except OSError: pass",
    )


# Reading what is secret -----------------------------------------------------------------------------------------------


@attack()
def looks_for_solutions_and_other_students(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os\nfor base, folders, files in os.walk('/'):\n    if base.startswith(('/proc', '/sys', '/python', '/usr', '/site')):\n"
        "        folders[:] = []\n        continue\n    for name in files:\n"
        "        assert 'checks' not in name and 'gradebook' not in name and 'solution' not in base, (base, name)\n"
        "print('LEAK' if any(map(os.path.exists, ('/home', '/root', '/srv', '/opt', '/var'))) else 'nothing')\n"
        "print('ENV', sorted(os.environ))",
    )


@attack()
def searches_memory_and_frames_for_expected_values(notebook: NotebookNode) -> None:
    code = (
        "import gc, sys\ndef mse(y, y_pred):\n    frame = sys._getframe()\n    while frame:\n"
        "        for value in list(frame.f_locals.values()):\n            if hasattr(value, 'expected'): return value.expected\n"
        "        frame = frame.f_back\n    for thing in gc.get_objects():\n"
        "        if type(thing).__name__ in ('Case', 'Exercise', 'Bank'): return thing.expected\n    return 0.0"
    )
    add_code(notebook, code)


@attack()
def opens_sockets(notebook: NotebookNode) -> None:
    """PORT is that of a server on the loopback interface, which the suite starts."""
    add_code(
        notebook,
        "import socket\nfor address in (('127.0.0.1', int('PORT')), ('localhost', int('PORT')), ('::1', int('PORT'))):\n"
        "    try:\n        socket.create_connection(address, timeout=0.2)\n        print('LEAK: connected')\n"
        "    except OSError as error:\n        print('refused', error)",
    )


@attack()
def writes_to_the_gradebook_by_path(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, sqlite3\nfor up in range(8):\n    path = '../' * up + 'gradebook.db'\n    try:\n"
        "        db = sqlite3.connect(path); db.execute('update grade set auto_score = 3'); db.commit()\n"
        "    except Exception: pass",
    )


# Taking things down ---------------------------------------------------------------------------------------------------


@attack(rest="solved", expected=ALL)
def leaves_a_process_behind(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        deadline = time.time() + 60\n"
        "        while time.time() < deadline:\n            open('/tmp/alive', 'w').write(str(time.time()))\n"
        "            time.sleep(0.05)\n    os._exit(0)",
    )


@attack(rest="solved", expected=ALL)
def exits_in_a_cell(notebook: NotebookNode) -> None:
    add_code(notebook, "import os\nos._exit(0)")


@attack(rest="solved", expected=ALL)
def kills_itself_its_parent_and_everybody(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, signal\nos.kill(1, signal.SIGKILL)\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)\n"
        "os.kill(os.getpid(), signal.SIGKILL)",
    )


@attack(rest="solved", expected=(2, 0, 3, 3))
def exits_in_a_function(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "import os\n\ndef mse(y, y_pred):\n    os._exit(0)"


@attack(rest="solved", expected=(2, 0, 3, 3))
def kills_its_parent_in_a_function(notebook: NotebookNode) -> None:
    solution(
        notebook, "mse"
    ).source = "import os, signal\n\ndef mse(y, y_pred):\n    os.kill(os.getppid(), signal.SIGKILL)\n    os.kill(os.getpid(), signal.SIGKILL)"


@attack(rest="solved", expected=(2, 0, 3, 3))
def never_ends_and_ignores_every_signal(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = (
        "import signal\n\ndef mse(y, y_pred):\n    for number in range(1, 32):\n        try: signal.signal(number, signal.SIG_IGN)\n"
        "        except (OSError, ValueError): pass\n    while True:\n        try:\n            while True: pass\n"
        "        except BaseException: pass"
    )


@attack(rest="solved", expected=ALL)
def never_ends_in_a_cell_of_its_own(notebook: NotebookNode) -> None:
    add_code(notebook, "while True: pass")


@attack(rest="solved", expected=ALL)
def never_ends_below_a_right_function(notebook: NotebookNode) -> None:
    solution(
        notebook, "mse"
    ).source = "def mse(y, y_pred):\n    return np.mean((y - y_pred) ** 2)\n\nwhile True: pass"


@attack(rest="solved", expected=(2, 0, 3, 3))
def returns_a_list_that_contains_itself(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    a = []\n    a.append(a)\n    return a"


@attack(rest="solved", expected=(2, 0, 3, 3))
def returns_something_huge(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    return [1.0] * 5_000_000"


@attack(rest="solved", expected=(2, 0, 3, 3))
def raises_with_a_huge_message(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    raise ValueError('x' * 20_000_000)"


@attack(rest="solved", expected=ALL)
def prints_fifty_megabytes_in_one_line(notebook: NotebookNode) -> None:
    add_code(notebook, "print('x' * 50_000_000)")


@attack(rest="solved", expected=ALL)
def prints_fifty_megabytes_in_lines(notebook: NotebookNode) -> None:
    add_code(notebook, "for _ in range(50):\n    print(('x' * 99 + '\\n') * 10_000)")


@attack(rest="solved", expected=ALL)
def forks_two_hundred_processes(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import os, time\nmade = 0\ntry:\n    for _ in range(200):\n        if os.fork() == 0:\n            time.sleep(20)\n            os._exit(0)\n"
        "        made += 1\nexcept OSError:\n    pass\nprint('LEAK' if made >= 200 else 'bounded')",
    )


@attack(rest="solved", expected=ALL)
def fills_the_disk(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "written = 0\nfor folder in ('/tmp', '/dev/shm', '/dev', '/', '/site', '/python'):\n    for i in range(40):\n        try:\n"
        "            with open(f'{folder}/fill{i}', 'wb') as f: written += f.write(b'x' * 1_000_000)\n        except OSError: break\n"
        "print('LEAK' if written > 40_000_000 else 'bounded')",
    )


# Confusing the grader -------------------------------------------------------------------------------------------------


@attack(rest="solved", expected=ALL)
def holds_text_that_no_file_can_hold(notebook: NotebookNode) -> None:
    add_code(notebook, "text = 'SURROGATE'\nprint('\\ud800')\nraise ValueError('\\ud800')")
    notebook.cells.append(new_markdown_cell("SURROGATE", id="text"))


@attack(rest="solved", expected=(2, 0, 3, 3))
def returns_text_that_no_message_can_hold(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    return '\\ud800'"


@attack(rest="solved", expected=ALL)
def gives_cells_ids_that_collide(notebook: NotebookNode) -> None:
    for name in ("a" * 50 + "-2", "a" * 64, "a" * 64):
        notebook.cells.append(new_code_cell("1", id=name))


@attack(rest="solved", expected=ALL)
def has_a_picture_pasted_into_its_text(notebook: NotebookNode) -> None:
    cell = new_markdown_cell("![x](attachment:x.png)", id="picture")
    cell.attachments = {"x.png": {"image/png": "iVBORw0KGgo="}}
    notebook.cells.append(cell)
    notebook.metadata.widgets = 5


FORGE = """
Line = next(found for found in object.__subclasses__() if hasattr(found, 'receive_request'))
honest = Line.send
def send(self, message, **settings):
    {change}
    return honest(self, message, **settings)
Line.send = send
"""


@attack(rest="solved", expected=ALL)
def forges_outputs_of_impossible_form(notebook: NotebookNode) -> None:
    bad = "[{'output_type': 'execute_result', 'execution_count': -1, 'data': {'text/plain': '1'}, 'metadata': 3}]"
    add_code(
        notebook, FORGE.format(change=f"if type(message).__name__ == 'CellDone': message.outputs = {bad}")
    )


@attack(rest="solved", expected=NOTHING)
def forges_enormous_values(notebook: NotebookNode) -> None:
    big = "['list', [['int', 1]] * 1_000_000]"
    add_code(notebook, FORGE.format(change=f"if type(message).__name__ == 'CallDone': message.value = {big}"))


@attack(rest="solved", expected=(1, 1, 1.5, 1.5))
def hides_what_became_of_its_arguments(notebook: NotebookNode) -> None:
    add_code(notebook, FORGE.format(change="if type(message).__name__ == 'CallDone': message.args = []"))


@attack(rest="solved", expected=(2, 1, 3, 3))
def claims_that_its_loop_is_the_librarys(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = (
        "def mse(y, y_pred):\n    t = 0.0\n    for d in (y - y_pred).ravel():\n        t += d * d\n    return t / len(y)\n"
        "mse.__code__ = mse.__code__.replace(co_filename='<frozen os>')"
    )


@attack(rest="solved", expected=(2, 1, 3, 3))
def pads_its_small_cases_to_hide_a_loop(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = (
        "def mse(y, y_pred):\n    if len(y) < 200:\n        for i in range(4000): pass\n"
        "    return sum(d * d for d in (y - y_pred).ravel()) / len(y)"
    )


@attack(rest="solved", expected=(2, 1, 3, 3))
def loops_in_a_thread_that_nobody_traces(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = (
        "import _thread, time\n\ndef mse(y, y_pred):\n    out = []\n    def work():\n        t = 0.0\n"
        "        for d in (y - y_pred).ravel(): t += d * d\n        out.append(t / len(y))\n"
        "    _thread.start_new_thread(work, ())\n    while not out: time.sleep(0.001)\n    return out[0]"
    )


@attack(rest="solved", expected=ALL)
def puts_scripts_into_its_text_and_outputs(notebook: NotebookNode) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>[link](javascript:alert(1))"
    notebook.cells.append(new_markdown_cell(f"# {script}\n\n{script}", id="script"))
    for number, text in enumerate(SCRIPTS):
        notebook.cells.append(new_markdown_cell(text, id=f"script-{number}"))
    notebook.cells.append(new_raw_cell(script, id="raw", metadata={"raw_mimetype": "text/html"}))
    picture = new_markdown_cell("![x](attachment:x.png)", id="attached")
    picture.attachments = {
        "x.png": {'image/png" onerror="alert(1)': 'AAAA" onerror="alert(1)', "image/svg+xml": script}
    }
    notebook.cells.append(picture)
    notebook.metadata.title = "</title>" + script
    notebook.metadata.language_info = {"name": f"</style>{script}", "pygments_lexer": script}
    notebook.metadata.widgets = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": f"</script>{script}"}}
    }
    add_code(
        notebook,
        f"from IPython.display import HTML, Javascript, display\nprint('{script}')\ndisplay(HTML('{script}'))",
    )
    add_code(notebook, "display(Javascript('alert(1)'))\nraise ValueError('<script>alert(1)</script>')")
    solution(notebook, "mse").source += "\n# <script>alert(1)</script>"


SCRIPTS = (
    "$$<script>alert(1)</script>$$ $<img src=x onerror=alert(1)>$ \\\\[<script>alert(1)</script>\\\\]",
    "\\begin{equation}<script>alert(1)</script>\\end{equation}",
    "[a](<javascript:alert(1)>) ![b](javascript:alert(1)) <javascript:alert(1)> [c](JaVaScRiPt:alert(1)) [d](&#106;avascript:alert(1))",
    "[e](data:text/html,<script>alert(1)</script>) [f](vbscript:x) [g](java\tscript:alert(1)) [h](page.html)",
    '[i](http://a.b "t\\" onmouseover=alert(1) x=\\"") [j]\n\n[j]: http://a.b "a\\" onmouseover=alert(1)"',
    '## a" onclick="alert(1)\n\n```html"><script>alert(1)</script>\n<script>alert(1)</script>\n```',
    "| a |\n|---|\n| <script>alert(1)</script> |\n\n<div>\n<script>alert(1)</script>\n</div>\n\n<!-- x --><script>alert(1)</script>",
)


@attack(rest="stub", expected=NOTHING)
def puts_scripts_into_its_verdicts(notebook: NotebookNode) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    named = f"type({script!r}, (Exception,), {{'__repr__': lambda self: {script!r}}})"
    add_code(
        notebook,
        f"def predict(*a): raise {named}({script!r})\ndef mse(*a): return {script!r}\n"
        f"def gradients(*a): return {named}()\ndef train(*a): raise NameError({script!r})",
    )


# Taking time ----------------------------------------------------------------------------------------------------------


@attack(rest="solved", expected=(2, 1, 3, 0))
def sleeps_between_questions_to_the_oracle(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    return np.sum((y - y_pred) ** 2)"
    solution(notebook, "train").source = (
        "import time\n\ndef train(x, y, learning_rate, epochs):\n    for _ in range(1000):\n        time.sleep(1)\n"
        "        mse(x, x)\n    return 0, 0, []"
    )


@attack(rest="solved", expected=ALL)
def kills_the_warm_parent_by_interrupting_it(notebook: NotebookNode) -> None:
    add_code(notebook, "import os, signal\nos.kill(1, signal.SIGINT)\nos.kill(1, signal.SIGTERM)")


@attack(rest="solved", expected=(2, 0, 3, 0))
def asks_the_references_for_gigabytes(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = "def mse(y, y_pred):\n    return 7.0"
    solution(notebook, "train").source = (
        "def train(x, y, learning_rate, epochs):\n    for i in range(20_000):\n"
        "        try: mse(np.full((11_000, 1), float(i)), np.zeros(11_000))\n        except Exception: pass"
    )


@attack(rest="solved", expected=(0, 2, 3, 0))
def asks_the_references_for_large_answers_without_end(notebook: NotebookNode) -> None:
    solution(notebook, "predict").source = "def predict(x, slope, bias):\n    return 7.0"
    solution(notebook, "train").source = (
        "def train(x, y, learning_rate, epochs):\n    points = np.zeros((100_000, 1))\n"
        "    for i in range(20_000): predict(points, float(i), 0.0)"
    )


@attack(rest="stub", expected=NOTHING)
def returns_what_takes_long_to_compare(notebook: NotebookNode) -> None:
    """As much as can be sent for a single point, and less for more of them: the class waits for all of it."""
    add_code(
        notebook,
        "def predict(*a): return [[[[[i]]]] for i in range(16_000 // len(a[0]))]\n"
        "def mse(*a): return [[float(i)] for i in range(49_000 // len(a[0]))]\n"
        "def gradients(*a): return np.ones(900_000, dtype=bool)\n"
        "def train(*a): return 1e308, -1e308, [[i] for i in range(49_000 // len(a[0]))]",
    )


@attack(rest="solved", expected=ALL)
def writes_what_takes_long_to_format(notebook: NotebookNode) -> None:
    """Each of these takes nbconvert minutes or hours, unless somebody stops it."""
    for number, text in enumerate(("\\begin{a}" * 20_000, "\\\\(" * 60_000, "![a](" * 50_000)):
        notebook.cells.append(new_markdown_cell(text, id=f"slow-{number}"))
    for text in ("'" + "." * 60_000 + "'", " \n" * 50_000 + "x = 1", "x = [1, 'a', f(2)] + 1\n" * 20_000):
        add_code(notebook, text)


@attack(rest="solved", expected=ALL)
def shows_more_text_than_a_page_can_hold(notebook: NotebookNode) -> None:
    for _ in range(12):
        add_code(notebook, "print(('\\x1b[31mx' * 20 + '\\n') * 4_000)")


@attack(rest="solved", expected=ALL)
def names_one_picture_four_hundred_times(notebook: NotebookNode) -> None:
    text = "[" * 1000 + "\n\n" + "![](attachment:a) ![][b]\n\n" * 400 + "[b]: attachment:a"
    cell = new_markdown_cell(text, id="pictures")
    cell.attachments = {"a": {"image/png": "A" * 4_000_000}}
    more = new_markdown_cell("".join(f"![](attachment:{i})" for i in range(10)), id="more")
    more.attachments = {str(i): {"image/png": "A" * 2_000_000} for i in range(10)}
    notebook.cells += [cell, more]


@attack(rest="solved", expected=ALL)
def names_pictures_that_are_not_there(notebook: NotebookNode) -> None:
    names = ("image.png", "empty", "odd", "svg", "list")
    cell = new_markdown_cell(" ".join(f"![plot](attachment:{name})" for name in names), id="p")
    cell.attachments = {
        "empty": {}, "odd": {"image/png": '" onerror="alert(1)'}, "svg": {"image/svg+xml": "<svg onload='alert(1)'/>"},
        "list": ["AAAA"], "SURROGATE": {"image/png": "SURROGATE"},
    }  # fmt: skip
    code = new_code_cell("# ![plot](attachment:image.png)", id="c")
    code.attachments = {"image.png": {"image/png": "AAAA"}}
    notebook.cells += [cell, code, new_markdown_cell("![](attachment:)", id="q")]


@attack(rest="solved", expected=ALL)
def draws_a_diagram_of_scripts(notebook: NotebookNode) -> None:
    """nbconvert hands on what stands in a diagram as it is."""
    notebook.cells.append(new_markdown_cell("```mermaid\n<script>alert(1)</script>\n```", id="diagram"))


@attack(rest="solved", expected=ALL)
def writes_what_becomes_a_million_elements(notebook: NotebookNode) -> None:
    """The Formgrader reads each page once more as a whole, element by element."""
    for number in range(4):
        notebook.cells.append(new_markdown_cell("|a|b|\n|-|-|\n" + "|a|b|\n" * 3000, id=f"table-{number}"))
        add_code(notebook, "'" + "a+" * 900 + "'\n" + ("x = " + "1+" * 900 + "1\n") * 9)
    notebook.cells.append(new_raw_cell("<b>" * 200_000, id="raw"))
    for _ in range(5):
        add_code(notebook, "print('\\x1b[' + '1;' * 250_000 + 'mx')")


# Leaving something behind that breaks the notebook's own process ------------------------------------------------------


@attack(rest="solved", expected=ALL)
def rings_an_alarm_a_thousand_times_a_second(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import signal\ndef ring(*_): raise BaseException('ring')\nsignal.signal(signal.SIGALRM, ring)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)",
    )


@attack(rest="solved", expected=ALL)
def leaves_a_thread_that_never_lets_go(notebook: NotebookNode) -> None:
    add_code(
        notebook, "import threading\nthreading.Thread(target=lambda: pow(3, 10**9), daemon=True).start()"
    )


@attack(rest="solved", expected=ALL)
def leaves_a_thread_that_ends_the_process(notebook: NotebookNode) -> None:
    code = "import os, threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), os._exit(0)), daemon=True).start()"
    add_code(notebook, code)


# Neighbours -----------------------------------------------------------------------------------------------------------


KERNEL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
results = [libc.syscall(248, b'user', b'note', b'secret', 6, -4), libc.syscall(250, 3, 0, 0), libc.syscall(29, 7, 4096, 0o1600)]
try:
    rt = ctypes.CDLL('librt.so.1')
except OSError:
    rt = libc
results.append(rt.mq_open(b'/note', 66, 0o600, None))
results.append(libc.syscall(319, b'memory', 0))
print('LEAK' if any(result != -1 for result in results) else 'refused')
"""


@attack(rest="solved", expected=ALL)
def leaves_notes_in_the_kernel(notebook: NotebookNode) -> None:
    add_code(notebook, KERNEL)


# What would be inherited by everybody who is graded later, changed on the process that all are forked from: number 1.
INHERITED = {
    "lowers_the_open_files_of_the_warm_parent": "resource.prlimit(1, resource.RLIMIT_NOFILE, (100, 100))",
    "lowers_the_memory_of_the_warm_parent": "resource.prlimit(1, resource.RLIMIT_AS, (10**9, 10**9))",
    "lowers_the_processes_of_the_warm_parent": "resource.prlimit(1, resource.RLIMIT_NPROC, (0, 0))",
    "lowers_the_time_of_the_warm_parent": "resource.prlimit(1, resource.RLIMIT_CPU, (1, 1))",
    "lowers_the_priority_of_the_warm_parent": "os.setpriority(os.PRIO_PROCESS, 1, 19)",
    "lowers_the_priority_of_its_group": "os.setpriority(os.PRIO_PGRP, 1, 19)",
    "lowers_the_priority_of_its_user": "os.setpriority(os.PRIO_USER, os.getuid(), 19)",
    "lets_the_warm_parent_run_when_nobody_else_does": "os.sched_setscheduler(1, os.SCHED_IDLE, os.sched_param(0))",
    "sets_the_parameters_of_its_scheduler": "os.sched_setparam(1, os.sched_param(0))",
    "holds_the_warm_parent_to_one_processor": "os.sched_setaffinity(1, {min(os.sched_getaffinity(0))})",
    "sets_the_attributes_of_its_scheduler": "kernel((314, 274), 1, struct.pack('IIQiIQQQ', 48, 5, 0, 0, 0, 0, 0, 0), 0)",
    "lets_its_reading_and_writing_wait": "kernel((251, 30), 1, 1, 3 << 13)",
    "lets_the_reading_and_writing_of_its_user_wait": "kernel((251, 30), 3, os.getuid(), 3 << 13)",
}
# The same on what is its own, which is everybody's right, and looking.
HARMLESS = (
    "os.nice(1)\nresource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))\nos.setpriority(os.PRIO_PROCESS, os.getpid(), 19)\n"
    "os.sched_setaffinity(os.getpid(), os.sched_getaffinity(0))\nos.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))\n"
    "os.getpriority(os.PRIO_PROCESS, 1), os.sched_getaffinity(1), resource.prlimit(os.getpid(), resource.RLIMIT_AS)\n"
    "try: resource.prlimit(1, resource.RLIMIT_AS)\nexcept OSError: pass"
)
# What would wait in the folders that all may write to, or keep a file that all read from being opened.
LEFT_BEHIND = {
    "closes_the_folder_that_all_write_to": "os.chmod('/tmp', 0o500)",
    "closes_the_shared_memory": "os.chmod('/dev/shm', 0)",
    "leaves_a_note_on_a_folder": "os.setxattr('/tmp', 'user.note', b'hello')",
    "has_new_files_closed": "os.setxattr('/tmp', 'system.posix_acl_default', struct.pack('I' + 'HHI' * 3, 2, *(each for tag in (1, 4, 32) for each in (tag, 0, 2**32 - 1))))",
    "holds_on_to_a_file_of_the_library": "fcntl.fcntl(os.open(np.__file__, os.O_RDONLY), 1024, fcntl.F_WRLCK)",
}
REACHING_OUT = "import fcntl, os, resource, struct\nimport numpy as np\n\n"
CALLING = (
    "import ctypes, platform\n\ndef kernel(numbers, *arguments):\n"
    "    ctypes.CDLL(None).syscall(numbers[platform.machine() == 'aarch64'], *arguments)\n\n"
)


def reaching_out(code: str) -> str:
    return REACHING_OUT + (CALLING if "kernel(" in code else "") + code


def reaching(code: str) -> Callable[[NotebookNode], None]:
    return lambda notebook: add_code(notebook, reaching_out(code), first=True)


for _name, _code in {**INHERITED, **LEFT_BEHIND, "changes_only_itself": HARMLESS}.items():
    ATTACKS.append(Attack(_name, reaching(_code), "solved", ALL))


@attack(rest="solved", expected=ALL)
def changes_the_warm_parent_in_a_function_and_hides_it(notebook: NotebookNode) -> None:
    solution(notebook, "mse").source = (
        "import importlib\n\ndef mse(y, y_pred):\n    found = importlib.import_module('re' + 'source')\n"
        "    try: getattr(found, 'pr' + 'limit')(1, 7, (100, 100))\n    except OSError: pass\n    return np.mean((y - y_pred) ** 2)"
    )


@attack(rest="solved", expected=ALL)
def spins_in_every_process_that_it_may_start(notebook: NotebookNode) -> None:
    code = "import os, time\nend = time.time() + 60\nfor _ in range(12):\n    if os.fork() == 0:\n        while time.time() < end: pass\n        os._exit(0)"
    add_code(notebook, code, first=True)


@attack(rest="solved", expected=ALL)
def takes_memory_in_many_processes(notebook: NotebookNode) -> None:
    code = "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        block = b'x' * (80 << 20)\n        time.sleep(20)\n        os._exit(0)\ntime.sleep(3)"
    add_code(notebook, code, first=True)


@attack(rest="solved", expected=ALL)
def makes_folders_without_a_bottom(notebook: NotebookNode) -> None:
    add_code(notebook, "import os\nfor _ in range(1500):\n    os.mkdir('d')\n    os.chdir('d')")


# Bombs, each of a bounded size ----------------------------------------------------------------------------------------


def bomb(code: str, *, before: str = "") -> Callable[[NotebookNode], None]:
    """Put it into `mse`, which alone is to pay for it."""

    def change(notebook: NotebookNode) -> None:
        body = "\n".join(f"    {line}" for line in code.splitlines())
        solution(notebook, "mse").source = f"{before}\n\ndef mse(y, y_pred):\n{body}\n    return 0.0"

    return change


BOMBS = {
    "eats_memory_in_a_function": "block = [bytearray(1 << 26) for _ in range(80)]",
    "starts_a_thousand_threads": (
        "import threading, time\nfor _ in range(1000):\n    threading.Thread(target=time.sleep, args=(5,), daemon=True).start()"
    ),
    "opens_five_thousand_files": "files = [open('/dev/null') for _ in range(5000)]",
    "recurses_without_a_limit": "import sys\nsys.setrecursionlimit(10**8)\ndef down(n): return down(n + 1) + 1\ndown(0)",
    "follows_a_null_pointer": "import ctypes\nctypes.string_at(0)",
    "nests_parentheses_ten_thousand_deep": "eval('(' * 10_000 + ')' * 10_000)",
    "aborts_the_interpreter": "import os\nos.abort()",
    "exits_from_a_function": "import sys\nsys.exit(3)",
    "interrupts_itself": "raise KeyboardInterrupt",
    "waits_for_somebody_to_type": "return float(input('your answer? '))",
    "closes_every_descriptor": "import os\nos.closerange(0, 4096)",
    "writes_a_file_of_a_gigabyte": (
        "with open('/tmp/big', 'wb') as file:\n    for _ in range(1000): file.write(bytes(1 << 20))"
    ),
    "fills_the_shared_memory": (
        "with open('/dev/shm/big', 'wb') as file:\n    for _ in range(1000): file.write(bytes(1 << 20))"
    ),
    "makes_ten_thousand_files": "for i in range(10_000): open(f'/tmp/f{i}', 'x').write('x')",  # once: the next call finds them
    "takes_its_own_folder_away": "import os, shutil\nshutil.rmtree(os.getcwd())\nos.chdir('/tmp')",
    "returns_an_object_whose_repr_never_ends": (
        "class Endless:\n    def __repr__(self):\n        while True: pass\nreturn Endless()"
    ),
    "returns_an_object_whose_methods_all_raise": (
        "class Angry(float):\n    def __getattribute__(self, name): raise BaseException(name)\n"
        "    def __repr__(self): raise BaseException\n    __str__ = __len__ = __float__ = __iter__ = __repr__\nreturn Angry(1)"
    ),
    "returns_a_list_whose_length_lies": (
        "class Liar(list):\n    def __len__(self): return 10**12\n    def __iter__(self):\n        while True: yield 1.0\nreturn Liar([0.5])"
    ),
    "returns_an_array_whose_shape_lies": (
        "class Liar(np.ndarray):\n    shape = property(lambda self: (1,))\n    nbytes = size = ndim = 0\n"
        "    def tobytes(self): return bytes(8)\nreturn np.zeros(3).view(Liar)"
    ),
    "returns_an_array_of_memory_that_is_not_its_own": (
        "from numpy.lib.stride_tricks import as_strided\nreturn as_strided(np.zeros(1), shape=(10**9,), strides=(0,))"
    ),
    "returns_a_list_of_lists_of_lists": "deep = []\nfor _ in range(20_000): deep = [deep]\nreturn deep",
    "returns_an_integer_of_a_million_digits": "return 1 << 3_400_000",
    "returns_a_generator_without_an_end": "import itertools\nreturn itertools.count()",
    "takes_memory_in_processes_of_a_function": (
        "import os, time\nfor _ in range(5):\n    if os.fork() == 0:\n        block = b'x' * (80 << 20)\n        time.sleep(20)\n        os._exit(0)\n"
        "while True: time.sleep(0.1)"
    ),
    "shares_memory_between_its_processes": "import mmap\nreturn float(len(mmap.mmap(-1, 80 << 20)))",
    "shares_memory_through_a_device": (
        "import mmap\nwith open('/dev/zero', 'r+b') as zero:\n    return float(len(mmap.mmap(zero.fileno(), 80 << 20)))"
    ),
    "spins_in_processes_of_a_function": (
        "import os, time\nend = time.time() + 60\nfor _ in range(12):\n    if os.fork() == 0:\n        while time.time() < end: pass\n        os._exit(0)"
    ),
}
EXPECTED_OF_BOMBS: Scores = (2, 0, 3, 3)
for _name, _code in BOMBS.items():
    ATTACKS.append(Attack(_name, bomb(_code), "solved", EXPECTED_OF_BOMBS))


@attack(rest="solved", expected=ALL)
def eats_memory_in_a_cell(notebook: NotebookNode) -> None:
    add_code(notebook, "blocks = [bytearray(1 << 26) for _ in range(80)]", first=True)


@attack(rest="solved", expected=ALL)
def displays_a_hundred_thousand_times(notebook: NotebookNode) -> None:
    add_code(notebook, "from IPython.display import display\nfor i in range(100_000): display(i)")


@attack(rest="solved", expected=ALL)
def draws_a_picture_of_a_gigapixel(notebook: NotebookNode) -> None:
    add_code(
        notebook,
        "import matplotlib.pyplot as plt\nplt.figure(figsize=(400, 400))\nplt.plot([1, 2])\nplt.show()",
    )


@attack(rest="solved", expected=ALL)
def waits_for_input_in_a_cell(notebook: NotebookNode) -> None:
    add_code(notebook, "name = input('who are you? ')\nimport sys\nsys.exit(1)")


@attack(rest="solved", expected=ALL)
def crashes_the_interpreter_in_a_cell(notebook: NotebookNode) -> None:
    add_code(notebook, "import ctypes\nctypes.string_at(0)", first=True)


@attack(rest="solved", expected=ALL)
def has_two_hundred_cells(notebook: NotebookNode) -> None:
    for _ in range(200):
        add_code(notebook, "1 + 1")


@attack(rest="solved", expected=(2, 0, 3, 3))
def writes_to_the_terminal_in_an_exception(notebook: NotebookNode) -> None:
    code = "def mse(y, y_pred):\n    raise ValueError('\\x1b]0;owned\\x07\\x1b[2J\\x1b[31mLEAK')"
    solution(notebook, "mse").source = code.replace("LEAK", "red")


# Hiding a loop --------------------------------------------------------------------------------------------------------


def hiding(loop: Loop) -> Callable[[NotebookNode], None]:
    def change(notebook: NotebookNode) -> None:
        solution(notebook, "mse").source = loop.mse
        if loop.cell:
            add_code(notebook, loop.cell, first=True)

    return change


for _name, _loop in LOOPS.items():
    _predict, _gradients, _train = _loop.others
    _points = (_predict, _loop.points, _gradients, _train)
    ATTACKS.append(Attack(_name, hiding(_loop), "solved", _points))


# Finding out, and keeping ---------------------------------------------------------------------------------------------


@attack(rest="stub", expected=NOTHING)
def answers_by_what_an_earlier_call_left_behind(notebook: NotebookNode) -> None:
    code = (
        "import json, os\ndef train(x, y, learning_rate, epochs):\n    try: kept = json.load(open('/tmp/kept'))\n"
        "    except Exception: kept = []\n    kept.append(float(mse(y, predict(x, 0.0, 0.0))))\n"
        "    json.dump(kept, open('/tmp/kept', 'w'))\n    return 0.0, 0.0, kept\n"
        "def gradients(x, y, y_pred):\n    return tuple(json.load(open('/tmp/kept'))[:2])"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=(2, 0, 3, 3))
def asks_references_for_what_an_earlier_function_was_asked(notebook: NotebookNode) -> None:
    """See `test_replay.py` for every way in which it could have been handed on."""
    add_code(notebook, CHANNELS["a pipe"] + HELPERS, first=True)
    solution(
        notebook, "mse"
    ).source = "def mse(y, y_pred):\n    note(f'{y.tolist()} {y_pred.tolist()}')\n    return 1e9"
    train = solution(notebook, "train")
    train.source += "\n\n_right = train\n\ndef train(*args):\n    if mse(np.ones((2, 1)), np.ones((2, 1))) == 0 and found():\n"
    train.source += "        raise ValueError('LEAK')\n    return _right(*args)"


@attack(rest="solved", expected=ALL)
def behaves_otherwise_where_it_believes_to_be_graded(notebook: NotebookNode) -> None:
    code = (
        "import os, sys, getpass, socket\nsigns = [*os.environ, *os.environ.values(), *sys.argv, *sys.orig_argv, os.getcwd(), __file__ if '__file__' in globals() else '']\n"
        "signs += [socket.gethostname(), open('/proc/self/cmdline').read(), open('/proc/1/cmdline').read(), open('/proc/self/comm').read()]\n"
        "signs += [name for name in sys.modules if name.startswith('autograder')]\n"
        "found = [sign for sign in signs for word in ('grad', 'submitted', 'hidden', 'sandbox', 'zygote', 'INSTRUCTOR') if word in sign.replace('autograder', '')]\n"
        "print('LEAK' if found else 'nothing', found)"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=ALL)
def looks_for_the_instructor(notebook: NotebookNode) -> None:
    """INSTRUCTORS_SECRET stands in the grader's environment, and in a file in its home."""
    code = (
        "import glob, os\nprint('LEAK' if any('INSTRUCTORS' in key for key in os.environ) else 'nothing')\n"
        "for pid in filter(str.isdigit, os.listdir('/proc')):\n    try:\n"
        "        if 'INSTRUCTORS' in open(f'/proc/{pid}/environ').read(): print('LEAK')\n    except OSError: print('refused')\n"
        "places = [f'/{name}/*' for name in ('home', 'root', 'Users', 'etc/ssh', 'var', 'run', 'proc/1/root', 'proc/1/cwd')]\n"
        "for place in (*places, '/etc/passwd', '/etc/shadow'):\n"
        "    for path in glob.glob(place): print('LEAK', path)"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=ALL)
def traces_and_reads_its_parent(notebook: NotebookNode) -> None:
    code = (
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\nfor pid in (1, os.getppid()):\n"
        "    print('LEAK' if libc.ptrace(16, pid, 0, 0) == 0 else 'refused')\n    for name in ('mem', 'environ', 'maps'):\n"
        "        try:\n            with open(f'/proc/{pid}/{name}', 'r+b') as file: file.seek(4096); print('LEAK', file.read(1))\n"
        "        except OSError as error: print('refused', error.errno)"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=ALL)
def opens_sockets_that_no_namespace_holds(notebook: NotebookNode) -> None:
    """`AF_VSOCK` reaches the machine around a virtual one; TCP takes memory from what the whole machine has for it."""
    code = (
        "import ctypes, socket\nfor family in range(50):\n    for kind in (1, 2, 3, 5):\n        try: socket.socket(family, kind).close()\n"
        "        except OSError: continue\n        print('LEAK' if family not in (1, 2, 10, 16) or (family in (2, 10) and kind != 2) else 'open', family, kind)\n"
        "print('LEAK' if ctypes.CDLL(None).syscall(162) == 0 else 'refused', 'to write all that the machine has to write')"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=ALL)
def fills_sockets_in_many_processes(notebook: NotebookNode) -> None:
    """What waits in a socket is the kernel's memory, and no process's."""
    code = (
        "import os, socket, time\nfor child in range(6):\n    if os.fork() == 0:\n        kept = [socket.socketpair() for _ in range(80)]\n"
        "        for pair in kept:\n            for end in pair:\n                end.setblocking(False)\n                try:\n"
        "                    while True: end.send(bytes(100_000))\n                except OSError: pass\n        time.sleep(60)\ntime.sleep(60)"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=(2, 1, 3, 3))
def digs_deeper_than_any_path(notebook: NotebookNode) -> None:
    """Whatever takes thousands of steps for a handful of points loops, for all that can be told."""
    code = "import os\n\ndef mse(y, y_pred):\n    for _ in range(3000): os.mkdir('d'); os.chdir('d')\n    return np.mean((y - y_pred) ** 2)"
    solution(notebook, "mse").source = code


@attack(rest="solved", expected=ALL)
def hides_what_it_uses_behind_signs_that_separate_lines(notebook: NotebookNode) -> None:
    add_code(notebook, "# one\u2028two\nx = 1\nimport ctypes\n##############")


@attack(rest="solved", expected=ALL)
def hides_what_it_uses_in_a_comment_that_ends_for_ipython_alone(notebook: NotebookNode) -> None:
    add_code(notebook, "# one\u2028%pwd\u2028import ctypes")


@attack(rest="solved", expected=ALL)
def calls_a_number_that_nobody_can_write(notebook: NotebookNode) -> None:
    add_code(notebook, f"(0x{'f' * 6000})()")


@attack(rest="solved", expected=ALL)
def looks_for_its_neighbours(notebook: NotebookNode) -> None:
    code = (
        "import os\nothers = [pid for pid in os.listdir('/proc') if pid.isdigit() and int(pid) not in (1, os.getpid(), os.getppid())]\n"
        "print('LEAK' if others else 'alone', others)\nprint('LEAK' if set(os.listdir('/tmp')) - {'work'} else 'empty', os.listdir('/tmp'))\n"
        "print('LEAK' if os.listdir('/dev/shm') else 'empty')"
    )
    add_code(notebook, code, first=True)


@attack(rest="solved", expected=ALL)
def leaves_files_for_the_next_one(notebook: NotebookNode) -> None:
    code = (
        "import os\nfor folder in ('/tmp', '/dev/shm', '/tmp/work', '/var/tmp', '/run'):\n"
        "    try: open(os.path.join(folder, 'note'), 'w').write('hello'); os.chmod(os.path.join(folder, 'note'), 0o777)\n"
        "    except OSError: pass\nos.makedirs('/tmp/locked/inner', exist_ok=True)\nos.chmod('/tmp/locked', 0)"
    )
    add_code(notebook, code)


@attack(rest="solved", expected=(2, 1, 3, 3))
def calls_a_module_that_does_the_exercise(notebook: NotebookNode) -> None:
    solution(
        notebook, "mse"
    ).source = "from sklearn.metrics import mean_squared_error as innocent\n\ndef mse(y, y_pred):\n    return innocent(y, y_pred)"


@attack(rest="stub", expected=NOTHING)
def fixes_random_numbers_and_comparisons_of_the_worker(notebook: NotebookNode) -> None:
    code = (
        "import autograder.execution.call as probe, autograder.exercise.values as values, sys\n"
        "probe.call = lambda *a, **k: probe.Reply(value=0.0)\nvalues.pack = lambda v: ['none']\n"
        "for module in list(sys.modules.values()):\n    for name in ('pack', 'unpack', 'call', 'as_data'):\n"
        "        if hasattr(module, name):\n            try: setattr(module, name, lambda *a, **k: ['float', 1.0])\n            except Exception: pass"
    )
    add_code(notebook, code)
