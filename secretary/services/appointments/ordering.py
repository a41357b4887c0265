"""What people of the office write into a negotiation: call it off, move it, ask why.

Promises: an order counts only from an authenticated sender; anything else is between people.
"""

from __future__ import annotations

from secretary.domain.action import EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.answering import moved
from secretary.services.appointments.booking import withdraw
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Outcome, World, to_person


def of_the_office(state: State, reading: Reading, world: World) -> Outcome:
    """A principal or assistant may call it off or move it."""
    off = reading.has_intent("appointment.cancel") or reading.has_intent("act.withdraw")
    move = reading.has_intent("appointment.move") and state.phase is Phase.BOOKED
    if state.phase is Phase.ENDED or not (off or move):
        return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)
    if reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "An order came unauthenticated.")
    return withdraw(state, world, by="office") if off else moved(state, reading, world, by_office=True)
