"""Orders of a principal about their own calendar: what is on, and keep this time free.

Promises: entries are told to their owner only, who has been authenticated before; what is kept free
is an event of ours with a UID from the case, so that an order repeated writes nothing twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from secretary.domain.action import Answer, EscalationReason, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.event import Event, EventStatus, Interval
from secretary.domain.office import Person
from secretary.domain.reading import Trust
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.free.availability import OWN_UID, busy_events
from secretary.services.appointments.orders.reading import language_of, read_windows, whole
from secretary.services.appointments.world import Outcome, Shown, World, ordered, to_person
from secretary.services.face import Asked

MAX_DAYS = 14  # nobody reads a longer list in a mail
MAX_TITLE = 80
AGENDA, BLOCK = "agenda", "block"
_CASE = re.compile(r"^\([A-Z2-7]{8}\) ")  # the case that a hold is for, which says nothing to its owner


def order(asked: Asked, world: World) -> Outcome:
    """Carry out "agenda" or "block"; whatever is open about it goes to a person."""
    reading = asked.reading
    person = world.office.person_of(reading.sender.address)
    if person is None or person not in world.office.principals or reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, "Only a principal is told about the own calendar.")
    if world.events is None or not world.calendars(person.id):
        return to_person(None, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    zone = ZoneInfo(world.hours(person.id).zone)
    windows = read_windows(reading, world)
    language = language_of(reading, world)
    if asked.request == AGENDA:
        return told(person, windows or (day_of(world.now, zone),), world, language)
    if len(windows) != 1:
        return to_person(None, EscalationReason.UNCLEAR_DATE, "It is not said which time shall be kept free.")
    return keep_free(person, windows[0], world, language)


def day_of(at: datetime, zone: ZoneInfo) -> Interval:
    """The day of an instant, from midnight to midnight."""
    return whole(at.astimezone(zone).date(), zone)


def told(
    person: Person, windows: Sequence[Interval], world: World, language: str, *, new_thread: bool = False
) -> Outcome:
    """One mail with what stands in a principal's calendars at these times; they must have been read."""
    zone = ZoneInfo(world.hours(person.id).zone)
    first = min(w.start for w in windows)
    last = min(max(w.end for w in windows), first + timedelta(days=MAX_DAYS)) - timedelta(microseconds=1)
    theirs = [e for e in world.events or () if e.calendar in world.calendars(person.id)]
    shown = [e for e in busy_events(theirs, world.settings) if _meant(e, windows, last)]
    entries = tuple(_entry(e, zone) for e in sorted(shown, key=_when))
    data = {"entries": entries, "first": first.astimezone(zone).date(), "last": last.astimezone(zone).date()}
    return _answer("principal_agenda", person, data, "The principal is told what is on.", language, new_thread)


def _meant(event: Event, windows: Iterable[Interval], last: datetime) -> bool:
    return event.start <= last and any(event.interval.overlaps(w) for w in windows)


def _entry(event: Event, zone: ZoneInfo) -> dict[str, Any]:
    held = event.uid.startswith(OWN_UID) and event.status is EventStatus.TENTATIVE
    title = _CASE.sub("", event.summary) if held else event.summary
    return {"slot": _slot(event.interval, zone), "title": title[:MAX_TITLE], "held": held, "whole_day": event.all_day}


def _when(event: Event) -> tuple[datetime, datetime]:
    return event.start, event.end


def _slot(slot: Interval, zone: ZoneInfo) -> Shown:
    return Shown(0, slot.start.astimezone(zone), slot.end.astimezone(zone), (str(zone),))


def keep_free(person: Person, window: Interval, world: World, language: str) -> Outcome:
    """Write a time that stays free into the principal's calendar, and say so."""
    zone = ZoneInfo(world.hours(person.id).zone)
    uid = f"secretary-{world.case.id.lower()}-block@{world.office.address.domain}"
    title = {"de": "Freigehalten", "en": "Kept free"}.get(language, "–")
    put = PutEvent(world.calendars(person.id)[0], uid, itip.block(uid, window, title, world.now), "*")
    shows = {"slot": _slot(window, zone)}
    confirmed = _answer("principal_blocked", person, shows, "The principal keeps a time free.", language)
    return Outcome(None, (ordered(put, "The principal keeps a time free."), *confirmed.actions), CaseState.CLOSED)


def _answer(
    template: str,
    person: Person,
    data: dict[str, Any],
    why: str,
    language: str,
    new_thread: bool = False,  # noqa: FBT001, FBT002 - passed on as it came
) -> Outcome:
    mail = Answer(template, data, (person.address,), (), language, new_thread=new_thread)
    return Outcome(None, (ordered(mail, why),), CaseState.CLOSED)
