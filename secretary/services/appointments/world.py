"""What a step may know besides the state, and what it gives back; and the mails it orders.

Promises: data for templates are plain values and `Shown` times, nothing from a calendar but the
offered times themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Action, Answer, Escalate, EscalationReason, Invitation
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.event import Attendee, Event, Interval, Partstat
from secretary.domain.office import Office, Person, WorkingHours
from secretary.services.appointments import itip
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Booking, Offer, State


@dataclass(frozen=True, slots=True)
class World:
    """All that a step sees. `events` is None while the calendars cannot be read.

    `problem` says why they never will be, until somebody mends it.
    """

    office: Office
    case: Case
    settings: AppointmentSettings
    now: datetime
    events: tuple[Event, ...] | None = None
    problem: str = ""

    def person(self, person_id: str) -> Person | None:
        """The principal with this id."""
        return next((p for p in self.office.principals if p.id == person_id), None)

    def hours(self, person_id: str) -> WorkingHours:
        """The principal's working hours, or the office's."""
        person = self.person(person_id)
        return (person.hours if person else None) or self.office.hours

    def calendars(self, person_id: str) -> tuple[str, ...]:
        """The principal's calendars, the one to write to first."""
        return self.settings.calendars.get(person_id, ())

    def name(self, person_id: str) -> str:
        """The principal's name as outsiders read it."""
        person = self.person(person_id)
        return person.name if person else self.office.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state (None: there is none) with the actions and where the case stands."""

    state: State | None
    actions: tuple[Reasoned, ...] = ()
    case_state: CaseState = CaseState.WAITING


@dataclass(frozen=True, slots=True)
class Shown:
    """One time as a template shows it, in the office's zone; `zones` are those to name."""

    number: int
    start: datetime
    end: datetime
    zones: tuple[str, ...]


def ordered(action: Action, why: str, rule: str = "appointments") -> Reasoned:
    """An action with its reason."""
    return Reasoned(action, rule, why)


def to_person(state: State | None, reason: EscalationReason, detail: str, *suggestions: str) -> Outcome:
    """Leave the state as it is and put the case before a person."""
    return Outcome(state, (ordered(Escalate(reason, detail, suggestions), detail),), CaseState.ESCALATED)


def shown(slot: Interval, state: State, world: World, number: int = 0) -> Shown:
    """A time for a template."""
    zone = world.hours(state.person).zone
    zones = tuple(dict.fromkeys(z for z in (zone, state.zone) if z))
    return Shown(number, slot.start.astimezone(ZoneInfo(zone)), slot.end.astimezone(ZoneInfo(zone)), zones)


def _base(state: State, world: World) -> dict[str, Any]:
    zone = world.hours(state.person).zone
    return {
        "party_name": state.party.display_name,
        "with_name": world.name(state.person),
        "duration_minutes": int(state.wish.length.total_seconds() // 60),
        "medium": state.medium,
        "zones": tuple(dict.fromkeys(z for z in (zone, state.zone) if z)),
    }


def letter(template: str, state: State, world: World, invitation: Invitation | None = None, **more: Any) -> Answer:  # noqa: ANN401 - template data
    """A mail to the party, in the thread of the negotiation unless they never were in it."""
    data = _base(state, world) | more
    return Answer(template, data, (state.party,), (), state.language, state.new_thread, invitation)


def note(template: str, state: State, world: World, **more: Any) -> tuple[Reasoned, ...]:  # noqa: ANN401 - template data
    """A mail to the principal, in a thread of its own."""
    person = world.person(state.person)
    if person is None:
        return ()
    answer = Answer(template, _base(state, world) | more, (person.address,), (), person.language, new_thread=True)
    return (ordered(answer, "The principal is told once."),)


def offers_letter(state: State, world: World) -> Answer:
    """The numbered offers."""
    slots = tuple(shown(o.slot, state, world, o.number) for o in state.open_offers)
    return letter("appointment_offers", state, world, slots=slots, hold_until=state.hold_until)


def question(kind: str, offers: tuple[Offer, ...], state: State, world: World) -> Answer:
    """One question: "which" of these offers, or which "date" was meant."""
    options = tuple(shown(o.slot, state, world, o.number) for o in offers)
    return letter("appointment_ask", state, world, question=kind, options=options)


def meeting(booking: Booking, state: State, world: World) -> itip.Meeting:
    """The appointment as calendars shall show it: the office organises, both sides attend."""
    person = world.person(state.person)
    own = (Attendee(person.address, Partstat.ACCEPTED),) if person else ()
    title = f"{world.name(state.person)} / {state.party.display_name or state.party.addr_spec}"
    attendees = (*own, Attendee(state.party, booking.partstat))
    organizer = Address(world.office.address.addr_spec, world.office.name)
    return itip.Meeting(booking.uid, booking.slot, title, organizer, attendees, booking.sequence)
