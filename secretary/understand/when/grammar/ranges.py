"""Ranges of days and of moments: "vom 3. bis 5. März", "Mon-Wed", "between August 3 and 7".

A month, a year or a week said once holds for both ends.
"""

from __future__ import annotations

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when import days, periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Dated, exists
from secretary.understand.when.doubt import ALONE, BARE, BARE_MONTH, EVERYTHING, ORDINAL
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.hours import HOUR
from secretary.understand.when.moments import place
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import DAY, Now, Span, Stretch, When

_COMPANY = EVERYTHING & ~BARE
_EVENING = 18 * HOUR
_CLOSED = frozenset({TimeKind.INSTANT, TimeKind.INTERVAL})


def _from_to(first: When, last: When) -> When | None:
    """From one moment to another."""
    if first.opening or last.opening or not (first.day and last.day) or bool(first.hours) != bool(last.hours):
        return None
    if any(when.hours and when.hours.kind not in _CLOSED for when in (first, last)):
        return None
    if not first.hours:
        return When(periods.between(first.day, last.day))
    if first.hours and last.hours and min(o[0] or 0 for o in first.hours.options) >= _EVENING:
        last = last._replace(hours=last.hours._replace(options=last.hours.options[::-1]))  # "Sa 22 Uhr bis So 4 Uhr"
    return When(periods.between(_placed(first), _placed(last)), zone=last.zone or first.zone)


def _placed(when: When) -> Stretch:
    return Stretch(lambda now: tuple(s for kind, s in place(when, now) if kind in _CLOSED))


def _stretches(first: Stretch, last: Stretch) -> Stretch:
    return periods.between(first, last)


def _ordinal_to_date(first: int, last: Dated) -> Stretch | None:
    """As in "3. bis 5. März": the month is shared, the year too."""
    options = tuple((first, month) for _, month in last.options)
    if not exists(2024, options[0][1], first) or first >= last.options[0][0]:
        return None
    return days.dated_range(Dated(options, last.year), last)


def _number_to_date(first: Figures, last: Dated) -> Stretch | None:
    return _ordinal_to_date(first.value, last) if len(first.text) <= 2 else None  # noqa: PLR2004 - a day


def _weekdays_to_date(_first: int, number: int | Figures, _last: int, last: Dated) -> Stretch | None:
    """As in "between Wed 13 and Fri 15 May"."""
    return _weekend_dated(number, last)


def _weekend_dated(first: int | Figures, last: Dated) -> Stretch | None:
    """As in "am Wochenende vom 16./17. Mai"."""
    return _ordinal_to_date(first if isinstance(first, int) else first.value, last)


def _date_to_number(first: Dated, last: Figures) -> Stretch | None:
    return _date_to_ordinal(first, last.value) if len(last.text) <= 2 else None  # noqa: PLR2004 - a day


def _date_to_ordinal(first: Dated, last: int) -> Stretch | None:
    day, month = first.options[0]
    if first.year or last <= day or not exists(2024, month, last):
        return None
    return days.dated_range(first, Dated(((last, month),)))


def _with_year(first: Dated, last: int, year: int) -> Stretch | None:
    day, month = first.options[0]
    if first.year or last <= day or not exists(year, month, last):
        return None
    return periods.between(days.dated(Dated(first.options, year)), days.dated(Dated(((last, month),), year)))


def _number_with_year(first: Dated, last: Figures, year: int) -> Stretch | None:
    return _with_year(first, last.value, year)


def _ordinal_to_ordinal(first: int, last: int) -> Stretch | None:
    if not 1 <= first < last <= 31:  # noqa: PLR2004 - days of a month
        return None

    def find(now: Now) -> tuple[Span, ...]:
        starts = days.day_of_month(first).find(now)
        return tuple(Span(s.start, s.start + (last - first + 1) * DAY, Grain.DAY) for s in starts)

    return Stretch(find)


def _dates(first: Dated, last: Dated) -> Stretch:
    """A year said with the second date is the first one's too, or the year before."""
    if first.year or not last.year:
        return days.dated_range(first, last)
    year = last.year - 1 if first.options[0][::-1] > last.options[0][::-1] else last.year
    return periods.between(days.dated(Dated(first.options, year)), days.dated(last))


def _months(first: int, last: int) -> Stretch:
    return periods.between(periods.month(first), periods.month(last))


def _months_of(first: int, last: int, year: int) -> Stretch:
    start = year - 1 if first > last else year
    return periods.between(periods.month(first, start), periods.month(last, year))


def _week_days(first: int, last: int, week: Stretch) -> Stretch:
    return periods.between(days.in_week(first, week), days.in_week(last, week))


def _week_first_days(week: Stretch, first: int, last: int) -> Stretch:
    return _week_days(first, last, week)


def _now_to(last: Stretch) -> Stretch:
    def find(now: Now) -> tuple[Span, ...]:
        return tuple(Span(now.at, s.end or s.start, s.grain) for s in last.find(now) if (s.end or s.start) > now.at)

    return Stretch(find)


