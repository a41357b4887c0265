"""What a party has said of when it suits them, kept over all rounds.

Promises: pure. A later word takes back what it contradicts and leaves the rest: dates take the place of dates,
hours of hours, weekdays of weekdays; what was refused is open again once it is named as possible. "Also" adds.
Bounded: of many statements the newest are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.when import Constraints, DailyWindow, Window

MOST = 40  # statements of a kind that are kept
DAY = timedelta(days=1)
ALL_DAYS = tuple(range(7))
MIDNIGHT = time()
_ALSO = re.compile(r"\b(?:auch|ebenfalls|doch|zusätzlich|also|too|as well|after all|additionally)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suits:
    """When it suits somebody: in one of `allowed`, in none of `excluded`, within their `daily` hours and weekdays."""

    allowed: tuple[Window, ...] = ()
    excluded: tuple[Window, ...] = ()
    daily: tuple[DailyWindow, ...] = ()

    @property
    def narrows(self) -> bool:
        """Whether anything was said."""
        return bool(self.allowed or self.excluded or self.daily)


NOTHING_SAID = Suits()


def adds(text: str) -> bool:
    """Whether what a text names comes on top: "doch auch freitags", "Thursday too"."""
    return _ALSO.search(text) is not None


def later(old: Suits, said: Constraints, zone: str, *, also: bool = False) -> Suits:
    """What suits somebody once they have said more; `also` tells that it comes on top."""
    clock = ZoneInfo(zone)
    days = tuple(w for w in said.allowed if w.end - w.start <= DAY)
    liked, refused = _split(said.daily)
    kept, closed = _split(old.daily)
    opened = tuple(_lifted(closed, days, liked, clock, also=also))
    # A weekday that is merely open again does not mean that only this one suits.
    narrowing = () if also and opened != closed and not kept else liked
    excluded = tuple(part for e in old.excluded for part in _reopened(e, said.allowed, clock))
    return Suits(
        _dates(old, said, clock, also=also)[-MOST:],
        (*excluded, *said.excluded)[-MOST:],
        (*_hours(kept, narrowing, days, clock, also=also), *opened, *refused)[-MOST:],
    )


def _split(daily: Iterable[DailyWindow]) -> tuple[tuple[DailyWindow, ...], tuple[DailyWindow, ...]]:
    """What is possible, and what is not."""
    every = tuple(daily)
    return tuple(d for d in every if d.allowed), tuple(d for d in every if not d.allowed)


def _minutes(window: DailyWindow) -> tuple[int, int]:
    """From and to, in minutes of the day; an end at midnight is the end of the day."""
    end = 1440 if window.end in {MIDNIGHT, time.max} else window.end.hour * 60 + window.end.minute
    return window.start.hour * 60 + window.start.minute, end


def _is_whole_day(window: DailyWindow) -> bool:
    return _minutes(window) == (0, 1440)


def _on_clock(window: Window, clock: ZoneInfo) -> DailyWindow:
    """The weekday and hours of a window within one day."""
    start, end = window.start.astimezone(clock), window.end.astimezone(clock)
    return DailyWindow(start.time(), end.time() if end.date() == start.date() else MIDNIGHT, (start.weekday(),))


# --- what is open again -----------------------------------------------------------------


def _lifted(
    closed: Iterable[DailyWindow],
    days: tuple[Window, ...],
    liked: tuple[DailyWindow, ...],
    clock: ZoneInfo,
    *,
    also: bool,
) -> Iterator[DailyWindow]:
    """What was refused for every such day, without what is now named as possible."""
    named = (*(_on_clock(w, clock) for w in days), *liked)
    for one in closed:
        gone = {day for new in named if _takes_back(new, one, also=also) for day in new.weekdays}
        weekdays = tuple(day for day in one.weekdays if day not in gone)
        if weekdays:
            yield replace(one, weekdays=weekdays)


def _takes_back(new: DailyWindow, old: DailyWindow, *, also: bool) -> bool:
    if len(new.weekdays) == len(ALL_DAYS) and len(old.weekdays) < len(ALL_DAYS):
        return False  # "no Fridays" stands when somebody names hours
    (a, b), (opens, closes) = _minutes(new), _minutes(old)
    return (opens <= a and b <= closes) or (also and a < closes and opens < b)


def _reopened(excluded: Window, allowed: Iterable[Window], clock: ZoneInfo) -> tuple[Window, ...]:
    """The parts of a refused stretch that stay refused; a day that is named again is open as a whole."""
    parts: tuple[Window, ...] = (excluded,)
    for one in allowed:
        if one.end - one.start <= DAY:
            local = one.start.astimezone(clock)
            start = datetime(local.year, local.month, local.day, tzinfo=clock)
            parts = tuple(p for part in parts for p in _without(part, start, start + DAY))
        elif excluded.start <= one.start and one.end <= excluded.end:
            parts = tuple(p for part in parts for p in _without(part, one.start, one.end))
    return parts


def _without(window: Window, start: datetime, end: datetime) -> Iterator[Window]:
    if end <= window.start or window.end <= start:
        yield window
        return
    if window.start < start:
        yield replace(window, end=start)
    if end < window.end:
        yield replace(window, start=end)


# --- dates, hours, weekdays -------------------------------------------------------------


def _dates(old: Suits, said: Constraints, clock: ZoneInfo, *, also: bool) -> tuple[Window, ...]:
    if said.allowed:
        return (*old.allowed, *said.allowed) if also else said.allowed
    liked, refused = _split(said.daily)
    left = (w for w in old.allowed if not liked or any(_meet(w, d, clock) for d in liked))
    left = (w for w in left if not any(_lies_in(w, d, clock) for d in refused))
    return tuple(w for w in left if not any(e.start <= w.start and w.end <= e.end for e in said.excluded))


def _meet(window: Window, daily: DailyWindow, clock: ZoneInfo) -> bool:
    """Whether some time lies in both."""
    if window.end - window.start > DAY:
        first, last = window.start.astimezone(clock), (window.end - timedelta(minutes=1)).astimezone(clock)
        days = range(min((last.date() - first.date()).days + 1, len(ALL_DAYS)))
        return any((first.weekday() + n) % len(ALL_DAYS) in daily.weekdays for n in days)
    own = _on_clock(window, clock)
    (a, b), (opens, closes) = _minutes(own), _minutes(daily)
    return own.weekdays[0] in daily.weekdays and a < closes and opens < b


def _lies_in(window: Window, daily: DailyWindow, clock: ZoneInfo) -> bool:
    if window.end - window.start > DAY:
        return False
    own = _on_clock(window, clock)
    (a, b), (opens, closes) = _minutes(own), _minutes(daily)
    return own.weekdays[0] in daily.weekdays and opens <= a and b <= closes


def _hours(
    old: tuple[DailyWindow, ...], new: tuple[DailyWindow, ...], days: tuple[Window, ...], clock: ZoneInfo, *, also: bool
) -> tuple[DailyWindow, ...]:
    """Hours and weekdays that suit: the new ones, with what the old ones say of the other of both."""
    if not new:
        fits = all(any(_meet(w, d, clock) for d in old) for w in days)
        return old if fits else ()  # a day or an hour that is named beats what holds for most days
    if also and old:
        return tuple(dict.fromkeys((*old, *new)))
    hours = any(not _is_whole_day(d) for d in new)
    weekdays = any(len(d.weekdays) < len(ALL_DAYS) for d in new)
    left = {
        (MIDNIGHT if hours else d.start, MIDNIGHT if hours else d.end, ALL_DAYS if weekdays else d.weekdays): d
        for d in old
    }
    both = (_both(n, start, end, on) for n in new for start, end, on in left)
    return tuple(dict.fromkeys(b for b in both if b.weekdays)) or new


def _both(new: DailyWindow, start: time, end: time, weekdays: tuple[int, ...]) -> DailyWindow:
    """One of both says hours, the other weekdays, or neither."""
    on = tuple(day for day in new.weekdays if day in weekdays)
    return replace(new, weekdays=on) if not _is_whole_day(new) else replace(new, start=start, end=end, weekdays=on)
