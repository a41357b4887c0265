"""One date of a series that somebody else organizes: moved, called off, answered; the others stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from secretary.act.calendars import Source, expanded
from secretary.domain.action import Escalate, Ignore, PutEvent
from secretary.domain.case import Case
from secretary.domain.event import Event, Interval, Partstat
from secretary.domain.reading import Trust
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.world import World
from secretary.services.face import EffectSettled
from tests.unit.services.appointments.conversation import JANE, NOW, OFFICE
from tests.unit.services.appointments.programs import APPLE, OUTLOOK, START
from tests.unit.services.appointments.test_attending import UID, Guest

YEAR = Interval(NOW, NOW + timedelta(days=300))
SECOND = START + timedelta(days=7)
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4\nTRANSP:OPAQUE"
ONE = "RECURRENCE-ID;TZID=W. Europe Standard Time:20260716T100000\nTRANSP:OPAQUE"


@dataclass
class Regular(Guest):
    """The calendar server keeps whole texts; what happens in them is expanded."""

    text: str = ""

    def tell(self, event: object) -> None:
        settings = AppointmentSettings(calendars={"anna": ("work",)}, invitations=self.invitations)
        case = Case("ABCDEFGH", "main", "Jour fixe", JANE, NOW, language="en")
        texts = {UID: self.text} if self.text else {}
        outcome = react(self.state, event, World(OFFICE, case, settings, NOW, self.events(), texts=texts))
        self.state = outcome.attendance
        for action in (r.action for r in outcome.actions):
            self.done.append(action)
            if isinstance(action, PutEvent):
                settled = self.put(action)
                self.text = action.ics if action.uid == UID else self.text
                self.tell(EffectSettled(settled))

    def events(self) -> tuple[Event, ...]:
        series = expanded(self.text, YEAR, "work", Source("")) if self.text else ()
        return (*series, *(e for uid, e in self.calendar.items() if uid != UID))

    def starts(self) -> list[datetime]:
        return [e.start.astimezone(UTC) for e in sorted(self.events(), key=lambda e: e.start)]


def accepted(program: str = OUTLOOK, **invitations: str) -> Regular:
    guest = Regular({"free": "accept"} | invitations)
    guest.receive(program.format(method="REQUEST", day=9, sequence=1).replace("TRANSP:OPAQUE", WEEKLY))
    assert guest.starts() == [START + timedelta(days=7 * n) for n in range(4)]
    return guest


def one(method: str = "REQUEST", hour: int = 13, sequence: int = 2, program: str = OUTLOOK) -> str:
    text = program.format(method=method, day=9, sequence=sequence).replace("TRANSP:OPAQUE", ONE)
    text = text.replace("20260709T100000", f"20260716T{hour}0000").replace("20260709T103000", f"20260716T{hour}3000")
    return text.replace("T070000Z", "T071000Z")


@pytest.mark.parametrize("program", [OUTLOOK, APPLE], ids=["outlook", "apple"])
def test_one_date_is_moved_and_answered_and_the_others_stand(program):
    guest = accepted(program)
    guest.receive(one(program=program))
    assert guest.starts() == [START, SECOND + timedelta(hours=3), *(START + timedelta(days=7 * n) for n in (2, 3))]
    (event,) = guest.told().walk("VEVENT")
    assert event["RECURRENCE-ID"].dt == SECOND
    assert int(event["SEQUENCE"]) == 2
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    master, date = Calendar.from_ical(guest.text).walk("VEVENT")
    assert "RRULE" in master
    assert "RRULE" not in date


def test_one_date_that_falls_onto_another_entry_is_asked_about_alone():
    guest = accepted()
    guest.calendar["own"] = Event("own", SECOND + timedelta(hours=3), SECOND + timedelta(hours=4), calendar="work")
    guest.receive(one())
    assert guest.asked().suggestions == ("Entries of the calendar in that time: 1.",)
    guest.word("absagen")
    (event,) = guest.told().walk("VEVENT")
    assert event["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    master, date = Calendar.from_ical(guest.text).walk("VEVENT")
    assert date["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    assert master["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_one_date_is_called_off_and_the_others_stand():
    guest = accepted()
    guest.receive(one("CANCEL", hour=10))
    assert guest.starts() == [START + timedelta(days=7 * n) for n in (0, 2, 3)]
    assert guest.state.answer is Partstat.ACCEPTED


def test_an_older_message_about_a_date_changes_nothing():
    guest = accepted()
    guest.receive(one(sequence=5))
    before = guest.starts()
    guest.receive(one(hour=15, sequence=4))
    assert guest.done[-1] == Ignore()
    assert guest.starts() == before


@pytest.mark.parametrize("spoil", ["unsure", "no series"])
def test_a_date_that_cannot_be_told_is_for_a_person(spoil):
    guest = accepted()
    before = guest.text
    if spoil == "no series":
        guest.text = ""
        guest.state = None
    guest.receive(one(), **({"trust": Trust.UNKNOWN} if spoil == "unsure" else {}))
    assert isinstance(guest.done[-1], Escalate)
    assert guest.text in {before, ""}


def test_a_new_whole_series_replaces_its_single_dates():
    guest = accepted()
    guest.receive(one())
    later = OUTLOOK.format(method="REQUEST", day=9, sequence=9).replace("TRANSP:OPAQUE", WEEKLY)
    guest.receive(later.replace("T070000Z", "T080000Z"))
    assert guest.starts() == [START + timedelta(days=7 * n) for n in range(4)]
    assert replace(guest.state, text="").recurrence_id == ""
