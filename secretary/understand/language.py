"""The language of a text: German, English or another; sure on ten words.

Promises: total and deterministic. Function words decide; they are closed classes, so a short
list covers every text. Without enough of them the answer is OTHER with the rule "too-few-words".
Never does: guess from names, places or characters alone.
"""

from __future__ import annotations

import re

from secretary.domain.reading import Evidence, Language

# Closed-class words and office formulas that only the one language has. Shared ones ("in", "so",
# "was", "die", "war", "an", "am", "hat", "man", "also", "will") are left out on purpose.
GERMAN = frozenset(
    """der das und ich sie wir ihr ist nicht ein eine einen einem einer eines für mit auf zu von bei
    auch dass kann können könnten bitte danke guten tag hallo sehr geehrte geehrter herr frau mir uns ihnen ihre ihren
    haben sind wird werden würde oder aber wenn noch nur schon mal gerne gern leider am um wie wo wann haben
    diese dieser dieses nach vom zum zur über unter viele grüße freundlichen freundliche grüßen mfg termin ja nein
    passt geht morgen heute uhr woche""".split()
)
ENGLISH = frozenset(
    """the and i you we is not are a of for with on to from at also that can could please thanks thank dear
    hello hi mr mrs ms me us your our have has be been would or but if still only already like how where when
    this these after about best regards kind sincerely yours meeting yes no works what which there they it
    my let do does will shall tomorrow today week any""".split()
)
_WORD = re.compile(r"[^\W\d_]+")
MAX_WORDS = 400  # enough to be sure; the rest of a long mail says the same
MIN_HITS = 1


def read_language(text: str) -> tuple[Language, Evidence]:
    """The language with the count that showed it."""
    words = [w.casefold() for w in _WORD.findall(text[:20_000])[:MAX_WORDS]]
    german = sum(w in GERMAN for w in words) + sum(c in "äöüß" for w in words for c in w) // 2
    english = sum(w in ENGLISH for w in words)
    counts = f"de {german}, en {english} of {len(words)} words"
    if max(german, english) < MIN_HITS or _foreign(words, german + english):
        return Language.OTHER, Evidence("too-few-words", counts)
    if german == english:
        return Language.OTHER, Evidence("both-alike", counts)
    return (Language.DE if german > english else Language.EN), Evidence("function-words", counts)


def _foreign(words: list[str], hits: int) -> bool:
    """Whether a longer text has so few known function words that it must be another language."""
    return len(words) >= 12 and hits * 8 < len(words)  # noqa: PLR2004 - a third of any de/en text is function words
