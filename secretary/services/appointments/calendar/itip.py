"""iCalendar texts of an appointment: the hold, the event, and the iTIP messages about it.

Promises: UID for life, SEQUENCE as told, DTSTAMP from the given instant; single times in UTC, so that
no VTIMEZONE is needed; the same input gives the same bytes. Stored objects carry no METHOD
(RFC 4791 section 4.1); who invites is said by their `Scheduling` (RFC 6638 section 7.1).
Never does: send, or put a principal's own notes into what others get.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur

from secretary.domain.address import Address
from secretary.domain.event import Attendee, Interval, Method
from secretary.services.appointments.calendar.series import Series
from secretary.understand.ics import components_of

PRODID = "-//Secretary//Appointments//EN"


class Scheduling(StrEnum):
    """Who invites: exactly one of the secretary and the calendar server does.

    MAIL: the secretary, and the server is told to keep out. BARE: the secretary; since the server would
    not keep out, the stored event names nobody. SERVER: the server does, in the principal's name.
    """

    MAIL = "mail"
    BARE = "bare"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One appointment as it shall stand in calendars; `location` is "" where none is known.

    `sent_by` writes for the Organizer where that is somebody else (RFC 5545 section 3.2.18). A `series` is written on
    the clock of its zone, whose rules come along.
    """

    uid: str
    slot: Interval
    summary: str
    organizer: Address
    attendees: tuple[Attendee, ...]
    sequence: int = 0
    location: str = ""
    sent_by: Address | None = None
    series: Series | None = None


def hold(uid: str, slot: Interval, summary: str, now: datetime, location: str = "") -> str:
    """A tentative event that keeps an offered time free; the way to its location is kept free as well."""
    event = _event(uid, slot, summary, now)
    event.add("status", "TENTATIVE")
    if location:
        event.add("location", location)
    return _text(event)


def block(uid: str, slot: Interval, summary: str, now: datetime) -> str:
    """A time that the principal keeps free."""
    event = _event(uid, slot, summary, now)
    event.add("status", "CONFIRMED")
    return _text(event)


def stored(meeting: Meeting, now: datetime, scheduling: Scheduling = Scheduling.MAIL) -> str:
    """The event for the principal's calendar.

    The Organizer has the parameter too where it is the office: the owner of the calendar is an
    Attendee then, whose server would answer the invitation by itself (RFC 6638 section 3.2.2).
    """
    event = _meeting(meeting, now)
    event.add("status", "CONFIRMED")
    del event["ORGANIZER"]
    if scheduling is Scheduling.BARE:
        return _text(event)
    organizer, attendees = _cal_address(meeting.organizer), [_attendee(a) for a in meeting.attendees]
    if scheduling is Scheduling.MAIL:
        for line in (organizer, *attendees):
            line.params["SCHEDULE-AGENT"] = "CLIENT"
    event.add("organizer", organizer)
    for line in attendees:
        event.add("attendee", line)
    return _text(event)


def patched(text: str, meeting: Meeting, now: datetime, scheduling: Scheduling = Scheduling.MAIL) -> str:
    """An event that others have made, at the meeting's time; all else of it stays as it was."""
    calendar = components_of(text)
    (old,) = calendar.walk("VEVENT")
    new = components_of(stored(meeting, now, scheduling)).walk("VEVENT")[0]
    for name in ("DTSTART", "DTEND", "DURATION", "DTSTAMP", "SEQUENCE", "STATUS", "ORGANIZER", "ATTENDEE"):
        old.pop(name, None)
        if name in new:
            old[name] = new[name]
    calendar.pop("METHOD", None)
    return bytes(calendar.to_ical()).decode("utf-8")


def request(meeting: Meeting, now: datetime) -> str:
    """The invitation (RFC 5546 section 3.2.2)."""
    event = _meeting(meeting, now)
    event.add("status", "CONFIRMED")
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee))
    return _text(event, Method.REQUEST)


def cancel(meeting: Meeting, now: datetime) -> str:
    """The cancellation of the whole event (RFC 5546 section 3.2.5); its SEQUENCE is one higher."""
    event = _meeting(meeting, now)
    event["SEQUENCE"] = meeting.sequence + 1
    event.add("status", "CANCELLED")
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee))
    return _text(event, Method.CANCEL)


def cancel_date(meeting: Meeting, slot: Interval, now: datetime) -> str:
    """The cancellation of one date of a series (RFC 5546 section 3.2.5); SEQUENCE is the meeting's."""
    event = _meeting(replace(meeting, series=None, slot=slot), now)
    event.add("recurrence-id", slot.start.astimezone(ZoneInfo(meeting.series.zone) if meeting.series else UTC))
    event.add("status", "CANCELLED")
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee))
    return _text(event, Method.CANCEL)


def decline_counter(meeting: Meeting, now: datetime) -> str:
    """The refusal of another time (RFC 5546 section 3.2.8): the event as it stands."""
    event = _meeting(meeting, now)
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee))
    return _text(event, Method.DECLINECOUNTER)


def _event(uid: str, slot: Interval, summary: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", slot.start.astimezone(UTC))
    event.add("dtend", slot.end.astimezone(UTC))
    event.add("summary", summary)
    event.add("transp", "OPAQUE")
    return event


def _meeting(meeting: Meeting, now: datetime) -> Event:
    event = _event(meeting.uid, meeting.slot, meeting.summary, now)
    event.add("sequence", meeting.sequence)
    if meeting.series:
        _repeat(event, meeting.slot, meeting.series)
    organizer = _cal_address(meeting.organizer)
    if meeting.sent_by and meeting.sent_by.key != meeting.organizer.key:
        organizer.params["SENT-BY"] = f"mailto:{meeting.sent_by.addr_spec}"
    event.add("organizer", organizer)
    if meeting.location:
        event.add("location", meeting.location)
    return event


def _repeat(event: Event, slot: Interval, series: Series) -> None:
    zone = ZoneInfo(series.zone)
    for name, at in (("dtstart", slot.start), ("dtend", slot.end)):
        del event[name]
        event.add(name, at.astimezone(zone))
    event.add("rrule", vRecur.from_ical(series.rule))
    for begins in series.begins():
        if begins.date() in series.skipped:
            event.add("exdate", begins)


def _cal_address(address: Address) -> vCalAddress:
    line = vCalAddress(f"mailto:{address.addr_spec}")
    if address.display_name:
        line.params["CN"] = address.display_name.replace('"', "'")
    return line


def _attendee(attendee: Attendee) -> vCalAddress:
    line = _cal_address(attendee.address)
    line.params["CUTYPE"] = "INDIVIDUAL"
    line.params["ROLE"] = "REQ-PARTICIPANT" if attendee.required else "OPT-PARTICIPANT"
    line.params["PARTSTAT"] = attendee.partstat.value
    line.params["RSVP"] = "TRUE"
    for name, others in (("DELEGATED-TO", attendee.delegated_to), ("DELEGATED-FROM", attendee.delegated_from)):
        if others:
            line.params[name] = [f"mailto:{other.addr_spec}" for other in others]
    return line


def _text(event: Event, method: Method | None = None) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method.value)
    calendar.add_component(event)
    year = event.decoded("dtstart").year
    calendar.add_missing_timezones(date(year, 1, 1), date(year + 2, 1, 1))
    return bytes(calendar.to_ical()).decode("utf-8")
