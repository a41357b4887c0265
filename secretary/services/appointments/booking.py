"""From an agreed time to an event with its invitation; later changes and cancellations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from secretary.domain.action import DeleteEvent, DropTimer, EscalationReason, Invitation, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled, StoreEvent
from secretary.domain.event import Interval, Method, Partstat
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.free.agreeing import unbound
from secretary.services.appointments.offering import ignored, release, search
from secretary.services.appointments.one_date import DATE_CHANGED, next_missing, order, stands
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
from secretary.services.appointments.writing import restored


def book(state: State, slot: Interval, world: World) -> Outcome:
    """Order the event: free time is read again before it is written and checked after."""
    if state.date is not None and state.booked is not None and state.series is not None:
        return order(state, state.booked, state.series, slot, world)
    if state.booked and state.phase is Phase.BOOKED and _changed_by_hand(state, state.booked, world):
        why = f"A principal has just changed it by hand, and another time is asked for: {slot.start:%d.%m. %H:%M} UTC."
        return to_person(state, EscalationReason.NEGOTIATION, why)
    wanted = _moved(state.booked, slot) if state.booked else _new(state, slot, world)
    anew = tuple(replace(p, partstat=Partstat.NEEDS_ACTION) for p in state.parties)
    booking = replace(state, phase=Phase.BOOKING, wanted=wanted, bookings=state.bookings + (not state.booked))
    homes, calendars = world.homes(state), world.calendars_of(state)
    etag = "*" if state.booked else ""
    ics, ignores = kept(wanted, replace(booking, parties=anew), world), ignored(booking, world)
    puts = (PutEvent(home, wanted.uid, ics, etag, slot, calendars, ignores) for home in homes)
    asked = replace(booking, wanted=replace(wanted, waits=homes))
    return Outcome(asked, tuple(ordered(put, "All agreed to this time.") for put in puts))


def _changed_by_hand(state: State, booked: Booking, world: World) -> bool:
    """Whether a calendar says otherwise than the record: what a principal did there is not written over unseen."""
    there = {e.calendar: e.interval for e in world.events or () if e.uid == booked.uid}
    return world.events is not None and any(there.get(home) != booked.slot for home in world.homes(state))


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
    written = settled.deed.calendar if isinstance(settled.deed, StoreEvent) else ""
    if settled.state is not EffectState.SENT:
        return _refused(state, wanted, settled, written, world)
    etag = settled.etag if written in world.homes(state)[:1] else wanted.etag
    standing = replace(wanted, etag=etag, waits=tuple(c for c in wanted.waits if c != written))
    if standing.waits:
        return Outcome(replace(state, wanted=standing))
    if state.date is not None and state.series is not None:
        return stands(state, state.series, standing, world)
    return _booked(state, replace(standing, since=world.now, reminded=False), world)


def _refused(state: State, wanted: Booking, settled: Settled, written: str, world: World) -> Outcome:
    """Somebody was first, or it cannot be written."""
    undone = _undone(state, wanted, written, world)
    by_hand = state.date is not None and settled.reason == "exists"
    if by_hand or settled.state is EffectState.UNKNOWN or settled.reason not in {"busy", "exists"}:
        freed, released = release(replace(state, wanted=None), world)
        back = replace(freed, phase=Phase.BOOKED if state.booked else Phase.LAPSED, date=None)
        why = DATE_CHANGED if by_hand else f"The event could not be written: {settled.detail}"
        told = to_person(back, EscalationReason.CALENDAR, why)
        return replace(told, actions=(*(() if by_hand else undone), *released, *told.actions))
    if state.series and state.date is None:  # which date it was, and what to do with the others, is for a person
        asking = replace(state, phase=Phase.ASKING, wanted=None)
        told = to_person(asking, EscalationReason.NEGOTIATION, "A date of the series was taken meanwhile.")
        return replace(told, actions=(*undone, *told.actions))
    taken = replace(state.wish, excluded=(*state.wish.excluded, wanted.slot))
    freed, released = release(replace(state, wish=taken, wanted=None), world)
    again = search(replace(freed, offers=(), tries=freed.tries + 1), world)
    return replace(again, actions=(*undone, *released, *again.actions))


def _undone(state: State, wanted: Booking, refused: str, world: World) -> tuple[Reasoned, ...]:
    """One principal has no room: the calendars of the others, written or about to be, are as they were."""
    others = [home for home in world.homes(state) if home != refused]
    former = kept(state.booked, state, world) if state.booked else ""
    why = "The time is not free for all who take part."
    return tuple(
        ordered(PutEvent(home, wanted.uid, former, "*") if former else DeleteEvent(home, wanted.uid), why)
        for home in others
    )


def _booked(state: State, booking: Booking, world: World) -> Outcome:
    template = "appointment_moved" if state.booked else "appointment_series" if state.series else "appointment_booked"
    freed, released = release(state.unanswered(), world)
    # The dates that were named have served; hours and weekdays hold for another time as well.
    settled = unbound(freed, dates_only=True)
    anew = tuple(replace(p, partstat=Partstat.NEEDS_ACTION) for p in settled.parties)
    wish = replace(freed.wish, length=booking.slot.length)
    done = replace(
        freed, phase=Phase.BOOKED, parties=anew, booked=booking, wanted=None, wish=wish, offers=(), round=1, asked=0,
        tries=0, nearest=False, by_office=False, first=None,
    )  # fmt: skip
    told = invited(template, "The event stands in the calendar.", done, world)
    about = "principal_series" if done.series else "principal_booked"
    dates = shown_dates(done, world)
    noted = note(about, done, world, slot=booking.slot, moved=bool(state.booked), **dates)
    following, timer = next_missing(done, world)
    return Outcome(following, (*told, *noted, *released, *timer))


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
    kind = "cancelled" if by == "party" else "called-off"  # who ordered it alone need not hear of it
    heard = by == "party" or bool(state.also)
    noted = note("principal_note", ended, world, slot=state.booked.slot, kind=kind) if heard else ()
    return Outcome(ended, (*released, *removed, *told, *noted), CaseState.CLOSED)


def cancelled(
    template: str,
    state: State,
    world: World,
    *,
    by_office: bool = False,
    grounds: str = "",
    whole_series: bool = False,
) -> tuple[Reasoned, ...]:
    """The cancellation to every party (RFC 5546 section 3.2.5); of a `whole_series` from the booked time on."""
    if state.booked is None:
        return ()
    invitation = Invitation(Method.CANCEL, itip.cancel(meeting(state.booked, state, world), world.now))
    slot = state.booked.slot
    shows = {"by_office": by_office, "grounds": grounds, "whole_series": whole_series}
    return tuple(
        ordered(
            letter(template, p, state, world, invitation, slot=shown(slot, state, world, p), **shows),
            "The meeting was cancelled.",
        )
        for p in state.parties
    )


def _removed(booking: Booking, state: State, world: World) -> tuple[Reasoned, ...]:
    deletes = tuple(ordered(DeleteEvent(home, booking.uid), "The meeting is off.") for home in world.homes(state))
    return (*deletes, ordered(DropTimer(WATCH_TIMER), "The meeting is off."))


def declined(state: State, party: Party, world: World, comment: str = "") -> Outcome:
    """A party will not come. The event stays for the principal to see; other times come when they are asked for.

    Without somebody who need not come the meeting goes on as it is.
    """
    if state.booked is None or party.partstat is Partstat.DECLINED:
        return Outcome(state)
    changed = state.with_party(replace(party, partstat=Partstat.DECLINED))
    goes_on = not party.required and len(state.parties) > 1
    kind = "stays-away" if goes_on else "declined"
    about = replace(changed, parties=(party,))  # the note names who it is
    noted = note("principal_note", about, world, slot=state.booked.slot, kind=kind, detail=comment)
    slot = shown(state.booked.slot, changed, world, party)
    mail = letter("appointment_declined", party, changed, world, slot=slot, goes_on=goes_on)
    asked = ordered(mail, "The invitation was declined.")
    return Outcome(changed, (*restored(changed, state.booked, world), asked, *noted))
