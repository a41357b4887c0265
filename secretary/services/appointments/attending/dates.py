"""One date of a series that stands in a calendar: changed, or taken out (RFC 5545 sections 3.8.4.4 and 3.8.5.1).

Promises: pure; all other dates stay as they are. What does not name a date of the series changes nothing.
Never does: change this and all later dates.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar, Component, Event

from secretary.domain.event import CalendarMessage
from secretary.services.appointments.attending.texts import YEARS_AHEAD, kept, names_date
from secretary.understand.ics import UNREADABLE, components_of
from secretary.understand.itip import instant_of, number_of, value_of


def with_date(stored: str, told: CalendarMessage) -> str:
    """The series with this one date as the message has it; "" where there is no such date to change."""

    def change(calendar: Calendar, master: Component) -> None:
        (told_date,) = (e for e in components_of(told.raw).walk("VEVENT") if names_date(e, told.recurrence_id))
        _drop(calendar, told.recurrence_id)
        event: Event = kept(told_date, whole=False)
        event.pop("RECURRENCE-ID", None)
        event.add("recurrence-id", _as_in(master, told.recurrence_id))
        calendar.add_component(event)

    return _changed(stored, told.recurrence_id, change)


def without_date(stored: str, recurrence_id: str) -> str:
    """The series without this date; "" where it has none such."""

    def change(calendar: Calendar, master: Component) -> None:
        _drop(calendar, recurrence_id)
        master.add("exdate", _as_in(master, recurrence_id))

    return _changed(stored, recurrence_id, change)


def known_of(stored: str, recurrence_id: str) -> tuple[int, datetime | None]:
    """SEQUENCE and DTSTAMP of a date, or of the series where the date is as all others."""
    try:
        events = components_of(stored).walk("VEVENT")
        found = next((e for e in events if names_date(e, recurrence_id)), None)
        said = found or next(e for e in events if "RECURRENCE-ID" not in e)
        return number_of(said, "SEQUENCE"), instant_of(value_of(said, "DTSTAMP"), UTC) if found else None
    except (*UNREADABLE, StopIteration):
        return 0, None


def _changed(stored: str, recurrence_id: str, change: Callable[[Calendar, Component], None]) -> str:
    try:
        calendar = components_of(stored)
        master = next((e for e in calendar.walk("VEVENT") if "RECURRENCE-ID" not in e), None)
        if master is None or "RRULE" not in master or not recurrence_id:
            return ""
        change(calendar, master)
        year = datetime.fromisoformat(recurrence_id).year
        calendar.add_missing_timezones(date(year, 1, 1), date(year + YEARS_AHEAD, 1, 1))
        return bytes(calendar.to_ical()).decode("utf-8")
    except UNREADABLE:
        return ""


def _drop(calendar: Calendar, recurrence_id: str) -> None:
    calendar.subcomponents = [
        c for c in calendar.subcomponents if not (c.name == "VEVENT" and names_date(c, recurrence_id))
    ]


def _as_in(master: Component, recurrence_id: str) -> date | datetime:
    """The same instant, written as the series writes its start: a date, or on the same clock."""
    start: Any = value_of(master, "DTSTART")
    at = datetime.fromisoformat(recurrence_id)
    if not isinstance(start, datetime):
        return at.date()
    return at.astimezone(start.tzinfo) if start.tzinfo else at.replace(tzinfo=None)
