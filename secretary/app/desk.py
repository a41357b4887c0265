"""The desk in a browser, beside the offices at work.

Promises: sign-in mails pass the same gate as all others; they are not on record, since their link would be.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import structlog

from secretary.app.daemon import OfficeDaemon, run_offices
from secretary.app.intake import weigh
from secretary.app.mails import mails_of, newest_raw
from secretary.app.people.orders import take_order
from secretary.app.privacy.retention import Housekeeping
from secretary.app.rules.offers import learned, preview_of
from secretary.app.rules.proposals import DECLINED, LIVE, said_at_desk
from secretary.app.rules.teaching import confirm, decline, propose, undo
from secretary.app.telling.alarms import Watchman
from secretary.app.telling.notices import send_notice
from secretary.app.wiring import SystemClock, database, records
from secretary.config.models import Config, DeskConfig, OfficeConfig
from secretary.decide import RuleSet
from secretary.decide.teaching import Unteachable
from secretary.desk.health import OfficeHealth
from secretary.desk.lessons import Learned, Proposal
from secretary.desk.orders import Given, HandOver, Reception
from secretary.desk.preview import Preview
from secretary.desk.tried import Tried
from secretary.desk.web.desk import Desk
from secretary.desk.web.server import listening, serve
from secretary.domain.action import Answer, FolderRole
from secretary.domain.address import Address
from secretary.domain.effect import AppendMessage, SendMail
from secretary.domain.errors import EffectError, SetupError
from secretary.domain.event import Interval
from secretary.domain.lesson import Lesson
from secretary.domain.message import Message
from secretary.domain.office import Office
from secretary.domain.past import Way
from secretary.ledger import Alarms, Records
from secretary.ledger.access import LINK_LIFE, Access
from secretary.ports import Arrived
from secretary.services.appointments import Appointments
from secretary.understand.mime import parse_message

SIGN_IN = "desk_sign_in"  # the template

log = structlog.get_logger("secretary.desk")


async def run_all(config: Config, base: Path, offices: Sequence[OfficeDaemon], stop: asyncio.Event) -> bool:
    """All offices, with the desk and the alarms where they are configured, until `stop` is set; see `run_offices`."""
    door = listening(config.desk.host, config.desk.port) if config.desk else None
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run_offices(offices, stop))
        if config.desk and door:
            group.create_task(serve(_desk(config, config.desk, base, offices), door, stop))
        url = database(config.database, base)
        group.create_task(Housekeeping(url, config.retention, SystemClock()).keep_clean(stop))
        if config.alarm.to:
            alarms = Alarms(url)
            group.create_task(Watchman(config.alarm, offices, records(config, base), alarms).watch(stop))
    return running.result()


def _desk(config: Config, settings: DeskConfig, base: Path, offices: Sequence[OfficeDaemon]) -> Desk:
    on_record = records(config, base)
    return Desk(
        url=settings.url.rstrip("/"),
        at_work={
            office.name: OfficeAtWork(office, on_record, _own_folders(config.offices[office.name]))
            for office in offices
        },
        operators=frozenset(Address(a).key for a in settings.operators),
        records=on_record,
        access=Access(database(config.database, base), session_life=timedelta(hours=settings.session_hours)),
        clock=SystemClock(),
    )


def _own_folders(office: OfficeConfig) -> frozenset[str]:
    """The folders with a meaning, by name and role; what is settled is put away among them anyway."""
    names = office.folders.names(office.language)
    handled = FolderRole.HANDLED.value
    return frozenset(name for role, both in names.items() if role != handled for name in (role, both))


@dataclass(frozen=True, slots=True)
class OfficeAtWork:
    """`secretary.desk.web.desk.AtWork` for a running daemon, whose rules may change from round to round."""

    daemon: OfficeDaemon
    records: Records
    own_folders: frozenset[str] = frozenset()

    @property
    def office(self) -> Office:
        """Who is who."""
        return self.daemon.rounds.house.office

    @property
    def rules(self) -> RuleSet:
        """The rules in force."""
        return self.daemon.rounds.house.rules

    async def busy(self, person: str, within: Interval, apart: frozenset[str]) -> tuple[Interval, ...] | None:
        """When a principal is taken, besides the events whose UIDs are `apart`; None while that cannot be read."""
        service = self.daemon.rounds.house.services.get(Appointments.name)
        return await service.busy(person, within, apart=apart) if isinstance(service, Appointments) else ()

    @property
    def keeps_holidays(self) -> bool:
        """Whether nobody works on public holidays."""
        service = self.daemon.rounds.house.services.get(Appointments.name)
        return service.settings.holidays if isinstance(service, Appointments) else True

    def templates(self) -> tuple[Preview, ...]:
        """All templates, by name and language, filled with samples."""
        known = self.daemon.rounds.house.composer.catalogue()
        return tuple(self._preview(name, language) for name in sorted(known) for language in sorted(known[name]))

    def _preview(self, name: str, language: str) -> Preview:
        rounds = self.daemon.rounds
        try:
            subject, text = rounds.house.composer.preview(name, language, rounds.clock.now())
        except SetupError as error:
            return Preview(name, language, problem=str(error))
        return Preview(name, language, subject, text)

    @property
    def health(self) -> OfficeHealth:
        """How it is doing."""
        seen, pause = self.daemon.health, self.daemon.pauses.of(self.daemon.name)
        return OfficeHealth(
            ready=seen.ready(self.daemon.rounds.clock.now()),
            last_round=seen.last_round,
            trouble=seen.trouble,
            trouble_since=seen.trouble_since,
            resting_by=pause.by if pause else "",
            resting_since=pause.at if pause else None,
            silence=self.daemon.rounds.mailbox.silence(),
        )

    async def send_link(self, address: str, link: str) -> None:
        """Through the gate and out, with nothing on record."""
        facts = {"link": link, "minutes": int(LINK_LIFE.total_seconds() // 60)}
        notice = Answer(SIGN_IN, facts, to=(Address(address),), new_thread=True)
        await send_notice(self.daemon, notice, "sign-in", link)

    async def take(self, given: Given) -> Reception:
        """An order on record, or why not; the next round begins now."""
        rounds = self.daemon.rounds
        raw = await self._to_hand_over(given.case) if isinstance(given.order, HandOver) else b""
        reception = take_order(rounds.house, given, rounds.clock.now(), self._steps, raw)
        self.daemon.wake.set()
        return reception

    async def _to_hand_over(self, case: str) -> bytes:
        rounds = self.daemon.rounds
        try:
            return await newest_raw(rounds.house.ledger, rounds.mailbox, case)
        except EffectError as error:
            log.warning("no mail to hand over", office=self.office.id, problem=error.problem)
            return b""

    def _steps(self, case: str) -> int:
        return sum(len(story.steps) for story in self.records.stories(case, self.office.id))

    async def mails(self, case: str) -> Sequence[Message]:
        """The mails of a case, the newest first; none while the mailbox is out of reach."""
        rounds = self.daemon.rounds
        try:
            return await mails_of(rounds.house.ledger, rounds.mailbox, case)
        except EffectError as error:
            log.warning("no mails for the desk", office=self.office.id, problem=error.problem)
            return ()

    def takes_mail(self, folder: str) -> bool:
        """Whether mails may be put away in a folder: not one that the secretary itself works with."""
        name = folder.casefold()
        return not any(name == own or name.startswith(f"{own}/") for own in map(str.casefold, self.own_folders))

    async def propose(self, case: str, by: str, way: Way | None) -> Proposal | Unteachable:
        """The rule that a settled case teaches, or why none; nothing happens."""
        rounds = self.daemon.rounds
        try:
            return await propose(rounds.house, rounds.mailbox, case, by, rounds.clock.now(), way)
        except EffectError as error:
            log.warning("no mail to learn from", office=self.office.id, problem=error.problem)
            return Unteachable.NO_MAIL

    def teach(self, lesson: Lesson, by: str) -> tuple[str, ...]:
        """Let a lesson go live before the next round, which begins now; the reasons where it cannot."""
        house, now = self.daemon.rounds.house, self.daemon.rounds.clock.now()
        problems = confirm(house, lesson, by, now)
        if not problems:
            said_at_desk(house, lesson, LIVE, now)
        self.daemon.ask_to_reload()
        return problems

    def decline(self, lesson: Lesson, by: str) -> None:
        """What is proposed shall not be."""
        house, now = self.daemon.rounds.house, self.daemon.rounds.clock.now()
        decline(house, lesson, by, now)
        said_at_desk(house, lesson, DECLINED, now)
        self.daemon.wake.set()

    def unlearn(self, lesson: str, by: str) -> tuple[str, ...]:
        """Take a lesson back; the reasons where that cannot be."""
        house = self.daemon.rounds.house
        known = house.school.lessons.of(house.office.id, lesson) if house.school else None
        problems = undo(house, known, by, self.daemon.rounds.clock.now()) if known else ()
        self.daemon.ask_to_reload()
        return problems

    def learned(self) -> Learned:
        """What was taught and is offered."""
        return learned(self.daemon.rounds.house, self.daemon.rounds.clock.now())

    def preview(self, lesson: Lesson) -> Preview:
        """A letter with the words that are proposed."""
        return preview_of(self.daemon.rounds.house, lesson, self.daemon.rounds.clock.now())

    async def try_out(self, raw: bytes) -> Tried:
        """What would become of a mail; nothing happens."""
        rounds = self.daemon.rounds
        now = rounds.clock.now()
        verdict = await weigh(rounds.house, Arrived("inbox", 0, 0, len(raw), now, raw), now)
        written = (e.deed.raw for e in verdict.entry.effects if isinstance(e.deed, SendMail | AppendMessage))
        letters = tuple(parse_message(letter).text for letter in written)
        return Tried(verdict.reading, verdict.decision, verdict.reasons, letters)

    def rest(self, by: str) -> None:
        """Rest until told otherwise, also after a restart."""
        self.daemon.pauses.rest(self.daemon.name, by, self.daemon.rounds.clock.now())
        log.warning("told to rest", office=self.daemon.name, by=by)

    def resume(self) -> None:
        """Work again, now."""
        self.daemon.pauses.resume(self.daemon.name)
        self.daemon.wake.set()
        log.warning("told to work again", office=self.daemon.name)
