"""Clock times: "15 Uhr 30", "half past two", "fünf vor halb drei", "3 pm", "noonish".

POINT is a clock time that is one beyond doubt, BARE a number that may be an hour, TOD any time of day
with what stands before it.
"""

from __future__ import annotations

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when.chart import Production
from secretary.understand.when.doubt import ALONE, BARE, EVERYTHING, OFFERED, SHIFT
from secretary.understand.when.grammar.unions import P
from secretary.understand.when.hours import (
    HOUR,
    MINUTE,
    NOON,
    at_seconds,
    clock,
    half_day,
    open_hours,
    part_of_day,
    within,
)
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import Hours

_LATE = 7
_SIX = 6
_MILITARY = 4  # figures of "1530"
_SPOKEN_MINUTES = frozenset({5, 10, 15, 20, 25})
_HALF, _QUARTER = 30, 15


def _hour(number: Figures) -> Hours | None:
    if len(number.text) > 2:  # noqa: PLR2004 - no hour
        return None
    return clock(number.value, exact=number.text.startswith("0"))


def _said_hour(number: Figures) -> Hours | None:
    """With "Uhr" six is in the morning first: who means the evening writes 18."""
    hours = _hour(number)
    return hours._replace(options=hours.options[::-1]) if hours and number.value == _SIX else hours


def _late_hour(number: Figures) -> Hours | None:
    """As in "15h" is a clock time, "3h" is a length before it is one."""
    return _hour(number) if number.value >= _LATE else None


def _hour_minutes(hour: Figures, minute: Figures) -> Hours | None:
    if len(minute.text) == 1 or len(hour.text) > 2:  # noqa: PLR2004 - no hour
        return None
    return clock(hour.value, minute.value, grain=Grain.MINUTE, exact=hour.text.startswith("0"))


