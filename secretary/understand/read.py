"""From a Message to a Reading: the order in which a mail is understood.

Promises: total, deterministic and pure; the same bytes with the same Reader give an equal Reading.
Never does: decide. It says what is there, and what could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from secretary.domain.address import Address
from secretary.domain.event import CalendarMessage
from secretary.domain.message import Message
from secretary.domain.reading import Evidence, Intent, KindReading, Language, MailKind, NewText, Reading
from secretary.domain.when import Constraints, TimeExpression
from secretary.understand.human import asks_for_person
from secretary.understand.intent import ACTS, Lexicon, read_intents
from secretary.understand.itip import read_calendar_parts
from secretary.understand.kind import read_kind
from secretary.understand.kind.absence import read_absence
from secretary.understand.language import read_clause_languages, read_language
from secretary.understand.mime import parse_message
from secretary.understand.quoting import new_text_of
from secretary.understand.sealed import sealed_in
from secretary.understand.sender import read_sender
from secretary.understand.when import read_all
from secretary.understand.when.senders_zone import zone_of_writer

# Kinds of mail that a person wrote, whether or not it may be answered.
BY_PEOPLE = frozenset({MailKind.PERSON, MailKind.CALENDAR, MailKind.LIST})
MAX_TIME_TEXT = 6_000  # characters searched for times: a mail that needs more is for a person

_DU = re.compile(r"\b(?:du|dir|dich|dein|deine|deinen|deiner|euch|lieber|liebe)\b", re.IGNORECASE)
_SIE = re.compile(r"\b(?:Sie|Ihnen|Ihr|Ihre|Ihren|Ihrer|geehrte[rs]?)\b")


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs besides the mail: the lexicon, the trusted servers, the office's zone and people.

    `known` are the addresses and people of the office, whose names and domains others may borrow;
    `own` those of the office itself, of which a mail to be answered must name one.
    """

    lexicon: Lexicon
    authserv_ids: tuple[str, ...] = ()
    zone: str = "Europe/Berlin"
    region: str = "DE"
    language: str = "de"
    known: tuple[Address, ...] = ()
    own: tuple[Address, ...] = ()

    def read_bytes(self, raw: bytes, *, received: datetime, own_texts: Sequence[str] = ()) -> Reading:
        """Parse and read one mail; `received` stands in for a missing or absurd Date."""
        return self.read(parse_message(raw), received=received, own_texts=own_texts)

    def read(self, message: Message, *, received: datetime, own_texts: Sequence[str] = ()) -> Reading:
        """Read a parsed mail."""
        new_text = new_text_of(message, own_texts)
        kind = read_kind(message, new_text.text, self.own, self.known)
        language, language_evidence = read_language(_words_of(message, new_text))
        times, constraints = self._times(kind, new_text, message.date or received, language)
        kind = self._with_absence(kind, message, new_text, times)
        intents = self._intents(kind, message, new_text, times)
        calendar = read_calendar_parts(message)
        return Reading(
            message=message,
            new_text=new_text,
            kind=kind,
            sender=read_sender(message, self.authserv_ids, self.known),
            language=language,
            language_evidence=language_evidence,
            intents=intents,
            times=times,
            constraints=constraints,
            calendar=calendar,
            unread=_unread(message, new_text, constraints, calendar),
            formal=_is_formal(new_text.text, language),
            wants_human=asks_for_person(new_text, message.subject),
            signature_name=_signature_name(new_text),
            notes=tuple(_notes(new_text)),
            languages=read_clause_languages(new_text.text),
        )

    def _intents(
        self, kind: KindReading, message: Message, new_text: NewText, times: tuple[TimeExpression, ...]
    ) -> tuple[Intent, ...]:
        """What is wanted, by the text, else by the subject; a machine takes part in no negotiation."""
        found = read_intents(new_text.text, self.lexicon, times) or read_intents(message.subject, self.lexicon)
        return found if kind.kind in BY_PEOPLE else tuple(i for i in found if not i.name.startswith(ACTS))

    def _with_absence(
        self, kind: KindReading, message: Message, new_text: NewText, times: tuple[TimeExpression, ...]
    ) -> KindReading:
        """An absence is told by automatic answers, sometimes in the subject alone ("returning 10 March")."""
        if kind.kind is not MailKind.OUT_OF_OFFICE:
            return kind
        return replace(kind, absence=read_absence(new_text.text, times, message.author))

    def _times(
        self, kind: KindReading, new_text: NewText, at: datetime, language: Language
    ) -> tuple[tuple[TimeExpression, ...], Constraints | None]:
        """Times are read where they can matter: in people's words, and in absences."""
        if kind.kind in {MailKind.NEWSLETTER, MailKind.SPAM, MailKind.BOUNCE, MailKind.RECEIPT}:
            return (), None
        text = new_text.text[:MAX_TIME_TEXT]
        lang = "auto" if language is Language.OTHER else language.value
        zone = zone_of_writer(at, self.zone)
        return read_all(text, at=at, zone=zone, lang=lang, region=self.region, office_zone=self.zone)


def _words_of(message: Message, new_text: NewText) -> str:
    """The text that shows the language; the subject helps where the body is short."""
    return f"{message.subject.partition(':')[2] or message.subject}\n{new_text.text}"


def _notes(new_text: NewText) -> Iterator[Evidence]:
    """The words behind the small findings: how somebody is addressed, who is asked for, who signs."""
    addressed = _SIE.search(new_text.text) or _DU.search(new_text.text)
    if addressed:
        yield Evidence("form-of-address", addressed.group())
    if new_text.signature:
        yield Evidence("signature", " / ".join(new_text.signature.split("\n"))[:120])


def _is_formal(text: str, language: Language) -> bool:
    """Sie unless the writer says du and never Sie."""
    return language is not Language.DE or not _DU.search(text) or bool(_SIE.search(text))


def _unread(
    message: Message, new_text: NewText, constraints: Constraints | None, calendar: tuple[CalendarMessage, ...]
) -> tuple[str, ...]:
    """What could not be read, in words for a person."""
    spans = constraints.unread if constraints else ()
    words = [f"time-like words: {new_text.text[a:b]}" for a, b in spans]
    cut = [f"not fetched whole ({message.in_part}): {message.size:,} octets"] if message.in_part else []
    broken = [f"calendar: {d}" for c in calendar for d in c.defects]
    return (*words, *cut, *sealed_in(message), *broken)


def _signature_name(new_text: NewText) -> str:
    """The first line of the signature behind the greeting formula that looks like a name."""
    for line in new_text.signature.splitlines():
        words = line.strip().split()
        name_like = 1 < len(words) <= 4 and all(w[:1].isupper() and w.strip(".-").isalpha() for w in words)  # noqa: PLR2004 - first, middle, last, title
        if name_like and not _FORMULA.search(line):
            return " ".join(words)
    return ""


_FORMULA = re.compile(r"\b(?:grüße|grüßen|gruß|regards|wishes|sincerely|yours|thanks|dank)\b", re.IGNORECASE)
