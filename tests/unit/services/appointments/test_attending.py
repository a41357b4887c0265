"""Meetings that others organize: looked up, answered by rule or by a person's word, followed, or left alone."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from icalendar import Calendar

from secretary.act.compose import Composer
from secretary.act.gate import weigh
from secretary.domain.action import Answer, Close, DeleteEvent, Escalate, EscalationReason, Ignore, PutEvent, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import EffectState, MailClass, SendMail, Settled, StoreEvent
from secretary.domain.event import Event, Interval, Method, Partstat
from secretary.domain.message import Message, Part
from secretary.domain.office import Limits, Role
from secretary.domain.reading import MailKind, Trust
from secretary.ports import Counts
from secretary.services.appointments.attending.state import Attendance, Stage
from secretary.services.appointments.machine import react
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.world import World
from secretary.services.face import Asked, EffectSettled, Replied, TimerFired, Told
from secretary.understand.itip import read_calendar_part
from secretary.understand.read import Reader
from tests.unit.services.appointments.conversation import ANNA, JANE, LEXICON, NOW, OFFICE, reading
from tests.unit.services.appointments.programs import APPLE, GMAIL, OUTLOOK, PROGRAMS, START

UID = "040000008200E00074C5B7101A82E008"
SLOT = Interval(START, START + timedelta(minutes=30))
BUSY = Event("own", START, START + timedelta(hours=1), calendar="work", summary="Notar")
READER = Reader(LEXICON)


@dataclass
class Guest:
    """One invitation with all that comes of it; `calendar` is the principal's."""

    invitations: dict[str, str] = field(default_factory=dict)
    calendar: dict[str, Event] = field(default_factory=dict)
    state: Attendance | None = None
    done: list[object] = field(default_factory=list)
    away: bool = False
    now: datetime = NOW

    def tell(self, event: object) -> None:
        settings = AppointmentSettings(calendars={"anna": ("work",)}, invitations=self.invitations)
        case = Case("ABCDEFGH", "main", "Jour fixe", JANE, NOW, language="en")
        world = World(OFFICE, case, settings, self.now, None if self.away else tuple(self.calendar.values()))
        outcome = react(self.state, event, world)
        assert react(self.state, event, world) == outcome
        self.state = outcome.attendance
        if self.state:
            assert Attendance.of_json(self.state.to_json()) == self.state
        for action in (r.action for r in outcome.actions):
            self.done.append(action)
            if isinstance(action, PutEvent):
                self.tell(EffectSettled(self.put(action)))
            if isinstance(action, DeleteEvent):
                self.calendar.pop(action.uid, None)

    def put(self, action: PutEvent) -> Settled:
        deed = StoreEvent(action.calendar, action.uid, action.ics, action.etag)
        others = [e for e in self.calendar.values() if e.uid not in {action.uid, *action.guard_ignores}]
        if action.guard and any(e.interval.overlaps(action.guard) for e in others):
            return Settled("k", deed, EffectState.REFUSED, "busy")
        component = Calendar.from_ical(action.ics).walk("VEVENT")[0]
        start, end, number = component["DTSTART"].dt, component["DTEND"].dt, int(component.get("SEQUENCE", 0))
        organizer = JANE if "ORGANIZER" in component else None
        event = Event(action.uid, start, end, calendar="work", etag='"1"', sequence=number, organizer=organizer)
        self.calendar[action.uid] = event
        return Settled("k", deed, EffectState.SENT, etag='"1"')

    def receive(self, ics: str, sender: Address = JANE, text: str = "", params=None, **more) -> None:
        raw = ics.replace("\n", "\r\n").encode()
        method = more.pop("method", "")
        part = Part("1", "text/calendar", raw, charset="utf-8", params=(("method", method),) if method else ())
        mail = reading(text, sender, MailKind.CALENDAR, trust=more.pop("trust", Trust.AUTHENTICATED))
        if text:
            message = replace(mail.message, text=text, from_=(sender,))
            mail = replace(READER.read(message, received=self.now), sender=mail.sender, kind=mail.kind)
        mail = replace(mail, calendar=read_calendar_part(part))
        role = OFFICE.role_of(sender)
        self.tell(Replied(mail, role) if self.state else Asked(mail, role, "invitation", params or {}))

    def word(self, text: str = "", choice: str = "", sender: Address = ANNA) -> None:
        mail = READER.read(Message("d", 1, (), from_=(sender,), text=text), received=self.now)
        self.tell(Told(mail, OFFICE.role_of(sender), choice))

    def asked(self) -> Escalate:
        return [a for a in self.done if isinstance(a, Escalate)][-1]

    def mails(self, to: Address = JANE) -> list[Answer]:
        return [a for a in self.done if isinstance(a, Answer) and a.to == (to,)]

    def told(self) -> Calendar:
        """The calendar part of the newest mail to the organizer."""
        invitation = self.mails()[-1].invitation
        assert invitation is not None
        calendar = Calendar.from_ical(invitation.ics)
        assert str(calendar["METHOD"]) == invitation.method.value
        return calendar


