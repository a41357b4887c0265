"""The negotiation: (state, event) → (state, actions), pure and total.

Promises: any event in any state gives a next state; one that makes no sense there changes
nothing; a mail of a person that is not understood goes to a person. Automated mail is never taken
for an answer. Every hold is booked, released, or has a timer running.
Never does: read a calendar or a clock; both come with the `World`.
"""

from __future__ import annotations

from dataclasses import replace

from secretary.domain.action import DropTimer, EscalationReason, SetTimer
from secretary.domain.case import CaseState
from secretary.domain.effect import EffectState, SendMail, Settled, StoreEvent
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Reading
from secretary.services.appointments.answering import of_the_party
from secretary.services.appointments.asking import begin
from secretary.services.appointments.attending.free_busy import FREE_BUSY
from secretary.services.appointments.attending.machine import attend, of_others
from secretary.services.appointments.attending.state import Attendance
from secretary.services.appointments.booking import booking_settled
from secretary.services.appointments.calendar.messages import calendar_message
from secretary.services.appointments.deadlines import next_morning
from secretary.services.appointments.elsewhere import CANCEL, MOVE, elsewhere
from secretary.services.appointments.exact import OFFER, offer_exactly
from secretary.services.appointments.offering import (
    hold_settled,
    lapse,
    nudge,
    release,
    search,
)
from secretary.services.appointments.ordering import of_the_office, told_why
from secretary.services.appointments.orders.agenda import AGENDA, BLOCK, order
from secretary.services.appointments.orders.carrying import carry_out, is_order
from secretary.services.appointments.orders.owed import OWED, owed
from secretary.services.appointments.state import Party, Phase, State
from secretary.services.appointments.watching import next_look, watch
from secretary.services.appointments.world import (
    HOLD_TIMER,
    NUDGE_TIMER,
    RESUME_TIMER,
    SEARCH_TIMER,
    WATCH_TIMER,
    Outcome,
    World,
    note,
    ordered,
    to_person,
)
from secretary.services.face import Asked, EffectSettled, Replied, ServiceEvent, TimerFired, Told

INVITATION = "invitation"  # the request for calendar messages about meetings of others
SILENT = frozenset(
    {MailKind.AUTO_REPLY, MailKind.OUT_OF_OFFICE, MailKind.RECEIPT, MailKind.LIST, MailKind.NEWSLETTER,
     MailKind.NOTIFICATION, MailKind.SPAM}
)  # fmt: skip


def react(state: State | Attendance | None, event: ServiceEvent, world: World) -> Outcome:
    """The next step."""
    if isinstance(state, Attendance):
        return attend(state, event, world)
    if isinstance(event, Asked):
        return _asked(state, event, world)
    if isinstance(event, Replied):
        return _mail(state, event.reading, event.role, world) if state else _lost(event.reading, world)
    if isinstance(event, Told):
        return told_why(state, event, world) if state else Outcome(state, case_state=CaseState.ESCALATED)
    if state is None:  # as an agenda: it was sent, and nothing is led
        return Outcome(None, case_state=world.case.state)
    return _settled(state, event.settled, world) if isinstance(event, EffectSettled) else _timer(state, event, world)


def _asked(state: State | None, asked: Asked, world: World) -> Outcome:
    if asked.request in {INVITATION, FREE_BUSY} and state is None:
        return of_others(asked.reading, world, asked.params, allowed=asked.request == FREE_BUSY)
    if asked.request == OWED:
        return replace(owed(asked, world), state=state)
    if asked.request in {AGENDA, BLOCK}:
        return replace(order(asked, world), state=state)
    if asked.request == OFFER:
        return offer_exactly(state, asked, world)
    if state is None or state.phase is Phase.ENDED:
        return elsewhere(asked, world) if asked.request in {MOVE, CANCEL} else begin(asked, world)
    return _mail(state, asked.reading, asked.role, world)


def _still(state: State) -> Outcome:
    return Outcome(state, case_state=CaseState.CLOSED if state.phase is Phase.ENDED else CaseState.WAITING)


def _lost(reading: Reading, world: World) -> Outcome:
    """An answer to a negotiation that is not on record, or a further message about a meeting of others."""
    if reading.calendar:
        return of_others(reading, world)
    if reading.kind.kind in SILENT or reading.has_intent("thanks"):
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
        return _looked_after(booking_settled(state, settled, world), world)
    if state.phase is Phase.HOLDING and any(o.uid == deed.uid for o in state.offers):
        return hold_settled(state, settled, world, deed.uid)
    first = deed.calendar in world.homes(state)[:1]
    if first and state.booked and deed.uid == state.booked.uid and settled.state is EffectState.SENT:
        return replace(_still(state), state=replace(state, booked=replace(state.booked, etag=settled.etag)))
    return _still(state)


