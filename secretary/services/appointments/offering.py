"""From a wish to offers that are kept free: search, hold, offer, release."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from secretary.domain.action import Action, DeleteEvent, DropTimer, EscalationReason, PutEvent, SetTimer
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled
from secretary.domain.event import Interval
from secretary.domain.when import Constraints
from secretary.services.appointments import itip
from secretary.services.appointments.slots import Wish, busy_times, choose, free_slots
from secretary.services.appointments.state import HoldState, Offer, Phase, State
from secretary.services.appointments.world import Outcome, World, letter, offers_letter, ordered, to_person

HOLD_TIMER, SEARCH_TIMER = "hold", "search"
SEARCH_AGAIN = timedelta(minutes=5)  # between two tries at calendars that do not answer
MAX_TRIES = 6  # of reading calendars, and of holding times that others took meanwhile


def search(state: State, world: World) -> Outcome:
    """Find free times and ask for holds on them; without calendars, try again later."""
    if not world.calendars(state.person):
        return to_person(state, EscalationReason.CALENDAR, f"{world.name(state.person)} has no calendar configured.")
    if world.problem or state.tries >= MAX_TRIES:
        problem = world.problem or "No time could be held."
        return to_person(replace(state, phase=Phase.ASKING, tries=0), EscalationReason.CALENDAR, problem)
    if world.events is None:
        later = ordered(SetTimer(SEARCH_TIMER, world.now + SEARCH_AGAIN), "The calendars do not answer.")
        return Outcome(replace(state, phase=Phase.SEARCHING, tries=state.tries + 1), (later,))
    chosen = find(state, world)
    return _hold(state, world, chosen) if chosen else _none(state, world)


def find(state: State, world: World) -> tuple[Interval, ...]:
    """The times to offer."""
    own = frozenset({o.uid for o in state.offers} | ({state.booked.uid} if state.booked else set()))
    hours, theirs = world.hours(state.person), world.calendars(state.person)
    events = [e for e in world.events or () if e.calendar in theirs]
    free = free_slots(state.wish, hours, busy_times(events, own), world.settings, world.now)
    return choose(free, state.wish, hours.zone, world.now, world.settings.offers)


def _none(state: State, world: World) -> Outcome:
    """Nothing suits: ask once for other times, then a person."""
    if state.asked:
        return to_person(replace(state, phase=Phase.ASKING), EscalationReason.NEGOTIATION, "No free time suits.")
    # What was asked for is dropped, so that the next answer is not narrowed by what cannot be had.
    wish = replace(state.wish, allowed=(), daily=())
    asking = replace(state, phase=Phase.ASKING, asked=state.asked + 1, wish=wish)
    return Outcome(asking, (ordered(letter("appointment_none_fits", asking, world), "No free time suits."),))


def _hold(state: State, world: World, chosen: tuple[Interval, ...]) -> Outcome:
    offers = tuple(Offer(n, slot, _hold_uid(state.serial + n, world)) for n, slot in enumerate(chosen, start=1))
    holding = replace(state, phase=Phase.HOLDING, offers=offers, serial=state.serial + len(offers))
    why = "An offered time is kept free until it is answered."
    return Outcome(holding, tuple(ordered(_put_hold(o, holding, world), why) for o in offers))


def _hold_uid(serial: int, world: World) -> str:
    return f"secretary-{world.case.id.lower()}-hold{serial}@{world.office.address.domain}"


def _put_hold(offer: Offer, state: State, world: World) -> PutEvent:
    calendars = world.calendars(state.person)
    title = f"({world.case.id}) {state.party.display_name or state.party.addr_spec}"
    ics = itip.hold(offer.uid, offer.slot, title, world.now)
    return PutEvent(calendars[0], offer.uid, ics, "", offer.slot, calendars, guard_ignores=own_uids(state))


def own_uids(state: State) -> tuple[str, ...]:
    """UIDs of the case's own events, which do not stand in its own way."""
    held = [b.uid for b in (state.booked, state.wanted) if b]
    return tuple(dict.fromkeys((*(o.uid for o in state.offers), *held)))


