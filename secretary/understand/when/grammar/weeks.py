"""Weeks and longer stretches: "KW 30", "nächstes Quartal", "Anfang Juni", "the last week of May"."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from secretary.domain.when import Grain
from secretary.understand.when import days, periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Dated, Rel, full_year
from secretary.understand.when.doubt import ALONE, BARE_MONTH, EVERYTHING, HOMOGRAPH
from secretary.understand.when.feasts import feast
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import DAY_SECONDS, Length, Now, Span, Stretch

_ROWS = {"weekw": ("WEEK", Grain.WEEK), "monthw": ("RMONTH", Grain.MONTH), "quarterw": ("QUARTER", Grain.QUARTER),
         "yearw": ("YEARST", Grain.YEAR)}  # fmt: skip
_HALVES = 2
_THIS_MONTH = periods.related(Rel.THIS, Grain.MONTH)
_ORDINALS = frozenset(range(1, 6))


def _related(grain: Grain) -> Callable[[Rel], Stretch]:
    return lambda rel: periods.related(rel, grain)


def _fixed(rel: Rel, grain: Grain) -> Callable[[], Stretch]:
    return lambda: periods.related(rel, grain)


def _week_number(number: Figures) -> Stretch | None:
    """In figures: "diese Woche drei neue Rezepte" counts recipes."""
    return periods.calendar_week(number.value) if len(number.text) in {1, 2} else None


def _week_of_year(number: Figures, year: int) -> Stretch | None:
    return periods.calendar_week(number.value, year) if len(number.text) <= 2 else None  # noqa: PLR2004 - a week


def _week_of_short_year(number: Figures, year: Figures) -> Stretch | None:
    """As in "kW 23/26" is a year where the second is no week nearby."""
    whole = full_year(year.value, year.text)
    return _week_of_year(number, whole) if whole and abs(year.value - number.value) > 2 else None  # noqa: PLR2004 - neighbours


def _weeks(first: Figures, last: Figures) -> Stretch | None:
    one, other = _week_number(first), _week_number(last)
    near = 0 < last.value - first.value <= 12 or last.value < 5 < first.value  # noqa: PLR2004 - a row of weeks
    return periods.between(one, other) if one and other and near else None


def _ordinal_week(number: int) -> Stretch | None:
    return periods.calendar_week(number)


def _month_related(rel: Rel, number: int) -> Stretch:
    return periods.related_named(rel, lambda year: periods.month(number, year))


def _season_related(rel: Rel, number: int) -> Stretch:
    return periods.related_named(rel, lambda year: periods.season(number, year))


def _month_of(number: int, year: Stretch) -> Stretch:
    """As in "im Mai nächsten Jahres"."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(s for y in year.find(now) for s in periods.month(number, y.start.year).find(now))

    return Stretch(find)


def _year_month(year: Stretch, number: int) -> Stretch:
    return _month_of(number, year)


