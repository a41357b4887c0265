"""iCalendar texts of a meeting that somebody else organizes: as it is stored, and our answers to it.

Promises: stored objects carry no METHOD (RFC 4791 section 4.1) and nothing that a stranger could make
a calendar do: no alarms, no attachments. A single time is written in UTC, a series in its IANA zone
with VTIMEZONE, so that no missing zone and no Windows name misleads a program. The server does not
answer in the principal's name (SCHEDULE-AGENT=CLIENT on the Organizer, RFC 6638 section 7.1): the
secretary does. A REPLY names one Attendee with SENT-BY, and echoes UID, SEQUENCE and RECURRENCE-ID.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vCalAddress

from secretary.domain.address import Address
from secretary.domain.event import CalendarMessage, Interval, Method, Partstat
from secretary.services.appointments.attending.state import Attendance
from secretary.services.appointments.calendar.itip import PRODID, Scheduling
from secretary.understand.ics import UNREADABLE, components_of
from secretary.understand.itip import address_of, all_day, instant_of, value_of

KEPT = ("UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "TRANSP", "CLASS", "ATTENDEE")
MOMENTS = ("DTSTART", "DTEND", "RECURRENCE-ID")
LISTS = ("RDATE", "EXDATE")
TOLD = ("UID", "SUMMARY", "LOCATION", "RRULE", *MOMENTS)  # of the event, in an answer
YEARS_AHEAD = 5  # for which the rules of a zone are written out where a series has no end


def storable(told: CalendarMessage) -> str:
    """The event as it can be stored; "" for a single date of a series, and what cannot be read again."""
    try:
        source = components_of(told.raw)
        components = source.walk("VEVENT")
        if told.start is None or told.end is None or told.recurrence_id:
            return ""
        return _calendar(kept(c, whole=len(components) == 1 and not told.recurs) for c in components)
    except UNREADABLE:
        return ""


def cleaned(stored: str) -> str:
    """A single event that stands in a calendar already; "" for a series, and for one that nobody organizes."""
    try:
        (component,) = components_of(stored).walk("VEVENT")
        return "" if "RRULE" in component or "RDATE" in component else _calendar((kept(component, whole=True),))
    except UNREADABLE:
        return ""


def kept(component: Component, *, whole: bool) -> Event:
    """One VEVENT without what does not belong into a calendar; `whole` writes a single event's times in UTC."""
    event = Event()
    for name in KEPT:
        if name in component:
            event[name] = component[name]
    for name in MOMENTS:
        if name in component:
            event.add(name.lower(), _placed(value_of(component, name), whole=whole and not all_day(component)))
    if "DTEND" not in component and "DURATION" in component:
        event["DURATION"] = component["DURATION"]
    if "RRULE" in component:
        event["RRULE"] = component["RRULE"]
    for name in LISTS:
        for moment in _moments(component.get(name)):
            event.add(name.lower(), _placed(moment, whole=False))
    organizer: Any = component["ORGANIZER"]
    organizer.params["SCHEDULE-AGENT"] = "CLIENT"
    event["ORGANIZER"] = organizer
    return event


def _placed(moment: Any, *, whole: bool) -> Any:  # noqa: ANN401 - date, datetime or a period, as the library has them
    """A moment in UTC, or in a zone that every program knows; raises ValueError for any other."""
    if not isinstance(moment, datetime):
        return moment
    if whole or str(moment.tzinfo) == "UTC":
        return moment.astimezone(UTC)
    if not isinstance(moment.tzinfo, ZoneInfo):
        raise ValueError("a series in a zone that is not known")  # noqa: TRY004 - of the value, not of the type
    return moment


def _moments(held: object) -> list[Any]:
    return [moment.dt for one in _lines(held) for moment in one.dts]


def _calendar(events: Iterable[Event], method: Method | None = None) -> str:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    if method:
        calendar.add("method", method.value)
    for event in events:
        calendar.add_component(event)
    starts = (value_of(e, "DTSTART") for e in calendar.walk("VEVENT"))
    first = min((start.year for start in starts if start), default=0)
    if first:
        calendar.add_missing_timezones(date(first, 1, 1), date(first + YEARS_AHEAD, 1, 1))
    return bytes(calendar.to_ical()).decode("utf-8")


