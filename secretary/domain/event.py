"""Calendar words as values: intervals, events, and calendar messages (RFC 5545, RFC 5546).

Promises: intervals are half-open, `[start, end)`, and aware; nothing here reads a clock.
Never does: parse or write iCalendar text; that is the room of the protocol.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from secretary.domain.address import Address


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Time from `start` (included) to `end` (excluded), both aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    def overlaps(self, other: Interval) -> bool:
        """Whether both share any time; touching ends do not."""
        return self.start < other.end and other.start < self.end

    def widened(self, before: timedelta, after: timedelta) -> Self:
        """The interval with a margin on each side."""
        return type(self)(self.start - before, self.end + after)


class Partstat(StrEnum):
    """Participation status of an Attendee (RFC 5545 section 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    TENTATIVE = "TENTATIVE"
    DELEGATED = "DELEGATED"


class EventStatus(StrEnum):
    """STATUS of a VEVENT (RFC 5545 section 3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Attendee:
    """One ATTENDEE of an event (RFC 5545 section 3.8.4.1).

    `delegated_to` and `delegated_from` are its parameters of that name (sections 3.2.5 and 3.2.4).
    """

    address: Address
    partstat: Partstat = Partstat.NEEDS_ACTION
    required: bool = True
    delegated_to: tuple[Address, ...] = ()
    delegated_from: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """One occurrence of a VEVENT as free time needs it: a series comes as many of these.

    `start` and `end` are aware; an all-day event runs from midnight to midnight in the
    calendar owner's zone. `etag` and `calendar` say which stored resource it came from.
    """

    uid: str
    start: datetime
    end: datetime
    summary: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    transparent: bool = False
    all_day: bool = False
    own_partstat: Partstat | None = None
    calendar: str = ""
    etag: str = ""
    sequence: int = 0
    location: str = ""
    description: str = ""
    organizer: Address | None = None
    attendees: tuple[Attendee, ...] = ()

    @property
    def interval(self) -> Interval:
        """When it takes place."""
        return Interval(self.start, self.end)


class Method(StrEnum):
    """iTIP methods (RFC 5546 section 1.4); "DECLINE-COUNTER" of some programs is DECLINECOUNTER."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    REPLY = "REPLY"
    ADD = "ADD"
    CANCEL = "CANCEL"
    REFRESH = "REFRESH"
    COUNTER = "COUNTER"
    DECLINECOUNTER = "DECLINECOUNTER"


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """What an iTIP message says about one event, or asks of free time (RFC 5546).

    `start`/`end` are None where the component has none; `raw` is the calendar text as it came.
    `recurrence_id` is the instant of the one date meant, "" for the whole; `onwards` tells that it means
    all later ones too (RANGE=THISANDFUTURE). `recurs` tells of a series, `free_busy` of a VFREEBUSY.
    `defects` tells what could not be read.
    """

    method: Method
    uid: str
    sequence: int = 0
    dtstamp: datetime | None = None
    recurrence_id: str = ""
    start: datetime | None = None
    end: datetime | None = None
    summary: str = ""
    location: str = ""
    comment: str = ""
    status: EventStatus | None = None
    organizer: Address | None = None
    attendees: tuple[Attendee, ...] = ()
    raw: str = ""
    defects: tuple[str, ...] = ()
    onwards: bool = False
    recurs: bool = False
    free_busy: bool = False

    @property
    def slot(self) -> Interval | None:
        """When it takes place; None where that is not said, or lasts no time."""
        if self.start is None or self.end is None or self.end <= self.start:
            return None
        return Interval(self.start, self.end)
