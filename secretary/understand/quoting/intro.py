"""Intro lines ("Am 3.3.2026 um 9:12 schrieb Jane:") of every program and many languages.

Promises: a sentence of a person ("Am Montag schrieb mir Herr Huber:") is no intro: without
marked quotation below it, an intro needs a full date with a time or an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from secretary.understand.quoting.page import Page, quote_mark
from secretary.understand.quoting.words import (
    ADDRESS,
    BY_NAME,
    CLOCK,
    DATED_ADDRESS,
    FULL_DATE,
    INTRO_VERB,
    TOLD,
)

# Programs wrap the intro at 72 columns; with a long name and address it takes four lines.
MAX_LINES = 4
MAX_LENGTH = 400
NAME_WORDS = 9
_STARTS = ("Am ", "On ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "W dniu ", "Dnia ", "Dne ", "Dňa ", "Pe ", "În ")
_DIGIT = re.compile(r"\d")
_ENDS = (":", ":*", ": ", "：", "…")


def intro_above(page: Page, end: int) -> int:
    """Where the intro begins that ends at line end - 1, with marked quotation below; -1 for none."""
    return _begin(page, end, _weak)


def strong_intro(page: Page, last: int) -> int:
    """Where the intro begins that ends at line `last`, without any quote mark to help; -1 for none."""
    return _begin(page, last + 1, _strong) if page.stripped[last].endswith(_ENDS) else -1


def running_intro(line: str) -> bool:
    """Whether an intro opens a line that the older mail goes on in, as Yahoo's program for Android writes it."""
    head, colon, _ = line.partition(":  ")
    return bool(colon) and line.startswith(_STARTS) and len(head) <= MAX_LENGTH and _strong(f"{head}:")


def _begin(page: Page, end: int, is_intro: Callable[[str], bool]) -> int:
    """The fewest lines above `end` that are an intro; more only to reach the date they lack."""
    found = -1
    for first in range(end - 1, max(-1, end - 1 - MAX_LINES), -1):
        line = page.stripped[first]
        if not line or quote_mark(page.lines[first]) or (found >= 0 and line[-1] in ".!?"):
            break
        joined = " ".join(page.stripped[first:end])
        if len(joined) > MAX_LENGTH:
            break
        if found >= 0 and joined.startswith(_STARTS) and FULL_DATE.search(joined):
            return first
        if found < 0 and is_intro(joined):
            found = _with_name(page, first, joined)
            if found < first or FULL_DATE.search(joined):
                return found
    return found


def _weak(joined: str) -> bool:
    """Enough for an intro where "> " lines follow."""
    if not joined.endswith(_ENDS):
        return joined.startswith(_STARTS) and _verb_and_moment(joined)
    if not INTRO_VERB.search(joined):
        return DATED_ADDRESS.fullmatch(joined) is not None or _dated_name(joined)
    if FULL_DATE.search(joined) or ADDRESS.search(joined):
        return TOLD.search(joined) is None or CLOCK.search(joined) is not None
    if TOLD.search(joined):
        return False
    return CLOCK.search(joined) is not None or (
        BY_NAME.fullmatch(joined) is not None and len(joined.split()) <= NAME_WORDS
    )


def _verb_and_moment(joined: str) -> bool:
    """Some programs forget the colon: "Am 02.03.26 um 16:40 schrieb Jane Cole"."""
    return all(pattern.search(joined) for pattern in (INTRO_VERB, FULL_DATE, CLOCK))


def _dated_name(joined: str) -> bool:
    """Such as "Jane Cole, 03.03.2026 09:12:"."""
    return (
        len(joined.split()) <= NAME_WORDS and FULL_DATE.search(joined) is not None and CLOCK.search(joined) is not None
    )


def _strong(joined: str) -> bool:
    """Enough for an intro where nothing marks what follows."""
    if not _DIGIT.search(joined):
        return False
    if DATED_ADDRESS.fullmatch(joined):
        return True
    has_address = ADDRESS.search(joined) is not None
    if not INTRO_VERB.search(joined):
        return False
    if not FULL_DATE.search(joined):
        # Ticket systems leave the year out, and give weekday, clock and address.
        return has_address and joined.startswith(_STARTS) and CLOCK.search(joined) is not None
    return has_address or (CLOCK.search(joined) is not None and TOLD.search(joined) is None)


def _with_name(page: Page, first: int, joined: str) -> int:
    """A line break between name and address leaves the name above: it belongs to the intro."""
    above = page.stripped[first - 1] if first else ""
    if joined.startswith("<") and above and len(above.split()) <= NAME_WORDS and above[-1] not in ".!?,:;":
        return first - 1
    return first
