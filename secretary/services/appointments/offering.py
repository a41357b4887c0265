"""From a wish to offers that are kept free: search, hold, offer, release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from secretary.domain.action import DeleteEvent, DropTimer, EscalationReason, PutEvent, SetTimer
from secretary.domain.decision import Reasoned
from secretary.domain.effect import EffectState, Settled, StoreEvent
from secretary.domain.event import Event, Interval
from secretary.domain.when import Constraints, Window
from secretary.services.appointments.calendar import itip
from secretary.services.appointments.contacts import hours_of
from secretary.services.appointments.deadlines import earliest_offer, hold_until, nudge_at
from secretary.services.appointments.free.agreeing import changes, relaxed, says_when, unbound, ways, without_hope
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots, horizon, is_exact
from secretary.services.appointments.free.matrix import required
from secretary.services.appointments.free.ranking import board, choose
from secretary.services.appointments.free.weighing import Weighed, weigh
from secretary.services.appointments.said.named import adjusted, within
from secretary.services.appointments.state import Bend, HoldState, Offer, Party, Phase, State
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
    question,
    to_person,
)

SEARCH_AGAIN = timedelta(minutes=5)  # between two tries at calendars that do not answer
HALF_A_DAY = timedelta(hours=12)
AT_ANY_HOUR = dict.fromkeys(range(7), ((time.min, time.max),))
EXACT = timedelta(minutes=1)  # a window so short names the beginning of a meeting
MAX_TRIES = 6  # of reading calendars, and of holding times that others took meanwhile


def search(state: State, world: World, latest: Party | None = None) -> Outcome:
    """Find free times and ask for holds on them; without calendars, try again later.

    `latest` is the party who has just written.
    """
    if lacking := world.without_calendar(state):
        return to_person(state, EscalationReason.CALENDAR, f"{world.name(lacking)} has no calendar configured.")
    if world.problem or state.tries >= MAX_TRIES:
        problem = world.problem or "No time could be held."
        return to_person(replace(state, phase=Phase.ASKING, tries=0), EscalationReason.CALENDAR, problem)
    if world.events is None:
        later = ordered(SetTimer(SEARCH_TIMER, world.now + SEARCH_AGAIN), "The calendars do not answer.")
        return Outcome(replace(state, phase=Phase.SEARCHING, tries=state.tries + 1), (later,))
    if has_learned_enough(state, world):
        resting = replace(state, phase=Phase.BOOKED if state.booked else Phase.ASKING, tries=0)
        return to_person(resting, EscalationReason.LIMIT, "They have been told many free times lately.")
    state = replace(state, nearest=False, first=None)
    found = _found(state, world)
    return _hold(state, world, found) if found else _otherwise(state, world, latest)


def _otherwise(state: State, world: World, latest: Party | None) -> Outcome:
    """Nothing is free where all could: somebody gives way, or the nearest times are offered."""
    if len(required(state)) > 1 and _found(unbound(state), world):
        return _asked_to_bend(state, world, latest)
    near = next((found for other in relaxed(state, world.now) if (found := _found(other, world))), None)
    return _hold(replace(state, nearest=True), world, near) if near else _none(state, world)


def has_learned_enough(state: State, world: World) -> bool:
    """Whether who asks has been told as many free times as one may learn by asking."""
    return world.learned is not None and world.learned + state.serial >= world.settings.probing_slots


@dataclass(frozen=True, slots=True)
class Found:
    """The times to offer, what was looked for, and from when on."""

    wish: Wish
    earliest: datetime
    slots: tuple[Interval, ...]


def find(state: State, world: World) -> tuple[Interval, ...]:
    """The times to offer."""
    found = _found(state, world)
    return found.slots if found else ()


def _found(state: State, world: World) -> Found | None:
    """The same: with time to answer before the notice begins, else with the bare notice."""
    comfortable = earliest_offer(world.now, world.hours(state.person), world.settings)
    bare = world.now + timedelta(hours=world.settings.notice_hours)
    tries = ((wish, earliest) for wish in ways(state) for earliest in (comfortable, bare))
    return next((Found(w, e, slots) for w, e in tries if (slots := _free(state, w, world, e))), None)


def is_free(state: State, start: datetime, world: World) -> bool:
    """Whether the meeting may begin at this very instant, whatever was wished for before."""
    named = Window(start, start + EXACT, "", (0, 0))
    asked = replace(unbound(state), wish=replace(state.wish, allowed=(named,), daily=(), excluded=()))
    earliest = world.now + timedelta(hours=world.settings.notice_hours)
    free = free_slots(asked.wish, _terms(asked, world, earliest), _busy(asked, world))
    return any(slot.start == start for slot in free)


def _free(state: State, wish: Wish, world: World, earliest: datetime) -> tuple[Interval, ...]:
    terms = _terms(state, world, earliest)
    until = earliest + timedelta(days=horizon(wish, terms) + 1)
    busy = tuple(e for e in _busy(state, world) if e.start < until)
    free = free_slots(wish, terms, busy)
    return choose(free, board(wish, terms, busy, world.now), world.settings.offers)


def _asked_to_bend(state: State, world: World, latest: Party | None) -> Outcome:
    """What the parties have said leaves no time for all: the one who could give way most easily is asked first."""
    tries = ((change, _found(state.with_party(change.party), world)) for change in changes(state, latest))
    change, found = next(((c, f) for c, f in tries if f), (None, None))
    if change is None or found is None:
        why = "What the parties have said leaves no time for all, and nobody alone could change that."
        told = replace(state, phase=Phase.ASKING, weighed=_all_fell_out(state, world))
        return to_person(told, EscalationReason.NEGOTIATION, why)
    first = Bend(change.party.address, change.words, change.refusal)
    return _hold(replace(state, first=first), world, found)


def _terms(state: State, world: World, earliest: datetime) -> Terms:
    zone, settings = world.office.zone, world.settings
    others = [hours_of(p.address, p.zone, zone, settings) for p in state.parties if p.required]
    if _names_hours(state):
        others = [replace(hours, spans=AT_ANY_HOUR) if hours else None for hours in others]
    others += world.colleagues(state)
    sort = world.sort(state)
    hours = within(world.hours_of(state), sort)
    place = search_place(state, settings)
    shut = world.shut(*state.people)
    return Terms(hours, adjusted(settings, sort), earliest, tuple(h for h in others if h), place, shut)


def _names_hours(state: State) -> bool:
    """Whoever alone says between what hours means them, also where it is early or late; a holiday there stays one."""
    named = state.parties[0].suits.allowed or state.wish.allowed
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


def _none(state: State, world: World) -> Outcome:
    """Nothing suits: ask once for other times, then a person; why everything fell out is kept."""
    state = replace(state, weighed=_all_fell_out(state, world))
    if state.asked:
        return to_person(replace(state, phase=Phase.ASKING), EscalationReason.NEGOTIATION, "No free time suits.")
    asking = replace(without_hope(state), phase=Phase.ASKING, asked=state.asked + 1)
    return Outcome(asking, letters("appointment_none_fits", "No free time suits.", asking, world))


def _all_fell_out(state: State, world: World) -> Weighed:
    """What was looked at in vain, to be told when somebody asks why."""
    earliest = world.now + timedelta(hours=world.settings.notice_hours)
    return weigh(next(ways(state)), _terms(state, world, earliest), _busy(state, world), world.now, ())


def _hold(state: State, world: World, found: Found) -> Outcome:
    homes = world.homes(state)
    offers = tuple(
        Offer(n, slot, _hold_uid(state.serial + n, world), waits=homes) for n, slot in enumerate(found.slots, start=1)
    )
    terms = _terms(state, world, found.earliest)
    weighed = weigh(found.wish, terms, _busy(state, world), world.now, found.slots)
    holding = replace(state, phase=Phase.HOLDING, offers=offers, serial=state.serial + len(offers), weighed=weighed)
    holding = holding.unanswered()
    why = "An offered time is kept free until it is answered."
    return Outcome(holding, tuple(ordered(put, why) for o in offers for put in _put_holds(o, holding, world)))


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
    mails = tuple(ordered(offers_letter(p, offered, world), why) for p in offered.parties if not p.answered)
    bending = offered.party_of(offered.first.party) if offered.first else None
    if bending:
        offered = offered.with_party(replace(bending, bent=True))
        why = "What this party has said leaves no time for all."
        mails = (ordered(question("bend", offered.open_offers, bending, offered, world), why),)
    return Outcome(offered, (*before, *mails, ordered(SetTimer(HOLD_TIMER, until), why), *_nudge_timer(offered, world)))


def _nudge_timer(state: State, world: World) -> tuple[Reasoned, ...]:
    at = state.hold_until and nudge_at(state.hold_until, world.now, world.hours(state.person), world.settings)
    return (ordered(SetTimer(NUDGE_TIMER, at), "Whoever has not answered by then is reminded."),) if at else ()


def nudge(state: State, world: World) -> Outcome:
    """One reminder to each party that has not answered, unless they want none or a person has their answer."""
    asked = (p for p in state.parties if not (p.answered or p.nudged or p.silent or p.unsettled))
    waiting = tuple(p for p in asked if state.first is None or p.speaks(state.first.party))
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


def shared_out(state: State, numbers: Sequence[int], world: World) -> Outcome:
    """The one who was asked first can make some of the times: these are offered to the others."""
    gone = tuple(o for o in state.open_offers if o.number not in numbers)
    kept = tuple(o for o in state.open_offers if o.number in numbers)
    new = {o.number: n for n, o in enumerate(kept, start=1)}
    parties = tuple(replace(p, yes=tuple(new[y] for y in p.yes if y in new)) for p in state.parties)
    offers = tuple(replace(o, number=new[o.number]) for o in kept)
    released = tuple(deleted for o in gone for deleted in _deletes(o.uid, state, world))
    return _offer(replace(state, offers=offers, parties=parties, first=None), world, released)


def next_round(state: State, world: World, said: Constraints | None, latest: Party) -> Outcome:
    """Release, remember what was refused, and search anew; after the last round a person, unless times named fit.

    `said` is what was named, and is part of what suits its writer already.
    """
    excluded = (*state.wish.excluded, *(o.slot for o in state.offers))
    state, released = release(state, world)
    wish = replace(state.wish, excluded=excluded)
    by_office = state.by_office and state.booked is not None
    state = replace(state, wish=wish, asked=0, round=state.round + 1, offers=(), nearest=False, by_office=by_office)
    if state.round > world.settings.rounds and not _can_be_met(state, said, world):
        why = f"No time was agreed in {world.settings.rounds} rounds."
        outcome = to_person(replace(state, phase=Phase.ASKING), EscalationReason.NEGOTIATION, why)
    else:
        outcome = search(state, world, latest)
    return replace(outcome, actions=(*released, *outcome.actions))


def _can_be_met(state: State, said: Constraints | None, world: World) -> bool:
    """Whoever says more of when it suits is not turned away for the number of rounds, up to twice as many."""
    if not says_when(said) or state.round > 2 * world.settings.rounds:
        return False
    return bool(find(state, world)) or (len(required(state)) > 1 and bool(changes(state)))


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
