"""HTML bodies to the text a reader sees, with the marks of quotation kept.

Promises: total and linear; what mail programs mark as quoted gets "> ", what they mark as
signature comes under "-- ", and their header of a reply under a line of underscores: plain
text's own signs, so that one grammar reads both.
Never does: fetch, run or keep anything: scripts, styles, hidden text and links' targets go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from lxml import etree

SEPARATOR = "_" * 32
SIGNATURE_LINE = "-- "
# Deeper quotation says nothing more, and every level costs two characters a line.
MAX_QUOTE_DEPTH = 20
# "On … wrote:" fills a few lines; what a program marks beyond that is no intro.
ATTRIBUTION_LINES = 12

_SKIPPED = frozenset({"style", "script", "title", "template", "noscript", "select", "svg", "object", "xml"})
_BLOCKS = frozenset(
    "p div li tr table ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 section article header footer center "
    "address form fieldset hr body main nav aside figure caption thead tbody".split()
)
# Browsers leave an empty line around these.
_SPACED = frozenset("p ul ol dl blockquote h1 h2 h3 h4 h5 h6 pre table".split())
_QUOTE_NAMES = re.compile(r"(?i)yahoo_quoted|zmail_extra|gmx_quote")
_ATTRIBUTION = re.compile(r"(?i)\b(gmail_attr|moz-cite-prefix)\b")
_SIGNATURE_NAMES = re.compile(
    r"(?i)\b(x_)*(gmail_signature|moz-signature|ms-outlook-mobile-signature|AppleMailSignature(BelowSeparator)?"
    r"|AppleMailSignature|lineBreakAtBeginningOfSignature|protonmail_signature_block|k9mail-signature|Signature)\b"
)
# Outlook draws a line above the header of what is answered; these are its colours over the years.
_OUTLOOK_LINE = re.compile(
    r"(?i)border:\s*none;\s*border-top:\s*solid\s*(#?[0-9a-f]{6}|windowtext)\s*1\.0pt;\s*padding:\s*3\.0pt\s*0"
)
_HIDDEN = re.compile(r"(?i)display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden")
_NO_MARGIN = re.compile(r"(?i)margin(-top)?\s*:\s*0")
_INDENT_ONLY = re.compile(r"(?i)border\s*:\s*(none|0)")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<[^<>]{0,2000}>")


def html_to_text(html: str) -> str:
    r"""The text of an HTML body; lines end with "\n"."""
    writer = _Writer()
    parser = etree.HTMLParser(
        target=writer, recover=True, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        etree.fromstring(html.replace("\x00", ""), parser)
    except (etree.LxmlError, ValueError, AssertionError):
        # Whatever the parser refuses is still somebody's text.
        return unescape(_TAG.sub(" ", html))
    return writer.text()


@dataclass(frozen=True, slots=True)
class _Facts:
    """What tag, class, id and style tell about an element; documents repeat them a lot."""

    block: bool = False
    spaced: bool = False
    hidden: bool = False
    quote: bool = False
    separator: bool = False
    attribution: bool = False
    signature: bool = False


@lru_cache(maxsize=2048)
def _facts(tag: str, style: str, names: str, kind: str) -> _Facts:
    """`names` is class and id, `kind` the attributes "name" and "type"."""
    close_set = names.startswith(("Mso", "xMso", "x_Mso")) or (style and _NO_MARGIN.search(style))
    cited = kind == " cite" or "quote" in names or not _INDENT_ONLY.search(style)
    signature = bool(names) and _SIGNATURE_NAMES.search(names) is not None
    attribution = bool(names) and _ATTRIBUTION.search(names) is not None
    found = _Facts(
        block=tag in _BLOCKS,
        spaced=tag in _SPACED and not (tag == "p" and close_set),
        hidden=tag in _SKIPPED or (style != "" and _HIDDEN.search(style) is not None),
        quote=(tag == "blockquote" and cited) or kind == "quote " or _QUOTE_NAMES.search(names) is not None,
        separator=tag == "hr"
        or "divRplyFwdMsg" in names
        or "OutlookMessageHeader" in names
        or ("border-top" in style and _OUTLOOK_LINE.search(style) is not None),
        attribution=attribution,
        signature=signature and not attribution,
    )
    return _PLAIN if found == _PLAIN else found


_PLAIN = _Facts()


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet, and what its end has to undo."""

    tag: str
    facts: _Facts
    quotes: int = 0
    first_line: int = -1


# Most elements only colour words; their end has nothing to undo.
_COLOUR = _Open("", _PLAIN)


@dataclass(slots=True)
class _Line:
    depth: int
    text: str


