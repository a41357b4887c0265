"""Times as people write them, as values: readings, windows, constraints.

Promises: every instant is aware; `end` is exclusive; a span gives offsets into the text read.
Never does: parse. The grammar is in `secretary.understand.when`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum


class TimeKind(StrEnum):
    """What an expression of time denotes."""

    INSTANT = "instant"
    INTERVAL = "interval"
    FROM = "from"
    UNTIL = "until"
    DURATION = "duration"
    SET = "set"


class Grain(StrEnum):
    """How fine an expression is, the finest first."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class TimeReading:
    """One way to read an expression.

    `start` is None for UNTIL and DURATION, `end` None for FROM, INSTANT and DURATION.
    `zone_said` tells whether the text named the zone. `contradiction` names what does not fit
    ("weekday": the named weekday is not that date's); it is reported, never repaired.
    `recurrence` is an RRULE value (RFC 5545 section 3.3.10) for a SET.
    """

    kind: TimeKind
    start: datetime | None
    end: datetime | None
    grain: Grain
    zone: str
    zone_said: bool
    span: tuple[int, int]
    text: str
    rules: tuple[str, ...]
    duration: timedelta | None = None
    recurrence: str = ""
    contradiction: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One expression in the text; several readings only where people really differ."""

    span: tuple[int, int]
    text: str
    readings: tuple[TimeReading, ...]

    @property
    def likeliest(self) -> TimeReading:
        """The first reading."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time that somebody allowed or excluded.

    `weight` is a preference: 0 plain, above 0 preferred, below 0 only if it must be.
    """

    start: datetime
    end: datetime
    text: str
    span: tuple[int, int]
    weight: int = 0


@dataclass(frozen=True, slots=True)
class DailyWindow:
    """A part of every day, or of every such weekday (0 = Monday), in the sender's zone."""

    start: time
    end: time
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)
    allowed: bool = True
    weight: int = 0
    text: str = ""
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a text says about when it suits: times that suit, times that do not, how long.

    No `allowed` and no `daily` entry means that nothing was said to narrow the search. `unread`
    are spans of time-like words that no reading covers.
    """

    allowed: tuple[Window, ...] = ()
    excluded: tuple[Window, ...] = ()
    daily: tuple[DailyWindow, ...] = ()
    duration: timedelta | None = None
    unread: tuple[tuple[int, int], ...] = ()
