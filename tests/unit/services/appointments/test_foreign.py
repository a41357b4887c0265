"""Invitations by others, as Outlook, Gmail and Apple write them: looked up, followed, or left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.domain.action import DeleteEvent, Escalate, EscalationReason, Ignore, PutEvent
from secretary.domain.case import Case
from secretary.domain.event import Event
from secretary.domain.message import Part
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Trust
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.world import World
from secretary.services.face import Asked, Replied
from secretary.understand.itip import read_calendar_part
from tests.unit.services.appointments.conversation import JANE, NOW, OFFICE, reading

CASE = Case("ABCDEFGH", "main", "Jour fixe", JANE, NOW, language="en")
START = datetime(2026, 7, 9, 8, tzinfo=UTC)  # Thursday, 10:00 in Berlin

# Outlook: a Windows name, no VTIMEZONE, properties of its own, an alarm.
OUTLOOK = """BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VEVENT
ORGANIZER;CN=Jane Cole:mailto:jane@kunde.test
ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Anna:mailto:anna@firma.test
UID:040000008200E00074C5B7101A82E008
SUMMARY;LANGUAGE=en-GB:Jour fixe
DTSTART;TZID=W. Europe Standard Time:2026070{day}T100000
DTEND;TZID=W. Europe Standard Time:2026070{day}T103000
DTSTAMP:20260706T070000Z
SEQUENCE:{sequence}
TRANSP:OPAQUE
X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE
X-MICROSOFT-DISALLOW-COUNTER:FALSE
BEGIN:VALARM
TRIGGER:-PT15M
ACTION:DISPLAY
DESCRIPTION:REMINDER
END:VALARM
END:VEVENT
END:VCALENDAR
"""
# Gmail: UTC, the guests' number, a Google UID. Apple: an IANA zone with its VTIMEZONE.
GMAIL = (
    OUTLOOK.replace(";TZID=W. Europe Standard Time", "").replace("T100000", "T080000Z").replace("T103000", "T083000Z")
)
GMAIL = GMAIL.replace("CN=Anna:", "CN=Anna;X-NUM-GUESTS=0:")
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
DTSTART:19810329T020000
TZNAME:MESZ
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
DTSTART:19961027T030000
TZNAME:MEZ
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
"""
APPLE = OUTLOOK.replace("W. Europe Standard Time", "Europe/Berlin").replace("BEGIN:VEVENT\n", ZONE)
PROGRAMS = pytest.mark.parametrize("program", [OUTLOOK, GMAIL, APPLE], ids=["outlook", "gmail", "apple"])


def standing(**more) -> Event:
    held = Event("040000008200E00074C5B7101A82E008", START, START + timedelta(minutes=30), calendar="work", sequence=1)
    return replace(held, organizer=JANE, etag='"1"', **more)


def told(ics: str, *events: Event, trust: Trust = Trust.AUTHENTICATED, sender=JANE, event=Asked, method: str = ""):
    text = ics.replace("\n", "\r\n").encode()
    part = Part("1", "text/calendar", text, charset="utf-8", params=(("method", method),) if method else ())
    mail = replace(reading("", sender, MailKind.CALENDAR, trust=trust), calendar=read_calendar_part(part))
    world = World(OFFICE, CASE, AppointmentSettings(calendars={"anna": ("work",)}), NOW, events)
    asked = Asked(mail, Role.CLIENT, "invitation") if event is Asked else Replied(mail, Role.CLIENT)
    return [r.action for r in react(None, asked, world).actions]


@PROGRAMS
def test_a_new_invitation_is_put_before_a_person_with_what_the_calendar_says(program):
    ics = program.format(method="REQUEST", day=9, sequence=0)
    (free,) = told(ics)
    busy = Event("own", START, START + timedelta(hours=1), calendar="work", summary="Notar")
    (clash,) = told(ics, busy)
    assert isinstance(free, Escalate)
    assert isinstance(clash, Escalate)
    assert "the calendar is free then" in free.detail
    assert "1 entries" in clash.detail
    assert "Notar" not in clash.detail
    assert len(free.suggestions) == 3


@PROGRAMS
@pytest.mark.parametrize("sequence", [1, 2])
def test_an_update_is_followed_in_utc_and_without_what_a_stranger_added(program, sequence):
    (put,) = told(program.format(method="REQUEST", day=8, sequence=sequence), standing())
    assert isinstance(put, PutEvent)
    assert (put.etag, put.calendar) == ('"1"', "work")
    assert "DTSTART:20260708T080000Z" in put.ics
    assert "SCHEDULE-AGENT=CLIENT" in put.ics
    assert not any(word in put.ics for word in ("METHOD", "VALARM", "X-MICROSOFT", "VTIMEZONE"))


def test_an_update_onto_another_entry_is_followed_and_put_before_a_person():
    busy = Event("own", START - timedelta(days=1), START - timedelta(hours=23), calendar="work")
    put, clash = told(OUTLOOK.format(method="REQUEST", day=8, sequence=2), standing(), busy)
    assert isinstance(put, PutEvent)
    assert isinstance(clash, Escalate)


def test_an_older_message_changes_nothing():
    for method in ("REQUEST", "CANCEL"):
        assert told(OUTLOOK.format(method=method, day=8, sequence=0), standing()) == [Ignore()]


@PROGRAMS
def test_a_cancellation_by_the_organizer_is_followed(program):
    cancel = program.format(method="CANCEL", day=9, sequence=2)
    assert told(cancel, standing()) == [DeleteEvent("work", standing().uid)]
    assert told(cancel, standing(), event=Replied) == [DeleteEvent("work", standing().uid)]
    assert told(cancel) == [Ignore()]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"trust": Trust.UNKNOWN}, EscalationReason.NOT_AUTHENTICATED),
        ({"sender": replace(JANE, addr_spec="mallory@kunde.test")}, EscalationReason.UNKNOWN_SENDER),
    ],
)
def test_nobody_else_moves_a_meeting(changed, reason):
    for method in ("REQUEST", "CANCEL"):
        (escalated,) = told(OUTLOOK.format(method=method, day=8, sequence=2), standing(), **changed)
        assert isinstance(escalated, Escalate)
        assert escalated.reason is reason


def test_an_organizer_does_not_take_over_the_event_of_another():
    theirs = replace(standing(), organizer=replace(JANE, addr_spec="tom@kunde.test"))
    (escalated,) = told(OUTLOOK.format(method="CANCEL", day=8, sequence=2), theirs)
    assert isinstance(escalated, Escalate)


@pytest.mark.parametrize(
    "line", ["RRULE:FREQ=WEEKLY", "RECURRENCE-ID:20260708T080000Z"], ids=["a series", "one date of a series"]
)
def test_a_series_is_for_a_person(line):
    ics = OUTLOOK.format(method="REQUEST", day=8, sequence=2).replace("TRANSP:OPAQUE", line)
    (escalated,) = told(ics, standing())
    assert isinstance(escalated, Escalate)


@pytest.mark.parametrize("method", ["PUBLISH", "ADD", "REPLY", "COUNTER", "REFRESH", "DECLINECOUNTER"])
def test_other_messages_about_meetings_of_others_are_for_a_person(method):
    (escalated,) = told(OUTLOOK.format(method=method, day=8, sequence=2), standing())
    assert isinstance(escalated, Escalate)


def test_a_message_whose_part_says_another_method_changes_nothing():
    (escalated,) = told(OUTLOOK.format(method="CANCEL", day=8, sequence=2), standing(), method="REQUEST")
    assert isinstance(escalated, Escalate)
