"""From a wish to offers that are kept free: search, hold, offer, release."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from secretary.domain.action import DeleteEvent, DropTimer, EscalationReason, PutEvent, SetTimer
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled, StoreEvent
from secretary.domain.event import Event, Interval
from secretary.domain.when import Constraints
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.contacts import at_sane_hours, hours_of
from secretary.services.appointments.deadlines import earliest_offer, hold_until, nudge_at
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots, horizon, is_exact
from secretary.services.appointments.free.ranking import board, choose
from secretary.services.appointments.free.weighing import Weighed, weigh
from secretary.services.appointments.said.named import adjusted, within
from secretary.services.appointments.state import HoldState, Offer, Phase, State
from secretary.services.appointments.venue import search_place, venue
from secretary.services.appointments.world import (
    HOLD_TIMER,
    NUDGE_TIMER,
    SEARCH_TIMER,
    Outcome,
    World,
    letters,
    offers_letter,
    ordered,
    to_person,
)

SEARCH_AGAIN = timedelta(minutes=5)  # between two tries at calendars that do not answer
HALF_A_DAY = timedelta(hours=12)
AT_ANY_HOUR = dict.fromkeys(range(7), ((time.min, time.max),))
MAX_TRIES = 6  # of reading calendars, and of holding times that others took meanwhile


def search(state: State, world: World) -> Outcome:
    """Find free times and ask for holds on them; without calendars, try again later."""
    if lacking := world.without_calendar(state):
        return to_person(state, EscalationReason.CALENDAR, f"{world.name(lacking)} has no calendar configured.")
    if world.problem or state.tries >= MAX_TRIES:
        problem = world.problem or "No time could be held."
        return to_person(replace(state, phase=Phase.ASKING, tries=0), EscalationReason.CALENDAR, problem)
    if world.events is None:
        later = ordered(SetTimer(SEARCH_TIMER, world.now + SEARCH_AGAIN), "The calendars do not answer.")
        return Outcome(replace(state, phase=Phase.SEARCHING, tries=state.tries + 1), (later,))
    if world.learned is not None and world.learned + state.serial >= world.settings.probing_slots:
        resting = replace(state, phase=Phase.BOOKED if state.booked else Phase.ASKING, tries=0)
        return to_person(resting, EscalationReason.LIMIT, "They have been told many free times lately.")
    chosen = find(state, world)
    if chosen:
        return _hold(replace(state, nearest=False), world, chosen)
    near = _nearest(state, world)
    return _hold(replace(state, nearest=True), world, near) if near else _none(state, world)


def find(state: State, world: World) -> tuple[Interval, ...]:
    """The times to offer: with time to answer before the notice begins, else with the bare notice."""
    comfortable = earliest_offer(world.now, world.hours(state.person), world.settings)
    bare = world.now + timedelta(hours=world.settings.notice_hours)
    return _free(state, world, comfortable) or _free(state, world, bare)


def is_free(state: State, start: datetime, world: World) -> bool:
    """Whether the meeting may begin at this very instant."""
    earliest = world.now + timedelta(hours=world.settings.notice_hours)
    free = free_slots(state.wish, _terms(state, world, earliest), _busy(state, world))
    return any(slot.start == start for slot in free)


def _free(state: State, world: World, earliest: datetime) -> tuple[Interval, ...]:
    terms = _terms(state, world, earliest)
    until = earliest + timedelta(days=horizon(state.wish, terms) + 1)
    busy = tuple(e for e in _busy(state, world) if e.start < until)
    free = free_slots(state.wish, terms, busy)
    return choose(free, board(state.wish, terms, busy, world.now), world.settings.offers)


def _terms(state: State, world: World, earliest: datetime) -> Terms:
    zone, settings = world.office.zone, world.settings
    others = [hours_of(p.address, p.zone, zone, settings) for p in state.parties if p.required]
    if _names_hours(state):
        others = [replace(hours, spans=AT_ANY_HOUR) if hours else None for hours in others]
    own = world.hours(state.person).zone
    others += [at_sane_hours(hours) for p in state.also if (hours := world.hours(p)).zone != own]
    sort = world.sort(state)
    hours = within(world.hours_of(state), sort)
    place = search_place(state, settings)
    shut = world.shut(*state.people)
    return Terms(hours, adjusted(settings, sort), earliest, tuple(h for h in others if h), place, shut)


def _names_hours(state: State) -> bool:
    """Whoever alone says between what hours means them, also where it is early or late; a holiday there stays one."""
    named = state.wish.allowed
    return len(state.parties) == 1 and bool(named) and all(w.end - w.start < HALF_A_DAY for w in named)


def _busy(state: State, world: World) -> tuple[Event, ...]:
    """What stands in the way: everything of the principal's calendars but what the case itself may give up."""
    theirs, own = world.calendars_of(state), own_uids(state)
    events = (e for e in world.events or () if e.calendar in theirs and not (e.uid in own and _gives_way(e, state)))
    return busy_events(events, world.settings)


