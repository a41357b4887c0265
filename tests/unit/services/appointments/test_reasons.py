"""A principal asks why, below a plan and below an agenda; nobody else is told, and nothing changes by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from secretary.domain.action import Answer, Escalate
from secretary.domain.address import Address
from secretary.domain.case import CaseState, Running
from secretary.domain.event import Event, Interval
from secretary.domain.reading import Trust
from secretary.services.appointments.free.ranking import Scored
from secretary.services.appointments.free.weighing import Fallen, Fell, Weighed
from secretary.services.appointments.orders.confirming import give
from secretary.services.appointments.orders.plan import Plan, Standing
from secretary.services.appointments.orders.recognising import as_order
from secretary.services.appointments.service import Appointments
from secretary.services.appointments.state import State
from secretary.services.face import Replied, Step, TimerFired, Told
from tests.unit.services.appointments.conversation import ANNA, JANE, read
from tests.unit.services.appointments.test_orders import (
    BEN,
    EVA,
    NOW,
    PRIVATE,
    SETTINGS,
    THERE,
    TWO,
    A,
    B,
    asked,
    slot,
    world,
)

TAKEN = Interval(slot(6).start, slot(6).start + timedelta(hours=2))


def weighed(one: Running) -> Running:
    """The same with the search on record that led to it."""
    state = State.of_json(one.state)
    assert state.booked
    looked = Weighed((Scored(state.booked.slot, 3, ()),), fallen=(Fallen(TAKEN, Fell.BUSY),))
    return replace(one, state=replace(state, weighed=looked).to_json())


def why(text: str, *cases: Running, sender: Address = ANNA, trust: Trust = Trust.AUTHENTICATED) -> Replied:
    got = read(text, NOW, sender)
    return Replied(replace(got, sender=replace(got.sender, trust=trust)), TWO.role_of(sender), running=cases)


def answers(step: Step) -> list[Answer]:
    return [r.action for r in step.actions if isinstance(r.action, Answer)]


def told(step: Step) -> Answer:
    (mail,) = answers(step)
    assert (mail.template, mail.to, mail.cc) == ("principal_why", (ANNA,), ())
    return mail


def lines(mail: Answer) -> list[str]:
    return [line for block in mail.data["blocks"] for line in block["lines"]]


# --- below a plan -----------------------------------------------------------------------


def proposed(text: str = "Cancel everything on Thursday") -> Plan:
    return Plan.of_json(give(None, asked(text, A, B), world(*THERE, PRIVATE)).state)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Warum?", "von mir vereinbart, in der Zeit, die Sie meinen", "nicht von mir vereinbart"),
        ("Why not the dentist as well?", "arranged by me, in the time that you mean", "not arranged by me"),
    ],
)
def test_each_meeting_of_the_plan_and_each_that_stays_has_its_reason(text, first, last):
    plan = proposed()
    step = give(plan, why(text, A, B), world(*THERE, PRIVATE))
    mail = told(step)
    assert mail.data["about"] == "plan"
    assert [len(b["lines"]) for b in mail.data["blocks"]] == [2, 1]
    assert first in lines(mail)[0]
    assert last in lines(mail)[-1]
    assert (Plan.of_json(step.state), step.case_state, len(step.actions)) == (plan, CaseState.WAITING, 1)


def test_the_plan_is_still_confirmed_after_the_question():
    plan = proposed()
    asked_ = Plan.of_json(give(plan, why("Warum?", A, B), world(*THERE, PRIVATE)).state)
    assert Plan.of_json(give(asked_, why("Ja", A, B), world(*THERE)).state).standing is Standing.CONFIRMED


@pytest.mark.parametrize("sender", [JANE, BEN, EVA])
def test_nobody_but_its_principal_is_told_why_of_a_plan(sender):
    step = give(proposed(), why("Why?", A, B, sender=sender), world(*THERE, PRIVATE))
    assert "principal_why" not in [m.template for m in answers(step)]


def test_nobody_unauthenticated_is_told_why_of_a_plan():
    step = give(proposed(), why("Why?", A, B, trust=Trust.UNKNOWN), world(*THERE, PRIVATE))
    assert answers(step) == []


def test_why_it_was_asked_back_is_told_and_the_question_stays_open():
    plan = Plan.of_json(give(None, asked("Cancel the meeting on Thursday", A, B), world(*THERE)).state)
    step = give(plan, why("Warum?", A, B), world(*THERE))
    assert told(step).data["about"] == "asked"
    assert Plan.of_json(step.state) == plan


def test_in_answer_to_the_note_about_a_plan_its_meetings_are_told():
    event = Told(read("Warum?", NOW, ANNA), TWO.role_of(ANNA))
    assert len(lines(told(give(proposed(), event, world(*THERE, PRIVATE))))) == 2


# --- below an agenda --------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Warum Tom?", "Warum um 14 Uhr am Donnerstag?", "Why Thursday at 2pm?"])
def test_the_meeting_that_the_question_names_is_told(text):
    step = give(None, why(text, weighed(A), weighed(B)), world(*THERE))
    mail = told(step)
    assert (mail.data["about"], mail.data["party_name"]) == ("search", "Tom Cole")
    assert step.case_state is CaseState.CLOSED
    assert any("busy" in line or "belegt" in line for line in lines(mail))


def test_a_question_that_may_mean_several_is_asked_back_and_answered_by_number():
    cases = (weighed(A), weighed(B))
    step = give(None, why("Warum?", *cases), world(*THERE))
    (mail,) = answers(step)
    assert (mail.template, mail.to, len(mail.data["choices"])) == ("principal_ask", (ANNA,), 2)
    step = give(Plan.of_json(step.state), why("1", *cases), world(*THERE))
    assert told(step).data["party_name"] == "Jane Cole"
    assert step.case_state is CaseState.CLOSED


def test_asked_back_once_and_then_a_person():
    cases = (weighed(A), weighed(B))
    plan = Plan.of_json(give(None, why("Warum?", *cases), world(*THERE)).state)
    step = give(plan, why("Warum denn?", *cases), world(*THERE))
    assert [type(r.action) for r in step.actions] == [Escalate]


def test_the_only_meeting_there_is_needs_no_question():
    assert told(give(None, why("Warum?", weighed(A)), world(*THERE))).data["party_name"] == "Jane Cole"


def test_what_the_secretary_did_not_arrange_is_said_to_be_so():
    mail = told(give(None, why("Why Thursday at 4pm?"), world(PRIVATE)))
    assert mail.data["about"] == "entries"
    (line,) = lines(mail)
    assert "Zahnarzt: not arranged by me" in line


def test_where_nothing_can_be_meant_that_is_said():
    assert told(give(None, why("Warum?"), world())).data == {"about": "entries", "party_name": "", "blocks": ()}


def test_a_question_is_no_order_and_an_order_after_it_is_one():
    plan = give(None, why("Warum?", A, B), world(*THERE)).state
    question = why("Why is everything on Thursday cancelled?", A, B)
    order = why("Cancel everything on Thursday", A, B)
    assert as_order(question, plan) is question
    assert as_order(order, plan) is not order


def test_silence_after_the_question_says_nothing():
    plan = Plan.of_json(give(None, why("Warum?", A, B), world(*THERE)).state)
    step = give(plan, TimerFired("plan"), world(*THERE))
    assert (step.actions, step.case_state) == ((), CaseState.CLOSED)


class Kept:
    """The calendars of Anna, as the service reads them."""

    async def events(self, calendar: str, within: Interval, *, fresh: bool = False) -> tuple[Event, ...]:
        return THERE if calendar == "work" else ()

    async def availability(self, calendar: str) -> str:
        return ""


@pytest.mark.parametrize(
    ("sender", "template"), [(ANNA, "principal_why"), (JANE, ""), (EVA, ""), (BEN, "principal_why")]
)
async def test_below_an_agenda_whoever_asks_hears_of_their_own_calendar_only(sender, template):
    service = Appointments(Kept(), SETTINGS)  # type: ignore[arg-type] - only what is read
    step = await service.react(TWO, world().case, None, why("Why?", weighed(A), sender=sender), NOW)
    mails = answers(step)
    assert [m.template for m in mails] == [template] * bool(template)
    assert all(m.to == (sender,) and (sender == ANNA or not m.data["blocks"]) for m in mails)
