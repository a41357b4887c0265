"""What a thread tells that a person of the office hands on: with whom, how long, when, and what about.

Promises: pure. Times are read from when the mail was written; those that have passed are left out. What the
person of the office says by themselves comes first. The subject is told only to those who wrote in the thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secretary.domain.address import Address
from secretary.domain.office import Role
from secretary.domain.reading import ForwardedMail, Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.free.suits import NOTHING_SAID, Suits, adds, later
from secretary.services.appointments.state import Party
from secretary.services.appointments.world import World
from secretary.understand.quoting.older import older_mails
from secretary.understand.when import read_constraints

MAX_TEXT = 6_000  # characters of a thread looked through
MAX_TOPIC = 80
_ALL = re.compile(r"\b(?:them|all of|everybody|everyone|ihnen|allen|denen|beiden?|both)\b", re.IGNORECASE)
_PREFIX = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg|antw)\s*:)+\s*", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    "termin termine terminanfrage terminwunsch treffen meeting anfrage appointment request hallo hello hi frage "
    "question gespräch call besprechung ein eine einen a an the kurzes kurze short quick und and your our ihr".split()
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The mails handed on, as far as they matter: `people` outside the office, what was `said` of times.

    `said` is what the office wrote; `theirs` what people outside wrote, the oldest first, with the words. Whoever
    sends a mail can write what it quotes: it may narrow what is offered, and settles nothing.
    """

    people: tuple[Address, ...] = ()
    said: Constraints | None = None
    theirs: tuple[tuple[Address, Constraints, str], ...] = ()
    text: str = ""
    topic: str = ""


def thread_of(reading: Reading, world: World) -> Thread:
    """What the forwarded mails of an order tell; where none is forwarded, those that it quotes below."""
    handed_on = [f for f in reading.new_text.forwarded if f.from_ or f.to]
    if not handed_on:
        zone = reading.message.date.tzinfo if reading.message.date else None
        return Thread(theirs=_theirs(older_mails(reading.message.text, zone), reading, world))
    mail = handed_on[0]
    everybody = _ALL.search(reading.new_text.text[:MAX_TEXT]) is not None
    people = (p for f in handed_on for p in _people(f, world, everybody=everybody))
    ours = mail.from_ is None or not _outside((mail.from_,), world)
    said = _said(mail, reading, world) if ours else None
    theirs = _theirs(handed_on, reading, world)
    return Thread(tuple(dict.fromkeys(people)), said, theirs, mail.text[:MAX_TEXT], topic_of(mail.subject))


def _theirs(
    mails: Sequence[ForwardedMail], reading: Reading, world: World
) -> tuple[tuple[Address, Constraints, str], ...]:
    """What people outside wrote in these mails, the newest of which is the first."""
    own = {p.name.casefold() for p in world.office.people} | {world.office.name.casefold()}
    written = ((m, m.from_) for m in reversed(mails) if m.from_ and _is_outside(m.from_, own, world))
    return tuple((who, _said(mail, reading, world), mail.text[:MAX_TEXT]) for mail, who in written)


def _is_outside(address: Address, own: set[str], world: World) -> bool:
    """By the address; where only a name was printed, by the name."""
    if address.key:
        return world.office.role_of(address) is Role.CLIENT
    return address.display_name.casefold() not in own


def suits_of(party: Party, thread: Thread, zone: str, *, alone: bool) -> Suits:
    """What a party wrote in the thread of when it suits them; a bare name may be that of the only one there is."""
    suits = NOTHING_SAID
    for who, said, text in thread.theirs:
        named = who.display_name.casefold() == party.address.display_name.casefold() or alone
        if party.speaks(who) if who.key else named:
            suits = later(suits, said, party.zone or zone, also=adds(text))
    return suits


def _people(mail: ForwardedMail, world: World, *, everybody: bool) -> Iterable[Address]:
    """Who wrote it; where that was somebody of the office, to whom; all of them where all are meant."""
    writers = _outside((mail.from_,) if mail.from_ else (), world)
    readers = _outside(mail.to, world)
    return (*writers, *readers) if everybody or not writers else writers


def _outside(addresses: Iterable[Address], world: World) -> tuple[Address, ...]:
    return tuple(a for a in addresses if a.key and world.office.role_of(a) is Role.CLIENT)


def _said(mail: ForwardedMail, reading: Reading, world: World) -> Constraints:
    written = mail.date or reading.message.date or world.now
    at = min(written, world.now) if written.tzinfo else world.now
    hours = world.office.hours
    said = read_constraints(mail.text[:MAX_TEXT], at=at, zone=world.office.zone, region=hours.region)
    ahead = tuple(w for w in said.allowed if w.end > world.now)
    return replace(said, allowed=ahead, excluded=tuple(w for w in said.excluded if w.end > world.now))


def topic_of(subject: str) -> str:
    """What a subject says the meeting is about, "" where it only says that there shall be one."""
    topic = " ".join(_PREFIX.sub("", subject).split())
    words = re.findall(r"[^\W\d_]+", topic.casefold())
    return topic if words and len(topic) <= MAX_TOPIC and not set(words) <= _SAYS_NOTHING else ""


def topic_for(thread: Thread, parties: Iterable[Party]) -> str:
    """The topic, where everybody who shall come has it from the thread already."""
    known = {a.key for a in thread.people}
    return thread.topic if all(p.address.key in known for p in parties) else ""
