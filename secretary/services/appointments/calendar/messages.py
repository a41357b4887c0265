"""Calendar messages that come in about our own events (RFC 5546): answers, other times, and the rest.

Promises: a message counts only from somebody who was invited, or who answers for them; stale ones
change nothing, and that is told. An answer shows in the stored event. Whoever sends somebody else in their
place has the invitation sent on, when the office's server vouches for them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from secretary.domain.action import EscalationReason, Ignore, Invitation
from secretary.domain.address import SHARED_DOMAINS, Address
from secretary.domain.case import CaseState
from secretary.domain.event import Attendee, CalendarMessage, Interval, Method, Partstat
from secretary.domain.office import Role
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.attending.choices import Choice, Finding
from secretary.services.appointments.attending.machine import of_others
from secretary.services.appointments.booking import book, declined, invited, withdraw
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.date_messages import about_a_date
from secretary.services.appointments.calendar.freshness import too_late
from secretary.services.appointments.offering import has_learned_enough, is_free, own_uids, release
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.world import Outcome, World, letter, meeting, note, ordered, shown, to_person
from secretary.services.appointments.writing import restored


def calendar_message(state: State, reading: Reading, world: World) -> Outcome:
    """What an iTIP message does."""
    told = reading.calendar[0]
    if told.defects and not told.uid:
        return to_person(state, EscalationReason.UNREADABLE, "; ".join(told.defects))
    party = _writer(state, told, reading)
    if party is None or reading.sender.trust is Trust.FAILED:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "A calendar message came from somebody else.")
    booked = state.booked
    if booked is None or told.uid != booked.uid:
        invites = told.method is Method.REQUEST
        gone = "It is about an event that stands no more."
        return _own_invitation(state, reading, world) if invites else _ignored(state, gone)
    return _about_booked(state, booked, party, reading, world)


def _about_booked(state: State, booked: Booking, party: Party, reading: Reading, world: World) -> Outcome:
    told = reading.calendar[0]
    if state.series and len({c.recurrence_id for c in reading.calendar}) > 1:
        why = "A calendar message is about several dates of a series."
        return to_person(state, EscalationReason.NEGOTIATION, why)
    if state.series and told.recurrence_id:
        return about_a_date(state, booked, party, told, world)
    # Dates of a series raise the SEQUENCE of themselves only: who answers the whole has answered it.
    why = too_late(told.sequence, told.dtstamp, 0 if state.series else booked.sequence, party.stamp)
    if why:
        return _ignored(state, why)
    if told.recurrence_id and told.recurrence_id != booked.slot.start.astimezone(UTC).isoformat():
        return to_person(state, EscalationReason.NEGOTIATION, "A calendar message means a date that is not booked.")
    return _by_method(state, booked, replace(party, stamp=told.dtstamp), told, reading, world)


def _writer(state: State, told: CalendarMessage, reading: Reading) -> Party | None:
    """The party who writes; programs may send from another address of theirs than the one that was invited."""
    sender = reading.sender
    party = state.party_of(sender.address)
    if party or sender.trust is not Trust.AUTHENTICATED or len(told.attendees) != 1:
        return party
    named = state.party_of(told.attendees[0].address)
    return named if named and _same_house(named.address, sender.address) else None


def _same_house(one: Address, other: Address) -> bool:
    return one.domain == other.domain and one.domain not in SHARED_DOMAINS


def _own_invitation(state: State, reading: Reading, world: World) -> Outcome:
    """The party invites by themselves: to an offered time, that settles the search; else a person looks."""
    slot = reading.calendar[0].slot
    meant = slot and state.phase is Phase.OFFERED and any(o.slot == slot for o in state.open_offers)
    if not meant or len(state.parties) != 1 or world.events is None:
        return to_person(state, EscalationReason.NEGOTIATION, "The party sends an invitation of their own.")
    _, released = release(state, world)
    own = frozenset(own_uids(state))
    without = replace(world, events=tuple(e for e in world.events if e.uid not in own))
    accepted = of_others(reading, without, dict.fromkeys((Finding.FREE, Finding.OUTSIDE), Choice.ACCEPT.value))
    if accepted.attendance is None:
        return replace(accepted, state=state)
    return replace(accepted, actions=(*released, *accepted.actions))


def _by_method(
    state: State, booked: Booking, party: Party, told: CalendarMessage, reading: Reading, world: World
) -> Outcome:
    if told.method is Method.REPLY:
        return _reply(state, booked, party, told, reading, world)
    if told.method is Method.COUNTER:
        return _counter(state, booked, party, told, world)
    if told.method is Method.REFRESH:
        return Outcome(state, invited("appointment_again", "The invitation was asked for.", state, world, to=party))
    if told.method is Method.CANCEL:  # only the Organizer may cancel; from an Attendee it means a refusal
        return withdraw(state, world) if len(state.parties) == 1 else declined(state, party, world, told.comment)
    return to_person(state, EscalationReason.NEGOTIATION, f"A calendar message of the kind {told.method.value} came.")


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _ignored(state: State, why: str) -> Outcome:
    return replace(_still(state), actions=(ordered(Ignore(), why),))


def _reply(
    state: State, booked: Booking, party: Party, told: CalendarMessage, reading: Reading, world: World
) -> Outcome:
    """A participation status (RFC 5546 section 3.2.3)."""
    answer = next((a for a in told.attendees if party.speaks(a.address)), None)
    if answer is None and len(told.attendees) == 1 and _same_house(told.attendees[0].address, party.address):
        answer = told.attendees[0]  # their calendar knows them by another address
    if answer is None:
        why = "Somebody who was not invited answered the invitation."
        return to_person(state, EscalationReason.UNKNOWN_SENDER, why)
    if answer.partstat is Partstat.DELEGATED:
        return _delegated(state, booked, party, answer, reading, world)
    if answer.partstat is party.partstat:
        return _still(state.with_party(party))
    if answer.partstat is Partstat.DECLINED and state.series:
        why = f"{party.address} declines a whole series."
        return to_person(state.with_party(party), EscalationReason.NEGOTIATION, why, "Call all dates off", "Keep them")
    if answer.partstat is Partstat.DECLINED:
        return declined(state, party, world, told.comment)
    changed = state.with_party(replace(party, partstat=answer.partstat))
    commented = note("principal_note", changed, world, kind="comment", detail=told.comment) if told.comment else ()
    return Outcome(changed, (*restored(changed, booked, world), *commented))


def _delegated(
    state: State, booked: Booking, party: Party, answer: Attendee, reading: Reading, world: World
) -> Outcome:
    """Somebody else comes in their place: the one who is named gets the invitation (RFC 5546 section 3.2.2.3)."""
    named = [a for a in answer.delegated_to if _may_come(a, state, world)]
    if len(named) != 1 or len(answer.delegated_to) != 1 or reading.sender.trust is not Trust.AUTHENTICATED:
        changed = state.with_party(replace(party, partstat=Partstat.DELEGATED))
        why = f"{party.address} sends somebody else to the meeting."
        asked = to_person(changed, EscalationReason.NEGOTIATION, why, "Invite that person", "Keep to the party")
        return replace(asked, actions=(*restored(changed, booked, world), *asked.actions))
    comes = replace(
        party,
        address=named[0],
        apart=True,
        speakers=(party.address, *party.speakers),
        partstat=Partstat.NEEDS_ACTION,
        stamp=None,
        delegated_from=party.address,
    )
    parties = tuple(comes if p.address.key == party.address.key else p for p in state.parties)
    changed = replace(state, parties=parties)
    by = party.address.display_name or party.address.addr_spec
    slot = shown(booked.slot, changed, world, comes)
    invitation = Invitation(Method.REQUEST, itip.request(meeting(booked, changed, world), world.now))
    mail = letter("appointment_delegated", comes, changed, world, invitation, slot=slot, by=by)
    noted = note("principal_note", changed, world, slot=booked.slot, kind="delegated", detail=by)
    told = ordered(mail, f"{by} sends somebody else to the meeting.")
    return Outcome(changed, (*restored(changed, booked, world), told, *noted))


def _may_come(address: Address, state: State, world: World) -> bool:
    return world.office.role_of(address) is Role.CLIENT and state.party_of(address) is None


def _counter(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    """Another time proposed from a calendar program: booked where it is free, else declined in words.

    With several parties nobody decides for the others, and nobody books blindly: a person does.
    """
    if told.start is None:
        return to_person(state, EscalationReason.UNREADABLE, "Another time was proposed, and it cannot be read.")
    start = told.start.astimezone(UTC)
    if start == booked.slot.start:
        return _still(state)
    if len(state.parties) > 1 or world.events is None or state.series:
        why = f"{party.address} proposes another time: {start.isoformat()}."
        return to_person(state, EscalationReason.NEGOTIATION, why, "Accept for all", "Refuse")
    if has_learned_enough(state, world):
        return to_person(state, EscalationReason.LIMIT, "They have been told many free times lately.")
    state = replace(state, serial=state.serial + 1)  # a yes or no tells of one time, as an offer does
    if is_free(state, start, world):
        return book(state, Interval(start, start + state.wish.length), world)
    slot = shown(booked.slot, state, world, party)
    text = itip.decline_counter(meeting(booked, state, world), world.now)
    invitation = Invitation(Method.DECLINECOUNTER, text)
    refused = letter("appointment_counter_declined", party, state, world, invitation, slot=slot)
    return Outcome(state, (ordered(refused, "The proposed time is not free; the old one stands."),))
