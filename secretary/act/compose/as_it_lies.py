"""A draft as a person left it, made ready to be sent.

Promises: the body is sent octet by octet as it lies there, with its attachments and signatures; of the headers
only those that describe the body, the subject and the readable recipients are taken over. All others are ours,
so that what mail programs put into drafts goes nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from secretary.act.compose.composer import reply_subject
from secretary.act.compose.letter import MAX_LINE, Letter, headers
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass, SendMail, message_id_for
from secretary.domain.errors import PermanentError
from secretary.domain.office import Office
from secretary.understand.mime import parse_message

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\x00")


def recipients_of(raw: bytes) -> tuple[Address, ...]:
    """Everybody a draft would go to, the blind copies included."""
    message = parse_message(raw)
    blind = parse_message(b"To: " + message.header("Bcc").encode() + b"\r\n\r\n").to if message.header("Bcc") else ()
    return (*message.to, *message.cc, *blind)


def as_it_lies(
    raw: bytes, *, office: Office, case: Case, key: str, references: tuple[str, ...], now: datetime
) -> SendMail:
    """The finished mail. Raises PermanentError for a draft that cannot travel as it is."""
    message = parse_message(raw)
    to, cc = _readable(message.to, office), _readable(message.cc, office)
    if not to or message.header("Bcc"):
        raise PermanentError("it has no readable recipient, or a blind copy.")
    message_id = message_id_for(key, office.address.domain)
    letter = Letter(
        from_=Address(office.address.addr_spec, office.signature.get(case.language, office.name)),
        to=to,
        cc=cc,
        subject=message.subject or reply_subject(case, None),
        text="",
        message_id=message_id,
        date=now,
        mail_class=MailClass.HUMAN,
        case=case.id,
        in_reply_to=references[-1] if references else "",
        references=references,
    )
    head, body = _taken_apart(raw)
    return SendMail(
        raw=headers(letter) + b"MIME-Version: 1.0\r\n" + b"".join(_describing(head)) + b"\r\n" + body,
        message_id=message_id,
        envelope_from=office.address.addr_spec,
        envelope_to=tuple(address.addr_spec for address in (*to, *cc)),
        mail_class=MailClass.HUMAN,
        subject=letter.subject,
        internal=all(office.person_of(address) for address in (*to, *cc)),
    )


def _readable(addresses: tuple[Address, ...], office: Office) -> tuple[Address, ...]:
    return tuple(address for address in addresses if address.addr_spec and not office.is_self(address))


def _taken_apart(raw: bytes) -> tuple[bytes, bytes]:
    end = _HEAD_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw, b"")
    if _BARE.search(body) or max(map(len, body.split(b"\r\n")), default=0) > MAX_LINE:
        raise PermanentError("its lines are not those of a mail.")
    return head, body


def _describing(head: bytes) -> Iterator[bytes]:
    """The Content-… fields, whole (RFC 2045 section 3)."""
    taken = False
    for line in re.split(rb"\r?\n", head):
        if not line.startswith((b" ", b"\t")):
            taken = line[:8].lower() == b"content-"
        if taken and line.strip():
            yield line.replace(b"\r", b"") + b"\r\n"
