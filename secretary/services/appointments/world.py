"""What a step may know besides the state, and what it gives back; and the mails it orders.

Promises: data for templates are plain values and `Shown` times, nothing from a calendar but the
offered times themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Action, Answer, Escalate, EscalationReason, Invitation
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.event import Attendee, Event, Interval, Partstat
from secretary.domain.office import Office, Person, WorkingHours
from secretary.services.appointments.attending.state import Attendance
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.said.named import called, shared, title
from secretary.services.appointments.settings import AppointmentSettings, MeetingType
from secretary.services.appointments.state import Booking, Offer, Party, State
from secretary.services.appointments.venue import asks_number, venue

HOLD_TIMER, SEARCH_TIMER, NUDGE_TIMER, RESUME_TIMER, WATCH_TIMER = "hold", "search", "nudge", "resume", "watch"


@dataclass(frozen=True, slots=True)
class World:
    """All that a step sees. `events` is None while the calendars cannot be read.

    `problem` says why they never will be, until somebody mends it. `room` was drawn for a video
    link, should one be needed; nobody can guess it. `learned` counts the free times that whoever asked has
    been told in other cases lately; None where somebody of the office asked. `unavailable` are the times in
    which principals cannot be met, whatever their hours (RFC 7953).
    """

    office: Office
    case: Case
    settings: AppointmentSettings
    now: datetime
    events: tuple[Event, ...] | None = None
    problem: str = ""
    room: str = ""
    learned: int | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    unavailable: Mapping[str, tuple[Interval, ...]] = field(default_factory=dict)

    def person(self, person_id: str) -> Person | None:
        """The principal with this id."""
        return next((p for p in self.office.principals if p.id == person_id), None)

    def hours(self, person_id: str) -> WorkingHours:
        """The principal's working hours, or the office's."""
        person = self.person(person_id)
        return (person.hours if person else None) or self.office.hours

    def zone_of(self, person_id: str) -> ZoneInfo:
        """The clock on the principal's wall."""
        return ZoneInfo(self.hours(person_id).zone)

    def shut(self, *people: str) -> tuple[Interval, ...]:
        """When at least one of these principals cannot be met, in order."""
        return tuple(sorted(i for person in people for i in self.unavailable.get(person, ())))

    def calendars(self, person_id: str) -> tuple[str, ...]:
        """The principal's calendars, the one to write to first."""
        return self.settings.calendars.get(person_id, ())

    def sort(self, state: State) -> MeetingType | None:
        """The meeting type of a negotiation."""
        return self.settings.meetings.get(state.sort)

    def calendars_of(self, state: State) -> tuple[str, ...]:
        """The calendars of a negotiation's principals, the one that such a meeting is written to first."""
        sort, theirs = self.sort(state), tuple(c for p in state.people for c in self.calendars(p))
        first = sort.calendar if sort else ""
        return (first, *(c for c in theirs if c != first)) if first in self.calendars(state.person) else theirs

    def homes(self, state: State) -> tuple[str, ...]:
        """The calendars that such a meeting stands in: one of each principal.

        A server that invites by itself brings it to the others on its own (RFC 6638 section 3.2.1).
        """
        first = self.calendars_of(state)[:1]
        if self.settings.scheduling is itip.Scheduling.SERVER:
            return first
        others = (c for p in state.also for c in self.calendars(p)[:1])
        return tuple(dict.fromkeys((*first, *others)))

    def without_calendar(self, state: State) -> str:
        """The principal of a negotiation who has no calendar, "" if all have one."""
        return next((p for p in state.people if not self.calendars(p)), "")

    def hours_of(self, state: State) -> WorkingHours:
        """The hours in which all principals of a negotiation who share the first one's clock work."""
        hours = self.hours(state.person)
        for theirs in (self.hours(other) for other in state.also):
            if theirs.zone != hours.zone:
                continue
            days = hours.spans.keys() & theirs.spans.keys()
            spans = {day: shared(hours.spans[day], theirs.spans[day]) for day in sorted(days)}
            hours = replace(hours, spans={day: span for day, span in spans.items() if span})
        return hours

    def colleagues(self, state: State) -> tuple[WorkingHours, ...]:
        """When the further principals of a negotiation work, each on their own clock and by their own holidays."""
        theirs = (self.hours(other) for other in state.also)
        return tuple(theirs if self.settings.holidays else (replace(hours, region="") for hours in theirs))

    def name(self, person_id: str) -> str:
        """The principal's name as outsiders read it."""
        person = self.person(person_id)
        return person.name if person else self.office.name

    def names(self, state: State, language: str) -> str:
        """The names of all principals of a negotiation: "Anna Muster und Ben Partner"."""
        *first, last = (self.name(p) for p in state.people)
        return f"{', '.join(first)}{' und ' if language == 'de' else ' and '}{last}" if first else last


