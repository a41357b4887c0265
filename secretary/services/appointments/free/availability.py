"""Free time: pure, exact to the minute, the same for the same input.

Promises: no slot overlaps a busy time or the gap kept around it, begins before the earliest
instant, leaves the working hours, falls on a holiday or into hours kept free, lies outside of
what is known of another party's hours, or repeats a rejected time.
Never does: read a calendar or a clock, or prefer one slot to another.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from secretary.domain.event import Event, EventStatus, Interval, Partstat
from secretary.domain.holidays import holidays_of
from secretary.domain.office import WorkingHours
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.free.places import HERE, place_of, way
from secretary.services.appointments.free.suits import Suits
from secretary.services.appointments.settings import AppointmentSettings

A_DAY = timedelta(hours=26)  # the longest one, and an hour more, since clocks change
GRID = timedelta(minutes=30)  # people meet at the full and the half hour
FINE_GRID = timedelta(minutes=15)  # short meetings may begin at a quarter
SHORT = timedelta(minutes=20)  # up to here the fine grid is used
OWN_UID = "secretary-"  # how the UIDs of our own events begin
_MIDNIGHTS = frozenset({time(), time.max})
_START = attrgetter("start")

Spans = Mapping[int, tuple[tuple[time, time], ...]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: how long, and when.

    `excluded` are times that were refused or are taken. `near` is the time that a meeting is moved
    away from: the new one shall not be far. `theirs` is what suits each of the parties, with the zone of their
    clock ("": the office's); a time suits when it suits all of them.
    """

    length: timedelta
    allowed: tuple[Window, ...] = ()
    excluded: tuple[Interval, ...] = ()
    daily: tuple[DailyWindow, ...] = ()
    near: datetime | None = None
    theirs: tuple[tuple[Suits, str], ...] = ()

    @property
    def windows(self) -> tuple[Window, ...]:
        """All that anybody named as possible."""
        return (*self.allowed, *(w for suits, _ in self.theirs for w in suits.allowed))


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for everybody: hours, gaps and notice of the office, hours and holidays of the others.

    `place` is where the meeting shall be, as `places.place_of` gives it; `shut` are times outside of all hours.
    """

    hours: WorkingHours
    settings: AppointmentSettings
    earliest: datetime
    others: tuple[WorkingHours, ...] = ()
    place: str = HERE
    shut: tuple[Interval, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The principal's zone."""
        return ZoneInfo(self.hours.zone)


def busy_events(
    events: Iterable[Event], settings: AppointmentSettings, ignore: frozenset[str] = frozenset()
) -> tuple[Event, ...]:
    """What blocks: opaque, not cancelled, not declined by its owner; the rest is the office's choice."""
    return tuple(e for e in events if e.uid not in ignore and _blocks(e, settings))


def _blocks(event: Event, settings: AppointmentSettings) -> bool:
    off = event.status is EventStatus.CANCELLED or event.own_partstat is Partstat.DECLINED
    if event.transparent or off or event.end <= event.start:
        return False
    if event.uid.startswith(OWN_UID):  # what is offered to one party is never offered to another
        return True
    tentative = event.status is EventStatus.TENTATIVE or event.own_partstat is Partstat.TENTATIVE
    return not (tentative and settings.tentative == "free") and not (event.all_day and settings.all_day == "free")


def blocked_times(events: Iterable[Event], settings: AppointmentSettings, place: str = HERE) -> tuple[Interval, ...]:
    """Busy times with the gap kept around them for a meeting at `place`, merged and in order.

    gap = max(buffer, the way from one place to the other).
    """
    buffer = timedelta(minutes=settings.buffer_minutes)
    gaps: dict[str, timedelta] = {}  # thousands of events share few locations
    found = []
    for event in events:
        gap = gaps.get(event.location)
        if gap is None:
            gap = gaps[event.location] = max(buffer, way(place_of(event.location, settings), place, settings))
        found.append(Interval(event.start - gap, event.end + gap))
    return merged(found)


def merged(times: Iterable[Interval]) -> tuple[Interval, ...]:
    """The same time as few intervals that neither overlap nor touch."""
    found: list[Interval] = []
    for one in sorted(times, key=_START):
        if not found or found[-1].end < one.start:
            found.append(one)
        elif found[-1].end < one.end:
            found[-1] = Interval(found[-1].start, one.end)
    return tuple(found)


def works_on(day: date, hours: WorkingHours, settings: AppointmentSettings) -> bool:
    """Whether the office is open on a day."""
    return bool(hours.spans.get(day.weekday())) and not (
        settings.holidays and day in holidays_of(hours.region, day.year)
    )


def free_slots(wish: Wish, terms: Terms, events: Sequence[Event]) -> tuple[Interval, ...]:
    """All slots that suit, in order of time, in UTC. `events` are busy."""
    blocked = merged((*blocked_times(events, terms.settings, terms.place), *wish.excluded))
    starts = [b.start for b in blocked]
    return tuple(
        slot
        for day in _days(wish, terms, events)
        for slot in candidates(day, wish, terms)
        if slot.start >= terms.earliest and not unsuited(slot, wish, terms) and not _is_blocked(slot, blocked, starts)
    )


def _is_blocked(slot: Interval, blocked: Sequence[Interval], starts: Sequence[datetime]) -> bool:
    """Whether the last busy time that begins before the slot's end reaches into it."""
    before = bisect_right(starts, slot.end) - 1
    return any(slot.overlaps(blocked[i]) for i in (before, before - 1) if i >= 0)


