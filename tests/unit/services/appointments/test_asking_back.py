"""Whom a principal means, where several people bear the name, is asked back once, with numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from secretary.domain.action import Answer, EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.office import Role
from secretary.domain.reading import Language, Trust
from secretary.domain.when import Constraints, Window
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase, State
from secretary.services.appointments.world import Outcome, World
from secretary.services.face import Asked, Replied
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, reading, replace

TOMS = (Address("baker@partner.test", "Tom Baker"), Address("tom@client.test", "Tom Cole"))
WORLD = World(
    OFFICE, Case("ABCDEFGH", "main", "Tom", ANNA, NOW), AppointmentSettings(calendars={"anna": ("work",)}), NOW, ()
)


def asked(language: Language = Language.EN, **named: tuple[Address, ...]) -> Outcome:
    order = replace(reading("Find 30 minutes with Tom", ANNA), language=language)
    return react(None, Asked(order, Role.PRINCIPAL, "find", named=named), WORLD)


def answered(text: str, sender: Address = ANNA, role: Role = Role.PRINCIPAL, **more) -> Outcome:
    return react(asked(Tom=TOMS).state, Replied(reading(text, sender, **more), role), WORLD)


def escalated(outcome: Outcome) -> EscalationReason:
    (told,) = [r.action for r in outcome.actions]
    return told.reason


@pytest.mark.parametrize("language", [Language.DE, Language.EN])
def test_the_question_is_in_the_writer_s_language(language):
    (mail,) = [r.action for r in asked(language, Tom=TOMS).actions]
    assert isinstance(mail, Answer)
    assert (mail.template, mail.to, mail.language) == ("principal_ask", (ANNA,), language.value)
    assert [c["name"] for c in mail.data["choices"]] == [str(t) for t in TOMS]


def test_the_number_begins_the_search():
    state = answered("2").state
    assert [p.address for p in state.parties] == [TOMS[1]]
    assert state.phase is Phase.HOLDING
    assert State.of_json(state.to_json()) == state


def test_a_no_ends_it():
    outcome = answered("Never mind")
    assert not outcome.actions
    assert outcome.case_state is CaseState.CLOSED


@pytest.mark.parametrize("text", ["3", "the tall one", "1 and 2"])
def test_what_is_still_unclear_is_for_a_person(text):
    assert escalated(answered(text)) is EscalationReason.UNCLEAR


def test_only_the_office_itself_may_answer():
    assert escalated(answered("1", trust=Trust.UNKNOWN)) is EscalationReason.NOT_AUTHENTICATED
    assert answered("1", JANE, Role.CLIENT).state.phase is Phase.CHOOSING


def test_a_name_that_nobody_bears_and_two_names_that_several_bear_are_for_a_person():
    assert escalated(asked(Tom=())) is EscalationReason.UNCLEAR
    assert escalated(asked(Tom=TOMS, Jane=TOMS)) is EscalationReason.UNCLEAR


def test_which_day_is_meant_is_asked_back_too_and_the_hour_stays():
    order = reading("Find 30 minutes with Tom on Thursday, 10 July, at 3 pm", ANNA)
    start = datetime(2026, 7, 10, 13, tzinfo=UTC)
    exact = Constraints(allowed=(Window(start, start + timedelta(minutes=1), "", (0, 0)),))
    event = Asked(replace(order, constraints=exact), Role.PRINCIPAL, "find", named={"Tom": TOMS[1:]})
    asked_back = react(None, event, WORLD)
    (mail,) = [r.action for r in asked_back.actions]
    assert [c["day"].day for c in mail.data["choices"]] == [10, 9]
    state = react(asked_back.state, Replied(reading("2", ANNA), Role.PRINCIPAL), WORLD).state
    assert [o.slot.start for o in state.offers] == [start - timedelta(days=1)]
