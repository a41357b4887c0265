"""Stretches of days that people name as one: months and their parts, quarters, holidays, ranges of days.

Promises: the one that is not over yet is meant where no year is said; "Anfang", "Mitte" and "Ende" are the
first, middle and last third. Never does: read the name of a month alone, since "may" and "march" are words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

from secretary.domain.when import Grain
from secretary.understand.when.words import MONTHS, SHORT_WEEKDAYS, WEEKDAYS

Period = tuple[date, date, Grain]  # first day, first day after, how fine
_DAY = timedelta(days=1)
_THIRDS = {
    "anfang": 0, "early": 0, "beginning of": 0, "start of": 0, "mitte": 1, "mid": 1, "middle of": 1,
    "ende": 2, "late": 2, "end of": 2,
}  # fmt: skip
_EASTER_DAYS = {
    "rosenmontag": -48, "aschermittwoch": -46, "gründonnerstag": -3, "karfreitag": -2, "good friday": -2, "ostern": 0,
    "ostersonntag": 0, "easter": 0, "easter sunday": 0, "ostermontag": 1, "easter monday": 1, "christi himmelfahrt": 39,
    "himmelfahrt": 39, "ascension day": 39, "pfingsten": 49, "pfingstsonntag": 49, "whit sunday": 49,
    "pfingstmontag": 50, "whit monday": 50, "fronleichnam": 60,
}  # fmt: skip
_FIXED_DAYS = {
    "neujahr": (1, 1), "new year's day": (1, 1), "heilige drei könige": (1, 6), "tag der arbeit": (5, 1),
    "tag der deutschen einheit": (10, 3), "reformationstag": (10, 31), "halloween": (10, 31), "allerheiligen": (11, 1),
    "nikolaus": (12, 6), "heiligabend": (12, 24), "christmas eve": (12, 24), "weihnachten": (12, 25),
    "christmas day": (12, 25), "christmas": (12, 25), "boxing day": (12, 26), "silvester": (12, 31),
    "new year's eve": (12, 31),
}  # fmt: skip
_TWO_DAYS = frozenset({"ostern", "easter", "pfingsten", "weihnachten", "christmas"})


# Counted as people count: eight days are a week.
_AHEAD = {
    "a week": 7, "one week": 7, "two weeks": 14, "einer woche": 7, "zwei wochen": 14, "drei wochen": 21,
    "acht tagen": 7, "8 tagen": 7, "vierzehn tagen": 14, "14 tagen": 14,
}  # fmt: skip


def _any(words: object) -> str:
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))  # type: ignore[call-overload]


_MONTH = _any(MONTHS)
_THIRD = _any(_THIRDS)
_NEXT = r"(?:dieses|diesen|nächste[nsr]?|kommende[nsr]?|this|next|the|des|der)"
_UNIT = r"(?:monats?|month|quartals?|quarter|jahre?s?|year|woche|week)"
_NAME = rf"{_any((*SHORT_WEEKDAYS, 'So'))}|{_any(w for w in WEEKDAYS if len(w) > 2)}"  # noqa: PLR2004 - short ones are named apart
_TO = r"(?:bis|to|through|-|–)(?:\s+(?:zum|the))?"
# The order is the order of trust.
PATTERN = "|".join((
    rf"(?:{_any(_AHEAD)})\s+from\s+(?:{_NAME}|today|tomorrow)",
    rf"(?:{_NAME}|heute|morgen)\s+in\s+(?:{_any(_AHEAD)})",
    rf"(?:{_THIRD})\s+(?:der\s+)?(?:kw|kalenderwoche)\s*\d{{1,2}}",
    rf"\d{{1,2}}\.?\s*(?:{_TO}|/)\s*\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:{_MONTH})(?:\s+\d{{4}})?",
    rf"\d{{1,2}}\.(?:\d{{1,2}}\.)?\s*{_TO}\s*\d{{1,2}}\.\d{{1,2}}\.(?:\d{{4}})?",
    rf"(?:{_NAME})\.?\s*(?:bis|to|through|-|–)\s*(?:{_NAME})",
    rf"(?:{_THIRD})[\s-]+(?:{_MONTH})(?:\s+\d{{4}})?",
    rf"(?:im|in)\s+(?:{_MONTH})(?:\s+\d{{4}})?",
    rf"(?:{_MONTH})\s+\d{{4}}",
    rf"(?:{_THIRD})\s+(?:{_NEXT}\s+)*{_UNIT}",
    r"(?:im\s+)?(?:nächste[nrms]?|kommende[nrms]?|diese[nrms]?|next|this)\s+(?:monat|month|quartal|quarter|jahr|year)",
    r"(?:dieses|am|nächstes|this|next|at the)\s+(?:wochenende|weekend)",
    r"q[1-4](?:\s+\d{4})?",
    r"zwischen\s+den\s+jahren|monatsende|quartalsende|jahresende",
    _any((*_EASTER_DAYS, *_FIXED_DAYS)),
))  # fmt: skip


def period_of(words: str, today: date) -> Period | None:
    """The stretch that the words name, or None where they name none that exists."""
    try:
        return next((p for rule in _RULES if (p := rule(words, today))), None)
    except ValueError:  # no such day, or a year beyond the calendar
        return None


def _not_over(make: Callable[[int], Period], today: date, year: int | None = None) -> Period:
    """This year's, or the next year's when this year's is over; a year that was said stays."""
    if year:
        return make(year)
    found = make(today.year)
    return found if found[1] > today else make(today.year + 1)


