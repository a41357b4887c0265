"""What the parties answer: choices, refusals, other times, questions, and the table of who can when.

Promises: with several parties a time is booked only when every required one has said yes to it; as
soon as no offered time can suit all, the next round begins without waiting for the rest.
Never does: take somebody's word for a party who is not known to speak for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from secretary.domain.action import EscalationReason, SetTimer
from secretary.domain.address import SHARED_DOMAINS, Address
from secretary.domain.case import CaseState
from secretary.domain.event import Interval
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.booking import book, withdraw
from secretary.services.appointments.deadlines import next_morning
from secretary.services.appointments.offering import (
    is_free,
    narrowed,
    next_round,
    release,
    search,
)
from secretary.services.appointments.regular import of_a_series
from secretary.services.appointments.replies import Act, Bound, Numbered, bind, bind_booked
from secretary.services.appointments.shifts import meant, moved_to
from secretary.services.appointments.state import Offer, Party, Phase, State
from secretary.services.appointments.world import (
    RESUME_TIMER,
    Outcome,
    World,
    letter,
    note,
    offers_letter,
    ordered,
    question,
    shown,
    to_person,
)

_REMINDERS = re.compile(r"erinner|remind", re.IGNORECASE)
_HOW_LONG = re.compile(r"\b(?:wie lange|how long)\b", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:wo|where|video|online|telefon\w*|phone|vor ort|in person)\b", re.IGNORECASE)


def of_the_party(state: State, party: Party | None, reading: Reading, world: World) -> Outcome:
    """A mail of somebody outside the office; whoever a person must answer is not reminded meanwhile."""
    party = party or _stand_in(state, reading)
    if party is None:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "Somebody else answered in the party's place.")
    if not party.address.display_name:
        party = replace(party, address=Address(party.address.addr_spec, reading.sender.address.display_name))
    party = replace(party, unsettled=False)
    outcome = _of_the_party(state.with_party(party), party, reading, world)
    wrote = outcome.state.party_of(party.address) if outcome.state else None
    if outcome.state is None or wrote is None or outcome.case_state is not CaseState.ESCALATED:
        return outcome
    return replace(outcome, state=outcome.state.with_party(replace(wrote, unsettled=True)))


def _of_the_party(state: State, party: Party, reading: Reading, world: World) -> Outcome:
    zone = world.hours(state.person).zone
    if state.booked and state.phase is Phase.BOOKED:
        bound = bind_booked(reading, state.booked.slot, zone)
        if state.series and bound.act in {Act.WITHDRAW, Act.MOVE, Act.UNCLEAR}:
            off = reading.has_intent("appointment.cancel") or reading.has_intent("act.withdraw")
            return of_a_series(state, state.booked, party, reading, world, off=off)
        return _after_booking(state, party, bound, reading, world)
    offers = state.offers if state.phase is Phase.LAPSED else state.open_offers
    base = state.booked.slot if state.booked else offers[-1].slot if offers else None
    said = meant(reading, base, zone)
    bound = bind(reading, tuple(Numbered(o.number, o.slot) for o in offers), zone, said, state.asked_about)
    if state.phase in {Phase.OFFERED, Phase.LAPSED, Phase.ASKING}:
        return _answered(_Answer(state, party, bound, offers, said, reading), world)
    return _meanwhile(state, bound, world)


def _stand_in(state: State, reading: Reading) -> Party | None:
    """A colleague of a party, in reply to our mail: the party they speak for from now on."""
    address = reading.sender.address
    if address.domain in SHARED_DOMAINS or not reading.message.in_reply_to:
        return None
    theirs = [p for p in state.parties if p.address.domain == address.domain]
    return replace(theirs[0], speakers=(*theirs[0].speakers, address)) if len(theirs) == 1 else None


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _meanwhile(state: State, bound: Bound, world: World) -> Outcome:
    """While something is being written, only a withdrawal is taken at once."""
    if state.phase is Phase.ENDED or bound.act in {Act.NOTHING, Act.REPEAT}:
        ended = state.phase is Phase.ENDED and bound.act is not Act.NOTHING
        return to_person(state, EscalationReason.UNCLEAR, "The matter was closed already.") if ended else _still(state)
    if bound.act is Act.WITHDRAW:
        return withdraw(state, world)
    return to_person(state, EscalationReason.UNCLEAR, "A mail came while the calendar was being written.")


# --- answers to offers ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Answer:
    """One answer to offers, open or lapsed, with what it was bound to."""

    state: State
    party: Party
    bound: Bound
    offers: tuple[Offer, ...]
    said: Constraints | None
    reading: Reading

    @property
    def meant(self) -> tuple[Offer, ...]:
        return tuple(o for o in self.offers if o.number in self.bound.numbers)


def _answered(answer: _Answer, world: World) -> Outcome:
    state, act = answer.state, answer.bound.act
    acts: dict[Act, Callable[[_Answer, World], Outcome]] = {
        Act.ACCEPT: _accepted,
        Act.ASK_WHICH: lambda a, w: _ask("which", a.meant, a, w),
        Act.DATE_UNCLEAR: lambda a, w: _ask("date", a.offers, a, w),
        Act.REJECT: _refused,
        Act.MOVE: _refused,
        Act.CONSTRAIN: lambda a, w: _suggested(a, w) or _refused(a, w),
        Act.WITHDRAW: _withdrawn,
        Act.QUESTION: _questioned,
        Act.DEFER: _deferred,
        Act.DELEGATE: _delegated,
        Act.NOTHING: lambda a, _: _still(a.state),
    }
    if act in acts:
        return acts[act](answer, world)
    return to_person(state, EscalationReason.UNCLEAR, f"The answer was not understood ({answer.bound.rule}).")


def _accepted(answer: _Answer, world: World) -> Outcome:
    if not answer.meant:
        return to_person(answer.state, EscalationReason.UNCLEAR, "There is no such offer.")
    if len(answer.state.parties) == 1:
        return book(answer.state, answer.meant[0].slot, world)
    yes = tuple(o.number for o in answer.meant)
    return _weighed(answer, replace(answer.party, answered=True, yes=yes), world)


def _refused(answer: _Answer, world: World) -> Outcome:
    """None fits: another round, in which an optional party has no say."""
    state = answer.state
    if len(state.parties) == 1:
        return _again(state, answer.said, world)
    party = replace(answer.party, answered=True, yes=())
    if not party.required:
        return _weighed(answer, party, world)
    possible = _common(state.with_party(replace(party, answered=False)))
    others = all(p.answered for p in state.parties if p.required and p.address.key != party.address.key)
    if possible and others and not state.asked:
        # All others agree: the one in the way is asked for the smallest change, once.
        return _ask("possible", tuple(o for o in answer.offers if o.number in possible), answer, world)
    return _again(state.with_party(party), answer.said, world)


def _common(state: State) -> frozenset[int]:
    """Offers that every required party who has answered can make."""
    numbers = frozenset(o.number for o in state.open_offers)
    for party in state.parties:
        if party.required and party.answered:
            numbers &= frozenset(party.yes)
    return numbers


def _weighed(answer: _Answer, party: Party, world: World) -> Outcome:
    """One more answer in the table: book, wait for the others, or begin anew."""
    state = answer.state.with_party(party)
    common = _common(state)
    if not common:
        return _again(state, answer.said, world)
    if any(p.required and not p.answered for p in state.parties):
        noted = letter("appointment_noted", party, state, world)
        return Outcome(state, (ordered(noted, "The other parties have not answered yet."),))
    liked = {n: sum(n in p.yes for p in state.parties) for n in common}
    best = min(common, key=lambda n: (-liked[n], n))
    return book(state, next(o.slot for o in answer.offers if o.number == best), world)


def _again(state: State, said: Constraints | None, world: World) -> Outcome:
    """Another round; while calendars were only asked about, the wish is all that changes."""
    if state.phase is not Phase.ASKING or state.offers:
        return next_round(state, world, said)
    named = said is not None and bool(said.allowed or said.daily or said.excluded)
    if not named or state.round > 2 * world.settings.rounds:
        return to_person(state, EscalationReason.NEGOTIATION, "No free time suits.")
    return search(replace(state, wish=narrowed(state.wish, said), round=state.round + 1), world)


def _suggested(answer: _Answer, world: World) -> Outcome | None:
    """One exact time that is free is booked at once; the times offered are kept until it stands."""
    state = answer.state
    start = moved_to(answer.said, state.wish.length)
    if start is None or world.events is None or len(state.parties) > 1:
        return None
    wished = replace(state, wish=narrowed(state.wish, answer.said))
    free = is_free(wished, start, world)
    return book(wished, Interval(start, start + wished.wish.length), world) if free else None


def _ask(kind: str, offers: tuple[Offer, ...], answer: _Answer, world: World) -> Outcome:
    """One question a round, then a person."""
    state = answer.state
    if state.asked or not offers:
        return to_person(state, EscalationReason.UNCLEAR_DATE, "It is still not clear which time is meant.")
    why = {"which": "The answer fits several offers.", "date": "Weekday and date do not agree."}
    asked = question(kind, offers, answer.party, state, world)
    about = tuple(o.number for o in offers)
    return Outcome(
        replace(state, asked=1, asked_about=about), (ordered(asked, why.get(kind, "All others could make it.")),)
    )


def _withdrawn(answer: _Answer, world: World) -> Outcome:
    state, reading = answer.state, answer.reading
    if reading.has_intent("act.stop") and _REMINDERS.search(reading.new_text.text):
        return Outcome(state.with_party(replace(answer.party, silent=True)))
    if state.booked and not reading.has_intent("appointment.cancel"):
        return to_person(state, EscalationReason.UNCLEAR, "Is the meeting off, or does it stay at its old time?")
    if not answer.party.required:
        left = tuple(p for p in state.parties if p.address.key != answer.party.address.key)
        return Outcome(replace(state, parties=left))
    return withdraw(state, world)


def _questioned(answer: _Answer, world: World) -> Outcome:
    """How long and where are on record; anything else is for a person."""
    text = answer.reading.new_text.text
    known = bool(_HOW_LONG.search(text)) or bool(_WHERE.search(text) and answer.state.medium)
    if not known or not answer.offers:
        return to_person(answer.state, EscalationReason.UNCLEAR, "The party asks what is not on record.")
    slots = tuple(shown(o.slot, answer.state, world, answer.party, o.number) for o in answer.offers)
    told = letter("appointment_details", answer.party, answer.state, world, slots=slots)
    return Outcome(answer.state, (ordered(told, "The party asks about the meeting."),))


def _deferred(answer: _Answer, world: World) -> Outcome:
    """Asked to come back later: on the day named, nothing is held until then."""
    allowed = answer.said.allowed if answer.said else ()
    if not allowed:
        return to_person(answer.state, EscalationReason.UNCLEAR, "The party wants to hear from us later.")
    freed, released = release(answer.state, world)
    waiting = replace(freed, phase=Phase.LAPSED, offers=(), wish=replace(freed.wish, allowed=(), daily=(), near=None))
    at = next_morning(allowed[0].start, world.now, world.hours(waiting.person), world.settings)
    timer = ordered(SetTimer(RESUME_TIMER, at), "Times are offered again on the day named.")
    told = ordered(letter("appointment_later", answer.party, waiting, world, day=at.date()), "The search rests.")
    return Outcome(waiting, (*released, timer, told, *note("principal_note", waiting, world, kind="later")))


def _delegated(answer: _Answer, world: World) -> Outcome:
    """Whoever is copied in and named as coordinating speaks for the party from now on."""
    copied = [a for a in answer.reading.message.cc if _is_new(a, answer.state, world)]
    if len(copied) != 1:
        why = "Somebody else shall coordinate, and it is not clear who."
        return to_person(answer.state, EscalationReason.UNCLEAR, why)
    speaker = copied[0]
    state = answer.state.with_party(replace(answer.party, speakers=(*answer.party.speakers, speaker)))
    if not state.open_offers:
        return _still(state)
    mail = replace(offers_letter(answer.party, state, world), to=(speaker,))
    return Outcome(state, (ordered(mail, "This person speaks for the party from now on."),))


def _is_new(address: Address, state: State, world: World) -> bool:
    return world.office.role_of(address) is Role.CLIENT and state.party_of(address) is None


# --- once a time is booked --------------------------------------------------------------


def _after_booking(state: State, party: Party, bound: Bound, reading: Reading, world: World) -> Outcome:
    if bound.act is Act.WITHDRAW:
        if reading.has_intent("act.stop") and _REMINDERS.search(reading.new_text.text):
            return Outcome(state.with_party(replace(party, silent=True)))
        return withdraw(state, world)
    if bound.act is Act.MOVE:
        return moved(state, reading, world)
    if bound.act is Act.LATE:
        words = reading.new_text.text[:200]
        told = ordered(letter("appointment_passed_on", party, state, world), "The party is told that it was passed on.")
        return Outcome(state, (*note("principal_note", state, world, kind="late", detail=words), told))
    if bound.act in {Act.NOTHING, Act.REPEAT, Act.ACCEPT}:
        return _still(state)
    why = f"A mail about a booked meeting was not understood ({bound.rule})."
    return to_person(state, EscalationReason.UNCLEAR, why)


def moved(state: State, reading: Reading, world: World, *, by_office: bool = False) -> Outcome:
    """Another time for a booked meeting: near the old one, which stands until the new one is agreed."""
    base = state.booked.slot if state.booked else None
    return moving(state, meant(reading, base, world.hours(state.person).zone), world, by_office=by_office)


def moving(state: State, said: Constraints | None, world: World, *, by_office: bool = False) -> Outcome:
    """The same, once it is known where the meeting shall go."""
    if state.booked is None:
        return _still(state)
    old = state.booked.slot
    wish = replace(
        state.wish, allowed=(), daily=(), excluded=(*state.wish.excluded, old), near=old.start, length=old.length
    )
    moving = replace(state, wish=narrowed(wish, said), offers=(), round=1, asked=0, nearest=False)
    if by_office:  # a new time is asked for, never imposed
        return search(replace(moving, by_office=True), world)
    start = moved_to(said, old.length)
    if start is not None and len(state.parties) == 1 and world.events is not None and is_free(moving, start, world):
        return book(moving, Interval(start, start + moving.wish.length), world)
    return search(moving, world)
