"""What was moved into a folder for orders, and which case it means.

Promises: a case is told by Message-ID and thread, by our own header, or by its id in the subject; a draft
that lost all of those in a mail program, only by a recipient and a subject that fit one case alone. A mail
that came over the wire and is not on record gives no order: some servers deliver into any folder whose
name a stranger writes behind a plus sign.
Never does: guess between two cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from secretary.app.arrivals import message_of
from secretary.app.intake import CASE_IN_SUBJECT, House
from secretary.decide.house import LOOP_HEADER, WITH_PEOPLE
from secretary.domain.action import FolderRole
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import AppendMessage, MessageRef, subject_key
from secretary.domain.message import Message
from secretary.domain.office import Office, Role
from secretary.ports import Arrived, CaseMails
from secretary.understand.mime import parse_message


class What(StrEnum):
    """What lies there: a mail on record, our note, a draft, or none of these."""

    RECEIVED = "received"
    NOTE = "note"
    DRAFT = "draft"
    STRANGE = "strange"


@dataclass(frozen=True, slots=True)
class Moved:
    """A mail in a folder for orders. `case` is None where it belongs to none; `puts` are its notes and drafts."""

    role: FolderRole
    arrived: Arrived
    message: Message
    what: What = What.STRANGE
    case: Case | None = None
    mails: CaseMails = field(default_factory=CaseMails)
    puts: tuple[AppendMessage, ...] = ()
    lesson: str = ""

    @property
    def ref(self) -> MessageRef:
        """Where it lies."""
        mail = self.arrived
        return MessageRef(mail.folder, mail.uidvalidity, mail.uid, self.message.digest, self.message.message_id)

    @property
    def cause(self) -> str:
        """The name of this order, once and for all: the keys of its effects come from it."""
        return f"{self.role.value} {self.arrived.uidvalidity} {self.arrived.uid}"

    @property
    def draft(self) -> AppendMessage | None:
        """The newest draft that we wrote in the case."""
        return next((put for put in self.puts if put.folder == FolderRole.DRAFTS.value), None)


def moved(house: House, role: FolderRole, arrived: Arrived, lesson: str = "") -> Moved:
    """What an arrival in a folder for orders is."""
    message = message_of(arrived)
    wired = bool(message.header("Received"))
    if wired and not house.ledger.seen(house.office.id, message.digest):
        return Moved(role, arrived, message)
    case = _case_of(house, message)
    if case is None:
        return Moved(role, arrived, message)
    mails, puts = house.ledger.mails_of(case.id), tuple(house.ledger.puts(case.id))
    return Moved(role, arrived, message, _what(house.office, message, mails, puts), case, mails, puts, lesson)


def is_up_to_date(office: Office, order: Moved) -> bool:
    """Whether its mover saw the case as it is: nobody outside has written since it was written or came."""
    newest = newest_from_outside(office, order.mails)
    if newest is None:
        return True
    digest, message_id = newest
    if order.what is What.RECEIVED:
        return order.message.digest == digest
    thread = _thread_of(order)
    if not thread:
        # A program that keeps no thread leaves nothing to compare; one mail alone cannot have been overlooked.
        return len(order.mails.received) == 1
    return bool(message_id) and message_id in thread


def _thread_of(order: Moved) -> tuple[str, ...]:
    if order.message.thread_ids:
        return order.message.thread_ids
    ours = next((put for put in order.puts if put.message_id == order.message.message_id), None)
    return parse_message(ours.raw).thread_ids if ours else ()


def newest_from_outside(office: Office, mails: CaseMails) -> tuple[str, str] | None:
    """What our own people write to the secretary changes nothing for the client."""
    by_whom = zip(mails.received, mails.senders, strict=True)
    outside = [mail for mail, sender in by_whom if office.role_of(Address(sender)) is Role.CLIENT]
    return outside[-1] if outside else None


def _case_of(house: House, message: Message) -> Case | None:
    ledger, office = house.ledger, house.office.id
    case = ledger.case_by_thread(office, (message.message_id, *message.thread_ids))
    named = (message.header(LOOP_HEADER), *CASE_IN_SUBJECT.findall(message.subject))
    found = (ledger.case(office, name) for name in named if name)
    return case or next((one for one in found if one), None) or _only_fitting(house, message)


def _only_fitting(house: House, message: Message) -> Case | None:
    """The one case before people whose party and subject are those of a draft without a thread."""
    if len(message.to) != 1 or message.thread_ids:
        return None
    services: Sequence[str] = ("", *house.services)
    running = [c for name in services for c in house.ledger.open_cases_of(house.office.id, message.to[0], name)]
    wanted = subject_key(message.subject)
    fitting = [c for c in running if c.state in WITH_PEOPLE and subject_key(c.subject) == wanted]
    return fitting[0] if len(fitting) == 1 else None


def _what(office: Office, message: Message, mails: CaseMails, puts: Sequence[AppendMessage]) -> What:
    if message.digest in {digest for digest, _ in mails.received}:
        return What.RECEIVED
    ours = next((put for put in puts if put.message_id == message.message_id), None)
    if ours is not None:
        return What.DRAFT if ours.folder == FolderRole.DRAFTS.value else What.NOTE
    return What.DRAFT if office.role_of(message.author) is not Role.CLIENT else What.STRANGE
