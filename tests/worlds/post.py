"""The client's mail program: a text becomes a mail, with the secretary's mail quoted as programs do."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from secretary.domain.address import Address
from secretary.domain.message import Message
from tests.worlds.buttons import Pressed

OFFICE = "sekretariat@firma.test"
QUOTES = ("none", "gmail", "apple", "outlook", "thunderbird")
INTRO = {
    "gmail": {"de": "Am {date} schrieb Sekretariat <{office}>:", "en": "On {date} Sekretariat <{office}> wrote:"},
    "apple": {"de": "Am {date} schrieb Sekretariat <{office}>:", "en": "On {date}, Sekretariat <{office}> wrote:"},
    "thunderbird": {"de": "Am {date} schrieb Sekretariat:", "en": "On {date}, Sekretariat wrote:"},
    "outlook": {
        "de": "Von: Sekretariat <{office}>\nGesendet: {date}\nAn: {to}\nBetreff: {subject}\n",
        "en": "From: Sekretariat <{office}>\nSent: {date}\nTo: {to}\nSubject: {subject}\n",
    },
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody writes.

    `answers` is the mail of the secretary that is answered, and quoted. A letter `to` others, or with others in `cc`, goes to the
    office in Cc. `pressed` is a button of the invitation, as the answer says it (RFC 6047).
    """

    sender: Address
    text: str
    language: str
    at: datetime
    subject: str
    number: int
    program: str = "none"
    answers: Message | None = None
    automatic: bool = False
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    pressed: Pressed | None = None


def posted(letter: Letter) -> bytes:
    """The mail as it arrives."""
    mail = EmailMessage()
    mail["From"] = str(letter.sender)
    mail["To"] = ", ".join(map(str, letter.to)) or OFFICE
    if letter.to:
        mail["Cc"] = ", ".join((OFFICE, *map(str, letter.cc)))
    again = "" if letter.answers is None else {"de": "AW: ", "en": "Re: "}[letter.language]
    mail["Subject"] = ("Automatische Antwort: " if letter.automatic else again) + letter.subject
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{letter.number}@{letter.sender.domain}>"
    if letter.answers is not None:
        mail["In-Reply-To"] = letter.answers.message_id
        mail["References"] = " ".join((*letter.answers.references, letter.answers.message_id))
    if letter.automatic:
        mail["Auto-Submitted"] = "auto-replied"
    mail["Authentication-Results"] = f"mx.firma.test; dmarc=pass header.from={letter.sender.domain}"
    if letter.pressed:
        mail.set_content(f"{letter.sender.display_name}: {letter.pressed.status.value.lower()}")
        mail.add_alternative(letter.pressed.text(), subtype="calendar", params={"method": letter.pressed.method.value})
        mail.set_boundary(f"=_{letter.number}")
        return mail.as_bytes()
    quoted = _quoted(letter)
    mail.set_content(f"{letter.text}\n\n{letter.sender.display_name}\n{quoted}")
    if letter.program == "gmail":
        mail.add_alternative(_html(letter), subtype="html")
        mail.set_boundary(f"=_{letter.number}")  # not by chance: a replay gives the same bytes
    return mail.as_bytes()


def _quoted(letter: Letter) -> str:
    if letter.answers is None or letter.program == "none":
        return ""
    text, intro = letter.answers.text.strip(), _intro(letter)
    if letter.program == "outlook":
        return f"\n________________________________\n{intro}\n{text}\n"
    return f"\n{intro}\n\n" + "\n".join(f"> {line}".rstrip() for line in text.split("\n")) + "\n"


def _intro(letter: Letter) -> str:
    sent = letter.answers.date if letter.answers else None
    date = (
        f"{sent or letter.at:%d.%m.%Y um %H:%M}"
        if letter.language == "de"
        else f"{sent or letter.at:%d %b %Y, at %H:%M}"
    )
    form = INTRO[letter.program][letter.language]
    return form.format(date=date, office=OFFICE, to=letter.sender.addr_spec, subject=letter.subject)


def _html(letter: Letter) -> str:
    own = "".join(f"<div>{html.escape(line) or '<br>'}</div>" for line in letter.text.split("\n"))
    signed = f"<div><br></div><div>{html.escape(letter.sender.display_name)}</div>"
    if letter.answers is None:
        return f'<div dir="ltr">{own}{signed}</div>'
    old = "<br>".join(html.escape(line) for line in letter.answers.text.strip().split("\n"))
    intro = f'<div dir="ltr" class="gmail_attr">{html.escape(_intro(letter))}<br></div>'
    box = f'<blockquote class="gmail_quote" style="margin:0 0 0 .8ex">{old}</blockquote>'
    return f'<div dir="ltr">{own}{signed}</div><br><div class="gmail_quote">{intro}{box}</div>'
