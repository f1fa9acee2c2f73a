"""A PostgreSQL server of the tests' own: Debian's programs, a folder below /tmp, a socket in it, no network."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.support.course import Scratch

NO_SERVER = "No PostgreSQL is found: `apt install postgresql`, then `make test` again"
OWNER = "course_owner"
PORT = 5433  # the socket's name; nothing listens on the network
PASSWORD = "half 50% & 100%25 of@it:/all"


def programs() -> Path | None:
    """Find the folder of the server's programs, which Debian keeps out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    folder: Path

    def execute(self, *statements: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run statements as the server's owner, and give what the last one found."""
        import psycopg

        with psycopg.connect(self._address("owner", database), autocommit=True) as connection:
            found = [connection.execute(each.encode()) for each in statements][-1]
            return found.fetchall() if found.description else []

    def database(self, name: str, *, like: str = "template0") -> str:
        """Make a database that belongs to a role with a difficult password, and give its address for course.toml.

        Args:
            name: Its name; one that has it already is no more.
            like: The database that it is a copy of.
        """
        literal = PASSWORD.replace("'", "''")
        self.execute(
            f"DROP DATABASE IF EXISTS {name}",
            f"DO $$ BEGIN CREATE ROLE {OWNER} LOGIN PASSWORD '{literal}'; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            f"ALTER ROLE {OWNER} RESET ALL",
            f"CREATE DATABASE {name} OWNER {OWNER} ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' TEMPLATE {like}",
        )
        return self._address(OWNER, name)

    def _address(self, role: str, database: str) -> str:
        place = f"host={quote(str(self.folder), safe='')}&port={PORT}"
        return f"postgresql://{role}:{quote(PASSWORD, safe='')}@/{database}?{place}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Start a server, as somebody else where this is root, whom it refuses; and let nothing of it stay."""
    where = programs()
    assert where is not None
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    somebody = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, somebody.pw_uid, somebody.pw_gid)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o644)
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [where / program, "-D", str(data), *arguments],
            check=True,
            timeout=120,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            user=somebody.pw_uid if os.geteuid() == 0 else None,
            group=somebody.pw_gid if os.geteuid() == 0 else None,
        )

    try:
        run("initdb", "-U", "owner", "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync")
        options = f"-k {folder} -p {PORT} -c listen_addresses= -c fsync=off -c shared_buffers=16MB"
        run("pg_ctl", "start", "-w", "-o", options, "-l", str(folder / "log"))
        try:
            yield Server(folder)
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def use(scratch: Scratch, address: str) -> None:
    """Have a course keep its grades there."""
    settings = scratch.root / "course.toml"
    text = settings.read_text()
    line = 'gradebook = "sqlite:///gradebook.db"'
    assert line in text
    settings.write_text(text.replace(line, f'gradebook = "{address}"'))
