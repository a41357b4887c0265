"""What a decision may order: actions as values (RFC 5228 names for filing).

Promises: an action says all that is needed to do it, and nothing of how.
Never does: anything. `compose` turns actions into effects, `act` carries those out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from secretary.domain.address import Address
from secretary.domain.event import Interval, Method
from secretary.domain.lesson import Rewording


class FolderRole(StrEnum):
    """Folders that the secretary knows by their purpose; names are the office's choice."""

    INBOX = "inbox"
    HANDLED = "handled"
    REVIEW = "review"
    DRAFTS = "drafts"
    SENT = "sent"
    QUARANTINE = "quarantine"
    SPAM = "spam"
    DONE = "done"
    APPROVE = "approve"
    REJECT = "reject"
    BACK = "back"
    TEACH = "teach"


class EscalationReason(StrEnum):
    """Why a person must look. Each has a sentence in both languages in the cover note."""

    UNCLEAR = "unclear"
    UNCLEAR_DATE = "unclear-date"
    UNKNOWN_SENDER = "unknown-sender"
    NOT_AUTHENTICATED = "not-authenticated"
    WANTS_HUMAN = "wants-human"
    MONEY = "money"
    COMPLAINT = "complaint"
    LEGAL = "legal"
    LIMIT = "limit"
    LOOP = "loop"
    UNDELIVERABLE = "undeliverable"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    NO_RULE = "no-rule"
    RULE = "rule"
    SUGGESTION = "suggestion"
    NEGOTIATION = "negotiation"
    CALENDAR = "calendar"
    MAY_HAVE_BEEN_SENT = "may-have-been-sent"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Invitation:
    """An iMIP part to send along: the calendar text, checked before it leaves (RFC 6047)."""

    method: Method
    ics: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A mail from a template. Without `to` it answers the mail at hand, in its thread.

    `data` holds what the template may show, plain values only (str, int, bool, datetime, date,
    tuple/list and dict of those, and the value objects that a service documents): an allow-list,
    so that nothing private can slip out. `language` "" means that of the person written to.
    Outsiders get the listed names of it only (`secretary.act.compose.outward`). `said` are values that
    the operator's own rule gives, under whatever names.
    `new_thread` starts a thread of its own, with the template's subject. `choices` lets the reader
    take a numbered line with one tap, in the HTML part.
    """

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    language: str = ""
    new_thread: bool = False
    invitation: Invitation | None = None
    choices: bool = False
    said: Mapping[str, str | int | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forward:
    """Send the mail on, whole, as message/rfc822, with a note from `template`."""

    to: tuple[Address, ...]
    template: str = "forward"


@dataclass(frozen=True, slots=True)
class FileInto:
    """Move the mail to a folder: a FolderRole's value or a folder name."""

    folder: str


@dataclass(frozen=True, slots=True)
class Flag:
    r"""Set an IMAP keyword or system flag ("\Flagged", "$Important")."""

    flag: str


@dataclass(frozen=True, slots=True)
class Escalate:
    """Put the case before a person, with the reason, what is suggested, and a ready draft.

    `orders` are words of the building block that it carries out when the note is answered with them.
    """

    reason: EscalationReason
    detail: str = ""
    suggestions: tuple[str, ...] = ()
    draft: Answer | None = None
    orders: tuple[str, ...] = ()


OVERDUE = "overdue"  # the timer of how long a case may wait for a person
REMINDER = "reminder"  # the timer of the house itself; building blocks name theirs otherwise


@dataclass(frozen=True, slots=True)
class Remind:
    """Bring the case back to a person after a time, unless it was settled before."""

    after: timedelta
    note: str = ""


class Ending(StrEnum):
    """How a person settled a case, as far as is known.

    APPROVED is the draft that lay ready, sent as it was; EDITED another letter than that draft, ANSWERED a
    letter where none lay ready; FILED is nothing written, HANDED_OVER the mail passed on to somebody.
    """

    UNSAID = ""
    APPROVED = "approved"
    EDITED = "edited"
    ANSWERED = "answered"
    FILED = "filed"
    HANDED_OVER = "handed-over"


LETTERS = frozenset({Ending.APPROVED, Ending.EDITED, Ending.ANSWERED})  # with which a person writes


@dataclass(frozen=True, slots=True)
class Close:
    """A person has settled the case: its mails leave the folders for people, its reminder goes.

    `folder` is where its mails go, a FolderRole's value or a name; `to` are those whom it was handed over to;
    `changes` are what the person made of paragraphs of the draft, in terms of its template.
    """

    ending: Ending = Ending.UNSAID
    folder: str = FolderRole.HANDLED.value
    to: tuple[Address, ...] = ()
    changes: tuple[Rewording, ...] = ()


@dataclass(frozen=True, slots=True)
class Ignore:
    """Nothing to do, and that is on record."""


@dataclass(frozen=True, slots=True)
class Engage:
    """Hand the mail to a building block: `service` "appointments", `request` what it shall do."""

    service: str
    request: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PutEvent:
    """Write one event. `ics` is a whole VCALENDAR without METHOD (RFC 4791 section 4.1).

    Without `etag` it must not exist yet (If-None-Match: *), with one it must be unchanged
    (If-Match); "*" overwrites whatever is there. `guard` is the time that must be free in all
    of `guard_calendars`, read right before and checked right after; events with a UID in
    `guard_ignores` (the case's own holds) do not count. A guard that fails undoes the write.
    """

    calendar: str
    uid: str
    ics: str
    etag: str = ""
    guard: Interval | None = None
    guard_calendars: tuple[str, ...] = ()
    guard_ignores: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteEvent:
    """Remove one event of ours; "already gone" is success."""

    calendar: str
    uid: str


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake the case's service at a time; the same name again replaces it. `note` is told with it.

    With `first` one that stands already is kept.

    `case` is another case of the same office and building block, "" the case at hand: so one case gives
    an order to others, in one transaction with its own step.
    """

    name: str
    at: datetime
    note: str = ""
    case: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class DropTimer:
    """Forget a timer; one that does not exist is fine. `case` as in SetTimer."""

    name: str
    case: str = ""


Action = (
    Answer
    | Forward
    | FileInto
    | Flag
    | Escalate
    | Remind
    | Close
    | Ignore
    | Engage
    | PutEvent
    | DeleteEvent
    | SetTimer
    | DropTimer
)
