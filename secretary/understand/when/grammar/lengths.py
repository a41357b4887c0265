"""Lengths, and days counted by them: "anderthalb Stunden", "in zwei Wochen", "a week from Friday"."""

from __future__ import annotations

from secretary.domain.when import Grain
from secretary.understand.when import days, periods
from secretary.understand.when.chart import Production
from secretary.understand.when.days import Rel
from secretary.understand.when.doubt import BARE_MONTH, EVERYTHING, HOMOGRAPH, ONE, SHORT_DAY
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.lexicon import UNITS
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import DAY_SECONDS, Length, Now, Span, Stretch, When

_MOST = 5_000  # more of a unit is no length that anybody plans with
_FINER = {Grain.HOUR: Grain.MINUTE, Grain.DAY: Grain.HOUR, Grain.WEEK: Grain.DAY, Grain.MINUTE: Grain.SECOND,
          Grain.MONTH: Grain.DAY, Grain.YEAR: Grain.MONTH, Grain.QUARTER: Grain.MONTH}  # fmt: skip
_EIGHT = 8
_HALF, _QUARTER = 0.5, 0.25
_SUSPECT = frozenset({"day", "week", "month", "year", "second", "minute", "quarter"})


def _length(count: float, unit: str) -> Length | None:
    if not 0 < count < _MOST:
        return None
    seconds, months, grain = UNITS[unit]
    if unit == "workday":
        return Length(int(count) * DAY_SECONDS, Grain.DAY, working=True)
    if count == int(count):
        return Length(int(count) * seconds, grain, int(count) * months)
    whole_months = round(count * months)
    return Length(round(count * seconds), _FINER.get(grain, grain), whole_months)


def _count(number: Figures, unit: str) -> Length | None:
    if number.value == 1 and not number.text and unit in _SUSPECT:
        return None  # "one day", as "a day"
    if len(number.text) > 3 and unit in {"hour", "minute"}:  # noqa: PLR2004 - "1530 hrs"
        return None
    found = _length(float(number.value), unit)
    if found and number.value == _EIGHT and unit == "day":
        week = 7 * DAY_SECONDS
        eight = _EIGHT * DAY_SECONDS
        return found._replace(seconds=eight if number.text else week, other=week if number.text else eight)
    return found


def _one(count: float, unit: str) -> Length | None:
    return _length(count, unit)


def _doubtful(count: float, unit: str) -> Length | None:
    return _length(count, unit) if unit in _SUSPECT else None


def _just_one(number: Figures, unit: str) -> Length | None:
    return _doubtful(1, unit) if number.value == 1 and not number.text else None


def _sure(count: float, unit: str) -> Length | None:
    return _length(count, unit) if unit not in _SUSPECT else None


def _counted(pair: tuple[float, str]) -> Length | None:
    return _length(*pair)


def _sum(one: Length, other: Length) -> Length | None:
    """The finer unit stands behind the coarser one ("2 Stunden 30 Minuten")."""
    order = list(Grain)
    if order.index(other.grain) >= order.index(one.grain):
        return None
    return Length(one.seconds + other.seconds, other.grain, one.months + other.months)


def _hours_minutes(hours: Figures, minutes: Figures) -> Length | None:
    if len(minutes.text) != 2 or not 0 < hours.value <= 5 or minutes.value >= 60:  # noqa: PLR2004 - 1h30
        return None
    return Length(hours.value * 3600 + minutes.value * 60, Grain.MINUTE)


def _unit_minutes(hours: Figures, unit: str, minutes: Figures) -> Length | None:
    """As in "1 hr 30" and "1hr30m"."""
    return _hours_minutes(hours, minutes) if unit == "hour" and hours.text else None


def _and_a_half(count: float, unit: str) -> Length | None:
    return _length(count + _HALF, unit)


def _number_and_a_half(number: Figures, unit: str) -> Length | None:
    return _length(number.value + _HALF, unit)


