"""Times of day: clock times, ranges of them, parts of the day.

Promises: where am or pm was left open both are kept, office hours first; a part of the day or a
second clock time beside it settles which; no hour beyond 24.
"""

from __future__ import annotations

from collections.abc import Iterable

from secretary.domain.when import Grain, TimeKind
from secretary.understand.when.values import DAY_SECONDS, Hours

HOUR = 3600
MINUTE = 60
NOON = 12 * HOUR
_LAST_HOUR = 24
_SIX_PM, _MORNING = 18 * HOUR, 9 * HOUR
_EARLIEST = 6 * HOUR  # from which on "8 till 8" is a day
_LONGEST = 8 * HOUR  # from one hour of the afternoon to another
_FIRST_OFFICE_HOUR = 7  # a bare hour before it means the afternoon

# What offices mean by a part of the day; docs/reference/times.md has the table.
PARTS = {
    "early-morning": (6, 8), "first-thing": (8, 10), "early": (6, 10), "morning": (6, 12), "forenoon": (8, 12),
    "late-morning": (10, 12), "noon": (12, 14), "afternoon": (12, 18), "early-afternoon": (12, 15),
    "late-afternoon": (16, 18), "evening": (18, 22), "early-evening": (18, 20), "late-evening": (20, 24),
    "after-work": (17, 21), "night": (22, 30), "business": (9, 17), "mid-morning": (9, 11), "mid-afternoon": (14, 16),
    "before-lunch": (10, 12), "after-lunch": (13, 15), "small-hours": (0, 6),
}  # fmt: skip
# A clock time belongs to a part within wider bounds: six in the evening is 18:00, and so is five.
_REACH = {
    "early-morning": (3, 9), "first-thing": (6, 12), "early": (3, 12), "morning": (0, 12), "forenoon": (5, 13),
    "late-morning": (8, 13), "noon": (11, 15), "afternoon": (12, 20), "early-afternoon": (12, 17),
    "late-afternoon": (14, 20), "evening": (16, 25), "early-evening": (16, 22), "late-evening": (19, 25),
    "after-work": (16, 24), "night": (19, 30), "business": (7, 19), "mid-morning": (7, 12), "mid-afternoon": (12, 18),
    "before-lunch": (8, 13), "after-lunch": (12, 18), "small-hours": (0, 8),
}  # fmt: skip
_EDGES = {(a * HOUR, b * HOUR): name for name, (a, b) in PARTS.items()}


def clock(
    hour: int, minute: int = 0, second: int = 0, *, grain: Grain = Grain.HOUR, exact: bool = False
) -> Hours | None:
    """A clock time; hours up to 12 are loose unless `exact` (a leading zero, am or pm)."""
    if not (0 <= hour <= _LAST_HOUR and 0 <= minute < MINUTE and 0 <= second < MINUTE):
        return None
    if hour == _LAST_HOUR and (minute or second):
        return None
    base = hour * HOUR + minute * MINUTE + second
    if exact or hour == 0 or base >= NOON + HOUR:
        return at_seconds(base, grain=grain)
    if hour == 12:  # noqa: PLR2004 - noon
        return at_seconds(base, grain=grain)._replace(loose=True)
    both = (base + NOON, base) if hour < _FIRST_OFFICE_HOUR else (base, base + NOON)
    return Hours(TimeKind.INSTANT, tuple((s, None) for s in both), grain, loose=True)


def at_seconds(*seconds: int, grain: Grain = Grain.MINUTE) -> Hours:
    """An instant, in each way to read it."""
    return Hours(TimeKind.INSTANT, tuple((s, None) for s in seconds), grain)


def half_day(hours: Hours, *, afternoon: bool) -> Hours | None:
    """With am or pm; 15 am is nothing, 15 pm is what it says."""
    base = min(start or 0 for start, _ in hours.options)
    if base >= NOON + HOUR:
        return hours if afternoon else None
    return at_seconds(base % NOON + (NOON if afternoon else 0), grain=hours.grain)


def part_of_day(name: str) -> Hours:
    """A part of the day by its name in `PARTS`."""
    start, end = PARTS[name]
    return Hours(TimeKind.INTERVAL, ((start * HOUR, end * HOUR),), Grain.HOUR, part=True)


