"""What the words around an edge say about its doubts: whether it is a time after all.

Promises: bounded look-ahead and look-back. An edge without doubt is never asked about.
"""

from __future__ import annotations

import re

from secretary.understand.when import doubt
from secretary.understand.when.chart import Edge
from secretary.understand.when.lexer import Tokens

# Behind a bare number: words that do not say what it counts.
_GOES_ON = frozenset(
    """
    oder or und and am on im in passt passen ginge gehen geht ist is are was war bei at um gegen would wäre waere
    würde wuerde
    könnte koennte kann können can could if wenn falls weil because mit with für for per via auf zu to dann then
    also auch
    too as please bitte lieber but aber nicht not suits suit fits fit haben hat have has treffen meet anrufen
    telefonieren
    sein be instead statt when where we wir ich i you sie there here hier da noch fine ok okay perfekt perfect
    frei free
    verfügbar available today tomorrow heute morgen übermorgen work works gerne gern next nächste nächsten
    nächster this
    diese diesen dieser kommende kommenden until bis von from the der die das den dem so that dass that's it he
    she they
    möglich possible recht good gut super great better best besser your our mein dein ihr unser my his sharp let's let
    dieses nächstes latest spätestens onwards each both beide jeweils start starten beginnen begin ab since do
    does shall
    will wollen sollen sollte should let uns us anyway instead zum zur vor nach before after by thanks danke via
    telefonisch online persönlich sounds klingt stehe stehen sind wird werden might may suche mir me dir ihnen euch
    """.split()
)
_STOPS = frozenset(".,;!?)\n:]}\"'“”–—-/(&")
_NAME_LIKE_BEFORE = frozenset(
    {"herr", "herrn", "frau", "mr", "mrs", "ms", "dr", "prof", "hi", "hallo", "dear", "liebe", "lieber"}
)
_ENGLISH_VERB_BEHIND = frozenset(
    "you we they not it let the this that i n't he she these those your our any make have".split()
)
_FRACTION_BEFORE = frozenset(
    "part teil page seite step schritt nr no about over über nearly fast etwa rund gut almost than als".split()
)
_FRACTION_BEHIND = frozenset(
    "der des of von unserer aller der full voll zoll inch cup mile teil teile liter stunde hour".split()
)
_LASTING = frozenset(
    "for für takes dauert lasts about etwa ca circa nur only within take last need brauche brauchen in".split()
)
_RATES = frozenset("per pro je once twice times mal x / einmal zweimal dreimal every each".split())


_TIMELY = frozenset({"RELDAY", "WD", "REL", "PARTS", "ZONE"})


def settled(edge: Edge, tokens: Tokens) -> bool:
    """Whether the doubts of an edge are settled by its surroundings."""
    if edge.cat == "SPOKEN" and not _is_length(edge, tokens):
        return False
    if not edge.guard:
        return True
    if _is_all(edge, tokens):
        return True
    if edge.guard & (doubt.ALONE | doubt.HOMOGRAPH):
        return False
    return all(check(edge, tokens) for bit, check in _CHECKS if edge.guard & bit)


def _is_all(edge: Edge, tokens: Tokens) -> bool:
    """Whether nothing but signs stands around the edge."""
    around = (*tokens.words[: edge.start], *tokens.words[edge.end :])
    return len(around) < 8 and not any(w[0].isalnum() for w in around)  # noqa: PLR2004 - a few signs


def _after(edge: Edge, tokens: Tokens) -> str:
    return tokens.words[edge.end] if edge.end < len(tokens.words) else ""


def _before(edge: Edge, tokens: Tokens) -> str:
    return tokens.words[edge.start - 1] if edge.start else ""


def _written_after(edge: Edge, tokens: Tokens) -> str:
    return tokens.text[slice(*tokens.spans[edge.end])] if edge.end < len(tokens.words) else ""


def _hour_goes_on(edge: Edge, tokens: Tokens) -> bool:
    """As in "um 10 passt es", never as in "ab 5 Personen" and "um 9,90 Euro"."""
    word = _after(edge, tokens)
    if not word:
        return True
    if word in _STOPS:
        glued = tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]
        behind = tokens.words[edge.end + 1] if edge.end + 1 < len(tokens.words) else ""
        near = glued and bool(behind) and tokens.spans[edge.end + 1][0] == tokens.spans[edge.end][1]
        return not (near and behind.isdigit() and word in ".,:/-")
    if "\n" in tokens.text[tokens.spans[edge.end - 1][1] : tokens.spans[edge.end][0]]:
        return True
    return word in _GOES_ON or any(e.cat in _TIMELY for e in tokens.edges[edge.end])


def _not_of_a_noun(edge: Edge, tokens: Tokens) -> bool:
    """As in "am 3. geht es", never as in "am 3. Termin" and "the 2nd option"."""
    return _hour_goes_on(edge, tokens)


def _is_weekday(edge: Edge, tokens: Tokens) -> bool:
    """As in "mo" and "Fr." are no names here, and "Do" no verb."""
    if _before(edge, tokens) in _NAME_LIKE_BEFORE:
        return False
    word = _after(edge, tokens)
    glued = bool(word) and tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]
    if word in _ENGLISH_VERB_BEHIND or (word == "-" and glued):
        return False
    if word == "." and glued and edge.end + 1 < len(tokens.words) and not tokens.edges[edge.end + 1]:
        return not tokens.text[tokens.spans[edge.end + 1][0]].isupper()
    first = edge.start == 0 or tokens.words[edge.start - 1] in _STOPS
    follows_name = _written_after(edge, tokens)[:1].isupper() and not tokens.edges[edge.end]
    dotted = tokens.text[tokens.spans[edge.end - 1][0] : tokens.spans[edge.end - 1][1]] == "."
    return not (follows_name and (first or dotted or word not in _GOES_ON) and word != "sie")


def _is_month(edge: Edge, tokens: Tokens) -> bool:
    del edge, tokens
    return False


def _is_date(edge: Edge, tokens: Tokens) -> bool:
    """As in "3/4" is no date behind "page" or before "of"."""
    return _before(edge, tokens) not in _FRACTION_BEFORE and _after(edge, tokens) not in _FRACTION_BEHIND


def _is_habit(edge: Edge, tokens: Tokens) -> bool:
    """As in "weekly" recurs at the end of a clause; before a noun it describes."""
    word = _after(edge, tokens)
    return not word or word in _STOPS


def _is_one(edge: Edge, tokens: Tokens) -> bool:
    return _before(edge, tokens) in _LASTING


def _is_length(edge: Edge, tokens: Tokens) -> bool:
    """Never a rate ("twice a week", "per hour") nor an age ("five years old")."""
    if _before(edge, tokens) in _RATES:
        return False
    word = _after(edge, tokens)
    return word not in {"old", "alt", "older", "younger", "älter", "jünger", "/"} and not re.fullmatch(
        r"[^\W\d]*jährig\w*", word
    )


_CHECKS = (
    (doubt.BARE, _hour_goes_on),
    (doubt.ORDINAL, _not_of_a_noun),
    (doubt.SHORT_DAY, _is_weekday),
    (doubt.BARE_MONTH, _is_month),
    (doubt.FRACTION, _is_date),
    (doubt.HABIT, _is_habit),
    (doubt.ONE, _is_one),
)
