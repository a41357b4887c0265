"""Opening hours: "Mon-Fri 8-6", "Sprechzeiten: Mo-Do 8-16 Uhr, Fr 8-13 Uhr", "Mo-Fr 8-12 und 14-18 Uhr"."""

from __future__ import annotations

from secretary.understand.when import days, periods
from secretary.understand.when.chart import Edge, Production
from secretary.understand.when.doubt import EVERYTHING
from secretary.understand.when.grammar.repeats import row, weekly
from secretary.understand.when.grammar.unions import L, P
from secretary.understand.when.values import Hours, Item, Repeat, Several, When

_WORKING_WEEK = 4  # days from its first to its last


def _opening_days(first: int, last: int) -> Repeat | None:
    """As in "Mon-Fri 8-6": with hours a whole working week is every week's; it may be the coming one."""
    if (last - first) % 7 < _WORKING_WEEK:
        return None
    coming = periods.between(days.weekday(first), days.weekday(last))
    return row(first, last)._replace(once=coming)


def _open(repeat: Repeat, hours: Hours) -> Repeat:
    return repeat._replace(hours=hours)


def _open_in_zone(hours: When, repeat: Repeat) -> Repeat:
    return repeat._replace(hours=hours.hours, zone=hours.zone)


def _said(first: int, last: int) -> Repeat:
    """With a word that says so, or with another row beside it, any row of days is every week's."""
    return row(first, last)


def _hours_of(repeat: Repeat, hours: Hours) -> Repeat | None:
    """A row with its hours; an instant opens nothing."""
    return repeat._replace(hours=hours, once=None) if hours.options[0][0] != hours.options[0][1] else None


def _twice(days_: Edge, times: Edge) -> Several | None:
    """As in "Mo-Fr 8-12 und 14-18 Uhr": a set for each time."""
    repeat, several = days_.value, times.value
    if not isinstance(repeat, Repeat) or not isinstance(several, Several):
        return None
    items = [
        i._replace(value=repeat._replace(hours=i.value.hours, once=None))
        for i in several.items
        if isinstance(i.value, When)
    ]
    return Several((items[0]._replace(first=days_.start), *items[1:]))


def _two_rows(days_: Edge, hours: Edge, other: Edge, other_hours: Edge) -> Several | None:
    """As in "Mon-Thu 9-5, Fri 9-4"."""
    then = weekly(other.value) if isinstance(other.value, int) else other.value
    pairs = ((days_.value, hours, days_.start), (then, other_hours, other.start))
    items = [
        Item(start, time.end, repeat._replace(hours=time.value, once=None))
        for repeat, time, start in pairs
        if isinstance(repeat, Repeat) and isinstance(time.value, Hours)
    ]
    return Several(tuple(items)) if len(items) == len(pairs) else None


_TIME = "RANGE|BARERANGE"
PRODUCTIONS: list[Production] = [
    *P("opening-days", "ROWOFDAYS", "from|leaving|on? WD dash|to WD", _opening_days, clears=EVERYTHING, weight=1),
    *P("opening-hours", "REPEAT", "ROWOFDAYS sep? TOD|BARERANGE", _open, clears=EVERYTHING, weight=6),
    *P(
        "opening-hours",
        "REPEAT",
        "TOD|BARERANGE comma? ROWOFDAYS",
        lambda h, r: _open(r, h),
        clears=EVERYTHING,
        weight=6,
    ),
    *P("opening-hours", "REPEAT", "ZONED comma? ROWOFDAYS", _open_in_zone, clears=EVERYTHING, weight=6),
    *P("opening-days", "ANYROW", "WD dash|to WD", _said, clears=EVERYTHING),
    *P(
        "opening-hours",
        "REPEAT",
        f"hoursw sep|arew? ANYROW sep? {_TIME}|OPENTOD",
        _hours_of,
        clears=EVERYTHING,
        weight=7,
    ),
    *P("opening-hours", "REPEAT", f"ANYROW sep? {_TIME}|OPENTOD hoursw", _hours_of, clears=EVERYTHING, weight=7),
    *L("opening-hours", "TIMES", "hoursw? sep? ROWOFDAYS sep? TODS", _twice, clears=EVERYTHING, weight=8),
    *L("opening-hours", "TIMES", "hoursw sep? ANYROW sep? TODS", _twice, clears=EVERYTHING, weight=8),
    *L(
        "opening-hours",
        "TIMES",
        f"ANYROW sep? {_TIME} conj ANYROW|WD sep? {_TIME}",
        _two_rows,
        clears=EVERYTHING,
        weight=12,
    ),
]
