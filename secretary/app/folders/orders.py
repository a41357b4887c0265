"""Orders that settle a case or put it before a person again; and mails that belong to no case.

Promises: each is one step on record. A mail that is not known opens a case before people, with a note: it is
neither lost nor silently moved.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from secretary.app.cases import state_after
from secretary.app.folders.moved import Moved, What, is_up_to_date
from secretary.app.intake import House
from secretary.app.people.orders import closing
from secretary.app.planning import Occasion, plan
from secretary.domain.action import Close, Ending, Escalate, EscalationReason, FileInto, FolderRole, Ignore
from secretary.domain.case import Case, CaseState, case_id
from secretary.domain.decision import Reasoned
from secretary.ports import Entry

DONE, REJECTED, TAUGHT = "house.done-by-person", "house.rejected-by-person", "house.taught-by-person"
ASKED, LATE, UNKNOWN = "house.asked-again", "house.order-too-late", "house.unknown-in-folder"
SETTLED = frozenset({CaseState.CLOSED, CaseState.HANDED_OVER})
WHY = {
    FolderRole.DONE: (DONE, "A person has moved it into the folder for what they settled themselves."),
    FolderRole.REJECT: (REJECTED, "A person has rejected what was suggested."),
    FolderRole.TEACH: (TAUGHT, "A person has moved it into a folder that teaches: {}."),
}
NOT_SEEN = "The client has written again since what you moved was written. Nothing was done; please look at it anew."
NO_CASE = "It lay in a folder for orders and belongs to no case. Nothing was done with it."
OVER = "It was moved when the case was settled already; nothing more was done."


def settle(house: House, order: Moved, now: datetime) -> str | None:
    """The case is settled, unless it is already or its mover has not seen all of it."""
    case = order.case
    if case is None or order.what is What.STRANGE:
        return unknown(house, order, now)
    if case.state in SETTLED:
        return FolderRole.HANDLED
    if not is_up_to_date(house.office, order):
        return asked_again(house, order, case, NOT_SEEN, now)
    rule, why = WHY[order.role]
    folder = lesson_folder(house, order.lesson) if order.lesson else FolderRole.HANDLED.value
    close = Close(Ending.FILED, folder)
    house.ledger.record(closing(house, case, rule, why.format(order.lesson), order.cause, now, close=close))
    return folder


def lesson_folder(house: House, lesson: str) -> str:
    """Where such mails are filed: below what is handled, so that no folder for orders can be meant."""
    handled = house.folders.get(FolderRole.HANDLED.value, FolderRole.HANDLED.value)
    return f"{handled}/{lesson}"


def asked_again(house: House, order: Moved, case: Case, why: str, now: datetime, *, cause: str = "") -> str:
    """The order is not carried out, and a note says why; where the mail goes back to.

    Several mails that are refused together share a `cause`, and with it the note.
    """
    reasons = (Reasoned(Escalate(EscalationReason.ORDER, why), ASKED, why),)
    references = tuple(house.ledger.references(case.id))
    occasion = Occasion(case, cause or order.cause, now, references=references, mails=order.mails)
    planned = plan(reasons, occasion, house.composer)
    state = state_after(case, (r.action for r in reasons), None)
    house.ledger.record(
        Entry(house.office.id, replace(case, state=state), now, planned.effects, reasons, timers=planned.timers)
    )
    return FolderRole.DRAFTS if order.what is What.DRAFT else FolderRole.REVIEW


def too_late(house: House, case: Case, now: datetime) -> str:
    """The case is settled already; that nothing was done is on record, for the digest."""
    reasons = (Reasoned(Ignore(), LATE, OVER),)
    house.ledger.record(Entry(house.office.id, case, now, reasons=reasons))
    return FolderRole.HANDLED


def unknown(house: House, order: Moved, now: datetime) -> str | None:
    """It comes before people with a note, as a case of its own; one that is on record goes back to review."""
    office, message = house.office, order.message
    if house.ledger.seen(office.id, message.digest):
        return FolderRole.REVIEW
    reading = house.reader.read(message, received=order.arrived.received)
    case = Case(
        id=case_id(office.id, message.digest),
        office=office.id,
        subject=message.subject,
        party=reading.sender.address,
        opened=now,
        state=CaseState.ESCALATED,
        language=office.language,
    )
    reasons = (
        Reasoned(Escalate(EscalationReason.ORDER, NO_CASE), UNKNOWN, NO_CASE),
        Reasoned(FileInto(FolderRole.REVIEW.value), UNKNOWN, NO_CASE),
    )
    occasion = Occasion(case, message.digest, now, reading, order.ref, order.arrived.raw)
    planned = plan(reasons, occasion, house.composer)
    house.ledger.record(Entry(office.id, case, now, planned.effects, reasons, order.ref, reading))
    return None
