"""Words that sound like a time and belong to no reading: a person should look at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secretary.understand.patterns import words
from secretary.understand.when.lexer import Tokens

_CERTAIN = frozenset(
    {"WD", "WDS", "WDPART", "WDPARTS", "FEAST", "DATE", "RELDAY", "MONTHWEEK", "HALVEDM", "EDGE", "DEADLINE"}
)
_TIMELY = words(
    r"quartal|halbjahr|\l{0,12}ferien|\l{0,14}feiertage?n?|fortnight|bank\s+holidays?|monatsende|jahresende|trimester"
    r"|semester|vorweihnachtszeit|spätsommer|frühsommer|spätherbst|wochentags"
    r"|(?:after|before|over|during|until|till|since)\s+(?:the\s+|my\s+|our\s+)?(?:\l+\s+)?(?:holidays?|vacation|break"
    r"|half[\s-]term|term|ramadan|diwali|hanukkah|passover|eid|lent)"
    r"|(?:nach|vor|während|seit)\s+(?:dem\s+|der\s+|meinem\s+|unserem\s+)?\l{0,12}(?:urlaub|pause|ramadan|fastenzeit)"
    r"|o'clock|\d{1,2}\.\d{1,2}\.\d{4}"
)


def unread_spans(tokens: Tokens, read: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans of time-like words that no reading covers, in the order of the text."""
    free = (s for s in _timely(tokens) if not any(a < s[1] and s[0] < b for a, b in read))
    return tuple(sorted(set(free)))


def _timely(tokens: Tokens) -> Iterator[tuple[int, int]]:
    yield from (m.span(1) for m in _TIMELY.finditer(tokens.text))
    for edges in tokens.edges:
        for edge in edges:
            if edge.cat in _CERTAIN and not edge.guard:
                yield tokens.spans[edge.start][0], tokens.spans[edge.end - 1][1]
