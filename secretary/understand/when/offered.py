"""A bare number that is an hour because it is said to suit: "Would 7 work?", "10 till 11 is fine", "Geht 9 auch?".

Promises: looks at a few words to either side. Who answers a numbered offer names its number, so that 1 to 5
alone are never hours here.
"""

from __future__ import annotations

from secretary.understand.when.lexer import Tokens

FIRST_HOUR = 6  # lower ones may be the number of an offer
_CLAUSE_BEGINS = frozenset('.,;:!?()\n-–—"„“”')
_BEFORE = frozenset(
    """
    would does do will could can might is are maybe perhaps say or and either think guess but yes well so hmm
    würde würden wäre wären ist sind geht ginge gingen passt klappt vielleicht oder und eher auch ja also aber denke
    """.split()
)
_ASKED = frozenset({"geht", "ginge", "gingen", "passt", "klappt"})
_SUITS = frozenset(
    "ok okay good fine work works suit suits fit fits passt passen geht gehen ginge gingen klappt klappen".split()
)
_NOUN_BEHIND = frozenset({"of", "by", "von"})  # "7 works of art"
_IS = frozenset("is are be would could should will might sounds looks seems wäre wären ist sind".split())
_FINE = frozenset(
    """
    fine good great perfect better best ideal ok okay possible free alright doable convenient gut besser perfekt prima
    ideal super recht möglich okay früh spät early late
    """.split()
)
_BETWEEN = frozenset(
    """
    be also just totally really absolutely a bit any too much even still probably not auch noch mir uns zu etwas sehr
    """.split()
)
_GOES_ON = frozenset("auch noch eher besser bei für dir ihnen euch bei".split())
_REACH = 4  # words behind the number that may say that it suits


def is_offered(tokens: Tokens, first: int, after: int) -> bool:
    """Whether the words around the tokens from `first` to `after` say that this hour suits, or ask it."""
    if _may_number_an_offer(tokens.words[first:after]):
        return False
    before = tokens.words[first - 1] if first else ""
    if before and before not in _CLAUSE_BEGINS and before not in _BEFORE:
        return False
    behind = tokens.words[after : after + _REACH]
    if not behind:
        return False
    said = [word for word in behind if word not in _BETWEEN]
    if said and said[0] in _SUITS:
        return said[1:2] == [] or said[1] not in _NOUN_BEHIND
    if before in _ASKED and (behind[0] in _CLAUSE_BEGINS or behind[0] in _GOES_ON):
        return True
    return _is_called_fine(behind) if behind[0] in _IS or before in _IS else False


def _may_number_an_offer(words: list[str]) -> bool:
    return len(words) == 1 and words[0].isdigit() and int(words[0]) < FIRST_HOUR


def _is_called_fine(behind: list[str]) -> bool:
    """As in "is fine", "any good", "would also be better"."""
    for word in behind:
        if word in _FINE:
            return True
        if word not in _IS and word not in _BETWEEN:
            return False
    return False
