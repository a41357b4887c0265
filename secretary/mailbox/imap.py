r"""The office's mailbox by IMAP (RFC 3501, RFC 9051), as `ports.Mailbox`.

Promises: one connection for work, one for IDLE (RFC 2177), each on a thread of its own, since the
library is synchronous. A lost connection is opened anew with back-off and jitter; a refused
password is not tried into a lock-out. Mails are fetched by PEEK after their size and structure are
known; one that cannot be fetched is told apart from the others (`Arrived.problem`), one that
vanishes between search and fetch is left out. A UID of another UIDVALIDITY is nobody's.
Never does: set \Seen, send a plain EXPUNGE (RFC 4315 section 2.1), log a password, or speak
without TLS to anything but loopback.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

import structlog

from secretary.domain.action import FolderRole
from secretary.domain.effect import MessageRef
from secretary.domain.errors import TemporaryError, UnknownOutcome
from secretary.mailbox.account import ImapAccount as ImapAccount
from secretary.mailbox.account import Timing, refuse_plain_beyond_loopback
from secretary.mailbox.commands import heads, move_mails, newest, present, waiting, with_id
from secretary.mailbox.fetching import FetchLimits, Place, fetch_mails, fetch_start
from secretary.mailbox.folders import Folders
from secretary.mailbox.link import TROUBLE, Door, Link, Trouble, error_of, trouble_of
from secretary.mailbox.session import Session
from secretary.mailbox.survey import Survey, capabilities
from secretary.mailbox.watching import Watcher
from secretary.ports import Arrived
from secretary.understand.mime import parse_message

INBOX = "inbox"  # the role
GRACE_SECONDS = 2.0  # a wait that ends in time is late by a look; what is later hangs
NO_FOLDER = ("[TRYCREATE]", "[NONEXISTENT]")  # RFC 9051 section 7.1, RFC 5530

_log = structlog.get_logger(__name__)
T = TypeVar("T")


class ImapMailbox:
    """`ports.Mailbox` on an IMAP account. `folders` maps roles to names, "/" between levels.

    Mails that reached the INBOX before the day `since` are left alone.
    """

    def __init__(
        self,
        account: ImapAccount,
        folders: Mapping[str, str],
        *,
        limits: FetchLimits | None = None,
        timing: Timing | None = None,
        since: date | None = None,
    ) -> None:
        self._since = since
        refuse_plain_beyond_loopback(account)
        self._limits, self._timing, door = limits or FetchLimits(), timing or Timing(), Door()
        self._folders = Folders({str(role): name for role, name in folders.items()})
        self._work, self._watch = Link(account, self._timing, door), Link(account, self._timing, door)
        self._watcher = Watcher(self._watch, self._timing)
        self._work_thread = ThreadPoolExecutor(1, "imap-work")
        self._watch_thread = ThreadPoolExecutor(1, "imap-idle")
        self._inbox_next: int | None = None

    async def open(self) -> None:
        """Log in and make sure the office's folders are there. Idempotent."""
        await self._run(self._folders.prepare)

    async def close(self) -> None:
        """Log out; a server that does not answer is left without. Idempotent."""
        loop = asyncio.get_running_loop()
        ends = (
            loop.run_in_executor(self._watch_thread, self._watcher.close),
            loop.run_in_executor(self._work_thread, self._work.logout),
        )
        _, waiting = await asyncio.wait(ends, timeout=self._timing.close)
        if waiting:
            self._work.cut()
            self._watch.cut()
            await asyncio.wait(waiting, timeout=self._timing.close)

    def silence(self) -> float | None:
        """Seconds since the server last answered on either connection; None where it has not yet."""
        heard = [link.heard_at for link in (self._work, self._watch) if link.heard_at is not None]
        return time.monotonic() - max(heard) if heard else None

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        """Mails of a folder, oldest first, without those in `skip`; see `Arrived` for large and broken ones."""
        if folder == FolderRole.INBOX.value:
            self._watcher.told()  # what it had to tell is a reason to look, and here somebody looks
        return await self._run(lambda session: self._arrived(session, folder, skip, most))

    async def below(self, folder: str) -> Mapping[str, str]:
        """The folders below the one of a role: what each is called from there on, and its whole name."""
        return await self._run(lambda session: self._folders.below(session, folder))

    async def wait(self, seconds: float) -> bool:
        """True when mail came into the INBOX before the seconds ran out (IDLE); a dead line holds nobody up."""
        stop = threading.Event()
        watched = (self._folders.inbox, self._inbox_next, seconds, stop)
        future = asyncio.get_running_loop().run_in_executor(self._watch_thread, self._watcher.wait, *watched)
        try:
            done, late = await asyncio.wait({future}, timeout=seconds + GRACE_SECONDS)
        finally:
            stop.set()
        for hanging in late:
            hanging.cancel()
            self._watch.cut()
        came = any(task.result() for task in done)
        if done:
            self._watcher.told()
        return came

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
        mails = await self._run(lambda session: self._headed(session, folder, lambda _: with_id(session, message_id)))
        return tuple(mail for mail in mails if parse_message(mail.raw).message_id == message_id)

    async def fetch(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID, as `arrivals` brings them."""
        found = await self.find(folder, message_id)
        return await self._run(lambda session: self._again(session, folder, found)) if found else ()

    async def headers(self, folder: str, *, after: tuple[int, int] | None, most: int) -> Sequence[Arrived]:
        """Header blocks above a place, oldest first; without a place those of the newest mails."""
        return await self._run(
            lambda session: self._headed(session, folder, lambda validity: newest(session, validity, after, most))
        )

    async def survey(self) -> Survey:
        """What the server offers; changes nothing."""
        return await self._run(lambda session: Survey(capabilities(session), self._folders.found(session)))

    async def _run(self, work: Callable[[Session], T], *, once: bool = False) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._work_thread, self._attempt, work, once)

    def _attempt(self, work: Callable[[Session], T], once: bool) -> T:  # noqa: FBT001 - executors pass by position
        reused = self._work.is_open
        try:
            session = self._work.session()
            if once and reused:
                session.noop()  # a connection that died in silence is found before anything is sent
        except TROUBLE:
            self._work.drop()
            session = self._work.session()
        try:
            with self._work.deadline(self._timing.whole):
                done = work(session)
            self._work.heard()
        except TROUBLE as error:
            trouble = trouble_of(error)
            if trouble is not Trouble.NO:
                self._work.drop()
            if trouble is not Trouble.NO and once:
                raise UnknownOutcome(f"The connection to the mail server ended too early ({error}).") from error
            if trouble is Trouble.LOST and reused:
                return self._attempt(work, once)
            raise error_of(error) from error
        return done

    def _select(self, session: Session, folder: str) -> tuple[Place, int]:
        """The folder as it is now, and how many mails it holds."""
        name = self._folders.name(session, folder)
        answer = session.select_folder(name)
        if name == self._folders.inbox:
            self._inbox_next = answer.get(b"UIDNEXT")
        return Place(folder, int(answer[b"UIDVALIDITY"])), int(answer[b"EXISTS"])

    def _place(self, session: Session, folder: str) -> Place | None:
        """The folder, selected; None where a person removed it."""
        try:
            return self._select(session, folder)[0]
        except TROUBLE as error:
            if trouble_of(error) is not Trouble.NO or not self._folders.is_missing(session, folder):
                raise
        return None

    # --- fetching

    def _arrived(
        self, session: Session, folder: str, skip: frozenset[tuple[int, int]], most: int
    ) -> tuple[Arrived, ...]:
        place, exists = self._select(session, folder)
        skipped = {uid for validity, uid in skip if validity == place.validity}
        uids = waiting(session, exists, self._since if folder == INBOX else None, skipped, most)
        if not uids:
            return ()
        try:
            with self._work.deadline(self._limits.seconds):
                return tuple(fetch_mails(session, place, uids, self._limits))
        except TROUBLE as error:
            _log.info("fetching-one-by-one", folder=folder, error=type(error).__name__)
        return self._one_by_one(place, uids)

    def _again(self, session: Session, folder: str, found: Sequence[Arrived]) -> tuple[Arrived, ...]:
        """Mails that were found a moment ago."""
        place = self._place(session, folder)
        uids = [mail.uid for mail in found if place and mail.uidvalidity == place.validity]
        return self._one_by_one(place, uids) if place and uids else ()

    def _one_by_one(self, place: Place, uids: Sequence[int]) -> tuple[Arrived, ...]:
        """One bad mail must not stop the others; a slow one may hold them up for twice its own time."""
        end = time.monotonic() + 2 * self._limits.seconds
        self._work.drop()
        mails: list[Arrived] = []
        for uid in uids:
            if mails and time.monotonic() > end:
                break
            mails += self._alone(place, uid)
        return tuple(mails)

    def _alone(self, place: Place, uid: int) -> list[Arrived]:
        """One mail; whole, or what can be had of it, or the problem. A server that is away raises."""
        try:
            return self._afresh(place, lambda session: fetch_mails(session, place, [uid], self._limits))
        except TROUBLE as error:
            problem = f"{type(error).__name__}: {error}"
            read = trouble_of(error) is Trouble.GIBBERISH
        with suppress(*TROUBLE):
            start = self._afresh(place, lambda session: fetch_start(session, place, uid))
            # What cannot be taken apart is read as far as it goes; what the server does not give is a problem.
            return start if read else [replace(mail, problem=problem) for mail in start]
        return [Arrived(place.folder, place.validity, uid, 0, datetime.now(UTC), b"", problem=problem)]

    def _afresh(self, place: Place, work: Callable[[Session], T]) -> T:
        """Something on a session that is new or has done well so far; one that failed is dropped."""
        session = self._work.session()
        try:
            if self._select(session, place.folder)[0] != place:
                raise TemporaryError("The folder was made anew meanwhile.")
            with self._work.deadline(self._limits.seconds):
                return work(session)
        except TROUBLE:
            self._work.drop()
            raise

    def _headed(self, session: Session, folder: str, search: Callable[[int], Sequence[int]]) -> tuple[Arrived, ...]:
        """Header blocks of what the search finds in a folder; none where there is no such folder."""
        place = self._place(session, folder)
        uids = search(place.validity) if place else ()
        if place is None or not uids:
            return ()
        try:
            return heads(session, folder, place.validity, uids)
        except TROUBLE as error:
            _log.info("fetching-one-by-one", folder=folder, error=type(error).__name__)
            self._work.drop()
        return tuple(mail for uid in uids for mail in self._head_alone(place, uid))

    def _head_alone(self, place: Place, uid: int) -> tuple[Arrived, ...]:
        try:
            return self._afresh(place, lambda session: heads(session, place.folder, place.validity, [uid]))
        except TROUBLE as error:
            _log.warning("header-not-fetched", folder=place.folder, uid=uid, error=type(error).__name__)
        return ()

    # --- filing

    def _filed(self, session: Session, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        target = self._folders.name(session, folder)
        moved: set[MessageRef] = set()
        for source in dict.fromkeys(ref.folder for ref in refs):
            place, name = self._place(session, source), self._folders.name(session, source)
            ours = {ref.uid: ref for ref in refs if place and Place(ref.folder, ref.uidvalidity) == place}
            left = present(session, ours)
            if left and name != target:
                self._into(session, target, partial(move_mails, session, left, source=name, target=target))
            moved.update(ours[uid] for uid in left)
        if len(moved) < len(refs):
            # A person or another program was quicker; that is their right.
            _log.info("mails-gone", folder=folder, gone=len(refs) - len(moved))
        return frozenset(moved)

    def _into(self, session: Session, target: str, put: Callable[[], object]) -> None:
        """Put something into a folder that a person may have removed meanwhile."""
        try:
            put()
        except TROUBLE as error:
            if trouble_of(error) is not Trouble.NO or not any(code in str(error).upper() for code in NO_FOLDER):
                raise
            self._folders.create(session, target)
            put()

    def _flagged(self, session: Session, ref: MessageRef, flag: str) -> bool:
        place = self._place(session, ref.folder)
        if place is None or place.validity != ref.uidvalidity or not present(session, [ref.uid]):
            return False
        session.add_flags([ref.uid], [flag], silent=True)
        return True

    def _appended(self, session: Session, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        target = self._folders.name(session, folder)
        self._into(session, target, lambda: session.append(target, raw, flags))
