"""Sets of the month and the quarter: "every first Monday of the month", "immer am 15.", "the end of each quarter"."""

from __future__ import annotations

from secretary.domain.when import Grain
from secretary.understand.when import periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Rel
from secretary.understand.when.doubt import EVERYTHING
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.recurring import CODES
from secretary.understand.when.values import Now, Repeat, Span, Stretch

_WORKDAYS = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR"
_ORDINALS = frozenset(range(1, 6))
_BACK = {Rel.LAST: -1, Rel.LAST_BUT_ONE: -2}
_QUARTERLY = "FREQ=MONTHLY;INTERVAL=3"


def monthly(number: int, weekday: int) -> Repeat | None:
    """The n-th weekday of every month."""
    return Repeat(f"FREQ=MONTHLY;BYDAY={number}{CODES[weekday]}") if number in _ORDINALS else None


def _two_monthly(first: int, second: int, weekday: int) -> Repeat | None:
    """As in "the first and third Monday of each month"."""
    if not {first, second} <= _ORDINALS:
        return None
    return Repeat(f"FREQ=MONTHLY;BYDAY={first}{CODES[weekday]},{second}{CODES[weekday]}")


def _monthly_or_once(number: int, weekday: int) -> Repeat | None:
    """As in "the first Monday of the month" may be this one."""
    found = monthly(number, weekday)
    return found._replace(once=_once(number, weekday)) if found else None


def _once(number: int, weekday: int) -> Stretch:
    return periods.nth_weekday(number, weekday, periods.related(Rel.THIS, Grain.MONTH))


def _last_monthly(rel: Rel, weekday: int) -> Repeat | None:
    return Repeat(f"FREQ=MONTHLY;BYDAY=-1{CODES[weekday]}") if rel is Rel.LAST else None


def month_day(day: int) -> Repeat | None:
    """A day of every month."""
    return Repeat(f"FREQ=MONTHLY;BYMONTHDAY={day}") if 1 <= day <= 31 else None  # noqa: PLR2004 - days of a month


def _monthly_third(which: int) -> Repeat:
    """As in "at the beginning of each month": on which day is left open."""
    return Repeat("FREQ=MONTHLY", start=periods.part(which, periods.related(Rel.THIS, Grain.MONTH)))


def _last_workday(rel: Rel) -> Repeat | None:
    """As in "immer am letzten Werktag im Monat"."""
    return Repeat(_WORKDAYS + ";BYSETPOS=-1") if rel is Rel.LAST else None


def _nth_workday(number: int) -> Repeat | None:
    return Repeat(_WORKDAYS + f";BYSETPOS={number}") if 1 <= number <= 20 else None  # noqa: PLR2004 - of a month


def _last_month_day(day: int) -> Repeat:
    """As in "immer am Monatsersten"; -1 is the last one."""
    return Repeat(f"FREQ=MONTHLY;BYMONTHDAY={day}")


def _quarterly(number: int, weekday: int) -> Repeat | None:
    """As in "the first Monday of each quarter"."""
    if number not in _ORDINALS:
        return None
    return Repeat(f"{_QUARTERLY};BYDAY={number}{CODES[weekday]}", start=_of_quarter(number, weekday, 1))


def _last_quarterly(rel: Rel, weekday: int) -> Repeat | None:
    back = _BACK.get(rel)
    return Repeat(f"{_QUARTERLY};BYDAY={back}{CODES[weekday]}", start=_of_quarter(back, weekday, -1)) if back else None


def _of_quarter(number: int, weekday: int, month: int) -> Stretch:
    """The next one ahead, of the first (1) or last (-1) month of its quarter."""

    def find(now: Now) -> tuple[Span, ...]:
        for rel in (Rel.THIS, Rel.NEXT):
            inner = periods.nth_part(month, Grain.MONTH, periods.related(rel, Grain.QUARTER))
            spans = periods.nth_weekday(number, weekday, inner).find(now)
            if spans and spans[0].start.date() >= now.today:
                return spans
        return ()

    return Stretch(find)


def _quarter_third(which: int) -> Repeat:
    """As in "at the end of each quarter"."""
    return Repeat(_QUARTERLY, start=periods.part(which, periods.related(Rel.THIS, Grain.QUARTER)))


