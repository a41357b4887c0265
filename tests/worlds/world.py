"""The world: a clock, the principals' calendar, the house's pure core, and everybody who writes to it.

Promises: the same seed plays the same, to the byte. The mails are the house's own: composed by its
templates, read by its reader; what happens in between is decided by `react` alone.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from secretary.act.compose import Composer
from secretary.app.rules.files import shipped_lexicon
from secretary.domain.action import Answer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass
from secretary.domain.event import Event, Interval, Partstat
from secretary.domain.message import Message
from secretary.domain.office import Role
from secretary.domain.reading import Reading
from secretary.domain.when import Window
from secretary.services.appointments.free.availability import Terms, Wish, busy_events, free_slots
from secretary.services.appointments.machine import react
from secretary.services.appointments.offering import own_uids
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Offer, Phase, State
from secretary.services.appointments.world import World as Seen
from secretary.services.face import Asked, Replied, ServiceEvent, TimerFired
from secretary.understand.mime import parse_message
from secretary.understand.read import Reader
from tests.unit.services.appointments.conversation import ANNA, HOURS, NOW, OFFICE, Talk
from tests.worlds import words
from tests.worlds.people import ABROAD, AFTERWARDS, HABITS, HOME, Client
from tests.worlds.post import QUOTES, Letter, itip_reply, posted

HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)
END = NOW + timedelta(days=60)
TEMPLATES = {p.name: p.read_text("utf-8") for p in (Path(__file__).parents[2] / "templates").glob("*.j2")}
HOUSE = replace(OFFICE, languages=("de", "en"))
COMPOSER = Composer(HOUSE, TEMPLATES)
READER = Reader(
    shipped_lexicon(),
    ("mx.firma.test",),
    own=(HOUSE.address,),
    known=(HOUSE.address, *(p.address for p in HOUSE.people)),
)
WANTS_ANSWER = frozenset({"appointment_offers", "appointment_ask", "appointment_nudge", "appointment_again"})
ORDERED = 0.3  # of all matters begin with an order of the principal
SUBJECT = {"de": "Termin", "en": "Meeting"}


@dataclass(slots=True)
class Seat:
    """One person's side of a matter. `stopped_at` is how many mails may come at most once they said stop."""

    who: Client
    inbox: list[Message] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    stopped_at: int | None = None
    changed: bool = False


