"""The long run: rounds whenever something may be new, until told to stop.

Promises: one office's trouble never stops another's, and a mailbox out of reach never the other
servers' work; a fault is tried again with back-off and jitter, a rejected password only after a
long while, so that no account is locked out. Told to stop, it ends what is in flight, within
`STOP_SECONDS`; what takes longer is broken off, and taken up by the next start.
Never does: remember a timer. Timers are rows of the ledger; the scheduler only wakes for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from secretary.app.operating.health import Health
from secretary.app.rounds import Rounds
from secretary.app.rules.reload import Reloader
from secretary.domain.errors import CredentialsRejected, EffectError, SecretaryError
from secretary.ledger import Pauses

FIRST_PAUSE = 1.0  # seconds after a first fault; doubled each time
STOP_SECONDS = 8.0  # service managers kill after ten or more

log = structlog.get_logger("secretary.daemon")


@dataclass(slots=True)
class OfficeDaemon:
    """One office, watched. With `reload_seconds` 0 changed rules are taken only when asked for.

    `pause`: seconds to rest after the next fault; a good round makes it short again, and it grows to
    `longest_pause`. `rejected_pause`: seconds after a rejected log-in.
    """

    rounds: Rounds
    poll_seconds: float
    jitter: Random
    reloader: Reloader
    pauses: Pauses
    health: Health
    reload_seconds: float = 0.0
    longest_pause: float = 300.0
    rejected_pause: float = 1800.0
    pause: float = FIRST_PAUSE
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    reload: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def name(self) -> str:
        """The office's short name."""
        return self.rounds.house.office.id

    @property
    def rests(self) -> bool:
        """Whether a person has told the office to rest."""
        return self.pauses.of(self.name) is not None

    async def run(self, scheduler: AsyncIOScheduler) -> None:
        """Rounds until `stop` is set."""
        while not self.stop.is_set():
            try:
                await self._watch(scheduler)
            except CredentialsRejected as error:
                self.health.ill(str(error), self.rounds.clock.now())
                log.error("log-in rejected", office=self.name, problem=error.problem, remedy=error.remedy)  # noqa: TRY400 - the trace says nothing here
                await self._rest(self.rejected_pause)
            except Exception as error:  # noqa: BLE001 - one office must never stop the others; it is logged and tried again
                self.health.ill(_told(error) or type(error).__name__, self.rounds.clock.now())
                log.warning("round broken off", office=self.name, error=type(error).__name__, problem=_told(error))
                await self._rest(self.pause * (1 + self.jitter.random()))
                self.pause = min(self.pause * 2, self.longest_pause)
        await self.rounds.close()

    async def _watch(self, scheduler: AsyncIOScheduler) -> None:
        """Settle what a crash left behind, log in, then rounds and waits; an office at rest only waits."""
        await self.rounds.executor.recover()
        try:
            await self.rounds.mailbox.open()
        except EffectError:
            if not self.rests:
                await self.rounds.aside()
            raise
        while not self.stop.is_set():
            self._expect(0)
            self._take_rules_anew()
            if not self.rests:
                await self.rounds.once(self.reload)
            self.pause = FIRST_PAUSE
            self.health.well(self.rounds.clock.now())
            self._plan_wake(scheduler)
            self._expect(self.poll_seconds)
            await self._wait()

    def ask_to_reload(self) -> None:
        """Take rules and templates anew before the next round, which begins now; one at work ends for it.

        A mail that comes after a person was told that a rule is live, or is not, is never decided as before.
        """
        self.reload.set()
        self.wake.set()

    def _take_rules_anew(self) -> None:
        """Between two rounds, so that each mail is decided by one set as a whole."""
        if self.reload.is_set():
            self.reload.clear()
            self.rounds = replace(self.rounds, house=self.reloader.taken_anew(self.rounds.house))

    def _plan_wake(self, scheduler: AsyncIOScheduler) -> None:
        due = self.rounds.house.ledger.next_timer(self.name)
        if due is not None and not self.rests:
            scheduler.add_job(
                self.wake.set, DateTrigger(due), id=f"wake {self.name}", replace_existing=True, misfire_grace_time=None
            )

    async def _wait(self) -> None:
        """Until mail, a timer, changed rules, the end of the poll interval, or the order to stop."""
        waits = [
            asyncio.ensure_future(self.rounds.mailbox.wait(self.poll_seconds)),
            asyncio.ensure_future(self.wake.wait()),
            asyncio.ensure_future(self.stop.wait()),
            asyncio.ensure_future(self._until_files_change()),
        ]
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        self.wake.clear()
        for task in done:
            task.result()

    async def _until_files_change(self) -> None:
        while not (self.reload_seconds and self.reloader.changed()):  # noqa: ASYNC110 - files raise no event
            await asyncio.sleep(self.reload_seconds or self.poll_seconds)
        self.reload.set()

    def _expect(self, seconds: float) -> None:
        self.health.expect(self.rounds.clock.now() + timedelta(seconds=seconds))

    async def _rest(self, seconds: float) -> None:
        """A pause that the order to stop ends at once."""
        self._expect(seconds)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)


def _told(error: Exception) -> str:
    """The problem in our own words; foreign errors may carry what does not belong into a log."""
    return str(error) if isinstance(error, SecretaryError) else ""


async def run_offices(offices: Sequence[OfficeDaemon], stop: asyncio.Event) -> bool:
    """All offices side by side until `stop` is set; False when work had to be broken off."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.start()
    tasks = [asyncio.create_task(office.run(scheduler)) for office in offices]
    told = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([told, *tasks], return_when=asyncio.FIRST_COMPLETED)
        for office in offices:
            office.stop.set()
        done, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in done:
            task.result()
        return not late
    finally:
        told.cancel()
        for task in tasks:
            task.cancel()
        scheduler.shutdown(wait=False)
