"""Working time: when an office is at work, and when so many of its hours are over.

Promises: pure and total; days are those of the office's zone, public holidays those of its region. Time in which
nobody works does not count, over daylight saving as well. An office without hours works always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.holidays import holidays_of
from secretary.domain.office import WorkingHours

FARTHEST = 400  # days looked through; an office that is closed for longer has no hours


def works_on(day: date, hours: WorkingHours) -> bool:
    """Whether it is a working day."""
    return bool(hours.spans.get(day.weekday())) and day not in holidays_of(hours.region, day.year)


def is_working(at: datetime, hours: WorkingHours) -> bool:
    """Whether somebody is at work at this instant."""
    return not _any(hours) or any(start <= at < end for start, end in _stretches(at, hours, days=1))


def after_hours(start: datetime, amount: timedelta, hours: WorkingHours) -> datetime:
    """When `amount` of working time is over from `start` on, in UTC terms of `start`'s own zone."""
    left = amount
    for opens, closes in _stretches(start, hours, days=FARTHEST):
        length = closes - max(opens, start)
        if length >= left:
            return max(opens, start) + left
        left -= max(length, timedelta())
    return start + amount


def next_start(at: datetime, hours: WorkingHours) -> datetime:
    """When somebody is at work next; the instant itself where somebody is."""
    if is_working(at, hours):
        return at
    return next((opens for opens, _ in _stretches(at, hours, days=FARTHEST) if opens > at), at)


def next_of(times: Iterable[time], after: datetime, hours: WorkingHours) -> datetime | None:
    """The first of these times of day on a working day behind an instant; None where there is none."""
    zone = ZoneInfo(hours.zone)
    first = after.astimezone(zone).date()
    wanted = sorted(times)
    for day in (first + timedelta(days=n) for n in range(FARTHEST if wanted else 0)):
        if works_on(day, hours) or not _any(hours):
            found = (datetime.combine(day, at, zone) for at in wanted)
            due = next((at for at in found if at > after), None)
            if due:
                return due
    return None


def _any(hours: WorkingHours) -> bool:
    return any(hours.spans.values())


def _stretches(at: datetime, hours: WorkingHours, *, days: int) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of working time from the day of an instant on, in order, in UTC."""
    zone, utc = ZoneInfo(hours.zone), ZoneInfo("UTC")
    first = at.astimezone(zone).date()
    for day in (first + timedelta(days=n) for n in range(days)):
        for opens, closes in hours.spans.get(day.weekday(), ()) if works_on(day, hours) else ():
            # In UTC, where the clocks never change.
            start, end = (datetime.combine(day, t, zone).astimezone(utc) for t in (opens, closes))
            if end > at:
                yield start, end
