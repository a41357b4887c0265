"""The negotiation under events in any order: late, twice, stale, from anybody, with clock and calendar at will."""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from secretary.domain.action import DeleteEvent, PutEvent
from secretary.domain.address import Address
from secretary.domain.effect import EffectState, RemoveEvent, Settled
from secretary.domain.event import Attendee, CalendarMessage, Event, Method, Partstat
from secretary.domain.office import Role
from secretary.domain.reading import Absence, MailKind
from secretary.services.appointments.orders.carrying import told_to
from secretary.services.appointments.orders.plan import Deed, Item, Order
from secretary.services.appointments.state import HoldState, Phase
from secretary.services.face import Asked, EffectSettled, Replied, ServiceEvent, TimerFired
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, Talk, reading

STRANGER = Address("mallory@anderswo.test", "Mallory")
TEXTS = (
    "number 1 please", "number 2 please", "number 9 please", "yes", "none of these work", "Tuesday works",
    "any time is fine", "Please cancel our meeting", "Could we reschedule our meeting?", "we no longer need it",
    "Please stop writing, never mind", "What is it about?", "Thank you!", "I can attend as scheduled", "",
)  # fmt: skip
TIMERS = st.sampled_from(["hold", "search", "nudge", "resume", "watch", "unknown"])
SENDERS = st.sampled_from([JANE, JANE, JANE, ANNA, STRANGER])
MOST_TO_CLIENT_PER_EVENT = 1


@dataclass
class Slow(Talk):
    """Effects wait in line, as in the house, and are carried out when the test says so."""

    line: deque[PutEvent | DeleteEvent] = field(default_factory=deque)

    def do(self, action: object) -> None:
        if isinstance(action, PutEvent | DeleteEvent):
            self.line.append(action)
        else:
            super().do(action)

    def carry_out(self) -> EffectSettled:
        """The first in line."""
        action = self.line.popleft()
        if isinstance(action, PutEvent):
            return EffectSettled(self.put(action))
        self.stored.pop(action.uid, None)
        return EffectSettled(Settled("k", RemoveEvent(action.calendar, action.uid), EffectState.SENT))


