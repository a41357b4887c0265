"""One case of the house: what arrives is read, decided and carried out, in the calendars of the principals.

Promises: the mails are the house's own, composed by its templates and read by its reader; what happens in
between is decided by `react` alone. Effects are carried out in the order in which they were ordered.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from icalendar import Calendar

from secretary.act.compose import Composer
from secretary.app.rules.files import shipped_lexicon
from secretary.domain.action import Action, Answer, DeleteEvent, DropTimer, Escalate, PutEvent, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, MailClass, RemoveEvent, Settled, StoreEvent
from secretary.domain.event import Event, EventStatus, Interval
from secretary.domain.message import Message
from secretary.domain.office import Person, Role, WorkingHours
from secretary.domain.reading import Reading
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import State
from secretary.services.appointments.world import World as Seen
from secretary.services.face import Asked, EffectSettled, Replied, ServiceEvent, TimerFired
from secretary.understand.mime import parse_message
from secretary.understand.read import Reader
from tests.unit.services.appointments.conversation import ANNA, NOW, OFFICE
from tests.worlds.buttons import Pressed
from tests.worlds.people import Client
from tests.worlds.post import Letter, posted

BEN = Address("ben@firma.test", "Ben Bauer")
BELFAST = WorkingHours("Europe/London", {d: ((time(8, 30), time(15, 30)),) for d in range(4)}, "GB-NIR")
PEOPLE = (*OFFICE.people, Person("ben", "Ben Bauer", BEN, Role.PRINCIPAL, hours=BELFAST))
HOUSE = replace(OFFICE, languages=("de", "en"), people=PEOPLE)
SETTINGS = AppointmentSettings(calendars={"anna": ("work",), "ben": ("bens",)})
TEMPLATES = {p.name: p.read_text("utf-8") for p in (Path(__file__).parents[2] / "templates").glob("*.j2")}
COMPOSER = Composer(HOUSE, TEMPLATES)
READER = Reader(
    shipped_lexicon(),
    ("mx.firma.test",),
    own=(HOUSE.address,),
    known=(HOUSE.address, *(p.address for p in HOUSE.people)),
)
SUBJECT = {"de": "Termin", "en": "Meeting"}


@dataclass(slots=True)
class Seat:
    """One person's side of a matter. `stopped_at` is how many mails may come at most once they said stop.

    `again` counts the persons asked for help when they had sent the same words once more. Whoever is `optional`
    need not agree; who sent somebody else is `gone` after so many bookings, who came instead has `joined` after them.
    """

    who: Client
    inbox: list[Message] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    stopped_at: int | None = None
    changed: bool = False
    again: int = 0
    optional: bool = False
    joined: int = 0
    gone: int | None = None

    @property
    def newest(self) -> Message | None:
        """The mail that they answer."""
        return self.inbox[-1] if self.inbox else None


class Around(Protocol):
    """What is around a matter: everything that stands in the calendars."""

    def events(self) -> tuple[Event, ...]: ...


@dataclass(slots=True)
class Matter:
    """One case. `log` holds the bytes of every mail, in and out, and every effect on calendars.

    `written` is what the case has put into calendars, by calendar and UID; `booked` what was agreed by mail, and
    `by_hand` where a principal put it afterwards, or `removed` it, of
    which those `to_tell` must hear. `joint`: both principals take part. `possible`: the one client
    who takes part has named or taken a time that was free; of two, both have named times, and one of those that
    both named is free.
    """

    around: Around
    seats: tuple[Seat, ...]
    number: int
    joint: bool = False
    settings: AppointmentSettings = SETTINGS
    now: datetime = NOW
    state: State | None = None
    written: dict[tuple[str, str], Event] = field(default_factory=dict)
    sent: int = 0
    escalations: list[Escalate] = field(default_factory=list)
    timers: dict[str, datetime] = field(default_factory=dict)
    log: list[object] = field(default_factory=list)
    letters: int = 0
    last: Reading | None = None
    thread: list[str] = field(default_factory=list)
    booked: list[Interval] = field(default_factory=list)
    by_hand: list[Interval] = field(default_factory=list)
    removed: bool = False
    to_tell: tuple[Seat, ...] = ()
    possible: bool = False
    waiting: deque[PutEvent | DeleteEvent] = field(default_factory=deque)

    @property
    def case(self) -> Case:
        """The case as the house would have it on record."""
        first = self.seats[0].who
        subject = SUBJECT[first.language]
        return Case(f"CASE{self.number:04}", "main", subject, first.address, NOW, language=first.language)

    def tell(self, event: ServiceEvent) -> None:
        """One step; what it orders from calendars is carried out behind what waits already."""
        self.last = event.reading if isinstance(event, Asked | Replied) else None
        outcome = react(self.state, event, Seen(HOUSE, self.case, self.settings, self.now, self.around.events()))
        if outcome.state:
            assert State.of_json(outcome.state.to_json()) == outcome.state
        self.state = outcome.state
        for ordered in outcome.actions:
            self._do(ordered.action)
        stands = self.state.booked.slot if self.state and self.state.booked else None
        if stands and stands not in (self.booked[-1:] + self.by_hand):
            self.booked.append(stands)

    def settle(self) -> None:
        """Carry out what waits, and what comes of it."""
        while self.waiting:
            self.tell(EffectSettled(self._carried_out(self.waiting.popleft())))

    def _do(self, action: Action) -> None:
        match action:
            case Answer():
                self._composed(action)
            case Escalate():
                self.escalations.append(action)
            case SetTimer(name, at):
                self.timers[name] = at
            case DropTimer(name):
                self.timers.pop(name, None)
            case PutEvent() | DeleteEvent():
                self.log.append(action)
                self.waiting.append(action)

    def _carried_out(self, action: PutEvent | DeleteEvent) -> Settled:
        if isinstance(action, DeleteEvent):
            self.written.pop((action.calendar, action.uid), None)
            return Settled("k", RemoveEvent(action.calendar, action.uid), EffectState.SENT)
        key = (action.calendar, action.uid)
        deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag, action.guard, action.guard_calendars)
        if not action.etag and key in self.written:
            return Settled("k", deed, EffectState.REFUSED, "exists")
        if action.guard and self._in_the_way(action, action.guard):
            return Settled("k", deed, EffectState.REFUSED, "busy")
        event = Calendar.from_ical(action.ics).walk("VEVENT")[0]
        self.written[key] = Event(
            action.uid, event["DTSTART"].dt, event["DTEND"].dt, calendar=action.calendar,
            status=EventStatus(str(event.get("STATUS", "CONFIRMED"))), sequence=int(event.get("SEQUENCE", 0)),
        )  # fmt: skip
        return Settled("k", deed, EffectState.SENT, etag='"1"')

    def _in_the_way(self, action: PutEvent, guard: Interval) -> bool:
        own = {action.uid, *action.guard_ignores}
        theirs = (e for e in self.around.events() if e.calendar in action.guard_calendars and e.uid not in own)
        return any(e.interval.overlaps(guard) for e in theirs)

    def _composed(self, answer: Answer) -> None:
        self.sent += 1
        mail = COMPOSER.compose(
            answer,
            key=f"{self.number}-{self.sent}",
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

    # --- what happens to it -------------------------------------------------------------

    def order(self, text: str) -> None:
        """The principal writes to everybody, with the office in Cc."""
        to = tuple(s.who.address for s in self.seats if not s.optional)
        cc = tuple(s.who.address for s in self.seats if s.optional)
        self._arrives(None, Letter(ANNA, text, "de", self.now, SUBJECT["de"], 0, to=to, cc=cc))

    def writes(
        self,
        seat: Seat,
        text: str,
        answers: Message | None,
        *,
        automatic: bool = False,
        pressed: Pressed | None = None,
    ) -> None:
        """A client's letter arrives: read as the house reads it. `answers` is the mail that it replies to."""
        self.letters += 1
        who = seat.who
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
            pressed=pressed,
        )
        self._arrives(seat, letter)

    def wakes(self, name: str) -> None:
        """A timer rings."""
        self.tell(TimerFired(name))

    def _arrives(self, seat: Seat | None, letter: Letter) -> None:
        raw = posted(letter)
        self.log.append(raw)
        known = tuple(m.text for m in seat.inbox) if seat else ()
        read = READER.read_bytes(raw, received=self.now, own_texts=known)
        self.thread.append(read.message.message_id)
        role = Role.CLIENT if seat else Role.PRINCIPAL
        self.tell(Replied(read, role) if self.state else Asked(read, role, "request"))
