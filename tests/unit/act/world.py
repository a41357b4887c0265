"""A small world for the outbox: a real ledger in memory, and servers that answer as they are told.

Promises: each server keeps what it was given, and fails as often as its list of faults says.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from secretary.act.calendars import Source
from secretary.act.calendars.stored import occurrences, read_stored
from secretary.act.events import EventWriter
from secretary.act.executor import Executor
from secretary.act.sending import Sender, SentCopies
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import Deed, Effect, MailClass, MessageRef, SendMail, Settled, subject_key
from secretary.domain.event import Event, Interval
from secretary.domain.office import Limits, Office
from secretary.ledger import SqlLedger
from secretary.ports import Arrived, DeadLetter, Entry, Handed

NOW = datetime(2026, 7, 14, 9, 0, tzinfo=UTC)
OFFICE = Office("muster", "Muster", Address("sekretariat@firma.test"), limits=Limits(tries=4))
CASE = Case("AAAAAAAA", "muster", "Frage", Address("tom@kunde.test"), NOW)
REF = MessageRef("inbox", 1, 7, "d1", "<m1@kunde.test>")


@dataclass
class Clock:
    """Stands still until it is turned."""

    instant: datetime = NOW

    def now(self) -> datetime:
        return self.instant

    def turn(self, **more: float) -> None:
        self.instant += timedelta(**more)


@dataclass
class Faults:
    """What to raise at the next calls, in turn; None is no fault. A callable is called instead."""

    faults: list[Exception | Callable[[], None] | None] = field(default_factory=list)

    def strike(self) -> None:
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if fault is not None:
            fault()


@dataclass
class Post(Faults):
    """An SMTP server: faults before DATA, and faults after the mail was taken or not."""

    clock: Clock = field(default_factory=Clock)
    sent: list[SendMail] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    refuses_receipt: bool = False
    after_data: Exception | None = None
    takes: bool = True

    async def transmit(self, mail: SendMail, *, receipt_to: str = "", handing_over: Callable[[], None]) -> Handed:
        self.strike()
        handing_over()
        if self.takes:
            self.sent.append(mail)
            self.times.append(self.clock.now())
            self.receipts += [receipt_to] if receipt_to and not self.refuses_receipt else []
        if self.after_data:
            error, self.after_data = self.after_data, None
            raise error
        return Handed("250 OK", bool(receipt_to) and not self.refuses_receipt)


@dataclass
class Box(Faults):
    """A mailbox of Message-IDs."""

    folders: dict[str, list[str]] = field(default_factory=dict)
    filed: list[tuple[MessageRef, str]] = field(default_factory=list)
    there: bool = True

    async def open(self) -> None:
        self.strike()

    async def close(self) -> None:
        pass

    async def arrivals(self, folder: str, *, skip: frozenset[tuple[int, int]], most: int) -> Sequence[Arrived]:
        return ()

    async def wait(self, seconds: float) -> bool:
        return False

    async def file(self, refs: Sequence[MessageRef], folder: str) -> frozenset[MessageRef]:
        self.strike()
        self.filed += [(ref, folder) for ref in refs]
        return frozenset(refs if self.there else ())

    async def flag(self, ref: MessageRef, flag: str) -> bool:
        self.strike()
        return self.there

    async def append(self, folder: str, raw: bytes, flags: tuple[str, ...]) -> None:
        message_id = raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
        self.folders.setdefault(folder, []).append(message_id)
        self.strike()

    async def headers(self, folder: str, *, after: tuple[int, int] | None, most: int) -> Sequence[Arrived]:
        return ()

    async def availability(self, calendar: str) -> str:
        return ""

    async def find(self, folder: str, message_id: str) -> Sequence[Arrived]:
        return ()

    async def fetch(self, folder: str, message_id: str) -> Sequence[Arrived]:
        return ()

    def silence(self) -> float | None:
        return None

    async def holds(self, folder: str, message_id: str) -> bool:
        self.strike()
        return message_id in self.folders.get(folder, [])


@dataclass
class Diary(Faults):
    """Calendars as texts by (calendar, UID); a fault strikes right after each write."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    async def events(self, calendar: str, within: Interval, *, fresh: bool = False) -> tuple[Event, ...]:
        source = Source("", "UTC")
        stored = (read_stored(uid, "e", text, c, source) for (c, uid), text in self.texts.items() if c == calendar)
        return tuple(event for one in stored for event in occurrences(one, within, calendar, source))

    async def find(self, calendar: str, uid: str) -> Event | None:
        return None

    async def put(self, calendar: str, uid: str, ics: str, *, etag: str = "") -> str:
        self.texts[calendar, uid] = ics
        self.strike()
        return "etag"

    async def delete(self, calendar: str, uid: str) -> bool:
        return self.texts.pop((calendar, uid), None) is not None

    async def text(self, calendar: str, uid: str) -> str:
        return self.texts.get((calendar, uid), "")


