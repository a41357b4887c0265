"""Hours whose half of the day the matter tells: dinner at 8 is in the evening, breakfast at 6 in the morning.

Promises: looks at a few words to either side, and changes only which of two readings comes first.
"""

from __future__ import annotations

from collections.abc import Sequence

from secretary.understand.when.chart import Edge
from secretary.understand.when.hours import HOUR, NOON
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.values import Hours, Repeat, Several, When

REACH = 10  # words to either side
_FULL_STOPS = frozenset(".!?\n")
_EVENING = frozenset(
    """
    dinner supper drinks doors curtain concert gala trivia quiz nightcap screening gig cocktails vigil
    abendessen abendbrot konzert premiere stammtisch elternabend kneipe vorstellung kino theater einlass feierabendbier
    nachtessen znacht galadinner weihnachtsfeier
    """.split()
)
_MORNING = frozenset("breakfast frühstück frühstücken sunrise sonnenaufgang brekkie weckdienst alarm wecker".split())
_LATE = range(5 * HOUR, 11 * HOUR)  # of an evening, as the clock's face shows them


def inclined(tokens: Tokens, edges: Sequence[Edge]) -> list[Edge]:
    """The times of a text, their open hours in the half of the day that the words around them tell."""
    return [_leaning(tokens, edge) for edge in edges]


def _leaning(tokens: Tokens, edge: Edge) -> Edge:
    if not _is_open(edge.value):
        return edge
    words = _around(tokens, edge)
    if not _EVENING.isdisjoint(words):
        return edge._replace(value=_turned(edge.value, late=True))
    return edge if _MORNING.isdisjoint(words) else edge._replace(value=_turned(edge.value, late=False))


def _is_open(value: object) -> bool:
    if isinstance(value, Several):
        return any(_is_open(item.value) for item in value.items)
    return isinstance(value, When | Repeat) and value.hours is not None and value.hours.loose


def _around(tokens: Tokens, edge: Edge) -> list[str]:
    """The words of the sentence near an edge."""
    first, after = edge.start, edge.end
    while first and edge.start - first < REACH and tokens.words[first - 1] not in _FULL_STOPS:
        first -= 1
    while after < len(tokens.words) and after - edge.end < REACH and tokens.words[after] not in _FULL_STOPS:
        after += 1
    return tokens.words[first:after]


def _turned(value: object, *, late: bool) -> object:
    if isinstance(value, Several):
        return Several(tuple(item._replace(value=_turned_one(item.value, late=late)) for item in value.items))
    return _turned_one(value, late=late) if isinstance(value, When | Repeat) else value


def _turned_one(value: When | Repeat, *, late: bool) -> When | Repeat:
    return value._replace(hours=_first(value.hours, late=late)) if value.hours and value.hours.loose else value


def _first(hours: Hours, *, late: bool) -> Hours:
    """The hours with their later or earlier reading first; noon and the small hours stay as they are."""
    starts = [edge for pair in hours.options for edge in pair[:1] if edge is not None] or [
        edge for pair in hours.options for edge in pair if edge is not None
    ]
    if late and starts and min(starts) % NOON not in _LATE:
        return hours
    ordered = sorted(hours.options, key=_moment, reverse=late)
    return hours._replace(options=tuple(ordered))


def _moment(pair: tuple[int | None, int | None]) -> int:
    return next(edge for edge in pair if edge is not None)
