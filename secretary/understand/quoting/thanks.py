"""Thanks that close a mail: "Thanks," over a name is a closing, "Danke!" alone is what somebody says.

Promises: only the writer's own name directly below makes a closing of thanks; "Danke, Anna" in one line stays text.
"""

from __future__ import annotations

import re

from secretary.understand.quoting.page import Page

_LEADING = "many|herzlichen|vielen|besten|lieben|schönen|tausend|with|mit"
_FOLLOWING = (
    "and|und|so much|very much|a lot|again|in advance|im voraus|vorab|nochmals?|dir|ihnen|euch|sehr|for your help"
    "|für (?:ihre|die) hilfe"
)
_THANKS = "thanks|thank you|thx|ty|danke ?schön|danke?|merci"
_WORDS = rf"(?:(?:{_LEADING}) ){{0,2}}(?:{_THANKS})(?: (?:{_FOLLOWING})){{0,3}}"
# A full stop or an exclamation mark ends a sentence of its own.
_OVER_NAME = re.compile(rf"(?i){_WORDS}\s?[,–-]?")


def with_thanks(page: Page, first: int, name: int) -> int:
    """Where the closing begins that ends in the name on line `name`: at thanks above it, or at itself."""
    above = name - 1
    if above > first and not page.stripped[above] and page.stripped[above - 1].endswith(","):
        above -= 1
    # Thanks are all that is said where nothing stands above them.
    said_before = page.last_filled(first, above) >= 0
    return above if above >= first and said_before and _OVER_NAME.fullmatch(page.stripped[above]) else name
