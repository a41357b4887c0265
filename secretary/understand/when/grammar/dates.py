"""Days: written dates, weekdays, and both together: "Dienstag, den 3. März", "the 15th", "next Friday"."""

from __future__ import annotations

from functools import partial

from secretary.understand.when import days
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Dated, Rel, exists
from secretary.understand.when.doubt import BARE, BARE_MONTH, EVERYTHING, HOMOGRAPH, ORDINAL, SHORT_DAY
from secretary.understand.when.feasts import feast, feast_weekend, holiday_weekend, next_public_holiday
from secretary.understand.when.grammar.clocks import modified
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import DAY, DAY_SECONDS, Hours, Now, Span, Stretch, When, day_span

_LEAP_YEAR = 2024
_TWO_FIGURES = 2
_NEAR_YEARS = range(24, 40)  # beyond any hour


def _month_day(day: int, month: int) -> Dated | None:
    return Dated(((day, month),)) if exists(_LEAP_YEAR, month, day) else None


def _day_month(month: int, day: int) -> Dated | None:
    return _month_day(day, month)


def _number_month(number: Figures, month: int) -> Dated | None:
    return _month_day(number.value, month) if len(number.text) <= _TWO_FIGURES else None


def _month_number(month: int, number: Figures) -> Dated | None:
    return _number_month(number, month) if number.text or number.value > 1 else None  # "im Oktober ein"


def _with_year(written: Dated, year: int) -> Dated | None:
    if written.year:
        return None
    day, month = written.options[0]
    return Dated(written.options, year) if exists(year, month, day) else None


def _with_short_year(written: Dated, year: Figures) -> Dated | None:
    return _with_year(written, 2000 + year.value) if len(year.text) == _TWO_FIGURES else None


def _with_bare_year(day: Figures | int, month: int, year: Figures) -> Dated | None:
    """As in "12 Oct 26": years nearby, since "12 Oct 14" has a clock time or a price behind it."""
    number = day if isinstance(day, int) else day.value
    written = _month_day(number, month)
    return _with_short_year(written, year) if written and year.value in _NEAR_YEARS else None


def _ordinal_day(day: int) -> Stretch | None:
    return days.day_of_month(day) if 1 <= day <= 31 else None  # noqa: PLR2004 - days of a month


def _late_ordinal(day: int) -> Stretch | None:
    """As in "on the twenty-fifth"; the first dozen counts things as well."""
    return _ordinal_day(day) if day > 12 else None  # noqa: PLR2004 - a dozen


def _number_day(number: Figures) -> Stretch | None:
    return _ordinal_day(number.value) if number.text else None


def _weekday_ordinal(weekday: int, day: int) -> Stretch | None:
    return days.weekday_of_month(weekday, day) if 1 <= day <= 31 else None  # noqa: PLR2004 - days of a month


def _weekday_number(weekday: int, number: Figures) -> Stretch | None:
    return _weekday_ordinal(weekday, number.value) if number.text else None


