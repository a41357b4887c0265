"""What the house needs of the world, as Protocols that the shell fulfils.

Every failure leaves an adapter as one of `secretary.domain.errors`: TemporaryError (nothing
happened, later may work), PermanentError (never will), UnknownOutcome (look before repeating).
Each port has one contract suite that the embedded office and every real server pass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from secretary.domain.action import DropTimer, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Decision, History, Reasoned
from secretary.domain.effect import Effect, MessageRef, SendMail, Settled
from secretary.domain.event import Event, Interval
from secretary.domain.reading import Reading


class Clock(Protocol):
    """The one source of the present. All instants are aware, in UTC."""

    def now(self) -> datetime:
        """The present instant."""
        ...


@dataclass(frozen=True, slots=True)
class Arrived:
    """One mail as it lies in a folder: where, its bytes, and when the server got it.

    `cut` says why `raw` is not the whole mail: "too-large", "too-many-parts", or "no-structure"
    where the server's description of it made no sense; `raw` is then the header with the texts.
    `problem` says why the mail could not be fetched; `raw` is then what could be had, b"" at worst.
    """

    folder: str
    uidvalidity: int
    uid: int
    size: int
    received: datetime
    raw: bytes = field(repr=False)
    flags: tuple[str, ...] = ()
    cut: str = ""
    problem: str = ""


class Mailbox(Protocol):
    r"""One account of the mail server. Folders are role values ("handled") or names.

    Nothing here ever sets \Seen or sends a plain EXPUNGE (it would remove other people's
    deleted mail, RFC 4315 section 2.1).
    """

    async def open(self) -> None:
        """Log in and make sure the office's folders are there. Idempotent."""
        ...

    async def close(self) -> None:
        """Log out. Idempotent."""
        ...

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        """Mails of a folder, oldest first, without those in `skip` ((uidvalidity, uid) pairs).

        One that cannot be fetched comes with its `problem` and does not keep the others.
        """
        ...

    async def wait(self, seconds: float) -> bool:
        """Wait for a change of the INBOX (IDLE, RFC 2177); True if woken before the time ran out."""
        ...

    async def file(self, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        """Move mails in one go; returns those that were still there."""
        ...

    async def flag(self, ref: MessageRef, flag: str) -> bool:
        """Set a flag; False when the mail is gone."""
        ...

    async def append(self, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        """Put a mail into a folder."""
        ...

    async def holds(self, folder: str, message_id: str) -> bool:
        """Whether a mail with this Message-ID lies in the folder."""
        ...

    async def find(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID; `raw` is the header block only."""
        ...

    async def fetch(self, folder: str, message_id: str) -> Sequence[Arrived]:
        """The mails of a folder with exactly this Message-ID, as `arrivals` brings them."""
        ...

    async def headers(self, folder: str, *, after: tuple[int, int] | None, most: int) -> Sequence[Arrived]:
        """Header blocks of a folder's mails above a place (uidvalidity, uid), oldest first, at most `most`.

        Without a place, or where the UIDVALIDITY is another one, those of the newest `most` mails.
        """
        ...


@dataclass(frozen=True, slots=True)
class Handed:
    """How handing a mail over ended: the server's reply, and whether a receipt copy is on its way."""

    reply: str
    receipt: bool = False


def unheeded() -> None:
    """For who keeps no record of when a mail is handed over."""


class Transport(Protocol):
    """Sends one mail by SMTP (RFC 5321); only the outbound gate may call it."""

    async def transmit(
        self, mail: SendMail, *, receipt_to: str = "", handing_over: Callable[[], None] = unheeded
    ) -> Handed:
        """Send, also to `receipt_to` where that is accepted.

        `handing_over` is called once, when nothing is left but the mail itself: before it nothing
        can have been sent, after it only an answer tells. What it raises ends the sending.
        """
        ...


class Calendars(Protocol):
    """The calendars of the office's people, by the names the configuration gives them."""

    async def events(self, calendar: str, within: Interval, *, fresh: bool = False) -> tuple[Event, ...]:
        """Occurrences that touch the interval, series expanded; `fresh` asks the server first."""
        ...

    async def find(self, calendar: str, uid: str) -> Event | None:
        """The stored event with this UID, from the server."""
        ...

    async def put(self, calendar: str, uid: str, ics: str, *, etag: str = "") -> str:
        """Create (no etag: If-None-Match), replace (If-Match) or overwrite ("*"); the new etag.

        Raises Conflict when the precondition failed.
        """
        ...

    async def delete(self, calendar: str, uid: str) -> bool:
        """Remove; False when it was gone already."""
        ...

    async def text(self, calendar: str, uid: str) -> str:
        """The stored event as iCalendar text, from the server; "" where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Counts:
    """What the outbound gate must know, all over the last day, hour or days of `Limits`."""

    same_template: int = 0
    to_address_today: int = 0
    same_subject_today: int = 0
    turns_in_thread: int = 0
    office_this_hour: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one step puts on record, in one transaction.

    `ref` and `reading` are None when no mail caused the step (a timer, a settled effect).
    `state` is the service's new state (JSON values), None to leave it as it is. `settled` names
    the outbox key and `timer` the timer name whose news was hereby taken in. `person` says that
    somebody of the office took part; `written` is the Message-ID of what they sent by themselves.
    """

    office: str
    case: Case
    at: datetime
    effects: tuple[Effect, ...] = ()
    reasons: tuple[Reasoned, ...] = ()
    ref: MessageRef | None = None
    reading: Reading | None = None
    decision: Decision | None = None
    state: Mapping[str, Any] | None = None
    timers: tuple[SetTimer | DropTimer, ...] = ()
    settled: str = ""
    timer: str = ""
    person: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose time has come, with what was noted when it was set."""

    case: str
    name: str
    due: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseMails:
    """The mails of a case: (digest, Message-ID) of those received, Message-IDs of our notes and drafts."""

    received: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a mail on record was to go (a folder's role or name, "" for nowhere), and how its case stands."""

    folder: str
    case_state: CaseState


@dataclass(frozen=True, slots=True)
class Waiting:
    """An effect of the outbox: how often it was begun, since when it waits, and when it was handed over.

    `undo` is what it must put back if it cannot stand ("" for nothing); `handed` is None for what
    was never handed to SMTP.
    """

    effect: Effect
    attempts: int
    since: datetime
    handed: datetime | None = None
    undo: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An effect that nobody tries any more, until a person says so."""

    settled: Settled
    case: str
    at: datetime


class Ledger(Protocol):
    """The only truth: messages, cases, decisions, effects, timers. All calls are synchronous."""

    def seen(self, office: str, digest: str) -> bool:
        """Whether a mail with this digest is on record."""
        ...

    def filed(self, office: str, digest: str) -> Filed | None:
        """What became of a mail with this digest; None where it is not on record."""
        ...

    def recorded_uids(self, office: str, folder: str) -> frozenset[tuple[int, int]]:
        """(uidvalidity, uid) of recorded mails whose filing has not settled yet."""
        ...

    def failures(self, office: str, digest: str) -> int:
        """How often this mail failed to be read or decided."""
        ...

    def note_failure(self, office: str, digest: str, problem: str, at: datetime) -> int:
        """Record one more failure; returns the new count."""
        ...

    def case(self, office: str, case_id: str) -> Case | None:
        """A case by its id."""
        ...

    def case_by_thread(self, office: str, message_ids: Sequence[str]) -> Case | None:
        """The case of the first of these Message-IDs that is on record (in or out)."""
        ...

    def case_by_uid(self, office: str, uid: str) -> Case | None:
        """The case that wrote an event with this UID."""
        ...

    def open_cases_of(self, office: str, address: Address, service: str) -> Sequence[Case]:
        """Cases of a service, not closed, in which this address is the party."""
        ...

    def people_named(self, office: str, name: str) -> Sequence[Address]:
        """Parties of the office's cases whose name has all the words of this one, each address once."""
        ...

    def is_ours(self, office: str, message_id: str) -> bool:
        """Whether we enqueued a mail with this Message-ID."""
        ...

    def origin(self, office: str, message_id: str) -> str:
        """Where a Message-ID on record comes from: in, out, note, person; "" for one not on record."""
        ...

    def mails_of(self, case_id: str) -> CaseMails:
        """What lies in the mailbox because of a case."""
        ...

    def place(self, office: str, folder: str) -> tuple[int, int] | None:
        """How far a folder was looked through: (uidvalidity, uid)."""
        ...

    def looked_through(self, office: str, folder: str, place: tuple[int, int], known: Sequence[Address]) -> None:
        """Remember the place, and the persons to whom somebody of the office wrote."""
        ...

    def own_texts(self, case_id: str) -> Sequence[bytes]:
        """The raw mails that we enqueued in a case, newest first (to subtract from quotes)."""
        ...

    def references(self, case_id: str) -> Sequence[str]:
        """The Message-IDs of a case's thread, received and enqueued, the oldest first."""
        ...

    def history(self, office: str, address: Address, now: datetime) -> History:
        """What is on record about a writer."""
        ...

    def state(self, case_id: str) -> Mapping[str, Any] | None:
        """The service state of a case."""
        ...

    def record(self, entry: Entry) -> bool:
        """One transaction; False (and nothing written) when the mail is on record already."""
        ...

    def due_effects(self, office: str, now: datetime, most: int) -> Sequence[Waiting]:
        """Queued effects whose time has come, in order.

        Effects of one case keep their order: one that waits for a retry holds back those behind
        it, except filing and flags, which never wait.
        """
        ...

    def begin(self, key: str, now: datetime) -> bool:
        """Take an effect: queued → transmitting; False if somebody else has it."""
        ...

    def hand_over(self, key: str, now: datetime, look: datetime) -> None:
        """A mail is about to be sent: transmitting → unknown, to be looked for at `look` (first time)."""
        ...

    def keep_undo(self, key: str, text: str) -> None:
        """Keep what an effect is about to replace; what was kept before stays."""
        ...

    def retry(self, key: str, at: datetime, problem: str, *, counted: bool = True) -> None:
        """Give it back: transmitting or unknown → queued, to be tried again at a time."""
        ...

    def settle(self, settled: Settled, now: datetime, then: Sequence[Effect] = ()) -> None:
        """Close it: transmitting or unknown → sent, refused or unknown; `then` is enqueued with that."""
        ...

    def left_transmitting(self, office: str) -> Sequence[Waiting]:
        """Effects that a crash left in transmitting."""
        ...

    def in_doubt(self, office: str, until: datetime) -> Sequence[Waiting]:
        """Mails being looked for (unknown, without a reason), whose next look is due by then."""
        ...

    def look_again(self, key: str, at: datetime) -> None:
        """Put the next look for a mail in doubt off."""
        ...

    def own_mail(self, office: str, message_id: str) -> SendMail | None:
        """The mail of ours with this Message-ID."""
        ...

    def witness(self, office: str, message_id: str, now: datetime) -> None:
        """The receipt copy of a mail has come: it was sent, whatever was known before."""
        ...

    def receipts_since(self, office: str, handed: datetime) -> bool:
        """Whether the receipt copy of a mail handed over later has come."""
        ...

    def unheard(self, office: str) -> Sequence[tuple[str, str, Settled]]:
        """Settled effects whose news is not on record: (case id, service, how it ended).

        Every end of a service's effect is news; without a service ("") only the end of a mail or
        an event that does not stand, or may not.
        """
        ...

    def dead_letters(self, office: str, most: int) -> Sequence[DeadLetter]:
        """Effects that do not stand and are not tried any more, newest first."""
        ...

    def try_again(self, office: str, key: str, now: datetime) -> bool:
        """A person wants a dead letter done after all: refused or unknown → queued."""
        ...

    def due_timers(self, office: str, now: datetime) -> Sequence[DueTimer]:
        """Timers whose time has come."""
        ...

    def next_timer(self, office: str) -> datetime | None:
        """When the next timer or retry is due."""
        ...

    def counts(self, office: str, mail: SendMail, case_id: str, now: datetime) -> Counts:
        """What has been sent lately, for the outbound gate."""
        ...
