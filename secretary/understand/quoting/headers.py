"""Header blocks that programs print above what they answer or forward ("Von: … Gesendet: …").

Promises: a list that a person wrote ("Von: Wien / An: Graz / Datum: 3.5.") is no header block:
it takes three of from, sent, to, subject, and an address or a date with a time among them.
"""

from __future__ import annotations

from dataclasses import dataclass

from secretary.understand.quoting.page import Page
from secretary.understand.quoting.words import (
    ADDRESS,
    CLOCK,
    FULL_DATE,
    HEADER_KEYS,
    KEY_LENGTH,
)

ROLES = frozenset({"from", "sent", "to", "subject"})
ENOUGH_ROLES = 3
# A list of recipients wraps over some lines, a subject over two.
MAX_WRAPPED = 30


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Where a block stands, and its values by role."""

    first: int
    end: int
    values: dict[str, str]
    confirmed: bool

    @property
    def roles(self) -> int:
        """How many of from, sent, to and subject it has."""
        return len(ROLES & self.values.keys())


def field_of(line: str) -> tuple[str, str]:
    """Role and value of a header line, bold marks removed; ("", "") for any other line."""
    colon = line.find(":", 0, KEY_LENGTH + 4)
    if colon < 1:
        return "", ""
    key = line[:colon].strip("*_ \t").lower()
    role = HEADER_KEYS.get(key, "")
    return (role, line[colon + 1 :].strip("*_ \t")) if role else ("", "")


def read_block(page: Page, first: int, end: int) -> HeaderBlock | None:
    """The lines from `first` that look like a header block; None where the first is no field."""
    values: dict[str, str] = {}
    role, value = field_of(page.stripped[first])
    if not role:
        return None
    at, last, wrapped, current = first, first, 0, ""
    while at < end:
        line = page.stripped[at]
        role, value = field_of(line)
        if role and (role == "other" or role not in values):
            values.setdefault(role, value)
            current, last, wrapped = role, at, 0
        elif role or not line:
            if role or not _field_follows(page, at, end):
                break
        elif _continues(page, at, end, current, values) and wrapped < MAX_WRAPPED:
            values[current] = f"{values[current]} {line}".strip()
            last, wrapped = at, wrapped + 1
        else:
            break
        at += 1
    return HeaderBlock(first, last + 1, values, _confirmed(values))


def _field_follows(page: Page, at: int, end: int) -> bool:
    """HTML letters have an empty line between header lines."""
    return at + 1 < end and bool(field_of(page.stripped[at + 1])[0])


def _continues(page: Page, at: int, end: int, current: str, values: dict[str, str]) -> bool:
    """Whether a line goes on with the value above it."""
    line = page.stripped[at]
    if not values[current]:
        return True
    if current in {"to", "cc", "from"} and ("@" in line or values[current].endswith((";", ",")) or ";" in line):
        return True
    indented = page.lines[at][:1] in {" ", "\t"}
    return (indented or current in ROLES) and _field_follows(page, at, end)


def _confirmed(values: dict[str, str]) -> bool:
    """An address, or a subject and a date with its time; all four with a full date are enough too.

    A journey has a date, a from and a to, with their times; it has no subject.
    """
    if any(ADDRESS.search(values.get(role, "")) for role in ("from", "to", "cc")):
        return True
    if any(CLOCK.search(values.get(role, "")) for role in ("from", "to")):
        return False
    sent = values.get("sent", "")
    dated = FULL_DATE.search(sent) is not None
    return dated and "subject" in values and (CLOCK.search(sent) is not None or values.keys() >= ROLES)


def is_block(block: HeaderBlock | None, *, announced: bool) -> bool:
    """Whether it is a program's header block; `announced`: a separator stands above it."""
    if block is None:
        return False
    if announced:
        return block.roles >= ENOUGH_ROLES - 1 or (block.roles >= 1 and block.confirmed)
    return block.roles >= ENOUGH_ROLES and block.confirmed and ("from" in block.values)