def _checked(day: Stretch, weekday: int) -> Stretch:
    """A day named twice ("morgen, Dienstag")."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(s if s.start.weekday() == weekday else s._replace(flaw="weekday") for s in day.find(now))

    return Stretch(find)


def _same_day(day: Stretch, written: Dated) -> Stretch:
    """As in "heute, 8. Juli": the date holds; a relative word that means another day is a contradiction."""

    def find(now: Now) -> tuple[Span, ...]:
        meant = {s.start for s in day.find(now)}
        dates = days.dated(written).find(now)
        fitting = tuple(s for s in dates if s.start in meant)
        return fitting or tuple(s._replace(flaw="weekday") for s in dates[:1])

    return Stretch(find)


def _same_weekday(day: Stretch, weekday: int, written: Dated) -> Stretch:
    return _checked(_same_day(day, written), weekday)


def _checked_first(weekday: int, day: Stretch) -> Stretch:
    return _checked(day, weekday)


def _swapped(written: Dated, weekday: int) -> Stretch:
    return days.dated_weekday(weekday, written)


def _backwards(written: Dated) -> Stretch:
    return days.dated(written._replace(backwards=True))


def _feast_after_next(weekday: int) -> Stretch:
    return days.related_weekday(Rel.OVER_NEXT, weekday)


def _weekday_part(pair: tuple[int, Hours]) -> When:
    return When(days.weekday(pair[0]), pair[1])


def _related_part(rel: Rel, pair: tuple[int, Hours]) -> When:
    return When(days.related_weekday(rel, pair[0]), pair[1])


def _dated_part(pair: tuple[int, Hours], written: Dated) -> When:
    return When(days.dated_weekday(pair[0], written), pair[1])


def _tonight(part: Hours) -> When:
    return When(days.relative_day(0), part)


def _this_part(rel: Rel, part: Hours) -> When | None:
    """As in "this afternoon", "diesen Vormittag", "last night"."""
    if rel is Rel.THIS:
        return When(days.relative_day(0), part)
    return When(days.relative_day(-1), part) if rel is Rel.LAST else None


def _night_between(part: Hours, first: int, last: int) -> When | None:
    """As in "in der Nacht von Freitag auf Samstag"."""
    return When(days.weekday(first), part) if (first + 1) % 7 == last else None


def _night_to_date(part: Hours, first: int, written: Dated) -> When | None:
    """As in "in der Nacht vom 15. auf den 16. Mai"."""
    return When(next_to(days.dated(written), -1), part) if first != written.options[0][0] else None


def _night_to(part: Hours, weekday: int) -> When | None:
    """As in "in der Nacht auf Samstag": it begins the day before."""
    overnight = (part.options[0][1] or 0) > DAY_SECONDS
    return When(days.weekday((weekday - 1) % 7), part) if overnight else None


def _before_last(part: Hours) -> When:
    """As in "the night before last"."""
    return When(days.relative_day(-2), part)


def _late_this(rel: Rel, part: Hours) -> When | None:
    found = modified("late", part)
    return _this_part(rel, found) if found else None


def _early_this(rel: Rel, part: Hours) -> When | None:
    found = modified("early", part)
    return _this_part(rel, found) if found else None


def _named(day: Stretch, *_name: str) -> Stretch:
    """As in "closed Monday for Labor Day": why, not when."""
    return day


def _feast_weekday(name: str, weekday: int) -> Stretch:
    """As in "the August bank holiday Monday"."""
    return _checked(feast(name), weekday)


def _holiday_weekday(weekday: int) -> Stretch:
    return next_public_holiday(weekday)


def _nth_feast(number: int, name: str) -> Stretch | None:
    """As in "am 2. Weihnachtstag"."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(day_span((s.start + (number - 1) * DAY).date()) for s in feast(name).find(now))

    return Stretch(find) if number in {1, 2} else None


def _beside_feast(day: Stretch) -> Stretch:
    """The day before."""
    return next_to(day, -1)


def _day_after(day: Stretch) -> Stretch:
    return next_to(day, 1)


def next_to(day: Stretch, step: int) -> Stretch:
    """The day before (-1) or behind (1) a stretch."""

    def find(now: Now) -> tuple[Span, ...]:
        spans = day.find(now)
        return tuple(day_span((s.start - DAY if step < 0 else (s.end or s.start + DAY)).date()) for s in spans)

    return Stretch(find)


def _feast_of(name: str, year: Stretch) -> Stretch:
    """As in "Easter next year"."""
    return Stretch(lambda now: tuple(s for y in year.find(now) for s in feast(name, y.start.year).find(now)))


def _feast_related(rel: Rel, name: str) -> Stretch:
    one = feast(name)
    if rel in {Rel.THIS, Rel.NEXT, Rel.COMING}:
        return one

    def find(now: Now) -> tuple[Span, ...]:
        now = now._replace(past=False)
        return feast(name, one.find(now)[0].start.year + (1 if rel is Rel.OVER_NEXT else -1)).find(now)

    return Stretch(find)


