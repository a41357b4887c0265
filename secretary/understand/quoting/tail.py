"""Closings, signatures, disclaimers and device lines at the end of a stretch of text.

Promises: a postscript, and a sentence that speaks to the reader, stay text wherever they
stand; what cannot be told apart stays text.
"""

from __future__ import annotations

import re

from secretary.domain.reading import LineKind
from secretary.understand.quoting.page import Page
from secretary.understand.quoting.thanks import with_thanks
from secretary.understand.quoting.words import (
    ADDRESS,
    CLOSING_DE,
    CLOSING_EN,
    DASHES,
    DEVICE,
    DISCLAIMER,
    DISCLAIMER_START,
    ECOLOGY,
    ITEM,
    LEGAL,
    LIST_FOOTER,
    MOBILE,
    PERSONAL,
    PHONE,
    POSTSCRIPT,
    PROXY,
    RULE_LINE,
    SELF,
    SENTENCE_END,
    STREET,
    WARNING,
    WEB,
)

# A closing formula is short; a longer line that begins like one is a sentence.
CLOSING_LENGTH = 90
# "Viele Grüße aus dem schönen Wien" and a name.
CLOSING_WORDS = 12
# A contact block under a name is rarely longer; beyond, "--" was a divider of the writer's.
FUZZY_SIGNATURE_LINES = 14
DEVICE_LENGTH = 140
SENTENCE_WORDS = 5
# So many contact lines make a block of lines a signature.
CONTACT_LINES = 2
NAME_WORDS = 4
# "Diese E-Mail ist vertraulich, bitte …" with fewer words may be a person's own.
BOILERPLATE_WORDS = 20
# So many names above a name make a list of people.
NAMES_IN_A_LIST = 3
# Without closing or dashes, a signature is looked for in so many last lines only.
TAIL_LINES = 60

_DIGIT = re.compile(r"\d")
S, D = LineKind.SIGNATURE, LineKind.DISCLAIMER


def mark_tail(page: Page, first: int, end: int, sender_name: str = "") -> None:
    """Tell signature and disclaimer from text in the stretch first to end - 1, all TEXT before."""
    last = _strip_footers(page, first, end)
    start = _signature_start(page, first, last)
    if start < 0:
        start = _by_name(page, first, last, sender_name)
    if start < 0:
        start = _contact_block(page, first, last)
    if start >= 0:
        _mark_signature(page, start, last)
    _leading_warning(page, first, end)


# --- footers ----------------------------------------------------------------------------


def _strip_footers(page: Page, first: int, end: int) -> int:
    """Mark device lines and disclaimers at the end; return where what stands above them ends."""
    while True:
        top, bottom = _last_paragraph(page, first, end)
        if top < 0:
            return end
        kind, rule, start = _footer(page, top, bottom)
        if kind is None:
            return end
        if rule == "device" and start > first and DASHES.fullmatch(page.stripped[start - 1]):
            start -= 1
        page.mark(start, end, kind, rule)
        end = start
        if start > top:
            return end


def _last_paragraph(page: Page, first: int, end: int) -> tuple[int, int]:
    bottom = end
    while bottom > first and not page.stripped[bottom - 1]:
        bottom -= 1
    if bottom == first:
        return -1, -1
    top = bottom - 1
    while top > first and page.stripped[top - 1]:
        top -= 1
    return top, bottom


def _footer(page: Page, top: int, bottom: int) -> tuple[LineKind | None, str, int]:
    """Kind, rule and first line of the footer that a paragraph is, or ends with."""
    lines = page.stripped[top:bottom]
    if is_disclaimer(lines):
        return D, "disclaimer", top
    listed = next((n for n, line in enumerate(lines) if RULE_LINE.fullmatch(line)), None)
    if listed is not None and any(LIST_FOOTER.match(line) for line in lines[listed:]):
        return D, "list-footer", top + listed
    start = bottom
    while start > top and (is_device_line(page.stripped[start - 1]) or _only_link(page.stripped[start - 1])):
        start -= 1
    while start < bottom and not is_device_line(page.stripped[start]):
        start += 1
    return (S, "device", start) if start < bottom else (None, "", top)


