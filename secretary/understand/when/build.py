"""From pieces to readings: neighbouring pieces make one expression, resolved against the reference.

Promises: the future is preferred where the text leaves it open; where people really differ ("next
Friday") both readings come, the likelier first; a weekday that contradicts its date is reported.
Never does: read a bare number as a time, unless a clock or a day stands before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.when import Grain, TimeExpression, TimeKind, TimeReading
from secretary.understand.when.periods import period_of
from secretary.understand.when.repeats import next_day, rule_of
from secretary.understand.when.resolve import clock_of, clock_words, date_of, length_of, shift_of
from secretary.understand.when.scan import Piece, hour_behind, pieces
from secretary.understand.when.words import DAY_PARTS
from secretary.understand.when.zones import ZONES

# What may stand between two pieces of one expression.
_GLUE = re.compile(r"[\s,(]*(?:(?:um|am|den|dem|der|des|at|on|the|of|in|gegen|around|about|ca\.?|so)\s*)*[\s,(]*")
_DAYS = frozenset(
    {"ordinal", "iso", "date", "slashed", "daymonth", "monthday", "relday", "weekday", "week", "nextweek"}
)
_WHOLE = frozenset({"period", "every"})
_CLOCKS = frozenset({"clocks", "clock", "half", "quarter", "number"})
_JOINS_RANGE = frozenset({"bis", "-", "–", "to", "until", "till", "and", "und"})
MAX_GAP = 30  # glue is a few words; a long blank stretch would cost a backtracking pattern its square
MAX_EXPRESSIONS = 60  # a mail with more is a timetable, and for a person


@dataclass(frozen=True, slots=True)
class Reference:
    """When and where the text was written."""

    at: datetime
    zone: str
    german: bool
    zone_said: bool = False

    @property
    def tz(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)

    @property
    def local(self) -> datetime:
        """The reference instant in the zone."""
        return self.at.astimezone(self.tz)


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of one expression, sorted by what they say."""

    pieces: tuple[Piece, ...]
    days: tuple[Piece, ...] = ()
    clocks: tuple[Piece, ...] = ()
    part: Piece | None = None
    direction: str = ""
    rules: tuple[str, ...] = field(default=())


def expressions(text: str, reference: Reference) -> tuple[TimeExpression, ...]:
    """All expressions of a text, in order."""
    found = (_expression(text, g, reference) for g in _groups(text)[:MAX_EXPRESSIONS])
    return tuple(e for e in found if e)


