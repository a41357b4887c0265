"""Negotiations from the first mail to the last, and laws for any order of events."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.domain.action import EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.event import Attendee, CalendarMessage, Interval, Method, Partstat
from secretary.domain.office import Role
from secretary.domain.reading import Absence, Bounce, MailKind, Trust
from secretary.domain.when import Constraints, Grain, TimeExpression, TimeKind, TimeReading, Window
from secretary.services.appointments.machine import react
from secretary.services.appointments.state import Phase
from secretary.services.appointments.world import World
from secretary.services.face import Asked, TimerFired
from secretary.understand.when import read_constraints
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, Talk, reading


def offered() -> Talk:
    talk = Talk()
    talk.ask()
    return talk


def booked() -> Talk:
    talk = offered()
    talk.say("2")
    return talk


def time_said(text, words, start, end=None, grain=Grain.HOUR, contradiction=""):
    span = (text.index(words), text.index(words) + len(words))
    kind = TimeKind.INTERVAL if end else TimeKind.INSTANT
    one = TimeReading(
        kind, start, end, grain, "Europe/Berlin", bool(0), span, words, ("test",), contradiction=contradiction
    )
    return (TimeExpression(span, words, (one,)),)


def test_three_times_on_two_days_are_held_before_they_are_offered():
    talk = offered()
    (mail,) = talk.mails
    assert mail.template == "appointment_offers"
    assert mail.to == (JANE,)
    assert [s.number for s in mail.data["slots"]] == [1, 2, 3]
    assert len({s.start.date() for s in mail.data["slots"]}) >= 2
    assert len(talk.stored) == 3
    assert talk.timers["hold"] == mail.data["hold_until"]


@pytest.mark.parametrize(
    "answer",
    [
        "2",
        "2.",
        "Nummer 2 bitte",
        "the second one",
        "Ich nehme den zweiten Termin",
        "Option 2 works for me",
        "#2 please",
    ],
)
def test_the_answer_books_and_the_other_times_are_released(answer):
    talk = offered()
    wanted = talk.state.offers[1].slot
    talk.say(answer)
    assert talk.templates() == ["appointment_offers", "appointment_booked", "principal_booked"]
    assert [i for i, _ in talk.stored.values()] == [wanted]
    assert talk.timers.keys() == {"watch"}
    invitation = talk.mails[1].invitation
    assert invitation is not None
    unfolded = invitation.ics.replace("\r\n ", "")
    assert "METHOD:REQUEST" in unfolded
    assert "mailto:sekretariat@firma.test" in unfolded
    assert "RSVP=TRUE:mailto:jane@kunde.test" in unfolded
    assert "METHOD" not in next(iter(talk.stored.values()))[1]


def test_a_day_names_the_offer_of_that_day():
    talk = offered()
    slots = [o.slot for o in talk.state.offers]
    lone = next(s for s in slots if sum(o.start.date() == s.start.date() for o in slots) == 1)
    text = "Dienstag passt"
    day = lone.start.replace(hour=0, minute=0)
    talk.say(text, times=time_said(text, "Dienstag", day, day + timedelta(days=1), Grain.DAY))
    assert talk.state.booked.slot == lone


def test_one_day_against_another_by_clause():
    talk = offered()
    a, b = talk.state.offers[0].slot, talk.state.offers[-1].slot
    text = "Dienstag um neun passt nicht, aber Donnerstag geht"
    times = (*time_said(text, "Dienstag um neun", a.start), *time_said(text, "Donnerstag", b.start))
    talk.say(text, times=times)
    assert talk.state.booked.slot == b


def test_a_bare_yes_to_several_offers_gets_one_question_and_then_a_person():
    talk = offered()
    talk.say("Ja, passt")
    assert talk.templates()[-1] == "appointment_ask"
    assert talk.mails[-1].data["question"] == "which"
    talk.say("Ja, passt")
    assert talk.escalations[-1].reason is EscalationReason.UNCLEAR_DATE


def test_a_date_that_is_not_that_weekday_is_asked_about():
    talk = offered()
    text = "Dienstag, 15.7. passt"
    talk.say(text, times=time_said(text, "Dienstag, 15.7.", talk.state.offers[0].slot.start, contradiction="weekday"))
    assert talk.mails[-1].data["question"] == "date"


def test_rejected_times_never_come_back_and_the_third_refusal_brings_a_person():
    talk = offered()
    seen: set[datetime] = set()
    for _ in range(3):
        now = {o.slot.start for o in talk.state.offers}
        assert not now & seen
        seen |= now
        talk.say("Leider passt keiner der Termine")
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION
    assert talk.stored == {}
    assert talk.timers == {}


def test_an_exact_time_that_is_free_is_booked_at_once():
    talk = offered()
    free = datetime(2026, 7, 15, 11, tzinfo=UTC)
    text = "How about 15 July, 1pm"
    said = Constraints(allowed=(Window(free, free + timedelta(minutes=30), "", (0, 0)),))
    talk.say(text, times=time_said(text, "15 July, 1pm", free), constraints=said)
    assert talk.state.booked.slot.start == free
    assert len(talk.stored) == 1


def test_a_time_taken_meanwhile_is_not_booked_but_others_are_offered():
    talk = offered()
    taken = talk.state.offers[0].slot
    talk.taken_by_others(taken)
    talk.say("1")
    assert talk.templates() == ["appointment_offers", "appointment_offers"]
    assert not any(o.slot.overlaps(taken) for o in talk.state.offers)


def test_a_withdrawal_releases_everything():
    talk = offered()
    talk.say("Das hat sich erledigt")
    assert talk.stored == {}
    assert talk.templates()[-2:] == ["appointment_withdrawn", "principal_note"]
    assert talk.case_state is CaseState.CLOSED


def test_a_cancellation_after_booking_tells_both_and_the_calendar():
    talk = booked()
    talk.say("Please cancel our meeting")
    assert talk.stored == {}
    assert talk.mails[-2].template == "appointment_cancelled"
    assert "METHOD:CANCEL" in talk.mails[-2].invitation.ics
    assert "SEQUENCE:1" in talk.mails[-2].invitation.ics


def test_the_booked_time_repeated_changes_nothing():
    talk = booked()
    before, mails = talk.state, len(talk.mails)
    text = "I can attend at four as scheduled, thanks"
    talk.say(text, times=time_said(text, "at four", talk.state.booked.slot.start))
    assert (talk.state, len(talk.mails), talk.escalations) == (before, mails, [])


def test_a_move_keeps_the_old_event_until_the_new_time_stands():
    talk = booked()
    old = talk.state.booked
    talk.say("Can we reschedule our meeting?")
    assert talk.stored[old.uid][0] == old.slot
    assert all(not o.slot.overlaps(old.slot) for o in talk.state.offers)
    new = talk.state.offers[0].slot
    talk.say("1")
    assert talk.stored.keys() == {old.uid}
    assert talk.stored[old.uid][0] == new
    assert talk.state.booked.sequence == 1
    assert talk.templates()[-2] == "appointment_moved"


def test_later_in_the_week_means_the_week_of_the_meeting_and_not_that_of_the_mail():
    talk = offered()
    slot = Interval(datetime(2026, 7, 21, 8, tzinfo=UTC), datetime(2026, 7, 21, 8, 30, tzinfo=UTC))
    text = "How about this"
    said = Constraints(allowed=(Window(slot.start, slot.end, "", (0, 0)),))
    talk.say(text, times=time_said(text, "this", slot.start), constraints=said)
    assert talk.state.booked.slot == slot
    talk.say("Ich muss den Termin verschieben. Ginge es auch später in der Woche?")
    assert {o.slot.start.date().isoformat() for o in talk.state.offers} <= {"2026-07-22", "2026-07-23", "2026-07-24"}
    assert not talk.state.nearest


def test_a_move_by_an_hour_is_made_at_once_where_the_time_is_free():
    talk = booked()
    old = talk.state.booked.slot
    talk.say("Could we move the meeting by an hour?")
    assert talk.state.booked.slot.start == old.start + timedelta(hours=1)
    assert talk.templates()[-2:] == ["appointment_moved", "principal_booked"]


def answer(talk: Talk, partstat: Partstat, sequence: int = 0, who: Address = JANE) -> CalendarMessage:
    return CalendarMessage(Method.REPLY, talk.state.booked.uid, sequence, attendees=(Attendee(who, partstat),))


def test_an_itip_answer_shows_in_the_stored_event():
    talk = booked()
    talk.say("", kind=MailKind.CALENDAR, calendar=(answer(talk, Partstat.ACCEPTED),))
    (held,) = talk.stored.values()
    assert "PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=TRUE;SCHEDULE-AGENT=CLIENT:mailto:jane" in held[1].replace(
        "\r\n ", ""
    )
    assert talk.escalations == []


def test_an_itip_answer_in_anothers_name_changes_nothing():
    talk = booked()
    before = talk.state
    talk.say("", Address("mallory@boese.test"), kind=MailKind.CALENDAR, calendar=(answer(talk, Partstat.DECLINED),))
    assert talk.state == before
    assert talk.escalations[-1].reason is EscalationReason.UNKNOWN_SENDER


def test_expired_holds_are_released_and_a_late_answer_is_still_booked_if_free():
    talk = offered()
    wanted = talk.state.offers[1].slot
    talk.wake("hold")
    assert talk.stored == {}
    assert talk.templates()[-1] == "principal_note"
    talk.say("2")
    assert talk.state.booked.slot == wanted


def test_an_auto_reply_is_never_an_answer():
    talk = offered()
    before = talk.state
    talk.say("2", kind=MailKind.OUT_OF_OFFICE)
    assert talk.state == before
    assert len(talk.mails) == 1


def test_a_person_s_mail_that_may_not_be_answered_is_not_passed_over():
    talk = offered()
    talk.say("2", may=False)
    assert talk.escalations[-1].reason is EscalationReason.UNCLEAR
    assert len(talk.mails) == 1


def test_whoever_is_away_longer_than_the_times_are_held_gets_others_on_return():
    talk = offered()
    offers = {o.slot for o in talk.state.offers}
    back = talk.now + timedelta(days=20)
    talk.say("2", kind=MailKind.OUT_OF_OFFICE, absence=Absence(back_on=back))
    assert talk.stored == {}
    assert (talk.mails[-1].to, talk.mails[-1].data["kind"]) == ((ANNA,), "absent")
    assert talk.timers.keys() == {"resume"}
    assert back <= talk.timers["resume"] <= back + timedelta(days=4)
    talk.wake("resume")
    assert talk.templates()[-1] == "appointment_offers"
    assert not offers & {o.slot for o in talk.state.offers}


@pytest.mark.parametrize("status", ["5.1.1", "4.2.2"])
def test_a_bounce_for_whatever_reason_releases_the_times_and_tells_a_person(status):
    talk = offered()
    bounces = (Bounce(JANE, permanent=status[0] == "5", status=status),)
    talk.say("", Address("mailer-daemon@kunde.test"), kind=MailKind.BOUNCE, bounces=bounces)
    assert talk.stored == {}
    assert talk.escalations[-1].reason is EscalationReason.UNDELIVERABLE


def test_a_stranger_cannot_choose_for_the_party():
    talk = offered()
    talk.say("2", Address("mallory@boese.test"))
    assert talk.state.booked is None
    assert talk.escalations[-1].reason is EscalationReason.UNKNOWN_SENDER


def test_a_principal_finds_time_with_whom_she_copied_in():
    talk = Talk()
    talk.tell(Asked(reading("find 30 minutes with Jane", ANNA, cc=(JANE,)), Role.PRINCIPAL, "find"))
    assert talk.mails[0].to == (JANE,)
    assert talk.mails[0].data["with_name"] == "Anna Muster"


def test_an_order_in_a_principals_name_needs_proof():
    talk = Talk()
    talk.tell(Asked(reading("find time with Jane", ANNA, cc=(JANE,), trust=Trust.UNKNOWN), Role.PRINCIPAL, "find"))
    assert talk.escalations[-1].reason is EscalationReason.NOT_AUTHENTICATED


def test_calendars_that_do_not_answer_are_asked_again():
    talk = Talk(away=True)
    talk.ask()
    assert talk.state.phase is Phase.SEARCHING
    talk.away = False
    talk.wake("search")
    assert talk.templates() == ["appointment_offers"]


def test_no_free_time_is_said_once_and_then_a_person_helps():
    talk = Talk()
    talk.taken_by_others(Interval(talk.now, talk.now + timedelta(days=60)))
    talk.ask()
    assert talk.templates() == ["appointment_none_fits"]
    text = "next week"
    talk.say(text, constraints=Constraints(allowed=(Window(talk.now, talk.now + timedelta(days=7), "", (0, 0)),)))
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION


SAYINGS = st.sampled_from(
    [
        "1",
        "2",
        "the third one",
        "keiner passt",
        "ja",
        "hat sich erledigt",
        "please cancel our meeting",
        "can we reschedule our meeting?",
        "danke",
        "Was kostet das?",
        "",
        "either works",
        "9",
    ]
)
MOVES = st.one_of(
    st.tuples(st.just("say"), SAYINGS),
    st.tuples(st.just("ask"), st.just("")),
    st.tuples(st.just("wake"), st.sampled_from(["hold", "search", "other"])),
    st.tuples(st.just("taken"), st.integers(0, 2)),
    st.tuples(st.just("away"), st.booleans()),
    st.tuples(st.just("silent"), st.sampled_from(list(MailKind))),
)


@settings(max_examples=150)
@given(st.lists(MOVES, max_size=12))
def test_any_order_of_events_leaves_every_hold_booked_released_or_timed(moves):
    talk = Talk()
    for kind, what in moves:
        if kind == "say":
            talk.say(what)
        elif kind == "ask":
            talk.ask()
        elif kind == "wake" and (what == "other" or what in talk.timers):
            talk.wake(what) if what in talk.timers else talk.tell(TimerFired(what))
        elif kind == "taken" and talk.state and len(talk.state.open_offers) > what:
            talk.taken_by_others(talk.state.open_offers[what].slot)
        elif kind == "away":
            talk.away = what
        elif kind == "silent":
            talk.say("1", kind=what)
        held = {u for u in talk.stored if "-hold" in u}
        assert not held or "hold" in talk.timers
        events = {u for u in talk.stored if "-hold" not in u}
        assert events == ({talk.state.booked.uid} if talk.state and talk.state.booked else set()) or talk.busy


def test_nobody_is_reminded_whose_answer_lies_before_a_person():
    talk = offered()
    talk.say("Wir sind 2 Personen")
    assert talk.escalations
    talk.wake("nudge")
    assert "appointment_nudge" not in talk.templates()


def test_times_that_are_free_are_offered_also_after_the_last_round():
    talk = offered()
    for _ in range(2):
        talk.say("Leider passt keiner der Termine")
    day = talk.state.offers[-1].slot.start.replace(hour=7, minute=0) + timedelta(days=7)
    said = Constraints(allowed=(Window(day, day + timedelta(hours=2), "", (0, 0)),))
    talk.say("Das geht alles nicht, aber da könnte ich.", constraints=said)
    assert not talk.escalations
    assert all(day <= o.slot.start < day + timedelta(hours=2) for o in talk.state.open_offers)
    for _ in range(4):
        talk.say("Das geht alles nicht, aber da könnte ich.", constraints=said)
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION


def test_a_request_whose_time_was_not_read_whole_goes_to_a_person_with_the_words():
    talk, text = Talk(), "Could we meet Anna Muster after the school holidays?"
    talk.ask(text, constraints=read_constraints(text, at=NOW, zone="Europe/Berlin"))
    [escalation] = talk.escalations
    assert escalation.reason is EscalationReason.UNCLEAR_DATE
    assert "after the school holidays" in escalation.detail
    assert not talk.mails


@pytest.mark.parametrize(("learned", "offered"), [(29, True), (30, False), (None, True)])
def test_who_has_learned_many_free_times_is_told_more_by_a_person_only(learned, offered):
    talk = Talk(learned=learned)
    talk.ask()
    assert bool(talk.mails) is offered
    assert [e.reason for e in talk.escalations] == ([] if offered else [EscalationReason.LIMIT])


def test_the_times_told_in_this_case_count_too():
    talk = Talk(learned=25)
    talk.ask()
    talk.say("None of these work.")
    assert len(talk.mails) == 2
    talk.say("None of these work.")
    assert talk.escalations[-1].reason is EscalationReason.LIMIT
    assert talk.stored == {}


def test_what_was_only_sent_stays_where_it_stands():
    case = Case("ABCDEFGH", "main", "Agenda", ANNA, NOW, CaseState.CLOSED)
    outcome = react(None, TimerFired("watch"), World(OFFICE, case, Talk().settings, NOW))
    assert (outcome.state, outcome.case_state) == (None, CaseState.CLOSED)
