"""A Dask cluster's workers: who has started them, and where, is the business of whoever runs the cluster."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from autograder.common.errors import AutograderError, SandboxUnavailable

if TYPE_CHECKING:
    from distributed import Client

SECONDS = 60.0  # for which it waits for somebody to be there
FRESH = 2.0  # seconds for which a number of workers is believed
CERTIFICATES = (
    "DASK_DISTRIBUTED__COMM__TLS__CA_FILE, DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT and "
    "DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"
)


def require_safe(address: str) -> None:
    """Refuse what would send students' work, and take results, over a network in the clear.

    Raises:
        AutograderError: It is no address with TLS, and not on this machine.
    """
    try:
        found = urlsplit(address)
        host, port = found.hostname or "", found.port
    except ValueError:
        host, port, found = "", None, urlsplit("")
    if not host or port is None or found.scheme not in ("tls", "tcp"):
        raise AutograderError(
            f"`{address}`: is no address of a Dask scheduler; write it as in `tls://cluster.example.org:8786`"
        )
    if found.scheme == "tcp" and not _is_this_machine(host):
        raise AutograderError(
            f"`{address}`: a scheduler on another machine is reached by TLS alone: whoever can speak to it runs code as you\n"
            f"hint: `tls://{host}:{port}`, with the certificates in {CERTIFICATES}"
        )


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Cluster:
    """A scheduler's workers, as an executor and a number that may change."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address
        self.executor: Any = client.get_executor(pure=False)  # an `Executor` with settings of Dask's own
        self._number, self._asked = 1, 0.0
        self._since = time.monotonic()  # when somebody was there

    def ask_all(self, ask: Callable[[bytes], bytes], question: bytes) -> list[Future[bytes]]:
        """Ask each of the workers that are there."""
        return [self.executor.submit(ask, question, workers=[address]) for address in self._client.nthreads()]

    def workers(self) -> int:
        """Tell how many parcels are graded at a time.

        Raises:
            SandboxUnavailable: Nobody has been there for long.
        """
        now = time.monotonic()
        if now - self._asked > FRESH:
            with contextlib.suppress(
                Exception
            ):  # whether the scheduler is there, is told by what is under way
                self._number = sum(self._client.nthreads().values())
            self._asked = now
        if self._number or not self.is_there():
            self._since = now
        elif now - self._since > SECONDS:
            raise SandboxUnavailable(_nobody(self._address, "the last one has gone"))
        return max(1, self._number)

    def is_there(self) -> bool:
        return bool(self._client.status == "running")


def _nobody(address: str, why: str) -> str:
    return (
        f"{address}: the cluster has no worker: {why}; what was recorded before stays\n"
        f"hint: start some there, as in `dask worker {address} --nthreads 1`, in this very environment, then run the command again"
    )


@contextlib.contextmanager
def dask(address: str) -> Iterator[Cluster]:
    """Connect with a scheduler, and wait until somebody is there to grade.

    Raises:
        AutograderError: The address is not safe, or Dask is not installed.
        SandboxUnavailable: There is no scheduler, or nobody is there in time.
    """
    require_safe(address)
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        raise AutograderError(
            f"`{address}`: a cluster needs the package `{error.name}`\n"
            'hint: install the extra `cluster`: run `make venv`, or `pip install ".[grader,cluster]"`, in the course\'s folder'
        ) from error
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said in our words
    encrypted: dict[str, Any] = {"require_encryption": True} if address.startswith("tls:") else {}
    until = time.monotonic() + SECONDS
    with contextlib.ExitStack() as stack:
        try:
            client = stack.enter_context(
                Client(address, timeout=SECONDS, set_as_default=False, security=Security(**encrypted))
            )
        except Exception as error:
            raise SandboxUnavailable(
                f"{address}: no scheduler answers there: {_words(error)}\n"
                f"hint: see that it runs and is reached from here; with `tls://`, {CERTIFICATES} name the certificates"
            ) from error
        try:
            client.wait_for_workers(1, timeout=max(1.0, until - time.monotonic()))
        except Exception as error:
            raise SandboxUnavailable(_nobody(address, f"none came within {SECONDS:.0f} s")) from error
        yield Cluster(client, address)


def _words(error: BaseException) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else type(error).__name__
