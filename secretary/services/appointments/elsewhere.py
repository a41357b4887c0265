"""Somebody wants to move or call off a meeting that the secretary did not make.

It is looked for in the calendars of the principals: by who takes part, and of several by the day or the
topic that is named. Promises: only an authenticated sender who takes part is heard; an event is changed only
where a principal organizes it, and stands until the new time is agreed; where the writer organizes it, another
time is proposed to them; any other, and any doubt which meeting is meant, is for a person.
Never does: touch a series, or what nobody but the principal takes part in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from secretary.domain.action import EscalationReason
from secretary.domain.address import Address
from secretary.domain.event import Event, Partstat
from secretary.domain.office import Person, Role
from secretary.domain.reading import Language, Reading, Trust
from secretary.domain.when import TimeKind
from secretary.services.appointments.after import moved
from secretary.services.appointments.attending import answers
from secretary.services.appointments.attending.state import Attendance, Stage
from secretary.services.appointments.attending.texts import cleaned
from secretary.services.appointments.attending.words import Will, Word
from secretary.services.appointments.booking import withdraw
from secretary.services.appointments.free.availability import OWN_UID, Wish
from secretary.services.appointments.said.shifts import meant, moved_to
from secretary.services.appointments.state import Adopted, Booking, Party, Phase, State
from secretary.services.appointments.watching import next_look
from secretary.services.appointments.world import Outcome, World, ordered, to_person
from secretary.services.face import Asked

MOVE, CANCEL = "move", "cancel"  # the requests
MAX_SHOWN = 5
MIN_TOPIC = 4  # letters of a word that names a topic
_WORDS = re.compile(r"[^\W\d_]{4,}")
_SAYS_NOTHING = frozenset(
    "termin treffen meeting appointment call telefonat gespräch besprechung jour fixe with mit und und the".split()
)


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting in a principal's calendar."""

    person: Person
    event: Event


def elsewhere(asked: Asked, world: World) -> Outcome:
    """What an order about a meeting that is on no record does."""
    reading = asked.reading
    sender = reading.sender.address
    if world.events is None:
        return to_person(None, EscalationReason.CALENDAR, world.problem or "The calendars do not answer.")
    found = _narrowed(candidates(sender, world), reading)
    if reading.sender.trust is not Trust.AUTHENTICATED and found:
        why = "It is not sure who wrote this; the calendar is as it was."
        return to_person(None, EscalationReason.NOT_AUTHENTICATED, why)
    if len(found) != 1:
        why = "Several meetings may be meant." if found else "No meeting with the writer stands in a calendar."
        return to_person(None, EscalationReason.UNCLEAR, why, *(_shown(f, world) for f in found[:MAX_SHOWN]))
    return _about(found[0], asked, world)


def candidates(sender: Address, world: World) -> tuple[Found, ...]:
    """Meetings to come, not of ours and no series, in which the sender takes part; one of each UID."""
    events = [e for e in world.events or () if e.start > world.now and not e.uid.startswith(OWN_UID)]
    dates = [e.uid for e in events]
    return tuple(
        Found(person, event)
        for person in world.office.principals
        for event in events
        if event.calendar in world.calendars(person.id)[:1]
        and dates.count(event.uid) == 1
        and _takes_part(sender, event)
    )


def _takes_part(sender: Address, event: Event) -> bool:
    organizes = event.organizer is not None and event.organizer.key == sender.key
    attends = any(a.address.key == sender.key and a.partstat is not Partstat.DECLINED for a in event.attendees)
    return organizes or attends


def _narrowed(found: tuple[Found, ...], reading: Reading) -> tuple[Found, ...]:
    """By the day that is named, else by the topic; what narrows to nothing is not taken for a name."""
    by_day = tuple(f for f in found if _on_named_day(f.event, reading))
    found = by_day or found
    if len(found) < 2:  # noqa: PLR2004 - of one there is nothing to choose
        return found
    said = set(_WORDS.findall(f"{reading.message.subject} {reading.new_text.text}".casefold())) - _SAYS_NOTHING
    return tuple(f for f in found if said & set(_WORDS.findall(f.event.summary.casefold()))) or found


