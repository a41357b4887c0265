"""Where a mailbox is, and how a connection to it is set up.

Promises: the password is asked for, never kept and never shown; TLS is verified.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from secretary.domain.errors import CredentialsRejected, PermanentError

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
KEEPALIVE = (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3))  # dead peers show in 2 minutes


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where the mailbox is. `password` is asked at each log-in; `ca_file` is a PEM file, "" for the system's.

    With `token` it gives an access token (OAuth 2.0), for OAUTHBEARER (RFC 7628) or XOAUTH2.
    """

    host: str
    port: int
    user: str
    password: Callable[[], str] = field(repr=False)
    security: Literal["tls", "starttls", "plain"] = "tls"
    ca_file: str = ""
    token: bool = False


@dataclass(frozen=True, slots=True)
class Timing:
    """How long to wait for what, in seconds.

    `connect`: until a server greets. `read`: no command of ours takes a healthy server longer.
    `whole`: for all commands of one piece of work; octets that drip in would never time out.
    `idle`: an IDLE is begun anew after it, as NAT boxes and some servers forget silent connections
    after ten minutes (RFC 2177 allows 29). `look`: how soon a waiting thread notices that nobody
    waits for it any more. `calm`: two losses of the IDLE line closer than this are one trouble.
    `rejected`: before a rejected password is tried again; servers lock accounts after a few in a
    quarter of an hour. `close`: for polite words at the end.
    """

    connect: float = 10.0
    read: float = 60.0
    whole: float = 15 * 60.0
    idle: float = 9 * 60.0
    look: float = 0.5
    calm: float = 30.0
    rejected: float = 30 * 60.0
    close: float = 5.0


def rejected(account: ImapAccount) -> CredentialsRejected:
    """The error of a refused log-in."""
    return CredentialsRejected(
        f"The mail server {account.host} refused the log-in of {account.user}.",
        remedy="Correct user or password; a changed password is tried at once, the same one only after half an hour.",
    )


def tls_context(account: ImapAccount) -> ssl.SSLContext | None:
    """Certificates are verified against the account's own authority or the system's; None for plain."""
    if account.security == "plain":
        return None
    try:
        return ssl.create_default_context(cafile=account.ca_file or None)
    except OSError as error:
        raise PermanentError(
            f"The certificate authority {account.ca_file} cannot be read ({error}).",
            remedy="Set ca_file to a PEM file that can be read here, or leave it out for the system's authorities.",
        ) from error


def refuse_plain_beyond_loopback(account: ImapAccount) -> None:
    """Raise PermanentError where a password would cross a network in the clear."""
    if account.security == "plain" and account.host not in LOOPBACK:
        raise PermanentError(
            f"A mailbox on {account.host} without TLS would show the password to everybody on the way.",
            remedy="Set security to tls or starttls.",
        )


def remedy_for(account: ImapAccount, error: Exception) -> str:
    """What a person can do about a connection that does not come to stand."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"Set host to the name in the server's certificate, or ca_file to the authority that signed it"
            f" ({error.verify_message or 'it is not trusted'})."
        )
    if isinstance(error, ssl.SSLError):
        return (
            f"Port {account.port} may not speak TLS from the start: try security starttls, or the port for tls (993)."
        )
    return "Check host, port and security of the IMAP server."


def tune(connection: socket.socket) -> None:
    """Set the options of a connection that lives long and speaks in short lines."""
    # imaplib leaves Nagle's algorithm on: 40 ms a command on some servers.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE:
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
