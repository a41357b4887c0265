"""Answers between quoted lines, each bound to the line it answers."""

from __future__ import annotations

from secretary.domain.reading import InlineAnswer, LineKind
from secretary.understand.quoting.page import Page, unquoted
from secretary.understand.quoting.words import ITEM

# A quoted line this long goes on in the next one.
WRAPPED = 50
# The one answer below a quote longer than this is an answer to the whole mail.
WHOLE_MAIL = 3


def inline_answers(page: Page) -> tuple[InlineAnswer, ...]:
    """Each stretch of new text that stands under a marked line, with that line."""
    found: list[tuple[int, int, int]] = []
    above = -1
    for first, end in page.runs(len(page.lines)):
        filled = list(page.filled(first, end))
        if not filled:
            continue
        above = _quoted_above(page, filled[0])
        if above >= 0:
            found.append((above, filled[0], filled[-1] + 1))
    if len(found) == 1 and _answers_whole(page, *found[0]):
        return ()
    return tuple(InlineAnswer(_logical_line(page, line), _text(page, first, end)) for line, first, end in found)


def _quoted_above(page: Page, number: int) -> int:
    """The nearest line with something on it above, if it is quotation; -1 if not."""
    for above in range(number - 1, -1, -1):
        if unquoted(page.lines[above]).strip():
            is_quote = page.kinds[above] is LineKind.QUOTE and page.rules[above] != "html"
            return above if is_quote else -1
    return -1


def _answers_whole(page: Page, above: int, first: int, end: int) -> bool:
    """One stretch below a whole quoted mail, and nothing quoted behind it: an answer at the bottom."""
    if any(page.kinds[number] is LineKind.QUOTE for number in range(end, len(page.lines))):
        return False
    quoted = [number for number in page.filled(0, first) if page.kinds[number] is LineKind.QUOTE]
    line = unquoted(page.lines[above]).strip()
    return len(quoted) > WHOLE_MAIL and not ITEM.match(line) and not line.endswith("?")


def _logical_line(page: Page, number: int) -> str:
    """A quoted line together with those it was wrapped from."""
    parts = [unquoted(page.lines[number]).strip()]
    while number and not ITEM.match(parts[0]):
        above = page.lines[number - 1]
        text = unquoted(above).strip()
        if page.kinds[number - 1] is not LineKind.QUOTE or len(text) < WRAPPED or text.endswith((":", "?", "!")):
            break
        parts.insert(0, text)
        number -= 1
    return " ".join(parts)


def _text(page: Page, first: int, end: int) -> str:
    return "\n".join(line.rstrip() for line in page.lines[first:end]).strip("\n")
