"""What shall be true of the world: effects as rows of the outbox, safe to repeat.

Promises: `key` is derived from what the effect is for, so the same decision recorded twice gives
one row; the bytes of a mail and its Message-ID are fixed here, never at sending.
Never does: know a server. An effect says what shall stand, an adapter makes it so.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from secretary.domain.event import Interval


class EffectState(StrEnum):
    """queued → transmitting → sent | refused | unknown.

    TRANSMITTING: begun; safe to do again after a crash. UNKNOWN: a mail from the moment in which it
    is handed over until the server's answer; resolved by looking, never by doing it again blindly.
    SENT: it stands. REFUSED: it does not, and somebody is told.
    """

    QUEUED = "queued"
    TRANSMITTING = "transmitting"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class MailClass(StrEnum):
    """Who decided that this mail leaves (RFC 3834 section 5: Auto-Submitted)."""

    AUTO_REPLIED = "auto-replied"
    AUTO_GENERATED = "auto-generated"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class MessageRef:
    """Where a mail lies in the mailbox. A Uid is never without its UidValidity (RFC 9051 2.3.1)."""

    folder: str
    uidvalidity: int
    uid: int
    digest: str
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class SendMail:
    """One mail to transmit: the finished bytes, the SMTP envelope, and what limits need.

    `envelope_from` is "" for the null return path. `thread` is the case id, `template` the name
    that the limit per template counts. A `conversation` is led by a building block that limits its
    own rounds: the same template and further turns are its nature, the limit per day still holds.
    """

    raw: bytes
    message_id: str
    envelope_from: str
    envelope_to: tuple[str, ...]
    mail_class: MailClass
    template: str = ""
    subject: str = ""
    internal: bool = False
    conversation: bool = False


@dataclass(frozen=True, slots=True)
class FileMessage:
    """Move a mail into a folder (given by role value or name); gone already is a normal end."""

    ref: MessageRef
    folder: str


@dataclass(frozen=True, slots=True)
class GatherMessages:
    """Move the mails of a case out of `source`, wherever in it they lie by now; none there is a normal end.

    `mails` are (digest, Message-ID); the digest is "" for mails of our own, which the ID alone tells.
    """

    source: str
    folder: str
    mails: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FlagMessage:
    """Set a flag on a mail."""

    ref: MessageRef
    flag: str


@dataclass(frozen=True, slots=True)
class AppendMessage:
    """Put a mail of our own into a folder; found by its Message-ID before it is put again."""

    folder: str
    raw: bytes
    message_id: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreEvent:
    """Write an event; see `secretary.domain.action.PutEvent` for the meaning of the fields."""

    calendar: str
    uid: str
    ics: str
    etag: str = ""
    guard: Interval | None = None
    guard_calendars: tuple[str, ...] = ()
    guard_ignores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveEvent:
    """Remove an event of ours; gone already is success."""

    calendar: str
    uid: str


Deed = SendMail | FileMessage | GatherMessages | FlagMessage | AppendMessage | StoreEvent | RemoveEvent


@dataclass(frozen=True, slots=True)
class Effect:
    """One row of the outbox: a deed for a case. `service` is told when it has settled."""

    key: str
    office: str
    case: str
    deed: Deed
    service: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """How an effect ended, for the service that ordered it.

    `reason` is a short machine word ("busy", "exists", "gone", "limit", "form", "address",
    "rejected", "gave-up", "unknown", ""), `detail` a sentence for people, `etag` the new entity tag
    of a stored event. UNKNOWN without a reason is still being looked for.
    """

    key: str
    deed: Deed
    state: EffectState
    reason: str = ""
    detail: str = ""
    etag: str = ""


_ANSWERED = re.compile(
    r"\s*(?:(?:re|aw|antw|fwd?|wg|sv|vs|tr|r)\s*(?:\[\d+\])?\s*:|\[[^\[\]]{0,40}\])\s*", re.IGNORECASE
)


def subject_key(subject: str) -> str:
    """A subject without the prefixes that answering and forwarding put before it, for limits only."""
    rest = subject[:500]
    while found := _ANSWERED.match(rest):
        rest = rest[found.end() :]
    return " ".join(rest.casefold().split())


def effect_key(*parts: str) -> str:
    """A unique key from what the effect is for: office, case, cause, kind, ordinal."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def message_id_for(key: str, domain: str) -> str:
    """The Message-ID of the mail with this effect key (RFC 5322 section 3.6.4)."""
    return f"<sec.{key}@{domain}>"
