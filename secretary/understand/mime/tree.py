"""The MIME tree of a mail as ranges of its octets (RFC 2046), bounded and without copies.

Promises: total for any octets; the work is at most depth x size; a part that cannot be read
as what it claims is a leaf with the octets that came.
Why not email.feedparser: it recurses once per level and asks every open boundary about every
line, so that ten thousand nested parts end in a RecursionError or in minutes.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from secretary.understand.mime.headers import (
    RawHeaders,
    decode_value,
    from_base64,
    header_text,
    parse_parameters,
    raw_headers,
    split_block,
)
from secretary.understand.mime.limits import MimeLimits

EMPTY = RawHeaders((), 0)
# A body whose boundary was lost betrays it by the header that follows.
_GUESS = re.compile(rb"(?<![^\n])--([^\r\n]{1,200}?)[ \t]*\r?\nContent-[A-Za-z-]+[ \t]*:", re.IGNORECASE)
_GUESS_OCTETS = 64_000
_TYPE = re.compile(r"[a-z0-9.+_-]{1,100}/[a-z0-9.+_-]{1,150}")
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]+={0,2}")
_QUOTED_OCTET = re.compile(rb"=[0-9A-F]{2}")
# A name that is a path would be written elsewhere than where it is filed.
_PATH_SIGNS = re.compile(r"[\\/]+")
_UU_BEGIN = re.compile(rb"begin [0-7]{3,4} [^\r\n]*\r?\n")


@dataclass(slots=True)
class Budget:
    """What is left to spend on one mail, nested mails included; and what went wrong."""

    limits: MimeLimits
    parts: int = 0
    text_octets: int = 0
    content_octets: int = 0

    def __post_init__(self) -> None:
        """Everything is left at first."""
        self.parts = self.limits.parts
        self.text_octets = self.limits.text_octets
        self.content_octets = self.limits.content_octets


@dataclass(frozen=True, slots=True)
class Node:
    """A part: its type, where its body stands in `raw`, and its children."""

    path: str
    raw: bytes = field(repr=False)
    start: int
    end: int
    content_type: str
    params: dict[str, str]
    headers: RawHeaders = EMPTY
    disposition: str = ""
    filename: str = ""
    encoding: str = ""
    children: tuple[Node, ...] = ()

    def leaves(self) -> Iterator[Node]:
        """The leaves below, in order; the node itself if it has no children."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def header(self, name: str) -> str:
        """A header of the part, decoded."""
        return decode_value(self.headers.first(name))

    def content(self, most: int) -> bytes:
        """The octets behind the transfer encoding, at most about `most` of them."""
        # Quoted-printable grows threefold, base64 by a third plus line ends.
        raw = self.raw[self.start : min(self.end, self.start + 4 * most)]
        return decode_transfer(raw, self.encoding)[:most]


def read_tree(raw: bytes, start: int, end: int, budget: Budget, defects: set[str], *, depth: int) -> Node:
    """The tree of the mail at raw[start:end]. `defects` takes names of what was wrong."""
    return _Reader(raw, budget, defects).node(start, end, "", depth, "text/plain")


