"""Header blocks and header values (RFC 5322 section 2.2, RFC 2047, RFC 2231).

Promises: every value that leaves this module is decoded and has no CR, LF, NUL, other control
or Unicode line separator in it, and no character that reverses what is displayed.
Never does: raise; a value that cannot be decoded stays as it was written.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from secretary.understand.mime.charsets import decode, mended
from secretary.understand.mime.limits import MimeLimits

# One value; longer ones (a References of years, an attack) are cut.
VALUE_OCTETS = 64_000
# RFC 2231 counts its pieces from 0; nobody honest needs more.
MAX_CONTINUATIONS = 100

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]?")
_WORD_START = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
_BETWEEN_WORDS = re.compile(r"[ \t]*\Z")
_Q_OCTET = re.compile(rb"=([0-9a-fA-F]{2})")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
# CR, LF, NUL, C0, DEL, C1 and the Unicode separators become a space (header injection);
# direction overrides and zero-width marks vanish (a name or an ending shown reversed).
_CLEAN = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_CLEAN |= dict.fromkeys([0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")

# A line that begins so is a header even behind a broken one.
_KNOWN = re.compile(
    rb"(?i)(from|to|cc|bcc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|references"
    rb"|in-reply-to|reply-to|sender|dkim-signature|arc-[a-z-]+|authentication-results|delivered-to|list-[a-z-]+"
    rb"|auto-submitted|precedence|x-[a-z0-9-]+)[ \t]*:"
)

RawField = tuple[str, bytes]


def clean(value: str) -> str:
    """One line of text without control characters, stripped."""
    return value.strip() if value.isascii() and value.isprintable() else value.translate(_CLEAN).strip()


def split_block(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block in raw[start:end] ends, and where its body begins."""
    if raw[start : start + 1] in {b"\n", b"\r"}:
        skip = 2 if raw.startswith(b"\r\n", start) else 1
        return start, min(start + skip, end)
    crlf = raw.find(b"\n\r\n", start, end)
    bare = raw.find(b"\n\n", start, end if crlf < 0 else crlf)
    if bare >= 0:
        return bare + 1, bare + 2
    if crlf >= 0:
        return crlf + 1, crlf + 3
    return end, end


@dataclass(frozen=True, slots=True)
class RawHeaders:
    """A header block taken apart; `consumed` octets of it were headers, the rest is body."""

    fields: tuple[RawField, ...]
    consumed: int
    defects: tuple[str, ...] = ()

    def first(self, name: str) -> bytes:
        """The unfolded value of the first field with this lower-case name, or b""."""
        return next((value for key, value in self.fields if key.lower() == name), b"")


def raw_headers(block: bytes, limits: MimeLimits) -> RawHeaders:
    """The fields of a block in order, values unfolded.

    A line that is no field is a broken fold where well-known fields follow it, and the
    beginning of the body where none does: programs forget the blank and the empty line.
    """
    defects: set[str] = set()
    fields: list[tuple[str, list[bytes]]] = []
    consumed, whole = 0, len(block)
    if whole > limits.header_octets:
        block = block[: limits.header_octets]
        defects.add("headers-cut")
    lines = block.split(b"\n")
    last_known = next((n for n in range(len(lines) - 1, -1, -1) if _KNOWN.match(lines[n])), -1)
    for number, line in enumerate(lines):
        if not line.strip():
            consumed += len(line) + 1
            continue
        folded = line[:1] in (b" ", b"\t")
        found = None if folded else _FIELD.match(line)
        if found and len(fields) >= limits.header_fields:
            defects.add("headers-cut")
            consumed = whole
            break
        if found:
            fields.append((found.group(1).decode("ascii"), [line[found.end() :].rstrip(b"\r")]))
        elif not folded and number > last_known:
            defects.add("header-body-separator-missing")
            break
        elif fields:
            fields[-1][1].append(line.rstrip(b"\r"))
            if not folded:
                defects.add("header-broken")
        consumed += len(line) + 1
    else:
        consumed = whole
    unfolded = tuple((name, b"".join(parts)[:VALUE_OCTETS]) for name, parts in fields)
    return RawHeaders(unfolded, min(consumed, whole), tuple(sorted(defects)))


def decode_value(raw: bytes) -> str:
    """An unstructured value as people read it: RFC 2047 decoded, cleaned, one line."""
    return clean(decode_words(header_text(raw)))


def header_text(raw: bytes) -> str:
    """The octets of a value as text, encoded words still encoded (RFC 6532, and what is sent)."""
    return raw.decode("ascii") if raw.isascii() else decode(raw)[0]


