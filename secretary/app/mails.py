"""The mails of a case as they lie in the mailbox, wherever a person has put them.

Promises: only mails that are on record in the case; a mail that is gone is left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from secretary.domain.action import FolderRole
from secretary.domain.message import Message
from secretary.ports import Arrived, Ledger, Mailbox
from secretary.understand.mime import parse_message

MOST = 5  # of a case, the newest; who needs more has a mail program
# Mails go this way: one that is moved on while it is looked for is met where it comes to.
FROM = (FolderRole.INBOX, FolderRole.REVIEW)
TO = (FolderRole.HANDLED, FolderRole.QUARANTINE)


async def mails_of(ledger: Ledger, mailbox: Mailbox, case: str, *, also: Iterable[str] = ()) -> tuple[Message, ...]:
    """The newest mails of a case, parsed, the newest first; `also` names folders besides the usual ones."""
    received = ledger.mails_of(case).received[-MOST:]
    wanted = [(digest, message_id) for digest, message_id in reversed(received) if message_id]
    found = [await lying(mailbox, message_id, digest, also=also) for digest, message_id in wanted]
    return tuple(parse_message(mail.raw) for mail in found if mail)


async def newest_raw(ledger: Ledger, mailbox: Mailbox, case: str) -> bytes:
    """The newest mail of a case as it came, b"" where it is gone."""
    newest = ledger.mails_of(case).received[-1:]
    found = [await lying(mailbox, message_id, digest) for digest, message_id in newest if message_id]
    return next((mail.raw for mail in found if mail), b"")


async def lying(mailbox: Mailbox, message_id: str, digest: str, *, also: Iterable[str] = ()) -> Arrived | None:
    """A mail where it lies now, of those that bear its Message-ID the one that was recorded."""
    for place in dict.fromkeys((*(role.value for role in FROM), *also, *(role.value for role in TO))):
        mails = await mailbox.fetch(place, message_id)
        if mails:
            return next((mail for mail in mails if parse_message(mail.raw).digest == digest), mails[0])
    return None
