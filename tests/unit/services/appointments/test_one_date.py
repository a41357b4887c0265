"""One date of a series: called off, declined, moved by a word or by hand; the others stand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from secretary.act.calendars import Source, expanded
from secretary.act.compose import Composer
from secretary.act.invitations import flaw
from secretary.domain.action import Answer, Escalate, PutEvent, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, MailClass, RemoveEvent, Settled, StoreEvent
from secretary.domain.event import Attendee, CalendarMessage, Event, Interval, Method, Partstat
from secretary.domain.office import Role
from secretary.services.appointments.calendar.itip import Meeting, stored
from secretary.services.appointments.calendar.series import Occurrence, Override, Series
from secretary.services.appointments.calendar.standing import by_hand, dates_of
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied, TimerFired
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, read, reading
from tests.unit.services.appointments.test_attending import TEMPLATES

BERLIN = ZoneInfo("Europe/Berlin")
YEAR = Interval(NOW, NOW + timedelta(days=300))
HALF = timedelta(minutes=30)
THURSDAYS = "Könnten wir uns mit Frau Muster jeden zweiten Donnerstag um 10 Uhr treffen, sechs Mal?"
DAYS = [date(2026, 7, 9) + timedelta(days=14 * n) for n in range(6)]  # 9 and 23 July, 6 and 20 August, …
SETTINGS = AppointmentSettings(calendars={"anna": ("work",)})


def berlin(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


class Story:
    """One case about a series, with a calendar that keeps what is written; `busy` is what else stands in it."""

    def __init__(self, *busy: Event, now: datetime = NOW) -> None:
        self.busy, self.now = busy, now
        self.state: State | None = None
        self.texts: dict[str, str] = {}
        self.done: list[object] = []
        self.tags = 0

    def world(self) -> World:
        case = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="de")
        own = tuple(e for text in self.texts.values() for e in expanded(text, YEAR, "work", Source("")))
        return World(OFFICE, case, SETTINGS, self.now, (*self.busy, *own), texts=self.texts)

    def tell(self, event: object) -> None:
        outcome = react(self.state, event, self.world())
        self.state = outcome.state
        if self.state:
            assert State.of_json(self.state.to_json()) == self.state
        for action in (r.action for r in outcome.actions):
            self.done.append(action)
            if isinstance(action, PutEvent):
                self.texts[action.uid] = action.ics
                self.tags += 1
                deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag)
                self.tell(EffectSettled(Settled("k", deed, EffectState.SENT, etag=f'"{self.tags}"')))
            elif type(action).__name__ == "DeleteEvent":
                self.texts.pop(action.uid, None)
                self.tell(EffectSettled(Settled("k", RemoveEvent(action.calendar, action.uid), EffectState.SENT)))

    def booked(self, text: str = THURSDAYS) -> Story:
        self.tell(Asked(read(text, self.now), Role.CLIENT, "request"))
        assert self.state.phase is Phase.BOOKED
        self.done.clear()
        return self

    def say(self, text: str, sender: Address = JANE, role: Role = Role.CLIENT) -> None:
        self.tell(Replied(read(text, self.now, sender), role))

    def itip(self, method: Method, at: datetime, start: datetime | None = None, **more: object) -> None:
        told = CalendarMessage(
            method, self.uid, dtstamp=self.now, recurrence_id=at.astimezone(UTC).isoformat(), start=start,
            end=start and start + HALF, **more,
        )  # fmt: skip
        self.tell(Replied(reading("", calendar=(told,)), Role.CLIENT))

    @property
    def uid(self) -> str:
        return self.state.booked.uid

    @property
    def text(self) -> str:
        return self.texts[self.uid]

    def starts(self) -> list[datetime]:
        """When the stored event takes place, as a calendar program expands it."""
        return sorted(e.start.astimezone(BERLIN) for e in expanded(self.text, YEAR, "work", Source("")))

    def mails(self, template: str) -> list[Answer]:
        return [a for a in self.done if isinstance(a, Answer) and a.template == template]

    def invitation(self, template: str):
        """The one VEVENT that went out last with this template, once it has passed the gate."""
        mail = self.mails(template)[-1]
        case = Case("ABCDEFGH", "main", "Termin", JANE, NOW, language="de")
        sent = Composer(OFFICE, TEMPLATES).compose(
            mail, key="k", case=case, reading=None, now=NOW, mail_class=MailClass.AUTO_GENERATED
        )
        assert flaw(sent, OFFICE) == ""
        calendar = Calendar.from_ical(mail.invitation.ics)
        (event,) = calendar.walk("VEVENT")
        return str(calendar["METHOD"]), event


def others(moved: date) -> list[date]:
    return [d for d in DAYS if d != moved]


@pytest.mark.parametrize(
    "text",
    ["der Termin am 6. August fällt aus, die anderen bleiben.", "Please cancel the one on the 6th of August.",
     "We have to skip 6 August.", "Am 6. August kann ich leider nicht, bitte sagen Sie den Termin ab.",
     "Können wir den Termin am 6. August ausfallen lassen?"],
)  # fmt: skip
def test_one_date_is_called_off_by_a_word_and_the_others_stand(text):
    story = Story().booked()
    story.say(text)
    assert [s.date() for s in story.starts()] == others(date(2026, 8, 6))
    method, event = story.invitation("appointment_cancelled")
    assert (method, event["RECURRENCE-ID"].dt) == ("CANCEL", berlin(8, 6, 10))
    assert event["RECURRENCE-ID"].params["TZID"] == "Europe/Berlin"
    assert story.mails("appointment_cancelled")[-1].data["others_stand"]


@pytest.mark.parametrize(
    "text",
    ["Am 6. August bin ich verreist. Können wir den Termin auf den 7. August um 14 Uhr legen?",
     "The one on 6 August does not work for me, could we do the 7th at 2pm instead?",
     "Can we move the one on 6 August to 7 August, 14:00?", "Bitte verschieben Sie den 6. August auf Freitag, den 7., um 14 Uhr."],
)  # fmt: skip
def test_one_date_is_moved_to_a_free_time_at_once(text):
    story = Story().booked()
    story.say(text)
    assert story.starts() == sorted([*(datetime(d.year, d.month, d.day, 10, tzinfo=BERLIN) for d in others(date(2026, 8, 6))),
                                     berlin(8, 7, 14)])  # fmt: skip
    method, event = story.invitation("appointment_moved")
    assert method == "REQUEST"
    assert (event["DTSTART"].dt, event["RECURRENCE-ID"].dt) == (berlin(8, 7, 14), berlin(8, 6, 10))
    assert "RRULE" not in event
    assert int(event["SEQUENCE"]) == 1
    assert story.state.phase is Phase.BOOKED
    assert story.state.date is None
    assert any(a.to == (ANNA,) for a in story.mails("principal_booked"))


@pytest.mark.parametrize(
    "text",
    ["Can we move the one on the 6th to Friday?", "Können wir den Termin vom 6. August auf Freitag verschieben?"],
)
def test_a_weekday_beside_a_date_is_one_of_its_week_and_the_old_time_stands_meanwhile(text):
    story = Story().booked()
    story.say(text)
    assert story.state.phase is Phase.OFFERED
    assert {o.slot.start.astimezone(BERLIN).date() for o in story.state.offers} == {date(2026, 8, 7)}
    assert [s.date() for s in story.starts()] == DAYS
    (offers,) = story.mails("appointment_offers")
    assert offers.data["old"].start == berlin(8, 6, 10)
    story.say("1")
    assert [s.date() for s in story.starts()] == sorted([*others(date(2026, 8, 6)), date(2026, 8, 7)])
    assert list(story.texts) == [story.uid]  # what was held is free again


def test_a_date_is_moved_again_under_the_same_recurrence_id_with_a_higher_sequence():
    story = Story().booked()
    story.say("Bitte verschieben Sie den 6. August auf den 7. August um 14 Uhr.")
    story.say("Bitte verschieben Sie den 7. August auf den 10. August um 11 Uhr.")
    _, event = story.invitation("appointment_moved")
    assert (event["RECURRENCE-ID"].dt, int(event["SEQUENCE"])) == (berlin(8, 6, 10), 2)
    assert berlin(8, 10, 11) in story.starts()
    assert len(story.starts()) == 6


def test_a_moved_date_that_is_called_off_is_gone_at_both_times():
    story = Story().booked()
    story.say("Bitte verschieben Sie den 6. August auf den 7. August um 14 Uhr.")
    story.say("Der Termin am 7. August fällt leider aus.")
    assert [s.date() for s in story.starts()] == others(date(2026, 8, 6))


def test_a_date_is_never_put_onto_another_one_of_its_series_or_onto_something_else():
    taken = Event("own", berlin(8, 7, 14), berlin(8, 7, 15), calendar="work")
    story = Story(taken).booked()
    story.say("Bitte verschieben Sie den 6. August auf den 20. August um 10 Uhr.")
    assert story.starts().count(berlin(8, 20, 10)) == 1
    assert not any(o.slot.overlaps(Interval(berlin(8, 20, 10), berlin(8, 20, 10, 30))) for o in story.state.offers)
    other = Story(taken).booked()
    other.say("Bitte verschieben Sie den 6. August auf den 7. August um 14 Uhr.")
    assert [s.date() for s in other.starts()] == DAYS
    assert other.state.offers
    assert not any(o.slot.overlaps(taken.interval) for o in other.state.offers)


def test_while_a_date_is_moved_calling_it_off_ends_that_and_calling_off_another_one_does_not():
    story = Story().booked()
    story.say("Können wir den Termin vom 6. August auf Freitag verschieben?")
    story.say("Der Termin am 20. August fällt auch aus.")
    assert story.state.phase is Phase.OFFERED
    assert date(2026, 8, 20) not in [s.date() for s in story.starts()]
    story.say("Dann sagen Sie den Termin bitte ganz ab.")
    assert story.state.phase is Phase.BOOKED
    assert [s.date() for s in story.starts()] == [d for d in DAYS if d not in {date(2026, 8, 6), date(2026, 8, 20)}]
    assert list(story.texts) == [story.uid]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Please cancel the one on 6 August.", others(date(2026, 8, 6))),
        ("Der 6. August entfällt bitte.", others(date(2026, 8, 6))),
    ],
)
def test_a_principal_calls_one_date_off(text, left):
    story = Story().booked()
    story.say(text, ANNA, Role.PRINCIPAL)
    assert [s.date() for s in story.starts()] == left
    assert story.mails("appointment_cancelled")[-1].data["by_office"]


def test_a_principal_who_moves_a_date_asks_the_party_for_another_time():
    story = Story().booked()
    story.say("Can we move the one on 6 August to 7 August?", ANNA, Role.PRINCIPAL)
    (offers,) = story.mails("appointment_offers")
    assert (offers.data["by_office"], offers.data["old"].start) == (True, berlin(8, 6, 10))
    assert [s.date() for s in story.starts()] == DAYS


@pytest.mark.parametrize(
    "text",
    ["Der Termin am 6. August fällt nicht aus, oder?", "Bitte sagen Sie alles ab.", "We should cancel one of them."],
)
def test_what_is_not_sure_of_one_date_changes_nothing(text):
    story = Story().booked()
    before = story.text
    story.say(text)
    assert story.text == before
    assert any(isinstance(a, Escalate) for a in story.done)


def test_a_date_repeated_is_an_acknowledgement():
    story = Story().booked()
    story.say("Bis zum 6. August dann, danke!")
    story.say("See you on 6 August.")
    assert not [a for a in story.done if isinstance(a, Escalate | PutEvent)]


# --- a date that is taken --------------------------------------------------------------


def test_a_series_is_booked_without_a_date_that_is_taken_and_other_times_are_offered_for_that_one():
    taken = Event("own", berlin(8, 6, 9), berlin(8, 6, 12), calendar="work", summary="Notar")
    story = Story(taken)
    story.tell(Asked(read(THURSDAYS, NOW), Role.CLIENT, "request"))
    assert [s.date() for s in story.starts()] == others(date(2026, 8, 6))
    (mail,) = story.mails("appointment_series")
    assert ([s.start for s in mail.data["left_out"]], mail.data["skipped"]) == ([berlin(8, 6, 10)], ())
    assert "Notar" not in str(mail)
    assert any(isinstance(a, SetTimer) and a.name == "watch" for a in story.done)
    story.tell(TimerFired("search"))
    (offers,) = story.mails("appointment_offers")
    assert (offers.data["missing"].start, offers.data["old"]) == (berlin(8, 6, 10), None)
    assert not any(o.slot.overlaps(taken.interval) for o in story.state.offers)
    assert all(date(2026, 7, 30) <= o.slot.start.date() <= date(2026, 8, 13) for o in story.state.offers)
    chosen = story.state.offers[0].slot
    story.say("1")
    assert story.state.phase is Phase.BOOKED
    assert sorted(s.date() for s in story.starts()) == sorted([*others(date(2026, 8, 6)), chosen.start.date()])
    whole = Calendar.from_ical(story.mails("appointment_booked")[-1].invitation.ics).walk("VEVENT")
    assert ["RRULE" in e for e in whole] == [True, False]
    assert "EXDATE" not in whole[0]


# --- from calendar programs -------------------------------------------------------------


def test_a_party_who_declines_one_date_gets_other_times_for_it_alone():
    story = Story().booked()
    story.itip(Method.REPLY, berlin(8, 6, 10), attendees=(Attendee(JANE, Partstat.DECLINED),))
    assert [s.date() for s in story.starts()] == DAYS
    days = {o.slot.start.date() for o in story.state.offers}
    assert days
    assert all(date(2026, 7, 30) <= d <= date(2026, 8, 13) for d in days)
    parts = Calendar.from_ical(story.text).walk("VEVENT")
    assert ["DECLINED" in e.to_ical().decode() for e in parts] == [False, True]
    assert story.mails("principal_note")[-1].data["kind"] == "date-declined"


def test_an_acceptance_of_one_date_stands_beside_that_date():
    story = Story().booked()
    story.itip(Method.REPLY, berlin(8, 6, 10), attendees=(Attendee(JANE, Partstat.ACCEPTED),))
    (_, one) = Calendar.from_ical(story.text).walk("VEVENT")
    assert one["RECURRENCE-ID"].dt == berlin(8, 6, 10)
    assert [a.params["PARTSTAT"] for a in one["ATTENDEE"] if "jane" in a] == ["ACCEPTED"]
    assert story.state.phase is Phase.BOOKED


def test_another_time_proposed_for_one_date_is_booked_where_it_is_free_and_refused_where_it_is_not():
    taken = Event("own", berlin(8, 20, 14), berlin(8, 20, 15), calendar="work")
    story = Story(taken).booked()
    story.itip(Method.COUNTER, berlin(8, 6, 10), berlin(8, 7, 11))
    assert berlin(8, 7, 11) in story.starts()
    story.itip(Method.COUNTER, berlin(8, 20, 10), berlin(8, 20, 14))
    method, event = story.invitation("appointment_counter_declined")
    assert (method, event["RECURRENCE-ID"].dt, event["DTSTART"].dt) == (
        "DECLINECOUNTER", berlin(8, 20, 10), berlin(8, 20, 10),
    )  # fmt: skip
    assert berlin(8, 20, 10) in story.starts()


def test_an_older_answer_to_a_moved_date_changes_nothing():
    story = Story().booked()
    story.say("Bitte verschieben Sie den 6. August auf den 7. August um 14 Uhr.")
    before = story.text
    story.itip(Method.REPLY, berlin(8, 6, 10), sequence=0, attendees=(Attendee(JANE, Partstat.DECLINED),))
    assert story.text == before


def test_answers_to_the_whole_are_none_to_its_first_date():
    story = Story().booked()
    story.itip(Method.REPLY, berlin(7, 9, 10), attendees=(Attendee(JANE, Partstat.DECLINED),))
    assert [p.partstat for p in story.state.parties] == [Partstat.NEEDS_ACTION]
    assert story.state.date == berlin(7, 9, 10)


# --- by hand ----------------------------------------------------------------------------


def edited(text: str, *, out: datetime | None = None, at: datetime | None = None, to: datetime | None = None) -> str:
    """What a calendar program makes of the series: a date taken out, or set to another time."""
    calendar = Calendar.from_ical(text)
    whole = next(e for e in calendar.walk("VEVENT") if "RECURRENCE-ID" not in e)
    if out:
        whole.add("exdate", out)
    if at and to:
        one = type(whole)()
        one.add("uid", str(whole["UID"]))
        one.add("dtstamp", NOW)
        one.add("dtstart", to)
        one.add("dtend", to + HALF)
        one.add("recurrence-id", at)
        one.add("summary", "Von Hand")
        calendar.add_component(one)
    return calendar.to_ical().decode()


def twice(story: Story) -> None:
    story.tell(TimerFired("watch"))
    assert not story.mails("appointment_cancelled") + story.mails("appointment_moved_by")
    story.now += timedelta(minutes=5)
    story.tell(TimerFired("watch"))


def test_a_date_that_the_principal_takes_out_by_hand_is_called_off_once_it_was_seen_twice():
    story = Story().booked()
    story.texts[story.uid] = edited(story.text, out=berlin(8, 6, 10))
    twice(story)
    method, event = story.invitation("appointment_cancelled")
    assert (method, event["RECURRENCE-ID"].dt) == ("CANCEL", berlin(8, 6, 10))
    assert [s.date() for s in story.starts()] == others(date(2026, 8, 6))
    assert story.mails("principal_note")[-1].data["kind"] == "you-removed"
    count = len(story.done)
    story.now += timedelta(hours=4)
    story.tell(TimerFired("watch"))
    assert len(story.mails("appointment_cancelled")) == 1
    assert len(story.done) == count + 1  # the next look


def test_a_date_that_the_principal_moves_by_hand_is_moved_for_all():
    story = Story().booked()
    story.texts[story.uid] = edited(story.text, at=berlin(8, 6, 10), to=berlin(8, 6, 15))
    twice(story)
    method, event = story.invitation("appointment_moved_by")
    assert (method, event["DTSTART"].dt, event["RECURRENCE-ID"].dt) == ("REQUEST", berlin(8, 6, 15), berlin(8, 6, 10))
    assert int(event["SEQUENCE"]) == 1
    assert berlin(8, 6, 15) in story.starts()
    assert len(story.starts()) == 6


def test_a_series_that_the_principal_removes_is_called_off_from_its_next_date_on():
    story = Story().booked()
    story.now = datetime(2026, 8, 1, 8, tzinfo=UTC)
    story.texts[story.uid] = ""
    twice(story)
    (mail,) = story.mails("appointment_cancelled")
    assert (mail.data["whole_series"], mail.data["slot"].start) == (True, berlin(8, 6, 10))
    assert story.state.phase is Phase.ENDED


def test_a_series_that_is_another_one_now_is_put_before_a_person_once():
    story = Story().booked()
    story.texts[story.uid] = story.text.replace("INTERVAL=2", "INTERVAL=3")
    twice(story)
    story.now += timedelta(hours=4)
    story.tell(TimerFired("watch"))
    assert len([a for a in story.done if isinstance(a, Escalate)]) == 1
    assert not story.mails("appointment_cancelled")


@given(
    st.sets(st.integers(0, 9)),
    st.dictionaries(st.integers(0, 9), st.integers(-3000, 3000), max_size=5),
    st.sets(st.integers(0, 9)),
)
def test_what_is_stored_is_read_back_as_the_same_dates(skipped, moves, gone):
    """For every series: stored, expanded by others, and read by ourselves, it has the same dates."""
    first = datetime(2026, 10, 1, 8, tzinfo=UTC)  # over the change of the clocks
    series = Series("FREQ=WEEKLY;COUNT=10", first, "Europe/Berlin")
    begins = [b.astimezone(UTC) for b in series.begins()]
    for at, minutes in moves.items():
        start = begins[at] + timedelta(minutes=minutes)
        series = series.with_override(Override(begins[at], Interval(start, start + HALF), 1))
    series = series.without(tuple(series.day(begins[n]) for n in skipped))
    meeting = Meeting("u@x", Interval(first, first + HALF), "Jour fixe", ANNA, (Attendee(JANE),), series=series)
    text = stored(meeting, NOW)
    there = dates_of(text)
    assert there is not None
    expected = {o.begins: o.slot for o in series.occurrences(HALF)}
    assert dict(there) == expected
    shown = expanded(text, Interval(NOW, NOW + timedelta(days=300)), "work", Source(""))
    assert sorted(e.start for e in shown) == sorted(s.start for s in expected.values())
    dates = series.occurrences(HALF)
    assert not by_hand(text, series, dates)
    fewer = stored(Meeting("u@x", meeting.slot, "Jour fixe", ANNA, (), series=series.without(
        tuple(series.day(begins[n]) for n in gone))), NOW)  # fmt: skip
    found = by_hand(fewer, series, dates)
    assert found is not None
    assert set(found.gone) == {Occurrence(d.begins, d.slot) for d in dates if begins.index(d.begins) in gone}
    assert not found.moved
