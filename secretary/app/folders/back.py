"""A case goes back to the secretary: its newest mail is decided anew, by the rules as they are now.

Promises: notes and drafts of before are cleared away, the other mails of the case go where settled things
lie. What is decided goes on record like the first time. A mail that is not on record goes to the INBOX and
comes in like any other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from secretary.app.folders.moved import Moved, What
from secretary.app.folders.orders import asked_again, unknown
from secretary.app.intake import Again, House, weigh
from secretary.app.mails import lying
from secretary.app.planning import Occasion, Plan, plan
from secretary.domain.action import Close, FolderRole
from secretary.domain.case import Case
from secretary.domain.decision import Reasoned
from secretary.ports import Arrived, CaseMails, Mailbox

RULE = "house.back-to-secretary"
WHY = "A person has given the case back to the secretary."
GONE = "The mail itself was not found, so that nothing could be decided anew. Move the mail, not its note."


async def decide_again(house: House, mailbox: Mailbox, order: Moved, now: datetime) -> str | None:
    """Decide; where the moved mail belongs from now on, None where an effect moves it."""
    if order.case is None:
        wired = bool(order.message.header("Received"))
        return FolderRole.INBOX if wired else unknown(house, order, now)
    newest = await _newest(mailbox, order)
    if newest is None:
        return asked_again(house, order, order.case, GONE, now)
    # Between here and the record the calendars may be asked; a case that moves on meanwhile is not overrun.
    before = house.ledger.case(house.office.id, order.case.id)
    verdict = await weigh(house, newest, now, again=Again(order.case, order.cause))
    if before is None or house.ledger.case(house.office.id, order.case.id) != before:
        return FolderRole.REVIEW
    digest = verdict.reading.message.digest
    reasons = (Reasoned(Close(), RULE, WHY), *verdict.reasons)
    cleared = _cleared(house, order, verdict.entry.case, digest, now)
    # Without its place: the mail is on record already, and only its filing is new.
    entry = replace(verdict.entry, ref=None, reasons=reasons, effects=(*cleared.effects, *verdict.entry.effects))
    house.ledger.record(replace(entry, timers=(*cleared.timers, *verdict.entry.timers), person=True))
    return None if order.message.digest == digest else FolderRole.HANDLED


async def _newest(mailbox: Mailbox, order: Moved) -> Arrived | None:
    """The moved mail; where a note or draft was moved, the newest mail of its case."""
    if order.what is What.RECEIVED:
        return order.arrived
    named = [(digest, name) for digest, name in reversed(order.mails.received) if name]
    return await lying(mailbox, named[0][1], named[0][0]) if named else None


def _cleared(house: House, order: Moved, case: Case, digest: str, now: datetime) -> Plan:
    """What lay before people goes, except the mail that is decided anew."""
    others = tuple(mail for mail in order.mails.received if mail[0] != digest)
    mails = CaseMails(others, order.mails.notes)
    return plan(
        (Reasoned(Close(), RULE, WHY),), Occasion(case, f"{order.cause} cleared", now, mails=mails), house.composer
    )
