"""Pieces of time in a text: each a typed value with its span, in the order of the text.

Promises: one pass of one linear pattern; what looks like a price, a number of an invoice, a phone
number or a version is no piece.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import re2

from secretary.understand.when import periods, repeats, zones
from secretary.understand.when.words import (
    DAY_PARTS,
    MONTHS,
    NUMBERS,
    RELATIVE_DAYS,
    SHORT_WEEKDAYS,
    UNIT_MINUTES,
    WEEKDAYS,
)


def _any(words: Any) -> str:  # noqa: ANN401 - any collection of words
    return "|".join(sorted(words, key=lambda w: (-len(w), w)))


_N = rf"(?:\d{{1,3}}(?:[.,]5)?|{_any(NUMBERS)}|anderthalb|eineinhalb|half an|halbe|halben)"
_UNIT = _any(UNIT_MINUTES)
_CLOCK = r"\d{1,2}[:.]\d{2}"
_AT = r"(?:(?:um|gegen|at|around)\s+)?"
# The order is the order of trust: longer and surer shapes first.
_SHAPES = (
    ("every", repeats.PATTERN),
    ("period", periods.PATTERN),
    (
        "clocks",
        rf"{_AT}(?:{_CLOCK}|\d{{1,2}})\s?(?:uhr|h|am|pm)?\s?[-–]\s?(?:{_CLOCK}\s?(?:uhr|h|am|pm)?|\d{{1,2}}\s?(?:uhr|h\b|am|pm))",
    ),
    (
        "daymonth",
        rf"(?:(?:dem|den|am|the|on)\s+)*\d{{1,2}}(?:\.|st|nd|rd|th)?\s+(?:of\s+)?(?:{_any(MONTHS)})\.?(?:,?\s+\d{{4}})?",
    ),
    ("ordinal", r"(?:dem|den|am|the|on)\s+\d{1,2}(?:\.|st|nd|rd|th)"),
    ("isotime", r"\d{4}-\d{2}-\d{2}t\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?"),
    ("iso", r"\d{4}-\d{2}-\d{2}"),
    ("ago", rf"(?:vor\s+{_N}\s+(?:{_UNIT})|{_N}\s+(?:{_UNIT})\s+ago)"),
    ("in", rf"in\s+{_N}\s+(?:{_UNIT})"),
    ("length", rf"{_N}[\s-]?(?:{_UNIT})(?:\s+(?:lang|long))?"),
    ("date", r"\d{1,2}\.\s?\d{1,2}\.(?:\s?(?:\d{4}|\d{2}))?"),
    ("slashed", r"\d{1,2}/\d{1,2}(?:/(?:\d{4}|\d{2}))?"),
    ("monthday", rf"(?:{_any(MONTHS)})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?"),
    ("week", r"(?:KW|Kalenderwoche|calendar week)\s*\d{1,2}"),
    (
        "nextweek",
        (
            r"(?:(?:über)?nächste[rn]?|kommende[rn]?|diese[rn]?"
            r"|letzte[rn]?|vergangene[rn]?|vorige[rn]?|last|next|this|the week after next)\s*(?:woche|week)?"
        ),
    ),
    ("relday", _any(RELATIVE_DAYS)),
    ("weekday", _any(WEEKDAYS)),
    (
        "half",
        rf"(?:(?:fünf|zehn|5|10)\s+(?:vor|nach)\s+)?halb\s+(?:\d{{1,2}}|{_any(NUMBERS)})|half\s+past\s+(?:\d{{1,2}}|{_any(NUMBERS)})",
    ),
    (
        "quarter",
        rf"(?:viertel\s+(?:vor|nach)|dreiviertel|viertel|quarter\s+(?:to|past))\s+(?:\d{{1,2}}|{_any(NUMBERS)})",
    ),
    (
        "clock",
        rf"{_AT}(?:{_CLOCK}\s*(?:uhr|h|am|pm|a\.m\.|p\.m\.)?|\d{{1,2}}\s*(?:uhr|am|pm|a\.m\.|p\.m\.|o'clock)(?:\s\d{{2}}\b)?)|(?:um|gegen|at|around)\s+\d{{1,2}}",
    ),
    ("part", _any(DAY_PARTS)),
    ("from", r"ab|von|from|after|nach|frühestens|not before|nicht vor|any time after|between|zwischen"),
    ("until", r"bis|until|till|before|vor|by|spätestens|-|–|and|und|to"),
    ("zone", zones.PATTERN),
    ("number", r"\d{1,2}"),
)
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_PATTERN = re2.compile(
    r"(?:^|[^\pL\pN.,:/€$£#+-])(?:" + "|".join(f"(?P<{n}>{p})" for n, p in _SHAPES) + r")(?:$|[^\pL\pN])", _OPTIONS
)
_NAMES = tuple(n for n, _ in _SHAPES)
_SHORT = re2.compile(r"(?:^|[\s(/,-])(" + "|".join(SHORT_WEEKDAYS) + r")(?:\.|,|\s|/|-|$)")
_DO_VERB = re2.compile(r"^Do\s+(?:you|we|they|not|it|let|the|this|that|I|n)(?:$|[^\pL])")
# What before or behind a number says that it is no time.
_NO_TIME_BEHIND = re2.compile(r"(?i)^\s*(?:%|€|eur|euro|usd|\$|£|prozent|stück|pieces|mal|kg|km|m²)")
_NO_TIME_BEFORE = re2.compile(
    r"(?i)(?:nr\.?|nummer|number|no\.|rechnung|invoice|version|v|§|tel\.?|zimmer|room|seite|page|guten|good|schönen|€|\$|£)\s*$"
)


# A bare number is an hour only where the clause goes on like this behind it.
_HOUR_BEHIND = re2.compile(
    r"(?i)^\s*(?:$|[.,;!?)\n]|(?:oder|or|und|and|am|on|im|in|passt|works|geht|ist|is|bei|tomorrow|today|morgen|heute|next|nächste[nr]?)(?:$|[^\pL]))"
)
_PAST = ("letzte", "vergangene", "vorige", "last")
_NO_DATE = re2.compile(r"(?i)^\s*(?:der|des|of|von|im|in|stunden?|hours?|jahre?)(?:$|[^\pL])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One shape found: its name, its words, where it stands."""

    shape: str
    words: str
    start: int
    end: int


