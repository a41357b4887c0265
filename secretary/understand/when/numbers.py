"""Spelled-out numbers up to the thousands, cardinal and ordinal, in German and English.

Promises: German words are looked up or taken apart at "hundert" and "tausend"; English ones are read
over several words, hyphens included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_ONES_DE = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
            "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")  # fmt: skip
_TENS_DE = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_ODD_ORDINALS_DE = {"erst": 1, "dritt": 3, "siebt": 7, "acht": 8}
_ENDINGS_DE = ("e", "er", "es", "en", "em")

_ONES_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS_EN = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ODD_ORDINALS_EN = {"first": 1, "second": 2, "third": 3, "fifth": 5, "eighth": 8, "ninth": 9, "twelfth": 12}

HUNDRED, THOUSAND = 100, 1000
_MOST_WORDS = 9  # "two thousand one hundred and twenty - three" has eight tokens
_SPLIT_DE = re.compile(r"(?:(\w*?)tausend)?(?:und)?(?:(\w*?)hundert)?(?:und)?(\w*)")


def _small_german() -> dict[str, int]:
    words = {word: n for n, word in enumerate(_ONES_DE)} | {"eins": 1, "zwo": 2}
    for ten in range(2, 10):
        words[_TENS_DE[ten]] = ten * 10
        words |= {f"{_ONES_DE[one]}und{_TENS_DE[ten]}": ten * 10 + one for one in range(1, 10)}
    plain = {w.replace("ü", "ue").replace("ö", "oe").replace("ß", "ss"): n for w, n in words.items()}
    return plain | words


_GERMAN = _small_german()
_ORDINALS_GERMAN = {
    stem + ending: n
    for stem, n in (
        *_ODD_ORDINALS_DE.items(),
        *((w + ("t" if n < 20 else "st"), n) for w, n in _GERMAN.items() if n not in {0, 1, 3, 7, 8} and w != "zwo"),  # noqa: PLR2004 - "zwanzigst"
    )
    for ending in _ENDINGS_DE
}
_ENGLISH = {word: n for n, word in enumerate(_ONES_EN)} | {w: n * 10 for n, w in enumerate(_TENS_EN) if w}
_ORDINALS_ENGLISH = _ODD_ORDINALS_EN | {
    **{f"{w}th": n for n, w in enumerate(_ONES_EN) if n not in {0, 1, 2, 3, 5, 8, 9, 12}},
    **{f"{w[:-1]}ieth": n * 10 for n, w in enumerate(_TENS_EN) if w},
}
_BIG_EN = {"hundred": HUNDRED, "thousand": THOUSAND}
_FIRST_WORDS = frozenset(_ENGLISH) | frozenset(_ORDINALS_ENGLISH) | {"a"}


def is_word(word: str) -> bool:
    """Whether a word is a small number, spelled out."""
    return word in _GERMAN or word in _ENGLISH


@lru_cache(maxsize=4096)
def german(word: str) -> tuple[int, bool] | None:
    """(number, whether it is an ordinal) of one German word, or None."""
    if (found := _GERMAN.get(word)) is not None:
        return found, False
    if (found := _ORDINALS_GERMAN.get(word)) is not None:
        return found, True
    return _big_german(word) if len(word) < 60 and ("hundert" in word or "tausend" in word) else None  # noqa: PLR2004 - longer than any number


def _big_german(word: str) -> tuple[int, bool] | None:
    bare = re.sub(r"(?:st)(?:e[rsnm]?)$", "", word) if re.search(r"(?:hundert|tausend)ste[rsnm]?$", word) else word
    parts = _SPLIT_DE.fullmatch(bare)
    if not parts:
        return None
    thousands, hundreds, rest = parts.groups()
    values = (_count(thousands), _count(hundreds), (0, False) if not rest else german(rest))
    if values[0] is None or values[1] is None or values[2] is None:
        return None
    number = values[0] * THOUSAND + values[1] * HUNDRED + values[2][0]
    return number, values[2][1] or bare != word


def _count(word: str | None) -> int | None:
    """What stands before "hundert": nothing there is one, no such part is zero."""
    if word is None:
        return 0
    return 1 if not word else _GERMAN.get(word)


def english(words: Sequence[str], start: int) -> tuple[int, int, bool] | None:
    """(number, index behind it, whether it is an ordinal) of the longest number that starts here."""
    if words[start] not in _FIRST_WORDS:
        return None
    total, part, best = 0, 0, None
    allowed = HUNDRED  # the next word must be smaller than this
    for index in range(start, min(len(words), start + _MOST_WORDS)):
        word = words[index]
        if word in {"-", "and"} or (word == "a" and index == start):
            continue
        if word in _ORDINALS_ENGLISH:
            value = _ORDINALS_ENGLISH[word]
            return (total + part + value, index + 1, True) if value < allowed else best
        if word in _BIG_EN:
            if not (part or index == start + 1) or (words[index - 1] == "and"):
                return best
            total, part, allowed = _grown(total, part or 1, _BIG_EN[word])
        elif word in _ENGLISH and _ENGLISH[word] < allowed and _joins(words, index, start, part):
            part += _ENGLISH[word]
            allowed = 10 if word in _TENS_EN else 0
        else:
            return best
        best = (total + part, index + 1, False)
    return best


def _grown(total: int, part: int, by: int) -> tuple[int, int, int]:
    if by == THOUSAND:
        return total + part * THOUSAND, 0, THOUSAND
    return total, part * HUNDRED, HUNDRED


def _joins(words: Sequence[str], index: int, start: int, part: int) -> bool:
    """Whether a word continues the number: "and" belongs behind a hundred or a thousand only."""
    if index == start:
        return True
    before = words[index - 1]
    if before == "and":
        return index > start + 1 and words[index - 2] in _BIG_EN
    return before in _BIG_EN or part % HUNDRED >= 20 or part == 0  # noqa: PLR2004 - "twenty two"
