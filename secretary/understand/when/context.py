"""What the words around an edge say about its doubts: whether it is a time after all.

Promises: bounded look-ahead and look-back. An edge without doubt is never asked about.
"""

from __future__ import annotations

import re

from secretary.understand.when import doubt
from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.tense import dates_a_document, moves

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
    an ein aus los fest bereit zeit time luft
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
_DROPPING = frozenset("drop stop come pass swing dropping coming stopping popping pop".split())
_LEAVING = frozenset("von vom from".split())
_ADJECTIVES = ("e", "en", "er", "es", "em")
_OPENINGS = frozenset({"um", "gegen", "ab", "bis"})  # before an hour
_RANGES = frozenset({"range", "from-to"})
_LASTING = frozenset(
    "for für takes dauert lasts about etwa ca circa nur only within take last need brauche brauchen in".split()
)
_RATES = frozenset("per pro je once twice times mal x / einmal zweimal dreimal every each".split())


_CLOSING_VERB = re.compile(r"ab|an|aus|ein|statt|vor|(?:[a-zäöü]{0,9}?ge|be|er|ver|über)[a-zäöüß]{2,14}(?:t|en)")
_TIMELY = frozenset({"RELDAY", "WD", "REL", "PARTS", "ZONE"})


def settled(edge: Edge, tokens: Tokens) -> bool:
    """Whether the doubts of an edge are settled by its surroundings."""
    if _is_not_what_it_seems(edge, tokens):
        return False
    if edge.cat == "SPOKEN" and not _is_length(edge, tokens):
        return False
    if not edge.guard:
        return True
    if _is_all(edge, tokens):
        return True
    if edge.guard & (doubt.ALONE | doubt.HOMOGRAPH):
        return False
    return all(check(edge, tokens) for bit, check in _CHECKS if edge.guard & bit)


def _is_not_what_it_seems(edge: Edge, tokens: Tokens) -> bool:
    """A preposition that belongs to what stands before it."""
    first = tokens.words[edge.start]
    if first == "by":
        return _before(edge, tokens) in _DROPPING  # "drop by late this afternoon"
    if first == "an":
        return any(e.cat == "MN" for e in tokens.edges[edge.start + 1]) if edge.end > edge.start + 1 else False
    if first not in _LEAVING:
        return _before(edge, tokens) in _LEAVING and _is_range(edge) and moves(tokens, edge.start)
    if rules_of(edge)[0] == "from":
        return dates_a_document(tokens, edge.start) or moves(tokens, edge.start)
    return moves(tokens, edge.start) and _is_range(edge)


def _is_range(edge: Edge) -> bool:
    rules = rules_of(edge)
    return not _RANGES.isdisjoint(rules) or ("hours" in rules and "day-time" in rules)


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
    if _closes_the_clause(edge, tokens) and not _OPENINGS.isdisjoint(tokens.words[edge.start : edge.end]):
        return True
    return word in _GOES_ON or any(e.cat in _TIMELY for e in tokens.edges[edge.end])


def _closes_the_clause(edge: Edge, tokens: Tokens) -> bool:
    """As in "um 11 sprechen?": a German noun, which could be counted, has a capital."""
    last = edge.end + 1 == len(tokens.words) or tokens.words[edge.end + 1] in _STOPS
    return last and _written_after(edge, tokens).islower() and _after(edge, tokens).endswith("en")


def _not_of_a_noun(edge: Edge, tokens: Tokens) -> bool:
    """As in "am 3. geht es", never as in "am 3. Termin" and "the 2nd option"."""
    return _hour_goes_on(edge, tokens) or _german_goes_on(edge, tokens)


def _german_goes_on(edge: Edge, tokens: Tokens) -> bool:
    """Behind a full stop a German noun has a capital, and so has the noun behind an adjective."""
    word = _written_after(edge, tokens)
    if tokens.words[edge.end - 1] != "." or not word.islower():
        return False
    behind = tokens.text[slice(*tokens.spans[edge.end + 1])] if edge.end + 1 < len(tokens.words) else ""
    return not (word.endswith(_ADJECTIVES) and behind[:1].isupper())


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
    word = _after(edge, tokens)
    glued = word == "-" and tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]  # "3/4-Zoll"
    return _before(edge, tokens) not in _FRACTION_BEFORE and word not in _FRACTION_BEHIND and not glued


def _is_habit(edge: Edge, tokens: Tokens) -> bool:
    """As in "weekly" recurs at the end of a clause; before a noun it describes.

    A German adverb has no ending, and may stand before the verb that ends its clause ("wird monatlich geprüft").
    """
    word = _after(edge, tokens)
    if not word or word in _STOPS:
        return True
    last = edge.end + 1 == len(tokens.words) or tokens.words[edge.end + 1] in _STOPS
    return last and _before(edge, tokens) != "" and bool(_CLOSING_VERB.fullmatch(_written_after(edge, tokens)))


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