def hold_settled(state: State, settled: Settled, world: World, uid: str) -> Outcome:
    """One hold was written or refused; when all are, the times that stand are offered."""
    kept = HoldState.HELD if settled.state is EffectState.SENT else HoldState.GONE
    offers = tuple(replace(o, state=kept) if o.uid == uid else o for o in state.offers)
    state = replace(state, offers=offers)
    unsure = () if settled.state is EffectState.SENT else (_delete(uid, state, world),)
    if any(o.state is HoldState.ASKED for o in offers):
        return Outcome(state, unsure)
    held = tuple(o for o in offers if o.state is HoldState.HELD)
    if not held:
        again = search(replace(state, offers=(), tries=state.tries + 1), world)
        return replace(again, actions=(*unsure, *again.actions))
    numbered = tuple(replace(o, number=n) for n, o in enumerate(held, start=1))
    return _offer(replace(state, offers=numbered), world, unsure)


def _offer(state: State, world: World, before: tuple[Reasoned, ...]) -> Outcome:
    lapse = world.now + timedelta(hours=world.settings.hold_hours)
    first = min(o.slot.start for o in state.offers)
    until = max(min(lapse, first - timedelta(hours=world.settings.notice_hours)), world.now + timedelta(hours=1))
    offered = replace(state, phase=Phase.OFFERED, hold_until=until.replace(second=0, microsecond=0), tries=0, asked=0)
    actions: tuple[Action, ...] = (offers_letter(offered, world), SetTimer(HOLD_TIMER, offered.hold_until or until))
    return Outcome(offered, (*before, *(ordered(a, "These times are free and held.") for a in actions)))


def _delete(uid: str, state: State, world: World) -> Reasoned:
    calendar = world.calendars(state.person)[0] if world.calendars(state.person) else ""
    return ordered(DeleteEvent(calendar, uid), "A time that is no longer offered is released.")


def release(state: State, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """Give all held times back; a hold still being written is removed as well, behind its writing."""
    gone = tuple(_delete(o.uid, state, world) for o in state.open_offers)
    offers = tuple(replace(o, state=HoldState.GONE) for o in state.offers)
    drop = ordered(DropTimer(HOLD_TIMER), "Nothing is held any more.")
    return replace(state, offers=offers, hold_until=None), (*gone, drop)


def next_round(state: State, world: World, said: Constraints | None) -> Outcome:
    """Release, remember what was refused, and search anew; after the last round a person."""
    excluded = (*state.wish.excluded, *(o.slot for o in state.offers))
    state, released = release(state, world)
    state = replace(
        state, wish=narrowed(replace(state.wish, excluded=excluded), said), asked=0, round=state.round + 1, offers=()
    )
    if state.round > world.settings.rounds:
        ended = replace(state, phase=Phase.ASKING)
        outcome = to_person(
            ended, EscalationReason.NEGOTIATION, f"No time was agreed in {world.settings.rounds} rounds."
        )
    else:
        outcome = search(state, world)
    return replace(outcome, actions=(*released, *outcome.actions))


def narrowed(wish: Wish, said: Constraints | None) -> Wish:
    """The wish with what was said last: new wishes replace old ones, exclusions add up."""
    if said is None:
        return wish
    spoken = bool(said.allowed or said.daily)
    return Wish(
        length=said.duration or wish.length,
        allowed=said.allowed if spoken else wish.allowed,
        excluded=(*wish.excluded, *(Interval(w.start, w.end) for w in said.excluded)),
        daily=said.daily if spoken else wish.daily,
    )


def lapse(state: State, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """The holds have expired: a late answer is still welcome, but must be looked at anew."""
    released, actions = release(state, world)
    return replace(released, phase=Phase.LAPSED), actions
