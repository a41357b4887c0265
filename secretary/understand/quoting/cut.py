"""Where quotation begins: marked line by line, or from one line to the end.

Promises: linear; what is found first from the top wins, since everything below it is older.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from secretary.domain.reading import LineKind
from secretary.understand.quoting.headers import field_of, is_block, read_block
from secretary.understand.quoting.intro import intro_above, running_intro, strong_intro
from secretary.understand.quoting.page import Page, quote_mark, unquoted
from secretary.understand.quoting.words import (
    ANSWER_ABOVE,
    FORWARD_SEPARATOR,
    ITEM_MARK,
    NOTES_SEPARATOR,
    REPLY_SEPARATOR,
    RULE_LINE,
)

# A quoted line this long was cut by the answering program, and its rest stands below unmarked.
WRAP_WIDTH = 66
WRAP_LIMIT = 72
WRAPPED_WORDS = 4
# HTML's quoted line must be this long to be found again in the plain text beyond doubt.
MIN_SAME = 12
# Lines of the HTML that are looked for before giving up.
MAX_TRIES = 6


@dataclass(frozen=True, slots=True)
class Cut:
    """From line `first` to the end all is older. `kind`: "header", "separator", "intro", "above-line", "html".

    `body`: the first line of the older mail itself; `forward`: the program said "forwarded".
    """

    first: int
    body: int
    rule: str
    values: dict[str, str] = field(default_factory=dict)
    forward: bool = False


def mark_quotes(page: Page) -> None:
    """Lines with quote marks, the intros above them, and tails that wrapping cut off."""
    lines = page.lines
    marked = [number for number, line in enumerate(lines) if (">" in line[:5] or "|" in line[:5]) and quote_mark(line)]
    real = set(marked) - _lonely(page, marked)
    for number in sorted(real):
        page.mark(number, number + 1, LineKind.QUOTE, "marked")
    for number in sorted(real):
        if number and number - 1 not in real:
            _mark_above(page, number, real)


def _lonely(page: Page, marked: list[int]) -> set[int]:
    """A line ">50 Personen" or a table's "| x |" standing alone is the writer's; so are programs' initials but once."""
    found = set()
    known = set(marked)
    for number in marked:
        line = page.stripped[number]
        alone = number - 1 not in known and number + 1 not in known
        count = alone and line[:1] == ">" and line[1:2].isdigit() and not ITEM_MARK.match(line, 1)
        table = line[:1] == "|" and (alone or line.endswith("|"))
        if count or table or (line[:1] not in {">", "|"} and alone):
            found.add(number)
    return found


def _mark_above(page: Page, number: int, real: set[int]) -> None:
    """The lines directly above a quoted line: blank ones, an intro, or a wrapped tail."""
    end = number
    while end and not page.stripped[end - 1]:
        end -= 1
    if not end or end - 1 in real:
        return
    if end == number and _is_wrapped_tail(page, end - 1, real):
        page.mark(end - 1, end, LineKind.QUOTE, "wrapped", sure=False)
        return
    if page.kinds[end - 1] is not LineKind.TEXT:
        return
    first = intro_above(page, end)
    if first >= 0:
        page.mark(first, number, LineKind.INTRO, "intro")


def _is_wrapped_tail(page: Page, number: int, real: set[int]) -> bool:
    """A short line between two quoted ones that ends the long one above it."""
    line = page.stripped[number]
    goes_on = line[:1].islower() or unquoted(page.lines[number + 1])[:1].islower()
    if number - 1 not in real or not goes_on or len(line.split()) > WRAPPED_WORDS:
        return False
    above = page.lines[number - 1].rstrip()
    first_word = line.split()[0]
    return len(above) >= WRAP_WIDTH and above[-1] not in ".!?:" and len(above) + 1 + len(first_word) > WRAP_LIMIT


# --- from one line to the end -----------------------------------------------------------


def find_cut(page: Page) -> Cut | None:
    """The first line from which all is older mail without marks; None where there is none."""
    for number, line in enumerate(page.stripped):
        if line[:4] == ">>> " and line.endswith(">>>") and not _marked_below(page, number):
            return Cut(number, number + 1, "separator")
        if page.kinds[number] is not LineKind.TEXT or not line:
            continue
        found = _cut_at(page, number, line)
        if found is not None:
            return found
    return None


