"""What a person of the office says about an invitation: accept it, decline it, propose another time.

Promises: pure, total, linear. The whole text must be such a word: whatever else is said makes it UNCLEAR,
and so do a "not" and two words that contradict one another. Nothing is read out of a longer text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.services.appointments.said.shifts import meant, moved_to

MAX_WORD = 200  # characters; what is longer is a text


class Will(StrEnum):
    """What shall be answered."""

    ACCEPT = "accept"
    TENTATIVE = "tentative"
    DECLINE = "decline"
    COUNTER = "counter"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Word:
    """The will; `start` is the time to propose, None where any will do."""

    will: Will
    start: datetime | None = None


_ACCEPT = frozenset("zusagen zusage zugesagt annehmen angenommen teilnehmen komme accept accepted attend".split())
_DECLINE = frozenset("absagen absage ablehnen abgelehnt decline declined refuse reject".split())
_TENTATIVE = frozenset("vorbehalt vorläufig tentative tentatively".split())
_COUNTER = frozenset(
    "lieber besser stattdessen rather instead propose suggest vorschlagen gegenvorschlag counter".split()
)
_SPLIT = {  # verbs that leave their particle at the end of the sentence
    "zu": frozenset({"sag", "sage", "sagen"}), "an": frozenset({"nimm", "nehme", "nehmen"}),
    "teil": frozenset({"nimm", "nehme", "nehmen"}), "vor": frozenset({"schlag", "schlage", "schlagen"}),
    "ab": frozenset({"sag", "sage", "sagen", "lehn", "lehne", "lehnen"}),
}  # fmt: skip
_OF_PARTICLE = {
    "zu": Will.ACCEPT, "an": Will.ACCEPT, "teil": Will.ACCEPT, "ab": Will.DECLINE, "vor": Will.COUNTER,
}  # fmt: skip
_NOT = frozenset("nicht kein keine keinen keinesfalls not don't never no nein".split())
_FILLERS = frozenset(
    "bitte please ja yes ok okay ich i wir we den die das der diesen dieses diese dem termin einladung meeting it this "
    "invitation one for für mich me us uns kannst du können sie can could you würde would gern gerne like to und and "
    "danke dank vielen wäre thanks thank unter the a an eine einen andere anderen another zeit zeitpunkt time dann "
    "then um uhr at am on there später früher eher later earlier".split()
)
_GREETING = re.compile(
    r"\s*(?:hallo|hi|hello|dear|liebe\w?|guten (?:tag|morgen|abend)|moin)\b[^\n,!]{0,60}[,!\n]", re.IGNORECASE
)


def word_of(reading: Reading, slot: Interval, zone: str) -> Word:
    """The will of an answer; times are understood from the meeting's own."""
    text = _GREETING.sub("", reading.new_text.text[: 2 * MAX_WORD], count=1).strip()
    if len(text) > MAX_WORD:
        return Word(Will.UNCLEAR)
    said = meant(reading, slot, zone)
    start = moved_to(said, slot.length)
    spans = [e.span for e in reading.times]
    will = _will(_without(reading.new_text.text, spans) if start else text)
    if start and will in {Will.COUNTER, Will.DECLINE}:
        return Word(Will.COUNTER, start)
    return Word(Will.UNCLEAR) if start or reading.times else Word(will)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return _GREETING.sub("", text, count=1)


def _will(text: str) -> Will:
    words = set(re.findall(r"[\w']+", text.casefold().replace("’", "'")))
    wills = {_OF_PARTICLE[p] for p, verbs in _SPLIT.items() if p in words and words & verbs}
    words -= {w for p, verbs in _SPLIT.items() if p in words and words & verbs for w in (p, *verbs)}
    known = ((Will.ACCEPT, _ACCEPT), (Will.DECLINE, _DECLINE), (Will.TENTATIVE, _TENTATIVE), (Will.COUNTER, _COUNTER))
    wills |= {will for will, names in known if words & names}
    rest = words - _ACCEPT - _DECLINE - _TENTATIVE - _COUNTER - _FILLERS
    if words & _NOT or rest:
        return Will.UNCLEAR
    if wills in ({Will.TENTATIVE, Will.ACCEPT}, {Will.COUNTER, Will.DECLINE}):
        return Will.TENTATIVE if Will.TENTATIVE in wills else Will.COUNTER
    return wills.pop() if len(wills) == 1 else Will.UNCLEAR


def of_choice(choice: str) -> Word:
    """The word behind a number of the note."""
    return Word(Will(choice)) if choice in set(Will) else Word(Will.UNCLEAR)