def _groups(text: str) -> list[tuple[Piece, ...]]:
    """Neighbouring pieces with nothing but glue between them; a day after a clock begins anew."""
    groups: list[list[Piece]] = []
    for piece in pieces(text):
        if groups and _belongs(text, groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [tuple(g) for g in groups]


def _belongs(text: str, group: list[Piece], piece: Piece) -> bool:
    last = group[-1]
    gap = text[last.end : piece.start]
    if len(gap) > MAX_GAP or not _GLUE.fullmatch(gap):
        return False
    if not _may_share(group, piece):
        return False
    has_day, has_clock = (any(p.shape in shapes for p in group) for shapes in (_DAYS, _CLOCKS))
    if piece.shape in _DAYS and has_day:
        pair = {piece.shape, last.shape}
        return len(pair) == 2 and not has_clock and last.shape not in {"until", "from"}  # noqa: PLR2004 - weekday and date, week and weekday
    return not (piece.shape == "number" and last.shape not in {"part", "from", "until", *_CLOCKS, *_DAYS})


def _may_share(group: list[Piece], piece: Piece) -> bool:
    """A zone stands behind a clock only; a length or a shift alone; a stretch or a set is the only day."""
    last = group[-1]
    if "zone" in {piece.shape, group[0].shape}:
        return piece.shape == "zone" and last.shape in _CLOCKS
    if {piece.shape, last.shape} & {"length", "in", "ago"}:
        return False
    if piece.shape in _WHOLE:
        return not any(p.shape in _WHOLE | _DAYS | _CLOCKS for p in group)
    return piece.shape not in _DAYS or not any(p.shape in _WHOLE for p in group)


def _expression(text: str, found: tuple[Piece, ...], reference: Reference) -> TimeExpression | None:
    while (
        found
        and found[-1].shape in {"from", "until", "number"}
        and (
            found[-1].shape != "number" or len(found) == 1 or not any(p.shape in _CLOCKS | {"from"} for p in found[:-1])
        )
    ):
        found = found[:-1]
    if not any(p.shape not in {"from", "until", "number", "zone"} for p in found):
        found = found if _bare_hours(text, found) else ()
    if not found:
        return None
    readings = tuple(_readings(found, reference))
    span = (found[0].start, found[-1].end)
    words = text[span[0] : span[1]]
    placed = tuple(replace(r, span=span, text=words) for r in readings)
    return TimeExpression(span, words, placed) if placed else None


def _bare_hours(text: str, found: tuple[Piece, ...]) -> bool:
    """As in "ab 15" and "from 2 to 3", never as in "Seite 3 von 10" and "ab 5 Personen"."""
    if len(found) < 2 or found[0].shape != "from" or found[-1].shape != "number":  # noqa: PLR2004 - a word and a number
        return False
    ranged = any(p.shape == "until" for p in found)
    return (ranged or found[0].words not in {"von", "from", "nach"}) and hour_behind(text, found[-1].end)


def _readings(found: tuple[Piece, ...], reference: Reference) -> list[TimeReading]:
    first = found[0]
    if first.shape == "length":
        length = length_of(first.words)
        return [_made(TimeKind.DURATION, None, None, Grain.MINUTE, reference, ("length",), length)] if length else []
    if first.shape == "isotime":
        return _written_instant(first, reference)
    if first.shape in {"in", "ago"}:
        return _shifted(first, reference)
    group = Group(
        found,
        tuple(p for p in found if p.shape in _DAYS),
        tuple(p for p in found if p.shape in _CLOCKS),
        next((p for p in found if p.shape == "part"), None),
        next((p.shape for i, p in enumerate(found) if _directs(p, first=i == 0)), ""),
        tuple(p.shape for p in found),
    )
    return _whole_reading(group, reference) or _plain_readings(group, reference)


def _directs(piece: Piece, *, first: bool) -> bool:
    """Whether a word opens or closes the time; "bis" between two times makes a range of them."""
    return piece.shape in {"from", "until"} and (
        piece.words not in _JOINS_RANGE or (first and piece.words in {"bis", "until", "till"})
    )


def _whole_reading(group: Group, reference: Reference) -> list[TimeReading]:
    """What recurs, or a stretch of days, where a piece names one."""
    if rule := next((r for p in group.pieces if p.shape in {"every", "weekday"} and (r := rule_of(p.words))), ""):
        return _recurring(group, rule, reference)
    period = next((p for p in group.pieces if p.shape == "period"), None)
    return _period_reading(group, period, reference) if period else []


def _plain_readings(group: Group, reference: Reference) -> list[TimeReading]:
    """A day, a time of day, or both."""
    days = date_of(group.days, reference.local.date(), german=reference.german) if group.days else ()
    if group.days and not days:
        return []
    if zone := next((ZONES[p.words] for p in group.pieces if p.shape == "zone"), ""):
        reference = replace(reference, zone=zone, zone_said=True)
    if group.clocks:
        return [r for d in days or (None,) if (r := _clock_reading(group, d, reference))]
    return [_day_reading(group, d, reference) for d in days] or _part_alone(group, reference)


def _recurring(group: Group, rule: str, reference: Reference) -> list[TimeReading]:
    """What recurs, with its next occurrence."""
    day = (next_day(rule, reference.local.date()), 1, "")
    reading: TimeReading | None = (
        _clock_reading(group, day, reference) if group.clocks else _day_reading(group, day, reference)
    )
    return [replace(reading, kind=TimeKind.SET, recurrence=rule)] if reading else []


def _period_reading(group: Group, piece: Piece, reference: Reference) -> list[TimeReading]:
    """A stretch of days; "after" one is from its end, "from" one from its start."""
    found = period_of(piece.words, reference.local.date())
    if found is None:
        return []
    start, end = (datetime.combine(d, time(), reference.tz) for d in found[:2])
    reading = _made(TimeKind.INTERVAL, start, end, found[2], reference, group.rules)
    said = {p.words for p in group.pieces if p.shape in {"from", "until"}}
    if group.direction == "from":
        after = bool(said & {"nach", "after", "any time after"})
        return [replace(reading, kind=TimeKind.FROM, start=end if after else start, end=None)]
    if group.direction == "until":
        before = bool(said & {"vor", "before"})
        return [replace(reading, kind=TimeKind.UNTIL, start=None, end=start if before else end)]
    return [reading]


def _written_instant(piece: Piece, reference: Reference) -> list[TimeReading]:
    """An ISO 8601 instant; without an offset it is the writer's clock."""
    try:
        moment = datetime.fromisoformat(piece.words.upper())
    except ValueError:
        return []
    moment = moment if moment.tzinfo else moment.replace(tzinfo=reference.tz)
    return [_made(TimeKind.INSTANT, moment, None, Grain.MINUTE, reference, (piece.shape,))]


def _shifted(piece: Piece, reference: Reference) -> list[TimeReading]:
    delta = shift_of(piece.words)
    if delta is None:
        return []
    moment = reference.local + delta
    if abs(delta) < timedelta(days=1):
        return [_made(TimeKind.INSTANT, moment, None, Grain.MINUTE, reference, (piece.shape,))]
    return [_whole_day(moment.date(), reference, (piece.shape,))]


def _clock_reading(group: Group, day: tuple[date, int, str] | None, reference: Reference) -> TimeReading | None:
    """A time of day on a day, or the next one when no day was said."""
    words = [w for p in group.clocks for w in clock_words(p)]
    half = re.search(r"\s?[ap]m$", words[-1])
    words = [f"{w}{half.group(0)}" if half and re.fullmatch(r"\d{1,2}", w) else w for w in words]
    clocks = [c for w in words if (c := clock_of(w, afternoon=_is_afternoon(group))) is not None]
    if not clocks:
        return None
    on = day[0] if day else _next_day_for(clocks[0], reference)
    start = datetime.combine(on, clocks[0], reference.tz)
    said = day[2] if day else ""
    if len(clocks) > 1 and clocks[1] > clocks[0]:
        end = datetime.combine(on, clocks[1], reference.tz)
        return replace(_made(TimeKind.INTERVAL, start, end, Grain.MINUTE, reference, group.rules), contradiction=said)
    kind = {"from": TimeKind.FROM, "until": TimeKind.UNTIL}.get(group.direction, TimeKind.INSTANT)
    begin, end_ = (None, start) if kind is TimeKind.UNTIL else (start, None)
    return replace(_made(kind, begin, end_, Grain.MINUTE, reference, group.rules), contradiction=said)


def _is_afternoon(group: Group) -> bool:
    return group.part is not None and DAY_PARTS[group.part.words][0] >= time(12)


def _next_day_for(clock: time, reference: Reference) -> date:
    today = reference.local
    return today.date() if clock > today.time() else today.date() + timedelta(days=1)


def _day_reading(group: Group, day: tuple[date, int, str], reference: Reference) -> TimeReading:
    on, length, contradiction = day
    if group.part and length == 1:
        start, end = (datetime.combine(on, t, reference.tz) for t in DAY_PARTS[group.part.words])
        reading = _made(TimeKind.INTERVAL, start, end, Grain.HOUR, reference, group.rules)
    else:
        reading = _whole_day(on, reference, group.rules, length)
    if group.direction == "from":
        reading = replace(reading, kind=TimeKind.FROM, end=None)
    elif group.direction == "until":
        reading = replace(reading, kind=TimeKind.UNTIL, start=None)
    return replace(reading, contradiction=contradiction)


def _part_alone(group: Group, reference: Reference) -> list[TimeReading]:
    if group.part is None:
        return []
    start, end = DAY_PARTS[group.part.words]
    on = _next_day_for(end, reference)
    begin, finish = (datetime.combine(on, t, reference.tz) for t in (start, end))
    reading = _made(TimeKind.SET, begin, finish, Grain.HOUR, reference, ("part-alone",))
    return [replace(reading, recurrence="FREQ=DAILY")]


def _whole_day(on: date, reference: Reference, rules: tuple[str, ...], length: int = 1) -> TimeReading:
    start, end = (datetime.combine(d, time(), reference.tz) for d in (on, on + timedelta(days=length)))
    return _made(TimeKind.INTERVAL, start, end, Grain.DAY if length == 1 else Grain.WEEK, reference, rules)


def _made(
    kind: TimeKind,
    start: datetime | None,
    end: datetime | None,
    grain: Grain,
    reference: Reference,
    rules: tuple[str, ...],
    length: timedelta | None = None,
) -> TimeReading:
    return TimeReading(kind, start, end, grain, reference.zone, reference.zone_said, (0, 0), "", rules, length)
