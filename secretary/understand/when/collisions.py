"""Two times that stand side by side with nothing between them: pieces of one phrase that was not read whole.

Promises: a wrong reading counts worse than none, so that neither is kept, and their words come back as unread. A
length beside a time stays ("Thursday at 10 for an hour"), and so do two days that have each their hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.values import Length, When

_BETWEEN = frozenset("of des der im".split())


def apart(tokens: Tokens, edges: Sequence[Edge]) -> list[Edge]:
    """The times of a text without those that collide."""
    hit = {id(edge) for pair in pairwise(edges) if _collide(tokens, *pair) for edge in pair}
    return [edge for edge in edges if id(edge) not in hit]


def _collide(tokens: Tokens, first: Edge, last: Edge) -> bool:
    between = tokens.words[first.end : last.start]
    if len(between) > 1 or not _BETWEEN.issuperset(between) or _is_length(first) or _is_length(last):
        return False
    if "shifted" in rules_of(last):
        return False  # "push our 10 o'clock to 11.30"
    gap = tokens.text[tokens.spans[first.end - 1][1] : tokens.spans[last.start][0]]
    return "\n" not in gap and not (_is_whole(first) and _is_whole(last))


def _is_length(edge: Edge) -> bool:
    return isinstance(edge.value, Length)


def _is_whole(edge: Edge) -> bool:
    """As in "Mo 9 Uhr Di 11 Uhr"."""
    return isinstance(edge.value, When) and edge.value.day is not None and edge.value.hours is not None
