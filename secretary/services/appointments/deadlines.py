"""Until when offered times are kept free: instants that a person would name.

Promises: a deadline is noon or the end of a working day of the office; where none lies early enough
it is a full hour. It lies before the first offered time.
Never does: end at night, on a holiday, or at 05:47.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.office import WorkingHours
from secretary.services.appointments.free.availability import works_on
from secretary.services.appointments.settings import AppointmentSettings

NOON = time(12)
LEAST = timedelta(hours=1)  # shorter than this nobody can answer
HALF_DAY, A_DAY = timedelta(hours=3), timedelta(hours=20)  # to answer after a reminder; before the first one
FAR_DAYS = 40  # a hold lasts 30 days at most (`hold_hours`)


def earliest_offer(now: datetime, hours: WorkingHours, settings: AppointmentSettings) -> datetime:
    """The first instant that may be offered: time to answer by a sensible deadline, then the notice."""
    notice, answer = timedelta(hours=settings.notice_hours), timedelta(hours=settings.answer_hours)
    return next((d for d in _deadlines(now, hours, settings) if d >= now + answer), now + answer) + notice


def hold_until(first: datetime, now: datetime, hours: WorkingHours, settings: AppointmentSettings) -> datetime:
    """When the offers lapse whose first time is `first`."""
    longest, notice = now + timedelta(hours=settings.hold_hours), timedelta(hours=settings.notice_hours)
    answer = timedelta(hours=settings.answer_hours)
    # Who was asked for a time very soon has less time to answer, and then the notice is shorter too.
    for least, before in ((answer, notice), (min(answer, HALF_DAY), notice), (LEAST, min(notice, HALF_DAY))):
        latest = min(longest, first - before)
        sensible = [d for d in _deadlines(now, hours, settings) if now + least <= d <= latest]
        if sensible:
            return max(sensible)
    return _full_hour(first, now, longest)


def nudge_at(until: datetime, now: datetime, hours: WorkingHours, settings: AppointmentSettings) -> datetime | None:
    """When to remind of offers that lapse at `until`: the morning that leaves half a day; None when too soon."""
    mornings = [m for m in _mornings(now, until, hours, settings) if m <= until - HALF_DAY]
    return mornings[-1] if mornings and mornings[-1] >= now + A_DAY else None


def next_morning(at: datetime, now: datetime, hours: WorkingHours, settings: AppointmentSettings) -> datetime:
    """The opening of the first working day at or after an instant: when a person would come back to it."""
    later = max(at, now)
    return next(_mornings(later, later + timedelta(days=FAR_DAYS), hours, settings), later)


def _mornings(
    first: datetime, last: datetime, hours: WorkingHours, settings: AppointmentSettings
) -> Iterator[datetime]:
    zone = ZoneInfo(hours.zone)
    day = first.astimezone(zone).date()
    while day <= last.astimezone(zone).date():
        if works_on(day, hours, settings):
            opens = datetime.combine(day, hours.spans[day.weekday()][0][0], zone).astimezone(UTC)
            if first <= opens <= last:
                yield opens
        day += timedelta(days=1)


def _full_hour(first: datetime, now: datetime, longest: datetime) -> datetime:
    """The first full hour that leaves time to answer and lies before the first offered time."""
    hour = (now + LEAST).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return min(hour, first, max(longest, now + LEAST))


def _deadlines(now: datetime, hours: WorkingHours, settings: AppointmentSettings) -> Iterator[datetime]:
    """Noons and ends of working days from now on, in order."""
    zone = ZoneInfo(hours.zone)
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=n) for n in range(FAR_DAYS)):
        if works_on(day, hours, settings):
            yield from (at for at in _of_day(day, hours, zone) if at > now)


def _of_day(day: date, hours: WorkingHours, zone: ZoneInfo) -> list[datetime]:
    spans = hours.spans[day.weekday()]
    closes = spans[-1][1]
    times = [NOON, closes] if spans[0][0] < NOON < closes else [closes]
    return [datetime.combine(day, t, zone).astimezone(UTC) for t in times]