@dataclass(slots=True)
class Matter(Talk):
    """One case. `log` holds the bytes of every mail, in and out, beside what was written into calendars.

    `possible`: the one client who takes part has named or taken a time that was free; of two, both have named
    times, and one of those that both named is free.
    """

    world: World | None = None
    seats: tuple[Seat, ...] = ()
    number: int = 0
    letters: int = 0
    last: Reading | None = None
    thread: list[str] = field(default_factory=list)
    booked: list[Interval] = field(default_factory=list)
    possible: bool = False

    @property
    def case(self) -> Case:
        """The case as the house would have it on record."""
        first = self.seats[0].who
        subject = SUBJECT[first.language]
        return Case(f"CASE{self.number:04}", "main", subject, first.address, NOW, language=first.language)

    def events(self) -> tuple[Event, ...]:
        """Everything in the calendar, also what other matters have written."""
        return self.world.events() if self.world else ()

    def tell(self, event: ServiceEvent) -> None:
        self.last = event.reading if isinstance(event, Asked | Replied) else None
        seen = Seen(HOUSE, self.case, self.settings, self.now, self.events())
        outcome = react(self.state, event, seen)
        if outcome.state:
            assert State.of_json(outcome.state.to_json()) == outcome.state
        self.state, self.case_state = outcome.state, outcome.case_state
        for ordered in outcome.actions:
            if isinstance(ordered.action, Answer):
                self._composed(ordered.action)
            self.do(ordered.action)
        stands = self.state.booked if self.state else None
        if stands and (not self.booked or self.booked[-1] != stands.slot):
            self.booked.append(stands.slot)

    def _composed(self, answer: Answer) -> None:
        mail = COMPOSER.compose(
            answer,
            key=f"{self.number}-{len(self.mails)}",
            case=self.case,
            reading=self.last,
            now=self.now,
            mail_class=MailClass.AUTO_REPLIED,
            references=tuple(self.thread),
        )
        self.thread.append(mail.message_id)
        self.log.append(mail.raw)
        for seat in self.seats:
            if seat.who.address.addr_spec in mail.envelope_to:
                seat.inbox.append(parse_message(mail.raw))
                seat.templates.append(answer.template)

    def order(self, text: str) -> None:
        """The principal writes to everybody, with the office in Cc."""
        self._arrives(
            None, Letter(ANNA, text, "de", self.now, SUBJECT["de"], 0, to=tuple(s.who.address for s in self.seats))
        )

    def writes(self, seat: Seat, text: str, *, automatic: bool = False, reply: str = "") -> None:
        """A client's letter arrives: read as the house reads it."""
        self.letters += 1
        who, answers = seat.who, seat.inbox[-1] if seat.inbox else None
        letter = Letter(
            who.address,
            text,
            who.language,
            self.now.astimezone(ZoneInfo(who.zone)),
            self.case.subject,
            self.letters,
            who.program,
            answers,
            automatic=automatic,
            reply=reply,
        )
        self._arrives(seat, letter)

    def _arrives(self, seat: Seat | None, letter: Letter) -> None:
        raw = posted(letter)
        self.log.append(raw)
        known = tuple(m.text for m in seat.inbox) if seat else ()
        read = READER.read_bytes(raw, received=self.now, own_texts=known)
        self.thread.append(read.message.message_id)
        role = Role.CLIENT if seat else Role.PRINCIPAL
        self.tell(Replied(read, role) if self.state else Asked(read, role, "request"))


