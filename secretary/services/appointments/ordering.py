"""What people of the office write into a negotiation: call it off, move it, ask why.

Promises: an order counts only from an authenticated sender; anything else is between people. Why a time
was offered is told to whoever asks, at their own address, and to nobody else who reads the thread.
"""

from __future__ import annotations

from dataclasses import replace

from secretary.domain.action import Answer, EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.after import moved
from secretary.services.appointments.asking import chosen
from secretary.services.appointments.booking import withdraw
from secretary.services.appointments.free.explaining import explained
from secretary.services.appointments.orders.reading import language_of, read_windows
from secretary.services.appointments.orders.said import asks_why
from secretary.services.appointments.regular import ordered_for
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Outcome, World, ordered, to_person
from secretary.services.face import Told


def of_the_office(state: State, reading: Reading, world: World) -> Outcome:
    """A principal or assistant may call it off or move it."""
    if state.phase is Phase.CHOOSING:
        return chosen(state, reading, world)
    return _explained(state, reading, world) if asks_why(reading.new_text.text) else _ordered(state, reading, world)


def _ordered(state: State, reading: Reading, world: World) -> Outcome:
    """An order about this one meeting; anything else is between people."""
    if of_dates := _of_dates(state, reading, world):
        return of_dates
    if reading.has_intent("calendar.clear") or reading.has_intent("calendar.shift"):
        return to_person(state, EscalationReason.UNCLEAR, "An order about several meetings came in the thread of one.")
    off = reading.has_intent("appointment.cancel") or reading.has_intent("act.withdraw")
    move = reading.has_intent("appointment.move") and state.phase is Phase.BOOKED
    if state.phase is Phase.ENDED or not (off or move):
        return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)
    if reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "An order came unauthenticated.")
    return withdraw(state, world, by="office") if off else moved(state, reading, world, by_office=True)


def _of_dates(state: State, reading: Reading, world: World) -> Outcome | None:
    """An order about dates of a series; None for any other word."""
    ordered_so = ordered_for(state, reading, world) if state.series and state.booked else None
    if ordered_so and reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "An order came unauthenticated.")
    return ordered_so


def told_why(state: State, told: Told, world: World) -> Outcome:
    """The same in answer to the note about a case: to the principal; anybody else's word is not understood."""
    person = world.office.person_of(told.reading.sender.address)
    theirs = person is not None and person.id in state.people
    if theirs and asks_why(told.reading.new_text.text):
        return replace(_explained(state, told.reading, world), case_state=CaseState.ESCALATED)
    return Outcome(state, case_state=CaseState.ESCALATED)


def _explained(state: State, reading: Reading, world: World) -> Outcome:
    """What the last search looked at, to the person who asks."""
    case_state = CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING
    person = world.office.person_of(reading.sender.address)
    if person is None or reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "Only people of the office are told reasons.")
    language = language_of(reading, world)
    zone = world.hours(state.person).zone
    blocks = explained(state.weighed, language, zone, read_windows(reading, world)) if state.weighed else ()
    data = {
        "party_name": state.names,
        "about": "search",
        "blocks": tuple({"head": b.head, "lines": b.lines} for b in blocks),
    }
    mail = Answer("principal_why", data, (person.address,), (), language)
    return Outcome(state, (ordered(mail, "A person of the office asks why."),), case_state)
