"""Sets on the calendar: where the next occurrence lies, and the RRULE with its end."""

from __future__ import annotations

from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from secretary.domain.when import TimeKind
from secretary.understand.when.moments import place
from secretary.understand.when.values import DAY, Hours, Now, Repeat, Span, Stretch, When, day_span, midnight

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MAX_COUNT = 370
_WORKING_WEEK = 4  # commas between five weekdays: such a set includes today


def first_occurrence(repeat: Repeat, now: Now) -> Span | None:
    """The next one: a day, or the time of day on it."""
    day = _first_day(repeat, now)
    if day is None:
        return None
    return on_day(day, repeat.hours, now) if repeat.hours else Span(day, _stop(repeat.rule, day), day_span(day).grain)


def on_day(day: datetime, hours: Hours, now: Now) -> Span:
    """A time of day on a certain day, as if written when it began: a set does not depend on the hour of writing.

    What is open on one side ends with the day.
    """
    dawn = now._replace(at=day - timedelta(seconds=1))
    kind, span = place(When(Stretch(lambda _now: (day_span(day.date()),)), hours), dawn)[0]
    start = day if kind is TimeKind.UNTIL else span.start
    return Span(start, day + DAY if kind is TimeKind.FROM else span.end, hours.grain)


def each_day(span: Span, hours: Hours, now: Now) -> tuple[Span, str]:
    """The first occurrence and the RRULE of a time of day on each day of a stretch."""
    count = min(((span.end or span.start + DAY) - span.start).days, _MAX_COUNT)
    first = on_day(midnight(span.start.date()), hours, now)
    return Span(first.start, first.end, first.grain, span.flaw), f"FREQ=DAILY;COUNT={count}"


def bounded(repeat: Repeat, now: Now) -> str:
    """The rule with its last day, where one was said."""
    if not repeat.until or not (spans := repeat.until.find(now)):
        return repeat.rule
    last = (spans[0].end or spans[0].start + DAY) - DAY
    return f"{repeat.rule};UNTIL={last:%Y%m%d}"


def _first_day(repeat: Repeat, now: Now) -> datetime | None:
    start = _earliest(repeat, now)
    if "BY" not in repeat.rule:
        return start
    # An INTERVAL counts from the first occurrence, so that this one is the next of its weekday.
    plain = ";".join(part for part in repeat.rule.split(";") if not part.startswith("INTERVAL"))
    found: datetime | None = rrulestr(plain, dtstart=start).after(start, inc=True)
    return found


def _earliest(repeat: Repeat, now: Now) -> datetime:
    """Today, or tomorrow where today's has passed; "montags" on a Monday is the next one's."""
    today = midnight(now.today)
    if repeat.start and (spans := repeat.start.find(now)):
        first = max(today, midnight(spans[0].start.date()))
        gone = first == today and repeat.hours and on_day(today, repeat.hours, now).start <= now.at
        return today + DAY if gone else first
    if repeat.hours:
        return today if on_day(today, repeat.hours, now).start > now.at else today + DAY
    weekly = repeat.rule.startswith("FREQ=WEEKLY;") and "BYDAY" in repeat.rule
    return today + DAY if weekly and repeat.rule.count(",") < _WORKING_WEEK else today


def _stop(rule: str, first: datetime) -> datetime:
    if rule.startswith("FREQ=HOURLY"):
        return first + timedelta(hours=1)
    return first + (timedelta(minutes=1) if rule.startswith("FREQ=MINUTELY") else DAY)
