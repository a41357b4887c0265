"""Times written in figures: ISO 8601, dotted, slashed and dashed dates, clock times with a colon.

Promises: each shape is anchored where a number begins and of bounded length; a shape is offered, and
whether the figures make a date or a clock time is checked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from secretary.domain.when import Grain
from secretary.understand.when.days import Dated, exists, full_year
from secretary.understand.when.doubt import FRACTION, SENTENCE
from secretary.understand.when.hours import HOUR, clock, half_day, hour_range
from secretary.understand.when.periods import calendar_week, month
from secretary.understand.when.values import Hours, Now, Span, Stretch


class Shape(NamedTuple):
    """What the figures from here to `end` (a position in the text) may be."""

    cat: str
    end: int
    value: object
    doubt: int = 0


_MONTHS, _DAYS, _LEAP_YEAR = 12, 31, 2024


def shapes_at(text: str, start: int, figures: str) -> Iterator[Shape]:
    """The shapes that begin with these figures; the character behind them tells which to try."""
    sign = text[start + len(figures) : start + len(figures) + 1]
    for pattern, make in _SHAPES.get(sign, ()):
        if found := pattern.match(text, start):
            shape = make(found)
            if shape:
                yield shape
    if sign == "T" or len(figures) == 8:  # noqa: PLR2004 - 20260714 or 20260714T1400
        yield from _basic(text, start)


def _date_of(day: int, month: int, year: str) -> Dated | None:
    """A date in one order, if the calendar has it."""
    whole = full_year(int(year), year, dated=True) if year else None
    if year and whole is None:
        return None
    return Dated(((day, month),), whole) if exists(whole or _LEAP_YEAR, month, day) else None


def _either_order(first: int, second: int, year: str) -> Dated | None:
    """Day and month in the two orders that exist."""
    orders = [one for pair in ((first, second), (second, first)) if (one := _date_of(*pair, year))]
    if not orders:
        return None
    options = tuple(dict.fromkeys(o.options[0] for o in orders))
    return Dated(options, orders[0].year)


def _iso_instant(found: re.Match[str]) -> Shape | None:
    try:
        moment = datetime.fromisoformat(found.group().upper().replace(" ", "T"))
    except ValueError:
        return None
    grain = Grain.SECOND if found["second"] else Grain.MINUTE

    def find(now: Now) -> tuple[Span, ...]:
        local = moment.astimezone(ZoneInfo(now.zone)).replace(tzinfo=None) if moment.tzinfo else moment
        return (Span(local, None, grain),)

    return Shape("OFFSET" if moment.tzinfo else "MOMENT", found.end(), Stretch(find))


def _iso_date(found: re.Match[str]) -> Shape | None:
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    known = full_year(year, dated=True) and exists(year, month, day)
    return Shape("DATE", found.end(), Dated(((day, month),), year)) if known else None


def _iso_week(found: re.Match[str]) -> Shape | None:
    week = calendar_week(int(found["w"]), int(found["y"]))
    return Shape("WEEK", found.end(), week) if week else None


def _dotted(found: re.Match[str]) -> Shape | None:
    written = _date_of(int(found["d"]), int(found["m"]), found["y"] or "")
    ends = found.string[found.end() - 1] == "." and _SENTENCE_END.match(found.string, found.end())
    return Shape("DATE", found.end(), written, SENTENCE if ends else 0) if written else None


def _half_dotted(found: re.Match[str]) -> Shape | None:
    written = _date_of(int(found["d"]), int(found["m"]), "")
    return Shape("SOFTDATE", found.end(), written) if written else None


def _dot_clock(found: re.Match[str]) -> Shape | None:
    hours = _clock_of(found)
    return Shape("DOTCLOCK", found.end(), hours) if hours else None


def _slashed(found: re.Match[str]) -> Shape | None:
    written = _either_order(int(found["a"]), int(found["b"]), found["y"] or "")
    return Shape("DATE", found.end(), written, 0 if found["y"] else FRACTION) if written else None


def _halves(found: re.Match[str]) -> Shape | None:
    """As in "8a-5p" and "8:30-5p"."""
    first = clock(int(found["h"]), int(found["m"] or 0), grain=Grain.MINUTE if found["m"] else Grain.HOUR)
    last = clock(int(found["h2"]), int(found["m2"] or 0), grain=Grain.MINUTE if found["m2"] else Grain.HOUR)
    first = half_day(first, afternoon=found["a"] == "p") if first and found["a"] else first
    last = half_day(last, afternoon=True) if last else None
    hours = hour_range(first, last) if first and last else None
    return Shape("RANGE", found.end(), hours) if hours else None


def _short_half(found: re.Match[str]) -> Shape | None:
    """As in "7:30p"."""
    hours = clock(int(found["h"]), int(found["m"]), grain=Grain.MINUTE)
    half = half_day(hours, afternoon=found["a"] == "p") if hours else None
    return Shape("CLOCK", found.end(), half) if half else None


def opens_halves(text: str, start: int) -> bool:
    """Whether a number with a letter begins a range such as "8a-5p"."""
    return bool(_SHORT_HALVES.match(text, start))


def _month_of_year(found: re.Match[str]) -> Shape | None:
    """As in "08/2028", which may be the number of something."""
    number = int(found["m"])
    return Shape("SOFTMONTH", found.end(), month(number, int(found["y"]))) if 1 <= number <= 12 else None  # noqa: PLR2004 - months


def _dashed(found: re.Match[str]) -> Shape | None:
    written = _either_order(int(found["a"]), int(found["b"]), found["y"])
    return Shape("DATE", found.end(), written) if written else None


def _colon(found: re.Match[str]) -> Shape | None:
    hours = _clock_of(found)
    return Shape("CLOCK", found.end(), hours) if hours else None


def _clock_of(found: re.Match[str]) -> Hours | None:
    second = found["s"]
    grain = Grain.SECOND if second else Grain.MINUTE
    exact = len(found["h"]) == 2 and found["h"].startswith("0")  # noqa: PLR2004 - a leading zero
    return clock(int(found["h"]), int(found["min"]), int(second or 0), grain=grain, exact=exact)


def _decimal(found: re.Match[str]) -> Shape | None:
    return Shape("FRAC", found.end(), float(found.group().replace(",", ".")))


def _mixed(found: re.Match[str]) -> Shape | None:
    return Shape(
        "FRAC", found.end(), float(found["whole"] or 0) + (0.75 if found["n"] == "3" else 1 / int(found["of"]))
    )


def _basic(text: str, start: int) -> Iterator[Shape]:
    """20260714 and 20260714T140000, as calendars write them."""
    found = _BASIC.match(text, start)
    if not found:
        return
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    if not (full_year(year, dated=True) and exists(year, month, day)):
        return
    if not found["h"]:
        yield Shape("DATE", found.end(), Dated(((day, month),), year))
        return
    hours = int(found["h"]), int(found["min"])
    if hours[0] * HOUR < 24 * HOUR and hours[1] < 60:  # noqa: PLR2004 - a clock time
        zone = "+00:00" if found["z"] else ""
        yield from _instant_of(f"{year}-{month:02}-{day:02}T{found['h']}:{found['min']}{zone}", found.end())


def _instant_of(written: str, end: int) -> Iterator[Shape]:
    found = _INSTANT.match(written)
    shape = _iso_instant(found) if found else None
    if shape:
        yield shape._replace(end=end)


_DECIMAL_END = r"(?![\d.,:]|(?!(?:h|hrs?|std)\b)\w)"  # "1.5h"
_SENTENCE_END = re.compile(r"\s*$|\s+[A-ZÄÖÜ]|\n")
_END = r"(?![\d]|[.,:/-]\d|\w)"
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?P<second>:\d\d)?(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:?\d\d)?(?!\d|:\d)"
)
_BASIC = re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T(?P<h>\d\d)(?P<min>\d\d)(?:\d\d)?(?P<z>Z)?)?(?![\w-])")
_SHORT_HALVES = re.compile(
    r"(?P<h>\d{1,2})(?::(?P<m>\d\d))?(?P<a>[ap])?\s?[-–]\s?(?P<h2>\d{1,2})(?::(?P<m2>\d\d))?(?P<b>p)(?!\w)"
)
_Make = Callable[[re.Match[str]], Shape | None]
# By the character behind the first figures.
_SHAPES: dict[str, tuple[tuple[re.Pattern[str], _Make], ...]] = {
    "-": (
        (_INSTANT, _iso_instant),
        (re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?![\w]|-\d)"), _iso_date),
        (re.compile(r"(?P<y>\d{4})-?W(?P<w>\d{1,2})(?![\w])", re.IGNORECASE), _iso_week),
        (re.compile(r"(?P<a>\d{1,2})-(?P<b>\d{1,2})-(?P<y>\d{4}|\d{2})(?![\w]|-\d)"), _dashed),
    ),
    "a": ((_SHORT_HALVES, _halves),),
    "p": ((_SHORT_HALVES, _halves),),
    "W": ((re.compile(r"(?P<y>\d{4})W(?P<w>\d{1,2})(?![\w])"), _iso_week),),
    ".": (
        (re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4})(?!\d))?(?!\d)"), _dotted),
        (re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?P<y>\d{2})(?![\d:.]\d|\d|\s?(?:Uhr|h\b))"), _dotted),
        (re.compile(r"(?P<y>\d{4})\.(?P<m>\d{1,2})\.(?P<d>\d{1,2})(?![\w]|\.\d)"), _iso_date),
        (re.compile(rf"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}}){_END}"), _half_dotted),
        (re.compile(r"(?P<h>\d{1,2})\.(?P<min>\d\d)(?P<s>)(?!\d|\.\d)"), _dot_clock),
        (re.compile(rf"\d{{1,2}}\.(?:\d{_DECIMAL_END}|\d\d(?![\d.,:]|\w))"), _decimal),
    ),
    "/": (
        (re.compile(r"(?P<m>\d{1,2})/(?P<y>(?:19|20)\d\d)(?![\w/]|-\d)"), _month_of_year),
        (re.compile(r"(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\w]|[/:]\w)"), _slashed),
        (re.compile(r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\w/]|-\d)"), _iso_date),
        (re.compile(r"(?P<whole>)(?P<n>[13])/(?P<of>[24])(?<!3/2)(?![\w/])"), _mixed),
    ),
    ":": (
        (_SHORT_HALVES, _halves),
        (re.compile(r"(?P<h>\d{1,2}):(?P<m>\d\d)(?P<a>[ap])(?!\w)"), _short_half),
        (re.compile(r"(?P<h>\d{1,2}):(?P<min>\d\d)(?::(?P<s>\d\d))?(?!\d|:\w)"), _colon),
    ),
    ",": ((re.compile(rf"\d{{1,2}},\d{{1,2}}{_DECIMAL_END}"), _decimal),),
    " ": (
        (re.compile(r"(?P<d>\d{1,2})\s?\.\s?(?P<m>\d{1,2})\s?\.(?:\s?(?P<y>\d{4})(?!\d))?"), _dotted),
        (re.compile(r"(?P<whole>\d) (?P<n>[13])/(?P<of>[24])(?<!3/2)(?![\w/])"), _mixed),
    ),
}