def _gives_way(event: Event, state: State) -> bool:
    """Whether an event of the case may go: of a series only the date that is moved."""
    if state.date is None or state.booked is None or event.uid != state.booked.uid:
        return True
    return state.stands is not None and event.start == state.stands.start


def _nearest(state: State, world: World) -> tuple[Interval, ...]:
    """Nothing is free where it was asked for: the times closest to it."""
    if not (state.wish.allowed or state.wish.daily):
        return ()
    aim = min((w.start for w in state.wish.allowed), default=state.wish.near or world.now)
    relaxed = replace(state.wish, allowed=(), near=max(aim, world.now))
    parts_of_day = replace(state, wish=relaxed)
    return find(parts_of_day, world) or find(replace(state, wish=replace(relaxed, daily=())), world)


def _none(state: State, world: World) -> Outcome:
    """Nothing suits: ask once for other times, then a person."""
    if state.asked:
        return to_person(replace(state, phase=Phase.ASKING), EscalationReason.NEGOTIATION, "No free time suits.")
    # What was asked for is dropped, so that the next answer is not narrowed by what cannot be had.
    wish = replace(state.wish, allowed=(), daily=())
    asking = replace(state, phase=Phase.ASKING, asked=state.asked + 1, wish=wish)
    return Outcome(asking, letters("appointment_none_fits", "No free time suits.", asking, world))


def _hold(state: State, world: World, chosen: tuple[Interval, ...]) -> Outcome:
    homes = world.homes(state)
    uids = [_hold_uid(state.serial + n, world) for n in range(1, len(chosen) + 1)]
    offers = tuple(
        Offer(n, slot, uid, waits=homes) for n, (slot, uid) in enumerate(zip(chosen, uids, strict=True), start=1)
    )
    weighed = _weighed(state, world, chosen)
    holding = replace(state, phase=Phase.HOLDING, offers=offers, serial=state.serial + len(offers), weighed=weighed)
    holding = holding.unanswered()
    why = "An offered time is kept free until it is answered."
    return Outcome(holding, tuple(ordered(put, why) for o in offers for put in _put_holds(o, holding, world)))


def _weighed(state: State, world: World, chosen: tuple[Interval, ...]) -> Weighed:
    """What this search looked at, for whoever asks why."""
    comfortable = earliest_offer(world.now, world.hours(state.person), world.settings)
    bare = world.now + timedelta(hours=world.settings.notice_hours)
    earliest = comfortable if all(slot.start >= comfortable for slot in chosen) else bare
    return weigh(state.wish, _terms(state, world, earliest), _busy(state, world), world.now, chosen)


def _hold_uid(serial: int, world: World) -> str:
    return f"secretary-{world.case.id.lower()}-hold{serial}@{world.office.address.domain}"


def _put_holds(offer: Offer, state: State, world: World) -> Iterator[PutEvent]:
    """The hold in the calendar of each principal, guarded by all calendars of all of them."""
    calendars = world.calendars_of(state)
    where = venue(state, world.settings, world.office).place
    ics = itip.hold(offer.uid, offer.slot, f"({world.case.id}) {state.names}", world.now, where)
    ignores = ignored(state, world)
    for home in world.homes(state):
        yield PutEvent(home, offer.uid, ics, "", offer.slot, calendars, guard_ignores=ignores)


def ignored(state: State, world: World) -> tuple[str, ...]:
    """UIDs that do not stand in the way: the case's own, and what the office does not count as busy."""
    events = tuple(world.events or ())
    blocking = {e.uid for e in busy_events(events, world.settings)}
    return tuple(dict.fromkeys((*own_uids(state), *(e.uid for e in events if e.uid not in blocking))))


def own_uids(state: State) -> tuple[str, ...]:
    """UIDs of the case's own events, which do not stand in its own way."""
    held = [b.uid for b in (state.booked, state.wanted) if b]
    return tuple(dict.fromkeys((*(o.uid for o in state.offers), *held)))


def hold_settled(state: State, settled: Settled, world: World, uid: str) -> Outcome:
    """One hold was written or refused; when all are, the times that stand are offered."""
    offers = tuple(_heard(o, settled) if o.uid == uid else o for o in state.offers)
    state = replace(state, offers=offers)
    unsure = () if settled.state is EffectState.SENT else _deletes(uid, state, world)
    if any(o.state is HoldState.ASKED for o in offers):
        return Outcome(state, unsure)
    held = tuple(o for o in offers if o.state is HoldState.HELD)
    if not held:
        again = search(replace(state, offers=(), tries=state.tries + 1), world)
        return replace(again, actions=(*unsure, *again.actions))
    numbered = tuple(replace(o, number=n) for n, o in enumerate(held, start=1))
    return _offer(replace(state, offers=numbered), world, unsure)


