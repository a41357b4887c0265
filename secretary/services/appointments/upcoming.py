"""Meetings that are agreed, by what is on record. Pure.

Promises: a meeting stands for each principal who takes part; of a series it is the first date in question. A state
that cannot be read has no meeting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secretary.domain.case import Running
from secretary.domain.errors import PermanentError
from secretary.domain.event import Interval
from secretary.services.appointments.state import State


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that stands: in which case, when, with whom outside, and about what ("" where nobody said)."""

    case: str
    slot: Interval
    names: str
    topic: str


def meetings(led: Iterable[Running], person: str, within: Interval) -> tuple[Meeting, ...]:
    """What is agreed for a principal and begins within a time, in order."""
    return tuple(sorted(_meetings(led, person, within), key=lambda one: (one.slot, one.case)))


def _meetings(led: Iterable[Running], person: str, within: Interval) -> Iterator[Meeting]:
    for one in led:
        try:
            state = State.of_json(one.state)
        except PermanentError:
            continue
        slots = _slots(state) if person in state.people else ()
        slot = next((s for s in slots if within.start <= s.start < within.end), None)
        if slot:
            yield Meeting(one.case.id, slot, state.names, state.topic)


def _slots(state: State) -> tuple[Interval, ...]:
    """When it takes place."""
    if state.booked is None:
        return ()
    return state.series.dates(state.booked.slot.length) if state.series else (state.booked.slot,)