def standing(**more) -> Event:
    held = Event(UID, START, START + timedelta(minutes=30), calendar="work", sequence=1)
    return replace(held, organizer=JANE, etag='"1"', **more)


def told(ics: str, *events: Event, **more) -> list[object]:
    guest = Guest(calendar={e.uid: e for e in events})
    guest.receive(ics, **more)
    return guest.done


@PROGRAMS
def test_a_new_invitation_is_put_before_a_person_with_what_the_calendar_says(program):
    ics = program.format(method="REQUEST", day=9, sequence=0)
    (free,) = told(ics)
    (clash,) = told(ics, BUSY)
    assert isinstance(free, Escalate)
    assert isinstance(clash, Escalate)
    assert free.suggestions == ("The calendar is free then.",)
    assert clash.suggestions == ("Entries of the calendar in that time: 1.",)
    assert "Notar" not in clash.detail
    assert free.orders == ("accept", "decline", "counter")


@PROGRAMS
@pytest.mark.parametrize("sequence", [1, 2])
def test_a_move_is_followed_in_utc_without_what_a_stranger_added_and_asked_about(program, sequence):
    put, asked = told(program.format(method="REQUEST", day=8, sequence=sequence), standing())
    assert isinstance(put, PutEvent)
    assert (put.etag, put.calendar) == ('"1"', "work")
    assert "moves" in asked.detail or "changes" in asked.detail
    assert "DTSTART:20260708T080000Z" in put.ics
    assert "SCHEDULE-AGENT=CLIENT" in put.ics
    assert not any(word in put.ics for word in ("METHOD", "VALARM", "X-MICROSOFT", "VTIMEZONE"))


def test_an_update_onto_another_entry_is_followed_and_put_before_a_person():
    busy = Event("own", START - timedelta(days=1), START - timedelta(hours=23), calendar="work")
    put, clash = told(OUTLOOK.format(method="REQUEST", day=8, sequence=2), standing(), busy)
    assert isinstance(put, PutEvent)
    assert isinstance(clash, Escalate)


def test_an_older_message_changes_nothing():
    for method in ("REQUEST", "CANCEL"):
        assert told(OUTLOOK.format(method=method, day=8, sequence=0), standing()) == [Ignore()]


@PROGRAMS
def test_a_cancellation_by_the_organizer_is_followed(program):
    cancel = program.format(method="CANCEL", day=9, sequence=2)
    assert told(cancel, standing()) == [DeleteEvent("work", standing().uid)]
    assert told(cancel) == [Ignore()]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"trust": Trust.UNKNOWN}, EscalationReason.NOT_AUTHENTICATED),
        ({"sender": replace(JANE, addr_spec="mallory@kunde.test")}, EscalationReason.UNKNOWN_SENDER),
    ],
)
def test_nobody_else_moves_a_meeting(changed, reason):
    for method in ("REQUEST", "CANCEL"):
        (escalated,) = told(OUTLOOK.format(method=method, day=8, sequence=2), standing(), **changed)
        assert isinstance(escalated, Escalate)
        assert escalated.reason is reason


def test_an_organizer_does_not_take_over_the_event_of_another():
    theirs = replace(standing(), organizer=replace(JANE, addr_spec="tom@kunde.test"))
    (escalated,) = told(OUTLOOK.format(method="CANCEL", day=8, sequence=2), theirs)
    assert isinstance(escalated, Escalate)


@pytest.mark.parametrize("method", ["PUBLISH", "REPLY", "COUNTER", "REFRESH"])
def test_other_messages_about_meetings_of_others_are_for_a_person(method):
    (escalated,) = told(OUTLOOK.format(method=method, day=8, sequence=2), standing())
    assert isinstance(escalated, Escalate)