@dataclass
class World:
    """The shared calendar and the clock; `run` plays everything until nothing is left to happen."""

    seed: int
    size: int = 12
    foreign: list[Event] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    queue: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    ticket: int = 0
    now: datetime = NOW
    settings: AppointmentSettings = field(default_factory=lambda: AppointmentSettings(calendars={"anna": ("work",)}))

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)  # noqa: S311 - no secret
        self.foreign += [self._busy(n) for n in range(self.chance.randrange(30))]
        for number in range(self.size):
            self._enters(number)
        for _ in range(6):
            self.at(NOW + self._while(30 * 24), self._by_hand)

    def events(self) -> tuple[Event, ...]:
        ours = (e for matter in self.matters for e in Talk.events(matter))
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
        return Event(f"foreign{number}", slot.start, slot.end, calendar="work")

    def _by_hand(self) -> None:
        """The principal writes into their own calendar, where it looks free to them."""
        slot = self._slot()
        if slot.start > self.now and not any(e.interval.overlaps(slot) for e in self.events()):
            self.foreign.append(Event(f"hand{len(self.foreign)}", slot.start, slot.end, calendar="work"))

    # --- people -------------------------------------------------------------------------

    def _enters(self, number: int) -> None:
        """A client who asks, or a principal who orders a meeting with one or two."""
        ordered = self.chance.random() < ORDERED
        seats = tuple(Seat(self._client(number, n)) for n in range(self.chance.choice((1, 2)) if ordered else 1))
        matter = Matter(settings=self.settings, world=self, seats=seats, number=number)
        self.matters.append(matter)
        at = NOW + self._while(72)
        if ordered:
            self.at(at, lambda: self._after(matter, lambda: matter.order(words.order(self.chance))))
        else:
            text = seats[0].who.asks("Anna Muster")
            self.at(at, lambda: self._after(matter, lambda: matter.writes(seats[0], text)))

    def _client(self, number: int, seat: int) -> Client:
        name = f"Client{number}{'ab'[seat]}"
        zone = self.chance.choice((HOME,) * 6 + tuple(ABROAD))
        return Client(
            Address(f"{name.lower()}@kunde{number}{seat}.test", f"Kim {name}"),
            language=self.chance.choice(("de", "en")) if zone == HOME else "en",
            zone=zone,
            program=self.chance.choice(QUOTES),
            habit=self.chance.choice(HABITS),
            afterwards=self.chance.choice(AFTERWARDS),
            free=_apart(self._slot(20, most=8) for _ in range(self.chance.randrange(1, 12))),
            chance=Random(self.chance.random()),  # noqa: S311 - no secret
        )

    def _after(self, matter: Matter, what: Callable[[], None]) -> None:
        """Let something happen to a matter; then come its timers, and answers to the newest mails."""
        matter.now = self.now
        before = [len(s.inbox) for s in matter.seats]
        what()
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

    def _timer(self, matter: Matter, name: str, when: datetime) -> None:
        if matter.timers.get(name) == when:  # not replaced or dropped meanwhile
            matter.timers.pop(name)
            self._after(matter, lambda: matter.tell(TimerFired(name)))

    def _answers(self, matter: Matter, seat: Seat, mail: int, offers: tuple[Offer, ...]) -> None:
        over = matter.state is None or matter.state.phase is Phase.ENDED
        if seat.stopped_at is not None or over or mail != len(seat.inbox):  # a newer mail is answered instead
            return
        if seat.templates[-1] in WANTS_ANSWER:
            self._answers_offers(matter, seat, offers)
        elif seat.templates[-1] in {"appointment_booked", "appointment_moved"} and not seat.changed:
            seat.changed = True
            self._afterwards(matter, seat)

    def _answers_offers(self, matter: Matter, seat: Seat, offers: tuple[Offer, ...]) -> None:
        client = seat.who
        client.asked += 1
        if client.now_habit == "away":
            text = words.away(self.now + DAY * self.chance.randrange(1, 12), client.language)
            self._after(matter, lambda: matter.writes(seat, text, automatic=True))
            return
        text = client.answer(offers, self.now)
        matter.possible = matter.possible or self._is_possible(matter, seat)
        if client.now_habit in {"withdraws", "stops"}:
            seat.stopped_at = len(seat.inbox) + 1  # one confirmation may still come
        if text:
            self._after(matter, lambda: matter.writes(seat, text))

    def _is_possible(self, matter: Matter, seat: Seat) -> bool:
        """Whether honest clients have named or taken a time that is free; `seat` has just written."""
        client, state = seat.who, matter.state
        if state is None or any(s.who.now_habit != "honest" for s in matter.seats):
            return False
        if client.taken and len(matter.seats) == 1:
            return True
        windows = tuple(Window(f.start, f.end, "", (0, 0)) for f in _shared([s.who.told for s in matter.seats]))
        busy = busy_events(self.events(), matter.settings, frozenset(own_uids(state)))
        terms = Terms(HOURS, matter.settings, self.now + timedelta(hours=matter.settings.notice_hours + 1))
        return bool(windows) and bool(free_slots(Wish(HALF_HOUR, windows), terms, busy))

    def _afterwards(self, matter: Matter, seat: Seat) -> None:
        what, booked = seat.who.afterwards, matter.state.booked if matter.state else None
        if what == "cancels":
            seat.stopped_at = len(seat.inbox) + 1
        if what in {"thanks", "moves", "cancels"}:
            self._after(matter, lambda: matter.writes(seat, seat.who.says(what)))
        elif what in {"accepts", "declines"} and booked:
            status = Partstat.ACCEPTED if what == "accepts" else Partstat.DECLINED
            reply = itip_reply(booked.uid, booked.sequence, seat.who.address, status, self.now)
            self._after(matter, lambda: matter.writes(seat, "", reply=reply))


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
