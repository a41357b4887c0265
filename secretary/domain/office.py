"""One office as the pure core sees it: who is who, when it is open, what it may do.

Promises: built once from the configuration, holds no secret and no server.
Never does: reach anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from secretary.domain.address import Address


class Role(StrEnum):
    """What somebody is to the office; anyone unknown is a CLIENT."""

    PRINCIPAL = "principal"
    ASSISTANT = "assistant"
    CLIENT = "client"
    SELF = "self"


class Autonomy(StrEnum):
    """Whether an action is done (ACT) or first shown to a person (SUGGEST)."""

    SUGGEST = "suggest"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Open hours per weekday (0 = Monday), as half-open spans of local time in `zone`.

    `region` names the public holidays: "DE", "DE-BW", "GB-ENG", "" for none.
    """

    zone: str
    spans: Mapping[int, tuple[tuple[time, time], ...]]
    region: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A principal or an assistant. `aliases` are further addresses of the same person.

    `phone` is the number at which clients ring up, "" for the office's. `digest` are the times of day at which
    an assistant is told how things stand. `away` are days, first and last, on which `deputy` (a person's id)
    stands in.
    """

    id: str
    name: str
    address: Address
    role: Role
    aliases: tuple[Address, ...] = ()
    language: str = "de"
    hours: WorkingHours | None = None
    phone: str = ""
    digest: tuple[time, ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    deputy: str = ""

    def owns(self, address: Address) -> bool:
        """Whether an address is this person's."""
        return address.key in {self.address.key, *(a.key for a in self.aliases)}

    def is_away(self, day: date) -> bool:
        """Whether the person is away on a day."""
        return any(first <= day <= last for first, last in self.away)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much automatic mail may leave (RFC 3834 section 2; defaults from robots that looped).

    `tries` is how often a mail or an event that its server puts off is tried before a person is
    told: with pauses that grow from `retry_seconds` to an hour, 30 tries are a day.
    """

    same_template_days: int = 7
    per_sender_per_day: int = 4
    per_subject_per_day: int = 20
    conversation_per_day: int = 12
    turns_per_thread: int = 3
    per_hour: int = 60
    tries: int = 30
    retry_seconds: int = 30


@dataclass(frozen=True, slots=True)
class Attention:
    """How people are told: `digest_empty` also when there is nothing; `answer_hours` of working time may pass (0: any).

    What has waited for a person longer than that is told to whoever is in charge.
    """

    digest_empty: bool = False
    answer_hours: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """One service address with its people. `languages` are those that templates exist for.

    With `autonomy` SUGGEST a person approves whatever a rule would send, whatever the rule itself says.
    """

    id: str
    name: str
    address: Address
    aliases: tuple[Address, ...] = ()
    people: tuple[Person, ...] = ()
    hours: WorkingHours = field(default_factory=lambda: WorkingHours("Europe/Berlin", {}))
    language: str = "de"
    languages: tuple[str, ...] = ("de", "en")
    authserv_ids: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    signature: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    autonomy: Autonomy = Autonomy.ACT
    attention: Attention = field(default_factory=Attention)

    @property
    def zone(self) -> str:
        """The office's own time zone (IANA name)."""
        return self.hours.zone

    @property
    def principals(self) -> tuple[Person, ...]:
        """Whom the secretary works for."""
        return tuple(p for p in self.people if p.role is Role.PRINCIPAL)

    @property
    def assistants(self) -> tuple[Person, ...]:
        """Who settles escalations."""
        return tuple(p for p in self.people if p.role is Role.ASSISTANT)

    def person_of(self, address: Address) -> Person | None:
        """The principal or assistant with this address, if any."""
        return next((p for p in self.people if p.owns(address)), None)

    def in_charge(self, person: Person, day: date) -> Person:
        """Who does a person's work on a day: they, or where they are away the deputy, or that one's deputy."""
        known = {p.id: p for p in self.people}
        asked, one = {person.id}, person
        while one.is_away(day) and one.deputy in known and one.deputy not in asked:
            one = known[one.deputy]
            asked.add(one.id)
        return person if one.is_away(day) else one

    def is_self(self, address: Address) -> bool:
        """Whether an address is the service address or one of its aliases, plus tags included."""
        own = {self.address.loop_key, *(a.loop_key for a in self.aliases)}
        return address.loop_key in own

    def role_of(self, address: Address) -> Role:
        """The role of an address. It says nothing about who really wrote the mail."""
        if self.is_self(address):
            return Role.SELF
        person = self.person_of(address)
        return person.role if person else Role.CLIENT
