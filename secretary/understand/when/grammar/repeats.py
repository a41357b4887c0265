"""Sets: "jeden zweiten Dienstag", "montags", "every first Monday of the month", "werktags".

The value is an RRULE (RFC 5545 section 3.3.10).
"""

from __future__ import annotations

from functools import partial

from secretary.domain.when import Grain
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Dated
from secretary.understand.when.doubt import BARE, EVERYTHING, HABIT
from secretary.understand.when.grammar.monthly import month_day, monthly
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.hours import within
from secretary.understand.when.recurring import CODES
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import Hours, Length, Repeat, Stretch, When

_FREQUENCIES = {
    "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1), "day": ("DAILY", 1), "week": ("WEEKLY", 1),
    "month": ("MONTHLY", 1), "year": ("YEARLY", 1), "fortnight": ("WEEKLY", 2), "quarter": ("MONTHLY", 3),
    "half-year": ("MONTHLY", 6),
}  # fmt: skip
_WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
_WEEKEND = "FREQ=WEEKLY;BYDAY=SA,SU"
_OF_DAYS = ("FREQ=DAILY", "FREQ=WEEKLY")
_MOST = 366
_SETTLED = EVERYTHING & ~BARE
_ORDINALS = frozenset(range(1, 6))


def weekly(*weekdays: int) -> Repeat:
    """Every week on these days."""
    return Repeat("FREQ=WEEKLY;BYDAY=" + ",".join(CODES[d] for d in dict.fromkeys(weekdays)))


def _every_nth(number: int, weekday: int) -> Repeat | None:
    return Repeat(f"FREQ=WEEKLY;INTERVAL={number};BYDAY={CODES[weekday]}") if number in _ORDINALS else None


def _every_other(weekday: int) -> Repeat:
    return Repeat(f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[weekday]}")


def _every(unit: str) -> Repeat | None:
    return _every_so_many(1, unit)


def _every_so_many(count: int, unit: str) -> Repeat | None:
    if unit == "workday":
        return Repeat(_WORKDAYS) if count == 1 else None
    if unit not in _FREQUENCIES or not 1 <= count <= _MOST:
        return None
    frequency, times = _FREQUENCIES[unit]
    count *= times
    if frequency == "DAILY" and count % 7 == 0:
        frequency, count = "WEEKLY", count // 7
    return Repeat(f"FREQ={frequency}" + (f";INTERVAL={count}" if count > 1 else ""))


def _number_of(number: Figures, unit: str) -> Repeat | None:
    return _every_so_many(number.value, unit)


def _every_second(unit: str) -> Repeat | None:
    return _every_so_many(2, unit)


