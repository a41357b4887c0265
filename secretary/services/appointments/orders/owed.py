"""Who still owes a principal an answer: the list of their open negotiations.

Promises: told to an authenticated principal only, and of their own negotiations only. What cannot be
read is left out here; it is told to a person where it happens.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Answer, EscalationReason
from secretary.domain.case import CaseState, Running
from secretary.domain.errors import PermanentError
from secretary.domain.office import Person
from secretary.domain.reading import Trust
from secretary.services.appointments.orders.reading import language_of
from secretary.services.appointments.state import Party, Phase, State
from secretary.services.appointments.world import Outcome, World, ordered, to_person
from secretary.services.face import Asked

OWED = "owed"
_WAITS = frozenset({Phase.OFFERED, Phase.ASKING, Phase.LAPSED})  # it is the other side's turn


def owed(asked: Asked, world: World) -> Outcome:
    """One mail with everybody who has not answered: since when, in which round, how often reminded."""
    sender = asked.reading.sender
    person = world.office.person_of(sender.address)
    if person is None or person not in world.office.principals or sender.trust is not Trust.AUTHENTICATED:
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, "Only a principal is told who owes an answer.")
    owed = tuple(entry for case in asked.running for entry in _entries(case, person, world))
    mail = Answer("principal_owed", {"owed": owed}, (person.address,), (), language_of(asked.reading, world))
    return Outcome(None, (ordered(mail, "The principal asks who owes an answer."),), CaseState.CLOSED)


def _entries(running: Running, person: Person, world: World) -> Iterator[dict[str, Any]]:
    state = _state_of(running)
    if state is None or person.id not in state.people or state.phase not in _WAITS:
        return
    since = (running.written or running.case.opened).astimezone(ZoneInfo(world.hours(person.id).zone))
    for party in state.parties:
        if _owes(party, state):
            yield {
                "name": party.address.display_name or party.address.addr_spec,
                "since": since,
                "round": state.round,
                "reminded": party.nudged,
                "lapsed": state.phase is Phase.LAPSED,
            }


def _owes(party: Party, state: State) -> bool:
    """An optional attendee holds nothing up, unless there is nobody else."""
    return not party.answered and (party.required or len(state.parties) == 1)


def _state_of(running: Running) -> State | None:
    try:
        return State.of_json(running.state)
    except PermanentError:
        return None