def _on_named_day(event: Event, reading: Reading) -> bool:
    readings = (r for e in reading.times for r in e.readings if r.kind in {TimeKind.INSTANT, TimeKind.INTERVAL})
    return any(
        r.start is not None and r.start.date() == event.start.astimezone(r.start.tzinfo).date() for r in readings
    )


def _shown(found: Found, world: World) -> str:
    start = found.event.start.astimezone(world.zone_of(found.person.id))
    return f"{start:%d.%m.%Y %H:%M} {found.event.summary}"


def _about(found: Found, asked: Asked, world: World) -> Outcome:
    organizer = found.event.organizer
    sender = asked.reading.sender.address
    if organizer is not None and organizer.key == sender.key:
        return _proposed(found, asked, world)
    ours = organizer is None or found.person.owns(organizer)
    if not ours:
        why = "Somebody else organizes the meeting; only they can move it."
        return to_person(None, EscalationReason.NEGOTIATION, why, _shown(found, world))
    state = adopted(found, asked.reading, world)
    if state is None:
        why = "The meeting cannot be moved from here."
        return to_person(None, EscalationReason.CALENDAR, why, _shown(found, world))
    if asked.request == CANCEL:
        if len(state.parties) == 1:
            return withdraw(state, world)
        why = "One of several does not come to a meeting that a principal organizes."
        return to_person(None, EscalationReason.NEGOTIATION, why, _shown(found, world))
    outcome = moved(state, asked.reading, world)
    look = ordered(next_look(found.event.interval, world.now), "Booked meetings are looked after.")
    return Outcome(outcome.state, (*outcome.actions, look), outcome.case_state)


def adopted(found: Found, reading: Reading, world: World) -> State | None:
    """The meeting as one that was booked here; its own text, topic and Organizer stay."""
    written = reading.language.value if reading.language is not Language.OTHER else world.case.language
    return adopted_by(found, written, reading.sender.address, world)


def adopted_by(found: Found, language: str, writer: Address | None, world: World) -> State | None:
    """The same; whoever did not write is told in a thread of their own."""
    event, text = found.event, world.texts.get(found.event.uid, "")
    others = [a for a in event.attendees if world.office.role_of(a.address) is Role.CLIENT]
    if not (text and others):
        return None
    parties = tuple(
        Party(a.address, a.required, apart=writer is None or a.address.key != writer.key, partstat=a.partstat)
        for a in others
    )
    return State(
        phase=Phase.BOOKED,
        person=found.person.id,
        parties=parties,
        language=language,
        wish=Wish(event.interval.length),
        booked=Booking(event.uid, event.interval, event.sequence, event.etag, world.now),
        adopted=Adopted(text, event.summary, event.location, event.organizer or found.person.address),
    )


# --- a meeting that the writer organizes ------------------------------------------------


def _proposed(found: Found, asked: Asked, world: World) -> Outcome:
    """The Organizer wants another time: one is proposed to them; they send it out."""
    event, text = found.event, cleaned(world.texts.get(found.event.uid, ""))
    own = next((a.address for a in event.attendees if found.person.owns(a.address)), found.person.address)
    if asked.request == CANCEL or not text or event.organizer is None:
        why = "The organizer calls the meeting off in words; it still stands in the calendar."
        return to_person(None, EscalationReason.NEGOTIATION, why, _shown(found, world))
    state = Attendance(
        Stage.OPEN,
        found.person.id,
        own,
        event.organizer,
        event.uid,
        text,
        event.interval,
        event.summary,
        event.sequence,
        answer=event.own_partstat or Partstat.NEEDS_ACTION,
        word="other",
    )
    zone = world.hours(found.person.id).zone
    start = moved_to(meant(asked.reading, event.interval, zone), event.interval.length)
    return answers.as_told(state, Word(Will.COUNTER, start), world)