def _only_link(line: str) -> bool:
    return line.startswith(("http", "<http", "[http", "www.")) and " " not in line


def is_device_line(line: str) -> bool:
    """Such as "Von meinem iPhone gesendet": a program's own last word."""
    return len(line) <= DEVICE_LENGTH and MOBILE.fullmatch(line) is not None and DEVICE.search(line) is not None


def is_disclaimer(lines: list[str]) -> bool:
    """Whether a paragraph is legal or ecological boilerplate: it begins so, and says so."""
    head = lines[0]
    if not DISCLAIMER_START.match(head):
        return False
    joined = " ".join(lines)
    found = {match.group().lower()[:12] for match in DISCLAIMER.finditer(joined[:2000])}
    words = len(joined.split())
    if not found or joined.endswith("?"):
        return False
    printed = ECOLOGY.search(joined) is not None
    return len(found) > 1 or printed or words >= BOILERPLATE_WORDS or not SELF.search(joined)


def _leading_warning(page: Page, first: int, end: int) -> None:
    """The warning that a mail gateway puts on top ("CAUTION: external sender")."""
    top = next(page.filled(first, end), -1)
    if top < 0 or top > first + 3 or first > 0 or not WARNING.match(page.stripped[top]):
        return
    stop = top
    while stop < end and page.stripped[stop] and (stop == top or page.kinds[stop] is LineKind.TEXT):
        stop += 1
    rest = any(page.kinds[number] is LineKind.TEXT for number in page.filled(stop, end))
    if rest:
        page.mark(first, stop, D, "gateway-warning")


# --- where a signature begins -----------------------------------------------------------


def _signature_start(page: Page, first: int, end: int) -> int:
    """The line of the closing formula or of "-- ", whichever comes first; -1 for none."""
    below = sum(1 for _ in page.filled(first, end))
    dividers: set[str] = set()
    for number in page.filled(first, end):
        line = page.stripped[number]
        below -= 1
        if line[0] in "-—–_*=~" and (DASHES.fullmatch(line) or _is_rule(page, number)):
            if page.lines[number] == "-- " or (line not in dividers and _dashes_open(page, number, end, below)):
                return number
            dividers.add(line)
        if len(line) <= CLOSING_LENGTH and is_closing(line) and _is_no_mere_word(page, number, first, below):
            return number
    return -1


def _is_rule(page: Page, number: int) -> bool:
    """A long rule with nothing directly above it; else it underlines a heading."""
    return RULE_LINE.fullmatch(page.stripped[number]) is not None and not (number and page.stripped[number - 1])


def is_closing(line: str) -> bool:
    """Whether a line is a closing formula, perhaps with a name behind it."""
    words = line.strip("*_ ").split()
    line = " ".join(words)
    if not line or len(words) > CLOSING_WORDS or line.endswith("?"):
        return False
    matched = CLOSING_DE.fullmatch(line) or CLOSING_EN.fullmatch(line) or PROXY.fullmatch(line)
    if not matched and ("/" in line or "|" in line):
        # "Mit freundlichen Grüßen / Kind regards"
        parts = [part.strip() for part in line.replace("|", "/").split("/")]
        return all(CLOSING_DE.fullmatch(part) or CLOSING_EN.fullmatch(part) for part in parts)
    return matched is not None


def _is_no_mere_word(page: Page, number: int, first: int, below: int) -> bool:
    """A one-word closing ("Best", "Yours") in the middle of lines is a word, not a closing."""
    line = page.stripped[number]
    if " " in line or line.endswith((",", "!", ".")):
        return True
    next_line = page.stripped[number + 1] if number + 1 < len(page.stripped) else ""
    if next_line[:1].islower() and len(next_line.split()) > 2:  # noqa: PLR2004 - first and last name
        return False
    return below < FUZZY_SIGNATURE_LINES and not (number > first and page.stripped[number - 1].endswith((":", ",")))


