"""The face that every building block shows to the house.

Promises: a service is told of events and answers with a step: its new state and the actions to
take. The house records both in one transaction and carries the actions out.
Never does: a service never sends, writes or files by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState, Running
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Settled
from secretary.domain.office import Office, Role
from secretary.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A rule, or the house, hands a mail over: `request` is one of the service's requests.

    `named` maps each name or address that an order of the office's own people writes out to whom it may
    mean, by what is on record: one address, several of that name, or none. `running` is what the service
    has under way for the office; a stranger's mail comes with none of it.
    """

    reading: Reading
    role: Role
    request: str
    params: Mapping[str, Any] = field(default_factory=dict)
    named: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    running: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class Replied:
    """A mail came in a case that the service leads (answers, auto-replies, bounces, iTIP).

    `named` and `running` as in Asked: an order may come in any thread.
    """

    reading: Reading
    role: Role
    named: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    running: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A person of the office answers the note about a case; `choice` is what they took by its number, else "".

    Whoever does not understand the word orders nothing: the person is asked back.
    """

    reading: Reading
    role: Role
    choice: str = ""


@dataclass(frozen=True, slots=True)
class EffectSettled:
    """One of the service's effects has ended."""

    settled: Settled


@dataclass(frozen=True, slots=True)
class TimerFired:
    """A timer set by the service has come due; `note` is what was noted with it."""

    name: str
    note: str = ""


ServiceEvent = Asked | Replied | Told | EffectSettled | TimerFired


@dataclass(frozen=True, slots=True)
class Duty:
    """What a service does by itself at times of its own: `name` says what, and for when, once and for all.

    The house opens a case for it, with `party` and its `language`, and gives the service `event`.
    """

    name: str
    party: Address
    language: str
    event: TimerFired


@dataclass(frozen=True, slots=True)
class Step:
    """What a service makes of an event. `state` holds JSON values only."""

    state: Mapping[str, Any]
    actions: tuple[Reasoned, ...] = ()
    case_state: CaseState = CaseState.WAITING


class Service(Protocol):
    """One building block. `react` may read the world (calendars) but changes nothing."""

    name: str
    requests: frozenset[str]

    async def react(
        self, office: Office, case: Case, state: Mapping[str, Any] | None, event: ServiceEvent, now: datetime
    ) -> Step:
        """The next step of a case; total: an event that makes no sense leaves the state as it is."""
        ...

    def duties(self, office: Office, now: datetime) -> Sequence[Duty]:
        """What is to be done by now; naming it again later does no harm, as each is done once."""
        ...