def _days(wish: Wish, terms: Terms, events: Sequence[Event]) -> Iterator[date]:
    """Working days to look at that are not full yet."""
    first = terms.earliest.astimezone(terms.zone).date()
    load = meetings_per_day(events, terms.zone)
    for day in (first + timedelta(days=n) for n in range(horizon(wish, terms) + 1)):
        if works_on(day, terms.hours, terms.settings) and load[day] < terms.settings.daily_max:
            yield day


def meetings_per_day(events: Iterable[Event], zone: ZoneInfo) -> Counter[date]:
    """How many events begin on each day of the zone; whole days are no meetings."""
    return Counter([e.start.astimezone(zone).date() for e in events if not e.all_day])


def horizon(wish: Wish, terms: Terms) -> int:
    """How many days to look ahead: further than usual only where somebody named a later time."""
    named = max((w.end for w in wish.windows), default=terms.earliest) - terms.earliest
    return min(max(terms.settings.horizon_days, named.days + 1), terms.settings.horizon_max_days)


def candidates(day: date, wish: Wish, terms: Terms) -> Iterator[Interval]:
    """Slots inside the day's hours: on the grid, and the exact times that somebody named."""
    midnight = datetime.combine(day, time(), terms.zone)
    shut = [one for one in terms.shut if one.overlaps(Interval(midnight, midnight + A_DAY))]
    for opens, closes in terms.hours.spans.get(day.weekday(), ()):
        last = datetime.combine(day, closes, terms.zone).astimezone(UTC)
        for start in sorted({*_grid(day, opens, closes, wish.length, terms.zone), *_named(day, opens, wish, terms)}):
            slot = Interval(start, start + wish.length)
            if slot.end <= last and not any(slot.overlaps(one) for one in shut):
                yield slot


def _grid(day: date, opens: time, closes: time, length: timedelta, zone: ZoneInfo) -> Iterator[datetime]:
    """Full and half hours; local times that a clock change skips do not exist."""
    step = FINE_GRID if length <= SHORT else GRID
    local = datetime.combine(day, opens)
    while local.date() == day and local.time() < closes:
        start = local.replace(tzinfo=zone).astimezone(UTC)
        if start.astimezone(zone).replace(tzinfo=None) == local:
            yield start
        local += step


def _named(day: date, opens: time, wish: Wish, terms: Terms) -> Iterator[datetime]:
    for window in wish.windows:
        local = window.start.astimezone(terms.zone)
        if is_exact(window, wish.length) and local.date() == day and local.time() >= opens:
            yield window.start.astimezone(UTC)


def is_exact(window: Window, length: timedelta) -> bool:
    """Whether a window names the beginning of a meeting and not a stretch of time."""
    return window.end - window.start <= length


def unsuited(slot: Interval, wish: Wish, terms: Terms) -> str:
    """Why a time does not suit, whatever stands in the calendars: "unwished", "focus", "elsewhere"; "" if it does."""
    if not _is_wished(slot, wish, terms.hours.zone):
        return "unwished"
    if _in_focus(slot, terms):
        return "focus"
    return "" if all(is_open(slot, hours) for hours in terms.others) else "elsewhere"


def _is_wished(slot: Interval, wish: Wish, zone: str) -> bool:
    own = Suits(wish.allowed, daily=wish.daily)
    return all(is_suited(slot, suits, theirs or zone) for suits, theirs in ((own, zone), *wish.theirs))


def is_suited(slot: Interval, suits: Suits, zone: str) -> bool:
    """Whether a time suits somebody; `zone` is that of their clock."""
    if suits.allowed and not any(is_inside(slot, w) for w in suits.allowed):
        return False
    if any(e.start < slot.end and slot.start < e.end for e in suits.excluded):
        return False
    wanted = [d for d in suits.daily if d.allowed]
    if wanted and not any(is_within_day(slot, d, zone) for d in wanted):
        return False
    return not any(_meets_day(slot, d, zone) for d in suits.daily if not d.allowed)


def is_inside(slot: Interval, window: Window) -> bool:
    """Whole in the window; a window no longer than the meeting names its beginning."""
    if is_exact(window, slot.length):
        return slot.start == window.start
    return window.start <= slot.start and slot.end <= window.end


def _local(slot: Interval, zone: str) -> tuple[datetime, datetime]:
    return slot.start.astimezone(ZoneInfo(zone)), slot.end.astimezone(ZoneInfo(zone))


def is_within_day(slot: Interval, window: DailyWindow, zone: str) -> bool:
    """Whether the slot lies in a part of the day; an end at midnight is open."""
    start, end = _local(slot, zone)
    ends = window.end in _MIDNIGHTS or (end.time() <= window.end and end.date() == start.date())
    return start.weekday() in window.weekdays and window.start <= start.time() and ends


def _meets_day(slot: Interval, window: DailyWindow, zone: str) -> bool:
    start, end = _local(slot, zone)
    begins = window.end in _MIDNIGHTS or start.time() < window.end
    return start.weekday() in window.weekdays and end.time() > window.start and begins


def _in_focus(slot: Interval, terms: Terms) -> bool:
    """Whether it falls into hours that the office keeps for work without meetings."""
    start, end = _local(slot, terms.hours.zone)
    kept = terms.settings.focus_spans().get(start.weekday(), ())
    return any(start.time() < closes and opens < end.time() for opens, closes in kept)


def is_open(slot: Interval, hours: WorkingHours) -> bool:
    """Whether one of the others can be met then: in their hours, on their clock, and on no holiday of theirs."""
    start, end = _local(slot, hours.zone)
    spans = hours.spans.get(start.weekday(), ())
    met = any(opens <= start.time() and end.time() <= closes for opens, closes in spans)
    return met and start.date() == end.date() and start.date() not in holidays_of(hours.region, start.year)
