"""Two times that stand side by side with nothing between them: pieces of one phrase that was not read whole.

Promises: a wrong reading counts worse than none, so that neither is kept, and their words come back as unread. A
length beside a time stays ("Thursday at 10 for an hour"), and so do two days that have each their hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.values import Item, Length, Several, Stretch, When

_BETWEEN = frozenset("of des der im".split())


def apart(tokens: Tokens, edges: Sequence[Edge]) -> list[Edge]:
    """The times of a text without those that collide."""
    found = list(edges)
    for index, (first, last) in enumerate(pairwise(edges)):
        if _collide(tokens, first, last) and (shared := _shared(tokens, first, last)):
            found[index : index + 2] = shared
    hit = {id(edge) for pair in pairwise(found) if _collide(tokens, *pair) for edge in pair}
    return [edge for edge in found if id(edge) not in hit]


def _shared(tokens: Tokens, first: Edge, last: Edge) -> tuple[Edge, Edge] | None:
    """As in "9 or 3pm tomorrow, at noon I'm out": the day stands behind the first, and is that of both."""
    when, own = last.value, tokens.words[last.start : last.end]
    if not isinstance(when, When) or not when.day or not when.hours or "," not in own:
        return None
    comma = last.start + own.index(",")
    dated = _dated(first, when.day)
    if dated is None or last.end <= comma + 1:
        return None
    items = (*dated[:-1], dated[-1]._replace(after=comma))
    return first._replace(value=Several(items), end=comma), last._replace(start=comma + 1)


def _dated(edge: Edge, day: Stretch) -> tuple[Item, ...] | None:
    """The hours of an edge on a day."""
    items = edge.value.items if isinstance(edge.value, Several) else (Item(edge.start, edge.end, _when(edge.value)),)
    whens = [item.value for item in items]
    hours = [when for when in whens if isinstance(when, When) and when.day is None and when.hours is not None]
    if not items or len(hours) < len(items):
        return None
    return tuple(item._replace(value=when._replace(day=day)) for item, when in zip(items, hours, strict=True))


def _when(value: object) -> When:
    return value if isinstance(value, When) else When()


def _collide(tokens: Tokens, first: Edge, last: Edge) -> bool:
    between = tokens.words[first.end : last.start]
    if len(between) > 1 or not _BETWEEN.issuperset(between) or _is_length(first) or _is_length(last):
        return False
    if "shifted" in rules_of(last):
        return False  # "push our 10 o'clock to 11.30"
    gap = tokens.text[tokens.spans[first.end - 1][1] : tokens.spans[last.start][0]]
    return "\n" not in gap and not (_is_whole(first.value) and _is_whole(last.value))


def _is_length(edge: Edge) -> bool:
    return isinstance(edge.value, Length)


def _is_whole(value: object) -> bool:
    """As in "Mo 9 Uhr Di 11 Uhr"."""
    if isinstance(value, Several):
        return all(_is_whole(item.value) for item in value.items)
    return isinstance(value, When) and value.day is not None and value.hours is not None
