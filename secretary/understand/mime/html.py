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
    """The text of an HTML body; lines end with "\\n"."""
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


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet, and what its end has to undo."""

    tag: str
    quotes: int = 0
    skips: int = 0
    spaced: bool = False
    first_line: int = -1
    is_signature: bool = False
    is_attribution: bool = False


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

    # --- what the parser calls ---

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        opened = _Open(tag)
        self.opened.append(opened)
        if self.skipping or tag in _SKIPPED:
            opened.skips = 1
            self.skipping += 1
            return
        if tag == "br":
            self._break()
        elif tag in _BLOCKS:
            self._start_block(opened, attributes)
        elif tag in {"td", "th"} and self.current:
            self.current.append(" ")
        elif tag == "img":
            self._picture(attributes.get("alt", ""))
        if attributes and tag != "img":
            self._marks(opened, attributes)
        if opened.quotes:
            self._flush()
            opened.quotes = int(self.depth < MAX_QUOTE_DEPTH)
            self.depth += opened.quotes

    def end(self, tag: str) -> None:
        while self.opened:
            opened = self.opened.pop()
            self._close(opened)
            if opened.tag == tag:
                return

    def data(self, text: str) -> None:
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
        while self.opened:
            self._close(self.opened.pop())
        self._flush()
        return ""

    # --- lines ---

    def _line(self) -> str:
        joined = "".join(self.current)
        self.current.clear()
        if self.preformatted:
            return joined.replace("\xa0", " ").rstrip()
        return _SPACES.sub(" ", joined).strip(" ").replace("\xa0", " ").rstrip()

    def _break(self) -> None:
        self._put(self._line())

    def _put(self, text: str) -> None:
        if self.blank_due and text and self.lines and self.lines[-1].text:
            self.lines.append(_Line(min(self.depth, self.lines[-1].depth), ""))
        self.blank_due = False
        self.lines.append(_Line(self.depth, text))

    def _flush(self) -> None:
        if any(not piece.isspace() or "\xa0" in piece for piece in self.current if piece):
            self._break()
        else:
            self.current.clear()

    # --- elements ---

    def _start_block(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        self._flush()
        tag, style = opened.tag, attributes.get("style", "")
        close_set = attributes.get("class", "").startswith(("Mso", "xMso", "x_Mso")) or _NO_MARGIN.search(style)
        opened.spaced = tag in _SPACED and not (tag == "p" and close_set) and not self._in_list(tag)
        self.blank_due = self.blank_due or opened.spaced
        if tag == "li":
            self._bullet()
        elif tag in {"ul", "ol"}:
            start = attributes.get("start", "1")
            self.counters.append(int(start) - 1 if tag == "ol" and start.isdecimal() and len(start) < 5 else -1)  # noqa: PLR2004
        elif tag == "hr":
            self._separator()
        elif tag == "pre":
            self.preformatted += 1
        elif tag == "blockquote" and _is_quote(attributes):
            opened.quotes = 1

    def _in_list(self, tag: str) -> bool:
        return tag in {"ul", "ol", "p"} and any(element.tag == "li" for element in self.opened[-4:-1])

    def _bullet(self) -> None:
        if self.counters and self.counters[-1] >= 0:
            self.counters[-1] += 1
            self.current.append(f"{self.counters[-1]}. ")
        else:
            self.current.append("- ")

    def _separator(self) -> None:
        previous = next((line.text for line in reversed(self.lines[-3:]) if line.text), "")
        if previous != SEPARATOR:
            self._put(SEPARATOR)

    def _picture(self, alternative: str) -> None:
        # Programs send emoji as pictures.
        if 0 < len(alternative) <= 2 and not alternative.isascii():  # noqa: PLR2004 - a character and its variant
            self.current.append(alternative)

    def _marks(self, opened: _Open, attributes: Mapping[str, str]) -> None:
        """What classes, ids and styles tell about quotation, signature and visibility."""
        style = attributes.get("style", "")
        if style and _HIDDEN.search(style):
            opened.skips, opened.quotes = 1, 0
            self.skipping += 1
            return
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        if names != " ":
            self._named(opened, names)
        if attributes.get("name") == "quote" or (names != " " and _QUOTE_NAMES.search(names)):
            opened.quotes = 1
        if "border-top" in style and _OUTLOOK_LINE.search(style):
            self._separator()

    def _named(self, opened: _Open, names: str) -> None:
        if "divRplyFwdMsg" in names or "OutlookMessageHeader" in names:
            self._flush()
            self._separator()
        elif _ATTRIBUTION.search(names):
            opened.is_attribution, opened.first_line = True, len(self.lines)
        elif _SIGNATURE_NAMES.search(names):
            self._flush()
            opened.is_signature, opened.first_line = True, len(self.lines)

    def _close(self, opened: _Open) -> None:
        if opened.skips:
            self.skipping -= 1
            return
        if opened.tag in _BLOCKS or opened.first_line >= 0:
            self._flush()
        self.depth -= opened.quotes
        self.blank_due = self.blank_due or opened.spaced
        if opened.tag in {"ul", "ol"} and self.counters:
            self.counters.pop()
        elif opened.tag == "pre":
            self.preformatted -= 1
        if opened.is_signature and self.depth == 0:
            self.signatures.append((opened.first_line, len(self.lines)))
        if opened.is_attribution:
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


def _is_quote(attributes: Mapping[str, str]) -> bool:
    """A blockquote is quotation unless a program used it only to indent."""
    if attributes.get("type") == "cite" or "quote" in attributes.get("class", ""):
        return True
    return not _INDENT_ONLY.search(attributes.get("style", ""))
