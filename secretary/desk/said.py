"""What an assistant says to a cover note, in plain words: a number, "ok", "erledigt", "gehört Petra", "Antwort: …".

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
    HAND_OVER = "hand-over"
    APPOINT = "appoint"
    TEACH = "teach"
    WHY = "why"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Said:
    """A wish; `number` for CHOICE, from 1.

    `text` is the letter for WRITE, the day in words for LATER, the time for APPOINT, the name for HAND_OVER, and
    what is taught for TEACH.
    """

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
_NAME = r"(?P<name>[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){0,3})"
_HAND_OVER = re.compile(
    rf"(?:das |dies |die sache |der fall )?(?:gehört(?: zu)?|geht an|ist (?:etwas |was |eine sache )?für) {_NAME}"
    rf"|(?:bitte )?(?:an {_NAME.replace('name', 'to')}|übergeben an {_NAME.replace('name', 'given')})"
    rf"|(?:this |it )?(?:belongs to|goes to|is for) {_NAME.replace('name', 'owner')}"
    rf"|(?:please )?(?:hand|pass|give) (?:it |this )?(?:over |on )?to {_NAME.replace('name', 'taker')}"
)
_TAIL = re.compile(r"(?: übergeben| weitergeben| weiterleiten| abgeben)?(?: bitte| please)?$")
_NOTHING = re.compile(r"(?!)")
_TITLE = re.compile(r"(?:frau|herrn?|dr\.?|mrs?\.?|ms\.?) ")
_APPOINT = re.compile(
    r"(?:bitte |please )?(?:termin|treffen|appointment|meeting)"
    r"(?: anbieten| vorschlagen)?[:,]?(?: am| um| on| at)? (.+)"
    r"|(?:bitte )?biete(?:n sie)? (?:ihr |ihm |ihnen )?(.+?) an|(?:please )?offer (?:her |him |them )?(.+)"
)
_TEACH = re.compile(
    r"(?i)(?:bitte |please )?(?:merken?|merke? dir|lernen?|remember|learn)\s*:\s*(?:immer |always )?([^/\\]+)"
)
_WRITE = re.compile(
    r"(?is)\s*(?:bitte |please )?"
    r"(?:antwort(?:e|en)?|schreib(?:e|en)?(?: sie)?|sag(?:e|en)?(?: sie)?|answer|reply|tell|write)"
    r"(?: (?:ihr|ihm|ihnen|her|him|them))?\s*[:,]\s*(.+)"
)
_WHY = re.compile(r"(?:(?:und|aber|and|but|bitte|please) )?(?:warum|wieso|weshalb|why)\b.*")
_PLAIN = ((_APPROVE, Wish.APPROVE), (_DONE, Wish.DONE), (_WHY, Wish.WHY))
_WITH_TEXT = (
    (_LATER, Wish.LATER, _NOTHING),
    (_HAND_OVER, Wish.HAND_OVER, _TAIL),
    (_APPOINT, Wish.APPOINT, _NOTHING),
)


def said(text: str) -> Said:
    """The wish of an answer; `text` is its new text, without quotes and signature."""
    word = " ".join(text.casefold().replace("’", "'").split()).rstrip(" .!")
    if len(word) <= MAX_WORD:
        # What is taught keeps its letters: a folder is called so.
        taught = _TEACH.fullmatch(" ".join(text.split()).rstrip(" .!"))
        known = Said(Wish.TEACH, text=taught[1]) if taught else _word(word)
        if known:
            return known
    letter = _WRITE.fullmatch(text[: MAX_LETTER + MAX_WORD])
    if letter and len(letter[1].strip()) <= MAX_LETTER:
        return Said(Wish.WRITE, text=_as_sentence(letter[1].strip()))
    return Said(Wish.UNCLEAR)


def _word(word: str) -> Said | None:
    """What a short answer says as a whole, if it is one that is known."""
    if number := _NUMBER.fullmatch(word):
        return Said(Wish.CHOICE, number=int(number[1]))
    plain = next((wish for pattern, wish in _PLAIN if pattern.fullmatch(word)), None)
    if plain:
        return Said(plain)
    said = ((wish, pattern.fullmatch(tail.sub("", word))) for pattern, wish, tail in _WITH_TEXT)
    wish, found = next((one for one in said if one[1]), (Wish.UNCLEAR, None))
    text = next(filter(None, found.groups()), "") if found else ""
    return Said(wish, text=_TITLE.sub("", text) if wish is Wish.HAND_OVER else text) if found else None


def _as_sentence(text: str) -> str:
    """The person's words; only a small first letter and a missing full stop are mended."""
    mended = text[:1].upper() + text[1:]
    return mended if mended[-1:] in ".!?…:)" else f"{mended}."
