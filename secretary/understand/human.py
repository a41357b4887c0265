"""The word that always brings a person, and our own sentence that promises it.

Promises: the word counts wherever a writer says it, in German and English, in any case; our own
sentence, quoted in whatever manner, never counts. Linear time.
"""

from __future__ import annotations

import re

from secretary.domain.reading import NewText

FOOTERS = {
    "de": "Automatisches Sekretariat. „Mensch“ genügt, und eine Kollegin übernimmt.",
    "en": "Automatic secretary. The word “human” brings a person.",
}
# A word ends where letters and digits end: *Mensch* and _human_ are emphasis.
_WORD = re.compile(r"(?<![^\W_])(?:mensch(?:en)?|humans?)(?![^\W_])", re.IGNORECASE)
# Programs quote with marks, wrap lines and damage umlauts: only the words around the word are sure.
_OURS = re.compile(
    r"sekretariat[\W_]{1,40}mensch[\W_]{1,40}gen\S{1,6}gt|the[\W_]{1,40}word[\W_]{1,40}human[\W_]{1,40}brings",
    re.IGNORECASE,
)


def asks_for_person(new_text: NewText, subject: str) -> bool:
    """Whether a mail's own words hold the word; below a signature only where it is all of a line.

    The subject speaks where the mail is empty: in an answer it is somebody else's.
    """
    own = new_text.text if new_text.text.strip() else subject
    below = (line.strip("\t !\"'()*+,-./:;<=>?[]_`{|}~„“”‚‘’«»–—…") for line in new_text.signature.splitlines())
    return wants_human(own) or any(_WORD.fullmatch(line) for line in below)


def wants_human(text: str) -> bool:
    """Whether the word stands in a text, outside our own sentence."""
    return bool(_WORD.search(text)) and bool(_WORD.search(_OURS.sub(" ", text)))