def _months(year: int, month: int, count: int = 1) -> tuple[date, date]:
    first, after = year * 12 + month - 1, year * 12 + month - 1 + count
    return date(first // 12, first % 12 + 1, 1), date(after // 12, after % 12 + 1, 1)


def _third(start: date, end: date, which: int) -> Period:
    """A third; of a month the days 1–10, 11–20 and the rest."""
    days = (end - start).days // 3
    cuts = (start, start + days * _DAY, start + 2 * days * _DAY, end)
    return cuts[which], cuts[which + 1], Grain.DAY


def _year(words: str) -> int | None:
    found = re.search(r"\b\d{4}$", words)
    return int(found.group(0)) if found else None


def _days_between(words: str, today: date) -> Period | None:
    """As in "3. bis 5. märz" and "3.3. - 5.3."."""
    named = re.fullmatch(rf"(\d+)\D+?(\d+)\D*?\b({_MONTH})(?:\s+\d{{4}})?", words)
    figures = [int(n) for n in re.findall(r"\d+", words)]
    if named:
        first, last, months = figures[0], figures[1], (MONTHS[named.group(3)],) * 2
    elif re.fullmatch(r"\d+\.(?:\d+\.)?\D+\d+\.\d+\.(?:\d{4})?", words):
        both = re.match(r"\d+\.\d+\.", words) is not None
        first, last = figures[0], figures[2 if both else 1]
        months = (figures[1], figures[3]) if both else (figures[2], figures[2])
    else:
        return None
    found = _not_over(
        lambda y: (date(y, months[0], first), date(y, months[1], last) + _DAY, Grain.DAY), today, _year(words)
    )
    return found if found[0] < found[1] else None


def _weekdays_between(words: str, today: date) -> Period | None:
    named = re.fullmatch(r"([^\W\d]+)\.?\s*(?:bis|to|through|-|–)\s*([^\W\d]+)", words)
    days = {**WEEKDAYS, **{k.casefold(): v for k, v in SHORT_WEEKDAYS.items()}, "so": 6}
    if not named or not {named.group(1), named.group(2)} <= set(days):
        return None
    start = today + timedelta(days=(days[named.group(1)] - today.weekday()) % 7)
    length = (days[named.group(2)] - days[named.group(1)]) % 7 + 1
    return start, start + length * _DAY, Grain.DAY


def _of_month(words: str, today: date) -> Period | None:
    """As in "anfang mai", "im juni", "july 2027"."""
    found = re.fullmatch(rf"(?:({_THIRD}|im|in)[\s-]+)?({_MONTH})(?:\s+\d{{4}})?", words)
    if not found:
        return None
    third = _THIRDS.get(found.group(1) or "")
    month = MONTHS[found.group(2)]

    def make(year: int) -> Period:
        start, end = _months(year, month)
        return (start, end, Grain.MONTH) if third is None else _third(start, end, third)

    return _not_over(make, today, _year(words))


def _unit(words: str, today: date) -> Period | None:
    """As in "nächsten monat", "ende des quartals", "end of next week", "monatsende"."""
    ahead = 1 if re.search(r"nächste|kommende|next", words) else 0
    third = next((t for name, t in _THIRDS.items() if words.startswith(name + " ")), None)
    third = 2 if words in {"monatsende", "quartalsende", "jahresende"} else third
    if "woche" in words or "week" in words:
        return _of_week(words, today, ahead, third)
    if "monat" in words or "month" in words:
        start, end, grain = *_months(today.year, today.month + ahead), Grain.MONTH
    elif "quart" in words:
        start, end = _months(today.year, (today.month - 1) // 3 * 3 + 1 + 3 * ahead, 3)
        grain = Grain.QUARTER
    elif "jahr" in words or "year" in words:
        start, end, grain = *_months(today.year + ahead, 1, 12), Grain.YEAR
    else:
        return None
    return (start, end, grain) if third is None else _third(start, end, third)


def _of_week(words: str, today: date, ahead: int, third: int | None) -> Period:
    """A weekend, or a part of a working week: Mon-Tue, Tue-Thu, Thu-Fri."""
    monday = today - today.weekday() * _DAY + ahead * 7 * _DAY
    if "end" in words and re.search(r"wochenende|weekend", words):
        return monday + 5 * _DAY, monday + 7 * _DAY, Grain.DAY
    first, after = ((0, 2), (1, 4), (3, 5))[third if third is not None else 2]
    return monday + first * _DAY, monday + after * _DAY, Grain.DAY


def _quarter(words: str, today: date) -> Period | None:
    found = re.fullmatch(r"q([1-4])(?:\s+\d{4})?", words)
    if not found:
        return None
    month = int(found.group(1)) * 3 - 2
    return _not_over(lambda y: (*_months(y, month, 3), Grain.QUARTER), today, _year(words))


def _holiday(words: str, today: date) -> Period | None:
    days = 2 if words in _TWO_DAYS else 1
    if words == "zwischen den jahren":
        return _not_over(lambda y: (date(y, 12, 27), date(y + 1, 1, 1), Grain.DAY), today)
    if words in _EASTER_DAYS:
        shift = _EASTER_DAYS[words] * _DAY
        return _not_over(lambda y: (easter(y) + shift, easter(y) + shift + days * _DAY, Grain.DAY), today)
    if words in _FIXED_DAYS:
        month, day = _FIXED_DAYS[words]
        return _not_over(lambda y: (date(y, month, day), date(y, month, day) + days * _DAY, Grain.DAY), today)
    return None


def _weeks_on(words: str, today: date) -> Period | None:
    """As in "freitag in einer woche", "heute in acht tagen", "two weeks from monday"."""
    ahead = next((n for w, n in _AHEAD.items() if re.search(rf"(?:^|in ){w}(?: from|$)", words)), None)
    if ahead is None:
        return None
    name = words.rsplit(maxsplit=1)[-1] if " from " in words else words.split(maxsplit=1)[0]
    days = {**WEEKDAYS, **{k.casefold(): v for k, v in SHORT_WEEKDAYS.items()}, "so": 6}
    shift = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1}.get(name)
    shift = ((days[name] - today.weekday()) % 7 or 7) if shift is None else shift
    start = today + (shift + ahead) * _DAY
    return start, start + _DAY, Grain.DAY


def _of_calendar_week(words: str, today: date) -> Period | None:
    """As in "ende kw 23": Thursday and Friday."""
    found = re.fullmatch(rf"({_THIRD})\s+(?:der\s+)?(?:kw|kalenderwoche)\s*(\d+)", words)
    if not found:
        return None
    first, after = ((0, 2), (1, 4), (3, 5))[_THIRDS[found.group(1)]]

    def make(year: int) -> Period:
        monday = date.fromisocalendar(year, int(found.group(2)), 1)
        return monday + first * _DAY, monday + after * _DAY, Grain.DAY

    return _not_over(make, today)


_RULES = (_weeks_on, _of_calendar_week, _holiday, _days_between, _weekdays_between, _of_month, _quarter, _unit)
