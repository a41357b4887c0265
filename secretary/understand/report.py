"""Delivery reports: which recipient of which of our mails failed, and for good? (RFC 3464).

Promises: total; a report that cannot be read yields no bounce, never a wrong one.
Never does: believe that a bounce is about our mail; that is checked against the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.domain.message import Message, Part
from secretary.domain.reading import Bounce

MAX_REPORTED = 100  # recipients taken from one report; our mails go to a handful
_MESSAGE_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)


def read_bounces(message: Message) -> tuple[Bounce, ...]:
    """The failed recipients that a multipart/report names; delays and relays are none."""
    original = _original_message_id(message)
    found = (b for part in message.report_parts for b in _failed(part, original))
    return tuple(b for b, _ in zip(found, range(MAX_REPORTED), strict=False))


def _failed(part: Part, original: str) -> Iterator[Bounce]:
    if part.content_type not in {"message/delivery-status", "message/global-delivery-status"}:
        return
    text = part.content.decode("utf-8", "replace").replace("\r\n", "\n")
    for block in text.split("\n\n"):
        fields = dict(_fields(block))
        recipient = _typed(fields.get("final-recipient", "")) or _typed(fields.get("original-recipient", ""))
        status = fields.get("status", "").split(" ")[0]
        if recipient and fields.get("action", "").casefold() == "failed":
            diagnostic = _typed(fields.get("diagnostic-code", ""))[:300]
            yield Bounce(Address(recipient), not status.startswith("4"), status, original, diagnostic)


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """Header-like fields with their continuation lines unfolded (RFC 3464 section 2.1)."""
    for line in re.sub(r"\n[ \t]+", " ", block).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().casefold(), value.strip()


def _typed(value: str) -> str:
    """The part behind the type of a typed field: "rfc822; tom@example.org" (section 2.1.2)."""
    return value.partition(";")[2].strip().strip("<>")


def _original_message_id(message: Message) -> str:
    """The Message-ID of the mail that came back, from the embedded mail or its headers."""
    for inner in message.embedded:
        if inner.message_id:
            return inner.message_id
    for part in message.report_parts:
        found = _MESSAGE_ID.search(part.content[:65536].decode("utf-8", "replace"))
        if found and part.content_type in {"text/rfc822-headers", "message/rfc822", "message/rfc822-headers"}:
            return found.group(1)
    return ""