def _of_row(pair: tuple[int, Grain]) -> Repeat | None:
    """As in "jeweils zum Monatsende"."""
    which, grain = pair
    return {Grain.MONTH: _monthly_third, Grain.QUARTER: _quarter_third}.get(grain, lambda _which: None)(which)


PRODUCTIONS: list[Production] = [
    *P("monthly-weekday", "REPEAT", "on? each NTH WD months", monthly, clears=EVERYTHING, weight=4),
    *P("monthly-two", "REPEAT", "on? the? NTH and|or the? NTH WD months", _two_monthly, clears=EVERYTHING, weight=5),
    *P("monthly-last", "REPEAT", "on? each REL WD months", _last_monthly, clears=EVERYTHING, weight=4),
    *P("monthly-weekday", "REPEAT", "on? the? NTH WD months", _monthly_or_once, clears=EVERYTHING, weight=4),
    *P("monthly-last", "REPEAT", "on? the? REL WD months", _last_monthly, clears=EVERYTHING, weight=4),
    *P("monthly-day", "REPEAT", "on? the? ORD months", month_day, clears=EVERYTHING, weight=1),
    *P("monthly-day", "REPEAT", "on? the? NTH months", month_day, clears=EVERYTHING, weight=1),
    *P("monthly-day", "REPEAT", "each ORD months", month_day, clears=EVERYTHING, weight=4),
    *P("monthly-third", "REPEAT", "on? THIRD of? each monthw", _monthly_third, weight=5),
    *P("monthly-workday", "REPEAT", "on? each REL workdayw months", _last_workday, weight=4),
    *P("monthly-workday", "REPEAT", "on? each NTH workdayw months", _nth_workday, weight=4),
    *P("monthly-two", "REPEAT", "on? the NTH and|or the? NTH WD", _two_monthly, clears=EVERYTHING, weight=3),
    *P("monthly-two", "REPEAT", "dem NTH and|or NTH WD", _two_monthly, clears=EVERYTHING, weight=3),
    *P("monthly-workday", "REPEAT", "on? the? REL workdayw eachmonth", _last_workday, weight=6),
    *P("monthly-workday", "REPEAT", "on? the? NTH workdayw eachmonth", _nth_workday, weight=6),
    *P("monthly-day", "REPEAT", "on? the? MONTHDAY eachmonth", _last_month_day, weight=6),
    *P("monthly-day", "REPEAT", "alwayson the? ORD", month_day, clears=EVERYTHING, weight=4),
    *P("monthly-day", "REPEAT", "alwayson MONTHDAY months", _last_month_day, weight=4),
    *P("monthly-day", "REPEAT", "alwayson MONTHDAY", _last_month_day, weight=4),
    *P("monthly-day", "REPEAT", "each MONTHDAY", _last_month_day, weight=4),
    *P("monthly-third", "REPEAT", "alwayson EDGE", _of_row, weight=4),
    *P("monthly-third", "REPEAT", "on? each EDGE", _of_row, weight=4),
    *P("quarterly-weekday", "REPEAT", "on? the? NTH WD of? each quarterw", _quarterly, clears=EVERYTHING, weight=6),
    *P("quarterly-weekday", "REPEAT", "on? each NTH WD of|per the? quarterw", _quarterly, clears=EVERYTHING, weight=6),
    *P("quarterly-weekday", "REPEAT", "alwayson the? NTH WD of the? quarterw", _quarterly, clears=EVERYTHING, weight=6),
    *P(
        "quarterly-last",
        "REPEAT",
        "alwayson the? REL WD of the? quarterw",
        _last_quarterly,
        clears=EVERYTHING,
        weight=6,
    ),
    *P("monthly-weekday", "REPEAT", "alwayson the? NTH WD months", monthly, clears=EVERYTHING, weight=5),
    *P("monthly-last", "REPEAT", "alwayson the? REL WD months", _last_monthly, clears=EVERYTHING, weight=5),
    *P("quarterly-last", "REPEAT", "on? the? REL WD of? each quarterw", _last_quarterly, clears=EVERYTHING, weight=6),
    *P(
        "quarterly-last", "REPEAT", "on? each REL WD of|per the? quarterw", _last_quarterly, clears=EVERYTHING, weight=6
    ),
    *P("quarterly-third", "REPEAT", "on? THIRD of? each quarterw", _quarter_third, weight=5),
]
