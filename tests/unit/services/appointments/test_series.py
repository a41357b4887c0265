"""A series of meetings agreed by mail: one event, all its dates free, holidays left out, one date called off."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from secretary.act.calendars import Source, expanded
from secretary.act.compose import Composer
from secretary.act.invitations import flaw
from secretary.domain.action import Answer, DeleteEvent, Escalate, PutEvent
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, MailClass, Settled, StoreEvent
from secretary.domain.event import Event, Interval
from secretary.domain.message import Message
from secretary.domain.office import Role
from secretary.services.appointments.calendar.series import Series, asked_for
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied, TimerFired
from secretary.understand.read import Reader
from tests.unit.services.appointments.conversation import ANNA, JANE, LEXICON, NOW, OFFICE
from tests.unit.services.appointments.test_attending import TEMPLATES

READER = Reader(LEXICON)
YEAR = Interval(NOW, NOW + timedelta(days=360))


def read(text: str, at: datetime = NOW):
    return READER.read(Message("d", 1, (), from_=(JANE,), text=text), received=at)


class Story:
    """One case about a series; `busy` is what else stands in the calendar."""

    def __init__(self, *busy: Event, now: datetime = NOW) -> None:
        self.busy, self.now, self.ics = busy, now, ""
        self.state: State | None = None
        self.done: list[object] = []

    def tell(self, event: object) -> None:
        case = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="de")
        settings = AppointmentSettings(calendars={"anna": ("work",)})
        own = expanded(self.ics, YEAR, "work", Source("")) if self.ics else ()
        outcome = react(self.state, event, World(OFFICE, case, settings, self.now, (*self.busy, *own)))
        self.state = outcome.state
        if self.state:
            assert State.of_json(self.state.to_json()) == self.state
        for action in (r.action for r in outcome.actions):
            self.done.append(action)
            if isinstance(action, PutEvent):
                self.ics = action.ics
                deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag)
                self.tell(EffectSettled(Settled("k", deed, EffectState.SENT, etag='"1"')))

    def ask(self, text: str) -> None:
        self.tell(Asked(read(text, self.now), Role.CLIENT, "request"))

    def say(self, text: str) -> None:
        self.tell(Replied(read(text, self.now), Role.CLIENT))

    def dates(self) -> list[datetime]:
        return sorted(e.start.astimezone(UTC) for e in expanded(self.ics, YEAR, "work", Source("")))

    def mails(self, template: str) -> list[Answer]:
        return [a for a in self.done if isinstance(a, Answer) and a.template == template]


THURSDAYS = "Könnten wir uns mit Frau Muster jeden zweiten Donnerstag um 10 Uhr treffen, sechs Mal?"


@pytest.mark.parametrize("text", [THURSDAYS, "Could we meet with Ms Muster every second Thursday at 10, six times?"])
def test_a_series_whose_dates_are_free_is_booked_as_one_event(text):
    story = Story()
    story.ask(text)
    assert story.dates() == [datetime(2026, 7, 9, 8, tzinfo=UTC) + timedelta(days=14 * n) for n in range(6)]
    (event,) = Calendar.from_ical(story.ics).walk("VEVENT")
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert Calendar.from_ical(story.ics).walk("VTIMEZONE")
    (mail,) = story.mails("appointment_series")
    assert len(mail.data["dates"]) == 6
    assert "RRULE:FREQ=WEEKLY" in mail.invitation.ics
    assert story.mails("principal_series")
    case = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="de")
    sent = Composer(OFFICE, TEMPLATES).compose(
        mail, key="k", case=case, reading=None, now=NOW, mail_class=MailClass.AUTO_GENERATED
    )
    assert flaw(sent, OFFICE) == ""


def test_a_series_keeps_its_hour_when_the_clocks_change():
    story = Story()
    story.ask("Könnten wir uns mit Frau Muster jeden Montag um 14 Uhr treffen, ab 12. Oktober, viermal?")
    assert [d.hour for d in story.dates()] == [12, 12, 13, 13]


def test_holidays_of_the_principals_region_are_left_out_and_told():
    at = datetime(2026, 12, 1, 8, tzinfo=UTC)
    story = Story(now=at)
    story.ask("Könnten wir uns mit Frau Muster jeden Freitag um 10 Uhr treffen, viermal, ab 18. Dezember?")
    (mail,) = story.mails("appointment_series")
    assert mail.data["skipped"] == (date(2026, 12, 25), date(2027, 1, 1))
    assert len(mail.data["dates"]) == 2
    assert [d.date() for d in story.dates()] == [date(2026, 12, 18), date(2027, 1, 8)]


def test_a_series_whose_first_date_is_taken_books_nothing_and_says_which():
    taken = datetime(2026, 7, 9, 8, tzinfo=UTC)
    story = Story(Event("own", taken, taken + timedelta(hours=1), calendar="work", summary="Notar"))
    story.ask(THURSDAYS)
    (told,) = story.done
    assert isinstance(told, Escalate)
    assert told.suggestions == ("09.07.2026 10:00",)
    assert "Notar" not in str(told)


def test_a_habit_is_no_series():
    assert asked_for(read("Ich kann dienstags um 9 immer."), "Europe/Berlin") is None


@pytest.mark.parametrize(
    "text",
    ["Könnten wir uns mit Frau Muster jeden zweiten Donnerstag um 10 treffen?",
     "Könnten wir uns mit Frau Muster jeden Freitag um 10 Uhr treffen, viermal? Am 24. Juli kann ich nicht."],
    ids=["no end", "another day beside it"],
)  # fmt: skip
def test_a_series_that_is_not_sure_is_for_a_person(text):
    story = Story()
    story.ask(text)
    assert [type(a) for a in story.done] == [Escalate]


def test_one_date_is_called_off_by_an_answer_and_the_others_stand():
    story = Story()
    story.ask(THURSDAYS)
    story.say("Am 6. August kann ich leider nicht, bitte sagen Sie den Termin ab.")
    assert [d.date() for d in story.dates()] == [date(2026, 7, 9) + timedelta(days=14 * n) for n in (0, 1, 3, 4, 5)]
    off = story.mails("appointment_cancelled")[-1]
    (event,) = Calendar.from_ical(off.invitation.ics).walk("VEVENT")
    assert event["RECURRENCE-ID"].dt == datetime(2026, 8, 6, 8, tzinfo=UTC)
    assert (str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCELLED", 1)
    assert any(a.to == (ANNA,) for a in story.mails("principal_note"))
    assert not any(isinstance(a, DeleteEvent) for a in story.done)
    assert story.state.phase is Phase.BOOKED


@pytest.mark.parametrize("text", ["Bitte sagen Sie alles ab.", "Bitte verschieben Sie alle Termine."])
def test_whatever_else_concerns_a_series_is_for_a_person(text):
    story = Story()
    story.ask(THURSDAYS)
    before = story.ics
    story.say(text)
    assert isinstance(story.done[-1], Escalate)
    assert story.ics == before


def test_a_series_is_looked_after_until_its_last_date():
    story = Story()
    story.ask(THURSDAYS)
    story.now = datetime(2026, 8, 1, 8, tzinfo=UTC)
    story.tell(TimerFired("watch"))
    assert story.state.phase is Phase.BOOKED
    story.now = datetime(2026, 10, 1, 8, tzinfo=UTC)
    story.tell(TimerFired("watch"))
    assert story.state.phase is Phase.ENDED
    assert not story.mails("appointment_cancelled")


def test_a_series_has_an_end():
    endless = Series("FREQ=DAILY;COUNT=100000", datetime(2026, 7, 9, 8, tzinfo=UTC), "Europe/Berlin")
    assert len(endless.begins()) == 52
