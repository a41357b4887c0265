"""What a forwarded thread tells of a meeting: with whom, how long, when, what about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.office import Role
from secretary.domain.reading import ForwardedMail, NewText
from secretary.services.appointments.asking import wanted
from secretary.services.appointments.said.thread import thread_of, topic_for, topic_of
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Party, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, reading, replace

TOM = Address("tom@client.test", "Tom Cole")
WRITTEN = datetime(2026, 7, 3, 7, tzinfo=UTC)  # a Friday


def world() -> World:
    settings = AppointmentSettings(calendars={"anna": ("work",)})
    return World(OFFICE, Case("ABCDEFGH", "main", "Fwd", ANNA, NOW), settings, NOW, ())


def handed_on(
    order: str, text: str, sender: Address | None = TOM, to: tuple[Address, ...] = (ANNA,), subject: str = ""
):
    mail = ForwardedMail(sender, to, WRITTEN, subject=subject, text=text)
    return replace(reading(order, ANNA), new_text=NewText(order, forwarded=(mail,)))


def state_of(order: str, text: str, **more) -> State:
    state = wanted(Asked(handed_on(order, text, **more), Role.PRINCIPAL, "find"), world())
    assert isinstance(state, State)
    return state


def test_the_thread_tells_with_whom_how_long_when_and_what_about():
    text = "I need 45 minutes by phone on Tuesday afternoon, not on Wednesday."
    state = state_of("Please find a time with him", text, subject="Re: Contract with ACME")
    assert [p.address for p in state.parties] == [TOM]
    assert state.wish.length == timedelta(minutes=45)
    assert [w.start.isoformat() for w in state.wish.allowed] == ["2026-07-07T12:00:00+02:00"]
    assert [w.start.day for w in state.wish.excluded] == [8]
    assert (state.medium, state.topic) == ("phone", "Contract with ACME")


def test_times_are_meant_from_when_the_mail_was_written_and_past_ones_are_gone():
    assert not state_of("Please find a time with him", "Tomorrow or on Sunday would suit me.").wish.allowed


def test_where_the_principal_wrote_it_the_reader_is_meant():
    state = state_of("Please find a time with him", "Shall we meet?", sender=ANNA, to=(TOM,))
    assert [p.address for p in state.parties] == [TOM]


def test_all_of_a_thread_are_asked_where_all_are_meant():
    to = (ANNA, JANE)
    assert [p.address for p in state_of("Find a time with him", "Hello", to=to).parties] == [TOM]
    assert [p.address for p in state_of("Find a time with all of them", "Hello", to=to).parties] == [TOM, JANE]


def test_a_mail_without_a_thread_has_none():
    assert not thread_of(reading("Find a time with Tom", ANNA), world()).people


@pytest.mark.parametrize(
    ("subject", "topic"),
    [
        ("Re: AW: Projekt Blau", "Projekt Blau"),
        ("Termin", ""),
        ("Fwd: Short meeting request", ""),
        ("", ""),
        ("x" * 200, ""),
        ("Angebot\r\nBcc: x", "Angebot Bcc: x"),
    ],
)
def test_a_subject_is_a_topic_where_it_says_something(subject, topic):
    assert topic_of(subject) == topic


def test_nobody_learns_the_subject_of_a_thread_they_were_not_in():
    thread = thread_of(handed_on("Find a time", "Hello", subject="Projekt Blau"), world())
    assert topic_for(thread, (Party(TOM),)) == "Projekt Blau"
    assert topic_for(thread, (Party(TOM), Party(JANE))) == ""
