"""The folders for orders: a mail moved into one of them says what shall become of its case.

Promises: only what lies in such a folder for the settling delay is an order (see `settling`), and it holds
for the case as its mover saw it. The folder is emptied: what is settled goes where handled things lie,
what cannot be done goes back, with a note that says why. The order is on record before the mail is moved
on; a look broken off anywhere is repeated without a second order.
Never does: take leaving, deleting or archiving a mail for an order, or delete one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import structlog

from secretary.app.folders.approval import approve
from secretary.app.folders.back import decide_again
from secretary.app.folders.lessons import answered, learn, lesson_of
from secretary.app.folders.moved import Moved, moved
from secretary.app.folders.orders import lesson_folder, settle
from secretary.app.folders.settling import carried_out, ripe_mails
from secretary.app.intake import House
from secretary.domain.action import FolderRole
from secretary.domain.effect import MessageRef
from secretary.domain.errors import EffectError
from secretary.ports import Arrived, Mailbox

COMMANDS = (FolderRole.DONE, FolderRole.APPROVE, FolderRole.REJECT, FolderRole.BACK)

log = structlog.get_logger("secretary.folders")


async def look_at_orders(house: House, mailbox: Mailbox, delay: timedelta, now: datetime) -> int:
    """Carry out what people ordered by moving mails; how many mails left the folders."""
    left = 0
    async for role, folder, lesson in _folders(mailbox):
        mails = await ripe_mails(house.ledger, mailbox, house.office.id, folder, delay, now)
        if mails:
            left += await _carry_out(house, mailbox, role, lesson, mails, now)
            carried_out(house.ledger, house.office.id, folder, mails)
    return left


async def _folders(mailbox: Mailbox) -> AsyncIterator[tuple[FolderRole, str, str]]:
    """Each with its role, its name for the mailbox, and what a mail in it teaches."""
    for role in COMMANDS:
        yield role, role.value, ""
    for lesson, folder in (await mailbox.below(FolderRole.TEACH.value)).items():
        yield FolderRole.TEACH, folder, lesson


async def _carry_out(
    house: House, mailbox: Mailbox, role: FolderRole, lesson: str, mails: Sequence[Arrived], now: datetime
) -> int:
    targets: dict[str, list[MessageRef]] = {}
    taught: set[str] = set()
    for arrived in mails:
        if not arrived.problem:  # what cannot be fetched waits for the next look
            order = moved(house, role, arrived, lesson)
            target = await _done(house, mailbox, order, now)
            if target:
                targets.setdefault(target, []).append(order.ref)
            if lesson and order.case and target == lesson_folder(house, lesson):
                taught.add(order.case.id)
    left = sum([await _emptied(house, mailbox, refs, folder) for folder, refs in targets.items()])
    for case in sorted(taught):
        await learn(house, mailbox, case, lesson_folder(house, lesson), now)
    return left


async def _done(house: House, mailbox: Mailbox, order: Moved, now: datetime) -> str | None:
    """Where the mail belongs from now on, after its order is on record; None where an effect moves it."""
    try:
        target = await _target(house, mailbox, order, now)
    except EffectError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad mail must never stop the mailbox; a person sees it, flagged
        log.warning("order not taken", office=house.office.id, folder=order.role.value, error=type(error).__name__)
        return FolderRole.REVIEW
    case = order.case.id if order.case else ""
    log.info("order", office=house.office.id, case=case, folder=order.role.value, to=target or "")
    return target


async def _target(house: House, mailbox: Mailbox, order: Moved, now: datetime) -> str | None:
    lesson = lesson_of(house, order)
    if lesson and order.case:
        return answered(house, order, order.case, lesson, now)
    match order.role:
        case FolderRole.APPROVE:
            return await approve(house, mailbox, order, now)
        case FolderRole.BACK:
            return await decide_again(house, mailbox, order, now)
        case _:
            return settle(house, order, now)


async def _emptied(house: House, mailbox: Mailbox, refs: Sequence[MessageRef], folder: str) -> int:
    """What cannot be moved now stays until a later look."""
    try:
        if folder == FolderRole.REVIEW.value:
            for ref in refs:
                await mailbox.flag(ref, "\\Flagged")
        return len(await mailbox.file(refs, folder))
    except EffectError as error:
        log.warning("folder not emptied", office=house.office.id, folder=folder, problem=error.problem)
        return 0