def _short_military(number: Figures) -> Hours | None:
    """As in "at 930"; three figures that are a time on the clock, in steps of five minutes."""
    if len(number.text) != _MILITARY - 1 or number.value % 5:
        return None
    return clock(number.value // 100, number.value % 100, grain=Grain.MINUTE)


def _for_then(first: Hours, last: Hours) -> Hours | None:
    """As in "7 for 7.30": it begins then, and in the evening, where it may."""
    early, late = (max(s or 0 for s, _ in hours.options) for hours in (first, last))
    if not 0 < late - early <= HOUR or last.kind is not TimeKind.INSTANT:
        return None
    return last._replace(options=tuple(sorted(last.options, reverse=True)))


def _military(number: Figures) -> Hours | None:
    if len(number.text) != _MILITARY:
        return None
    return clock(number.value // 100, number.value % 100, grain=Grain.MINUTE, exact=True)


def _same(hours: Hours) -> Hours:
    return hours


def _about(hours: Hours) -> Hours | None:
    return hours if hours.kind is TimeKind.INSTANT else None


def _moved(number: Figures, minutes: int) -> Hours | None:
    """So many minutes from a full hour; both halves of the day stay open."""
    base = clock(number.value) if len(number.text) <= 2 else None  # noqa: PLR2004 - an hour
    if base is None:
        return None
    options = tuple(((s or 0) + minutes * MINUTE, None) for s, _ in base.options)
    return Hours(TimeKind.INSTANT, options, Grain.MINUTE, loose=base.loose)


def _half_to(number: Figures) -> Hours | None:
    """As in "halb drei" is half an hour before three."""
    return _before_the_hour(number, -_HALF)


def _before_the_hour(number: Figures, minutes: int) -> Hours | None:
    """Counted from the hour that is coming: "halb eins" is 12:30, "halb sieben" 18:30 or 6:30."""
    if not 1 <= number.value <= 24 or len(number.text) > 2:  # noqa: PLR2004 - an hour
        return None
    seconds = (number.value * 60 + minutes) % (24 * 60)
    if seconds < 60 and number.value == 1:  # noqa: PLR2004 - "halb eins" is past noon
        return Hours(TimeKind.INSTANT, ((NOON + seconds * 60, None), (seconds * 60, None)), Grain.MINUTE, loose=True)
    return clock(seconds // 60, seconds % 60, grain=Grain.MINUTE)


def _half_past(number: Figures) -> Hours | None:
    return clock(number.value, _HALF, grain=Grain.MINUTE) if len(number.text) <= 2 else None  # noqa: PLR2004 - an hour


def _quarter_past(number: Figures) -> Hours | None:
    return clock(number.value, _QUARTER, grain=Grain.MINUTE) if len(number.text) <= 2 else None  # noqa: PLR2004 - an hour


def _quarter_to(number: Figures) -> Hours | None:
    return _before_the_hour(number, -_QUARTER)


def _quarter_of(number: Figures) -> Hours | None:
    """As in "viertel vier" is 3:15 where it is said; elsewhere people take it for 3:45."""
    said, taken = _before_the_hour(number, -45), _before_the_hour(number, -15)
    if said is None or taken is None:
        return None
    return Hours(TimeKind.INSTANT, (said.options[0], taken.options[0]), Grain.MINUTE, loose=True)


def _minutes_past(minutes: Figures, hour: Figures) -> Hours | None:
    if not _spoken(minutes):
        return None
    return clock(hour.value, minutes.value, grain=Grain.MINUTE)


def _minutes_to(minutes: Figures, hour: Figures) -> Hours | None:
    return _before_the_hour(hour, -minutes.value) if _spoken(minutes) else None


def _words_to(minutes: Figures, hour: Figures) -> Hours | None:
    """One of them in words, as in "at 20 of eight"; "10 to 3" in figures is a range."""
    return None if minutes.text and hour.text else _minutes_to(minutes, hour)


def _figures_to(minutes: Figures, hour: Figures) -> Hours | None:
    """As in "at 5 to 3"; "at 9 to 10" is a range."""
    return _minutes_to(minutes, hour) if minutes.text and minutes.value > hour.value else None


def _in_words_to(minutes: Figures, hour: Figures) -> Hours | None:
    """Minutes in words; "10 to 3" in figures is a range, and "5 to ten" may be one."""
    return None if minutes.text else _minutes_to(minutes, hour)


def _spoken(minutes: Figures) -> bool:
    """Minutes that people say."""
    return minutes.value in _SPOKEN_MINUTES


def _named_minutes_past(minutes: Figures, hour: Figures) -> Hours | None:
    return clock(hour.value, minutes.value, grain=Grain.MINUTE) if minutes.value < _HALF * 2 else None


def _named_minutes_to(minutes: Figures, hour: Figures) -> Hours | None:
    return _before_the_hour(hour, -minutes.value) if minutes.value < _HALF * 2 else None


def _past_half(minutes: Figures, hour: Figures) -> Hours | None:
    return _before_the_hour(hour, minutes.value - _HALF) if minutes.value < _HALF else None


def _to_half(minutes: Figures, hour: Figures) -> Hours | None:
    return _before_the_hour(hour, -minutes.value - _HALF) if minutes.value < _HALF else None


def _to_threequarter(minutes: Figures, hour: Figures) -> Hours | None:
    """As in "fünf vor dreiviertel sieben"."""
    return _before_the_hour(hour, -minutes.value - _QUARTER) if minutes.value < _QUARTER else None


def _past_threequarter(minutes: Figures, hour: Figures) -> Hours | None:
    return _before_the_hour(hour, minutes.value - _QUARTER) if minutes.value < _QUARTER else None


def _of_any_hour(minutes: int) -> Hours:
    """Minutes whose hour is left open; the reference fills it in."""
    return at_seconds(minutes * MINUTE)._replace(floating=True)


def _morning(hours: Hours, half: str) -> Hours | None:
    return half_day(hours, afternoon=half == "pm") if hours.kind is TimeKind.INSTANT else None


def _number_half_day(number: Figures, half: str) -> Hours | None:
    hours = _hour(number) or _military(number) or _short_military(number)
    if not hours or number.value == 0:
        return None
    return half_day(hours, afternoon=half == "pm")


def _spoken_clock(hour: Figures, minutes: Figures) -> Hours | None:
    """As in "at fifteen thirty", in words only."""
    if hour.text or minutes.text or not 10 <= minutes.value < 60:  # noqa: PLR2004 - minutes
        return None
    return clock(hour.value, minutes.value, grain=Grain.MINUTE)


def _spoken_half_day(hour: Figures, minutes: Figures, half: str) -> Hours | None:
    hours = _spoken_clock(hour, minutes)
    return half_day(hours, afternoon=half == "pm") if hours else None


def _in_part(hours: Hours, part: Hours) -> Hours | None:
    return within(part, hours)


def _part_first(part: Hours, hours: Hours) -> Hours | None:
    return within(part, hours)


def _early(part: Hours) -> Hours | None:
    return modified("early", part)


def _late(part: Hours) -> Hours | None:
    return modified("late", part)


_NAMES = {(6, 12): "morning", (8, 12): "morning", (12, 18): "afternoon", (18, 22): "evening"}


def modified(how: str, part: Hours) -> Hours | None:
    """The early or late part of a morning, afternoon or evening."""
    start, end = part.options[0]
    name = _NAMES.get(((start or 0) // HOUR, (end or 0) // HOUR))
    return part_of_day(f"{how}-{name}") if name else None


def _noon() -> Hours:
    return at_seconds(NOON, grain=Grain.HOUR)


def _opened(opening: str) -> object:
    def make(hours: Hours) -> Hours | None:
        return open_hours(hours, opening)

    return make


def _daily(part: Hours) -> Hours:
    return part


_POINTLIKE = "CLOCKS|DOTCLOCK|MIL"
PRODUCTIONS: list[Production] = [
    *P("hour", "BARE", "NUM", _hour, adds=BARE),
    *P("military", "MIL", "NUM", _military),
    *P("for-then", "POINT", "BARE|CLOCKS|DOTCLOCK forthen BARE|CLOCKS|DOTCLOCK", _for_then, clears=BARE, weight=5),
    *P("military", "SHORTMIL", "NUM", _short_military, adds=BARE),
    *P("uhr", "UHR", "NUM uhr|ee", _said_hour),
    *P("uhr-minutes", "UHR", "NUM uhr NUM", _hour_minutes),
    *P("uhr-minutes", "UHR", "NUM uhr NUM minutes", _hour_minutes),
    *P("hour-h", "CLOCK", "NUM hh", _late_hour),
    *P("hour-h", "POINT", "at|about NUM hh", _hour, weight=1),
    *P("h-minutes", "CLOCK", "NUM hh NUM", _hour_minutes),
    *P("clock-uhr", "UHR", "CLOCK|DOTCLOCK|MIL uhr|hh", _same),
    *P("am-pm", "CLOCK", "CLOCK|DOTCLOCK AMPM", _morning),
    *P("am-pm", "CLOCK", "NUM AMPM", _number_half_day),
    *P("ish", "POINT", "CLOCKS|BARE ish", _about, clears=BARE),
    *P("spoken", "CLOCK", "NUM NUM AMPM", _spoken_half_day, weight=1),
    *P("spoken", "POINT", "at NUM dash? NUM", _spoken_clock, weight=1),
    *P("spoken", "CLOCK", "NUM dash? NUM", _spoken_clock, adds=OFFERED),
    *P("half", "CLOCK", "half NUM", _half_to, weight=1),
    *P("half-past", "CLOCK", "halfen past NUM", _half_past, weight=1),
    *P("half", "CLOCK", "halfen NUM", _half_past),
    *P("quarter-past", "CLOCK", "quarter past NUM", _quarter_past, weight=1),
    *P("quarter-to", "CLOCK", "quarter short|vor NUM", _quarter_to, weight=1),
    *P("quarter-to", "CLOCK", "threequarter NUM", _quarter_to),
    *P("quarter", "CLOCK", "quarter NUM", _quarter_of),
    *P("minutes-past", "CLOCK", "NUM past NUM", _minutes_past, weight=1),
    *P("minutes-to", "CLOCK", "NUM short NUM", _in_words_to, weight=1),
    *P("minutes-to", "POINT", "at|about NUM short NUM", _words_to, weight=5),
    *P("minutes-to", "POINT", "at NUM short NUM", _figures_to, weight=5),
    *P("minutes-to", "CLOCK", "NUM vor NUM", _minutes_to, weight=1),
    *P("minutes-past", "CLOCK", "NUM minutes past NUM", _named_minutes_past, weight=1),
    *P("minutes-to", "CLOCK", "NUM minutes short|vor NUM", _named_minutes_to, weight=1),
    *P("past-half", "CLOCK", "NUM minutes? past half NUM", _past_half, weight=2),
    *P("to-half", "CLOCK", "NUM minutes? short|vor half NUM", _to_half, weight=2),
    *P("to-quarter", "CLOCK", "NUM minutes? short|vor threequarter NUM", _to_threequarter, weight=3),
    *P("past-quarter", "CLOCK", "NUM minutes? past threequarter NUM", _past_threequarter, weight=3),
    *P("academic", "CLOCK", "NUM uhr? ct", _quarter_past, weight=1),
    *P("quarter-past-any", "CLOCK", "quarter past", lambda: _of_any_hour(_QUARTER), adds=ALONE),
    *P("quarter-to-any", "CLOCK", "quarter to|vor", lambda: _of_any_hour(45), adds=ALONE),
    *P("half-past-any", "CLOCK", "halfen past", lambda: _of_any_hour(_HALF), adds=ALONE),
    # with what stands before it
    *P("at", "POINT", "at CLOCK|UHR", _same, clears=ALONE | OFFERED),
    *P("at", "POINT", "for CLOCK|UHR", _same, clears=ALONE),
    *P("at", "POINT", "at DOTCLOCK|MIL", _same),
    *P("at", "BARE", "at BARE", _same, weight=1),
    *P("about", "POINT", "at? about CLOCK|UHR|DOTCLOCK", _about, clears=ALONE | OFFERED),
    *P("about", "BARE", "at? about BARE", _about, weight=1),
    *P("about-noon", "POINT", "about|at noon", _noon, weight=2),
    *P("about-noon", "POINT", "shortly past|vor|after|before noon", _noon, weight=4),
    *P("shortly", "POINT", "shortly past|vor|after|before CLOCKS|DOTCLOCK", _about, weight=3),
    *P("shortly", "BARE", "shortly past|vor|after|before BARE", _about, weight=3),
    # parts of the day
    *P("part", "PARTD", "PART|PARTS", _daily),
    *P("early", "PART", "early PART", _early, weight=1),
    *P("late", "PART", "late PART", _late, weight=1),
    *P("half-day", "DAYHALF", "HALFDAY", _daily),
    *P("part", "PARTD", "in|on|at|for|about the? PART", _daily, clears=EVERYTHING, weight=1),
    *P("clock-in-part", "POINT", "CLOCKS|BARE PARTD", _in_part, clears=EVERYTHING),
    *P("part-clock", "POINT", "PARTD CLOCKS|BARE", _part_first, clears=EVERYTHING),
    *P("range-in-part", "RANGE", "RANGE PARTD", _in_part, clears=EVERYTHING),
    *P("part-range", "RANGE", "PARTD comma? RANGE", _part_first, clears=EVERYTHING),
    *P("part-opened", "OPENTOD", "PARTD comma? OPENTOD", _part_first, clears=EVERYTHING),
    *P("opened-in-part", "OPENTOD", "OPENTOD PARTD", _in_part, clears=EVERYTHING),
]


def _opening(name: str, opening: str) -> list[Production]:
    make = _opened(opening)
    word = "from|leaving" if name == "from" else name
    return [
        *P(name, "OPENTOD", f"{word} {_POINTLIKE}|PARTD", make, weight=1, clears=ALONE),  # type: ignore[arg-type]
        *P(name, "OPENTOD", f"{name} BARE", make, weight=1),  # type: ignore[arg-type]
        *P(name, "OPENTOD", f"{name} noon", lambda: open_hours(_noon(), opening), weight=2),
    ]


for _name, _meaning in (
    ("from", "from"),
    ("after", "after"),
    ("until", "until"),
    ("before", "before"),
):
    PRODUCTIONS += _opening(_name, _meaning)
PRODUCTIONS += [
    *P("onwards", "OPENTOD", "from|leaving? CLOCKS|BARE|MIL onwards", _opened("from"), weight=3, clears=BARE),  # type: ignore[arg-type]
    *P("onwards", "OPENTOD", "from|leaving CLOCKS|BARE|MIL onward", _opened("from"), weight=2, clears=BARE),  # type: ignore[arg-type]
    *P("earliest", "OPENTOD", "CLOCKS|BARE earliest", _opened("from"), weight=2, clears=BARE),  # type: ignore[arg-type]
    *P("latest", "OPENTOD", "CLOCKS|BARE latest", _opened("until"), weight=2, clears=BARE),  # type: ignore[arg-type]
    *P("shifted", "POINT", "to|onto DOTCLOCK|MIL", _same, adds=SHIFT, weight=1),
    *P("deadline", "OPENTOD", "DEADLINE", _same, weight=1),
    *P("deadline", "OPENTOD", "until|before|at DEADLINE", _same, weight=3),
    *P("deadline", "OPENTOD", "until|before|at the DEADLINE", _same, weight=3),
]
