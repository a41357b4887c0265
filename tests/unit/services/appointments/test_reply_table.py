"""What people answer, row by row, in German and English, read as the house reads a mail.

Offered are Wed 8 July 13:00, Thu 9 July 10:00 and Fri 10 July 11:00 (Berlin), 30 minutes.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from secretary.domain.action import EscalationReason
from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.event import Partstat
from secretary.domain.office import Role
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase
from secretary.services.face import Asked
from tests.unit.services.appointments.conversation import ANNA, JANE, Talk, read, replace

BERLIN = ZoneInfo("Europe/Berlin")
TOM = Address("tom@client.test", "Tom Cole")
EVA = Address("eva@kunde.test", "Eva Klein")
SETTINGS = AppointmentSettings.model_validate(
    {
        "calendars": {"anna": ["work"]},
        "travel": {"Büro": {"Café Nord": 20}},
        "place": "Büro",
        "contacts": {"kunde.test": {"place": "Seestraße 5"}},
        "max_duration_minutes": 120,
    }
)


def offered() -> Talk:
    talk = Talk(SETTINGS)
    talk.ask()
    return talk


def answered(text: str, **more) -> Talk:
    talk = offered()
    talk.mails.clear()
    talk.hear(text, **more)
    return talk


def when(talk: Talk) -> str:
    return f"{talk.state.booked.slot.start.astimezone(BERLIN):%a %d %H:%M}" if talk.state.booked else ""


def slots(talk: Talk) -> list[str]:
    return [f"{o.slot.start.astimezone(BERLIN):%a %d %H:%M}" for o in talk.state.open_offers]


def test_what_is_offered_here():
    assert slots(offered()) == ["Wed 08 13:00", "Thu 09 10:00", "Fri 10 11:00"]


BOOKED = [
    # accept one
    ("Mittwoch um 13 Uhr passt mir gut.", "Wed 08 13:00"),
    ("Ich nehme den zweiten.", "Thu 09 10:00"),
    ("Gerne Variante 3", "Fri 10 11:00"),
    ("Gerne Variante B", "Thu 09 10:00"),
    ("Option C works for me", "Fri 10 11:00"),
    ("Prima, dann bis Donnerstag", "Thu 09 10:00"),
    ("Donnerstag 10 Uhr ist notiert.", "Thu 09 10:00"),
    ("Friday at 11 works.", "Fri 10 11:00"),
    ("Let's do option 2", "Thu 09 10:00"),
    ("The first one is great", "Wed 08 13:00"),
    # accept several: the best rank is taken, nobody is asked back
    ("Beides geht.", "Wed 08 13:00"),
    ("Ich kann an allen drei Terminen.", "Wed 08 13:00"),
    ("Mittwoch oder Freitag, mir egal", "Wed 08 13:00"),
    ("Wednesday or Friday both work", "Wed 08 13:00"),
    ("Either is fine", "Wed 08 13:00"),
    ("Any of those", "Wed 08 13:00"),
    # a day without a time, when only one offer lies on it
    ("Freitag geht.", "Fri 10 11:00"),
    ("Thursday works", "Thu 09 10:00"),
    ("Mittwoch passt, Donnerstag ginge auch", "Wed 08 13:00"),
    ("All three work for me", "Wed 08 13:00"),
    # an hour by itself, when only one offer begins then
    ("Um 10 Uhr bitte", "Thu 09 10:00"),
    ("At 11 please", "Fri 10 11:00"),
    # a no to one and a yes to the other, each in its own clause
    ("Mittwoch passt nicht, aber Freitag", "Fri 10 11:00"),
    ("Wednesday doesn't work, but Friday does", "Fri 10 11:00"),
    ("Warum nicht Freitag?", "Fri 10 11:00"),
    ("Why not Friday?", "Fri 10 11:00"),
    # an offer that is wanted earlier or later by a measure
    ("Donnerstag, aber bitte eine Stunde später", "Thu 09 11:00"),
    ("Thursday works, but an hour later", "Thu 09 11:00"),
    ("Donnerstag eine halbe Stunde früher?", "Thu 09 09:30"),
    # another slot, free and within the rules
    ("Ginge auch Mi 15.7. 16 Uhr?", "Wed 15 16:00"),
    ("Could we do Wed 15 July 4pm instead?", "Wed 15 16:00"),
    ("Wie wäre es mit Mittwoch, 15. Juli um 16 Uhr?", "Wed 15 16:00"),
    ("How about Wednesday 15 July at 4pm?", "Wed 15 16:00"),
    # soft preferences weigh
    ("Mittwoch wäre eng, lieber Freitag", "Fri 10 11:00"),
    ("Mittwoch oder Freitag geht, lieber Freitag", "Fri 10 11:00"),
    ("Zur Not Nummer 3", "Fri 10 11:00"),
    ("Number 2, if need be number 1", "Thu 09 10:00"),
    ("Wednesday is tight but possible", "Wed 08 13:00"),
    ("I would prefer Friday", "Fri 10 11:00"),
    # a condition that is met
    ("Sofern online, passt Nummer 2", "Thu 09 10:00"),
    ("Option 2, if it's a call", "Thu 09 10:00"),
]


@pytest.mark.parametrize(("text", "slot"), BOOKED)
def test_a_yes_books_the_time_that_it_means(text, slot):
    talk = answered(text)
    assert when(talk) == slot
    assert talk.templates() == ["appointment_booked", "principal_booked"]
    assert talk.escalations == []


@pytest.mark.parametrize(
    "text",
    [
        "Ja",
        "Passt",
        "Einverstanden",
        "Alles klar",
        "Geht klar",
        "Ist notiert.",
        "Yes",
        "Sounds good",
        "OK",
        "See you then",
    ],
)
def test_a_bare_yes_to_several_offers_is_asked_which(text):
    talk = answered(text)
    assert [m.template for m in talk.mails] == ["appointment_ask"]
    assert talk.mails[0].data["question"] == "which"


@pytest.mark.parametrize(("text", "left"), [("Nummer 1 wäre eng.", [2, 3]), ("Wednesday would be tricky.", [2, 3])])
def test_a_tight_time_alone_is_no_yes(text, left):
    talk = answered(text)
    assert when(talk) == ""
    assert [o.number for o in talk.mails[0].data["options"]] == left


@pytest.mark.parametrize(
    "text",
    [
        "Leider passt keiner der Termine.",
        "Da bin ich im Urlaub.",
        "Das ist leider schlecht.",
        "Da bin ich unterwegs.",
        "None of these work.",
        "I'm traveling that week",
        "We are fully booked those days.",
    ],
)
def test_a_refusal_gets_other_times_and_never_those_again(text):
    before = set(slots(offered()))
    talk = answered(text)
    assert talk.templates() == ["appointment_offers"]
    assert not before & set(slots(talk))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Nächste Woche ab 15 Uhr bitte.", lambda t: t.day >= 13 and t.hour >= 15),
        ("Nur vormittags.", lambda t: t.hour < 12),
        ("Übernächste Woche bitte", lambda t: 20 <= t.day <= 24),
        ("Mitte September wäre mir lieber", lambda t: t.month == 9),
        ("Any time after 3 next week", lambda t: t.day >= 13 and t.hour >= 15),
        ("Mornings only", lambda t: t.hour < 12),
        ("Not before the 14th", lambda t: t.day >= 14),
        ("Bitte nicht vor 14 Uhr, da passt nichts davon.", lambda t: t.hour >= 14),
        ("Not before 2pm please, none of these work.", lambda t: t.hour >= 14),
        ("End of the month", lambda t: t.day >= 20),
        ("Ende des Monats", lambda t: t.day >= 20),
        ("Nicht vor dem 14.", lambda t: t.day >= 14),
        ("Anfang KW 30", lambda t: t.day in {20, 21, 22}),
        ("Early in week 30", lambda t: t.day in {20, 21, 22}),
        ("Freitag in einer Woche", lambda t: t.day == 17),
        ("A week on Friday", lambda t: t.day == 17),
        ("Heute in 8 Tagen", lambda t: t.day == 13),
        ("In a fortnight", lambda t: t.day == 20),
        ("Donnerstag, aber etwas später", lambda t: t.day == 9 and t.hour > 10),
        ("Later on Thursday please", lambda t: t.day == 9 and t.hour > 10),
        ("Geht es eine Woche später?", lambda t: t.day >= 13),
    ],
)
def test_other_times_that_are_named_are_offered(text, fits):
    talk = answered(text)
    assert talk.templates() == ["appointment_offers"]
    assert all(fits(o.slot.start.astimezone(BERLIN)) for o in talk.state.open_offers)
    assert talk.state.open_offers


@pytest.mark.parametrize(
    "text",
    [
        "Nummer 2, wenn Frau Klein auch kann",
        "Nummer 2 unter Vorbehalt",
        "Nummer 2 müsste klappen, ich melde mich noch",
        "Number 2 works, provided Anna can join",
        "Option 2 should work, will confirm",
    ],
)
def test_an_unmet_condition_keeps_the_time_and_says_until_when(text):
    talk = answered(text)
    (mail,) = talk.mails
    assert mail.template == "appointment_tentative"
    assert [s.number for s in mail.data["slots"]] == [2]
    assert mail.data["hold_until"] == talk.timers["hold"]
    assert when(talk) == ""
    talk.hear("Nummer 2 passt.")
    assert when(talk) == "Thu 09 10:00"


@pytest.mark.parametrize("text", ["Wie lange dauert es?", "Wie lange?", "How long?"])
def test_a_question_is_answered_from_what_is_on_record(text):
    talk = answered(text)
    assert talk.templates() == ["appointment_details"]
    assert len(talk.state.open_offers) == 3


@pytest.mark.parametrize("text", ["Worum geht es?", "What is it about?", "Wo treffen wir uns?", "Where shall we meet?"])
def test_a_question_to_which_nothing_is_on_record_is_for_a_person(text):
    talk = answered(text)
    assert talk.templates() == []
    assert talk.escalations[-1].reason is EscalationReason.UNCLEAR
    assert len(talk.state.open_offers) == 3


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Meine Assistentin Frau Klein koordiniert das.", {"cc": (EVA,)}),
        ("Please talk to my assistant Eva, eva@kunde.test.", {}),
    ],
)
def test_a_delegates_yes_counts_for_the_party(text, more):
    talk = answered(text, **more)
    assert talk.mails[-1].to[0].addr_spec == EVA.addr_spec
    talk.hear("Nummer 3 passt.", EVA)
    assert when(talk) == "Fri 10 11:00"


@pytest.mark.parametrize(
    "text", ["Meine Kollegin Frau Klein kommt mit dazu, Nummer 2.", "Number 2 please, and include my colleague."]
)
def test_a_colleague_who_is_copied_in_is_invited_too(text):
    talk = answered(text, cc=(EVA,))
    assert when(talk) == "Thu 09 10:00"
    invited = {m.to[0].addr_spec for m in talk.mails if m.template == "appointment_booked"}
    assert invited == {JANE.addr_spec, EVA.addr_spec}
    assert "ROLE=OPT-PARTICIPANT" in talk.mails[0].invitation.ics.replace("\r\n ", "")


def test_a_stranger_who_is_copied_in_is_the_principals_to_invite():
    talk = answered("Please include my colleague.", cc=(TOM,))
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION
    assert len(talk.state.parties) == 1


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Können wir 60 Minuten daraus machen?", 60),
        ("Mir reichen 15 Minuten.", 15),
        ("Could we make it an hour?", 60),
        ("45 minutes would be better", 45),
    ],
)
def test_another_length_gets_times_of_that_length(text, minutes):
    talk = answered(text)
    assert talk.templates() == ["appointment_offers"]
    assert {o.slot.length for o in talk.state.open_offers} == {timedelta(minutes=minutes)}


def test_a_length_beyond_what_is_arranged_here_is_for_a_person():
    talk = answered("Could we make it three hours instead?")
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION
    assert len(talk.state.open_offers) == 3


@pytest.mark.parametrize(
    ("text", "medium", "slot"),
    [
        ("Können wir das lieber telefonisch machen?", "phone", ""),
        ("Could we do it by phone instead?", "phone", ""),
        ("Nummer 2 passt, aber bitte per Video", "video", "Thu 09 10:00"),
        ("Option 2, but by phone please", "phone", "Thu 09 10:00"),
        ("Treffen wir uns lieber im Café Nord?", "on-site", ""),
    ],
)
def test_another_medium_or_place_is_taken_over(text, medium, slot):
    talk = answered(text)
    assert talk.state.medium == medium
    assert when(talk) == slot
    assert talk.escalations == []


def test_at_ours_is_where_the_contact_is_at_home():
    assert answered("Could we meet at our office instead?").state.place == "Seestraße 5"


@pytest.mark.parametrize("text", ["Melden Sie sich im September wieder.", "Please get back to me in September."])
def test_later_means_that_nothing_is_held_until_then(text):
    talk = answered(text)
    assert talk.state.phase is Phase.LAPSED
    assert talk.stored == {}
    assert talk.timers["resume"].month == 9


@pytest.mark.parametrize("text", ["Das hat sich erledigt.", "Let's drop it.", "Stop emailing me."])
def test_a_withdrawal_ends_it_and_tells_the_principal(text):
    talk = answered(text)
    assert talk.case_state is CaseState.CLOSED
    assert talk.stored == {}
    assert [m.to for m in talk.mails] == [(JANE,), (ANNA,)]


@pytest.mark.parametrize("text", ["Bitte keine Erinnerungen mehr.", "No more reminders, please."])
def test_whoever_wants_no_reminders_gets_none(text):
    talk = answered(text)
    assert talk.state.parties[0].silent
    assert len(talk.state.open_offers) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Donnerstag passt, Unterlagen schicke ich später.",
        "Donnerstag passt, komme aber 10 Minuten später.",
        "Thursday works, talk later!",
        "Thursday, but I'll be 10 minutes late.",
    ],
)
def test_a_later_that_is_about_something_else_moves_nothing(text):
    assert when(answered(text)) == "Thu 09 10:00"


@pytest.mark.parametrize("text", ["Donnerstag, den 10. Juli", "Thursday the 10th"])
def test_a_weekday_that_is_not_that_dates_is_asked_back(text):
    talk = answered(text)
    assert [(m.template, m.data["question"]) for m in talk.mails] == [("appointment_ask", "date")]


@pytest.mark.parametrize("text", ["Vielen Dank!", "Thanks a lot"])
def test_thanks_are_no_answer(text):
    talk = answered(text)
    assert (talk.templates(), talk.escalations, len(talk.state.open_offers)) == ([], [], 3)


# --- once it is booked ------------------------------------------------------------------


def booked(text: str) -> Talk:
    talk = answered("Nummer 2 passt.")
    talk.mails.clear()
    talk.hear(text)
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "Bleibt es bei Donnerstag 10 Uhr?",
        "I can attend on Thursday at 10 as scheduled.",
        "Danke, bis dann!",
        "Alles klar",
        "Yes",
    ],
)
def test_the_time_that_is_booked_said_again_changes_nothing(text):
    talk = booked(text)
    assert when(talk) == "Thu 09 10:00"
    assert not any(m.template.startswith(("appointment_offers", "appointment_moved")) for m in talk.mails)


@pytest.mark.parametrize(
    "text",
    [
        "Ich verspäte mich um 10 Minuten.",
        "Können wir 15 min nach hinten?",
        "Können wir um 15 Minuten verschieben? Ich bin verspätet.",
        "I'm running 10 minutes late.",
        "Can we push 15 min?",
        "Could we push it by 15 minutes?",
    ],
)
def test_who_is_late_is_passed_on_at_once(text):
    talk = booked(text)
    assert [m.template for m in talk.mails] == ["principal_note", "appointment_passed_on"]


@pytest.mark.parametrize("text", ["Können wir um eine Stunde verschieben?", "Could we push it by an hour?"])
def test_a_booked_time_is_moved_by_what_was_measured(text):
    assert when(booked(text)) == "Thu 09 11:00"


@pytest.mark.parametrize("text", ["Können wir das lieber telefonisch machen?", "Could we do it by phone instead?"])
def test_another_medium_after_booking_is_told_to_everybody(text):
    talk = booked(text)
    assert [m.template for m in talk.mails] == ["appointment_updated", "principal_note"]
    assert "SEQUENCE:1" in talk.mails[0].invitation.ics
    assert when(talk) == "Thu 09 10:00"
    talk.hear("Meine Nummer ist 0711 123456.")
    assert "LOCATION:Tel. 0711 123456" in talk.mails[-2].invitation.ics
    assert talk.escalations == []


@pytest.mark.parametrize("text", ["Könnten wir auf 60 Minuten verlängern?", "Could we extend it to 60 minutes?"])
def test_a_longer_meeting_is_made_so_where_the_time_is_free(text):
    talk = booked(text)
    assert talk.state.booked.slot.length == timedelta(minutes=60)
    assert when(talk) == "Thu 09 10:00"


# --- several parties --------------------------------------------------------------------


def three(*, optional: bool = False) -> Talk:
    """Anna asks for a time with Jane and Tom, who need not come where `optional` says so."""
    talk = Talk(SETTINGS)
    to = (JANE,) if optional else (JANE, TOM)
    order = read("Please find 30 minutes with them next week.", talk.now, ANNA, cc=(TOM,) if optional else ())
    order = replace(order, message=replace(order.message, to=(*order.message.to, *to)))
    talk.tell(Asked(order, Role.PRINCIPAL, "find"))
    talk.mails.clear()
    return talk


def test_the_party_in_the_way_is_asked_for_what_all_others_can():
    talk = three()
    talk.hear("1 or 2", JANE)
    assert talk.templates() == ["appointment_noted"]
    talk.hear("Only number 3 works for me.", TOM)
    asked = talk.mails[-1]
    assert (asked.to, asked.data["question"]) == ((TOM,), "possible")
    assert [o.number for o in asked.data["options"]] == [1, 2]
    talk.hear("Number 2 then.", TOM)
    assert [m.to for m in talk.mails if m.template == "appointment_booked"] == [(JANE,), (TOM,)]


def test_whoever_cannot_be_moved_starts_a_new_round_for_all():
    talk = three()
    talk.hear("1", JANE)
    talk.hear("None of these work for me.", TOM)
    talk.hear("No, that is not possible.", TOM)
    assert [m.to for m in talk.mails[-2:]] == [(JANE,), (TOM,)]
    assert talk.mails[-1].template == "appointment_offers"


def test_who_need_not_come_holds_nothing_up_before_or_after():
    talk = three(optional=True)
    talk.hear("None of these work for me.", TOM)
    talk.hear("2", JANE)
    assert talk.state.booked
    talk.mails.clear()
    talk.hear("I can't make it, sorry.", TOM)
    assert [(m.template, m.to) for m in talk.mails] == [("appointment_declined", (TOM,)), ("principal_note", (ANNA,))]
    assert talk.mails[0].data["goes_on"]
    assert talk.state.booked
    assert talk.state.party_of(TOM).partstat is Partstat.DECLINED


def test_one_of_several_takes_the_meeting_from_nobody():
    talk = three()
    talk.hear("2", JANE)
    talk.hear("2", TOM)
    talk.hear("Please cancel our meeting.", TOM)
    assert talk.state.phase is Phase.BOOKED
    assert talk.mails[-1].data["kind"] == "declined"


@pytest.mark.parametrize("answer", ["passt mir gut", "this one works for me"])
def test_an_answer_under_a_quoted_offer_belongs_to_it(answer):
    quoted = ["1. Mi, 8. Juli 2026, 13:00–13:30 Uhr", "2. Do, 9. Juli 2026, 10:00–10:30 Uhr", "3. Fr, 10. Juli 2026"]
    lines = ["Hello,", "", f"> {quoted[0]}", f"> {quoted[1]}", answer, f"> {quoted[2]}"]
    assert when(answered("\n".join(lines))) == "Thu 09 10:00"
