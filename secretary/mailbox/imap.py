r"""The office's mailbox by IMAP (RFC 3501, RFC 9051), as `ports.Mailbox`.

Promises: one connection for work, one for IDLE (RFC 2177), each on a thread of its own, since the
library is synchronous. A lost connection is opened anew with back-off and jitter; a refused
password is not tried twice. Mails are fetched by PEEK after their size is known; a mail that
vanishes between search and fetch is left out. A UID of another UIDVALIDITY is nobody's.
Never does: set \Seen, send a plain EXPUNGE (RFC 4315 section 2.1), log a password, or speak
without TLS to anything but loopback.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import SystemRandom
from typing import Any, TypeVar

import structlog
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError, ProtocolError

from secretary.domain.effect import MessageRef
from secretary.domain.errors import CredentialsRejected, EffectError, PermanentError, TemporaryError, UnknownOutcome
from secretary.mailbox.account import LOOPBACK, rejected, tune
from secretary.mailbox.account import ImapAccount as ImapAccount
from secretary.mailbox.answers import batches, brings_mail, flags_of, server_name, special
from secretary.mailbox.backoff import Backoff
from secretary.mailbox.commands import fetched, listed, move_mails, personal_prefix, present, with_id
from secretary.ports import Arrived

CONNECT_SECONDS = 15
READ_SECONDS = 60  # no command of ours takes a healthy server longer
IDLE_SECONDS = 9 * 60.0  # NAT boxes and some servers forget silent connections after ten minutes
CALM_SECONDS = 30.0  # two losses closer than this are one trouble
LOOK_SECONDS = 0.5  # how soon a waiting thread notices that nobody waits for it any more
MAX_MAIL_BYTES = 30 * 1024 * 1024  # what large providers accept; beyond it only the header is read
SPECIAL_USE = {"sent": b"\\sent", "drafts": b"\\drafts", "spam": b"\\junk"}  # RFC 6154
FINAL_CODES = ("[NOPERM]", "[CANNOT]", "[OVERQUOTA]", "[TOOBIG]", "[NONEXISTENT]")  # RFC 5530, RFC 7889
LOST = (OSError, EOFError, IMAPClientAbortError, ProtocolError)

# The library would write whole sessions at the debug level.
logging.getLogger("imapclient").setLevel(logging.INFO)
_log = structlog.get_logger(__name__)
T = TypeVar("T")


class _Link:
    """One connection and when to try it again. Used by one thread at a time."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self._session: IMAPClient | None = None
        self._backoff = Backoff(SystemRandom().random)
        self._not_before = 0.0
        self._refused: int | None = None

    @property
    def is_open(self) -> bool:
        return self._session is not None

    def session(self) -> IMAPClient:
        """The open session, or a new one."""
        if self._session is None:
            self._session = self._opened()
        return self._session

    def drop(self) -> None:
        """Forget the connection."""
        if self._session is not None:
            with suppress(*LOST, IMAPClientError):
                self._session.shutdown()
        self._session = None

    def logout(self) -> None:
        """End the session politely."""
        if self._session is not None:
            with suppress(*LOST, IMAPClientError):
                self._session.logout()
        self._session = None

    def _opened(self) -> IMAPClient:
        pause = self._not_before - time.monotonic()
        if pause > 0:
            raise TemporaryError("The mail server cannot be reached at the moment.", retry_after=pause)
        try:
            session = self._logged_in()
        except CredentialsRejected:
            raise
        except (*LOST, IMAPClientError, EffectError) as error:
            pause = self._backoff.failed()
            self._not_before = time.monotonic() + pause
            raise TemporaryError(
                f"The mail server {self.account.host}:{self.account.port} cannot be reached ({error}).",
                remedy="Check host, port and security of the IMAP server.",
                retry_after=pause,
            ) from error
        self._backoff.succeeded()
        return session

    def _logged_in(self) -> IMAPClient:
        password = self.account.password()
        if self._refused == hash(password):
            raise rejected(self.account)
        session = _connected(self.account)
        try:
            session.login(self.account.user, password)
        except LoginError as error:
            _close_quietly(session)
            if isinstance(error.__context__, IMAPClientAbortError) or "[UNAVAILABLE]" in str(error):
                raise TemporaryError("the log-in was cut off") from error
            self._refused = hash(password)
            raise rejected(self.account) from None
        except OSError:
            _close_quietly(session)
            raise
        return session


def _close_quietly(session: IMAPClient) -> None:
    with suppress(*LOST, IMAPClientError):
        session.shutdown()


def _connected(account: ImapAccount) -> IMAPClient:
    context = None if account.security == "plain" else ssl.create_default_context(cafile=account.ca_file or None)
    session = IMAPClient(
        account.host,
        port=account.port,
        ssl=account.security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
    )
    session.normalise_times = False
    try:
        tune(session.socket())
        if account.security == "starttls":
            session.starttls(context)
    except (*LOST, IMAPClientError):
        _close_quietly(session)
        raise
    return session


