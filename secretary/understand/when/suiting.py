"""What the words of a clause say about its times: that they suit, suit best, suit if they must, do not suit.

The times themselves are blotted out: a row of "0" stands for each.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from secretary.understand.patterns import Together, words


class Mood(NamedTuple):
    """How a clause speaks of its times."""

    refused: bool
    weight: int


_NO_REFUSAL = words(
    r"why\s+not|why\s+don['’]t\s+(?:we|you)|warum\s+nicht|wieso\s+nicht|no\s+problem|kein\s+problem|keine?\s+sorge|nicht\s+nur"
    r"|not\s+only|wenn\s+nicht|if\s+not|falls\s+nicht|nichts\s+dagegen|no\s+objections?|nicht\s+schlecht|not\s+bad|nicht\s+wahr"
    r"|no\s+worries|ob\s+nicht|don['’]t\s+mind|keine?\s+einwände|nicht\s+länger|no\s+later|nicht\s+mehr\s+als|kein\s+thema"
    r"|whether\s+or\s+not|spricht\s+nichts|out\s+of\s+the\s+question\s+not|nichts\s+im\s+wege"
)
_REFUSAL = words(
    r"nicht|nichts|kein\l{0,2}|nie|niemals|nein|außer|ausser|ohne|schlecht|ungünstig|unmöglich|verhindert|belegt|ausgebucht"
    r"|verplant|blockiert|urlaub|unterwegs|abwesend|geschlossen|krank|verreist|weder|ausgeschlossen|unpassend|vergeben|besetzt"
    r"|voll|dicht|flach|entfällt|entfallen|abgesagt|vermeiden|ausgelastet|eingespannt|zu\s+(?:spät|früh|knapp|eng)|betriebsferien|hochbetrieb"
    r"|not|no|nope|never|neither|nor|none|nothing|except|excluding|unavailable|busy|booked|away|unable|closed|impossible|cannot"
    r"|cant|wont|out\s+of\s+(?:the\s+)?office|out\s+of\s+the\s+question|apart\s+from|bis\s+auf|other\s+than|on\s+leave"
    r"|travell?ing|vacation|tied\s+up|bad|too\s+(?:late|early)|day\s+off|full|shut|nobody|no\s+one|niemand|avoid|swamped|snowed\s+under|flat\s+out|taken|cancell?ed|called\s+off|\l+n['’]t"
)
# Somebody is elsewhere: "sind wir auf der Messe", "I'm at a conference", "is out".
_ELSEWHERE = words(
    r"(?:bin|sind|ist|seid)\s(?:[^,;.?!0]{0,40}\s)?(?:auf|bei|beim|im|in|zur|zum|am|mit)\s+\l+"
    r"|(?:bin|sind|ist)\s(?:[^,;.?!0]{0,40}\s)?(?:weg|fort|auswärts)"
    r"|(?:bin|sind)\s+0+\s+(?:auf|bei|beim|im|in|zur|zum)\s+\l+"
    r"|ist\s+(?:bei\s+(?:uns|mir)|hier)\s+\l+"
    r"|(?:am|are|be|i['’]m|we['’]re|he['’]s|she['’]s)\s(?:[^,;.?!0]{0,30}\s)?(?:at|on|in|with)\s+\l+"
    r"|(?:am|is|are|be|i['’]m|we['’]re|he['’]s|she['’]s)\s+(?:\l+\s+)?(?:out|off|away)"
    r"|hab\l*\s+(?:ich|wir)\s(?:[^,;.?!]{0,30}\s)?\l*(?:termine?|sitzung|besprechung|verhandlung|kurs|schulung|prüfung|zahnarzt"
    r"|arzttermin|seminar|workshop|dienst|schicht|frei)"
    r"|(?:ich|wir)\s+hab\l*\s(?:[^,;.?!]{0,30}\s)?(?:einen|eine|schon)\s(?:\l+\s)?\l*(?:termine?|sitzung|besprechung|verhandlung"
    r"|kurs|schulung|prüfung)"
    r"|(?:i|we)(?:\s+already)?(?:\s+have|['’]ve(?:\s+got)?)\s+(?:(?:an?|another|my|our)\s+)?(?:\l+\s+){0,2}?(?:hearing|meeting"
    r"|appointment|class|exam|surgery|flight|conference|call|training|event|wedding|deadline|course)(?:s|es)?"
)
_AT_HAND = words(
    r"büro|haus|\l+\s+da|hier|erreichbar|verfügbar|flexibel|offen|möglich|recht|gerne?|praxis|werkstatt|laden|homeoffice|dabei"
    r"|telefonisch|verfügung|bereit|lage|nähe|anwesend|ordnung|passend|gut|prima|ideal|lieber|liebsten|(?:noch|etwas|termine?|was)\s+frei|zeit|luft|platz|kapazität\l*|lücke|spielraum"
    r"|office|desk|free|available|around|flexible|open|happy|fine|home|online|town|area|here|hand|reach|good|ok|okay|best|favour"
    r"|could|can|könn\l+|kann|wäre\l*|would|shall|should|may|if|falls|wenn"
)
_PREFERRED = words(
    r"lieber|am\s+liebsten|bevorzug\l*|ideal\l*|optimal\l*|präferier\l*|favorisier\l*|vorzugsweise|am\s+besten|perfekt|besser|\l{3,}er\s+als"
    r"|prefer\l*|rather|ideally|best|perfect|preferred|favou?r|better|sooner"
)
_IF_MUST = words(
    r"zur\s+not|notfalls|eng|knapp|ungern|wenn\s+es\s+(?:unbedingt\s+)?sein\s+muss|wenn\s+nötig|falls\s+nötig|schwierig|sonst"
    r"|ansonsten|zur\s+not\s+auch|if\s+necessary|if\s+need\s+be|if\s+needed|at\s+a\s+(?:pinch|push)|tight|worst\s+case|if\s+i\s+(?:must"
    r"|have\s+to)|tricky|reluctantly|otherwise|failing\s+that|if\s+it\s+has\s+to\s+be|wenn\s+gar\s+nichts\s+anderes\s+geht"
)
# "haben wir Betriebsversammlung": a German noun has a capital.
_SHUT = re.compile(r"\b(?:ist|sind|haben?|hat)\b[^0]{0,60}\bzu\W*$", re.IGNORECASE)
_HAS_ON = re.compile(r"\b(?:habe?|haben|hat)\s+(?:ich|wir|er|sie)\s+(?:leider\s+|schon\s+|da\s+)?[A-ZÄÖÜ]\w{3,}")
# What "any day but Monday" excepts.
_ANY_BUT = re.compile(r"\b(?:any\w*|any\s+\w+|all|every\w*|every\s+\w+|alles|immer)\W*$", re.IGNORECASE)
_BUT = re.compile(r"\s*but\b", re.IGNORECASE)
_THAN = re.compile(r"\b(?:als|than|over|to)\b(?=\s*(?:an?\s+|the\s+|on\s+|am\s+)?0)", re.IGNORECASE)
_INSTEAD = re.compile(r"\b(?:statt|anstatt|anstelle\s+von|instead\s+of)\s*(?:am\s+|on\s+|the\s+)?0", re.IGNORECASE)
# A clause without a time that speaks of the one before: by a pronoun, as an answer, or of nothing else.
_ON_THE_LAST = re.compile(
    r"\W*(?:und\s+|and\s+|aber\s+|but\s+|denn\s+)?(?:da|dann|das|that|then|it|there|so|leider|unfortunately|nein|no|nope|sorry"
    r"|i['’]m\s+afraid|ich\s+fürchte|lieber|eher|nicht|not|zur\s+not|notfalls|wenn|falls|if|at\s+a\s+pinch|otherwise)\b",
    re.IGNORECASE,
)
_SIGNS = Together(
    no_refusal=_NO_REFUSAL,
    refusal=_REFUSAL,
    elsewhere=_ELSEWHERE,
    at_hand=_AT_HAND,
    preferred=_PREFERRED,
    if_must=_IF_MUST,
)
_NOTHING_SAID = Mood(refused=False, weight=0)


def mood_of(clause: str, before: str = "") -> Mood:
    """How a clause speaks of its times; `before` is what stands in front of it."""
    said, signs = clause, _SIGNS.found_in(clause)
    if "no_refusal" in signs:
        said = _NO_REFUSAL.sub(" ", clause)
        signs = _SIGNS.found_in(said)
    if "if_must" in signs:
        return Mood(refused=False, weight=-1)
    if _refuses(said, signs) or (_BUT.match(clause) and _ANY_BUT.search(before)):
        return Mood(refused=True, weight=0)
    return Mood(refused=False, weight=1) if "preferred" in signs else _NOTHING_SAID


def _refuses(said: str, signs: frozenset[str]) -> bool:
    if "refusal" in signs or _SHUT.search(said):
        return True
    return "at_hand" not in signs and ("elsewhere" in signs or _HAS_ON.search(said) is not None)


def weaker_side(mood: Mood, clause: str, place: int) -> Mood:
    """The mood of a time at a place of its clause: behind "als" it is what the other one is better than."""
    if _INSTEAD.search(clause[: place + 1]) and not _INSTEAD.search(clause[:place]):
        return Mood(refused=True, weight=0)
    if mood.weight > 0 and any(m.end() <= place for m in _THAN.finditer(clause)):
        return _NOTHING_SAID
    return mood


def is_a_word_on_the_last(clause: str) -> bool:
    """Whether a clause without a time says something about the times of the one before it."""
    if not _ON_THE_LAST.match(clause):
        return False
    mood = mood_of(clause)
    return mood.refused or mood.weight < 0 or (mood.weight > 0 and len(clause.split()) == 1)