def _and_a_quarter(number: Figures, *found: object) -> Length | None:
    """As in "two and a quarter hours"."""
    unit = found[-1]
    return _length(number.value + _QUARTER, unit) if isinstance(unit, str) else None


def _or_two(_one: float, unit: str, number: Figures) -> Length | None:
    """As in "a day or two"."""
    return _two_lengths(Figures(1), number, unit)


def _two_lengths(first: Figures, last: Figures, unit: str) -> Length | None:
    one, other = _length(float(first.value), unit), _length(float(last.value), unit)
    if not one or not other or not first.value < last.value:
        return None
    return one._replace(other=other.seconds) if one.seconds else one


def _or_one_more(first: Figures, last: Figures, unit: str) -> Length | None:
    """As in "zwei, drei Tage"."""
    if first.text or last.text or last.value != first.value + 1:
        return None
    return _two_lengths(first, last, unit)


def _ago(length: Length) -> Stretch:
    return days.ahead_of_now(-length)


def _at_once(length: Length) -> Stretch:
    """As in "in ten minutes"; told of the past it is no moment ("scored twice in ten minutes")."""
    ahead = days.ahead_of_now(length)
    return Stretch(lambda now: () if now.past else ahead.find(now))


def _on_from(length: Length, day: Stretch) -> Stretch | None:
    return days.on_from(length, day) if length.grain not in _FINE else None


def _on_before(day: Stretch, length: Length) -> Stretch | None:
    return days.on_from(-length, day) if length.grain not in _FINE else None


def _from_day(day: Stretch, length: Length) -> Stretch | None:
    return _on_from(length, day)


def _after(length: Length, day: Stretch) -> Stretch | None:
    return days.beside(length, day, before=False) if length.grain not in _FINE else None


def _before(length: Length, day: Stretch) -> Stretch | None:
    return days.beside(length, day, before=True) if length.grain not in _FINE else None


_FINE = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})


_WEEK, _FORTNIGHT = Length(7 * DAY_SECONDS, Grain.WEEK), Length(14 * DAY_SECONDS, Grain.WEEK)


def _week_on(day: Stretch) -> Stretch:
    return days.on_from(_WEEK, day)


def _fortnight_on(day: Stretch) -> Stretch:
    return days.on_from(_FORTNIGHT, day)


def _weekday_on(weekday: int, length: Length) -> Stretch | None:
    """As in "Friday fortnight", "Freitag in zwei Wochen": said on a Friday it counts from today."""
    if length.grain is not Grain.WEEK:
        return None
    today = days.related_weekday(Rel.THIS, weekday)
    other = days.on_from(length, days.weekday(weekday))
    return Stretch(lambda now: (*days.on_from(length, today).find(now), *other.find(now)))


def _weekday_week(weekday: int) -> Stretch | None:
    return _weekday_on(weekday, _WEEK)


def _weekday_fortnight(weekday: int) -> Stretch | None:
    return _weekday_on(weekday, _FORTNIGHT)


def _ago_day(length: Length, day: Stretch) -> Stretch | None:
    """As in "a month ago today"; "a week ago Friday" is a week before the last one."""
    return _on_before(Stretch(lambda now: day.find(now._replace(past=True))), length)


def _weekdays_on(number: Figures, weekday: int) -> Stretch | None:
    """As in "two Thursdays from now"."""
    weeks = Length((number.value - 1) * 7 * DAY_SECONDS, Grain.WEEK)
    return days.on_from(weeks, days.weekday(weekday)) if 1 <= number.value <= 9 else None  # noqa: PLR2004 - in words


def _weekday_of_offset(offset: Stretch, weekday: int) -> Stretch:
    """As in "in three weeks, on the Wednesday": of that week."""
    return days.in_week(weekday, offset)


def _within(length: Length) -> Stretch:
    return periods.from_now(length)


