"""Which free slots to offer: integer points that can be explained, and a spread over days and halves.

Promises: deterministic; the points of a slot come with their reasons. Among the chosen there are
two days and both halves of the day wherever free time allows it.
Never does: offer what is not free.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.event import Event, Interval
from secretary.services.appointments.free.availability import Terms, Wish, is_inside, is_within_day, meetings_per_day

SPACING = timedelta(hours=2)  # two offers closer than this are hardly a choice
NOON = time(12)
LUNCH = (time(12), time(13))
CRUMB = timedelta(minutes=30)  # a gap shorter than this to the next meeting is lost time
COMFORT = (time(9), time(17))  # outside of it a time is a burden to whoever lives there

# Points. A day later costs little, so that a preference outweighs some days; diversity outweighs all.
PER_DAY, PER_HOUR_AWAY, FULL_HOUR, FIRST_THING, LUNCH_TIME, LEAVES_CRUMB = -2, -1, 2, -3, -12, -4
PER_WEIGHT, PER_MEETING, EARLY_OR_LATE = 10, -2, -8
SAME_DAY, SAME_HALF, SAME_HALF_ELSEWHERE, SAME_CLOCK, TOO_NEAR = -10, -30, -14, -8, -60
FAR_DAYS = 10  # beyond it a day later makes no difference any more


@dataclass(frozen=True, slots=True)
class Scored:
    """A slot with its points and why it has them."""

    slot: Interval
    points: int
    reasons: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Board:
    """What slots are weighed against, computed once: wish and terms, and the busy events in order."""

    wish: Wish
    terms: Terms
    now: datetime
    load: Counter[date]
    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]


def board(wish: Wish, terms: Terms, busy: Sequence[Event], now: datetime) -> Board:
    """The board for some busy events."""
    load = meetings_per_day(busy, terms.zone)
    return Board(wish, terms, now, load, tuple(sorted([e.start for e in busy])), tuple(sorted([e.end for e in busy])))


def choose(slots: Sequence[Interval], on: Board, most: int) -> tuple[Interval, ...]:
    """The best few, spread over days and halves of days, in order of time."""
    scored = sorted((score(s, on) for s in slots), key=lambda s: (-s.points, s.slot))
    chosen: list[Scored] = []
    while len(chosen) < most:
        left = [s for s in scored if not any(s.slot.overlaps(c.slot) for c in chosen)]
        if not left:
            break
        zone = on.terms.zone
        chosen.append(max(left, key=lambda s: (s.points + _crowding(s, chosen, zone), -s.slot.start.timestamp())))
    return tuple(sorted(s.slot for s in chosen))


def score(slot: Interval, on: Board) -> Scored:
    """How good a slot is by itself."""
    start, end = slot.start.astimezone(on.terms.zone), slot.end.astimezone(on.terms.zone)
    day = start.date()
    reasons = (
        ("days away", PER_DAY * min(abs((day - _target(on)).days), FAR_DAYS)),
        ("hours from the old time", PER_HOUR_AWAY * _hours_away(start, on)),
        ("full hour", FULL_HOUR * (start.minute == 0)),
        ("first thing in the morning", FIRST_THING * _opens_day(start, on.terms)),
        ("lunch", LUNCH_TIME * (start.time() < LUNCH[1] and end.time() > LUNCH[0])),
        ("preferred", PER_WEIGHT * _preference(slot, on.wish, on.terms.hours.zone)),
        ("meetings that day", PER_MEETING * on.load[day]),
        ("leaves a crumb", LEAVES_CRUMB * _leaves_crumb(slot, on)),
        ("early or late for the other side", EARLY_OR_LATE * _burden(slot, [hours.zone for hours in on.terms.others])),
    )
    told = tuple(r for r in reasons if r[1])
    return Scored(slot, sum(points for _, points in told), told)


def _target(on: Board) -> date:
    return (on.wish.near or on.now).astimezone(on.terms.zone).date()


def _hours_away(start: datetime, on: Board) -> int:
    """Hours between the clock times: whoever moves a meeting likes its time of day."""
    if on.wish.near is None:
        return 0
    near = on.wish.near.astimezone(on.terms.zone)
    return abs((start.hour - near.hour) * 60 + start.minute - near.minute) // 60


def _opens_day(start: datetime, terms: Terms) -> bool:
    return any(start.time() == opens for opens, _ in terms.hours.spans.get(start.weekday(), ())[:1])


def _preference(slot: Interval, wish: Wish, zone: str) -> int:
    """The best weight that anybody gave to this time; an even one where nobody did."""
    weights = [w.weight for w in wish.windows if is_inside(slot, w)]
    spoken = ((wish.daily, zone), *((suits.daily, theirs or zone) for suits, theirs in wish.theirs))
    weights += [d.weight for daily, on in spoken for d in daily if d.allowed and is_within_day(slot, d, on)]
    return max(weights, default=0)


def _leaves_crumb(slot: Interval, on: Board) -> bool:
    before, after = bisect_right(on.ends, slot.start) - 1, bisect_left(on.begins, slot.end)
    gaps = [slot.start - on.ends[before]] if before >= 0 else []
    gaps += [on.begins[after] - slot.end] if after < len(on.begins) else []
    return any(timedelta() < gap < CRUMB for gap in gaps)


def _burden(slot: Interval, zones: Sequence[str]) -> bool:
    """Fair to the worst off, not on average: one party at the edge of the day is enough."""
    local = ((slot.start.astimezone(ZoneInfo(z)), slot.end.astimezone(ZoneInfo(z))) for z in zones)
    return any(a.time() < COMFORT[0] or b.time() > COMFORT[1] for a, b in local)


def _crowding(one: Scored, chosen: Sequence[Scored], zone: ZoneInfo) -> int:
    """What choosing it beside the others costs."""
    points = sum(_likeness(one.slot, c.slot, zone) for c in chosen)
    return points + _one_sided([one.slot, *(c.slot for c in chosen)], zone)


def _likeness(slot: Interval, other: Interval, zone: ZoneInfo) -> int:
    a, b = slot.start.astimezone(zone), other.start.astimezone(zone)
    half = (a.time() < NOON) == (b.time() < NOON)
    if a.date() != b.date():
        return (SAME_HALF_ELSEWHERE if half else 0) + (SAME_CLOCK if a.time() == b.time() else 0)
    near = TOO_NEAR if abs(slot.start - other.start) < SPACING else 0
    return near + SAME_DAY + (SAME_HALF if half else 0)


def _one_sided(slots: Sequence[Interval], zone: ZoneInfo) -> int:
    """Three or more on one day only, or in one half only, are no real choice."""
    if len(slots) < 3:  # noqa: PLR2004 - two may share a day
        return 0
    local = [s.start.astimezone(zone) for s in slots]
    days, halves = {t.date() for t in local}, {t.time() < NOON for t in local}
    return TOO_NEAR * (len(days) == 1) + TOO_NEAR * (len(halves) == 1)
