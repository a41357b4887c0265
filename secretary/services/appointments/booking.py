"""From an agreed time to an event with its invitation; later changes and cancellations."""

from __future__ import annotations

from dataclasses import replace

from secretary.domain.action import DeleteEvent, EscalationReason, Invitation, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled
from secretary.domain.event import CalendarMessage, Interval, Method, Partstat
from secretary.services.appointments import itip
from secretary.services.appointments.offering import own_uids, release, search
from secretary.services.appointments.state import Booking, Phase, State
from secretary.services.appointments.world import Outcome, World, letter, meeting, note, ordered, shown, to_person


def book(state: State, slot: Interval, world: World) -> Outcome:
    """Order the event: free time is read again before it is written and checked after."""
    wanted = _moved(state.booked, slot) if state.booked else _new(state, slot, world)
    booking = replace(state, phase=Phase.BOOKING, wanted=wanted, bookings=state.bookings + (not state.booked))
    calendars = world.calendars(state.person)
    etag = "*" if state.booked else ""
    ics = itip.stored(meeting(wanted, booking, world), world.now)
    put = PutEvent(calendars[0], wanted.uid, ics, etag, slot, calendars, own_uids(booking))
    return Outcome(booking, (ordered(put, "The party agreed to this time."),))


def _new(state: State, slot: Interval, world: World) -> Booking:
    again = f"-{state.bookings + 1}" if state.bookings else ""
    return Booking(f"secretary-{world.case.id.lower()}{again}@{world.office.address.domain}", slot)


def _moved(old: Booking, slot: Interval) -> Booking:
    return replace(old, slot=slot, sequence=old.sequence + 1, partstat=Partstat.NEEDS_ACTION)


def booking_settled(state: State, settled: Settled, world: World) -> Outcome:
    """The event stands: invite, tell, release. Or somebody was first: offer again."""
    wanted = state.wanted
    if wanted is None:
        return Outcome(state)
    if settled.state is EffectState.SENT:
        return _booked(state, replace(wanted, etag=settled.etag), world)
    if settled.state is EffectState.UNKNOWN or settled.reason not in {"busy", "exists"}:
        freed, released = release(replace(state, wanted=None), world)
        back = replace(freed, phase=Phase.BOOKED if state.booked else Phase.LAPSED)
        told = to_person(back, EscalationReason.CALENDAR, f"The event could not be written: {settled.detail}")
        return replace(told, actions=(*released, *told.actions))
    taken = replace(state.wish, excluded=(*state.wish.excluded, wanted.slot))
    freed, released = release(replace(state, wish=taken, wanted=None), world)
    again = search(replace(freed, offers=(), tries=freed.tries + 1), world)
    return replace(again, actions=(*released, *again.actions))


def _booked(state: State, booking: Booking, world: World) -> Outcome:
    template = "appointment_moved" if state.booked else "appointment_booked"
    freed, released = release(state, world)
    done = replace(freed, phase=Phase.BOOKED, booked=booking, wanted=None, offers=(), round=1, asked=0, tries=0)
    invitation = Invitation(Method.REQUEST, itip.request(meeting(booking, done, world), world.now))
    slot = shown(booking.slot, done, world)
    told = ordered(letter(template, done, world, invitation, slot=slot), "The event stands in the calendar.")
    return Outcome(done, (told, *note("principal_booked", done, world, slot=slot), *released))


def withdraw(state: State, world: World) -> Outcome:
    """Cancel what stands, release what is held, confirm to both."""
    freed, released = release(state, world)
    ended = replace(freed, phase=Phase.ENDED, booked=None, wanted=None, offers=())
    standing = state.booked or state.wanted
    removed = _removed(standing, state, world) if standing else ()
    if state.booked is None:
        told = ordered(letter("appointment_withdrawn", ended, world), "The search was withdrawn.")
        noted = note("principal_note", ended, world, kind="withdrawn", detail="")
        return Outcome(ended, (*released, *removed, told, *noted), CaseState.CLOSED)
    slot = shown(state.booked.slot, state, world)
    invitation = Invitation(Method.CANCEL, itip.cancel(meeting(state.booked, state, world), world.now))
    told = ordered(letter("appointment_cancelled", ended, world, invitation, slot=slot), "The meeting was cancelled.")
    noted = note("principal_note", ended, world, kind="cancelled", detail="", slot=slot)
    return Outcome(ended, (*released, *removed, told, *noted), CaseState.CLOSED)


def _removed(booking: Booking, state: State, world: World) -> tuple[Reasoned, ...]:
    calendar = world.calendars(state.person)[0]
    return (ordered(DeleteEvent(calendar, booking.uid), "The meeting is off."),)


def itip_reply(state: State, told: CalendarMessage, world: World) -> Outcome:
    """A participation status (RFC 5546 section 3.2.3): the stored event shows it."""
    booked = state.booked
    answer = next((a for a in told.attendees if a.address.key == state.party.key), None)
    if booked is None or told.uid != booked.uid or told.sequence < booked.sequence:
        return Outcome(state)  # stale, or about an event that stands no more
    if answer is None:
        return to_person(
            state, EscalationReason.UNKNOWN_SENDER, "Somebody who was not invited answered the invitation."
        )
    if answer.partstat is booked.partstat:
        return Outcome(state, case_state=_rest(state))
    changed = replace(state, booked=replace(booked, partstat=answer.partstat))
    ics = itip.stored(meeting(replace(booked, partstat=answer.partstat), changed, world), world.now)
    put = ordered(PutEvent(world.calendars(state.person)[0], booked.uid, ics, "*"), "The attendee has answered.")
    declined = answer.partstat is Partstat.DECLINED
    told_to = note("principal_note", changed, world, kind="declined", detail=told.comment) if declined else ()
    return Outcome(changed, (put, *told_to), _rest(state))


def _rest(state: State) -> CaseState:
    return CaseState.WAITING if state.phase is not Phase.ENDED else CaseState.CLOSED


def itip_counter(state: State, told: CalendarMessage) -> Outcome:
    """Another time proposed from a calendar program: a person decides, the old time stands."""
    when = f"{told.start.isoformat()}" if told.start else "an unreadable time"
    return to_person(state, EscalationReason.NEGOTIATION, f"Another time was proposed: {when}.", "Accept", "Refuse")
