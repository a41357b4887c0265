"""When somebody can be met at all, as their calendar says it (VAVAILABILITY, RFC 7953).

Promises: pure and total. A component speaks for its own stretch of time only, and there all is busy that no
AVAILABLE of it leaves open; of components that overlap the one with the higher PRIORITY speaks alone (section 4).
Of equals a time is open where all of them leave it open, so that nobody is met whom one of them calls away.
Where no component speaks, nothing is shut. A component that cannot be read shuts nothing.
Never does: open what the office's hours shut.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event

from secretary.act.calendars import Source, expanded
from secretary.domain.event import Interval
from secretary.understand.ics import UNREADABLE, components_of
from secretary.understand.itip import instant_of, number_of, span_of, text_of, value_of

MAX_CHARS = 200_000  # of one text; a year of exceptions has some thousands
MAX_PARTS = 100  # components, and AVAILABLE in each, that are read
LOWEST = 10  # PRIORITY 0 says nothing, and so comes behind 9 (RFC 5545 section 3.8.1.9)
_COPIED = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
TENTATIVE = "BUSY-TENTATIVE"

Times = tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One component: for which time it speaks, and what it leaves open of it."""

    priority: int
    span: Interval
    open_times: Times


def unavailable(texts: Iterable[str], within: Interval, zone: str, *, tentative: bool = True) -> Times:
    """When somebody cannot be met, merged and in order, in UTC.

    `zone` is that of floating times; `tentative` tells whether BUSY-TENTATIVE shuts as well.
    """
    return combined((s for text in texts for s in _spoken(text, within, zone, tentative=tentative)), within)


def combined(spoken: Iterable[Spoken], within: Interval) -> Times:
    """What is shut once all have spoken, the highest PRIORITY first."""
    by_priority: dict[int, list[Spoken]] = defaultdict(list)
    for one in spoken:
        by_priority[one.priority].append(one)
    shut: Times = ()
    undecided: Times = (within,)
    for priority in sorted(by_priority):
        equals = by_priority[priority]
        closed = joined(t for one in equals for t in minus((one.span,), one.open_times))
        shut = joined((*shut, *common(closed, undecided)))
        undecided = minus(undecided, joined(one.span for one in equals))
    return shut


# --- sets of times ----------------------------------------------------------------------


def joined(times: Iterable[Interval]) -> Times:
    """The same time as few intervals that neither overlap nor touch."""
    found: list[Interval] = []
    for one in sorted(t for t in times if t.start < t.end):
        if found and one.start <= found[-1].end:
            found[-1] = Interval(found[-1].start, max(found[-1].end, one.end))
        else:
            found.append(one)
    return tuple(found)


def minus(times: Times, without: Times) -> Times:
    """What is left of the times, both joined."""
    left: list[Interval] = []
    for one in times:
        start = one.start
        for gap in without:
            if gap.end <= start or gap.start >= one.end:
                continue
            left.append(Interval(start, gap.start))
            start = gap.end
        left.append(Interval(start, one.end))
    return joined(left)


def common(some: Times, others: Times) -> Times:
    """What lies in both."""
    return joined(Interval(max(a.start, b.start), min(a.end, b.end)) for a in some for b in others if a.overlaps(b))


# --- the components ---------------------------------------------------------------------


def _spoken(text: str, within: Interval, zone: str, *, tentative: bool) -> list[Spoken]:
    if len(text) > MAX_CHARS or not text:
        return []
    try:
        found = components_of(text).walk("VAVAILABILITY")[:MAX_PARTS]
        known = [one for c in found if (one := _one(c, within, zone, tentative=tentative))]
    except UNREADABLE:
        return []
    return known


def _one(component: Component, within: Interval, zone: str, *, tentative: bool) -> Spoken | None:
    """One component as far as it speaks for the time that is asked about."""
    start = instant_of(value_of(component, "DTSTART"), ZoneInfo(zone))
    end = instant_of(value_of(component, "DTEND"), ZoneInfo(zone))
    if start is not None and end is None and "DURATION" in component:
        end = span_of(component, ZoneInfo(zone))[1]
    span = Interval(max(_utc(start) or within.start, within.start), min(_utc(end) or within.end, within.end))
    if span.start >= span.end:
        return None
    priority = number_of(component, "PRIORITY") or LOWEST
    if text_of(component, "BUSYTYPE").upper() == TENTATIVE and not tentative:
        return Spoken(priority, span, (span,))
    return Spoken(priority, span, common(_open(component, span, zone), (span,)))


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None


def _open(component: Component, span: Interval, zone: str) -> Times:
    """What its AVAILABLE leave open, series expanded like those of events."""
    by_uid: dict[str, Calendar] = {}
    for available in component.walk("AVAILABLE")[:MAX_PARTS]:
        event = Event()
        for name in _COPIED:
            if name in available:
                event[name] = available[name]
        uid = text_of(available, "UID")
        event.add("uid", uid)
        by_uid.setdefault(uid, Calendar()).add_component(event)
    source = Source("", zone)
    texts = (bytes(c.to_ical()).decode("utf-8") for c in by_uid.values())
    return joined(
        Interval(e.start.astimezone(UTC), e.end.astimezone(UTC)) for t in texts for e in expanded(t, span, "", source)
    )