@dataclass(slots=True)
class _Writer:
    """A parser's target: builds lines while the document goes by."""

    lines: list[_Line] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    counters: list[int] = field(default_factory=list)
    signatures: list[tuple[int, int]] = field(default_factory=list)
    depth: int = 0
    skipping: int = 0
    preformatted: int = 0
    blank_due: bool = False
    bullet: str = ""

    # --- what the parser calls ---

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins; the parser calls `end` exactly once for each."""
        if self.skipping:
            self.skipping += 1
            return
        facts = _PLAIN
        if attributes or tag in _BLOCKS or tag in _SKIPPED:
            get = attributes.get
            names = f"{get('class', '')} {get('id', '')}".rstrip()
            facts = _facts(tag, get("style", ""), names, f"{get('name', '')} {get('type', '')}")
        if facts.hidden:
            self.skipping = 1
            return
        if facts is not _PLAIN:
            self._open(tag, facts, attributes)
            return
        self.opened.append(_COLOUR)
        if tag == "br":
            self._break()
        elif tag in {"td", "th"} and self.current:
            self.current.append(" ")
        elif tag == "img":
            self._picture(attributes.get("alt", ""))

    def end(self, _tag: str) -> None:
        """The element opened last ends."""
        if self.skipping > 1:
            self.skipping -= 1
        elif self.skipping:
            self.skipping = 0
        elif self.opened:
            opened = self.opened.pop()
            if opened is not _COLOUR:
                self._close(opened)

    def data(self, text: str) -> None:
        """Character data, references resolved."""
        if self.skipping:
            return
        if self.preformatted and "\n" in text:
            *whole, rest = text.replace("\r\n", "\n").split("\n")
            for line in whole:
                self.current.append(line)
                self._break()
            self.current.append(rest)
            return
        self.current.append(text if self.preformatted else _SPACES.sub(" ", text))

    def close(self) -> str:
        """The document ends."""
        while self.opened:
            self._close(self.opened.pop())
        self._flush()
        return ""

    # --- lines ---

    def _break(self) -> None:
        joined = "".join(self.current)
        self.current.clear()
        if self.preformatted:
            self._put(joined.replace("\xa0", " ").rstrip())
        else:
            self._put(_SPACES.sub(" ", joined).strip(" ").replace("\xa0", " ").rstrip())

    def _put(self, text: str) -> None:
        if self.blank_due and text and self.lines and self.lines[-1].text:
            self.lines.append(_Line(min(self.depth, self.lines[-1].depth), ""))
        self.blank_due = False
        if self.bullet and text:
            text, self.bullet = self.bullet + text, ""
        self.lines.append(_Line(self.depth, text))

    def _flush(self) -> None:
        for piece in self.current:
            if piece and (not piece.isspace() or "\xa0" in piece):
                self._break()
                return
        self.current.clear()

    # --- elements ---

    def _open(self, tag: str, facts: _Facts, attributes: Mapping[str, str]) -> None:
        self._flush()
        opened = _Open(tag, facts, first_line=len(self.lines))
        if facts.spaced and not self._in_item(tag):
            self.blank_due = True
        if facts.separator:
            self._separator()
        if facts.quote and self.depth < MAX_QUOTE_DEPTH:
            opened.quotes = 1
            self.depth += 1
        self.opened.append(opened)
        if tag == "li":
            self._number()
        elif tag in {"ul", "ol"}:
            start = attributes.get("start", "1")
            small = start.isdecimal() and len(start) < 5  # noqa: PLR2004 - a number, not an attack
            self.counters.append((int(start) if small else 1) - 1 if tag == "ol" else -1)
        elif tag == "pre":
            self.preformatted += 1

    def _in_item(self, tag: str) -> bool:
        return tag in {"ul", "ol", "p"} and any(element.tag == "li" for element in self.opened[-3:])

    def _number(self) -> None:
        if self.counters and self.counters[-1] >= 0:
            self.counters[-1] += 1
            self.bullet = f"{self.counters[-1]}. "
        else:
            self.bullet = "- "

    def _separator(self) -> None:
        previous = next((line.text for line in reversed(self.lines[-3:]) if line.text), "")
        if previous != SEPARATOR:
            self._put(SEPARATOR)

    def _picture(self, alternative: str) -> None:
        # Programs send emoji as pictures.
        if 0 < len(alternative) <= 2 and not alternative.isascii():  # noqa: PLR2004 - a character and its variant
            self.current.append(alternative)

    def _close(self, opened: _Open) -> None:
        facts = opened.facts
        if facts.block or facts.attribution or facts.signature:
            self._flush()
        self.depth -= opened.quotes
        if facts.spaced and not self._in_item(opened.tag):
            self.blank_due = True
        if opened.tag == "li":
            self.bullet = ""
        elif opened.tag in {"ul", "ol"} and self.counters:
            self.counters.pop()
        elif opened.tag == "pre":
            self.preformatted -= 1
        if facts.signature and self.depth == 0:
            self.signatures.append((opened.first_line, len(self.lines)))
        if facts.attribution:
            self._attribute(opened.first_line)

    def _attribute(self, first: int) -> None:
        """An intro line that the program marked belongs to the quote; a forward's header does not."""
        lines = self.lines[first : first + ATTRIBUTION_LINES + 1]
        if len(lines) <= ATTRIBUTION_LINES and not any("----" in line.text for line in lines):
            for line in lines:
                line.depth = max(line.depth, 1)

    # --- the result ---

    def text(self) -> str:
        """All lines, quotation as "> ", a signature that ends the writer's text under "-- "."""
        marked = self._signature_starts()
        done: list[str] = []
        for number, line in enumerate(self.lines):
            if number in marked:
                done.append(SIGNATURE_LINE)
            done.append(("> " * line.depth + line.text) if line.text else ">" * min(line.depth, 1))
        return "\n".join(done).strip("\n")

    def _signature_starts(self) -> frozenset[int]:
        """Where "-- " may stand: not where text of the writer follows, which it would swallow."""
        following = self._next_filled()
        starts = set()
        for first, end in self.signatures:
            after = following[end]
            ends_text = after is None or self.lines[after].depth > 0 or self.lines[after].text == SEPARATOR
            before = next((line.text for line in reversed(self.lines[max(0, first - 3) : first]) if line.text), "")
            filled = following[first]
            if ends_text and before != "--" and filled is not None and filled < end:
                starts.add(first)
        return frozenset(starts)

    def _next_filled(self) -> list[int | None]:
        """For each line, and for the end, the number of the first line with text from there on."""
        found: list[int | None] = [None] * (len(self.lines) + 1)
        for number in range(len(self.lines) - 1, -1, -1):
            found[number] = number if self.lines[number].text else found[number + 1]
        return found
