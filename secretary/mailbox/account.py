"""Where a mailbox is, and how a connection to it is set up.

Promises: the password is asked for, never kept and never shown.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from secretary.domain.errors import CredentialsRejected

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
KEEPALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3))  # dead peers show in 2 minutes


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where the mailbox is. `password` is asked at each log-in; `ca_file` is a PEM file, "" for the system's."""

    host: str
    port: int
    user: str
    password: Callable[[], str] = field(repr=False)
    security: Literal["tls", "starttls", "plain"] = "tls"
    ca_file: str = ""


def rejected(account: ImapAccount) -> CredentialsRejected:
    """The error of a refused log-in."""
    return CredentialsRejected(
        f"The mail server {account.host} refused the log-in of {account.user}.",
        remedy="Correct user or password, then start again; it is not tried again by itself.",
    )


def tune(connection: socket.socket) -> None:
    """Set the options of a connection that lives long and speaks in short lines."""
    # imaplib leaves Nagle's algorithm on: 40 ms a command on some servers.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE:
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
