"""The bytes of a mail: headers that cannot be injected, plain text first, an HTML part that says the same.

Promises: CRLF throughout; every header value is one line; the iMIP part has the shape that Gmail,
Outlook and Apple Mail accept (RFC 6047 section 2.4): inline with its method, and once more as a file.
Never does: decide what is written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from urllib.parse import quote

from secretary.act.compose.layout import wrapped
from secretary.domain.action import Invitation
from secretary.domain.address import Address
from secretary.domain.effect import MailClass
from secretary.domain.errors import PermanentError

LOOP_HEADER = "X-Secretary-Loop"
PLACE = "the-enclosed-mail-stands-here"  # put last: what comes in is no text to be rewritten
MAX_LINE = 998  # octets of a line (RFC 5322 section 2.1.1)
MAX_SUBJECT = 200  # characters; a longer one is an attack or an accident
MAX_TAP_SUBJECT = 80  # a mailto: link of more than 2000 characters is cut by some programs
_NUMBERED = re.compile(r"[1-9]\. \S")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a mail is made of. `references` are Message-IDs, oldest first."""

    from_: Address
    to: tuple[Address, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    mail_class: MailClass
    case: str
    cc: tuple[Address, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    invitation: Invitation | None = None
    html: bool = True
    forwarded: bytes = b""
    choices: bool = False


def one_line(text: str) -> str:
    """Text fit for a header: no control character, no line break of any kind, no lone surrogate."""
    return _BREAKS.sub(" ", text).encode("utf-8", "replace").decode("utf-8").strip()


def written(letter: Letter) -> bytes:
    """The finished mail. Raises PermanentError when an address cannot stand in a header."""
    mail = _headed(letter)
    _fill(mail, letter)
    return mail.as_bytes()


def headers(letter: Letter) -> bytes:
    """The header fields alone, each with its CRLF, for a body that is there already. Raises as `written`."""
    return _headed(letter).as_bytes().removesuffix(b"\r\n")


def _headed(letter: Letter) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = _addresses([letter.from_])
    mail["To"] = _addresses(letter.to)
    if letter.cc:
        mail["Cc"] = _addresses(letter.cc)
    mail["Subject"] = one_line(letter.subject)[:MAX_SUBJECT]
    mail["Date"] = format_datetime(letter.date)
    mail["Message-ID"] = letter.message_id
    if letter.in_reply_to:
        mail["In-Reply-To"] = one_line(letter.in_reply_to)
    if letter.references:
        mail["References"] = " ".join(map(one_line, letter.references))
    if letter.mail_class is not MailClass.HUMAN:
        mail["Auto-Submitted"] = letter.mail_class.value
        mail["X-Auto-Response-Suppress"] = "All"
    mail[LOOP_HEADER] = letter.case
    return mail


def _fill(mail: EmailMessage, letter: Letter) -> None:
    mail.set_content(wrapped(letter.text), cte="quoted-printable")
    if letter.html:
        tap = partial(_tapped, letter) if letter.choices else html.escape
        mail.add_alternative(as_html(letter.text, tap), subtype="html", cte="quoted-printable")
    if letter.invitation:
        ics, method = letter.invitation.ics, letter.invitation.method.value
        mail.add_alternative(ics, subtype="calendar", params={"method": method}, cte="base64")
        mail.add_attachment(ics.encode(), "application", "ics", filename="invite.ics")
    if letter.forwarded:
        _enclose(mail, letter.forwarded)


def _enclose(mail: EmailMessage, raw: bytes) -> None:
    """A mail inside the mail, unchanged: as message/rfc822, or as a file where it could not travel so."""
    if not _travels(raw):
        mail.add_attachment(raw, "application", "octet-stream", filename="mail.eml")
        return
    coding = "7bit" if raw.isascii() else "8bit"  # RFC 2046 section 5.2.1: no other is allowed
    inside = EmailMessage(policy=SMTP)
    inside["Content-Type"] = "message/rfc822"
    inside["Content-Disposition"] = 'attachment; filename="mail.eml"'
    inside["Content-Transfer-Encoding"] = coding
    inside.set_payload(PLACE)
    mail.make_mixed()
    mail.attach(inside)
    mail["Content-Transfer-Encoding"] = coding


def _travels(raw: bytes) -> bool:
    """Whether SMTP carries these octets as they are (RFC 5321 sections 2.3.8 and 4.5.3.1.6)."""
    bare = b"\0" in raw or b"\r" in raw.replace(b"\r\n", b"") or b"\n" in raw.replace(b"\r\n", b"")
    return not bare and max(map(len, raw.split(b"\r\n")), default=0) <= MAX_LINE


def with_mail_inside(raw: bytes, enclosed: bytes) -> bytes:
    """The finished mail with the enclosed one in its place, octet by octet."""
    before, place, after = raw.rpartition(PLACE.encode())
    # The last one is ours: a subject may hold the same words.
    return before + enclosed + after if place else raw


def _addresses(addresses: Sequence[Address]) -> list[HeaderAddress]:
    try:
        return [HeaderAddress(one_line(a.display_name), addr_spec=one_line(a.addr_spec)) for a in addresses]
    except (ValueError, IndexError) as error:
        raise PermanentError("An address cannot be written to.", remedy="Answer by hand.") from error


def _tapped(letter: Letter, line: str) -> str:
    """A numbered line as a link that writes the answer (RFC 6068), with the case in its subject.

    Most mail programs start a new thread for such an answer, so the case must be named.
    """
    if not _NUMBERED.match(line):
        return html.escape(line)
    plain = re.sub(r"(?i)^(?:(?:re|aw|antw)\s*:\s*)+", "", letter.subject)
    subject = quote(f"Re: {one_line(plain)[:MAX_TAP_SUBJECT]} [{letter.case}]")
    url = f"mailto:{quote(letter.from_.addr_spec, safe='@')}?subject={subject}&body={quote(line)}"
    return f'<a href="{html.escape(url)}">{html.escape(line)}</a>'


def as_html(text: str, show: Callable[[str], str] = html.escape) -> str:
    """The same letter as HTML: paragraphs and line breaks, no pictures, no styles to speak of."""
    paragraphs = (p for p in re.split(r"\n\s*\n", text.strip()) if p.strip())
    body = "\n".join(f"<p>{'<br>'.join(map(show, p.splitlines()))}</p>" for p in paragraphs)
    return f'<!doctype html>\n<html><body style="font-family: serif; max-width: 40em">\n{body}\n</body></html>\n'
