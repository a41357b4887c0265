"""Orders with effects on several meetings: how they are read, planned, confirmed, carried out and taken back."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.action import Answer, DeleteEvent, DropTimer, Escalate, EscalationReason, PutEvent, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState, Running
from secretary.domain.errors import PermanentError
from secretary.domain.event import Attendee, Event, Interval, Method
from secretary.domain.office import Person, Role
from secretary.domain.reading import Trust
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.machine import react
from secretary.services.appointments.orders.carrying import told_to
from secretary.services.appointments.orders.confirming import CHANGE, WAKE, give
from secretary.services.appointments.orders.drafting import draft
from secretary.services.appointments.orders.plan import Deed, Grounds, Order, Plan, Standing, is_plan
from secretary.services.appointments.orders.reading import read_order
from secretary.services.appointments.orders.said import Said, Word, choice, said
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Booking, HoldState, Offer, Party, Phase, State
from secretary.services.appointments.world import World
from secretary.services.face import Asked, Replied, Step, TimerFired
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, OFFICE, reading

TOM = Address("tom@client.test", "Tom Cole")
EVA, BEN = Address("eva@firma.test", "Eva Klein"), Address("ben@firma.test", "Ben Bauer")
TWO = replace(
    OFFICE,
    people=(
        *OFFICE.people,
        Person("ben", "Ben Bauer", BEN, Role.PRINCIPAL),
        Person("eva", "Eva Klein", EVA, Role.ASSISTANT),
    ),
)
SETTINGS = AppointmentSettings(calendars={"anna": ("work",), "ben": ("bens",)})
HALF = timedelta(minutes=30)


def slot(hour: int, day: int = 9) -> Interval:
    start = datetime(2026, 7, day, hour, tzinfo=UTC)
    return Interval(start, start + HALF)


def booked(case: str, who: Address, at: Interval, **more) -> Running:
    state = State(
        Phase.BOOKED, "anna", (Party(who),), "en", Wish(HALF), booked=Booking(f"secretary-{case}@x", at), **more
    )
    return running(case, state)


def offered(case: str, who: Address, at: Interval) -> Running:
    one = Offer(1, at, f"secretary-{case}-hold1@x", HoldState.HELD)
    state = State(Phase.OFFERED, "anna", (Party(who),), "en", Wish(HALF), serial=1, offers=(one,))
    return running(case, state)


def running(case: str, state: State) -> Running:
    return Running(Case(case, "main", "Termin", JANE, NOW, language="en"), state.to_json())


def stands(one: Running) -> Event:
    state = State.of_json(one.state)
    assert state.booked
    return Event(state.booked.uid, state.booked.slot.start, state.booked.slot.end, calendar="work")


def world(*events: Event, now: datetime = NOW, office=TWO, case: str = "PLAN2345", settings=SETTINGS) -> World:
    return World(office, Case(case, "main", "Donnerstag", ANNA, NOW), settings, now, events)


def order_of(text: str) -> Order:
    return read_order(reading(text, ANNA), "anna", world())[0]


def asked(text: str, *cases: Running, sender: Address = ANNA, trust=Trust.AUTHENTICATED) -> Asked:
    return Asked(reading(text, sender, trust=trust), TWO.role_of(sender), CHANGE, running=cases)


def answer(text: str, *cases: Running, sender: Address = ANNA) -> Replied:
    return Replied(reading(text, sender), TWO.role_of(sender), running=cases)


def mail_of(step: Step) -> Answer:
    (mail,) = [r.action for r in step.actions if isinstance(r.action, Answer)]
    return mail


def orders_of(step: Step) -> list[SetTimer]:
    return [r.action for r in step.actions if isinstance(r.action, SetTimer) and r.action.case]


A, B = booked("AAAAAAAA", JANE, slot(8)), booked("BBBBBBBB", TOM, slot(12))
THERE = stands(A), stands(B)


def proposed() -> Plan:
    step = give(None, asked("Cancel everything on Thursday", A, B), world(*THERE))
    return Plan.of_json(step.state)


# --- reading ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "deed", "first", "last", "several", "grounds"),
    [
        ("Cancel my Thursday, say I'm ill", Deed.CANCEL, 9, 10, True, Grounds.ILL),
        ("sag alle Termine am Donnerstag ab, ich bin krank", Deed.CANCEL, 9, 10, True, Grounds.UNSAID),
        ("Sag alles am Donnerstag ab und sag ihnen, dass ich krank bin.", Deed.CANCEL, 9, 10, True, Grounds.ILL),
        ("Cancel everything on Thursday; tell them something came up.", Deed.CANCEL, 9, 10, True, Grounds.URGENT),
        ("Cancel all meetings on Thursday and say I have a toothache", Deed.CANCEL, 9, 10, True, Grounds.UNKNOWN),
        ("Cancel the meeting on Thursday", Deed.CANCEL, 9, 10, False, Grounds.UNSAID),
        ("verschieb alles vom Dienstag auf nächste Woche", Deed.MOVE, 7, 8, True, Grounds.UNSAID),
        ("Alle Termine vom Dienstag bitte auf nächste Woche verschieben", Deed.MOVE, 7, 8, True, Grounds.UNSAID),
        ("Cancel all meetings from Wednesday to Friday.", Deed.CANCEL, 8, 11, True, Grounds.UNSAID),
    ],
)
def test_an_order_is_read(text, deed, first, last, several, grounds):
    order = order_of(text)
    assert (order.deed, order.several, order.grounds) == (deed, several, grounds)
    (within,) = order.within
    zone = "+02:00"
    assert within.start.isoformat() == f"2026-07-{first:02}T00:00:00{zone}"
    assert within.end.isoformat() == f"2026-07-{last:02}T00:00:00{zone}"


def test_where_it_shall_go_is_read_apart_from_where_it_is():
    order = order_of("Move everything on Tuesday to next week, mornings only")
    assert [w.start.date() for w in order.within] == [date(2026, 7, 7)]
    assert {w.start.isocalendar().week for w in order.to} == {29}
    assert all(w.end.hour <= 12 for w in order.to)


def test_weekday_and_date_that_differ_give_two_days():
    _, days = read_order(reading("Sag alles am Donnerstag, 10. Juli ab.", ANNA), "anna", world())
    assert days == (date(2026, 7, 10), date(2026, 7, 9))


@given(st.text(max_size=300))
def test_any_text_is_some_order(text):
    order_of(text)


@pytest.mark.parametrize(
    ("text", "word", "numbers"),
    [
        ("Ja, bitte.", Word.YES, ()),
        ("alle außer 2", Word.ALL_BUT, (2,)),
        ("Yes, but not 2 and 3", Word.ALL_BUT, (2, 3)),
        ("nur 1 und 3", Word.ONLY, (1, 3)),
        ("2", Word.ONLY, (2,)),
        ("Nein danke", Word.NO, ()),
        ("zurück", Word.UNDO, ()),
        ("Undo please!", Word.UNDO, ()),
        ("Ja, aber Tom rufe ich selbst an", Word.UNCLEAR, ()),
        ("", Word.UNCLEAR, ()),
    ],
)
def test_only_known_answers_are_answers(text, word, numbers):
    assert said(text) == Said(word, numbers)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("Nummer 2 bitte", 2), ("2. Thu, 9 July 2026, 14:00–14:30, Tom Cole", 2), ("1 and 2", 0), ("Tom", 0)],
)
def test_a_numbered_line_is_chosen_by_its_number_or_by_tapping_it(text, number):
    assert choice(text) == number


@given(st.text(alphabet="1 2,&unda jno.", max_size=200))
def test_no_answer_takes_long(text):
    begun = time.process_time()
    said(text)
    assert time.process_time() - begun < 0.5


# --- planning ---------------------------------------------------------------------------


def test_a_plan_names_what_is_done_and_what_is_left_alone():
    invited = Event(
        "y", *_ends(slot(13)), "Jour fixe", calendar="work", organizer=TOM, attendees=(Attendee(ANNA), Attendee(TOM))
    )
    own = Event("x", *_ends(slot(14)), "Zahnarzt", calendar="work")
    elsewhere = Event("z", *_ends(slot(14)), "Bens", calendar="bens")
    found = draft(order_of("Cancel everything on Thursday"), (B, A), world(*THERE, own, invited, elsewhere))
    assert [(i.number, i.names, i.how) for i in found.items] == [
        (1, "Jane Cole", ""), (2, "Tom Cole", ""), (3, "Jour fixe", "decline"),
    ]  # fmt: skip
    assert [(one.title, one.why, one.by) for one in found.left] == [
        ("Zahnarzt", "own", ""),
    ]


def _ends(at: Interval) -> tuple[datetime, datetime]:
    return at.start, at.end


def test_offers_of_that_day_are_part_of_the_plan():
    found = draft(order_of("Cancel everything on Thursday"), (offered("CCCCCCCC", TOM, slot(9)),), world())
    assert [(i.names, i.booked) for i in found.items] == [("Tom Cole", False)]


def test_what_the_calendar_shows_elsewhere_is_left_alone():
    moved = replace(stands(A), start=slot(10).start, end=slot(10).end)
    found = draft(order_of("Cancel everything on Thursday"), (A,), world(moved))
    assert not found.items
    assert [one.why for one in found.left] == ["changed"]


def test_nothing_happens_before_the_yes():
    step = give(None, asked("Cancel everything on Thursday", A, B), world(*THERE))
    assert mail_of(step).template == "principal_plan"
    assert mail_of(step).to == (ANNA,)
    assert not orders_of(step)
    assert step.case_state is CaseState.WAITING


def test_an_unauthenticated_order_is_no_order():
    step = give(None, asked("Cancel everything on Thursday", A, trust=Trust.UNKNOWN), world(*THERE))
    (told,) = [r.action for r in step.actions]
    assert told.reason is EscalationReason.NOT_AUTHENTICATED
    assert not is_plan(step.state)


# --- answering --------------------------------------------------------------------------


def test_the_yes_gives_every_meeting_its_order_at_one_instant():
    step = give(proposed(), answer("yes", A, B), world(*THERE))
    told = orders_of(step)
    assert [t.case for t in told] == ["AAAAAAAA", "BBBBBBBB"]
    assert {t.at for t in told} == {NOW + timedelta(minutes=3)}
    assert mail_of(step).data["outcome"] == "confirmed"


def test_a_part_of_the_plan_can_be_confirmed():
    step = give(proposed(), answer("all but 2", A, B), world(*THERE))
    assert [t.case for t in orders_of(step)] == ["AAAAAAAA"]


def test_what_changed_since_the_plan_is_told_and_not_done():
    moved = booked("BBBBBBBB", TOM, slot(14))
    step = give(proposed(), answer("yes", A, moved), world(stands(A), stands(moved)))
    assert [t.case for t in orders_of(step)] == ["AAAAAAAA"]
    assert "Tom Cole" in {m["names"] for m in mail_of(step).data["more"]}


def test_what_came_in_addition_is_told_and_not_done():
    late = booked("CCCCCCCC", TOM, slot(14))
    step = give(proposed(), answer("yes", A, B, late), world(*THERE, stands(late)))
    assert [t.case for t in orders_of(step)] == ["AAAAAAAA", "BBBBBBBB"]
    assert [m["slot"].start for m in mail_of(step).data["more"]] == [slot(14).start]


def test_a_no_drops_the_plan():
    step = give(proposed(), answer("no", A, B), world(*THERE))
    assert not orders_of(step)
    assert step.case_state is CaseState.CLOSED


def test_silence_drops_the_plan_and_says_so():
    step = give(proposed(), TimerFired(WAKE), world(*THERE))
    assert mail_of(step).data["outcome"] == "silence"
    assert step.case_state is CaseState.CLOSED


def test_a_yes_after_silence_makes_the_plan_anew():
    dropped = Plan.of_json(give(proposed(), TimerFired(WAKE), world(*THERE)).state)
    step = give(dropped, answer("yes", A), world(stands(A)))
    assert not orders_of(step)
    assert [i["names"] for i in mail_of(step).data["items"]] == ["Jane Cole"]


def test_somebody_else_cannot_say_yes():
    step = give(proposed(), answer("yes", A, B, sender=JANE), world(*THERE))
    assert not orders_of(step)
    assert step.case_state is CaseState.ESCALATED


def test_an_unclear_answer_is_asked_back_once_then_a_person():
    once = give(proposed(), answer("hm, maybe Tom", A, B), world(*THERE))
    assert mail_of(once).data["outcome"] == "unclear"
    twice = give(Plan.of_json(once.state), answer("hm, maybe Tom", A, B), world(*THERE))
    assert twice.case_state is CaseState.ESCALATED


def test_taken_back_in_time_nothing_has_happened():
    confirmed = Plan.of_json(give(proposed(), answer("yes", A, B), world(*THERE)).state)
    step = give(confirmed, answer("undo", A, B), world(*THERE))
    drops = [r.action for r in step.actions if isinstance(r.action, DropTimer) and r.action.case]
    assert [d.case for d in drops] == ["AAAAAAAA", "BBBBBBBB"]
    assert not mail_of(step).data["more"]


def test_what_had_gone_is_told_when_it_is_taken_back():
    confirmed = Plan.of_json(give(proposed(), answer("yes", A, B), world(*THERE)).state)
    step = give(confirmed, answer("undo", B), world(stands(B)))  # A's case is closed by now
    assert [i["names"] for i in mail_of(step).data["items"]] == ["Tom Cole"]
    assert [i["names"] for i in mail_of(step).data["more"]] == ["Jane Cole"]


# --- one meeting, and questions back ----------------------------------------------------


def test_an_order_about_the_only_meeting_meant_needs_no_plan():
    step = give(None, asked("Cancel the meeting with Tom", A, B), world(*THERE))
    assert [t.case for t in orders_of(step)] == ["BBBBBBBB"]


def test_a_meeting_that_may_be_one_of_two_is_asked_for_by_number():
    step = give(None, asked("Cancel the meeting on Thursday", A, B), world(*THERE))
    assert mail_of(step).template == "principal_ask"
    chosen = give(Plan.of_json(step.state), answer("2", A, B), world(*THERE))
    assert [t.case for t in orders_of(chosen)] == ["BBBBBBBB"]


def test_a_day_that_is_not_clear_is_asked_for_by_number():
    step = give(None, asked("Cancel everything on Thursday, 10 July", A, B), world(*THERE))
    assert mail_of(step).data["asks"] == "day"
    chosen = give(Plan.of_json(step.state), answer("2", A, B), world(*THERE))
    assert mail_of(chosen).template == "principal_plan"
    assert len(mail_of(chosen).data["items"]) == 2


def test_a_day_to_keep_free_that_is_not_clear_is_asked_for_and_keeps_its_hours():
    order = replace(asked("Block Thursday, 10 July, 2 to 4 pm"), request="block")
    step = give(None, order, world())
    assert [c["day"] for c in mail_of(step).data["choices"]] == [date(2026, 7, 10), date(2026, 7, 9)]
    kept = give(Plan.of_json(step.state), answer("2"), world())
    (put,) = [r.action for r in kept.actions if isinstance(r.action, PutEvent)]
    assert "DTSTART:20260709T120000Z" in put.ics
    assert "DTEND:20260709T140000Z" in put.ics
    assert mail_of(kept).template == "principal_blocked"


def test_an_assistant_is_asked_whose_meetings_are_meant():
    step = give(None, asked("Cancel everything on Thursday", A, B, sender=EVA), world(*THERE))
    assert [c["name"] for c in mail_of(step).data["choices"]] == ["Anna Muster", "Ben Bauer"]
    chosen = give(Plan.of_json(step.state), answer("1", A, B, sender=EVA), world(*THERE))
    assert mail_of(chosen).data["whose"] == "Anna Muster"
    assert mail_of(chosen).to == (EVA,)


def test_somebody_whom_no_meeting_is_with_changes_nothing():
    step = give(None, asked("Cancel the meeting with Hubertus", A, B), world(*THERE))
    assert not mail_of(step).data["items"]
    assert step.case_state is CaseState.CLOSED


# --- carrying out -----------------------------------------------------------------------


def carried(one: Running, words: str, at: World):
    return react(State.of_json(one.state), TimerFired("order PLAN2345", words), at)


def test_a_meeting_is_cancelled_with_the_reason_that_may_be_told():
    order = replace(order_of("Cancel my Thursday, say I'm ill"))
    (item,) = draft(order, (A,), world(stands(A))).items
    outcome = carried(A, told_to(item, order), world(stands(A), case="AAAAAAAA"))
    mail = next(r.action for r in outcome.actions if isinstance(r.action, Answer))
    assert (mail.to, mail.data["grounds"], mail.data["by_office"]) == ((JANE,), "ill", True)
    assert outcome.state.phase is Phase.ENDED


def test_a_meeting_that_changed_is_left_alone_and_told():
    order = order_of("Cancel my Thursday")
    (item,) = draft(order, (A,), world(stands(A))).items
    moved = booked("AAAAAAAA", JANE, slot(14))
    outcome = carried(moved, told_to(item, order), world(stands(moved), case="AAAAAAAA"))
    (mail,) = [r.action for r in outcome.actions]
    assert (mail.to, mail.data["kind"]) == ((ANNA,), "order-overtaken")
    assert outcome.state == State.of_json(moved.state)


def test_a_moved_meeting_is_offered_times_where_it_shall_go():
    order = order_of("Move everything on Thursday to next week")
    (item,) = draft(order, (A,), world(stands(A))).items
    outcome = carried(A, told_to(item, order), world(stands(A), case="AAAAAAAA"))
    assert outcome.state.booked == State.of_json(A.state).booked
    assert {o.slot.start.isocalendar().week for o in outcome.state.offers} == {29}


def test_offers_of_the_day_are_replaced_by_others():
    one = offered("CCCCCCCC", TOM, slot(9))
    order = order_of("Cancel everything on Thursday")
    (item,) = draft(order, (one,), world()).items
    outcome = carried(one, told_to(item, order), world(case="CCCCCCCC"))
    assert outcome.state.offers
    assert all(o.slot.start.date() != date(2026, 7, 9) for o in outcome.state.offers)
    assert outcome.state.round == 1


@given(st.text(max_size=40))
def test_an_order_that_cannot_be_read_changes_nothing(words):
    outcome = carried(A, words, world(stands(A), case="AAAAAAAA"))
    assert outcome.state == State.of_json(A.state)


def test_a_plan_is_kept_as_it_was_and_never_misread():
    plan = proposed()
    assert Plan.of_json(plan.to_json()) == plan
    assert plan.standing is Standing.PROPOSED
    with pytest.raises(PermanentError):
        Plan.of_json({"v": "plan-1", "order": 7})


# --- meetings that the secretary did not make ---------------------------------------------


def text_of(event: Event) -> str:
    organizer = f"ORGANIZER:mailto:{event.organizer.addr_spec}\r\n" if event.organizer else ""
    people = "".join(f"ATTENDEE:mailto:{a.address.addr_spec}\r\n" for a in event.attendees)
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:{event.uid}\r\nDTSTAMP:20260701T000000Z\r\n"
        f"DTSTART:{event.start:%Y%m%dT%H%M%SZ}\r\nDTEND:{event.end:%Y%m%dT%H%M%SZ}\r\nSUMMARY:{event.summary}\r\n"
        f"{organizer}{people}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


HERS = Event(
    "hers", *_ends(slot(10)), "Kick-off", calendar="work", organizer=ANNA, attendees=(Attendee(ANNA), Attendee(JANE))
)
THEIRS = Event(
    "theirs", *_ends(slot(13)), "Jour fixe", calendar="work", organizer=TOM, attendees=(Attendee(ANNA), Attendee(TOM))
)
PRIVATE = Event("private", *_ends(slot(14)), "Zahnarzt", calendar="work")
OTHERS = (HERS, THEIRS, PRIVATE)


def confirmed_with(text: str, *events: Event, between: tuple[Event, ...] | None = None) -> tuple[Step, Step]:
    """The plan, and what is done when it was confirmed; `between` is the calendar by then."""
    plan = give(None, asked(text), world(*events))
    yes = give(Plan.of_json(plan.state), answer("yes"), world(*events))
    later = world(*(events if between is None else between), now=NOW + timedelta(minutes=3))
    texts = {e.uid: text_of(e) for e in events}
    return plan, give(Plan.of_json(yes.state), TimerFired(WAKE), replace(later, texts=texts))


def done_by(step: Step) -> list[object]:
    return [r.action for r in step.actions]


def test_what_she_organizes_is_called_off_to_all_and_what_others_organize_is_declined():
    plan, done = confirmed_with("Cancel everything on Thursday, say I'm ill", *OTHERS)
    shown = mail_of(plan).data
    assert [(i["names"], i["how"]) for i in shown["items"]] == [("Jane Cole", "cancel"), ("Jour fixe", "decline")]
    assert [(one["title"], one["why"]) for one in shown["left"]] == [("Zahnarzt", "own")]
    mails = [a for a in done_by(done) if isinstance(a, Answer)]
    assert [(m.template, m.to[0].key, m.invitation.method) for m in mails] == [
        ("appointment_cancelled", JANE.key, Method.CANCEL), ("invitation_answered", TOM.key, Method.REPLY),
    ]  # fmt: skip
    assert mails[0].data["grounds"] == "ill"
    assert "PARTSTAT=DECLINED" in mails[1].invitation.ics.replace("\r\n ", "")
    assert [a.uid for a in done_by(done) if isinstance(a, DeleteEvent)] == ["hers"]
    assert done.case_state is CaseState.CLOSED


@pytest.mark.parametrize(
    "text", ["Cancel everything on Thursday, including private", "Sag alles am Donnerstag ab, auch privates."]
)
def test_private_entries_go_only_where_the_order_says_so(text):
    plan, done = confirmed_with(text, PRIVATE)
    assert [i["how"] for i in mail_of(plan).data["items"]] == ["remove"]
    assert [a.uid for a in done_by(done) if isinstance(a, DeleteEvent)] == ["private"]


def test_what_others_changed_meanwhile_is_left_alone_and_told():
    moved = replace(HERS, start=slot(15).start, end=slot(15).end)
    _, done = confirmed_with("Cancel everything on Thursday", HERS, between=(moved,))
    assert [type(a) for a in done_by(done)] == [Escalate]


def test_a_meeting_of_others_is_taken_back_before_it_is_carried_out():
    plan = give(None, asked("Cancel everything on Thursday"), world(HERS))
    yes = give(Plan.of_json(plan.state), answer("yes"), world(HERS))
    back = give(Plan.of_json(yes.state), answer("undo"), world(HERS))
    assert mail_of(back).data["outcome"] == "taken-back"
    assert [i["names"] for i in mail_of(back).data["items"]] == ["Jane Cole"]
    woken = give(Plan.of_json(back.state), TimerFired(WAKE), world(HERS, now=NOW + timedelta(minutes=3)))
    assert woken.actions == ()


def test_others_meetings_are_never_moved_by_an_order():
    step = give(None, asked("Move everything on Thursday to next week"), world(*OTHERS))
    assert not mail_of(step).data["items"]
