"""A day and a time of day, placed on the writer's wall clock.

Promises: a time of day alone is the next one; what lies in the past comes last among the ways to read
it; a time of day on a stretch of days is each day's, and so no single moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when.values import DAY, Hours, Now, Span, When, midnight

Placed = tuple[TimeKind, Span]
_FINE = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})
_OPENED = {"from": TimeKind.FROM, "after": TimeKind.FROM, "until": TimeKind.UNTIL, "before": TimeKind.UNTIL}
MAX_READINGS = 4  # more ways to read a time help nobody


def place(when: When, now: Now) -> list[Placed]:
    """The stretches that a time may mean, the likeliest first; UNTIL has its end as `end`."""
    if when.day is None:
        return _alone(when.hours, now) if when.hours else []
    spans = when.day.find(now)
    if when.hours is None:
        return [_opened(when.opening, s) for s in spans][:MAX_READINGS]
    hours = when.hours
    found = [_behind(placed, now) for span in spans for placed in _on(span, hours, now)]
    return _future_first(found, now, hours)[:MAX_READINGS]


def _behind(placed: Placed, now: Now) -> Placed:
    """As in "heute Nacht um 2 ging der Alarm": of the past it is the night before today."""
    kind, span = placed
    ahead = now.past and now.at < span.start < midnight(now.today) + 2 * DAY and kind is not TimeKind.UNTIL
    if not ahead or span.start.date() == now.today:
        return placed
    return kind, span._replace(start=span.start - DAY, end=span.end - DAY if span.end else None)


def covers_days(span: Span) -> bool:
    """Whether the span is of several days."""
    return span.end is not None and span.grain not in _FINE and span.end - span.start > DAY


def _opened(opening: str, span: Span) -> Placed:
    if not opening:
        return (TimeKind.INTERVAL if span.end else TimeKind.INSTANT, span)
    edge = span.end if opening in {"after", "until"} and span.end else span.start
    kind = _OPENED[opening]
    return kind, Span(edge, None if kind is TimeKind.FROM else edge, span.grain, span.flaw)


def _on(span: Span, hours: Hours, now: Now) -> Iterator[Placed]:
    day = datetime(span.start.year, span.start.month, span.start.day)  # noqa: DTZ001 - a wall clock's
    for start, end in _filled(hours, now):
        yield hours.kind, _span(day, start, end, hours.grain, span.flaw)


def _filled(hours: Hours, now: Now) -> tuple[tuple[int | None, int | None], ...]:
    """Open hours take the present hour, or the next where its minutes have passed."""
    if not hours.floating:
        return hours.options
    minutes = hours.options[0][0] or 0
    hour = now.at.hour + (1 if minutes <= now.at.minute * 60 else 0)
    return ((hour * 3600 + minutes, None),)


def _span(day: datetime, start: int | None, end: int | None, grain: Grain, flaw: str = "") -> Span:
    first = None if start is None else day + timedelta(seconds=start)
    last = None if end is None else day + timedelta(seconds=end)
    return Span(first or last or day, last, grain, flaw)


def _alone(hours: Hours, now: Now) -> list[Placed]:
    """Today where it lies ahead, else tomorrow (in the past today or yesterday)."""
    today = midnight(now.today)
    found = []
    for start, end in _filled(hours, now):
        span = _span(today, start, end, hours.grain)
        late = (span.end or span.start) if hours.part or hours.kind is TimeKind.UNTIL else span.start
        ahead = (span.start if now.past else late) > now.at
        day = today if ahead != now.past else today - DAY if now.past else today + DAY
        days = (today, day) if now.lately and day > today else (day,)
        found += [(hours.kind, _span(d, start, end, hours.grain)) for d in days]
    return found[:MAX_READINGS]


def _future_first(found: list[Placed], now: Now, hours: Hours) -> list[Placed]:
    """Of an open half of the day on today, the one that lies ahead comes first."""
    if not hours.loose or hours.kind is TimeKind.INTERVAL or not found or found[0][1].start.date() != now.today:
        return found
    return sorted(found, key=lambda placed: (placed[1].end or placed[1].start) <= now.at)