def with_answer(state: Attendance, scheduling: Scheduling = Scheduling.MAIL) -> str:
    """The stored event with the principal's answer; a server that does not keep out gets no names."""

    def answered(event: Component) -> None:
        meant = not state.recurrence_id or names_date(event, state.recurrence_id)
        for line in _lines(event.get("ATTENDEE")) if meant else ():
            if _is(line, state.own):
                line.params["PARTSTAT"] = state.answer.value
                line.params.pop("RSVP", None)
        if scheduling is Scheduling.BARE:
            event.pop("ORGANIZER", None)
            event.pop("ATTENDEE", None)

    return _changed(state.text, answered)


def _changed(text: str, change: Callable[[Component], None]) -> str:
    calendar = components_of(text)
    for event in calendar.walk("VEVENT"):
        change(event)
    return bytes(calendar.to_ical()).decode("utf-8")


def names_date(event: Component, recurrence_id: str) -> bool:
    """Whether a component is this one date of its series."""
    at = instant_of(value_of(event, "RECURRENCE-ID"), UTC)
    return at is not None and at.astimezone(UTC).isoformat() == recurrence_id


def _lines(held: object) -> list[Any]:
    return held if isinstance(held, list) else [] if held is None else [held]


def _is(line: object, address: Address) -> bool:
    found = address_of(line)
    return found is not None and found.key == address.key


# --- what the Organizer gets ------------------------------------------------------------


def reply(state: Attendance, office: Address, now: datetime) -> str:
    """The answer (RFC 5546 section 3.2.3): one Attendee, SEQUENCE and RECURRENCE-ID as they came."""
    event = _about(state, now)
    event.add("attendee", _attendee(state, office, state.answer))
    return _calendar((event,), Method.REPLY)


def counter(state: Attendance, slot: Interval, office: Address, now: datetime) -> str:
    """Another time proposed (RFC 5546 section 3.2.7); the old one as Outlook names it, beside."""
    event = _about(state, now)
    for name in ("DTSTART", "DTEND", "DURATION"):
        event.pop(name, None)
    event.add("dtstart", slot.start.astimezone(UTC))
    event.add("dtend", slot.end.astimezone(UTC))
    event.add("attendee", _attendee(state, office, Partstat.TENTATIVE))
    event.add("x-ms-olk-originalstart", _utc(state.slot.start))
    event.add("x-ms-olk-originalend", _utc(state.slot.end))
    return _calendar((event,), Method.COUNTER)


def refresh(state: Attendance, office: Address, now: datetime) -> str:
    """The event as it stands is asked for (RFC 5546 section 3.2.6)."""
    event = Event()
    event.add("uid", state.uid)
    event.add("dtstamp", _second(now))
    event["ORGANIZER"] = vCalAddress(f"mailto:{state.organizer.addr_spec}")
    event.add("attendee", _attendee(state, office, None))
    return _calendar((event,), Method.REFRESH)


def _about(state: Attendance, now: datetime) -> Event:
    """The event that is answered, as far as an answer repeats it."""
    events = components_of(state.text).walk("VEVENT")
    source = next((e for e in events if names_date(e, state.recurrence_id)), events[0])
    event = Event()
    for name in TOLD:
        if name in source:
            event[name] = source[name]
    event.add("dtstamp", _second(now))
    event.add("sequence", state.sequence)
    organizer = vCalAddress(f"mailto:{state.organizer.addr_spec}")
    if state.organizer.display_name:
        organizer.params["CN"] = state.organizer.display_name.replace('"', "'")
    event["ORGANIZER"] = organizer
    return event


def _attendee(state: Attendance, office: Address, answer: Partstat | None) -> vCalAddress:
    """The principal, for whom the office writes (RFC 5545 section 3.2.18)."""
    line = vCalAddress(f"mailto:{state.own.addr_spec}")
    if state.own.display_name:
        line.params["CN"] = state.own.display_name.replace('"', "'")
    if answer:
        line.params["PARTSTAT"] = answer.value
    if office.key != state.own.key:
        line.params["SENT-BY"] = f"mailto:{office.addr_spec}"
    return line


def _second(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(microsecond=0)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
