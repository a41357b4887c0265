"""Mbox files (RFC 4155), as mail programs and list archives write them.

Promises: never more than one mail is held; a line "From here on" in a text parts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

# What writers put above each mail: a sender and a date of asctime; list archives write "tom at x.org".
_SEPARATOR = re.compile(rb"From [^\r\n]{1,200}\d{1,2}:\d{2}(?::\d{2})?[^\r\n]{0,40}\r?\n")
_QUOTED_FROM = re.compile(rb">+From ")
MAX_MAIL = 200_000_000  # octets; a file without separators is no mbox


def is_mbox(path: Path) -> bool:
    """Whether a file begins with a separator."""
    with path.open("rb") as file:
        return _SEPARATOR.match(file.readline(400)) is not None


def count_mails(path: Path) -> int:
    """How many mails a file holds."""
    blank, found = True, 0
    with path.open("rb") as file:
        for line in file:
            found += blank and _SEPARATOR.match(line) is not None
            blank = not line.strip()
    return found


def mails_of(path: Path) -> Iterator[bytes]:
    """The mails of a file, in order."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    with path.open("rb") as file:
        for line in file:
            if (blank and _SEPARATOR.match(line)) or size > MAX_MAIL:
                if begun:
                    yield b"".join(lines)
                lines, size, begun = [], 0, True
            else:
                lines.append(line[1:] if _QUOTED_FROM.match(line) else line)
                size += len(line)
            blank = not line.strip()
    if begun:
        yield b"".join(lines)