class ImapMailbox:
    """`ports.Mailbox` on an IMAP account. `folders` maps roles to names, "/" between levels."""

    def __init__(
        self, account: ImapAccount, folders: Mapping[str, str], *, max_mail_bytes: int = MAX_MAIL_BYTES
    ) -> None:
        if account.security == "plain" and account.host not in LOOPBACK:
            raise PermanentError(
                f"A mailbox on {account.host} without TLS would show the password to everybody on the way.",
                remedy="Set security to tls or starttls.",
            )
        self._wanted = {"inbox": "INBOX", **{str(role): name for role, name in folders.items()}}
        self._names: dict[str, str] = {}
        self._max = max_mail_bytes
        self._work, self._watch = _Link(account), _Link(account)
        self._work_thread = ThreadPoolExecutor(1, "imap-work")
        self._watch_thread = ThreadPoolExecutor(1, "imap-idle")
        self._inbox_next: int | None = None
        self._idle_since: float | None = None
        self._lost_at: float | None = None

    async def open(self) -> None:
        """Log in and make sure the office's folders are there. Idempotent."""
        await self._run(self._prepare)

    async def close(self) -> None:
        """Log out. Idempotent."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._watch_thread, self._stop_watching)
        await loop.run_in_executor(self._work_thread, self._work.logout)

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        """Mails of a folder, oldest first, without those in `skip`; large ones as header only."""
        return await self._run(lambda session: self._arrived(session, folder, skip, most))

    async def wait(self, seconds: float) -> bool:
        """True when mail came into the INBOX before the seconds ran out (IDLE)."""
        stop = threading.Event()
        future = asyncio.get_running_loop().run_in_executor(self._watch_thread, self._watched, seconds, stop)
        try:
            return await future
        finally:
            stop.set()

    async def file(self, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        """Move mails in one go; returns those that were still there."""
        return await self._run(lambda session: self._filed(session, refs, folder))

    async def flag(self, ref: MessageRef, flag: str) -> bool:
        """Set a flag; False when the mail is gone."""
        return await self._run(lambda session: self._flagged(session, ref, flag))

    async def append(self, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        """Put a mail into a folder. Raises UnknownOutcome when the answer was lost."""
        await self._run(lambda session: self._appended(session, folder, raw, flags), once=True)

    async def holds(self, folder: str, message_id: str) -> bool:
        """Whether a mail with exactly this Message-ID lies in the folder."""
        return bool(await self.find(folder, message_id))

    async def find(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID, as header blocks."""
        return await self._run(lambda session: with_id(session, folder, self._select(session, folder)[1], message_id))

    async def headers(self, folder: str, *, after: tuple[int, int] | None, most: int) -> Sequence[Arrived]:
        """Header blocks above a place, oldest first; without a place those of the newest mails."""
        return await self._run(lambda session: listed(session, folder, self._select(session, folder)[1], after, most))

    async def _run(self, work: Callable[[IMAPClient], T], *, once: bool = False) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._work_thread, self._attempt, work, once)

    def _attempt(self, work: Callable[[IMAPClient], T], once: bool) -> T:  # noqa: FBT001 - executors pass by position
        reused = self._work.is_open
        try:
            session = self._work.session()
            if once and reused:
                session.noop()  # a connection that died in silence is found before anything is sent
        except LOST:
            self._work.drop()
            session = self._work.session()
        try:
            return work(session)
        except LOST as error:
            self._work.drop()
            if once:
                raise UnknownOutcome(f"The connection to the mail server ended too early ({error}).") from error
            if reused:
                return self._attempt(work, once)
            raise TemporaryError(f"The connection to the mail server was lost ({error}).") from error
        except IMAPClientError as error:
            kind = PermanentError if any(code in str(error).upper() for code in FINAL_CODES) else TemporaryError
            raise kind(f"The mail server said no: {error}.") from error

    # --- folders

    def _prepare(self, session: IMAPClient) -> None:
        listed = session.list_folders()
        delimiter = next((found.decode() for _, found, _ in listed if found), "/")
        prefix = personal_prefix(session)
        there = {name for _, _, name in listed}
        for role, wanted in self._wanted.items():
            name = server_name(wanted, delimiter, prefix)
            marked = special(listed, SPECIAL_USE.get(role))
            if name.upper() != "INBOX" and name not in there and not marked:
                self._create(session, name)
                there.add(name)
            self._names[role] = name if name in there or not marked else marked

    def _create(self, session: IMAPClient, name: str) -> None:
        try:
            session.create_folder(name)
        except IMAPClientError:
            if not session.folder_exists(name):
                raise
        session.subscribe_folder(name)

    def _name(self, session: IMAPClient, folder: str) -> str:
        if not self._names:
            self._prepare(session)
        return self._names.get(folder, folder)

    def _select(self, session: IMAPClient, folder: str) -> tuple[str, int]:
        name = self._name(session, folder)
        answer = session.select_folder(name)
        if name.upper() == "INBOX":
            self._inbox_next = answer.get(b"UIDNEXT")
        return name, int(answer[b"UIDVALIDITY"])

    # --- work

    def _arrived(
        self, session: IMAPClient, folder: str, skip: frozenset[tuple[int, int]], most: int
    ) -> tuple[Arrived, ...]:
        _, validity = self._select(session, folder)
        # Where a server knows no UIDPLUS, moved mail stays behind as deleted.
        found = sorted(session.search(["UNDELETED"]))
        uids = [uid for uid in found if (validity, uid) not in skip][:most]
        if not uids:
            return ()
        heads = session.fetch(uids, ["RFC822.SIZE", "INTERNALDATE", "FLAGS"])
        sizes = {uid: int(heads[uid][b"RFC822.SIZE"]) for uid in uids if b"RFC822.SIZE" in heads.get(uid, {})}
        bodies = dict(self._bodies(session, sizes))
        return tuple(
            Arrived(folder, validity, uid, sizes[uid], heads[uid][b"INTERNALDATE"], bodies[uid], flags_of(heads[uid]))
            for uid in uids
            if uid in bodies
        )

    def _bodies(self, session: IMAPClient, sizes: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
        small = {uid: size for uid, size in sizes.items() if size <= self._max}
        for batch in batches(small):
            yield from fetched(session, batch, "BODY[]")
        large = [uid for uid in sizes if uid not in small]
        if large:
            yield from fetched(session, large, "BODY[HEADER]")

    def _filed(self, session: IMAPClient, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        target = self._name(session, folder)
        moved: set[MessageRef] = set()
        for source in dict.fromkeys(ref.folder for ref in refs):
            name, validity = self._select(session, source)
            ours = {ref.uid: ref for ref in refs if ref.folder == source and ref.uidvalidity == validity}
            left = present(session, ours)
            if left and name != target:
                self._moved(session, left, target)
            moved.update(ours[uid] for uid in left)
        return frozenset(moved)

    def _moved(self, session: IMAPClient, uids: Sequence[int], target: str) -> None:
        try:
            move_mails(session, uids, target)
        except IMAPClientError as error:
            if isinstance(error, LOST) or "TRYCREATE" not in str(error).upper():
                raise
            self._create(session, target)
            move_mails(session, uids, target)

    def _flagged(self, session: IMAPClient, ref: MessageRef, flag: str) -> bool:
        _, validity = self._select(session, ref.folder)
        if validity != ref.uidvalidity or not present(session, [ref.uid]):
            return False
        session.add_flags([ref.uid], [flag], silent=True)
        return True

    def _appended(self, session: IMAPClient, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        session.append(self._name(session, folder), raw, flags)

    # --- watching

    def _watched(self, seconds: float, stop: threading.Event) -> bool:
        end = time.monotonic() + seconds
        try:
            return self._idle_until(end, stop)
        except (*LOST, IMAPClientError, TemporaryError) as error:
            _log.info("idle_lost", problem=str(error))
            self._watch.drop()
            self._idle_since = None
            if self._is_first_loss():
                return True
        stop.wait(max(0.0, end - time.monotonic()))
        return False

    def _is_first_loss(self) -> bool:
        """After a good while what the line was about to tell is looked for at once; a bad line is not pestered."""
        before, self._lost_at = self._lost_at, time.monotonic()
        return before is None or self._lost_at - before > CALM_SECONDS

    def _idle_until(self, end: float, stop: threading.Event) -> bool:
        session = self._watch.session()
        if not session.has_capability("IDLE"):
            stop.wait(max(0.0, end - time.monotonic()))
            return False
        if self._idle_since is None and self._begin_idle(session):
            return True
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            if brings_mail(self._renewed(session)) or brings_mail(_looked(session, min(left, LOOK_SECONDS))):
                return True
        return False

    def _begin_idle(self, session: IMAPClient) -> bool:
        answer = session.select_folder("INBOX", readonly=True)
        session.idle()
        self._idle_since = time.monotonic()
        # Mail that came between the last look and this IDLE announces itself to nobody.
        return self._inbox_next is not None and answer.get(b"UIDNEXT", 0) > self._inbox_next

    def _renewed(self, session: IMAPClient) -> Sequence[Any]:
        if self._idle_since is not None and time.monotonic() - self._idle_since < IDLE_SECONDS:
            return ()
        _, answers = session.idle_done()
        session.idle()
        self._idle_since = time.monotonic()
        return tuple(answers)

    def _stop_watching(self) -> None:
        if self._idle_since is not None and self._watch.is_open:
            with suppress(*LOST, IMAPClientError):
                self._watch.session().idle_done()
        self._idle_since = None
        self._watch.logout()


def _looked(session: IMAPClient, seconds: float) -> Sequence[Any]:
    began = time.monotonic()
    answers = session.idle_check(timeout=seconds)
    if not answers and time.monotonic() - began < seconds / 2:
        raise IMAPClientAbortError("the server closed the connection")  # the library hides the end of file
    if any(answer[0] == b"BYE" for answer in answers):
        raise IMAPClientAbortError("the server said goodbye")
    return tuple(answers)
