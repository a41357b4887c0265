"""Weeks, months, quarters, years, seasons, and parts of them, on the calendar.

Promises: what has a name and no year is the one that is not over yet; the parts of a stretch are those
of docs/reference/times.md. Months are counted from year 0, so that arithmetic needs no carrying.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from secretary.domain.when import Grain
from secretary.understand.when.days import WEEK, Rel
from secretary.understand.when.values import DAY, Length, Now, Span, Stretch, day_span, midnight, months_on

_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_WEEK_PARTS = ((0, 2), (1, 4), (3, 5))  # Mon-Tue, Tue-Thu, Thu-Fri
_WEEK_HALVES = ((0, 3), (2, 5))
_YEAR_PARTS = ((0, 3), (4, 8), (9, 12))  # months
_MONTH_CUTS = (0, 10, 20)  # days; the last part goes to the end of the month
_LONGEST_WEEKS = 53


def _month_start(index: int) -> datetime:
    return midnight(date(index // 12, index % 12 + 1, 1))


def months(first: int, count: int, grain: Grain) -> Span:
    """`count` months from month number `first`."""
    return Span(_month_start(first), _month_start(first + count), grain)


def _not_over(make: Callable[[int], Span | None], year: int | None, now: Now) -> tuple[Span, ...]:
    if year:
        found = make(year)
        return (found,) if found else ()
    if now.past:
        behind = (make(now.today.year - n) for n in range(3))
        return tuple(s for s in behind if s and s.start <= now.at)[:1]
    ahead = (make(now.today.year + n) for n in (-1, 0, 1, 2))
    return tuple(s for s in ahead if s and s.end and s.end > now.at)[:1]


def month(number: int, year: int | None = None) -> Stretch:
    """A month by its name."""
    return Stretch(lambda now: _not_over(lambda y: months(y * 12 + number - 1, 1, Grain.MONTH), year, now))


def quarter(number: int, year: int | None = None) -> Stretch:
    """Q1 to Q4."""
    return Stretch(lambda now: _not_over(lambda y: months(y * 12 + number * 3 - 3, 3, Grain.QUARTER), year, now))


def half_year(number: int, year: int | None = None) -> Stretch:
    """H1 or H2."""
    return Stretch(lambda now: _not_over(lambda y: months(y * 12 + number * 6 - 6, 6, Grain.MONTH), year, now))


def season(number: int, year: int | None = None) -> Stretch:
    """Spring (0) to winter (3), three whole months; winter begins in the year it is named by."""
    return Stretch(lambda now: _not_over(lambda y: months(y * 12 + 2 + number * 3, 3, Grain.MONTH), year, now))


def whole_year(year: int) -> Stretch:
    """A year by its number."""
    return Stretch(lambda _now: (months(year * 12, 12, Grain.YEAR),))


def _iso_week(year: int, number: int) -> Span | None:
    try:
        start = midnight(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None
    return Span(start, start + WEEK * DAY, Grain.WEEK)


def calendar_week(number: int, year: int | None = None) -> Stretch | None:
    """A week by its ISO 8601 number."""
    if not 1 <= number <= _LONGEST_WEEKS:
        return None
    return Stretch(lambda now: _not_over(lambda y: _iso_week(y, number), year, now))


def week_holding(day: Stretch, shift: int = 0) -> Stretch:
    """The week that holds the first day of a stretch, or one so many weeks on."""

    def find(now: Now) -> tuple[Span, ...]:
        starts = [s.start.date() for s in day.find(now)]
        mondays = [midnight(d + (shift * WEEK - d.weekday()) * DAY) for d in starts]
        return tuple(Span(m, m + WEEK * DAY, Grain.WEEK) for m in mondays)

    return Stretch(find)


def related(rel: Rel, grain: Grain) -> Stretch:
    """As in "next month"."""
    shift = 1 if rel is Rel.COMING else int(rel.value)
    return Stretch(lambda now: (_shifted(grain, shift, now),))


def _shifted(grain: Grain, shift: int, now: Now) -> Span:
    today = now.today
    if grain is Grain.DAY:
        return day_span(today + shift * DAY)
    if grain is Grain.WEEK:
        monday = midnight(today + (shift * WEEK - today.weekday()) * DAY)
        return Span(monday, monday + WEEK * DAY, Grain.WEEK)
    count = _MONTHS[grain]
    first = (today.year * 12 + today.month - 1) // count * count
    return months(first + shift * count, count, grain)


def half_year_from_now(rel: Rel) -> Stretch:
    """As in "nächstes Halbjahr"."""
    shift = 1 if rel is Rel.COMING else int(rel.value)

    def find(now: Now) -> tuple[Span, ...]:
        first = (now.today.year * 12 + now.today.month - 1) // 6 * 6
        return (months(first + 6 * shift, 6, Grain.MONTH),)

    return Stretch(find)


def related_named(rel: Rel, named: Callable[[int | None], Stretch]) -> Stretch:
    """As in "next May" and "last summer": the coming one; where it is this year's, next year's too."""

    def find(now: Now) -> tuple[Span, ...]:
        now = now._replace(past=False)  # the word says which one
        first = named(None).find(now)[0]
        later = named(first.start.year + 1).find(now)
        if rel in {Rel.THIS, Rel.COMING}:
            return (first,)
        if rel is Rel.NEXT:
            begun = first.start <= now.at
            return later if begun else (first, *later) if first.start.year == now.today.year else (first,)
        if rel is Rel.OVER_NEXT:
            return later
        return named(first.start.year - (1 if rel is Rel.LAST else 2)).find(now)

    return Stretch(find)


def weekend(week: Stretch) -> Stretch:
    """Saturday and Sunday of a week."""
    return Stretch(lambda now: tuple(_days(s.start, 5, 7) for s in week.find(now)))


def coming_weekend(rel: Rel) -> Stretch:
    """This week's, where it is not over; "next" may be that one too."""

    def find(now: Now) -> tuple[Span, ...]:
        this, after = (weekend(related(r, Grain.WEEK)).find(now)[0] for r in (Rel.THIS, Rel.NEXT))
        if rel is Rel.THIS and now.past and this.start > now.at:
            return weekend(related(Rel.LAST, Grain.WEEK)).find(now)
        if rel in {Rel.THIS, Rel.COMING}:
            return (this,)
        if rel is Rel.NEXT:
            return (after, this) if this.start > now.at else (after,)
        return weekend(related(rel, Grain.WEEK)).find(now)

    return Stretch(find)


