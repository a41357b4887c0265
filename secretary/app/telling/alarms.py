"""The operator hears when something has been wrong for a while, and when it is well again.

Promises: one mail a trouble, by the first office whose mail server takes it; one that nobody takes is
tried again at the next look. No fault here stops an office.
Never does: mend.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.exc import SQLAlchemyError

from secretary.app.daemon import OfficeDaemon
from secretary.app.telling.notices import send_notice
from secretary.config.models import AlarmConfig
from secretary.desk.alarms import News, Told, Trouble, news
from secretary.domain.action import Answer
from secretary.domain.address import Address
from secretary.domain.errors import EffectError, TemporaryError
from secretary.ledger import Alarm, Alarms, Records

LOOK = 30.0  # seconds between two looks
WRONG, WELL = "operator_wrong", "operator_well"  # the templates

log = structlog.get_logger("secretary.alarms")


@dataclass(frozen=True, slots=True)
class Watchman:
    """Looks at all offices; `alarms` remembers what was told."""

    settings: AlarmConfig
    offices: Sequence[OfficeDaemon]
    records: Records
    alarms: Alarms

    async def watch(self, stop: asyncio.Event) -> None:
        """Look now and then until `stop` is set."""
        while not stop.is_set():
            try:
                await self.look(self.offices[0].rounds.clock.now())
            except (EffectError, SQLAlchemyError) as error:
                log.warning("nobody could be told", error=type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), LOOK)

    async def look(self, now: datetime) -> None:
        """Tell what is new, then remember that it was told. Raises EffectError where no server takes it."""
        names = {office.name for office in self.offices}
        known = {told.trouble.key: told for told in map(_told, self.alarms.told()) if told.trouble.office in names}
        patience = timedelta(minutes=self.settings.after_minutes)
        found = news(now, [t for o in self.offices for t in troubles_of(o, self.records, now)], known, patience)
        if found.wrong or found.well:
            await self._tell(found)
        if found.known != tuple(known.values()):
            self.alarms.keep(map(_alarm, found.known))

    async def _tell(self, found: News) -> None:
        for trouble in found.wrong:
            await self._send(WRONG, trouble, trouble.since.isoformat())
        for told in found.well:
            await self._send(WELL, told.trouble, told.at.isoformat())
        log.warning("operator told", wrong=[t.key for t in found.wrong], well=[t.trouble.key for t in found.well])

    async def _send(self, template: str, trouble: Trouble, instant: str) -> None:
        about = next(o.rounds.house.office for o in self.offices if o.name == trouble.office)
        facts = {
            "subject_of": about.name,
            "kind": trouble.kind,
            "since": trouble.since.astimezone(ZoneInfo(about.zone)),
            "detail": trouble.detail,
            "minutes": self.settings.after_minutes,
        }
        for address in self.settings.to:
            notice = Answer(template, facts, to=(Address(address),), new_thread=True, language=self.settings.language)
            await self._through_any(notice, template, trouble.key, instant, address)

    async def _through_any(self, notice: Answer, *name: str) -> None:
        """The office in trouble may be the one whose server is away; any other will do."""
        lost: EffectError = TemporaryError("There is no office.")
        for office in self.offices:
            try:
                return await send_notice(office, notice, *name)
            except EffectError as error:
                lost = error
        raise lost


def troubles_of(office: OfficeDaemon, records: Records, now: datetime) -> Iterator[Trouble]:
    """What is wrong with an office at this instant; one that was told to rest is well."""
    if office.rests:
        return
    health = office.health
    if health.trouble and health.trouble_since:
        yield Trouble(office.name, "round", health.trouble_since, health.trouble)
    elif not health.moves(now):
        yield Trouble(office.name, "round", health.expected or health.started)
    # By its age, not by its next try: that is put off again and again while a server is away.
    waiting = records.waiting_since(office.name)
    if waiting:
        yield Trouble(office.name, "queue", waiting)
    needed = records.attention(office.name)
    if needed.dead_since:
        yield Trouble(office.name, "dead", needed.dead_since)
    if needed.aside_since:
        yield Trouble(office.name, "aside", needed.aside_since)


def _told(alarm: Alarm) -> Told:
    return Told(Trouble(alarm.office, alarm.kind, alarm.since, alarm.detail), alarm.told, alarm.well_since)


def _alarm(told: Told) -> Alarm:
    trouble = told.trouble
    return Alarm(trouble.office, trouble.kind, trouble.since, trouble.detail, told.at, told.well_since)
