"""PostgreSQL for tests; run as the system's `postgres` user when we are root, else as ourselves.

Promises: `new_database` gives a URL of an empty database of its own to each caller.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg

from tests.servers import LOOPBACK, Child, MissingError, free_ports, new_folder, program, wait_until

PACKAGE = "postgresql"
SUPERUSER = "secretary"


def _folders() -> list[str]:
    """Where Debian keeps the server programs, the newest version first; they are not on the PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return [str(path) for path in sorted(versions, key=lambda path: float(path.parent.name), reverse=True)]


class Postgres:
    """A running PostgreSQL without durability (a test's database is not worth an fsync)."""

    host = LOOPBACK

    def __init__(self) -> None:
        binary = program("postgres", PACKAGE, *_folders())
        initdb = program("initdb", PACKAGE, *_folders())
        self._user = "postgres" if os.geteuid() == 0 else None
        self.folder = new_folder("postgres")
        (self.port,) = free_ports(1)
        self._numbers = itertools.count(1)
        store = self.folder / "store"
        store.mkdir()
        if self._user:
            self._give_away(store, self._user)
        self._initialise(initdb, store)
        command = [binary, "-D", str(store), "-p", str(self.port), "-h", LOOPBACK, "-k", str(store)]
        command += ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=50"]
        self._child = Child(command, self.folder / "postgres.log", user=self._user)

    @staticmethod
    def _give_away(store: Path, user: str) -> None:
        try:
            shutil.chown(store, user, user)
        except LookupError as error:
            raise MissingError(f"no system user {user}; install it with: apt-get install {PACKAGE}") from error

    def _initialise(self, initdb: str, store: Path) -> None:
        command = [initdb, "-D", str(store), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd="/", user=self._user, group=self._user)

    def _url(self, database: str, scheme: str = "postgresql") -> str:
        return f"{scheme}://{SUPERUSER}@{LOOPBACK}:{self.port}/{database}"

    def _ready(self) -> bool:
        # The port is open a moment before the server takes questions.
        try:
            psycopg.connect(self._url("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start on the same port as before; content is kept."""
        self._child.start(self.port)
        wait_until(self._ready, "PostgreSQL to take questions")

    def stop(self) -> None:
        """Stop at once: PostgreSQL's fast shutdown ends every connection."""
        self._child.stop(signal=signal.SIGINT)

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_database(self) -> str:
        """The SQLAlchemy URL of a new, empty database."""
        name = f"office_{next(self._numbers)}"
        with psycopg.connect(self._url("postgres"), autocommit=True) as session:
            session.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self._url(name, "postgresql+psycopg")