def _dashes_open(page: Page, number: int, end: int, filled_below: int) -> bool:
    """A line "-- " exactly (RFC 3676 section 4.3) opens a signature; a look-alike needs a short tail."""
    if not 0 < filled_below <= FUZZY_SIGNATURE_LINES:
        return False
    below = [page.stripped[line] for line in page.filled(number + 1, end)]
    if any(DASHES.fullmatch(line) for line in below[:-1]) and page.stripped[number] != "--":
        return False
    talk = [line for line in below if _is_talk(line, contacts=0)]
    if page.stripped[number] in {"--", "—", "–", "__"}:
        return not talk or len(talk) * 3 < len(below)
    return not talk and sum(map(is_contact, below)) >= 1


def _by_name(page: Page, first: int, end: int, sender_name: str) -> int:
    """Where the writer's own name stands alone at the end, perhaps over contact lines."""
    names = _names(sender_name)
    if not names:
        return -1
    limit, first = first, max(first, end - TAIL_LINES)
    top, bottom = _last_paragraph(page, first, end)
    while top >= 0:
        for number in range(top, bottom):
            signed = page.stripped[number].strip("*_-–,.! ").casefold()
            if signed in names and _clear_below(page, number + 1, end):
                return with_thanks(page, limit, number) if _signs(page, limit, number) else -1
        if any(_is_talk(page.stripped[number], contacts=0) for number in range(top, bottom)):
            return -1
        top, bottom = _last_paragraph(page, first, top)
    return -1


def _signs(page: Page, first: int, number: int) -> bool:
    """Whether a name signs what stands above it: no announcement, and no list of names."""
    above = page.last_filled(first, number)
    if above < 0 or page.stripped[above].endswith(":"):
        return False
    top = above
    while top >= first and page.stripped[top] and _is_name(page.stripped[top]):
        top -= 1
    announced = top >= first and page.stripped[top].endswith(":")
    return not announced and above - top < NAMES_IN_A_LIST


def _names(sender_name: str) -> frozenset[str]:
    """The forms in which somebody signs: full name, first name, last name, initials."""
    name = sender_name.casefold().strip("\"' ")
    if "," in name:
        last, _, rest = name.partition(",")
        name = f"{rest.strip()} {last.strip()}"
    words = [word for word in name.split() if word.isalpha() or "-" in word or "." in word]
    if not words or "@" in name:
        return frozenset()
    initials = "".join(word[0] for word in words)
    return frozenset({" ".join(words), words[0], words[-1], initials, f"{words[0][0]}. {words[-1]}", f"/{initials}"})


def _clear_below(page: Page, first: int, end: int) -> bool:
    lines = [page.stripped[number] for number in page.filled(first, end)]
    return not any(_is_talk(line, contacts=0) for line in lines)


def _contact_block(page: Page, first: int, end: int) -> int:
    """A name with address lines at the end, without any closing above it."""
    first = max(first, end - TAIL_LINES)
    top, bottom = _last_paragraph(page, first, end)
    if top <= first:
        return -1
    start = -1
    contacts = 0
    while top > first:
        lines = page.stripped[top:bottom]
        if any(_is_talk(line, contacts=0) or line.endswith(":") or ITEM.match(line) for line in lines):
            break
        contacts += sum(map(is_contact, lines))
        start = top
        top, bottom = _last_paragraph(page, first, top)
        if top < 0:
            return -1
    if start < 0 or contacts <= CONTACT_LINES or not _is_name(page.stripped[start]):
        return -1
    above = next((page.stripped[number] for number in range(start - 1, first - 1, -1) if page.stripped[number]), ":")
    return -1 if above.endswith((":", ",")) else start


def _is_name(line: str) -> bool:
    words = line.strip("*_ ").split()
    return 0 < len(words) <= NAME_WORDS + 1 and words[0][:1].isupper() and not any(c in line for c in "?!:")


