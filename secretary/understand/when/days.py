"""Days on the calendar: written dates, weekdays, and days counted from another one.

Promises: the future is preferred where no year is said; a weekday beside a date chooses between two
ways to read that date, and contradicts it otherwise; no date that does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import islice
from typing import NamedTuple

from secretary.domain.when import Grain
from secretary.understand.when.values import DAY, Length, Now, Span, Stretch, day_span, midnight, month_length

WEEK = 7
SEARCHED_MONTHS = 9  # every day of a month comes again within these
JUST_PASSED = timedelta(days=62)  # a weekday may place a date so far back, no farther
_CENTURY = 2000
FIRST_YEAR, LAST_YEAR = 1990, 2100  # what four figures may be as a year
FIRST_DATED = 1900  # beside a day and a month: somebody was born then


class Rel(Enum):
    """Which one of a row is meant."""

    THIS = 0
    NEXT = 1
    OVER_NEXT = 2
    LAST = -1
    LAST_BUT_ONE = -2
    COMING = 10


class Dated(NamedTuple):
    """A written date: (day, month) in each way to read it, where the likelier depends on the writer."""

    options: tuple[tuple[int, int], ...]
    year: int | None = None
    backwards: bool = False


def full_year(year: int, figures: str = "", *, dated: bool = False) -> int | None:
    """Two figures are of this century; three are no year."""
    if len(figures) == 2:  # noqa: PLR2004 - two figures
        return _CENTURY + year
    return year if (FIRST_DATED if dated else FIRST_YEAR) <= year <= LAST_YEAR else None


def exists(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def dated(written: Dated) -> Stretch:
    """The day of a date: this year's or, when it has passed, the next one; one just passed comes second."""

    def find(now: Now) -> tuple[Span, ...]:
        ahead = _nearest(written, now)
        recent = () if written.year else _just_passed(ahead, now.today)
        return tuple(day_span(d) for d in ((*recent, *ahead) if now.lately else (*ahead, *recent)))

    return Stretch(find)


def dated_range(first: Dated, last: Dated) -> Stretch:
    """From one date to another, both included: the range that is not over, though it may have begun."""

    def find(now: Now) -> tuple[Span, ...]:
        ends = _nearest(last, now)[:1]
        pairs = ((_latest(first, end, now), end) for end in ends)
        return tuple(Span(midnight(start), midnight(end) + DAY, Grain.DAY) for start, end in pairs if start)

    return Stretch(find)


def _latest(written: Dated, before: date, now: Now) -> date | None:
    """The last such date that is not after another one."""
    day, month = _ordered(written, now)[0]
    years = (written.year,) if written.year else (before.year, before.year - 1)
    return next((d for y in years if (d := exists(y, month, day)) and d <= before), None)


def _just_passed(ahead: list[date], today: date) -> tuple[date, ...]:
    past = (exists(d.year - 1, d.month, d.day) for d in ahead)
    return tuple(d for d in past if d and d < today and today - d <= JUST_PASSED)


def _nearest(written: Dated, now: Now) -> list[date]:
    found = [d for day, month in _ordered(written, now) if (d := _next(day, month, written.year, now))]
    if not written.backwards or written.year or now.past:
        return found
    return [min(d, exists(d.year - 1, d.month, d.day) or d, key=lambda c: abs(c - now.today)) for d in found]


def _ordered(written: Dated, now: Now) -> tuple[tuple[int, int], ...]:
    return written.options if now.day_first else written.options[::-1]


def _next(day: int, month: int, year: int | None, now: Now) -> date | None:
    if year:
        return exists(year, month, day)
    today, step = now.today, -1 if now.past else 1
    years = (exists(today.year + step * n, month, day) for n in range(WEEK + 2))  # a leap day comes within these
    return next((d for d in years if d and (d >= today) != now.past), None)


def dated_weekday(weekday: int, written: Dated) -> Stretch:
    """A date with its weekday: the reading that it fits, else the date with its contradiction."""

    def find(now: Now) -> tuple[Span, ...]:
        ahead = _nearest(written, now)
        recent = () if written.year else _just_passed(ahead, now.today)
        fitting = [d for d in (*ahead, *recent) if d.weekday() == weekday]
        return tuple(day_span(d) for d in fitting) or tuple(day_span(d, "weekday") for d in ahead)

    return Stretch(find)


def day_of_month(day: int) -> Stretch:
    """The next such day of a month that has it."""

    def find(now: Now) -> tuple[Span, ...]:
        ways = (now._replace(past=True), now) if now.lately else (now,)
        return tuple(day_span(d) for way in ways for d in islice(_coming_days(day, way), 1))

    return Stretch(find)