def decode_words(text: str) -> str:
    """Encoded words of RFC 2047 decoded, also the broken ones that programs send.

    Read too: words without blanks around, inside quotes, with raw spaces or "?" inside, with
    missing padding, with a character split over two words, with the final "?=" cut off.
    """
    if "=?" not in text:
        return mended(text)
    once = "".join(_runs(text))
    # A program that encodes what was encoded before.
    twice = _WORD_START.match(once) is not None and once.endswith("?=")
    return mended("".join(_runs(once)) if twice else once)


def _runs(text: str) -> Iterator[str]:
    """Plain stretches and decoded words; neighbours of one charset are decoded together."""
    done, pending, pending_label = 0, b"", ""
    for label, octets, start, end in _words(text):
        gap = text[done:start]
        joined = bool(pending_label) and _BETWEEN_WORDS.match(gap) is not None
        if not (joined and label.casefold() == pending_label.casefold()):
            yield decode(pending, pending_label)[0] if pending_label else ""
            pending = b""
        if not joined:
            yield gap
        pending, pending_label, done = pending + octets, label, end
    yield decode(pending, pending_label)[0] if pending_label else ""
    yield text[done:]


def _words(text: str) -> Iterator[tuple[str, bytes, int, int]]:
    """Charset label, octets, start and end of each encoded word."""
    at = 0
    while found := _WORD_START.search(text, at):
        end = text.find("?=", found.end())
        closed = end >= 0
        payload = text[found.end() : end if closed else len(text)]
        if not closed and (" " in payload.strip() or not payload):
            return
        label = found.group(1).partition("*")[0]
        at = end + 2 if closed else len(text)
        yield label, _word_octets(payload, base64_coded=found.group(2) in "bB"), found.start(), at


def _word_octets(payload: str, *, base64_coded: bool) -> bytes:
    octets = payload.encode("utf-8", "replace")
    if base64_coded and not _Q_OCTET.search(octets):
        return from_base64(octets)
    # "=" at the end is a line break of quoted-printable, which has no place here.
    return _Q_OCTET.sub(_hex_octet, octets.removesuffix(b"=").replace(b"_", b" "))


def _hex_octet(found: re.Match[bytes]) -> bytes:
    return bytes([int(found.group(1), 16)])


def from_base64(octets: bytes) -> bytes:
    """Base64 (RFC 2045 section 6.8) of any quality: what is no base64 character is skipped."""
    try:
        return binascii.a2b_base64(octets, strict_mode=True)
    except ValueError:
        pass
    kept = b"".join(_NOT_BASE64.split(octets.rstrip(b"= \t\r\n")))
    if len(kept) % 4 == 1:
        kept = kept[:-1]
    return base64.b64decode(kept + b"=" * (-len(kept) % 4))


# --- parameters -------------------------------------------------------------------------

_TOKEN = re.compile(r"[^\s;=]{1,100}")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"?')
_CONTINUED = re.compile(r"([^*]{1,80})(?:\*(\d{1,3}))?(\*?)\Z")


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """A structured value: what stands before the first ";" (lower case), and its parameters.

    Names are lower case; values decoded by RFC 2231 (charset, continuations), and by RFC 2047
    too, which is not allowed in parameters and sent by everybody.
    """
    main, _, rest = value.partition(";")
    found: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, content in _parameters(rest):
        split = _CONTINUED.match(name)
        if not split or not (split.group(2) or split.group(3)):
            found.setdefault(name, clean(decode_words(content)))
        elif len(pieces.setdefault(split.group(1), {})) < MAX_CONTINUATIONS:
            pieces[split.group(1)].setdefault(int(split.group(2) or 0), (content, bool(split.group(3))))
    found.update((name, clean(_joined(parts))) for name, parts in pieces.items())
    return clean(main.casefold()), found


def _parameters(rest: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(rest):
        if rest[at] in " \t;,":
            at += 1
            continue
        name = _TOKEN.match(rest, at)
        if not name:
            at += 1
            continue
        at = _skip_blanks(rest, name.end())
        if rest[at : at + 1] != "=":
            continue
        at = _skip_blanks(rest, at + 1)
        quoted = _QUOTED.match(rest, at) if rest[at : at + 1] == '"' else None
        if quoted:
            content, at = re.sub(r"\\(.)", r"\1", quoted.group(1)), quoted.end()
        else:
            end = rest.find(";", at)
            end = len(rest) if end < 0 else end
            content, at = rest[at:end].strip(), end
        yield name.group().casefold(), content


def _skip_blanks(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", "\t"}:
        at += 1
    return at


def _joined(parts: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 section 4.1: pieces in order; the first extended one names the charset."""
    label, octets = "utf-8", b""
    for number in sorted(parts):
        content, extended = parts[number]
        if extended and number == min(parts) and content.count("'") >= 2:  # noqa: PLR2004 - charset'language'text
            label, _, content = content.split("'", 2)
        octets += unquote_to_bytes(content) if extended else content.encode("utf-8", "replace")
    return decode_words(decode(octets, label)[0])
