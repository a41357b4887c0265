"""Quarters and half-years: "Q3/26", "drittes Quartal 2027", "the December quarter", "H1", "zweites Halbjahr"."""

from __future__ import annotations

from secretary.understand.when import periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import full_year
from secretary.understand.when.doubt import BARE_MONTH
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import Stretch

_HALVES = 2


def _quarter(number: Figures, year: int | None = None) -> Stretch | None:
    return _nth_quarter(number.value, year)


def _quarter_of_short(number: Figures, year: Figures) -> Stretch | None:
    whole = full_year(year.value, year.text)
    return _quarter(number, whole) if whole else None


def _nth_quarter(number: int, year: int | None = None) -> Stretch | None:
    return periods.quarter(number, year) if 1 <= number <= 4 else None  # noqa: PLR2004 - quarters


def _quarter_ending(month: int) -> Stretch | None:
    """As in "the December quarter", named by its last month."""
    return periods.quarter(month // 3) if month % 3 == 0 else None


def _half(number: Figures, year: int | None = None) -> Stretch | None:
    return _nth_half(number.value, year)


def _nth_half(number: int, year: int | None = None) -> Stretch | None:
    return periods.half_year(number, year) if 1 <= number <= _HALVES else None


PRODUCTIONS: list[Production] = [
    *P("quarter", "QUARTER", "q NUM", _quarter, weight=1),
    *P("quarter-year", "QUARTER", "q NUM slash|of? YEAR", _quarter, weight=2),
    *P("quarter-year", "QUARTER", "q NUM slash|apos NUM", _quarter_of_short, weight=2),
    *P("nth-quarter", "QUARTER", "NTH quarterw", _nth_quarter, weight=1),
    *P("nth-quarter", "QUARTER", "NTH quarterw of|slash? YEAR", _nth_quarter, weight=2),
    *P("half-year", "TERM", "h NUM", _half, weight=1),
    *P("half-year", "TERM", "h NUM slash|of? YEAR", _half, weight=2),
    *P("month-quarter", "QUARTER", "MN quarterw", _quarter_ending, clears=BARE_MONTH, weight=2),
    *P("month-quarter", "QUARTER", "MN dash quarterw", _quarter_ending, clears=BARE_MONTH, weight=2),
    *P("nth-half", "TERM", "NTH halfw", _nth_half, weight=1),
    *P("nth-half", "TERM", "NTH halfw of? YEAR", _nth_half, weight=2),
    *P("related-half", "TERM", "REL halfw", periods.half_year_from_now, weight=1),
]
