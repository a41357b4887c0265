"""What an order says: cancel or move, which meetings, where to, and what may be told of the reason.

"Move everything on Tuesday to next week" names two times, which a reader of times alone takes for one
stretch; so the words before and behind the "to" are read by themselves.
Promises: pure, total, linear in the text. A reason is told to others only where the order says so.
Never does: look at a calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints, TimeExpression, TimeKind, TimeReading
from secretary.services.appointments.orders.plan import Deed, Grounds, Order
from secretary.services.appointments.world import World
from secretary.understand.when import read_constraints, read_times

MAX_TEXT = 1_500  # characters of an order; the rest is a letter
MAX_WITHIN = 10  # stretches of time in one order
CLOSE = 5  # letters between a "to" and the time it leads to: "auf die", "to the"
A_MINUTE = timedelta(minutes=1)
STALE = timedelta(days=2)  # a Date further off than this is a wrong clock

MOVE = re.compile(
    r"\b(?:move|moving|shift|push|postpone|reschedule|rearrange|verschieb\w*|verschob\w*|verleg\w*|umleg\w*|umzulegen"
    r"|schieb\w*|schob\w*)\b",
    re.IGNORECASE,
)
TO = re.compile(r"\b(?:to|into|onto|until|till|auf|in|zum|zur)\s", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:everything|every|all|alle[sn]?|sämtliche\w*|meetings|appointments|calls|termine[n]?|besprechungen|gespräche"
    r"|day|tag|tage|afternoon|morning|rest)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"\b(?:meeting|appointment|call|termin|gespräch|besprechung|treffen|telefonat|o'clock|uhr|\d{1,2} ?[ap]m)\b",
    re.IGNORECASE,
)
_SAY = re.compile(
    r"\b(?:say(?:ing)?|tell (?:them|everyone|everybody|him|her))(?: that)?,? (?:i'm|i am|i|we|something|it's|it is)\b"
    r"|\bsag(?:e|en)?(?: sie| bitte| ihnen| allen| ihm| ihr| auch| dazu){0,4}[,:]?(?: dass)? (?:ich|es|mir)\b"
    r"|\bricht\w*(?: sie| ihnen| allen| bitte){0,3} aus\b|\b(?:begründung|grund|reason)\b",
    re.IGNORECASE,
)
REASON_WITHIN = 60  # characters behind "say" in which the reason stands
_GROUNDS = (
    (Grounds.ILL, re.compile(r"\b(?:krank\w*|erkrankt|ill|sick|unwell)\b", re.IGNORECASE)),
    (Grounds.AWAY, re.compile(r"\b(?:unterwegs|verreist|\w*reise|travell?ing|on the road|a trip)\b", re.IGNORECASE)),
    (
        Grounds.URGENT,
        re.compile(r"\b(?:dazwischen\w*|come up|came up|emergency|notfall|verhindert|dringend\w*)\b", re.IGNORECASE),
    ),
)
_SINCE = re.compile(r"^(?:vom|von|of|from|since|seit)\s+", re.IGNORECASE)  # "alles vom Dienstag" is yet to come
_WEEKDAYS = re.compile(
    r"\b(?:(mo(?:n|ntag|nday)?)|(di(?:enstag)?|tue(?:s|sday)?)|(mi(?:ttwoch)?|wed(?:nesday)?)|(do(?:nnerstag)?|thu(?:rs|rsday)?)"
    r"|(fr(?:i|eitag|iday)?)|(sa(?:mstag|t|turday)?)|(so(?:nntag)?|sun(?:day)?))\b",
    re.IGNORECASE,
)


def read_order(reading: Reading, person: str, world: World) -> tuple[Order, tuple[date, ...]]:
    """The order, and the days that may be meant where weekday and date do not agree."""
    text = (reading.new_text.text.strip() or reading.message.subject)[:MAX_TEXT]
    told, grounds = _reason(text)
    deed = Deed.MOVE if MOVE.search(told) else Deed.CANCEL
    at = written_at(reading, world.now)
    before, behind = _parted(told, at, world) if deed is Deed.MOVE else (told, "")
    found = times_in(before, at, world)
    goal = _goal(behind, at, world)
    order = Order(
        deed=deed,
        by=reading.sender.address,
        language=language_of(reading, world),
        person=person,
        within=tuple(_windows(found, world.now))[:MAX_WITHIN],
        to=goal.allowed,
        daily=goal.daily,
        several=bool(_SEVERAL.search(before)) or not _SINGLE.search(before),
        grounds=grounds,
        words=before,
    )
    return order, _unclear_days(found, world)


def unclear_days(reading: Reading, world: World) -> tuple[date, ...]:
    """The days that may be meant where weekday and date do not agree; none where all is clear."""
    text = (reading.new_text.text.strip() or reading.message.subject)[:MAX_TEXT]
    return _unclear_days(times_in(text, written_at(reading, world.now), world), world)


def _unclear_days(found: Iterable[TimeExpression], world: World) -> tuple[date, ...]:
    days = (d for e in found if e.likeliest.contradiction for d in _days_meant(e, world))
    return tuple(dict.fromkeys(days))


def written_at(reading: Reading, now: datetime) -> datetime:
    """When the writer said "tomorrow": by the mail's Date, unless that cannot be true."""
    said = reading.message.date
    return said if said is not None and said.tzinfo and abs(said - now) < STALE else now


