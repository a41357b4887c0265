"""Free time and its ranking: pure, exact to the minute, the same for the same input.

Promises: no slot overlaps a busy time or its buffer, begins before the notice has passed, leaves
the working hours, falls on a holiday, or repeats a rejected time. Scores are integers.
Never does: read a calendar or a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.domain.office import WorkingHours
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.settings import AppointmentSettings

GRID = timedelta(minutes=30)  # people meet at the full and the half hour
FINE_GRID = timedelta(minutes=15)  # short meetings may begin at a quarter
SHORT = timedelta(minutes=20)  # up to here the fine grid is used
SPACING = timedelta(hours=2)  # two offers closer than this are hardly a choice
NOON = time(12)

# Points; a day later costs one, so a preference outweighs some days and diversity outweighs all.
PER_DAY, FULL_HOUR, PER_WEIGHT, SAME_HALF, SAME_DAY, TOO_NEAR = -1, 1, 10, -60, -40, -100


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: how long, and when it suits those who have spoken so far."""

    length: timedelta
    allowed: tuple[Window, ...] = ()
    excluded: tuple[Interval, ...] = ()
    daily: tuple[DailyWindow, ...] = ()


def busy_times(events: Iterable[Event], ignore: frozenset[str] = frozenset()) -> tuple[Interval, ...]:
    """What blocks: opaque, not cancelled, not declined by its owner; TENTATIVE counts as busy."""
    return tuple(sorted(e.interval for e in events if e.uid not in ignore and _blocks(e)))


def _blocks(event: Event) -> bool:
    off = event.status is EventStatus.CANCELLED or event.own_partstat is Partstat.DECLINED
    return not (event.transparent or off) and event.end > event.start


@lru_cache(maxsize=64)
def holidays_of(region: str, year: int) -> frozenset[date]:
    """Public holidays of a region such as "DE-BW"; none for an empty or unknown one."""
    country, _, part = region.partition("-")
    try:
        return (
            frozenset(holidays.country_holidays(country, subdiv=part or None, years=year)) if country else frozenset()
        )
    except NotImplementedError:
        return frozenset()


def free_slots(
    wish: Wish, hours: WorkingHours, busy: Sequence[Interval], settings: AppointmentSettings, now: datetime
) -> tuple[Interval, ...]:
    """All slots that suit, in order of time, in UTC."""
    buffer = timedelta(minutes=settings.buffer_minutes)
    blocked = sorted((*(b.widened(buffer, buffer) for b in busy), *wish.excluded))
    earliest = now + timedelta(hours=settings.notice_hours)
    return tuple(
        slot
        for day in _days(hours, busy, settings, now)
        for slot in _starts(day, wish.length, hours)
        if slot.start >= earliest and _suits(slot, wish, hours.zone) and not any(slot.overlaps(b) for b in blocked)
    )


def _days(
    hours: WorkingHours, busy: Sequence[Interval], settings: AppointmentSettings, now: datetime
) -> Iterator[date]:
    """Working days within the horizon that are not full yet."""
    zone = ZoneInfo(hours.zone)
    first = now.astimezone(zone).date()
    for day in (first + timedelta(days=n) for n in range(settings.horizon_days + 1)):
        off = settings.holidays and day in holidays_of(hours.region, day.year)
        meetings = sum(b.start.astimezone(zone).date() == day for b in busy)
        if not off and meetings < settings.daily_max:
            yield day


def _starts(day: date, length: timedelta, hours: WorkingHours) -> Iterator[Interval]:
    """Slots on the grid inside the day's spans; local times that a clock change skips do not exist."""
    zone, grid = ZoneInfo(hours.zone), FINE_GRID if length <= SHORT else GRID
    for opens, closes in hours.spans.get(day.weekday(), ()):
        last = datetime.combine(day, closes, zone).astimezone(UTC)
        local = datetime.combine(day, opens)
        while local.date() == day and local.time() < closes:
            start = local.replace(tzinfo=zone).astimezone(UTC)
            if start.astimezone(zone).replace(tzinfo=None) == local and start + length <= last:
                yield Interval(start, start + length)
            local += grid


def _suits(slot: Interval, wish: Wish, zone: str) -> bool:
    if wish.allowed and not any(_inside(slot, w) for w in wish.allowed):
        return False
    wanted = [d for d in wish.daily if d.allowed]
    unwanted = [d for d in wish.daily if not d.allowed]
    if wanted and not any(_within_day(slot, d, zone) for d in wanted):
        return False
    return not any(_meets_day(slot, d, zone) for d in unwanted)


def _inside(slot: Interval, window: Window) -> bool:
    """Whole in the window; a window shorter than the meeting names its beginning."""
    if window.end - window.start < slot.length:
        return slot.start == window.start or window.start <= slot.start < window.end
    return window.start <= slot.start and slot.end <= window.end


def _local(slot: Interval, zone: str) -> tuple[datetime, datetime]:
    return slot.start.astimezone(ZoneInfo(zone)), slot.end.astimezone(ZoneInfo(zone))


def _within_day(slot: Interval, window: DailyWindow, zone: str) -> bool:
    start, end = _local(slot, zone)
    open_end = window.end in {time(), time.max}
    return (
        start.weekday() in window.weekdays and window.start <= start.time() and (open_end or end.time() <= window.end)
    )


def _meets_day(slot: Interval, window: DailyWindow, zone: str) -> bool:
    start, end = _local(slot, zone)
    open_end = window.end in {time(), time.max}
    return start.weekday() in window.weekdays and end.time() > window.start and (open_end or start.time() < window.end)


def score(slot: Interval, wish: Wish, zone: str, now: datetime) -> int:
    """How good a slot is by itself: early, on the hour, and as people said they prefer."""
    start = slot.start.astimezone(ZoneInfo(zone))
    windows = [w.weight for w in wish.allowed if _inside(slot, w)]
    windows += [d.weight for d in wish.daily if d.allowed and _within_day(slot, d, zone)]
    points = (start.date() - now.astimezone(ZoneInfo(zone)).date()).days * PER_DAY
    return points + (FULL_HOUR if start.minute == 0 else 0) + PER_WEIGHT * max(windows, default=0)


def choose(slots: Sequence[Interval], wish: Wish, zone: str, now: datetime, most: int) -> tuple[Interval, ...]:
    """The best few, spread over days and halves of days, in order of time."""
    chosen: list[Interval] = []
    left = [(score(s, wish, zone, now), s) for s in slots]
    while left and len(chosen) < most:
        best = max(left, key=lambda p: (p[0] + sum(_penalty(p[1], c, zone) for c in chosen), -p[1].start.timestamp()))
        chosen.append(best[1])
        left = [p for p in left if not p[1].overlaps(best[1])]
    return tuple(sorted(chosen))


def _penalty(slot: Interval, other: Interval, zone: str) -> int:
    a, b = slot.start.astimezone(ZoneInfo(zone)), other.start.astimezone(ZoneInfo(zone))
    if a.date() != b.date():
        return 0
    near = TOO_NEAR if abs(slot.start - other.start) < SPACING else 0
    return near + SAME_DAY + (SAME_HALF if (a.time() < NOON) == (b.time() < NOON) else 0)
