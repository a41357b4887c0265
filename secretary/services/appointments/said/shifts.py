"""Words that place a time relative to another one: later that week, an hour earlier, the day after.

Such words mean the meeting that is talked about, not the day of the mail: who moves a meeting of
1 December "later in the week" means 2 to 6 December.
Promises: pure, total, linear in the text; what was read names its words.
Never does: look at free time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints, DailyWindow, TimeKind, Window
from secretary.services.appointments.free.availability import is_exact

MAX_TEXT = 4_000  # characters looked at
FAR = timedelta(days=21)  # "later" without a measure means the next weeks, not the next year
DAY, WEEK = timedelta(days=1), timedelta(days=7)
EXACT = timedelta(minutes=1)  # a window so short names the beginning of a meeting
MAX_COUNT = 60  # "in 90 days" is a date, no shift

_COUNTS = {
    "ein": 1, "eine": 1, "einen": 1, "einer": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "fuenf": 5,
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "half an": 0.5, "eine halbe": 0.5,
}  # fmt: skip
_UNITS = {
    "m": timedelta(minutes=1), "h": timedelta(hours=1), "s": timedelta(hours=1), "d": DAY, "t": DAY, "w": WEEK,
}  # fmt: skip
_EARLIER = r"früher|frueher|eher|vorher|nach vorne?|davor|earlier|sooner|before|forward"
_LATER = r"später|spaeter|nach hinten|danach|darauf|later|after|back"
_EARLY_WORD, _LATE_WORD = r"früher|frueher|eher|earlier|sooner", r"später|spaeter|later"
_MEASURE = (
    rf"(?P<count>eine halbe|half an|{'|'.join(c for c in _COUNTS if ' ' not in c)}|\d{{1,2}})\s{{1,3}}"
    r"(?P<unit>minuten?|min|stunden?|tage?n?|wochen?|minutes?|mins?|hours?|days?|weeks?)"
)
_SAME = r"(?:(?:der|die|das|dem|den|am|an|im|in|zur|um|the|that|this|on|of|dieser|diesem|jener)\s{1,3}){0,2}"
_WEEK = rf"(?:noch\s)?{_SAME}(?:(?:selben|gleichen|derselben|same)\s{{1,3}})?(?:woche|week)"
_TODAY = rf"{_SAME}(?:(?:selben|gleichen|demselben|same)\s{{1,3}})?(?:tag|day)"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Shift:
    """What relative words name: a window, or an exclusion; `words` and `span` say where it stood."""

    words: str
    span: tuple[int, int]
    window: Interval | None = None
    excluded: Interval | None = None


Found = tuple[Interval | None, Interval | None]
_Reader = Callable[[re.Match[str], Interval, ZoneInfo], Found]


def _midnight(at: datetime, zone: ZoneInfo, days: int = 0) -> datetime:
    local = at.astimezone(zone)
    return datetime(local.year, local.month, local.day, tzinfo=zone) + timedelta(days=days)


def _whole_day(at: datetime, zone: ZoneInfo, days: int = 0) -> Interval:
    return Interval(_midnight(at, zone, days), _midnight(at, zone, days + 1))


def _week(at: datetime, zone: ZoneInfo, weeks: int = 0) -> Interval:
    first = _midnight(at, zone, 7 * weeks - at.astimezone(zone).weekday())
    return Interval(first, _midnight(first, zone, 7))


def _by(found: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    """A measured shift: minutes and hours are exact, days and weeks name a day."""
    said = found["count"].lower()
    count = _COUNTS.get(said) or float(said)
    unit = _UNITS[found["unit"][0].lower()]
    sign = -1 if re.fullmatch(_EARLIER, found["way"] or "", re.IGNORECASE) else 1
    if count > MAX_COUNT:
        return None, None
    if unit < DAY:
        start = base.start + sign * count * unit
        return Interval(start, start + EXACT), None
    return _whole_day(base.start, zone, sign * int(count) * unit.days), None


def _later_in_week(_: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    return Interval(_midnight(base.start, zone, 1), _week(base.start, zone).end), None


def _earlier_in_week(_: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    return Interval(_week(base.start, zone).start, _midnight(base.start, zone)), None


def _same_day(found: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    day = _whole_day(base.start, zone)
    if re.search(_EARLIER, found[0], re.IGNORECASE):
        return Interval(day.start, base.start), None
    return Interval(base.end if re.search(_LATER, found[0], re.IGNORECASE) else day.start, day.end), None


def _week_beside(found: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    return _week(base.start, zone, -1 if re.search(_BEFORE, found[0], re.IGNORECASE) else 1), None


def _day_beside(found: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    return _whole_day(base.start, zone, -1 if re.search(_BEFORE, found[0], re.IGNORECASE) else 1), None


def _other_day(_: re.Match[str], base: Interval, zone: ZoneInfo) -> Found:
    return None, _whole_day(base.start, zone)


def _simply(found: re.Match[str], base: Interval, _: ZoneInfo) -> Found:
    if re.search(_EARLIER, found[0], re.IGNORECASE):
        return Interval(base.start - FAR, base.start), None
    return Interval(base.end, base.end + FAR), None


_BEFORE = r"davor|vorher|before|previous"
_EARLY, _LATE = rf"(?:{_EARLY_WORD})", rf"(?:{_LATE_WORD})"
_NAMED_DAY = rf"(?:selben|gleichen|demselben|same)\s{{1,3}}(?:tag|day)(?:\s{{1,3}}(?:{_EARLY}|{_LATE}))?"
# In this order: a measured shift says most, a bare "later" least.
_TABLE: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_words(rf"{_MEASURE}\s{{1,3}}(?P<way>{_EARLIER}|{_LATER})"), _by),
    (_words(rf"(?:um|by)\s{{1,3}}{_MEASURE}(?P<way>)"), _by),
    (_words(rf"{_LATE}\s{{1,3}}(?:on\s)?{_WEEK}|{_WEEK}\s{{1,3}}(?:etwas\s)?{_LATE}"), _later_in_week),
    (_words(rf"{_EARLY}\s{{1,3}}{_WEEK}|{_WEEK}\s{{1,3}}(?:etwas\s)?{_EARLY}"), _earlier_in_week),
    (_words(rf"(?:{_EARLY}|{_LATE})\s{{1,3}}{_TODAY}"), _same_day),
    (_words(_NAMED_DAY), _same_day),
    (_words(r"woche\s(?:danach|darauf|drauf|davor)|(?:following|previous)\sweek|week\s(?:after|before)"), _week_beside),
    (_words(r"tag\s(?:danach|darauf|drauf|davor)|(?:following|previous)\sday|day\s(?:after|before)"), _day_beside),
    (_words(r"(?:einen?|einem)\s{1,3}anderen?\stag(?:en?)?|(?:another|a\sdifferent)\sday"), _other_day),
    (_words(rf"{_EARLY}|{_LATE}"), _simply),
)
_SAME_TIME = _words(r"(?:selben|gleichen?|dieselbe|same)\s{1,3}(?:uhrzeit|zeit|time)")


def read_shift(text: str, base: Interval, zone: str) -> Shift | None:
    """The first relative words of a text, measured from `base`."""
    text = text[:MAX_TEXT]
    for pattern, reader in _TABLE:
        found = pattern.search(text)
        if found:
            window, excluded = reader(found, base, ZoneInfo(zone))
            return Shift(found[0], found.span(), window, excluded) if window or excluded else None
    return None


def meant(reading: Reading, base: Interval | None, zone: str) -> Constraints | None:
    """What a mail about a time says: its own constraints, relative words understood from `base`."""
    said = reading.constraints
    if base is None:
        return said
    text = reading.new_text.text
    shift = read_shift(text, base, zone)
    said = said or Constraints()
    if shift:
        said = _with_shift(_without_duration(said, reading, shift), shift)
    if _SAME_TIME.search(text[:MAX_TEXT]):
        said = replace(said, daily=(*said.daily, _same_time(base, zone)))
    return said


_BESIDE = _words(rf"{_MEASURE}\s{{1,3}}(?:{_EARLIER}|{_LATER})|später|spaeter|früher|frueher|earlier|later")
_BUT = re.compile(r"\b(?:aber|nur|but|only|just)\b\W{1,3}(?:\w{1,12}\W{1,3}){0,2}$", re.IGNORECASE)
_GOODBYE = re.compile(r"\b(?:bis|dann|mich|you|talk|speak|mehr|more)\W{1,3}$", re.IGNORECASE)
_COMES_LATE = _words(r"komme?n?|bin|sind|verspät\w{0,5}|late|delayed|i['’]m|i['’]ll|be")
SHORT = 7  # words of an answer that says nothing but the day and the shift


def is_beside(reading: Reading) -> bool:
    """Whether an answer wants the time that it names earlier or later, as in "Donnerstag, aber etwas später"."""
    text = reading.new_text.text[:MAX_TEXT]
    found = _BESIDE.search(text)
    if found is None or _COMES_LATE.search(text) or _GOODBYE.search(text[: found.start()][-20:]):
        return False
    agrees = reading.has_intent("act.accept") or len(text.split()) > SHORT
    return not agrees or _BUT.search(text[: found.start()][-50:]) is not None


def beside(reading: Reading, base: Interval, zone: str) -> Constraints:
    """What that leaves: the exact time where it was measured, else the rest of the day on that side."""
    shift = read_shift(reading.new_text.text, base, zone)
    window = shift.window if shift else None
    day = _whole_day(base.start, ZoneInfo(zone))
    if shift is None or window is None:
        return Constraints()
    if window.overlaps(day):
        window = Interval(max(window.start, day.start), min(window.end, day.end))
    return Constraints((Window(window.start, window.end, shift.words, shift.span),))


def _without_duration(said: Constraints, reading: Reading, shift: Shift) -> Constraints:
    """Who moves a meeting a week later wants none of a week."""
    others = (
        r.duration
        for e in reading.times
        if e.readings and (r := e.likeliest).kind is TimeKind.DURATION and not _share(e.span, shift.span)
    )
    return replace(said, duration=next((d for d in others if d), None))


def _share(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _with_shift(said: Constraints, shift: Shift) -> Constraints:
    """A day that is named by itself says more than relative words beside it."""
    if shift.excluded:
        out = Window(shift.excluded.start, shift.excluded.end, shift.words, shift.span)
        return replace(said, excluded=(*said.excluded, out))
    if said.allowed or shift.window is None:
        return said
    return replace(said, allowed=(Window(shift.window.start, shift.window.end, shift.words, shift.span),))


def _same_time(base: Interval, zone: str) -> DailyWindow:
    start, end = base.start.astimezone(ZoneInfo(zone)), base.end.astimezone(ZoneInfo(zone))
    return DailyWindow(start.time(), end.time(), text="the same time")


def moved_to(said: Constraints | None, length: timedelta) -> datetime | None:
    """The one exact beginning that was named, None where there is none or a choice."""
    allowed = said.allowed if said else ()
    exact = [w for w in allowed if is_exact(w, length)]
    return exact[0].start.astimezone(UTC) if len(allowed) == 1 and exact else None
