"""What of a mail nobody but its reader's own program can open.

Promises: total; names each, in words for a person, so that deciding can hand the mail over.
"""

from __future__ import annotations

from collections.abc import Iterator

from secretary.domain.message import AttachmentKind, Message

PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"


def sealed_in(message: Message) -> Iterator[str]:
    """Encrypted parts and texts, and packages of Outlook's in which nothing was found."""
    paths = {part.path for part in message.attachments}
    for part in message.attachments:
        if part.kind is AttachmentKind.ENCRYPTED:
            yield f"encrypted: {part.filename or part.content_type}"
        elif part.kind is AttachmentKind.TNEF and f"{part.path}.1" not in paths and not message.text.strip():
            yield f"packed by Outlook: {part.filename or part.content_type}"
    if message.text.startswith(PGP_MESSAGE) or f"\n{PGP_MESSAGE}" in message.text:
        yield "encrypted: PGP"