def _coming_days(day: int, now: Now) -> Iterator[date]:
    today, step = now.today, -1 if now.past else 1
    for months in range(SEARCHED_MONTHS):
        index = today.year * 12 + today.month - 1 + step * months
        found = exists(index // 12, index % 12 + 1, day)
        if found and (found >= today) != now.past:
            yield found


def weekday_of_month(weekday: int, day: int) -> Stretch:
    """As in "Tuesday the 14th": the next 14th, which contradicts another weekday."""

    def find(now: Now) -> tuple[Span, ...]:
        found = next(_coming_days(day, now), None)
        if found is None:
            return ()
        return (day_span(found, "" if found.weekday() == weekday else "weekday"),)

    return Stretch(find)


def day_in(day: int, month: Stretch) -> Stretch:
    """As in "the 3rd of next month"."""

    def find(now: Now) -> tuple[Span, ...]:
        starts = (s.start for s in month.find(now) if s.grain is Grain.MONTH)
        fitting = (s + (day - 1) * DAY for s in starts if 0 < day <= month_length(s.year, s.month))
        return tuple(day_span(s.date()) for s in fitting)

    return Stretch(find)


def relative_day(shift: int) -> Stretch:
    """Today, tomorrow and their like."""
    return Stretch(lambda now: (day_span(now.today + shift * DAY),))


def weekday(index: int) -> Stretch:
    """The next one after today; today itself is the second guess."""

    def find(now: Now) -> tuple[Span, ...]:
        found = day_span(coming(index, now.today))
        if now.past:
            return (day_span(found.start.date() - WEEK * DAY),)
        before = (day_span(found.start.date() - WEEK * DAY),) if now.lately else ()
        return (found, day_span(now.today)) if now.today.weekday() == index else (found, *before)

    return Stretch(find)


def coming(index: int, today: date) -> date:
    """The next such weekday after today."""
    return today + ((index - today.weekday() - 1) % WEEK + 1) * DAY


def related_weekday(rel: Rel, index: int) -> Stretch:
    """As in "nächsten Freitag": where people differ, next week's first."""
    return Stretch(lambda now: tuple(day_span(d) for d in _related(rel, index, now.today)))


def _related(rel: Rel, index: int, today: date) -> tuple[date, ...]:
    first = coming(index, today)
    ahead = index > today.weekday()
    if rel is Rel.THIS and index == today.weekday():
        return (today,)
    if rel in {Rel.THIS, Rel.COMING}:
        return (first,)
    if rel is Rel.NEXT:
        return (first + WEEK * DAY, first) if ahead else (first,)
    if rel is Rel.OVER_NEXT:
        return (first + WEEK * DAY, first + 2 * WEEK * DAY) if ahead else (first + WEEK * DAY,)
    back = first - WEEK * DAY if index != today.weekday() else today - WEEK * DAY
    return (back,) if rel is Rel.LAST else (back - WEEK * DAY,)


def in_week(index: int, week: Stretch) -> Stretch:
    """As in "Tuesday of next week"."""

    def find(now: Now) -> tuple[Span, ...]:
        starts = (s.start - s.start.weekday() * DAY for s in week.find(now))
        return tuple(day_span((s + index * DAY).date()) for s in starts)

    return Stretch(find)


def weekday_beside(index: int, anchor: Stretch, *, before: bool) -> Stretch:
    """As in "the Tuesday after Easter": the first one behind (the last one before) the stretch."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(day_span(_beside(index, s, before=before)) for s in anchor.find(now))

    return Stretch(find)


def _beside(index: int, span: Span, *, before: bool) -> date:
    if before:
        last = span.start.date() - DAY
        return last - ((last.weekday() - index) % WEEK) * DAY
    first = (span.end or span.start + DAY).date()
    return first + ((index - first.weekday()) % WEEK) * DAY


def beside(length: Length, anchor: Stretch, *, before: bool) -> Stretch:
    """As in "two days before Christmas": counted from the first or the last day."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(_counted(length, s, before=before) for s in anchor.find(now))

    return Stretch(find)


def _counted(length: Length, span: Span, *, before: bool) -> Span:
    last = span.end - DAY if span.end and span.grain not in {Grain.HOUR, Grain.MINUTE} else span.start
    moment = length.before(span.start) if before else length.after(last)
    return Span(moment, None, Grain.MINUTE) if span.end is None else day_span(moment.date())


def on_from(length: Length, anchor: Stretch) -> Stretch:
    """As in "a week from Friday"; eight days are a week here, since both ends are counted."""

    def find(now: Now) -> tuple[Span, ...]:
        counted = length._replace(seconds=length.other) if length.other and length.other < length.seconds else length
        return tuple(day_span(counted.after(midnight(s.start.date())).date()) for s in anchor.find(now)[:1])

    return Stretch(find)


def ahead_of_now(length: Length) -> Stretch:
    """As in "in two hours" (an instant) and "in two weeks" (a day)."""

    def find(now: Now) -> tuple[Span, ...]:
        both = (length, length._replace(seconds=length.other)) if length.other else (length,)
        return tuple(_shifted(one.after(now.at), length) for one in both)

    return Stretch(find)


def _shifted(moment: datetime, length: Length) -> Span:
    fine = length.grain in {Grain.SECOND, Grain.MINUTE, Grain.HOUR}
    return Span(moment, None, Grain.MINUTE) if fine else day_span(moment.date())
