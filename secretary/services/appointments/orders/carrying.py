"""An order that a plan gives to one meeting, carried out by the negotiation that leads it.

Promises: it is carried out once, and only while the meeting stands as the plan saw it; else the person who
ordered is told, and nothing happens. Everybody of the meeting hears of it, with the reason only where it
shall be told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pydantic import TypeAdapter, ValidationError

from secretary.domain.case import CaseState
from secretary.domain.event import Interval
from secretary.domain.when import Constraints, DailyWindow, Window
from secretary.services.appointments.after import moving
from secretary.services.appointments.booking import withdraw
from secretary.services.appointments.offering import release, search
from secretary.services.appointments.orders.plan import Deed, Grounds, Item, Order
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Outcome, World, note

TIMER = "order"  # how the names of the timers begin that give orders


@dataclass(frozen=True, slots=True)
class Told:
    """What a plan tells one meeting's case: the deed, how the meeting stood, and where it shall go."""

    deed: Deed
    item: Item
    grounds: Grounds = Grounds.UNSAID
    within: tuple[Interval, ...] = ()
    to: tuple[Window, ...] = ()
    daily: tuple[DailyWindow, ...] = ()


_TOLD = TypeAdapter(Told)


def told_to(item: Item, order: Order) -> str:
    """The order to one meeting's case, as the note of a timer."""
    told = Told(order.deed, item, order.grounds, order.within, order.to, order.daily)
    return _TOLD.dump_json(told, exclude_defaults=True).decode("utf-8")


def is_order(timer: str) -> bool:
    """Whether a timer gives an order."""
    return timer.startswith(f"{TIMER} ")


def carry_out(state: State, words: str, world: World) -> Outcome:
    """Do to this meeting what the plan says."""
    try:
        told = _TOLD.validate_json(words)
    except ValidationError:
        return _left_alone(state, world)
    if world.case.state in {CaseState.ESCALATED, CaseState.HANDED_OVER} or not _as_it_stood(state, told.item):
        return _left_alone(state, world)
    if not told.item.booked:
        return _other_offers(state, told, world)
    if told.deed is Deed.CANCEL:
        return withdraw(state, world, by="office", grounds=told.grounds.value)
    if state.phase is not Phase.BOOKED:  # it is being moved already
        return _left_alone(state, world)
    return moving(state, Constraints(told.to, (), told.daily), world, by_office=True)


def _as_it_stood(state: State, item: Item) -> bool:
    if state.serial != item.serial or state.series:
        return False
    if not item.booked:
        return state.booked is None and any(o.slot == item.slot for o in state.open_offers)
    booked = state.booked
    return booked is not None and (booked.uid, booked.slot, booked.sequence) == (item.uid, item.slot, item.sequence)


def _left_alone(state: State, world: World) -> Outcome:
    slot = state.booked.slot if state.booked else None
    noted = note("principal_note", state, world, slot=slot, kind="order-overtaken")
    return Outcome(state, noted, CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _other_offers(state: State, told: Told, world: World) -> Outcome:
    """Offers that lie in the time meant are replaced by others; the round does not count."""
    freed, released = release(state, world)
    refused = (*freed.wish.excluded, *told.within, *(o.slot for o in state.open_offers))
    wish = replace(freed.wish, excluded=refused, allowed=told.to or freed.wish.allowed)
    again = search(replace(freed, wish=wish, offers=(), nearest=False, by_office=True, asked=0), world)
    return replace(again, actions=(*released, *again.actions))