def is_contact(line: str) -> bool:
    """Telephone, address, web, company or register line."""
    figures = _DIGIT.search(line) is not None
    return bool(
        (figures and (PHONE.search(line) or STREET.search(line)))
        or ("@" in line and ADDRESS.search(line))
        or ((":" in line or "." in line) and WEB.search(line))
        or LEGAL.search(line)
    )


# --- what belongs to it -----------------------------------------------------------------


def _mark_signature(page: Page, start: int, end: int) -> None:
    """From the opening line on, paragraph by paragraph; what speaks to the reader stays text."""
    page.mark(start, start + 1, S, "dashes" if DASHES.fullmatch(page.stripped[start]) else "closing")
    standard = page.lines[start] == "-- "
    contacts, paragraph, at = 0, start, start + 1
    while at < end:
        if not page.stripped[at]:
            page.mark(at, at + 1, S, "signature")
            paragraph, at = at + 1, at + 1
            continue
        stop = at
        while stop < end and page.stripped[stop]:
            stop += 1
        lines = page.stripped[at:stop]
        if POSTSCRIPT.match(lines[0]):
            at = _keep_text(page, stop, end, contacts)
        elif is_disclaimer(lines):
            page.mark(at, stop, D, "disclaimer")
            at = stop
        elif not standard and paragraph == at and (_is_listing(lines, contacts) or _is_talk_paragraph(lines, contacts)):
            at = stop
        else:
            at = _mark_lines(page, at, stop, contacts, standard=standard)
            contacts += sum(map(is_contact, lines))


def _keep_text(page: Page, stop: int, end: int, contacts: int) -> int:
    """A postscript's paragraph, and those behind it that speak to the reader too."""
    following = stop
    while following < end:
        while following < end and not page.stripped[following]:
            following += 1
        last = following
        while last < end and page.stripped[last]:
            last += 1
        lines = page.stripped[following:last]
        if not lines or is_disclaimer(lines) or not _is_talk_paragraph(lines, contacts):
            return stop
        stop = following = last
    return stop


def _mark_lines(page: Page, at: int, stop: int, contacts: int, *, standard: bool) -> int:
    """Lines of a signature paragraph; what follows a line that is talk or a postscript stays text."""
    for number in range(at, stop):
        line = page.stripped[number]
        if number > at and (POSTSCRIPT.match(line) or (not standard and _is_talk(line, contacts))):
            return stop
        page.mark(number, number + 1, S, "signature")
        contacts += is_contact(line)
    return stop


def _is_listing(lines: list[str], contacts: int) -> bool:
    """Items, or what a line with a colon announces: a writer's afterthought, before any contact line."""
    if contacts or is_contact(lines[0]):
        return False
    return ITEM.match(lines[0]) is not None or (lines[0].endswith(":") and len(lines) > 1)


def _is_talk_paragraph(lines: list[str], contacts: int) -> bool:
    """A paragraph that is prose to the reader and no slogan."""
    if PROXY.match(lines[0]):
        return False
    if _is_name(lines[0]) and len(lines) > 1 and not _is_talk(lines[0], contacts):
        return False
    talk = [line for line in lines if _is_talk(line, contacts)]
    if not talk:
        joined = " ".join(lines)
        return len(lines) > 1 and _is_talk(joined, contacts) and not any(map(is_contact, lines))
    return len(talk) * 2 >= len(lines) or bool(_is_talk(lines[0], contacts))


def _is_talk(line: str, contacts: int) -> bool:
    """A sentence to the reader.

    Under contact lines only one that is clearly personal: slogans ("Wir beraten Sie gern!") stand there.
    """
    words = len(line.split())
    if line.endswith("?") and words > 1:
        return True
    if words < SENTENCE_WORDS or is_device_line(line):
        return False
    if contacts >= CONTACT_LINES:
        return SELF.search(line) is not None and SENTENCE_END.search(line) is not None
    if is_contact(line) and not PERSONAL.search(line):
        return False
    return PERSONAL.search(line) is not None or (SENTENCE_END.search(line) is not None and words > SENTENCE_WORDS + 1)