def _cut_at(page: Page, number: int, line: str) -> Cut | None:
    if line[0] in "-_=*#–—>" or "----" in line[:40]:
        found = _at_separator(page, number, line)
        if found is not None:
            return found
    elif line.endswith(":") and len(line) < 80 and FORWARD_SEPARATOR.fullmatch(line):  # noqa: PLR2004 - a separator is short
        return _announced(page, number, forward=True)
    if ":" in line[:28]:
        block = read_block(page, number, len(page.lines)) if field_of(line)[0] else None
        if block is not None and is_block(block, announced=False):
            return Cut(_with_rule(page, number), block.end, "header", block.values)
    if line.endswith((":", ":*", "：")) or ":  " in line:
        first = strong_intro(page, number) if line[-1] in ":*：" else -1
        first = number if running_intro(line) else first
        if first >= 0 and _has_text(page, 0, first) and not _marked_below(page, number):
            return Cut(first, number + 1, "intro")
    if ("above" in line or "oberhalb" in line or "über" in line) and ANSWER_ABOVE.fullmatch(line):
        first = _with_rule(page, number)
        return Cut(first, number + 1, "above-line") if _has_text(page, 0, first) else None
    return None


def _at_separator(page: Page, number: int, line: str) -> Cut | None:
    if len(line) > 200:  # noqa: PLR2004 - separators are short
        return None
    if FORWARD_SEPARATOR.fullmatch(line):
        return _announced(page, number, forward=True)
    if REPLY_SEPARATOR.fullmatch(line) or NOTES_SEPARATOR.fullmatch(line):
        return _announced(page, number, forward=False)
    if RULE_LINE.fullmatch(line) and line[0] in "_-":
        return _ruled(page, number)
    return None


def _announced(page: Page, number: int, *, forward: bool) -> Cut | None:
    """Behind a separator with words the header block may be short, bold, marked or missing."""
    below = _next_filled(page, number + 1)
    block = read_block(page, below, len(page.lines)) if below >= 0 else None
    if block is None or not is_block(block, announced=True):
        if below >= 0 and page.kinds[below] is LineKind.QUOTE and not forward:
            return None
        return Cut(number, number + 1, "separator", forward=forward)
    return Cut(number, block.end, "separator", block.values, forward)


def _ruled(page: Page, number: int) -> Cut | None:
    """A line of underscores opens a quotation only above a header block, in any language."""
    below = _next_filled(page, number + 1)
    if below < 0 or below > number + 3:
        return None
    block = read_block(page, below, len(page.lines))
    if block is not None and is_block(block, announced=True):
        return Cut(number, block.end, "header", block.values)
    return None


def _with_rule(page: Page, number: int) -> int:
    """A rule line above the header block belongs to it."""
    above = number - 1
    while above >= 0 and above >= number - 2 and not page.stripped[above]:
        above -= 1
    return above if above >= 0 and page.stripped[above] and RULE_LINE.fullmatch(page.stripped[above]) else number


def _next_filled(page: Page, first: int) -> int:
    return next(page.filled(first, min(first + 6, len(page.lines))), -1)


def _has_text(page: Page, first: int, end: int) -> bool:
    return any(page.kinds[number] is LineKind.TEXT for number in page.filled(first, end))


def _marked_below(page: Page, number: int) -> bool:
    below = _next_filled(page, number + 1)
    return below >= 0 and page.kinds[below] is LineKind.QUOTE


def mark_cut(page: Page, cut: Cut) -> None:
    """Everything from the cut on is intro or header, then quotation."""
    head = LineKind.HEADER if cut.values else LineKind.INTRO
    if cut.rule == "html":
        head = LineKind.QUOTE
    page.mark(cut.first, cut.body, head, cut.rule)
    page.mark(cut.body, len(page.lines), LineKind.QUOTE, cut.rule)


# --- with the help of HTML --------------------------------------------------------------


def html_cut(page: Page, converted: str) -> Cut | None:
    """The line of the plain text where, by the same mail's HTML, quotation begins and goes on to the end."""
    lines = converted.split("\n")
    start = next((n for n, line in enumerate(lines) if line.startswith(">") or RULE_LINE.fullmatch(line)), -1)
    if start < 0 or any(line and not line.startswith(">") for line in lines[start + 1 :] if lines[start][:1] == ">"):
        return None
    if lines[start][:1] != ">" and not _looks_like_header(lines[start + 1 : start + 8]):
        return None
    wanted = [_same(line.lstrip("> ")) for line in lines[start : start + 40]]
    for target in [want for want in wanted if len(want) >= MIN_SAME][:MAX_TRIES]:
        for number, line in enumerate(page.stripped):
            if line and _same(line) == target:
                return Cut(number, number, "html")
    return None


def _looks_like_header(lines: list[str]) -> bool:
    return sum(1 for line in lines if 0 < line.find(":") < 28) >= 3  # noqa: PLR2004 - from, sent, to


def _same(line: str) -> str:
    return "".join(line.split()).casefold()
