"""Meetings that repeat: "every second Thursday at 10, six times" (RFC 5545 section 3.8.5.3).

Promises: pure. A series is taken for one only where its end is said, at 52 dates at most; it is counted on the
clock of the principal's wall, over changes of the clock. Holidays of the principal's region are left out.
Never does: repeat without an end, or more often than daily.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from secretary.domain.event import Interval, Partstat
from secretary.domain.reading import Reading
from secretary.domain.when import TimeKind

MAX_DATES = 52
MAX_TEXT = 4_000  # characters looked through for how often
_COUNTS = {
    word: number
    for words in ("zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
                  "two three four five six seven eight nine ten eleven twelve")
    for number, word in enumerate(words.split(), start=2)
}  # fmt: skip
_HOW_OFTEN = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_COUNTS)})[\s-]?(?:mal|times|termine|sitzungen|meetings|sessions|dates)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"FREQ=(?:DAILY|WEEKLY|MONTHLY)\b")
_ENDS = re.compile(r";(?:COUNT|UNTIL)=[^;]*")


@dataclass(frozen=True, slots=True)
class Override:
    """One date that is otherwise than the rule says (RFC 5545 section 3.8.4.4).

    `begins` is when the rule has it, in UTC: its RECURRENCE-ID; `slot` when it takes place, `sequence` its own
    SEQUENCE. `answers` are participation statuses of this date alone, by the key of the address.
    """

    begins: datetime
    slot: Interval
    sequence: int = 0
    answers: tuple[tuple[str, Partstat], ...] = ()

    def answered(self, key: str) -> Partstat:
        """What somebody has answered to this date."""
        return dict(self.answers).get(key, Partstat.NEEDS_ACTION)

    def with_answer(self, key: str, answer: Partstat) -> Override:
        """The same with somebody's answer."""
        return replace(self, answers=tuple(sorted((dict(self.answers) | {key: answer}).items())))


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date that takes place: `begins` is when the rule has it, `slot` when it is; both in UTC."""

    begins: datetime
    slot: Interval


@dataclass(frozen=True, slots=True)
class Series:
    """`rule` is an RRULE with its COUNT, `first` the beginning of its first date, in `zone`; `skipped` are left out.

    Not `sure` is one that has no end, or beside which other times are named. `overrides` are single dates that
    are otherwise.
    """

    rule: str
    first: datetime
    zone: str
    skipped: tuple[date, ...] = ()
    sure: bool = True
    overrides: tuple[Override, ...] = ()

    def begins(self) -> tuple[datetime, ...]:
        """The beginnings of all dates, those left out too, aware."""
        zone = ZoneInfo(self.zone)
        start = self.first.astimezone(zone).replace(tzinfo=None)
        found = rrulestr(self.rule, dtstart=start).xafter(start, count=MAX_DATES, inc=True)
        return tuple(at.replace(tzinfo=zone) for at in found)

    def occurrences(self, length: timedelta) -> tuple[Occurrence, ...]:
        """What takes place, in order of time."""
        kept = (b.astimezone(UTC) for b in self.begins() if b.date() not in self.skipped)
        otherwise = {o.begins: o.slot for o in self.overrides}
        found = (Occurrence(b, otherwise.get(b, Interval(b, b + length))) for b in kept)
        return tuple(sorted(found, key=lambda one: one.slot))

    def dates(self, length: timedelta) -> tuple[Interval, ...]:
        """When it takes place, in UTC."""
        return tuple(one.slot for one in self.occurrences(length))

    def day(self, begins: datetime) -> date:
        """The day on which the rule has a date, on the clock of its zone."""
        return begins.astimezone(ZoneInfo(self.zone)).date()

    def without(self, days: tuple[date, ...]) -> Series:
        """The same without the dates that the rule has on these days."""
        left = tuple(o for o in self.overrides if self.day(o.begins) not in days)
        return replace(self, skipped=tuple(sorted({*self.skipped, *days})), overrides=left)

    def override(self, begins: datetime) -> Override | None:
        """What is known of a date that is otherwise."""
        return next((o for o in self.overrides if o.begins == begins), None)

    def with_override(self, one: Override) -> Series:
        """The same with one date otherwise; one that was left out takes place again."""
        others = (o for o in self.overrides if o.begins != one.begins)
        kept = tuple(d for d in self.skipped if d != self.day(one.begins))
        return replace(self, skipped=kept, overrides=tuple(sorted((*others, one), key=lambda o: o.begins)))


def asked_for(reading: Reading, zone: str) -> Series | None:
    """The series that is asked for, with a time of day; a mere habit ("Tuesdays suit me") is none."""
    said = [(e, r) for e in reading.times for r in e.readings[:1]]
    found = [(e, r) for e, r in said if r.kind is TimeKind.SET and r.start and _DATED.match(r.recurrence)]
    daily = reading.constraints.daily if reading.constraints else ()
    if not found or found[0][1].start is None or not daily:
        return None
    rule, first = found[0][1].recurrence, found[0][1].start
    others = [r for e, r in said if e is not found[0][0] and r.kind is not TimeKind.DURATION]
    begins = [r for r in others if r.kind is TimeKind.FROM and r.start]
    if len(begins) == 1 == len(others) and begins[0].start:
        first = _not_before(rule, first, begins[0].start, zone)
        others = []
    series = _ended(rule, first, reading, zone)
    if series is None:
        return Series(rule, first, zone, sure=False) if "INTERVAL" in rule else None
    return replace(series, sure=not others)


def _not_before(rule: str, first: datetime, begin: datetime, zone: str) -> datetime:
    """The first date of this kind at or after an instant; from there on it is counted."""
    plain = re.sub(r";?(?:INTERVAL|COUNT|UNTIL)=[^;]*", "", rule)
    start = max(first, begin).astimezone(ZoneInfo(zone))
    clock = first.astimezone(ZoneInfo(zone)).time()
    day = start.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0, tzinfo=None)
    found = rrulestr(plain, dtstart=day).after(day, inc=True)
    return found.replace(tzinfo=ZoneInfo(zone)) if found else first


def _ended(rule: str, first: datetime, reading: Reading, zone: str) -> Series | None:
    """With a COUNT, counted where a last day is said."""
    clocks = [e.span for e in reading.times if e.readings and e.likeliest.kind is TimeKind.SET]
    found = _HOW_OFTEN.finditer(reading.new_text.text[:MAX_TEXT])
    often = next((f for f in found if not any(a <= f.start() < b for a, b in clocks)), None)  # "um 10 Termine"
    until = re.search(r"UNTIL=(\d{8})", rule)
    open_end = Series(f"{_ENDS.sub('', rule)};COUNT={MAX_DATES}", first, zone)
    if often:
        count = _COUNTS.get(often[1].casefold()) or int(often[1] if often[1].isdigit() else 0)
    elif until:
        last = datetime.strptime(until[1], "%Y%m%d").replace(tzinfo=UTC).date()
        count = sum(b.date() <= last for b in open_end.begins())
    else:
        return None
    return Series(f"{_ENDS.sub('', rule)};COUNT={count}", first, zone) if 1 < count <= MAX_DATES else None
