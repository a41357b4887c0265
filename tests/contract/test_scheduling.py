"""Who invites: one meeting in each of the three ways, on a server that schedules by itself (Cyrus)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from secretary.act.calendars import CaldavCalendars, Source
from secretary.app.check.finding import Door, Level
from secretary.app.check.scheduling import check_scheduling, status_of
from secretary.config.models import OfficeConfig
from secretary.domain.address import Address
from secretary.domain.errors import Conflict
from secretary.domain.event import Attendee, Interval, Partstat
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.calendar.itip import Meeting, Scheduling
from secretary.services.appointments.calendar.vavailability import unavailable
from tests.servers import PASSWORD
from tests.servers.cyrus import Cyrus

NOW = datetime.now(UTC).replace(microsecond=0)  # Cyrus tells nobody of an event that is over by its own clock
SLOT = Interval(NOW + timedelta(days=13), NOW + timedelta(days=13, hours=1))
ANNA, OFFICE = Address("anna@firma.test", "Anna Muster"), Address("sekretariat@firma.test", "Büro")


def _meeting(uid: str, organizer: Address, sequence: int = 0) -> Meeting:
    attendees = (Attendee(ANNA, Partstat.ACCEPTED), Attendee(OFFICE))
    return Meeting(uid, SLOT, "Anna Muster / Büro", organizer, attendees, sequence)


def _received(cyrus: Cyrus, user: str, uid: str) -> list[str]:
    """The scheduling messages about an event that a person on the same server got."""
    inbox = f"{cyrus.home(user)}Inbox/"
    texts = [cyrus.request("GET", f"{cyrus.url.removesuffix('/dav/')}{n}", user) for n in _names(cyrus, inbox, user)]
    return [text for text in texts if uid in text]


def _names(cyrus: Cyrus, folder: str, user: str = "sekretariat") -> list[str]:
    return re.findall(r"<D:href>([^<]+\.ics)</D:href>", cyrus.request("PROPFIND", folder, user))


@pytest.fixture
async def calendars(cyrus):
    source = Source(f"{cyrus.home()}Default/", "Europe/Berlin", frozenset({ANNA.key}))
    opened = CaldavCalendars(cyrus.url, user="anna", password=lambda: PASSWORD, calendars={"anna": source})
    yield opened
    await opened.close()


async def test_a_server_that_may_invite_invites_once_and_says_so(cyrus, calendars):
    await calendars.put("anna", "server@x", itip.stored(_meeting("server@x", ANNA), NOW, Scheduling.SERVER))
    (invitation,) = _received(cyrus, "sekretariat", "server@x")
    assert "METHOD:REQUEST" in invitation
    seen = CaldavCalendars(
        cyrus.url, user="anna", password=lambda: PASSWORD, calendars={"anna": Source(f"{cyrus.home()}Default/")}
    )
    assert status_of(await seen.text("anna", "server@x")).startswith(("1.", "2."))
    await seen.close()


async def test_a_server_that_is_told_to_keep_out_invites_nobody_also_when_the_meeting_moves(cyrus, calendars):
    mail = itip.stored(_meeting("mail@x", ANNA), NOW, Scheduling.MAIL)
    etag = await calendars.put("anna", "mail@x", mail)
    await calendars.put("anna", "mail@x", itip.stored(_meeting("mail@x", ANNA, 1), NOW, Scheduling.MAIL), etag=etag)
    assert await calendars.delete("anna", "mail@x")
    assert _received(cyrus, "sekretariat", "mail@x") == []


async def test_a_principal_in_a_meeting_of_the_office_is_not_answered_for_by_the_server(cyrus, calendars):
    await calendars.put("anna", "office@x", itip.stored(_meeting("office@x", OFFICE), NOW, Scheduling.MAIL))
    assert await calendars.delete("anna", "office@x")
    assert _received(cyrus, "sekretariat", "office@x") == []


AVAILABLE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//
BEGIN:VAVAILABILITY
UID:v
DTSTAMP:20260701T000000Z
BEGIN:AVAILABLE
UID:a
DTSTAMP:20260701T000000Z
DTSTART;TZID=Europe/Berlin:20260706T090000
DTEND;TZID=Europe/Berlin:20260706T120000
RRULE:FREQ=WEEKLY
END:AVAILABLE
END:VAVAILABILITY
END:VCALENDAR
"""
PROPPATCH = (
    '<?xml version="1.0" encoding="utf-8"?><d:propertyupdate xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:set><d:prop><c:calendar-availability>{}</c:calendar-availability></d:prop></d:set></d:propertyupdate>"
)


async def test_what_the_owner_says_of_when_they_can_be_met_is_read_from_their_inbox(cyrus, calendars):
    assert await calendars.availability("anna") == ""
    cyrus.request(
        "PROPPATCH", f"{cyrus.home()}Inbox/", "anna", PROPPATCH.format(AVAILABLE), **{"Content-Type": "text/xml"}
    )
    source = Source(f"{cyrus.home()}Default/")
    anew = CaldavCalendars(cyrus.url, user="anna", password=lambda: PASSWORD, calendars={"anna": source})
    week = Interval(datetime(2026, 7, 13, tzinfo=UTC), datetime(2026, 7, 14, tzinfo=UTC))
    shut = unavailable([await anew.availability("anna")], week, "Europe/Berlin")
    assert shut == (
        Interval(week.start, week.start + timedelta(hours=7)),
        Interval(week.start + timedelta(hours=10), week.end),
    )
    await anew.close()


