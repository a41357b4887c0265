"""A draft that a person approves by moving it is sent: that version, to those it was for, once.

Promises: what is sent is what lies there, edited or not. It is not sent where its recipients are others than
those of the draft as it was written, where the client has written since, or where several versions of it
lie there at once; a note asks again. Nothing awaits between the last look at the case and the record, so
that of two who settle it at once one does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from secretary.act.compose.as_it_lies import as_it_lies, recipients_of
from secretary.app.folders.moved import Moved, What, is_up_to_date
from secretary.app.folders.orders import SETTLED, asked_again, too_late, unknown
from secretary.app.intake import House
from secretary.app.people.orders import closing
from secretary.app.rules.rewording import changes_in
from secretary.domain.action import Close, Ending, FolderRole
from secretary.domain.case import Case
from secretary.domain.effect import Effect, SendMail, effect_key, message_id_for
from secretary.domain.errors import PermanentError
from secretary.domain.office import Office
from secretary.ports import Arrived, Mailbox
from secretary.understand.mime import parse_message

MOST = 100  # mails in the folder that may be further versions
APPROVED, EDITED = "house.approved-by-person", "house.edited-by-person"
WHY = {
    APPROVED: "A person has approved the draft as it was written.",
    EDITED: "A person has approved the draft as they changed it.",
}
RULES = {Ending.APPROVED: APPROVED, Ending.EDITED: EDITED}
NOT_SEEN = "The client has written again since the draft was written. It was not sent; please look at it anew."
OTHERS = (
    "The recipients of the draft are not those it was written for. It was not sent; send it yourself if it is right."
)
SEVERAL = "Several versions of the draft lay there. Nothing was sent; please leave only the right one."
NO_DRAFT = "There is no draft that could be approved as it was written. Move the draft itself, or answer the mail."
UNFIT = "The draft cannot be sent from here as it is: {}"


async def approve(house: House, mailbox: Mailbox, order: Moved, now: datetime) -> str | None:
    """Send what was approved; where the moved mail belongs from now on, None where an effect moves it."""
    if order.case is None or order.what is What.STRANGE:
        return unknown(house, order, now)
    drafts = await _versions(mailbox, order)
    case = house.ledger.case(house.office.id, order.case.id) or order.case  # others may have settled it meanwhile
    if case.state in SETTLED:
        return FolderRole.HANDLED if _is_sent(house, case, order) else too_late(house, case, now)
    try:
        letter, close = _letter(house, order, case, drafts, now)
    except PermanentError as error:
        together = f"versions {effect_key(case.id, *map(repr, sorted(drafts)))}" if len(drafts) > 1 else ""
        return asked_again(house, order, case, error.problem, now, cause=together)
    effect = Effect(_key(case, order), case.office, case.id, letter)
    rule = RULES[close.ending]
    entry = closing(house, case, rule, WHY[rule], order.cause, now, letter=(effect,), close=close)
    # A copy of it that comes later is known by its Message-ID, and is not sent again.
    house.ledger.record(replace(entry, draft=order.message.message_id))
    return FolderRole.HANDLED


async def _versions(mailbox: Mailbox, order: Moved) -> tuple[bytes, ...]:
    """What is approved: the moved draft, or that which lies in the folder of drafts where its note was moved."""
    draft = order.draft
    if order.what is What.DRAFT:
        beside = await mailbox.arrivals(FolderRole.APPROVE.value, skip=frozenset({_place(order.arrived)}), most=MOST)
        others = (mail.raw for mail in beside if _is_version(order, mail))
        return tuple(dict.fromkeys((order.arrived.raw, *others)))
    if draft is None:
        return ()
    return tuple(mail.raw for mail in await mailbox.fetch(FolderRole.DRAFTS.value, draft.message_id))


def _place(mail: Arrived) -> tuple[int, int]:
    return mail.uidvalidity, mail.uid


def _is_version(order: Moved, mail: Arrived) -> bool:
    """Whether another mail in the folder is of the same case; by the thread, as programs keep it."""
    other = parse_message(mail.raw)
    mine = {order.message.message_id, *order.message.thread_ids} - {""}
    return not other.header("Received") and bool(mine & {other.message_id, *other.thread_ids})


def _letter(house: House, order: Moved, case: Case, drafts: tuple[bytes, ...], now: datetime) -> tuple[SendMail, Close]:
    """The mail to send, and how it settles the case. Raises PermanentError with what a person is told."""
    if not is_up_to_date(house.office, order):
        raise PermanentError(NOT_SEEN)
    written = order.draft.raw if order.draft else b""
    if not drafts or (order.what is not What.DRAFT and drafts != (written,)):
        raise PermanentError(NO_DRAFT)
    if len(drafts) > 1:
        raise PermanentError(SEVERAL)
    if not _same_recipients(house.office, case, drafts[0], written):
        raise PermanentError(OTHERS)
    references = tuple(house.ledger.references(case.id))
    key = _key(case, order)
    try:
        mail = as_it_lies(drafts[0], office=house.office, case=case, key=key, references=references, now=now)
    except PermanentError as error:
        raise PermanentError(UNFIT.format(error.problem)) from error
    return mail, _close(house, case, written, drafts[0])


def _close(house: House, case: Case, written: bytes, draft: bytes) -> Close:
    """One that a person began is approved as it is."""
    before, after = parse_message(written), parse_message(draft)
    if not written or before.text.split() == after.text.split():
        return Close(Ending.APPROVED)
    return Close(Ending.EDITED, changes=changes_in(house, case, before, after))


def _same_recipients(office: Office, case: Case, draft: bytes, written: bytes) -> bool:
    """Those of the draft as we wrote it; of one that a person began, the party of the case."""
    expected = {a.key for a in recipients_of(written)} if written else {case.party.key}
    return {a.key for a in recipients_of(draft) if not office.is_self(a)} == expected


def _is_sent(house: House, case: Case, order: Moved) -> bool:
    """Whether this very approval was carried out, and only the filing was broken off."""
    message_id = message_id_for(_key(case, order), house.office.address.domain)
    return house.ledger.own_mail(house.office.id, message_id) is not None


def _key(case: Case, order: Moved) -> str:
    return effect_key(case.office, case.id, order.cause, "letter")
