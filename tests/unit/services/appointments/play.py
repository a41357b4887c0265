"""A simulated office: many negotiations at once against one calendar, by seed, on the pure machine.

Clients have calendars and habits of their own; the principal books by hand in between; some answer
late, not at all, from a holiday, or change their mind after booking. Nothing here is a real clock.
"""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from secretary.domain.action import Answer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.event import Attendee, CalendarMessage, Event, Interval, Method, Partstat
from secretary.domain.office import Role
from secretary.domain.reading import Absence, MailKind
from secretary.domain.when import Constraints, Window
from secretary.services.appointments.availability import Terms, Wish, busy_events, free_slots
from secretary.services.appointments.machine import react
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, Replied, TimerFired
from tests.unit.services.appointments.conversation import HOURS, JANE, NOW, OFFICE, Talk, reading

HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
END = NOW + timedelta(days=60)
HABITS = ("cooperative",) * 6 + ("chooses", "silent", "away", "withdraws", "refuses", "vague", "stops")
AFTERWARDS = ("nothing",) * 5 + ("moves", "cancels", "accepts", "declines")


@dataclass(slots=True)
class Negotiation(Talk):
    """One case of the office; its events live in the shared calendar."""

    office: Simulation | None = None
    client: Address = JANE
    habit: str = "cooperative"
    afterwards: str = "nothing"
    free: tuple[Interval, ...] = ()
    number: int = 0
    stopped_at: int | None = None
    seen: int = 0
    moves: int = 0

    def events(self) -> tuple[Event, ...]:
        """Everything in the calendar, also what other negotiations have written."""
        return self.office.events() if self.office else ()

    def tell(self, event: object) -> None:
        case = Case(f"CASE{self.number:04}", "main", "Termin", self.client, NOW, language="en")
        world = World(OFFICE, case, self.settings, self.now, self.events())
        outcome = react(self.state, event, world)  # type: ignore[arg-type]
        if outcome.state:
            assert State.of_json(outcome.state.to_json()) == outcome.state
        self.state, self.case_state = outcome.state, outcome.case_state
        for ordered in outcome.actions:
            self.do(ordered.action)

    def mails_to_client(self) -> list[Answer]:
        return [m for m in self.mails if m.to == (self.client,)]


