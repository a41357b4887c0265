"""A series as it stands in a calendar, compared with the one on record.

Promises: pure and total. What a person did to single dates in their own calendar program is told: taken out
(EXDATE, a cancelled date, an earlier end), or set to another time (RECURRENCE-ID). What cannot be told by
single dates, as another rule or a date added, is None: for a person.
Never does: guess which date became which; that is said by the RECURRENCE-ID alone (RFC 5545 section 3.8.4.4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Component

from secretary.domain.event import EventStatus, Interval
from secretary.services.appointments.calendar.series import MAX_DATES, Occurrence, Series
from secretary.understand.ics import UNREADABLE, components_of
from secretary.understand.itip import instant_of, span_of, text_of, value_of


@dataclass(frozen=True, slots=True)
class ByHand:
    """What was done to single dates: `gone`, and `moved` to another time."""

    gone: tuple[Occurrence, ...] = ()
    moved: tuple[tuple[Occurrence, Interval], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything was done."""
        return bool(self.gone or self.moved)

    def __str__(self) -> str:
        """The same for the same changes: to see whether they still stand at a second look."""
        gone = (d.begins.isoformat() for d in self.gone)
        moved = (f"{d.begins.isoformat()}>{s.start.isoformat()}/{s.end.isoformat()}" for d, s in self.moved)
        return f"dates {' '.join((*gone, *moved))}"


def by_hand(text: str, series: Series, dates: Sequence[Occurrence]) -> ByHand | None:
    """What the stored text says otherwise of these dates; None where it is more than that."""
    there = dates_of(text)
    known = {b.astimezone(UTC) for b in series.begins() if b.date() not in series.skipped}
    if there is None or not there.keys() <= known:
        return None
    gone = tuple(d for d in dates if d.begins not in there)
    moved = tuple((d, there[d.begins]) for d in dates if d.begins in there and there[d.begins] != d.slot)
    return ByHand(gone, moved)


def dates_of(text: str) -> Mapping[datetime, Interval] | None:
    """When each date of a stored series takes place, by its RECURRENCE-ID in UTC; None where that cannot be read."""
    try:
        events = components_of(text).walk("VEVENT")
        (whole,) = (e for e in events if "RECURRENCE-ID" not in e)
        start, end = span_of(whole, UTC)
        if start is None or end is None or "RRULE" not in whole or "RDATE" in whole:
            return None
        out = {m.astimezone(UTC) for m in _moments(whole.get("EXDATE")) if isinstance(m, datetime)}
        rule = rrulestr(_rule(whole), dtstart=start)
        begins = (b.astimezone(UTC) for b in rule.xafter(start, count=2 * MAX_DATES, inc=True))
        found = {b: Interval(b, b + (end - start)) for b in begins if b not in out}
        return _with_overrides(events, found) if _stands(whole) else {}
    except UNREADABLE:
        return None


def _with_overrides(events: Iterable[Component], found: dict[datetime, Interval]) -> dict[datetime, Interval]:
    for event in events:
        begins = instant_of(value_of(event, "RECURRENCE-ID"), UTC)
        start, end = span_of(event, UTC)
        if begins is None or start is None or end is None:
            continue
        if _stands(event):
            found[begins.astimezone(UTC)] = Interval(start.astimezone(UTC), end.astimezone(UTC))
        else:
            found.pop(begins.astimezone(UTC), None)
    return found


def _rule(whole: Component) -> str:
    rule: Any = whole["RRULE"]
    return bytes(rule.to_ical()).decode("utf-8")


def _stands(event: Component) -> bool:
    return text_of(event, "STATUS").upper() != EventStatus.CANCELLED


def _moments(held: object) -> list[Any]:
    lines: list[Any] = held if isinstance(held, list) else [] if held is None else [held]
    return [moment.dt for one in lines for moment in one.dts]
