"""Carries effects out: from the outbox of the ledger to the world, each safe to repeat.

Promises: an effect is taken (queued → transmitting) before it is begun and closed after it ended.
What a crash left in transmitting is done again; a mail that was being handed over is looked for.
A failure that speaks against the effect counts as a try, and after `Limits.tries` of them a person
is told; a server that does not serve at all is left alone for a while and costs no tries. Filing
and notes are tried for ever. Told to stop, it ends what it has begun and begins nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from random import Random

import structlog

from secretary.act.events import EventWriter
from secretary.act.gathering import gather
from secretary.act.patience import FIRST_REST, Breaker, retry_pause
from secretary.act.sending import Ending, Sender
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
    Unreachable,
)
from secretary.domain.office import Office
from secretary.ports import Calendars, Clock, Ledger, Mailbox, Waiting

BATCH = 200  # effects taken from the outbox in one go
EVER = timedelta(days=36_500)  # "whenever it would be due"
SMTP, CALDAV, IMAP = "smtp", "caldav", "imap"
_SERVERS: dict[type[Deed], str] = {SendMail: SMTP, StoreEvent: CALDAV, RemoveEvent: CALDAV}
_FOR_EVER = (
    FileMessage | GatherMessages | AppendMessage
)  # nobody else could be told by other means; an operator mends the mailbox

log = structlog.get_logger("secretary.effect")


def _all_serving() -> dict[str, Breaker]:
    return {server: Breaker() for server in (SMTP, CALDAV, IMAP)}


@dataclass(frozen=True, slots=True)
class Executor:
    """The outbox of one office. `events` is None where no calendar server is configured."""

    office: Office
    ledger: Ledger
    mailbox: Mailbox
    sender: Sender
    events: EventWriter | None
    clock: Clock
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    jitter: Random = field(default_factory=Random)
    breakers: dict[str, Breaker] = field(default_factory=_all_serving)

    @property
    def calendars(self) -> Calendars | None:
        """The office's calendars."""
        return self.events.calendars if self.events else None

    async def run_due(self) -> int:
        """Carry out what is due, filing last; how many effects were looked at."""
        now = self.clock.now()
        await self.sender.look(now)
        due = self.ledger.due_effects(self.office.id, now, BATCH)
        for waiting in due:
            if self.stop.is_set():
                return 0
            if not isinstance(waiting.effect.deed, FileMessage):
                await self._one(waiting)
        filings = [w for w in due if isinstance(w.effect.deed, FileMessage)]
        for folder, group in groupby(sorted(filings, key=_folder), key=_folder):
            await self._file(list(group), folder)
        return len(due)

    async def recover(self) -> None:
        """Take up what a crash left: what was begun is queued again, mails in doubt are looked for now."""
        for waiting in self.ledger.left_transmitting(self.office.id):
            self.ledger.retry(waiting.effect.key, self.clock.now(), "taken up again after a restart")
        await self.sender.look(self.clock.now() + EVER)

    async def _one(self, waiting: Waiting) -> None:
        key, now = waiting.effect.key, self.clock.now()
        breaker = self.breakers[_SERVERS.get(type(waiting.effect.deed), IMAP)]
        if not self.ledger.begin(key, now):
            return
        if resting := breaker.resting(now):
            self.ledger.retry(key, resting, "The server is left alone for a while.", counted=False)
            return
        try:
            settled, then = await self._do(waiting)
        except (Unreachable, CredentialsRejected) as error:
            self._unserved([waiting], breaker, error)
        except EffectError as error:
            breaker.served()
            self._failed(waiting, error)
        else:
            breaker.served()
            self._settle(settled, then)

    def _unserved(self, rows: Sequence[Waiting], breaker: Breaker, error: EffectError) -> None:
        """The server as a whole: leave it alone, and nothing speaks against these effects."""
        now = self.clock.now()
        if isinstance(error, CredentialsRejected):
            at = breaker.rejected(now)
        else:
            # Who wants single mails tried again sooner than that wants the same of the server.
            first = min(FIRST_REST, self.office.limits.retry_seconds)
            at = breaker.failed(now, _named(error), self.jitter.random(), first)
        for waiting in rows:
            self.ledger.retry(waiting.effect.key, at, error.problem, counted=False)
        log.warning("server left alone", office=self.office.id, until=at.isoformat(), problem=str(error))

    def _failed(self, waiting: Waiting, error: EffectError) -> None:
        """Sort a failure into: later, never, or in doubt."""
        effect = waiting.effect
        if isinstance(error, UnknownOutcome) and isinstance(effect.deed, SendMail):
            log.info("effect", office=self.office.id, key=effect.key[:12], kind="SendMail", state="in doubt")
        elif isinstance(error, TemporaryError | UnknownOutcome) or isinstance(effect.deed, _FOR_EVER):
            self._again(waiting, error)
        else:
            reason = "exists" if isinstance(error, Conflict) else "rejected"
            self._settle(Settled(effect.key, effect.deed, EffectState.REFUSED, reason, str(error)))

    def _again(self, waiting: Waiting, error: EffectError) -> None:
        """Once more later, unless it has been tried often enough."""
        effect, tries = waiting.effect, waiting.attempts + 1
        counted = error.counted if isinstance(error, TemporaryError) else True
        if counted and tries >= self.office.limits.tries and not isinstance(effect.deed, _FOR_EVER):
            why = f"After {tries} tries: {error.problem}"
            self._settle(Settled(effect.key, effect.deed, EffectState.REFUSED, "gave-up", why))
            return
        pause = retry_pause(waiting.attempts, self.office.limits.retry_seconds, _named(error), self.jitter.random())
        self.ledger.retry(effect.key, self.clock.now() + pause, error.problem, counted=counted)
        log.info("effect", office=self.office.id, key=effect.key[:12], kind=type(effect.deed).__name__, state="later")

    def _settle(self, settled: Settled, then: tuple[Effect, ...] = ()) -> None:
        self.ledger.settle(settled, self.clock.now(), then)
        told = log.info if settled.state is EffectState.SENT else log.warning
        kind = type(settled.deed).__name__
        told("effect", office=self.office.id, key=settled.key[:12], kind=kind, state=settled.state.value)

    async def _do(self, waiting: Waiting) -> Ending:
        deed = waiting.effect.deed
        match deed:
            case SendMail():
                return await self.sender.send(waiting, deed)
            case AppendMessage():
                if not await self.mailbox.holds(deed.folder, deed.message_id):
                    await self.mailbox.append(deed.folder, deed.raw, deed.flags)
                return _done(waiting), ()
            case GatherMessages():
                return _done(waiting, "" if await gather(self.mailbox, deed) else "gone"), ()
            case FlagMessage():
                return _done(waiting, "" if await self.mailbox.flag(deed.ref, deed.flag) else "gone"), ()
            case StoreEvent() | RemoveEvent():
                return await self._calendar(waiting, deed), ()
            case FileMessage():
                raise PermanentError("Filing is done in batches.")

    async def _calendar(self, waiting: Waiting, deed: StoreEvent | RemoveEvent) -> Settled:
        if self.events is None:
            raise PermanentError("No calendar server is configured.", remedy="Add caldav to the office.")
        if isinstance(deed, RemoveEvent):
            return await self.events.remove(waiting, deed)
        return await self.events.store(waiting, deed)

    async def _file(self, rows: Sequence[Waiting], folder: str) -> None:
        """One move for all mails of a folder."""
        taken = [w for w in rows if self.ledger.begin(w.effect.key, self.clock.now())]
        refs = [w.effect.deed.ref for w in taken if isinstance(w.effect.deed, FileMessage)]
        try:
            moved = await self.mailbox.file(refs, folder)
        except (Unreachable, CredentialsRejected) as error:
            self._unserved(taken, self.breakers[IMAP], error)
        except EffectError as error:
            # A move whose end is unknown may be done again: what has moved is then gone from here.
            for waiting in taken:
                self._failed(waiting, error)
        else:
            for waiting in taken:
                there = isinstance(waiting.effect.deed, FileMessage) and waiting.effect.deed.ref in moved
                self._settle(_done(waiting, "" if there else "gone"))


def _folder(waiting: Waiting) -> str:
    deed = waiting.effect.deed
    return deed.folder if isinstance(deed, FileMessage) else ""


def _named(error: EffectError) -> float | None:
    """The pause that the server asked for, in seconds."""
    return error.retry_after if isinstance(error, TemporaryError) else None


def _done(waiting: Waiting, reason: str = "") -> Settled:
    return Settled(waiting.effect.key, waiting.effect.deed, EffectState.SENT, reason)
