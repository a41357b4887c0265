"""The most credulous mail server there is: it takes every line end for one, and so every smuggled end of a mail.

Promises: all that any server somewhere takes for the end of DATA ends it here (RFC 5321 section 4.1.1.4 knows
CRLF alone); what follows is taken for commands, and a mail that they send is kept like any other.
"""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

_LINE = re.compile(rb"\r\n|\r|\n")
_END = re.compile(rb"(?:\r\n|\r|\n)\.(?:\r\n|\r|\n)")


@dataclass
class Taken:
    """One mail as it was handed over."""

    sender: str
    recipients: list[str] = field(default_factory=list)
    raw: bytes = b""


class Credulous:
    """A running server on a free port; `taken` is what it got, in order."""

    def __init__(self) -> None:
        self.taken: list[Taken] = []
        taken = self.taken

        class _Session(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                self.request.sendall(b"220 credulous\r\n")
                _converse(self.request, taken)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def _converse(connection: socket.socket, taken: list[Taken]) -> None:
    waiting = b""
    mail: Taken | None = None
    while octets := connection.recv(65536):
        waiting += octets
        while end := (_END if mail else _LINE).search(waiting):
            said, waiting = waiting[: end.start()], waiting[end.end() :]
            if mail:
                mail.raw = said
                mail, answer = None, b"250 taken"
            else:
                mail, answer = _command(said, taken)
            connection.sendall(answer + b"\r\n" if answer else b"")


def _command(line: bytes, taken: list[Taken]) -> tuple[Taken | None, bytes]:
    """The mail whose text begins now, if one does, and the answer."""
    word, _, rest = line.decode("latin-1").partition(":")
    address = rest.partition(">")[0].strip(" <")
    match word.upper().split(" ")[0]:
        case "":
            return None, b""
        case "MAIL":
            taken.append(Taken(address))
        case "RCPT" if taken:
            taken[-1].recipients.append(address)
        case "DATA" if taken:
            return taken[-1], b"354 go on"
    return None, b"250 yes"
