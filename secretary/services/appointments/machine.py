"""The negotiation: (state, event) → (state, actions), pure and total.

Promises: any event in any state gives a next state; one that makes no sense there changes
nothing; a mail of a person that is not understood goes to a person. Automated mail is never taken
for an answer. Every hold is booked, released, or has a timer running.
Never does: read a calendar or a clock; both come with the `World`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from secretary.domain.action import EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState, SendMail, Settled, StoreEvent
from secretary.domain.event import CalendarMessage, Method
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Reading, Trust
from secretary.services.appointments.asking import begin
from secretary.services.appointments.booking import book, booking_settled, itip_counter, itip_reply, withdraw
from secretary.services.appointments.offering import (
    HOLD_TIMER,
    SEARCH_TIMER,
    find,
    hold_settled,
    lapse,
    narrowed,
    next_round,
    release,
    search,
)
from secretary.services.appointments.replies import Act, Bound, Numbered, bind, bind_booked
from secretary.services.appointments.state import Offer, Phase, State
from secretary.services.appointments.world import Outcome, World, note, ordered, question, to_person
from secretary.services.face import Asked, EffectSettled, Replied, ServiceEvent, TimerFired

SILENT = frozenset(
    {MailKind.AUTO_REPLY, MailKind.OUT_OF_OFFICE, MailKind.RECEIPT, MailKind.LIST, MailKind.NEWSLETTER,
     MailKind.NOTIFICATION, MailKind.SPAM}
)  # fmt: skip
_REST = {Phase.ENDED: CaseState.CLOSED}


def react(state: State | None, event: ServiceEvent, world: World) -> Outcome:
    """The next step."""
    match event:
        case Asked() if state is None or state.phase is Phase.ENDED:
            return begin(event, world)
        case Asked(reading, role) if state is not None:
            return _mail(state, reading, role, world)
        case Replied(reading, role):
            return _mail(state, reading, role, world) if state else _lost(reading)
        case EffectSettled(settled) if state is not None:
            return _settled(state, settled, world)
        case TimerFired(name) if state is not None:
            return _timer(state, name, world)
        case _:
            return Outcome(state)


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=_REST.get(state.phase, CaseState.WAITING))


def _lost(reading: Reading) -> Outcome:
    """An answer to a negotiation that is not on record."""
    if reading.kind.kind in SILENT:
        return Outcome(None)
    return to_person(None, EscalationReason.UNCLEAR, "This answers a search for an appointment that is not on record.")


# --- effects and timers -----------------------------------------------------------------


def _settled(state: State, settled: Settled, world: World) -> Outcome:
    deed = settled.deed
    if isinstance(deed, SendMail):
        return _mail_settled(state, settled, world)
    if not isinstance(deed, StoreEvent):
        return _still(state)
    if state.phase is Phase.BOOKING and state.wanted and deed.uid == state.wanted.uid:
        return booking_settled(state, settled, world)
    if state.phase is Phase.HOLDING and any(o.uid == deed.uid for o in state.offers):
        return hold_settled(state, settled, world, deed.uid)
    if state.booked and deed.uid == state.booked.uid and settled.state is EffectState.SENT:
        return replace(_still(state), state=replace(state, booked=replace(state.booked, etag=settled.etag)))
    return _still(state)


def _mail_settled(state: State, settled: Settled, world: World) -> Outcome:
    """Offers that never reached the party hold nothing."""
    offers = isinstance(settled.deed, SendMail) and settled.deed.template == "appointment_offers"
    if not offers or settled.state is not EffectState.REFUSED or state.phase is not Phase.OFFERED:
        return _still(state)
    freed, released = release(state, world)
    told = to_person(replace(freed, phase=Phase.LAPSED), EscalationReason.UNDELIVERABLE, settled.detail or "Not sent.")
    return replace(told, actions=(*released, *told.actions))


def _timer(state: State, name: str, world: World) -> Outcome:
    if name == SEARCH_TIMER and state.phase is Phase.SEARCHING:
        return search(state, world)
    if name != HOLD_TIMER or state.phase is not Phase.OFFERED:
        return _still(state)
    lapsed, released = lapse(state, world)
    return Outcome(lapsed, (*released, *note("principal_note", lapsed, world, kind="lapsed", detail="")))


# --- mails ------------------------------------------------------------------------------


def _mail(state: State, reading: Reading, role: Role, world: World) -> Outcome:
    if reading.kind.kind is MailKind.BOUNCE:
        return _bounced(state, reading, world)
    if reading.calendar:
        return _calendar(state, reading, world)
    if reading.kind.kind in SILENT or not reading.kind.may_answer:
        return _absent(state, reading, world)
    if role is Role.PRINCIPAL or role is Role.ASSISTANT:
        return _of_the_office(state, reading, world)
    if state.party.key not in {reading.sender.address.key, reading.sender.answer_to.key}:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "Somebody else answered in the party's place.")
    return _of_the_party(state, reading, world)


def _absent(state: State, reading: Reading, world: World) -> Outcome:
    """Automated mail is no answer; an absence longer than the times are held is told to the principal."""
    back = reading.kind.absence.back_on if reading.kind.absence else None
    theirs = reading.sender.address.key == state.party.key
    if state.phase is not Phase.OFFERED or not (theirs and back and state.hold_until and back > state.hold_until):
        return _still(state)
    return Outcome(state, note("principal_note", state, world, kind="absent", detail=back.date().isoformat()))


def _bounced(state: State, reading: Reading, world: World) -> Outcome:
    """A mail to the party came back for good: nothing is held for somebody who never heard of it."""
    if not any(b.permanent and b.recipient.key in {state.party.key, ""} for b in reading.kind.bounces):
        return _still(state)
    freed, released = release(state, world)
    phase = state.phase if state.booked else Phase.LAPSED
    told = to_person(replace(freed, phase=phase), EscalationReason.UNDELIVERABLE, f"No mail reaches {state.party}.")
    return replace(told, actions=(*released, *told.actions))


def _calendar(state: State, reading: Reading, world: World) -> Outcome:
    """An iTIP message counts only from the address that it speaks for."""
    told = reading.calendar[0]
    if told.defects and not told.uid:
        return to_person(state, EscalationReason.UNREADABLE, "; ".join(told.defects))
    if reading.sender.address.key != state.party.key or reading.sender.trust is Trust.FAILED:
        return to_person(state, EscalationReason.UNKNOWN_SENDER, "A calendar message came from somebody else.")
    return _itip(state, told, world)


def _itip(state: State, told: CalendarMessage, world: World) -> Outcome:
    if told.method is Method.REPLY:
        return itip_reply(state, told, world)
    if told.method is Method.COUNTER:
        return itip_counter(state, told)
    return to_person(state, EscalationReason.NEGOTIATION, f"A calendar message of the kind {told.method.value} came.")


def _of_the_office(state: State, reading: Reading, world: World) -> Outcome:
    """A principal or assistant in the thread may call it off; anything else is between people."""
    if not (reading.has_intent("appointment.cancel") or reading.has_intent("act.withdraw")):
        return _still(state)
    if reading.sender.trust is not Trust.AUTHENTICATED:
        return to_person(state, EscalationReason.NOT_AUTHENTICATED, "An order to cancel came unauthenticated.")
    return withdraw(state, world) if state.phase is not Phase.ENDED else _still(state)


def _of_the_party(state: State, reading: Reading, world: World) -> Outcome:
    zone = world.hours(state.person).zone
    moving = state.booked is not None and state.phase in {Phase.OFFERED, Phase.LAPSED, Phase.ASKING}
    if state.booked and not moving and state.phase is Phase.BOOKED:
        return _after_booking(state, bind_booked(reading, state.booked.slot, zone), reading, world)
    offers = state.offers if state.phase is Phase.LAPSED else state.open_offers
    bound = bind(reading, tuple(Numbered(o.number, o.slot) for o in offers), zone)
    if state.phase in {Phase.OFFERED, Phase.LAPSED, Phase.ASKING}:
        return _answered(state, bound, offers, reading, world)
    return _meanwhile(state, bound, world)


def _meanwhile(state: State, bound: Bound, world: World) -> Outcome:
    """While something is being written, only a withdrawal is taken at once."""
    if state.phase is Phase.ENDED or bound.act in {Act.NOTHING, Act.REPEAT}:
        ended = state.phase is Phase.ENDED and bound.act is not Act.NOTHING
        return to_person(state, EscalationReason.UNCLEAR, "The matter was closed already.") if ended else _still(state)
    if bound.act is Act.WITHDRAW:
        return withdraw(state, world)
    return to_person(state, EscalationReason.UNCLEAR, "A mail came while the calendar was being written.")


def _answered(state: State, bound: Bound, offers: tuple[Offer, ...], reading: Reading, world: World) -> Outcome:
    """An answer to offers, open or lapsed."""
    meant = tuple(o for o in offers if o.number in bound.numbers)
    if bound.act is Act.WITHDRAW and state.booked and not reading.has_intent("appointment.cancel"):
        return to_person(state, EscalationReason.UNCLEAR, "Is the meeting off, or does it stay at its old time?")
    acts: dict[Act, Callable[[], Outcome]] = {
        Act.ACCEPT: lambda: book(state, meant[0].slot, world),
        Act.ASK_WHICH: lambda: _ask("which", meant, state, world),
        Act.DATE_UNCLEAR: lambda: _ask("date", offers, state, world),
        Act.REJECT: lambda: _again(state, reading, world),
        Act.MOVE: lambda: _again(state, reading, world),
        Act.CONSTRAIN: lambda: _suggested(state, reading, world) or _again(state, reading, world),
        Act.WITHDRAW: lambda: withdraw(state, world),
        Act.NOTHING: lambda: _still(state),
    }
    if bound.act is Act.ACCEPT and not meant:
        return to_person(state, EscalationReason.UNCLEAR, "There is no such offer.")
    unclear = to_person(state, EscalationReason.UNCLEAR, f"The answer was not understood ({bound.rule}).")
    return acts.get(bound.act, lambda: unclear)()


def _again(state: State, reading: Reading, world: World) -> Outcome:
    """Another round; while calendars were only asked about, the wish is all that changes."""
    if state.phase is Phase.ASKING and not state.offers:
        return search(replace(state, wish=narrowed(state.wish, reading.constraints)), world)
    return next_round(state, world, reading.constraints)


def _suggested(state: State, reading: Reading, world: World) -> Outcome | None:
    """One exact time that is free is booked at once; the times offered are kept until it stands."""
    allowed = reading.constraints.allowed if reading.constraints else ()
    if len(allowed) != 1 or allowed[0].end - allowed[0].start > state.wish.length or world.events is None:
        return None
    found = find(replace(state, wish=narrowed(state.wish, reading.constraints)), world)
    return book(state, found[0], world) if len(found) == 1 else None


def _ask(kind: str, offers: tuple[Offer, ...], state: State, world: World) -> Outcome:
    """One question a round, then a person."""
    if state.asked or not offers:
        return to_person(state, EscalationReason.UNCLEAR_DATE, "It is still not clear which time is meant.")
    why = "The answer fits several offers." if kind == "which" else "Weekday and date do not agree."
    return Outcome(replace(state, asked=1), (ordered(question(kind, offers, state, world), why),))


def _after_booking(state: State, bound: Bound, reading: Reading, world: World) -> Outcome:
    if bound.act is Act.WITHDRAW:
        return withdraw(state, world)
    if bound.act is Act.MOVE and state.booked:
        # The old event stands until a new time is agreed; its time is not offered again.
        wish = replace(state.wish, allowed=(), daily=(), excluded=(*state.wish.excluded, state.booked.slot))
        return search(replace(state, wish=narrowed(wish, reading.constraints), offers=(), round=1, asked=0), world)
    if bound.act is Act.LATE:
        words = reading.new_text.text[:200]
        return Outcome(state, note("principal_note", state, world, kind="late", detail=words))
    if bound.act in {Act.NOTHING, Act.REPEAT, Act.ACCEPT}:
        return _still(state)
    return to_person(
        state, EscalationReason.UNCLEAR, f"A mail about a booked meeting was not understood ({bound.rule})."
    )
