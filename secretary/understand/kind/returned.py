"""Bounces in the free words of mail systems, from before RFC 3464 and beside it.

Postfix, Exim, qmail, sendmail, Exchange of every age, Gmail, GMX, Yahoo, Notes, GroupWise and
their kin all do the same four things: a system writes, it says that a mail did not arrive, it
names addresses, and the mail itself follows. Read is what stands before that mail.

Promises: total and linear; without a system as author, and words that say so, nothing is a bounce.
Never does: take the system's own address, or our own, for one that failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Bounce, Evidence, MailKind
from secretary.understand.kind import notices
from secretary.understand.kind.addresses import is_daemon
from secretary.understand.kind.headers import SHOWN, Sign
from secretary.understand.kind.report import MAX_REPORTED, is_permanent, original_id, original_recipients
from secretary.understand.mime.addresses import parse_addresses
from secretary.understand.patterns import said

MAX_TEXT = 60_000  # characters of a notice: the mail that follows may be long, the notice is not
MAX_LINES = 600
DIAGNOSTIC_LINES = 8  # below an address, so many lines say why
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'“”„`@=]{1,64}@[A-Za-z0-9äöüß.-]{1,253}\.[A-Za-z]{2,24}")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_MESSAGE_ID = re.compile(r"^[ \t>]*message-id:[ \t]*(?:\n[ \t]+)?(<[^<>\s]{1,250}>)", re.IGNORECASE | re.MULTILINE)
_TO_LINE = re.compile(r"^[ \t>]*(?:to|an):[ \t]*([^\n]{1,500})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Named:
    """An address in a notice, with the text that says why it failed and the rule that found it."""

    address: str
    why: str
    rule: str


def returned_signs(message: Message) -> tuple[tuple[Bounce, ...], list[Sign]]:
    """The recipients that a mail system's notice names, and what showed it; nothing for other mail."""
    text = message.text[:MAX_TEXT]
    subject = said(notices.SUBJECT, message.subject)
    says = said(notices.FAILED, text)
    header = next(iter(message.header_all("X-Failed-Recipients")), "")
    system = _system(message)
    if not (header or (system and (subject or says))):
        return (), []
    if said(notices.DELAYED, f"{message.subject}\n{text[:4000]}") and not said(notices.FINAL, text):
        return (), [Sign(MailKind.BOUNCE, Evidence("delivery-delayed", (subject or says)[:SHOWN]))]
    notice, returned = _parted(text)
    original = _original(message, returned or text)
    found = _recipients(message, header, notice, returned)
    bounces = tuple(_bounce(named, original) for named in found)
    return bounces, [Sign(MailKind.BOUNCE, Evidence("returned-mail", f"{system}; {says or subject or header}"[:200]))]


def _system(message: Message) -> str:
    """The sign that a mail system wrote: its address, its name, or the null return path."""
    author = message.author
    if is_daemon(author):
        return author.addr_spec[:SHOWN]
    if said(notices.SYSTEM_NAME, author.display_name):
        return author.display_name[:SHOWN]
    return "Return-Path: <>" if message.return_path == "" else ""


def _parted(text: str) -> tuple[str, str]:
    """The notice, and the mail that came back below it."""
    lines = text.split("\n")[:MAX_LINES]
    for number, line in enumerate(lines):
        if notices.BELOW.search(line) or (number and notices.is_header_start(lines, number)):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return "\n".join(lines), ""


def _original(message: Message, returned: str) -> str:
    found = _MESSAGE_ID.search(returned)
    return found.group(1) if found else original_id(message)


# --- who failed ---------------------------------------------------------------------------


def _recipients(message: Message, header: str, notice: str, returned: str) -> list[_Named]:
    """The failed addresses by the best source there is, each once."""
    own = _not_failed(message)
    written_to = original_recipients(message) | _written_to(returned)
    lines = notice.split("\n")
    for source in (_in_header(header, notice), _at_line_starts(lines), _in_sentences(lines), _anywhere(lines)):
        named = {n.address.casefold(): n for n in source if n.address.casefold() not in own}
        known = [n for key, n in named.items() if key in written_to]
        if named:
            return (known or list(named.values()))[:MAX_REPORTED]
    if len(written_to - own) == 1:
        return [_Named(next(iter(written_to - own)), notice[:2000], "only-recipient")]
    return []


def _not_failed(message: Message) -> set[str]:
    """Who receives the notice and who writes it."""
    people = (*message.to, *message.from_, *message.cc, *message.reply_to)
    return {a.key for a in people} | {a.key for inner in message.embedded for a in inner.from_}


def _written_to(returned: str) -> frozenset[str]:
    return frozenset(a.key for value in _TO_LINE.findall(returned[:8000]) for a in parse_addresses(value))


def _in_header(header: str, notice: str) -> Iterator[_Named]:
    for address in _ADDRESS.findall(header):
        yield _Named(address, _why(notice, address), "x-failed-recipients")


def _at_line_starts(lines: list[str]) -> Iterator[_Named]:
    """An address that opens a line alone, or before a colon, a bracket or the hour it was tried."""
    for number, line in enumerate(lines):
        opened = notices.OPENS.match(line)
        if opened and not notices.ELSEWHERE.search(line):
            behind = "\n".join(lines[number : number + DIAGNOSTIC_LINES])
            alias = notices.ALIAS.search(behind[: len(line) + 200])
            yield _Named(_clean(alias.group(1) if alias else opened.group(1)), behind, "notice-line")


def _in_sentences(lines: list[str]) -> Iterator[_Named]:
    """An address in the sentence that says it failed ("Ihre Nachricht an tom@x.de konnte nicht …")."""
    for number, line in enumerate(lines):
        joined = " ".join(lines[number : number + 2])
        if notices.NAMES.search(joined) and not notices.ELSEWHERE.search(line):
            for address in _ADDRESS.findall(line):
                yield _Named(_clean(address), "\n".join(lines[number : number + DIAGNOSTIC_LINES]), "notice-sentence")


def _anywhere(lines: list[str]) -> Iterator[_Named]:
    for number, line in enumerate(lines):
        if not notices.ELSEWHERE.search(line):
            for address in _ADDRESS.findall(line):
                if not is_daemon(Address(address)):
                    yield _Named(_clean(address), "\n".join(lines[number : number + DIAGNOSTIC_LINES]), "notice")


def _clean(address: str) -> str:
    return address.removeprefix("mailto:").removeprefix("SMTP:").strip(".<>'\"")


def _why(notice: str, address: str) -> str:
    at = notice.casefold().find(address.casefold())
    return notice[max(0, at) : max(0, at) + 1500]


def _bounce(named: _Named, original: str) -> Bounce:
    status = _STATUS.search(named.why)
    code = status.group(1) if status else ""
    words = " ".join(named.why.split())[:300]
    permanent = (
        is_permanent(code, named.why)
        if code or notices.CODE.search(named.why)
        else not notices.PASSING.search(named.why)
    )
    return Bounce(Address(named.address), permanent, code, original, words, named.rule)
