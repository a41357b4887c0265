"""From an agreed time to an event with its invitation; later changes and cancellations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from secretary.domain.action import DeleteEvent, DropTimer, EscalationReason, Invitation, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled
from secretary.domain.event import Interval, Method, Partstat
from secretary.services.appointments import itip
from secretary.services.appointments.offering import ignored, release, search
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import (
    WATCH_TIMER,
    Outcome,
    World,
    kept,
    letter,
    letters,
    meeting,
    note,
    ordered,
    shown,
    shown_dates,
    to_person,
)


def book(state: State, slot: Interval, world: World) -> Outcome:
    """Order the event: free time is read again before it is written and checked after."""
    wanted = _moved(state.booked, slot) if state.booked else _new(state, slot, world)
    anew = tuple(replace(p, partstat=Partstat.NEEDS_ACTION) for p in state.parties)
    booking = replace(state, phase=Phase.BOOKING, wanted=wanted, bookings=state.bookings + (not state.booked))
    calendars = world.calendars_of(state)
    etag = "*" if state.booked else ""
    ics = kept(wanted, replace(booking, parties=anew), world)
    put = PutEvent(calendars[0], wanted.uid, ics, etag, slot, calendars, ignored(booking, world))
    return Outcome(booking, (ordered(put, "All agreed to this time."),))


def _new(state: State, slot: Interval, world: World) -> Booking:
    again = f"-{state.bookings + 1}" if state.bookings else ""
    return Booking(f"secretary-{world.case.id.lower()}{again}@{world.office.address.domain}", slot, room=world.room)


def _moved(old: Booking, slot: Interval) -> Booking:
    return replace(old, slot=slot, sequence=old.sequence + 1)


def booking_settled(state: State, settled: Settled, world: World) -> Outcome:
    """The event stands: invite, tell, release. Or somebody was first: offer again."""
    wanted = state.wanted
    if wanted is None:
        return Outcome(state)
    if settled.state is EffectState.SENT:
        return _booked(state, replace(wanted, etag=settled.etag, since=world.now, reminded=False), world)
    if settled.state is EffectState.UNKNOWN or settled.reason not in {"busy", "exists"}:
        freed, released = release(replace(state, wanted=None), world)
        back = replace(freed, phase=Phase.BOOKED if state.booked else Phase.LAPSED)
        told = to_person(back, EscalationReason.CALENDAR, f"The event could not be written: {settled.detail}")
        return replace(told, actions=(*released, *told.actions))
    if state.series:  # which date it was, and what to do with the others, is for a person
        asking = replace(state, phase=Phase.ASKING, wanted=None)
        return to_person(asking, EscalationReason.NEGOTIATION, "A date of the series was taken meanwhile.")
    taken = replace(state.wish, excluded=(*state.wish.excluded, wanted.slot))
    freed, released = release(replace(state, wish=taken, wanted=None), world)
    again = search(replace(freed, offers=(), tries=freed.tries + 1), world)
    return replace(again, actions=(*released, *again.actions))


def _booked(state: State, booking: Booking, world: World) -> Outcome:
    template = "appointment_moved" if state.booked else "appointment_series" if state.series else "appointment_booked"
    freed, released = release(state.unanswered(), world)
    anew = tuple(replace(p, partstat=Partstat.NEEDS_ACTION) for p in freed.parties)
    wish = replace(freed.wish, length=booking.slot.length)
    done = replace(
        freed, phase=Phase.BOOKED, parties=anew, booked=booking, wanted=None, wish=wish, offers=(), round=1, asked=0,
        tries=0, nearest=False, by_office=False,
    )  # fmt: skip
    told = invited(template, "The event stands in the calendar.", done, world)
    about = "principal_series" if done.series else "principal_booked"
    dates = shown_dates(done, world)
    noted = note(about, done, world, slot=booking.slot, moved=bool(state.booked), **dates)
    return Outcome(done, (*told, *noted, *released))


def invited(
    template: str, why: str, state: State, world: World, *, to: Party | None = None, old: Interval | None = None
) -> tuple[Reasoned, ...]:
    """The invitation as it stands, to all parties or to one (RFC 5546 section 3.2.2); `old` is shown too."""
    if state.booked is None:
        return ()
    text = itip.request(meeting(state.booked, state, world), world.now)
    invitation = Invitation(Method.REQUEST, text)
    shows = {"slot": state.booked.slot} | ({"old": old} if old else {})
    return tuple(
        ordered(letter(template, p, state, world, invitation, **_shown(shows, p, state, world)), why)
        for p in ((to,) if to else state.parties)
    )


def _shown(slots: dict[str, Interval], party: Party, state: State, world: World) -> dict[str, Any]:
    return {name: shown(slot, state, world, party) for name, slot in slots.items()} | shown_dates(state, world, party)


def withdraw(state: State, world: World, by: str = "party", grounds: str = "") -> Outcome:
    """Cancel what stands, release what is held, confirm to all.

    `by` is "party" or "office"; `grounds` a reason that may be told: "ill", "away", "urgent", "" for none.
    """
    freed, released = release(state, world)
    ended = replace(freed, phase=Phase.ENDED, booked=None, wanted=None, offers=())
    standing = state.booked or state.wanted
    removed = _removed(standing, state, world) if standing else ()
    if state.booked is None:
        told = letters("appointment_withdrawn", "The search was withdrawn.", ended, world)
        noted = note("principal_note", ended, world, kind="withdrawn") if by == "party" else ()
        return Outcome(ended, (*released, *removed, *told, *noted), CaseState.CLOSED)
    told = cancelled("appointment_cancelled", state, world, by_office=by == "office", grounds=grounds)
    noted = note("principal_note", ended, world, slot=state.booked.slot, kind="cancelled")
    return Outcome(ended, (*released, *removed, *told, *(noted if by == "party" else ())), CaseState.CLOSED)


def cancelled(
    template: str, state: State, world: World, *, by_office: bool = False, grounds: str = ""
) -> tuple[Reasoned, ...]:
    """The cancellation to every party (RFC 5546 section 3.2.5)."""
    if state.booked is None:
        return ()
    invitation = Invitation(Method.CANCEL, itip.cancel(meeting(state.booked, state, world), world.now))
    slot = state.booked.slot
    shows = {"by_office": by_office, "grounds": grounds}
    return tuple(
        ordered(
            letter(template, p, state, world, invitation, slot=shown(slot, state, world, p), **shows),
            "The meeting was cancelled.",
        )
        for p in state.parties
    )


def _removed(booking: Booking, state: State, world: World) -> tuple[Reasoned, ...]:
    delete = DeleteEvent(world.calendars_of(state)[0], booking.uid)
    return tuple(ordered(action, "The meeting is off.") for action in (delete, DropTimer(WATCH_TIMER)))
