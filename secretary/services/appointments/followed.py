"""Somebody else's event as it is stored in the calendar of a principal who takes part (RFC 5546, RFC 4791).

Promises: no METHOD (RFC 4791 section 4.1); times in UTC, so that a zone that is missing or has a
Windows name misleads no program; a stranger's alarms and attachments stay out; the server does not
answer in the principal's name (SCHEDULE-AGENT=CLIENT on the Organizer, RFC 6638 section 7.1).
"""

from __future__ import annotations

from datetime import UTC

from icalendar import Calendar, Component, Event

from secretary.domain.event import CalendarMessage
from secretary.services.appointments.itip import PRODID
from secretary.understand.ics import UNREADABLE, components_of
from secretary.understand.itip import all_day, text_of

KEPT = ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "ATTENDEE")
RECURS = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


def followed(told: CalendarMessage) -> str:
    """The text to store; "" for a series, an event of whole days, and what cannot be read again."""
    try:
        (component,) = components_of(told.raw).walk("VEVENT")
        return _text(component, told)
    except UNREADABLE:
        return ""


def _text(component: Component, told: CalendarMessage) -> str:
    if told.start is None or told.end is None or all_day(component) or any(name in component for name in RECURS):
        return ""
    event = Event()
    event.add("dtstart", told.start.astimezone(UTC))
    event.add("dtend", told.end.astimezone(UTC))
    for name in KEPT:
        if name in component:
            event[name] = component[name]
    organizer = component["ORGANIZER"]
    organizer.params["SCHEDULE-AGENT"] = "CLIENT"
    event["ORGANIZER"] = organizer
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add_component(event)
    text = bytes(calendar.to_ical()).decode("utf-8")
    return text if text_of(event, "UID") == told.uid else ""
