"""What an assistant says to a cover note, in plain words: a number, "ok", "erledigt", "später", "Antwort: …".

Promises: pure, total and sure: only a few ways of saying each thing are known, and the whole answer must be
one of them; everything else is UNCLEAR, to be asked back. Nothing is read out of a longer text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

MAX_LETTER = 5_000  # characters of a letter that is dictated in an answer
MAX_WORD = 60  # characters of a word; what is longer is a text


class Wish(StrEnum):
    """What is to be done."""

    CHOICE = "choice"
    APPROVE = "approve"
    DONE = "done"
    LATER = "later"
    WRITE = "write"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """A wish; `number` for CHOICE, from 1; `text` is the letter for WRITE, and the day in words for LATER."""

    wish: Wish
    number: int = 0
    text: str = ""


_NUMBER = re.compile(r"(?:nr\.?|nummer|number|no\.?|vorschlag|option)?\s?([1-9])[.)]?(?: bitte| please)?")
_APPROVE = re.compile(
    r"(?:ja|yes|ok(?:ay)?|passt(?: so)?|einverstanden|freigegeben|genehmigt|approved?|go ahead|looks good|gut so)"
    r"(?:,? (?:bitte )?(?:senden|abschicken|send(?: it)?|raus damit))?"
    r"|(?:bitte |please )?(?:so )?(?:senden|abschicken|send(?: it)?)(?: bitte| please)?"
)
_DONE = re.compile(
    r"(?:nein|no|nö)(?:,? (?:danke|thanks|nicht senden|do not send|don't send|erledigt))?"
    r"|(?:ist |schon |bereits |hat sich )*erledigt|nichts(?: tun| senden)?|(?:ist )?ablegen"
    r"|(?:it is |already |that's )*(?:done|settled)|nothing(?: to do)?|do nothing|file it"
)
_LATER = re.compile(
    r"(?:bitte )?(?:später|spaeter|wiedervorlage|nochmal vorlegen|erinner\w*(?: mich)?|remind me|later|snooze)\b"
    r"[:,]?\s*(.*)"
)
_WRITE = re.compile(
    r"(?is)\s*(?:bitte |please )?"
    r"(?:antwort(?:e|en)?|schreib(?:e|en)?(?: sie)?|sag(?:e|en)?(?: sie)?|answer|reply|tell|write)"
    r"(?: (?:ihr|ihm|ihnen|her|him|them))?\s*[:,]\s*(.+)"
)


def said(text: str) -> Said:
    """The wish of an answer; `text` is its new text, without quotes and signature."""
    word = " ".join(text.casefold().replace("’", "'").split()).rstrip(" .!")
    if len(word) <= MAX_WORD:
        if number := _NUMBER.fullmatch(word):
            return Said(Wish.CHOICE, number=int(number[1]))
        if _APPROVE.fullmatch(word):
            return Said(Wish.APPROVE)
        if _DONE.fullmatch(word):
            return Said(Wish.DONE)
        if later := _LATER.fullmatch(word):
            return Said(Wish.LATER, text=later[1])
    letter = _WRITE.fullmatch(text[: MAX_LETTER + MAX_WORD])
    if letter and len(letter[1].strip()) <= MAX_LETTER:
        return Said(Wish.WRITE, text=_as_sentence(letter[1].strip()))
    return Said(Wish.UNCLEAR)


def _as_sentence(text: str) -> str:
    """The person's words; only a small first letter and a missing full stop are mended."""
    mended = text[:1].upper() + text[1:]
    return mended if mended[-1:] in ".!?…:)" else f"{mended}."
