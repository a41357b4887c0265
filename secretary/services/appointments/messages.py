"""Calendar messages that come in about our own events (RFC 5546): answers, other times, and the rest.

Promises: a message counts only from somebody who was invited, or who answers for them; stale ones
change nothing. An answer shows in the stored event.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from secretary.domain.action import EscalationReason, Invitation, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.event import CalendarMessage, Interval, Method, Partstat
from secretary.domain.reading import Reading, Trust
from secretary.domain.when import Window
from secretary.services.appointments import itip
from secretary.services.appointments.booking import book, invited, withdraw
from secretary.services.appointments.offering import is_free
from secretary.services.appointments.shifts import EXACT
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import Outcome, World, kept, letter, meeting, note, ordered, shown, to_person


def calendar_message(state: State, reading: Reading, world: World) -> Outcome:
    """What an iTIP message does."""
    told = reading.calendar[0]
    if told.defects and not told.uid:
        return to_person(state, EscalationReason.UNREADABLE, "; ".join(told.defects))
    party = state.party_of(reading.sender.address)
    if party is None or reading.sender.trust is Trust.FAILED:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "A calendar message came from somebody else.")
    booked = state.booked
    if booked is None or told.uid != booked.uid or told.sequence < booked.sequence:
        return _still(state)  # stale, or about an event that stands no more
    return _by_method(state, booked, party, told, world)


def _by_method(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    if told.method is Method.REPLY:
        return _reply(state, booked, party, told, world)
    if told.method is Method.COUNTER:
        return _counter(state, booked, party, told, world)
    if told.method is Method.REFRESH:
        return Outcome(state, invited("appointment_again", "The invitation was asked for.", state, world, to=party))
    if told.method is Method.CANCEL:  # only the Organizer may cancel; from an Attendee it means a refusal
        return withdraw(state, world) if len(state.parties) == 1 else _declined(state, booked, party, told, world)
    return to_person(state, EscalationReason.NEGOTIATION, f"A calendar message of the kind {told.method.value} came.")


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _reply(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    """A participation status (RFC 5546 section 3.2.3)."""
    answer = next((a for a in told.attendees if party.speaks(a.address)), None)
    if answer is None:
        why = "Somebody who was not invited answered the invitation."
        return to_person(state, EscalationReason.UNKNOWN_SENDER, why)
    if answer.partstat is party.partstat:
        return _still(state)
    if answer.partstat is Partstat.DECLINED:
        return _declined(state, booked, party, told, world)
    changed = state.with_party(replace(party, partstat=answer.partstat))
    if answer.partstat is Partstat.DELEGATED:
        why = f"{party.address} sends somebody else to the meeting."
        told_to = to_person(changed, EscalationReason.NEGOTIATION, why, "Invite that person", "Keep to the party")
        return replace(told_to, actions=(_restored(changed, booked, world), *told_to.actions))
    commented = note("principal_note", changed, world, kind="comment", detail=told.comment) if told.comment else ()
    return Outcome(changed, (_restored(changed, booked, world), *commented))


def _declined(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    """The event stays for the principal to see; other times come when the party asks for them."""
    changed = state.with_party(replace(party, partstat=Partstat.DECLINED))
    noted = note("principal_note", changed, world, slot=booked.slot, kind="declined", detail=told.comment)
    slot = shown(booked.slot, changed, world, party)
    asked = ordered(letter("appointment_declined", party, changed, world, slot=slot), "The invitation was declined.")
    return Outcome(changed, (_restored(changed, booked, world), asked, *noted))


def _restored(state: State, booked: Booking, world: World) -> Reasoned:
    ics = kept(booked, state, world)
    put = PutEvent(world.calendars_of(state)[0], booked.uid, ics, booked.etag or "*")
    return ordered(put, "The stored event shows who has answered how.")


def _counter(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    """Another time proposed from a calendar program: booked where it is free, else declined in words.

    With several parties nobody decides for the others, and nobody books blindly: a person does.
    """
    if told.start is None:
        return to_person(state, EscalationReason.UNREADABLE, "Another time was proposed, and it cannot be read.")
    start = told.start.astimezone(UTC)
    if start == booked.slot.start:
        return _still(state)
    if len(state.parties) > 1 or world.events is None:
        why = f"{party.address} proposes another time: {start.isoformat()}."
        return to_person(state, EscalationReason.NEGOTIATION, why, "Accept for all", "Refuse")
    asked = Window(start, start + EXACT, "COUNTER", (0, 0))
    wish = replace(state.wish, allowed=(asked,), daily=(), excluded=())
    moving = replace(state, wish=wish)
    if is_free(moving, start, world):
        return book(moving, Interval(start, start + state.wish.length), world)
    slot = shown(booked.slot, state, world, party)
    text = itip.decline_counter(meeting(booked, state, world), world.now)
    invitation = Invitation(Method.DECLINECOUNTER, text)
    refused = letter("appointment_counter_declined", party, state, world, invitation, slot=slot)
    return Outcome(state, (ordered(refused, "The proposed time is not free; the old one stands."),))
