"""Who invites, as the machine sees it: where the server does, nobody is invited twice."""

from __future__ import annotations

import pytest

from secretary.domain.event import Attendee, Event, Partstat
from secretary.domain.office import Role
from secretary.services.appointments.calendar.itip import Scheduling
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.face import Asked, Replied, TimerFired
from tests.unit.services.appointments.conversation import JANE, Talk, reading


class Calendar(Talk):
    """A conversation about a calendar whose server notes the answers."""

    answered: Partstat = Partstat.NEEDS_ACTION

    def events(self) -> tuple[Event, ...]:
        theirs = (Attendee(JANE, self.answered),)
        return (
            *self.busy,
            *(Event(u, i.start, i.end, calendar="work", attendees=theirs) for u, (i, _) in self.stored.items()),
        )


def _booked(scheduling: Scheduling) -> Calendar:
    talk = Calendar(AppointmentSettings(calendars={"anna": ("work",)}, scheduling=scheduling))
    talk.tell(Asked(reading("Could I meet Anna Muster?"), Role.CLIENT, "request"))
    talk.tell(Replied(reading("the first one please"), Role.CLIENT))
    return talk


@pytest.mark.parametrize(
    ("scheduling", "names", "invited"),
    [(Scheduling.MAIL, True, True), (Scheduling.BARE, False, True), (Scheduling.SERVER, True, False)],
)
def test_exactly_one_of_secretary_and_server_invites(scheduling, names, invited):
    talk = _booked(scheduling)
    (event,) = [ics for _, ics in talk.stored.values()]
    assert ("ATTENDEE" in event, "ORGANIZER" in event) == (names, names)
    assert ("SCHEDULE-AGENT=CLIENT" in event) == (scheduling is Scheduling.MAIL)
    told = next(m for m in talk.mails if m.template == "appointment_booked")
    assert (told.invitation is not None) == invited


def test_a_cancellation_by_the_server_is_not_sent_by_the_secretary_too():
    talk = _booked(Scheduling.SERVER)
    talk.tell(Replied(reading("I have to cancel, sorry"), Role.CLIENT))
    told = next(m for m in talk.mails if m.template == "appointment_cancelled")
    assert told.invitation is None
    assert talk.stored == {}


def test_a_refusal_that_the_server_noted_is_told_to_the_principal_once():
    talk = _booked(Scheduling.SERVER)
    talk.answered = Partstat.DECLINED
    talk.tell(TimerFired("watch"))
    talk.tell(TimerFired("watch"))
    assert [m.data["kind"] for m in talk.mails if m.template == "principal_note"] == ["declined"]


def test_what_stands_in_a_stored_event_counts_only_where_the_server_invites():
    talk = _booked(Scheduling.MAIL)
    talk.answered = Partstat.DECLINED
    talk.tell(TimerFired("watch"))
    assert [m for m in talk.mails if m.template == "principal_note"] == []
