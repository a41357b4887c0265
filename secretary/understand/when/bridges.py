"""A day and its time of day apart from each other in one clause: "Am Samstag haben wir bis 12 Uhr offen".

Promises: only neighbours with a few words between them, none of which begins something new; a week and a
weekday are joined in the same way ("nächste Woche bin ich ab Freitag weg").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secretary.understand.when import days, periods
from secretary.understand.when.chart import Edge
from secretary.understand.when.hours import within
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.tense import dates_a_document
from secretary.understand.when.values import Item, Repeat, Several, Stretch, When

RULE = "bridge"
MAX_WORDS = 8
_STOPS = frozenset('.;!?:()[]{}"„“”')
# These begin something new, or turn what was said.
_PARTING = frozenset(
    """
    und oder aber sondern and or but nor bzw dass that weil because wenn if falls als than dann then statt anstatt
    instead außer ausser except nicht kein keine keinen not no nie never who which whom where wo während whereas
    ob whether rather lieber sonst otherwise
    """.split()
)
# Behind a comma only these go on about the same day ("Mittwoch, so um 14 Uhr", "tomorrow, but not before 10").
_GOES_ON = frozenset(
    "so aber but und zwar nämlich preferably say ideally gern gerne am besten erst only nur jedoch".split()
)
_ABOUT = frozenset({"so", "um", "gegen", "at", "around", "about", "say"})
_FULL_STOPS = frozenset(".!?\n")
_LINKS = frozenset({",", ";", "und", "and", "oder", "or", "aber", "but", "/"})
# These leave the day that was named.
_ELSEWHERE = frozenset(
    "immer always sonst otherwise jederzeit generell generally grundsätzlich usually meist täglich".split()
)
_EXCEPTS = frozenset("but except excluding not außer ausser nicht ohne".split())
_EXCEPTING = _EXCEPTS | frozenset(", aber and und on am for den der dem".split())
_NARROW = frozenset({"WEEK"})
_WIDE = frozenset({"YEARST", "QUARTER"})


def bridged(tokens: Tokens, edges: Sequence[Edge]) -> list[Edge]:
    """The times of a text, those joined that are one."""
    found: list[Edge] = []
    for edge in edges:
        joined = _joined(tokens, found[-1], edge) if found else None
        if joined is None:
            found.append(edge)
        else:
            found[-1] = Edge(edge.cat, found[-1].start, edge.end, joined, RULE, 0, 0, (found[-1], edge))
    return found


def carried(tokens: Tokens, edges: Sequence[Edge]) -> list[Edge]:
    """Times of day that go on about the day before them ("Donnerstag um 10 nicht, um 14 Uhr schon")."""
    found: list[Edge] = []
    named: Stretch | None = None
    for edge in edges:
        value = edge.value
        if isinstance(value, When) and value.day and value.day.behind:
            value = value._replace(day=value.day.behind(named) if named else value.day._replace(behind=None))
        elif found and isinstance(value, When):
            value = _told_further(tokens, found[-1], edge, value)
        named = _last_day(value) or named
        found.append(edge._replace(value=value))
    return found


def _told_further(tokens: Tokens, before: Edge, edge: Edge, value: When) -> When:
    """A time with what it takes from the one before it."""
    day = before.value.day if isinstance(before.value, When) else None
    if day and _excepts(tokens, before, edge) and (excepted := _in_week(day, before, edge)):
        return excepted
    if day and _asks_further(tokens, before, edge, value):
        return value._replace(day=day)
    return _going_on(before, edge, value) if _follows(tokens, before, edge) else value


def _excepts(tokens: Tokens, before: Edge, edge: Edge) -> bool:
    """As in "any day next week but Wednesday"."""
    between = tokens.words[before.end : edge.start]
    return bool(between) and _EXCEPTING.issuperset(between) and not _EXCEPTS.isdisjoint(between)


def _asks_further(tokens: Tokens, before: Edge, edge: Edge, value: When) -> bool:
    """As in "Passt Donnerstag? Nach 15 Uhr?": a bare day, and a time of day that is a sentence of its own."""
    between = tokens.words[before.end : edge.start]
    alone = edge.end == len(tokens.words) or tokens.words[edge.end] in _FULL_STOPS
    bare = isinstance(before.value, When) and before.value.hours is None and not before.value.opening
    return bare and alone and between[-1:] == ["?"] and len(between) <= MAX_WORDS and _of_the_day(value)


def _last_day(value: object) -> Stretch | None:
    """The day that "the day after" would count from."""
    if isinstance(value, Several) and value.items:
        value = value.items[-1].value
    return value.day if isinstance(value, When) else None


def _going_on(before: Edge, edge: Edge, value: When) -> When:
    """The day of the time before for a bare time of day, the week behind its own for "die Woche darauf"."""
    day = _day_of(before)
    if day and _of_the_day(value):
        return value._replace(day=day)
    earlier = before.value
    if "following" in _rules(edge) and isinstance(earlier, When) and earlier.day:
        return value._replace(day=periods.week_holding(earlier.day, 1))
    return value


def _day_of(edge: Edge) -> Stretch | None:
    """The day of a time that has one, and a time of day."""
    value = edge.value
    return value.day if isinstance(value, When) and value.hours and "DAY" in _cats(edge) else None


def _follows(tokens: Tokens, first: Edge, last: Edge) -> bool:
    between = tokens.words[first.end : last.start]
    if len(between) > MAX_WORDS or _FULL_STOPS.intersection(between) or _ELSEWHERE.intersection(between):
        return False
    return bool(_LINKS.intersection(between))


def _joined(tokens: Tokens, first: Edge, last: Edge) -> object:
    """What both mean together, or None."""
    if first.rule == RULE or not 0 < last.start - first.end <= MAX_WORDS:
        return None
    if not _one_clause(tokens, first, last):
        return None
    far = "," in tokens.words[first.end : last.start]
    value = _together(first, last, far=far) or _together(last, first, far=far)
    return value if value and not dates_a_document(tokens, first.start) else None


def _one_clause(tokens: Tokens, first: Edge, last: Edge) -> bool:
    between = tokens.words[first.end : last.start]
    if "," in between:
        cut = between.index(",")
        behind = between[cut + 1 :]
        return (
            _GOES_ON.issuperset(behind)
            and _PARTING.isdisjoint(between[:cut])
            and (bool(behind) or tokens.words[last.start] in _ABOUT)
        )
    if "so" in between and not tokens.german:
        return False  # "I'm away this week so 9am next Monday"
    gap = tokens.text[tokens.spans[first.end - 1][1] : tokens.spans[last.start][0]]
    return "\n\n" not in gap and _STOPS.isdisjoint(between) and _PARTING.isdisjoint(between)


def _together(day: Edge, other: Edge, *, far: bool) -> object:
    """A day with a time of day, a set with one, a week with its weekday."""
    value = day.value
    if isinstance(value, Repeat):
        return _timed(value, other.value)
    if isinstance(value, When) and value.hours and value.hours.part:
        return _refined(value, other.value) if far else None
    if not isinstance(value, When) or value.day is None or value.hours or value.opening or _WIDE & set(_cats(day)):
        return None
    return _on_the_day(value.day, day, other, far=far)


def _on_the_day(stretch: Stretch, day: Edge, other: Edge, *, far: bool) -> object:
    if isinstance(other.value, Several):
        return _several(stretch, day, other)
    if not isinstance(other.value, When):
        return None
    if _of_the_day(other.value):
        return When(stretch, other.value.hours, zone=other.value.zone)
    return None if far else _in_week(stretch, day, other)


def _timed(repeat: Repeat, other: object) -> Repeat | None:
    """As in "freitags schließen wir um 13 Uhr"."""
    if repeat.hours or "BYDAY" not in repeat.rule or not isinstance(other, When) or not _of_the_day(other):
        return None
    return repeat._replace(hours=other.hours, once=None)


def _refined(when: When, other: object) -> When | None:
    """As in "tomorrow morning, say ten-ish"."""
    if not (when.day and when.hours and isinstance(other, When) and other.hours and _of_the_day(other)):
        return None
    hours = within(when.hours, other.hours)
    return when._replace(hours=hours, zone=other.zone) if hours else None


def _of_the_day(when: When) -> bool:
    return when.day is None and when.hours is not None and not when.hours.floating


def _several(day: Stretch, edge: Edge, others: Edge) -> Several | None:
    """Several times of one day: each gets it."""
    items = others.value.items if isinstance(others.value, Several) else ()
    found = [
        i._replace(value=i.value._replace(day=day)) for i in items if isinstance(i.value, When) and _of_the_day(i.value)
    ]
    if len(found) < len(items):
        return None
    return Several(tuple(_reaching(found, edge)))


def _reaching(items: list[Item], edge: Edge) -> list[Item]:
    """The day stands in the place of the first or the last of them."""
    if edge.end <= items[0].first:
        return [items[0]._replace(first=edge.start), *items[1:]]
    return [*items[:-1], items[-1]._replace(after=edge.end)]


def _in_week(week: Stretch, edge: Edge, other: Edge) -> When | None:
    """As in "nächste Woche passt mir Dienstag" and "next week I travel Monday to Wednesday"."""
    when = other.value
    if isinstance(when, When) and _NARROW & set(_cats(edge)) and (row := _weekday_row(other)):
        return when._replace(day=periods.between(*(days.in_week(d, week) for d in row)))
    weekday = next((e.value for e in other.leaves() if e.cat == "WD"), None)
    bare = isinstance(when, When) and "weekday" in _rules(other) and _NARROW & set(_cats(edge))
    if not bare or not isinstance(weekday, int) or not isinstance(when, When):
        return None
    return when._replace(day=days.in_week(weekday, week))


def _weekday_row(edge: Edge) -> tuple[int, int] | None:
    """The ends of a row of bare weekdays."""
    leaves = [e for e in edge.leaves() if e.cat[0].isupper()]
    if "range" not in _rules(edge) or [e.cat for e in leaves] != ["WD", "WD"]:
        return None
    first, last = (e.value for e in leaves)
    return (first, last) if isinstance(first, int) and isinstance(last, int) and first < last else None


def _cats(edge: Edge) -> Iterator[str]:
    yield edge.cat
    for kid in edge.kids:
        yield from _cats(kid)


def _rules(edge: Edge) -> Iterator[str]:
    yield edge.rule
    for kid in edge.kids:
        yield from _rules(kid)
