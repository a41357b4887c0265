"""Where a meeting takes place and how one gets there: on site, by phone, by video.

Promises: a video link is made of the part that was drawn for this meeting alone, and is there only
once the meeting is; a party's number is shown to nobody but them and the principal.
"""

from __future__ import annotations

from dataclasses import dataclass

from secretary.domain.office import Office
from secretary.services.appointments.free.places import HERE, place_of
from secretary.services.appointments.settings import ROOM, AppointmentSettings
from secretary.services.appointments.state import Booking, State

ON_SITE, PHONE, VIDEO = "on-site", "phone", "video"


@dataclass(frozen=True, slots=True)
class Venue:
    """What a mail may say of it. `caller` is "office", "party", or "" where nobody rings up."""

    medium: str = ""
    place: str = ""
    phone: str = ""
    link: str = ""
    caller: str = ""
    name: str = ""

    @property
    def location(self) -> str:
        """LOCATION of the event (RFC 5545 section 3.8.1.7)."""
        return self.place or self.link or (f"Tel. {self.phone}" if self.phone else "")


def venue(state: State, settings: AppointmentSettings, office: Office, booking: Booking | None = None) -> Venue:
    """Where it is; without a booking, what is known before."""
    person = next((p for p in office.principals if p.id == state.person), None)
    name = person.name if person else office.name
    if state.medium == ON_SITE:
        return Venue(ON_SITE, place=_place(state, settings) or settings.place, name=name)
    if state.medium == VIDEO:
        link = settings.video.replace(ROOM, booking.room) if booking and booking.room and settings.video else ""
        return Venue(VIDEO, link=link, name=name)
    if state.medium != PHONE:
        return Venue(state.medium, name=name)
    if settings.phone_by == "party":
        own = (person.phone if person else "") or office.facts.get("phone", "")
        return Venue(PHONE, phone=own, caller="party", name=name)
    alone = len(state.parties) == 1
    return Venue(PHONE, phone=state.parties[0].phone if alone else "", caller="office" if alone else "", name=name)


def asks_number(state: State, settings: AppointmentSettings) -> bool:
    """Whether the party's number is needed and not known; asked for with the first offers only."""
    called = state.medium == PHONE and settings.phone_by == "office" and len(state.parties) == 1
    return called and not state.parties[0].phone and state.round == 1


def search_place(state: State, settings: AppointmentSettings) -> str:
    """The place that ways are measured to."""
    return place_of(_place(state, settings), settings) if state.medium == ON_SITE else HERE


def _place(state: State, settings: AppointmentSettings) -> str:
    sort = settings.meetings.get(state.sort)
    return state.place or (sort.place if sort else "")
