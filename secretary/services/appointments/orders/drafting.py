"""From an order to what would be done: the meetings that it means, and what is left alone and why.

Promises: meetings that the secretary leads are meant, and, where they are to be called off, those that others or the
principals have made; each is bound to how it stands now. Whatever else lies in that time is named with the reason
why it stays. The same order, record and calendar give the same plan.
Never does: change anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from secretary.domain.case import Running
from secretary.domain.errors import PermanentError
from secretary.domain.event import Event, Interval
from secretary.services.appointments.free.availability import OWN_UID, busy_events
from secretary.services.appointments.orders.others import MAX_TITLE, how_of, item_of
from secretary.services.appointments.orders.plan import Deed, How, Item, Order
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Shown, World
from secretary.understand.people import names_in

MOST = 40  # meetings of one plan: nobody reads more in a mail
_OFFERS = frozenset({Phase.OFFERED, Phase.HOLDING})


@dataclass(frozen=True, slots=True)
class Left:
    """What stays as it is. `why` is a short word that the template knows; `by` who invites, where it is that."""

    slot: Interval
    title: str
    why: str
    whole_day: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What would be done, and what not."""

    items: tuple[Item, ...]
    left: tuple[Left, ...] = ()


def draft(order: Order, running: Sequence[Running], world: World) -> Draft:
    """The plan of an order; `world.events` must have been read."""
    negotiations = tuple(_negotiations(running, order, world))
    own = tuple(e for e in world.events or () if e.calendar in world.calendars(order.person))
    there = {e.uid: e for e in own}
    known = {u for _, s in negotiations for u in (*(o.uid for o in s.offers), *(b.uid for b in (s.booked,) if b))}
    series = {s.booked.uid for _, s in negotiations if s.series and s.booked}
    found = [one for case, state in negotiations for one in _of(case, state, order, there)]
    found += _foreign(own, known - series, series, order, world)
    items = [one for one in found if isinstance(one, Item)]
    left = [one for one in found if isinstance(one, Left)]
    named = _named(items, order)
    meant = sorted(named if named is not None else items, key=lambda i: (i.slot, i.case))[:MOST]
    numbered = tuple(replace(item, number=n) for n, item in enumerate(meant, start=1))
    return Draft(numbered, tuple(sorted(left, key=lambda one: one.slot)) if named is None else ())


def _negotiations(running: Iterable[Running], order: Order, world: World) -> Iterator[tuple[str, State]]:
    for one in running:
        state = state_of(one)
        if state is not None and order.person in state.people and world.calendars(order.person):
            yield one.case.id, state


def state_of(running: Running) -> State | None:
    """The negotiation; None for a plan, for a series that no order means whole, and for what another version kept."""
    try:
        state = State.of_json(running.state)
    except PermanentError:
        return None
    return None if state.series else state


def _of(case: str, state: State, order: Order, there: dict[str, Event]) -> Iterator[Item | Left]:
    """A booked meeting, or offers of the time meant; at most one of a negotiation."""
    booked = state.booked
    if booked is not None:
        if state.series or not _meant(booked.slot, order):
            return
        event = there.get(booked.uid)
        if event is None or event.interval != booked.slot:
            yield Left(booked.slot, state.names, "changed")
        elif order.deed is Deed.MOVE and state.phase is not Phase.BOOKED:
            yield Left(booked.slot, state.names, "moving")
        else:
            yield Item(0, case, state.names, booked.slot, booked.uid, booked.sequence, state.serial)
    elif state.phase in _OFFERS and order.several:
        offered = [o.slot for o in state.open_offers if _meant(o.slot, order)]
        if offered:
            yield Item(0, case, state.names, min(offered), serial=state.serial)


def _meant(slot: Interval, order: Order) -> bool:
    return not order.within or any(slot.overlaps(w) for w in order.within)


def _named(items: Sequence[Item], order: Order) -> list[Item] | None:
    """The meetings of the people whom the order names; None where it names nobody."""
    words = {w.casefold() for w in re.findall(r"[^\W\d_][\w'’-]{2,40}", order.words)}
    whole = {w.removesuffix("'s").removesuffix("’s") for w in words}
    found = [i for i in items if any(part.casefold() in whole for part in re.findall(r"[\w'’-]{3,}", i.names))]
    return found if found or names_in(order.words) else None


def _foreign(
    events: Iterable[Event], known: set[str], series: set[str], order: Order, world: World
) -> Iterator[Item | Left]:
    """Whatever else blocks the time meant; without a time nothing is listed, and nothing done."""
    events = tuple(events)
    for event in busy_events(events, world.settings):
        if not order.within or not _meant(event.interval, order) or event.uid in known:
            continue
        how = how_of(event, events, order, world)
        if how is not How.LED and event.uid not in series:
            yield item_of(event, how, world)
            continue
        why, by = ("series", "") if event.uid in series else _why(event, world)
        yield Left(event.interval, event.summary[:MAX_TITLE], why, event.all_day, by)


def _why(event: Event, world: World) -> tuple[str, str]:
    if event.uid.startswith(OWN_UID):
        return ("kept-free" if "-block" in event.uid else "person"), ""
    organizer = event.organizer
    if organizer is not None and world.office.person_of(organizer) is None and not world.office.is_self(organizer):
        return "invited", organizer.display_name or organizer.addr_spec
    return ("attended" if event.attendees else "own"), ""


def shown_slot(slot: Interval, order: Order, world: World) -> Shown:
    """A time on the clock of the person whose calendar it is."""
    zone = ZoneInfo(world.hours(order.person).zone)
    return Shown(0, slot.start.astimezone(zone), slot.end.astimezone(zone), (str(zone),))


def first_of(items: Iterable[Item]) -> datetime | None:
    """When the first of the meetings begins."""
    return min((i.slot.start for i in items), default=None)
