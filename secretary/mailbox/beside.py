r"""A person's own INBOX, looked into for answers that reached them alone (RFC 3501, RFC 9051).

Promises: read only (EXAMINE, PEEK: no flag changes, nothing moves). The server itself looks for the
Message-IDs of running threads in `References` and `In-Reply-To`; only mails that it names are fetched.
Never does: list, count, read or keep any other mail of that mailbox.
"""

from __future__ import annotations

import asyncio
from collections.abc import Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from secretary.domain.errors import TemporaryError
from secretary.mailbox.account import ImapAccount, Timing, refuse_plain_beyond_loopback
from secretary.mailbox.fetching import FetchLimits, Place, fetch_mails
from secretary.mailbox.link import TROUBLE, Door, Link, error_of
from secretary.mailbox.session import Session
from secretary.ports import Arrived

INBOX = "INBOX"
AT_ONCE = 4  # Message-IDs of one SEARCH: a command line stays far below what servers take


class PersonalInbox:
    """One person's INBOX; opened when it is first looked into."""

    def __init__(
        self, account: ImapAccount, *, limits: FetchLimits | None = None, timing: Timing | None = None
    ) -> None:
        refuse_plain_beyond_loopback(account)
        self._limits, self._timing = limits or FetchLimits(), timing or Timing()
        self._link = Link(account, self._timing, Door())
        self._thread = ThreadPoolExecutor(1, "imap-beside")

    async def answers(
        self, message_ids: Sequence[str], *, since: date, known: Container[tuple[int, int]], most: int
    ) -> Sequence[Arrived]:
        """Mails that came since a day and answer one of these, without the `known` (uidvalidity, uid), at most `most`.

        Raises TemporaryError and PermanentError as `Mailbox` does.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._attempt, message_ids, since, known, most)

    async def look(self) -> None:
        """Log in and open the INBOX, read only; nothing is asked for. Raises as `answers` does."""
        await self.answers((), since=date.min, known=(), most=0)

    async def close(self) -> None:
        """Log out. Idempotent."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._link.logout)

    def _attempt(
        self, message_ids: Sequence[str], since: date, known: Container[tuple[int, int]], most: int
    ) -> Sequence[Arrived]:
        try:
            session = self._link.session()
            with self._link.deadline(self._timing.whole):
                return self._found(session, message_ids, since, known, most)
        except TROUBLE as error:
            self._link.drop()
            raise error_of(error) from error
        except TemporaryError:
            self._link.drop()
            raise

    def _found(
        self, session: Session, message_ids: Sequence[str], since: date, known: Container[tuple[int, int]], most: int
    ) -> Sequence[Arrived]:
        validity = int(session.select_folder(INBOX, readonly=True)[b"UIDVALIDITY"])
        uids: set[int] = set()
        for start in range(0, len(message_ids), AT_ONCE):
            wanted = _answering(message_ids[start : start + AT_ONCE])
            uids.update(session.search(["SINCE", since, "UNDELETED", wanted]) if wanted else ())
        new = [uid for uid in sorted(uids) if (validity, uid) not in known][:most]
        return tuple(fetch_mails(session, Place(INBOX, validity), new, self._limits)) if new else ()


def _answering(message_ids: Iterable[str]) -> list[Any]:
    """The search key for mails in whose thread fields one of these stands (RFC 3501 section 6.4.4)."""
    keys: list[Any] = []
    for message_id in (i for i in message_ids if i and i.isprintable()):
        for field in ("References", "In-Reply-To"):
            one = ["HEADER", field, message_id]
            keys = ["OR", keys, one] if keys else one
    return keys
