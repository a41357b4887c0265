"""Answers from calendar programs to our own invitations: order, delegates, other addresses, own invitations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from secretary.domain.action import EscalationReason, Ignore
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.event import Attendee, CalendarMessage, Method, Partstat
from secretary.domain.message import Part
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Trust
from secretary.services.appointments.attending.state import Stage
from secretary.services.appointments.machine import react
from secretary.services.appointments.world import World
from secretary.services.face import Replied
from secretary.understand.itip import read_calendar_part
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, Talk, reading
from tests.unit.services.appointments.programs import OUTLOOK

TOM = Address("tom@kunde.test", "Tom Cole")


def booked() -> Talk:
    talk = Talk()
    talk.ask()
    talk.say("number 1 please")
    return talk


def reply(
    talk: Talk, status: Partstat, *, minutes: int = 0, sender: Address = JANE, attendee: Address | None = None, **more
):
    """One answer; `minutes` are those of its DTSTAMP."""
    trust = more.pop("trust", Trust.AUTHENTICATED)
    who = Attendee(attendee or sender, status, delegated_to=more.pop("to", ()))
    stamp = NOW + timedelta(minutes=minutes)
    told = CalendarMessage(
        more.pop("method", Method.REPLY), talk.state.booked.uid, dtstamp=stamp, attendees=(who,), **more
    )
    talk.tell(Replied(reading("", sender, MailKind.CALENDAR, calendar=(told,), trust=trust), Role.CLIENT))


def test_an_answer_that_was_overtaken_by_a_later_one_changes_nothing():
    talk = booked()
    reply(talk, Partstat.ACCEPTED, minutes=5)
    reply(talk, Partstat.DECLINED, minutes=2)
    assert talk.log[-1] == Ignore()
    reply(talk, Partstat.ACCEPTED, minutes=5)
    assert talk.log[-1] == Ignore()
    assert talk.state.parties[0].partstat is Partstat.ACCEPTED
    reply(talk, Partstat.TENTATIVE, minutes=7)
    assert talk.state.parties[0].partstat is Partstat.TENTATIVE


def test_who_is_sent_instead_gets_the_invitation_and_the_event_shows_both():
    talk = booked()
    reply(talk, Partstat.DELEGATED, to=(TOM,))
    mail = next(m for m in talk.mails if m.template == "appointment_delegated")
    assert mail.to == (TOM,)
    (event,) = Calendar.from_ical(mail.invitation.ics).walk("VEVENT")
    lines = {str(line): line.params for line in event["ATTENDEE"]}
    assert lines["mailto:jane@kunde.test"]["PARTSTAT"] == "DELEGATED"
    assert lines["mailto:jane@kunde.test"]["DELEGATED-TO"] == "mailto:tom@kunde.test"
    assert lines["mailto:tom@kunde.test"]["DELEGATED-FROM"] == "mailto:jane@kunde.test"
    assert [m.data["kind"] for m in talk.mails if m.to == (ANNA,) and "kind" in m.data] == ["delegated"]
    reply(talk, Partstat.ACCEPTED, sender=TOM)
    assert [(p.address.key, p.partstat) for p in talk.state.parties] == [("tom@kunde.test", Partstat.ACCEPTED)]
    talk.say("Please cancel our meeting", JANE)
    assert talk.mails[-2].to == (TOM,), "whoever delegated still speaks for whom they sent"


@pytest.mark.parametrize(
    "more", [{"to": (TOM,), "trust": Trust.UNKNOWN}, {"to": ()}, {"to": (ANNA,)}, {"to": (TOM, Address("a@b.test"))}]
)
def test_nobody_is_invited_on_an_unsure_word(more):
    talk = booked()
    reply(talk, Partstat.DELEGATED, **more)
    assert talk.escalations
    assert "appointment_delegated" not in talk.templates()


@pytest.mark.parametrize(
    ("sender", "attendee"),
    [(JANE, Address("j.cole@kunde.test")), (Address("j.cole@kunde.test"), JANE)],
    ids=["named otherwise by their calendar", "sent from another address of theirs"],
)
def test_an_answer_under_another_address_of_the_same_house_counts(sender, attendee):
    talk = booked()
    reply(talk, Partstat.ACCEPTED, sender=sender, attendee=attendee)
    assert talk.state.parties[0].partstat is Partstat.ACCEPTED
    assert not talk.escalations


def test_an_answer_from_elsewhere_counts_for_nobody():
    talk = booked()
    reply(talk, Partstat.DECLINED, sender=Address("mallory@boese.test"), attendee=JANE)
    assert talk.escalations
    assert talk.state.parties[0].partstat is Partstat.NEEDS_ACTION


def test_an_answer_to_another_date_is_for_a_person():
    talk = booked()
    reply(talk, Partstat.DECLINED, recurrence_id="2026-08-01T08:00:00+00:00")
    assert talk.escalations
    assert talk.state.parties[0].partstat is Partstat.NEEDS_ACTION


@pytest.mark.parametrize("removed", [True, False], ids=["removed", "moved"])
def test_another_time_proposed_over_what_the_principal_did_by_hand_is_for_a_person(removed):
    talk = booked()
    uid, (slot, text) = talk.state.booked.uid, talk.stored.pop(talk.state.booked.uid)
    later = slot.start + timedelta(hours=1)
    if not removed:
        talk.stored[uid] = (replace(slot, start=later, end=later + slot.length), text)
    by_hand = dict(talk.stored)
    reply(talk, Partstat.TENTATIVE, method=Method.COUNTER, start=slot.start + timedelta(days=1))
    assert [e.reason for e in talk.escalations] == [EscalationReason.NEGOTIATION]
    assert talk.stored == by_hand


# --- invitations of the party's own ----------------------------------------------------


def invite(talk: Talk, *, to_offer: bool, **more):
    slot = talk.state.open_offers[1].slot
    start = slot.start if to_offer else slot.start + timedelta(days=60)
    ics = OUTLOOK.replace(";TZID=W. Europe Standard Time:2026070{day}T100000", f":{start:%Y%m%dT%H%M%SZ}")
    ics = ics.replace(";TZID=W. Europe Standard Time:2026070{day}T103000", f":{start + slot.length:%Y%m%dT%H%M%SZ}")
    part = Part("1", "text/calendar", ics.format(method="REQUEST", sequence=0).replace("\n", "\r\n").encode())
    mail = replace(reading("", JANE, MailKind.CALENDAR, **more), calendar=read_calendar_part(part))
    world = World(OFFICE, Case("ABCDEFGH", "main", "Termin", JANE, NOW), talk.settings, NOW, talk.events())
    return slot, react(talk.state, Replied(mail, Role.CLIENT), world)


def test_an_invitation_to_an_offered_time_settles_the_search_with_their_event():
    talk = Talk()
    talk.ask()
    holds = {o.uid for o in talk.state.open_offers}
    slot, outcome = invite(talk, to_offer=True)
    actions = [r.action for r in outcome.actions]
    assert {a.uid for a in actions if hasattr(a, "uid")} >= holds, "all that was held is given back"
    assert outcome.attendance.stage is Stage.WRITING
    assert outcome.attendance.slot == slot


def test_an_invitation_to_another_time_is_for_a_person_and_the_offers_stay():
    talk = Talk()
    talk.ask()
    _, outcome = invite(talk, to_offer=False)
    assert outcome.state == talk.state
    assert [type(r.action).__name__ for r in outcome.actions] == ["Escalate"]


def test_an_unsure_invitation_to_an_offered_time_is_put_before_a_person():
    talk = Talk()
    talk.ask()
    _, outcome = invite(talk, to_offer=True, trust=Trust.UNKNOWN)
    assert [r.action.orders for r in outcome.actions if hasattr(r.action, "orders")] == [
        ("accept", "decline", "counter")
    ]


def proposes(talk, start):
    booked = talk.state.booked
    asked = CalendarMessage(
        Method.COUNTER,
        booked.uid,
        booked.sequence,
        dtstamp=talk.now,
        start=start,
        end=start + booked.slot.length,
        attendees=(Attendee(JANE, Partstat.TENTATIVE),),
    )
    talk.say("", kind=MailKind.CALENDAR, calendar=(asked,))


def test_times_that_a_calendar_program_asks_about_count_among_those_that_one_may_learn():
    talk = booked()
    talk.learned = 28 - talk.state.serial  # two are left
    for days in (1, 2):
        proposes(talk, talk.state.booked.slot.start + days * timedelta(days=7))
    moved = talk.state.booked.slot
    proposes(talk, moved.start + timedelta(hours=1))
    assert talk.escalations[-1].reason is EscalationReason.LIMIT
    assert talk.state.booked.slot == moved
