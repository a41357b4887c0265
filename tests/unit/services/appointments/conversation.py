"""A conversation with the machine: mails in, actions carried out on calendars in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.action import Answer, DeleteEvent, DropTimer, Escalate, PutEvent, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, RemoveEvent, Settled, StoreEvent
from secretary.domain.event import Event, EventStatus, Interval
from secretary.domain.message import Message
from secretary.domain.office import Office, Person, Role, WorkingHours
from secretary.domain.reading import Evidence, KindReading, Language, MailKind, NewText, Reading, Sender, Trust
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied, TimerFired
from secretary.understand.intent import read_intents
from secretary.understand.read import Reader

NOW = datetime(2026, 7, 6, 8, tzinfo=UTC)
JANE = Address("jane@kunde.test", "Jane Cole")
ANNA = Address("anna@firma.test", "Anna Muster")
OFFICE_ADDRESS = Address("sekretariat@firma.test", "Sekretariat")
HOURS = WorkingHours("Europe/Berlin", {d: ((time(9), time(17)),) for d in range(5)}, "DE-BW")
OFFICE = Office(
    "main",
    "Muster & Partner",
    OFFICE_ADDRESS,
    people=(Person("anna", "Anna Muster", ANNA, Role.PRINCIPAL),),
    hours=HOURS,
)
LEXICON = shipped_lexicon()


def reading(text: str = "", sender: Address = JANE, kind: MailKind = MailKind.PERSON, **more) -> Reading:
    message = Message("digest", 1, (), from_=(sender,), to=(OFFICE_ADDRESS,), cc=more.pop("cc", ()), text=text)
    may = more.pop("may", kind in {MailKind.PERSON, MailKind.CALENDAR})
    return Reading(
        message,
        NewText(text),
        KindReading(kind, may, bounces=more.pop("bounces", ()), absence=more.pop("absence", None)),
        Sender(sender, sender, more.pop("trust", Trust.AUTHENTICATED)),
        Language.EN,
        Evidence("test"),
        intents=more.pop("intents", None) or read_intents(text, LEXICON),
        **more,
    )


READER = Reader(LEXICON, zone=OFFICE.zone, region=HOURS.region, own=(OFFICE_ADDRESS,))


def read(text: str, at: datetime, sender: Address = JANE, **more) -> Reading:
    """What the house reads in a mail of a person whom the office's server vouches for."""
    message = Message(
        "digest",
        len(text),
        (),
        message_id="<m@kunde.test>",
        date=at,
        subject=more.pop("subject", "Re: Termin"),
        from_=(sender,),
        to=(OFFICE_ADDRESS,),
        cc=more.pop("cc", ()),
        text=text,
        **more,
    )
    got = READER.read(message, received=at)
    return replace(got, sender=replace(got.sender, trust=Trust.AUTHENTICATED))


@dataclass
class Talk:
    """One case; `busy` are foreign events, `stored` what the secretary has written."""

    settings: AppointmentSettings = field(default_factory=lambda: AppointmentSettings(calendars={"anna": ("work",)}))
    now: datetime = NOW
    state: State | None = None
    busy: list[Event] = field(default_factory=list)
    stored: dict[str, tuple[Interval, str]] = field(default_factory=dict)
    mails: list[Answer] = field(default_factory=list)
    escalations: list[Escalate] = field(default_factory=list)
    timers: dict[str, datetime] = field(default_factory=dict)
    away: bool = False
    room: str = "room"
    learned: int | None = 0
    case_state: object = None
    log: list[object] = field(default_factory=list)

    def events(self) -> tuple[Event, ...]:
        own = (
            Event(u, i.start, i.end, status=EventStatus.TENTATIVE, calendar="work") for u, (i, _) in self.stored.items()
        )
        return (*self.busy, *own)

    def tell(self, event) -> None:
        """React, and carry out what was ordered until nothing is left."""
        case = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="en")
        world = World(
            OFFICE,
            case,
            self.settings,
            self.now,
            None if self.away else self.events(),
            room=self.room,
            learned=self.learned,
        )
        before = self.state
        outcome = react(before, event, world)
        assert react(before, event, world) == outcome
        self.state, self.case_state = outcome.state, outcome.case_state
        if self.state:
            assert State.of_json(self.state.to_json()) == self.state
        for ordered in outcome.actions:
            self.do(ordered.action)

    def do(self, action) -> None:
        self.log.append(action)
        match action:
            case Answer():
                self.mails.append(action)
            case Escalate():
                self.escalations.append(action)
            case SetTimer(name, at):
                self.timers[name] = at
            case DropTimer(name):
                self.timers.pop(name, None)
            case PutEvent():
                self.tell(EffectSettled(self.put(action)))
            case DeleteEvent(calendar, uid):
                self.stored.pop(uid, None)
                self.tell(EffectSettled(Settled("k", RemoveEvent(calendar, uid), EffectState.SENT)))

    def put(self, action: PutEvent) -> Settled:
        deed = StoreEvent(
            action.calendar,
            action.uid,
            action.ics,
            action.etag,
            action.guard,
            action.guard_calendars,
            action.guard_ignores,
        )
        in_way = (e for e in self.events() if e.uid not in {action.uid, *action.guard_ignores})
        if action.guard and any(e.interval.overlaps(action.guard) for e in in_way):
            return Settled("k", deed, EffectState.REFUSED, "busy")
        event = Calendar.from_ical(action.ics).walk("VEVENT")[0]
        self.stored[action.uid] = (Interval(event["DTSTART"].dt, event["DTEND"].dt), action.ics)
        return Settled("k", deed, EffectState.SENT, etag='"1"')

    def ask(self, text: str = "Could we meet with Anna Muster?", **more) -> None:
        self.tell(Asked(reading(text, **more), more.get("role", Role.CLIENT), "request"))

    def say(self, text: str, sender: Address = JANE, **more) -> None:
        self.tell(Replied(reading(text, sender, **more), OFFICE.role_of(sender)))

    def hear(self, text: str, sender: Address = JANE, **more) -> None:
        """The same with the text read as it would be from a mail, times included."""
        self.tell(Replied(read(text, self.now, sender, **more), OFFICE.role_of(sender)))

    def wake(self, name: str) -> None:
        self.now = self.timers.pop(name, self.now) + timedelta(seconds=1)
        self.tell(TimerFired(name))

    def templates(self) -> list[str]:
        return [m.template for m in self.mails]

    def taken_by_others(self, slot: Interval) -> None:
        self.busy.append(Event("foreign", slot.start, slot.end, calendar="work"))
        self.stored = {u: s for u, s in self.stored.items() if not s[0].overlaps(slot)}


__all__ = ["ANNA", "HOURS", "JANE", "NOW", "OFFICE", "Talk", "read", "reading", "replace"]