def test_a_message_whose_part_says_another_method_changes_nothing():
    (escalated,) = told(OUTLOOK.format(method="CANCEL", day=8, sequence=2), standing(), method="REQUEST")
    assert isinstance(escalated, Escalate)


# --- by rule ----------------------------------------------------------------------------


@PROGRAMS
def test_by_rule_a_free_time_is_accepted_and_the_answer_leaves_after_the_event_stands(program):
    guest = Guest({"free": "accept"})
    guest.receive(program.format(method="REQUEST", day=9, sequence=3))
    put = guest.done[0]
    assert isinstance(put, PutEvent)
    assert (put.guard, put.etag) == (SLOT, "")
    assert "PARTSTAT=ACCEPTED" in put.ics
    (event,) = guest.told().walk("VEVENT")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (UID, 3)
    attendee = event["ATTENDEE"]
    assert str(attendee) == "mailto:anna@firma.test"
    assert (attendee.params["PARTSTAT"], attendee.params["SENT-BY"]) == ("ACCEPTED", "mailto:sekretariat@firma.test")
    assert str(event["ORGANIZER"]) == "mailto:jane@kunde.test"
    assert [m.data["answer"] for m in guest.mails(ANNA)] == ["accepted"]
    assert guest.state.stage is Stage.ANSWERED


def test_by_rule_a_taken_time_is_declined_and_nothing_is_written():
    guest = Guest({"busy": "decline"}, {"own": BUSY})
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    assert guest.told().walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    assert guest.calendar.keys() == {"own"}


def test_by_rule_a_taken_time_is_countered_with_the_nearest_free_one_which_is_kept():
    guest = Guest({"busy": "counter"}, {"own": BUSY})
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=1))
    (event,) = guest.told().walk("VEVENT")
    assert str(guest.told()["METHOD"]) == "COUNTER"
    slot = Interval(event["DTSTART"].dt, event["DTEND"].dt)
    assert slot == guest.state.proposal
    assert slot.length == SLOT.length
    assert not slot.overlaps(BUSY.interval)
    assert abs(slot.start - START) <= timedelta(hours=2)
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (UID, 1)
    assert guest.calendar[guest.state.hold_uid].interval == slot
    assert any(isinstance(a, SetTimer) for a in guest.done)


def test_a_proposed_time_that_comes_back_is_accepted_without_asking_and_its_hold_goes():
    guest = Guest({"busy": "counter"}, {"own": BUSY})
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=1))
    slot, hold = guest.state.proposal, guest.state.hold_uid
    again = GMAIL.format(method="REQUEST", day=9, sequence=2)
    again = again.replace("20260709T080000Z", f"{slot.start:%Y%m%dT%H%M%SZ}")
    guest.receive(again.replace("20260709T083000Z", f"{slot.end:%Y%m%dT%H%M%SZ}"))
    assert str(guest.told()["METHOD"]) == "REPLY"
    assert hold not in guest.calendar
    assert guest.calendar[UID].interval == slot


def test_a_refused_proposal_gives_the_time_back_and_asks_a_person():
    guest = Guest({"busy": "counter"}, {"own": BUSY})
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=1))
    guest.receive(GMAIL.format(method="DECLINECOUNTER", day=9, sequence=1).replace("T070000Z", "T090000Z"))
    assert guest.calendar.keys() == {"own"}
    assert "keeps to the time" in guest.asked().detail
    guest.word("absagen")
    assert guest.told().walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] == "DECLINED"


def test_a_proposal_that_nobody_answers_gives_the_time_back():
    guest = Guest({"busy": "counter"}, {"own": BUSY})
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=1))
    guest.tell(TimerFired("hold"))
    assert guest.calendar.keys() == {"own"}
    assert "has not answered" in guest.asked().detail


def test_a_time_outside_of_the_rules_is_its_own_finding():
    night = (
        OUTLOOK.format(method="REQUEST", day=9, sequence=0).replace("T100000", "T210000").replace("T103000", "T213000")
    )
    guest = Guest({"free": "accept"})
    guest.receive(night)
    assert "would not offer" in guest.asked().suggestions[0]
    guest = Guest({"outside": "decline"})
    guest.receive(night)
    assert guest.state.answer is Partstat.DECLINED


def test_a_rule_says_otherwise_for_some_senders_and_a_wrong_word_is_named():
    guest = Guest()
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0), params={"free": "accept"})
    assert guest.state.answer is Partstat.ACCEPTED
    with pytest.raises(ValueError, match="free: take"):
        Guest().receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0), params={"free": "take"})


