"""Receipt copies: our own mails that come back to us because we asked for it.

Promises: a mail counts as a receipt only when it says what the mail on record says, so that nobody
can slip one past by borrowing its Message-ID. What a receipt witnesses is on record before it is filed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from secretary.app.arrivals import message_of
from secretary.domain.effect import MessageRef
from secretary.domain.office import Office
from secretary.ports import Arrived, Ledger

_END_OF_HEADER = (b"\r\n\r\n", b"\n\n")


def without_receipts(
    arrived: Iterable[Arrived], office: Office, ledger: Ledger, now: datetime
) -> tuple[list[Arrived], list[MessageRef]]:
    """The other mails; and the receipts, which are the copies for the sent folder."""
    others: list[Arrived] = []
    receipts: list[MessageRef] = []
    for mail in arrived:
        message = message_of(mail)
        ours = ledger.own_mail(office.id, message.message_id) if office.is_self(message.author) else None
        if ours is None or not is_copy(ours.raw, mail.raw):
            others.append(mail)
            continue
        ledger.witness(office.id, message.message_id, now)
        receipts.append(MessageRef(mail.folder, mail.uidvalidity, mail.uid, message.digest, message.message_id))
    return others, receipts


def is_copy(ours: bytes, arrived: bytes) -> bool:
    """Whether both have the same body; servers add header lines and change line ends."""
    return bool(ours) and _body(ours) == _body(arrived)


def _body(raw: bytes) -> list[bytes]:
    ends = [(at, len(mark)) for mark in _END_OF_HEADER if (at := raw.find(mark)) >= 0]
    at, length = min(ends, default=(len(raw), 0))
    return raw[at + length :].split()
