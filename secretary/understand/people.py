"""Whom a text names to meet with: addresses as they stand in it, and names behind "with" and "mit".

Promises: pure; bounded patterns on a bounded text. A name is only what was written; who is meant by it is
for those to say who know people.
"""

from __future__ import annotations

import re

from secretary.domain.address import Address

MAX_TEXT = 6_000  # characters looked through; orders are short
MOST = 6  # people of one order
# A name before an address counts only where the address stands in brackets, as mail programs write it.
_ADDRESS = re.compile(
    r"(?:(?P<name>[^\W\d_][\w'’.-]{0,40}(?: [^\W\d_][\w'’.-]{0,40}){0,3}) ?<)?"
    r"(?P<spec>\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})"
)
_WITH = r"(?:\b[Mm]it|\b[Ww]ith)"
_NAME = r"(?:(?:Frau|Herrn?|Mrs?|Ms|Dr)\.? )?(?P<{}>[A-ZÄÖÜ][\w'’-]{{1,40}}(?: [A-ZÄÖÜ][\w'’-]{{1,40}})?)"
_NAMED = re.compile(rf"{_WITH} {_NAME.format('first')}(?:,? (?:und|and|&) {_NAME.format('second')})?")
_PREPOSITION = re.compile(rf"^.*{_WITH} ", re.DOTALL)


def addresses_in(text: str) -> tuple[Address, ...]:
    """The addresses written out in a text, each once, with the name before it."""
    found: dict[str, Address] = {}
    for match in _ADDRESS.finditer(text[:MAX_TEXT]):
        name = _PREPOSITION.sub("", match["name"] or "")
        address = Address(match["spec"].rstrip("."), name)
        found.setdefault(address.key, address)
    return tuple(found.values())[:MOST]


def names_in(text: str) -> tuple[str, ...]:
    """The names that stand behind "with" or "mit", each once."""
    found = (name for match in _NAMED.finditer(text[:MAX_TEXT]) for name in (match["first"], match["second"]))
    return tuple(dict.fromkeys(name for name in found if name))[:MOST]
