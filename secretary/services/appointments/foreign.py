"""Calendar messages about meetings that others organize (RFC 5546), as far as a principal takes part.

Promises: a new invitation is put before a person together with what the calendar says of its time. An
update or cancellation of an event that stands in the principal's calendar is followed, when it comes
from that event's Organizer and the office's server vouches for the sender; the principal's clash is
pointed out. An older message changes nothing. Nobody outside hears anything.
Never does: put a stranger's event into a calendar, follow one instance of a series, or answer.
"""

from __future__ import annotations

from secretary.domain.action import DeleteEvent, EscalationReason, Ignore, PutEvent
from secretary.domain.case import CaseState
from secretary.domain.event import CalendarMessage, Event, Interval, Method
from secretary.domain.office import Person
from secretary.domain.reading import Reading, Trust
from secretary.services.appointments.availability import busy_events
from secretary.services.appointments.followed import followed
from secretary.services.appointments.world import Outcome, World, ordered, to_person

_NOT_OURS = "A calendar message that belongs to no appointment of ours is for a person."
_ANSWERS = ("Accept it", "Decline it", "Propose another time")


def of_others(reading: Reading, world: World) -> Outcome:
    """What a calendar message about somebody else's meeting does; total."""
    if not reading.calendar:
        return to_person(None, EscalationReason.CALENDAR, _NOT_OURS)
    told = reading.calendar[0]
    if told.defects:
        return to_person(None, EscalationReason.UNREADABLE, "; ".join(told.defects))
    person = _invited(told, world)
    if person is None or told.method not in {Method.REQUEST, Method.CANCEL}:
        return to_person(None, EscalationReason.CALENDAR, _NOT_OURS)
    if world.events is None:
        return to_person(None, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    standing = _standing(told, person, world)
    if told.organizer is None or told.organizer.key != reading.sender.address.key:
        why = "An invitation came from somebody who is not its organizer."
        return to_person(None, EscalationReason.UNKNOWN_SENDER, why)
    return _followed(reading, standing, person, world) if standing else _new(told, person, world)


def _invited(told: CalendarMessage, world: World) -> Person | None:
    """The one principal among the Attendees; of several a person decides."""
    keys = {a.address.key for a in told.attendees}
    found = [p for p in world.office.principals if keys & {p.address.key, *(a.key for a in p.aliases)}]
    return found[0] if len(found) == 1 else None


def _standing(told: CalendarMessage, person: Person, world: World) -> Event | None:
    theirs = (e for e in world.events or () if e.calendar in world.calendars(person.id)[:1])
    return next((e for e in theirs if e.uid == told.uid), None)


def _new(told: CalendarMessage, person: Person, world: World) -> Outcome:
    if told.method is Method.CANCEL:
        return _ignored("It cancels a meeting that does not stand in the calendar.")
    why = f"{told.organizer} invites {person.name}; {_time_of(told, person, world)}."
    return to_person(None, EscalationReason.CALENDAR, why, *_ANSWERS)


def _time_of(told: CalendarMessage, person: Person, world: World) -> str:
    """What a person of the office needs to know of the time; entries are counted, not named."""
    if told.start is None or told.end is None:
        return "its time cannot be read"
    clashes = _clashes(told, person, world)
    return f"{clashes} entries of the calendar lie in that time" if clashes else "the calendar is free then"


def _clashes(told: CalendarMessage, person: Person, world: World) -> int:
    if told.start is None or told.end is None or told.end <= told.start:
        return 0
    slot = Interval(told.start, told.end)
    theirs = (e for e in world.events or () if e.calendar in world.calendars(person.id))
    return sum(e.interval.overlaps(slot) for e in busy_events(theirs, world.settings, frozenset({told.uid})))


def _followed(reading: Reading, standing: Event, person: Person, world: World) -> Outcome:
    """An update or a cancellation (RFC 5546 sections 3.2.2 and 3.2.5) of what stands in the calendar."""
    told = reading.calendar[0]
    if standing.organizer is None or standing.organizer.key != reading.sender.address.key:
        why = "Somebody else than the organizer of a meeting changes it."
        return to_person(None, EscalationReason.UNKNOWN_SENDER, why)
    if told.sequence < standing.sequence:
        return _ignored("It is older than what stands in the calendar (SEQUENCE).")
    if reading.sender.trust is not Trust.AUTHENTICATED:
        why = "It is not sure that the organizer wrote this; the calendar is as it was."
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, why)
    if told.method is Method.CANCEL and not told.recurrence_id:
        delete = ordered(DeleteEvent(standing.calendar, standing.uid), "Its organizer cancelled the meeting.")
        return Outcome(None, (delete,), CaseState.CLOSED)
    return _updated(told, reading, standing, person, world)


def _updated(told: CalendarMessage, reading: Reading, standing: Event, person: Person, world: World) -> Outcome:
    text = followed(told) if len(reading.calendar) == 1 else ""
    if not text:
        why = f"{told.organizer} changes one date of a series, or in a way that is not followed here."
        return to_person(None, EscalationReason.CALENDAR, why)
    put = ordered(PutEvent(standing.calendar, told.uid, text, standing.etag or "*"), "Its organizer changed it.")
    if not _clashes(told, person, world):
        return Outcome(None, (put,), CaseState.CLOSED)
    why = f"{told.organizer} moves a meeting with {person.name}; {_time_of(told, person, world)}."
    clash = to_person(None, EscalationReason.CALENDAR, why, *_ANSWERS)
    return Outcome(None, (put, *clash.actions), clash.case_state)


def _ignored(why: str) -> Outcome:
    return Outcome(None, (ordered(Ignore(), why),), CaseState.CLOSED)
