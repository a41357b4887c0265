"""Calendar messages about one date of a series of ours (RFC 5546 section 3.7.1): answers, and other times.

Promises: pure; the same as for a single meeting, for this date alone. A message that is older than the date
as it stands changes nothing. One that means this and all later dates is for a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from secretary.domain.action import EscalationReason, Ignore, Invitation
from secretary.domain.event import CalendarMessage, Method, Partstat
from secretary.domain.when import Constraints, Window
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.freshness import too_late
from secretary.services.appointments.calendar.series import Occurrence, Override
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.offering import is_free
from secretary.services.appointments.one_date import WRITING, coming, declined, invited, move, with_answer
from secretary.services.appointments.said.shifts import EXACT
from secretary.services.appointments.state import Booking, Party, State
from secretary.services.appointments.world import Outcome, World, letter, meeting, note, ordered, shown, to_person
from secretary.services.appointments.writing import restored


def about_a_date(state: State, booked: Booking, party: Party, told: CalendarMessage, world: World) -> Outcome:
    """What a message with a RECURRENCE-ID does."""
    at = datetime.fromisoformat(told.recurrence_id)
    one = next((d for d in coming(state, world.now) if d.begins == at), None)
    if told.onwards:
        why = "A calendar message means this and all later dates of a series."
        return to_person(state, EscalationReason.NEGOTIATION, why)
    if one is None or state.phase in WRITING:
        return to_person(state, EscalationReason.NEGOTIATION, "A calendar message means a date that is not booked.")
    known = (state.series.override(one.begins) if state.series else None) or Override(one.begins, one.slot)
    why = too_late(told.sequence, None, known.sequence, None)
    if why:
        return Outcome(state, (ordered(Ignore(), why),))
    about = _About(state, booked, party, one, known, told)
    return _by_method(about, world)


@dataclass(frozen=True, slots=True)
class _About:
    """A message, the date that it means, and who sent it."""

    state: State
    booked: Booking
    party: Party
    one: Occurrence
    known: Override
    told: CalendarMessage


def _by_method(about: _About, world: World) -> Outcome:
    state, method = about.state, about.told.method
    if method is Method.REPLY:
        return _reply(about, world)
    if method is Method.COUNTER:
        return _counter(about, world)
    if method is Method.CANCEL:  # only the Organizer may cancel; from an Attendee it means a refusal
        return declined(state, about.one, about.party, world, about.told.comment)
    if method is Method.REFRESH:
        return Outcome(state, invited(state, about.known, world, about.one.slot, "appointment_again"))
    return to_person(state, EscalationReason.NEGOTIATION, f"A calendar message of the kind {method.value} came.")


def _reply(about: _About, world: World) -> Outcome:
    state, party, one, known, told = about.state, about.party, about.one, about.known, about.told
    answer = next((a for a in told.attendees if party.speaks(a.address)), None)
    if answer is None or answer.partstat is Partstat.DELEGATED:
        why = "Somebody else answers for one date of a series."
        return to_person(state, EscalationReason.NEGOTIATION, why)
    if answer.partstat is Partstat.DECLINED:
        return declined(state, one, party, world, told.comment)
    if known.answered(party.address.key) is answer.partstat:
        return Outcome(state)
    changed = with_answer(state, known, party, answer.partstat)
    commented = note("principal_note", changed, world, kind="comment", detail=told.comment) if told.comment else ()
    return Outcome(changed, (*restored(changed, about.booked, world), *commented))


def _counter(about: _About, world: World) -> Outcome:
    """Another time proposed for the date: booked where it is free, else declined in words."""
    state, party, one, told = about.state, about.party, about.one, about.told
    if told.start is None:
        return to_person(state, EscalationReason.UNREADABLE, "Another time was proposed, and it cannot be read.")
    start = told.start.astimezone(UTC)
    if start == one.slot.start:
        return Outcome(state)
    if len(required(state)) > 1 or world.events is None:
        why = f"{party.address} proposes another time for one date: {start.isoformat()}."
        return to_person(state, EscalationReason.NEGOTIATION, why, "Accept for all", "Refuse")
    said = Constraints((Window(start, start + EXACT, "COUNTER", (0, 0)),))
    sought = replace(state, date=one.begins, wish=replace(state.wish, allowed=said.allowed, daily=(), excluded=()))
    if is_free(sought, start, world):
        return move(state, one, said, world)
    text = itip.decline_counter(meeting(about.booked, state, world).single(one), world.now)
    slot = shown(one.slot, state, world, party)
    refused = letter(
        "appointment_counter_declined", party, state, world, Invitation(Method.DECLINECOUNTER, text), slot=slot
    )
    return Outcome(state, (ordered(refused, "The proposed time is not free; the old one stands."),))
