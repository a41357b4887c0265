"""The agenda of the day by mail, at the hour at which a principal wants it.

Promises: once a day, on the weekdays that are wanted and not on holidays of the principal's region. What a
standstill kept from going out goes out later, as long as it is of use. Calendars that do not answer are asked again.
Never does: tell it to anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretary.domain.action import EscalationReason, SetTimer
from secretary.domain.case import CaseState
from secretary.domain.holidays import holidays_of
from secretary.domain.office import Office, Person
from secretary.services.appointments.orders.agenda import told
from secretary.services.appointments.orders.reading import whole
from secretary.services.appointments.settings import WEEKDAYS, AppointmentSettings, DailyAgenda
from secretary.services.appointments.world import Outcome, World, ordered, to_person
from secretary.services.face import Duty, TimerFired

DAILY = "agenda"  # the timer
OF_USE = timedelta(hours=4)  # who has been at work for so long needs no agenda any more
AGAIN = timedelta(minutes=5)  # between two tries at calendars that do not answer


def duties(office: Office, settings: AppointmentSettings, now: datetime) -> Iterator[Duty]:
    """The agendas that are due; the house sees to it that each goes out once."""
    for person in office.principals:
        wished = settings.daily_agenda.get(person.id)
        hours = person.hours or office.hours
        local = now.astimezone(ZoneInfo(hours.zone))
        if wished and is_due(wished, local, hours.region, with_holidays=settings.holidays):
            note = f"{person.id} {local.date().isoformat()}"
            yield Duty(f"{DAILY} {note}", person.address, person.language, TimerFired(DAILY, note))


def is_due(wished: DailyAgenda, local: datetime, region: str, *, with_holidays: bool) -> bool:
    """Whether the agenda of a day is to go out now, on the clock of its reader."""
    day = local.date()
    free = with_holidays and day in holidays_of(region, day.year)
    at = datetime.combine(day, time.fromisoformat(wished.at), local.tzinfo)
    return WEEKDAYS[day.weekday()] in wished.days and not free and at <= local < at + OF_USE


def send(note: str, world: World) -> Outcome:
    """The agenda that a duty named: "<principal> <day>"."""
    person_id, _, day = note.partition(" ")
    person = world.person(person_id)
    if person is None or not world.calendars(person_id):
        return Outcome(None, case_state=CaseState.CLOSED)
    if world.problem:
        return to_person(None, EscalationReason.CALENDAR, world.problem)
    wanted = whole(date.fromisoformat(day), ZoneInfo(world.hours(person_id).zone))
    if world.events is None:
        return _later(note, wanted.start, person, world)
    return told(person, (wanted,), world, person.language, new_thread=True)


def _later(note: str, day: datetime, person: Person, world: World) -> Outcome:
    """Ask the calendars again, until the agenda would help nobody any more."""
    wished = world.settings.daily_agenda.get(person.id, DailyAgenda())
    last = datetime.combine(day.date(), time.fromisoformat(wished.at), day.tzinfo) + OF_USE
    if world.now + AGAIN >= last:
        return to_person(None, EscalationReason.CALENDAR, "The calendars do not answer.")
    again = ordered(SetTimer(DAILY, world.now + AGAIN, note), "The calendars do not answer.")
    return Outcome(None, (again,))
