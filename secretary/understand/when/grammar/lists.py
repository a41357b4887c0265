"""Lists that share what they have in common: "Di oder Do", "am 3., 4. oder 5. Mai", "Tuesday 10 or 2".

Each member becomes an expression of its own, with its place in the text.
"""

from __future__ import annotations

from secretary.domain.when import Grain
from secretary.understand.when import days
from secretary.understand.when.chart import Edge, Production
from secretary.understand.when.days import Dated, Rel, exists
from secretary.understand.when.doubt import BARE, EVERYTHING, HABIT, ORDINAL, SHIFT
from secretary.understand.when.grammar.dates import next_to
from secretary.understand.when.grammar.unions import L, P
from secretary.understand.when.periods import calendar_week, nth_weekday, related, week_holding
from secretary.understand.when.recurring import CODES
from secretary.understand.when.spelled import Figures
from secretary.understand.when.values import MAX_ITEMS, Hours, Item, Repeat, Several, Stretch, When

_COMPANY = EVERYTHING & ~BARE


def _item(edge: Edge, when: When) -> Item:
    return Item(edge.start, edge.end, when)


def _two_days(first: Edge, last: Edge) -> Several | None:
    one, other = first.value, last.value
    if not isinstance(one, Stretch) or not isinstance(other, Stretch):
        return None
    return Several((_item(first, When(one)), _item(last, When(other))))


def _more_days(first: Edge, rest: Edge) -> Several | None:
    if (
        not isinstance(first.value, Stretch)
        or not isinstance(rest.value, Several)
        or len(rest.value.items) >= MAX_ITEMS
    ):
        return None
    return Several((_item(first, When(first.value)), *rest.value.items))


def _two_ordinals(first: Edge, last: Edge) -> Several | None:
    """As in "am 3. oder 5. Mai"."""
    day, written = _day_of(first.value), last.value
    if not isinstance(written, Dated) or day is None:
        return None
    shared = Dated(((day, written.options[0][1]),), written.year)
    if not exists(written.year or 2024, shared.options[0][1], day):
        return None
    return Several((_item(first, When(days.dated(shared))), _dated_item(last, written)))


def _dated_item(edge: Edge, written: Dated) -> Item:
    return _item(edge, When(days.dated(written)))


def _day_of(value: object) -> int | None:
    if isinstance(value, Figures):
        return value.value if len(value.text) <= 2 else None  # noqa: PLR2004 - a day
    return value if isinstance(value, int) else None


def _shared_month(month: int, year: int | None, edges: tuple[Edge, ...]) -> Several | None:
    items = []
    for edge in edges:
        day = _day_of(edge.value)
        if day is None or not exists(year or 2024, month, day):
            return None
        items.append(_dated_item(edge, Dated(((day, month),), year)))
    return Several(tuple(items))


def _ordinals_before(*edges: Edge) -> Several | None:
    """Three days of one month, the month behind them."""
    *numbers, last = edges
    written = last.value
    if not isinstance(written, Dated):
        return None
    found = _shared_month(written.options[0][1], written.year, tuple(numbers))
    return Several((*found.items, _dated_item(last, written))) if found else None


def _numbers_behind(*edges: Edge) -> Several | None:
    """As in "may 3, 4 or 5"."""
    first, *numbers = edges
    written = first.value
    if not isinstance(written, Dated):
        return None
    found = _shared_month(written.options[0][1], written.year, tuple(numbers))
    return Several((_dated_item(first, written), *found.items)) if found else None


def _ordinals(*edges: Edge) -> Several | None:
    """As in "am 3. oder 5.": days of the next month that has them."""
    found = [(e, _day_of(e.value)) for e in edges]
    if any(day is None or not 1 <= day <= 31 for _, day in found):  # noqa: PLR2004 - days of a month
        return None
    return Several(tuple(_item(e, When(days.day_of_month(day))) for e, day in found if day))


def _weekdays_of_week(*edges: Edge) -> Several | None:
    """As in "di oder Do nächster Woche"."""
    *weekdays, week = edges
    return _in_week(weekdays, week, weekdays[0].start, week.end)


def _week_of_weekdays(*edges: Edge) -> Several | None:
    week, *weekdays = edges
    return _in_week(weekdays, week, week.start, weekdays[-1].end)


