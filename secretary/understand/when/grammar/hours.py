"""Ranges and lists of clock times: "14-15:30h", "von 9 bis halb elf", "10 or 11"."""

from __future__ import annotations

from secretary.domain.when import TimeKind
from secretary.understand.when.chart import Edge, Production
from secretary.understand.when.doubt import ALONE, BARE, OFFERED
from secretary.understand.when.grammar.unions import L, P
from secretary.understand.when.hours import HOUR, NOON, hour_range, lasting
from secretary.understand.when.values import MAX_ITEMS, Hours, Item, Length, Several, When

_MORNING, _EVENING = 7 * HOUR, 18 * HOUR


def _range(first: Hours, last: Hours) -> Hours | None:
    return hour_range(first, last)


def _to_the_half(hours: Hours) -> Hours | None:
    """As in "between two and half past"."""
    return lasting(hours, HOUR // 2)


def _for_so_long(hours: Hours, length: Length) -> Hours | None:
    return lasting(hours, length.seconds) if length.seconds else None


def _two(first: Edge, last: Edge) -> Several | None:
    one, other = first.value, last.value
    if not isinstance(one, Hours) or not isinstance(other, Hours):
        return None
    kinds = {one.kind, other.kind}
    if len(kinds) > 1 and TimeKind.INSTANT in kinds:
        return None
    return Several((_item(first, _alike(one, other)), _item(last, other)))


def _any_two(first: Edge, last: Edge) -> Several | None:
    """As in "vormittags oder ab 15 Uhr"."""
    if not isinstance(first.value, Hours) or not isinstance(last.value, Hours):
        return None
    return Several((_item(first, first.value), _item(last, last.value)))


def _more(first: Edge, rest: Edge) -> Several | None:
    one, others = first.value, rest.value
    if not isinstance(one, Hours) or not isinstance(others, Several) or len(others.items) >= MAX_ITEMS:
        return None
    following = others.items[0].value
    hours = following.hours if isinstance(following, When) else None
    if hours is None or hours.kind is not one.kind:
        return None
    return Several((_item(first, _alike(one, hours)), *others.items))


def _item(edge: Edge, hours: Hours) -> Item:
    return Item(edge.start, edge.end, When(hours=hours))


def _alike(one: Hours, other: Hours) -> Hours:
    """In the same half of the day as the next one, where that is settled ("2 or 3 pm")."""
    if not one.loose or other.loose or one.kind is not TimeKind.INSTANT:
        return one
    settled = other.options[0][0] or 0
    if _MORNING <= (one.options[0][0] or 0) < NOON and settled < _EVENING:
        return one  # "um 9 oder um 14 Uhr"
    later = settled >= NOON
    options = tuple(o for o in one.options if ((o[0] or 0) >= NOON) == later)
    return Hours(one.kind, options or one.options, one.grain)


_SURE = "CLOCKS|DOTCLOCK|MIL"
PRODUCTIONS: list[Production] = [
    *P("hours", "RANGE", "CLOCKS dash|to CLOCKS|BARE|DOTCLOCK|MIL", _range, clears=BARE | OFFERED, weight=2),
    *P("hours", "RANGE", "BARE|DOTCLOCK|MIL dash|to CLOCKS", _range, clears=BARE | OFFERED, weight=2),
    *P("hours", "RANGE", "DOTCLOCK dash|to DOTCLOCK", _range, adds=ALONE, weight=2),
    *P("hours", "RANGE", "MIL dash MIL", _range, adds=ALONE),
    *P("hours", "RANGE", "from|leaving BARE to BARE", _range, weight=4),
    *P("hours", "RANGE", "from|leaving BARE dash BARE", _range, weight=4),
    *P("hours", "RANGE", f"from|leaving {_SURE} dash|to {_SURE}", _range, weight=4),
    *P("hours", "RANGE", f"from|leaving BARE dash|to {_SURE}", _range, clears=BARE, weight=4),
    *P("hours", "RANGE", f"from|leaving {_SURE} dash|to BARE", _range, clears=BARE, weight=4),
    *P("hours", "RANGE", "at CLOCKS|BARE|DOTCLOCK dash|to CLOCKS|BARE|DOTCLOCK", _range, weight=3),
    *P("hours-between", "RANGE", "between CLOCKS|BARE|DOTCLOCK and|dash CLOCKS|BARE|DOTCLOCK", _range, weight=4),
    *P("hours-between", "RANGE", "between CLOCKS and|dash BARE", _range, clears=BARE, weight=5),
    *P("hours-between", "RANGE", "between BARE|CLOCKS and halfen past", _to_the_half, clears=BARE, weight=8),
    *P("hours", "BARERANGE", "BARE dash|to BARE", _range, weight=1),
    *P("hours", "BARERANGE", "DOTCLOCK dash|to DOTCLOCK|BARE", _range, weight=1),
    *P("hours", "BARERANGE", "BARE dash|to DOTCLOCK", _range, weight=1),
    *P("hours", "RANGE", "BARERANGE", lambda hours: hours, adds=ALONE),
    *P("at-for", "RANGE", "CLOCKS for LENGTH", _for_so_long, weight=2),
    # lists
    *L("times", "TODS", "BARE conj BARE", _two, adds=ALONE),
    *L("times", "TODS", "BARE|CLOCKS|RANGE|PARTD|DOTCLOCK conj CLOCKS|RANGE|PARTD", _two, clears=BARE),
    *L("times", "TODS", "CLOCKS conj BARE", _two),
    *L("times", "TODS", "DOTCLOCK conj DOTCLOCK", _two, adds=ALONE),
    *L("times", "TODS", "DOTCLOCK conj TODS", _more),
    *L("times", "TODS", "DOTCLOCK conj BARE", _two, adds=ALONE),
    *L("times", "TODS", "CLOCKS|RANGE|PARTD|OPENTOD conj OPENTOD", _any_two, clears=BARE, weight=1),
    *L("times", "TODS", "BARE|CLOCKS|RANGE|PARTD conj TODS", _more, clears=BARE),
    *L("times", "TODS", "BARERANGE conj BARERANGE", _two, adds=ALONE),
    *L("times", "TODS", "BARERANGE conj RANGE", _two, weight=2),
]
