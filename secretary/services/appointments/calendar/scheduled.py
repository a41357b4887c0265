"""What a calendar server that invites by itself writes into the stored event (RFC 6638 section 3.2.5).

Promises: each Attendee's participation status as the server has it is the party's; the principal is
told of a refusal once. Nothing is ordered from the server: it has seen to the answer already.
"""

from __future__ import annotations

from dataclasses import replace

from secretary.domain.decision import Reasoned
from secretary.domain.event import Event, Partstat
from secretary.services.appointments.calendar.itip import Scheduling
from secretary.services.appointments.state import Booking, Party, State
from secretary.services.appointments.world import World, note


def answers(state: State, booked: Booking, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """The parties as they have answered, and what the principal hears of it."""
    if world.settings.scheduling is not Scheduling.SERVER:
        return state, ()
    there = next((e for e in world.events or () if e.uid == booked.uid), None)
    anew = [(p, _said(p, there)) for p in state.parties] if there else []
    refused = any(said is Partstat.DECLINED and p.partstat is not said for p, said in anew)
    changed = replace(state, parties=tuple(replace(p, partstat=s) for p, s in anew)) if anew else state
    noted = note("principal_note", changed, world, slot=booked.slot, kind="declined") if refused else ()
    return changed, noted


def _said(party: Party, event: Event) -> Partstat:
    return next((a.partstat for a in event.attendees if party.speaks(a.address)), party.partstat)
