"""The mail inside an opaquely signed one (S/MIME, RFC 8551 section 3.5.2; CMS, RFC 5652 section 5.1).

Promises: total and linear; octets that are no signed data, or hold no content, give None.
Never does: check the signature. Whether a mail is authentic is told by the trusted server.
"""

from __future__ import annotations

from typing import NamedTuple

from secretary.understand.attachments import SIGNED_DATA as SIGNED_DATA

# Encapsulated content of another type than id-data is no mail.
_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
_SEQUENCE, _CHOICE, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0xA0, 0x04, 0x24
_INDEFINITE, _LONG, _MOST_LENGTH = 0x80, 0x7F, 8
_END = b"\x00\x00"
# Programs send the content in pieces of 1 KB and more, one level deep.
MAX_PIECES = 100_000


class _Value(NamedTuple):
    """A value of X.690: its tag, and where its contents begin and end; `end` -1 where only a mark ends it."""

    tag: int
    start: int
    end: int


def signed_content(octets: bytes) -> bytes | None:
    """The octets that an opaque signature encloses; None where there are none."""
    info = _into(octets, 0, _SEQUENCE)
    if info < 0 or not octets.startswith(SIGNED_DATA, info):
        return None
    signed = _into(octets, _into(octets, info + len(SIGNED_DATA), _CHOICE), _SEQUENCE)
    # The version and the digest algorithms stand before the content.
    content = _into(octets, _behind(octets, _behind(octets, signed)), _SEQUENCE)
    if content < 0 or not octets.startswith(_DATA, content):
        return None
    return _joined(octets, _into(octets, content + len(_DATA), _CHOICE))


def _value(octets: bytes, at: int) -> _Value | None:
    """The value whose tag stands at `at`; None where it is none or reaches over the end."""
    if at < 0 or at + 2 > len(octets):
        return None
    first = octets[at + 1]
    if first < _INDEFINITE:
        start, length = at + 2, first
    elif first == _INDEFINITE:
        return _Value(octets[at], at + 2, -1)
    else:
        count = first & _LONG
        start = at + 2 + count
        length = int.from_bytes(octets[at + 2 : start], "big") if count <= _MOST_LENGTH else len(octets)
    # A mail that was cut is read as far as it goes.
    return _Value(octets[at], start, min(len(octets), start + length)) if start <= len(octets) else None


def _into(octets: bytes, at: int, tag: int) -> int:
    """Where the contents of the value with this tag begin; -1 where another one stands at `at`."""
    value = _value(octets, at)
    return value.start if value is not None and value.tag == tag else -1


def _behind(octets: bytes, at: int) -> int:
    """Where the next value begins; -1 behind one of which only a mark tells the end."""
    value = _value(octets, at)
    return value.end if value is not None else -1


def _joined(octets: bytes, at: int) -> bytes | None:
    """An octet string, whole or in pieces (X.690 section 8.7.3)."""
    value = _value(octets, at)
    if value is None or value.tag not in {_OCTETS, _OCTETS_IN_PIECES}:
        return None
    if value.tag == _OCTETS:
        return octets[value.start : value.end] if value.end >= 0 else None
    pieces: list[bytes] = []
    at, end = value.start, value.end if value.end >= 0 else len(octets)
    while at < end and not octets.startswith(_END, at) and len(pieces) < MAX_PIECES:
        piece = _value(octets, at)
        if piece is None or piece.tag != _OCTETS or piece.end < 0:
            break
        pieces.append(octets[piece.start : piece.end])
        at = piece.end
    return b"".join(pieces)