def _in_week(weekdays: list[Edge], week: Edge, start: int, end: int) -> Several | None:
    if not isinstance(week.value, Stretch):
        return None
    items = [_item(e, When(days.in_week(e.value, week.value))) for e in weekdays if isinstance(e.value, int)]
    items[0] = items[0]._replace(first=start)
    items[-1] = items[-1]._replace(after=end)
    return Several(tuple(items))


def _whens(*edges: Edge) -> Several | None:
    """As in "heute um 14 Uhr oder morgen um 9 Uhr"."""
    said = [(edge, edge.value) for edge in edges if isinstance(edge.value, When) and edge.value.hours]
    return Several(tuple(_item(edge, when) for edge, when in said)) if len(said) == len(edges) else None


def _and_another(first: Edge, last: Edge) -> Several | None:
    """As in "Mo-Fr 8-18 Uhr, Sa 9-13 Uhr"."""
    if not isinstance(first.value, Repeat) or not isinstance(last.value, When | Repeat):
        return None
    if not first.value.hours or not last.value.hours:
        return None
    then = _weekly(last, last.value) or last.value
    return Several((Item(first.start, first.end, first.value), Item(last.start, last.end, then)))


def _weekly(edge: Edge, when: When | Repeat) -> Repeat | None:
    """A bare weekday beside opening hours is every week's."""
    leaves = [e for e in edge.leaves() if e.cat in {"WD", "DATE", "RELDAY", "REL", "ORD"}]
    if not isinstance(when, When) or [e.cat for e in leaves] != ["WD"] or not isinstance(leaves[0].value, int):
        return None
    return Repeat(f"FREQ=WEEKLY;BYDAY={CODES[leaves[0].value]}", when.hours, zone=when.zone)


def _from_and_to(first: Edge, last: Edge) -> Several | None:
    """As in "moved from Tuesday to Thursday"."""
    if not isinstance(first.value, When) or not isinstance(last.value, When):
        return None
    return Several((_item(first, first.value), _item(last, last.value)))


def _two_halves(day: Edge, first: Edge, last: Edge) -> Several | None:
    """As in "Fri am or pm"."""
    if not isinstance(day.value, Stretch) or not isinstance(first.value, Hours) or not isinstance(last.value, Hours):
        return None
    morning = Item(day.start, first.end, When(day.value, first.value))
    return Several((morning, _item(last, When(day.value, last.value))))


def _two_weeks(first: Edge, last: Edge) -> Several | None:
    """As in "nächste oder übernächste Woche"."""
    if not isinstance(first.value, Rel) or not isinstance(last.value, Rel):
        return None
    return Several(
        tuple(_item(e, When(related(e.value, Grain.WEEK))) for e in (first, last) if isinstance(e.value, Rel))
    )


def _week_numbers(first: Edge, last: Edge) -> Several | None:
    """As in "in KW 21 oder 22"."""
    found = [(e, calendar_week(e.value.value)) for e in (first, last) if isinstance(e.value, Figures) and e.value.text]
    items = tuple(_item(e, When(week)) for e, week in found if week)
    return Several(items) if len(items) == len((first, last)) else None


def _first_weekdays(nth: Edge, count: Edge, weekday: Edge, whole: Edge) -> Several | None:
    """As in "the first two Fridays in May"."""
    number, index, within = count.value, weekday.value, whole.value
    if not isinstance(number, Figures) or not isinstance(index, int) or not isinstance(within, Stretch):
        return None
    if nth.value != 1 or number.value not in {2, 3, 4}:
        return None
    days_of = [When(nth_weekday(n, index, within)) for n in range(1, number.value + 1)]
    return Several(tuple(Item(nth.start, whole.end, when) for when in days_of))


def _and_week_after(week: Edge) -> Several | None:
    """As in "next week or the week after"."""
    if not isinstance(week.value, Stretch):
        return None
    behind = Item(week.end + 1, week.end + 3, When(week_holding(week.value, 1)))
    return Several((_item(week, When(week.value)), behind))


def _and_day_after(day: Edge) -> Several | None:
    """As in "tomorrow or the day after"."""
    if not isinstance(day.value, Stretch):
        return None
    behind = Item(day.end + 1, day.end + 3, When(next_to(day.value, 1)))
    return Several((_item(day, When(day.value)), behind))


def _share_time(days_: Edge, hours: Edge) -> Several | None:
    """Every day gets the time that stands behind the last."""
    return _shared(days_, hours, behind=True)


def _share_time_first(hours: Edge, days_: Edge) -> Several | None:
    return _shared(days_, hours, behind=False)


