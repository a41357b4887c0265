"""What a thread tells that a person of the office hands on: with whom, how long, when, and what about.

Promises: pure. Times are read from when the mail was written; those that have passed are left out. What the
person of the office says by themselves comes first. The subject is told only to those who wrote in the thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from secretary.domain.address import Address
from secretary.domain.office import Role
from secretary.domain.reading import ForwardedMail, Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.state import Party
from secretary.services.appointments.world import World
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
    """The mails handed on, as far as they matter: `people` outside the office, what was `said` of times."""

    people: tuple[Address, ...] = ()
    said: Constraints | None = None
    text: str = ""
    topic: str = ""


def thread_of(reading: Reading, world: World) -> Thread:
    """What the forwarded mails of an order tell; nothing where none is forwarded."""
    handed_on = [f for f in reading.new_text.forwarded if f.from_ or f.to]
    if not handed_on:
        return Thread()
    mail = handed_on[0]
    everybody = _ALL.search(reading.new_text.text[:MAX_TEXT]) is not None
    people = (p for f in handed_on for p in _people(f, world, everybody=everybody))
    said = _said(mail, reading, world)
    return Thread(tuple(dict.fromkeys(people)), said, mail.text[:MAX_TEXT], topic_of(mail.subject))


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