def _heard(offer: Offer, settled: Settled) -> Offer:
    """A hold stands once it is in the calendar of each principal; it is gone once one of them has no room."""
    if settled.state is not EffectState.SENT:
        return replace(offer, state=HoldState.GONE, waits=())
    if offer.state is not HoldState.ASKED:
        return offer  # known already, or refused by another calendar
    written = settled.deed.calendar if isinstance(settled.deed, StoreEvent) else ""
    waits = tuple(c for c in offer.waits if c != written)
    return replace(offer, state=HoldState.ASKED if waits else HoldState.HELD, waits=waits)


def _offer(state: State, world: World, before: tuple[Reasoned, ...]) -> Outcome:
    first = min(o.slot.start for o in state.offers)
    until = hold_until(first, world.now, world.hours(state.person), world.settings)
    offered = replace(state, phase=Phase.OFFERED, hold_until=until, tries=0, asked=0, asked_about=())
    why = "These times are free and held."
    mails = tuple(ordered(offers_letter(p, offered, world), why) for p in offered.parties)
    return Outcome(offered, (*before, *mails, ordered(SetTimer(HOLD_TIMER, until), why), *_nudge_timer(offered, world)))


def _nudge_timer(state: State, world: World) -> tuple[Reasoned, ...]:
    at = state.hold_until and nudge_at(state.hold_until, world.now, world.hours(state.person), world.settings)
    return (ordered(SetTimer(NUDGE_TIMER, at), "Whoever has not answered by then is reminded."),) if at else ()


def nudge(state: State, world: World) -> Outcome:
    """One reminder to each party that has not answered, unless they want none or a person has their answer."""
    waiting = tuple(p for p in state.parties if not (p.answered or p.nudged or p.silent or p.unsettled))
    if not world.settings.nudge or state.hold_until is None:
        return Outcome(state)
    for party in waiting:
        state = state.with_party(replace(party, nudged=party.nudged + 1))
    mails = (offers_letter(p, state, world, "appointment_nudge") for p in waiting)
    return Outcome(state, tuple(ordered(m, "No answer yet, and the times will lapse.") for m in mails))


def _deletes(uid: str, state: State, world: World) -> tuple[Reasoned, ...]:
    why = "A time that is no longer offered is released."
    return tuple(ordered(DeleteEvent(home, uid), why) for home in world.homes(state))


def release(state: State, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """Give all held times back; a hold still being written is removed as well, behind its writing."""
    gone = tuple(deleted for o in state.open_offers for deleted in _deletes(o.uid, state, world))
    offers = tuple(replace(o, state=HoldState.GONE) for o in state.offers)
    drop = tuple(ordered(DropTimer(t), "Nothing is held any more.") for t in (HOLD_TIMER, NUDGE_TIMER))
    return replace(state, offers=offers, hold_until=None), (*gone, *drop)


def next_round(state: State, world: World, said: Constraints | None) -> Outcome:
    """Release, remember what was refused, and search anew; after the last round a person, unless times named fit."""
    excluded = (*state.wish.excluded, *(o.slot for o in state.offers))
    state, released = release(state, world)
    wish = narrowed(replace(state.wish, excluded=excluded), said)
    by_office = state.by_office and state.booked is not None
    state = replace(state, wish=wish, asked=0, round=state.round + 1, offers=(), nearest=False, by_office=by_office)
    if state.round > world.settings.rounds and not _can_be_met(state, said, world):
        why = f"No time was agreed in {world.settings.rounds} rounds."
        outcome = to_person(replace(state, phase=Phase.ASKING), EscalationReason.NEGOTIATION, why)
    else:
        outcome = search(state, world)
    return replace(outcome, actions=(*released, *outcome.actions))


def _can_be_met(state: State, said: Constraints | None, world: World) -> bool:
    """Who names times that are free is not turned away for the number of rounds, until there were twice as many."""
    named = said is not None and bool(said.allowed or said.daily)
    return named and state.round <= 2 * world.settings.rounds and bool(find(state, world))


def narrowed(wish: Wish, said: Constraints | None) -> Wish:
    """The wish with what was said last: new wishes replace old ones, exclusions add up."""
    if said is None:
        return wish
    spoken = bool(said.allowed or said.daily)
    length = said.duration or wish.length
    return replace(
        wish,
        length=length,
        allowed=said.allowed if spoken else wish.allowed,
        # An exact beginning that is asked for is not refused only since it overlaps what was.
        excluded=_still_refused(wish, said, length),
        daily=said.daily if spoken else wish.daily,
    )


def _still_refused(wish: Wish, said: Constraints, length: timedelta) -> tuple[Interval, ...]:
    exact = [Interval(w.start, w.start + length) for w in said.allowed if is_exact(w, length)]
    kept = (e for e in wish.excluded if not any(e.overlaps(x) for x in exact))
    return (*kept, *(Interval(w.start, w.end) for w in said.excluded))


def lapse(state: State, world: World) -> tuple[State, tuple[Reasoned, ...]]:
    """The holds have expired: a late answer is still welcome, but must be looked at anew."""
    released, actions = release(state, world)
    return replace(released, phase=Phase.LAPSED), actions
