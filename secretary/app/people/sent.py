"""What people of the office sent by themselves: found in the sent folder, taken as their word.

Promises: every mail above the remembered place is looked at once, by its header, and by its text only
where a draft of ours lay ready; a person's answer in a thread closes an escalated case or hands a
running one over, with what they made of our draft, on record in one transaction; whom the office writes to
is known from then on. A folder whose UIDVALIDITY changed is looked through anew, which changes nothing.
Never does: take a mail of our own for a person's, or guess a case without a thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import structlog

from secretary.app.cases import state_after
from secretary.app.intake import House
from secretary.app.planning import Occasion, plan
from secretary.app.rules.offers import to_look
from secretary.app.rules.rewording import closed_by, draft_of
from secretary.domain.action import Close, Ending, FolderRole, Ignore
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.message import Message
from secretary.domain.reading import MailKind
from secretary.ports import Entry, Mailbox
from secretary.understand.kind import read_kind
from secretary.understand.mime import parse_message

LOOK = 1000  # mails of one look; at the first one the newest show whom the office writes to
RULE, WHY = "house.answered-by-person", "Somebody of the office has answered."

log = structlog.get_logger("secretary.sent")


async def look_at_sent(house: House, mailbox: Mailbox, now: datetime) -> int:
    """Take in what was sent since the last look; how many answers concerned a case."""
    folder, office = FolderRole.SENT.value, house.office.id
    place = house.ledger.place(office, folder)
    mails = await mailbox.headers(folder, after=place, most=LOOK)
    written = [m for m in (parse_message(mail.raw) for mail in mails) if _by_person(house, m)]
    answers = sum([await _take(house, mailbox, message, now) for message in written])
    if mails:
        known = [address for message in written for address in _outsiders(house, message)]
        house.ledger.looked_through(office, folder, (mails[-1].uidvalidity, mails[-1].uid), known)
    return answers


def _by_person(house: House, message: Message) -> bool:
    """Our own automatic mail says so, also where the server gave it another Message-ID."""
    by_hand = read_kind(message).kind in {MailKind.PERSON, MailKind.CALENDAR}
    return by_hand and house.ledger.origin(house.office.id, message.message_id) != "out"


def _outsiders(house: House, message: Message) -> Iterator[Address]:
    office = house.office
    for address in (*message.to, *message.cc):
        if address.addr_spec and not office.is_self(address) and office.person_of(address) is None:
            yield address


async def _take(house: House, mailbox: Mailbox, message: Message, now: datetime) -> bool:
    """Record a person's answer in a case; False where it concerns none, or is on record."""
    case = house.ledger.case_by_thread(house.office.id, message.thread_ids) if message.thread_ids else None
    if case is None or not any(_outsiders(house, message)):
        return False
    close = await _close(house, mailbox, case, message)
    new = house.ledger.record(_entry(house, case, message, close, now))
    if new:
        log.info("answered by a person", office=house.office.id, case=case.id, was=case.state.value)
    return new


async def _close(house: House, mailbox: Mailbox, case: Case, message: Message) -> Close:
    """Whether it is the draft that lay ready; the whole mail is fetched only where one did."""
    if case.state is CaseState.CLOSED or draft_of(house.ledger, case) is None:
        return Close(Ending.ANSWERED)
    mails = await mailbox.fetch(FolderRole.SENT.value, message.message_id) if message.message_id else ()
    return next((closed_by(house, case, parse_message(mail.raw)) for mail in mails), Close(Ending.EDITED))


def _entry(house: House, case: Case, message: Message, close: Close, now: datetime) -> Entry:
    settles = case.state is not CaseState.CLOSED
    reasons = (Reasoned(close if settles else Ignore(), RULE, WHY),)
    cause = f"sent {message.message_id or message.digest}"
    occasion = Occasion(case, cause, now, mails=house.ledger.mails_of(case.id))
    planned = plan(reasons, occasion, house.composer)
    return Entry(
        office=house.office.id,
        case=replace(case, state=state_after(case, (r.action for r in reasons), case.state)),
        at=now,
        effects=planned.effects,
        reasons=reasons,
        timers=(*planned.timers, *to_look(house, reasons, now)),
        person=True,
        written=message.message_id or f"<{message.digest}>",
    )
