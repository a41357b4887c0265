"""Somebody's calendar program asks when a principal is free (RFC 5546 section 3.3).

Promises: told to people of the office, and to those for whom a rule says so; in both cases only when the
office's server vouches for the sender. Only busy times leave, merged, of the days that may be offered
anyhow: neither what stands in a calendar nor how much of it.
"""

from __future__ import annotations

from datetime import UTC, timedelta

from icalendar import Calendar, FreeBusy, vCalAddress

from secretary.domain.action import Answer, EscalationReason, Invitation
from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.event import CalendarMessage, Interval, Method
from secretary.domain.office import Role
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.attending.outcome import step, to_person
from secretary.services.appointments.calendar.itip import PRODID
from secretary.services.appointments.free.availability import busy_events, merged
from secretary.services.appointments.world import Outcome, World, ordered

FREE_BUSY = "free-busy"  # the request by which a rule allows it
_UNTOLD = "Somebody's calendar program asks when a principal is free; nobody is told unless a rule says so."


def free_busy(reading: Reading, person: str, own: Address, world: World, *, allowed: bool) -> Outcome:
    """The busy times, or a person."""
    told, sender = reading.calendar[0], reading.sender
    colleague = world.office.role_of(sender.address) in {Role.PRINCIPAL, Role.ASSISTANT}
    asks_for_itself = told.organizer is not None and told.organizer.key == sender.address.key
    if not (allowed or colleague) or sender.trust is not Trust.AUTHENTICATED or not asks_for_itself:
        return to_person(None, EscalationReason.CALENDAR, _UNTOLD)
    window = _window(told, world)
    if window is None:
        return to_person(None, EscalationReason.UNREADABLE, "It is not said which time is meant.")
    text = _text(told, sender.address, own, _busy(person, window, world), window, world)
    data = {"with_name": world.name(person), "first": window.start.date(), "last": window.end.date()}
    mail = Answer(
        "free_busy", data, (sender.address,), (), world.case.language, invitation=Invitation(Method.REPLY, text)
    )
    return step(None, (ordered(mail, "Only busy times are told, to whom a rule allows it."),), CaseState.CLOSED)


def _window(told: CalendarMessage, world: World) -> Interval | None:
    """What was asked for, as far as calendars are read."""
    if told.slot is None:
        return None
    last = world.now + timedelta(days=world.settings.horizon_max_days)
    start, end = max(told.slot.start, world.now), min(told.slot.end, last)
    return Interval(start.astimezone(UTC), end.astimezone(UTC)) if start < end else None


def _busy(person: str, window: Interval, world: World) -> tuple[Interval, ...]:
    theirs = (e for e in world.events or () if e.calendar in world.calendars(person))
    busy = merged(e.interval for e in busy_events(theirs, world.settings) if e.interval.overlaps(window))
    return tuple(Interval(max(b.start, window.start), min(b.end, window.end)) for b in busy)


def _text(
    told: CalendarMessage, asks: Address, own: Address, busy: tuple[Interval, ...], window: Interval, world: World
) -> str:
    """The REPLY (RFC 5546 section 3.3.3)."""
    component = FreeBusy()
    component.add("uid", told.uid)
    component.add("dtstamp", world.now.astimezone(UTC).replace(microsecond=0))
    component.add("dtstart", window.start.replace(microsecond=0))
    component.add("dtend", window.end.replace(microsecond=0))
    component["ORGANIZER"] = vCalAddress(f"mailto:{asks.addr_spec}")
    line = vCalAddress(f"mailto:{own.addr_spec}")
    line.params["SENT-BY"] = f"mailto:{world.office.address.addr_spec}"
    component.add("attendee", line)
    for one in busy:
        period = (one.start.astimezone(UTC).replace(microsecond=0), one.end.astimezone(UTC).replace(microsecond=0))
        component.add("freebusy", period, parameters={"FBTYPE": "BUSY"})
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("method", Method.REPLY.value)
    calendar.add_component(component)
    return bytes(calendar.to_ical()).decode("utf-8")
