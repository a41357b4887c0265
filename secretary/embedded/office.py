"""The office in a box: IMAP, SMTP and CalDAV in this process, on loopback, for some people.

Promises: up and down in under a second; free ports; nothing is left behind. Its methods are
synchronous and may be called from any thread, since the servers run on a thread of their own.
Never does: reach beyond loopback.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

from secretary.embedded.caldav import CaldavServer
from secretary.embedded.day import PEOPLE, Person
from secretary.embedded.imap import ImapServer
from secretary.embedded.smtp import SmtpServer, stamped

HOST = "127.0.0.1"
CALL_SECONDS = 20.0  # a call into our own loop takes milliseconds; longer means it is stuck
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EmbeddedAccount:
    """A log-in, the same for all three servers."""

    user: str
    address: str
    password: str = field(default="geheim", repr=False)


class EmbeddedOffice:
    """Use as a context manager, or call `start` and `stop`."""

    host = HOST

    def __init__(
        self, people: Sequence[Person] = PEOPLE, *, calendars: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`calendars` maps users to iCalendar objects, one event or series each."""
        self.accounts = {person.user: EmbeddedAccount(person.user, person.address) for person in people}
        passwords = {account.user: account.password for account in self.accounts.values()}
        self._users = {account.address.lower(): account.user for account in self.accounts.values()}
        self._imap = ImapServer(passwords)
        self._smtp = SmtpServer(self._users, passwords, self._arrive)
        self._caldav = CaldavServer(passwords, calendars or {})
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="embedded-office", daemon=True)

    @property
    def imap_port(self) -> int:
        """Plain IMAP."""
        return self._imap.port

    @property
    def smtp_port(self) -> int:
        """Plain SMTP, log-in optional."""
        return self._smtp.port

    @property
    def caldav_url(self) -> str:
        """The root of the CalDAV server."""
        return f"http://{HOST}:{self._caldav.port}/"

    def calendar_url(self, user: str) -> str:
        """The address of a user's calendar."""
        return self._caldav.url(user)

    def start(self) -> None:
        """Start all three servers. Raises SetupError with the remedy where one cannot."""
        self._caldav.start()
        self._thread.start()
        self._call(self._imap.start())
        self._call(self._smtp.start())

    def stop(self) -> None:
        """Stop them; every connection is cut."""
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CALL_SECONDS)
        self._loop.close()
        self._caldav.stop()

    def deliver(self, raw: bytes, to: str, *, sender: str = "", authenticated: bool = False) -> None:
        """Put a mail into an INBOX as if it had come by SMTP; `authenticated` as if `sender` had logged in."""
        mail = stamped(raw, envelope_from=sender, logged_in=sender if authenticated else "")
        self._call(self._arrive(self._users[to.lower()], mail))

    def mailbox(self, user: str, folder: str = "INBOX") -> list[bytes]:
        """The raw mails of a folder, the oldest first; none where there is no such folder."""
        return self._call(self._imap.mails(user, folder))

    def folders(self, user: str) -> list[str]:
        """The names of a user's folders."""
        return self._call(self._imap.folders(user))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self.stop()

    async def _arrive(self, user: str, raw: bytes) -> None:
        await self._imap.append(user, "INBOX", raw)

    async def _end(self) -> None:
        self._imap.stop()
        self._smtp.stop()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(CALL_SECONDS)
