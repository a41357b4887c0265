"""What the words around an edge say about its doubts: whether it is a time after all.

Promises: bounded look-ahead and look-back. An edge without doubt is never asked about.
"""

from __future__ import annotations

import re

from secretary.domain.when import Grain
from secretary.understand.when import doubt
from secretary.understand.when import tense_words as told
from secretary.understand.when.chart import Edge, rules_of
from secretary.understand.when.disguises import is_disguised, word_after, word_before
from secretary.understand.when.idioms import is_an_idiom
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.offered import is_offered
from secretary.understand.when.tense import moves
from secretary.understand.when.tense_words import tense_of
from secretary.understand.when.values import Length

# Behind a bare number: words that do not say what it counts.
_GOES_ON = frozenset(
    """
    außer ausser except oder or und and am on im in passt passen ginge gehen geht ist is are was war bei at um
    gegen would wäre waere würde wuerde könnte koennte kann können can could if wenn falls weil because mit with
    für for per via auf zu to dann then also auch too as please bitte lieber but aber nicht not suits suit fits
    fit haben hat have has treffen meet anrufen telefonieren sein be instead statt when where we wir ich i you
    sie there here hier da noch fine ok okay perfekt perfect frei free verfügbar available today tomorrow heute
    morgen übermorgen work works gerne gern next nächste nächsten nächster this diese diesen dieser kommende
    kommenden until bis von from the der die das den dem so that dass that's it he she they an ein aus los fest
    bereit zeit time luft outside inside near opposite behind beside hinter neben gegenüber beim ins habe hätte
    hätten bin bist waren wären ist's passts look looks möglich possible recht good gut super great better best
    besser your our mein dein ihr unser my his sharp let's let dieses nächstes latest spätestens onwards each
    both beide jeweils start starten beginnen begin ab since do does shall will wollen sollen sollte should uns
    us anyway zum zur vor nach before after by thanks danke telefonisch online persönlich sounds klingt stehe
    stehen sind wird werden might may suche mir me dir ihnen euch fertig weg offen erreichbar zurück back ready
    done over
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
    """
    plan seat plot lot part teil page seite step schritt nr no about over über nearly fast etwa rund gut almost
    than als
    """.split()
)
_FRACTION_BEHIND = frozenset(
    "der des of von unserer aller der full voll zoll inch cup mile teil teile liter stunde hour".split()
)
_DATE_BEFORE = frozenset(
    """
    termin datum date und oder bzw frist stichtag start beginn lieferung am an vom von bis zum zur ab seit nach vor den
    dem
    der spätestens auf on by until till from since after before to and or the
    """.split()
)
_ADJECTIVES = ("e", "en", "er", "es", "em")
_WAS = frozenset({"was", "were", "war", "waren"})
_AGED = frozenset({"ab", "unter", "über", "over", "under", "aged", "from", "age", "mit", "bis"})
_AT = frozenset({"um", "at", "gegen"})
_RANGE_SIGNS = frozenset({"to", "bis", "auf"})
_OPENINGS = frozenset({"um", "gegen", "ab", "bis"})  # before an hour
_SENTENCE_OPENINGS = _OPENINGS | {"kurz", "vor", "nach", "punkt", "so", "etwa"}
_FINE = frozenset("ok okay works good fine".split())
_LASTING = frozenset(
    "for für takes dauert lasts about etwa ca circa nur only within take last need brauche brauchen in".split()
)
_GOES_AFTER = frozenset("or oder and und at um if wenn instead works would is ist please bitte then".split())
_SUITS_DE = frozenset("passt passte wäre würde geht ginge ist sieht".split())
_SUITS_EN = frozenset("is would looks has suits fills".split())
_SELDOM_NAMES = frozenset("june august".split())
_OURS = frozenset("our my the this".split())
_RATES = frozenset("per pro je once twice times mal x / einmal zweimal dreimal every each".split())


_CLOSING_VERB = re.compile(r"ab|an|aus|ein|statt|vor|(?:[a-zäöü]{0,9}?ge|be|er|ver|über)[a-zäöüß]{2,14}(?:t|en)")
_TIMELY = frozenset({"RELDAY", "WD", "REL", "PARTS", "ZONE"})


def settled(edge: Edge, tokens: Tokens) -> bool:
    """Whether the doubts of an edge are settled by its surroundings."""
    if _is_not_what_it_seems(edge, tokens) or (edge.cat == "SPOKEN" and not _is_length(edge, tokens)):
        return False
    if edge.guard & doubt.SHIFT and not moves(tokens, edge.start, edge.end):
        return False
    if not edge.guard or (_is_all(edge, tokens) and not _is_decimal(edge, tokens)):
        return True
    if edge.guard & doubt.HOMOGRAPH:
        return edge.guard == doubt.HOMOGRAPH and (_is_adverbial_year(edge, tokens) or _is_offered_day(edge, tokens))
    if edge.guard & (doubt.ALONE | doubt.OFFERED):
        return is_offered(tokens, edge.start, edge.end)
    return all(check(edge, tokens) for bit, check in _CHECKS if edge.guard & bit)


def _is_decimal(edge: Edge, tokens: Tokens) -> bool:
    """As in "9.30", which alone may be a price."""
    return bool(edge.guard & doubt.OFFERED) and tokens.words[edge.start].isdigit()


def _is_offered_day(edge: Edge, tokens: Tokens) -> bool:
    """As in "sat ok?": a short weekday alone, said to suit."""
    if edge.end - edge.start > 1 or "weekday" not in rules_of(edge):
        return False
    return word_after(edge, tokens) in _FINE and is_offered(tokens, edge.start, edge.end)


def _is_adverbial_year(edge: Edge, tokens: Tokens) -> bool:
    """As in "wurde 2019 gegründet": in German a year stands behind its verb without a preposition."""
    if edge.end - edge.start > 1 or "year" not in rules_of(edge) or not tokens.german:
        return False
    verb = tense_of(word_before(edge, tokens)) & (told.HAVE | told.WAS | told.AHEAD | told.BE)
    word = _written_after(edge, tokens)
    if not word_before(edge, tokens) or word_before(edge, tokens) in ".!?\n":
        return word.islower() and bool(tense_of(word) & (told.HAVE | told.WAS | told.AHEAD | told.BE))
    return bool(verb) and (not word or word[0] in ".,;!?" or word.islower())


def _is_not_what_it_seems(edge: Edge, tokens: Tokens) -> bool:
    """A word of time that says what kind of thing something is, or belongs to what stands before or behind it."""
    if _is_lone_part(edge, tokens) or (
        tokens.words[edge.start] in _RANGE_SIGNS and word_before(edge, tokens).isdigit()
    ):
        return True
    return is_an_idiom(edge, tokens) or is_disguised(edge, tokens)


def _is_lone_part(edge: Edge, tokens: Tokens) -> bool:
    """As in "Evening dress" and "Parents' evening": a part of the day that only says what kind of thing it is."""
    if edge.end - edge.start > 1 or rules_of(edge) != ("time", "part"):
        return False
    before = word_before(edge, tokens)
    if before == "'" or word_after(edge, tokens) in _WAS or not _hour_goes_on(edge, tokens):
        return True
    return before.isalpha() and before not in _GOES_ON and not tokens.german


def _is_all(edge: Edge, tokens: Tokens) -> bool:
    """Whether nothing but signs stands around the edge."""
    if len(tokens.words) - (edge.end - edge.start) >= 8:  # noqa: PLR2004 - a few signs
        return False  # without a look at them: this is asked for every edge
    return not any(w[0].isalnum() for w in (*tokens.words[: edge.start], *tokens.words[edge.end :]))


def _written_after(edge: Edge, tokens: Tokens) -> str:
    return tokens.text[slice(*tokens.spans[edge.end])] if edge.end < len(tokens.words) else ""


def _hour_goes_on(edge: Edge, tokens: Tokens) -> bool:
    """As in "um 10 passt es", never as in "ab 5 Personen" and "um 9,90 Euro"."""
    word = word_after(edge, tokens)
    if not word:
        return True
    if word == "per" and not tokens.german:
        return False  # "between 5 and 6 per unit"
    if word in _RANGE_SIGNS and edge.end + 1 < len(tokens.words) and tokens.words[edge.end + 1].isdigit():
        return False  # of a range that was none
    if word in _STOPS:
        return not _goes_on_in_figures(edge, tokens) and not _is_ordinal(edge, tokens)
    if "\n" in tokens.text[tokens.spans[edge.end - 1][1] : tokens.spans[edge.end][0]] or word in _GOES_ON:
        return True
    return _says_no_count(edge, tokens) or any(e.cat in _TIMELY for e in tokens.edges[edge.end])


def _goes_on_in_figures(edge: Edge, tokens: Tokens) -> bool:
    """As in "9,90": a sign and more figures, with nothing between."""
    if edge.end + 1 >= len(tokens.words) or not tokens.words[edge.end + 1].isdigit():
        return False
    glued = tokens.spans[edge.end - 1][1] == tokens.spans[edge.end][0]
    near = tokens.spans[edge.end][1] == tokens.spans[edge.end + 1][0]
    return glued and near and tokens.words[edge.end] in ".,:/-"


def _is_ordinal(edge: Edge, tokens: Tokens) -> bool:
    """As in "zum 3. Mal": the full stop belongs to the number, which counts something."""
    if tokens.words[edge.end] != "." or tokens.spans[edge.end - 1][1] != tokens.spans[edge.end][0]:
        return False
    if edge.end + 1 == len(tokens.words):
        return False
    return "the-number" in rules_of(edge) or any(e.cat == "UNIT" for e in tokens.edges[edge.end + 1])  # "ab 4. Stunde"


def _says_no_count(edge: Edge, tokens: Tokens) -> bool:
    """Whether the word behind cannot be what is counted: a verb that closes the clause, no plural beside a day."""
    own = tokens.words[edge.start : edge.end]
    if _opens_its_sentence(edge, tokens):
        return True
    if _beside_its_day(edge, tokens) and not _may_be_counted(word_after(edge, tokens), _written_after(edge, tokens)):
        return True
    return _closes_the_clause(edge, tokens) and not _OPENINGS.isdisjoint(own)


def _opens_its_sentence(edge: Edge, tokens: Tokens) -> bool:
    """As in "Um 8 fängt der Unterricht an": in German the verb stands behind what opens the sentence."""
    before, word = word_before(edge, tokens), _written_after(edge, tokens)
    opens = tokens.words[edge.start] in _SENTENCE_OPENINGS and tokens.german and (not before or before in ".!?\n")
    return opens and word.islower() and word.endswith(("t", "en", "te", "ten"))


def _beside_its_day(edge: Edge, tokens: Tokens) -> bool:
    """As in "Monday at 11": with "at" and a day it is an hour, unless a noun in the plural says what it counts."""
    return edge.cat == "WHENDAY" and not _AT.isdisjoint(tokens.words[edge.start : edge.end])


def _may_be_counted(word: str, written: str) -> bool:
    return not word[0].isalpha() or written[0].isupper() or word.endswith("s")


def _closes_the_clause(edge: Edge, tokens: Tokens) -> bool:
    """As in "um 11 sprechen?": a German noun, which could be counted, has a capital."""
    last = edge.end + 1 == len(tokens.words) or tokens.words[edge.end + 1] in _STOPS
    endings = ("en", "t", "te") if tokens.german else ("en",)
    return last and _written_after(edge, tokens).islower() and word_after(edge, tokens).endswith(endings)


def _not_of_a_noun(edge: Edge, tokens: Tokens) -> bool:
    """As in "am 3. geht es", never as in "am 3. Termin" and "the 2nd option"."""
    if word_after(edge, tokens) in {"time", "mal", "zeit"} or tokens.words[edge.start] in {"die", "das"}:
        return False  # "zum 3. Mal"
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
    if word_before(edge, tokens) in _NAME_LIKE_BEFORE:
        return False
    word = word_after(edge, tokens)
    glued = bool(word) and tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]
    if tokens.words[edge.start] == "do" and not tokens.german:
        return False
    if tense_of(word) & (told.WAS | told.REGULAR) or word in {"hat", "has"}:
        return False  # "Mo called in sick"
    if word in _ENGLISH_VERB_BEHIND or (word == "-" and glued):
        return False
    if word == "." and glued and edge.end + 1 < len(tokens.words) and not tokens.edges[edge.end + 1]:
        return not tokens.text[tokens.spans[edge.end + 1][0]].isupper()
    first = edge.start == 0 or tokens.words[edge.start - 1] in _STOPS
    follows_name = _written_after(edge, tokens)[:1].isupper() and not tokens.edges[edge.end]
    dotted = tokens.text[tokens.spans[edge.end - 1][0] : tokens.spans[edge.end - 1][1]] == "."
    return not (follows_name and (first or dotted or word not in _GOES_ON) and word != "sie")


def _is_month(edge: Edge, tokens: Tokens) -> bool:
    """As in "Mai passt", "our June is full": in English most such months are names as well."""
    word, named = word_after(edge, tokens), tokens.words[edge.start]
    if edge.end - edge.start > 1 or word_before(edge, tokens) in _NAME_LIKE_BEFORE:
        return False
    if tokens.german:
        return word in _SUITS_DE
    return word in _SUITS_EN and (named in _SELDOM_NAMES or word_before(edge, tokens) in _OURS)


def _is_date(edge: Edge, tokens: Tokens) -> bool:
    """As in "3/4" is no date behind "page" or before "of"."""
    word = word_after(edge, tokens)
    glued = word == "-" and tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]  # "3/4-Zoll"
    if word_before(edge, tokens) in {"a", "an", "ein", "eine", "einen"} and word.isalpha():
        return False  # "a 5/8 spanner"
    noun = tokens.german and edge.start > 0 and tokens.text[tokens.spans[edge.start - 1][0]].isupper()
    if noun and edge.end - edge.start == 3 and not tokens.edges[edge.start - 1]:  # noqa: PLR2004 - "Sitzplan 4/12"
        return False
    return word_before(edge, tokens) not in _FRACTION_BEFORE and word not in _FRACTION_BEHIND and not glued


def _is_no_decimal(edge: Edge, tokens: Tokens) -> bool:
    """A date at the end of its sentence stands alone, in a list, or behind what takes one."""
    if tokens.words[edge.end - 1] != ".":
        return True
    before = word_before(edge, tokens)
    if not before or not before[0].isalnum() or before in _DATE_BEFORE:
        return True
    whole = len(tokens.text[slice(tokens.spans[edge.start][0], tokens.spans[edge.end - 1][1])]) > len("13.1.")
    return (whole and tokens.german) or any(e.cat in _TIMELY for e in tokens.edges[edge.start - 1])


def _is_habit(edge: Edge, tokens: Tokens) -> bool:
    """As in "weekly" recurs at the end of a clause; before a noun it describes.

    A German adverb has no ending, and may stand before the verb that ends its clause ("wird monatlich geprüft").
    """
    word = word_after(edge, tokens)
    if not word or word in _STOPS:
        return True
    last = edge.end + 1 == len(tokens.words) or tokens.words[edge.end + 1] in _STOPS
    if word == "zu" and not last:
        return tokens.text[tokens.spans[edge.end + 1][0]].islower()  # "halbjährlich zu tauschen"
    return last and word_before(edge, tokens) != "" and bool(_CLOSING_VERB.fullmatch(_written_after(edge, tokens)))


def _is_one(edge: Edge, tokens: Tokens) -> bool:
    return word_before(edge, tokens) in _LASTING


def _closes(edge: Edge, tokens: Tokens) -> bool:
    """As in "the day after." and "the day after or Friday"; "the day after we met" goes on."""
    word = word_after(edge, tokens)
    return not word or word in _STOPS or word in _GOES_AFTER


def _is_length(edge: Edge, tokens: Tokens) -> bool:
    """Never a rate ("twice a week", "per hour") nor an age ("five years old")."""
    before = word_before(edge, tokens)
    if before in {"den", "the"} and tokens.words[edge.start] in {"ganzen", "whole", "entire", "full"}:
        return False  # "I'm here the whole day"
    if before.isdigit() and tokens.words[edge.start] in {"a", "an", "die", "the"}:
        return False  # "we charge 75 an hour"
    if before in _RATES or (before in _AGED and isinstance(edge.value, Length) and edge.value.grain is Grain.YEAR):
        return False
    word = word_after(edge, tokens)
    if word == "-" and tokens.spans[edge.end][0] == tokens.spans[edge.end - 1][1]:
        return False  # "a 10-year-old", "24-Stunden-Pflege"
    return word not in {
        "costs",
        "cost",
        "kostet",
        "old",
        "alt",
        "older",
        "younger",
        "älter",
        "jünger",
        "/",
    } and not re.fullmatch(r"[^\W\d]*jährig\w*", word)


_CHECKS = (
    (doubt.BARE, _hour_goes_on),
    (doubt.ORDINAL, _not_of_a_noun),
    (doubt.SHORT_DAY, _is_weekday),
    (doubt.BARE_MONTH, _is_month),
    (doubt.FRACTION, _is_date),
    (doubt.HABIT, _is_habit),
    (doubt.ONE, _is_one),
    (doubt.SENTENCE, _is_no_decimal),
    (doubt.CLOSING, _closes),
)
