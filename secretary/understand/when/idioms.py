"""Words of time that say something else in their sentence: "at the end of the day", scores, amounts.

Promises: looks at a few words to either side of an edge.
"""

from __future__ import annotations

from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.strangers import grows, tells_a_score

_AT_THE = frozenset("at the am but aber und and".split())
_WAS = frozenset("was were is are been be being too".split())
_OWNERS = frozenset("the my our your his her".split())
_TO_DO = frozenset("to we i you".split())
_SENTENCE_ENDS = frozenset(".!?:")
_OF_AMOUNTS = frozenset("von auf um from to by at bis zu gegen über auf".split())
_NEAR = 3  # words between an amount and the verb that says that it grew
_SENTENCE = 12  # words around a score that may tell of the game
_PERIODS_OF_PLAY = frozenset({"nth-quarter", "nth-half"})
_AT_LAST = frozenset(", zählt ist sind geht bleibt steht kommt muss entscheidet it we what you they that".split())


def is_an_idiom(edge: Edge, tokens: Tokens) -> bool:
    """As in "At the end of the day, it's your call", "the first thing to do"."""
    own = tokens.words[edge.start : edge.end]
    before = tokens.words[edge.start - 1] if edge.start else ""
    after = tokens.words[edge.end] if edge.end < len(tokens.words) else ""
    if own[-1] in {"day", "tages"} and ("end" in own or "ende" in own):
        return after in _AT_LAST and _opens_behind(tokens, edge.start, _AT_THE)
    if own[:2] == ["late", "in"]:
        return before in _WAS  # "rent was late in July"
    if own == ["first", "thing"]:
        return before in _OWNERS or after in _TO_DO
    if tells_a_score(_near(edge, tokens)) and rules_of(edge)[-1] in _PERIODS_OF_PLAY:
        return True  # "we won in the third quarter"
    return _is_a_score(edge, tokens) or _is_an_amount(edge, tokens)


def _is_an_amount(edge: Edge, tokens: Tokens) -> bool:
    """As in "the spread widened from 10 to 12", "stieg um 8": bare numbers beside a verb of growing."""
    own = tokens.words[edge.start : edge.end]
    if any(word.isalpha() and word not in _OF_AMOUNTS for word in own) or ":" in own:
        return False
    return grows(
        tokens.words[max(0, edge.start - _NEAR) : edge.start] + tokens.words[edge.end : edge.end + _NEAR]
    ) and "date" not in rules_of(edge)


def _opens_behind(tokens: Tokens, index: int, passed_over: frozenset[str]) -> bool:
    """Whether nothing but some words stands between the start of the sentence and the token."""
    while index and tokens.words[index - 1] in passed_over:
        index -= 1
    return not index or tokens.words[index - 1] in _SENTENCE_ENDS


def _is_a_score(edge: Edge, tokens: Tokens) -> bool:
    """As in "the match ended 14:12": nothing but figures and a colon, in a sentence about a game."""
    if edge.rule != "time" or rules_of(edge) != ("time", "written") or tokens.words[edge.start + 1] != ":":
        return False
    return tells_a_score(_near(edge, tokens))


def _near(edge: Edge, tokens: Tokens) -> list[str]:
    return tokens.words[max(0, edge.start - _SENTENCE) : edge.end + _SENTENCE]