@dataclass(frozen=True, slots=True)
class Outcome:
    """The next state (None: there is none) with the actions and where the case stands.

    A case about somebody else's meeting has an `attendance` in the place of a state.
    """

    state: State | None
    actions: tuple[Reasoned, ...] = ()
    case_state: CaseState = CaseState.WAITING
    attendance: Attendance | None = None


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


def zones_of(state: State, world: World, party: Party | None = None) -> tuple[str, ...]:
    """The zones to name in a time: the principal's, and those of the party (None: of all)."""
    theirs = (p.zone for p in ([party] if party else state.parties))
    return tuple(dict.fromkeys(z for z in (world.hours(state.person).zone, *theirs) if z))


def shown(slot: Interval, state: State, world: World, party: Party | None = None, number: int = 0) -> Shown:
    """A time for a template."""
    zone = ZoneInfo(world.hours(state.person).zone)
    return Shown(number, slot.start.astimezone(zone), slot.end.astimezone(zone), zones_of(state, world, party))


def _base(state: State, world: World, language: str, party: Party | None = None) -> dict[str, Any]:
    length = state.booked.slot.length if state.booked else state.wish.length
    others = tuple(p for p in state.parties if party and p.address.key != party.address.key)
    return {
        "party_name": party.address.display_name if party else state.names,
        "with_name": world.names(state, language),
        "several": len(state.people) > 1,
        "topic": state.topic,
        "by_office": False,
        "grounds": "",
        "others_stand": state.date is not None,
        "whole_series": False,
        "others": tuple(p.address.display_name or p.address.addr_spec for p in others),
        "duration_minutes": int(length.total_seconds() // 60),
        "medium": state.medium,
        "sort": title(world.sort(state), language),
        "venue": venue(state, world.settings, world.office, state.booked),
        "zones": zones_of(state, world, party),
    }


def letter(
    template: str,
    party: Party,
    state: State,
    world: World,
    invitation: Invitation | None = None,
    **more: Any,  # noqa: ANN401 - template data
) -> Answer:
    """A mail to one party, in the thread of the negotiation unless they never were in it.

    Where the calendar server invites, no mail carries a calendar part: nobody is invited twice.
    """
    if world.settings.scheduling is itip.Scheduling.SERVER:
        invitation = None
    language = party.language or state.language
    data = _base(state, world, language, party) | more
    return Answer(template, data, (party.address,), (), language, party.apart, invitation)


def letters(template: str, why: str, state: State, world: World) -> tuple[Reasoned, ...]:
    """The same mail to every party."""
    return tuple(ordered(letter(template, p, state, world), why) for p in state.parties)


def note(template: str, state: State, world: World, slot: Interval | None = None, **more: Any) -> tuple[Reasoned, ...]:  # noqa: ANN401 - template data
    """A mail to each principal who takes part, in a thread of its own."""
    shows = {"slot": shown(slot, state, world) if slot else None, "detail": "", "until": None}
    found = [person for one in state.people if (person := world.person(one))]
    mails = (
        Answer(
            template,
            _base(state, world, person.language) | shows | more,
            (person.address,),
            (),
            person.language,
            new_thread=True,
        )
        for person in found
    )
    return tuple(ordered(mail, "The principal is told once.") for mail in mails)


def offers_letter(party: Party, state: State, world: World, template: str = "appointment_offers") -> Answer:
    """The numbered offers, with the instant at which they lapse on the principal's clock."""
    old = shown(state.stands, state, world, party) if state.stands else None
    zones = zones_of(state, world, party)
    mail = letter(
        template,
        party,
        state,
        world,
        slots=tuple(shown(o.slot, state, world, party, o.number) for o in state.open_offers),
        hold_until=state.hold_until and state.hold_until.astimezone(ZoneInfo(zones[0])),
        hold_zone=f" ({zones[0].rpartition('/')[2].replace('_', ' ')})" if len(zones) > 1 else "",
        nearest=state.nearest,
        by_office=state.by_office,
        round=state.round,
        old=old,
        missing=_missing(state, world, party),
        ask_number=asks_number(state, world.settings) and template == "appointment_offers",
    )
    return replace(mail, choices=True)


def _missing(state: State, world: World, party: Party) -> Shown | None:
    """The date of a series that was left out, for which another time is offered."""
    if state.date is None or state.booked is None or state.stands is not None:
        return None
    return shown(Interval(state.date, state.date + state.booked.slot.length), state, world, party)


def question(kind: str, offers: tuple[Offer, ...], party: Party, state: State, world: World) -> Answer:
    """One question: "which" of these offers, which "date" was meant, or whether one is "possible".

    "bend" asks for one that does not suit by what the party has said.
    """
    options = tuple(shown(o.slot, state, world, party, o.number) for o in offers)
    said, refusal = (state.first.words, state.first.refusal) if state.first else ("", False)
    mail = letter("appointment_ask", party, state, world, question=kind, options=options, said=said, refusal=refusal)
    return replace(mail, choices=True)


def meeting(booking: Booking, state: State, world: World) -> itip.Meeting:
    """The appointment as calendars shall show it: the office organises, all sides attend.

    A server invites only in the name of the calendar's owner (RFC 6638 section 3.2.1).
    """
    person = world.person(state.person)
    people = [one for p in state.people if (one := world.person(p))]
    own = tuple(Attendee(one.address, Partstat.ACCEPTED) for one in people)
    theirs = tuple(a for p in state.parties for a in _attendees(p))
    organizer = Address(world.office.address.addr_spec, world.office.name)
    if person and world.settings.scheduling is itip.Scheduling.SERVER:
        organizer = person.address
    if state.adopted:
        known = state.adopted
        who = (*own, *theirs)
        return itip.Meeting(
            booking.uid, booking.slot, known.summary, known.organizer, who, booking.sequence, known.location,
            sent_by=world.office.address,
        )  # fmt: skip
    where = venue(state, world.settings, world.office, booking).location
    who = (*own, *theirs)
    return itip.Meeting(
        booking.uid, booking.slot, _summary(state, world), organizer, who, booking.sequence, where, series=state.series
    )  # fmt: skip


def _summary(state: State, world: World) -> str:
    """The title: the kind of meeting, who meets whom, and what it is about."""
    sort = called(world.sort(state), state.language)
    names = ", ".join(world.name(p) for p in state.people)
    about = f": {state.topic}" if state.topic else ""
    return f"{f'{sort}: ' if sort else ''}{names} / {state.names}{about}"


def _attendees(party: Party) -> tuple[Attendee, ...]:
    """The party, and whom they come for (RFC 5545 sections 3.2.4 and 3.2.5)."""
    if party.delegated_from is None:
        return (Attendee(party.address, party.partstat, party.required),)
    away = Attendee(party.delegated_from, Partstat.DELEGATED, party.required, delegated_to=(party.address,))
    comes = Attendee(party.address, party.partstat, party.required, delegated_from=(party.delegated_from,))
    return away, comes


def kept(booking: Booking, state: State, world: World) -> str:
    """The event as it stands in the principal's calendar."""
    about = meeting(booking, state, world)
    if state.adopted:
        return itip.patched(state.adopted.text, about, world.now, world.settings.scheduling)
    return itip.stored(about, world.now, world.settings.scheduling)


def shown_dates(state: State, world: World, party: Party | None = None) -> dict[str, Any]:
    """All dates of the series, and the days that are left out, for a template."""
    if state.series is None:
        return {}
    dates = state.series.dates(state.booked.slot.length if state.booked else state.wish.length)
    length = state.booked.slot.length if state.booked else state.wish.length
    left_out = tuple(shown(Interval(b, b + length), state, world, party) for b in state.missing)
    skipped = tuple(d for d in state.series.skipped if d not in {state.series.day(b) for b in state.missing})
    return {
        "dates": tuple(shown(d, state, world, party) for d in dates),
        "skipped": skipped,
        "left_out": left_out,
    }
