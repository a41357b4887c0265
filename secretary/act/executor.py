"""Carries effects out: from the outbox of the ledger to the world, each safe to repeat.

Promises: an effect is taken (queued → transmitting) before it is begun and closed after it ended.
What a crash left in transmitting is looked for, never blindly repeated. Mails leave only by the gate.
Retries: temporary failures, with back-off and jitter. Never: a mail whose end is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from random import Random

import structlog

from secretary.act.gate import weigh
from secretary.act.gathering import gather
from secretary.domain.action import FolderRole
from secretary.domain.effect import (
    AppendMessage,
    Deed,
    Effect,
    EffectState,
    FileMessage,
    FlagMessage,
    GatherMessages,
    RemoveEvent,
    SendMail,
    Settled,
    StoreEvent,
)
from secretary.domain.errors import (
    Conflict,
    CredentialsRejected,
    EffectError,
    PermanentError,
    TemporaryError,
    UnknownOutcome,
)
from secretary.domain.event import EventStatus, Interval
from secretary.domain.office import Office
from secretary.ports import Calendars, Clock, Ledger, Mailbox, Transport

BATCH = 200  # effects taken from the outbox in one go
FIRST_RETRY = 30.0  # seconds; doubled with each attempt
LONGEST_RETRY = 3600.0

log = structlog.get_logger("secretary.effect")


@dataclass(frozen=True, slots=True)
class Executor:
    """The outbox of one office. `sent_copy` "append" puts sent mail into the sent folder."""

    office: Office
    ledger: Ledger
    mailbox: Mailbox
    transport: Transport
    calendars: Calendars | None
    clock: Clock
    sent_copy: str = "append"
    jitter: Random = field(default_factory=Random)

    async def run_due(self) -> int:
        """Carry out what is due; how many effects were looked at."""
        due = self.ledger.due_effects(self.office.id, self.clock.now(), BATCH)
        for folder, group in groupby(due, key=_filing_folder):
            rows = list(group)
            if folder:
                await self._file(rows, folder)
            else:
                for effect, attempts in rows:
                    await self._one(effect, attempts)
        return len(due)

    async def recover(self) -> None:
        """Settle what a crash left in transmitting: repeat what is safe, look for mails."""
        for effect in self.ledger.left_transmitting(self.office.id):
            if isinstance(effect.deed, SendMail):
                await self._look_for(effect, effect.deed)
            else:
                self.ledger.retry(effect.key, self.clock.now(), "taken up again after a restart")

    async def _look_for(self, effect: Effect, mail: SendMail) -> None:
        """A mail in the sent folder was sent; one that is not there may have been."""
        found = await self.mailbox.holds(FolderRole.SENT.value, mail.message_id)
        state = EffectState.SENT if found else EffectState.UNKNOWN
        detail = "" if found else "The connection or the process ended while the mail was handed over."
        self._settle(Settled(effect.key, mail, state, "" if found else "unknown", detail))

    async def _one(self, effect: Effect, attempts: int) -> None:
        if not self.ledger.begin(effect.key, self.clock.now()):
            return
        try:
            settled = await self._do(effect)
        except CredentialsRejected:
            self.ledger.retry(effect.key, self.clock.now() + timedelta(seconds=LONGEST_RETRY), "log-in rejected")
            raise
        except TemporaryError as error:
            self._again(effect, attempts, error)
            return
        except UnknownOutcome as error:
            settled = Settled(effect.key, effect.deed, EffectState.UNKNOWN, "unknown", error.problem)
        except EffectError as error:
            reason = "exists" if isinstance(error, Conflict) else "rejected"
            settled = Settled(effect.key, effect.deed, EffectState.REFUSED, reason, error.problem)
        self._settle(settled)

    def _again(self, effect: Effect, attempts: int, error: EffectError) -> None:
        named = error.retry_after if isinstance(error, TemporaryError) else None
        pause = named or min(FIRST_RETRY * 2**attempts, LONGEST_RETRY)
        at = self.clock.now() + timedelta(seconds=pause * (1 + self.jitter.random() / 4))
        self.ledger.retry(effect.key, at, error.problem)

    def _settle(self, settled: Settled) -> None:
        self.ledger.settle(settled, self.clock.now())
        kind = type(settled.deed).__name__
        log.info("effect", office=self.office.id, key=settled.key[:12], kind=kind, state=settled.state.value)

    async def _do(self, effect: Effect) -> Settled:
        deed = effect.deed
        match deed:
            case SendMail():
                return await self._send(effect, deed)
            case AppendMessage():
                if not await self.mailbox.holds(deed.folder, deed.message_id):
                    await self.mailbox.append(deed.folder, deed.raw, deed.flags)
                return _done(effect)
            case GatherMessages():
                return _done(effect, "" if await gather(self.mailbox, deed) else "gone")
            case FlagMessage():
                return _done(effect, "" if await self.mailbox.flag(deed.ref, deed.flag) else "gone")
            case StoreEvent() | RemoveEvent():
                return await self._calendar(effect, deed)
            case FileMessage():
                raise PermanentError("Filing is done in batches.")

    async def _send(self, effect: Effect, mail: SendMail) -> Settled:
        """Through the gate, then SMTP, then the copy in the sent folder."""
        now = self.clock.now()
        stop = weigh(mail, self.ledger.counts(self.office.id, mail, effect.case, now), self.office.limits, self.office)
        if stop:
            return Settled(effect.key, mail, EffectState.REFUSED, stop.reason, stop.detail)
        await self.transport.transmit(mail)
        if self.sent_copy == "append":
            await self._keep_copy(mail)
        return _done(effect)

    async def _keep_copy(self, mail: SendMail) -> None:
        """A copy that cannot be kept does not undo that the mail was sent."""
        try:
            await self.mailbox.append(FolderRole.SENT.value, mail.raw, ("\\Seen",))
        except EffectError as error:
            log.warning("no copy in the sent folder", office=self.office.id, problem=error.problem)

    async def _file(self, rows: Sequence[tuple[Effect, int]], folder: str) -> None:
        """One move for all mails of a folder."""
        taken = [(e, n) for e, n in rows if self.ledger.begin(e.key, self.clock.now())]
        refs = [e.deed.ref for e, _ in taken if isinstance(e.deed, FileMessage)]
        try:
            moved = await self.mailbox.file(refs, folder)
        except PermanentError as error:
            for effect, _ in taken:
                self._settle(Settled(effect.key, effect.deed, EffectState.REFUSED, "rejected", error.problem))
            return
        except EffectError as error:
            # A move whose end is unknown may be done again: what has moved is then gone from here.
            for effect, attempts in taken:
                self._again(effect, attempts, error)
            return
        for effect, _ in taken:
            there = isinstance(effect.deed, FileMessage) and effect.deed.ref in moved
            self._settle(_done(effect, "" if there else "gone"))

    async def _calendar(self, effect: Effect, deed: StoreEvent | RemoveEvent) -> Settled:
        if self.calendars is None:
            raise PermanentError("No calendar server is configured.", remedy="Add caldav to the office.")
        if isinstance(deed, RemoveEvent):
            return _done(effect, "" if await self.calendars.delete(deed.calendar, deed.uid) else "gone")
        if await self._is_taken(self.calendars, deed):
            return Settled(effect.key, deed, EffectState.REFUSED, "busy", "The time is no longer free.")
        etag = await self.calendars.put(deed.calendar, deed.uid, deed.ics, etag=deed.etag)
        if await self._is_taken(self.calendars, deed):
            await self.calendars.delete(deed.calendar, deed.uid)
            return Settled(effect.key, deed, EffectState.REFUSED, "busy", "Somebody booked the time in between.")
        return Settled(effect.key, deed, EffectState.SENT, etag=etag)

    async def _is_taken(self, calendars: Calendars, deed: StoreEvent) -> bool:
        """Whether anything but this event and the case's own holds stands in the guarded time."""
        ours = {deed.uid, *deed.guard_ignores}
        if deed.guard is None:
            return False
        within: Interval = deed.guard
        for calendar in deed.guard_calendars:
            for event in await calendars.events(calendar, within, fresh=True):
                if event.uid not in ours and not event.transparent and event.status is not EventStatus.CANCELLED:
                    return True
        return False


def _filing_folder(row: tuple[Effect, int]) -> str:
    deed: Deed = row[0].deed
    return deed.folder if isinstance(deed, FileMessage) else ""


def _done(effect: Effect, reason: str = "") -> Settled:
    return Settled(effect.key, effect.deed, EffectState.SENT, reason)