def _looked_after(outcome: Outcome, world: World) -> Outcome:
    """From now on the calendar is looked at, until the meeting has taken place."""
    booked = outcome.state.booked if outcome.state else None
    if booked is None or outcome.state is None:
        return outcome
    if outcome.state.phase is not Phase.BOOKED and outcome.state.date is None:
        return outcome
    look = ordered(next_look(booked.slot, world.now), "Booked meetings are looked after.")
    return replace(outcome, actions=(*outcome.actions, look))


def _mail_settled(state: State, settled: Settled, world: World) -> Outcome:
    """Offers that never reached the party hold nothing."""
    offers = isinstance(settled.deed, SendMail) and settled.deed.template == "appointment_offers"
    if not offers or settled.state is not EffectState.REFUSED or state.phase is not Phase.OFFERED:
        return _still(state)
    freed, released = release(state, world)
    told = to_person(replace(freed, phase=Phase.LAPSED), EscalationReason.UNDELIVERABLE, settled.detail or "Not sent.")
    return replace(told, actions=(*released, *told.actions))


def _timer(state: State, fired: TimerFired, world: World) -> Outcome:
    name, resting = fired.name, state.phase in {Phase.LAPSED, Phase.ASKING}
    if is_order(name):
        return carry_out(state, fired.note, world)
    if name == WATCH_TIMER:
        return watch(state, world)
    if (name == SEARCH_TIMER and state.phase is Phase.SEARCHING) or (name == RESUME_TIMER and resting):
        return search(replace(state, tries=state.tries if name == SEARCH_TIMER else 0), world)
    if state.phase is not Phase.OFFERED or name not in {NUDGE_TIMER, HOLD_TIMER}:
        return _still(state)
    if name == NUDGE_TIMER:
        return nudge(state, world)
    lapsed, released = lapse(state, world)
    return Outcome(lapsed, (*released, *note("principal_note", lapsed, world, kind="lapsed")))


# --- mails ------------------------------------------------------------------------------


def _mail(state: State, reading: Reading, role: Role, world: World) -> Outcome:
    if reading.kind.kind is MailKind.BOUNCE:
        return _bounced(state, reading, world)
    if reading.calendar:
        return calendar_message(state, reading, world)
    party = state.party_of(reading.sender.address, reading.sender.answer_to)
    if reading.kind.kind in SILENT:
        return _absent(state, party, reading, world)
    if not reading.kind.may_answer:
        why = ", ".join(e.rule for e in reading.kind.evidence)
        return to_person(state, EscalationReason.UNCLEAR, f"It may be a machine's and is not answered by one ({why}).")
    if role is Role.PRINCIPAL or role is Role.ASSISTANT:
        return of_the_office(state, reading, world)
    return of_the_party(state, party, reading, world)


def _absent(state: State, party: Party | None, reading: Reading, world: World) -> Outcome:
    """Automated mail is no answer; whoever is away longer than the times are held gets others on return."""
    back = reading.kind.absence.back_on if reading.kind.absence else None
    if state.phase is not Phase.OFFERED or not (party and party.required and back):
        return _still(state)
    if state.hold_until is None or back <= state.hold_until:
        return _still(state)
    freed, released = release(state, world)
    excluded = (*freed.wish.excluded, *(o.slot for o in state.offers if o.slot.start < back))
    waiting = replace(freed, phase=Phase.LAPSED, offers=(), wish=replace(freed.wish, excluded=excluded))
    resume = next_morning(back, world.now, world.hours(state.person), world.settings)
    timer = ordered(SetTimer(RESUME_TIMER, resume), "Other times are offered when the party is back.")
    noted = note("principal_note", waiting, world, kind="absent", until=back.date())
    return Outcome(waiting, (*released, timer, *noted))


def _bounced(state: State, reading: Reading, world: World) -> Outcome:
    """A mail to the party came back: nothing is held for somebody who never heard of it.

    A mailbox that was full, or a server that was down until the mail expired, brought it back too.
    """
    hit = [b.recipient for b in reading.kind.bounces]
    if not any(not address.key or state.party_of(address) for address in hit):
        return _still(state)
    freed, released = release(state, world)
    phase = state.phase if state.booked else Phase.LAPSED
    told = to_person(replace(freed, phase=phase), EscalationReason.UNDELIVERABLE, f"No mail reaches {state.names}.")
    stop = ordered(DropTimer(RESUME_TIMER), "Nobody can be asked.")
    return replace(told, actions=(*released, stop, *told.actions))
