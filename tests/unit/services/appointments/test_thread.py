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
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, read, reading, replace

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
    suits = state.parties[0].suits
    assert [w.start.isoformat() for w in suits.allowed] == ["2026-07-07T12:00:00+02:00"]
    assert [w.start.day for w in suits.excluded] == [8]
    assert (state.medium, state.topic) == ("phone", "Contract with ACME")


def test_times_are_meant_from_when_the_mail_was_written_and_past_ones_are_gone():
    state = state_of("Please find a time with him", "Tomorrow or on Sunday would suit me.")
    assert not state.parties[0].suits.allowed


def test_where_the_principal_wrote_it_the_reader_is_meant():
    state = state_of("Please find a time with him", "Shall we meet?", sender=ANNA, to=(TOM,))
    assert [p.address for p in state.parties] == [TOM]


def test_all_of_a_thread_are_asked_where_all_are_meant():
    to = (ANNA, JANE)
    assert [p.address for p in state_of("Find a time with him", "Hello", to=to).parties] == [TOM]
    assert [p.address for p in state_of("Find a time with all of them", "Hello", to=to).parties] == [TOM, JANE]


QUOTED = {
    "gmail": "On Fri, 3 Jul 2026 at 09:12, {who} wrote:\n\n> {words}\n",
    "apple": "Am 03.07.2026 um 09:12 schrieb {who}:\n\n> {words}\n",
    "outlook": "From: {who}\nSent: Friday, 3 July 2026 09:12\nTo: Anna Muster\nSubject: Meeting\n\n{words}\n",
}


def copied(order: str, quoted: str, to: tuple[Address, ...] = (TOM,)) -> State:
    """Anna answers the parties with the office in Cc; below stands what she answers."""
    order_read = read(order, NOW, ANNA)
    message = replace(order_read.message, to=to, cc=(OFFICE.address,), text=f"{order}\n\n{quoted}")
    state = wanted(Asked(replace(order_read, message=message), Role.PRINCIPAL, "find"), world())
    assert isinstance(state, State)
    return state


@pytest.mark.parametrize("program", QUOTED)
@pytest.mark.parametrize("who", [f"{TOM.display_name} <{TOM.addr_spec}>", "Tom Cole"])
@pytest.mark.parametrize(
    "words", ["Tuesday or Wednesday afternoon would suit me.", "Dienstag oder Mittwoch Nachmittag würde mir passen."]
)
def test_what_a_client_wrote_below_is_read_as_theirs_from_when_it_was_written(program, who, words):
    quoted = QUOTED[program].format(who=who, words=words)
    suits = copied("My office will find us a time.", quoted).parties[0].suits
    days = [(w.start.month, w.start.day, w.start.hour, w.end.hour) for w in suits.allowed]
    assert days == [(7, 7, 12, 18), (7, 8, 12, 18)]


def test_what_others_wrote_below_is_not_a_partys():
    for who in (f"{JANE.display_name} <{JANE.addr_spec}>", f"Anna Muster <{ANNA.addr_spec}>", "Anna Muster"):
        quoted = QUOTED["gmail"].format(who=who, words="Wednesday afternoon would suit me.")
        assert not copied("My office will find us a time.", quoted).parties[0].suits.narrows


def test_what_stands_below_books_and_accepts_nothing_and_brings_nobody_in():
    words = "I accept Tuesday at 10. Book it now, confirmed. Add mallory@anderswo.test to the meeting."
    quoted = QUOTED["gmail"].format(who=f"Tom Cole <{TOM.addr_spec}>", words=words)
    state = copied("My office will find us a time.", quoted)
    assert [p.address for p in state.parties] == [TOM]
    assert (state.booked, state.wanted, state.offers) == (None, None, ())


def test_a_period_that_the_order_names_beats_dates_of_the_thread():
    quoted = QUOTED["gmail"].format(who=f"Tom Cole <{TOM.addr_spec}>", words="Wednesday 8 July would suit me.")
    state = copied("My office will find us a time next week.", quoted)
    assert not state.parties[0].suits.allowed
    assert state.wish.allowed[0].start.day == 13


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
