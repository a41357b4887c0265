"""From a text to tokens, each with everything it may be.

Promises: one pass; what is a price, a phone number, a version, part of an address or of a name has no
meaning left, and so belongs to no time. Offsets are those of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from secretary.understand.when import numbers
from secretary.understand.when.chart import Edge
from secretary.understand.when.days import full_year
from secretary.understand.when.joints import SIGNS
from secretary.understand.when.language import is_german
from secretary.understand.when.lexicon import ABBREVIATED, LEXICON, TOKEN, Meaning, meanings_at, plain
from secretary.understand.when.shapes import opens_halves, shapes_at
from secretary.understand.when.spelled import Figures, spelled
from secretary.understand.when.strangers import (
    STREETS,
    behind_range,
    dead_spans,
    greets,
    is_a_kind,
    is_a_pronoun,
    is_an_adjective,
    is_counted,
    is_so_often,
    leads_a_day,
    names_a_firm,
    names_a_house,
    names_a_number,
    names_a_person,
    names_a_street,
    opens_a_letter,
    salutes,
    unit_of_a_count,
)
from secretary.understand.when.typos import corrected


@dataclass(slots=True)
class Tokens:
    """The tokens of a text: where they stand, what they are in plain form, what they may mean."""

    text: str
    spans: list[tuple[int, int]]
    words: list[str]
    edges: list[list[Edge]]
    _german: bool | None = None
    _shouted: bool | None = None

    @property
    def german(self) -> bool:
        """Whether more German than English words stand in it."""
        if self._german is None:
            self._german = is_german(self.words)
        return self._german

    @property
    def shouted(self) -> bool:
        """Whether it is written in capitals."""
        if self._shouted is None:
            self._shouted = self.text.isupper()
        return self._shouted


_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "te", "ten", "ter", "ste", "sten", "ster"})
_GLUED = frozenset(
    """
    h uhr e z am pm st nd rd th ish min mins std hrs hr hours hour kw cw wk w q h d day days week weeks minutes tägig t
    te ten ter ste sten ster nite moro moz morrow
    """.split()
)
_PREFIXES = frozenset(
    {"hr", "hrs", "std", "fy", "cy", "kw", "cw", "wk", "w", "q", "h", "week", "t", "ab", "um", "bis", "uhr"}
)
_PARAGRAPH = re.compile(r"\n[^\S\n]{0,80}\n")
_MAX_FIGURES = 4
_JOINED = frozenset({".", "bis", "und", "to", "and", "-", "–", "&", "oder", "or"})
_GOES_ON = (["hundred"], ["thousand"], ["million"], ["times"], ["mal"])  # behind a number that is no count yet
_SHOUTED = frozenset("ab an um im in on at to by bis von vor zum so".split())  # in capitals a part of a number
_HOMOGRAPHS = frozenset({"do", "sa", "we", "may", "march"})  # in small letters
_MONTHLY = frozenset("in of by until till since from early late mid next last end".split())
# What names are made of.
_NAMES = frozenset(
    w for w, found in LEXICON.items() if any(e.cat in {"WD", "WDS", "MN", "SEASON", "FEAST"} for e in found)
)
_SEASONS = frozenset(w for w, found in LEXICON.items() if any(e.cat == "SEASON" for e in found))
_PARTS_OF_DAY = frozenset(w for w, found in LEXICON.items() if any(e.cat == "PART" and not e.rest for e in found))
_POSSESSIVE = ("WD", "RELDAY", "MN", "weekw", "FEAST", "TONIGHT", "WDPART", "PART")


def figures(word: str) -> bool:
    """Whether a token is a number in figures."""
    return word.isascii() and word.isdigit()


def tokens_of(text: str) -> Tokens:
    """All tokens of a text with their meanings."""
    spans = [m.span() for m in TOKEN.finditer(text)]
    words = [plain(word) for word in TOKEN.findall(text)]
    tokens = Tokens(text, spans, words, [[] for _ in spans])
    telling = [index for index, word in enumerate(words) if not _is_silent(word)]
    dead = _dead(tokens, telling)
    for index in telling:
        if index not in dead:
            tokens.edges[index] = list(_meanings(tokens, index, words[index]))
    return tokens


@lru_cache(maxsize=16_384)
def _is_silent(word: str) -> bool:
    """Whether a word says nothing about time, whatever stands around it: most words of a mail, seen again and again."""
    if not word[0].isalpha() or word in LEXICON or (word.endswith("'s") and word[:-2] in LEXICON) or corrected(word):
        return False
    return not _spells_a_number(word)


def breaks(tokens: Tokens) -> Iterator[int]:
    """Tokens behind an empty line: no expression reaches over it."""
    for empty in _PARAGRAPH.finditer(tokens.text):
        index = bisect_left(tokens.spans, empty.span())
        if 0 < index < len(tokens.spans):
            yield index


def _dead(tokens: Tokens, telling: Iterable[int]) -> set[int]:
    """Those of the tokens that are part of something that is no time."""
    dead: set[int] = set()
    cuts = iter(dead_spans(tokens.text))
    cut = next(cuts, None)
    for index in telling:
        start, end = tokens.spans[index]
        while cut and cut[1] <= start:
            cut = next(cuts, None)
        if (cut and cut[0] < end) or _stranger(tokens, index) or _goes_on(tokens, index, dead):
            dead.add(index)
    return dead


def _goes_on(tokens: Tokens, index: int, dead: set[int]) -> bool:
    """A number joined to one that is no time ("Pos. 3 bis 7")."""
    if index - 2 not in dead or not figures(tokens.words[index]):
        return False
    return (
        tokens.words[index - 1] in _JOINED and figures(tokens.words[index - 2]) and not _plainly_timely(tokens, index)
    )


def _stranger(tokens: Tokens, index: int) -> bool:
    words = tokens.words
    if figures(words[index]):
        return _strange_number(tokens, index)
    if numbers.is_word(words[index]) and words[index + 1 : index + 2] not in _GOES_ON and unit_of_a_count(words, index):
        return True
    if words[index] not in LEXICON or is_a_pronoun(words, index):
        return is_a_pronoun(words, index)
    if names_a_person(words, index) or greets(words, index) or opens_a_letter(words, index):
        return True
    kind = words[index] in _PARTS_OF_DAY and is_a_kind(words, index)
    return kind or is_counted(words, index) or (words[index] in _NAMES and _is_a_name(tokens, index))


def _strange_number(tokens: Tokens, index: int) -> bool:
    if is_so_often(tokens.words, index):
        return False
    words = tokens.words
    counted = names_a_number(words, index) or unit_of_a_count(words, index) or _stuck(tokens, index)
    return _numbers_a_house(tokens, index) or (counted and not _plainly_timely(tokens, index))


def _numbers_a_house(tokens: Tokens, index: int) -> bool:
    """As in "15 May Street"."""
    if index + 2 >= len(tokens.words) or tokens.words[index + 2] not in STREETS:
        return False
    return all(tokens.text[tokens.spans[n][0]].isupper() for n in (index + 1, index + 2))


def _is_a_name(tokens: Tokens, index: int) -> bool:
    """Whether a day, a month or a feast is part of a name."""
    words = tokens.words
    if (
        _saluted(tokens, index)
        or names_a_firm(words, index)
        or (names_a_house(words, index) and _written_large(tokens, index))
        or (names_a_street(words, index) and tokens.text[tokens.spans[index + 1][0]].isupper())
        or _is_titled(tokens, index)
    ):
        return True
    return any(e.cat == "FEAST" for e in LEXICON[words[index]]) and is_an_adjective(words, index)


def _plainly_timely(tokens: Tokens, index: int) -> bool:
    """A month or "Uhr" behind a number, a season before a year, whatever else stands there.

    As in "Zimmer: 1. Juni", "Punkt 11 Uhr", "1h 15m", "in fall 2027".
    """
    words = tokens.words
    after = behind_range(words, index)
    word = words[after] if after < len(words) else ""
    if word == "uhr":
        return True
    if index and full_year(int(words[index]), words[index]) and words[index - 1] in _SEASONS:
        return len(words[index]) == _MAX_FIGURES and words[max(0, index - 2)] in _MONTHLY
    months = [e for e in LEXICON.get(word, ()) if e.cat == "MN"]
    if months and (not months[0].doubt or tokens.text[tokens.spans[after][0]].isupper()):
        return True
    return word == "m" and index > 1 and words[index - 1] in {"h", "hr", "std"} and figures(words[index - 2])


def _is_titled(tokens: Tokens, index: int) -> bool:
    """As in "the Sunday School": in English a capital behind it makes it a name."""
    if index == 0 or tokens.words[index - 1] != "the" or index + 1 == len(tokens.words):
        return False
    behind = tokens.text[slice(*tokens.spans[index + 1])]
    return behind[0].isupper() and len(behind) > 1 and tokens.words[index + 1] not in LEXICON


def _written_large(tokens: Tokens, index: int) -> bool:
    """Whether the word and the one behind it begin with a capital."""
    near = tokens.spans[index : index + 2]
    return all(tokens.text[start].isupper() for start, _ in near)


def _saluted(tokens: Tokens, index: int) -> bool:
    """A greeting at the start of a line, a name and a comma behind it."""
    if not salutes(tokens.words, index) or tokens.words[index + 1 : index + 2] not in ([","], ["!"]):
        return False
    line = _line_before(tokens, index)
    return not tokens.text[line : tokens.spans[index - 1][0]].strip()


def _stuck(tokens: Tokens, index: int) -> bool:
    """A number glued to letters that do not belong to a time ("A4", "12b")."""
    before, after = _touching(tokens, index, -1), _touching(tokens, index, 1)
    if after in {"a", "p"} and opens_halves(tokens.text, tokens.spans[index][0]):
        return False
    return bool(
        (before and before not in _PREFIXES) or (after and after not in _GLUED and not after.startswith("minüt"))
    )


def _touching(tokens: Tokens, index: int, step: int) -> str:
    """The word glued to a token, if it is one of letters."""
    other = index + step
    if not 0 <= other < len(tokens.words):
        return ""
    left, right = sorted((index, other))
    word = tokens.words[other]
    return word if tokens.spans[left][1] == tokens.spans[right][0] and word[0].isalpha() else ""


def _meanings(tokens: Tokens, index: int, word: str) -> Iterator[Edge]:
    if figures(word):
        yield from _figures(tokens, index, word)
    elif sign := SIGNS.get(word):
        if not (sign == "dash" and _is_bullet(tokens, index)):
            yield Edge(sign, index, index + 1, None)
    elif _spells_a_number(word):
        yield from spelled(tokens.words, index)
    yield from _listed(tokens, index, word)


@lru_cache(maxsize=16_384)
def _spells_a_number(word: str) -> bool:
    """Whether a number may begin with the word, or lie in it."""
    return word == "a" or next(spelled((word,), 0), None) is not None


def _listed(tokens: Tokens, index: int, word: str) -> Iterator[Edge]:
    """The meanings that the lexicon has; a possessive means what its owner does."""
    written = tokens.text[slice(*tokens.spans[index])]
    if written in _HOMOGRAPHS and not _may_be(tokens, index, written):
        return
    if word in _SHOUTED and written.isupper() and not tokens.shouted:
        return  # "HD-AB 1210"
    preposed = word == "am" and leads_a_day(tokens.words, index)
    for entry in meanings_at(tokens.words, index) if word in LEXICON else _meant(word):
        if (entry.as_written and entry.as_written != written) or (preposed and entry.cat in {"AMPM", "HALFDAY"}):
            continue
        end = index + 1 + len(entry.rest)
        stop = _full_stop(tokens, end) if word in ABBREVIATED or entry.dotted else 0
        if not (entry.dotted and not stop):
            yield _edge(entry, index, end)
        if stop:
            yield _edge(entry, index, end + 1)


def _meant(word: str) -> Iterable[Meaning]:
    """The meanings of a word with an "'s", or of one with a slip in it."""
    if word.endswith("'s"):
        return (e for e in LEXICON.get(word[:-2], ()) if e.cat in _POSSESSIVE and not e.rest)
    meant = corrected(word)
    return (e for e in LEXICON[meant] if not e.rest) if meant else ()


def _may_be(tokens: Tokens, index: int, written: str) -> bool:
    """Whether "do" is a day and "may" a month: in German, and beside a number or a preposition."""
    if written in {"do", "sa", "we"}:
        return tokens.german
    near = tokens.words[max(0, index - 2) : index] + tokens.words[index + 1 : index + 2]
    return not _MONTHLY.isdisjoint(near) or any(figures(w) or w in _ORDINAL_ENDINGS for w in near)


def _edge(entry: Meaning, index: int, end: int) -> Edge:
    # Words of several tokens outweigh their parts: "end of day" is more than an end.
    return Edge(entry.cat, index, end, entry.value, "", len(entry.rest), entry.doubt)


def _full_stop(tokens: Tokens, index: int) -> bool:
    """Whether a full stop is glued to the token before `index`."""
    return (
        index < len(tokens.words)
        and tokens.words[index] == "."
        and tokens.spans[index][0] == tokens.spans[index - 1][1]
    )


def _line_before(tokens: Tokens, index: int) -> int:
    """Where the line of a token begins, looked for a short way back only."""
    start = tokens.spans[index][0]
    near = max(0, start - 200)  # characters that are looked back
    return max(near, tokens.text.rfind("\n", near, start) + 1)


def _is_bullet(tokens: Tokens, index: int) -> bool:
    """A dash at the start of a line opens an item of a list."""
    line = _line_before(tokens, index)
    before = index - 1
    return before < 0 or tokens.spans[before][1] <= line


def _figures(tokens: Tokens, index: int, word: str) -> Iterator[Edge]:
    start = tokens.spans[index][0]
    if (
        index
        and tokens.spans[index - 1][1] == start
        and tokens.words[index - 1] in {".", ":"}
        and _digit_before(tokens, index)
    ):
        return  # the tail of a shape that began further left
    if len(word) <= _MAX_FIGURES:
        yield Edge("NUM", index, index + 1, Figures(int(word), word))
        if not _is_tail(tokens, index):
            yield from _ordinal(tokens, index, word)
    if len(word) == _MAX_FIGURES and full_year(int(word), word):
        yield Edge("YEAR", index, index + 1, int(word))
    elif len(word) == _MAX_FIGURES and full_year(int(word), word, dated=True):
        yield Edge("OLDYEAR", index, index + 1, int(word))
    if _is_tail(tokens, index):
        return
    for shape in shapes_at(tokens.text, start, word):
        end = _token_at(tokens, index, shape.end)
        if end:
            yield Edge(shape.cat, index, end, shape.value, "written", 10, shape.doubt)


def _is_tail(tokens: Tokens, index: int) -> bool:
    """Behind a slash: as in "15/3/7", of which no part is a date, and in "10/9.", which is no ordinal."""
    glued = index > 1 and tokens.spans[index - 1][1] == tokens.spans[index][0]
    return glued and tokens.words[index - 1] == "/" and _digit_before(tokens, index, lettered=True)


def _digit_before(tokens: Tokens, index: int, *, lettered: bool = False) -> bool:
    """Whether a number, or a letter as of "18a/2", is glued to the sign before the token."""
    fitting = index > 1 and (figures(tokens.words[index - 2]) or (lettered and len(tokens.words[index - 2]) == 1))
    return fitting and tokens.spans[index - 2][1] == tokens.spans[index - 1][0]


def _ordinal(tokens: Tokens, index: int, word: str) -> Iterator[Edge]:
    if len(word) > 2:  # noqa: PLR2004 - no day of a month
        return
    value = int(word)
    if (_full_stop(tokens, index + 1) and not _makes_no_ordinal(tokens, index + 1)) or _touching(
        tokens, index, 1
    ) in _ORDINAL_ENDINGS:
        yield Edge("ORD", index, index + 2, value)
        yield Edge("NTH", index, index + 2, value)


def _makes_no_ordinal(tokens: Tokens, stop: int) -> bool:
    """Whether nothing, a new line or a figure ("10.2") is behind a full stop: English ordinals have none."""
    if tokens.german:
        return False
    start = tokens.spans[stop][1]
    gap = tokens.text[start : tokens.spans[stop + 1][0]] if stop + 1 < len(tokens.words) else "\n"
    return "\n" in gap or (not gap and figures(tokens.words[stop + 1]))


def _token_at(tokens: Tokens, index: int, end: int) -> int:
    """The index behind the token that ends at a position of the text, 0 if none does."""
    for later in range(index, min(index + 20, len(tokens.spans))):
        if tokens.spans[later][1] >= end:
            return later + 1 if tokens.spans[later][1] == end else 0
    return 0
