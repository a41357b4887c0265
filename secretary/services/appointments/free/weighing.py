"""Which times were weighed for an offer, and why the others fell out; kept with the negotiation, to be told.

Promises: pure; a time without a reason to fall out is free in the sense of `availability`, and the other way
round. Times and reasons only: what stands in a calendar is never named. Bounded in size.
Never does: choose.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from secretary.domain.event import Event, Interval
from secretary.domain.holidays import holidays_of
from secretary.services.appointments.free.availability import (
    OWN_UID,
    Terms,
    Wish,
    blocked_times,
    candidates,
    meetings_per_day,
    unsuited,
    works_on,
)
from secretary.services.appointments.free.ranking import Scored, board, score

MORE = 3  # free times beyond the offered ones that are kept
MOST_FALLEN = 40  # stretches that fell out; earlier ones matter more
LAST_DAYS = 14  # looked at where nothing could be offered
A_DAY = timedelta(days=1)


class Fell(StrEnum):
    """Why a time fell out."""

    NOTICE = "notice"
    HOLIDAY = "holiday"
    FULL = "full"
    UNWISHED = "unwished"
    FOCUS = "focus"
    ELSEWHERE = "elsewhere"
    REJECTED = "rejected"
    HELD = "held"
    BUSY = "busy"
    BUFFER = "buffer"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A stretch of one day in which no time could be offered, for one reason."""

    stretch: Interval
    why: Fell


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one search looked at up to the last day offered: the times offered, the next best, and what fell out."""

    offered: tuple[Scored, ...]
    more: tuple[Scored, ...] = ()
    fallen: tuple[Fallen, ...] = ()


def weigh(wish: Wish, terms: Terms, busy: Sequence[Event], now: datetime, chosen: Sequence[Interval]) -> Weighed:
    """The search that gave `chosen`, told; `busy` are the events that stood in its way."""
    first, last = (at.astimezone(terms.zone).date() for at in _from_to(wish, now, chosen))
    # Of thousands of events only those around the days that are told of matter.
    until = _whole(last, terms).end + A_DAY
    near = tuple(e for e in busy if e.end > now - A_DAY and e.start < until)
    on = board(wish, terms, near, now)
    looked = tuple(_looked_at(wish, terms, near, now, (first, last)))
    free = (score(s, on) for s, why in looked if why is None and not any(s.overlaps(c) for c in chosen))
    more = sorted(free, key=lambda s: (-s.points, s.slot))[:MORE]
    return Weighed(tuple(score(s, on) for s in chosen), tuple(more), tuple(_joined(looked))[:MOST_FALLEN])


def _from_to(wish: Wish, now: datetime, chosen: Sequence[Interval]) -> tuple[datetime, datetime]:
    """What is told of: all up to the last time chosen; where there is none, the days that were named."""
    if chosen:
        return now, max(s.start for s in chosen)
    named = wish.allowed or tuple(w for suits, _ in wish.theirs for w in suits.allowed)
    ahead = [w for w in named if w.end > now]
    first = max(now, min((w.start for w in ahead), default=now))
    last = first + timedelta(days=LAST_DAYS)
    return first, min(last, max((w.end - timedelta(microseconds=1) for w in ahead), default=last))


def _looked_at(
    wish: Wish, terms: Terms, busy: Sequence[Event], now: datetime, days: tuple[date, date]
) -> Iterator[tuple[Interval, Fell | None]]:
    """The times of these days, in order, each with why it fell out; a day that is off as a whole."""
    load = meetings_per_day(busy, terms.zone)
    day, last = days
    while day <= last:
        if not works_on(day, terms.hours, terms.settings):
            if day in holidays_of(terms.hours.region, day.year) and terms.hours.spans.get(day.weekday()):
                yield _whole(day, terms), Fell.HOLIDAY
        elif load[day] >= terms.settings.daily_max:
            yield _whole(day, terms), Fell.FULL
        else:
            yield from ((s, fell(s, wish, terms, busy)) for s in candidates(day, wish, terms) if s.start >= now)
        day += timedelta(days=1)


def fell(slot: Interval, wish: Wish, terms: Terms, busy: Sequence[Event]) -> Fell | None:
    """Why a time of a working day falls out, None for one that is free."""
    if why := unsuited(slot, wish, terms):
        return Fell(why)
    if slot.start < terms.earliest:
        return Fell.NOTICE
    if any(slot.overlaps(e) for e in wish.excluded):
        return Fell.REJECTED
    met = [e for e in busy if e.start < slot.end and slot.start < e.end]
    if met:
        held = all(e.uid.startswith(OWN_UID) and "-hold" in e.uid for e in met)
        return Fell.HELD if held else Fell.BUSY
    near = [e for e in busy if e.start - slot.end < A_DAY and slot.start - e.end < A_DAY]
    return Fell.BUFFER if any(slot.overlaps(b) for b in blocked_times(near, terms.settings, terms.place)) else None


def _joined(looked: Iterable[tuple[Interval, Fell | None]]) -> Iterator[Fallen]:
    """Times that fell out one after the other for the same reason, as one stretch."""
    stretch: Interval | None = None
    why: Fell | None = None
    for slot, reason in looked:
        if stretch is not None and reason is why and slot.start <= stretch.end:
            stretch = Interval(stretch.start, max(stretch.end, slot.end))
            continue
        if stretch is not None and why is not None:
            yield Fallen(stretch, why)
        stretch, why = slot, reason
    if stretch is not None and why is not None:
        yield Fallen(stretch, why)


def _whole(day: date, terms: Terms) -> Interval:
    start = datetime(day.year, day.month, day.day, tzinfo=terms.zone)
    return Interval(start, start + timedelta(days=1))