_SETTLED = HOMOGRAPH | SHORT_DAY | BARE_MONTH | BARE | ORDINAL
_WD = "WD comma? the|on? the?"
PRODUCTIONS: list[Production] = [
    # written dates
    *P("day-month", "DATE", "ORD|NTH MN", _month_day, clears=EVERYTHING, weight=1),
    *P("day-month", "DATE", "ORD|NTH of the? MN", _month_day, clears=EVERYTHING, weight=1),
    *P("day-month", "DATE", "NUM dash? MN", _number_month, clears=EVERYTHING, weight=4),
    *P("month-day", "DATE", "MN the? ORD|NTH", _day_month, clears=EVERYTHING, weight=1),
    *P("month-day", "DATE", "MN NUM", _month_number, clears=EVERYTHING, weight=4),
    *P("date-year", "DATE", "DATE comma? YEAR|OLDYEAR", _with_year, clears=EVERYTHING, weight=1),
    *P("date-year", "DATE", "DATE dash YEAR", _with_year, clears=EVERYTHING),
    *P("date-year", "DATE", "NUM|ORD MN NUM", _with_bare_year, clears=EVERYTHING, weight=7),
    *P("date-year", "DATE", "DATE apos NUM", _with_short_year, clears=EVERYTHING),
    *P("half-dotted", "DATE", "on|datedby|dem SOFTDATE", lambda d: d, weight=-1),
    *P("date", "DAY", "DATE", days.dated),
    *P("dated", "DAY", "datedby DATE", _backwards, clears=EVERYTHING, weight=1),
    # days of a month without its name
    *P("the-ordinal", "DAY", "on? the ORD", _ordinal_day, adds=ORDINAL, weight=1),
    *P("the-ordinal", "DAY", "on ORD", _ordinal_day, adds=ORDINAL, weight=1),
    *P("ordinal-of-month", "DAY", "on? the? ORD thismonth", _ordinal_day, clears=EVERYTHING, weight=-2),
    *P("the-ordinal", "DAY", "dem NTH", _ordinal_day, adds=ORDINAL),
    *P("the-ordinal", "DAY", "on the NTH", _late_ordinal, adds=ORDINAL),
    *P("day-month", "DATE", "dem NTH NTH", _month_day, weight=1),
    *P("the-number", "DAY", "dem NUM", _number_day, adds=BARE, weight=-1),
    # weekdays
    *P("relative-day", "DAY", "RELDAY", lambda day: day, weight=3),
    *P("weekday", "DAY", "WD", days.weekday),
    *P("weekday-date", "DAY", "WD comma? DATE", days.dated_weekday, clears=_SETTLED, weight=2),
    *P("weekday-date", "DAY", "WD comma? on|the DATE", days.dated_weekday, clears=_SETTLED, weight=2),
    *P("weekday-date", "DAY", "WD comma? on the DATE", days.dated_weekday, clears=_SETTLED, weight=2),
    *P("weekday-date", "DAY", "WD comma? open? SOFTDATE close?", days.dated_weekday, clears=_SETTLED, weight=2),
    *P("weekday-date", "DAY", "WD open DATE close", days.dated_weekday, clears=_SETTLED, weight=2),
    *P("date-weekday", "DAY", "DATE comma? open? WD close?", _swapped, clears=_SETTLED, weight=2),
    *P("weekday-ordinal", "DAY", "WD comma? the|on? ORD", _weekday_ordinal, clears=_SETTLED, weight=2),
    *P("weekday-ordinal", "DAY", "WD comma? on the ORD", _weekday_ordinal, clears=_SETTLED, weight=2),
    *P("weekday-number", "DAY", "WD comma? dem NUM", _weekday_number, clears=_SETTLED, weight=1),
    *P("day-weekday", "DAY", "RELDAY comma? open? WD close?", _checked, clears=_SETTLED),
    *P("related-weekday", "DAY", "the? REL WD", days.related_weekday, clears=_SETTLED, weight=2),
    *P("related-weekday", "DAY", "WD afternext", _feast_after_next, clears=_SETTLED, weight=2),
    *P(
        "related-day",
        "DAY",
        "REL WD comma? the|on? DATE",
        lambda _r, w, d: days.dated_weekday(w, d),
        clears=_SETTLED,
        weight=2,
    ),
    *P("weekday-today", "DAY", "WD comma? RELDAY", _checked_first, clears=_SETTLED, weight=-1),
    # feasts
    *P("day-date", "DAY", "RELDAY comma? the|on? DATE", _same_day, clears=_SETTLED, weight=1),
    *P("day-date", "DAY", "RELDAY comma WD comma? the|on? DATE", _same_weekday, clears=_SETTLED, weight=2),
    *P("day-date", "DAY", "RELDAY open DATE close", _same_day, clears=_SETTLED, weight=1),
    *P("feast", "DAY", "FEAST", feast),
    *P("feast-year", "DAY", "FEAST of? YEAR", feast, weight=1),
    *P("feast-year", "DAY", "FEAST of? the? YEARST", _feast_of, clears=EVERYTHING, weight=2),
    *P("feast-named", "DAY", "DAY open the? FEAST close", lambda day, _name: day, clears=_SETTLED, weight=2),
    *P("feast-named", "DAY", "DAY for the? FEAST|holidayw weekendw?", _named, clears=_SETTLED, weight=3),
    *P("feast-named", "SPREAD", "SPREAD for the? FEAST|holidayw weekendw?", _named, clears=_SETTLED, weight=3),
    *P("feast-weekday", "DAY", "FEAST WD", _feast_weekday, clears=_SETTLED),
    *P("feast-weekday", "DAY", "on|the holidayw WD", _holiday_weekday, clears=_SETTLED, weight=3),
    *P(
        "feast-falls",
        "DAY",
        "FEAST fallson ART|the WD",
        lambda name, *found: _checked(feast(name), found[-1]),
        weight=4,
    ),
    *P("feast-weekend", "DAY", "FEAST weekendw", feast_weekend),
    *P("feast-weekend", "DAY", "on|the holidayw weekendw", holiday_weekend, weight=3),
    *P("related-feast", "DAY", "REL FEAST", _feast_related, weight=1),
    *P(
        "weekday-after",
        "DAY",
        "WD after|past the? DAY",
        partial(days.weekday_beside, before=False),
        clears=_SETTLED,
        weight=3,
    ),
    *P(
        "weekday-before",
        "DAY",
        "WD before|vor the? DAY",
        partial(days.weekday_beside, before=True),
        clears=_SETTLED,
        weight=3,
    ),
    *P("day-before", "DAY", "dayw before the? DAY", _beside_feast, weight=3),
    *P("day-after", "DAY", "dayw after|past the? DAY", _day_after, weight=3),
    # weekday and part of the day in one word
    *P("weekday-part", "WHENPART", "WDPART", _weekday_part),
    *P("related-part", "WHENPART", "REL WDPART", _related_part, weight=1),
    *P("weekday-part-date", "WHENPART", "WDPART comma? the|on? DATE", _dated_part, weight=1),
    *P("tonight", "WHENPART", "TONIGHT", _tonight),
    *P("late-this", "WHENPART", "late REL PART", _late_this, clears=EVERYTHING, weight=3),
    *P("early-this", "WHENPART", "early REL PART", _early_this, clears=EVERYTHING, weight=3),
    *P(
        "night-before-last",
        "WHENPART",
        "the? PART beforelast",
        _before_last,
        clears=EVERYTHING,
    ),
    *P("night-between", "WHENPART", "in the PART leaving WD onto|on WD", _night_between, clears=EVERYTHING, weight=4),
    *P(
        "night-between",
        "WHENPART",
        "in the PART datedby ORD onto the? DATE",
        _night_to_date,
        clears=EVERYTHING,
        weight=8,
    ),
    *P("night-to", "WHENPART", "in the PART onto|on WD", _night_to, clears=EVERYTHING, weight=4),
    *P("public-holiday", "DAY", "on|the holidayw", next_public_holiday, weight=1),
    *P("public-holiday", "DAY", "REL holidayw", lambda _rel: next_public_holiday(), weight=1),
    *P("nth-feast", "DAY", "ORD|NTH NTHFEAST", _nth_feast, weight=3),
    *P("this-part", "WHENPART", "REL PART", _this_part, clears=EVERYTHING, weight=1),
]
