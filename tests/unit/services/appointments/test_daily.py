"""When the agenda of the day goes out, and what becomes of it when calendars do not answer."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from secretary.domain.action import Answer, Escalate, SetTimer
from secretary.domain.case import Case
from secretary.domain.event import Event, EventStatus
from secretary.domain.office import Role
from secretary.services.appointments.orders.daily import DAILY, duties, send
from secretary.services.appointments.orders.recognising import as_order
from secretary.services.appointments.settings import AppointmentSettings, DailyAgenda
from secretary.services.appointments.world import World
from secretary.services.face import Asked, Replied
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, reading

SETTINGS = AppointmentSettings(calendars={"anna": ("work",)}, daily_agenda={"anna": DailyAgenda(at="07:30")})
THURSDAY = "anna 2026-07-09"


def at(day: int, hour: int, minute: int = 0, month: int = 7) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(9, 5, 29), False),
        (at(9, 5, 30), True),
        (at(9, 9, 29), True),
        (at(9, 9, 30), False),
        (at(11, 5, 30), False),  # a Saturday
        (at(3, 6, 30, month=4), False),  # Good Friday
    ],
)
def test_it_is_due_in_the_morning_of_working_days(now, due):
    assert [d.event.note for d in duties(OFFICE, SETTINGS, now)] == ([f"anna {now.date()}"] if due else [])


def test_nobody_gets_it_unasked():
    assert not list(duties(OFFICE, AppointmentSettings(calendars={"anna": ("work",)}), at(9, 6)))


def test_a_time_that_is_none_is_told():
    with pytest.raises(ValidationError, match="no time of day"):
        DailyAgenda(at="half past seven")


def world(events: tuple[Event, ...] | None, now: datetime, problem: str = "") -> World:
    return World(OFFICE, Case("ABCDEFGH", "main", "", ANNA, NOW), SETTINGS, now, events, problem)


def test_it_shows_the_day_with_held_and_whole_days_told_apart():
    events = (
        Event("x", at(9, 8), at(9, 9), "Zahnarzt", calendar="work"),
        Event(
            "secretary-a-hold1@x", at(9, 10), at(9, 11), "(ABCD2345) Tom Cole", EventStatus.TENTATIVE, calendar="work"
        ),
        Event("y", at(10, 8), at(10, 9), "tomorrow", calendar="work"),
        Event("z", at(9, 8), at(9, 9), "somebody else's", calendar="other"),
    )
    (mail,) = [r.action for r in send(THURSDAY, world(events, at(9, 6))).actions]
    assert isinstance(mail, Answer)
    assert mail.to == (ANNA,)
    assert mail.new_thread
    assert [(e["title"], e["held"]) for e in mail.data["entries"]] == [("Zahnarzt", False), ("Tom Cole", True)]


def test_calendars_that_do_not_answer_are_asked_again_until_it_is_of_no_use():
    (later,) = [r.action for r in send(THURSDAY, world(None, at(9, 6))).actions]
    assert later == SetTimer(DAILY, at(9, 6, 5), THURSDAY)
    (told,) = [r.action for r in send(THURSDAY, world(None, at(9, 9, 28))).actions]
    assert isinstance(told, Escalate)


def test_a_principal_who_left_the_office_gets_none():
    assert not send("ben 2026-07-09", world((), at(9, 6))).actions


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Cancel everything on Thursday", "change"),
        ("What is on tomorrow?", "agenda"),
        ("Who still owes me an answer?", "owed"),
        ("Hm", ""),
    ],
)
def test_what_a_principal_answers_to_it_is_an_order_where_one_is_known(text, request_):
    event = as_order(Replied(reading(text, ANNA), Role.PRINCIPAL), {})
    assert (event.request if isinstance(event, Asked) else "") == request_


def test_a_stranger_s_answer_is_none():
    event = Replied(reading("Cancel my Thursday", JANE), Role.CLIENT)
    assert as_order(event, {}) is event


def test_an_answer_to_a_negotiation_stays_one():
    event = Replied(reading("Cancel my Thursday", ANNA), Role.PRINCIPAL)
    assert as_order(event, {"v": 2}) is event
