"""What the parties answer: choices, refusals, other times, questions, and the table of who can when.

Promises: with several parties a time is booked only when every required one has said yes to it; as
soon as no offered time can suit all, the next round begins without waiting for the rest.
Never does: take somebody's word for a party who is not known to speak for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from secretary.domain.action import EscalationReason, Ignore, SetTimer
from secretary.domain.address import SHARED_DOMAINS
from secretary.domain.case import CaseState
from secretary.domain.event import Interval
from secretary.domain.reading import Reading
from secretary.domain.when import Constraints
from secretary.services.appointments.after import REMINDERS, after_booking
from secretary.services.appointments.asking import medium_in
from secretary.services.appointments.booking import book, withdraw
from secretary.services.appointments.changes import changed, heard, newcomers
from secretary.services.appointments.deadlines import next_morning
from secretary.services.appointments.free.agreeing import ready_for, says_when, told
from secretary.services.appointments.free.matrix import best, common, in_the_way, required, unanswered
from secretary.services.appointments.offering import (
    is_free,
    next_round,
    release,
    search,
    shared_out,
)
from secretary.services.appointments.regular import of_a_series
from secretary.services.appointments.said import named
from secretary.services.appointments.said.again import is_repeated, marked
from secretary.services.appointments.said.mentions import Numbered
from secretary.services.appointments.said.replies import BESIDE, Act, Bound, bind
from secretary.services.appointments.said.shifts import beside, meant, moved_to
from secretary.services.appointments.state import Offer, Party, Phase, State
from secretary.services.appointments.venue import asks_number
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

_HOW_LONG = re.compile(r"\b(?:wie lange|how long)\b", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:wo|where|video|online|telefon\w*|phone|vor ort|in person)\b", re.IGNORECASE)


def of_the_party(state: State, party: Party | None, reading: Reading, world: World) -> Outcome:
    """A mail of somebody outside the office; whoever a person must answer is not reminded meanwhile."""
    party = party or _stand_in(state, reading)
    if party is None:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "Somebody else answered in the party's place.")
    if is_repeated(party, reading):
        return Outcome(state, (ordered(Ignore(), "The same words in answer to the same mail."),), world.case.state)
    before, party = party, replace(heard(party, reading, state, world), unsettled=False, heard=marked(party, reading))
    given = party.phone != before.phone
    outcome = _of_the_party(state.with_party(party), party, reading, world, number_given=given)
    wrote = outcome.state.party_of(party.address) if outcome.state else None
    if outcome.state is None or wrote is None or outcome.case_state is not CaseState.ESCALATED:
        return outcome
    return replace(outcome, state=outcome.state.with_party(replace(wrote, unsettled=True)))


def _of_the_party(state: State, party: Party, reading: Reading, world: World, *, number_given: bool) -> Outcome:
    zone = world.hours(state.person).zone
    if state.booked and state.series and (about := of_a_series(state, state.booked, party, reading, world)):
        return about
    if state.booked and state.phase is Phase.BOOKED:
        return after_booking(state, state.booked, party, reading, world, number_given=number_given)
    offers = state.offers if state.phase is Phase.LAPSED else state.open_offers
    base = state.stands or (offers[-1].slot if offers else None)
    said = meant(reading, base, zone)
    bound = bind(reading, tuple(Numbered(o.number, o.slot) for o in offers), zone, said, state.asked_about)
    if bound.rule == BESIDE:
        said = beside(reading, next(o.slot for o in offers if o.number in bound.numbers), zone)
    if state.phase not in {Phase.OFFERED, Phase.LAPSED, Phase.ASKING}:
        return _meanwhile(state, bound, world)
    change = changed(state, party, reading, said, world)
    if change.asked and state.date is not None:
        change = replace(change, problem="The party wants one date of a series otherwise.")
    if change.problem:
        return to_person(state, EscalationReason.NEGOTIATION, change.problem)
    answer = _Answer(change.state, party, bound, offers, said, reading)
    return _otherwise(answer, world, apart=change.apart) if change.asked else _answered(answer, world)


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
    if bound.act is Act.WITHDRAW and not (state.series and state.booked):
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
        """The offers that the answer is about, the preferred ones first."""
        return tuple(o for n in self.bound.numbers for o in self.offers if o.number == n)


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
        Act.CONDITIONAL: _conditional,
        Act.NOTHING: lambda a, _: _still(a.state),
    }
    if act in acts:
        return acts[act](answer, world)
    return to_person(state, EscalationReason.UNCLEAR, f"The answer was not understood ({answer.bound.rule}).")


def _otherwise(answer: _Answer, world: World, *, apart: bool) -> Outcome:
    """The answer with the change that came with it; alone it gets the times that are left by it."""
    state, act = answer.state, answer.bound.act
    if act is Act.ACCEPT and answer.meant:
        start = answer.meant[0].slot.start
        if not apart:
            return _accepted(answer, world)
        if len(state.parties) == 1 and world.events is not None and is_free(state, start, world):
            return book(state, Interval(start, start + state.wish.length), world)
    elif act is not Act.UNCLEAR:
        return _answered(answer, world)
    if apart or not answer.offers:
        freed, released = release(state, world)
        again = search(replace(freed, offers=(), asked=0), world)
        return replace(again, actions=(*released, *again.actions))
    return _details(answer, world, "The party wants the meeting otherwise.")


def _accepted(answer: _Answer, world: World) -> Outcome:
    if not answer.meant:
        return to_person(answer.state, EscalationReason.UNCLEAR, "There is no such offer.")
    if len(answer.state.parties) == 1:
        return book(answer.state, answer.meant[0].slot, world)
    yes = tuple(o.number for o in answer.meant)
    return _weighed(answer, replace(answer.party, answered=True, yes=yes), world)


def _refused(answer: _Answer, world: World) -> Outcome:
    """None fits: another round, in which an optional party has no say."""
    heard = _heard(answer, world)
    if len(heard.state.parties) == 1:
        return _again(heard, world)
    return _weighed(heard, replace(heard.party, answered=True, yes=()), world)


def _heard(answer: _Answer, world: World) -> _Answer:
    """With what the party says of when it suits, for this round and the ones to come."""
    zone = world.hours(answer.state.person).zone
    state = told(answer.state, answer.party, answer.said, answer.reading.new_text.text, zone)
    return replace(answer, state=state, party=state.party_of(answer.party.address) or answer.party)


def _weighed(answer: _Answer, party: Party, world: World) -> Outcome:
    """One more answer in the table: book, wait for the others, ask the one in the way, or begin anew."""
    state = answer.state.with_party(party)
    if not common(state):
        blocking = None if state.asked else in_the_way(state, party)
        if blocking is None:
            return _again(replace(answer, state=state, party=party), world)
        # All others agree: the one in the way is asked for the smallest change, once.
        possible = tuple(o for o in answer.offers if o.number in common(state, without=blocking))
        waiting = state.with_party(replace(blocking, answered=False, yes=()))
        return _ask("possible", possible, replace(answer, state=waiting, party=blocking), world)
    if state.first and party.speaks(state.first.party):
        return _bent(state, party, world)
    if unanswered(state):
        noted = letter("appointment_noted", party, state, world)
        return Outcome(state, (ordered(noted, "The other parties have not answered yet."),))
    return book(state, next(o.slot for o in answer.offers if o.number == best(state)), world)


def _bent(state: State, party: Party, world: World) -> Outcome:
    """The one who was asked first can make it after all; the others hear of those times only."""
    slots = [o.slot for o in state.open_offers if o.number in party.yes]
    ready = ready_for(state, party, slots, world.hours(state.person).zone)
    if not unanswered(ready):
        return book(replace(ready, first=None), slots[0], world)
    noted = ordered(letter("appointment_noted", party, ready, world), "The other parties have not answered yet.")
    offered = shared_out(ready, party.yes, world)
    return replace(offered, actions=(*offered.actions, noted))


def _again(answer: _Answer, world: World) -> Outcome:
    """Another round; while calendars were only asked about, what suits is all that changes."""
    state, said = answer.state, answer.said
    if state.phase is not Phase.ASKING or state.offers:
        return next_round(state, world, said, answer.party)
    if not says_when(said) or state.round > 2 * world.settings.rounds:
        return to_person(state, EscalationReason.NEGOTIATION, "No free time suits.")
    return search(replace(state, round=state.round + 1), world, answer.party)


def _suggested(answer: _Answer, world: World) -> Outcome | None:
    """One exact time that is free is booked at once; the times offered are kept until it stands."""
    state = answer.state
    start = moved_to(answer.said, state.wish.length)
    if start is None or world.events is None or len(required(state)) > 1 or not answer.party.required:
        return None
    wished = _heard(answer, world).state
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
    if reading.has_intent("act.stop") and REMINDERS.search(reading.new_text.text):
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
    return _details(answer, world, "The party asks about the meeting.")


def _details(answer: _Answer, world: World, why: str) -> Outcome:
    slots = tuple(shown(o.slot, answer.state, world, answer.party, o.number) for o in answer.offers)
    asks = asks_number(answer.state, world.settings)
    told = letter("appointment_details", answer.party, answer.state, world, slots=slots, ask_number=asks)
    return Outcome(answer.state, (ordered(replace(told, choices=True), why),))


def _condition(reading: Reading) -> str:
    """The words of a condition, up to the end of its clause."""
    begins = (i.span[0] for i in reading.intents if i.name == "act.conditional")
    return " ".join(re.split(r"[,.;!?\n]", reading.new_text.text[at:], maxsplit=1)[0] for at in begins)


def _conditional(answer: _Answer, world: World) -> Outcome:
    """A condition that is met makes a yes; any other keeps the times as they are held, and is asked after."""
    state, meant = answer.state, answer.meant
    medium = medium_in(_condition(answer.reading))
    sole = meant or (answer.offers if len(answer.offers) == 1 else ())
    if medium and sole and named.medium(world.sort(state), medium) == medium and state.medium in {"", medium}:
        agreed = replace(answer.bound, act=Act.ACCEPT, numbers=tuple(o.number for o in sole))
        return _accepted(replace(answer, state=replace(state, medium=medium), bound=agreed), world)
    if state.phase is not Phase.OFFERED or state.hold_until is None:
        return to_person(state, EscalationReason.UNCLEAR, "The party agrees on a condition, and no time is held.")
    zone = ZoneInfo(world.hours(state.person).zone)
    slots = tuple(shown(o.slot, state, world, answer.party, o.number) for o in meant or answer.offers)
    told = letter(
        "appointment_tentative", answer.party, state, world, slots=slots, hold_until=state.hold_until.astimezone(zone)
    )
    return Outcome(state, (ordered(told, "The party agrees on a condition; the time is held until they know."),))


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
    """Whoever is copied in or written out and named as coordinating speaks for the party from now on."""
    copied = newcomers(answer.state, answer.reading, world)
    if len(copied) != 1:
        why = "Somebody else shall coordinate, and it is not clear who."
        return to_person(answer.state, EscalationReason.UNCLEAR, why)
    speaker = copied[0]
    state = answer.state.with_party(replace(answer.party, speakers=(*answer.party.speakers, speaker)))
    if not state.open_offers:
        return _still(state)
    mail = replace(offers_letter(answer.party, state, world), to=(speaker,))
    return Outcome(state, (ordered(mail, "This person speaks for the party from now on."),))
