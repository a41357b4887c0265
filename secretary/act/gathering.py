"""Finds the mails of a case in a folder and moves them: people move mails too, so no place is sure.

Promises: of mails that share a Message-ID only those move whose header and size are the recorded ones.
Never does: move what is not of the case.
"""

from __future__ import annotations

from secretary.domain.effect import GatherMessages, MessageRef
from secretary.ports import Arrived, Mailbox
from secretary.understand.mime import digest_of_header, parse_message

MOST_NAMELESS = 1000  # newest mails looked through for one that came without a Message-ID


async def gather(mailbox: Mailbox, deed: GatherMessages) -> int:
    """Carry out; how many mails moved."""
    names = dict.fromkeys(name for _, name in deed.mails)
    found = [mail for name in names if name for mail in await mailbox.find(deed.source, name)]
    if "" in names:
        found += await mailbox.headers(deed.source, after=None, most=MOST_NAMELESS)
    refs = dict.fromkeys(ref for mail in found if (ref := _meant(mail, deed)))
    return len(await mailbox.file(tuple(refs), deed.folder)) if refs else 0


def _meant(mail: Arrived, deed: GatherMessages) -> MessageRef | None:
    """Where the mail lies, if it is one of those meant."""
    message = parse_message(mail.raw)
    # A mail too large to be read was recorded by its header alone.
    digests = {"", digest_of_header(mail.raw, mail.size), message.digest}
    if not any(digest in digests and name == message.message_id for digest, name in deed.mails):
        return None
    return MessageRef(mail.folder, mail.uidvalidity, mail.uid, message.digest, message.message_id)