class AnyOrder(RuleBasedStateMachine):
    """Every rule is one event; what must hold is checked after each."""

    def __init__(self) -> None:
        super().__init__()
        self.talk, self.told, self.hands = Slow(), [], 0

    def tell(self, event: ServiceEvent) -> None:
        silent = {p.address.key for p in self.talk.state.parties if p.silent} if self.talk.state else set()
        before = len(self.talk.mails)
        self.told.append(event)
        self.talk.tell(event)
        new = self.talk.mails[before:]
        for party in (JANE, STRANGER):
            assert sum(m.to == (party,) for m in new) <= MOST_TO_CLIENT_PER_EVENT, [m.template for m in new]
        nudges = [m for m in new if m.template == "appointment_nudge"]
        assert not silent & {a.key for m in nudges for a in m.to}

    @initialize()
    def asks(self) -> None:
        self.tell(Asked(reading("Could we meet with Anna Muster?"), Role.CLIENT, "request"))

    @rule(text=st.sampled_from(TEXTS), sender=SENDERS)
    def writes(self, text: str, sender: Address) -> None:
        self.tell(Replied(reading(text, sender), OFFICE.role_of(sender)))

    @rule(text=st.sampled_from(TEXTS))
    def asks_again(self, text: str) -> None:
        self.tell(Asked(reading(text), Role.CLIENT, "request"))

    @rule(deed=st.sampled_from([Deed.CANCEL, Deed.MOVE]), stale=st.booleans())
    def a_plan_gives_an_order(self, deed: Deed, *, stale: bool) -> None:
        state = self.talk.state
        slots = [o.slot for o in state.open_offers] if state else []
        if state and state.booked:
            booked = state.booked
            item = Item(1, "ABCDEFGH", "", booked.slot, booked.uid, booked.sequence + stale, state.serial)
        elif state and slots:
            item = Item(1, "ABCDEFGH", "", slots[0], serial=state.serial + stale)
        else:
            return
        self.tell(TimerFired("order PLAN2345", told_to(item, Order(deed, ANNA, "en", "anna", several=True))))

    @rule(days=st.integers(-2, 30))
    def is_away(self, days: int) -> None:
        absence = Absence(back_on=self.talk.now + timedelta(days=days))
        self.tell(Replied(reading("away", JANE, MailKind.OUT_OF_OFFICE, absence=absence), Role.CLIENT))

    @precondition(lambda self: self.talk.line)
    @rule()
    def the_first_in_line_is_done(self) -> None:
        self.tell(self.talk.carry_out())

    @precondition(lambda self: self.told)
    @rule(data=st.data())
    def something_is_heard_again(self, data: st.DataObject) -> None:
        self.tell(data.draw(st.sampled_from(self.told)))

    @rule(name=TIMERS)
    def a_timer_fires_whether_set_or_not(self, name: str) -> None:
        self.talk.timers.pop(name, None)
        self.tell(TimerFired(name))

    @precondition(lambda self: self.talk.timers)
    @rule()
    def time_passes_to_the_next_timer(self) -> None:
        name, due = min(self.talk.timers.items(), key=lambda t: (t[1], t[0]))
        self.talk.now = max(self.talk.now, due)
        self.talk.timers.pop(name)
        self.tell(TimerFired(name))

    @rule(hours=st.integers(1, 30 * 24), length=st.integers(1, 6))
    def somebody_books_by_hand(self, hours: int, length: int) -> None:
        self.hands += 1
        start = NOW + timedelta(hours=hours)
        self.talk.busy.append(Event(f"hand{self.hands}", start, start + timedelta(hours=length), calendar="work"))

    @precondition(lambda self: self.talk.state and self.talk.state.booked)
    @rule(sequence=st.integers(0, 3), partstat=st.sampled_from(Partstat), sender=SENDERS)
    def a_calendar_program_answers(self, sequence: int, partstat: Partstat, sender: Address) -> None:
        assert self.talk.state and self.talk.state.booked  # noqa: PT018 - the precondition, for the types
        told = CalendarMessage(
            Method.REPLY, self.talk.state.booked.uid, sequence, NOW, attendees=(Attendee(sender, partstat),)
        )
        answer = reading("", sender, MailKind.CALENDAR, calendar=(told,))
        self.tell(Replied(answer, OFFICE.role_of(sender)))

    @rule(away=st.booleans())
    def the_calendar_server_goes_or_comes(self, away: bool) -> None:  # noqa: FBT001 - drawn
        self.talk.away = away

    @invariant()
    def what_is_held_has_an_end(self) -> None:
        state = self.talk.state
        if state and state.phase is Phase.OFFERED and state.hold_until and "hold" not in self.talk.timers:
            # Only a hold timer that fired out of turn may be missing, and that one releases everything.
            assert not any(o.state is HoldState.HELD for o in state.offers)

    @invariant()
    def what_stands_in_the_calendar_is_known_or_about_to_go(self) -> None:
        state = self.talk.state
        known = {o.uid for o in state.open_offers} if state else set()
        known |= {b.uid for b in (state.booked, state.wanted) if b} if state else set()
        known |= {a.uid for a in self.talk.line}
        assert set(self.talk.stored) <= known | self._ended()

    def _ended(self) -> set[str]:
        """A meeting that was cancelled may stand as cancelled."""
        return {u for u, (_, ics) in self.talk.stored.items() if "STATUS:CANCELLED" in ics}

    @invariant()
    def nothing_held_overlaps(self) -> None:
        slots = sorted(i for uid, (i, _) in self.talk.stored.items() if "-hold" in uid)
        assert all(a.end <= b.start for a, b in itertools.pairwise(slots))

    def teardown(self) -> None:
        """Once everything is carried out, nothing is left in the calendar that nobody looks after."""
        for _ in range(600):  # each order of a plan may put and take back three holds
            if not self.talk.line:
                break
            self.tell(self.talk.carry_out())
        assert not self.talk.line
        self.what_stands_in_the_calendar_is_known_or_about_to_go()


AnyOrder.TestCase.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyOrder = AnyOrder.TestCase