def _season_of(year: Stretch, number: int) -> Stretch:
    """As in "heuer im Herbst"."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(s for y in year.find(now) for s in periods.season(number, y.start.year).find(now))

    return Stretch(find)


def _of_season(number: int, year: Stretch) -> Stretch:
    return _season_of(year, number)


def _short_year(number: int, year: Figures) -> Stretch | None:
    whole = full_year(year.value, year.text)
    return periods.month(number, whole) if whole and len(year.text) == 2 else None  # noqa: PLR2004 - '26


def _third(which: int, whole: Stretch) -> Stretch:
    return periods.part(which, whole)


def _third_of(grain: Grain) -> Callable[[int], Stretch]:
    return lambda which: _coming_part(which, grain)


def _edge(pair: tuple[int, Grain]) -> Stretch:
    return _coming_part(*pair)


def _coming_part(which: int, grain: Grain) -> Stretch:
    """Of this week, month …, or of the next where it has passed."""

    def find(now: Now) -> tuple[Span, ...]:
        for rel in (Rel.THIS, Rel.NEXT):
            found = periods.part(which, periods.related(rel, grain)).find(now)
            if now.past or (found and found[0].end and found[0].end > now.at):
                return found
        return ()

    return Stretch(find, closing=which == 2)  # noqa: PLR2004 - its end


def _edge_related(rel: Rel, pair: tuple[int, Grain]) -> Stretch:
    return periods.part(pair[0], periods.related(rel, pair[1]))


def _edge_in(pair: tuple[int, Grain], whole: Stretch) -> Stretch:
    return periods.part(pair[0], whole)


def _third_of_year(which: int, year: int) -> Stretch:
    return periods.part(which, periods.whole_year(year))


def _third_new_year(which: int) -> Stretch:
    return periods.part(which, periods.related(Rel.NEXT, Grain.YEAR))


def _third_to_third(first: int, last: int, whole: Stretch) -> Stretch:
    return periods.between(periods.part(first, whole), periods.part(last, whole))


def _half_of_stretch(number: int, whole: Stretch) -> Stretch | None:
    return periods.half(number - 1, whole) if 1 <= number <= _HALVES else None


def _half_of_row(number: int, grain: Grain) -> Stretch | None:
    return _half_of_stretch(number, periods.related(Rel.THIS, grain))


def _half_of_month(number: int, month: int) -> Stretch | None:
    return _half_of_stretch(number, periods.month(month))


def _month_week(number: int, month: int) -> Stretch | None:
    return periods.nth_week(number, periods.month(month)) if number in _ORDINALS else None


def _last_month_week(rel: Rel, month: int) -> Stretch | None:
    return _month_week_back(rel, periods.month(month))


def _month_week_back(rel: Rel, whole: Stretch) -> Stretch | None:
    back = {Rel.LAST: -1, Rel.LAST_BUT_ONE: -2}.get(rel)
    return periods.nth_week(back, whole) if back else None


def _week_after(whole: Stretch) -> Stretch:
    return periods.week_holding(whole, 1)


def _week_before(whole: Stretch) -> Stretch:
    return periods.week_holding(whole, -1)


def _last_week_before(rel: Rel, whole: Stretch) -> Stretch | None:
    """As in "in der letzten Woche vor Weihnachten"."""
    return _week_before(whole) if rel is Rel.LAST else None


def _week_of_date(written: Dated) -> Stretch:
    return periods.week_holding(days.dated(written))


def _week_of_ordinal(day: int) -> Stretch:
    return periods.week_holding(days.day_of_month(day))


def _feast_week(name: str) -> Stretch:
    return periods.week_holding(feast(name))


def _row(rel: Rel, length: Length) -> Stretch | None:
    """As in "the next two weeks", "die letzten drei Tage"."""
    if rel in {Rel.NEXT, Rel.COMING}:
        return periods.row_of(length)
    return periods.row_of(length, back=True) if rel is Rel.LAST else None


def _row_of_one(rel: Rel, unit: str) -> Stretch | None:
    """As in "in the next hour"; next week and its like are those of the calendar."""
    length = {"hour": Length(3600, Grain.HOUR), "fortnight": Length(14 * DAY_SECONDS, Grain.WEEK)}.get(unit)
    return _row(rel, length) if length else None


def _season_of_short(number: int, year: Figures) -> Stretch | None:
    whole = full_year(year.value, year.text)
    return periods.season(number, whole) if whole and len(year.text) == 2 else None  # noqa: PLR2004 - '27


def _vague_row(rel: Rel, *, length: Length) -> Stretch | None:
    """As in "in the coming weeks": docs/reference/times.md says how many."""
    return _row(rel, length)


def _first_of(number: int, length: Length, whole: Stretch) -> Stretch | None:
    """As in "the first two weeks of November"."""
    return periods.edge_of(length, whole) if number == 1 else None


def _last_of(rel: Rel, length: Length, whole: Stretch) -> Stretch | None:
    return periods.edge_of(length, whole, back=True) if rel is Rel.LAST else None


def _around(length: Length, day: Stretch) -> Stretch | None:
    """As in "within two weeks of 12 May": after it, as for a payment, or to either side."""
    return periods.around(length, day) if length.grain not in {Grain.SECOND, Grain.MINUTE, Grain.HOUR} else None


def _day_after_next(rel: Rel) -> Stretch | None:
    return days.relative_day(2) if rel is Rel.OVER_NEXT else None


def _weekend_of(week: Stretch) -> Stretch:
    return periods.weekend(week)


def _weekend_of_date(written: Dated) -> Stretch:
    """As in "the weekend of 7 August": of the week that holds the day."""
    return periods.weekend(_week_of_date(written))


def _weekend_of_ordinal(day: int) -> Stretch | None:
    return periods.weekend(_week_of_ordinal(day)) if 1 <= day <= 31 else None  # noqa: PLR2004 - days of a month


def _rest(grain: Grain) -> Callable[[], Stretch]:
    return lambda: periods.rest_of(periods.related(Rel.THIS, grain))


def _rows() -> list[Production]:
    found: list[Production] = []
    for word, (cat, grain) in _ROWS.items():
        found += [
            *P("related", cat, f"REL {word}", _related(grain), weight=1),
            *P("after-next", cat, f"{word} afternext", _fixed(Rel.OVER_NEXT, grain), weight=2),
            *P("following", cat, f"{word} afterthat", _fixed(Rel.NEXT, grain), weight=2),
            *P("before-last", cat, f"{word} beforelast", _fixed(Rel.LAST_BUT_ONE, grain), weight=2),
            *P("third", "TERM", f"THIRD of? the? {word}", _third_of(grain), weight=1),
            *P("half", "TERM", f"NTH hälfte|halfof of? the? {word}", partial(_half_of_row, grain=grain), weight=1),
            *P("rest", "TERM", f"rest of? the? {word}", _rest(grain), weight=1),
            *P("course", cat, f"course of the? {word}", _fixed(Rel.THIS, grain), weight=2),
            *P("whole", cat, f"the? whole {word}", _fixed(Rel.THIS, grain), adds=ALONE),
        ]
    return found


_SPANS = "WEEK|MONTH|QUARTER|YEARST|TERM"
_OF = "of? the?"
PRODUCTIONS: list[Production] = [
    *_rows(),
    # weeks
    *P("related", "WEEK", "REL wow", _related(Grain.WEEK), weight=1),
    *P("week-number", "WEEK", "kw NUM", _week_number, weight=1),
    *P("week-number", "WEEK", "ORD kw", _ordinal_week, weight=1),
    *P("week-year", "WEEK", "kw NUM slash? YEAR", _week_of_year, weight=2),
    *P("week-year", "WEEK", "kw NUM of YEAR", _week_of_year, weight=2),
    *P("week-year", "WEEK", "kw NUM slash NUM", _week_of_short_year, weight=3),
    *P("weeks", "TERM", "kw NUM dash|to|slash|and kw? NUM", _weeks, weight=2),
    *P("week-of", "WEEK", "weekof of? the|on? DATE", _week_of_date, clears=EVERYTHING, weight=2),
    *P("week-of", "WEEK", "weekof of? the? ORD", _week_of_ordinal, clears=EVERYTHING, weight=2),
    *P("week-of", "WEEK", "weekof from|of the? DATE", _week_of_date, clears=EVERYTHING, weight=2),
    *P("week-of", "WEEK", "weekof of? FEAST", _feast_week, weight=2),
    *P("week-after", "WEEK", "weekw after|past the? DAY", _week_after, clears=EVERYTHING, weight=2),
    *P("week-before", "WEEK", "REL weekw before|vor the? DAY", _last_week_before, clears=EVERYTHING, weight=4),
    *P("week-before", "WEEK", "weekw before|short the? DAY", _week_before, clears=EVERYTHING, weight=2),
    *P("feast-week", "WEEK", "FEAST weekw", _feast_week, weight=2),
    *P("last-week", "WEEK", f"REL weekw {_OF} MONTH|QUARTER|YEARST", _month_week_back, clears=BARE_MONTH, weight=2),
    *P("month-week", "WEEK", "NTH MONTHWEEK", _month_week, weight=2),
    *P("month-week", "WEEK", "REL MONTHWEEK", _last_month_week, weight=2),
    # weekends
    *P("weekend", "TERM", "REL weekendw", periods.coming_weekend, weight=1),
    *P("weekend", "TERM", "on|in|at|for the? weekendw", lambda: periods.coming_weekend(Rel.THIS), weight=1),
    *P("weekend", "TERM", "the weekendw", lambda: periods.coming_weekend(Rel.THIS)),
    *P("weekend-of", "TERM", "on? the? weekendw of|from the? DATE", _weekend_of_date, clears=EVERYTHING, weight=4),
    *P("weekend-of", "TERM", "on? the? weekendw of|from the? ORD", _weekend_of_ordinal, clears=EVERYTHING, weight=4),
    *P("weekend-of", "TERM", "weekendw of? the? WEEK", _weekend_of, weight=2),
    *P("weekend-of", "TERM", "weekendw afternext", lambda: periods.coming_weekend(Rel.OVER_NEXT), weight=2),
    # months, quarters, half-years, seasons, years
    *P("month", "MONTH", "MN", periods.month),
    *P("month", "MONTH", "RMONTH", lambda month: month),
    *P("month-year", "MONTH", "MN comma? YEAR", periods.month, clears=BARE_MONTH, weight=1),
    *P("month-year", "MONTH", "MN of YEAR", periods.month, clears=BARE_MONTH, weight=1),
    *P("month-year", "MONTH", "MN apos NUM", _short_year, clears=BARE_MONTH, weight=1),
    *P("month-year", "MONTH", f"MN {_OF} YEARST", _month_of, clears=BARE_MONTH, weight=1),
    *P("year-month", "MONTH", "YEARST on|in? MN", _year_month, clears=BARE_MONTH, weight=1),
    *P("year-season", "TERM", "YEARST on|in? the? SEASON", _season_of, clears=HOMOGRAPH, weight=2),
    *P(
        "year-season",
        "TERM",
        "in? the? SEASON of? the? YEARST",
        _of_season,
        clears=HOMOGRAPH,
        weight=2,
    ),
    *P("related-month", "MONTH", "REL MN", _month_related, clears=BARE_MONTH, weight=1),
    *P("season", "TERM", "in|on the? SEASON", periods.season, weight=1),
    *P("season-year", "TERM", "SEASON of? YEAR", periods.season, weight=1),
    *P("related-season", "TERM", "REL SEASON", _season_related, weight=1),
    *P("year", "YEARST", "in|years YEAR", periods.whole_year, weight=1),
    *P("year", "YEARST", "in years YEAR", periods.whole_year, weight=2),
    *P("year", "YEARST", "YEAR", periods.whole_year, adds=HOMOGRAPH),
    # starts, middles, ends, halves, rests
    *P("third", "TERM", f"THIRD {_OF} {_SPANS}", _third, clears=EVERYTHING, weight=1),
    *P("third", "TERM", f"THIRD to|dash|slash|or THIRD {_OF} {_SPANS}", _third_to_third, clears=EVERYTHING, weight=2),
    *P("third", "TERM", f"THIRD {_OF} SEASON", lambda which, number: _third(which, periods.season(number)), weight=2),
    *P("edge", "TERM", "EDGE", _edge),
    *P("edge", "TERM", "REL EDGE", _edge_related, weight=1),
    *P("edge", "TERM", f"EDGE {_OF} {_SPANS}", _edge_in, clears=EVERYTHING, weight=1),
    *P("half", "TERM", f"NTH hälfte|halfof {_OF} {_SPANS}", _half_of_stretch, clears=EVERYTHING, weight=1),
    *P("half", "TERM", "NTH HALVED", _half_of_row, weight=1),
    *P("half", "TERM", "NTH HALVEDM", _half_of_month, weight=1),
    *P("rest", "TERM", f"rest {_OF} {_SPANS}", periods.rest_of, clears=EVERYTHING, weight=1),
    *P("rest", "TERM", f"rest {_OF} dayw", _rest(Grain.DAY), weight=1),
    *P("new-year", "YEARST", "newyear", lambda: periods.related(Rel.NEXT, Grain.YEAR), adds=ALONE),
    *P("new-year", "TERM", "in the? newyear", lambda: periods.related(Rel.NEXT, Grain.YEAR), weight=2),
    *P("third", "TERM", "THIRD in|of the? newyear", _third_new_year, weight=3),
    *P("course", "DAY", "course of the? dayw", lambda: days.relative_day(0), weight=2),
    # weekdays of weeks
    *P("weekday-of-week", "DAY", "WD comma? of|in|the? WEEK", days.in_week, clears=EVERYTHING, weight=2),
    *P("weekday-of-week", "DAY", "WD comma? of|in the WEEK", days.in_week, clears=EVERYTHING, weight=2),
    *P(
        "week-weekday",
        "DAY",
        "WEEK comma? on|the? WD",
        lambda week, wd: days.in_week(wd, week),
        clears=EVERYTHING,
        weight=2,
    ),
    # rows
    *P("row", "TERM", "the? REL LENGTH|LENGTHS", _row, weight=2),
    *P("row", "TERM", "in|within|on the? REL UNIT", _row_of_one, weight=1),
    *P("season-year", "TERM", "SEASON of? apos NUM", _season_of_short, weight=2),
    *P("row", "TERM", "the? REL daysw", partial(_vague_row, length=Length(5 * DAY_SECONDS, Grain.DAY)), weight=1),
    *P("row", "TERM", "the? REL weeksw", partial(_vague_row, length=Length(28 * DAY_SECONDS, Grain.WEEK)), weight=1),
    *P("row", "TERM", "the? REL monthsw", partial(_vague_row, length=Length(0, Grain.MONTH, 3)), weight=1),
    *P("related-day", "DAY", "the? REL dayw", _day_after_next, weight=1),
    *P("first-of", "TERM", "the? NTH LENGTHS of the? monthw", partial(_first_of, whole=_THIS_MONTH), weight=6),
    *P("last-of", "TERM", "the? REL LENGTHS of the? monthw", partial(_last_of, whole=_THIS_MONTH), weight=6),
    *P("first-of", "TERM", f"the? NTH LENGTHS {_OF} {_SPANS}", _first_of, clears=EVERYTHING, weight=6),
    *P("last-of", "TERM", f"the? REL LENGTHS {_OF} {_SPANS}", _last_of, clears=EVERYTHING, weight=6),
    *P("around", "TERM", "within LENGTHS of|from|after|dem the? DAY", _around, clears=EVERYTHING, weight=7),
]
