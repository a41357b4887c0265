"""The mails of a case as they lie in the mailbox, wherever a person has put them.

Promises: only mails that are on record in the case; a mail that is gone is left out.
"""

from __future__ import annotations

from secretary.domain.action import FolderRole
from secretary.domain.message import Message
from secretary.ports import Arrived, Ledger, Mailbox
from secretary.understand.mime import parse_message

MOST = 5  # of a case, the newest; who needs more has a mail program
PLACES = (FolderRole.REVIEW, FolderRole.HANDLED, FolderRole.INBOX, FolderRole.QUARANTINE)


async def mails_of(ledger: Ledger, mailbox: Mailbox, case: str) -> tuple[Message, ...]:
    """The newest mails of a case, parsed, the newest first."""
    received = ledger.mails_of(case).received[-MOST:]
    found = [await _found(mailbox, message_id, digest) for digest, message_id in reversed(received) if message_id]
    return tuple(message for message in found if message)


async def _found(mailbox: Mailbox, message_id: str, digest: str) -> Message | None:
    mail = await lying(mailbox, message_id, digest)
    return parse_message(mail.raw) if mail else None


async def lying(mailbox: Mailbox, message_id: str, digest: str) -> Arrived | None:
    """A mail where it lies now, of those that bear its Message-ID the one that was recorded."""
    for place in PLACES:
        mails = await mailbox.fetch(place.value, message_id)
        if mails:
            return next((mail for mail in mails if parse_message(mail.raw).digest == digest), mails[0])
    return None