@dataclass(slots=True)
class _Reader:
    raw: bytes
    budget: Budget
    defects: set[str]

    def node(self, start: int, end: int, path: str, depth: int, default_type: str) -> Node:
        """The part at raw[start:end], header block first."""
        headers_end, _ = split_block(self.raw, start, end)
        headers = raw_headers(self.raw[start:headers_end], self.budget.limits)
        self.defects.update(headers.defects)
        body = _body_start(self.raw, start + headers.consumed, headers_end, end)
        content_type, params = _content_type(headers, default_type)
        disposition, extra = parse_parameters(header_text(headers.first("content-disposition")))
        children: tuple[Node, ...] = ()
        guess = content_type == "text/plain" and not params and self.raw.startswith(b"--", body)
        if content_type.startswith("multipart/") or guess:
            children = self._children(body, end, path, depth, content_type, params.get("boundary", ""))
            content_type = "multipart/mixed" if guess and children else content_type
        self.budget.parts -= 1
        return Node(
            path=path or "1",
            raw=self.raw,
            start=body,
            end=end,
            content_type=content_type,
            params=params,
            headers=headers,
            disposition=disposition,
            filename=safe_filename(extra.get("filename") or params.get("name", "")),
            encoding=header_text(headers.first("content-transfer-encoding")).strip().casefold(),
            children=children,
        )

    def _children(
        self, start: int, end: int, path: str, depth: int, content_type: str, boundary: str
    ) -> tuple[Node, ...]:
        if depth >= self.budget.limits.depth:
            self.defects.add("nested-too-deep")
            return ()
        default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        found: list[Node] = []
        for first, last in self._pieces(start, end, boundary):
            if self.budget.parts <= 0:
                self.defects.add("too-many-parts")
                break
            number = f"{path}.{len(found) + 1}" if path else str(len(found) + 1)
            found.append(self.node(first, last, number, depth + 1, default))
        return tuple(found)

    def _pieces(self, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
        """The ranges between boundary lines (RFC 2046 section 5.1.1); none where there is no boundary."""
        marks = self._delimiters(start, end, boundary.encode("utf-8", "replace")) if boundary else iter(())
        first = next(marks, None)
        if first is None:
            guessed = _GUESS.search(self.raw, start, min(end, start + _GUESS_OCTETS))
            self.defects.add("boundary-wrong" if guessed else "boundary-missing")
            if not guessed:
                return
            marks = self._delimiters(start, end, guessed.group(1))
            first = next(marks, None)
            if first is None:
                return
        open_at, closing = first[1], first[2]
        for line_start, line_end, is_last in marks:
            yield open_at, line_start
            open_at, closing = line_end, is_last
            if is_last:
                return
        if not closing:
            self.defects.add("boundary-not-closed")
            yield open_at, end

    def _delimiters(self, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
        """(where the line break before it begins, where its line ends, whether it closes)."""
        raw, marker = self.raw, b"--" + boundary
        at = start
        while (at := raw.find(marker, at, end)) >= 0:
            line_end = raw.find(b"\n", at, end)
            line_end = end if line_end < 0 else line_end + 1
            behind = raw[at + len(marker) : min(line_end, at + len(marker) + 80)].strip()
            if (at == start or raw[at - 1 : at] == b"\n") and behind in {b"", b"--"}:
                yield _before_break(raw, at, start), line_end, behind == b"--"
                at = line_end
            else:
                at += len(marker)


def safe_filename(name: str) -> str:
    """A name that is no path."""
    return _PATH_SIGNS.sub("_", name)


def _before_break(raw: bytes, at: int, start: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    if at > start and raw[at - 1 : at] == b"\n":
        at -= 1
        if at > start and raw[at - 1 : at] == b"\r":
            at -= 1
    return at


def _body_start(raw: bytes, consumed: int, headers_end: int, end: int) -> int:
    if consumed < headers_end:
        return consumed
    if raw.startswith(b"\r\n", headers_end):
        return min(headers_end + 2, end)
    return min(headers_end + 1, end) if raw.startswith(b"\n", headers_end) else headers_end


def _content_type(headers: RawHeaders, default: str) -> tuple[str, dict[str, str]]:
    raw = headers.first("content-type")
    if not raw:
        return default, {}
    main, params = parse_parameters(header_text(raw))
    main = main.strip("\"' ")
    if _TYPE.fullmatch(main):
        return main, params
    # "text", "html", "Content-Type: multipart/mixed": what remains readable of it counts.
    found = _TYPE.search(main)
    if found:
        return found.group(), params
    return ("text/html" if main == "html" else "text/plain"), params or {"": main}


def decode_transfer(raw: bytes, encoding: str) -> bytes:
    """Octets behind a Content-Transfer-Encoding (RFC 2045 section 6), of any quality."""
    if "base64" in encoding or "base-64" in encoding:
        return _base64_body(raw)
    if "quoted" in encoding:
        return binascii.a2b_qp(raw)
    if encoding in {"x-uuencode", "uuencode", "x-uue"}:
        return _uudecode(raw)
    return raw


def _base64_body(raw: bytes) -> bytes:
    """Base64, its text footers glued on by relays, and text that only claims to be base64."""
    packed = raw.translate(None, b" \t\r\n")
    try:
        return binascii.a2b_base64(packed, strict_mode=True)
    except ValueError:
        pass
    found = _BASE64_LINE.match(packed)
    lines = raw.split(b"\n", 1)[0].strip()
    if not found or not _BASE64_LINE.fullmatch(lines):
        if not lines or b" " not in lines:
            return from_base64(raw)
        return binascii.a2b_qp(raw) if _QUOTED_OCTET.search(raw) else raw
    decoded, rest = from_base64(found.group()), packed[found.end() :]
    if not rest:
        return decoded
    if _BASE64_LINE.fullmatch(rest):
        return decoded + from_base64(rest)
    glued = _glued(raw)
    is_text = b" " in glued or glued.startswith((b"--", b"__"))
    return decoded + b"\n" + glued if is_text else from_base64(raw)


def _glued(raw: bytes) -> bytes:
    """The lines behind the last base64 line, which a relay added as plain text."""
    kept: list[bytes] = []
    for line in reversed(raw.split(b"\n")):
        stripped = line.strip()
        if _BASE64_LINE.fullmatch(stripped) and (len(stripped) >= 20 or stripped.endswith(b"=")):  # noqa: PLR2004 - a word is shorter
            break
        kept.append(line)
    return b"\n".join(reversed(kept)).strip()


def _uudecode(raw: bytes) -> bytes:
    begin = _UU_BEGIN.search(raw)
    done: list[bytes] = []
    for line in raw[begin.end() if begin else 0 :].split(b"\n"):
        if line.strip() in {b"end", b"`"}:
            break
        try:
            done.append(binascii.a2b_uu(line.rstrip(b"\r")))
        except binascii.Error:
            continue
    return b"".join(done)