def within(part: Hours, hours: Hours) -> Hours | None:
    """A clock time or range with the part of the day it lies in ("at 7 in the evening")."""
    if not part.part or hours.part:
        return None
    first, after = (edge * HOUR for edge in _REACH[_EDGES[_pair(part)]])
    fitting = [o for pair in hours.options for o in _both_halves(pair, hours) if _reaches(o, first, after)]
    if not fitting:
        return None
    return hours._replace(options=tuple(dict.fromkeys(fitting)), loose=False)


def _pair(part: Hours) -> tuple[int, int]:
    start, end = part.options[0]
    return start or 0, end or 0


def _both_halves(pair: tuple[int | None, int | None], hours: Hours) -> Iterable[tuple[int | None, int | None]]:
    yield pair
    if hours.loose and max(e for e in pair if e is not None) <= NOON:
        yield _later(pair, NOON)
        yield _later(pair, 2 * NOON)
    elif hours.options == ((0, None),) or hours.loose:
        yield _later(pair, 2 * NOON)


def _later(pair: tuple[int | None, int | None], shift: int) -> tuple[int | None, int | None]:
    return tuple(e if e is None else e + shift for e in pair)  # type: ignore[return-value]


def _reaches(pair: tuple[int | None, int | None], first: int, after: int) -> bool:
    edge = pair[0] if pair[0] is not None else pair[1]
    return edge is not None and first <= edge < after


def open_hours(hours: Hours, opening: str) -> Hours | None:
    """From, after, until or before a time of day."""
    if hours.kind not in {TimeKind.INSTANT, TimeKind.INTERVAL}:
        return None
    edge_of = 1 if hours.kind is TimeKind.INTERVAL and opening in {"after", "until"} else 0
    if opening in {"from", "after"}:
        pairs = tuple((o[edge_of], None) for o in hours.options)
        return hours._replace(kind=TimeKind.FROM, options=pairs, part=False)
    return hours._replace(kind=TimeKind.UNTIL, options=tuple((None, o[edge_of]) for o in hours.options), part=False)


def hour_range(first: Hours, last: Hours) -> Hours | None:
    """From one clock time to another: the halves of the day that give the shortest range forwards."""
    if {first.kind, last.kind} != {TimeKind.INSTANT}:
        return None
    if first.options == last.options:
        return _round_the_clock(first)
    starts = _settled(first, last)
    if len(starts) > 1 and starts[0][0] == _SIX_PM and _MORNING <= (last.options[0][0] or 0) < NOON:
        starts = starts[::-1]  # "6 bis 9 Uhr"
    pairs = [(s, e) for s, _ in starts if s is not None and (e := _soonest(s, last)) is not None]
    if first.loose and last.loose and pairs and pairs[0][0] >= NOON and pairs[0][1] - pairs[0][0] > _LONGEST:
        return None  # "from 1 to 10"
    return Hours(TimeKind.INTERVAL, tuple(pairs), _finer(first, last), loose=first.loose) if pairs else None


def _round_the_clock(hours: Hours) -> Hours | None:
    """As in "8 till 8": from the morning to the evening."""
    start = min(s or 0 for s, _ in hours.options)
    if not hours.loose or not _EARLIEST <= start < NOON:
        return None
    return hours._replace(kind=TimeKind.INTERVAL, options=((start, start + NOON),), loose=False)


def _settled(first: Hours, last: Hours) -> tuple[tuple[int | None, int | None], ...]:
    """The start beside a settled end: "2 to 4 pm" begins at 14:00, "11 to 1 pm" at 11:00."""
    if not first.loose or last.loose:
        return first.options
    end = last.options[0][0] or 0
    fitting = [o for o in first.options if o[0] is not None and o[0] < end]
    return (max(fitting, key=lambda o: o[0] or 0),) if fitting else first.options


def _soonest(start: int, last: Hours) -> int | None:
    ends = [e for e, _ in last.options if e is not None]
    later = [e for e in ends if e > start]
    if later:
        return min(later)
    return min(ends) + DAY_SECONDS if ends and start >= 17 * HOUR else None  # over midnight, in the evening only


def _finer(one: Hours, other: Hours) -> Grain:
    order = list(Grain)
    return min(one.grain, other.grain, key=order.index)


def lasting(hours: Hours, seconds: int) -> Hours | None:
    """From a clock time on, so long."""
    if hours.kind is not TimeKind.INSTANT:
        return None
    pairs = tuple((s, s + seconds) for s, _ in hours.options if s is not None)
    return hours._replace(kind=TimeKind.INTERVAL, options=pairs, grain=Grain.MINUTE)