def times_in(text: str, at: datetime, world: World) -> tuple[TimeExpression, ...]:
    """The expressions of time in a text; one that seems to be past is read anew by itself.

    "Was habe ich am 14. Juli" is no question about last year, whatever its tense.
    """
    zone, region = world.office.zone, world.office.hours.region
    found = read_times(text, at=at, zone=zone, region=region)
    ahead = (
        read_times(_SINCE.sub("", e.text), at=at, zone=zone, region=region)
        if e.readings and _past(e.likeliest, at)
        else (e,)
        for e in found
    )
    return tuple(e for several in ahead for e in several if e.readings)


def read_windows(reading: Reading, world: World) -> tuple[Interval, ...]:
    """The times that a mail names, to come."""
    text = (reading.new_text.text.strip() or reading.message.subject)[:MAX_TEXT]
    return tuple(_windows(times_in(text, written_at(reading, world.now), world), world.now))[:MAX_WITHIN]


def _past(reading: TimeReading, at: datetime) -> bool:
    ends = reading.end or reading.start
    return ends is not None and ends <= at


def language_of(reading: Reading, world: World) -> str:
    """That of the writer, where it is written here; else the person's."""
    written = reading.language.value
    person = world.office.person_of(reading.sender.address)
    return written if written in world.office.languages else person.language if person else world.office.language


def _reason(text: str) -> tuple[str, Grounds]:
    """The order without what shall be said, and the reason that may be told."""
    say = _SAY.search(text)
    if say is None:
        return text, Grounds.UNSAID
    end = say.start() + REASON_WITHIN + len(say[0])
    found = next((g for g, words in _GROUNDS if words.search(text[say.start() : end])), Grounds.UNKNOWN)
    return f"{text[: say.start()]}\n", found


def _parted(text: str, at: datetime, world: World) -> tuple[str, str]:
    """What stands before and behind the "to" that leads to a time."""
    for to in TO.finditer(text):
        behind = text[to.end() :]
        times = read_times(behind, at=at, zone=world.office.zone, region=world.office.hours.region)
        if times and times[0].span[0] <= CLOSE:
            return text[: to.start()], behind
    return text, ""


def _goal(text: str, at: datetime, world: World) -> Constraints:
    if not text:
        return Constraints()
    return read_constraints(text, at=at, zone=world.office.zone, region=world.office.hours.region)


def _windows(found: Iterable[TimeExpression], now: datetime) -> Iterator[Interval]:
    """What is meant, by any reading: an instant is the minute in which a meeting begins."""
    for reading in (r for e in found for r in e.readings):
        if reading.start is None or reading.kind not in {TimeKind.INSTANT, TimeKind.INTERVAL, TimeKind.FROM}:
            continue
        end = reading.end or reading.start + A_MINUTE
        if reading.kind is TimeKind.FROM:
            end = reading.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if end > now:
            yield Interval(reading.start, end)


def _days_meant(expression: TimeExpression, world: World) -> Iterator[date]:
    """The date that was said, and the nearest day of the weekday that was said."""
    start = expression.likeliest.start
    if start is None:
        return
    said = start.astimezone(ZoneInfo(world.office.zone)).date()
    named = _WEEKDAYS.search(expression.text)
    yield said
    if named and named.lastindex:
        off = (named.lastindex - 1 - said.weekday() + 3) % 7 - 3
        yield said + timedelta(days=off)


def whole(day: date, zone: ZoneInfo) -> Interval:
    """A day from midnight to midnight."""
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return Interval(start, start + timedelta(days=1))


def on_day(order: Order, day: date, zone: ZoneInfo) -> Order:
    """The order, meant for this day; an hour or part of the day that it named stays."""
    return replace(order, within=tuple(dict.fromkeys(on(day, w, zone) for w in order.within)) or (whole(day, zone),))


def on(day: date, window: Interval, zone: ZoneInfo) -> Interval:
    """The same hours on another day."""
    start = window.start.astimezone(zone)
    moved = datetime.combine(day, start.time(), zone)
    return Interval(moved, moved + window.length)
