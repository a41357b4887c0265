"""From a text to expressions: tokens, charts, the best cover, readings.

Promises: expressions do not overlap and stand in the order of the text; where two fit, the one that
covers more words wins; linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from secretary.domain.when import TimeExpression
from secretary.understand.when.bridges import RULE as BRIDGE
from secretary.understand.when.bridges import bridged, carried
from secretary.understand.when.chart import Chart, Edge, rules_of
from secretary.understand.when.collisions import apart
from secretary.understand.when.context import settled
from secretary.understand.when.grammar import GRAMMAR, SEEDS, WHOLE
from secretary.understand.when.leaning import inclined
from secretary.understand.when.lexer import Tokens, breaks
from secretary.understand.when.resolve import Place, readings
from secretary.understand.when.tense import is_past, was_to_be
from secretary.understand.when.values import Now, Several

MAX_EXPRESSIONS = 60  # a text with more is a timetable, and for a person
_PER_TOKEN, _PER_EXPRESSION = 100, 150  # two tokens read as one time beat the same tokens read as two


class Found(NamedTuple):
    """An expression and the value that its readings come from; `parts` are the spans of its own words."""

    expression: TimeExpression
    value: object
    parts: tuple[tuple[int, int], ...]


def found_times(tokens: Tokens, now: Now) -> tuple[Found, ...]:
    """All times of a text."""
    edges: list[Edge] = []
    for first, after in _runs(tokens):
        edges += _cover(tokens, first, after)
        if len(edges) >= MAX_EXPRESSIONS:
            break
    told = inclined(tokens, carried(tokens, apart(tokens, bridged(tokens, edges))))
    found = (one for edge in told for one in _expressions(tokens, edge, now))
    return tuple(islice(found, MAX_EXPRESSIONS))


def _runs(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Stretches of tokens that all have a meaning, one of them a value."""
    edges = tokens.edges
    walls = set(breaks(tokens))
    start, end, reach, valued = 0, 0, 0, False
    for index, here in enumerate(edges):
        if index >= reach and (not here or index in walls):
            if valued:
                yield start, index
            start, valued = (index, False) if here else (index + 1, False)
        for edge in here:
            reach = max(reach, edge.end)
            valued = valued or (edge.cat[0].isupper() and edge.cat != "ART") or edge.cat in SEEDS
        end = index + 1
    if valued:
        yield start, end


def _cover(tokens: Tokens, first: int, after: int) -> list[Edge]:
    """The heaviest row of edges that do not overlap."""
    chart = Chart(GRAMMAR, tokens.edges, first, after)
    best: dict[int, tuple[int, Edge | None]] = {after: (0, None)}
    for index in range(after - 1, first - 1, -1):
        skipped = best[index + 1][0]
        scored = [(_score(edge) + best[edge.end][0], edge) for edge in chart.edges_from(index, WHOLE)]
        best[index] = skipped, None
        # The best first: few edges need to be asked whether their doubts are settled.
        for pair in sorted(scored, key=itemgetter(0), reverse=True):
            if pair[0] <= skipped:
                break
            if settled(pair[1], tokens):
                best[index] = pair
                break
    return _picked(best, first, after)


def _score(edge: Edge) -> int:
    return (edge.end - edge.start) * _PER_TOKEN - _PER_EXPRESSION + 100 + edge.weight


def _picked(best: Mapping[int, tuple[int, Edge | None]], first: int, after: int) -> list[Edge]:
    picked: list[Edge] = []
    index = first
    while index < after:
        edge = best[index][1]
        if edge:
            picked.append(edge)
        index = edge.end if edge else index + 1
    return picked


def _expressions(tokens: Tokens, edge: Edge, now: Now) -> Iterator[Found]:
    pieces = edge.kids if edge.rule == BRIDGE else (edge,)
    now = _told(tokens, pieces, now)
    rules = tuple(dict.fromkeys(rules_of(edge)))
    if isinstance(edge.value, Several):
        for item in edge.value.items:
            yield from _expression(tokens, ((item.first, item.after),), item.value, rules, now)
    else:
        yield from _expression(tokens, [(p.start, p.end) for p in pieces], edge.value, rules, now)


def _told(tokens: Tokens, pieces: Sequence[Edge], now: Now) -> Now:
    """The reference, with what the clause says of its tense."""
    if any(is_past(tokens, piece.start, piece.end) for piece in pieces):
        return now._replace(past=True)
    plan = was_to_be(tokens, pieces[0].start, pieces[-1].end)
    return now if plan is None else now._replace(past=plan, lately=not plan)


def _expression(
    tokens: Tokens, pieces: Sequence[tuple[int, int]], value: object, rules: tuple[str, ...], now: Now
) -> Iterator[Found]:
    parts = tuple((tokens.spans[first][0], tokens.spans[after - 1][1]) for first, after in pieces)
    span = parts[0][0], parts[-1][1]
    text = tokens.text[slice(*span)]
    found = readings(value, now, Place(span, text, rules))
    if found:
        yield Found(TimeExpression(span, text, found), value, parts)
