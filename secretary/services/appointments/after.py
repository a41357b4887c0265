"""What a party writes once a meeting is booked: off, elsewhere, later, otherwise, or just thanks.

Promises: the booked time repeated is an acknowledgement; the old time stands until a new one is agreed;
of several parties none takes the meeting from the others, and one that need not come only stays away.
"""

from __future__ import annotations

import re
from dataclasses import replace

from secretary.domain.action import EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.booking import book, declined, invited, withdraw
from secretary.services.appointments.changes import Change, changed
from secretary.services.appointments.free.agreeing import told
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.offering import is_free, narrowed, search
from secretary.services.appointments.said.replies import Act, Bound, bind_booked
from secretary.services.appointments.said.shifts import meant, moved_to
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import Outcome, World, letter, note, ordered, to_person
from secretary.services.appointments.writing import restored

REMINDERS = re.compile(r"erinner|remind", re.IGNORECASE)
MAX_WORDS = 200  # characters of a mail that are passed on


def after_booking(
    state: State, booked: Booking, party: Party, reading: Reading, world: World, *, number_given: bool
) -> Outcome:
    """The next step of a booked meeting; `number_given` tells that a number for the call came with the mail."""
    zone, slot = world.hours(state.person).zone, booked.slot
    bound = bind_booked(reading, slot, zone)
    if bound.act is Act.WITHDRAW:
        return _off(state, party, reading, world)
    said = meant(reading, slot, zone)
    change = changed(state, party, reading, said, world)
    if change.apart and state.series:
        change = replace(change, problem="The party wants all dates of a series otherwise.")
    if change.problem:
        return to_person(state, EscalationReason.NEGOTIATION, change.problem)
    if bound.act is Act.MOVE:
        stays_away = not party.required and len(state.parties) > 1
        return (
            declined(state, party, world)
            if stays_away
            else moving(_told(change.state, party, said, reading, world), said, world, heard=True)
        )
    if change.asked or number_given:
        return _otherwise(state, change, world)
    return _simply(state, party, bound, reading, world)


def _told(state: State, party: Party, said: Constraints | None, reading: Reading, world: World) -> State:
    """With what the party says of when it suits, beside what they have always said."""
    return told(state, party, said, reading.new_text.text, world.hours(state.person).zone)


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _off(state: State, party: Party, reading: Reading, world: World) -> Outcome:
    if reading.has_intent("act.stop") and REMINDERS.search(reading.new_text.text):
        return Outcome(state.with_party(replace(party, silent=True)))
    alone = all(p.address.key == party.address.key for p in required(state))
    if alone:
        return withdraw(state, world)
    if not reading.has_intent("act.stop"):
        return declined(state, party, world)
    out = replace(party, required=False)  # so that the confirmation asks for no other time
    return _left(declined(state.with_party(out), out, world), party)


def _left(outcome: Outcome, party: Party) -> Outcome:
    """Whoever wants no more mail is told that they are out of it, and hears nothing of the meeting from then on."""
    if outcome.state is None:
        return outcome
    others = tuple(p for p in outcome.state.parties if p.address.key != party.address.key)
    return replace(outcome, state=replace(outcome.state, parties=others))


def _simply(state: State, party: Party, bound: Bound, reading: Reading, world: World) -> Outcome:
    if bound.act is Act.LATE:
        words = reading.new_text.text[:MAX_WORDS]
        told = ordered(letter("appointment_passed_on", party, state, world), "The party is told that it was passed on.")
        return Outcome(state, (*note("principal_note", state, world, kind="late", detail=words), told))
    if bound.act in {Act.NOTHING, Act.REPEAT, Act.ACCEPT}:
        return _still(state)
    why = f"A mail about a booked meeting was not understood ({bound.rule})."
    return to_person(state, EscalationReason.UNCLEAR, why)


def _otherwise(before: State, change: Change, world: World) -> Outcome:
    """Another length at the same beginning, where it is free; else the same time, otherwise."""
    state, booked = change.state, before.booked
    if booked is None:
        return _still(before)
    slot = Interval(booked.slot.start, booked.slot.start + state.wish.length)
    if not change.apart:
        return _updated(before, state, world)
    if world.events is None or not is_free(state, slot.start, world):
        why = "The party wants the meeting otherwise, and its time does not allow it."
        return to_person(before, EscalationReason.NEGOTIATION, why)
    return book(state, slot, world) if slot != booked.slot else _updated(before, state, world)


def _updated(before: State, state: State, world: World) -> Outcome:
    """The event as it is now, to everybody; its SEQUENCE is raised for it says something else (RFC 5546 2.1.4)."""
    if state.booked is None:
        return _still(state)
    booked = replace(state.booked, sequence=state.booked.sequence + 1, room=state.booked.room or world.room)
    done = replace(state, booked=booked)
    known = {p.address.key for p in before.parties}
    told: list[Reasoned] = []
    for one in done.parties:
        template = "appointment_updated" if one.address.key in known else "appointment_booked"
        told += invited(template, "The meeting is held otherwise than it was agreed.", done, world, to=one)
    noted = note("principal_note", done, world, slot=booked.slot, kind="updated")
    return Outcome(done, (*restored(done, booked, world, "The event says how it is held."), *told, *noted))


def moved(state: State, reading: Reading, world: World, *, by_office: bool = False) -> Outcome:
    """Another time for a booked meeting: near the old one, which stands until the new one is agreed."""
    base = state.booked.slot if state.booked else None
    said = meant(reading, base, world.hours(state.person).zone)
    party = None if by_office else state.party_of(reading.sender.address)
    heard = _told(state, party, said, reading, world) if party else state
    return moving(heard, said, world, by_office=by_office, heard=party is not None)


def moving(
    state: State, said: Constraints | None, world: World, *, by_office: bool = False, heard: bool = False
) -> Outcome:
    """The same, once it is known where the meeting shall go; `heard`: it is part of what suits a party already."""
    if state.booked is None:
        return _still(state)
    old, length = state.booked.slot, state.wish.length
    wish = replace(state.wish, allowed=(), daily=(), excluded=(*state.wish.excluded, old), near=old.start)
    wish = wish if heard else narrowed(wish, said)
    anew = replace(state, wish=wish, offers=(), round=1, asked=0, nearest=False)
    if by_office:  # a new time is asked for, never imposed
        return search(replace(anew, by_office=True), world)
    start = moved_to(said, length)
    if start is not None and len(state.parties) == 1 and world.events is not None and is_free(anew, start, world):
        return book(anew, Interval(start, start + anew.wish.length), world)
    return search(anew, world)
