"""What somebody answers to a plan or a question back: yes, no, all but some, only some, take it back.

Promises: pure, total, linear, and sure: the whole answer must be one of the known ways of saying it;
everything else is UNCLEAR, to be asked back. Nothing is read out of a longer text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_WORDS = 120  # characters; what is longer is a text


class Word(StrEnum):
    """What is to be done with the plan."""

    YES = "yes"
    ALL_BUT = "all-but"
    ONLY = "only"
    NO = "no"
    UNDO = "undo"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """A word; `numbers` are those of ALL_BUT and ONLY."""

    word: Word
    numbers: tuple[int, ...] = ()


# One way to read each separator: a choice of ways would cost exponential time.
_NUMBERS = r"(?P<numbers>(?:nr\.? ?|nummer |number |no\.? ?|#)?\d{1,2}\.?(?:(?:[ ,&]|und |and )+\d{1,2}\.?)*)"
_YES = (
    r"ja|yes|yep|ok|okay|jawohl|gern|gerne|sehr gern|passt|passt so|einverstanden|bestätigt|confirmed?|go ahead|do it"
    r"|do so|please do|all|alle|alles|machen?(?: sie)?(?: das| es)?(?: so)?|so machen|genau so|klar|sure|yes to all"
)
_POLITE = r"(?:[ ,]+(?:bitte|please|danke|thanks|thank you|vielen dank|genau|go ahead|do it|mach(?:en sie)? das))*"
_PATTERNS: tuple[tuple[Word, re.Pattern[str]], ...] = (
    (
        Word.ALL_BUT,
        re.compile(
            r"(?:(?:ja|yes|ok|okay)[ ,]*)?(?:aber )?(?:alle[sn]?|all|everything)?[ ,]*"
            r"(?:ausser|bis auf|ohne|aber nicht|nicht|except(?: for)?|but not|but|not|without)(?: die| den)?"
            rf" {_NUMBERS}{_POLITE}"
        ),
    ),
    (
        Word.ONLY,
        re.compile(rf"(?:(?:ja|yes|nein|no)[ ,]*)?(?:bitte )?(?:nur|only|just)?(?: die| den)? ?{_NUMBERS}{_POLITE}"),
    ),
    (Word.YES, re.compile(rf"(?:{_YES}){_POLITE}")),
    (
        Word.UNDO,
        re.compile(
            r"(?:bitte |please )?(?:zurück|zurueck|(?:alles )?rückgängig|rückgängig machen|zurücknehmen"
            r"|undo(?: it| that)?|take (?:it|that) back|stop+|halt|nimm das zurück|widerrufen|doch nicht|revert)"
            rf"{_POLITE}"
        ),
    ),
    (
        Word.NO,
        re.compile(
            r"(?:nein|no|nö|nope|lieber nicht|nicht|lass(?:en sie)? (?:es|das)|abbrechen|drop it|don't|do not|forget it"
            r"|never mind|vergiss es|vergessen sie es|rather not|better not|nichts)"
            rf"{_POLITE}"
        ),
    ),
)


_WHY = re.compile(r"\W{0,5}(?:(?:und|aber|and|but|bitte|please)\s)?(?:warum|wieso|weshalb|why)\b", re.IGNORECASE)
_TAPPED = re.compile(rf"(\d{{1,2}})\. [^\n]{{1,{2 * MAX_WORDS}}}")


def said(text: str) -> Said:
    """The word of an answer; `text` is its new text, without quotes and signature."""
    words = " ".join(text.casefold().replace("’", "'").split()).strip(" .!„“\"'")
    if len(words) > MAX_WORDS:
        return Said(Word.UNCLEAR)
    for word, pattern in _PATTERNS:
        found = pattern.fullmatch(words)
        if found:
            numbers = found.groupdict().get("numbers") or ""
            return Said(word, tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", numbers))))
    return Said(Word.UNCLEAR)


def asks_why(text: str) -> bool:
    """Whether a short question asks for reasons; a longer text that begins so is a letter."""
    return len(text.strip()) <= MAX_WORDS and _WHY.match(text.strip()) is not None


def choice(text: str) -> int:
    """The number of the numbered line that was answered, or tapped and so came back whole; 0 for none."""
    word = said(text)
    if word.word is Word.ONLY and len(word.numbers) == 1:
        return word.numbers[0]
    tapped = _TAPPED.fullmatch(text.strip())
    return int(tapped[1]) if tapped else 0