def _days(start: datetime, first: int, after: int) -> Span:
    return Span(start + first * DAY, start + after * DAY, Grain.DAY)


def part(which: int, whole: Stretch) -> Stretch:
    """The start (0), middle (1) or end (2) of a stretch."""
    return Stretch(lambda now: tuple(_part(which, s) for s in whole.find(now) if s.end), closing=which == 2)  # noqa: PLR2004 - its end


def _part(which: int, span: Span) -> Span:
    start, end = span.start, span.end or span.start
    if span.grain is Grain.WEEK:
        return _days(start, *_WEEK_PARTS[which])
    if span.grain is Grain.YEAR:
        return months(start.year * 12 + _YEAR_PARTS[which][0], _spread(which), Grain.MONTH)
    if span.grain is Grain.MONTH and months_on(start, 1) == end:
        cut = start + _MONTH_CUTS[which] * DAY
        return Span(cut, end if which == 2 else cut + 10 * DAY, Grain.DAY)  # noqa: PLR2004 - the last part
    if span.grain in {Grain.MONTH, Grain.QUARTER}:
        count = ((end.year - start.year) * 12 + end.month - start.month) // 3
        return months(start.year * 12 + start.month - 1 + which * count, count, Grain.MONTH)
    third = max(1, (end - start).days // 3)
    first = start + which * third * DAY
    return Span(first, end if which == 2 else first + third * DAY, Grain.DAY)  # noqa: PLR2004 - the last part


def _spread(which: int) -> int:
    return _YEAR_PARTS[which][1] - _YEAR_PARTS[which][0]


def half(which: int, whole: Stretch) -> Stretch:
    """The first (0) or second (1) half of a stretch."""
    return Stretch(lambda now: tuple(_half(which, s) for s in whole.find(now) if s.end))


def _half(which: int, span: Span) -> Span:
    start, end = span.start, span.end or span.start
    if span.grain is Grain.WEEK:
        return _days(start, *_WEEK_HALVES[which])
    if span.grain is Grain.YEAR:
        return months(start.year * 12 + which * 6, 6, Grain.MONTH)
    if span.grain is Grain.MONTH and months_on(start, 1) == end:
        middle = start + 15 * DAY
    else:
        middle = start + ((end - start).days // 2) * DAY
    return Span(start, middle, Grain.DAY) if which == 0 else Span(middle, end, Grain.DAY)


def row_of(count: Length, *, back: bool = False) -> Stretch:
    """As in "the next two weeks": from tomorrow on, or up to yesterday."""

    def find(now: Now) -> tuple[Span, ...]:
        if count.grain in {Grain.SECOND, Grain.MINUTE, Grain.HOUR}:
            edge = count.before(now.at) if back else count.after(now.at)
            return (Span(min(edge, now.at), max(edge, now.at), count.grain),)
        today = midnight(now.today)
        if back:
            return (Span(count.before(today), today, count.grain),)
        return (Span(today + DAY, count.after(today + DAY), count.grain),)

    return Stretch(find)


def edge_of(count: Length, whole: Stretch, *, back: bool = False) -> Stretch:
    """As in "the first two weeks of November" and "the last three days of the month"."""

    def find(now: Now) -> tuple[Span, ...]:
        spans = [s for s in whole.find(now) if s.end and count.after(s.start) <= s.end]
        if back:
            return tuple(Span(count.before(s.end), s.end, Grain.DAY) for s in spans if s.end)
        return tuple(Span(s.start, count.after(s.start), Grain.DAY) for s in spans)

    return Stretch(find)


def around(count: Length, day: Stretch) -> Stretch:
    """As in "within two weeks of 12 May": from that day on, or as long before it too."""

    def find(now: Now) -> tuple[Span, ...]:
        found = day.find(now)[:1]
        ahead = (Span(s.start, count.after(s.end or s.start), Grain.DAY) for s in found)
        both = (Span(count.before(s.start), count.after(s.end or s.start), Grain.DAY) for s in found)
        return (*ahead, *both)

    return Stretch(find)


def from_now(count: Length) -> Stretch:
    """As in "within two weeks": from this moment on."""
    return Stretch(lambda now: (Span(now.at, count.after(now.at), count.grain),))


def rest_of(whole: Stretch) -> Stretch:
    """As in "the rest of the week": from today on; a working week ends with Friday."""

    def find(now: Now) -> tuple[Span, ...]:
        spans = (s for s in whole.find(now)[:1] if s.end and s.end > now.at)
        return tuple(_rest(s, now) for s in spans)

    return Stretch(find)


def _rest(span: Span, now: Now) -> Span:
    end = span.start + 5 * DAY if span.grain is Grain.WEEK else span.end or span.start
    if span.grain is Grain.DAY:
        return Span(max(now.at, span.start), end, Grain.MINUTE)
    return Span(max(midnight(now.today), span.start), max(end, midnight(now.today) + DAY), Grain.DAY)


def nth_weekday(number: int, index: int, whole: Stretch) -> Stretch:
    """As in "the first Monday in June"; -1 is the last one."""

    def find(now: Now) -> tuple[Span, ...]:
        found = (_nth(number, index, s) for s in whole.find(now) if s.end)
        return tuple(day_span(d) for d in found if d)

    return Stretch(find)


def _nth(number: int, index: int, span: Span) -> date | None:
    first, after = span.start.date(), (span.end or span.start).date()
    if number > 0:
        found = first + ((index - first.weekday()) % WEEK + (number - 1) * WEEK) * DAY
    else:
        last = after - DAY
        found = last - ((last.weekday() - index) % WEEK + (-number - 1) * WEEK) * DAY
    return found if first <= found < after else None


def nth_day(number: int, whole: Stretch, *, working: bool) -> Stretch:
    """As in "the last working day of the month"."""

    def find(now: Now) -> tuple[Span, ...]:
        found = (_nth_day(number, s, working=working) for s in whole.find(now) if s.end)
        return tuple(day_span(d) for d in found if d)

    return Stretch(find)


def _nth_day(number: int, span: Span, *, working: bool) -> date | None:
    first, after = span.start.date(), (span.end or span.start).date()
    count = min((after - first).days, 400)
    days = [first + n * DAY for n in range(count)]
    fitting = [d for d in days if not working or d.weekday() < 5]  # noqa: PLR2004 - Saturday
    position = number - 1 if number > 0 else number
    return fitting[position] if -len(fitting) <= position < len(fitting) else None


def nth_week(number: int, whole: Stretch) -> Stretch:
    """As in "the last week of May": a week belongs to the month of its Thursday, as in ISO 8601."""

    def find(now: Now) -> tuple[Span, ...]:
        found = []
        for span in whole.find(now):
            edge = span.start + 3 * DAY if number > 0 else (span.end or span.start) - 4 * DAY
            shift = number - 1 if number > 0 else number + 1
            monday = edge + (shift * WEEK - edge.weekday()) * DAY
            found.append(Span(monday, monday + WEEK * DAY, Grain.WEEK))
        return tuple(found)

    return Stretch(find)


def nth_part(number: int, grain: Grain, whole: Stretch) -> Stretch:
    """As in "the second quarter of next year" and "the third month of the quarter"."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(p for s in whole.find(now) if (p := _inner(number, grain, s)))

    return Stretch(find)


def _inner(number: int, grain: Grain, span: Span) -> Span | None:
    size = _MONTHS[grain]
    end = span.end or span.start
    count = ((end.year - span.start.year) * 12 + end.month - span.start.month) // size
    position = number - 1 if number > 0 else count + number
    first = span.start.year * 12 + span.start.month - 1
    return months(first + position * size, size, grain) if 0 <= position < count else None


def between(first: Stretch, last: Stretch) -> Stretch:
    """From the start of one to the end of the other; the second is the next one behind the first."""

    def find(now: Now) -> tuple[Span, ...]:
        found = []
        for start in first.find(now):
            later = last.find(Now(start.start, now.zone, now.region, now.day_first, now.office_zone))
            ends = [s for s in (*last.find(now), *later) if (s.end or s.start) > start.start]
            found += [Span(start.start, s.end or s.start, _finer(start, s), start.flaw or s.flaw) for s in ends[:1]]
        return tuple(found)

    return Stretch(find)


_ORDER = list(Grain)


def _finer(one: Span, other: Span) -> Grain:
    return min(one.grain, other.grain, key=_ORDER.index)
