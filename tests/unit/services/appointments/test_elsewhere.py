"""Meetings that the secretary did not make: moved and called off by those who take part."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from secretary.act.compose import Composer
from secretary.act.gate import weigh
from secretary.domain.action import Answer, DeleteEvent, Escalate, EscalationReason, PutEvent
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, MailClass, Settled, StoreEvent
from secretary.domain.event import Attendee, Event, Interval, Partstat
from secretary.domain.message import Message
from secretary.domain.office import Limits
from secretary.domain.reading import Trust
from secretary.ports import Counts
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied
from secretary.understand.read import Reader
from tests.unit.services.appointments.conversation import ANNA, JANE, LEXICON, NOW, OFFICE
from tests.unit.services.appointments.test_attending import TEMPLATES

READER = Reader(LEXICON)
START = datetime(2026, 7, 9, 8, tzinfo=UTC)  # Thursday, 10:00 in Berlin
TEXT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Somebody//Calendar//EN
BEGIN:VEVENT
UID:board@home
DTSTAMP:20260701T080000Z
DTSTART;TZID=Europe/Berlin:20260709T100000
DTEND;TZID=Europe/Berlin:20260709T110000
SEQUENCE:2
SUMMARY:Budget planning
DESCRIPTION:Bring the figures
ORGANIZER:mailto:{organizer}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:anna@firma.test
ATTENDEE;PARTSTAT=ACCEPTED:mailto:jane@kunde.test
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:soon
END:VALARM
END:VEVENT
END:VCALENDAR
"""


def event(uid: str = "board@home", organizer: Address = ANNA, start: datetime = START, **more) -> Event:
    who = (Attendee(ANNA, Partstat.ACCEPTED), Attendee(JANE, Partstat.ACCEPTED))
    end = start + timedelta(hours=1)
    more = {"summary": "Budget planning", "attendees": who} | more
    return Event(uid, start, end, calendar="work", etag='"7"', sequence=2, organizer=organizer, **more)


@dataclass
class Story:
    """One case on a calendar that others have filled."""

    events: tuple[Event, ...]
    organizer: Address = ANNA
    state: object = None
    done: list[object] = field(default_factory=list)
    trust: Trust = Trust.AUTHENTICATED

    def tell(self, what: object) -> None:
        case = Case("ABCDEFGH", "main", "Our meeting", JANE, NOW, language="en")
        texts = {"board@home": TEXT.format(organizer=self.organizer.addr_spec).replace("\n", "\r\n")}
        settings = AppointmentSettings(calendars={"anna": ("work",)})
        outcome = react(self.state, what, World(OFFICE, case, settings, NOW, self.events, texts=texts))
        self.state = outcome.attendance or outcome.state
        for action in (r.action for r in outcome.actions):
            self.done.append(action)
            if isinstance(action, PutEvent):
                deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag)
                self.tell(EffectSettled(Settled("k", deed, EffectState.SENT, etag='"8"')))

    def write(self, text: str, sender: Address = JANE, request: str = "") -> None:
        message = Message("d", 1, (), from_=(sender,), subject="Our meeting", text=text)
        mail = READER.read(message, received=NOW)
        mail = replace(mail, sender=replace(mail.sender, trust=self.trust))
        role = OFFICE.role_of(sender)
        self.tell(Asked(mail, role, request) if request else Replied(mail, role))

    def kinds(self) -> list[str]:
        return [type(a).__name__ for a in self.done]

    def mails(self) -> list[Answer]:
        return [a for a in self.done if isinstance(a, Answer)]


