"""Closings, signatures, disclaimers and device lines at the end of a stretch of text.

Promises: a postscript, and a sentence that speaks to the reader, stay text wherever they
stand; what cannot be told apart stays text.
"""

from __future__ import annotations

from secretary.domain.reading import LineKind
from secretary.understand.quoting.lines import (
    CONTACT_LINES,
    is_closing,
    is_contact,
    is_device_line,
    is_disclaimer,
    is_link,
    is_name,
    is_talk,
    is_talk_paragraph,
)
from secretary.understand.quoting.names import TAIL_LINES, signing_name
from secretary.understand.quoting.page import Page
from secretary.understand.quoting.words import DASHES, GATEWAY, ITEM, LEGAL, LIST_FOOTER, POSTSCRIPT, RULE_LINE, WARNING

# A closing formula is short; a longer line that begins like one is a sentence.
CLOSING_LENGTH = 90
# A contact block under a name is rarely longer; beyond, "--" was a divider of the writer's.
FUZZY_SIGNATURE_LINES = 14
# A footer that goes on from a contact line is looked for in so many last lines.
FOOTER_LINES = 12
# A gateway's warning speaks of so many of its themes, in so many characters.
GATEWAY_WORDS = 4
GATEWAY_LENGTH = 600
# So much of a disclaimer shows that it is one.
DISCLAIMER_LINES = 40

S, D = LineKind.SIGNATURE, LineKind.DISCLAIMER


def mark_tail(page: Page, first: int, end: int, sender_name: str = "") -> None:
    """Tell signature and disclaimer from text in the stretch first to end - 1, all TEXT before."""
    last = _strip_footers(page, first, end)
    start = _signature_start(page, first, last)
    if start < 0 or DASHES.fullmatch(page.stripped[start]):
        # Above "-- " and the full name, the short one may close.
        signed = signing_name(page, first, last if start < 0 else start, sender_name)
        start = signed if signed >= 0 else start
    if start < 0:
        start = _contact_block(page, first, last)
    if start >= 0:
        _mark_signature(page, start, last)
    _leading_warning(page, first, end)


# --- footers ----------------------------------------------------------------------------


def _strip_footers(page: Page, first: int, end: int) -> int:
    """Mark device lines and disclaimers at the end; return where what stands above them ends."""
    while True:
        top, bottom = page.last_paragraph(first, end)
        if top < 0:
            return end
        kind, rule, start = _footer(page, top, bottom)
        if kind is None:
            return end
        if rule == "device" and start > first and _is_line(page.stripped[start - 1]):
            start -= 1
        page.mark(start, end, kind, rule)
        end = start
        if start > top:
            return end


def _footer(page: Page, top: int, bottom: int) -> tuple[LineKind | None, str, int]:
    """Kind, rule and first line of the footer that a paragraph is, or ends with."""
    lines = page.stripped[top:bottom]
    if is_disclaimer(lines):
        return D, "disclaimer", top
    ending = _disclaimer_end(lines)
    if ending:
        return D, "disclaimer", top + ending
    listed = next((n for n, line in enumerate(lines) if RULE_LINE.fullmatch(line)), None)
    if listed is not None and any(LIST_FOOTER.match(line) for line in lines[listed:]):
        return D, "list-footer", top + listed
    start = bottom
    while start > top and (is_device_line(page.stripped[start - 1]) or is_link(page.stripped[start - 1])):
        start -= 1
    while start < bottom and not is_device_line(page.stripped[start]):
        start += 1
    return (S, "device", start) if start < bottom else (None, "", top)


def _is_line(line: str) -> bool:
    return DASHES.fullmatch(line) is not None or RULE_LINE.fullmatch(line) is not None


def _disclaimer_end(lines: list[str]) -> int:
    """Where a disclaimer goes on directly below a line of contact; 0 for none."""
    return next(
        (
            number
            for number in range(max(1, len(lines) - FOOTER_LINES), len(lines))
            if is_disclaimer(lines[number:]) and (is_contact(lines[number - 1]) or is_name(lines[number - 1]))
        ),
        0,
    )