def test_by_rule_nothing_is_answered_to_somebody_our_server_does_not_vouch_for():
    guest = Guest({"free": "accept", "busy": "decline", "outside": "counter"})
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0), trust=Trust.UNKNOWN)
    assert not guest.mails()
    assert guest.asked()


def test_a_time_that_is_taken_while_it_is_written_is_not_accepted():
    guest = Guest({"free": "accept"})
    put = guest.put
    guest.put = lambda action: (guest.calendar.setdefault("own", BUSY), put(action))[1]
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    assert not guest.mails()
    assert guest.asked().suggestions == ("Entries of the calendar in that time: 1.",)


# --- by a person's word -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("zusagen", "ACCEPTED"),
        ("Bitte zusagen, danke.", "ACCEPTED"),
        ("Ja, bitte nehmen Sie an.", "ACCEPTED"),
        ("Hallo Eva,\nsag bitte zu.", "ACCEPTED"),
        ("Please accept this one, thanks", "ACCEPTED"),
        ("unter Vorbehalt zusagen", "TENTATIVE"),
        ("absagen", "DECLINED"),
        ("Sagen Sie bitte ab", "DECLINED"),
        ("decline please", "DECLINED"),
    ],
)
def test_a_word_to_the_note_answers_the_invitation(said, answer):
    guest = Guest()
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    guest.word(said)
    assert guest.told().walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] == answer
    assert (UID in guest.calendar) is (answer != "DECLINED")
    assert not guest.mails(ANNA), "who gave the word is told by the house"


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("lieber Di 14 Uhr", datetime(2026, 7, 7, 12, tzinfo=UTC)),
        ("lieber Freitag um 11:00", datetime(2026, 7, 10, 9, tzinfo=UTC)),
        ("rather Friday at 11", datetime(2026, 7, 10, 9, tzinfo=UTC)),
        ("eine Stunde später wäre besser", START + timedelta(hours=1)),
        ("please propose another time", None),
    ],
)
def test_another_time_said_to_the_note_is_proposed(said, start):
    guest = Guest()
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    guest.word(said)
    assert str(guest.told()["METHOD"]) == "COUNTER"
    if start:
        assert guest.told().walk("VEVENT")[0]["DTSTART"].dt == start


@pytest.mark.parametrize(
    "said",
    ["nicht zusagen", "zusagen oder absagen?", "Was ist das?", "ok", "frag Jane, worum es geht", "zusagen am Freitag"],
)
def test_a_word_that_is_not_sure_orders_nothing(said):
    guest = Guest()
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    before = len(guest.done)
    guest.word(said)
    assert len(guest.done) == before


def test_the_numbers_of_the_note_are_words_too():
    for choice, method in (("accept", "REPLY"), ("decline", "REPLY"), ("counter", "COUNTER")):
        guest = Guest()
        guest.receive(APPLE.format(method="REQUEST", day=9, sequence=0))
        guest.word("1", choice)
        assert str(guest.told()["METHOD"]) == method


def test_a_person_may_accept_what_lies_on_another_entry_and_not_propose_what_does():
    guest = Guest(calendar={"own": BUSY})
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    guest.word("lieber Do 10:30 Uhr")
    assert "taken" in guest.asked().detail
    guest.word("zusagen")
    assert guest.state.answer is Partstat.ACCEPTED


@pytest.mark.parametrize("said", ["Bitte zusagen, danke!", "Please accept."])
def test_a_principal_hands_an_invitation_on_with_a_word(said):
    guest = Guest()
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=0), ANNA, said)
    assert guest.state.answer is Partstat.ACCEPTED
    assert [m.data["answer"] for m in guest.mails(ANNA)] == ["accepted"]


def test_an_invitation_handed_on_in_a_principals_name_by_a_stranger_is_refused():
    guest = Guest()
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=0), ANNA, "Bitte zusagen", trust=Trust.FAILED)
    assert guest.asked().reason is EscalationReason.UNKNOWN_SENDER