async def test_an_event_that_names_nobody_invites_nobody(cyrus, calendars):
    text = itip.stored(_meeting("bare@x", ANNA), NOW, Scheduling.BARE)
    await calendars.put("anna", "bare@x", text)
    assert _received(cyrus, "sekretariat", "bare@x") == []
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def _accepts(cyrus: Cyrus, uid: str) -> None:
    """The invited one accepts in their own calendar program; the server tells the organizer."""
    (name,) = [n for n in _names(cyrus, f"{cyrus.home('sekretariat')}Default/") if uid in n]
    url = f"{cyrus.url.removesuffix('/dav/')}{name}"
    lines = cyrus.request("GET", url, "sekretariat").replace("\r\n ", "").split("\r\n")
    seen = [line for at, line in enumerate(lines) if not (line.startswith("TRANSP") and line in lines[:at])]
    text = "\r\n".join(seen).replace("PARTSTAT=NEEDS-ACTION", "PARTSTAT=ACCEPTED")
    cyrus.request("PUT", url, "sekretariat", text, **{"Content-Type": "text/calendar; charset=utf-8"})


async def test_an_answer_that_the_server_notes_in_between_is_no_conflict_and_is_kept(cyrus, calendars):
    meeting = _meeting("answer@x", ANNA)
    await calendars.put("anna", "answer@x", itip.stored(meeting, NOW, Scheduling.SERVER))
    known = await calendars.find("anna", "answer@x")
    _accepts(cyrus, "answer@x")
    again = itip.stored(replace(meeting, summary="Anna Muster / Büro, Raum 3"), NOW, Scheduling.SERVER)
    await calendars.put("anna", "answer@x", again, etag=known.etag)
    stands = await calendars.find("anna", "answer@x")
    assert stands.summary.endswith("Raum 3")
    assert {a.address.key: a.partstat for a in stands.attendees}[OFFICE.key] is Partstat.ACCEPTED


async def test_a_move_by_hand_in_between_is_a_conflict_though_the_schedule_tag_stays(cyrus, calendars):
    meeting = _meeting("hand@x", ANNA)
    etag = await calendars.put("anna", "hand@x", itip.stored(meeting, NOW, Scheduling.SERVER))
    known = await calendars.put(
        "anna", "hand@x", itip.stored(replace(meeting, sequence=1), NOW, Scheduling.SERVER), etag=etag
    )
    moved = replace(meeting, slot=SLOT.widened(-timedelta(hours=1), timedelta(hours=1)), sequence=2)
    text = itip.stored(moved, NOW, Scheduling.SERVER)
    cyrus.request("PUT", f"{cyrus.home()}Default/hand@x.ics", "anna", text, **{"Content-Type": "text/calendar"})
    with pytest.raises(Conflict):
        await calendars.put(
            "anna", "hand@x", itip.stored(replace(meeting, sequence=2), NOW, Scheduling.SERVER), etag=known
        )


def _office(url: str, calendar: str, scheduling: str) -> OfficeConfig:
    return OfficeConfig.model_validate(
        {
            "address": OFFICE.addr_spec,
            "name": "Büro",
            "imap": {"host": "localhost", "user": "x", "password": {"env": "PW"}},
            "smtp": {"host": "localhost", "user": "x", "password": {"env": "PW"}},
            "caldav": {"url": url, "user": "anna", "password": {"env": "PW"}},
            "principals": {"anna": {"address": ANNA.addr_spec, "name": "Anna Muster", "calendars": [calendar]}},
            "services": {"appointments": {"scheduling": scheduling}},
        }
    )


async def _checked(url: str, calendar: str, scheduling: str) -> tuple[Level, str]:
    door = Door("caldav", "localhost", 80, "plain", 30)
    found = [f async for f in check_scheduling(_office(url, calendar, scheduling), calendar, "anna", door)]
    return found[-1].level, found[-1].remedy


@pytest.mark.parametrize("scheduling", ["mail", "bare", "server"])
async def test_check_finds_that_each_way_fits_a_server_that_keeps_the_standard(cyrus, scheduling, monkeypatch):
    monkeypatch.setenv("PW", PASSWORD)
    assert await _checked(cyrus.url, f"{cyrus.home()}Default/", scheduling) == (Level.OK, "")


async def test_check_says_that_a_server_without_scheduling_invites_nobody(xandikos, monkeypatch):
    monkeypatch.setenv("PW", PASSWORD)
    calendar = xandikos.new_calendar()
    assert (await _checked(xandikos.url, calendar, "mail"))[0] is Level.OK
    level, remedy = await _checked(xandikos.url, calendar, "server")
    assert level is Level.PROBLEM
    assert "scheduling to mail" in remedy


def test_a_status_beside_an_attendee_shows_that_the_server_invites_though_told_not_to():
    text = itip.stored(_meeting("x@x", ANNA), NOW)
    assert status_of(text) == ""
    assert status_of(text.replace("RSVP=TRUE", "SCHEDULE-STATUS=1.1;RSVP=TRUE")) == "1.1"
    assert status_of("no calendar") == ""