def _leading_warning(page: Page, first: int, end: int) -> None:
    """The warning that a mail gateway puts on top ("CAUTION: external sender")."""
    top = next(page.filled(first, end), -1)
    if top < 0 or top > first + 3 or first > 0:
        return
    stop = top
    while stop < end and page.stripped[stop] and (stop == top or page.kinds[stop] is LineKind.TEXT):
        stop += 1
    if not (WARNING.match(page.stripped[top]) or _warns(" ".join(page.stripped[top:stop]))):
        return
    rest = any(page.kinds[number] is LineKind.TEXT for number in page.filled(stop, end))
    if rest:
        page.mark(first, stop, D, "gateway-warning")


def _warns(paragraph: str) -> bool:
    return sum(1 for words in GATEWAY if words.search(paragraph[:GATEWAY_LENGTH])) >= GATEWAY_WORDS


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
            if _is_salutation(page, number, first, end):
                continue
            return number
    return -1


def _is_salutation(page: Page, number: int, first: int, end: int) -> bool:
    """Greetings above all that is said are no closing."""
    return page.last_filled(first, number) < 0 and any(
        is_talk(page.stripped[line], contacts=0) for line in page.filled(number + 1, end)
    )


def _is_rule(page: Page, number: int) -> bool:
    """A long rule with nothing directly above it; else it underlines a heading."""
    return RULE_LINE.fullmatch(page.stripped[number]) is not None and not (number and page.stripped[number - 1])


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
    talk = [line for line in below if is_talk(line, contacts=0)]
    if page.stripped[number] in {"--", "—", "–", "__"}:
        return not talk or len(talk) * 3 < len(below)
    return not talk and sum(map(is_contact, below)) >= 1


def _contact_block(page: Page, first: int, end: int) -> int:
    """A name with address lines at the end, without any closing above it."""
    first = max(first, end - TAIL_LINES)
    top, bottom = page.last_paragraph(first, end)
    if top <= first:
        return -1
    start = -1
    contacts = 0
    while top > first:
        lines = page.stripped[top:bottom]
        if any(is_talk(line, contacts=0) or line.endswith(":") or ITEM.match(line) for line in lines):
            break
        contacts += sum(map(is_contact, lines))
        start = top
        top, bottom = page.last_paragraph(first, top)
        if top < 0:
            return -1
    if (
        start < 0
        or contacts <= CONTACT_LINES
        or not (is_name(page.stripped[start]) or LEGAL.search(page.stripped[start]))
    ):
        return -1
    above = next((page.stripped[number] for number in range(start - 1, first - 1, -1) if page.stripped[number]), ":")
    return -1 if above.endswith((":", ",")) else start


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
        standard = standard or page.lines[at] == "-- "
        stop = at
        while stop < end and page.stripped[stop]:
            stop += 1
        lines = page.stripped[at:stop]
        if POSTSCRIPT.match(lines[0]):
            at = _keep_text(page, stop, end, contacts)
        elif is_disclaimer(lines):
            page.mark(at, stop, D, "disclaimer")
            at = stop
        elif not standard and paragraph == at and (_is_listing(lines, contacts) or is_talk_paragraph(lines, contacts)):
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
        if not lines or is_disclaimer(lines) or not is_talk_paragraph(lines, contacts):
            return stop
        stop = following = last
    return stop


def _mark_lines(page: Page, at: int, stop: int, contacts: int, *, standard: bool) -> int:
    """Lines of a signature paragraph; what follows a line that is talk or a postscript stays text."""
    for number in range(at, stop):
        line = page.stripped[number]
        if number > at and is_disclaimer(page.stripped[number : min(stop, number + DISCLAIMER_LINES)]):
            page.mark(number, stop, D, "disclaimer")
            return stop
        if number > at and (POSTSCRIPT.match(line) or (not standard and is_talk(line, contacts))):
            return stop
        page.mark(number, number + 1, S, "signature")
        contacts += is_contact(line)
    return stop


def _is_listing(lines: list[str], contacts: int) -> bool:
    """Items, or what a line with a colon announces: a writer's afterthought, before any contact line."""
    if contacts or is_contact(lines[0]):
        return False
    return ITEM.match(lines[0]) is not None or (lines[0].endswith(":") and len(lines) > 1)
