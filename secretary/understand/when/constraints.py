"""From the times of a text to what suits: windows allowed and excluded, parts of every day, a length.

Promises: each time counts as its clause speaks of it. A time of day without a day holds for every day;
several of them are joined by "oder", or else narrow each other ("nur vormittags, nicht vor 10").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from secretary.domain.when import Constraints, DailyWindow, Grain, TimeKind, TimeReading, Window
from secretary.understand.when.clauses import moods
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.parse import Found
from secretary.understand.when.suiting import Mood
from secretary.understand.when.unread import unread_spans
from secretary.understand.when.values import Repeat, When

FAR = timedelta(days=90)  # "from Wednesday on" is cut here: no negotiation looks further
MAX_DAYS = 31  # days that a set with an end is unrolled into
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
_CODES = {code: day for day, code in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
_FINE = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})
_OPEN = frozenset({TimeKind.FROM, TimeKind.UNTIL})


def constraints_of(tokens: Tokens, found: Sequence[Found], at: datetime) -> Constraints:
    """What the times of a text allow and exclude; `at` is the aware moment of writing."""
    spans = [one.expression.span for one in found]
    placed = [one for one in found if one.expression.likeliest.kind is not TimeKind.DURATION]
    spoken = list(zip(placed, moods(tokens.text, [one.parts for one in placed]), strict=True))
    windows = _within_weeks([(w, mood, one) for one, mood in spoken for w in _windows(one, mood, at)])
    length = next((r.duration for one in found if (r := one.expression.likeliest).kind is TimeKind.DURATION), None)
    return Constraints(
        allowed=tuple(w for w, mood in windows if not mood.refused),
        excluded=tuple(w for w, mood in windows if mood.refused),
        daily=tuple(_narrowed(tokens.text, [d for one, mood in spoken for d in _daily(one, mood)])),
        duration=length,
        unread=unread_spans(tokens, spans),
    )


def _within_weeks(windows: Sequence[tuple[Window, Mood, Found]]) -> list[tuple[Window, Mood]]:
    """A bare weekday behind a week is that week's ("nächste Woche außer Mittwoch")."""
    week: Window | None = None
    placed = []
    for window, mood, found in windows:
        reading = found.expression.likeliest
        if week and "weekday" in reading.rules and window.end - window.start <= timedelta(days=1):
            shift = timedelta(days=(week.start.date() - window.start.date()).days + window.start.weekday())
            moved = replace(window, start=window.start + shift, end=window.end + shift)
            placed.append((moved if week.start <= moved.start < week.end else window, mood))
            continue
        week = window if reading.grain is Grain.WEEK and reading.kind is TimeKind.INTERVAL else None
        placed.append((window, mood))
    return placed


def _is_daily(found: Found) -> bool:
    """A time of day without its day, unless it is a moment; and what recurs without an end."""
    kind = found.expression.likeliest.kind
    if isinstance(found.value, Repeat):
        return "COUNT" not in found.expression.likeliest.recurrence
    return isinstance(found.value, When) and found.value.day is None and kind is not TimeKind.INSTANT


def _windows(found: Found, mood: Mood, at: datetime) -> Iterator[Window]:
    reading = found.expression.likeliest
    if reading.kind is TimeKind.DURATION or _is_daily(found):
        return
    for start, end in _occurrences(reading, _beginning(found, at)):
        if start < end:
            yield Window(start, end, reading.text, reading.span, mood.weight)


def _beginning(found: Found, at: datetime) -> datetime:
    """Where what has only an end begins: now, or with the day it belongs to ("Freitag, aber nicht nach 14 Uhr")."""
    reading, value = found.expression.likeliest, found.value
    if reading.end and isinstance(value, When) and value.day and value.hours and reading.rules[0] != "until":
        return max(at, (reading.end - timedelta(seconds=1)).replace(hour=0, minute=0, second=0, microsecond=0))
    return at


def _occurrences(reading: TimeReading, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of a reading: an instant stands for its minute, a set for each of its days."""
    start = reading.start or at
    if reading.kind is TimeKind.SET:
        length = (reading.end or start + timedelta(minutes=1)) - start
        days = islice(rrulestr(reading.recurrence, dtstart=start), MAX_DAYS)
        yield from ((moment, moment + length) for moment in days)
    else:
        yield start, _end(reading, start)


def _end(reading: TimeReading, start: datetime) -> datetime:
    """An open time of day ends with the day, an open day far ahead."""
    if reading.kind is TimeKind.INSTANT:
        return start + timedelta(minutes=1)
    if reading.kind is TimeKind.FROM:
        midnight = (start + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight if reading.grain in _FINE else start + FAR
    return reading.end or start


def _daily(found: Found, mood: Mood) -> Iterator[DailyWindow]:
    if not _is_daily(found):
        return
    reading = found.expression.likeliest
    start = reading.start.time() if reading.start else time()
    end = reading.end.time() if reading.end else time()
    if reading.kind is TimeKind.SET and reading.end is None:
        end = (reading.start + timedelta(minutes=1)).time() if reading.start else end
    yield DailyWindow(
        start, end, _weekdays(reading.recurrence), not mood.refused, mood.weight, reading.text, reading.span
    )


def _weekdays(rule: str) -> tuple[int, ...]:
    named = next((part.removeprefix("BYDAY=") for part in rule.split(";") if part.startswith("BYDAY=")), "")
    days = tuple(sorted(_CODES[code[-2:]] for code in named.split(",") if code))
    return days or EVERY_DAY


def _narrowed(text: str, windows: list[DailyWindow]) -> list[DailyWindow]:
    """Windows in turn, each met with the one before where no "oder" parts them."""
    found: list[DailyWindow] = []
    for window in windows:
        before = found[-1] if found else None
        met = _met(before, window) if before and not _or_between(text, before, window) else None
        if met:
            found[-1] = met
        else:
            found.append(window)
    return found


def _or_between(text: str, one: DailyWindow, other: DailyWindow) -> bool:
    between = f" {text[one.span[1] : other.span[0]].lower()} "
    return " oder " in between or " or " in between


def _met(one: DailyWindow, other: DailyWindow) -> DailyWindow | None:
    """What two windows share; windows of different days or moods, or far apart, stay two."""
    if not (one.allowed and other.allowed) or one.weekdays != other.weekdays:
        return None
    start, end = max(one.start, other.start), min(one.end, other.end, key=_late)
    return replace(other, start=start, end=end) if start < _closing(end) else None


def _late(moment: time) -> time:
    return _closing(moment)


def _closing(moment: time) -> time:
    """Midnight as the end of a day."""
    return time.max if moment == time() else moment
