"""The event of a booking, written anew wherever it stands."""

from __future__ import annotations

from secretary.domain.action import PutEvent
from secretary.domain.decision import Reasoned
from secretary.services.appointments.state import Booking, State
from secretary.services.appointments.world import World, kept, ordered


def restored(
    state: State, booked: Booking, world: World, why: str = "The stored event shows who has answered how."
) -> tuple[Reasoned, ...]:
    """The event as it is now, in the calendar of each principal, where it was as the booking says."""
    ics, homes = kept(booked, state, world), world.homes(state)
    etags = dict.fromkeys(homes[:1], booked.etag)  # of the others only that they stand is known
    puts = (PutEvent(home, booked.uid, ics, etags.get(home) or "*") for home in homes)
    return tuple(ordered(put, why) for put in puts)
