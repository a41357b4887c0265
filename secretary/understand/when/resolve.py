"""Single pieces resolved: dates, clock times, lengths.

Promises: an impossible date or clock gives nothing, never the nearest possible one.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from secretary.understand.when.scan import Piece
from secretary.understand.when.words import MONTHS, NUMBERS, RELATIVE_DAYS, SHORT_WEEKDAYS, UNIT_MINUTES, WEEKDAYS

Day = tuple[date, int, str]  # first day, number of days, contradiction
_WEEK = 7


def number_of(words: str) -> float | None:
    """A number in figures or words."""
    fixed = {"anderthalb": 1.5, "eineinhalb": 1.5, "half an": 0.5, "halbe": 0.5, "halben": 0.5}
    if words in fixed:
        return fixed[words]
    if words in NUMBERS:
        return float(NUMBERS[words])
    text = words.replace(",", ".")
    return float(text) if re.fullmatch(r"\d+(?:\.\d)?", text) else None


def length_of(words: str) -> timedelta | None:
    """As in "30 minuten", "anderthalb stunden", "half an hour"."""
    plain = re.sub(r"\s+(?:lang|long)$", "", words).replace("-", " ")
    found = re.fullmatch(r"(.+?)\s*([^\W\d]+)", plain)
    if not found or found.group(2) not in UNIT_MINUTES:
        return None
    count = number_of(found.group(1).strip())
    return timedelta(minutes=count * UNIT_MINUTES[found.group(2)]) if count is not None else None


def shift_of(words: str) -> timedelta | None:
    """As in "in 2 wochen", "vor drei tagen", "2 weeks ago"; "in acht tagen" is a week."""
    back = words.startswith("vor ") or words.endswith(" ago")
    inner = re.sub(r"^(?:in|vor)\s+|\s+ago$", "", words)
    length = length_of(inner)
    idiom = {"acht tagen": timedelta(days=7), "8 tagen": timedelta(days=7), "vierzehn tagen": timedelta(days=14)}
    length = idiom.get(inner, length)
    return -length if back and length is not None else length


def clock_words(piece: Piece) -> list[str]:
    """The clock times of a piece: two for a range, where "2-3 pm" means both in the afternoon."""
    if piece.shape != "clocks":
        return [piece.words]
    start, _, end = re.sub(r"\s*[-–]\s*", "-", piece.words).partition("-")
    half = re.search(r"[ap]m$", end)
    return [f"{start} {half.group(0)}" if half and not re.search(r"[ap]m$", start) else start, end]


def clock_of(words: str, *, afternoon: bool = False) -> time | None:
    """As in "15 uhr", "14:30", "3 pm", "halb drei", "viertel vor 4", "half past two", "9"."""
    words = re.sub(r"^(?:um|gegen|at|around)\s+", "", words)
    for pattern, hours, minutes in _SPOKEN:
        found = re.fullmatch(pattern, words)
        if found:
            spoken = number_of(found.group(1))
            return _office_hour(int(spoken) + hours, minutes) if spoken is not None else None
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(uhr|h|am|pm|a\.m\.|p\.m\.|o'clock)?(?:\s(\d{2}))?", words)
    if not found:
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or found.group(4) or 0)
    half = (found.group(3) or "").replace(".", "")
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif afternoon and hour < 12:  # noqa: PLR2004 - noon
        hour += 12
    elif not found.group(2) and half in {"", "oclock", "o'clock"}:
        return _office_hour(hour, minute)
    return _clock(hour, minute)


_SPOKEN = (
    (r"(?:fünf|5)\s+vor\s+halb\s+(.+)", -1, 25),
    (r"(?:zehn|10)\s+vor\s+halb\s+(.+)", -1, 20),
    (r"(?:fünf|5)\s+nach\s+halb\s+(.+)", -1, 35),
    (r"(?:zehn|10)\s+nach\s+halb\s+(.+)", -1, 40),
    (r"halb\s+(.+)", -1, 30),
    (r"half\s+past\s+(.+)", 0, 30),
    (r"viertel\s+vor\s+(.+)", -1, 45),
    (r"viertel\s+nach\s+(.+)", 0, 15),
    (r"dreiviertel\s+(.+)", -1, 45),
    (r"viertel\s+(.+)", -1, 15),
    (r"quarter\s+to\s+(.+)", -1, 45),
    (r"quarter\s+past\s+(.+)", 0, 15),
)


def _office_hour(hour: int, minute: int) -> time | None:
    """Spoken hours below seven are afternoon: nobody offers a meeting at half past two at night."""
    return _clock(hour + 12 if hour < 7 else hour, minute)  # noqa: PLR2004 - see above


def _clock(hour: int, minute: int) -> time | None:
    return time(hour, minute) if 0 <= hour < 24 and 0 <= minute < 60 else None  # noqa: PLR2004 - a day's clock


def date_of(found: tuple[Piece, ...], today: date, *, german: bool) -> tuple[Day, ...]:
    """The day that pieces name together; several where people differ, the likelier first."""
    dates = [p for p in found if p.shape not in {"weekday", "nextweek", "week", "relday"}]
    weekdays = [_weekday(p.words) for p in found if p.shape == "weekday"]
    if dates:
        options = _dates(dates[0], today, german=german)
        return tuple((d, 1, "weekday" if weekdays and d.weekday() != weekdays[0] else "") for d in options)
    relative = [p for p in found if p.shape == "relday"]
    if relative:
        return ((today + timedelta(days=RELATIVE_DAYS[relative[0].words]), 1, ""),)
    return _weeks(found, weekdays, today)


def _weekday(words: str) -> int:
    return SHORT_WEEKDAYS[words] if words in SHORT_WEEKDAYS else WEEKDAYS[words]


def _weeks(found: tuple[Piece, ...], weekdays: list[int], today: date) -> tuple[Day, ...]:
    """Weeks and weekdays in them."""
    named = next((p for p in found if p.shape in {"week", "nextweek"}), None)
    monday = today - timedelta(days=today.weekday())
    if named is None:
        return ((_coming(weekdays[0], today), 1, ""),) if weekdays else ()
    if named.shape == "week":
        start = _calendar_week(int(re.sub(r"\D", "", named.words)), today)
        starts: tuple[date, ...] = (start,) if start else ()
    else:
        starts = tuple(monday + timedelta(weeks=w) for w in _weeks_ahead(named.words, weekdays, today))
    if weekdays:
        return tuple((s + timedelta(days=weekdays[0]), 1, "") for s in starts)
    if named.shape == "week" or re.search(r"woche|week", named.words):
        return tuple((s, _WEEK, "") for s in starts)
    return ()


def _weeks_ahead(words: str, weekdays: list[int], today: date) -> tuple[int, ...]:
    """How many weeks ahead a phrase points; "nächsten Dienstag" is this or next week's."""
    if words.startswith(("über", "ueber", "the week after")):
        return (2,)
    if words.startswith(("diese", "this")):
        return (0,)
    if words.startswith(("letzte", "vergangene", "vorige", "last")):
        return (0,) if weekdays and weekdays[0] < today.weekday() else (-1,)
    if re.search(r"woche|week", words):
        return (1,)
    this_week_ahead = bool(weekdays) and weekdays[0] > today.weekday()
    if words.startswith("kommende"):
        return (0,) if this_week_ahead else (1,)
    return (1, 0) if this_week_ahead else (1,)


