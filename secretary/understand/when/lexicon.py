"""The words of both languages as one table: what each may be, before anybody knows what it is.

Categories in capitals carry a value, those in small letters only join. A word may be several things
("morgen", "am", "second"); the chart finds out which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from secretary.domain.when import Grain
from secretary.understand.when import words_de, words_en
from secretary.understand.when.entries import Entry, entries
from secretary.understand.when.values import DAY_SECONDS

TOKEN = re.compile(r"[0-9]+|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")

# (seconds, months, grain): a length of months moves on the calendar, not on the clock.
UNITS = {
    "second": (1, 0, Grain.SECOND), "minute": (60, 0, Grain.MINUTE), "hour": (3600, 0, Grain.HOUR),
    "day": (DAY_SECONDS, 0, Grain.DAY), "workday": (DAY_SECONDS, 0, Grain.DAY),
    "week": (7 * DAY_SECONDS, 0, Grain.WEEK),
    "fortnight": (14 * DAY_SECONDS, 0, Grain.WEEK), "month": (0, 1, Grain.MONTH), "quarter": (0, 3, Grain.QUARTER),
    "half-year": (0, 6, Grain.MONTH), "year": (0, 12, Grain.YEAR),
}  # fmt: skip


class Meaning(NamedTuple):
    """What a word may mean where `rest` follows it."""

    rest: tuple[str, ...]
    cat: str
    value: object
    doubt: int
    as_written: str
    dotted: bool


def words_of(text: str) -> tuple[str, ...]:
    """The tokens of an entry, in the form in which texts are looked up."""
    return tuple(plain(m.group()) for m in TOKEN.finditer(text))


def plain(word: str) -> str:
    """Lower case, with the straight apostrophe."""
    return word.lower().replace("’", "'")


def _built(found: Iterable[Entry]) -> dict[str, tuple[Meaning, ...]]:
    table: dict[str, list[Meaning]] = {}
    for entry in found:
        first, *rest = words_of(entry.phrase)
        meaning = Meaning(tuple(rest), entry.cat, entry.value, entry.doubt, entry.as_written, entry.dotted)
        table.setdefault(first, []).append(meaning)
    return {word: tuple(meanings) for word, meanings in table.items()}


LEXICON = _built(entries())


def _by_next(meanings: tuple[Meaning, ...]) -> dict[str, tuple[Meaning, ...]]:
    """By the second word of each, "" for those of one word, which may be any: few are left to compare."""
    table: dict[str, list[Meaning]] = {"": []}
    for one in meanings:
        table.setdefault(one.rest[0] if one.rest else "", []).append(one)
    return {word: tuple(found) for word, found in table.items()}


_BY_NEXT = {word: _by_next(meanings) for word, meanings in LEXICON.items()}


def meanings_at(words: Sequence[str], index: int) -> Iterator[Meaning]:
    """What the lexicon has for the word at `index`, with the words that follow it."""
    table = _BY_NEXT.get(words[index])
    if table is None:
        return
    yield from table[""]
    after = words[index + 1] if index + 1 < len(words) else ""
    if after:
        for one in table.get(after, ()):
            if one.rest == tuple(words[index + 1 : index + 1 + len(one.rest)]):
                yield one


_SHORT = 5  # letters of an abbreviation at most
_WHOLE_WORDS = frozenset({"march", "april", "juni", "juli", "june", "july", "may", "mai", "märz", "maerz"})
_NAMED = (words_de.WEEKDAYS, words_en.WEEKDAYS, words_de.MONTHS, words_en.MONTHS)
# A full stop behind these belongs to them.
ABBREVIATED = (
    frozenset(word.lower() for word in words_de.SHORT_WEEKDAYS)
    | frozenset(word for words in _NAMED for word in words if len(word) <= _SHORT and word not in _WHOLE_WORDS)
    | frozenset(
        """
        min std sek zw gg od nachm ggf ca approx bzw hr hrs mins h u max vorm wo tg tgl jd jew inkl einschl kw
        """.split()
    )
)