def mail(name: str = "a", to: str = "tom@kunde.test", **more: object) -> SendMail:
    raw = (
        f"From: sekretariat@firma.test\r\nTo: {to}\r\nSubject: Re: {name}\r\nMessage-ID: <{name}@firma.test>\r\n"
        "Auto-Submitted: auto-replied\r\n\r\nGuten Tag\r\n"
    ).encode()
    values = {"mail_class": MailClass.AUTO_REPLIED, "template": f"t-{name}", "subject": f"Re: {name}", **more}
    return SendMail(raw, f"<{name}@firma.test>", "", (to,), **values)  # type: ignore[arg-type]


class World:
    """One office with its outbox."""

    def __init__(
        self, *, office: Office = OFFICE, copies: SentCopies | None = None, ledger: SqlLedger | None = None
    ) -> None:
        self.office, self.clock = office, Clock()
        self.post, self.box, self.diary = Post(clock=self.clock), Box(), Diary()
        self.ledger = ledger or SqlLedger("sqlite://")
        self.copies = copies or SentCopies(append=True)
        self.restart()

    def restart(self) -> None:
        """A new process on the same record: nothing that was in memory is left."""
        sender = Sender(self.office, self.ledger, self.box, self.post, self.clock, self.copies)
        writer = EventWriter(self.diary, self.ledger)
        self.executor = Executor(
            self.office,
            self.ledger,
            self.box,
            sender,
            writer,
            self.clock,
            asyncio.Event(),
            Random(1),  # noqa: S311 - only jitter
        )

    def order(self, deeds: dict[str, Deed], *, case: Case = CASE, service: str = "") -> None:
        effects = tuple(Effect(key, self.office.id, case.id, deed, service) for key, deed in deeds.items())
        self.ledger.record(Entry(self.office.id, case, self.clock.now(), effects))

    def run(self) -> int:
        return asyncio.run(self.executor.run_due())

    def recover(self) -> None:
        asyncio.run(self.executor.recover())

    def news(self) -> list[Settled]:
        return [settled for _, _, settled in self.ledger.unheard(self.office.id)]

    def dead(self) -> list[DeadLetter]:
        return list(self.ledger.dead_letters(self.office.id, 99))

    def waiting(self) -> dict[str, int]:
        """Tries by key of all that is queued, whenever it is due."""
        far = self.clock.now() + timedelta(days=999)
        return {w.effect.key: w.attempts for w in self.ledger.due_effects(self.office.id, far, 999)}

    def until_next(self) -> float:
        """Seconds until something is due."""
        due = self.ledger.next_timer(self.office.id)
        return (due - self.clock.now()).total_seconds() if due else -1.0


def breaches(post: Post, cases: Callable[[SendMail], str], limits: Limits) -> list[str]:
    """Which limits the mails that left have broken, over every stretch of time; none is the law."""
    sent = [
        (at, mail) for at, mail in zip(post.times, post.sent, strict=True) if mail.mail_class is not MailClass.HUMAN
    ]
    outside = [(at, mail) for at, mail in sent if not mail.internal]
    alone = [(at, mail) for at, mail in outside if not mail.conversation]
    day, hour, weeks = timedelta(days=1), timedelta(hours=1), timedelta(days=limits.same_template_days)

    def to(mail: SendMail) -> str:
        return Address(mail.envelope_to[0]).loop_key

    def domain(mail: SendMail) -> str:
        return Address(mail.envelope_to[0]).domain

    found = _crowded("an hour", sent, lambda _: "", hour, limits.per_hour)
    most = max(limits.per_sender_per_day, limits.conversation_per_day)
    found += _crowded("an address", outside, to, day, most)
    found += _crowded("an address outside conversations", alone, to, day, limits.per_sender_per_day)
    found += _crowded(
        "a subject", outside, lambda m: f"{subject_key(m.subject)} {domain(m)}", day, limits.per_subject_per_day
    )
    found += _crowded("a template", alone, lambda m: f"{m.template} {to(m)}", weeks, 1)
    return found + _crowded("a thread", alone, cases, timedelta(days=9999), limits.turns_per_thread)


def _crowded(
    what: str,
    sent: list[tuple[datetime, SendMail]],
    key: Callable[[SendMail], str],
    span: timedelta,
    most: int,
) -> list[str]:
    """Where more than `most` mails of one key left within less than the span."""
    times: dict[str, list[datetime]] = {}
    for at, mail in sent:
        times.setdefault(key(mail), []).append(at)
    return [
        f"{what}: {name} has {most + 1} in {last - first}"
        for name, all_ in times.items()
        for first, last in zip(all_, all_[most:], strict=False)
        if last - first < span
    ]