PRODUCTIONS: list[Production] = [
    *P("years", "SPREAD", "from|leaving? YEARST dash|to YEARST", _stretches, clears=_COMPANY, weight=2),
    *P("range", "SPREAD", "from|leaving? NST comma? dash|to on? NST", _stretches, clears=_COMPANY & ~BARE, weight=2),
    *P("range", "SPREAD", "from|leaving on NST to on? NST", _stretches, clears=_COMPANY, weight=3),
    *P("range", "SPREAD", "between NST and|dash NST", _stretches, clears=_COMPANY, weight=4),
    *P("range", "SPREAD", "from|leaving? DATE dash|to on? the? DATE", _dates, clears=EVERYTHING, weight=3),
    *P(
        "range",
        "SPREAD",
        "datedby|leaving SOFTDATE dash|to on? the? DATE|SOFTDATE",
        _dates,
        clears=EVERYTHING,
        weight=3,
    ),
    *P("range", "SPREAD", "datedby|leaving DATE dash|to on? the? SOFTDATE", _dates, clears=EVERYTHING, weight=3),
    *P("range", "SPREAD", "between DATE and the? DATE", _dates, clears=EVERYTHING, weight=5),
    *P(
        "range",
        "SPREAD",
        "from|leaving? on? the? ORD|NTH dash|to on? the? DATE",
        _ordinal_to_date,
        clears=EVERYTHING,
        weight=4,
    ),
    *P("range", "SPREAD", "from|leaving? NUM dash|to DATE", _number_to_date, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "from|leaving NUM to on? the? DATE", _number_to_date, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "between the? ORD and|dash the? DATE", _ordinal_to_date, clears=EVERYTHING, weight=7),
    *P("range", "SPREAD", "between NUM and|dash DATE", _number_to_date, clears=EVERYTHING, weight=5),
    *P("range", "SPREAD", "from|leaving? DATE dash|to NUM", _date_to_number, clears=EVERYTHING, weight=3),
    *P("range", "SPREAD", "from|leaving? DATE dash|to on? the? ORD", _date_to_ordinal, clears=EVERYTHING, weight=3),
    *P("range", "SPREAD", "between DATE and|dash NUM", _date_to_number, clears=EVERYTHING, weight=5),
    *P("range", "SPREAD", "between DATE and the? ORD", _date_to_ordinal, clears=EVERYTHING, weight=5),
    *P("range", "SPREAD", "from|leaving? DATE dash|to NUM comma? YEAR", _number_with_year, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "from|leaving? DATE dash|to ORD comma? YEAR", _with_year, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "from|leaving|on the? ORD dash|to on? the? ORD", _ordinal_to_ordinal, adds=ORDINAL, weight=3),
    *P("range", "SPREAD", "the ORD dash|to the? ORD", _ordinal_to_ordinal, adds=ORDINAL, weight=3),
    *P("range", "SPREAD", "between the ORD and the? ORD", _ordinal_to_ordinal, adds=ORDINAL, weight=4),
    *P("range", "SPREAD", "between NTH and NTH", _ordinal_to_ordinal, adds=ORDINAL | ALONE, weight=1),
    *P("range", "MONTHS", "from|leaving? MN dash|to MN", _months, clears=BARE_MONTH, weight=2),
    *P("range", "SPREAD", "MONTHS", lambda span: span),
    *P("range", "SPREAD", "from|leaving? MN dash|to MN YEAR", _months_of, clears=BARE_MONTH, weight=4),
    *P("range", "SPREAD", "from|leaving? WD dash|to WD of|in? the? WEEK", _week_days, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "between WD and WD of|in? the? WEEK", _week_days, clears=EVERYTHING, weight=6),
    *P("range", "SPREAD", "WEEK comma? from|leaving? WD dash|to WD", _week_first_days, clears=EVERYTHING, weight=4),
    *P("range", "SPREAD", "WEEK between WD and WD", _week_first_days, clears=EVERYTHING, weight=6),
    *P("range", "SPREAD", "leaving? DATE onto the? DATE", _dates, clears=EVERYTHING, weight=3),
    *P("range", "SPREAD", "datedby ORD onto the? DATE", _ordinal_to_date, clears=EVERYTHING, weight=5),
    *P(
        "weekend-dated",
        "SPREAD",
        "on? the? weekendw datedby|of|comma? the? ORD|NUM slash|dash DATE",
        _weekend_dated,
        weight=6,
    ),
    *P("range", "SPREAD", "from|leaving? WD NUM|ORD dash|to WD DATE", _weekdays_to_date, clears=EVERYTHING, weight=7),
    *P("range", "SPREAD", "between WD NUM|ORD and|dash WD DATE", _weekdays_to_date, clears=EVERYTHING, weight=8),
    *P("from-now", "SPREAD", "between nowon and on? NST", _now_to, clears=_COMPANY, weight=4),
    *P("from-now", "SPREAD", "from|leaving? nowon to on? NST", _now_to, clears=_COMPANY, weight=4),
    *P("from-to", "TIMED", "from|leaving? WHENDAY dash|to WHENDAY", _from_to, clears=EVERYTHING),
    *P("from-to", "TIMED", "between WHENDAY and WHENDAY", _from_to, clears=EVERYTHING, weight=2),
]