@dataclass
class Simulation:
    """The shared calendar and the clock; `run` plays everything until nothing is left to happen."""

    seed: int
    size: int = 12
    foreign: list[Event] = field(default_factory=list)
    negotiations: list[Negotiation] = field(default_factory=list)
    queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    ticket: int = 0
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - no secret
        self.foreign += [self._busy(n) for n in range(self.chance.randrange(30))]
        for number in range(self.size):
            self._client(number)
        for _ in range(6):
            self.at(NOW + self._while(30 * 24), self._by_hand)

    def events(self) -> tuple[Event, ...]:
        ours = (e for n in self.negotiations for e in Talk.events(n))
        return (*self.foreign, *ours)

    def at(self, when: datetime, what: Callable[[], None]) -> None:
        self.ticket += 1
        heapq.heappush(self.queue, (when, self.ticket, what))

    def run(self) -> None:
        while self.queue:
            when, _, what = heapq.heappop(self.queue)
            self.now = max(self.now, when)
            what()

    def _while(self, hours: float) -> timedelta:
        return timedelta(minutes=self.chance.randrange(1, int(hours * 60)))

    def _slot(self, days: int = 25) -> Interval:
        start = NOW + DAY * self.chance.randrange(days) + HALF_HOUR * self.chance.randrange(-2, 16)
        return Interval(start, start + HALF_HOUR * self.chance.randrange(1, 5))

    def _busy(self, number: int) -> Event:
        slot = self._slot()
        return Event(f"foreign{number}", slot.start, slot.end, calendar="work")

    def _by_hand(self) -> None:
        """The principal writes into their own calendar, where it looks free to them."""
        slot = self._slot()
        if slot.start > self.now and not any(e.interval.overlaps(slot) for e in self.events()):
            self.foreign.append(Event(f"hand{len(self.foreign)}", slot.start, slot.end, calendar="work"))

    # --- one client ---------------------------------------------------------------------

    def _client(self, number: int) -> None:
        talk = Negotiation(
            office=self,
            client=Address(f"client{number}@kunde{number}.test", f"Client {number}"),
            habit=self.chance.choice(HABITS),
            afterwards=self.chance.choice(AFTERWARDS),
            free=tuple(sorted(self._slot(20) for _ in range(self.chance.randrange(1, 40)))),
            number=number,
        )
        self.negotiations.append(talk)
        asks = reading("Could we meet with Anna Muster?", talk.client)
        self.at(NOW + self._while(72), lambda: self._say(talk, Asked(asks, Role.CLIENT, "request")))

    def _say(self, talk: Negotiation, event: object) -> None:
        talk.now = self.now
        talk.tell(event)
        self._follow(talk)

    def _follow(self, talk: Negotiation) -> None:
        """Timers that were set, and the client's answer to the newest mail."""
        for name, when in list(talk.timers.items()):
            if when < END:
                self.at(when, lambda name=name, when=when: self._timer(talk, name, when))
        mails = talk.mails_to_client()
        if len(mails) > talk.seen:
            talk.seen = len(mails)
            self.at(self.now + self._while(20), lambda mail=mails[-1]: self._answers(talk, mail))

    def _timer(self, talk: Negotiation, name: str, when: datetime) -> None:
        if talk.timers.get(name) == when:  # not replaced or dropped meanwhile
            talk.timers.pop(name)
            self._say(talk, TimerFired(name))

    def _answers(self, talk: Negotiation, mail: Answer) -> None:
        if talk.stopped_at is not None or talk.state is None or talk.state.phase is Phase.ENDED:
            return
        if mail.template in {"appointment_offers", "appointment_ask", "appointment_nudge"}:
            self._reply(talk)
        elif mail.template in {"appointment_booked", "appointment_moved"}:
            self._after(talk)

    def _reply(self, talk: Negotiation) -> None:
        habit = talk.habit if talk.habit not in {"away", "vague"} or talk.seen < 3 else "chooses"
        if habit == "away":
            back = self.now + DAY * self.chance.randrange(1, 12)
            away = reading("away", talk.client, MailKind.OUT_OF_OFFICE, absence=Absence(back_on=back))
            self._say(talk, Replied(away, Role.CLIENT))
            return
        text = {
            "chooses": f"number {self.chance.randrange(1, 4)} please", "withdraws": "we no longer need it",
            "refuses": "none of these work", "vague": "yes", "stops": "Please stop writing, never mind",
        }.get(habit)  # fmt: skip
        if habit in {"withdraws", "stops"}:
            talk.stopped_at = len(talk.mails_to_client()) + 1  # one confirmation may still come
        if text:
            self._say(talk, Replied(reading(text, talk.client), Role.CLIENT))
        elif habit == "cooperative":
            self._chooses(talk)

    def _chooses(self, talk: Negotiation) -> None:
        """Takes what suits, else names all times that do."""
        state = talk.state
        assert state is not None
        suits = [o.number for o in state.open_offers if any(_within(o.slot, f) for f in talk.free)]
        if suits:
            self._say(talk, Replied(reading(f"number {suits[0]} please", talk.client), Role.CLIENT))
            return
        windows = tuple(Window(f.start, f.end, "", (0, 0)) for f in talk.free if f.start > self.now)
        if windows:
            said = Constraints(allowed=windows)
            self._say(talk, Replied(reading("I can do these times.", talk.client, constraints=said), Role.CLIENT))

    def _after(self, talk: Negotiation) -> None:
        booked = talk.state.booked if talk.state else None
        if booked is None or talk.moves:
            return
        talk.moves += 1
        text = {"moves": "Could we reschedule our meeting?", "cancels": "Please cancel our meeting"}.get(
            talk.afterwards
        )
        if text:
            if talk.afterwards == "cancels":
                talk.stopped_at = len(talk.mails_to_client()) + 1
            self._say(talk, Replied(reading(text, talk.client), Role.CLIENT))
        elif talk.afterwards in {"accepts", "declines"}:
            status = Partstat.ACCEPTED if talk.afterwards == "accepts" else Partstat.DECLINED
            told = CalendarMessage(
                Method.REPLY, booked.uid, booked.sequence, attendees=(Attendee(talk.client, status),)
            )
            answer = reading("", talk.client, MailKind.CALENDAR, calendar=(told,))
            self._say(talk, Replied(answer, Role.CLIENT))


def _within(slot: Interval, free: Interval) -> bool:
    return free.start <= slot.start and slot.end <= free.end


def common_slot_exists(talk: Negotiation, foreign: list[Event]) -> bool:
    """Whether client and principal ever had a half hour in common, in office hours, far enough ahead."""
    windows = tuple(Window(f.start, f.end, "", (0, 0)) for f in talk.free)
    terms = Terms(HOURS, talk.settings, NOW + timedelta(days=8))
    return bool(windows) and bool(free_slots(Wish(HALF_HOUR, windows), terms, busy_events(foreign, talk.settings)))


def outcomes(simulation: Simulation) -> Counter[str]:
    """How the negotiations stand in the end."""
    found: Counter[str] = Counter()
    for talk in simulation.negotiations:
        how = "escalated" if talk.escalations else str(talk.state.phase.value if talk.state else "none")
        found[how] += 1
        found["booked ever"] += any(m.template == "appointment_booked" for m in talk.mails)
    return found
