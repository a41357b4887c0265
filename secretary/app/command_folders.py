"""The folder "done": a person who moves a mail into it has settled its case themselves.

Promises: only a mail that has lain there for the settling delay is an order, so that a slip of the
hand can be undone; an order holds for the case as its mover saw it: once the client has written
again, the mail goes back to review and the case stays open. The folder is emptied: what is settled
goes where handled things lie, what belongs to no case goes to review, flagged. A look broken off
anywhere is repeated without a second order.
Never does: take leaving, deleting or archiving a mail for an order, or delete one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from secretary.app.arrivals import message_of
from secretary.app.intake import House
from secretary.app.orders import closing
from secretary.domain.action import FolderRole
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import MessageRef
from secretary.domain.errors import EffectError
from secretary.domain.message import Message
from secretary.ports import Arrived, Mailbox

LOOK = 100  # mails of one look; what a person drags at once
RULE, WHY = "house.done-by-person", "A person has moved it into the folder for what they settled themselves."
DONE = FolderRole.DONE.value
SETTLED = frozenset({CaseState.CLOSED, CaseState.HANDED_OVER})

log = structlog.get_logger("secretary.folders")

Place = tuple[int, int]


@dataclass(slots=True)
class Settling:
    """How long a mail must lie still, and since when each was seen, by (uidvalidity, uid).

    A restart forgets what was seen: the delay begins anew, which costs time and never an order.
    """

    delay: timedelta = timedelta(seconds=20)
    seen: dict[Place, datetime] = field(default_factory=dict)

    def unripe(self, now: datetime) -> frozenset[Place]:
        """Those that were seen and have not lain there long enough; they need not be fetched again."""
        return frozenset(place for place, since in self.seen.items() if now - since < self.delay)

    def ripe(self, mails: Sequence[Arrived], now: datetime) -> list[Arrived]:
        """Of the mails there, without the unripe, those that count now; the others are remembered.

        What was seen and is gone is forgotten: a mail that comes back has another place.
        """
        since = {_place(mail): self.seen.get(_place(mail), now) for mail in mails}
        self.seen = {place: at for place, at in self.seen.items() if now - at < self.delay} | since
        return [mail for mail in mails if now - since[_place(mail)] >= self.delay]


def _place(mail: Arrived) -> Place:
    return mail.uidvalidity, mail.uid


async def look_at_done(house: House, mailbox: Mailbox, settling: Settling, now: datetime) -> int:
    """Carry out what people ordered by moving mails into the folder; how many mails left it."""
    mails = await mailbox.arrivals(DONE, skip=settling.unripe(now), most=LOOK)
    targets = _targets(house, settling.ripe(mails, now), now)
    return sum([await _emptied(house, mailbox, refs, folder) for folder, refs in targets.items()])


def _targets(house: House, mails: Sequence[Arrived], now: datetime) -> Mapping[FolderRole, list[MessageRef]]:
    """Where each mail goes, after its order is on record."""
    targets: dict[FolderRole, list[MessageRef]] = {}
    for mail in mails:
        message = message_of(mail)
        ref = MessageRef(mail.folder, mail.uidvalidity, mail.uid, message.digest, message.message_id)
        targets.setdefault(_ordered(house, message, ref, now), []).append(ref)
    return targets


def _ordered(house: House, message: Message, ref: MessageRef, now: datetime) -> FolderRole:
    """Put the order on record where it holds; the folder that the mail belongs to from now on."""
    office = house.office.id
    case = house.ledger.case_by_thread(office, (message.message_id, *message.thread_ids))
    if case is None:
        log.info("not of any case", office=office, digest=ref.digest[:12])
        return FolderRole.REVIEW
    if case.state in SETTLED:
        return FolderRole.HANDLED
    if not _is_up_to_date(house, case, message):
        log.info("done too early", office=office, case=case.id)
        return FolderRole.REVIEW
    house.ledger.record(closing(house, case, RULE, WHY, f"done {ref.uidvalidity} {ref.uid}", now))
    log.info("done by a person", office=office, case=case.id)
    return FolderRole.HANDLED


def _is_up_to_date(house: House, case: Case, message: Message) -> bool:
    """Whether this is the client's newest mail, or one of ours (note, draft) that was written upon it."""
    received = house.ledger.mails_of(case.id).received
    if not received:
        return True
    digest, message_id = received[-1]
    return message.digest == digest or (bool(message_id) and message_id in message.thread_ids)


async def _emptied(house: House, mailbox: Mailbox, refs: Sequence[MessageRef], folder: FolderRole) -> int:
    """What cannot be moved now stays until the next look."""
    try:
        if folder is FolderRole.REVIEW:
            for ref in refs:
                await mailbox.flag(ref, "\\Flagged")
        return len(await mailbox.file(refs, folder.value))
    except EffectError as error:
        log.warning("folder not emptied", office=house.office.id, folder=folder.value, problem=error.problem)
        return 0
