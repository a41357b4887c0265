"""What Outlook packs into a winmail.dat (MS-OXTNEF): attachments by name, and the plain text of old programs.

Promises: total and linear; octets that are no such package, or break off, give what stood before.
Never does: read the rich text of a mail (compressed RTF); where that alone holds the text, it is not found.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

SIGNATURE = b"\x78\x9f\x3e\x22"
# Attributes by their identifiers (MS-OXTNEF section 2.1.3.3): kind of value and number in one.
_BODY, _RENDERING, _TITLE, _DATA, _PROPERTIES = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_HEADER, _CHECKSUM = 9, 2  # level, identifier, length; the sum behind the value
MAX_ATTRIBUTES = 2_000
MAX_PROPERTIES = 200
# A property's number says what it is, its type how long it is (MS-OXCDATA section 2.11.1).
_LONG_NAME = 0x3707
_TEXT, _WIDE = 0x001E, 0x001F
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_NAMED = 0x8000


@dataclass(slots=True)
class Packed:
    """One attachment of the package."""

    name: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Package:
    """All that was found; `text` is the plain text, "" for none."""

    attachments: tuple[Packed, ...] = ()
    text: str = ""


def opened(octets: bytes) -> Package:
    """The contents of a winmail.dat."""
    found: list[Packed] = []
    text = ""
    for identifier, value in _attributes(octets):
        if identifier == _BODY:
            text = value.rstrip(b"\0").decode("cp1252", "replace").replace("\r\n", "\n")
        elif identifier == _RENDERING or (not found and identifier in {_TITLE, _DATA, _PROPERTIES}):
            found.append(Packed())
        if identifier == _TITLE:
            found[-1].name = found[-1].name or value.split(b"\0")[0].decode("cp1252", "replace")
        elif identifier == _DATA:
            found[-1].content = value
        elif identifier == _PROPERTIES:
            found[-1].name = _long_name(value) or found[-1].name
    return Package(tuple(one for one in found if one.content), text)


def _attributes(octets: bytes) -> Iterator[tuple[int, bytes]]:
    if not octets.startswith(SIGNATURE):
        return
    at = len(SIGNATURE) + 2
    for _ in range(MAX_ATTRIBUTES):
        if at + _HEADER > len(octets):
            return
        identifier, length = unpack_from("<II", octets, at + 1)
        end = at + _HEADER + length
        if end > len(octets):
            return
        yield identifier, octets[at + _HEADER : end]
        at = end + _CHECKSUM


def _long_name(octets: bytes) -> str:
    """The long file name among the properties of an attachment (MS-OXTNEF section 2.1.3.4)."""
    if len(octets) < 4:  # noqa: PLR2004 - the count of properties
        return ""
    at = 4
    for _ in range(min(unpack_from("<I", octets)[0], MAX_PROPERTIES)):
        if at + 4 > len(octets):
            return ""
        kind, number = unpack_from("<HH", octets, at)
        at = _behind_name(octets, at + 4) if number >= _NAMED else at + 4
        value, at = _value(octets, at, kind)
        if number == _LONG_NAME and kind & ~0x1000 in {_TEXT, _WIDE}:
            return value.decode("utf-16-le" if kind == _WIDE else "cp1252", "replace").rstrip("\0")
        if at < 0:
            return ""
    return ""


def _behind_name(octets: bytes, at: int) -> int:
    """Where a named property's value begins: behind its set, and its number or name."""
    if at + 24 > len(octets):
        return len(octets)
    by_name, length = unpack_from("<II", octets, at + 16)
    return at + 24 + (_padded(length) if by_name else 0)


def _value(octets: bytes, at: int, kind: int) -> tuple[bytes, int]:
    """The first value of a property, and where the next property begins; -1 where that cannot be told."""
    if kind in _FIXED:
        return b"", at + _FIXED[kind]
    if at + 8 > len(octets):
        return b"", -1
    count, length = unpack_from("<II", octets, at)
    if count != 1:
        return b"", -1
    return octets[at + 8 : at + 8 + length], at + 8 + _padded(length)


def _padded(length: int) -> int:
    return (length + 3) & ~3