def _so_often(count: int, unit: str) -> Repeat | None:
    """As in "twice a month"; on which days is left open, but for even parts of a year."""
    frequency, times = _FREQUENCIES.get(unit, ("", 0))
    if frequency == "YEARLY" and 12 % count == 0:
        return _every_so_many(12 // count, "month") if count > 1 else Repeat("FREQ=YEARLY")
    if times > 1 and count > 1:
        return None
    return _every_so_many(1, unit) if times > 1 else Repeat(f"FREQ={frequency}")


def _rule(rule: str) -> Repeat:
    return Repeat(rule)


def _of_day(part: Hours) -> Repeat:
    return Repeat("FREQ=DAILY", part)


def _weekday_part(weekday: int, part: Hours) -> Repeat:
    return weekly(weekday)._replace(hours=part)


def _days_part(part: Hours, *, rule: str) -> Repeat:
    """As in "weekday evenings"."""
    return Repeat(rule, part)


def _pair(pair: tuple[int, Hours]) -> Repeat:
    return _weekday_part(*pair)


def _both(one: Repeat, other: Repeat) -> Repeat | None:
    """As in "montags und mittwochs" is one set."""
    stem = "FREQ=WEEKLY;BYDAY="
    if not (one.rule.startswith(stem) and other.rule.startswith(stem)) or one.hours or other.hours:
        return None
    days_of = [*one.rule.removeprefix(stem).split(","), *other.rule.removeprefix(stem).split(",")]
    return Repeat(stem + ",".join(dict.fromkeys(days_of)))


def _also(one: Repeat, weekday: int) -> Repeat | None:
    return _both(one, weekly(weekday))


def row(first: int, last: int) -> Repeat:
    """As in "montags bis donnerstags"."""
    return weekly(*[(first + n) % 7 for n in range((last - first) % 7 + 1)])


def _on_weekday(every: Repeat, weekday: int) -> Repeat | None:
    if not every.rule.startswith("FREQ=WEEKLY") or "BYDAY" in every.rule:
        return None
    return every._replace(rule=f"{every.rule};BYDAY={CODES[weekday]}")


def _on_nth(every: Repeat, number: int, weekday: int) -> Repeat | None:
    return monthly(number, weekday) if every.rule == "FREQ=MONTHLY" else None


def _on_day(every: Repeat, day: int) -> Repeat | None:
    return month_day(day) if every.rule == "FREQ=MONTHLY" else None


def _on_date(every: Repeat, written: Dated) -> Repeat | None:
    if every.rule != "FREQ=YEARLY" or written.year:
        return None
    day, month = written.options[0]
    return Repeat(f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")


def _each_part_at(part: Hours, hours: Hours) -> Repeat | None:
    """As in "every morning at 8"."""
    found = within(part, hours)
    return Repeat("FREQ=DAILY", found) if found else None


def _in_month(every: Repeat, month: int) -> Repeat | None:
    """As in "jedes Jahr im März"."""
    return Repeat(f"FREQ=YEARLY;BYMONTH={month}") if every.rule == "FREQ=YEARLY" else None


def _at(repeat: Repeat, hours: Hours) -> Repeat | None:
    """At a time of each such day."""
    if repeat.hours:
        return None
    of_days = repeat.rule.startswith(_OF_DAYS) or "BY" in repeat.rule
    return repeat._replace(hours=hours, once=None) if of_days else None


def _timed(hours: Hours, repeat: Repeat) -> Repeat | None:
    return _at(repeat, hours)


def _without(repeat: Repeat, weekday: int) -> Repeat | None:
    """As in "every weekday except Wednesday"."""
    stem, _, named = repeat.rule.partition("BYDAY=")
    left = [code for code in named.split(",") if code != CODES[weekday]]
    if not named or repeat.hours or len(left) in {0, len(named.split(","))}:
        return None
    return repeat._replace(rule=f"{stem}BYDAY={','.join(left)}", once=None)


def _ends(repeat: Repeat, end: When) -> Repeat | None:
    return repeat._replace(until=end.day, once=None) if end.day and not end.hours and not end.opening else None


def _begins(repeat: Repeat, start: When) -> Repeat | None:
    return repeat._replace(start=start.day, once=None) if start.day and not start.hours and not start.opening else None


def _within(repeat: Repeat, stretch: Stretch) -> Repeat | None:
    """As in "every Tuesday in June" and "every morning next week"."""
    of_days = "BYDAY" in repeat.rule or repeat.rule == "FREQ=DAILY"
    return repeat._replace(start=stretch, until=stretch, once=None) if of_days else None


def _each_length(length: Length) -> Repeat | None:
    """As in "every half hour"."""
    minutes, rest = divmod(length.seconds, 60)
    return Repeat(f"FREQ=MINUTELY;INTERVAL={minutes}") if length.grain is Grain.MINUTE and not rest else None


def _begun(start: When, repeat: Repeat) -> Repeat | None:
    return _begins(repeat, start)


def _yearly_weekday(repeat: Repeat, number: int, weekday: int, month: int) -> Repeat | None:
    """As in "every year on the second Saturday in October"."""
    if repeat.rule != "FREQ=YEARLY" or number not in _ORDINALS:
        return None
    return Repeat(f"FREQ=YEARLY;BYMONTH={month};BYDAY={number}{CODES[weekday]}")


def _in_zone(repeat: Repeat, zone: str) -> Repeat | None:
    return repeat._replace(zone=zone) if repeat.hours else None


PRODUCTIONS: list[Production] = [
    *P("every-weekday", "REPEAT", "each WD", weekly, clears=EVERYTHING, weight=1),
    *P("every-weekday", "REPEAT", "alwayson|always WD", weekly, clears=EVERYTHING, weight=2),
    *P("every-weekday", "REPEAT", "alwayson ART WD", lambda _a, wd: weekly(wd), clears=EVERYTHING, weight=2),
    *P("every-weekday", "REPEAT", "all|in|on|the? WDS", weekly, weight=1),
    *P("weekdays", "REPEAT", "WDS", weekly),
    *P("every-weekday", "REPEAT", "on|in each WD", weekly, clears=EVERYTHING, weight=2),
    *P("every-nth", "REPEAT", "each NTH WD", _every_nth, clears=EVERYTHING, weight=2),
    *P("every-other", "REPEAT", "each other WD", _every_other, clears=EVERYTHING, weight=2),
    *P("every-other", "REPEAT", "on? other WDS", _every_other, clears=EVERYTHING, weight=2),
    *P("every-unit", "REPEAT", "each UNIT", _every, weight=1),
    *P("every-few", "REPEAT", "each|all FRAC UNIT", lambda count, unit: _every_so_many(int(count), unit), weight=2),
    *P("yearly-month", "REPEAT", "REPEAT in MN", _in_month, clears=EVERYTHING, weight=2),
    *P("every-units", "REPEAT", "each|all NUM UNIT", _number_of, weight=2),
    *P("every-second", "REPEAT", "each other UNIT", _every_second, weight=2),
    *P("every-nth-unit", "REPEAT", "each NTH UNIT", _every_so_many, weight=1),
    *P("every-weekend", "REPEAT", "each weekendw", lambda: Repeat(_WEEKEND), weight=1),
    *P("every-workday", "REPEAT", "each workdayw", lambda: Repeat(_WORKDAYS), weight=1),
    *P("set", "REPEAT", "SET", _rule, weight=1),
    *P("habit", "HABITUAL", "EVERY", _rule),
    *P("habit", "REPEAT", "HABITUAL", lambda repeat: repeat, adds=HABIT),
    *P("habit-weekday", "REPEAT", "HABITUAL on? WD|WDS", _on_weekday, clears=EVERYTHING, weight=2),
    *P("habit-nth", "REPEAT", "HABITUAL on? the? NTH WD", _on_nth, clears=EVERYTHING, weight=2),
    *P("habit-day", "REPEAT", "HABITUAL on? the? ORD", _on_day, clears=EVERYTHING, weight=2),
    *P("yearly-date", "REPEAT", "REPEAT on? the? DATE", _on_date, clears=EVERYTHING, weight=2),
    *P("week-weekday", "REPEAT", "REPEAT on WD|WDS", _on_weekday, clears=EVERYTHING, weight=2),
    *P("week-weekday", "REPEAT", "REPEAT WDS", _on_weekday, clears=EVERYTHING, weight=2),
    *P("week-weekday", "REPEAT", "REPEAT on ART WD", lambda every, _a, wd: _on_weekday(every, wd), weight=3),
    *P("so-often", "REPEAT", "TIMESW per UNIT", _so_often, weight=3),
    *P("so-often", "REPEAT", "TIMESW HABITUAL", lambda _count, repeat: repeat, weight=2),
    *P("every-part", "REPEAT", "each PART", _of_day, clears=EVERYTHING, weight=1),
    *P("yearly-weekday", "REPEAT", "REPEAT on? the? NTH WD in MN", _yearly_weekday, clears=EVERYTHING, weight=4),
    *P("every-part", "REPEAT", "each PART CLOCKS|BARE", _each_part_at, clears=_SETTLED, weight=3),
    *P(
        "every-part",
        "REPEAT",
        "TOD|BARE each PART",
        lambda hours, part: _each_part_at(part, hours),
        clears=EVERYTHING,
        weight=3,
    ),
    *P("every-part", "REPEAT", "PARTS", _of_day, weight=1),
    *P("weekday-parts", "REPEAT", "each WDPART", _pair, weight=1),
    *P("weekday-parts", "REPEAT", "WDPARTS", _pair, weight=1),
    *P("weekday-parts", "REPEAT", "each WD PART", _weekday_part, clears=EVERYTHING, weight=2),
    *P("weekday-parts", "REPEAT", "SET PLURALPART|PARTS", lambda rule, part: _days_part(part, rule=rule), weight=3),
    *P("weekday-parts", "REPEAT", "workdayw PLURALPART", partial(_days_part, rule=_WORKDAYS), weight=3),
    *P("weekday-parts", "REPEAT", "weekendw PLURALPART", partial(_days_part, rule=_WEEKEND), weight=3),
    *P("weekday-parts", "REPEAT", "WD|WDS PLURALPART", _weekday_part, clears=EVERYTHING, weight=3),
    *P("both", "REPEAT", "REPEAT comma|and|or|slash REPEAT", _both, clears=EVERYTHING, weight=1),
    *P("both", "REPEAT", "REPEAT comma|and|or|slash WD", _also, clears=EVERYTHING, weight=1),
    *P("row", "REPEAT", "on? WDS to|dash WDS", row, weight=3),
    *P("excepted", "REPEAT", "REPEAT comma? except WD|WDS", _without, clears=EVERYTHING, weight=3),
    *P("timed", "REPEAT", "REPEAT comma? TOD", _at, clears=EVERYTHING, weight=2),
    *P("timed", "REPEAT", "REPEAT comma? BARE|BARERANGE", _at, clears=HABIT),
    *P("timed", "REPEAT", "TOD|BARERANGE comma SET", lambda h, rule: _at(_rule(rule), h), clears=EVERYTHING, weight=1),
    *P("timed", "REPEAT", "TOD REPEAT", _timed, clears=EVERYTHING, weight=2),
    *P("timed", "REPEAT", "BARE|BARERANGE REPEAT", _timed, clears=EVERYTHING),
    *P("ends", "REPEAT", "REPEAT until|to WHEN", _ends, clears=EVERYTHING, weight=2),
    *P("within", "REPEAT", "REPEAT in|on? the? WEEK", _within, clears=EVERYTHING, weight=2),
    *P("every-length", "REPEAT", "each|all LENGTH", _each_length, weight=2),
    *P("within", "REPEAT", "REPEAT in|on MONTH", _within, clears=EVERYTHING, weight=2),
    *P("begins", "REPEAT", "REPEAT comma? from|leaving WHEN", _begins, clears=EVERYTHING, weight=2),
    *P("begins", "REPEAT", "from|leaving WHEN comma? REPEAT", _begun, clears=EVERYTHING, weight=2),
    *P("zone", "REPEAT", "REPEAT open? ZONE close?", _in_zone, weight=1),
]