# --- order ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sequence", "stamp", "why"),
    [(0, "T230000Z", "SEQUENCE"), (1, "T060000Z", "DTSTAMP"), (1, "T070000Z", "taken in before")],
)
def test_older_and_repeated_messages_are_ignored_and_told_why(sequence, stamp, why):
    guest = Guest({"free": "accept"})
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=1))
    settings = AppointmentSettings(calendars={"anna": ("work",)})
    ics = OUTLOOK.format(method="REQUEST", day=8, sequence=sequence).replace("T070000Z", stamp).replace("\n", "\r\n")
    mail = replace(
        reading("", JANE, MailKind.CALENDAR), calendar=read_calendar_part(Part("1", "text/calendar", ics.encode()))
    )
    case = Case("ABCDEFGH", "main", "Jour fixe", JANE, NOW, language="en")
    world = World(OFFICE, case, settings, NOW, tuple(guest.calendar.values()))
    outcome = react(guest.state, Replied(mail, Role.CLIENT), world)
    assert [r.action for r in outcome.actions] == [Ignore()]
    assert why in outcome.actions[0].why
    assert outcome.attendance == guest.state


def test_at_equal_sequence_the_later_message_counts():
    guest = Guest({"free": "accept"})
    guest.receive(GMAIL.format(method="REQUEST", day=9, sequence=0))
    guest.receive(GMAIL.format(method="REQUEST", day=8, sequence=0).replace("T070000Z", "T071500Z"))
    assert guest.calendar[UID].start == START - timedelta(days=1)
    assert len(guest.mails()) == 2


def test_a_change_of_something_else_than_the_time_keeps_the_answer_and_sends_nothing():
    guest = Guest({"free": "accept"})
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    changed = OUTLOOK.format(method="REQUEST", day=9, sequence=1).replace("Jour fixe", "Jour fixe, Raum 3")
    guest.receive(changed)
    assert len(guest.mails()) == 1
    put = guest.done[-1]
    assert isinstance(put, PutEvent)
    assert "Raum 3" in put.ics
    assert "PARTSTAT=ACCEPTED" in put.ics


def test_a_cancellation_before_anybody_answered_settles_what_lay_before_a_person():
    guest = Guest()
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    guest.receive(OUTLOOK.format(method="CANCEL", day=9, sequence=1))
    assert guest.done[-1] == Close()
    assert guest.state.stage is Stage.ENDED
    guest.word("zusagen")
    assert guest.done[-1] == Close()


# --- series -----------------------------------------------------------------------------

WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def test_a_series_is_accepted_by_rule_only_when_all_its_dates_are_free():
    series = OUTLOOK.format(method="REQUEST", day=9, sequence=0).replace("TRANSP:OPAQUE", WEEKLY)
    guest = Guest({"free": "accept"})
    guest.receive(series)
    put = guest.done[0]
    assert isinstance(put, PutEvent)
    assert "DTSTART;TZID=Europe/Berlin:20260709T100000" in put.ics
    assert "BEGIN:VTIMEZONE" in put.ics
    later = Event("own", START + timedelta(days=14), START + timedelta(days=14, hours=1), calendar="work")
    guest = Guest({"free": "accept"}, {"own": later})
    guest.receive(series)
    assert not guest.mails()
    assert guest.asked().suggestions == ("Entries of the calendar in that time: 1.",)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_a_change_of_this_and_all_later_dates_is_never_guessed(method):
    line = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260708T080000Z"
    ics = OUTLOOK.format(method=method, day=8, sequence=2).replace("TRANSP:OPAQUE", line)
    (escalated,) = told(ics, standing())
    assert isinstance(escalated, Escalate)
    assert "later dates" in escalated.detail


def test_a_date_added_to_a_series_asks_for_the_whole():
    guest = Guest(calendar={UID: standing()})
    guest.receive(OUTLOOK.format(method="ADD", day=9, sequence=2))
    assert str(guest.told()["METHOD"]) == "REFRESH"


# --- what leaves ------------------------------------------------------------------------

TEMPLATES = {p.name: p.read_text("utf-8") for p in (Path(__file__).parents[4] / "templates").glob("*.j2")}


def _sent(answer: Answer) -> SendMail:
    case = Case("ABCDEFGH", "main", "Jour fixe", JANE, NOW, language="en")
    return Composer(OFFICE, TEMPLATES).compose(
        answer, key="k", case=case, reading=None, now=NOW, mail_class=MailClass.AUTO_GENERATED
    )