def pieces(text: str) -> tuple[Piece, ...]:
    """All pieces, left to right, none overlapping."""
    found = sorted((*_shapes(text), *_short_weekdays(text)), key=lambda p: (p.start, -p.end))
    kept: list[Piece] = []
    for piece in found:
        if not kept or piece.start >= kept[-1].end:
            kept.append(piece)
    return tuple(kept)


def hour_behind(text: str, end: int) -> bool:
    """Whether what stands behind a bare number lets it be an hour."""
    return bool(_HOUR_BEHIND.search(text[end : end + 24]))


def _no_time(name: str, words: str, text: str, end: int) -> bool:
    """Fractions ("3/4 der Kunden"), "24/7", and "at 20 Main Street"."""
    if name == "slashed":
        return words == "24/7" or bool(_NO_DATE.search(text[end : end + 12]))
    if name == "nextweek" and words.startswith(_PAST):
        return bool(_NO_DATE.search(text[end : end + 12]))
    bare = (
        name == "clock" and words.startswith(("um", "gegen", "at", "around")) and words.rsplit(maxsplit=1)[-1].isdigit()
    )
    return bare and not hour_behind(text, end)


def _shapes(text: str) -> Iterator[Piece]:
    position = 0
    while hit := _PATTERN.search(text, position):
        index, name = next((i, n) for i, n in enumerate(_NAMES, 1) if hit.group(i) is not None)
        start, end = hit.span(index)
        if not (
            _no_time(name, text[start:end].casefold(), text, end)
            or _NO_TIME_BEHIND.search(text[end : end + 12])
            or _NO_TIME_BEFORE.search(text[max(0, start - 12) : start])
        ):
            yield Piece(name, text[start:end].casefold(), start, end)
        position = end


def _short_weekdays(text: str) -> Iterator[Piece]:
    position = 0
    while hit := _SHORT.search(text, position):
        if not _DO_VERB.search(text[hit.start(1) : hit.start(1) + 10]):
            yield Piece("weekday", hit.group(1), hit.start(1), hit.end(1))
        position = hit.end(1)
