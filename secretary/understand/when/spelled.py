"""Words that are numbers, or have one in them: "fünfundzwanzig", "zweieinviertel", "dreißigminütig", "threeish"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from secretary.understand.when import numbers
from secretary.understand.when.chart import Edge
from secretary.understand.when.days import full_year
from secretary.understand.when.hours import clock
from secretary.understand.when.words_de import ADJECTIVE_UNITS


class Figures(NamedTuple):
    """A number as it stands in the text; `text` is empty for one in words."""

    value: int
    text: str = ""


_ADJECTIVE = re.compile(r"(\w{3,30}?)(minütig|stündig|tägig|wöchig|monatig)(?:e[rsnm]?)?")
_FRACTION = re.compile(r"(\w{3,20}?)(?:und)?(einhalb|einviertel|dreiviertel)(?:en|e)?")
_PARTS = {"einhalb": 0.5, "einviertel": 0.25, "dreiviertel": 0.75}
_TEEN = 9  # above it a number has two figures


def spelled(words: Sequence[str], index: int) -> Iterator[Edge]:
    """What the word at `index`, or the words from there, may be."""
    word = words[index]
    if found := numbers.german(word):
        value, ordinal = found
        yield from _number(index, index + 1, value, ordinal=ordinal)
    if longer := numbers.english(words, index):
        value, end, ordinal = longer
        yield from _number(index, end, value, ordinal=ordinal)
        yield from _year(words, index, value, end)
    elif word.endswith("ish") and (hour := numbers.english([word.removesuffix("ish")], 0)):
        yield Edge("POINT", index, index + 1, clock(hour[0]))
    if (count := _count(word)) is not None:
        yield Edge("FRAC", index, index + 1, count)
    if found_unit := _ADJECTIVE.fullmatch(word):
        number = numbers.german(found_unit[1])
        count = float(number[0]) if number else _count(found_unit[1])
        if count:
            yield Edge("COUNTED", index, index + 1, (count, ADJECTIVE_UNITS[found_unit[2]]))


def _number(start: int, end: int, value: int, *, ordinal: bool) -> Iterator[Edge]:
    weight = end - start - 1
    if ordinal:
        yield Edge("NTH", start, end, value, "", weight)
        return
    yield Edge("NUM", start, end, Figures(value), "", weight)
    if full_year(value):
        yield Edge("YEAR", start, end, value, "", weight)


def _year(words: Sequence[str], start: int, century: int, end: int) -> Iterator[Edge]:
    """As in "twenty twenty-six"."""
    if century not in {19, 20} or end >= len(words):
        return
    rest = numbers.english(words, end)
    if rest and not rest[2] and _TEEN < rest[0] < 100:  # noqa: PLR2004 - two figures
        yield Edge("YEAR", start, rest[1], century * 100 + rest[0], "", rest[1] - start)


def _count(word: str) -> float | None:
    """As in "zweieinviertel": a number and a part of one."""
    found = _FRACTION.fullmatch(word)
    number = numbers.german(found[1]) if found else None
    return number[0] + _PARTS[found[2]] if found and number and not number[1] else None
