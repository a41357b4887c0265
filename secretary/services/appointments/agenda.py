"""Orders of a principal about their own calendar: what is on, and keep this time free.

Promises: entries are told to their owner only, who has been authenticated before; what is kept free
is an event of ours with a UID from the case, so that an order repeated writes nothing twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Answer, EscalationReason, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.event import Event, Interval
from secretary.domain.office import Person
from secretary.domain.reading import Trust
from secretary.services.appointments import itip
from secretary.services.appointments.availability import busy_events
from secretary.services.appointments.world import Outcome, Shown, World, ordered, to_person
from secretary.services.face import Asked

MAX_DAYS = 14  # nobody reads a longer list in a mail
MAX_TITLE = 80
AGENDA, BLOCK = "agenda", "block"


def order(asked: Asked, world: World) -> Outcome:
    """Carry out "agenda" or "block"; whatever is open about it goes to a person."""
    reading = asked.reading
    person = world.office.person_of(reading.sender.address)
    if person is None or person not in world.office.principals or reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, "Only a principal is told about the own calendar.")
    if world.events is None or not world.calendars(person.id):
        return to_person(None, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    zone = ZoneInfo(world.hours(person.id).zone)
    windows = [Interval(w.start, w.end) for w in (reading.constraints.allowed if reading.constraints else ())]
    if asked.request == AGENDA:
        return _told(person, windows[0] if windows else _today(world.now, zone), zone, world)
    if len(windows) != 1:
        return to_person(None, EscalationReason.UNCLEAR_DATE, "It is not said which time shall be kept free.")
    return _kept(person, windows[0], zone, world)


def _today(now: datetime, zone: ZoneInfo) -> Interval:
    start = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return Interval(start, start + timedelta(days=1))


def _told(person: Person, window: Interval, zone: ZoneInfo, world: World) -> Outcome:
    window = Interval(window.start, min(window.end, window.start + timedelta(days=MAX_DAYS)))
    theirs = [e for e in world.events or () if e.calendar in world.calendars(person.id)]
    shown = sorted((e for e in busy_events(theirs, world.settings) if e.interval.overlaps(window)), key=_when)
    entries = tuple({"slot": _slot(e.interval, zone), "title": e.summary[:MAX_TITLE]} for e in shown)
    last = (window.end - timedelta(microseconds=1)).astimezone(zone).date()
    data = {"entries": entries, "first": window.start.astimezone(zone).date(), "last": last}
    return _answer("principal_agenda", person, data, "The principal asks what is on.")


def _when(event: Event) -> tuple[datetime, datetime]:
    return event.start, event.end


def _slot(slot: Interval, zone: ZoneInfo) -> Shown:
    return Shown(0, slot.start.astimezone(zone), slot.end.astimezone(zone), (str(zone),))


def _kept(person: Person, window: Interval, zone: ZoneInfo, world: World) -> Outcome:
    uid = f"secretary-{world.case.id.lower()}-block@{world.office.address.domain}"
    title = {"de": "Freigehalten", "en": "Kept free"}.get(person.language, "–")
    put = PutEvent(world.calendars(person.id)[0], uid, itip.block(uid, window, title, world.now), "*")
    told = _answer("principal_blocked", person, {"slot": _slot(window, zone)}, "The principal keeps a time free.")
    return Outcome(None, (ordered(put, "The principal keeps a time free."), *told.actions), CaseState.CLOSED)


def _answer(template: str, person: Person, data: dict[str, Any], why: str) -> Outcome:
    mail = Answer(template, data, (person.address,), (), person.language)
    return Outcome(None, (ordered(mail, why),), CaseState.CLOSED)
