"""Real servers for tests, each on loopback, on free ports, in a temporary directory of its own.

Promises: a server writes its own configuration, is up when `start` returns (its ports are
polled), is stopped by its own process id, and leaves nothing behind. `stop` and `start` may
be repeated on the same object and keep ports and content, so that a test can cut the house
off. `Missing` says which Debian package to install.
Never: touches a server of the system, a fixed port, or anything outside its directory.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
DOMAIN = "firma.test"
CLIENT_DOMAIN = "kunde.test"
PASSWORD = "geheim"

START_SECONDS = 30.0  # a cold start on a busy two-core machine takes up to 5 s
POLL_SECONDS = 0.02
STOP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Account:
    """One person on the test servers: where mail reaches them and how they log in."""

    user: str
    domain: str
    password: str = PASSWORD

    @property
    def address(self) -> str:
        """The address, such as `anna@firma.test`."""
        return f"{self.user}@{self.domain}"


OFFICE_USERS = ("anna", "ben", "sekretariat", "eva")  # two principals, the service address, the assistant
CLIENT_USERS = ("tom", "weber", "jane", "keller")
ACCOUNTS = {
    user: Account(user, domain)
    for domain, users in ((DOMAIN, OFFICE_USERS), (CLIENT_DOMAIN, CLIENT_USERS))
    for user in users
}


class MissingError(Exception):
    """A server cannot run here; the sentence says why and what to do."""


class ServerError(Exception):
    """A server was started and did not come up; the sentence carries the end of its log."""


def program(name: str, package: str, *folders: str) -> str:
    """The path of an installed program, looked for in `folders` first, then where Debian puts daemons."""
    places = os.pathsep.join([*folders, "/usr/sbin", os.environ.get("PATH", "")])
    found = shutil.which(name, path=places)
    if found is None:
        raise MissingError(f"{name} is not installed; install it with: apt-get install {package}")
    return found


def need_root(what: str) -> None:
    """Refuse to go on as an ordinary user where a server must change its user."""
    if os.geteuid() != 0:
        raise MissingError(f"{what} must be started as root to deliver as another user; run the tests as root")


def free_ports(count: int) -> tuple[int, ...]:
    """Ports that were free a moment ago, all different (RFC 6056 leaves the choice to the system)."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return tuple(probe.getsockname()[1] for probe in probes)
    finally:
        for probe in probes:
            probe.close()


def new_folder(name: str) -> Path:
    """A directory that unprivileged server processes can pass through (pytest's own is closed to them).

    Directly below the temporary folder, since a Unix socket's path may have 107 bytes only.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"secretary-{name}-"))
    folder.chmod(0o755)
    return folder


def answers(port: int) -> bool:
    """Whether somebody accepts connections on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def wait_until(holds: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
    """Poll until the condition holds; ServerError names what was waited for."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise ServerError(f"waited {seconds:.0f} s in vain for {what}")
        time.sleep(POLL_SECONDS)


class Child:
    """One server process in the foreground, with its output in a file."""

    def __init__(self, command: Sequence[str], log: Path, *, user: str | None = None) -> None:
        self.command = list(command)
        self.log = log
        self.user = user
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *ports: int) -> None:
        """Start, and return once every port accepts connections."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=self.user,
                group=self.user,
                extra_groups=[] if self.user else None,
                # What the person who tests has configured at home must not change a server.
                env={"PATH": os.environ.get("PATH", ""), "HOME": str(self.log.parent), "LC_ALL": "C.UTF-8"},
            )
        try:
            wait_until(lambda: self._up(ports), f"{self.command[0]} on port {ports}")
        except ServerError as error:
            self.stop()
            raise ServerError(f"{error}; its log ends with:\n{self.log_end()}") from None

    def _up(self, ports: Sequence[int]) -> bool:
        process = self._process
        if process is None or process.poll() is not None:
            raise ServerError(f"{self.command[0]} ended by itself")
        return all(answers(port) for port in ports)

    def stop(self, *, signal: int = 15) -> None:
        """End the process: politely first, then at once. Repeatable."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def log_end(self) -> str:
        """The last lines of the output."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:]) if self.log.exists() else "(no log)"