@PROGRAMS
@pytest.mark.parametrize("word", ["zusagen", "absagen", "lieber Di 14 Uhr"])
def test_every_answer_passes_the_gate_and_one_for_somebody_else_does_not(program, word):
    guest = Guest()
    guest.receive(program.format(method="REQUEST", day=9, sequence=0))
    guest.word(word)
    mail = _sent(guest.mails()[-1])
    assert weigh(mail, Counts(), Limits(), OFFICE) is None
    part = next(p for p in message_from_bytes(mail.raw).walk() if p.get_content_type() == "text/calendar")
    assert part.get_param("method") == ("COUNTER" if "lieber" in word else "REPLY")
    invitation = guest.mails()[-1].invitation
    for old, new, said in (
        ("mailto:anna@firma.test", "mailto:tom@firma.test", "one person of the office"),
        ("mailto:jane@kunde.test", "mailto:tom@kunde.test", "Organizer alone"),
        ('SENT-BY="mailto:sekretariat@firma.test"', 'SENT-BY="mailto:x@y.test"', "writes for"),
    ):
        unfolded = invitation.ics.replace("\r\n ", "")
        wrong = replace(guest.mails()[-1], invitation=replace(invitation, ics=unfolded.replace(old, new)))
        stop = weigh(_sent(wrong), Counts(), Limits(), OFFICE)
        assert stop is not None
        assert said in stop.detail


def test_nothing_is_decided_while_the_calendars_do_not_answer():
    guest = Guest({"free": "accept"}, away=True)
    guest.receive(OUTLOOK.format(method="REQUEST", day=9, sequence=0))
    assert guest.asked().reason is EscalationReason.CALENDAR
    assert Method.REPLY not in [m.invitation.method for m in guest.mails() if m.invitation]


# --- free and busy ----------------------------------------------------------------------

ASKS = """BEGIN:VCALENDAR
METHOD:REQUEST
VERSION:2.0
PRODID:-//Example//EN
BEGIN:VFREEBUSY
UID:fb-1@kunde.test
DTSTAMP:20260706T070000Z
ORGANIZER:mailto:jane@kunde.test
ATTENDEE:mailto:anna@firma.test
DTSTART:20260709T000000Z
DTEND:20260710T000000Z
END:VFREEBUSY
END:VCALENDAR
"""


def asked_free(ics: str, sender: Address = JANE, request: str = "invitation", trust: Trust = Trust.AUTHENTICATED):
    later = replace(BUSY, uid="next", start=START + timedelta(hours=1), end=START + timedelta(hours=2))
    part = Part("1", "text/calendar", ics.replace("\n", "\r\n").encode())
    mail = replace(reading("", sender, MailKind.CALENDAR, trust=trust), calendar=read_calendar_part(part))
    settings = AppointmentSettings(calendars={"anna": ("work",)})
    world = World(OFFICE, Case("ABCDEFGH", "main", "Free", JANE, NOW, language="en"), settings, NOW, (BUSY, later))
    return [r.action for r in react(None, Asked(mail, OFFICE.role_of(sender), request), world).actions]


def test_a_stranger_is_never_told_when_a_principal_is_free():
    for trust in Trust:
        (asked,) = asked_free(ASKS, trust=trust)
        assert isinstance(asked, Escalate)
    for trust in (Trust.UNKNOWN, Trust.FAILED):
        (asked,) = asked_free(ASKS, request="free-busy", trust=trust)
        assert isinstance(asked, Escalate)


@pytest.mark.parametrize(("sender", "asks"), [(JANE, "free-busy"), (ANNA, "invitation")], ids=["by rule", "of the office"])  # fmt: skip
def test_whoever_may_know_is_told_busy_times_only(sender, asks):
    (answer,) = asked_free(ASKS.replace("mailto:jane@kunde.test", f"mailto:{sender.addr_spec}"), sender, asks)
    assert isinstance(answer, Answer)
    assert answer.to == (sender,)
    assert "Notar" not in answer.invitation.ics
    (told,) = Calendar.from_ical(answer.invitation.ics).walk("VFREEBUSY")
    assert (str(told["UID"]), str(told["ATTENDEE"])) == ("fb-1@kunde.test", "mailto:anna@firma.test")
    assert told["FREEBUSY"].dt == (START, START + timedelta(hours=2)), "two entries that touch are one busy time"
    assert told["FREEBUSY"].params["FBTYPE"] == "BUSY"
    assert weigh(_sent(answer), Counts(), Limits(), OFFICE) is None


def test_free_times_are_not_told_to_somebody_for_somebody_else():
    (asked,) = asked_free(ASKS.replace("jane@", "tom@"), request="free-busy")
    assert isinstance(asked, Escalate)
