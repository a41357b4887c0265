"""What understanding found in a Message.

Promises: every field says which rule and which words gave it (`Evidence`).
Never does: say more than was found; what could not be read is listed as unread.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from secretary.domain.address import Address
from secretary.domain.event import CalendarMessage
from secretary.domain.message import Message
from secretary.domain.when import Constraints, TimeExpression


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: the named rule, and the words or header that fired it."""

    rule: str
    words: str = ""


# --- the writer's own words -------------------------------------------------------------


class LineKind(StrEnum):
    """What a run of lines in a mail is."""

    TEXT = "text"
    QUOTE = "quote"
    INTRO = "intro"
    HEADER = "header"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines `first` to `last` (from 0, both included) of the mail's text, all of one kind."""

    kind: LineKind
    first: int
    last: int
    rule: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """An answer written under a quoted line, bound to that line."""

    quoted: str
    answer: str


@dataclass(frozen=True, slots=True)
class ForwardedMail:
    """The inner mail of a forwarded one, as far as its header block told."""

    from_: Address | None = None
    to: tuple[Address, ...] = ()
    date: datetime | None = None
    date_text: str = ""
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class NewText:
    """The writer's own words, and what stood around them."""

    text: str
    segments: tuple[Segment, ...] = ()
    inline: tuple[InlineAnswer, ...] = ()
    forwarded: tuple[ForwardedMail, ...] = ()
    signature: str = ""


# --- what kind of mail ------------------------------------------------------------------


class MailKind(StrEnum):
    """What kind of mail it is. Only PERSON and CALENDAR ever lead to an answer."""

    PERSON = "person"
    LIST = "list"
    NEWSLETTER = "newsletter"
    AUTO_REPLY = "auto-reply"
    OUT_OF_OFFICE = "out-of-office"
    BOUNCE = "bounce"
    RECEIPT = "receipt"
    CALENDAR = "calendar"
    NOTIFICATION = "notification"
    SPAM = "spam"


@dataclass(frozen=True, slots=True)
class Bounce:
    """One failed recipient of one of our mails (RFC 3464), as we wrote the address where that is told.

    `rule` says where the address was found: "delivery-status", "notice-line"…
    """

    recipient: Address
    permanent: bool
    status: str = ""
    original_message_id: str = ""
    diagnostic: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """What an out-of-office answer tells; the stand-in is information, never written to.

    A stand-in without an address has a name only. `evidence` gives the words for each.
    """

    back_on: datetime | None = None
    stand_in: tuple[Address, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class KindReading:
    """The kind with its evidence. "May be read" and "may be answered" are two questions."""

    kind: MailKind
    may_answer: bool
    evidence: tuple[Evidence, ...] = ()
    bounces: tuple[Bounce, ...] = ()
    absence: Absence | None = None


# --- who wrote it -----------------------------------------------------------------------


class Trust(StrEnum):
    """How sure it is that the From address wrote the mail (RFC 8601, RFC 7489)."""

    AUTHENTICATED = "authenticated"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent the mail, and how much that can be believed.

    `flags` names what looks wrong: "display-name-spoof", "reply-to-elsewhere", "lookalike"; the
    evidence of each stands behind that of the trust. `organisation` is the organisational domain.
    """

    address: Address
    answer_to: Address
    trust: Trust = Trust.UNKNOWN
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[str, ...] = ()
    organisation: str = ""


# --- what it says -----------------------------------------------------------------------


class Language(StrEnum):
    """Languages that templates exist for; everything else is OTHER."""

    DE = "de"
    EN = "en"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of the new text in one language, as an offset pair."""

    span: tuple[int, int]
    language: Language


@dataclass(frozen=True, slots=True)
class Intent:
    """One thing the writer wants, with the words that show it.

    `name` is dotted, lower case ("appointment.request", "invoice.question"); the negotiation
    acts are under "act." ("act.accept"). `span` is an offset pair in the new text; `argument`
    carries what belongs to it (a number of an offer, a person, a place).
    """

    name: str
    words: str
    span: tuple[int, int]
    rule: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was understood of one Message.

    `wants_human`: the writer's own words hold the word that always brings a person.
    """

    message: Message
    new_text: NewText
    kind: KindReading
    sender: Sender
    language: Language
    language_evidence: Evidence
    intents: tuple[Intent, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    constraints: Constraints | None = None
    calendar: tuple[CalendarMessage, ...] = ()
    unread: tuple[str, ...] = ()
    formal: bool = True
    wants_human: bool = False
    signature_name: str = ""
    notes: tuple[Evidence, ...] = field(default=())
    languages: tuple[LanguageSpan, ...] = ()

    def has_intent(self, name: str) -> bool:
        """Whether an intent, or one below it ("appointment" covers "appointment.move"), is there."""
        return any(i.name == name or i.name.startswith(name + ".") for i in self.intents)
