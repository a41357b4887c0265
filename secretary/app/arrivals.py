"""What came: the mail of an arrival, and which arrivals are copies of mails on record.

Promises: a copy is never decided again; it goes where the mail on record went, so that a person who
looks for it finds both together. Never does: reach a server.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from secretary.domain.action import FolderRole
from secretary.domain.case import CaseState
from secretary.domain.effect import MessageRef
from secretary.domain.message import Message
from secretary.ports import Arrived, Filed, Ledger
from secretary.understand.mime import digest_of, parse_message, parse_part_of_message


@dataclass(frozen=True, slots=True)
class Sorting:
    """Arrivals to decide, and copies by the folder they go to."""

    fresh: list[Arrived]
    copies: dict[str, list[MessageRef]]


def sort_out(arrived: Iterable[Arrived], office: str, ledger: Ledger) -> Sorting:
    """Mails not yet on record, and further copies of mails that are.

    Two copies that come together: the first is decided now, the other found on record at the next look.
    """
    fresh: dict[str, Arrived] = {}
    copies: dict[str, list[MessageRef]] = {}
    for mail in arrived:
        message = message_of(mail)
        known = ledger.filed(office, message.digest)
        if known is None:
            fresh.setdefault(message.digest, mail)
        else:
            ref = MessageRef(mail.folder, mail.uidvalidity, mail.uid, message.digest, message.message_id)
            copies.setdefault(_beside(known), []).append(ref)
    return Sorting(list(fresh.values()), copies)


def _beside(known: Filed) -> str:
    """To the mail on record; to the settled ones where a person has settled it meanwhile."""
    settled = known.folder == FolderRole.REVIEW.value and known.case_state in {CaseState.CLOSED, CaseState.HANDED_OVER}
    return FolderRole.HANDLED.value if settled or not known.folder else known.folder


def message_of(arrived: Arrived) -> Message:
    """The mail, as far as it came. Where it could not be fetched, its place is all that identifies it."""
    if arrived.problem:
        place = f"{arrived.folder}\0{arrived.uidvalidity}\0{arrived.uid}".encode()
        return replace(parse_message(arrived.raw), digest=digest_of(place, 0))
    if arrived.cut:
        return parse_part_of_message(arrived.raw, size=arrived.size, why=arrived.cut)
    return parse_message(arrived.raw)
