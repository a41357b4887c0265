"""Who speaks to whom: a trap that nobody must step into, and a watch on every call out of this process.

Promises: `outward` sees each connection and each name looked up by any library of this process (PEP 578), and each
program started, whoever does it. Never does: hold one up.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

LOOPBACK = "127.0.0.1"
_CALLS = frozenset(
    "socket.connect socket.getaddrinfo socket.gethostbyname socket.sendto subprocess.Popen os.system os.posix_spawn".split()
)
_watches: list[tuple[AbstractSet[int], list[str]]] = []
_installed: list[object] = []


class Trap:
    """A port on loopback, at `url`, that waits for somebody to be lured there."""

    def __enter__(self) -> Self:
        self._listening = socket.create_server((LOOPBACK, 0), backlog=100)
        self._listening.settimeout(0)
        self.port = self._listening.getsockname()[1]
        self.url = f"http://{LOOPBACK}:{self.port}"
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._listening.close()

    def sprung(self) -> int:
        """How many connections came since it was last asked."""
        came = 0
        with suppress(BlockingIOError):
            while True:
                self._listening.accept()[0].close()
                came += 1
        return came

    def works(self) -> bool:
        """Whether it would have told: whoever connects is counted."""
        socket.create_connection((LOOPBACK, self.port), timeout=5).close()
        return self.sprung() == 1


@contextmanager
def outward(servers: AbstractSet[int]) -> Iterator[list[str]]:
    """What of this process goes elsewhere than to these ports of loopback, in words."""
    if _hear not in _installed:
        _installed.append(_hear)
        sys.addaudithook(_hear)  # it stays for ever, hence is one for all
    watch = (servers, list[str]())
    _watches.append(watch)
    try:
        yield watch[1]
    finally:
        _watches.remove(watch)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if _watches and event in _CALLS:
        for servers, spoken in _watches:
            if not _own(event, arguments, servers):
                spoken.append(f"{event} {arguments[-1] if event == 'socket.connect' else arguments}")


def _own(event: str, arguments: tuple[Any, ...], servers: AbstractSet[int]) -> bool:
    """Whether it is to one of the servers."""
    if event == "socket.connect":
        return arguments[1][:2] in {(LOOPBACK, port) for port in servers}
    return event == "socket.getaddrinfo" and arguments[0] in {LOOPBACK, "localhost"}