def _calendar_week(week: int, today: date) -> date | None:
    """Monday of an ISO 8601 week, this year's or, when it is over, the next year's."""
    try:
        start = date.fromisocalendar(today.year, week, 1)
        return start if start + timedelta(days=_WEEK) > today else date.fromisocalendar(today.year + 1, week, 1)
    except ValueError:
        return None


def _coming(weekday: int, today: date) -> date:
    """The next such weekday after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def _dates(piece: Piece, today: date, *, german: bool) -> list[date]:
    """The dates that a written one may be."""
    figures = [int(n) for n in re.findall(r"\d+", piece.words)]
    if piece.shape == "ordinal":
        return _day_of_month(figures[0], today)
    return [d for day, month, year in _options(piece, figures, german=german) if (d := _date(today, day, month, year))]


def _options(piece: Piece, figures: list[int], *, german: bool) -> list[tuple[int, int, int | None]]:
    """(day, month, year) of every way to read the figures."""
    if piece.shape == "iso":
        return [(figures[2], figures[1], figures[0])]
    if piece.shape in {"daymonth", "monthday"}:
        month = next(MONTHS[w] for w in re.findall(r"[^\W\d]+", piece.words) if w in MONTHS)
        return [(figures[0], month, figures[1] if len(figures) > 1 else None)]
    day, month, year = figures[0], figures[1], figures[2] if len(figures) > 2 else None  # noqa: PLR2004 - day, month, year
    if piece.shape != "slashed" or day == month:
        return [(day, month, year)]
    both = [(day, month, year), (month, day, year)]
    return both if german else both[::-1]


def _day_of_month(day: int, today: date) -> list[date]:
    """The next such day of a month: this month's, or the next one that has it."""
    months = ((today.year + (today.month - 1 + ahead) // 12, (today.month - 1 + ahead) % 12 + 1) for ahead in range(3))
    found = (_date(today, day, month, year) for year, month in months)
    return [d for d in found if d and d >= today][:1]


def _date(today: date, day: int, month: int, year: int | None = None) -> date | None:
    if year is not None and year < 100:  # noqa: PLR2004 - two figures
        year += 2000
    try:
        found = date(year or today.year, month, day)
        return found if year or found >= today else date(today.year + 1, month, day)
    except ValueError:
        return None
