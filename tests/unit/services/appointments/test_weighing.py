"""What a search looked at is told as it was: what fell out was not free, and what did not was."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.event import Event, Interval
from secretary.domain.office import Role
from secretary.domain.reading import Trust
from secretary.domain.when import DailyWindow, Window
from secretary.services.appointments.free.availability import Terms, Wish, candidates, free_slots, horizon, works_on
from secretary.services.appointments.free.explaining import explained
from secretary.services.appointments.free.weighing import Fell, fell, weigh
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import State
from secretary.services.face import Replied, Told
from tests.unit.services.appointments.conversation import ANNA, HOURS, JANE, NOW, OFFICE, Talk, read, reading

HALF = timedelta(minutes=30)
TERMS = Terms(HOURS, AppointmentSettings(horizon_days=6, focus={"wed": "09:00-11:00"}), NOW + timedelta(hours=20))


def at(day: int, hour: int, length: timedelta = HALF) -> Interval:
    start = datetime(2026, 7, day, hour, tzinfo=UTC)
    return Interval(start, start + length)


def busy(day: int, hour: int, length: timedelta = HALF, uid: str = "x") -> Event:
    slot = at(day, hour, length)
    return Event(uid, slot.start, slot.end, "Zahnarzt")


TIMES = st.builds(
    lambda day, minutes, length: Interval(
        datetime(2026, 7, day, tzinfo=UTC) + timedelta(minutes=minutes),
        datetime(2026, 7, day, tzinfo=UTC) + timedelta(minutes=minutes + length),
    ),
    st.integers(6, 12),
    st.integers(0, 20 * 60),
    st.integers(5, 240),
)


@given(st.lists(TIMES, max_size=8), st.lists(TIMES, max_size=3), st.lists(TIMES, max_size=2), st.booleans())
def test_what_falls_out_is_exactly_what_is_not_free(taken, refused, wished, mornings):
    events = [Event(f"e{n}", i.start, i.end) for n, i in enumerate(taken)]
    windows = tuple(Window(i.start, i.end, "", (0, 0)) for i in wished)
    daily = (DailyWindow(time(8), time(12)),) if mornings else ()
    wish = Wish(HALF, windows, tuple(refused), daily)
    free = set(free_slots(wish, TERMS, events))
    first = TERMS.earliest.astimezone(TERMS.zone).date()
    days = [first + timedelta(days=n) for n in range(horizon(wish, TERMS) + 1)]
    for day in (d for d in days if works_on(d, HOURS, TERMS.settings)):
        for slot in candidates(day, wish, TERMS):
            full = sum(e.start.astimezone(TERMS.zone).date() == day for e in events) >= TERMS.settings.daily_max
            assert full or (fell(slot, wish, TERMS, events) is None) == (slot in free)


@pytest.mark.parametrize(
    ("slot", "why"),
    [
        (at(6, 12), Fell.NOTICE),
        (at(8, 7), Fell.FOCUS),
        (at(9, 8), Fell.BUSY),
        (at(9, 9), Fell.HELD),
        (Interval(at(9, 8).end, at(9, 8).end + HALF), Fell.BUFFER),
        (at(9, 12), Fell.REJECTED),
        (at(9, 13), None),
    ],
)
def test_each_reason_has_its_name(slot, why):
    events = (busy(9, 8), busy(9, 9, uid="secretary-abc-hold1@x"))
    assert fell(slot, Wish(HALF, excluded=(at(9, 12),)), TERMS, events) is why


def test_times_that_fell_out_one_after_the_other_are_one_line():
    weighed = weigh(Wish(HALF), TERMS, (busy(7, 8, timedelta(hours=3)),), NOW, (at(7, 13),))
    (taken,) = [f for f in weighed.fallen if f.why is Fell.BUSY]
    assert (taken.stretch.start, taken.stretch.end) == (at(7, 8).start, at(7, 11).start)


def test_both_languages_say_the_same_without_what_stands_in_the_calendar():
    weighed = weigh(Wish(HALF), TERMS, (busy(7, 8, timedelta(hours=3)),), NOW, (at(7, 13),))
    german, english = (explained(weighed, language, "Europe/Berlin") for language in ("de", "en"))
    assert [len(b.lines) for b in german] == [len(b.lines) for b in english]
    assert "– Di, 7. Juli 2026, 10:00–13:00 Uhr: belegt" in german[-1].lines
    assert "– Tue, 7 July 2026, 10:00–13:00: busy" in english[-1].lines
    assert "Zahnarzt" not in str(german)


def test_where_nothing_was_free_the_days_that_were_named_are_told_and_no_others():
    named = Window(at(20, 5).start, at(21, 20).start, "", (0, 0))
    taken = tuple(busy(day, 0, timedelta(hours=23)) for day in range(6, 31))
    weighed = weigh(Wish(HALF, allowed=(named,)), TERMS, taken, NOW, ())
    told = [f for f in weighed.fallen if f.why is not Fell.UNWISHED]
    assert not weighed.offered
    assert {(f.stretch.start.day, f.why) for f in told} == {(20, Fell.BUSY), (21, Fell.BUSY)}


# --- who is told ------------------------------------------------------------------------


def offered() -> Talk:
    talk = Talk()
    talk.ask()
    talk.mails.clear()
    return talk


def test_the_principal_is_told_why_at_their_own_address():
    talk = offered()
    talk.say("Why these?", ANNA, cc=(JANE,))
    (mail,) = talk.mails
    assert (mail.template, mail.to, mail.cc) == ("principal_why", (ANNA,), ())
    assert len(mail.data["blocks"][0]["lines"]) == 3


def test_the_question_changes_nothing():
    talk = offered()
    before = talk.state
    talk.say("Warum?", ANNA)
    assert talk.state == before
    assert State.of_json(before.to_json()) == before


@pytest.mark.parametrize("sender", [JANE, Address("someone@else.test")])
def test_nobody_outside_is_told_why(sender):
    talk = offered()
    talk.say("Why?", sender)
    assert "principal_why" not in talk.templates()


def test_an_unauthenticated_question_is_for_a_person():
    talk = offered()
    talk.tell(Replied(reading("Why?", ANNA, trust=Trust.UNKNOWN), Role.PRINCIPAL))
    assert not talk.mails
    assert talk.escalations


def in_vain() -> Talk:
    """Anna's calendar is full; Jane was asked for other times, named some, and a person was called."""
    talk = Talk()
    talk.taken_by_others(Interval(talk.now, talk.now + timedelta(days=60)))
    talk.ask()
    talk.hear("Next Tuesday would be best.")
    talk.mails.clear()
    return talk