def _shared(listed: Edge, hours: Edge, *, behind: bool) -> Several | None:
    if not isinstance(listed.value, Several) or not isinstance(hours.value, Hours):
        return None
    items = [i._replace(value=When(i.value.day, hours.value)) for i in listed.value.items if isinstance(i.value, When)]
    edge = -1 if behind else 0
    items[edge] = items[edge]._replace(after=hours.end) if behind else items[edge]._replace(first=hours.start)
    return Several(tuple(items))


def _share_times(listed: Edge, times: Edge) -> Several | None:
    """Two days at two times are four."""
    if not isinstance(listed.value, Several) or not isinstance(times.value, Several):
        return None
    pairs = [(d, t) for d in listed.value.items for t in times.value.items]
    items = [Item(d.first, t.after, When(d.value.day, t.value.hours)) for d, t in pairs
             if isinstance(d.value, When) and isinstance(t.value, When)]  # fmt: skip
    return Several(tuple(items))


def _share_day(day: Edge, times: Edge) -> Several | None:
    return _of_one_day(day, times, behind=False)


def _share_day_behind(times: Edge, day: Edge) -> Several | None:
    return _of_one_day(day, times, behind=True)


def _of_one_day(day: Edge, times: Edge, *, behind: bool) -> Several | None:
    if not isinstance(day.value, Stretch) or not isinstance(times.value, Several):
        return None
    items = [i._replace(value=When(day.value, i.value.hours)) for i in times.value.items if isinstance(i.value, When)]
    if behind:
        items[-1] = items[-1]._replace(after=day.end)
    else:
        items[0] = items[0]._replace(first=day.start)
    return Several(tuple(items))


def _both_zoned(one: Edge, other: Edge, day: Edge) -> Several | None:
    """As in "2pm ET / 11am PT tomorrow"."""
    found = [(e, e.value) for e in (one, other) if isinstance(e.value, When)]
    if not isinstance(day.value, Stretch) or len(found) < len((one, other)):
        return None
    items = [_item(edge, when._replace(day=day.value)) for edge, when in found]
    if day.start < one.start:
        return Several((items[0]._replace(first=day.start), items[1]))
    return Several((items[0], items[1]._replace(after=day.end)))


def _zoned_both(day: Edge, one: Edge, other: Edge) -> Several | None:
    return _both_zoned(one, other, day)


def _zoned_items(listed: Edge, zone: Edge) -> Several | None:
    if not isinstance(listed.value, Several) or not isinstance(zone.value, str):
        return None
    name = zone.value
    held = [i for i in listed.value.items if isinstance(i.value, When)]
    if any(isinstance(i.value, When) and i.value.zone for i in held):  # each has its own
        return None
    items = [i._replace(value=i.value._replace(zone=name)) for i in held if isinstance(i.value, When)]
    items[-1] = items[-1]._replace(after=zone.end)
    return Several(tuple(items))


