"""Which things a clause names beside its times: "die Rechnung passt", "I'll take the train".

A thing is a noun behind an article or a possessive, and not behind a preposition: what somebody says
yes to, not what it is about ("Dienstag passt für die Steuererklärung"). German nouns have capitals;
in English the words behind the article stand for the noun.

Promises: linear and total.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.understand.intent.phrases import pattern_of

_GERMAN = re.compile(
    r"""(?x)
    (?:\b((?i:für|fuer|mit|wegen|zu|bei|in|an|auf|über|ueber|um|vor|nach|von|aus|ohne|durch|seit|unter|zwischen|gegen|statt|bis|ab|laut))\s{1,2})?
    \b(?i:d(?:er|ie|as|en|em|es)|(?:ein|mein|dein|ihr|unser|euer|eur|kein|sein)(?:e[nrms]?)?|dies(?:e[nrms]?)?|jede[nrms]?|welche[nrms]?|alle)\s{1,2}
    (?:[a-zäöüß]{1,25}e[nrms]?\s{1,2}){0,2}
    ([A-ZÄÖÜ][\w-]{1,60})
    """
)
_ENGLISH = re.compile(
    r"""(?xi)
    (?:\b(for|with|about|to|at|in|on|of|from|by|over|after|before|during|into|as|without|regarding|than)\s{1,2})?
    \b(?:the|your|my|our|his|her|their|an?)\s{1,2}
    ([a-z'-]{1,40}(?:\s{1,2}[a-z'-]{1,40}){0,2})
    """
)
_THINGS = {"de": _GERMAN, "en": _ENGLISH}


def things_in(clause: str, language: str) -> Iterator[str]:
    """The nouns of a clause with an article and without a preposition; in English with the words behind them."""
    pattern = _THINGS.get(language)
    for found in pattern.finditer(clause) if pattern else ():
        if not found[1]:
            yield found[2]


def names_only(nouns: str, clause: str, language: str) -> bool:
    """Whether all things of a clause are among these nouns (a pattern's source), if there are any."""
    return not nouns or all(pattern_of(nouns).search(thing.encode()) for thing in things_in(clause, language))
