"""What the calendar and the office's rules say of a time that somebody else has set.

Promises: pure. A time is FREE when the secretary itself might have offered it: inside of the working
hours, with buffers and notice, no holiday, not one meeting too many on that day. A series is as free
as its worst date within the horizon.
Never does: tell what stands in a calendar; entries are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from secretary.act.calendars import Source, expanded
from secretary.domain.event import Event, Interval
from secretary.domain.when import Window
from secretary.services.appointments.attending.choices import Choice, Finding
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots
from secretary.services.appointments.world import World


@dataclass(frozen=True, slots=True)
class Weighed:
    """The finding, and how many entries of the calendar lie in the time."""

    finding: Finding
    clashes: int = 0


def weigh(person: str, slot: Interval, text: str, world: World, ignored: frozenset[str]) -> Weighed:
    """How a meeting fits into a principal's calendar; `ignored` are the UIDs of the meeting itself."""
    theirs = (e for e in world.events or () if e.calendar in world.calendars(person))
    busy = busy_events(theirs, world.settings, ignored)
    slots = _dates(slot, text, world)
    clashes = sum(e.interval.overlaps(s) for e in busy for s in slots)
    if clashes:
        return Weighed(Finding.BUSY, clashes)
    return Weighed(Finding.FREE if all(_fits(s, person, busy, world) for s in slots) else Finding.OUTSIDE)


def _dates(slot: Interval, text: str, world: World) -> tuple[Interval, ...]:
    """All dates of a series as far as the calendars are read; else the one."""
    horizon = Interval(world.now, world.now + timedelta(days=world.settings.horizon_max_days))
    found = tuple(e.interval for e in expanded(text, horizon, "", Source(""))) if text else ()
    return found or (slot,)


def _fits(slot: Interval, person: str, busy: tuple[Event, ...], world: World) -> bool:
    earliest = world.now + timedelta(hours=world.settings.notice_hours)
    wish = Wish(slot.length, (Window(slot.start, slot.start + timedelta(minutes=1), "", (0, 0)),))
    terms = Terms(world.hours(person), world.settings, earliest, shut=world.shut(person))
    return any(free.start == slot.start for free in free_slots(wish, terms, busy))


def chosen(weighed: Weighed, policy: Mapping[str, str], world: World) -> Choice:
    """What the rule that brought it says, else the configuration. Raises ValueError for a word unknown."""
    said = policy.get(weighed.finding.value)
    return Choice(said) if said else world.settings.invitations.get(weighed.finding, Choice.ASK)


def checked(params: Mapping[str, object]) -> dict[str, str]:
    """What a rule says to do, by finding. Raises ValueError, in words, for what is neither."""
    for name, value in params.items():
        if name not in set(Finding) or value not in set(Choice):
            words = f"{', '.join(Finding)} with {', '.join(Choice)}"
            raise ValueError(f"A rule for invitations says {name}: {value}; it may say {words}.")
    return {name: str(value) for name, value in params.items()}
