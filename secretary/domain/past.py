"""What is on record of a mail and of how it ended: what a rule may be taught from.

Promises: no word of the mail but its subject; the rest is what was understood of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretary.domain.action import Ending
from secretary.domain.address import Address
from secretary.domain.reading import MailKind, Reading, Trust


@dataclass(frozen=True, slots=True)
class Way:
    """How a mail ended.

    ANSWERED with a template ("" for words of a person's own), FILED into a folder, HANDED_OVER to an address key.
    """

    ending: Ending
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What rules may ask of a mail on record."""

    author: Address
    subject: str
    kind: MailKind
    trust: Trust
    intents: tuple[str, ...] = ()


def facts_of(reading: Reading) -> Facts:
    """What of a mail goes on record."""
    names = tuple(dict.fromkeys(intent.name for intent in reading.intents))
    return Facts(reading.sender.address, reading.message.subject, reading.kind.kind, reading.sender.trust, names)


@dataclass(frozen=True, slots=True)
class Past:
    """A mail on record; `way` is None while nobody knows how it ends, or how a person settled it.

    `rule` ordered what was done first; `by_house` says that no rule of the office was asked at all.
    """

    digest: str
    message_id: str
    case: str
    at: datetime
    facts: Facts
    rule: str = ""
    by_house: bool = False
    way: Way | None = None
    by_person: bool = False
