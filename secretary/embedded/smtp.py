"""The embedded office's SMTP server: takes mail for its own people and says who sent it.

Promises: mail for a known address lies in that person's INBOX before the 250; other recipients are
refused (RFC 5321 section 3.3). A sender who logged in under the own address gets a dmarc=pass, all
others none; claims in the mail itself under our name are removed (RFC 8601 section 5).
Never does: relay, or send a bounce.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from email.parser import BytesHeaderParser
from email.utils import parseaddr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LOOPBACK = "127.0.0.1"
AUTHSERV_ID = "mx.firma.test"
MAX_BYTES = 40 * 1024 * 1024
# Bounded by the line structure, hence linear.
_RESULTS = re.compile(rb"^authentication-results:[^\n]*\n(?:[ \t][^\n]*\n)*", re.IGNORECASE | re.MULTILINE)

Deliver = Callable[[str, bytes], Awaitable[None]]


def stamped(raw: bytes, *, envelope_from: str, logged_in: str) -> bytes:
    """The mail with Return-Path and our own Authentication-Results; `logged_in` is an address or ""."""
    head, separator, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    head = _RESULTS.sub(b"", head + b"\n")
    author = parseaddr(str(BytesHeaderParser().parsebytes(head).get("From", "")))[1].lower()
    verdict = "pass" if logged_in and author == logged_in.lower() else "none"
    domain = author.rpartition("@")[2] or "unknown"
    domain = re.sub(r"[^a-z0-9.-]", "", domain)
    ours = (
        f"Return-Path: <{envelope_from}>\nAuthentication-Results: {AUTHSERV_ID}; dmarc={verdict} header.from={domain}\n"
    )
    whole = ours.encode("utf-8") + head.rstrip(b"\n") + (separator or b"\n\n") + body
    return whole.replace(b"\n", b"\r\n")


class _Door:
    """The hooks of aiosmtpd."""

    def __init__(self, users: Mapping[str, str], deliver: Deliver) -> None:
        self._users = users
        self._deliver = deliver

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.lower() not in self._users:
            return "550 5.1.1 Nobody here has this address"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        logged_in = str(session.auth_data or "") if session.authenticated else ""
        content = envelope.content or b""
        whole = content.encode() if isinstance(content, str) else content
        raw = stamped(whole, envelope_from=envelope.mail_from or "", logged_in=logged_in)
        for user in dict.fromkeys(self._users[address.lower()] for address in envelope.rcpt_tos):
            await self._deliver(user, raw)
        return "250 2.0.0 OK delivered"


class SmtpServer:
    """A running server. `users` maps addresses in lower case to users."""

    def __init__(self, users: Mapping[str, str], passwords: Mapping[str, str], deliver: Deliver) -> None:
        self._door = _Door(users, deliver)
        self._addresses = {user: address for address, user in users.items()}
        self._passwords = passwords
        self.port = 0

    async def start(self) -> None:
        """Listen on a free port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._session, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def _session(self) -> SMTP:
        return SMTP(
            self._door, hostname=AUTHSERV_ID, data_size_limit=MAX_BYTES, enable_SMTPUTF8=True, auth_require_tls=False,
            authenticator=self._authenticate, loop=asyncio.get_running_loop(),
        )  # fmt: skip

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        if not isinstance(given, LoginPassword):
            return AuthResult(success=False, handled=False)
        user, password = given.login.decode("utf-8", "replace"), given.password.decode("utf-8", "replace")
        if self._passwords.get(user) != password:
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=self._addresses[user])

    def stop(self) -> None:
        """Listen no longer."""
        self._server.close()
