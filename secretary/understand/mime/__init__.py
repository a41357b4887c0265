"""From the octets of a mail to a Message (RFC 5322, RFC 2045-2049, RFC 2047, RFC 2231, RFC 3676).

Promises: `parse_message` is total: any octets give a Message, whatever is wrong stands in its
`defects`; time and memory are bounded by `MimeLimits`; the same octets give the same Message.
Never does: judge what a mail means, follow a link, unpack an archive.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from secretary.domain.address import Address
from secretary.domain.message import IN_PART, AttachmentKind, Message, Part
from secretary.understand.attachments import sniff_with_rule
from secretary.understand.mime.addresses import parse_addresses as parse_addresses
from secretary.understand.mime.bodies import readable, sort_parts
from secretary.understand.mime.headers import RawHeaders, decode_value, header_text
from secretary.understand.mime.html import html_to_text as html_to_text
from secretary.understand.mime.limits import DEFAULT as DEFAULT
from secretary.understand.mime.limits import MimeLimits as MimeLimits
from secretary.understand.mime.tnef import opened
from secretary.understand.mime.tree import Budget, Node, decode_transfer, read_tree, safe_filename
from secretary.understand.mime.uuencoded import taken_out

_IDS = re.compile(r"<[^<>\s]{1,900}>")
# A References header of years; the oldest of more than these help nobody.
MAX_REFERENCES = 200


def digest_of_header(raw: bytes, size: int) -> str:
    """The digest of a mail of which only the header block is at hand, and its size in octets."""
    headers = read_tree(raw, 0, len(raw), Budget(DEFAULT), set(), depth=0).headers
    return digest_of(raw[: headers.consumed], size)


def digest_of(block: bytes, size: int) -> str:
    """What identifies a mail: its header block as it came, with the empty line, and its size in octets."""
    return hashlib.sha256(block + b"\0%d" % size).hexdigest()


def parse_message(raw: bytes, *, limits: MimeLimits = DEFAULT) -> Message:
    """The mail in `raw`, whole or truncated, well-formed or not. Never raises."""
    return _parsed(raw, limits)


def parse_part_of_message(raw: bytes, *, size: int, why: str, limits: MimeLimits = DEFAULT) -> Message:
    """A mail of `size` octets of which `raw` is only the header and what was fetched besides.

    It has the digest of the whole mail; `why` ("too-large") stands in `defects` as "in-part-too-large".
    """
    message = _parsed(raw, limits, size)
    return replace(message, defects=tuple(sorted({*message.defects, IN_PART + why})))


def _parsed(raw: bytes, limits: MimeLimits, size: int | None = None) -> Message:
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    return _message(raw, start, len(raw), Budget(limits), depth=0, size=size)


def _message(raw: bytes, start: int, end: int, budget: Budget, *, depth: int, size: int | None = None) -> Message:
    defects: set[str] = set()
    size = end - start if size is None else size
    root = read_tree(raw, start, end, budget, defects, depth=depth)
    parts = sort_parts(root, budget, defects)
    text, html, from_html = readable(parts.blocks)
    text, enclosed = taken_out(text)
    attachments = [_part(node, budget, defects) for node in parts.attachments]
    attachments += [_inside(f"1.uu{n}", file.name, file.content) for n, file in enumerate(enclosed, 1)]
    text, attachments = _unpacked(text, attachments, budget)
    headers = root.headers
    block = raw[start : start + headers.consumed]
    from_ = _addresses(headers, "from")
    embedded = tuple(_embedded(node, budget, defects, depth) for node in parts.embedded)
    attached = [_part(node, budget, defects) for node in parts.embedded if root.content_type != "multipart/report"]
    date = _date(headers.first("date"))
    defects.update(_missing(headers, from_, date))
    return Message(
        digest=digest_of(block, size),
        size=size,
        headers=tuple((name, decode_value(value)) for name, value in headers.fields),
        message_id=next(iter(_ids(headers, "message-id")), ""),
        in_reply_to=_ids(headers, "in-reply-to"),
        references=_ids(headers, "references"),
        date=date,
        subject=decode_value(headers.first("subject")),
        from_=from_,
        sender=next(iter(_addresses(headers, "sender")), None),
        reply_to=_addresses(headers, "reply-to"),
        return_path=_return_path(headers),
        to=_addresses(headers, "to"),
        cc=_addresses(headers, "cc"),
        text=text,
        html=html,
        text_from_html=from_html,
        attachments=tuple(attachments + attached),
        calendar_parts=tuple(_part(node, budget, defects) for node in parts.calendars),
        report_parts=tuple(_part(node, budget, defects) for node in parts.reports),
        embedded=embedded,
        content_type=root.content_type,
        content_params=tuple((name, value) for name, value in root.params.items() if name),
        defects=tuple(sorted(defects)),
    )


def _embedded(node: Node, budget: Budget, defects: set[str], depth: int) -> Message:
    """A mail inside a mail; one that came in base64 against RFC 2046 section 5.2.1 is read too."""
    if depth >= budget.limits.depth or budget.parts <= 0:
        defects.add("nested-too-deep")
        return Message(digest="", size=node.end - node.start, headers=(), defects=("not-read",))
    if node.encoding in {"base64", "quoted-printable"}:
        inner = decode_transfer(node.raw[node.start : node.end], node.encoding)
        return _message(inner, 0, len(inner), budget, depth=depth + 1)
    return _message(node.raw, node.start, node.end, budget, depth=depth + 1)


def _part(node: Node, budget: Budget, defects: set[str]) -> Part:
    size = node.end - node.start
    most = budget.content_octets
    fits = (size * 3 // 4 if node.encoding == "base64" else size) <= most
    content = node.content(size) if fits else b""
    budget.content_octets -= len(content)
    if not fits:
        defects.add("content-cut")
    is_mail = node.content_type in {"message/rfc822", "message/global"}
    kind, rule = sniff_with_rule(content, node.content_type, node.filename)
    return Part(
        path=node.path,
        content_type=node.content_type,
        content=content,
        size=len(content) if fits else size,
        charset=node.params.get("charset", ""),
        filename=node.filename,
        disposition=node.disposition,
        content_id=node.header("content-id").strip("<> "),
        params=tuple((name, value) for name, value in node.params.items() if name),
        truncated=not fits,
        kind=AttachmentKind.MESSAGE if is_mail else kind,
        kind_rule=f"type {node.content_type}" if is_mail else rule,
    )


def _unpacked(text: str, attachments: list[Part], budget: Budget) -> tuple[str, list[Part]]:
    """The attachments with what Outlook's packages hold behind each; its text where the mail has no other."""
    found: list[Part] = []
    for part in attachments:
        found.append(part)
        if part.kind is not AttachmentKind.TNEF:
            continue
        package = opened(part.content)
        text = text if text.strip() else package.text
        for number, packed in enumerate(package.attachments[: max(0, budget.parts)], 1):
            budget.parts -= 1
            found.append(_inside(f"{part.path}.{number}", packed.name, packed.content))
    return text, found


