"""A person of the office names the very time that shall be offered: that time, or none.

Promises: offered and booked like any other, with hold and answer; where it is not free, or the calendars do not
say, nothing is offered in its place and nothing else changes.
"""

from __future__ import annotations

from dataclasses import replace

from secretary.domain.action import EscalationReason
from secretary.services.appointments.asking import wanted
from secretary.services.appointments.free.agreeing import unbound
from secretary.services.appointments.offering import find, narrowed, release, search
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Outcome, World, to_person
from secretary.services.face import Asked

OFFER = "offer"  # the request


def offer_exactly(state: State | None, asked: Asked, world: World) -> Outcome:
    """Offer the time that `asked.reading` names; an escalation says why not."""
    said = asked.reading.constraints
    if not (said and said.allowed):
        return to_person(state, EscalationReason.UNCLEAR_DATE, "It is not said which time is meant.")
    if world.events is None:
        return to_person(state, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    if state is None or state.phase is Phase.ENDED:
        begun = wanted(asked, world)
        return _searched(begun, world) if isinstance(begun, State) else begun
    if state.phase in {Phase.BOOKING, Phase.BOOKED}:
        return to_person(state, EscalationReason.NEGOTIATION, "A time is booked already; move that one.")
    released, actions = release(state, world)
    wish = narrowed(replace(released.wish, allowed=(), daily=()), said)
    outcome = _searched(replace(unbound(released), wish=wish, asked=0, tries=0), world)
    return replace(outcome, actions=(*actions, *outcome.actions))


def _searched(state: State, world: World) -> Outcome:
    if world.calendars(state.person) and not find(state, world):
        return to_person(state, EscalationReason.NEGOTIATION, "That time is not free.")
    return search(state, world)