def _so_long_from(length: Length, day: Stretch) -> Stretch:
    """As in "for two weeks from 17 June"."""

    def find(now: Now) -> tuple[Span, ...]:
        return tuple(Span(s.start, length.after(s.start), Grain.DAY) for s in day.find(now))

    return Stretch(find)


def _from_so_long(day: Stretch, length: Length) -> Stretch:
    return _so_long_from(length, day)


def _within_one(unit: str) -> Stretch | None:
    """As in "within the hour"."""
    length = _length(1, unit) if unit == "hour" else None
    return periods.from_now(length) if length else None


def _same_time(length: Length, when: When) -> When | None:
    """As in "a week from Tuesday at 3": the day is counted, the clock time stays."""
    if when.day is None or when.opening:
        return None
    day = _on_from(length, when.day)
    return when._replace(day=day) if day else None


PRODUCTIONS: list[Production] = [
    *P("count", "COUNT", "FRAC", lambda count: count),
    *P("length", "LENGTHS", "NUM dash? UNIT", _count, weight=1),
    *P("length", "LENGTHS", "COUNT dash? UNIT", _one, weight=1),
    *P("length", "LENGTHS", "ART UNIT", _sure, weight=1),
    *P("length", "LENGTHS", "ART UNIT", _doubtful, adds=ONE),
    *P("length", "LENGTHS", "NUM UNIT", _just_one, adds=ONE),
    *P("length", "LENGTHS", "COUNTED", _counted),
    *P("length", "LENGTHS", "LENGTH", lambda length: length, weight=1),
    *P("length", "LENGTHS", "ART|circa LENGTH", lambda *found: found[-1], weight=1),
    *P("half-more", "LENGTHS", "ART UNIT and halfen", _and_a_half, weight=3),
    *P("half-more", "LENGTHS", "ART UNIT and ART halfen", lambda c, u, _a: _and_a_half(c, u), weight=3),
    *P("half-more", "LENGTHS", "NUM UNIT and halfen", _number_and_a_half, weight=3),
    *P("half-more", "LENGTHS", "NUM UNIT and ART halfen", lambda n, u, _a: _number_and_a_half(n, u), weight=3),
    *P("half-more", "LENGTHS", "NUM and ART halfen UNIT", lambda n, _a, u: _number_and_a_half(n, u), weight=3),
    *P("half-more", "LENGTHS", "NUM UNIT half", _number_and_a_half),
    *P("or-two", "LENGTHS", "ART UNIT or NUM", _or_two, weight=2),
    *P("length-sum", "LENGTHS", "LENGTHS comma? and? LENGTHS", _sum, clears=ONE, weight=1),
    *P("hours-minutes", "LENGTHS", "NUM hh NUM", _hours_minutes, weight=1),
    *P("hours-minutes", "LENGTHS", "NUM hh NUM mm", _hours_minutes, weight=2),
    *P("hours-minutes", "LENGTHS", "NUM UNIT NUM mm?", _unit_minutes, weight=2),
    *P("and-a-quarter", "LENGTHS", "NUM and ART? quarter UNIT", _and_a_quarter, weight=4),
    *P("length", "LENGTHS", "ART circa UNIT", _one, weight=2),
    *P("lengths", "LENGTHS", "NUM dash|to|or NUM dash? UNIT", _two_lengths, weight=2),
    *P("lengths", "LENGTHS", "NUM comma NUM UNIT", _or_one_more, weight=2),
    *P("about", "LENGTHS", "about|circa ART LENGTH", lambda _a, length: length, clears=ONE, weight=1),
    *P("about", "LENGTHS", "about|circa LENGTHS", lambda length: length, clears=ONE, weight=1),
    *P("or-so", "LENGTHS", "LENGTHS ish", lambda length: length, clears=ONE, weight=1),
    *P("for", "SPOKEN", "for|in|within LENGTHS long?", lambda length: length, clears=ONE, weight=1),
    *P("long", "SPOKEN", "LENGTHS long", lambda length: length, clears=ONE, weight=1),
    *P("length", "SPOKEN", "LENGTHS", lambda length: length),
    # counted from now
    *P("ahead", "OFFSET", "ahead LENGTHS hence?", _at_once, clears=ONE, weight=3),
    *P("ahead", "OFFSET", "LENGTHS hence", _at_once, clears=ONE, weight=3),
    *P("ago", "OFFSET", "backward LENGTHS", _ago, clears=ONE, weight=3),
    *P("ago", "OFFSET", "LENGTHS ago", _ago, clears=ONE, weight=3),
    *P("within", "TERM", "within the UNIT", _within_one, weight=3),
    *P("within", "TERM", "within LENGTHS", _within, clears=ONE, weight=3),
    *P("for-from", "SPREAD", "for LENGTHS from|leaving the? DAY", _so_long_from, clears=EVERYTHING, weight=7),
    *P("from-for", "SPREAD", "from the? DAY for LENGTHS", _from_so_long, clears=EVERYTHING, weight=7),
    # counted from a day
    *P("offset-weekday", "DAY", "OFFSET on the? WD", _weekday_of_offset, clears=EVERYTHING, weight=5),
    *P("offset-weekday", "DAY", "OFFSET comma on? the? WD", _weekday_of_offset, clears=EVERYTHING, weight=5),
    *P("day-ahead", "DAY", "DAY ahead LENGTHS", _from_day, clears=EVERYTHING & ~HOMOGRAPH, weight=5),
    *P("day-ago", "DAY", "LENGTHS ago DAY", _ago_day, clears=EVERYTHING, weight=6),
    *P("weekdays-on", "DAY", "NUM WDS hence", _weekdays_on, clears=EVERYTHING, weight=4),
    *P("day-ago", "DAY", "DAY backward LENGTHS", _on_before, clears=EVERYTHING, weight=5),
    *P("length-from", "DAY", "LENGTHS from|leaving|onday|after the? DAY", _on_from, clears=EVERYTHING, weight=4),
    *P("length-from", "TIMED", "LENGTHS from|leaving|onday WHENDAY", _same_time, clears=EVERYTHING, weight=4),
    *P("length-after", "DAY", "LENGTHS after|past the? DAY|TERM", _after, clears=EVERYTHING, weight=5),
    *P("length-after", "DAY", "LENGTHS after|past the? datedw the? DAY", _after, clears=EVERYTHING, weight=5),
    *P("length-before", "DAY", "LENGTHS before|vor the? datedw the? DAY", _before, clears=EVERYTHING, weight=4),
    *P("length-before", "DAY", "LENGTHS before the? DAY", _before, clears=EVERYTHING, weight=4),
    *P(
        "length-day",
        "DAY",
        "LENGTHS DAY",
        lambda length, day: _on_from(length, day) if length.grain is Grain.WEEK else None,
        clears=EVERYTHING,
        weight=1,
    ),
    *P("day-ahead", "DAY", "on? WD ahead LENGTHS", _weekday_on, clears=EVERYTHING & ~HOMOGRAPH, weight=6),
    *P("day-week", "DAY", "WD weekw", _weekday_week, clears=HOMOGRAPH | SHORT_DAY, weight=2),
    *P("day-fortnight", "DAY", "WD fortnightw", _weekday_fortnight, clears=HOMOGRAPH | SHORT_DAY, weight=3),
    *P("day-week", "DAY", "DAY weekw", _week_on, clears=HOMOGRAPH | SHORT_DAY, weight=1),
    *P("day-fortnight", "DAY", "DAY fortnightw", _fortnight_on, clears=HOMOGRAPH | SHORT_DAY, weight=2),
    *P("week-day", "DAY", "weekw on DAY", _week_on, clears=HOMOGRAPH | SHORT_DAY | BARE_MONTH, weight=-2),
]
