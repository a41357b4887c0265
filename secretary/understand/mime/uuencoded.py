"""Attachments that old programs write into the text itself ("begin 644 plan.pdf" … "end").

Promises: linear; only a block that is whole is taken out, anything else stays text.
Never does: read yEnc, which is of newsgroups.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass, field

_BEGIN = re.compile(r"begin [0-7]{3,4} (\S[^\n]{0,200})")
MAX_FILES = 20


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file out of a text."""

    name: str
    content: bytes = field(repr=False)


def taken_out(text: str) -> tuple[str, tuple[Enclosed, ...]]:
    """The text without the files that stand in it, and those."""
    if "\nend" not in text or "begin " not in text:
        return text, ()
    kept: list[str] = []
    files: list[Enclosed] = []
    name, start, pieces = "", -1, list[bytes]()
    for line in text.split("\n"):
        kept.append(line)
        if start < 0:
            begins = _BEGIN.fullmatch(line.rstrip()) if len(files) < MAX_FILES else None
            if begins:
                name, start, pieces = begins[1], len(kept) - 1, []
        elif line.strip() == "end" and any(pieces):
            del kept[start:]
            files.append(Enclosed(name, b"".join(pieces)))
            start = -1
        elif (octets := _decoded(line)) is None:
            start = -1
        else:
            pieces.append(octets)
    return "\n".join(kept), tuple(files)


def _decoded(line: str) -> bytes | None:
    """The octets of one line; None for a line of text."""
    if line.strip() in {"", "`"}:
        return b""
    try:
        return binascii.a2b_uu(line.rstrip("\r").encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return None