def test_a_meeting_that_a_principal_organizes_is_moved_with_all_else_of_it_kept():
    story = Story((event(),))
    story.write("Could we move our meeting to Friday at 11:00?", request="move")
    put = next(a for a in story.done if isinstance(a, PutEvent))
    (stored,) = Calendar.from_ical(put.ics).walk("VEVENT")
    assert stored["DTSTART"].dt == datetime(2026, 7, 10, 9, tzinfo=UTC)
    assert stored["DTEND"].dt - stored["DTSTART"].dt == timedelta(hours=1)
    assert (str(stored["UID"]), int(stored["SEQUENCE"])) == ("board@home", 3)
    assert (str(stored["SUMMARY"]), str(stored["DESCRIPTION"])) == ("Budget planning", "Bring the figures")
    assert stored.walk("VALARM"), "what the principal set for themselves stays"
    moved = next(m for m in story.mails() if m.template == "appointment_moved")
    (told,) = Calendar.from_ical(moved.invitation.ics).walk("VEVENT")
    assert str(told["ORGANIZER"]) == "mailto:anna@firma.test"
    assert told["ORGANIZER"].params["SENT-BY"] == "mailto:sekretariat@firma.test"
    case = Case("ABCDEFGH", "main", "Our meeting", JANE, NOW, language="en")
    mail = Composer(OFFICE, TEMPLATES).compose(
        moved, key="k", case=case, reading=None, now=NOW, mail_class=MailClass.AUTO_GENERATED
    )
    assert weigh(mail, Counts(), Limits(), OFFICE) is None


def test_the_old_time_stands_until_a_new_one_is_agreed():
    story = Story((event(),))
    story.write("We have to reschedule our meeting, sorry.", request="move")
    assert isinstance(story.state, State)
    assert story.state.phase is Phase.OFFERED
    assert story.state.booked.slot == Interval(START, START + timedelta(hours=1))
    assert not any(isinstance(a, PutEvent) and a.uid == "board@home" for a in story.done)
    assert not any(isinstance(a, DeleteEvent) for a in story.done)
    assert State.of_json(story.state.to_json()) == story.state


def test_a_meeting_of_two_is_off_when_the_other_calls_it_off():
    story = Story((event(),))
    story.write("I have to cancel our meeting on Thursday.", request="cancel")
    assert DeleteEvent("work", "board@home") in story.done
    cancelled = next(m for m in story.mails() if m.template == "appointment_cancelled")
    assert "METHOD:CANCEL" in cancelled.invitation.ics
    assert any(m.to == (ANNA,) for m in story.mails()), "the principal is told"


def test_to_a_meeting_that_the_writer_organizes_another_time_is_only_proposed():
    story = Story((event(organizer=JANE),), organizer=JANE)
    story.write("Could we move our meeting to Friday at 11:00?", request="move")
    counter = next(m for m in story.mails() if m.invitation)
    assert "METHOD:COUNTER" in counter.invitation.ics
    assert not any(isinstance(a, PutEvent) and a.uid == "board@home" for a in story.done)


@pytest.mark.parametrize(
    ("events", "sender", "reason"),
    [
        ((), JANE, EscalationReason.UNCLEAR),
        ((event(), event("other@home", start=START + timedelta(hours=3))), JANE, EscalationReason.UNCLEAR),
        ((event(organizer=Address("tom@kunde.test")),), JANE, EscalationReason.NEGOTIATION),
        ((event(),), Address("mallory@boese.test"), EscalationReason.UNCLEAR),
        ((event(), event(start=START + timedelta(days=7))), JANE, EscalationReason.UNCLEAR),
        ((event(uid="secretary-x@firma.test"),), JANE, EscalationReason.UNCLEAR),
    ],
    ids=["none", "two on that day", "somebody else's", "a stranger", "a series", "one of ours"],
)
def test_whatever_is_not_sure_is_for_a_person(events, sender, reason):
    story = Story(events)
    story.write("Could we move our meeting on Thursday?", sender, "move")
    assert story.kinds() == ["Escalate"]
    assert isinstance(story.done[0], Escalate)
    assert story.done[0].reason is reason


def test_of_several_the_one_of_the_named_day_or_topic_is_meant():
    other = event("other@home", start=START + timedelta(days=1), summary="Coffee")
    for text in ("Please cancel our meeting on Thursday.", "Please cancel our meeting about the budget."):
        story = Story((other, event()))
        story.write(text, request="cancel")
        assert DeleteEvent("work", "board@home") in story.done


def test_nobody_moves_a_meeting_in_anothers_name():
    story = Story((event(),), trust=Trust.UNKNOWN)
    story.write("Please cancel our meeting on Thursday.", request="cancel")
    assert story.kinds() == ["Escalate"]
    assert story.done[0].reason is EscalationReason.NOT_AUTHENTICATED
