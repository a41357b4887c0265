"""Which parts of a tree are the text a reader sees, and which are attachments (RFC 2046, RFC 2387).

Never does: lose a part: each leaf ends as body, attachment, calendar, report or embedded mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from secretary.understand.mime.charsets import decode, mended
from secretary.understand.mime.cms import signed_content
from secretary.understand.mime.flowed import unflow
from secretary.understand.mime.html import html_to_text
from secretary.understand.mime.tree import Budget, Node, read_tree

_BODY_TYPES = frozenset({"text/plain", "text/html", "text/enriched", "text/markdown", "text/x-amp-html"})
CALENDAR_TYPES = frozenset({"text/calendar", "application/ics", "text/x-vcalendar"})
REPORT_TYPES = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
        "text/rfc822-headers",
        "message/global-headers",
    }
)
EMBEDDED_TYPES = frozenset({"message/rfc822", "message/global"})
_META_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?([a-z0-9_.:-]{1,40})""")
_HTML_START = re.compile(
    r"(?i)\s{0,100}(<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]|<div[\s>]|<p[\s>]|<table[\s>])"
)
_ENRICHED = re.compile(r"</?[A-Za-z0-9-]{1,60}>")
# "Your program cannot show HTML": the plain part of programs that have nothing to say in it.
_STUB = re.compile(
    r"(?i)html.{0,60}(client|e-?mail|programm|capable|support|format|view|version|fähig|unterstütz|darstell|anzeig)"
    r"|(unterstütz|darstell|anzeig|support|display|view|require|ansicht).{0,60}(html|browser)"
)
_STUB_LENGTH = 300
# Signed, and signed again by a gateway; more is a bomb.
MAX_SIGNATURES = 3
# Characters that nobody sees and that part words: zero-width spaces, soft hyphens, marks.
_UNSEEN = ("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\x00")


@dataclass(slots=True)
class Block:
    """One piece of the readable body in the forms it came in."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Sorted:
    """The leaves of a tree by what they are for."""

    blocks: list[Block] = field(default_factory=list)
    attachments: list[Node] = field(default_factory=list)
    calendars: list[Node] = field(default_factory=list)
    reports: list[Node] = field(default_factory=list)
    embedded: list[Node] = field(default_factory=list)


def sort_parts(root: Node, budget: Budget, defects: set[str]) -> Sorted:
    """Every leaf in its place; the bodies decoded within the budget."""
    sorting = _Sorting(Sorted(), budget, defects)
    sorting.result.blocks = sorting.blocks(root)
    if not any(block.plain or block.html for block in sorting.result.blocks):
        sorting.rescue()
    return sorting.result


def readable(blocks: list[Block]) -> tuple[str, str, bool]:
    """The body's text, its HTML as it came, and whether any of the text came from HTML."""
    texts: list[str] = []
    from_html = False
    for block in blocks:
        text = block.plain or ""
        if block.html and (not text.strip() or (len(text) < _STUB_LENGTH and _STUB.search(text))):
            converted = html_to_text(block.html)
            if converted.strip():
                text, from_html = converted, True
        if text.strip():
            texts.append(text.strip("\n"))
    return "\n".join(texts), "\n".join(block.html for block in blocks if block.html), from_html


@dataclass(slots=True)
class _Sorting:
    result: Sorted
    budget: Budget
    defects: set[str]
    signatures: int = 0

    def blocks(self, node: Node) -> list[Block]:
        """The readable blocks of a subtree; everything else goes to its list."""
        if not node.children:
            signed = self._signed(node)
            if signed is not None:
                return self.blocks(signed)
            block = self._leaf(node)
            return [block] if block else []
        below = [self.blocks(child) for child in node.children]
        if node.content_type == "multipart/alternative":
            return _alternative([block for blocks in below for block in blocks])
        return [block for blocks in below for block in blocks]

    def _signed(self, node: Node) -> Node | None:
        """The tree inside an opaque signature, which itself stays an attachment."""
        if not node.content_type.endswith("/pkcs7-mime") and not node.content_type.endswith("/x-pkcs7-mime"):
            return None
        inner = signed_content(node.content(self.budget.content_octets)) if self.signatures < MAX_SIGNATURES else None
        if inner is None:
            return None
        self.signatures += 1
        self.result.attachments.append(node)
        return read_tree(inner, 0, len(inner), self.budget, self.defects, depth=1)

    def _leaf(self, node: Node) -> Block | None:
        kind = node.content_type
        if kind in CALENDAR_TYPES or node.filename.casefold().endswith(".ics"):
            self.result.calendars.append(node)
            if node.disposition == "attachment" or node.filename:
                self.result.attachments.append(node)
        elif kind in REPORT_TYPES:
            self.result.reports.append(node)
        elif kind in EMBEDDED_TYPES:
            self.result.embedded.append(node)
        elif self._is_body(node):
            return self._body(node)
        elif node.end > node.start or node.filename:
            self.result.attachments.append(node)
        return None

    def _is_body(self, node: Node) -> bool:
        if node.content_type.startswith("multipart/"):
            return True  # a multipart that could not be taken apart: its octets are all there is
        return node.content_type in _BODY_TYPES and node.disposition != "attachment" and not node.filename

    def _body(self, node: Node) -> Block:
        text = self._text(node)
        if node.content_type == "text/x-amp-html":
            return Block()
        if node.content_type == "text/html":
            return Block(html=text) if "<" in text else Block(plain=text)
        if node.content_type == "text/enriched":
            return Block(plain=_ENRICHED.sub("", text))
        if _HTML_START.match(text):
            return Block(html=text)
        if node.params.get("format", "").casefold() == "flowed":
            return Block(plain=unflow(text, delsp=node.params.get("delsp", "").casefold() == "yes"))
        return Block(plain=text)

    def _text(self, node: Node) -> str:
        left = self.budget.text_octets
        content = node.content(left) if left > 0 else b""
        if len(content) >= left:
            self.defects.add("text-cut")
        self.budget.text_octets -= len(content)
        label = node.params.get("charset", "")
        if not label and node.content_type == "text/html":
            meta = _META_CHARSET.search(content[:2048])
            label = meta.group(1).decode("ascii") if meta else ""
        text, defect = decode(content, label)
        if defect:
            self.defects.add(defect)
        return visible(mended(text))

    def rescue(self) -> None:
        """A mail whose only text is labelled as an attachment still says something."""
        for node in self.result.attachments:
            if node.content_type in _BODY_TYPES:
                self.result.blocks = [self._body(node)]
                return


def _alternative(blocks: list[Block]) -> list[Block]:
    """Forms of the same content (RFC 2046 section 5.1.4) become one block."""
    plain = [block.plain for block in blocks if block.plain and block.plain.strip()]
    html = [block.html for block in blocks if block.html]
    return [Block("\n".join(plain) or None, "\n".join(html) or None)] if plain or html else []


def visible(text: str) -> str:
    r"""Line ends as "\n", no-break blanks as blanks, and what nobody sees left out."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii():
        return text.replace("\x00", "")
    text = text.replace("\xa0", " ").replace("\u202f", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    for sign in _UNSEEN:
        if sign in text:
            text = text.replace(sign, "")
    return text
