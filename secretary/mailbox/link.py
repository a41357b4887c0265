"""One connection to the IMAP server; the only module that speaks with the library.

Promises: opened when needed, anew with back-off and jitter after a loss; a rejected password is
not tried again before it changes or a long time has passed, on all links of an account together.
Never does: log a password, or repeat a command.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from random import SystemRandom

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from secretary.domain.errors import CredentialsRejected, EffectError, PermanentError, TemporaryError
from secretary.mailbox.account import ImapAccount, Timing, rejected, remedy_for, tls_context, tune
from secretary.mailbox.backoff import Backoff
from secretary.mailbox.session import Session

LostError = IMAPClientAbortError  # what we raise where the library hides that a connection ended
# All that a session raises. The library's parser stumbles over strange answers with whatever comes;
# imaplib gives up inside a line of a megabyte.
TROUBLE = (OSError, EOFError, IMAPClientError, ValueError, TypeError, LookupError, AssertionError, RecursionError)
_LOST = (OSError, EOFError, IMAPClientAbortError)
_LINE_TOO_LONG = "got more than"
# RFC 5530, RFC 7889. A full mailbox is none: somebody makes room, and nothing must be given up before.
FINAL_CODES = ("[NOPERM]", "[CANNOT]", "[TOOBIG]", "[NONEXISTENT]")
# A log-in that was refused for other reasons than the password (RFC 5530, and what servers say of too many).
NOT_THE_PASSWORD = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]", "TOO MANY", "SIMULTANEOUS")

# The library would write whole sessions at the debug level.
logging.getLogger("imapclient").setLevel(logging.INFO)


class Trouble(Enum):
    """What a session's error means: the connection ended; its answer made no sense; the server said no.

    After the first two nobody knows where in the conversation it stands: drop the connection.
    """

    LOST = "lost"
    GIBBERISH = "gibberish"
    NO = "no"


def trouble_of(error: Exception) -> Trouble:
    """The kind of one of TROUBLE."""
    if isinstance(error, _LOST):
        return Trouble.LOST
    refused = isinstance(error, IMAPClientError) and not isinstance(error, ProtocolError)
    return Trouble.NO if refused and _LINE_TOO_LONG not in str(error) else Trouble.GIBBERISH


def error_of(error: Exception) -> EffectError:
    """The same in the words of the house."""
    match trouble_of(error):
        case Trouble.LOST:
            return TemporaryError(f"The connection to the mail server was lost ({error}).")
        case Trouble.GIBBERISH:
            return TemporaryError(f"The mail server's answer was not understood ({type(error).__name__}: {error}).")
        case Trouble.NO:
            kind = PermanentError if any(code in str(error).upper() for code in FINAL_CODES) else TemporaryError
            return kind(f"The mail server said no: {error}.")


class Door:
    """What all links of an account know together: the password that was refused, and when."""

    def __init__(self) -> None:
        self._refused: tuple[int, float] | None = None

    def is_shut(self, password: str, patience: float) -> bool:
        """Whether this very password was refused lately."""
        if self._refused is None:
            return False
        known, at = self._refused
        return known == hash(password) and time.monotonic() - at < patience

    def refuse(self, password: str) -> None:
        """Remember a refusal; of the password only its hash."""
        self._refused = (hash(password), time.monotonic())


class Link:
    """One connection and when to try it again. Used by one thread at a time; `cut` by any."""

    def __init__(self, account: ImapAccount, timing: Timing, door: Door) -> None:
        self.account = account
        self._timing = timing
        self._door = door
        self._session: Session | None = None
        self._backoff = Backoff(SystemRandom().random)
        self._not_before = 0.0
        self.heard_at: float | None = None

    def heard(self) -> None:
        """The server has answered."""
        self.heard_at = time.monotonic()

    @property
    def is_open(self) -> bool:
        """Whether there is a session; it may have died in silence."""
        return self._session is not None

    def session(self) -> Session:
        """The open session, or a new one."""
        if self._session is None:
            self._session = self._opened()
        return self._session

    def drop(self) -> None:
        """Forget the connection."""
        if self._session is not None:
            _close_quietly(self._session)
        self._session = None

    def logout(self) -> None:
        """End the session politely."""
        if self._session is not None:
            with suppress(*TROUBLE):
                self._session.logout()
        self._session = None

    def cut(self) -> None:
        """End what another thread waits for on this connection; that thread sees it as lost."""
        session = self._session
        if session is not None:
            _cut(session)

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        """End the connection when the block takes longer: a drip of octets never times out by itself."""
        with _within(seconds, self.cut):
            yield

    def _opened(self) -> Session:
        pause = self._not_before - time.monotonic()
        if pause > 0:
            raise TemporaryError("The mail server cannot be reached at the moment.", retry_after=pause)
        try:
            session = self._logged_in()
        except (CredentialsRejected, PermanentError):
            raise
        except (*TROUBLE, TemporaryError) as error:
            raise self._away(error) from error
        self._backoff.succeeded()
        self.heard()
        return session

    def _away(self, error: Exception) -> TemporaryError:
        pause = self._backoff.failed()
        self._not_before = time.monotonic() + pause
        return TemporaryError(
            f"The mail server {self.account.host}:{self.account.port} cannot be reached ({_words(error)}).",
            remedy=getattr(error, "remedy", "") or remedy_for(self.account, error),
            retry_after=pause,
        )

    def _logged_in(self) -> Session:
        password = self.account.password()
        if self._door.is_shut(password, self._timing.rejected):
            raise rejected(self.account)
        session = _connected(self.account, self._timing)
        try:
            with _within(self._timing.read, lambda: _cut(session)):
                _log_in(session, self.account, password)
        except LoginError as error:
            _close_quietly(session)
            if isinstance(error.__context__, IMAPClientAbortError) or _blames_no_password(str(error)):
                raise TemporaryError(f"the log-in did not succeed: {error}") from None
            if "[PRIVACYREQUIRED]" in str(error).upper():
                raise _wants_tls(self.account) from None
            self._door.refuse(password)
            raise rejected(self.account) from None
        except TROUBLE:
            _close_quietly(session)
            raise
        return session


@contextmanager
def _within(seconds: float, cut: Callable[[], None]) -> Iterator[None]:
    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(session: Session) -> None:
    with suppress(OSError):
        # The plain method: the one of TLS takes the object away from under the reading thread.
        socket.socket.shutdown(session.socket(), socket.SHUT_RDWR)


def _log_in(session: Session, account: ImapAccount, secret: str) -> None:
    if not account.token:
        session.login(account.user, secret)
    elif session.has_capability("AUTH=OAUTHBEARER"):
        session.oauthbearer_login(account.user, secret)
    else:
        session.oauth2_login(account.user, secret)


def _words(error: Exception) -> str:
    return getattr(error, "problem", "") or str(error) or type(error).__name__


def _blames_no_password(answer: str) -> bool:
    return any(code in answer.upper() for code in NOT_THE_PASSWORD)


def _wants_tls(account: ImapAccount) -> PermanentError:
    return PermanentError(
        f"The mail server {account.host} takes no password without TLS.", remedy="Set security to tls or starttls."
    )


def _close_quietly(session: Session) -> None:
    with suppress(*TROUBLE):
        session.shutdown()


def _connected(account: ImapAccount, timing: Timing) -> Session:
    context = tls_context(account)
    session: Session = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=timing.connect, read=timing.read),
    )
    session.normalise_times = False
    try:
        tune(session.socket())
        if account.security == "starttls":
            _start_tls(session, account, context)
    except (*TROUBLE, TemporaryError):
        _close_quietly(session)
        raise
    return session


def _start_tls(session: Session, account: ImapAccount, context: object) -> None:
    try:
        session.starttls(context)
    except CapabilityError as error:
        # A server that cannot is one thing, somebody on the way who hides it another: no password either way.
        raise TemporaryError(
            f"{account.host} does not offer STARTTLS", remedy="Use the port for tls (993) with security tls."
        ) from error
