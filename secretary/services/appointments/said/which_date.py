"""Which date of a series a mail means, and what shall become of it.

"Can we move the one on the 14th to Friday?": the words of the date that is meant are set aside, and the rest is
read by itself. A weekday beside a date of August is one of that week, not of the week of the mail.
Promises: pure, total, linear in the text. A word against which a "not" stands in its sentence decides nothing.
Never does: look at free time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from secretary.domain.reading import Reading
from secretary.domain.when import Constraints, TimeExpression, TimeKind
from secretary.services.appointments.calendar.series import Occurrence
from secretary.services.appointments.orders.reading import MAX_TEXT, MOVE, TO, times_in, written_at
from secretary.services.appointments.said.mentions import Numbered, mentions
from secretary.services.appointments.said.replies import is_late
from secretary.services.appointments.said.shifts import meant as shifted
from secretary.services.appointments.world import World
from secretary.understand.when import read_constraints

A_WEEK = timedelta(days=7)
CLOSE = 5  # letters between a "to" and the time it leads to
MAX_TO = 8  # as many "to" as are tried, since each costs a reading of the text
_POINTS = frozenset({TimeKind.INSTANT, TimeKind.INTERVAL})
_OFF = re.compile(
    r"\b(?:fällt|fallen|faellt)\b[^.!?\n]{0,40}\baus\b|\b(?:ausfallen|entfällt|entfallen|streich\w*|absag\w*"
    r"|abgesagt|skip|cancel\w*|call(?:ed|ing)? off|drop)\b|\bsag\w*\b[^.!?\n]{0,60}\bab\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:nicht|kein\w*|not|never)\b|n['’]t\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<!\d)[.!?;\n]+|[!?;\n]+")
_DAY_ALONE = re.compile(r"(?:(?:am|on|the|den|dem|der|vom|of)\s)*(\d{1,2})(?:\.|st|nd|rd|th)?", re.IGNORECASE)
_NEXT = re.compile(
    r"\b(?:the|our) next (?:one|date|session|meeting|appointment|call)\b"
    r"|\b(?:der|den|dem|die|das|unser\w*) nächste[nrs]? (?:mal|termin|treffen|sitzung|gespräch|besprechung)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b\d{1,2}(?:\.(?!\d)|st\b|nd\b|rd\b|th\b)", re.IGNORECASE)
_OF_THE_MAIL = re.compile(r"\b(?:heute|morgen|übermorgen|today|tomorrow|tonight)\b", re.IGNORECASE)
_ONE = re.compile(r"\bones?(?= (?:on|of)\b)", re.IGNORECASE)  # "the one on the 6th" is no one o'clock


NOTHING = Constraints()


class Will(StrEnum):
    """What shall become of the dates that are meant."""

    OFF = "off"
    MOVE = "move"
    LATE = "late"
    STANDS = "stands"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Meant:
    """The dates that are named, what shall become of them, and when they shall be instead.

    Not `sure` is a new time that can be read from the mail's week as well as from the date's.
    """

    dates: tuple[Occurrence, ...]
    will: Will
    said: Constraints = NOTHING
    sure: bool = True


def which(reading: Reading, coming: Sequence[Occurrence], zone: str, world: World) -> Meant:
    """What a mail says of dates to come; all of them are `coming`."""
    text = _ONE.sub(lambda found: " " * len(found[0]), reading.new_text.text[:MAX_TEXT])
    dates, rest = _named(text, written_at(reading, world.now), coming, ZoneInfo(zone), world)
    if not dates and len(coming) == 1:
        dates = (coming[0],)
    if len(dates) != 1:
        return Meant(dates, _will(reading, text, None, zone))
    said, sure = _instead(reading, rest, dates[0], zone, world)
    will = Will.UNCLEAR if reading.has_intent("act.conditional") else _will(reading, text, dates[0], zone)
    return Meant(dates, will, said, sure)


# --- which ------------------------------------------------------------------------------


def _named(
    text: str, at: datetime, coming: Sequence[Occurrence], zone: ZoneInfo, world: World
) -> tuple[tuple[Occurrence, ...], str]:
    """The dates that are named, and the text without the words for them."""
    for to in islice(TO.finditer(text), MAX_TO):  # before a "to" that leads to a time stands what shall be moved
        behind = text[to.end() :]
        found = _of_times(times_in(text[: to.start()], at, world), coming, zone)
        if len(found) == 1 and any(e.span[0] <= CLOSE for e in times_in(behind, at, world)):
            return tuple(found), behind
    times = times_in(text, at, world)
    first = next((e for e in times if _of_times((e,), coming, zone)), None)
    if first is None:
        following = _NEXT.search(text)
        return (tuple(coming[:1]), text) if following else ((), text)
    others = [e for e in times if e is not first and _of_times((e,), coming, zone)]
    moves = MOVE.search(text) is not None
    dates = _of_times((first,) if moves else (first, *others), coming, zone)
    return tuple(dates), _without(text, (first.span,))


def _of_times(times: Iterable[TimeExpression], coming: Sequence[Occurrence], zone: ZoneInfo) -> list[Occurrence]:
    """The dates that lie on a day, or in a longer time, that is named; one day of a month is looked for in all."""
    found: dict[datetime, Occurrence] = {}
    for expression in times:
        spans = [(r.start, r.end) for r in expression.readings if r.kind in _POINTS and r.start]
        hits = [d for d in coming if any(_lies_in(d, start, end, zone) for start, end in spans if start)]
        day = _DAY_ALONE.fullmatch(" ".join(expression.text.split()))
        if not hits and day:
            hits = [d for d in coming if d.slot.start.astimezone(zone).day == int(day[1])]
        found |= {d.begins: d for d in hits}
    return list(found.values())


def _lies_in(date: Occurrence, start: datetime, end: datetime | None, zone: ZoneInfo) -> bool:
    first = start.astimezone(zone).date()
    last = (end - timedelta(microseconds=1)).astimezone(zone).date() if end and end > start else first
    return first <= date.slot.start.astimezone(zone).date() <= last


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


# --- when instead -----------------------------------------------------------------------


def _instead(reading: Reading, rest: str, date: Occurrence, zone: str, world: World) -> tuple[Constraints, bool]:
    """The new time that the rest of a text names, and whether it can be read in one way only."""
    by_mail = _read(rest, written_at(reading, world.now), world)
    if _OF_THE_MAIL.search(rest):
        return by_mail, True
    start = date.slot.start.astimezone(ZoneInfo(zone))
    monday = (start - timedelta(days=start.weekday())).replace(hour=0, minute=0, second=0, microsecond=0)
    by_date = _read(rest, max(monday, world.now.astimezone(ZoneInfo(zone))), world)
    if not (by_date.allowed or by_date.daily):
        only_shift = replace(reading, constraints=replace(by_date, excluded=()))
        by_date = shifted(only_shift, date.slot, zone) or by_date
        return replace(by_date, duration=None), True
    same = [(w.start, w.end) for w in by_mail.allowed] == [(w.start, w.end) for w in by_date.allowed]
    near = _DAY.search(rest) and all(abs(w.start - date.slot.start) < A_WEEK for w in by_date.allowed)
    return replace(by_date, duration=None), same or not by_mail.allowed or bool(near)


def _read(text: str, at: datetime, world: World) -> Constraints:
    return read_constraints(text, at=at, zone=world.office.zone, region=world.office.hours.region)


# --- what shall become of it ------------------------------------------------------------


def _will(reading: Reading, text: str, date: Occurrence | None, zone: str) -> Will:
    if reading.has_intent("appointment.cancel") or reading.has_intent("act.withdraw") or _says(_OFF, text):
        return Will.OFF
    if is_late(reading) or _OFF.search(text):
        return Will.LATE if is_late(reading) else Will.UNCLEAR
    moves = reading.has_intent("appointment.move") or reading.has_intent("act.reject")
    if moves or _says(MOVE, text):
        return Will.MOVE
    return _said_of(date, reading, text, zone) if date else Will.UNCLEAR


def _said_of(date: Occurrence, reading: Reading, text: str, zone: str) -> Will:
    """What is said of one date without a word for moving or calling off."""
    said = mentions(reading, text, (Numbered(1, date.slot),), zone)
    if said.no and not said.yes:
        return Will.MOVE
    return Will.STANDS if said.yes and not said.other else Will.UNCLEAR


def _says(pattern: re.Pattern[str], text: str) -> bool:
    return any(pattern.search(one) and not _NOT.search(one) for one in _SENTENCE.split(text) if one)
