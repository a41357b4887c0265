"""Holidays and other days with a name, as rules for any year.

A feast is counted from Easter, is a fixed date, or the n-th weekday of a month. Where regions differ
("Mother's Day", "Nationalfeiertag"), the office's region chooses.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dateutil.easter import easter

from secretary.domain.holidays import holidays_of
from secretary.domain.when import Grain
from secretary.understand.when.values import DAY, Now, Span, Stretch, day_span, midnight

_LAST = -1


class Feast(NamedTuple):
    """One or more days of every year: the first of them in a given year, and how many."""

    first: Callable[[int], date]
    days: int = 1


def _easter(shift: int, days: int = 1) -> Feast:
    """So many days after Easter Sunday."""
    return Feast(lambda year: easter(year) + shift * DAY, days)


def _on(month: int, day: int, days: int = 1) -> Feast:
    """The same date in every year."""
    return Feast(lambda year: date(year, month, day), days)


def _nth(number: int, weekday: int, month: int, shift: int = 0) -> Feast:
    """The n-th such weekday of a month, or the last one, and days from there."""

    def first(year: int) -> date:
        if number == _LAST:
            last = date(year + month // 12, month % 12 + 1, 1) - DAY
            return last - ((last.weekday() - weekday) % 7) * DAY
        start = date(year, month, 1)
        return start + ((weekday - start.weekday()) % 7 + (number - 1) * 7 + shift) * DAY

    return Feast(first)


def _advent(number: int) -> Feast:
    """A Sunday of Advent: the fourth is the last one before 25 December; below the first are those before it."""
    return Feast(lambda year: _before(date(year, 12, 25), _SUNDAY) - (4 - number) * 7 * DAY)


def _before(day: date, weekday: int) -> date:
    return day - ((day.weekday() - weekday - 1) % 7 + 1) * DAY


_MONDAY, _TUESDAY, _WEDNESDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 1, 2, 3, 5, 6
# Whose feasts a writer means, by the beginning of the zone; one that is not here keeps those of the office.
_COUNTRIES = {
    "Europe/London": "GB-ENG", "Europe/Dublin": "IE", "Europe/Vienna": "AT", "Europe/Zurich": "CH",
    "Europe/Berlin": "DE",
    "America/Toronto": "CA", "America/Vancouver": "CA", "America/Halifax": "CA", "America/New_York": "US",
    "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US", "Australia/": "AU",
    "Pacific/Auckland": "NZ", "Asia/Kolkata": "IN",
}  # fmt: skip
_NEW_YEAR = _on(1, 1)
_YEARS_END = _on(12, 27, 5)
_BETTAG = Feast(lambda year: _before(date(year, 11, 23), _WEDNESDAY))
FEASTS: dict[str, Feast] = {
    "weiberfastnacht": _easter(-52), "altweiber": _easter(-52), "rosenmontag": _easter(-48),
    "faschingsdienstag": _easter(-47),
    "fastnacht": _easter(-47), "shrove tuesday": _easter(-47), "pancake day": _easter(-47),
    "mardi gras": _easter(-47),
    "aschermittwoch": _easter(-46), "ash wednesday": _easter(-46), "palmsonntag": _easter(-7),
    "palm sunday": _easter(-7),
    "gründonnerstag": _easter(-3), "maundy thursday": _easter(-3), "karfreitag": _easter(-2),
    "good friday": _easter(-2),
    "karsamstag": _easter(-1), "ostersamstag": _easter(-1), "easter saturday": _easter(-1), "ostern": _easter(0, 2),
    "easter": _easter(0, 2), "osterfeiertage": _easter(0, 2), "osterfeiertagen": _easter(0, 2),
    "ostersonntag": _easter(0),
    "easter sunday": _easter(0), "ostermontag": _easter(1), "easter monday": _easter(1),
    "osterwochenende": _easter(-2, 4),
    "easter weekend": _easter(-2, 4), "karwoche": _easter(-6, 7), "holy week": _easter(-6, 7),
    "osterwoche": _easter(1, 7),
    "easter week": _easter(1, 7), "weißer sonntag": _easter(7), "christi himmelfahrt": _easter(39),
    "himmelfahrt": _easter(39),
    "vatertag": _easter(39), "ascension day": _easter(39), "ascension": _easter(39), "pfingsten": _easter(49, 2),
    "pfingstfeiertage": _easter(49, 2), "pfingstfeiertagen": _easter(49, 2), "whitsun": _easter(49, 2),
    "pentecost": _easter(49, 2), "pfingstsonntag": _easter(49), "whit sunday": _easter(49),
    "pfingstmontag": _easter(50),
    "whit monday": _easter(50), "pentecost monday": _easter(50), "pfingstwochenende": _easter(48, 3),
    "pfingstwoche": _easter(50, 7), "fronleichnam": _easter(60), "corpus christi": _easter(60),
    "neujahr": _NEW_YEAR, "neujahrstag": _NEW_YEAR, "new year's day": _NEW_YEAR, "new year's": _NEW_YEAR,
    "new year": _NEW_YEAR,
    "new years": _NEW_YEAR, "new years day": _NEW_YEAR, "jahreswechsel": _NEW_YEAR, "heilige drei könige": _on(1,
    6),
    "dreikönigstag": _on(1, 6), "dreikönig": _on(1, 6), "heiligen drei könige": _on(1, 6), "epiphany": _on(1, 6),
    "valentinstag": _on(2, 14), "valentine's day": _on(2, 14), "valentines day": _on(2, 14),
    "weltfrauentag": _on(3, 8),
    "frauentag": _on(3, 8), "st patrick's day": _on(3, 17), "st . patrick's day": _on(3, 17),
    "tag der arbeit": _on(5, 1),
    "maifeiertag": _on(5, 1), "may day": _on(5, 1), "independence day": _on(7, 4), "fourth of july": _on(7, 4),
    "4th of july": _on(7, 4), "bundesfeiertag": _on(8, 1), "schweizer nationalfeiertag": _on(8, 1),
    "mariä himmelfahrt": _on(8, 15), "assumption day": _on(8, 15), "tag der deutschen einheit": _on(10, 3),
    "german unity day": _on(10, 3), "day of german unity": _on(10, 3), "reformationstag": _on(10, 31),
    "reformation day": _on(10, 31), "halloween": _on(10, 31), "allerheiligen": _on(11, 1),
    "all saints' day": _on(11, 1),
    "all saints day": _on(11, 1), "all saints": _on(11, 1), "allerseelen": _on(11, 2), "guy fawkes night": _on(11,
    5),
    "bonfire night": _on(11, 5), "martinstag": _on(11, 11), "sankt martin": _on(11, 11), "st . martin": _on(11, 11),
    "veterans day": _on(11, 11), "remembrance day": _on(11, 11), "nikolaus": _on(12, 6), "nikolaustag": _on(12, 6),
    "mariä empfängnis": _on(12, 8), "heiligabend": _on(12, 24), "heiliger abend": _on(12, 24),
    "heiligen abend": _on(12, 24),
    "weihnachtsabend": _on(12, 24), "christmas eve": _on(12, 24), "xmas eve": _on(12, 24),
    "weihnachten": _on(12, 24, 3),
    "weihnachtsfeiertage": _on(12, 25, 2), "weihnachtsfeiertagen": _on(12, 25, 2), "christmas": _on(12, 25),
    "xmas": _on(12, 25), "christmas day": _on(12, 25), "erster weihnachtsfeiertag": _on(12, 25),
    "ersten weihnachtsfeiertag": _on(12, 25), "1. weihnachtsfeiertag": _on(12, 25),
    "1 . weihnachtsfeiertag": _on(12, 25),
    "erster weihnachtstag": _on(12, 25), "ersten weihnachtstag": _on(12, 25), "boxing day": _on(12, 26),
    "zweiter weihnachtsfeiertag": _on(12, 26), "zweiten weihnachtsfeiertag": _on(12, 26),
    "2 . weihnachtsfeiertag": _on(12, 26), "zweiten weihnachtstag": _on(12, 26), "stephanstag": _on(12, 26),
    "stefanitag": _on(12, 26), "st . stephen's day": _on(12, 26), "st stephen's day": _on(12, 26),
    "st stephens day": _on(12, 26), "anzac day": _on(4, 25), "australia day": _on(1, 26), "waitangi day": _on(2, 6),
    "canada day": _on(7, 1), "republic day": _on(1, 26), "gandhi jayanti": _on(10, 2), "burns night": _on(1, 25),
    "st andrew's day": _on(11, 30), "st george's day": _on(4, 23), "st david's day": _on(3, 1),
    "groundhog day": _on(2, 2), "cinco de mayo": _on(5, 5), "cyber monday": _nth(4, _THURSDAY, 11, 4),
    "melbourne cup day": _nth(1, _TUESDAY, 11), "remembrance sunday": _nth(2, _SUNDAY, 11),
    "all souls' day": _on(11, 2),
    "mothering sunday": _easter(-21), "bastille day": _on(7, 14), "veterans' day": _on(11, 11),
    "indigenous peoples' day": _nth(2, _MONDAY, 10), "victoria day": Feast(lambda year: _before(date(year, 5, 25),
    _MONDAY)),
    "st . patrick's": _on(3, 17), "st patricks day": _on(3, 17), "christmas eve day": _on(12, 24),
    "josefitag": _on(3, 19), "leopoldi": _on(11, 15), "berchtoldstag": _on(1, 2), "auffahrt": _easter(39),
    "walpurgisnacht": _on(4, 30), "heilig abend": _on(12, 24), "hl . abend": _on(12, 24), "krampus": _on(12, 5),
    "faschingsmontag": _easter(-48), "fastnachtsdienstag": _easter(-47), "veilchendienstag": _easter(-47),
    "pfingstsamstag": _easter(48), "barbaratag": _on(12, 4), "siebenschläfer": _on(6, 27), "silvester": _on(12, 31),
    "silvesterabend": _on(12, 31),
    "new year's eve": _on(12, 31), "new years eve": _on(12, 31), "nye": _on(12, 31),
    "zwischen den jahren": _YEARS_END, "zwischen den feiertagen": _YEARS_END,
    "between christmas and new year": _YEARS_END, "between christmas and new year's": _YEARS_END,
    "zwischen weihnachten und neujahr": _YEARS_END, "zwischen weihnachten und silvester": _YEARS_END,
    "between christmas and the new year": _YEARS_END, "between the years": _YEARS_END, "twixmas": _YEARS_END,
    "buß - und bettag": _BETTAG, "buss - und bettag": _BETTAG,
    "buß und bettag": _BETTAG, "erntedank": _nth(1, _SUNDAY, 10),
    "erntedankfest": _nth(1, _SUNDAY, 10), "muttertag": _nth(2, _SUNDAY, 5),
    "mother's day": _nth(2, _SUNDAY, 5), "mothers day": _nth(2, _SUNDAY, 5),
    "father's day": _nth(3, _SUNDAY, 6), "fathers day": _nth(3, _SUNDAY, 6),
    "memorial day": _nth(_LAST, _MONDAY, 5), "labor day": _nth(1, _MONDAY, 9), "labour day": _on(5, 1),
    "thanksgiving": _nth(4, _THURSDAY, 11), "thanksgiving day": _nth(4, _THURSDAY, 11),
    "black friday": _nth(4, _THURSDAY, 11, 1), "mlk day": _nth(3, _MONDAY, 1),
    "martin luther king day": _nth(3, _MONDAY, 1), "presidents' day": _nth(3, _MONDAY, 2),
    "presidents day": _nth(3, _MONDAY, 2), "columbus day": _nth(2, _MONDAY, 10), "juneteenth": _on(6, 19),
    "early may bank holiday": _nth(1, _MONDAY, 5), "may bank holiday": _nth(1, _MONDAY, 5),
    "spring bank holiday": _nth(_LAST, _MONDAY, 5), "late may bank holiday": _nth(_LAST, _MONDAY, 5),
    "summer bank holiday": _nth(_LAST, _MONDAY, 8), "august bank holiday": _nth(_LAST, _MONDAY, 8),
    "nationalfeiertag": _on(10, 26), "österreichischer nationalfeiertag": _on(10, 26), "staatsfeiertag": _on(5, 1),
    "totensonntag": _advent(0), "ewigkeitssonntag": _advent(0), "volkstrauertag": _advent(-1),
    **{f"{n} . advent": _advent(n) for n in range(1, 5)},
    **{f"{word} advent": _advent(n) for n, words in enumerate(
        ("ersten erster first", "zweiten zweiter second", "dritten dritter third", "vierten vierter fourth"), 1)
       for word in words.split()},
}  # fmt: skip
# The same name, other regions.
_REGIONAL = {
    ("GB", "mother's day"): _easter(-21), ("GB", "mothers day"): _easter(-21), ("IE", "mother's day"): _easter(-21),
    ("CA", "thanksgiving"): _nth(2, _MONDAY, 10), ("CH", "nationalfeiertag"): _on(8, 1), ("IN",
    "independence day"): _on(8, 15),
    ("AU", "labour day"): _nth(1, _MONDAY, 10), ("NZ", "labour day"): _nth(4, _MONDAY, 10),
    ("US", "labour day"): _nth(1, _MONDAY, 9), ("CA", "labour day"): _nth(1, _MONDAY, 9),
    ("AT", "vatertag"): _nth(2, _SUNDAY, 6), ("CH", "vatertag"): _nth(1, _SUNDAY, 6),
}  # fmt: skip


def feast(name: str, year: int | None = None) -> Stretch:
    """The named day or days: of that year, or the next that are not over."""

    def find(now: Now) -> tuple[Span, ...]:
        one = _REGIONAL.get((_region(now).partition("-")[0], name), FEASTS[name])
        if year:
            return (_span(one, year),)
        if now.past:
            behind = (_span(one, now.today.year - n) for n in (0, 1))
            return tuple(s for s in behind if s.start <= now.at)[:1]
        spans = (_span(one, now.today.year + n) for n in (-1, 0, 1))
        return tuple(s for s in spans if s.end and s.end > now.at)[:1]

    return Stretch(find)


def _span(one: Feast, year: int) -> Span:
    first = midnight(one.first(year))
    return Span(first, first + one.days * DAY, Grain.DAY)


def _region(now: Now) -> str:
    """The office's region, or the writer's country where its clock is that of another one."""
    country = next((name for zone, name in _COUNTRIES.items() if now.zone.startswith(zone)), "")
    return now.region if not country or now.region.startswith(country[:2]) else country


def feast_weekend(name: str) -> Stretch:
    """As in "the Labor Day weekend": with its Monday, Friday or Thursday, where the feast is one."""
    return _long_weekend(feast(name))


def holiday_weekend() -> Stretch:
    """As in "the bank holiday weekend"."""
    return _long_weekend(next_public_holiday())


def _long_weekend(day: Stretch) -> Stretch:
    def find(now: Now) -> tuple[Span, ...]:
        return tuple(_joined_to_weekend(s) for s in day.find(now))

    return Stretch(find)


def _joined_to_weekend(span: Span) -> Span:
    weekday = span.start.weekday()
    saturday = span.start + (_SATURDAY - weekday if weekday > _TUESDAY else -2 - weekday) * DAY
    return Span(min(saturday, span.start), max(saturday + 2 * DAY, span.start + DAY), Grain.DAY)


def next_public_holiday(weekday: int | None = None) -> Stretch:
    """The next public holiday of the region after today, on that weekday if one is named."""

    def find(now: Now) -> tuple[Span, ...]:
        region = _region(now)
        days = sorted(holidays_of(region, now.today.year) | holidays_of(region, now.today.year + 1))
        return tuple(day_span(d) for d in days if d > now.today and weekday in {None, d.weekday()})[:1]

    return Stretch(find)
