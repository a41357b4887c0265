"""Reports by the standard: which recipient of which of our mails failed? (RFC 3464, 8098, 5965).

Promises: total; a report that cannot be read yields no bounce, never a wrong one.
Never does: believe that a bounce is about our mail; that is checked against the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.domain.message import Message, Part
from secretary.domain.reading import Bounce, Evidence, MailKind
from secretary.understand.kind.headers import SHOWN, Sign
from secretary.understand.mime.addresses import parse_addresses

MAX_REPORTED = 100  # recipients taken from one report; our mails go to a handful
MAX_REPORT = 256_000  # octets of a report that are looked at
STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
RECEIPT_TYPES = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_MESSAGE_ID = re.compile(r"^message-id:[ \t]*(?:\n[ \t]+)?(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(r"^(?:to|cc):[ \t]*([^\n]{1,2000}(?:\n[ \t][^\n]{1,2000}){0,20})", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'@]{1,64}@[A-Za-z0-9.-]{1,253}")
_HEADER_TYPES = frozenset({"text/rfc822-headers", "message/rfc822", "message/rfc822-headers", "message/global-headers"})


def report_signs(message: Message) -> tuple[tuple[Bounce, ...], list[Sign]]:
    """The failed recipients that a report names and what the report shows; delays and relays failed nobody."""
    told = dict(message.content_params).get("report-type", "").casefold()
    types = {p.content_type for p in message.report_parts}
    if types & RECEIPT_TYPES or told == "disposition-notification":
        return (), [Sign(MailKind.RECEIPT, Evidence("disposition-notification", _disposition(message)))]
    if told == "feedback-report" or "message/feedback-report" in types:
        return (), [Sign(MailKind.NOTIFICATION, Evidence("feedback-report", message.subject[:SHOWN]))]
    if told != "delivery-status" and not types & STATUS_TYPES:
        return (), []
    bounces = read_bounces(message)
    actions = _actions(message)
    if not bounces and actions and actions <= {"delivered", "relayed", "expanded"}:
        return (), [Sign(MailKind.RECEIPT, Evidence("delivery-receipt", ", ".join(sorted(actions))))]
    words = ", ".join(sorted(actions)) or message.subject[:SHOWN]
    if bounces or actions:
        return bounces, [Sign(MailKind.BOUNCE, Evidence("delivery-report", words))]
    return (), []


def read_bounces(message: Message) -> tuple[Bounce, ...]:
    """The failed recipients that a multipart/report names, each once."""
    original, written_to = original_id(message), original_recipients(message)
    found: dict[str, Bounce] = {}
    for part in message.report_parts:
        for bounce in _failed(part, original, written_to):
            found.setdefault(bounce.recipient.key, bounce)
            if len(found) >= MAX_REPORTED:
                break
    return tuple(found.values())


def _blocks(part: Part) -> list[dict[str, str]]:
    """The groups of fields of a delivery-status part (RFC 3464 section 2.1)."""
    if part.content_type not in STATUS_TYPES:
        return []
    text = part.content[:MAX_REPORT].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [dict(_fields(block)) for block in re.split(r"\n[ \t]*\n", text)]


def _failed(part: Part, original: str, written_to: frozenset[str]) -> Iterator[Bounce]:
    for fields in _blocks(part):
        if fields.get("action", "").partition(" ")[0].casefold() not in {"failed", "failure"}:
            continue
        named = [
            _recipient(fields.get(name, "")) for name in ("final-recipient", "original-recipient", "x-actual-recipient")
        ]
        recipients = [r for r in named if r]
        # An alias may have led elsewhere: what we wrote to is what the office knows.
        recipient = next((r for r in recipients if r.casefold() in written_to), next(iter(recipients), ""))
        diagnostic = _typed(fields.get("diagnostic-code", ""))[:300]
        if not recipient:
            recipient = next(iter(_ADDRESS.findall(diagnostic)), "")
        said = _STATUS.search(fields.get("status", ""))
        status = said.group() if said else ""
        if recipient:
            yield Bounce(
                Address(recipient), is_permanent(status, diagnostic), status, original, diagnostic, "delivery-status"
            )


def is_permanent(status: str, words: str) -> bool:
    """Whether a failure is for good, by its status (RFC 3463), else by the server's reply code."""
    if status[:1] in {"4", "5"}:
        return status[0] == "5"
    code = re.search(r"(?<![\d.])([45])\d\d(?![\d.])", words)
    return code.group(1) == "5" if code else True


def _actions(message: Message) -> set[str]:
    blocks = [fields for part in message.report_parts for fields in _blocks(part)]
    return {word for f in blocks if (word := f.get("action", "").partition(" ")[0].casefold())}


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """Header-like fields with their continuation lines unfolded (RFC 3464 section 2.1)."""
    for line in re.sub(r"\n[ \t]+", " ", block).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip().casefold(), value.strip()


def _typed(value: str) -> str:
    """The part behind the type of a typed field: "rfc822; tom@example.org" (section 2.1.2)."""
    kind, semicolon, rest = value.partition(";")
    return (rest if semicolon and " " not in kind.strip() else value).strip()


def _recipient(value: str) -> str:
    """The address of a recipient field, without brackets, quotes and what servers write behind it."""
    found = _ADDRESS.search(_typed(value).replace("RFC822:", "").replace("rfc822:", ""))
    return found.group().strip(".") if found else ""


def _disposition(message: Message) -> str:
    """What a read receipt says: "displayed", and of which mail (RFC 8098 section 3.2.6)."""
    for part in message.report_parts:
        if part.content_type in RECEIPT_TYPES:
            text = part.content[:MAX_REPORT].decode("utf-8", "replace").replace("\r\n", "\n")
            fields = dict(_fields(text))
            disposition = fields.get("disposition", "").rpartition(";")[2].strip()
            return f"{disposition} {fields.get('original-message-id', '')}".strip()[:200]
    return message.subject[:SHOWN]


# --- the mail that came back --------------------------------------------------------------


def original_id(message: Message) -> str:
    """The Message-ID of the mail that came back: from itself, its headers, else from the thread."""
    for inner in message.embedded:
        if inner.message_id:
            return inner.message_id
    for part in message.report_parts:
        found = _MESSAGE_ID.search(_header_text(part))
        if found and part.content_type in _HEADER_TYPES:
            return found.group(1)
    return next(iter(message.thread_ids), "")


def original_recipients(message: Message) -> frozenset[str]:
    """Whom the mail that came back was written to, as keys of addresses; empty where it is not told."""
    inside = {a.key for inner in message.embedded for a in (*inner.to, *inner.cc)}
    texts = [_header_text(p) for p in message.report_parts if p.content_type in _HEADER_TYPES]
    listed = {a.key for text in texts for value in _TO.findall(text) for a in parse_addresses(value.replace("\n", " "))}
    return frozenset(inside | listed)


def _header_text(part: Part) -> str:
    return part.content[:65536].decode("utf-8", "replace").replace("\r\n", "\n")
