"""Steps about somebody else's meeting."""

from __future__ import annotations

from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.services.appointments.attending.state import Attendance
from secretary.services.appointments.attending.words import Will
from secretary.services.appointments.world import Outcome, ordered

ORDERS = (Will.ACCEPT.value, Will.DECLINE.value, Will.COUNTER.value)


def step(
    state: Attendance | None, actions: tuple[Reasoned, ...] = (), case_state: CaseState = CaseState.WAITING
) -> Outcome:
    """What is known from now on, and the actions."""
    return Outcome(None, actions, case_state, attendance=state)


def to_person(state: Attendance | None, reason: EscalationReason, detail: str, *found: str) -> Outcome:
    """Put it before a person, who may give an order where the meeting is known."""
    orders = ORDERS if state and state.text else ()
    return step(state, (ordered(Escalate(reason, detail, found, orders=orders), detail),), CaseState.ESCALATED)
