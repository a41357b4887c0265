"""The world: a clock, the calendars of two principals, and everybody who writes to their house.

Promises: the same seed plays the same, to the byte.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from secretary.domain.address import Address
from secretary.domain.event import Event, Interval, Method, Partstat
from secretary.domain.message import Message
from secretary.domain.when import Window
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots
from secretary.services.appointments.offering import own_uids
from secretary.services.appointments.state import Booking, Offer, Phase
from tests.unit.services.appointments.conversation import HOURS, NOW
from tests.worlds import words
from tests.worlds.buttons import PROGRAMS, Pressed
from tests.worlds.matter import BELFAST, Matter, Seat
from tests.worlds.people import ABROAD, AFTERWARDS, HABITS, HOME, MANNERS, STAND_IN, Client
from tests.worlds.post import QUOTES

WANTS_ANSWER = frozenset({"appointment_offers", "appointment_ask", "appointment_nudge", "appointment_again"})
HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)
END = NOW + timedelta(days=60)
ORDERED = 0.3  # of all matters begin with an order of the principal
JOINT = 0.25  # of all matters are about both principals
BY_HAND, REMOVED = 0.25, 0.4  # of all bookings are changed by hand, and of these are removed
OPTIONAL = 0.4  # of all meetings of two: the second need not come
BUTTONS = {
    "accepts": (Method.REPLY, Partstat.ACCEPTED),
    "declines": (Method.REPLY, Partstat.DECLINED),
    "delegates": (Method.REPLY, Partstat.DELEGATED),
    "counters": (Method.COUNTER, Partstat.TENTATIVE),
}
CALENDARS = ("work", "work", "bens")  # twice as much stands in the first one


@dataclass
class World:
    """The calendars and the clock; `run` plays everything until nothing is left to happen."""

    seed: int
    size: int = 12
    foreign: list[Event] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    ticket: int = 0
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - no secret
        self.foreign += [self._busy(n) for n in range(self.chance.randrange(30))]
        for number in range(self.size):
            self._enters(number)
        for _ in range(6):
            self.at(NOW + self._while(30 * 24), self._by_hand)

    def events(self) -> tuple[Event, ...]:
        ours = (e for matter in self.matters for e in matter.written.values())
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

    def _slot(self, days: int = 25, most: int = 5) -> Interval:
        start = NOW + DAY * self.chance.randrange(days) + HALF_HOUR * self.chance.randrange(-2, 14)
        return Interval(start, start + HALF_HOUR * self.chance.randrange(1, most))

    def _busy(self, number: int) -> Event:
        slot = self._slot()
        return Event(f"foreign{number}", slot.start, slot.end, calendar=self.chance.choice(CALENDARS))

    def _by_hand(self) -> None:
        """A principal writes into their own calendar, where it looks free to them."""
        slot, calendar = self._slot(), self.chance.choice(CALENDARS)
        if slot.start > self.now and self._looks_free(slot, calendar):
            self.foreign.append(Event(f"hand{len(self.foreign)}", slot.start, slot.end, calendar=calendar))

    def _looks_free(self, slot: Interval, calendar: str) -> bool:
        return not any(e.interval.overlaps(slot) for e in self.events() if e.calendar == calendar)

    # --- people -------------------------------------------------------------------------

    def _enters(self, number: int) -> None:
        """A client who asks, or a principal who orders a meeting with one or two."""
        ordered, joint = self.chance.random() < ORDERED, self.chance.random() < JOINT
        seats = tuple(Seat(self._client(number, n)) for n in range(self.chance.choice((1, 2)) if ordered else 1))
        for second in seats[1:]:
            second.optional = self.chance.random() < OPTIONAL
        matter = Matter(self, seats, number, joint)
        self.matters.append(matter)
        at = NOW + self._while(72)
        if ordered:
            self.at(at, lambda: self._after(matter, lambda: matter.order(words.order(self.chance, joint=joint))))
        else:
            text = seats[0].who.asks("Anna Muster", "Ben Bauer" if joint else "")
            self.at(at, lambda: self._after(matter, lambda: matter.writes(seats[0], text, None)))

    def _client(self, number: int, seat: int) -> Client:
        name = f"Client{number}{'abcd'[seat]}"
        zone = self.chance.choice((HOME,) * 6 + tuple(ABROAD))
        return Client(
            Address(f"{name.lower()}@kunde{number}{seat}.test", f"Kim {name}"),
            language=self.chance.choice(("de", "en")) if zone == HOME else "en",
            zone=zone,
            program=self.chance.choice(QUOTES),
            habit=self.chance.choice(HABITS),
            afterwards=self.chance.choice(AFTERWARDS),
            manner=self.chance.choice(MANNERS),
            calendar=self.chance.choice(PROGRAMS),
            free=_apart(self._slot(20, most=8) for _ in range(self.chance.randrange(1, 12))),
            chance=Random(self.chance.random()),  # noqa: S311 - no secret
        )

    def _after(self, matter: Matter, what: Callable[[], None]) -> None:
        """Let something happen to a matter; then come its timers, and answers to the newest mails."""
        matter.now = self.now
        before, stood = [len(s.inbox) for s in matter.seats], bool(matter.booked)
        what()
        matter.settle()
        if matter.booked and not stood:
            self._books(matter)
        for name, when in list(matter.timers.items()):
            if when < END:
                self.at(when, lambda name=name, when=when: self._timer(matter, name, when))
        offers = matter.state.open_offers if matter.state else ()
        for seat, had in zip(matter.seats, before, strict=True):
            if len(seat.inbox) > had:
                mail = len(seat.inbox)
                self.at(
                    self.now + self._while(20), lambda seat=seat, mail=mail: self._answers(matter, seat, mail, offers)
                )

    def _books(self, matter: Matter) -> None:
        if self.chance.random() < BY_HAND:
            self.at(self.now + self._while(60), lambda: self._by_hand_on(matter))

    def _timer(self, matter: Matter, name: str, when: datetime) -> None:
        if matter.timers.get(name) == when:  # not replaced or dropped meanwhile
            matter.timers.pop(name)
            self._after(matter, lambda: matter.wakes(name))

    def _answers(self, matter: Matter, seat: Seat, mail: int, offers: tuple[Offer, ...]) -> None:
        over = matter.state is None or matter.state.phase is Phase.ENDED
        if seat.stopped_at is not None or over or mail != len(seat.inbox):  # a newer mail is answered instead
            return
        if seat.templates[-1] in WANTS_ANSWER:
            self._answers_offers(matter, seat, mail, offers)
        elif (
            seat.templates[-1] in {"appointment_booked", "appointment_moved", "appointment_delegated"}
            and not seat.changed
        ):
            seat.changed = True
            self._afterwards(matter, seat)

    def _answers_offers(self, matter: Matter, seat: Seat, mail: int, offers: tuple[Offer, ...]) -> None:
        client = seat.who
        client.asked += 1
        if client.now_habit == "away":
            text = words.away(self.now + DAY * self.chance.randrange(1, 12), client.language)
            self._after(matter, lambda: matter.writes(seat, text, seat.newest, automatic=True))
            return
        if client.manner == "away-first" and client.asked == 1:
            away = words.away(self.now + DAY * self.chance.randrange(1, 6), client.language)
            self._after(matter, lambda: matter.writes(seat, away, seat.newest, automatic=True))
            self.at(self.now + self._while(20), lambda: self._chooses(matter, seat, mail, offers))
            return
        self._chooses(matter, seat, mail, offers)

    def _chooses(self, matter: Matter, seat: Seat, mail: int, offers: tuple[Offer, ...]) -> None:
        if mail != len(seat.inbox) or matter.state is None or matter.state.phase is Phase.ENDED:
            return
        client = seat.who
        text = client.answer(offers, self.now)
        matter.possible = matter.possible or self._is_possible(matter, seat)
        if client.now_habit in {"withdraws", "stops"}:
            seat.stopped_at = len(seat.inbox) + 1  # one confirmation may still come
        if text:
            self._sends(matter, seat, text)

    def _sends(self, matter: Matter, seat: Seat, text: str) -> None:
        """As a person's program and habits have it: beside the thread, or the same words twice."""
        answers = None if seat.who.manner == "anew" else seat.newest
        self._after(matter, lambda: matter.writes(seat, text, answers))
        if seat.who.manner == "twice":
            self.at(self.now + self._while(4), lambda: self._again(matter, seat, text, answers))

    def _again(self, matter: Matter, seat: Seat, text: str, answers: Message | None) -> None:
        before = len(matter.escalations)
        self._after(matter, lambda: matter.writes(seat, text, answers))
        seat.again += len(matter.escalations) - before

    def _is_possible(self, matter: Matter, seat: Seat) -> bool:
        """Whether honest clients have named or taken a time that is free; `seat` has just written."""
        client, state = seat.who, matter.state
        needed = [s for s in matter.seats if not s.optional and s.gone is None]
        if state is None or seat not in needed or any(s.who.now_habit != "honest" for s in needed):
            return False
        if client.taken and len(needed) == 1:
            return True
        windows = tuple(Window(f.start, f.end, "", (0, 0)) for f in _shared([s.who.told for s in needed]))
        calendars = CALENDARS if matter.joint else CALENDARS[:1]
        theirs = (e for e in self.events() if e.calendar in calendars)
        busy = busy_events(theirs, matter.settings, frozenset(own_uids(state)))
        earliest = self.now + timedelta(hours=matter.settings.notice_hours + 1)
        terms = Terms(HOURS, matter.settings, earliest, (BELFAST,) if matter.joint else ())
        return bool(windows) and bool(free_slots(Wish(HALF_HOUR, windows), terms, busy))

    def _afterwards(self, matter: Matter, seat: Seat) -> None:
        what, booked = seat.who.afterwards, matter.state.booked if matter.state else None
        if what == "stops" or (what == "cancels" and len(matter.seats) == 1):  # others hear of what comes of it
            seat.stopped_at = len(seat.inbox) + 1
        if what == "stops":  # what others agree to later is no business of theirs
            seat.gone = len(matter.booked)
        if what in {"thanks", "moves", "cancels", "stops"}:
            self._sends(matter, seat, seat.who.says(what))
        elif what in BUTTONS and booked:
            self._presses(matter, seat, booked)

    def _presses(self, matter: Matter, seat: Seat, booked: Booking) -> None:
        method, status = BUTTONS[seat.who.afterwards]
        wanted = seat.who.other_time(self.now, booked.slot) if method is Method.COUNTER else booked.slot
        if wanted is None:
            return
        old = booked.slot if method is Method.COUNTER else None
        instead = self._stand_in(matter, seat) if status is Partstat.DELEGATED else None
        pressed = Pressed(
            seat.who.calendar, method, booked.uid, booked.sequence, seat.who.address, status, wanted, self.now, old,
            instead.who.address if instead else None,
        )  # fmt: skip
        self._after(matter, lambda: matter.writes(seat, "", seat.newest, pressed=pressed))
        if instead and instead.inbox:
            seat.stopped_at, seat.gone = len(seat.inbox), len(matter.booked)
        elif instead:  # it came too late: nobody was sent
            matter.seats = matter.seats[:-1]

    def _stand_in(self, matter: Matter, seat: Seat) -> Seat:
        """A colleague who comes instead, with a calendar of their own."""
        number = len(matter.seats)
        client = replace(
            self._client(matter.number, number),
            address=Address(f"instead{number}@{seat.who.address.domain}", f"Lee Instead{number}"),
            habit="honest",
            manner="plain",
            afterwards=self.chance.choice(STAND_IN),
        )
        came = Seat(client, optional=seat.optional, joined=len(matter.booked))
        matter.seats = (*matter.seats, came)
        return came

    # --- principals ---------------------------------------------------------------------

    def _by_hand_on(self, matter: Matter) -> None:
        """A principal moves or removes what was booked, in their own calendar."""
        booked = matter.state.booked if matter.state and matter.state.phase is Phase.BOOKED else None
        homes = [key for key in matter.written if booked and key[1] == booked.uid]
        if booked is None or not homes or booked.slot.start < self.now + DAY:
            return
        key, slot = self.chance.choice(homes), self._slot(most=2)
        known = {p.address.key for p in matter.state.parties} if matter.state else set()
        matter.to_tell = tuple(s for s in matter.seats if s.who.address.key in known)
        if self.chance.random() < REMOVED:
            matter.removed = True
            del matter.written[key]
        elif slot.start > self.now + DAY and all(self._looks_free(slot, c) for c in CALENDARS):
            matter.by_hand.append(slot)
            matter.written[key] = replace(matter.written[key], start=slot.start, end=slot.end)


def _shared(told: Sequence[Sequence[Interval]]) -> tuple[Interval, ...]:
    """The stretches that everybody has named."""
    shared = tuple(told[0])
    for others in told[1:]:
        both = ((max(a.start, b.start), min(a.end, b.end)) for a in shared for b in others)
        shared = tuple(Interval(start, end) for start, end in both if start < end)
    return shared


def _apart(slots: Iterable[Interval]) -> tuple[Interval, ...]:
    """In order, without overlaps."""
    kept: list[Interval] = []
    for slot in sorted(slots):
        if not kept or kept[-1].end <= slot.start:
            kept.append(slot)
    return tuple(kept)
