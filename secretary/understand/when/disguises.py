"""Edges that are no time, or not this one, since their first or last word belongs to what stands beside them.

Promises: looks at a few words to either side of an edge.
"""

from __future__ import annotations

from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.tense import dates_a_document, moves

_DROPPING = frozenset("drop stop come pass swing dropping coming stopping popping pop".split())
_LEAVING = frozenset("von vom from".split())
_ASKED = frozenset("ask asks asked asking".split())
_OPENINGS = frozenset({"before", "after", "until", "since"})
_HOUR_MINUTES = 4  # figures of "1400Z"
_PREPOSITIONS = frozenset("through in on off by up to over after before past for at".split())
_UNITS = frozenset("minuten min minutes mins sekunden seconds sec".split())
_LASTING = frozenset("dauer duration laufzeit länge length runtime spieldauer".split())
_RANGES = frozenset({"range", "from-to"})


def is_disguised(edge: Edge, tokens: Tokens) -> bool:
    """Whether the edge takes a word that is not its own."""
    return any(check(edge, tokens) for check in _CHECKS)


def _is_of_another_word(edge: Edge, tokens: Tokens) -> bool:
    """As in "drop by late this afternoon", "ask for April", "an August personality"."""
    first, ahead = tokens.words[edge.start], word_before(edge, tokens)
    if (first == "by" and ahead in _DROPPING) or (first == "for" and ahead in _ASKED):
        return True
    if ahead == "any" and rules_of(edge)[-1] == "day-after-that":
        return True  # "any day after that"
    return first == "an" and any(e.cat == "MN" for e in tokens.edges[min(edge.start + 1, edge.end - 1)])


def _is_an_adjective(edge: Edge, tokens: Tokens) -> bool:
    """As in "at the winter outlet", "Im Winter-Outlet", "die März-Ausgabe"."""
    glued = _is_glued_on(edge, tokens)
    if not glued and tokens.words[edge.start] != "at":
        return False
    made = rules_of(edge)[-1]
    adjective = made == "month" or rules_of(edge) == ("time", "written")
    return made == "season" or (adjective and glued and not tokens.edges[edge.end + 1])


def _is_titled_season(edge: Edge, tokens: Tokens) -> bool:
    """As in "before Summer School"."""
    if edge.end == len(tokens.words) or not any(e.cat == "SEASON" for e in tokens.edges[edge.end - 1]):
        return False
    titled = not tokens.german and tokens.text[tokens.spans[edge.end][0]].isupper()
    return titled and rules_of(edge)[0] in _OPENINGS


def _takes_from_behind(edge: Edge, tokens: Tokens) -> bool:
    """As in "9 am UK time, Tuesday" of "9 am UK time, Tuesday 21 July at 8"."""
    dated = word_after(edge, tokens).isdigit() and "zone-day" in rules_of(edge)
    return dated and any(e.cat == "WD" for e in tokens.edges[edge.end - 1])


def _leaves(edge: Edge, tokens: Tokens) -> bool:
    """A "from" that opens nothing: of a letter's date, and of what is moved from there to another time."""
    first = tokens.words[edge.start]
    if first in _LEAVING and edge.rule == "from":
        return dates_a_document(tokens, edge.start) or moves(tokens, edge.start, edge.end)
    left = first in _LEAVING or word_before(edge, tokens) in _LEAVING
    moved = left and _is_range(edge)
    if "to" in tokens.words[edge.start : edge.end] and "hours" in rules_of(edge):
        moved = True  # "could we move our 3pm to 4:30?"
    return moved and moves(tokens, edge.start, edge.end)


def _is_glued_on(edge: Edge, tokens: Tokens) -> bool:
    """As in "Winter-Outlet": a hyphen and a word directly behind."""
    if word_after(edge, tokens) != "-" or edge.end + 1 >= len(tokens.words):
        return False
    spans = tokens.spans
    return spans[edge.end - 1][1] == spans[edge.end][0] and spans[edge.end][1] == spans[edge.end + 1][0]


def _is_compounded(edge: Edge, tokens: Tokens) -> bool:
    """As in "the walk-through from Tuesday": the first word belongs to what stands before its hyphen."""
    first, spans = edge.start, tokens.spans
    if first < 2 or tokens.words[first - 1] != "-" or not tokens.words[first - 2].isalpha():  # noqa: PLR2004 - both
        return False
    glued = spans[first - 2][1] == spans[first - 1][0] and spans[first - 1][1] == spans[first][0]
    return glued and not tokens.edges[first - 2] and tokens.words[first] in _PREPOSITIONS


def _is_range(edge: Edge) -> bool:
    rules = rules_of(edge)
    return not _RANGES.isdisjoint(rules) or ("hours" in rules and "day-time" in rules)


def word_after(edge: Edge, tokens: Tokens) -> str:
    """The word behind an edge, in plain form, or ""."""
    return tokens.words[edge.end] if edge.end < len(tokens.words) else ""


def word_before(edge: Edge, tokens: Tokens) -> str:
    """The word before an edge, in plain form, or ""."""
    return tokens.words[edge.start - 1] if edge.start else ""


def _is_a_count(edge: Edge, tokens: Tokens) -> bool:
    """As in "0:47 Minuten", "Dauer 0:23": minutes and seconds, no clock time."""
    if edge.rule != "time" or rules_of(edge) != ("time", "written"):
        return False
    ahead = edge.start - 1 - (word_before(edge, tokens) == ":")
    return word_after(edge, tokens) in _UNITS or (ahead >= 0 and tokens.words[ahead] in _LASTING)


def _counts_days(edge: Edge, tokens: Tokens) -> bool:
    """As in "two Fridays": no hour of theirs."""
    after = edge.start + 1
    if "timed" not in rules_of(edge) or after >= edge.end or not any(e.cat == "NUM" for e in tokens.edges[edge.start]):
        return False
    return any(e.cat == "WDS" for e in tokens.edges[after])


def _is_a_far_letter(edge: Edge, tokens: Tokens) -> bool:
    """As in "TSV 1911 e.V.": only glued to its number an "e" is an hour; and "1Z" is no zone."""
    last = edge.end - 1
    if last > 0 and tokens.words[last] == "z" and len(tokens.words[last - 1]) < _HOUR_MINUTES:
        clock = last > 2 and tokens.words[last - 2] == ":" and tokens.words[last - 3].isdigit()  # noqa: PLR2004 - "14:00Z"
        return tokens.words[last - 1].isdigit() and not clock
    return last > 0 and tokens.words[last] == "e" and tokens.spans[last - 1][1] != tokens.spans[last][0]


_CHECKS = (
    _counts_days,
    _is_a_count,
    _is_a_far_letter,
    _is_an_adjective,
    _is_titled_season,
    _takes_from_behind,
    _is_of_another_word,
    _is_compounded,
    _leaves,
)
