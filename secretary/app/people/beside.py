"""Answers that reached a principal alone: found in their own INBOX, where that is configured, and taken in.

Promises: asked for are the threads of that principal's running appointments only. What is found is copied
into the office's INBOX as it came, and goes the way of every mail from there; what the office has itself is
left alone, and nothing is copied twice. A mailbox that is away holds up nobody else.
Never does: change anything in that mailbox, or look at a mail outside of these threads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from secretary.app.arrivals import message_of
from secretary.app.intake import House
from secretary.domain.case import Running
from secretary.domain.errors import EffectError
from secretary.domain.message import Message
from secretary.domain.office import Role
from secretary.mailbox.beside import PersonalInbox
from secretary.ports import Mailbox

SERVICE = "appointments"
PAUSE = timedelta(seconds=60)  # between two looks
LAST = 3  # of our mails in a case: an answer names the one before it, and mostly all
MOST = 20  # mails of one look

log = structlog.get_logger("secretary.beside")


@dataclass(slots=True)
class Beside:
    """One principal's INBOX; `known` are mails looked at, (uidvalidity, uid), `next_look` when it is due again."""

    person: str
    inbox: PersonalInbox
    known: set[tuple[int, int]] = field(default_factory=set)
    next_look: datetime | None = None


async def look_beside(house: House, mailbox: Mailbox, besides: tuple[Beside, ...], now: datetime) -> int:
    """Copy what answers a running appointment into the office's INBOX; how many mails."""
    copied = 0
    for beside in besides:
        if beside.next_look is None or beside.next_look <= now:
            beside.next_look = now + PAUSE
            copied += await _look(house, mailbox, beside)
    return copied


async def _look(house: House, mailbox: Mailbox, beside: Beside) -> int:
    running = [r for r in house.ledger.running(house.office.id, SERVICE) if r.state.get("person") == beside.person]
    ours = [i for r in running for i in _own_ids(house, r)]
    if not ours:
        return 0
    since = min(r.case.opened for r in running).date() - timedelta(days=1)
    try:
        found = await beside.inbox.answers(ours, since=since, known=beside.known, most=MOST)
        for mail in found:
            if not mail.problem and not mail.cut and _is_new(house, message_of(mail)):
                await mailbox.append("inbox", mail.raw, ())
                log.info("answer-found-beside", office=house.office.id, person=beside.person)
            beside.known.add((mail.uidvalidity, mail.uid))
    except EffectError as error:
        log.warning("not-looked-beside", office=house.office.id, person=beside.person, problem=error.problem)
        return 0
    return len(found)


def _own_ids(house: House, running: Running) -> Iterator[str]:
    """The Message-IDs of our last mails in a case."""
    thread = house.ledger.references(running.case.id)
    yield from [i for i in thread if house.ledger.is_ours(house.office.id, i)][-LAST:]


def _is_new(house: House, message: Message) -> bool:
    """Whether the office has no copy of it, and somebody outside wrote it."""
    office = house.office
    reached = any(office.is_self(a) for a in (*message.to, *message.cc))
    known = bool(message.message_id) and house.ledger.origin(office.id, message.message_id) != ""
    return not reached and not known and office.role_of(message.author) is Role.CLIENT
