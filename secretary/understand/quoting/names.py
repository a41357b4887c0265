r"""Names that close a mail without any greeting: "Jane", "J.", "Thanks,\nJane".

Promises: only the writer's own name, or a name right below thanks, closes a mail; "Danke!" and "Danke, Anna" are
what somebody says and stay text, and so is a name in a list or behind a colon.
"""

from __future__ import annotations

import re

from secretary.domain.reading import LineKind
from secretary.understand.quoting.lines import is_name, is_talk
from secretary.understand.quoting.page import Page

# So many names above a name make a list of people.
NAMES_IN_A_LIST = 3
# Without closing or dashes, a signature is looked for in so many last lines only.
TAIL_LINES = 60

_LEADING = "many|herzlichen|vielen|besten|lieben|schönen|tausend|with|mit"
_FOLLOWING = (
    "and|und|so much|very much|a lot|again|in advance|im voraus|vorab|nochmals?|dir|ihnen|euch|sehr|for your help"
    "|für (?:ihre|die) hilfe"
)
_THANKS = "thanks|thank you|thx|ty|ta|danke ?schön|danke?|merci"
_WORDS = rf"(?:(?:{_LEADING}) ){{0,2}}(?:{_THANKS})(?: (?:{_FOLLOWING})){{0,3}}"
# A full stop or an exclamation mark ends a sentence of its own.
_OVER_NAME = re.compile(rf"(?i){_WORDS}\s?[,–-]?")
# "Jana", "Jana R.", "J. Roth": what may be a name where nobody told us the writer's.
_ANY_NAME = re.compile(r"[*_]?[A-ZÄÖÜ](?:\.|[a-zäöüßéè'-]{1,20})(?: [A-ZÄÖÜ](?:\.|[\w'-]{1,20})){0,2}[*_.,]?")
_NO_NAMES = frozenset(
    """montag dienstag mittwoch donnerstag freitag samstag sonntag monday tuesday wednesday thursday friday saturday
    sunday heute morgen today tomorrow januar februar märz april mai juni juli august september oktober november
    dezember january february march may june july october december ja nein yes no ok okay passt gerne gern sure fine
    great anbei attached bitte please danke thanks siehe see""".split()
)
_TITLES = re.compile(
    r"(?:(?:dr|prof|dipl|ing|mag|med|jur|phil|frau|herr|mr|mrs|ms|miss|sir|lord|lady|dame|colonel|col|major|captain|capt"
    r"|general|rev|reverend|father|pater|sister|schwester|judge|justice|baron|graf|gräfin|freiherr|ra|rain|stb|familie"
    r"|fam)\b\.?[ -]?|ihre? |deine? |eure? |your )+"
)
_KISSES = re.compile(r"\s+x{1,4}$")
_SEPARATED = re.compile(r"\s*(?:[|/•·]|,\s|\s[–—-]\s)")


def signing_name(page: Page, first: int, end: int, sender: str) -> int:
    """Where the writer's own name stands alone at the end, thanks above it included; -1 for nowhere.

    `sender`: the display name, or what stands for one in the address.
    """
    names, found = _names(sender), -1
    limit, first = first, max(first, end - TAIL_LINES)
    top, bottom = page.last_paragraph(first, end)
    while top >= 0:
        number, start = _signed_in(page, names, (limit, top, bottom))
        if number >= 0 and _clear_below(page, number + 1, end):
            # A short name may stand above the full one with post and firm.
            found = start if _signs(page, limit, number) else found
        if any(is_talk(page.stripped[number], contacts=0) for number in range(top, bottom)):
            return found
        top, bottom = page.last_paragraph(first, top)
    return found


def _signed_in(page: Page, names: frozenset[str], where: tuple[int, int, int]) -> tuple[int, int]:
    """The first name that may sign in a paragraph (limit, first, end), and where its closing begins; (-1, -1): none."""
    limit, top, bottom = where
    for number in range(top, bottom):
        start = with_thanks(page, limit, number)
        if _is_one_of(names, page.stripped[number]) or (start < number and _may_sign(page.stripped[number])):
            return number, start
    return -1, -1


def with_thanks(page: Page, first: int, name: int) -> int:
    """Where the closing begins that ends in the name on line `name`: at thanks above it, or at itself."""
    above = name - 1
    if above > first and not page.stripped[above] and page.stripped[above - 1].endswith(","):
        above -= 1
    if above < first or not _OVER_NAME.fullmatch(page.stripped[above]):
        return name
    # Thanks are all that is said where nothing stands above them.
    return above if page.last_filled(first, above) >= 0 else name


def _may_sign(line: str) -> bool:
    return _ANY_NAME.fullmatch(line) is not None and line.strip("*_.,").casefold() not in _NO_NAMES


def _is_one_of(names: frozenset[str], line: str) -> bool:
    if not names or len(line) > 80:  # noqa: PLR2004 - a name, perhaps a post beside it
        return False
    signed = _KISSES.sub("", line.strip("*_-–,.! ").casefold())
    signed = _TITLES.sub("", signed, count=1) if signed not in names else signed
    whole = _SEPARATED.split(signed, maxsplit=1)[0].strip()
    return signed.strip(" .") in names or (" " in whole and whole in names)


def _signs(page: Page, first: int, number: int) -> bool:
    """Whether a name signs what stands above it: no announcement, and no list of names."""
    above = page.last_filled(first, number)
    if above < 0:
        # Below answers among quoted lines a name has nothing of its own above it.
        return any(page.kinds[line] is LineKind.TEXT for line in page.filled(0, first))
    if page.stripped[above].endswith(":"):
        return False
    top = above
    while top >= first and page.stripped[top] and is_name(page.stripped[top]):
        top -= 1
    announced = top >= first and page.stripped[top].endswith(":")
    return not announced and above - top < NAMES_IN_A_LIST


def _names(sender: str) -> frozenset[str]:
    """The forms in which somebody signs: full name, first name, last name, initials."""
    name = sender.casefold().strip("\"' ")
    if "," in name:
        last, _, rest = name.partition(",")
        name = f"{rest.strip()} {last.strip()}"
    name = _TITLES.sub("", name, count=1) if _TITLES.match(name) else name
    words = [word for word in name.split() if word.isalpha() or "-" in word or "." in word]
    if not words or "@" in name:
        return frozenset()
    initials = "".join(word[0] for word in words)
    first, last = words[0], words[-1]
    short = {initials, first[0], ".".join(initials), f"{first[0]}. {last}", f"{first} {last[0]}", f"/{initials}"}
    return frozenset({" ".join(words), first, last, f"{first} {last}", *short})


def _clear_below(page: Page, first: int, end: int) -> bool:
    lines = [page.stripped[number] for number in page.filled(first, end)]
    return not any(is_talk(line, contacts=0) for line in lines)
