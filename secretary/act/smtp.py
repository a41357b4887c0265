"""SMTP out (RFC 5321): one mail, one connection, and an honest account of how it ended.

Promises: TemporaryError and PermanentError mean that nothing was sent, Unreachable that the server
takes no mail at all now; a connection lost after DATA began is an UnknownOutcome; an error at QUIT
after the server's 250 is success. With several recipients, either all are accepted or nothing is
sent; a receipt address that is refused costs the receipt only.
Never does: retry, change a byte of the mail, or log one.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import aiosmtplib
from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from secretary.domain.effect import SendMail
from secretary.domain.errors import (
    CredentialsRejected,
    EffectError,
    PermanentError,
    TemporaryError,
    UnknownOutcome,
    Unreachable,
)
from secretary.ports import Handed, unheeded

TIMEOUT = 60.0  # seconds per command; servers that scan mail answer the final dot late (RFC 5321 4.5.3.2: minutes)
DATA_TIMEOUT = 600.0  # RFC 5321 section 4.5.3.2.6: the answer to the final dot may take ten minutes
QUIT_TIMEOUT = 5.0  # the mail is taken or refused by then
CLOSING = 421  # "service not available": about the server, whatever command it answers (RFC 5321 section 3.8)
_PERMANENT = 500  # reply codes from here on are final (RFC 5321 section 4.2.1)


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """The way out. `password` is asked for each time and kept nowhere; `user` "" sends without log-in.

    With `token` it gives an access token (OAuth 2.0), for XOAUTH2.
    """

    host: str
    port: int
    security: Literal["tls", "starttls", "plain"] = "tls"
    user: str = ""
    password: Callable[[], str] = field(default=lambda: "", repr=False)
    ca_file: str = ""
    timeout: float = TIMEOUT
    token: bool = False


class SmtpTransport:
    """`ports.Transport` over aiosmtplib."""

    def __init__(self, account: SmtpAccount) -> None:
        """Connects to nothing yet."""
        self._account = account

    async def transmit(
        self, mail: SendMail, *, receipt_to: str = "", handing_over: Callable[[], None] = unheeded
    ) -> Handed:
        """Send one mail; see `secretary.ports.Transport`."""
        session = self._session()
        try:
            await self._log_in(session)
            receipt = await _address(session, mail, receipt_to)
            handing_over()
            handed = Handed(await _data(session, mail.raw), receipt)
        except (TemporaryError, PermanentError):
            await _leave(session)
            raise
        else:
            await _leave(session)
            return handed
        finally:
            # Whoever is broken off does not wait for a server's goodbye.
            session.close()

    async def greet(self) -> frozenset[str]:
        """Connect and log in without sending anything; what the server says that it can (RFC 5321 4.1.1.1)."""
        session = self._session()
        try:
            await self._log_in(session)
            return frozenset(name.upper() for name in session.esmtp_extensions)
        finally:
            with contextlib.suppress(SMTPException, OSError):
                await session.quit(timeout=self._account.timeout)
            session.close()

    def _session(self) -> SMTP:
        account = self._account
        context = ssl.create_default_context(cafile=account.ca_file or None) if account.security != "plain" else None
        return SMTP(
            hostname=account.host,
            port=account.port,
            use_tls=account.security == "tls",
            start_tls=account.security == "starttls",
            tls_context=context,
            timeout=account.timeout,
        )

    async def _log_in(self, session: SMTP) -> None:
        try:
            await session.connect()
            if self._account.user:
                await self._authenticate(session)
        except SMTPAuthenticationError as error:
            raise _rejected(error) from error
        except ssl.SSLError as error:
            raise Unreachable(
                f"The mail server's certificate cannot be trusted ({error.reason}).",
                remedy="Set ca_file for a private authority, or ask the operator of the server.",
            ) from error
        except (SMTPException, OSError) as error:
            # Whatever is said before a mail was named does not speak against that mail.
            raise Unreachable(f"The mail server cannot be used: {str(error)[:200]}") from error

    async def _authenticate(self, session: SMTP) -> None:
        # A command or a token server may take its time; the other offices need not wait for it.
        secret = await asyncio.to_thread(self._account.password)
        if self._account.token:
            await session.auth_xoauth2(self._account.user, secret)
        else:
            await session.login(self._account.user, secret)


def _rejected(error: SMTPAuthenticationError) -> EffectError:
    if error.code < _PERMANENT:
        return Unreachable(f"The mail server could not check the log-in ({error.code}).")
    return CredentialsRejected(
        f"The mail server rejected the log-in ({error.code}).", remedy="Check user and password under smtp."
    )


async def _address(session: SMTP, mail: SendMail, receipt_to: str) -> bool:
    """MAIL and RCPT: up to here nothing can have been sent. Whether the receipt address was taken."""
    try:
        await session.mail(mail.envelope_from, options=_eight_bit(session, mail.raw))
        for recipient in mail.envelope_to:
            await session.rcpt(recipient)
        return bool(receipt_to) and await _taken(session, receipt_to)
    except (SMTPException, OSError) as error:
        raise _sorted(error) from error


def _eight_bit(session: SMTP, raw: bytes) -> list[str]:
    """An enclosed mail may be in eight bits, and the server is told so (RFC 6152)."""
    return ["BODY=8BITMIME"] if not raw.isascii() and session.supports_extension("8bitmime") else []


async def _taken(session: SMTP, receipt_to: str) -> bool:
    try:
        await session.rcpt(receipt_to)
    except SMTPRecipientRefused as error:
        if error.code == CLOSING:
            raise
        return False
    return True


async def _leave(session: SMTP) -> None:
    """QUIT (RFC 5321 section 4.1.1.10); how it ends changes nothing."""
    with contextlib.suppress(SMTPException, OSError):
        await session.quit(timeout=QUIT_TIMEOUT)


async def _data(session: SMTP, raw: bytes) -> str:
    """DATA: from here on a lost connection leaves it unknown whether the mail went."""
    try:
        response = await session.data(raw, timeout=DATA_TIMEOUT)
    except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
        raise UnknownOutcome(
            "The connection ended while the mail was handed over.", remedy="Look for it in the sent folder."
        ) from error
    except SMTPException as error:
        raise _sorted(error) from error
    return f"{response.code} {response.message}"


def _sorted(error: Exception) -> EffectError:
    """Reply codes say whether to try again (RFC 5321 section 4.2.1); a broken connection says yes."""
    if isinstance(error, aiosmtplib.SMTPRecipientsRefused):
        codes = [r.code for r in error.recipients]
        permanent = bool(codes) and min(codes) >= _PERMANENT
    else:
        permanent = isinstance(error, SMTPResponseException) and error.code >= _PERMANENT
    words = f"The mail server did not take the mail: {str(error)[:200]}"
    if not isinstance(error, SMTPResponseException) or error.code == CLOSING:
        return Unreachable(words)
    return PermanentError(words) if permanent else TemporaryError(words)