@pytest.mark.parametrize(
    ("text", "head", "why"),
    [("Warum?", "Nicht in Frage", "belegt"), ("Why is there no time at all?", "Fell out", "busy")],
)
def test_where_nothing_could_be_offered_why_tells_what_stood_in_the_way(text, head, why):
    talk = in_vain()
    talk.hear(text, ANNA)
    (mail,) = talk.mails
    (block,) = mail.data["blocks"]
    assert (mail.template, mail.to) == ("principal_why", (ANNA,))
    assert block["head"].startswith(head)
    assert block["lines"]
    assert all(line.endswith((why, "too soon", "zu kurzfristig")) for line in block["lines"])


def test_in_answer_to_the_note_the_principal_is_told_why_and_the_case_stays_with_people():
    talk = in_vain()
    before = talk.state
    talk.tell(Told(read("Warum?", talk.now, ANNA), Role.PRINCIPAL))
    assert [(m.template, m.to) for m in talk.mails] == [("principal_why", (ANNA,))]
    assert (talk.state, talk.case_state) == (before, CaseState.ESCALATED)


@pytest.mark.parametrize("sender", [JANE, Address("eva@firma.test")])
def test_nobody_else_is_told_why_in_answer_to_the_note(sender):
    talk = in_vain()
    talk.tell(Told(read("Warum?", talk.now, sender), OFFICE.role_of(sender)))
    assert talk.mails == []


def test_what_is_no_question_orders_nothing_in_answer_to_the_note():
    talk = in_vain()
    talk.tell(Told(read("Mach mal.", talk.now, ANNA), Role.PRINCIPAL))
    assert talk.mails == []
