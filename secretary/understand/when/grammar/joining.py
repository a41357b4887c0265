"""What belongs together: a day with its time in either order, ranges, open ends, lists, zones.

ST is a stretch of days, PST one with what stands before it, WHEN a day and a time of day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when import days
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Dated
from secretary.understand.when.doubt import (
    ALONE,
    BARE,
    BARE_MONTH,
    EVERYTHING,
    HABIT,
    HOMOGRAPH,
    OFFERED,
    SHIFT,
    SHORT_DAY,
)
from secretary.understand.when.feasts import feast
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.hours import NOON, at_seconds, open_hours, within
from secretary.understand.when.periods import season
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import DAY, Hours, Length, Now, Span, Stretch, When, midnight
from secretary.understand.when.zones import offset_zone

_COMPANY = EVERYTHING & ~BARE  # company settles what a word is, but not what follows a bare number


def _day(day: Stretch) -> When:
    return When(day)


def _hours(hours: Hours) -> When:
    return When(hours=hours)


def _timed(day: Stretch, hours: Hours) -> When:
    return When(day, hours)


def _time_first(hours: Hours, day: Stretch) -> When:
    return When(day, hours)


def _part_timed(when: When, hours: Hours) -> When | None:
    """As in "freitagvormittag um 10"."""
    found = within(when.hours, hours) if when.hours else None
    return when._replace(hours=found) if found else None


def _narrower(part: Hours, when: When) -> When | None:
    """As in "first thing tomorrow morning"."""
    outer, inner = (when.hours.options[0] if when.hours else (0, 0)), part.options[0]
    lies_in = (outer[0] or 0) <= (inner[0] or 0) and (inner[1] or 0) <= (outer[1] or 0)
    return when._replace(hours=part) if lies_in else None


def _time_part(hours: Hours, when: When) -> When | None:
    return _part_timed(when, hours)


def _weekday_week(weekday: int, hours: Hours, week: Stretch) -> When:
    """As in "tuesday at 3 next week"."""
    return When(days.in_week(weekday, week), hours)


def _week_pair(pair: tuple[int, Hours], week: Stretch) -> When:
    return _weekday_week(pair[0], pair[1], week)


def _week_first_pair(week: Stretch, pair: tuple[int, Hours]) -> When:
    return _week_pair(pair, week)


def _week_hours_weekday(week: Stretch, hours: Hours, weekday: int) -> When:
    return _weekday_week(weekday, hours, week)


def _weekday_hours_date(weekday: int, hours: Hours, written: Dated) -> When:
    return When(days.dated_weekday(weekday, written), hours)


def _hours_weekday_date(hours: Hours, weekday: int, written: Dated) -> When:
    """As in "3pm, Mon 12 Oct"."""
    return _weekday_hours_date(weekday, hours, written)


def _zoned(when: When, zone: str) -> When | None:
    return when._replace(zone=zone) if when.hours and not when.zone else None


def _zone_only(hours: Hours, zone: str) -> When:
    return When(hours=hours, zone=zone)


def _offset(zone: str, hours: Figures, *, sign: int) -> str | None:
    """As in "11am GMT+1"."""
    return offset_zone(zone, sign * hours.value) if len(hours.text) in {1, 2} else None


def _whole_offset(zone: str, hours: Hours, *, sign: int) -> str | None:
    """As in "(UTC-06:00)"."""
    shift, rest = divmod(min(start or 0 for start, _ in hours.options), 3600)
    return offset_zone(zone, sign * shift) if not rest else None


def _zoned_day(day: Stretch, when: When) -> When | None:
    return when._replace(day=day) if when.day is None else None


def _day_zoned(when: When, day: Stretch) -> When | None:
    return _zoned_day(day, when)


def _opened(opening: str) -> Callable[[When], When | None]:
    def make(when: When) -> When | None:
        if when.opening:
            return None
        if when.hours is None:
            ends = opening == "before" and when.day is not None and when.day.closing
            return when._replace(opening="until" if ends else opening)
        hours = open_hours(when.hours, opening)
        return when._replace(hours=hours) if hours else None

    return make


def _week_opened(opening: str) -> Callable[[Stretch, int], When]:
    return lambda week, weekday: When(days.in_week(weekday, week), opening=opening)


def _end_of(day: Stretch) -> When:
    """As in "by the end of Friday"."""
    return When(day, opening="until")


def _at_the_latest(when: When) -> When | None:
    """As in "EOD Tuesday at the latest": an end already."""
    return when if when.hours and when.hours.kind is TimeKind.UNTIL else None


def _soft(opening: str) -> Callable[[Dated], When]:
    """As in "bis 3.5", which a preposition makes a date."""
    return lambda written: When(days.dated(written), opening=opening)


def _since(when: When) -> When | None:
    """The last one passed: a year, a week or a day back until it lies behind."""
    if when.day and when.hours and not when.opening:
        hours = open_hours(when.hours, "from")
        return When(_passed(when.day), hours, zone=when.zone) if hours else None
    return When(_passed(when.day), opening="from") if when.day and not when.hours else None


def _since_then(hours: Hours) -> When | None:
    """As in "since a quarter to nine": the last one that has passed."""
    starts = [start for start, _ in hours.options if start is not None]

    def find(now: Now) -> tuple[Span, ...]:
        days_of = (midnight(now.today), midnight(now.today) - DAY)
        moments = [day + timedelta(seconds=start) for day in days_of for start in starts]
        return tuple(Span(m, None, hours.grain) for m in sorted(moments, reverse=True) if m <= now.at)[:1]

    return When(Stretch(find), opening="from") if starts and not hours.floating else None


def _for_so_long(length: Length) -> When:
    """As in "seit drei Wochen"."""
    return When(days.ahead_of_now(-length), opening="from")


def _passed(day: Stretch) -> Stretch:
    def find(now: Now) -> tuple[Span, ...]:
        found = day.find(now._replace(past=True)) or day.find(now)
        return tuple(_back(s, now) for s in found[:1])

    return Stretch(find)


def _back(span: Span, now: Now) -> Span:
    if span.start <= now.at or span.end is None:
        return span
    week = span.start - days.WEEK * DAY
    start = week if week <= now.at else span.start.replace(year=span.start.year - 1, day=min(span.start.day, 28))
    return Span(start, start + (span.end - span.start), span.grain)


def _ordinal_timed(day: int, clock: Hours | When) -> When | None:
    """As in "the twelfth at eleven"."""
    hours = clock.hours if isinstance(clock, When) else clock
    if not hours or hours.floating or not 1 <= day <= 31:  # noqa: PLR2004 - days of a month
        return None
    return When(days.day_of_month(day), hours)


def _this_time(day: Stretch) -> When:
    """As in "this time tomorrow", "this time next week": the clock of the writing."""

    def find(now: Now) -> tuple[Span, ...]:
        spans = day.find(now)
        monday = now.today - now.today.weekday() * DAY
        shifts = (s.start.date() - (monday if s.grain is Grain.WEEK else now.today) for s in spans)
        return tuple(Span(now.at + shift, None, Grain.MINUTE) for shift in shifts)

    return When(Stretch(find))


def _new_year() -> When:
    """Until it begins."""
    return When(feast("new year"), opening="before")


def _moment(stretch: Stretch) -> When:
    return When(stretch)


_SPANS, _MONTHS = "WEEK|TERM|SPREAD", "MONTH|QUARTER"
_NOW = Stretch(lambda now: (Span(now.at, None, Grain.MINUTE),))
_SOFT = HOMOGRAPH | SHORT_DAY | BARE_MONTH
PRODUCTIONS: list[Production] = [
    *P("sep", "sep", "comma|dash|colon|on|for", lambda: True),
    *P("sep", "sep", "comma|colon on|for", lambda: True),
    *P("sep", "sep", "comma? slot|only", lambda: True),
    *P("sep", "sep", "only comma", lambda: True),
    *P("sep", "sep", "then comma?", lambda: True),
    *P("sep", "sep", "comma|dash? starts", lambda: True, weight=3),
    *P("stretch", "SPANST", f"the? {_SPANS}", lambda span: span),
    *P("stretch", "MONTHST", f"the? {_MONTHS}", lambda span: span),
    *P("stretch", "THEDAY", "the? DAY", lambda day: day),
    *P("on", "ONDAY", "on the? DAY", lambda day: day, clears=_SOFT),
    *P("on", "ONSPAN", "on|in|at SPANST|MONTHST|YEARST", lambda span: span, clears=_SOFT),
    *P("all-day", "WHENDAY", "PST allday", _day, clears=_SOFT, weight=1),
    *P("day", "WHENDAY", "PST", _day),
    *P("time", "TIMED", "TOD", _hours),
    *P("bare-time", "WHENBARE", "BARE", _hours),
    *P("day-time", "WHENDAY", "DAYS sep? TOD", _timed, clears=EVERYTHING, weight=2),
    *P("day-time", "WHENDAY", "DAYS comma on? TOD", _timed, clears=EVERYTHING, weight=2),
    *P("day-time", "WHENDAY", "PST open TOD close", _timed, clears=EVERYTHING, weight=2),
    *P("day-bare", "WHENDAY", "DPST sep? BARE|BARERANGE|DOTCLOCK", _timed, clears=_COMPANY, weight=1),
    *P("day-bare", "WHENDAY", "DPST at? SHORTMIL", _timed, clears=_COMPANY, weight=1),
    *P("bare-day", "WHENDAY", "at SHORTMIL on? DPST", _time_first, clears=EVERYTHING),
    *P("day-time", "WHENDAY", "DPST slash TOD|DOTCLOCK", _timed, clears=EVERYTHING, weight=3),
    *P("half-day", "WHENPART", "DPST comma? DAYHALF", _timed, clears=_COMPANY & ~HABIT, weight=2),
    *P("time-day", "WHENDAY", "TOD DAYS", _time_first, clears=EVERYTHING, weight=2),
    *P(
        "time-date",
        "WHENDAY",
        "TOD comma DATE",
        lambda hours, d: When(days.dated(d), hours),
        clears=EVERYTHING,
        weight=3,
    ),
    *P("time-date", "WHENDAY", "TOD comma WD comma? the? DATE", _hours_weekday_date, clears=EVERYTHING, weight=3),
    *P("time-day", "WHENDAY", "TOD open PST close", _time_first, clears=EVERYTHING, weight=2),
    *P("bare-day", "WHENDAY", "BARE|BARERANGE|DOTCLOCK DPST", _time_first, clears=EVERYTHING),
    *P("part", "WHENPART", "PST comma? only? PARTD", _timed, clears=EVERYTHING, weight=2),
    *P("part", "WHENPART", "the? PARTD of the? DPST", _time_first, clears=EVERYTHING, weight=2),
    *P("part", "WHENPART", "PARTD comma? PST", _time_first, clears=EVERYTHING, weight=2),
    *P("part", "WHENDAY", "WHENPART", lambda when: when),
    *P("part-first", "WHENPART", "PARTS WHENPART", _narrower, weight=2),
    *P("on-part", "WHENPART", "on WHENPART", lambda when: when),
    *P("part-time", "WHENDAY", "WHENPART comma? TOD", _part_timed, clears=EVERYTHING, weight=2),
    *P("part-bare", "WHENDAY", "WHENPART comma? BARE|BARERANGE", _part_timed, clears=_COMPANY, weight=1),
    *P("time-part", "WHENDAY", "TOD|BARE|BARERANGE comma? on? WHENPART", _time_part, clears=EVERYTHING, weight=2),
    *P("weekday-time-week", "WHENDAY", "on? WD TOD of? the? WEEK", _weekday_week, clears=EVERYTHING, weight=4),
    *P("weekday-time-week", "WHENDAY", "on? WD BARE of? the? WEEK", _weekday_week, clears=EVERYTHING, weight=3),
    *P("weekday-part-week", "WHENPART", "WDPART comma? of|in? the? WEEK", _week_pair, weight=3),
    *P("week-weekday-part", "WHENPART", "WEEK comma? on? WDPART", _week_first_pair, weight=3),
    *P("week-time-weekday", "WHENDAY", "WEEK TOD on WD", _week_hours_weekday, clears=EVERYTHING, weight=4),
    *P(
        "weekday-time-date",
        "WHENDAY",
        "WD comma? TOD comma? open? on? the? DATE close?",
        _weekday_hours_date,
        clears=EVERYTHING,
        weight=4,
    ),
    *P("moment", "TIMED", "on|at|until? MOMENT", _moment),
    *P("this-time", "TIMED", "thistime DAY|WEEK", _this_time, clears=EVERYTHING, weight=4),
    *P("this-time", "TIMED", "DAY|WEEK thistime", _this_time, clears=EVERYTHING, weight=4),
    *P("this-time", "TIME", "until thistime DAY|WEEK", lambda day: _this_time(day)._replace(opening="until"), weight=6),
    *P("moment", "TIMED", "MOMENT|OFFSET", _moment),
    *P("offset-time", "WHENDAY", "OFFSET TOD", _timed, clears=EVERYTHING, weight=2),
    *P("zone", "TIMED", "WHEN comma? open? ZONE close?", _zoned, clears=EVERYTHING, weight=2),
    *P("zone", "TIMED", "WHENBARE open? ZONE close?", _zoned, clears=EVERYTHING, weight=2),
    *P("offset-zone", "ZONE", "ZONE and NUM", partial(_offset, sign=1), weight=2),
    *P("offset-zone", "ZONE", "ZONE dash NUM", partial(_offset, sign=-1), weight=2),
    *P("offset-zone", "ZONE", "ZONE and CLOCK", partial(_whole_offset, sign=1), weight=3),
    *P("offset-zone", "ZONE", "ZONE dash CLOCK", partial(_whole_offset, sign=-1), weight=3),
    *P("offset-zone", "ZONE", "open ZONE close ZONE", lambda _offset, named: named, weight=2),
    *P(
        "zone",
        "ZONED",
        "TOD|BARE|BARERANGE|DOTCLOCK|MIL comma? open? ZONE close?",
        _zone_only,
        clears=EVERYTHING,
        weight=2,
    ),
    *P("ordinal-time", "WHENDAY", "on? the NTH CLOCKS|BAREAT", _ordinal_timed, clears=_COMPANY & ~BARE, weight=2),
    *P("ordinal-time", "WHENDAY", "ORD CLOCKS|BAREAT", _ordinal_timed, clears=_COMPANY & ~BARE, weight=1),
    *P("until-new-year", "TIME", "until|before the? newyear", _new_year, weight=4),
    *P("zone-day", "WHENDAY", "PST sep? ZONED", _zoned_day, clears=EVERYTHING, weight=2),
    *P("zone-day", "TIMED", "ZONED PST", _day_zoned, clears=EVERYTHING, weight=2),
    # In a list of days, each with its hours and zone, the comma parts and does not join.
    *P("zone-day", "TIMED", "ZONED comma PST", _day_zoned, clears=EVERYTHING, weight=-1),
    *P("from", "TIME", "from WHEN", _opened("from"), clears=_COMPANY, weight=-1),
    *P("of", "TIME", "leaving WHENDAY", lambda when: when, clears=_COMPANY, weight=-1),
    *P("from", "TIME", "from|leaving WHEN onwards|onward", _opened("from"), clears=_COMPANY, weight=1),
    *P("from", "TIME", "WHENDAY onwards", _opened("from"), weight=2),
    *P("week-opened", "TIME", "the? WEEK comma? from|leaving WD", _week_opened("from"), clears=EVERYTHING, weight=2),
    *P("week-opened", "TIME", "WEEK comma? after WD", _week_opened("after"), clears=EVERYTHING, weight=2),
    *P("week-opened", "TIME", "WEEK comma? until WD", _week_opened("until"), clears=EVERYTHING, weight=2),
    *P("week-opened", "TIME", "WEEK comma? before WD", _week_opened("before"), clears=EVERYTHING, weight=2),
    *P("after", "TIME", "shortly? after WHEN", _opened("after"), clears=_COMPANY, weight=1),
    *P("until", "TIME", "until WHEN", _opened("until"), clears=_COMPANY, weight=1),
    *P("until", "TIME", "until|before DPST DEADLINE", _timed, clears=_COMPANY, weight=3),
    *P("end-of-day", "TIME", "until|before|at? endof the? DAY", _end_of, clears=_COMPANY, weight=1),
    *P("until", "TIME", "WHENDAY latest", _opened("until"), clears=_COMPANY, weight=2),
    *P("latest", "TIME", "WHENDAY latest", _at_the_latest, clears=_COMPANY, weight=2),
    *P("until", "TIME", "TIMED latest", _opened("until"), clears=_COMPANY, weight=2),
    *P("until", "TIME", "until WHENDAY latest", _opened("until"), clears=_COMPANY, weight=2),
    *P("from", "TIME", "from SOFTDATE", _soft("from")),
    *P("from", "TIME", "from|leaving SOFTMONTH", partial(When, opening="from")),
    *P("since", "TIME", "since SOFTMONTH", partial(When, opening="from")),
    *P("after", "TIME", "after SOFTMONTH", partial(When, opening="after")),
    *P("until", "TIME", "until SOFTMONTH", partial(When, opening="until")),
    *P("before", "TIME", "before SOFTMONTH", partial(When, opening="before")),
    *P("month-year", "TIME", "in|on SOFTMONTH", When),
    *P("since", "TIME", "since SOFTDATE", lambda written: _since(When(days.dated(written)))),
    *P("after", "TIME", "after SOFTDATE", _soft("after")),
    *P("until", "TIME", "until SOFTDATE", _soft("until")),
    *P("before", "TIME", "before SOFTDATE", _soft("before")),
    *P("earliest", "TIME", "WHENDAY|TIMED earliest", _opened("from"), clears=_COMPANY, weight=2),
    *P("before", "TIME", "shortly? before WHEN", _opened("before"), clears=_COMPANY, weight=1),
    *P("henceforth", "TIME", "henceforth", lambda: When(_NOW, opening="from")),
    *P("since", "TIME", "since POINT|CLOCK|UHR|DOTCLOCK|MIL|BARE|PARTD", _since_then, clears=ALONE, weight=2),
    *P("since", "TIME", "since the? noon", lambda: _since_then(at_seconds(NOON)), weight=2),
    *P("since", "TIME", "since the? SEASON", lambda number: _since(When(season(number)))),
    *P("after", "TIME", "after the? SEASON", lambda number: When(season(number), opening="after")),
    *P("before", "TIME", "before the? SEASON", lambda number: When(season(number), opening="before")),
    *P("until", "TIME", "until the|dem? SEASON", lambda number: When(season(number), opening="before"), weight=3),
    *P("since", "TIME", "since LENGTHS", _for_so_long, weight=2),
    *P("since", "TIME", "since WHENDAY", _since, clears=_COMPANY, weight=2),
    *P("bare-time", "TIME", "WHENBARE", lambda when: when, adds=ALONE),
    *P("bare-time", "TIME", "DOTCLOCK|BARERANGE", _hours, adds=OFFERED),
    *P("at-bare", "TIME", "BAREAT", lambda when: when),
    *P("shifted", "BAREAT", "to|onto BARE", _hours, adds=SHIFT),
    *P("at-bare", "BAREAT", "at|about BARE", _hours, weight=1),
    *P("at-bare", "BAREAT", "shortly past|vor|after|before BARE", _hours, weight=3),
]
