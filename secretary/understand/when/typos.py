"""Names of days and months with one slip of the finger: a letter too many, too few, wrong, or two changed round.

Promises: only long words, whose first letter is right, that are no words of their own.
"""

from __future__ import annotations

from functools import lru_cache

SHORTEST, LONGEST = 5, 12
_NAMES = """
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag monday tuesday wednesday thursday saturday
    sunday friday januar februar september oktober november dezember january february october december übermorgen
    uebermorgen tomorrow yesterday vormittag nachmittag afternoon
    """.split()
_WORDS_OF_THEIR_OWN = frozenset("montage freytag sontag sundae samtag".split())  # and names
_BY_LETTER = {letter: tuple(n for n in _NAMES if n[0] == letter) for letter in {n[0] for n in _NAMES}}


@lru_cache(maxsize=4096)
def corrected(word: str) -> str:
    """The name that was meant, or "" where none is one slip away."""
    if not SHORTEST <= len(word) <= LONGEST or word in _WORDS_OF_THEIR_OWN:
        return ""
    return next((name for name in _BY_LETTER.get(word[0], ()) if _one_slip(word, name)), "")


def _one_slip(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1 or (len(word) == SHORTEST and word[-1] != name[-1]):
        return False  # "Frida" is a name
    shorter, longer = sorted((word, name), key=len)
    at = next((i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    changed_round = word[at : at + 2] == name[at : at + 2][::-1] and word[at + 2 :] == name[at + 2 :]
    return changed_round or word[at + 1 :] == name[at + 1 :]
