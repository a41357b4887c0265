"""One week of a principal as a picture and as a list: busy, held, offered, booked. Pure.

Promises: of a busy time nothing but the time; days and hours are those of the principal's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.office import WorkingHours
from secretary.ledger.engaged import Engaged
from secretary.services.appointments.state import Booking, HoldState, State

DAYS = 7
OPENS, CLOSES = 7, 20  # hours that the picture shows; what lies outside stands in the list only
COLUMN, HOUR = 110, 20  # of a day and of an hour, in units of the drawing
MINUTE = timedelta(minutes=1)
_NO_HOURS = WorkingHours("UTC", {})


@dataclass(frozen=True, slots=True)
class Entry:
    """A time that is taken: `kind` is "busy", "held" or "booked". `suits` names who has said yes to an offer."""

    kind: str
    slot: Interval
    case: str = ""
    party: str = ""
    number: int = 0
    suits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the picture, in its units."""

    kind: str
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list tells it: the local times of this day, "" for the whole of it."""

    entry: Entry
    times: str


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day with its lines; `hours` are the working hours, "" on a day off; `holiday` is the name of a public one."""

    date: date
    hours: str
    lines: tuple[Line, ...]
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    days: tuple[WeekDay, ...]
    boxes: tuple[Box, ...] = field(repr=False)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span_of(monday: date, zone: str) -> Interval:
    """The week from midnight to midnight."""
    first = datetime.combine(monday, time(), ZoneInfo(zone))
    return Interval(first, datetime.combine(monday + timedelta(days=DAYS), time(), ZoneInfo(zone)))


def entries_of(negotiated: Iterable[tuple[Engaged, State]]) -> Iterator[Entry]:
    """What negotiations keep or have booked."""
    for one, state in negotiated:
        for offer in state.open_offers:
            said = tuple(p.address.display_name or p.address.addr_spec for p in state.parties if offer.number in p.yes)
            yield Entry("held", offer.slot, one.case, one.party, offer.number, said)
        if state.booked:
            yield Entry("booked", state.booked.slot, one.case, one.party)


def uids_of(negotiated: Iterable[tuple[Engaged, State]]) -> frozenset[str]:
    """The events that negotiations have written themselves."""
    return frozenset(uid for _, state in negotiated for uid in _uids(state))


def _uids(state: State) -> Iterator[str]:
    yield from (offer.uid for offer in state.offers if offer.state is not HoldState.GONE)
    written: tuple[Booking | None, ...] = (state.booked, state.wanted)
    yield from (booking.uid for booking in written if booking)


def week(
    monday: date,
    hours: WorkingHours,
    entries: Iterable[Entry],
    holidays: Mapping[date, str] | None = None,
    *,
    kept: bool = True,
) -> Week:
    """The week in the zone of the working hours; nobody works on `holidays` where they are `kept`."""
    known, free = sorted(entries, key=lambda entry: entry.slot), holidays or {}
    dates = [monday + timedelta(days=n) for n in range(DAYS)]
    open_ = {day: _NO_HOURS if kept and day in free else hours for day in dates}
    days = tuple(
        WeekDay(day, _hours(day, open_[day]), tuple(_lines(day, hours.zone, known)), free.get(day, "")) for day in dates
    )
    working = (box for n, day in enumerate(dates) for box in _working(n, day, open_[day]))
    taken = (box for n, day in enumerate(dates) for e in known for box in _box(e.kind, n, _on(day, hours.zone, e.slot)))
    return Week(days, (*working, *taken))


def _hours(day: date, hours: WorkingHours) -> str:
    return ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in hours.spans.get(day.weekday(), ()))


def _working(column: int, day: date, hours: WorkingHours) -> Iterator[Box]:
    for opens, closes in hours.spans.get(day.weekday(), ()):
        local = datetime.combine(day, opens), datetime.combine(day, closes)
        yield from _box("working", column, local)


def _on(day: date, zone: str, slot: Interval) -> tuple[datetime, datetime] | None:
    """The part of a time that lies on a day, by its clock; None where none does."""
    start, end = (at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in (slot.start, slot.end))
    midnight = datetime.combine(day, time())
    start, end = max(start, midnight), min(end, midnight + timedelta(days=1))
    return (start, end) if start < end else None


def _lines(day: date, zone: str, entries: Iterable[Entry]) -> Iterator[Line]:
    for entry in entries:
        part = _on(day, zone, entry.slot)
        if part:
            whole = part[1] - part[0] >= timedelta(days=1)
            yield Line(entry, "" if whole else f"{part[0]:%H:%M}–{part[1]:%H:%M}")


def _box(kind: str, column: int, part: tuple[datetime, datetime] | None) -> Iterator[Box]:
    if part is None:
        return
    midnight = datetime.combine(part[0].date(), time())
    top, bottom = (min(max((at - midnight) / MINUTE / 60, OPENS), CLOSES) for at in part)
    if top < bottom:
        yield Box(kind, column * COLUMN, (top - OPENS) * HOUR, (bottom - top) * HOUR)
