"""Whose time a request is about: the principals who shall take part, the one who leads first.

Promises: pure; several principals take part only where the text says so ("with Ben and me", "mit Frau Muster
und Herrn Bauer", "both of you"); where one or the other is meant nobody is guessed.
"""

from __future__ import annotations

import re

from secretary.domain.office import Person
from secretary.services.appointments.world import World
from secretary.services.face import Asked

_BOTH = re.compile(
    r"\b(?:(?:ihnen|euch|uns|alle|sie)\s+beiden?|both\s+of\s+(?:you|us)|you\s+both|us\s+both)\b", re.IGNORECASE
)
_OR = re.compile(r"\b(?:oder|or|bzw)\b", re.IGNORECASE)
_WITH = r"(?:\b(?:mit|with|und|and|sowie|auch)|[&,+])\s{0,3}(?:(?:frau|herrn?|mrs?|ms|dr)\.?\s{1,3})?"
SHORT = 3  # letters below which a part of a name names nobody


def whose(asked: Asked, text: str, world: World) -> tuple[Person, ...]:
    """The principals meant by a request; none where that is for a person to say."""
    people = world.office.principals
    words = re.sub(re.escape(world.office.name), " ", text, flags=re.IGNORECASE)  # "Muster & Partner" names no partner
    own = world.office.person_of(asked.reading.sender.address)
    if own in people:
        return tuple(p for p in people if p == own) + tuple(p for p in people if p != own and _is_along(p, words))
    message = asked.reading.message
    copied = {a.key for a in (*message.to, *message.cc)}
    ordered = str(asked.params.get("person", ""))
    ways = (
        tuple(p for p in people if p.id == ordered),
        _named(people, words),
        tuple(p for p in people if any(a.key in copied for a in (p.address, *p.aliases))),
        tuple(p for p in people if p.id == world.settings.default_principal),
        people,
    )
    return next((found for found in ways if len(found) == 1 or _together(found, words)), ())


def _named(people: tuple[Person, ...], text: str) -> tuple[Person, ...]:
    """Those whose last name stands in the text as a word."""
    return tuple(p for p in people if _last(p) and _at(_last(p), text) is not None)


def _together(people: tuple[Person, ...], text: str) -> bool:
    """Whether all of several principals shall take part, and not one or the other."""
    if len(people) < 2:  # noqa: PLR2004 - one is never several
        return False
    if _BOTH.search(text):
        return len(people) == 2  # noqa: PLR2004 - both
    places = sorted(at for p in people if (at := _at(_last(p), text)) is not None)
    return len(places) == len(people) and not _OR.search(text, places[0], places[-1])


def _is_along(person: Person, text: str) -> bool:
    """Whether a principal who orders names this colleague as somebody who takes part."""
    parts = [re.escape(part) for part in person.name.split() if len(part) >= SHORT]
    return bool(parts) and re.search(rf"{_WITH}(?:{'|'.join(parts)})\b", text, re.IGNORECASE) is not None


def _last(person: Person) -> str:
    return person.name.split()[-1] if person.name.split() else ""


def _at(name: str, text: str) -> int | None:
    found = re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE)
    return found.start() if found else None