def _inside(path: str, name: str, content: bytes) -> Part:
    """A file that was no part of the MIME tree."""
    kind, rule = sniff_with_rule(content, "", name)
    filename = safe_filename(name)
    return Part(path, "application/octet-stream", content, len(content), filename=filename, kind=kind, kind_rule=rule)


# --- headers ----------------------------------------------------------------------------


def _addresses(headers: RawHeaders, name: str) -> tuple[Address, ...]:
    """Of all fields of that name: RFC 5322 allows one, and two are a forger's or a relay's."""
    values = [value for key, value in headers.fields if key.lower() == name]
    return tuple(address for value in values for address in parse_addresses(header_text(value)))


def _ids(headers: RawHeaders, name: str) -> tuple[str, ...]:
    """Message-IDs with their angle brackets; where a program forgot those, the bare word."""
    value = decode_value(headers.first(name))
    found = _IDS.findall(value) or [word for word in value.split() if "@" in word]
    return tuple(dict.fromkeys(found[:1] + found[1:][-MAX_REFERENCES:]))


def _return_path(headers: RawHeaders) -> str | None:
    """The envelope sender as the last server wrote it: "" for <>, None where none is given."""
    names = {name.lower() for name, _ in headers.fields}
    if "return-path" not in names:
        return None
    value = decode_value(headers.first("return-path"))
    return next((address.addr_spec for address in parse_addresses(value)), "")


def _date(raw: bytes) -> datetime | None:
    """RFC 5322 section 3.3, obsolete forms included; a date without zone counts as UTC (-0000)."""
    try:
        found = parsedate_to_datetime(decode_value(raw))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found


def _missing(headers: RawHeaders, from_: tuple[Address, ...], date: datetime | None) -> set[str]:
    defects = set()
    if not from_:
        defects.add("from-missing")
    if date is None:
        defects.add("date-unreadable" if headers.first("date") else "date-missing")
    return defects
