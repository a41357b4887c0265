"""The desk in a browser, beside the offices at work.

Promises: sign-in mails pass the same gate as all others; they are not on record, since their link would be.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from secretary.act import gate
from secretary.act.compose import Composer
from secretary.act.executor import Executor
from secretary.app.daemon import OfficeDaemon, run_offices
from secretary.app.intake import House, weigh
from secretary.app.mails import mails_of
from secretary.app.orders import take_order
from secretary.app.wiring import SystemClock, database, records
from secretary.config.models import Config, DeskConfig
from secretary.desk.orders import Given, Reception
from secretary.desk.tried import Tried
from secretary.desk.web.desk import Desk
from secretary.desk.web.server import listening, serve
from secretary.domain.action import Answer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import AppendMessage, MailClass, SendMail, effect_key
from secretary.domain.errors import EffectError, PermanentError
from secretary.domain.message import Message
from secretary.ledger import Records
from secretary.ledger.access import LINK_LIFE, Access
from secretary.ports import Arrived, Counts
from secretary.understand.mime import parse_message

log = structlog.get_logger("secretary.desk")

SIGN_IN = "desk_sign_in"  # the template


async def run_all(config: Config, base: Path, offices: Sequence[OfficeDaemon], stop: asyncio.Event) -> bool:
    """All offices, and the desk where it is configured, until `stop` is set; see `run_offices`."""
    if config.desk is None:
        return await run_offices(offices, stop)
    door = listening(config.desk.host, config.desk.port)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(run_offices(offices, stop))
        group.create_task(serve(_desk(config, config.desk, base, offices), door, stop))
    return running.result()


def _desk(config: Config, settings: DeskConfig, base: Path, offices: Sequence[OfficeDaemon]) -> Desk:
    by_name = {office.name: office for office in offices}

    async def send_link(office: str, address: str, link: str) -> None:
        at_work = by_name[office].rounds
        await _send_link(at_work.house.composer, at_work.executor, address, link)

    on_record, clock = records(config, base), SystemClock()

    async def take(office: str, given: Given) -> Reception:
        at_work = by_name[office]
        reception = take_order(at_work.rounds.house, given, clock.now(), lambda case: _steps(on_record, case, office))
        at_work.wake.set()
        return reception

    async def mails(office: str, case: str) -> Sequence[Message]:
        at_work = by_name[office].rounds
        try:
            return await mails_of(at_work.house.ledger, at_work.mailbox, case)
        except EffectError as error:
            log.warning("no mails for the desk", office=office, problem=error.problem)
            return ()

    async def tried(office: str, raw: bytes) -> Tried:
        return await _try_out(by_name[office].rounds.house, raw, clock.now())

    return Desk(
        url=settings.url.rstrip("/"),
        offices={name: office.rounds.house.office for name, office in by_name.items()},
        operators=frozenset(Address(a).key for a in settings.operators),
        records=on_record,
        access=Access(database(config.database, base), session_life=timedelta(hours=settings.session_hours)),
        clock=clock,
        send_link=send_link,
        take_order=take,
        mails=mails,
        rules=lambda office: by_name[office].rounds.house.rules,
        try_out=tried,
    )


async def _try_out(house: House, raw: bytes, now: datetime) -> Tried:
    verdict = await weigh(house, Arrived("inbox", 0, 0, len(raw), now, raw), now)
    written = (e.deed.raw for e in verdict.entry.effects if isinstance(e.deed, SendMail | AppendMessage))
    letters = tuple(parse_message(letter).text for letter in written)
    return Tried(verdict.reading, verdict.decision, verdict.reasons, letters)


def _steps(on_record: Records, case: str, office: str) -> int:
    return sum(len(story.steps) for story in on_record.stories(case, office))


async def _send_link(composer: Composer, executor: Executor, address: str, link: str) -> None:
    now, to, office = executor.clock.now(), Address(address), composer.office
    key = effect_key(office.id, "sign-in", link)
    mail = composer.compose(
        Answer(SIGN_IN, {"link": link, "minutes": int(LINK_LIFE.total_seconds() // 60)}, to=(to,), new_thread=True),
        key=key,
        case=Case("DESK", office.id, "", to, now),
        reading=None,
        now=now,
        mail_class=MailClass.AUTO_GENERATED,
    )
    stop = gate.weigh(mail, Counts(), composer.office.limits, composer.office)
    if stop:
        raise PermanentError(stop.detail)
    await executor.sender.transport.transmit(mail)
