"""The n-th of something: "the first Monday in June", "the last working day of the month", "erste Juniwoche"."""

from __future__ import annotations

from functools import partial

from secretary.domain.when import Grain
from secretary.understand.when import days, periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Rel
from secretary.understand.when.doubt import BARE_MONTH, EVERYTHING, HOMOGRAPH
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.values import Stretch

_ORDINALS = frozenset(range(1, 6))
_SPANS = "WEEK|MONTH|QUARTER|YEARST|TERM"
_OF = "of? the?"


def _nth_week(number: int, whole: Stretch) -> Stretch | None:
    return periods.nth_week(number, whole) if number in _ORDINALS else None


def _nth_weekday(number: int, weekday: int, whole: Stretch) -> Stretch | None:
    return periods.nth_weekday(number, weekday, whole) if number in _ORDINALS else None


def _last_weekday(rel: Rel, weekday: int, whole: Stretch) -> Stretch | None:
    back = {Rel.LAST: -1, Rel.LAST_BUT_ONE: -2}.get(rel)
    return periods.nth_weekday(back, weekday, whole) if back else None


def _nth_day(number: int, whole: Stretch, *, working: bool) -> Stretch | None:
    return periods.nth_day(number, whole, working=working) if 1 <= number <= 31 else None  # noqa: PLR2004 - days


def _last_day(rel: Rel, whole: Stretch, *, working: bool) -> Stretch | None:
    return periods.nth_day(-1, whole, working=working) if rel is Rel.LAST else None


def _nth_part(number: int, whole: Stretch, *, grain: Grain) -> Stretch | None:
    return periods.nth_part(number, grain, whole) if 1 <= number <= 12 else None  # noqa: PLR2004 - months


def _last_part(rel: Rel, whole: Stretch, *, grain: Grain) -> Stretch | None:
    return periods.nth_part(-1, grain, whole) if rel is Rel.LAST else None


def _nth_of_month(number: int, *, working: bool) -> Stretch | None:
    return _nth_day(number, periods.related(Rel.THIS, Grain.MONTH), working=working)


def _last_of_month(rel: Rel, *, working: bool) -> Stretch | None:
    return _last_day(rel, periods.related(Rel.THIS, Grain.MONTH), working=working)


def _of_this(grain: Grain, word: str) -> list[Production]:
    """As in "the last business day of the quarter": of the present one."""
    this = periods.related(Rel.THIS, grain)
    return [
        *P("nth-of-row", "DAY", f"NTH dayw of the? {word}", lambda n: _nth_day(n, this, working=False), weight=3),
        *P("nth-of-row", "DAY", f"NTH workdayw of the? {word}", lambda n: _nth_day(n, this, working=True), weight=3),
        *P("last-of-row", "DAY", f"REL dayw of the? {word}", lambda r: _last_day(r, this, working=False), weight=3),
        *P("last-of-row", "DAY", f"REL workdayw of the? {word}", lambda r: _last_day(r, this, working=True), weight=3),
    ]


PRODUCTIONS: list[Production] = [
    *_of_this(Grain.WEEK, "weekw"),
    *_of_this(Grain.QUARTER, "quarterw"),
    *_of_this(Grain.YEAR, "yearw"),
    *P("nth-week", "WEEK", f"NTH weekw {_OF} MONTH|QUARTER|YEARST", _nth_week, clears=BARE_MONTH, weight=2),
    *P("nth-weekday", "DAY", f"NTH WD {_OF} {_SPANS}", _nth_weekday, clears=EVERYTHING, weight=2),
    *P("last-weekday", "DAY", f"REL WD {_OF} {_SPANS}", _last_weekday, clears=EVERYTHING, weight=2),
    *P("nth-day", "DAY", f"NTH dayw {_OF} {_SPANS}", partial(_nth_day, working=False), clears=EVERYTHING, weight=2),
    *P("last-day", "DAY", f"REL dayw {_OF} {_SPANS}", partial(_last_day, working=False), clears=EVERYTHING, weight=2),
    *P(
        "nth-workday",
        "DAY",
        f"NTH workdayw {_OF} {_SPANS}",
        partial(_nth_day, working=True),
        clears=EVERYTHING,
        weight=2,
    ),
    *P(
        "last-workday",
        "DAY",
        f"REL workdayw {_OF} {_SPANS}",
        partial(_last_day, working=True),
        clears=EVERYTHING,
        weight=2,
    ),
    *P(
        "nth-month",
        "MONTH",
        f"NTH monthw {_OF} QUARTER|YEARST|TERM",
        partial(_nth_part, grain=Grain.MONTH),
        clears=HOMOGRAPH,
        weight=2,
    ),
    *P(
        "nth-quarter",
        "QUARTER",
        f"NTH quarterw {_OF} YEARST",
        partial(_nth_part, grain=Grain.QUARTER),
        clears=HOMOGRAPH,
        weight=2,
    ),
    *P(
        "last-quarter",
        "QUARTER",
        f"REL quarterw {_OF} YEARST",
        partial(_last_part, grain=Grain.QUARTER),
        clears=HOMOGRAPH,
        weight=2,
    ),
    *P("nth-of-month", "DAY", "on? the? NTH dayw thismonth", partial(_nth_of_month, working=False), weight=3),
    *P("nth-of-month", "DAY", "on? the? NTH workdayw thismonth", partial(_nth_of_month, working=True), weight=3),
    *P("last-of-month", "DAY", "on? the? REL dayw thismonth", partial(_last_of_month, working=False), weight=3),
    *P("last-of-month", "DAY", "on? the? REL workdayw thismonth", partial(_last_of_month, working=True), weight=3),
    *P("month-ordinal", "DAY", "RMONTH comma? on? the? ORD", lambda month, day: days.day_in(day, month), weight=2),
    *P("ordinal-of-month", "DAY", f"ORD|NTH {_OF} RMONTH", days.day_in, clears=EVERYTHING, weight=1),
]
