"""From values to readings: the wall clock becomes instants with a zone.

Promises: aware instants; at most MAX_READINGS a value; what the calendar does not have gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from secretary.domain.when import TimeKind, TimeReading
from secretary.understand.when.moments import MAX_READINGS, covers_days, place
from secretary.understand.when.recurring import bounded, each_day, first_occurrence
from secretary.understand.when.values import Length, Now, Repeat, Span, When
from secretary.understand.when.zones import READERS_ZONE, WRITERS_ZONE

_MONTH_SECONDS = 30 * 86_400
_YEAR_MONTHS, _YEAR_SECONDS = 12, 365 * 86_400


class Place(NamedTuple):
    """Where in the text a value stands, and the productions that built it."""

    span: tuple[int, int]
    text: str
    rules: tuple[str, ...]


def readings(value: object, now: Now, where: Place) -> tuple[TimeReading, ...]:
    """All readings of one value, the likeliest first, without doubles."""
    try:
        found = [reading for reading in _readings(value, now, where) if _is_in_order(reading)]
    except (ValueError, OverflowError):  # a day outside the calendar
        return ()
    unique = {(r.kind, r.start, r.end, r.recurrence, r.duration): r for r in reversed(found)}
    return tuple(reversed(unique.values()))[:MAX_READINGS]


def _is_in_order(reading: TimeReading) -> bool:
    """Words that end before they begin were put together wrongly."""
    return not (reading.start and reading.end) or reading.start <= reading.end


def _readings(value: object, now: Now, where: Place) -> Iterator[TimeReading]:
    if isinstance(value, Length):
        yield from _lengths(value, _Frame(now.zone, where))
    elif isinstance(value, When) and value.hours and not value.zone and now.office_zone not in {"", now.zone}:
        yield from _on_both_clocks(value, now, where)
    elif isinstance(value, Repeat):
        yield from _repeated(value, now, where)
    elif isinstance(value, When):
        yield from _whens(value, now, where)


def _lengths(length: Length, frame: _Frame) -> Iterator[TimeReading]:
    years, months = divmod(length.months, _YEAR_MONTHS)
    seconds = length.seconds + months * _MONTH_SECONDS + years * _YEAR_SECONDS
    for so_long in (seconds, length.other):
        if so_long:
            found = frame.reading(TimeKind.DURATION, Span(datetime.min, None, length.grain))  # noqa: DTZ901 - has no place
            yield replace(found, start=None, duration=timedelta(seconds=so_long))


def _whens(when: When, now: Now, where: Place) -> Iterator[TimeReading]:
    zone = _zone(when.zone, now)
    frame = _Frame(zone, where, said=bool(when.zone))
    days = [s for s in when.day.find(now) if covers_days(s)] if when.hours and when.day else []
    if when.hours and days:
        for span in days:
            first, rule = each_day(span, when.hours, now)
            yield replace(frame.reading(TimeKind.SET, first), recurrence=rule)
        return
    for kind, span in place(when, _seen_from(now, zone, when)):
        yield frame.reading(kind, span)


def _on_both_clocks(when: When, now: Now, where: Place) -> Iterator[TimeReading]:
    """A clock time of a writer elsewhere: on the writer's clock, or on the office's, which its mails name."""
    theirs = list(_whens(when, now, where))
    ours = [replace(r, zone_said=False) for r in _whens(when._replace(zone=now.office_zone), now, where)]
    yield from (*theirs[:1], *ours[:1], *theirs[1:], *ours[1:])


def _repeated(repeat: Repeat, now: Now, where: Place) -> Iterator[TimeReading]:
    frame = _Frame(_zone(repeat.zone, now), where, said=bool(repeat.zone))
    if first := first_occurrence(repeat, now):
        yield replace(frame.reading(TimeKind.SET, first), recurrence=bounded(repeat, now))
        if repeat.once:
            yield from _whens(When(repeat.once, repeat.hours), now, where)


def _seen_from(now: Now, zone: str, when: When) -> Now:
    """A clock time alone is the next one on the clock of the zone that was said."""
    if when.day is not None or zone == now.zone:
        return now
    there = now.at.replace(tzinfo=ZoneInfo(now.zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return now._replace(at=there, zone=zone)


def _zone(name: str, now: Now) -> str:
    if name == READERS_ZONE:
        return now.office_zone or now.zone
    return now.zone if name in {"", WRITERS_ZONE} else name


class _Frame(NamedTuple):
    """What all readings of one value share: its zone, whether it was said, its place in the text."""

    zone: str
    where: Place
    said: bool = False

    def reading(self, kind: TimeKind, span: Span) -> TimeReading:
        """A span as a reading of a kind; its open side stays open."""
        end = (span.end or span.start) if kind is TimeKind.UNTIL else span.end
        return TimeReading(
            kind=kind,
            start=None if kind is TimeKind.UNTIL else self._aware(span.start),
            end=None if kind in {TimeKind.INSTANT, TimeKind.FROM} else self._aware(end),
            grain=span.grain,
            zone=self.zone,
            zone_said=self.said,
            span=self.where.span,
            text=self.where.text,
            rules=self.where.rules,
            contradiction=span.flaw,
        )

    def _aware(self, moment: datetime | None) -> datetime | None:
        return moment.replace(tzinfo=ZoneInfo(self.zone)) if moment else None
