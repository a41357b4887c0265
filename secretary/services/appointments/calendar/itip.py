"""iCalendar texts of an appointment: the hold, the event, and the iTIP messages about it.

Promises: UID for life, SEQUENCE as told, DTSTAMP from the given instant; single times in UTC, so that
no VTIMEZONE is needed; the same input gives the same bytes. Stored objects carry no METHOD
(RFC 4791 section 4.1); who invites is said by their `Scheduling` (RFC 6638 section 7.1).
Never does: send, or put a principal's own notes into what others get.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vRecur

from secretary.domain.address import Address
from secretary.domain.event import Attendee, Interval, Method
from secretary.services.appointments.calendar.series import Occurrence, Override, Series
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
    the clock of its zone, whose rules come along; `date` is the RECURRENCE-ID of one of its dates, in that zone.
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
    date: datetime | None = None

    def single(self, one: Override | Occurrence) -> Meeting:
        """One date of the series, as a component of its own; its SEQUENCE is the date's, where it has one."""
        if self.series is None:
            raise ValueError("a date of what is no series")
        attendees, sequence = self.attendees, self.sequence
        if isinstance(one, Override):
            said = dict(one.answers)
            attendees = tuple(replace(a, partstat=said.get(a.address.key, a.partstat)) for a in attendees)
            sequence = one.sequence
        at = one.begins.astimezone(ZoneInfo(self.series.zone))
        return replace(self, series=None, date=at, slot=one.slot, attendees=attendees, sequence=sequence)

    @property
    def components(self) -> tuple[Meeting, ...]:
        """The meeting, and the dates of it that are otherwise (RFC 5545 section 3.8.4.4)."""
        overrides = self.series.overrides if self.series else ()
        return (self, *(self.single(one) for one in overrides))


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
    return _text(*(_stored(one, now, scheduling) for one in meeting.components))


def _stored(meeting: Meeting, now: datetime, scheduling: Scheduling) -> Event:
    event = _meeting(meeting, now)
    event.add("status", "CONFIRMED")
    del event["ORGANIZER"]
    if scheduling is Scheduling.BARE:
        return event
    organizer, attendees = _cal_address(meeting.organizer), [_attendee(a) for a in meeting.attendees]
    if scheduling is Scheduling.MAIL:
        for line in (organizer, *attendees):
            line.params["SCHEDULE-AGENT"] = "CLIENT"
    event.add("organizer", organizer)
    for line in attendees:
        event.add("attendee", line)
    return event


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
    """The invitation (RFC 5546 section 3.2.2); to one date of a series where the meeting is such a one."""
    return _text(*(_told(one, now, "CONFIRMED") for one in meeting.components), method=Method.REQUEST)


def cancel(meeting: Meeting, now: datetime) -> str:
    """The cancellation of the whole event (RFC 5546 section 3.2.5); its SEQUENCE is one higher."""
    off = replace(meeting, sequence=meeting.sequence + 1)
    return _text(_told(off, now, "CANCELLED"), method=Method.CANCEL)


def cancel_date(meeting: Meeting, one: Occurrence, now: datetime) -> str:
    """The cancellation of one date of a series (RFC 5546 section 3.2.5); SEQUENCE is the meeting's."""
    return _text(_told(meeting.single(one), now, "CANCELLED"), method=Method.CANCEL)


def decline_counter(meeting: Meeting, now: datetime) -> str:
    """The refusal of another time (RFC 5546 section 3.2.8): the event as it stands."""
    return _text(_told(meeting, now), method=Method.DECLINECOUNTER)


def _told(meeting: Meeting, now: datetime, status: str = "") -> Event:
    event = _meeting(meeting, now)
    if status:
        event.add("status", status)
    for attendee in meeting.attendees:
        event.add("attendee", _attendee(attendee))
    return event


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
    if meeting.date:
        _place(event, meeting.slot, meeting.date.tzinfo)
        event.add("recurrence-id", meeting.date)
    organizer = _cal_address(meeting.organizer)
    if meeting.sent_by and meeting.sent_by.key != meeting.organizer.key:
        organizer.params["SENT-BY"] = f"mailto:{meeting.sent_by.addr_spec}"
    event.add("organizer", organizer)
    if meeting.location:
        event.add("location", meeting.location)
    return event


def _place(event: Event, slot: Interval, zone: tzinfo | None) -> None:
    """The times on the clock of the series; RECURRENCE-ID is of the same kind (RFC 5545 section 3.8.4.4)."""
    for name, at in (("dtstart", slot.start), ("dtend", slot.end)):
        del event[name]
        event.add(name, at.astimezone(zone))


def _repeat(event: Event, slot: Interval, series: Series) -> None:
    _place(event, slot, ZoneInfo(series.zone))
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


def _text(*events: Event, method: Method | None = None) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method.value)
    for event in events:
        calendar.add_component(event)
    years = [event.decoded("dtstart").year for event in events]
    calendar.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 2, 1, 1))
    return bytes(calendar.to_ical()).decode("utf-8")