PRODUCTIONS: list[Production] = [
    *P("conj", "conj", "and|or|comma|slash", lambda: True),
    *P("conj", "conj", "comma and|or", lambda: True),
    *L("days", "STS", "PST conj PST", _two_days, clears=_COMPANY),
    *L("days", "STS", "PST conj STS", _more_days, clears=_COMPANY),
    *L("days-month", "STS", "on? the? ORD conj on? the? DATE", _two_ordinals, clears=EVERYTHING, weight=2),
    *L("days-month", "STS", "on? the? NUM and|or|comma the? DATE", _two_ordinals, clears=EVERYTHING, weight=2),
    *L(
        "days-month",
        "STS",
        "on? the? ORD|NUM conj the? ORD|NUM conj the? DATE",
        _ordinals_before,
        clears=EVERYTHING,
        weight=4,
    ),
    *L("month-days", "STS", "on? DATE conj the? ORD", _numbers_behind, clears=_COMPANY, weight=1),
    *L("month-days", "STS", "on? DATE conj the? NUM", _numbers_behind, adds=BARE, clears=_COMPANY, weight=1),
    *L(
        "month-days",
        "STS",
        "on? DATE conj the? NUM|ORD conj the? NUM|ORD",
        _numbers_behind,
        clears=_COMPANY,
        weight=3,
    ),
    *L("ordinals", "STS", "on|the|dem the? ORD conj on? the? ORD", _ordinals, adds=ORDINAL, weight=2),
    *L("ordinals", "STS", "on|the|dem ORD conj ORD conj ORD", _ordinals, adds=ORDINAL, weight=3),
    *L(
        "weekdays-week",
        "STS",
        "on? WD conj on? WD of|in? the? WEEK",
        _weekdays_of_week,
        clears=EVERYTHING,
        weight=4,
    ),
    *L(
        "weekdays-week",
        "STS",
        "on? WD conj on? WD conj on? WD of|in? the? WEEK",
        _weekdays_of_week,
        clears=EVERYTHING,
        weight=6,
    ),
    *L(
        "week-weekdays",
        "STS",
        "in? the? WEEK comma? on? WD conj on? WD",
        _week_of_weekdays,
        clears=EVERYTHING,
        weight=4,
    ),
    *L(
        "week-weekdays",
        "STS",
        "in? the? WEEK comma? on? WD conj on? WD conj on? WD",
        _week_of_weekdays,
        clears=EVERYTHING,
        weight=6,
    ),
    *L("share-time", "TIMES", "STS sep? TOD eachtime", _share_time, clears=EVERYTHING, weight=4),
    *L("share-time", "TIMES", "STS comma? eachtime TOD", _share_time, clears=EVERYTHING, weight=3),
    *L("whens", "TIMES", "WHENDAY conj WHENDAY", _whens, clears=_COMPANY, weight=3),
    *L("whens", "TIMES", "WHENDAY conj WHENDAY conj WHENDAY", _whens, clears=_COMPANY, weight=4),
    *L("opening-hours", "TIMES", "REPEAT conj WHENDAY|REPEAT", _and_another, clears=EVERYTHING, weight=2),
    *L("moved", "TIMES", "from|leaving|datedby WHENDAY to|onto WHENDAY", _from_and_to, adds=SHIFT, weight=8),
    *L("moved", "TIMES", "datedby|leaving|from ORD|NUM to|onto the? DATE", _two_ordinals, adds=SHIFT, weight=9),
    *L("moved", "TIMES", "datedby|leaving|from ORD to|onto the? ORD", _ordinals, adds=SHIFT, weight=9),
    *L("half-days", "TIMES", "DPST DAYHALF or DAYHALF", _two_halves, clears=_COMPANY & ~HABIT, weight=2),
    *L("share-time", "TIMES", "STS DAYHALF", _share_time, clears=_COMPANY & ~HABIT, weight=-1),
    *L("ordinals", "STS", "the NTH conj the NTH", _ordinals, adds=ORDINAL, weight=2),
    *L("nth-weekdays", "STS", "the? NTH NUM WDS of? the? MONTH|QUARTER", _first_weekdays, clears=EVERYTHING, weight=8),
    *L("weeks", "STS", "in? kw NUM or NUM", _week_numbers, weight=4),
    *L("weeks", "STS", "REL and|or REL weekw", _two_weeks, weight=3),
    *L("weeks", "STS", "REL weekw and|or REL", _two_weeks, weight=3),
    *L("days", "STS", "DPST and|or the? dayw after|afterthat", _and_day_after, weight=4),
    *L("weeks", "STS", "PST and|or the? weekw after", _and_week_after, weight=4),
    *L("share-time", "TIMES", "STS sep? TOD", _share_time, clears=EVERYTHING, weight=2),
    *L("share-time", "TIMES", "STS sep? BARE|BARERANGE", _share_time, clears=_COMPANY),
    *L("share-time", "TIMES", "TOD STS", _share_time_first, clears=EVERYTHING, weight=2),
    *L("share-times", "TIMES", "STS sep? TODS", _share_times, clears=_COMPANY, weight=2),
    *L("share-day", "TIMES", "DAYS sep? TODS", _share_day, clears=_COMPANY, weight=2),
    *L("share-day", "TIMES", "TODS DAYS", _share_day_behind, clears=EVERYTHING, weight=2),
    *L("list", "TIMES", "STS|TODS", lambda edge: edge.value),
    *L("zones", "TIMES", "ZONED conj|open ZONED close? on? PST", _both_zoned, clears=EVERYTHING, weight=4),
    *L(
        "zones",
        "TIMES",
        "PST sep? ZONED conj|open ZONED close?",
        _zoned_both,
        clears=EVERYTHING,
        weight=4,
    ),
    *L("zone", "TIMES", "TIMES open? ZONE close?", _zoned_items, weight=2),
]
